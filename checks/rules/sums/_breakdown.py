"""A whole with its parts, and the verdict on them.

A breakdown is closed where the text says that the parts are everything ("the remaining", "of whom A and B"). It is open
where they may be only some ("including", "among those"); groups of an open one may also overlap, unless the text sets
them apart ("60 others").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from checks.figures.inflection import is_plural
from checks.model import Article, Figure, Finding, Hedge, Interval, Kind, NotChecked, Outcome, Severity, Span, Tick
from checks.number_format import added, in_unit, number, spread
from checks.pattern import pattern
from checks.rules._printed import place_of
from checks.rules.sums._rows import figures_between
from checks.sameness import PERSON, is_kind_of, is_person, may_be_part, same_measure, thing

FLOORS = frozenset((Hedge.MORE_THAN, Hedge.AT_LEAST, Hedge.JUST_OVER))
HAD = pattern(r", and (?:it |they |he |she )?(?:had|has|have|was|were|is|are|will|would) [a-z]+ (?:[a-z]+ )?[£$€]?$")
"""Another thing told of the same: "raised $4.4m, of which $3.1m came from the team, and had spent $2.9m"."""
PLEDGED = pattern(
    r"\b(?:would|could|might|should|wants?|hopes?|aims?|targets?|plans?|if|unless|forecasts?|expected|predict\w*)\b",
    re.IGNORECASE,
)
COMPARED = pattern(
    r"\b(?:(?:than|from|against|compared (?:with|to)|versus|v)\s+(?:\w+\s)?"
    r"|(?:down|up|(?<!total )(?<!toll )(?<!tally )(?<!linked )(?<!led )(?<!amount )(?<!amounts )(?<!amounted )to)\s+)"
    r"[£$€]?$",
    re.IGNORECASE,
)
ROUGHLY = Fraction(1, 50)
"""How far a sum may be from "some 420" and still be said to come out: not as far as the hedge would let it."""
SLIGHT = Fraction(3, 100)
"""How far off a sum of plain round numbers may be."""
THREE_OF_ALL = Fraction(2, 3)
MOST = Fraction(4, 5)
"""A share of the whole from which a reader will take the parts for everything."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """`apart`: the text sets the groups apart ("others", "another", coordinated nouns), so they cannot overlap."""

    whole: Figure
    parts: tuple[Figure, ...]
    closed: bool = False
    apart: bool = False
    again: tuple[Span, ...] = ()  # where else the whole is stated: the headline would have to change with it
    of: str = ""  # what the whole is called in the question: "arrested", "people"

    @property
    def spans(self) -> tuple[Span, ...]:
        return (self.whole.span, *(part.span for part in self.parts), *self.again)

    @property
    def total(self) -> Interval:
        return reduce(Interval.plus, (part.interval for part in self.parts))

    @property
    def sum(self) -> Fraction:
        return sum((stated(part) for part in self.parts), Fraction(0))

    @property
    def share(self) -> Fraction:
        """The sum of the parts as a share of the whole, 1 where it comes out; 0 of a whole of nought."""
        return self.sum / self.whole.value if self.whole.value else Fraction(0)


def stated(figure: Figure) -> Fraction:
    """The value as stated; a figure without one is never part of a breakdown."""
    return figure.value if figure.value is not None else Fraction(0)


def ceiling(whole: Figure) -> Fraction | None:
    """The most that a whole can be. "At least 80" gives no end, yet who knows of 90 would not write 80."""
    high = whole.interval.high
    if high is None and whole.hedge in FLOORS and whole.value is not None:
        return whole.value * Fraction(11, 10) if whole.hedge is not Hedge.AT_LEAST else whole.value
    return high


def meant(figure: Figure) -> Interval:
    """What a hedged figure is likely to mean: "at least 23" is not said of 40, nor "some 1,830" of 1,930."""
    low, most = figure.interval.low, ceiling(figure)
    if figure.hedge is Hedge.ABOUT and figure.value and figure.kind in (Kind.COUNT, Kind.NUMBER) and low and most:
        near = max(place_of(figure.value) / 2, figure.value * ROUGHLY)
        return Interval(max(low, figure.value - near), min(most, figure.value + near))
    if low is None and figure.value is not None:
        low = figure.value * Fraction(9, 10)
    return Interval(low, most)


def holds(breakdown: Breakdown) -> bool:
    """Do the parts make up the whole: exactly, or within what rounded and hedged figures allow?

    A tick asks for more than a finding: a plain "20,000" may be a round number, which excuses a sum that is near and
    does not make it one that comes out; rounded figures may be off by half a printed place for each part but one.
    """
    whole, parts = breakdown.whole, breakdown.parts
    if breakdown.sum == whole.value:
        return True
    if not breakdown.total.meets(whole.interval):
        return False
    if any(figure.hedge and figure.hedge is not Hedge.ABOUT for figure in (whole, *parts)):
        return reduce(Interval.plus, map(meant, parts)).meets(meant(whole))
    if any(figure.hedge for figure in (whole, *parts)) and abs(breakdown.sum - stated(whole)) <= ROUGHLY * stated(
        whole
    ):
        return True
    step = max(printed_step(figure) for figure in (whole, *parts))
    return any(map(is_rough, (whole, *parts))) and abs(breakdown.sum - stated(whole)) <= step / 2 * max(
        1, sum(map(is_rough, parts)) - 1
    )


def is_rounding(breakdown: Breakdown) -> bool:
    """Can what is amiss be rounding? A plain "£30,000" beside "£18,000" may be a little off, not by thousands."""
    whole, parts = breakdown.whole, breakdown.parts
    near = breakdown.total.meets(whole.interval) and reduce(Interval.plus, map(meant, parts)).meets(meant(whole))
    said = any(figure.hedge or is_rough(figure) for figure in (whole, *parts))
    return near and (said or abs(breakdown.sum - stated(whole)) <= SLIGHT * stated(whole))


def is_plainly_off(breakdown: Breakdown) -> bool:
    """Are round numbers further off than rounding explains: £30,000, £18,000 and £9,000 of £54,000?"""
    figures = (breakdown.whole, *breakdown.parts)
    return not is_rounding(breakdown) and not any(figure.hedge or is_rough(figure) for figure in figures)


def is_rough(figure: Figure) -> bool:
    """Does the text itself say that a figure is rounded: with decimals, in millions, as a percentage?"""
    return figure.kind is Kind.PERCENT or bool(re.search(r"\.\d|\d\s?[a-z]+$", figure.words, re.IGNORECASE))


def printed_step(figure: Figure) -> Fraction:
    """What one more in the last printed place would add: 0.1m for "1.2m", 1bn for "30bn"."""
    printed = re.search(r"\d[\d,]*(?:\.(\d+))?", figure.words)
    number_ = Fraction(printed.group().rstrip(",").replace(",", "")) if printed else Fraction(0)
    if printed is None or not number_:
        return Fraction(1)
    return abs(stated(figure) / number_) / Fraction(10) ** len(printed.group(1) or "")


def judged(breakdown: Breakdown, article: Article) -> Iterator[Outcome]:
    """A tick where the parts make up the whole; else what the design of open and closed breakdowns calls for."""
    whole, parts, total = breakdown.whole, breakdown.parts, breakdown.total
    row = added([stated(part) for part in parts])
    if holds(breakdown):
        equals = "=" if breakdown.sum == whole.value else "≈"
        message = f"{_names(parts, article)} make up {named(whole, article)}."
        yield Tick(message, breakdown.spans, f"{row} {equals} {whole.words}")
        return
    most, least = ceiling(whole), whole.interval.low
    plainly = breakdown.closed and is_plainly_off(breakdown)
    over = (total.low is not None and most is not None and total.low > most) or (
        plainly and breakdown.sum > stated(whole)
    )
    short = (total.high is not None and least is not None and total.high < least) or (
        plainly and breakdown.sum < stated(whole)
    )
    if not over and not short and _hardly_rounded(breakdown):
        how = "more than" if breakdown.sum > stated(whole) else "short of"
        yield questioned(breakdown, article, Severity.WARNING, how)
        return
    if over and (breakdown.closed or breakdown.apart or any((p.interval.low or 0) > (most or 0) for p in parts)):
        yield questioned(breakdown, article, Severity.ERROR, "more than")
    elif over:
        yield questioned(breakdown, article, Severity.NOTE, "more than")
    elif short and breakdown.closed:
        yield questioned(breakdown, article, Severity.ERROR, "short of")
    elif short:
        reads_whole = breakdown.share >= (THREE_OF_ALL if len(parts) > 2 else MOST)
        yield questioned(breakdown, article, Severity.WARNING if reads_whole else Severity.NOTE, "short of")


def _hardly_rounded(breakdown: Breakdown) -> bool:
    """Could the sum only come out if three figures or more were all rounded as far as they can be, and the same way?"""
    figures = (breakdown.whole, *breakdown.parts)
    if any(figure.hedge or figure.interval.high is None for figure in figures) or len(breakdown.parts) < 3:
        return False
    slack = [(figure.interval.high or stated(figure)) - stated(figure) for figure in figures]
    alike = sum(one * 2 >= max(slack) for one in slack)
    return alike > 3 and abs(breakdown.sum - stated(breakdown.whole)) * 4 > sum(slack) * 3


def questioned(breakdown: Breakdown, article: Article, severity: Severity, how: str) -> Finding:
    """What a breakdown that does not come out is told as; `how` is "more than" or "short of" the whole."""
    whole, parts, sums = breakdown.whole, breakdown.parts, breakdown.sum
    gap = abs(stated(whole) - sums)
    row = added([stated(part) for part in parts])
    said = in_unit(sums, whole)
    range_ = "" if breakdown.total.is_exact else f" (allowed: {spread(breakdown.total, whole)})"
    called = breakdown.of or _noun(whole, article)
    whole_said = f"{in_unit(stated(whole), whole)}{' ' + called if called else ''}"
    if how == "short of":
        overlap = "" if breakdown.closed or breakdown.apart else f", or more if {_overlap(parts)}"
        message = f"{row} = {said}, and the whole is {whole_said}: {in_unit(gap, whole)} not accounted for{overlap}."
        question = (
            f"The groups listed add to at most {said} of the {whole_said}. "
            "Is the breakdown incomplete, or is one of the figures wrong?"
        )
    else:
        total = said if len(parts) == 1 else f"{row} = {said}"
        message = f"{total}, which is {in_unit(gap, whole)} more than the whole of {whole_said}."
        question = (
            f"The groups listed add to {said}, and the whole is given as {whole_said}. "
            "Do the groups overlap, or is one of the figures wrong?"
        )
    sign = 1 if how == "short of" else -1
    changed = [(stated(part), stated(part) + sign * gap) for part in parts]
    repairs = [f"{whole.words} -> {in_unit(sums, whole)}"]
    repairs += [
        f"{part.words} -> {in_unit(new, part)}" for part, (_, new) in zip(parts, changed, strict=True) if new >= 0
    ]
    sum_said = number(sums) if len(parts) == 1 else f"{row} = {number(sums)}"
    arithmetic = f"{sum_said}, not {number(stated(whole))}{range_}"
    return Finding(severity, message, breakdown.spans, arithmetic, tuple(repairs), question)


def _overlap(parts: Sequence[Figure]) -> str:
    """ "the seven are also among the 18 or the 111"; a long row is not said all over again."""
    *others, last = (part.words.lower() for part in parts)
    if not 0 < len(others) < 3:
        return "the groups overlap"
    return f"the {last} are also among the {' or the '.join(others)}"


def _noun(figure: Figure, article: Article) -> str:
    return article.words(figure.noun.span) if figure.noun and figure.kind is Kind.COUNT else ""


def named(figure: Figure, article: Article) -> str:
    """A figure with the noun it counts: "144 individuals"."""
    noun = figure.noun
    if noun and figure.span.end <= noun.span.start <= figure.span.end + 3:
        return article.text[figure.span.start : noun.span.end]
    return figure.words


def _names(parts: Sequence[Figure], article: Article) -> str:
    names = [named(part, article) for part in parts]
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def before(article: Article, figure: Figure, reach: int = 40) -> str:
    """The words in front of a figure in its sentence."""
    start = max(article.sentences[figure.sentence].span.start, figure.span.start - reach)
    return article.text[start : figure.span.start]


def after(article: Article, figure: Figure, reach: int = 60) -> str:
    """The words behind a figure in its sentence."""
    return article.text[figure.span.end : min(article.sentences[figure.sentence].span.end, figure.span.end + reach)]


def may_belong(article: Article, part: Figure, whole: Figure) -> bool:
    """Can the first be a part of the second? The word behind it may be no noun of its own ("13 open on Sundays")."""
    if may_be_part(part, whole) or (thing(whole).head == JOB and is_person(thing(part).head)):
        return True
    return not has_noun(article, part) and stated(part) > 1 and same_measure(part, whole)


JOB = "job"  # "340 jobs ... 210 people on the factory floor"
SORTS = frozenset(("man", "woman", "boy", "girl", "child", "adult", "teenager"))
"""Sorts into which any crowd may be laid out."""


def is_kind(article: Article, part: Figure, whole: Figure) -> bool:
    """Can the part's noun, where it has one, be a kind of the whole's: women of walkers, Cadillacs of cars?"""
    if part.kind not in (Kind.COUNT, Kind.NUMBER) or not has_noun(article, part):
        return True
    mine, theirs = thing(part).head, thing(whole).head
    if mine == theirs or is_kind_of(mine, theirs) or (theirs == JOB and is_person(mine)):
        return True
    if not theirs:
        return is_person(mine) and before(article, whole, 4).lower() == "all "
    return bool(theirs) and is_person(mine) and is_person(theirs) and (mine in SORTS or PERSON in (mine, theirs))


def has_noun(article: Article, figure: Figure) -> bool:
    """Is what stands behind a figure of two or more a plural, and so its noun? "Fifteen play" has none."""
    return figure.noun is not None and is_plural(article.words(figure.noun.span).split()[-1].lower())


def plain(article: Article, figure: Figure) -> bool:
    """Is this a quantity stated for itself: neither a range, nor what another figure is compared with?"""
    if figure.value is None or figure.is_range or figure.second is not None:
        return False
    if figure.kind not in (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.MEASURE, Kind.DURATION):
        return False
    if article.text[max(0, figure.span.start - 1) : figure.span.start].isalnum():
        return False  # the tail of a code: "H5N1"
    if figure.kind in (Kind.COUNT, Kind.NUMBER) and article.text[figure.span.end : figure.span.end + 1] == "-":
        return False  # "a five-member crew" counts members by the way
    return not COMPARED.search(before(article, figure))


def compounds(article: Article, sentence: int) -> list[Figure]:
    """The counts of a sentence that a hyphen joins to what is counted: "a 26-man squad", "a 350-home estate".

    They count by the way, so that they are never parts; they may be the whole that a row lays out.
    """
    span = article.sentences[sentence].span
    return [
        figure
        for figure in figures_between(article, span.start, span.end)
        if figure.kind is Kind.COUNT
        and figure.value is not None
        and article.text[figure.span.end : figure.span.end + 1] == "-"
        and not COMPARED.search(before(article, figure))
    ]


MANY = 40
"""Figures from which a sentence is a table that lost its lines. No rule reads it, and none is slowed down by it."""
CROWDED = f"more than {MANY} figures in one sentence: taken for a table, which no rule reads"


def crowded(article: Article) -> Iterator[NotChecked]:
    """The sentences that no rule reads, said so that nobody takes silence for a check."""
    found: dict[int, list[Span]] = {}
    for figure in article.figures:
        if plain(article, figure):
            found.setdefault(figure.sentence, []).append(figure.span)
    for spans in found.values():
        if len(spans) > MANY:
            yield NotChecked(CROWDED, tuple(spans))


def by_sentence(article: Article) -> dict[int, list[Figure]]:
    """The plain figures of each sentence, in text order; none of a sentence with too many to be prose."""
    found: dict[int, list[Figure]] = {}
    for figure in article.figures:
        if plain(article, figure):
            found.setdefault(figure.sentence, []).append(figure)
    return {sentence: row for sentence, row in found.items() if len(row) <= MANY}


LINK = pattern(
    r"(?:[,;(]|\b(?:and|plus|with|while|as well as)\b)\s*"
    r"(?:(?:and|plus|as well as|a further|another|other|the|some|about|around|just|only|at least|more than|nearly"
    r"|almost|up to)\s+)*[£$€]?$",
    re.IGNORECASE,
)


BREAK = pattern(r"[.:]\s|[;—–]\s")
VERB_NEXT = pattern(
    r"^\s(?:(?:[a-z]+\s)?(?:is|are|was|were|have|had|remain)\b|(?:hurt|[a-z]+ed)(?=[.,;]|\s(?:in|on|at|by|after|when)\b|$))"
)
VERB = pattern(r"\b(?:is|are|was|were|be|been|has|have|had|will|did)\b")


def coordinated(article: Article, one: Figure, other: Figure, reach: int = 90) -> bool:
    """Is the second figure the next member of a row: ", 30 appointed members", "and 10 judges"?"""
    gap = article.text[one.span.end : other.span.start]
    return len(gap) <= reach and bool(LINK.search(gap)) and not BREAK.search(gap[:-3])


def row_from(article: Article, figures: Sequence[Figure], first: Figure, reach: int = 90) -> list[Figure]:
    """The row of figures that begins with `first`: its coordinated followers in the sentence.

    It ends where another clause begins: "including six women, were killed and 19 hurt", "25 children, 23 are alive".
    """
    row = [first]
    for figure in figures:
        if figure.span.start <= first.span.start:
            continue
        gap = article.text[row[-1].span.end : figure.span.start]
        ended = VERB.search(gap) or gap.rstrip().endswith(",")
        if (ended and VERB_NEXT.match(after(article, figure))) or not coordinated(article, row[-1], figure, reach):
            break
        row.append(figure)
    return row
