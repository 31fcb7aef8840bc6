"""An amount of oil in barrels and another in tonnes that are not the same.

Ties "1.4 million barrels (200,000 tonnes)". A tonne of crude oil is 6.6 to 7.9 barrels, depending on its grade; beyond
5.5 to 9 barrels no crude oil or common product explains the difference.

Silent in between, and where the sentence is about gases and condensates, of which a tonne fills more barrels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from checks.model import Article, Figure, Finding, Interval, Outcome, Severity, Tick
from checks.pattern import pattern
from checks.questions import which_is_right
from checks.rule import Example, Rule
from checks.rules._printed import exact_or_about
from checks.rules._text import spans
from checks.rules.conversions._restated_figures import is_restated

BARRELS_PER_TONNE = Interval(Fraction("6.6"), Fraction("7.9"))  # of crude oil, by grade
POSSIBLE_BARRELS_PER_TONNE = Interval(Fraction("5.5"), Fraction(9))
WEIGHT_UNITS = frozenset(("tonne", "ton"))
LIGHTER_PRODUCT = pattern(
    r"\b(?:lpg|lng|ngls?|liquefied|propane|butane|ethane|ethanol|condensates?|naphtha|petrol|gasoline)\b", re.IGNORECASE
)


def check(article: Article) -> Iterator[Outcome]:
    for first, second in pairwise(article.figures):
        units = {first.unit, second.unit}
        if (
            "barrel" not in units
            or units.isdisjoint(WEIGHT_UNITS)
            or first.second is not None
            or second.second is not None
        ):
            continue
        if is_restated(article, first, second):
            barrels, tonnes = (first, second) if first.unit == "barrel" else (second, first)
            if tonnes.value:
                is_crude = LIGHTER_PRODUCT.search(article.text_of(article.sentences[first.sentence].span)) is None
                yield from _judged(barrels, tonnes, is_crude=is_crude)


def _judged(barrels: Figure, tonnes: Figure, *, is_crude: bool) -> Iterator[Outcome]:
    """The tick or finding for an amount in barrels and in tonnes."""
    assert barrels.value is not None
    assert tonnes.value is not None
    ratio = barrels.value / tonnes.value
    per_tonne = exact_or_about(ratio)
    if ratio in BARRELS_PER_TONNE:
        yield Tick(
            f"{barrels.words} of oil is {tonnes.words}.",
            spans(barrels, tonnes),
            f"{barrels.words} / {tonnes.words} = {per_tonne} barrels a tonne",
        )
    elif is_crude and ratio not in POSSIBLE_BARRELS_PER_TONNE:
        yield Finding(
            Severity.WARNING,
            f"A tonne of oil is 6.6 to 7.9 barrels, and {barrels.words} for {tonnes.words} is {per_tonne}.",
            spans(barrels, tonnes),
            f"{barrels.words} / {tonnes.words} = {per_tonne} barrels a tonne, not 6.6 to 7.9",
            question=which_is_right(barrels.words, tonnes.words),
        )


EXAMPLES = (
    Example("tonnes in brackets", "The tanker took on 2.1 million barrels (290,000 tonnes) of crude.", "tick"),
    Example("barrels in brackets", "Exports came to 640,000 tons (4.7 million barrels) in May.", "tick"),
    Example("after or", "The field yields 30,000 tonnes, or 219,000 barrels, a day.", "tick"),
    Example("too many barrels", "Exports came to 640,000 tons (7.4 million barrels) in May.", "warning"),
    Example("a nought too many", "The tanker took on 2.1 million barrels (2.9 million tonnes) of crude.", "warning"),
    Example("at the edge", "Exports came to 640,000 tons (5.3 million barrels) in May.", "silent"),
    Example("gas liquids", "Exports of LPG came to 640,000 tons (7.4 million barrels) in May.", "silent"),
    Example("crude among products", "It keeps 1.1 million barrels (150,000 tonnes) of crude and petrol.", "tick"),
    Example("two cargoes", "One ship held 90,000 tonnes and another 90,000 barrels.", "silent"),
    Example("another cargo in brackets", "It held 90,000 tonnes (and another ship 90,000 barrels).", "silent"),
)

RULE = Rule(code="UC02", slug="oil-by-weight", scope="article", relation="convert", check=check, examples=EXAMPLES)
