"""Words that a draft gets wrong by a letter."""

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
def test_a_word_of_the_article_with_a_wrong_letter_is_told(sentence: str) -> None:
    assert spelling.fault(sentence, ARTICLE)


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
def test_other_words_and_spellings_are_left_alone(sentence: str) -> None:
    assert not spelling.fault(sentence, ARTICLE)


def test_an_article_of_words_that_all_begin_and_end_alike_is_looked_through() -> None:
    letters = "abcdefghij"
    article = " ".join("wor" + "".join(letters[int(digit)] for digit in f"{n:05}") + "ing" for n in range(50_000))
    assert spelling.fault("A worabczeing.", article)
    assert not spelling.fault("A worzzzzzing.", article)
