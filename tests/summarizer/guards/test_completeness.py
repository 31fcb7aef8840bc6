"""Which sentences can be printed by themselves, and the small errors that are mended."""

from __future__ import annotations

import pytest

from summarizer.guards import completeness
from summarizer.language.parsing import parse


def incompleteness(sentence: str) -> str:
    return completeness.incompleteness(parse([sentence])[0])


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
    assert incompleteness(sentence) == "has no verb"


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
    assert incompleteness(sentence) == ""


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
    assert incompleteness(sentence) == ""


@pytest.mark.parametrize(
    "sentence",
    [
        '"We lost everything on that day."',
        'Harbour master: "They are not going to help any of the families."',
        'The crew made a plea: "Do not let anyone tell you what you can do."',
    ],
)
def test_a_quotation_needs_a_speaker(sentence: str) -> None:
    assert "speaker" in incompleteness(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Jan van Jan van Holt was fined on Friday.",
        "The town's first woman mayor, Ines Holt, is the first woman mayor of Torley.",
    ],
)
def test_a_repetitive_sentence_is_rejected(sentence: str) -> None:
    assert incompleteness(sentence)


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
def test_a_whole_sentence_passes(sentence: str) -> None:
    assert incompleteness(sentence) == ""


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("The crew was safe in Torley", "breaks off"),
        ("Are the quays of Torley safe?", "asks or exclaims"),
        ("Nobody came.", "is no full sentence"),
        (f"The board met {'again and then '.join(str(number) for number in range(30))}.", "is too long"),
        ("the crew was safe in Torley.", "starts in the middle"),
        ("Who was fined on Friday in Torley.", "starts in the middle"),
        ("Said the mayor would stay in Torley.", "starts in the middle"),
        ("The (old quay was shut on Friday.", "no partner"),
        ('Boats "lost at sea were found.', "no partner"),
        ("Ferries ran aground ran aground ran aground today.", "says the same twice"),
        ("Pluses: The quay is cheap to repair.", "has a label"),
        ("Edith Crane (pictured) was fined on Friday.", "is a caption"),
        ("We have seen the wreck of the ferry.", "first or second person"),
        ("The storm took your boats in May.", "first or second person"),
        ("I told the board of the fire.", "first or second person"),
    ],
)
def test_each_fault_of_form_has_its_reason(sentence: str, reason: str) -> None:
    assert reason in incompleteness(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "A U.S. ferry sank off Torley.",
        "The US sent a tug to Skerra.",
        "$40 was paid by the crew.",
        "Claims that the quay was sold are false.",
        "The plan is dead, Ida Brandt (R) told the board.",
        "Make no mistake: the quay will be sold in May.",
        "Shares in Nordvik fell on Monday.",
        "May Crane was fined in Torley.",
        '"We have seen the wreck," a diver said.',
        "The crew (of nine) was safe.",
        "The wreck dates from World War I.",
        "The alarm could wake your neighbours, an engineer says.",
        "A poll by Axis My Skerra has the mayor ahead of all others.",
        "Crews held up signs that read 'We want our harbour back' in Torley.",
        "The jury deliberated for about four hours before returning the verdict against Ivo Kelso, 36, and his father.",
    ],
)
def test_what_looks_like_a_fault_of_form_and_is_none_passes(sentence: str) -> None:
    assert incompleteness(sentence) == ""


def test_of_the_articles_own_sentences_form_is_asked_and_style_is_not() -> None:
    [twice, broken] = parse(
        [
            "The town's first woman mayor, Ines Holt, is the first woman mayor of Torley.",
            "The crew was safe in in Torley, the the coastguard said",
        ]
    )
    assert completeness.incompleteness(twice) == "says the same twice"
    assert completeness.incompleteness(twice, is_from_article=True) == ""
    assert completeness.incompleteness(broken, is_from_article=True) == "breaks off"


@pytest.mark.parametrize(
    ("sentence", "is_addressed"),
    [
        ("We saw the ferry sink.", True),
        ("I told him.", True),
        ("The wreck could block your harbour, a diver says.", False),
        ('"We saw the ferry sink," a diver said.', False),
        ("The wreck dates from World War I.", False),
    ],
)
def test_the_first_or_second_person_addresses_the_reader_unless_somebody_else_says_it(
    sentence: str, is_addressed: bool
) -> None:
    assert completeness.is_addressed_to_reader(parse([sentence])[0]) is is_addressed


def test_a_few_words_in_quotation_marks_need_no_speaker_in_an_articles_sentence() -> None:
    [statue] = parse(['A statue showing "the many moods and faces" of people in a boat stands in the port of Torley.'])
    assert "speaker" in completeness.incompleteness(statue)
    assert completeness.incompleteness(statue, is_from_article=True) == ""
    [dash] = parse(["-- A member of the board who spoke of the plan on Monday."])
    assert completeness.incompleteness(dash, is_from_article=True, is_main_event=True)
    [label] = parse(["That is: A ferry with 86 people on board ran aground off Torley on Tuesday."])
    assert completeness.incompleteness(label, is_from_article=True) == ""
