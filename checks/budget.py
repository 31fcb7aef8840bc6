"""A budget of work for each rule, counted in steps and not in seconds, so that every machine gives the same result.

The functions that rules share spend from it: looking up words and figures, comparing counted entities and intervals,
and every outcome. So a rule that compares each of thousands of figures with every other runs out, and so does one that
never stops yielding. Each iteration of a `while` loop spends a step; a test finds the loops that do not.

The budget does not stop a loop that calls none of these functions, a single call that takes long (a slow regular
expression), or the reading of a text, which has no budget. A caller that has to answer in time also needs a deadline.
"""

from __future__ import annotations

from contextvars import ContextVar, Token

STEPS_PER_OUTCOME = 20
MIN_STEPS = 100_000
STEPS_PER_CHARACTER = 250
"""Measured: on news a rule takes less than 0.1 steps a character; on a sentence without an end that consists of
figures, 84. A step is a few microseconds of work."""


class Exhausted(Exception):
    """A rule did more work than its budget allows."""


class Budget:
    """Limits what runs inside `with Budget(steps):` to that many steps."""

    __slots__ = ("_outer", "left")

    def __init__(self, steps: int) -> None:
        self.left = steps

    def __enter__(self) -> None:
        self._outer: Token[Budget | None] = _current.set(self)

    def __exit__(self, *_: object) -> None:
        _current.reset(self._outer)


_current: ContextVar[Budget | None] = ContextVar("the budget of the rule that runs", default=None)


def spend(steps: int = 1) -> None:
    """Spends steps of the current budget; raises Exhausted if it has no more. Without a budget it does nothing."""
    budget = _current.get()
    if budget is not None:
        budget.left -= steps
        if budget.left < 0:
            raise Exhausted("more work than a text of this length should take")


def steps_for(*texts: str) -> int:
    """The number of steps that a rule may take on these texts."""
    return MIN_STEPS + STEPS_PER_CHARACTER * sum(map(len, texts))
