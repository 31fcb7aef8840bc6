"""To which place a number is printed, told from its value alone."""

from __future__ import annotations

from fractions import Fraction


def printed_step(value: Fraction) -> Fraction:
    """The place of the last printed digit: 1 for 20, 1/100 for 0.75; of a value without a finite decimal form the part
    that it is stated in, 1/3 for 33⅓. The value is always a whole number of such steps.
    """
    twos = _times_divided(value.denominator, 2)
    fives = _times_divided(value.denominator, 5)
    if value.denominator != 2**twos * 5**fives:
        return Fraction(1, value.denominator)
    return Fraction(1, 10 ** max(twos, fives))


def last_nonzero_place(value: Fraction) -> Fraction:
    """The place of the last digit that is not a nought: 1,000 for 21,000; 1 for 0; else as `printed_step`."""
    if not value or value.denominator != 1:
        return printed_step(value)
    return Fraction(10 ** min(_times_divided(abs(value.numerator), 2), _times_divided(abs(value.numerator), 5)))


def _times_divided(number: int, prime: int) -> int:
    """How often a prime divides a number from 1 up."""
    for times in range(number.bit_length()):
        if number % prime:
            return times
        number //= prime
    return 0
