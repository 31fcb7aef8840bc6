"""Figures that the words tie in an equation, and whether it holds.

Sums and differences, changes and shares in per cent, multiples, rates with their totals, and years between two dates
are read from the words around the figures, by odds learned from annotated news (`checks.relations`): the values are
masked for that. Then the arithmetic decides: every printed digit is taken at its word, unless a hedge says otherwise,
and the last place of a result may be rounded or cut off.

A finding says what the other figures make of one of them, and which single change would mend it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from checks.model import Article, Figure, Finding, Outcome, Tick
from checks.number_format import format_in_unit, number
from checks.relations import equations
from checks.relations.frames import Frame
from checks.relations.judge import Verdict, verdicts_of
from checks.rule import Example, Rule

SHOWN_DIGITS = 1  # decimals of a computed percentage or multiple


def check(article: Article) -> Iterator[Outcome]:
    for verdict in verdicts_of(article).equations:
        spans = tuple(sorted(frame.statement.span for frame in verdict.members))
        left, right = _sides(verdict)
        stated = verdict.members[equations.stated_index(verdict.kind)].statement.words
        if verdict.holds:
            message = f"{left} = {right}, which is {stated}." if right != stated else f"{left} = {stated}."
            yield Tick(message, spans, f"{left} = {right}", relation=verdict.relation)
        else:
            yield Finding(
                verdict.severity,
                f"{left} = {right}, and the text says {stated}.",
                spans,
                f"{left} = {right}, not {stated}",
                tuple(_repairs(verdict)),
                f"Which of {_listed(verdict.members)} is another figure?",
                relation=verdict.relation,
            )


def _sides(verdict: Verdict) -> tuple[str, str]:
    """The computation and its result, as text."""
    members = verdict.members
    words = [frame.statement.words for frame in members]
    values = equations.needed(verdict.kind, [equations.point(frame) for frame in members])
    result = values[equations.stated_index(verdict.kind)] or Fraction(0)
    if verdict.kind == "sum":
        return " + ".join(words[1:]), _in_unit(result, members[0])
    if verdict.kind == "mean":
        return f"the average of {_listed(members[1:])}", _in_unit(round(result, SHOWN_DIGITS), members[0])
    rounded = number(round(result, SHOWN_DIGITS))
    if verdict.kind == "change":
        return f"from {words[0]} to {words[1]}", f"{rounded}%"
    if verdict.kind == "gain":
        return f"{words[0]} on the way to {words[1]}", f"{rounded}%"
    if verdict.kind == "share":
        return f"{words[0]} of {words[1]}", f"{rounded}%"
    if verdict.kind == "times":
        return f"{words[0]} / {words[1]}", f"{rounded} times"
    if verdict.kind == "product":
        return f"{words[0]} x {words[1]}", _in_unit(result, members[2])
    length = round(result / equations.DAYS[members[2].unit])
    return f"{words[0]} to {words[1]}", f"{length} {members[2].unit}{'' if length == 1 else 's'}"


def _in_unit(value: Fraction, frame: Frame) -> str:
    return format_in_unit(value, frame.figure) if isinstance(frame.figure, Figure) else number(value)


def _repairs(verdict: Verdict) -> Iterator[str]:
    """For each member what it would have to be, as finely as it is printed."""
    for frame, value in zip(verdict.members, equations.repairs_of(verdict.kind, verdict.members), strict=True):
        if value is not None and frame.figure is not None and frame.kind not in ("fraction", "multiple"):
            yield f"{frame.statement.words} -> {_in_unit(value, frame)}"


def _listed(members: Sequence[Frame]) -> str:
    words = [frame.statement.words for frame in sorted(members, key=lambda frame: frame.start)]
    return f"{', '.join(words[:-1])} and {words[-1]}"


EXAMPLES = (
    Example(
        "a change between two levels",
        "Sales at the chain rose 13% to $17.5 billion from $15.5 billion in the quarter.",
        "tick",
    ),
    Example(
        "two things beside each other",
        "The town has 3 schools and 14 shops. The village has 9 farms.",
        "silent",
    ),
)

RULE = Rule(code="EQ01", slug="equation", scope="article", relation="sum", check=check, examples=EXAMPLES)
