"""A weekday that does not belong to its date.

"Monday, 9 March 1987" can be looked up. Without a year, the dates with a weekday in an article still constrain each
other: if Sunday is 10 May and Friday is 15 May, Tuesday cannot be 11 May. All of them are assumed to be in one year, or
within half a year; with the publication date known, within a year of it. A wrong weekday sends readers to a locked
door, and is among the most common corrections.

The dateline of a report constrains them too: "Feb. 26 (AP)" over "on Thursday" is that Thursday or the day after. A
single pair without a year is taken to fall in the last year that the text names: it is questioned only if a full date
shows that year and the pair is wrong in the neighbouring years too.

Silent where some year makes all pairs right, and where the only pair is in a text that names no year. A weekday
without a date is never questioned next to a date that may belong to another event; it is ticked where the two agree.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import day_name, month_name, monthrange
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from checks.model import Article, Finding, Moment, NotChecked, Outcome, Severity, Span, Tick
from checks.number_format import join_items
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._text import plain_words
from checks.rules.calendar._story_day import (
    MAX_DATES,
    StoryYear,
    day_of_week,
    is_calendar_date,
    story_year,
    weekday_ticks,
    years_around,
)
from checks.word_set import word_set

MONTHS = word_set("jan feb mar apr may jun jul aug sep oct nov dec")
WEEKDAY = rf"({'|'.join(day_name)})"
WEEKDAY_TAIL = pattern(rf"(?:,? which (?:is|was|falls on|fell on|will be)|,)? an? {WEEKDAY}\b", re.IGNORECASE)
WEEKDAY_OF_EVENT = pattern(
    # during a Wednesday campaign event in Kesh, on Aug. 21
    rf"\b(?:during|at|for|in) (?:a|the) {WEEKDAY} (?:[a-z-]+ ){{1,3}}"
    r"(?:(?:in|at|of) (?:the )?(?:[A-Z][\w.'’-]*,? )+)?on $"
    # The Sunday Show will take place on October 24th
    rf"|\b[Tt]he (?:[\w-]+ ){{0,2}}{WEEKDAY} (?:[\w-]+ ){{1,3}}(?:take|takes|took|be|is|was) (?:place|held) on $"
)
EVENT_REACH = 100  # characters before a date in which the weekday of its event is looked for
PAST_VERBS = word_set("was were had did")
FUTURE_WORDS = word_set("will would shall is are due until by next")
OPENING_MOMENTS = 6  # first moments of an article among which the dateline is looked for

DAYS_OF_MONTH, HALF_A_YEAR = 31, 186

Day = tuple[int, int]  # month, day of the month


def check(article: Article) -> Iterator[Outcome]:
    if not any(moment.weekday is not None for moment in article.moments):
        return
    paired = [
        moment
        for moment in _dates_with_weekdays(article)
        if moment.weekday is not None and not _joins_two_ends(article, moment)
    ]
    story = story_year(article)
    yield from weekday_ticks(article, story, _dateline(article))
    full = [moment for moment in paired if moment.year is not None]
    yield from _dateline_outcomes(article, paired)
    yearless = [moment for moment in paired if moment.year is None and _names_month(moment)]
    others = {
        sentence_index
        for sentence_index in {moment.sentence for moment in yearless}
        if _is_of_another_year(article, sentence_index)
    }
    yearless = [moment for moment in yearless if moment.sentence not in others]
    known = [moment for moment in article.moments if is_calendar_date(moment) and moment.year][:MAX_DATES]
    dated = [with_year for moment in yearless if (with_year := _with_earlier_year(moment, known)) is not None]
    spans_of_dated = {moment.span for moment in dated}
    yearless = [moment for moment in yearless if moment.span not in spans_of_dated]
    for moment in dated:
        yield _outcome_with_year(moment)
    yield from _without_questioned_ticks([_outcome_with_year(moment) for moment in full])
    if article.published is not None:
        yield from _outcomes_by_publication(yearless, article.published)
        return
    right = [moment for moment in full if _fits(moment, moment.year or 0)]
    if len(yearless) == 1 and not right:
        yield _outcome_in_story(yearless[0], story)
    elif yearless:
        yield from _joint_outcomes(article, yearless, right)


def _with_earlier_year(moment: Moment, known: list[Moment]) -> Moment | None:
    """The date with the year of an earlier one of the `known` dates, if it has its weekday near that date; else None.

    As in "He was admitted on Wednesday 17 January 2024", and further down "He died on Friday 19 January", however long
    after that the inquest was.
    """
    for other in known:
        if other.span.end > moment.span.start:
            break
        year, month, day_of_month = other.year, other.month, other.day
        if not year or month is None or day_of_month is None:
            continue
        dated = date(year, month, min(day_of_month, monthrange(year, month)[1]))
        if _is_within(moment, year, dated) and _fits(moment, year):
            return replace(moment, year=year)
    return None


def _joins_two_ends(article: Article, moment: Moment) -> bool:
    """Whether the weekday is the end of a range and the date its start: "Wednesday through Sunday (August 8-12)"."""
    front = article.text[max(0, moment.span.start - 10) : moment.span.start]
    return bool(RANGE_BEFORE.search(front)) and bool(
        TO_A_DAY.search(article.text[moment.span.start : moment.span.end + 6])
    )


def _without_questioned_ticks(outcomes: list[Outcome]) -> Iterator[Outcome]:
    """Yields the outcomes, but no tick that overlaps a finding next to it: one end of a period is wrong."""
    for index, outcome in enumerate(outcomes):
        neighbours = [*outcomes[max(0, index - 1) : index], *outcomes[index + 1 : index + 2]]
        questioned_spans = [span for other in neighbours if isinstance(other, Finding) for span in other.spans]
        if not isinstance(outcome, Tick) or not any(outcome.spans[0].overlaps(span) for span in questioned_spans):
            yield outcome


RANGE_BEFORE = pattern(r"(?:\b(?:through|thru|to|until|till|and)|[-–])\s?$")
TO_A_DAY = pattern(r"\d\s?[-–]\s?\d{1,2}\b")
WEEKDAY_CUE_BEFORE = pattern(r"\b(?:on|early|late|here|this|and|,) (?:early |late )?$", re.IGNORECASE)
PLACE_BEFORE = pattern(r"[A-Z][A-Z.' -]+, (?:[A-Z][\w.]+, ?)?")
OTHER_WEEK_BEFORE = pattern(r"\b(?:last|next|from|until|by|since|previous|following|coming|every) $", re.IGNORECASE)
OTHER_YEAR = pattern(
    r"\b(?:next|last|previous|following|coming) year\b|\byears? (?:ago|before|earlier|later)\b|\ba year (?:on|from)\b"
    r"|\b(?:last|next) year's\b|\bin (?:1[5-9]|20)\d\d\b",
    re.IGNORECASE,
)
RANGE_LINK_END = pattern(
    r"[\s,]*(?:\b(?:to|and|or|until|till|through|thru)(?: (?:on|the))?|[-–—~])?[\s,]*$", re.IGNORECASE
)
TWO_WEEKDAYS_BEFORE = pattern(r"day and $", re.IGNORECASE)  # "Tuesday and Wednesday, December 16th and 17th"
MAX_YEARS_APART = 7  # after the last year that a report names, of which it may be
NEARBY_DAYS = 60  # days from the dateline, or from a date with its year, within which a date needs no year


def _dateline_outcomes(article: Article, paired: list[Moment]) -> Iterator[Outcome]:
    """Yields outcomes for dates with a weekday, by the dateline and the weekday of the report's first sentences.

    The dateline's date is the day of the events, or the day after: the "Thursday" of the first sentences. Another date
    with its weekday, some days off, gives the weekday of the dateline.
    """
    dated = _dateline(article)
    if dated is None:
        return
    lead = next((moment for moment in article.moments[: 2 * OPENING_MOMENTS] if _is_lead(article, dated, moment)), None)
    nearby = [moment for moment in paired if moment.span != dated.span and _days_after(dated, moment) is not None]
    if lead is None or lead.weekday is None or not nearby:
        return
    for moment in nearby:
        dateline_weekday = ((moment.weekday or 0) - (_days_after(dated, moment) or 0)) % 7
        days_late = (dateline_weekday - lead.weekday) % 7
        if days_late in (0, 1):
            words = f"{dated.words} is then a {day_name[dateline_weekday]}"
            yield Tick(f"{_printed_words(moment)}: {words}.", (dated.span, lead.span, moment.span))
        elif days_late != 6:  # a report may look ahead to the next day
            yield Finding(
                Severity.WARNING,
                f"If {_printed_words(moment)} is right, {dated.words} is a {day_name[dateline_weekday]}, "
                f"and the report tells of {day_name[lead.weekday]}.",
                (dated.span, lead.span, moment.span),
                question=f"Which is wrong: “{dated.words}”, “{day_name[lead.weekday]}” or “{_printed_words(moment)}”?",
            )


def _dateline(article: Article) -> Moment | None:
    """The date of the dateline; None if there is none."""
    return next((moment for moment in article.moments[:OPENING_MOMENTS] if _is_dateline(article, moment)), None)


def _is_dateline(article: Article, moment: Moment) -> bool:
    """Whether the moment is the date of a dateline."""
    if not is_calendar_date(moment) or moment.year is not None:
        return False
    if any(line.start <= moment.span.start < line.end for line in article.datelines):
        return True
    start = article.sentences[moment.sentence].span.start
    tail = article.text[moment.span.end : moment.span.end + 2]
    return bool(PLACE_BEFORE.fullmatch(article.text[start : moment.span.start])) and tail.strip(" ")[:1] in (":", "(")


def _is_lead(article: Article, dated: Moment, moment: Moment) -> bool:
    """Whether the moment is a bare weekday such as "on Thursday" in the first sentences after the dateline."""
    if moment.weekday is None or moment.month is not None or moment.quoted:
        return False
    front = article.text[max(0, moment.span.start - 14) : moment.span.start]
    return (
        0 <= moment.sentence - dated.sentence <= 1
        and bool(WEEKDAY_CUE_BEFORE.search(front))
        and not OTHER_WEEK_BEFORE.search(front)
    )


def _days_after(dated: Moment, moment: Moment) -> int | None:
    """The days from the dateline to a date; None where a leap day may lie between or the year may be another."""
    month, day = dated.month or 1, dated.day or 1
    other_month, other_day = moment.month or 1, moment.day or 1
    if (2, 29) in ((month, day), (other_month, other_day)) or moment.weekday is None:
        return None
    start, end = date(2001, month, day), date(2001, other_month, other_day)  # neither year has a leap day
    if abs((end - start).days) > HALF_A_YEAR:  # one of the two is after New Year
        start, end = (start.replace(year=2002), end) if start < end else (start, end.replace(year=2002))
    first, last = sorted((start, end))
    may_cross_leap_day = any(first <= date(year, 2, 28) < last for year in (2001, 2002))
    days = (end - start).days
    return None if may_cross_leap_day or abs(days) > NEARBY_DAYS else days


def _is_of_another_year(article: Article, sentence_index: int) -> bool:
    """Whether the sentence mentions another year: "next year", "years ago"."""
    sentence = article.sentences[sentence_index].span
    return OTHER_YEAR.search(article.text, sentence.start, sentence.end) is not None


def _printed_words(moment: Moment) -> str:
    """The words of a date as messages show it; of a period, its first day.

    "Monday 6 October" for "Monday 6 to Sunday 12 October".
    """
    if moment.until is None:
        return moment.words
    words = RANGE_LINK_END.sub("", moment.words[: max(0, moment.until.span.start - moment.span.start)])
    is_bare = bool(words) and words[-1].isdigit() and not any(word[:3] in MONTHS for word in plain_words(words))
    return f"{words} {month_name[moment.month or 1]}" if is_bare else words or moment.words


def _names_month(moment: Moment) -> bool:
    """Whether the month is in letters: "Saturday's 4-1" is a score."""
    return any(word[:3] in MONTHS for word in plain_words(moment.words))


def _dates_with_weekdays(article: Article) -> Iterator[Moment]:
    """Yields the dates of an article that have a day and a month, with a weekday that follows the date added."""
    for moment in article.moments:
        for candidate in (moment, moment.until):
            if (
                candidate is not None
                and candidate.month is not None
                and candidate.day is not None
                and not candidate.impossible
                and not TWO_WEEKDAYS_BEFORE.search(
                    article.text, max(0, candidate.span.start - 16), candidate.span.start
                )
            ):
                yield candidate if candidate.weekday is not None else _with_separate_weekday(article, candidate)


def _with_separate_weekday(article: Article, moment: Moment) -> Moment:
    """The date with a weekday that follows it, "4 July 2024, a Thursday", or that precedes it with its event."""
    match = WEEKDAY_TAIL.match(article.text, moment.span.end)
    if match is None:
        start = max(article.sentences[moment.sentence].span.start, moment.span.start - EVENT_REACH)
        match = WEEKDAY_OF_EVENT.search(article.text, start, moment.span.start)
        if match is None:
            return moment
    name = next(filter(None, match.groups()))
    span = Span(min(moment.span.start, match.start(match.lastindex or 0)), max(moment.span.end, match.end()))
    weekday = [day.lower() for day in day_name].index(name.lower())
    return replace(moment, span=span, words=article.text_of(span), weekday=weekday)


def _fits(moment: Moment, year: int) -> bool:
    """Whether the date has its stated weekday in this year."""
    return day_of_week(year, moment.month, moment.day) == moment.weekday


def _outcome_with_year(moment: Moment) -> Outcome:
    """The tick or finding for a date with a weekday and a year."""
    year, month, day = moment.year or 0, moment.month or 0, moment.day or 0
    real = day_of_week(year, month, day)
    if real is None:
        return NotChecked("there is no such day", (moment.span,))
    if month != day <= 12 and "/" in moment.words and day_of_week(year, day, month) == moment.weekday:
        return Tick(
            f"{_printed_words(moment)}: it is a {day_name[moment.weekday or 0]}, day first or month first.",
            (moment.span,),
        )
    if real == moment.weekday:
        return Tick(f"{_printed_words(moment)}: it is a {day_name[real]}.", (moment.span,))
    stated = day_name[moment.weekday or 0]
    return Finding(
        Severity.ERROR,
        f"{_written_date(day, month, year)} is a {day_name[real]}, and the text makes it a {stated}.",
        (moment.span,),
        f"{_written_date(day, month, year)} = {day_name[real]}, not {stated}",
        (f"{stated} -> {day_name[real]}", *_nearest_date_repairs(moment, year)),
        f"Which is right, {stated} or {_written_date(day, month, year)}?",
    )


def _written_date(day: int, month: int, year: int | None = None) -> str:
    """A date as messages show it: "4 July 2024"."""
    name = date(2000, month, 1).strftime("%B")
    return f"{day} {name} {year}" if year else f"{day} {name}"


def _nearest_date_repairs(moment: Moment, year: int) -> tuple[str, ...]:
    """The repair to the nearest date with the stated weekday, within three days and the same month; empty for none."""
    month, day = moment.month or 1, moment.day or 1
    for step in (-1, 1, -2, 2, -3, 3):
        if day_of_week(year, month, day + step) == moment.weekday:
            return (f"{_written_date(day, month)} -> {_written_date(day + step, month)}",)
    return ()


def _outcomes_by_publication(moments: list[Moment], published: date) -> Iterator[Outcome]:
    """Yields outcomes for dates without a year; several wrong ones that one earlier year makes right are not checked.

    As when a court hears in 2024 what happened from Friday 5 August to Tuesday 9 August 2022.
    """
    outcomes = [_outcome_near(moment, published) for moment in moments]
    asked = [moment for moment, outcome in zip(moments, outcomes, strict=True) if isinstance(outcome, Finding)]
    days = {(moment.month, moment.day) for moment in asked}
    earlier = range(published.year - 1, published.year - 1 - MAX_YEARS_APART, -1)
    year = next((year for year in earlier if all(_fits(moment, year) for moment in asked)), None)
    for moment, outcome in zip(moments, outcomes, strict=True):
        if isinstance(outcome, Finding) and year is not None and len(days) > 1:
            yield NotChecked(f"the dates have no year, and their weekdays are those of {year}", (moment.span,))
        else:
            yield outcome


def _outcome_near(moment: Moment, published: date) -> Outcome:
    """The tick or finding for a date without a year, in the year that brings it nearest to the publication.

    Not checked if the date is more than a month off and right in a neighbouring year, which court reports and reviews
    of a year may be about.
    """
    month, day = moment.month or 0, moment.day or 0
    years = years_around(moment, published)
    if not years:
        return NotChecked("there is no such day near the publication date", (moment.span,))
    nearest = years[0]
    if _fits(moment, nearest):
        return Tick(f"{_printed_words(moment)} {nearest}: it is a {day_name[moment.weekday or 0]}.", (moment.span,))
    real, stated = day_of_week(nearest, month, day) or 0, day_name[moment.weekday or 0]
    fitting = [year for year in years if _fits(moment, year)]
    if fitting and abs((date(nearest, month, day) - published).days) > NEARBY_DAYS // 2:
        return NotChecked(f"the date has no year, and it is a {stated} in {fitting[0]}", (moment.span,))
    return Finding(
        Severity.WARNING if fitting else Severity.ERROR,
        f"{_written_date(day, month)} is a {day_name[real]} in {nearest}, and the text makes it a {stated}.",
        (moment.span,),
        f"{_written_date(day, month, nearest)} = {day_name[real]}, not {stated}",
        (f"{stated} -> {day_name[real]}", *_nearest_date_repairs(moment, nearest)),
        f"Which is right, {stated} or {_written_date(day, month)}?",
    )


def _outcome_in_story(moment: Moment, story: StoryYear | None) -> Outcome:
    """The outcome for the only date without a year, in the last year that the text names.

    It is in the year before or after where that brings it near a full date of the last year: "Tuesday, January 2"
    beside "December 30, 2023". In question only where that year has a full date, and none of the years that the date
    can be of makes it right.
    """
    stated = day_name[moment.weekday or 0]
    unknown = NotChecked("the date has no year: needs the publication date", (moment.span,))
    if story is None:
        return unknown
    dated = story.dated
    around = range(story.year - 1, story.year + 2)
    day = date(story.year, dated.month or 1, dated.day or 1) if dated is not None else None
    near = [year for year in around if day is not None and _is_within(moment, year, day)]
    year = near[0] if near else story.year
    if _fits(moment, year):
        whence = "the last year in the text" if dated is None or year == story.year else f"beside {dated.words}"
        return Tick(f"{_printed_words(moment)}: it is a {stated} in {year}, {whence}.", (moment.span,))
    if dated is None or any(_fits(moment, each) for each in ((year, story.year) if near else around)):
        return unknown
    real = day_of_week(year, moment.month, moment.day)
    if real is None:
        return unknown
    return Finding(
        Severity.WARNING,
        f"{_written_date(moment.day or 1, moment.month or 1)} is a {day_name[real]} in {year}, and the text makes it a "
        f"{stated}; it names {dated.words}.",
        tuple(sorted((moment.span, dated.span))),
        f"{_written_date(moment.day or 1, moment.month or 1, year)} = {day_name[real]}, not {stated}",
        (f"{stated} -> {day_name[real]}", *_nearest_date_repairs(moment, year)),
        f"Which is right, {stated} or {_written_date(moment.day or 1, moment.month or 1)}?",
    )


@cache
def _windows() -> tuple[tuple[int, dict[Day, int]], ...]:
    """The weekday of each month's first day, for every way in which twelve consecutive months can fall.

    With each the month in which it begins. The key (month, 0) holds that weekday; (2, 1) holds the days of February.
    """
    windows: dict[tuple[int, tuple[tuple[Day, int], ...]], dict[Day, int]] = {}
    for year in range(2001, 2029):  # 28 years hold each kind of year and of neighbours
        for start in range(1, 13):
            months = [(year + (start + step - 1) // 12, (start + step - 1) % 12 + 1) for step in range(12)]
            window = {(month, 0): date(window_year, month, 1).weekday() for window_year, month in months} | {
                (2, 1): _february_days(months)
            }
            windows[start, tuple(sorted(window.items()))] = window
    return tuple((start, window) for (start, _), window in windows.items())


def _windows_for(moments: list[Moment]) -> Iterator[dict[Day, int]]:
    """The windows in which the dates are of one calendar year, or of two and at most half a year apart.

    "Friday, May 29" and "Monday, June 2" are four days apart, not all but a year.
    """
    for start, window in _windows():
        days = [(((moment.month or 1) - start) % 12) * DAYS_OF_MONTH + (moment.day or 1) for moment in moments]
        if start == 1 or max(days) - min(days) <= HALF_A_YEAR:
            yield window


def _february_days(months: list[tuple[int, int]]) -> int:
    """The days of the February among these months."""
    return monthrange(next(year for year, month in months if month == 2), 2)[1]


def _fits_window(window: dict[Day, int], moment: Moment) -> bool:
    """Whether the date has its stated weekday in these twelve months."""
    month, day = moment.month or 1, moment.day or 1
    if (month, day) == (2, 29) and window[2, 1] == 28:
        return False
    return (window[month, 0] + day - 1) % 7 == moment.weekday


def _joint_outcomes(article: Article, yearless: list[Moment], full: list[Moment]) -> Iterator[Outcome]:
    """Ticks dates that fit each other in one year or within half a year, and questions those that do not."""
    everything = sorted((*yearless, *full), key=lambda moment: moment.span)
    if not full:
        fitting = [[moment for moment in yearless if _fits_window(window, moment)] for window in _windows_for(yearless)]
    else:
        years = {(moment.year or 0) + step for moment in full for step in (-1, 0, 1)}
        fitting = [[moment for moment in yearless if _fits(moment, year)] for year in years]
    best = max(len(dates) for dates in fitting)
    if best == len(yearless):
        outliers = list(_outliers(article, yearless, full[:MAX_DATES]))
        if len(outliers) == 1 and _is_of_a_later_year(outliers[0][0], yearless, full):
            outliers = []
        if len(outliers) == 1:  # several bear each other out: they are of another year
            moment, nearby = outliers[0]
            day = date(nearby.year or 1, nearby.month or 1, nearby.day or 1)
            yield replace(_outcome_near(moment, day), spans=tuple(sorted((nearby.span, moment.span))))
        spans_of_outliers = {moment.span for moment, _ in outliers}
        everything = [candidate for candidate in everything if candidate.span not in spans_of_outliers]
        if len({(moment.month, moment.day) for moment in everything}) > 1:
            yield Tick(_agreement(everything), tuple(moment.span for moment in everything))
        return
    best_fits = [dates for dates in fitting if len(dates) == best]
    spans_that_fit = {moment.span for dates in best_fits for moment in dates}
    odd = [moment for moment in yearless if moment.span not in spans_that_fit]
    if odd and best > 1:
        for moment in odd:
            yield _clash_finding([moment, *_two_nearest(moment, best_fits[0])])
    else:
        yield _clash_finding(yearless)


def _agreement(dates: Sequence[Moment]) -> str:
    """What a tick on dates that fit each other says."""
    if len(dates) > 2:
        return f"The {len(dates)} dates and their weekdays fit each other."
    return f"{_printed_words(dates[0])} and {_printed_words(dates[1])} fit each other."


def _is_of_a_later_year(moment: Moment, yearless: list[Moment], full: list[Moment]) -> bool:
    """Whether this and other dates without a year are right in a year after the stated ones, as that of a trial."""
    candidates = [other for other in yearless if not any(_is_right_near(other, dated) for dated in full)]
    last = max((dated.year or 1) for dated in full)
    later = range(last + 1, last + 1 + MAX_YEARS_APART)
    return (
        len(candidates) > 1
        and moment in candidates
        and any(all(_fits(each, year) for each in candidates) for year in later)
    )


def _outliers(article: Article, yearless: list[Moment], full: list[Moment]) -> Iterator[tuple[Moment, Moment]]:
    """Yields dates that are right in a neighbouring year only, each with a nearby date that states its year.

    None that is told as past and would lie after that one, but for the year before: "the record was set on Monday,
    January 6" in a report of December.
    """
    for moment in yearless:
        if any(_is_right_near(moment, dated) for dated in full):
            continue
        for dated in full:
            day = date(dated.year or 1, dated.month or 1, dated.day or 1)
            years = [year for year in (day.year - 1, day.year, day.year + 1) if _is_within(moment, year, day)]
            if not years or any(_fits(moment, year) for year in years):
                continue
            is_later = all(date(year, moment.month or 1, moment.day or 1) > day for year in years)
            if is_later and _fits(moment, years[0] - 1) and _is_in_past_tense(article, moment):
                continue
            yield moment, dated
            break


def _is_right_near(moment: Moment, dated: Moment) -> bool:
    """Whether a date has its weekday within NEARBY_DAYS of a date with its year."""
    day = date(dated.year or 1, dated.month or 1, dated.day or 1)
    return any(_is_within(moment, year, day) and _fits(moment, year) for year in (day.year - 1, day.year, day.year + 1))


def _is_in_past_tense(article: Article, moment: Moment) -> bool:
    """Whether the sentence of a date is only about the past."""
    words = plain_words(article.text_of(article.sentences[moment.sentence].span))
    return not PAST_VERBS.isdisjoint(words) and FUTURE_WORDS.isdisjoint(words)


def _is_within(moment: Moment, year: int, day: date) -> bool:
    """Whether the date in this year lies within NEARBY_DAYS of a day."""
    month, number = moment.month or 1, moment.day or 1
    return day_of_week(year, month, number) is not None and abs((date(year, month, number) - day).days) <= NEARBY_DAYS


def _two_nearest(odd: Moment, others: list[Moment]) -> list[Moment]:
    """The two dates that are nearest in the text. `others` are in text order."""
    index = bisect_left(others, odd.span.start, key=lambda other: other.span.start)
    around = others[max(0, index - 2) : index + 2]
    return sorted(around, key=lambda other: abs(other.span.start - odd.span.start))[:2]


def _clash_finding(moments: list[Moment]) -> Finding:
    """The finding for dates that cannot all be right within any twelve months."""
    moments = sorted(moments, key=lambda moment: moment.span)
    quoted = join_items(f"“{_printed_words(moment)}”" for moment in moments)
    return Finding(
        Severity.ERROR if len(moments) > 2 or _are_within_two_months(moments) else Severity.WARNING,
        f"{quoted} cannot all be right within twelve months.",
        tuple(moment.span for moment in moments),
        "; ".join(
            f"{_written_date(moment.day or 1, moment.month or 1)} as a {day_name[moment.weekday or 0]}"
            for moment in moments
        ),
        question=f"Is the day of the week or the date wrong in {quoted}?",
    )


def _are_within_two_months(moments: list[Moment]) -> bool:
    """Whether the dates are in the same or neighbouring months of one year, so that all must be of the same year."""
    months = {moment.month or 1 for moment in moments}
    return max(months) - min(months) <= 1


EXAMPLES = (
    Example(
        "four days apart, not all but a year",
        "The rains set in on Friday, May 29. They will ease on Monday, June 2, the office said.",
        "error",
    ),
    Example(
        "from January to November",
        "The trial began on Friday, January 9. It ended on Friday, November 20, the court said.",
        "tick",
    ),
    Example(
        "in the year of the date before",
        "The court sat on Friday 13 March and will on Friday 10 July. The first theft was on Monday 4 March 2019. It "
        "came to light on Monday 16 January 2023. She was arrested on Wednesday 25 January.",
        "tick",
    ),
    Example(
        "of a year that its sentence names",
        "In 1789 the first was declared for Thursday, Nov. 26. On Dec. 26, 1941, it became a law.",
        "silent",
    ),
    Example(
        "days of a survey",
        "The first survey ran Wednesday through Sunday (August 8-12), the other on Sunday (August 12).",
        "silent",
    ),
    Example(
        "two days and two dates",
        "They will stop work on Tuesday, December 9th. The next is on Tuesday and Wednesday, December 16th and 17th, "
        "and votes are in on Friday, November 28th.",
        "tick",
    ),
    Example(
        "right last year, and wrong beside a date that has its year",
        "It told staff on Tuesday, 24 November 2026. A vote will be held on Thursday, 4 December.",
        "warning",
    ),
    Example(
        "right beside a date that has its year",
        "It told staff on Tuesday, 24 November 2026. A vote will be held on Friday, 4 December.",
        "tick",
    ),
    Example(
        "two of another year bear each other out",
        "It was told on Tuesday, 24 November 2026. They met on Thursday, 4 December and on Friday, 5 December.",
        "tick",
    ),
    Example(
        "a day of next year",
        "It made £1m at the run on Sunday 14 September. Entries for next year, when the run will be on Sunday 13 "
        "September, open on Saturday 1 November. It was told on Monday 15 September.",
        "tick",
    ),
    Example("a full date with another weekday", "The vote is on Wednesday, 5 May 2022 in all boroughs.", "error"),
    Example("month before day", "It opened on Tuesday, June 14, 1988.", "tick"),
    Example("month before day, and wrong", "It opened on Friday, June 14, 1988.", "error"),
    Example(
        "dates that contradict each other",
        "The deadline moved from Monday, 3 March to Thursday, 6 March and then to Sunday, 8 March.",
        "error",
    ),
    Example("two dates a week apart with two weekdays", "Doors open on Tuesday 4 June and Monday 11 June.", "error"),
    Example("a date near the publication", "The match is on Friday, 3 May.", "error", published="2022-04-28"),
    Example(
        "near another date of another year",
        "He was held on Tuesday, 17 June 2025. The trial opens on Monday, 2 March 2026 and ends on Friday, 24 April.",
        "tick",
    ),
    Example(
        "near another date of another year, told further up",
        "He came in on Wednesday, 17 January 2024.\n\nHe waited. Nobody knew why. He died on Friday, 19 January.",
        "tick",
        published="2025-06-11",
    ),
    Example(
        "what a court hears of, some years on",
        "Two pumps failed on Friday 5 August. Oil went into the river until Tuesday 9 August.",
        "silent",
        published="2024-06-11",
    ),
    Example(
        "of the year on which a report was written",
        "August was the busiest month, and Saturday, 3 August the busiest day.",
        "silent",
        published="2025-02-12",
    ),
    Example(
        "in no year near the publication",
        "August was the busiest month, and Wednesday, 3 August the busiest day.",
        "error",
        published="2025-02-12",
    ),
    Example("a full date that is right", "The vote is on Thursday, 5 May 2022 in all boroughs.", "tick"),
    Example("dates that fit each other", "Doors open on Tuesday 4 June and Wednesday 12 June.", "tick"),
    Example("over the turn of the year", "Shows run on Friday 30 December and Monday 2 January.", "tick"),
    Example("a date near the publication, right", "The match is on Tuesday, 3 May.", "tick", published="2022-04-28"),
    Example("the weekday behind", "Voting takes place on 4 July 2024, a Tuesday, and ends at 10pm.", "error"),
    Example("the weekday behind, right", "Voting takes place on 4 July 2024, a Thursday, and ends at 10pm.", "tick"),
    Example("a weekday of something else", "Voting takes place on 4 July 2024, after a Tuesday debate.", "silent"),
    Example("one date without a year", "The match is on Friday, 3 May.", "silent"),
    Example(
        "the dateline",
        "OSTRA, July 15 (AP) - Ann Ode won the stage on Wednesday.\n\nThe race ends on Sunday, July 29.",
        "warning",
    ),
    Example(
        "the dateline, right",
        "OSTRA, July 15 (AP) - Ann Ode won the stage on Wednesday.\n\nThe race ends on Sunday, July 26.",
        "tick",
    ),
    Example(
        "the day before",
        "OSTRA, July 16 (AP) - Ann Ode won the stage on Wednesday.\n\nThe race ends on Sunday, July 26.",
        "tick",
    ),
    Example(
        "the dateline, over the turn of the year",
        "OSTRA, Dec. 29 (AP) - Ann Ode won the stage on Wednesday.\n\nThe race ends on Tuesday, January 9.",
        "warning",
    ),
    Example(
        "the dateline, over the turn of the year, right",
        "OSTRA, Dec. 29 (AP) - Ann Ode won the stage on Friday.\n\nThe race ends on Tuesday, January 9.",
        "tick",
    ),
    Example(
        "the dateline, over a leap day",
        "OSTRA, Dec. 31 (AP) - Ann Ode won the stage on Thursday.\n\nThe race ends on Thursday, March 1.",
        "silent",
    ),
    Example(
        "the dateline of the old year",
        "OSTRA, Dec. 31 (AP) - Ann Ode won the stage on Sunday. She sang.",
        "tick",
        published="2024-01-01",
    ),
    Example(
        "the dateline of the old year, and the weekday of the new",
        "OSTRA, Dec. 31 (AP) - Ann Ode won the stage on Tuesday. She sang.",
        "silent",
        published="2024-01-01",
    ),
    Example("a comma before the month", "The panel meets on Monday 12th, October 2021 in Kesh.", "error"),
    Example("a comma before the month, right", "The panel meets on Tuesday 12th, October 2021 in Kesh.", "tick"),
    Example("a comma behind the month", "It fixed Wednesday March, 8 2022 as the date.", "error"),
    Example("a comma behind the month, right", "It fixed Tuesday March, 8 2022 as the date.", "tick"),
    Example("two days of a month", "Appeals are heard on Monday 3 and Wednesday 4, March, 2022.", "error"),
    Example("two days of a month, right", "Appeals are heard on Thursday 3 and Friday 4, March, 2022.", "tick"),
    Example("a period with the month once", "It runs from Monday May 2 to Thursday 5, 2022 in Kesh.", "tick"),
    Example("a period with a wrong end", "It runs from Monday May 2 to Sunday 5, 2022 in Kesh.", "error"),
    Example("two parts of a programme", "It drew crowds on Saturday, 29 and Sunday, 30 people came in 2022.", "silent"),
    Example(
        "the year of the story",
        "The bridge closed on March 2, 2022. It reopened on Monday, April 7, after works.",
        "warning",
    ),
    Example(
        "the year of the story, right",
        "The bridge closed on March 2, 2022. It reopened on Thursday, April 7, after works.",
        "tick",
    ),
    Example(
        "right in a neighbouring year",
        "The bridge closed on March 2, 2022. It opens again on Monday, November 7 or on Tuesday.",
        "tick",
    ),
    Example(
        "right in the year before a plan",
        "The bridge closes on June 2, 2022. The council met on Sunday, November 7 in Kesh.",
        "silent",
    ),
    Example(
        "in the year after the story's",
        "The bridge closed on December 30, 2023. It opens again on Wednesday, January 3, after works.",
        "tick",
    ),
    Example(
        "in the year after the story's, with the weekday of that of the story",
        "The bridge closed on December 30, 2023. It opens again on Tuesday, January 3, after works.",
        "silent",
    ),
    Example("a year without a date", "It is sold since 2016. The new one is out on Friday, June 8.", "silent"),
    Example(
        "a caption above the story",
        "Pumps stand in the flooded square of Kesh on March 4, 2022. Water rose again in Kesh on Friday, a mayor said.",
        "tick",
    ),
    Example(
        "a caption of another day",
        "Pumps stand in the flooded square of Kesh on March 4, 2022. Water rose again in Kesh on Monday, a mayor said.",
        "silent",
    ),
    Example(
        "one event told twice",
        "Raiders burnt the market hall of Kesh on Friday, police said. Nobody was held.\n\nHe spoke at length.\n\n"
        "“The raiders that burnt the market hall came on 25/3/2022,” police captain Ode said.",
        "tick",
    ),
    Example(
        "two events",
        "Raiders burnt the market hall of Kesh on Friday. Nobody was held.\n\nHe spoke at length.\n\n"
        "The museum of Ostra was opened on March 4, 2022.",
        "silent",
    ),
    Example("the weekday of an event", "He spoke during a Monday rally in Kesh, on March 4, 2022.", "error"),
    Example("the weekday of an event, right", "He spoke during a Friday rally in Kesh, on March 4, 2022.", "tick"),
    Example("two days in a sentence", "He said at the Monday meeting that she left on March 4, 2022.", "silent"),
    Example(
        "a dateline with a day that there is not",
        "OSTRA, Feb. 30 (AP) - Ann Ode won the stage on Wednesday.\n\nThe race ends on Sunday, March 4.",
        "silent",
    ),
    Example("a year that there is not", "It opened on 01/01/0000. The panel meets on Monday 6 May.", "silent"),
    Example("a dateline alone", "OSTRA, July 16 (AP) - Ann Ode won the stage on Monday. She sang.", "silent"),
    Example("a weekday and a date apart", "On Friday he said that the match is on 3 May 2022.", "silent"),
    Example("a date alone", "The match is on 3 May 2022.", "silent"),
)

RULE = Rule(
    code="DT02",
    slug="weekday-and-date",
    scope="article",
    relation="weekday",
    check=check,
    examples=EXAMPLES,
    aliases=("weekday",),
)
