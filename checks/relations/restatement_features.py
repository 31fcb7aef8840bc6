"""The features by which pairs of statements are judged: the evidence that two statements are one fact.

Each group of features is a NamedTuple, so that each value has its name. The learned tables read the features by
position, so neither the order of the groups nor that of their fields may change.

"Weight" is the sum of the inverse sentence frequencies of stems, "share" the cosine of two such bags of stems, "count"
their number; narrow, wide, clause and sentence are the distances at which a `Frame` keeps stems. Numbers are capped
where noted; fields that name a condition ("one_in_a_list") are 0 or 1.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from checks.budget import spend
from checks.model import Hedge, Zone
from checks.relations.frames import Frame, Frames, same_name, without_possessive
from checks.sameness import noun_class
from checks.word_set import word_set

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
PREPOSITIONS = word_set(
    """in on at by to from of for with about over under than after before since until between the a some nearly"""
)
CONTRAST_WORDS = word_set(
    """compared previous previously earlier than versus respectively rather instead another other others different
    both down up from record average expected while whereas"""
)
PERIOD_WORDS = word_set(
    """year month week quarter today yesterday tomorrow daily weekly monthly annual annually decade century season
    half"""
)
ADDITION_WORDS = word_set("more another extra further additional")
RATE_WORDS = word_set("per each every")
BETWEEN_NAME_AND_FIGURE = frozenset((",", "(", "aged", "age", "now", "-", "–", "—"))
EARLIER_WORDS = word_set("last previous earlier ago")
LATER_WORDS = word_set("next expected forecast will would could")
STANDFIRST_OR_CAPTION = (Zone.STANDFIRST, Zone.CAPTION)

GroupSizes = Counter[tuple[str, str]]  # statements of each kind and unit in the article


@dataclass(slots=True)
class Overlap:
    """The weights of the words that two statements share, from which their partners are ranked."""

    first: Frame
    second: Frame
    equal: bool  # whether their values agree
    wide: float
    sentence: float
    narrow_in_sentence: float  # weight of the narrow stems of each that the other's sentence has
    score: float  # wide + half of the other two


@dataclass(frozen=True, slots=True)
class Statement:
    """What the features of a pair need of one statement, whichever other one it is compared with."""

    narrow_weight: float
    wide_weight: float
    clause_weight: float
    sentence_weight: float
    noun_class: str
    modifiers: frozenset[str]
    periods: frozenset[str]
    before: str
    after: str
    cues: tuple[bool, ...]  # whether words for addition, a rate, an earlier and a later time are next to it
    has_contrast: float  # whether its sentence has a word of CONTRAST_WORDS; this and the next three are 0 or 1
    is_hedged: float
    is_alone: float  # whether no other statement of its kind and unit is in its sentence
    is_first: float  # whether it is the first statement of its sentence
    in_sentence: int  # the number of statements in its sentence, with itself
    times_stated: int  # how many statements of its group have its value
    owner: tuple[str, ...]  # the words of the name directly next to it: "Ann Reed, 18", "18-year-old Ann Reed"


class Partners:
    """The overlap scores of one statement with all others of its group, sorted when all are known."""

    __slots__ = ("equal", "scores")

    def __init__(self) -> None:
        self.scores: list[float] = []
        self.equal: list[float] = []  # of those that agree with it

    def add(self, overlap: Overlap) -> None:
        self.scores.append(overlap.score)
        if overlap.equal:
            self.equal.append(overlap.score)

    def sort(self) -> None:
        self.scores.sort()
        self.equal.sort()

    def rank(self, score: float) -> int:
        """How many partners score higher."""
        return len(self.scores) - bisect_right(self.scores, score)


class NounFeatures(NamedTuple):
    """How the counted nouns compare."""

    noun_equal: float
    noun_known_of_both: float
    noun_in_the_other_sentence: float  # of how many of the two: 0 to 2
    noun_class_equal: float
    noun_class_differs: float
    modifiers_shared: float  # a count
    modifiers_differing: float  # a count


class WordFeatures(NamedTuple):
    """The stems around both statements."""

    narrow_weight: float
    narrow_share: float
    narrow_count: float
    wide_weight: float
    wide_share: float
    wide_count: float
    clause_weight: float
    clause_share: float
    clause_count: float
    sentence_weight: float
    sentence_share: float
    sentence_count: float
    narrow_in_other_sentence: float  # weight of the narrow stems of each that the other's sentence has
    narrow_missing_there: float  # count of those that it does not have
    sentence_covered: float  # share of one sentence's weight that the other has, the larger of the two
    wide_covered_more: float  # share of one's wide weight that the other's sentence has, the larger of the two
    wide_covered_less: float  # the smaller
    same_word_after: float
    same_word_before: float


class NameFeatures(NamedTuple):
    """The names in the two sentences."""

    names_shared: float  # a count
    names_missing: float  # names that only one sentence has, the smaller of the two counts
    names_differ: float


class PlaceFeatures(NamedTuple):
    """Where the two statements are."""

    sentences_apart: float  # at most 30
    same_sentence: float
    paragraphs_apart: float  # at most 15
    one_in_the_headline: float
    one_in_standfirst_or_caption: float
    one_in_a_list: float
    one_in_the_opening: float
    quoted: float  # how many of the two
    hedged: float  # how many of the two
    hedges_differ: float


class TimeFeatures(NamedTuple):
    """The years, weekdays and words for periods in the two sentences."""

    years_differ: float
    years_shared: float  # a count
    weekdays_differ: float
    periods_differ: float
    periods_shared: float  # a count


class WordingFeatures(NamedTuple):
    """Words in the two sentences, or next to the statements, that distinguish facts."""

    contrast_words: float  # in how many of the two sentences
    preposition_equal: float
    preposition_differs: float
    only_one_added: float
    only_one_a_rate: float
    only_one_earlier: float
    only_one_later: float


class SentenceFeatures(NamedTuple):
    """What else the two sentences state."""

    figures_beside_fewer: float  # statements in the sentence that has fewer, at most 12
    figures_beside_more: float  # in the other one, at most 12
    alone_of_its_kind: float  # how many of the two
    first_of_its_sentence: float  # how many of the two
    other_values_shared: float  # a count
    in_words: float  # how many of the two
    shorter_sentence: float  # its stems


class RivalFeatures(NamedTuple):
    """How well the two fit each other, compared with the other statements of their group."""

    rank_better: float  # how many partners of one score higher, the smaller of the two numbers
    rank_worse: float  # the larger
    margin: float  # their score minus that of the best other partner of either
    best_equal_elsewhere_more: float  # score of the best other partner that agrees with one, the larger of the two
    best_equal_elsewhere_less: float  # the smaller; -1 where there is none
    value_stated_fewer: float  # how often its value is stated in the group, at most 5
    value_stated_more: float  # of the other one, at most 8
    size_of_group: float  # at most 40


class OwnerFeatures(NamedTuple):
    """Whose figures the two are."""

    same_owner: float  # 2, 1, 0 or -1 (`_same_owner`)
    nearest_name: float  # 1, 0 or -1 (`frames.same_name`)


GROUPS = (
    NounFeatures,
    WordFeatures,
    NameFeatures,
    PlaceFeatures,
    TimeFeatures,
    WordingFeatures,
    SentenceFeatures,
    RivalFeatures,
    OwnerFeatures,
)
FEATURES = (
    *(name.replace("_", " ") for group in GROUPS for name in group._fields),
    *(f"kind {kind}" for kind in KINDS),
)
"""The names of the features in their order."""


def features_of(
    frames: Frames,
    overlap: Overlap,
    own: Statement,
    partner: Statement,
    ranks: tuple[float, float],
    rivals: tuple[Partners, Partners],
    sizes: GroupSizes,
) -> tuple[float, ...]:
    """The features of a pair in the order of `FEATURES`; `ranks` are those of `RivalFeatures`, the better one first."""
    first, second = overlap.first, overlap.second
    return (
        *_noun_features(first, second, own, partner),
        *_word_features(frames, overlap, own, partner),
        *_name_features(first, second),
        *_place_features(first, second, own, partner),
        *_time_features(first, second, own, partner),
        *_wording_features(own, partner),
        *_sentence_features(frames, first, second, own, partner),
        *_rival_features(overlap, own, partner, ranks, rivals, sizes),
        *OwnerFeatures(same_owner=_same_owner(own.owner, partner.owner), nearest_name=same_name(first, second)),
        *KIND_FLAGS[first.kind],
    )


def _noun_features(first: Frame, second: Frame, own: Statement, partner: Statement) -> NounFeatures:
    noun, other = first.noun, second.noun
    known = bool(noun and other)
    classes = (own.noun_class, partner.noun_class) if known else ("", "")
    words, other_words = first.sentence_words.words, second.sentence_words.words
    return NounFeatures(
        noun_equal=float(bool(noun) and noun == other),
        noun_known_of_both=float(known),
        noun_in_the_other_sentence=float(bool(noun) and noun in other_words) + float(bool(other) and other in words),
        noun_class_equal=float(bool(classes[0]) and classes[0] == classes[1]),
        noun_class_differs=float(classes[0] != classes[1]),
        modifiers_shared=float(len(own.modifiers & partner.modifiers)),
        modifiers_differing=float(len(own.modifiers ^ partner.modifiers)),
    )


def _word_features(frames: Frames, overlap: Overlap, own: Statement, partner: Statement) -> WordFeatures:
    first, second, weight = overlap.first, overlap.second, frames.weight
    stems, other_stems = first.sentence_words.stems, second.sentence_words.stems
    narrow, clause = first.narrow & second.narrow, first.clause & second.clause
    narrow_weight, clause_weight = weight(narrow), weight(clause)
    sentence_weights = (own.sentence_weight, partner.sentence_weight)
    covered = (
        weight(first.wide & other_stems) / own.wide_weight if own.wide_weight else 0.0,
        weight(second.wide & stems) / partner.wide_weight if partner.wide_weight else 0.0,
    )
    before, after = own.before, own.after
    return WordFeatures(
        narrow_weight=narrow_weight,
        narrow_share=_share(narrow_weight, own.narrow_weight, partner.narrow_weight),
        narrow_count=float(len(narrow)),
        wide_weight=overlap.wide,
        wide_share=_share(overlap.wide, own.wide_weight, partner.wide_weight),
        wide_count=float(len(first.wide & second.wide)),
        clause_weight=clause_weight,
        clause_share=_share(clause_weight, own.clause_weight, partner.clause_weight),
        clause_count=float(len(clause)),
        sentence_weight=overlap.sentence,
        sentence_share=_share(overlap.sentence, *sentence_weights),
        sentence_count=float(len(stems & other_stems)),
        narrow_in_other_sentence=overlap.narrow_in_sentence,
        narrow_missing_there=float(len(first.narrow - other_stems) + len(second.narrow - stems)),
        sentence_covered=max([(overlap.sentence / total if total else 0.0) for total in sentence_weights]),
        wide_covered_more=max(covered),
        wide_covered_less=min(covered),
        same_word_after=float(bool(after) and after == partner.after and after[0].isalpha()),
        same_word_before=float(bool(before) and before == partner.before and before[0].isalpha()),
    )


def _name_features(first: Frame, second: Frame) -> NameFeatures:
    names, other = first.sentence_words.names, second.sentence_words.names
    shared = names & other
    return NameFeatures(
        names_shared=float(len(shared)),
        names_missing=float(min(len(names - other), len(other - names))),
        names_differ=float(bool(names and other and not shared)),
    )


def _place_features(first: Frame, second: Frame, own: Statement, partner: Statement) -> PlaceFeatures:
    zones, apart = (first.zone, second.zone), abs(first.sentence - second.sentence)
    figure, other = first.figure, second.figure
    return PlaceFeatures(
        sentences_apart=float(min(apart, 30)),
        same_sentence=float(not apart),
        paragraphs_apart=float(min(abs(first.paragraph - second.paragraph), 15)),
        one_in_the_headline=float((first.zone is Zone.HEADLINE) != (second.zone is Zone.HEADLINE)),
        one_in_standfirst_or_caption=float(zones[0] in STANDFIRST_OR_CAPTION or zones[1] in STANDFIRST_OR_CAPTION),
        one_in_a_list=float(Zone.LIST in zones),
        one_in_the_opening=float(min(first.paragraph, second.paragraph) <= 1),
        quoted=float(first.statement.quoted) + float(second.statement.quoted),
        hedged=own.is_hedged + partner.is_hedged,
        hedges_differ=float(figure is not None and other is not None and figure.hedge is not other.hedge),
    )


def _time_features(first: Frame, second: Frame, own: Statement, partner: Statement) -> TimeFeatures:
    context, other = first.sentence_words, second.sentence_words
    years = context.years & other.years
    return TimeFeatures(
        years_differ=float(bool(context.years and other.years and not years)),
        years_shared=float(len(years)),
        weekdays_differ=float(bool(context.weekdays and other.weekdays and not context.weekdays & other.weekdays)),
        periods_differ=float(bool(own.periods and partner.periods and not own.periods & partner.periods)),
        periods_shared=float(len(own.periods & partner.periods)),
    )


def _wording_features(own: Statement, partner: Statement) -> WordingFeatures:
    before, other = own.before, partner.before
    added, rate, earlier, later = [float(cue != other) for cue, other in zip(own.cues, partner.cues, strict=True)]
    return WordingFeatures(
        contrast_words=own.has_contrast + partner.has_contrast,
        preposition_equal=float(before == other and before in PREPOSITIONS),
        preposition_differs=float(before != other and before in PREPOSITIONS and other in PREPOSITIONS),
        only_one_added=added,
        only_one_a_rate=rate,
        only_one_earlier=earlier,
        only_one_later=later,
    )


def _sentence_features(
    frames: Frames, first: Frame, second: Frame, own: Statement, partner: Statement
) -> SentenceFeatures:
    fewer, more = sorted((own.in_sentence, partner.in_sentence))
    values: frozenset[object] = frozenset()
    if first.sentence != second.sentence:
        values = frames.values[first.sentence] & frames.values[second.sentence]
        if values:
            values -= {(frame.kind, frame.unit, frame.value) for frame in (first, second)}
    return SentenceFeatures(
        figures_beside_fewer=float(min(fewer, 12)),
        figures_beside_more=float(min(more, 12)),
        alone_of_its_kind=own.is_alone + partner.is_alone,
        first_of_its_sentence=own.is_first + partner.is_first,
        other_values_shared=float(len(values)),
        in_words=float(first.in_words) + float(second.in_words),
        shorter_sentence=float(min(len(first.sentence_words.stems), len(second.sentence_words.stems))),
    )


def _rival_features(
    overlap: Overlap,
    own: Statement,
    partner: Statement,
    ranks: tuple[float, float],
    rivals: tuple[Partners, Partners],
    sizes: GroupSizes,
) -> RivalFeatures:
    left_out = overlap.score if overlap.equal else math.nan
    elsewhere = sorted([_best_without(partners.equal, left_out, -1.0) for partners in rivals])
    best_rival = max([_best_without(partners.scores, overlap.score, -math.inf) for partners in rivals])
    fewer, more = sorted((own.times_stated, partner.times_stated))
    return RivalFeatures(
        rank_better=ranks[0],
        rank_worse=ranks[1],
        margin=overlap.score - (best_rival if best_rival > -math.inf else 0.0),
        best_equal_elsewhere_more=elsewhere[1],
        best_equal_elsewhere_less=elsewhere[0],
        value_stated_fewer=float(min(fewer, 5)),
        value_stated_more=float(min(more, 8)),
        size_of_group=float(min(sizes[overlap.first.kind, overlap.first.unit], 40)),
    )


def statement_of(frames: Frames, frame: Frame, times_stated: int) -> Statement:
    """The `Statement` of a frame, of whose group `times_stated` statements have its value."""
    weight, figure, words = frames.weight, frame.figure, frame.sentence_words.words
    near_words = frozenset((*frame.before[-4:], *frame.after[:3]))
    return Statement(
        weight(frame.narrow),
        weight(frame.wide),
        weight(frame.clause),
        weight(frame.sentence_words.stems),
        noun_class(frame.noun) if frame.noun else "",
        frozenset(figure.noun.modifiers) if figure and figure.noun else frozenset(),
        words & PERIOD_WORDS,
        frame.before[-1] if frame.before else "",
        frame.after[0] if frame.after else "",
        tuple(not near_words.isdisjoint(cue) for cue in (ADDITION_WORDS, RATE_WORDS, EARLIER_WORDS, LATER_WORDS)),
        float(not words.isdisjoint(CONTRAST_WORDS)),
        float(_is_hedged(frame)),
        float(_is_alone(frames, frame)),
        float(_is_first(frames, frame)),
        len(frames.by_sentence[frame.sentence]),
        times_stated,
        _owner(frame),
    )


def _owner(frame: Frame) -> tuple[str, ...]:
    """The name before a figure, with at most a comma, a bracket or "aged" between; else the name directly after it."""
    names, before = frame.sentence_words.names, list(frame.before)
    while before and before[-1] in BETWEEN_NAME_AND_FIGURE:
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


def _same_owner(owner: tuple[str, ...], other: tuple[str, ...]) -> float:
    """2 for equal names, 1 if one name has all words of the other, -1 for different names, 0 if one is missing."""
    if not owner or not other:
        return 0.0
    if owner == other:
        return 2.0
    return 1.0 if set(owner) <= set(other) or set(other) <= set(owner) else -1.0


def _best_without(scores: Sequence[float], own: float, default: float) -> float:
    """The highest of some sorted scores if one of those equal to `own` is left out; `default` if no other is left."""
    if scores and scores[-1] != own:
        return scores[-1]
    return scores[-2] if len(scores) > 1 else default


def _share(shared: float, first: float, second: float) -> float:
    """The cosine of two bags of weighted words."""
    return shared / (first * second) ** 0.5 if first and second else 0.0


def _is_hedged(frame: Frame) -> bool:
    return frame.figure is not None and frame.figure.hedge is not Hedge.NONE


def _is_alone(frames: Frames, frame: Frame) -> bool:
    """Whether no other statement of its kind and unit is in its sentence."""
    same_sentence = frames.by_sentence[frame.sentence]
    return sum(other.kind == frame.kind and other.unit == frame.unit for other in same_sentence) == 1


def _is_first(frames: Frames, frame: Frame) -> bool:
    """Whether it is the first statement of its sentence."""
    return frames.by_sentence[frame.sentence][0] is frame
