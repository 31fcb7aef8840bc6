"""The kinds of relations, and `Proposal`: a candidate for an equation, which some figures may form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from checks.model import Span
from checks.relations.frames import Frame

TieKind = Literal["same", "sum", "change", "gain", "share", "times", "product", "span", "mean", "part", "list"]
"""The kinds of relations between statements, with their members in order:

| kind    | members                                | equation                                           |
|---------|----------------------------------------|----------------------------------------------------|
| same    | first, second                          | first = second: one fact stated twice              |
| sum     | whole, parts; or larger, change, level | whole = sum of the parts; larger = change + level  |
| change  | from, to, percentage                   | percentage = 100 x abs(to - from) / from           |
| gain    | by, to, percentage                     | percentage = 100 x by / (to - by), or / (to + by)  |
| share   | part, whole, percentage                | percentage = 100 x part / whole                    |
| times   | large, small, multiple                 | multiple = large / small                           |
| product | rate, count, total                     | total = rate x count                               |
| span    | start, end, length                     | length = end - start, in time                      |
| mean    | average, values                        | average = sum of the values / their number         |
| part    | whole, part                            | part <= whole                                      |
| list    | count, enumeration                     | count = number of things that the enumeration names |
"""


EQUATIONS: tuple[TieKind, ...] = ("sum", "change", "gain", "share", "times", "product", "span", "mean")
"""The kinds with an equation. The order is that of their features in the learned tables and must not change."""
COMPARING = frozenset(("change", "gain", "share", "times"))  # equations whose third member compares the first two


ROLES: dict[TieKind, tuple[str, ...]] = {
    "same": ("first", "second"),
    "sum": ("whole", "part"),
    "change": ("from", "to", "percent"),
    "gain": ("by", "to", "percent"),
    "share": ("part", "whole", "percent"),
    "times": ("large", "small", "times"),
    "product": ("rate", "count", "total"),
    "span": ("start", "end", "length"),
    "mean": ("average", "value"),
    "part": ("whole", "part"),
    "list": ("count", "list"),
}
"""The roles of the members of each kind, in their order; any further members have the last role."""


def roles_of(kind: TieKind, spans: Sequence[Span]) -> tuple[tuple[str, Span], ...]:
    """The spans of the members with their roles."""
    names = ROLES[kind]
    return tuple((names[min(index, len(names) - 1)], span) for index, span in enumerate(spans))


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """A candidate for an equation, with its members in the order of their roles (`TieKind`)."""

    kind: TieKind
    members: tuple[Frame, ...]
    holds: bool
    features: tuple[float, ...]  # of the words, with values masked: `equation_features.feature_names`
    evidence: tuple[float, ...]  # of the values: `arithmetic.EVIDENCE`
    near: bool = True  # whether all members are close to each other
