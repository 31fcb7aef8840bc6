"""Fitting the weights of the selection to which of two summaries readers prefer."""

from __future__ import annotations

import random
from dataclasses import fields

import pytest

import checks
from summarizer.guards.candidate import Origin, SummaryCandidate
from summarizer.language.grounding import content_stems
from summarizer.pipeline.selection import DEFAULT_WEIGHTS, SelectionWeights, utility
from summarizer.training.labels import article_key
from summarizer.training.preferences import (
    NONLINEAR_WEIGHTS,
    Preference,
    cross_validated_accuracy,
    effects,
    fit_coefficients,
    preferences,
)

STORY = (
    "Pier closes in Torley\n\n"
    "The harbour board closed the old pier of Torley on Monday after a storm had shaken it.\n\n"
    "Fishermen may land their catch at the new quay until the end of the year, the board said.\n\n"
    "“We shall miss it,” said Ruth Kelso, who has sold tickets there: for boats, for swings and for ice."
)
DRAFTS = ["The board closed the old pier of Torley on Monday."]


def starts() -> list[int]:
    article = checks.read(STORY)
    return [sentence.span.start for sentence in article.sentences][1:]


def labelled(better: str, *, clear: bool = True) -> dict[str, object]:
    first, second, third = starts()
    return {
        "article": article_key(STORY),
        "x": [{"start": first, "drafted": False}, {"start": second, "drafted": False}],
        "y": [{"start": first, "drafted": True}, {"start": third, "drafted": False}],
        "better": better,
        "clear": clear,
    }


def read(*records: dict[str, object]) -> list[Preference]:
    pytest.importorskip("numpy")
    return list(preferences(records, {article_key(STORY): (STORY, DRAFTS)}))


def test_a_pair_has_the_difference_of_what_each_weight_adds() -> None:
    (pair,) = read(labelled("x"))
    assert set(pair.effects) == {field.name for field in fields(SelectionWeights)} - set(NONLINEAR_WEIGHTS)
    assert pair.effects["drafted"] == 1.0  # the second summary pays it
    assert pair.effects["colon"] == 1.0
    assert pair.effects["quotation_opening"] == pair.effects["quotation_at_end"] == 1.0
    assert pair.effects["neighbours"] == 1.0
    assert pair.effects["sentence"] == 0.0
    assert pair.first_preferred == 1.0


@pytest.mark.parametrize(("better", "share"), [("x", 1.0), ("y", 0.0), ("same", 0.5)])
def test_the_label_becomes_the_share_that_prefers_the_first(better: str, share: float) -> None:
    assert read(labelled(better))[0].first_preferred == share


def test_what_is_clear_weighs_more() -> None:
    clear, unclear = read(labelled("x"), labelled("x", clear=False))
    assert clear.weight > unclear.weight


def test_pairs_of_articles_that_are_not_there_are_left_out() -> None:
    assert list(preferences([labelled("x")], {})) == []


def test_utility_is_the_sum_of_the_effects_times_their_weights() -> None:
    first, second = (own(text, number) for number, text in enumerate(("The pier is shut.", "“It is sad,” she said.")))
    weights = DEFAULT_WEIGHTS
    total = sum(getattr(weights, name) * effect for name, effect in effects([first, second]).items())
    assert utility([first, second], weights) == pytest.approx(total)


def own(text: str, number: int) -> SummaryCandidate:
    stems = frozenset(content_stems(text))
    return SummaryCandidate(text, Origin.KEPT, 0, number, stems, (number,), depends_on_previous=False, salience=0.4)


def test_what_readers_prefer_gets_weight_and_what_they_ignore_gets_none() -> None:
    pytest.importorskip("numpy")
    rng = random.Random(3)
    pairs = []
    for number in range(300):
        liked, ignored = rng.choice((-1.0, 0.0, 1.0)), rng.choice((-1.0, 0.0, 1.0))
        share = 0.5 if not liked else float((liked > 0) == (rng.random() < 0.9))
        pairs.append(Preference(f"{number:x}", {"liked": liked, "ignored": ignored}, share, 1.0))
    found = fit_coefficients(pairs, ["liked", "ignored"])
    assert found["liked"] > 1.0
    assert abs(found["ignored"]) < 0.4
    assert cross_validated_accuracy(pairs, ["liked", "ignored"]) > 0.8
