"""Counts that the source does not give in figures: of names, of people with ages, "both", "the second", "others"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from checks.derivation.operands import COUNTS, Derivation, counts_alike, whole
from checks.listings import item_counting
from checks.listings.item_counting import ItemType
from checks.model import Article, Figure, Hedge, Kind, Listing, Span
from checks.names import country_of, find_names
from checks.number_format import number
from checks.passage_index import WORD, stem
from checks.pattern import pattern
from checks.sameness import PERSON, is_person, noun_class

PAIR_WORD = {
    "both": 2,
    "pair": 2,
    "couple": 2,
    "duo": 2,
    "twin": 2,
    "twins": 2,
    "brothers": 2,
    "sisters": 2,
    "trio": 3,
    "triplets": 3,
}
"""Words that say how many people, or of "both" and "a pair of" how many things, there are."""
TIMES_WORD = {"twice": 2, "double": 2, "brace": 2, "treble": 3, "triple": 3, "hat-trick": 3, "thrice": 3}
NEXT_WORD = {"second": 2, "another": 2}
"""Words by which a writer counts on from the first to the last of two, without naming the thing again."""
PAIR_WORDS = pattern("|".join((*PAIR_WORD, *TIMES_WORD, *NEXT_WORD, "third")).join((r"\b(?:", r")\b")), re.IGNORECASE)
OCCASIONS = frozenset(("time", "goal", "try", "occasion", "win", "title", "victory", "point", "run"))
BEHIND_PAIR = 3
"""Words behind one for a pair, or for the next of a row, among which what it counts may be named."""
SENT_OFF = pattern(r"\b(?:sent off|red cards?|dismissed|sending off|sent-off|sin-bin(?:ned)?)\b", re.IGNORECASE)
RUGBY = pattern(r"\b(?:rugby|scrum|lineout|fly-half|hooker)\b", re.IGNORECASE)


def listed(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The names of a listing, counted."""
    count = whole(figure)
    if count is None or figure.kind not in COUNTS or figure.hedge is not Hedge.NONE:
        return
    head = noun_class(figure.noun.head) if figure.noun is not None else ""
    for listing in source.listings:
        if len(listing.items) != count or _one_name(listing, source):
            continue
        people = all(_may_name_a_person(name) for name in listing.names)
        around = Span(listing.span.start, listing.span.end + BEHIND_NAME)
        ages = [one for one in source.figures if one.kind is Kind.AGE and around.contains(one.span)]
        if head and is_person(head) and not (people and all(_may_be(_wanted(figure), age, source) for age in ages)):
            continue
        told = map(noun_class, WORD.findall(source.words(source.sentences[listing.sentence].span)))
        weak = not people and bool(head) and head not in told
        yield Derivation(f"{', '.join(listing.names)}: {count}", (listing.span,), weak)


BEHIND_NAME = 8
"""Characters behind the last name of a list where its age may stand."""
APPOSED = pattern(r"\b(?:the|its|their|his|her|an?|our) (?:[a-z-]+ ){0,2}[a-z-]*[a-rt-z] $")


def _one_name(listing: Listing, source: Article) -> bool:
    """Is it the name of one thing: "its rival Barth and Sons"?"""
    return (
        len(listing.items) == 2
        and APPOSED.search(source.text, max(0, listing.span.start - 40), listing.span.start) is not None
    )


def _may_name_a_person(name: str) -> bool:
    """No acronym, no country, nobody's ("CNN's Ann Lee" is who wrote it), no figure and not the word "I"."""
    words = name.split()
    return country_of(name) is None and not any(
        (len(word) < 2 and not word.isalpha())
        or word == "I"
        or (word.isupper() and len(word) > 2)
        or word.endswith(("'s", "’s"))
        or any(mark.isdigit() for mark in word)
        for word in words
    )


def aged(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """People given with their ages in one sentence, counted: "David, 24, and Hannah, 23"."""
    count = whole(figure)
    if count is None or count > 12 or figure.kind not in COUNTS:
        return
    by_sentence: dict[int, list[Figure]] = defaultdict(list)
    for other in source.figures:
        if other.kind is Kind.AGE:
            by_sentence[other.sentence].append(other)
    wanted = _wanted(figure)
    for ages in by_sentence.values():
        if len(ages) == count and all(_may_be(wanted, age, source) for age in ages):
            yield Derivation(f"{', '.join(age.words for age in ages)}: {count} people", tuple(age.span for age in ages))


SEXES = {
    word: (sex, age)
    for (sex, age), words in {
        ("m", "old"): "man men",
        ("f", "old"): "woman women",
        ("m", "young"): "boy boys schoolboy schoolboys son sons brother brothers",
        ("f", "young"): "girl girls schoolgirl schoolgirls daughter daughters sister sisters",
    }.items()
    for word in words.split()
}
TEENS = range(13, 20)
CAME_OF_AGE = 18


def _wanted(figure: Figure) -> str:
    return figure.noun.head.lower() if figure.noun is not None else ""


def _may_be(wanted: str, age: Figure, source: Article) -> bool:
    """Can somebody of this age be one of the "men", "girls" or "teenagers" who are counted?"""
    years = age.value if age.unit == "year" else None
    if wanted in ("teenager", "teen") and years is not None and years not in TEENS:
        return False
    if wanted not in SEXES:
        return True
    sex, grown = SEXES[wanted]
    if grown == "young" and years is not None and years > CAME_OF_AGE:
        return wanted.startswith(("son", "daughter", "brother", "sister"))
    if grown == "old" and years is not None and years < CAME_OF_AGE:
        return False
    behind = WORD.match(source.text, min(age.span.end + 1, len(source.text)))
    told = SEXES.get(behind.group().lower()) if behind else None
    return told is None or (told[0] == sex and (told[1] == grown or (grown == "young" and years is None)))


def paired(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """A word that says two or three: "both", "the couple", "the second", "twins", "a trio"."""
    count = whole(figure)
    if count not in (2, 3) or figure.kind not in (*COUNTS, Kind.MULTIPLE):
        return
    head = noun_class(figure.noun.head) if figure.noun is not None else ""
    people = not head or is_person(head)
    timed = head in OCCASIONS or figure.words.lower().endswith("time")
    for match in PAIR_WORDS.finditer(source.text):
        word = match.group().lower()
        behind = WORD.findall(source.text, match.end(), match.end() + 40)[:BEHIND_PAIR]
        named = bool(head) and head in map(noun_class, behind)
        times = figure.kind is Kind.MULTIPLE
        if (
            (PAIR_WORD.get(word) == count and not times and (people or named))
            or (TIMES_WORD.get(word) == count and (times or not head or timed))
            or (NEXT_WORD.get(word) == count and not times)
            or (word == "third" and count == 3 and named)
        ):
            yield Derivation(
                f'"{match.group()}" says {count}', (Span(*match.span()),), weak=word in NEXT_WORD and not named
            )


OTHERS = pattern(r"[ -]*(?:other|others|more)\b", re.IGNORECASE)
MOST_NAMED = 3


def others(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """ "Tull and six others", where the source counts seven: whoever is named is one of them."""
    behind = target.text[figure.span.end : figure.span.end + 12]
    if figure.kind not in COUNTS or figure.value is None or not OTHERS.match(behind):
        return
    before = target.text[target.sentences[figure.sentence].span.start : figure.span.start]
    named = len(find_names(before))
    for other in source.figures:
        apart = other.value - figure.value if other.kind in COUNTS and other.value is not None else 0
        people = all(one.noun is not None and is_person(noun_class(one.noun.head)) for one in (figure, other))
        if 0 < apart <= min(named, MOST_NAMED) and not other.is_range and (people or counts_alike(figure, other)):
            said = f"{number(other.value or 0)} - {apart} named = {number(figure.value)}"
            yield Derivation(said, (other.span,))


BESIDES = pattern(r"\b(?:the|an?|his|her|their|its|one) (?:[a-z-]+ )?([a-z]+) and (?:her |his |their |the |another )?$")


def one_more(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """A person and those counted beside: four for "the driver and three passengers"."""
    if figure.kind not in COUNTS or (figure.noun is not None and not is_person(noun_class(figure.noun.head))):
        return
    for other in source.figures:
        if other.kind is not Kind.COUNT or other.noun is None or other.value is None or other.value + 1 != figure.value:
            continue
        before = BESIDES.search(source.text, max(0, other.span.start - 40), other.span.start)
        if before and is_person(noun_class(before.group(1))) and is_person(noun_class(other.noun.head)):
            said = f"{before.group(1)} + {number(other.value)} = {number(figure.value)}"
            yield Derivation(said, (Span(before.start(), other.span.end),))


YEARLY = pattern(r"[ -]*(?:anniversary|year|season)", re.IGNORECASE)
BIRTHDAY = pattern(r"[ -]*birthday", re.IGNORECASE)


def numbered(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """An ordinal and the count it stands for: "fifth anniversary" and "five years ago", "50th" and "50 years"."""
    for other in source.figures:
        if other.value != figure.value or (figure.kind is Kind.ORDINAL) == (other.kind is Kind.ORDINAL):
            continue
        order, text = (figure, target.text) if figure.kind is Kind.ORDINAL else (other, source.text)
        count = other if order is figure else figure
        behind = text[order.span.end : order.span.end + 24].lower()
        passed = BIRTHDAY if count.kind is Kind.AGE else YEARLY
        yearly = count.kind in (Kind.DURATION, Kind.AGE) and count.unit == "year" and passed.match(behind)
        told = map(stem, (count.noun.head, *count.noun.modifiers)) if count.noun else ()
        counted = not set(told).isdisjoint(map(stem, WORD.findall(behind)))
        if yearly or counted:
            yield Derivation(f"{other.words}: {figure.words}", (other.span,))


def reduced(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """ "Ten-man" for a side that had a player sent off."""
    full = 15 if RUGBY.search(source.text) else 11
    if figure.kind in COUNTS and figure.value == full - 1 and figure.noun and figure.noun.head in ("man", "player"):
        match = SENT_OFF.search(source.text)
        if match:
            yield Derivation(f'"{match.group()}" leaves {number(figure.value or 0)}', (Span(*match.span()),))


MEMBERS = (ItemType.NAME, ItemType.NOUN, ItemType.COUNTED_NOUN)
AGES = pattern(r",? aged [\d, ]+(?:and \d+)?|, ?\d{1,3}(?=,| and|$)")
LONGEST_LISTED = 300


def enumerated(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """Those whom a sentence lists, names or not: four for "a man, a woman and their two children"."""
    count = whole(figure)
    if count is None or figure.kind not in COUNTS or figure.hedge is not Hedge.NONE:
        return
    head = noun_class(figure.noun.head) if figure.noun is not None else ""
    people = not head or is_person(head)
    for number_, sentence in enumerate(source.sentences):
        start, end = sentence.span
        if end - start > LONGEST_LISTED or " and " not in source.text[start:end]:
            continue
        first = [one.span.start for one in source.figures if one.sentence == number_ and one.kind is Kind.COUNT][:1]
        for at in dict.fromkeys((start, *first)):
            text = AGES.sub(" ", source.text[at:end])
            found = item_counting.count_items(text, Span(0, len(text)), persons=people)
            if found is None or count not in found.likely_counts or len(found.items) < 2 or not found.allow(count):
                continue
            items = [text[item.start : item.end] for item in found.items]
            named = [
                people and sort is ItemType.NAME and _wanted(figure) not in SEXES and _may_name_a_person(item)
                for sort, item in zip(found.item_types, items, strict=True)
            ]
            alike = all(name or _are(head, item) for name, item in zip(named, items, strict=True))
            sorts = all(sort in MEMBERS for sort in found.item_types) and alike
            if sorts and len(found.likely_counts) == 1:
                yield Derivation(f"listed: {count}", (Span(at, end),), rare=False)


def _are(head: str, item: str) -> bool:
    """Is it one of those counted: a child of people, a library of libraries?"""
    classes = [noun_class(word) for word in WORD.findall(item)[:4]]
    return any(is_person(one) for one in classes) if head in ("", PERSON) else head in classes


_FEW, _CHILD = r"an?|one|two|three|four|five|six", r"(?:grand)?(?:son|daughter)|brother|sister"
KIN = pattern(rf"\b(?P<a>{_FEW}) (?P<x>{_CHILD})s?,?(?: \w+,)? and (?P<b>{_FEW}) (?P<y>{_CHILD})s?\b", re.IGNORECASE)
FEW = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
CHILDREN = frozenset(("child", "grandchild", "sibling"))


def kin(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """ "Two children" for "a son and a daughter"."""
    if figure.kind is not Kind.COUNT or figure.noun is None or noun_class(figure.noun.head) not in CHILDREN:
        return
    for match in KIN.finditer(source.text):
        if (
            FEW[match["a"].lower()] + FEW[match["b"].lower()] == figure.value
            and match["x"].lower() != match["y"].lower()
        ):
            yield Derivation(f"{match.group()}: {number(figure.value or 0)}", (Span(*match.span()),))
