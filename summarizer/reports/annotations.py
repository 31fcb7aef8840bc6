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
_MARK_CONTEXT = 110  # characters kept on each side of a mark
_MIN_ELIDED = 20  # characters; fewer are not worth replacing by "[…]"
_MAX_LABEL = 60  # characters; a label that would be longer with the figure's noun leaves it out
_MAX_TICK_PLACES = 3  # places named next to a tick

_PREPOSITION = r"(?:since|until|till|before|after|by|from|during)\b"
PREPOSITION_BEFORE = re.compile(rf"\b{_PREPOSITION}(?:\s+(?!{_PREPOSITION})\w+){{0,3}}\s+$", re.IGNORECASE)
RELATION_WINDOW = 40  # characters before a moment that are searched for its preposition
NOTHING_FOUND = "Nothing in question, and nothing that could be ticked."  # the verdict if `verdict_parts` is empty


class Mark(StrEnum):
    """The mark of a piece of text, most serious first. The values are shown to readers."""

    CANNOT = "cannot be"
    LOOK = "please look"
    TICKED = "ticked"
    NOTED = "worth knowing"
    UNCHECKED = "not checked"
    STATED = "as in the article"  # only on figures of a summary
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
    """A piece of text with a uniform mark. Joined, the pieces of a text give the text."""

    span: Span
    words: str
    mark: Mark = Mark.NONE
    target: str = ""
    tooltip: str = ""
    is_elided: bool = False  # a placeholder for omitted text


class Place(NamedTuple):
    """A position for readers: offsets count from 0; line and column count from 1 and are those of the original file."""

    start: int
    end: int
    line: int
    column: int
    paragraph: int | None
    name: str  # "headline", "par 4"
    words: str


class SummaryFigure(NamedTuple):
    """A figure of a summary with its mark, and the finding that questions its source in the article, if any."""

    support: FigureSupport
    mark: Mark
    finding: Finding | None


class PlaceLocator:
    """Finds the place of a span. Create one per text, since it indexes the paragraphs.

    `posted` is the original text, including the characters that reading left out of the article. If it is given,
    offsets refer to it.
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
        """The line of the last character of a span, and the column after it."""
        line, column = self.article.line_and_column(max(span.start, span.end - 1))
        return line, column + (span.end > span.start)


def span_in_file(article: Article, span: Span) -> Span:
    """The same characters as a span of the file or posted text, which may have characters that the article lacks."""
    start = article.in_file(span.start)
    return Span(start, article.in_file(span.end - 1) + 1 if span.end > span.start else start)


def _restore_left_out(article: Article, posted: str) -> str:
    """The posted text with the article's normalised characters in place of the original ones."""
    characters = list(posted)
    for position, character in enumerate(article.text):
        characters[article.in_file(position)] = character
    return "".join(characters)


def full_message(finding: Finding) -> str:
    """A finding as lines of text: message, arithmetic, question to the reporter, and the model that read the tie."""
    return "\n".join(filter(None, (finding.message, finding.arithmetic, finding.question, read_by(finding))))


def unique_fingerprints(sheet: Sheet) -> list[str]:
    """The fingerprint of each finding, made unique: a repeated one gets a number, as when a sentence occurs twice.

    Programs that match findings between runs show only one of several with the same fingerprint.
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
    """The counts of a sheet, "1 warning", "4 ticks", each with the severity that it counts: None for ticks.

    Empty if nothing is in question and nothing was ticked. Thousands have no comma, as in the ledger's line next to it.
    """
    counts: list[tuple[int, str, Severity | None]] = [
        (sum(finding.severity is severity for finding in sheet.findings), severity.value, severity)
        for severity in Severity
    ]
    counts.append((len(sheet.ticks), "tick", None))
    return [(f"{count} {word}{'s' if count != 1 else ''}", severity) for count, word, severity in counts if count]


def failures_note(sheet: Sheet) -> str:
    """What the failures of a sheet mean, and to report them; a failure of the reader says itself what to do."""
    note = "these checks could not be carried out"
    return note if {failure.rule for failure in sheet.failures} <= {"reader"} else f"{note}; please report them"


def reader_note(sheet: Sheet) -> str:
    """What the model that also read ties contributed, and where the article was sent; "" if neither applies."""
    reader = sheet.reader
    if reader is None:
        return ""
    questions, ticks = (sum(map(bool, map(read_by, outcomes))) for outcomes in (sheet.findings, sheet.ticks))
    if not (questions or ticks or reader.refused or reader.host):
        return ""
    contributions = [pluralize(count, what) for count, what in ((questions, "question"), (ticks, "tick")) if count]
    note = f"{reader.name} read ties too: {' and '.join(contributions) or 'nothing'} from it."
    if reader.refused:
        note += f" Refused, as no tie between figures that stand there: {reader.refused}."
    if reader.host:
        note += f" The article {'was' if reader.passages else 'may have been'} sent to {reader.host}."
    return note


def read_by(outcome: Finding | Tick) -> str:
    """A note that names the model that read the tie of an outcome; "" for a tie found without a model."""
    return read_by_model(outcome.relation.reader if outcome.relation else "")


def read_by_model(name: str) -> str:
    """The note of `read_by` for the model with this name; "" for an empty name."""
    return f"tie read by {name}" if name else ""


def rule_and_reader(outcome: Finding | Tick) -> str:
    """The slug and code of an outcome's rule, with the model that read its tie, if any."""
    return ", ".join(filter(None, (f"{outcome.rule} {outcome.code}", read_by(outcome))))


def added_arithmetic(tick: Tick) -> str:
    """The arithmetic of a tick; "" if its message says it already."""
    return "" if tick.arithmetic in tick.message else tick.arithmetic


def place_names(article: Article, spans: Iterable[Span]) -> str:
    """The names of the paragraphs that these spans begin in, each once: "headline, par 2"."""
    return ", ".join(dict.fromkeys(article.place(span.start) for span in spans))


def tick_places(article: Article, tick: Tick) -> str:
    """The names of the places of a tick's first spans."""
    return place_names(article, tick.spans[:_MAX_TICK_PLACES])


def findings_worst_first(sheet: Sheet) -> list[tuple[int, Finding]]:
    """The findings with their numbers (from 1, in text order), sorted by severity."""
    return sorted(enumerate(sheet.findings, 1), key=lambda item: MARK_RANK[MARK_OF_SEVERITY[item[1].severity]])


def sheet_marks(sheet: Sheet) -> list[MarkedSpan]:
    """The marks of the checked text: findings, ticks and ledger entries."""
    marks = []
    for number, finding in enumerate(sheet.findings, 1):
        mark = MARK_OF_SEVERITY[finding.severity]
        marks += [MarkedSpan(span, mark, f"f{number}", finding.message) for span in finding.spans]
    doubts = [mark for mark in marks if mark.mark in (Mark.CANNOT, Mark.LOOK)]
    values = {entry.item.span: entry.item.value for entry in sheet.ledger.entries if isinstance(entry.item, Figure)}
    for number, tick in enumerate(sheet.ticks, 1):
        is_same_value = len(tick.spans) == 2 and len({values.get(span, span) for span in tick.spans}) == 1
        doubt = next(
            (doubt for doubt in doubts if is_same_value and any(doubt.span.overlaps(span) for span in tick.spans)), None
        )
        if doubt:  # a figure of the headline that repeats one of the body shares the doubt about it
            marks += [doubt._replace(span=span) for span in tick.spans]
        else:
            marks += [MarkedSpan(span, Mark.TICKED, f"t{number}", tick.message) for span in tick.spans]
    for entry in sheet.ledger.entries:
        if entry.state is State.NOT_CHECKED:
            marks.append(MarkedSpan(entry.item.span, Mark.UNCHECKED, "", f"not checked: {entry.reason}"))
        else:  # an anchor for the ledger's link
            marks.append(MarkedSpan(entry.item.span, Mark.ALONE))
    return marks


def summary_figures(summary: Summary, sheet: Sheet) -> list[SummaryFigure]:
    """The figures of a summary that have a source in the article, in order. `sheet` is that of the article.

    A figure has the mark of the error or warning about its source in the article, if there is one. Otherwise it is
    ticked if it was computed from the article's figures, or rounded, and `Mark.STATED` if it is as in the article.
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
    marks = []
    for number, finding in enumerate(sheet.findings, 1):
        mark = MARK_OF_SEVERITY[finding.severity]
        marks += [MarkedSpan(span, mark, f"f{number}", finding.message) for span in finding.source_spans]
    for number, tick in enumerate(sheet.ticks, 1):
        marks += [MarkedSpan(span, Mark.TICKED, f"t{number}", tick.message) for span in tick.source_spans]
    return marks


def split_at_marks(text: str, within: Span, marks: Iterable[MarkedSpan]) -> Iterator[Piece]:
    """The text of the span `within`, split into pieces of uniform mark.

    Where marks overlap, a piece has the most serious one, and of equally serious ones the shortest. Every marked span
    that begins in `within` begins a piece, so that it can be linked to.
    """
    overlapping = sorted((mark for mark in marks if mark.span.overlaps(within)), key=lambda mark: mark.span)
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
    """The sentences that contain these spans, in text order; for a span outside any sentence, its paragraph.

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


def passage_pieces(article: Article, passage: Span, marks: Iterable[MarkedSpan]) -> list[Piece]:
    """The pieces of a passage, white space normalised; a long passage is shortened to the text around its marks."""
    row = list(split_at_marks(article.text, passage, marks))
    if passage.end - passage.start > _MAX_PASSAGE and any(piece.mark is not Mark.NONE for piece in row):
        row = [
            shown for index, piece in enumerate(row) for shown in _shortened(piece, index == 0, index == len(row) - 1)
        ]
    return [piece._replace(words=re.sub(r"\s+", " ", piece.words)) for piece in row]


def _shortened(piece: Piece, is_first: bool, is_last: bool) -> Iterator[Piece]:
    """The piece; of a long unmarked one only the text next to a mark, and "[…]" for what was left out.

    A passage's first piece has no mark before it, its last piece none after it.
    """
    kept_length = _MARK_CONTEXT * (1 if is_first or is_last else 2)
    if piece.mark is not Mark.NONE or len(piece.words) <= kept_length + _MIN_ELIDED:
        yield piece
        return
    start, end = piece.span
    head, tail = piece.words[:_MARK_CONTEXT], piece.words[-_MARK_CONTEXT:]
    if not is_first:
        head = head[: head.rfind(" ") + 1] or head
        yield Piece(Span(start, start + len(head)), head)
    yield Piece(Span(start, end), "[…]", is_elided=True)
    if not is_last:
        tail = tail[tail.find(" ") :] if " " in tail else tail
        yield Piece(Span(end - len(tail), end), tail)


def marks_of_finding(finding: Finding) -> tuple[list[MarkedSpan], list[MarkedSpan]]:
    """The marks of one finding: in the checked text, and in the source."""
    mark = MARK_OF_SEVERITY[finding.severity]
    return [MarkedSpan(span, mark) for span in finding.spans], [MarkedSpan(span, mark) for span in finding.source_spans]


def ledger_label(article: Article, item: Figure | Moment) -> str:
    """The text of a ledger entry, in the article's words: the figure with the hedge before it and the noun it counts.

    "close to 144 arrests". A hedge after the figure is left out, such as "or so".
    """
    words = item.words
    if isinstance(item, Figure):
        noun = item.noun
        if noun is not None and item.span.end <= noun.span.start and noun.span.end - item.span.start <= _MAX_LABEL:
            words = article.text[item.span.start : noun.span.end]
        if item.hedge and item.kind.value not in ("name", "unread"):
            words = article.text[written_before(article.text, item.span.start, item.hedge) : item.span.start] + words
    elif item.relation and not words.lower().startswith(item.relation):
        preposition = PREPOSITION_BEFORE.search(
            article.text, max(0, item.span.start - RELATION_WINDOW), item.span.start
        )
        words = f"{preposition[0] if preposition else ''}{words}"
    return re.sub(r"\s+", " ", words)


def pluralize(count: int, word: str) -> str:
    """ "1 warning", "2 warnings"."""
    return f"{count:,} {word}{'s' if count != 1 else ''}"
