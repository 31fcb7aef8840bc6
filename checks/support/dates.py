"""Judges whether the dates, periods and clock times of a target text are supported by its source.

A moment is a stated date, period or time. One moment of the source has to have every field that the target states
(year, month, day, weekday, hour), and it should belong to the same event. Only the year may come from elsewhere in the
source. "The 1980s" is supported by 1986, and a century by its years. What needs the publication date ("today" or "last
week" against a weekday) is not judged without it.
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
from checks.support.corroboration import corroboration
from checks.support.verdict import (
    MIN_RIVAL_SIMILARITY,
    MIN_WEAK_RIVAL_SIMILARITY,
    SURE_RIVAL_SIMILARITY,
    WEAK_RIVAL_RATIO,
)

DATE_SIMILARITY_MARGIN = 0.15
"""By how much more similar the passage of another date must be for the target's date to be questioned."""
SAME_SENTENCE_DATE_MARGIN = 0.2
"""Added to the margin where both dates are in one sentence."""
MIN_RELATIVE_DATE_SIMILARITY = 0.25
"""Least similarity of a "yesterday" at which a weekday is left open instead of questioned."""

DAY_WORDS = frozenset(
    ("today", "yesterday", "tonight", "tomorrow", "last night", "this morning", "this afternoon", "this evening")
)
YEAR_WORDS = pattern(r"\b(?:this|last|next) (?:year|season|summer|winter|spring|autumn)\b", re.IGNORECASE)


STATED_MINUTES = pattern(r"\d[.:]\d\d|\b\d{4}\b")


class DateStanding(StrEnum):
    """How far the source supports a moment of the target."""

    STATED = "stated"
    OTHER_DATE = "other date"  # the source gives the same event another date
    UNSTATED = "unstated"
    OPEN = "open"  # cannot be judged, and `detail` says why


@dataclass(frozen=True, slots=True)
class DateJudgement:
    """A moment of the target and how far the source supports it, with the moment that it was compared with."""

    moment: Moment
    standing: DateStanding
    source_moment: Moment | None = None
    sure: bool = False
    detail: str = ""


def date_judgements(target: Article, source: Article) -> tuple[DateJudgement, ...]:
    """One judgement for each moment of the target, in text order."""
    target_index, source_index = passage_index.index_passages(target), passage_index.index_passages(source)
    return tuple(_judge(moment, target_index, source_index) for moment in target.moments)


def _fields(moment: Moment) -> dict[str, int]:
    """The stated fields of a moment by name, from "year" to "minute"."""
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
    """The two ends of a period, or the single moment."""
    return (moment,) if moment.until is None else (moment, moment.until)


def _states(moment: Moment, source_moment: Moment, years: frozenset[int]) -> bool:
    """Whether the source's moment has all fields of the target's. `years` are those that the source states anywhere."""
    stated, source_fields = _fields(moment), _fields(source_moment)
    if not stated:
        return bool(moment.relative) and moment.relative == source_moment.relative
    if moment.granularity is Granularity.DECADE:
        return source_moment.year is not None and source_moment.year // 10 == (moment.year or 0) // 10
    if source_moment.granularity is Granularity.DECADE and set(stated) == {"year"}:
        return moment.year == source_moment.year
    for name, value in stated.items():
        if name in source_fields:
            if source_fields[name] == value or (name == "hour" and source_fields[name] % 12 == value % 12):
                continue
            if name == "hour" and _may_round_to_next_hour(moment, source_moment):
                return True  # "just before 5am" for 4.52am
            if name == "minute" and value == 0 and source_fields[name] < 30 and not STATED_MINUTES.search(moment.words):
                continue  # "shortly after 4am" for 4.15am
            return False
        if name == "minute" and value == 0:
            continue
        if name == "year" and value in years and "month" in stated:
            continue
        return False
    return True


MIN_MINUTE_BEFORE_NEXT_HOUR = 40
"""The first minute of an hour that may be described as just before the next hour."""


def _may_round_to_next_hour(moment: Moment, source_moment: Moment) -> bool:
    """Whether the target's time may be the source's, rounded up to the next hour: "just before 5am" for 4.52am."""
    if (
        moment.hour is None
        or source_moment.hour is None
        or moment.minute
        or source_moment.minute is None
        or moment.relation != "before"
    ):
        return False
    return source_moment.minute >= MIN_MINUTE_BEFORE_NEXT_HOUR and (source_moment.hour + 1) % 12 == moment.hour % 12


def _states_all(moment: Moment, source_ends: Iterable[Moment], years: frozenset[int]) -> bool:
    """Whether each end of the target's period, or its single moment, is stated by one of the source's."""
    source_ends = tuple(source_ends)
    return all(any(_states(end, other, years) for other in source_ends) for end in _ends(moment))


def _share_one_end(period: Moment, source_period: Moment, years: frozenset[int]) -> bool:
    """Whether two periods have one end in common and different other ends."""
    if period.until is None or source_period.until is None:
        return False
    start_agrees, end_agrees = _states(period, source_period, years), _states(period.until, source_period.until, years)
    could_differ = (
        could_replace_date(period.until, source_period.until)
        if start_agrees
        else could_replace_date(period, source_period)
    )
    return start_agrees != end_agrees and could_differ


def could_replace_date(moment: Moment, other: Moment) -> bool:
    """Whether one could have been written for the other: two weekdays, two days of a month, two years."""
    if (moment.granularity is Granularity.DECADE) != (other.granularity is Granularity.DECADE):
        return False
    stated, other_fields = _fields(moment), _fields(other)
    finest = next((name for name in ("hour", "day", "weekday", "month", "year") if name in stated), None)
    return finest is not None and finest in other_fields and other_fields[finest] != stated[finest]


def _century(moment: Moment) -> int | None:
    match = re.search(r"\b(\d{1,2})(?:st|nd|rd|th)[ -]century\b", moment.words, re.IGNORECASE)
    return int(match.group(1)) if match else None


def _is_printed(words: str, text: str) -> bool:
    """Whether the text has these words, with any dashes and spaces between them."""
    parts = [re.escape(part) for part in re.split(r"[\s–—-]+", words) if part]
    return bool(parts) and re.search(rf"(?<!\w){r'[ –—-]{1,4}'.join(parts)}(?!\w)", text, re.IGNORECASE) is not None


class _SourceMoments:
    """The source's moments, compared with one of the target: which state it, which may be meant instead."""

    def __init__(self, moment: Moment, target: Passages, source: Passages) -> None:
        article = source.article
        self.moment, self.published = moment, article.published
        self.others = [other for other in article.moments if other.zone is not Zone.PROMO]
        # Each end is paired with its period; a single moment is paired with itself.
        self.ends = [(end, other) for other in self.others for end in _ends(other)]
        self.years = frozenset(end.year for end, _ in self.ends if end.year is not None)
        if article.published is not None:
            self.years |= {article.published.year}
        similarities = passage_index.context_similarity(target, moment, source, self.others)
        self._similarities = dict(zip(map(id, self.others), similarities, strict=True))
        self.in_common = corroboration(moment, target.article, source.article)
        self._neighbours = [
            other for other in target.article.moments if other.sentence == moment.sentence and other is not moment
        ]

    def similarity(self, other: Moment) -> float:
        """How similar the words around the source's moment are to those around the target's."""
        return self._similarities[id(other)]

    def nearest(self, others: Iterable[Moment]) -> Moment | None:
        """The one with the most similar words around it; None if there are none."""
        return max(others, key=self.similarity, default=None)

    def agreeing(self) -> list[Moment]:
        """The source's moments that state the target's or, where only several together do, one end of its period."""
        moment, years = self.moment, self.years
        agreeing = [other for other in self.others if _states_all(moment, _ends(other), years)]
        if agreeing or moment.until is None or not _states_all(moment, [end for end, _ in self.ends], years):
            return agreeing
        return [
            other for end, other in self.ends if any(_states(target_end, end, years) for target_end in _ends(moment))
        ]

    def half_agreeing_periods(self) -> list[Moment]:
        """The source's periods that share only one end with the target's; none if a period agrees."""
        periods = [other for other in self.others if other.until is not None]
        if any(_states_all(self.moment, _ends(period), self.years) for period in periods):
            return []
        return [period for period in periods if _share_one_end(self.moment, period, self.years)]

    def rival(self, agreeing: Iterable[Moment]) -> Moment | None:
        """The most similar moment that may be meant instead and is not stated elsewhere in the target's sentence."""
        agreeing_ids = set(map(id, agreeing))
        return self.nearest(
            other
            for end, other in self.ends
            if id(other) not in agreeing_ids
            and could_replace_date(self.moment, end)
            and not any(_states_all(neighbour, _ends(other), self.years) for neighbour in self._neighbours)
        )

    def is_rival_meant(self, rival: Moment, best: Moment) -> bool:
        """Whether the words around the rival are so much more similar than the best date's that the rival is meant."""
        if self.in_common[best.sentence] > self.in_common[rival.sentence]:
            return False
        similarity, best_similarity = self.similarity(rival), self.similarity(best)
        stated = _fields(self.moment)
        is_complete = {"year", "month"} <= stated.keys() and _fields(best).items() >= stated.items()
        if is_complete and rival.year != self.moment.year:
            return False  # a complete date is hardly a slip for one of another year
        # Much happens in a year, so another year counts only where the passages are nearly the same.
        is_year = self.moment.granularity is Granularity.YEAR
        if not is_year and similarity >= MIN_WEAK_RIVAL_SIMILARITY and similarity > best_similarity * WEAK_RIVAL_RATIO:
            return True
        margin = DATE_SIMILARITY_MARGIN + (SAME_SENTENCE_DATE_MARGIN if rival.sentence == best.sentence else 0)
        least = SURE_RIVAL_SIMILARITY if is_year else MIN_RIVAL_SIMILARITY
        return similarity >= least and similarity > best_similarity + margin


def _judge(moment: Moment, target: Passages, source: Passages) -> DateJudgement:
    if moment.zone is Zone.PROMO:
        return DateJudgement(moment, DateStanding.OPEN, detail="navigation or advertising")
    moments = _SourceMoments(moment, target, source)
    period = moments.nearest(moments.half_agreeing_periods())
    if period is not None:
        return DateJudgement(moment, DateStanding.OTHER_DATE, period)
    agreeing = moments.agreeing()
    best, rival = moments.nearest(agreeing), moments.rival(agreeing)
    if best is not None:
        if rival is not None and moments.is_rival_meant(rival, best):
            return DateJudgement(moment, DateStanding.OTHER_DATE, rival)
        return DateJudgement(moment, DateStanding.STATED, best)
    if _is_printed(moment.words, source.article.text):
        return DateJudgement(moment, DateStanding.STATED, detail="in so many words")
    century = _century(moment)
    if century is not None:
        return _judge_century(century, moments)
    if not _fields(moment):
        return DateJudgement(moment, DateStanding.OPEN, detail="needs the publication date")
    return _judge_unstated(moments, rival)


def _judge_century(century: int, moments: _SourceMoments) -> DateJudgement:
    """The judgement of a century, which any of its years supports."""
    for end, other in moments.ends:
        if end.year is not None and (end.year - 1) // 100 + 1 == century:
            return DateJudgement(moments.moment, DateStanding.STATED, other)
    standing = DateStanding.UNSTATED if moments.years else DateStanding.OPEN
    return DateJudgement(moments.moment, standing, detail="no year is given")


def _judge_unstated(moments: _SourceMoments, rival: Moment | None) -> DateJudgement:
    """The judgement of a date that the source does not state: open if "yesterday" may be it, else by its rival."""
    moment = moments.moment
    rival_similarity = moments.similarity(rival) if rival is not None else 0.0
    relative_moment = None
    if moments.published is None:
        relative_moment = moments.nearest(other for other in moments.others if _may_be_same_date(moment, other))
    if relative_moment is not None and (
        rival is None or moments.similarity(relative_moment) >= max(MIN_RELATIVE_DATE_SIMILARITY, rival_similarity)
    ):
        detail = f'the article says "{relative_moment.words}": needs the publication date'
        return DateJudgement(moment, DateStanding.OPEN, relative_moment, detail=detail)
    if rival is not None and rival_similarity >= MIN_RIVAL_SIMILARITY:
        is_sure = rival_similarity >= SURE_RIVAL_SIMILARITY and relative_moment is None
        return DateJudgement(moment, DateStanding.OTHER_DATE, rival, sure=is_sure)
    return DateJudgement(moment, DateStanding.UNSTATED, rival)


def _may_be_same_date(moment: Moment, source_moment: Moment) -> bool:
    """Whether the source's relative date may be the target's: "yesterday" for a weekday, "last month" for a month."""
    if not source_moment.relative or "weekday" in _fields(source_moment):
        return False
    words = source_moment.relative.lower()
    if {"weekday", "day", "hour"} & _fields(moment).keys():
        return words in DAY_WORDS or "day" in words
    if "month" in _fields(moment):
        return "month" in words or "week" in words or words in DAY_WORDS
    return "year" in words or YEAR_WORDS.match(words) is not None
