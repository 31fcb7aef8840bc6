"""Parsed sentences, and the article's as the source of a draft."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from summarizer.language.tagging import lemmatize, tag

import checks
from summarizer.language import parsing, tagging
from summarizer.language.grounding import index_source
from summarizer.language.parsing import ParsedSource, co_occur, number_values, parse, year_tokens

SENTENCE = "The council of Dunmore voted on Tuesday to close two libraries that its mayor had opened."
ARTICLE = """Torley ferry sinks

The ferry Gannet sank off Torley on Friday, and captain Ruth Kelso swam ashore.

"The pump failed," Kelso told the Gazette. Divers from Skerra, Dunmore and Arran searched the wreck. The owner fined
the crew.

Gannet was built in 1985. The gannet is a bird."""


@pytest.fixture(autouse=True)
def _empty_caches() -> Iterator[None]:
    yield
    parsing.parse.cache_clear()
    tagging.tag.cache_clear()


@pytest.fixture(scope="module")
def source() -> ParsedSource:
    index = index_source(checks.read(ARTICLE))
    return ParsedSource(index, index.story_sentences)


def sentence_index(source: ParsedSource, words: str) -> int:
    """The index of the only sentence of the article that has these words."""
    [found] = [index for index in range(len(source.index.article.sentences)) if words in source.text(index)]
    return found


@pytest.mark.parametrize("cache", [parsing.parse, tagging.tag])
def test_a_clause_holds_the_very_tokens_of_its_sentence_after_a_cache_was_emptied(cache: object) -> None:
    parse(SENTENCE)
    cache.cache_clear()  # type: ignore[attr-defined]
    parsed = parse(SENTENCE)
    known = {id(token) for token in parsed.words}
    assert len(parsed.clauses) >= 2
    for clause in parsed.clauses:
        assert clause.subject or clause.complement
        assert {id(token) for token in (*clause.subject, *clause.complement)} <= known


@pytest.mark.parametrize(
    ("sentence", "quoted"),
    [
        ('"The sea was calm," said Kelso.', ["The", "sea", "was", "calm", ","]),
        ("Kelso called it “a calm sea” and left.", ["a", "calm", "sea"]),
        ("Kelso said the sea was calm.", []),
        ("Kelso's 'calm sea' was rough.", []),  # single marks may be apostrophes
        ('He said "yes" and "no".', ["yes", "no"]),
    ],
)
def test_tokens_inside_quotation_marks_are_known(sentence: str, quoted: list[str]) -> None:
    parsed = parse(sentence)
    assert [parsed.words[index].text for index in sorted(parsed.quoted_indices)] == quoted


def test_lemmas_are_of_content_words_and_years() -> None:
    parsed = parse("In 1985 the 12 ferries sank.")
    assert parsed.lemmas == {"1985", lemmatize("ferry"), lemmatize("sink")}
    assert parsed.lowercase_words == {"in", "1985", "the", "12", "ferries", "sank", "."}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("twelve boats and 1,250 crates", ["12", "1250"]),
        ("$2.5 for twenty", ["2.5", "20"]),
        ("thirty boats", ["thirty"]),
        ("one of two million boats", ["2"]),  # "one" is a pronoun, "million" a scale
        ("the first boat", []),
    ],
)
def test_numbers_are_compared_in_digits(text: str, values: list[str]) -> None:
    assert list(number_values(tag(text))) == values


@pytest.mark.parametrize(
    ("text", "years"),
    [("in 1985 and 2024", ["1985", "2024"]), ("1,985 boats", []), ("2199 boats", []), ("in 185", [])],
)
def test_years_are_told_from_other_numbers(text: str, years: list[str]) -> None:
    assert list(year_tokens(tag(text))) == years


def test_evidence_takes_in_the_headline_and_the_story(source: ParsedSource) -> None:
    assert source.evidence_indices == tuple(range(len(source.index.article.sentences)))
    assert set(source.evidence_indices) - set(source.sentence_indices) == {0}


def test_a_first_word_is_a_name_only_if_it_has_a_capital_throughout(source: ParsedSource) -> None:
    assert {lemmatize(name) for name in ("Kelso", "Skerra", "Torley")} <= source.name_lemmas
    assert lemmatize("ferry") not in source.name_lemmas
    assert lemmatize("gannet") not in source.name_lemmas  # the last sentence has it in lower case


def test_a_sentence_has_single_spaces(source: ParsedSource) -> None:
    assert source.text(sentence_index(source, "owner")) == "The owner fined the crew."


@pytest.mark.parametrize(
    ("words", "verb", "expected"),
    [("pump failed", "fail", True), ("pump failed", "say", False), ("owner fined", "fine", False)],
)
def test_direct_speech_is_told_from_what_the_article_says(
    source: ParsedSource, words: str, verb: str, expected: bool
) -> None:
    assert source.is_direct_speech(sentence_index(source, words), lemmatize(verb)) is expected


def test_preceding_sentences_come_nearest_first_and_end_at_the_first(source: ParsedSource) -> None:
    index = sentence_index(source, "owner fined")
    assert list(source.preceding(index)) == [source[index - 1], source[index - 2]]
    assert list(source.preceding(index, 1)) == [source[index - 1]]
    assert list(source.preceding(1, 5)) == [source[0]]
    assert list(source.preceding(0)) == []


@pytest.mark.parametrize(
    ("word", "other", "expected"),
    [
        ("ferry", "Gannet", True),
        ("captain", "Kelso", True),
        ("owner", "crew", False),  # a verb between them
        ("ferry", "Kelso", False),
        ("ferry", "pump", False),  # never in one sentence
        ("Skerra", "Dunmore", True),
    ],
)
def test_words_co_occur_within_a_phrase(source: ParsedSource, word: str, other: str, expected: bool) -> None:
    assert co_occur(lemmatize(word), lemmatize(other), source) is expected


@pytest.mark.parametrize(
    ("word", "other", "expected"),
    [
        ("ferry", "Gannet", True),
        ("Ruth", "Kelso", True),
        ("Skerra", "Dunmore", False),  # two of a list
        ("Divers", "Skerra", False),  # "from" parts them
        ("ferry", "ferry", False),  # no name among them
    ],
)
def test_two_words_for_one_entity_are_a_name_and_what_stands_beside_it(
    source: ParsedSource, word: str, other: str, expected: bool
) -> None:
    assert co_occur(lemmatize(word), lemmatize(other), source, same_entity=True) is expected


def test_adjacent_words_have_one_content_word_between_them_at_most(source: ParsedSource) -> None:
    captain, ruth, kelso = (lemmatize(word) for word in ("captain", "Ruth", "Kelso"))
    assert co_occur(captain, ruth, source, adjacent=True)
    assert co_occur(captain, kelso, source, adjacent=True)
    divers, arran = lemmatize("divers"), lemmatize("Arran")
    assert co_occur(divers, arran, source)
    assert not co_occur(divers, arran, source, adjacent=True)
