"""A proposal: a relation that some figures may stand in, with what speaks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from checks.model import Span
from checks.relations.frames import Frame

TieKind = Literal["same", "sum", "change", "gain", "share", "times", "product", "span", "mean", "part", "list"]
"""same: one fact twice. sum: the first is the whole of the others, or the first two differ by the third. change: the
relative change from the first to the second is the third. gain: the first is the change to the second, and the third is
that change in percent. share: the first is the third's share of the second. times:
the first is the third times the second. product: the third is the first times the second. span: the time from the
first to the second is the third. mean: the first is the average of the others. part: the second is a part of the
first. list: the first counts what the second, an enumeration, names."""


EQUATIONS: tuple[TieKind, ...] = ("sum", "change", "gain", "share", "times", "product", "span", "mean")
"""The kinds with an equation, in the order in which the odds were learned."""
COMPARING = frozenset(("change", "gain", "share", "times"))  # those whose third member says how the first two compare


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
"""The roles of the members of each kind, in their order; all further members have the last one."""


def roles_of(kind: TieKind, spans: Sequence[Span]) -> tuple[tuple[str, Span], ...]:
    """The spans of the members with their roles."""
    names = ROLES[kind]
    return tuple((names[min(index, len(names) - 1)], span) for index, span in enumerate(spans))


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """Members in the order that the kind names; `features` with the values masked, `evidence` how the values miss."""

    kind: TieKind
    members: tuple[Frame, ...]
    holds: bool
    features: tuple[float, ...]
    evidence: tuple[float, ...]
    near: bool = True  # whether all members stand close to each other
