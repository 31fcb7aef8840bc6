"""Which of a story's first sentences make its summary, by what they are worth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

import checks
import summarizer
from summarizer.engines.phrases import SentenceInContext, Verdict
from summarizer.engines.sentences import Worth
from summarizer.guards.candidate import Origin
from summarizer.language.grounding import index_source
from summarizer.pipeline import opening
from summarizer.pipeline.result import Summary
from summarizer.pipeline.salience import Salience
from summarizer.rewriting import cuts

from .test_summarize import GOOD, WRONG, Scripted

NEWS = "A ferry with 86 people on board ran aground off Torley on Tuesday."
CAPTION = "Passengers wait on the deck of the ferry on Tuesday."
RESCUE = "Two lifeboats took all 86 people off within three hours."
SCENE = "Gulls circled over the bay in a light wind."
CAUSE = "The steering failed in a heavy swell, the captain, Ruth Kelso, said."
IT = "It will be towed to Dunmore after an inspection of the hull."

MAIN, NEEDED, USEFUL, DEAD = (
    Worth(0.01, 0.9, 0.9),
    Worth(0.01, 0.1, 0.7),
    Worth(0.01, 0.02, 0.3),
    Worth(0.01, 0.01, 0.05),
)
BOILERPLATE = Worth(0.95, 0.02, 0.1)
WORTHS = {NEWS: MAIN, CAPTION: BOILERPLATE, RESCUE: NEEDED, SCENE: DEAD, CAUSE: NEEDED, IT: NEEDED}


class Judging(Scripted):
    """An engine that knows what each sentence is worth, and what it is better without."""

    def __init__(self, worths: dict[str, Worth], *drafts: str, better_without: str = "none") -> None:
        super().__init__(*(drafts or (WRONG,)))
        self.worths = worths
        self.better_without = better_without
        self.judged: list[tuple[str, Sequence[str]]] = []

    def judge_sentences(self, headline: str, sentences: Sequence[str]) -> list[Worth]:
        self.judged.append((headline, sentences))
        return [self.worths.get(sentence, DEAD) for sentence in sentences]

    def judge_phrases(self, sentences: Sequence[SentenceInContext]) -> list[list[Verdict | None]]:
        better, worse = Verdict(0.98, 0.02, 0.0, 0.0, 0.9), Verdict(0.0, 0.1, 0.9, 0.0, 0.1)
        return [
            [better if self.better_without in _words(sentence, phrase.words) else worse for phrase in sentence.phrases]
            for sentence in sentences
        ]


def _words(sentence: SentenceInContext, words: Sequence[int]) -> str:
    return sentence.text[sentence.words[words[0]][0] : sentence.words[words[-1]][1]]


def summary_of(*sentences: str, worths: dict[str, Worth] = WORTHS, **limits: Any) -> Summary:
    article = "Ferry runs aground\n\n" + "\n\n".join(sentences)
    return summarizer.summarize(article, model=Judging(worths), **limits)


def texts(summary: Summary) -> list[str]:
    return [sentence.text for sentence in summary.sentences]


# ---- what is told ----------------------------------------------------------------------------------------------------


def test_the_main_news_is_told_and_what_is_needed_beside_it() -> None:
    summary = summary_of(NEWS, RESCUE, CAUSE, SCENE)
    assert texts(summary) == [NEWS, RESCUE, CAUSE]
    assert all(sentence.origin is Origin.REPLACED for sentence in summary.sentences)


def test_a_caption_between_them_is_left_out() -> None:
    assert texts(summary_of(NEWS, CAPTION, RESCUE, CAUSE)) == [NEWS, RESCUE, CAUSE]


def test_what_the_reader_can_do_without_is_not_added() -> None:
    assert texts(summary_of(NEWS, RESCUE, SCENE, SCENE.replace("Gulls", "Terns"))) == [NEWS, RESCUE]


def test_the_main_news_does_not_stand_alone_where_there_is_more() -> None:
    assert texts(summary_of(NEWS, SCENE)) == [NEWS, SCENE]
    assert texts(summary_of(NEWS)) == [NEWS]
    assert texts(summary_of(NEWS, RESCUE, sentences=1)) == [NEWS]


def test_a_second_sentence_that_nobody_needs_is_the_next_one_unless_another_is_much_better() -> None:
    first, second, third = (
        f"{bird} circled over the bay in a light wind at noon." for bird in ("Gulls", "Terns", "Auks")
    )
    useful = "The ferry was built in Dunmore a generation ago."
    worths = {**WORTHS, first: USEFUL, useful: Worth(0.01, 0.02, 0.49)}
    assert texts(summary_of(NEWS, first, second, useful, worths=worths)) == [NEWS, first]
    kettle = "The kettle went on."
    assert texts(summary_of(NEWS, kettle, third, useful, worths=worths)) == [NEWS, useful]


def test_a_scene_before_the_news_is_left_out() -> None:
    assert texts(summary_of(SCENE, NEWS, RESCUE)) == [NEWS, RESCUE]


def test_a_first_sentence_that_may_have_the_news_stays_though_another_has_it_likelier() -> None:
    first = "The bay of Torley saw its worst day in years on Tuesday."
    worths = {**WORTHS, first: Worth(0.0, 0.4, 0.5)}
    assert texts(summary_of(first, NEWS, RESCUE, worths=worths))[0] == first


def test_a_pronoun_is_not_parted_from_what_it_stands_for() -> None:
    assert texts(summary_of(NEWS, SCENE, IT, RESCUE)) == [NEWS, RESCUE]


@pytest.mark.parametrize(
    "news",
    [
        "Your ferry from Torley to Skerra may be late after one ran aground on Tuesday.",
        "Two men were held after they were pictured on the deck of a ferry off Torley.",
    ],
)
def test_the_main_news_is_printed_though_another_such_sentence_would_not_be(news: str) -> None:
    assert texts(summary_of(news, RESCUE, worths={**WORTHS, news: MAIN}))[0] == news
    printed = texts(summary_of(NEWS, news, CAUSE, worths={**WORTHS, news: NEEDED}))
    assert news not in printed


@pytest.mark.parametrize(
    "half",
    [
        "A ferry with 86 people on board ran aground off Torley on",
        '"Nobody will say why a ferry ran aground off Torley."',
    ],
)
def test_half_a_sentence_or_somebodys_words_are_not_printed_though_they_have_the_news(half: str) -> None:
    assert half not in texts(summary_of(half, RESCUE, CAUSE, worths={**WORTHS, half: MAIN}))


def test_short_of_words_the_main_news_is_told_and_what_is_needed_as_far_as_it_fits() -> None:
    article = (NEWS, CAUSE, RESCUE)
    assert texts(summary_of(*article, words=24)) == [NEWS, RESCUE]
    assert texts(summary_of(*article, words=15)) == [NEWS]


def test_short_of_words_a_sentence_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cuts, "score", lambda sentence, removed: 0.8)
    long = "A ferry, which had left Dunmore an hour earlier, sank off Torley with 86 passengers, the port said."
    printed = texts(summary_of(long, SCENE, worths={**WORTHS, long: MAIN}, words=14))
    assert printed == ["A ferry sank off Torley with 86 passengers, the port said."]


def test_the_main_news_is_cut_until_it_fits() -> None:
    long = (
        "The bridge that links Westholm with the island of Kerr will be closed to all traffic for nine weeks from "
        "Monday after engineers found cracks in two of its 14 piers, the county council said on Saturday."
    )
    [printed] = texts(summary_of(long, SCENE, worths={**WORTHS, long: MAIN}, words=35))
    assert printed.startswith("The bridge that links Westholm")
    assert printed.endswith("the county council said on Saturday.")
    assert len(printed.split()) <= 35


# ---- what the engine is asked ----------------------------------------------------------------------------------------


def test_the_engine_reads_the_headline_and_the_first_sentences_once() -> None:
    engine = Judging(WORTHS)
    further = [f"Gull number {number} circled over the bay." for number in range(20)]
    summarizer.summarize("Ferry runs aground\n\n" + "\n\n".join([NEWS, RESCUE, *further]), model=engine)
    [(headline, sentences)] = engine.judged
    assert headline == "Ferry runs aground"
    assert list(sentences) == [NEWS, RESCUE, *further[: opening.JUDGED_SENTENCES - 2]]


def test_no_draft_is_written_and_the_coverage_says_what_was_read() -> None:
    engine = Judging(WORTHS)
    told: list[tuple[int, int]] = []
    further = [f"Gull number {number} circled over the bay." for number in range(20)]
    article = "\n\n".join(["Ferry runs aground", NEWS, RESCUE, *further])
    summary = summarizer.summarize(article, model=engine, progress=lambda *done: told.append(done))
    assert (engine.asked, summary.drafts, summary.rejected) == ([], (), ())
    assert told == [(1, 1)]
    assert summary.coverage.description == "Read the opening: 72 of the story's 163 words."
    assert summary_of(NEWS, RESCUE).coverage.description == ""


def test_drafts_are_written_for_who_asks_for_them_and_the_summary_is_the_same() -> None:
    article = "\n\n".join(["Ferry runs aground", NEWS, RESCUE])
    seen = summarizer.summarize(article, model=Judging(WORTHS, WRONG, GOOD), with_drafts=True)
    assert seen.text == summarizer.summarize(article, model=Judging(WORTHS)).text
    assert len(seen.drafts) == 2
    assert WRONG in [each.text for each in seen.rejected]


@pytest.mark.parametrize("limits", [{"words": 5}, {"sentences": 4}, {"form": "headline"}])
def test_drafts_are_written_where_more_or_less_is_asked_for_than_the_opening_tells(limits: dict[str, Any]) -> None:
    engine = Judging(WORTHS, GOOD)
    summarizer.summarize("\n\n".join(["Ferry runs aground", NEWS, CAPTION, RESCUE, CAUSE]), model=engine, **limits)
    assert engine.asked


def test_a_caption_is_not_printed_under_another_limit_either() -> None:
    assert CAPTION not in texts(summary_of(NEWS, CAPTION, RESCUE, CAUSE, sentences=4))


def test_a_long_story_is_read_whole_only_where_its_opening_does_not_tell_the_news() -> None:
    further = [f"Gull number {number} circled over the bay of Torley." for number in range(300)]
    engine = Judging(WORTHS)
    summarizer.summarize("\n\n".join(["Ferry runs aground", NEWS, RESCUE, *further]), model=engine)
    assert not engine.asked
    summary = summarizer.summarize("\n\n".join(["A day at sea", SCENE, *further]), model=engine)
    assert len(engine.asked) > 1
    assert summary.coverage.parts > 1


def test_what_is_better_left_out_is_left_out() -> None:
    captain = "The captain, who has sailed there for years, said the steering had failed."
    article = "\n\n".join(["Ferry runs aground", NEWS, captain])
    engine = Judging({**WORTHS, captain: NEEDED}, better_without="who has sailed there for years")
    summary = summarizer.summarize(article, model=engine)
    assert texts(summary) == [NEWS, "The captain said the steering had failed."]
    assert summary.sentences[1].origin is Origin.SHORTENED


# ---- ranks -----------------------------------------------------------------------------------------------------------


def test_boilerplate_goes_unless_it_has_the_main_news() -> None:
    worths = {3: MAIN, 5: BOILERPLATE, 6: Worth(0.7, 0.6, 0.8), 8: Worth(0.59, 0.0, 0.1)}
    assert list(opening.ranks_by_worth(worths)) == [3, 6, 8]
    assert opening.without_boilerplate({5: Salience(0.5, 0.5), 20: Salience(0.1, 0.1)}, worths) == {
        20: Salience(0.1, 0.1)
    }


@pytest.mark.parametrize(
    ("mains", "expected"),
    [([0.9, 0.1], 0), ([0.35, 0.9], 0), ([0.1, 0.9], 1), ([0.1, 0.2], 0), ([], None)],
)
def test_the_main_sentence_is_the_first_unless_another_has_the_news_likelier(
    mains: Sequence[float], expected: int | None
) -> None:
    ranks = {number: Salience(0.5, main) for number, main in enumerate(mains)}
    assert opening.main_sentence(ranks) == expected


def test_an_engine_that_cannot_tell_says_nothing() -> None:
    index = index_source(checks.read(f"{NEWS} {RESCUE}"))
    assert opening.judge_opening(Scripted(GOOD), index) == {}
