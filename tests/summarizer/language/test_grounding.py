"""Which sentences of an article support a draft's sentence, and what of it none of them has."""

from __future__ import annotations

import pytest

import checks
from summarizer.language.grounding import (
    ArticleIndex,
    acronyms,
    content_stems,
    ground,
    index_article,
    is_copied,
    normalized,
    source_spans,
)

ARTICLE = """Torley ferry sinks

By Jo Peru

The ferry Gannet sank off Torley on Friday, and all 40 passengers swam ashore.

The Skerra Harbour Board will raise the wreck in spring. Divers from India have looked at the hull.

The mayor of Torley thanked the fishermen who had thrown ropes to the passengers.
"""


@pytest.fixture(scope="module")
def index() -> ArticleIndex:
    return index_article(checks.read(ARTICLE))


def sources(sentence: str, index: ArticleIndex) -> list[str]:
    """The first three words of each source of a sentence."""
    found = ground(sentence, index).sources
    texts = [index.article.text_of(index.article.sentences[number].span) for number in found]
    return [" ".join(text.split()[:3]) for text in texts]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("A ferry sank off Torley.", ["The ferry Gannet"]),
        ("Divers looked at the hull.", ["Divers from India"]),
        ("The wreck will be raised in spring after the ferry sank.", ["The Skerra Harbour", "The ferry Gannet"]),
        ("The passengers were thrown ropes by fishermen after the ferry sank.", ["The mayor of", "The ferry Gannet"]),
        ("An orchestra played waltzes.", []),
        ("It was so.", []),  # no content
        ("Jo Peru.", []),  # a byline supports nothing
    ],
)
def test_a_sentence_is_grounded_on_those_that_hold_its_content(
    index: ArticleIndex, sentence: str, expected: list[str]
) -> None:
    assert sources(sentence, index) == expected


def test_only_candidates_are_sources(index: ArticleIndex) -> None:
    sentence = "A ferry sank off Torley."
    [best] = ground(sentence, index).sources
    others = [number for number in index.story_sentences if number != best]
    assert ground(sentence, index, [best]).sources == (best,)
    assert best not in ground(sentence, index, others).sources
    assert ground(sentence, index, []).sources == ()


def test_of_two_equal_sentences_the_earlier_is_the_source() -> None:
    index = index_article(checks.read("Ferry sinks\n\nThe ferry sank off Torley.\n\nThe ferry sank off Torley."))
    assert ground("The ferry sank off Torley.", index).sources == (index.story_sentences[0],)


def test_coverage_is_whole_where_one_sentence_has_all(index: ArticleIndex) -> None:
    grounding = ground("The ferry Gannet sank off Torley.", index)
    assert grounding.coverage_of_one == grounding.coverage_of_two == 1.0
    assert grounding.uncovered == 0


def test_coverage_by_two_is_more_than_by_one_where_content_is_spread(index: ArticleIndex) -> None:
    grounding = ground("The ferry sank and the wreck will be raised.", index)
    assert 0 < grounding.coverage_of_one < grounding.coverage_of_two <= 1.0


def test_what_no_source_has_is_uncovered(index: ArticleIndex) -> None:
    grounding = ground("The ferry sank with an orchestra.", index)
    assert grounding.coverage_of_two < 1.0
    assert grounding.uncovered == 1
    assert grounding.unknown_words == ("orchestra",)


def test_nothing_is_covered_of_what_the_article_does_not_have(index: ArticleIndex) -> None:
    grounding = ground("An orchestra played waltzes.", index)
    assert (grounding.coverage_of_one, grounding.coverage_of_two) == (0.0, 0.0)
    assert grounding.uncovered == len(grounding.stems) == 3


@pytest.mark.parametrize(
    ("sentence", "unknown"),
    [
        ("The ferry Gannet sank off Torley.", ()),
        ("The ferry Kestrel sank off Dunmore.", ("Kestrel", "Dunmore")),
        ("Three Indian divers came.", ()),  # the article has "India"
        ("The Indians came.", ()),
        ("Three Irish divers came.", ("Irish",)),
        ("The SHB will raise it.", ()),  # the initials of the Skerra Harbour Board
        ("The SHC will raise it.", ("SHC",)),
        ("Kestrel's divers came.", ("Kestrel",)),
        ("Divers swam.", ()),
        ("Slowly the ferry sank.", ()),  # a first word that is plainly no name
        ("Torley-Skerra was shut.", ()),  # of names that the article has
    ],
)
def test_names_must_be_the_articles_in_some_form(index: ArticleIndex, sentence: str, unknown: tuple[str, ...]) -> None:
    assert ground(sentence, index).unknown_names == unknown


@pytest.mark.parametrize(
    ("sentence", "copied"),
    [
        ("Divers from India have looked at the hull.", True),
        ("the ferry Gannet sank, off Torley", True),  # punctuation and case aside
        ("Divers from India looked at the hull.", False),
        ("Divers from India have looked at the hulls.", False),  # whole words only
    ],
)
def test_a_copy_has_the_articles_words_in_order(index: ArticleIndex, sentence: str, copied: bool) -> None:
    assert is_copied(sentence, index) is copied


def test_normalized_text_is_words_in_lower_case() -> None:
    assert normalized("“The U.K.'s 1,200 — ferries!”") == "the u k s 1 200 ferries"
    assert normalized("—") == ""


def test_content_stems_keep_the_first_form_and_leave_out_words_without_content() -> None:
    assert list(content_stems("The ferries and a ferry sank, according to several divers").values()) == [
        "ferries",
        "sank",
        "divers",
    ]
    assert content_stems("It was on the") == {}


@pytest.mark.parametrize(
    ("text", "acronym", "expected"),
    [
        ("the United Nations met", "un", True),
        ("the Bank of England met", "be", True),
        ("the Bank of England met", "boe", True),
        ("the Skerra Harbour Board met", "sh", True),  # of a part of the name
        ("the Skerra Harbour Board met", "sb", False),
        ("the United boats met", "ub", False),  # one name alone
    ],
)
def test_acronyms_are_the_initials_of_names(text: str, acronym: str, expected: bool) -> None:
    assert (acronym in acronyms(text)) is expected


def test_source_spans_are_the_sentences_places(index: ArticleIndex) -> None:
    grounding = ground("Divers looked at the hull.", index)
    [span] = source_spans(grounding, index.article)
    assert index.article.text_of(span) == "Divers from India have looked at the hull."
    assert source_spans(ground("It was so.", index), index.article) == ()


def test_the_index_knows_the_words_of_story_and_headline_only(index: ArticleIndex) -> None:
    assert {"sinks", "gannet", "ropes"} <= index.vocabulary
    assert "peru" not in index.vocabulary
    assert "shb" in index.acronyms
