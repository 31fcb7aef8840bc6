"""A budget of work for each rule, counted and not timed, so that a text fares the same on every machine.

What the rules share spends from it: looking up words and figures, asking whether two figures count one thing or meet,
rounding, and every outcome. So a rule that holds each of thousands of figures against each other one runs out, and so
does one that never stops finding something. A `while` loop spends a step a round; a test looks for those that do not.

Not stopped are a loop over things at hand that asks for nothing of the above, a single call that takes long (a regular
expression on a text that it is slow on), and the reading of a text, which has no budget. Whoever has to answer in time
needs a deadline besides.
"""

from __future__ import annotations

from contextvars import ContextVar, Token

PER_OUTCOME = 20
FLOOR = 100_000
PER_CHARACTER = 250
"""News takes a rule less than one step for ten characters; a sentence without an end, of nothing but figures, 84 for
one. A step is some microseconds' work."""


class Exhausted(Exception):
    """A rule did more work than its budget allows."""


class Budget:
    """So many steps for what runs inside `with Budget(steps):`."""

    __slots__ = ("_outer", "left")

    def __init__(self, steps: int) -> None:
        self.left = steps

    def __enter__(self) -> None:
        self._outer: Token[Budget | None] = _current.set(self)

    def __exit__(self, *_: object) -> None:
        _current.reset(self._outer)


_current: ContextVar[Budget | None] = ContextVar("the budget of the rule that runs", default=None)


def spend(steps: int = 1) -> None:
    """Counts work that is done; raises Exhausted where that is more than the budget. Without one, anything goes."""
    budget = _current.get()
    if budget is not None:
        budget.left -= steps
        if budget.left < 0:
            raise Exhausted("more work than a text of this length should take")


def steps_for(*texts: str) -> int:
    """How many steps a rule may take that reads these texts."""
    return FLOOR + PER_CHARACTER * sum(map(len, texts))
