"""Reads which statements say the same fact twice: headline and body, caption and body, paragraph 2 and paragraph 12.

Every two statements of one kind and unit are a candidate. What speaks for a restatement is measured with the values
masked: the words that both are surrounded by, weighted by rarity; the counted nouns; names and times of the sentences;
zone and distance; and the rivals, since a statement restates the one that fits best. Four things are not masked: how
often the article states each of the two values, whether the two sentences share other values, whether a statement that
agrees fits better, and which pairs are measured at all. `checks.relations.odds` turns the measures into a probability.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from checks.budget import spend
from checks.model import Figure, Hedge, Interval, Zone
from checks.pattern import pattern
from checks.precision import last_nonzero_place
from checks.relations.frames import Frame, Frames, group_sizes, same_name, without_possessive
from checks.relations.slip_evidence import looks_like_slip, measure, number_of
from checks.sameness import noun_class

KINDS = (
    "count",
    "money",
    "percent",
    "points",
    "age",
    "duration",
    "measure",
    "ordinal",
    "fraction",
    "multiple",
    "ratio",
    "score",
    "weekday",
    "date",
    "year",
    "time",
)
KIND_FLAGS = {kind: tuple(float(kind == other) for other in KINDS) for kind in KINDS}
WITH_UNIT = frozenset(("money", "measure", "duration", "age", "percent", "points"))
PREPOSITIONS = frozenset(
    "in on at by to from of for with about over under than after before since until between the a some nearly".split()
)
CONTRAST = frozenset(
    """compared previous previously earlier than versus respectively rather instead another other others different both
    down up from record average expected while whereas""".split()
)
PERIODS = frozenset(
    """year month week quarter today yesterday tomorrow daily weekly monthly annual annually decade century season
    half""".split()
)
ADDED = frozenset("more another extra further additional".split())
OTHERS = frozenset(("other", "others"))
OF_ANOTHER_TIME = frozenset("when then time turned turns turning birthday ago".split())
"""Words beside an age that may be of another day than the article's."""
FULL_NAME = r"([A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,3})"
NAME_BEFORE = pattern(rf"\b{FULL_NAME}, (?:now )?(?:aged )?$")  # in brackets stand minutes of goals, too
NAME_AFTER = pattern(rf" {FULL_NAME}\b")
MAX_NAME = 60  # characters
RATES = frozenset("per each every".split())
BESIDE_NAME = frozenset((",", "(", "aged", "age", "now", "-", "–", "—"))
EARLIER = frozenset("last previous earlier ago".split())
LATER = frozenset("next expected forecast will would could".split())
MAX_GROUP = 60  # statements of one kind and unit that are compared with each other
MAX_ROUNDED = Fraction(1, 5)  # relative: what rounding takes away at most
MAX_APART, MAX_HEDGED_APART = Fraction(3, 100), Fraction(1, 10)
"""Relative: how far two values stand apart at most if that they agree is to say anything, and where one is hedged."""
DOZEN = 12
MORE_THAN_A_DOZEN = 3  # how many that is
MAX_NAMED = 2  # of those that "four others" do not count
MIN_ROUNDED = 100  # whole numbers below are not rounded
ROUNDED_AWAY, ROUNDED_OF = MAX_ROUNDED.as_integer_ratio()
BEST_PARTNERS = 5  # unequal statements that are weighed for each
HEADS = (Zone.STANDFIRST, Zone.CAPTION)

FEATURES = (
    "noun equal",
    "noun known of both",
    "noun of one in the other's sentence",
    "noun class equal",
    "noun class differs",
    "modifiers shared",
    "modifiers differing",
    "narrow weight",
    "narrow share",
    "narrow count",
    "wide weight",
    "wide share",
    "wide count",
    "clause weight",
    "clause share",
    "clause count",
    "sentence weight",
    "sentence share",
    "sentence count",
    "narrow in other sentence",
    "narrow missing there",
    "sentence covered",
    "wide covered, more",
    "wide covered, less",
    "same word after",
    "same word before",
    "names shared",
    "names missing",
    "names differ",
    "sentences apart",
    "same sentence",
    "paragraphs apart",
    "one in the headline",
    "one in standfirst or caption",
    "one in a list",
    "one in the opening",
    "quoted",
    "hedged",
    "hedges differ",
    "years differ",
    "years shared",
    "weekdays differ",
    "periods differ",
    "periods shared",
    "contrast words",
    "preposition equal",
    "preposition differs",
    "only one added",
    "only one a rate",
    "only one earlier",
    "only one later",
    "figures beside, fewer",
    "figures beside, more",
    "alone of its kind",
    "first of its sentence",
    "other values shared",
    "in words",
    "shorter sentence",
    "rank, better",
    "rank, worse",
    "margin",
    "best equal elsewhere, more",
    "best equal elsewhere, less",
    "value stated, fewer",
    "value stated, more",
    "size of group",
    "same owner",
    "nearest name",
    *(f"kind {kind}" for kind in KINDS),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements that may be one fact, the earlier one first."""

    first: Frame
    second: Frame
    equal: bool
    features: tuple[float, ...]  # as in `FEATURES`; values are masked but for those named at the top of this module
    evidence: tuple[float, ...]  # how the values differ, as in `slip_evidence.NAMES`; empty where they agree


@dataclass(slots=True)
class _Overlap:
    """The words that two statements share, as first looked at."""

    first: Frame
    second: Frame
    equal: bool
    wide: float
    sentence: float
    narrow_in_sentence: float
    score: float


@dataclass(frozen=True, slots=True)
class _Statement:
    """What one statement gives, whatever other it is compared with."""

    narrow_weight: float
    wide_weight: float
    clause_weight: float
    sentence_weight: float
    noun_class: str
    modifiers: frozenset[str]
    periods: frozenset[str]
    before: str
    after: str
    cues: tuple[bool, ...]  # whether words of ADDED, RATES, EARLIER, LATER stand beside it
    contrast: float
    hedged: float
    alone: float
    first: float
    beside: int
    stated: int  # how many statements of the group have its value
    owner: tuple[str, ...]  # the words of the name directly beside it: "Ann Reed, 18", "18-year-old Ann Reed"


class _Partners:
    """The overlap scores of one statement with all others of its group, sorted when all are known."""

    __slots__ = ("equal", "scores")

    def __init__(self) -> None:
        self.scores: list[float] = []
        self.equal: list[float] = []  # of those that agree with it

    def add(self, overlap: _Overlap) -> None:
        self.scores.append(overlap.score)
        if overlap.equal:
            self.equal.append(overlap.score)

    def sort(self) -> None:
        self.scores.sort()
        self.equal.sort()

    def rank(self, score: float) -> int:
        """How many partners score higher."""
        return len(self.scores) - bisect_right(self.scores, score)


def _best_without(scores: Sequence[float], own: float, default: float) -> float:
    """The highest of some sorted scores when one that is `own` is left out."""
    if scores and scores[-1] != own:
        return scores[-1]
    return scores[-2] if len(scores) > 1 else default


def pairs_of(frames: Frames, any_values: bool = False) -> Iterator[Pair]:
    """The candidates: all pairs that agree; of those that differ like a slip, the best partners of each statement.

    With `any_values` of all that differ.
    """
    groups: dict[tuple[str, str], list[Frame]] = defaultdict(list)
    for frame in frames.frames:
        if frame.kind in KINDS and not frame.ends_period:
            groups[frame.kind, frame.unit if frame.kind in WITH_UNIT else ""].append(frame)
    sizes = group_sizes(frames)
    for group in groups.values():
        if len(group) > 1:
            yield from _pairs_of_group(frames, group[:MAX_GROUP], sizes, any_values)


def _pairs_of_group(
    frames: Frames, group: list[Frame], sizes: Counter[tuple[str, str]], any_values: bool
) -> Iterator[Pair]:
    overlaps: list[_Overlap] = []
    partners = {frame.index: _Partners() for frame in group}
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
    statements: dict[int, _Statement] = {}
    for overlap in overlaps:
        first, second = overlap.first, overlap.second
        rank, other_rank = partners[first.index].rank(overlap.score), partners[second.index].rank(overlap.score)
        if rank > other_rank:
            rank, other_rank = other_rank, rank
        evidence: tuple[float, ...] = ()
        if not overlap.equal:
            if rank >= BEST_PARTNERS or not (overlap.score or any_values):
                continue
            if (first.index in vague or second.index in vague) and _can_mean_the_same(first, second):
                continue
            if _are_with_and_without_one(first, second):
                continue
            evidence = measure(first, second)
            if not any_values and not looks_like_slip(evidence):
                continue
        for frame in (first, second):
            if frame.index not in statements:
                statements[frame.index] = _statement(frames, frame, stated[frame.value])
        own, other = statements[first.index], statements[second.index]
        rivals = (partners[first.index], partners[second.index])
        features = _features(frames, overlap, own, other, (float(rank), float(other_rank)), rivals, sizes)
        yield Pair(first, second, overlap.equal, features, evidence)


def _statement(frames: Frames, frame: Frame, stated: int) -> _Statement:
    weight, figure, words = frames.weight, frame.figure, frame.context.words
    near_words = frozenset((*frame.before[-4:], *frame.after[:3]))
    return _Statement(
        weight(frame.narrow),
        weight(frame.wide),
        weight(frame.clause),
        weight(frame.context.stems),
        noun_class(frame.noun) if frame.noun else "",
        frozenset(figure.noun.modifiers) if figure and figure.noun else frozenset(),
        words & PERIODS,
        frame.before[-1] if frame.before else "",
        frame.after[0] if frame.after else "",
        tuple(not near_words.isdisjoint(cue) for cue in (ADDED, RATES, EARLIER, LATER)),
        float(not words.isdisjoint(CONTRAST)),
        float(_is_hedged(frame)),
        float(_alone(frames, frame)),
        float(_is_first(frames, frame)),
        len(frames.by_sentence[frame.sentence]),
        stated,
        _owner(frame),
    )


def _owner(frame: Frame) -> tuple[str, ...]:
    """The name directly before a figure, but for a comma, a bracket or "aged"; else the one directly after it."""
    names, before = frame.context.names, list(frame.before)
    while before and before[-1] in BESIDE_NAME:
        spend()
        before.pop()
    found: list[str] = []
    while before and before[-1] in names:
        spend()
        found.insert(0, before.pop())
    if found:
        return tuple(found)
    for token in frame.after:
        if without_possessive(token) not in names:
            break
        found.append(without_possessive(token))
    return tuple(found)


def are_ages_of_one_person(frames: Frames, first: Frame, second: Frame) -> bool:
    """Whether two ages stand beside the same name in full, and neither is said to be of another time.

    >>> from checks import read
    >>> from checks.relations.frames import frames_of
    >>> frames = frames_of(read("Ann Lee Reed, 18, fell.\\n\\nFriends of Ann Lee Reed, 19, wept."))
    >>> are_ages_of_one_person(frames, *frames.frames)
    True
    """
    if first.kind != "age" or second.kind != "age":
        return False
    nearby = {token for frame in (first, second) for token in (*frame.before[-4:], *frame.after[:4])}
    if not nearby.isdisjoint(OF_ANOTHER_TIME):
        return False
    name = _full_name(frames, first)
    return bool(name) and name == _full_name(frames, second)


def _full_name(frames: Frames, age: Frame) -> str:
    """The name in full directly before an age ("Ann Reed, 18") or after it ("18-year-old Ann Reed"); else ""."""
    text = frames.article.text
    sentence = frames.article.sentences[age.sentence].span
    before = text[max(sentence.start, age.start - MAX_NAME) : age.start]
    after = text[age.end : min(sentence.end, age.end + MAX_NAME)]
    found = NAME_BEFORE.search(before) or NAME_AFTER.match(after)
    return found[1] if found else ""


def _same_owner(owner: tuple[str, ...], other: tuple[str, ...]) -> float:
    """2 for the same words of a name, 1 where one name has all words of the other, -1 for other names, 0 for none."""
    if not owner or not other:
        return 0.0
    if owner == other:
        return 2.0
    return 1.0 if set(owner) <= set(other) or set(other) <= set(owner) else -1.0


def _overlap(frames: Frames, first: Frame, second: Frame) -> _Overlap:
    weight = frames.weight
    wide = weight(first.wide & second.wide)
    sentence = weight(first.context.stems & second.context.stems) if first.sentence != second.sentence else wide
    crossed = weight(first.narrow & second.context.stems) + weight(second.narrow & first.context.stems)
    score = wide + 0.5 * sentence + 0.5 * crossed
    return _Overlap(first, second, agree(first, second), wide, sentence, crossed, score)


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
            return _bounds(first).meets(_bounds(second))
        if first.kind == second.kind == "age" and first.figure.interval.meets(second.figure.interval):
            return True  # "in his 30s", and 32
        return _rounds_to(a, b)
    if first.kind != "date" or not isinstance(a, tuple) or not isinstance(b, tuple):
        return False
    return all(x is None or y is None or x == y for x, y in zip(a, b, strict=True))


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
    return meant[0].meets(meant[-1])


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


def _share(shared: float, first: float, second: float) -> float:
    """The cosine of two bags of weighted words."""
    return shared / (first * second) ** 0.5 if first and second else 0.0


def _features(
    frames: Frames,
    overlap: _Overlap,
    own: _Statement,
    partner: _Statement,
    ranks: tuple[float, float],
    rivals: tuple[_Partners, _Partners],
    sizes: Counter[tuple[str, str]],
) -> tuple[float, ...]:
    a, b = overlap.first, overlap.second
    weight = frames.weight
    x, y = a.context, b.context
    one, other = a.figure, b.figure
    noun, other_noun = a.noun, b.noun
    classes = (own.noun_class, partner.noun_class) if noun and other_noun else ("", "")
    narrow = a.narrow & b.narrow
    narrow_weight = weight(narrow)
    wide_weights = (own.wide_weight, partner.wide_weight)
    clause = a.clause & b.clause
    clause_weight = weight(clause)
    stems = x.stems & y.stems
    sentence_weights = (own.sentence_weight, partner.sentence_weight)
    covered = (
        weight(a.wide & y.stems) / wide_weights[0] if wide_weights[0] else 0.0,
        weight(b.wide & x.stems) / wide_weights[1] if wide_weights[1] else 0.0,
    )
    names = x.names & y.names
    zones = (a.zone, b.zone)
    headline = (a.zone is Zone.HEADLINE) != (b.zone is Zone.HEADLINE)
    fewer, more = sorted((own.beside, partner.beside))
    before, other_before, after = own.before, partner.before, own.after
    left_out = overlap.score if overlap.equal else math.nan
    elsewhere = sorted([_best_without(scores.equal, left_out, -1.0) for scores in rivals])
    others = [_best_without(scores.scores, overlap.score, -math.inf) for scores in rivals]
    best_rival = max(others) if max(others) > -math.inf else 0.0
    values_shared = 0
    if a.sentence != b.sentence:
        shared = frames.values[a.sentence] & frames.values[b.sentence]
        values_shared = len(shared - {(a.kind, a.unit, a.value), (b.kind, b.unit, b.value)}) if shared else 0
    times = sorted((own.stated, partner.stated))
    periods = (own.periods, partner.periods)
    apart, paragraphs_apart = abs(a.sentence - b.sentence), abs(a.paragraph - b.paragraph)
    years = x.years & y.years
    return (
        float(bool(noun) and noun == other_noun),
        float(bool(noun and other_noun)),
        float(bool(noun) and noun in y.words) + float(bool(other_noun) and other_noun in x.words),
        float(bool(classes[0]) and classes[0] == classes[1]),
        float(classes[0] != classes[1]),
        float(len(own.modifiers & partner.modifiers)),
        float(len(own.modifiers ^ partner.modifiers)),
        narrow_weight,
        _share(narrow_weight, own.narrow_weight, partner.narrow_weight),
        float(len(narrow)),
        overlap.wide,
        _share(overlap.wide, *wide_weights),
        float(len(a.wide & b.wide)),
        clause_weight,
        _share(clause_weight, own.clause_weight, partner.clause_weight),
        float(len(clause)),
        overlap.sentence,
        _share(overlap.sentence, *sentence_weights),
        float(len(stems)),
        overlap.narrow_in_sentence,
        float(len(a.narrow - y.stems) + len(b.narrow - x.stems)),
        max([(overlap.sentence / total if total else 0.0) for total in sentence_weights]),
        max(covered),
        min(covered),
        float(bool(after) and after == partner.after and after[0].isalpha()),
        float(bool(before) and before == other_before and before[0].isalpha()),
        float(len(names)),
        float(min(len(x.names - y.names), len(y.names - x.names))),
        float(bool(x.names and y.names and not names)),
        float(min(apart, 30)),
        float(not apart),
        float(min(paragraphs_apart, 15)),
        float(headline),
        float(zones[0] in HEADS or zones[1] in HEADS),
        float(Zone.LIST in zones),
        float(min(a.paragraph, b.paragraph) <= 1),
        float(a.statement.quoted) + float(b.statement.quoted),
        own.hedged + partner.hedged,
        float(one is not None and other is not None and one.hedge is not other.hedge),
        float(bool(x.years and y.years and not years)),
        float(len(years)),
        float(bool(x.weekdays and y.weekdays and not x.weekdays & y.weekdays)),
        float(bool(periods[0] and periods[1] and not periods[0] & periods[1])),
        float(len(periods[0] & periods[1])),
        own.contrast + partner.contrast,
        float(before == other_before and before in PREPOSITIONS),
        float(before != other_before and before in PREPOSITIONS and other_before in PREPOSITIONS),
        *[float(cue != other_cue) for cue, other_cue in zip(own.cues, partner.cues, strict=True)],
        float(min(fewer, 12)),
        float(min(more, 12)),
        own.alone + partner.alone,
        own.first + partner.first,
        float(values_shared),
        float(a.in_words) + float(b.in_words),
        float(min(len(x.stems), len(y.stems))),
        *ranks,
        overlap.score - best_rival,
        elsewhere[1],
        elsewhere[0],
        float(min(times[0], 5)),
        float(min(times[1], 8)),
        float(min(sizes[a.kind, a.unit], 40)),
        _same_owner(own.owner, partner.owner),
        same_name(a, b),
        *KIND_FLAGS[a.kind],
    )


def _is_hedged(frame: Frame) -> bool:
    return frame.figure is not None and frame.figure.hedge is not Hedge.NONE


def _alone(frames: Frames, frame: Frame) -> bool:
    """Whether no other statement of its kind and unit stands in the sentence."""
    beside = frames.by_sentence[frame.sentence]
    return sum(other.kind == frame.kind and other.unit == frame.unit for other in beside) == 1


def _is_first(frames: Frames, frame: Frame) -> bool:
    return frames.by_sentence[frame.sentence][0] is frame
