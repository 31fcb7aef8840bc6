"""What judging finds, relations that hold or are questioned, and what all judges share.

That are the thresholds by kind, and how a probability changes by a weight or by what a model makes of the words.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from checks.model import Relation, Severity, Span, TieReading
from checks.relations.counted_lists import CountedList
from checks.relations.frames import Frame, Frames
from checks.relations.proposals import EQUATIONS, ROLES, TieKind, roles_of
from checks.relations.reading_odds import Question, combined

MIN_TICK = {"same": 0.5, "list": 0.6} | dict.fromkeys(EQUATIONS, 0.5)
"""Probability from which a relation that holds is ticked, by kind. What is below often holds by chance, unless the
words name it as such (`checks.relations.explicit`)."""
MIN_WARNING = {"same": 0.91, "list": 0.85, "part": 0.9} | dict.fromkeys(EQUATIONS, 0.9)
MIN_NOTE = {"same": 0.81, "list": 0.75, "part": 0.83} | dict.fromkeys(EQUATIONS, 0.83)
"""Probability from which a relation that does not hold is questioned, and from which it is noted, by kind. They were
set by the wrong alarms on annotated news; bench/first-contact.md has those, and what lower ones would find."""
MIN_MODEL_LOG_ODDS = -1.0  # from which a relation that only the model sees is a candidate
FLOOR = 1e-4  # keeps the log-odds of a probability of 0 or 1 finite
Key = tuple[TieKind, frozenset[int]]  # of a relation: its kind and the indices of its frames
Weighed = Mapping[Key, tuple[str, float]]
"""Of the relations that somebody proposes: who, and what that adds to the log-odds."""


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """A relation that holds or is questioned."""

    kind: TieKind
    members: tuple[Frame, ...]
    holds: bool
    probability: float  # that the words tie the members, where it holds; that one is a slip, where it does not
    reader: str = ""  # who proposed it, or the model without whose reading there would be none; "" where there is none

    @property
    def key(self) -> Key:
        """Kind and figures, whatever their order."""
        return self.kind, frozenset(frame.index for frame in self.members)

    @property
    def severity(self) -> Severity:
        """How a relation that does not hold is put to the editor."""
        return Severity.WARNING if self.probability >= MIN_WARNING[self.kind] else Severity.NOTE

    @property
    def relation(self) -> Relation:
        """The relation as outcomes carry it, with the probability of the reading."""
        roles = roles_of(self.kind, [frame.statement.span for frame in self.members])
        return Relation(self.kind, roles, probability=_rounded(self.probability), reader=self.reader)


@dataclass(frozen=True, slots=True, eq=False)
class ListVerdict:
    """A counted list that agrees with its count or is questioned."""

    candidate: CountedList
    probability: float
    reader: str = ""  # as of a Verdict

    @property
    def severity(self) -> Severity:
        """How a count that does not agree with its list is put to the editor."""
        return Severity.WARNING if self.probability >= MIN_WARNING["list"] else Severity.NOTE

    @property
    def relation(self) -> Relation:
        """The relation as outcomes carry it: the count and the list, open where the list says that there are more."""
        candidate = self.candidate
        roles = roles_of("list", (candidate.frame.statement.span, candidate.enumeration.span))
        return Relation("list", roles, not candidate.is_open, _rounded(self.probability), self.reader)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """All verdicts of an article, the likelier first."""

    restatements: tuple[Verdict, ...]
    equations: tuple[Verdict, ...]
    lists: tuple[ListVerdict, ...]
    parts: tuple[Verdict, ...] = ()  # that are larger than their wholes


def without_repeated_questions(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The verdicts without questions about figures that are in question already; `verdicts` have the likeliest first.

    A question is kept if it shares no figure with a kept one of its kind, and not all of its figures are in kept ones.
    """
    kept: list[Verdict] = []
    questioned: set[int] = set()
    of_kind: dict[TieKind, set[int]] = defaultdict(set)
    for verdict in verdicts:
        members = {frame.index for frame in verdict.members}
        if not verdict.holds:
            if members <= questioned or members & of_kind[verdict.kind]:
                continue
            questioned |= members
            of_kind[verdict.kind] |= members
        kept.append(verdict)
    return kept


def _rounded(probability: float) -> Fraction:
    """The probability with three decimals."""
    return Fraction(round(probability * 1000), 1000)


def raised(probability: float, weight: float) -> float:
    """The probability after the log-odds are raised by a weight."""
    return 1 / (1 + math.exp(-log_odds_of(probability) - weight)) if weight else probability


def log_odds_of(probability: float) -> float:
    """The natural logarithm of the odds, finite for probabilities of 0 and 1."""
    return math.log((probability + FLOOR) / (1 - probability + FLOOR))


def with_reading(
    question: Question, kind: TieKind, members: Sequence[Frame | Span], probability: float, model_log_odds: float
) -> float:
    """The probability that the trees give, weighed with the log-odds that a model gives the relation of the members."""
    first = members[0]
    stated = first.kind if (question, kind) == ("slip", "same") and isinstance(first, Frame) else ""
    return combined(question, kind, log_odds_of(probability), model_log_odds, stated)


def model_name(frames: Frames) -> str:
    """The model that has read the article; "" for none."""
    reading = frames.article.tie_reading
    return reading.reader if reading else ""


def likely_ties(frames: Frames, reading: TieReading) -> Iterator[tuple[TieKind, tuple[Frame, ...]]]:
    """Kind and members of the relations that the model takes for likely."""
    by_span = {frame.statement.span: frame for frame in frames.frames}
    for (kind, spans), log_odds in reading.log_odds.items():
        is_likely = log_odds >= MIN_MODEL_LOG_ODDS and len(spans) > 1
        if is_likely and kind in ROLES and all(span in by_span for span in spans):
            yield kind, tuple(by_span[span] for span in spans)
