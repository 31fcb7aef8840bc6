"""The decimal place to which a number is printed, derived from its value alone."""

from __future__ import annotations

from fractions import Fraction


def printed_step(value: Fraction) -> Fraction:
    """The place of the last printed digit: 1 for 20, 1/100 for 0.75.

    Of a value without a finite decimal form it is the unit fraction of its denominator: 1/3 for 33⅓. The value is
    always a whole number of such steps.
    """
    twos = _multiplicity(value.denominator, 2)
    fives = _multiplicity(value.denominator, 5)
    if value.denominator != 2**twos * 5**fives:
        return Fraction(1, value.denominator)
    return Fraction(1, 10 ** max(twos, fives))


def last_nonzero_place(value: Fraction) -> Fraction:
    """The place of the last non-zero digit: 1,000 for 21,000; 1 for 0; of other numbers the `printed_step`."""
    numerator, denominator = value.as_integer_ratio()
    if not numerator or denominator != 1:
        return printed_step(value)
    fives = _multiplicity(abs(numerator), 5)
    return Fraction(10 ** min(_multiplicity(abs(numerator), 2), fives) if fives else 1)


def _multiplicity(number: int, prime: int) -> int:
    """The exponent of a prime in the factorisation of a positive number."""
    for times in range(number.bit_length()):
        if number % prime:
            return times
        number //= prime
    return 0
