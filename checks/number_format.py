"""Numbers and ranges as messages say them, the way a newspaper would print them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from checks.model import Figure, Interval, Kind
from checks.pattern import pattern

SAME_FOR_MANY = frozenset(("hertz", "kilohertz", "megahertz", "gigahertz", "horsepower", "kelvin", "stone"))
ODD_PLURALS = {"foot": "feet", "inch": "inches", "century": "centuries"}
MARKS = {"GBP": "£", "USD": "$", "EUR": "€", "JPY": "¥", "INR": "₹"}


def number(value: Fraction | int) -> str:
    """144, 1,778,548, 28.85; 1.2 million where a long row of noughts would be hard to read.

    >>> number(Fraction(577, 20))
    '28.85'
    """
    value = Fraction(value)
    for scale, word in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
        if abs(value) >= scale and (value / scale * 1000).denominator == 1:
            return f"{_plain(value / scale)} {word}"
    return _plain(value)


def _plain(value: Fraction) -> str:
    """At most three decimals, without the noughts that say nothing."""
    text = f"{Decimal(value.numerator) / Decimal(value.denominator):,.3f}"
    return text.rstrip("0").rstrip(".")


COINS = ("cent", "kopeck")  # told in words, and with an s; currencies by their code
TENTHS = pattern(r"[\d,]+\.\d")  # "£2.90", and "£2.9 billion"


def in_unit(value: Fraction | int, like: Figure) -> str:
    """A value in the unit of a figure: "£480,000", "12%", "15 km", "144".

    The unit is taken from the figure's own words where it stands behind the number there.
    """
    said = number(value)
    if like.kind is Kind.MONEY:
        mark = MARKS.get(like.unit or "")
        if like.unit == "penny":
            return f"{said}p"
        if mark:
            return f"{mark}{said}0" if TENTHS.fullmatch(said) else f"{mark}{said}"
        return f"{said} {_plural(like.unit, value) if like.unit in COINS else like.unit}"
    if like.kind is Kind.PERCENT:
        return f"{said}%"
    if like.kind in (Kind.MEASURE, Kind.DURATION) and like.unit:
        return f"{said} {_plural(like.unit, value)}"
    return said


def _plural(unit: str, value: Fraction | int) -> str:
    """ "8.85 kilometres", "1 mile", "20 square feet", "30 degrees Celsius", "6 metres per second"."""
    if value == 1:
        return unit
    name, per, rest = unit.partition(" per ")
    if name.startswith("degree "):
        return f"degrees {name.removeprefix('degree ').capitalize()}"
    stem, _, last = name.rpartition(" ")
    if last not in SAME_FOR_MANY:
        last = ODD_PLURALS.get(last, f"{last}s")
    return f"{stem} {last}{per}{rest}".strip()


def spread(interval: Interval, like: Figure | None = None) -> str:
    """An interval in words: "144", "135.5 to 136.5", "at least 60", "at most 23"."""

    def say(value: Fraction) -> str:
        return number(value) if like is None else in_unit(value, like)

    low, high = interval
    if low is not None and high is not None:
        return say(low) if low == high else f"{say(low)} to {say(high)}"
    if low is not None:
        return f"at least {say(low)}"
    return f"at most {say(high)}" if high is not None else "any number"


def listed(items: Iterable[str], last: str = "and") -> str:
    """ "Brazil, Guyana and Peru"; nothing for nothing."""
    row = list(items)
    if len(row) < 2:
        return "".join(row)
    return f"{', '.join(row[:-1])} {last} {row[-1]}"


def added(parts: Sequence[Fraction | int]) -> str:
    """ "18 + 111 + 7"."""
    return " + ".join(number(part) for part in parts)


def things(count: Fraction | int, singular: str, plural: str = "") -> str:
    """ "1 name", "12 names"."""
    return f"{number(count)} {singular if count == 1 else plural or singular + 's'}"
