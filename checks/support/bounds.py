"""Do two figures point the same way ("over", "under"), and are they told for the same period ("a month", "a year")?"""

from __future__ import annotations

import re

from checks import passage_index
from checks.model import Article, Figure, Hedge
from checks.pattern import pattern
from checks.periods import PERIODS, period_of
from checks.support.verdict import Link


def other_period(figure: Figure, link: Link, target: Article, source: Article) -> str:
    """The period that the source tells the figure for, where the target has another that stands nowhere near it."""
    mine = period_of(figure, target) if link.exact else ""
    if not mine:
        return ""
    sentence = source.sentences[link.there.sentence].span
    told = {
        PERIODS[word] for word in map(str.lower, passage_index.WORD.findall(source.words(sentence))) if word in PERIODS
    }
    theirs = period_of(link.there, source)
    if theirs:
        return theirs if theirs != mine else ""
    possessive = re.search(
        r"\b(?:an?|one|every|each|per) (hour|day|week|month|year)['’]s\b", source.words(sentence).lower()
    )
    return possessive.group(1) if possessive and mine not in {possessive.group(1), *told} else ""


UPWARD = (Hedge.MORE_THAN, Hedge.AT_LEAST, Hedge.JUST_OVER)
DOWNWARD = (Hedge.LESS_THAN, Hedge.AT_MOST, Hedge.NEARLY)
CAPPED = pattern(r"\b(?:at most|no more than|a maximum of) $", re.IGNORECASE)
MORE = pattern(r"\b(?:more than|in excess of|upwards of) $", re.IGNORECASE)
COMPARED = pattern(r"\bthan (?:the|its|his|her|their|last year's) $", re.IGNORECASE)
"""Behind this a figure is one that is known, and no bound: "fewer than the 24 of last year"."""
EMPHATIC = pattern(r"\bas (?:many|much|long|high|far) as $", re.IGNORECASE)


def bound_of(figure: Figure, article: Article) -> Hedge:
    """The hedge, where it bounds: "as many as 4,000" is "a full 4,000" more often than "no more than 4,000".

    "At most" bounds as firmly as "fewer than" does: a plain number does not bear it out, as it does "up to".
    """
    before = max(0, figure.span.start - 16)
    if figure.hedge is not Hedge.NONE and COMPARED.search(article.text, before, figure.span.start):
        return Hedge.NONE
    if figure.hedge is Hedge.MORE_THAN and not MORE.search(article.text, before, figure.span.start):
        return Hedge.AT_LEAST  # "over" is a preposition as often: "spread over four floors"
    if figure.hedge is Hedge.AT_MOST and CAPPED.search(article.text, before, figure.span.start):
        return Hedge.LESS_THAN
    if figure.hedge is Hedge.AT_MOST and EMPHATIC.search(
        article.text, max(0, figure.span.start - 12), figure.span.start
    ):
        return Hedge.ABOUT
    return figure.hedge


def bounds_agree(mine: Hedge, theirs: Hedge, is_range: bool) -> bool:
    """Do both point the same way? A figure without a bound agrees with most; "fewer than 50" does not bear "50"."""
    if mine in UPWARD:
        return theirs not in DOWNWARD and not (mine is Hedge.MORE_THAN and theirs is Hedge.NONE and not is_range)
    if mine in DOWNWARD:
        if theirs in UPWARD:
            return False
        return not (mine is Hedge.LESS_THAN and theirs is Hedge.NONE and not is_range)
    return True


def beyond(mine: Hedge, figure: Figure, other: Figure) -> bool:
    """ "More than 500", where the source has 400 to 500; "fewer than 400" likewise."""
    low, high = other.value, other.second
    return (
        low is not None
        and high is not None
        and low < high
        and figure.value == (high if mine in UPWARD else low)
        and (mine in UPWARD or mine in DOWNWARD)
    )
