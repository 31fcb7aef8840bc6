"""Finds the rules: every module under `checks.rules` that has a `RULE`.

Rules are imported by scope, when a check first asks for it: the families `summary` and `update` hold the rules of these
scopes, all other families article rules. Modules whose name starts with an underscore are left out. A rule file that
cannot be imported does not take the others with it: it is kept in `Catalogue.broken`, and the run reports it as failed.
Two rules under one name are a programming error and raise ValueError.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType

from checks.model import Failure
from checks.rule import SCOPES, Rule, Scope

ROOT = "checks.rules"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Rules in order of their codes, the module of each, and the rule files that could not be imported."""

    rules: tuple[Rule, ...]
    modules: dict[str, ModuleType]  # by slug
    names: dict[str, Rule]  # by slug, code and alias
    broken: tuple[Failure, ...] = ()

    def of_scope(self, scope: Scope) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.scope == scope)

    def find(self, name: str) -> Rule:
        """The rule of this slug, code or alias (any case); ValueError if there is none."""
        rule = self.names.get(name.strip().lower())
        if rule is None:
            raise ValueError(f"no rule is called {name!r}; `copydesk rules` lists them")
        return rule

    def slugs(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset(self.find(name).slug for name in names)


def catalogue_of(modules: Iterable[ModuleType], broken: tuple[Failure, ...] = ()) -> Catalogue:
    """Puts the rules of these modules in order; ValueError where two share a code, a slug or an alias."""
    pairs = [(module.RULE, module) for module in modules if isinstance(getattr(module, "RULE", None), Rule)]
    pairs.sort(key=lambda pair: pair[0].code)
    names: dict[str, Rule] = {}
    for rule, _ in pairs:
        for name in (rule.code, rule.slug, *rule.aliases):
            if names.setdefault(name.lower(), rule) is not rule:
                raise ValueError(f"two rules are called {name!r}: {names[name.lower()].slug} and {rule.slug}")
    return Catalogue(
        rules=tuple(rule for rule, _ in pairs),
        modules={rule.slug: module for rule, module in pairs},
        names=names,
        broken=broken,
    )


@cache
def catalogue(scope: Scope | None = None) -> Catalogue:
    """The installed rules of a scope, or all of them. What has been imported once is not imported again."""
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
    return catalogue_of(modules, tuple(broken))


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
