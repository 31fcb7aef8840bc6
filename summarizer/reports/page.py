"""Renders a sheet as a self-contained web page: findings, ticks and ledger next to the article, its figures marked.

The page needs no script and no other file; its content security policy forbids both. Everything shown is escaped.
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

from checks.figures.units import MINOR_UNITS
from checks.fingerprint import fingerprint
from checks.ledger import coverage
from checks.model import Article, Entry, Figure, Finding, Kind, Moment, Severity, Sheet, Span, State, Tick, Zone
from summarizer.reports.annotations import (
    MARK_RANK,
    Mark,
    MarkedSpan,
    Piece,
    added_arithmetic,
    failures_note,
    find_passages,
    findings_worst_first,
    ledger_label,
    marks_of_finding,
    not_checked_reason,
    passage_pieces,
    pluralize,
    read_by,
    reader_note,
    sheet_marks,
    source_marks,
    split_at_marks,
    summary_figures,
)
from summarizer.reports.data import exact_decimal
from summarizer.reports.escaping import visible
from summarizer.reports.rejections import RejectedGroup, group_rejected, passage_words

if TYPE_CHECKING:
    from summarizer.pipeline.result import Summary

MARK_CLASSES = {  # CSS classes
    Mark.CANNOT: "cannot",
    Mark.LOOK: "look",
    Mark.TICKED: "ticked",
    Mark.NOTED: "noted",
    Mark.UNCHECKED: "unchecked",
    Mark.STATED: "stated",
    Mark.ALONE: "alone",
    Mark.NONE: "",
}
ORIGIN_TEXT = {
    "kept": "the model's words, from its first draft",
    "redone": "the model's words, from another draft",
    "shortened": "the article's own sentence, shortened",
    "replaced": "the article's own sentence",
}
TEMPLATES = Path(__file__).parent / "templates"
MAX_MAIL_CHARACTERS = 1200  # in the body of a mailto: link; some mail programs refuse longer URLs
SEVERITY_SIGNS = {Severity.ERROR: "✗", Severity.WARNING: "?", Severity.NOTE: "i"}
STATE_CLASSES_AND_SIGNS = {  # CSS class, sign
    State.TICKED: ("ticked", "✓"),
    State.IN_QUESTION: ("look", "?"),
    State.ALONE: ("alone", "·"),
    State.NOT_CHECKED: ("unchecked", "–"),
}
BAR_CLASSES = ("ticked", "cannot", "look", "alone", "unchecked")  # of the parts of a bar, in this order


@cache
def template_environment() -> Environment:
    """The Jinja environment, created once. It escapes every value and replaces control characters.

    The filter `grouped` writes a number as reports do: "42,053".
    """
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_visible_value,
    )
    environment.filters["grouped"] = "{:,}".format
    return environment


def _visible_value(value: Any) -> Any:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def sheet_page(
    sheet: Sheet,
    name: str,
    *,
    source_name: str = "",
    summary: Summary | None = None,
    home: str = "",
) -> str:
    """The page of a check, or of a comparison if the sheet has a source; the summary is on it if there is one.

    `home` is the relative URL of the batch's overview.
    """
    data = page_data(sheet, name, source_name, summary)
    return template_environment().get_template("page.html.j2").render(data, home=home)


def page_data(sheet: Sheet, name: str, source_name: str, summary: Summary | None) -> dict[str, Any]:
    """The values for the template page.html.j2."""
    marks = sheet_marks(sheet) + (summary_anchors(summary) if summary else [])
    summary_links = _summary_links(summary) if summary else {}
    texts = [_text(sheet.article, marks, "c", "The text" if sheet.source else "The article", summary_links)]
    if sheet.source:
        texts.append(_text(sheet.source, source_marks(sheet), "s", source_name or "The source", {}))
    return {
        "name": f"{name} against {source_name}" if sheet.source and source_name else name,
        "title": visible(headline(sheet.article) or name),  # also used in URLs, which cannot hold lone surrogates
        "source_title": source_name or "the source",
        "chips": chips(sheet),
        "bar": bar(sheet),
        "coverage": coverage(sheet.ledger),
        "reader": reader_note(sheet),
        "was_sent": bool(sheet.reader and sheet.reader.host),
        "summary": _summary(summary, sheet) if summary else None,
        "checked": not not_checked_reason(sheet),
        "failures": sheet.failures,
        "failures_note": f"{failures_note(sheet).capitalize()}.",
        "dismissed": [
            {
                "message": finding.message,
                "rule": finding.rule,
                "note": note,
                "fingerprint": fingerprint(sheet.article, finding),
            }
            for finding, note in sheet.dismissed
        ],
        "unused_dismissals": sheet.unused_dismissals,
        "findings": [_finding(sheet, number, finding) for number, finding in findings_worst_first(sheet)],
        "ticks": [_tick(sheet, number, tick) for number, tick in enumerate(sheet.ticks, 1)],
        "ledger": [_entry(sheet, entry) for entry in sheet.ledger.entries],
        "texts": texts,
    }


def headline(article: Article) -> str:
    """The words of the first headline paragraph; "" if there is none."""
    for paragraph in article.paragraphs:
        if paragraph.zone is Zone.HEADLINE:
            return re.sub(r"\s+", " ", article.text_of(paragraph.span)).strip()
    return ""


def chips(sheet: Sheet) -> list[dict[str, str]]:
    """The labels that sum up a sheet: "2 warnings", "4 ticks". `href` is the id that one links to."""
    if reason := not_checked_reason(sheet):
        return [{"style": "plain", "words": reason, "href": ""}]
    labels = []
    for severity in Severity:
        numbers = [number for number, finding in enumerate(sheet.findings, 1) if finding.severity is severity]
        if numbers:
            labels.append(
                {"style": severity.value, "words": pluralize(len(numbers), severity.value), "href": f"f{numbers[0]}"}
            )
    if sheet.ticks:
        labels.append({"style": "tick", "words": pluralize(len(sheet.ticks), "tick"), "href": "ticks"})
    if sheet.failures:
        labels.append({"style": "error", "words": pluralize(len(sheet.failures), "failed check"), "href": ""})
    return labels or [{"style": "plain", "words": "nothing in question, nothing that could be ticked", "href": ""}]


def bar(sheet: Sheet) -> list[dict[str, Any]]:
    """The parts of a bar that shows the ledger's states; figures in an error are apart from those in a warning."""
    count = Counter(_class_and_sign(sheet, entry)[0] for entry in sheet.ledger.entries)
    return [{"style": style, "count": count[style]} for style in BAR_CLASSES if count[style]]


def _text(
    article: Article, marks: list[MarkedSpan], prefix: str, title: str, summary_links: dict[int, list[int]]
) -> dict[str, Any]:
    """The template values of a text. `prefix` begins the ids of its pieces: "c" (checked) or "s" (source)."""
    # Invisible marks on the paragraphs split every mark that crosses a paragraph boundary.
    edges = [MarkedSpan(paragraph.span, Mark.NONE) for paragraph in article.paragraphs]
    row = list(split_at_marks(article.text, Span(0, len(article.text)), [*marks, *edges]))
    starts = {mark.span.start for mark in marks}
    paragraphs = []
    index = 0
    for paragraph in article.paragraphs:
        while index < len(row) and row[index].span.start < paragraph.span.start:
            index += 1
        first = index
        while index < len(row) and row[index].span.end <= paragraph.span.end:
            index += 1
        pieces = [
            _text_piece(piece, prefix, piece.span.start in starts)
            | {"summary_sentences": summary_links.get(piece.span.end, [])}
            for piece in row[first:index]
        ]
        paragraphs.append({"zone": paragraph.zone.value, "number": paragraph.number, "pieces": pieces})
    return {"id": f"text-{prefix}", "title": title, "legend": prefix == "c", "paragraphs": paragraphs}


def _text_piece(piece: Piece, prefix: str, has_anchor: bool) -> dict[str, Any]:
    return {
        "words": piece.words,
        "mark": MARK_CLASSES[piece.mark],
        "href": piece.target,
        "tooltip": f"{piece.mark.value}: {piece.tooltip}" if piece.target else piece.tooltip,
        "id": f"{prefix}{piece.span.start}" if has_anchor else "",
    }


def _passages(
    article: Article, spans: Iterable[Span], marks: list[MarkedSpan], prefix: str
) -> Iterator[dict[str, Any]]:
    for passage in find_passages(article, spans):
        row = passage_pieces(article, passage, marks)
        yield {
            "place": article.place(passage.start),
            "pieces": [
                {
                    "words": piece.words,
                    "mark": MARK_CLASSES[piece.mark],
                    "href": f"{prefix}{piece.span.start}" if piece.mark else "",
                    "tooltip": "",
                    "id": "",
                }
                for piece in row
            ],
        }


def _finding(sheet: Sheet, position: int, finding: Finding) -> dict[str, Any]:
    marks, source_marks = marks_of_finding(finding)
    return {
        "id": f"f{position}",
        "severity": finding.severity.value,
        "sign": SEVERITY_SIGNS[finding.severity],
        "rule": finding.rule,
        "code": finding.code,
        "reader": read_by(finding),
        "message": finding.message,
        "arithmetic": finding.arithmetic,
        "repairs": finding.repairs,
        "question": finding.question,
        "fingerprint": fingerprint(sheet.article, finding),
        "query": _mail_text(sheet, finding),
        "passages": list(_passages(sheet.article, finding.spans, marks, "c")),
        "source_passages": list(_passages(sheet.source, finding.source_spans, source_marks, "s"))
        if sheet.source
        else [],
    }


def _mail_text(sheet: Sheet, finding: Finding) -> str:
    """The text of a mail to the reporter: the question and the passages that it is about."""
    quoted = [
        f"{sheet.article.place(span.start)}: {' '.join(sheet.article.text_of(span).split())}"
        for span in find_passages(sheet.article, finding.spans)
    ]
    return visible("\n\n".join([finding.question, *quoted]))[:MAX_MAIL_CHARACTERS]


def _tick(sheet: Sheet, position: int, tick: Tick) -> dict[str, Any]:
    places = [{"href": f"c{span.start}", "name": sheet.article.place(span.start)} for span in tick.spans]
    source = sheet.source
    spans = tick.source_spans if source else ()
    sources = [{"href": f"s{span.start}", "name": source.place(span.start)} for span in spans if source]
    return {
        "id": f"t{position}",
        "message": tick.message,
        "arithmetic": added_arithmetic(tick),
        "places": _unique_by_name(places),
        "sources": _unique_by_name(sources),
        "rule": ", ".join(filter(None, (tick.rule, read_by(tick)))),
    }


def _unique_by_name(places: list[dict[str, str]]) -> list[dict[str, str]]:
    """The first place with each name; places keep their order."""
    return list({place["name"]: place for place in reversed(places)}.values())[::-1]


def summary_anchors(summary: Summary) -> list[MarkedSpan]:
    """Invisible marks on the spans of the article that a summary links to."""
    spans = [span for sentence in summary.sentences for span in sentence.sources]
    spans += [span for sentence in summary.sentences for tie in sentence.figures for span in tie.source_spans]
    spans += [group.first.passage for group in group_rejected(summary.rejected) if group.first.passage]
    return [MarkedSpan(span, Mark.NONE) for span in spans]


def _summary_links(summary: Summary) -> dict[int, list[int]]:
    """Maps the end offset of a source sentence to the numbers (from 1) of the summary sentences that it supports."""
    links: dict[int, list[int]] = {}
    for position, sentence in enumerate(summary.sentences, 1):
        for source in sentence.sources:
            links.setdefault(source.end, []).append(position)
    return links


def _summary(summary: Summary, sheet: Sheet) -> dict[str, Any]:
    article, text = summary.article, summary.text
    figures = {figure.support.span: figure for figure in summary_figures(summary, sheet)}
    marks = [MarkedSpan(span, figure.mark) for span, figure in figures.items()]

    def link(piece: Piece) -> dict[str, str]:
        figure = figures.get(piece.span)
        if figure is None:
            return {"words": piece.words, "mark": "", "href": "", "tooltip": "", "id": ""}
        source = figure.support.source_spans[0]
        basis = figure.support.arithmetic or figure.support.message
        state = f"the article itself is in question: {figure.finding.message}" if figure.finding else figure.mark.value
        tooltip = f"{article.place(source.start)}: {basis}; {state}"
        return {
            "words": piece.words,
            "mark": MARK_CLASSES[piece.mark],
            "href": f"c{source.start}",
            "tooltip": tooltip,
            "id": "",
        }

    return {
        "title": summary.form.value.capitalize(),
        "lack": summary.lack,
        "reason": summary.reason,
        "sentences": [
            {
                "pieces": [link(piece) for piece in split_at_marks(text, sentence.span, marks)],
                "how": ORIGIN_TEXT[sentence.origin.value],
                "sources": [{"href": f"c{span.start}", "name": article.place(span.start)} for span in sentence.sources],
                "figures": [tie.arithmetic for tie in sentence.figures if tie.arithmetic],
            }
            for sentence in summary.sentences
        ],
        "legend": [
            {"style": MARK_CLASSES[mark], "words": mark.value}
            for mark in sorted({figure.mark for figure in figures.values()}, key=MARK_RANK.__getitem__)
        ],
        "rejected_count": len(summary.rejected),
        "rejected": [_rejected(article, group) for group in group_rejected(summary.rejected)],
        "unread": summary.coverage.description,
        "remote": summary.remote_notice,
        "made": ", ".join(filter(None, (summary.model, summary.engine, summary.revision, f"seed {summary.seed}"))),
    }


def _rejected(article: Article, group: RejectedGroup) -> dict[str, Any]:
    entry = group.first
    place, words = passage_words(article, entry)
    return {
        "text": entry.text,
        "reason": entry.reason,
        "rule": entry.rule,
        "count": group.count_text,
        "others": group.others,
        "place": place,
        "href": f"c{entry.passage.start}" if entry.passage else "",
        "passage": words,
    }


def _entry(sheet: Sheet, entry: Entry) -> dict[str, str]:
    style, sign = _class_and_sign(sheet, entry)
    return {
        "words": ledger_label(sheet.article, entry.item),
        "href": f"c{entry.item.span.start}",
        "place": entry.place,
        "value": value_text(entry),
        "style": style,
        "sign": sign,
        "state": entry.state.value,
        "why": entry.reason or ", ".join(entry.rules),
    }


def _class_and_sign(sheet: Sheet, entry: Entry) -> tuple[str, str]:
    """The CSS class and the sign of a figure's state; those of an error for a figure that an error concerns."""
    figure_span = entry.item.span
    if entry.state is State.IN_QUESTION and any(
        finding.severity is Severity.ERROR and any(span.overlaps(figure_span) for span in finding.spans)
        for finding in sheet.findings
    ):
        return "cannot", SEVERITY_SIGNS[Severity.ERROR]
    return STATE_CLASSES_AND_SIGNS[entry.state]


def value_text(entry: Entry) -> str:
    """How a figure was understood: "144", "9 (year)", "64 (penny)", "10 to 15%", "May 2024 to September 2024"."""
    item = entry.item
    if not isinstance(item, Figure):
        return _moment_text(item)
    if item.value is None:
        return "not understood"
    text = _grouped(item.value)
    if item.second is not None:
        joint = " to " if item.is_range else ":" if item.kind in (Kind.SCORE, Kind.RATIO) else " and "
        text = f"{text}{joint}{_grouped(item.second)}"
    if item.kind is Kind.MONEY and item.unit and item.unit not in MINOR_UNITS:
        text = f"{item.unit} {text}"
    elif item.kind is Kind.PERCENT:
        text = f"{text}%"
    elif item.unit:
        text = f"{text} ({item.unit})"
    return f"{text} per {item.per}" if item.per else text


def _grouped(value: Fraction) -> str:
    """The number with thousands separators: "1,778,548", "2.5", "1/3"."""
    integer, dot, decimals = (exact_decimal(value) or "").partition(".")
    return f"{int(integer):,}{dot}{decimals}" if integer.lstrip("-").isdigit() else integer


def _moment_text(moment: Moment) -> str:
    if moment.until is not None:
        return f"{_moment_text(replace(moment, until=None))} to {_moment_text(moment.until)}"
    weekday = calendar.day_name[moment.weekday] if moment.weekday is not None and moment.day is None else ""
    month = calendar.month_name[moment.month] if moment.month is not None else ""
    time = f"{moment.hour:02}:{moment.minute or 0:02}" if moment.hour is not None else ""
    text = " ".join(filter(None, (weekday, str(moment.day or ""), month, str(moment.year or ""), time)))
    return text or moment.relative or moment.timex
