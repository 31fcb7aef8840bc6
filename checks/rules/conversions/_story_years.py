"""The years in which a story may have been written, and those that its amounts of money may be from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.article_cache import cached_per_article
from checks.model import Article, Moment
from checks.pattern import pattern
from checks.rules.conversions._yearly_rates import LAST_YEAR

WORDS_BEFORE_FUTURE_YEAR = pattern(
    r"\b(?:by|until|till|through|due|from|starting|beginning)"
    r"(?: (?:in|on|the|end|of|late|early|mid|fiscal|year))*[ -]*$",
    re.IGNORECASE,
)
"""Words before a year that may be in the future."""
FUTURE_WORD = pattern(
    r"\b(?:will|plan(?:s|ned|ning)?|expect\w*|aim(?:s|ed|ing)?|forecasts?|targets?|targeting|goals?|project(?:ed|ions?)"
    r"|predict\w*|scheduled|set to|hopes?|next|upcoming|outlook|guidance|ahead)\b",
    re.IGNORECASE,
)
"""Words in a sentence about the future."""
CHARS_BEFORE_YEAR = 30  # characters before a year that are read


@cached_per_article
def story_years(article: Article) -> range | None:
    """The years in which the story may have been written; None if the text names no year.

    The year of publication; else the latest year that is not in the future, and the one after it: a story rarely names
    the year in which it is written. A text with future years only is from the first of them or the year before.
    """
    if article.published is not None:
        return range(article.published.year, article.published.year + 1)
    latest = _latest_past(article)
    if latest is not None:
        return range(latest, latest + 2)
    first = min((year for _, year in _stated_years(article)), default=None)
    return None if first is None else range(first - 1, first + 1)


@cached_per_article
def years_of_sums(article: Article) -> range | None:
    """The years that the amounts of a story may be from: from the earliest named year to that of writing.

    A text may look back a long way and never name a year near its own. Without a date of publication it is considered
    to be from the year after its latest one only if it names the year before that one too ("up from $2bn in 2018");
    otherwise it may be from any year since. None if the text names no past year.
    """
    named = [year for _, year in _stated_years(article)]
    if article.published is not None:
        last = article.published.year
    elif (latest := _latest_past(article)) is None:
        return None
    else:
        last = latest + 1 if latest - 1 in named else max(latest + 1, LAST_YEAR)
    return range(min([last, *named]), last + 1)


def _latest_past(article: Article) -> int | None:
    """The latest named year that is not in the future; None if there is none."""
    return max((year for moment, year in _stated_years(article) if not _is_upcoming(article, moment)), default=None)


def _stated_years(article: Article) -> Iterator[tuple[Moment, int]]:
    """Yields each moment with a year that it states."""
    for moment in article.moments:
        for end in (moment, moment.until):
            if end is not None and end.year is not None:
                yield moment, end.year


def _is_upcoming(article: Article, moment: Moment) -> bool:
    """Whether a moment may be in the future of the story."""
    sentence = article.sentences[moment.sentence].span
    before = article.text[max(sentence.start, moment.span.start - CHARS_BEFORE_YEAR) : moment.span.start]
    if moment.relation in ("since", "after") or moment.until is not None:
        return False
    return bool(WORDS_BEFORE_FUTURE_YEAR.search(before)) or bool(
        FUTURE_WORD.search(article.text, sentence.start, sentence.end)
    )
