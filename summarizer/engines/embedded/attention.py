"""Which tokens of a text see which, where its end branches.

Several endings of one text are read in one go: each sees what all begin with and itself, and none of the others, at the
places that it would have alone (tree attention: Miao et al. 2023, arXiv:2305.09781).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def attention(count: int, branches: Sequence[range] = ()) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """The mask of `count` tokens, (tokens, tokens), true where one attends to another, and their places.

    `branches` are the ranges of tokens of each ending, in order and without gaps, the last of which ends the text.
    """
    mask, places = np.tri(count, dtype=bool), np.arange(count)
    for branch in branches:
        first = branches[0].start
        mask[branch.start : branch.stop, first : branch.start] = False
        places[branch.start : branch.stop] = first + np.arange(len(branch))
    return mask, places
