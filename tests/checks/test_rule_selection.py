"""Rules, families and severities can be selected and ignored, and given another severity."""

from __future__ import annotations

import pytest

import checks
from checks.config import Config
from checks.model import Severity, State

TEXT = "The walkers covered 6 miles (16km) in the fog. Police arrested 12 people: 7 men and 6 women."


def raised(**given: frozenset[str]) -> list[str]:
    return [finding.rule for finding in checks.check_article(TEXT, config=Config(**given)).findings]


ALL = raised()
CONVERSIONS = [rule for rule in ALL if checks.explain(rule).family == "conversions"]
OTHERS = [rule for rule in ALL if rule not in CONVERSIONS]


def test_there_is_something_to_choose_from() -> None:
    assert CONVERSIONS
    assert OTHERS


def test_a_family_is_selected_or_ignored() -> None:
    assert raised(select=frozenset({"conversions"})) == CONVERSIONS
    assert raised(ignore=frozenset({"Conversions"})) == OTHERS
    assert raised(select=frozenset({"conversions"}), ignore=frozenset({"conversions"})) == []


def test_a_rule_is_selected_by_any_of_its_names() -> None:
    doc = checks.explain(CONVERSIONS[0])
    for name in (doc.slug, doc.code, doc.code.lower()):
        assert raised(select=frozenset({name})) == CONVERSIONS


def test_severities_are_selected_or_ignored() -> None:
    assert raised(select=frozenset({"error", "warning"})) == ALL
    assert raised(select=frozenset({"error"})) == CONVERSIONS
    assert raised(ignore=frozenset({"error"})) == OTHERS
    assert raised(ignore=frozenset({"error", "warning"})) == []
    assert raised(select=frozenset({"conversions", "note"})) == []
    assert raised(select=frozenset({"conversions", "error", "note"})) == CONVERSIONS


def test_nothing_selected_is_everything() -> None:
    assert raised(select=frozenset()) == ALL


def test_what_is_in_question_is_not_ticked_when_its_finding_is_left_out() -> None:
    text = "Police arrested 13 people.\n\nPolice arrested 13 people: 7 men and 5 women."
    everything = checks.check_article(text)
    assert everything.findings
    without = checks.check_article(text, config=Config(ignore=frozenset({"warning", "error"})))
    assert without.findings == ()
    assert without.ticks == everything.ticks


def test_the_ledger_counts_what_is_raised() -> None:
    sheet = checks.check_article(TEXT, config=Config(ignore=frozenset({"error", "warning"})))
    assert sheet.ledger.count(State.IN_QUESTION) == 0


@pytest.mark.parametrize("name", ["no-such-rule", "", "sum"])
def test_a_name_that_nothing_has_is_an_error(name: str) -> None:
    with pytest.raises(ValueError, match="no rule is called"):
        raised(select=frozenset({name}))


def test_a_rule_or_family_has_another_severity() -> None:
    rule = CONVERSIONS[0]
    sheet = checks.check_article(TEXT, config=Config(severities=(("conversions", Severity.NOTE),)))
    assert {finding.severity for finding in sheet.findings if finding.rule == rule} == {Severity.NOTE}
    assert {finding.severity for finding in sheet.findings if finding.rule in OTHERS} == {Severity.WARNING}
    later = Config(severities=(("conversions", Severity.NOTE), (rule, Severity.WARNING)))
    sheet = checks.check_article(TEXT, config=later)
    assert {finding.severity for finding in sheet.findings if finding.rule == rule} == {Severity.WARNING}
