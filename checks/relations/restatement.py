"""Reads which statements say the same fact twice: headline and body, caption and body, paragraph 2 and paragraph 12.

Every two statements of one kind and unit are a candidate. What speaks for a restatement is measured with the values
masked: the words that both are surrounded by, weighted by rarity; the counted nouns; names and times of the sentences;
zone and distance; and the rivals, since a statement restates the one that fits best. Four things are not masked: how
often the article states each of the two values, whether the two sentences share other values, whether a statement that
agrees fits better, and which pairs are measured at all. `checks.relations.odds` turns the measures into a probability.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from checks.budget import spend
from checks.model import Figure, Hedge, Interval
from checks.pattern import pattern
from checks.precision import last_nonzero_place
from checks.relations.frames import Frame, Frames, group_sizes
from checks.relations.restatement_features import (
    KINDS,
    Overlap,
    Partners,
    Statement,
    features_of,
    statement_of,
)
from checks.relations.slip_evidence import SlipEvidence, looks_like_slip, number_of, slip_evidence
from checks.word_set import word_set

DATED = frozenset(("date", "year"))  # a year is a date stated less fully
KINDS_WITH_UNITS = frozenset(("money", "measure", "duration", "age", "percent", "points"))
OTHERS = frozenset(("other", "others"))
OF_ANOTHER_TIME = word_set("when then time turned turns turning birthday ago")
"""Words beside an age that may be of another day than the article's."""
FULL_NAME = r"([A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,3})"
NAME_BEFORE = pattern(rf"\b{FULL_NAME}, (?:now )?(?:aged )?$")  # in brackets stand minutes of goals, too
NAME_AFTER = pattern(rf" {FULL_NAME}\b")
SURNAME_BEFORE = pattern(r"(?:Mr |Ms )?([A-Z][\w’'-]+), (?:who is |now )?(?:aged )?")  # opens the sentence
TITLES_OF_ONE = word_set("Mr Ms Miss Dr")  # of whoever has the name; Mrs is often somebody's wife
GIVEN_NAME = pattern(r"\b([A-Z][\w’'.-]*) (?=([A-Z][\w’'-]+))")
MAX_NAME = 60  # characters
MAX_GROUP = 60  # statements of one kind and unit that are compared with each other, the first of the article
MAX_ROUNDED = Fraction(1, 5)  # relative: what rounding takes away at most
MAX_APART, MAX_HEDGED_APART = Fraction(3, 100), Fraction(1, 10)
"""Relative: how far two values stand apart at most if that they agree is to say anything, and where one is hedged."""
DOZEN = 12
MORE_THAN_A_DOZEN = 3  # how many that is
MAX_NAMED = 2  # of those that "four others" do not count
MIN_ROUNDED = 100  # whole numbers below are not rounded
ROUNDED_AWAY, ROUNDED_OF = MAX_ROUNDED.as_integer_ratio()
BEST_PARTNERS = 5  # unequal statements that are weighed for each


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements that may be one fact, the earlier one first."""

    first: Frame
    second: Frame
    equal: bool
    features: tuple[float, ...]  # as in `restatement_features.FEATURES`; most with values masked
    evidence: SlipEvidence | tuple[()]  # how the values differ; empty where they agree


def pairs_of(frames: Frames, any_values: bool = False) -> Iterator[Pair]:
    """The candidates: all pairs that agree; of those that differ like a slip, the best partners of each statement.

    With `any_values` of all that differ.
    """
    sizes = group_sizes(frames)
    for group in comparable_groups(frames):
        if len(group) > 1:
            yield from _pairs_of_group(frames, group, sizes, any_values)


def comparable_groups(frames: Frames) -> list[list[Frame]]:
    """The statements of each kind that may restate each other, and of each unit where the kind has units.

    Of each group the first MAX_GROUP.
    """
    groups: dict[tuple[str, str], list[Frame]] = defaultdict(list)
    for frame in frames.frames:
        if frame.kind in KINDS and frame.may_restate:
            groups[frame.kind, frame.unit if frame.kind in KINDS_WITH_UNITS else ""].append(frame)
    return [group[:MAX_GROUP] for group in groups.values()]


def _pairs_of_group(
    frames: Frames, group: list[Frame], sizes: Counter[tuple[str, str]], any_values: bool
) -> Iterator[Pair]:
    overlaps: list[Overlap] = []
    partners = {frame.index: Partners() for frame in group}
    for index, first in enumerate(group):
        for second in group[index + 1 :]:
            if isinstance(first.value, tuple) != isinstance(second.value, tuple):
                continue
            spend()
            overlap = _overlap(frames, first, second)
            overlaps.append(overlap)
            partners[first.index].add(overlap)
            partners[second.index].add(overlap)
    for scores in partners.values():
        scores.sort()
    stated = Counter(frame.value for frame in group)
    vague = {frame.index for frame in group if frame.figure is not None and _is_vague(frame.figure)}
    statements: dict[int, Statement] = {}
    for overlap in overlaps:
        first, second = overlap.first, overlap.second
        rank, other_rank = partners[first.index].rank(overlap.score), partners[second.index].rank(overlap.score)
        if rank > other_rank:
            rank, other_rank = other_rank, rank
        evidence: SlipEvidence | tuple[()] = ()
        if not overlap.equal:
            if rank >= BEST_PARTNERS or not (overlap.score or any_values):
                continue
            if (first.index in vague or second.index in vague) and _can_mean_the_same(first, second):
                continue
            if _are_with_and_without_one(first, second):
                continue
            evidence = slip_evidence(first, second)
            if not any_values and not looks_like_slip(evidence):
                continue
        for frame in (first, second):
            if frame.index not in statements:
                statements[frame.index] = statement_of(frames, frame, stated[frame.value])
        own, other = statements[first.index], statements[second.index]
        rivals = (partners[first.index], partners[second.index])
        features = features_of(frames, overlap, own, other, (float(rank), float(other_rank)), rivals, sizes)
        yield Pair(first, second, overlap.equal, features, evidence)


def are_ages_of_one_person(frames: Frames, first: Frame, second: Frame) -> bool:
    """Whether two ages stand beside the same person's name, and neither is said to be of another time.

    The name is given in full twice, or in full and then by the surname, which nobody else in the text has.

    >>> from checks import read
    >>> from checks.relations.frames import frames_of
    >>> frames = frames_of(read("Ann Lee Reed, 18, fell.\\n\\nFriends of Ann Lee Reed, 19, wept."))
    >>> are_ages_of_one_person(frames, *frames.frames)
    True
    >>> frames = frames_of(read("Ann Reed, 18, fell.\\n\\nReed, 81, wept."))
    >>> are_ages_of_one_person(frames, *frames.frames)
    True
    """
    if first.kind != "age" or second.kind != "age":
        return False
    nearby = {token for frame in (first, second) for token in (*frame.before[-4:], *frame.after[:4])}
    if not nearby.isdisjoint(OF_ANOTHER_TIME):
        return False
    name, again = _name_of(frames, first), _name_of(frames, second)
    if " " not in name or not again:
        return False
    return name == again or (again == name.rsplit(" ", 1)[1] and _has_surname_alone(frames, name))


def _name_of(frames: Frames, age: Frame) -> str:
    """The name directly before an age ("Ann Reed, 18", "Reed, 18") or in full after it ("18-year-old Ann Reed").

    "" if there is none.
    """
    text = frames.article.text
    sentence = frames.article.sentences[age.sentence].span
    before = text[max(sentence.start, age.start - MAX_NAME) : age.start]
    after = text[age.end : min(sentence.end, age.end + MAX_NAME)]
    found = SURNAME_BEFORE.fullmatch(before) or NAME_BEFORE.search(before) or NAME_AFTER.match(after)
    return found[1] if found else ""


def _has_surname_alone(frames: Frames, name: str) -> bool:
    """Whether no other name of the text ends in the surname of this full name: "Ann Reed", and no "Bo Reed"."""
    given, surname = name.rsplit(" ", 1)
    before = {found[1] for found in GIVEN_NAME.finditer(frames.article.text) if found[2] == surname}
    return len(before - {given.rsplit(" ", 1)[-1]}) == len(before & TITLES_OF_ONE) <= 1


def _overlap(frames: Frames, first: Frame, second: Frame) -> Overlap:
    weight = frames.weight
    wide = weight(first.wide & second.wide)
    sentence = (
        weight(first.sentence_words.stems & second.sentence_words.stems) if first.sentence != second.sentence else wide
    )
    crossed = weight(first.narrow & second.sentence_words.stems) + weight(second.narrow & first.sentence_words.stems)
    score = wide + 0.5 * sentence + 0.5 * crossed
    return Overlap(first, second, agree(first, second), wide, sentence, crossed, score)


def agree(first: Frame, second: Frame) -> bool:
    """Whether the two values can be one: equal, rounded or cut off to it, or a date stated less fully."""
    a, b = first.value, second.value
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        if a.as_integer_ratio() == b.as_integer_ratio():
            return True
    elif a == b:
        return True
    if first.figure is not None and second.figure is not None:
        if isinstance(a, tuple) or isinstance(b, tuple):
            return False
        if first.figure.hedge is not Hedge.NONE or second.figure.hedge is not Hedge.NONE:
            return _bounds(first).overlaps(_bounds(second))
        if first.kind == second.kind == "age" and first.figure.interval.overlaps(second.figure.interval):
            return True  # "in his 30s", and 32
        return _rounds_to(a, b)
    if not {first.kind, second.kind} <= DATED or not isinstance(a, tuple) or not isinstance(b, tuple):
        return False
    return all(x is None or y is None or x == y for x, y in zip(a, b, strict=False))  # a year has one field of three


def agree_closely(first: Frame, second: Frame) -> bool:
    """Whether two values that agree are so near that a wrong one would hardly agree as well.

    "$400m" in a headline may be short for $434m, and so may a slip for $300m.
    """
    a, b = first.value, second.value
    figures = [frame.figure for frame in (first, second) if frame.figure is not None]
    if a == b or isinstance(a, tuple) or isinstance(b, tuple) or any(map(_is_vague, figures)):
        return True
    apart = abs(a - b)
    if any("dozen" in figure.words for figure in figures):
        return apart <= MORE_THAN_A_DOZEN
    most = MAX_HEDGED_APART if any(figure.hedge is not Hedge.NONE for figure in figures) else MAX_APART
    return apart <= most * max(abs(a), abs(b))


def _can_mean_the_same(first: Frame, second: Frame) -> bool:
    """Whether what one figure can mean the other can too: "dozens" and 64."""
    meant = [frame.figure.interval.times(frame.scale) for frame in (first, second) if frame.figure is not None]
    return meant[0].overlaps(meant[-1])


def _are_with_and_without_one(first: Frame, second: Frame) -> bool:
    """Whether one figure counts the others only: "a cook and three others" for "four suspects"."""
    a, b = first.value, second.value
    if first.kind != "count" or not isinstance(a, Fraction) or not isinstance(b, Fraction):
        return False
    fewer, more = (first, second) if a < b else (second, first)
    beside = OTHERS.intersection(fewer.after[:2]) and OTHERS.isdisjoint(more.after[:2])
    return bool(beside) and abs(a - b) <= MAX_NAMED


def _is_vague(figure: Figure) -> bool:
    """Whether it is a word for an uncertain number."""
    high = figure.interval.high
    return high is not None and figure.value is not None and high >= 2 * abs(figure.value) > 0


def _rounds_to(a: Fraction, b: Fraction) -> bool:
    """Whether one number is the other rounded or cut off: 31 billion for 31.9 billion, not 2 billion for 3 billion.

    Small whole numbers are meant as they stand: nobody is 20 in one paragraph and 19 in the next.
    """
    (numerator, denominator), (other, other_denominator) = a.as_integer_ratio(), b.as_integer_ratio()
    size, other_size = numerator * other_denominator, other * denominator
    if abs(size - other_size) * ROUNDED_OF >= ROUNDED_AWAY * max(abs(size), abs(other_size)):
        return False
    if denominator == other_denominator == 1 and max(abs(numerator), abs(other)) < MIN_ROUNDED:
        return False
    places = sorted((last_nonzero_place(a), last_nonzero_place(b)))
    return places[0] < places[1] and abs(a - b) < min(places[1], MAX_ROUNDED * max(abs(a), abs(b)))


@lru_cache(maxsize=1 << 12)
def _bounds(frame: Frame) -> Interval:
    """What a figure can mean where it is stated again: "more than 35,000" is hardly 40,000."""
    figure = frame.figure
    assert figure is not None
    value = abs(number_of(frame.value))
    slack = min(max(last_nonzero_place(value), value / 20), MAX_ROUNDED * value)
    if "dozen" in figure.words:
        slack = Fraction(DOZEN - 1)  # "over two dozen" may be 27
    elif figure.hedge is Hedge.ABOUT and value < MIN_ROUNDED and value.denominator == 1 and value % 10:
        slack = Fraction(0)  # "some 13" are not 12
    if figure.hedge is Hedge.NONE:
        slack = min(last_nonzero_place(value) / 2, value / 20) if value >= 100 else Fraction(0)
    low = value if figure.hedge in (Hedge.MORE_THAN, Hedge.AT_LEAST, Hedge.JUST_OVER) else value - slack
    high = value if figure.hedge in (Hedge.LESS_THAN, Hedge.AT_MOST, Hedge.NEARLY) else value + slack
    return Interval(low, high)
