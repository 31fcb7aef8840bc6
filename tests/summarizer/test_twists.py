"""Who did it to whom, and whether it was done: told from word order, silent where order proves nothing."""

from __future__ import annotations

import pytest

from summarizer.twists import fault

BEAT = "Dunmore beat Torley by two goals in the final on Saturday."
SUED = "The bank said Crane was sued by Holt over the sale of the pier."
DENIED = "Mayor Edith Crane denied taking money from the builder."
NOT_APPROVED = "The council has not approved the plan for the quay."


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Torley beat Dunmore in the final.", BEAT),
        ("Dunmore was beaten by Torley.", BEAT),
        ("Crane sued Holt over the pier.", SUED),
        ("The council approved the plan for the quay.", NOT_APPROVED),
        ("Torley did not play in the final.", BEAT),
    ],
)
def test_a_twisted_sentence_is_told(sentence: str, source: str) -> None:
    assert fault(sentence, [source])


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Dunmore beat Torley in the final.", BEAT),
        ("Torley was beaten by Dunmore.", BEAT),
        ("Holt sued Crane over the pier.", SUED),
        ("Crane was sued by Holt.", SUED),
        ("Edith Crane denied taking money.", DENIED),
        ("Edith Crane said she did not take money.", DENIED),
        ("The council has not approved the plan.", NOT_APPROVED),
        ("The final was played on Saturday.", BEAT),
    ],
)
def test_a_fair_sentence_is_left_alone(sentence: str, source: str) -> None:
    assert fault(sentence, [source]) == ""


def test_what_is_said_once_plainly_may_be_repeated_though_it_is_denied_elsewhere() -> None:
    sources = ["Police said Holt stole the boat.", "His lawyer said he never stole anything."]
    assert fault("Holt stole the boat, police said.", sources) == ""


def test_without_sources_nothing_is_twisted() -> None:
    assert fault("Torley did not beat Dunmore.", []) == ""
