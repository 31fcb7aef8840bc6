"""Renders a sheet or a summary as text for a terminal: findings, ticks, then the ledger.

Words of an article are never interpreted as markup. Without colour, marked figures are in square brackets.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from checks.ledger import coverage
from checks.model import Article, Entry, Finding, Severity, Sheet, Span, State, Tick
from summarizer.reports.annotations import (
    MARK_RANK,
    NOTHING_FOUND,
    Mark,
    MarkedSpan,
    Piece,
    SummaryFigure,
    added_arithmetic,
    failures_note,
    find_passages,
    findings_worst_first,
    ledger_label,
    marks_of_finding,
    not_checked_reason,
    passage_pieces,
    place_names,
    read_by,
    reader_note,
    rule_and_reader,
    split_at_marks,
    summary_figures,
    tick_places,
    verdict_parts,
)
from summarizer.reports.escaping import visible
from summarizer.reports.rejections import group_rejected, passage_words

if TYPE_CHECKING:
    from summarizer.pipeline.result import Summary, SummarySentence

DEFAULT_WIDTH = 100  # columns, if the report does not go to a terminal
MIN_WIDTH = 40  # columns
MARK_STYLES = {
    Mark.CANNOT: "bold red",
    Mark.LOOK: "bold yellow",
    Mark.NOTED: "bold cyan",
    Mark.TICKED: "green",
    Mark.UNCHECKED: "dim",
    Mark.STATED: "underline",
}
MARK_SIGNS = {Mark.CANNOT: "✗", Mark.LOOK: "?"}
SEVERITY_TITLES = {
    Severity.ERROR: ("✗ ERROR", "bold red"),
    Severity.WARNING: ("? WARNING", "bold yellow"),
    Severity.NOTE: ("i NOTE", "bold cyan"),
}
NAMED_IN_ARTICLE = "named in the article"
ORIGIN_TEXT = {
    "kept": "model's draft",
    "redone": "another draft",
    "shortened": "article, cut",
    "replaced": "article's words",
}


class ReportWriter:
    """Builds the text of a report, `width` columns wide (at least MIN_WIDTH), with or without ANSI colours."""

    def __init__(self, width: int = DEFAULT_WIDTH, colour: bool = False) -> None:
        self.colour = colour
        self._out = io.StringIO()
        self._console = Console(
            file=self._out,
            width=max(MIN_WIDTH, width),
            force_terminal=colour,
            color_system="standard" if colour else None,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
            _environ={},
        )

    def line(self, *parts: Text | str, indent: int = 0) -> None:
        text = Text.assemble(*(part if isinstance(part, Text) else styled(part) for part in parts))
        self._console.print(Padding(text, (0, 0, 0, indent)) if indent else text, soft_wrap=False)

    def blank_line(self) -> None:
        self._console.print()

    def heading(self, title: str, note: str = "") -> None:
        self.blank_line()
        self.line(Text(title, "bold"), f"  {note}" if note else "")

    def table(self, rows: Iterable[tuple[Text | str, ...]], indent: int = 2) -> None:
        """Add a table without borders; the first column does not wrap."""
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        is_empty = True
        for row in rows:
            if is_empty:
                for index in range(len(row)):
                    table.add_column(no_wrap=index == 0, overflow="fold", ratio=None)
                is_empty = False
            table.add_row(*(cell if isinstance(cell, Text) else styled(cell) for cell in row))
        if not is_empty:
            self._console.print(Padding(table, (0, 0, 0, indent)))

    def text(self) -> str:
        return "".join(f"{line.rstrip()}\n" for line in self._out.getvalue().splitlines())


def styled(text: str, style: str = "") -> Text:
    """A Rich text in this style, with control characters replaced."""
    return Text(visible(text), style)


def sheet_text(
    sheet: Sheet,
    name: str,
    *,
    source_name: str = "",
    quiet: bool = False,
    width: int = DEFAULT_WIDTH,
    colour: bool = False,
) -> str:
    """The whole sheet; the same sheet and width give the same text.

    With `quiet`, only its findings and what could not be checked, "" if there is neither.
    """
    if quiet and not (sheet.findings or sheet.failures or not_checked_reason(sheet)):
        return ""
    page = ReportWriter(width, colour)
    page.line(Text(visible(name), "bold"), f" against {source_name}" if sheet.source else "")
    page.line(verdict(sheet))
    if note := reader_note(sheet):
        page.line(styled(note, "bold" if sheet.reader and sheet.reader.host else "dim"))
    write_findings(page, sheet, source_name)
    if not quiet:
        write_ticks(page, sheet)
        write_ledger(page, sheet)
        write_dismissed(page, sheet)
    write_failures(page, sheet)
    return page.text()


def summary_text(
    summary: Summary,
    sheet: Sheet,
    name: str,
    *,
    rejected: bool = False,
    width: int = DEFAULT_WIDTH,
    colour: bool = False,
) -> str:
    """The summary, ready to copy; the origin of each of its sentences; then the sheet of the article."""
    page = ReportWriter(width, colour)
    if summary.sentences:
        figures = summary_figures(summary, sheet)
        ties = [MarkedSpan(figure.support.span, figure.mark) for figure in figures]
        # Coloured rather than bracketed even without colour: this is the text to copy.
        page.line(coloured(split_at_marks(summary.text, Span(0, len(summary.text)), ties), colour=True))
        page.blank_line()
        page.table(
            _origin_row(summary, sheet, number, sentence) for number, sentence in enumerate(summary.sentences, 1)
        )
        marks = {figure.mark for figure in figures}
        if colour and marks:
            legend = (Text(mark.value, MARK_STYLES[mark]) for mark in sorted(marks, key=MARK_RANK.__getitem__))
            page.line(Text("figures: ", "dim"), Text(", ").join(legend), indent=2)
    else:
        page.line(Text(summary.lack, "bold"), " " if summary.lack else "", summary.reason)
    if summary.coverage.description:
        page.line(styled(summary.coverage.description, "dim"), indent=2)
    if summary.remote_notice:
        page.line(styled(summary.remote_notice, "bold"), indent=2)
    if rejected:
        _write_rejected(page, summary)
    page.blank_line()
    page.line(Text(visible(name), "bold"), "  the article's own figures: ", verdict(sheet))
    write_findings(page, sheet)
    write_ticks(page, sheet)
    write_ledger(page, sheet)
    write_dismissed(page, sheet)
    write_failures(page, sheet)
    return page.text()


def _origin_row(summary: Summary, sheet: Sheet, number: int, sentence: SummarySentence) -> tuple[Text, Text, Text]:
    article = summary.article
    figures = [(summary.text[tie.span.start : tie.span.end], tie) for tie in sentence.figures]
    figure_by_span = {figure.support.span: figure for figure in summary_figures(summary, sheet)}
    parts = [
        f"{words}: {place_names(article, tie.source_spans)}{_figure_note(figure_by_span[tie.span])}"
        for words, tie in figures
        if tie.source_spans
    ]
    parts += [tie.message for _, tie in figures if not tie.source_spans and NAMED_IN_ARTICLE not in tie.message]
    names = dict.fromkeys(words for words, tie in figures if not tie.source_spans and NAMED_IN_ARTICLE in tie.message)
    parts += [f"{NAMED_IN_ARTICLE}: {', '.join(names)}"] if names else []
    line = f"from {place_names(article, sentence.sources)}" if sentence.sources else ""
    return (
        Text(str(number), "dim"),
        Text(ORIGIN_TEXT[sentence.origin.value], "dim"),
        styled("; ".join(filter(None, [line, *parts])), "dim"),
    )


def _figure_note(figure: SummaryFigure) -> str:
    """What follows the place of a summary's figure: that it is in question, or how it was computed; "" otherwise."""
    if figure.finding is not None:
        return f", in question there ({MARK_SIGNS[figure.mark]} below)"
    return f", {figure.support.arithmetic}" if figure.mark is Mark.TICKED and figure.support.arithmetic else ""


def _write_rejected(page: ReportWriter, summary: Summary) -> None:
    page.heading("REJECTED", "" if summary.rejected else "nothing")
    for group in group_rejected(summary.rejected):
        entry = group.first
        page.line(Text("✗ ", "red"), styled(entry.text), styled(f"  {group.count_text}", "dim"), indent=2)
        page.line(styled(f"{entry.reason}{f'  {entry.rule}' if entry.rule else ''}"), indent=4)
        place, words = passage_words(summary.article, entry)
        if words:
            page.table([(styled(place, "dim"), styled(words, "dim"))], indent=4)


def verdict(sheet: Sheet) -> Text:
    """The counts of a sheet on one line, "1 warning, 1 note, 4 ticks", or why it was not checked."""
    if reason := not_checked_reason(sheet):
        return Text(reason, "bold")
    parts = [
        Text(words, SEVERITY_TITLES[severity][1] if severity else "green") for words, severity in verdict_parts(sheet)
    ]
    return Text(", ").join(parts) if parts else Text(NOTHING_FOUND)


def write_findings(page: ReportWriter, sheet: Sheet, source_name: str = "") -> None:
    for _, finding in findings_worst_first(sheet):
        title, style = SEVERITY_TITLES[finding.severity]
        page.blank_line()
        page.line(Text(title, style), "  ", styled(finding.message, "bold"))
        marks, source_marks = marks_of_finding(finding)
        page.table(_passage_rows(page, sheet.article, finding.spans, marks))
        if sheet.source and finding.source_spans:
            page.line(styled(f"in {source_name or 'the source'}", "dim"), indent=2)
            page.table(_passage_rows(page, sheet.source, finding.source_spans, source_marks))
        page.table(_detail_rows(finding))


def _passage_rows(
    page: ReportWriter, article: Article, spans: tuple[Span, ...], marks: list[MarkedSpan]
) -> Iterator[tuple[Text, Text]]:
    for passage in find_passages(article, spans):
        yield Text(article.place(passage.start), "dim"), coloured(passage_pieces(article, passage, marks), page.colour)


def coloured(row: Iterable[Piece], colour: bool) -> Text:
    """The pieces as one text; marked ones are in colour, or in brackets without colour."""
    text = Text()
    for piece in row:
        shown = visible(piece.words)
        if piece.mark in (Mark.NONE, Mark.ALONE):
            text.append(shown, "dim" if piece.is_elided else "")
        else:
            text.append(shown if colour else f"[{shown}]", MARK_STYLES[piece.mark])
    return text


def _detail_rows(finding: Finding) -> Iterator[tuple[Text, Text]]:
    if finding.arithmetic:
        yield Text("why", "dim"), styled(finding.arithmetic)
    if finding.repairs:
        yield Text("could be", "dim"), styled("  or  ".join(finding.repairs))
    if finding.question:
        yield Text("ask", "dim"), styled(finding.question, "italic")
    yield Text("rule", "dim"), styled(rule_and_reader(finding), "dim")


def write_ticks(page: ReportWriter, sheet: Sheet) -> None:
    if sheet.ticks:
        page.heading("TICKED")
        page.table(
            (Text("✓", "green"), Text(tick_places(sheet.article, tick), "dim"), _tick_text(tick))
            for tick in sheet.ticks
        )


def _tick_text(tick: Tick) -> Text:
    text = styled(tick.message)
    if arithmetic := added_arithmetic(tick):
        text.append(f"  {visible(arithmetic)}", "dim")
    if reader := read_by(tick):
        text.append(f"  ({visible(reader)})", "dim")
    return text


def write_ledger(page: ReportWriter, sheet: Sheet) -> None:
    """Writes the figures of the ledger by state; those that were not checked are grouped by reason."""
    page.heading("LEDGER", coverage(sheet.ledger))
    by_state: dict[State, list[Entry]] = {state: [] for state in State}
    for entry in sheet.ledger.entries:
        by_state[entry.state].append(entry)
    rows: list[tuple[Text, Text]] = []
    for state, mark in ((State.IN_QUESTION, Mark.LOOK), (State.TICKED, Mark.TICKED), (State.ALONE, Mark.NONE)):
        if by_state[state]:
            rows.append(
                (Text(state.value, MARK_STYLES.get(mark, "")), styled(_entries_text(sheet.article, by_state[state])))
            )
    for reason, entries in _by_reason(by_state[State.NOT_CHECKED]):
        rows.append((Text("not checked", "dim"), styled(f"{reason}: {_entries_text(sheet.article, entries)}")))
    page.table(rows)


def _by_reason(entries: list[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    reasons: dict[str, list[Entry]] = {}
    for entry in entries:
        reasons.setdefault(entry.reason or "not understood", []).append(entry)
    yield from reasons.items()


def _entries_text(article: Article, entries: list[Entry]) -> str:
    """The figures grouped by place: "144 people, 20 victims (headline); 18 (par 3)"."""
    places: dict[str, list[str]] = {}
    for entry in entries:
        places.setdefault(entry.place, []).append(ledger_label(article, entry.item))
    return "; ".join(f"{', '.join(items)} ({place})" for place, items in places.items())


def write_dismissed(page: ReportWriter, sheet: Sheet) -> None:
    """Writes the dismissed findings, so that none disappears unseen, and the dismissals that match no finding."""
    if sheet.dismissed:
        page.heading("DISMISSED")
        page.table((Text("–", "dim"), styled(f"{finding.message}  {note}", "dim")) for finding, note in sheet.dismissed)
    if sheet.unused_dismissals:
        page.heading("DISMISSALS THAT FIT NOTHING", "the text has changed; they can be taken out of the file")
        page.table((Text("–", "dim"), styled(note, "dim")) for note in sheet.unused_dismissals)


def write_failures(page: ReportWriter, sheet: Sheet) -> None:
    if sheet.failures:
        page.heading("FAILED", failures_note(sheet))
        page.table((styled(failure.rule), styled(failure.error)) for failure in sheet.failures)
