"""A name may stand beside a figure only where the article has the two together."""

from __future__ import annotations

import pytest

import checks
from checks.model import Span
from summarizer.guards import name_figure_proximity
from summarizer.language.chunking import told

STORY = """Harbour police stop smugglers on two coasts

Police in Lundavia arrested 45 people this week in raids on cigarette smugglers. The raids went on for five days.

Boats and vans were seized. Lawyers called for restraint.

In Ostmark, officers found 12 tonnes of tobacco in a barn. A farmer was questioned.

The case will be heard in Ostmark in May. The harbour stays closed.

The harbour office is small. Its roof leaks. The trawler Gannet lies there."""


def fault(sentence: str) -> str:
    article, read = checks.read(STORY), checks.read(sentence)
    return name_figure_proximity.fault(read, Span(0, len(sentence)), checks.compare(article, read), article, told(article))


@pytest.mark.parametrize(
    "sentence",
    [
        "Ostmark arrested 45 people in raids on smugglers.",
        "The 45 people arrested this week were held in Ostmark.",
        "The case of the Lundavian trawler Gannet will be heard in May.",
    ],
)
def test_a_name_from_another_passage_does_not_go_with_a_figure(sentence: str) -> None:
    assert "does not have" in fault(sentence)


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
def test_a_name_that_the_article_has_near_the_figure_goes_with_it(sentence: str) -> None:
    assert fault(sentence) == ""
