"""Verdicts: the relations that hold or are questioned. Also what all judges share.

That is the thresholds by kind, and how a probability changes with the weight of a proposal or with a model's log-odds.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from checks.model import Relation, Severity, Span, TieReading
from checks.relations.counted_lists import CountedList
from checks.relations.frames import Frame, Frames
from checks.relations.proposals import EQUATIONS, ROLES, TieKind, roles_of
from checks.relations.reading_odds import Question, combined

MIN_TICK = {"same": 0.5, "list": 0.6} | dict.fromkeys(EQUATIONS, 0.5)
"""Probability from which a relation that holds is ticked, by kind. One below it often holds by chance, unless the words
spell it out (`checks.relations.explicit`)."""
MIN_WARNING = {"same": 0.91, "list": 0.85, "part": 0.9} | dict.fromkeys(EQUATIONS, 0.9)
MIN_NOTE = {"same": 0.81, "list": 0.75, "part": 0.83} | dict.fromkeys(EQUATIONS, 0.83)
"""Probability from which a relation that does not hold is a warning, and from which it is a note, by kind. They were
set by the false alarms on annotated news; bench/first-contact.md has these, and what lower ones would find."""
MIN_MODEL_LOG_ODDS = -1.0  # from which a relation that only the model proposes is a candidate
FLOOR = 1e-4  # keeps the log-odds of a probability of 0 or 1 finite


class Key(NamedTuple):
    """What identifies a relation."""

    kind: TieKind
    members: frozenset[int]  # indices of its frames


ProposalWeights = Mapping[Key, tuple[str, float]]
"""For each relation that is proposed from outside: who proposes it, and what that adds to its log-odds."""


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """A relation that holds or is questioned."""

    kind: TieKind
    members: tuple[Frame, ...]
    holds: bool
    probability: float  # that the words tie the members if it holds, that one of them is a slip if it does not
    reader: str = ""  # who proposed it, or the model whose reading led to it; "" if it was found without either

    @property
    def key(self) -> Key:
        """Kind and figures, in whatever order they are."""
        return Key(self.kind, frozenset(frame.index for frame in self.members))

    @property
    def severity(self) -> Severity:
        """The severity of the finding about a relation that does not hold."""
        return Severity.WARNING if self.probability >= MIN_WARNING[self.kind] else Severity.NOTE

    @property
    def relation(self) -> Relation:
        """The relation as outcomes carry it, with its probability."""
        roles = roles_of(self.kind, [frame.statement.span for frame in self.members])
        return Relation(self.kind, roles, probability=_rounded(self.probability), reader=self.reader)


@dataclass(frozen=True, slots=True, eq=False)
class ListVerdict:
    """A list that agrees with its count, or that is questioned."""

    candidate: CountedList
    probability: float  # like `Verdict.probability`
    reader: str = ""  # the model whose reading led to it; "" if it was found without

    @property
    def severity(self) -> Severity:
        """The severity of the finding about a count that does not agree with its list."""
        return Severity.WARNING if self.probability >= MIN_WARNING["list"] else Severity.NOTE

    @property
    def relation(self) -> Relation:
        """The relation as outcomes carry it: count and list, not closed if the list says that there are more."""
        candidate = self.candidate
        roles = roles_of("list", (candidate.frame.statement.span, candidate.enumeration.span))
        return Relation("list", roles, not candidate.is_open, _rounded(self.probability), self.reader)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdicts of an article, the likeliest of each group first."""

    restatements: tuple[Verdict, ...]
    equations: tuple[Verdict, ...]
    lists: tuple[ListVerdict, ...]
    parts: tuple[Verdict, ...] = ()  # questions about parts that are larger than their wholes


def without_repeated_questions(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The verdicts without questions about figures that are already in question; `verdicts` have the likeliest first.

    A question is kept if it has no figure in common with a kept question of its kind, and at least one figure that is
    in no kept question.
    """
    kept: list[Verdict] = []
    questioned: set[int] = set()
    questioned_by_kind: dict[TieKind, set[int]] = defaultdict(set)
    for verdict in verdicts:
        members = {frame.index for frame in verdict.members}
        if not verdict.holds:
            if members <= questioned or members & questioned_by_kind[verdict.kind]:
                continue
            questioned |= members
            questioned_by_kind[verdict.kind] |= members
        kept.append(verdict)
    return kept


def _rounded(probability: float) -> Fraction:
    """The probability to three decimal places."""
    return Fraction(round(probability * 1000), 1000)


def with_weight(probability: float, weight: float) -> float:
    """The probability when a weight is added to its log-odds."""
    return 1 / (1 + math.exp(-log_odds_of(probability) - weight)) if weight else probability


def log_odds_of(probability: float) -> float:
    """The natural logarithm of the odds, finite for probabilities of 0 and 1."""
    return math.log((probability + FLOOR) / (1 - probability + FLOOR))


def with_reading(
    question: Question, kind: TieKind, members: Sequence[Frame | Span], probability: float, model_log_odds: float
) -> float:
    """The trees' probability combined with the log-odds that a model gives the relation of the members."""
    first = members[0]
    statement_kind = first.kind if (question, kind) == ("slip", "same") and isinstance(first, Frame) else ""
    return combined(question, kind, log_odds_of(probability), model_log_odds, statement_kind)


def model_name(frames: Frames) -> str:
    """The name of the model that has read the article; "" for none."""
    reading = frames.article.tie_reading
    return reading.reader if reading else ""


def likely_ties(frames: Frames, reading: TieReading) -> Iterator[tuple[TieKind, tuple[Frame, ...]]]:
    """Kind and members of the relations that the model considers likely, from MIN_MODEL_LOG_ODDS."""
    by_span = {frame.statement.span: frame for frame in frames.frames}
    for (kind, spans), log_odds in reading.log_odds.items():
        is_likely = log_odds >= MIN_MODEL_LOG_ODDS and len(spans) > 1
        if is_likely and kind in ROLES and all(span in by_span for span in spans):
            yield kind, tuple(by_span[span] for span in spans)
