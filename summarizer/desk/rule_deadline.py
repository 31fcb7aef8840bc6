"""Limits how long a third-party rule may take for one text; a rule that takes longer is a failed check.

In the main thread an interval timer of the system interrupts the rule, so that an endless loop is stopped, and so is
a single slow regular expression. In another thread, and where there is no such timer (Windows), only Python code can be
interrupted, between two bytecode instructions. The deadlines of worker processes (`workers`) apply as well.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from checks.model import Outcome
from checks.rule import Rule
from summarizer.thread_exceptions import raise_in_thread

RULE_SECONDS = 5.0  # for one text
REPEAT_SECONDS = 1.0  # then a rule that still runs is interrupted again, since it may have caught the exception
_EXHAUSTED = object()


class _Interrupted(BaseException):
    """Ends a rule whose time is up; not an `Exception`, so that a rule that catches those is ended too."""


def with_deadline(rule: Rule, seconds: float | None = None) -> Rule:
    """The rule with a check that raises TimeoutError after so many seconds; None: RULE_SECONDS."""
    limit = RULE_SECONDS if seconds is None else seconds
    check_proposed = rule.check_proposed and _with_time_limit(rule.check_proposed, limit)
    return replace(rule, check=_with_time_limit(rule.check, limit), check_proposed=check_proposed)


def _with_time_limit(check: Callable[..., Iterator[Outcome]], seconds: float) -> Callable[..., Iterator[Outcome]]:
    def check_within_limit(*texts: Any, **options: Any) -> Iterator[Outcome]:
        started = time.monotonic()
        outcomes = _call_within(seconds, seconds, lambda: iter(check(*texts, **options)))
        while True:
            seconds_left = max(seconds - (time.monotonic() - started), 0.001)
            outcome = _call_within(seconds_left, seconds, next, outcomes, _EXHAUSTED)
            if outcome is _EXHAUSTED:
                return
            yield outcome

    return check_within_limit


def _call_within(seconds_left: float, seconds: float, function: Callable[..., Any], *arguments: Any) -> Any:
    """The function's value. Raises TimeoutError, which states `seconds`, after `seconds_left`."""
    has_timer = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    call = _call_with_signal if has_timer else _call_with_thread
    try:
        return call(seconds_left, function, *arguments)
    except _Interrupted:
        raise TimeoutError(f"took longer than {seconds:g} s") from None


def _call_with_signal(seconds_left: float, function: Callable[..., Any], *arguments: Any) -> Any:
    """The function's value. Raises _Interrupted after `seconds_left`. A timer set before runs on afterwards."""
    is_running = True

    def interrupt(_number: int, _frame: object) -> None:
        if is_running:
            raise _Interrupted

    started = time.monotonic()
    handler = signal.signal(signal.SIGALRM, interrupt)
    # A worker process may have set a timer of its own.
    outer_timer, outer_interval = signal.setitimer(signal.ITIMER_REAL, seconds_left, REPEAT_SECONDS)
    try:
        try:
            return function(*arguments)
        finally:
            is_running = False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if outer_timer:
            signal.setitimer(signal.ITIMER_REAL, max(outer_timer - (time.monotonic() - started), 0.001), outer_interval)


def _call_with_thread(seconds_left: float, function: Callable[..., Any], *arguments: Any) -> Any:
    """As `_call_with_signal`, for other threads: a timer thread has the interpreter raise _Interrupted in this one."""
    thread_id, ended = threading.get_ident(), threading.Event()

    def interrupt() -> None:
        wait = seconds_left
        while not ended.wait(wait):
            raise_in_thread(thread_id, _Interrupted)
            wait = REPEAT_SECONDS

    timer = threading.Thread(target=interrupt, daemon=True)
    timer.start()
    try:
        return function(*arguments)
    finally:
        ended.set()
        timer.join()
        raise_in_thread(thread_id, None)  # cancels an exception that is still pending
