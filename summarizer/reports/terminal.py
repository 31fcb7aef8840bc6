"""A sheet for a terminal: findings first, then ticks, then the ledger with its coverage on top.

Nothing of an article is ever read as markup, and without colour marked figures stand in square brackets.
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
    Mark,
    Marked,
    Piece,
    finding_marks,
    label,
    not_english,
    passages,
    pieces,
    quoted_passage,
    worst_first,
)
from summarizer.reports.escaping import visible

if TYPE_CHECKING:
    from summarizer.pipeline.result import Summary, SummarySentence

WIDTH = 100  # where the report does not go to a terminal
STYLE = {
    Mark.CANNOT: "bold red",
    Mark.LOOK: "bold yellow",
    Mark.NOTED: "bold cyan",
    Mark.TICKED: "green",
    Mark.UNCHECKED: "dim",
}
HEAD = {
    Severity.ERROR: ("✗ ERROR", "bold red"),
    Severity.WARNING: ("? WARNING", "bold yellow"),
    Severity.NOTE: ("i NOTE", "bold cyan"),
}


NAMED = "named in the article"
HOW = {"kept": "model's draft", "redone": "another draft", "replaced": "article's words"}


class Page:
    """Collects what a report prints, at a fixed width, with or without colour."""

    def __init__(self, width: int = WIDTH, colour: bool = False) -> None:
        self.colour = colour
        self._out = io.StringIO()
        self._console = Console(
            file=self._out,
            width=max(40, width),
            force_terminal=colour,
            color_system="standard" if colour else None,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
            _environ={},
        )

    def line(self, *parts: Text | str, indent: int = 0) -> None:
        text = Text.assemble(*(part if isinstance(part, Text) else words(part) for part in parts))
        self._console.print(Padding(text, (0, 0, 0, indent)) if indent else text, soft_wrap=False)

    def gap(self) -> None:
        self._console.print()

    def heading(self, title: str, note: str = "") -> None:
        self.gap()
        self.line(Text(title, "bold"), f"  {note}" if note else "")

    def rows(self, rows: Iterable[tuple[Text | str, ...]], indent: int = 2) -> None:
        """A table without lines; the last column takes the room that is left and wraps."""
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        empty = True
        for row in rows:
            if empty:
                for index in range(len(row)):
                    table.add_column(no_wrap=index == 0, overflow="fold", ratio=None)
                empty = False
            table.add_row(*(cell if isinstance(cell, Text) else words(cell) for cell in row))
        if not empty:
            self._console.print(Padding(table, (0, 0, 0, indent)))

    def text(self) -> str:
        return "".join(f"{line.rstrip()}\n" for line in self._out.getvalue().splitlines())


def words(text: str, style: str = "") -> Text:
    return Text(visible(text), style)


def sheet_text(sheet: Sheet, name: str, *, source_name: str = "", width: int = WIDTH, colour: bool = False) -> str:
    """The whole sheet. Same sheet and width, same text."""
    page = Page(width, colour)
    page.line(Text(visible(name), "bold"), f" against {source_name}" if sheet.source else "")
    page.line(verdict(sheet))
    write_findings(page, sheet, source_name)
    write_ticks(page, sheet)
    write_ledger(page, sheet)
    write_dismissed(page, sheet)
    write_failures(page, sheet)
    return page.text()


def summary_text(
    summary: Summary, sheet: Sheet, name: str, *, rejected: bool = False, width: int = WIDTH, colour: bool = False
) -> str:
    """The summary first, alone, so that it can be copied; where it comes from; then the article's own sheet."""
    page = Page(width, colour)
    if summary.sentences:
        ties = [Marked(tie.span, Mark.TICKED) for sentence in summary.sentences for tie in sentence.figures]
        # No brackets here: these are words to copy.
        page.line(coloured(pieces(summary.text, Span(0, len(summary.text)), ties), colour=True))
        page.gap()
        page.rows(_origin(summary, number, sentence) for number, sentence in enumerate(summary.sentences, 1))
    else:
        page.line(Text("No summary.", "bold"), f" {summary.reason}")
    if summary.coverage.description:
        page.line(words(summary.coverage.description, "dim"), indent=2)
    if rejected:
        _write_rejected(page, summary)
    page.gap()
    page.line(Text(visible(name), "bold"), "  the article's own figures: ", verdict(sheet))
    write_findings(page, sheet)
    write_ticks(page, sheet)
    write_ledger(page, sheet)
    write_dismissed(page, sheet)
    write_failures(page, sheet)
    return page.text()


def _origin(summary: Summary, number: int, sentence: SummarySentence) -> tuple[Text, Text, Text]:
    article = summary.article
    told = [(summary.text[tie.span.start : tie.span.end], tie) for tie in sentence.figures]
    said = [f"{stated}: {_places(article, tie.source_spans)}" for stated, tie in told if tie.source_spans]
    said += [tie.message for stated, tie in told if not tie.source_spans and NAMED not in tie.message]
    named = dict.fromkeys(stated for stated, tie in told if not tie.source_spans and NAMED in tie.message)
    said += [f"{NAMED}: {', '.join(named)}"] if named else []
    line = f"from {_places(article, sentence.sources)}" if sentence.sources else ""
    return (
        Text(str(number), "dim"),
        Text(HOW[sentence.origin.value], "dim"),
        words("; ".join(filter(None, [line, *said])), "dim"),
    )


def _places(article: Article, spans: Iterable[Span]) -> str:
    return ", ".join(dict.fromkeys(article.place(span.start) for span in spans))


def _write_rejected(page: Page, summary: Summary) -> None:
    page.heading("REJECTED", "" if summary.rejected else "nothing")
    for one in summary.rejected:
        page.line(Text("✗ ", "red"), words(one.text), indent=2)
        page.line(words(f"{one.reason}{f'  {one.rule}' if one.rule else ''}", "dim"), indent=4)


def verdict(sheet: Sheet) -> Text:
    """The sheet in one line: "1 warning, 1 note, 4 ticks"."""
    if reason := not_english(sheet):
        return Text(reason, "bold")
    parts = [
        (sum(f.severity is severity for f in sheet.findings), severity.value, HEAD[severity][1])
        for severity in Severity
    ]
    parts.append((len(sheet.ticks), "tick", "green"))
    said = [Text(f"{count} {word}{'s' if count != 1 else ''}", style) for count, word, style in parts if count]
    if not said:
        return Text("Nothing in question, and nothing that could be ticked.")
    return Text(", ").join(said)


def write_findings(page: Page, sheet: Sheet, source_name: str = "") -> None:
    for _, finding in worst_first(sheet):
        title, style = HEAD[finding.severity]
        page.gap()
        page.line(Text(title, style), "  ", words(finding.message, "bold"))
        own, others = finding_marks(finding)
        page.rows(_quoted(page, sheet.article, finding.spans, own))
        if sheet.source and finding.source_spans:
            page.line(words(f"in {source_name or 'the source'}", "dim"), indent=2)
            page.rows(_quoted(page, sheet.source, finding.source_spans, others))
        page.rows(_advice(finding))


def _quoted(page: Page, article: Article, spans: tuple[Span, ...], marked: list[Marked]) -> Iterator[tuple[Text, Text]]:
    for passage in passages(article, spans):
        yield Text(article.place(passage.start), "dim"), coloured(quoted_passage(article, passage, marked), page.colour)


def coloured(row: Iterable[Piece], colour: bool) -> Text:
    text = Text()
    for piece in row:
        shown = visible(piece.words)
        if piece.mark in (Mark.NONE, Mark.ALONE):
            text.append(shown, "dim" if piece.elided else "")
        else:
            text.append(shown if colour else f"[{shown}]", STYLE[piece.mark])
    return text


def _advice(finding: Finding) -> Iterator[tuple[Text, Text]]:
    if finding.arithmetic:
        yield Text("why", "dim"), words(finding.arithmetic)
    if finding.repairs:
        yield Text("could be", "dim"), words("  or  ".join(finding.repairs))
    if finding.question:
        yield Text("ask", "dim"), words(finding.question, "italic")
    yield Text("rule", "dim"), words(f"{finding.rule} {finding.code}", "dim")


def write_ticks(page: Page, sheet: Sheet) -> None:
    if sheet.ticks:
        page.heading("TICKED")
        page.rows((Text("✓", "green"), Text(_where(sheet.article, tick), "dim"), _said(tick)) for tick in sheet.ticks)


def _where(article: Article, tick: Tick) -> str:
    return _places(article, tick.spans[:3])


def _said(tick: Tick) -> Text:
    text = words(tick.message)
    if tick.arithmetic and tick.arithmetic not in tick.message:
        text.append(f"  {visible(tick.arithmetic)}", "dim")
    return text


def write_ledger(page: Page, sheet: Sheet) -> None:
    """In question and not checked line by line, with rule or reason; ticked and alone as a run of words."""
    page.heading("LEDGER", coverage(sheet.ledger))
    by_state: dict[State, list[Entry]] = {state: [] for state in State}
    for entry in sheet.ledger.entries:
        by_state[entry.state].append(entry)
    rows: list[tuple[Text, Text]] = []
    for state, mark in ((State.IN_QUESTION, Mark.LOOK), (State.TICKED, Mark.TICKED), (State.ALONE, Mark.NONE)):
        if by_state[state]:
            rows.append((Text(state.value, STYLE.get(mark, "")), words(_run(sheet.article, by_state[state]))))
    for reason, entries in _by_reason(by_state[State.NOT_CHECKED]):
        rows.append((Text("not checked", "dim"), words(f"{reason}: {_run(sheet.article, entries)}")))
    page.rows(rows)


def _by_reason(entries: list[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    reasons: dict[str, list[Entry]] = {}
    for entry in entries:
        reasons.setdefault(entry.reason or "not understood", []).append(entry)
    yield from reasons.items()


def _run(article: Article, entries: list[Entry]) -> str:
    """ "144 people, 20 victims (headline); 18 (par 3)": the figures, each place named once."""
    places: dict[str, list[str]] = {}
    for entry in entries:
        places.setdefault(entry.place, []).append(label(article, entry.item))
    return "; ".join(f"{', '.join(items)} ({place})" for place, items in places.items())


def write_dismissed(page: Page, sheet: Sheet) -> None:
    """What is not raised any more, so that nothing is silenced unseen; and dismissals that have lost their finding."""
    if sheet.dismissed:
        page.heading("DISMISSED")
        page.rows((Text("–", "dim"), words(f"{one.message}  {note}", "dim")) for one, note in sheet.dismissed)
    if sheet.unused_dismissals:
        page.heading("DISMISSALS THAT FIT NOTHING", "the text has changed; they can be taken out of the file")
        page.rows((Text("–", "dim"), words(note, "dim")) for note in sheet.unused_dismissals)


def write_failures(page: Page, sheet: Sheet) -> None:
    if sheet.failures:
        page.heading("FAILED", "these checks could not be carried out; please report them")
        page.rows((words(failure.rule), words(failure.error)) for failure in sheet.failures)
