"""Reads clock times: "9.30pm", "19:00 GMT", "noon", "half past seven", "9 in the morning".

Since hours and minutes without am, pm or a time zone look like scores, prices and race times, they are read only where
a clock time is expected.
"""

from __future__ import annotations

from checks.figures.calendar_words import MomentFields, is_counted_noun, small_number
from checks.figures.tokens import DASHES, Tokens
from checks.model import Granularity
from checks.word_set import word_set

PARTS_OF_DAY = {"morning": "am", "afternoon": "pm", "evening": "pm", "night": "pm"}
TIME_ZONES = word_set("""
    gmt bst utc est edt et cst cdt ct mst mdt mt pst pdt pt cet cest ist aest aedt eat msk jst hkt local
    """)
# Verbs after which "at" introduces a price: "closed at 6.45".
_PRICE_VERBS = word_set("""
    closed ended traded trading stood priced opened settled was were is are quoted valued down up remained
    steady unchanged put set
    """)
_SERVICE_WORDS = frozenset(("from", "train", "service", "departure"))
_MINUTE_WORDS = frozenset(("quarter", "minutes", "minute", "min", "mins", "five", "ten", "twenty", "25"))


def read(tokens: Tokens, i: int) -> MomentFields | None:
    """Reads "9.30pm", "7:56:30 am", "19:00 GMT", "0900 GMT", "noon", "half past seven", "9 in the morning"."""
    words = tokens.words
    word = words[i]
    if word in ("noon", "midday", "noonish"):
        return MomentFields(i, i + 1, Granularity.TIME, hour=12, minute=0)
    if word == "midnight":
        return MomentFields(i, i + 1, Granularity.TIME, hour=0, minute=0)
    past = _past_or_to(tokens, i)
    if past:
        return past
    hour, minute, second, j = _hours(tokens, i)
    if hour < 0:
        return None
    half, after = _half_of_day(tokens, j)
    if half:
        if hour > 12 or (hour == 0 and half == "pm"):
            return None
        return MomentFields(i, after, Granularity.TIME, hour=_to_24_hours(hour, half), minute=minute, second=second)
    if words[j] == "noon" and hour == 12:
        return MomentFields(i, j + 1, Granularity.TIME, hour=12, minute=0)
    if words[j] in ("o'clock", "oclock"):
        half, after = _half_of_day(tokens, j + 1)
        return MomentFields(i, after if half else j + 1, Granularity.TIME, hour=_to_24_hours(hour, half), minute=minute)
    if words[j] == "ish" and tokens.is_attached(j):
        return MomentFields(i, j + 1, Granularity.TIME, hour=hour, minute=minute)
    if words[i - 1] == "at" and words[i - 2] in PARTS_OF_DAY and words[i - 3] in ("the", "this", "that"):
        return MomentFields(i, j, Granularity.TIME, hour=_to_24_hours(hour, PARTS_OF_DAY[words[i - 2]]), minute=minute)
    if not _is_clock_time(tokens, i, j):
        return None
    end = j + 1 if words[j] in TIME_ZONES else j + 2 if words[j] in ("hours", "hrs") else j
    return MomentFields(
        i,
        min(end, j + 1) if words[j] in TIME_ZONES or end > j else j,
        Granularity.TIME,
        hour=hour,
        minute=minute,
        second=second,
    )


def _is_clock_time(tokens: Tokens, i: int, j: int) -> bool:
    """Whether hours and minutes without am or pm are a clock time rather than a score, a price or a race time."""
    words = tokens.words
    if words[i - 1] == "the" and (words[j] in _SERVICE_WORDS or (words[j] == "to" and tokens.is_capital(j + 1))):
        return words[i + 1] == ":" or "." in words[i]  # "the 19:42 from Leeds", "the 6.15 to Leeds"
    if words[j] in TIME_ZONES:
        if words[j] == "local" and (words[j + 1] == "time" or words[j + 1].isalpha()):
            return words[j + 1] == "time"  # "at eight local time", and not "two local men", "1200 local residents"
        return (words[i].isdecimal() and len(words[i]) >= 3) or words[i + 1] == ":" or "." in words[i]
    if words[i].isdecimal() and words[i + 1] == ":" and j == i + 3:
        has_time_word = words[i - 1] in (
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
        return has_time_word or (
            len(words[i]) == 2 and words[i - 1] in (",", "-", "–", "to", "and") and int(words[i]) >= 9
        )
    if "." in words[i]:
        is_after_at = words[i - 1] == "at" and words[i - 2] not in _PRICE_VERBS
        return (
            is_after_at
            and words[i][-1] in "05"
            and words[j] in (".", "?", "!", ",", "", "on", "this", "tomorrow", "today", "every", "and")
        )
    return False


def _hours(tokens: Tokens, i: int) -> tuple[int, int, int | None, int]:
    """Returns hours, minutes, seconds and the next token; -1 for the hours if there are none."""
    words, is_attached = tokens.words, tokens.is_attached
    word = words[i]
    no_time = (-1, 0, None, i)
    if is_attached(i) and (
        words[i - 1] in ("$", "£", "€", ":", "/") or (words[i - 1] in DASHES and words[i - 2] in ("-", ""))
    ):
        return no_time
    if (
        word.isdecimal()
        and words[i + 1] == ":"
        and is_attached(i + 1)
        and is_attached(i + 2)
        and _is_minute(words[i + 2])
    ):
        hour, minute = int(word), int(words[i + 2])
        if len(word) > 2 or hour > 24:
            return no_time
        if words[i + 3] == ":" and is_attached(i + 3) and is_attached(i + 4) and _is_minute(words[i + 4]):
            return hour, minute, int(words[i + 4]), i + 5
        return hour, minute, None, i + 3
    if "." in word:
        hours, _, minutes = word.partition(".")
        if hours.isdecimal() and len(hours) <= 2 and int(hours) <= 24 and _is_minute(minutes):
            return int(hours), int(minutes), None, i + 1
        return no_time
    if word.isdecimal() and len(word) in (3, 4) and _is_minute(word[-2:]) and int(word[:-2]) < 24:
        return int(word[:-2]), int(word[-2:]), None, i + 1
    hour, j = small_number(tokens, i)
    return (hour, 0, None, j) if 0 <= hour <= 24 else no_time


def _half_of_day(tokens: Tokens, j: int) -> tuple[str, int]:
    """Reads "pm", "p.m.", "in the morning" from token `j` as (am or pm, next token); ("", j) if there is none."""
    words = tokens.words
    word = words[j]
    if word in ("am", "pm") or word == "ampm":
        if word == "am" and not tokens.is_attached(j) and words[j + 1] in ("i", "not", "the", "a"):
            return "", j
        return word[:2], j + 1
    if word == "." and tokens.is_attached(j) and words[j + 1] in ("am", "pm") and tokens.is_attached(j + 1):
        return words[j + 1], j + 2
    if word in ("a", "p") and words[j + 1] == "." and words[j + 2] == "m":
        is_dotted = words[j + 3] == "." and (tokens.is_attached(j + 3) or not tokens.is_attached(j + 1))
        return word + "m", j + 4 if is_dotted else j + 3
    if word in ("a", "p") and tokens.is_attached(j) and not words[j + 1].isalpha() and words[j + 1] not in DASHES:
        return word + "m", j + 1
    if words[j : j + 2] == ["in", "the"] and words[j + 2] in PARTS_OF_DAY:
        return PARTS_OF_DAY[words[j + 2]], j + 3
    if words[j : j + 2] == ["at", "night"]:
        return "pm", j + 2
    return "", j


def _past_or_to(tokens: Tokens, i: int) -> MomentFields | None:
    """Reads "half past seven", "twenty to nine in the evening", "10 minutes past 9"."""
    words = tokens.words
    if words[i] in ("half", "quarter"):
        minute, j = (30 if words[i] == "half" else 15), i + 1
    else:
        minute, j = small_number(tokens, i)
        if not 0 < minute < 60:
            return None
        if words[j] in ("minutes", "minute", "min", "mins"):
            j += 1
    if words[j] not in ("past", "to") or (
        words[j] == "to" and (words[i] == "half" or words[j - 1] not in _MINUTE_WORDS)
    ):
        return None
    hour, after = small_number(tokens, j + 1)
    if not 1 <= hour <= 12 or words[after] in ("%", "per", "percent") or is_counted_noun(tokens, after):
        return None
    if words[j] == "to":
        hour, minute = (hour - 1 or 12), 60 - minute
    if words[after] in ("o'clock", "oclock"):
        after += 1
    half, end = _half_of_day(tokens, after)
    return MomentFields(i, end, Granularity.TIME, hour=_to_24_hours(hour, half), minute=minute)


def _is_minute(word: str) -> bool:
    return len(word) == 2 and word.isdecimal() and word < "60"


def _to_24_hours(hour: int, half: str) -> int:
    """Returns the hour from 0 to 23; `half` is "am", "pm" or ""."""
    if half == "pm":
        return hour % 12 + 12
    return hour % 12 if half == "am" else hour % 24
