"""The question which figures of an article are tied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from checks.relations.proposals import ROLES, TieKind

KINDS: tuple[TieKind, ...] = tuple(ROLES)
"""The kinds of ties that are judged, in the order of the head's arrays."""


class MarkedFigure(NamedTuple):
    """A figure or a list of names, and the end of its sentence, as offsets into a text."""

    start: int
    end: int
    sentence_end: int


@dataclass(frozen=True, slots=True)
class TieCandidate:
    """Figures that may be tied. `members` are indices of a text's figures, in the order of the kind's roles."""

    kind: TieKind
    members: tuple[int, ...]
    layout: tuple[float, ...]  # how they are arranged in the text: see `summarizer.pipeline.figure_text.LAYOUT`


@dataclass(frozen=True, slots=True)
class FigureText:
    """The sentences of an article that state figures, with the values masked, and the candidates for ties."""

    text: str
    figures: Sequence[MarkedFigure]
    candidates: Sequence[TieCandidate]
