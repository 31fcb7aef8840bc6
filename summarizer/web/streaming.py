"""Writes a summary and reports meanwhile the sentences of its first draft, with what the checks make of each.

A verdict is the one that the pipeline comes to: all guards and the support score, not figures alone. A sentence that
the checks have not seen yet, or only together with others later, is reported as a draft without a verdict.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any, Protocol, cast

import summarizer
from checks.model import Article
from summarizer.engines.abilities import JudgeSupport, kind_of, support_judge
from summarizer.engines.interface import GREEDY, Cancel, Engine, Generation, OnToken, Options
from summarizer.language.chunking import story_sentences
from summarizer.language.grounding import index_article
from summarizer.models.endpoints import EndpointOptions
from summarizer.pipeline import instructed
from summarizer.pipeline.result import Draft, Summary
from summarizer.pipeline.verification import no_refusal, verify_drafts
from summarizer.support.alignment import ParsedArticle

_SENTENCE_END = re.compile(r"[.!?][\"'”’)]{0,2}\s")
_NO_LETTERS = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class PartsRead:
    """How many parts of a long article were read, of how many as far as is known."""

    done: int
    total: int


class SentenceVerdict(StrEnum):
    """What is known of a sentence of a draft."""

    PENDING = "pending"  # not checked yet
    PASSED = "passed"  # all guards and the support score let it be printed
    UNSURE = "unsure"  # no guard objects, but the support score is too low, or a qualification was left out
    REJECTED = "rejected"  # a guard objects


@dataclass(frozen=True, slots=True)
class ShownSentence:
    """A sentence of a draft. `reason` says why it was rejected, and is empty otherwise."""

    text: str
    verdict: SentenceVerdict = SentenceVerdict.PENDING
    reason: str = ""
    rule: str = ""  # slug of the rule of `checks` that objected; empty where a guard did


@dataclass(frozen=True, slots=True)
class DraftProgress:
    """All sentences of the first draft so far, in order; each report replaces the one before."""

    sentences: tuple[ShownSentence, ...]


SummaryEvent = PartsRead | DraftProgress
Report = Callable[[SummaryEvent], None]


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


class SummaryCancelled(Exception):
    """Raised to give up a summary that nobody waits for. What becomes of it: disconnection.py."""


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

    Raises SummaryCancelled soon after `stopped` returns true.
    """

    def progress(done: int, total: int) -> None:
        if stopped():
            raise SummaryCancelled
        report(PartsRead(done, total))

    loaded = summarizer.loaded(model, endpoint)
    judge = DraftJudge(
        article,
        report,
        is_instructed=instructed.family_of(loaded) is not None,
        judge_support=support_judge(loaded),
    )
    engine = ObservedEngine(loaded, judge, stopped)
    return summarizer.summarize(article, model=cast(Engine, engine), progress=progress, **limits)


class DraftJudge:
    """Reports a draft while it is written: what is complete of it, then the verdicts."""

    def __init__(
        self,
        article: Article,
        report: Report,
        *,
        is_instructed: bool = False,
        judge_support: JudgeSupport | None = None,
    ) -> None:
        self._report = report
        self._is_instructed = is_instructed
        self._parsed_article = ParsedArticle(index_article(article), judge_support)
        sentences = [article.text_of(article.sentences[number].span) for number in story_sentences(article)]
        self._story_letters = _letters(" ".join(sentences))
        self._judged: tuple[ShownSentence, ...] = ()
        self._judged_text = ""

    def is_of_whole_story(self, prompt: str) -> bool:
        """Whether a prompt holds the whole story, which the pipeline then checks the draft against."""
        return self._story_letters in _letters(prompt)

    def judge(self, text: str, *, with_verdicts: bool) -> None:
        """Report the complete sentences of a draft, without verdicts for what is new in it; then with them, if asked.

        Verdicts are right only for drafts of the whole story: those of a part are checked against that part.
        """
        if text == self._judged_text or not text:
            return
        goes_on = text.startswith(self._judged_text)
        known = self._judged if goes_on else ()
        added = text[len(self._judged_text) :] if goes_on else text
        self._report(DraftProgress((*known, *(ShownSentence(each) for each in _split(added)))))
        self._judged_text = text
        if not with_verdicts:
            self._judged = (*known, *(ShownSentence(each) for each in _split(added)))
            return
        self._judged = self._with_verdicts(text, known)
        self._report(DraftProgress(self._judged))

    def _with_verdicts(self, text: str, known: Sequence[ShownSentence]) -> tuple[ShownSentence, ...]:
        """The sentences of a draft with their verdicts, those that were known before in the same order."""
        refusal = instructed.refusal if self._is_instructed else no_refusal
        verified = verify_drafts([Draft(text)], self._parsed_article, refusal=refusal)
        found = [
            ShownSentence(each.text, SentenceVerdict.REJECTED, each.reason, each.rule) for each in verified.rejected
        ]
        found += [
            ShownSentence(
                each.text, SentenceVerdict.PASSED if self._is_instructed or each.is_sure else SentenceVerdict.UNSURE
            )
            for each in verified.passed
        ]
        places = {each.text: number for number, each in enumerate(known, -len(known))}
        return tuple(sorted(found, key=lambda each: places.get(each.text, text.find(each.text))))


def _letters(text: str) -> str:
    """The letters and digits alone: prompts differ in blanks, and some escape quotation marks."""
    return _NO_LETTERS.sub("", text)


def _split(text: str) -> list[str]:
    """The sentences of a draft that was not read yet, roughly."""
    ends = [0, *(found.end() for found in _SENTENCE_END.finditer(text)), len(text)]
    return [sentence for start, end in pairwise(ends) if (sentence := text[start:end].strip())]


class ObservedEngine:
    """An engine whose first draft of a text is reported sentence by sentence, and which stops when nobody waits.

    Drafts of several texts at once, which are parts of a long article, are not shown: of these only progress is told.
    """

    def __init__(self, engine: Engine, judge: DraftJudge, stopped: Callable[[], bool]) -> None:
        self._engine, self._judge, self._stopped = engine, judge, stopped
        self.kind = kind_of(engine)

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
        """As `Engine.generate`. Raises SummaryCancelled too."""
        draft = ""
        is_one_text = len(set(prompts)) == 1
        with_verdicts = is_one_text and self._judge.is_of_whole_story(prompts[0])

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
                self._judge.judge(draft[: ends[-1]].strip(), with_verdicts=with_verdicts)

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
            raise SummaryCancelled
        if is_one_text and generations[0]:
            self._judge.judge(generations[0][0].text.strip(), with_verdicts=with_verdicts)
        return generations
