"""A clause of a draft compared with one sentence of the article: verb, subject, object, place, time and number."""

from __future__ import annotations

import pytest
from summarizer.guards.argument_match import (
    content_lemmas,
    has_pronoun_subject,
    is_ranking,
    mismatch,
    resolve_pronoun,
)
from summarizer.language.clauses import Clause

import checks
from summarizer.language.grounding import index_source
from summarizer.language.parsing import ParsedSource, parse

FERRY = "The ferry company sold two boats to Norrholm in June."
RESCUE = "A fisherman from Skerra rescued three swimmers near the pier on Sunday."
FINED = "Arne Holt was fined by the harbour court in 2019."
DIRECTOR = "Ruth Kelso, director of Holt Marine, opened the pier."
SOME = "Some of the sailors were injured in the storm."


def difference(sentence: str, source_sentence: str, preceding: str = "") -> str:
    """How the sentence's first clause differs from an article of one sentence; empty where it does not."""
    index = index_source(checks.read(source_sentence))
    source = ParsedSource(index, index.story_sentences)
    draft = parse(sentence)
    return mismatch(draft.clauses[0], draft, source.sentence_indices[0], source, preceding)


def first_clause(sentence: str) -> Clause:
    return parse(sentence).clauses[0]


@pytest.mark.parametrize(
    ("sentence", "source_sentence"),
    [
        ("The ferry company sold two boats.", FERRY),
        ("The company sold two boats to Norrholm.", FERRY),
        ("Two boats were sold to Norrholm in June.", FERRY),
        ("A fisherman rescued three swimmers.", RESCUE),
        ("Three swimmers were rescued near the pier on Sunday.", RESCUE),
        ("Holt was fined in 2019.", FINED),
        ("The harbour court fined Arne Holt.", FINED),
        ("Ruth Kelso is director of Holt Marine.", DIRECTOR),
        ("Some of the sailors were injured.", SOME),
    ],
)
def test_a_clause_with_the_same_arguments_matches(sentence: str, source_sentence: str) -> None:
    assert difference(sentence, source_sentence) == ""


@pytest.mark.parametrize(
    ("sentence", "source_sentence", "reason"),
    [
        ("Norrholm sold two boats in June.", FERRY, "as who or what"),
        ("The ferry company sold three boats.", FERRY, "does not have 3"),
        ("The ferry company sold two boats in May.", FERRY, '"May"'),
        ("The ferry company bought two boats.", FERRY, 'beside "bought"'),
        ("Three swimmers rescued a fisherman.", RESCUE, "the article has one where"),
        ("The pier rescued a fisherman.", RESCUE, "as who or what"),
        ("A fisherman rescued three swimmers on Monday.", RESCUE, '"Monday"'),
        ("Arne Holt fined the harbour court.", FINED, "as who or what"),
        ("The sailors were injured in the storm.", SOME, 'leaves out the article\'s "Some of"'),
        ("The ferry company did not sell two boats.", FERRY, "the other way round"),
    ],
)
def test_a_clause_with_other_arguments_does_not(sentence: str, source_sentence: str, reason: str) -> None:
    assert reason in difference(sentence, source_sentence)


@pytest.mark.parametrize(
    ("preceding", "matches"),
    [
        ("Arne Holt appeared in the harbour court.", True),
        ("Ruth Kelso appeared in the harbour court.", False),
    ],
)
def test_a_pronoun_is_compared_as_its_antecedent(preceding: str, matches: bool) -> None:
    assert (difference("He was fined in 2019.", FINED, preceding) == "") is matches


@pytest.mark.parametrize(
    ("sentence", "preceding", "antecedent"),
    [
        ("She opened the pier.", "Ruth Kelso leads the firm.", "Kelso"),
        ("The director opened the pier.", "", "director"),
        ("It sank.", "The ferry left on Friday.", "ferry"),
        ("She opened the pier.", "", None),
        ("There was a storm.", "The ferry left on Friday.", None),
    ],
)
def test_the_subject_is_the_head_or_the_antecedent(sentence: str, preceding: str, antecedent: str | None) -> None:
    draft = parse(sentence)
    found = resolve_pronoun(draft.clauses[0], draft, preceding)
    assert (found.text if found else None) == antecedent


def test_a_clause_that_only_ranks_is_known_as_such() -> None:
    assert is_ranking(first_clause("It was the first to sink."))
    assert not is_ranking(first_clause("It was a ferry."))


def test_a_clause_knows_whether_its_subject_is_a_pronoun() -> None:
    assert has_pronoun_subject(first_clause("She left."))
    assert not has_pronoun_subject(first_clause("Kelso left."))


def test_light_verbs_and_reported_words_are_not_searched_for() -> None:
    assert content_lemmas(first_clause("Kelso is director.")) == content_lemmas(first_clause("Kelso was director."))
    assert len(content_lemmas(first_clause("Kelso opened the pier."))) == 3
    assert len(content_lemmas(first_clause("Kelso opened the pier."), include_subject=False)) == 2
    assert len(content_lemmas(first_clause("Kelso said the pier is open."))) == 1
