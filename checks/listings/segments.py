"""Splits a sentence at its commas, semicolons and conjunctions, keeping names that contain "and" whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from checks.model import Span
from checks.pattern import pattern
from checks.word_set import word_set

_WORD_OR_DELIMITER = pattern(
    r"""\([^()]{0,300}\)|\[[^\[\]]{0,300}\]                    # an attribute in brackets
    |(?:as\ well\ as|along\ with|together\ with|and/or)\b       # conjunctions of several words
    |(?:[A-Z]\.){1,4}(?![a-z])|(?:St|Mrs?|Ms|Dr|Jr|Sr|Gen|Sen|Gov|Rep|Prof|Inc|Ltd|Co|Corp)\.(?=\s)
    |[^\W_]+(?:['’.&/-][^\W_]+)*                                # words: O'Neill, Baden-Baden, AT&T
    |[^\s\w"“”‘’'«»]                                            # marks except quotation marks
    """,
    re.VERBOSE,
)
ARTICLES = frozenset(("the", "a", "an"))
NAME_PARTICLES = word_set(
    """
    of de del della la le las los el al da das do dos di du van von der den bin ibn ben abu the upon on for y e
    st
    """
)
ROLE_BOUNDARIES = word_set("""
    in on at by with from to as after before while when where that which who than then if but so because since
    until said says is was are were be been had has have did does do not no he she they it we you i his her
    their its this these those all some many most more about over under between against during including for of
    and or without like can could will would may might must shall should get got other others another one two
    three four five six seven eight nine ten eleven twelve dozen several both
    """)
_CONJUNCTIONS = frozenset(("and", "or", "&", "as well as", "along with", "together with", "plus", "and/or", "nor"))
# Names that contain "and" themselves, by the words on both sides of it.
JOINED_NAMES = frozenset(
    tuple(pair.split("+"))
    for pair in word_set("""
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
    """A word with its offsets in the text."""

    start: int
    end: int
    text: str


class Segment(NamedTuple):
    """The words between two commas, semicolons or conjunctions."""

    # The mark before it: "" at the start, ",", ";", "and" (any conjunction), ":" for any mark that ends a list.
    mark: str
    has_comma: bool  # whether there is a comma before the conjunction
    words: tuple[Word, ...]


def split_segments(text: str, span: Span) -> list[Segment]:
    """Returns the segments of the sentence at `span`, in text order."""
    segments: list[Segment] = []
    mark, has_comma = "", False
    words: list[Word] = []
    for found in _WORD_OR_DELIMITER.finditer(text, span.start, span.end):
        token = found.group()
        lower = token.lower()
        if token[0] in "([":
            continue
        if token in ",;" or lower in _CONJUNCTIONS or not (token[0].isalnum() or token in ".%$£€#"):
            if words or token not in ",;":
                if words or mark not in (",", ";"):
                    segments.append(Segment(mark, has_comma, tuple(words)))
                    has_comma = False
                if lower in _CONJUNCTIONS:
                    has_comma = (not words and mark in (",", ";")) or has_comma
                    mark = "and"
                else:
                    mark = token if token in ",;" else ":"
                words = []
            else:
                mark = token
            continue
        if token != ".":
            words.append(Word(*found.span(), token))
    segments.append(Segment(mark, has_comma, tuple(words)))
    return list(_rejoin_names(segments))


def _rejoin_names(segments: list[Segment]) -> Iterator[Segment]:
    """Yields the segments, joining again those of one name that contains "and"."""
    current = segments[0]
    for segment in segments[1:]:
        may_join = segment.mark == "and" and not segment.has_comma and current.words and segment.words
        if may_join and (current.words[-1].text.lower(), segment.words[0].text.lower()) in JOINED_NAMES:
            current = current._replace(words=current.words + segment.words)
            continue
        yield current
        current = segment
    yield current
