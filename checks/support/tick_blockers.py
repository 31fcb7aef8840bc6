"""Finds reasons not to tick an agreeing value: a tick means that the source says the same, not just the number."""

from __future__ import annotations

import re

from checks import outcome_events, sameness
from checks.model import Article, Figure, Kind
from checks.pattern import pattern
from checks.support.agreement import DISTINCTIVE_VALUE
from checks.support.bounds import DOWNWARD, UPWARD, bound_of
from checks.support.figure_roles import CLOSE_SIMILARITY, events_of
from checks.support.verbatim import same_number_and_word
from checks.support.verdict import COUNTS, Candidate, in_context

RETOLD_SIMILARITY = 0.25
"""Least similarity at which the target's passage is considered to retell the source's."""
MIN_BARE_NUMBER_SIMILARITY = 0.1
"""Least similarity of the surrounding words at which a bare number is ticked."""


def doubt_about(figure: Figure, candidate: Candidate, target: Article, source: Article) -> str:
    """Why an agreeing value gets no tick, as it may be about something else; "" if there is no reason."""
    source_figure = candidate.source_figure
    disagreement = f'the article has "{in_context(source_figure, source)}"'
    if source_figure.is_range and not figure.is_range and figure.second is None:
        hedge = bound_of(figure, target)
        is_open_end = (hedge in UPWARD and figure.value == source_figure.value) or (
            hedge in DOWNWARD and figure.value == source_figure.second
        )
        if not is_open_end:
            return disagreement
    if figure.kind not in COUNTS:
        return ""
    if _is_item_number(figure, source_figure, target, source):
        return disagreement
    if candidate.similarity < RETOLD_SIMILARITY and _count_different_persons(figure, source_figure):
        return disagreement
    if candidate.entity_agreement < 0 and (not candidate.exact or candidate.similarity < CLOSE_SIMILARITY):
        return disagreement
    if (
        figure.noun is None
        and candidate.entity_agreement == 0
        and candidate.similarity < MIN_BARE_NUMBER_SIMILARITY
        and (figure.value or 0) < DISTINCTIVE_VALUE
    ):
        return "stands in the article; of what, its words do not tell"
    event, source_event = (
        outcome_events.nearest_event(events_of(figure, target)),
        outcome_events.nearest_event(events_of(source_figure, source)),
    )
    events_agree = not event or not source_event or event == source_event or candidate.entity_agreement > 0
    return "" if events_agree else disagreement


def _count_different_persons(figure: Figure, source_figure: Figure) -> bool:
    """Whether the two count different sorts of persons, neither of which includes the other: tourists and workers."""
    heads = [sameness.counted_entity(counted).head for counted in (figure, source_figure)]
    if heads[0] == heads[1] or sameness.PERSON in heads or not all(map(sameness.is_person, heads)):
        return False
    return not sameness.is_kind_of(heads[0], heads[1]) and not sameness.is_kind_of(heads[1], heads[0])


NUMBERED_NOUN = pattern(
    r"\b(?:day|week|phase|stage|round|chapter|part|page|section|level|heat|lap|hole|platform|terminal|gate|room|unit"
    r"|flight|channel|zone|sector|district|ward|block|season|episode|volume|grade|class|type|category|tier|article|rule"
    r"|route|junction|game|race|leg|match|book|group|pool|lane) $",
    re.IGNORECASE,
)
"""Nouns before a number that identifies an item instead of counting: "day three", "phase 2"."""


def _is_item_number(figure: Figure, source_figure: Figure, target: Article, source: Article) -> bool:
    """Whether the target's number, unlike the source's, identifies an item such as a day or phase."""
    match = NUMBERED_NOUN.search(target.text, max(0, figure.span.start - 12), figure.span.start)
    if match is None or figure.noun is not None or same_number_and_word(figure, target, source) is not None:
        return False
    following = source.text[source_figure.span.end : source_figure.span.end + 12].lower()
    is_same_ordinal = source_figure.kind is Kind.ORDINAL and following.strip(" -").startswith(
        match.group().strip().lower()
    )
    return not is_same_ordinal  # "the third day" is day three
