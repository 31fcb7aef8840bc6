"""The result types of the check: how far the source supports a figure of the target."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from checks.derivation import Derivation
from checks.model import Article, Figure, Kind

COUNTS = (Kind.COUNT, Kind.NUMBER)
SKIPPED_KINDS = (Kind.NAME, Kind.UNREAD)
MIN_RIVAL_SIMILARITY, SURE_RIVAL_SIMILARITY = 0.3, 0.75
"""Least similarity of a rival, another value that may be meant; and that from which a finding is an error."""
MIN_WEAK_RIVAL_SIMILARITY, WEAK_RIVAL_RATIO = 0.2, 2.5
"""A rival of lower similarity counts if it is this many times as similar as the best agreeing figure or date."""


class Standing(StrEnum):
    """How far the source supports a figure of the target, or what it states instead."""

    STATED = "stated"  # the source states the same value for the same thing
    ROUNDED = "rounded"  # the source's value is one that the target's words allow
    DERIVED = "derived"  # the value follows from what the source states
    OTHER_VALUE = "other value"  # the source states another value for the same thing
    OTHER_THING = "other thing"  # the source states the value for something else
    ELSEWHERE = "elsewhere"  # the source has the number in a passage on other matters: it may be a coincidence
    OTHER_UNIT = "other unit"
    OTHER_PERIOD = "other period"  # a month / a year
    OTHER_BOUND = "other bound"  # more than / fewer than
    OTHER_PERSON = "other person"
    OTHER_EVENT = "other event"
    OTHER_NAME = "other name"  # the source states the value for another name, and another value for the target's name
    COMBINED = "combined"  # the source states the value for several together, the target for one of them
    UNSTATED = "unstated"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A figure of the target and how far the source supports it, with the source's figure that it was compared with."""

    figure: Figure
    standing: Standing
    source_figure: Figure | None = None
    sure: bool = False  # whether the two texts cannot both be right in any fair reading: a finding is then an error
    derivation: Derivation | None = None
    # If the value belongs to another name: the source's figure for the target's name.
    named_figure: Figure | None = None
    detail: str = ""  # what the message needs: the event, the person, the reason for skipping


@dataclass(frozen=True, slots=True)
class Candidate:
    """A source figure that a target figure is compared with, and how far the two agree."""

    source_figure: Figure
    exact: bool
    similarity: float  # of the words around both, 0 to 1, adjusted for the counted entity and other evidence
    entity_agreement: int  # 1 the same, 0 unknown, -1 a different one
    unit_agrees: bool
    bound_agrees: bool


def phrase(figure: Figure, article: Article) -> str:
    """The figure with the words that say what it counts, as printed: "at least 123 people"."""
    start, end = figure.span
    if figure.noun is not None and 0 <= figure.noun.span.start - end <= 2 and figure.noun.span.end - start <= 80:
        end = figure.noun.span.end
    return " ".join(article.text[start:end].split())


def in_context(figure: Figure, article: Article) -> str:
    """The figure with three words on either side, as printed, by which an editor can find and judge it."""
    sentence = article.sentences[figure.sentence].span
    words_before = article.text[sentence.start : figure.span.start].split()
    words_after = article.text[figure.span.end : sentence.end].split(" ")
    words = [*words_before[-3:], figure.words + (words_after[0] if words_after else ""), *words_after[1:5]]
    return " ".join(" ".join(words).split()).rstrip(".,;:")
