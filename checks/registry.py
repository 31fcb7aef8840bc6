"""Finds the rules: every module under `checks.rules` that has a `RULE`, and the rules from outside.

Rules are imported by scope, when a check first asks for it: the families `summary` and `update` hold the rules of these
scopes, all other families article rules. Modules whose name starts with an underscore are left out. A rule file that
cannot be imported does not take the others with it: it is kept in `Catalogue.broken`, and the run reports it as failed.

This package looks for nothing outside itself: whoever runs it hands over rules from outside, such as those of installed
packages, with `use_external_rules`. They run after Copydesk's own. Two rules under one name are an error: RuleConflict.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from checks.model import Failure, Severity
from checks.rule import SCOPES, Rule, Scope

if TYPE_CHECKING:
    from checks.external_rules import RulePackage

ROOT = "checks.rules"
SEVERITIES = frozenset(severity.value for severity in Severity)


class RuleConflict(ValueError):
    """Two rules, or a rule and a family, under one name."""


class UnknownRule(ValueError):
    """No rule has this name."""

    def __init__(self, name: str, also: str = "") -> None:
        super().__init__(f"no rule is called {name!r}; `copydesk rules` lists them{also}")
        self.name = name


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Rules in order of their codes, those from outside last, and the rule files that could not be imported."""

    rules: tuple[Rule, ...]
    modules: dict[str, ModuleType]  # by slug
    names: dict[str, Rule]  # by slug, code and alias
    broken: tuple[Failure, ...] = ()
    families: dict[str, str] = field(default_factory=dict)  # by slug
    origins: dict[str, str] = field(default_factory=dict)  # by slug, of rules from outside: their package
    conflicts: dict[str, str] = field(default_factory=dict)  # by family, of packages whose rules are left out: why

    def of_scope(self, scope: Scope) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.scope == scope)

    def require_no_conflicts(self, ignored: Container[str] = ()) -> None:
        """Raises RuleConflict where a package was left out, unless its family is in `ignored`."""
        for family, conflict in self.conflicts.items():
            if family not in ignored:
                raise RuleConflict(conflict)

    def find(self, name: str) -> Rule:
        """The rule of this slug, code or alias (any case); UnknownRule if there is none."""
        rule = self.names.get(name.strip().lower())
        if rule is None:
            raise UnknownRule(name)
        return rule

    def slugs(self, names: Iterable[str]) -> frozenset[str]:
        """The slugs of rules that are named one by one or by their family; severities stay as they are.

        A family from outside that could not be imported, or whose names are taken, stands for itself. UnknownRule for
        any other name.
        """
        failed = {failure.rule for failure in self.broken} | self.conflicts.keys()
        found: set[str] = set()
        for name in names:
            key = name.strip().lower()
            members = {slug for slug, family in self.families.items() if family == key}
            if members or key in SEVERITIES or key in failed:
                found |= members or {key}
                found |= {key} & failed
            elif key in self.names:
                found.add(self.names[key].slug)
            else:
                families = ", ".join(sorted(set(self.families.values())))
                severities = ", ".join(Severity)
                raise UnknownRule(
                    name, f". A family ({families}) or a severity ({severities}) may stand in place of a rule"
                )
        return frozenset(found)

    def former_names(self, slug: str) -> tuple[str, ...]:
        """The aliases of a rule; none if there is no such rule."""
        rule = self.names.get(slug)
        return rule.aliases if rule else ()


def catalogue_of(
    modules: Iterable[ModuleType], broken: tuple[Failure, ...] = (), external: Iterable[RulePackage] = ()
) -> Catalogue:
    """Puts the rules of these modules in order; RuleConflict where two share a code, a slug or an alias.

    Of `external`, a package with such a conflict is left out: `Catalogue.require_no_conflicts` says so.
    """
    pairs = [(module.RULE, module) for module in modules if isinstance(getattr(module, "RULE", None), Rule)]
    pairs.sort(key=lambda pair: pair[0].code)
    names: dict[str, Rule] = {}
    families = {rule.slug: family_of(module.__name__) for rule, module in pairs}
    owners = dict.fromkeys((*families.values(), *SEVERITIES), "Copydesk")  # of each name
    for rule, _ in pairs:
        _add_names(names, owners, rule, "Copydesk")
    origins: dict[str, str] = {}
    outside_families: set[str] = set()  # several packages may share one
    conflicts: dict[str, str] = {}
    for package in external:
        from checks.external_rules import rules_and_failures

        if package.family in owners and package.family not in outside_families:
            conflicts[package.family] = (
                f"{package.origin} calls its rules {package.family!r}, which is the name of a rule, family or severity "
                f"of {owners[package.family]}: one of them has to change; until then, uninstall {package.origin}"
            )
            continue
        outside, failures = rules_and_failures(package)
        outside.sort(key=lambda pair: pair[0].code)
        with_package, owners_with_package = dict(names), {package.family: package.origin} | owners
        try:
            for rule, _ in outside:
                _add_names(with_package, owners_with_package, rule, package.origin)
        except RuleConflict as conflict:
            conflicts[package.family] = str(conflict)
            continue
        names, owners = with_package, owners_with_package
        broken += failures
        outside_families.add(package.family)
        for rule, module in outside:
            pairs.append((rule, module))
            families[rule.slug] = package.family
            origins[rule.slug] = package.origin
    return Catalogue(
        rules=tuple(rule for rule, _ in pairs),
        modules={rule.slug: module for rule, module in pairs},
        names=names,
        broken=broken,
        families=families,
        origins=origins,
        conflicts=conflicts,
    )


def _add_names(names: dict[str, Rule], owners: dict[str, str], rule: Rule, origin: str) -> None:
    """Adds the names of a rule and their owner. Raises RuleConflict."""
    for name in (rule.code, rule.slug, *rule.aliases):
        key = name.lower()
        if names.get(key) is rule:
            continue
        if key in owners:
            other = names[key].slug if key in names else "a family or severity"
            if origin == owners[key] == "Copydesk":
                raise RuleConflict(f"two rules are called {name!r}: {other} and {rule.slug}")
            raise RuleConflict(
                f"the rule {rule.slug} of {origin} is called {name!r}, and so is {other} of {owners[key]}: one of them "
                f"has to change; until then, uninstall {origin}"
            )
        names[key] = rule
        owners[key] = origin


def family_of(module_name: str) -> str:
    """The family of the rule in a module: its folder in `checks.rules`, or the package that it is from."""
    return module_name.removeprefix(f"{ROOT}.").partition(".")[0]


_external_source: list[Callable[[], Iterable[RulePackage]]] = []  # at most one


def use_external_rules(load: Callable[[], Iterable[RulePackage]]) -> None:
    """Has every catalogue hold these rules from outside too. `load` is called once, when a check first needs rules.

    It replaces what was used before: `use_external_rules(tuple)` leaves Copydesk's own.
    """
    if _external_source == [load]:
        return
    _external_source[:] = [load]
    _external_packages.cache_clear()
    catalogue.cache_clear()


@cache
def _external_packages() -> tuple[RulePackage, ...]:
    return tuple(package for load in _external_source for package in load())


@cache
def catalogue(scope: Scope | None = None) -> Catalogue:
    """The rules of a scope, or all of them. What has been imported once is not imported again.

    A package from outside with a rule that shares a name with another is left out: before rules are run or listed, see
    `Catalogue.require_no_conflicts`.
    """
    external = _external_packages()
    if external and scope is not None:
        own, every = _own_rules(scope), catalogue()  # a name may be taken by a rule of any scope
        outside = [rule for rule in every.rules if rule.slug in every.origins and rule.scope == scope]
        rules = (*catalogue_of(*own).rules, *outside)
        return Catalogue(
            rules,
            {rule.slug: every.modules[rule.slug] for rule in rules},
            {name: rule for name, rule in every.names.items() if rule in rules},
            (*own[1], *(failure for failure in every.broken if failure not in _own_rules(None)[1])),
            {rule.slug: every.families[rule.slug] for rule in rules},
            {rule.slug: every.origins[rule.slug] for rule in outside},
            every.conflicts,
        )
    return catalogue_of(*_own_rules(scope), external)


def _own_rules(scope: Scope | None) -> tuple[list[ModuleType], tuple[Failure, ...]]:
    """The modules under `checks.rules` for a scope, and the failures of those that cannot be imported."""
    modules: list[ModuleType] = []
    broken: list[Failure] = []
    for name, is_package in _families(scope):
        family = _imported(name, broken)
        if family is None:
            continue
        modules.append(family)
        if is_package:
            for found in pkgutil.walk_packages(family.__path__, f"{name}.", onerror=lambda _: None):
                module = None if _is_private(found.name) else _imported(found.name, broken)
                if module is not None:
                    modules.append(module)
    return modules, tuple(broken)


def scope_of_family(family: str) -> Scope:
    """The scope of the rules in a folder of `checks/rules`: its own name for "summary" and "update", else "article"."""
    return next((scope for scope in SCOPES if scope == family), "article")


def _families(scope: Scope | None) -> Iterator[tuple[str, bool]]:
    """The public modules directly under `checks.rules` that hold rules of the scope, and whether each is a package."""
    for found in pkgutil.iter_modules(import_module(ROOT).__path__):
        if not _is_private(found.name) and scope in (None, scope_of_family(found.name)):
            yield f"{ROOT}.{found.name}", found.ispkg


def _is_private(module_name: str) -> bool:
    return module_name.rpartition(".")[2].startswith("_")


def _imported(name: str, broken: list[Failure]) -> ModuleType | None:
    """The module of this name; None, and an entry in `broken`, where its import fails."""
    try:
        return import_module(name)
    except Exception as error:
        broken.append(Failure(rule=name.removeprefix(f"{ROOT}."), error=f"{type(error).__name__}: {error}"))
        return None
