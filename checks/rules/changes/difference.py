"""An amount of change, or a difference, that its two ends do not give.

Ties "up 5 from 10 to 15", "£1.6bn less than the £9.4bn forecast" and "cut by 128, from 640 to 512". Each of the three
may have been rounded, so each stands for all that its printed digits and hedges allow.

Silent where an end or the amount is missing, where the units differ, and where the words give the level before a time
of its own ("rose £30m to £150m, up from £110m in 2019"). Where the text does not state the direction, either one is
accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from checks.model import Article, Finding, Interval, Kind, Outcome, Severity, Tick
from checks.number_format import format_in_unit, format_interval, number
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.changes._cues import runs_backwards
from checks.rules.changes._moves import moves
from checks.rules.changes._parts import Level, Move, comparable, is_shown
from checks.rules.sums._rows import figures_between

OF_ITS_OWN_TIME = pattern(
    r" (?:back |as recently as )?(?:in|on|at) (?:the |late |early |mid-)*"
    r"(?:\d{4}|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*|(?:start|end|beginning|height|peak) of)\b"
)
CONTEXT_REACH = 100  # characters on each side in which words are looked for that reverse the direction
MAX_FIGURES = 60  # figures of a sentence beyond which it is not searched
MAX_RATIO = 10  # times that the real difference may be larger than the stated one; beyond this it is of something else
CONTEST = pattern(
    r"\b(?:lost|los(?:es?|ing)|w[io]ns?|winning|beat\w*|defeat\w*|trail\w*|leads?|leading|led|votes?|goals?|points?|runs?"
    r"|match\w*|games?|scor\w*|polled|rivals?|ahead|behind|ages?|aged|old(?:er)?|young(?:er)?|short\w*|deficit|loss(?:es)?)\b",
    re.IGNORECASE,
)
"""Words of a contest, where two sides differ and nothing rises or falls; a loss that grows may be called a fall."""
HIGHER = frozenset(("more", "higher", "greater", "up", "above", "over", "dearer", "longer"))
BEHIND = pattern(
    r"(?:[ -][a-z]+){0,2}? (more|higher|greater|up|above|over|dearer|longer"
    r"|fewer|less|lower|down|below|under|cheaper|shorter)\b"
)
BEFORE = pattern(
    r"\b(?:(?P<up>up|rose|risen|rise of|rises?|climbed|jumped|grew|increased|increase of)"
    r"|(?:down|fell|fallen|fall of|falls?|dropped|drop of|slipped|slid|declined|decreased|decrease of))"
    r" (?:by )?(?:about |around |just |nearly |almost )?[£$€]?$"
)
UP_FROM = pattern(r", (?:up|down) from (?:about |around |just |some )?$")


def check(article: Article) -> Iterator[Outcome]:
    for move in moves(article):
        before, after, amount = move.before, move.after, move.amount
        if before is None or after is None or amount is None or Kind.PERCENT in (before.figure.kind, after.figure.kind):
            continue
        if comparable(before, after) and comparable(before, amount) and comparable(after, amount):
            otherwise = _is_of_another_time(article, before, after, amount) or _is_stated_separately(
                article, before, after, amount
            )
            yield from (
                outcome
                for outcome in _judged(article, move, before, after, amount)
                if not otherwise or isinstance(outcome, Tick)
            )


def _is_of_another_time(article: Article, before: Level, after: Level, amount: Level) -> bool:
    """Whether the level before is stated after the change, with a time that the change need not go back to."""
    if not OF_ITS_OWN_TIME.match(article.text, before.span.end):
        return False
    last = max(after.span.end, amount.span.end)
    front = article.text[max(last, before.span.start - 24) : before.span.start]
    return before.figure.sentence > amount.figure.sentence or bool(UP_FROM.search(front))


def _is_stated_separately(article: Article, before: Level, after: Level, amount: Level) -> bool:
    """Whether the amount is of something else, or the real difference stands beside it.

    As in "It adds £85.45 a year, or £1.64 a week, ... from £1,712.34 to £1,797.79".
    """
    exact = abs(after.value - before.value)
    if amount.value > max(before.value, after.value) or amount.value * MAX_RATIO < exact:
        return True  # "adds £46m to costs, and lifts the rate from £12.20 to £12.81"
    figures = figures_between(article, *article.sentences[amount.figure.sentence].span)
    return len(figures) <= MAX_FIGURES and any(
        figure.value == exact and figure.kind is amount.figure.kind
        for figure in figures
        if figure.unit == amount.figure.unit and figure.span not in (before.span, after.span, amount.span)
    )


def difference_intervals(before: Level, after: Level, direction: int) -> list[Interval]:
    """The difference that the two levels allow, for each direction that the change may have."""
    up, down = after.interval.minus(before.interval), before.interval.minus(after.interval)
    return [up] if direction > 0 else [down] if direction < 0 else [up, down]


def _judged(article: Article, move: Move, before: Level, after: Level, amount: Level) -> Iterator[Outcome]:
    """The tick or finding for an amount and two levels."""
    readings = difference_intervals(before, after, move.direction)
    exact = after.value - before.value
    high, low = (after, before) if exact >= 0 else (before, after)
    arithmetic = f"{number(high.value)} - {number(low.value)} = {number(abs(exact))}"
    if any(reading.meets(amount.interval) for reading in readings):
        if is_shown(abs(exact), amount):
            spans = tuple(
                sorted({before.span, after.span, amount.span})
            )  # a percentage beside them is not checked here
            yield Tick(f"{before.end} and {after.end} are {amount.words} apart.", spans, arithmetic)
        return
    sign = move.direction or (1 if exact >= 0 else -1)
    wrong_way = move.direction * exact < 0
    if wrong_way and high.interval.minus(low.interval).meets(amount.interval):
        yield from _exchanged(article, move, before, after, amount)
        return
    low_end, high_end = high.interval.minus(low.interval)
    shown = (
        format_interval(Interval(low_end, high_end), amount.figure)
        if None not in (low_end, high_end)
        else number(abs(exact))
    )
    severe = (
        not move.is_gathered and low.figure.sentence == high.figure.sentence == amount.figure.sentence and not wrong_way
    )
    yield Finding(
        Severity.ERROR if severe else Severity.WARNING,
        f"{before.end} and {after.end} are {_in_unit(abs(exact), amount)} apart, and the text says "
        f"{amount.words}{' ' + ('up' if sign > 0 else 'down') if wrong_way else ''}.",
        move.spans,
        f"{arithmetic} (allowed: {shown}), not {amount.words}",
        (
            f"{amount.words} -> {_in_unit(abs(exact), amount)}",
            f"{after.end} -> {_in_unit(before.value + sign * amount.value, after)}",
            f"{before.end} -> {_in_unit(after.value - sign * amount.value, before)}",
        ),
        f"Is the difference {amount.words}, or is one of {before.end} and {after.end} another figure?",
    )


def _exchanged(article: Article, move: Move, before: Level, after: Level, amount: Level) -> Iterator[Finding]:
    """The finding for an amount that fits in the other direction: "£182, £4 down on £178"."""
    first, last = move.spans[0].start, move.spans[-1].end
    words = article.text[max(0, first - CONTEXT_REACH) : last + CONTEXT_REACH]
    if runs_backwards(words) or CONTEST.search(words) or "\n" in article.text[first:last]:
        return
    if _stated_direction(article, amount) != move.direction:
        return  # "after the cut the grant is £60, £12 above the £48 of Ely"
    stated, actual = ("up", "down") if move.direction > 0 else ("down", "up")
    yield Finding(
        Severity.WARNING,
        f"From {before.end} to {after.end} is {amount.words} {actual}, and the text says {stated}.",
        move.spans,
        f"{number(before.value)} to {number(after.value)} is {actual}, not {stated} by {amount.words}",
        (f"{before.end} to {after.end} -> {after.end} to {before.end}", f"{stated} -> {actual}"),
        f"Did it go {stated} by {amount.words}, or are {before.end} and {after.end} exchanged?",
    )


def _stated_direction(article: Article, amount: Level) -> int:
    """The direction that the words right after or before the amount state: 1 up, -1 down, 0 none."""
    behind = BEHIND.match(article.text, amount.span.end)
    if behind is not None:
        return 1 if behind[1] in HIGHER else -1
    front = BEFORE.search(article.text, max(0, amount.span.start - 24), amount.span.start)
    return 0 if front is None else 1 if front["up"] else -1


def _in_unit(value: Fraction, like: Level) -> str:
    """A value as the level's figure is written: in pence where the figure is, though it is calculated in pounds."""
    written = like.figure.value if not like.figure.is_range else like.value
    return format_in_unit(value * (written or 1) / (like.value or 1) if written and like.value else value, like.figure)


EXAMPLES = (
    Example("millions left out", "The catch fell by 2.5m tonnes, to 10 million tonnes from 12.5.", "tick"),
    Example("millions left out, wrong", "The catch fell by 3.5m tonnes, to 10 million tonnes from 12.5.", "error"),
    Example(
        "two scales that are meant", "The catch fell by 2 tonnes, to 10 million tonnes from 12.5 crates.", "silent"
    ),
    Example(
        "another change told of before",
        "After the cut a pass is £60, £14 above the £46 that Ely asks.",
        "silent",
    ),
    Example(
        "dearer, and fallen", "Fuel is £1.62, 14p dearer than the £1.48 of May, though it fell 9p in March.", "silent"
    ),
    Example(
        "a contest",
        "She lost by 14 votes: 160 were cast for Lee against 146 for her.",
        "silent",
    ),
    Example("the other way", "Rye fetched £192 a tonne on Friday, £14 down on the week from £178.", "warning"),
    Example("fewer than less", "The port had 1,410 calls in May, 130 more than the 1,540 of April.", "warning"),
    Example("more than less", "The port had 1,540 calls in May, 130 more than the 1,410 of April.", "tick"),
    Example("a currency", "The yen fell by 14 yen to 162 yen to the dollar from 148 yen.", "silent"),
    Example("places in a ranking", "The school dropped 14 places to 32 from 18 in the ranking.", "silent"),
    Example("how deep it lies", "The water fell 14 feet to 40 feet below the brim from 26 feet.", "silent"),
    Example(
        "goals and behinds",
        "The Cats trailed by seven points at the last break but beat the Swans 13.4 (82) to 11.9 (75).",
        "silent",
    ),
    Example("what was lost is a level", "The line lost 320 crates, up 60% from 200.", "silent"),
    Example(
        "above a record",
        "Some 5,214 have enrolled, 300 (6.1 per cent) more than the 4,914 who started in 2024 and 112 above the "
        "previous record.",
        "silent",
    ),
    Example(
        "another sum",
        "The insurance would add £46m to costs this year, lifting the basic hourly rate from £12.20 to £12.81 for "
        "its staff.",
        "silent",
    ),
    Example(
        "who runs it",
        "Assaults on staff fell 17% to 142 from 171, and the library, run by two orderlies, was praised.",
        "silent",
    ),
    Example(
        "so much a year, or so much a week",
        "It will add £85.45 a year, or £1.64 a week, to the bill, taking it from £1,712.34 to £1,797.79.",
        "silent",
    ),
    Example("one side of a result", "Kilbrae won by three goals to one at Lorne, a third win from three.", "silent"),
    Example("out of how many", "Lall struck 71 from 44 balls as Ash beat Penn by six runs at home.", "silent"),
    Example(
        "places in a row",
        "Mid leads with 2.05m tonnes, followed by South on 1.4m and North, where all is done, on 1.37m.",
        "silent",
    ),
    Example(
        "another thing came down",
        "The plan was reduced by 28 after talks, when the tallest block came down from nine storeys to six.",
        "silent",
    ),
    Example(
        "counted by the way",
        "A five-carriage train seats 324 people, 88 more than the three-carriage diesel that it replaces.",
        "silent",
    ),
    Example(
        "a hundred divided",
        "Those from 30 to 59 were evenly divided and the over-60s were against by 63 to 37.",
        "silent",
    ),
    Example(
        "another clause",
        "The grant was cut to £410,000 from £450,000, a loss of £40,000, and more cuts are sought.",
        "tick",
    ),
    Example("up, from and to", "The number of cases is up 15 from 210 to 235.", "error"),
    Example("less than", "Spending was £7.8bn, £2.6bn less than the £9.4bn forecast in June.", "error"),
    Example("the amount last", "The school grew from 812 pupils to 1,004 pupils, an increase of 292 pupils.", "error"),
    Example("a price", "The fare rose 50p to £3.20 from £2.40.", "error"),
    Example("over a limit", "The bill came to £1,250, which is £450 over the £1,000 limit.", "error"),
    Example("over a limit, right", "The bill came to £1,250, which is £250 over the £1,000 limit.", "tick"),
    Example("a year when", "Last year 31 ferries sank, nine more than in 2010, when 24 did.", "error"),
    Example("a year when, right", "Last year 31 ferries sank, seven more than in 2010, when 24 did.", "tick"),
    Example("jobs of people", "It had 340 people in 2012. Today it has 290, a loss of 80 jobs.", "warning"),
    Example("for the better", "Debt fell to 2.4bn euros, an improvement of 300m euros on the 2.7bn in May.", "tick"),
    Example("a range of prices", "It comes from Ely at £170-£180 a ton, which is £30 more than in May.", "silent"),
    Example("something else", "It has 290 people in 40 shops. Today it has 12 vans, a loss of 80 jobs.", "silent"),
    Example("up, from and to, right", "The number of cases is up 25 from 210 to 235.", "tick"),
    Example("less than, right", "Spending was £7.8bn, £1.6bn less than the £9.4bn forecast in June.", "tick"),
    Example("rounded ends", "Debt fell by £1.3bn to £8.1bn from £9.4bn.", "tick"),
    Example("a rival", "She had 9,120 votes, 415 more than her rival, Ann Lee, who received 8,705.", "tick"),
    Example("instead of", "A ticket costs £2.40 instead of £2.10, an increase of 30p.", "tick"),
    Example("a price, right", "The fare rose 80p to £3.20 from £2.40.", "tick"),
    Example("no start", "The number of cases is up 15 to 235.", "silent"),
    Example("different things", "The number of cases is up 15 from 210 tests.", "silent"),
    Example("another time", "Profit rose £30m to £150m, up from £110m in 2019.", "silent"),
    Example("no other time", "Profit rose £30m to £150m, up from £110m.", "error"),
    Example("another time, a sentence on", "The shares rose 5p to 255p. They were 240p in May.", "silent"),
    Example("two moves", "Cases rose to 235 from 210. Tests fell by 15.", "silent"),
)

RULE = Rule(code="DF01", slug="difference", scope="article", check=check, examples=EXAMPLES)
