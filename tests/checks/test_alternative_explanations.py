"""Figures that fit together otherwise than a rule took them are listed, and not raised."""

from __future__ import annotations

import pytest

import checks
from checks.alternative_explanations import alternative_equation
from checks.model import Finding, Relation, RelationKind, Severity, Sheet, Span

BY_ELECTION = (
    "Ash takes Holm by 545 votes\n\nAnn Lee of Ash won the seat of Holm on Thursday.\n\n"
    "Ms Lee took 11,482 votes and Hugh Trent 10,937, with 6,204 for Ned Moor."
)


def raised(sheet: Sheet) -> list[str]:
    return [finding.rule for finding in sheet.findings if finding.severity is not Severity.NOTE]


def reasons(sheet: Sheet) -> list[str]:
    return [skipped.reason for skipped in sheet.not_checked if "otherwise" in skipped.reason]


def finding(text: str, kind: RelationKind | None, *words: str) -> Finding:
    spans = tuple(Span(text.index(one), text.index(one) + len(one)) for one in words)
    relation = Relation(kind, tuple(("member", span) for span in spans)) if kind else None
    return Finding(Severity.WARNING, "made up", spans, relation=relation)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "Board votes to close two schools\n\nThe board voted on Thursday to close schools in June.\n\n"
            "The closures leave Marlow with 11 schools, down from 13, its first since 2009.",
            "2 + 11 = 13",
        ),
        (
            "Premier survives by nine votes\n\nThe assembly threw out a motion against the premier by 63 votes to 54.",
            "",
        ),
    ],
)
def test_a_headline_that_two_figures_of_the_story_give_is_no_other_figure(text: str, reason: str) -> None:
    sheet = checks.check_article(text)
    assert raised(sheet) == []
    assert all(reason in one for one in reasons(sheet))


def test_the_sum_that_holds_is_told() -> None:
    text = "The mill has 610 people, and 35 at first. It seeks 240 more, which makes 850 in all by the spring."
    article = checks.read(text)
    assert alternative_equation(article, finding(text, "sum", "850", "35", "610")) == "240 + 610 = 850"


def test_a_row_that_makes_up_another_figure_is_no_part_of_the_one_before_it() -> None:
    text = "It counted 61 cases. Delmar has 34. Tescott has 15 and Pine Fork eight. Four are in Laramore."
    assert alternative_equation(checks.read(text), finding(text, "sum", "34", "15", "eight")) == "34 + 15 + 8 + 4 = 61"


def test_lengths_of_time_are_added_in_their_smallest_unit() -> None:
    text = "She got seven and a half years: five years for fraud, 18 months for theft and one year for lies."
    found = alternative_equation(checks.read(text), finding(text, "same", "seven and a half years", "five years"))
    assert found == "five years + 18 months + one year = seven and a half years"


@pytest.mark.parametrize("kind", ["product", "mean"])
def test_a_product_that_is_stated_elsewhere_explains_a_rate_and_a_count(kind: RelationKind) -> None:
    text = "The club took $144,270 in fees. It charged $458 for each of its 315 members, and spent $58,000."
    asked = ("$458", "315", "$58,000")
    assert alternative_equation(checks.read(text), finding(text, kind, *asked)) == "$458 x 315 = $144,270"
    without = text.replace("$144,270", "$184,270")
    assert alternative_equation(checks.read(without), finding(without, kind, *asked)) == ""


@pytest.mark.parametrize("kind", ["change", "share"])
def test_a_percentage_beside_the_questioned_one_explains_two_values(kind: RelationKind) -> None:
    text = "Of 7,204 people 3,170 voted, or 54%; the council puts it at 44% of the roll."
    asked = ("7,204", "3,170", "54%")
    assert alternative_equation(checks.read(text), finding(text, kind, *asked)) == "3,170, 7,204: 44%"
    without = text.replace("44%", "48%")
    assert alternative_equation(checks.read(without), finding(without, kind, *asked)) == ""


@pytest.mark.parametrize("kind", ["sum", "same"])
def test_a_third_figure_explains_two_that_were_added_or_compared(kind: RelationKind) -> None:
    asked = finding(BY_ELECTION, kind, "545", "11,482")
    assert alternative_equation(checks.read(BY_ELECTION), asked) == "545 + 10,937 = 11,482"


@pytest.mark.parametrize("kind", ["share", "difference", "part", "times", "list", None])
def test_it_explains_no_other_relation(kind: RelationKind | None) -> None:
    assert alternative_equation(checks.read(BY_ELECTION), finding(BY_ELECTION, kind, "545", "11,482")) == ""


def test_small_sums_explain_nothing_as_they_come_about_by_chance() -> None:
    text = "It has nine boats, four vans and five carts for 30 men."
    assert alternative_equation(checks.read(text), finding(text, "sum", "nine", "four")) == ""


def test_only_what_stands_near_is_looked_at_however_long_the_story() -> None:
    far = BY_ELECTION.replace("Ms Lee took", f"{'The town has 17 boats and 23 carts. ' * 400}Ms Lee took")
    asked = ("545", "11,482")
    assert alternative_equation(checks.read(BY_ELECTION), finding(BY_ELECTION, "same", *asked))
    assert alternative_equation(checks.read(far), finding(far, "same", *asked)) == "545 + 10,937 = 11,482"
    alone = far.replace(" and Hugh Trent 10,937", "").replace("boats and", f"boats, {'x ' * 3}10,937 cows and", 1)
    assert alternative_equation(checks.read(alone), finding(alone, "same", *asked)) == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Fire kills 15\n\nA fire killed 15 people, 5 men and 12 women. Some 47 firefighters came.", ("15", "5", "12")),
        ("Of the 12 people 5 were men and 8 women. Some 25 firefighters came.", ("12", "5", "8")),
        ("Fire hurts 20\n\nTwenty people, among them 24 boys, were hurt. Some 64 came.", ("Twenty", "24")),
    ],
)
def test_no_sum_has_a_fact_twice_or_a_whole_and_its_parts(text: str, words: tuple[str, ...]) -> None:
    assert alternative_equation(checks.read(text), finding(text, "sum", *words)) == ""


def test_equal_numbers_of_one_story_are_two_facts() -> None:
    text = "It counted 61 cases. Delmar has 34. Tescott has 15 and Pine Fork six. Six are in Laramore."
    assert alternative_equation(checks.read(text), finding(text, "sum", "34", "15", "six")) == "34 + 15 + 6 + 6 = 61"
