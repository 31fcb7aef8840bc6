"""The values that the printed digits of a figure allow.

The interval of a `Figure` also follows its hedge, which is right for a statement on its own. Where the same quantity is
stated twice ("at least 50,000 sq m (538,000 sq ft)") the hedge covers both, and only the digits show how far apart the
two may be.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from checks.budget import spend
from checks.model import Figure, Interval
from checks.number_format import number
from checks.pattern import pattern
from checks.precision import last_nonzero_place, printed_number


def round_significant(value: Fraction, digits: int = 3) -> Fraction:
    """The value rounded to significant digits for a message, but to no finer than a thousandth."""
    place = Fraction(1, 1000)
    while abs(value) >= place * 10**digits:
        spend()
        place *= 10
    return round(value / place) * place


ROUND_NUMBER_TOLERANCE = Fraction(3, 100)
"""Relative error allowed in a sum of plain round numbers."""
ROUNDED_ONLY = " It fits only if the amounts were rounded."


def exact_or_about(value: Fraction, form: Callable[[Fraction], str] = number) -> str:
    """A computed value, formatted by `form`: as it is if three decimals suffice, else rounded, after "about".

    >>> exact_or_about(Fraction(14_280)), exact_or_about(Fraction(22, 7))
    ('14,280', 'about 3.14')
    """
    is_exact = (value * 1000).denominator == 1
    return form(value) if is_exact else f"about {form(round_significant(value))}"


ROUND_HUNDREDS = pattern(r"\d00(?!\d)")


def significant_step(value: Fraction, words: str) -> Fraction:
    """The place value of the last significant printed digit: 0.1 million for "1.2 million", 1,000 for "32,000".

    For a fraction in words ("a quarter point") it is a tenth of the fraction.
    """
    printed = printed_number(value, words)
    if printed is None:
        return place_of(value) if value.denominator == 1 else abs(value) / 10
    scale = Fraction(1) if printed.scale is None or printed.scale.denominator != 1 else printed.scale
    if printed.decimals:
        return scale / Fraction(10**printed.decimals)
    return scale * place_of(Fraction(printed.steps)) if printed.steps % 100 == 0 else scale


def place_of(value: Fraction) -> Fraction:
    """The place value of the last digit that is not zero, at least 1: 1bn for 31bn, 1 for 0.5."""
    return max(last_nonzero_place(value), Fraction(1))


def printed_interval(figure: Figure) -> Interval:
    """The values that the digits of a figure allow, whatever its hedge: half of the last printed place either way.

    A number that ends in two zeros is allowed at most a twentieth.
    """
    assert figure.value is not None
    slack = significant_step(figure.value, figure.words) / 2
    if ROUND_HUNDREDS.search(figure.words):
        slack = min(slack, abs(figure.value) / 20)  # 20,000 may be 19,000 but not 15,000
    return interval_around(figure.value, slack)


def interval_around(value: Fraction, slack: Fraction) -> Interval:
    """The interval of a value plus and minus `slack`."""
    return Interval(value - slack, value + slack)
