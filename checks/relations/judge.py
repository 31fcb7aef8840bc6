"""Judges the candidates of an article: which relations hold, and which are questioned, with their probabilities.

Candidates over the same figures compete: a mismatch is only put forward where no relation that holds explains its
figures better, and each figure is in question at most once for each kind. Each kind of candidate has a module:
`judge_restatements`, `judge_equations` (with `holding_equations`), `judge_lists` and `judge_parts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from checks.article_cache import cached_per_article
from checks.model import Article, Relation, TieReading
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

JOINING = frozenset(("sum", "product"))
"""Equations whose members are different things, so that no two of them restate one fact: "bonds of 6bn yuan" in "two
tranches of 3bn yuan each"."""


@cached_per_article
def verdicts_of(article: Article) -> Verdicts:
    """The relations of an article that hold, and those that are worth a question.

    Where a model has read the article, what it makes of the words counts too, and relations that only it sees are
    candidates as well.
    """
    frames, reading = frames_of(article), article.tie_reading
    named = [
        *proposals_for(frames, explicit_equations(article)),
        *(_read_equations(frames, reading) if reading else ()),
    ]
    equations = without_repeated_questions(best_of_members(equation_verdicts(frames, named, {})))
    together = [{frame.index for frame in each.members} for each in equations if each.holds and each.kind in JOINING]
    restated = [
        verdict
        for verdict in restatement_verdicts(frames, pairs_of(frames, any_values=reading is not None), {})
        if verdict.holds or not any(verdict.key[1] <= members for members in together)
    ]
    return Verdicts(
        tuple(without_repeated_questions(restated)),
        tuple(equations),
        tuple(list_verdicts(counted_lists_of(frames), reading)),
        tuple(without_repeated_questions(part_verdicts(frames, reading, equations))) if reading else (),
    )


def verdicts_with(
    article: Article, proposals: Sequence[Proposal], readers: Mapping[Key, str], weights: Mapping[TieKind, float]
) -> Verdicts:
    """The verdicts that `verdicts_of` does not have, on relations that others propose: `readers` has their names.

    `weights` is what such a proposal of each kind adds to the log-odds of the relation. `proposals` are the equations
    that are no candidates of the article by themselves. What is found without a reader stands: a question of one is
    left out where it is about figures that are in question already.
    """
    frames, own = frames_of(article), verdicts_of(article)
    weighed = {key: (reader, weights[key[0]]) for key, reader in readers.items()}

    def added(verdicts: Iterable[Verdict], stand: Sequence[Verdict]) -> tuple[Verdict, ...]:
        known = {verdict.key[1] for verdict in stand}
        new = (verdict for verdict in verdicts if verdict.reader and verdict.key[1] not in known)
        return tuple(without_repeated_questions([*stand, *best_of_members(new)])[len(stand) :])

    return Verdicts(
        added(restatement_verdicts(frames, pairs_of(frames), weighed), own.restatements),
        added(equation_verdicts(frames, proposals, weighed), own.equations),
        (),
    )


def closes_a_sum(article: Article, relation: Relation) -> bool:
    """Whether a relation that was learned is a sum of three parts or more that the words close ("the other eight").

    Where two of its figures make up a third one, they do so by chance.
    """
    sums = (members for members in explicit_remainders(frames_of(article)) if len(members) > 3)
    spans = {span for _, span in relation.roles}
    return relation.probability is not None and any(
        {frame.statement.span for frame in members} == spans for members in sums
    )


def _read_equations(frames: Frames, reading: TieReading) -> Iterator[Proposal]:
    """The equations that the model takes for likely, whatever their values are."""
    return proposals_for(
        frames, ((kind, members) for kind, members in likely_ties(frames, reading) if kind in EQUATIONS)
    )
