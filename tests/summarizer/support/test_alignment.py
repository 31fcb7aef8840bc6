"""The longest common subsequence, and which sentence of the article a sentence is laid beside."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import checks
from summarizer.language.grounding import index_article
from summarizer.language.parsing import ParsedSentence, parse
from summarizer.support.alignment import (
    MAX_TOKENS,
    NEAREST,
    Alignment,
    ParsedArticle,
    align,
    longest_common_subsequence,
    normalized_words,
)

ARTICLE = """Ferry sinks off Torley

The ferry Gannet sank off Torley on Friday, and all 40 passengers swam ashore.

Divers from Skerra have looked at the hull, the port said.

The Skerra Harbour Board will raise the hull in spring.

The mayor of Torley thanked the fishermen who had thrown ropes to the passengers.
"""


@pytest.fixture(scope="module")
def parsed_article() -> ParsedArticle:
    return ParsedArticle(index_article(checks.read(ARTICLE)))


def sentence_with(parsed_article: ParsedArticle, words: str) -> int:
    """The index of the story's sentence with these words."""
    article = parsed_article.index.article
    [found] = [
        number
        for number in parsed_article.index.story_sentences
        if words in article.text_of(article.sentences[number].span)
    ]
    return found


def pairs(alignment: Alignment) -> list[tuple[str, str]]:
    """The words of each pair."""
    return [
        (alignment.sentence.tokens[one].text, alignment.source.tokens[other].text) for one, other in alignment.pairs
    ]


# ---- longest common subsequence --------------------------------------------------------------------------------------

SEQUENCES = st.lists(st.sampled_from("abcd"), max_size=8)


def longest_by_brute_force(first: list[str], second: list[str]) -> int:
    """The length of the longest subsequence of the first that is one of the second, by trying all of them."""

    def is_subsequence(chosen: tuple[str, ...]) -> bool:
        remaining = iter(second)
        return all(item in remaining for item in chosen)

    return next(
        size
        for size in range(len(first), -1, -1)
        if any(is_subsequence(chosen) for chosen in combinations(first, size))
    )


@settings(deadline=None)
@given(first=SEQUENCES, second=SEQUENCES)
def test_the_pairs_are_a_common_subsequence_as_long_as_any(first: list[str], second: list[str]) -> None:
    found = longest_common_subsequence(first, second)
    assert all(first[one] == second[other] for one, other in found)
    assert all(one < later and other < later_other for (one, other), (later, later_other) in pairwise(found))
    assert len(found) == longest_by_brute_force(first, second)


@given(words=st.lists(st.text(max_size=3), max_size=20))
def test_a_sequence_is_its_own_longest_subsequence(words: list[str]) -> None:
    assert longest_common_subsequence(words, words) == [(number, number) for number in range(len(words))]


def test_only_so_many_tokens_are_aligned() -> None:
    long = ["word"] * (MAX_TOKENS + 50)
    assert len(longest_common_subsequence(long, long)) == MAX_TOKENS
    assert longest_common_subsequence(["end"], [*["word"] * MAX_TOKENS, "end"]) == []


@pytest.mark.parametrize(("first", "second"), [([], []), (["a"], []), ([], ["a"]), (["a"], ["b"])])
def test_nothing_in_common_gives_no_pairs(first: list[str], second: list[str]) -> None:
    assert longest_common_subsequence(first, second) == []


# ---- nearest sentences -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("The ferry Gannet sank.", "The ferry Gannet"),
        ("Divers looked at the hull.", "Divers from Skerra"),
        ("The board will raise the hull.", "Harbour Board"),
        ("Fishermen threw ropes.", "fishermen"),
    ],
)
def test_the_nearest_sentence_has_most_of_the_content(parsed_article: ParsedArticle, sentence: str, words: str) -> None:
    assert parsed_article.nearest(sentence)[0] == sentence_with(parsed_article, words)


def test_a_sentence_that_shares_no_content_is_not_near(parsed_article: ParsedArticle) -> None:
    assert parsed_article.nearest("Whales sang in Peru.") == []
    assert parsed_article.nearest("It was on the.") == []
    assert sentence_with(parsed_article, "fishermen") not in parsed_article.nearest("Divers looked at the hull.")


def test_only_shown_sentences_are_near(parsed_article: ParsedArticle) -> None:
    hull = "Divers looked at the hull."
    best, other = sentence_with(parsed_article, "Divers"), sentence_with(parsed_article, "Harbour Board")
    assert parsed_article.nearest(hull, [other]) == [other]
    assert best not in parsed_article.nearest(
        hull, [number for number in parsed_article.index.story_sentences if number != best]
    )
    assert parsed_article.nearest(hull, []) == []


def test_of_equally_near_sentences_the_earlier_come_first_and_only_so_many() -> None:
    parsed_article = ParsedArticle(index_article(checks.read("Ferry sinks\n\n" + "The ferry sank off Torley.\n\n" * 9)))
    assert parsed_article.nearest("The ferry sank.") == list(parsed_article.index.story_sentences[:NEAREST])


# ---- alignments ------------------------------------------------------------------------------------------------------


def test_words_are_paired_by_lemma(parsed_article: ParsedArticle) -> None:
    [alignment] = align(["Diver looks at hull."], parsed_article)
    assert pairs(alignment) == [("Diver", "Divers"), ("looks", "looked"), ("at", "at"), ("hull", "hull"), (".", ".")]
    assert alignment.source_index == sentence_with(parsed_article, "Divers")


def test_of_the_near_sentences_the_one_with_most_words_in_order_is_the_source(parsed_article: ParsedArticle) -> None:
    [alignment] = align(["The ferry sank and all the passengers swam ashore."], parsed_article)
    assert alignment.source_index == sentence_with(parsed_article, "The ferry Gannet")
    other = parsed_article.sentence(sentence_with(parsed_article, "fishermen"))
    assert other in alignment.others
    assert alignment.source not in alignment.others
    assert len(alignment.others) < NEAREST


@pytest.mark.parametrize(
    ("sentence", "only_deletes"),
    [
        ("The ferry Gannet sank off Torley.", True),
        ("The ferry sank; all passengers swam ashore!", True),  # marks aside
        ("All passengers swam ashore.", True),
        ("The ferry Gannet sank off Skerra.", False),
        ("Off Torley the ferry sank.", False),
        ("The small ferry sank.", False),
    ],
)
def test_a_deletion_only_leaves_words_out(parsed_article: ParsedArticle, sentence: str, only_deletes: bool) -> None:
    [alignment] = align([sentence], parsed_article)
    assert alignment.only_deletes is only_deletes


def test_a_sentence_without_a_shared_word_has_no_source(parsed_article: ParsedArticle) -> None:
    [alignment] = align(["Whales sang in Peru."], parsed_article)
    assert (alignment.source_index, alignment.pairs, alignment.others) == (-1, (), ())
    assert len(alignment.source) == 0
    assert not alignment.only_deletes


def test_a_sentence_is_aligned_with_shown_sentences_only(parsed_article: ParsedArticle) -> None:
    shown = [sentence_with(parsed_article, "Harbour Board")]
    [alignment] = align(["Divers looked at the hull."], parsed_article, shown)
    assert alignment.source_index == shown[0]
    assert alignment.grounding.sources == (shown[0],)
    assert align(["Divers looked at the hull."], parsed_article, [])[0].source_index == -1


def test_sentences_aligned_together_are_aligned_as_one_by_one(parsed_article: ParsedArticle) -> None:
    sentences = ["The ferry sank.", "Whales sang in Peru.", "", "The board will raise the hull."]
    together = align(sentences, parsed_article)
    for alignment, sentence in zip(together, sentences, strict=True):
        [alone] = align([sentence], ParsedArticle(parsed_article.index))
        assert (alignment.source_index, alignment.pairs) == (alone.source_index, alone.pairs)
        assert alignment.sentence.text == sentence
        assert alignment.to_source == dict(alignment.pairs)
    assert align([], parsed_article) == []


# ---- the parsed article ----------------------------------------------------------------------------------------------


def test_a_text_is_parsed_once_for_a_story_whoever_asks(
    parsed_article: ParsedArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []

    def counted(texts: Iterable[str]) -> list[ParsedSentence]:
        parsed.extend(texts := list(texts))
        return parse(texts)

    monkeypatch.setattr("summarizer.support.alignment.parse", counted)
    parsed_article = ParsedArticle(parsed_article.index)
    number = parsed_article.index.story_sentences[0]
    copy = f"  {parsed_article.text(number)}\n"
    first, same, other = parsed_article.parse([copy, parsed_article.text(number), "Whales sang."])
    assert first is same is parsed_article.sentence(number)
    assert parsed_article.parse(["Whales sang."]) == [other]
    assert [alignment.sentence for alignment in align([copy], parsed_article)] == [first]
    assert len(parsed) == len(set(parsed))
    assert parsed_article.parse([]) == []


def test_neighbouring_words_are_known_across_the_article(parsed_article: ParsedArticle) -> None:
    assert ("ferry", "gannet") in parsed_article.bigrams
    assert ("gannet", "ferry") not in parsed_article.bigrams
    assert ("the", "ferry", "gannet") in parsed_article.trigrams
    assert normalized_words("The U.S. — ferry!") == ["the", "u", "s", "ferry"]
