"""The candidates for equations of an article, and those of them that hold.

Whatever else the figures of an equation that holds could be is weighed against it (`judge_equations`). Sets of figures
are kept as masks here: integers with a bit for the index of each frame.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checks.article_cache import cached_per_article
from checks.model import Article
from checks.relations import odds
from checks.relations.arithmetic import proposals_of
from checks.relations.explanations import contradicts_direction_word, is_uninformative, takes_change_for_level
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
    Verdict,
    Weighed,
    log_odds_of,
    model_name,
    raised,
    with_reading,
)

MIN_HOLDING = 0.3  # probability from which an equation that holds explains its figures: nothing else is asked of them
MIN_SURE = 0.92  # probability from which a relation that holds explains a result, whatever a model reads
EXPLICIT = 3.0  # log-odds, as if a model gave them, of an equation that the words name
ONE_HOT: dict[TieKind, tuple[float, ...]] = {
    kind: tuple(float(kind == equation) for equation in EQUATIONS) for kind in EQUATIONS
}
"""The features of a kind: 1 at its place in `EQUATIONS`, else 0."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """An equation that may be meant, with what is known of it before its values are looked at."""

    proposal: Proposal
    member_mask: int
    context: float  # log-odds by the words alone
    model_log_odds: float | None  # by a model, at least EXPLICIT where the words name it; None where there is neither
    reader: str  # who proposes it; "" where nobody does
    weight: float  # what that adds to its log-odds


@dataclass(frozen=True, slots=True, eq=False)
class Holding:
    """The equations that hold."""

    verdicts: list[Verdict]  # on the likely ones that say something and that no surer one contradicts
    probabilities: dict[int, float]  # by mask: the highest of an equation of these members
    model_log_odds: dict[int, float]  # by mask: the highest that a model gives one of these members
    likely_masks: list[int]  # of the members of likely ones
    explained: dict[int, tuple[float, float]]
    """By the index of a percentage, multiple or length that a verdict explains: the probability and the log-odds of a
    model, -inf without one."""
    model_log_odds_of_results: dict[int, float]  # by such an index: the highest of anything that holds with it
    bases: set[tuple[int, int]]  # of the shares among the verdicts: the indices of percentage and whole


@cached_per_article
def explicit_equations(article: Article) -> tuple[tuple[TieKind, tuple[Frame, ...]], ...]:
    """Kind and members of the equations that the words name."""
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


def candidates_of(frames: Frames, proposed: Sequence[Proposal], weighed: Weighed) -> list[Candidate]:
    """The article's own candidates and those that are `proposed`; `weighed` has who proposes one, and its weight."""
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
        model_log_odds = reading_of(frames.article.tie_reading, proposal.kind, proposal.members)
        if explicit and (proposal.kind, indices_of(proposal)) in explicit:
            model_log_odds = EXPLICIT if model_log_odds is None else max(model_log_odds, EXPLICIT)
        mask = mask_of(proposal.members)
        candidates.append(Candidate(proposal, mask, context, model_log_odds, *_proposer(proposal, weighed)))
    return candidates


def what_holds(frames: Frames, candidates: Iterable[Candidate]) -> Holding:
    """Which candidates hold, whatever their words are, and the verdicts on the likely ones."""
    found: list[Verdict] = []
    uninformative: set[int] = set()  # masks: between these members no other equation is ticked, either
    probabilities: dict[int, float] = {}
    model_log_odds: dict[int, float] = {}
    model_log_odds_of_results: dict[int, float] = {}
    for candidate in candidates:
        proposal, mask, log_odds = candidate.proposal, candidate.member_mask, candidate.model_log_odds
        if not proposal.holds or takes_change_for_level(proposal) or contradicts_direction_word(proposal):
            continue
        features = (*ONE_HOT[proposal.kind], candidate.context, *proposal.evidence)
        probability = raised(odds.probability("equation tie", features), candidate.weight)
        reader = candidate.reader
        if log_odds is not None:
            reader = model_name(frames) if probability < MIN_TICK[proposal.kind] else reader
            probability = with_reading("tie", proposal.kind, proposal.members, probability, log_odds)
            model_log_odds[mask] = max(log_odds, model_log_odds.get(mask, -math.inf))
            result = result_index(proposal)
            if result is not None:
                highest = model_log_odds_of_results.get(result, -math.inf)
                model_log_odds_of_results[result] = max(log_odds, highest)
        probabilities[mask] = max(probability, probabilities.get(mask, 0.0))
        if probability >= MIN_HOLDING:
            found.append(Verdict(proposal.kind, proposal.members, True, probability, reader))
            if is_uninformative(frames, proposal):
                uninformative.add(mask)
    found = _without_second_comparisons(verdict for verdict in found if mask_of(verdict.members) not in uninformative)
    found = without_contradicted_sums(found)
    return Holding(
        found,
        probabilities,
        model_log_odds,
        [mask for mask, probability in probabilities.items() if probability >= MIN_HOLDING],
        _explained(frames, found),
        model_log_odds_of_results,
        _bases(found),
    )


def _explained(frames: Frames, verdicts: Iterable[Verdict]) -> dict[int, tuple[float, float]]:
    """As in `Holding.explained`."""
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
    """As in `Holding.bases`."""
    shares = (verdict.members for verdict in verdicts if verdict.kind == "share")
    return {(percent.index, whole.index) for _, whole, percent in shares}


def result_index(proposal: Proposal) -> int | None:
    """The index of the percentage, multiple or length by which two others are compared; None where there is none."""
    return proposal.members[2].index if proposal.kind in (*COMPARING, "span") else None


def _without_second_comparisons(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts that hold, the likeliest first, without comparisons by a result that likelier compares two others.

    "Waits fell 15% to six hours from eight. Of 1,200 patients, 300, or 25%, waited longer": the 25% is theirs.
    """
    compared: dict[int, set[Frame]] = {}  # what each percentage compares, by its index
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
    """The verdicts that hold, without sums that a surer sum contradicts (`_contradict`).

    "79 points from 46 matches: 23 wins, 10 draws and 13 defeats": 23, 10 and 13 make the 46. So the 23 are not made up
    of the 10 and the 13, which are parts beside it, and the 79 not of the 46 and the 23, which is a part of the 46.
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


def _proposer(proposal: Proposal, weighed: Weighed) -> tuple[str, float]:
    """Who proposes a relation and what that adds to its log-odds; "" and 0 where nobody does."""
    return weighed.get((proposal.kind, indices_of(proposal)), ("", 0.0)) if weighed else ("", 0.0)


def indices_of(proposal: Proposal) -> frozenset[int]:
    """The indices of its members."""
    return frozenset(frame.index for frame in proposal.members)


def mask_of(members: Iterable[Frame]) -> int:
    """The set of some frames as an integer, with a bit for the index of each."""
    mask = 0
    for frame in members:
        mask |= 1 << frame.index
    return mask
