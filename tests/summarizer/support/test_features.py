"""What deletions, insertions, inversions and lost qualifications do to the features of a sentence."""

from __future__ import annotations

from functools import cache
from math import isfinite

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import checks
from summarizer.language.grounding import index_article
from summarizer.language.parsing import parse
from summarizer.support.alignment import ParsedArticle, align
from summarizer.support.boosted_trees import load_table
from summarizer.support.features import Features, deletion_features, support_features

ARTICLE = """Board closes quay

Police said on Monday that a sailor from Skerra had allegedly stolen the old boat of the mayor, who was abroad.

Edith Crane thanked Jan Holt for the tug in the harbour of Dunmore.

The council plans to close the north quay if the board votes for it.

The owner will not sell the pier.

Nine ferries, which were built in Torley, may lie in the bay for at least a year.

"The pump failed," the captain of the tug said.
"""
STOLEN = (
    "Police said on Monday that a sailor from Skerra had allegedly stolen the old boat of the mayor, who was abroad."
)
THANKED = "Edith Crane thanked Jan Holt for the tug in the harbour of Dunmore."
PLANS = "The council plans to close the north quay if the board votes for it."
OWNER = "The owner will not sell the pier."
FERRIES = "Nine ferries, which were built in Torley, may lie in the bay for at least a year."
COPIES = [STOLEN, THANKED, PLANS, OWNER, FERRIES]
PARSED_ARTICLE = ParsedArticle(index_article(checks.read(ARTICLE)))


@cache
def features(sentence: str) -> Features:
    [alignment] = align([sentence], PARSED_ARTICLE)
    return support_features(alignment, PARSED_ARTICLE)


# ---- copies ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sentence", COPIES)
def test_a_copy_is_wholly_covered_and_changes_nothing(sentence: str) -> None:
    of_copy = features(sentence)
    for name in (
        "coverage_of_one",
        "aligned",
        "longest_block",
        "kept_share",
        "length_ratio",
        "copied",
        "known_bigrams",
    ):
        assert of_copy[name] == pytest.approx(1), name
    for name in (
        "added left_out left_out_before left_out_after gaps cuts orphans inversions unknown_words unknown_names "
        "uncovered heads_changed labels_changed verb_forms_changed unknown_total speech_lost allegations_lost "
        "plans_lost modals_lost restrictions_lost conditions_lost negations_added new_names new_nouns pairs_apart "
        "main_negation_changed main_modal_changed main_verb_depth subject_moved root_left_out"
    ).split():
        assert of_copy[name] == 0, name


# ---- what each change does -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "name", "value"),
    [
        # a deletion
        ("Edith Crane thanked Jan Holt for the tug.", "left_out", 5),
        ("Edith Crane thanked Jan Holt for the tug.", "left_out:PROPN", 1),
        ("Edith Crane thanked Jan Holt for the tug.", "cut:prep", 1),
        ("Edith Crane thanked Jan Holt for the tug.", "cut_preposition_of_noun", 1),
        ("Edith Crane thanked Jan Holt for the tug.", "gaps_without_mark", 1),
        ("Edith Crane thanked Jan Holt for the tug.", "added", 0),
        ("Nine ferries may lie in the bay for at least a year.", "cut:relcl", 1),
        ("Nine ferries may lie in the bay for at least a year.", "gaps_without_mark", 0),
        ("Nine ferries may lie in the bay for at least a year.", "longest_gap_opens_clause", 1),
        ("The north quay", "stops_early", 1),
        ("North quay if the board votes for it.", "starts_late", 1),
        (PLANS, "stops_early", 0),
        ("Jan Holt for the tug in the harbour of Dunmore.", "root_left_out", 1),
        ("Jan Holt for the tug in the harbour of Dunmore.", "left_out_before", 3),
        ("Edith Crane thanked Jan Holt for the", "stops_after_function_word", 1),
        # an insertion
        ("Edith Crane thanked Jan Holt for the big red tug in the harbour of Dunmore.", "added", 2),
        ("Edith Crane thanked Jan Holt for the big red tug in the harbour of Dunmore.", "added:ADJ", 2),
        ("Edith Crane thanked Jan Holt for the big red tug in the harbour of Dunmore.", "unknown_words", 2),
        ("Edith Crane thanked Jan Holt for the big red tug in the harbour of Dunmore.", "unknown:amod", 2),
        ("Edith Crane thanked Jan Holt for the tug in the harbour of Ostmark.", "unknown_names", 1),
        ("Edith Crane thanked Jan Holt for the tug in the harbour of Skerra.", "unknown_names", 0),
        ("Edith Crane thanked Jan Holt for the tug in the harbour of Skerra.", "new_names", 1),
        ("Seven ferries may lie in the bay for at least a year.", "new_numbers", 1),
        # an inversion
        ("Jan Holt thanked Edith Crane for the tug in the harbour of Dunmore.", "inversions", 2),
        ("Jan Holt thanked Edith Crane for the tug in the harbour of Dunmore.", "unknown_names", 0),
        ("Jan Holt thanked Edith Crane for the tug in the harbour of Dunmore.", "other_relation:subject", 1),
        ("Jan Holt thanked Edith Crane for the tug in the harbour of Dunmore.", "other_relation:object", 1),
        # a lost qualification
        ("Police said a sailor had allegedly stolen the old boat of the mayor.", "allegations_lost", 0),
        ("Police said a sailor had stolen the old boat of the mayor.", "allegations_lost", 1),
        ("Police said a sailor had stolen the old boat of the mayor.", "left_out:allegation", 1),
        ("Police said a sailor had stolen the old boat of the mayor.", "speech_lost", 0),
        ("A sailor had stolen the old boat of the mayor.", "speech_lost", 1),
        ("A sailor had stolen the old boat of the mayor.", "under_speech", 1),
        ("A sailor had stolen the old boat of the mayor.", "main_verb_depth", 1),
        ("The council plans to close the north quay.", "under_plan", 0),
        ("The council will close the north quay.", "under_plan", 1),
        ("The council will close the north quay.", "plans_lost", 1),
        ("The council will close the north quay.", "added:modal", 1),
        ("The council plans to close the north quay.", "conditions_lost", 1),
        ("The council plans to close the north quay.", "cut:advcl", 1),
        ("The board votes for it.", "under_condition", 1),
        ("Nine ferries lie in the bay for at least a year.", "modals_lost", 1),
        ("Nine ferries lie in the bay for at least a year.", "main_modal_changed", 1),
        ("Nine ferries may lie in the bay for a year.", "restrictions_lost", 1),
        ("The owner will sell the pier.", "negations_added", -1),
        ("The owner will sell the pier.", "main_negation_changed", 1),
        ("The owner will sell the pier.", "cut:neg", 1),
        ("The council plans not to close the north quay.", "negations_added", 1),
        # a changed subject
        ("The council thanked Jan Holt for the tug.", "unknown:subject", 1),
        ("The council thanked Jan Holt for the tug.", "other_subject_total", 1),
        ("The council thanked Jan Holt for the tug.", "other_object_total", 0),
        ("Edith Crane thanked the council for the tug.", "other_object_total", 1),
        # other words
        ("The owner did not sell the pier.", "subject_is_pronoun", 0),
        ("He will not sell the pier.", "subject_is_pronoun", 1),
        ("He will not sell the pier.", "opens_with_pronoun", 1),
        ("He will not sell the pier.", "new_pronouns", 1),
        ("The pier was not sold.", "passive", 1),
        ("Not the pier.", "subject_missing", 1),
        ("Edith Crane left.", "subject_is_name", 1),
    ],
)
def test_a_change_is_counted(sentence: str, name: str, value: float) -> None:
    assert features(sentence)[name] == value


def test_words_of_another_sentence_are_covered_by_two_sources_and_far_apart() -> None:
    joined = features("Edith Crane plans to close the north quay.")
    assert joined["coverage_of_one"] < joined["coverage_of_two"] == pytest.approx(1)
    assert joined["sources"] == 2
    assert joined["pairs_apart"] > features(THANKED)["pairs_apart"]
    assert joined["pair_distance"] > features(PLANS)["pair_distance"]


def test_what_stands_around_the_source_is_known() -> None:
    """The first paragraph says who says so; a quotation stands after the last but one."""
    assert (features(THANKED)["speech_before"], features(THANKED)["speech_after"]) == (1, 0)
    assert (features(FERRIES)["speech_after"], features(FERRIES)["quotation_marks_after"]) == (1, 2)
    assert features(OWNER)["quotation_marks_after"] == 0


def test_a_changed_form_is_no_added_word() -> None:
    changed = features("The owner will not sell the piers.")
    assert (changed["added"], changed["noun_forms_changed"]) == (0, 1)
    sold = features("The owner has not sold the pier.")
    assert sold["verb_forms_changed"] == 1


# ---- deletions of a sentence by itself -------------------------------------------------------------------------------


def kept_without(sentence: str, phrase: str) -> Features:
    [parsed] = parse([sentence])
    start = sentence.index(phrase)
    kept = [token.i for token in parsed.tokens if not start <= token.idx < start + len(phrase)]
    return deletion_features(parsed, kept)


@pytest.mark.parametrize(
    ("sentence", "phrase", "name", "value"),
    [
        (FERRIES, "which were built in Torley", "cut:relcl", 1),
        (FERRIES, "which were built in Torley", "cut_through", 0),
        (FERRIES, "which were built in Torley", "cut_restrictive_clause", 0),
        (FERRIES, ", which were built in Torley", "gaps_without_mark", 0),
        (FERRIES, "in the bay", "gaps_without_mark", 1),
        (FERRIES, "which were built in Torley", "left_out:relative", 1),
        (FERRIES, "built in", "orphans", 3),
        (FERRIES, "at least", "left_out:restriction", 1),
        (FERRIES, "may", "left_out:modal", 1),
        (PLANS, "if the board votes for it", "left_out_after", 0),
        (PLANS, "if the board votes for it", "left_out:condition", 1),
        (PLANS, "The council", "left_out_before", 2),
        (PLANS, "The council", "cut_argument", 1),
        (PLANS, "the north quay", "verb_left_bare", 0),
        (OWNER, "the pier", "verb_left_bare", 1),
        (OWNER, "not", "left_out:negation", 1),
        (STOLEN, "of the mayor", "cut_of", 1),
        (STOLEN, "on Monday", "cut_preposition_of_verb", 1),
        (STOLEN, "from Skerra", "cut_preposition_of_noun", 1),
        (THANKED, "Edith Crane", "starts_late", 1),
        (THANKED, "thanked", "root_left_out", 1),
    ],
)
def test_what_is_left_out_is_counted_by_what_it_does(sentence: str, phrase: str, name: str, value: float) -> None:
    assert kept_without(sentence, phrase)[name] == value


def test_a_restrictive_clause_is_told_from_one_that_is_set_off() -> None:
    restrictive = "The men who stole the boat were sent to prison."
    assert kept_without(restrictive, "who stole the boat")["cut_restrictive_clause"] == 1


# ---- any sentence ----------------------------------------------------------------------------------------------------

WORDS = sorted({word for sentence in COPIES for word in sentence.split()} | {"whales", "Peru", "—", '"', "(", "said."})
SENTENCES = st.one_of(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join), st.text(max_size=40))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sentence=SENTENCES)
def test_any_sentence_has_the_same_finite_features(sentence: str) -> None:
    found = features(sentence)
    assert list(found) == list(features(STOLEN))
    assert all(isfinite(value) for value in found.values())
    for name in ("coverage_of_one", "coverage_of_two", "aligned", "longest_block", "kept_share", "added_share"):
        assert 0 <= found[name] <= 1 + 1e-9, name
    assert all(
        value >= 0
        for name, value in found.items()
        if name not in ("negations_added", "source_position", "source_depth")
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), sentence=st.sampled_from(COPIES))
def test_any_deletion_has_the_same_finite_features(data: st.DataObject, sentence: str) -> None:
    [parsed] = parse([sentence])
    kept = sorted(data.draw(st.sets(st.integers(0, len(parsed) - 1))))
    found = deletion_features(parsed, kept)
    assert found.keys() == deletion_features(parsed, range(len(parsed))).keys()
    assert all(isfinite(value) and value >= 0 for value in found.values())
    assert found["left_out"] + found["left_out_before"] + found["left_out_after"] == len(parsed) - len(kept)


def test_the_tables_ask_for_features_that_there_are() -> None:
    assert set(load_table("support").features) <= features(STOLEN).keys()
