"""The result types of the comparison: where a figure of a target stands against its source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from checks.derivation import Derivation
from checks.model import Article, Figure, Kind

COUNTS = (Kind.COUNT, Kind.NUMBER)
SKIPPED_KINDS = (Kind.NAME, Kind.UNREAD)


class Standing(StrEnum):
    """Where a figure of the target stands against the source."""

    STATED = "stated"  # the source says the same of the same thing
    ROUNDED = "rounded"  # the source's value lies within what the target's words allow
    DERIVED = "derived"  # the value follows from what the source states
    OTHER_VALUE = "other value"  # the source gives the same thing another value
    OTHER_THING = "other thing"  # the source has the value, of something else
    ELSEWHERE = "elsewhere"  # the source has the number in a passage that tells of other matters: it may be chance
    OTHER_UNIT = "other unit"
    OTHER_PERIOD = "other period"  # a month / a year
    OTHER_BOUND = "other bound"  # more than / fewer than
    OTHER_PERSON = "other person"
    OTHER_EVENT = "other event"
    OTHER_HOLDER = "other holder"  # the source gives the value to one name and another value to the target's
    COMBINED = "combined"  # the source gives the value to several together, the target to one of them
    UNSTATED = "unstated"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A figure of the target and where it stands. `source_figure` is the figure of the source that it is tied to."""

    figure: Figure
    standing: Standing
    source_figure: Figure | None = None
    sure: bool = False  # whether no fair reading of the two texts lets both be right: a finding is then an error
    derivation: Derivation | None = None
    # Of an exchanged value: the source's figure for the name to which the target gives it.
    named_figure: Figure | None = None
    detail: str = ""  # what the message needs: the event, the person, the reason for skipping


@dataclass(frozen=True, slots=True)
class Candidate:
    """A source figure that a target figure is compared with, and how far they agree."""

    source_figure: Figure
    exact: bool
    similarity: float  # of the words around, adjusted for the counted entity
    entity_agreement: int  # 1 the same, 0 unknown, -1 another
    unit_agrees: bool
    bound_agrees: bool


def phrase(figure: Figure, article: Article) -> str:
    """The figure with the words that say what it counts, as printed: "at least 123 people"."""
    start, end = figure.span
    if figure.noun is not None and 0 <= figure.noun.span.start - end <= 2 and figure.noun.span.end - start <= 80:
        end = figure.noun.span.end
    return " ".join(article.text[start:end].split())


def in_context(figure: Figure, article: Article) -> str:
    """The figure with three words on either side, as printed: what an editor needs to find and judge it."""
    sentence = article.sentences[figure.sentence].span
    words_before = article.text[sentence.start : figure.span.start].split()
    words_after = article.text[figure.span.end : sentence.end].split(" ")
    words = [*words_before[-3:], figure.words + (words_after[0] if words_after else ""), *words_after[1:5]]
    return " ".join(" ".join(words).split()).rstrip(".,;:")
