"""The tokens that a text may contain, where a model computes logits for part of its vocabulary only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

TokenIds = NDArray[np.int64]


class AllowedTokens:
    """Maps *indices*, over which logits are arrays, to token ids and back.

    First come the tokens that every text may contain, then those of this text, each in ascending order.
    """

    def __init__(self, common: TokenIds, extra: TokenIds) -> None:
        self._tokens = np.concatenate([common, extra])
        self._by_token = np.argsort(self._tokens)
        self.extra = extra

    def token_ids(self, indices: Sequence[int]) -> list[int]:
        """Returns the tokens at these indices."""
        tokens: list[int] = self._tokens[list(indices)].tolist()
        return tokens

    def indices(self, token_ids: Iterable[int]) -> list[int]:
        """Returns the indices of those of the tokens that are allowed."""
        wanted = np.fromiter(token_ids, np.int64)
        position = np.searchsorted(self._tokens, wanted, sorter=self._by_token)
        index = self._by_token[np.minimum(position, len(self._tokens) - 1)]
        found: list[int] = index[self._tokens[index] == wanted].tolist()
        return found
