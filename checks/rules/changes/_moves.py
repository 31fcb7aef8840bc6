"""Statements of change, read once for all rules that judge them: from what, to what, by how much, how many times.

"Rents rose 5% to £840 from £800" is a `Move` up with a percentage, a level after and a level before. Each figure
gets its part from the words right before it ("from", "to", "by", "compared with", a verb of rising or falling) or right
behind it ("a 5% rise", "£2m less than the £9m"). Figures of one sentence make one move until a part would be filled
twice; a level of another unit, such as a conversion in brackets, is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from checks.model import Article, Figure, Hedge, Interval, Kind, Span
from checks.rules._printed import around, by_sentence, lexicon, plain_words, printed, step_of
from checks.sameness import noun_class

UP = lexicon(
    """up rise rises rose risen rising increase increases increased increasing grow grows grew grown growing growth
    jump jumps jumped jumping climb climbs climbed climbing surge surges surged surging soar soars soared
    soaring leap leaps leapt leaped gain gains gained gaining advance advances advanced add adds added adding
    swell swelled swollen widen widened widening expand expanded improve improves improved improvement rally
    rallied rebound rebounded shot higher more greater uplift hike raise raised raises raising boost boosted
    extended extending rocketed ahead extra"""
)
DOWN = lexicon(
    """down fall falls fell fallen falling drop drops dropped dropping decline declines declined declining decrease
    decreases decreased decreasing slip slips slipped slide slides slid sliding tumble tumbled tumbling plunge
    plunges plunged plunging sink sinks sank sunk shrink shrinks shrank shrunk shrinking reduce reduces reduced
    reducing reduction cut cuts cutting lose loses lost losing loss shed sheds shedding lower fewer less dip
    dips dipped ease eased narrow narrowed narrowing slump slumped slumping trim trimmed trimming plummet
    plummeted plummeting slash slashed weakened retreated dive dived halve halved halving crash crashed contract
    contracted contraction"""
)
AMOUNT_NOUNS = lexicon(
    """rise increase growth jump climb surge leap gain advance improvement fall drop decline decrease slide
    reduction cut dip slump plunge loss hike uplift boost contraction tumble"""
)
BACK_CUES = lexicon("against versus vs")
STOPS = lexicon("and but while when which that who said says because after before although though if so")
HELPING = lexicon("has have had was were is are be been")
COMPARATIVES = lexicon(
    "more less fewer higher lower greater above below better worse up down over under smaller larger"
)
LEVELS = frozenset((Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.MEASURE, Kind.POINTS, Kind.DURATION))
BREAK = re.compile(r"[,;:()\[\]–—]|\s-\s|\.\s")
BASE_WORDS = lexicon("as the that than last what previous")
ANY_LEVEL = frozenset(("figure", "number", "level", "total", "amount", "forecast", "mark"))
MINOR = {"penny": "GBP", "cent": "USD"}
REACH = 7  # words that may stand between a cue and its figure


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
    if figure.unit in MINOR and figure.kind is Kind.MONEY:
        return Level(figure, figure.value / 100, figure.interval.times(Fraction(1, 100)))
    return Level(figure, figure.value, figure.interval)


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


def moves(article: Article) -> Iterator[Move]:
    """Every statement of change with two parts or more, in text order."""
    for sentence, figures in by_sentence(article):
        if len(figures) > 1 or any(one.is_range or one.kind in (Kind.MULTIPLE, Kind.PERCENT) for one in figures):
            yield from _of_sentence(article, sentence, figures)


def _of_sentence(article: Article, sentence: int, figures: list[Figure]) -> Iterator[Move]:
    text, bounds = article.text, article.sentences[sentence].span
    move = Move(sentence, start=bounds.start)
    last_end, floor, previous_role = bounds.start, bounds.start, ""
    for place, figure in enumerate(figures):
        if figure.kind not in LEVELS and figure.kind is not Kind.MULTIPLE:
            continue
        lead = text[last_end : figure.span.start]
        following = figures[place + 1].span.start if place + 1 < len(figures) else bounds.end
        tail = text[figure.span.end : min(following, figure.span.end + 60)]
        role = "multiple" if figure.kind is Kind.MULTIPLE else _role(lead, tail, figure, previous_role, move)
        parts = _ends(lead, figure, role) if figure.is_range else [(role, plain(figure))]
        for part, level in parts:
            if part and _is_filled(move, part, level):
                yield from _closed(article, move, floor, figure.span.start)
                floor = last_end
                move = Move(sentence, start=figure.span.start)
            _fill(move, part, level, lead)
        last_end, previous_role = figure.span.end, parts[-1][0]
    yield from _closed(article, move, floor, bounds.end)


def _role(lead: str, tail: str, figure: Figure, previous: str, move: Move) -> str:
    """The part a figure plays: before, after, amount, percent, base (of "twice the 40") or "" for none."""
    by = "percent" if figure.kind is Kind.PERCENT else "amount"
    pieces = BREAK.split(lead)
    words = plain_words(pieces[-1])
    if previous in {"percent", "amount"} and (words[:1] == ["or"] or lead.strip() in {"(", "-", "–", "—", ","}):
        return by
    if previous == "multiple" and len(pieces) == 1 and len(words) <= REACH and _names_base(words):
        return "before"
    role = _by_cue(words, by)
    if role == "than":
        return "before"
    behind = plain_words(BREAK.split(tail)[0])
    if not role and any(word in AMOUNT_NOUNS for word in behind[:2]):
        return by
    return by if not role and _is_compared(behind) else role


def _names_base(words: list[str]) -> bool:
    """ "twice the", "three times as many as", "double last year's"."""
    return not BASE_WORDS.isdisjoint(words) and {"to", "by", "from", "in", "at"}.isdisjoint(words)


def _is_compared(behind: list[str]) -> bool:
    """ "... more than the", "... points fewer than last year's": the figure before it says by how much."""
    for place, word in enumerate(behind[:2]):
        if word in COMPARATIVES and HELPING.isdisjoint(behind[:place]):
            return "than" in behind[place : place + 4] or behind[place + 1 : place + 2] == ["on"]
    return False


def _by_cue(words: list[str], by: str) -> str:
    """The nearest cue before a figure, going backwards."""
    for place in range(len(words) - 1, max(-1, len(words) - 1 - REACH), -1):
        word = words[place]
        before = words[place - 1] if place else ""
        if word == "from":
            return "before"
        if word in BACK_CUES or (
            word in {"with", "to"} and before in {"compared", "compare", "contrast", "comparison"}
        ):
            return "before"
        if word == "than" and before in COMPARATIVES and place >= 1 and len(words) - place <= 5:
            if place - 1 <= 3 and len(words) > place + 1:
                return "than"
            continue
        if word == "to":
            return "" if before in {"according", "close", "due", "thanks"} else "after"
        if word in {"at", "reached", "reaching", "hit", "hitting", "totalled", "totalling", "totaled", "totaling"}:
            return "after"
        if word == "by":
            return by
        if word in {"of", "than"} and before in AMOUNT_NOUNS:
            return by
        if word in UP or word in DOWN:
            if word in {"more", "less", "higher", "lower", "fewer", "greater", "over", "under"}:
                continue
            return by if len(words) - place <= 4 and not (word in AMOUNT_NOUNS and before in {"the", "a"}) else ""
        if word in STOPS:
            return ""
    return ""


def _ends(lead: str, figure: Figure, role: str) -> list[tuple[str, Level]]:
    """ "from 640 to 512" was read as one figure: its two ends."""
    assert figure.value is not None
    if figure.second is not None and _starts_with_year(figure):
        return [("after", _end(figure, figure.second))]
    words = plain_words(lead)[-4:]
    if figure.second is not None and role in {"amount", "percent"} and "to" in plain_words(figure.words):
        return [(role, _end(figure, figure.value)), ("after", _end(figure, figure.second))]
    if figure.second is None or ("from" not in words and not (UP | DOWN).issuperset(words[-1:] or ["?"])):
        return [("", plain(figure))] if role in {"", "before", "after"} else [(role, plain(figure))]
    if figure.kind in (Kind.COUNT, Kind.NUMBER) and "to" not in plain_words(figure.words):
        return [(role, plain(figure))]
    return [("before", _end(figure, figure.value)), ("after", _end(figure, figure.second))]


def _starts_with_year(figure: Figure) -> bool:
    """ "from 8 in 1996 to 24": the year belongs to what is before it."""
    year = figure.words.split()[0]
    return year.isdigit() and len(year) == 4 and 1800 <= int(year) < 2100 and "to" in figure.words.split()


def _end(figure: Figure, value: Fraction) -> Level:
    """One end, with the precision that its own digits have."""
    step = step_of(value, "") if value.denominator == 1 else Fraction(1, value.denominator)
    exact = figure.kind in (Kind.COUNT, Kind.NUMBER) and value % 100 != 0
    if "%" in figure.words or "per cent" in figure.words or figure.kind is Kind.PERCENT:
        step = Fraction(1, 10) if value.denominator > 1 else Fraction(1)
    return Level(figure, value, around(value, Fraction(0) if exact else step / 2))


def _is_filled(move: Move, role: str, level: Level) -> bool:
    current = {
        "before": move.before,
        "after": move.after,
        "amount": move.amount,
        "percent": move.percent,
        "multiple": move.multiple,
    }.get(role)
    if current is None:
        return False
    # A conversion or an aside in another unit takes no part from a level that has one.
    return not isinstance(current, Level) or comparable(current, level) or role == "amount"


def _fill(move: Move, role: str, level: Level, lead: str) -> None:
    if role == "percent" and move.percent is None:
        move.percent = level.figure
    elif role == "multiple":
        move.multiple = level.figure
    elif role == "amount" and move.amount is None:
        move.amount = level
    elif role == "before" and move.before is None:
        move.before = stated(level) if "than" in plain_words(lead) else level
    elif role == "after" and move.after is None:
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
                if level.span.start < first and all(comparable(level, one) for one in others)
            ),
            None,
        )
    _reread(move)
    parts = move.spans
    if not parts or (len(parts) == 1 and move.percent is None and move.multiple is None and move.before is None):
        return
    anchor = move.percent or (move.amount and move.amount.figure) or move.multiple
    move.direction = _direction(article.text, floor, anchor.span if anchor else parts[0], end)
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
    if move.multiple is not None and move.before is None and after is not None:
        start = next((one for one in move.loose if one.span.start < after.span.start and comparable(one, after)), None)
        if start is not None and start.span.start > move.multiple.span.end:
            move.before = start


def _direction(text: str, floor: int, anchor: Span, end: int) -> int:
    """Up or down, by the nearest word of change before the figure, else the first one behind it."""
    behind = plain_words(text[anchor.end : min(end, anchor.end + 60)])
    found = [word for word in behind[:3] if word in COMPARATIVES and "than" in behind[:6]]
    if not found:
        found = [word for word in plain_words(text[max(floor, anchor.start - 120) : anchor.start]) if word in UP | DOWN]
    if not found:
        found = [word for word in behind if word in UP | DOWN][:1]
    if not found:
        return 0
    return 1 if found[-1] in UP else -1
