"""Writes a summary and meanwhile reports the sentences of its first draft, each with the verdict of the checks.

The verdict is that of the pipeline: it takes all guards and the support score, not figures alone. A sentence that has
not been checked yet, or that is checked only later together with others, is reported without a verdict.
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
_NON_WORD_CHARACTERS = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class PartsRead:
    """The number of parts of a long article that were read, and of all parts known so far."""

    done: int
    total: int


class SentenceVerdict(StrEnum):
    """The result of checking a sentence of a draft, as far as it is known."""

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
    """All sentences of the first draft so far, in order. Each report replaces the preceding one."""

    sentences: tuple[ShownSentence, ...]


SummaryEvent = PartsRead | DraftProgress
Report = Callable[[SummaryEvent], None]


class WriteSummary(Protocol):
    """The type of `write_summary`; tests pass other functions."""

    def __call__(
        self,
        article: Article,
        summary_options: dict[str, Any],
        report: Report,
        is_cancelled: Callable[[], bool],
        *,
        model: str,
        endpoint: EndpointOptions | None,
    ) -> Summary: ...


class SummaryCancelled(Exception):
    """Raised to stop writing a summary that nobody waits for. disconnection.py describes how it is handled."""


def write_summary(
    article: Article,
    summary_options: dict[str, Any],
    report: Report,
    is_cancelled: Callable[[], bool],
    *,
    model: str,
    endpoint: EndpointOptions | None,
) -> Summary:
    """The summary that `summarizer.summarize` returns, which explains `model`, `endpoint` and the summary options.

    Raises SummaryCancelled soon after `is_cancelled` returns true, and whatever `summarizer.summarize` raises.
    """

    def progress(done: int, total: int) -> None:
        if is_cancelled():
            raise SummaryCancelled
        report(PartsRead(done, total))

    loaded = summarizer.loaded(model, endpoint)
    judge = DraftJudge(
        article,
        report,
        is_instructed=instructed.family_of(loaded) is not None,
        judge_support=support_judge(loaded),
    )
    engine = ObservedEngine(loaded, judge, is_cancelled)
    return summarizer.summarize(article, model=cast(Engine, engine), progress=progress, **summary_options)


class DraftJudge:
    """Reports a draft while it is written: first its complete sentences, then their verdicts."""

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
        self._story_characters = _word_characters(" ".join(sentences))
        self._judged: tuple[ShownSentence, ...] = ()
        self._judged_text = ""

    def has_whole_story(self, prompt: str) -> bool:
        """Whether a prompt contains the whole story. If so, the pipeline checks the draft against the whole story."""
        return self._story_characters in _word_characters(prompt)

    def judge(self, text: str, *, with_verdicts: bool) -> None:
        """Report the complete sentences of a draft, at first without verdicts on the new ones; then with, if asked for.

        Verdicts are valid only for drafts of the whole story: the pipeline checks a draft of a part against that part.
        """
        if text == self._judged_text or not text:
            return
        is_continuation = text.startswith(self._judged_text)
        judged_before = self._judged if is_continuation else ()
        added = text[len(self._judged_text) :] if is_continuation else text
        self._report(DraftProgress((*judged_before, *(ShownSentence(each) for each in _split_sentences(added)))))
        self._judged_text = text
        if not with_verdicts:
            self._judged = (*judged_before, *(ShownSentence(each) for each in _split_sentences(added)))
            return
        self._judged = self._with_verdicts(text, judged_before)
        self._report(DraftProgress(self._judged))

    def _with_verdicts(self, text: str, judged_before: Sequence[ShownSentence]) -> tuple[ShownSentence, ...]:
        """The sentences of a draft with their verdicts. Those that were judged before come first, in the same order."""
        refusal = instructed.refusal if self._is_instructed else no_refusal
        verified = verify_drafts([Draft(text)], self._parsed_article, refusal=refusal)
        judged = [
            ShownSentence(each.text, SentenceVerdict.REJECTED, each.reason, each.rule) for each in verified.rejected
        ]
        judged += [
            ShownSentence(
                each.text, SentenceVerdict.PASSED if self._is_instructed or each.is_sure else SentenceVerdict.UNSURE
            )
            for each in verified.passed
        ]
        position_by_text = {each.text: number for number, each in enumerate(judged_before, -len(judged_before))}
        return tuple(sorted(judged, key=lambda each: position_by_text.get(each.text, text.find(each.text))))


def _word_characters(text: str) -> str:
    """The letters, digits and underscores of a text: prompts differ in white space, and some escape quotation marks."""
    return _NON_WORD_CHARACTERS.sub("", text)


def _split_sentences(text: str) -> list[str]:
    """The approximate sentences of a draft that was not parsed yet."""
    ends = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    return [sentence for start, end in pairwise(ends) if (sentence := text[start:end].strip())]


class ObservedEngine:
    """An engine whose first draft of a text is reported sentence by sentence, and which can be cancelled.

    Drafts of several texts at once, which are parts of a long article, are not reported: for those, `PartsRead` is.
    """

    def __init__(self, engine: Engine, judge: DraftJudge, is_cancelled: Callable[[], bool]) -> None:
        self._engine, self._judge, self._is_cancelled = engine, judge, is_cancelled
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
        """As `Engine.generate`. Also raises SummaryCancelled."""
        draft = ""
        is_one_text = len(set(prompts)) == 1
        with_verdicts = is_one_text and self._judge.has_whole_story(prompts[0])

        def judge_first_draft(prompt: int, candidate: int, added: str) -> None:
            nonlocal draft
            if on_token is not None:
                on_token(prompt, candidate, added)
            if not is_one_text or prompt or candidate:
                return
            complete_count = len(_SENTENCE_END.findall(draft))
            draft += added
            ends = [match.end() for match in _SENTENCE_END.finditer(draft)]
            if len(ends) > complete_count:
                self._judge.judge(draft[: ends[-1]].strip(), with_verdicts=with_verdicts)

        generations = self._engine.generate(
            prompts,
            n=n,
            options=options,
            seed=seed,
            cancel=lambda: self._is_cancelled() or (cancel is not None and cancel()),
            timeout=timeout,
            on_token=judge_first_draft,
        )
        if self._is_cancelled():
            raise SummaryCancelled
        if is_one_text and generations[0]:
            self._judge.judge(generations[0][0].text.strip(), with_verdicts=with_verdicts)
        return generations
