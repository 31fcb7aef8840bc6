"""Compares the bounds of two figures ("over", "under") and the periods that they are for ("a month", "a year")."""

from __future__ import annotations

import re

from checks import passage_index
from checks.model import Article, Figure, Hedge
from checks.pattern import pattern
from checks.periods import PERIOD_OF_WORD, period_of
from checks.support.verdict import Candidate


def conflicting_period(figure: Figure, candidate: Candidate, target: Article, source: Article) -> str:
    """The period that the source states the figure for, if that is not the target's; "" otherwise."""
    target_period = period_of(figure, target) if candidate.exact else ""
    if not target_period:
        return ""
    sentence = source.sentences[candidate.source_figure.sentence].span
    source_periods = {
        PERIOD_OF_WORD[word]
        for word in map(str.lower, passage_index.WORD.findall(source.text_of(sentence)))
        if word in PERIOD_OF_WORD
    }
    source_period = period_of(candidate.source_figure, source)
    if source_period:
        return source_period if source_period != target_period else ""
    possessive = re.search(
        r"\b(?:an?|one|every|each|per) (hour|day|week|month|year)['’]s\b", source.text_of(sentence).lower()
    )
    return possessive.group(1) if possessive and target_period not in {possessive.group(1), *source_periods} else ""


UPWARD = (Hedge.MORE_THAN, Hedge.AT_LEAST, Hedge.JUST_OVER)
DOWNWARD = (Hedge.LESS_THAN, Hedge.AT_MOST, Hedge.NEARLY)
FIRM_UPPER_BOUND = pattern(r"\b(?:at most|no more than|a maximum of) $", re.IGNORECASE)
FIRM_LOWER_BOUND = pattern(r"\b(?:more than|in excess of|upwards of) $", re.IGNORECASE)
WORDS_BEFORE_COMPARISON_BASE = pattern(r"\bthan (?:the|its|his|her|their|last year's) $", re.IGNORECASE)
"""Words that make the next figure the base of a comparison, not a bound: "fewer than the 24 of last year"."""
EMPHATIC_AS_MANY_AS = pattern(r"\bas (?:many|much|long|high|far) as $", re.IGNORECASE)


def bound_of(figure: Figure, article: Article) -> Hedge:
    """The figure's hedge as a bound.

    "As many as 4,000" is more often emphatic than a bound and becomes ABOUT. "At most" becomes LESS_THAN: a plain
    number in the source supports "up to", but not "at most".
    """
    start = max(0, figure.span.start - 16)
    if figure.hedge is not Hedge.NONE and WORDS_BEFORE_COMPARISON_BASE.search(article.text, start, figure.span.start):
        return Hedge.NONE
    if figure.hedge is Hedge.MORE_THAN and not FIRM_LOWER_BOUND.search(article.text, start, figure.span.start):
        return Hedge.AT_LEAST  # "over" is as often a preposition: "spread over four floors"
    if figure.hedge is Hedge.AT_MOST and FIRM_UPPER_BOUND.search(article.text, start, figure.span.start):
        return Hedge.LESS_THAN
    if figure.hedge is Hedge.AT_MOST and EMPHATIC_AS_MANY_AS.search(
        article.text, max(0, figure.span.start - 12), figure.span.start
    ):
        return Hedge.ABOUT
    return figure.hedge


def bounds_agree(bound: Hedge, source_bound: Hedge, is_range: bool) -> bool:
    """Whether the source's bound supports the target's; a plain "50" supports neither "fewer" nor "more than 50"."""
    if bound in UPWARD:
        return source_bound not in DOWNWARD and not (
            bound is Hedge.MORE_THAN and source_bound is Hedge.NONE and not is_range
        )
    if bound in DOWNWARD:
        if source_bound in UPWARD:
            return False
        return not (bound is Hedge.LESS_THAN and source_bound is Hedge.NONE and not is_range)
    return True


def exceeds_range(bound: Hedge, figure: Figure, source_figure: Figure) -> bool:
    """Whether the target's bound excludes the source's range: "more than 500" or "fewer than 400" for 400 to 500."""
    low, high = source_figure.value, source_figure.second
    return (
        low is not None
        and high is not None
        and low < high
        and figure.value == (high if bound in UPWARD else low)
        and (bound in UPWARD or bound in DOWNWARD)
    )
