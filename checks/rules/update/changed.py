"""A figure or date that the new version of a story gives differently from the old one.

A note for each figure and each date that replaced another. It asks no question, since stories develop: it is a list to
compare with the correction line, the headline and the push message. Silent on sentences that are in both versions, and
on those that were only rewritten around the same figures.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Finding, Outcome, Severity
from checks.rule import Example, Rule
from checks.version_diff import changes


def check(target: Article, source: Article) -> Iterator[Outcome]:
    for change in changes(target, source):
        place = target.place(change.new.span.start)
        yield Finding(
            Severity.NOTE,
            f'Changed in {place}: "{change.old.words}" is now "{change.new.words}".',
            spans=(change.new.span,),
            arithmetic=f"{change.old.words} -> {change.new.words}",
            source_spans=(change.old.span,),
        )


EXAMPLES = (
    Example(
        "a toll that rose",
        "The flood killed 14 people in Orvena, the mayor said.",
        "note",
        source="The flood killed 12 people in Orvena, the mayor said.",
    ),
    Example(
        "a day that moved",
        "The concert in Holm is now on Friday, the band said.",
        "note",
        source="The concert in Holm is on Thursday, the band said.",
    ),
    Example(
        "a row of figures",
        "Twelve of them died in Orvena, nine in Holm.",
        "note",
        source="Nine of them died in Orvena, six in Holm.",
    ),
    Example(
        "the same sentence",
        "The flood killed 12 people in Orvena, the mayor said.",
        "silent",
        source="The flood killed 12 people in Orvena, the mayor said.",
    ),
    Example(
        "the same figure in other words",
        "The mayor of Orvena said that the flood killed twelve people.",
        "silent",
        source="The flood killed 12 people in Orvena, the mayor said.",
    ),
    Example(
        "a sentence that is new",
        "The flood killed 12 people in Orvena, the mayor said. Rail traffic stopped for 3 days.",
        "silent",
        source="The flood killed 12 people in Orvena, the mayor said.",
    ),
)

RULE = Rule(code="UP01", slug="changed-since", scope="update", relation="same", check=check, examples=EXAMPLES)
