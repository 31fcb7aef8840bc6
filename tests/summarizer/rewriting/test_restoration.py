"""What a draft's sentence left out of the article's goes back whole and where it stood, or not at all."""

from __future__ import annotations

import pytest

import checks
from summarizer.rewriting.restoration import approximate, attributed, counted, determined, fuller, spelled_out
from summarizer.language.grounding import Ground, prepare
from summarizer.pipeline.selection import importance
from summarizer.pipeline.result import Draft
from summarizer.pipeline.verification import vet

ARTICLE = """Divers find wreck with 90 coins off Torley

Divers from Torley and Skerra found a wreck with more than 90 silver coins near the old harbour wall on Friday, the
museum said. As the tide turned, the crew raised two anchors, and a crowd of hundreds cheered. The wreck, a grain ship
called the Gannet, lay under four metres of sand; it is to be raised in May. Edith Crane will also speak in Dunmore,
after she won a prize for her book on ships in June. It holds coins, plates and a bell. More than 40 people were fined
for diving there in March. The museum bought seven of the coins from the crew in April. Nine museums of the county want
the bell."""


@pytest.fixture(scope="module")
def ground() -> Ground:
    return prepare(checks.read(ARTICLE))


def fullest(sentence: str, on: Ground) -> str:
    source = max(on.story, key=lambda at: len(set(sentence.split()) & set(_text(at, on).split())))
    return next(fuller(sentence, source, on, importance(on)), "")


def _text(at: int, on: Ground) -> str:
    return on.article.words(on.article.sentences[at].span)


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
def test_what_was_left_out_goes_back(ground: Ground, sentence: str, stretch: str) -> None:
    assert stretch in fullest(sentence, ground)


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Ruth Kelso will speak in Dunmore.", "another does it: what follows need not be true of her"),
        ("The crew raised two anchors.", "the rest hangs on the opening that was left out"),
        ("It holds coins and a bell.", "a member of a list is no stretch of its own"),
        ("Two hundred people came to see it at the quay.", "it is no shorter version of any sentence"),
    ],
)
def test_what_might_make_it_untrue_stays_out(ground: Ground, sentence: str, why: str) -> None:
    assert not fullest(sentence, ground), why


@pytest.mark.parametrize(
    ("sentence", "with_its_figure"),
    [
        ("People were fined for diving there in March.", "More than 40 people were fined for diving there in March."),
        ("Museums of the county want the bell.", "Nine museums of the county want the bell."),
        ("Nine museums of the county want the bell.", ""),
        ("The crew raised two anchors.", ""),
    ],
)
def test_the_figure_that_a_sentence_opens_with_is_not_left_out(
    ground: Ground, sentence: str, with_its_figure: str
) -> None:
    [one, *_], _ = vet([Draft(sentence)], ground)
    assert counted(one, ground).text == (with_its_figure or sentence)


@pytest.mark.parametrize(
    ("sentence", "with_its_article"),
    [
        ("Museum bought seven of the coins from the crew.", "The museum bought seven of the coins from the crew."),
        ("Crowd of hundreds cheered.", "A crowd of hundreds cheered."),
        ("Wreck lay under four metres of sand.", "The wreck lay under four metres of sand."),
        ("Divers found a wreck near the old harbour wall.", ""),  # several need none
        ("Edith Crane will speak in Dunmore.", ""),
        ("The museum bought seven of the coins.", ""),
    ],
)
def test_a_sentence_gets_the_article_before_its_first_noun(
    ground: Ground, sentence: str, with_its_article: str
) -> None:
    [one, *_], _ = vet([Draft(sentence)], ground)
    assert determined(one, ground).text == (with_its_article or sentence)


SAID = """Torley ferry runs aground

A ferry with more than 300 passengers ran aground off Torley on Friday, the coastguard said.

Divers told the Gazette that the ferry had left the channel in the fog.

Around 40 of the passengers were hurt, said hospital staff. "We heard a bang," said Edith Crane. The ferry will be towed
away on Sunday, she said."""


@pytest.mark.parametrize(
    ("sentence", "mended"),
    [
        ("A ferry with 300 passengers ran aground.", "A ferry with more than 300 passengers ran aground."),
        ("A ferry with more than 300 passengers ran aground.", ""),
    ],
)
def test_a_figure_keeps_the_words_that_say_how_exact_it_is(sentence: str, mended: str) -> None:
    on = prepare(checks.read(SAID))
    [one, *_], _ = vet([Draft(sentence)], on)
    assert approximate(one, on).text == (mended or sentence)


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("A ferry ran aground off Torley on Friday.", "A ferry ran aground off Torley on Friday, the coastguard said."),
        (
            "The ferry had left the channel in the fog.",
            "Divers told the Gazette that the ferry had left the channel in the fog.",
        ),
        ("The ferry will be towed away on Sunday.", ""),  # "she" would be nobody
        ("The coastguard said a ferry ran aground off Torley.", ""),
    ],
)
def test_who_says_so_is_not_left_out(sentence: str, who: str) -> None:
    on = prepare(checks.read(SAID))
    [one, *_], _ = vet([Draft(sentence)], on)
    assert attributed(one, on).text == (who or sentence)


BRIEF = """Hearing set in Torley

The trader will stay in custody until a hearing on Friday over the stabbing of a docker during a brawl in Dunmore.

A woman has been charged with arson after the blaze in the old mill."""


@pytest.mark.parametrize(
    ("sentence", "whole"),
    [
        (
            "The trader will stay in custody until hearing on Friday over stabbing of docker.",
            "The trader will stay in custody until a hearing on Friday over the stabbing of a docker.",
        ),
        ("A woman charged with arson after the blaze.", "A woman has been charged with arson after the blaze."),
        ("The trader will stay in custody until a hearing on Friday.", ""),
    ],
)
def test_small_words_that_were_left_out_go_back(sentence: str, whole: str) -> None:
    on = prepare(checks.read(BRIEF))
    [one, *_], _ = vet([Draft(sentence)], on)
    assert spelled_out(one, on).text == (whole or sentence)
