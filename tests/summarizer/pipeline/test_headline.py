"""Headlines and standfirsts: short lines that carry the main event, checked like any summary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

import checks
import summarizer
from summarizer.engines.interface import GREEDY, Finish, Generation, Options
from summarizer.guards.candidate import Origin
from summarizer.pipeline.headline import printed
from summarizer.pipeline.result import Form, Summary

BRIDGE = """Footbridge at Skerra shut after crack is found

SKERRA, Ostmark - Engineers shut the footbridge over the Lorn at Skerra on Tuesday after a crack 40cm long was found in
one of its cables, the harbour board said.

About 3,200 people use the bridge each day to reach the ferry. Buses will take them round by the old road, which adds 25
minutes to the way.

The bridge, which was opened in 1961, was last inspected in March. Repairs may cost £1.2m and last until October.
"""
MERGER = """Shipbuilders agree to merge

The shipbuilders Arran Marine and Calder Yards have agreed to merge in a deal worth £2.3bn that creates the country's
largest maker of ferries.

The new company will have 8,700 workers at five yards. The two said no yard would be closed before 2030.
"""
LIBRARY = """Most readers want longer library hours

Six in 10 library users would like branches to stay open later, according to a survey of 1,500 people in the county.

Sixty per cent of those asked said that they wanted later closing times and 15% had no view.
"""


class Scripted:
    """An engine that writes the same draft whatever it is asked for."""

    name, revision, context_length, defaults, default_samples = "scripted", "1", 100_000, GREEDY, 1

    def __init__(self, draft: str) -> None:
        self.draft = draft

    def count(self, text: str) -> int:
        return len(text.split())

    def summary_prompt(self, article: str, *, sentences: int, words: int) -> str:
        return article

    def max_article_tokens(self, options: Options) -> int:
        return 100_000

    def generate(self, prompts: Sequence[str], *, n: Any = 1, **rest: Any) -> list[list[Generation]]:
        return [[Generation(self.draft, len(self.draft.split()), Finish.STOP, -0.3)] for _ in prompts]


def written(article: str, form: str, draft: str = "Nothing of this is so at all.") -> Summary:
    return summarizer.summarize(article, model=Scripted(draft), form=form)


@pytest.mark.parametrize("article", [BRIDGE, MERGER])
def test_a_headline_is_one_line_of_at_most_twelve_words_without_a_full_stop(article):
    found = written(article, "headline")
    assert found.form is Form.HEADLINE
    assert 4 <= len(found.text.split()) <= 12
    assert not found.text.endswith(".")
    assert len(found.sentences) == 1


@pytest.mark.parametrize("article", [BRIDGE, MERGER, LIBRARY])
def test_a_standfirst_is_one_whole_sentence_of_at_most_thirty_words(article):
    found = written(article, "standfirst")
    assert 8 <= len(found.text.split()) <= 30
    assert found.text.endswith(".")
    assert len(found.sentences) == 1


def test_a_headline_tells_the_main_event_and_who_says_so():
    found = written(BRIDGE, "headline")
    assert "shut" in found.text
    assert "harbour board said" in found.text
    assert "Tuesday" not in found.text
    assert found.sentences[0].origin is Origin.SHORTENED


def test_a_dateline_is_no_part_of_it():
    assert "Ostmark" not in written(BRIDGE, "headline").text + written(BRIDGE, "standfirst").text


def test_a_line_is_held_against_its_article_as_any_summary():
    found = written(MERGER, "standfirst")
    assert found.sheet is not None
    assert found.sheet.source is found.article
    assert "£2.3bn" in [found.text[figure.span.start : figure.span.end] for figure in found.sentences[0].figures]
    assert found.article.text_of(found.sentences[0].sources[0]).startswith("The shipbuilders")


def test_where_nothing_fits_it_says_so_plainly():
    found = written(LIBRARY, "headline")
    assert found.text == ""
    assert found.reason == (
        "No headline of at most 12 words can be cut from the story's main sentence. The shortest has 18: "
        "“Sixty per cent of those asked said that they wanted later closing times and 15% had no view”"
    )
    assert found.lack == ""


def test_a_short_draft_of_the_main_sentence_competes():
    draft = "Shipbuilders Arran Marine and Calder Yards have agreed to merge."
    found = written(MERGER, "headline", draft)
    assert found.text.lower().removeprefix("the ") == draft.removesuffix(".").lower()


@pytest.mark.parametrize("draft", ["Arran Marine will close five yards.", "The deal is worth £3.2bn."])
def test_a_draft_that_the_article_does_not_bear_out_is_no_headline(draft):
    found = written(MERGER, "headline", draft)
    assert found.text != draft.removesuffix(".")
    assert [rejected.text for rejected in found.rejected] == [draft]


def test_the_same_story_gives_the_same_line():
    assert written(BRIDGE, "headline").text == written(BRIDGE, "headline").text


def test_a_text_without_a_story_has_no_headline_and_says_why():
    found = written("SUBSCRIBE", "headline")
    assert found.text == ""
    assert found.reason


@pytest.mark.parametrize("limits", [{"words": 10}, {"sentences": 2}, {"sentences": 1, "words": 20}])
@pytest.mark.parametrize("form", ["headline", "standfirst"])
def test_limits_beside_a_form_are_refused(form, limits):
    with pytest.raises(ValueError, match="limits of its own"):
        summarizer.summarize(BRIDGE, model=Scripted(""), form=form, **limits)


def test_an_unknown_form_is_refused():
    with pytest.raises(ValueError, match="haiku"):
        summarizer.summarize(BRIDGE, model=Scripted(""), form="haiku")


def test_articles_are_left_out_of_a_headline_only_where_it_is_too_long_with_them():
    short = "The council voted to reopen two pools in Kelso."
    long = "The council of Kelso voted to reopen the two pools of the old baths."
    assert printed(short, Form.HEADLINE, 12) == "The council voted to reopen two pools in Kelso"
    assert printed(long, Form.HEADLINE, 12) == "Council of Kelso voted to reopen the two pools of old baths"
    assert printed(long, Form.STANDFIRST, 30) == long


CRASH = """Five dead as coach and lorry collide

Five people, one of them a girl of nine, were killed when a coach taking a choir to the Channel ports collided with a
lorry in fog.

The crash happened on Sunday near Heckington in Lincolnshire. The road was reopened ten hours later.
"""
TRIAL = """Haulage boss jailed over diesel fraud

Thomas Keel, 47, was sentenced at Leeds Crown Court on Friday 14 November 2025 after a seven-week trial, in which 38 of
his drivers gave evidence against him over four days.
"""


def test_a_headline_does_not_break_off_where_a_clause_is_misread():
    short = CRASH.replace("Five dead as coach and lorry collide", "Five dead")
    assert written(short, "headline").text == "Five people, one of them a girl of nine, were killed"


def test_a_headline_keeps_what_the_articles_own_shares_with_its_sentence():
    found = written(CRASH, "headline")
    assert found.text == ""
    assert "when a coach" in found.reason
    assert "collided with a lorry" in found.reason


def test_a_sentence_may_end_in_an_abbreviation_behind_a_comma():
    story = "The council of Torley will sell the old harbour office, a listed building, to a builder from Kelso, Md."
    assert written(f"Office for sale\n\n{story}", "headline").text.startswith("The council of Torley will sell the old")


def test_a_headline_is_refused_where_the_sentence_does_not_tell_the_sentence():
    assert written(TRIAL, "headline").text == ""


@pytest.mark.parametrize("draft", ["Five people were killed when a coach.", "Keel was sentenced at Leeds Crown Court."])
@pytest.mark.parametrize("article", [CRASH, TRIAL])
def test_a_draft_that_breaks_off_is_no_headline(article, draft):
    assert written(article, "headline", draft).text != draft.removesuffix(".")


FIVE = """Lorn valley counts the cost of the flood

The flood in the Lorn valley destroyed 41 houses on Monday, the fire service said.

The council of Kelso opened two schools for families who had lost their homes.

Engineers will inspect the dam above Torley before the weekend.

Farmers lost about 3,000 sheep, their union said.

The railway between Torley and Dunmore will stay shut until October.

Insurers expect claims of more than £90m.

The government promised a fund of £12m for repairs to roads.
"""


@pytest.mark.parametrize("sentences", [1, 2, 4, 5])
def test_a_summary_has_as_many_sentences_as_are_asked_for_where_the_story_holds_them(sentences):
    found = summarizer.summarize(FIVE, model=Scripted("The flood destroyed 41 houses."), sentences=sentences)
    assert len(found.sentences) == sentences


@pytest.mark.parametrize("words", [15, 30, 60])
def test_a_summary_uses_the_words_that_it_has_and_no_more(words):
    found = summarizer.summarize(FIVE, model=Scripted("Nothing of this is so."), sentences=5, words=words)
    assert words / 2 <= len(found.text.split()) <= words


def test_a_headline_needs_no_article_that_was_read_before():
    assert (
        written(BRIDGE, "headline").text
        == summarizer.summarize(
            checks.read(BRIDGE), model=Scripted("Nothing of this is so at all."), form=Form.HEADLINE
        ).text
    )


SURVEY = """Lorries on harbour road divide Torley

Fewer than half of the people in Torley want lorries banned from the old harbour road, which opened in 1961.

The harbour board asked 412 of them in June. It will decide in the autumn.
"""


def test_where_nothing_fits_the_shortest_line_is_shown():
    reason = written(SURVEY, "headline").reason
    assert reason.endswith("want lorries banned from the old harbour road”")
    assert "The shortest has 16: “Fewer than half" in reason
