"""Jobs that ask an engine together: what each gets is what it would get alone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from summarizer.engines import Engine, Finish, Generation, Options, load
from summarizer.engines.decoding.scheduler import each
from summarizer.engines.decoding.request_batching import together
from summarizer.models.errors import EngineFailed

FREE = Options(max_tokens=12, temperature=0.8)


class Echo:
    """Answers each prompt with itself and notes what was asked in one call. It has no window for "huge"."""

    name, revision, family, window, defaults, samples = "echo", "1", "chat", 100, Options(), 10

    def __init__(self) -> None:
        self.calls: list[list[str]] = []

    def generate(self, prompts: Sequence[str], *, n: Any = 1, options: Any = None, **_: Any) -> list[list[Generation]]:
        self.calls.append(list(prompts))
        if "huge" in prompts:
            raise EngineFailed("too long")
        counts = each(n, len(prompts))
        return [[Generation(one, 1, Finish.STOP, 0.0)] * count for one, count in zip(prompts, counts, strict=True)]


def asks(prompts: Sequence[str], n: int = 5, **more: Any) -> Callable[[Engine], list[str]]:
    """A job that asks for one prompt after the other."""

    def job(engine: Engine) -> list[str]:
        return [engine.generate([one], n=n, options=FREE, **more)[0][0].text for one in prompts]

    return job


def test_what_jobs_ask_at_the_same_time_is_written_in_one_call() -> None:
    engine = Echo()
    made = list(together(engine, [asks("abc"), asks("d"), asks(""), asks("ef")]))  # type: ignore[arg-type]
    assert made == [["a", "b", "c"], ["d"], [], ["e", "f"]]
    assert engine.calls == [["a", "d", "e"], ["b", "f"], ["c"]]


def test_few_texts_other_seeds_and_time_limits_are_asked_for_alone() -> None:
    engine = Echo()
    jobs = [asks("a"), asks("b", n=2), asks("c", seed=1), asks("d", timeout=9.0), asks("e")]
    assert list(together(engine, jobs)) == [["a"], ["b"], ["c"], ["d"], ["e"]]  # type: ignore[arg-type]
    assert sorted(engine.calls) == [["a", "e"], ["b"], ["c"], ["d"]]


def test_the_same_question_is_put_once() -> None:
    engine = Echo()
    assert list(together(engine, [asks("a"), asks("b"), asks("a")])) == [["a"], ["b"], ["a"]]  # type: ignore[arg-type]
    assert engine.calls == [["a", "b"]]


def test_an_engines_refusal_reaches_the_job_that_asked_and_no_other() -> None:
    engine = Echo()

    def careful(engine: Engine) -> str:
        try:
            return engine.generate(["huge"], n=5, options=FREE)[0][0].text
        except EngineFailed as error:
            return f"refused: {error}"

    made = list(together(engine, [asks("a"), careful, asks("b")]))  # type: ignore[arg-type, list-item]
    assert made == [["a"], "refused: too long", ["b"]]


def test_what_a_job_raises_is_raised_in_its_turn_and_no_thread_is_left() -> None:
    before = threading.active_count()

    def broken(engine: Engine) -> list[str]:
        raise ValueError("broken")

    results = together(Echo(), [asks("a"), broken, asks("b")])  # type: ignore[arg-type]
    assert next(results) == ["a"]
    with pytest.raises(ValueError, match="broken"):
        next(results)
    assert threading.active_count() == before


def test_a_run_that_is_broken_off_leaves_no_thread_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    engine, before = Echo(), threading.active_count()

    def interrupt(*_: Any, **__: Any) -> list[list[Generation]]:
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "generate", interrupt)
    with pytest.raises(KeyboardInterrupt):
        list(together(engine, [asks("a"), asks("b")]))  # type: ignore[arg-type]
    assert threading.active_count() == before


@pytest.mark.parametrize("kind", ["bart", "gguf"])
def test_texts_are_those_that_each_would_get_alone(kind: str, request: pytest.FixtureRequest) -> None:
    engine = load(str(request.getfixturevalue(kind)), exact=True)
    stories = [
        "The council voted to close two libraries.",
        "Officials said.",
        "About 40 staff will lose jobs on Tuesday.",
    ]

    def drafts(prompt: str, engine: Engine) -> list[str]:
        return [one.text for one in engine.generate([prompt], n=6, options=FREE, seed=4)[0]]

    jobs = [partial(drafts, engine.ask(one, sentences=1, words=10)) for one in stories]
    assert list(together(engine, jobs)) == [job(engine) for job in jobs]


def test_the_engines_own_facts_are_passed_on(gguf: Path) -> None:
    engine = load(str(gguf))

    def facts(asked: Engine) -> tuple[object, ...]:
        return asked.name, asked.revision, asked.window, asked.count("two libraries"), asked.reads(FREE)

    assert list(together(engine, [facts])) == [facts(engine)]
