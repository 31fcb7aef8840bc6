"""A figure changed in one place of the new version, and another place still has the old one.

The classic slip of a developing story: the toll in the second paragraph is new, the one in the seventh is not. A
warning with both places. Silent where the old value counts something else (other people, other fate, other unit), and
where nothing of that kind was changed.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Finding, Outcome, Severity
from checks.rule import Example, Rule
from checks.versions import changes, stale


def check(target: Article, source: Article) -> Iterator[Outcome]:
    for change in changes(target, source):
        for figure in stale(change, target):
            now, left = target.place(change.new.span.start), target.place(figure.span.start)
            yield Finding(
                Severity.WARNING,
                f'"{change.old.words}" became "{change.new.words}" in {now}; {left} still has "{figure.words}".',
                spans=(figure.span, change.new.span),
                arithmetic=f"{change.old.words} -> {change.new.words}",
                repairs=(f"{figure.words} -> {change.new.words}",),
                question=f'Should {left} have "{change.new.words}", too?',
                source_spans=(change.old.span,),
            )


OLD = (
    "The flood killed 12 people in Orvena, the mayor said.\n\nRoads were cut off all day.\n\n"
    "The 12 people who died were all asleep."
)

EXAMPLES = (
    Example(
        "the toll further down is the old one",
        OLD.replace("killed 12", "killed 14"),
        "warning",
        source=OLD,
    ),
    Example(
        "a sum that was changed above",
        "The council will spend £3.1m on the bridge.\n\nCritics say that the £2.4m cost is too much.",
        "warning",
        source="The council will spend £2.4m on the bridge.\n\nCritics say that the £2.4m cost is too much.",
    ),
    Example(
        "the old sum told as the old one",
        "The council will spend £3.1m on the bridge.\n\nIt had said that the cost would be £2.4m.",
        "silent",
        source="The council will spend £2.4m on the bridge.\n\nWork starts in May.",
    ),
    Example(
        "both places were changed",
        OLD.replace("12", "14"),
        "silent",
        source=OLD,
    ),
    Example(
        "the old value counts something else",
        "The flood killed 14 people in Orvena, the mayor said.\n\nIt swept away 12 boats.",
        "silent",
        source="The flood killed 12 people in Orvena, the mayor said.\n\nIt swept away 12 boats.",
    ),
    Example(
        "the old value tells another fate",
        "The flood killed 14 people in Orvena, the mayor said.\n\nAnother 12 people are missing.",
        "silent",
        source="The flood killed 12 people in Orvena, the mayor said.\n\nAnother 12 people are missing.",
    ),
)

RULE = Rule(code="UP02", slug="stale-value", scope="update", check=check, examples=EXAMPLES)
