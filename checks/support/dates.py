"""What a target's date, period or clock time rests on in its source.

The same idea as `checks.support`, for moments: every field that the target states (year, month, day, weekday, hour) has
to stand in one moment of the source, and that moment should be told of the same event. A year may come from elsewhere
in the source; a decade bears out its years' words ("the 1980s" for 1986), and a century its dates. What needs the
publication date ("today", "last week" against a weekday) is not judged without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from checks import passage_index
from checks.model import Article, Granularity, Moment, Zone
from checks.passage_index import Passages
from checks.pattern import pattern

MARGIN = 0.15
"""How much better another date must fit before the target's is held to be another event's."""
BESIDE = 0.2
"""How much better still, where both stand in one sentence."""
RIVAL_LEAST = 0.3
SURE_RIVAL = 0.75
LOW_LEAST, FAR_BETTER = 0.2, 2.5
"""A rival that fits less well will do, where it fits so many times better."""
OPEN_LEAST = 0.25
"""How closely a "yesterday" must fit before a weekday is left open for it."""

DAY_WORDS = frozenset(
    ("today", "yesterday", "tonight", "tomorrow", "last night", "this morning", "this afternoon", "this evening")
)
YEAR_WORDS = pattern(r"\b(?:this|last|next) (?:year|season|summer|winter|spring|autumn)\b", re.IGNORECASE)


MINUTES = pattern(r"\d[.:]\d\d|\b\d{4}\b")


class Dated(StrEnum):
    STATED = "stated"
    OTHER_DATE = "other date"  # the source dates the same event differently
    UNSTATED = "unstated"
    OPEN = "open"  # cannot be judged, and `detail` says why


@dataclass(frozen=True, slots=True)
class Dating:
    """A moment of the target and where it stands. `there` is the source's moment it is tied to."""

    moment: Moment
    standing: Dated
    there: Moment | None = None
    sure: bool = False
    detail: str = ""


def datings(target: Article, source: Article) -> tuple[Dating, ...]:
    """One dating for each moment of the target, in text order."""
    here, there = passage_index.index_passages(target), passage_index.index_passages(source)
    return tuple(_date(moment, here, there) for moment in target.moments)


def _fields(moment: Moment) -> dict[str, int]:
    stated = {
        "year": moment.year,
        "month": moment.month,
        "day": moment.day,
        "weekday": moment.weekday,
        "hour": moment.hour,
        "minute": moment.minute,
    }
    return {name: value for name, value in stated.items() if value is not None}


def _ends(moment: Moment) -> tuple[Moment, ...]:
    return (moment,) if moment.until is None else (moment, moment.until)


def _covers(mine: Moment, theirs: Moment, years: frozenset[int]) -> bool:
    """Does the source's moment state all that the target's does? `years` are those the source states anywhere."""
    wanted, given = _fields(mine), _fields(theirs)
    if not wanted:
        return bool(mine.relative) and mine.relative == theirs.relative
    if mine.granularity is Granularity.DECADE:
        return theirs.year is not None and theirs.year // 10 == (mine.year or 0) // 10
    if theirs.granularity is Granularity.DECADE and set(wanted) == {"year"}:
        return mine.year == theirs.year
    for name, value in wanted.items():
        if name in given:
            if given[name] == value or (name == "hour" and given[name] % 12 == value % 12):
                continue
            if name == "hour" and _is_just_before(mine, theirs):
                return True  # "just before 5am" for 4.52am
            if name == "minute" and value == 0 and given[name] < 30 and not MINUTES.search(mine.words):
                continue  # "shortly after 4am" for 4.15am
            return False
        if name == "minute" and value == 0:
            continue
        if name == "year" and value in years and "month" in wanted:
            continue
        return False
    return True


ALMOST = 40
"""Minutes from which on a time is told as one just before the next hour."""


def _is_just_before(mine: Moment, theirs: Moment) -> bool:
    """Is it an hour told for a time a little before it?"""
    if mine.hour is None or theirs.hour is None or mine.minute or theirs.minute is None or mine.relation != "before":
        return False
    return theirs.minute >= ALMOST and (theirs.hour + 1) % 12 == mine.hour % 12


def _bears_out(mine: Moment, ends: Iterable[Moment], years: frozenset[int]) -> bool:
    """Is each end of the target's period, or its one moment, stated by one of these?"""
    ends = tuple(ends)
    return all(any(_covers(end, other, years) for other in ends) for end in _ends(mine))


def _shifted(mine: Moment, theirs: Moment, years: frozenset[int]) -> bool:
    """Have two periods one end in common, while the other ends differ?"""
    if mine.until is None or theirs.until is None:
        return False
    starts, ends = _covers(mine, theirs, years), _covers(mine.until, theirs.until, years)
    apart = rivals(mine.until, theirs.until) if starts else rivals(mine, theirs)
    return starts != ends and apart


def rivals(mine: Moment, theirs: Moment) -> bool:
    """Could one have been written for the other: two weekdays, two days of a month, two years?"""
    if (mine.granularity is Granularity.DECADE) != (theirs.granularity is Granularity.DECADE):
        return False
    wanted, given = _fields(mine), _fields(theirs)
    finest = next((name for name in ("hour", "day", "weekday", "month", "year") if name in wanted), None)
    return finest is not None and finest in given and given[finest] != wanted[finest]


def _century(moment: Moment) -> int | None:
    found = re.search(r"\b(\d{1,2})(?:st|nd|rd|th)[ -]century\b", moment.words, re.IGNORECASE)
    return int(found.group(1)) if found else None


def _printed(words: str, text: str) -> bool:
    """Do the words stand in the text, however its dashes and spaces are set?"""
    parts = [re.escape(part) for part in re.split(r"[\s–—-]+", words) if part]
    return bool(parts) and re.search(rf"(?<!\w){r'[ –—-]{1,4}'.join(parts)}(?!\w)", text, re.IGNORECASE) is not None


def _date(moment: Moment, target: Passages, source: Passages) -> Dating:
    article = source.article
    if moment.zone is Zone.PROMO:
        return Dating(moment, Dated.OPEN, detail="navigation or advertising")
    others = [other for other in article.moments if other.zone is not Zone.PROMO]
    flat = [(end, other) for other in others for end in _ends(other)]
    years = frozenset(end.year for end, _ in flat if end.year is not None)
    if article.published is not None:
        years |= {article.published.year}
    fits = dict(zip(map(id, others), passage_index.context_similarity(target, moment, source, others), strict=True))
    company = [other for other in target.article.moments if other.sentence == moment.sentence and other is not moment]

    def fit(other: Moment) -> float:
        return fits[id(other)]

    agreeing = [other for other in others if _bears_out(moment, _ends(other), years)]
    if not agreeing and moment.until is not None and _bears_out(moment, [end for end, _ in flat], years):
        agreeing = [other for end, other in flat if any(_covers(mine, end, years) for mine in _ends(moment))]
    periods = [other for other in others if other.until is not None and _shifted(moment, other, years)]
    if periods and not any(other.until is not None and _bears_out(moment, _ends(other), years) for other in others):
        return Dating(moment, Dated.OTHER_DATE, max(periods, key=fit))
    agreed = set(map(id, agreeing))
    others_dates = [other for end, other in flat if id(other) not in agreed and rivals(moment, end)]
    others_dates = [other for other in others_dates if not any(_bears_out(one, _ends(other), years) for one in company)]
    rival = max(others_dates, key=fit, default=None)
    if agreeing:
        best = max(agreeing, key=fit)
        margin = MARGIN + (BESIDE if rival is not None and rival.sentence == best.sentence else 0)
        # Much may happen in one year: only where the passages are all but the same is another year the one meant.
        least = SURE_RIVAL if moment.granularity is Granularity.YEAR else RIVAL_LEAST
        far_better = rival is not None and fit(rival) >= LOW_LEAST and fit(rival) > fit(best) * FAR_BETTER
        if moment.granularity is not Granularity.YEAR and rival is not None and far_better:
            return Dating(moment, Dated.OTHER_DATE, rival)
        if rival is not None and fit(rival) >= least and fit(rival) > fit(best) + margin:
            return Dating(moment, Dated.OTHER_DATE, rival)
        return Dating(moment, Dated.STATED, best)
    if _printed(moment.words, article.text):
        return Dating(moment, Dated.STATED, detail="in so many words")
    century = _century(moment)
    if century is not None:
        within = [other for end, other in flat if end.year is not None and (end.year - 1) // 100 + 1 == century]
        if within:
            return Dating(moment, Dated.STATED, within[0])
        return Dating(moment, Dated.UNSTATED if years else Dated.OPEN, detail="no year is given")
    if not _fields(moment):
        return Dating(moment, Dated.OPEN, detail="needs the publication date")
    opened = [other for other in others if article.published is None and _leaves_open(moment, other)]
    leaving = max(opened, key=fit, default=None)
    least = max(OPEN_LEAST, fit(rival) if rival is not None else 0.0)
    if leaving is not None and (fit(leaving) >= least or (rival is None and len(opened) > 0)):
        return Dating(
            moment, Dated.OPEN, leaving, detail=f'the article says "{leaving.words}": needs the publication date'
        )
    if rival is not None and fit(rival) >= RIVAL_LEAST:
        return Dating(moment, Dated.OTHER_DATE, rival, sure=fit(rival) >= SURE_RIVAL and leaving is None)
    return Dating(moment, Dated.UNSTATED, rival)


def _leaves_open(mine: Moment, other: Moment) -> bool:
    """Could the source's "yesterday" be the target's weekday or date, its "last month" the target's month?"""
    if not other.relative or "weekday" in _fields(other):
        return False
    words = other.relative.lower()
    if {"weekday", "day", "hour"} & _fields(mine).keys():
        return words in DAY_WORDS or "day" in words
    if "month" in _fields(mine):
        return "month" in words or "week" in words or words in DAY_WORDS
    return "year" in words or YEAR_WORDS.match(words) is not None
