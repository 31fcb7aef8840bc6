"""Every rule's own examples, and what the catalogue promises of every rule."""

from __future__ import annotations

import re

import pytest

from checks.examples import example_results, run_example, shortcomings
from checks.registry import catalogue
from checks.rule import Example, Rule

RULES = catalogue().rules
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.slug}: {example.why}") for rule in RULES for example in rule.examples
]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_the_rule_says_of_its_example_what_it_promises(rule: Rule, example: Example) -> None:
    assert run_example(rule, catalogue().modules[rule.slug], example).fault == ""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
class TestEveryRule:
    def test_has_what_every_rule_is_to_have(self, rule: Rule) -> None:
        module = catalogue().modules[rule.slug]
        assert list(shortcomings(rule, module, list(example_results(rule, module)))) == []

    def test_has_a_code_and_a_slug_of_the_agreed_shape(self, rule: Rule) -> None:
        assert re.fullmatch(r"[A-Z]{2}\d{2}", rule.code)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.slug)
        assert rule.scope in {"article", "summary", "update"}
