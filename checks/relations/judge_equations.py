"""Judges equations: which are ticked, and which are questioned because one of their figures looks like a slip.

A mismatch is questioned only if no equation that holds explains its figures better.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
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
    holding_equations,
    indices_of,
    mask_of,
    result_index,
)
from checks.relations.proposals import COMPARING, Proposal
from checks.relations.verdicts import (
    MIN_NOTE,
    MIN_TICK,
    ProposalWeights,
    Verdict,
    log_odds_of,
    with_reading,
    with_weight,
)

MIN_PAIRED = 0.7  # probability from which the result of two figures is settled, so that no other result is theirs
MUCH_LIKELIER = 3.0  # in a model's log-odds: a mismatch by so much likelier than an equation that holds is questioned


def equation_verdicts(frames: Frames, proposed: Sequence[Proposal], proposal_weights: ProposalWeights) -> list[Verdict]:
    """The equations that are ticked or questioned, the likeliest first.

    Args:
        frames: The frames of the article.
        proposed: Candidates besides the article's own.
        proposal_weights: Who proposes an equation, and how much that adds to its log-odds.
    """
    candidates = candidates_of(frames, proposed, proposal_weights)
    if not candidates:
        return []
    holding = holding_equations(frames, candidates)
    best_contexts = _best_contexts(candidates)
    differences = {frozenset(frame.index for frame in members) for members in explicit_differences(frames)}
    explicit = {mask_of(members): kind for kind, members in explicit_equations(frames.article)}
    questions: list[Verdict] = []
    overruled: set[int] = set()  # masks of equations that hold but are less likely than one that is questioned
    for candidate in candidates:
        kind = candidate.proposal.kind
        if candidate.proposal.holds or explicit.get(candidate.member_mask, kind) != kind:
            continue  # "45 of the 230, or 18%" is no change from 230 to 45
        if _is_settled(frames, candidate, holding, differences, explicit):
            continue
        question = _question(frames, candidate, holding, best_contexts)
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
    return sorted((*ticked, *_one_of_each_result(questions)), key=lambda verdict: -verdict.probability)


def _one_of_each_result(questions: Iterable[Verdict]) -> Iterator[Verdict]:
    """The likeliest question about each percentage, multiple or duration, and all others.

    "From £36 to £30, a fall of £6 or 15%" raises one question, though the 15% is no share of either level.
    """
    results: set[int] = set()
    for verdict in sorted(questions, key=lambda verdict: -verdict.probability):
        result = verdict.members[2].index if verdict.kind in (*COMPARING, "span") else None
        if result is None or result not in results:
            yield verdict
        results |= set() if result is None else {result}


def best_of_members(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The first verdict on each set of figures; `verdicts` have the likeliest first.

    Of several that hold, one that is exact comes before one that needs rounding: "fell 20p, or 5%, to 380p" is a change
    from 400p, and no share of 380p. A whole also has parts of the same values only once: "six people: four men and two
    women", when four others are mentioned further down.
    """
    verdicts = list(verdicts)
    exact = {
        frozenset(frame.index for frame in verdict.members): verdict
        for verdict in reversed(verdicts)
        if verdict.holds and verdict.kind in COMPARING and is_exact(verdict.kind, verdict.members)
    }
    kept: list[Verdict] = []
    seen: set[frozenset[int]] = set()
    summed: set[tuple[int, tuple[Fraction, ...]]] = set()
    for verdict in verdicts:
        members = frozenset(frame.index for frame in verdict.members)
        parts = verdict.members[0].index, tuple(sorted(nominal_value(frame) for frame in verdict.members[1:]))
        is_sum = verdict.holds and verdict.kind == "sum"
        if members not in seen and not (is_sum and parts in summed):
            seen.add(members)
            summed |= {parts} if is_sum else set()
            kept.append(exact.get(members, verdict) if verdict.holds else verdict)
    return kept


def _best_contexts(candidates: Iterable[Candidate]) -> dict[int, float]:
    """For each frame by its index, the highest log-odds that the words alone give a candidate with it."""
    best: dict[int, float] = {}
    for candidate in candidates:
        for frame in candidate.proposal.members:
            best[frame.index] = max(candidate.context, best.get(frame.index, -math.inf))
    return best


def _is_settled(
    frames: Frames,
    candidate: Candidate,
    holding: Holding,
    differences: Container[frozenset[int]],
    explicit: Container[int],
) -> bool:
    """Whether an equation that holds, or the words, explain the figures of a candidate that does not hold.

    `differences` has the indices of the members of each difference that the words spell out, `explicit` the masks of
    all equations that they do.
    """
    proposal, mask, log_odds = candidate.proposal, candidate.member_mask, candidate.tie_log_odds
    if _is_part_of_one_that_holds(mask, holding.likely_masks):
        return True
    if log_odds is None and contradicts_direction_word(proposal):
        return True  # "rose 5% to £21.2m from £48.8m": if a model has read it, its odds decide
    same_members = (holding.probabilities.get(mask, 0.0), holding.tie_log_odds.get(mask, -math.inf))
    if _is_about_as_likely(same_members, log_odds):
        return True  # "gained 0.97%, or 64.57 points, to end at 6,737.95": that holds, and is no change from 64.57
    if not (proposal.kind == "sum" and indices_of(proposal) in differences) and is_explained(frames, proposal):
        return True
    if _has_explained_result(frames, candidate, holding, explicit):
        return True
    if any(_has_nearer_result(verdict, proposal) or _extends(proposal, verdict) for verdict in holding.verdicts):
        return True
    # "$3bn and $1bn of $6.5bn" may be a sum of which not all parts are stated
    return log_odds is not None and not one_slip_explains(proposal)


def _has_explained_result(frames: Frames, candidate: Candidate, holding: Holding, explicit: Container[int]) -> bool:
    """Whether the percentage, multiple or duration of a candidate is that of other figures.

    Their equation holds and is about as likely, or a model considers it likelier, even if it is not ticked. Not if the
    words make the result a share of the candidate's whole and no share of that whole holds, and not if the words state
    from when to when a duration is: no other moments explain it.
    """
    proposal, log_odds, result = candidate.proposal, candidate.tie_log_odds, result_index(candidate.proposal)
    if result is None or (proposal.kind == "span" and candidate.member_mask in explicit):
        return False
    if result not in holding.explained:
        return log_odds is not None and holding.tie_log_odds_of_results.get(result, -math.inf) > log_odds
    names_its_base = (
        proposal.kind == "share"
        and (result, proposal.members[1].index) not in holding.bases
        and names_base(frames, proposal.members[2], proposal.members[1])
    )
    if names_its_base and log_odds is not None:
        return False
    return proposal.kind in ("times", "span") or _is_about_as_likely(holding.explained[result], log_odds)


def _question(
    frames: Frames, candidate: Candidate, holding: Holding, best_contexts: Mapping[int, float]
) -> Verdict | None:
    """The verdict on a candidate that does not hold; None if a slip in one of its figures is not likely enough.

    `best_contexts` is computed by `_best_contexts`.
    """
    proposal, log_odds = candidate.proposal, candidate.tie_log_odds
    least = MIN_NOTE[proposal.kind]
    features = (
        *ONE_HOT[proposal.kind],
        candidate.context,
        *log_odds_of_overlapping(candidate.member_mask, holding.probabilities),
        candidate.context - max([best_contexts[frame.index] for frame in proposal.members]),
        *proposal.evidence,
    )
    if not candidate.weight and log_odds is None and odds.cannot_reach(least, "equation slip", features):
        return None
    probability = with_weight(odds.probability("equation slip", features), candidate.weight)
    reader = candidate.reader
    if log_odds is not None:
        if candidate.model and probability < least:
            reader = candidate.model
        probability = with_reading("slip", proposal.kind, proposal.members, probability, log_odds)
    if probability < least:
        return None
    return Verdict(proposal.kind, proposal.members, False, probability, reader)


def log_odds_of_overlapping(mask: int, probabilities: Mapping[int, float]) -> tuple[float, float, float]:
    """The log-odds of the likeliest equation that shares one, several, and all of the members in a mask, in this order.

    `probabilities` are those of the equations that hold, by the masks of their members.
    """
    one = several = all_members = 0.0
    for other, probability in probabilities.items():
        shared = mask & other
        if not shared:
            continue
        if shared == mask:
            all_members = max(all_members, probability)
        elif shared & (shared - 1):
            several = max(several, probability)
        else:
            one = max(one, probability)
    return log_odds_of(one), log_odds_of(several), log_odds_of(all_members)


def _has_nearer_result(verdict: Verdict, proposal: Proposal) -> bool:
    """Whether a verdict that holds compares the same two figures by a result nearer to them: "from 1988, 37 years ago".

    If the result is between the two figures, the verdict need not be likely: the 18.8% in "rose by £7.2m, or 18.8%, to
    £45.4m, and the margin to 10%".
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


def _extends(proposal: Proposal, verdict: Verdict) -> bool:
    """Whether a proposed sum is one that holds with one more part, or with another part in place of one.

    As in "21 go, 14 by ship and seven by air; two others stay". With another part only if the sum that holds is stated
    within two neighbouring sentences: "41 pupils, 19 girls and 22 boys; nine may ride".
    """
    whole = proposal.members[0]
    if proposal.kind != "sum" or verdict.kind != "sum" or whole is not verdict.members[0]:
        return False
    if set(verdict.members) < set(proposal.members):
        return True
    sentences = {member.sentence for member in verdict.members}
    is_stated_together = whole.sentence in sentences and max(sentences) - min(sentences) <= 1
    shares_parts = not set(verdict.members[1:]).isdisjoint(proposal.members[1:])
    return shares_parts and is_stated_together and verdict.probability >= MIN_PAIRED


def _has_result(verdict: Verdict, result: int | None) -> bool:
    """Whether an equation compares two figures by the percentage, multiple or duration with this index."""
    return verdict.kind in (*COMPARING, "span") and verdict.members[2].index == result


def _is_about_as_likely(holding: tuple[float, float], tie_log_odds: float | None) -> bool:
    """Whether an equation that holds is certain enough, or about as likely as one that does not hold.

    `holding` is its probability and its log-odds by a model or the words; `tie_log_odds` are those of the other one,
    None without any.
    """
    probability, log_odds = holding
    if tie_log_odds is None:
        return probability >= MIN_HOLDING
    if probability < MIN_HOLDING:
        return log_odds >= tie_log_odds
    return probability > MIN_SURE or log_odds > tie_log_odds - MUCH_LIKELIER


def _is_part_of_one_that_holds(mask: int, likely_masks: Sequence[int]) -> bool:
    """Whether a likely equation that holds has all these members and more, as a sum of four has these three."""
    return any(mask & other == mask != other for other in likely_masks)
