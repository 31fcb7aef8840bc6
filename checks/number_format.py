"""Formats numbers, intervals and lists for messages, the way a newspaper prints them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from checks.model import Figure, Interval, Kind
from checks.pattern import pattern

INVARIANT_UNITS = frozenset(("hertz", "kilohertz", "megahertz", "gigahertz", "horsepower", "kelvin", "stone"))
IRREGULAR_PLURALS = {"foot": "feet", "inch": "inches", "century": "centuries"}
CURRENCY_SYMBOLS = {"GBP": "£", "USD": "$", "EUR": "€", "JPY": "¥", "INR": "₹"}


def number(value: Fraction | int) -> str:
    """Formats a number: 144, 1,778,548, 28.85; 1.2 million where a long row of zeros would be hard to read.

    >>> number(Fraction(577, 20))
    '28.85'
    """
    value = Fraction(value)
    for scale, word in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
        if abs(value) >= scale and (value / scale * 1000).denominator == 1:
            return f"{_decimal(value / scale)} {word}"
    return _decimal(value)


def _decimal(value: Fraction) -> str:
    """The number with at most three decimals and no trailing zeros."""
    text = f"{Decimal(value.numerator) / Decimal(value.denominator):,.3f}"
    return text.rstrip("0").rstrip(".")


SPELLED_OUT_UNITS = ("cent", "kopeck")  # printed as words with a plural; other currencies by symbol or code
ONE_DECIMAL = pattern(r"[\d,]+\.\d")  # gets a second decimal in money: "£2.90", but "£2.9 billion"


def format_in_unit(value: Fraction | int, unit_of: Figure) -> str:
    """Formats a value in the unit of a figure: "£480,000", "12%", "15 kilometres", "144"."""
    text = number(value)
    if unit_of.kind is Kind.MONEY:
        symbol = CURRENCY_SYMBOLS.get(unit_of.unit or "")
        if unit_of.unit == "penny":
            return f"{text}p"
        if symbol:
            return f"{symbol}{text}0" if ONE_DECIMAL.fullmatch(text) else f"{symbol}{text}"
        return f"{text} {_plural(unit_of.unit, value) if unit_of.unit in SPELLED_OUT_UNITS else unit_of.unit}"
    if unit_of.kind is Kind.PERCENT:
        return f"{text}%"
    if unit_of.kind in (Kind.MEASURE, Kind.DURATION) and unit_of.unit:
        return f"{text} {_plural(unit_of.unit, value)}"
    return text


def _plural(unit: str, value: Fraction | int) -> str:
    """The unit's form after a value: "kilometres" after 8.85, "mile" after 1, "square feet", "metres per second"."""
    if value == 1:
        return unit
    name, per, rest = unit.partition(" per ")
    if name.startswith("degree "):
        return f"degrees {name.removeprefix('degree ').capitalize()}"
    stem, _, last = name.rpartition(" ")
    if last not in INVARIANT_UNITS:
        last = IRREGULAR_PLURALS.get(last, f"{last}s")
    return f"{stem} {last}{per}{rest}".strip()


def format_interval(interval: Interval, unit_of: Figure | None = None) -> str:
    """Formats an interval: "144", "135.5 to 136.5", "at least 60", "at most 23"."""

    def format_end(value: Fraction) -> str:
        return number(value) if unit_of is None else format_in_unit(value, unit_of)

    low, high = interval
    if low is not None and high is not None:
        return format_end(low) if low == high else f"{format_end(low)} to {format_end(high)}"
    if low is not None:
        return f"at least {format_end(low)}"
    return f"at most {format_end(high)}" if high is not None else "any number"


def join_items(items: Iterable[str], last: str = "and") -> str:
    """Joins items with commas and a last "and": "Brazil, Guyana and Peru"; "" for no items."""
    texts = list(items)
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} {last} {texts[-1]}"


def format_sum(parts: Sequence[Fraction | int]) -> str:
    """Formats a sum: "18 + 111 + 7"."""
    return " + ".join(number(part) for part in parts)


def counted(count: Fraction | int, singular: str, plural: str = "") -> str:
    """Formats a count with its noun: "1 name", "12 names"."""
    return f"{number(count)} {singular if count == 1 else plural or singular + 's'}"
