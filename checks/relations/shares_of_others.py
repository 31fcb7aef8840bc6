"""Recognises by the values that a percentage is not the share that a rule read it as."""

from __future__ import annotations

from checks.model import Article, Finding
from checks.relations.equations import last_printed_place, nominal_value
from checks.relations.frames import Frame, frames_of

RATIOS = frozenset(("percent", "fraction"))
MEMBERS = 3  # part, whole and percentage


def is_share_explained(article: Article, finding: Finding) -> bool:
    """Whether the values show that two figures and a percentage are not the share that a rule read.

    The percentage is the share of one figure in the sum of both, "41,200 voted Yes and 34,900 No, or 54.1 per cent in
    favour"; or the part is a percentage without its sign, "53.8 percent to 46.2, a margin of 4,720".
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
    return _is_percentage_without_sign(part, whole) or _is_share_of_sum(part, whole, ratios[0])


def _is_share_of_sum(first: Frame, second: Frame, percentage: Frame) -> bool:
    """Whether one of two figures is the stated percentage of their sum, to the last printed place."""
    total = nominal_value(first) + nominal_value(second)
    stated, half_step = nominal_value(percentage), last_printed_place(percentage) / 2
    return any(abs(100 * nominal_value(frame) / total - stated) <= half_step for frame in (first, second))


def _is_percentage_without_sign(part: Frame, whole: Frame) -> bool:
    """Whether the part is no whole number but the whole is, so that the part must be a percentage without its sign."""
    return (
        part.kind == whole.kind == "count"
        and nominal_value(part).denominator > 1
        and nominal_value(whole).denominator == 1
    )
