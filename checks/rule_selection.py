"""Which rules run, which findings are raised, and at which severity: what `Config` asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from checks.config import Config
from checks.model import Finding, Outcome, Severity
from checks.registry import SEVERITIES, Catalogue


class RuleSelection(NamedTuple):
    """The selection of a configuration, with families resolved to their rules."""

    selected: frozenset[str] = frozenset()  # slugs; all if there is none
    ignored: frozenset[str] = frozenset()  # slugs and severities
    selected_severities: frozenset[str] = frozenset()  # all if there is none
    severities: Mapping[str, Severity] = MappingProxyType({})  # by slug

    @classmethod
    def of(cls, config: Config | None, catalogue: Callable[[], Catalogue]) -> RuleSelection:
        """Raises ValueError for a name that no rule, family or severity of the catalogue has."""
        if config is None or not (config.select or config.ignore or config.severities):
            return EVERYTHING
        found = catalogue()  # a rule of any scope may be named; resolving a name imports the rules of all of them
        selected = found.slugs(config.select)
        severities = {slug: severity for name, severity in config.severities for slug in found.slugs([name])}
        return cls(selected - SEVERITIES, found.slugs(config.ignore), selected & SEVERITIES, severities)

    def is_selected(self, slug: str) -> bool:
        return slug not in self.ignored and (not self.selected or slug in self.selected)

    def reports(self, severity: Severity) -> bool:
        return severity not in self.ignored and (not self.selected_severities or severity in self.selected_severities)

    def with_severity(self, outcome: Outcome) -> Outcome:
        """The outcome with the severity that its rule's findings are to have."""
        if isinstance(outcome, Finding) and outcome.rule in self.severities:
            return replace(outcome, severity=self.severities[outcome.rule])
        return outcome


EVERYTHING = RuleSelection()
