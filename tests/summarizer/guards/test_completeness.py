"""Sentences that can and cannot be printed by themselves."""

from __future__ import annotations

import pytest

from summarizer.guards import completeness


@pytest.mark.parametrize(
    "sentence",
    [
        "A film of sailors singing an old song about whales.",
        "More than 200 boats in the Dunmore area.",
        "Reports of gulls attacking visitors on the pier.",
        "The end of an era for the quays.",
    ],
)
def test_a_phrase_without_a_verb_is_no_sentence(sentence: str) -> None:
    assert completeness.fault(sentence) == "has no verb"


@pytest.mark.parametrize(
    "sentence",
    [
        "The film shows sailors singing an old song.",
        "The board wants to close the quays.",
        "The harbour master isn't ready for it.",
        "Two ships split apart in the bay.",
        "Ferry prices rise from March for all visitors.",
        "She sings in the choir of Dunmore.",
        "Gulls attack visitors and the council says so.",
    ],
)
def test_a_sentence_with_a_verb_is_one(sentence: str) -> None:
    assert completeness.fault(sentence) == ""


@pytest.mark.parametrize(
    "sentence",
    [
        'Ruth Kelso wrote "The Long Road to the Quay" in two years.',
        'The band has put out "Best of Torley" and "Salt".',
        'The ferry will be shown at what the port called the "oldest pier of the whole coast".',
        '"We lost everything on that day," Kelso said.',
    ],
)
def test_titles_and_a_few_words_within_a_sentence_need_no_speaker(sentence: str) -> None:
    assert completeness.fault(sentence) == ""


@pytest.mark.parametrize(
    "sentence",
    [
        '"We lost everything on that day."',
        'Harbour master: "They are not going to help any of the families."',
        'The crew made a plea: "Do not let anyone tell you what you can do."',
    ],
)
def test_what_somebody_says_needs_a_speaker(sentence: str) -> None:
    assert "speaker" in completeness.fault(sentence)


@pytest.mark.parametrize(
    ("sentence", "tidy"),
    [
        ("A 18-year-old man was hurt.", "An 18-year-old man was hurt."),
        ("He paid a 8 per cent fee.", "He paid an 8 per cent fee."),
        ("A 1.8-metre wave hit a 180-foot boat.", "A 1.8-metre wave hit a 180-foot boat."),
        ("She took a 110-mile ride.", "She took a 110-mile ride."),
    ],
)
def test_numbers_that_begin_with_a_vowel_have_an(sentence: str, tidy: str) -> None:
    assert completeness.tidied(sentence) == tidy


@pytest.mark.parametrize(
    "sentence",
    [
        "The old port of Torley Wednesday after three ferries sank in the storm, officials said.",
        "The mayor will stay and that her case will be heard in May.",
        "Edith Crane, pictured with the crew, was fined on Friday.",
        "Rescue: Divers found the wreck off Skerra.",
        "Jan van Jan van Holt was fined on Friday.",
        "The town's first woman mayor, Ines Holt, is the first woman mayor of Torley.",
        "The board closed the quay in of Torley.",
        "This year, Nearly 300 couples were married in Torley.",
    ],
)
def test_what_is_broken_or_said_twice_is_not_printed(sentence: str) -> None:
    assert completeness.fault(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The old port of Torley closed after three ferries sank in the storm, officials said.",
        "The board said the mayor will stay and that her case will be heard in May.",
        "After the crash the quay was closed and that night the ferry sank.",
        'The film "Harbour: The Return" was shown on Friday.',
        "She said that that was all she had had to pay.",
        "When the ferry sank, three sailors swam to Torley.",
    ],
)
def test_what_is_whole_is_left_alone(sentence: str) -> None:
    assert completeness.fault(sentence) == ""


@pytest.mark.parametrize(
    ("sentence", "tidy"),
    [
        ("The board has closed the quay on Friday.", "The board closed the quay on Friday."),
        ("The board has closed the quay.", ""),
        ("The board also closed the quay.", "The board closed the quay."),
        ("Not the quay but also the pier was closed.", ""),
        ('"We also closed the pier," Crane said.', ""),
    ],
)
def test_a_sentence_is_told_by_itself(sentence: str, tidy: str) -> None:
    assert completeness.tidied(sentence) == (tidy or sentence)


def test_initials_have_the_brackets_that_the_article_has_round_them() -> None:
    article = "The Torley Harbour Board (THB) met. THB members left."
    assert completeness.bracketed("The Torley Harbour Board THB met.", article) == "The Torley Harbour Board (THB) met."
    assert completeness.bracketed("THB members left.", article) == "THB members left."


@pytest.mark.parametrize(
    ("sentence", "middle"),
    [
        ("The club is second in the league.", True),
        ("The Norwegians sailed home.", True),
        ("As this policy says, boats must be moored.", True),
        ("The council also closed the pier.", True),
        ("The Torley club is second in the league.", False),
        ("The owner of a ferry was fined.", False),
        ("The drought in Ostmark has emptied the wells.", False),
        ("The government will resign.", False),
        ("The crews searching for the boat went home.", False),
        ("Not only did it close the pier, it also closed the quay.", False),
        ("A ferry sank off Torley this week.", False),
    ],
)
def test_what_begins_in_the_middle(sentence: str, middle: bool) -> None:
    assert completeness.begins_in_the_middle(sentence) is middle


@pytest.mark.parametrize(
    ("sentence", "hangs"),
    [
        ("One look at what was left to him tells why.", True),
        ("In her memoir, Ruth Kelso tells of the storm.", False),
        ("Ruth Kelso said she would stay.", False),
        ("A passenger found a snail in his soup.", False),
    ],
)
def test_a_pronoun_needs_somebody(sentence: str, hangs: bool) -> None:
    assert completeness.hangs(sentence) is hangs
