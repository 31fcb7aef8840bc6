"""Attention masks for a text with alternative endings.

The endings are read in one pass. Each attends to the beginning that they share and to itself, not to the other endings,
at the positions that it would have alone (tree attention: Miao et al. 2023, arXiv:2305.09781).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def attention(count: int, branches: Sequence[range] = ()) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Returns the mask of `count` tokens, (tokens, tokens), true where a row's token attends to a column's.

    Also returns their positions for RoPE, (tokens). `branches` are the ranges of tokens of the endings, in order and
    without gaps; the last one ends at `count`.
    """
    mask, positions = np.tri(count, dtype=bool), np.arange(count)
    for branch in branches:
        branching = branches[0].start
        mask[branch.start : branch.stop, branching : branch.start] = False
        positions[branch.start : branch.stop] = branching + np.arange(len(branch))
    return mask, positions
