"""Runs the rules over an article and gathers what they say into a sheet.

A rule that crashes becomes a `Failure`, never the end of the run. What a rule yields is stamped with its name, capped
where all of its figures stand inside quotation marks, and folded where the rule says the same of the same words twice.
Navigation and advertising are taken away before any rule looks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from checks import ledger
from checks.config import Config
from checks.fingerprint import fingerprint
from checks.model import (
    Article,
    Failure,
    Finding,
    NotChecked,
    Outcome,
    Severity,
    Sheet,
    Span,
    Tick,
    Zone,
)
from checks.alternative_explanations import fits_otherwise
from checks.registry import catalogue
from checks.rule import Rule

QUERY_THE_SOURCE = "This stands inside quotation marks: query the source rather than change the words."
OTHER_LANGUAGE = "not in English: nothing was checked"
Said = TypeVar("Said", Finding, Tick, NotChecked)
NEAR = 20  # findings at one place that are looked at
RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def check_article(
    text_or_article: str | Article, *, published: date | str | None = None, config: Config | None = None
) -> Sheet:
    """Checks an article against itself.

    `published` is a date or an ISO string and is used for a text; an article that was read already carries its own.
    ValueError for a date that is none and for a rule name in `config` that no rule has; TypeError for what is no text.
    """
    from checks.read import read

    article = text_or_article if isinstance(text_or_article, Article) else read(text_or_article, published=published)
    return carry_out("article", article, config=config)


def carry_out(scope: str, target: Article, source: Article | None = None, config: Config | None = None) -> Sheet:
    """Runs every rule of a scope. `source` is the other text of a comparing scope ("summary", "update")."""
    rules = catalogue()
    ignored = rules.slugs(config.ignore) if config else frozenset()
    if target.language != "en" or (source is not None and source.language != "en"):
        unread = NotChecked(OTHER_LANGUAGE, spans=())
        book = ledger.build(target, reason=OTHER_LANGUAGE)
        return Sheet(target, not_checked=(unread,), ledger=book, source=source)

    story = without_promo(target)
    texts = (story,) if source is None else (story, without_promo(source))
    outcomes: list[Outcome] = []
    failures: list[Failure] = list(rules.broken)
    for rule in rules.of_scope(scope):
        if rule.slug in ignored:
            continue
        try:
            said = list(rule.check(*texts))
        except Exception as error:
            failures.append(Failure(rule.slug, f"{type(error).__name__}: {error}"))
            continue
        outcomes += [_stamped(outcome, rule, story) for outcome in said]

    if source is None:
        outcomes = [_unless_otherwise(outcome, story) for outcome in outcomes]
    found = sorted((o for o in outcomes if isinstance(o, Finding)), key=lambda f: RANK[f.severity])
    findings = _said_once(found, target)
    findings, dismissed, unused = _let_stand(target, findings, config)
    ticks = _folded(o for o in outcomes if isinstance(o, Tick))
    skipped = _folded(o for o in outcomes if isinstance(o, NotChecked))
    return Sheet(
        article=target,
        findings=tuple(sorted(findings, key=lambda f: (_first(f.spans), RANK[f.severity], f.code))),
        ticks=tuple(sorted(ticks, key=lambda t: (_first(t.spans), t.code))),
        not_checked=tuple(sorted(skipped, key=lambda n: (_first(n.spans), n.code))),
        ledger=ledger.build(target, findings, ticks, skipped),
        failures=tuple(failures),
        source=source,
        dismissed=dismissed,
        unused_dismissals=unused,
    )


def _let_stand(
    target: Article, findings: list[Finding], config: Config | None
) -> tuple[list[Finding], tuple[tuple[Finding, str], ...], tuple[str, ...]]:
    """The findings to raise; those that were dismissed, with their notes; notes of dismissals that fit nothing here."""
    if not config or not config.dismissed:
        return findings, (), ()
    notes = {one.fingerprint: one.note for one in config.dismissed}
    named = [(fingerprint(target, finding), finding) for finding in findings]
    used = {name for name, _ in named}
    return (
        [finding for name, finding in named if name not in notes],
        tuple((finding, notes[name]) for name, finding in named if name in notes),
        tuple(one.note for one in config.dismissed if one.expected and one.fingerprint not in used),
    )


def without_promo(article: Article) -> Article:
    """The article as the rules see it: what stands in navigation and advertising is not part of the story."""
    if not any(paragraph.zone is Zone.PROMO for paragraph in article.paragraphs):
        return article
    return replace(
        article,
        figures=tuple(figure for figure in article.figures if figure.zone is not Zone.PROMO),
        moments=tuple(moment for moment in article.moments if moment.zone is not Zone.PROMO),
        listings=tuple(listing for listing in article.listings if listing.zone is not Zone.PROMO),
    )


def _stamped(outcome: Outcome, rule: Rule, article: Article) -> Outcome:
    if isinstance(outcome, Finding) and _all_quoted(outcome.spans, article):
        severity = Severity.WARNING if outcome.severity is Severity.ERROR else outcome.severity
        question = f"{outcome.question} {QUERY_THE_SOURCE}".strip()
        outcome = replace(outcome, severity=severity, question=question)
    return replace(outcome, rule=rule.slug, code=rule.code)


def _unless_otherwise(outcome: Outcome, article: Article) -> Outcome:
    """A finding whose figures fit together otherwise than its rule took them is listed, and not raised."""
    if not isinstance(outcome, Finding) or outcome.severity is Severity.NOTE:
        return outcome
    fits = fits_otherwise(article, outcome)
    if not fits:
        return outcome
    return NotChecked(f"these fit together otherwise: {fits}", outcome.spans, outcome.rule, outcome.code)


def _all_quoted(spans: Iterable[Span], article: Article) -> bool:
    """Do all of these words stand inside quotation marks? A span that no quotation covers says no."""
    spans = tuple(spans)
    return bool(spans) and all(_is_quoted(span, article.quotations) for span in spans)


def _is_quoted(span: Span, quotations: Sequence[Span]) -> bool:
    """Quotations stand in text order and never inside each other: only the last that begins before it can hold it."""
    at = bisect_right(quotations, span.start, key=lambda quotation: quotation.start)
    return at > 0 and quotations[at - 1].contains(span)


def _first(spans: tuple[Span, ...]) -> int:
    return min((span.start for span in spans), default=-1)


def _said_once(findings: Iterable[Finding], article: Article) -> list[Finding]:
    """One of each, whichever rule says it: two rules may know one sum by different words. The gravest comes first.

    The slip is also one where two findings hold the same values against one another, and one of the places is the
    same: "twelve" of the headline and "twelve" of par 1, both against the 14 of par 7. And where the one marks a list
    as a whole and the other its members.
    """
    kept: list[Finding] = []
    seen = set[tuple[object, ...]]()
    at: dict[Span, list[Finding]] = defaultdict(list)
    for one in findings:
        alone = one.rule if len(set(one.spans)) < 2 or one.source_spans else ""
        words = frozenset(article.words(span).lower() for span in one.spans)
        keys: list[tuple[object, ...]] = [(alone, tuple(sorted(set(one.spans))), one.source_spans)]
        if not alone and len(words) > 1:
            keys += [(words, span) for span in set(one.spans)]
        near = [other for span in set(one.spans) for other in at[span][:NEAR]] if not alone else []
        if seen.isdisjoint(keys) and not any(_mark_the_same(one, other) for other in near):
            kept.append(one)
            seen.update(keys)
            for span in set(one.spans):
                at[span].append(one)
    return kept


def _mark_the_same(one: Finding, other: Finding) -> bool:
    """Do both mark the same places, but that the one marks as a whole what the other marks member by member?"""
    if one.source_spans or other.source_spans:
        return False
    mine, theirs = set(one.spans) - set(other.spans), set(other.spans) - set(one.spans)
    whole, members = sorted((mine, theirs), key=len)
    return len(whole) == 1 < len(members) and all(next(iter(whole)).contains(member) for member in members)


def _folded(said: Iterable[Said]) -> list[Said]:
    """One of each: a rule may meet one tie from both of its ends, and two rules may know one by different words."""
    kept: dict[tuple[object, ...], Said] = {}
    for one in said:
        spans = tuple(sorted(set(one.spans)))
        alone = one.rule if len(spans) < 2 or not isinstance(one, Tick) or one.source_spans else ""
        kept.setdefault((alone, spans), one)
    return list(kept.values())
