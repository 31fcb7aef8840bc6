"""Reads dates, periods and clock times: "3 May 2024", "February 13-14, 2025", "since 1990", "the mid-80s", "9.30pm".

`find` reads a whole text, `read` the tokens of one paragraph. A moment has the granularity that the
text states, and nothing is inferred: "3 May" has no year, "Tuesday" is a weekday and not yet a date. Relative words
("yesterday", "last week") are kept as they are, and resolved only if the publication date is given. A day that does not
exist ("30 February") is kept and marked as impossible.

The fields of a period are those of its start, and `until` is its end. Its `timex` is "(start,end)" with both as days,
as in TIMEX annotation: an end that is itself a period is represented by its first day ("2003 to 2006" is
"(2003-01-01,2006-01-01)"). Decades, quarters and halves of a year have the same form, and their end is the first day
after them.

The words are in `calendar_words`; single moments are read by `dates`, `years` and `clock_times`. This module picks the
longest reading, and combines two moments into a period.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import replace
from datetime import MAXYEAR, MINYEAR, date, timedelta

from checks.figures import clock_times, dates, years
from checks.figures.calendar_words import (
    DECADES,
    HOLIDAYS,
    MONTHS,
    ONES_AND_TEENS,
    ORDINAL_DAYS,
    RANGE_LINKS,
    SEASONS,
    SHORT_MONTHS,
    SHORT_WEEKDAYS,
    TENS,
    WEEKDAYS,
    MomentFields,
    day_at,
    is_counted_noun,
    month_at,
    weekday_at,
)
from checks.figures.tokens import DASHES, Tokens
from checks.figures.years import UNKNOWN_YEAR, follows_between
from checks.model import Granularity, Moment, Span
from checks.word_set import word_set

RELATIVE_DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
PERIODS = {
    "week": Granularity.WEEK,
    "weekend": Granularity.WEEK,
    "month": Granularity.MONTH,
    "quarter": Granularity.SEASON,
    "season": Granularity.SEASON,
    "year": Granularity.YEAR,
    "decade": Granularity.DECADE,
    "century": Granularity.DECADE,
    "night": Granularity.DAY,
}
DEICTIC_OFFSETS = {"last": -1, "this": 0, "next": 1}
RELATIONS = {
    "since": "since", "until": "until", "till": "until", "before": "before", "after": "after", "by": "by",
    "from": "from", "during": "during",
}  # fmt: skip
_MOMENT_STARTS = frozenset(
    (
        *MONTHS, *SHORT_MONTHS, *WEEKDAYS, *SHORT_WEEKDAYS, *SEASONS, *HOLIDAYS, *DECADES, *RELATIVE_DAYS,
        *DEICTIC_OFFSETS, *ORDINAL_DAYS, *ONES_AND_TEENS, *TENS, "noon", "midday", "midnight", "noonish", "mid", "half",
        "quarter", "q", "h", "early", "late",
    )
)  # fmt: skip

_AFTER_A_DAY = word_set("at in on for with and to by from but when where after before")
_POSSESSIVES = frozenset(f"{day}'s" for day in (*MONTHS, *WEEKDAYS, *RELATIVE_DAYS))

MomentOrPeriod = tuple[MomentFields, MomentFields | None]  # (moment, None) or (start, end) of a period


def find(
    text: str,
    locale: str = "en-GB",
    *,
    published: date | None = None,
    paragraphs: Iterable[Span] | None = None,
) -> list[Moment]:
    """Returns the moments of a text, in text order; none crosses the end of a paragraph (a line by default)."""
    spans = _line_spans(text) if paragraphs is None else paragraphs
    return [moment for span in spans for moment in read(Tokens(text, span.start, span.end), locale, published)]


def read(tokens: Tokens, locale: str = "en-GB", published: date | None = None) -> Iterator[Moment]:
    """Yields the moments of one paragraph, in text order; the caller fills in zone, sentence and quoted."""
    is_american = locale == "en-US"
    tokens = _without_possessives(tokens)
    cursor = 0
    words = tokens.words
    for i in [
        i for i, word in enumerate(words) if word in _MOMENT_STARTS or (not word.isalpha() and word[:1].isdigit())
    ]:
        if i >= cursor:
            for first, second in _read_at(tokens, i, is_american):
                yield _build_moment(tokens, _with_end_flag(tokens, first) if second else first, second, published)
                cursor = (second or first).end


def _without_possessives(tokens: Tokens) -> Tokens:
    """Returns the tokens with "Friday" for "Friday's", so that dates are read in the possessive too."""
    if _POSSESSIVES.isdisjoint(tokens.words):
        return tokens
    tokens = copy(tokens)
    tokens.words, tokens.ends = list(tokens.words), list(tokens.ends)
    for i in [i for i, word in enumerate(tokens.words) if word in _POSSESSIVES]:
        tokens.words[i] = tokens.words[i][:-2]
        tokens.ends[i] -= 2
    return tokens


def _line_spans(text: str) -> Iterator[Span]:
    """Yields the spans of the lines that are not empty."""
    start = 0
    for line in text.splitlines(keepends=True):
        if not line.isspace():
            yield Span(start, start + len(line))
        start += len(line)


def _may_begin(word: str) -> bool:
    """Whether a moment may begin with this word."""
    return word in _MOMENT_STARTS or word[:1].isdigit()


# ---- reading at a token ----------------------------------------------------------------------------------------------
def _read_at(tokens: Tokens, i: int, is_american: bool) -> Iterator[MomentOrPeriod]:
    """Yields the moments that begin at token `i`, as (moment, None), or (start, end) of a period."""
    sharing_month = _days_sharing_month(tokens, i) or _weekdays_sharing_month(tokens, i, is_american=is_american)
    if sharing_month:
        yield from sharing_month
        return
    first = _longest_moment(tokens, i, is_american=is_american)
    if first is None:
        return
    if first.grain is Granularity.TIME:
        yield first, _time_end(tokens, first)
        return
    second_day = _second_day(tokens, first)
    if second_day:
        yield first._replace(year=first.year or second_day.year), None
        yield second_day, None
        return
    end_day = _end_day(tokens, first)
    if end_day:
        yield first._replace(year=first.year or end_day.year), end_day
        return
    second = _period_end(tokens, first, is_american=is_american)
    if second is None:
        yield first, None
        return
    yield _with_end_year(first, second), second


def _longest_moment(tokens: Tokens, i: int, ends_period: bool = False, *, is_american: bool) -> MomentFields | None:
    """Returns the longest single moment that begins at `i`; if `ends_period`, a date is expected there."""
    proposals = [fields for fields in _proposals(tokens, i, ends_period, is_american=is_american) if fields is not None]
    return max(proposals, key=lambda fields: fields.end, default=None)


def _proposals(tokens: Tokens, i: int, ends_period: bool, is_american: bool) -> Iterator[MomentFields | None]:
    """Yields the reading of each reader from token `i` on, None where it does not apply."""
    words = tokens.words
    word = words[i]
    if word in MONTHS or word in SHORT_MONTHS:
        yield dates.month_first(tokens, i)
        if word in HOLIDAYS:
            yield dates.holiday(tokens, i)
    elif word[:1].isdigit():
        yield dates.numeric_date(tokens, i, ends_period, is_american=is_american)
        yield dates.day_first(tokens, i)
        yield clock_times.read(tokens, i)
        yield dates.year_first(tokens, i)
        yield years.decade(tokens, i)
        yield years.quarter(tokens, i)
        yield years.century(tokens, i)
    elif word in WEEKDAYS or word in SHORT_WEEKDAYS:
        yield dates.weekday(tokens, i, is_american=is_american)
    elif word in ("mid", "early", "late"):
        yield _with_modifier(tokens, i)
    else:
        if word in ORDINAL_DAYS or word in TENS or word in ONES_AND_TEENS:
            yield dates.day_first(tokens, i)
            yield clock_times.read(tokens, i)
            yield years.year(tokens, i)
            yield years.quarter(tokens, i)
            yield years.century(tokens, i)
        if word in SEASONS:
            yield years.season(tokens, i)
        if word in HOLIDAYS:
            yield dates.holiday(tokens, i)
        if word in DECADES:
            yield years.decade(tokens, i)
        if word in ("noon", "midday", "noonish", "midnight", "mid", "half", "quarter"):
            yield clock_times.read(tokens, i)
        if word in ("q", "h"):
            yield years.quarter(tokens, i)
        if word in RELATIVE_DAYS or word in DEICTIC_OFFSETS:
            yield _read_relative(tokens, i, is_american=is_american)


def _with_modifier(tokens: Tokens, i: int) -> MomentFields | None:
    """Reads "mid-1990s", "early 2012", "late July", "the early nineties"."""
    j = i + 2 if tokens.words[i + 1] in DASHES else i + 1
    if tokens.words[j] == "the":
        return None
    word = tokens.words[j]
    if word in MONTHS or word in SHORT_MONTHS:
        fields = dates.month_first(tokens, j)
    elif word[:1].isdigit() or word in DECADES or word == "'":
        fields = years.decade(tokens, j) or years.century(tokens, j) or years.year(tokens, j)
    elif word in ORDINAL_DAYS or word in TENS:
        fields = years.century(tokens, j)
    else:
        return None
    return fields and fields._replace(start=i)


def _read_relative(tokens: Tokens, i: int, is_american: bool) -> MomentFields | None:
    """Reads "yesterday", "last week", "this year", "next Tuesday", "last May"."""
    words = tokens.words
    if words[i] in RELATIVE_DAYS:
        return MomentFields(i, i + 1, Granularity.DAY, relative=words[i])
    following = words[i + 1]
    if following in WEEKDAYS or following in SHORT_WEEKDAYS:
        fields = dates.weekday(tokens, i + 1, is_american=is_american)
        if fields is None or fields.day:
            return fields and fields._replace(start=i)
        return fields._replace(start=i, relative=tokens.phrase(i, fields.end))
    month, end = month_at(tokens, i + 1)
    if month and following in ("may", "march") and not tokens.is_capital(i + 1):
        return None  # "This may be", "their last march"
    if month:
        fields = dates.month_first(tokens, i + 1)
        return fields and fields._replace(start=i, relative="" if fields.year or fields.day else tokens.phrase(i, end))
    if following[:1].isdigit():
        fields = dates.day_first(tokens, i + 1)
        return fields and fields._replace(start=i)
    if following in PERIODS or following in SEASONS:
        grain = PERIODS.get(following, Granularity.SEASON)
        return MomentFields(i, i + 2, grain, relative=f"{words[i]} {following}")
    return None


def _days_sharing_month(tokens: Tokens, i: int) -> list[MomentOrPeriod]:
    """Reads "13-14 February 2025", "9 to 12 of June" as a period; "18 and 19 June" as two moments."""
    words = tokens.words
    if words[i] in MONTHS or not (words[i][:1].isdigit() or words[i] in ORDINAL_DAYS or words[i] in TENS):
        return []
    if len(words[i]) == 4 and words[i].isdecimal():
        return years.period(tokens, i)
    low, j = day_at(tokens, i, may_be_cardinal=False)
    if not low or words[j] not in RANGE_LINKS or (tokens.is_attached(i) and words[i - 1] in ("$", "£", "€")):
        return []
    k = j + 2 if words[j + 1] == "the" else j + 1
    high = dates.day_first(tokens, k)
    if high is None or high.month is None or not high.day or high.day == low:
        return []
    start = MomentFields(i, j, Granularity.DAY, high.year, high.month, low)
    if words[j] == "and" and not follows_between(tokens, i):
        return [(start, None), (high, None)]
    return [(start, high)] if low < high.day else []


def _weekdays_sharing_month(tokens: Tokens, i: int, is_american: bool) -> list[MomentOrPeriod]:
    """Reads "Friday 28 to Sunday 30 January" as a period, "Friday 28, Saturday 29 and Sunday 30 May" as moments."""
    words = tokens.words
    days: list[MomentFields] = []
    link, k = "", i
    while True:
        weekday, j = weekday_at(tokens, k)
        if weekday is None:
            return []
        full_date = dates.weekday(tokens, k, is_american=is_american) if days else None
        if full_date is not None and full_date.day and full_date.month:
            break
        day, end = day_at(tokens, j, may_be_cardinal=False)
        if not day or words[end] not in (*RANGE_LINKS, ",") or (days and day <= (days[-1].day or 0)):
            return []
        days.append(MomentFields(k, end, Granularity.DAY, day=day, weekday=weekday))
        link = words[end]
        k = end + 2 if link == "," and words[end + 1] == "and" else end + 1
    if full_date.day <= (days[-1].day or 0):
        return []
    days = [day._replace(year=full_date.year, month=full_date.month) for day in days]
    if len(days) == 1 and link != "," and (link != "and" or follows_between(tokens, i)):
        return [(days[0], full_date)]
    return [(day, None) for day in (*days, full_date)]


def _second_day(tokens: Tokens, first: MomentFields) -> MomentFields | None:
    """Returns the 8 of "June 7 and 8" or "Monday June 7 and Tuesday 8", unless a noun that it could count follows."""
    words, j = tokens.words, first.end
    if first.grain is not Granularity.DAY or first.relative or first.month is None or words[j] != "and":
        return None
    if follows_between(tokens, first.start) or not words[j - 1].isdecimal() or len(words[j - 1]) > 2:
        return None
    weekday, k = weekday_at(tokens, j + 1) if first.weekday is not None else (None, j + 1)
    day, end = day_at(tokens, k, may_be_cardinal=False)
    if not (first.day or 0) < day or (words[end].isalpha() and words[end] not in _AFTER_A_DAY) or tokens.is_attached(k):
        return None
    if words[end] in ("%", ":", "/", "$", *DASHES):
        return None
    year = first.year
    if weekday is not None and year is None:
        year, end = dates.year_after(tokens, end)
    return MomentFields(j + 1, end, Granularity.DAY, year or None, first.month, day, weekday)


def _end_day(tokens: Tokens, first: MomentFields) -> MomentFields | None:
    """Reads a bare day that ends a period: "February 13-14, 2025", "April ninth through seventeenth".

    It may have a weekday of its own where the start has one: "Saturday May 29 to Sunday 30, 2021".
    """
    words = tokens.words
    j = first.end
    if first.grain is not Granularity.DAY or first.relative or first.month is None or words[j] not in RANGE_LINKS:
        return None
    if words[j] == "and" and not follows_between(tokens, first.start):
        return None
    if words[j] in DASHES and not (tokens.is_attached(j) and tokens.is_attached(j + 1)) and words[j] != "–":
        return None
    k = j + 2 if words[j + 1] == "the" else j + 1
    start = k
    weekday, k = weekday_at(tokens, k) if first.weekday is not None else (None, k)
    day, after = day_at(tokens, k, may_be_cardinal=False)
    if not day or month_at(tokens, after)[0] or words[after] in ("/", ":", "of") or is_counted_noun(tokens, after):
        return None
    if words[after] in DASHES and tokens.is_attached(after):
        return None
    month, year = first.month, first.year
    if day <= (first.day or 0):
        if words[j] == "to" and words[k] in ORDINAL_DAYS:
            month = month % 12 + 1
        else:
            return None
    if year is None:
        year, after = dates.year_after(tokens, after)
    return MomentFields(start, after, Granularity.DAY, year or None, month, day, weekday)


def _period_end(tokens: Tokens, first: MomentFields, is_american: bool) -> MomentFields | None:
    """Reads the date after "to" or a dash, in full or without the parts that it shares with the start."""
    words = tokens.words
    j = first.end
    if words[j] not in RANGE_LINKS or (first.relative and first.month is None):
        return None
    if words[j] == "and" and not follows_between(tokens, first.start):
        return None
    if words[j] == "to" and words[first.start - 1] != "from" and first.grain is Granularity.YEAR:
        return (
            None
            if words[first.start - 1] in ("in", "since", "during")
            else _period_end_at(tokens, first, j, is_american=is_american)
        )
    return _period_end_at(tokens, first, j, is_american=is_american)


def _period_end_at(tokens: Tokens, first: MomentFields, j: int, is_american: bool) -> MomentFields | None:
    """Reads the date after the link at token `j`; None if it cannot end a period from `first`."""
    words = tokens.words
    k, at_end = j + 1, False
    while words[k] in ("the", "in", "this", "next", "of", "up", "to", "end", "start", "beginning"):
        at_end = at_end or words[k] == "end"
        k += 1
        if k > j + 6:
            return None
    if not _may_begin(words[k]):
        return None
    second = _longest_moment(tokens, k, ends_period=True, is_american=is_american)
    if second is None or second.relative or second.grain is Granularity.TIME:
        return None
    have_like_grain = second.grain is first.grain or (
        first.grain in (Granularity.YEAR, Granularity.MONTH, Granularity.DAY)
        and second.grain in (Granularity.YEAR, Granularity.MONTH, Granularity.DAY)
    )
    if not have_like_grain or (
        first.weekday is not None and first.month is None and second.grain is not Granularity.WEEKDAY
    ):
        return None
    is_reversed = first.year and second.year and second.year < first.year
    return None if is_reversed else second._replace(at_end=at_end)


def _with_end_year(first: MomentFields, second: MomentFields) -> MomentFields:
    """Returns the start with the year that is written only at the end: "May to September 2024", "Nov-Feb 2017"."""
    if first.year is None and first.month and second.year and second.month:
        return first._replace(year=second.year - (first.month > second.month))
    return first


def _time_end(tokens: Tokens, first: MomentFields) -> MomentFields | None:
    """Reads the end of "9am to 5pm", "9am-11am"."""
    words = tokens.words
    j = first.end
    if words[j] not in RANGE_LINKS or (words[j] == "and" and not follows_between(tokens, first.start)):
        return None
    return clock_times.read(tokens, j + 1) if _may_begin(words[j + 1]) else None


# ---- building moments ------------------------------------------------------------------------------------------------
def _build_moment(tokens: Tokens, first: MomentFields, second: MomentFields | None, published: date | None) -> Moment:
    """Returns the moment `first`, or the period from `first` to `second`, with its relation ("since")."""
    start, end = tokens.starts[first.start], tokens.ends[(second or first).end - 1]
    until = _to_moment(tokens, second, published) if second else None
    whole = _to_moment(tokens, first, published)
    relation = RELATIONS.get(tokens.words[first.start - 1], "")
    if not relation and tokens.words[first.start - 1] in ("the", "of"):
        for back in (2, 3, 4):
            relation = relation or RELATIONS.get(tokens.words[first.start - back], "")
    timex = whole.timex
    if until and second:
        timex = f"({_first_day(first)},{_first_day(second)})"
        if first.grain is Granularity.TIME:
            timex = f"({whole.timex},{until.timex})"
    before = tokens.words[first.start - 2] if first.start > 1 else ""
    if tokens.words[first.start - 1] == "year" and first.grain is Granularity.YEAR and before not in DEICTIC_OFFSETS:
        start = tokens.starts[first.start - 1]  # "the year 2012" is not a label with a number
    return replace(
        whole, span=Span(start, end), words=tokens.text[start:end], timex=timex, until=until, relation=relation
    )


def _with_end_flag(tokens: Tokens, first: MomentFields) -> MomentFields:
    """Returns the start of a period, with `at_end` set if "end of" precedes it."""
    words = tokens.words
    return first._replace(at_end=words[first.start - 1] == "of" and words[first.start - 2] == "end")


def _to_moment(tokens: Tokens, fields: MomentFields, published: date | None) -> Moment:
    """Returns the moment with these fields, resolved if it is relative and the publication date is known."""
    start, end = tokens.starts[fields.start], tokens.ends[fields.end - 1]
    if fields.relative and published:
        fields = _resolve(fields, published)
    return Moment(
        Span(start, end),
        tokens.text[start:end],
        fields.grain,
        _timex(fields),
        fields.year,
        fields.month,
        fields.day,
        fields.weekday,
        fields.hour,
        fields.minute,
        relative=fields.relative,
        impossible=_why_impossible(fields),
    )


def _timex(fields: MomentFields) -> str:
    """Returns the TIMEX value of the fields, "" if they have none."""
    if fields.timex:
        return fields.timex
    year = f"{fields.year:04}" if fields.year is not None else UNKNOWN_YEAR
    if fields.hour is not None:
        seconds = f":{fields.second:02}" if fields.second is not None else ""
        return f"T{fields.hour:02}:{fields.minute or 0:02}{seconds}"
    if fields.day is not None and fields.month is not None:
        return f"{year}-{fields.month:02}-{fields.day:02}"
    if fields.month is not None:
        return f"{year}-{fields.month:02}"
    if fields.weekday is not None:
        return f"{year}-WXX-{fields.weekday + 1}"
    return year if fields.year is not None else ""


def _first_day(fields: MomentFields) -> str:
    """Returns the first day of the fields in ISO format; for "the end of 2008" the day after it."""
    year, month, day = fields.year, fields.month or 1, fields.day or 1
    if fields.grain is Granularity.TIME or (fields.month is None and fields.year is None):
        return _timex(fields)
    if fields.at_end and fields.day is None:
        if fields.month is None:
            year = (year or 0) + 1
        else:
            month = month % 12 + 1
            year = year + 1 if year is not None and month == 1 else year
    return f"{UNKNOWN_YEAR if year is None else format(year, '04')}-{month:02}-{day:02}"


def _why_impossible(fields: MomentFields) -> str:
    """Returns why there is no such day; "" if there is."""
    if fields.day is None or fields.month is None:
        return ""
    names = list(MONTHS)
    name = names[fields.month - 1].capitalize()
    longest = 29 if fields.month == 2 else monthrange(2001, fields.month)[1]
    if fields.day > longest:
        return f"{name} has {longest} days" if fields.month != 2 else "February has 28 or 29 days"
    if fields.month == 2 and fields.day == 29 and fields.year is not None and monthrange(fields.year, 2)[1] == 28:
        return f"{fields.year} was not a leap year" if fields.year < 2100 else f"{fields.year} is not a leap year"
    return ""


def _resolve(fields: MomentFields, published: date) -> MomentFields:
    """Returns relative fields with their date, counted from publication; unchanged if it is outside the calendar."""
    try:
        resolved = _relative_to(fields, published)
    except OverflowError:
        return fields
    return resolved if resolved.year is None or MINYEAR <= resolved.year <= MAXYEAR else fields


def _relative_to(fields: MomentFields, published: date) -> MomentFields:
    """Returns the fields with the date counted from the publication date. Raises OverflowError if there is none."""
    offset_word, _, period = fields.relative.partition(" ")
    if offset_word in RELATIVE_DAYS:
        day = published + timedelta(days=RELATIVE_DAYS[offset_word])
        return fields._replace(year=day.year, month=day.month, day=day.day)
    step = DEICTIC_OFFSETS.get(offset_word, 0)
    if period == "year":
        return fields._replace(year=published.year + step)
    if period == "month":
        months = published.year * 12 + published.month - 1 + step
        return fields._replace(year=months // 12, month=months % 12 + 1)
    if period == "week":
        monday = published + timedelta(days=7 * step - published.weekday())
        week = monday.isocalendar()
        return fields._replace(timex=f"{week.year:04}-W{week.week:02}")
    if period == "night" and step == -1:
        day = published - timedelta(days=1)
        return fields._replace(year=day.year, month=day.month, day=day.day)
    if fields.month is not None and step:
        is_other_year = fields.month > published.month if step < 0 else fields.month <= published.month
        return fields._replace(year=published.year + (step if is_other_year else 0))
    return fields
