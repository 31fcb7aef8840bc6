"""Which wrong lengths of time one slip explains."""

from __future__ import annotations

import pytest

import checks
from checks.relations.equations import days_of_unit
from checks.relations.frames import frames_of
from checks.relations.moments_in_days import day_of
from checks.relations.span_slips import one_slip_explains_span


def explains(start: str, end: str, length: str) -> bool:
    found = frames_of(checks.read(f"It began {start}. It ended {end}. It took {length}.")).frames
    first, second, duration = found
    days = day_of(second) - day_of(first)
    return one_slip_explains_span(found, float((days if days > 0 else days + 1) / days_of_unit(duration)))


@pytest.mark.parametrize(
    ("start", "end", "length"),
    [
        ("on 3 November 1991", "on 12 March 2026", "24 years and four months"),
        ("at 2.40am", "at 4.15am", "one hour and 55 minutes"),
        ("at 6.40pm", "at 1.51am", "six hours and 35 minutes"),  # at 1.15am
        ("on 2 May 1946", "on 2 June 2026", "62 years"),  # 1964
        ("on 8 May 2026", "on 19 May 2026", "21 days"),  # on the 29th
        ("on 3 May 2026", "on 20 July 2026", "87 days"),
    ],
)
def test_one_digit_or_a_swap(start: str, end: str, length: str) -> None:
    assert explains(start, end, length)


@pytest.mark.parametrize(
    ("start", "end", "length"),
    [
        ("on 3 November 1991", "on 12 March 2026", "25 years and nine months"),
        ("at 2.40am", "at 4.15am", "three hours and 10 minutes"),
        ("on 8 May 2026", "on 19 May 2026", "60 days"),
    ],
)
def test_no_slip_explains_another_length(start: str, end: str, length: str) -> None:
    assert not explains(start, end, length)
