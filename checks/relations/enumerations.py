"""Reads how many things a sentence names one by one: coordinations with commas, semicolons and a last "and".

Where a comma may part two items or an item from what is said of it ("Jade, 10, and John, nine"; "Lyme Regis, Dorset,
and Staithes, North Yorkshire"), every reading is kept, since a stated count is only wrong if no reading has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from checks.budget import spend
from checks.figures.number_words import GROUP_SIZES
from checks.model import Article, Span
from checks.pattern import pattern
from checks.word_set import word_set

TOKEN = pattern(
    r"--|(?:Ltd|Inc|Corp|Co|LLC|Plc|Jr|Sr)\.(?=[,;]|\s+(?:and|or|--|[-–—])\s)"  # no end of a sentence
    r"|[^\W\d_]+(?:['’.-]+[^\W\d_]+){0,9}\.?(?=\s[A-Z])|[^\W\d_]+(?:['’-][^\W\d_]+)*|[$£€₦]?\d[\d,.]*\d|\d|[^\w\s]"
)
COORDINATORS = frozenset(("and", "or", "&", "plus"))
COORDINATOR = pattern(r"(?<![^\W\d_])(?:and|or|plus)(?![^\W\d_])|&", re.IGNORECASE)
STRONG_TRIGGERS = word_set(
    """are were include includes included including comprise comprises comprising namely aged ages"""
)
"""Words that introduce a list wherever they stand; the other triggers also stand inside items."""
LONG_LEAD_TRIGGERS = STRONG_TRIGGERS | {"as"}
"""Those that end a lead of any length."""
STOPS = frozenset((".", "!", "?", ":", "—", "–", "(", ")", "“", "”", '"', "--"))
QUOTATION_MARKS = frozenset(("“", "”", '"'))
BREAKS = frozenset((",", ";"))
ENDS = BREAKS | STOPS
PREDICATES = word_set("are were both all each have had will")
"""Words that end the last item where the sentence goes on with what all of them are or do."""
PERCENT = frozenset(("%", "per", "percent"))
IN_ORDER = word_set("first second third fourth last finally next then also")
MAX_ITEM = 14  # tokens of an item
MIN_APPOSITION = 3  # tokens of what is said of the name before it: "chair of the board"
MAX_GLOSS = 8  # tokens in brackets that say something of an item: "(Labour)", "(Symbol: SO)"
MAX_ITEMS = 24
MAX_ENUMERATIONS = 12  # of a sentence
TRIGGERS = word_set(
    """are were is was include includes included including comprise comprises comprising namely being like as named
    called aged ages of between both from to by with in for at on near outside across around under over against via
    through"""
)


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Things named one by one in one sentence."""

    span: Span
    sentence: int
    counts: frozenset[int]  # how many things that may be
    count: int  # the plain reading: separators plus one, or what the items' numbers come to: "two men and a girl"
    before: str  # the token in front of it: ":", "—", "are", ...
    after: str  # the token behind it
    proper: bool  # whether every item begins with a capital or a figure
    numbers: bool  # whether every item is a number: "aged 14, 16 and 17"
    longest: int  # tokens of its longest item
    semicolons: bool
    quantified: bool = False  # whether the items have numbers of their own, and `count` is their sum
    goes_on_in_numbers: bool = False  # whether each item but the first begins with a number
    is_partial: bool = False  # whether what stands before it, behind a preposition, may be its first item


@dataclass(slots=True)
class _Token:
    text: str
    start: int
    end: int


def enumerations_of(article: Article, sentence: int) -> list[Enumeration]:
    """The coordinations of a sentence, in text order."""
    span = article.sentences[sentence].span
    if not COORDINATOR.search(article.text[span.start : span.end]):
        return []
    tokens = [
        _Token("–" if _is_dash(article.text, m) else m.group(), m.start(), m.end())
        for m in TOKEN.finditer(article.text, span.start, span.end)
    ]
    tokens = _without_quotation_marks(_without_glosses(tokens))
    found: list[Enumeration] = []
    for index, token in enumerate(tokens):
        if token.text.lower() in COORDINATORS and 0 < index < len(tokens) - 1:
            found += _around(tokens, index, sentence)
            if len(found) >= MAX_ENUMERATIONS:
                break
    return found


def _without_glosses(tokens: list[_Token]) -> list[_Token]:
    """The tokens without what stands in brackets behind a word, if that is short and no list."""
    kept: list[_Token] = []
    opening = -1  # among those kept
    for token in tokens:
        kept.append(token)
        if token.text == "(":
            opening = len(kept) - 1
        elif token.text == ")" and opening > 0:
            inside = kept[opening + 1 : -1]
            is_gloss = len(inside) <= MAX_GLOSS and not any(each.text.lower() in COORDINATORS for each in inside)
            if is_gloss and kept[opening - 1].text not in ENDS:
                del kept[opening:]
            opening = -1
    return kept


def _without_quotation_marks(tokens: list[_Token]) -> list[_Token]:
    """The tokens without quotation marks around a few words: an item may be a title or a quoted word."""
    marks = [place for place, token in enumerate(tokens) if token.text in QUOTATION_MARKS]
    dropped: set[int] = set()
    for opening, closing in zip(marks[::2], marks[1::2], strict=False):
        inside = tokens[opening + 1 : closing]
        if 0 < len(inside) <= MAX_GLOSS and not any(each.text in STOPS or each.text == ";" for each in inside[:-1]):
            dropped |= {opening, closing}
    return [token for place, token in enumerate(tokens) if place not in dropped]


def _is_dash(text: str, token: re.Match[str]) -> bool:
    """Whether a token is a hyphen in the place of a dash: "three sites - Lorne, Torley and Ash"."""
    start, end = token.span()
    return token.group() == "-" and text[max(0, start - 1) : start].isspace() and text[end : end + 1].isspace()


class _Lead(NamedTuple):
    """The pieces of a sentence between its separators, up to the coordinator, as token ranges in text order."""

    pieces: list[tuple[int, int]]
    semicolons: bool  # whether one of the separators is a semicolon
    is_cut: bool  # whether the piece before them is too long for an item, so that an item may be missed


def _around(tokens: list[_Token], coordinator: int, sentence: int) -> Iterator[Enumeration]:
    """The enumeration whose last item follows this coordinator; with short and with long last items."""
    lead = _lead(tokens, coordinator)
    pieces = lead.pieces
    if not pieces or pieces[-1][0] == pieces[-1][1]:
        return
    if len(pieces) > 1 and tokens[pieces[-1][0]].text.lower() in COORDINATORS:
        return  # a coordinator within the last item: "taxes, fees, and bonds and loans"
    last = coordinator + 1
    stop = _end_of_item(tokens, last)
    if stop == last:
        return
    if tokens[coordinator].text.lower() == "or" and stop - last > 1 and tokens[last + 1].text in PERCENT:
        return  # "of 640 in May, 416, or 65%": one figure in two ways
    first_start, first_end = pieces[0]
    begins = _begins_of_first(tokens, first_start, first_end)
    predicate = next((place for place in range(last + 1, stop) if tokens[place].text.lower() in PREDICATES), None)
    for begin in begins:
        for end in (stop,) if predicate is None else (stop, predicate):
            ranges = [(begin, first_end), *pieces[1:], (last, end)]
            for found in _readings(tokens, ranges, sentence, lead.semicolons):
                yield replace(found, counts=found.counts | {found.count + 1}) if lead.is_cut else found
    if len(pieces) > 1 and _may_say_what_is_counted(tokens, first_start, begins[-1]):
        for found in _readings(tokens, [*pieces[1:], (last, stop)], sentence, lead.semicolons):
            yield replace(found, is_partial=True)


def _lead(tokens: list[_Token], coordinator: int) -> _Lead:
    """Collects the pieces before a coordinator, from right to left, as far as they may be items of one enumeration."""
    pieces: list[tuple[int, int]] = []  # from right to left
    position = coordinator - 1 if tokens[coordinator - 1].text in BREAKS else coordinator
    semicolons = is_cut = False
    while position > 0 and len(pieces) < MAX_ITEMS:
        spend()
        start = _start_of_piece(tokens, position)
        if position - start > MAX_ITEM and pieces:
            begin = _last_trigger(tokens, start, position) or _last_name(tokens, start, position, pieces)
            if begin is None:
                is_cut = True
                break
            start = begin  # "the firm, which is active in seven markets including Ghana, Kenya and Togo"
        pieces.append((start, position))
        if any(token.text.lower() in STRONG_TRIGGERS for token in tokens[start:position]):
            break
        if start == 0 or tokens[start - 1].text not in BREAKS:
            break
        semicolons = semicolons or tokens[start - 1].text == ";"
        position = start - 1
    if len(pieces) > 1 and pieces[-1][1] - pieces[-1][0] == 1 and tokens[pieces[-1][0]].text.lower() in IN_ORDER:
        pieces.pop()  # "two outcomes: First, Ash and Elm agree"
    return _Lead(pieces[::-1], semicolons, is_cut)


def _start_of_piece(tokens: list[_Token], stop: int) -> int:
    """Where the piece begins that ends before token `stop`; at most one token more than an item may have."""
    start = stop
    while start > 0 and stop - start <= MAX_ITEM and tokens[start - 1].text not in ENDS:
        spend()
        start -= 1
    return start


def _end_of_item(tokens: list[_Token], start: int) -> int:
    """Where the item ends that begins at token `start`; at most one token more than an item may have."""
    stop = start
    while stop < len(tokens) and stop - start <= MAX_ITEM and tokens[stop].text not in ENDS:
        spend()
        stop += 1
    return stop


def _begins_of_first(tokens: list[_Token], start: int, stop: int) -> list[int]:
    """Where the first item may begin: behind the last word that introduces it ("are", "between", a colon).

    At the start of its piece as well, if that has a number of its own: "three boys aged 15 to 17 and a girl".
    """
    begin = start
    for place in range(stop - 1, start - 1, -1):
        if tokens[place].text.lower() in TRIGGERS:
            begin = place + 1
            break
    if begin >= stop:
        begin = start
    is_quantity = begin > start and _quantity([token.text for token in tokens[start:stop]]) > 1
    return [begin, start] if is_quantity else [begin]


def _may_say_what_is_counted(tokens: list[_Token], start: int, begin: int) -> bool:
    """Whether the first item may belong to a count before it: "three brands owned by Stell, Arden and Corrie".

    So may "the two piers of Lorne, Ash and Elm", behind a noun that is counted and a participle or "of".
    """
    is_behind = begin > start + 1 and (tokens[begin - 2].text.endswith("ed") or tokens[begin - 1].text.lower() == "of")
    return is_behind and any(_is_count(token) for token in tokens[start : begin - 2])


def _is_count(token: _Token) -> bool:
    return token.text.lower() in NUMBER_WORDS or token.text.isdigit()


def _readings(
    tokens: list[_Token], ranges: list[tuple[int, int]], sentence: int, semicolons: bool
) -> Iterator[Enumeration]:
    """The enumeration of these items; and of fewer, as the first of them may belong to the sentence."""
    proper = [_is_proper(tokens, *item) for item in ranges]
    numbers = [_is_number(tokens, item[0]) for item in ranges]
    if len(ranges) > 2 and all(numbers[1:]) and not numbers[0] and _says_when_or_where(tokens, ranges[0][0]):
        ranges, proper, numbers = ranges[1:], proper[1:], numbers[1:]
    yield _enumeration(tokens, ranges, proper, numbers, sentence, semicolons)
    # "known as cases 1000, 2000 and 3000": the first number has the noun of all
    ending = [_is_number(tokens, item[0]) or _is_number(tokens, item[1] - 1) for item in ranges]
    kinds = [(is_proper or is_number, is_number) for is_proper, is_number in zip(proper, ending, strict=True)][::-1]
    fewer = {next((place for place, kind in enumerate(kinds) if kind != kinds[0]), len(kinds))}
    # "It has three brands, Maserati, Alfa Romeo and Ferrari", "Ash, Elm and two others, Oak and Yew": a number that
    # opens an item is an age or another item; one within it counts those that follow
    for place, (first, last) in enumerate(ranges[:-1], 1):
        if any(_is_count(token) for token in tokens[first + 1 : last - 1]):
            fewer.add(len(ranges) - place)
    for size in sorted(fewer, reverse=True):
        if not 2 <= size < len(ranges):
            continue
        found = _enumeration(tokens, ranges[-size:], proper[-size:], numbers[-size:], sentence, semicolons)
        name = _name_at_end(tokens, ranges[-size - 1], ranges[-size:])
        if name is None:
            yield found
            continue
        yield _enumeration(
            tokens, [name, *ranges[-size:]], [True, *proper[-size:]], [False, *numbers[-size:]], sentence, semicolons
        )
        yield replace(found, counts=found.counts | {found.count + 1}, is_partial=True)


def _says_when_or_where(tokens: list[_Token], start: int) -> bool:
    """Whether the words before a row of numbers are no item of it: "12 died on Tuesday, 4 men and 8 women"."""
    return start > 0 and tokens[start - 1].text.lower() in WHEN_OR_WHERE and tokens[start].text[0].isupper()


def _name_at_end(tokens: list[_Token], piece: tuple[int, int], others: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The first of some names, where words stand before it: "In May, with five votes in Ely, Rye and Ash"."""
    start, stop = piece
    begin = _last_name(tokens, start, stop, others)
    return (begin, stop) if begin is not None and begin > start and tokens[begin - 1].text in TRIGGERS else None


def _last_trigger(tokens: list[_Token], start: int, stop: int) -> int | None:
    """The position of the last word in a range that introduces a list, if something follows it; else None."""
    places = range(stop - 2, start - 1, -1)
    return next((place for place in places if tokens[place].text.lower() in LONG_LEAD_TRIGGERS), None)


def _last_name(tokens: list[_Token], start: int, stop: int, others: list[tuple[int, int]]) -> int | None:
    """Where the name begins that a range ends in, if all other items are names: "... the trio Ely, Rye and Ash"."""
    if not all(_is_proper(tokens, *item) for item in others):
        return None
    begin = stop
    while begin > start and (_is_proper(tokens, begin - 1, begin) or (begin < stop and _joins(tokens, begin - 1))):
        spend()
        begin -= 1
    return begin if begin < stop else None


def _joins(tokens: list[_Token], place: int) -> bool:
    """Whether a token stands within names: "Bank of England"."""
    is_inside = place > 0 and _is_proper(tokens, place - 1, place)
    return is_inside and tokens[place].text in ("of", "the", "de", "for", ".")


def _is_proper(tokens: list[_Token], start: int, end: int) -> bool:
    """Whether a capital or a figure opens the item, after articles."""
    if start < end - 1 and tokens[start].text.lower() in ("the", "a", "an"):
        start += 1
    return tokens[start].text[0].isupper() or tokens[start].text[0].isdigit()


def _is_number(tokens: list[_Token], start: int) -> bool:
    return any(character.isdigit() for character in tokens[start].text) or tokens[start].text.lower() in NUMBER_WORDS


WHEN_OR_WHERE = word_set("on in at near during since last")
NUMBER_WORDS_IN_ORDER = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
)
NUMBER_WORDS = frozenset(NUMBER_WORDS_IN_ORDER)


QUANTITIES = dict(zip(NUMBER_WORDS_IN_ORDER, range(1, 17), strict=True))
SINGULAR = word_set("a an another his her its my our their the")  # before a noun that does not end in "s"
AFTER_NOUN = word_set("aged at by for from in of on that to who whom whose with")
NOT_COUNTED = frozenset(
    "and day days dozen euros hour hours hundred in million minutes month months of or per percent pounds thousand to "
    "week weeks year years".split()
)


def _enumeration(
    tokens: list[_Token],
    ranges: list[tuple[int, int]],
    proper: list[bool],
    numbers: list[bool],
    sentence: int,
    semicolons: bool,
) -> Enumeration:
    count = len(ranges)
    counts = {count}
    names = [is_proper and not is_number for is_proper, is_number in zip(proper, numbers, strict=True)]
    if any(names):
        counts.add(sum(names))
        # "the barrister Ann Lee, Ida Ash, chair of the board, and Ben Oak"
        counts.add(
            count
            - sum(
                is_name and not other and stop - first >= MIN_APPOSITION
                for (is_name, other), (first, stop) in zip(pairwise(proper), ranges[1:], strict=True)
            )
        )
    if any(numbers) and not all(numbers):
        counts.add(count - sum(numbers))
    if count % 2 == 0 and count > 2:
        counts.add(count // 2)  # "Lyme Regis, Dorset, and Staithes, North Yorkshire"
    stop = ranges[-1][1]
    if (
        count % 2
        and all(proper)
        and stop + 1 < len(tokens)
        and tokens[stop].text == ","
        and tokens[stop + 1].text[0].isupper()
    ):
        counts.add((count + 1) // 2)  # the same: the last item ends before its county
    inner = _inner(tokens, ranges)
    counts |= {count + inner}
    quantities = [_quantity([token.text for token in tokens[first:last]]) for first, last in ranges]
    quantified = all(quantities) and max(quantities) > 1
    if quantified:
        count = sum(quantities)
        counts.add(count)
    elif any(quantity > 1 for quantity in quantities):
        counts.add(sum(max(1, quantity) for quantity in quantities))  # "murder, two robberies and arson"
    groups = sum(token.text == ";" for token in tokens[ranges[0][0] : ranges[-1][1]])
    if groups and groups < count - 1:  # "Ely; Hull, Leeds and York; Bath": either mark may part things
        counts.update(range(groups + 1, count + inner + 1))
    start, end = tokens[ranges[0][0]].start, tokens[ranges[-1][1] - 1].end
    before = tokens[ranges[0][0] - 1].text.lower() if ranges[0][0] else ""
    after = tokens[ranges[-1][1]].text if ranges[-1][1] < len(tokens) else ""
    return Enumeration(
        Span(start, end),
        sentence,
        frozenset(number for number in counts if number > 1),
        count,
        before,
        after,
        all(proper),
        all(numbers),
        max(last - first for first, last in ranges),
        semicolons,
        quantified=quantified,
        goes_on_in_numbers=not numbers[0] and all(numbers[1:]),
    )


def _quantity(words: list[str]) -> int:
    """How many things an item names: "two men", "a couple", "a girl of five", "Ann Lee"; 0 where that is unclear."""
    if not words:
        return 0
    first = words[0].lower()
    if first in SINGULAR and len(words) > 2 and (words[1].lower() in QUANTITIES or words[1].isdecimal()):
        return _quantity(words[1:])  # "their two sons"
    if first in QUANTITIES or (first.isdecimal() and len(first) < 3):
        is_counted = len(words) > 1 and words[1].isalpha() and words[1].lower() not in NOT_COUNTED
        return QUANTITIES.get(first) or int(first) if is_counted else 0
    end = next((place for place, word in enumerate(words) if place and word.lower() in AFTER_NOUN), len(words))
    noun = words[end - 1]
    if noun.lower() in GROUP_SIZES:
        return GROUP_SIZES[noun.lower()]
    is_one = first in SINGULAR or first[0] != words[0][0]
    return int(is_one and noun.isalpha() and not (noun.endswith("s") and not noun.endswith("ss")))


def _inner(tokens: list[_Token], ranges: list[tuple[int, int]]) -> int:
    """How many further coordinators stand inside the items: "pork and beans, rice, and fish"."""
    return sum(token.text.lower() in COORDINATORS for first, last in ranges for token in tokens[first:last])
