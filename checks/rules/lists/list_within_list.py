"""A name in a short list is missing from the full list it is taken from.

Compares the countries where something happened with the countries that took part, where both are listed. A name that
only the short list has is a slip in one of the two. Names that only the full list has are noted, since the reporter may
want to say why nothing is reported about them.

Silent unless nearly all names of the short list are in the long one and the long list is introduced as the full one
("participating countries", "the members are").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from checks.model import Article, Finding, Listing, Outcome, Severity, Span, Tick
from checks.number_format import counted, join_items
from checks.pattern import pattern
from checks.rule import Example, Rule

MIN_SHARED_NAMES = 3  # least number of common names at which one list is considered part of the other
FULL_LIST_LEAD = pattern(
    r"\b(?:participating|participants?|members?|took part|taking part|all|every|the (?:\w+ ){0,2}\w+s) (?:\w+ ){0,3}"
    r"(?:are|were|include[sd]?|comprise[sd]?|consist(?:s|ed)? of):?$"
    r"|\b(?:countries|nations|states|cities|clubs|teams|firms|companies|towns|members) (?:were|are|include[sd]?):?$",
    re.IGNORECASE,
)


def check(article: Article) -> Iterator[Outcome]:
    names_by_listing = [(entry, {_key(name): name for name in entry.names}) for entry in article.listings]
    full_lists = [
        entry
        for entry in names_by_listing
        if len(entry[0].items) > MIN_SHARED_NAMES and FULL_LIST_LEAD.search(_lead_in(article, entry[0]))
    ]
    for full, all_names in full_lists:
        for other, names in names_by_listing:
            if other is not full and other.sentence != full.sentence and len(other.items) < len(full.items):
                yield from _outcomes(article, other, full, names, all_names)


def _lead_in(article: Article, listing: Listing) -> str:
    """The words of the sentence before a list."""
    return article.text_of(listing.lead_in).strip()


def _key(name: str) -> str:
    """The form of a name by which the lists are compared."""
    return name.lower().removeprefix("the ").strip(" .'’")


def _outcomes(
    article: Article, part: Listing, full: Listing, names: Mapping[str, str], all_names: Mapping[str, str]
) -> Iterator[Outcome]:
    """A tick or findings for two lists; `names` and `all_names` are their names by key."""
    missing = [name for key, name in names.items() if key not in all_names]
    shared = len(names) - len(missing)
    if shared < MIN_SHARED_NAMES or len(missing) > 1:
        return
    spans = (_extent(part), _extent(full))
    part_place, full_place = article.place(part.span.start), article.place(full.span.start)
    if missing:
        yield Finding(
            Severity.WARNING,
            f"{missing[0]} is listed in {part_place} and not in the list of "
            f"{counted(len(full.names), 'name')} in {full_place}.",
            spans,
            f"{counted(len(names), 'name')}, of which {shared} are among the {len(full.names)}",
            (f"{missing[0]} -> a name of the list in {full_place}", f"{missing[0]} to add to the list in {full_place}"),
            f"Should {missing[0]} be in both lists?",
        )
        return
    yield Tick(
        f"All {counted(len(names), 'name')} in {part_place} are among the {len(full.names)} in {full_place}.",
        spans,
        f"{len(names)} of {len(full.names)}",
    )
    only_in_full = [name for key, name in all_names.items() if key not in names]
    if only_in_full:
        yield Finding(
            Severity.NOTE,
            f"{join_items(only_in_full)} {'stand' if len(only_in_full) > 1 else 'stands'} in the list in {full_place} "
            f"and not in {part_place}: nothing is reported of them there.",
            spans,
            f"{len(full.names)} - {len(names)} = {len(only_in_full)}",
        )


def _extent(listing: Listing) -> Span:
    """The span from the first item to the last."""
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

RULE = Rule(code="LS03", slug="list-within-list", scope="article", relation="subset", check=check, examples=EXAMPLES)
