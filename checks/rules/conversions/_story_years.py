"""The years that a story may have been written in, and the years that its sums may be of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.article_cache import cached_per_article
from checks.model import Article, Moment
from checks.pattern import pattern
from checks.rules.conversions._yearly_rates import LAST_YEAR

UPCOMING = pattern(
    r"\b(?:by|until|till|through|due|from|starting|beginning)"
    r"(?: (?:in|on|the|end|of|late|early|mid|fiscal|year))*[ -]*$",
    re.IGNORECASE,
)
"""Words before a year that may be yet to come."""
OUTLOOK = pattern(
    r"\b(?:will|plan(?:s|ned|ning)?|expect\w*|aim(?:s|ed|ing)?|forecasts?|targets?|targeting|goals?|project(?:ed|ions?)"
    r"|predict\w*|scheduled|set to|hopes?|next|upcoming|outlook|guidance|ahead)\b",
    re.IGNORECASE,
)
"""Words of a sentence that looks ahead."""
REACH = 30  # characters before a year that are read


@cached_per_article
def story_years(article: Article) -> range | None:
    """The years in which the story may have been written; None where the text gives none.

    That of publication; else the latest year that the text looks back to, and the one after it: a story rarely names
    the year that it is written in. A text that only looks ahead is of the first year that it names or the one before.
    """
    if article.published is not None:
        return range(article.published.year, article.published.year + 1)
    latest = _latest_past(article)
    if latest is not None:
        return range(latest, latest + 2)
    first = min((year for _, year in _named(article)), default=None)
    return None if first is None else range(first - 1, first + 1)


@cached_per_article
def years_of_sums(article: Article) -> range | None:
    """The years that the sums of a story may be of: from the earliest year that is named to that of writing.

    A text may look back a long way and never name a year near its own. Without a date of publication it is of the year
    after its latest one only if it names the year before that one too ("up from $2bn in 2018"); else it may be of any
    year since.
    """
    named = [year for _, year in _named(article)]
    if article.published is not None:
        last = article.published.year
    elif (latest := _latest_past(article)) is None:
        return None
    else:
        last = latest + 1 if latest - 1 in named else max(latest + 1, LAST_YEAR)
    return range(min([last, *named]), last + 1)


def _latest_past(article: Article) -> int | None:
    """The latest year that is named and not looked ahead to; None for none."""
    return max((year for moment, year in _named(article) if not _is_upcoming(article, moment)), default=None)


def _named(article: Article) -> Iterator[tuple[Moment, int]]:
    """Yields each moment with a year that it names."""
    for moment in article.moments:
        for end in (moment, moment.until):
            if end is not None and end.year is not None:
                yield moment, end.year


def _is_upcoming(article: Article, moment: Moment) -> bool:
    """Whether a moment may lie ahead of the story."""
    sentence = article.sentences[moment.sentence].span
    before = article.text[max(sentence.start, moment.span.start - REACH) : moment.span.start]
    if moment.relation in ("since", "after") or moment.until is not None:
        return False
    return bool(UPCOMING.search(before)) or bool(OUTLOOK.search(article.text, sentence.start, sentence.end))
