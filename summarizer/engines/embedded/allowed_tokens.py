"""The tokens that a text may contain: those of its vocabulary that the model computes logits for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

TokenIds = NDArray[np.int64]


class AllowedTokens:
    """Maps the indices of an array of logits to token ids, and back.

    The shared tokens come first, then the prompt-specific ones (see `vocabulary`), each in ascending order.
    """

    def __init__(self, shared: TokenIds, prompt_specific: TokenIds) -> None:
        self._tokens = np.concatenate([shared, prompt_specific])
        self._by_token = np.argsort(self._tokens)
        self.prompt_specific = prompt_specific

    def token_ids(self, indices: Sequence[int]) -> list[int]:
        """Returns the token ids at these indices."""
        tokens: list[int] = self._tokens[list(indices)].tolist()
        return tokens

    def indices(self, token_ids: Iterable[int]) -> list[int]:
        """Returns the indices of these tokens; those that are not allowed are left out."""
        wanted = np.fromiter(token_ids, np.int64)
        position = np.searchsorted(self._tokens, wanted, sorter=self._by_token)
        index = self._by_token[np.minimum(position, len(self._tokens) - 1)]
        found: list[int] = index[self._tokens[index] == wanted].tolist()
        return found
