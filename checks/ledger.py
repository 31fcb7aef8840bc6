"""The ledger: every figure and moment with its state, so that an editor sees what was looked at and what was not.

The states, the first that applies: in question (an error or warning ties it), ticked, not checked (and why), alone. A
note asks nothing and so puts nothing in question.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from checks.model import (
    Article,
    Entry,
    Figure,
    Finding,
    Kind,
    Ledger,
    Moment,
    NotChecked,
    Severity,
    Span,
    State,
    Tick,
    Zone,
)

PROMO = "navigation or advertising"
QUOTED = "inside a quotation"
NEEDS_DATE = "needs the publication date"
NOT_UNDERSTOOD = "not understood"
LET_STAND = "let stand"
BESIDE_A_QUESTION = "fits a figure that is in question"


def _items(article: Article) -> list[Figure | Moment]:
    counted: list[Figure | Moment] = [f for f in article.figures if f.kind is not Kind.NAME]
    return sorted([*counted, *article.moments], key=lambda item: item.span)


def _reason_without_rule(item: Figure | Moment, article: Article) -> str:
    """Why an item without an outcome could not have been checked; "" if it merely stands alone."""
    if item.zone is Zone.PROMO:
        return PROMO
    if isinstance(item, Figure) and item.kind is Kind.UNREAD:
        return item.reason or NOT_UNDERSTOOD
    if item.quoted:
        return QUOTED
    if isinstance(item, Moment) and item.relative and item.year is None and article.published is None:
        return NEEDS_DATE
    return ""


def build_ledger(
    article: Article,
    findings: Iterable[Finding] = (),
    ticks: Iterable[Tick] = (),
    not_checked: Iterable[NotChecked] = (),
    let_stand: Iterable[Finding] = (),
    withheld: Iterable[Tick] = (),
    reason: str = "",
) -> Ledger:
    """The ledger of a checked article. With `reason`, nothing was checked, and every line says why.

    `let_stand` are the findings that somebody dismissed: their figures are neither in question nor ticked by them.
    `withheld` are the ticks that do not count because another of their figures is in question.
    """
    items = _items(article)
    starts, ends = [item.span.start for item in items], [item.span.end for item in items]

    def touched(spans: Iterable[Span]) -> Iterator[int]:
        for span in spans:
            yield from range(bisect_right(ends, span.start), bisect_left(starts, span.end))

    questioned: dict[int, list[str]] = defaultdict(list)
    ticked: dict[int, list[str]] = defaultdict(list)
    skipped: dict[int, NotChecked] = {}
    for finding in findings:
        if finding.severity is not Severity.NOTE:
            for index in touched(finding.spans):
                questioned[index].append(finding.rule)
    for tick in ticks:
        for index in touched(tick.spans):
            ticked[index].append(tick.rule)
    asked = (finding for finding in let_stand if finding.severity is not Severity.NOTE)
    beside = (tick for tick in withheld if not questioned.keys().isdisjoint(touched(tick.spans)))
    unticked = (NotChecked(BESIDE_A_QUESTION, tick.spans, tick.rule) for tick in beside)
    dismissed = (NotChecked(LET_STAND, finding.spans, finding.rule) for finding in asked)
    for outcome in chain(dismissed, not_checked, unticked):
        for index in touched(outcome.spans):
            skipped.setdefault(index, outcome)

    def entry(index: int, item: Figure | Moment) -> Entry:
        place = article.place(item.span.start)
        if reason:
            return Entry(item, State.NOT_CHECKED, place, reason=reason)
        if index in questioned:
            return Entry(item, State.IN_QUESTION, place, tuple(dict.fromkeys(questioned[index])))
        if index in ticked:
            return Entry(item, State.TICKED, place, tuple(dict.fromkeys(ticked[index])))
        if index in skipped:
            return Entry(item, State.NOT_CHECKED, place, (skipped[index].rule,), skipped[index].reason)
        own_reason = _reason_without_rule(item, article)
        return Entry(item, State.NOT_CHECKED if own_reason else State.ALONE, place, reason=own_reason)

    return Ledger(tuple(entry(index, item) for index, item in enumerate(items)))


def coverage(ledger: Ledger) -> str:
    """One line for the top of a report: "41 figures: 17 ticked, 4 in question, 15 alone, 5 not checked"."""
    total = len(ledger.entries)
    if not total:
        return "no figures"
    states = (State.TICKED, State.IN_QUESTION, State.ALONE, State.NOT_CHECKED)
    counts = ", ".join(f"{ledger.count(state):,} {state.value}" for state in states if ledger.count(state))
    return f"{total:,} figure{'s' if total > 1 else ''}: {counts}"
