"""Batched requests of several jobs: each job gets what it would get alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from summarizer.engines import Engine, Finish, Generation, Options
from summarizer.engines.base import broadcast
from summarizer.engines.decoding.request_batching import run_batched
from summarizer.models.errors import EngineFailed

from ..conftest import load

SAMPLING = Options(max_tokens=12, temperature=0.8)


class Echo:
    """Answers each prompt with itself and records the prompts of each call. Fails for the prompt "huge"."""

    name, revision = "echo", "1"
    context_length, defaults, default_samples = 100, Options(), 10

    def __init__(self) -> None:
        self.calls: list[list[str]] = []

    def generate(self, prompts: Sequence[str], *, n: Any = 1, options: Any = None, **_: Any) -> list[list[Generation]]:
        self.calls.append(list(prompts))
        if "huge" in prompts:
            raise EngineFailed("too long")
        counts = broadcast(n, len(prompts))
        return [
            [Generation(prompt, 1, Finish.STOP, 0.0)] * count for prompt, count in zip(prompts, counts, strict=True)
        ]


def job_asking(prompts: Sequence[str], n: int = 5, **limits: Any) -> Callable[[Engine], list[str]]:
    """A job that sends one prompt after the other."""

    def job(engine: Engine) -> list[str]:
        return [engine.generate([prompt], n=n, options=SAMPLING, **limits)[0][0].text for prompt in prompts]

    return job


def test_requests_of_several_jobs_are_sent_in_one_call() -> None:
    engine = Echo()
    jobs = [job_asking("abc"), job_asking("d"), job_asking(""), job_asking("ef")]
    assert list(run_batched(engine, jobs)) == [["a", "b", "c"], ["d"], [], ["e", "f"]]  # type: ignore[arg-type]
    assert engine.calls == [["a", "d", "e"], ["b", "f"], ["c"]]


def test_an_engine_that_answers_one_by_one_gets_one_job_after_another() -> None:
    """So that the first of twenty articles is done after a twentieth of the time."""
    engine = Echo()
    engine.is_sequential = True  # type: ignore[attr-defined]
    finished: list[tuple[int, int]] = []  # job, calls by then

    def job(number: int) -> Callable[[Engine], int]:
        def run(engine_of_job: Engine) -> int:
            job_asking("ab")(engine_of_job)
            finished.append((number, len(engine.calls)))
            return number

        return run

    assert list(run_batched(engine, [job(0), job(1), job(2)])) == [0, 1, 2]  # type: ignore[arg-type]
    assert finished == [(0, 2), (1, 4), (2, 6)]


def test_each_job_of_such_an_engine_has_its_own_time() -> None:
    class Slow(Echo):
        is_sequential = True

        def generate(self, prompts: Sequence[str], **rest: Any) -> list[list[Generation]]:
            finish = Finish.TIMEOUT if "slow" in prompts else Finish.STOP
            return [[replace(text, finish=finish) for text in texts] for texts in super().generate(prompts, **rest)]

    jobs = [job_asking(["a"]), job_asking(["slow"]), job_asking(["b"])]
    late = run_batched(Slow(), jobs, seconds=60, timed_out=lambda index: [f"late {index}"])  # type: ignore[arg-type]
    assert list(late) == [["a"], ["late 1"], ["b"]]


def test_requests_with_other_seeds_or_time_limits_are_sent_alone() -> None:
    engine = Echo()
    jobs = [
        job_asking("a"),
        job_asking("b", n=2),
        job_asking("c", seed=1),
        job_asking("d", timeout=9.0),
        job_asking("e"),
    ]
    assert list(run_batched(engine, jobs)) == [["a"], ["b"], ["c"], ["d"], ["e"]]  # type: ignore[arg-type]
    assert sorted(engine.calls) == [["a", "b", "e"], ["c"], ["d"]]


def test_equal_requests_are_sent_once() -> None:
    engine = Echo()
    jobs = [job_asking("a"), job_asking("b"), job_asking("a")]
    assert list(run_batched(engine, jobs)) == [["a"], ["b"], ["a"]]  # type: ignore[arg-type]
    assert engine.calls == [["a", "b"]]


def test_an_error_of_the_engine_reaches_the_job_that_caused_it_and_no_other() -> None:
    engine = Echo()

    def careful_job(engine: Engine) -> str:
        try:
            return engine.generate(["huge"], n=5, options=SAMPLING)[0][0].text
        except EngineFailed as error:
            return f"refused: {error}"

    results = list(run_batched(engine, [job_asking("a"), careful_job, job_asking("b")]))  # type: ignore[arg-type, list-item]
    assert results == [["a"], "refused: too long", ["b"]]


def test_a_request_that_fails_alone_is_sent_once() -> None:
    engine = Echo()
    with pytest.raises(EngineFailed):
        list(run_batched(engine, [job_asking(["huge"])]))  # type: ignore[arg-type]
    assert engine.calls == [["huge"]]


def test_an_error_of_a_job_is_raised_in_its_place_and_no_thread_is_left() -> None:
    threads_before = threading.active_count()

    def broken_job(engine: Engine) -> list[str]:
        raise ValueError("broken")

    results = run_batched(Echo(), [job_asking("a"), broken_job, job_asking("b")])  # type: ignore[arg-type]
    assert next(results) == ["a"]
    with pytest.raises(ValueError, match="broken"):
        next(results)
    assert threading.active_count() == threads_before


def test_an_interrupted_run_leaves_no_thread_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    engine, threads_before = Echo(), threading.active_count()

    def interrupt(*_: Any, **__: Any) -> list[list[Generation]]:
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "generate", interrupt)
    with pytest.raises(KeyboardInterrupt):
        list(run_batched(engine, [job_asking("a"), job_asking("b")]))  # type: ignore[arg-type]
    assert threading.active_count() == threads_before


# ---- jobs with a limit of time ---------------------------------------------------------------------------------------


class Slow(Echo):
    """Takes all the time that it is given for the prompt "slow", which is cut off then, and no time for others."""

    def generate(self, prompts: Sequence[str], *, timeout: float | None = None, **more: Any) -> list[list[Generation]]:
        texts = super().generate(prompts, **more)
        if "slow" not in prompts:
            return texts
        assert timeout is not None
        time.sleep(timeout)
        first_cut = prompts.index("slow")
        return [
            texts_of_prompt if index < first_cut else [replace(text, finish=Finish.TIMEOUT) for text in texts_of_prompt]
            for index, texts_of_prompt in enumerate(texts)
        ]


def loop_forever(engine: Engine) -> list[str]:
    try:
        while True:
            sum(range(100))
    except Exception:  # as code does that catches too much
        return []


def test_a_job_whose_request_takes_too_long_is_ended_and_the_others_go_on() -> None:
    engine = Slow()
    jobs = [job_asking("a"), job_asking(["slow", "never asked"]), job_asking("bc")]
    results = run_batched(engine, jobs, seconds=0.2, timed_out=lambda index: [f"job {index} was too slow"])  # type: ignore[arg-type]
    assert list(results) == [["a"], ["job 1 was too slow"], ["b", "c"]]
    assert engine.calls == [["a", "slow", "b"], ["slow"], ["b"], ["c"]]


def test_a_job_that_loops_is_ended_and_the_others_go_on() -> None:
    threads_before = threading.active_count()
    jobs = [job_asking("a"), loop_forever, job_asking("b")]
    results = run_batched(Echo(), jobs, seconds=0.2, timed_out=lambda index: [f"job {index} was too slow"])  # type: ignore[arg-type]
    assert list(results) == [["a"], ["job 1 was too slow"], ["b"]]
    assert threading.active_count() == threads_before


def test_a_job_with_time_enough_gets_the_same_and_its_own_limit_holds() -> None:
    engine = Slow()
    jobs = [job_asking("ab"), job_asking(["slow"], timeout=0.01)]
    results = run_batched(engine, jobs, seconds=600, timed_out=lambda index: [])  # type: ignore[arg-type]
    assert list(results) == [["a", "b"], ["slow"]]


@pytest.mark.parametrize("count", [1, 3, 6])
@pytest.mark.parametrize("model", ["bart", "gguf"])
def test_batched_jobs_get_the_texts_that_each_would_get_alone(
    model: str, count: int, request: pytest.FixtureRequest
) -> None:
    engine = load(str(request.getfixturevalue(model)))
    stories = [
        "The council voted to close two libraries.",
        "Officials said.",
        "About 40 staff will lose jobs on Tuesday.",
    ]

    def drafts(prompt: str, engine: Engine) -> list[str]:
        return [draft.text for draft in engine.generate([prompt], n=count, options=SAMPLING, seed=4)[0]]

    jobs = [partial(drafts, engine.summary_prompt(story, sentences=1, words=10)) for story in stories]
    assert list(run_batched(engine, jobs)) == [job(engine) for job in jobs]


def test_a_job_sees_the_facts_of_the_real_engine(gguf: Path) -> None:
    engine = load(str(gguf))

    def facts(engine: Engine) -> tuple[object, ...]:
        return (
            engine.name,
            engine.revision,
            engine.context_length,
            engine.count("two libraries"),
            engine.max_article_tokens(SAMPLING),
        )

    assert list(run_batched(engine, [facts])) == [facts(engine)]
