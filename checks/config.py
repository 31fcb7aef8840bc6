"""The settings of a check. An empty configuration silences nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checks.model import Severity


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A finding that somebody reviewed and dismissed. `note` says who, when and why, for the report to show."""

    fingerprint: str  # of checks.fingerprint
    note: str
    expected: bool = False  # made for this text, so that it is reported if it matches nothing


@dataclass(frozen=True, slots=True)
class Config:
    """What a check runs and raises. A name that nothing has is a ValueError.

    `select` and `ignore` hold rules (by slug, code or alias), families of rules and severities. With rules or families
    in `select`, only those run; with severities in it, only findings of those are raised. `ignore` takes from that.
    `severities` gives another severity to the findings of a rule or family, by the same names.
    `dismissed` are findings not to raise again: they are listed apart, and the ledger no longer counts them.
    """

    ignore: frozenset[str] = frozenset()
    dismissed: tuple[Dismissal, ...] = ()
    select: frozenset[str] = frozenset()
    severities: tuple[tuple[str, Severity], ...] = ()  # the later of two for one rule holds

    def __post_init__(self) -> None:
        for field, names in (("ignore", self.ignore), ("select", self.select)):
            if isinstance(names, str):
                raise TypeError(f"{field} is one text, {names!r}; give a set of names")
            if not isinstance(names, Iterable) or not all(isinstance(name, str) for name in names):
                raise TypeError(f"{field} is {names!r}; give a set of names")
        if not isinstance(self.dismissed, Iterable) or not all(isinstance(each, Dismissal) for each in self.dismissed):
            raise TypeError(f"dismissed is {self.dismissed!r}; give a tuple of checks.Dismissal(fingerprint, note)")
        if not isinstance(self.severities, Iterable):
            raise TypeError(
                f"severities is {self.severities!r}; give pairs of a rule's or family's name and a severity"
            )
        for pair in self.severities:
            if not isinstance(pair, Sequence) or len(pair) != 2 or not isinstance(pair[0], str):
                raise TypeError(f"severities has {pair!r}; give pairs of a rule's or family's name and a severity")
            if isinstance(pair[1], str) and not isinstance(pair[1], Severity) and pair[1] in tuple(Severity):
                name = Severity(pair[1]).name
                raise TypeError(f"severities has the text {pair[1]!r}; give checks.model.Severity.{name}")
            if pair[1] not in tuple(Severity):
                raise ValueError(
                    f"severities has {pair[1]!r}; a severity is {', '.join(map(repr, map(str, Severity)))}"
                )
