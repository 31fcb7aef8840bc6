"""Dates, periods and clock times: "3 May 2024", "February 13-14, 2025", "since 1990", "the mid-80s", "9.30pm".

`find` reads a whole text, `read` the tokens of one paragraph. A moment has the granularity that is stated and nothing
is guessed: "3 May" has no year, "Tuesday" is a weekday and not yet a date. Relative words ("yesterday", "last week")
are kept as they stand, and resolved only when the publication date is given. A day that does not exist ("30 February")
is kept and says so.

Of a period the moment's fields are its start's and `until` is its end; `timex` is "(start,end)" with both written to the
day, where an end written as a whole period stands for that period's first day ("2003 to 2006" is
"(2003-01-01,2006-01-01)"), as TIMEX readers do. Decades, quarters and halves of a year are written so as well, with the
first day after them as the end.

To add a month's short form, a season, a feast or a link between two dates, see the tables at the top.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from checks.figures.tokens import DASHES, Tokens
from checks.model import Granularity, Moment, Span

MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12,
}  # fmt: skip
SHORT_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11,
    "dec": 12,
}  # fmt: skip
WEEKDAYS = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
    "mondays": 0, "tuesdays": 1, "wednesdays": 2, "thursdays": 3, "fridays": 4, "saturdays": 5, "sundays": 6,
}  # fmt: skip
SHORT_WEEKDAYS = {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
FEASTS = {  # those with a fixed day
    ("christmas", "day"): (12, 25), ("christmas", "eve"): (12, 24), ("boxing", "day"): (12, 26), ("christmas",): (12, 25),
    ("new", "year's", "day"): (1, 1), ("new", "year's", "eve"): (12, 31), ("halloween",): (10, 31),
    ("valentine's", "day"): (2, 14), ("st", "patrick's", "day"): (3, 17), ("st", "george's", "day"): (4, 23),
    ("bonfire", "night"): (11, 5), ("armistice", "day"): (11, 11), ("april", "fools'", "day"): (4, 1),
    ("may", "day"): (5, 1), ("burns", "night"): (1, 25), ("earth", "day"): (4, 22),
    ("international", "workers", "'", "day"): (5, 1), ("international", "women's", "day"): (3, 8),
}  # fmt: skip
_FEASTS_BY_FIRST = {words[0]: [] for words in FEASTS}  # type: dict[str, list[tuple[tuple[str, ...], tuple[int, int]]]]
for _phrase, _when in FEASTS.items():
    _FEASTS_BY_FIRST[_phrase[0]].append((_phrase, _when))
DECADES = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90}  # fmt: skip
RELATIVE_DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}


def _words(spaced: str) -> frozenset[str]:
    return frozenset(spaced.split())


PERIODS = frozenset(("week", "month", "year", "weekend", "decade", "night", "quarter", "century", "season"))
WHICH = {"last": -1, "this": 0, "next": 1}
RELATIONS = {
    "since": "since", "until": "until", "till": "until", "before": "before", "after": "after", "by": "by",
    "from": "from", "during": "during",
}  # fmt: skip
PARTS_OF_DAY = {"morning": "am", "afternoon": "pm", "evening": "pm", "night": "pm"}
ZONES_OF_TIME = _words("""
    gmt bst utc est edt et cst cdt ct mst mdt mt pst pdt pt cet cest ist aest aedt eat msk jst hkt local
    """)

_ONES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
_SMALL = _ONES | _TEENS

_LINKS = frozenset(("to", "until", "till", "through", "thru", "~", "and")) | DASHES
_TIME_WORDS = _words("""
    in since until till by last next early late mid during before after from between of through to this circa c
    year on for around about starting ending
    """)
_MONTH_CUES = _words("""
    in since until till last next by mid early late this of between through to from during before after
    """)
_FIRM_YEAR_CUES = _words("""
    in since during until till year summer winter spring autumn early late mid circa
    """)
_YEAR_CUES = _FIRM_YEAR_CUES | _words("by from before after between to through for")
_COUNTING = frozenset(  # what stands before a number that counts
    [
        "nearly",
        "almost",
        "over",
        "some",
        "roughly",
        "approximately",
        "than",
        "least",
        "most",
        "exactly",
        "only",
        "another",
        "additional",
        "extra",
        "top",
        "under",
        "least",
        "estimated",
        "at",
        "no",
        "number",
        "nos",
        "flight",
        "room",
        "page",
        "model",
        "route",
        "highway",
        "section",
        "form",
        "channel",
        "suite",
        "apartment",
        "boeing",
        "lot",
        "rs",
        "usd",
        "eur",
        "gbp",
        "inr",
        "unit",
        "pop",
    ]
)
_RISES = _words("""
    rose risen rise fell fallen fall climbed climb dropped drop jumped up down increased grew grown cut
    """)
_DETERMINERS = _words("the a an his her its their our my your this that 's s")
_COUNTED = _words("""
    people men women children percent per pc million billion trillion thousand hundred m km mi ft kg lb lbs g mg
    ml cm mm mph kph sq square cubic pounds dollars euros metres meters miles feet tonnes tons points jobs
    workers staff troops soldiers police homes houses words pages copies calories hours rpm mah hp bhp kw mw gw
    mhz hz ppm degrees young new other more additional foreign local british american
    """)
_NO_NOUNS = frozenset(  # words in -s that are no plural nouns
    [
        "was",
        "is",
        "has",
        "his",
        "its",
        "this",
        "us",
        "as",
        "plus",
        "perhaps",
        "always",
        "unless",
        "versus",
        "across",
        "less",
        "towards",
        "does",
        "besides",
        "afterwards",
        "sometimes",
        "thus",
        "yes",
        "vs",
        "campus",
        "census",
        "crisis",
        "process",
        "business",
        "access",
        "success",
        "congress",
        "press",
        "class",
        "loss",
        "boss",
        "olympics",
        "news",
        "series",
        "politics",
        "elections",
        "games",
        "championships",
        "finals",
        "playoffs",
        "awards",
        "protests",
        "riots",
        "attacks",
        "floods",
    ]
)
_AFTER_A_MONTH = _words("to and or until this last next in at on the when as because for if with by of")
_CENTURY_WORD = frozenset(("century", "centuries"))
_PIVOT = 40  # two-digit years from here on belong to the last century
_UNKNOWN_YEAR = "XXXX"


class _Part(NamedTuple):
    """What one stretch of tokens says: `first` to `last`, exclusive."""

    first: int
    last: int
    grain: Granularity
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    timex: str = ""  # where it does not follow from the fields
    relative: str = ""
    at_end: bool = False  # "the end of 2008"


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
    reader = _Reader(tokens, locale)
    cursor = 0
    for i in range(tokens.count):
        if i >= cursor and _may_begin(reader.words[i]):
            for first, second in reader.at(i, cursor):
                yield _moment(tokens, _ended(tokens, first) if second else first, second, published)
                cursor = (second or first).last


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.splitlines(keepends=True):
        if not line.isspace():
            yield Span(start, start + len(line))
        start += len(line)


_FIRST_WORDS = (
    MONTHS.keys()
    | SHORT_MONTHS.keys()
    | WEEKDAYS.keys()
    | SHORT_WEEKDAYS.keys()
    | SEASONS.keys()
    | _FEASTS_BY_FIRST.keys()
    | DECADES.keys()
    | RELATIVE_DAYS.keys()
    | WHICH.keys()
    | _ORDINALS.keys()
    | _SMALL.keys()
    | _TENS.keys()
    | _words("noon midday midnight noonish mid half quarter q h early late")
)


_OWNERS = MONTHS.keys() | WEEKDAYS.keys() | RELATIVE_DAYS.keys()


def _owned(word: str) -> str:
    """ "Friday's" as "friday": what a day owns is dated by it."""
    return word[:-2] if word.endswith("'s") and word[:-2] in _OWNERS else word


def _may_begin(word: str) -> bool:
    return word in _FIRST_WORDS or word[:1].isdigit()


class _Reader:
    """Reads the moments of one paragraph's tokens."""

    __slots__ = ("month_first", "tokens", "words")

    def __init__(self, tokens: Tokens, locale: str) -> None:
        self.tokens = tokens
        self.words = [_owned(word) for word in tokens.words]
        self.month_first = locale == "en-US"

    # -- what begins at a token ----------------------------------------------------------------------------------------
    def at(self, i: int, cursor: int) -> Iterator[tuple[_Part, _Part | None]]:
        """Moments that begin at token `i`, as (moment, None), or (start, end) of a period."""
        opened = self._shared_start(i)
        if opened:
            yield from opened
            return
        first = self._one(i)
        if first is None:
            return
        if first.grain is Granularity.TIME:
            yield first, self._time_end(first)
            return
        shared = self._shared_end(first)
        if shared:
            yield first._replace(year=first.year or shared.year), shared
            return
        second = self._end(first)
        if second is None:
            yield first, None
            return
        yield self._completed(first, second), second

    def _one(self, i: int, linked: bool = False) -> _Part | None:
        """The longest single moment that begins at `i`; `linked`: it ends a period, so that a date is expected."""
        found = [part for part in self._proposals(i, linked) if part is not None]
        return max(found, key=lambda part: part.last, default=None)

    def _proposals(self, i: int, linked: bool) -> Iterator[_Part | None]:
        words = self.words
        word = words[i]
        if word in MONTHS or word in SHORT_MONTHS:
            yield self._month_first(i)
            if word in _FEASTS_BY_FIRST:
                yield self._feast(i)
        elif word[:1].isdigit():
            yield self._numeric(i, linked)
            yield self._day_first(i)
            yield self._clock(i)
            yield self._year_first(i)
            yield self._decade(i)
            yield self._quarter(i)
            yield self._century(i)
        elif word in WEEKDAYS or word in SHORT_WEEKDAYS:
            yield self._weekday(i)
        elif word in ("mid", "early", "late"):
            yield self._prefixed(i)
        else:
            if word in _ORDINALS or word in _TENS or word in _SMALL:
                yield self._day_first(i)
                yield self._clock(i)
                yield self._year_alone(i)
                yield self._quarter(i)
                yield self._century(i)
            if word in SEASONS:
                yield self._season(i)
            if word in _FEASTS_BY_FIRST:
                yield self._feast(i)
            if word in DECADES:
                yield self._decade(i)
            if word in ("noon", "midday", "noonish", "midnight", "mid", "half", "quarter"):
                yield self._clock(i)
            if word in ("q", "h"):
                yield self._quarter(i)
            if word in RELATIVE_DAYS or word in WHICH:
                yield self._relative(i)

    # -- numbers -------------------------------------------------------------------------------------------------------
    def _small(self, i: int) -> tuple[int, int]:
        """A number below 100 in digits or words: (value, next token), (-1, i) if there is none."""
        word = self.words[i]
        if word.isdecimal() and len(word) <= 2:
            return int(word), i + 1
        if word in _SMALL:
            return _SMALL[word], i + 1
        if word in _TENS:
            j = i + 2 if self.words[i + 1] in DASHES else i + 1
            if self.words[j] in _ONES:
                return _TENS[word] + _ONES[self.words[j]], j + 1
            return _TENS[word], i + 1
        return -1, i

    def _day(self, i: int, cardinal_words: bool = True) -> tuple[int, int]:
        """A day of the month, "3", "3rd", "third", "twenty-third": (day, next token), (0, i) if there is none."""
        words = self.words
        word = words[i]
        if word.isdecimal() and len(word) <= 2:
            day, j = int(word), i + 1
            if words[j] in ("st", "nd", "rd", "th") and self.tokens.close(j):
                j += 1
            elif self.tokens.close(j) and words[j].isalpha():
                return 0, i  # "3h"
            return (day, j) if 1 <= day <= 31 else (0, i)
        if word in _ORDINALS:
            return _ORDINALS[word], i + 1
        if word in ("twenty", "thirty"):
            j = i + 2 if words[i + 1] in DASHES else i + 1
            if _ORDINALS.get(words[j], 10) < 10:
                day = _TENS[word] + _ORDINALS[words[j]]
                return (day, j + 1) if day <= 31 else (0, i)
        if cardinal_words:
            day, j = self._small(i)
            return (day, j) if 1 <= day <= 31 else (0, i)
        return 0, i

    def _month(self, i: int) -> tuple[int, int]:
        """A month's name, with the full stop of a short one: (month, next token), (0, i) if there is none."""
        word = self.words[i]
        month = MONTHS.get(word)
        if month:
            return month, i + 1
        month = SHORT_MONTHS.get(word, 0)
        if month and self.words[i + 1] == "." and self.tokens.close(i + 1):
            return month, i + 2
        return month, (i + 1 if month else i)

    def _year(self, i: int, short: bool = False) -> tuple[int, int]:
        """A year beside a month or day, where nothing else is meant: (year, next token), (0, i) if there is none."""
        word = self.words[i]
        if word.isdecimal() and len(word) == 4 and "1000" <= word < "2200":
            return (0, i) if self._glued_after(i) else (int(word), i + 1)
        if word in ("'", "’", "‘") and len(self.words[i + 1]) == 2 and self.words[i + 1].isdecimal():
            return _century_of(int(self.words[i + 1])), i + 2
        if short and len(word) == 2 and word.isdecimal() and not self._glued_after(i):
            return _century_of(int(word)), i + 1
        return self._year_in_words(i)

    def _year_in_words(self, i: int) -> tuple[int, int]:
        """ "nineteen eighty-four", "two thousand and five", "seventeen hundred and six"."""
        words = self.words
        if words[i] == "two" and words[i + 1] == "thousand":
            j = i + 3 if words[i + 2] == "and" else i + 2
            rest, last = self._small(j)
            return (2000 + rest, last) if rest > 0 else (2000, i + 2)
        century, j = self._small(i)
        if not (10 <= century <= 20) or words[i].isdecimal():
            return 0, i
        if words[j] == "hundred":
            k = j + 2 if words[j + 1] == "and" else j + 1
            rest, last = self._small(k)
            return (century * 100 + rest, last) if rest > 0 else (century * 100, j + 1)
        rest, last = self._small(j)
        return (century * 100 + rest, last) if rest >= 10 and not words[j].isdecimal() else (0, i)

    def _glued_after(self, i: int) -> bool:
        """Does a letter, a digit or a sign of a unit follow token `i` without a space?"""
        j = i + 1
        return self.tokens.close(j) and (self.words[j].isalnum() or self.words[j] in ("%", "°", "$", "£", "€"))

    def _counts(self, i: int) -> bool:
        """Does the noun begin at token `i` that a number before it would count?"""
        word = self.words[i]
        if word in _COUNTED or word == "%":
            return True
        if not word.isalpha() or self.tokens.is_capital(i):
            return False
        return word.endswith("s") and len(word) > 3 and not word.endswith("ss") and word not in _NO_NOUNS

    # -- dates ---------------------------------------------------------------------------------------------------------
    def _month_first(self, i: int) -> _Part | None:
        """ "May 3, 2024", "May 2024", "Feb. 29", "March"."""
        words = self.words
        month, j = self._month(i)
        joined = words[j] in DASHES or words[j] == "/"
        if words[j] == "," or (joined and self.tokens.close(j)) or (words[j] == "of" and not words[j + 1].isalpha()):
            k = j + 1
        else:
            k = j
        day, after = self._day(
            k + 1 if words[k] == "the" else k, cardinal_words=words[i] != "may" or self.tokens.is_capital(i)
        )
        if k != j and words[j] == "," and day and words[after - 1] not in ("st", "nd", "rd", "th"):
            day = 0  # "in May, 12 people"
        if day and joined and words[after] in DASHES and words[after + 1].isdecimal() and len(words[after + 1]) == 4:
            return self._date(i, after + 2, day, month, int(words[after + 1]))
        if day and not self._is_time_or_count(i, k, after):
            year, last = self._year_after(after)
            return self._date(i, last, day, month, year or None)
        year, last = self._year_after(j, month_only=True)
        if year:
            if words[last] in DASHES and self.tokens.close(last) and self.tokens.close(last + 1):
                day, after = self._day(last + 1)
                if day and len(words[last + 1]) <= 2 and joined:
                    return self._date(i, after, day, month, year)
            return _Part(i, last, Granularity.MONTH, year, month)
        return _Part(i, j, Granularity.MONTH, month=month) if self._is_month(i, j) else None

    def _is_time_or_count(self, i: int, k: int, after: int) -> bool:
        """Is the number after a month's name no day: "in March 20 people", "in May 9:30"?"""
        words = self.words
        if words[after] == ":" and self.tokens.close(after) and words[after + 1].isdecimal():
            return True
        if words[after] in ("%", "per", "percent", "million", "billion", "am", "pm"):
            return True
        ordinal = not words[after - 1].isdecimal() and words[k].isdecimal()
        return not ordinal and words[i - 1] != "on" and self._counts(after)

    def _day_first(self, i: int) -> _Part | None:
        """ "3 May 2024", "the 12th of May", "05-Aug-2016", "third day of September"."""
        words = self.words
        day, j = self._day(i)
        if not day or words[i - 1] in ("$", "£", "€") or (self.tokens.close(i) and words[i - 1] in (".", ",")):
            return None
        if words[j] == "day" and words[j + 1] == "of":
            j += 1
        if words[j] == "of" or ((words[j] in DASHES or words[j] == "/") and self.tokens.close(j)):
            j += 1
            if words[j] == "the":
                return None
        year = 0
        if words[j].isdecimal() and len(words[j]) == 4 and words[j + 1] in DASHES:  # "23-2020-September"
            year, j = int(words[j]), j + 2
        month, after = self._month(j)
        if not month:
            return None
        if (
            words[j] in ("may", "march", "mar")
            and not self.tokens.is_capital(j)
            and words[i].isalpha()
            and words[j - 1] != "of"
        ):
            return None  # "the second may", "one may"
        if words[after] in ("'s", "'"):
            return None
        if not year:
            year, after = self._year_after(after)
        return self._date(i, after, day, month, year or None)

    def _year_after(self, j: int, month_only: bool = False) -> tuple[int, int]:
        """A year that follows a date, over a comma, "of", "in" or a mark: (year, next token), (0, j) if none."""
        words = self.words
        k = j
        if words[k] in (",", "of", "in", "/") or (words[k] in DASHES and self.tokens.close(k)):
            k += 1
        short = words[j] == "of" or (words[j] == "/" and not month_only)
        year, last = self._year(k, short=short)
        if not year or words[last] == "%":
            return 0, j
        if words[k].isdecimal() and len(words[k]) == 4 and words[j] != "of" and self._counts(last):
            # "In May 2000 people left": a count only where it cannot be a year of our time
            if not 1900 <= year <= 2059:
                return 0, j
        return year, last

    def _date(self, i: int, last: int, day: int, month: int, year: int | None) -> _Part:
        return _Part(i, last, Granularity.DAY, year, month, day)

    def _numeric(self, i: int, linked: bool = False) -> _Part | None:
        """ "2024-05-03", "3/5/2024", "22.04.2019", "2015-12", "22/Jan/2019", and "5/12" where a date is expected."""
        words, close = self.words, self.tokens.close
        word = words[i]
        if close(i) and not linked:
            if words[i - 1] in ("$", "£", "€", "/") or (words[i - 1] in DASHES and words[i - 2][:1].isdigit()):
                return None
        if len(word) == 8 and word.isdecimal() and word[:2] in ("19", "20"):
            return self._if_valid(i, i + 1, int(word[:4]), int(word[4:6]), int(word[6:]))
        if "." in word:
            return self._dotted_date(i)
        if not word.isdecimal() or len(word) not in (1, 2, 4):
            return None
        mark = words[i + 1]
        if not (mark == "/" or mark in DASHES) or not close(i + 1) or not close(i + 2):
            return None
        middle = words[i + 2]
        if len(word) == 4:
            return self._year_month_day(i, int(word), mark)
        if middle.isdecimal() and len(middle) == 4 and 1 <= int(word) <= 12 and "1900" <= middle < "2100":
            return _Part(i, i + 3, Granularity.MONTH, int(middle), int(word))  # 12-2015
        if not middle.isdecimal() or len(middle) > 2:
            return None
        if words[i + 3] == mark and close(i + 3) and close(i + 4) and words[i + 4].isdecimal():
            tail = words[i + 4]
            if len(tail) in (2, 4) and not self._glued_after(i + 4) and (len(tail) == 4 or mark == "/"):
                year = int(tail) if len(tail) == 4 else _century_of(int(tail))
                return self._by_locale(i, i + 5, int(word), int(middle), year)
            return None
        if self._glued_after(i + 2) or not (self._date_expected(i) or (linked and mark == "/")):
            return None
        year, last = self._year_after(i + 3) if words[i + 3] == "," else (0, i + 3)
        return self._by_locale(i, last, int(word), int(middle), year or None)

    def _year_month_day(self, i: int, year: int, mark: str) -> _Part | None:
        words, close = self.words, self.tokens.close
        if not 1000 <= year < 2200:
            return None
        middle = words[i + 2]
        month, named = self._month(i + 2)
        if middle.isdecimal() and len(middle) <= 2 and words[i + 3] == mark and close(i + 3) and close(i + 4):
            tail, tail_month = words[i + 4], self._month(i + 4)[0]
            if tail.isdecimal() and len(tail) <= 2:
                return self._if_valid(i, i + 5, year, int(middle), int(tail))
            if tail_month:
                return self._if_valid(i, i + 5, year, tail_month, int(middle))
            return None
        if month and words[named] == mark and close(named) and close(named + 1):
            day, last = self._day(named + 1)
            return self._if_valid(i, last, year, month, day) if day else None
        if month:
            return _Part(i, named, Granularity.MONTH, year, month)
        short = middle.isdecimal() and len(middle) <= 2 and 1 <= int(middle) <= 12
        if short and mark in DASHES and (year + 1) % 100 != int(middle) and not self._glued_after(i + 2):
            if len(middle) == 2 and int(middle) > year % 100:
                return None  # "2001-05" may be a span of years
            return _Part(i, i + 3, Granularity.MONTH, year, int(middle))
        return None

    def _dotted_date(self, i: int) -> _Part | None:
        """22.04.2019, and 5.12 after a weekday."""
        numbers = self.words[i].split(".")
        if not all(number.isdecimal() for number in numbers):
            return None
        if len(numbers) == 3 and len(numbers[2]) in (2, 4) and max(len(numbers[0]), len(numbers[1])) <= 2:
            year = int(numbers[2]) if len(numbers[2]) == 4 else _century_of(int(numbers[2]))
            return self._by_locale(i, i + 1, int(numbers[0]), int(numbers[1]), year) if 1900 <= year < 2100 else None
        if len(numbers) == 2 and len(numbers[0]) <= 2 and len(numbers[1]) <= 2 and self._weekday_before(i):
            return self._by_locale(i, i + 1, int(numbers[0]), int(numbers[1]), None)
        return None

    def _weekday_before(self, i: int) -> bool:
        return self.words[i - 1] in WEEKDAYS or self.words[i - 1] in SHORT_WEEKDAYS

    def _date_expected(self, i: int) -> bool:
        """Would a date, rather than a fraction or a score, stand at token `i`?"""
        before = self.words[i - 1]
        slash = self.words[i + 1] == "/"
        if self._weekday_before(i):
            return True
        if before in ("on", "until", "till", "since", "by", "before", "after"):
            return slash
        if not slash:
            return False
        if self.words[i + 3] in _LINKS and self.words[i + 5] == "/":
            return before in ("from", "between") or self.words[i + 7] == "/"  # 9/3-9/8/2021
        if before in (",", "or", "and") and self.words[i - 3] == "/":
            return self._date_expected(i - 4)  # on 4/17, 4/19 or 4/23
        return False

    def _by_locale(self, i: int, last: int, one: int, two: int, year: int | None) -> _Part | None:
        month, day = (one, two) if (self.month_first and one <= 12) or two > 12 else (two, one)
        return self._if_valid(i, last, year, month, day)

    def _if_valid(self, i: int, last: int, year: int | None, month: int, day: int) -> _Part | None:
        """Numerals are a date only if they can be one; "30/2/2024" is kept, since its month and day can be."""
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return None
        return _Part(i, last, Granularity.DAY, year, month, day)

    def _weekday(self, i: int) -> _Part | None:
        """ "Tuesday", "Tuesday 3 May", "Tue May 9", "Friday 2018-7-6", "Friday (June 15)"."""
        words = self.words
        weekday = WEEKDAYS.get(words[i], SHORT_WEEKDAYS.get(words[i], 0))
        short = words[i] in SHORT_WEEKDAYS
        j = i + 1
        if short and words[j] == ".":
            j += 1
        bracket = words[j] == "("
        if words[j] in (",", "(") or (words[j] in DASHES and self.tokens.close(j)):
            j += 1
        if words[j] in ("the", "on"):
            j += 1
        if words[j] in ("morning", "afternoon", "evening", "night") and words[j + 1] == ",":
            j += 2
        for proposal in (self._month_first, self._day_first, self._numeric):
            if (words[j] in MONTHS or words[j] in SHORT_MONTHS) is (proposal == self._month_first):
                dated = proposal(j)
                if dated and dated.day:
                    last = dated.last + (bracket and words[dated.last] == ")")
                    return dated._replace(first=i, last=last, weekday=weekday)
        if short or (words[i] in WEEKDAYS and not self.tokens.is_capital(i) and words[i][-2:] == "ys"):
            return None
        return _Part(i, i + 1, Granularity.WEEKDAY, weekday=weekday)

    def _is_month(self, i: int, j: int) -> bool:
        """Is the month's name at token `i`, with no day or year beside it, a month and not a verb or a person?"""
        words, capital = self.words, self.tokens.is_capital(i)
        word = words[i]
        linked = ((words[j] in _LINKS and words[j] != "and") or (words[j] == "and" and self._cued(i))) and bool(
            self._month(j + 1)[0]
        )
        linked = linked or (words[i - 1] in _LINKS and self._month(i - 2)[0] > 0)
        if word in ("may", "march") or word in SHORT_MONTHS:
            if word == "march" and words[j] in ("on", "in", "from", "to", "against", "for", "past", "through", "by"):
                return capital and (
                    linked or words[i - 1] in ("in", "last", "next", "since", "until", "by", "late", "early")
                )
            return linked or self._cued(i)
        if word in ("april", "june", "august"):
            surname = capital and self.tokens.is_capital(j) and words[j].isalpha() and not self._cued(i)
            return not surname and (capital or self._cued(i) or linked)
        return True

    def _cued(self, i: int) -> bool:
        before = self.words[i - 1]
        if (
            before in ("before", "after", "by", "from", "of")
            and self.tokens.is_capital(i)
            and self.words[i] in ("may", "march")
        ):
            return not self.words[i + 1].isalpha() or self.words[i + 1] in _AFTER_A_MONTH  # not "after May resigned"
        if before in DASHES:
            before = self.words[i - 2] if self.words[i - 2] == "mid" else before
        return before in _MONTH_CUES or (before == "the" and self.words[i - 2] in _MONTH_CUES)

    def _prefixed(self, i: int) -> _Part | None:
        """ "mid-1990s", "early 2012", "late July", "the early nineties"."""
        j = i + 2 if self.words[i + 1] in DASHES else i + 1
        if self.words[j] == "the":
            return None
        word = self.words[j]
        if word in MONTHS or word in SHORT_MONTHS:
            part = self._month_first(j)
        elif word[:1].isdigit() or word in DECADES or word == "'":
            part = self._decade(j) or self._century(j) or self._year_alone(j)
        elif word in _ORDINALS or word in _TENS:
            part = self._century(j)
        else:
            return None
        return part and part._replace(first=i)

    def _season(self, i: int) -> _Part | None:
        """ "summer 2012", "the spring of 1998"; a bare "spring" is no moment."""
        j = i + 2 if self.words[i + 1] in ("of", ",") else i + 1
        year, last = self._year(j)
        if not year or not 1000 <= year < 2200:
            return None
        if self.words[last] in ("/", *DASHES) and self.tokens.close(last) and len(self.words[last + 1]) == 2:
            last += 2  # winter 2019/20
        return _Part(i, last, Granularity.SEASON, year, timex=f"{year:04}-{SEASONS[self.words[i]]}")

    def _feast(self, i: int) -> _Part | None:
        for words, (month, day) in _FEASTS_BY_FIRST[self.words[i]]:
            last = i + len(words)
            if tuple(self.words[i:last]) == words and (len(words) > 1 or self.tokens.is_capital(i)):
                if len(words) == 1 and self.words[i - 1] not in ("on", "at", "by", "before", "after", "since", "until"):
                    continue
                year, after = self._year(last)
                return _Part(i, after if year else last, Granularity.DAY, year or None, month, day)
        return None

    # -- years and longer ----------------------------------------------------------------------------------------------
    def _year_first(self, i: int) -> _Part | None:
        """ "2017 april", "2016 10 16", or the year alone."""
        words = self.words
        if len(words[i]) == 4 and words[i].isdecimal() and "1000" <= words[i] < "2200":
            month, last = self._month(i + 1)
            if month and words[i - 1] in ("in", "since", "until", "by", "") and not self._day(last)[0]:
                return _Part(i, last, Granularity.MONTH, int(words[i]), month)
            if all(len(word) == 2 and word.isdecimal() for word in words[i + 1 : i + 3]):
                dated = self._if_valid(i, i + 3, int(words[i]), int(words[i + 1]), int(words[i + 2]))
                if dated and words[i - 1] in ("on", "since", "until", "by"):
                    return dated
        return self._year_alone(i)

    def _year_alone(self, i: int) -> _Part | None:
        words = self.words
        if not words[i].isdecimal():
            if words[i - 1] not in _FIRM_YEAR_CUES:
                return None
            year, last = self._year_in_words(i)
            if not year or year % 100 == 0 or self._counts(last):
                return None
            return _Part(i, last, Granularity.YEAR, year)
        if len(words[i]) != 4 or not "1000" <= words[i] < "2200" or not self._is_year(i):
            return None
        return _Part(i, i + 1, Granularity.YEAR, int(words[i]))

    def _is_year(self, i: int) -> bool:
        """Is the four-digit number at token `i` a year and not a count, a price or a code?"""
        words, close = self.words, self.tokens.close
        year, before, after = int(words[i]), words[i - 1], words[i + 1]
        if (
            self._glued_after(i)
            or after in ("%", "percent")
            or (before in ("$", "£", "€", "¥", "#", "+", "-") and close(i))
        ):
            return before in DASHES and words[i - 2].isalpha() and close(i - 1) and not self._glued_after(i)
        if close(i) and (before.isalnum() or before in ("/", ":", "@", "_", ".") or before in DASHES):
            return False
        if after in DASHES and close(i + 1) and words[i + 2].isdecimal() and len(words[i + 2]) not in (2, 4):
            return False  # a telephone number
        recent = 1900 <= year <= 2059
        if before in _COUNTING:
            return words[i - 2] in ("later", "earlier", "older", "newer") or "year" in words[max(0, i - 5) : i]
        if before == "to" and words[i - 2] in _RISES:
            return False
        if self._counts(i + 1):
            if before in _FIRM_YEAR_CUES:
                return recent
            return before in _DETERMINERS and recent and after not in _COUNTED
        if before in ("about", "around", "up", "more"):
            return recent and not words[i + 1].isalpha()
        if recent:
            return True
        if before in _YEAR_CUES and (before not in ("for", "to") or self._year_behind(i)):
            return before in _FIRM_YEAR_CUES or year < 2060 or before == "by"
        if after in ("ad", "ce", "bc") or (before in ("(", "and") and (before == "(" or self._year_behind(i))):
            return True
        if before in _DETERMINERS:
            return after.isalpha() and not self.tokens.is_capital(i + 1) and after not in _COUNTED and year < 2060
        if after in DASHES and close(i + 1) and words[i + 2].isdecimal():
            return len(words[i + 2]) == 4 and year < int(words[i + 2]) < 2100
        return False

    def _year_behind(self, i: int) -> bool:
        behind = self.words[i - 2]
        return len(behind) == 4 and behind.isdecimal() and "1000" <= behind < "2200" and behind < self.words[i]

    def _decade(self, i: int) -> _Part | None:
        """ "1990s", "'90s", "the nineties", "mid-80s"; "in her 80s" is an age."""
        words = self.words
        word = words[i]
        apart = words[i + 1] in ("'", "’") and words[i + 2] == "s"
        last = i + 3 if apart else i + 2
        ends = words[i + 1] == "s" or apart
        if word.isdecimal() and len(word) == 4 and ends and word[3] == "0" and "1000" <= word < "2100":
            if not self.tokens.close(i + 1) and not (words[last] in (".", ",", "") or words[i - 1] == "in"):
                return None
            start = int(word)
            if word[2] == "0" and word[3] == "0" and start != 2000:
                return _Part(i, last, Granularity.DECADE, start, timex=f"({start:04}-01-01,{start + 100:04}-01-01)")
            return self._tens(i, last, start)
        own = words[i - 1] in ("his", "her", "their", "my", "your", "our") or words[i - 2] in ("his", "her", "their")
        if own or words[i - 2] in ("temperatures", "highs", "lows"):
            return None
        if word in DECADES:
            era = words[i - 1] in ("the", "early", "late", "mid", "-") or words[i - 2] in ("the", "mid")
            return self._tens(i, i + 1, 1900 + DECADES[word]) if era else None
        if len(word) == 2 and word.isdecimal() and word[1] == "0" and ends and self.tokens.close(i + 1):
            marked = words[i - 1] in ("'", "’", "‘") and self.tokens.close(i)
            era = words[i - 1] in ("the", "early", "late") or (words[i - 1] in DASHES and words[i - 2] == "mid")
            if marked or (era and word >= "20"):
                return self._tens(i, last, 1900 + int(word) if word >= "20" else 2000 + int(word))
        return None

    def _tens(self, i: int, last: int, year: int) -> _Part:
        return _Part(i, last, Granularity.DECADE, year, timex=f"({year:04}-01-01,{year + 10:04}-01-01)")

    def _century(self, i: int) -> _Part | None:
        """ "the 19th century", "the seventeenth and eighteenth centuries"."""
        words = self.words
        number, j = self._day(i, cardinal_words=False)
        if not number or (words[j - 1].isdecimal()):
            return None
        j += words[j] in DASHES
        if words[j] not in _CENTURY_WORD:
            return None
        return _Part(i, j + 1, Granularity.DECADE, timex=f"{number - 1:02}XX")

    def _quarter(self, i: int) -> _Part | None:
        """ "Q1 2019", "2017-q1", "the third quarter of 2018", "2019 H2", "first half of 2020"."""
        words = self.words
        year, size, number, last = 0, 0, 0, i
        if len(words[i]) == 4 and words[i].isdecimal() and "1900" <= words[i] < "2100":
            j = i + 2 if words[i + 1] in DASHES else i + 1
            year = int(words[i])
            size, number, last = self._quarter_code(j)
            if not size and words[j] in _ORDINALS:
                size, number, last = self._quarter_words(j)
            if not size:
                return None
        else:
            size, number, last = self._quarter_code(i)
            if not size:
                size, number, last = self._quarter_words(i)
            if not size:
                return None
            j = last + 1 if words[last] in ("of", "in") or words[last] in DASHES or words[last] == "/" else last
            if words[j] == "the":
                j += 1
            year, after = self._year(j)
            if year:
                last = after
            elif words[j] in ("year", "fiscal") and words[last] == "of":
                last = j + 1
            elif words[i] not in ("q", "h") and words[i - 1] not in ("the", "its", "in", "for"):
                return None
        if not 1 <= number <= 12 // size:
            return None
        start = 1 + (number - 1) * size
        return _Part(i, last, Granularity.MONTH, year or None, start, timex=_months(year or None, start, size))

    def _quarter_code(self, i: int) -> tuple[int, int, int]:
        """ "q1": (months in it, which, next token), zeros if there is none."""
        words = self.words
        if words[i] in ("q", "h") and self.tokens.close(i + 1) and words[i + 1] in ("1", "2", "3", "4"):
            return (3 if words[i] == "q" else 6), int(words[i + 1]), i + 2
        return 0, 0, i

    def _quarter_words(self, i: int) -> tuple[int, int, int]:
        words = self.words
        number, j = self._day(i, cardinal_words=False)
        if not number or words[j - 1].isdecimal():
            return 0, 0, i
        j += words[j] in DASHES
        if words[j] == "quarter" and words[j + 1] not in DASHES:
            return 3, number, j + 1
        if words[j] == "half" and words[j + 1] == "of" and (self._year(j + 2)[0] or words[j + 3] == "year"):
            return 6, number, j + 1
        return 0, 0, i

    # -- clock times ---------------------------------------------------------------------------------------------------
    def _clock(self, i: int) -> _Part | None:
        """ "9.30pm", "7:56:30 am", "19:00 GMT", "0900 GMT", "noon", "half past seven", "9 in the morning"."""
        words = self.words
        word = words[i]
        if word in ("noon", "midday", "noonish"):
            return _Part(i, i + 1, Granularity.TIME, hour=12, minute=0)
        if word == "midnight":
            return _Part(i, i + 1, Granularity.TIME, hour=0, minute=0)
        past = self._past_or_to(i)
        if past:
            return past
        hour, minute, second, j = self._hours(i)
        if hour < 0:
            return None
        half, after = self._half_of_day(j)
        if half:
            if hour > 12 or (hour == 0 and half == "pm"):
                return None
            return _Part(i, after, Granularity.TIME, hour=_on_24(hour, half), minute=minute, second=second)
        if words[j] == "noon" and hour == 12:
            return _Part(i, j + 1, Granularity.TIME, hour=12, minute=0)
        if words[j] in ("o'clock", "oclock"):
            half, after = self._half_of_day(j + 1)
            return _Part(i, after if half else j + 1, Granularity.TIME, hour=_on_24(hour, half), minute=minute)
        if words[j] == "ish" and self.tokens.close(j):
            return _Part(i, j + 1, Granularity.TIME, hour=hour, minute=minute)
        if not self._is_clock(i, j):
            return None
        last = j + 1 if words[j] in ZONES_OF_TIME else j + 2 if words[j] in ("hours", "hrs") else j
        return _Part(
            i,
            min(last, j + 1) if words[j] in ZONES_OF_TIME or last > j else j,
            Granularity.TIME,
            hour=hour,
            minute=minute,
            second=second,
        )

    def _is_clock(self, i: int, j: int) -> bool:
        """Are hours and minutes without am or pm a clock time, and not a score, a price or a race's time?"""
        words = self.words
        if words[j] in ZONES_OF_TIME:
            return len(words[i]) >= 3 or words[i + 1] == ":" or "." in words[i]
        if words[i].isdecimal() and words[i + 1] == ":" and j == i + 3:
            cued = words[i - 1] in (
                "at",
                "by",
                "until",
                "till",
                "from",
                "before",
                "after",
                "around",
                "about",
                "since",
                "time",
            )
            return cued or (len(words[i]) == 2 and words[i - 1] in (",", "-", "–", "to", "and") and int(words[i]) >= 9)
        if "." in words[i]:
            firm = words[i - 1] == "at" and words[i - 2] not in _PRICED
            return (
                firm
                and words[i][-1] in "05"
                and words[j] in (".", "?", "!", ",", "", "on", "this", "tomorrow", "today", "every", "and")
            )
        return False

    def _hours(self, i: int) -> tuple[int, int, int | None, int]:
        """Hours, minutes, seconds and the next token; -1 hours if there are none."""
        words, close = self.words, self.tokens.close
        word = words[i]
        none = (-1, 0, None, i)
        if close(i) and (
            words[i - 1] in ("$", "£", "€", ":", "/") or (words[i - 1] in DASHES and words[i - 2] in ("-", ""))
        ):
            return none
        if word.isdecimal() and words[i + 1] == ":" and close(i + 1) and close(i + 2) and _is_minute(words[i + 2]):
            hour, minute = int(word), int(words[i + 2])
            if len(word) > 2 or hour > 24:
                return none
            if words[i + 3] == ":" and close(i + 3) and close(i + 4) and _is_minute(words[i + 4]):
                return hour, minute, int(words[i + 4]), i + 5
            return hour, minute, None, i + 3
        if "." in word:
            hours, _, minutes = word.partition(".")
            if hours.isdecimal() and len(hours) <= 2 and int(hours) <= 24 and _is_minute(minutes):
                return int(hours), int(minutes), None, i + 1
            return none
        if word.isdecimal() and len(word) in (3, 4) and _is_minute(word[-2:]) and int(word[:-2]) < 24:
            return int(word[:-2]), int(word[-2:]), None, i + 1
        hour, j = self._small(i)
        return (hour, 0, None, j) if 0 <= hour <= 24 else none

    def _half_of_day(self, j: int) -> tuple[str, int]:
        """ "pm", "p.m.", "p . m .", "in the morning" from token `j`: (am or pm, next token), ("", j) if there is none."""
        words = self.words
        word = words[j]
        if word in ("am", "pm") or word == "ampm":
            if word == "am" and not self.tokens.close(j) and words[j + 1] in ("i", "not", "the", "a"):
                return "", j
            return word[:2], j + 1
        if word == "." and self.tokens.close(j) and words[j + 1] in ("am", "pm") and self.tokens.close(j + 1):
            return words[j + 1], j + 2
        if word in ("a", "p") and words[j + 1] == "." and words[j + 2] == "m":
            dotted = words[j + 3] == "." and (self.tokens.close(j + 3) or not self.tokens.close(j + 1))
            return word + "m", j + 4 if dotted else j + 3
        if word in ("a", "p") and self.tokens.close(j) and not words[j + 1].isalpha():
            return word + "m", j + 1
        if words[j : j + 2] == ["in", "the"] and words[j + 2] in PARTS_OF_DAY:
            return PARTS_OF_DAY[words[j + 2]], j + 3
        if words[j : j + 2] == ["at", "night"]:
            return "pm", j + 2
        return "", j

    def _past_or_to(self, i: int) -> _Part | None:
        """ "half past seven", "twenty to nine in the evening", "10 minutes past 9"."""
        words = self.words
        if words[i] in ("half", "quarter"):
            minute, j = (30 if words[i] == "half" else 15), i + 1
        else:
            minute, j = self._small(i)
            if not 0 < minute < 60:
                return None
            if words[j] in ("minutes", "minute", "min", "mins"):
                j += 1
        if words[j] not in ("past", "to") or (
            words[j] == "to" and (words[i] == "half" or words[j - 1] not in _MINUTE_WORDS)
        ):
            return None
        hour, after = self._small(j + 1)
        if not 1 <= hour <= 12 or words[after] in ("%", "per", "percent") or self._counts(after):
            return None
        if words[j] == "to":
            hour, minute = (hour - 1 or 12), 60 - minute
        if words[after] in ("o'clock", "oclock"):
            after += 1
        half, last = self._half_of_day(after)
        return _Part(i, last, Granularity.TIME, hour=_on_24(hour, half), minute=minute)

    # -- relative words ------------------------------------------------------------------------------------------------
    def _relative(self, i: int) -> _Part | None:
        """ "yesterday", "last week", "this year", "next Tuesday", "last May"."""
        words = self.words
        if words[i] in RELATIVE_DAYS:
            return _Part(i, i + 1, Granularity.DAY, relative=words[i])
        following = words[i + 1]
        if following in WEEKDAYS or following in SHORT_WEEKDAYS:
            part = self._weekday(i + 1)
            if part is None or part.day:
                return part and part._replace(first=i)
            return part._replace(first=i, relative=self.tokens.phrase(i, part.last))
        month, last = self._month(i + 1)
        if month:
            part = self._month_first(i + 1)
            return part and part._replace(
                first=i, relative="" if part.year or part.day else self.tokens.phrase(i, last)
            )
        if following[:1].isdigit():
            part = self._day_first(i + 1)
            return part and part._replace(first=i)
        if following in PERIODS or following in SEASONS:
            grain = _GRAINS.get(following, Granularity.SEASON)
            return _Part(i, i + 2, grain, relative=f"{words[i]} {following}")
        return None

    # -- periods -------------------------------------------------------------------------------------------------------
    def _shared_start(self, i: int) -> list[tuple[_Part, _Part | None]]:
        """ "13-14 February 2025", "9 to 12 of June"; "18 and 19 June" is two moments."""
        words = self.words
        if words[i] in MONTHS or not (words[i][:1].isdigit() or words[i] in _ORDINALS or words[i] in _TENS):
            return []
        if len(words[i]) == 4 and words[i].isdecimal():
            return self._years(i)
        low, j = self._day(i, cardinal_words=False)
        if not low or words[j] not in _LINKS or (self.tokens.close(i) and words[i - 1] in ("$", "£", "€")):
            return []
        k = j + 2 if words[j + 1] == "the" else j + 1
        high = self._day_first(k)
        if high is None or high.month is None or not high.day or high.day == low:
            return []
        start = _Part(i, j, Granularity.DAY, high.year, high.month, low)
        if words[j] == "and" and not self._between(i):
            return [(start, None), (high, None)]
        return [(start, high)] if low < high.day else []

    def _between(self, i: int) -> bool:
        return "between" in self.words[max(i - 5, 0) : i]

    def _years(self, i: int) -> list[tuple[_Part, _Part | None]]:
        """ "1985-1998", "1939-45", "2019/20", "1994 to 1997", "between 2014 and 2018"."""
        words, close = self.words, self.tokens.close
        mark, end = words[i + 1], words[i + 2]
        joined = mark in DASHES or mark in ("/", "~")
        if not (joined or mark in _LINKS) or not end.isdecimal() or not "1000" <= words[i] < "2200":
            return []
        if close(i) and words[i - 1] not in ("(", "[", '"', "“", "‘", "'", "/"):
            return []
        if (
            joined
            and (words[i + 3] in DASHES or words[i + 3] == "/")
            and close(i + 3)
            and (words[i + 4][:1].isdigit() or self._month(i + 4)[0])
        ):
            return []  # a longer code or a numeric date
        start = int(words[i])
        if len(end) == 4 and start < int(end) < 2200:
            last_year = int(end)
        elif len(end) == 2 and joined and close(i + 1) and close(i + 2):
            last_year = start - start % 100 + int(end)
            if last_year == start - start % 100 + start % 100 - 99 or (end == "00" and start % 100 == 99):
                last_year = start + 1
            if last_year <= start or (int(end) <= 12 and int(end) != (start + 1) % 100 and start >= 2000):
                return []
        else:
            return []
        if self._glued_after(i + 2) and not (words[i + 3] == "s" and end[-1] == "0"):
            return []
        if mark == "and" and not self._between(i):
            return []
        if self._counts(i + 3) and words[i - 1] not in ("the", "from", "in", "between", "during"):
            return []
        if self.words[i - 1] in _COUNTING:
            return []
        if not joined and not (1900 <= start <= 2059 or self._is_year(i) or words[i - 1] in ("from", "between")):
            return []
        if words[i + 3] in ("%", "percent", "per", "people", "feet", "miles", "metres", "km"):
            return []
        return [
            (
                _Part(i, i + 1, Granularity.YEAR, start),
                _Part(i + 2, i + 3, Granularity.YEAR, last_year),
            )
        ]

    def _shared_end(self, first: _Part) -> _Part | None:
        """ "February 13-14, 2025", "April ninth through seventeenth": a bare day that ends the period."""
        words = self.words
        j = first.last
        if first.grain is not Granularity.DAY or first.relative or first.month is None or words[j] not in _LINKS:
            return None
        if words[j] == "and" and not self._between(first.first):
            return None
        if words[j] in DASHES and not (self.tokens.close(j) and self.tokens.close(j + 1)) and words[j] != "–":
            return None
        k = j + 2 if words[j + 1] == "the" else j + 1
        day, after = self._day(k, cardinal_words=False)
        if not day or self._month(after)[0] or words[after] in ("/", ":", "of") or self._counts(after):
            return None
        if words[after] in DASHES and self.tokens.close(after):
            return None
        month, year = first.month, first.year
        if day <= (first.day or 0):
            if words[j] == "to" and words[k] in _ORDINALS:
                month = month % 12 + 1
            else:
                return None
        if year is None:
            year, after = self._year_after(after)
        return _Part(k, after, Granularity.DAY, year or None, month, day)

    def _end(self, first: _Part) -> _Part | None:
        """The date after "to" or a dash, in full or with what it shares with the start left out."""
        words = self.words
        j = first.last
        if words[j] not in _LINKS or (first.relative and first.month is None):
            return None
        if words[j] == "and" and not self._between(first.first):
            return None
        if words[j] == "to" and words[first.first - 1] != "from" and first.grain is Granularity.YEAR:
            return None if words[first.first - 1] in ("in", "since", "during") else self._end_at(first, j)
        return self._end_at(first, j)

    def _end_at(self, first: _Part, j: int) -> _Part | None:
        words = self.words
        k, at_end = j + 1, False
        while words[k] in ("the", "in", "this", "next", "of", "up", "to", "end", "start", "beginning"):
            at_end = at_end or words[k] == "end"
            k += 1
            if k > j + 6:
                return None
        if not _may_begin(words[k]):
            return None
        second = self._one(k, linked=True)
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

    def _completed(self, first: _Part, second: _Part) -> _Part:
        """The start with the year that is written at the end only: "May to September 2024", "Nov-Feb 2017"."""
        if first.year is None and first.month and second.year and second.month:
            return first._replace(year=second.year - (first.month > second.month))
        return first

    def _time_end(self, first: _Part) -> _Part | None:
        """ "9am to 5pm", "9am-11am"."""
        words = self.words
        j = first.last
        if words[j] not in _LINKS or (words[j] == "and" and not self._between(first.first)):
            return None
        return self._clock(j + 1) if _may_begin(words[j + 1]) else None


_PRICED = _words("""
    closed ended traded trading stood priced opened settled was were is are quoted valued down up remained
    steady unchanged put set
    """)
_MINUTE_WORDS = _words("quarter minutes minute min mins five ten twenty") | {"25"}
_GRAINS = {
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


def _is_minute(word: str) -> bool:
    return len(word) == 2 and word.isdecimal() and word < "60"


def _on_24(hour: int, half: str) -> int:
    if half == "pm":
        return hour % 12 + 12
    return hour % 12 if half == "am" else hour % 24


def _century_of(short: int) -> int:
    return 1900 + short if short >= _PIVOT else 2000 + short


# ---- from parts to moments -------------------------------------------------------------------------------------------
def _moment(tokens: Tokens, first: _Part, second: _Part | None, published: date | None) -> Moment:
    start, end = tokens.starts[first.first], tokens.ends[(second or first).last - 1]
    last = tokens.words[(second or first).last - 1]
    end -= len(last) - len(_owned(last))
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
    if tokens.words[first.first - 1] == "year" and first.grain is Granularity.YEAR:
        start = tokens.starts[first.first - 1]  # "the year 2012": no label with a number
    return replace(
        whole, span=Span(start, end), words=tokens.text[start:end], timex=timex, until=until, relation=relation
    )


def _ended(tokens: Tokens, first: _Part) -> _Part:
    """The start of a period, which may be "the end of" what is named."""
    words = tokens.words
    return first._replace(at_end=words[first.first - 1] == "of" and words[first.first - 2] == "end")


def _single(tokens: Tokens, part: _Part, published: date | None) -> Moment:
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


def _timex(part: _Part) -> str:
    if part.timex:
        return part.timex
    year = f"{part.year:04}" if part.year is not None else _UNKNOWN_YEAR
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


def _first_day(part: _Part) -> str:
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
    return f"{_UNKNOWN_YEAR if year is None else format(year, '04')}-{month:02}-{day:02}"


def _months(year: int | None, start: int, size: int) -> str:
    end, after = start + size, year
    if end > 12:
        end, after = end - 12, year + 1 if year is not None else None
    first, last = (_UNKNOWN_YEAR if y is None else format(y, "04") for y in (year, after))
    return f"({first}-{start:02}-01,{last}-{end:02}-01)"


def _impossible(part: _Part) -> str:
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


def _resolved(part: _Part, published: date) -> _Part:
    """Relative words with the date they mean, told from the day of publication."""
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
