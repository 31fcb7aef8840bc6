"""The settings of a check. An empty configuration silences nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A finding that somebody reviewed and dismissed. `note` says who, when and why, for the report to show."""

    fingerprint: str  # of checks.fingerprint
    note: str
    expected: bool = False  # made for this text, so that it is reported if it matches nothing


@dataclass(frozen=True, slots=True)
class Config:
    """`ignore` names rules that are not to run, by slug, code or alias; a name that no rule has is a ValueError.

    `dismissed` are findings not to raise again: they are listed apart, and the ledger no longer counts them.
    """

    ignore: frozenset[str] = frozenset()
    dismissed: tuple[Dismissal, ...] = ()
