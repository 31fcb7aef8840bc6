"""An amount of change that is not the difference of the two levels.

Ties "fell £3m to £42m from £45m", "rose by 12,000, from 30,000 to 42,000" and "up from 5.2m tonnes to 5.9m, a rise of
0.7m". All three are in one sentence, in any order. A mismatch is questioned where changing one digit of one of them
would repair it; otherwise the amount is taken to belong to something else.

Silent where one of them is hedged or a range, where the change is in percentage points, which `percent-or-points`
reads, and where one of the levels is missing.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Finding, Kind, Outcome, Severity, Tick
from checks.number_format import number
from checks.pattern import pattern
from checks.questions import change_or_ends
from checks.rule import Example, Rule
from checks.rules._printed import significant_step
from checks.rules.changes._levels import Level, Move, are_comparable
from checks.rules.changes._moves import moves
from checks.rules.changes._slips import is_one_digit_off
from checks.rules.changes.percent_change import is_year

RANKING_TAIL = pattern(r"(?: [a-z]+)? (?:ahead|behind|clear|adrift)\b")
UNIT_KINDS = (Kind.MONEY, Kind.MEASURE)
"""Kinds with a unit: an amount of such a kind needs a level of that kind; levels may leave their unit out."""
MIN_DIGITS = 2  # of a level, so that a fit by changing one digit is not chance


def check(article: Article) -> Iterator[Outcome]:
    for move in moves(article):
        before, after, amount = move.before, move.after, move.amount
        if before is None or after is None or amount is None or not _is_complete(move, before, after, amount):
            continue
        if RANKING_TAIL.match(article.text, amount.span.end):
            continue  # "three behind Ash, on 58, and two ahead of Elm, on 53"
        difference = abs(after.value - before.value)
        arithmetic = f"{after.printed} - {before.printed} = {after.in_its_unit(after.value - before.value)}"
        has_stated_direction = move.direction * (after.value - before.value) >= 0
        if difference == amount.value and has_stated_direction:
            yield Tick(f"{before.printed} to {after.printed} is a change of {amount.words}.", move.spans, arithmetic)
        elif has_stated_direction and _is_mismatch(before, after, amount) and _is_one_slip(move, before, after, amount):
            yield Finding(
                Severity.WARNING,
                f"{before.printed} to {after.printed} is a change of {number(difference / amount.scale)}, "
                f"and the text says {amount.words}.",
                move.spans,
                f"{arithmetic}, not {amount.words}",
                (
                    f"{amount.words} -> {amount.in_its_unit(difference)}",
                    f"{after.printed} -> {after.in_its_unit(before.value + move.direction * amount.value)}",
                    f"{before.printed} -> {before.in_its_unit(after.value - move.direction * amount.value)}",
                ),
                change_or_ends(amount.words, f"{before.printed} and {after.printed}"),
            )


def _is_complete(move: Move, before: Level, after: Level, amount: Level) -> bool:
    """Whether one sentence states the direction and all three numbers, in one measure and without hedges."""
    parts = (before, after, amount)
    return (
        bool(move.direction)
        and not move.has_distant_end
        and {part.figure.sentence for part in parts} == {move.sentence}
        and not any(
            part.figure.hedge.value or part.figure.kind is Kind.PERCENT or is_year(part.figure) for part in parts
        )
        and not amount.figure.is_range
        and are_comparable(before, after)
        and are_comparable(amount, after)
        and (amount.figure.kind not in UNIT_KINDS or amount.figure.kind in {before.figure.kind, after.figure.kind})
    )


def _is_mismatch(before: Level, after: Level, amount: Level) -> bool:
    """Whether the amount and the difference are further apart than the rounding of the three numbers allows."""
    step = (
        sum(
            significant_step(level.value / level.scale, level.printed) * level.scale
            for level in (before, after, amount)
        )
        / 2
    )
    return abs(abs(after.value - before.value) - amount.value) > step


def _is_one_slip(move: Move, before: Level, after: Level, amount: Level) -> bool:
    """Whether changing one digit of one of the three numbers repairs the statement."""
    change = move.direction * amount.value
    slack = significant_step(amount.value / amount.scale, amount.words) * amount.scale / 2
    targets = (
        (amount, abs(after.value - before.value)),
        (after, before.value + change),
        (before, after.value - change),
    )
    return any(is_one_digit_off(level, target, slack, MIN_DIGITS) for level, target in targets)


EXAMPLES = (
    Example("to and from", "Sales at the yard fell £3m to £42m from £45m.", "tick"),
    Example("to and from, wrong", "Sales at the yard fell £3m to £42m from £49m.", "warning"),
    Example("by, from and to", "The stock rose by 12,000, from 30,000 trees to 42,000.", "tick"),
    Example("by, from and to, wrong", "The stock rose by 12,000, from 30,000 trees to 52,000.", "warning"),
    Example("the price", "The price of a pass rose by £3, from £40 to £43.", "tick"),
    Example("the price, wrong", "The price of a pass rose by £3, from £40 to £53.", "warning"),
    Example("rounded", "Sales rose £0.6m to £4.2m from £3.5m.", "silent"),
    Example("no slip of a digit", "Sales fell £3m to £42m from £78.4m.", "silent"),
    Example("hedged", "Sales fell about £3m to £42m from £49m.", "silent"),
    Example("money of another", "Traffic fell from 2.4 million to 2.1 million, and the yard lost £6m.", "silent"),
    Example("points", "Support fell three points to 42% from 49%.", "silent"),
    Example("no end", "Sales fell £3m to £42m.", "silent"),
    Example("the other way", "Sales fell £3m to £45m from £42m.", "silent"),
    Example(
        "positions",
        "They are three behind Ash, on 58 points, and two ahead of Elm, who stayed on 53 points.",
        "silent",
    ),
    Example(
        "another amount",
        "The credit will grow to $1,600 from $1,000, with a $300 credit for each parent.",
        "silent",
    ),
)

RULE = Rule(code="PC07", slug="change-by-amount", scope="article", relation="change", check=check, examples=EXAMPLES)
