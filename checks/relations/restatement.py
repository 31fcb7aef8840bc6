"""Finds pairs of statements that may state one fact: in headline and body, caption and body, paragraphs 2 and 12.

Any two statements of one kind and unit are a candidate. The features are computed with the values masked: the words
around both, weighted by rarity; the counted nouns; names and times of the sentences; zone and distance; and the rivals,
since a statement restates the one that fits best. Four things do depend on values: how often the article states each of
the two, whether the two sentences share other values, whether a statement that agrees fits better, and which pairs are
candidates at all. `checks.relations.odds` turns the features into a probability.
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
from checks.relations.explicit.differences import is_named_difference
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

DATE_KINDS = frozenset(("date", "year"))  # a year is a date stated less fully
KINDS_WITH_UNITS = frozenset(("money", "measure", "duration", "age", "percent", "points"))
WORDS_FOR_OTHERS = frozenset(("other", "others"))
LEVEL_PREPOSITIONS = (("to",), ("at",))  # last word before an amount that something has reached
OTHER_TIME_WORDS = word_set("when then time turned turns turning birthday ago")
"""Words next to an age that may be the age at another time than the article's."""
FULL_NAME = r"([A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,3})"
NAME_BEFORE = pattern(rf"\b{FULL_NAME}, (?:now )?(?:aged )?$")  # not in brackets, where the minutes of goals are too
NAME_AFTER = pattern(rf" {FULL_NAME}\b")
SURNAME_BEFORE = pattern(r"(?:Mr |Ms )?([A-Z][\w’'-]+), (?:who is |now )?(?:aged )?")  # opens the sentence
OWN_NAME_TITLES = word_set("Mr Ms Miss Dr")  # not Mrs, which often has a husband's name
GIVEN_NAME = pattern(r"\b([A-Z][\w’'.-]*) (?=([A-Z][\w’'-]+))")
MAX_NAME = 60  # characters
MAX_GROUP = 60  # statements of one kind and unit that are compared with each other, the first of the article
MAX_ROUNDED_OFF = Fraction(1, 5)  # relative: the most that rounding or cutting off takes away
MAX_DIFFERENCE, MAX_HEDGED_DIFFERENCE = Fraction(3, 100), Fraction(1, 10)
"""Relative: how far two values may differ for their agreement to be informative; the second if one is hedged."""
DOZEN = 12
MAX_OVER_DOZENS = 3  # how much "a dozen" may differ from another number for their agreement to be informative
MAX_LEFT_OUT = 2  # people or things mentioned before "four others", which these do not count
MIN_ROUNDED = 100  # smaller whole numbers are not rounded
ROUNDED_OFF_NUMERATOR, ROUNDED_OFF_DENOMINATOR = MAX_ROUNDED_OFF.as_integer_ratio()
BEST_PARTNERS = 5  # statements with another value that are candidates for each


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements that may be one fact, the earlier one first."""

    first: Frame
    second: Frame
    equal: bool  # whether the values agree (`agree`)
    features: tuple[float, ...]  # in the order of `restatement_features.FEATURES`
    evidence: SlipEvidence | tuple[()]  # how the values differ; empty where they agree


def pairs_of(frames: Frames, any_values: bool = False) -> Iterator[Pair]:
    """The candidates: all pairs that agree and, of those that differ like a slip, each statement's best partners.

    With `any_values` the best partners of all that differ.
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
    """The candidates among the statements of a group; see `pairs_of`."""
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
            if _does_one_leave_some_out(first, second) or are_change_and_level(first, second):
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
    """Whether two ages are next to the same person's name, and no word nearby may refer to another time.

    The name is given in full twice, or in full and then by the surname, which nobody else in the article has.

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
    if not nearby.isdisjoint(OTHER_TIME_WORDS):
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
    """Whether no other name in the article ends in the surname of this full name: "Ann Reed", and no "Bo Reed"."""
    given, surname = name.rsplit(" ", 1)
    before = {found[1] for found in GIVEN_NAME.finditer(frames.article.text) if found[2] == surname}
    return len(before - {given.rsplit(" ", 1)[-1]}) == len(before & OWN_NAME_TITLES) <= 1


def _overlap(frames: Frames, first: Frame, second: Frame) -> Overlap:
    """The weights of the words that two statements share, with the score by which partners are ranked."""
    weight = frames.weight
    wide = weight(first.wide & second.wide)
    sentence = (
        weight(first.sentence_words.stems & second.sentence_words.stems) if first.sentence != second.sentence else wide
    )
    crossed = weight(first.narrow & second.sentence_words.stems) + weight(second.narrow & first.sentence_words.stems)
    score = wide + 0.5 * sentence + 0.5 * crossed
    return Overlap(first, second, agree(first, second), wide, sentence, crossed, score)


def agree(first: Frame, second: Frame) -> bool:
    """Whether two values may be one: equal, one rounded or cut off to the other, or one a date stated less fully."""
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
            return _restated_interval(first).overlaps(_restated_interval(second))
        if first.kind == second.kind == "age" and first.figure.interval.overlaps(second.figure.interval):
            return True  # "in his 30s", and 32
        return _rounds_to(a, b)
    if not {first.kind, second.kind} <= DATE_KINDS or not isinstance(a, tuple) or not isinstance(b, tuple):
        return False
    return all(x is None or y is None or x == y for x, y in zip(a, b, strict=False))  # a year has one field of three


def agree_closely(first: Frame, second: Frame) -> bool:
    """Whether two values that agree are so close that a wrong value would hardly agree.

    "$400m" in a headline may be short for $434m, and so may a slip for $300m.
    """
    a, b = first.value, second.value
    figures = [frame.figure for frame in (first, second) if frame.figure is not None]
    if a == b or isinstance(a, tuple) or isinstance(b, tuple) or any(map(_is_vague, figures)):
        return True
    difference = abs(a - b)
    if any("dozen" in figure.words for figure in figures):
        return difference <= MAX_OVER_DOZENS
    is_hedged = any(figure.hedge is not Hedge.NONE for figure in figures)
    limit = MAX_HEDGED_DIFFERENCE if is_hedged else MAX_DIFFERENCE
    return difference <= limit * max(abs(a), abs(b))


def _can_mean_the_same(first: Frame, second: Frame) -> bool:
    """Whether two figures can mean the same value: "dozens" and 64."""
    intervals = [frame.figure.interval.times(frame.scale) for frame in (first, second) if frame.figure is not None]
    return intervals[0].overlaps(intervals[-1])


def _does_one_leave_some_out(first: Frame, second: Frame) -> bool:
    """Whether the smaller of two counts leaves some out: "a cook and three others" for "four suspects"."""
    a, b = first.value, second.value
    if first.kind != "count" or not isinstance(a, Fraction) or not isinstance(b, Fraction):
        return False
    fewer, more = (first, second) if a < b else (second, first)
    counts_others = WORDS_FOR_OTHERS.intersection(fewer.after[:2]) and WORDS_FOR_OTHERS.isdisjoint(more.after[:2])
    return bool(counts_others) and abs(a - b) <= MAX_LEFT_OUT


def are_change_and_level(first: Frame, second: Frame) -> bool:
    """Whether one is by how much something changed, and the other to what: "cut losses to £3m", "cut it by £1m".

    >>> from checks import read
    >>> from checks.relations.frames import frames_of
    >>> are_change_and_level(*frames_of(read("Ash cut its loss to £3m. Ash trimmed its loss by £1m.")).frames)
    True
    """
    return any(
        is_named_difference(change) and level.before[-1:] in LEVEL_PREPOSITIONS
        for change, level in ((first, second), (second, first))
    )


def _is_vague(figure: Figure) -> bool:
    """Whether a figure is a word for an uncertain number, such as "dozens": it may be twice its value or more."""
    high = figure.interval.high
    return high is not None and figure.value is not None and high >= 2 * abs(figure.value) > 0


def _rounds_to(a: Fraction, b: Fraction) -> bool:
    """Whether one number is the other rounded or cut off: 31 billion for 31.9 billion, not 2 billion for 3 billion.

    Small whole numbers are never rounded: nobody is 20 in one paragraph and 19 in the next.
    """
    (numerator, denominator), (other, other_denominator) = a.as_integer_ratio(), b.as_integer_ratio()
    size, other_size = numerator * other_denominator, other * denominator
    if abs(size - other_size) * ROUNDED_OFF_DENOMINATOR >= ROUNDED_OFF_NUMERATOR * max(abs(size), abs(other_size)):
        return False
    if denominator == other_denominator == 1 and max(abs(numerator), abs(other)) < MIN_ROUNDED:
        return False
    places = sorted((last_nonzero_place(a), last_nonzero_place(b)))
    return places[0] < places[1] and abs(a - b) < min(places[1], MAX_ROUNDED_OFF * max(abs(a), abs(b)))


@lru_cache(maxsize=1 << 12)
def _restated_interval(frame: Frame) -> Interval:
    """The values that a figure may have where it is stated again: "more than 35,000" is hardly 40,000."""
    figure = frame.figure
    assert figure is not None
    value = abs(number_of(frame.value))
    slack = min(max(last_nonzero_place(value), value / 20), MAX_ROUNDED_OFF * value)
    if "dozen" in figure.words:
        slack = Fraction(DOZEN - 1)  # "over two dozen" may be 27
    elif figure.hedge is Hedge.ABOUT and value < MIN_ROUNDED and value.denominator == 1 and value % 10:
        slack = Fraction(0)  # "some 13" are not 12
    if figure.hedge is Hedge.NONE:
        slack = min(last_nonzero_place(value) / 2, value / 20) if value >= 100 else Fraction(0)
    low = value if figure.hedge in (Hedge.MORE_THAN, Hedge.AT_LEAST, Hedge.JUST_OVER) else value - slack
    high = value if figure.hedge in (Hedge.LESS_THAN, Hedge.AT_MOST, Hedge.NEARLY) else value + slack
    return Interval(low, high)
