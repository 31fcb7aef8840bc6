"""The candidate equations of an article, and those of them that hold.

`judge_equations` weighs other candidates with the same figures against them. Sets of figures are bit masks here:
integers with a bit for the index of each frame.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checks.article_cache import cached_per_article
from checks.model import Article
from checks.relations import odds
from checks.relations.arithmetic import proposals_of
from checks.relations.coincidences import is_coincidence
from checks.relations.explanations import contradicts_direction_word, treats_change_as_level
from checks.relations.explicit.comparisons import explicit_changes, explicit_multiples
from checks.relations.explicit.differences import explicit_differences
from checks.relations.explicit.periods import explicit_periods
from checks.relations.explicit.rates import explicit_products
from checks.relations.explicit.remainders import explicit_remainders
from checks.relations.explicit.shares import explicit_shares
from checks.relations.frames import Frame, Frames, frames_of
from checks.relations.proposals import COMPARING, EQUATIONS, Proposal, TieKind
from checks.relations.reading_odds import reading_of
from checks.relations.verdicts import (
    MIN_TICK,
    Key,
    ProposalWeights,
    Verdict,
    log_odds_of,
    model_name,
    with_reading,
    with_weight,
)

MIN_HOLDING = 0.3  # probability from which an equation that holds explains its figures, so that no other is questioned
MIN_SURE = 0.92  # probability from which an equation that holds explains a result, whatever the model's log-odds
EXPLICIT_LOG_ODDS = 3.0  # of an equation that the words spell out, at least, in place of a model's
ONE_HOT: dict[TieKind, tuple[float, ...]] = {
    kind: tuple(float(kind == equation) for equation in EQUATIONS) for kind in EQUATIONS
}
"""By kind, its one-hot vector by position in `EQUATIONS`."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A proposed equation with its odds by the words, which do not depend on the values."""

    proposal: Proposal
    member_mask: int
    context: float  # log-odds by the words alone
    tie_log_odds: float | None  # a model's, or EXPLICIT_LOG_ODDS if the words spell it out; the higher of the two
    model: str  # whose reading gave `tie_log_odds`; "" if none did
    reader: str  # who proposed it; "" for the article's own candidates
    weight: float  # what the proposal adds to its log-odds; 0 for the article's own


@dataclass(frozen=True, slots=True, eq=False)
class Holding:
    """The equations of an article that hold."""

    verdicts: list[Verdict]  # on the likely ones that are informative and that no surer one contradicts
    probabilities: dict[int, float]  # by mask of members: the highest of their equations
    tie_log_odds: dict[int, float]  # by mask of members: the highest of their equations
    likely_masks: list[int]  # of members whose equation has a probability of at least MIN_HOLDING
    explained: dict[int, tuple[float, float]]
    """For each percentage, multiple or duration that a verdict explains, by its index: the verdict's probability and
    the model's log-odds (-inf without any)."""
    tie_log_odds_of_results: dict[int, float]  # for each such result: the highest of an equation that holds with it
    bases: set[tuple[int, int]]  # indices of percentage and whole of each share among the verdicts


@cached_per_article
def explicit_equations(article: Article) -> tuple[tuple[TieKind, tuple[Frame, ...]], ...]:
    """Kind and members of the equations that the words spell out."""
    frames = frames_of(article)
    sums = [*explicit_differences(frames), *explicit_remainders(frames)]
    return (
        *(("sum", members) for members in sums),
        *(("product", members) for members in explicit_products(frames)),
        *(("times", members) for members in explicit_multiples(frames)),
        *(("change", members) for members in explicit_changes(frames)),
        *(("share", members) for members in explicit_shares(frames)),
        *(("span", members) for members in explicit_periods(frames)),
    )


def candidates_of(frames: Frames, proposed: Sequence[Proposal], proposal_weights: ProposalWeights) -> list[Candidate]:
    """The article's own candidates and the `proposed` ones; `proposal_weights` is empty if nobody proposed any."""
    proposals = list(proposals_of(frames))
    if proposed:
        known = {(proposal.kind, indices_of(proposal)) for proposal in proposals}
        proposals += [proposal for proposal in proposed if (proposal.kind, indices_of(proposal)) not in known]
    explicit = {
        (kind, frozenset(frame.index for frame in members)) for kind, members in explicit_equations(frames.article)
    }
    candidates: list[Candidate] = []
    for proposal in proposals:
        context = log_odds_of(odds.probability("equation context", (*ONE_HOT[proposal.kind], *proposal.features)))
        log_odds = reading_of(frames.article.tie_reading, proposal.kind, proposal.members)
        model = model_name(frames) if log_odds is not None else ""
        is_explicit = bool(explicit) and (proposal.kind, indices_of(proposal)) in explicit
        if is_explicit and (log_odds is None or log_odds < EXPLICIT_LOG_ODDS):
            log_odds, model = EXPLICIT_LOG_ODDS, ""
        mask = mask_of(proposal.members)
        candidates.append(Candidate(proposal, mask, context, log_odds, model, *_proposer(proposal, proposal_weights)))
    return candidates


def holding_equations(frames: Frames, candidates: Iterable[Candidate]) -> Holding:
    """The candidates that hold, likely or not, with the verdicts on the likely ones."""
    found: list[Verdict] = []
    coincidental: set[int] = set()  # masks of members of which no equation is ticked, as one holds by chance
    probabilities: dict[int, float] = {}
    tie_log_odds: dict[int, float] = {}
    tie_log_odds_of_results: dict[int, float] = {}
    for candidate in candidates:
        proposal, mask, log_odds = candidate.proposal, candidate.member_mask, candidate.tie_log_odds
        if not proposal.holds or treats_change_as_level(proposal) or contradicts_direction_word(proposal):
            continue
        features = (*ONE_HOT[proposal.kind], candidate.context, *proposal.evidence)
        probability = with_weight(odds.probability("equation tie", features), candidate.weight)
        reader = candidate.reader
        if log_odds is not None:
            if candidate.model and probability < MIN_TICK[proposal.kind]:
                reader = candidate.model
            probability = with_reading("tie", proposal.kind, proposal.members, probability, log_odds)
            tie_log_odds[mask] = max(log_odds, tie_log_odds.get(mask, -math.inf))
            result = result_index(proposal)
            if result is not None:
                highest = tie_log_odds_of_results.get(result, -math.inf)
                tie_log_odds_of_results[result] = max(log_odds, highest)
        probabilities[mask] = max(probability, probabilities.get(mask, 0.0))
        if probability >= MIN_HOLDING:
            found.append(Verdict(proposal.kind, proposal.members, True, probability, reader))
            if is_coincidence(frames, proposal):
                coincidental.add(mask)
    found = _without_second_comparisons(verdict for verdict in found if mask_of(verdict.members) not in coincidental)
    found = without_contradicted_sums(found)
    return Holding(
        found,
        probabilities,
        tie_log_odds,
        [mask for mask, probability in probabilities.items() if probability >= MIN_HOLDING],
        _explained(frames, found),
        tie_log_odds_of_results,
        _bases(found),
    )


def _explained(frames: Frames, verdicts: Iterable[Verdict]) -> dict[int, tuple[float, float]]:
    """`Holding.explained` for these verdicts."""
    explained: dict[int, tuple[float, float]] = {}
    for verdict in verdicts:
        if verdict.kind in (*COMPARING, "span"):
            log_odds = reading_of(frames.article.tie_reading, verdict.kind, verdict.members)
            index, likelihood = (
                verdict.members[2].index,
                (verdict.probability, -math.inf if log_odds is None else log_odds),
            )
            explained[index] = max(likelihood, explained.get(index, likelihood))
    return explained


def _bases(verdicts: Iterable[Verdict]) -> set[tuple[int, int]]:
    """`Holding.bases` for these verdicts."""
    shares = (verdict.members for verdict in verdicts if verdict.kind == "share")
    return {(percent.index, whole.index) for _, whole, percent in shares}


def result_index(proposal: Proposal) -> int | None:
    """The index of the percentage, multiple or duration that compares the other two members; None for other kinds."""
    return proposal.members[2].index if proposal.kind in (*COMPARING, "span") else None


def _without_second_comparisons(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts, the likeliest first, without comparisons whose result compares other figures in a likelier one.

    "Waits fell 15% to six hours from eight. Of 1,200 patients, 300, or 25%, waited longer": the 25% is of the patients.
    """
    compared: dict[int, set[Frame]] = {}  # the figures that each result compares, by its index
    kept: list[Verdict] = []
    for verdict in sorted(verdicts, key=lambda verdict: -verdict.probability):
        if verdict.kind in COMPARING:
            result = verdict.members[2].index
            if compared.setdefault(result, set(verdict.members[:2])).isdisjoint(verdict.members[:2]):
                continue
            compared[result] |= set(verdict.members[:2])
        kept.append(verdict)
    return kept


def without_contradicted_sums(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts, the likeliest first, without sums that a surer sum contradicts (`_contradict`).

    "79 points from 46 matches: 23 wins, 10 draws and 13 defeats": 23, 10 and 13 make up the 46. So the 23 is not the
    sum of the 10 and the 13, which are parts next to it, nor the 79 that of the 46 and the 23, a part of the 46.
    """
    kept: list[Verdict] = []
    for verdict in sorted(verdicts, key=lambda verdict: -verdict.probability):
        sure = (other for other in kept if other.kind == "sum" and other.probability >= MIN_SURE)
        if verdict.kind != "sum" or not any(_contradict(verdict, other) for other in sure):
            kept.append(verdict)
    return kept


def _contradict(one: Verdict, other: Verdict) -> bool:
    """Whether two sums share a part, and the whole of one is a part of the other."""
    whole, parts = one.members[0], set(one.members[1:])
    other_whole, other_parts = other.members[0], set(other.members[1:])
    shares_parts = not parts.isdisjoint(other_parts)
    return shares_parts and (whole in other_parts or other_whole in parts)


def _proposer(proposal: Proposal, proposal_weights: ProposalWeights) -> tuple[str, float]:
    """Who proposes a relation and what that adds to its log-odds; "" and 0 if nobody does."""
    return proposal_weights.get(Key(proposal.kind, indices_of(proposal)), ("", 0.0)) if proposal_weights else ("", 0.0)


def indices_of(proposal: Proposal) -> frozenset[int]:
    """The indices of the members of a proposal."""
    return frozenset(frame.index for frame in proposal.members)


def mask_of(members: Iterable[Frame]) -> int:
    """The bit mask of some frames, with a bit for the index of each."""
    mask = 0
    for frame in members:
        mask |= 1 << frame.index
    return mask
