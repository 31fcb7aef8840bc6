"""Positions and marks of the spans of a sheet, for all report formats."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from checks.figures.hedges import written_before
from checks.fingerprint import fingerprint
from checks.model import Article, Figure, Finding, Moment, Severity, Sheet, Span, State, Tick

if TYPE_CHECKING:
    from summarizer.pipeline.result import FigureSupport, Summary

_MAX_PASSAGE = 420  # characters; a longer passage is shortened to the text around its marks
_CONTEXT = 110  # characters kept on each side of a mark

_RELATION = r"(?:since|until|till|before|after|by|from|during)\b"
RELATION_BEFORE = re.compile(rf"\b{_RELATION}(?:\s+(?!{_RELATION})\w+){{0,3}}\s+$", re.IGNORECASE)
RELATION_REACH = 40  # characters before a moment in which the word of its relation stands
NOTHING_FOUND = "Nothing in question, and nothing that could be ticked."  # where there are no `verdict_parts`


class Mark(StrEnum):
    """The mark of a piece of text, most serious first. The values are shown to readers."""

    CANNOT = "cannot be"
    LOOK = "please look"
    TICKED = "ticked"
    NOTED = "worth knowing"
    UNCHECKED = "not checked"
    STATED = "as in the article"  # of a figure of a summary
    ALONE = "alone"
    NONE = ""


MARK_RANK = {mark: rank for rank, mark in enumerate(Mark)}
MARK_OF_SEVERITY = {Severity.ERROR: Mark.CANNOT, Severity.WARNING: Mark.LOOK, Severity.NOTE: Mark.NOTED}


class MarkedSpan(NamedTuple):
    """A span of the text with its mark; `target` is the id of its finding or tick ("f1", "t2")."""

    span: Span
    mark: Mark
    target: str = ""
    tooltip: str = ""


class Piece(NamedTuple):
    """A piece of text with a uniform mark. The pieces of a text, joined, are the text."""

    span: Span
    words: str
    mark: Mark = Mark.NONE
    target: str = ""
    tooltip: str = ""
    elided: bool = False  # a placeholder for omitted text


class Place(NamedTuple):
    """A position for readers: offsets from 0; line and column from 1, in the original file or text."""

    start: int
    end: int
    line: int
    column: int
    paragraph: int | None
    name: str  # "headline", "par 4"
    words: str


class SummaryFigure(NamedTuple):
    """A figure of a summary with its mark; `finding` is what questions its source in the article."""

    support: FigureSupport
    mark: Mark
    finding: Finding | None


class PlaceLocator:
    """Finds the place of a span; create one per text, since it indexes the paragraphs.

    `posted` is the original text including the characters that were left out of the article; if it is given, offsets
    refer to it.
    """

    def __init__(self, article: Article, posted: str = "") -> None:
        self.article = article
        self.text = _restore_left_out(article, posted) if posted and article.left_out else article.text
        self._starts = [paragraph.span.start for paragraph in article.paragraphs]

    def __call__(self, span: Span) -> Place:
        index = bisect_right(self._starts, span.start) - 1
        paragraph = self.article.paragraphs[index] if index >= 0 else None
        original = self.original_span(span)
        return Place(
            original.start,
            original.end,
            *self.article.line_and_column(span.start),
            paragraph.number if paragraph else None,
            self.article.place(span.start),
            self.text[original.start : original.end],
        )

    def original_span(self, span: Span) -> Span:
        """The same characters as a span of `text`."""
        return span if self.text is self.article.text else span_in_file(self.article, span)

    def end(self, span: Span) -> tuple[int, int]:
        """Line and column after the last character of a span."""
        line, column = self.article.line_and_column(max(span.start, span.end - 1))
        return line, column + (span.end > span.start)


def span_in_file(article: Article, span: Span) -> Span:
    """The same characters as a span of the file, or of the posted text, of which some were left out."""
    start = article.in_file(span.start)
    return Span(start, article.in_file(span.end - 1) + 1 if span.end > span.start else start)


def _restore_left_out(article: Article, posted: str) -> str:
    """The posted text with the characters of the article in their places, so that its normalisation is kept."""
    characters = list(posted)
    for position, character in enumerate(article.text):
        characters[article.in_file(position)] = character
    return "".join(characters)


def full_message(finding: Finding) -> str:
    """A finding in one text: message, arithmetic, question to the reporter, and the model that read the tie, if any."""
    return "\n".join(filter(None, (finding.message, finding.arithmetic, finding.question, read_by(finding))))


def unique_fingerprints(sheet: Sheet) -> list[str]:
    """The fingerprint of each finding; a repeated one is followed by its number, as where a sentence stands twice.

    Programs that match the findings of two runs show only one of several with the same fingerprint.
    """
    seen: Counter[str] = Counter()
    identifiers = []
    for finding in sheet.findings:
        identifier = fingerprint(sheet.article, finding)
        seen[identifier] += 1
        identifiers.append(f"{identifier}:{seen[identifier]}" if seen[identifier] > 1 else identifier)
    return identifiers


def not_checked_reason(sheet: Sheet) -> str:
    """Why nothing was checked; "" if the sheet was checked. "Not checked" must never look like "nothing wrong"."""
    texts = [sheet.article, *([sheet.source] if sheet.source else [])]
    if all(text.language == "en" for text in texts):
        return ""
    which = "one of the texts" if sheet.source else "the text"
    return f"Not checked: {which} does not read like English, the only language Copydesk checks."


def verdict_parts(sheet: Sheet) -> list[tuple[str, Severity | None]]:
    """What a sheet comes to, "1 warning", "4 ticks", each with the severity that it counts: None for ticks.

    Empty if nothing is in question and nothing was ticked. Thousands have no comma, as in the ledger's line beside it.
    """
    counts: list[tuple[int, str, Severity | None]] = [
        (sum(finding.severity is severity for finding in sheet.findings), severity.value, severity)
        for severity in Severity
    ]
    counts.append((len(sheet.ticks), "tick", None))
    return [(f"{count} {word}{'s' if count != 1 else ''}", severity) for count, word, severity in counts if count]


def failures_note(sheet: Sheet) -> str:
    """What the failures of a sheet mean. That of a reader says itself what to do."""
    note = "these checks could not be carried out"
    return note if {failure.rule for failure in sheet.failures} <= {"reader"} else f"{note}; please report them"


def reader_note(sheet: Sheet) -> str:
    """What the model that read ties too contributed, and where the article was sent; "" if that is nothing."""
    reader = sheet.reader
    if reader is None:
        return ""
    questions, ticks = (sum(map(bool, map(read_by, outcomes))) for outcomes in (sheet.findings, sheet.ticks))
    if not (questions or ticks or reader.refused or reader.host):
        return ""
    found = [pluralize(count, what) for count, what in ((questions, "question"), (ticks, "tick")) if count]
    note = f"{reader.name} read ties too: {' and '.join(found) or 'nothing'} from it."
    if reader.refused:
        note += f" Refused, as no tie between figures that stand there: {reader.refused}."
    if reader.host:
        note += f" The article {'was' if reader.passages else 'may have been'} sent to {reader.host}."
    return note


def read_by(outcome: Finding | Tick) -> str:
    """Which model read the tie of an outcome; "" for a tie that was found without one."""
    return read_by_model(outcome.relation.reader if outcome.relation else "")


def read_by_model(name: str) -> str:
    """As `read_by`, of the model with this name; "" for none."""
    return f"tie read by {name}" if name else ""


def rule_and_reader(outcome: Finding | Tick) -> str:
    """The rule of an outcome, with the model that read its tie if it was one."""
    return ", ".join(filter(None, (f"{outcome.rule} {outcome.code}", read_by(outcome))))


def findings_worst_first(sheet: Sheet) -> list[tuple[int, Finding]]:
    """The findings with their numbers (from 1, in text order), sorted by severity."""
    return sorted(enumerate(sheet.findings, 1), key=lambda item: MARK_RANK[MARK_OF_SEVERITY[item[1].severity]])


def sheet_marks(sheet: Sheet) -> list[MarkedSpan]:
    """The marks of the checked text: findings, ticks and ledger entries."""
    marked = []
    for number, finding in enumerate(sheet.findings, 1):
        mark = MARK_OF_SEVERITY[finding.severity]
        marked += [MarkedSpan(span, mark, f"f{number}", finding.message) for span in finding.spans]
    doubts = [mark for mark in marked if mark.mark in (Mark.CANNOT, Mark.LOOK)]
    values = {entry.item.span: entry.item.value for entry in sheet.ledger.entries if isinstance(entry.item, Figure)}
    for number, tick in enumerate(sheet.ticks, 1):
        is_same_value = len(tick.spans) == 2 and len({values.get(span, span) for span in tick.spans}) == 1
        doubt = next(
            (doubt for doubt in doubts if is_same_value and any(doubt.span.overlaps(span) for span in tick.spans)), None
        )
        if doubt:  # a headline figure repeated from the body shares the doubt about it
            marked += [doubt._replace(span=span) for span in tick.spans]
        else:
            marked += [MarkedSpan(span, Mark.TICKED, f"t{number}", tick.message) for span in tick.spans]
    for entry in sheet.ledger.entries:
        if entry.state is State.NOT_CHECKED:
            marked.append(MarkedSpan(entry.item.span, Mark.UNCHECKED, "", f"not checked: {entry.reason}"))
        else:  # an anchor for the ledger's link
            marked.append(MarkedSpan(entry.item.span, Mark.ALONE))
    return marked


def summary_figures(summary: Summary, sheet: Sheet) -> list[SummaryFigure]:
    """The figures of a summary that have a source in the article, in order. `sheet` is that of the article.

    A figure whose source the article's own check questions is in question here too, whatever else holds of it. One
    that was reckoned from the article's figures, or rounded, is ticked; any other only stands there as in the article.
    """
    figures = []
    for support in (support for sentence in summary.sentences for support in sentence.figures):
        if support.source_spans:
            finding = _gravest_finding(support.source_spans, sheet)
            mark = Mark.TICKED if support.derived or support.arithmetic else Mark.STATED
            figures.append(SummaryFigure(support, MARK_OF_SEVERITY[finding.severity] if finding else mark, finding))
    return figures


def _gravest_finding(spans: Iterable[Span], sheet: Sheet) -> Finding | None:
    """The most serious error or warning that concerns one of these spans of the article."""
    for _, finding in findings_worst_first(sheet):
        if finding.severity is not Severity.NOTE and any(
            span.overlaps(other) for span in spans for other in finding.spans
        ):
            return finding
    return None


def source_marks(sheet: Sheet) -> list[MarkedSpan]:
    """The marks of the source text of a comparison."""
    marked = []
    for number, finding in enumerate(sheet.findings, 1):
        mark = MARK_OF_SEVERITY[finding.severity]
        marked += [MarkedSpan(span, mark, f"f{number}", finding.message) for span in finding.source_spans]
    for number, tick in enumerate(sheet.ticks, 1):
        marked += [MarkedSpan(span, Mark.TICKED, f"t{number}", tick.message) for span in tick.source_spans]
    return marked


def split_at_marks(text: str, within: Span, marked: Iterable[MarkedSpan]) -> Iterator[Piece]:
    """Split the text of the span `within` into pieces of uniform mark.

    Where marks overlap, the most serious one is shown, then the shortest. Every marked span that begins in `within`
    begins a piece, so that it can be linked to.
    """
    overlapping = sorted((mark for mark in marked if mark.span.overlaps(within)), key=lambda mark: mark.span)
    edges = {within.start, within.end}
    for mark in overlapping:
        edges.update((max(mark.span.start, within.start), min(mark.span.end, within.end)))
    active: list[MarkedSpan] = []
    next_index = 0
    for start, end in pairwise(sorted(edges)):
        while next_index < len(overlapping) and overlapping[next_index].span.start <= start:
            active.append(overlapping[next_index])
            next_index += 1
        active = [mark for mark in active if mark.span.end > start]
        top = min(active, key=lambda mark: (MARK_RANK[mark.mark], mark.span.end - mark.span.start), default=None)
        piece = Piece(Span(start, end), text[start:end])
        yield piece if top is None else piece._replace(mark=top.mark, target=top.target, tooltip=top.tooltip)


def find_passages(article: Article, spans: Iterable[Span]) -> list[Span]:
    """The sentences that contain these spans, in text order; the paragraph of a span that is in no sentence.

    Adjacent sentences of a paragraph are joined into one passage.
    """
    found: set[Span] = set()
    for span in spans:
        enclosing = [sentence.span for sentence in article.sentences if sentence.span.overlaps(span)]
        enclosing = enclosing or [paragraph.span for paragraph in article.paragraphs if paragraph.span.overlaps(span)]
        found.update(enclosing or [span])
    joined: list[Span] = []
    for span in sorted(found):
        gap = article.text[joined[-1].end : span.start] if joined else "\n"
        if not gap.strip() and "\n" not in gap:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def passage_pieces(article: Article, passage: Span, marked: Iterable[MarkedSpan]) -> list[Piece]:
    """The pieces of a passage, white space normalised; a long passage is shortened to the text around its marks."""
    row = list(split_at_marks(article.text, passage, marked))
    if passage.end - passage.start > _MAX_PASSAGE and any(piece.mark is not Mark.NONE for piece in row):
        row = [
            shown for index, piece in enumerate(row) for shown in _shortened(piece, index == 0, index == len(row) - 1)
        ]
    return [piece._replace(words=re.sub(r"\s+", " ", piece.words)) for piece in row]


def _shortened(piece: Piece, first: bool, last: bool) -> Iterator[Piece]:
    """Replace the middle of a long unmarked piece by "[…]"; `first` and `last` tell which side has no mark."""
    keep = _CONTEXT * (1 if first or last else 2)
    if piece.mark is not Mark.NONE or len(piece.words) <= keep + 20:
        yield piece
        return
    start, end = piece.span
    head, tail = piece.words[:_CONTEXT], piece.words[-_CONTEXT:]
    if not first:
        head = head[: head.rfind(" ") + 1] or head
        yield Piece(Span(start, start + len(head)), head)
    yield Piece(Span(start, end), "[…]", elided=True)
    if not last:
        tail = tail[tail.find(" ") :] if " " in tail else tail
        yield Piece(Span(end - len(tail), end), tail)


def marks_of_finding(finding: Finding) -> tuple[list[MarkedSpan], list[MarkedSpan]]:
    """The marks of one finding: in the checked text, and in the source."""
    mark = MARK_OF_SEVERITY[finding.severity]
    return [MarkedSpan(span, mark) for span in finding.spans], [MarkedSpan(span, mark) for span in finding.source_spans]


def ledger_label(article: Article, item: Figure | Moment) -> str:
    """The text of a ledger entry, in the article's words: the figure with the hedge before it and the noun it counts.

    "close to 144 arrests". A hedge behind the figure is left out, as in "144 or so".
    """
    words = item.words
    if isinstance(item, Figure):
        noun = item.noun
        if noun is not None and item.span.end <= noun.span.start and noun.span.end - item.span.start <= 60:
            words = article.text[item.span.start : noun.span.end]
        if item.hedge and item.kind.value not in ("name", "unread"):
            words = article.text[written_before(article.text, item.span.start, item.hedge) : item.span.start] + words
    elif item.relation and not words.lower().startswith(item.relation):
        front = RELATION_BEFORE.search(article.text, max(0, item.span.start - RELATION_REACH), item.span.start)
        words = f"{front[0] if front else ''}{words}"
    return re.sub(r"\s+", " ", words)


def pluralize(count: int, word: str) -> str:
    """ "1 warning", "2 warnings"."""
    return f"{count:,} {word}{'s' if count != 1 else ''}"
