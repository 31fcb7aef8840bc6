"""Numbers and ranges as messages print them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from checks.model import Figure, Interval
from checks.number_format import counted, format_in_unit, format_interval, format_sum, join_items, number
from checks.read import read


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (144, "144"),
        (1_778_548, "1,778,548"),
        (Fraction(577, 20), "28.85"),
        (1_200_000, "1.2 million"),
        (3 * 10**9, "3 billion"),
        (Fraction(1, 3), "0.333"),
        (-5, "-5"),
        (0, "0"),
        (100, "100"),
    ],
)
def test_a_number_is_printed_as_a_newspaper_would(value: Fraction | int, said: str) -> None:
    assert number(value) == said


def figure(text: str) -> Figure:
    return read(text).figures[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The council spent £480,000 on it.", "£7"),
        ("It cost $12m.", "$7"),
        ("Some 12% agreed.", "7%"),
        ("They held 12 men.", "7"),
        ("It costs 40p now.", "7p"),
        ("It costs 40 cents now.", "7 cents"),
    ],
)
def test_a_value_is_given_in_the_unit_of_the_figure_it_stands_beside(text: str, said: str) -> None:
    assert format_in_unit(7, figure(text)) == said


def test_tenths_of_a_pound_are_pence_and_of_a_billion_are_not() -> None:
    assert format_in_unit(Fraction(29, 10), figure("It cost £3.20.")) == "£2.90"
    assert format_in_unit(Fraction(2_900_000_000), figure("It cost £3.2bn.")) == "£2.9 billion"


def test_an_interval_is_said_in_words_and_an_open_end_too() -> None:
    assert format_interval(Interval.exact(Fraction(144))) == "144"
    assert format_interval(Interval(Fraction(271, 2), Fraction(273, 2))) == "135.5 to 136.5"
    assert format_interval(Interval(Fraction(60), None)) == "at least 60"
    assert format_interval(Interval(None, Fraction(23))) == "at most 23"
    assert format_interval(Interval(None, None)) == "any number"


def test_names_are_listed_with_a_last_word_between() -> None:
    assert join_items([]) == ""
    assert join_items(["Peru"]) == "Peru"
    assert join_items(["Guyana", "Peru"], "or") == "Guyana or Peru"
    assert join_items(["Brazil", "Guyana", "Peru"]) == "Brazil, Guyana and Peru"


def test_sums_and_counted_things() -> None:
    assert format_sum([18, 111, 7]) == "18 + 111 + 7"
    assert (counted(1, "name"), counted(12, "name"), counted(2, "child", "children")) == (
        "1 name",
        "12 names",
        "2 children",
    )
