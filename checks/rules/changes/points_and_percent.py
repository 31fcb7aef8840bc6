"""An amount of change, its percentage and the level it led to that do not fit together.

Ties "the index rose 31.7 points, or 0.75%, to 4,258.2" and "shares were up 9p, or 4.5%, at 211p": the level less the
change is the start, and the change divided by the start is the percentage. Market reports carry dozens of these a week,
and a slipped digit in any of the three breaks the relation.

Silent where one of the three is missing, and where the amount and the level have different units.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from checks.model import Article, Figure, Finding, Interval, Kind, Outcome, Severity, Tick
from checks.number_format import format_interval, number
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._printed import plain_words, step_of
from checks.rules.changes._cues import AMOUNT_NOUNS, COMPARATIVES, UP_OR_DOWN, is_restated
from checks.rules.changes._moves import moves
from checks.rules.changes._parts import Level, Move, comparable

ADDS = pattern(r"\badd(?:s|ed|ing)?\s$", re.IGNORECASE)
ERROR_SHARE = Fraction(1, 10)  # of the stated percentage: beyond this, no rounding explains the difference
ON = pattern(r"\b(?:after|because|but|although|though|when|while|that)\b")
LISTED = pattern(r", [a-z][a-z ]* (?:by|at|on|with) $")
PERIOD = pattern(
    r" (?:this|so far|since|over|for the|year to date|in the (?:past|last)|in (?:19|20)\d\d|in \w+ (?:year|month)"
    r"|from (?:a|last))\b"
)
VERBS = UP_OR_DOWN - AMOUNT_NOUNS - COMPARATIVES
"""Verbs of change; nouns and comparatives do not start another statement."""
INDEX = frozenset(("point", "pt"))  # nouns of an index


def check(article: Article) -> Iterator[Outcome]:
    for move in moves(article):
        amount, percent = move.amount, move.percent
        level = move.after or move.before
        if amount is None or percent is None or level is None or percent.value is None:
            continue
        if amount.figure.noun is not None and amount.figure.noun.head == "vote":
            continue  # "an offer of 4% by 1,050 votes to 210"
        if percent.span.start < amount.span.start and _is_of_another_time(article, percent, amount.figure):
            continue  # "Shares, down 12 percent this year, gained $1.10 to $44"
        if _fit_together(amount, level):
            if ADDS.search(article.text, max(0, amount.span.start - 12), amount.span.start):
                move = replace(move, before=level)  # "adding £60 to a bill of £1,200"
            yield from _judged(article, move, amount, percent, level)


def _is_of_another_time(article: Article, percent: Figure, amount: Figure) -> bool:
    """Whether the percentage is of a longer time, and the amount, with a verb of its own, of what happened since."""
    gap = article.text[percent.span.end : amount.span.start]
    if is_restated(gap):
        return False
    moved = {word for word in plain_words(gap) if word in UP_OR_DOWN and not word.endswith("ing")}
    return PERIOD.match(gap) is not None or not moved.isdisjoint(VERBS)


def _fit_together(amount: Level, level: Level) -> bool:
    """Whether the amount is in the unit of the level; points of an index go with its level."""
    if level.figure.kind is Kind.PERCENT or amount.figure.kind is Kind.POINTS:
        return False
    noun = amount.figure.noun
    if noun is not None and noun.head in INDEX:
        return level.figure.kind in (Kind.NUMBER, Kind.COUNT)
    return comparable(amount, level)


def _shares(move: Move, amount: Level, level: Level) -> list[Interval]:
    """The percentage for each reading of the start."""
    if move.before is not None:
        starts = [move.before.interval]
    else:
        plus, minus = level.interval.plus(amount.interval), level.interval.minus(amount.interval)
        starts = [minus] if move.direction > 0 else [plus] if move.direction < 0 else [minus, plus]
    found = []
    for start in starts:
        low, high = amount.interval
        if None not in (low, high, start.low, start.high) and (start.low or 0) > 0:
            found.append(Interval((low or Fraction(0)) * 100 / start.high, (high or Fraction(0)) * 100 / start.low))  # type: ignore[operator]
    return found


def _judged(article: Article, move: Move, amount: Level, percent: Figure, level: Level) -> Iterator[Outcome]:
    """The tick or finding for an amount, a percentage and a level."""
    shares = _shares(move, amount, level)
    if not shares:
        return
    assert percent.value is not None
    step = step_of(percent.value, percent.words)
    stated = percent.interval
    real = shares[0]
    shown = format_interval(Interval(_short(real.low, step), _short(real.high, step)))
    if any(share.meets(stated) for share in shares):
        yield Tick(
            f"{amount.words}, {percent.words} and {level.words} go together.",
            move.spans,
            f"{number(amount.value)} of the start is {shown}%",
        )
        return
    if move.before is None and level.span < amount.span and level.value > 0:
        share = amount.value * 100 / level.value
        if abs(share - percent.value) <= step:
            return  # "counted 197,403 people; since then the county has grown by 17,467, or 8.8%"
    first = level.figure.value if level.figure.is_range else None
    if first and abs(amount.value * 100 / first - percent.value) <= step:
        return  # "taking it from £1,642.50 to £1,724.46"
    ordered = sorted((percent.span, amount.span))
    if percent.sentence == amount.figure.sentence and ON.search(article.text, ordered[0].end, ordered[1].start):
        return  # "dropped 7.2% after it warned that prices would cost it £25m, £10m more than"
    if LISTED.match(article.text, percent.span.end, max(percent.span.end, amount.span.start)):
        return  # "named by 62 per cent, health care by 54"
    wide = Interval(
        None if stated.low is None else stated.low - step / 2, None if stated.high is None else stated.high + step / 2
    )
    if any(share.meets(wide) for share in shares):
        return
    distance = min(abs((share.low or 0) - percent.value) for share in shares)
    yield Finding(
        Severity.ERROR if distance > max(ERROR_SHARE * percent.value, 2 * step) else Severity.WARNING,
        f"A change of {amount.words} that leads to {level.words} is {shown}%, and the text says {percent.words}.",
        move.spans,
        f"{number(amount.value)} / {_start(move, amount, level)} = {shown}%, not {percent.words}",
        (f"{percent.words} -> {number(_short(real.low, step))}%",),
        f"Which of {amount.words}, {percent.words} and {level.words} is another figure?",
    )


def _start(move: Move, amount: Level, level: Level) -> str:
    """The start of the change as the arithmetic shows it."""
    if move.before is not None:
        return number(move.before.value)
    sign = "-" if move.direction >= 0 else "+"
    return f"({number(level.value)} {sign} {number(amount.value)})"


def _short(value: Fraction | None, step: Fraction) -> Fraction:
    """A value with one digit more than the percentage was printed with."""
    assert value is not None
    return round(value / (step / 10)) * (step / 10)


EXAMPLES = (
    Example("so much this year", "Shares in Tarn, down 9 percent this year, gained $1.30 to $52.", "silent"),
    Example("since a month", "The shares, which have risen 30 per cent since May, slipped 1.2p to 88.4p.", "silent"),
    Example("down on", "There were 41,350 thefts, 3 per cent down on 42,600 a year earlier.", "silent"),
    Example(
        "another comparison",
        "Spending for the year is 4.2% higher than this year's $587.7 million but $3.5 million below the $615.9 "
        "million that the mayor proposed.",
        "silent",
    ),
    Example(
        "the level that it starts from",
        "Since the 2020 census, which counted 197,403 people, the county has grown by 17,467, or 8.8%.",
        "silent",
    ),
    Example(
        "another matter",
        "Bellway dropped 7.2% after it warned that cocoa would cost it £25m, £10m more than it had thought.",
        "silent",
    ),
    Example(
        "from and to",
        "The rise of 4.99 per cent adds £81.96 to the bill, taking it from £1,642.50 to £1,724.46.",
        "silent",
    ),
    Example(
        "the next of a list",
        "Prices were named as one of three concerns by 62 per cent, health care by 54 and housing by 47.",
        "silent",
    ),
    Example("a percentage ten times too high", "The index rose 31.7 points, or 7.5%, to 4,258.2 by noon.", "error"),
    Example("the percentage first", "The FTSE 250 gained 1.52%, or 22.4 points, to close at 4,303.5.", "error"),
    Example("added to a level", "Tax rises by 5%, adding £60 a year to a bill of £1,200.", "tick"),
    Example("added to a level, wrong", "Tax rises by 5%, adding £90 a year to a bill of £1,200.", "error"),
    Example("a vote", "Members turned down an offer of 4% by 1,050 votes to 210.", "silent"),
    Example("pence", "Shares in the brewer were up 9 pence, or 5.4%, at 211 pence in London.", "error"),
    Example("a slip in the level", "The offer sent shares up 6.5p, or 5.9%, to 161.5p.", "error"),
    Example("a fall", "The stock fell $2.40, or 14%, to $36.20.", "error"),
    Example("an index", "The index rose 31.7 points, or 0.75%, to 4,258.2 by noon.", "tick"),
    Example("a share", "Shares in the brewer were up 9 pence, or 4.5%, at 211 pence in London.", "tick"),
    Example("a fall that fits", "The stock fell $2.40, or 6.2%, to $36.20.", "tick"),
    Example("a percentage alone", "The index rose 0.8% to 4,258.2.", "silent"),
    Example("points alone", "The index rose 31.7 points to 4,258.2.", "silent"),
    Example("two indexes", "The index fell 0.8% and the pound stood at 1.31 dollars.", "silent"),
    Example("no level", "The index rose 31.7 points, or 0.8%, by noon.", "silent"),
)

RULE = Rule(code="PC03", slug="points-and-percent", scope="article", check=check, examples=EXAMPLES)
