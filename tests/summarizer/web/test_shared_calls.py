"""Equal calls at the same time are made once; results are not cached."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from summarizer.web.shared_calls import CallAbandoned, SharedCalls

CALLERS = 5


class Key:
    """A key that all callers share. It counts how often it is looked up."""

    def __init__(self) -> None:
        self.asked = threading.Semaphore(0)

    def __hash__(self) -> int:
        self.asked.release()
        return 0


def call_at_once(function):
    """The results of several callers, as futures. The function must wait for all callers of the key."""
    shared = SharedCalls()
    with ThreadPoolExecutor(CALLERS) as threads:
        key = Key()
        return [threads.submit(shared.call, key, lambda _: function(key)) for _ in range(CALLERS)]


def wait_for_callers(key):
    for _ in range(CALLERS + 1):  # the first one stores its call under the key too
        key.asked.acquire()


def test_callers_at_the_same_time_share_one_answer():
    runs = []

    def work(key):
        wait_for_callers(key)
        runs.append(key)
        return object()

    answers = call_at_once(work)
    assert len({id(answer.result()) for answer in answers}) == 1
    assert len(runs) == 1


def test_callers_at_the_same_time_share_what_is_raised():
    runs = []

    def work(key):
        wait_for_callers(key)
        runs.append(key)
        raise ValueError("no")

    for answer in call_at_once(work):
        with pytest.raises(ValueError, match="no"):
            answer.result()
    assert len(runs) == 1


def test_a_later_call_is_made_again_and_another_key_has_its_own():
    shared, runs = SharedCalls(), []
    for key in ("a", "a", "b"):
        assert shared.call(key, lambda _, key=key: runs.append(key) or key) == key
    assert runs == ["a", "a", "b"]


def test_a_call_may_run_while_another_waits():
    shared, entered = SharedCalls(), threading.Barrier(2)
    with ThreadPoolExecutor(2) as threads:
        answers = [threads.submit(shared.call, key, lambda _: entered.wait(60)) for key in "ab"]
    assert sorted(answer.result() for answer in answers) == [0, 1]


def test_a_call_that_nobody_wants_is_abandoned():
    def work(is_wanted):
        assert not is_wanted()
        raise CallAbandoned

    with pytest.raises(CallAbandoned):
        SharedCalls().call("a", work, lambda: False)


def test_a_call_goes_on_for_whoever_still_wants_it():
    shared, key, first_still_wants = SharedCalls(), Key(), threading.Event()
    first_still_wants.set()

    def work(is_wanted):
        for _ in range(3):  # the first caller, its call's place, and the second caller
            key.asked.acquire()
        first_still_wants.clear()
        while not is_wanted():  # the second one is entered right after it has asked
            time.sleep(0.001)
        return "done"

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(shared.call, key, work, first_still_wants.is_set)
        second = threads.submit(shared.call, key, work)
        assert (first.result(), second.result()) == ("done", "done")


def test_a_client_that_leaves_does_not_wait_for_a_call_that_others_want():
    shared, key, left = SharedCalls(), Key(), threading.Event()

    def work(_):
        assert left.wait(60)
        return "done"

    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(shared.call, key, work)
        for _ in range(2):  # the first client, and its call's place
            key.asked.acquire()
        with pytest.raises(CallAbandoned):
            shared.call(key, work, lambda: False)
        left.set()
        assert first.result() == "done"


def test_a_client_that_joined_too_late_has_its_own_call():
    shared, runs = SharedCalls(), []

    def work(is_wanted):
        runs.append(is_wanted())
        if len(runs) == 1:
            raise CallAbandoned
        return "done"

    assert shared.call("a", work) == "done"
    assert len(runs) == 2
