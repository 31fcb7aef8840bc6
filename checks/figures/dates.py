"""Reads single dates: "3 May 2024", "May 3", "Tuesday 3 May", "22/04/2019", "2024-05-03", "March", "Christmas Day".

Numeric dates are read by locale where both readings are possible. "May", "March" and the short names of months are
also other words, and "April" and "August" also people: without a day or year they are read as months only where a month
is expected.
"""

from __future__ import annotations

from checks.figures import years
from checks.figures.calendar_words import (
    HOLIDAYS,
    RANGE_LINKS,
    RECENT_YEARS,
    SHORT_MONTHS,
    SHORT_WEEKDAYS,
    WEEKDAYS,
    MomentFields,
    day_at,
    full_year,
    has_attached_suffix,
    is_counted_noun,
    may_be_year,
    month_at,
    weekday_at,
    year_at,
)
from checks.figures.number_words import ORDINAL_ENDINGS
from checks.figures.tokens import DASHES, Tokens
from checks.model import Granularity
from checks.word_set import word_set

_MONTH_CUES = word_set("""
    in since until till last next by mid early late this of between through to from during before after
    """)
_DATE_CUES = frozenset(("on", "until", "till", "since", "by", "before", "after"))
_BEFORE_A_FULL_DATE = word_set("on dated effective beginning starting")
_MAX_DATES_IN_A_ROW = 5  # numeric dates in a row, of which only the first has a cue
_BEFORE_A_DAY = frozenset(("on", "at", "by", "before", "after", "since", "until"))
_ALSO_VERBS = frozenset(("may", "march", "mar"))
_MONTH_CUES_FOR_VERBS = word_set("in since until till mid early late by")  # not "this may", "to march" in lower case
_AFTER_A_SPLIT_DATE = frozenset((",", "at", "in", "."))  # "born on Friday. 12th February 1932, at Ostra"
_AFTER_A_MONTH = word_set("to and or until this last next in at on the when as because for if with by of")


def month_first(tokens: Tokens, i: int) -> MomentFields | None:
    """Reads "May 3, 2024", "May 2024", "Feb. 29", "March"."""
    words = tokens.words
    month, j = month_at(tokens, i)
    if not month or _is_verb(tokens, i, j):
        return None
    has_dash = words[j] in DASHES or words[j] == "/"
    has_link = (
        words[j] == "," or (has_dash and tokens.is_attached(j)) or (words[j] == "of" and not words[j + 1].isalpha())
    )
    k = j + 1 if has_link else j
    day, after = day_at(
        tokens, k + 1 if words[k] == "the" else k, may_be_cardinal=words[i] != "may" or tokens.is_capital(i)
    )
    is_cardinal = words[after - 1] not in ORDINAL_ENDINGS
    if k != j and words[j] == "," and day and is_cardinal and not year_at(tokens, after)[0]:
        day = 0  # "in May, 12 people", but "January, 18 2022"
    if day and has_dash and words[after] in DASHES and words[after + 1].isdecimal() and len(words[after + 1]) == 4:
        return MomentFields(i, after + 2, Granularity.DAY, int(words[after + 1]), month, day)
    if words[after] in ("week", "weekend", "half", "fortnight") and words[k] not in ("the", ","):
        day = 0  # "February first week"
    if day and not _is_time_or_count(tokens, i, k, after):
        year, end = year_after(tokens, after)
        return MomentFields(i, end, Granularity.DAY, year or None, month, day)
    year, end = year_after(tokens, j, is_month_only=True)
    if year:
        if words[end] in DASHES and tokens.is_attached(end) and tokens.is_attached(end + 1):
            day, after = day_at(tokens, end + 1)
            if day and len(words[end + 1]) <= 2 and has_dash:
                return MomentFields(i, after, Granularity.DAY, year, month, day)
        return MomentFields(i, end, Granularity.MONTH, year, month)
    return MomentFields(i, j, Granularity.MONTH, month=month) if _is_bare_month(tokens, i, j) else None


def _is_time_or_count(tokens: Tokens, i: int, k: int, after: int) -> bool:
    """Whether the number after the name of a month is not a day: "in March 20 people", "in May 9:30"."""
    words = tokens.words
    if words[after] == ":" and tokens.is_attached(after) and words[after + 1].isdecimal():
        return True
    if words[after] in ("%", "per", "percent", "million", "billion", "am", "pm"):
        return True
    is_ordinal = not words[after - 1].isdecimal() and words[k].isdecimal()
    return not is_ordinal and words[i - 1] not in _BEFORE_A_FULL_DATE and is_counted_noun(tokens, after)


def day_first(tokens: Tokens, i: int) -> MomentFields | None:
    """Reads "3 May 2024", "the 12th of May", "05-Aug-2016", "third day of September"."""
    words = tokens.words
    day, j = day_at(tokens, i)
    if not day or words[i - 1] in ("$", "£", "€") or (tokens.is_attached(i) and words[i - 1] in (".", ",")):
        return None
    if words[j] == "day" and words[j + 1] == "of":
        j += 1
    if words[j] == "of" or ((words[j] in DASHES or words[j] == "/") and tokens.is_attached(j)):
        j += 1
        if words[j] == "the":
            return None
    needs_year = words[j] == ","  # "Tuesday 12th, October 2021"
    if needs_year:
        if words[j - 1].isdecimal() and not _follows_weekday(tokens, i):
            return None  # "aged 12, June 2013"
        j += 1
    year = 0
    if words[j].isdecimal() and len(words[j]) == 4 and words[j + 1] in DASHES:  # "23-2020-September"
        year, j = int(words[j]), j + 2
    month, after = month_at(tokens, j)
    if not month:
        return None
    if words[j] in _ALSO_VERBS and not tokens.is_capital(j) and words[i].isalpha() and words[j - 1] != "of":
        return None  # "the second may", "one may"
    if _is_verb(tokens, j, after) and words[i - 1] not in _DATE_CUES:
        return None  # "a toll of 15 may rise"
    if words[after] in ("'s", "'"):
        return None
    if not year:
        year, after = year_after(tokens, after)
    if needs_year and not year:
        return None
    return MomentFields(i, after, Granularity.DAY, year or None, month, day)


def _follows_weekday(tokens: Tokens, i: int) -> bool:
    """Whether token `i` follows a capitalised weekday, with or without a comma between them."""
    return weekday_at(tokens, i - 1)[1] == i or weekday_at(tokens, i - 2)[1] == i


def year_after(tokens: Tokens, j: int, is_month_only: bool = False) -> tuple[int, int]:
    """Reads the year after a date, past a comma, "of", "in", a slash or a dash: (year, next token), (0, j) if none."""
    words = tokens.words
    k = j + 1 if words[j] == words[j + 1] == "," else j  # "June 25th, , 2022"
    if words[k] in (",", "of", "in", "/") or (words[k] in DASHES and tokens.is_attached(k)):
        k += 1
    may_be_short = words[j] == "of" or (words[j] == "/" and not is_month_only)
    year, end = year_at(tokens, k, may_be_short=may_be_short)
    if not year or words[end] == "%":
        return 0, j
    is_count = words[k].isdecimal() and len(words[k]) == 4 and words[j] != "of" and is_counted_noun(tokens, end)
    if is_count and year not in RECENT_YEARS:
        return 0, j  # "in May 1500 people left"; a recent year would be a year
    return year, end


def numeric_date(tokens: Tokens, i: int, ends_period: bool = False, *, is_american: bool) -> MomentFields | None:
    """Reads "2024-05-03", "3/5/2024", "22.04.2019", "2015-12", "22/Jan/2019", and "5/12" where a date is expected."""
    words, is_attached = tokens.words, tokens.is_attached
    word = words[i]
    has_sign_before = words[i - 1] in ("$", "£", "€", "/") or (words[i - 1] in DASHES and words[i - 2][:1].isdigit())
    if is_attached(i) and has_sign_before and not ends_period:
        return None
    if len(word) == 8 and word.isdecimal() and word[:2] in ("19", "20"):
        return _valid_date(i, i + 1, int(word[:4]), int(word[4:6]), int(word[6:]))
    if "." in word:
        return _dotted_date(tokens, i, is_american=is_american)
    if not word.isdecimal() or len(word) not in (1, 2, 4):
        return None
    mark = words[i + 1]
    if not (mark == "/" or mark in DASHES) or not is_attached(i + 1) or not is_attached(i + 2):
        return None
    middle = words[i + 2]
    if len(word) == 4:
        return _year_month_day(tokens, i, int(word), mark)
    if middle.isdecimal() and len(middle) == 4 and 1 <= int(word) <= 12 and "1900" <= middle < "2100":
        return MomentFields(i, i + 3, Granularity.MONTH, int(middle), int(word))  # 12-2015
    if not middle.isdecimal() or len(middle) > 2:
        return None
    if words[i + 3] == mark and is_attached(i + 3) and is_attached(i + 4) and words[i + 4].isdecimal():
        tail = words[i + 4]
        if len(tail) in (2, 4) and not has_attached_suffix(tokens, i + 4) and (len(tail) == 4 or mark == "/"):
            year = int(tail) if len(tail) == 4 else full_year(int(tail))
            return _order_by_locale(i, i + 5, int(word), int(middle), year, is_american=is_american)
        return None
    if has_attached_suffix(tokens, i + 2) or not (_is_date_expected(tokens, i) or (ends_period and mark == "/")):
        return None
    year, end = year_after(tokens, i + 3) if words[i + 3] == "," else (0, i + 3)
    return _order_by_locale(i, end, int(word), int(middle), year or None, is_american=is_american)


def _year_month_day(tokens: Tokens, i: int, year: int, mark: str) -> MomentFields | None:
    """Reads "2024-05-03", "2024-May-3", "2015-12", from the year on."""
    words, is_attached = tokens.words, tokens.is_attached
    if not 1000 <= year < 2200:
        return None
    middle = words[i + 2]
    month, named = month_at(tokens, i + 2)
    if middle.isdecimal() and len(middle) <= 2 and words[i + 3] == mark and is_attached(i + 3) and is_attached(i + 4):
        tail, tail_month = words[i + 4], month_at(tokens, i + 4)[0]
        if tail.isdecimal() and len(tail) <= 2:
            return _valid_date(i, i + 5, year, int(middle), int(tail))
        if tail_month:
            return _valid_date(i, i + 5, year, tail_month, int(middle))
        return None
    if month and words[named] == mark and is_attached(named) and is_attached(named + 1):
        day, end = day_at(tokens, named + 1)
        return _valid_date(i, end, year, month, day) if day else None
    if month:
        return MomentFields(i, named, Granularity.MONTH, year, month)
    is_short_month = middle.isdecimal() and len(middle) <= 2 and 1 <= int(middle) <= 12
    if is_short_month and mark in DASHES and (year + 1) % 100 != int(middle) and not has_attached_suffix(tokens, i + 2):
        if len(middle) == 2 and int(middle) > year % 100:
            return None  # "2001-05" may be a span of years
        return MomentFields(i, i + 3, Granularity.MONTH, year, int(middle))
    return None


def _dotted_date(tokens: Tokens, i: int, is_american: bool) -> MomentFields | None:
    """Reads 22.04.2019, and 5.12 after a weekday."""
    numbers = tokens.words[i].split(".")
    if not all(number.isdecimal() for number in numbers):
        return None
    if len(numbers) == 3 and len(numbers[2]) in (2, 4) and max(len(numbers[0]), len(numbers[1])) <= 2:
        year = int(numbers[2]) if len(numbers[2]) == 4 else full_year(int(numbers[2]))
        return (
            _order_by_locale(i, i + 1, int(numbers[0]), int(numbers[1]), year, is_american=is_american)
            if 1900 <= year < 2100
            else None
        )
    if len(numbers) == 2 and len(numbers[0]) <= 2 and len(numbers[1]) <= 2 and _is_right_after_weekday(tokens, i):
        return _order_by_locale(i, i + 1, int(numbers[0]), int(numbers[1]), None, is_american=is_american)
    return None


def _is_right_after_weekday(tokens: Tokens, i: int) -> bool:
    """Whether the token before token `i` is a weekday, capitalised or not."""
    return tokens.words[i - 1] in WEEKDAYS or tokens.words[i - 1] in SHORT_WEEKDAYS


def _is_date_expected(tokens: Tokens, i: int) -> bool:
    """Whether a date, rather than a fraction or a score, is expected at token `i`."""
    words = tokens.words
    if words[i + 1] != "/":
        return _is_right_after_weekday(tokens, i)
    if words[i + 3] in RANGE_LINKS and words[i + 5] == "/":
        if words[i - 1] in ("from", "between") or words[i + 7] == "/":  # 9/3-9/8/2021
            return True
        if any(word.isdecimal() and 12 < int(word) <= 31 for word in words[i : i + 7 : 2]):
            return True  # 3/28-4/2
    for _ in range(_MAX_DATES_IN_A_ROW):  # on 4/17, 4/19 or 4/23
        if words[i - 1] in _DATE_CUES or _is_right_after_weekday(tokens, i):
            return True
        if words[i - 1] not in (",", "or", "and") or words[i - 3] != "/":
            return False
        i -= 4
    return False


def _order_by_locale(
    i: int, end: int, first_number: int, second_number: int, year: int | None, is_american: bool
) -> MomentFields | None:
    month, day = (
        (first_number, second_number)
        if (is_american and first_number <= 12) or second_number > 12
        else (second_number, first_number)
    )
    return _valid_date(i, end, year, month, day)


def _valid_date(i: int, end: int, year: int | None, month: int, day: int) -> MomentFields | None:
    """Returns the date if month and day are in range; "30/2/2024" is kept, to be reported as impossible."""
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return MomentFields(i, end, Granularity.DAY, year, month, day)


def weekday(tokens: Tokens, i: int, is_american: bool) -> MomentFields | None:
    """Reads "Tuesday", "Tuesday 3 May", "Tue May 9", "Friday 2018-7-6", "Friday (June 15)"."""
    words = tokens.words
    weekday_number = WEEKDAYS.get(words[i], SHORT_WEEKDAYS.get(words[i], 0))
    is_short = words[i] in SHORT_WEEKDAYS
    if is_short and words[i - 1] == "the":
        return None  # "told the Sun on 3 May"
    j = i + 1
    if words[j] == "." and not is_short:
        full_date = day_first(tokens, j + 1)
        if full_date and full_date.year and words[full_date.end] in _AFTER_A_SPLIT_DATE:
            return full_date._replace(start=i, weekday=weekday_number)
    if is_short and words[j] == ".":
        j += 1
    in_brackets = words[j] == "("
    if words[j] in (",", "(") or (words[j] in DASHES and tokens.is_attached(j)):
        j += 1
    if words[j] in ("the", "on"):
        j += 1
    if words[j] in ("morning", "afternoon", "evening", "night") and words[j + 1] == ",":
        j += 2
    full_date = month_first(tokens, j) or day_first(tokens, j) or numeric_date(tokens, j, is_american=is_american)
    if full_date and full_date.day:
        end = full_date.end + (in_brackets and words[full_date.end] == ")")
        return full_date._replace(start=i, end=end, weekday=weekday_number)
    if is_short or (words[i] in WEEKDAYS and not tokens.is_capital(i) and words[i][-2:] == "ys"):
        return None
    return MomentFields(i, i + 1, Granularity.WEEKDAY, weekday=weekday_number)


def _is_verb(tokens: Tokens, i: int, j: int) -> bool:
    """Whether the lower-case "may", "march" or "mar" at token `i` is a verb, by the word after it."""
    words = tokens.words
    if words[i] not in _ALSO_VERBS or tokens.is_capital(i) or not words[j].isalpha():
        return False
    return words[j] not in _AFTER_A_MONTH and not day_at(tokens, j)[0] and not year_at(tokens, j)[0]


def _is_bare_month(tokens: Tokens, i: int, j: int) -> bool:
    """Whether the name at token `i`, without a day or year, is a month and not a verb or a person."""
    words, is_capital = tokens.words, tokens.is_capital(i)
    word = words[i]
    is_linked = (
        (words[j] in RANGE_LINKS and words[j] != "and") or (words[j] == "and" and _is_cued(tokens, i))
    ) and bool(month_at(tokens, j + 1)[0])
    is_linked = is_linked or (words[i - 1] in RANGE_LINKS and month_at(tokens, i - 2)[0] > 0)
    if word in _ALSO_VERBS and not is_capital and not is_linked and words[i - 1] not in _MONTH_CUES_FOR_VERBS:
        return False
    if word in ("may", "march") or word in SHORT_MONTHS:
        if word == "march" and words[j] in ("on", "in", "from", "to", "against", "for", "past", "through", "by"):
            return is_capital and (
                is_linked or words[i - 1] in ("in", "last", "next", "since", "until", "by", "late", "early")
            )
        return is_linked or _is_cued(tokens, i)
    if word in ("april", "june", "august"):
        is_surname = is_capital and tokens.is_capital(j) and words[j].isalpha() and not _is_cued(tokens, i)
        return not is_surname and (is_capital or _is_cued(tokens, i) or is_linked)
    return True


def _is_cued(tokens: Tokens, i: int) -> bool:
    """Whether a word before token `i` introduces a month: "in", "last", "mid-"."""
    before = tokens.words[i - 1]
    if (
        before in ("before", "after", "by", "from", "of")
        and tokens.is_capital(i)
        and tokens.words[i] in ("may", "march")
    ):
        return not tokens.words[i + 1].isalpha() or tokens.words[i + 1] in _AFTER_A_MONTH  # not "after May resigned"
    if before in DASHES:
        before = tokens.words[i - 2] if tokens.words[i - 2] == "mid" else before
    return before in _MONTH_CUES or (before == "the" and tokens.words[i - 2] in _MONTH_CUES)


def holiday(tokens: Tokens, i: int) -> MomentFields | None:
    """Reads a holiday with a fixed day; a single word such as "Christmas" only after a preposition of time."""
    words = tokens.words
    for rest, month, day in HOLIDAYS.get(words[i], ()):
        end = i + 1 + len(rest)
        if tuple(words[i + 1 : end]) != rest:
            continue
        if not rest and not (tokens.is_capital(i) and words[i - 1] in _BEFORE_A_DAY):
            continue
        year, after = year_at(tokens, end)
        return MomentFields(i, after if year else end, Granularity.DAY, year or None, month, day)
    return None


def year_first(tokens: Tokens, i: int) -> MomentFields | None:
    """Reads "2017 april", "2016 10 16", or the year alone."""
    words = tokens.words
    if may_be_year(words[i]):
        month, end = month_at(tokens, i + 1)
        if month and words[i - 1] in ("in", "since", "until", "by", "") and not day_at(tokens, end)[0]:
            return MomentFields(i, end, Granularity.MONTH, int(words[i]), month)
        if all(len(word) == 2 and word.isdecimal() for word in words[i + 1 : i + 3]):
            date = _valid_date(i, i + 3, int(words[i]), int(words[i + 1]), int(words[i + 2]))
            if date and words[i - 1] in ("on", "since", "until", "by"):
                return date
    return years.year(tokens, i)
