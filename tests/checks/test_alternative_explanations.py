"""Figures that fit together otherwise than a rule took them are listed, and not raised."""

from __future__ import annotations

import pytest

import checks
from checks.alternative_explanations import alternative_sum
from checks.model import Finding, Severity, Sheet, Span

BY_ELECTION = (
    "Ash takes Holm by 545 votes\n\nAnn Lee of Ash won the seat of Holm on Thursday.\n\n"
    "Ms Lee took 11,482 votes and Hugh Trent 10,937, with 6,204 for Ned Moor."
)


def raised(sheet: Sheet) -> list[str]:
    return [finding.rule for finding in sheet.findings if finding.severity is not Severity.NOTE]


def reasons(sheet: Sheet) -> list[str]:
    return [skipped.reason for skipped in sheet.not_checked if "otherwise" in skipped.reason]


def finding(text: str, rule: str, *words: str, arithmetic: str = "") -> Finding:
    spans = tuple(Span(text.index(one), text.index(one) + len(one)) for one in words)
    return Finding(Severity.WARNING, "made up", spans, arithmetic, rule=rule)


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
    assert alternative_sum(article, finding(text, "total", "850", "35", "610")) == "240 + 610 = 850"


def test_a_row_that_makes_up_another_figure_is_no_part_of_the_one_before_it() -> None:
    text = "It counted 61 cases. Delmar has 34. Tescott has 15 and Pine Fork eight. Four are in Laramore."
    assert alternative_sum(checks.read(text), finding(text, "split", "34", "15", "eight")) == "34 + 15 + 8 + 4 = 61"


def test_lengths_of_time_are_added_in_their_smallest_unit() -> None:
    text = "She got seven and a half years: five years for fraud, 18 months for theft and one year for lies."
    found = alternative_sum(
        checks.read(text), finding(text, "headline-and-body", "seven and a half years", "five years")
    )
    assert found == "five years + 18 months + one year = seven and a half years"


def test_a_difference_that_lies_between_two_others_explains_it() -> None:
    text = "Income was £8.4m, £800,000 of it grants. Outgoings came to £8.9m, a deficit of £500,000."
    gap = finding(text, "gap", "£8.4m", "£800,000", "£500,000", arithmetic="8.4 - 0.8 = 7.6, not £500,000")
    assert alternative_sum(checks.read(text), gap)


def test_a_sum_of_the_two_that_were_compared_does_not_explain_their_difference() -> None:
    text = "In all 60,750 passed, 33,750 girls against 27,000 boys, a gap of 9,750 this year."
    gap = finding(text, "gap", "33,750", "27,000", "9,750", arithmetic="33,750 - 27,000 = 6,750, not 9,750")
    assert alternative_sum(checks.read(text), gap) == ""


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("share-of-whole", ("7,204", "3,170")),  # what is left is no explanation of a share
        ("laid-out", ("nine", "four")),  # small sums come about by chance
    ],
)
def test_rules_that_do_not_add_and_small_sums_are_left_alone(rule: str, words: tuple[str, ...]) -> None:
    text = "Of 7,204 people 3,170 won, or 54%, and 4,034 lost. It has nine boats, four vans and five carts for 30 men."
    assert alternative_sum(checks.read(text), finding(text, rule, *words)) == ""


def test_only_what_stands_near_is_looked_at_however_long_the_story() -> None:
    far = BY_ELECTION.replace("Ms Lee took", f"{'The town has 17 boats and 23 carts. ' * 400}Ms Lee took")
    asked = ("545", "11,482")
    assert alternative_sum(checks.read(BY_ELECTION), finding(BY_ELECTION, "headline-and-body", *asked))
    assert alternative_sum(checks.read(far), finding(far, "headline-and-body", *asked)) == "545 + 10,937 = 11,482"
    alone = far.replace(" and Hugh Trent 10,937", "").replace("boats and", f"boats, {'x ' * 3}10,937 cows and", 1)
    assert alternative_sum(checks.read(alone), finding(alone, "headline-and-body", *asked)) == ""
