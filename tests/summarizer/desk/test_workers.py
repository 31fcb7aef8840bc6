"""Calls in worker processes: each has a deadline, and no worker outlives its parent."""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from functools import partial
from itertools import islice
from pathlib import Path

import psutil
import pytest

from summarizer.desk.workers import Cancelled, DeadlineExceeded, WorkerDied, WorkerPool, fork_context, isolated_context

STANDINS = Path(__file__).parents[1] / "standins"
LONG, SHORT = 600.0, 1.0


@pytest.fixture
def tasks(failing_checks):
    return importlib.import_module("worker_tasks")


@pytest.fixture(params=[fork_context, isolated_context])
def pool(request, tasks):
    with WorkerPool(2, request.param()) as pool:
        yield pool


# ---- many calls, in order --------------------------------------------------------------------------------------------


DOUBLED = {number: 2 * number for number in range(9)}


def test_each_task_comes_with_its_answer_once(pool, tasks):
    answers = list(pool.imap_unordered(tasks.double, iter(range(9)), lambda _: LONG))
    assert sorted(answers) == sorted(DOUBLED.items())
    assert list(pool.imap_unordered(tasks.double, [], lambda _: LONG)) == []
    assert list(pool.imap_unordered(tasks.double, [7], lambda _: LONG)) == [(7, 14)]


def test_it_is_said_which_task_a_worker_has_begun(pool, tasks):
    begun = []
    for task, _ in pool.imap_unordered(tasks.double, range(9), lambda _: LONG, begun.append):
        assert task in begun
    assert begun == list(range(9))


def test_the_others_are_answered_before_a_task_that_hangs(pool, tasks):
    answers = pool.imap_unordered(partial(tasks.hang_at, 0), range(9), lambda _: LONG)
    assert dict(islice(answers, 8)) == {task: answer for task, answer in DOUBLED.items() if task}
    answers.close()


def test_a_task_that_hangs_is_an_error_and_the_others_are_answered(pool, tasks):
    seconds = lambda task: SHORT if task == 3 else LONG  # noqa: E731
    answers = dict(pool.imap_unordered(partial(tasks.hang_at, 3), range(9), seconds))
    assert str(answers[3]) == "took longer than 1 s"
    assert isinstance(answers[3], DeadlineExceeded)
    assert answers == {**DOUBLED, 3: answers[3]}


def test_a_termination_signal_ends_a_worker_and_the_others_are_answered(pool, tasks):
    answers = dict(pool.imap_unordered(partial(tasks.end_at, 3), range(9), lambda _: LONG))
    assert str(answers[3]) == "its process was ended by signal 15"
    assert isinstance(answers[3], WorkerDied)
    assert answers == {**DOUBLED, 3: answers[3]}


def test_a_worker_is_replaced_after_so_many_calls(tasks):
    with WorkerPool(2, fork_context(), max_calls=3) as pool:
        answers = list(pool.imap_unordered(tasks.pid_and, range(20), lambda _: LONG))
    assert sorted(task for task, _ in answers) == list(range(20))
    calls = Counter(pid for _, (pid, _) in answers)
    assert max(calls.values()) == 3


def test_what_a_task_raises_is_raised(pool, tasks):
    with pytest.raises(ValueError, match="not 1"):
        list(pool.imap_unordered(tasks.refuse, [1], lambda _: LONG))


def test_answers_that_nobody_waits_for_any_more_do_not_come_later(pool, tasks):
    answers = pool.imap_unordered(tasks.double, range(9), lambda _: LONG)
    assert next(answers)[1] in DOUBLED.values()
    answers.close()
    assert sorted(pool.imap_unordered(tasks.double, [50, 60], lambda _: LONG)) == [(50, 100), (60, 120)]


# ---- one call, from any thread ---------------------------------------------------------------------------------------


def test_a_worker_is_kept_for_the_next_call(pool, tasks):
    assert pool.call(tasks.own_pid, seconds=LONG) == pool.call(tasks.own_pid, seconds=LONG) != os.getpid()


def test_a_call_that_hangs_is_an_error_and_the_next_is_answered(pool, tasks):
    with pytest.raises(DeadlineExceeded, match="took longer than 1 s"):
        pool.call(tasks.hang_at, 3, 3, seconds=SHORT)
    assert pool.call(tasks.double, 4, seconds=LONG) == 8


def test_while_a_call_hangs_another_thread_is_answered_until_the_pool_is_closed(pool, tasks, tmp_path, file_appears):
    raised = []

    def hang() -> None:
        with pytest.raises(WorkerDied) as caught:
            pool.call(tasks.touch_and_hang, tmp_path / "begun", seconds=LONG)
        raised.append(caught.value)

    hanging = threading.Thread(target=hang)
    hanging.start()
    assert file_appears(tmp_path / "begun")
    assert [pool.call(tasks.double, number, seconds=LONG) for number in range(3)] == [0, 2, 4]
    pool.close()
    hanging.join()
    assert len(raised) == 1
    with pytest.raises(WorkerDied):
        pool.call(tasks.double, 4, seconds=LONG)


def test_a_call_that_nobody_waits_for_is_cancelled_and_its_worker_ended(pool, tasks, tmp_path):
    begun = tmp_path / "begun"
    process = pool.call(tasks.own_pid, seconds=LONG)
    with pytest.raises(Cancelled):
        pool.call(tasks.touch_and_hang, begun, seconds=LONG, is_cancelled=begun.exists)
    assert pool.call(tasks.own_pid, seconds=LONG, is_cancelled=lambda: False) != process
    assert not psutil.pid_exists(process)


def test_a_call_that_waits_for_a_worker_is_cancelled(tasks, tmp_path, file_appears):
    with WorkerPool(1, fork_context()) as pool:

        def hang() -> None:
            with contextlib.suppress(WorkerDied):
                pool.call(tasks.touch_and_hang, tmp_path / "begun", seconds=LONG)

        hanging = threading.Thread(target=hang)
        hanging.start()
        assert file_appears(tmp_path / "begun")
        with pytest.raises(Cancelled):
            pool.call(tasks.double, 4, seconds=LONG, is_cancelled=lambda: True)
        pool.close()
        hanging.join()


def test_a_call_whose_worker_is_killed_is_answered_by_another(pool, tasks, tmp_path):
    answered_by = pool.call(tasks.end_first_time, tmp_path / "killed", seconds=LONG)
    assert answered_by != int((tmp_path / "killed").read_text())


def test_workers_that_are_killed_while_they_are_idle_are_replaced(pool, tasks, processes_end):
    for _ in range(2):
        worker = psutil.Process(pool.call(tasks.own_pid, seconds=LONG))
        worker.kill()
        assert processes_end([worker])
        assert pool.call(tasks.own_pid, seconds=LONG) != worker.pid


def test_a_call_that_kills_every_worker_is_an_error_after_two(pool, tasks, tmp_path):
    with pytest.raises(WorkerDied, match="its process was ended by signal 15"):
        pool.call(tasks.end_every_time, tmp_path, seconds=LONG)
    assert len(list(tmp_path.iterdir())) == 2
    assert pool.call(tasks.double, 4, seconds=LONG) == 8


@pytest.mark.parametrize(
    ("task", "raised", "said"),
    [
        ("refuse", ValueError, "not 7"),
        ("fail", RuntimeError, "TwoReasons: one, another"),
        ("give_a_function", Exception, "pickle"),
    ],
)
def test_an_error_is_raised_where_the_call_was_made_and_the_worker_goes_on(pool, tasks, task, raised, said):
    before = pool.call(tasks.own_pid, seconds=LONG)
    with pytest.raises(raised, match=said):
        pool.call(getattr(tasks, task), *([7] if task == "refuse" else []), seconds=LONG)
    assert pool.call(tasks.own_pid, seconds=LONG) == before


# ---- no worker outlives its parent -----------------------------------------------------------------------------------

CALLING = """
import sys
from pathlib import Path
sys.path.insert(0, {standins!r})
import worker_tasks
from summarizer.desk.workers import WorkerPool, {context}
WorkerPool(2, {context}()).call(worker_tasks.touch_and_hang, Path({file!r}), seconds=600)
"""
CHECKING = """
import sys
sys.path.insert(0, {standins!r})
from checks_that_fail import check
from summarizer.desk import batch
from summarizer.desk.checking import CheckOptions
batch.MIN_ITEMS_FOR_WORKERS, batch.os.cpu_count = 2, lambda: 2
settings = batch.BatchSettings(article_seconds={deadline})
batch.run_batch({folder!r}, batch.Path({report!r}), CheckOptions(), None, settings, check=check)
"""


def descendants(run: subprocess.Popen) -> list[psutil.Process]:
    """All processes that the run has started."""
    return psutil.Process(run.pid).children(recursive=True)


@pytest.mark.skipif(os.name != "posix", reason="there is no such signal here")
@pytest.mark.parametrize("context", ["fork_context", "isolated_context"])
def test_a_worker_that_hangs_ends_when_its_parent_is_killed(tmp_path, file_appears, processes_end, context):
    code = CALLING.format(standins=str(STANDINS), context=context, file=str(tmp_path / "begun"))
    run = subprocess.Popen([sys.executable, "-c", code])
    assert file_appears(tmp_path / "begun")
    workers = descendants(run)
    assert workers
    run.kill()
    run.wait()
    assert processes_end(workers)


@pytest.mark.skipif(os.name != "posix", reason="there is no such signal here")
@pytest.mark.parametrize("word", ["", "HANGS", "HANGS_IN_C"])
def test_the_workers_of_a_batch_that_is_killed_end(tmp_path, failing_checks, file_appears, processes_end, word):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "b", "c"):
        text = (
            f"Police arrested 12 people. {failing_checks.HANGS if name == 'a' else getattr(failing_checks, word, '')}"
        )
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    deadline = 4 if word == "HANGS_IN_C" else 600  # the system kills it after three times the deadline
    code = CHECKING.format(standins=str(STANDINS), folder=str(folder), report=str(tmp_path / "out"), deadline=deadline)
    run = subprocess.Popen([sys.executable, "-c", code])
    for name in ("a", "b") if word else ("a",):
        assert file_appears(folder / f"{name}.txt{failing_checks.BEGUN}")
    workers = descendants(run)
    assert workers
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert processes_end(workers)
