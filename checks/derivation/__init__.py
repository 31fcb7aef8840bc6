"""Can a figure be worked out from what its source states? Sums, differences, shares, counts of names, spans of years.

"Two tourists" where the source names David Miller and Hannah Witheridge, "more than doubled" where it says from five to
375, "over a decade" where it says from 1985 to 1998: none of these values stands in the source, and all of them are
right. Each way of working is one function that yields `Derivation`s, with the arithmetic as an editor would write it.
A way is narrow on purpose: a sum of any two figures of a long article can be made to give nearly anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from checks.derivation.adjacent import beside, part_of_all
from checks.derivation.counts import aged, enumerated, kin, listed, numbered, one_more, others, paired, reduced
from checks.derivation.rates import of_a_whole, of_each, per_other_period
from checks.derivation.operands import Derivation, as_time
from checks.derivation.remainder import the_rest, yet_to
from checks.derivation.shares import grown, left, multiplied, shared
from checks.derivation.sums import added, margin, moved, of_both, portion, split, subtracted
from checks.derivation.durations import SPANS, between, converted, since_birth, spanned
from checks.model import Article, Figure

MOST_FIGURES = 2000
"""Of a longer text, a table as a rule, any sum could be made."""
MOST_WAYS = 12
"""How many reckonings of one sort are looked at: a long text has many pairs and lists."""


def derive(figure: Figure, target: Article, source: Article) -> Derivation | None:
    """The first way in which the source gives this figure, a weak one only where there is no other; None if none."""
    ways = tuple(derivations(figure, target, source))
    return next((way for way in ways if not way.weak), ways[0] if ways else None)


def derivations(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The ways in which the source gives this figure; none where there is too much to look through."""
    if len(source.figures) <= MOST_FIGURES:
        figure = as_time(figure)
        for way in WAYS:
            yield from islice(way(figure, target, source), MOST_WAYS)


WAYS: tuple[Callable[[Figure, Article, Article], Iterator[Derivation]], ...] = (
    converted,
    listed,
    aged,
    paired,
    numbered,
    others,
    shared,
    grown,
    left,
    multiplied,
    spanned,
    added,
    of_both,
    subtracted,
    margin,
    moved,
    portion,
    one_more,
    split,
    reduced,
    between,
    since_birth,
    per_other_period,
    of_each,
    of_a_whole,
    enumerated,
    kin,
    the_rest,
    beside,
    part_of_all,
    yet_to,
)

__all__ = ["SPANS", "Derivation", "derivations", "derive"]
