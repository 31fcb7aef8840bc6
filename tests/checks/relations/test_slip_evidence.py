"""How two values differ: like a slip of one digit, or like two values that have nothing to do with each other."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import checks
from checks.relations.frames import frames_of
from checks.relations.slip_evidence import (
    SlipEvidence,
    looks_like_slip,
    number_of,
    slip_evidence,
    slip_evidence_of_numbers,
)

NUMBERS = st.builds(lambda digits, places: Fraction(digits, 10**places), st.integers(0, 10**9), st.integers(0, 3))


def measured(first: str, second: str) -> SlipEvidence:
    return slip_evidence_of_numbers(Fraction(first), Fraction(second))


def compared(text: str) -> SlipEvidence:
    first, second = frames_of(checks.read(text)).frames
    return slip_evidence(first, second)


@pytest.mark.parametrize(("first", "second"), [("14", "19"), ("1530", "1580"), ("2.5", "2.7"), ("41000", "91000")])
def test_one_digit_differs(first: str, second: str) -> None:
    found = measured(first, second)
    assert found.digits_differing == 1
    assert found.same_length
    assert not found.swapped
    assert looks_like_slip(found)


@pytest.mark.parametrize(("first", "second"), [("14", "41"), ("1539", "1593"), ("2.57", "5.27"), ("120000", "210000")])
def test_neighbours_are_swapped(first: str, second: str) -> None:
    found = measured(first, second)
    assert found.swapped
    assert looks_like_slip(found)


@pytest.mark.parametrize(("first", "second"), [("153", "351"), ("14", "42"), ("1234", "1324567")])
def test_what_is_no_swap(first: str, second: str) -> None:
    assert not measured(first, second).swapped


@pytest.mark.parametrize(("first", "second"), [("1534", "134"), ("1534", "153"), ("27", "257"), ("1534", "534")])
def test_a_digit_is_dropped(first: str, second: str) -> None:
    found = measured(first, second)
    assert found.digit_dropped
    assert looks_like_slip(found)


@pytest.mark.parametrize(("first", "second"), [("1534", "143"), ("15", "5"), ("1534", "15"), ("1534", "1535")])
def test_what_is_no_dropped_digit(first: str, second: str) -> None:
    assert not measured(first, second).digit_dropped


@pytest.mark.parametrize(("first", "second"), [("25", "250"), ("2.5", "25"), ("3000000", "3000")])
def test_the_point_has_moved(first: str, second: str) -> None:
    found = measured(first, second)
    assert found.power_of_ten
    assert looks_like_slip(found)


@pytest.mark.parametrize(("first", "second"), [("25", "25"), ("25", "251"), ("25", "520")])
def test_the_point_has_not_moved(first: str, second: str) -> None:
    assert not measured(first, second).power_of_ten


def test_the_finer_number_is_rounded_before_their_digits_are_compared() -> None:
    assert measured("31856000", "37000000").digits_differing == 1  # 32 million and 37 million
    assert measured("31856000", "32000000").digits_differing == 0


@pytest.mark.parametrize(("first", "second"), [("17", "4820"), ("3", "88"), ("412", "967")])
def test_unrelated_values_do_not_look_like_a_slip(first: str, second: str) -> None:
    assert not looks_like_slip(slip_evidence_of_numbers(Fraction(first), Fraction(second)))


@given(NUMBERS, NUMBERS)
def test_the_measures_are_symmetric_and_bounded(first: Fraction, second: Fraction) -> None:
    found = slip_evidence_of_numbers(first, second)
    assert found == slip_evidence_of_numbers(second, first)
    assert 0 <= found.share_of_digits_kept <= 1
    assert found.ratio >= 1


@given(NUMBERS)
def test_a_number_does_not_differ_from_itself(number: Fraction) -> None:
    found = slip_evidence_of_numbers(number, number)
    assert found.digits_differing == found.difference == found.swapped == found.power_of_ten == 0


@given(st.integers(100, 10**9), st.data())
def test_any_edit_of_one_digit_looks_like_a_slip(number: int, data: st.DataObject) -> None:
    digits = str(number)
    place = data.draw(st.integers(1, len(digits) - 1))
    digit = data.draw(st.sampled_from([other for other in "0123456789" if other != digits[place]]))
    edited = int(digits[:place] + digit + digits[place + 1 :])
    found = slip_evidence_of_numbers(Fraction(number), Fraction(edited))
    assert found.same_length
    assert found.digits_differing <= 1 or found.ratio <= 1.1


def test_scores_are_measured_by_the_part_that_differs() -> None:
    assert compared("They won 3-1. They won 3-2.") == slip_evidence_of_numbers(Fraction(1), Fraction(2))


def test_scores_that_differ_in_both_parts_are_measured_by_the_first() -> None:
    assert compared("They won 3-1. They won 5-2.") == slip_evidence_of_numbers(Fraction(3), Fraction(5))


def test_years_are_measured_by_digits_and_years_apart() -> None:
    found = compared("It opened in 1998. It opened in 1993.")
    assert (found.digits_differing, found.difference) == (1, 5)
    assert looks_like_slip(found)


def test_moments_are_measured_by_the_fields_that_both_state() -> None:
    found = compared("It opened on 3 May 2010. It opened on 5 May.")
    assert (found.fields_differing, found.fields_shared) == (1, 1)
    assert looks_like_slip(found)


@pytest.mark.parametrize(
    ("value", "number"), [(Fraction(7), 7), ((Fraction(3), Fraction(1)), 3), ((None, 5), 0), ((1998,), 1998)]
)
def test_the_number_of_a_value(value: object, number: int) -> None:
    assert number_of(value) == number
