"""Judges relations of an article that are proposed from outside, for example by a larger model.

Nothing of them is taken on trust. Their members must be figures and moments of the article, of kinds that can form such
a relation; the arithmetic is done here; and the result is judged by the same learned tables, to whose log-odds a
proposal adds the weight of its kind. No proposal changes what is found without it.
"""

from __future__ import annotations

from collections.abc import Sequence

from checks.model import Article, ProposedRelation
from checks.relations import arithmetic
from checks.relations.frames import frames_of
from checks.relations.judge import verdicts_with
from checks.relations.proposals import EQUATIONS, Proposal, TieKind
from checks.relations.verdicts import Key, Verdicts

MAX_PROPOSED = 300  # relations of an article that are judged
PROPOSABLE: tuple[TieKind, ...] = ("same", *EQUATIONS)
"""The kinds that may be proposed: those in which the values of the figures decide whether the relation holds."""

WEIGHTS: dict[TieKind, float] = {
    "same": 1.5,
    "sum": 1.5,
    "change": 2.0,
    "gain": 1.0,
    "share": 1.5,
    "times": 2.0,
    "product": 2.0,
    "span": 2.0,
    "mean": 1.0,
}
"""What a proposal adds to the natural logarithm of the odds, by kind. They were measured with bench/reader_weights.py:
with these weights, even a reader that proposes every possible relation adds few questions to sound articles."""


def proposed_verdicts(article: Article, relations: Sequence[ProposedRelation]) -> Verdicts:
    """The verdicts on proposed relations, without those that the article has anyway.

    Relations of a kind that is not PROPOSABLE, with a member that is no statement of the article, or beyond the first
    MAX_PROPOSED are left out.
    """
    frames = frames_of(article)
    by_span = {frame.statement.span: frame for frame in frames.frames}
    readers: dict[Key, str] = {}
    proposals: list[Proposal] = []
    for relation in relations[:MAX_PROPOSED]:
        members = [by_span[span] for span in relation.spans if span in by_span]
        kind = next((kind for kind in PROPOSABLE if kind == relation.kind), None)
        if kind is None or len(members) != len(relation.spans):
            continue
        key = Key(kind, frozenset(frame.index for frame in members))
        if kind != "same":
            proposal = arithmetic.proposal_of(frames, kind, members)
            if proposal is None:
                continue
            proposals.append(proposal)
        elif len(key.members) != 2:
            continue
        readers.setdefault(key, relation.reader)
    return verdicts_with(article, proposals, readers, WEIGHTS) if readers else Verdicts((), (), ())
