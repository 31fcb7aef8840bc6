"""Reads years, periods of years, decades, centuries, quarters and seasons.

"1987", "1985-1998", "the 1990s", "mid-80s", "Q1 2019", "summer 2012". A number of four digits is a year where a year is
expected, and a count where it counts something ("1500 workers"). Since news copy writes counts of a thousand or more
with a comma, numbers that would be recent years are years unless there is evidence against it, and all others are years
only with evidence for it.
"""

from __future__ import annotations

from checks.figures.calendar_words import (
    COUNTED_WORDS,
    DECADES,
    ORDINAL_DAYS,
    RANGE_LINKS,
    RECENT_YEARS,
    SEASONS,
    MomentFields,
    day_at,
    has_attached_suffix,
    is_counted_noun,
    may_be_year,
    month_at,
    year_at,
    year_in_words,
)
from checks.figures.tokens import DASHES, Tokens
from checks.model import Granularity
from checks.word_set import word_set

_STRONG_CUES = word_set("in since during until till year fiscal summer winter spring autumn early late mid circa")
_CUES = _STRONG_CUES | {"by", "from", "before", "after", "between", "to", "through", "for"}
# Words before a count, or before a code.
_BEFORE_A_COUNT = word_set("""
    nearly almost over some roughly approximately than least most exactly only another additional extra top
    under estimated at no number nos flight room page model route highway section form channel suite apartment
    boeing lot rs usd eur gbp inr unit pop
    """)
_WORDS_BEFORE_NEW_LEVEL = word_set("""
    rose risen rise fell fallen fall climbed climb dropped drop jumped up down increased grew grown cut
    """)
_DETERMINERS = word_set("the a an his her its their our my your this that")
# Nouns for what companies and states report for a year: "2016 sales rose".
_REPORTED_NOUNS = word_set("""
    sales earnings results revenues profits losses exports imports accounts forecasts estimates targets budgets
    """)
_CENTURY_WORDS = frozenset(("century", "centuries"))
UNKNOWN_YEAR = "XXXX"


def season(tokens: Tokens, i: int) -> MomentFields | None:
    """Reads "summer 2012", "the spring of 1998"; a bare "spring" is not a moment."""
    j = i + 2 if tokens.words[i + 1] in ("of", ",") else i + 1
    year, end = year_at(tokens, j)
    if not year or not 1000 <= year < 2200:
        return None
    if tokens.words[end] in ("/", *DASHES) and tokens.is_attached(end) and len(tokens.words[end + 1]) == 2:
        end += 2  # winter 2019/20
    return MomentFields(i, end, Granularity.SEASON, year, timex=f"{year:04}-{SEASONS[tokens.words[i]]}")


def year(tokens: Tokens, i: int) -> MomentFields | None:
    """Reads a year that stands alone, in digits, or in words after a preposition of time."""
    words = tokens.words
    if not words[i].isdecimal():
        if words[i - 1] not in _STRONG_CUES:
            return None
        year, end = year_in_words(tokens, i)
        if not year or year % 100 == 0 or is_counted_noun(tokens, end):
            return None
        return MomentFields(i, end, Granularity.YEAR, year)
    if not may_be_year(words[i]) or not _is_year(tokens, i):
        return None
    return MomentFields(i, i + 1, Granularity.YEAR, int(words[i]))


def _is_year(tokens: Tokens, i: int) -> bool:
    """Whether the four-digit number at token `i` is a year and not a count, a price or a code."""
    words, is_attached = tokens.words, tokens.is_attached
    year, before, after = int(words[i]), words[i - 1], words[i + 1]
    if (
        has_attached_suffix(tokens, i)
        or after in ("%", "percent")
        or (before in ("$", "£", "€", "¥", "#", "+", "-") and is_attached(i))
    ):
        return before in DASHES and words[i - 2].isalpha() and is_attached(i - 1) and not has_attached_suffix(tokens, i)
    if is_attached(i) and (before.isalnum() or before in ("/", ":", "@", "_", ".") or before in DASHES):
        return False
    if after in DASHES and is_attached(i + 1) and words[i + 2].isdecimal() and len(words[i + 2]) not in (2, 4):
        return False  # a telephone number
    if before.isdecimal() and len(before) > 2 and not "1000" <= before < "2200":
        return False  # part of a number in groups
    is_recent = year in RECENT_YEARS
    if before in _BEFORE_A_COUNT:
        return words[i - 2] in ("later", "earlier", "older", "newer") or "year" in words[max(0, i - 5) : i]
    if before == "to" and words[i - 2] in _WORDS_BEFORE_NEW_LEVEL:
        return False
    if is_counted_noun(tokens, i + 1):
        if before in _STRONG_CUES:
            return is_recent
        is_reported = after in _REPORTED_NOUNS and before not in ("about", "around", "up", "made")
        return is_recent and (is_reported or (_ends_determiner(tokens, i) and after not in COUNTED_WORDS))
    if before in ("about", "around", "up", "more"):
        return is_recent and not words[i + 1].isalpha()
    if is_recent:
        return True
    if before in _CUES and (before not in ("for", "to") or _is_after_earlier_year(tokens, i)):
        return before in _STRONG_CUES or year < 2060 or before == "by"
    if after in ("ad", "ce", "bc") or (before in ("(", "and") and (before == "(" or _is_after_earlier_year(tokens, i))):
        return True
    if _ends_determiner(tokens, i):
        return after.isalpha() and not tokens.is_capital(i + 1) and after not in COUNTED_WORDS and year < 2060
    if after in DASHES and is_attached(i + 1) and words[i + 2].isdecimal():
        return len(words[i + 2]) == 4 and year < int(words[i + 2]) < 2100
    return False


def _ends_determiner(tokens: Tokens, i: int) -> bool:
    """Whether a determiner ends before token `i`: "the", "its", "the charity's", "the workers'"."""
    before = tokens.words[i - 1]
    is_plural_owner = before == "'" and tokens.is_attached(i - 1) and tokens.words[i - 2].endswith("s")
    return before in _DETERMINERS or before.endswith("'s") or is_plural_owner


def _is_after_earlier_year(tokens: Tokens, i: int) -> bool:
    """Whether the token two before `i` is an earlier year: "2014 and 2018"."""
    earlier = tokens.words[i - 2]
    return may_be_year(earlier) and earlier < tokens.words[i]


def decade(tokens: Tokens, i: int) -> MomentFields | None:
    """Reads "1990s", "'90s", "the nineties", "mid-80s"; "in her 80s" is an age."""
    words = tokens.words
    word = words[i]
    is_split = words[i + 1] in ("'", "’") and words[i + 2] == "s"
    end = i + 3 if is_split else i + 2
    has_s = words[i + 1] == "s" or is_split
    if word.isdecimal() and len(word) == 4 and has_s and word[3] == "0" and "1000" <= word < "2100":
        if not tokens.is_attached(i + 1) and not (words[end] in (".", ",", "") or words[i - 1] == "in"):
            return None
        first_year = int(word)
        if word[2] == "0" and word[3] == "0" and first_year != 2000:
            return MomentFields(
                i, end, Granularity.DECADE, first_year, timex=f"({first_year:04}-01-01,{first_year + 100:04}-01-01)"
            )
        return _decade_from(i, end, first_year)
    is_age = words[i - 1] in ("his", "her", "their", "my", "your", "our") or words[i - 2] in ("his", "her", "their")
    if is_age or words[i - 2] in ("temperatures", "highs", "lows"):
        return None
    if word in DECADES:
        has_era_word = words[i - 1] in ("the", "early", "late", "mid", "-") or words[i - 2] in ("the", "mid")
        return _decade_from(i, i + 1, 1900 + DECADES[word]) if has_era_word else None
    if len(word) == 2 and word.isdecimal() and word[1] == "0" and has_s and tokens.is_attached(i + 1):
        has_apostrophe = words[i - 1] in ("'", "’", "‘") and tokens.is_attached(i)
        has_era_word = words[i - 1] in ("the", "early", "late") or (words[i - 1] in DASHES and words[i - 2] == "mid")
        if has_apostrophe or (has_era_word and word >= "20"):
            return _decade_from(i, end, 1900 + int(word) if word >= "20" else 2000 + int(word))
    return None


def _decade_from(i: int, end: int, year: int) -> MomentFields:
    """Returns the fields of the ten years from `year` on."""
    return MomentFields(i, end, Granularity.DECADE, year, timex=f"({year:04}-01-01,{year + 10:04}-01-01)")


def century(tokens: Tokens, i: int) -> MomentFields | None:
    """Reads "the 19th century", "the seventeenth and eighteenth centuries"."""
    words = tokens.words
    number, j = day_at(tokens, i, may_be_cardinal=False)
    if not number or (words[j - 1].isdecimal()):
        return None
    if words[j] in ("and", "or"):
        _, other = day_at(tokens, j + 1, may_be_cardinal=False)
        if words[other] == "centuries":
            return MomentFields(i, j, Granularity.DECADE, timex=f"{number - 1:02}XX")  # "the 18th and 19th centuries"
    j += words[j] in DASHES
    if words[j] not in _CENTURY_WORDS:
        return None
    return MomentFields(i, j + 1, Granularity.DECADE, timex=f"{number - 1:02}XX")


def quarter(tokens: Tokens, i: int) -> MomentFields | None:
    """Reads quarters and halves of a year: "Q1 2019", "2017-q1", "the third quarter of 2018", "2019 H2"."""
    words = tokens.words
    year, months, number, end = 0, 0, 0, i
    if len(words[i]) == 4 and words[i].isdecimal() and "1900" <= words[i] < "2100":
        j = i + 2 if words[i + 1] in DASHES else i + 1
        year = int(words[i])
        months, number, end = _quarter_code(tokens, j)
        if not months and words[j] in ORDINAL_DAYS:
            months, number, end = _quarter_words(tokens, j)
        if not months:
            return None
    else:
        months, number, end = _quarter_code(tokens, i)
        if not months:
            months, number, end = _quarter_words(tokens, i)
        if not months:
            return None
        j = end + 1 if words[end] in ("of", "in") or words[end] in DASHES or words[end] == "/" else end
        if words[j] == "the":
            j += 1
        year, after = year_at(tokens, j)
        if year:
            end = after
        elif words[j] in ("year", "fiscal") and words[end] == "of":
            end = j + 1
        elif words[i] not in ("q", "h") and words[i - 1] not in ("the", "its", "in", "for"):
            return None
    if not 1 <= number <= 12 // months:
        return None
    first_month = 1 + (number - 1) * months
    return MomentFields(
        i, end, Granularity.MONTH, year or None, first_month, timex=_month_range(year or None, first_month, months)
    )


def _quarter_code(tokens: Tokens, i: int) -> tuple[int, int, int]:
    """Reads "q1" as (months in it, its number, next token); zeros if there is none."""
    words = tokens.words
    if words[i] in ("q", "h") and tokens.is_attached(i + 1) and words[i + 1] in ("1", "2", "3", "4"):
        return (3 if words[i] == "q" else 6), int(words[i + 1]), i + 2
    return 0, 0, i


def _quarter_words(tokens: Tokens, i: int) -> tuple[int, int, int]:
    """Reads "third quarter", "first half" in the same way as `_quarter_code`."""
    words = tokens.words
    number, j = day_at(tokens, i, may_be_cardinal=False)
    if not number or words[j - 1].isdecimal():
        return 0, 0, i
    j += words[j] in DASHES
    if words[j] == "quarter" and words[j + 1] not in DASHES:
        return 3, number, j + 1
    if words[j] == "half" and words[j + 1] == "of" and (year_at(tokens, j + 2)[0] or words[j + 3] == "year"):
        return 6, number, j + 1
    return 0, 0, i


def period(tokens: Tokens, i: int) -> list[tuple[MomentFields, MomentFields | None]]:
    """Reads "1985-1998", "1939-45", "2019/20", "1994 to 1997", "between 2014 and 2018" as start and end."""
    words, is_attached = tokens.words, tokens.is_attached
    mark, end = words[i + 1], words[i + 2]
    has_dash = mark in DASHES or mark in ("/", "~")
    if not (has_dash or mark in RANGE_LINKS) or not end.isdecimal() or not "1000" <= words[i] < "2200":
        return []
    if is_attached(i) and words[i - 1] not in ("(", "[", '"', "“", "‘", "'", "/"):
        return []
    if (
        has_dash
        and (words[i + 3] in DASHES or words[i + 3] == "/")
        and is_attached(i + 3)
        and (words[i + 4][:1].isdigit() or month_at(tokens, i + 4)[0])
    ):
        return []  # a longer code or a numeric date
    start = int(words[i])
    if len(end) == 4 and (start < int(end) < 2200 or _is_reversed_period(tokens, i)):
        last_year = int(end)
    elif len(end) == 2 and has_dash and is_attached(i + 1) and is_attached(i + 2):
        last_year = start - start % 100 + int(end)
        if last_year == start - start % 100 + start % 100 - 99 or (end == "00" and start % 100 == 99):
            last_year = start + 1
        if last_year <= start or (int(end) <= 12 and int(end) != (start + 1) % 100 and start >= 2000):
            return []
    else:
        return []
    if has_attached_suffix(tokens, i + 2) and not (words[i + 3] == "s" and end[-1] == "0"):
        return []
    if mark == "and" and not follows_between(tokens, i):
        return []
    if is_counted_noun(tokens, i + 3) and words[i - 1] not in ("the", "from", "in", "between", "during"):
        return []
    if tokens.words[i - 1] in _BEFORE_A_COUNT:
        return []
    if not has_dash and not (start in RECENT_YEARS or _is_year(tokens, i) or words[i - 1] in ("from", "between")):
        return []
    if words[i + 3] in ("%", "percent", "per", "people", "feet", "miles", "metres", "km"):
        return []
    return [
        (
            MomentFields(i, i + 1, Granularity.YEAR, start),
            MomentFields(i + 2, i + 3, Granularity.YEAR, last_year),
        )
    ]


def _is_reversed_period(tokens: Tokens, i: int) -> bool:
    """Whether tokens `i` to `i` + 2 are a period with its years in the wrong order, unlike "fell from 2011 to 2004"."""
    words = tokens.words
    is_framed = words[i - 1] in ("from", "between") and words[i - 2] not in _WORDS_BEFORE_NEW_LEVEL
    return is_framed and 1900 <= int(words[i + 2]) < int(words[i]) <= 2059


def follows_between(tokens: Tokens, i: int) -> bool:
    """Whether "between" is one of the five tokens before token `i`."""
    return "between" in tokens.words[max(i - 5, 0) : i]


def _month_range(year: int | None, first_month: int, size: int) -> str:
    """Returns the TIMEX range of `size` months from month `start` of the year on."""
    end_month, end_year = first_month + size, year
    if end_month > 12:
        end_month, end_year = end_month - 12, year + 1 if year is not None else None
    first, last = (UNKNOWN_YEAR if y is None else format(y, "04") for y in (year, end_year))
    return f"({first}-{first_month:02}-01,{last}-{end_month:02}-01)"
