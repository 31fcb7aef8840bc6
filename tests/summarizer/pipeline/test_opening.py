"""Which of a story's first sentences make its summary, by what an editor would choose."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import pytest

import checks
import summarizer
from summarizer.engines.judgements.deletions import Deletions, DependencyParse
from summarizer.engines.judgements.openings import JUDGED_SENTENCES, OpeningJudgement, SentenceChoice, Worth
from summarizer.guards.candidate import Origin, SummaryCandidate
from summarizer.language.grounding import index_article
from summarizer.limits import SHORT_SUMMARY_WORDS, Limits
from summarizer.pipeline import opening
from summarizer.pipeline.result import Summary
from summarizer.pipeline.salience import Salience

from .test_summarize import GOOD, WRONG, Scripted

NEWS = "A ferry with 86 people on board ran aground off Torley on Tuesday."
CAPTION = "Passengers wait on the deck of the ferry on Tuesday."
RESCUE = "Two lifeboats took all 86 people off within three hours."
SCENE = "Gulls circled over the bay in a light wind."
CAUSE = "The steering failed in a heavy swell, the captain, Ruth Kelso, said."

MAIN, NEEDED, DEAD = Worth(0.01, 0.9, 0.9), Worth(0.01, 0.1, 0.7), Worth(0.01, 0.01, 0.05)
BOILERPLATE = Worth(0.95, 0.02, 0.1)
WORTHS = {NEWS: MAIN, CAPTION: BOILERPLATE, RESCUE: NEEDED, SCENE: DEAD, CAUSE: NEEDED}


class Judging(Scripted):
    """An engine that knows what each sentence is worth, which go together, and what each is better without.

    `choices` are the likeliest, the best first; all other sets follow, those with the first sentences first.
    """

    def __init__(
        self,
        worths: dict[str, Worth],
        choices: Sequence[Sequence[str]],
        *drafts: str,
        better_without: str = "none",
    ) -> None:
        super().__init__(*(drafts or (WRONG,)))
        self.worths, self.choices = worths, choices
        self.better_without = better_without
        self.judged: list[tuple[str, Sequence[str]]] = []

    def judge_sentences(self, headline: str, sentences: Sequence[str]) -> OpeningJudgement:
        self.judged.append((headline, sentences))
        known = (choice for choice in self.choices if set(choice) <= set(sentences))
        wanted = [tuple(sentences.index(each) for each in choice) for choice in known]
        sets = [chosen for size in (1, 2, 3) for chosen in combinations(range(len(sentences)), size)]
        ranked = [*wanted, *(each for each in sets if each not in wanted)]
        return OpeningJudgement(
            [self.worths.get(sentence, DEAD) for sentence in sentences],
            [SentenceChoice(chosen, 0.2**number) for number, chosen in enumerate(ranked, 1)],
        )

    def judge_deletions(self, headline: str, sentences: Sequence[DependencyParse]) -> list[Deletions]:
        return [_deleting(sentence, self.better_without) for sentence in sentences]


def _deleting(sentence: DependencyParse, phrase: str) -> Deletions:
    """What says of just this phrase that it should go."""
    places = _places(sentence.text, phrase)
    odds = [5.0 if start in places else -5.0 for start, _ in sentence.words]
    return Deletions(range(len(odds)), [(0.0, each, 0.0, each) for each in odds])


def _places(text: str, phrase: str) -> range:
    """The offsets within the phrase's first occurrence."""
    start = text.find(phrase)
    return range(start, start + len(phrase)) if start >= 0 else range(0)


def summary_of(
    *sentences: str, choices: Sequence[Sequence[str]], worths: dict[str, Worth] = WORTHS, **limits: Any
) -> Summary:
    article = "Ferry runs aground\n\n" + "\n\n".join(sentences)
    return summarizer.summarize(article, model=Judging(worths, choices), **limits)


def texts(summary: Summary) -> list[str]:
    return [sentence.text for sentence in summary.sentences]


# ---- what is told ----------------------------------------------------------------------------------------------------


def test_the_sentences_that_an_editor_would_likeliest_choose_are_told_in_the_articles_words() -> None:
    summary = summary_of(NEWS, RESCUE, CAUSE, SCENE, choices=[(NEWS, CAUSE), (NEWS, RESCUE)])
    assert texts(summary) == [NEWS, CAUSE]
    assert all(sentence.origin is Origin.REPLACED for sentence in summary.sentences)
    assert texts(summary_of(NEWS, RESCUE, CAUSE, SCENE, choices=[(NEWS,)])) == [NEWS]
    assert texts(summary_of(SCENE, NEWS, RESCUE, choices=[(NEWS, RESCUE)])) == [NEWS, RESCUE]


def test_no_more_sentences_are_told_than_are_asked_for() -> None:
    choices = [(NEWS, RESCUE, CAUSE), (NEWS, CAUSE), (NEWS,)]
    assert texts(summary_of(NEWS, RESCUE, CAUSE, choices=choices, sentences=2)) == [NEWS, CAUSE]
    assert texts(summary_of(NEWS, RESCUE, CAUSE, choices=choices, sentences=1)) == [NEWS]


def test_a_choice_with_a_caption_in_it_is_none() -> None:
    choices = [(NEWS, CAPTION), (NEWS, CAPTION, RESCUE), (NEWS, RESCUE)]
    assert texts(summary_of(NEWS, CAPTION, RESCUE, choices=choices)) == [NEWS, RESCUE]


def test_what_looks_like_a_caption_is_told_where_an_editor_would_surely_print_it() -> None:
    for needed, boilerplate, is_one in ((0.95, 0.8, False), (0.95, 0.95, True), (0.5, 0.8, True), (0.5, 0.5, False)):
        assert opening.is_boilerplate(Worth(boilerplate=boilerplate, main_event=0.4, needed=needed)) is is_one


def test_what_a_standfirst_tells_is_not_told_again() -> None:
    standfirst = "A ferry with 86 people on board has run aground off Torley on its way."
    choices = [(standfirst, NEWS), (standfirst, NEWS, RESCUE), (NEWS, RESCUE)]
    assert texts(summary_of(standfirst, NEWS, RESCUE, choices=choices)) == [NEWS, RESCUE]


def test_what_goes_on_from_a_sentence_is_told_right_after_it() -> None:
    so = "That is why the port was closed until Friday."
    choices = [(NEWS, so), (RESCUE, so), (so,), (NEWS, RESCUE, so), (NEWS, RESCUE)]
    assert texts(summary_of(NEWS, SCENE, so, RESCUE, choices=choices)) == [NEWS, RESCUE]
    assert texts(summary_of(NEWS, RESCUE, so, choices=choices)) == [RESCUE, so]
    assert texts(summary_of(NEWS, so, choices=choices)) == [NEWS, so]
    assert texts(summary_of(so, NEWS, choices=[(so, NEWS)])) == [so, NEWS]


def test_a_sentence_opens_the_summary_though_it_would_not_be_printed_further_down() -> None:
    news = "Two men were held on the deck of a ferry ferry off Torley on Monday."
    assert texts(summary_of(news, RESCUE, choices=[(news, RESCUE)])) == [news, RESCUE]
    assert texts(summary_of(NEWS, news, CAUSE, choices=[(NEWS, news), (NEWS, CAUSE)])) == [NEWS, CAUSE]


def test_a_story_that_speaks_to_the_reader_is_told_in_its_own_voice() -> None:
    mine = "I went to look for our ferry on Wednesday with the captain of the port."
    yours = "You may never have seen a ship of that size on its side in the harbour."
    assert texts(summary_of(NEWS, mine, yours, CAUSE, choices=[(NEWS, mine, yours)])) == [NEWS, mine, yours]
    assert texts(summary_of(NEWS, mine, CAUSE, choices=[(NEWS, mine), (NEWS, CAUSE)])) == [NEWS, mine]
    assert texts(summary_of(NEWS, mine, CAUSE, choices=[(NEWS, mine)])) == [NEWS, mine]


COLON = "The captain of the ferry had only this to say on Tuesday night:"
OPENED = "“I have no idea what happened to the steering."
CLOSED = "I never saw such a swell off Torley,” said Ruth Kelso, who sailed her."


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ((NEWS, OPENED, CLOSED), True),
        ((NEWS, COLON, OPENED, CLOSED), True),
        ((NEWS, COLON), False),
        ((NEWS, OPENED), False),
        ((NEWS, CLOSED), False),
        ((NEWS, COLON, CLOSED), False),
        ((OPENED, NEWS), False),
    ],
)
def test_words_that_go_over_two_sentences_are_told_together_or_not_at_all(choice: tuple[str, ...], told: bool) -> None:
    worths = {**WORTHS, COLON: NEEDED, OPENED: NEEDED, CLOSED: NEEDED}
    summary = summary_of(NEWS, COLON, f"{OPENED} {CLOSED}", worths=worths, choices=[choice, (NEWS,)], sentences=None)
    assert texts(summary) == (list(choice) if told else [NEWS])


def test_a_quotation_that_goes_on_over_paragraphs_is_not_left_open() -> None:
    middle = "The sea was calm all the way to the pier of the new harbour."
    worths = {**WORTHS, OPENED: NEEDED, middle: NEEDED, CLOSED: NEEDED}
    choices = [(NEWS, OPENED, middle), (NEWS,)]
    summary = summary_of(NEWS, OPENED, middle, CLOSED, worths=worths, choices=choices, sentences=None)
    assert texts(summary) == [NEWS]


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("The ferry is to be towed to the yard at Lorne on Thursday", True),
        ("Ferry Is To Be Towed To The Yard At Lorne On Thursday", False),
        ("The second big ship of the owners of the port of Lorne", False),
        ("Ferry is to be towed", False),
    ],
)
def test_a_line_without_its_full_stop_gets_one_if_it_is_a_sentence(line: str, printed: bool) -> None:
    summary = summary_of(NEWS, line, RESCUE, worths={**WORTHS, line: NEEDED}, choices=[(NEWS, line), (NEWS,)])
    assert texts(summary) == ([NEWS, f"{line}."] if printed else [NEWS])


@pytest.mark.parametrize(
    ("share", "may_address_reader", "told"),
    [(0.2, False, "Nobody"), (0.04, False, "I went"), (0.2, True, "I went"), (0.4, True, "Nobody")],
)
def test_in_a_report_a_sentence_that_speaks_to_the_reader_has_to_be_much_better_than_others(
    share: float, may_address_reader: bool, told: str
) -> None:
    pool = [
        candidate("A ferry with 60 people ran aground.", 1),
        candidate("I went to look for it.", 2, addresses_reader=True, preceding_sentences=1),
        candidate("Nobody was hurt.", 3, preceding_sentences=2),
    ]
    chosen = opening.choose(pool, [((1, 2), 0.3), ((1, 3), share)], Limits(), may_address_reader)
    assert chosen[-1].text.startswith(told)


def test_less_is_asked_of_sentences_where_one_would_be_all() -> None:
    asked = "So what will the island of Skerra do without its only ferry for all of the summer?"
    assert texts(summary_of(f"{NEWS} {asked}", choices=[(NEWS, asked)])) == [NEWS, asked]


def test_a_first_sentence_that_asks_who_is_meant_gives_way_to_one_that_does_not() -> None:
    pool = [
        candidate("A ferry sank off Torley at noon.", 1),
        candidate("The 28-year-old was hurt.", 2, presupposes=True, preceding_sentences=1),
        candidate("Nobody was hurt.", 3, preceding_sentences=2),
    ]
    for share, first in ((0.1, "A ferry"), (0.02, "The 28")):
        chosen = opening.choose(pool, [((2, 3), 0.3), ((1, 3), share)], Limits())
        assert chosen[0].text.startswith(first)


def test_one_sentence_alone_is_told_where_it_is_far_likelier_or_words_are_few() -> None:
    pool = [candidate("A ferry sank off Torley at noon.", 1), candidate("Nobody was hurt.", 2)]
    likelier, surely = [((1,), 0.5), ((1, 2), 0.2)], [((1,), 0.5), ((1, 2), 0.05)]
    assert len(opening.choose(pool, likelier, Limits())) == 2
    assert len(opening.choose(pool, surely, Limits())) == 1
    assert len(opening.choose(pool, likelier, Limits(3, 20))) == 1


@pytest.mark.parametrize(
    "half",
    [
        "A ferry with 86 people on board ran aground off Torley on",
        '"Nobody will say why a ferry ran aground off Torley."',
    ],
)
def test_half_a_sentence_or_somebodys_words_are_not_printed_though_they_have_the_news(half: str) -> None:
    choices = [(half, RESCUE), (RESCUE, CAUSE)]
    printed = texts(summary_of(half, RESCUE, CAUSE, worths={**WORTHS, half: MAIN}, choices=choices))
    assert printed == [RESCUE, CAUSE]


def test_short_of_words_the_likeliest_choice_that_fits_is_told() -> None:
    choices = [(NEWS, CAUSE, RESCUE), (NEWS, CAUSE), (NEWS, RESCUE), (NEWS,)]
    assert texts(summary_of(NEWS, CAUSE, RESCUE, choices=choices, words=24)) == [NEWS, RESCUE]
    assert texts(summary_of(NEWS, CAUSE, RESCUE, choices=choices, words=15)) == [NEWS]


def test_short_of_words_a_sentence_is_cut() -> None:
    long = "A ferry, which had left Dunmore an hour earlier, sank off Torley with 86 passengers, the port said."
    printed = texts(summary_of(long, SCENE, worths={**WORTHS, long: MAIN}, choices=[(long,)], words=14))
    assert printed == ["A ferry sank off Torley with 86 passengers, the port said."]


def test_the_main_news_is_cut_until_it_fits() -> None:
    long = (
        "The bridge that links Westholm with the island of Kerr will be closed to all traffic for nine weeks from "
        "Monday after engineers found cracks in two of its 14 piers, the county council said on Saturday."
    )
    [printed] = texts(summary_of(long, SCENE, worths={**WORTHS, long: MAIN}, choices=[(long,)], words=35))
    assert printed.startswith("The bridge that links Westholm")
    assert printed.endswith("the county council said on Saturday.")
    assert len(printed.split()) <= 35


# ---- what the engine is asked ----------------------------------------------------------------------------------------


def test_the_engine_reads_the_headline_and_the_first_sentences_once() -> None:
    engine = Judging(WORTHS, [(NEWS, RESCUE)])
    further = [f"Gull number {number} circled over the bay." for number in range(20)]
    summarizer.summarize("Ferry runs aground\n\n" + "\n\n".join([NEWS, RESCUE, *further]), model=engine)
    [(headline, sentences)] = engine.judged
    assert headline == "Ferry runs aground"
    assert list(sentences) == [NEWS, RESCUE, *further[: JUDGED_SENTENCES - 2]]


def test_no_draft_is_written_and_the_coverage_says_what_was_read() -> None:
    engine = Judging(WORTHS, [(NEWS, RESCUE)])
    told: list[tuple[int, int]] = []
    further = [f"Gull number {number} circled over the bay." for number in range(20)]
    article = "\n\n".join(["Ferry runs aground", NEWS, RESCUE, *further])
    summary = summarizer.summarize(article, model=engine, progress=lambda *done: told.append(done))
    assert (engine.asked, summary.drafts, summary.rejected) == ([], (), ())
    assert told == [(1, 1)]
    assert summary.coverage.description == "Read the opening: 72 of the story's 163 words."
    assert summary_of(NEWS, RESCUE, choices=[(NEWS, RESCUE)]).coverage.description == ""


def test_drafts_are_written_for_who_asks_for_them_and_the_summary_is_the_same() -> None:
    article = "\n\n".join(["Ferry runs aground", NEWS, RESCUE])
    seen = summarizer.summarize(article, model=Judging(WORTHS, [(NEWS, RESCUE)], WRONG, GOOD), with_drafts=True)
    assert seen.text == summarizer.summarize(article, model=Judging(WORTHS, [(NEWS, RESCUE)])).text
    assert len(seen.drafts) == 2
    assert WRONG in [each.text for each in seen.rejected]


def test_drafts_are_written_where_less_is_asked_for_than_the_opening_tells() -> None:
    engine = Judging(WORTHS, [(NEWS, RESCUE)], GOOD)
    summarizer.summarize("\n\n".join(["Ferry runs aground", NEWS, CAPTION, RESCUE, CAUSE]), model=engine, words=5)
    assert engine.asked


def test_a_headline_is_cut_from_the_sentence_with_the_main_news_and_nothing_is_written() -> None:
    engine = Judging(WORTHS, [(NEWS, RESCUE)], GOOD)
    article = "\n\n".join(["Ferry runs aground", SCENE, NEWS, RESCUE, CAUSE])
    line = summarizer.summarize(article, model=engine, form="headline")
    assert (line.text, engine.asked, line.drafts) == ("A ferry with 86 people on board ran aground off Torley", [], ())


def test_a_caption_is_not_printed_under_another_limit_either() -> None:
    assert CAPTION not in texts(summary_of(NEWS, CAPTION, RESCUE, CAUSE, choices=[(NEWS,)], sentences=4))


def test_a_long_story_is_read_whole_only_where_its_opening_does_not_tell_the_news() -> None:
    further = [f"Gull number {number} circled over the bay of Torley." for number in range(700)]
    engine = Judging(WORTHS, [(NEWS, RESCUE)])
    summarizer.summarize("\n\n".join(["Ferry runs aground", NEWS, RESCUE, *further]), model=engine)
    assert not engine.asked
    summary = summarizer.summarize("\n\n".join(["A day at sea", SCENE, *further]), model=engine)
    assert len(engine.asked) > 1
    assert summary.coverage.parts > 1


def test_what_is_better_left_out_is_left_out() -> None:
    captain = "The captain, who has sailed there for years, said the steering had failed."
    article = "\n\n".join(["Ferry runs aground", NEWS, captain])
    engine = Judging({**WORTHS, captain: NEEDED}, [(NEWS, captain)], better_without="who has sailed there for years")
    summary = summarizer.summarize(article, model=engine)
    assert texts(summary) == [NEWS, "The captain said the steering had failed."]
    assert summary.sentences[1].origin is Origin.SHORTENED


def test_the_day_of_the_news_stays_and_that_of_what_follows_may_go() -> None:
    captain = "The captain told the owners on Tuesday that the steering had failed in a heavy swell."
    choices = [(NEWS, captain)]
    engine = Judging({**WORTHS, captain: NEEDED}, choices, better_without="on Tuesday")
    summary = summarizer.summarize("\n\n".join(["Ferry runs aground", NEWS, captain]), model=engine)
    assert texts(summary) == [NEWS, captain.replace(" on Tuesday", "")]


def test_who_was_introduced_in_a_sentence_left_out_is_named_in_full() -> None:
    met = "Ruth Kelso, 41, met the owners of the ferry in Torley."
    said = "Kelso said that the steering had failed in a heavy swell."
    assert texts(summary_of(NEWS, met, said, choices=[(NEWS, said)])) == [NEWS, f"Ruth {said}"]
    assert texts(summary_of(NEWS, met, said, choices=[(NEWS, met, said)])) == [NEWS, met.replace(", 41,", ""), said]


# ---- ranks -----------------------------------------------------------------------------------------------------------


def test_boilerplate_goes_unless_it_has_the_main_news() -> None:
    worths = {3: MAIN, 5: BOILERPLATE, 6: Worth(0.7, 0.6, 0.8), 8: Worth(0.59, 0.0, 0.1)}
    assert list(opening.ranks_by_worth(worths)) == [3, 6, 8]
    assert opening.without_boilerplate({5: Salience(0.5, 0.5), 20: Salience(0.1, 0.1)}, worths) == {
        20: Salience(0.1, 0.1)
    }


def candidate(text: str, source: int, **values: Any) -> SummaryCandidate:
    values = {"depends_on_previous": False} | values
    return SummaryCandidate(text, Origin.REPLACED, -1, source, frozenset(), (source,), **values)


def test_of_two_versions_the_one_that_keeps_more_is_chosen_where_both_fit() -> None:
    whole, short = candidate("A ferry sank off Torley at noon.", 1), candidate("A ferry sank.", 1, retained=0.5)
    other = candidate("Nobody was hurt.", 2)
    choices = [((1, 2), 0.6), ((1,), 0.3)]
    assert opening.choose([short, whole, other], choices, Limits(3)) == (whole, other)
    assert opening.choose([short, whole, other], choices, Limits(3, 7)) == (whole,)
    assert opening.choose([short, whole, other], choices, Limits(3, 6)) == (short, other)
    assert opening.choose([short, whole, other], choices, Limits(1, 6)) == (short,)
    assert opening.choose([short, whole, other], choices, Limits(3, 2)) == ()
    assert opening.choose([other], choices, Limits(3)) == ()


@pytest.mark.parametrize("words", [10, 1000])
def test_no_more_combinations_are_compared_than_allowed_whether_they_fit_or_not(words: int) -> None:
    compared: list[int] = []

    class Counting(Limits):
        def allow(self, sentences: int, words: int) -> bool:
            compared.append(words)
            return super().allow(sentences, words)

    pool = [candidate(f"It {'sank ' * 18}{version}.", number) for number in range(4) for version in range(10)]
    opening.choose(pool, [((0, 1, 2, 3), 0.5), ((0, 1, 2), 0.3)], Counting(4, words))
    assert len(compared) == opening.MAX_COMBINATIONS


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        (Limits.of(None, None), 4),  # nobody has set a limit: 4 * 20 words
        (Limits.of(3, None), 3),
        (Limits.of(None, 120), 3),
        (Limits.of(4, None), 4),
        (Limits.of(2, None), 2),
    ],
)
def test_a_fourth_sentence_is_told_where_nobody_has_limited_them(limits: Limits, told: int) -> None:
    pool = [candidate(f"It {'sank ' * 18}{number}.", number) for number in range(4)]
    choices = [(tuple(range(size)), 0.1 * size) for size in (4, 3, 2)]
    assert len(opening.choose(pool, choices, limits)) == told


@pytest.mark.parametrize(("words", "told"), [(SHORT_SUMMARY_WORDS, 4), (SHORT_SUMMARY_WORDS + 1, 3)])
def test_a_fourth_sentence_is_told_where_all_are_short(words: int, told: int) -> None:
    pool = [candidate(f"It sank at {place}.", number) for number, place in enumerate(("sea", "noon", "Elm"))]
    last = candidate("so " * (words - 12), 3)
    chosen = opening.choose([*pool, last], [((0, 1, 2, 3), 0.6), ((0, 1, 2), 0.3)], Limits.of(None, None))
    assert len(chosen) == told


def test_an_engine_that_cannot_tell_says_nothing() -> None:
    index = index_article(checks.read(f"{NEWS} {RESCUE}"))
    assert opening.judge_opening(Scripted(GOOD), index) == opening.StoryOpening()


# ---- more than a short summary: the story's beginning ----------------------------------------------------------------


def beginning(pool: Sequence[SummaryCandidate], limits: Limits, skippable: Sequence[int] = ()) -> list[str]:
    return [each.text for each in opening.leading_sentences(pool, limits, skippable)]


def test_a_longer_summary_is_the_story_in_its_own_order_as_far_as_it_fits() -> None:
    pool = [candidate(f"The ferry of day {number} sank in the bay.", number) for number in (3, 1, 2, 4)]
    assert beginning(pool, Limits(3)) == [f"The ferry of day {number} sank in the bay." for number in (1, 2, 3)]
    assert len(beginning(pool, Limits(20, 20))) == 2
    assert beginning([], Limits(5)) == []


@pytest.mark.parametrize("flag", ["depends_on_previous", "presupposes"])
def test_what_goes_on_from_a_sentence_left_out_is_left_out_too_but_for_captions(flag: str) -> None:
    pool = [
        candidate("A ferry ran aground.", 1),
        candidate("That was the third time.", 3, **{flag: True}),
        candidate("It is to be mended in May.", 4),
    ]
    assert beginning(pool, Limits(5)) == ["A ferry ran aground.", "It is to be mended in May."]
    assert beginning(pool, Limits(5), skippable=[2]) == [each.text for each in pool]


@pytest.mark.parametrize("flag", ["depends_on_previous", "presupposes"])
def test_no_summary_starts_with_what_goes_on_from_a_sentence_left_out(flag: str) -> None:
    creatures = candidate("The creatures were then released.", 4, **{flag: True})
    further = candidate("The quay is to be mended in May.", 6)
    assert beginning([creatures, further], Limits(5)) == [further.text]
    assert beginning([creatures], Limits(5), skippable=[0, 1, 3]) == []


def test_the_storys_first_sentence_may_refer_to_what_is_known() -> None:
    creatures = candidate("The creatures of Torley are back.", 2, presupposes=True)
    assert beginning([creatures], Limits(5), skippable=[0, 1]) == [creatures.text]
    assert beginning([candidate("Two seals are back.", 4)], Limits(5)) == ["Two seals are back."]


def test_what_leads_on_is_followed_by_what_it_leads_to() -> None:
    pool = [
        candidate("A ferry ran aground.", 1),
        candidate("The captain said:", 2, ends_open=True),
        candidate("Nobody was hurt.", 4),
        candidate("The owner added:", 5, ends_open=True),
    ]
    assert beginning(pool, Limits(5)) == ["A ferry ran aground.", "Nobody was hurt."]


def test_five_sentences_are_the_first_five_without_a_caption_and_no_draft_is_written() -> None:
    further = "The pier is shut until the end of May."
    worths = {**WORTHS, further: NEEDED}
    summary = summary_of(NEWS, CAPTION, RESCUE, SCENE, CAUSE, further, worths=worths, choices=[(NEWS,)], sentences=5)
    assert texts(summary) == [NEWS, RESCUE, SCENE, CAUSE, further]
    assert not summary.drafts
    assert summary.coverage.is_opening


def test_an_advertisement_in_between_is_no_sentence_left_out() -> None:
    so = "That is why the port was closed until Friday."
    sentences = (NEWS, RESCUE, "ADVERTISEMENT", so, CAUSE)
    summary = summary_of(*sentences, worths={**WORTHS, so: NEEDED}, choices=[(NEWS,)], sentences=4)
    assert texts(summary) == [NEWS, RESCUE, so, CAUSE]


def test_as_many_sentences_as_are_asked_for_are_told_where_a_choice_has_them() -> None:
    choices = [(NEWS, RESCUE), (NEWS, SCENE, RESCUE, CAUSE), (NEWS, RESCUE, CAUSE)]
    told = (NEWS, SCENE, RESCUE, CAUSE)
    assert texts(summary_of(*told, choices=choices, sentences=4)) == list(told)
    assert texts(summary_of(*told, choices=choices, sentences=3)) == [NEWS, RESCUE]
