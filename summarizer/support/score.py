"""The support score: the probability that the article bears a sentence out."""

from __future__ import annotations

from summarizer.support.alignment import Alignment, Story
from summarizer.support.boosted_trees import load_table
from summarizer.support.features import support_features


def support(alignment: Alignment, story: Story) -> float:
    """The probability, 0 to 1, that a careful reader finds an aligned sentence borne out by the story."""
    if alignment.source_index < 0:
        return 0.0  # no word of it is the article's
    return load_table("support").probability(support_features(alignment, story))
