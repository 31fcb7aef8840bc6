"""Years and what is longer or shorter by months: "1987", "1985-1998", "the 1990s", "mid-80s", "Q1 2019", "summer 2012".

A number of four digits is a year where a year would stand, and a count where it counts something ("1500 workers").
News copy puts a comma into counts of a thousand and more, so numbers of our time are years unless something speaks
against it, and all others only where something speaks for it.
"""

from __future__ import annotations

from checks.figures.calendar_words import (
    COUNTED,
    DECADES,
    LINKS,
    ORDINALS,
    SEASONS,
    Part,
    counts_from,
    day_at,
    glued_after,
    month_at,
    year_at,
    year_in_words,
)
from checks.figures.tokens import DASHES, Tokens, word_set
from checks.model import Granularity

_FIRM_CUES = word_set("in since during until till year summer winter spring autumn early late mid circa")
_CUES = _FIRM_CUES | {"by", "from", "before", "after", "between", "to", "through", "for"}
# What stands before a number that counts, or before a code.
_COUNTING = word_set("""
    nearly almost over some roughly approximately than least most exactly only another additional extra top
    under estimated at no number nos flight room page model route highway section form channel suite apartment
    boeing lot rs usd eur gbp inr unit pop
    """)
_RISES = word_set("""
    rose risen rise fell fallen fall climbed climb dropped drop jumped up down increased grew grown cut
    """)
_DETERMINERS = word_set("the a an his her its their our my your this that 's s")
# What companies and states report by the year: "2016 sales rose". A count of four digits would have its comma.
_REPORTED = word_set("""
    sales earnings results revenues profits losses exports imports accounts forecasts estimates targets budgets
    """)
_CENTURY_WORDS = frozenset(("century", "centuries"))
UNKNOWN_YEAR = "XXXX"


def season(tokens: Tokens, i: int) -> Part | None:
    """ "summer 2012", "the spring of 1998"; a bare "spring" is no moment."""
    j = i + 2 if tokens.words[i + 1] in ("of", ",") else i + 1
    year, last = year_at(tokens, j)
    if not year or not 1000 <= year < 2200:
        return None
    if tokens.words[last] in ("/", *DASHES) and tokens.close(last) and len(tokens.words[last + 1]) == 2:
        last += 2  # winter 2019/20
    return Part(i, last, Granularity.SEASON, year, timex=f"{year:04}-{SEASONS[tokens.words[i]]}")


def alone(tokens: Tokens, i: int) -> Part | None:
    words = tokens.words
    if not words[i].isdecimal():
        if words[i - 1] not in _FIRM_CUES:
            return None
        year, last = year_in_words(tokens, i)
        if not year or year % 100 == 0 or counts_from(tokens, last):
            return None
        return Part(i, last, Granularity.YEAR, year)
    if len(words[i]) != 4 or not "1000" <= words[i] < "2200" or not _is_year(tokens, i):
        return None
    return Part(i, i + 1, Granularity.YEAR, int(words[i]))


def _is_year(tokens: Tokens, i: int) -> bool:
    """Is the four-digit number at token `i` a year and not a count, a price or a code?"""
    words, close = tokens.words, tokens.close
    year, before, after = int(words[i]), words[i - 1], words[i + 1]
    if (
        glued_after(tokens, i)
        or after in ("%", "percent")
        or (before in ("$", "£", "€", "¥", "#", "+", "-") and close(i))
    ):
        return before in DASHES and words[i - 2].isalpha() and close(i - 1) and not glued_after(tokens, i)
    if close(i) and (before.isalnum() or before in ("/", ":", "@", "_", ".") or before in DASHES):
        return False
    if after in DASHES and close(i + 1) and words[i + 2].isdecimal() and len(words[i + 2]) not in (2, 4):
        return False  # a telephone number
    if before.isdecimal() and len(before) > 2 and not "1000" <= before < "2200":
        return False  # another, in groups
    recent = 1900 <= year <= 2059
    if before in _COUNTING:
        return words[i - 2] in ("later", "earlier", "older", "newer") or "year" in words[max(0, i - 5) : i]
    if before == "to" and words[i - 2] in _RISES:
        return False
    if counts_from(tokens, i + 1):
        if before in _FIRM_CUES:
            return recent
        reported = after in _REPORTED and before not in ("about", "around", "up", "made")
        return recent and (reported or (before in _DETERMINERS and after not in COUNTED))
    if before in ("about", "around", "up", "more"):
        return recent and not words[i + 1].isalpha()
    if recent:
        return True
    if before in _CUES and (before not in ("for", "to") or _year_behind(tokens, i)):
        return before in _FIRM_CUES or year < 2060 or before == "by"
    if after in ("ad", "ce", "bc") or (before in ("(", "and") and (before == "(" or _year_behind(tokens, i))):
        return True
    if before in _DETERMINERS:
        return after.isalpha() and not tokens.is_capital(i + 1) and after not in COUNTED and year < 2060
    if after in DASHES and close(i + 1) and words[i + 2].isdecimal():
        return len(words[i + 2]) == 4 and year < int(words[i + 2]) < 2100
    return False


def _year_behind(tokens: Tokens, i: int) -> bool:
    behind = tokens.words[i - 2]
    return len(behind) == 4 and behind.isdecimal() and "1000" <= behind < "2200" and behind < tokens.words[i]


def decade(tokens: Tokens, i: int) -> Part | None:
    """ "1990s", "'90s", "the nineties", "mid-80s"; "in her 80s" is an age."""
    words = tokens.words
    word = words[i]
    apart = words[i + 1] in ("'", "’") and words[i + 2] == "s"
    last = i + 3 if apart else i + 2
    ends = words[i + 1] == "s" or apart
    if word.isdecimal() and len(word) == 4 and ends and word[3] == "0" and "1000" <= word < "2100":
        if not tokens.close(i + 1) and not (words[last] in (".", ",", "") or words[i - 1] == "in"):
            return None
        start = int(word)
        if word[2] == "0" and word[3] == "0" and start != 2000:
            return Part(i, last, Granularity.DECADE, start, timex=f"({start:04}-01-01,{start + 100:04}-01-01)")
        return _tens(tokens, i, last, start)
    own = words[i - 1] in ("his", "her", "their", "my", "your", "our") or words[i - 2] in ("his", "her", "their")
    if own or words[i - 2] in ("temperatures", "highs", "lows"):
        return None
    if word in DECADES:
        era = words[i - 1] in ("the", "early", "late", "mid", "-") or words[i - 2] in ("the", "mid")
        return _tens(tokens, i, i + 1, 1900 + DECADES[word]) if era else None
    if len(word) == 2 and word.isdecimal() and word[1] == "0" and ends and tokens.close(i + 1):
        marked = words[i - 1] in ("'", "’", "‘") and tokens.close(i)
        era = words[i - 1] in ("the", "early", "late") or (words[i - 1] in DASHES and words[i - 2] == "mid")
        if marked or (era and word >= "20"):
            return _tens(tokens, i, last, 1900 + int(word) if word >= "20" else 2000 + int(word))
    return None


def _tens(tokens: Tokens, i: int, last: int, year: int) -> Part:
    return Part(i, last, Granularity.DECADE, year, timex=f"({year:04}-01-01,{year + 10:04}-01-01)")


def century(tokens: Tokens, i: int) -> Part | None:
    """ "the 19th century", "the seventeenth and eighteenth centuries"."""
    words = tokens.words
    number, j = day_at(tokens, i, cardinal_words=False)
    if not number or (words[j - 1].isdecimal()):
        return None
    if words[j] in ("and", "or"):
        _, other = day_at(tokens, j + 1, cardinal_words=False)
        if words[other] == "centuries":
            return Part(i, j, Granularity.DECADE, timex=f"{number - 1:02}XX")  # "the 18th and 19th centuries"
    j += words[j] in DASHES
    if words[j] not in _CENTURY_WORDS:
        return None
    return Part(i, j + 1, Granularity.DECADE, timex=f"{number - 1:02}XX")


def quarter(tokens: Tokens, i: int) -> Part | None:
    """ "Q1 2019", "2017-q1", "the third quarter of 2018", "2019 H2", "first half of 2020"."""
    words = tokens.words
    year, size, number, last = 0, 0, 0, i
    if len(words[i]) == 4 and words[i].isdecimal() and "1900" <= words[i] < "2100":
        j = i + 2 if words[i + 1] in DASHES else i + 1
        year = int(words[i])
        size, number, last = _quarter_code(tokens, j)
        if not size and words[j] in ORDINALS:
            size, number, last = _quarter_words(tokens, j)
        if not size:
            return None
    else:
        size, number, last = _quarter_code(tokens, i)
        if not size:
            size, number, last = _quarter_words(tokens, i)
        if not size:
            return None
        j = last + 1 if words[last] in ("of", "in") or words[last] in DASHES or words[last] == "/" else last
        if words[j] == "the":
            j += 1
        year, after = year_at(tokens, j)
        if year:
            last = after
        elif words[j] in ("year", "fiscal") and words[last] == "of":
            last = j + 1
        elif words[i] not in ("q", "h") and words[i - 1] not in ("the", "its", "in", "for"):
            return None
    if not 1 <= number <= 12 // size:
        return None
    start = 1 + (number - 1) * size
    return Part(i, last, Granularity.MONTH, year or None, start, timex=_months(year or None, start, size))


def _quarter_code(tokens: Tokens, i: int) -> tuple[int, int, int]:
    """ "q1": (months in it, which, next token), zeros if there is none."""
    words = tokens.words
    if words[i] in ("q", "h") and tokens.close(i + 1) and words[i + 1] in ("1", "2", "3", "4"):
        return (3 if words[i] == "q" else 6), int(words[i + 1]), i + 2
    return 0, 0, i


def _quarter_words(tokens: Tokens, i: int) -> tuple[int, int, int]:
    words = tokens.words
    number, j = day_at(tokens, i, cardinal_words=False)
    if not number or words[j - 1].isdecimal():
        return 0, 0, i
    j += words[j] in DASHES
    if words[j] == "quarter" and words[j + 1] not in DASHES:
        return 3, number, j + 1
    if words[j] == "half" and words[j + 1] == "of" and (year_at(tokens, j + 2)[0] or words[j + 3] == "year"):
        return 6, number, j + 1
    return 0, 0, i


def period(tokens: Tokens, i: int) -> list[tuple[Part, Part | None]]:
    """ "1985-1998", "1939-45", "2019/20", "1994 to 1997", "between 2014 and 2018"."""
    words, close = tokens.words, tokens.close
    mark, end = words[i + 1], words[i + 2]
    joined = mark in DASHES or mark in ("/", "~")
    if not (joined or mark in LINKS) or not end.isdecimal() or not "1000" <= words[i] < "2200":
        return []
    if close(i) and words[i - 1] not in ("(", "[", '"', "“", "‘", "'", "/"):
        return []
    if (
        joined
        and (words[i + 3] in DASHES or words[i + 3] == "/")
        and close(i + 3)
        and (words[i + 4][:1].isdigit() or month_at(tokens, i + 4)[0])
    ):
        return []  # a longer code or a numeric date
    start = int(words[i])
    if len(end) == 4 and (start < int(end) < 2200 or _runs_backwards(tokens, i)):
        last_year = int(end)
    elif len(end) == 2 and joined and close(i + 1) and close(i + 2):
        last_year = start - start % 100 + int(end)
        if last_year == start - start % 100 + start % 100 - 99 or (end == "00" and start % 100 == 99):
            last_year = start + 1
        if last_year <= start or (int(end) <= 12 and int(end) != (start + 1) % 100 and start >= 2000):
            return []
    else:
        return []
    if glued_after(tokens, i + 2) and not (words[i + 3] == "s" and end[-1] == "0"):
        return []
    if mark == "and" and not between(tokens, i):
        return []
    if counts_from(tokens, i + 3) and words[i - 1] not in ("the", "from", "in", "between", "during"):
        return []
    if tokens.words[i - 1] in _COUNTING:
        return []
    if not joined and not (1900 <= start <= 2059 or _is_year(tokens, i) or words[i - 1] in ("from", "between")):
        return []
    if words[i + 3] in ("%", "percent", "per", "people", "feet", "miles", "metres", "km"):
        return []
    return [
        (
            Part(i, i + 1, Granularity.YEAR, start),
            Part(i + 2, i + 3, Granularity.YEAR, last_year),
        )
    ]


def _runs_backwards(tokens: Tokens, i: int) -> bool:
    """ "from 2011 to 2004": a slip, but years; not so in "fell from 2011 to 2004"."""
    words = tokens.words
    framed = words[i - 1] in ("from", "between") and words[i - 2] not in _RISES
    return framed and 1900 <= int(words[i + 2]) < int(words[i]) <= 2059


def between(tokens: Tokens, i: int) -> bool:
    """Does "between" stand a little before token `i`?"""
    return "between" in tokens.words[max(i - 5, 0) : i]


def _months(year: int | None, start: int, size: int) -> str:
    end, after = start + size, year
    if end > 12:
        end, after = end - 12, year + 1 if year is not None else None
    first, last = (UNKNOWN_YEAR if y is None else format(y, "04") for y in (year, after))
    return f"({first}-{start:02}-01,{last}-{end:02}-01)"
