"""The tokens that a text may contain, where a model computes logits for part of its vocabulary only.

Logits are arrays over *indices*; `AllowedTokens` maps these to token ids and back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

TokenIds = NDArray[np.int64]


class AllowedTokens:
    """The whole vocabulary: the index of a token among the logits is its id. Subclasses allow fewer tokens."""

    extra: TokenIds = np.empty(0, np.int64)  # tokens that this text may contain and other texts may not

    def token_ids(self, indices: Sequence[int]) -> list[int]:
        """Returns the tokens at these indices."""
        return list(indices)

    def indices(self, token_ids: Iterable[int]) -> list[int]:
        """Returns the indices of those of the tokens that are allowed."""
        return list(token_ids)
