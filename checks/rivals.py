"""Finds the rivals of questions: ticks of the same kind that explain a questioned figure better, right beside it.

"A target of $27.29, which is 20.86% above $22.58; Bolt trades at $23.39": a rule that holds the percentage against
$23.39 has hardly found a slip, as $22.58 and $27.29 give it exactly. Of "more than 50 cars" in a headline, and 27 in
January and 55 now in the text, the 55 is what the headline means.

A question stands where what holds is told in another sentence: there the same fact may be told three times, and one
telling differ. But a learned relation gives way to a rule that reads all of its figures as a sum or difference that
holds, and whole and parts to a longer sum of that whole that the words close: "31 in Ash, 17 in Elm, and the remaining
five". And a percentage compares two levels, while a level may stand in many comparisons: "at $9.81 it is 2% below
its high of $9.99 and 19% above its low of $8.23" are two, of which one may be wrong. So does a length, and "37 years"
after two terms that follow each other is that of both.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from checks.model import Article, Finding, Moment, RelationKind, Severity, Span, Tick
from checks.relations.judge import closes_a_sum
from checks.span_index import SpanIndex

FAMILIES: dict[RelationKind, str] = {
    "list": "list",
    "same": "same",
    "change": "percent",
    "share": "percent",
    "gain": "percent",
    "times": "percent",
    "span": "span",
}
"""The kinds of relations in which only one of several can be meant, with the name of their group."""
EXACT: frozenset[RelationKind] = frozenset(("sum", "difference"))  # the others hold within what is rounded
COMPARING = frozenset(("percent", "times", "length"))  # roles of what tells how two others compare
MAX_TICKS_OF_A_FIGURE = 100  # tried for each question; in news a figure is in a few


def rival_ticks(findings: Iterable[Finding], ticks: Iterable[Tick], article: Article) -> dict[int, Tick]:
    """The rival tick of each question that has one, by the position of its finding.

    Notes have none, except those about whole and parts. A question is held only against ticks that share a place with
    it, so that the work grows with the text and not with its square.
    """
    own = [(tick, tick.relation) for tick in ticks if tick.relation]  # those with a relation
    here = [(tick, relation) for tick, relation in own if not tick.source_spans]
    read = (tick for tick, relation in here if relation.probability is None and relation.kind in EXACT)
    exact = _indexed(read)  # sums and differences that a rule read
    closed = _indexed(tick for tick, relation in own if closes_a_sum(article, relation))
    by_family = {
        family: _indexed(tick for tick, relation in here if FAMILIES.get(relation.kind) == family)
        for family in FAMILIES.values()
    }
    periods = SpanIndex((moment, (moment.span,)) for moment in article.moments if moment.until is not None)
    found: dict[int, Tick] = {}
    for position, finding in enumerate(findings):
        relation = finding.relation
        if relation is None or finding.source_spans:
            continue
        rival, is_note = None, finding.severity is Severity.NOTE
        if relation.probability is not None and not is_note:
            rival = next((tick for tick in _sharing(exact, finding) if _holds_all(tick, finding)), None)
        if rival is None and relation.kind == "sum":
            rival = next(
                (tick for tick in _sharing(closed, finding) if _has_further_parts(tick, finding, article)), None
            )
        family = FAMILIES.get(relation.kind)
        if rival is None and family and not is_note:
            others = _sharing(by_family[family], finding)
            rival = next((tick for tick in others if _explains(tick, finding, article, periods)), None)
        if rival is not None:
            found[position] = rival
    return found


def _indexed(ticks: Iterable[Tick]) -> SpanIndex[Tick]:
    """The ticks by the places of their figures."""
    return SpanIndex((tick, tick.spans) for tick in ticks)


def _sharing(ticks: SpanIndex[Tick], finding: Finding) -> Iterator[Tick]:
    """The first `MAX_TICKS_OF_A_FIGURE` ticks that share a place with a question, as each of its rivals does."""
    return islice(ticks.meeting(finding.spans), MAX_TICKS_OF_A_FIGURE)


def _holds_all(tick: Tick, finding: Finding) -> bool:
    """Whether what is asked about stands whole in a tie that holds: "ahead by eight points, 44 percent to 36"."""
    return len(finding.spans) > 2 and all(any(own.contains(span) for own in tick.spans) for span in finding.spans)


def _has_further_parts(tick: Tick, finding: Finding, article: Article) -> bool:
    """Whether a sum that holds has all figures that a question sets against one another, and more of the same whole.

    The question may mark further places that state the whole.
    """
    wholes = [span for role, span in tick.relation.roles if role == "whole"] if tick.relation else []
    stated = {article.text_of(span) for span in wholes}
    parts = [span for span in finding.spans if article.text_of(span) not in stated]
    return 0 < len(parts) < len(tick.spans) - 1 and len(parts) < len(finding.spans) and set(parts) <= set(tick.spans)


def _explains(tick: Tick, finding: Finding, article: Article, periods: SpanIndex[Moment]) -> bool:
    """Whether the two share some figure or list but not all, and what else the tick has stands beside the question."""
    others = [span for span in tick.spans if not _meets(span, finding.spans)]
    if not others or not any(_meets(span, tick.spans) for span in finding.spans):
        return False
    if all(any(other.contains(span) for other in tick.spans) for span in finding.spans):
        return False
    comparing = _comparing(finding)
    if comparing is not None and not _meets(comparing, tick.spans):
        return False
    if finding.relation and finding.relation.kind == "span" and not _follow_each_other(periods, others, finding.spans):
        return False
    beside = {_sentence(article, span) for span in finding.spans}
    return all(_sentence(article, span) in beside for span in others)


def _follow_each_other(periods: SpanIndex[Moment], others: Sequence[Span], spans: Sequence[Span]) -> bool:
    """Whether what a tick has more is of a period that begins or ends in the year in which the question's own does."""
    years = {year for period in periods.meeting(spans) for year in _years_of(period)}
    ends = [_years_of(period) for period in periods.meeting(others)]
    return bool(ends) and all(not years.isdisjoint(each) for each in ends)


def _years_of(period: Moment) -> set[int]:
    """The years in which a period begins and ends, as far as they are stated."""
    return {each.year for each in (period, period.until) if each is not None and each.year is not None}


def _comparing(finding: Finding) -> Span | None:
    """The percentage, multiple or length that a question is about, where its relation names one."""
    roles = finding.relation.roles if finding.relation else ()
    return next((span for role, span in roles if role in COMPARING), None)


def _meets(span: Span, spans: Sequence[Span]) -> bool:
    return any(span.overlaps(other) for other in spans)


def _sentence(article: Article, span: Span) -> int:
    return bisect_right(article.sentences, span.start, key=lambda sentence: sentence.span.start)
