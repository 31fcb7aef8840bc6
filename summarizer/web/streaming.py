"""Writes a summary and reports meanwhile which sentences of its first draft hold, as the model writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

import summarizer
from checks.model import Article
from summarizer.engines.interface import GREEDY, Cancel, Engine, Generation, OnToken, Options
from summarizer.language.grounding import index_source, normalized
from summarizer.models.endpoints import EndpointOptions
from summarizer.pipeline.result import Draft, Summary
from summarizer.pipeline.verification import verify_drafts
from summarizer.support.alignment import Story

_SENTENCE_END = re.compile(r"[.!?][\"'”’)]{0,2}\s")


@dataclass(frozen=True, slots=True)
class PartsRead:
    """How many parts of a long article were read, of how many as far as is known."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class DraftVerdict:
    """A sentence of the first draft. `reason` says why it was rejected; it is empty if the article bears it out."""

    text: str
    reason: str = ""
    rule: str = ""  # slug of the rule of `checks` that objected; empty where a guard did


Event = PartsRead | DraftVerdict
Report = Callable[[Event], None]


class WriteSummary(Protocol):
    """`write_summary`; tests pass others."""

    def __call__(
        self,
        article: Article,
        limits: dict[str, Any],
        report: Report,
        stopped: Callable[[], bool],
        *,
        model: str,
        endpoint: EndpointOptions | None,
    ) -> Summary: ...


class Stopped(Exception):
    """Raised to give up a summary that nobody waits for."""


def write_summary(
    article: Article,
    limits: dict[str, Any],
    report: Report,
    stopped: Callable[[], bool],
    *,
    model: str,
    endpoint: EndpointOptions | None,
) -> Summary:
    """The summary that `summarizer.summarize` returns, where `model`, `endpoint` and the limits are explained.

    Raises Stopped soon after `stopped` returns true.
    """

    def progress(done: int, total: int) -> None:
        if stopped():
            raise Stopped
        report(PartsRead(done, total))

    engine = ObservedEngine(summarizer.loaded(model, endpoint), DraftJudge(article, report), stopped)
    return summarizer.summarize(article, model=cast(Engine, engine), progress=progress, **limits)


class DraftJudge:
    """Verifies each sentence of a draft as soon as it is complete, and reports it once."""

    def __init__(self, article: Article, report: Report) -> None:
        self._article, self._report = article, report
        self._reported: set[str] = set()  # normalized texts
        self._story = Story(index_source(article))

    def judge(self, text: str) -> None:
        """Report the sentences of a draft that were not reported yet."""
        verified = verify_drafts([Draft(text)], self._story)
        verdicts = [DraftVerdict(each.text, each.reason, each.rule) for each in verified.rejected]
        verdicts += [DraftVerdict(each.text) for each in verified.passed]
        for verdict in verdicts:
            key = normalized(verdict.text)
            if key not in self._reported:
                self._reported.add(key)
                self._report(verdict)


class ObservedEngine:
    """An engine whose first draft of a text is judged sentence by sentence, and which stops when nobody waits.

    Drafts of several texts at once, which are parts of a long article, are not judged: of these only progress is told.
    """

    def __init__(self, engine: Engine, judge: DraftJudge, stopped: Callable[[], bool]) -> None:
        self._engine, self._judge, self._stopped = engine, judge, stopped
        self.kind = getattr(engine, "kind", type(engine).__name__)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

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
        """As `Engine.generate`. Raises Stopped too."""
        draft = ""
        is_one_text = len(set(prompts)) == 1

        def judge_first(prompt: int, candidate: int, added: str) -> None:
            nonlocal draft
            if on_token is not None:
                on_token(prompt, candidate, added)
            if not is_one_text or prompt or candidate:
                return
            complete_before = len(_SENTENCE_END.findall(draft))
            draft += added
            ends = [found.end() for found in _SENTENCE_END.finditer(draft)]
            if len(ends) > complete_before:
                self._judge.judge(draft[: ends[-1]].strip())

        generations = self._engine.generate(
            prompts,
            n=n,
            options=options,
            seed=seed,
            cancel=lambda: self._stopped() or (cancel is not None and cancel()),
            timeout=timeout,
            on_token=judge_first,
        )
        if self._stopped():
            raise Stopped
        if is_one_text and generations[0]:
            self._judge.judge(generations[0][0].text.strip())
        return generations
