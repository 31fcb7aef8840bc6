"""Limits how long a rule from outside may take for one text; one that takes longer is a failed check.

In the main thread an interval timer of the system interrupts the rule, so that code without an end is stopped, and
so is one slow regular expression. In another thread, and where there is no such timer (Windows), only Python code can
be interrupted, between two of its steps. The deadlines of worker processes (`workers`) hold besides.
"""

from __future__ import annotations

import ctypes
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from checks.model import Outcome
from checks.rule import Rule

RULE_SECONDS = 5.0
AGAIN_SECONDS = 1.0  # after which a rule that goes on is interrupted again: it may have caught the first interruption
_END = object()


class _Interrupted(BaseException):
    """Ends a rule whose time is up; no `Exception`, so that a rule that catches those is ended too."""


def with_deadline(rule: Rule, seconds: float | None = None) -> Rule:
    """The rule, whose check raises TimeoutError once it has run for so many seconds; None: RULE_SECONDS."""
    limit = RULE_SECONDS if seconds is None else seconds
    check_proposed = rule.check_proposed and _limited(rule.check_proposed, limit)
    return replace(rule, check=_limited(rule.check, limit), check_proposed=check_proposed)


def _limited(check: Callable[..., Iterator[Outcome]], seconds: float) -> Callable[..., Iterator[Outcome]]:
    def limited(*texts: Any, **given: Any) -> Iterator[Outcome]:
        begun = time.monotonic()
        outcomes = _call_within(seconds, seconds, lambda: iter(check(*texts, **given)))
        while True:
            left = max(seconds - (time.monotonic() - begun), 0.001)
            outcome = _call_within(left, seconds, next, outcomes, _END)
            if outcome is _END:
                return
            yield outcome

    return limited


def _call_within(left: float, seconds: float, function: Callable[..., Any], *arguments: Any) -> Any:
    """The function's value. Raises TimeoutError, which says `seconds`, if it has none after `left` seconds."""
    has_timer = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    call = _call_with_signal if has_timer else _call_with_thread
    try:
        return call(left, function, *arguments)
    except _Interrupted:
        raise TimeoutError(f"took longer than {seconds:g} s") from None


def _call_with_signal(left: float, function: Callable[..., Any], *arguments: Any) -> Any:
    """The function's value; raises _Interrupted after `left` seconds. A timer that was running goes on afterwards."""
    is_running = True

    def interrupt(_number: int, _frame: object) -> None:
        if is_running:
            raise _Interrupted

    begun = time.monotonic()
    handler = signal.signal(signal.SIGALRM, interrupt)
    outer, interval = signal.setitimer(signal.ITIMER_REAL, left, AGAIN_SECONDS)  # outer: what a worker has set
    try:
        try:
            return function(*arguments)
        finally:
            is_running = False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if outer:
            signal.setitimer(signal.ITIMER_REAL, max(outer - (time.monotonic() - begun), 0.001), interval)


def _call_with_thread(left: float, function: Callable[..., Any], *arguments: Any) -> Any:
    """As `_call_with_signal`, for a thread: another one has the interpreter raise _Interrupted in it."""
    thread_id, ended = ctypes.c_ulong(threading.get_ident()), threading.Event()

    def interrupt() -> None:
        wait = left
        while not ended.wait(wait):
            ctypes.pythonapi.PyThreadState_SetAsyncExc(thread_id, ctypes.py_object(_Interrupted))
            wait = AGAIN_SECONDS

    timer = threading.Thread(target=interrupt, daemon=True)
    timer.start()
    try:
        return function(*arguments)
    finally:
        ended.set()
        timer.join()
        ctypes.pythonapi.PyThreadState_SetAsyncExc(thread_id, None)  # one that was not raised yet
