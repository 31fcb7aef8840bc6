"""Derives a figure from what its source states: sums, differences, shares, counts of names, spans of years.

"Two tourists" where the source names David Miller and Hannah Witheridge, "more than doubled" where it says from five to
375, "over a decade" where it says from 1985 to 1998: none of these values is in the source, and all of them are
right. Each method is one function that yields `Derivation`s, with the arithmetic as an editor would write it. The
methods are narrow on purpose: adding up any two figures of a long article yields nearly every number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from checks.derivation.adjacent import adjacent_sum_or_difference, share_of_distant_whole
from checks.derivation.complement import complement_of_share, have_same_predicate
from checks.derivation.counts import (
    counted_children,
    enumerated_members,
    listing_length,
    named_and_others,
    ordinal_for_count,
    pair_words,
    people_with_ages,
    person_and_companions,
    side_after_red_card,
)
from checks.derivation.durations import (
    YEARS_IN_UNIT,
    age_from_birth_year,
    time_between_moments,
    unit_conversion,
    years_between_dates,
)
from checks.derivation.operands import Derivation, as_duration
from checks.derivation.rates import rate_in_other_period, rate_times_count, share_of_stated_whole
from checks.derivation.ratios import ratio_of_pair, relative_change, remaining_share, share_of_pair
from checks.derivation.remainder import part_not_yet_done, rest_of_whole
from checks.derivation.sums import (
    change_from_stated,
    difference_of_pair,
    equal_split,
    margin_of_result,
    share_of_target_figure,
    sum_of_group,
    sum_of_two_nouns,
)
from checks.model import Article, Figure

MAX_FIGURES = 2000
"""Most figures of a source: from a longer one, usually a table, any number could be derived, so nothing is."""
MAX_PER_METHOD = 12
"""Most derivations of one method that are considered: a long text has many pairs and lists."""


def derive(figure: Figure, target: Article, source: Article) -> Derivation | None:
    """The first derivation of the figure that is not weak, else the first; None if there is none."""
    found = tuple(derivations(figure, target, source))
    return next((derivation for derivation in found if not derivation.weak), found[0] if found else None)


def derivations(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The derivations of the figure from the source; none if the source has more than MAX_FIGURES figures."""
    if len(source.figures) <= MAX_FIGURES:
        figure = as_duration(figure)
        for method in METHODS:
            for derivation in islice(method(figure, target, source), MAX_PER_METHOD):
                if not any(have_same_predicate(figure, target, part, source) for part in derivation.subtracted):
                    yield derivation


METHODS: tuple[Callable[[Figure, Article, Article], Iterator[Derivation]], ...] = (
    unit_conversion,
    listing_length,
    people_with_ages,
    pair_words,
    ordinal_for_count,
    named_and_others,
    share_of_pair,
    relative_change,
    remaining_share,
    complement_of_share,
    ratio_of_pair,
    years_between_dates,
    sum_of_group,
    sum_of_two_nouns,
    difference_of_pair,
    margin_of_result,
    change_from_stated,
    share_of_target_figure,
    person_and_companions,
    equal_split,
    side_after_red_card,
    time_between_moments,
    age_from_birth_year,
    rate_in_other_period,
    rate_times_count,
    share_of_stated_whole,
    enumerated_members,
    counted_children,
    rest_of_whole,
    adjacent_sum_or_difference,
    share_of_distant_whole,
    part_not_yet_done,
)

__all__ = ["YEARS_IN_UNIT", "Derivation", "derivations", "derive"]
