"""A figure was changed in one place of the new version, and another place still has the old one.

The classic slip in a developing story: the toll in the second paragraph is new, the one in the seventh is not. A
warning with both places, once for each stale value. Headlines, ages, scores and dates are covered as well. Silent where
the old value counts something else (other people, another fate, another unit), where it is reported as the old one
("had earlier said 12"), and where nothing of that kind was changed.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Finding, Outcome, Severity
from checks.rule import Example, Rule
from checks.version_diff import stale_statements


def check(target: Article, source: Article) -> Iterator[Outcome]:
    for change, stale_statement in stale_statements(target, source):
        new_place, old_place = target.place(change.new.span.start), target.place(stale_statement.span.start)
        yield Finding(
            Severity.WARNING,
            f'"{change.old.words}" became "{change.new.words}" in {new_place}; '
            f'{old_place} still has "{stale_statement.words}".',
            spans=(stale_statement.span, change.new.span),
            arithmetic=f"{change.old.words} -> {change.new.words}",
            repairs=(f"{stale_statement.words} -> {change.new.words}",),
            question=f'Should {old_place} now say "{change.new.words}" too?',
            source_spans=(change.old.span,),
        )


OLD_VERSION = (
    "The flood killed 12 people in Orvena, the mayor said.\n\nRoads were cut off all day.\n\n"
    "The 12 people who died were all asleep."
)

EXAMPLES = (
    Example(
        "the toll further down is the old one",
        OLD_VERSION.replace("killed 12", "killed 14"),
        "warning",
        source=OLD_VERSION,
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
        "those who were counted, without the noun",
        "Police in Tarn arrested 11 men on Sunday.\n\nThe nine will appear in court on Tuesday.",
        "warning",
        source="Police in Tarn arrested nine men on Sunday.\n\nThe nine will appear in court on Tuesday.",
    ),
    Example(
        "others who are nine",
        "Police in Tarn arrested 11 men on Sunday.\n\nThe nine judges of the court will meet on Tuesday.",
        "silent",
        source="Police in Tarn arrested nine men on Sunday.\n\nThe nine judges of the court will meet on Tuesday.",
    ),
    Example(
        "a date further down",
        "The fair will open on 21 May.\n\nIts mill is old.\n\nTickets for the opening on 14 May are sold out.",
        "warning",
        source="The fair will open on 14 May.\n\nIts mill is old.\n\nTickets for the opening on 14 May are sold out.",
    ),
    Example(
        "another event of that day",
        "The fair will open on 21 May.\n\nThe mayor of Tarn will retire on 14 May.",
        "silent",
        source="The fair will open on 14 May.\n\nThe mayor of Tarn will retire on 14 May.",
    ),
    Example(
        "told as the old toll",
        "The flood killed 14 people in Orvena, the mayor said.\n\nOfficials had earlier said that 12 people had died.",
        "silent",
        source="The flood killed 12 people in Orvena, the mayor said.",
    ),
    Example(
        "what was said before, of a toll that stands",
        "Fourteen people died in Orvena. The mayor had earlier said that 11 had died.",
        "silent",
        source="The flood killed 14 people in Orvena, the mayor said.",
    ),
    Example(
        "both places were changed",
        OLD_VERSION.replace("12", "14"),
        "silent",
        source=OLD_VERSION,
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

RULE = Rule(code="UP02", slug="stale-value", scope="update", relation="same", check=check, examples=EXAMPLES)
