"""How two values that should be equal differ: like a slip, or like two unrelated values.

A slip exchanges one digit, swaps two neighbours, loses a digit or moves the point by a place; unrelated values differ
in most digits. The measures are features of the learned tables (`checks.relations.odds`), so their order must not
change; none of them decides anything alone.
"""

from __future__ import annotations

from fractions import Fraction

from checks.precision import last_nonzero_place
from checks.relations.frames import Frame, log_size, significant_digits

NAMES = (
    "ratio",
    "digits differing",
    "share of digits kept",
    "swapped",
    "digit dropped",
    "same length",
    "power of ten",
    "difference",
    "digits",
    "size",
    "fields differing",
    "fields shared",
)
"""Of `measure`, in its order. The last two are counts for moments, the others are for numbers; 0 (ratio and "same
length": 1) where they do not apply. The ratio is larger / smaller, at most MAX_RATIO, the difference at most
MAX_DIFFERENCE, the size a decimal logarithm; digits are counted without zeros at the ends."""
MAX_RATIO = 50.0
MAX_DIFFERENCE = 1000.0


def measure(first: Frame, second: Frame) -> tuple[float, ...]:
    """The measures of how two values differ, as in `NAMES`."""
    a, b = first.value, second.value
    if first.kind == "year" and isinstance(a, tuple) and isinstance(b, tuple):
        x, y = str(a[0]), str(b[0])
        digits = float(sum(p != q for p, q in zip(x, y, strict=False)))
        years = float(abs((a[0] or 0) - (b[0] or 0)))
        return (1.0, digits, 1 - digits / 4, 0.0, 0.0, 1.0, 0.0, min(years, 100.0), 4.0, 3.3, 0.0, 0.0)
    if first.figure is None and isinstance(a, tuple) and isinstance(b, tuple):
        stated = [(x, y) for x, y in zip(a, b, strict=True) if x is not None and y is not None]
        shared = float(sum(x == y for x, y in stated))
        return (1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, len(stated) - shared, shared)
    if isinstance(a, tuple) and isinstance(b, tuple):  # a score or a range: the part in which they differ
        differing = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
        if len(differing) == 1:
            return measure_numbers(Fraction(differing[0][0] or 0), Fraction(differing[0][1] or 0))
    return measure_numbers(number_of(a), number_of(b))


def measure_numbers(x: Fraction, y: Fraction) -> tuple[float, ...]:
    """`measure` of two numbers."""
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
    return (
        ratio,
        float(len(differing)) if same_length else float(length),
        1 - len(differing) / length if same_length else 0.0,
        float(swapped),
        float(dropped),
        float(same_length),
        float(first == second and not same_length),
        min(float(high - low), MAX_DIFFERENCE),
        float(length),
        log_size(high),
        0.0,
        0.0,
    )


def looks_like_slip(evidence: tuple[float, ...]) -> bool:
    """Whether values that differ like this could be one value and a slip of it, for the learned tables to judge."""
    ratio, differing, _, swapped, dropped, same_length, power, _, _, _, fields, shared = evidence
    if fields:
        return True
    return bool(swapped or dropped or power or (same_length and differing <= 1) or ratio <= 1.1 or shared)


def number_of(value: object) -> Fraction:
    """The number, or the first of two (a range, a score)."""
    if isinstance(value, tuple):
        value = value[0]
    return value if isinstance(value, Fraction) else Fraction(value or 0)  # type: ignore[call-overload]
