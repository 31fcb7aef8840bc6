"""The words of the guard: where a figure of a target stands against its source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from checks.derivation import Derivation
from checks.model import Article, Figure, Kind

COUNTS = (Kind.COUNT, Kind.NUMBER)
SKIPPED = (Kind.NAME, Kind.UNREAD)


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
    OTHER_FATE = "other fate"
    OTHER_HOLDER = "other holder"  # the source gives the value to one name and another value to the target's
    UNSTATED = "unstated"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A figure of the target and where it stands. `there` is the source's figure it is tied to."""

    figure: Figure
    standing: Standing
    there: Figure | None = None
    sure: bool = False  # no fair reading under which the two agree
    derivation: Derivation | None = None
    own: Figure | None = None  # of a value exchanged with another: what the source has of the target's name
    detail: str = ""  # a word or two that the message needs: the fate, the person, the reason for skipping


@dataclass(frozen=True, slots=True)
class Link:
    """A source figure whose value agrees with a target figure's, and how well the rest of it does."""

    there: Figure
    exact: bool
    fit: float  # closeness, with what the counted noun adds or takes
    thing: int  # 1 the same, 0 cannot be told, -1 another
    unit: bool
    bound: bool


def phrase(figure: Figure, article: Article) -> str:
    """The figure with the words that say what it counts, as printed: "at least 123 people"."""
    start, end = figure.span
    if figure.noun is not None and 0 <= figure.noun.span.start - end <= 2 and figure.noun.span.end - start <= 80:
        end = figure.noun.span.end
    return " ".join(article.text[start:end].split())


def said(figure: Figure, article: Article) -> str:
    """The figure in its company, as printed, three words either side: what an editor needs to find and judge it."""
    sentence = article.sentences[figure.sentence].span
    before = article.text[sentence.start : figure.span.start].split()
    after = article.text[figure.span.end : sentence.end].split(" ")
    words = [*before[-3:], figure.words + (after[0] if after else ""), *after[1:5]]
    return " ".join(" ".join(words).split()).rstrip(".,;:")
