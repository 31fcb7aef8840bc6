"""Asides and what trails behind are taken out; what hedges, denies or attributes stays."""

from __future__ import annotations

import pytest
from summarizer.rewriting.shortening import shorten


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The mayor of Torley, who was elected in May, has written an open letter to the singer.",
            "The mayor of Torley has written an open letter to the singer.",
        ),
        (
            "However, the ferry (a small one) ran aground near the point and two people were hurt.",
            "The ferry ran aground near the point and two people were hurt.",
        ),
        (
            "The ferry ran aground off the point -- the third in a month -- and four people were hurt.",
            "The ferry ran aground off the point and four people were hurt.",
        ),
        (
            "The union has blocked the port of Dunmore for a week, cutting off the island.",
            "The union has blocked the port of Dunmore for a week.",
        ),
        (
            "The council will sell the old harbour office to a builder, which plans a hotel there.",
            "The council will sell the old harbour office to a builder.",
        ),
        (
            "TORLEY, Ostmark (XNA) -- Two boats were lost in a storm off the coast on Monday.",
            "Two boats were lost in a storm off the coast on Monday.",
        ),
    ],
)
def test_asides_are_taken_out(sentence: str, expected: str) -> None:
    assert shorten(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "The ferry ran aground off the point on Tuesday, the coastguard of Dunmore said.",
        "Police arrested 12 people at the port, including two officers of the coastguard.",
        "Prices rose by 3 per cent last month, according to the statistics office.",
        "The council will sell the office, the quay and the crane to a builder.",
        "The firm said it had paid the fine, unless the bank had made a mistake.",
        "The captain, who denies the charge, will appear in court on Friday.",
        "The group left, taking the boat.",
    ],
)
def test_what_qualifies_or_completes_the_sentence_stays(sentence: str) -> None:
    assert shorten(sentence) == sentence
