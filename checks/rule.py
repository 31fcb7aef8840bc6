"""What a rule is. One rule, one file under `checks/rules/`; copy `_skeleton.py` to write one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from checks.model import Outcome


@dataclass(frozen=True, slots=True)
class Example:
    """A text (written by us) and, for rules that compare, its source; `why` is the test's name.

    `expect` is "error", "warning", "note", "tick" or "silent" (neither a finding nor a tick).
    """

    why: str
    text: str
    expect: str
    source: str = ""
    published: str = ""  # ISO date, where the rule needs one


@dataclass(frozen=True, slots=True)
class Rule:
    """A tie between statements. The docstring of its module is its documentation.

    `check` takes the article and yields findings, ticks and not-checked ties. A rule of the "summary" or "update"
    scope takes (target, source) and speaks of the target.
    """

    code: str  # "PW01": never reused
    slug: str  # "parts-and-whole"
    scope: str  # "article" | "summary" | "update"
    check: Callable[..., Iterator[Outcome]]
    examples: tuple[Example, ...]
    aliases: tuple[str, ...] = ()
    since: str = "0.1.0"


@dataclass(frozen=True, slots=True)
class Measured:
    """What a rule did on the evaluation data (checks/measured.py has the figures of each).

    An alarm is an error or a warning. `known` are the broken ties that the rule recognises: it ticks them while they
    hold or questions them once they are broken. `found` are those that it questions. Both are 0 for rules that compare.
    """

    alarms: int
    right: int  # alarms on something that is wrong
    known: int = 0
    found: int = 0
    sorts: tuple[tuple[str, int, int], ...] = ()  # what it deals with: (name, found by any rule, cases)
