"""Names in a row: "Argentina, Brazil, Bolivia and Chile", "Ann Lee, 34, and Bo Hay, 12".

From the last conjunction a list of names is read backwards over the commas (or semicolons) as long as every piece is a
name, or an attribute of one: brackets, an age, "of Leeds", "a nurse".
"""

from __future__ import annotations

from checks import names
from checks.listings.construction import listing_made
from checks.listings.segments import NO_ROLES, PARTICLES, Piece, Word, words_of
from checks.model import Listing, Sentence

_ATTRIBUTE_STARTS = words_of("of from aged age who whose a an both formerly originally nicknamed known")
_OTHERS = words_of("others other more elsewhere etc several many some")
_COMPOUND_ENDINGS = ("-based", "-born", "-led", "-backed", "-owned", "-trained", "-listed")
_NUMBERS = words_of("one two three four five six seven eight nine ten eleven twelve twenty dozen several")
_OPENERS = words_of(
    """
    however meanwhile also instead earlier later yesterday today tomorrow still then now overall first second
    third finally moreover furthermore elsewhere additionally nevertheless nonetheless therefore thus besides
    afterwards previously since yes no well so but and or in fact indeed again perhaps sadly
    """
)
_PREPOSITIONS = words_of("""
    in at on from for with by near across outside inside within after before during around about under over
    despite unlike among since until like of through throughout
    """)
_INSTITUTIONS = words_of(
    """
    office department ministry minister agency commission commissioner committee university college institute
    bureau association federation society board council school trust fund administration secretary centre center
    museum bank group company union ministers academy foundation organisation organization authority service
    services church
    """
)
_DEPARTMENTS = words_of(
    "office department ministry committee institute bureau board council faculty society academy association federation"
)


def items_of(pieces: list[Piece], last: int, reach: int) -> list[tuple[Word, ...]]:
    """The items, last first, of the list whose last conjunction stands before piece `last`; none if it is no list, or
    goes back over more than `reach` pieces."""
    final = _leading_name(pieces[last].words)
    if not final and not _is_others(pieces[last].words):
        return []
    items = [final] if final else []
    semicolons = pieces[last - 1].mark == ";" or (
        last >= 2 and any(p.mark == ";" for p in pieces[max(last - 4, 0) : last])
    )
    joint = pieces[last]
    for at in range(last - 1, -1, -1):
        piece = pieces[at]
        if not piece.words or last - at > reach:
            return []
        if semicolons and piece.mark == "," and _follows_semicolon(pieces, at):
            continue  # "Lyon, France; Turin, Italy": what stands behind a comma is an attribute
        if _is_attribute(piece.words) and piece.mark in (",", ";"):
            joint = piece
            continue
        whole = _whole_name(piece.words)
        if whole and piece.mark in (",", ";"):
            items.append(whole)
            joint = piece
            continue
        if whole and piece.mark == "and":
            if joint.comma or joint.mark != "and":
                return []
            items.append(whole)  # "A and B and C"
            if piece.comma:
                return items  # "He won, and A and B lost"
            continue
        if _is_counted(piece.words):
            return []
        tail = whole or _trailing_name(piece.words)
        if tail:
            items.append(tail)
            return items
        return items if len(items) > 2 else []
    return items


def _follows_semicolon(pieces: list[Piece], at: int) -> bool:
    return at > 0 and (pieces[at - 1].mark in (";", "and", "", ":") or pieces[at - 1].mark == ",")


def _is_capital(word: Word) -> bool:
    return word.words[0].isupper()


def is_name(words: tuple[Word, ...]) -> bool:
    return bool(_whole_name(words))


def _is_others(words: tuple[Word, ...]) -> bool:
    return (
        bool(words)
        and any(word.words.lower() in _OTHERS for word in words[:3])
        and not any(map(_is_capital, words[:3]))
    )


def _is_counted(words: tuple[Word, ...]) -> bool:
    """ "five Tests": figures in a row, no names."""
    return words[0].words[0].isdigit() or words[0].words.lower() in _NUMBERS


def _is_attribute(words: tuple[Word, ...]) -> bool:
    """An age, "of Leeds", "a nurse": what a name carries with it between commas."""
    first = words[0].words
    if first.isdecimal() and (len(words) == 1 or not _is_capital(words[-1])):
        return len(first) <= 3 and len(words) <= 4
    return first in _ATTRIBUTE_STARTS and len(words) <= 9


def _whole_name(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The name that a piece consists of: "the Netherlands", "singer Bo Hay"; empty if there is more in it."""
    at = _past_role(words)
    run = _run(words, at)
    return words[at:run] if run == len(words) and run > at else ()


def _leading_name(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The name at the start of a piece: "the singer Bo Hay were hurt", "the estate of Bo Hay"."""
    at = _past_role(words)
    if at == len(words) > 3 and words[0].words == "the" and words[2].words == "of" and _is_capital(words[3]):
        return words[1 : _run(words, 3)]
    return words[at : _run(words, at)]


def _past_role(words: tuple[Word, ...]) -> int:
    """Where the name begins behind what somebody is: "the Leeds-based singer"; the end if no name follows."""
    for at, word in enumerate(words):
        if _is_capital(word) and not word.words.endswith(_COMPOUND_ENDINGS):
            return at
        if at == 4 or word.words in NO_ROLES or not word.words[0].isalpha() or _is_participle(word.words):
            break
    return len(words)


def _is_participle(word: str) -> bool:
    return word.endswith(("ing", "ed")) and len(word) > 4 and word not in ("ailing", "leading", "wounded", "retired")


def _trailing_name(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The name at the end of a piece: "countries included the Netherlands"."""
    at = len(words)
    while at and (
        _is_capital(words[at - 1]) or (at < len(words) and _is_inner(words[at - 1].words)) or _is_code(words, at - 1)
    ):
        at -= 1
    while at < len(words) and not _is_capital(words[at]):
        at += 1
    return words[at:]


def _run(words: tuple[Word, ...], at: int) -> int:
    """The end of the name that begins at `at`: capitals, with particles and numbers between or after them."""
    end = at
    while end < len(words):
        word = words[end].words
        if _is_capital(words[end]) or _is_code(words, end):
            end += 1
        elif _is_inner(word) and end + 1 < len(words) and end > at:
            ahead = end + 1
            while ahead < len(words) and ahead < end + 3 and _is_inner(words[ahead].words):
                ahead += 1
            if ahead < len(words) and _is_capital(words[ahead]):
                end = ahead
            else:
                break
        else:
            break
    return end


def _is_inner(word: str) -> bool:
    return word in PARTICLES


def _is_code(words: tuple[Word, ...], at: int) -> bool:
    """A number in a name: "Channel 4"."""
    return (
        at > 0
        and words[at].words.isdecimal()
        and len(words[at].words) <= 4
        and _is_capital(words[at - 1])
        and words[at - 1].words not in ("In", "The")
    )


def listing_of(
    text: str, sentence: Sentence, index: int, found: list[tuple[Word, ...]], pieces: list[Piece], last: int
) -> Listing | None:
    items = found[::-1]
    start = sentence.span.start
    if items[0][0].start == start:
        items[0] = _without_opener(items[0])
    lead = text[start : items[0][0].start].split(maxsplit=1)
    if len(items[0]) == 1 and not lead and items[0][0].words.lower() in _OPENERS:
        items = items[1:]
    elif (
        len(items) > 2
        and len(lead) == 1
        and lead[0].lower() in _PREPOSITIONS
        and text[items[-1][-1].end : items[-1][-1].end + 1] != ","
    ):
        items = items[1:]  # "In London, Ann Lee and Bo Hay said"
    if len(items) < 2:
        return None
    attributes = any(_is_attribute(piece.words) for piece in pieces[max(0, last - 2) : last] if piece.words)
    if len(items) == 2 and (
        (pieces[last].comma and not attributes)
        or _runs_over(items, _INSTITUTIONS, ("of", "for", "on"))
        or any(word.words in ("of", "for", "on") for word in items[0])
    ):
        return None
    if _runs_over(items, _DEPARTMENTS, ("of", "for", "on")) or _titles(items) or _alternates(items, pieces, last):
        return None
    return listing_made(text, sentence, index, items, proper=True)


def _runs_over(items: list[tuple[Word, ...]], bodies: frozenset[str], particles: tuple[str, ...]) -> bool:
    """ "Institute for Roads, Rivers and Bridges": one long name of a body rather than several names."""
    first = [word.words.lower() for word in items[0]]
    others = [word.words.lower() for item in items[1:] for word in item]
    within = any(word in bodies for word in first) and (len(items) == 2 or any(word in particles for word in first))
    return within and not any(word in bodies for word in others)


def _titles(items: list[tuple[Word, ...]]) -> bool:
    """ "Bo Hay, Chairman of the Board and Minister for Rivers": what one person is, not who is there."""
    return any(
        all(names.is_title(word.words) for word in item)
        or (names.is_title(item[0].words) and item[1].words in PARTICLES)
        for item in items[1:]
        if len(item) > 1
    )


def _without_opener(item: tuple[Word, ...]) -> tuple[Word, ...]:
    """Without the capital that only begins a sentence: "In Chile", "Both Peru"."""
    while len(item) > 1 and item[0].words != "The" and names.is_function_word(item[0].words):
        item = item[1:]
    return item


def _alternates(items: list[tuple[Word, ...]], pieces: list[Piece], last: int) -> bool:
    """ "Paris, France and Rome, Italy": every second item is the country of the one before."""
    told = [" ".join(word.words for word in item) for item in items]
    after = pieces[last + 1] if last + 1 < len(pieces) else None
    if after and after.mark == "," and _whole_name(after.words):
        told.append(" ".join(word.words for word in after.words))
    if len(told) < 4 or len(told) % 2:
        return False
    return all(map(names.is_country, told[1::2])) and not any(map(names.is_country, told[::2]))


def after_colon(text: str, pieces: list[Piece]) -> list[tuple[Word, ...]]:
    """ "three towns: Basey, Marabut, Balangiga": names to the end of the sentence without a conjunction."""
    barrier = next((at for at in range(len(pieces) - 1, -1, -1) if pieces[at].mark == ":"), None)
    if barrier is None or len(pieces) - barrier < 3 or not all(piece.words for piece in pieces[barrier:]):
        return []
    start = pieces[barrier].words[0].start
    if not text[max(start - 3, 0) : start].rstrip(" \"“‘'").endswith(":"):
        return []
    items = [_whole_name(piece.words) for piece in pieces[barrier:]]
    return items if all(items) else []
