"""Long stories are read part by part, then what the parts gave; every reading is verified against the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest

import checks
import summarizer
from summarizer.engines.base import broadcast
from summarizer.engines.interface import GREEDY, Finish, Generation, Options
from summarizer.language.chunking import chunk_story, pack, story_sentences

NAMES = (
    "Avery Brock Crane Dunn Ellis Farr Garth Holt Innes Jarvis Kelso Lomax Moss Nairn Odell Pryce Quill Rusk".split()
)


def paragraph(number: int) -> str:
    name = f"{NAMES[number % len(NAMES)]}{chr(97 + number // len(NAMES))}"
    return (
        f"Inspector {name} examined quay number {number} in the harbour. "
        f"The inspector found {number + 3} cracks in its wall, and the board ordered repairs at once. "
        "The gates stay closed to the public until the work is done."
    )


def report(paragraphs: int) -> str:
    return "\n\n".join(paragraph(number) for number in range(paragraphs))


class LeadEngine:
    """An engine that summarises a text by its first sentence, and invents a second one."""

    name = "leader"
    revision = "1"
    context_length = 400
    defaults = GREEDY
    default_samples = 10

    def __init__(self, max_article_tokens: int = 150, invention: str = "Inspector Zorn closed 999 harbours.") -> None:
        self.max_tokens = max_article_tokens
        self.invention = invention
        self.calls: list[int] = []
        self.asked: list[str] = []

    def count(self, text: str) -> int:
        return len(text.split())

    def summary_prompt(self, article: str, *, sentences: int, words: int) -> str:
        return article

    def max_article_tokens(self, options: Options) -> int:
        return self.max_tokens

    def chat_prompt(self, messages: Sequence[Any]) -> str:
        return ""

    def generate(
        self,
        prompts: Sequence[str],
        *,
        n: int | Sequence[int] = 1,
        options: Options | Sequence[Options] = GREEDY,
        **rest: Any,
    ) -> list[list[Generation]]:
        self.calls.append(len(prompts))
        self.asked += prompts
        return [
            [Generation(f"{re.split('(?<=[.]) ', prompt)[0]} {self.invention}", 20, Finish.STOP, -0.5)] * count
            for prompt, count in zip(prompts, broadcast(n, len(prompts)), strict=True)
        ]

    def close(self) -> None:
        pass


def test_a_long_story_is_read_again_in_what_its_parts_gave() -> None:
    engine = LeadEngine()
    summary = summarizer.summarize(report(30), model=engine)
    assert summary.coverage.is_complete
    assert summary.coverage.parts > 3
    assert summary.coverage.readings == max(draft.reading for draft in summary.drafts) >= 2
    assert summary.sentences


def test_drafts_of_the_whole_come_first() -> None:
    drafts = summarizer.summarize(report(30), model=LeadEngine()).drafts
    assert drafts[0].reading == max(draft.reading for draft in drafts)
    assert [draft.reading for draft in drafts] == sorted((draft.reading for draft in drafts), reverse=True)


def test_a_short_story_is_read_once() -> None:
    engine = LeadEngine(max_article_tokens=10_000)
    summary = summarizer.summarize(report(5), model=engine)
    assert (summary.coverage.parts, summary.coverage.readings) == (1, 1)
    assert len(set(engine.asked)) == 1


def test_what_a_part_invents_never_reaches_the_next_reading() -> None:
    engine = LeadEngine()
    summary = summarizer.summarize(report(30), model=engine)
    assert not any("Zorn" in asked for asked in engine.asked)
    assert "Zorn" not in summary.text
    assert any("Zorn" in rejection.text for rejection in summary.rejected)


def test_a_part_of_which_nothing_passes_is_represented_by_its_own_sentence() -> None:
    class InventingEngine(LeadEngine):
        def generate(self, prompts: Sequence[str], **rest: Any) -> list[list[Generation]]:
            by_prompt = super().generate(prompts, **rest)
            return [[Generation(self.invention, 5, Finish.STOP, -0.5) for _ in drafts] for drafts in by_prompt]

    engine = InventingEngine()
    text = report(30)
    summary = summarizer.summarize(text, model=engine)
    last_prompt = engine.asked[-1]
    assert summary.coverage.readings >= 2
    assert all(sentence in text.replace("\n\n", " ") for sentence in re.split(r"(?<=[.]) ", last_prompt))
    assert summary.sentences


def test_the_result_says_which_parts_it_tells_of() -> None:
    summary = summarizer.summarize(report(30), model=LeadEngine())
    assert summary.coverage.told_parts
    assert set(summary.coverage.told_parts) <= set(range(summary.coverage.parts))


def test_progress_counts_parts_up_to_the_end() -> None:
    seen: list[tuple[int, int]] = []
    summary = summarizer.summarize(
        report(30), model=LeadEngine(), progress=lambda done, total: seen.append((done, total))
    )
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})
    assert seen[-1][0] == seen[-1][1] > summary.coverage.parts


def test_only_a_few_parts_are_decoded_together() -> None:
    engine = LeadEngine()
    summarizer.summarize(report(200), model=engine)
    assert max(engine.calls) <= 6


def test_a_model_that_writes_more_than_it_reads_still_ends() -> None:
    summary = summarizer.summarize(report(12), model=LeadEngine(max_article_tokens=18))
    assert summary.sentences
    assert summary.coverage.parts > 10


def test_parts_are_broken_between_paragraphs_where_these_fit() -> None:
    article = checks.read(report(12))
    parts = chunk_story(article, lambda text: len(text.split()), 110)
    assert [sentence for part in parts for sentence in part.sentences] == list(story_sentences(article))
    firsts = [article.sentences[part.sentences[0]] for part in parts]
    assert all(first.span.start == article.paragraphs[first.paragraph].span.start for first in firsts)


@pytest.mark.parametrize(("sizes", "limit"), [([10] * 9, 30), ([50, 10, 10], 55), ([5], 9), ([], 9)])
def test_packing_keeps_the_order_and_the_limit(sizes: list[int], limit: int) -> None:
    runs = pack([[(item, size)] for item, size in enumerate(sizes)], limit)
    assert [item for run in runs for item in run] == list(range(len(sizes)))
    assert all(sum(sizes[item] for item in run) <= limit for run in runs)


def test_packing_makes_runs_of_similar_size() -> None:
    runs = pack([[(item, 10)] for item in range(13)], 120)
    assert sorted(len(run) for run in runs) in ([6, 7], [13])


def test_a_block_that_is_too_long_is_broken_and_a_longer_item_left_out() -> None:
    assert pack([[(1, 40), (2, 40), (3, 99)]], 50) == [[1], [2]]
