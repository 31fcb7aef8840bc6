"""Where the figures of a text stand among the tokens that the model reads."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from summarizer.engines.embedded.tuned_layers import Encode
from summarizer.engines.judgements.ties import FigureText, MarkedFigure

MAX_TOKENS = 640  # of an article's sentences with figures: what comes later is not read
AFTER = 6  # tokens behind a figure that tell what it counts, within its sentence


class Places(NamedTuple):
    """The tokens of a figure as indices: its last one, those that follow, the last of its sentence."""

    last: int
    after: list[int]
    sentence_end: int


class FigureReading:
    """The token ids of a text, and for each of its figures its places; None where it lies beyond what is read."""

    def __init__(self, text: FigureText, encode: Encode) -> None:
        token_ids, offsets = encode(text.text)
        self.token_ids = token_ids[:MAX_TOKENS]
        self._ends = [end for _, end in offsets]
        self.places = [self._places_of(figure) for figure in text.figures]

    def _places_of(self, figure: MarkedFigure) -> Places | None:
        last, sentence_end = self._token(figure.end), min(self._token(figure.sentence_end), len(self.token_ids) - 1)
        if last >= len(self.token_ids):
            return None
        after = list(range(last + 1, min(last + AFTER, sentence_end) + 1))
        return Places(last, after or [last], sentence_end)

    def _token(self, offset: int) -> int:
        """The token that contains the character before an offset."""
        return bisect_left(self._ends, offset)
