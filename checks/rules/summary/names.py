"""A person, place or organisation in the summary that the article does not name.

Small models put in names they have met elsewhere, and writers add what they know. A warning for a full name of which
the article has no word, and for any member of a list; a note for a single word (often a place that everybody knows) and
for a first name that the article does not give. Silent on every other form of the article's name: the surname alone,
initials, the people for the country.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from checks.model import Article, Finding, Outcome, Severity, Span, Tick
from checks.names import Known, Support, known, names, supported
from checks.rule import Example, Rule

LACKING = {
    Support.NONE: 'The summary names "{}"; the article does not.',
    Support.SURNAME: 'The summary names "{}"; the article has the last word of this name only.',
    Support.PARTLY: 'The summary names "{}"; the article has this name in part only.',
}


def check(target: Article, source: Article) -> Iterator[Outcome]:
    base = _known(source.text)
    members = [item for listing in target.listings if listing.proper for item in listing.items]
    for name in names(target):
        support = supported(name, base)
        if support not in LACKING:
            yield Tick(f'"{name.words}": named in the article.', spans=(name.span,))
            continue
        full = len(name.key) > 1 and not (name.doubtful_first and len(name.key) == 2)
        firm = support is Support.NONE and (full or _listed(name.span, members))
        yield Finding(
            Severity.WARNING if firm else Severity.NOTE,
            LACKING[support].format(name.words),
            spans=(name.span,),
            question=f'Where does "{name.words}" come from?',
        )


@lru_cache(maxsize=8)
def _known(text: str) -> Known:
    return known(text)


def _listed(span: Span, members: list[Span]) -> bool:
    return any(member.overlaps(span) for member in members)


EXAMPLES = (
    Example(
        "a name from nowhere",
        "The bridge was opened by Orla Fenwick.",
        "warning",
        source="The bridge was opened by Tam Adair, who leads the council.",
    ),
    Example(
        "a member that the article's list lacks",
        "Teams came from Chile, Panama and Peru.",
        "warning",
        source="Teams came from Chile and Peru, the organisers said.",
    ),
    Example(
        "a first name that the article does not give",
        "The bridge was opened by Tam Adair.",
        "note",
        source="The bridge was opened by Councillor Adair, who leads the council.",
    ),
    Example(
        "the surname alone",
        "The bridge was opened by Adair.",
        "tick",
        source="The bridge was opened by Tam Adair, who leads the council.",
    ),
    Example(
        "initials for the full form",
        "The UN welcomed the bridge.",
        "tick",
        source="The United Nations welcomed the bridge.",
    ),
    Example(
        "no name",
        "The bridge was opened.",
        "silent",
        source="The bridge was opened by Tam Adair, who leads the council.",
    ),
    Example(
        "a weekday is no name",
        "It was opened on Monday.",
        "silent",
        source="The bridge was opened on Monday by Tam Adair.",
    ),
    Example(
        "the capital of a sentence's first word",
        "Bridges were opened.",
        "silent",
        source="The bridge was opened by Tam Adair, who leads the council.",
    ),
)

RULE = Rule(code="SU11", slug="name-not-in-article", scope="summary", check=check, examples=EXAMPLES)
