"""Compares a text with its source: a summary, a headline, a rewritten release, or the next version of a story.

The same grammar reads both texts, and ordinary rules judge them: those under `checks/rules/summary/` or
`checks/rules/update/`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from checks import ledger
from checks.config import Config
from checks.model import Article, Finding, ProposedRelation, Severity, Sheet, TieReading, Zone
from checks.read import read
from checks.run import check_article, run_rules

MODES = ("summary", "update")


def compare(
    source: str | Article,
    target: str | Article,
    *,
    mode: Literal["summary", "update"] = "summary",
    published: date | str | None = None,
    config: Config | None = None,
    relations: Sequence[ProposedRelation] = (),
    reading: TieReading | None = None,
) -> Sheet:
    """Finds what the target states that its source does not support, and ticks what it does.

    `mode` "summary" checks whether the source supports each figure, date and name of the target; "update" takes the
    target as a later version of the source, finds what changed and where an old value was left, and checks the target
    against itself: questions about an old value in the headline come first, those of the check against itself last.
    `published` is a date or an ISO string, used for texts; articles carry their own. A target given as a text is read
    with its source's house dictionary. The sheet's article is the target: `spans` point into it, `source_spans` into
    the source. A source that was read already (`checks.read`) is indexed once, so that holding one sentence after
    another against it costs little more than reading the sentence. `relations` and `reading` are for the check of a
    later version against itself, as in `check_article`; the mode "summary" does not use them.

    ValueError for an unknown mode, a date that is none, or a rule name in `config` that no rule has; TypeError for what
    is no text, no `Config` and, in the mode "update", for `relations` or a `reading` of another type.
    """
    if mode not in MODES:
        raise ValueError(f"mode is {mode!r}; it can be {' or '.join(map(repr, MODES))}")
    base = source if isinstance(source, Article) else read(source, published=published)
    text = target if isinstance(target, Article) else read(target, published=published, dictionary=base.dictionary)
    sheet = run_rules(mode, text, base, config=config)
    if mode == "summary":
        return sheet
    return _with_article_check(sheet, check_article(text, config=config, relations=relations, reading=reading))


def _with_article_check(update: Sheet, article_check: Sheet) -> Sheet:
    """The sheet of an update with that of its new version, without what the update's findings say already."""
    headline = {paragraph.span for paragraph in update.article.paragraphs if paragraph.zone is Zone.HEADLINE}

    def is_in_headline(finding: Finding) -> bool:
        return finding.severity is not Severity.NOTE and any(span.contains(finding.spans[0]) for span in headline)

    graver = [finding for finding in update.findings if finding.severity is not Severity.NOTE]
    raised = [set(finding.spans) for finding in graver]
    own = [
        finding
        for finding in update.findings
        if finding.severity is not Severity.NOTE or not any(_already_says(other, finding) for other in graver)
    ]
    findings = (
        *sorted(own, key=lambda finding: not is_in_headline(finding)),
        *(finding for finding in article_check.findings if set(finding.spans) not in raised),
    )
    in_question = {span for finding in findings if finding.severity is not Severity.NOTE for span in finding.spans}
    ticks = tuple(tick for tick in (*update.ticks, *article_check.ticks) if in_question.isdisjoint(tick.spans))
    not_checked = tuple(dict.fromkeys((*update.not_checked, *article_check.not_checked)))
    is_read = update.article.language == "en"
    let_stand = [finding for finding, _ in (*update.dismissed, *article_check.dismissed)]
    return replace(
        update,
        findings=findings,
        ticks=ticks,
        not_checked=not_checked,
        ledger=ledger.build_ledger(update.article, findings, ticks, not_checked, let_stand)
        if is_read
        else update.ledger,
        failures=(*update.failures, *article_check.failures),
        dismissed=(*update.dismissed, *article_check.dismissed),
        unused_dismissals=tuple(note for note in update.unused_dismissals if note in article_check.unused_dismissals),
    )


def _already_says(graver: Finding, note: Finding) -> bool:
    """Whether what changed is said where an old value is asked about: "18 became 22 in par 5; par 7 still has 18"."""
    return set(note.spans) <= set(graver.spans) and set(note.source_spans) <= set(graver.source_spans)
