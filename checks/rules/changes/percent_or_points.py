"""A change between two percentages that is given in per cent and is in percentage points, or the reverse.

"From 34% to 41%" is a rise of 7 percentage points, and of about 21 per cent. "Rose by 7% from 34% to 41%" is one of the
most common slips in reports on polls, rates and turnout. Points that are not the difference of the two levels are
questioned as well, and so is a percentage that is neither. Silent where the percentage is the true relative change, and
where one of the levels is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from checks.model import Article, Figure, Finding, Interval, Kind, Outcome, Severity, Tick
from checks.number_format import format_interval, number
from checks.passage_index import neighbouring_figures
from checks.pattern import pattern
from checks.questions import change_or_ends
from checks.rule import Example, Rule
from checks.rules._printed import significant_step
from checks.rules._text import plain_words
from checks.rules.changes._levels import Level, Move, rounded
from checks.rules.changes._moves import moves
from checks.rules.changes._slips import is_one_digit_off

OTHER_BASE_TAIL = pattern(
    r"(?: (?:percentage )?points?)? (?:(?:more|less|higher|lower|better|worse|fewer|up|down) (?:than|on)|above|below"
    r"|over|under|ahead of|behind)\b"
)
"""Words between a number of points and another level that they are counted from."""
MIN_DIGITS = 2  # of a level, so that a fit by changing one digit is not chance
MAX_WORDS_TO_BASE = 5  # words between "above" and the level: "above the central bank's 2% target"


def check(article: Article) -> Iterator[Outcome]:
    for move in moves(article):
        before, after = move.before, move.after
        if (
            before is None
            or after is None
            or before.figure.kind is not Kind.PERCENT
            or after.figure.kind is not Kind.PERCENT
        ):
            continue
        if before.value <= 0 or None in (*before.interval, *after.interval):
            continue
        if move.amount is not None and _has_other_base(article, move, move.amount):
            continue
        if move.amount is not None and _is_in_points(move.amount):
            yield from _points_outcomes(move, before, after, move.amount)
        elif move.percent is not None:
            yield from _percent_outcomes(move, before, after)


def _has_other_base(article: Article, move: Move, amount: Level) -> bool:
    """Whether the points are counted from another level: "37% from 41%, but 12 points above the 25% of 2013"."""
    found = OTHER_BASE_TAIL.match(article.text, amount.span.end)
    if found is None:
        return False
    base = next(
        (figure for figure in neighbouring_figures(amount.figure, article) if figure.span.start >= found.end()), None
    )
    if base is None or base.span in move.spans:
        return False
    gap = article.text[found.end() : base.span.start]
    return len(plain_words(gap)) <= MAX_WORDS_TO_BASE and not set(gap) & set(",;:(")


def _is_in_points(amount: Level) -> bool:
    """Whether the amount is in points."""
    noun = amount.figure.noun
    return amount.figure.kind is Kind.POINTS or (noun is not None and noun.head == "point")


def _difference_interval(before: Level, after: Level) -> Interval:
    """The absolute differences that the intervals of the two levels allow."""
    difference = (
        after.interval.minus(before.interval) if after.value >= before.value else before.interval.minus(after.interval)
    )
    return Interval(max(difference.low or 0 * before.value, 0 * before.value), difference.high)


def _points_outcomes(move: Move, before: Level, after: Level, amount: Level) -> Iterator[Outcome]:
    """Yields the tick or finding for a number of points between two percentages."""
    size = _difference_interval(before, after)
    stated_interval = amount.interval
    if stated_interval.is_exact:
        stated_interval = stated_interval.widened(significant_step(amount.value, amount.words) / 2)
    if amount.figure.unit == "basis point":
        stated_interval = stated_interval.times(Fraction(1, 100))
    exact = abs(after.value - before.value)
    arithmetic = (
        f"{number(after.value)} - {number(before.value)} = {number(after.value - before.value)} percentage points"
    )
    if stated_interval.overlaps(size):
        if _is_difference(exact, before, after, amount):
            yield Tick(f"The two percentages are {amount.words} apart.", move.spans, arithmetic)
        return
    yield Finding(
        Severity.WARNING if _is_one_slip(move, before, after, amount) else Severity.NOTE,
        f"The two percentages are {format_interval(size)} percentage points apart, and the text says {amount.words}.",
        move.spans,
        f"{arithmetic}, not {amount.words}",
        (f"{amount.words} -> {number(exact)} percentage points",),
        change_or_ends(amount.words, "the two percentages"),
    )


def _is_difference(exact: Fraction, before: Level, after: Level, amount: Level) -> bool:
    """Whether the points are the difference, rounded or truncated, or within a tenth of it if one figure is hedged."""
    unit = Fraction(1, 100) if amount.figure.unit == "basis point" else Fraction(1)
    value, step = amount.value * unit, significant_step(amount.value, amount.words) * unit
    if any(level.figure.hedge for level in (before, after, amount)):
        return abs(exact - value) <= max(step / 2, value / 10)
    return value - step / 2 <= exact < value + step


def _is_one_slip(move: Move, before: Level, after: Level, amount: Level) -> bool:
    """Whether changing one digit repairs a change that one sentence states without hedges."""
    parts = (before, after, amount)
    if amount.figure.unit == "basis point" or any(part.figure.hedge.value for part in parts):
        return False
    if move.has_distant_end or {part.figure.sentence for part in parts} != {move.sentence} or not move.direction:
        return False
    change = move.direction * amount.value
    slack = significant_step(amount.value, amount.words) / 2
    targets = ((after, before.value + change), (before, after.value - change))
    is_mended = any(is_one_digit_off(level, target, slack, MIN_DIGITS) for level, target in targets)
    difference = move.direction * (after.value - before.value)
    return is_mended or is_one_digit_off(amount, difference, slack, 1)


def _percent_outcomes(move: Move, before: Level, after: Level) -> Iterator[Outcome]:
    """Yields the tick or finding for a percentage change between two percentages."""
    percent = move.percent
    assert percent is not None
    size = _difference_interval(before, after)
    low, high = before.interval
    assert low is not None
    assert high is not None
    assert size.high is not None
    relative = Interval((size.low or 0 * high) * 100 / high, size.high * 100 / max(low, high / 2))
    if percent.interval.overlaps(relative):
        exact = number(round(abs(after.value - before.value) * 100 / before.value, 1))
        yield Tick(f"The change between the two percentages is {percent.words}.", move.spans, f"a change of {exact}%")
    elif percent.interval.overlaps(size):
        points = number(abs(after.value - before.value))
        yield Finding(
            Severity.NOTE,
            f"The move is {points} percentage points, which is {format_interval(rounded(relative))}%, "
            f"and the text says {percent.words}.",
            move.spans,
            f"{number(after.value)} - {number(before.value)} = {number(after.value - before.value)} percentage points",
            (f"{percent.words} -> {points} percentage points",),
            "Should this be percentage points rather than per cent?",
        )
    elif percent.value is not None and not any(
        _widened_interval(percent).overlaps(reading) for reading in (relative, size)
    ):
        points = number(abs(after.value - before.value))
        yield Finding(
            Severity.NOTE,
            f"The move is {format_interval(rounded(relative))}%, or {points} percentage points, and the text says "
            f"{percent.words}.",
            move.spans,
            f"{number(after.value)} - {number(before.value)} = {number(after.value - before.value)} percentage points",
            (f"{percent.words} -> {points} percentage points",),
            change_or_ends(percent.words, "the two percentages"),
        )


def _widened_interval(percent: Figure) -> Interval:
    """The interval of a percentage, with half a step more on each side for rounding twice."""
    assert percent.value is not None
    return percent.interval.widened(significant_step(percent.value, percent.words) / 2)


EXAMPLES = (
    Example("points that only rounding makes", "Elm polled 53% in May, 12 points ahead of Orr on 42%.", "silent"),
    Example("points that are the difference", "Elm polled 53% in May, 11 points ahead of Orr on 42%.", "tick"),
    Example("points, rounded", "Turnout rose from 51.2% to 58.7%, up 8 points.", "tick"),
    Example("points, cut off", "Turnout rose from 51.2% to 58.7%, up 7 points.", "tick"),
    Example("points, neither", "Turnout rose from 51.2% to 58.7%, up 9 points.", "warning"),
    Example("points, hedged", "Turnout rose to 58.9% from 52.2%, almost seven points up.", "tick"),
    Example("no slip of a digit", "Turnout fell 12 percentage points to 52%, from 88%.", "note"),
    Example(
        "points above a target",
        "Inflation eased to 2.7% from 2.9% in April, still 0.7 percentage points above the central bank's 2% target.",
        "silent",
    ),
    Example(
        "points above another level",
        "Support slipped to 44% from 47% in 2021, but was 15 points above the 29% measured in 2012.",
        "silent",
    ),
    Example(
        "an interval",
        "Their risk was 38% lower, with a margin of uncertainty running from 29% to 46%. For others it was 22% lower.",
        "silent",
    ),
    Example("points called per cent", "Support for the plan rose by 7% from 34% to 41% in a year.", "note"),
    Example("points called per cent on the way down", "Turnout fell 12% to 52%, from 64%.", "note"),
    Example("points that are not the difference", "Turnout fell 14 percentage points to 52%, from 64%.", "warning"),
    Example("neither", "Support has dropped from 47% to 31%, a decline of 54 per cent.", "note"),
    Example("a quarter of a point", "The bank cut its rate by half a percentage point to 3.5% from 4.3%.", "warning"),
    Example("a quarter point", "The bank raised its rate by a quarter point to 5% from 4.75%.", "tick"),
    Example("a quarter point, wrong", "The bank raised its rate by a quarter point to 5% from 4.5%.", "silent"),
    Example("it had stood at", "The bank cut its rate by 75 basis points to 4.00%. It had stood at 4.25%.", "note"),
    Example(
        "it had stood at, right", "The bank cut its rate by 25 basis points to 4.00%. It had stood at 4.25%.", "tick"
    ),
    Example("another rate", "The bank cut its rate by 25 basis points to 4.00%. Inflation was at 3.1%.", "silent"),
    Example("two parties", "The Greens are on 38%, up two points, and the Reds on 33%, down three.", "silent"),
    Example(
        "votes for and against",
        "Voters backed a loan for roads by 56% to 44%, but turned down a tax increase, 62% to 38%.",
        "silent",
    ),
    Example("neither, from 45% to 55%", "The share rose by 60% from 45% to 55%.", "note"),
    Example("points", "Turnout fell 12 percentage points to 52%, from 64%.", "tick"),
    Example("the true relative change", "Support rose by 50% from 10% to 15%.", "tick"),
    Example("no change is given", "Support for the plan rose from 34% to 41% in a year.", "silent"),
    Example("no start", "Turnout fell 12% to 52%.", "silent"),
    Example("levels that are no percentages", "Rents rose 5% to £842 from £802.", "silent"),
)

RULE = Rule(
    code="PC02",
    slug="percent-or-points",
    scope="article",
    relation="difference",
    check=check,
    examples=EXAMPLES,
    aliases=("points",),
)
