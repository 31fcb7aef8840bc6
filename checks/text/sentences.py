"""Splits paragraphs into sentences.

A full stop ends a sentence unless it belongs to an abbreviation, an initial, a number or a web address, as tables of
abbreviations and the following word show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Paragraph, Sentence, Span, Zone
from checks.pattern import pattern
from checks.text.paragraphs import BULLET
from checks.word_set import word_set

_SENTENCE_END = pattern(r"[.!?…。！？]+[\"'”’»)\]]*")
_SPACE = pattern(r"\s+")
_GLUED_START = pattern(r"[A-Z](?:[a-z]|['’][a-z]|\s|[A-Z]{2})")
# Abbreviations that never end a sentence, those that precede a number, and those that seldom end a sentence.
_NEVER_LAST = word_set("""
    mr mrs ms mx messrs dr prof st mt ft rev fr sr sen sens rep reps gov gen brig lt lieut col maj capt cpl
    sgt cmdr comdr cdr flt sqn pvt pte spc cllr adm hon pres amb supt det insp dep asst assoc vs v cf ca
    approx est e.g i.e eg ie viz op nos vol vols pp fig figs art arts al tel ext
    """)
_BEFORE_NUMBER = word_set("no p c jan feb mar apr jun jul aug sept sep oct nov dec rs ph sec")
_RARELY_LAST = word_set("""
        inc ltd co corp plc bros jr ave blvd rd dept univ u.s u.k u.n e.u u.s.a d.c n.y l.a ph.d
        """)
_AFTER_HOUR = pattern(  # after "a.m." and "p.m." these continue the sentence
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z]{2,4}\b|(?:Eastern|Pacific|Central|Mountain|Greenwich)\b)"
)
_SENTENCE_STARTERS = word_set("""
    the a an he she it they we i you this that these those there here his her its their our in on at for from
    with after before but and or as when while if since during by to of not no so now then what who how why
    where both all some many most police officials meanwhile however although though also according another one
    two
    """)
_NAMES_IN_EXCLAMATION_MARK = frozenset(("E", "Yahoo", "Jeopardy"))  # names that end in "!"
_SPEAKER_FOLLOWS = pattern(
    r"(?:[A-Z][\w'’-]{0,30}\.? ){1,4}"
    r"(?:told |(?:said|says|asked|asks|added|wrote|replied|continued|shouted|declared|tweeted)"
    r"(?:[.,;:]| (?:in|on|at|to|of|during|after|before|as|when|last|this)\b))"
)
"""After a question or exclamation in quotation marks: "'Why not?' Jan Holt asked in court." is one sentence."""
_MAX_ABBREVIATION = 24  # characters looked at before a full stop
_MAX_WORD = 40  # characters looked at before a full stop without a space after it
_NEXT_WORD = pattern(r"[\"'“‘(\[]*([A-Za-z]+)")


def split_sentences(text: str, paragraphs: list[Paragraph], datelines: tuple[Span, ...]) -> Iterator[Sentence]:
    """Yields the sentences in text order; a dateline is a sentence of its own."""
    for index, paragraph in enumerate(paragraphs):
        start, end = paragraph.span
        for dateline in datelines:
            if dateline.start == start:
                yield Sentence(dateline, index, Zone.DATELINE)
                start = dateline.end
        if bullet := BULLET.match(text, start, end):
            start = bullet.end()  # "1." does not end a sentence
        zone = paragraph.zone
        for stop in _SENTENCE_END.finditer(text, start, end):
            if stop.start() >= start and stop.end() < end and _ends_sentence(text, start, stop, end):
                yield from _trim(text, start, stop.end(), index, zone)
                start = stop.end()
        yield from _trim(text, start, end, index, zone)


def _trim(text: str, start: int, end: int, paragraph: int, zone: Zone) -> Iterator[Sentence]:
    """Yields the sentence without leading white space; nothing if there is only white space."""
    while start < end and text[start].isspace():
        start += 1
    if start < end:
        yield Sentence(Span(start, end), paragraph, zone)


def _ends_sentence(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    """Whether the marks in `stop` end the sentence that begins at `start`; `end` is the end of the paragraph."""
    after = stop.end()
    marks = stop.group()
    space = _SPACE.match(text, after, end)
    if space is None:
        return _is_glued(text, start, stop, end)
    following = text[space.end() : space.end() + 1]
    before = text[stop.start() - 1 : stop.start()]
    if marks == "." and before.isspace():  # "media . the plant": text that was split into tokens
        return True
    if following.islower():
        return False
    if marks[0] != ".":
        if marks[-1] in "\"'”’" and _SPEAKER_FOLLOWS.match(text, space.end(), end):
            return False
        last_word = text[max(start, stop.start() - _MAX_ABBREVIATION) : stop.start()].split()[-1:] or [""]
        return marks != "!" or last_word[0] not in _NAMES_IN_EXCLAMATION_MARK
    if len(marks.rstrip("\"'”’»)]")) > 1 and marks.startswith(".."):
        return following.isupper() or following in "\"“‘'"
    if len(marks) > 1 and marks[1] in "\"”’'":
        return True
    last_word = text[max(start, stop.start() - _MAX_ABBREVIATION) : stop.start()].split()[-1:] or [""]
    word = last_word[0].lstrip("\"'“‘([").lower().removeprefix("then-").removeprefix("ex-")
    if word in _NEVER_LAST:
        return False
    if word in _BEFORE_NUMBER and not (len(word) == 1 and before.isupper()):  # the "P." of "J. P. Marsh" is a name
        return not following.isdigit()
    if word in ("a.m", "p.m", "etc"):
        return not _AFTER_HOUR.match(text, space.end(), end)
    is_initial = len(word) == 1 and word.isalpha()
    if is_initial or word in _RARELY_LAST or re.fullmatch(r"(?:[a-z]\.)+[a-z]", word):
        found = _NEXT_WORD.match(text, space.end(), end)
        return bool(found) and found[1].lower() in _SENTENCE_STARTERS if found else True
    return True


def _is_glued(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    """Whether a new sentence follows without a space: "in 2017.It"."""
    if not _GLUED_START.match(text, stop.end(), end):
        return False
    before = text[max(start, stop.start() - _MAX_WORD) : stop.start()].split()[-1:] or [""]
    if not stop.group().startswith("."):
        return True
    word = before[0]
    if word.lower() in _NEVER_LAST:
        return False  # "Dr.Holt"
    if any(mark in word for mark in "./@_") and not word[-1:].isdigit():
        return False
    return len(word.strip("\"'“‘()")) > 1 and (word[-1].islower() or word[-1].isdigit() or word[-1] in ')"”%')
