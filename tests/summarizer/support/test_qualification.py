"""What a shortened sentence may not leave out, and what it may."""

from __future__ import annotations

import pytest

import checks
from summarizer.language.grounding import index_article
from summarizer.support.alignment import ParsedArticle, align
from summarizer.support.qualification import changed_qualification


def lost(source: str, sentence: str) -> str:
    """The qualification of an article of one sentence that a sentence lacks."""
    [alignment] = align([sentence], ParsedArticle(index_article(checks.read(f"News from Torley\n\n{source}"))))
    return changed_qualification(alignment)


@pytest.mark.parametrize(
    ("source", "sentence", "word"),
    [
        ("Police said the crew sold the boat in Skerra.", "The crew sold the boat in Skerra.", "said"),
        ("The crew sold the boat in Skerra, police said.", "The crew sold the boat in Skerra.", "said"),
        ("According to police, the crew sold the boat.", "The crew sold the boat.", "According"),
        ("The crew claimed the boat was sold in Skerra.", "The boat was sold in Skerra.", "claimed"),
        ("The crew denied that they sold the boat.", "The crew sold the boat.", "denied"),
        ("The crew allegedly sold the boat in Skerra.", "The crew sold the boat in Skerra.", "allegedly"),
        ("The crew, it appears, sold the boat in Skerra.", "The crew sold the boat in Skerra.", "appears"),
        ("The crew may have left the boat in Skerra.", "The crew left the boat in Skerra.", "may"),
        ("The crew could have left the boat in Skerra.", "The crew left the boat in Skerra.", "could"),
        ("The board will meet in Torley if the mayor agrees.", "The board will meet in Torley.", "if"),
        ("The board will meet in Torley unless the mayor objects.", "The board will meet in Torley.", "unless"),
        ("The crew did not sell the boat in Skerra.", "The crew did sell the boat in Skerra.", "not"),
        ("The crew didn't sell the boat in Skerra.", "The crew did sell the boat in Skerra.", "n't"),
        ("The crew never sold the boat in Skerra.", "The crew sold the boat in Skerra.", "never"),
        ("The crew sold the boat without a licence in Skerra.", "The crew sold the boat in Skerra.", "without"),
        ("The ferry sank with nearly 300 people off Torley.", "The ferry sank with 300 people off Torley.", "nearly"),
        ("The storm sank up to 40 boats off Skerra.", "The storm sank 40 boats off Skerra.", "up"),
        ("The storm sank at least 40 boats off Skerra.", "The storm sank 40 boats off Skerra.", "least"),
        ("The crew sold only some of the boats in Skerra.", "The crew sold the boats in Skerra.", "only"),
    ],
)
def test_a_changed_qualification_is_named(source: str, sentence: str, word: str) -> None:
    assert lost(source, sentence) == word


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("Police said the crew sold the boat in Skerra.", "Police said the crew sold the boat in Skerra."),
        ("Police said the crew sold the boat in Skerra.", "The crew sold the boat in Skerra, police say."),
        ("Police said the crew sold the boat in Skerra.", "The crew sold the boat, according to police."),
        ("The crew allegedly sold the boat in Skerra.", "The crew allegedly sold the boat."),
        ("The crew may have left the boat in Skerra.", "The crew may have left the boat."),
        ("The board will meet in Torley if the mayor agrees.", "The board will meet if the mayor agrees."),
        ("The crew did not sell the boat in Skerra.", "The crew did not sell the boat."),
        ("The storm sank nearly 40 boats off Skerra.", "The storm sank nearly 40 boats."),
        ("The crew sold the old boat in Skerra.", "The crew sold the boat in Skerra."),
        ("The crew, who were cold, sold the boat in Skerra.", "The crew sold the boat in Skerra."),
        ("The crew sold the boat in Skerra on Friday.", "The crew sold the boat."),
        ("In a rare move, the crew sold the boat in Skerra.", "The crew sold the boat in Skerra."),
        ("The captain, Ruth Kelso, sold the boat in Skerra.", "Ruth Kelso sold the boat in Skerra."),
        ("Crane published a report on the boat in Torley.", "Crane published it in Torley."),  # no verb
        ("Six boats were sold in Skerra by a firm with many branches.", "Six boats were sold in Skerra"),
        ("The crew sold the boat in Skerra.", "The crew sold a boat that may sink."),  # the source has none
        ("The crew sold the boat in Skerra.", "Whales sang."),
    ],
)
def test_what_keeps_its_qualifications_or_has_none_loses_none(source: str, sentence: str) -> None:
    assert lost(source, sentence) == ""


def test_the_month_of_may_is_no_qualification() -> None:
    assert lost("The crew left the boat off Skerra in May.", "The crew left the boat off Skerra.") == ""


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("Only three of the members voted for it.", "Three of the members voted for it."),
        ("Nearly 300 people were hurt in Torley.", "300 people were hurt in Torley."),
        ("Up to 40 boats were lost off Skerra.", "40 boats were lost off Skerra."),
    ],
)
def test_a_bound_that_opens_the_source_is_a_qualification(source: str, sentence: str) -> None:
    assert lost(source, sentence)
