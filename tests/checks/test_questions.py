"""Questions read as an editor would write them."""

from __future__ import annotations

import pytest

from checks import check_article
from checks.questions import how_many, mid_sentence, number_like, which_is_right, why_no_fit


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Twelve", "twelve"),
        ("Fifty-two", "fifty-two"),
        ("A fifth", "a fifth"),
        ("More than half", "more than half"),
        ("US$4m", "US$4m"),
        ("Rs 400", "Rs 400"),
        ("May", "May"),
        ("£1.4m", "£1.4m"),
        ("", ""),
    ],
)
def test_a_figure_has_a_capital_only_at_the_beginning_of_a_sentence(words: str, expected: str) -> None:
    assert mid_sentence(words) == expected


@pytest.mark.parametrize(
    ("value", "words", "expected"),
    [(4, "Five", "four"), (4, "5", "4"), (21, "twenty", "21"), (0, "one", "0"), (1200, "1,300", "1,200")],
)
def test_a_number_is_written_as_the_one_that_it_would_replace(value: int, words: str, expected: str) -> None:
    assert number_like(value, words) == expected


def test_a_list_too_short_or_too_long_is_asked_about_with_its_gap() -> None:
    assert how_many("Five", 5, 4, "name") == "Should five be four, or is one name missing from the list?"
    assert how_many("5", 5, 7, "name") == "Should 5 be 7, or are there two names too many in the list?"


def test_figures_are_named_as_they_stand() -> None:
    assert which_is_right("Twelve", "14") == "Which is right, twelve or 14?"
    assert why_no_fit("18-year", "1952", "1980").startswith("The figures “18-year”, 1952 and 1980 do not fit together.")


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (
            "Penn named a 24-man squad: three keepers, eight defenders, nine midfielders and six forwards.",
            "the whole is given as “24-man squad”",
        ),
        ("The crash injured 40 people, including 55 children.", "could you check 55 and 40 people?"),
        ("She set out four priorities: clean rivers, safe streets and warm homes.", "Should four be three"),
    ],
)
def test_what_a_reporter_is_asked(text: str, question: str) -> None:
    assert question in " ".join(finding.question for finding in check_article(text).findings)
