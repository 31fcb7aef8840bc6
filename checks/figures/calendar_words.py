"""The words of the calendar, and the small readers that all readers of moments use.

Each takes the tokens and a position, and returns the value with the position after it, such as (12, i + 2), or a null
value with the position unchanged, such as (0, i).
"""

from __future__ import annotations

from typing import NamedTuple

from checks.figures.number_words import TEENS
from checks.figures.tokens import DASHES, Tokens
from checks.model import Granularity
from checks.word_set import word_set

MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12,
}  # fmt: skip
SHORT_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11,
    "dec": 12,
}  # fmt: skip
MONTH_NAMES = frozenset((*MONTHS, *SHORT_MONTHS))
_WEEKDAYS_IN_ORDER = "monday tuesday wednesday thursday friday saturday sunday".split()
WEEKDAY_NAMES = frozenset(_WEEKDAYS_IN_ORDER)
WEEKDAYS = {name: n for n, day in enumerate(_WEEKDAYS_IN_ORDER) for name in (day, day + "s")}
SHORT_WEEKDAYS = {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
DECADES = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
    "nineties": 90,
}  # fmt: skip
# Holidays with a fixed day, by their first word: the words after it, month, day.
HOLIDAYS: dict[str, tuple[tuple[tuple[str, ...], int, int], ...]] = {
    "christmas": ((("day",), 12, 25), (("eve",), 12, 24), ((), 12, 25)),
    "boxing": ((("day",), 12, 26),),
    "new": ((("year's", "day"), 1, 1), (("year's", "eve"), 12, 31)),
    "halloween": (((), 10, 31),),
    "valentine's": ((("day",), 2, 14),),
    "st": ((("patrick's", "day"), 3, 17), (("george's", "day"), 4, 23), (("andrew's", "day"), 11, 30)),
    "bonfire": ((("night",), 11, 5),),
    "burns": ((("night",), 1, 25),),
    "armistice": ((("day",), 11, 11),),
    "april": ((("fools'", "day"), 4, 1), (("fool's", "day"), 4, 1)),
    "may": ((("day",), 5, 1),),
    "earth": ((("day",), 4, 22),),
    "international": ((("women's", "day"), 3, 8), (("workers", "'", "day"), 5, 1)),
}
RANGE_LINKS = frozenset(("to", "until", "till", "through", "thru", "~", "and")) | DASHES  # between the ends of a period

ONES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
ONES_AND_TEENS = ONES | TEENS
ORDINAL_DAYS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip

_CENTURY_PIVOT = 40  # two-digit years from here on are of the 20th century, earlier ones of the 21st
RECENT_YEARS = range(1900, 2060)  # numbers that are more often years than counts in news
# Words that show that the number before them is a count, as most lower-case plural nouns do.
COUNTED_WORDS = word_set("""
    people men women children percent per pc million billion trillion thousand hundred m km mi ft kg lb lbs g mg
    ml cm mm mph kph sq square cubic pounds dollars euros metres meters miles feet tonnes tons points jobs
    workers staff troops soldiers police homes houses words pages copies calories hours rpm mah hp bhp kw mw gw
    mhz hz ppm degrees young new other more additional foreign local british american
    """)
# Words in -s that are not plural nouns ("dated May 12 says"), or that follow years: "the 2012 Olympics".
_NOT_COUNTED = word_set("""
    was is has his its this us as plus perhaps always unless versus across less towards does besides afterwards
    sometimes thus yes vs campus census crisis process business access success congress press class loss boss
    olympics news series politics elections games championships finals playoffs awards protests riots attacks
    floods says shows tells means adds marks sees brings
    """)


class MomentFields(NamedTuple):
    """The fields of a moment stated by the tokens from `start` to `end` (exclusive)."""

    start: int
    end: int
    grain: Granularity
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    timex: str = ""  # set where it does not follow from the other fields
    relative: str = ""
    at_end: bool = False  # "the end of 2008"


def small_number(tokens: Tokens, i: int) -> tuple[int, int]:
    """Reads a number below 100 in digits or words: (value, next token), (-1, i) if there is none."""
    word = tokens.words[i]
    if word.isdecimal() and len(word) <= 2:
        return int(word), i + 1
    if word in ONES_AND_TEENS:
        return ONES_AND_TEENS[word], i + 1
    if word in TENS:
        j = i + 2 if tokens.words[i + 1] in DASHES else i + 1
        if tokens.words[j] in ONES:
            return TENS[word] + ONES[tokens.words[j]], j + 1
        return TENS[word], i + 1
    return -1, i


def day_at(tokens: Tokens, i: int, may_be_cardinal: bool = True) -> tuple[int, int]:
    """Reads a day of the month, "3", "3rd", "third", "twenty-third": (day, next token), (0, i) if there is none."""
    words = tokens.words
    word = words[i]
    if word.isdecimal() and len(word) <= 2:
        day, j = int(word), i + 1
        if words[j] in ("st", "nd", "rd", "th") and tokens.is_attached(j):
            j += 1
        elif tokens.is_attached(j) and words[j].isalpha():
            return 0, i  # "3h"
        return (day, j) if 1 <= day <= 31 else (0, i)
    if word in ORDINAL_DAYS:
        return ORDINAL_DAYS[word], i + 1
    if word in ("twenty", "thirty"):
        j = i + 2 if words[i + 1] in DASHES else i + 1
        if ORDINAL_DAYS.get(words[j], 10) < 10:
            day = TENS[word] + ORDINAL_DAYS[words[j]]
            return (day, j + 1) if day <= 31 else (0, i)
    if may_be_cardinal:
        day, j = small_number(tokens, i)
        return (day, j) if 1 <= day <= 31 else (0, i)
    return 0, i


def month_at(tokens: Tokens, i: int) -> tuple[int, int]:
    """Reads the name of a month, with the full stop of a short form: (month, next token), (0, i) if there is none."""
    word = tokens.words[i]
    month = MONTHS.get(word)
    if month:
        return month, i + 1
    month = SHORT_MONTHS.get(word, 0)
    if month and tokens.words[i + 1] == "." and tokens.is_attached(i + 1):
        return month, i + 2
    return month, (i + 1 if month else i)


def weekday_at(tokens: Tokens, i: int) -> tuple[int | None, int]:
    """Reads the name of a weekday with the comma after it: (weekday, next token), (None, i) if there is none."""
    words = tokens.words
    if words[i] in WEEKDAYS and tokens.is_capital(i):
        return WEEKDAYS[words[i]], i + 2 if words[i + 1] == "," else i + 1
    if words[i] in SHORT_WEEKDAYS and tokens.is_capital(i):
        return SHORT_WEEKDAYS[words[i]], i + 2 if words[i + 1] in (",", ".") else i + 1
    return None, i


def year_at(tokens: Tokens, i: int, may_be_short: bool = False) -> tuple[int, int]:
    """Reads a year next to a month or day: (year, next token), (0, i) if there is none."""
    word = tokens.words[i]
    if may_be_year(word):
        return (0, i) if has_attached_suffix(tokens, i) else (int(word), i + 1)
    if word in ("'", "’", "‘") and len(tokens.words[i + 1]) == 2 and tokens.words[i + 1].isdecimal():
        return full_year(int(tokens.words[i + 1])), i + 2
    if may_be_short and len(word) == 2 and word.isdecimal() and not has_attached_suffix(tokens, i):
        return full_year(int(word)), i + 1
    return year_in_words(tokens, i)


def year_in_words(tokens: Tokens, i: int) -> tuple[int, int]:
    """Reads "nineteen eighty-four", "two thousand and five": (year, next token), (0, i) if there is none."""
    words = tokens.words
    if words[i] == "two" and words[i + 1] == "thousand":
        j = i + 3 if words[i + 2] == "and" else i + 2
        rest, end = small_number(tokens, j)
        return (2000 + rest, end) if rest > 0 else (2000, i + 2)
    century, j = small_number(tokens, i)
    if not (10 <= century <= 20) or words[i].isdecimal():
        return 0, i
    if words[j] == "hundred":
        k = j + 2 if words[j + 1] == "and" else j + 1
        rest, end = small_number(tokens, k)
        return (century * 100 + rest, end) if rest > 0 else (century * 100, j + 1)
    rest, end = small_number(tokens, j)
    return (century * 100 + rest, end) if rest >= 10 and not words[j].isdecimal() else (0, i)


def may_be_year(word: str) -> bool:
    """Whether the token is a number of four digits that may be a year, from 1000 to 2199."""
    return len(word) == 4 and word.isdecimal() and "1000" <= word < "2200"


def has_attached_suffix(tokens: Tokens, i: int) -> bool:
    """Whether a letter, a digit or the sign of a unit follows token `i` without a space."""
    j = i + 1
    return tokens.is_attached(j) and (tokens.words[j].isalnum() or tokens.words[j] in ("%", "°", "$", "£", "€"))


def is_counted_noun(tokens: Tokens, i: int) -> bool:
    """Whether a noun that a number before it would count begins at token `i`."""
    word = tokens.words[i]
    if word in COUNTED_WORDS or word == "%":
        return True
    if not word.isalpha() or tokens.is_capital(i):
        return False
    return word.endswith("s") and len(word) > 3 and not word.endswith("ss") and word not in _NOT_COUNTED


def full_year(short: int) -> int:
    """Returns the year in full of a two-digit year: 19xx from `_CENTURY_PIVOT` on, else 20xx."""
    return 1900 + short if short >= _CENTURY_PIVOT else 2000 + short
