"""Builds a figure from a reading and its context: hedge and interval, counted noun, verb, and base of a rate.

Readings that turn out not to be quantities in their context are dropped: the pronoun "one", "hit a six".
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from checks.figures import ellipsis, hedges, inflection, nouns
from checks.figures.number_words import BELOW_HUNDRED
from checks.figures.readings import Reading
from checks.figures.tokens import DASHES, Tokens
from checks.figures.units import SCALE_WORDS
from checks.model import Figure, Hedge, Interval, Kind, Noun, Span, Zone
from checks.word_set import word_set

Locator = Callable[[int], tuple[int, Zone, bool]]  # offset -> sentence index, zone, quoted

_UNBOUNDED = Interval(None, None)
_COUNTING_KINDS = (Kind.COUNT, Kind.PERCENT, Kind.FRACTION, Kind.NUMBER)
_RATE_KINDS = (Kind.MONEY, Kind.MEASURE, Kind.PERCENT, Kind.DURATION, Kind.COUNT, Kind.NUMBER)
_RATE_BASES = word_set("""
    year month week day hour minute second share person head barrel tonne ton mile night game match game capita
    household litre gallon pound ounce kilogram kilo acre hectare month-old quarter season unit ticket kilometre metre
    pint piece shift child pupil student patient family mmbtu bushel user customer employee visit trip term decade
    """)
_BASES_AFTER_TO_THE = word_set("acre hectare gallon litre tonne ton barrel bushel")  # "3.4 tonnes to the acre"
_SPREAD_VERBS = word_set("spread spent paid payable phased spaced staggered committed carried")
_PAYMENT_ABBREVIATIONS = {"pcm": "month", "pw": "week", "pa": "year", "pppn": "person", "pp": "person"}
_RATE_ABBREVIATIONS = _PAYMENT_ABBREVIATIONS | {
    "gal": "gallon", "km": "kilometre", "kg": "kilogram", "l": "litre", "lb": "pound",
    "h": "hour", "hr": "hour", "t": "tonne", "m": "metre", "ft": "foot", "ha": "hectare", "kwh": "kilowatt hour",
}  # fmt: skip
_AFTER_A_TIME = word_set("ago earlier later before after previously beforehand")  # "£3m a year earlier" is not a rate
_VOTE_KINDS = (Kind.COUNT, Kind.NUMBER)
_WAYS_TO_VOTE = word_set("against opposed abstained abstaining dissented dissenting")
_RESULT_VERBS = word_set("won drawn drew lost tied")  # "won 12, drawn one and lost two"
_MAX_VOTE_WORDS = 8  # from one vote to the next: "one against the plan and [two] abstained"
_BEFORE_PRONOUN_ONE = word_set("no any every each some another the this that which wrong only loved big good new old")
_BEFORE_AN_ORDINAL = word_set("the a his her its their our my your this that another every each")


class Antecedents:
    """What later figures refer back to: the last counted noun with its number ("18 of them"), and the last figure."""

    __slots__ = ("noun", "preceding", "value")

    def __init__(self) -> None:
        self.noun: Noun | None = None
        self.value = Fraction(0)
        self.preceding: ellipsis.PrecedingFigure | None = None


def build_figure(
    tokens: Tokens, reading: Reading, span: Span, antecedents: Antecedents, locate: Locator
) -> Figure | None:
    """Returns the figure of a reading with its hedge, counted noun and location; None if it is not a quantity."""
    sentence, zone, quoted = locate(span.start)
    words = tokens.text[span.start : span.end]
    kind, value = reading.kind, reading.value
    if value is None:
        return Figure(
            span, words, kind, None, _UNBOUNDED, reason=reading.reason, sentence=sentence, zone=zone, quoted=quoted
        )
    hedge, start = hedges.hedge_before(tokens, reading.start)
    after = reading.end
    if kind is Kind.DURATION and hedge is Hedge.MORE_THAN and _is_during(tokens, start, reading.start, antecedents):
        hedge, start = Hedge.NONE, reading.start
    if hedge is Hedge.NONE:
        hedge, after = hedges.hedge_after(tokens, after)
    noun, predicate, per, end = None, None, None, after
    shared = _find_shared(tokens, reading, start, sentence, antecedents) if kind is Kind.NUMBER else None
    if shared and shared.kind is not Kind.COUNT:
        reading = reading._replace(kind=shared.kind, unit=shared.unit, step=_shared_step(reading, shared.kind))
        kind = shared.kind
    if kind in _RATE_KINDS:
        per = _find_rate_base(tokens, after)
    if kind in _COUNTING_KINDS:
        noun, predicate, end = _find_counted(tokens, reading, after, start, antecedents)
        if shared and noun is None:
            noun = shared.noun
        if kind is Kind.NUMBER and (noun or predicate):
            kind = Kind.COUNT
        per = per or _find_rate_base(tokens, end)
        if kind is Kind.COUNT and noun:
            antecedents.noun, antecedents.value = noun, reading.second or value
        if value == 1 and kind is not Kind.PERCENT and words.lower() == "one" and _is_pronoun(tokens, reading, noun):
            earlier = antecedents.preceding.figure if antecedents.preceding else None
            follows_count = earlier is not None and earlier.sentence == sentence and earlier.kind in _VOTE_KINDS
            is_result = follows_count and tokens.words[reading.start - 1] in _RESULT_VERBS
            if not (noun is None and (is_result or _is_vote(tokens, reading.end, follows_count=follows_count))):
                return None
        if _is_game_score(tokens, reading):
            return None
    elif kind is Kind.ORDINAL:
        noun = _find_ordered(tokens, reading)
    elif kind is Kind.MULTIPLE and tokens.words[reading.end - 1] == "times":
        noun = Noun("time", Span(tokens.starts[reading.end - 1], span.end))
    figure = Figure(
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
    antecedents.preceding = ellipsis.PrecedingFigure(figure, reading.start, end)
    return figure


def _is_during(tokens: Tokens, hedge_start: int, hedge_end: int, antecedents: Antecedents) -> bool:
    """Whether "over" before a duration means during: "£1.2m [over] six years", "spread over 10 years"."""
    words = tokens.words
    if words[hedge_start:hedge_end] != ["over"]:
        return False
    is_after_figure = (
        antecedents.preceding is not None
        and antecedents.preceding.end == hedge_start
        and antecedents.preceding.figure.kind is not Kind.DURATION
    )
    return is_after_figure or words[hedge_start - 1] in _SPREAD_VERBS


def _find_shared(
    tokens: Tokens, reading: Reading, start: int, sentence: int, antecedents: Antecedents
) -> ellipsis.Shared | None:
    """Returns what a bare number shares with the figures around it; None where it has a noun of its own."""
    if reading.is_fraction or reading.upper_bound is not None:
        return None
    preceding = (
        antecedents.preceding if antecedents.preceding and antecedents.preceding.figure.sentence == sentence else None
    )
    shared = ellipsis.shared_with_coordinate(tokens, reading, start, preceding) if preceding else None
    if shared is None and nouns.find_phrase(tokens, reading.noun_at or reading.end, expects_plural=True) is None:
        shared = ellipsis.shared_with_following(tokens, reading) or (
            ellipsis.shared_with_preceding(tokens, reading, start, preceding) if preceding else None
        )
    return shared


def _shared_step(reading: Reading, kind: Kind) -> Fraction:
    """Returns the step of a number that takes on this kind; for per cent, as if "per cent" followed it."""
    return Fraction(1) if not reading.step and kind in (Kind.PERCENT, Kind.POINTS) else reading.step


def _interval(reading: Reading, hedge: Hedge, zone: Zone) -> Interval:
    """Returns the interval of a reading; of a range, from the low end of one number to the high end of the other."""
    assert reading.value is not None
    if reading.kind in (Kind.SCORE, Kind.RATIO, Kind.ORDINAL):
        return Interval.exact(reading.value)
    in_headline = zone is Zone.HEADLINE

    def interval_of(value: Fraction, hedge: Hedge) -> Interval:
        return hedges.interval(
            value,
            reading.step,
            hedge,
            scale=reading.scale,
            upper_bound=reading.upper_bound,
            is_fraction=reading.is_fraction,
            in_headline=in_headline,
        )

    if reading.second is None or not reading.is_range:
        return interval_of(reading.value, hedge)
    range_hedge = hedge if hedge is Hedge.ABOUT else Hedge.NONE
    low, high = (
        interval_of(min(reading.value, reading.second), range_hedge),
        interval_of(max(reading.value, reading.second), range_hedge),
    )
    return Interval(low.low, high.high)


def _find_counted(
    tokens: Tokens, reading: Reading, after: int, start: int, antecedents: Antecedents
) -> tuple[Noun | None, str | None, int]:
    """Returns the counted noun, the predicate, and the position after the noun phrase."""
    i = reading.noun_at or after
    expects_plural = not (reading.value == 1 and reading.second is None)
    if reading.kind is Kind.PERCENT and tokens.words[i] != "of":
        return None, None, i
    found = nouns.find_phrase(tokens, i, expects_plural)
    if tokens.words[start - 1] in ("whom", "which") and start > 1 and tokens.words[start - 2] == "of" and found is None:
        of_them = _antecedent(antecedents, reading, Span(tokens.starts[start - 1], tokens.ends[start - 1]))
        return of_them, nouns.predicate(tokens, start, i), i  # "450 pupils, of whom 12 failed"
    if found is None:
        return None, nouns.predicate(tokens, start, i), i
    predicate = nouns.predicate(tokens, start, found.end)
    noun_span = Span(tokens.starts[found.start], tokens.ends[found.end - 1])
    if found.head < 0:
        return _antecedent(antecedents, reading, noun_span), predicate, found.end
    return nouns.to_noun(tokens, ellipsis.shared_noun(tokens, found) if expects_plural else found), predicate, found.end


def _find_ordered(tokens: Tokens, reading: Reading) -> Noun | None:
    """Returns the "victory" of "her third victory"; None for "finished third overall", "the third-largest city"."""
    i, before = reading.end, tokens.words[reading.start - 1]
    if not (before in _BEFORE_AN_ORDINAL or before.endswith("'s")) or not tokens.words[i].isalpha():
        return None
    found = None if tokens.words[i] in BELOW_HUNDRED else nouns.find_phrase(tokens, i, expects_plural=False)
    if found is None or found.head < 0:
        return None
    return nouns.to_noun(tokens, found)


def _antecedent(antecedents: Antecedents, reading: Reading, pronoun_span: Span) -> Noun | None:
    """Returns what "18 of them" counts: the noun that was counted last, if there were at least 18."""
    if (
        antecedents.noun is None
        or reading.value is None
        or (reading.kind is Kind.COUNT and antecedents.value < reading.value)
    ):
        return None
    return antecedents.noun._replace(span=pronoun_span)


def _find_rate_base(tokens: Tokens, i: int) -> str | None:
    """Returns the base of a rate: "per [barrel]", "a [week]", "to the [acre]", "/[kg]", "for every [100 people]"."""
    words = tokens.words
    word = words[i]
    if tokens.is_attached(i) or words[i - 1] != word:
        letters = _RATE_ABBREVIATIONS.get(words[i + 1] if word == "/" else word)
        if letters and (word == "/" or tokens.words[i] in _PAYMENT_ABBREVIATIONS):
            return letters  # "134g/km", "£900pcm"
    if word in DASHES and tokens.is_attached(i) and words[i + 1] in ("a", "an") and words[i + 2] in DASHES:
        return words[i + 3] if words[i + 3] in _RATE_BASES else None  # "a £40,000-a-year job"
    if (
        word in ("a", "an", "each", "every", "/")
        and words[i + 1] in _RATE_BASES
        and (word != "/" or tokens.is_attached(i))
    ):
        return None if words[i + 2] in _AFTER_A_TIME else words[i + 1]
    if word == "per" and words[i + 1] not in ("cent", ""):
        j = i + 1
        if tokens.is_number(j):
            j += 1
            while words[j].isalpha() and (
                tokens.is_attached(j)
                or words[j] in SCALE_WORDS
                or words[j] in _RATE_BASES
                or inflection.is_plural(words[j])
            ):
                j += 1
            return tokens.text[tokens.starts[i + 1] : tokens.ends[j - 1]].lower()
        return _RATE_ABBREVIATIONS.get(words[j], words[j]) if words[j].isalpha() else None
    if word == "to" and words[i + 1] in ("the", "an") and words[i + 2] in _BASES_AFTER_TO_THE:
        return words[i + 2]
    return None


_GAME_SCORES = frozenset(("four", "six", "ten", "eight", "hundred"))


def _is_game_score(tokens: Tokens, reading: Reading) -> bool:
    """Whether the number is points in a game rather than a number of things: "hit a six", "scored a ten"."""
    i = reading.start
    return (
        reading.end == i + 1
        and tokens.words[i] in _GAME_SCORES
        and tokens.words[i - 1] in ("a", "an")
        and not tokens.is_attached(i + 1)
    )


def _is_vote(tokens: Tokens, i: int, *, follows_count: bool) -> bool:
    """Whether "one" before token `i` is a count of votes next to another count: "seven for, [one] against"."""
    words = tokens.words
    way = i + (words[i] == "voted")
    is_for = (words[way] == "for" and not words[way + 1].isalpha()) or words[way : way + 2] == ["for", "and"]
    is_in_favour = words[way] == "in" and words[way + 1] in ("favour", "favor")
    if not (words[way] in _WAYS_TO_VOTE or is_for or is_in_favour):
        return False
    for j in range(i, i + _MAX_VOTE_WORDS):
        if words[j] in ("", ".", "?", "!"):
            break
        if tokens.is_number(j) or words[j] in BELOW_HUNDRED:
            return True
    return follows_count


def _is_pronoun(tokens: Tokens, reading: Reading, noun: Noun | None) -> bool:
    """Whether "one" is a pronoun or part of an idiom rather than a count."""
    words = tokens.words
    before, after = words[reading.start - 1] if reading.start else "", words[reading.end]
    if before == "no" or after in ("another", "'s"):
        return True
    if noun is None:
        return before != "" or after != ""
    return before in _BEFORE_PRONOUN_ONE and after in ("of", "in")
