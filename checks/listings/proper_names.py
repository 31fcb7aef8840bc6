"""Reads lists of proper names: "Argentina, Brazil, Bolivia and Chile", "Ann Lee, 34, and Bo Hay, 12".

From the last conjunction a list is read backwards over the commas (or semicolons) as long as every segment is a name,
or an attribute of one: brackets, an age, "of Leeds", "a nurse".
"""

from __future__ import annotations

from checks import names
from checks.listings.construction import make_listing
from checks.listings.segments import NAME_PARTICLES, ROLE_BOUNDARIES, Segment, Word
from checks.model import Listing, Sentence
from checks.word_set import word_set

_ATTRIBUTE_STARTS = word_set("of from aged age who whose a an both formerly originally nicknamed known")
_OTHERS_WORDS = word_set("others other more elsewhere etc several many some")
_COMPOUND_ENDINGS = ("-based", "-born", "-led", "-backed", "-owned", "-trained", "-listed")
_COUNT_WORDS = word_set("one two three four five six seven eight nine ten eleven twelve twenty dozen several")
_SENTENCE_OPENERS = word_set(
    """
    however meanwhile also instead earlier later yesterday today tomorrow still then now overall first second
    third finally moreover furthermore elsewhere additionally nevertheless nonetheless therefore thus besides
    afterwards previously since yes no well so but and or in fact indeed again perhaps sadly
    """
)
_OPENING_PREPOSITIONS = word_set("""
    in at on from for with by near across outside inside within after before during around about under over
    despite unlike among since until like of through throughout
    """)
_INSTITUTIONS = word_set(
    """
    office department ministry minister agency commission commissioner committee university college institute
    bureau association federation society board council school trust fund administration secretary centre center
    museum bank group company union ministers academy foundation organisation organization authority service
    services church
    """
)
_DEPARTMENTS = word_set(
    "office department ministry committee institute bureau board council faculty society academy association federation"
)


def find_items(segments: list[Segment], last_index: int, max_segments: int) -> list[tuple[Word, ...]]:
    """Returns the items, in reverse order, of the list whose last conjunction precedes segment `last_index`.

    Empty if it is not a list, or extends back over more than `max_segments` segments.
    """
    last_item = _leading_name(segments[last_index].words)
    if not last_item and not _is_others(segments[last_index].words):
        return []
    items = [last_item] if last_item else []
    has_semicolons = segments[last_index - 1].mark == ";" or (
        last_index >= 2 and any(each.mark == ";" for each in segments[max(last_index - 4, 0) : last_index])
    )
    next_segment = segments[last_index]
    for index in range(last_index - 1, -1, -1):
        segment = segments[index]
        if not segment.words or last_index - index > max_segments:
            return []
        if has_semicolons and segment.mark == "," and _is_after_semicolon(segments, index):
            continue  # "Lyon, France; Turin, Italy": what follows a comma is an attribute
        if _is_attribute(segment.words) and segment.mark in (",", ";"):
            next_segment = segment
            continue
        name = _whole_name(segment.words)
        if name and segment.mark in (",", ";"):
            items.append(name)
            next_segment = segment
            continue
        if name and segment.mark == "and":
            if next_segment.has_comma or next_segment.mark != "and":
                return []
            items.append(name)  # "A and B and C"
            if segment.has_comma:
                return items  # "He won, and A and B lost"
            continue
        if _begins_with_number(segment.words):
            return []
        first_item = name or _trailing_name(segment.words)
        if first_item:
            items.append(first_item)
            return items
        return items if len(items) > 2 else []
    return items


def _is_after_semicolon(segments: list[Segment], index: int) -> bool:
    return index > 0 and (segments[index - 1].mark in (";", "and", "", ":") or segments[index - 1].mark == ",")


def _is_capital(word: Word) -> bool:
    return word.text[0].isupper()


def is_name(words: tuple[Word, ...]) -> bool:
    """Whether the words are one name, with or without a role before it."""
    return bool(_whole_name(words))


def _is_others(words: tuple[Word, ...]) -> bool:
    """Whether the words mean further items: "others", "several more"."""
    return (
        bool(words)
        and any(word.text.lower() in _OTHERS_WORDS for word in words[:3])
        and not any(map(_is_capital, words[:3]))
    )


def _begins_with_number(words: tuple[Word, ...]) -> bool:
    """Whether the segment begins with a number and so is no name: "five Tests"."""
    return words[0].text[0].isdigit() or words[0].text.lower() in _COUNT_WORDS


def _is_attribute(words: tuple[Word, ...]) -> bool:
    """Whether the words are an attribute of the name before them: an age, "of Leeds", "a nurse"."""
    first = words[0].text
    if first.isdecimal() and (len(words) == 1 or not _is_capital(words[-1])):
        return len(first) <= 3 and len(words) <= 4
    return first in _ATTRIBUTE_STARTS and len(words) <= 9


def _whole_name(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Returns the name that makes up the whole segment ("the Netherlands", "singer Bo Hay"); else nothing."""
    start = _name_start(words)
    end = _name_end(words, start)
    return words[start:end] if end == len(words) and end > start else ()


def _leading_name(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Returns the name at the start of a segment: "the singer Bo Hay were hurt", "the estate of Bo Hay"."""
    start = _name_start(words)
    if start == len(words) > 3 and words[0].text == "the" and words[2].text == "of" and _is_capital(words[3]):
        return words[1 : _name_end(words, 3)]
    return words[start : _name_end(words, start)]


def _name_start(words: tuple[Word, ...]) -> int:
    """Returns the index of the name after a role ("the Leeds-based singer"); the number of words if there is none."""
    for index, word in enumerate(words):
        if _is_capital(word) and not word.text.endswith(_COMPOUND_ENDINGS):
            return index
        if index == 4 or word.text in ROLE_BOUNDARIES or not word.text[0].isalpha() or _is_participle(word.text):
            break
    return len(words)


def _is_participle(word: str) -> bool:
    return word.endswith(("ing", "ed")) and len(word) > 4 and word not in ("ailing", "leading", "wounded", "retired")


def _trailing_name(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Returns the name at the end of a segment: "countries included the Netherlands"."""
    start = len(words)
    while start and (
        _is_capital(words[start - 1])
        or (start < len(words) and _is_particle(words[start - 1].text))
        or _is_number_in_name(words, start - 1)
    ):
        start -= 1
    while start < len(words) and not _is_capital(words[start]):
        start += 1
    return words[start:]


def _name_end(words: tuple[Word, ...], start: int) -> int:
    """Returns the end of the name that begins at `start`: capitals, with particles or numbers between or after."""
    end = start
    while end < len(words):
        word = words[end].text
        if _is_capital(words[end]) or _is_number_in_name(words, end):
            end += 1
        elif _is_particle(word) and end + 1 < len(words) and end > start:
            next_index = end + 1
            while next_index < len(words) and next_index < end + 3 and _is_particle(words[next_index].text):
                next_index += 1
            if next_index < len(words) and _is_capital(words[next_index]):
                end = next_index
            else:
                break
        else:
            break
    return end


def _is_particle(word: str) -> bool:
    return word in NAME_PARTICLES


def _is_number_in_name(words: tuple[Word, ...], index: int) -> bool:
    """Whether the word is a number in a name: "Channel 4"."""
    return (
        index > 0
        and words[index].text.isdecimal()
        and len(words[index].text) <= 4
        and _is_capital(words[index - 1])
        and words[index - 1].text not in ("In", "The")
    )


def build_listing(
    text: str,
    sentence: Sentence,
    index: int,
    reversed_items: list[tuple[Word, ...]],
    segments: list[Segment],
    last_index: int,
) -> Listing | None:
    """Returns the listing of the items that `find_items` found; None if they turn out not to be a list."""
    items = reversed_items[::-1]
    start = sentence.span.start
    if items[0][0].start == start:
        items[0] = _without_opener(items[0])
    lead = text[start : items[0][0].start].split(maxsplit=1)
    if len(items[0]) == 1 and not lead and items[0][0].text.lower() in _SENTENCE_OPENERS:
        items = items[1:]
    elif (
        len(items) > 2
        and len(lead) == 1
        and lead[0].lower() in _OPENING_PREPOSITIONS
        and text[items[-1][-1].end : items[-1][-1].end + 1] != ","
    ):
        items = items[1:]  # "In London, Ann Lee and Bo Hay said"
    if len(items) < 2:
        return None
    has_attribute = any(
        _is_attribute(segment.words) for segment in segments[max(0, last_index - 2) : last_index] if segment.words
    )
    if len(items) == 2 and (
        (segments[last_index].has_comma and not has_attribute)
        or _is_one_institution(items, _INSTITUTIONS, ("of", "for", "on"))
        or any(word.text in ("of", "for", "on") for word in items[0])
    ):
        return None
    if (
        _is_one_institution(items, _DEPARTMENTS, ("of", "for", "on"))
        or _are_titles(items)
        or _alternates_with_countries(items, segments, last_index)
    ):
        return None
    return make_listing(text, sentence, index, items, proper=True)


def _is_one_institution(
    items: list[tuple[Word, ...]], institutions: frozenset[str], particles: tuple[str, ...]
) -> bool:
    """Whether the items are one long name of an institution: "Institute for Roads, Rivers and Bridges"."""
    first = [word.text.lower() for word in items[0]]
    others = [word.text.lower() for item in items[1:] for word in item]
    is_institution = any(word in institutions for word in first) and (
        len(items) == 2 or any(word in particles for word in first)
    )
    return is_institution and not any(word in institutions for word in others)


def _are_titles(items: list[tuple[Word, ...]]) -> bool:
    """Whether the items are titles of one person: "Bo Hay, Chairman of the Board and Minister for Rivers"."""
    return any(
        all(names.is_title(word.text) for word in item)
        or (names.is_title(item[0].text) and item[1].text in NAME_PARTICLES)
        for item in items[1:]
        if len(item) > 1
    )


def _without_opener(item: tuple[Word, ...]) -> tuple[Word, ...]:
    """Returns the item without words that have a capital only as the first of a sentence: "In Chile", "Both Peru"."""
    while len(item) > 1 and item[0].text != "The" and names.is_function_word(item[0].text):
        item = item[1:]
    return item


def _alternates_with_countries(items: list[tuple[Word, ...]], segments: list[Segment], last_index: int) -> bool:
    """Whether every second item is the country of the one before: "Paris, France and Rome, Italy"."""
    names_in_order = [" ".join(word.text for word in item) for item in items]
    following = segments[last_index + 1] if last_index + 1 < len(segments) else None
    if following and following.mark == "," and _whole_name(following.words):
        names_in_order.append(" ".join(word.text for word in following.words))
    if len(names_in_order) < 4 or len(names_in_order) % 2:
        return False
    return all(map(names.is_country, names_in_order[1::2])) and not any(map(names.is_country, names_in_order[::2]))


def names_after_colon(text: str, segments: list[Segment]) -> list[tuple[Word, ...]]:
    """Returns the names from a colon to the end of the sentence: "three towns: Basey, Marabut, Balangiga"."""
    colon = next((index for index in range(len(segments) - 1, -1, -1) if segments[index].mark == ":"), None)
    if colon is None or len(segments) - colon < 3 or not all(segment.words for segment in segments[colon:]):
        return []
    start = segments[colon].words[0].start
    if not text[max(start - 3, 0) : start].rstrip(" \"“‘'").endswith(":"):
        return []
    items = [_whole_name(segment.words) for segment in segments[colon:]]
    return items if all(items) else []
