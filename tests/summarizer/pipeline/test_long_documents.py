"""Long stories: read part by part, then what was made of the parts; every step held against the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest

import checks
import summarizer
from summarizer.engines.decoding.scheduler import each
from summarizer.engines.interface import GREEDY, Finish, Generation, Options
from summarizer.language.chunking import packed, parts, told

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


class Leader:
    """An engine that summarises a text by its first sentence, and invents a second."""

    name = "leader"
    revision = "1"
    family = "chat"
    window = 400
    defaults = GREEDY
    samples = 10

    def __init__(self, reads: int = 150, lie: str = "Inspector Zorn closed 999 harbours.") -> None:
        self.room = reads
        self.lie = lie
        self.calls: list[int] = []
        self.asked: list[str] = []

    def count(self, text: str) -> int:
        return len(text.split())

    def ask(self, article: str, *, sentences: int, words: int) -> str:
        return article

    def reads(self, options: Options) -> int:
        return self.room

    def chat(self, messages: Sequence[Any]) -> str:
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
            [Generation(f"{re.split('(?<=[.]) ', prompt)[0]} {self.lie}", 20, Finish.STOP, -0.5)] * count
            for prompt, count in zip(prompts, each(n, len(prompts)), strict=True)
        ]

    def close(self) -> None:
        pass


def test_a_long_story_is_read_again_in_what_its_parts_gave() -> None:
    engine = Leader()
    summary = summarizer.summarize(report(30), model=engine)
    assert summary.coverage.whole
    assert summary.coverage.parts > 3
    assert summary.coverage.readings == max(draft.reading for draft in summary.drafts) >= 2
    assert summary.sentences


def test_drafts_of_the_whole_come_first() -> None:
    drafts = summarizer.summarize(report(30), model=Leader()).drafts
    assert drafts[0].reading == max(draft.reading for draft in drafts)
    assert [draft.reading for draft in drafts] == sorted((draft.reading for draft in drafts), reverse=True)


def test_a_short_story_is_read_once() -> None:
    engine = Leader(reads=10_000)
    summary = summarizer.summarize(report(5), model=engine)
    assert (summary.coverage.parts, summary.coverage.readings) == (1, 1)
    assert len(set(engine.asked)) == 1


def test_what_a_part_invents_never_reaches_the_next_reading() -> None:
    engine = Leader()
    summary = summarizer.summarize(report(30), model=engine)
    assert not any("Zorn" in asked for asked in engine.asked)
    assert "Zorn" not in summary.text
    assert any("Zorn" in one.text for one in summary.rejected)


def test_a_part_of_which_nothing_passes_is_spoken_for_by_its_own_sentence() -> None:
    class Liar(Leader):
        def generate(self, prompts: Sequence[str], **rest: Any) -> list[list[Generation]]:
            made = super().generate(prompts, **rest)
            return [[Generation(self.lie, 5, Finish.STOP, -0.5) for _ in some] for some in made]

    engine = Liar()
    text = report(30)
    summary = summarizer.summarize(text, model=engine)
    last = engine.asked[-1]
    assert summary.coverage.readings >= 2
    assert all(sentence in text.replace("\n\n", " ") for sentence in re.split(r"(?<=[.]) ", last))
    assert summary.sentences


def test_the_result_says_which_parts_it_tells_of() -> None:
    summary = summarizer.summarize(report(30), model=Leader())
    assert summary.coverage.told
    assert set(summary.coverage.told) <= set(range(summary.coverage.parts))


def test_progress_counts_parts_up_to_the_end() -> None:
    seen: list[tuple[int, int]] = []
    summary = summarizer.summarize(report(30), model=Leader(), progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})
    assert seen[-1][0] == seen[-1][1] > summary.coverage.parts


def test_only_a_few_parts_are_decoded_together() -> None:
    engine = Leader()
    summarizer.summarize(report(200), model=engine)
    assert max(engine.calls) <= 6


def test_a_model_that_writes_more_than_it_reads_still_ends() -> None:
    summary = summarizer.summarize(report(12), model=Leader(reads=18))
    assert summary.sentences
    assert summary.coverage.parts > 10


def test_parts_are_broken_between_paragraphs_where_these_fit() -> None:
    article = checks.read(report(12))
    made = parts(article, lambda text: len(text.split()), 110)
    assert [at for part in made for at in part.sentences] == list(told(article))
    firsts = [article.sentences[part.sentences[0]] for part in made]
    assert all(first.span.start == article.paragraphs[first.paragraph].span.start for first in firsts)


@pytest.mark.parametrize(("sizes", "most"), [([10] * 9, 30), ([50, 10, 10], 55), ([5], 9), ([], 9)])
def test_packing_keeps_the_order_and_the_limit(sizes: list[int], most: int) -> None:
    made = packed([[(at, size)] for at, size in enumerate(sizes)], most)
    assert [at for run in made for at in run] == list(range(len(sizes)))
    assert all(sum(sizes[at] for at in run) <= most for run in made)


def test_packing_makes_runs_of_like_size() -> None:
    made = packed([[(at, 10)] for at in range(13)], 120)
    assert sorted(len(run) for run in made) in ([6, 7], [13])


def test_a_block_that_is_too_long_is_broken_and_a_longer_item_left_out() -> None:
    assert packed([[(1, 40), (2, 40), (3, 99)]], 50) == [[1], [2]]
