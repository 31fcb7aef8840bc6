"""Every rule's own examples, and what the catalogue promises of every rule."""

from __future__ import annotations

import re
from datetime import date

import pytest

from checks.config import Config
from checks.model import Severity
from checks.read import read
from checks.registry import catalogue
from checks.rule import Example, Rule
from checks.run import run_rules

RULES = catalogue().rules
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.slug}: {example.why}") for rule in RULES for example in rule.examples
]
FIRING = {"error", "warning", "note"}


def said_by(rule: Rule, example: Example) -> set[str]:
    published = date.fromisoformat(example.published) if example.published else None
    target = read(example.text, published=published)
    source = read(example.source, published=published) if rule.scope != "article" else None
    others = frozenset(other.slug for other in RULES) - {rule.slug}  # of two that say the same, one is kept
    sheet = run_rules(rule.scope, target, source, Config(ignore=others))
    assert not [failure for failure in sheet.failures if failure.rule == rule.slug]
    said = {finding.severity.value for finding in sheet.findings if finding.rule == rule.slug}
    return said | {"tick" for tick in sheet.ticks if tick.rule == rule.slug}


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_the_rule_says_of_its_example_what_it_promises(rule: Rule, example: Example) -> None:
    said = said_by(rule, example)
    if example.expect == "silent":
        assert said == set()
    else:
        assert example.expect in said
        if example.expect == "tick":
            assert said <= {"tick", "note"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
class TestEveryRule:
    def test_is_documented_by_its_module(self, rule: Rule) -> None:
        text = catalogue().modules[rule.slug].__doc__ or ""
        assert len(text.split()) >= 30
        assert text.strip().partition("\n")[0].endswith(".")

    def test_has_a_code_and_a_slug_of_the_agreed_shape(self, rule: Rule) -> None:
        assert re.fullmatch(r"[A-Z]{2}\d{2}", rule.code)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.slug)
        assert rule.scope in {"article", "summary", "update"}

    def test_shows_at_least_as_many_innocent_texts_as_guilty_ones(self, rule: Rule) -> None:
        firing = sum(example.expect in FIRING for example in rule.examples)
        assert firing >= 1
        assert sum(example.expect in {"silent", "tick"} for example in rule.examples) >= firing
        assert any(example.expect == "silent" for example in rule.examples)

    def test_words_its_examples_names_uniquely(self, rule: Rule) -> None:
        names = [example.why for example in rule.examples]
        assert len(names) == len(set(names))

    def test_gives_the_arithmetic_or_a_question_with_every_alarm(self, rule: Rule) -> None:
        for example in rule.examples:
            if example.expect not in {"error", "warning"}:
                continue
            target = read(example.text, published=date.fromisoformat(example.published) if example.published else None)
            sheet = run_rules(rule.scope, target, read(example.source) if rule.scope != "article" else None)
            for finding in sheet.findings:
                if finding.rule == rule.slug and finding.severity is not Severity.NOTE:
                    assert finding.spans
                    assert finding.arithmetic or finding.question
