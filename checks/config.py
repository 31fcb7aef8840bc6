"""What a newsroom may choose about a check. An empty choice silences nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A finding that somebody looked at and let stand. `note` says who, when and why, for the report to show."""

    fingerprint: str  # of checks.fingerprint
    note: str
    expected: bool = False  # was it made for this very text, so that it is worth a word if nothing here fits it?


@dataclass(frozen=True, slots=True)
class Config:
    """`ignore` names rules that are not to run, by slug, code or alias; a name that no rule has is a ValueError.

    `dismissed` are findings not to raise again: they are listed apart, and the ledger no longer counts them.
    """

    ignore: frozenset[str] = frozenset()
    dismissed: tuple[Dismissal, ...] = ()
