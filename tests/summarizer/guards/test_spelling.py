"""Words of the article with one wrong letter."""

from __future__ import annotations

import pytest

from summarizer.guards import spelling

ARTICLE = (
    "She knowingly took it, the travelling court in Ellsworth heard. The organised labourers of the harbour were "
    "concerned about the defences, an ageing commission and what was collected."
)


@pytest.mark.parametrize(
    "sentence", ["She knowsingly took it.", "The comkission was told.", "The trabelling court met in Ellswarth."]
)
def test_a_word_of_the_article_with_a_wrong_letter_is_rejected(sentence: str) -> None:
    assert spelling.misspelling(sentence, ARTICLE)


@pytest.mark.parametrize(
    "sentence",
    [
        "She knowingly took it.",
        "She knows what she took.",
        "The traveling court heard of organized laborers and defenses.",
        "The aging commissioner was concerning.",
        "Collecting is what collectors do; commissions are collections.",
    ],
)
def test_other_words_and_spellings_pass(sentence: str) -> None:
    assert not spelling.misspelling(sentence, ARTICLE)


def test_an_article_of_words_with_the_same_beginning_and_ending_can_be_searched() -> None:
    letters = "abcdefghij"
    article = " ".join("wor" + "".join(letters[int(digit)] for digit in f"{n:05}") + "ing" for n in range(50_000))
    assert spelling.misspelling("A worabczeing.", article)
    assert not spelling.misspelling("A worzzzzzing.", article)
