"""Derives counts that the source does not state as figures: of names, people with ages, "both", "the second"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from checks.derivation.operands import COUNTS, Derivation, counts_same_entity, small_count
from checks.listings import item_counting
from checks.listings.item_counting import ItemType
from checks.model import Article, Figure, Hedge, Kind, Listing, Span
from checks.names import country_of, find_names
from checks.number_format import number
from checks.outcome_events import are_exclusive, events_near, nearest_event
from checks.passage_index import WORD, locate, stem
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
"""Words for a number of people or, next to a noun, of other items."""
TIMES_WORD = {"twice": 2, "double": 2, "brace": 2, "treble": 3, "triple": 3, "hat-trick": 3, "thrice": 3}
NEXT_WORD = {"second": 2, "another": 2}
"""Words with which a writer introduces the last of two items without repeating the noun."""
PAIR_WORDS = pattern("|".join((*PAIR_WORD, *TIMES_WORD, *NEXT_WORD, "third")).join((r"\b(?:", r")\b")), re.IGNORECASE)
OCCASION_NOUNS = frozenset(("time", "goal", "try", "occasion", "win", "title", "victory", "point", "run"))
MAX_WORDS_AFTER_PAIR = 3
"""Most words after a pair word or ordinal among which the counted noun is looked for."""
SENT_OFF = pattern(r"\b(?:sent off|red cards?|dismissed|sending off|sent-off|sin-bin(?:ned)?)\b", re.IGNORECASE)
RUGBY_SIDE, FOOTBALL_SIDE = 15, 11
"""Players of a side."""
RUGBY_WORD = pattern(r"\b(?:rugby|scrum|lineout|fly-half|hooker)\b", re.IGNORECASE)


def listing_length(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The number of names in a listing."""
    count = small_count(figure)
    if count is None or figure.kind not in COUNTS or figure.hedge is not Hedge.NONE:
        return
    head = noun_class(figure.noun.head) if figure.noun is not None else ""
    for listing in source.listings:
        if len(listing.items) != count or _is_single_name(listing, source):
            continue
        are_people = all(_may_name_a_person(name) for name in listing.names)
        extent = Span(listing.span.start, listing.span.end + MAX_AGE_OFFSET)
        ages = [
            candidate for candidate in source.figures if candidate.kind is Kind.AGE and extent.contains(candidate.span)
        ]
        if (
            head
            and is_person(head)
            and not (are_people and all(_age_fits_noun(_noun_head(figure), age, source) for age in ages))
        ):
            continue
        sentence_nouns = map(noun_class, WORD.findall(source.text_of(source.sentences[listing.sentence].span)))
        weak = not are_people and bool(head) and head not in sentence_nouns
        yield Derivation(f"{', '.join(listing.names)}: {count}", (listing.span,), weak)


MAX_AGE_OFFSET = 8
"""Most characters from the last name of a list to the person's age."""
NOUN_BEFORE_APPOSITION = pattern(r"\b(?:the|its|their|his|her|an?|our) (?:[a-z-]+ ){0,2}[a-z-]*[a-rt-z] $")


def _is_single_name(listing: Listing, source: Article) -> bool:
    """Whether a listing of two is a single name in apposition: "its rival Barth and Sons"."""
    return (
        len(listing.items) == 2
        and NOUN_BEFORE_APPOSITION.search(source.text, max(0, listing.span.start - 40), listing.span.start) is not None
    )


def _may_name_a_person(name: str) -> bool:
    """Whether a name may be a person's: no acronym, country, possessive ("CNN's Ann Lee"), number or "I"."""
    words = name.split()
    return country_of(name) is None and not any(
        (len(word) < 2 and not word.isalpha())
        or word == "I"
        or (word.isupper() and len(word) > 2)
        or word.endswith(("'s", "’s"))
        or any(mark.isdigit() for mark in word)
        for word in words
    )


MAX_PEOPLE_WITH_AGES = 12
"""Most people of one sentence whose ages are counted."""


def people_with_ages(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The number of people given with their ages in one sentence: "David, 24, and Hannah, 23"."""
    count = small_count(figure)
    if count is None or count > MAX_PEOPLE_WITH_AGES or figure.kind not in COUNTS:
        return
    ages_by_sentence: dict[int, list[Figure]] = defaultdict(list)
    for other in source.figures:
        if other.kind is Kind.AGE:
            ages_by_sentence[other.sentence].append(other)
    noun = _noun_head(figure)
    for ages in ages_by_sentence.values():
        if len(ages) == count and all(_age_fits_noun(noun, age, source) for age in ages):
            yield Derivation(f"{', '.join(age.words for age in ages)}: {count} people", tuple(age.span for age in ages))


SEX_AND_AGE = {
    word: (sex, age)
    for (sex, age), words in {
        ("m", "old"): "man men",
        ("f", "old"): "woman women",
        ("m", "young"): "boy boys schoolboy schoolboys son sons brother brothers",
        ("f", "young"): "girl girls schoolgirl schoolgirls daughter daughters sister sisters",
    }.items()
    for word in words.split()
}
TEENAGE_YEARS = range(13, 20)
ADULT_AGE = 18


def _noun_head(figure: Figure) -> str:
    """The counted noun in lower case; "" if there is none."""
    return figure.noun.head.lower() if figure.noun is not None else ""


def _age_fits_noun(noun: str, age: Figure, source: Article) -> bool:
    """Whether somebody of this age may be one of the counted "men", "girls" or "teenagers"."""
    years = age.value if age.unit == "year" else None
    if noun in ("teenager", "teen") and years is not None and years not in TEENAGE_YEARS:
        return False
    if noun not in SEX_AND_AGE:
        return True
    sex, age_group = SEX_AND_AGE[noun]
    if age_group == "young" and years is not None and years > ADULT_AGE:
        return noun.startswith(("son", "daughter", "brother", "sister"))
    if age_group == "old" and years is not None and years < ADULT_AGE:
        return False
    match = WORD.match(source.text, min(age.span.end + 1, len(source.text)))
    sex_and_age = SEX_AND_AGE.get(match.group().lower()) if match else None
    return sex_and_age is None or (
        sex_and_age[0] == sex and (sex_and_age[1] == age_group or (age_group == "young" and years is None))
    )


def pair_words(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """A word that implies two or three: "both", "the couple", "the second", "twins", "a trio"."""
    count = small_count(figure)
    if count not in (2, 3) or figure.kind not in (*COUNTS, Kind.MULTIPLE):
        return
    head = noun_class(figure.noun.head) if figure.noun is not None else ""
    may_be_people = not head or is_person(head)
    counts_occasions = head in OCCASION_NOUNS or figure.words.lower().endswith("time")
    for match in PAIR_WORDS.finditer(source.text):
        word = match.group().lower()
        following = WORD.findall(source.text, match.end(), match.end() + 40)[:MAX_WORDS_AFTER_PAIR]
        names_noun = bool(head) and head in map(noun_class, following)
        is_multiple = figure.kind is Kind.MULTIPLE
        if (word in NEXT_WORD or word == "third") and _has_exclusive_event(figure, target, Span(*match.span()), source):
            continue
        if (
            (PAIR_WORD.get(word) == count and not is_multiple and (may_be_people or names_noun))
            or (TIMES_WORD.get(word) == count and (is_multiple or not head or counts_occasions))
            or (NEXT_WORD.get(word) == count and not is_multiple)
            or (word == "third" and count == 3 and names_noun)
        ):
            yield Derivation(
                f'"{match.group()}" says {count}', (Span(*match.span()),), weak=word in NEXT_WORD and not names_noun
            )


def _has_exclusive_event(figure: Figure, target: Article, word: Span, source: Article) -> bool:
    """Whether the event nearest to the source's word excludes the target's event: "a third man was cleared"."""
    location = locate(source, word)
    event = nearest_event(events_near(target.text, target.sentences[figure.sentence].span, figure.span))
    source_event = nearest_event(events_near(source.text, source.sentences[location.sentence].span, location.span))
    return are_exclusive(event, source_event)


AND_OTHERS = pattern(r"[ -]*(?:other|others|more)\b", re.IGNORECASE)
MAX_NAMED = 3
"""Most people named before "and six others"."""


def named_and_others(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """A total minus those named: "Tull and six others", where the source counts seven."""
    following = target.text[figure.span.end : figure.span.end + 12]
    if figure.kind not in COUNTS or figure.value is None or not AND_OTHERS.match(following):
        return
    preceding = target.text[target.sentences[figure.sentence].span.start : figure.span.start]
    named = len(find_names(preceding))
    for other in source.figures:
        difference = other.value - figure.value if other.kind in COUNTS and other.value is not None else 0
        are_people = all(
            counted.noun is not None and is_person(noun_class(counted.noun.head)) for counted in (figure, other)
        )
        if (
            0 < difference <= min(named, MAX_NAMED)
            and not other.is_range
            and (are_people or counts_same_entity(figure, other))
        ):
            arithmetic = f"{number(other.value or 0)} - {difference} named = {number(figure.value)}"
            yield Derivation(arithmetic, (other.span,))


PERSON_BEFORE_COUNT = pattern(
    r"\b(?:the|an?|his|her|their|its|one) (?:[a-z-]+ )?([a-z]+) and (?:her |his |their |the |another )?$"
)


def person_and_companions(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """A person plus counted companions: four for "the driver and three passengers"."""
    if figure.kind not in COUNTS or (figure.noun is not None and not is_person(noun_class(figure.noun.head))):
        return
    for other in source.figures:
        if other.kind is not Kind.COUNT or other.noun is None or other.value is None or other.value + 1 != figure.value:
            continue
        match = PERSON_BEFORE_COUNT.search(source.text, max(0, other.span.start - 40), other.span.start)
        if match and is_person(noun_class(match.group(1))) and is_person(noun_class(other.noun.head)):
            arithmetic = f"{match.group(1)} + {number(other.value)} = {number(figure.value)}"
            yield Derivation(arithmetic, (Span(match.start(), other.span.end),))


ANNIVERSARY_NOUN = pattern(r"[ -]*(?:anniversary|year|season)", re.IGNORECASE)
BIRTHDAY_NOUN = pattern(r"[ -]*birthday", re.IGNORECASE)


def ordinal_for_count(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """An ordinal for a count, or the reverse: "fifth anniversary" and "five years ago", "50th" and "50 years"."""
    for other in source.figures:
        if other.value != figure.value or (figure.kind is Kind.ORDINAL) == (other.kind is Kind.ORDINAL):
            continue
        ordinal, text = (figure, target.text) if figure.kind is Kind.ORDINAL else (other, source.text)
        count = other if ordinal is figure else figure
        if ordinal is other and _has_exclusive_event(figure, target, other.span, source):
            continue
        following = text[ordinal.span.end : ordinal.span.end + 24].lower()
        regex = BIRTHDAY_NOUN if count.kind is Kind.AGE else ANNIVERSARY_NOUN
        names_years = count.kind in (Kind.DURATION, Kind.AGE) and count.unit == "year" and regex.match(following)
        noun_stems = map(stem, (count.noun.head, *count.noun.modifiers)) if count.noun else ()
        names_counted = not set(noun_stems).isdisjoint(map(stem, WORD.findall(following)))
        if names_years or names_counted:
            yield Derivation(f"{other.words}: {figure.words}", (other.span,))


def side_after_red_card(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The size of a side after one player was sent off: "ten-man"."""
    side_size = RUGBY_SIDE if RUGBY_WORD.search(source.text) else FOOTBALL_SIDE
    if (
        figure.kind in COUNTS
        and figure.value == side_size - 1
        and figure.noun
        and figure.noun.head in ("man", "player")
    ):
        match = SENT_OFF.search(source.text)
        if match:
            yield Derivation(f'"{match.group()}" leaves {number(figure.value or 0)}', (Span(*match.span()),))


MEMBER_TYPES = (ItemType.NAME, ItemType.NOUN, ItemType.COUNTED_NOUN)
AGE_PHRASE = pattern(r",? aged [\d, ]+(?:and \d+)?|, ?\d{1,3}(?=,| and|$)")
MAX_ENUMERATION_LENGTH = 300
"""Characters of the longest sentence that is read as an enumeration."""


def enumerated_members(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The number of members that a sentence enumerates: four for "a man, a woman and their two children"."""
    count = small_count(figure)
    if count is None or figure.kind not in COUNTS or figure.hedge is not Hedge.NONE:
        return
    head = noun_class(figure.noun.head) if figure.noun is not None else ""
    may_be_people = not head or is_person(head)
    for sentence_index, sentence in enumerate(source.sentences):
        start, end = sentence.span
        if end - start > MAX_ENUMERATION_LENGTH or " and " not in source.text[start:end]:
            continue
        first_count = [
            candidate.span.start
            for candidate in source.figures
            if candidate.sentence == sentence_index and candidate.kind is Kind.COUNT
        ][:1]
        for start_offset in dict.fromkeys((start, *first_count)):
            text = AGE_PHRASE.sub(" ", source.text[start_offset:end])
            count_of_items = item_counting.count_items(text, Span(0, len(text)), persons=may_be_people)
            if (
                count_of_items is None
                or count not in count_of_items.likely_counts
                or len(count_of_items.items) < 2
                or not count_of_items.allow(count)
            ):
                continue
            items = [text[item.start : item.end] for item in count_of_items.items]
            is_person_name = [
                may_be_people
                and item_type is ItemType.NAME
                and _noun_head(figure) not in SEX_AND_AGE
                and _may_name_a_person(item)
                for item_type, item in zip(count_of_items.item_types, items, strict=True)
            ]
            all_counted = all(
                is_name or _is_counted_by(head, item) for is_name, item in zip(is_person_name, items, strict=True)
            )
            all_members = all(item_type in MEMBER_TYPES for item_type in count_of_items.item_types) and all_counted
            if all_members and len(count_of_items.likely_counts) == 1:
                yield Derivation(f"listed: {count}", (Span(start_offset, end),), rare=False)


def _is_counted_by(head: str, item: str) -> bool:
    """Whether one of the item's nouns is the counted one; any noun for a person if the head is "" or "person"."""
    classes = [noun_class(word) for word in WORD.findall(item)[:4]]
    return any(is_person(noun) for noun in classes) if head in ("", PERSON) else head in classes


_SMALL_NUMBER, _CHILD = r"an?|one|two|three|four|five|six", r"(?:grand)?(?:son|daughter)|brother|sister"
KIN_PAIR = pattern(
    rf"\b(?P<a>{_SMALL_NUMBER}) (?P<x>{_CHILD})s?,?(?: \w+,)? and (?P<b>{_SMALL_NUMBER}) (?P<y>{_CHILD})s?\b",
    re.IGNORECASE,
)
NUMBER_OF_WORD = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
CHILD_NOUNS = frozenset(("child", "grandchild", "sibling"))


def counted_children(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The sum of two counts of children: "two children" for "a son and a daughter"."""
    if figure.kind is not Kind.COUNT or figure.noun is None or noun_class(figure.noun.head) not in CHILD_NOUNS:
        return
    for match in KIN_PAIR.finditer(source.text):
        if (
            NUMBER_OF_WORD[match["a"].lower()] + NUMBER_OF_WORD[match["b"].lower()] == figure.value
            and match["x"].lower() != match["y"].lower()
        ):
            yield Derivation(f"{match.group()}: {number(figure.value or 0)}", (Span(*match.span()),))
