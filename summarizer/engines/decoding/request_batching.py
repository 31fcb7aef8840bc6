"""Several jobs that each ask a model now and then, their questions put to it together.

    results = together(engine, [partial(summarize, article, ...) for article in articles])

Each job is given an engine of its own to ask and is written as if it were alone. It runs until it asks for texts; when
all jobs have asked or are done, what they asked for is written in one go, which is several times as fast as one after
another. Only one job runs at a time, always in the same order, so nothing in a job needs to mind threads.

Questions are put together only where that cannot change an answer's words: prompts from which MANY texts grow (see
`interface.py`). All others are put one after the other.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from summarizer.engines.decoding.scheduler import each
from summarizer.engines.interface import GREEDY, Cancel, Engine, Generation, Message, OnToken, Options

T = TypeVar("T")
MANY = 5  # texts of one prompt
ABANDONED_SECONDS = 1.0  # for a job that is at work when the run is broken off; it ends when it asks next


class Abandoned(BaseException):
    """Ends a job whose answer will never come, because the run was broken off."""


def together(engine: Engine, jobs: Sequence[Callable[[Engine], T]]) -> Iterator[T]:
    """What each job returns, in the order of the jobs, when all are done. What a job raises is raised in its turn."""
    runs = [_Run(engine, job) for job in jobs]
    try:
        waiting = runs
        while waiting:
            for run in waiting:
                run.go_on()
            waiting = [run for run in waiting if run.question]
            _answer(engine, [run.question for run in waiting if run.question])
    finally:
        for run in runs:
            run.abandon()
    for run in runs:
        yield run.result()


@dataclass(slots=True)
class _Question:
    prompts: Sequence[str]
    n: Sequence[int]
    options: Sequence[Options]
    seed: int
    alone: dict[str, Any] = field(default_factory=dict)  # what only this one asks for
    answer: list[list[Generation]] | Exception | None = None

    @property
    def words(self) -> tuple[object, ...]:
        """What is asked, as far as it makes the answer."""
        return tuple(self.prompts), tuple(self.n), tuple(self.options)

    @property
    def shareable(self) -> bool:
        texts: dict[str, int] = {}
        for prompt, count, options in zip(self.prompts, self.n, self.options, strict=True):
            texts[prompt] = texts.get(prompt, 0) + (count if options.temperature > 0 else options.beams)
        return not self.alone and all(count >= MANY for count in texts.values())


def _answer(engine: Engine, questions: Sequence[_Question]) -> None:
    by_seed: dict[int, list[_Question]] = {}
    for one in questions:
        if one.shareable:
            by_seed.setdefault(one.seed, []).append(one)
    for seed, shared in by_seed.items():
        alike = {one.words: one for one in shared}  # the same article may be there twice
        some = list(alike.values())
        try:
            written = engine.generate(
                [prompt for one in some for prompt in one.prompts],
                n=[count for one in some for count in one.n],
                options=[options for one in some for options in one.options],
                seed=seed,
            )
        except Exception:  # of one of them: whose it is shows when each is asked alone
            continue
        for one in some:
            one.answer, written = written[: len(one.prompts)], written[len(one.prompts) :]
        for one in shared:
            one.answer = alike[one.words].answer
    for one in questions:
        if one.answer is None:
            try:
                one.answer = engine.generate(one.prompts, n=one.n, options=one.options, seed=one.seed, **one.alone)
            except Exception as error:
                one.answer = error


class _Run(Generic[T]):
    """One job in a thread of its own, which runs only while `go_on` waits for it."""

    def __init__(self, engine: Engine, job: Callable[[Engine], T]) -> None:
        self.question: _Question | None = None
        self._made: list[T] = []
        self._failed: BaseException | None = None
        self._turn, self._back = threading.Semaphore(0), threading.Semaphore(0)
        self._abandoned = False
        self._thread = threading.Thread(target=self._work, args=(_Asking(engine, self), job), daemon=True)

    def go_on(self) -> None:
        """Until the job asks or ends."""
        if not self._thread.ident:
            self._thread.start()
        self._turn.release()
        self._back.acquire()

    def result(self) -> T:
        if self._failed is not None:
            raise self._failed
        return self._made[0]

    def abandon(self) -> None:
        if self._thread.is_alive():
            self._abandoned = True
            self._turn.release()
            self._thread.join(ABANDONED_SECONDS)

    def _work(self, engine: Engine, job: Callable[[Engine], T]) -> None:
        self._turn.acquire()
        try:
            self._made.append(job(engine))
        except BaseException as error:
            self._failed = error
        self.question = None
        self._back.release()

    def ask(self, question: _Question) -> list[list[Generation]]:
        """Called in the job's thread."""
        self.question = question
        self._back.release()
        self._turn.acquire()
        if self._abandoned:
            raise Abandoned
        if isinstance(question.answer, Exception):
            raise question.answer
        assert question.answer is not None
        return question.answer


class _Asking:
    """The engine as a job sees it; see `interface.Engine`."""

    def __init__(self, engine: Engine, run: _Run[Any]) -> None:
        self._engine = engine
        self._run = run
        self.kind = type(engine).__name__  # what a report names as the engine
        self.name = engine.name
        self.revision = engine.revision
        self.family = engine.family
        self.window = engine.window
        self.defaults = engine.defaults
        self.samples = engine.samples

    def count(self, text: str) -> int:
        return self._engine.count(text)

    def ask(self, article: str, *, sentences: int, words: int) -> str:
        return self._engine.ask(article, sentences=sentences, words=words)

    def reads(self, options: Options) -> int:
        return self._engine.reads(options)

    def chat(self, messages: Sequence[Message]) -> str:
        return self._engine.chat(messages)

    def generate(
        self,
        prompts: Sequence[str],
        *,
        n: int | Sequence[int] = 1,
        options: Options | Sequence[Options] = GREEDY,
        seed: int = 0,
        cancel: Cancel | None = None,
        timeout: float | None = None,
        on_token: OnToken | None = None,
    ) -> list[list[Generation]]:
        given = {"cancel": cancel, "timeout": timeout, "on_token": on_token}
        alone = {name: value for name, value in given.items() if value is not None}
        counts, ways = each(n, len(prompts)), each(options, len(prompts))
        return self._run.ask(_Question(prompts, counts, ways, seed, alone))

    def close(self) -> None:
        """The engine is everybody's: whoever loaded it closes it."""
