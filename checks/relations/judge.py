"""Judges the candidates of an article: which relations hold and which are questioned, with their probabilities.

Candidates with the same figures compete: a mismatch is questioned only if no relation that holds explains its figures
better, and each figure is in question at most once for each kind. Each kind of candidate has a module:
`judge_restatements`, `judge_equations` (with `holding_equations`), `judge_lists` and `judge_parts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from checks.article_cache import cached_per_article
from checks.model import Article, Relation, Span, TieReading
from checks.relations.arithmetic import proposals_for
from checks.relations.counted_lists import counted_lists_of
from checks.relations.explicit.remainders import explicit_remainders
from checks.relations.frames import Frames, frames_of
from checks.relations.holding_equations import explicit_equations
from checks.relations.judge_equations import best_of_members, equation_verdicts
from checks.relations.judge_lists import list_verdicts
from checks.relations.judge_parts import part_verdicts
from checks.relations.judge_restatements import restatement_verdicts
from checks.relations.proposals import EQUATIONS, Proposal, TieKind
from checks.relations.restatement import pairs_of
from checks.relations.verdicts import Key, Verdict, Verdicts, likely_ties, without_repeated_questions

DISTINCT_MEMBER_KINDS = frozenset(("sum", "product"))
"""Equations whose members are different things, so that no two of them restate one fact: "bonds of 6bn yuan" in "two
tranches of 3bn yuan each"."""


@cached_per_article
def verdicts_of(article: Article) -> Verdicts:
    """The relations of an article that hold, and those that are worth a question.

    If a model has read the article, its log-odds count too, and relations that only it considers likely are candidates
    as well.
    """
    frames, reading = frames_of(article), article.tie_reading
    candidates = [
        *proposals_for(frames, explicit_equations(article)),
        *(_read_equations(frames, reading) if reading else ()),
    ]
    equations = without_repeated_questions(best_of_members(equation_verdicts(frames, candidates, {})))
    distinct_members = [
        verdict.key.members for verdict in equations if verdict.holds and verdict.kind in DISTINCT_MEMBER_KINDS
    ]
    restatements = [
        verdict
        for verdict in restatement_verdicts(frames, pairs_of(frames, any_values=reading is not None), {})
        if verdict.holds or not any(verdict.key.members <= members for members in distinct_members)
    ]
    return Verdicts(
        tuple(without_repeated_questions(restatements)),
        tuple(equations),
        tuple(list_verdicts(counted_lists_of(frames), reading)),
        tuple(without_repeated_questions(part_verdicts(frames, reading, equations))) if reading else (),
    )


def verdicts_with(
    article: Article, proposals: Sequence[Proposal], readers: Mapping[Key, str], weights: Mapping[TieKind, float]
) -> Verdicts:
    """The verdicts that proposed relations add to those of `verdicts_of`, which they do not change.

    A question is left out if its figures are already in question.

    Args:
        article: The article.
        proposals: The proposed equations; those that are no candidates of the article without it become some.
        readers: For each proposed relation, who proposes it.
        weights: By kind, what a proposal adds to the log-odds of the relation.
    """
    frames, own_verdicts = frames_of(article), verdicts_of(article)
    proposal_weights = {key: (reader, weights[key.kind]) for key, reader in readers.items()}

    def added(verdicts: Iterable[Verdict], existing: Sequence[Verdict]) -> tuple[Verdict, ...]:
        known = {verdict.key.members for verdict in existing}
        new = (verdict for verdict in verdicts if verdict.reader and verdict.key.members not in known)
        return tuple(without_repeated_questions([*existing, *best_of_members(new)])[len(existing) :])

    return Verdicts(
        added(restatement_verdicts(frames, pairs_of(frames), proposal_weights), own_verdicts.restatements),
        added(equation_verdicts(frames, proposals, proposal_weights), own_verdicts.equations),
        (),
    )


def closes_a_sum(article: Article, relation: Relation) -> bool:
    """Whether a relation with learned odds is a sum of three parts or more with a remainder that the words name.

    Such as "the other eight". If two of its figures also add up to a third one, that is chance.
    """
    return relation.probability is not None and frozenset(span for _, span in relation.roles) in _closed_sums(article)


@cached_per_article
def _closed_sums(article: Article) -> frozenset[frozenset[Span]]:
    """The figures of each sum of three parts or more with a remainder that the words name."""
    sums = (members for members in explicit_remainders(frames_of(article)) if len(members) > 3)
    return frozenset(frozenset(frame.statement.span for frame in members) for members in sums)


def _read_equations(frames: Frames, reading: TieReading) -> Iterator[Proposal]:
    """The equations that the model considers likely, whatever their values are."""
    return proposals_for(
        frames, ((kind, members) for kind, members in likely_ties(frames, reading) if kind in EQUATIONS)
    )
