"""What a rule is. One rule, one file under `checks/rules/`; copy `_skeleton.py` to write one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

from checks.model import Article, Outcome, ProposedRelation, RelationKind

Scope = Literal["article", "summary", "update"]
"""What a rule reads: an article by itself, a summary with its source, or a new version of a story with the old one."""
SCOPES: tuple[Scope, ...] = get_args(Scope)


class ArticleCheck(Protocol):
    """The check of a rule of the scope "article"."""

    def __call__(self, article: Article, /) -> Iterator[Outcome]: ...


class ComparingCheck(Protocol):
    """The check of a rule that compares two texts; its outcomes are about the target."""

    def __call__(self, target: Article, source: Article, /) -> Iterator[Outcome]: ...


class ProposedCheck(Protocol):
    """Judges relations that somebody else proposes; see `checks.run.check_article`."""

    def __call__(self, article: Article, /, relations: Sequence[ProposedRelation]) -> Iterator[Outcome]: ...


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

    `check` yields findings, ticks and not-checked ties. The family that a rule's file stands in fixes its scope:
    `summary` and `update` have their own, all other families hold article rules.
    """

    code: str  # "PW01": never reused
    slug: str  # "parts-and-whole"
    scope: Scope
    check: ArticleCheck | ComparingCheck
    examples: tuple[Example, ...]
    aliases: tuple[str, ...] = ()
    relation: RelationKind = "support"  # how the spans of its outcomes are related, unless an outcome says otherwise
    check_proposed: ProposedCheck | None = None  # of the rules whose relations others may propose


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
