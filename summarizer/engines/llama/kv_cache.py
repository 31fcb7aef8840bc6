"""The KV cache: keys and values of all layers, in rows of slots, in the memory layout of the backend that computes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Map = Callable[[Callable[[int], None], Iterable[int]], Iterable[None]]  # `map`, or that of a thread pool

CAPACITY_STEP = 128  # slots that are added beyond what is needed; few, as attention looks at all slots of a row
# Slots to spare in the buffers, for each row and for all rows, so that growing rarely needs new ones. They take no
# physical memory before they are used.
SPARE_SLOTS, MAX_SPARE_SLOTS = 1024, 8192


class CacheLayout(NamedTuple):
    """Layout of one array: (rows, outer, slots / slots_per_group, inner, slots_per_group)."""

    dtype: Any
    outer: int
    inner: int
    slots_per_group: int = 1


class KVCache:
    """Keys and values of so many layers. The capacity of a row is a multiple of `block` slots."""

    def __init__(self, layouts: Sequence[CacheLayout], layers: int, block: int) -> None:
        self._layouts = list(layouts) * layers  # keys and values, layer by layer
        self._block = block
        self.free()

    def free(self) -> None:
        """Frees all memory."""
        self.arrays: list[Array] = []  # views of the buffers, one for each layout
        self._buffers: list[Array] = []
        self.capacity = 0  # slots of each row

    def allocate(self, rows: int, slots: int) -> None:
        """Makes `rows` rows with a capacity of at least `slots`, with undefined content.

        Keeps the buffers if they are large enough: new memory takes time.
        """
        buffers = self._buffers
        self.free()
        spare = CAPACITY_STEP + min(SPARE_SLOTS, MAX_SPARE_SLOTS // rows)
        sizes = [self._element_count(layout, rows, slots + spare) for layout in self._layouts]
        if buffers and any(buffer.size < size for buffer, size in zip(buffers, sizes, strict=True)):
            buffers = []  # freed before the new ones are made: these fit where those were
        self._buffers = buffers or [
            np.empty(size, layout.dtype) for layout, size in zip(self._layouts, sizes, strict=True)
        ]
        self.capacity = self._round_up(slots + CAPACITY_STEP)
        self.arrays = [self._view(index, rows, self.capacity) for index in range(len(self._layouts))]

    def clear_from(self, row: int, slot: int) -> None:
        """Fills a row with zeros from the group of that slot on: what is masked must still be finite."""
        for array, layout in zip(self.arrays, self._layouts, strict=True):
            array[row, :, slot // layout.slots_per_group :] = 0

    def copy_row(self, source: int, target: int) -> None:
        for array in self.arrays:
            array[target] = array[source]

    def copy_slots(self, moves: Sequence[tuple[int, int, int, int]]) -> None:
        """Copies slots, all at once: (row, slot, target row, target slot)."""
        moves = [move for move in moves if move[:2] != move[2:]]
        if moves:
            row, slot, target_row, target_slot = np.array(moves).T
            for array, layout in zip(self.arrays, self._layouts, strict=True):
                source = divmod(slot, layout.slots_per_group)
                target = divmod(target_slot, layout.slots_per_group)
                array[target_row, :, target[0], :, target[1]] = array[row, :, source[0], :, source[1]]

    def grow(self, slots: int, rows: int, map_: Map) -> bool:
        """Makes room for `slots` slots, keeping the first `rows` rows; returns whether the arrays have moved."""
        if slots <= self.capacity:
            return False
        capacity = self._round_up(slots + CAPACITY_STEP)
        row_count = len(self.arrays[0])

        def spread(index: int) -> None:
            old, layout = self.arrays[index], self._layouts[index]
            size = self._element_count(layout, row_count, capacity)
            if self._buffers[index].size < size:
                self._buffers[index] = np.empty(size, layout.dtype)
            new = self.arrays[index] = self._view(index, row_count, capacity)
            old_groups = old.shape[2]
            for row in reversed(range(rows)):  # from the end: both may lie in one buffer, the new further back
                for outer in reversed(range(layout.outer)):
                    new[row, outer, :old_groups] = old[row, outer]
                    new[row, outer, old_groups:] = 0

        for _ in map_(spread, range(len(self.arrays))):
            pass
        self.capacity = capacity
        return True

    def _round_up(self, slots: int) -> int:
        return -(-slots // self._block) * self._block

    def _element_count(self, layout: CacheLayout, rows: int, slots: int) -> int:
        return math.prod((rows, layout.outer, self._round_up(slots), layout.inner))

    def _view(self, index: int, rows: int, capacity: int) -> Array:
        layout = self._layouts[index]
        shape = rows, layout.outer, capacity // layout.slots_per_group, layout.inner, layout.slots_per_group
        return self._buffers[index][: math.prod(shape)].reshape(shape)
