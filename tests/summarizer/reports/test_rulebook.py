"""The documentation of a rule in `copydesk explain`, apart from its examples."""

from __future__ import annotations

import dataclasses
import json

import pytest

import checks
from checks.measured import MEASURED
from checks.rule import Measured
from summarizer.reports.rulebook import rule_text, rules_json


@pytest.fixture
def doc() -> checks.RuleDoc:
    return checks.explain("parts-and-whole")


def test_every_measured_rule_exists() -> None:
    assert set(MEASURED) <= {doc.slug for doc in checks.rule_docs()}


@pytest.mark.parametrize("measured", MEASURED.values(), ids=MEASURED.keys())
def test_counts_of_right_and_found_do_not_exceed_their_totals(measured: Measured) -> None:
    assert measured.right <= measured.alarms
    assert measured.found <= measured.known
    assert all(found <= cases for _, found, cases in measured.sorts)


def test_precision_and_recall_are_shown(doc: checks.RuleDoc) -> None:
    shown = rule_text(dataclasses.replace(doc, measured=Measured(9, 8, 5, 1, (("part whole sum", 7, 12),))))
    assert "8 of 9 alarms right" in shown
    assert "1 found of 5 broken ties that it recognises" in shown
    assert "part whole sum: all rules together find 7 of 12" in shown


def test_a_rule_that_no_case_concerns_says_so(doc: checks.RuleDoc) -> None:
    assert "nothing is known of it but its examples" in rule_text(dataclasses.replace(doc, measured=None))


def test_paragraphs_fill_the_width_and_stay_apart(doc: checks.RuleDoc) -> None:
    text = "First line.\n\nA paragraph that was\nwrapped by hand.\n\n- one\n- two"
    shown = rule_text(dataclasses.replace(doc, text=text))
    assert "\n\nA paragraph that was wrapped by hand.\n\n- one\n" in shown


def test_the_figures_are_in_the_json_too() -> None:
    listed = {rule["slug"]: rule["measured"] for rule in json.loads(rules_json(checks.rule_docs()))["rules"]}
    measured = MEASURED["count-and-list"]
    assert listed["count-and-list"]["alarms"] == measured.alarms
    assert {"name", "found_by_all_rules", "cases"} == set(listed["count-and-list"]["sorts"][0])
