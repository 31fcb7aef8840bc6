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
from checks.alternative_explanations import alternative_equation
from checks.budget import STEPS_PER_OUTCOME, Budget, spend, steps_for
from checks.config import Config
from checks.figures.units import with_house_units
from checks.figures.vocabulary import vocabulary_of
from checks.merged_ticks import merged_ticks
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
    TieReading,
    Zone,
)
from checks.number_format import join_items
from checks.registry import Catalogue, catalogue
from checks.relations.doubts import downgraded_by_model
from checks.relations.judge import closes_a_sum
from checks.relations.shares_of_others import is_share_explained
from checks.rivals import rival_ticks
from checks.rule import Rule, Scope
from checks.rule_selection import RuleSelection
from checks.tables import number_cells

QUERY_THE_SOURCE = "This stands inside quotation marks: query the source rather than change the words."
MAX_QUOTED = 40  # characters of quoted words that a question repeats
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
    reading: TieReading | None = None,
) -> Sheet:
    """Checks an article against itself.

    `published` is a date or an ISO string and is used for a text; an article that was read already carries its own.
    `relations` are ties that somebody else reads in it, for example a model: between figures of the article, they are
    weighed like those found here and judged by the same arithmetic (`checks.relations.proposed`); others are left out.
    `reading` is what a model makes of the article's words; its log-odds are weighed with those found here.
    ValueError for a date that is none and for a rule name in `config` that no rule has; TypeError for what is no text,
    no `Config`, no `ProposedRelation` or no `TieReading`.
    """
    from checks.read import read

    _require_types(relations, reading)
    article = text_or_article if isinstance(text_or_article, Article) else read(text_or_article, published=published)
    if reading is not None:
        article = replace(article, tie_reading=reading)
    return run_rules("article", article, config=config, relations=relations)


def _require_types(relations: Sequence[ProposedRelation], reading: TieReading | None) -> None:
    """Raises TypeError for a relation or a reading of another type, which each rule would fail at by itself."""
    if not isinstance(relations, Iterable):
        raise TypeError(f"relations is {relations!r}; give a list of checks.ProposedRelation(kind, spans, reader)")
    for relation in relations:
        if not isinstance(relation, ProposedRelation):
            raise TypeError(f"relations has {relation!r}; each is a checks.ProposedRelation(kind, spans, reader)")
    if reading is not None and not isinstance(reading, TieReading):
        raise TypeError(f"reading is {reading!r}; it can be what summarizer.read_figures gives, or None")


def run_rules(
    scope: Scope,
    target: Article,
    source: Article | None = None,
    config: Config | None = None,
    rules: Catalogue | None = None,
    relations: Sequence[ProposedRelation] = (),
) -> Sheet:
    """Runs every rule of a scope. `source` is the other text of a comparing scope ("summary", "update").

    `rules` are run in place of the installed ones: a rule that is being written is tried alone. `relations`: see
    `check_article`.
    """
    if config is not None and not isinstance(config, Config):
        raise TypeError(f"config is {config!r}; it can be a checks.Config, or None")
    rules = rules or catalogue(scope)
    selection = RuleSelection.of(config, catalogue)
    rules.require_no_conflicts(selection.ignored)
    if target.language != "en" or (source is not None and source.language != "en"):
        unread = NotChecked(OTHER_LANGUAGE, spans=())
        book = ledger.build_ledger(target, reason=OTHER_LANGUAGE)
        return Sheet(target, not_checked=(unread,), ledger=book, source=source)

    failures = [failure for failure in rules.broken if failure.rule not in selection.ignored]
    outcomes, proposed = _run_each(scope, target, source, rules, selection, relations, failures)
    if target.tie_reading is not None:
        outcomes = list(downgraded_by_model(outcomes, target.tie_reading))
    if selection.severities:
        outcomes = [selection.with_severity(outcome) for outcome in outcomes]
        proposed = [selection.with_severity(outcome) for outcome in proposed]
    outcomes += _capped_at_note(proposed, outcomes)
    if source is None:
        outcomes = _withheld_where_explained(outcomes, target)
    by_severity = sorted((o for o in outcomes if isinstance(o, Finding)), key=lambda f: SEVERITY_RANK[f.severity])
    findings = _distinct_findings(by_severity, target)
    dismissed: tuple[tuple[Finding, str], ...] = ()
    unused: tuple[str, ...] = ()
    if target.ignore_comments or (config and config.dismissed):
        from checks.dismissing import separate

        findings, dismissed, unused = separate(target, findings, config, rules, selection)
    let_stand = [finding for finding, _ in dismissed]
    # What was let stand is ticked by nothing that fits.
    ticks = _distinct(_undisputed_ticks(outcomes, [*findings, *let_stand]))
    standing = set(map(id, ticks))
    withheld = [outcome for outcome in outcomes if isinstance(outcome, Tick) and id(outcome) not in standing]
    ticks = merged_ticks(ticks, target)
    findings = [finding for finding in findings if selection.reports(finding.severity)]
    skipped = _distinct(o for o in outcomes if isinstance(o, NotChecked))
    return Sheet(
        article=target,
        findings=tuple(sorted(findings, key=lambda f: (_first_position(f.spans), SEVERITY_RANK[f.severity], f.code))),
        ticks=tuple(sorted(ticks, key=lambda t: (_first_position(t.spans), t.code))),
        not_checked=tuple(sorted(skipped, key=lambda n: (_first_position(n.spans), n.code))),
        ledger=ledger.build_ledger(target, findings, ticks, skipped, let_stand, withheld),
        failures=tuple(failures),
        source=source,
        dismissed=dismissed,
        unused_dismissals=unused,
    )


def _run_each(
    scope: Scope,
    target: Article,
    source: Article | None,
    rules: Catalogue,
    selection: RuleSelection,
    relations: Sequence[ProposedRelation],
    failures: list[Failure],
) -> tuple[list[Outcome], list[Outcome]]:
    """The outcomes of the chosen rules, and those on proposed relations; a rule that fails is added to `failures`."""
    story = prose_of(target) if scope == "article" else without_promo(target)
    texts = (story,) if source is None else (story, without_promo(source))
    steps = steps_for(*(article.text for article in texts))
    outcomes: list[Outcome] = []
    proposed: list[Outcome] = []
    with with_house_units(vocabulary_of(target.dictionary).house_units):
        for rule in rules.of_scope(scope):
            if not selection.is_selected(rule.slug):
                continue
            is_external = rule.slug in rules.origins
            try:
                outcomes += _outcomes_of(rule, rule.check, texts, steps, is_external=is_external)
                if relations and rule.check_proposed:
                    check_proposed = partial(rule.check_proposed, relations=relations)
                    proposed += _outcomes_of(rule, check_proposed, texts, steps, is_external=is_external)
            except (Exception, SystemExit) as error:  # a rule from outside may try to end the program
                if isinstance(error, SystemExit) and type(error) is not SystemExit:  # a signal's handler ends it
                    raise
                of_package = f" (a rule of {rules.origins[rule.slug]})" if is_external else ""
                failures.append(Failure(rule.slug, f"{type(error).__name__}: {error}{of_package}"))
    return outcomes, proposed


def _undisputed_ticks(outcomes: Iterable[Outcome], asked: Sequence[Finding]) -> Iterator[Tick]:
    """The ticks whose figures are in no question, and whose parts are not all in a sum that is asked about."""
    questioned = {span for finding in asked if finding.severity is not Severity.NOTE for span in finding.spans}
    doubted = [set(finding.spans) for finding in asked if finding.relation and finding.relation.kind == "sum"]
    for outcome in outcomes:
        if (
            isinstance(outcome, Tick)
            and questioned.isdisjoint(outcome.spans)
            and not _has_parts_of_any(outcome, doubted)
        ):
            yield outcome


def _withheld_where_explained(outcomes: Sequence[Outcome], article: Article) -> list[Outcome]:
    """The outcomes, with NotChecked in place of questions that ticks explain.

    These are questions with a rival tick (`checks.rivals`), and learned notes on figures that are all ticked.
    """
    ticks = [outcome for outcome in outcomes if isinstance(outcome, Tick)]
    findings = [outcome for outcome in outcomes if isinstance(outcome, Finding)]
    reasons = {
        position: f"these fit together otherwise: {tick.message}"
        for position, tick in rival_ticks(findings, ticks, article).items()
    }
    ticked = {span for tick in ticks for span in tick.spans}
    for position, finding in enumerate(findings):
        is_learned = (
            finding.relation is not None and finding.relation.probability is not None and not finding.relation.reader
        )
        if is_learned and finding.severity is Severity.NOTE and ticked.issuperset(finding.spans):
            reasons[position] = "each of these agrees with another figure"
    withheld = {
        id(finding): NotChecked(reasons[position], finding.spans, finding.rule, finding.code, finding.relation)
        for position, finding in enumerate(findings)
        if position in reasons
    }
    return [withheld.get(id(outcome), outcome) for outcome in outcomes]


def _has_parts_of_any(tick: Tick, doubted: Iterable[set[Span]]) -> bool:
    """Whether the parts of a sum that is ticked are all in a sum that is asked about, if only in a note."""
    if tick.relation is None or tick.relation.kind != "sum":
        return False
    parts = {span for role, span in tick.relation.roles if role == "part"}
    return bool(parts) and any(parts <= spans for spans in doubted)


def _capped_at_note(proposed: Iterable[Outcome], outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """The outcomes on proposed relations; of questions about a figure that a rule ticked, notes."""
    ticked = {span for outcome in outcomes if isinstance(outcome, Tick) for span in outcome.spans}
    for outcome in proposed:
        if isinstance(outcome, Finding) and not ticked.isdisjoint(outcome.spans):
            outcome = replace(outcome, severity=Severity.NOTE)
        yield outcome


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
    rule: Rule, check: Callable[..., Iterator[Outcome]], texts: Sequence[Article], steps: int, *, is_external: bool
) -> list[Outcome]:
    """The outcomes of a rule's check of these texts. Raises what that raises; Exhausted if it takes over `steps`."""
    article, outcomes = texts[0], []
    with Budget(steps):
        for outcome in check(*texts):
            spend(STEPS_PER_OUTCOME)
            if is_external:
                from checks.external_rules import require_proper

                outcome = require_proper(outcome, *texts)
            outcome = _stamped(outcome, rule, article)
            outcomes.append(outcome if len(texts) > 1 else _unless_explained(outcome, article))
    return outcomes


def _stamped(outcome: Outcome, rule: Rule, article: Article) -> Outcome:
    if isinstance(outcome, Finding):
        quoted = [span for span in outcome.spans if _is_quoted(span, article.quotations)]
        severity, advice = outcome.severity, ""
        if quoted and len(quoted) == len(outcome.spans):
            severity = Severity.WARNING if severity is Severity.ERROR else severity
            advice = QUERY_THE_SOURCE
        elif quoted and outcome.question:
            named = join_items(dict.fromkeys(f"“{_shortened(article.text_of(span))}”" for span in quoted))
            advice = f"What is inside quotation marks, {named}, is for the source to correct."
        outcome = replace(outcome, severity=severity, question=f"{outcome.question} {advice}".strip())
    relation = outcome.relation or Relation(rule.relation, tuple(("member", span) for span in outcome.spans))
    return replace(outcome, rule=rule.slug, code=rule.code, relation=relation)


def _unless_explained(outcome: Outcome, article: Article) -> Outcome:
    """The outcome; NotChecked for an error or warning that another equation of its figures explains."""
    if not isinstance(outcome, Finding) or outcome.severity is Severity.NOTE:
        return outcome
    if is_share_explained(article, outcome):
        reason = "the percentage is of something else"
        return NotChecked(reason, outcome.spans, outcome.rule, outcome.code, outcome.relation)
    equation_that_holds = alternative_equation(article, outcome)
    if not equation_that_holds or (outcome.relation and closes_a_sum(article, outcome.relation)):
        return outcome
    reason = f"these fit together otherwise: {equation_that_holds}"
    return NotChecked(reason, outcome.spans, outcome.rule, outcome.code, outcome.relation)


def _shortened(words: str) -> str:
    """The words on one line, at most `MAX_QUOTED` characters of them."""
    line = " ".join(words.split())
    return line if len(line) <= MAX_QUOTED else f"{line[:MAX_QUOTED].rsplit(' ', 1)[0]} ..."


def _is_quoted(span: Span, quotations: Sequence[Span]) -> bool:
    """Whether a quotation covers the span. They are sorted and never nested, so only the last one before it can."""
    count = bisect_right(quotations, span.start, key=lambda quotation: quotation.start)
    return count > 0 and quotations[count - 1].contains(span)


def _first_position(spans: tuple[Span, ...]) -> int:
    return min((span.start for span in spans), default=-1)


def _distinct_findings(findings: Iterable[Finding], article: Article) -> list[Finding]:
    """The findings without repetitions across rules; the first of each is kept, so `findings` come gravest first.

    Two findings also repeat each other where both set the same values against one another and share a span ("twelve" of
    the headline and "twelve" of par 1, both against the 14 of par 7), where one marks a list as a whole and the other
    its members, or sees its ends elsewhere, and where the later marks three or more of the places of the first alone.
    """
    distinct: list[Finding] = []
    seen = set[tuple[object, ...]]()
    by_span: dict[Span, list[Finding]] = defaultdict(list)
    for finding in findings:
        rule = finding.rule if len(set(finding.spans)) < 2 or finding.source_spans else ""
        values = frozenset(article.text_of(span).lower() for span in finding.spans)
        keys: list[tuple[object, ...]] = [(rule, tuple(sorted(set(finding.spans))), finding.source_spans)]
        if not rule and len(values) > 1:
            keys += [(values, span) for span in set(finding.spans)]
        nearby = (
            [other for span in set(finding.spans) for other in by_span[span][:MAX_FINDINGS_AT_SPAN]] if not rule else []
        )
        repeats = any(_mark_same_list(finding, other) or _marks_less(finding, other) for other in nearby)
        if seen.isdisjoint(keys) and not repeats:
            distinct.append(finding)
            seen.update(keys)
            for span in set(finding.spans):
                by_span[span].append(finding)
    return distinct


def _marks_less(finding: Finding, other: Finding) -> bool:
    """Whether it marks parts and whole, or the like, of which the other has more: the headline's whole, too."""
    spans = set(finding.spans)
    return len(spans) > 2 and not finding.source_spans and not other.source_spans and spans.issubset(other.spans)


def _list_of(finding: Finding) -> Span | None:
    """The list that a finding is about."""
    return next((span for role, span in finding.relation.roles if role == "list"), None) if finding.relation else None


def _mark_same_list(first: Finding, second: Finding) -> bool:
    """Whether both mark the same places, except that one marks a list as a whole and the other its members.

    Or that both mark it as a whole, with other ends: "the Hoy, the Unst and the Foula" with and without its article; or
    hold another count against it: "leads in six of seven states: ...".
    """
    if first.source_spans or second.source_spans:
        return False
    only_first, only_second = set(first.spans) - set(second.spans), set(second.spans) - set(first.spans)
    whole, members = sorted((only_first, only_second), key=len)
    if len(whole) != 1:
        return False
    (place,) = whole
    if len(members) == 1:
        are_lists = all(finding.relation and finding.relation.kind == "list" for finding in (first, second))
        return are_lists and (place.overlaps(next(iter(members))) or _list_of(first) == _list_of(second))
    return all(place.contains(member) for member in members)


def _distinct(outcomes: Iterable[OutcomeT]) -> list[OutcomeT]:
    """The outcomes without repetitions: a rule may find a tie from both ends, and two rules may find the same tie."""
    distinct: dict[tuple[object, ...], OutcomeT] = {}
    for outcome in outcomes:
        spans = tuple(sorted(set(outcome.spans)))
        rule = outcome.rule if len(spans) < 2 or not isinstance(outcome, Tick) or outcome.source_spans else ""
        distinct.setdefault((rule, spans), outcome)
    return list(distinct.values())
