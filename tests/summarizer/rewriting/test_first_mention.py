"""Persons have their full names where a summary first mentions them."""

from __future__ import annotations

import pytest

import checks
from summarizer.language.grounding import index_article
from summarizer.rewriting.first_mention import with_full_names

ARTICLE = """Torley harbour shut after barge sinks

The harbour master of Torley, Ines Holt, closed the port on Monday after a barge sank. Its owner, Paul Dunn, 61, and
his brother, Mark Dunn, 58, were not aboard.

Holt said divers would look at the hull. President Amos Reed, who was in the town, watched. Peter van der Berg, 41, saw
it from the Holt Street pier. "It went down in a minute," Berg said. West Arran sent a tug; the firm Arran Towage said
so. Torley Police and Dunmore's KTLR said little. Briton Ada Quill, 30, swam ashore. The ship's agent,
Lena Fuchs-Meyer, told reporters that nobody was hurt. Council leader Jo Peru said little.
U.S. Marshal Kit Orr, 50, said so too. Torley Harbour Patrol Trooper Nils Quist filed a report. The diver Eva Brun was
honoured on Friday. The member Torley Greens, who met, said little. Greens want more tugs. Lars Moen of Fjordmap said
the firm's maps were right. The minister for Roads and Ports Eva Rask said the pier would be mended, and Rask, 50, paid.
Dunmore lies near. Ferry Dunmore, 60, lives there.
"""
INDEX = index_article(checks.read(ARTICLE))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Holt closed the port.", "Ines Holt closed the port."),
        ("Divers would look at the hull, Holt said.", "Divers would look at the hull, Ines Holt said."),
        ("Holt's divers would look at the hull.", "Ines Holt's divers would look at the hull."),
        ("The barge sank as Berg looked on.", "The barge sank as Peter van der Berg looked on."),
        ("The barge sank as van der Berg looked on.", "The barge sank as Peter van der Berg looked on."),
        ("Van der Berg looked on.", "Peter van der Berg looked on."),
        ("Reed watched.", "Amos Reed watched."),
        ("Quill swam ashore.", "Ada Quill swam ashore."),
        ("It was Orr.", "It was U.S. Marshal Kit Orr."),
        ("Quist filed a report.", "Nils Quist filed a report."),
        ("Brun was honoured.", "Eva Brun was honoured."),
        ("Nobody was hurt, according to Fuchs-Meyer.", "Nobody was hurt, according to Lena Fuchs-Meyer."),
        ("“I went to town,” Holt said.", "“I went to town,” Ines Holt said."),
        ("“I went to Torley,” Holt said.", "“I went to Torley,” Ines Holt said."),
        ('"I went to Torley," Holt said.', '"I went to Torley," Ines Holt said.'),
        ("“Was it in Torley?” Holt asked.", "“Was it in Torley?” Ines Holt asked."),
        ("“It was in Torley.” Holt said so.", "“It was in Torley.” Ines Holt said so."),
        ("‘I went to Torley,’ Holt said.", "‘I went to Torley,’ Ines Holt said."),
    ],
)
def test_the_first_mention_has_the_full_name(sentence: str, expected: str) -> None:
    assert with_full_names([sentence], INDEX) == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ines Holt closed the port.",  # the full name already
        "Ms Holt closed the port.",
        "Peter van der Berg looked on.",
        "Mr van der Berg looked on.",
        "It was de Berg who looked on.",  # another particle
        "President Reed watched.",
        "The harbour of Greens was shut.",  # several
        "A firm known as Fjordmap drew the maps.",  # its bearer's name has another man's in it
        "Holt & Co. sent a tug.",
        "Lunn & Holt sent a tug.",
        "Holt and Sons sent a tug.",
        "The Holt family closed the port.",  # no person by herself
        "The barge lay off Holt Street.",
        "The post-Holt years were quiet.",
        "Dunn was not aboard.",  # one of two brothers
        "Arran sent a tug.",  # a place
        "Peru said little.",  # the name of a country too
        "A barge sank off Torley.",
        "Police said little.",
        "KTLR said little.",
        "Rask paid.",  # "Ports" belongs to the office, not to the name
        "Dunmore lies near.",  # told without another name first
        '"Holt knows," a sailor said.',  # a quotation
        "“I went to Torley,” Ms Holt said.",
        "The tug “Torley” Holt was sent.",  # a name in quotation marks goes on
        "Jan “Iron” Holt was there.",
        "Mr. Holt closed the port.",
        "The Torleys’ Holt closed the port.",
    ],
)
def test_a_full_name_stays_and_so_does_a_word_that_may_be_something_else(sentence: str) -> None:
    assert with_full_names([sentence], INDEX) == [sentence]


def test_later_mentions_stay_short() -> None:
    assert with_full_names(["The port was closed by Holt.", "Holt said divers would look."], INDEX) == [
        "The port was closed by Ines Holt.",
        "Holt said divers would look.",
    ]
    sentences = ["The port was closed by Ines Holt.", "Holt said divers would look."]
    assert with_full_names(sentences, INDEX) == sentences


def test_a_megabyte_without_a_space_is_searched_for_titles_too() -> None:
    """Ends at all: a search from each letter of a run to its end would take 10^12 steps."""
    index = index_article(checks.read(f"{ARTICLE}\n{'x' * 1_000_000} came ashore.\n"))
    assert with_full_names(["Quist filed a report."], index) == ["Nils Quist filed a report."]
