"""A stated number of things that differs from the number of things named next to it.

Ties a small number ("three regulators", "both lakes", "the five host boroughs") to an enumeration in its sentence or
an adjacent one. Whether the enumeration is what the number counts is judged with odds learned from annotated news
(`checks.relations`). Every way to count the enumeration is tried, since a comma may also separate a name from its
description.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Finding, Outcome, Tick
from checks.questions import mid_sentence
from checks.relations.judge import verdicts_of
from checks.rule import Example, Rule
from checks.rules.lists._announced_lists import Announcement, announcements, members_span

MAX_SHOWN = 60  # characters of the enumeration in a message


def check(article: Article) -> Iterator[Outcome]:
    verdicts = verdicts_of(article).lists
    fitting_lists = {
        announcement.figure.span: members_span(announcement.members)
        for announcement in announcements(article)
        if _fits(announcement)
    }
    for verdict in verdicts:
        candidate = verdict.candidate
        announced = fitting_lists.get(candidate.frame.statement.span)
        if announced is not None and (
            not candidate.agrees or announced.start < candidate.enumeration.span.start < announced.end
        ):
            continue  # "three daughters Ann, Bo and Di": not just "Bo and Di"
        frame, enumeration = candidate.frame, candidate.enumeration
        spans = tuple(sorted((frame.statement.span, enumeration.span)))
        words, enumerated = frame.statement.words, article.text_of(enumeration.span)
        shown = enumerated if len(enumerated) <= MAX_SHOWN else f"{enumerated[:MAX_SHOWN].rsplit(' ', 1)[0]} ..."
        if candidate.agrees:
            if enumeration.quantified and enumeration.numbers:
                continue  # "13 people, seven men and six women": a sum, which the rules for sums tick
            yield Tick(f"{words} and the list “{shown}” agree.", spans, relation=verdict.relation)
        else:
            yield Finding(
                verdict.severity,
                f"{words}, and {enumeration.count} are named: “{shown}”.",
                spans,
                f"{enumeration.count} named, not {words}",
                (f"{words} -> {enumeration.count}",),
                f"Is the number, {mid_sentence(words)}, right, and is the list complete?",
                relation=verdict.relation,
            )


def _fits(announcement: Announcement) -> bool:
    """Whether the list that follows a count has that many members."""
    return announcement.figure.value in announcement.members.likely_counts


EXAMPLES = (
    Example("names without a comma before them", "She leaves three daughters Ann, Bo and Di.", "silent"),
    Example(
        "behind a colon",
        "The ban covers three lakes: Lake Arden, Lake Corrie and Lake Finlay.",
        "tick",
    ),
    Example("a sum", "They found five weapons: two rifles and three knives.", "silent"),
    Example("numbers and one", "They found six weapons: two rifles, a pistol and three knives.", "tick"),
    Example("numbers and one, wrong", "They found eight weapons: two rifles, a pistol and three knives.", "warning"),
    Example(
        "behind a colon, one short",
        "The ban covers four lakes: Lake Arden, Lake Corrie and Lake Finlay.",
        "warning",
    ),
    Example(
        "bare names",
        "Five cities bid for the games: Oslo, Turin, Lyon, Porto and Ghent.",
        "tick",
    ),
    Example(
        "bare names, one short",
        "Six cities bid for the games: Oslo, Turin, Lyon, Porto and Ghent.",
        "warning",
    ),
    Example(
        "common nouns, one too many",
        "The fund backs two projects: a school, a clinic and a library.",
        "warning",
    ),
    Example(
        "behind a comma, one short",
        "The firm named three new directors, Ann Reyes and Tom Hale.",
        "warning",
    ),
    Example(
        "something else",
        "Four people came. Bread and butter were served.",
        "silent",
    ),
    Example(
        "a count after another's list",
        "Two men, aged 65 and 38, and two women, who were not named, were held.",
        "tick",
    ),
    Example(
        "examples",
        "The shop sells three drinks including tea and coffee.",
        "silent",
    ),
    Example(
        "some of them",
        "The company owns seven hotels, among them the Grand and the Royal.",
        "silent",
    ),
    Example(
        "a measure",
        "The train takes five hours and stops at Kelso, Hawick and Melrose.",
        "silent",
    ),
    Example(
        "no enumeration",
        "Three men were charged on Monday. The court will sit again in June.",
        "silent",
    ),
)

# Rules that this one replaced: settings, `--ignore` and `copydesk explain` still know them.
# fmt: off
FORMER_NAMES = (
    "first-second-third", "LS05",
    "names-counted-after", "LS06",
    "numbered-points", "LS07",
    "nth-after", "LS08",
    "years-listed", "LS09",
)
# fmt: on

RULE = Rule(
    code="LS10",
    slug="counted-list",
    scope="article",
    relation="list",
    check=check,
    examples=EXAMPLES,
    aliases=FORMER_NAMES,
)
