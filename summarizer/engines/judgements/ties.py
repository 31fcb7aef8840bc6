"""What an engine may be asked about the figures of an article: which of them are tied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from checks.relations.proposals import ROLES, TieKind

KINDS: tuple[TieKind, ...] = tuple(ROLES)
"""The kinds of ties that are judged, in the order in which the head has learned them."""


class MarkedFigure(NamedTuple):
    """A figure or a list of names as offsets into a text: its own, and where its sentence ends."""

    start: int
    end: int
    sentence_end: int


@dataclass(frozen=True, slots=True)
class TieCandidate:
    """Some figures that may be tied. `members` are indices of a text's figures, in the order of the kind's roles."""

    kind: TieKind
    members: tuple[int, ...]
    layout: tuple[float, ...]  # how they stand: see `summarizer.pipeline.figure_text.LAYOUT`


@dataclass(frozen=True, slots=True)
class FigureText:
    """The sentences of an article that state figures, the values masked, and what may be tied in them."""

    text: str
    figures: Sequence[MarkedFigure]
    candidates: Sequence[TieCandidate]
