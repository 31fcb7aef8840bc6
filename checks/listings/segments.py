"""Cuts a sentence at its commas, semicolons and conjunctions, names with an "and" of their own left whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from checks.model import Span
from checks.pattern import pattern


def words_of(spaced: str) -> frozenset[str]:
    return frozenset(spaced.split())


_TOKEN = pattern(
    r"""\([^()]{0,300}\)|\[[^\[\]]{0,300}\]                    # an attribute in brackets
    |(?:as\ well\ as|along\ with|together\ with|and/or)\b       # conjunctions of several words
    |(?:[A-Z]\.){1,4}(?![a-z])|(?:St|Mrs?|Ms|Dr|Jr|Sr|Gen|Sen|Gov|Rep|Prof|Inc|Ltd|Co|Corp)\.(?=\s)
    |[^\W_]+(?:['’.&/-][^\W_]+)*                                # words: O'Neill, Baden-Baden, AT&T
    |[^\s\w"“”‘’'«»]                                            # marks; quotation marks are passed over
    """,
    re.VERBOSE,
)
ARTICLES = frozenset(("the", "a", "an"))
PARTICLES = words_of(
    """
    of de del della la le las los el al da das do dos di du van von der den bin ibn ben abu the upon on for y e
    st
    """
)
NO_ROLES = words_of("""
    in on at by with from to as after before while when where that which who than then if but so because since
    until said says is was are were be been had has have did does do not no he she they it we you i his her
    their its this these those all some many most more about over under between against during including for of
    and or without like can could will would may might must shall should get got other others another one two
    three four five six seven eight nine ten eleven twelve dozen several both
    """)
_CONJUNCTIONS = frozenset(("and", "or", "&", "as well as", "along with", "together with", "plus", "and/or", "nor"))
# Names that hold an "and" themselves, by the words on both sides of it.
JOINED_NAMES = frozenset(
    tuple(pair.split("+"))
    for pair in words_of("""
    trinidad+tobago bosnia+herzegovina antigua+barbuda kitts+nevis tome+principe tomé+príncipe
    vincent+grenadines turks+caicos tyne+wear marks+spencer procter+gamble johnson+johnson standard+poor
    hammersmith+fulham serbia+montenegro kensington+chelsea barking+dagenham brighton+hove dumfries+galloway
    perth+kinross argyll+bute bath+wells bath+north jammu+kashmir newfoundland+labrador simon+garfunkel smith+wesson
    black+decker ernst+young tom+jerry romeo+juliet food+drug drugs+crime health+safety science+technology
    business+trade work+pensions culture+media arts+sciences securities+exchange revenue+customs law+order
    devon+cornwall avon+somerset health+social
    """)
)


class Word(NamedTuple):
    start: int
    end: int
    words: str


class Piece(NamedTuple):
    """What stands between two commas, semicolons or conjunctions."""

    mark: str  # what stands before it: "" at the start, ",", ";", "and" (with or without a comma), ":" for a barrier
    comma: bool  # is there a comma before the conjunction?
    words: tuple[Word, ...]


def pieces_of(text: str, span: Span) -> list[Piece]:
    pieces: list[Piece] = []
    mark, comma = "", False
    words: list[Word] = []
    for found in _TOKEN.finditer(text, span.start, span.end):
        token = found.group()
        lower = token.lower()
        if token[0] in "([":
            continue
        if token in ",;" or lower in _CONJUNCTIONS or not (token[0].isalnum() or token in ".%$£€#"):
            if words or token not in ",;":
                if words or mark not in (",", ";"):
                    pieces.append(Piece(mark, comma, tuple(words)))
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
            words.append(Word(found.start(), found.end(), token))
    pieces.append(Piece(mark, comma, tuple(words)))
    return list(_rejoined(pieces))


def _rejoined(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces, those put together again that a name with an "and" of its own was cut into."""
    held = pieces[0]
    for piece in pieces[1:]:
        whole = piece.mark == "and" and not piece.comma and held.words and piece.words
        if whole and (held.words[-1].words.lower(), piece.words[0].words.lower()) in JOINED_NAMES:
            held = held._replace(words=held.words + piece.words)
            continue
        yield held
        held = piece
    yield held
