"""A change and one of its ends that lead to another level than the article states elsewhere.

Ties "75 burglaries, down six on the year before" to the 81 that stand in another sentence, and "up 1.25 points from the
low of 2%" to a rate of 3.25%. The other level must be about the same thing, in much the same words.

A finding needs levels of the same thing that are close to the expected value and do not match it. It is a note, because
the level may be of another time. Silent where no such level stands in the article.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from checks.model import Article, Figure, Finding, Hedge, Kind, Outcome, Severity, Tick
from checks.number_format import format_in_unit, number
from checks.passage_index import STOP_WORDS, stem
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._printed import lexicon, plain_words
from checks.rules.changes._cues import UP_OR_DOWN
from checks.rules.changes._moves import moves
from checks.rules.changes._parts import ANY_LEVEL, Level, Move, comparable, is_shown, plain, stated
from checks.rules.sums._breakdown import PLEDGED

MAX_SENTENCES_APART = 14  # sentences between the change and the other level
MAX_DISTANCE = Fraction(1, 3)  # of the expected value: a level that is further off is of something else
MIN_COUNT = 12  # below this, counts are close to each other by chance
MAX_LEVELS = 3  # levels among which the text may mean one
BARE = lexicon(
    """number figure total level amount year month period cent percent percentage point record low high half quarter
    week day time people person"""
)
"""words that do not tell what a figure is about"""
RIVAL = pattern(r"(?:\s[a-z]+){1,2} (?:than|of) (?!Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[A-Z]")
OF_THE = pattern(r"\s(?:[a-z]+\s)?of (?:the|its|their|all|those|these|them|\d)")
KINDS = (Kind.COUNT, Kind.NUMBER, Kind.PERCENT)


def check(article: Article) -> Iterator[Outcome]:
    found = moves(article)
    ended = [move for move in found if (move.before is None) != (move.after is None) and move.amount is not None]
    for move in ended:
        end, amount = move.before or move.after, move.amount
        if end is None or amount is None or not move.direction or move.percent is not None or move.multiple is not None:
            continue
        if end.figure.kind not in KINDS or not _are_one_measure(end, amount) or amount.figure.hedge or end.figure.hedge:
            continue
        expected = _expected(move, end, amount)
        if expected.value > 0:
            yield from _compared(article, move, end, amount, expected, found)


def _are_one_measure(end: Level, amount: Level) -> bool:
    """Whether the end and the amount are of one measure."""
    if end.figure.kind is Kind.PERCENT:
        return amount.figure.kind is Kind.POINTS and amount.figure.unit == "percentage point"
    noun = end.figure.noun
    in_points = noun is not None and noun.head == "point"  # totals of a league belong to many teams
    amount_noun = amount.figure.noun
    of_others = (
        noun is None and amount_noun is not None and amount_noun.head not in ANY_LEVEL
    )  # "a lead of 183; they lost two wickets"
    return comparable(end, amount) and amount.value < end.value and not in_points and not of_others


def _is_against_rival(article: Article, amount: Level) -> bool:
    """Whether the other level is a rival's: "251 goals, 17 more than Ann Lee"."""
    return RIVAL.match(article.text, amount.span.end) is not None


def _expected(move: Move, end: Level, amount: Level) -> Level:
    """The end of the change that the text leaves out."""
    up = (move.direction > 0) == (move.before is not None)
    value = end.value + amount.value if up else end.value - amount.value
    interval = end.interval.plus(amount.interval) if up else end.interval.minus(amount.interval)
    return Level(end.figure, value, interval)


def _compared(
    article: Article, move: Move, end: Level, amount: Level, expected: Level, found: tuple[Move, ...]
) -> Iterator[Outcome]:
    """The tick or note for the expected level and the levels stated elsewhere."""
    levels = list(_levels(article, move, end, expected, found))
    spans = tuple(sorted((end.span, amount.span)))
    sign = "+" if expected.value > end.value else "-"
    arithmetic = f"{number(end.value)} {sign} {number(amount.value)} = {number(expected.value)}"
    for level in levels:
        if level.interval.meets(expected.interval) and is_shown(expected.value, level):
            yield Tick(
                f"{level.words}, {amount.words} and {end.words} fit.", tuple(sorted((*spans, level.span))), arithmetic
            )
            return
    if not 0 < len(levels) <= MAX_LEVELS or any(level.interval.meets(expected.interval) for level in levels):
        return
    if end.figure.kind is not Kind.PERCENT and (expected.value < MIN_COUNT or _is_against_rival(article, amount)):
        return
    level = min(levels, key=lambda level: abs(level.value - expected.value))
    side = "above" if sign == "+" else "below"
    yield Finding(
        Severity.NOTE,
        f"{amount.words} {side} {end.words} is {format_in_unit(expected.value, end.figure)}, and "
        f"the level given elsewhere is {level.words}.",
        tuple(sorted((*spans, level.span))),
        f"{arithmetic}, not {level.words}",
        (f"{amount.words} -> {number(abs(level.value - end.value))}",),
        f"Is {level.words} the level that the change of {amount.words} starts from or leads to?",
    )


def _levels(article: Article, move: Move, end: Level, expected: Level, found: tuple[Move, ...]) -> Iterator[Level]:
    """Yields levels of the same thing in other sentences, close to the expected one, that are no changes."""
    own_words = _context_words(article, end.figure, move.sentence)
    changes = {span for other in found for span in _amount_spans(other)}
    for figure in article.figures:
        if figure.kind is not end.figure.kind and {figure.kind, end.figure.kind} != {Kind.COUNT, Kind.NUMBER}:
            continue
        if (
            figure.sentence == move.sentence
            or abs(figure.sentence - move.sentence) > MAX_SENTENCES_APART
            or figure.span in changes
        ):
            continue
        if figure.value is None or figure.is_range or figure.hedge not in (Hedge.NONE, Hedge.AT_MOST):
            continue
        if PLEDGED.search(
            article.text, max(article.sentences[figure.sentence].span.start, figure.span.start - 60), figure.span.start
        ):
            continue  # "would only have taken it to 117"
        level = stated(plain(figure))  # "pushed rates up to 3%" is a level, not a bound
        if not comparable(level, end):
            continue
        if level.value.denominator > 1 and end.value.denominator == 1 and level.figure.kind is not Kind.PERCENT:
            continue  # "up two at 24", and 14.8 in the last election
        if level.value == end.value or abs(level.value - expected.value) > MAX_DISTANCE * expected.value:
            continue
        if OF_THE.match(article.text, figure.span.end) and not OF_THE.match(article.text, end.span.end):
            continue  # "women will hold 15 of the 41 seats"
        if len(own_words & _context_words(article, figure, figure.sentence)) >= (
            1 if end.figure.kind is Kind.PERCENT else 2
        ):
            yield level


def _amount_spans(move: Move) -> tuple[object, ...]:
    """The spans of the figures that say by how much; they are no levels."""
    return tuple(figure.span for figure in (move.amount, move.percent, move.multiple) if figure is not None)


def _context_words(article: Article, figure: Figure, sentence: int) -> frozenset[str]:
    """The content words close to a figure in its sentence, which say what it is about."""
    bounds = article.sentences[sentence].span
    start, stop = max(bounds.start, figure.span.start - 90), min(bounds.end, figure.span.end + 40)
    words = plain_words(article.text[start : figure.span.start]) + plain_words(article.text[figure.span.end : stop])
    return frozenset(
        stem(word)
        for word in words
        if word not in STOP_WORDS and word not in BARE and word not in UP_OR_DOWN and len(word) > 2
    )


EXAMPLES = (
    Example(
        "whole numbers and decimals",
        "In the poll the Reds were at 28, and the Blues were up two at 24.\n\nIn the last poll the Reds had 25.7 "
        "and the Blues 22.6.",
        "silent",
    ),
    Example(
        "what another side lost",
        "Ash made 411 and had a lead of 183 over Ware, who lost two wickets by tea.\n\nLee made his lead of runs "
        "for Ash from 171 balls.",
        "silent",
    ),
    Example(
        "the level before",
        "Police recorded 75 burglaries of shops, down four on the year before. "
        "Burglaries of shops had stood at 81 then.",
        "note",
    ),
    Example(
        "the level after",
        "The bank pushed rates up to 3.25% in May. Rates have risen 2.25 percentage points from a low of 2%.",
        "note",
    ),
    Example(
        "the level before, right",
        "Police recorded 75 burglaries of shops in the town, down six on the year before. "
        "Burglaries of shops had stood at 81 then.",
        "tick",
    ),
    Example(
        "the level after, right",
        "The bank pushed rates up to 3.25% in May. Rates have risen 1.25 percentage points from a low of 2%.",
        "tick",
    ),
    Example(
        "another thing elsewhere",
        "Police recorded 75 burglaries in the town, down four on the year before. The library lent 81 maps.",
        "silent",
    ),
    Example(
        "a rival's",
        "Pike has 228 goals in the league for his club. The record for his club in the league is 251 goals, 17 more "
        "than Ann Lee.",
        "silent",
    ),
    Example(
        "matches won and lost",
        "Town are on 34 points from 15 matches. Town have won 11, drawn one and lost three of their matches.",
        "silent",
    ),
    Example(
        "nothing elsewhere",
        "Police recorded 75 burglaries of shops in the town, down four on the year before.",
        "silent",
    ),
)

RULE = Rule(code="DF03", slug="level-elsewhere", scope="article", check=check, examples=EXAMPLES)
