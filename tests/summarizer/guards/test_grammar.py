"""Malformed sentences are rejected, well-formed ones pass."""

from __future__ import annotations

import pytest
from summarizer.guards.grammar import ungrammaticality


@pytest.mark.parametrize(
    "sentence",
    [
        "The plan approved by the council.",
        "The attack claimed by the group claimed by the army.",
        "Torley, Mayor Edith Crane said the work would start in May.",
        '"After five stormy years," the band said on its page.',
        "Her work on the ferry was known and for the harbour.",
        "The captain of the and crew were rescued.",
        "Parents waiting at the gate of the school to see their children.",
        "One of the three divers killed in the line of duty.",
        "The captain said that the swell was heavy, he said.",
        "The painters who managed to raise a quay to an art form.",
        "Two clubs suspended after a brawl on the pier.",
        "The mayor's statement on Friday that she will not stand again.",
        'Crane said Torley\'s "an open wound" of the coast.',
    ],
)
def test_a_malformed_sentence_is_rejected(sentence: str) -> None:
    assert ungrammaticality(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The plan was approved by the council.",
        "Edith Crane, mayor of Torley, said the work would start in May.",
        "Torley, Dunmore and Skerra lost their quays.",
        '"We have waited five years," the band said.',
        "Divers search the wreck of the Gannet.",
        "In Torley, divers searched the wreck.",
        "The group claimed responsibility for the attack.",
        "The painters who raised the quay left in May.",
        "The board suspended two clubs after a brawl.",
        "The mayor stated on Friday that she will not stand again.",
        '"We know that the quay will hold," Crane said.',
        "Prince Olaf and his wife, Ada, Countess of Torley, are to visit the quay.",
        "Roses, carnations and tulips are popular in Ostmark.",
    ],
)
def test_a_well_formed_sentence_passes(sentence: str) -> None:
    assert ungrammaticality(sentence) == ""
