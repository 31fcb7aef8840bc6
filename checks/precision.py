"""The decimal place to which a number is printed."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from checks.pattern import pattern

DIGITS = pattern(r"\d[\d,]*(?:\.(\d+))?")


class Printed(NamedTuple):
    """The first number in the words of a figure, as its digits stand there."""

    steps: int  # all digits, without the point: 25 for "2.5 million"
    decimals: int  # behind the point
    scale: Fraction | None
    """What one of it counts, a million here; None where further units add to it ("2 hours 10 minutes")."""


def printed_number(value: Fraction, words: str) -> Printed | None:
    """The first number that is printed in digits; None where none is."""
    numbers = list(DIGITS.finditer(words))
    if not numbers:
        return None
    first = numbers[0]
    decimals = len(first.group(1) or "")
    steps = int(first.group().replace(",", "").replace(".", ""))
    scale = abs(value) / Fraction(steps, 10**decimals) if steps else Fraction(1)
    is_compound = (len(numbers) > 1 or scale.denominator != 1) and not is_power_of_ten(scale)
    return Printed(steps, decimals, None if is_compound else scale)


def is_power_of_ten(value: Fraction) -> bool:
    """Whether a positive value is 1, 10, 0.1 and so on."""
    smaller, larger = sorted(value.as_integer_ratio())
    return smaller == 1 and larger == last_nonzero_place(Fraction(larger))


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
