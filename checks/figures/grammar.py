"""The pass and the competition: every anchor is offered to each kind of figure, the longest reading wins.

Kinds that read the same length win in the order of `_proposals`; a moment (see `moments.py`) wins over a figure of the
same length, and the longer of the two otherwise. What has won is consumed, so that a number is read once and the whole
pass is linear in the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks.figures import ages, amounts, implicit_numbers, context, stopwatch_times, names_and_codes, number_words, ordinals, ranges, scores, shares
from checks.figures.numeral import Malformed
from checks.figures.readings import Reading
from checks.figures.tokens import Tokens
from checks.model import Figure, Kind, Span

_ANCHORS = number_words.ALL | ordinals.ORDINALS.keys() | shares.MULTIPLES.keys() | implicit_numbers.WORDS
_UNITED = (Kind.MONEY, Kind.PERCENT, Kind.POINTS, Kind.MEASURE)


def read(tokens: Tokens, moments: Sequence[Span], place: context.Place) -> Iterator[Figure]:
    """The figures of one paragraph, in text order.

    `moments` are the spans of the moments found in it, in text order. Those that a longer figure beats are the
    caller's to drop: they overlap a figure that is yielded.
    """
    cursor, seen, rival = 0, context.Seen(), 0
    for i in _anchors(tokens):
        if i < cursor:
            continue
        reading = _best(tokens, i)
        if reading is None or reading.first < cursor or _is_base(tokens, reading):
            continue
        span = Span(tokens.starts[reading.first], tokens.ends[reading.last - 1])
        while rival < len(moments) and moments[rival].end <= span.start:
            rival += 1
        if rival < len(moments) and moments[rival].overlaps(span) and _loses(reading, span, moments[rival]):
            continue
        figure = context.figure(tokens, reading, span, seen, place)
        if figure:
            yield figure
            cursor = reading.last


def _anchors(tokens: Tokens) -> list[int]:
    """Where a figure can begin: numerals, number words and their like."""
    numeric = tokens.numeric
    return [i for i, word in enumerate(tokens.words) if numeric[i] or word in _ANCHORS]


def _is_base(tokens: Tokens, reading: Reading) -> bool:
    """The 100,000 of "12 per 100,000" belongs to the 12."""
    i = reading.first
    return i > 0 and tokens.words[i - 1] == "per" and tokens.is_number(i)


def _loses(reading: Reading, span: Span, moment: Span) -> bool:
    """Does a moment that overlaps the reading win the text? The longer wins, but none may cut a number off its unit."""
    if moment.contains(span):
        return moment != span or reading.kind is not Kind.MONEY  # "50p" is pence, not an hour
    if reading.kind in _UNITED:
        return reading.is_range and moment.start <= span.start  # "in 2008 to 29 mpg" is no range
    return moment.end - moment.start >= span.end - span.start


# ---- the competition -------------------------------------------------------------------------------------------------
def _best(tokens: Tokens, i: int) -> Reading | None:
    """The longest of all proposals for the anchor at token `i`; the first of the longest."""
    best, longest = None, 0
    for reading in _proposals(tokens, i):
        length = tokens.ends[reading.last - 1] - tokens.starts[reading.first]
        if length > longest:
            best, longest = reading, length
    return best


def _proposals(tokens: Tokens, i: int) -> Iterator[Reading]:
    """What each kind makes of the anchor. Kinds that stand first win over others of the same length."""
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
        lapse = stopwatch_times.read(tokens, i)
        if lapse:
            yield lapse
    low = amounts.read(tokens, i)
    if isinstance(low, Malformed):
        yield Reading(low.first, low.last, Kind.UNREAD, reason=low.reason)
    elif low:
        high = ranges.read(tokens, low)
        ends = high or (low, None)
        for reader in (ages.read, scores.read):
            proposal = reader(tokens, *ends)
            if proposal:
                yield proposal
        share = shares.read(tokens, low)
        if share:
            yield share
        yield Reading.spanning(*high) if high else Reading.of(low)
