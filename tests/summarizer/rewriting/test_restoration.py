"""Function words that a draft dropped are put back from its source; nothing else is."""

import pytest

import checks
from summarizer.language.grounding import index_article
from summarizer.rewriting.restoration import with_function_words
from summarizer.support.alignment import ParsedArticle, align


def restored(source: str, sentence: str) -> str:
    [alignment] = align([sentence], ParsedArticle(index_article(checks.read(source))))
    return with_function_words(alignment)


@pytest.mark.parametrize(
    ("source", "sentence", "expected"),
    [
        (
            "The ferry was towed to the port of Torley on Friday.",
            "Ferry was towed to port of Torley on Friday.",
            "The ferry was towed to the port of Torley on Friday.",
        ),
        (
            "Two of the crew had been rescued by a trawler near Skerra.",
            "Two of crew rescued by a trawler near Skerra.",
            "Two of the crew had been rescued by a trawler near Skerra.",
        ),
        (
            "Edith Crane told the board that the harbour should close.",
            "Edith Crane told board that harbour should close.",
            "Edith Crane told the board that the harbour should close.",
        ),
        (
            "Twelve South Skerra towns took part in the harbour survey.",
            "South Skerra towns took part in the harbour survey.",
            "Twelve South Skerra towns took part in the harbour survey.",
        ),
    ],
)
def test_articles_and_auxiliaries_are_put_back(source: str, sentence: str, expected: str) -> None:
    assert restored(source, sentence) == expected


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("The old ferry was towed to the port of Torley.", "The ferry was towed to the port of Torley."),
        ("The ferry, built in 1985, was towed to Torley.", "The ferry was towed to Torley."),
        ("The ferry was not towed to Torley on Friday.", "The ferry was towed to Torley on Friday."),
        ("The ferry was towed to the port of Torley.", "The ferry was towed to the port of Torley."),
        ("The ferry was towed to Torley by a tug.", "A tug towed the ferry to Torley."),
        ("The board met in Torley.", "Nothing of this is said."),
    ],
)
def test_content_is_left_as_the_draft_has_it(source: str, sentence: str) -> None:
    assert restored(source, sentence) == sentence
