"""Statements of change, read once for all rules that judge them: from what, to what, by how much, how many times.

"Rents rose 5% to £840 from £800" is a `Move` up with a percentage, a level after and a level before. Each figure gets
its role from the words right before it ("from", "to", "by", "compared with", a verb of rising or falling) or right
after it ("a 5% rise", "£2m less than the £9m"). Figures of one sentence form one move until a role would be filled
twice; a level of another unit, such as a conversion in brackets, is skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from checks.article_cache import cached_per_article
from checks.budget import spend
from checks.model import Article, Figure, Hedge, Kind
from checks.pattern import pattern
from checks.precision import last_nonzero_place, printed_step
from checks.rules._change_verbs import UP
from checks.rules._printed import interval_around
from checks.rules._text import figures_by_sentence, plain_words
from checks.rules.changes._change_roles import (
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
from checks.word_set import word_set

UNHEDGED = SHORT_OF | {"than", "as"}
SIDE = pattern(r" (?:goals?|votes?|points?|runs?|sets?|games?|frames?|tries) to $")
"""One side of a result: "by three goals to one"."""
TRIES = word_set("ball delivery over game match appearance shot kick attempt innings start outing test cap")
"""What a score is reached in: "71 from 44 balls"."""
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
"""Words before the ends of a range, which is no change."""
TOUCHED = pattern(r"\s(?:per \w+ )?(?:it (?:had )?)?(?:touched|hit)\b")
SUBTRACTING = pattern(r"\b(?:subtract|deduct)(?:s|ed|ing)? (?:the |a |another |its )?[£$€]?$")
MAX_LEAD = 600  # characters before a figure that are read, because a sentence that is a table may be very long
HEDGING = word_set("about around roughly some nearly almost just over under more less than only at least well")
WHOLE_VOTE = Fraction(100)  # per cent
GROWING = (UP | FOR_GOOD_OR_ILL) - COMPARATIVES
"""Words before "five times" that make it a multiple; what is cut five times is cut on five days."""


@cached_per_article
def moves(article: Article) -> tuple[Move, ...]:
    """Every statement of change with at least two parts, in text order."""
    return tuple(_read(article))


def _read(article: Article) -> Iterator[Move]:
    """Yields the moves sentence by sentence."""
    levels: dict[int, list[Level]] = {}
    for figure in article.figures:
        if may_be_level(figure) and not figure.is_range:
            levels.setdefault(figure.sentence, []).append(plain(figure))
    around = Around(article, levels, [])
    for sentence, figures in figures_by_sentence(article):
        for move in _of_sentence(around, sentence, figures):
            around.earlier.append(move)
            yield move


def _of_sentence(around: Around, sentence: int, figures: list[Figure]) -> Iterator[Move]:
    """Yields the moves of one sentence."""
    article = around.article
    text, bounds = article.text, article.sentences[sentence].span
    move = Move(sentence, start=bounds.start)
    last_end, floor, previous = bounds.start, bounds.start, ""
    is_record = _is_record(article.text_of(bounds))
    ranging = subtracted = False
    for index, stated_figure in enumerate(figures):
        lead = text[max(last_end, stated_figure.span.start - MAX_LEAD) : stated_figure.span.start]
        following = figures[index + 1] if index + 1 < len(figures) else None
        stop = min(following.span.start if following else bounds.end, stated_figure.span.end + 60)
        tail = text[stated_figure.span.end : stop]
        # The search is only worth its time behind the word that the pattern ends with.
        is_range = "from" in lead[-8:].lower() and RANGING.search(lead) is not None
        ranging = is_range or (ranging and plain_words(lead) == ["to"])
        if ranging:
            last_end = stated_figure.span.end
            continue
        of_it = subtracted and plain_words(lead)[:1] == ["from"]  # "subtracting the 65 cents from $17.50"
        subtracted = SUBTRACTING.search(lead) is not None
        if subtracted or of_it:
            last_end = stated_figure.span.end
            continue
        figure = _reinterpreted(stated_figure, lead, tail)
        if not may_be_level(figure) and figure.kind not in (Kind.MULTIPLE, Kind.FRACTION):
            continue
        if figure.kind is Kind.DURATION and "-" in figure.words:
            continue  # "from a 12-year peak of 7%"
        if _splits_a_hundred(figure, lead) or _is_incidental(stated_figure, tail) or _is_tries(figure, lead):
            continue
        if index and opens_clause(lead):
            yield from _finished(around, move, floor, figure.span.start)
            floor, previous, move = last_end, "", Move(sentence, start=figure.span.start)
        role = _role(lead, tail, figure, previous, move, following)
        if is_record and role == AMOUNT and plain_words(lead)[-1:] in (["lost"], ["losing"]):
            role = ""
        parts = _ends(lead, figure, role) if figure.is_range else [(role, plain(figure))]
        for part, level in parts:
            if part and _is_filled(move, part, level):
                yield from _finished(around, move, floor, figure.span.start)
                floor = last_end
                move = Move(sentence, start=figure.span.start)
            _fill(move, part, level, lead)
        last_end, previous = figure.span.end, parts[-1][0]
    yield from _finished(around, move, floor, bounds.end)


def _is_record(sentence: str) -> bool:
    """Whether the sentence is about matches won and lost, where no level was at ten and fell by three."""
    return LOST.search(sentence) is not None and any(
        _is_followed_by(WON, LOST, clause) or _is_followed_by(LOST, WON_TOO, clause)
        for clause in CLAUSE.findall(sentence)
    )


def _is_followed_by(first: re.Pattern[str], second: re.Pattern[str], text: str) -> bool:
    """Whether a match of the first pattern is followed by one of the second."""
    match = first.search(text)
    return match is not None and second.search(text, match.end()) is not None


def _finished(around: Around, move: Move, floor: int, end: int) -> Iterator[Move]:
    """Yields the move with its ends, unless it states nothing."""
    whole = with_ends(around, move, floor, end)
    if whole is not None:
        yield whole


def _reinterpreted(figure: Figure, lead: str, tail: str) -> Figure:
    """The figure with the kind that it has in a statement of change: "rose four times", "by a quarter of a point"."""
    if figure.kind is Kind.FRACTION and POINT_BEHIND.match(tail):
        return replace(figure, kind=Kind.POINTS, unit="percentage point")
    is_times = figure.kind is Kind.COUNT and figure.noun is not None and figure.noun.head == "time"
    words = plain_words(lead)[-4:]
    if is_times and TIMES_OVER.match(tail) and not GROWING.isdisjoint(words) and NOT_A_BASE.isdisjoint(words):
        return replace(figure, kind=Kind.MULTIPLE)
    return figure


def _splits_a_hundred(figure: Figure, lead: str) -> bool:
    """Whether two shares add up to 100, which is no change: "Approved by 54% to 46%", "rejected it, 61% to 39%"."""
    if figure.kind not in (Kind.PERCENT, Kind.NUMBER, Kind.COUNT, Kind.SCORE) or None in (figure.value, figure.second):
        return False
    words = last_piece(lead)
    moved = "from" in words[-4:] or not UP_OR_DOWN.isdisjoint(words[-1:])
    return (figure.value or 0) + (figure.second or 0) == WHOLE_VOTE and not moved


def _is_tries(figure: Figure, lead: str) -> bool:
    """Whether the figure is a number of attempts, no level before: "71 from 44 balls", "12 goals from nine games"."""
    noun = figure.noun.head if figure.noun is not None else ""
    return noun in TRIES and plain_words(lead)[-1:] in (["from"], ["in"], ["off"])


def _is_incidental(figure: Figure, tail: str) -> bool:
    """Whether the figure is part of a compound, no level: "A five-carriage train seats 324"."""
    return figure.kind in (Kind.COUNT, Kind.NUMBER) and bool(COMPOUND.match(tail) or SIDE.match(tail))


def _role(lead: str, tail: str, figure: Figure, previous: str, move: Move, following: Figure | None) -> str:
    """The role of a figure in the move so far; "" for none."""
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
    if role == BEFORE and (is_expected(words, behind) or TOUCHED.match(tail)):
        return ""  # "0.4% stronger at 65.97, up from the 67.14 it had touched earlier"
    if role == AFTER and by == PERCENT and behind[:1] and behind[0] in AMOUNT_NOUNS:
        return by
    if not role and (is_amount_noun(behind) or is_compared(behind)):
        return by
    if not role and figure.noun is not None and figure.noun.head in INDEX and following is not None:
        return AMOUNT if following.kind is Kind.PERCENT else ""
    return role


def _ends(lead: str, figure: Figure, role: str) -> list[tuple[str, Level]]:
    """The roles and levels of a figure that was read as a range: "from 640 to 512" has two ends."""
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
    """Whether the first number of a range is a year of the level before: "from 8 in 1996 to 24"."""
    year = figure.words.split()[0]
    return year.isdecimal() and len(year) == 4 and 1800 <= int(year) < 2100 and "to" in figure.words.split()


def _end(figure: Figure, value: Fraction) -> Level:
    """One end of a range, with the precision of its own digits."""
    exact = figure.kind in (Kind.COUNT, Kind.NUMBER) and value.denominator == 1 and value % 100 != 0
    step = printed_step(value) if figure.kind is Kind.PERCENT else last_nonzero_place(value)
    return Level(figure, value, interval_around(value, Fraction(0) if exact else min(step / 2, abs(value) / 20)))


def _is_filled(move: Move, role: str, level: Level) -> bool:
    """Whether the role is taken, so that the figure starts another move."""
    ends = [level_end for level_end in (move.before, move.after) if level_end is not None]
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
    """Gives a level its role in the move."""
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
