"""A sheet as Markdown, to paste into a ticket, a mail or a chat with the reporter.

What an article says is shown as it is: no sign in it is taken for markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from checks.ledger import coverage
from checks.model import Article, Finding, Severity, Sheet, Span
from summarizer.reports.annotations import Mark, Marked, finding_marks, not_english, passages, quoted_passage, worst_first
from summarizer.reports.escaping import visible

if TYPE_CHECKING:
    from summarizer.pipeline.result import Summary

SIGN = {Severity.ERROR: "✗ Error", Severity.WARNING: "? Warning", Severity.NOTE: "i Note"}
_MARKUP = re.compile(r"([\\`*_{}\[\]<#|~&]|^[-+=>]|^\d{1,9}(?=[.)]))")  # the rest: a list, at the start


def plain(text: str) -> str:
    """On one line, every sign that Markdown reads as markup taken for itself."""
    return _MARKUP.sub(_escaped, " ".join(visible(text).split()))


def _escaped(found: re.Match[str]) -> str:
    return f"{found[1]}\\" if found[1].isdigit() else f"\\{found[1]}"


def sheet_markdown(
    sheet: Sheet, name: str, *, source_name: str = "", summary: Summary | None = None, rejected: bool = False
) -> str:
    """`rejected`: also what was thrown away of the summary's drafts, and why."""
    against = f" against {plain(source_name)}" if sheet.source and source_name else ""
    return "".join(
        f"{line}\n" for line in [f"# {plain(name)}{against}", *_lines(sheet, source_name, summary, rejected)]
    )


def _lines(sheet: Sheet, source_name: str, summary: Summary | None, rejected: bool) -> Iterator[str]:
    if summary is not None:
        yield from ("", plain(summary.text) if summary.text else f"**No summary.** {plain(summary.reason)}")
        if rejected and summary.rejected:
            yield from ("", "## Rejected", "")
            yield from (f"- {plain(one.text)} *{plain(one.reason)}*" for one in summary.rejected)
    yield from ("", _verdict(sheet))
    for _, finding in worst_first(sheet):
        yield from ("", f"## {SIGN[finding.severity]}: {plain(finding.message)}", "")
        yield from _finding(sheet, finding, source_name)
    if sheet.ticks:
        yield from ("", "## Ticked", "")
        for tick in sheet.ticks:
            where = ", ".join(dict.fromkeys(sheet.article.place(span.start) for span in tick.spans[:3]))
            said = f" ({plain(tick.arithmetic)})" if tick.arithmetic and tick.arithmetic not in tick.message else ""
            yield f"- ✓ {where}: {plain(tick.message)}{said}"
    if sheet.dismissed:
        yield from ("", "## Dismissed", "")
        yield from (f"- {plain(one.message)} {plain(note)}" for one, note in sheet.dismissed)
    if sheet.failures:
        yield from ("", "## Failed: these checks could not be carried out", "")
        yield from (f"- {plain(one.rule)}: {plain(one.error)}" for one in sheet.failures)


def _verdict(sheet: Sheet) -> str:
    if reason := not_english(sheet):
        return f"**{reason}**"
    counts = [(sum(one.severity is severity for one in sheet.findings), severity.value) for severity in Severity]
    counts.append((len(sheet.ticks), "tick"))
    said = ", ".join(f"{count} {word}{'s' if count != 1 else ''}" for count, word in counts if count)
    return f"**{said or 'Nothing in question, and nothing that could be ticked'}.** {plain(coverage(sheet.ledger))}"


def _finding(sheet: Sheet, finding: Finding, source_name: str) -> Iterator[str]:
    own, others = finding_marks(finding)
    yield from _quoted(sheet.article, finding.spans, own, "")
    if sheet.source:
        yield from _quoted(sheet.source, finding.source_spans, others, f" of {plain(source_name or 'the source')}")
    if finding.arithmetic:
        yield f"- Why: {plain(finding.arithmetic)}"
    if finding.repairs:
        yield f"- Could be: {' or '.join(map(plain, finding.repairs))}"
    if finding.question:
        yield f"- Ask: *{plain(finding.question)}*"
    yield f"- Rule: {plain(finding.rule)} {finding.code}"


def _quoted(article: Article, spans: tuple[Span, ...], marked: list[Marked], of: str) -> Iterator[str]:
    for passage in passages(article, spans):
        row = quoted_passage(article, passage, marked)
        yield f"- {article.place(passage.start)}{of}: {''.join(_piece(one.words, one.mark) for one in row).strip()}"


def _piece(words: str, mark: Mark) -> str:
    before, shown, after = re.fullmatch(r"(\s*)(.*?)(\s*)", words, re.DOTALL).groups()  # type: ignore[union-attr]
    if not shown:
        return words
    shown = plain(shown)
    return f"{before}{shown if mark is Mark.NONE else f'**{shown}**'}{after}"
