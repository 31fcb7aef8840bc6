"""A stated number of things, and how many the text then names one by one.

Ties a small number ("three regulators", "both lakes", "the five host boroughs") to an enumeration in its sentence or
beside it. Whether the enumeration is what the number counts is judged by odds learned from annotated news
(`checks.relations`). Every way to count the enumeration is tried, since a comma may also part a name from what is
said of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Finding, Outcome, Tick
from checks.relations.judge import verdicts_of
from checks.rule import Example, Rule

MAX_SHOWN = 60  # characters of the enumeration in a message


def check(article: Article) -> Iterator[Outcome]:
    for verdict in verdicts_of(article).lists:
        candidate = verdict.candidate
        frame, enumeration = candidate.frame, candidate.enumeration
        spans = tuple(sorted((frame.statement.span, enumeration.span)))
        words, named = frame.statement.words, article.words(enumeration.span)
        shown = named if len(named) <= MAX_SHOWN else f"{named[:MAX_SHOWN].rsplit(' ', 1)[0]} ..."
        if candidate.agrees:
            yield Tick(f"{words} and the list “{shown}” agree.", spans, relation=verdict.relation)
        else:
            yield Finding(
                verdict.severity,
                f"{words}, and {enumeration.count} are named: “{shown}”.",
                spans,
                f"{enumeration.count} named, not {words}",
                (f"{words} -> {enumeration.count}",),
                f"Is the number {words} right, and is the list complete?",
                relation=verdict.relation,
            )


EXAMPLES = (
    Example(
        "behind a colon",
        "The ban covers three lakes: Lake Arden, Lake Corrie and Lake Finlay.",
        "tick",
    ),
    Example(
        "behind a colon, one short",
        "The ban covers four lakes: Lake Arden, Lake Corrie and Lake Finlay.",
        "warning",
    ),
    Example(
        "something else",
        "Four people came. Bread and butter were served.",
        "silent",
    ),
)

RULE = Rule(code="LS10", slug="counted-list", scope="article", relation="list", check=check, examples=EXAMPLES)
