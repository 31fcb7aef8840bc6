"""What stands around a reading: its hedge and interval, the noun it counts, the verb, what a rate is per.

Also the readings that turn out to be no quantity once their surroundings are seen: the pronoun "one", "hit a six".
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from checks.figures import ellipsis, hedges, inflection, nouns
from checks.figures.number_words import SMALL
from checks.figures.readings import Reading
from checks.figures.tokens import DASHES, Tokens, word_set
from checks.figures.units import SCALE_WORDS
from checks.model import Figure, Hedge, Interval, Kind, Noun, Span, Zone

Place = Callable[[int], tuple[int, Zone, bool]]  # offset -> sentence, zone, quoted

_OPEN = Interval(None, None)
_COUNTS = (Kind.COUNT, Kind.PERCENT, Kind.FRACTION, Kind.NUMBER)
_RATED = (Kind.MONEY, Kind.MEASURE, Kind.PERCENT, Kind.DURATION, Kind.COUNT, Kind.NUMBER)
_RATES = word_set("""
    year month week day hour minute second share person head barrel tonne ton mile night game match game capita
    household litre gallon pound ounce kilogram kilo acre month-old quarter season unit ticket kilometre metre pint
    piece shift child pupil student patient family mmbtu bushel user customer employee visit trip term decade
    """)
_SPREAD = word_set("spread spent paid payable phased spaced staggered committed carried")
_PAID_PER = {"pcm": "month", "pw": "week", "pa": "year", "pppn": "person", "pp": "person"}
_RATES_IN_LETTERS = _PAID_PER | {
    "gal": "gallon", "km": "kilometre", "kg": "kilogram", "l": "litre", "lb": "pound", "kwh": "kilowatt hour",
    "h": "hour", "hr": "hour",
}  # fmt: skip
_AFTER_A_TIME = word_set("ago earlier later before after previously beforehand")  # "£3m a year earlier" is no rate
_NO_PRONOUN_BEFORE = word_set("no any every each some another the this that which wrong only loved big good new old")
_BEFORE_AN_ORDINAL = word_set("the a his her its their our my your this that another every each")


class Seen:
    """What was read last: the counted noun and how many it was, for "18 of them"; the figure, for "down from 41"."""

    __slots__ = ("before", "noun", "value")

    def __init__(self) -> None:
        self.noun: Noun | None = None
        self.value = Fraction(0)
        self.before: ellipsis.Before | None = None


def figure(tokens: Tokens, reading: Reading, span: Span, seen: Seen, place: Place) -> Figure | None:
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
    if kind is Kind.DURATION and hedge is Hedge.MORE_THAN and _is_during(tokens, start, reading.first, seen):
        hedge, start = Hedge.NONE, reading.first
    if hedge is Hedge.NONE:
        hedge, after = hedges.after(tokens, after)
    noun, predicate, per, last = None, None, None, after
    shared = _shared(tokens, reading, start, sentence, seen) if kind is Kind.NUMBER else None
    if shared and shared.kind is not Kind.COUNT:
        reading = reading._replace(kind=shared.kind, unit=shared.unit, step=_step(reading, shared.kind))
        kind = shared.kind
    if kind in _RATED:
        per = _rate(tokens, after)
    if kind in _COUNTS:
        noun, predicate, last = _counted(tokens, reading, after, start, seen)
        if shared and noun is None:
            noun = shared.noun
        if kind is Kind.NUMBER and (noun or predicate):
            kind = Kind.COUNT
        per = per or _rate(tokens, last)
        if kind is Kind.COUNT and noun:
            seen.noun, seen.value = noun, reading.second or value
        if value == 1 and kind is not Kind.PERCENT and words.lower() == "one" and _is_pronoun(tokens, reading, noun):
            return None
        if _is_stroke(tokens, reading):
            return None
    elif kind is Kind.ORDINAL:
        noun = _ordered(tokens, reading)
    elif kind is Kind.MULTIPLE and tokens.words[reading.last - 1] == "times":
        noun = Noun("time", Span(tokens.starts[reading.last - 1], span.end))
    made = Figure(
        span=span,
        words=words,
        kind=kind,
        value=value,
        interval=_interval(reading, hedge, zone),
        second=reading.second,
        unit=reading.unit,
        noun=noun,
        predicate=predicate,
        per=per,
        hedge=hedge,
        is_range=reading.is_range,
        quoted=quoted,
        sentence=sentence,
        zone=zone,
    )
    seen.before = ellipsis.Before(made, reading.first, last)
    return made


def _is_during(tokens: Tokens, start: int, first: int, seen: Seen) -> bool:
    """ "£1.2m [over] six years", "spread over 10 years": the time that something took, and no more than that."""
    words = tokens.words
    if words[start:first] != ["over"]:
        return False
    counted = seen.before is not None and seen.before.last == start and seen.before.figure.kind is not Kind.DURATION
    return counted or words[start - 1] in _SPREAD


def _shared(tokens: Tokens, reading: Reading, start: int, sentence: int, seen: Seen) -> ellipsis.Shared | None:
    """What a bare number shares with the figures around it; nothing where words of its own say what it is."""
    if reading.is_fraction or reading.top is not None:
        return None
    before = seen.before if seen.before and seen.before.figure.sentence == sentence else None
    shared = ellipsis.of_another(tokens, reading, start, before) if before else None
    if shared is None and nouns.after(tokens, reading.noun_at or reading.last, plural=True) is None:
        shared = ellipsis.from_behind(tokens, reading) or (
            ellipsis.from_before(tokens, reading, start, before) if before else None
        )
    return shared


def _step(reading: Reading, kind: Kind) -> Fraction:
    """The precision of a number that is a per cent after all: as `amounts` has it for one that says so."""
    return Fraction(1) if not reading.step and kind in (Kind.PERCENT, Kind.POINTS) else reading.step


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
    tokens: Tokens, reading: Reading, after: int, start: int, seen: Seen
) -> tuple[Noun | None, str | None, int]:
    """The noun, the predicate, and the position after the noun phrase."""
    i = reading.noun_at or after
    plural = not (reading.value == 1 and reading.second is None)
    if reading.kind is Kind.PERCENT and tokens.words[i] != "of":
        return None, None, i
    found = nouns.after(tokens, i, plural)
    if tokens.words[start - 1] in ("whom", "which") and start > 1 and tokens.words[start - 2] == "of" and found is None:
        of_them = _antecedent(seen, reading, Span(tokens.starts[start - 1], tokens.ends[start - 1]))
        return of_them, nouns.predicate(tokens, start, i), i  # "450 pupils, of whom 12 failed"
    if found is None:
        return None, nouns.predicate(tokens, start, i), i
    predicate = nouns.predicate(tokens, start, found.last)
    where = Span(tokens.starts[found.first], tokens.ends[found.last - 1])
    if found.head < 0:
        return _antecedent(seen, reading, where), predicate, found.last
    return nouns.noun(tokens, ellipsis.shared_noun(tokens, found) if plural else found), predicate, found.last


def _ordered(tokens: Tokens, reading: Reading) -> Noun | None:
    """The "victory" of "her third victory"; none in "finished third overall", "the third-largest city"."""
    i, before = reading.last, tokens.words[reading.first - 1]
    if not (before in _BEFORE_AN_ORDINAL or before.endswith("'s")) or not tokens.words[i].isalpha():
        return None
    found = None if tokens.words[i] in SMALL else nouns.after(tokens, i, plural=False)
    if found is None or found.head < 0:
        return None
    return nouns.noun(tokens, found)


def _antecedent(seen: Seen, reading: Reading, where: Span) -> Noun | None:
    """What "18 of them" counts: what was counted last, if that was more than 18."""
    if seen.noun is None or reading.value is None or (reading.kind is Kind.COUNT and seen.value < reading.value):
        return None
    return seen.noun._replace(span=where)


def _rate(tokens: Tokens, i: int) -> str | None:
    """What it is per: "per [barrel]", "a [week]", "an [hour]", "/[kg]", "for every [100 people]"."""
    words = tokens.words
    word = words[i]
    if tokens.close(i) or words[i - 1] != word:
        letters = _RATES_IN_LETTERS.get(words[i + 1] if word == "/" else word)
        if letters and (word == "/" or tokens.words[i] in _PAID_PER):
            return letters  # "134g/km", "£900pcm"
    if word in DASHES and tokens.close(i) and words[i + 1] in ("a", "an") and words[i + 2] in DASHES:
        return words[i + 3] if words[i + 3] in _RATES else None  # "a £40,000-a-year job"
    if word in ("a", "an", "each", "every", "/") and words[i + 1] in _RATES and (word != "/" or tokens.close(i)):
        return None if words[i + 2] in _AFTER_A_TIME else words[i + 1]
    if word == "per" and words[i + 1] not in ("cent", ""):
        j = i + 1
        if tokens.is_number(j):
            j += 1
            while words[j].isalpha() and (
                tokens.close(j) or words[j] in SCALE_WORDS or words[j] in _RATES or inflection.is_plural(words[j])
            ):
                j += 1
            return tokens.text[tokens.starts[i + 1] : tokens.ends[j - 1]].lower()
        return _RATES_IN_LETTERS.get(words[j], words[j]) if words[j].isalpha() else None
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
