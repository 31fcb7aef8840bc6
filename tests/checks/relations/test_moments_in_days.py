"""The weekday of a clock time, the year of a date, and the time between two moments."""

from __future__ import annotations

from fractions import Fraction

import pytest

import checks
from checks.relations.frames import Frame, frames_of
from checks.relations.moments_in_days import days_between, interval_between, may_bound_span, weekday_of

MOMENTS = ("time", "date", "year")


def moments(text: str) -> list[Frame]:
    return [frame for frame in frames_of(checks.read(text)).frames if frame.kind in MOMENTS]


@pytest.mark.parametrize(
    ("text", "weekdays"),
    [
        ("It broke at 4 a.m. on Monday and held at 10 p.m. Wednesday.", [0, 2]),
        ("On Tuesday night at 9:40 p.m. Elm lost its power.", [1]),
        ("It sailed from Skerra at 7pm local time on Sunday.", [6]),
        ("It opens at 9am Monday to Friday.", [None]),
        ("It opens at 9am, and on Monday it did not.", [None]),
        ("It opens at 9am and shuts at 5pm on Monday.", [None, 0]),
        ("It came on Monday, a year after it had come at 9am.", [None]),
    ],
)
def test_the_weekday_next_to_a_clock_time_is_its_own(text: str, weekdays: list[int | None]) -> None:
    assert [weekday_of(time) for time in moments(text) if time.kind == "time"] == weekdays


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("It ran from 4 a.m. Monday to 10 p.m. Wednesday.", Fraction(66, 24)),
        ("It ran from 10 p.m. Saturday to 4 a.m. Monday.", Fraction(30, 24)),
        ("It ran from 10 p.m. to 4 a.m. Monday.", Fraction(6, 24)),
        ("It ran from 8 p.m. Friday to 8 p.m. Sunday.", Fraction(2)),
        ("She left on January 28, 2023 and was back on March 4.", Fraction(35)),
        ("She left on January 28, 2024 and was back on March 4.", Fraction(36)),
        ("She left on December 28, 2023 and was back on January 4.", Fraction(7)),
        ("She left on December 30, 2023 and was back on March 4.", Fraction(65)),
        ("She left on December 30, 2022 and was back on March 4.", Fraction(64)),
        ("She left on March 10, 2023 and was back on March 4.", Fraction(360)),
        ("She left on March 10, 2024 and was back on March 4.", Fraction(359)),
        ("She left on January 28 and was back on March 4.", Fraction(35)),
        ("She left on January 28, 2023 and was back on March 4, 2024.", Fraction(401)),
    ],
)
def test_the_days_between_two_moments(text: str, days: Fraction) -> None:
    start, end = moments(text)
    assert may_bound_span(start, end)
    assert days_between(start, end) == days
    assert interval_between(start, end).is_exact


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("It ended on March 4, 2024 and had begun on December 30.", Fraction(65)),
        ("It ended on March 4, 2023 and had begun on December 30.", Fraction(64)),
        ("It ended on February 4, 2024 and had begun on December 30.", Fraction(36)),
        ("It ended on December 30, 2024 and had begun on March 4.", Fraction(301)),
    ],
)
def test_a_start_without_a_year_may_be_in_the_year_before(text: str, days: Fraction) -> None:
    end, start = moments(text)
    assert may_bound_span(start, end)
    assert days_between(start, end) == days


@pytest.mark.parametrize(
    ("days", "ticked", "asked"),
    [
        (64, False, False),
        (65, True, False),
        (66, True, False),
        (67, False, True),
    ],
)
def test_a_length_over_a_leap_day(days: int, *, ticked: bool, asked: bool) -> None:
    sheet = checks.check_article(f"The strike lasted {days} days, from December 30, 2023 to March 4.")
    assert (bool(sheet.ticks), bool(sheet.findings)) == (ticked, asked)


@pytest.mark.parametrize(
    "text",
    [
        "She left on January 28, 2023. Nobody saw her before March 4.",
        "She left on March 4 and had come on January 28, 2023.",
        "She came at 9am on Monday and left before 9am on Monday.",
        "She came at 9am on Monday and Holt came at 9am.",
    ],
)
def test_moments_without_a_common_scale_or_the_same_bound_no_span(text: str) -> None:
    start, end = moments(text)
    assert not may_bound_span(start, end)
