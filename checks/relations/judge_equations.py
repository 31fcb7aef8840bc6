"""Judges equations: which are ticked, and which are questioned because one of their figures looks like a slip.

A mismatch is only put forward where no equation that holds explains its figures better.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Mapping, Sequence
from fractions import Fraction

from checks.relations import odds
from checks.relations.equations import is_exact, nominal_value
from checks.relations.explanations import contradicts_direction_word, is_explained, names_base, one_slip_explains
from checks.relations.explicit.differences import explicit_differences
from checks.relations.frames import Frames
from checks.relations.holding_equations import (
    MIN_HOLDING,
    MIN_SURE,
    ONE_HOT,
    Candidate,
    Holding,
    candidates_of,
    explicit_equations,
    indices_of,
    mask_of,
    result_index,
    what_holds,
)
from checks.relations.proposals import COMPARING, Proposal
from checks.relations.verdicts import (
    MIN_NOTE,
    MIN_TICK,
    Verdict,
    Weighed,
    log_odds_of,
    model_name,
    raised,
    with_reading,
)

MIN_PAIRED = 0.7  # probability from which two figures have their percentage or length, and no other one
MUCH_LIKELIER = 3.0  # in log-odds of a model: what is so much likelier than what holds is asked about


def equation_verdicts(frames: Frames, proposed: Sequence[Proposal], weighed: Weighed) -> list[Verdict]:
    """The equations that are ticked or questioned, the likeliest first: own candidates and `proposed` ones.

    `weighed` has who proposes an equation, and by how much that raises its log-odds.
    """
    candidates = candidates_of(frames, proposed, weighed)
    if not candidates:
        return []
    holding = what_holds(frames, candidates)
    best = _best_contexts(candidates)
    differences = {frozenset(frame.index for frame in members) for members in explicit_differences(frames)}
    explicit = {mask_of(members): kind for kind, members in explicit_equations(frames.article)}
    questions: list[Verdict] = []
    overruled: set[int] = set()  # masks of what holds, but is less likely than what is asked about
    for candidate in candidates:
        kind = candidate.proposal.kind
        if candidate.proposal.holds or explicit.get(candidate.member_mask, kind) != kind:
            continue  # "45 of the 230, or 18%" is no change from 230 to 45
        if _is_settled(frames, candidate, holding, differences):
            continue
        question = _question(frames, candidate, holding, best)
        if question is not None:
            questions.append(question)
            result = result_index(candidate.proposal)
            others = (verdict for verdict in holding.verdicts if _has_result(verdict, result))
            overruled |= {candidate.member_mask, *(mask_of(verdict.members) for verdict in others)}
    ticked = [
        verdict
        for verdict in holding.verdicts
        if (verdict.probability >= MIN_TICK[verdict.kind] or mask_of(verdict.members) in explicit)
        and mask_of(verdict.members) not in overruled
    ]
    return sorted((*ticked, *questions), key=lambda verdict: -verdict.probability)


def best_of_members(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts without a second one on the same figures; `verdicts` have the likeliest first.

    Of those that hold, one that comes to exactly what is stated goes before one that has to be rounded: "fell 20p, or
    5%, to 380p" is a change from 400p, and no share of 380p. Nor has a whole parts of the same values twice: "six
    people: four men and two women", and four others below.
    """
    verdicts = list(verdicts)
    exact = {
        frozenset(frame.index for frame in verdict.members): verdict
        for verdict in reversed(verdicts)
        if verdict.holds and verdict.kind in COMPARING and is_exact(verdict.kind, verdict.members)
    }
    kept: list[Verdict] = []
    seen: set[frozenset[int]] = set()
    made: set[tuple[int, tuple[Fraction, ...]]] = set()
    for verdict in verdicts:
        members = frozenset(frame.index for frame in verdict.members)
        parts = verdict.members[0].index, tuple(sorted(nominal_value(frame) for frame in verdict.members[1:]))
        is_made = verdict.holds and verdict.kind == "sum"
        if members not in seen and not (is_made and parts in made):
            seen.add(members)
            made |= {parts} if is_made else set()
            kept.append(exact.get(members, verdict) if verdict.holds else verdict)
    return kept


def _best_contexts(candidates: Iterable[Candidate]) -> dict[int, float]:
    """By the index of each frame, the highest log-odds that the words alone give a candidate with it."""
    best: dict[int, float] = {}
    for candidate in candidates:
        for frame in candidate.proposal.members:
            best[frame.index] = max(candidate.context, best.get(frame.index, -math.inf))
    return best


def _is_settled(frames: Frames, candidate: Candidate, holding: Holding, differences: Container[frozenset[int]]) -> bool:
    """Whether a candidate that does not hold is no question: what holds explains its figures, or its words do.

    `differences` are the indices of the members of the differences that the words name.
    """
    proposal, mask, log_odds = candidate.proposal, candidate.member_mask, candidate.model_log_odds
    if _is_part_of_one_that_holds(mask, holding.likely_masks):
        return True
    if log_odds is None and contradicts_direction_word(proposal):
        return True  # "rose 5% to £21.2m from £48.8m": what a model takes for a change is asked about all the same
    holds = (holding.probabilities.get(mask, 0.0), holding.model_log_odds.get(mask, -math.inf))
    if _is_about_as_likely(holds, log_odds):
        return True  # "gained 0.97%, or 64.57 points, to end at 6,737.95": that holds, and is no change from 64.57
    if not (proposal.kind == "sum" and indices_of(proposal) in differences) and is_explained(frames, proposal):
        return True
    if _has_explained_result(frames, candidate, holding):
        return True
    if any(_has_a_nearer_result(proposal, verdict) or _adds_to(proposal, verdict) for verdict in holding.verdicts):
        return True
    # "$3bn and $1bn of $6.5bn": a relation perhaps, of which not all members are stated
    return log_odds is not None and not one_slip_explains(proposal)


def _has_explained_result(frames: Frames, candidate: Candidate, holding: Holding) -> bool:
    """Whether its percentage, multiple or length belongs to other figures: an equation of these holds, about as likely.

    An equation that is not ticked explains it too, where a model takes that for likelier. Not where the words call it
    the share of a whole, and no share of that whole holds.
    """
    proposal, log_odds, result = candidate.proposal, candidate.model_log_odds, result_index(candidate.proposal)
    if result is None:
        return False
    if result not in holding.explained:
        return log_odds is not None and holding.model_log_odds_of_results.get(result, -math.inf) > log_odds
    names_its_base = (
        proposal.kind == "share"
        and (result, proposal.members[1].index) not in holding.bases
        and names_base(frames, proposal.members[2], proposal.members[1])
    )
    if names_its_base and log_odds is not None:
        return False
    return proposal.kind in ("times", "span") or _is_about_as_likely(holding.explained[result], log_odds)


def _question(frames: Frames, candidate: Candidate, holding: Holding, best: Mapping[int, float]) -> Verdict | None:
    """The verdict on a candidate that does not hold; None where a slip in one of its figures is not likely enough.

    `best` is as of `_best_contexts`.
    """
    proposal, log_odds = candidate.proposal, candidate.model_log_odds
    least = MIN_NOTE[proposal.kind]
    features = (
        *ONE_HOT[proposal.kind],
        candidate.context,
        *log_odds_of_overlapping(candidate.member_mask, holding.probabilities),
        candidate.context - max([best[frame.index] for frame in proposal.members]),
        *proposal.evidence,
    )
    if not candidate.weight and log_odds is None and odds.cannot_reach(least, "equation slip", features):
        return None
    probability = raised(odds.probability("equation slip", features), candidate.weight)
    reader = candidate.reader
    if log_odds is not None:
        reader = model_name(frames) if probability < least else reader
        probability = with_reading("slip", proposal.kind, proposal.members, probability, log_odds)
    if probability < least:
        return None
    return Verdict(proposal.kind, proposal.members, False, probability, reader)


def log_odds_of_overlapping(mask: int, probabilities: Mapping[int, float]) -> tuple[float, float, float]:
    """The log-odds of the likeliest equation that shares one, two or more, or all of the members in a mask.

    `probabilities` are those of the equations that hold, by their masks.
    """
    one = several = everything = 0.0
    for other, probability in probabilities.items():
        shared = mask & other
        if not shared:
            continue
        if shared == mask:
            everything = max(everything, probability)
        elif shared & (shared - 1):
            several = max(several, probability)
        else:
            one = max(one, probability)
    return log_odds_of(one), log_odds_of(several), log_odds_of(everything)


def _has_a_nearer_result(proposal: Proposal, verdict: Verdict) -> bool:
    """Whether the verdict compares the same two figures rightly, by a result nearer to them: "from 1988, 37 years ago".

    A result between the two figures need not be likely: "rose by £7.2m, or 18.8%, to £45.4m, and the margin to 10%".
    """
    if proposal.kind != verdict.kind or proposal.kind not in (*COMPARING, "span"):
        return False
    first, second, result = proposal.members
    *others, nearer = verdict.members
    last = max(first.sentence, second.sentence)
    is_nearer = abs(nearer.sentence - last) <= abs(result.sentence - last)
    is_between = len({first.sentence, second.sentence, nearer.sentence}) == 1 and (
        min(first.start, second.start) < nearer.start < max(first.end, second.end)
    )
    is_sure = verdict.probability >= MIN_PAIRED or is_between
    return is_sure and {first, second} == set(others) and is_nearer


def _adds_to(proposal: Proposal, verdict: Verdict) -> bool:
    """Whether the proposal is a sum that holds without one of its parts, or with another part in the place of one.

    As in "21 go, 14 by ship and seven by air; two others stay"; and, where one sentence or two state all of the sum
    that holds, in "41 pupils, 19 girls and 22 boys; nine may ride".
    """
    whole = proposal.members[0]
    if proposal.kind != "sum" or verdict.kind != "sum" or whole is not verdict.members[0]:
        return False
    if set(verdict.members) < set(proposal.members):
        return True
    sentences = {member.sentence for member in verdict.members}
    is_told_at_once = whole.sentence in sentences and max(sentences) - min(sentences) <= 1
    shares = not set(verdict.members[1:]).isdisjoint(proposal.members[1:])
    return shares and is_told_at_once and verdict.probability >= MIN_PAIRED


def _has_result(verdict: Verdict, result: int | None) -> bool:
    """Whether an equation compares two figures by the percentage, multiple or length with this index."""
    return verdict.kind in (*COMPARING, "span") and verdict.members[2].index == result


def _is_about_as_likely(holding: tuple[float, float], model_log_odds: float | None) -> bool:
    """Whether a relation that holds is sure, or about as likely as one that does not.

    `holding` is its probability and the log-odds that a model gives it; `model_log_odds` are those of the other one,
    None without a model.
    """
    probability, log_odds = holding
    if model_log_odds is None:
        return probability >= MIN_HOLDING
    if probability < MIN_HOLDING:
        return log_odds >= model_log_odds
    return probability > MIN_SURE or log_odds > model_log_odds - MUCH_LIKELIER


def _is_part_of_one_that_holds(mask: int, likely_masks: Sequence[int]) -> bool:
    """Whether a likely equation that holds has all of these members and more: three of a sum of four."""
    return any(mask & other == mask != other for other in likely_masks)
