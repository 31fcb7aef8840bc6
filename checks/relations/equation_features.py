"""The features of the words around figures that may form one equation, the same for every kind of equation.

Values are masked. The order of the figures gives their roles: which is the whole, the level or the percentage. The rest
are the words next to each figure, the distances between them, and how much each two have in common. The learned tables
read the features by position, so their order must not change (`feature_names`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import combinations, pairwise

from checks.model import Zone
from checks.relations.cue_classes import CUE_NAMES, TOKENS_AFTER, TOKENS_BEFORE, nearness, nearness_to_ends
from checks.relations.frames import CLAUSE_END, Frame, Frames, same_name
from checks.sameness import noun_class

MAX_GAP = 40.0  # tokens between two statements of a sentence; also for statements of different sentences
MAX_BETWEEN = 80  # tokens between two statements that are read
AFTER_EARLIER, BEFORE_LATER = 5, 5  # tokens that are read between two statements of different sentences
MAX_COUNT = 9  # at which most counts are capped
MAX_FIGURES = 20  # at which the number of figures in the sentences is capped


def feature_names(roles: int) -> tuple[str, ...]:
    """The names of the features that `EquationFeatures.features` returns for `roles` members, in their order.

    A feature is 0 or 1 unless noted here.

    For each member, in the order of the roles:
        - place in the text: its rank among the members, from 0
        - sentence of it: the number of sentences from the first member to it, at most MAX_COUNT
        - rivals beside: other figures of its kind and unit in its sentence, at most MAX_COUNT
        - cues before and after it: 1 / distance in tokens, 0 if there is none (`nearness`)

    For each gap between neighbouring members, in text order:
        - words: tokens between them, at most MAX_GAP; MAX_GAP if they are in different sentences
        - sentences, clause ends, figures: between them, at most MAX_COUNT each

    For each pair of members, in the order of the roles:
        - narrow weight, clause weight: the sum of the inverse sentence frequencies of the stems that both have nearby
        - names shared: the number of names that both sentences have
        - nearest name: 1, 0 or -1 (`frames.same_name`)

    For all members together:
        - quoted: members in quotations
        - years: different years in their sentences
        - figures in its sentences: at most MAX_FIGURES
        - sentences: different sentences with a member
        - cues between: the highest value in any gap (`nearness_to_ends`)
    """
    members = tuple(
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
    together = ("headline", "standfirst or caption", "list", "quoted", "years", "figures in its sentences", "sentences")
    return (*members, *gaps, *pairs, *together, *(f"{cue} between" for cue in CUE_NAMES))


class EquationFeatures:
    """Computes the features of figures of one article. Those of each figure, pair, gap and set are cached."""

    def __init__(self, frames: Frames) -> None:
        self.frames = frames
        self._features: dict[tuple[int, ...], tuple[float, ...]] = {}
        self._of_member: dict[int, tuple[float, ...]] = {}
        self._of_members: dict[tuple[int, ...], tuple[list[float], list[float]]] = {}
        self._of_gap: dict[tuple[int, int], tuple[tuple[float, ...], dict[int, float]]] = {}
        self._of_pair: dict[tuple[int, int], tuple[float, ...]] = {}

    def features(self, members: Sequence[Frame]) -> tuple[float, ...]:
        """The features of some members, which are in the order of their roles, as listed by `feature_names`."""
        roles = tuple([frame.index for frame in members])
        known = self._features.get(roles)
        if known is not None:
            return known
        ordered = sorted(members, key=lambda frame: frame.start)
        indices = [frame.index for frame in ordered]
        gaps, together = self._of_members.get(tuple(indices)) or self._features_of_members(ordered)
        first_sentence = ordered[0].sentence
        found: list[float] = []
        for frame, index in zip(members, roles, strict=True):
            found.append(float(indices.index(index)))
            found.append(float(min(frame.sentence - first_sentence, MAX_COUNT)))
            found += self._of_member.get(index) or self._features_of_member(frame)
        found += gaps
        for (index, frame), (other_index, other) in combinations(zip(roles, members, strict=True), 2):
            found += self._of_pair.get((index, other_index)) or self._features_of_pair(frame, other)
        found += together
        features = self._features[roles] = tuple(found)
        return features

    def _features_of_members(self, ordered: Sequence[Frame]) -> tuple[list[float], list[float]]:
        """The features that do not depend on the roles: those of the gaps, and those of all members together.

        `ordered` are the members in text order.
        """
        gaps: list[float] = []
        between = [0.0] * len(CUE_NAMES)
        for earlier, later in pairwise(ordered):
            gap, cues = self._of_gap.get((earlier.index, later.index)) or self._features_of_gap(earlier, later)
            gaps += gap
            for index, nearness_of_cue in cues.items():
                if nearness_of_cue > between[index]:
                    between[index] = nearness_of_cue
        zones = {frame.zone for frame in ordered}
        sentences = {frame.sentence for frame in ordered}
        by_sentence = self.frames.by_sentence
        together = [
            float(Zone.HEADLINE in zones),
            float(Zone.STANDFIRST in zones or Zone.CAPTION in zones),
            float(Zone.LIST in zones),
            float(sum([frame.statement.quoted for frame in ordered])),
            float(len(_union([frame.sentence_words.years for frame in ordered]))),
            float(min(sum([len(by_sentence[sentence]) for sentence in sentences]), MAX_FIGURES)),
            float(len(sentences)),
            *between,
        ]
        self._of_members[tuple([frame.index for frame in ordered])] = gaps, together
        return gaps, together

    def _features_of_member(self, frame: Frame) -> tuple[float, ...]:
        """The features of one figure: how it is written, its rivals, the cues next to it."""
        figure = frame.figure
        same_sentence = self.frames.by_sentence[frame.sentence]
        features = (
            float(frame.in_words),
            float(bool(figure and figure.hedge.value)),
            float(min(sum(other.measure == frame.measure for other in same_sentence) - 1, MAX_COUNT)),
            *nearness(reversed(frame.before[-TOKENS_BEFORE:])),
            *nearness(frame.after[:TOKENS_AFTER]),
        )
        self._of_member[frame.index] = features
        return features

    def _features_of_gap(self, earlier: Frame, later: Frame) -> tuple[tuple[float, ...], dict[int, float]]:
        """The features of the gap between two figures, and by the index of each class the nearness of a cue in it."""
        tokens = _tokens_between(earlier, later)
        gap = (
            float(min(len(tokens), MAX_GAP)) if earlier.sentence == later.sentence else MAX_GAP,
            float(min(later.sentence - earlier.sentence, MAX_COUNT)),
            float(min(sum(token in CLAUSE_END for token in tokens), MAX_COUNT)),
            float(min(later.index - earlier.index - 1, MAX_COUNT)),
        )
        self._of_gap[earlier.index, later.index] = gap, nearness_to_ends(tokens)
        return self._of_gap[earlier.index, later.index]

    def _features_of_pair(self, frame: Frame, other: Frame) -> tuple[float, ...]:
        """The features of what two figures have in common; the same in either order."""
        noun, other_noun = frame.noun, other.noun
        both_have_noun = bool(noun and other_noun)
        equal = both_have_noun and noun_class(noun) == noun_class(other_noun)
        weight = self.frames.weight
        features = (
            float(frame.kind == other.kind and frame.unit == other.unit),
            float(equal),
            float(both_have_noun and not equal),
            weight(frame.narrow & other.narrow),
            weight(frame.clause & other.clause),
            float(len(frame.sentence_words.names & other.sentence_words.names)),
            same_name(frame, other),
        )
        self._of_pair[frame.index, other.index] = self._of_pair[other.index, frame.index] = features
        return features


def _union(sets: Sequence[frozenset[str]]) -> frozenset[str]:
    return sets[0].union(*sets[1:])


def _tokens_between(earlier: Frame, later: Frame) -> Sequence[str]:
    """The tokens between two statements; if they are in different sentences, the next to each of them."""
    if earlier.sentence != later.sentence:
        return (*earlier.after[:AFTER_EARLIER], *later.before[-BEFORE_LATER:])
    starts = earlier.sentence_words.starts
    start, end = bisect_left(starts, earlier.end), bisect_left(starts, later.start)
    return earlier.sentence_words.tokens[start : min(end, start + MAX_BETWEEN)]
