"""The article that the project began with: what must be said of it, and of each of its breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

import checks
from checks.ledger import coverage
from checks.model import Finding, Severity, Sheet, State

TEXT = (Path(__file__).parents[2] / "samples" / "operation-orion.txt").read_text(encoding="utf-8")
ALARMS = (Severity.ERROR, Severity.WARNING)


def alarms(sheet: Sheet) -> dict[str, Finding]:
    return {finding.rule: finding for finding in sheet.findings if finding.severity in ALARMS}


def broken(old: str, new: str) -> dict[str, Finding]:
    assert TEXT.count(old) == 1
    return alarms(checks.check_article(TEXT.replace(old, new)))


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return checks.check_article(TEXT)


def test_the_groups_that_fall_short_of_the_arrests_are_a_warning_with_repairs_and_a_question(sheet: Sheet) -> None:
    finding = alarms(sheet)["parts-and-whole"]
    assert finding.severity is Severity.WARNING
    assert finding.arithmetic == "18 + 111 + 7 = 136, not 144"
    assert "8 not accounted for" in finding.message
    assert "also among the 18 or the 111" in finding.message
    assert "144 -> 136" in finding.repairs
    assert "at most 136 of the 144 arrested" in finding.question


def test_that_warning_is_the_only_alarm(sheet: Sheet) -> None:
    assert set(alarms(sheet)) == {"parts-and-whole"}
    assert sheet.failures == ()


def test_the_twelve_countries_and_the_twelve_names_are_ticked(sheet: Sheet) -> None:
    assert [tick.arithmetic for tick in sheet.ticks if tick.rule == "count-and-list"] == ["Twelve = 12 names"]


def test_the_eight_countries_are_ticked_as_among_the_twelve_and_the_four_others_are_noted(sheet: Sheet) -> None:
    assert [tick.arithmetic for tick in sheet.ticks if tick.rule == "list-within-list"] == ["8 of 12"]
    note = next(finding for finding in sheet.findings if finding.rule == "list-within-list")
    assert note.severity is Severity.NOTE
    assert "Brazil, Guyana, Paraguay and Peru" in note.message


def test_a_figure_of_the_headline_is_ticked_unless_it_is_in_question(sheet: Sheet) -> None:
    ticks = [tick for tick in sheet.ticks if tick.rule == "headline-and-body"]
    assert [tick.message for tick in ticks] == ["The headline and par 1 agree on 20."]


def test_nothing_is_said_of_promotions_and_the_ledger_says_why(sheet: Sheet) -> None:
    promo = [entry for entry in sheet.ledger.entries if entry.item.zone == "promo"]
    assert promo
    assert {entry.state for entry in promo} == {State.NOT_CHECKED}
    assert coverage(sheet.ledger).endswith("not checked")


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("Ecuador, Guyana, Paraguay", "Ecuador, Paraguay", "count-and-list"),
        ("Twelve South", "Thirteen South", "count-and-list"),
        (
            "Ecuador, Suriname, Uruguay and Venezuela. Computers",
            "Ecuador, Panama, Uruguay and Venezuela. Computers",
            "list-within-list",
        ),
        ("Brings 144 Arrests", "Brings 141 Arrests", "headline-and-body"),
        ("Frees 20 Child", "Frees 12 Child", "headline-and-body"),
    ],
)
def test_a_break_raises_the_rule_that_it_concerns(old: str, new: str, rule: str) -> None:
    assert rule in broken(old, new)


def test_a_part_above_the_whole_is_an_error() -> None:
    finding = broken("while 111", "while 161")["parts-and-whole"]
    assert finding.severity is Severity.ERROR
    assert finding.arithmetic == "18 + 161 + 7 = 186, not 144"


def test_six_years_of_abuse_of_a_child_of_nine_is_possible(sheet: Sheet) -> None:
    nine = TEXT.index("nine-year-old")
    assert not [finding for finding in sheet.findings if any(a <= nine < b for a, b in finding.spans)]
