"""What tells which sentences of a story an editor would pick."""

from __future__ import annotations

from math import isfinite

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import checks
from summarizer.language.grounding import ArticleIndex, index_article
from summarizer.pipeline.salience import rank, salience_features
from summarizer.support.boosted_trees import load_table
from summarizer.support.features import Features

ARTICLE = """Ferry runs aground off Carrick Point

A passenger ferry ran aground on rocks off Carrick Point on Tuesday morning, the coastguard said.

All 86 passengers and nine crew were taken off by two lifeboats within three hours. They were cold.

"We heard a grinding noise and then everything stopped," a passenger, Tom Avery, said.

But I have never liked boats: follow us on www.torley.example.

Has a ferry run aground off Carrick Point before? One sank in 1985.
"""
FERRY, RESCUE, COLD, NOISE, BOATS, QUESTION, YEAR = range(7)


@pytest.fixture(scope="module")
def index() -> ArticleIndex:
    return index_article(checks.read(ARTICLE))


@pytest.fixture(scope="module")
def features(index: ArticleIndex) -> list[Features]:
    return salience_features(index, [])


@pytest.mark.parametrize(
    ("place", "name", "value"),
    [
        (FERRY, "place", 0),
        (FERRY, "opens_paragraph", 1),
        (FERRY, "said", 1),
        (FERRY, "weekday", 1),
        (FERRY, "depends_on_previous", 0),
        (RESCUE, "figures", 1),
        (RESCUE, "opens_paragraph", 1),
        (COLD, "opens_paragraph", 0),
        (COLD, "words", 3),
        (COLD, "depends_on_previous", 1),
        (NOISE, "opens_with_quotation", 1),
        (NOISE, "said", 1),
        (NOISE, "personal", 1),
        (BOATS, "connective", 1),
        (BOATS, "personal", 1),
        (BOATS, "colon", 1),
        (BOATS, "web", 1),
        (QUESTION, "question", 1),
        (QUESTION, "has_end_mark", 0),
        (YEAR, "year", 1),
        (YEAR, "relative_place", 6 / 7),
        (YEAR, "quoted_share", 0),
    ],
)
def test_the_form_of_a_sentence_is_known(features: list[Features], place: int, name: str, value: float) -> None:
    assert features[place][name] == value


@pytest.mark.parametrize("name", ["headline_share", "share_in_headline", "mean_frequency"])
def test_what_the_headline_says_stands_out(features: list[Features], name: str) -> None:
    assert features[FERRY][name] > features[NOISE][name]
    assert features[QUESTION][name] > features[COLD][name]


def test_a_story_without_a_headline_has_no_share_in_it() -> None:
    found = salience_features(index_article(checks.read("The ferry sank off Torley. The crew swam ashore.")), [])
    assert [(each["has_headline"], each["headline_share"], each["share_in_headline"]) for each in found] == [
        (0, 0, 0)
    ] * 2


def test_a_sentence_that_shares_words_with_others_is_central(features: list[Features]) -> None:
    assert features[FERRY]["centrality"] > features[COLD]["centrality"]
    assert features[RESCUE]["share_in_previous"] < features[QUESTION]["share_in_opening"]


def test_votes_are_shares_of_the_drafts(index: ArticleIndex) -> None:
    numbers = index.story_sentences
    votes = [[numbers[RESCUE], numbers[RESCUE]], [numbers[RESCUE], numbers[FERRY]], [-1], []]
    found = salience_features(index, votes)
    assert [each["votes"] for each in found] == [1 / 4, 2 / 4, 0, 0, 0, 0, 0]
    assert [bool(each["has_vote"]) for each in found] == [True, True, *[False] * 5]
    assert [each["vote_rank"] for each in found[:3]] == [1, 0, len(numbers)]
    assert [each["votes_before"] for each in found[:3]] == [0, 1 / 4, 3 / 4]


def test_every_sentence_of_the_story_has_its_salience(index: ArticleIndex) -> None:
    ranks = rank(index, [[index.story_sentences[0]]])
    assert tuple(ranks) == index.story_sentences
    assert all(0 < each.picked < 1 and 0 < each.main_event < 1 for each in ranks.values())


def test_a_lead_is_likelier_to_be_picked_than_an_aside(index: ArticleIndex) -> None:
    numbers, ranks = index.story_sentences, rank(index, [[index.story_sentences[FERRY]]] * 5)
    for aside in (COLD, BOATS, QUESTION):
        assert ranks[numbers[FERRY]].picked > ranks[numbers[aside]].picked
        assert ranks[numbers[FERRY]].main_event > ranks[numbers[aside]].main_event


def test_the_tables_ask_for_features_that_there_are(features: list[Features]) -> None:
    for name in ("salience", "main_event"):
        assert set(load_table(name).features) <= features[0].keys()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    text=st.one_of(
        st.text(max_size=80),
        st.lists(st.sampled_from([*ARTICLE.split(), "\n\n", "…", '"']), max_size=60).map(" ".join),
    ),
    votes=st.lists(st.lists(st.integers(-1, 8), max_size=3), max_size=3),
)
def test_any_text_has_finite_features_with_the_same_names(text: str, votes: list[list[int]]) -> None:
    index = index_article(checks.read(text))
    found = salience_features(index, votes)
    assert len(found) == len(index.story_sentences)
    for each in found:
        assert set(load_table("salience").features) <= set(each)
        assert all(isfinite(value) for value in each.values())
        assert all(value >= 0 for value in each.values())
    assert len({tuple(each) for each in found}) <= 1
    assert rank(index, votes).keys() == set(index.story_sentences)
