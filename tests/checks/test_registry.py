"""Which rules there are, what they are called, and when they are imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import checks
from checks import registry
from checks.registry import catalogue, scope_of_family
from checks.rule import SCOPES, Rule, Scope

FOLDER = Path(checks.__file__).parents[1]
COMPARING_FAMILIES = {"summary", "update"}


def imported_after(code: str) -> set[str]:
    """The modules that a fresh interpreter has imported after running the code."""
    run = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules, sep='\\n')"],
        capture_output=True,
        text=True,
        check=True,
        cwd=FOLDER,
    )
    return set(run.stdout.split())


def rule_families(modules: set[str]) -> set[str]:
    """The families of which a module that is no private one was imported."""
    parts = [name.split(".") for name in modules if name.startswith("checks.rules.")]
    return {names[2] for names in parts if len(names) == 4 and not names[3].startswith("_")}


def test_importing_checks_imports_no_rule_and_no_measurements() -> None:
    modules = imported_after("import checks")
    assert not {name for name in modules if name.startswith("checks.rules")}
    assert "checks.measured" not in modules


def test_checking_an_article_imports_the_article_rules_only() -> None:
    families = rule_families(imported_after("import checks; checks.check_article('Police held 12 men.')"))
    assert "sums" in families
    assert not families & COMPARING_FAMILIES


def test_checking_a_summary_imports_the_summary_rules_only() -> None:
    code = "import checks; checks.compare('Police held 12 men.', 'Police held 14 men.')"
    assert rule_families(imported_after(code)) == {"summary"}


def test_checking_an_update_imports_its_rules_and_those_of_an_article() -> None:
    code = "import checks; checks.compare('Police held 12 men.', 'Police held 14 men.', mode='update')"
    families = rule_families(imported_after(code))
    assert {"update", "sums"} <= families
    assert "summary" not in families


@pytest.mark.parametrize("scope", [None, *SCOPES])
def test_every_rule_file_can_be_imported(scope: Scope | None) -> None:
    """The other tests of rules go over the rules that could be."""
    assert catalogue(scope).broken == ()


def test_a_rule_of_another_scope_may_be_ignored() -> None:
    code = "checks.check_article('Police held 12 men.', config=checks.Config(ignore=frozenset(['other-value'])))"
    assert rule_families(imported_after(f"import checks; {code}")) >= COMPARING_FAMILIES


@pytest.mark.parametrize("rule", catalogue().rules, ids=lambda rule: rule.slug)
def test_the_scope_of_a_rule_fits_its_family(rule: Rule) -> None:
    family = catalogue().modules[rule.slug].__name__.split(".")[2]
    assert rule.scope == scope_of_family(family) == (family if family in COMPARING_FAMILIES else "article")


def test_the_scopes_together_hold_every_rule_once_and_in_the_same_order() -> None:
    scoped = [rule for scope in SCOPES for rule in catalogue(scope).rules]
    assert sorted(scoped, key=lambda rule: rule.code) == list(catalogue().rules)
    assert all(catalogue(scope).rules == catalogue().of_scope(scope) for scope in SCOPES)


@pytest.mark.parametrize(("scope", "failed"), [("article", ["sums.laid_out"]), ("summary", ["summary.other_code"])])
def test_a_rule_file_that_cannot_be_imported_is_a_failure_of_its_scope(
    scope: Scope, failed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = registry.import_module

    def import_module(name: str) -> object:
        if name in ("checks.rules.sums.laid_out", "checks.rules.summary.other_code"):
            raise SyntaxError("invalid syntax")
        return real(name)

    monkeypatch.setattr(registry, "import_module", import_module)
    found = catalogue.__wrapped__(scope)
    assert [failure.rule for failure in found.broken] == failed
    assert found.broken[0].error == "SyntaxError: invalid syntax"
    assert len(found.rules) == len(catalogue(scope).rules) - 1


@pytest.mark.parametrize(
    ("former", "now"),
    [
        ("said-twice", "same-fact"),
        ("RP02", "same-fact"),
        ("dead-and-survivors", "equation"),
        ("DF02", "equation"),
        ("majority", "equation"),
        ("numbered-points", "counted-list"),
        ("LS09", "counted-list"),
        ("sets", "result-twice"),
        ("RK03", "result-twice"),
    ],
)
def test_a_rule_answers_to_the_names_of_those_that_it_replaced(former: str, now: str) -> None:
    assert catalogue().find(former).slug == now
    text = "The bridge opened in 1932. It will close.\n\nThe bridge, which opened in 1932, carries 9,000 cars a day."
    sheet = checks.check_article(text, config=checks.Config(ignore=frozenset([former])))
    assert ("same-fact" in {tick.rule for tick in sheet.ticks}) is (now != "same-fact")
