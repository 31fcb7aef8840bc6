"""What a target's figure rests on in its source, and where it does not rest on anything.

For each figure of the target the source's figures are lined up: whose value agrees, who counts the same thing in the
same unit, whose words around it are the same (`checks.passages`), of whom it is said, what befell those counted
(`checks.fates`). Value alone is not support. The outcome is one `Judgement` a figure; the rules under
`checks/rules/summary/` each speak of one kind of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from checks import fates, names, passages, sameness
from checks.derivation import SPANS, Derivation, derive
from checks.figures.units import CURRENCY_NAMES, to_base
from checks.model import Article, Figure, Granularity, Hedge, Interval, Kind, Span, Zone
from checks.passages import Passages, stem

COUNTS = (Kind.COUNT, Kind.NUMBER)
SKIPPED = (Kind.NAME, Kind.UNREAD)


class Standing(StrEnum):
    """Where a figure of the target stands against the source."""

    STATED = "stated"  # the source says the same of the same thing
    ROUNDED = "rounded"  # the source's value lies within what the target's words allow
    DERIVED = "derived"  # the value follows from what the source states
    OTHER_VALUE = "other value"  # the source gives the same thing another value
    OTHER_THING = "other thing"  # the source has the value, of something else
    ELSEWHERE = "elsewhere"  # the source has the number in a passage that tells of other matters: it may be chance
    OTHER_UNIT = "other unit"
    OTHER_PERIOD = "other period"  # a month / a year
    OTHER_BOUND = "other bound"  # more than / fewer than
    OTHER_PERSON = "other person"
    OTHER_FATE = "other fate"
    UNSTATED = "unstated"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A figure of the target and where it stands. `there` is the source's figure it is tied to."""

    figure: Figure
    standing: Standing
    there: Figure | None = None
    sure: bool = False  # no fair reading under which the two agree
    derivation: Derivation | None = None
    detail: str = ""  # a word or two that the message needs: the fate, the person, the reason for skipping


@dataclass(frozen=True, slots=True)
class Link:
    """A source figure whose value agrees with a target figure's, and how well the rest of it does."""

    there: Figure
    exact: bool
    fit: float  # closeness, with what the counted noun adds or takes
    thing: int  # 1 the same, 0 cannot be told, -1 another
    unit: bool
    bound: bool


SAME_THING, OTHER_THING = 0.1, 0.3
"""What the noun counted adds to, or takes from, the closeness of the words around."""
SAME_BOUND = 0.15
TAKEN = 0.4
"""What a source figure loses as support when another figure of the same target sentence states its value already."""
MARGIN = 0.2
"""How much better another value of the same sort must fit before the target's value is held to be another's."""
BESIDE = 0.1
"""How much better still, where both stand in one sentence: the words around tell little there."""
RIVAL_LEAST = 0.3
LOW_LEAST, FAR_BETTER = 0.2, 2.5
"""A rival that fits less well will do, where it fits so many times better."""
ANOTHER_YEAR, YEAR_BEFORE = 0.2, 24
"""What a rival loses when a year of which the target's sentence says nothing stands within so many characters before
it."""
SURE_RIVAL = 0.75
BARE_LEAST = 0.1
"""How close the words around a bare number must be before it is ticked."""
FAR, DOUBTFUL = 0.0, 0.1
CLOSE = 0.4
RETOLD = 0.25
"""How close the words around must be before the target's passage is held to retell the source's."""
COMMON, CHANCE = 3, 12
"""Numbers up to the first stand in every article and bear out nothing; above the second, hardly one stands in an
article twice by chance."""


def judgements(target: Article, source: Article) -> tuple[Judgement, ...]:
    """A judgement on each figure of the target, in text order. Kept for the last few pairs of texts."""
    return _judged(_Pair(target, source))


class _Pair:
    """Two articles as a key, equal only to the very same two."""

    __slots__ = ("source", "target")

    def __init__(self, target: Article, source: Article) -> None:
        self.target, self.source = target, source

    def __hash__(self) -> int:
        return hash((id(self.target), id(self.source)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Pair) and other.target is self.target and other.source is self.source


PAIRS, LEAST_JUDGED, MOST_JUDGED = 300_000, 20, 1000
"""Pairs of figures held against one another; figures of the target that are judged in any case, and at most."""


@lru_cache(maxsize=4)
def _judged(pair: _Pair) -> tuple[Judgement, ...]:
    target, source = passages.index(pair.target), passages.index(pair.source)
    most = min(max(PAIRS // max(len(pair.source.figures), 1), LEAST_JUDGED), MOST_JUDGED)
    judged = [_judge(figure, target, source) for figure in pair.target.figures[:most]]
    left = (Judgement(one, Standing.SKIPPED, detail="too many figures") for one in pair.target.figures[most:])
    return (*judged, *left)


# What is not judged


META = re.compile(
    r"\b(?:passages?|summary|summari[sz]es?|article|text|key points?|document|entit(?:y|ies))\b"
    r"|^\W*(?:the )?(?:first|second|third)\b|\b(?:the (?:first|second|third)) is\b",
    re.IGNORECASE,
)
DASHED = re.compile(r"\w[-–]\w")
HALF_TIME = re.compile(r"\b(?:first|second|opening) ?-? ?$", re.IGNORECASE)
ITEM = re.compile(r"[.)]\s")


def _skip(figure: Figure, target: Article) -> str:
    """Why a figure states nothing that a source could support; "" if it does."""
    if figure.kind is Kind.UNREAD:
        return figure.reason or "not understood"
    if figure.kind is Kind.NAME:
        return "a name or code"
    if figure.value is None:
        return "no value"
    if figure.zone is Zone.PROMO:
        return "navigation or advertising"
    if figure.is_range and figure.second is not None and figure.second < figure.value and DASHED.search(figure.words):
        return "not understood"
    word = figure.words.lower()
    if word in ("one", "1", "first", "1st", "once") or (figure.kind is Kind.ORDINAL and figure.value == 1):
        return "says little by itself"
    line = target.text[target.text.rfind("\n", 0, figure.span.start) + 1 : figure.span.start]
    if not line.strip(" (-*•") and ITEM.match(target.text, figure.span.end):
        return "the number of a list's item"
    if figure.kind is Kind.ORDINAL and figure.noun is not None and figure.noun.head == "half":
        return "a half of a match"
    if word == "half" and HALF_TIME.search(target.text[max(0, figure.span.start - 12) : figure.span.start]):
        return "a half of a match"
    sentence = target.sentences[figure.sentence].span
    if figure.value <= 4 and figure.kind in (*COUNTS, Kind.ORDINAL) and META.search(target.words(sentence)):
        return "speaks of the text itself"
    return ""


# Do two figures agree?


def _sort(figure: Figure) -> str:
    """Figures of one sort can stand for one another: a count is never a sum of money."""
    match figure.kind:
        case Kind.COUNT | Kind.NUMBER:
            if _time_unit(figure):
                return "time"
            return "money" if figure.noun is not None and figure.noun.head in CURRENCY_NAMES else "count"
        case Kind.PERCENT | Kind.POINTS | Kind.FRACTION:
            return "share"
        case Kind.SCORE | Kind.RATIO:
            return "score"
        case Kind.AGE | Kind.DURATION:
            return "time"
        case Kind.MEASURE:
            known = to_base(Fraction(1), figure.unit or "")
            return known[0] if known else "measure"
        case _:
            return str(figure.kind)


TIME_UNITS = frozenset(("second", "minute", "hour", "day", "week", "month", "year", "decade"))


def _time_unit(figure: Figure) -> str | None:
    """The unit of a length of time that is counted: of "14 continuous hours" the hour."""
    head = sameness.noun_class(figure.noun.head) if figure.kind in COUNTS and figure.noun is not None else ""
    return head if head in TIME_UNITS else None


TELLING = 1000
"""A number of this size hardly stands in both texts by chance."""
LOOSE_FIT = 0.35
"""How close the words around must be before a bare number is taken for one whose unit the other text prints."""


def same_sort(one: Figure, other: Figure) -> bool:
    """Are both counts, or ages, or sums in one currency, so that one could stand in the other's place?"""
    return _rivals(one, other) and _unit_agrees(one, other)


def _comparable(figure: Figure, link: Link) -> bool:
    """Are both of one sort? A unit may be left out ("a fine of 10" for Rs 10) where the passages are alike."""
    other = link.there
    if {figure.kind, other.kind} == {Kind.AGE, Kind.DURATION} and "old" not in figure.words + other.words:
        return link.unit and link.fit >= LOOSE_FIT
    if _sort(figure) == _sort(other) or _metres_or_millions(figure, other) or _metres_or_millions(other, figure):
        return True
    if _pounds(figure, other):
        return True
    if figure.kind is Kind.PERCENT and other.kind in COUNTS:
        return False
    if {figure.kind, other.kind} == {Kind.NUMBER, Kind.AGE}:
        return True  # "Ms Tull, 41,": an age that the grammar could not tell for one
    return link.unit and (link.fit >= LOOSE_FIT or (link.exact and (figure.value or 0) >= TELLING))


def _value_agrees(figure: Figure, other: Figure) -> tuple[bool, bool]:
    """Does the source's value bear the target's out, and is it the very same?"""
    mine, theirs = figure.value, other.value
    if mine is None or theirs is None:
        return False, False
    if figure.kind is Kind.FRACTION and other.kind in (Kind.PERCENT, Kind.POINTS):
        return abs(mine * 100 - theirs) <= 3, False
    if other.kind is Kind.FRACTION and figure.kind in (Kind.PERCENT, Kind.POINTS):
        return abs(theirs * 100 - mine) <= 3, False
    if figure.second is not None and other.second is not None:
        if {mine, figure.second} == {theirs, other.second}:
            return True, True
        if figure.kind in (Kind.SCORE, Kind.RATIO):
            return False, False
    if mine == theirs or (other.is_range and mine == other.second):
        return True, True
    if _metres_or_millions(figure, other) or _metres_or_millions(other, figure):
        return True, True
    if figure.is_range and figure.second is not None:
        return theirs in (mine, figure.second), False
    return _rounds(figure, other), False


ROUNDING = Fraction(1, 10)
"""How far an honest rounding may lie from the value that it rounds."""
BOUND_ROUNDING = Fraction(1, 5)
"""The same for a bound: "more than 2,000" is fair for 2,226, and not for 12 million."""


SEVERAL = {
    "dozens": Interval(Fraction(24), Fraction(99)),
    "scores": Interval(Fraction(40), Fraction(199)),
    "hundreds": Interval(Fraction(150), Fraction(1999)),
    "thousands": Interval(Fraction(1500), Fraction(99_999)),
    "millions": Interval(Fraction(1_500_000), Fraction(99_999_999)),
}
"""What these may be said of in a text that does not give the number; where the next one takes over, writers differ."""
CUT_OFF = Fraction(3, 100)


def _rounds(figure: Figure, other: Figure) -> bool:
    """Is the target's number an honest rounding of the source's: near it, within its own bounds, and the coarser?"""
    mine, theirs = figure.value, _in_unit(other, figure)
    several = SEVERAL.get(figure.words.lower())
    if not mine or not theirs:
        return False
    if several is not None:
        return theirs in several
    if figure.hedge is Hedge.NONE and 0 < theirs - mine <= theirs * CUT_OFF and mine >= TELLING:
        return mine.denominator == 1 and theirs - mine < _last_place(mine)  # "38,000" for 38,526
    if theirs not in figure.interval:
        return False
    low, high = figure.interval
    bound = low is None or high is None
    near = abs(theirs - mine) <= abs(theirs) * (BOUND_ROUNDING if bound else ROUNDING)
    near = near or (bound and 10 <= theirs < 100 and mine % 10 == 0 and abs(theirs - mine) < 10)  # "under 20" for 14
    # "Nearly 60%" may be said of 57%, "nearly 58%" of nothing below 57%.
    return near and _digits(mine) < _digits(theirs) and abs(theirs - mine) < _printed_place(figure)


def _in_unit(other: Figure, figure: Figure) -> Fraction | None:
    """The source's value in the target's unit, where one converts into the other: 5 hours 38 minutes is 5.63 hours."""
    if other.value is None or other.unit == figure.unit or not other.unit or not figure.unit:
        return other.value
    theirs, one = to_base(other.value, other.unit), to_base(Fraction(1), figure.unit)
    if theirs is None or one is None or theirs[0] != one[0] or theirs[0] == "temperature":
        return other.value
    return theirs[1] / one[1]


def _printed_place(figure: Figure) -> Fraction:
    """What one in the last digit told counts: 1 of 58, 10 of 60, 5 of 55, 0.1 of 2.3, 100,000 of 1.2 million."""
    value = figure.value or Fraction(0)
    place = Fraction(1)
    while value % place:
        place /= 10
    while value and value % (place * 10) == 0:
        place *= 10
    return place * 5 if value % (place * 5) == 0 else place


def _last_place(value: Fraction) -> int:
    """What one in the last digit that is no zero counts: 1,000 of 38,000."""
    digits = str(int(value))
    return int("1" + "0" * (len(digits) - len(digits.rstrip("0"))))


def _digits(value: Fraction) -> int:
    """How many digits of a number say something: 2 of 1,200, 4 of 2,226, 2 of 2.5."""
    return len(str(abs(round(value * 1000))).rstrip("0"))


ORDERED = re.compile(r"[ -]+([^\W\d_]+)(?:[ -]+([^\W\d_]+))?")


def ordered(figure: Figure, article: Article) -> frozenset[str]:
    """The stems of the two words behind an ordinal, which say what it orders: "fourth term", "third longest match"."""
    found = ORDERED.match(article.text, figure.span.end)
    words = [word for word in found.groups() if word and word.lower() not in passages.STOP] if found else []
    # Of a title ("the 8th Holm Film Days") the noun comes last, and of "edition" and "time" anything is one.
    told = words and not words[0][0].isupper() and words[0].lower() not in sameness.ANYTHING
    return frozenset(map(stem, words)) if told else frozenset()


def _metres_or_millions(figure: Figure, other: Figure) -> bool:
    """ "100m" may be either, and the two texts may be read differently."""
    return (
        other.words.endswith("m")
        and other.unit == "metre"
        and figure.unit is None
        and figure.value == (other.value or 0) * 10**6
    )


NO_THINGS = frozenset(("more", "fewer", "less", "further", "extra"))
"""What stands behind a count and says how it compares, not what it counts: "six fewer than before"."""


def _pounds(figure: Figure, other: Figure) -> bool:
    """ "95 pounds" may be a weight in one text and a sum in the other, going by the words around."""
    return {figure.unit, other.unit} == {"GBP", "pound"} and "pound" in figure.words + other.words


def same_thing(figure: Figure, other: Figure, target: Article, source: Article) -> int:
    """Do both count the same thing? 1 yes, -1 no, 0 cannot be told. What befell those counted is asked elsewhere."""
    if figure.kind is Kind.ORDINAL and other.kind is Kind.ORDINAL:
        mine_of, theirs_of = ordered(figure, target), ordered(other, source)
        return 0 if not mine_of or not theirs_of else 1 if mine_of & theirs_of else -1
    mine, theirs = sameness.thing(figure), sameness.thing(other)
    if not mine.head or not theirs.head or not NO_THINGS.isdisjoint((mine.head, theirs.head)):
        return 0
    if mine.head == theirs.head or stem(mine.head) == stem(theirs.head):
        return 1
    if sameness.is_person(mine.head) and sameness.is_person(theirs.head):
        return 0
    if sameness.is_kind_of(mine.head, theirs.head) or sameness.is_kind_of(theirs.head, mine.head):
        return 0
    if stem(mine.head) in theirs.modifiers or stem(theirs.head) in mine.modifiers:
        return 0
    if mine.head in sameness.ANYTHING or theirs.head in sameness.ANYTHING:
        return 0
    if figure.kind not in COUNTS and _mentions(source, other, mine.head):
        return 0  # "of the film's profit", "of the profit from the film": which noun is the thing, grammar cannot tell
    return -1


def _mentions(article: Article, figure: Figure, head: str) -> bool:
    """Does a figure's sentence have this noun within a few words behind it?"""
    end = min(figure.span.end + 60, article.sentences[figure.sentence].span.end)
    return stem(head) in map(stem, passages.WORD.findall(article.text, figure.span.end, end))


def _unit_agrees(figure: Figure, other: Figure) -> bool:
    mine, theirs = _sort(figure), _sort(other)
    if _metres_or_millions(figure, other) or _metres_or_millions(other, figure) or _pounds(figure, other):
        return True
    if "count" in (mine, theirs):
        return mine == theirs or Kind.NUMBER in (figure.kind, other.kind) or Kind.MONEY in (figure.kind, other.kind)
    if mine == "score":
        return theirs == "score"
    if {figure.kind, other.kind} == {Kind.PERCENT, Kind.FRACTION}:
        return True
    if _points(figure, other):
        return False
    return _whole_unit(figure) == _whole_unit(other)


def _points(figure: Figure, other: Figure) -> bool:
    """Is one told in per cent and the other in points?"""
    return {figure.kind, other.kind} == {Kind.PERCENT, Kind.POINTS}


def _whole_unit(figure: Figure) -> str | None:
    """ "350km per hour" and "350 kmph" are in one unit."""
    if figure.kind is Kind.MEASURE and figure.per:
        return f"{figure.unit} per {figure.per}"
    return figure.unit or _time_unit(figure)


PERIODS = {
    form: period
    for period, forms in {
        "hour": "hour hours hourly",
        "day": "day days daily",
        "week": "week weeks weekly",
        "month": "month months monthly",
        "year": "year years yearly annual annually annum",
    }.items()
    for form in forms.split()
}
EVERY = re.compile(rf"^(?: [a-z-]+)?(?: (?:a|an|per|each|every)|/) ?({'|'.join(PERIODS)})\b|^ ([a-z]+ly|annual)\b")


def _period(figure: Figure, article: Article) -> str:
    """The period that a figure is told for: "year" of "£40 a year", "£40 annually"; "" where there is none."""
    behind = article.text[figure.span.end : figure.span.end + 30]
    found = EVERY.match(behind)
    told = PERIODS.get((found.group(1) or found.group(2)) if found else figure.per or "", "")
    return told if told != figure.unit else ""


def _other_period(figure: Figure, link: Link, target: Article, source: Article) -> str:
    """The period that the source tells the figure for, where the target has another that stands nowhere near it."""
    mine = _period(figure, target) if link.exact else ""
    if not mine:
        return ""
    sentence = source.sentences[link.there.sentence].span
    told = {PERIODS[word] for word in map(str.lower, passages.WORD.findall(source.words(sentence))) if word in PERIODS}
    theirs = _period(link.there, source)
    if theirs:
        return theirs if theirs != mine else ""
    possessive = re.search(
        r"\b(?:an?|one|every|each|per) (hour|day|week|month|year)['’]s\b", source.words(sentence).lower()
    )
    return possessive.group(1) if possessive and mine not in {possessive.group(1), *told} else ""


UPWARD = (Hedge.MORE_THAN, Hedge.AT_LEAST, Hedge.JUST_OVER)
DOWNWARD = (Hedge.LESS_THAN, Hedge.AT_MOST, Hedge.NEARLY)


CAPPED = re.compile(r"\b(?:at most|no more than|a maximum of) $", re.IGNORECASE)
MORE = re.compile(r"\b(?:more than|in excess of|upwards of) $", re.IGNORECASE)
COMPARED = re.compile(r"\bthan (?:the|its|his|her|their|last year's) $", re.IGNORECASE)
"""Behind this a figure is one that is known, and no bound: "fewer than the 24 of last year"."""
EMPHATIC = re.compile(r"\bas (?:many|much|long|high|far) as $", re.IGNORECASE)


def _bound(figure: Figure, article: Article) -> Hedge:
    """The hedge, where it bounds: "as many as 4,000" is "a full 4,000" more often than "no more than 4,000".

    "At most" bounds as firmly as "fewer than" does: a plain number does not bear it out, as it does "up to".
    """
    before = max(0, figure.span.start - 16)
    if figure.hedge is not Hedge.NONE and COMPARED.search(article.text, before, figure.span.start):
        return Hedge.NONE
    if figure.hedge is Hedge.MORE_THAN and not MORE.search(article.text, before, figure.span.start):
        return Hedge.AT_LEAST  # "over" is a preposition as often: "spread over four floors"
    if figure.hedge is Hedge.AT_MOST and CAPPED.search(article.text, before, figure.span.start):
        return Hedge.LESS_THAN
    if figure.hedge is Hedge.AT_MOST and EMPHATIC.search(
        article.text, max(0, figure.span.start - 12), figure.span.start
    ):
        return Hedge.ABOUT
    return figure.hedge


def _bound_agrees(mine: Hedge, theirs: Hedge, is_range: bool) -> bool:
    """Do both point the same way? A figure without a bound agrees with most; "fewer than 50" does not bear "50"."""
    if mine in UPWARD:
        return theirs not in DOWNWARD and not (mine is Hedge.MORE_THAN and theirs is Hedge.NONE and not is_range)
    if mine in DOWNWARD:
        if theirs in UPWARD:
            return False
        return not (mine is Hedge.LESS_THAN and theirs is Hedge.NONE and not is_range)
    return True


def _beyond(mine: Hedge, figure: Figure, other: Figure) -> bool:
    """ "More than 500", where the source has 400 to 500; "fewer than 400" likewise."""
    low, high = other.value, other.second
    return (
        low is not None
        and high is not None
        and low < high
        and figure.value == (high if mine in UPWARD else low)
        and (mine in UPWARD or mine in DOWNWARD)
    )


# Of whom is it said?


NAME = re.compile(r"(?:[A-Z][\w'’-]*\.? +){0,3}[A-Z][\w'’-]+")
NAME_BEFORE = re.compile(rf"({NAME.pattern})(?:,| \(|, aged?| is| was| turns| turned) ?$")
NAME_AFTER = re.compile(rf" *,? *({NAME.pattern})(?! [a-z]+s?\b (?:man|woman|boy|girl))")
AGE_GROUP = re.compile(r"\)? ?-?(?:(?:and|or) (?:under|over|older|younger|above|below)|category|group)\b")
_NO_NAMES = "he she they it the a an this that his her their its there who man woman boy girl"
NO_NAMES = frozenset(_NO_NAMES.split())


def _person(figure: Figure, article: Article) -> frozenset[str]:
    """The words of the name that an age is given to ("Karl Haugh, 25", "25-year-old Karl Haugh"), lower case."""
    sentence = article.sentences[figure.sentence].span
    if AGE_GROUP.match(article.text, figure.span.end):
        return frozenset()
    found = NAME_BEFORE.search(article.text, max(sentence.start, figure.span.start - 60), figure.span.start)
    if not found:
        found = NAME_AFTER.match(article.text, figure.span.end, sentence.end)
        # "The 14-year-old Mumbai boy" is nobody's name.
        if found and re.match(r" [a-z]", article.text[found.end() : found.end() + 2]) and " " not in found.group(1):
            return frozenset()
    words = frozenset(found.group(1).lower().split()) if found else frozenset()
    return frozenset() if words & NO_NAMES else words


def _relatives(mine: frozenset[str], theirs: frozenset[str], source: Article) -> bool:
    """Have two people whom the source names one surname: Emil and Petr Halloran?"""
    first, other = mine - theirs, theirs - mine
    if not mine & theirs or len(first) != 1 or len(other) != 1:
        return False
    return all(re.search(rf"\b{re.escape(name)}\b", source.text, re.IGNORECASE) for name in first | other)


def _behind(name: str, figure: Figure, article: Article) -> bool:
    """Does the name stand behind the figure and not before it, where it would be the one whose age is given?"""
    sentence = article.sentences[figure.sentence].span
    word = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
    before = word.search(article.text, sentence.start, figure.span.start)
    return before is None and word.search(article.text, figure.span.end, sentence.end) is not None


def _other_person(figure: Figure, links: list[Link], target: Article, source: Article) -> str:
    """The name of the person whose age the source gives, where the target speaks of another; "" otherwise."""
    mine = _person(figure, target)
    sentence = target.sentences[figure.sentence].span
    beside = target.text[max(sentence.start, figure.span.start - 40) : min(sentence.end, figure.span.end + 40)].lower()
    told = ""
    for link in links:
        theirs = _person(link.there, source)
        if not theirs or (mine & theirs and not _relatives(mine, theirs, source)):
            return ""
        if mine:
            known = all(re.search(rf"\b{re.escape(name)}\b", source.text, re.IGNORECASE) for name in mine)
            if not known:
                return ""
        elif any(name in beside for name in theirs) or not any(_behind(name, figure, target) for name in theirs):
            return ""
        told = told or " ".join(sorted(theirs))
    return told


# The judgement


def _judge(figure: Figure, target: Passages, source: Passages) -> Judgement:
    reason = _skip(figure, target.article)
    if reason and _fate_unheard_of(figure, target, source):
        return Judgement(figure, Standing.UNSTATED)
    if reason:
        return Judgement(figure, Standing.SKIPPED, detail=reason)
    others = [o for o in source.article.figures if o.kind not in SKIPPED and o.zone is not Zone.PROMO]
    company = passages.company(figure, target.article)
    fits = passages.closeness(target, figure, source, others)
    links, rivals = list[Link](), list[Link]()
    mine_sort, hedge = _sort(figure), _bound(figure, target.article)
    years = _years_of(figure, target.article)
    for other, fit in zip(others, fits, strict=True):
        thing = same_thing(figure, other, target.article, source.article)
        fit += SAME_THING if thing > 0 else -OTHER_THING if thing < 0 else 0
        agrees, exact = _value_agrees(figure, other)
        unit = _unit_agrees(figure, other) or (
            agrees and not exact and mine_sort == _sort(other) and not _points(figure, other)
        )
        if agrees:
            fit -= TAKEN if _taken(other, company) else 0
            fit += SAME_BOUND if figure.hedge is not Hedge.NONE and figure.hedge is other.hedge else 0
            ranging = other.is_range or other.second is not None
            bound = not exact or _bound_agrees(hedge, _bound(other, source.article), ranging)
            bound = bound and not (other.is_range and _beyond(hedge, figure, other))
            links.append(Link(other, exact, fit, thing, unit, bound))
        elif unit and thing >= 0 and _rivals(figure, other) and not _taken(other, company):
            fit -= ANOTHER_YEAR if _year_before(other, source.article) - years else 0
            rivals.append(Link(other, False, fit, thing, unit, True))
    links.sort(key=lambda link: (-link.fit, not link.exact))
    rivals.sort(key=lambda link: -link.fit)
    return _ruled(figure, links, rivals, target, source)


def _years_of(figure: Figure, article: Article) -> frozenset[int]:
    """The years that a figure's sentence names."""
    return frozenset(one.year for one in article.moments if one.sentence == figure.sentence and one.year is not None)


def _year_before(figure: Figure, article: Article) -> frozenset[int]:
    """The year named right before a figure: "since 2014, when 110 people died"."""
    near = Span(figure.span.start - YEAR_BEFORE, figure.span.start)
    years = (one for one in article.moments if one.sentence == figure.sentence and one.granularity is Granularity.YEAR)
    return frozenset(one.year for one in years if one.year is not None and near.contains(one.span))


def _taken(other: Figure, company: list[Figure]) -> bool:
    """Does another figure of the target's sentence state this source figure's value?"""
    return any(_sort(one) == _sort(other) and _value_agrees(one, other)[0] for one in company)


def _rivals(figure: Figure, other: Figure) -> bool:
    """Could one have been written for the other?"""
    if other.words.lower() in ("one", "1", "once", "first") or other.value is None:
        return False
    return figure.kind is other.kind or (figure.kind in COUNTS and other.kind in COUNTS)


def _elided_unit(figure: Figure, target: Article) -> str:
    """The unit that a bare number takes from the one before it: "jailed for 18 years and must serve at least 12"."""
    if figure.kind is not Kind.NUMBER or figure.noun is not None:
        return ""
    units = [one.unit for one in passages.company(figure, target) if one.unit and one.span.end <= figure.span.start]
    return units[-1] or "" if units else ""


TIMES_AS_MUCH = 30


def _alike_in_size(figure: Figure, other: Figure) -> bool:
    """Could one count be a slip for the other: six games are none for 18,000 people."""
    large, small = max(figure.value or 0, other.value or 0), min(figure.value or 0, other.value or 0)
    return small * TIMES_AS_MUCH >= large


OF_ALL = re.compile(r"\bof (?:the |its |their |all )?$")


def _part_before(figure: Figure, target: Article) -> Fraction | None:
    """Of "46 seats out of 101" the 46: a whole is no less than its part."""
    if not OF_ALL.search(target.text, max(0, figure.span.start - 10), figure.span.start):
        return None
    near = Span(figure.span.start - 40, figure.span.start)
    parts = [one.value for one in passages.company(figure, target) if near.contains(one.span) and one.kind in COUNTS]
    return parts[-1] if parts else None


def _first_rival(figure: Figure, rivals: list[Link], target: Article, source: Article) -> Link | None:
    """The rival that fits best, of those whom the same may have befallen: another wreck's dead are no survivors."""
    near = [rival for rival in rivals if rival.fit >= LOW_LEAST]
    mine = fates.nearest(_fates(figure, target)) if near and figure.kind in COUNTS else ""
    least = _part_before(figure, target) if near else None
    for rival in near:
        if rival.thing <= 0 and figure.kind in COUNTS and not _alike_in_size(figure, rival.there):
            continue
        if least is not None and rival.there.value is not None and rival.there.value < least:
            continue
        if not mine or not fates.excludes(mine, fates.nearest(_fates(rival.there, source))):
            return rival
    return None


def _ruled(figure: Figure, links: list[Link], rivals: list[Link], target: Passages, source: Passages) -> Judgement:
    same, apart = list[Link](), list[Link]()
    elided = _elided_unit(figure, target.article)
    for link in links:
        (same if link.unit and (_comparable(figure, link) or link.there.unit == elided) else apart).append(link)
    sound = [link for link in same if link.bound]
    if sound and figure.is_range and _end_unheard_of(figure, source.article):
        derivation = derive(figure, target.article, source.article)
        if derivation is not None:
            return Judgement(figure, Standing.DERIVED, derivation=derivation)
        return Judgement(figure, Standing.UNSTATED)
    rival = _first_rival(figure, rivals, target.article, source.article)
    if sound:
        other_unit = [link for link in apart if link.exact and _units_rival(figure, link.there)]
        if not sound[0].exact and other_unit and other_unit[0].fit > sound[0].fit + MARGIN:
            return Judgement(figure, Standing.OTHER_UNIT, other_unit[0].there)
        return _supported(figure, sound, same, rival, target, source)
    if same:
        return Judgement(figure, Standing.OTHER_BOUND, same[0].there, sure=True)
    wrong_unit = [link for link in links if link.exact and _units_rival(figure, link.there)]
    if wrong_unit and wrong_unit[0].fit >= CLOSE:
        return Judgement(figure, Standing.OTHER_UNIT, wrong_unit[0].there, sure=True)
    told = _in_so_many_words(figure, target.article, source.article)
    if told is not None:
        return Judgement(figure, Standing.STATED, told)
    derivation = derive(figure, target.article, source.article)
    if derivation is not None:
        return Judgement(figure, Standing.DERIVED, derivation=derivation)
    printed = _printed(figure, source.article)
    if printed is not None:
        return Judgement(figure, Standing.STATED, printed)
    if figure.kind in COUNTS and any(figure.value == moment.year for moment in source.article.moments):
        return Judgement(figure, Standing.SKIPPED, detail="a year")
    if wrong_unit:
        return Judgement(figure, Standing.OTHER_UNIT, wrong_unit[0].there)
    if rival is not None and rival.fit >= RIVAL_LEAST and (not links or rival.fit > links[0].fit):
        return Judgement(figure, Standing.OTHER_VALUE, rival.there, sure=rival.fit >= SURE_RIVAL)
    if links and links[0].exact:
        return _of_something_else(figure, links[0], target.article, source.article)
    if _may_be_since(figure, source.article):
        return Judgement(figure, Standing.SKIPPED, detail="needs the publication date")
    return Judgement(figure, Standing.UNSTATED)


PRESENT = range(1995, 2045)
"""Years in which an article that does not say when it was written may have been."""


def _may_be_since(figure: Figure, source: Article) -> bool:
    """ "Not seen for over four decades", where the article says "last seen in 1981" and not when it was written."""
    step = SPANS.get(figure.unit or "")
    if source.published is not None or figure.kind is not Kind.DURATION or step is None or figure.value is None:
        return False
    stated = [moment.year for moment in source.moments if moment.year is not None]
    return figure.hedge is not Hedge.NONE and any(year + round(figure.value * step) in PRESENT for year in stated)


def _of_something_else(figure: Figure, link: Link, target: Article, source: Article) -> Judgement:
    """The value is the source's and the thing is not: was it taken from there, or is it there by chance?"""
    there, value = link.there, figure.value or 0
    told = figure.kind in (Kind.SCORE, Kind.RATIO, Kind.ORDINAL) or value <= COMMON
    named = there.noun is not None or there.unit is not None
    if figure.kind in COUNTS and there.kind is Kind.ORDINAL:
        told = False  # "the third fatal accident" may well be the last of "three deadly crashes"
    elif figure.kind is Kind.DURATION:
        # A thing may go by another noun, a length of time by no other unit. Where the source has nothing in that unit,
        # a few weeks are more likely what the writer knew than a slip.
        told = value > CHANCE or any(_whole_unit(one) == figure.unit for one in source.figures)
    company = passages.company(figure, target)
    if figure.kind is Kind.DURATION and _one_a_day(figure, company):
        return Judgement(figure, Standing.ELSEWHERE, there)
    taken = value > CHANCE and named and figure.kind is not Kind.AGE and not _taken(there, company)
    far = link.fit < RETOLD and not told and not taken
    return Judgement(figure, Standing.ELSEWHERE if far else Standing.OTHER_THING, there)


CYCLES = {"hour": (24,), "week": (52,), "month": (12,)}
"""How many of them challenges are told of by the hour, the week or the month; by the day there may be any number."""


def _one_a_day(figure: Figure, company: list[Figure]) -> bool:
    """ "50 walks in 50 days", "52 books in 52 weeks": the value is that of the count, which the source has."""
    told = any(one.value == figure.value and one.kind in (*COUNTS, Kind.ORDINAL) for one in company)
    plain = len(re.split(r"[ -]", figure.words)) == 2  # "50 consecutive days" say more
    return told and plain and (figure.unit == "day" or figure.value in CYCLES.get(figure.unit or "", ()))


def _fits_better(rival: Link, best: Link) -> bool:
    """Is the rival's passage so much more like the target's that the rival is the one meant?"""
    beside = BESIDE if abs(rival.there.sentence - best.there.sentence) <= 1 else 0
    if rival.fit >= RIVAL_LEAST and rival.fit > best.fit + MARGIN + beside:
        return True
    # Of bare counts any may be the rival of any; of figures with a unit, few.
    return not beside and rival.there.unit is not None and rival.fit > max(best.fit, 0) * FAR_BETTER


def _supported(
    figure: Figure, sound: list[Link], same: list[Link], rival: Link | None, target: Passages, source: Passages
) -> Judgement:
    """The source has the value, in the right unit and direction: is it of the same thing, person and event?"""
    best = sound[0]
    if same[0] is not best and same[0].exact and same[0].fit > best.fit + MARGIN:
        return Judgement(figure, Standing.OTHER_BOUND, same[0].there)
    compound = target.article.text[figure.span.end : figure.span.end + 1] == "-"  # "won the three-point contest"
    if compound and _in_so_many_words(figure, target.article, source.article) is not None:
        rival = None
    better = rival is not None and not _both_ends(figure, source.article) and _fits_better(rival, best)
    if better or (best.thing < 0 and best.fit < FAR):
        derivation = derive(figure, target.article, source.article)
        if derivation is not None:
            return Judgement(figure, Standing.DERIVED, best.there, derivation=derivation)
    if better and rival is not None:
        return Judgement(figure, Standing.OTHER_VALUE, rival.there)
    period = _other_period(figure, best, target.article, source.article)
    if period and not any(_period(link.there, source.article) == _period(figure, target.article) for link in sound):
        return Judgement(figure, Standing.OTHER_PERIOD, best.there, detail=period)
    if figure.kind is Kind.AGE:
        person = _other_person(figure, sound, target.article, source.article)
        if person:
            return Judgement(figure, Standing.OTHER_PERSON, best.there, detail=person)
    if all(link.thing < 0 for link in sound) and best.fit < DOUBTFUL and best.exact:
        judged = _of_something_else(figure, best, target.article, source.article)
        return judged if best.fit < FAR else replace(judged, standing=Standing.ELSEWHERE)
    if figure.kind is Kind.SCORE and _other_sides(figure, sound, target.article, source.article):
        return Judgement(figure, Standing.OTHER_THING, best.there)
    fate = _other_fate(figure, sound, target, source) or _fate_replaced(figure, sound, target, source)
    if fate:
        return Judgement(figure, Standing.OTHER_FATE, best.there, detail=fate)
    if _fate_unheard_of(figure, target, source):
        return Judgement(figure, Standing.UNSTATED)
    bare = figure.kind in COUNTS and figure.noun is None and COMMON < (figure.value or 0) < TELLING
    if bare and best.exact and best.thing == 0 and best.fit < BARE_LEAST:
        return Judgement(figure, Standing.SKIPPED, detail="stands in the article; of what, its words do not tell")
    return Judgement(figure, Standing.STATED if best.exact else Standing.ROUNDED, best.there)


def _end_unheard_of(figure: Figure, source: Article) -> bool:
    """Is one end of a range nowhere in the source?"""
    numerals = {numeral.replace(",", "") for numeral in NUMERAL.findall(source.text)}
    values = {value for other in source.figures for value in (other.value, other.second)}
    ends = [end for end in (figure.value, figure.second) if end is not None]
    return any(end not in values and str(end) not in numerals for end in ends)


def _both_ends(figure: Figure, source: Article) -> bool:
    """ "From 163 to 72", where the source has "now 72, down from 163": no other figure stands for these two."""
    if figure.second is None or figure.kind is Kind.SCORE:
        return False
    ends = {
        value: {other.sentence for other in source.figures if value in (other.value, other.second)}
        for value in (figure.value, figure.second)
    }
    return len(ends) == 2 and not set.isdisjoint(*ends.values())


OUT_OF = re.compile(r"\b(?:out|of|in|every|the)\b")


def _of_each(figure: Figure, source: Article) -> Figure | None:
    """ "Two out of six", where the source has two and six apart."""
    numbers = OUT_OF.sub(" ", figure.words.lower()).split()
    stated = {words: other for other in source.figures for words in (other.words.lower(), str(other.value))}
    return stated[numbers[0]] if len(numbers) == 2 and all(one in stated for one in numbers) else None


BESIDE_NUMBER = re.compile(r"([^\W\d_]+)[ -]$")
BEHIND_NUMBER = re.compile(r"[ -]([^\W\d_]+)")
SPOKEN = dict(zip("two three four five six seven eight nine ten eleven twelve".split(), range(2, 13), strict=True))
WRITTEN = {value: word for word, value in SPOKEN.items()}


def _in_so_many_words(figure: Figure, target: Article, source: Article) -> Figure | None:
    """The source figure, of whatever kind, that has the number beside the same word: "Flight 800", "1,200 times".

    The same words may be read in two ways, by what stands around; they say the same all the same.
    """
    if figure.value is None or figure.value.denominator != 1 or figure.second is not None or figure.hedge:
        return None
    number = int(figure.value)
    forms = "|".join({str(number), f"{number:,}", WRITTEN.get(number, str(number))})
    before = BESIDE_NUMBER.search(target.text, max(0, figure.span.start - 24), figure.span.start)
    unit = re.search(r"[^\W\d_]+$", figure.words)
    behind = unit if unit and unit.start() else BEHIND_NUMBER.match(target.text, figure.span.end)
    places = []
    if before and before.group(1).lower() not in passages.STOP:
        places.append(rf"\b{before.group(1)}[ -]?(?:{forms})(?:st|nd|rd|th)?\b(?![.,]\d)")
    word = behind.group().strip(" -") if behind else ""
    if word and (word.lower() not in passages.STOP or unit):
        places.append(rf"(?<![\d.,])\b(?:{forms})[ -]?{re.escape(word)}")
    for place in places:
        found = re.search(place, source.text, re.IGNORECASE)
        span = Span(*found.span()) if found else None
        there = [one for one in source.figures if span and one.span.overlaps(span) and one.zone is not Zone.PROMO]
        if there and there[0].value in (None, figure.value) and not _units_rival(figure, there[0]):
            return there[0]
    return None


SCORED = frozenset(("goal", "vote", "set", "frame", "try", "run", "wicket", "leg", "game", "time"))
NUMERAL = re.compile(r"\d[\d,.]*\d|\d|[^\W\d_]+")


def _printed(figure: Figure, source: Article) -> Figure | None:
    """A source figure whose own words hold the target's number: "nine" and "10" stand in "9 out of 10"."""
    if figure.words.lower() in ("twice", "thrice"):
        times = re.search(
            rf"\b(?:{figure.value}|{WRITTEN[int(figure.value or 2)]}) times\b", source.text, re.IGNORECASE
        )
        there = [one for one in source.figures if times and one.span.overlaps(Span(*times.span()))]
        return there[0] if there else None
    if figure.kind not in (*COUNTS, Kind.MONEY, Kind.FRACTION, Kind.SCORE, Kind.RATIO) or figure.value is None:
        return None
    if figure.second is not None and figure.kind not in (Kind.SCORE, Kind.RATIO):
        ends = [other for end in (figure.value, figure.second) for other in source.figures if other.value == end]
        return ends[0] if {end.value for end in ends} == {figure.value, figure.second} else None
    if figure.value >= 1000:
        # Set apart by a tokenizer or a typesetter: "36, 000", "36 000".
        apart = f"{int(figure.value):,}".replace(",", "[ ,]{1,2}")
        found = re.search(rf"(?<!\d){apart}(?!\d)", source.text)
        starts = [
            other
            for other in source.figures
            if found and other.span.overlaps(Span(*found.span())) and other.unit == figure.unit
        ]
        return starts[0] if starts else None
    if figure.kind is Kind.FRACTION:
        return _of_each(figure, source)
    wanted = {str(figure.value), figure.words.lower()}
    for other in source.figures:
        score = other.kind is Kind.SCORE and (figure.noun is None or figure.noun.head in SCORED)
        several = other.kind in (Kind.FRACTION, Kind.RATIO) or other.is_range or score
        if several and wanted & set(NUMERAL.findall(other.words.lower())):
            return other
    return None


def _units_rival(figure: Figure, other: Figure) -> bool:
    """Could one unit have been written for the other: two currencies, two lengths of time, miles and kilometres?"""
    mine, theirs = _sort(figure), _sort(other)
    return mine == theirs and mine not in ("count", "score") and figure.unit != other.unit


def _other_sides(figure: Figure, links: list[Link], target: Article, source: Article) -> bool:
    """Is each score of the source that agrees told of sides of which the target's sentence names none?"""
    if not links or any(link.fit >= CLOSE for link in links):
        return False
    # A side that the source never names ("the Argentine") may be one that it names otherwise.
    mine = _named(target.words(target.sentences[figure.sentence].span)) & names.known(source).words
    mine = frozenset(word for word in mine if names.country(word) is None or names.is_country(word))
    for sentence in {link.there.sentence for link in links} if mine else ():
        start = source.sentences[max(sentence - 1, 0)].span.start
        theirs = _named(source.text[start : source.sentences[sentence].span.end])
        if len(theirs) < 2 or mine & theirs:
            return False
    return bool(mine)


def _named(text: str) -> frozenset[str]:
    return frozenset(word for name in names.names(text) for word in name.key)


def _fate_unheard_of(figure: Figure, target: Passages, source: Passages) -> bool:
    """Does the target count dead, where the source has no word of death?"""
    if (
        figure.kind not in COUNTS
        or figure.noun is None
        or not sameness.is_person(sameness.noun_class(figure.noun.head))
    ):
        return False
    return "dead" not in source.places and fates.nearest(_fates(figure, target.article)) == "dead"


UNCLEAR = 5
"""Words by which a fate must stand nearer than another to be the one that is meant."""


def _other_fate(figure: Figure, links: list[Link], target: Passages, source: Passages) -> str:
    """The fate that the source tells of those counted, where the target tells one that excludes it; "" otherwise."""
    low, high = figure.interval
    vague = figure.noun is None and low != high  # "hid millions and was jailed": no count of people
    if figure.kind not in (*COUNTS, Kind.AGE) or vague:
        return ""
    mine = fates.nearest(_fates(figure, target.article))
    told = ""
    # Whoever is freed was held or charged before: the article may well tell only that.
    for link in links if mine not in ("", "freed") else ():
        if link.fit < links[0].fit - 0.4 or (figure.kind is Kind.AGE and _someone_else(figure, link, target, source)):
            continue
        theirs = [(fate, distance) for fate, distance in _fates(link.there, source.article) if distance <= fates.REACH]
        if not theirs:
            continue
        # The same words near by may as well be said of this count: "killing at least 40 and injuring 250".
        nearest = theirs[0][1]
        if any(fate == mine and distance <= nearest + UNCLEAR for fate, distance in theirs):
            return ""
        if figure.kind is Kind.AGE:  # "Wells, 28, was trying to arrest him" holds another; who dies was ill before
            theirs = [one for one in theirs if one[0] not in ("held", "ill", "missing", "trapped")]
            if not theirs:
                return ""
        others = [fate for fate, distance in theirs if fates.excludes(mine, fate) and distance <= nearest + UNCLEAR]
        if not others:
            return ""
        told = told or others[0]
    return told


PASSIVE = re.compile(r"\W+(?:(?:were|was|are|have been|had been|been|being)\W+)?([^\W\d_]+(?:ed|ought|aught|en))\b")


def _fate_replaced(figure: Figure, links: list[Link], target: Passages, source: Passages) -> str:
    """The fate that the source tells of people where the target has a participle of which the source knows nothing."""
    if figure.kind not in COUNTS or figure.noun is None or not sameness.is_person(sameness.thing(figure).head):
        return ""
    done = PASSIVE.match(target.article.text, max(figure.span.end, figure.noun.span.end))
    if done is None or _fates(figure, target.article) or stem(done.group(1)) in source.places:
        return ""
    told = [fates.nearest(_fates(link.there, source.article)[:1]) for link in links if link.exact]
    return told[0] if told and all(told) else ""


def _someone_else(figure: Figure, link: Link, target: Passages, source: Passages) -> bool:
    """Two people of one age."""
    mine, theirs = _person(figure, target.article), _person(link.there, source.article)
    return bool(mine and theirs) and not mine & theirs


def _fates(figure: Figure, article: Article) -> list[tuple[str, int]]:
    """The fates told of a figure: those between the counts before and after it in its sentence, if there are any."""
    start, end = article.sentences[figure.sentence].span
    for other in passages.company(figure, article):
        if other.kind in COUNTS:
            if other.span.end <= figure.span.start:
                start = other.span.end
            elif other.span.start >= figure.span.end:
                end = min(end, other.span.start)
    own = fates.fates(article.text, Span(start, end), figure.span)
    return own or fates.fates(article.text, article.sentences[figure.sentence].span, figure.span)


def spans_of(judgement: Judgement) -> Iterator[Span]:
    """The source's places that a judgement speaks of."""
    if judgement.derivation is not None:
        yield from judgement.derivation.spans
    elif judgement.there is not None:
        yield judgement.there.span


def phrase(figure: Figure, article: Article) -> str:
    """The figure with the words that say what it counts, as printed: "at least 123 people"."""
    start, end = figure.span
    if figure.noun is not None and 0 <= figure.noun.span.start - end <= 2 and figure.noun.span.end - start <= 80:
        end = figure.noun.span.end
    return " ".join(article.text[start:end].split())


def said(figure: Figure, article: Article) -> str:
    """The figure in its company, as printed, three words either side: what an editor needs to find and judge it."""
    sentence = article.sentences[figure.sentence].span
    before = article.text[sentence.start : figure.span.start].split()
    after = article.text[figure.span.end : sentence.end].split(" ")
    words = [*before[-3:], figure.words + (after[0] if after else ""), *after[1:5]]
    return " ".join(" ".join(words).split()).rstrip(".,;:")
