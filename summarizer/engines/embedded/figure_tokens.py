"""Finds the tokens of a text's figures."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from summarizer.engines.embedded.tuned_layers import Encode
from summarizer.engines.judgements.ties import FigureText, MarkedFigure

MAX_TOKENS = 640  # of an article's sentences with figures; later tokens are not read
FOLLOWING_TOKENS = 6  # tokens after a figure, within its sentence, that say what it counts


class FigureTokens(NamedTuple):
    """The tokens that represent a figure, as indices into the text's tokens."""

    last: int  # the figure's last token
    after: list[int]  # up to FOLLOWING_TOKENS tokens that follow it; its last token where none does
    sentence_end: int  # the last token of its sentence that is read


class TokenizedFigures:
    """A text's first MAX_TOKENS token ids, and the tokens of each of its figures; None for a figure beyond them."""

    def __init__(self, text: FigureText, encode: Encode) -> None:
        token_ids, offsets = encode(text.text)
        self.token_ids = token_ids[:MAX_TOKENS]
        self._token_ends = [end for _, end in offsets]
        self.figures = [self._tokens_of(figure) for figure in text.figures]

    def _tokens_of(self, figure: MarkedFigure) -> FigureTokens | None:
        last = self._token_before(figure.end)
        sentence_end = min(self._token_before(figure.sentence_end), len(self.token_ids) - 1)
        if last >= len(self.token_ids):
            return None
        following = list(range(last + 1, min(last + FOLLOWING_TOKENS, sentence_end) + 1))
        return FigureTokens(last, following or [last], sentence_end)

    def _token_before(self, offset: int) -> int:
        """Returns the index of the token that contains the character before an offset."""
        return bisect_left(self._token_ends, offset)
