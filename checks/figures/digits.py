"""Reads numerals in digits by their separators, and rejects those that are not English numbers.

Commas group thousands (1,234,567) or, as in India, lakhs (12,34,567); a point starts the decimals; two points or more
group thousands (1.234.567). "135,00" and "1,23,4" fit none of these and are malformed.
"""

from __future__ import annotations

MAX_DIGITS = 40  # characters; anything longer is a code, not a quantity


def decimal(word: str) -> tuple[int, int] | None:
    """Returns the digits as a whole number and the count of decimals, (12345, 1) for "1,234.5"; None if malformed."""
    if len(word) > MAX_DIGITS:
        return None
    if word.isdecimal():
        return int(word), 0
    whole, point, places = word.partition(".")
    if "." in places or "," in places:
        return _with_points(word, whole, places)
    if "," in whole and not _is_grouped(whole.split(",")):
        return None
    return int(whole.replace(",", "") + places), len(places) if point else 0


def _with_points(word: str, whole: str, places: str) -> tuple[int, int] | None:
    """Reads 1.234.567, and 1.234,56 as written in continental Europe."""
    groups = word.split(".")
    if "," not in word:
        is_grouped = len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
        return (int("".join(groups)), 0) if is_grouped else None
    thousands, _, cents = places.partition(",")
    if len(thousands) == 3 and thousands.isdecimal() and cents.isdecimal() and "," not in whole:
        return int(whole + thousands + cents), len(cents)
    return None


def _is_grouped(groups: list[str]) -> bool:
    """Whether the groups are those of 1,234,567 or 12,34,567."""
    head, *middle, tail = groups
    if len(tail) != 3 or not 1 <= len(head) <= 3:
        return False
    return all(len(group) == 3 for group in middle) or (len(head) <= 2 and all(len(group) == 2 for group in middle))


def malformed_reason(word: str) -> str:
    """Returns in plain words what is wrong with a numeral that `decimal` rejected."""
    if len(word) > MAX_DIGITS:
        return "too many digits for a quantity"
    if "," in word:
        return "the comma does not group thousands"
    return "more than one decimal point"
