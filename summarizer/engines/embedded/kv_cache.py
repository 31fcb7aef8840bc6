"""The KV cache: keys and values of all layers, in rows of slots, in the memory layout of the backend."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class CacheLayout(NamedTuple):
    """Layout of one array: (rows, blocks, slots / slots_per_group, group_items, slots_per_group).

    A block, such as a KV head, holds part of each slot in contiguous memory; `group_items` are the items of it for each
    slot.
    """

    dtype: Any
    blocks: int
    group_items: int
    slots_per_group: int = 1


class KVCache:
    """Keys and values of all layers. All slots hold finite numbers, as a masked slot must not be NaN."""

    def __init__(self, layouts: Sequence[CacheLayout], layers: int, slot_multiple: int) -> None:
        """`layouts` are the arrays of each layer. The capacity of a row is a multiple of `slot_multiple` slots."""
        self._layouts = list(layouts) * layers  # layer by layer
        self._slot_multiple = slot_multiple
        self.free()

    def free(self) -> None:
        """Frees all memory."""
        self._buffers: list[Array] = []
        self.arrays: list[Array] = []  # views of the buffers, one for each layout
        self.capacity = self.max_slots = self._rows = 0  # slots per row; slots that a row may grow to; rows

    def allocate(self, rows: int, slots: int, max_slots: int) -> None:
        """Makes `rows` rows with a capacity of at least `slots`, which may grow to `max_slots`.

        The buffers have room for `max_slots` from the start; unused memory is not backed by physical pages.
        """
        self._rows, self.max_slots = rows, self._round_up(max_slots)
        self._buffers = [
            np.zeros(math.prod((rows, layout.blocks, self.max_slots, layout.group_items)), layout.dtype)
            for layout in self._layouts
        ]
        self._set_capacity(slots)

    def copy_row(self, source: int, target: int) -> None:
        """Copies the keys and values of a row to another row."""
        for array in self.arrays:
            array[target] = array[source]

    def grow(self, slots: int) -> bool:
        """Grows the capacity to at least `slots`; returns whether the arrays have moved."""
        if slots <= self.capacity:
            return False
        old_arrays = self.arrays
        self._set_capacity(slots)
        for new, old in zip(self.arrays, old_arrays, strict=True):
            # from the end: old and new array share a buffer, in which each block of the new one starts later
            for row in reversed(range(self._rows)):
                for block in reversed(range(old.shape[1])):
                    new[row, block, : old.shape[2]] = old[row, block]
        return True

    def _round_up(self, slots: int) -> int:
        return -(-slots // self._slot_multiple) * self._slot_multiple

    def _set_capacity(self, slots: int) -> None:
        self.capacity = self._round_up(slots)
        self.arrays = []
        for buffer, layout in zip(self._buffers, self._layouts, strict=True):
            groups = self.capacity // layout.slots_per_group
            shape = self._rows, layout.blocks, groups, layout.group_items, layout.slots_per_group
            self.arrays.append(buffer[: math.prod(shape)].reshape(shape))
