"""Datelines, agencies' marks and connectives go from before a sentence; what looks like them stays."""

from __future__ import annotations

import pytest

import checks
from summarizer.language.grounding import index_article
from summarizer.rewriting.prefixes import opened_sentence, without_connective, without_opening

LOST = "Two boats were lost."


@pytest.mark.parametrize(
    "opening",
    [
        "TORLEY, Skerra (AP) -- ",
        "TORLEY (Reuters) - ",
        "Torley (AP) — ",
        "(AP) ",
        "(XNA) -- ",
        "Torley, Skerra — ",
        "Torley – ",
        "TORLEY: ",
        "TORLEY - ",
        "TORLEY, May 4 (Xinhua) -- ",
        "TORLEY, Skerra, May 4 -- ",
        "ST. JULIAN, Skerra (AP) -- ",
        "(Source: Skerra Coastguard) ",
        "WHAT HAPPENS NEXT IN TORLEY ",  # a crosshead without its line break
    ],
)
def test_a_dateline_or_an_agencys_mark_goes(opening: str) -> None:
    assert without_opening(opening + LOST) == LOST


@pytest.mark.parametrize(
    "sentence",
    [
        "The board (THB) met on Friday.",
        "UN - the world body - met in Torley.",
        "Kelso, 40, was fined on Friday.",
        "The mayor – a singer – left Torley.",
        "A ferry -- the third in a month -- sank.",
        "Nordvik-based crews searched the bay.",
        "At 7:15 the ferry left Torley.",
        "Two boats (AP reported) were lost.",
        "Torley was dark.",
        "SNP MP JD Crane left Torley.",  # initials, not a crosshead
        "UNESCO AND THE EU Commission met.",
        "TORLEY (AP) --",  # nothing would be left
        "",
    ],
)
def test_what_is_part_of_the_sentence_stays(sentence: str) -> None:
    assert without_opening(sentence) == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Paris – a city that never sleeps – was dark.",
        "Kelso – who is 40 – was fined.",
        "Edith Crane — the mayor — resigned.",
        "Torley Harbour Board (THB) met on Friday.",
        "The Skerra Times (UK) said so.",
    ],
)
def test_an_aside_after_a_name_is_no_dateline_and_initials_are_no_agency(sentence: str) -> None:
    assert without_opening(sentence) == sentence


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("However, the ferry sank.", "The ferry sank."),
        ("But the ferry sank.", "The ferry sank."),
        ("And Crane left.", "Crane left."),
        ("Besides, eBay fell.", "eBay fell."),
        ("But eBay fell.", "eBay fell."),
        ("But for the storm, it would have won.", "But for the storm, it would have won."),
        ("But for many it was too late.", "For many it was too late."),
        ("Still, the ferry sank.", "The ferry sank."),
        ("In addition, a tug sank.", "A tug sank."),
        ("As such, the ferry sank.", "The ferry sank."),
        ("Now, the ferry is lost.", "The ferry is lost."),
        ("On the other hand, the tug sank.", "The tug sank."),
    ],
)
def test_a_connective_goes_and_the_next_word_has_a_capital(sentence: str, expected: str) -> None:
    assert without_connective(sentence) == expected
    assert without_opening(sentence) == expected
    assert without_opening(f"TORLEY (AP) -- {sentence}") == expected


@pytest.mark.parametrize(
    ("sentence", "printed"),
    [
        ("Ash met Torley Water ( TWC ) , and Holt , too .", "Ash met Torley Water ( TWC), and Holt, too."),
        ("An index of stocks .STOXX was 1% up .", "An index of stocks .STOXX was 1% up."),
        ("He waited . . . and left.", "He waited . . . and left."),
    ],
)
def test_there_is_no_space_before_a_mark(sentence: str, printed: str) -> None:
    assert without_opening(sentence) == printed


def test_a_doubled_word_is_printed_once_and_what_reads_so_stays() -> None:
    doubled = "The ferry sank off off Torley, according to to the the coastguard."
    assert without_opening(doubled) == "The ferry sank off off Torley, according to the coastguard."
    for sentence in (
        "She said that that was all.",
        "The boat that he came in in May sank.",
        "The show goes on on Friday.",
    ):
        assert without_opening(sentence) == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "The ferry sank.",
        "Now the ferry is lost.",
        "Andover was shut.",
        "Button boats sank.",
        "Sony sank the plan.",
        "And 12 others fled.",
        "eBay fell.",
        "Alsop left.",
        "",
    ],
)
def test_a_sentence_without_a_connective_stays(sentence: str) -> None:
    assert without_connective(sentence) == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "So far nobody has come.",
        "So many people came that the hall was shut.",
        "Still waters run deep.",
        "Besides the ferry, a tug sank.",
        "In addition to the ferry, a tug sank.",
        "Similarly sized boats sank.",
        "However hard they tried, nobody came.",
        "Yet to be named, the ferry sank.",
    ],
)
def test_a_word_that_modifies_what_follows_is_no_connective(sentence: str) -> None:
    assert without_connective(sentence) == sentence


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('"The quay is safe. Nobody was hurt in it. We checked," Kelso said on Monday.', True),
        ("“The quay is safe. Nobody was hurt in it. We checked,” Kelso said on Monday.", True),
        ('Kelso called the quay "safe". Nobody was hurt in it. The board met on Monday.', False),
        ('The board met on Monday. Nobody was hurt in it. "The quay is safe," Kelso said.', False),
    ],
)
def test_a_sentence_in_the_middle_of_somebodys_words_does_not_stand_alone(text: str, inside: bool) -> None:
    index = index_article(checks.read(text))
    number = next(
        number
        for number, sentence in enumerate(index.article.sentences)
        if "Nobody" in index.article.text_of(sentence.span)
    )
    assert (opened_sentence(number, index) == "") is inside


@pytest.mark.parametrize(
    ("story", "said"),
    [
        ("The two met on Monday.\n\nASH: The quay is safe. Nobody was hurt.\n\nPIKE (HOST): Why did it burn?", True),
        ("The two met on Monday.\n\nAnn Pike: Nobody was hurt.\n\nBo Hay: Why did it burn, then?", True),
        ("TORLEY: Nobody was hurt when a quay burned on Monday, the port said.\n\nIt will be mended.", False),
        ("The port had one thing to say: Nobody was hurt.\n\nThe mayor had another: It was luck.", False),
    ],
)
def test_what_a_speaker_says_in_a_transcript_is_not_told_as_the_storys_own(story: str, said: bool) -> None:
    index = index_article(checks.read(f"Quay burns\n\n{story}"))
    number = next(
        number
        for number, sentence in enumerate(index.article.sentences)
        if "Nobody" in index.article.text_of(sentence.span)
    )
    assert (opened_sentence(number, index) == "") is said


@pytest.mark.parametrize(
    ("text", "fragment", "torn"),
    [
        (
            "Board meets\n\nIn Torley the board of the\n\nTrust of Kelso and Ash\n\nraised nine new loans in May.",
            "raised",
            True,
        ),
        ("Board meets\n\nThe board met in Torley.\n\neBay raised its fees by half in May.", "eBay", False),
        ("the board met in torley on monday. it raised nine new loans in may.", "raised", False),
        ("board meets in torley\n\nit raised nine new loans in may. nobody spoke.", "raised", False),
        ("torley ( cnn ) -- the board raised nine new loans in may. nobody spoke.", "raised", False),
        ("Cup final\n\nal-Hilal raised the cup of the league in Skerra. Nobody spoke.", "raised", False),
    ],
)
def test_the_rest_of_a_sentence_that_the_page_tore_is_none(text: str, fragment: str, torn: bool) -> None:
    index = index_article(checks.read(text))
    number = next(
        number
        for number, sentence in enumerate(index.article.sentences)
        if fragment in index.article.text_of(sentence.span)
    )
    assert (opened_sentence(number, index) == "") is torn
