"""Statements of change, read once for all rules that judge them: from what, to what, by how much, how many times.

"Rents rose 5% to £840 from £800" is a `Move` up with a percentage, a level after and a level before. Each figure
gets its part from the words right before it ("from", "to", "by", "compared with", a verb of rising or falling) or right
behind it ("a 5% rise", "£2m less than the £9m"). Figures of one sentence make one move until a part would be filled
twice; a level of another unit, such as a conversion in brackets, is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from checks.kept import kept
from checks.model import Article, Figure, Hedge, Interval, Kind, Span
from checks.rules._printed import around, by_sentence, lexicon, plain_words, printed, step_of
from checks.rules.changes._cues import (
    AFTER,
    AMOUNT,
    AMOUNT_NOUNS,
    BEFORE,
    COMPARATIVES,
    MULTIPLE,
    PERCENT,
    UP_OR_DOWN,
    direction,
    is_amount_noun,
    is_compared,
    is_earlier_level,
    is_restated,
    last_piece,
    names_base,
    names_rival,
    next_piece,
    role_by_cue,
)
from checks.sameness import noun_class

ANY_LEVEL = lexicon("more fewer less figure number level total amount forecast mark year season month week day quarter")
LEVELS = frozenset((Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.MEASURE, Kind.POINTS, Kind.DURATION))
MINOR = {"penny": "GBP", "cent": "USD"}
INDEX = frozenset(("point", "pt"))


class Level(NamedTuple):
    """A stated level: a figure, or one end of "from 15 to 45" where that was read as one figure."""

    figure: Figure
    value: Fraction
    interval: Interval

    @property
    def span(self) -> Span:
        return self.figure.span

    @property
    def words(self) -> str:
        return self.figure.words


@dataclass(slots=True)
class Move:
    """A change as the text states it; what it leaves out is None. `direction` is 1 up, -1 down, 0 not said."""

    sentence: int
    before: Level | None = None
    after: Level | None = None
    amount: Level | None = None
    percent: Figure | None = None
    multiple: Figure | None = None
    direction: int = 0
    start: int = 0  # where in the text its first figure stands
    loose: list[Level] = field(default_factory=list)  # levels of its stretch of text that play no part

    @property
    def spans(self) -> tuple[Span, ...]:
        parts = (self.amount, self.percent, self.multiple, self.before, self.after)
        return tuple(sorted({part.span for part in parts if part is not None}))


def plain(figure: Figure) -> Level:
    """A figure as a level: pence as pounds, so that "9p" and "£2.11" can be compared."""
    assert figure.value is not None
    rounded = figure.hedge is Hedge.NONE and figure.value % 100 == 0 and not figure.is_range
    interval = printed(figure) if rounded else figure.interval
    if figure.unit in MINOR and figure.kind is Kind.MONEY:
        return Level(figure, figure.value / 100, interval.times(Fraction(1, 100)))
    return Level(figure, figure.value, interval)


def stated(level: Level) -> Level:
    """The level by its digits alone, without its hedge."""
    share = Fraction(1, 100) if level.figure.unit in MINOR and level.figure.kind is Kind.MONEY else Fraction(1)
    return level._replace(interval=printed(level.figure).times(share)) if level.figure.second is None else level


def is_shown(exact: Fraction, level: Level) -> bool:
    """Is it the very number, as far as its own digits go? Rounded ends can make many differences possible."""
    slack = step_of(level.figure.value or exact, level.figure.words) / 2
    return level.figure.hedge is not Hedge.NONE or abs(exact - level.value) <= slack


def comparable(one: Level, other: Level) -> bool:
    """Are the two levels of one measure, as far as their units and nouns tell?"""
    a, b = one.figure, other.figure
    counted = (Kind.COUNT, Kind.NUMBER)
    if a.kind in counted and b.kind in counted:
        if a.noun is None or b.noun is None or {a.noun.head, b.noun.head} & ANY_LEVEL:
            return True
        return noun_class(a.noun.head) == noun_class(b.noun.head)
    if {a.kind, b.kind} == {Kind.NUMBER, Kind.MEASURE}:
        return True  # "18 million tonnes, up from 16 million"
    if a.kind is not b.kind:
        return False
    return MINOR.get(a.unit or "", a.unit) == MINOR.get(b.unit or "", b.unit)


def _in_points(amount: Level, level: Level) -> bool:
    """ "61%, up four percentage points"."""
    points = amount.figure.kind is Kind.POINTS or (amount.figure.noun is not None and amount.figure.noun.head in INDEX)
    return points and level.figure.kind is Kind.PERCENT


@kept
def moves(article: Article) -> tuple[Move, ...]:
    """Every statement of change with two parts or more, in text order."""
    return tuple(_read(article))


def _read(article: Article) -> Iterator[Move]:
    for sentence, figures in by_sentence(article):
        if len(figures) > 1 or any(one.is_range or one.kind in (Kind.MULTIPLE, Kind.PERCENT) for one in figures):
            yield from _of_sentence(article, sentence, figures)


def _of_sentence(article: Article, sentence: int, figures: list[Figure]) -> Iterator[Move]:
    text, bounds = article.text, article.sentences[sentence].span
    move = Move(sentence, start=bounds.start)
    last_end, floor, previous = bounds.start, bounds.start, ""
    for place, figure in enumerate(figures):
        if figure.kind not in LEVELS and figure.kind is not Kind.MULTIPLE and figure.kind is not Kind.FRACTION:
            continue
        if figure.kind is Kind.DURATION and "-" in figure.words:
            continue  # "from a 12-year peak of 7%"
        lead = text[last_end : figure.span.start]
        following = figures[place + 1] if place + 1 < len(figures) else None
        tail = text[figure.span.end : min(following.span.start if following else bounds.end, figure.span.end + 60)]
        role = _role(lead, tail, figure, previous, move, following)
        parts = _ends(lead, figure, role) if figure.is_range else [(role, plain(figure))]
        for part, level in parts:
            if part and _is_filled(move, part, level):
                yield from _closed(article, move, floor, figure.span.start)
                floor = last_end
                move = Move(sentence, start=figure.span.start)
            _fill(move, part, level, lead)
        last_end, previous = figure.span.end, parts[-1][0]
    yield from _closed(article, move, floor, bounds.end)


def _role(lead: str, tail: str, figure: Figure, previous: str, move: Move, following: Figure | None) -> str:
    """The part a figure plays in the move so far; "" for none."""
    by = PERCENT if figure.kind is Kind.PERCENT else AMOUNT
    if figure.kind is Kind.MULTIPLE:
        return MULTIPLE
    words = last_piece(lead)
    if figure.kind is Kind.FRACTION:  # "cut by a third", "cut in half"
        amounts = words[-1:] == ["of"] and not AMOUNT_NOUNS.isdisjoint(words[-2:-1])  # "a slump of a fifth"
        by_so_much = words[-1:] == ["by"] or (words[-1:] == ["in"] and figure.value == Fraction(1, 2))
        return MULTIPLE if by_so_much or amounts else ""
    if previous in {PERCENT, AMOUNT} and is_restated(lead):
        return by
    if previous == MULTIPLE and names_base(lead):
        return BEFORE
    if (
        previous in {PERCENT, AMOUNT}
        and "on" in words
        and "to" not in words
        and len(words) <= 4
        and figure.kind is not Kind.DURATION
    ):
        return BEFORE  # "up 5% on last year's 40"
    if previous == AMOUNT and names_rival(lead):
        return BEFORE
    if move.after is not None and move.before is None and is_earlier_level(lead, tail):
        return BEFORE if comparable(plain(figure), move.after) else ""
    if previous in {PERCENT, AMOUNT} and words[-1:] == ["than"] and words[-2:-1] and words[-2] in COMPARATIVES:
        return BEFORE  # "185 fewer than 940", where the hedge took the words
    role = role_by_cue(words, by)
    behind = next_piece(tail)
    if role == AFTER and by == PERCENT and behind[:1] and behind[0] in AMOUNT_NOUNS:
        return by
    if not role and (is_amount_noun(behind) or is_compared(behind)):
        return by
    if not role and figure.noun is not None and figure.noun.head in INDEX and following is not None:
        return AMOUNT if following.kind is Kind.PERCENT else ""
    return role


def _ends(lead: str, figure: Figure, role: str) -> list[tuple[str, Level]]:
    """ "from 640 to 512" was read as one figure: its two ends."""
    assert figure.value is not None
    if figure.second is not None and _starts_with_year(figure):
        return [(AFTER, _end(figure, figure.second))]
    words = plain_words(lead)[-4:]
    if figure.second is not None and role in {AMOUNT, PERCENT} and "to" in plain_words(figure.words):
        return [(role, _end(figure, figure.value)), (AFTER, _end(figure, figure.second))]
    if figure.second is None or ("from" not in words and not UP_OR_DOWN.issuperset(words[-1:] or ["?"])):
        return [("", plain(figure))] if role in {"", BEFORE, AFTER} else [(role, plain(figure))]
    if figure.kind in (Kind.COUNT, Kind.NUMBER) and "to" not in plain_words(figure.words):
        return [(role, plain(figure))]
    return [(BEFORE, _end(figure, figure.value)), (AFTER, _end(figure, figure.second))]


def _starts_with_year(figure: Figure) -> bool:
    """ "from 8 in 1996 to 24": the year belongs to what is before it."""
    year = figure.words.split()[0]
    return year.isdigit() and len(year) == 4 and 1800 <= int(year) < 2100 and "to" in figure.words.split()


def _end(figure: Figure, value: Fraction) -> Level:
    """One end, with the precision that its own digits have."""
    exact = figure.kind in (Kind.COUNT, Kind.NUMBER) and value.denominator == 1 and value % 100 != 0
    step = step_of(value, "") if value.denominator == 1 and figure.kind is not Kind.PERCENT else Fraction(1)
    while value % step:
        step /= 10
    return Level(figure, value, around(value, Fraction(0) if exact else min(step / 2, abs(value) / 20)))


def _is_filled(move: Move, role: str, level: Level) -> bool:
    ends = [one for one in (move.before, move.after) if one is not None]
    if role in {BEFORE, AFTER} and ends and not comparable(ends[0], level):
        return len(move.spans) > 1  # another measure: a statement of its own, unless the first came to nothing
    current = {
        BEFORE: move.before,
        AFTER: move.after,
        AMOUNT: move.amount,
        PERCENT: move.percent,
        MULTIPLE: move.multiple,
    }.get(role)
    if current is None:
        return False
    # A conversion or an aside in another unit takes no part from a level that has one.
    return not isinstance(current, Level) or comparable(current, level) or role == "amount"


def _fill(move: Move, role: str, level: Level, lead: str) -> None:
    if role == PERCENT and move.percent is None:
        move.percent = level.figure
    elif role == MULTIPLE:
        move.multiple = level.figure
    elif role == AMOUNT and move.amount is None:
        move.amount = level
    elif role == BEFORE and move.before is None:
        move.before = stated(level) if {"than", "as"} & set(plain_words(lead)) else level  # no hedges there
    elif role == AFTER and move.after is None:
        move.after = stated(level) if level.figure.hedge is Hedge.AT_MOST else level  # "took it up to 26 weeks"
    else:
        move.loose.append(level)


def _closed(article: Article, move: Move, floor: int, end: int) -> Iterator[Move]:
    """A move with its direction, and with the level it starts from: "rents were £840, up 5% from £800"."""
    others = [one for one in (move.before, move.amount) if one is not None]
    first = min((part.start for part in move.spans), default=end)
    if move.after is None and others:
        move.after = next(
            (
                level
                for level in reversed(move.loose)
                if level.span.start < first and all(comparable(level, one) or _in_points(one, level) for one in others)
            ),
            None,
        )
    _reread(move)
    parts = move.spans
    if not parts or (len(parts) == 1 and move.percent is None and move.multiple is None and move.before is None):
        return
    anchor = move.percent or (move.amount and move.amount.figure) or move.multiple
    at = anchor.span if anchor else parts[0]
    behind = plain_words(article.text[at.end : min(end, at.end + 60)])
    move.direction = direction(plain_words(article.text[max(floor, at.start - 120) : at.start]), behind)
    yield move


def _reread(move: Move) -> None:
    """ "Up 240 to 310" is a start where the change would more than double it; "it was 12" is one after "doubled"."""
    amount, after = move.amount, move.after
    if move.before is None and amount is not None and after is not None and move.percent is not None:
        share = move.percent.value
        if (
            comparable(amount, after)
            and amount.value < after.value < 2 * amount.value
            and share is not None
            and share < 100
        ):
            move.before, move.amount = amount, None
    before = move.before
    if after is None and before is not None and amount is not None and move.percent is not None:
        share = move.percent.value or Fraction(0)  # "raised £64,000, a 23% increase on £52,000"
        if comparable(amount, before) and amount.value * 100 > max(3 * share, Fraction(50)) * before.value:
            move.after, move.amount = amount, None
    if before is None and after is None and move.percent is not None and len(move.loose) == 2:
        first, second = move.loose  # "had 500 staff in 2019, now has 425, a 15% reduction"
        if second.span.end < move.percent.span.start and comparable(first, second):
            move.before, move.after = first, second
    if move.multiple is not None and move.before is None and after is not None:
        start = next((one for one in move.loose if one.span.start < after.span.start and comparable(one, after)), None)
        if start is not None and start.span.start > move.multiple.span.end:
            move.before = start
