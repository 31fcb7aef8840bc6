"""Where it is: a name that the article has only before another word is no place of a sentence's own."""

from __future__ import annotations

import pytest

import checks
from summarizer.guards import clause_support, location
from summarizer.language.grounding import prepare
from summarizer.language.parsing import Source, take_apart

SCHOOLS = prepare(
    checks.read(
        """Members argue over anthem in schools

Members of the Ostmark assembly argued on Thursday over making an anthem compulsory in schools in Lundavia, in the wake
of a Torley high court order. The Dunmore Party asked the assembly to vote. The Torley court had heard teachers from
Skerra, and a Skerra union has appealed. Pupils sang the anthem in Lundavia's capital, Brandt.
Ostland's minister left early."""
    )
)
SOURCE = Source(SCHOOLS, SCHOOLS.story)


def fault(sentence: str) -> str:
    return location.fault(take_apart(sentence), SOURCE)


@pytest.mark.parametrize(
    ("sentence", "where"),
    [
        ("Members argued over making an anthem compulsory in schools in Torley.", "in Torley"),
        ("Members argued in Dunmore over an anthem.", "in Dunmore"),
        ("Members from Torley argued over an anthem.", "from Torley"),
    ],
)
def test_a_name_that_only_describes_is_no_place(sentence: str, where: str) -> None:
    assert fault(sentence) == where
    assert clause_support.fault(sentence, SCHOOLS)


@pytest.mark.parametrize(
    "sentence",
    [
        "Members argued over making an anthem compulsory in schools in Lundavia.",
        "An order was made in Torley court.",  # describes here too
        "Teachers in Skerra were heard.",  # by itself once
        "Pupils sang it in Brandt.",
        "Pupils sang it in Lundavia's capital.",
        "Pupils sang it in Ostland.",  # which has a minister: a place
        "Pupils sang it in Norland.",  # whether the article has it at all is asked elsewhere
        'He said "they sang in Torley" once.',
    ],
)
def test_a_name_that_stands_by_itself_may_be_a_place(sentence: str) -> None:
    assert not fault(sentence)


def test_an_articles_own_places_are_its_places() -> None:
    assert not [SOURCE.text(at) for at in SOURCE.places if fault(SOURCE.text(at))]
