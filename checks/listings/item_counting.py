"""Counts the items that a stretch of text lists: "a chicory salad, hake in broth and, to finish, a tart" has three.

A count may introduce a list, which then follows a colon, dash or comma. The stretch is split at commas, semicolons and
conjunctions, and the type of each segment follows from its first words: a name, "a ...", "two ...", bare nouns,
"to ...", "-ing". The first segment decides which types are items of this list; ages, "who ..." and "from ..." belong to
the item before them. Some lists can be read in two ways ("a neighbour, Paul Teague", "fish and chips", "two mosques"):
`Members` gives the minimum, maximum and likely counts, so that a rule can tick a likely count and question only a count
that no reading allows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from checks.figures.number_words import GROUP_SIZES, TWO_TO_TWELVE
from checks.listings.segments import JOINED_NAMES
from checks.model import Span
from checks.names import PARTICLES
from checks.pattern import pattern
from checks.word_set import word_set


class ItemType(StrEnum):
    """The type of a segment, by its first words."""

    NAME = "name"  # "Ann Lee", "striker Bo Hay"
    NOUN = "noun"  # "a nurse", "her son", "the old bridge"
    COUNTED_NOUN = "counted noun"  # "two mosques", "her three sons"
    BARE_NOUN = "bare noun"  # "transport", "better roads"
    GERUND = "gerund"  # "cutting costs"
    INFINITIVE = "infinitive"  # "to cut costs"
    PREPOSITIONAL = "prepositional"  # "in Leeds", "on the roof"
    EMBEDDED_CLAUSE = "embedded clause"  # "who knew", "that he stay"
    CLAUSE = "clause"  # "he was late"
    AGE = "age"  # "34", "aged 34"
    MODIFIER = "modifier"  # "who was fourth", "based in Leeds"
    CONNECTIVE = "connective"  # "finally", "to finish", "of course"


class Members(NamedTuple):
    """The items of a list, and the counts that its readings allow."""

    items: tuple[Span, ...]
    likely_counts: frozenset[int]
    min_count: int
    max_count: int | None  # None where it is unknown ("her sons")
    item_types: tuple[ItemType, ...]  # of the items
    aged_count: int  # number of items with an age
    has_conjunction: bool  # whether a conjunction precedes the last item
    reaches_end: bool  # whether the list extends to the end of the stretch

    def allow(self, count: int) -> bool:
        """Whether some reading of the list has this many items."""
        return self.min_count <= count and (self.max_count is None or count <= self.max_count)

    @property
    def first_type(self) -> ItemType:
        return self.item_types[0]


class ListSegment(NamedTuple):
    """The words between two commas, semicolons or conjunctions."""

    mark: str  # the mark before it: "" at the start, ",", ";", "and" (any conjunction)
    has_comma: bool  # whether there is a comma before the conjunction
    words: tuple[str, ...]
    span: Span


_WORD_OR_DELIMITER_WITH_TITLES = pattern(
    r"""\([^()]{0,300}\)|\[[^\[\]]{0,300}\]                         # an attribute in brackets
    |“[^“”]{1,80}”|"[^"]{1,80}"|(?<!\w)‘[^‘’]{1,80}’(?!\w)           # a title in quotation marks is one word
    |(?:as\ well\ as|along\ with|together\ with|and/or)\b
    |(?:[A-Z]\.){1,4}(?![a-z])|(?:St|Mrs?|Ms|Dr|Jr|Sr|Gen|Sens?|Gov|Reps?|Profs?|Inc|Ltd|Co|Corp)\.(?=\s)
    |[£$€]?\d[\d,.:/]*\d[\w%-]*|[^\W_]+(?:['’.&/-][^\W_]+)*['’]?
    |--+|[^\s\w]""",
    re.VERBOSE,
)


_CONJUNCTIONS = frozenset(("and", "&", "as well as", "along with", "together with", "plus", "and/or", "or"))
_SINGULAR = frozenset(("a", "an", "one", "another"))
_DETERMINERS = _SINGULAR | word_set("the this that these those his her their its my our your")
_TITLE_ARTICLES = ("The", "A", "An")  # with a capital, as in a title
_QUESTION_WORDS = word_set("who what when where why how that whether which if")
_POSSESSIVES = word_set("his her their its")
_SKIPPED_BEFORE_NUMBERS = word_set("other twin further more young elderly")
_NOT_COUNTED = word_set(
    "per percent pc million billion crore lakh km miles metres minutes years months days year month"
)
_MODIFIER_STARTS = word_set(
    """who whom whose which where when while that including excluding also both each all with without although though
    but alongside besides unlike"""
)
_PREPOSITIONS = word_set(
    """in on at by from to of for as after before during between against across over under inside outside near around
    through throughout into onto within behind above below about since until despite like"""
)
_PARTY_AND_STATE = pattern(r"[DRI]-[A-Z][A-Za-z.]{1,6}")  # "Ann Orr, D-Calif."
_CONNECTIVE = pattern(
    r"(?:finally|lastly|perhaps|however|too|then|respectively|even|possibly|(?:first|second|third)ly|of course|in turn"
    r"|to (?:finish|start|begin|follow|end)|in (?:that|this) order|(?:more|most) (?:recently|importantly)|not least"
    r"|last(?: but not least)?|for (?:dessert|example|instance)|by far)$"
)
_CLAUSE_STARTS = word_set("i he she it they we you there nobody everyone someone if because so not no sometimes often")
FINITE_VERBS = word_set(
    """is are was were be been has have had do does did will would can could may might must shall should said says say
    isn't aren't wasn't weren't hasn't haven't won't can't couldn't told added went came took made got"""
)
_NAME_WITH_ROLE = pattern(
    r"(?:[a-z][\w'’-]* ){0,6}+[^\sa-z]\S*+"
    rf"(?: (?:(?:{'|'.join(sorted(PARTICLES))}|for|the|and|at|in) ){{0,2}}+[^\sa-z(]\S*+)*+"
    r"(?= [a-z])"
)
_RELATIVE_WORDS = word_set("who whom whose which where when that what how why whether if")
_NOT_PARTICIPLES = word_set("red bed speed breed seed feed need weed shed sled hundred sacred wounded retired united")
_PARTICIPLES = word_set("born known held set built seen")

_MAX_SEGMENTS_TO_CONTINUATION = 8  # after the apparent end of a list

_ITEM_TYPES = {
    ItemType.NAME: frozenset((ItemType.NAME,)),
    ItemType.NOUN: frozenset((ItemType.NOUN, ItemType.COUNTED_NOUN, ItemType.BARE_NOUN)),
    ItemType.COUNTED_NOUN: frozenset((ItemType.NOUN, ItemType.COUNTED_NOUN, ItemType.BARE_NOUN)),
    ItemType.BARE_NOUN: frozenset(
        (ItemType.BARE_NOUN, ItemType.NOUN, ItemType.COUNTED_NOUN, ItemType.NAME, ItemType.GERUND)
    ),
    ItemType.GERUND: frozenset((ItemType.GERUND,)),
    ItemType.INFINITIVE: frozenset((ItemType.INFINITIVE,)),
    ItemType.PREPOSITIONAL: frozenset((ItemType.PREPOSITIONAL,)),
    ItemType.EMBEDDED_CLAUSE: frozenset((ItemType.EMBEDDED_CLAUSE,)),
    ItemType.AGE: frozenset((ItemType.AGE,)),  # lottery numbers, ages of several people
}
"""The types of segment that can be items of a list, by the type of its first item."""
_NOUN_TYPES = (ItemType.NOUN, ItemType.COUNTED_NOUN)
# Lists whose items may have commas and conjunctions of their own.
_MAY_CONTAIN_A_LIST = (ItemType.GERUND, ItemType.INFINITIVE, ItemType.PREPOSITIONAL, ItemType.EMBEDDED_CLAUSE)


def count_items(text: str, span: Span, *, persons: bool = False) -> Members | None:
    """Counts the items of the list that begins at the start of `span`; None if no list of two items begins there.

    In a list of `persons` a plural without a number ("her sons") may be any number of items.
    """
    segments = _split_segments(text, span)
    if len(segments) < 2:
        return None
    if any(segment.mark == ";" for segment in segments):
        return _count_by_semicolons(text, segments, persons)
    return _count_by_commas(text, segments, span, persons)


def _split_segments(text: str, span: Span) -> list[ListSegment]:
    """Returns the segments from the start of `span` up to a colon, a dash or its end."""
    found: list[ListSegment] = []
    mark, has_comma = "", False
    words: list[str] = []
    start = end = span.start
    for token in _WORD_OR_DELIMITER_WITH_TITLES.finditer(text, span.start, span.end):
        word = token.group()
        if word[0] in "([":
            end = token.end() if words else end
        elif word in ",;" or word.lower() in _CONJUNCTIONS:
            if words:
                found.append(ListSegment(mark, has_comma, tuple(words), Span(start, end)))
                words, mark, has_comma = [], "", False
            has_comma = has_comma or (word in ",;" and not mark)
            mark = (mark or word) if word in ",;" else "or" if word.lower() == "or" else "and"
        elif word in ":–—" or word.startswith("--") or (word == "-" and text[token.start() - 1].isspace()):
            break
        elif word[0].isalnum() or word[0] in '“"‘£$€':
            start = start if words else token.start()
            words.append(word)
            end = token.end()
    if words:
        found.append(ListSegment(mark, has_comma, tuple(words), Span(start, end)))
    return list(_unify_conjunctions(_rejoin_names(found)))


def _join(first: ListSegment, conjunction: str, second: ListSegment) -> ListSegment:
    """Returns the two segments as one, joined by a conjunction."""
    return ListSegment(
        first.mark, first.has_comma, (*first.words, conjunction, *second.words), Span(first.span.start, second.span.end)
    )


def _rejoin_names(segments: list[ListSegment]) -> list[ListSegment]:
    """Returns the segments, joining again those of one name that contains "and"."""
    rejoined = segments[:1]
    for segment in segments[1:]:
        ends = (rejoined[-1].words[-1].lower(), segment.words[0].lower())
        if segment.mark == "and" and not segment.has_comma and ends in JOINED_NAMES:
            rejoined[-1] = _join(rejoined[-1], "and", segment)
        else:
            rejoined.append(segment)
    return rejoined


def _unify_conjunctions(segments: list[ListSegment]) -> Iterator[ListSegment]:
    """Yields the segments, joining those around "or" in a list whose items are joined by "and".

    "a solo, a duet and a song by a duo or group" has three items.
    """
    if not {"and", "or"} <= {segment.mark for segment in segments}:
        yield from (segment._replace(mark="and") if segment.mark == "or" else segment for segment in segments)
        return
    current = segments[0]
    for segment in segments[1:]:
        if segment.mark == "or":
            current = _join(current, "or", segment)
        else:
            yield current
            current = segment
    yield current


# ---- types of segments -----------------------------------------------------------------------------------------------
def _classify(segment: ListSegment) -> ItemType:
    """Returns the type of a segment by its first words."""
    words = segment.words
    first, lower = words[0], words[0].lower()
    if len(words) <= 5 and _CONNECTIVE.match(" ".join(words).lower()):
        return ItemType.CONNECTIVE
    if lower == "aged" or (first.isdecimal() and len(first) <= 3 and (len(words) == 1 or words[1] in ("from", "of"))):
        return ItemType.AGE
    if len(words) == 1 and lower in TWO_TO_TWELVE:
        return ItemType.AGE
    for item_type, applies in (
        (ItemType.MODIFIER, lower in _MODIFIER_STARTS or _PARTY_AND_STATE.fullmatch(first) is not None),
        (
            ItemType.CLAUSE,
            re.split(r"['’]", lower)[0] in _CLAUSE_STARTS
            or (first.islower() and len(words) > 1 and words[1].lower() in FINITE_VERBS),
        ),
        (ItemType.INFINITIVE, lower == "to"),
        (ItemType.PREPOSITIONAL, lower in _PREPOSITIONS),
        (ItemType.COUNTED_NOUN, _counted_number(words) > 1),
        (ItemType.NAME, first in _TITLE_ARTICLES and len(words) > 1 and words[1][0].isupper()),  # a title: "The Lute"
        (ItemType.NOUN, lower in _DETERMINERS or first[0].isdigit() or lower.endswith(("'s", "’s"))),
        (ItemType.NAME, first[0].isupper() or first[0] in '“"‘'),
        (ItemType.NAME, _has_role(words)),
        (ItemType.GERUND, lower.endswith("ing") and len(lower) > 5 and len(words) > 1),
        (ItemType.MODIFIER, lower in _PARTICIPLES or _is_participle(lower)),
    ):
        if applies:
            return item_type
    return ItemType.BARE_NOUN


def _has_role(words: tuple[str, ...]) -> bool:
    """Whether the words are a name with a lower-case role before it: "striker Bo Hay"."""
    for word in words[:4]:
        if word[0].isupper():
            return True
        lower = word.lower()
        if (
            lower in _PREPOSITIONS
            or lower in _RELATIVE_WORDS
            or lower in FINITE_VERBS
            or _is_participle(lower)
            or lower.endswith("ing")
        ):
            return False
    return False


def _is_participle(word: str) -> bool:
    return word.endswith("ed") and len(word) > 3 and word not in _NOT_PARTICIPLES


def _counted_number(words: tuple[str, ...]) -> int:
    """Returns how many things a segment states: "two mosques", "her three sons", "a couple"; 1 by default."""
    for index, word in enumerate(words[:3]):
        lower = word.lower()
        number = TWO_TO_TWELVE.get(lower) or (int(lower) if lower.isdecimal() and len(lower) <= 2 else 0)
        if number and index + 1 < len(words) and words[index + 1].lower() not in _NOT_COUNTED:
            return number
        if lower in GROUP_SIZES:
            return GROUP_SIZES[lower]
        if lower not in _DETERMINERS and lower not in _SKIPPED_BEFORE_NUMBERS and not lower.endswith(("'s", "’s")):
            break
    return 1


def _is_plural(words: tuple[str, ...]) -> bool:
    """Whether the words are a plural without a number: "her sons", "the Parks"."""
    if words[0].lower() in _SINGULAR or words[0][0].isupper():
        return False
    for index, word in enumerate(words[:6]):
        if word.lower() in _PREPOSITIONS or word.lower() in _RELATIVE_WORDS or word.lower().endswith("ing"):
            words = words[:index]
            break
    last = words[-1] if words else ""
    return last.endswith("s") and not last.endswith(("ss", "us", "is", "'s", "’s"))


def _is_clause(segment: ListSegment) -> bool:
    """Whether the segment has a finite verb outside of a relative clause."""
    for index, word in enumerate(segment.words):
        if index and word.islower() and _is_participle(word) and segment.words[index - 1][0].isupper():
            return True  # "Lee scored twice"
        if word.lower() in _RELATIVE_WORDS:
            return False
        if word.lower() in FINITE_VERBS:
            return True
    return False


# ---- counting --------------------------------------------------------------------------------------------------------
def _count_by_semicolons(text: str, segments: list[ListSegment], persons: bool) -> Members:
    """Counts the groups between semicolons: "Rosa Medina, 52; her sons Luis, 24, and Andres, 21; a neighbour".

    Each group is one item, or as many items as it contains.
    """
    groups: list[list[ListSegment]] = []
    for segment in segments:
        before = text[max(0, segment.span.start - 12) : segment.span.start].rstrip()
        if not groups or segment.mark == ";" or before.endswith(("; and", ";and")):
            groups.append([])
        groups[-1].append(segment)
    min_count, likely_count, named_count, max_count = len(groups), 0, 0, 0
    all_have_ages = persons
    for group in groups:
        item_types = [_classify(segment) for segment in group]
        age_count = sum(
            following is ItemType.AGE and item_type is not ItemType.AGE for item_type, following in pairwise(item_types)
        )
        all_have_ages = all_have_ages and age_count > 0
        size = max(age_count, _counted_number(group[0].words))
        likely_count += size
        has_conjunction = any(segment.mark == "and" for segment in group[1:])
        named_count += max(1, has_conjunction * sum(item_type is ItemType.NAME for item_type in item_types))
        max_count += max(
            size, has_conjunction * sum(item_type in (ItemType.NAME, ItemType.NOUN) for item_type in item_types)
        )
    if all_have_ages:  # an age for each person leaves no doubt
        min_count = named_count = max_count = likely_count
    return Members(
        items=tuple(Span(group[0].span.start, group[-1].span.end) for group in groups),
        likely_counts=frozenset(
            (min_count, likely_count, named_count) if named_count <= 2 * likely_count else (min_count, likely_count)
        ),
        min_count=min_count,
        max_count=max_count,
        item_types=tuple(_classify(group[0]) for group in groups),
        aged_count=0,
        has_conjunction=True,
        reaches_end=True,
    )


class _Role(StrEnum):
    """The role of a segment between commas in the list before it."""

    ITEM = "item"
    AGE = "age"  # of the item before it
    ATTRIBUTE = "attribute"  # "who was fourth", "in Leeds": belongs to the item before it
    APPOSITION = "apposition"  # "Bo Hay, his wife" is two people or one, "Ann Lee, a nurse" one
    POSSIBLE_ITEM = "possible item"  # "a neighbour, Paul Teague"
    AFTER_LIST = "after the list"
    NOT_IN_A_LIST = "not in a list"  # shows that the segments before it are no list either


@dataclass(slots=True)
class _CommaList:
    """The items of a list between commas, with what makes their number uncertain."""

    list_type: ItemType
    last_type: ItemType  # of the last segment, item or not
    items: list[ListSegment]
    item_types: list[ItemType]
    has_conjunction: bool = False
    age_count: int = 0
    possible_joins: int = 0  # "A, B and C, and D": "B and C" may be one item
    possible_places: int = 0  # "Bo Hay, of Rye, Sussex": perhaps a place
    possible_relatives: int = 0
    possible_extra: int = 0

    def role_of(self, segment: ListSegment, item_type: ItemType, mark: str, following: list[ListSegment]) -> _Role:
        """Returns the role of the next segment; `following` are those after it, in which the list may continue."""
        list_type = self.list_type
        if item_type is ItemType.AGE and list_type is not ItemType.AGE:
            return _Role.AGE
        if list_type is item_type is ItemType.NAME and self.last_type in _NOUN_TYPES and self.has_conjunction:
            return _Role.POSSIBLE_ITEM  # "and a couple, Jan and Petra Novak"
        if _is_item(list_type, item_type, mark, segment, self.items[0]):
            is_after_list = self.has_conjunction and mark != "and" and not _continues(following, list_type)
            return _Role.AFTER_LIST if is_after_list else _Role.ITEM
        if item_type in (ItemType.MODIFIER, ItemType.PREPOSITIONAL) and mark != "and":
            return _Role.ATTRIBUTE
        if item_type is ItemType.NAME and list_type in _NOUN_TYPES:
            return _Role.POSSIBLE_ITEM
        if list_type is ItemType.NAME and item_type in _NOUN_TYPES:
            return _Role.APPOSITION
        if self.has_conjunction:
            return _Role.AFTER_LIST
        if mark == "and" or list_type in _MAY_CONTAIN_A_LIST:
            return _Role.POSSIBLE_ITEM  # "to eat fish, meat and cheese and to run"
        return _Role.NOT_IN_A_LIST

    def add(self, role: _Role, segment: ListSegment, item_type: ItemType, mark: str) -> None:
        """Adds the next segment in its role."""
        if role is _Role.ITEM:
            self.possible_joins += self.has_conjunction
            self.possible_places += self.list_type is ItemType.NAME and self.last_type is ItemType.PREPOSITIONAL
            self.has_conjunction = self.has_conjunction or mark == "and"
            self.items.append(segment)
            self.item_types.append(item_type)
        elif role is _Role.AGE:
            self.age_count += self.last_type is not ItemType.AGE
        elif role is _Role.APPOSITION:
            if segment.words[0].lower() in _POSSESSIVES:
                self.possible_relatives += _counted_number(segment.words)
        elif role is _Role.POSSIBLE_ITEM:
            self.possible_extra += 1
        self.last_type = item_type


def _count_by_commas(text: str, segments: list[ListSegment], span: Span, persons: bool) -> Members | None:
    """Counts the items between commas and conjunctions; None if there are fewer than two, or no list."""
    list_type = _list_type(segments[0])
    comma_list = _read_comma_list(segments, list_type) if list_type is not None else None
    if comma_list is None or len(comma_list.items) < 2 or any(map(_is_clause, comma_list.items[:-1])):
        return None
    following = text[comma_list.items[-1].span.end : span.end]
    members = _to_members(comma_list, persons, reaches_end=not following.strip(" .,;\"”’'!?)"))
    if list_type is not ItemType.NAME:
        return members
    *names, last = members.items
    return members._replace(items=(*names, _without_predicate(text, last)))


def _without_predicate(text: str, name: Span) -> Span:
    """Returns the last name of a list without the rest of the sentence: "striker Bo Hay" of "striker Bo Hay left"."""
    match = _NAME_WITH_ROLE.match(text, name.start, name.end)
    return Span(name.start, match.end()) if match else name


def _list_type(first: ListSegment) -> ItemType | None:
    """Returns the type of a list with this first item; None if no list begins with it."""
    list_type = _classify(first)
    if first.words[0].lower() in _QUESTION_WORDS and list_type in (ItemType.MODIFIER, ItemType.CLAUSE):
        list_type = ItemType.EMBEDDED_CLAUSE
    return None if list_type not in _ITEM_TYPES or _is_clause(first) else list_type


def _read_comma_list(segments: list[ListSegment], list_type: ItemType) -> _CommaList | None:
    """Returns the items up to the end of the list; None if a segment shows that there is no list."""
    question_word = segments[0].words[0].lower()
    comma_list = _CommaList(list_type, list_type, [segments[0]], [list_type])
    carries_conjunction = False
    for index, segment in enumerate(segments[1:], 1):
        item_type = _classify(segment)
        if list_type is ItemType.EMBEDDED_CLAUSE and segment.words[0].lower() == question_word:
            item_type = ItemType.EMBEDDED_CLAUSE
        mark = "and" if carries_conjunction else segment.mark
        carries_conjunction = item_type is ItemType.CONNECTIVE and mark == "and"  # "and, to finish, a tart"
        if item_type is ItemType.CONNECTIVE:
            continue
        role = comma_list.role_of(
            segment, item_type, mark, segments[index + 1 : index + 1 + _MAX_SEGMENTS_TO_CONTINUATION]
        )
        if role is _Role.NOT_IN_A_LIST:
            return None
        if role is _Role.AFTER_LIST:
            break
        comma_list.add(role, segment, item_type, mark)
    return comma_list


def _to_members(comma_list: _CommaList, persons: bool, reaches_end: bool) -> Members:
    """Returns the items of a list with the counts that its readings allow."""
    items, count = comma_list.items, len(comma_list.items)
    counted_total = sum(_counted_number(segment.words) for segment in items)
    possible_places = comma_list.possible_places if comma_list.age_count < count else 0
    min_count = counted_total if persons and counted_total > count else count  # two children are two
    max_count = max(count, counted_total) + comma_list.possible_extra + comma_list.possible_relatives
    return Members(
        items=tuple(segment.span for segment in items),
        likely_counts=_likely_counts(comma_list, counted_total, possible_places, persons),
        min_count=min_count - comma_list.possible_joins - possible_places,
        max_count=None if any(_is_any_number(segment, persons) for segment in items) else max_count,
        item_types=tuple(comma_list.item_types),
        aged_count=comma_list.age_count,
        has_conjunction=comma_list.has_conjunction,
        reaches_end=reaches_end,
    )


def _likely_counts(comma_list: _CommaList, counted_total: int, possible_places: int, persons: bool) -> frozenset[int]:
    """Returns the likely numbers of items, given that the numbers stated in them add up to `counted_total`."""
    if (
        comma_list.possible_joins and comma_list.items[-1].has_comma
    ):  # "pea and ham, leek and potato, and fish": the commas separate the items
        return frozenset((1 + sum(segment.has_comma for segment in comma_list.items[1:]),))
    count = len(comma_list.items)
    counts = {count, counted_total}
    if comma_list.age_count:
        counts.add(count - possible_places)
    if comma_list.possible_relatives:
        counts.add(counted_total + comma_list.possible_relatives)
    if persons and counted_total > count:  # two children are two
        counts.remove(count)
    return frozenset(counts)


def _is_any_number(segment: ListSegment, persons: bool) -> bool:
    """Whether an item is a plural that may be any number of things or, in a list of `persons`, of people."""
    is_uncounted = _is_plural(segment.words) and _counted_number(segment.words) == 1
    return is_uncounted and (persons or segment.words[0].lower() in _POSSESSIVES)


def _is_item(list_type: ItemType, item_type: ItemType, mark: str, segment: ListSegment, first: ListSegment) -> bool:
    """Whether a segment can be an item of a list of this type."""
    words = segment.words
    if list_type is ItemType.NAME and item_type in _NOUN_TYPES:  # "the Bishop of Oslo", "and his brother Ed"
        is_titled = len(words) > 1 and words[0].lower() == "the" and words[1][0].isupper()
        return mark == "and" or is_titled
    if list_type is ItemType.PREPOSITIONAL and item_type is ItemType.PREPOSITIONAL:
        return words[0].lower() == first.words[0].lower()
    return item_type in _ITEM_TYPES[list_type] or (
        list_type is ItemType.INFINITIVE and item_type is ItemType.BARE_NOUN and mark == "and"
    )


def _continues(following: list[ListSegment], list_type: ItemType) -> bool:
    """Whether a later conjunction joins another item to the list."""
    return any(piece.mark == "and" and _classify(piece) in _ITEM_TYPES[list_type] for piece in following)
