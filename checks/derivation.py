"""Can a figure be worked out from what its source states? Sums, differences, shares, counts of names, spans of years.

"Two tourists" where the source names David Miller and Hannah Witheridge, "more than doubled" where it says from five to
375, "over a decade" where it says from 1985 to 1998: none of these values stands in the source, and all of them are
right. Each way of working is one function that yields `Derivation`s, with the arithmetic as an editor would write it.
A way is narrow on purpose: a sum of any two figures of a long article can be made to give nearly anything.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations, islice
from typing import NamedTuple, Protocol, TypeVar

from checks.figures.units import to_base
from checks.model import Article, Figure, Granularity, Hedge, Kind, Listing, Moment, Span
from checks.names import country, names
from checks.passages import WORD, company, stem
from checks.sameness import Sameness, is_person, noun_class, same, thing
from checks.wording import number

COUNTS = (Kind.COUNT, Kind.NUMBER)
ADDABLE = (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.MEASURE, Kind.DURATION, Kind.PERCENT)
FEW = 8
"""How many figures after one are looked at for a sum or a difference with it."""
MOST_FIGURES = 2000
"""Of a longer text, a table as a rule, any sum could be made."""
NEAR = 300
FURTHER = 3
"""Sentences between a count and "others" that are counted beside it."""
MOST_TOLD = 12
MOST_WAYS = 4
"""How many reckonings of one sort are looked at: a long text has many pairs and lists."""
ROUND_FROM = 100
"""The least figure of which a round sum is taken for an answer."""
ROUNDING = Fraction(1, 20)
REACH = 1
"""Sentences between two figures of a source that a writer would add up or subtract."""

PAIR_WORD = {
    "both": 2,
    "pair": 2,
    "couple": 2,
    "duo": 2,
    "twin": 2,
    "twins": 2,
    "brothers": 2,
    "sisters": 2,
    "trio": 3,
    "triplets": 3,
}
"""Words that say how many people, or of "both" and "a pair of" how many things, there are."""
TIMES_WORD = {"twice": 2, "double": 2, "brace": 2, "treble": 3, "triple": 3, "hat-trick": 3, "thrice": 3}
NEXT_WORD = {"second": 2, "another": 2}
"""Words by which a writer counts on from the first to the last of two, without naming the thing again."""
PAIR_WORDS = re.compile(
    "|".join((*PAIR_WORD, *TIMES_WORD, *NEXT_WORD, "third")).join((r"\b(?:", r")\b")), re.IGNORECASE
)
OCCASIONS = frozenset(("time", "goal", "try", "occasion", "win", "title", "victory", "point", "run"))
BEHIND_PAIR = 3
"""Words behind one for a pair, or for the next of a row, among which what it counts may be named."""
SENT_OFF = re.compile(r"\b(?:sent off|red cards?|dismissed|sending off|sent-off|sin-bin(?:ned)?)\b", re.IGNORECASE)
RUGBY = re.compile(r"\b(?:rugby|scrum|lineout|fly-half|hooker)\b", re.IGNORECASE)


class _Placed(Protocol):
    @property
    def sentence(self) -> int: ...


Said = TypeVar("Said", bound=_Placed)


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a value follows from the source: the arithmetic in words, and the source's places it rests on."""

    arithmetic: str
    spans: tuple[Span, ...]
    weak: bool = False  # it may be chance: nothing but the number says that this is what is counted


def derive(figure: Figure, target: Article, source: Article) -> Derivation | None:
    """The first way in which the source gives this figure, a weak one only where there is no other; None if none."""
    ways = tuple(derivations(figure, target, source))
    return next((way for way in ways if not way.weak), ways[0] if ways else None)


def derivations(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The ways in which the source gives this figure; none where there is too much to look through."""
    if len(source.figures) <= MOST_FIGURES:
        for way in WAYS:
            yield from islice(way(figure, target, source), MOST_WAYS)


def _fits(value: Fraction, figure: Figure) -> bool:
    return value in figure.interval


def _whole(figure: Figure) -> int | None:
    """The count as a small whole number."""
    if figure.value is None or figure.value.denominator != 1 or not 2 <= figure.value <= 60:
        return None
    return int(figure.value)


def converted(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The same measure or length of time in another unit: "26 miles" for "42km", "18 months" for "1.5 years"."""
    if figure.kind not in (Kind.MEASURE, Kind.DURATION, Kind.AGE) or figure.value is None or not figure.unit:
        return
    mine = to_base(figure.value, figure.unit)
    if mine is None:
        return
    for other in source.figures:
        if other.unit == figure.unit or not other.unit or other.value is None:
            continue
        theirs = to_base(other.value, other.unit)
        if theirs is None or theirs[0] != mine[0] or not theirs[1]:
            continue
        # A conversion in print keeps two figures or so: 3 per cent either way covers its rounding.
        if abs(mine[1] / theirs[1] - 1) <= Fraction(3, 100):
            yield Derivation(f"{other.words} = {figure.words}", (other.span,))


def listed(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The names of a listing, counted."""
    count = _whole(figure)
    if count is None or figure.kind not in COUNTS or figure.hedge is not Hedge.NONE:
        return
    head = noun_class(figure.noun.head) if figure.noun is not None else ""
    for listing in source.listings:
        if len(listing.items) != count or _one_name(listing, source):
            continue
        people = all(_may_name_a_person(name) for name in listing.names)
        around = Span(listing.span.start, listing.span.end + BEHIND_NAME)
        ages = [one for one in source.figures if one.kind is Kind.AGE and around.contains(one.span)]
        if head and is_person(head) and not (people and all(_may_be(_wanted(figure), age, source) for age in ages)):
            continue
        told = map(noun_class, WORD.findall(source.words(source.sentences[listing.sentence].span)))
        weak = not people and bool(head) and head not in told
        yield Derivation(f"{', '.join(listing.names)}: {count}", (listing.span,), weak)


BEHIND_NAME = 8
"""Characters behind the last name of a list where its age may stand."""
APPOSED = re.compile(r"\b(?:the|its|their|his|her|an?|our) (?:[a-z-]+ ){0,2}[a-z-]*[a-rt-z] $")


def _one_name(listing: Listing, source: Article) -> bool:
    """Is it the name of one thing: "its rival Barth and Sons"?"""
    return (
        len(listing.items) == 2
        and APPOSED.search(source.text, max(0, listing.span.start - 40), listing.span.start) is not None
    )


def _may_name_a_person(name: str) -> bool:
    """No acronym, no country, nobody's ("CNN's Ann Lee" is who wrote it), no figure and not the word "I"."""
    words = name.split()
    return country(name) is None and not any(
        (len(word) < 2 and not word.isalpha())
        or word == "I"
        or (word.isupper() and len(word) > 2)
        or word.endswith(("'s", "’s"))
        or any(mark.isdigit() for mark in word)
        for word in words
    )


def aged(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """People given with their ages in one sentence, counted: "David, 24, and Hannah, 23"."""
    count = _whole(figure)
    if count is None or count > 12 or figure.kind not in COUNTS:
        return
    by_sentence: dict[int, list[Figure]] = defaultdict(list)
    for other in source.figures:
        if other.kind is Kind.AGE:
            by_sentence[other.sentence].append(other)
    wanted = _wanted(figure)
    for ages in by_sentence.values():
        if len(ages) == count and all(_may_be(wanted, age, source) for age in ages):
            yield Derivation(f"{', '.join(age.words for age in ages)}: {count} people", tuple(age.span for age in ages))


SEXES = {
    word: (sex, age)
    for (sex, age), words in {
        ("m", "old"): "man men",
        ("f", "old"): "woman women",
        ("m", "young"): "boy boys schoolboy schoolboys son sons brother brothers",
        ("f", "young"): "girl girls schoolgirl schoolgirls daughter daughters sister sisters",
    }.items()
    for word in words.split()
}
TEENS = range(13, 20)
CAME_OF_AGE = 18


def _wanted(figure: Figure) -> str:
    return figure.noun.head.lower() if figure.noun is not None else ""


def _may_be(wanted: str, age: Figure, source: Article) -> bool:
    """Can somebody of this age be one of the "men", "girls" or "teenagers" who are counted?"""
    years = age.value if age.unit == "year" else None
    if wanted in ("teenager", "teen") and years is not None and years not in TEENS:
        return False
    if wanted not in SEXES:
        return True
    sex, grown = SEXES[wanted]
    if grown == "young" and years is not None and years > CAME_OF_AGE:
        return wanted.startswith(("son", "daughter", "brother", "sister"))
    if grown == "old" and years is not None and years < CAME_OF_AGE:
        return False
    behind = WORD.match(source.text, min(age.span.end + 1, len(source.text)))
    told = SEXES.get(behind.group().lower()) if behind else None
    return told is None or (told[0] == sex and (told[1] == grown or (grown == "young" and years is None)))


def paired(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """A word that says two or three: "both", "the couple", "the second", "twins", "a trio"."""
    count = _whole(figure)
    if count not in (2, 3) or figure.kind not in (*COUNTS, Kind.MULTIPLE):
        return
    head = noun_class(figure.noun.head) if figure.noun is not None else ""
    people = not head or is_person(head)
    timed = head in OCCASIONS or figure.words.lower().endswith("time")
    for match in PAIR_WORDS.finditer(source.text):
        word = match.group().lower()
        behind = WORD.findall(source.text, match.end(), match.end() + 40)[:BEHIND_PAIR]
        named = bool(head) and head in map(noun_class, behind)
        times = figure.kind is Kind.MULTIPLE
        if (
            (PAIR_WORD.get(word) == count and not times and (people or named))
            or (TIMES_WORD.get(word) == count and (times or not head or timed))
            or (NEXT_WORD.get(word) == count and not times)
            or (word == "third" and count == 3 and named)
        ):
            yield Derivation(
                f'"{match.group()}" says {count}', (Span(*match.span()),), weak=word in NEXT_WORD and not named
            )


def _same_sort(one: Figure, other: Figure) -> bool:
    if one.kind in COUNTS and other.kind in COUNTS:
        heads = {noun_class(figure.noun.head) for figure in (one, other) if figure.noun}
        return len(heads) <= 1
    return one.kind is other.kind and one.unit == other.unit


def _told(part: Figure) -> bool:
    return part.noun is not None or part.unit is not None or part.predicate is not None


def _sorts_told(parts: tuple[Figure, ...]) -> bool:
    """Does at least one say what it counts, and is none the word "one", which rarely counts?"""
    return any(_told(part) for part in parts) and all(part.value != 1 for part in parts)


def added(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The sum of two to four figures of one sort that stand together."""
    if figure.kind not in ADDABLE or figure.value is None:
        return
    parts = [
        other
        for other in source.figures
        if other.value is not None
        and 0 < other.value < figure.value * 3 / 2
        and not other.is_range
        and _same_sort(figure, other)
    ]
    for size in (2, 3, 4):
        for group in chain(_groups(parts, size), _further(figure, target, source) if size == 2 else ()):
            total = sum((part.value or Fraction(0) for part in group), Fraction(0))
            # The same figure twice is more likely one thing told twice than two things of one size.
            # What a bare number counts was named before it: "four barns and three", not "three and four barns".
            if len({part.value for part in group}) > 1 and _told(group[0]) and _sums_to(total, figure):
                said = " + ".join(number(part.value or 0) for part in group)
                yield Derivation(f"{said} = {number(total)}", tuple(part.span for part in group))
    yield from _own_parts(figure, target, source)


def _sums_to(total: Fraction, figure: Figure) -> bool:
    """Is the total the figure, or what a hedged one says roundly: "more than 8,000" for 8,180?"""
    value = figure.value or Fraction(0)
    rounded = figure.hedge is not Hedge.NONE and value >= ROUND_FROM and total in figure.interval
    return total == value or (rounded and abs(total - value) <= total * ROUNDING)


def _further(figure: Figure, target: Article, source: Article) -> Iterator[tuple[Figure, Figure]]:
    """Two counts that stand further apart and are tied all the same.

    A count and the "others" a little further on: "Three skiers died. ... Eleven others got out.". Two of the very thing
    counted, each told of somebody whom the target names: "the Union had 39 seats. ... the Greens have seven seats".
    """
    head = figure.noun.head if figure.noun is not None else ""
    if figure.kind not in COUNTS:
        return
    parts = [other for other in source.figures if other.kind is Kind.COUNT and not other.is_range]
    of_it = [part for part in parts if head and part.noun is not None and part.noun.head == head][:MOST_TOLD]
    said = {part.sentence: _named(source, part) for part in of_it}
    named = _named(target, figure) if len(of_it) > 1 else frozenset()
    for one, other in combinations(of_it, 2):
        mine, theirs = said[one.sentence] & named, said[other.sentence] & named
        if mine - theirs and theirs - mine:
            yield one, other
    for place, other in enumerate(parts if not head or is_person(noun_class(head)) else ()):
        if other.noun is None or other.noun.head not in ("other", "others"):
            continue
        for first in parts[max(0, place - FEW) : place]:
            apart = other.sentence - first.sentence
            if first.noun is not None and 0 < apart <= FURTHER and is_person(noun_class(first.noun.head)):
                yield first, other


def _named(article: Article, figure: Figure) -> frozenset[str]:
    """The words with a capital in a figure's sentence."""
    words = WORD.findall(article.words(article.sentences[figure.sentence].span))
    return frozenset(word for word in words[1:] if word[0].isupper())


def _own_parts(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The sum of the figures that the target itself gives before it in the sentence, each of which the source has."""
    parts = [
        other for other in company(figure, target) if other.span.end <= figure.span.start and other.value is not None
    ]
    parts = [other for other in parts if other.kind is figure.kind or (other.kind in COUNTS and figure.kind in COUNTS)]
    stated = {(other.kind in COUNTS, other.unit, other.value): other for other in source.figures}
    there = [stated.get((other.kind in COUNTS, other.unit, other.value)) for other in parts]
    group = [other for other in there if other is not None]
    if 2 <= len(parts) == len(group) and sum(part.value or 0 for part in group) == figure.value:
        said = " + ".join(number(part.value or 0) for part in group)
        yield Derivation(f"{said} = {number(figure.value or 0)}", tuple(part.span for part in group))


def _groups(parts: list[Figure], size: int) -> Iterator[tuple[Figure, ...]]:
    """Figures that stand together and whose sorts agree, `size` at a time; larger groups within one sentence only."""
    for first, rest in _followers(parts, REACH if size == 2 else 0):
        if not any(_told(part) for part in (first, *rest)):
            continue
        for others in combinations(rest, size - 1):
            group = (first, *others)
            if _sorts_told(group) and all(_same_sort(one, other) for one, other in combinations(group, 2)):
                yield group


def _followers(parts: Sequence[Said], window: int) -> Iterator[tuple[Said, list[Said]]]:
    """Each statement with the next few that stand within `window` sentences of it."""
    for start, first in enumerate(parts):
        row = parts[start + 1 : start + 1 + FEW]
        yield first, [part for part in row if part.sentence - first.sentence <= window]


def _pairs(parts: Sequence[Said], window: int = REACH) -> Iterator[tuple[Said, Said]]:
    for first, rest in _followers(parts, window):
        for other in rest:
            yield first, other


def subtracted(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """What is left of one figure when another of its sort beside it is taken away."""
    if figure.kind not in (*ADDABLE, Kind.POINTS) or figure.value is None:
        return
    kinds = (Kind.PERCENT,) if figure.kind is Kind.POINTS else COUNTS if figure.kind in COUNTS else (figure.kind,)
    parts = [o for o in source.figures if o.kind in kinds and o.value is not None and not o.is_range]
    if figure.kind not in (*COUNTS, Kind.POINTS):
        parts = [part for part in parts if part.unit == figure.unit]
    for one, other in chain(_groups(parts, 2), _changed(parts, source)):
        large, small = max(one.value or 0, other.value or 0), min(one.value or 0, other.value or 0)
        # Half of a figure is more likely there in its own right than by subtraction.
        if 0 < small != figure.value == large - small and _counts_alike(figure, one, other):
            said = f"{number(large)} - {number(small)} = {number(figure.value)}"
            yield Derivation(said, (one.span, other.span))


INSTEAD = re.compile(r"\b(?:instead of|down from|up from|rather than|compared with|from|against) $")


def _changed(parts: list[Figure], source: Article) -> Iterator[tuple[Figure, Figure]]:
    """A figure and the bare number that it took the place of: "20 hours a week instead of 35"."""
    for place, bare in enumerate(source.figures[1:]):
        one = source.figures[place]
        beside = bare.kind is Kind.NUMBER and one.sentence == bare.sentence and any(part is one for part in parts)
        if beside and INSTEAD.search(source.text, max(one.span.end, bare.span.start - 14), bare.span.start):
            yield one, bare


def _counts_alike(figure: Figure, *others: Figure) -> bool:
    """Of counts, does one of them at least count what the figure counts?"""
    if figure.kind not in COUNTS or figure.noun is None:
        return True
    return any(other.noun is None or same(thing(figure), thing(other)) is not Sameness.DIFFERENT for other in others)


def shared(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """One figure as a share of another beside it: "a third" for 12 of 36, "20%" for one in five."""
    if figure.kind not in (Kind.PERCENT, Kind.FRACTION) or figure.value is None:
        return
    scale = 100 if figure.kind is Kind.PERCENT else 1
    # A share in a summary may be rounded to the whole percentage point.
    hedged = Fraction(3) if figure.kind is Kind.PERCENT else Fraction(1, 15)
    slack = Fraction(scale, 200) if figure.hedge is Hedge.NONE else hedged
    counts = [other for other in source.figures if other.kind in (*COUNTS, Kind.MONEY) and other.value]
    for one, other in _pairs(counts):
        if one.unit != other.unit or not one.value or not other.value or not _told_of(figure, one, other):
            continue
        large, small = max(one.value, other.value), min(one.value, other.value)
        if abs(small / large * scale - figure.value) <= slack:
            said = f"{number(small)} of {number(large)} = {number(small / large * 100)}%"
            yield Derivation(said, (one.span, other.span))


def grown(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """By what share one figure is above or below another beside it: "fell by about a third" for £94m and £61m."""
    if figure.kind not in (Kind.PERCENT, Kind.FRACTION) or figure.value is None or not _moved(figure, target):
        return
    scale = 100 if figure.kind is Kind.PERCENT else 1
    slack = Fraction(scale, 200) if figure.hedge is Hedge.NONE else Fraction(scale, 33)
    counts = [other for other in source.figures if other.kind in (*COUNTS, Kind.MONEY) and other.value]
    for one, other in _pairs(counts):
        if one.unit != other.unit or one.sentence != other.sentence or not one.value or not other.value:
            continue
        apart = abs(one.value - other.value)
        for base in (one.value, other.value):
            if apart and abs(apart / base * scale - figure.value) <= slack:
                said = f"{number(apart)} of {number(base)} = {number(round(apart / base * 100, 1))}%"
                yield Derivation(said, (one.span, other.span))


REST = re.compile(r"\b(?:the rest|the remainder|everyone else|the others)\b", re.IGNORECASE)


def left(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """What shares leave of a hundred: 17% where "61% ... online, 22% on paper and the rest by phone"."""
    if figure.kind is not Kind.PERCENT or figure.value is None:
        return
    shares: dict[int, list[Figure]] = defaultdict(list)
    for other in source.figures:
        if other.kind is Kind.PERCENT and other.value is not None and not other.is_range:
            shares[other.sentence].append(other)
    for sentence, parts in shares.items():
        if sum(part.value or 0 for part in parts) + figure.value == 100 and REST.search(
            source.words(source.sentences[sentence].span)
        ):
            said = " - ".join(["100", *(number(part.value or 0) for part in parts)])
            yield Derivation(f"{said} = {number(figure.value)}", tuple(part.span for part in parts))


def _told_of(share: Figure, *others: Figure) -> bool:
    """Does one of these at least count what the share is of, where both say so?"""
    if share.noun is None or all(other.noun is None for other in others):
        return True
    of = thing(share)
    return any(other.noun is not None and same(of, thing(other)) is Sameness.SAME for other in others)


def multiplied(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """How often one figure goes into another of its sort: "more than doubled" for 270 and 375."""
    if figure.kind is not Kind.MULTIPLE or figure.value is None:
        return
    parts = [o for o in source.figures if o.kind in (*COUNTS, Kind.MONEY, Kind.PERCENT, Kind.MEASURE) and o.value]
    for one, other in _pairs(parts):
        if one.unit != other.unit or not one.value or not other.value:
            continue
        large, small = max(one.value, other.value), min(one.value, other.value)
        ratio = large / small
        if ratio in figure.interval or abs(ratio - figure.value) <= figure.value / 10:
            yield Derivation(f"{number(large)} / {number(small)} = {number(ratio)}", (one.span, other.span))


class Year(NamedTuple):
    """A year that the source states, and where."""

    year: int
    moment: Moment

    @property
    def sentence(self) -> int:
        return self.moment.sentence


def _years(source: Article) -> list[Year]:
    return [
        Year(one.year, moment)
        for moment in source.moments
        for one in (moment, moment.until)
        if one is not None and one.year is not None and one.granularity is not Granularity.DECADE
    ]


SPANS = {"year": 1, "decade": 10, "century": 100}


def spanned(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The years from one date to another: "over a decade" for 1985 to 1998, an age from a year of birth."""
    step = SPANS.get(figure.unit or "")
    if figure.kind not in (Kind.DURATION, Kind.AGE) or step is None or figure.value is None:
        return
    low, high = figure.interval
    years = _years(source)
    for (first, one), (last, other) in _pairs(years):
        length = Fraction(abs(last - first), step)
        # Of "from 1980 to 1982" some say three years; nobody is three in 1982 who was born in 1980.
        inclusive = length if figure.kind is Kind.AGE else length + Fraction(1, step)
        fits = [
            (low is None or low <= value) and (high is None or value <= high) and value <= figure.value * 3 / 2
            for value in (length, inclusive)
        ]
        if length and any(fits):
            said = f"{max(first, last)} - {min(first, last)} = {number(length * step)} years"
            yield Derivation(said, (one.span, other.span), weak=not fits[0] and "-" in figure.words)
            return
    if source.published is not None:
        for year, moment in years:
            if Fraction(source.published.year - year, step) in figure.interval and source.published.year > year:
                passed = source.published.year - year
                yield Derivation(f"{source.published.year} - {year} = {passed} years", (moment.span,))


OTHERS = re.compile(r"[ -]*(?:other|others|more)\b", re.IGNORECASE)
MOST_NAMED = 3


def others(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """ "Tull and six others", where the source counts seven: whoever is named is one of them."""
    behind = target.text[figure.span.end : figure.span.end + 12]
    if figure.kind not in COUNTS or figure.value is None or not OTHERS.match(behind):
        return
    before = target.text[target.sentences[figure.sentence].span.start : figure.span.start]
    named = len(names(before))
    for other in source.figures:
        apart = other.value - figure.value if other.kind in COUNTS and other.value is not None else 0
        people = all(one.noun is not None and is_person(noun_class(one.noun.head)) for one in (figure, other))
        if 0 < apart <= min(named, MOST_NAMED) and not other.is_range and (people or _counts_alike(figure, other)):
            said = f"{number(other.value or 0)} - {apart} named = {number(figure.value)}"
            yield Derivation(said, (other.span,))


MAJORITY = re.compile(r"\b(?:majority|margin|lead|difference|gap|victory|win|won|beat|ahead|clear)\b", re.IGNORECASE)


def _clause(figure: Figure, target: Article) -> str:
    """The sentence around a figure, or as much of an endless one as says anything of it."""
    start, end = target.sentences[figure.sentence].span
    return target.text[max(start, figure.span.start - NEAR) : min(end, figure.span.end + NEAR)]


def margin(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """What lies between the two sides of a vote or a score: "a majority of 12" for 19 to seven."""
    sided = MAJORITY.search(_clause(figure, target)) is not None
    for other in source.figures if figure.value else ():
        if other.value is None or other.second is None or other.unit != figure.unit:
            continue
        if not (sided and other.kind is Kind.SCORE) and not (other.is_range and _moved(figure, target)):
            continue
        large, small = max(other.value, other.second), min(other.value, other.second)
        if large - small == figure.value:
            yield Derivation(f"{number(large)} - {number(small)} = {number(figure.value or 0)}", (other.span,))


MOVED_BY = re.compile(r"\bby (?:about |some |nearly |almost |over |just |around )?$")
MORE_OR_LESS = re.compile(
    r" ?(?:percentage )?(?:points? |[a-z]+ )?(?:more|less|fewer|higher|lower|above|below|ahead|behind|up|down)\b"
)


def _moved(figure: Figure, target: Article) -> bool:
    """Does the target say that something went up or down by this much, or is this much more than something else?"""
    before = target.text[max(0, figure.span.start - 16) : figure.span.start]
    return MOVED_BY.search(before) is not None or MORE_OR_LESS.match(target.text, figure.span.end) is not None


def moved(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """By how much one figure differs from another, where the target gives one of the two beside it.

    "Profit fell by £93m to £212m", "46% of the vote, seven points more than in 2018": the other one may stand anywhere.
    """
    if figure.value is None or not _moved(figure, target):
        return
    shares = any(one.kind is Kind.PERCENT for one in company(figure, target))
    points = figure.kind is Kind.POINTS or (shares and figure.noun is not None and figure.noun.head == "point")
    kinds = (Kind.PERCENT,) if points else COUNTS if figure.kind in COUNTS else (figure.kind,)
    unit = "percent" if points else figure.unit
    others = company(figure, target)
    beside = [figure.second, *(one.value for one in others)]
    stated = [one for one in source.figures if one.kind in kinds and one.unit == unit and one.value is not None]
    half = Fraction(1, 2) if figure.value.denominator == 1 else Fraction(1, 20)
    for one in stated:
        near = [end for end in beside if end is not None and abs(end - (one.value or 0)) <= half]
        for other in stated if near else ():
            apart = abs((one.value or Fraction(0)) - (other.value or Fraction(0)))
            if apart and (apart == figure.value or (points and abs(apart - figure.value) < half)):
                large, small = max(one.value or 0, other.value or 0), min(one.value or 0, other.value or 0)
                yield Derivation(f"{number(large)} - {number(small)} = {number(apart)}", (one.span, other.span))


def portion(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """A share of a figure that the target gives before it: "1,200 jobs, 600 of them" where the article says half."""
    behind = target.text[figure.span.end : figure.span.end + 10]
    if figure.kind not in (*COUNTS, Kind.MONEY) or not figure.value or not behind.startswith(" of "):
        return
    wholes = [
        one.value for one in company(figure, target) if one.span.end <= figure.span.start and one.unit == figure.unit
    ]
    for share in source.figures:
        part = share.value if share.kind is Kind.FRACTION and " of " not in share.words else None
        for whole in wholes if part else ():
            if whole and part and whole * part == figure.value:
                yield Derivation(f"{share.words} of {number(whole)} = {number(figure.value)}", (share.span,))


BESIDES = re.compile(
    r"\b(?:the|an?|his|her|their|its|one) (?:[a-z-]+ )?([a-z]+) and (?:her |his |their |the |another )?$"
)


def one_more(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """A person and those counted beside: four for "the driver and three passengers"."""
    if figure.kind not in COUNTS or (figure.noun is not None and not is_person(noun_class(figure.noun.head))):
        return
    for other in source.figures:
        if other.kind is not Kind.COUNT or other.noun is None or other.value is None or other.value + 1 != figure.value:
            continue
        before = BESIDES.search(source.text, max(0, other.span.start - 40), other.span.start)
        if before and is_person(noun_class(before.group(1))) and is_person(noun_class(other.noun.head)):
            said = f"{before.group(1)} + {number(other.value)} = {number(figure.value)}"
            yield Derivation(said, (Span(before.start(), other.span.end),))


EACH = re.compile(r"\b(?:each|every|apiece|per|equally)\b", re.IGNORECASE)


def split(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """What each of several gets of a sum that is told beside their count: 350,000 for 4.2 million and 12 families."""
    if figure.kind not in (Kind.MONEY, Kind.MEASURE, *COUNTS) or not figure.value:
        return
    if not EACH.search(_clause(figure, target)):
        return
    for one, other in _pairs([one for one in source.figures if one.unit == figure.unit or one.kind is Kind.COUNT], 0):
        for whole, count in ((one, other), (other, one)):
            total, people = whole.value or 0, count.value or 0
            shared_out = whole.unit == figure.unit and count.kind is Kind.COUNT and total > people > 1
            if shared_out and total == figure.value * people:
                said = f"{number(Fraction(total))} / {number(Fraction(people))} = {number(figure.value)}"
                yield Derivation(said, (whole.span, count.span))


YEARLY = re.compile(r"[ -]*(?:anniversary|year|season)", re.IGNORECASE)
BIRTHDAY = re.compile(r"[ -]*birthday", re.IGNORECASE)


def numbered(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """An ordinal and the count it stands for: "fifth anniversary" and "five years ago", "50th" and "50 years"."""
    for other in source.figures:
        if other.value != figure.value or (figure.kind is Kind.ORDINAL) == (other.kind is Kind.ORDINAL):
            continue
        order, text = (figure, target.text) if figure.kind is Kind.ORDINAL else (other, source.text)
        count = other if order is figure else figure
        behind = text[order.span.end : order.span.end + 24].lower()
        passed = BIRTHDAY if count.kind is Kind.AGE else YEARLY
        yearly = count.kind in (Kind.DURATION, Kind.AGE) and count.unit == "year" and passed.match(behind)
        told = map(stem, (count.noun.head, *count.noun.modifiers)) if count.noun else ()
        counted = not set(told).isdisjoint(map(stem, WORD.findall(behind)))
        if yearly or counted:
            yield Derivation(f"{other.words}: {figure.words}", (other.span,))


def reduced(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """ "Ten-man" for a side that had a player sent off."""
    full = 15 if RUGBY.search(source.text) else 11
    if figure.kind in COUNTS and figure.value == full - 1 and figure.noun and figure.noun.head in ("man", "player"):
        match = SENT_OFF.search(source.text)
        if match:
            yield Derivation(f'"{match.group()}" leaves {number(figure.value or 0)}', (Span(*match.span()),))


WAYS: tuple[Callable[[Figure, Article, Article], Iterator[Derivation]], ...] = (
    converted,
    listed,
    aged,
    paired,
    numbered,
    others,
    shared,
    grown,
    left,
    multiplied,
    spanned,
    added,
    subtracted,
    margin,
    moved,
    portion,
    one_more,
    split,
    reduced,
)
