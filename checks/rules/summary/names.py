"""A person, place or organisation in the summary that the article does not name.

Small models put in names they have met elsewhere, and writers add what they know. A warning for a full name of which
the article has no word, and for any member of a list; a note for a single word (often a place that everybody knows),
for a first name that the article does not give, and for a name that labels a speaker ("Tam Adair: ..."). Silent on
every other form of the article's name: the surname alone, initials, the people for the country.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from checks.model import Article, Finding, Outcome, Severity, Span, Tick
from checks.names import Known, Name, Support, country, is_particle, known, names, supported
from checks.rule import Example, Rule

_PLACES = """street road avenue square county vale valley river lake mount mountain park hall academy school college
stadium open cup league championship championships premiership tournament olympics games festival award awards prize"""
PLACES = frozenset(_PLACES.split())
"""Words of names that are half common nouns ("Wall Street"): what a writer adds from general knowledge."""

LACKING = {
    Support.NONE: 'The summary names "{}"; the article does not.',
    Support.SURNAME: 'The summary names "{}"; the article has the last word of this name only.',
    Support.PARTLY: 'The summary names "{}"; the article has this name in part only.',
}


def check(target: Article, source: Article) -> Iterator[Outcome]:
    base = _known(source.text)
    members = [item for listing in target.listings if listing.proper for item in listing.items]
    for name in _owners_apart(names(target)):
        support = supported(name, base)
        if support not in LACKING:
            yield Tick(f'"{name.words}": named in the article.', spans=(name.span,))
            continue
        label = target.text[name.span.end : name.span.end + 1] == ":"  # who speaks or writes, as on an opinion page
        firm = support is Support.NONE and not label and (_full(name) or _listed(name.span, members))
        yield Finding(
            Severity.WARNING if firm else Severity.NOTE,
            LACKING[support].format(name.words),
            spans=(name.span,),
            question=f'Where does "{name.words}" come from?',
        )


def _owners_apart(found: Iterable[Name]) -> Iterator[Name]:
    """ "Great Britain's Adam Peaty" is two names."""
    for name in found:
        start, key = name.span.start, name.key
        doubtful = name.doubtful_first
        for part in re.split(r"(?<=['’]s) ", name.words):
            words = part.lower().replace("’", "'").removesuffix("'s").split()
            own = tuple(word for word in key if word in words or any(word in piece for piece in words))
            span = Span(start, start + len(part))
            if own:
                yield Name(span, part, own, doubtful)
            start, doubtful = span.end + 1, False


@lru_cache(maxsize=8)
def _known(text: str) -> Known:
    return known(text)


def _full(name: Name) -> bool:
    """A first and a last name, a firm's name: nothing that a reader knows from the map or the sports pages."""
    own = [word for word in name.key if country(word) is None]
    own += [word for word in name.words.split() if word[0].isupper() and is_particle(word)]
    return PLACES.isdisjoint(name.key) and bool(name.key) and len(own) > 1


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
        "a name that a particle begins",
        "The bridge was opened by Ibn Fenwar.",
        "warning",
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
