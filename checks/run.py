"""Runs the rules over an article and collects their outcomes in a sheet.

A rule that crashes, or that does more work than its budget allows, becomes a `Failure`, never the end of the run. An
outcome is stamped with its rule's name and relation, lowered to a warning where all of its figures stand inside
quotation marks, and dropped where it repeats another. A figure is never both ticked and in question. Navigation and
advertising are removed before the rules run, and so are the numbers in the cells of tables, which are no prose: the
rule on tables reads the cells themselves.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TypeVar

from checks import ledger
from checks.alternative_explanations import alternative_sum
from checks.budget import STEPS_PER_OUTCOME, Budget, spend, steps_for
from checks.config import Config
from checks.fingerprint import fingerprint
from checks.model import (
    Article,
    Failure,
    Finding,
    NotChecked,
    Outcome,
    ProposedRelation,
    Relation,
    Severity,
    Sheet,
    Span,
    Tick,
    Zone,
)
from checks.registry import catalogue
from checks.rule import Rule, Scope
from checks.tables import number_cells

QUERY_THE_SOURCE = "This stands inside quotation marks: query the source rather than change the words."
OTHER_LANGUAGE = "not in English: nothing was checked"
OutcomeT = TypeVar("OutcomeT", Finding, Tick, NotChecked)
MAX_FINDINGS_AT_SPAN = 20  # earlier findings of one span that a new one is compared with
SEVERITY_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def check_article(
    text_or_article: str | Article,
    *,
    published: date | str | None = None,
    config: Config | None = None,
    relations: Sequence[ProposedRelation] = (),
) -> Sheet:
    """Checks an article against itself.

    `published` is a date or an ISO string and is used for a text; an article that was read already carries its own.
    `relations` are ties that somebody else reads in it, for example a model: between figures of the article, they are
    weighed like those found here and judged by the same arithmetic (`checks.relations.proposed`); others are left out.
    ValueError for a date that is none and for a rule name in `config` that no rule has; TypeError for what is no text.
    """
    from checks.read import read

    article = text_or_article if isinstance(text_or_article, Article) else read(text_or_article, published=published)
    return run_rules("article", article, config=config, relations=relations)


def run_rules(
    scope: Scope,
    target: Article,
    source: Article | None = None,
    config: Config | None = None,
    relations: Sequence[ProposedRelation] = (),
) -> Sheet:
    """Runs every rule of a scope. `source` is the other text of a comparing scope ("summary", "update")."""
    rules = catalogue(scope)
    # A rule of any scope may be named; resolving a name imports the rules of all of them.
    ignored = catalogue().slugs(config.ignore) if config and config.ignore else frozenset()
    if target.language != "en" or (source is not None and source.language != "en"):
        unread = NotChecked(OTHER_LANGUAGE, spans=())
        book = ledger.build_ledger(target, reason=OTHER_LANGUAGE)
        return Sheet(target, not_checked=(unread,), ledger=book, source=source)

    story = prose_of(target) if scope == "article" else without_promo(target)
    texts = (story,) if source is None else (story, without_promo(source))
    steps = steps_for(*(article.text for article in texts))
    outcomes: list[Outcome] = []
    proposed: list[Outcome] = []
    failures: list[Failure] = list(rules.broken)
    for rule in rules.of_scope(scope):
        if rule.slug in ignored:
            continue
        try:
            outcomes += _outcomes_of(rule, rule.check, texts, steps)
            if relations and rule.check_proposed:
                proposed += _outcomes_of(rule, partial(rule.check_proposed, relations=relations), texts, steps)
        except Exception as error:
            failures.append(Failure(rule.slug, f"{type(error).__name__}: {error}"))
    outcomes += _that_unsettle_nothing(proposed, outcomes)

    by_severity = sorted((o for o in outcomes if isinstance(o, Finding)), key=lambda f: SEVERITY_RANK[f.severity])
    findings = _distinct_findings(by_severity, target)
    findings, dismissed, unused = _without_dismissed(target, findings, config)
    questioned = {span for finding in findings if finding.severity is not Severity.NOTE for span in finding.spans}
    ticks = _distinct(o for o in outcomes if isinstance(o, Tick) and questioned.isdisjoint(o.spans))
    skipped = _distinct(o for o in outcomes if isinstance(o, NotChecked))
    return Sheet(
        article=target,
        findings=tuple(sorted(findings, key=lambda f: (_first_position(f.spans), SEVERITY_RANK[f.severity], f.code))),
        ticks=tuple(sorted(ticks, key=lambda t: (_first_position(t.spans), t.code))),
        not_checked=tuple(sorted(skipped, key=lambda n: (_first_position(n.spans), n.code))),
        ledger=ledger.build_ledger(target, findings, ticks, skipped),
        failures=tuple(failures),
        source=source,
        dismissed=dismissed,
        unused_dismissals=unused,
    )


def _that_unsettle_nothing(proposed: Iterable[Outcome], outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """The outcomes on proposed relations; a question about a figure that a rule ticked is no more than a note."""
    ticked = {span for outcome in outcomes if isinstance(outcome, Tick) for span in outcome.spans}
    for outcome in proposed:
        if isinstance(outcome, Finding) and not ticked.isdisjoint(outcome.spans):
            outcome = replace(outcome, severity=Severity.NOTE)
        yield outcome


def _without_dismissed(
    target: Article, findings: list[Finding], config: Config | None
) -> tuple[list[Finding], tuple[tuple[Finding, str], ...], tuple[str, ...]]:
    """The findings to raise, the dismissed ones with their notes, and the notes of unused expected dismissals."""
    if not config or not config.dismissed:
        return findings, (), ()
    notes = {dismissal.fingerprint: dismissal.note for dismissal in config.dismissed}
    fingerprinted = [(fingerprint(target, finding), finding) for finding in findings]
    used = {name for name, _ in fingerprinted}
    return (
        [finding for name, finding in fingerprinted if name not in notes],
        tuple((finding, notes[name]) for name, finding in fingerprinted if name in notes),
        tuple(
            dismissal.note for dismissal in config.dismissed if dismissal.expected and dismissal.fingerprint not in used
        ),
    )


def without_promo(article: Article) -> Article:
    """The article as the rules see it, without the figures, moments and listings of navigation and advertising."""
    if not any(paragraph.zone is Zone.PROMO for paragraph in article.paragraphs):
        return article
    return replace(
        article,
        figures=tuple(figure for figure in article.figures if figure.zone is not Zone.PROMO),
        moments=tuple(moment for moment in article.moments if moment.zone is not Zone.PROMO),
        listings=tuple(listing for listing in article.listings if listing.zone is not Zone.PROMO),
    )


def prose_of(article: Article) -> Article:
    """The article as the rules of the scope "article" see it: without promotion, and without the numbers of tables."""
    return without_table_numbers(without_promo(article))


def without_table_numbers(article: Article) -> Article:
    """The article as the rules see it that read prose: a cell with nothing but a number is in no sentence."""
    cells = number_cells(article)
    if not cells:
        return article
    starts = sorted(cells)

    def in_cell(span: Span) -> bool:
        index = bisect_right(starts, span.end - 1, key=lambda cell: cell.start) - 1
        return index >= 0 and starts[index].overlaps(span)

    return replace(
        article,
        figures=tuple(figure for figure in article.figures if not in_cell(figure.span)),
        moments=tuple(moment for moment in article.moments if not in_cell(moment.span)),
    )


def _outcomes_of(
    rule: Rule, check: Callable[..., Iterator[Outcome]], texts: Sequence[Article], steps: int
) -> list[Outcome]:
    """The outcomes of a rule's check of these texts. Raises what that raises; Exhausted if it takes over `steps`."""
    article, outcomes = texts[0], []
    with Budget(steps):
        for outcome in check(*texts):
            spend(STEPS_PER_OUTCOME)
            outcome = _stamped(outcome, rule, article)
            outcomes.append(outcome if len(texts) > 1 else _unless_explained(outcome, article))
    return outcomes


def _stamped(outcome: Outcome, rule: Rule, article: Article) -> Outcome:
    if isinstance(outcome, Finding) and _all_quoted(outcome.spans, article):
        severity = Severity.WARNING if outcome.severity is Severity.ERROR else outcome.severity
        question = f"{outcome.question} {QUERY_THE_SOURCE}".strip()
        outcome = replace(outcome, severity=severity, question=question)
    relation = outcome.relation or Relation(rule.relation, tuple(("member", span) for span in outcome.spans))
    return replace(outcome, rule=rule.slug, code=rule.code, relation=relation)


def _unless_explained(outcome: Outcome, article: Article) -> Outcome:
    """The outcome; NotChecked for an error or warning that another sum of its figures explains."""
    if not isinstance(outcome, Finding) or outcome.severity is Severity.NOTE:
        return outcome
    sum_that_holds = alternative_sum(article, outcome)
    if not sum_that_holds:
        return outcome
    reason = f"these fit together otherwise: {sum_that_holds}"
    return NotChecked(reason, outcome.spans, outcome.rule, outcome.code, outcome.relation)


def _all_quoted(spans: Iterable[Span], article: Article) -> bool:
    """Whether there are spans and a quotation covers each of them."""
    spans = tuple(spans)
    return bool(spans) and all(_is_quoted(span, article.quotations) for span in spans)


def _is_quoted(span: Span, quotations: Sequence[Span]) -> bool:
    """Whether a quotation covers the span. They are sorted and never nested, so only the last one before it can."""
    count = bisect_right(quotations, span.start, key=lambda quotation: quotation.start)
    return count > 0 and quotations[count - 1].contains(span)


def _first_position(spans: tuple[Span, ...]) -> int:
    return min((span.start for span in spans), default=-1)


def _distinct_findings(findings: Iterable[Finding], article: Article) -> list[Finding]:
    """The findings without repetitions across rules; the first of each is kept, so `findings` come gravest first.

    Two findings also repeat each other where both set the same values against one another and share a span ("twelve" of
    the headline and "twelve" of par 1, both against the 14 of par 7), and where one marks a list as a whole and the
    other its members.
    """
    distinct: list[Finding] = []
    seen = set[tuple[object, ...]]()
    by_span: dict[Span, list[Finding]] = defaultdict(list)
    for finding in findings:
        rule = finding.rule if len(set(finding.spans)) < 2 or finding.source_spans else ""
        values = frozenset(article.words(span).lower() for span in finding.spans)
        keys: list[tuple[object, ...]] = [(rule, tuple(sorted(set(finding.spans))), finding.source_spans)]
        if not rule and len(values) > 1:
            keys += [(values, span) for span in set(finding.spans)]
        nearby = (
            [other for span in set(finding.spans) for other in by_span[span][:MAX_FINDINGS_AT_SPAN]] if not rule else []
        )
        if seen.isdisjoint(keys) and not any(_mark_same_list(finding, other) for other in nearby):
            distinct.append(finding)
            seen.update(keys)
            for span in set(finding.spans):
                by_span[span].append(finding)
    return distinct


def _mark_same_list(first: Finding, second: Finding) -> bool:
    """Whether both mark the same places, except that one marks a list as a whole and the other its members."""
    if first.source_spans or second.source_spans:
        return False
    only_first, only_second = set(first.spans) - set(second.spans), set(second.spans) - set(first.spans)
    whole, members = sorted((only_first, only_second), key=len)
    return len(whole) == 1 < len(members) and all(next(iter(whole)).contains(member) for member in members)


def _distinct(outcomes: Iterable[OutcomeT]) -> list[OutcomeT]:
    """The outcomes without repetitions: a rule may find a tie from both ends, and two rules may find the same tie."""
    distinct: dict[tuple[object, ...], OutcomeT] = {}
    for outcome in outcomes:
        spans = tuple(sorted(set(outcome.spans)))
        rule = outcome.rule if len(spans) < 2 or not isinstance(outcome, Tick) or outcome.source_spans else ""
        distinct.setdefault((rule, spans), outcome)
    return list(distinct.values())
