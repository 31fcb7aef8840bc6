"""A name in a short list is missing from the full list it is taken from.

Ties the countries where something happened to the countries that took part, where both are listed. A name that only the
short list has is a slip in one of the two; names that only the full list has are noted, for the reporter may want to
say why nothing is told of them.

Silent unless nearly all names of the short list stand in the long one and the long list is introduced as the full one
("participating countries", "the members are").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from checks.model import Article, Finding, Listing, Outcome, Severity, Span, Tick
from checks.number_format import listed, things
from checks.pattern import pattern
from checks.rule import Example, Rule

SHARED = 3  # names that two lists have in common before one can be drawn from the other
FULL = pattern(
    r"\b(?:participating|participants?|members?|took part|taking part|all|every|the (?:\w+ ){0,2}\w+s) (?:\w+ ){0,3}"
    r"(?:are|were|include[sd]?|comprise[sd]?|consist(?:s|ed)? of):?$"
    r"|\b(?:countries|nations|states|cities|clubs|teams|firms|companies|towns|members) (?:were|are|include[sd]?):?$",
    re.IGNORECASE,
)


def check(article: Article) -> Iterator[Outcome]:
    keyed = [(one, {_key(name): name for name in one.names}) for one in article.listings]
    long_ones = [one for one in keyed if len(one[0].items) > SHARED and FULL.search(_lead(article, one[0]))]
    for full, all_names in long_ones:
        for other, names in keyed:
            if other is not full and other.sentence != full.sentence and len(other.items) < len(full.items):
                yield from _judged(article, other, full, names, all_names)


def _lead(article: Article, listing: Listing) -> str:
    return article.words(listing.lead_in).strip()


def _key(name: str) -> str:
    return name.lower().removeprefix("the ").strip(" .'’")


def _judged(
    article: Article, part: Listing, full: Listing, names: Mapping[str, str], all_names: Mapping[str, str]
) -> Iterator[Outcome]:
    """`names` and `all_names` are those of the two, by what they are compared by."""
    missing = [name for key, name in names.items() if key not in all_names]
    shared = len(names) - len(missing)
    if shared < SHARED or len(missing) > 1:
        return
    spans = (_extent(part), _extent(full))
    here, there = article.place(part.span.start), article.place(full.span.start)
    if missing:
        yield Finding(
            Severity.WARNING,
            f"{missing[0]} is listed in {here} and not in the list of {things(len(full.names), 'name')} in {there}.",
            spans,
            f"{things(len(names), 'name')}, of which {shared} are among the {len(full.names)}",
            (f"{missing[0]} -> a name of the list in {there}", f"{missing[0]} to add to the list in {there}"),
            f"Does {missing[0]} belong to both lists?",
        )
        return
    yield Tick(
        f"All {things(len(names), 'name')} in {here} are among the {len(full.names)} in {there}.",
        spans,
        f"{len(names)} of {len(full.names)}",
    )
    left = [name for key, name in all_names.items() if key not in names]
    if left:
        yield Finding(
            Severity.NOTE,
            f"{listed(left)} {'stand' if len(left) > 1 else 'stands'} in the list in {there} and not in {here}: "
            "nothing is reported of them there.",
            spans,
            f"{len(full.names)} - {len(names)} = {len(left)}",
        )


def _extent(listing: Listing) -> Span:
    return Span(listing.items[0].start, listing.items[-1].end)


EXAMPLES = (
    Example(
        "a name that the full list lacks is questioned",
        "Storm damage was reported in Riga, Tallinn, Oslo and Gdansk.\n\nParticipating ports were Riga, Tallinn, "
        "Klaipeda, Gdansk, Kiel and Turku.",
        "warning",
    ),
    Example(
        "a list drawn from the full one is ticked",
        "Storm damage was reported in Riga, Tallinn, Klaipeda and Gdansk.\n\nParticipating ports were Riga, Tallinn, "
        "Klaipeda, Gdansk, Kiel and Turku.",
        "tick",
    ),
    Example(
        "lists of other places are left alone",
        "The players come from Riga, Oslo, Bergen and Malmo.\n\nParticipating ports were Riga, Tallinn, Klaipeda, "
        "Gdansk, Kiel and Turku.",
        "silent",
    ),
    Example(
        "one list alone is left alone",
        "Participating ports were Riga, Tallinn, Klaipeda, Gdansk, Kiel and Turku.",
        "silent",
    ),
)

RULE = Rule(code="LS03", slug="list-within-list", scope="article", check=check, examples=EXAMPLES)
