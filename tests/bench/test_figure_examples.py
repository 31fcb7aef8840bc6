"""The training examples that are made of texts without labels."""

from __future__ import annotations

from random import Random

import checks
from bench.figure_examples import of_plain_text
from bench.relation_examples import holds_beyond_chance
from checks.relations.arithmetic import proposals_of
from checks.relations.frames import frames_of

TEXT = "\n\n".join(
    f"{town} recorded {men + women:,} visitors last year: {men:,} men and {women:,} women."
    for town, men, women in (
        ("Torley", 1234, 2317),
        ("Marsh End", 3471, 1862),
        ("Holt", 5189, 4276),
        ("Wickham Vale", 2953, 6148),
        ("Aldbourne", 7316, 1657),
        ("Crane", 4862, 3719),
        ("Stoke Lacy", 6427, 2581),
    )
)


def test_ties_come_in_the_order_in_which_they_are_found_in_every_run() -> None:
    frames = frames_of(checks.read(TEXT))
    expected = [
        (proposal.kind, [(frame.start, frame.end) for frame in proposal.members])
        for proposal in proposals_of(frames)
        if holds_beyond_chance(proposal)
    ]
    assert len(expected) >= 7
    found = [(kind, extents) for kind, extents, label, _ in of_plain_text(TEXT, Random(1)) if label]
    assert found[: len(expected)] == expected
