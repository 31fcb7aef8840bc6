"""Values that many sums do not expect: thirds, nought, numbers below nought. No rule may fail over them or never end.

Each sentence stands for a class; `bench/fuzz.py` makes thousands of the like.
"""

from __future__ import annotations

import pytest

import checks

THIRDS = (
    "The share of homes with solar panels rose from one third to two thirds.",
    "The share of homes with solar panels rose from 33⅓% to 50%.",
    "The share of homes with solar panels fell by 16⅔ points from 50% to 33⅓%.",
    "The journey was cut by 20 minutes from 2⅓ hours to 2 hours.",
    "Turnout rose from two thirds to three quarters, a rise of an eighth.",
    "The ferry takes 2⅓ hours, down from 2⅔ hours.",
)


def outcomes(text: str) -> list[tuple[str, str]]:
    """What rules raise or tick, as (rule, severity); none of them fails."""
    sheet = checks.check_article(text)
    assert sheet.failures == ()
    return [(one.rule, one.severity.value) for one in sheet.findings] + [(one.rule, "tick") for one in sheet.ticks]


@pytest.mark.parametrize("text", THIRDS)
def test_thirds_are_values_like_others(text: str) -> None:
    assert not {severity for _, severity in outcomes(text)} & {"error", "warning"}


def test_thirds_add_up_to_a_hundred() -> None:
    assert outcomes("Some 66⅔% were against and 33⅓% in favour of the plan.") == [("shares-of-a-hundred", "tick")]
    assert outcomes("Some 66⅔% were against and 43⅓% in favour of the plan.") == [("shares-of-a-hundred", "error")]


@pytest.mark.parametrize(
    "summary", ["It took 2⅓ hours.", "It took about 2⅓ hours.", "A third of the seats were empty."]
)
def test_a_summary_may_state_thirds(summary: str) -> None:
    sheet = checks.compare("The journey took 2⅓ hours and a third of the 90 seats were empty.", summary)
    assert sheet.findings == sheet.failures == ()


ZEROS = (
    "Temperatures of -5 in 0 towns.",
    "Temperatures of -5 were measured in 0 towns, and of -12 in 0 villages.",
    "Ties went to -1 in 0 of the matches.",
    "Shares moved by 12 per cent from 10 to 0.",
    "Output went by 12 per cent from 10 to 0.",
    "The number changed by 12 per cent from £10 to £0.",
    "A total of 0 was made of 0, 0 and 0.",
    "Hull made -5 and York -3. Together the two made 0.",
    "It lost -3 in Hull. It lost -5 in York, bringing the total to 0.",
    "The club made -£5, -£3 and -£2, a total of £0.",
    "Of a total of 0, -5 were men, -3 women and -2 children.",
    "Of the 0 people, 0 were men and 0 were women.",
    "Some 0% were against and 0% in favour of the plan.",
    "The club raised its fee 0 times, from £10 to £15.",
    "The fee is 0 times the £15 of May, at £3.",
    "The fee rose by 0 in 5 from £10 to £15.",
    "It was 0, up 0% on the 0 of last year.",
    "Every 0 days, about 120 a year.",
    "It happens every zero days - about 120 a year.",
    "An alarm goes off every quarter hour, or about 35,000 a year.",
    "She scored 0 goals in 0 games, 0 a game.",
    "0 of the 0 homes, or 0%, had solar panels.",
    "They walked 0 miles (0km) in 0 days, an average of 0 miles a day.",
    "It was 0F (0C) on Monday, and £0 ($0) was paid.",
    "0 people paid £0 each, £0 in total.",
    "The vote was 0 to 0, a majority of 0.",
    "It cost £0 a month, £0 a year.",
    "0 per 0 people, or 0 in a town of 0.",
    "He is 0 years old, was born in 2024 and died in 2024, aged 0.",
    "The fair ran from 3 May to 3 May, 0 days.",
    "Half of the 0 cases, 0, were closed.",
)


@pytest.mark.parametrize("text", ZEROS)
def test_nought_breaks_no_rule(text: str) -> None:
    outcomes(text)


def test_nought_times_and_nought_days_are_asked_about_by_no_rule() -> None:
    assert outcomes("The club raised its fee 0 times, from £10 to £15.") == []
    assert outcomes("Every 0 days, about 120 a year.") == []


def test_a_fall_to_nought_is_one_of_a_hundred_per_cent() -> None:
    assert outcomes("Sales fell by 12 per cent from 10 to 0.") == [("percent-change", "error")]
    assert outcomes("Sales fell by 100 per cent from 10 to 0.") == [("percent-change", "tick")]


def test_an_interval_that_ends_at_nought_is_as_wide_as_any_other() -> None:
    # The -0.1 of a headline may stand for anything from -0.15 to 0, so the fall was of anything up to 175 per cent.
    story = "Dock level falls by 0.4 metres, or {}%, to -0.1 metres\n\nIt rained on Monday. The boats lay dry."
    assert outcomes(story.format(173)) == []
    assert outcomes(story.format(300)) == [("percent-change", "warning")]


def test_a_quarter_of_a_period_has_its_rate() -> None:
    assert outcomes("A ship leaves every quarter of a year, or 4 a year.") == []


@pytest.mark.parametrize(
    "text",
    [
        "It had 1,500 in 2019, and 135,00 last year, an average of 6 a day.",
        "They sold 1.2.3,4 tonnes, and .2.3,1 tonnes in May.",
        "Sales rose 5% to 135,00 from 1,23,4, a rise of 135,00.",
    ],
)
def test_what_is_not_understood_breaks_no_rule(text: str) -> None:
    assert {rule for rule, _ in outcomes(text)} <= {"malformed-figure"}


@pytest.mark.parametrize("published", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("when", ["yesterday", "last week", "next week", "last month", "last year", "next year"])
def test_days_that_no_calendar_has_are_left_as_they_are(published: str, when: str) -> None:
    sheet = checks.check_article(f"The mayor spoke {when} of 12 schools.", published=published)
    assert sheet.failures == ()
    assert all(moment.year is None or 1 <= moment.year <= 9999 for moment in sheet.article.moments)


@pytest.mark.parametrize(
    "text",
    [
        "Flat with 56m² sold\n\nThe flat with 65m² of floor was sold on Monday, the agent said.",
        "The flat has 56m² of floor, says the agent. He said the flat has 65m² of floor.",
        "The park has 1,250m² of grass. The 1,520m² of grass were cut on Monday.",
        "The tank holds 12m³ of water. The tank holds 21m³ of water, she said.",
    ],
)
def test_the_sign_of_a_square_is_no_digit(text: str) -> None:
    outcomes(text)


@pytest.mark.parametrize(
    ("text", "repair"),
    [
        ("The dividend rises by 20% to 170p from 155p.", "170p -> 186p"),
        ("The fare tripled to 90p from 40p.", "90p -> 120p"),
        ("The strike lasted nine days, from 28 June to 3 July.", "nine days -> 5 days"),
        ("The strike lasted nine days, from 28 June to 3 July.", "nine days -> 6 days"),  # both counted
        ("Brent fell 38 cents to $61.65. It had closed at $61.98 on Tuesday.", "38 cents -> 33 cents"),
    ],
)
def test_repairs_are_in_the_unit_that_is_printed(text: str, repair: str) -> None:
    assert repair in [each for finding in checks.check_article(text).findings for each in finding.repairs]
