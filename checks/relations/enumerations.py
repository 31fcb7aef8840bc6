"""Finds the lists in a sentence and how many items they have: coordinations with commas, semicolons and a last "and".

A comma may separate two items, or an item from its description ("Jade, 10, and John, nine"; "Lyme Regis, Dorset, and
Staithes, North Yorkshire"). Every reading is kept, since a stated count is only wrong if no reading agrees with it.
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
    r"--|(?:Ltd|Inc|Corp|Co|LLC|Plc|Jr|Sr)\.(?=[,;]|\s+(?:and|or|--|[-–—])\s)"  # abbreviations
    r"|[^\W\d_]+(?:['’.-]+[^\W\d_]+){0,9}\.?(?=\s[A-Z])|[^\W\d_]+(?:['’-][^\W\d_]+)*|[$£€₦]?\d[\d,.]*\d|\d|[^\w\s]"
)
COORDINATORS = frozenset(("and", "or", "&", "plus"))
COORDINATOR = pattern(r"(?<![^\W\d_])(?:and|or|plus)(?![^\W\d_])|&", re.IGNORECASE)
STRONG_TRIGGERS = word_set(
    """are were include includes included including comprise comprises comprising namely aged ages"""
)
"""Words that introduce a list wherever they occur; the other words of TRIGGERS also occur inside items."""
LONG_LEAD_TRIGGERS = STRONG_TRIGGERS | {"as"}
"""Words after which a list may begin even if too many words precede it for one item."""
SENTENCE_MARKS = frozenset((".", "!", "?", ":", "—", "–", "(", ")", "“", "”", '"', "--"))
QUOTATION_MARKS = frozenset(("“", "”", '"'))
SEPARATORS = frozenset((",", ";"))
ITEM_ENDS = SEPARATORS | SENTENCE_MARKS
PREDICATES = word_set("are were both all each have had will")
"""Words that end the last item, where the sentence goes on with what all the items are or do."""
PERCENT = frozenset(("%", "per", "percent"))
SEQUENCE_ADVERBS = word_set("first second third fourth last finally next then also")
MAX_ITEM = 14  # tokens of an item
MIN_APPOSITION = 3  # tokens of a description of the name before it: "chair of the board"
MAX_GLOSS = 8  # tokens in brackets after an item: "(Labour)", "(Symbol: SO)"; or between quotation marks
MAX_ITEMS = 24
MAX_ENUMERATIONS = 12  # of a sentence
TRIGGERS = word_set(
    """are were is was include includes included including comprise comprises comprising namely being like as named
    called aged ages of between both from to by with in for at on near outside across around under over against via
    through"""
)


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A list of things in one sentence."""

    span: Span
    sentence: int
    counts: frozenset[int]  # every number of things that it can be read as
    count: int  # the plain reading: separators plus one, or the sum of the items' own numbers: "two men and a girl"
    before: str  # the token before it in lower case: ":", "—", "are", ...; "" at the start of the sentence
    after: str  # the token after it; "" at the end of the sentence
    has_capitalized_items: bool  # whether every item begins with a capital or a figure
    numbers: bool  # whether every item is a number: "aged 14, 16 and 17"
    longest_item: int  # in tokens
    has_semicolons: bool
    quantified: bool = False  # whether the items have numbers of their own, and `count` is their sum
    has_numbers_after_first: bool = False  # whether each item but the first begins with a number
    is_partial: bool = False  # whether its first item may be missing, in the words before it


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
            found += _enumerations_around(tokens, index, sentence)
            if len(found) >= MAX_ENUMERATIONS:
                break
    return found


def _without_glosses(tokens: list[_Token]) -> list[_Token]:
    """The tokens without brackets after a word and what is between them, if that is short and no list."""
    kept: list[_Token] = []
    opening = -1  # position in `kept` of the last opening bracket
    for token in tokens:
        kept.append(token)
        if token.text == "(":
            opening = len(kept) - 1
        elif token.text == ")" and opening > 0:
            inside = kept[opening + 1 : -1]
            is_gloss = len(inside) <= MAX_GLOSS and not any(each.text.lower() in COORDINATORS for each in inside)
            if is_gloss and kept[opening - 1].text not in ITEM_ENDS:
                del kept[opening:]
            opening = -1
    return kept


def _without_quotation_marks(tokens: list[_Token]) -> list[_Token]:
    """The tokens without quotation marks around a few words: an item may be a title or a quoted word."""
    marks = [place for place, token in enumerate(tokens) if token.text in QUOTATION_MARKS]
    dropped: set[int] = set()
    for opening, closing in zip(marks[::2], marks[1::2], strict=False):
        inside = tokens[opening + 1 : closing]
        if 0 < len(inside) <= MAX_GLOSS and not any(
            each.text in SENTENCE_MARKS or each.text == ";" for each in inside[:-1]
        ):
            dropped |= {opening, closing}
    return [token for place, token in enumerate(tokens) if place not in dropped]


def _is_dash(text: str, token: re.Match[str]) -> bool:
    """Whether a token is a hyphen used as a dash: "three sites - Lorne, Torley and Ash"."""
    start, end = token.span()
    return token.group() == "-" and text[max(0, start - 1) : start].isspace() and text[end : end + 1].isspace()


class _ItemsBefore(NamedTuple):
    """What may be the items of an enumeration before its coordinator."""

    pieces: list[tuple[int, int]]  # token ranges between the separators, in text order
    has_semicolons: bool  # whether one of the separators is a semicolon
    is_cut: bool  # whether the piece before them is too long for an item, so that one item may be missing


def _enumerations_around(tokens: list[_Token], coordinator: int, sentence: int) -> Iterator[Enumeration]:
    """The readings of the enumeration whose last item follows this coordinator."""
    items_before = _items_before(tokens, coordinator)
    pieces = items_before.pieces
    if not pieces or pieces[-1][0] == pieces[-1][1]:
        return
    if len(pieces) > 1 and tokens[pieces[-1][0]].text.lower() in COORDINATORS:
        return  # a coordinator at the start of the last piece: "taxes, fees, and bonds and loans"
    last_start = coordinator + 1
    last_end = _end_of_item(tokens, last_start)
    if last_end == last_start:
        return
    is_or = tokens[coordinator].text.lower() == "or"
    if is_or and last_end - last_start > 1 and tokens[last_start + 1].text in PERCENT:
        return  # "of 640 in May, 416, or 65%": one figure in two ways
    piece_start, first_end = pieces[0]
    first_starts = _starts_of_first_item(tokens, piece_start, first_end)
    inside_last = range(last_start + 1, last_end)
    predicate = next((position for position in inside_last if tokens[position].text.lower() in PREDICATES), None)
    for first_start in first_starts:
        for end in (last_end,) if predicate is None else (last_end, predicate):
            ranges = [(first_start, first_end), *pieces[1:], (last_start, end)]
            for found in _readings(tokens, ranges, sentence, items_before.has_semicolons):
                yield replace(found, counts=found.counts | {found.count + 1}) if items_before.is_cut else found
    if len(pieces) > 1 and _may_contain_count(tokens, piece_start, first_starts[-1]):
        for found in _readings(tokens, [*pieces[1:], (last_start, last_end)], sentence, items_before.has_semicolons):
            yield replace(found, is_partial=True)


def _items_before(tokens: list[_Token], coordinator: int) -> _ItemsBefore:
    """The pieces before a coordinator, as far back as they may be items of one enumeration."""
    pieces: list[tuple[int, int]] = []  # from right to left
    position = coordinator - 1 if tokens[coordinator - 1].text in SEPARATORS else coordinator
    has_semicolons = is_cut = False
    while position > 0 and len(pieces) < MAX_ITEMS:
        spend()
        start = _start_of_piece(tokens, position)
        if position - start > MAX_ITEM and pieces:
            item_start = _last_trigger(tokens, start, position) or _start_of_last_name(tokens, start, position, pieces)
            if item_start is None:
                is_cut = True
                break
            start = item_start  # "the firm, which is active in seven markets including Ghana, Kenya and Togo"
        pieces.append((start, position))
        if any(token.text.lower() in STRONG_TRIGGERS for token in tokens[start:position]):
            break
        if start == 0 or tokens[start - 1].text not in SEPARATORS:
            break
        has_semicolons = has_semicolons or tokens[start - 1].text == ";"
        position = start - 1
    if (
        len(pieces) > 1
        and pieces[-1][1] - pieces[-1][0] == 1
        and tokens[pieces[-1][0]].text.lower() in SEQUENCE_ADVERBS
    ):
        pieces.pop()  # "two outcomes: First, Ash and Elm agree"
    return _ItemsBefore(pieces[::-1], has_semicolons, is_cut)


def _start_of_piece(tokens: list[_Token], end: int) -> int:
    """The start of the piece that ends before token `end`, which has at most MAX_ITEM + 1 tokens."""
    start = end
    while start > 0 and end - start <= MAX_ITEM and tokens[start - 1].text not in ITEM_ENDS:
        spend()
        start -= 1
    return start


def _end_of_item(tokens: list[_Token], start: int) -> int:
    """The exclusive end of the item that begins at token `start`, which has at most MAX_ITEM + 1 tokens."""
    end = start
    while end < len(tokens) and end - start <= MAX_ITEM and tokens[end].text not in ITEM_ENDS:
        spend()
        end += 1
    return end


def _starts_of_first_item(tokens: list[_Token], start: int, end: int) -> list[int]:
    """Where the first item may start in its piece: after the last word of TRIGGERS ("are", "between").

    Also at the start of the piece, if that has a number of its own: "three boys aged 15 to 17 and a girl".
    """
    item_start = start
    for position in range(end - 1, start - 1, -1):
        if tokens[position].text.lower() in TRIGGERS:
            item_start = position + 1
            break
    if item_start >= end:
        item_start = start
    has_quantity = item_start > start and _quantity([token.text for token in tokens[start:end]]) > 1
    return [item_start, start] if has_quantity else [item_start]


def _may_contain_count(tokens: list[_Token], start: int, item_start: int) -> bool:
    """Whether the first item may be part of a phrase with the count: "three brands owned by Stell, Arden and Corrie".

    Between the counted noun and the item, which starts at `item_start`, is a participle or "of", as also in "the two
    piers of Lorne, Ash and Elm".
    """
    if item_start <= start + 1:
        return False
    has_link = tokens[item_start - 2].text.endswith("ed") or tokens[item_start - 1].text.lower() == "of"
    return has_link and any(_is_count(token) for token in tokens[start : item_start - 2])


def _is_count(token: _Token) -> bool:
    return token.text.lower() in NUMBER_WORDS or token.text.isdigit()


def _readings(
    tokens: list[_Token], ranges: list[tuple[int, int]], sentence: int, has_semicolons: bool
) -> Iterator[Enumeration]:
    """The enumeration of these items, and of its last items only, as the first may belong to the rest of the sentence.

    `ranges` are the token ranges of the items.
    """
    capitalized = [_is_capitalized(tokens, *item) for item in ranges]
    numbers = [_is_number(tokens, item[0]) for item in ranges]
    if len(ranges) > 2 and all(numbers[1:]) and not numbers[0] and _says_when_or_where(tokens, ranges[0][0]):
        ranges, capitalized, numbers = ranges[1:], capitalized[1:], numbers[1:]
    yield _enumeration(tokens, ranges, capitalized, numbers, sentence, has_semicolons)
    # "known as cases 1000, 2000 and 3000": the first number has the noun of all
    with_number = [_is_number(tokens, item[0]) or _is_number(tokens, item[1] - 1) for item in ranges]
    pairs = zip(capitalized, with_number, strict=True)
    kinds = [(is_capitalized or has_number, has_number) for is_capitalized, has_number in pairs][
        ::-1
    ]  # last item first
    sizes = {next((size for size, kind in enumerate(kinds) if kind != kinds[0]), len(kinds))}
    # "It has three brands, Maserati, Alfa Romeo and Ferrari", "Ash, Elm and two others, Oak and Yew": a number that
    # opens an item is an age or another item; one within it counts those that follow
    for number, (start, end) in enumerate(ranges[:-1], 1):
        if any(_is_count(token) for token in tokens[start + 1 : end - 1]):
            sizes.add(len(ranges) - number)
    for size in sorted(sizes, reverse=True):
        if not 2 <= size < len(ranges):
            continue
        found = _enumeration(tokens, ranges[-size:], capitalized[-size:], numbers[-size:], sentence, has_semicolons)
        name = _name_at_end(tokens, ranges[-size - 1], ranges[-size:])
        if name is None:
            yield found
            continue
        yield _enumeration(
            tokens,
            [name, *ranges[-size:]],
            [True, *capitalized[-size:]],
            [False, *numbers[-size:]],
            sentence,
            has_semicolons,
        )
        yield replace(found, counts=found.counts | {found.count + 1}, is_partial=True)


def _says_when_or_where(tokens: list[_Token], start: int) -> bool:
    """Whether the piece before some numbers is a time or place, no item: "12 died on Tuesday, 4 men and 8 women"."""
    return start > 0 and tokens[start - 1].text.lower() in WHEN_OR_WHERE and tokens[start].text[0].isupper()


def _name_at_end(tokens: list[_Token], piece: tuple[int, int], others: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The name at the end of a piece, after a trigger: Ely in "In May, with five votes in Ely, Rye and Ash"."""
    start, end = piece
    name_start = _start_of_last_name(tokens, start, end, others)
    if name_start is None or name_start <= start or tokens[name_start - 1].text not in TRIGGERS:
        return None
    return name_start, end


def _last_trigger(tokens: list[_Token], start: int, end: int) -> int | None:
    """The position of the last word in a range that introduces a list, if something follows it; else None."""
    positions = range(end - 2, start - 1, -1)
    return next((position for position in positions if tokens[position].text.lower() in LONG_LEAD_TRIGGERS), None)


def _start_of_last_name(tokens: list[_Token], start: int, end: int, others: list[tuple[int, int]]) -> int | None:
    """The start of the name at the end of a range, if all other items are names: "... the trio Ely, Rye and Ash"."""
    if not all(_is_capitalized(tokens, *item) for item in others):
        return None
    name_start = end
    while name_start > start and (
        _is_capitalized(tokens, name_start - 1, name_start)
        or (name_start < end and _is_linking_word(tokens, name_start - 1))
    ):
        spend()
        name_start -= 1
    return name_start if name_start < end else None


def _is_linking_word(tokens: list[_Token], position: int) -> bool:
    """Whether a token is a small word after a capitalised one, as within names: "Bank of England"."""
    is_inside = position > 0 and _is_capitalized(tokens, position - 1, position)
    return is_inside and tokens[position].text in ("of", "the", "de", "for", ".")


def _is_capitalized(tokens: list[_Token], start: int, end: int) -> bool:
    """Whether an item begins with a capital or a figure, after an article if it has one."""
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
    capitalized: list[bool],
    numbers: list[bool],
    sentence: int,
    has_semicolons: bool,
) -> Enumeration:
    """The enumeration of the items in these token ranges, with every number of things that it can be read as."""
    count = len(ranges)
    counts = {count}
    names = [is_capitalized and not is_number for is_capitalized, is_number in zip(capitalized, numbers, strict=True)]
    if any(names):
        counts.add(sum(names))
        # "the barrister Ann Lee, Ida Ash, chair of the board, and Ben Oak"
        counts.add(
            count
            - sum(
                is_name and not next_is_name and end - start >= MIN_APPOSITION
                for (is_name, next_is_name), (start, end) in zip(pairwise(capitalized), ranges[1:], strict=True)
            )
        )
    if any(numbers) and not all(numbers):
        counts.add(count - sum(numbers))
    if count % 2 == 0 and count > 2:
        counts.add(count // 2)  # "Lyme Regis, Dorset, and Staithes, North Yorkshire"
    last_end = ranges[-1][1]
    if (
        count % 2
        and all(capitalized)
        and last_end + 1 < len(tokens)
        and tokens[last_end].text == ","
        and tokens[last_end + 1].text[0].isupper()
    ):
        counts.add((count + 1) // 2)  # the same: the last item ends before its county
    inner_coordinators = _count_inner_coordinators(tokens, ranges)
    counts |= {count + inner_coordinators}
    quantities = [_quantity([token.text for token in tokens[start:end]]) for start, end in ranges]
    quantified = all(quantities) and max(quantities) > 1
    if quantified:
        count = sum(quantities)
        counts.add(count)
    elif any(quantity > 1 for quantity in quantities):
        counts.add(sum(max(1, quantity) for quantity in quantities))  # "murder, two robberies and arson"
    semicolons = sum(token.text == ";" for token in tokens[ranges[0][0] : ranges[-1][1]])
    if semicolons and semicolons < count - 1:  # "Ely; Hull, Leeds and York; Bath": either mark may separate items
        counts.update(range(semicolons + 1, count + inner_coordinators + 1))
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
        all(capitalized),
        all(numbers),
        max(end - start for start, end in ranges),
        has_semicolons,
        quantified=quantified,
        has_numbers_after_first=not numbers[0] and all(numbers[1:]),
    )


def _quantity(words: list[str]) -> int:
    """How many things an item is: 2 for "two men" or "a couple", 1 for "a girl of five" or "Ann Lee"; 0 if unclear."""
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


def _count_inner_coordinators(tokens: list[_Token], ranges: list[tuple[int, int]]) -> int:
    """The number of coordinators inside items: 1 in "pork and beans, rice, and fish"."""
    return sum(token.text.lower() in COORDINATORS for start, end in ranges for token in tokens[start:end])
