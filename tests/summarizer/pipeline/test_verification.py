"""The sentences of drafts against the article: which may be printed, which are rejected, and which are mended first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

import checks
from checks.model import Article, Sheet
from summarizer.guards import DraftSentence, Rejection
from summarizer.guards.candidate import Origin, SummaryCandidate
from summarizer.language.grounding import index_article
from summarizer.pipeline import verification
from summarizer.pipeline.drafting import by_consensus, read_draft
from summarizer.pipeline.result import Draft
from summarizer.pipeline.verification import draft_sentences, verify_drafts
from summarizer.support.alignment import ParsedArticle

ARTICLE = """Ferry runs aground off Carrick Point

A passenger ferry ran aground on rocks off Carrick Point on Tuesday morning, the coastguard said.

All 86 passengers and nine crew were taken off by two lifeboats within three hours. The captain of the ferry has been \
charged with sailing without a licence.

Four people were treated for cuts and bruises at a hospital in Dunmore. But the owner of the ferry said the hull was \
inspected in March.

"We heard a grinding noise. Then everything stopped," a passenger, Tom Avery, said.

The ferry will be towed to Dunmore by J. P. Holt and his crew once inspectors have examined the hull.
"""
GROUNDED = "A ferry ran aground off Carrick Point on Tuesday."
RESCUE = "All 86 passengers were taken off by two lifeboats."
WRONG = "All 68 passengers were taken off by two lifeboats."
TREATED = "Four people were treated at a hospital in Dunmore."


@pytest.fixture(scope="module")
def parsed_article() -> ParsedArticle:
    return ParsedArticle(index_article(checks.read(ARTICLE)))


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The drafts' sentences that the guards were run on, in order."""
    texts: list[str] = []
    first_rejection = verification.first_rejection

    def recording(sentence: DraftSentence) -> Rejection | None:
        texts.append(sentence.text)
        return first_rejection(sentence)

    monkeypatch.setattr(verification, "first_rejection", recording)
    return texts


def passed_texts(parsed_article: ParsedArticle, *drafts: str, **options: Any) -> list[str]:
    return [
        candidate.text
        for candidate in verify_drafts([Draft(text) for text in drafts], parsed_article, **options).passed
    ]


def test_a_draft_is_read_once_and_compared_only_for_what_no_other_has(
    parsed_article: ParsedArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    compared: list[str] = []
    read_text, compare = checks.read, checks.compare

    def counted_read(text: str, **options: Any) -> Article:
        read.append(text)
        return read_text(text, **options)

    def counted_compare(source: Article, draft: Article) -> Sheet:
        compared.append(draft.text)
        return compare(source, draft)

    read_draft.cache_clear()
    monkeypatch.setattr(checks, "read", counted_read)
    monkeypatch.setattr(checks, "compare", counted_compare)
    drafts = [Draft(f"{GROUNDED} {WRONG}"), Draft(WRONG), Draft(f"{WRONG} {TREATED}"), Draft(f"{GROUNDED} {WRONG}")]
    verified = verify_drafts(by_consensus(drafts), parsed_article)
    assert sorted(read) == sorted({draft.text for draft in drafts})
    assert len(compared) == 2
    assert {rejected.text for rejected in verified.rejected} == {WRONG}
    assert len(verified.votes) == len(drafts)


def only_candidate(parsed_article: ParsedArticle, *drafts: Draft, text: str) -> SummaryCandidate:
    [candidate] = [candidate for candidate in verify_drafts(drafts, parsed_article).passed if candidate.text == text]
    return candidate


def sentence_with(parsed_article: ParsedArticle, words: str) -> int:
    """The index of the story's sentence with these words."""
    article = parsed_article.index.article
    [found] = [
        number
        for number in parsed_article.index.story_sentences
        if words in article.text_of(article.sentences[number].span)
    ]
    return found


def sentences_of(text: str) -> list[str]:
    article = checks.read(text)
    return [article.text_of(span) for span in draft_sentences(article)]


# ---- passed and rejected ---------------------------------------------------------------------------------------------


def test_supported_sentences_pass_and_a_wrong_figure_is_rejected_with_the_rule_that_objects(
    parsed_article: ParsedArticle,
) -> None:
    verified = verify_drafts([Draft(GROUNDED), Draft(f"{WRONG} {TREATED}")], parsed_article)
    assert [candidate.text for candidate in verified.passed] == [GROUNDED, TREATED]
    [rejection] = verified.rejected
    assert (rejection.text, rejection.draft) == (WRONG, 1)
    assert rejection.rule
    assert "68" in rejection.reason


def test_a_rejected_sentence_has_the_passage_that_it_comes_nearest_to(parsed_article: ParsedArticle) -> None:
    [rejection] = verify_drafts([Draft(WRONG)], parsed_article).rejected
    assert rejection.passage is not None
    assert "All 86 passengers" in parsed_article.index.article.text_of(rejection.passage)


def test_a_sentence_that_a_guard_objects_to_is_rejected_without_a_rule(parsed_article: ParsedArticle) -> None:
    verified = verify_drafts([Draft("Dolphins escorted the sleepy ferry to Skerra.")], parsed_article)
    assert not verified.passed
    [rejection] = verified.rejected
    assert rejection.rule == ""
    assert "Dolphins" in rejection.reason


def test_a_sentence_that_has_no_word_of_the_article_is_rejected_without_a_passage(
    parsed_article: ParsedArticle,
) -> None:
    [rejection] = verify_drafts([Draft("Whales sang to sleepy tourists yesterday.")], parsed_article).rejected
    assert rejection.passage is None
    assert rejection.reason


def test_sentences_of_the_first_draft_are_kept_and_those_of_others_redone(parsed_article: ParsedArticle) -> None:
    passed = verify_drafts([Draft(GROUNDED), Draft(f"{RESCUE} {TREATED}")], parsed_article).passed
    assert [(candidate.draft, candidate.position, candidate.origin) for candidate in passed] == [
        (0, 0, Origin.KEPT),
        (1, 0, Origin.REDONE),
        (1, 1, Origin.REDONE),
    ]


def test_a_candidate_has_its_source_its_place_and_its_support(parsed_article: ParsedArticle) -> None:
    candidate = only_candidate(parsed_article, Draft(f"{GROUNDED} {TREATED}"), text=TREATED)
    source = parsed_article.index.article.text_of(parsed_article.index.article.sentences[candidate.sources[0]].span)
    assert source.startswith("Four people were treated")
    assert candidate.preceding_sentences == 3
    assert candidate.source_offset == 0
    assert 0.5 <= candidate.support <= 1.0
    assert candidate.stems == verify_drafts([Draft(TREATED)], parsed_article).passed[0].stems


def test_a_candidate_begins_at_its_first_word_of_the_source(parsed_article: ParsedArticle) -> None:
    end = "The ferry was taken off by two lifeboats within three hours."
    alignment_begins = {
        candidate.text: candidate.source_offset
        for candidate in verify_drafts([Draft(f"{RESCUE} {end}")], parsed_article).passed
    }
    assert alignment_begins[RESCUE] == 0
    assert alignment_begins.get(end, 1) > 0


@pytest.mark.parametrize(
    ("sentence", "qualified"),
    [
        (GROUNDED, False),  # the coastguard said so
        (GROUNDED.replace(".", ", the coastguard said."), True),
        ("The hull was inspected in March.", False),  # its owner says
        ("The owner of the ferry said the hull was inspected in March.", True),
        (TREATED, True),
        ("The ferry will be towed to Dunmore.", True),
    ],
)
def test_a_candidate_is_qualified_where_it_says_who_says_so(
    parsed_article: ParsedArticle, sentence: str, qualified: bool
) -> None:
    assert only_candidate(parsed_article, Draft(sentence), text=sentence).qualified is qualified


# ---- votes -----------------------------------------------------------------------------------------------------------


def test_each_draft_votes_for_the_article_sentences_that_its_own_come_nearest_to(parsed_article: ParsedArticle) -> None:
    aground, rescue, treated = (
        sentence_with(parsed_article, words) for words in ("ran aground", "86 passengers", "treated")
    )
    drafts = [Draft(f"{GROUNDED} {TREATED}"), Draft(f"{TREATED} {WRONG}"), Draft("")]
    assert verify_drafts(drafts, parsed_article).votes == ((aground, treated), (treated, rescue), ())


def test_a_sentence_without_a_word_of_the_article_votes_for_none(parsed_article: ParsedArticle) -> None:
    assert verify_drafts([Draft("Whales sang to sleepy tourists yesterday.")], parsed_article).votes == ((-1,),)


# ---- a sentence in several drafts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("again", [GROUNDED, GROUNDED.replace(".", "!"), GROUNDED.upper(), f'"{GROUNDED}"'])
def test_a_sentence_that_two_drafts_have_is_verified_once(
    parsed_article: ParsedArticle, guarded: list[str], again: str
) -> None:
    verified = verify_drafts([Draft(f"{GROUNDED} {RESCUE}"), Draft(f"{TREATED} {again}")], parsed_article)
    assert guarded == [GROUNDED, RESCUE, TREATED]
    assert [candidate.draft for candidate in verified.passed] == [0, 0, 1]


def test_a_wrong_sentence_that_two_drafts_have_is_rejected_once(
    parsed_article: ParsedArticle, guarded: list[str]
) -> None:
    verified = verify_drafts([Draft(WRONG), Draft(WRONG), Draft(f"{WRONG} {RESCUE}")], parsed_article)
    assert guarded == [WRONG, RESCUE]
    assert [rejection.draft for rejection in verified.rejected] == [0]
    assert [candidate.draft for candidate in verified.passed] == [2]


def test_a_sentence_in_other_words_is_verified_by_itself(parsed_article: ParsedArticle, guarded: list[str]) -> None:
    other = "On Tuesday a ferry ran aground off Carrick Point."
    assert passed_texts(parsed_article, GROUNDED, other) == [GROUNDED, other]
    assert guarded == [GROUNDED, other]


# ---- mending ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("connective", ["But the", "However, the", "And the", "Moreover, the"])
def test_a_sentence_counts_without_the_connective_that_opens_it(parsed_article: ParsedArticle, connective: str) -> None:
    without = "The owner of the ferry said the hull was inspected in March."
    verified = verify_drafts([Draft(without.replace("The", connective, 1))], parsed_article)
    assert [(candidate.text, candidate.depends_on_previous) for candidate in verified.passed] == [(without, False)]
    assert not verified.rejected


def test_a_sentence_with_and_without_a_connective_is_the_same(
    parsed_article: ParsedArticle, guarded: list[str]
) -> None:
    without = "The owner of the ferry said the hull was inspected in March."
    assert passed_texts(parsed_article, without, without.replace("The", "But the", 1)) == [without]
    assert guarded == [without]


# ---- what the writer was shown ---------------------------------------------------------------------------------------


def test_only_the_sentences_that_its_writer_was_shown_can_support_a_draft(parsed_article: ParsedArticle) -> None:
    shown = [sentence_with(parsed_article, "ran aground"), sentence_with(parsed_article, "86 passengers")]
    verified = verify_drafts([Draft(f"{GROUNDED} {TREATED}")], parsed_article, [shown])
    assert [candidate.text for candidate in verified.passed] == [GROUNDED]
    assert [rejection.text for rejection in verified.rejected] == [TREATED]
    assert set(verified.passed[0].sources) <= set(shown)


@pytest.mark.parametrize("shown_by_draft", [None, [None]])
def test_without_shown_sentences_the_whole_story_supports_a_draft(
    parsed_article: ParsedArticle, shown_by_draft: Sequence[Sequence[int] | None] | None
) -> None:
    assert passed_texts(parsed_article, f"{GROUNDED} {TREATED}", shown_by_draft=shown_by_draft) == [GROUNDED, TREATED]


def test_each_draft_has_shown_sentences_of_its_own(parsed_article: ParsedArticle) -> None:
    grounding, treatment = sentence_with(parsed_article, "ran aground"), sentence_with(parsed_article, "treated")
    drafts = [Draft(f"{GROUNDED} {RESCUE}", part=0), Draft(TREATED, part=1)]
    verified = verify_drafts(drafts, parsed_article, [[grounding], [treatment]])
    assert [(candidate.text, candidate.draft) for candidate in verified.passed] == [(GROUNDED, 0), (TREATED, 1)]
    assert [rejection.text for rejection in verified.rejected] == [RESCUE]


# ---- sentences of a draft --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        '"We heard a grinding noise. Then everything stopped," Tom Avery said.',
        '"Stop! We are sinking. Help us," the captain said.',
        "The hull was examined by J.P. In of Dunmore.",
        "The ferry sank.\nand the crew swam.",
    ],
    ids=["quotation of two sentences", "quotation of three", "initials", "lower case"],
)
def test_a_sentence_that_was_split_too_early_is_joined(text: str) -> None:
    assert len(checks.read(text).sentences) > 1
    assert sentences_of(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The ferry sank.", "The crew swam."),
        ('"We heard a grinding noise," Tom Avery said.', '"Then everything stopped."'),
        ("He was born in the U.S.", "He left in May."),
        ("He worked in Washington D.C.", "He left in May."),
    ],
    ids=["plain", "two quotations", "U.S.", "D.C."],
)
def test_separate_sentences_stay_separate(first: str, second: str) -> None:
    assert sentences_of(f"{first} {second}") == [first, second]


def test_what_follows_a_joined_quotation_is_a_sentence_of_its_own() -> None:
    quotation = '"Stop! We are sinking. Help us," the captain said.'
    assert sentences_of(f"{quotation} Nobody came.") == [quotation, "Nobody came."]


def test_a_text_without_a_sentence_has_none() -> None:
    assert sentences_of("") == []


def test_a_quotation_of_several_sentences_is_one_candidate(parsed_article: ParsedArticle) -> None:
    quotation = '"We heard a grinding noise. Then everything stopped," a passenger, Tom Avery, said.'
    verified = verify_drafts([Draft(f"{quotation} {RESCUE}")], parsed_article)
    assert [(candidate.text, candidate.position) for candidate in verified.passed] == [(quotation, 0), (RESCUE, 1)]
    assert not verified.rejected
