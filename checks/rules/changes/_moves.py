"""Reads the statements of change of an article, once for all rules that judge them.

"Rents rose 5% to £840 from £800" is a `Move` up, with a percentage, a later level and an earlier one. Each figure gets
its role from the words right before it ("from", "to", "by", "compared with", a verb of rising or falling) or right
after it ("a 5% rise", "£2m less than the £9m"). Figures of one sentence form one move until a role would be filled
twice; a level in another unit, such as a conversion in brackets, is skipped.
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
    AMBIGUOUS_CHANGE_WORDS,
    AMOUNT,
    BEFORE,
    CHANGE_NOUNS,
    CHANGE_WORDS,
    COMPARATIVES,
    MULTIPLE,
    NON_BASE_PREPOSITIONS,
    PERCENT,
    THRESHOLD_PREPOSITIONS,
    has_other_change,
    is_before_base,
    is_before_base_after_on,
    is_before_restatement,
    is_before_rival_level,
    is_before_threshold,
    is_change_size,
    is_difference,
    is_earlier_level,
    is_expectation,
    role_by_cue,
    words_of_last_piece,
    words_of_next_piece,
)
from checks.rules.changes._levels import POINT_NOUNS, Level, Move, are_comparable, level_of, may_be_level, without_hedge
from checks.rules.changes._missing_ends import MoveContext, with_ends
from checks.word_set import word_set

WORDS_BEFORE_BASE = THRESHOLD_PREPOSITIONS | {"than", "as"}
"""Words before an earlier level that are read as its hedge but are not one: "£2 over the £5"."""
RESULT_SIDE = pattern(r" (?:goals?|votes?|points?|runs?|sets?|games?|frames?|tries) to $")
"""Text between the two sides of a result: "by three goals to one"."""
ATTEMPT_NOUNS = word_set("ball delivery over game match appearance shot kick attempt innings start outing test cap")
"""Nouns for the attempts in which a score is reached: "71 from 44 balls"."""
COMPOUND_TAIL = pattern(r"-[a-z]+ (?!(?:rise|fall|cut|drop|lead|gap|increase|decrease|majority|deficit|advantage)\b)")
THRESHOLD_TAIL = pattern(
    r"\s(?:above|below|over|under|short of|shy of|off|beyond) (?:the|its|a|their) (?:[a-z]+ )?"
    r"(?:record|target|average|norm|limit|forecast|estimate|peak|best|high|low)\b"
)
WHOLE_TAIL = pattern(r"\s?of (?:the|its|their|all|a|his|her|our|[a-z]+s)\b(?! (?:\w+ )?(?:value|worth|price|size)\b)")
FRACTION_OF_CHANGE_TAIL = pattern(
    r"\s*(?:$|[,.;:()–—]|- )"
    r"|\s(?:to|from|in|on|since|this|last|over|compared|against|with|at|as|for|between|during|year)\b"
)
"""Text after a fraction that is the size of a change, not "raised half the money" or "cut a third of the jobs"."""
COMPARATIVE_TAIL = pattern(
    r"\s(?:more|less|fewer|higher|lower|larger|smaller|greater|bigger|up|down)"
    r"(?:\s*(?:$|[,.;:()–—]|- )|\s(?:than|on|in|at)\b)"
)
POINTS_TAIL = pattern(r"\s(?:of a |a )?(?:percentage )?points?\b")
TIMES_TAIL = pattern(r"\stimes(?: over)?(?:,| from| since| in| to| between)")
CLAUSE = pattern(r"[^.;]+")
WIN_OR_DRAW = pattern(r"\b(?:won|winning|wins?|drawn|drew|draws?)\b")
LOSS = pattern(r"\b(?:lost|losing)\b")
PAST_WIN_OR_DRAW = pattern(r"\b(?:won|drawn|drew)\b")
RANGE_OPENING = pattern(
    r"\b(?:rang(?:es?|ed|ing)|r[au]ns?|running|var(?:y|ies|ied|ying)|anywhere|interval|span(?:s|ned|ning)|stretch\w*"
    r"|anything) (?:of )?from [£$€]?$",
    re.IGNORECASE,
)
"""Words before the ends of a range, which is not a change."""
TOUCHED_TAIL = pattern(r"\s(?:per \w+ )?(?:it (?:had )?)?(?:touched|hit)\b")
SUBTRACTION = pattern(r"\b(?:subtract|deduct)(?:s|ed|ing)? (?:the |a |another |its )?[£$€]?$")
MAX_TAIL = 60  # characters after a figure that are read
MAX_LEAD = 600  # characters before a figure that are read, because a sentence that is a table may be very long
HEDGE_WORDS = word_set("about around roughly some nearly almost just over under more less than only at least well")
WHOLE_VOTE = Fraction(100)  # per cent
GROWTH_WORDS = (UP | AMBIGUOUS_CHANGE_WORDS) - COMPARATIVES
"""Words before "five times" that make it a multiple: what is cut five times is cut on five occasions."""


@cached_per_article
def moves(article: Article) -> tuple[Move, ...]:
    """Every statement of change with at least two parts, in text order."""
    return tuple(_read_moves(article))


def _read_moves(article: Article) -> Iterator[Move]:
    """Yields the moves of an article, sentence by sentence."""
    levels: dict[int, list[Level]] = {}
    for figure in article.figures:
        if may_be_level(figure) and not figure.is_range:
            levels.setdefault(figure.sentence, []).append(level_of(figure))
    context = MoveContext(article, levels, [])
    for sentence, figures in figures_by_sentence(article):
        for move in _moves_of_sentence(context, sentence, figures):
            context.earlier_moves.append(move)
            yield move


def _moves_of_sentence(context: MoveContext, sentence: int, figures: list[Figure]) -> Iterator[Move]:
    """Yields the moves of one sentence."""
    article = context.article
    text, bounds = article.text, article.sentences[sentence].span
    move = Move(sentence, start=bounds.start)
    previous_end, clause_start, previous_role = bounds.start, bounds.start, ""
    is_match_record = _is_match_record(article.text_of(bounds))
    is_in_range = is_subtrahend = False
    for index, stated_figure in enumerate(figures):
        lead = text[max(previous_end, stated_figure.span.start - MAX_LEAD) : stated_figure.span.start]
        following = figures[index + 1] if index + 1 < len(figures) else None
        stop = min(following.span.start if following else bounds.end, stated_figure.span.end + MAX_TAIL)
        tail = text[stated_figure.span.end : stop]
        # "from" is the last word of the pattern; the search would be slow without this test.
        opens_range = "from" in lead[-8:].lower() and RANGE_OPENING.search(lead) is not None
        is_in_range = opens_range or (is_in_range and plain_words(lead) == ["to"])
        if is_in_range:
            previous_end = stated_figure.span.end
            continue
        is_minuend = is_subtrahend and plain_words(lead)[:1] == ["from"]  # "subtracting the 65 cents from $17.50"
        is_subtrahend = SUBTRACTION.search(lead) is not None
        if is_subtrahend or is_minuend:
            previous_end = stated_figure.span.end
            continue
        figure = _reinterpreted(stated_figure, lead, tail)
        if not may_be_level(figure) and figure.kind not in (Kind.MULTIPLE, Kind.FRACTION):
            continue
        if figure.kind is Kind.DURATION and "-" in figure.words:
            continue  # "from a 12-year peak of 7%"
        if (
            _is_split_of_hundred(figure, lead)
            or _is_incidental(stated_figure, tail)
            or _is_number_of_attempts(figure, lead)
        ):
            continue
        if index and has_other_change(lead):
            yield from _finished(context, move, clause_start, figure.span.start)
            clause_start, previous_role, move = previous_end, "", Move(sentence, start=figure.span.start)
        role = _role(lead, tail, figure, previous_role, move, following)
        if is_match_record and role == AMOUNT and plain_words(lead)[-1:] in (["lost"], ["losing"]):
            role = ""
        parts = _range_ends(lead, figure, role) if figure.is_range else [(role, level_of(figure))]
        for part, level in parts:
            if part and _is_filled(move, part, level):
                yield from _finished(context, move, clause_start, figure.span.start)
                clause_start = previous_end
                move = Move(sentence, start=figure.span.start)
            _fill(move, part, level, lead)
        previous_end, previous_role = figure.span.end, parts[-1][0]
    yield from _finished(context, move, clause_start, bounds.end)


def _is_match_record(sentence: str) -> bool:
    """Whether the sentence gives a record of matches: in "won ten and lost three" nothing fell by three."""
    return LOSS.search(sentence) is not None and any(
        _is_followed_by(WIN_OR_DRAW, LOSS, clause) or _is_followed_by(LOSS, PAST_WIN_OR_DRAW, clause)
        for clause in CLAUSE.findall(sentence)
    )


def _is_followed_by(first: re.Pattern[str], second: re.Pattern[str], text: str) -> bool:
    """Whether a match of the first pattern is followed by one of the second."""
    match = first.search(text)
    return match is not None and second.search(text, match.end()) is not None


def _finished(context: MoveContext, move: Move, start: int, end: int) -> Iterator[Move]:
    """Yields the move with its ends, if it states a change."""
    complete_move = with_ends(context, move, start, end)
    if complete_move is not None:
        yield complete_move


def _reinterpreted(figure: Figure, lead: str, tail: str) -> Figure:
    """The figure with the kind that it has in a statement of change: "rose four times", "by a quarter of a point"."""
    if figure.kind is Kind.FRACTION and POINTS_TAIL.match(tail):
        return replace(figure, kind=Kind.POINTS, unit="percentage point")
    counts_times = figure.kind is Kind.COUNT and figure.noun is not None and figure.noun.head == "time"
    words = plain_words(lead)[-4:]
    if (
        counts_times
        and TIMES_TAIL.match(tail)
        and not GROWTH_WORDS.isdisjoint(words)
        and NON_BASE_PREPOSITIONS.isdisjoint(words)
    ):
        return replace(figure, kind=Kind.MULTIPLE)
    return figure


def _is_split_of_hundred(figure: Figure, lead: str) -> bool:
    """Whether the figure is two shares of 100, not a change: "Approved by 54% to 46%", "rejected it, 61% to 39%"."""
    if figure.kind not in (Kind.PERCENT, Kind.NUMBER, Kind.COUNT, Kind.SCORE) or None in (figure.value, figure.second):
        return False
    words = words_of_last_piece(lead)
    is_change = "from" in words[-4:] or not CHANGE_WORDS.isdisjoint(words[-1:])
    return (figure.value or 0) + (figure.second or 0) == WHOLE_VOTE and not is_change


def _is_number_of_attempts(figure: Figure, lead: str) -> bool:
    """Whether the figure is a number of attempts, not a level: "71 from 44 balls", "12 goals from nine games"."""
    noun = figure.noun.head if figure.noun is not None else ""
    return noun in ATTEMPT_NOUNS and plain_words(lead)[-1:] in (["from"], ["in"], ["off"])


def _is_incidental(figure: Figure, tail: str) -> bool:
    """Whether the figure is part of a compound or of a result: "A five-carriage train seats 324"."""
    return figure.kind in (Kind.COUNT, Kind.NUMBER) and bool(COMPOUND_TAIL.match(tail) or RESULT_SIDE.match(tail))


def _role(lead: str, tail: str, figure: Figure, previous_role: str, move: Move, following: Figure | None) -> str:
    """The role of a figure in the move so far; "" for none.

    `previous_role` is that of the figure before it, `following` the next figure of the sentence.
    """
    change_role = PERCENT if figure.kind is Kind.PERCENT else AMOUNT
    if figure.kind is Kind.MULTIPLE:
        return MULTIPLE
    if figure.kind is Kind.PERCENT and WHOLE_TAIL.match(tail):
        return ""  # "600 jobs, or 5% of its workforce"
    words = words_of_last_piece(lead)
    if THRESHOLD_TAIL.match(tail):
        return ""  # "and 112 above the previous record"
    if figure.kind is Kind.FRACTION and (" in " in figure.words or "/" in figure.words):
        return ""  # "fewer than one in 11": a share; "rose 7/32 in price": points
    if figure.kind is Kind.FRACTION:  # "cut by a third", "cut in half"
        while words and words[-1] in HEDGE_WORDS:
            spend()
            words.pop()  # "by almost a quarter"
        is_after_change_noun = words[-1:] == ["of"] and not CHANGE_NOUNS.isdisjoint(
            words[-2:-1]
        )  # "a slump of a fifth"
        is_after_by = words[-1:] == ["by"] or (words[-1:] == ["in"] and figure.value == Fraction(1, 2))
        is_after_verb = not CHANGE_WORDS.isdisjoint(words[-1:]) and FRACTION_OF_CHANGE_TAIL.match(tail)
        is_before_comparative = COMPARATIVE_TAIL.match(tail)  # "a fifth smaller", "down a third"
        return MULTIPLE if is_after_by or is_after_change_noun or is_after_verb or is_before_comparative else ""
    if previous_role in {PERCENT, AMOUNT} and is_before_restatement(lead):
        return change_role
    if previous_role == MULTIPLE and is_before_base(lead):
        return BEFORE
    if previous_role in {PERCENT, AMOUNT} and is_before_base_after_on(words) and figure.kind is not Kind.DURATION:
        return BEFORE  # "up 5% on last year's 40"
    if (
        previous_role in {AMOUNT, PERCENT}
        and figure.kind is not Kind.DURATION
        and (is_before_rival_level(lead) or is_before_threshold(lead))
    ):
        return BEFORE
    if move.after is not None and move.before is None and is_earlier_level(lead, tail):
        return BEFORE if are_comparable(level_of(figure), move.after) else ""
    if previous_role in {PERCENT, AMOUNT} and words[-1:] == ["than"] and words[-2:-1] and words[-2] in COMPARATIVES:
        return BEFORE  # "185 fewer than 940", where "fewer than" was read as a hedge
    role = role_by_cue(words, change_role)
    words_after = words_of_next_piece(tail)
    if role == BEFORE and (is_expectation(words, words_after) or TOUCHED_TAIL.match(tail)):
        return ""  # "0.4% stronger at 65.97, up from the 67.14 it had touched earlier"
    if role == AFTER and change_role == PERCENT and words_after[:1] and words_after[0] in CHANGE_NOUNS:
        return change_role
    if not role and (is_change_size(words_after) or is_difference(words_after)):
        return change_role
    if not role and figure.noun is not None and figure.noun.head in POINT_NOUNS and following is not None:
        return AMOUNT if following.kind is Kind.PERCENT else ""
    return role


def _range_ends(lead: str, figure: Figure, role: str) -> list[tuple[str, Level]]:
    """The roles and levels of a figure that was read as a range: "from 640 to 512" is two levels."""
    assert figure.value is not None
    if figure.second is not None and _starts_with_year(figure):
        return [(AFTER, _range_end(figure, figure.second))]
    words = plain_words(lead)[-4:]
    if figure.second is not None and role in {AMOUNT, PERCENT} and "to" in plain_words(figure.words):
        return [(role, _range_end(figure, figure.value)), (AFTER, _range_end(figure, figure.second))]
    if figure.second is None or ("from" not in words and not CHANGE_WORDS.issuperset(words[-1:] or ["?"])):
        return [("", level_of(figure))] if role in {"", BEFORE, AFTER} else [(role, level_of(figure))]
    if "to" not in plain_words(figure.words):
        return [(role, level_of(figure))]
    return [(BEFORE, _range_end(figure, figure.value)), (AFTER, _range_end(figure, figure.second))]


def _starts_with_year(figure: Figure) -> bool:
    """Whether the first number of a range is the year of the earlier level: "from 8 in 1996 to 24"."""
    first_word = figure.words.split()[0]
    return (
        first_word.isdecimal()
        and len(first_word) == 4
        and 1800 <= int(first_word) < 2100
        and "to" in figure.words.split()
    )


def _range_end(figure: Figure, value: Fraction) -> Level:
    """One end of a range as a level, with the precision of its own digits."""
    exact = figure.kind in (Kind.COUNT, Kind.NUMBER) and value.denominator == 1 and value % 100 != 0
    step = printed_step(value) if figure.kind is Kind.PERCENT else last_nonzero_place(value)
    return Level(figure, value, interval_around(value, Fraction(0) if exact else min(step / 2, abs(value) / 20)))


def _is_filled(move: Move, role: str, level: Level) -> bool:
    """Whether the role already has a figure, so that this one starts another move."""
    ends = [level_end for level_end in (move.before, move.after) if level_end is not None]
    if role in {BEFORE, AFTER} and ends and not are_comparable(ends[0], level):
        return len(move.spans) > 1  # another measure: a new statement, unless the first has one figure only
    current = {
        BEFORE: move.before,
        AFTER: move.after,
        AMOUNT: move.amount,
        PERCENT: move.percent,
        MULTIPLE: move.multiple,
    }.get(role)
    if current is None:
        return False
    # A conversion or an aside in another unit does not replace the level that has the role.
    return not isinstance(current, Level) or are_comparable(current, level) or role == AMOUNT


def _fill(move: Move, role: str, level: Level, lead: str) -> None:
    """Puts a level into the move under its role; one without a role, or whose role is taken, is kept as unassigned."""
    if role == PERCENT and move.percent is None:
        move.percent = level.figure
    elif role == MULTIPLE:
        move.multiple = level.figure
    elif role == AMOUNT and move.amount is None:
        move.amount = level
    elif role == BEFORE and move.before is None:
        move.before = (
            without_hedge(level) if WORDS_BEFORE_BASE & set(plain_words(lead)) else level
        )  # "over the £5" is not a hedge here
    elif role == AFTER and move.after is None:
        move.after = without_hedge(level) if level.figure.hedge is Hedge.AT_MOST else level  # "took it up to 26 weeks"
    else:
        move.unassigned.append(level)
