"""Finds the rules: every module under `checks.rules` that has a `RULE`.

Modules whose name starts with an underscore are left out. A rule file that cannot be imported does not take the others
with it: it is kept in `Catalogue.broken`, and the run reports it as failed. Two rules under one name are a mistake of
ours and raise at once.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType

from checks.model import Failure
from checks.rule import Rule

ROOT = "checks.rules"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All rules in order of their codes, the module of each, and the rule files that could not be imported."""

    rules: tuple[Rule, ...]
    modules: dict[str, ModuleType]  # by slug
    names: dict[str, Rule]  # by slug, code and alias
    broken: tuple[Failure, ...] = ()

    def of_scope(self, scope: str) -> tuple[Rule, ...]:
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
def catalogue() -> Catalogue:
    """The rules of this installation, read once."""
    root = import_module(ROOT)
    modules, broken = [], []
    for found in pkgutil.walk_packages(root.__path__, f"{ROOT}.", onerror=lambda name: None):
        if found.name.rpartition(".")[2].startswith("_"):
            continue
        try:
            modules.append(import_module(found.name))
        except Exception as error:
            broken.append(Failure(rule=found.name.removeprefix(f"{ROOT}."), error=f"{type(error).__name__}: {error}"))
    return catalogue_of(modules, tuple(broken))
