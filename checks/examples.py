"""Runs a rule's own examples, and says what a rule still lacks. The tests of Copydesk's rules do nothing else.

from checks.examples import faults_of
assert faults_of(my_rule_module) == []
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

from checks.model import Severity, Sheet
from checks.read import read
from checks.registry import Catalogue
from checks.rule import Example, Rule
from checks.run import run_rules

ALARMS = ("error", "warning", "note")
MIN_WORDS = 30  # of a rule's documentation


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """What a rule said of an example: severities of findings and "tick". `failure` is how the rule failed."""

    example: Example
    said: frozenset[str]
    sheet: Sheet
    failure: str = ""

    @property
    def holds(self) -> bool:
        """Whether the rule said what the example expects; beside a tick there may be notes."""
        if self.failure:
            return False
        if self.example.expect == "silent":
            return not self.said
        return self.example.expect in self.said and (self.example.expect != "tick" or self.said <= {"tick", "note"})

    @property
    def fault(self) -> str:
        """ "expected error, said nothing"; "" if it holds."""
        if self.holds:
            return ""
        said = self.failure or f"said {' and '.join(sorted(self.said)) or 'nothing'}"
        expected = "nothing" if self.example.expect == "silent" else self.example.expect
        return f"expected {expected}, {said}"


def run_example(rule: Rule, module: ModuleType, example: Example) -> ExampleResult:
    """Runs the rule, and no other, on the example. Raises ValueError for a day that is none."""
    alone = Catalogue((rule,), {rule.slug: module}, {rule.slug: rule}, origins={rule.slug: module.__name__})
    target = read(example.text, published=example.published or None)
    source = read(example.source, published=example.published or None) if rule.scope != "article" else None
    sheet = run_rules(rule.scope, target, source, rules=alone)
    said = {finding.severity.value for finding in sheet.findings} | {"tick" for _ in sheet.ticks}
    return ExampleResult(
        example, frozenset(said), sheet, sheet.failures[0].error.partition(" (a rule of ")[0] if sheet.failures else ""
    )


def example_results(rule: Rule, module: ModuleType) -> Iterator[ExampleResult]:
    """Yields the result of each example of the rule."""
    for example in rule.examples:
        yield run_example(rule, module, example)


def faults_of(module: ModuleType) -> list[str]:
    """What is wrong with the rule of a module: examples that do not hold, and what every rule is to have."""
    from checks.external_rules import rule_problems

    rule = getattr(module, "RULE", None)
    problems = list(rule_problems(rule))
    if problems or not isinstance(rule, Rule):
        return problems
    results = list(example_results(rule, module))
    return [f"{each.example.why}: {each.fault}" for each in results if not each.holds] + list(
        shortcomings(rule, module, results)
    )


def shortcomings(rule: Rule, module: ModuleType, results: list[ExampleResult]) -> Iterator[str]:
    """Yields what the rule lacks of what every rule is to have, beside examples that hold."""
    text = (module.__doc__ or "").strip()
    if len(text.split()) < MIN_WORDS:
        yield f"its module's docstring, the documentation, is to have {MIN_WORDS} words or more"
    if text and not text.partition("\n")[0].endswith("."):
        yield "the docstring's first line is to be a sentence"
    firing = sum(example.expect in ALARMS for example in rule.examples)
    quiet = [example for example in rule.examples if example.expect not in ALARMS]
    if not firing:
        yield "no example shows when it fires"
    if len(quiet) < firing or not any(example.expect == "silent" for example in quiet):
        yield "as many examples are to be silent or ticked as fire, one of them silent"
    for name, count in Counter(example.why for example in rule.examples).items():
        if count > 1:
            yield f"{count} examples are called {name!r}"
    for result in results:
        for finding in result.sheet.findings:
            if finding.severity is not Severity.NOTE and not (finding.arithmetic or finding.question):
                yield f"{result.example.why}: the finding has neither arithmetic nor a question"
