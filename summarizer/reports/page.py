"""A sheet as one self-contained web page: findings, ticks and ledger beside the article with its figures marked.

The page needs no script and no other file, and forbids both; everything shown is escaped.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from checks.ledger import coverage
from checks.model import Article, Entry, Figure, Finding, Kind, Moment, Severity, Sheet, Span, State, Tick, Zone
from summarizer.reports.annotations import (
    OF_SEVERITY,
    Mark,
    Marked,
    Piece,
    finding_marks,
    label,
    many,
    not_english,
    of_sheet,
    of_source,
    passages,
    pieces,
    quoted_passage,
    worst_first,
)
from summarizer.reports.data import number
from summarizer.reports.escaping import visible

if TYPE_CHECKING:
    from summarizer.pipeline.result import Summary
    from summarizer.web.form import Pasted

STYLE = {
    Mark.CANNOT: "cannot",
    Mark.LOOK: "look",
    Mark.TICKED: "ticked",
    Mark.NOTED: "noted",
    Mark.UNCHECKED: "unchecked",
    Mark.ALONE: "alone",
    Mark.NONE: "",
}
HOW = {
    "kept": "the model's words, from its first draft",
    "redone": "the model's words, from another draft",
    "replaced": "the article's own sentence",
}
TEMPLATES = Path(__file__).parent / "templates"
MAIL = 1200  # signs of a mail's text; some mail programs take no longer address
SIGN = {Severity.ERROR: "✗", Severity.WARNING: "?", Severity.NOTE: "i"}
STATE = {
    State.TICKED: ("ticked", "✓"),
    State.IN_QUESTION: ("look", "?"),
    State.ALONE: ("alone", "·"),
    State.NOT_CHECKED: ("unchecked", "–"),
}
SHARES = ("ticked", "cannot", "look", "alone", "unchecked")  # of a bar, in this order


@cache
def environment() -> Environment:
    """The templates, compiled once; whatever is put into them is made visible and escaped."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )


def _shown(value: Any) -> Any:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def sheet_page(
    sheet: Sheet,
    name: str,
    *,
    source_name: str = "",
    summary: Summary | None = None,
    home: str = "",
    again: Pasted | None = None,
) -> str:
    """The page of a check, with its summary where there is one; of a comparison where the sheet has a source.

    `home` is where the batch's overview lies, as seen from the page. `again` is what the local server was asked: the
    page then has the form to send it once more.
    """
    data = page_data(sheet, name, source_name, summary)
    return environment().get_template("page.html.j2").render(data, home=home, again=again)


def page_data(sheet: Sheet, name: str, source_name: str, summary: Summary | None) -> dict[str, Any]:
    """What the template shows of a sheet."""
    marked = of_sheet(sheet) + (_anchors(summary) if summary else [])
    told = _told(summary) if summary else {}
    texts = [_text(sheet.article, marked, "c", "The text" if sheet.source else "The article", told)]
    if sheet.source:
        texts.append(_text(sheet.source, of_source(sheet), "s", source_name or "The source", {}))
    return {
        "name": f"{name} against {source_name}" if sheet.source and source_name else name,
        "title": visible(headline(sheet.article) or name),  # also put into addresses, which take no lone surrogate
        "source_title": source_name or "the source",
        "chips": chips(sheet),
        "bar": bar(sheet),
        "coverage": coverage(sheet.ledger),
        "summary": _summary(summary, sheet) if summary else None,
        "checked": not not_english(sheet),
        "failures": sheet.failures,
        "dismissed": [{"message": one.message, "rule": one.rule, "note": note} for one, note in sheet.dismissed],
        "unused_dismissals": sheet.unused_dismissals,
        "findings": [_finding(sheet, number, finding) for number, finding in worst_first(sheet)],
        "ticks": [_tick(sheet, number, tick) for number, tick in enumerate(sheet.ticks, 1)],
        "ledger": [_entry(sheet, entry) for entry in sheet.ledger.entries],
        "texts": texts,
    }


def headline(article: Article) -> str:
    for paragraph in article.paragraphs:
        if paragraph.zone is Zone.HEADLINE:
            return re.sub(r"\s+", " ", article.words(paragraph.span)).strip()
    return ""


def chips(sheet: Sheet) -> list[dict[str, str]]:
    """The verdict as a row of words: "2 warnings", "4 ticks"."""
    if reason := not_english(sheet):
        return [{"style": "plain wordy", "words": reason, "href": ""}]
    shown = []
    for severity in Severity:
        found = [number for number, f in enumerate(sheet.findings, 1) if f.severity is severity]
        if found:
            shown.append({"style": severity.value, "words": many(len(found), severity.value), "href": f"f{found[0]}"})
    if sheet.ticks:
        shown.append({"style": "tick", "words": many(len(sheet.ticks), "tick"), "href": "ticks"})
    if sheet.failures:
        shown.append({"style": "error", "words": many(len(sheet.failures), "failed check"), "href": ""})
    return shown or [{"style": "plain", "words": "nothing in question, nothing that could be ticked", "href": ""}]


def bar(sheet: Sheet) -> list[dict[str, Any]]:
    """The ledger's states as shares of a bar, with what an error ties apart from what a warning does."""
    count = Counter(_style(sheet, entry)[0] for entry in sheet.ledger.entries)
    return [{"style": style, "count": count[style]} for style in SHARES if count[style]]


def _text(
    article: Article, marked: list[Marked], prefix: str, title: str, told: dict[int, list[int]]
) -> dict[str, Any]:
    """`told`: where a sentence ends that the summary has from here, and in which of its sentences."""
    # A paragraph cuts every mark that reaches over its edge.
    edges = [Marked(paragraph.span, Mark.NONE) for paragraph in article.paragraphs]
    row = list(pieces(article.text, Span(0, len(article.text)), [*marked, *edges]))
    starts = {one.span.start for one in marked}
    paragraphs = []
    index = 0
    for paragraph in article.paragraphs:
        while index < len(row) and row[index].span.start < paragraph.span.start:
            index += 1
        first = index
        while index < len(row) and row[index].span.end <= paragraph.span.end:
            index += 1
        shown = [
            _in_text(piece, prefix, piece.span.start in starts) | {"told": told.get(piece.span.end, [])}
            for piece in row[first:index]
        ]
        paragraphs.append({"zone": paragraph.zone.value, "number": paragraph.number, "pieces": shown})
    return {"id": f"text-{prefix}", "title": title, "legend": prefix == "c", "paragraphs": paragraphs}


def _in_text(piece: Piece, prefix: str, begins: bool) -> dict[str, Any]:
    return {
        "words": piece.words,
        "mark": STYLE[piece.mark],
        "href": piece.target,
        "says": f"{piece.mark.value}: {piece.says}" if piece.target else piece.says,
        "id": f"{prefix}{piece.span.start}" if begins else "",
    }


def _passages(article: Article, spans: Iterable[Span], marked: list[Marked], prefix: str) -> Iterator[dict[str, Any]]:
    for passage in passages(article, spans):
        row = quoted_passage(article, passage, marked)
        yield {
            "place": article.place(passage.start),
            "pieces": [
                {
                    "words": piece.words,
                    "mark": STYLE[piece.mark],
                    "href": f"{prefix}{piece.span.start}" if piece.mark else "",
                    "says": "",
                    "id": "",
                }
                for piece in row
            ],
        }


def _finding(sheet: Sheet, position: int, finding: Finding) -> dict[str, Any]:
    own, others = finding_marks(finding)
    return {
        "id": f"f{position}",
        "severity": finding.severity.value,
        "sign": SIGN[finding.severity],
        "rule": finding.rule,
        "code": finding.code,
        "message": finding.message,
        "arithmetic": finding.arithmetic,
        "repairs": finding.repairs,
        "question": finding.question,
        "query": _query(sheet, finding),
        "passages": list(_passages(sheet.article, finding.spans, own, "c")),
        "source_passages": list(_passages(sheet.source, finding.source_spans, others, "s")) if sheet.source else [],
    }


def _query(sheet: Sheet, finding: Finding) -> str:
    """A mail to the reporter: the question, and the passages that it is about."""
    quoted = [
        f"{sheet.article.place(span.start)}: {' '.join(sheet.article.words(span).split())}"
        for span in passages(sheet.article, finding.spans)
    ]
    return visible("\n\n".join([finding.question, *quoted]))[:MAIL]


def _tick(sheet: Sheet, position: int, tick: Tick) -> dict[str, Any]:
    places = [{"href": f"c{span.start}", "name": sheet.article.place(span.start)} for span in tick.spans]
    source = sheet.source
    spans = tick.source_spans if source else ()
    sources = [{"href": f"s{span.start}", "name": source.place(span.start)} for span in spans if source]
    return {
        "id": f"t{position}",
        "message": tick.message,
        "arithmetic": "" if tick.arithmetic in tick.message else tick.arithmetic,
        "places": _once(places),
        "sources": _once(sources),
        "rule": tick.rule,
    }


def _once(places: list[dict[str, str]]) -> list[dict[str, str]]:
    """The first of those that go by the same name, in order."""
    return list({place["name"]: place for place in reversed(places)}.values())[::-1]


def _anchors(summary: Summary) -> list[Marked]:
    """The article's words that a summary links to, as places without a mark of their own."""
    spans = [span for sentence in summary.sentences for span in sentence.sources]
    spans += [span for sentence in summary.sentences for tie in sentence.figures for span in tie.source_spans]
    return [Marked(span, Mark.NONE) for span in spans]


def _told(summary: Summary) -> dict[int, list[int]]:
    told: dict[int, list[int]] = {}
    for position, sentence in enumerate(summary.sentences, 1):
        for source in sentence.sources:
            told.setdefault(source.end, []).append(position)
    return told


def _summary(summary: Summary, sheet: Sheet) -> dict[str, Any]:
    article, text = summary.article, summary.text
    ties = {tie.span: tie for sentence in summary.sentences for tie in sentence.figures if tie.source_spans}
    doubts = {span: _doubt(tie.source_spans, sheet) for span, tie in ties.items()}
    marked = [Marked(span, OF_SEVERITY[one.severity] if one else Mark.TICKED) for span, one in doubts.items()]

    def link(piece: Piece) -> dict[str, str]:
        tie = ties.get(piece.span)
        if tie is None:
            return {"words": piece.words, "mark": "", "href": "", "says": "", "id": ""}
        source = tie.source_spans[0]
        says = f"{article.place(source.start)}: {tie.arithmetic or tie.message}"
        doubt = doubts[piece.span]
        if doubt:
            says = f"{says}; the article itself is in question: {doubt.message}"
        return {"words": piece.words, "mark": STYLE[piece.mark], "href": f"c{source.start}", "says": says, "id": ""}

    return {
        "reason": summary.reason,
        "sentences": [
            {
                "pieces": [link(piece) for piece in pieces(text, sentence.span, marked)],
                "how": HOW[sentence.origin.value],
                "sources": [{"href": f"c{one.start}", "name": article.place(one.start)} for one in sentence.sources],
                "figures": [tie.arithmetic for tie in sentence.figures if tie.arithmetic],
            }
            for sentence in summary.sentences
        ],
        "rejected": summary.rejected,
        "unread": summary.coverage.description,
        "made": ", ".join(filter(None, (summary.model, summary.engine, summary.revision, f"seed {summary.seed}"))),
    }


def _doubt(spans: Iterable[Span], sheet: Sheet) -> Finding | None:
    """The gravest error or warning that the article itself has where these words of it stand."""
    for _, finding in worst_first(sheet):
        if finding.severity is not Severity.NOTE and any(a.overlaps(b) for a in spans for b in finding.spans):
            return finding
    return None


def _entry(sheet: Sheet, entry: Entry) -> dict[str, str]:
    style, sign = _style(sheet, entry)
    return {
        "words": label(sheet.article, entry.item),
        "href": f"c{entry.item.span.start}",
        "place": entry.place,
        "value": value_read(entry),
        "style": style,
        "sign": sign,
        "state": entry.state.value,
        "why": entry.reason or ", ".join(entry.rules),
    }


def _style(sheet: Sheet, entry: Entry) -> tuple[str, str]:
    """The style and the sign of a figure's state; in question, by the gravest finding that ties it."""
    here = entry.item.span
    if entry.state is State.IN_QUESTION and any(
        finding.severity is Severity.ERROR and any(span.overlaps(here) for span in finding.spans)
        for finding in sheet.findings
    ):
        return "cannot", SIGN[Severity.ERROR]
    return STATE[entry.state]


def value_read(entry: Entry) -> str:
    """How a figure was understood: "144", "9 (year)", "10 to 15%", "May 2024 to September 2024"."""
    item = entry.item
    if not isinstance(item, Figure):
        return _moment_read(item)
    if item.value is None:
        return "not understood"
    said = _grouped(item.value)
    if item.second is not None:
        joint = " to " if item.is_range else ":" if item.kind in (Kind.SCORE, Kind.RATIO) else " and "
        said = f"{said}{joint}{_grouped(item.second)}"
    if item.kind is Kind.MONEY and item.unit:
        said = f"{item.unit} {said}"
    elif item.kind is Kind.PERCENT:
        said = f"{said}%"
    elif item.unit:
        said = f"{said} ({item.unit})"
    return f"{said} per {item.per}" if item.per else said


def _grouped(value: Fraction) -> str:
    """1,778,548 and 2.5; a third stays 1/3."""
    whole, dot, rest = (number(value) or "").partition(".")
    return f"{int(whole):,}{dot}{rest}" if whole.lstrip("-").isdigit() else whole


def _moment_read(moment: Moment) -> str:
    if moment.until is not None:
        return f"{_moment_read(replace(moment, until=None))} to {_moment_read(moment.until)}"
    weekday = calendar.day_name[moment.weekday] if moment.weekday is not None and moment.day is None else ""
    month = calendar.month_name[moment.month] if moment.month is not None else ""
    time = f"{moment.hour:02}:{moment.minute or 0:02}" if moment.hour is not None else ""
    said = " ".join(filter(None, (weekday, str(moment.day or ""), month, str(moment.year or ""), time)))
    return said or moment.relative or moment.timex
