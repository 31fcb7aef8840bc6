"""The pass and the competition: every anchor is offered to each kind of figure, the longest reading wins.

Kinds that read the same length win in the order of `_proposals`; a moment (see `moments.py`) wins over a figure of the
same length, and the longer of the two otherwise. What has won is consumed, so that a number is read once and the whole
pass is linear in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from checks.figures import (
    ages,
    amounts,
    hedges,
    inflection,
    lapses,
    names_and_codes,
    nouns,
    number_words,
    ordinals,
    ranges,
    scores,
    shares,
)
from checks.figures.numeral import Malformed
from checks.figures.readings import Reading
from checks.figures.tokens import Tokens, word_set
from checks.figures.units import SCALE_WORDS
from checks.model import Figure, Hedge, Interval, Kind, Noun, Span, Zone

Place = Callable[[int], tuple[int, Zone, bool]]  # offset -> sentence, zone, quoted

_ANCHORS = number_words.ALL | ordinals.ORDINALS.keys() | shares.MULTIPLES.keys() | {"both", "none", "no"}
_OPEN = Interval(None, None)
_UNITED = (Kind.MONEY, Kind.PERCENT, Kind.POINTS, Kind.MEASURE)
_COUNTS = (Kind.COUNT, Kind.PERCENT, Kind.FRACTION, Kind.NUMBER)
_RATES = word_set("""
    year month week day hour minute second share person head barrel tonne ton mile night game match game capita
    household litre gallon pound ounce kilogram kilo acre month-old quarter season unit ticket kilometre metre pint
    piece shift child pupil student patient family mmbtu bushel user customer employee visit trip term decade
    """)
_NO_PRONOUN_BEFORE = word_set("no any every each some another the this that which wrong only loved big good new old")


def read(tokens: Tokens, moments: Sequence[Span], place: Place) -> Iterator[Figure]:
    """The figures of one paragraph, in text order.

    `moments` are the spans of the moments found in it, in text order. Those that a longer figure beats are the
    caller's to drop: they overlap a figure that is yielded.
    """
    cursor, seen, rival = 0, _Seen(), 0
    for i in _anchors(tokens):
        if i < cursor:
            continue
        reading = _best(tokens, i)
        if reading is None or reading.first < cursor:
            continue
        span = Span(tokens.starts[reading.first], tokens.ends[reading.last - 1])
        while rival < len(moments) and moments[rival].end <= span.start:
            rival += 1
        if rival < len(moments) and moments[rival].overlaps(span) and _loses(reading, span, moments[rival]):
            continue
        figure = _figure(tokens, reading, span, seen, place)
        if figure:
            yield figure
            cursor = reading.last


def _anchors(tokens: Tokens) -> list[int]:
    """Where a figure can begin: numerals, number words and their like."""
    numeric = tokens.numeric
    return [i for i, word in enumerate(tokens.words) if numeric[i] or word in _ANCHORS]


def _loses(reading: Reading, span: Span, moment: Span) -> bool:
    """Does a moment that overlaps the reading win the text? The longer wins, but none may cut a number off its unit."""
    if moment.contains(span):
        return moment != span or reading.kind is not Kind.MONEY  # "50p" is pence, not an hour
    if reading.kind in _UNITED:
        return reading.is_range and moment.start <= span.start  # "in 2008 to 29 mpg" is no range
    return moment.end - moment.start >= span.end - span.start


class _Seen:
    """The last counted noun and how many it was, for "18 of them"."""

    __slots__ = ("noun", "value")

    def __init__(self) -> None:
        self.noun: Noun | None = None
        self.value = Fraction(0)


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
    name = names_and_codes.read(tokens, i, at_start=True)
    if name:
        yield Reading(*name, Kind.NAME)
    ordinal = ordinals.read(tokens, i) if tokens.words[i] not in _CLOSED else None
    if ordinal:
        yield ordinal
    if tokens.words[i] in shares.MULTIPLES:
        multiple = shares.multiple_in_words(tokens, i)
        if multiple:
            yield multiple
        return
    if tokens.words[i] in _CLOSED:
        counted = _closed_word(tokens, i)
        if counted:
            yield counted
        return
    if tokens.words[i + 1] == ":" and tokens.words[i].isdecimal():
        lapse = lapses.read(tokens, i)
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


_CLOSED = frozenset(("both", "none", "no"))
_TOLLS = word_set("deaths casualties injuries arrests survivors fatalities victims wounded dead")


def _closed_word(tokens: Tokens, i: int) -> Reading | None:
    """ "both men" is 2, "none of the men" and "no deaths" are 0; "both here and there", "no idea" are no quantity."""
    if tokens.words[i] != "both":
        counts = tokens.words[i + 1] == "of" if tokens.words[i] == "none" else tokens.words[i + 1] in _TOLLS
        return Reading(i, i + 1, Kind.COUNT, Fraction(0)) if counts else None
    counted = nouns.after(tokens, i + 1, plural=True)
    if counted is None or not inflection.is_plural(tokens.words[counted.head]) or tokens.words[counted.last] == "and":
        return None
    return Reading(i, i + 1, Kind.COUNT, Fraction(2))


# ---- what surrounds a reading ----------------------------------------------------------------------------------------
def _figure(tokens: Tokens, reading: Reading, span: Span, seen: _Seen, place: Place) -> Figure | None:
    """The figure that a reading makes with its hedge, its counted noun and its place; None for a pronoun "one"."""
    sentence, zone, quoted = place(span.start)
    words = tokens.text[span.start : span.end]
    kind, value = reading.kind, reading.value
    if value is None:
        return Figure(
            span, words, kind, None, _OPEN, reason=reading.reason, sentence=sentence, zone=zone, quoted=quoted
        )
    hedge, start = hedges.before(tokens, reading.first)
    after = reading.last
    if hedge is Hedge.NONE:
        hedge, after = hedges.after(tokens, after)
    noun, predicate, per, unit = None, None, None, reading.unit
    if kind in (Kind.MONEY, Kind.MEASURE, Kind.PERCENT, Kind.DURATION, Kind.COUNT, Kind.NUMBER):
        per = _rate(tokens, after)
    if kind in _COUNTS:
        noun, predicate, last = _counted(tokens, reading, after, start, seen)
        if (noun and kind is Kind.NUMBER) or (predicate and kind is Kind.NUMBER):
            kind = Kind.COUNT
        per = per or _rate(tokens, last)
        if kind is Kind.COUNT and noun:
            seen.noun, seen.value = noun, reading.second or value
        if value == 1 and kind is not Kind.PERCENT and words.lower() == "one" and _is_pronoun(tokens, reading, noun):
            return None
        if _is_stroke(tokens, reading):
            return None
    elif kind is Kind.MULTIPLE and tokens.words[reading.last - 1] == "times":
        noun = Noun("time", Span(tokens.starts[reading.last - 1], span.end))
    return Figure(
        span=span,
        words=words,
        kind=kind,
        value=value,
        interval=_interval(reading, hedge, zone),
        second=reading.second,
        unit=unit,
        noun=noun,
        predicate=predicate,
        per=per,
        hedge=hedge,
        is_range=reading.is_range,
        quoted=quoted,
        sentence=sentence,
        zone=zone,
    )


def _interval(reading: Reading, hedge: Hedge, zone: Zone) -> Interval:
    assert reading.value is not None
    if reading.kind in (Kind.SCORE, Kind.RATIO, Kind.ORDINAL):
        return Interval.exact(reading.value)
    headline = zone is Zone.HEADLINE

    def of(value: Fraction, hedge: Hedge) -> Interval:
        return hedges.interval(
            value,
            reading.step,
            hedge,
            scale=reading.scale,
            top=reading.top,
            is_fraction=reading.is_fraction,
            headline=headline,
        )

    if reading.second is None or not reading.is_range:
        return of(reading.value, hedge)
    kept = hedge if hedge is Hedge.ABOUT else Hedge.NONE
    low, high = of(min(reading.value, reading.second), kept), of(max(reading.value, reading.second), kept)
    return Interval(low.low, high.high)


def _counted(
    tokens: Tokens, reading: Reading, after: int, start: int, seen: _Seen
) -> tuple[Noun | None, str | None, int]:
    """The noun, the predicate, and the position after the noun phrase."""
    i = reading.noun_at or after
    plural = not (reading.value == 1 and reading.second is None)
    if reading.kind is Kind.PERCENT and tokens.words[i] != "of":
        return None, None, i
    found = nouns.after(tokens, i, plural)
    if found is None:
        return None, nouns.predicate(tokens, start, i), i
    predicate = nouns.predicate(tokens, start, found.last)
    where = Span(tokens.starts[found.first], tokens.ends[found.last - 1])
    if found.head < 0:
        return _antecedent(seen, reading, where), predicate, found.last
    words = tokens.words
    modifiers = tuple(word for word in words[found.first : found.head] if word[0].isalpha())
    return Noun(inflection.singular(words[found.head]), where, modifiers), predicate, found.last


def _antecedent(seen: _Seen, reading: Reading, where: Span) -> Noun | None:
    """What "18 of them" counts: what was counted last, if that was more than 18."""
    if seen.noun is None or reading.value is None or (reading.kind is Kind.COUNT and seen.value < reading.value):
        return None
    return seen.noun._replace(span=where)


def _rate(tokens: Tokens, i: int) -> str | None:
    """What it is per: "per [barrel]", "a [week]", "an [hour]", "/[kg]", "for every [100 people]"."""
    words = tokens.words
    word = words[i]
    if word in ("a", "an", "each", "every", "/") and words[i + 1] in _RATES and (word != "/" or tokens.close(i)):
        return words[i + 1]
    if word == "per" and words[i + 1] not in ("cent", ""):
        j = i + 1
        if tokens.is_number(j):
            j += 1
            while words[j] in SCALE_WORDS or words[j] in _RATES or inflection.is_plural(words[j]):
                j += 1
            return tokens.text[tokens.starts[i + 1] : tokens.ends[j - 1]].lower()
        return words[j] if words[j].isalpha() else None
    return None


_STROKES = frozenset(("four", "six", "ten", "eight", "hundred"))


def _is_stroke(tokens: Tokens, reading: Reading) -> bool:
    """ "hit a six", "scored a ten": a score of a game, not a number of things."""
    i = reading.first
    return (
        reading.last == i + 1
        and tokens.words[i] in _STROKES
        and tokens.words[i - 1] in ("a", "an")
        and not tokens.close(i + 1)
    )


def _is_pronoun(tokens: Tokens, reading: Reading, noun: Noun | None) -> bool:
    """Is "one" a pronoun or part of an idiom rather than a count?"""
    words = tokens.words
    before, after = words[reading.first - 1] if reading.first else "", words[reading.last]
    if before == "no" or after in ("another", "'s"):
        return True
    if noun is None:
        return before != "" or after != ""
    return before in _NO_PRONOUN_BEFORE and after in ("of", "in")
