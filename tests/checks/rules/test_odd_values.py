"""Values that many sums do not expect: thirds, nought, numbers below nought. No rule may fail over them, or go on forever.

Each sentence is an everyday one, and stands for a class; `bench/fuzz.py` makes thousands of the like.
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


def said(text: str) -> list[tuple[str, str]]:
    """What rules raise or tick, as (rule, severity); none of them fails."""
    sheet = checks.check_article(text)
    assert sheet.failures == ()
    return [(one.rule, one.severity.value) for one in sheet.findings] + [(one.rule, "tick") for one in sheet.ticks]


@pytest.mark.parametrize("text", THIRDS)
def test_thirds_are_values_like_others(text: str) -> None:
    assert not {severity for _, severity in said(text)} & {"error", "warning"}


def test_thirds_add_up_to_a_hundred() -> None:
    assert said("Some 66⅔% were against and 33⅓% in favour of the plan.") == [("shares-of-a-hundred", "tick")]
    assert said("Some 66⅔% were against and 43⅓% in favour of the plan.") == [("shares-of-a-hundred", "error")]


@pytest.mark.parametrize("summary", ["It took 2⅓ hours.", "It took about 2⅓ hours.", "A third of the seats were empty."])
def test_a_summary_may_state_thirds(summary: str) -> None:
    sheet = checks.compare("The journey took 2⅓ hours and a third of the 90 seats were empty.", summary)
    assert sheet.findings == sheet.failures == ()
