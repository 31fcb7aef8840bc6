"""A summary leaves out what its sentences tell by the way, and nothing that it needs."""

from __future__ import annotations

import pytest

from summarizer.rewriting.asides import without_asides


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The Sea Rescue Service (SRS) brought the crew ashore.",
            "The Sea Rescue Service brought the crew ashore.",
        ),
        (
            "He appealed to the Court of Arbitration for Sport (Cas) on Friday.",
            "He appealed to the Court of Arbitration for Sport on Friday.",
        ),
        (
            "She has an A in her extended project qualification (EPQ), her school said.",
            "She has an A in her extended project qualification, her school said.",
        ),
        (
            "The Skerra Anti-Doping Agency (SADA) tested the rowers.",
            "The Skerra Anti-Doping Agency tested the rowers.",
        ),
        ("The wreck lies 18 miles (29km) off Torley.", "The wreck lies 18 miles off Torley."),
        ("Ines Holt, 58, said the port was shut.", "Ines Holt said the port was shut."),
        ("Ines Holt, 58, and Jan Dunn, 61, were aboard.", "Ines Holt and Jan Dunn were aboard."),
        ("Holt, 58, founder of the yard, said it was shut.", "Holt, founder of the yard, said it was shut."),
        (
            "The board formally chose Mr Holt, 58, on Monday after a vote.",
            "The board formally chose Mr Holt on Monday after a vote.",
        ),
    ],
)
def test_what_is_told_by_the_way_goes(sentence: str, expected: str) -> None:
    assert without_asides([sentence]) == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "The Sea Rescue Service (SRS) came at noon, and SRS boats searched all night.",
        "Jan Dunn (Green) won the seat.",  # no abbreviation of what stands before it
        "The senator Jan Dunn (D) won the seat.",
        "The plant makes steel (and tin).",
        "Centuries from Holt (190) and Dunn (144) helped the side.",
        "Sales rose 5 per cent (10 million people).",
        "The wreck lies 18 miles (a day's sail) off Torley.",
        "Games worth €50m ($55.5m) were seized.",  # readers want to know what it is in their own money
        "The boat cost £3m (£4m with its sails).",  # another figure, no conversion
        "Ines Holt, 58, died in the crash.",
        "Ines Holt, 58, of Mill Lane, told the board of her plan.",  # with an address it says who is meant
        "Ines Holt, 58, a baker, was charged with theft.",
        "Ines Holt, 52, was rescued from the wreck.",
        "Jo Dunn, 12, won the race.",  # a child
        "The team won 45, 58, and 61 games.",
        '"The Sea Rescue Service (SRS) came," she said.',
        "Police found 20, 58, 61 and 70 kilos.",
        "The crew was brought ashore.",
    ],
)
def test_what_is_needed_or_quoted_stays(sentence: str) -> None:
    assert without_asides([sentence]) == [sentence]


def test_an_abbreviation_stays_where_another_sentence_uses_it() -> None:
    sentences = ["The Sea Rescue Service (SRS) brought the crew ashore.", "The SRS's boats were late."]
    assert without_asides(sentences) == sentences
    alone = ["The Sea Rescue Service (SRS) brought the crew ashore.", "Its boats were late."]
    assert without_asides(alone) == ["The Sea Rescue Service brought the crew ashore.", "Its boats were late."]
