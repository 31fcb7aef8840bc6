"""The year of a story, as far as its dates show it, and the dates that its bare weekdays can name.

A caption, an "Updated" line or a later sentence often gives the date of what the first sentences place "on Friday", and
the dateline gives the day without the year.
"""

from __future__ import annotations

import re
from calendar import day_name
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from checks.model import Article, Granularity, Moment, Span, Tick
from checks.pattern import pattern
from checks.rules.calendar._years import years

FIRST_YEAR = 1900
MAX_DATES = 40  # dates or bare weekdays of one text that are compared
DATELINE_REACH = 2  # sentences after the dateline whose "on Thursday" is the dateline's day
SHARED_WORDS_NEARBY = 2  # content words that two neighbouring sentences on one event share
SHARED_WORDS_FAR = 5  # content words that two sentences on one event share when they are further apart
STEM_LENGTH = 5  # letters of a content word that are compared, so that "attack" and "attacked" are the same
CONTENT_WORD = pattern(r"[^\W\d_]{4,}")
STOP_STEMS = frozenset(
    word[:STEM_LENGTH]
    for word in """
    about after also been could during have into more other over said some than that their them there they this were
    what when which will with would from monday tuesday wednesday thursday friday saturday sunday
    """.split()
)
TODAY_BEFORE = pattern(r"\b(?:today|tonight|this (?:morning|afternoon|evening)),? $", re.IGNORECASE)
CAPTION_ENDS = frozenset(("", ".", "\n"))  # what may follow the date of a caption


class StoryYear(NamedTuple):
    """The last year that a text names; `dated` is a full date in that year, None if there is none."""

    year: int
    dated: Moment | None


def story_year(article: Article) -> StoryYear | None:
    """The last year that the text names; None if it names none."""
    stated = [
        year for year in years(article) if year.year >= FIRST_YEAR and year.moment.granularity in YEAR_GRANULARITIES
    ]
    if not stated:
        return None
    last = max(year.year for year in stated)
    dated = next((year.moment for year in stated if year.year == last and is_calendar_date(year.moment)), None)
    return StoryYear(last, dated)


YEAR_GRANULARITIES = frozenset((Granularity.DAY, Granularity.MONTH, Granularity.YEAR))


def is_calendar_date(moment: Moment) -> bool:
    """Whether the moment has a day and a month, and there is such a day."""
    return moment.day is not None and moment.month is not None and not moment.impossible


def day_of_week(year: int, month: int | None, day: int | None) -> int | None:
    """The weekday of a date, Monday 0; None if there is no such day, or not all of it is stated."""
    try:
        return date(year, month or 0, day or 0).weekday()
    except ValueError:
        return None


def years_around(moment: Moment, day: date) -> list[int]:
    """The years before, of and after a day in which there is a date without a year, the nearest to the day first."""
    years = [
        year for year in range(day.year - 1, day.year + 2) if day_of_week(year, moment.month, moment.day) is not None
    ]
    return sorted(years, key=lambda year: abs(date(year, moment.month or 1, moment.day or 1) - day))


def weekday_ticks(article: Article, story: StoryYear | None, dateline: Moment | None) -> Iterator[Tick]:
    """Yields a tick for each date of the last dated year that a bare weekday can name.

    The dateline is one of them where the publication date or a full date of the last year shows its year: of the dates
    that it can be, it is the nearest, which may be across New Year.
    """
    bare_weekdays = [moment for moment in article.moments if is_bare_weekday(moment)][:MAX_DATES]
    if not bare_weekdays:
        return
    stated = story.dated if story is not None else None
    known_day = article.published or (date(stated.year or 1, stated.month or 1, stated.day or 1) if stated else None)
    years_of_dateline = years_around(dateline, known_day) if dateline is not None and known_day is not None else []
    if dateline is not None and years_of_dateline:
        year_of_dateline = years_of_dateline[0]
        for weekday in bare_weekdays:
            after = weekday.sentence - dateline.sentence
            if (
                0 <= after <= DATELINE_REACH
                and day_of_week(year_of_dateline, dateline.month, dateline.day) == weekday.weekday
            ):
                yield _tick(dateline, weekday, year_of_dateline)
                break
    dates = [moment for moment in article.moments if is_calendar_date(moment) and moment.weekday is None]
    year = max((moment.year for moment in dates if moment.year is not None), default=None)
    if year is None:
        return
    words_by_sentence: dict[int, frozenset[str]] = {}
    for moment in [moment for moment in dates if _dates_event(article, moment, year)][:MAX_DATES]:
        matching = [
            weekday
            for weekday in bare_weekdays
            if weekday.weekday == day_of_week(year, moment.month, moment.day)
            and _are_of_one_event(article, moment, weekday, words_by_sentence)
        ]
        if matching:
            nearest = min(matching, key=lambda weekday: abs(weekday.span.start - moment.span.start))
            yield _tick(moment, nearest, year)


def is_bare_weekday(moment: Moment) -> bool:
    """Whether the moment is a weekday such as "on Friday", without a date and without "last" or "next"."""
    return moment.weekday is not None and moment.month is None and not moment.relative and moment.until is None


def _dates_event(article: Article, moment: Moment, year: int) -> bool:
    """Whether the date is in this year, by its own year or after "today", and not part of a period."""
    if moment.relative or moment.until is not None:
        return False
    if moment.year is None:
        return TODAY_BEFORE.search(article.text, max(0, moment.span.start - 20), moment.span.start) is not None
    return moment.year == year


def _are_of_one_event(
    article: Article, moment: Moment, weekday: Moment, words_by_sentence: dict[int, frozenset[str]]
) -> bool:
    """Whether the sentences of a date and of a weekday share the words of one event, or are a caption and a story.

    `words_by_sentence` caches the content words of each sentence by its index.
    """
    distance = weekday.sentence - moment.sentence
    if distance == 0:
        return False  # "on Friday that on 3 May 2024 it will": two days
    if (
        distance == 1
        and moment.year is not None
        and article.text[moment.span.end : moment.span.end + 1] in CAPTION_ENDS
    ):
        return True
    for sentence_index in (moment.sentence, weekday.sentence):
        if sentence_index not in words_by_sentence:
            words_by_sentence[sentence_index] = _content_words(article, article.sentences[sentence_index].span)
    shared = len(words_by_sentence[moment.sentence] & words_by_sentence[weekday.sentence])
    return shared >= (SHARED_WORDS_NEARBY if abs(distance) == 1 else SHARED_WORDS_FAR)


def _content_words(article: Article, sentence: Span) -> frozenset[str]:
    """The first STEM_LENGTH letters of each content word of a sentence, in lower case."""
    found = CONTENT_WORD.findall(article.text, sentence.start, sentence.end)
    return frozenset(word[:STEM_LENGTH].lower() for word in found) - STOP_STEMS


def _tick(moment: Moment, weekday: Moment, year: int) -> Tick:
    """The tick for a date and a bare weekday that name the same day."""
    name = day_name[weekday.weekday or 0] + ("" if moment.year is not None else f" in {year}")
    return Tick(
        f"{moment.words} is a {name}: it and “{weekday.words}” can name the same day.",
        tuple(sorted((moment.span, weekday.span))),
    )
