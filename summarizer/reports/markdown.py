"""Renders a sheet as Markdown, to paste into a ticket, a mail or a chat.

The words of an article are escaped, so that nothing in them is read as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from checks.ledger import coverage
from checks.model import Article, Finding, Severity, Sheet, Span
from summarizer.reports.annotations import (
    NOTHING_FOUND,
    Mark,
    MarkedSpan,
    SummaryFigure,
    added_arithmetic,
    find_passages,
    findings_worst_first,
    marks_of_finding,
    not_checked_reason,
    passage_pieces,
    read_by,
    reader_note,
    rule_and_reader,
    split_at_marks,
    summary_figures,
    tick_places,
    verdict_parts,
)
from summarizer.reports.escaping import visible
from summarizer.reports.rejections import RejectedGroup, group_rejected, passage_words

if TYPE_CHECKING:
    from summarizer.pipeline.result import Summary

SEVERITY_HEADINGS = {Severity.ERROR: "✗ Error", Severity.WARNING: "? Warning", Severity.NOTE: "i Note"}
_MARKUP = re.compile(
    r"([\\`*_{}\[\]<#|~&]|^[-+=>]|^\d{1,9}(?=[.)]))"
)  # after the first group: markers of headings, lists and quotations at the start of a line


def escape_markdown(text: str) -> str:
    """The text on one line, with every character escaped that Markdown would read as markup."""
    return _MARKUP.sub(_escaped, " ".join(visible(text).split()))


def _escaped(match: re.Match[str]) -> str:
    return f"{match[1]}\\" if match[1].isdigit() else f"\\{match[1]}"


def sheet_markdown(
    sheet: Sheet, name: str, *, source_name: str = "", summary: Summary | None = None, rejected: bool = False
) -> str:
    """The whole sheet, after the summary if there is one; with `rejected`, also its rejected sentences and why."""
    against = f" against {escape_markdown(source_name)}" if sheet.source and source_name else ""
    return "".join(
        f"{line}\n" for line in [f"# {escape_markdown(name)}{against}", *_lines(sheet, source_name, summary, rejected)]
    )


def _lines(sheet: Sheet, source_name: str, summary: Summary | None, rejected: bool) -> Iterator[str]:
    if summary is not None:
        yield from _summary(summary, sheet)
        if summary.remote_notice:
            yield from ("", f"*{escape_markdown(summary.remote_notice)}*")
        if rejected and summary.rejected:
            yield from ("", "## Rejected", "")
            for group in group_rejected(summary.rejected):
                yield from _rejected(summary.article, group)
    yield from ("", _verdict(sheet))
    if note := reader_note(sheet):
        yield from ("", f"*{escape_markdown(note)}*")
    for _, finding in findings_worst_first(sheet):
        yield from ("", f"## {SEVERITY_HEADINGS[finding.severity]}: {escape_markdown(finding.message)}", "")
        yield from _finding(sheet, finding, source_name)
    if sheet.ticks:
        yield from ("", "## Ticked", "")
        for tick in sheet.ticks:
            arithmetic = f" ({escape_markdown(added)})" if (added := added_arithmetic(tick)) else ""
            reader = f" *{escape_markdown(read_by(tick))}*" if read_by(tick) else ""
            yield f"- ✓ {tick_places(sheet.article, tick)}: {escape_markdown(tick.message)}{arithmetic}{reader}"
    if sheet.dismissed:
        yield from ("", "## Dismissed", "")
        yield from (
            f"- {escape_markdown(finding.message)} {escape_markdown(note)}" for finding, note in sheet.dismissed
        )
    if sheet.failures:
        yield from ("", "## Failed: these checks could not be carried out", "")
        yield from (
            f"- {escape_markdown(failure.rule)}: {escape_markdown(failure.error)}" for failure in sheet.failures
        )


def _summary(summary: Summary, sheet: Sheet) -> Iterator[str]:
    """The summary, with figures in question in bold and computed ones in italics, and a note on each of these."""
    if not summary.text:
        lack = f"**{summary.lack}** " if summary.lack else ""
        yield from ("", f"{lack}{escape_markdown(summary.reason)}")
        return
    figures = summary_figures(summary, sheet)
    marks = [MarkedSpan(figure.support.span, figure.mark) for figure in figures if figure.mark is not Mark.STATED]
    row = split_at_marks(summary.text, Span(0, len(summary.text)), marks)
    yield from ("", "".join(_piece(piece.words, piece.mark) for piece in row))
    notes = [_figure_note(summary, figure) for figure in figures if figure.mark is not Mark.STATED]
    if notes:
        yield ""
        yield from dict.fromkeys(notes)


def _figure_note(summary: Summary, figure: SummaryFigure) -> str:
    words = escape_markdown(summary.text[figure.support.span.start : figure.support.span.end])
    if figure.finding is not None:
        return f"- **{words}** is in question in the article: {escape_markdown(figure.finding.message)}"
    return f"- *{words}*: {escape_markdown(figure.support.arithmetic or figure.support.message)}"


def _rejected(article: Article, group: RejectedGroup) -> Iterator[str]:
    entry = group.first
    count = f" ({group.count_text})" if group.others else ""
    yield f"- {escape_markdown(entry.text)}{count} *{escape_markdown(entry.reason)}*"
    place, words = passage_words(article, entry)
    if words:
        yield f"    - {place}: {escape_markdown(words)}"


def _verdict(sheet: Sheet) -> str:
    if reason := not_checked_reason(sheet):
        return f"**{reason}**"
    counts = ", ".join(words for words, _ in verdict_parts(sheet))
    verdict = f"{counts}." if counts else NOTHING_FOUND
    return f"**{verdict}** {escape_markdown(coverage(sheet.ledger))}"


def _finding(sheet: Sheet, finding: Finding, source_name: str) -> Iterator[str]:
    marks, source_marks = marks_of_finding(finding)
    yield from _passage_lines(sheet.article, finding.spans, marks, "")
    if sheet.source:
        yield from _passage_lines(
            sheet.source, finding.source_spans, source_marks, f" of {escape_markdown(source_name or 'the source')}"
        )
    if finding.arithmetic:
        yield f"- Why: {escape_markdown(finding.arithmetic)}"
    if finding.repairs:
        yield f"- Could be: {' or '.join(map(escape_markdown, finding.repairs))}"
    if finding.question:
        yield f"- Ask: *{escape_markdown(finding.question)}*"
    yield f"- Rule: {escape_markdown(rule_and_reader(finding))}"


def _passage_lines(article: Article, spans: tuple[Span, ...], marks: list[MarkedSpan], of: str) -> Iterator[str]:
    for passage in find_passages(article, spans):
        row = passage_pieces(article, passage, marks)
        words = "".join(_piece(piece.words, piece.mark) for piece in row).strip()
        yield f"- {article.place(passage.start)}{of}: {words}"


def _piece(words: str, mark: Mark) -> str:
    """The words, in italics if ticked, in bold if marked otherwise; white space around them stays outside."""
    before, shown, after = re.fullmatch(r"(\s*)(.*?)(\s*)", words, re.DOTALL).groups()  # type: ignore[union-attr]
    if not shown:
        return words
    shown = escape_markdown(shown)
    emphasis = {Mark.NONE: "", Mark.TICKED: "*"}.get(mark, "**")
    return f"{before}{emphasis}{shown}{emphasis}{after}"
