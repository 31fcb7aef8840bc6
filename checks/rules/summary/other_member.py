"""A list in the summary has a member that the article's list of the same things does not have.

"Argentina, Brazil and Peru" for "Argentina, Brazil and Chile", where Peru is named elsewhere in the article, so that no
name is new. A warning where the two lists share two members or more and most of the summary's. Silent where the
article's list is open ("among others") or about another matter, where another of its lists or sentences puts the member
among the others, and where the member is another word for one that the article lists.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Finding, Listing, Outcome, Severity
from checks.names import country_of
from checks.outcome_events import EVENT_OF_WORD
from checks.passage_index import STOP_WORDS, WORD, stem
from checks.rule import Example, Rule

MIN_SHARED_MEMBERS = 2
"""Least number of members that lists of the same things have in common."""


def check(target: Article, source: Article) -> Iterator[Outcome]:
    source_listings = _without_repeats(source)
    source_words = " ".join(source.text.split())
    for listing in _without_repeats(target):
        members = [_words(name) for name in listing.names]
        if len(members) <= MIN_SHARED_MEMBERS or not all(members):
            continue
        if " ".join(target.text_of(listing.span).split()) in source_words:
            continue  # copied from the article
        matching_lists = [candidate for candidate in source_listings if _lists_same_things(members, candidate)]
        if not matching_lists or any(candidate.is_open for candidate in matching_lists):
            continue
        odd_indices = [
            index
            for index, words in enumerate(members)
            if not any(_has_member(candidate, words) for candidate in matching_lists)
        ]
        if len(odd_indices) != 1:
            continue
        if _is_named_with_others(
            members, odd_indices[0], [_words(source.text_of(sentence.span)) for sentence in source.sentences]
        ):
            continue
        source_listing, span = matching_lists[0], listing.items[odd_indices[0]]
        if any(_may_be_initials(listing.names[odd_indices[0]], name) for name in source_listing.names):
            continue
        if not _context_words(target, listing, members) & _context_words(source, source_listing, members):
            continue  # "friends" and "team": the lists are about two matters
        yield Finding(
            Severity.WARNING,
            f'The summary lists "{target.text_of(span)}"; the article\'s list is '
            f'"{" ".join(source.text_of(source_listing.span).split())}" ({source.place(source_listing.span.start)}).',
            spans=(span,),
            question=f'Is "{target.text_of(span)}" one of them?',
            source_spans=(source_listing.span,),
        )


def _without_repeats(article: Article) -> list[Listing]:
    """The lists of an article without repetitions; the first of each is kept."""
    return list({(listing.names, listing.is_open): listing for listing in reversed(article.listings)}.values())[::-1]


def _words(name: str) -> frozenset[str]:
    """The words by which a name is compared: the country for a nationality, else events or stems."""
    nation = country_of(name)
    if nation is not None:
        return frozenset((nation,))
    return frozenset(
        country_of(word) or EVENT_OF_WORD.get(word.lower()) or stem(word)
        for word in WORD.findall(name)
        if word.lower() not in STOP_WORDS
    )


def _may_be_initials(first: str, second: str) -> bool:
    """Whether one name may be the initials of the other: "VW", "Volkswagen"."""
    letters = [word for word in WORD.findall(f"{first} {second}") if len(word) > 1 and word.isupper()]
    return bool(letters) and first[0].lower() == second.removeprefix("the ")[0].lower()


def _context_words(article: Article, listing: Listing, members: list[frozenset[str]]) -> frozenset[str]:
    """The words of a list's sentence that are not in its members."""
    start, end = article.sentences[listing.sentence].span
    around = article.text[start : listing.span.start] + " " + article.text[listing.span.end : end]
    return _words(around).difference(*members)


def _lists_same_things(members: list[frozenset[str]], listing: Listing) -> bool:
    """Whether the lists share all members but at most one, and the article's has a member that the other lacks."""
    other_members = [_words(name) for name in listing.names]
    shared = [words for words in members if any(words & other for other in other_members)]
    lacking = [other for other in other_members if not any(other & words for words in members)]
    return len(shared) >= max(MIN_SHARED_MEMBERS, len(members) - 1) and len(lacking) > 0


def _has_member(listing: Listing, words: frozenset[str]) -> bool:
    """Whether the list has a member that shares a word with the name."""
    return any(words & _words(name) for name in listing.names)


def _is_named_with_others(
    members: list[frozenset[str]], odd_index: int, words_by_sentence: list[frozenset[str]]
) -> bool:
    """Whether the article names the odd member and, in the same or an adjacent sentence, two of the others.

    `words_by_sentence` are the words of the article's sentences, in order.
    """
    others = [words for other_index, words in enumerate(members) if other_index != odd_index]
    for index, sentence_names in enumerate(words_by_sentence):
        if not members[odd_index] & sentence_names:
            continue
        nearby_words = sentence_names.union(*words_by_sentence[max(0, index - 1) : index + 2])
        if sum(bool(words & nearby_words) for words in others) >= MIN_SHARED_MEMBERS:
            return True
    return False


STATES = (
    "Argentina, Brazil, Bolivia and Chile signed the pact in Holm, the organisers said. It bans the trade in rare "
    "birds. The ceremony lasted an hour. Its hosts were pleased. A protest was held outside. Peru will decide in May."
)

EXAMPLES = (
    Example("one who did not sign", "Argentina, Brazil and Peru signed the pact.", "warning", source=STATES),
    Example(
        "another list of the article's, in its words",
        "The leaders of the United States, Norway and Chile accused Peru of it.",
        "silent",
        source="The leaders of the United States, Norway and Chile accused Peru of it. In a statement on Thursday, Ana "
        "Lopez, Chile, Norway and Bo Hay of Peru, said the leaders were wrong.",
    ),
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
