"""Ticks on dates with weekdays name each date once, also where it begins or ends a period, and the year it is of."""

from __future__ import annotations

import pytest

import checks


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        (
            "The fair is on between Monday 12 May and Friday 30 May.",
            ["Monday 12 May and Friday 30 May fit each other."],
        ),
        (
            "Crews strike on Monday 10 May, Tuesday 11 May, Thursday 20 May, Friday 21 May and Monday 24 May.",
            ["The 5 dates and their weekdays fit each other."],
        ),
        (
            "It runs from Monday 6 to Thursday 9 October.",
            ["Monday 6 October and Thursday 9 October fit each other."],
        ),
        (
            "Hearings are set for between Monday 6 and Thursday 9 October 2025.",
            ["Monday 6 October: it is a Monday.", "Thursday 9 October 2025: it is a Thursday."],
        ),
        (
            "The fair runs Monday, May 12 – Friday, May 30, 2025.",
            ["Monday, May 12: it is a Monday.", "Friday, May 30, 2025: it is a Friday."],
        ),
    ],
)
def test_a_date_of_a_period_is_named_by_its_own_words(text: str, messages: list[str]) -> None:
    assert [tick.message for tick in checks.check_article(text).ticks] == messages


def test_a_finding_names_the_first_day_of_a_period_by_its_own_words() -> None:
    sheet = checks.check_article("The fair is on between Monday 12 May and Saturday 30 May.")
    assert [finding.message for finding in sheet.findings] == [
        "“Monday 12 May” and “Saturday 30 May” cannot all be right within twelve months."
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "OSTRA, Dec. 30 (AP) - Ann Ode won the stage on Saturday. The next race is on January 5, 2024.",
            "Dec. 30 is a Saturday in 2023: it and “Saturday” can name the same day.",
        ),
        (
            "OSTRA, Jan. 3 (AP) - Ann Ode won the stage on Wednesday. She had fallen on December 20, 2023.",
            "Jan. 3 is a Wednesday in 2024: it and “Wednesday” can name the same day.",
        ),
        (
            "The bridge closed on December 30, 2023. It opens again on Wednesday, January 3, after works.",
            "Wednesday, January 3: it is a Wednesday in 2024, beside December 30, 2023.",
        ),
    ],
)
def test_a_date_across_new_year_is_of_the_year_that_brings_it_near(text: str, message: str) -> None:
    assert [tick.message for tick in checks.check_article(text).ticks] == [message]
