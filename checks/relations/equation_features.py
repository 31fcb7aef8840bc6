"""What the words say about a few figures that may stand in one equation; the same features for every kind.

Values are masked: which figure is the whole, the level or the percentage is given by its role, everything else by the
words beside each figure, the distances between them, and how much each two have in common. The learned tables read the
features by position, so their order must not change (`feature_names`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import combinations, pairwise

from checks.model import Zone
from checks.relations.cue_classes import CUE_NAMES, REACH_AFTER, REACH_BEFORE, nearness, nearness_to_ends
from checks.relations.frames import CLAUSE_END, Frame, Frames, same_name
from checks.sameness import noun_class

MAX_GAP = 40.0
MAX_BETWEEN = 80  # tokens between two statements that are read


def feature_names(roles: int) -> tuple[str, ...]:
    """The names of the features that `EquationFeatures.features` gives for so many members, in their order.

    Per member: "place in the text" is its rank among the members, from 0, "sentence of it" how many sentences after
    the first member it stands (at most 9), "rivals beside" how many other figures of its kind and unit its sentence has
    (at most 9). Cues are 1 / the distance in tokens, 0 without one: before and after a figure as of `nearness`,
    between figures as of `nearness_to_ends`, the highest of all gaps. Per gap between neighbouring members: tokens (at
    most MAX_GAP, which also stands for another sentence), sentences, marks that end a clause and figures (at most 9
    each). Per pair: weights are sums of inverse sentence frequencies of shared stems, "names shared" a count, "nearest
    name" as of `frames.same_name`. Of all: "quoted" and "years" are counts of members and of years in their sentences,
    "figures in its sentences" is at most 20. All others are 0 or 1.
    """
    each = tuple(
        f"{role}: {name}"
        for role in range(roles)
        for name in (
            "place in the text",
            "sentence of it",
            "in words",
            "hedged",
            "rivals beside",
            *(f"{cue} before" for cue in CUE_NAMES),
            *(f"{cue} after" for cue in CUE_NAMES),
        )
    )
    gaps = tuple(
        f"gap {gap}: {name}" for gap in range(roles - 1) for name in ("words", "sentences", "clause ends", "figures")
    )
    pairs = tuple(
        f"{first} and {second}: {name}"
        for first in range(roles)
        for second in range(first + 1, roles)
        for name in (
            "kind and unit equal",
            "noun equal",
            "nouns differ",
            "narrow weight",
            "clause weight",
            "names shared",
            "nearest name",
        )
    )
    whole = ("headline", "standfirst or caption", "list", "quoted", "years", "figures in its sentences", "sentences")
    return (*each, *gaps, *pairs, *whole, *(f"{cue} between" for cue in CUE_NAMES))


class EquationFeatures:
    """Reads the features of members of one article; what one or two of them give is read only once."""

    def __init__(self, frames: Frames) -> None:
        self.frames = frames
        self._features: dict[tuple[int, ...], tuple[float, ...]] = {}
        self._own: dict[int, tuple[float, ...]] = {}
        self._text: dict[tuple[int, ...], tuple[list[float], list[float]]] = {}
        self._gaps: dict[tuple[int, int], tuple[tuple[float, ...], dict[int, float]]] = {}
        self._shared: dict[tuple[int, int], tuple[float, ...]] = {}

    def features(self, members: Sequence[Frame]) -> tuple[float, ...]:
        """The features of some members, given in the order of their roles, as in `feature_names`."""
        roles = tuple([frame.index for frame in members])
        known = self._features.get(roles)
        if known is not None:
            return known
        ordered = sorted(members, key=lambda frame: frame.start)
        places = [frame.index for frame in ordered]
        gaps, whole = self._text.get(tuple(places)) or self._read_text(ordered)
        first_sentence = ordered[0].sentence
        found: list[float] = []
        for frame, index in zip(members, roles, strict=True):
            found.append(float(places.index(index)))
            found.append(float(min(frame.sentence - first_sentence, 9)))
            found += self._own.get(index) or self._read_own(frame)
        found += gaps
        for (index, frame), (other_index, other) in combinations(zip(roles, members, strict=True), 2):
            found += self._shared.get((index, other_index)) or self._read_shared(frame, other)
        found += whole
        features = self._features[roles] = tuple(found)
        return features

    def _read_text(self, ordered: Sequence[Frame]) -> tuple[list[float], list[float]]:
        """What does not depend on the roles: how far figures stand apart; their zones and sentences, cues between."""
        gaps: list[float] = []
        between = [0.0] * len(CUE_NAMES)
        for earlier, later in pairwise(ordered):
            gap, cues = self._gaps.get((earlier.index, later.index)) or self._read_gap(earlier, later)
            gaps += gap
            for index, near in cues.items():
                if near > between[index]:
                    between[index] = near
        zones = {frame.zone for frame in ordered}
        sentences = {frame.sentence for frame in ordered}
        by_sentence = self.frames.by_sentence
        whole = [
            float(Zone.HEADLINE in zones),
            float(Zone.STANDFIRST in zones or Zone.CAPTION in zones),
            float(Zone.LIST in zones),
            float(sum([frame.statement.quoted for frame in ordered])),
            float(len(_union([frame.sentence_words.years for frame in ordered]))),
            float(min(sum([len(by_sentence[sentence]) for sentence in sentences]), 20)),
            float(len(sentences)),
            *between,
        ]
        self._text[tuple([frame.index for frame in ordered])] = gaps, whole
        return gaps, whole

    def _read_own(self, frame: Frame) -> tuple[float, ...]:
        """What a figure gives by itself: how it is written, its rivals, the classes of the words beside it."""
        figure = frame.figure
        beside = self.frames.by_sentence[frame.sentence]
        own = (
            float(frame.in_words),
            float(bool(figure and figure.hedge.value)),
            float(min(sum(other.kind == frame.kind and other.unit == frame.unit for other in beside) - 1, 9)),
            *nearness(reversed(frame.before[-REACH_BEFORE:])),
            *nearness(frame.after[:REACH_AFTER]),
        )
        self._own[frame.index] = own
        return own

    def _read_gap(self, earlier: Frame, later: Frame) -> tuple[tuple[float, ...], dict[int, float]]:
        """How far two figures stand apart, and the classes of the words between them."""
        tokens = _tokens_between(earlier, later)
        gap = (
            float(min(len(tokens), MAX_GAP)) if earlier.sentence == later.sentence else MAX_GAP,
            float(min(later.sentence - earlier.sentence, 9)),
            float(min(sum(token in CLAUSE_END for token in tokens), 9)),
            float(min(later.index - earlier.index - 1, 9)),
        )
        self._gaps[earlier.index, later.index] = gap, nearness_to_ends(tokens)
        return self._gaps[earlier.index, later.index]

    def _read_shared(self, frame: Frame, other: Frame) -> tuple[float, ...]:
        """What two figures have in common; the same in either order."""
        noun, other_noun = frame.noun, other.noun
        known = bool(noun and other_noun)
        equal = known and noun_class(noun) == noun_class(other_noun)
        weight = self.frames.weight
        shared = (
            float(frame.kind == other.kind and frame.unit == other.unit),
            float(equal),
            float(known and not equal),
            weight(frame.narrow & other.narrow),
            weight(frame.clause & other.clause),
            float(len(frame.sentence_words.names & other.sentence_words.names)),
            same_name(frame, other),
        )
        self._shared[frame.index, other.index] = self._shared[other.index, frame.index] = shared
        return shared


def _union(sets: Sequence[frozenset[str]]) -> frozenset[str]:
    return sets[0].union(*sets[1:])


def _tokens_between(earlier: Frame, later: Frame) -> Sequence[str]:
    """The tokens between two statements of a sentence; of two sentences, some after the one and before the other."""
    if earlier.sentence != later.sentence:
        return (*earlier.after[:5], *later.before[-5:])
    starts = earlier.sentence_words.starts
    first, last = bisect_left(starts, earlier.end), bisect_left(starts, later.start)
    return earlier.sentence_words.tokens[first : min(last, first + MAX_BETWEEN)]
