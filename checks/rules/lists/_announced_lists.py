"""Finds lists that follow a count in the same sentence: "three courses: a salad, hake and, to finish, a tart".

What follows a count and its noun after a colon, a dash, a bracket, a comma, "are" or "namely" may be its list. It is
considered one wherever it can be read as a list at all, which is rarer in news than one would expect, unless the words
between the two rule it out: another count, another sentence, a name after a comma.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from checks.article_cache import cached_per_article
from checks.listings.item_counting import FINITE_VERBS, ItemType, Members, count_items
from checks.model import Article, Figure, Hedge, Interval, Kind, Noun, Span
from checks.pattern import pattern
from checks.sameness import counted_entity, is_kind_of, is_person, noun_class
from checks.word_set import word_set

MAX_COUNT = 60  # the largest count that is compared with a list


class Opening(StrEnum):
    """The words or punctuation that introduce the list of a count."""

    COLON = "colon"
    DASH = "dash"
    BRACKET = "bracket"
    NAMELY = "namely"  # "namely", "comprising": all of them, whatever they are
    ARE = "are"
    INCLUDING = "including"  # some of them, or all
    PLACES = "places"  # "three schools will open by 2027, at Narra, Cobble and Eastmere"
    COMMA = "comma"
    NAMED = "named"  # "their two sons Ash and Elm"
    OF = "of"  # "the trio of Lee, Hay and Poe"


class Announcement(NamedTuple):
    """A count, the members of its list and what introduces the list."""

    figure: Figure
    members: Members
    opening: Opening


DASH = pattern(r"\s(?:--?|–|—)\s|—")
CLOSING = {Opening.DASH: DASH, Opening.BRACKET: pattern(r"\)")}
OPENING = pattern(
    r"(?P<colon>:)|(?P<dash>\s(?:--?|–|—)\s|—)|(?P<bracket>\s\()"
    r"|,? (?P<namely>namely|comprising|compris(?:es|ed)(?: of)?|consist(?:s|ed|ing) of|made up of)\b:?"
    r"|,? (?P<are>(?:who |which |and they |they |these )?(?:are|were)|being)\b:?"
    r"|,? (?P<including>(?:who |which |that )?include[sd]?|including|among them|such as)\b:?"
    r"|, (?P<places>at|in) (?=(?:the )?[A-Z])"
    r"|(?P<comma>,)|(?P<of> of )(?=[A-Z])|(?P<named> )(?=[A-Z])"
)
WORDS_BEFORE_LIST = pattern(r"\s*(?:(?:namely|they are|these are|they were|the)\b[:,]?\s+)*")
MAX_LIST_LENGTH = 2500  # characters of a list
MAX_OPENING_GAP = 110  # characters between the noun of a count and the colon or dash
WORDS_BEFORE = {Opening.COLON: 18, Opening.DASH: 12, Opening.PLACES: 14, Opening.COMMA: 5, Opening.NAMED: 0}
DEFAULT_WORDS_BEFORE = 6  # words between a count and its list, for openings without a limit of their own
MAX_FIGURES_AFTER = 8  # figures that are examined after a count
MAX_PART_GAP = 40  # characters around a count in which another count may be its whole or be joined to it
NEW_SENTENCE = pattern(r"[.!?][\"”’]?\s+[A-Z]|;")
WORDS_BEFORE_WHOLE = pattern(
    r"\s*(?:of (?:the |its |their |his |her |all |those |these )*(?:other |remaining )?)$", re.IGNORECASE
)
COORDINATION_BEFORE_COUNT = pattern(
    r"(?:,|\band|\bplus|\bwith)\s+(?:the |its |his |her |their |another |just |only )?$", re.IGNORECASE
)
INCLUSION_BEFORE_COUNT = pattern(r"\b(?:includ(?:e|es|ed|ing)|of|among|between) (?:the )?$", re.IGNORECASE)
NAME_BEFORE_LIST = pattern(r"\s[A-Z][\w’'-]*,? *$|,\s+(?:the )?\S+-old $|\d")
CONJUNCTION_BEFORE_LIST = pattern(r",?\s(?:and|or|but|while|as|when)\s(?:the )?$")
SINGULAR = pattern(r"\b(?:a|an|one|this|his|her|its|their) (?:[\w-]+ )?[\w-]+$", re.IGNORECASE)
ONLY_BEFORE_COUNT = pattern(r"\b(?:just|only) (?:the )?$", re.IGNORECASE)
QUOTED_WORD = pattern(r"[\"“‘'][a-z]")
ONE_OF = pattern(r"\b(?:one|any|either|[a-z]+est) of (?:the |its |their |those |these )?$")
OR_WORD = pattern(r"\bor\b")
AND_ONE = pattern(r",? (?:and|or|plus|along with) (?:an?|one|another) ", re.IGNORECASE)
ONE_AND = pattern(r"\b(?:an?|one) (?:[a-z]+ )?[a-z]+,? (?:and|plus) $", re.IGNORECASE)
CONJUNCTION_BETWEEN_COUNTS = pattern(r"(?: [\w-]+){1,4},? (?:and|plus|or) (?:another |the )?", re.IGNORECASE)
OTHERS_AFTER_LIST = pattern(r"\bothers?\b|\banother\b")
CONJUNCTION_AFTER_NAMES = pattern(r",? (?:and|plus|or|but|as well as) $")
NAME_WORDS = pattern(r"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*")
END_OF_LIST = pattern(r"\s*[\"”’']?(?:[,.;:)?!]|\s(?:--?|–|—)\s|$)")
GROUPS = {"duo": 2, "trio": 3, "threesome": 3, "quartet": 4, "foursome": 4, "quintet": 5, "sextet": 6}
GROUP_OF_NOUN = pattern(
    rf"\b(?P<group>(?i:{'|'.join(GROUPS)})) of (?P<noun>(?:[a-z’'-]+ ){{0,2}}?"
    r"(?P<head>[a-z]+s|men|women|people|children)|(?=[A-Z]))\b"
)
KIN_NOUNS = word_set("son daughter brother sister child grandchild grandson granddaughter sibling")
WORDS_WITHOUT_EXACT_COUNT = frozenset(("both", "a couple", "couple", "a pair", "pair", "twice"))
GENERAL_PERSON_NOUNS = frozenset(
    ("person", "child", "man", "woman", "teenager", "adult", "suspect", "victim", "passenger", "sibling")
)


THE_OTHERS = pattern(r"\s?\b(?:are|were|being) the others?\b")
ADDITION_AFTER_OPENING = pattern(r"\s?(?:along with|together with|as well as|in addition to|plus|joined by)\b")
DISTANCE_WORD = pattern(r"\s(?:away|apart|down|along|up|off|earlier|later|ago|back|on)\b")
"""Words after a number that says how far or how long: "four doors away", "three stops down the line"."""
DAY_OF_MONTH = pattern(r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.? $")
DETERMINER_BEFORE = pattern(r"\b(?:all|the|these|those|other) $", re.IGNORECASE)
OF_THEM = pattern(r" of (?:the|these|those|them)\b")


def is_count(figure: Figure, text: str = "") -> bool:
    """Whether the figure is a whole, plain count, small enough to be listed.

    With `text`, the text of the article, this includes a number without a noun: "two of the four", "the four".
    """
    return (
        (figure.kind is Kind.COUNT or (bool(text) and _is_number_without_noun(figure, text)))
        and figure.value is not None
        and figure.value.denominator == 1
        and 2 <= figure.value <= MAX_COUNT
        and figure.hedge is Hedge.NONE
        and not figure.is_range
        and figure.words.lower() not in WORDS_WITHOUT_EXACT_COUNT
        and not (figure.noun is not None and figure.noun.head == "point")
        and not DAY_OF_MONTH.search(text[max(0, figure.span.start - 6) : figure.span.start])
    )


def _is_number_without_noun(figure: Figure, text: str) -> bool:
    """Whether the number is used without its noun, as in "the four"."""
    start, end = figure.span
    return (
        figure.kind is Kind.NUMBER
        and figure.words.isalpha()
        and bool(OF_THEM.match(text, end) or DETERMINER_BEFORE.search(text[max(0, start - 8) : start]))
    )


@cached_per_article
def count_figures(article: Article) -> Sequence[Figure]:
    """The counts of an article in text order, including "a trio of brothers"."""
    text = article.text
    folded = text.casefold()
    groups = [
        Figure(
            span=Span(*found.span("group")),
            words=found["group"],
            kind=Kind.COUNT,
            value=Fraction(GROUPS[found["group"].lower()]),
            interval=Interval.exact(Fraction(GROUPS[found["group"].lower()])),
            noun=Noun(noun_class(found["head"]), Span(*found.span("noun"))) if found["head"] else None,
            sentence=bisect_right(article.sentences, found.start(), key=lambda sentence: sentence.span.start) - 1,
        )
        for found in (GROUP_OF_NOUN.finditer(text) if any(group in folded for group in GROUPS) else ())
    ]
    plain = [figure for figure in article.figures if is_count(figure, text)]
    return sorted(plain + groups, key=lambda figure: figure.span.start)


def announcements(article: Article) -> Iterator[Announcement]:
    """The counts that are followed by a list in their sentence, in text order."""
    found_counts = count_figures(article)
    for index, figure in enumerate(found_counts):
        if index and _is_part_of(article, found_counts[index - 1], figure):
            continue  # "five of the 38 stations: ..." lists the five
        following = next(_numbers_after(article, figure), None)
        found = _announcement(article, figure, following)
        if found is not None:
            yield found


def _numbers_after(article: Article, figure: Figure) -> Iterator[Figure]:
    """The next numbers after a count, which would make its list ambiguous; without the whole that it is part of."""
    index = bisect_right(article.figures, figure.span.start, key=lambda candidate: candidate.span.start)
    for other in article.figures[index : index + MAX_FIGURES_AFTER]:
        if other.kind in (Kind.COUNT, Kind.NUMBER) and not _is_part_of(article, figure, other):
            yield other


def _is_part_of(article: Article, part: Figure, whole: Figure) -> bool:
    """Whether `part` is stated as a part of `whole`: "two of the four"."""
    return whole.span.start - part.span.end < MAX_PART_GAP and bool(
        WORDS_BEFORE_WHOLE.match(article.text[part.span.end : whole.span.start])
    )


def _announcement(article: Article, figure: Figure, following: Figure | None) -> Announcement | None:
    """The list that follows a count, up to the next count; None where there is none."""
    end = article.sentences[figure.sentence].span.end
    start = max(figure.span.end, figure.noun.span.end if figure.noun else 0)
    limit = min(end, start + MAX_OPENING_GAP, following.span.start if following else end)
    persons = figure.noun is None or is_person(counted_entity(figure).head)
    for mark in OPENING.finditer(article.text, start, limit):
        opening = Opening(mark.lastgroup or "")
        gap = article.text[start : mark.start()]
        if NEW_SENTENCE.search(gap) or DISTANCE_WORD.match(gap):
            return None
        if len(gap.split()) > WORDS_BEFORE.get(opening, DEFAULT_WORDS_BEFORE):
            continue
        if ADDITION_AFTER_OPENING.match(article.text, mark.end()):
            return None  # "those five, along with Ash and Elm"
        stretch = _list_span(article.text, mark.end(), limit if opening is Opening.NAMED else end, opening)
        members = count_items(article.text, stretch, persons=persons)
        if members is not None and (members.has_conjunction or members.reaches_end):
            found = Announcement(figure, members, opening)
            return found if _may_belong_together(article, found, gap) else None
        if opening in (Opening.COLON, Opening.DASH):
            return None  # what it introduces is no list, and what follows belongs to something else
    return None


def _list_span(text: str, start: int, end: int, opening: Opening) -> Span:
    """The span that may hold the list: to the closing dash or bracket, else to the end of the sentence."""
    end = min(end, start + MAX_LIST_LENGTH)
    mark = CLOSING.get(opening)
    closing = mark.search(text, start, end) if mark else None
    end = closing.start() if closing else end
    if opening is Opening.NAMED and (joined := CONJUNCTION_AFTER_NAMES.search(text, start, end)):
        end = joined.start()  # "two sons Ash and Elm, and three daughters"
    introduced = WORDS_BEFORE_LIST.match(text, start, end)
    return Span(introduced.end() if introduced else start, end)


def _may_belong_together(article: Article, announcement: Announcement, gap: str) -> bool:
    """Whether the list may belong to the count, by the words between and around them (`gap`: before the opening)."""
    figure, members, opening = announcement
    if THE_OTHERS.match(article.text, members.items[-1].end) or THE_OTHERS.search(article.text_of(members.items[-1])):
        return False  # "Narra is one of four: Cobble, Eastmere and Torley are the others"
    if AND_ONE.match(gap):
        return False  # "two men and a woman: ..." names three
    if ONE_OF.search(article.text, max(0, figure.span.start - 40), figure.span.start) and OR_WORD.search(
        article.text_of(members_span(members))
    ):
        return False  # "the smallest of the four banks - Bank A or Bank B -": what one of them may be
    counted_count = sum(item_type is ItemType.COUNTED_NOUN for item_type in members.item_types)
    if opening in (Opening.COLON, Opening.DASH, Opening.BRACKET, Opening.NAMELY):
        if members.first_type is not ItemType.NAME and not _is_about_count(article, announcement, gap):
            return False
        return opening is not Opening.DASH or members.first_type is not ItemType.BARE_NOUN or len(members.items) > 2
    if opening is Opening.PLACES:
        all_names = all(item_type is ItemType.NAME for item_type in members.item_types) and len(members.items) > 2
        return (
            all_names
            and bool(END_OF_LIST.match(article.text, members.items[-1].end))
            and not NAME_BEFORE_LIST.search(gap)
        )
    if opening is Opening.NAMED:
        all_names = (
            all(item_type is ItemType.NAME for item_type in members.item_types)
            and counted_entity(figure).head in KIN_NOUNS
        )
        all_plain_names = all(NAME_WORDS.fullmatch(article.text, item.start, item.end) for item in members.items)
        list_end = members.items[-1].end
        if OTHERS_AFTER_LIST.search(article.text, list_end, article.sentences[figure.sentence].span.end):
            return False  # "their four sons Tim and Paul, and two others"
        return (
            all_names
            and all_plain_names
            and members.has_conjunction
            and bool(END_OF_LIST.match(article.text, list_end))
        )
    if opening is Opening.OF:
        return figure.words.lower() in GROUPS and members.first_type is ItemType.NAME
    if opening is Opening.INCLUDING and members.first_type is ItemType.BARE_NOUN:
        return all(len(article.text_of(item).split()) <= 3 for item in members.items)
    if opening in (Opening.ARE, Opening.INCLUDING):
        if QUOTED_WORD.match(article.text_of(members.items[0])):
            return False  # "its three ports are "not possible" to protect fully"
        return (
            all(item_type in (ItemType.NAME, ItemType.NOUN) for item_type in members.item_types)
            and members.first_type is ItemType.NAME
        )
    before = article.text[max(0, figure.span.start - 20) : figure.span.start]
    if not members.has_conjunction or CONJUNCTION_BEFORE_LIST.search(
        article.text[max(0, members.items[0].start - 12) : members.items[0].start]
    ):
        return False
    if NAME_BEFORE_LIST.search(article.text[figure.span.end : members.items[0].start]):
        return False
    ends_after_list = END_OF_LIST.match(article.text, members.items[-1].end)
    if members.first_type is ItemType.NAME:
        if "-old" in article.text_of(members.items[0]).split()[0]:
            return False
        return bool(ends_after_list or not gap.strip()) and not INCLUSION_BEFORE_COUNT.search(before)
    if COORDINATION_BEFORE_COUNT.search(before) or not ends_after_list or counted_count == len(members.items):
        return False
    if members.first_type is ItemType.BARE_NOUN and members.aged_count > 1:
        return is_person(counted_entity(figure).head)  # names in text without capitals
    if members.first_type is ItemType.BARE_NOUN:
        all_short = all(len(article.text_of(item).split()) <= 2 for item in members.items)
        return all_short and bool(ONLY_BEFORE_COUNT.search(before)) and not gap.strip()
    return counted_entity(figure).head in GENERAL_PERSON_NOUNS and _is_one_of(article, members.items[0], figure)


def _is_about_count(article: Article, announcement: Announcement, gap: str) -> bool:
    """Whether the list is about the count rather than a noun in between: "three men face charges: ..."."""
    words = gap.lower().split()
    has_verb = any(word in FINITE_VERBS or word.endswith("ed") for word in words)
    if has_verb and (words[-1].endswith("s") or SINGULAR.search(gap)):
        return False
    persons = is_person(counted_entity(announcement.figure).head)
    return (
        not persons
        or announcement.members.first_type is ItemType.AGE
        or _is_one_of(article, announcement.members.items[0], announcement.figure)
    )


def _is_one_of(article: Article, item: Span, figure: Figure) -> bool:
    """Whether an item is one of those counted: a boy of the children, a woman of the victims."""
    head = counted_entity(figure).head
    for word in re.split(r"\W+", article.text_of(item).lower())[:5]:
        noun = noun_class(word)
        if noun == head or is_kind_of(noun, head) or (head == "person" and is_person(noun)):
            return True
    return False


def follows_other_count(article: Article, figure: Figure) -> bool:
    """Whether another count right before is joined to this one, so that the list may be of both.

    "Two men and two women: ..."
    """
    index = bisect_right(article.figures, figure.span.start, key=lambda candidate: candidate.span.start) - 2
    before = article.figures[max(0, index) : index + 1] if index >= 0 else ()
    start = article.sentences[figure.sentence].span.start
    return ONE_AND.search(
        article.text, max(start, figure.span.start - MAX_PART_GAP), figure.span.start
    ) is not None or any(
        other.kind in (Kind.COUNT, Kind.NUMBER)
        and other.sentence == figure.sentence
        and bool(CONJUNCTION_BETWEEN_COUNTS.fullmatch(article.text[other.span.end : figure.span.start]))
        for other in before
    )


def members_span(members: Members) -> Span:
    """The span from the first member to the last."""
    return Span(members.items[0].start, members.items[-1].end)


def members_missing(members: Members, count: int) -> int:
    """The number of members that a list lacks: negative if it has too many, 0 if one reading of it fits the count."""
    if members.allow(count):
        return 0
    return count - (members.max_count or 0) if count > members.min_count else count - members.min_count


def may_be_slip(first: int, second: int) -> bool:
    """Whether two counts are so close that they are probably meant to be the same."""
    return abs(first - second) <= 2 and max(first, second) < 3 * min(first, second)
