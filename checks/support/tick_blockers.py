"""Why a value that agrees is not ticked: a tick says that the source says the same, not that it has the digits."""

from __future__ import annotations

import re

from checks import outcome_events
from checks.model import Article, Figure, Kind
from checks.pattern import pattern
from checks.support.agreement import TELLING
from checks.support.bounds import DOWNWARD, UPWARD, bound_of
from checks.support.figure_roles import CLOSE, fates_of
from checks.support.verbatim import in_so_many_words
from checks.support.verdict import COUNTS, Link, said

BARE_LEAST = 0.1
"""How close the words around a bare number must be before it is ticked."""


def in_doubt(figure: Figure, link: Link, target: Article, source: Article) -> str:
    """Why a value that agrees is not ticked: it may well be said of something else; "" where nothing says so."""
    there = link.there
    told = f'the article has "{said(there, source)}"'
    if there.is_range and not figure.is_range and figure.second is None:
        hedge = bound_of(figure, target)
        open_end = (hedge in UPWARD and figure.value == there.value) or (
            hedge in DOWNWARD and figure.value == there.second
        )
        if not open_end:
            return told
    if figure.kind not in COUNTS:
        return ""
    if _numbers_another(figure, there, target, source):
        return told
    if link.thing < 0 and (not link.exact or link.fit < CLOSE):
        return told
    if figure.noun is None and link.thing == 0 and link.fit < BARE_LEAST and (figure.value or 0) < TELLING:
        return "stands in the article; of what, its words do not tell"
    mine, theirs = outcome_events.nearest(fates_of(figure, target)), outcome_events.nearest(fates_of(there, source))
    alike = not mine or not theirs or mine == theirs or link.thing > 0
    return "" if alike else told


NUMBER_OF = pattern(
    r"\b(?:day|week|phase|stage|round|chapter|part|page|section|level|heat|lap|hole|platform|terminal|gate|room|unit"
    r"|flight|channel|zone|sector|district|ward|block|season|episode|volume|grade|class|type|category|tier|article|rule"
    r"|route|junction|game|race|leg|match|book|group|pool|lane) $",
    re.IGNORECASE,
)
"""Words behind which a number says which one it is and not how many there are: "day three", "phase 2"."""


def _numbers_another(figure: Figure, there: Figure, target: Article, source: Article) -> bool:
    """Is it the number of a day or phase, and the source's number of something else?"""
    before = NUMBER_OF.search(target.text, max(0, figure.span.start - 12), figure.span.start)
    if before is None or figure.noun is not None or in_so_many_words(figure, target, source) is not None:
        return False
    behind = source.text[there.span.end : there.span.end + 12].lower()
    third = there.kind is Kind.ORDINAL and behind.strip(" -").startswith(before.group().strip().lower())
    return not third  # "the third day" is day three
