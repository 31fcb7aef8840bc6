"""What a sentence gives to an owner, the article must give to the same owner."""

from __future__ import annotations

import pytest

import checks
from summarizer.guards import clause_support, possession
from summarizer.language.grounding import index_source
from summarizer.language.parsing import ParsedSource, parse

HARBOUR = index_source(
    checks.read(
        """Torley's harbour master to retire

The master of the old port of Torley, Jan Brandt, will retire in May, the Norwegian shipping line Fjordal said.
Brandt, whose son Erik sails for the line, has worked in Dunmore since 1991. His memoir is due in June.

Dunmore council thanked him. "Jan's patience was endless," Mayor Edith Crane said. Fjordal's new chief executive, Lena
Strand, praised the Brandt years. The Fjordal board met on Tuesday. A ferry of the line sank off Skerra in 2009, and
Strand asked for an inquiry. Norway paid for the search."""
    )
)
SOURCE = ParsedSource(HARBOUR, HARBOUR.story_sentences)


def unsupported(sentence: str) -> str:
    return possession.unsupported_possession(parse(sentence), SOURCE)


@pytest.mark.parametrize(
    ("sentence", "owned"),
    [
        ("Dunmore's harbour master will retire.", "Dunmore's harbour"),
        ("Strand's son Erik sails for the line.", "Strand's son"),
        ("Crane's memoir is due in June.", "Crane's memoir"),
        ("The line praised Skerra's new chief executive.", "Skerra's chief"),
        ("A spokesman praised Brandt's new Norwegian ferry.", "Brandt's ferry"),
        ("Fjordal's mayor thanked him.", "Fjordal's mayor"),
        ("The Strands' son Erik sails for the line.", "Strands's son"),
    ],
)
def test_another_owner_is_rejected(sentence: str, owned: str) -> None:
    assert unsupported(sentence) == owned
    assert clause_support.unsupported_clause(sentence, HARBOUR)


@pytest.mark.parametrize(
    "sentence",
    [
        "Torley's harbour master will retire.",  # as the headline has it
        "Torley's port has lost its master.",
        "Brandt's son Erik sails for the line.",  # whose
        "Jan Brandt's memoir is due in June.",  # his, in the next sentence
        "Fjordal's board met on Tuesday.",  # the Fjordal board
        "Dunmore's council thanked him.",
        "Fjordal's chief executive praised Brandt's years.",
        "Norway's shipping line praised him.",  # the Norwegian one
        "It's the council's ferry.",  # no names
        'She said "Strand\'s ferry" again.',  # whether the quotation is right is asked elsewhere
    ],
)
def test_possession_can_be_expressed_in_other_ways(sentence: str) -> None:
    assert not unsupported(sentence)


def test_the_articles_own_sentences_pass() -> None:
    assert not [SOURCE.text(index) for index in SOURCE.sentence_indices if unsupported(SOURCE.text(index))]
