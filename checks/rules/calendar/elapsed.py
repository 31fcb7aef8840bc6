"""A stretch of minutes, hours, days, weeks or months that its beginning and its end do not give.

Ties "landed at 3.45pm, two hours after", "arrived on March 3 ... six days later on March 9", "for three days from
Monday to Wednesday" and "from 9:30 a.m. to 9:50 a.m. In those 20 minutes ..." to the two times. Days, weekdays and
months may be counted with both ends. Years are for the rule `duration`.

Silent unless exactly two times of the kind stand in the sentence, and on a stretch that words such as "another" or
"every" make a different one. "Two hours after take-off" is ticked where it fits and not questioned where it does
not, since nobody says when the take-off was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from checks.model import Article, Figure, Finding, Interval, Kind, Moment, Outcome, Severity, Span, Tick
from checks.rule import Example, Rule
from checks.rules._printed import lexicon, plain_words
from checks.wording import number

AROUND = 40  # characters in which a cue is looked for
BESIDE = 30  # characters between a stretch and the period it is the length of
OPENING = 30  # characters from a sentence's start within which "those 20 minutes" points back
MANY = 20  # moments in a sentence: a timetable, not a statement

NOT_THIS = lexicon(
    """every each another further average next first last within per maximum minimum ago old notice shift
    jail prison delay late early"""
)
POINTS_BACK = lexicon("those these that")
SPAN_WORDS = lexicon(
    "for the a an lasting lasted lasts took takes runs run ran open opens closed shut from between of over in on until"
)
UNBOUND = lexicon("and but while although because who average spent")
AT_THE_END = re.compile(r"^\s*(?:[.;!?)]|$|,? to the day\b)")


class Scale(StrEnum):
    CLOCK = "minutes"
    DAY = "days"
    WEEKDAY = "days of the week"
    MONTH = "months"


UNITS: dict[str, dict[Scale, Fraction]] = {
    "minute": {Scale.CLOCK: Fraction(1)},
    "hour": {Scale.CLOCK: Fraction(60)},
    "day": {Scale.DAY: Fraction(1), Scale.WEEKDAY: Fraction(1)},
    "week": {Scale.DAY: Fraction(7)},
    "month": {Scale.MONTH: Fraction(1)},
}
CYCLE = {Scale.CLOCK: 24 * 60, Scale.DAY: 365, Scale.WEEKDAY: 7, Scale.MONTH: 12}
"""After how many steps a scale starts anew: no year, no day is stated as a rule."""
BOTH_COUNTED = frozenset((Scale.DAY, Scale.WEEKDAY, Scale.MONTH))
SLACK = {"minute": Fraction(1), "hour": Fraction(10), "day": Fraction(0), "week": Fraction(3), "month": Fraction(1)}
"""What rounding to the unit leaves open, in steps of its scale."""


class Point(NamedTuple):
    """A time on a scale; `halved` where a clock time does not say whether it is morning or afternoon."""

    at: int
    moment: Moment
    halved: bool = False


def check(article: Article) -> Iterator[Outcome]:
    figures = [one for one in article.figures if one.kind is Kind.DURATION and one.unit in UNITS and one.value]
    if not figures:
        return
    moments: dict[int, list[Moment]] = {}
    for moment in article.moments:
        moments.setdefault(moment.sentence, []).append(moment)
    for figure in figures:
        if figure.is_range or not _is_a_stretch(article, figure):
            continue
        for scale in UNITS[figure.unit or ""]:
            found = _ends(article, figure, scale, moments)
            if found is not None:
                yield from _judged(figure, scale, *found)


def _is_a_stretch(article: Article, figure: Figure) -> bool:
    before, behind = _words_around(article, figure)
    return NOT_THIS.isdisjoint(before[-2:]) and NOT_THIS.isdisjoint(behind[:2])


def _words_around(article: Article, figure: Figure) -> tuple[list[str], list[str]]:
    bounds = article.sentences[figure.sentence].span
    before = article.text[max(bounds.start, figure.span.start - AROUND) : figure.span.start]
    behind = article.text[figure.span.end : min(bounds.end, figure.span.end + AROUND)]
    return plain_words(before), plain_words(behind)


def _ends(
    article: Article, figure: Figure, scale: Scale, moments: dict[int, list[Moment]]
) -> tuple[Point, Point, bool] | None:
    """The beginning, the end, and whether the words leave no other reading than that this is what lies between."""
    before, behind = _words_around(article, figure)
    bounds = article.sentences[figure.sentence].span
    here = _points(moments.get(figure.sentence, []), scale)
    if not here and figure.span.start - bounds.start <= OPENING and not POINTS_BACK.isdisjoint(before[-2:]):
        back = _points(moments.get(figure.sentence - 1, []), scale)
        return (back[0], back[1], True) if len(back) == 2 else None
    if len(here) != 2:
        return None
    first, second = here
    if first.moment is second.moment or first.moment.until is second.moment:
        return (first, second, True) if _is_beside(article, figure, first.moment.span) else None
    after = article.text[figure.span.end : bounds.end]
    if behind[:1] in (["later"], ["earlier"], ["on"]):
        ends_there = AT_THE_END.match(after[after.lower().find(behind[0]) + len(behind[0]) :]) is not None
        leads = 0 <= second.moment.span.start - figure.span.end <= BESIDE and behind[0] != "earlier"
        follows = ends_there and 0 <= figure.span.start - second.moment.span.end <= 4
        return (first, second, True) if leads or follows else None
    if behind[:2] == ["to", "go"]:
        return first, second, True
    if behind[:2] in (["in", "which"], ["during", "which"]) or behind[:3] == ["to", "the", "day"]:
        return first, second, figure.span.start - second.moment.span.end <= 4
    if behind[:1] == ["after"]:
        return (first, second, False) if 0 <= figure.span.start - second.moment.span.end <= 4 else None
    if "after" in before[-4:] and figure.span.start - second.moment.span.end <= AROUND and AT_THE_END.match(after):
        return first, second, True
    return None


def _points(here: list[Moment], scale: Scale) -> list[Point]:
    """The times of a scale in a sentence; a period has two."""
    if len(here) > MANY:
        return []
    points = []
    for moment in here:
        for end in (moment, moment.until):
            at = None if end is None or end.impossible or end.relative else _at(end, scale)
            if end is not None and at is not None:
                halved = scale is Scale.CLOCK and (end.hour or 0) <= 12 and not re.search(r"[ap]\.?\s?m", end.words)
                points.append(Point(at, moment if end is moment else end, halved))
    return points


def _at(moment: Moment, scale: Scale) -> int | None:
    if scale is Scale.CLOCK:
        return None if moment.hour is None else 60 * moment.hour + (moment.minute or 0)
    if scale is Scale.WEEKDAY:
        return moment.weekday if moment.day is None else None
    if scale is Scale.MONTH:
        return moment.month if moment.day is None else None
    if moment.day is None or moment.month is None:
        return None
    try:
        return date(moment.year or 2001, moment.month, moment.day).toordinal()
    except ValueError:
        return None


def _is_beside(article: Article, figure: Figure, period: Span) -> bool:
    one, other = sorted((figure.span, period))
    gap = article.text[one.end : max(one.end, other.start)]
    if one.end > other.start or len(gap) > BESIDE or ";" in gap:
        return False
    words = plain_words(gap)
    if "-" in figure.words:  # "the 10-day fair runs"
        return UNBOUND.isdisjoint(words)
    return SPAN_WORDS.issuperset(words)


def _judged(figure: Figure, scale: Scale, first: Point, second: Point, sure: bool) -> Iterator[Outcome]:
    step = UNITS[figure.unit or ""][scale]
    said = figure.interval.times(step)
    assert figure.value is not None
    lengths = _lengths(scale, first, second)
    shown = [number(round(length / step, 1)) for length in lengths[: 1 if step > 1 else None]]
    arithmetic = f"{' or '.join(shown)} {figure.unit}{'s' if shown != ['1'] else ''}"
    whole, *parts = sorted({first.moment.span, second.moment.span}, key=lambda span: (span.start, -span.end))
    if parts and not whole.contains(parts[0]):
        between, where = f"{first.moment.words} to {second.moment.words}", [whole, parts[0]]
    else:
        between, where = first.moment.words, [whole]
    spans = tuple(sorted([figure.span, *where]))
    if any(said.meets(Interval.exact(length)) for length in lengths):
        yield Tick(f"{between} is {figure.words}.", spans, arithmetic)
        return
    slack = max(SLACK[figure.unit or ""], figure.value * step / 20)
    if sure and not any(said.meets(Interval(length - slack, length + slack)) for length in lengths):
        yield Finding(
            Severity.WARNING,
            f"{between} is {arithmetic}, and the text says {figure.words}.",
            spans,
            f"{arithmetic}, not {number(round(figure.value, 1))}",
            (f"{figure.words} -> {arithmetic}",),
            f"Is it {figure.words}, or are the times others?",
        )


def _lengths(scale: Scale, first: Point, second: Point) -> list[Fraction]:
    """How far apart the two can be: with both ends counted or not, and over midnight or the turn of the year."""
    apart = second.at - first.at
    if scale is Scale.DAY and first.moment.year and second.moment.year:
        apart = abs(apart)
    elif scale is Scale.DAY and apart < 0 and -apart < 180:
        apart = -apart  # "with ten days to go on 29 October": told backwards
    else:
        apart %= CYCLE[scale]
    lengths = [apart, apart + 1] if scale in BOTH_COUNTED else [apart]
    if first.halved or second.halved:
        lengths += [(apart + 12 * 60) % CYCLE[scale]]
    return [Fraction(one) for one in lengths if one > 0]


EXAMPLES = (
    Example("later, before the second day", "It docked on March 3 and sailed nine days later on March 9.", "warning"),
    Example("later, behind the second day", "He goes to court on March 16 and on May 11, 12 weeks later.", "warning"),
    Example("weekdays", "Nurses will walk out for five days from Monday to Wednesday.", "warning"),
    Example("months", "Work starts in January and ends in June, ten months in which the road is shut.", "warning"),
    Example(
        "pointing back", "It began at 9:30 a.m. and was over at 9:50 a.m. Those 50 minutes changed her.", "warning"
    ),
    Example("to go", "The vote is on 8 November, and with six days to go on 29 October nobody leads.", "warning"),
    Example("after so many days", "Lit on January 12, it was out by January 24, after burning for 16 days.", "warning"),
    Example("later, right", "It docked on March 3 and sailed six days later on March 9.", "tick"),
    Example("behind, right", "He goes to court on March 16 and on May 11, eight weeks later.", "tick"),
    Example("weekdays, right", "Nurses will walk out for three days from Monday to Wednesday.", "tick"),
    Example("over midnight", "The bar is open from 8pm to 2am, six hours a night.", "tick"),
    Example("turn of the year", "She left on 20 December and was back by 3 January, two weeks later.", "tick"),
    Example(
        "after an event, right", "It left at 1.15pm and landed at 3.45pm, two and a half hours after take-off.", "tick"
    ),
    Example(
        "after an event of its own", "It left at 1.15pm and landed at 3.45pm, five hours after the warning.", "silent"
    ),
    Example("three times", "He called at 3pm, 4pm and 6pm. Two hours later he left.", "silent"),
    Example("another statement", "Held on 3 May, he was freed on 9 May. She waited two days for a call.", "silent"),
    Example("every so often", "Trains run from 6am to 9am, every 20 minutes.", "silent"),
    Example("a part of it", "From Monday to Friday he worked three days at the mill and two at home.", "silent"),
    Example("a pause of its own", "The talks began on 3 May. On 9 May, after two days of rain, they moved.", "silent"),
    Example("days between two dates", "The 16-day fair runs from 3 to 12 May in Leeds.", "warning"),
    Example("days between two dates, right", "The 10-day fair runs from 3 to 12 May in Leeds.", "tick"),
    Example("ago", "The shop opened on 3 May and shut on 9 May, two weeks ago.", "silent"),
)

RULE = Rule(code="DU03", slug="elapsed", scope="article", check=check, examples=EXAMPLES)
