"""Relations that somebody else reads in an article, for example a larger model, beside those that are found here.

Nothing of them is taken on trust. Their members must be figures and moments of the article, of kinds that can stand in
such a relation; the arithmetic is done here; and the result is judged by the same learned tables, to whose log-odds a
proposal adds the weight of its kind. What is found without a proposal stands, whatever is proposed.
"""

from __future__ import annotations

from collections.abc import Sequence

from checks.model import Article, ProposedRelation
from checks.relations import arithmetic
from checks.relations.frames import frames_of
from checks.relations.judge import verdicts_with
from checks.relations.proposals import EQUATIONS, Proposal, TieKind
from checks.relations.verdicts import Key, Verdicts

MAX_PROPOSED = 300  # relations of an article that are looked at
PROPOSABLE: tuple[TieKind, ...] = ("same", *EQUATIONS)
"""The kinds that may be proposed: of the others, what fits is not settled by the values of figures."""

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
"""What a proposal adds to the natural logarithm of the odds, by kind. What each has earned was measured by
bench/reader_weights.py: with it, even who proposes all that there could be adds few questions to sound articles."""


def proposed_verdicts(article: Article, relations: Sequence[ProposedRelation]) -> Verdicts:
    """The verdicts on what is proposed, without those that the article has anyway.

    Proposals of other kinds, with other members or beyond MAX_PROPOSED are left out.
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
        key = (kind, frozenset(frame.index for frame in members))
        if kind != "same":
            proposal = arithmetic.proposal_of(frames, kind, members)
            if proposal is None:
                continue
            proposals.append(proposal)
        elif len(key[1]) != 2:
            continue
        readers.setdefault(key, relation.reader)
    return verdicts_with(article, proposals, readers, WEIGHTS) if readers else Verdicts((), (), ())
