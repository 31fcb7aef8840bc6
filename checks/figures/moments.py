"""Dates, periods and clock times: "3 May 2024", "February 13-14, 2025", "since 1990", "the mid-80s", "9.30pm".

`find` reads a whole text, `read` the tokens of one paragraph. A moment has the granularity that is stated and nothing
is guessed: "3 May" has no year, "Tuesday" is a weekday and not yet a date. Relative words ("yesterday", "last week")
are kept as they stand, and resolved only when the publication date is given. A day that does not exist ("30 February")
is kept and says so.

Of a period the moment's fields are its start's and `until` is its end; `timex` is "(start,end)" with both written to
the day, where an end written as a whole period stands for that period's first day ("2003 to 2006" is
"(2003-01-01,2006-01-01)"), as TIMEX readers do. Decades, quarters and halves of a year are written so as well, with the
first day after them as the end.

The words themselves are in `calendar_words`; single moments are read by `dates`, `years` and `clock_times`; here they
compete, the longest wins, and two become a period.
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
    FEASTS,
    LINKS,
    MONTHS,
    ORDINALS,
    SEASONS,
    SHORT_MONTHS,
    SHORT_WEEKDAYS,
    SMALL,
    TENS,
    WEEKDAYS,
    Part,
    counts_from,
    day_at,
    month_at,
)
from checks.figures.tokens import DASHES, Tokens, word_set
from checks.figures.years import UNKNOWN_YEAR, between
from checks.model import Granularity, Moment, Span

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
WHICH = {"last": -1, "this": 0, "next": 1}
RELATIONS = {
    "since": "since", "until": "until", "till": "until", "before": "before", "after": "after", "by": "by",
    "from": "from", "during": "during",
}  # fmt: skip
_FIRST_WORDS = frozenset(
    (
        *MONTHS, *SHORT_MONTHS, *WEEKDAYS, *SHORT_WEEKDAYS, *SEASONS, *FEASTS, *DECADES, *RELATIVE_DAYS, *WHICH,
        *ORDINALS, *SMALL, *TENS, "noon", "midday", "midnight", "noonish", "mid", "half", "quarter", "q", "h", "early",
        "late",
    )
)  # fmt: skip

_AFTER_A_DAY = word_set("at in on for with and to by from but when where after before")
_OWNERS = MONTHS.keys() | WEEKDAYS.keys() | RELATIVE_DAYS.keys()

Found = tuple[Part, Part | None]  # a moment, or the start and end of a period


def find(
    text: str,
    locale: str = "en-GB",
    *,
    published: date | None = None,
    paragraphs: Iterable[Span] | None = None,
) -> list[Moment]:
    """The moments of a text, in text order. `paragraphs` keep a date from running over a break; lines by default."""
    spans = _lines(text) if paragraphs is None else paragraphs
    return [moment for span in spans for moment in read(Tokens(text, span.start, span.end), locale, published)]


def read(tokens: Tokens, locale: str = "en-GB", published: date | None = None) -> Iterator[Moment]:
    """The moments of one paragraph. Zone, sentence and quotation are left to the caller."""
    american = locale == "en-US"
    tokens = _without_owners(tokens)
    cursor = 0
    for i in [i for i, word in enumerate(tokens.words) if word in _FIRST_WORDS or word[:1].isdigit()]:
        if i >= cursor:
            for first, second in _at(tokens, i, american):
                yield _moment(tokens, _ended(tokens, first) if second else first, second, published)
                cursor = (second or first).last


def _without_owners(tokens: Tokens) -> Tokens:
    """The tokens with "Friday's" as "Friday": what a day owns is dated by it."""
    owners = [i for i, word in enumerate(tokens.words) if word.endswith("'s") and word[:-2] in _OWNERS]
    if owners:
        tokens = copy(tokens)
        tokens.words, tokens.ends = list(tokens.words), list(tokens.ends)
        for i in owners:
            tokens.words[i] = tokens.words[i][:-2]
            tokens.ends[i] -= 2
    return tokens


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.splitlines(keepends=True):
        if not line.isspace():
            yield Span(start, start + len(line))
        start += len(line)


def _may_begin(word: str) -> bool:
    return word in _FIRST_WORDS or word[:1].isdigit()


# ---- what begins at a token ------------------------------------------------------------------------------------------
def _at(tokens: Tokens, i: int, american: bool) -> Iterator[Found]:
    """Moments that begin at token `i`, as (moment, None), or (start, end) of a period."""
    opened = _shared_start(tokens, i)
    if opened:
        yield from opened
        return
    first = _one(tokens, i, american=american)
    if first is None:
        return
    if first.grain is Granularity.TIME:
        yield first, _time_end(tokens, first)
        return
    other = _other_day(tokens, first)
    if other:
        yield first, None
        yield other, None
        return
    shared = _shared_end(tokens, first)
    if shared:
        yield first._replace(year=first.year or shared.year), shared
        return
    second = _end(tokens, first, american=american)
    if second is None:
        yield first, None
        return
    yield _completed(tokens, first, second), second


def _one(tokens: Tokens, i: int, linked: bool = False, *, american: bool) -> Part | None:
    """The longest single moment that begins at `i`; `linked`: it ends a period, so that a date is expected."""
    found = [part for part in _proposals(tokens, i, linked, american=american) if part is not None]
    return max(found, key=lambda part: part.last, default=None)


def _proposals(tokens: Tokens, i: int, linked: bool, american: bool) -> Iterator[Part | None]:
    words = tokens.words
    word = words[i]
    if word in MONTHS or word in SHORT_MONTHS:
        yield dates.month_first(tokens, i)
        if word in FEASTS:
            yield dates.feast(tokens, i)
    elif word[:1].isdigit():
        yield dates.numeric(tokens, i, linked, american=american)
        yield dates.day_first(tokens, i)
        yield clock_times.read(tokens, i)
        yield dates.year_first(tokens, i)
        yield years.decade(tokens, i)
        yield years.quarter(tokens, i)
        yield years.century(tokens, i)
    elif word in WEEKDAYS or word in SHORT_WEEKDAYS:
        yield dates.weekday(tokens, i, american=american)
    elif word in ("mid", "early", "late"):
        yield _prefixed(tokens, i)
    else:
        if word in ORDINALS or word in TENS or word in SMALL:
            yield dates.day_first(tokens, i)
            yield clock_times.read(tokens, i)
            yield years.alone(tokens, i)
            yield years.quarter(tokens, i)
            yield years.century(tokens, i)
        if word in SEASONS:
            yield years.season(tokens, i)
        if word in FEASTS:
            yield dates.feast(tokens, i)
        if word in DECADES:
            yield years.decade(tokens, i)
        if word in ("noon", "midday", "noonish", "midnight", "mid", "half", "quarter"):
            yield clock_times.read(tokens, i)
        if word in ("q", "h"):
            yield years.quarter(tokens, i)
        if word in RELATIVE_DAYS or word in WHICH:
            yield _relative(tokens, i, american=american)


def _prefixed(tokens: Tokens, i: int) -> Part | None:
    """ "mid-1990s", "early 2012", "late July", "the early nineties"."""
    j = i + 2 if tokens.words[i + 1] in DASHES else i + 1
    if tokens.words[j] == "the":
        return None
    word = tokens.words[j]
    if word in MONTHS or word in SHORT_MONTHS:
        part = dates.month_first(tokens, j)
    elif word[:1].isdigit() or word in DECADES or word == "'":
        part = years.decade(tokens, j) or years.century(tokens, j) or years.alone(tokens, j)
    elif word in ORDINALS or word in TENS:
        part = years.century(tokens, j)
    else:
        return None
    return part and part._replace(first=i)


def _relative(tokens: Tokens, i: int, american: bool) -> Part | None:
    """ "yesterday", "last week", "this year", "next Tuesday", "last May"."""
    words = tokens.words
    if words[i] in RELATIVE_DAYS:
        return Part(i, i + 1, Granularity.DAY, relative=words[i])
    following = words[i + 1]
    if following in WEEKDAYS or following in SHORT_WEEKDAYS:
        part = dates.weekday(tokens, i + 1, american=american)
        if part is None or part.day:
            return part and part._replace(first=i)
        return part._replace(first=i, relative=tokens.phrase(i, part.last))
    month, last = month_at(tokens, i + 1)
    if month and following in ("may", "march") and not tokens.is_capital(i + 1):
        return None  # "This may be", "their last march"
    if month:
        part = dates.month_first(tokens, i + 1)
        return part and part._replace(first=i, relative="" if part.year or part.day else tokens.phrase(i, last))
    if following[:1].isdigit():
        part = dates.day_first(tokens, i + 1)
        return part and part._replace(first=i)
    if following in PERIODS or following in SEASONS:
        grain = PERIODS.get(following, Granularity.SEASON)
        return Part(i, i + 2, grain, relative=f"{words[i]} {following}")
    return None


def _shared_start(tokens: Tokens, i: int) -> list[Found]:
    """ "13-14 February 2025", "9 to 12 of June"; "18 and 19 June" is two moments."""
    words = tokens.words
    if words[i] in MONTHS or not (words[i][:1].isdigit() or words[i] in ORDINALS or words[i] in TENS):
        return []
    if len(words[i]) == 4 and words[i].isdecimal():
        return years.period(tokens, i)
    low, j = day_at(tokens, i, cardinal_words=False)
    if not low or words[j] not in LINKS or (tokens.close(i) and words[i - 1] in ("$", "£", "€")):
        return []
    k = j + 2 if words[j + 1] == "the" else j + 1
    high = dates.day_first(tokens, k)
    if high is None or high.month is None or not high.day or high.day == low:
        return []
    start = Part(i, j, Granularity.DAY, high.year, high.month, low)
    if words[j] == "and" and not between(tokens, i):
        return [(start, None), (high, None)]
    return [(start, high)] if low < high.day else []


def _other_day(tokens: Tokens, first: Part) -> Part | None:
    """The 8 of "June 7 and 8", where nothing follows that it could count."""
    words, j = tokens.words, first.last
    if first.grain is not Granularity.DAY or first.relative or first.month is None or words[j] != "and":
        return None
    if between(tokens, first.first) or not words[j - 1].isdecimal() or len(words[j - 1]) > 2:
        return None
    day, last = day_at(tokens, j + 1, cardinal_words=False)
    if not (first.day or 0) < day or (words[last].isalpha() and words[last] not in _AFTER_A_DAY) or tokens.close(j + 1):
        return None
    if words[last] in ("%", ":", "/", "$", *DASHES):
        return None
    return Part(j + 1, last, Granularity.DAY, first.year, first.month, day)


def _shared_end(tokens: Tokens, first: Part) -> Part | None:
    """ "February 13-14, 2025", "April ninth through seventeenth": a bare day that ends the period."""
    words = tokens.words
    j = first.last
    if first.grain is not Granularity.DAY or first.relative or first.month is None or words[j] not in LINKS:
        return None
    if words[j] == "and" and not between(tokens, first.first):
        return None
    if words[j] in DASHES and not (tokens.close(j) and tokens.close(j + 1)) and words[j] != "–":
        return None
    k = j + 2 if words[j + 1] == "the" else j + 1
    day, after = day_at(tokens, k, cardinal_words=False)
    if not day or month_at(tokens, after)[0] or words[after] in ("/", ":", "of") or counts_from(tokens, after):
        return None
    if words[after] in DASHES and tokens.close(after):
        return None
    month, year = first.month, first.year
    if day <= (first.day or 0):
        if words[j] == "to" and words[k] in ORDINALS:
            month = month % 12 + 1
        else:
            return None
    if year is None:
        year, after = dates._year_after(tokens, after)
    return Part(k, after, Granularity.DAY, year or None, month, day)


def _end(tokens: Tokens, first: Part, american: bool) -> Part | None:
    """The date after "to" or a dash, in full or with what it shares with the start left out."""
    words = tokens.words
    j = first.last
    if words[j] not in LINKS or (first.relative and first.month is None):
        return None
    if words[j] == "and" and not between(tokens, first.first):
        return None
    if words[j] == "to" and words[first.first - 1] != "from" and first.grain is Granularity.YEAR:
        return (
            None
            if words[first.first - 1] in ("in", "since", "during")
            else _end_at(tokens, first, j, american=american)
        )
    return _end_at(tokens, first, j, american=american)


def _end_at(tokens: Tokens, first: Part, j: int, american: bool) -> Part | None:
    words = tokens.words
    k, at_end = j + 1, False
    while words[k] in ("the", "in", "this", "next", "of", "up", "to", "end", "start", "beginning"):
        at_end = at_end or words[k] == "end"
        k += 1
        if k > j + 6:
            return None
    if not _may_begin(words[k]):
        return None
    second = _one(tokens, k, linked=True, american=american)
    if second is None or second.relative or second.grain is Granularity.TIME:
        return None
    alike = second.grain is first.grain or (
        first.grain in (Granularity.YEAR, Granularity.MONTH, Granularity.DAY)
        and second.grain in (Granularity.YEAR, Granularity.MONTH, Granularity.DAY)
    )
    if not alike or (first.weekday is not None and first.month is None and second.grain is not Granularity.WEEKDAY):
        return None
    backwards = first.year and second.year and second.year < first.year
    return None if backwards else second._replace(at_end=at_end)


def _completed(tokens: Tokens, first: Part, second: Part) -> Part:
    """The start with the year that is written at the end only: "May to September 2024", "Nov-Feb 2017"."""
    if first.year is None and first.month and second.year and second.month:
        return first._replace(year=second.year - (first.month > second.month))
    return first


def _time_end(tokens: Tokens, first: Part) -> Part | None:
    """ "9am to 5pm", "9am-11am"."""
    words = tokens.words
    j = first.last
    if words[j] not in LINKS or (words[j] == "and" and not between(tokens, first.first)):
        return None
    return clock_times.read(tokens, j + 1) if _may_begin(words[j + 1]) else None


# ---- from parts to moments -------------------------------------------------------------------------------------------
def _moment(tokens: Tokens, first: Part, second: Part | None, published: date | None) -> Moment:
    start, end = tokens.starts[first.first], tokens.ends[(second or first).last - 1]
    until = _single(tokens, second, published) if second else None
    whole = _single(tokens, first, published)
    relation = RELATIONS.get(tokens.words[first.first - 1], "")
    if not relation and tokens.words[first.first - 1] in ("the", "of"):
        for back in (2, 3, 4):
            relation = relation or RELATIONS.get(tokens.words[first.first - back], "")
    timex = whole.timex
    if until and second:
        timex = f"({_first_day(first)},{_first_day(second)})"
        if first.grain is Granularity.TIME:
            timex = f"({whole.timex},{until.timex})"
    before = tokens.words[first.first - 2] if first.first > 1 else ""
    if tokens.words[first.first - 1] == "year" and first.grain is Granularity.YEAR and before not in WHICH:
        start = tokens.starts[first.first - 1]  # "the year 2012": no label with a number
    return replace(
        whole, span=Span(start, end), words=tokens.text[start:end], timex=timex, until=until, relation=relation
    )


def _ended(tokens: Tokens, first: Part) -> Part:
    """The start of a period, which may be "the end of" what is named."""
    words = tokens.words
    return first._replace(at_end=words[first.first - 1] == "of" and words[first.first - 2] == "end")


def _single(tokens: Tokens, part: Part, published: date | None) -> Moment:
    start, end = tokens.starts[part.first], tokens.ends[part.last - 1]
    if part.relative and published:
        part = _resolved(part, published)
    return Moment(
        Span(start, end),
        tokens.text[start:end],
        part.grain,
        _timex(part),
        part.year,
        part.month,
        part.day,
        part.weekday,
        part.hour,
        part.minute,
        relative=part.relative,
        impossible=_impossible(part),
    )


def _timex(part: Part) -> str:
    if part.timex:
        return part.timex
    year = f"{part.year:04}" if part.year is not None else UNKNOWN_YEAR
    if part.hour is not None:
        seconds = f":{part.second:02}" if part.second is not None else ""
        return f"T{part.hour:02}:{part.minute or 0:02}{seconds}"
    if part.day is not None and part.month is not None:
        return f"{year}-{part.month:02}-{part.day:02}"
    if part.month is not None:
        return f"{year}-{part.month:02}"
    if part.weekday is not None:
        return f"{year}-WXX-{part.weekday + 1}"
    return year if part.year is not None else ""


def _first_day(part: Part) -> str:
    """The first day of what is said; of "the end of 2008" the day after it."""
    year, month, day = part.year, part.month or 1, part.day or 1
    if part.grain is Granularity.TIME or (part.month is None and part.year is None):
        return _timex(part)
    if part.at_end and part.day is None:
        if part.month is None:
            year = (year or 0) + 1
        else:
            month = month % 12 + 1
            year = year + 1 if year is not None and month == 1 else year
    return f"{UNKNOWN_YEAR if year is None else format(year, '04')}-{month:02}-{day:02}"


def _impossible(part: Part) -> str:
    """Why there is no such day; "" if there is."""
    if part.day is None or part.month is None:
        return ""
    names = list(MONTHS)
    name = names[part.month - 1].capitalize()
    longest = 29 if part.month == 2 else monthrange(2001, part.month)[1]
    if part.day > longest:
        return f"{name} has {longest} days" if part.month != 2 else "February has 28 or 29 days"
    if part.month == 2 and part.day == 29 and part.year is not None and monthrange(part.year, 2)[1] == 28:
        return f"{part.year} was not a leap year" if part.year < 2100 else f"{part.year} is not a leap year"
    return ""


def _resolved(part: Part, published: date) -> Part:
    """Relative words with the date they mean, told from the day of publication; as they are if no calendar has it."""
    try:
        resolved = _counted_from(part, published)
    except OverflowError:
        return part
    return resolved if resolved.year is None or MINYEAR <= resolved.year <= MAXYEAR else part


def _counted_from(part: Part, published: date) -> Part:
    """The date so many days, weeks, months or years from the day of publication; OverflowError where there is none."""
    which, _, period = part.relative.partition(" ")
    if which in RELATIVE_DAYS:
        day = published + timedelta(days=RELATIVE_DAYS[which])
        return part._replace(year=day.year, month=day.month, day=day.day)
    step = WHICH.get(which, 0)
    if period == "year":
        return part._replace(year=published.year + step)
    if period == "month":
        months = published.year * 12 + published.month - 1 + step
        return part._replace(year=months // 12, month=months % 12 + 1)
    if period == "week":
        monday = published + timedelta(days=7 * step - published.weekday())
        week = monday.isocalendar()
        return part._replace(timex=f"{week.year:04}-W{week.week:02}")
    if period == "night" and step == -1:
        day = published - timedelta(days=1)
        return part._replace(year=day.year, month=day.month, day=day.day)
    if part.month is not None and step:
        later = part.month > published.month if step < 0 else part.month <= published.month
        return part._replace(year=published.year + (step if later else 0))
    return part
