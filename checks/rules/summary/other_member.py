"""A list in the summary has a member that the article's list of the same has not.

"Argentina, Brazil and Peru" for "Argentina, Brazil and Chile", where Peru is named elsewhere in the article, so that no
name is new. A warning where the two lists share two members or more and most of the summary's. Silent where the
article's list is open ("among others") or of another matter, where another of its lists or sentences puts the member
among the others, and where the member is another word for one that the article lists.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Finding, Listing, Outcome, Severity
from checks.names import country_of
from checks.outcome_events import FATE
from checks.passage_index import STOP_WORDS, WORD, stem
from checks.rule import Example, Rule

SHARED = 2
"""Members that two lists must share before they are of the same."""


def check(target: Article, source: Article) -> Iterator[Outcome]:
    told = _each_once(source)
    for listing in _each_once(target):
        members = [_words(name) for name in listing.names]
        if len(members) <= SHARED or not all(members):
            continue
        same = [one for one in told if _is_same(members, one)]
        if not same or any(one.is_open for one in same):
            continue
        odd = [place for place, words in enumerate(members) if not any(_has(one, words) for one in same)]
        if len(odd) != 1:
            continue
        if _beside(members, odd[0], [_words(source.words(sentence.span)) for sentence in source.sentences]):
            continue
        there, span = same[0], listing.items[odd[0]]
        if any(_short_for(listing.names[odd[0]], name) for name in there.names):
            continue
        if not _around(target, listing, members) & _around(source, there, members):
            continue  # friends are no team
        yield Finding(
            Severity.WARNING,
            f'The summary lists "{target.words(span)}"; the article\'s list is '
            f'"{" ".join(source.words(there.span).split())}" ({source.place(there.span.start)}).',
            spans=(span,),
            question=f'Is "{target.words(span)}" one of them?',
            source_spans=(there.span,),
        )


def _each_once(article: Article) -> list[Listing]:
    """The lists of an article, the first of those that name the same."""
    return list({(one.names, one.is_open): one for one in reversed(article.listings)}.values())[::-1]


def _words(name: str) -> frozenset[str]:
    nation = country_of(name)
    if nation is not None:
        return frozenset((nation,))
    return frozenset(
        country_of(word) or FATE.get(word.lower()) or stem(word)
        for word in WORD.findall(name)
        if word.lower() not in STOP_WORDS
    )


def _short_for(one: str, other: str) -> bool:
    """May one of two names be the other's letters: "VW", "Volkswagen"?"""
    letters = [word for word in WORD.findall(f"{one} {other}") if len(word) > 1 and word.isupper()]
    return bool(letters) and one[0].lower() == other.removeprefix("the ")[0].lower()


def _around(article: Article, listing: Listing, members: list[frozenset[str]]) -> frozenset[str]:
    """The words of a list's sentence that are none of its members."""
    start, end = article.sentences[listing.sentence].span
    around = article.text[start : listing.span.start] + " " + article.text[listing.span.end : end]
    return _words(around).difference(*members)


def _is_same(members: list[frozenset[str]], listing: Listing) -> bool:
    """Do two lists share all members but one, and does the article's have a member that the other lacks?"""
    theirs = [_words(name) for name in listing.names]
    shared = [words for words in members if any(words & other for other in theirs)]
    lacking = [other for other in theirs if not any(other & words for words in members)]
    return len(shared) >= max(SHARED, len(members) - 1) and len(lacking) > 0


def _has(listing: Listing, words: frozenset[str]) -> bool:
    return any(words & _words(name) for name in listing.names)


def _beside(members: list[frozenset[str]], odd: int, said: list[frozenset[str]]) -> bool:
    """Does a sentence of the article have the odd one with two of the others, or the sentence next to theirs?"""
    others = [words for place, words in enumerate(members) if place != odd]
    for at, here in enumerate(said):
        if not members[odd] & here:
            continue
        around = here.union(*said[max(0, at - 1) : at + 2])
        if sum(bool(words & around) for words in others) >= SHARED:
            return True
    return False


STATES = (
    "Argentina, Brazil, Bolivia and Chile signed the pact in Holm, the organisers said. It bans the trade in rare "
    "birds. The ceremony lasted an hour. Its hosts were pleased. A protest was held outside. Peru will decide in May."
)

EXAMPLES = (
    Example("one who did not sign", "Argentina, Brazil and Peru signed the pact.", "warning", source=STATES),
    Example("some of them", "Argentina, Brazil and Chile signed the pact.", "silent", source=STATES),
    Example("by their people's names", "Brazilian, Argentine and Chilean envoys signed.", "silent", source=STATES),
    Example(
        "the article says that there are more",
        "Argentina, Brazil and Peru signed the pact.",
        "silent",
        source=STATES.replace("Bolivia and Chile", "Bolivia and others"),
    ),
    Example(
        "another matter",
        "Argentina, Brazil and Peru have no coast on the Tarn.",
        "silent",
        source=STATES,
    ),
    Example(
        "told beside the list",
        "Argentina, Brazil and Peru signed the pact.",
        "silent",
        source=STATES.replace("It bans", "Peru joined them. It bans"),
    ),
)

RULE = Rule(code="SU16", slug="other-member", scope="summary", check=check, examples=EXAMPLES)
