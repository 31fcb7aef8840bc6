"""Reads the figures of a paragraph: every kind of figure may propose a reading of an anchor, and the longest wins.

Readings of the same length win in the order of `_proposals`; a moment (see `moments.py`) wins over a figure of the same
length, otherwise the longer of the two. The tokens of the winner are consumed, so that a number is read once and the
whole pass is linear in the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks.figures import (
    ages,
    amounts,
    figure_building,
    house_names,
    implicit_numbers,
    names_and_codes,
    number_words,
    ordinals,
    ranges,
    scores,
    shares,
    stopwatch_times,
)
from checks.figures.numeral import Malformed
from checks.figures.readings import KINDS_WITH_UNIT, Reading
from checks.figures.tokens import Tokens
from checks.model import Figure, Kind, Span

_ANCHORS = number_words.START_WORDS | ordinals.ORDINALS.keys() | shares.MULTIPLES.keys() | implicit_numbers.WORDS


def read(tokens: Tokens, moments: Sequence[Span], locate: figure_building.Locator) -> Iterator[Figure]:
    """Yields the figures of one paragraph, in text order.

    `moments` are the spans of its moments, in text order. The caller has to drop those that lose to a longer figure:
    they overlap a figure that is yielded.
    """
    cursor, antecedents, moment_index = 0, figure_building.Antecedents(), 0
    for i in _anchors(tokens):
        if i < cursor:
            continue
        reading = _best(tokens, i)
        if reading is None or reading.start < cursor or _is_rate_base(tokens, reading):
            continue
        span = Span(tokens.starts[reading.start], tokens.ends[reading.end - 1])
        while moment_index < len(moments) and moments[moment_index].end <= span.start:
            moment_index += 1
        if (
            moment_index < len(moments)
            and moments[moment_index].overlaps(span)
            and _loses_to_moment(reading, span, moments[moment_index])
        ):
            continue
        figure = figure_building.build_figure(tokens, reading, span, antecedents, locate)
        if figure:
            yield figure
            cursor = reading.end


def _anchors(tokens: Tokens) -> list[int]:
    """Returns the positions where a figure can begin: numerals, number words and the like."""
    numeric = tokens.numeric
    return [i for i, word in enumerate(tokens.words) if numeric[i] or word in _ANCHORS]


def may_begin_figure(word: str) -> bool:
    """Whether a word, in lower case, may be the beginning of a figure: it is a numeral, a number word and the like."""
    return word[:1].isdecimal() or word in _ANCHORS


def _is_rate_base(tokens: Tokens, reading: Reading) -> bool:
    """Whether the reading is the base of a rate, such as the 100,000 of "12 per 100,000", which is part of the 12."""
    i = reading.start
    return i > 0 and tokens.words[i - 1] == "per" and tokens.is_number(i)


def _loses_to_moment(reading: Reading, span: Span, moment: Span) -> bool:
    """Whether an overlapping moment wins over the reading: the longer wins, but none may cut a number off its unit."""
    if moment.contains(span):
        return moment != span or reading.kind is not Kind.MONEY  # "50p" is pence, not an hour
    if reading.kind in KINDS_WITH_UNIT:
        return reading.is_range and moment.start <= span.start  # "in 2008 to 29 mpg" is not a range
    return moment.end - moment.start >= span.end - span.start


# ---- the competition -------------------------------------------------------------------------------------------------
def _best(tokens: Tokens, i: int) -> Reading | None:
    """Returns the longest proposal for the anchor at token `i`; the first of those of equal length.

    A name of the house dictionary is never anything else.
    """
    house_name = house_names.read(tokens, i) if tokens.vocabulary.names else None
    if house_name:
        return Reading(*house_name, Kind.NAME)
    best, longest = None, 0
    for reading in _proposals(tokens, i):
        length = tokens.ends[reading.end - 1] - tokens.starts[reading.start]
        if length > longest:
            best, longest = reading, length
    return best


def _proposals(tokens: Tokens, i: int) -> Iterator[Reading]:
    """Yields the reading of the anchor by each kind; the kinds that come first win over others of equal length."""
    name = names_and_codes.read(tokens, i)
    if name:
        yield Reading(*name, Kind.NAME)
    ordinal = ordinals.read(tokens, i) if tokens.words[i] not in implicit_numbers.WORDS else None
    if ordinal:
        yield ordinal
    if tokens.words[i] in shares.MULTIPLES:
        multiple = shares.multiple_in_words(tokens, i)
        if multiple:
            yield multiple
        return
    if tokens.words[i] in implicit_numbers.WORDS:
        counted = implicit_numbers.read(tokens, i)
        if counted:
            yield counted
        return
    if tokens.words[i + 1] == ":" and tokens.words[i].isdecimal():
        stopwatch_time = stopwatch_times.read(tokens, i)
        if stopwatch_time:
            yield stopwatch_time
    low = amounts.read(tokens, i)
    if isinstance(low, Malformed):
        yield Reading(low.start, low.end, Kind.UNREAD, reason=low.reason)
    elif low:
        high = ranges.read(tokens, low)
        ends = high or (low, None)
        ratio = shares.ratio_to_one(tokens, low)
        if ratio:
            yield ratio
        for reader in (ages.read, scores.read):
            proposal = reader(tokens, *ends)
            if proposal:
                yield proposal
        share = shares.read(tokens, low)
        if share:
            yield share
        yield Reading.spanning(*high) if high else Reading.of(low)
