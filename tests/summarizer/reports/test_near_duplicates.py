"""Articles with nearly the same wording are found, and others are left alone."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

import pytest

from summarizer.reports import near_duplicates
from summarizer.reports.near_duplicates import MIN_SIMILARITY, group_similar, jaccard_similarity, sketch

SAMPLES = sorted((Path(__file__).parents[3] / "samples").rglob("*.txt"))
STORY = SAMPLES[0].read_text(encoding="utf-8")


def leads(*texts: str) -> list[int]:
    return group_similar([sketch(text) for text in texts])


def test_an_updated_story_joins_the_first_and_another_story_does_not():
    other = SAMPLES[1].read_text(encoding="utf-8")
    update = f"UPDATE: {STORY}\n\nThe report was first published on Friday and was updated later."
    assert leads(STORY, other, update, other.upper()) == [0, 1, 0, 1]


def test_a_text_joins_the_lead_that_it_is_most_similar_to():
    words = [f"word{number}" for number in range(100)]
    farther, nearer = " ".join(words[:65]), " ".join(words[25:])
    assert leads(farther, nearer, " ".join(words)) == [0, 1, 1]


def test_no_two_samples_are_near_duplicates():
    texts = [path.read_text(encoding="utf-8") for path in SAMPLES]
    assert leads(*texts) == list(range(len(texts)))


@pytest.mark.parametrize("text", ["", "Storm hits coast", "漢" * 500])
def test_short_texts_are_never_near_duplicates(text):
    assert sketch(text) == ""
    assert leads(text, text) == [0, 1]


def test_the_similarity_is_the_share_of_shingles_in_common():
    words = [f"word{number}" for number in range(40)]
    first, second = sketch(" ".join(words[:32])), sketch(" ".join(words[10:]))  # 30 and 28 shingles, 20 in common
    assert jaccard_similarity(first, second) == jaccard_similarity(second, first) == 20 / 38
    assert jaccard_similarity(first, first) == 1
    assert jaccard_similarity("", "") == 0


def test_the_similarity_of_long_texts_is_estimated():
    words = [f"word{number}" for number in range(3002)]
    first, second = sketch(" ".join(words[:2002])), sketch(" ".join(words[500:2502]))
    assert jaccard_similarity(first, second) == pytest.approx(0.6, abs=0.14)  # three standard errors


def test_shared_boilerplate_does_not_make_every_pair_be_compared(monkeypatch):
    compared = []

    def recording_similarity(first: str, second: str) -> float:
        compared.append((first, second))
        return jaccard_similarity(first, second)

    monkeypatch.setattr(near_duplicates, "jaccard_similarity", recording_similarity)
    chance = random.Random(1)
    vocabulary = [f"word{number}" for number in range(5000)]
    boilerplate = " ".join(chance.choices(vocabulary, k=40))
    texts = [f"{' '.join(chance.choices(vocabulary, k=160))} {boilerplate}" for _ in range(300)]
    assert leads(*texts) == list(range(300))
    assert len(compared) < len(list(combinations(texts, 2))) / 4
    assert MIN_SIMILARITY > 0.5
