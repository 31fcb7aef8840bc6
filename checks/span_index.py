"""An index of items by the places in a text that they mark."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Generic, TypeVar

from checks.budget import spend
from checks.model import Span

T = TypeVar("T")
BLOCK = 64  # characters; the spans that meet another are looked for in its blocks


class SpanIndex(Generic[T]):
    """Finds the items that mark a place of which another one marks a part."""

    __slots__ = ("_by_block", "_items", "_numbers")

    def __init__(self, items: Iterable[tuple[T, Iterable[Span]]]) -> None:
        self._items: list[T] = []
        self._numbers: dict[Span, list[int]] = defaultdict(list)  # of the items that mark a place
        self._by_block: dict[int, list[Span]] = defaultdict(list)
        for number, (item, spans) in enumerate(items):
            self._items.append(item)
            for span in dict.fromkeys(spans):
                if span not in self._numbers:
                    for block in _blocks(span):
                        self._by_block[block].append(span)
                self._numbers[span].append(number)

    def meeting(self, spans: Sequence[Span]) -> Iterator[T]:
        """The items that mark a place which overlaps one of these, in the order in which they were given."""
        near = ((span, self._by_block.get(block, ())) for span in spans for block in _blocks(span))
        met = {other for span, others in near for other in others if span.overlaps(other)}
        for number, _ in groupby(heapq.merge(*(self._numbers[span] for span in met))):
            spend()
            yield self._items[number]


def _blocks(span: Span) -> range:
    return range(span.start // BLOCK, span.end // BLOCK + 1)
