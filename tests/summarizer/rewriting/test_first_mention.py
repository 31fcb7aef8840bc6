"""Persons by their whole names where a summary first names them."""

from __future__ import annotations

import pytest

import checks
from summarizer.language.grounding import prepare
from summarizer.rewriting.first_mention import in_full

ARTICLE = """Torley harbour shut after barge sinks

The harbour master of Torley, Ines Holt, closed the port on Monday after a barge sank. Its owner, Paul Dunn, 61, and
his brother, Mark Dunn, 58, were not aboard.

Holt said divers would look at the hull. President Amos Reed, who was in the town, watched. Peter van der Berg, 41, saw
it from the Holt Street pier. "It went down in a minute," Berg said. West Arran sent a tug; the firm Arran Towage said
so. Torley Police and Dunmore's KTLR said little. Briton Ada Quill, 30, swam ashore. The ship's agent,
Lena Fuchs-Meyer, told reporters that nobody was hurt. Council leader Jo Peru said little.
U.S. Marshal Kit Orr, 50, said so too. Torley Harbour Patrol Trooper Nils Quist filed a report. The diver Eva Brun was
honoured on Friday.
"""
ON = prepare(checks.read(ARTICLE))


@pytest.mark.parametrize(
    ("sentence", "in_full_it_is"),
    [
        ("Holt closed the port.", "Ines Holt closed the port."),
        ("Divers would look at the hull, Holt said.", "Divers would look at the hull, Ines Holt said."),
        ("Holt's divers would look at the hull.", "Ines Holt's divers would look at the hull."),
        ("The barge sank as Berg looked on.", "The barge sank as Peter van der Berg looked on."),
        ("Reed watched.", "Amos Reed watched."),
        ("Quill swam ashore.", "Ada Quill swam ashore."),
        ("It was Orr.", "It was U.S. Marshal Kit Orr."),
        ("Quist filed a report.", "Nils Quist filed a report."),
        ("Brun was honoured.", "Eva Brun was honoured."),
        ("Nobody was hurt, according to Fuchs-Meyer.", "Nobody was hurt, according to Lena Fuchs-Meyer."),
    ],
)
def test_the_first_mention_is_in_full(sentence: str, in_full_it_is: str) -> None:
    assert in_full([sentence], ON) == [in_full_it_is]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ines Holt closed the port.",  # is in full
        "Ms Holt closed the port.",
        "President Reed watched.",
        "The Holt family closed the port.",  # somebody else, or something
        "The barge lay off Holt Street.",
        "The post-Holt years were quiet.",
        "Dunn was not aboard.",  # which?
        "Arran sent a tug.",  # a place
        "Peru said little.",  # reads as one
        "A barge sank off Torley.",
        "Police said little.",
        "KTLR said little.",
        '"Holt knows," a sailor said.',  # as he said it
    ],
)
def test_what_is_in_full_or_may_mean_another_stays(sentence: str) -> None:
    assert in_full([sentence], ON) == [sentence]


def test_only_the_first_mention_of_a_summary_is() -> None:
    assert in_full(["The port was closed by Holt.", "Holt said divers would look."], ON) == [
        "The port was closed by Ines Holt.",
        "Holt said divers would look.",
    ]
    told = ["The port was closed by Ines Holt.", "Holt said divers would look."]
    assert in_full(told, ON) == told
