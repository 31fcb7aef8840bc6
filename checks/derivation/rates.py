"""Rates: the same pay for another period, so many for each of several, a share of a whole in figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from checks.derivation.operands import COUNTS, Derivation, pairs
from checks.model import Article, Figure, Kind
from checks.number_format import number
from checks.pattern import pattern
from checks.periods import IN_ONE, period_of
from checks.sameness import Sameness, same, thing

ROUNDED = Fraction(1, 50)
"""How far what is reckoned may lie from what is told: "£1,000 a week" for £52,000 a year, £1,900 for £1,916."""


def per_other_period(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """So much a month is twelve times as much a year."""
    if figure.kind not in (*COUNTS, Kind.MONEY) or not figure.value:
        return
    mine = period_of(figure, target)
    for other in source.figures if mine else ():
        if other.kind is not figure.kind or other.unit != figure.unit or not other.value:
            continue
        theirs = period_of(other, source)
        times = Fraction(IN_ONE.get((theirs, mine), 0)) or Fraction(1, IN_ONE.get((mine, theirs), 1))
        if theirs == mine or times == 1 or same(thing(figure), thing(other)) is Sameness.DIFFERENT:
            continue
        if abs(other.value * times - figure.value) <= figure.value * ROUNDED:
            said = f"{other.words} a {theirs} = {number(other.value * times)} a {mine}"
            yield Derivation(said, (other.span,))


EACH = pattern(r"\b(?:each|every|apiece|per)\b", re.IGNORECASE)


def of_each(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """Twelve shops with 25 people each have 300."""
    if figure.kind not in (*COUNTS, Kind.MONEY) or not figure.value:
        return
    parts = [one for one in source.figures if one.kind in (*COUNTS, Kind.MONEY) and one.value and not one.is_range]
    for one, other in pairs(parts, 0):
        if one.kind is Kind.MONEY and other.kind is Kind.MONEY:
            continue
        whole = (one.value or 0) * (other.value or 0) if (one.unit or other.unit) == figure.unit else 0
        if whole == figure.value and EACH.search(source.words(source.sentences[one.sentence].span)):
            said = f"{number(one.value or 0)} x {number(other.value or 0)} = {number(figure.value)}"
            yield Derivation(said, (one.span, other.span), rare=False)


OF_WHOLE = pattern(r" of (?:the |its |their |all |some |about |around |his |her |our )*$")
ABOUT = Fraction(1, 50)


def of_a_whole(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """A third of 900 is 300, and 600 are left."""
    if figure.kind not in (*COUNTS, Kind.MONEY) or not figure.value:
        return
    shares = [one for one in source.figures if one.kind in (Kind.FRACTION, Kind.PERCENT) and one.value]
    for share in shares:
        part = (share.value or Fraction(0)) / (100 if share.kind is Kind.PERCENT else 1)
        for whole in source.figures if 0 < part < 1 else ():
            if whole.sentence != share.sentence or whole.unit != figure.unit or not whole.value:
                continue
            if whole.kind not in (*COUNTS, Kind.MONEY) or whole.span.start < share.span.end:
                continue
            if OF_WHOLE.fullmatch(source.text[share.span.end : whole.span.start]) is None:
                continue
            for value, rest in ((whole.value * part, False), (whole.value * (1 - part), True)):
                if abs(value - figure.value) <= (figure.value * ABOUT if figure.value >= 100 else 0):
                    said = f"{share.words} of {number(whole.value)} = {number(whole.value * part)}"
                    said += f", and {number(value)} are left" if rest else ""
                    yield Derivation(said, (share.span, whole.span), rare=False)
