"""When documents are checked. The tests count checks and read no clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from summarizer.language_server.check_queue import CheckQueue


class Timers:
    """Timers that run out when `run_out` is called."""

    def __init__(self) -> None:
        self.waiting: list[FakeTimer] = []

    def __call__(self, delay: float, callback: Callable[[], None]) -> FakeTimer:
        assert delay > 0
        self.waiting.append(FakeTimer(self, callback))
        return self.waiting[-1]

    def run_out(self) -> None:
        waiting, self.waiting = self.waiting, []
        for timer in waiting:
            timer.callback()


class FakeTimer:
    def __init__(self, timers: Timers, callback: Callable[[], None]) -> None:
        self.timers, self.callback = timers, callback

    def cancel(self) -> None:
        if self in self.timers.waiting:
            self.timers.waiting.remove(self)


class Checks:
    """Counts checks; each goes on until `end` is called."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self._gate = asyncio.Event()

    async def __call__(self, uri: str) -> None:
        self.begun.append(uri)
        gate = self._gate
        await gate.wait()

    async def end(self) -> None:
        self._gate.set()
        self._gate = asyncio.Event()
        await settle()


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def run(test: Callable) -> None:
    async def prepared() -> None:
        checks, timers = Checks(), Timers()
        await test(CheckQueue(checks, timers), checks, timers)

    asyncio.run(prepared())


def test_a_series_of_changes_is_one_check() -> None:
    async def test(queue: CheckQueue, checks: Checks, timers: Timers) -> None:
        for _ in range(50):
            queue.check_soon("a")
        await settle()
        assert checks.begun == []
        assert len(timers.waiting) == 1
        timers.run_out()
        await settle()
        assert checks.begun == ["a"]
        await checks.end()
        timers.run_out()
        await settle()
        assert checks.begun == ["a"]

    run(test)


def test_what_changes_during_a_check_is_checked_once_after_it() -> None:
    async def test(queue: CheckQueue, checks: Checks, timers: Timers) -> None:
        queue.check_now("a")
        await settle()
        for _ in range(5):
            queue.check_soon("a")
            timers.run_out()
        await settle()
        assert checks.begun == ["a"]
        await checks.end()
        assert checks.begun == ["a", "a"]
        await checks.end()
        assert checks.begun == ["a", "a"]
        queue.check_now("a")
        await settle()
        assert checks.begun == ["a", "a", "a"]
        await checks.end()

    run(test)


def test_documents_do_not_wait_for_each_other() -> None:
    async def test(queue: CheckQueue, checks: Checks, timers: Timers) -> None:
        queue.check_now("a")
        queue.check_soon("b")
        timers.run_out()
        await settle()
        assert checks.begun == ["a", "b"]
        await checks.end()

    run(test)


def test_opening_or_saving_does_not_wait_for_a_pause() -> None:
    async def test(queue: CheckQueue, checks: Checks, timers: Timers) -> None:
        queue.check_soon("a")
        queue.check_now("a")
        await settle()
        assert checks.begun == ["a"]
        assert timers.waiting == []
        await checks.end()

    run(test)


def test_a_document_that_was_closed_is_checked_no_more() -> None:
    async def test(queue: CheckQueue, checks: Checks, timers: Timers) -> None:
        queue.check_soon("a")
        queue.forget("a")
        timers.run_out()
        await settle()
        assert checks.begun == []
        queue.check_now("b")
        await settle()
        queue.check_now("b")
        queue.forget("b")
        await checks.end()
        assert checks.begun == ["b"]

    run(test)


def test_a_change_during_a_check_that_fails_is_checked_once_after_it() -> None:
    begun: list[str] = []
    errors: list[BaseException] = []

    async def fail_at_first(uri: str) -> None:
        begun.append(uri)
        await asyncio.sleep(0)
        if len(begun) == 1:
            raise ZeroDivisionError

    async def test() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: errors.append(context["exception"]))
        queue = CheckQueue(fail_at_first, Timers())
        queue.check_now("a")
        await asyncio.sleep(0)
        queue.check_now("a")
        await settle()
        assert begun == ["a", "a"]
        queue.check_now("a")
        await settle()
        assert begun == ["a", "a", "a"]

    asyncio.run(test())
    assert [type(error) for error in errors] == [ZeroDivisionError]
