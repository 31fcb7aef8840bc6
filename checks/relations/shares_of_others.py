"""Tells by the values that a percentage is not the share that a rule takes it for."""

from __future__ import annotations

from checks.model import Article, Finding
from checks.relations.equations import last_printed_place, nominal_value
from checks.relations.frames import Frame, frames_of

RATIOS = frozenset(("percent", "fraction"))
MEMBERS = 3  # part, whole and percentage


def is_share_explained(article: Article, finding: Finding) -> bool:
    """Whether the values show that two figures and a percentage are not the share that a rule took them for.

    The percentage is what one of the two is of both, "41,200 voted Yes and 34,900 No, or 54.1 per cent in favour"; or
    the part is a percentage without its sign, "53.8 percent to 46.2, a margin of 4,720".
    """
    relation = finding.relation
    if (
        relation is None
        or relation.kind != "share"
        or relation.probability is not None
        or len(finding.spans) != MEMBERS
    ):
        return False
    members = [
        frame for frame in frames_of(article).frames if frame.statement.span in finding.spans and frame.is_amount
    ]
    ratios = [frame for frame in members if frame.kind in RATIOS]
    levels = [frame for frame in members if frame.kind not in RATIOS]
    if len(ratios) != 1 or len(levels) != MEMBERS - 1:
        return False
    part, whole = sorted(levels, key=nominal_value)
    return _is_no_count(part, whole) or _are_both_shares(part, whole, ratios[0])


def _are_both_shares(one: Frame, other: Frame, percentage: Frame) -> bool:
    """Whether one of two is the percentage of both together, to the printed digit."""
    both = nominal_value(one) + nominal_value(other)
    stated, step = nominal_value(percentage), last_printed_place(percentage) / 2
    return any(abs(100 * nominal_value(side) / both - stated) <= step for side in (one, other))


def _is_no_count(part: Frame, whole: Frame) -> bool:
    """Whether the part is not whole, and the other one is: a percentage that stands without its sign."""
    return (
        part.kind == whole.kind == "count"
        and nominal_value(part).denominator > 1
        and nominal_value(whole).denominator == 1
    )
