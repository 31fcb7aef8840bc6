"""A name that the article only has as a modifier supports no place."""

from __future__ import annotations

import pytest

import checks
from summarizer.guards import clause_support, location
from summarizer.language.grounding import index_source
from summarizer.language.parsing import ParsedSource, parse

SCHOOLS = index_source(
    checks.read(
        """Members argue over anthem in schools

Members of the Ostmark assembly argued on Thursday over making an anthem compulsory in schools in Lundavia, in the wake
of a Torley high court order. The Dunmore Party asked the assembly to vote. The Torley court had heard teachers from
Skerra, and a Skerra union has appealed. Pupils sang the anthem in Lundavia's capital, Brandt.
Ostland's minister left early."""
    )
)
SOURCE = ParsedSource(SCHOOLS, SCHOOLS.story_sentences)


def unsupported(sentence: str) -> str:
    return location.unsupported_location(parse(sentence), SOURCE)


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Members argued over making an anthem compulsory in schools in Torley.", "in Torley"),
        ("Members argued in Dunmore over an anthem.", "in Dunmore"),
        ("Members from Torley argued over an anthem.", "from Torley"),
    ],
)
def test_a_name_that_is_only_a_modifier_is_no_place(sentence: str, place: str) -> None:
    assert unsupported(sentence) == place
    assert clause_support.unsupported_clause(sentence, SCHOOLS)


@pytest.mark.parametrize(
    "sentence",
    [
        "Members argued over making an anthem compulsory in schools in Lundavia.",
        "An order was made in Torley court.",  # a modifier in the draft too
        "Teachers in Skerra were heard.",  # once without a noun after it
        "Pupils sang it in Brandt.",
        "Pupils sang it in Lundavia's capital.",
        "Pupils sang it in Ostland.",  # which has a minister: a place
        "Pupils sang it in Norland.",  # the article lacks it: other guards judge that
        'He said "they sang in Torley" once.',
    ],
)
def test_a_name_without_a_noun_after_it_can_be_a_place(sentence: str) -> None:
    assert not unsupported(sentence)


def test_the_articles_own_sentences_pass() -> None:
    assert not [SOURCE.text(index) for index in SOURCE.sentence_indices if unsupported(SOURCE.text(index))]
