"""A summary pauses while checks run, but only for a limited share of its time."""

from __future__ import annotations

import multiprocessing

import pytest

from summarizer.web.summary_throttle import PAUSE_ALLOWANCE_SECONDS, PAUSE_RATIO, RunningChecks, SummaryThrottle


class Clock:
    """A clock that advances only when a test sleeps or sets it."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def test_a_summary_goes_on_at_once_where_no_check_runs():
    clock = Clock()
    SummaryThrottle(lambda: False, clock, clock.sleep).pause()
    assert clock.now == 0


def test_a_summary_waits_until_the_checks_have_ended():
    clock = Clock()
    SummaryThrottle(lambda: clock.now < 0.1, clock, clock.sleep).pause()
    assert clock.now == pytest.approx(0.1, abs=0.01)


def test_unceasing_checks_pause_a_summary_for_a_fifth_of_its_time():
    clock = Clock()
    throttle = SummaryThrottle(lambda: True, clock, clock.sleep)
    for _ in range(1000):
        clock.now += 0.01  # a token
        throttle.pause()
    assert clock.now == pytest.approx((1 + PAUSE_RATIO) * 1000 * 0.01 + PAUSE_ALLOWANCE_SECONDS, abs=0.1)


def test_checks_are_counted_while_they_run():
    running = RunningChecks(multiprocessing.get_context("spawn"))
    assert not running.has_any()
    with running.counted(), running.counted():
        assert running.has_any()
    with pytest.raises(ZeroDivisionError), running.counted():
        raise ZeroDivisionError
    assert not running.has_any()
