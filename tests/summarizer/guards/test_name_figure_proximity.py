"""A name may stand beside a figure only where the article has the two together."""

from __future__ import annotations

import pytest

import checks
from summarizer.guards import name_figure_proximity
from summarizer.guards.guard import DraftSentence, Source
from summarizer.language.grounding import index_source

STORY = """Harbour police stop smugglers on two coasts

Police in Lundavia arrested 45 people this week in raids on cigarette smugglers. The raids went on for five days.

Boats and vans were seized. Lawyers called for restraint.

In Ostmark, officers found 12 tonnes of tobacco in a barn. A farmer was questioned.

The case will be heard in Ostmark in May. The harbour stays closed.

The harbour office is small. Its roof leaks. The trawler Gannet lies there."""


def reason_against(sentence: str) -> str:
    """Why the guard rejects a sentence; empty where it does not."""
    source = Source(index_source(checks.read(STORY)))
    rejection = name_figure_proximity.check(DraftSentence(sentence, source), source)
    return rejection.reason if rejection else ""


@pytest.mark.parametrize(
    "sentence",
    [
        "Ostmark arrested 45 people in raids on smugglers.",
        "The 45 people arrested this week were held in Ostmark.",
        "The case of the Lundavian trawler Gannet will be heard in May.",
    ],
)
def test_a_name_from_another_passage_is_rejected(sentence: str) -> None:
    assert "does not have" in reason_against(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Lundavia arrested 45 people in raids on smugglers.",
        "Officers found 12 tonnes of tobacco in a barn in Ostmark.",
        "Police in Lundavia tell of 12 tonnes of tobacco.",  # the opening is what the story is about
        "Lundavian police arrested 45 people.",
        "The case will be heard in Ostmark in May.",  # no count stands beside the name
        "Police arrested 45 people this week.",
    ],
)
def test_a_name_near_the_figures_source_or_in_the_opening_passes(sentence: str) -> None:
    assert reason_against(sentence) == ""
