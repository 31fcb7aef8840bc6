"""Finds enumerations of names: "Argentina, Brazil, Bolivia and Chile", "Ann Lee, 34, and Bo Hay, 12", bulleted lists.

A listing ends in a conjunction ("and", "or", "as well as", "along with"), or runs to the end of the sentence after a
colon, or is a run of bulleted paragraphs. From the conjunction it is read backwards over the commas (or semicolons) as
long as every piece is a name, or an attribute of one: brackets, an age, "of Leeds", "a nurse". Names of common things
("professor, graphic designer and taxi driver") are only read after words that announce a list.

Rules tie counts to listings, so a doubtful one is worse than none: a piece that is neither name nor attribute, an "and"
in the middle that belongs to no known name, places beside their countries ("Paris, France and Rome, Italy") end it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from checks import names
from checks.model import Listing, Sentence, Span, Zone
from checks.text import Layout

_TOKEN = re.compile(
    r"""\([^()]{0,300}\)|\[[^\[\]]{0,300}\]                    # an attribute in brackets
    |(?:as\ well\ as|along\ with|together\ with|and/or)\b       # conjunctions of several words
    |(?:[A-Z]\.){1,4}(?![a-z])|(?:St|Mrs?|Ms|Dr|Jr|Sr|Gen|Sen|Gov|Rep|Prof|Inc|Ltd|Co|Corp)\.(?=\s)
    |[^\W_]+(?:['’.&/-][^\W_]+)*                                # words: O'Neill, Baden-Baden, AT&T
    |[^\s\w"“”‘’'«»]                                            # marks; quotation marks are passed over
    """,
    re.VERBOSE,
)


def _words(spaced: str) -> frozenset[str]:
    return frozenset(spaced.split())


_CONJUNCTIONS = frozenset(("and", "or", "&", "as well as", "along with", "together with", "plus", "and/or", "nor"))
_MAY_HOLD_A_LIST = re.compile(
    r"\W(?:and|or|plus|with|as|nor|&)\s+(?:[a-z-]+\s+){0,4}[\"“‘'(]?[^\W\d_a-z]"
    r"|\Wand (?:\w+ )?(?:others|more|elsewhere)\b|:|\s[–—-]{1,2}\s"
    r"|\W(?:includ(?:e|es|ed|ing)|compris(?:ed|ing)|namely|such as|like)\s"
)
_PARTICLES = _words(
    """
    of de del della la le las los el al da das do dos di du van von der den bin ibn ben abu the upon on for y e
    st
    """
)
_ARTICLES = frozenset(("the", "a", "an"))
_ATTRIBUTE_STARTS = _words("of from aged age who whose a an both formerly originally nicknamed known")
_NO_ROLES = _words("""
    in on at by with from to as after before while when where that which who than then if but so because since
    until said says is was are were be been had has have did does do not no he she they it we you i his her
    their its this these those all some many most more about over under between against during including for of
    and or without like can could will would may might must shall should get got other others another one two
    three four five six seven eight nine ten eleven twelve dozen several both
    """)
_ANNOUNCING = _words("including include includes included namely comprising comprised")
_OPEN_LEADS = frozenset(("such as", "like", "e.g", "for example", "for instance", "notably", "among them"))
_OPEN_TAILS = re.compile(
    r"[,\s]*(?:among (?:many )?others\b|and (?:\w+ )?others\b|and (?:so on|more|elsewhere|the like)\b|etc\b|et al\b"
    r"|\.\.\.|…)",
    re.IGNORECASE,
)
_OTHERS = _words("others other more elsewhere etc several many some")
_COMPOUND_ENDINGS = ("-based", "-born", "-led", "-backed", "-owned", "-trained", "-listed")
_NUMBERS = _words("one two three four five six seven eight nine ten eleven twelve twenty dozen several")
_OPENERS = _words(
    """
    however meanwhile also instead earlier later yesterday today tomorrow still then now overall first second
    third finally moreover furthermore elsewhere additionally nevertheless nonetheless therefore thus besides
    afterwards previously since yes no well so but and or in fact indeed again perhaps sadly
    """
)
_PREPOSITIONS = _words("""
    in at on from for with by near across outside inside within after before during around about under over
    despite unlike among since until like of through throughout
    """)
# Names that hold an "and" themselves, by the words on both sides of it.
_JOINED_NAMES = frozenset(
    tuple(pair.split("+"))
    for pair in _words("""
    trinidad+tobago bosnia+herzegovina antigua+barbuda kitts+nevis tome+principe tomé+príncipe
    vincent+grenadines turks+caicos tyne+wear marks+spencer procter+gamble johnson+johnson standard+poor
    hammersmith+fulham serbia+montenegro kensington+chelsea barking+dagenham brighton+hove dumfries+galloway
    perth+kinross argyll+bute bath+wells jammu+kashmir newfoundland+labrador simon+garfunkel smith+wesson
    black+decker ernst+young tom+jerry romeo+juliet food+drug drugs+crime health+safety science+technology
    business+trade work+pensions culture+media arts+sciences securities+exchange revenue+customs law+order
    devon+cornwall avon+somerset health+social
    """)
)
_INSTITUTIONS = _words(
    """
    office department ministry minister agency commission commissioner committee university college institute
    bureau association federation society board council school trust fund administration secretary centre center
    museum bank group company union ministers academy foundation organisation organization authority service
    services church
    """
)
_DEPARTMENTS = _words(
    "office department ministry committee institute bureau board council faculty society academy association federation"
)
_COMMON_ITEM_WORDS = 5
_TITLE_CASE = 0.7  # the share of capitals above which a sentence is a headline in title case


class _Word(NamedTuple):
    start: int
    end: int
    words: str


class _Piece(NamedTuple):
    """What stands between two commas, semicolons or conjunctions."""

    mark: str  # what stands before it: "" at the start, ",", ";", "and" (with or without a comma), ":" for a barrier
    comma: bool  # is there a comma before the conjunction?
    words: tuple[_Word, ...]


def find(text: str, layout: Layout) -> Iterator[Listing]:
    """The listings of a text, in text order."""
    for index, sentence in enumerate(layout.sentences):
        if sentence.zone in (Zone.DATELINE, Zone.BYLINE):
            continue
        if sentence.zone is Zone.LIST:
            if index and layout.sentences[index - 1].zone is Zone.LIST:
                continue
            bulleted = _bulleted(text, layout, index)
            if bulleted:
                yield bulleted
                continue
        if _MAY_HOLD_A_LIST.search(text, sentence.span.start, sentence.span.end):
            yield from _in_sentence(text, sentence, index)


# ---- inside a sentence -----------------------------------------------------------------------------------------------
def _in_sentence(text: str, sentence: Sentence, index: int) -> Iterator[Listing]:
    pieces = _pieces(text, sentence.span)
    if sentence.zone is not Zone.BODY and _in_title_case(pieces):
        return
    done = -1
    for last, piece in enumerate(pieces):
        if last <= done or piece.mark != "and":
            continue
        if last + 1 < len(pieces) and pieces[last + 1].mark == "and" and not pieces[last + 1].comma:
            following = pieces[last + 1].words
            if piece.words and following and _is_name(piece.words) and following[0].words[0].isupper():
                continue  # "A and B and C": read from its end
        items = _items(pieces, last)
        if len(items) < 2:
            continue
        listing = _listing(text, sentence, index, items, pieces, last)
        if listing is not None:
            yield listing
            done = last
    if done < 0:
        for reader in (_after_colon, _common):
            items = reader(text, pieces)
            if items:
                yield _made(text, sentence, index, items, proper=reader is _after_colon)
                return


def _in_title_case(pieces: list[_Piece]) -> bool:
    """Is it a headline whose words all have capitals, so that capitals tell nothing?"""
    words = [word.words for piece in pieces for word in piece.words if word.words[0].isalpha()]
    return len(words) > 4 and sum(word[0].isupper() for word in words) > _TITLE_CASE * len(words)


def _pieces(text: str, span: Span) -> list[_Piece]:
    pieces: list[_Piece] = []
    mark, comma = "", False
    words: list[_Word] = []
    for found in _TOKEN.finditer(text, span.start, span.end):
        token = found.group()
        lower = token.lower()
        if token[0] in "([":
            continue
        if token in ",;" or lower in _CONJUNCTIONS or not (token[0].isalnum() or token in ".%$£€#"):
            if words or token not in ",;":
                if words or mark not in (",", ";"):
                    pieces.append(_Piece(mark, comma, tuple(words)))
                    comma = False
                if lower in _CONJUNCTIONS:
                    comma = (not words and mark in (",", ";")) or comma
                    mark = "and"
                else:
                    mark = token if token in ",;" else ":"
                words = []
            else:
                mark = token
            continue
        if token != ".":
            words.append(_Word(found.start(), found.end(), token))
    pieces.append(_Piece(mark, comma, tuple(words)))
    return list(_rejoined(pieces))


def _rejoined(pieces: list[_Piece]) -> Iterator[_Piece]:
    """The pieces, those put together again that a name with an "and" of its own was cut into."""
    held = pieces[0]
    for piece in pieces[1:]:
        whole = piece.mark == "and" and not piece.comma and held.words and piece.words
        if whole and (held.words[-1].words.lower(), piece.words[0].words.lower()) in _JOINED_NAMES:
            held = held._replace(words=held.words + piece.words)
            continue
        yield held
        held = piece
    yield held


def _items(pieces: list[_Piece], last: int) -> list[tuple[_Word, ...]]:
    """The items, last first, of the list whose last conjunction stands before piece `last`; none if it is no list."""
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
        if not piece.words:
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


def _follows_semicolon(pieces: list[_Piece], at: int) -> bool:
    return at > 0 and (pieces[at - 1].mark in (";", "and", "", ":") or pieces[at - 1].mark == ",")


def _is_capital(word: _Word) -> bool:
    return word.words[0].isupper()


def _is_name(words: tuple[_Word, ...]) -> bool:
    return bool(_whole_name(words))


def _is_others(words: tuple[_Word, ...]) -> bool:
    return (
        bool(words)
        and any(word.words.lower() in _OTHERS for word in words[:3])
        and not any(map(_is_capital, words[:3]))
    )


def _is_counted(words: tuple[_Word, ...]) -> bool:
    """ "five Tests": figures in a row, no names."""
    return words[0].words[0].isdigit() or words[0].words.lower() in _NUMBERS


def _is_attribute(words: tuple[_Word, ...]) -> bool:
    """An age, "of Leeds", "a nurse": what a name carries with it between commas."""
    first = words[0].words
    if first.isdecimal() and (len(words) == 1 or not _is_capital(words[-1])):
        return len(first) <= 3 and len(words) <= 4
    return first in _ATTRIBUTE_STARTS and len(words) <= 9


def _whole_name(words: tuple[_Word, ...]) -> tuple[_Word, ...]:
    """The name that a piece consists of: "the Netherlands", "singer Bo Hay"; empty if there is more in it."""
    at = _past_role(words)
    run = _run(words, at)
    return words[at:run] if run == len(words) and run > at else ()


def _leading_name(words: tuple[_Word, ...]) -> tuple[_Word, ...]:
    """The name at the start of a piece: "the singer Bo Hay were hurt", "the estate of Bo Hay"."""
    at = _past_role(words)
    if at == len(words) > 3 and words[0].words == "the" and words[2].words == "of" and _is_capital(words[3]):
        return words[1 : _run(words, 3)]
    return words[at : _run(words, at)]


def _past_role(words: tuple[_Word, ...]) -> int:
    """Where the name begins behind what somebody is: "the Leeds-based singer"; the end if no name follows."""
    for at, word in enumerate(words):
        if _is_capital(word) and not word.words.endswith(_COMPOUND_ENDINGS):
            return at
        if at == 4 or word.words in _NO_ROLES or not word.words[0].isalpha() or _is_participle(word.words):
            break
    return len(words)


def _is_participle(word: str) -> bool:
    return word.endswith(("ing", "ed")) and len(word) > 4 and word not in ("ailing", "leading", "wounded", "retired")


def _trailing_name(words: tuple[_Word, ...]) -> tuple[_Word, ...]:
    """The name at the end of a piece: "countries included the Netherlands"."""
    at = len(words)
    while at and (
        _is_capital(words[at - 1]) or (at < len(words) and _is_inner(words[at - 1].words)) or _is_code(words, at - 1)
    ):
        at -= 1
    while at < len(words) and not _is_capital(words[at]):
        at += 1
    return words[at:]


def _run(words: tuple[_Word, ...], at: int) -> int:
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
    return word in _PARTICLES


def _is_code(words: tuple[_Word, ...], at: int) -> bool:
    """A number in a name: "Channel 4"."""
    return (
        at > 0
        and words[at].words.isdecimal()
        and len(words[at].words) <= 4
        and _is_capital(words[at - 1])
        and words[at - 1].words not in ("In", "The")
    )


def _listing(
    text: str, sentence: Sentence, index: int, found: list[tuple[_Word, ...]], pieces: list[_Piece], last: int
) -> Listing | None:
    items = found[::-1]
    start = sentence.span.start
    if items[0][0].start == start:
        items[0] = _without_opener(items[0])
    lead = text[start : items[0][0].start].split()
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
    return _made(text, sentence, index, items, proper=True)


def _runs_over(items: list[tuple[_Word, ...]], bodies: frozenset[str], particles: tuple[str, ...]) -> bool:
    """ "Institute for Roads, Rivers and Bridges": one long name of a body rather than several names."""
    first = [word.words.lower() for word in items[0]]
    others = [word.words.lower() for item in items[1:] for word in item]
    within = any(word in bodies for word in first) and (len(items) == 2 or any(word in particles for word in first))
    return within and not any(word in bodies for word in others)


def _titles(items: list[tuple[_Word, ...]]) -> bool:
    """ "Bo Hay, Chairman of the Board and Minister for Rivers": what one person is, not who is there."""
    return any(
        all(names.is_title(word.words) for word in item)
        or (names.is_title(item[0].words) and item[1].words in _PARTICLES)
        for item in items[1:]
        if len(item) > 1
    )


def _without_opener(item: tuple[_Word, ...]) -> tuple[_Word, ...]:
    """Without the capital that only begins a sentence: "In Chile", "Both Peru"."""
    while len(item) > 1 and item[0].words != "The" and names.is_function_word(item[0].words):
        item = item[1:]
    return item


def _alternates(items: list[tuple[_Word, ...]], pieces: list[_Piece], last: int) -> bool:
    """ "Paris, France and Rome, Italy": every second item is the country of the one before."""
    told = [" ".join(word.words for word in item) for item in items]
    after = pieces[last + 1] if last + 1 < len(pieces) else None
    if after and after.mark == "," and _whole_name(after.words):
        told.append(" ".join(word.words for word in after.words))
    if len(told) < 4 or len(told) % 2:
        return False
    return all(map(names.is_country, told[1::2])) and not any(map(names.is_country, told[::2]))


def _after_colon(text: str, pieces: list[_Piece]) -> list[tuple[_Word, ...]]:
    """ "three towns: Basey, Marabut, Balangiga": names to the end of the sentence without a conjunction."""
    barrier = next((at for at in range(len(pieces) - 1, -1, -1) if pieces[at].mark == ":"), None)
    if barrier is None or len(pieces) - barrier < 3 or not all(piece.words for piece in pieces[barrier:]):
        return []
    start = pieces[barrier].words[0].start
    if not text[max(start - 3, 0) : start].rstrip(" \"“‘'").endswith(":"):
        return []
    items = [_whole_name(piece.words) for piece in pieces[barrier:]]
    return items if all(items) else []


def _common(text: str, pieces: list[_Piece]) -> list[tuple[_Word, ...]]:
    """Common nouns after words that announce a list: "including professor, graphic designer and taxi driver"."""
    for last in range(len(pieces) - 1, 1, -1):
        if pieces[last].mark == "and":
            break
    else:
        return []
    items: list[tuple[_Word, ...]] = [_common_item(pieces[last].words, last=True)]
    for at in range(last - 1, -1, -1):
        piece = pieces[at]
        if not piece.words:
            return []
        announced = _announced(piece)
        if announced is not None:
            items.append(announced)
            break
        if piece.mark not in (",", ";"):
            return []
        items.append(_common_item(piece.words))
    else:
        return []
    items.reverse()
    return items if len(items) >= 3 and all(items) else []


def _announced(piece: _Piece) -> tuple[_Word, ...] | None:
    """The first item of a list of common nouns: what stands behind the announcing word."""
    for at in range(len(piece.words) - 1, -1, -1):
        word = piece.words[at].words.lower()
        such = word == "as" and at and piece.words[at - 1].words.lower() == "such"
        if word in _ANNOUNCING or such:
            return _common_item(piece.words[at + 1 :])
    if piece.mark == ":" and len(piece.words) <= _COMMON_ITEM_WORDS:
        return _common_item(piece.words)
    return None


def _common_item(words: tuple[_Word, ...], last: bool = False) -> tuple[_Word, ...]:
    if words and words[0].words.lower() in _ARTICLES:
        words = words[1:]
    if last:
        for at, word in enumerate(words):
            if at and word.words.lower() in _NO_ROLES:
                words = words[:at]
                break
    plain = all(word.words[0].isalpha() for word in words) and not any(
        word.words.lower() in _NO_ROLES for word in words[:1]
    )
    vague = bool(words) and words[-1].words.lower() in ("like", "similar", "similarly", "more", "others", "such")
    return words if words and len(words) <= _COMMON_ITEM_WORDS and plain and not vague else ()


def _made(text: str, sentence: Sentence, index: int, items: list[tuple[_Word, ...]], *, proper: bool) -> Listing:
    spans = tuple(_span(item) for item in items)
    start, end = spans[0].start, spans[-1].end
    lead = text[sentence.span.start : start].rstrip(" \t\n\"“‘'")
    words = lead.lower().rstrip(" ,:").split()
    is_open = bool(_OPEN_TAILS.match(text, end, sentence.span.end)) or _opens(words)
    return Listing(
        span=Span(start, end),
        items=spans,
        names=tuple(_name(text, span) for span in spans),
        lead_in=Span(sentence.span.start, sentence.span.start + len(lead)),
        proper=proper,
        is_open=is_open,
        sentence=index,
        zone=sentence.zone,
    )


def _opens(lead: list[str]) -> bool:
    if lead[:2] == ["among", "others"] or lead[-2:] == ["among", "others"]:
        return True
    while lead and lead[-1] in _ARTICLES:
        lead = lead[:-1]
    return " ".join(lead[-2:]) in _OPEN_LEADS or (bool(lead) and lead[-1] in _OPEN_LEADS)


def _span(item: tuple[_Word, ...]) -> Span:
    return Span(item[0].start, item[-1].end)


def _name(text: str, span: Span) -> str:
    name = " ".join(text[span.start : span.end].split())
    for ending in ("'s", "’s", "s'", "s’"):
        if name.endswith(ending):
            name = name[: -len(ending)] + ("s" if ending[0] == "s" else "")
    for article in ("the ", "The "):
        name = name.removeprefix(article)
    return name.rstrip(".,;:")


# ---- bulleted lists --------------------------------------------------------------------------------------------------
_ITEM_END = re.compile(r"\s[–—-]\s|[:;,(]|\.(?:\s|$)")
_ITEM_WORDS = 8


def _bulleted(text: str, layout: Layout, index: int) -> Listing | None:
    """The bulleted paragraphs that begin at sentence `index` as one listing, led in by the paragraph before."""
    sentences = layout.sentences
    items: list[Span] = []
    paragraph = -1
    for sentence in sentences[index:]:
        if sentence.zone is not Zone.LIST:
            break
        if sentence.paragraph != paragraph:
            paragraph = sentence.paragraph
            found = _ITEM_END.search(text, sentence.span.start, sentence.span.end)
            end = found.start() if found else sentence.span.end
            items.append(Span(sentence.span.start, end))
    if len(items) < 2 or any(
        len(text[span.start : span.end].split()) > _ITEM_WORDS or span.end <= span.start for span in items
    ):
        return None
    lead = sentences[index - 1].span if index else Span(items[0].start, items[0].start)
    names = tuple(_name(text, span) for span in items)
    return Listing(
        span=Span(items[0].start, items[-1].end),
        items=tuple(items),
        names=names,
        lead_in=lead,
        proper=all(_all_capitals(name) for name in names),
        is_open=_opens(text[lead.start : lead.end].lower().rstrip(" ,:").split()),
        sentence=index,
        zone=Zone.LIST,
    )


def _all_capitals(name: str) -> bool:
    return all(word[0].isupper() or word in _PARTICLES or not word[0].isalpha() for word in name.split())
