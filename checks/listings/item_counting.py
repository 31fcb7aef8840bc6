"""Counts what a stretch of text lists, item by item: "a chicory salad, hake in broth and, to finish, a tart" is three.

A count announces; what stands behind its colon, dash or comma may be its list. The stretch is cut at commas, semicolons
and conjunctions, and each piece is told by its first words: a name, "a ...", "two ...", bare words, "to ...", "-ing".
The first piece says what a member looks like here; ages, "who ...", "from ..." belong to the member before them. Some
lists can be read in two ways ("a neighbour, Paul Teague", "fish and chips", "two mosques"): `Members` says how few and
how many they may be, and which counts are likely, so that a rule can tick the likely and question only what no reading
allows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from checks.listings.segments import JOINED_NAMES, words_of
from checks.model import Span
from checks.pattern import pattern


class Sort(StrEnum):
    """What a piece is, by its first words."""

    NAME = "name"  # "Ann Lee", "striker Bo Hay"
    NOUN = "noun"  # "a nurse", "her son", "the old bridge"
    COUNTED = "counted"  # "two mosques", "her three sons"
    BARE = "bare"  # "transport", "better roads"
    DOING = "doing"  # "cutting costs"
    TO = "to"  # "to cut costs"
    PLACED = "placed"  # "in Leeds", "on the roof"
    ASKED = "asked"  # "who knew", "that he stay"
    CLAUSE = "clause"  # "he was late"
    AGE = "age"  # "34", "aged 34"
    ASIDE = "aside"  # "who was fourth", "based in Leeds"
    LINK = "link"  # "finally", "to finish", "of course"


class Members(NamedTuple):
    """The members of a list and how many they may be."""

    items: tuple[Span, ...]
    likely: frozenset[int]
    low: int
    high: int | None  # None: no telling ("her sons")
    sorts: tuple[Sort, ...]  # of the items
    aged: int  # how many have an age
    joined: bool  # does a conjunction join the last one on?
    whole: bool  # does the list reach the end of the stretch?

    def allow(self, count: int) -> bool:
        return self.low <= count and (self.high is None or count <= self.high)

    @property
    def sort(self) -> Sort:
        return self.sorts[0]


class Piece(NamedTuple):
    """What stands between two commas, semicolons or conjunctions."""

    mark: str  # before it: "" at the start, ",", ";", "and" (or a conjunction like it)
    comma: bool  # is there a comma before the conjunction?
    words: tuple[str, ...]
    span: Span


_TOKEN = pattern(
    r"""\([^()]{0,300}\)|\[[^\[\]]{0,300}\]                         # an attribute in brackets
    |“[^“”]{1,80}”|"[^"]{1,80}"|(?<!\w)‘[^‘’]{1,80}’(?!\w)           # a title: one word, whatever it holds
    |(?:as\ well\ as|along\ with|together\ with|and/or)\b
    |(?:[A-Z]\.){1,4}(?![a-z])|(?:St|Mrs?|Ms|Dr|Jr|Sr|Gen|Sens?|Gov|Reps?|Profs?|Inc|Ltd|Co|Corp)\.(?=\s)
    |[£$€]?\d[\d,.:/]*\d[\w%-]*|[^\W_]+(?:['’.&/-][^\W_]+)*['’]?
    |--+|[^\s\w]""",
    re.VERBOSE,
)


_CONJUNCTIONS = frozenset(("and", "&", "as well as", "along with", "together with", "plus", "and/or", "or"))
_SINGULAR = frozenset(("a", "an", "one", "another"))
_DETERMINERS = _SINGULAR | words_of("the this that these those his her their its my our your")
_ASKING = words_of("who what when where why how that whether which")
_OWNED = words_of("his her their its")
_BESIDE_NUMBERS = words_of("other twin further more young elderly")
NUMBERS = {word: n for n, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), 2)}
_GROUPS = {"couple": 2, "pair": 2, "duo": 2, "twin": 2, "twins": 2, "parents": 2, "trio": 3, "triplets": 3}
_NO_COUNTS = words_of("per percent pc million billion crore lakh km miles metres minutes years months days year month")
_ASIDES = words_of(
    """who whom whose which where when while that including excluding also both each all with without although though
    but alongside besides unlike"""
)
_PREPOSITIONS = words_of(
    """in on at by from to of for as after before during between against across over under inside outside near around
    through throughout into onto within behind above below about since until despite like"""
)
_LINK = pattern(
    r"(?:finally|lastly|perhaps|however|too|then|respectively|even|possibly|(?:first|second|third)ly|of course|in turn"
    r"|to (?:finish|start|begin|follow|end)|in (?:that|this) order|(?:more|most) (?:recently|importantly)|not least"
    r"|last(?: but not least)?|for (?:dessert|example|instance)|by far)$"
)
_CLAUSE_STARTS = words_of("i he she it they we you there nobody everyone someone if because so not no sometimes often")
FINITE = words_of(
    """is are was were be been has have had do does did will would can could may might must shall should said says say
    isn't aren't wasn't weren't hasn't haven't won't can't couldn't told added went came took made got"""
)
_RELATIVE = words_of("who whom whose which where when that what how why whether")
_NO_PARTICIPLES = words_of("red bed speed breed seed feed need weed shed sled hundred sacred wounded retired united")
_PARTICIPLES = words_of("born known held set built seen")

_AHEAD = 8  # pieces in which a list that seemed to be at its end may go on

_MEMBERS = {
    Sort.NAME: frozenset((Sort.NAME,)),
    Sort.NOUN: frozenset((Sort.NOUN, Sort.COUNTED, Sort.BARE)),
    Sort.COUNTED: frozenset((Sort.NOUN, Sort.COUNTED, Sort.BARE)),
    Sort.BARE: frozenset((Sort.BARE, Sort.NOUN, Sort.COUNTED, Sort.NAME, Sort.DOING)),
    Sort.DOING: frozenset((Sort.DOING,)),
    Sort.TO: frozenset((Sort.TO,)),
    Sort.PLACED: frozenset((Sort.PLACED,)),
    Sort.ASKED: frozenset((Sort.ASKED,)),
    Sort.AGE: frozenset((Sort.AGE,)),  # the numbers drawn, the ages of those held
}
"""What may be a member of a list, by its first member."""


def read(text: str, span: Span, *, persons: bool = False) -> Members | None:
    """The members of the list that begins at the start of a stretch; None if none of two members begins there.

    Of persons, a plural without a number ("her sons") may be any number of members.
    """
    pieces = _pieces(text, span)
    if len(pieces) < 2:
        return None
    if any(piece.mark == ";" for piece in pieces):
        return _by_semicolons(text, pieces, persons)
    return _by_commas(text, pieces, span, persons)


def _pieces(text: str, span: Span) -> list[Piece]:
    found: list[Piece] = []
    mark, comma = "", False
    words: list[str] = []
    start = end = span.start
    for token in _TOKEN.finditer(text, span.start, span.end):
        word = token.group()
        if word[0] in "([":
            end = token.end() if words else end
        elif word in ",;" or word.lower() in _CONJUNCTIONS:
            if words:
                found.append(Piece(mark, comma, tuple(words), Span(start, end)))
                words, mark, comma = [], "", False
            comma = comma or (word in ",;" and not mark)
            mark = (mark or word) if word in ",;" else "or" if word.lower() == "or" else "and"
        elif word in ":–—" or word.startswith("--") or (word == "-" and text[token.start() - 1].isspace()):
            break
        elif word[0].isalnum() or word[0] in '“"‘£$€':
            start = start if words else token.start()
            words.append(word)
            end = token.end()
    if words:
        found.append(Piece(mark, comma, tuple(words), Span(start, end)))
    return list(_by_one_conjunction(_whole_names(found)))


def _joined(one: Piece, word: str, other: Piece) -> Piece:
    return Piece(one.mark, one.comma, (*one.words, word, *other.words), Span(one.span.start, other.span.end))


def _whole_names(pieces: list[Piece]) -> list[Piece]:
    """Those put together again that a name with an "and" of its own was cut into."""
    whole = pieces[:1]
    for piece in pieces[1:]:
        ends = (whole[-1].words[-1].lower(), piece.words[0].lower())
        if piece.mark == "and" and not piece.comma and ends in JOINED_NAMES:
            whole[-1] = _joined(whole[-1], "and", piece)
        else:
            whole.append(piece)
    return whole


def _by_one_conjunction(pieces: list[Piece]) -> Iterator[Piece]:
    """A list that is joined by "and" has no "or" between its members: "a solo, a duet and a song by a duo or group"."""
    if not {"and", "or"} <= {piece.mark for piece in pieces}:
        yield from (piece._replace(mark="and") if piece.mark == "or" else piece for piece in pieces)
        return
    held = pieces[0]
    for piece in pieces[1:]:
        if piece.mark == "or":
            held = Piece(
                held.mark, held.comma, (*held.words, "or", *piece.words), Span(held.span.start, piece.span.end)
            )
        else:
            yield held
            held = piece
    yield held


# ---- what a piece is -------------------------------------------------------------------------------------------------
def _sort(piece: Piece) -> Sort:
    words = piece.words
    first, low = words[0], words[0].lower()
    if len(words) <= 5 and _LINK.match(" ".join(words).lower()):
        return Sort.LINK
    if low == "aged" or (first.isdecimal() and len(first) <= 3 and (len(words) == 1 or words[1] in ("from", "of"))):
        return Sort.AGE
    if len(words) == 1 and low in NUMBERS:
        return Sort.AGE
    for sort, told in (
        (Sort.ASIDE, low in _ASIDES),
        (
            Sort.CLAUSE,
            re.split(r"['’]", low)[0] in _CLAUSE_STARTS
            or (first.islower() and len(words) > 1 and words[1].lower() in FINITE),
        ),
        (Sort.TO, low == "to"),
        (Sort.PLACED, low in _PREPOSITIONS),
        (Sort.COUNTED, _weight(words) > 1),
        (Sort.NAME, first == "The" and len(words) > 1 and words[1][0].isupper()),  # a title: "The Lute"
        (Sort.NOUN, low in _DETERMINERS or first[0].isdigit() or low.endswith(("'s", "’s"))),
        (Sort.NAME, first[0].isupper() or first[0] in '“"‘'),
        (Sort.NAME, _has_role(words)),
        (Sort.DOING, low.endswith("ing") and len(low) > 5 and len(words) > 1),
        (Sort.ASIDE, low in _PARTICIPLES or _is_participle(low)),
    ):
        if told:
            return sort
    return Sort.BARE


def _has_role(words: tuple[str, ...]) -> bool:
    """ "striker Bo Hay": small words for what somebody is before the name."""
    for word in words[:4]:
        if word[0].isupper():
            return True
        low = word.lower()
        if low in _PREPOSITIONS or low in _RELATIVE or low in FINITE or _is_participle(low) or low.endswith("ing"):
            return False
    return False


def _is_participle(word: str) -> bool:
    return word.endswith("ed") and len(word) > 3 and word not in _NO_PARTICIPLES


def _weight(words: tuple[str, ...]) -> int:
    """How many a piece counts: "two mosques", "her three sons", "a couple"."""
    for at, word in enumerate(words[:3]):
        low = word.lower()
        number = NUMBERS.get(low) or (int(low) if low.isdecimal() and len(low) <= 2 else 0)
        if number and at + 1 < len(words) and words[at + 1].lower() not in _NO_COUNTS:
            return number
        if low in _GROUPS:
            return _GROUPS[low]
        if low not in _DETERMINERS and low not in _BESIDE_NUMBERS and not low.endswith(("'s", "’s")):
            break
    return 1


def _is_plural(words: tuple[str, ...]) -> bool:
    """ "her sons", "the Parks": more than one, and no telling how many."""
    if words[0].lower() in _SINGULAR or words[0][0].isupper():
        return False
    for at, word in enumerate(words[:6]):
        if word.lower() in _PREPOSITIONS or word.lower() in _RELATIVE or word.lower().endswith("ing"):
            words = words[:at]
            break
    last = words[-1] if words else ""
    return last.endswith("s") and not last.endswith(("ss", "us", "is", "'s", "’s"))


def _is_clause(piece: Piece) -> bool:
    """Is a verb told of it, outside of a relative clause?"""
    for at, word in enumerate(piece.words):
        if at and word.islower() and _is_participle(word) and piece.words[at - 1][0].isupper():
            return True  # "Lee scored twice"
        if word.lower() in _RELATIVE:
            return False
        if word.lower() in FINITE:
            return True
    return False


# ---- how many --------------------------------------------------------------------------------------------------------
def _by_semicolons(text: str, pieces: list[Piece], persons: bool) -> Members:
    """ "Rosa Medina, 52; her sons Luis, 24, and Andres, 21; a neighbour": a member each, or what each holds."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        behind = text[max(0, piece.span.start - 12) : piece.span.start].rstrip()
        if not groups or piece.mark == ";" or behind.endswith(("; and", ";and")):
            groups.append([])
        groups[-1].append(piece)
    low, likely, named, high = len(groups), 0, 0, 0
    every_one_aged = persons
    for group in groups:
        sorts = [_sort(piece) for piece in group]
        aged = sum(two is Sort.AGE and one is not Sort.AGE for one, two in pairwise(sorts))
        every_one_aged = every_one_aged and aged > 0
        size = max(aged, _weight(group[0].words))
        likely += size
        several = any(piece.mark == "and" for piece in group[1:])
        named += max(1, several * sum(sort is Sort.NAME for sort in sorts))
        high += max(size, several * sum(sort in (Sort.NAME, Sort.NOUN) for sort in sorts))
    if every_one_aged:  # an age each: nothing is left to guess
        low = named = high = likely
    return Members(
        items=tuple(Span(group[0].span.start, group[-1].span.end) for group in groups),
        likely=frozenset((low, likely, named) if named <= 2 * likely else (low, likely)),
        low=low,
        high=high,
        sorts=tuple(_sort(group[0]) for group in groups),
        aged=0,
        joined=True,
        whole=True,
    )


def _by_commas(text: str, pieces: list[Piece], span: Span, persons: bool) -> Members | None:
    kind = before = _sort(pieces[0])
    asking = pieces[0].words[0].lower()
    if kind is Sort.ASIDE and asking in _ASKING:
        kind = before = Sort.ASKED
    if kind not in _MEMBERS or _is_clause(pieces[0]):
        return None
    items, sorts = [pieces[0]], [kind]
    joined = passing_on = False
    fewer = more = aged = placed = own = 0
    for at, piece in enumerate(pieces[1:], 1):
        this = _sort(piece)
        this = Sort.ASKED if kind is Sort.ASKED and piece.words[0].lower() == asking else this
        mark = "and" if passing_on else piece.mark
        passing_on = this is Sort.LINK and mark == "and"  # "and, to finish, a tart"
        if this is Sort.LINK:
            continue
        if this is Sort.AGE and kind is not Sort.AGE:
            aged += before is not Sort.AGE
        elif kind is this is Sort.NAME and before in (Sort.NOUN, Sort.COUNTED) and joined:
            more += 1  # "and a couple, Jan and Petra Novak"
        elif _belongs(kind, this, mark, piece, pieces[0]):
            if joined and mark != "and" and not _goes_on(pieces[at + 1 : at + 1 + _AHEAD], kind):
                break
            fewer += joined  # "A, B and C, and D": "B and C" may be one
            placed += kind is Sort.NAME and before is Sort.PLACED  # "Bo Hay, of Rye, Sussex": a place perhaps
            joined = joined or mark == "and"
            items.append(piece)
            sorts.append(this)
        elif this in (Sort.ASIDE, Sort.PLACED) and mark != "and":
            pass
        elif this is Sort.NAME and kind in (Sort.NOUN, Sort.COUNTED):
            more += 1  # "a neighbour, Paul Teague"
        elif kind is Sort.NAME and this in (Sort.NOUN, Sort.COUNTED):
            own += piece.words[0].lower() in _OWNED  # "Bo Hay, his wife": two people, or one
            # "Ann Lee, a nurse": one
        elif joined:
            break
        elif mark == "and" or kind in (Sort.DOING, Sort.TO, Sort.PLACED, Sort.ASKED):
            more += 1  # "to eat fish, meat and cheese and to run"
        else:
            return None
        before = this
    if len(items) < 2 or any(map(_is_clause, items[:-1])):
        return None
    count = len(items)
    placed *= aged < count
    weighted = sum(_weight(piece.words) for piece in items)
    likely = {count, weighted} | ({count - placed} if aged else set()) | ({weighted + own} if own else set())
    least = count
    if persons and weighted > count:  # two children are two
        likely, least = likely - {count}, weighted
    if fewer and items[-1].comma:  # "pea and ham, leek and potato, and fish": the commas tell
        likely = {1 + sum(piece.comma for piece in items[1:])}
    untold = any(
        _is_plural(piece.words) and _weight(piece.words) == 1 and (persons or piece.words[0].lower() in _OWNED)
        for piece in items
    )
    return Members(
        items=tuple(piece.span for piece in items),
        likely=frozenset(likely),
        low=least - fewer - placed,
        high=None if untold else max(count, weighted) + more + own,
        sorts=tuple(sorts),
        aged=aged,
        joined=joined,
        whole=not text[items[-1].span.end : span.end].strip(" .,;\"”’'!?)"),
    )


def _belongs(kind: Sort, this: Sort, mark: str, piece: Piece, first: Piece) -> bool:
    """Is a piece a member of a list whose members are of a kind?"""
    words = piece.words
    if kind is Sort.NAME and this in (Sort.NOUN, Sort.COUNTED):  # "the Bishop of Oslo", "and his brother Ed"
        titled = len(words) > 1 and words[0].lower() == "the" and words[1][0].isupper()
        return mark == "and" or titled
    if kind is Sort.PLACED and this is Sort.PLACED:
        return words[0].lower() == first.words[0].lower()
    return this in _MEMBERS[kind] or (kind is Sort.TO and this is Sort.BARE and mark == "and")


def _goes_on(rest: list[Piece], kind: Sort) -> bool:
    """Does another conjunction join on a member further on?"""
    return any(piece.mark == "and" and _sort(piece) in _MEMBERS[kind] for piece in rest)
