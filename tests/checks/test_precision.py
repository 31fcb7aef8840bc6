"""The place of the last printed digit, of every fraction there is."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.precision import last_nonzero_place, printed_step

DECIMALS = st.builds(lambda digits, places: Fraction(digits, 10**places), st.integers(), st.integers(0, 40))


def is_power_of_ten(step: Fraction) -> bool:
    return set(str(step.numerator).lstrip("1") + str(step.denominator).lstrip("1")) <= {"0"}


@pytest.mark.parametrize(
    ("value", "step"),
    [
        ("0", "1"),
        ("7", "1"),
        ("21000", "1"),
        ("-20", "1"),
        ("0.5", "0.1"),
        ("0.75", "0.01"),
        ("-1.25", "0.01"),
        ("65.3", "0.1"),
        ("1/3", "1/3"),
        ("100/3", "1/3"),
        ("-7/3", "1/3"),
        ("5/6", "1/6"),
        ("22/7", "1/7"),
    ],
)
def test_the_printed_step_of_numbers_that_news_prints(value: str, step: str) -> None:
    assert printed_step(Fraction(value)) == Fraction(step)


@pytest.mark.parametrize(
    ("value", "place"),
    [("0", "1"), ("7", "1"), ("21000", "1000"), ("-500", "100"), ("105", "1"), ("0.5", "0.1"), ("20/3", "1/3")],
)
def test_the_place_of_the_last_digit_that_is_no_nought(value: str, place: str) -> None:
    assert last_nonzero_place(Fraction(value)) == Fraction(place)


@given(st.fractions())
def test_every_fraction_is_a_whole_number_of_its_steps(value: Fraction) -> None:
    for step in (printed_step(value), last_nonzero_place(value)):
        assert step > 0
        assert value % step == 0


@given(DECIMALS)
def test_a_decimal_is_printed_to_a_power_of_ten_and_no_coarser_one_would_do(value: Fraction) -> None:
    step = printed_step(value)
    assert is_power_of_ten(step)
    assert step <= 1
    assert step == 1 or value % (step * 10)


@given(st.integers().filter(bool), st.integers(0, 60))
def test_noughts_at_the_end_of_a_whole_number_make_its_place_coarser(digits: int, noughts: int) -> None:
    place = last_nonzero_place(Fraction(digits * 10**noughts))
    assert is_power_of_ten(place)
    assert place >= 10**noughts
    assert digits * 10**noughts % (place * 10)
