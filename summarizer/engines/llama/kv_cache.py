"""What a network's attention remembers: each layer's keys and values, in rows of places, as an engine lays them out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Each = Callable[[Callable[[int], None], Iterable[int]], Iterable[None]]  # a `map`, maybe by several threads

GROWS = 128  # places that are had beyond what is needed: all of them are looked at
SPARE, SPARES = 1024, 8192  # places kept free for each row, and for all, to have in time: they take no memory before


class Layout(NamedTuple):
    """(rows, `outer`, places / `by`, `inner`, `by`): places come in groups of `by`."""

    kind: Any  # of its numbers
    outer: int
    inner: int
    by: int = 1


class Memory:
    """Of so many layers; `block` divides the number of places that each row has."""

    def __init__(self, layouts: Sequence[Layout], layers: int, block: int) -> None:
        self._layouts = list(layouts) * layers  # keys and values, layer by layer
        self._block = block
        self.forget()

    def forget(self) -> None:
        self.arrays: list[Array] = []  # as they are laid out, with rows to spare
        self._stores: list[Array] = []  # what they lie in, with places to spare
        self.room = 0  # places of each row

    def begin(self, rows: int, places: int) -> None:
        """So many rows, all of whose places hold numbers of some kind, with room for so many places and some more.

        In what there was before, if it is large enough: new memory takes time.
        """
        stores = self._stores
        self.forget()
        most = [self._count(one, rows, places + GROWS + min(SPARE, SPARES // rows)) for one in self._layouts]
        if stores and any(store.size < size for store, size in zip(stores, most, strict=True)):
            stores = []  # before there are others: they fit where these were
        self._stores = stores or [np.empty(size, layout.kind) for layout, size in zip(self._layouts, most, strict=True)]
        self.room = self._whole(places + GROWS)
        self.arrays = [self._laid_out(at, rows, self.room) for at in range(len(self._layouts))]

    def clear(self, row: int, places: int) -> None:
        """So that a row's places from there on hold zeros; some before it may too."""
        for one, layout in zip(self.arrays, self._layouts, strict=True):
            one[row, :, places // layout.by :] = 0

    def copy(self, row: int, to: int) -> None:
        for one in self.arrays:
            one[to] = one[row]

    def move(self, moves: Sequence[tuple[int, int, int, int]]) -> None:
        """Copies places: from a row and a place of it to a row and a place."""
        moves = [one for one in moves if one[:2] != one[2:]]
        if moves:
            row, place, to_row, to_place = np.array(moves).T
            for one, layout in zip(self.arrays, self._layouts, strict=True):
                from_, to = divmod(place, layout.by), divmod(to_place, layout.by)
                one[to_row, :, to[0], :, to[1]] = one[row, :, from_[0], :, from_[1]]

    def widen(self, places: int, rows: int, each: Each) -> bool:
        """Has room for so many places of the first rows, and some more; says whether anything had to be moved."""
        if places <= self.room:
            return False
        room = self._whole(places + GROWS)
        count = len(self.arrays[0])

        def spread(at: int) -> None:
            old, layout = self.arrays[at], self._layouts[at]
            if self._stores[at].size < self._count(layout, count, room):
                self._stores[at] = np.empty(self._count(layout, count, room), layout.kind)
            new = self.arrays[at] = self._laid_out(at, count, room)
            had = old.shape[2]
            for row in reversed(range(rows)):  # from the end, as they come to lie further back
                for outer in reversed(range(layout.outer)):
                    new[row, outer, :had] = old[row, outer]
                    new[row, outer, had:] = 0

        for _ in each(spread, range(len(self.arrays))):
            pass
        self.room = room
        return True

    def _whole(self, places: int) -> int:
        return -(-places // self._block) * self._block

    def _count(self, layout: Layout, rows: int, places: int) -> int:
        return math.prod((rows, layout.outer, self._whole(places), layout.inner))

    def _laid_out(self, at: int, rows: int, room: int) -> Array:
        layout = self._layouts[at]
        shape = rows, layout.outer, room // layout.by, layout.inner, layout.by
        return self._stores[at][: math.prod(shape)].reshape(shape)
