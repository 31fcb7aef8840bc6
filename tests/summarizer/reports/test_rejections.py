"""Rejected sentences with the same fault are one group, however many drafts have it."""

from __future__ import annotations

from checks.model import Span
from summarizer.pipeline.result import Rejected
from summarizer.reports.rejections import group_rejected, passage_words

PASSAGE, OTHER_PASSAGE = Span(0, 40), Span(41, 80)


def grouped_texts(*rejected: Rejected) -> list[list[str]]:
    return [[group.first.text, *group.others] for group in group_rejected(rejected)]


def test_the_same_passage_and_the_same_reason_are_one_fault():
    assert grouped_texts(
        Rejected("Skerra arrested 144 people.", "says so", passage=PASSAGE),
        Rejected("In May, officers of Skerra were behind it all.", "says so", passage=PASSAGE),
    ) == [["Skerra arrested 144 people.", "In May, officers of Skerra were behind it all."]]


def test_the_same_reason_with_a_quotation_is_one_fault_whatever_the_passage():
    reason = 'says "launched", which the article does not'
    assert (
        len(
            grouped_texts(
                Rejected("A a a.", reason, passage=PASSAGE), Rejected("B b b.", reason, passage=OTHER_PASSAGE)
            )
        )
        == 1
    )


def test_nearly_the_same_words_are_one_fault_whatever_the_reason():
    assert grouped_texts(
        Rejected("Skerra arrested 144 people in May.", "says so", passage=PASSAGE),
        Rejected("Skerra has arrested 144 people in May.", "says May", passage=OTHER_PASSAGE),
    ) == [["Skerra arrested 144 people in May.", "Skerra has arrested 144 people in May."]]


def test_another_passage_or_another_reason_is_another_fault():
    first = Rejected("Skerra arrested 144 people.", "says so", passage=PASSAGE)
    for other in (
        Rejected("The mayor of Torley resigned at noon.", "says so", passage=OTHER_PASSAGE),
        Rejected("The mayor of Torley resigned at noon.", "has no verb", passage=PASSAGE),
    ):
        assert len(grouped_texts(first, other)) == 2


def test_groups_are_in_the_order_of_their_first_sentences():
    found = grouped_texts(Rejected("B b b.", "x"), Rejected("A a a.", "y"), Rejected("B b b!", "z"))
    assert [texts[0] for texts in found] == ["B b b.", "A a a."]


def test_the_number_of_similar_sentences_is_stated_only_if_there_are_any():
    alone, several = Rejected("A a a.", "x"), Rejected("B b b.", "y")
    groups = group_rejected([alone, several, several, several])
    assert [group.count_text for group in groups] == ["", "and 2 like it"]


def test_nothing_rejected_is_no_group():
    assert group_rejected([]) == []


def test_a_sentence_without_a_passage_shows_none(sheet):
    assert passage_words(sheet.article, Rejected("A.", "breaks off")) == ("", "")
