"""The KV cache: keys and values of all layers, in rows of slots, in the memory layout of the backend that computes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class CacheLayout(NamedTuple):
    """Layout of one array: (rows, outer, slots / slots_per_group, inner, slots_per_group)."""

    dtype: Any
    outer: int
    inner: int
    slots_per_group: int = 1


class KVCache:
    """Keys and values of so many layers. All slots hold finite numbers: those that are masked must not be NaN."""

    def __init__(self, layouts: Sequence[CacheLayout], layers: int, step: int) -> None:
        """The capacity of a row is a multiple of `step` slots."""
        self._layouts = list(layouts) * layers  # keys and values, layer by layer
        self._step = step
        self.free()

    def free(self) -> None:
        """Frees all memory."""
        self._buffers: list[Array] = []
        self.arrays: list[Array] = []  # views of the buffers, one for each layout
        self.capacity = self.max_slots = self._rows = 0  # slots of each row, slots that it may grow to; rows

    def allocate(self, rows: int, slots: int, max_slots: int) -> None:
        """Makes `rows` rows with a capacity of at least `slots`, which may grow to `max_slots`.

        The buffers have room for all of them, which takes no physical memory before it is used.
        """
        self._rows, self.max_slots = rows, self._round_up(max_slots)
        self._buffers = [
            np.zeros(math.prod((rows, layout.outer, self.max_slots, layout.inner)), layout.dtype)
            for layout in self._layouts
        ]
        self._set_capacity(slots)

    def copy_row(self, source: int, target: int) -> None:
        for array in self.arrays:
            array[target] = array[source]

    def grow(self, slots: int) -> bool:
        """Makes room for `slots` slots; returns whether the arrays have moved."""
        if slots <= self.capacity:
            return False
        old_arrays = self.arrays
        self._set_capacity(slots)
        for new, old in zip(self.arrays, old_arrays, strict=True):
            for row in reversed(range(self._rows)):  # from the end: both lie in one buffer, the new one further back
                for outer in reversed(range(old.shape[1])):
                    new[row, outer, : old.shape[2]] = old[row, outer]
        return True

    def _round_up(self, slots: int) -> int:
        return -(-slots // self._step) * self._step

    def _set_capacity(self, slots: int) -> None:
        self.capacity = self._round_up(slots)
        self.arrays = []
        for buffer, layout in zip(self._buffers, self._layouts, strict=True):
            groups = self.capacity // layout.slots_per_group
            shape = self._rows, layout.outer, groups, layout.inner, layout.slots_per_group
            self.arrays.append(buffer[: math.prod(shape)].reshape(shape))
