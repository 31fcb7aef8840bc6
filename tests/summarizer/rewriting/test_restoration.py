"""What a draft's sentence left out of its source goes back whole and to its place, or not at all."""

from __future__ import annotations

import pytest
from summarizer.rewriting.restoration import (
    fuller_versions,
    restore_attribution,
    restore_determiner,
    restore_function_words,
    restore_hedge,
    restore_opening_count,
)

import checks
from summarizer.guards.candidate import Candidate
from summarizer.language.grounding import SourceIndex, index_source
from summarizer.pipeline.result import Draft
from summarizer.pipeline.selection import importance
from summarizer.pipeline.verification import verify_drafts

ARTICLE = """Divers find wreck with 90 coins off Torley

Divers from Torley and Skerra found a wreck with more than 90 silver coins near the old harbour wall on Friday, the
museum said. As the tide turned, the crew raised two anchors, and a crowd of hundreds cheered. The wreck, a grain ship
called the Gannet, lay under four metres of sand; it is to be raised in May. Edith Crane will also speak in Dunmore,
after she won a prize for her book on ships in June. It holds coins, plates and a bell. More than 40 people were fined
for diving there in March. The museum bought seven of the coins from the crew in April. Nine museums of the county want
the bell."""


@pytest.fixture(scope="module")
def index() -> SourceIndex:
    return index_source(checks.read(ARTICLE))


def fullest_version(sentence: str, index: SourceIndex) -> str:
    """The first fuller version of a sentence, by the story's sentence that shares most words; empty where none is."""
    words = set(sentence.split())
    source = max(index.story_sentences, key=lambda number: len(words & set(sentence_text(number, index).split())))
    return next(fuller_versions(sentence, source, index, importance(index)), "")


def sentence_text(number: int, index: SourceIndex) -> str:
    return index.article.words(index.article.sentences[number].span)


def candidate(sentence: str, index: SourceIndex) -> Candidate:
    """A draft's sentence that passes the guards."""
    [passed, *_], _ = verify_drafts([Draft(sentence)], index)
    return passed


@pytest.mark.parametrize(
    ("sentence", "stretch"),
    [
        ("Divers found a wreck near the old harbour wall.", "with more than 90 silver coins"),
        ("Divers find a wreck with silver coins near the old harbour wall on Friday.", "more than 90"),
        ("A number of people were fined for diving there.", "More than 40 people were fined for diving there"),
        ("The museum bought several of the coins.", "The museum bought seven of the coins from the crew"),
        ("The wreck lay under sand.", "under four metres of sand."),
    ],
)
def test_a_gap_is_filled(index: SourceIndex, sentence: str, stretch: str) -> None:
    assert stretch in fullest_version(sentence, index)


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Ruth Kelso will speak in Dunmore.", "another does it: what follows need not be true of her"),
        ("The crew raised two anchors.", "the rest hangs on the opening that was left out"),
        ("It holds coins and a bell.", "a member of a list is no stretch of its own"),
        ("Two hundred people came to see it at the quay.", "it is no shorter version of any sentence"),
    ],
)
def test_words_that_might_make_the_sentence_untrue_stay_out(index: SourceIndex, sentence: str, why: str) -> None:
    assert not fullest_version(sentence, index), why


@pytest.mark.parametrize(
    ("sentence", "restored"),
    [
        ("People were fined for diving there in March.", "More than 40 people were fined for diving there in March."),
        ("Museums of the county want the bell.", "Nine museums of the county want the bell."),
        ("Nine museums of the county want the bell.", ""),
        ("The crew raised two anchors.", ""),
    ],
)
def test_the_count_that_opens_the_source_is_restored(index: SourceIndex, sentence: str, restored: str) -> None:
    assert restore_opening_count(candidate(sentence, index), index).text == (restored or sentence)


@pytest.mark.parametrize(
    ("sentence", "restored"),
    [
        ("Museum bought seven of the coins from the crew.", "The museum bought seven of the coins from the crew."),
        ("Crowd of hundreds cheered.", "A crowd of hundreds cheered."),
        ("Wreck lay under four metres of sand.", "The wreck lay under four metres of sand."),
        ("Divers found a wreck near the old harbour wall.", ""),  # a plural needs none
        ("Edith Crane will speak in Dunmore.", ""),
        ("The museum bought seven of the coins.", ""),
    ],
)
def test_the_determiner_of_the_first_noun_is_restored(index: SourceIndex, sentence: str, restored: str) -> None:
    assert restore_determiner(candidate(sentence, index), index).text == (restored or sentence)


ATTRIBUTED = """Torley ferry runs aground

A ferry with more than 300 passengers ran aground off Torley on Friday, the coastguard said.

Divers told the Gazette that the ferry had left the channel in the fog.

Around 40 of the passengers were hurt, said hospital staff. "We heard a bang," said Edith Crane. The ferry will be towed
away on Sunday, she said."""


@pytest.mark.parametrize(
    ("sentence", "restored"),
    [
        ("A ferry with 300 passengers ran aground.", "A ferry with more than 300 passengers ran aground."),
        ("A ferry with more than 300 passengers ran aground.", ""),
    ],
)
def test_the_hedge_of_a_figure_is_restored(sentence: str, restored: str) -> None:
    index = index_source(checks.read(ATTRIBUTED))
    assert restore_hedge(candidate(sentence, index), index).text == (restored or sentence)


@pytest.mark.parametrize(
    ("sentence", "restored"),
    [
        ("A ferry ran aground off Torley on Friday.", "A ferry ran aground off Torley on Friday, the coastguard said."),
        (
            "The ferry had left the channel in the fog.",
            "Divers told the Gazette that the ferry had left the channel in the fog.",
        ),
        ("The ferry will be towed away on Sunday.", ""),  # the source has only "she"
        ("The coastguard said a ferry ran aground off Torley.", ""),
    ],
)
def test_the_attribution_is_restored(sentence: str, restored: str) -> None:
    index = index_source(checks.read(ATTRIBUTED))
    assert restore_attribution(candidate(sentence, index), index).text == (restored or sentence)


SHORT = """Hearing set in Torley

The trader will stay in custody until a hearing on Friday over the stabbing of a docker during a brawl in Dunmore.

A woman has been charged with arson after the blaze in the old mill."""


@pytest.mark.parametrize(
    ("sentence", "restored"),
    [
        (
            "The trader will stay in custody until hearing on Friday over stabbing of docker.",
            "The trader will stay in custody until a hearing on Friday over the stabbing of a docker.",
        ),
        ("A woman charged with arson after the blaze.", "A woman has been charged with arson after the blaze."),
        ("The trader will stay in custody until a hearing on Friday.", ""),
    ],
)
def test_function_words_are_restored(sentence: str, restored: str) -> None:
    index = index_source(checks.read(SHORT))
    assert restore_function_words(candidate(sentence, index), index).text == (restored or sentence)
