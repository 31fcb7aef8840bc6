"""Statements of change, read once for all rules that judge them: from what, to what, by how much, how many times.

"Rents rose 5% to £840 from £800" is a `Move` up with a percentage, a level after and a level before. Each figure
gets its part from the words right before it ("from", "to", "by", "compared with", a verb of rising or falling) or right
behind it ("a 5% rise", "£2m less than the £9m"). Figures of one sentence make one move until a part would be filled
twice; a level of another unit, such as a conversion in brackets, is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from checks.article_cache import kept
from checks.budget import spend
from checks.model import Article, Figure, Hedge, Kind
from checks.pattern import pattern
from checks.precision import last_nonzero_place, printed_step
from checks.rules._printed import around, by_sentence, plain_words
from checks.rules.changes._cues import (
    AFTER,
    AMOUNT,
    AMOUNT_NOUNS,
    BEFORE,
    COMPARATIVES,
    FOR_GOOD_OR_ILL,
    MULTIPLE,
    NOT_A_BASE,
    PERCENT,
    SHORT_OF,
    UP,
    UP_OR_DOWN,
    is_amount_noun,
    is_compared,
    is_earlier_level,
    is_expected,
    is_on,
    is_restated,
    last_piece,
    names_base,
    names_mark,
    names_rival,
    next_piece,
    opens_clause,
    role_by_cue,
)
from checks.rules.changes._ends import Around, with_ends
from checks.rules.changes._parts import INDEX, Level, Move, comparable, may_be_level, plain, stated

UNHEDGED = SHORT_OF | {"than", "as"}
SIDE = pattern(r" (?:goals?|votes?|points?|runs?|sets?|games?|frames?|tries) to $")
"""One side of a result: "by three goals to one"."""
TRIES = frozenset("ball delivery over game match appearance shot kick attempt innings start outing test cap".split())
COMPOUND = pattern(r"-[a-z]+ (?!(?:rise|fall|cut|drop|lead|gap|increase|decrease|majority|deficit|advantage)\b)")
BEYOND = pattern(
    r"\s(?:above|below|over|under|short of|shy of|off|beyond) (?:the|its|a|their) (?:[a-z]+ )?"
    r"(?:record|target|average|norm|limit|forecast|estimate|peak|best|high|low)\b"
)
SHARE_BEHIND = pattern(r"\s?of (?:the|its|their|all|a|his|her|our|[a-z]+s)\b(?! (?:\w+ )?(?:value|worth|price|size)\b)")
POINT_BEHIND = pattern(r"\s(?:of a |a )?(?:percentage )?points?\b")
TIMES_OVER = pattern(r"\stimes(?: over)?(?:,| from| since| in| to| between)")
CLAUSE = pattern(r"[^.;]+")
WON = pattern(r"\b(?:won|winning|wins?|drawn|drew|draws?)\b")
LOST = pattern(r"\b(?:lost|losing)\b")
WON_TOO = pattern(r"\b(?:won|drawn|drew)\b")
RANGING = pattern(
    r"\b(?:rang(?:es?|ed|ing)|r[au]ns?|running|var(?:y|ies|ied|ying)|anywhere|interval|span(?:s|ned|ning)|stretch\w*"
    r"|anything) (?:of )?from [£$€]?$",
    re.IGNORECASE,
)
"""Before the ends of a range: nothing moved."""
LEAD = 600  # characters before a figure that are read: a sentence that is a table has no end
HEDGING = frozenset("about around roughly some nearly almost just over under more less than only at least well".split())
VOTE = Fraction(100)
GROWING = (UP | FOR_GOOD_OR_ILL) - COMPARATIVES  # what is cut five times is cut on five days


@kept
def moves(article: Article) -> tuple[Move, ...]:
    """Every statement of change with two parts or more, in text order."""
    return tuple(_read(article))


def _read(article: Article) -> Iterator[Move]:
    levels: dict[int, list[Level]] = {}
    for figure in article.figures:
        if may_be_level(figure) and not figure.is_range:
            levels.setdefault(figure.sentence, []).append(plain(figure))
    around = Around(article, levels, [])
    for sentence, figures in by_sentence(article):
        for move in _of_sentence(around, sentence, figures):
            around.earlier.append(move)
            yield move


def _of_sentence(around: Around, sentence: int, figures: list[Figure]) -> Iterator[Move]:
    article = around.article
    text, bounds = article.text, article.sentences[sentence].span
    move = Move(sentence, start=bounds.start)
    last_end, floor, previous = bounds.start, bounds.start, ""
    is_record = _is_record(article.words(bounds))
    ranging = False
    for place, stated_figure in enumerate(figures):
        lead = text[max(last_end, stated_figure.span.start - LEAD) : stated_figure.span.start]
        following = figures[place + 1] if place + 1 < len(figures) else None
        stop = min(following.span.start if following else bounds.end, stated_figure.span.end + 60)
        tail = text[stated_figure.span.end : stop]
        ranging = RANGING.search(lead) is not None or (ranging and plain_words(lead) == ["to"])
        if ranging:
            last_end = stated_figure.span.end
            continue
        figure = _as_meant(stated_figure, lead, tail)
        if not may_be_level(figure) and figure.kind not in (Kind.MULTIPLE, Kind.FRACTION):
            continue
        if figure.kind is Kind.DURATION and "-" in figure.words:
            continue  # "from a 12-year peak of 7%"
        if _divides(figure, lead) or _is_by_the_way(stated_figure, tail) or _is_tries(figure, lead):
            continue
        if place and opens_clause(lead):
            yield from _closed(around, move, floor, figure.span.start)
            floor, previous, move = last_end, "", Move(sentence, start=figure.span.start)
        role = _role(lead, tail, figure, previous, move, following)
        if is_record and role == AMOUNT and plain_words(lead)[-1:] in (["lost"], ["losing"]):
            role = ""
        parts = _ends(lead, figure, role) if figure.is_range else [(role, plain(figure))]
        for part, level in parts:
            if part and _is_filled(move, part, level):
                yield from _closed(around, move, floor, figure.span.start)
                floor = last_end
                move = Move(sentence, start=figure.span.start)
            _fill(move, part, level, lead)
        last_end, previous = figure.span.end, parts[-1][0]
    yield from _closed(around, move, floor, bounds.end)


def _is_record(sentence: str) -> bool:
    """Does it tell of matches won and lost? Nothing was at ten then and fell by three."""
    return any(
        _stands_before(WON, LOST, clause) or _stands_before(LOST, WON_TOO, clause)
        for clause in CLAUSE.findall(sentence)
    )


def _stands_before(one: re.Pattern[str], other: re.Pattern[str], text: str) -> bool:
    first = one.search(text)
    return first is not None and other.search(text, first.end()) is not None


def _closed(around: Around, move: Move, floor: int, end: int) -> Iterator[Move]:
    whole = with_ends(around, move, floor, end)
    if whole is not None:
        yield whole


def _as_meant(figure: Figure, lead: str, tail: str) -> Figure:
    """A figure as a statement of change means it: "rose four times", "by a quarter of a point"."""
    if figure.kind is Kind.FRACTION and POINT_BEHIND.match(tail):
        return replace(figure, kind=Kind.POINTS, unit="percentage point")
    is_times = figure.kind is Kind.COUNT and figure.noun is not None and figure.noun.head == "time"
    words = plain_words(lead)[-4:]
    if is_times and TIMES_OVER.match(tail) and not GROWING.isdisjoint(words) and NOT_A_BASE.isdisjoint(words):
        return replace(figure, kind=Kind.MULTIPLE)
    return figure


def _divides(figure: Figure, lead: str) -> bool:
    """ "Approved by 54% to 46%", "rejected it, 61% to 39%": a hundred divided, and no move."""
    if figure.kind not in (Kind.PERCENT, Kind.NUMBER, Kind.COUNT, Kind.SCORE) or None in (figure.value, figure.second):
        return False
    words = last_piece(lead)
    moved = "from" in words[-4:] or not UP_OR_DOWN.isdisjoint(words[-1:])
    return (figure.value or 0) + (figure.second or 0) == VOTE and not moved


def _is_tries(figure: Figure, lead: str) -> bool:
    """ "Struck 71 from 44 balls", "12 goals from nine games": out of how many, no level before."""
    noun = figure.noun.head if figure.noun is not None else ""
    return noun in TRIES and plain_words(lead)[-1:] in (["from"], ["in"], ["off"])


def _is_by_the_way(figure: Figure, tail: str) -> bool:
    """ "A five-carriage train seats 324": counted by the way, no level."""
    return figure.kind in (Kind.COUNT, Kind.NUMBER) and bool(COMPOUND.match(tail) or SIDE.match(tail))


def _role(lead: str, tail: str, figure: Figure, previous: str, move: Move, following: Figure | None) -> str:
    """The part a figure plays in the move so far; "" for none."""
    by = PERCENT if figure.kind is Kind.PERCENT else AMOUNT
    if figure.kind is Kind.MULTIPLE:
        return MULTIPLE
    if figure.kind is Kind.PERCENT and SHARE_BEHIND.match(tail):
        return ""  # "600 jobs, or 5% of its workforce"
    words = last_piece(lead)
    if BEYOND.match(tail):
        return ""  # "and 112 above the previous record"
    if figure.kind is Kind.FRACTION:  # "cut by a third", "cut in half"
        while words and words[-1] in HEDGING:
            spend()
            words.pop()  # "by almost a quarter"
        amounts = words[-1:] == ["of"] and not AMOUNT_NOUNS.isdisjoint(words[-2:-1])  # "a slump of a fifth"
        by_so_much = words[-1:] == ["by"] or (words[-1:] == ["in"] and figure.value == Fraction(1, 2))
        return MULTIPLE if by_so_much or amounts else ""
    if previous in {PERCENT, AMOUNT} and is_restated(lead):
        return by
    if previous == MULTIPLE and names_base(lead):
        return BEFORE
    if previous in {PERCENT, AMOUNT} and is_on(words) and figure.kind is not Kind.DURATION:
        return BEFORE  # "up 5% on last year's 40"
    if previous in {AMOUNT, PERCENT} and figure.kind is not Kind.DURATION and (names_rival(lead) or names_mark(lead)):
        return BEFORE
    if move.after is not None and move.before is None and is_earlier_level(lead, tail):
        return BEFORE if comparable(plain(figure), move.after) else ""
    if previous in {PERCENT, AMOUNT} and words[-1:] == ["than"] and words[-2:-1] and words[-2] in COMPARATIVES:
        return BEFORE  # "185 fewer than 940", where the hedge took the words
    role = role_by_cue(words, by)
    behind = next_piece(tail)
    if role == BEFORE and is_expected(words, behind):
        return ""
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
    if "to" not in plain_words(figure.words):
        return [(role, plain(figure))]
    return [(BEFORE, _end(figure, figure.value)), (AFTER, _end(figure, figure.second))]


def _starts_with_year(figure: Figure) -> bool:
    """ "from 8 in 1996 to 24": the year belongs to what is before it."""
    year = figure.words.split()[0]
    return year.isdecimal() and len(year) == 4 and 1800 <= int(year) < 2100 and "to" in figure.words.split()


def _end(figure: Figure, value: Fraction) -> Level:
    """One end, with the precision that its own digits have."""
    exact = figure.kind in (Kind.COUNT, Kind.NUMBER) and value.denominator == 1 and value % 100 != 0
    step = printed_step(value) if figure.kind is Kind.PERCENT else last_nonzero_place(value)
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
        move.before = stated(level) if UNHEDGED & set(plain_words(lead)) else level  # "over the £5" is no hedge here
    elif role == AFTER and move.after is None:
        move.after = stated(level) if level.figure.hedge is Hedge.AT_MOST else level  # "took it up to 26 weeks"
    else:
        move.loose.append(level)
