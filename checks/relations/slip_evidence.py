"""How two values that should be equal differ: like a slip, or like two unrelated values.

A slip exchanges one digit, swaps two neighbours, loses a digit or moves the decimal point by a place; unrelated values
differ in most digits. The evidence consists of features for the learned tables (`checks.relations.odds`); no field
decides anything alone.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from checks.precision import last_nonzero_place
from checks.relations.frames import Frame, log_size, significant_digits

MAX_RATIO = 50.0
MAX_DIFFERENCE = 1000.0
MAX_YEARS_APART = 100.0
DIGITS_OF_YEAR = 4
LOG_SIZE_OF_YEAR = 3.3  # log10(2000)
SLIGHT_RATIO = 1.1  # up to which two values are near enough to be one value and a slip of it


class SlipEvidence(NamedTuple):
    """How two values differ.

    The learned tables read the fields by position, so their order must not change. Fields that do not apply to a kind
    of value have their defaults. Digits are counted without zeros at the ends; flags are 0 or 1.
    """

    ratio: float = 1.0  # larger / smaller, at most MAX_RATIO
    digits_differing: float = 0.0
    share_of_digits_kept: float = 0.0
    swapped: float = 0.0  # whether two neighbouring digits are in the other order
    digit_dropped: float = 0.0  # whether one number is the other with a digit missing
    same_length: float = 1.0  # whether both have as many digits before the decimal point
    power_of_ten: float = 0.0  # whether only the decimal point is in another place
    difference: float = 0.0  # at most MAX_DIFFERENCE; of years at most MAX_YEARS_APART
    digits: float = 0.0  # of the longer number
    size: float = 0.0  # `log_size` of the larger number
    fields_differing: float = 0.0  # of two moments: how many fields stated by both (year, month, ...) differ
    fields_shared: float = 0.0  # of two moments: how many agree


def slip_evidence(first: Frame, second: Frame) -> SlipEvidence:
    """How the values of two frames differ."""
    a, b = first.value, second.value
    if first.kind == "year" and isinstance(a, tuple) and isinstance(b, tuple):
        x, y = str(a[0]), str(b[0])
        differing = float(sum(p != q for p, q in zip(x, y, strict=False)))
        return SlipEvidence(
            digits_differing=differing,
            share_of_digits_kept=1 - differing / DIGITS_OF_YEAR,
            difference=min(float(abs((a[0] or 0) - (b[0] or 0))), MAX_YEARS_APART),
            digits=float(DIGITS_OF_YEAR),
            size=LOG_SIZE_OF_YEAR,
        )
    if first.figure is None and isinstance(a, tuple) and isinstance(b, tuple):
        stated = [(x, y) for x, y in zip(a, b, strict=True) if x is not None and y is not None]
        shared = float(sum(x == y for x, y in stated))
        return SlipEvidence(fields_differing=len(stated) - shared, fields_shared=shared)
    if isinstance(a, tuple) and isinstance(b, tuple):  # a score or a range: the part in which they differ
        parts = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
        if len(parts) == 1:
            return slip_evidence_of_numbers(Fraction(parts[0][0] or 0), Fraction(parts[0][1] or 0))
    return slip_evidence_of_numbers(number_of(a), number_of(b))


def slip_evidence_of_numbers(x: Fraction, y: Fraction) -> SlipEvidence:
    """How two numbers differ. The finer is rounded first if it has more than one digit more than the coarser."""
    low: Fraction | int
    high: Fraction | int
    (numerator, denominator), (other_numerator, other_denominator) = x.as_integer_ratio(), y.as_integer_ratio()
    if denominator == other_denominator == 1:
        low, high = sorted((abs(numerator), abs(other_numerator)))
        ratio = min(high / low, MAX_RATIO) if low else MAX_RATIO
    else:
        low, high = sorted((abs(x), abs(y)))
        ratio = min(float(high / low), MAX_RATIO) if low else MAX_RATIO
    (first, first_place), (second, second_place) = significant_digits(x), significant_digits(y)
    if abs(len(first) - len(second)) > 1:
        coarser, finer = (x, y) if len(first) < len(second) else (y, x)
        place = last_nonzero_place(coarser)
        rounded = round(finer / place) * place
        if rounded:
            (first, first_place), (second, second_place) = significant_digits(coarser), significant_digits(rounded)
    length = max(len(first), len(second))
    padded, other = first.ljust(length, "0"), second.ljust(length, "0")
    differing = [index for index in range(length) if padded[index] != other[index]]
    same_length = first_place == second_place
    swapped = (
        same_length
        and len(differing) == 2
        and differing[1] == differing[0] + 1
        and padded[differing[0]] == other[differing[1]]
        and padded[differing[1]] == other[differing[0]]
    )
    longer, shorter = sorted((first, second), key=len, reverse=True)
    dropped = (
        abs(first_place - second_place) == 1
        and len(longer) == len(shorter) + 1
        and len(shorter) > 1
        and any(longer[:index] + longer[index + 1 :] == shorter for index in range(len(longer)))
    )
    return SlipEvidence(
        ratio=ratio,
        digits_differing=float(len(differing)) if same_length else float(length),
        share_of_digits_kept=1 - len(differing) / length if same_length else 0.0,
        swapped=float(swapped),
        digit_dropped=float(dropped),
        same_length=float(same_length),
        power_of_ten=float(first == second and not same_length),
        difference=min(float(high - low), MAX_DIFFERENCE),
        digits=float(length),
        size=log_size(high),
    )


def looks_like_slip(evidence: SlipEvidence) -> bool:
    """Whether values that differ like this could be one value and a slip of it, for the learned tables to judge."""
    if evidence.fields_differing:
        return True
    is_one_edit = evidence.swapped or evidence.digit_dropped or evidence.power_of_ten
    is_one_digit = evidence.same_length and evidence.digits_differing <= 1
    return bool(is_one_edit or is_one_digit or evidence.ratio <= SLIGHT_RATIO or evidence.fields_shared)


def number_of(value: object) -> Fraction:
    """A value as a number: the number itself, or the first of two (a range, a score); 0 for none."""
    if isinstance(value, tuple):
        value = value[0]
    return value if isinstance(value, Fraction) else Fraction(value or 0)  # type: ignore[call-overload]
