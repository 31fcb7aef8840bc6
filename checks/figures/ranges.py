"""Two amounts that are one figure: "10-15", "between 10 and 15", "from 4 to 9 per cent", "£5-6m", "two or three".

What the two ends share is written once: "£5-6m" is 5 million to 6 million pounds, "10 to 15 miles" is miles twice.
"""

from __future__ import annotations

from fractions import Fraction

from checks.figures import amounts, hedges, numbers
from checks.figures.amounts import Amount
from checks.figures.tokens import DASHES, Tokens
from checks.model import Kind

# After one of these the first number is a change and the second its result: "rose 5% to 12%" is two figures.
_CHANGES = frozenset(
    ["rose", "rise", "rises", "rising", "fell", "fall", "falls", "falling", "up", "down", "jumped", "climbed", "increased", "grew", "grown", "dropped", "slipped", "added", "gained", "lost", "soared", "surged", "sank", "slid", "edged", "tumbled", "plunged", "dipped", "advanced", "declined", "decreased", "cut", "cuts", "raised", "trimmed", "shed", "improved", "widened", "narrowed", "increase", "decrease"]
)


def read(tokens: Tokens, low: Amount) -> tuple[Amount, Amount] | None:
    """Both ends of the range that `low` begins, None where there is none."""
    words = tokens.words
    j = low.last
    link = words[j]
    if link in DASHES:
        if not (tokens.close(j) == tokens.close(j + 1) or words[j + 1] == "to"):
            return None
        if words[j + 1] == "to" and words[j + 2] in DASHES:
            j += 2  # "18-to-24-year-olds"
        elif not tokens.close(j) and not _spaced_dash(tokens, j, low):
            return None
    elif link == "and":
        if words[low.first - 1] != "between" and not _between(tokens, low.first):
            return None
    elif link in ("to", "through", "till", "until"):
        if _is_change(tokens, low.first):
            return None
        while words[j + 1] in (
            "up",
            "to",
            "as",
            "much",
            "many",
            "about",
            "around",
            "over",
            "a",
            "nearly",
            "almost",
            "some",
        ):
            j += 1
    elif link != "or" or low.kind is not Kind.NUMBER:
        return None
    high = _amount_from(tokens, j + 1)
    if high is None or high.is_fraction != low.is_fraction:
        return None
    if link == "or" and not (
        low.value < high.value <= low.value + 2
        or high.value == 2 * low.value
        or (low.value >= 10
        and high.value - low.value == 10)
    ):
        return None
    return _shared(low, high)


def _amount_from(tokens: Tokens, j: int) -> Amount | None:
    """An amount that starts right at token `j`, with or without a sign of money."""
    for k in range(j, min(j + 4, tokens.count)):
        word = tokens.words[k]
        if numbers.starts(tokens, k):
            found = amounts.read(tokens, k)
            if isinstance(found, Amount) and j <= found.number.first and (found.first <= j or found.number.first == j):
                return found._replace(value=abs(found.value)) if found.first < j else found
            return None
        if word.isalpha() and word not in ("us", "rs", "a", "c", "an", "hk", "nz", "minus", "gbp", "eur", "usd"):
            return None
    return None


def _spaced_dash(tokens: Tokens, j: int, low: Amount) -> bool:
    """ "25 – 40min": a dash between two plain numbers that rise, the second with something it counts."""
    if low.kind is not Kind.NUMBER or not tokens.is_number(j + 1) or not tokens.is_number(j - 1):
        return False
    high = amounts.read(tokens, j + 1)
    return isinstance(high, Amount) and high.unit is not None and low.value < high.value


def _between(tokens: Tokens, i: int) -> bool:
    """ "between an estimated 10 and 15": "between" a word or two before."""
    return "between" in tokens.words[max(0, i - 3) : i]


def _is_change(tokens: Tokens, i: int) -> bool:
    _, first = hedges.before(tokens, i)
    return first > 0 and tokens.words[first - 1] in _CHANGES


def _shared(low: Amount, high: Amount) -> tuple[Amount, Amount] | None:
    """Gives each end what the other one states for both; None where the units do not agree."""
    if low.unit is None and high.unit is not None:
        low = low._replace(
            unit=high.unit, kind=high.kind, step=low.step or (high.step and Fraction(high.kind is Kind.PERCENT))
        )
    elif high.unit is None and low.unit is not None:
        if low.kind is not Kind.MONEY:
            return None
        high = high._replace(unit=low.unit, kind=low.kind)
    elif low.unit != high.unit:
        return None
    if (
        low.scale == 1
        and high.scale > 1
        and low.value <= high.value / high.scale
        and not low.step >= 1
        and low.value < 1000
    ):
        low = low._replace(value=low.value * high.scale, step=(low.step or 1) * Fraction(high.scale), scale=high.scale)
    return low, high
