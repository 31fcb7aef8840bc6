"""Where the words of a sheet stand in its text, and how each of them is marked. The reports share these answers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from checks.model import Article, Figure, Finding, Moment, Severity, Sheet, Span, State

_LONG = 420  # characters of a sentence above which only the words around its marks are shown
_AROUND = 110


class Mark(StrEnum):
    """What is said of a piece of text, the gravest first. Three of them have a colour."""

    CANNOT = "cannot be"
    LOOK = "please look"
    TICKED = "ticked"
    NOTED = "worth knowing"
    UNCHECKED = "not checked"
    ALONE = "alone"
    NONE = ""


GRAVITY = {mark: rank for rank, mark in enumerate(Mark)}
OF_SEVERITY = {Severity.ERROR: Mark.CANNOT, Severity.WARNING: Mark.LOOK, Severity.NOTE: Mark.NOTED}


class Marked(NamedTuple):
    """A span of the text with its mark; `target` names what it belongs to ("f1", "t2"), `says` is said on hovering."""

    span: Span
    mark: Mark
    target: str = ""
    says: str = ""


class Piece(NamedTuple):
    """A piece of a text all of which is marked alike. Joined, the pieces are the text."""

    span: Span
    words: str
    mark: Mark = Mark.NONE
    target: str = ""
    says: str = ""
    elided: bool = False  # stands for words that are left out


class Place(NamedTuple):
    """A position as people count it; line and column from 1, in the file or text as given."""

    start: int
    end: int
    line: int
    column: int
    paragraph: int | None
    name: str  # "headline", "par 4"
    words: str


class Places:
    """Answers where a span stands. Made once for a text, since paragraphs are searched for.

    `posted` is the text as it came, where places are to count in that: with all that was left out of the article.
    """

    def __init__(self, article: Article, posted: str = "") -> None:
        self.article = article
        self.text = _put_back(article, posted) if posted and article.left_out else article.text
        self._starts = [paragraph.span.start for paragraph in article.paragraphs]

    def __call__(self, span: Span) -> Place:
        index = bisect_right(self._starts, span.start) - 1
        paragraph = self.article.paragraphs[index] if index >= 0 else None
        within = self.within(span)
        return Place(
            within.start,
            within.end,
            *self.article.line_and_column(span.start),
            paragraph.number if paragraph else None,
            self.article.place(span.start),
            self.text[within.start : within.end],
        )

    def within(self, span: Span) -> Span:
        """Which characters of `text` these are."""
        if self.text is self.article.text:
            return span
        start = self.article.in_file(span.start)
        return Span(start, self.article.in_file(span.end - 1) + 1 if span.end > span.start else start)

    def end(self, span: Span) -> tuple[int, int]:
        """Line and column behind the last character of a span."""
        line, column = self.article.line_and_column(max(span.start, span.end - 1))
        return line, column + (span.end > span.start)


def _put_back(article: Article, posted: str) -> str:
    signs = list(posted)
    for position, sign in enumerate(article.text):
        signs[article.in_file(position)] = sign
    return "".join(signs)


def not_english(sheet: Sheet) -> str:
    """Why nothing was checked, where that is so. "Not checked" must never look like "nothing wrong"."""
    texts = [sheet.article, *([sheet.source] if sheet.source else [])]
    if all(one.language == "en" for one in texts):
        return ""
    which = "one of the texts" if sheet.source else "the text"
    return f"Not checked: {which} does not read like English, the only language Copydesk checks."


def worst_first(sheet: Sheet) -> list[tuple[int, Finding]]:
    """The findings with their numbers (from 1, in text order), errors before warnings before notes."""
    return sorted(enumerate(sheet.findings, 1), key=lambda one: GRAVITY[OF_SEVERITY[one[1].severity]])


def of_sheet(sheet: Sheet) -> list[Marked]:
    """Everything that a sheet says of its own text."""
    marked = []
    for number, finding in enumerate(sheet.findings, 1):
        mark = OF_SEVERITY[finding.severity]
        marked += [Marked(span, mark, f"f{number}", finding.message) for span in finding.spans]
    doubts = [one for one in marked if one.mark in (Mark.CANNOT, Mark.LOOK)]
    values = {entry.item.span: entry.item.value for entry in sheet.ledger.entries if isinstance(entry.item, Figure)}
    for number, tick in enumerate(sheet.ticks, 1):
        alike = len(tick.spans) == 2 and len({values.get(span, span) for span in tick.spans}) == 1
        doubt = next((one for one in doubts if alike and any(one.span.overlaps(span) for span in tick.spans)), None)
        if doubt:  # a headline that has its figure from the body is no better than the body
            marked += [doubt._replace(span=span) for span in tick.spans]
        else:
            marked += [Marked(span, Mark.TICKED, f"t{number}", tick.message) for span in tick.spans]
    for entry in sheet.ledger.entries:
        if entry.state is State.NOT_CHECKED:
            marked.append(Marked(entry.item.span, Mark.UNCHECKED, "", f"not checked: {entry.reason}"))
        else:  # so that the ledger can point at it
            marked.append(Marked(entry.item.span, Mark.ALONE))
    return marked


def of_source(sheet: Sheet) -> list[Marked]:
    """Everything that a sheet of two texts says of the source."""
    marked = []
    for number, finding in enumerate(sheet.findings, 1):
        mark = OF_SEVERITY[finding.severity]
        marked += [Marked(span, mark, f"f{number}", finding.message) for span in finding.source_spans]
    for number, tick in enumerate(sheet.ticks, 1):
        marked += [Marked(span, Mark.TICKED, f"t{number}", tick.message) for span in tick.source_spans]
    return marked


def pieces(text: str, within: Span, marked: Iterable[Marked]) -> Iterator[Piece]:
    """The text of `within` in pieces. Where marks overlap the gravest is shown, then the shortest.

    Every marked span that begins in `within` begins a piece, so that it can be linked to.
    """
    here = sorted((one for one in marked if one.span.overlaps(within)), key=lambda one: one.span)
    edges = {within.start, within.end}
    for one in here:
        edges.update((max(one.span.start, within.start), min(one.span.end, within.end)))
    cuts = sorted(edges)
    active: list[Marked] = []
    waiting = 0
    for start, end in pairwise(cuts):
        while waiting < len(here) and here[waiting].span.start <= start:
            active.append(here[waiting])
            waiting += 1
        active = [one for one in active if one.span.end > start]
        top = min(active, key=lambda one: (GRAVITY[one.mark], one.span.end - one.span.start), default=None)
        piece = Piece(Span(start, end), text[start:end])
        yield piece if top is None else piece._replace(mark=top.mark, target=top.target, says=top.says)


def passages(article: Article, spans: Iterable[Span]) -> list[Span]:
    """The sentences that hold these spans, each once, in text order; a paragraph where no sentence does.

    Sentences that follow one another in a paragraph are one passage.
    """
    found: set[Span] = set()
    for span in spans:
        holding = [one.span for one in article.sentences if one.span.overlaps(span)]
        holding = holding or [one.span for one in article.paragraphs if one.span.overlaps(span)]
        found.update(holding or [span])
    joined: list[Span] = []
    for span in sorted(found):
        gap = article.text[joined[-1].end : span.start] if joined else "\n"
        if not gap.strip() and "\n" not in gap:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def quoted_passage(article: Article, passage: Span, marked: Iterable[Marked]) -> list[Piece]:
    """A passage in pieces, white space folded; of a very long one only what stands around its marks."""
    row = list(pieces(article.text, passage, marked))
    if passage.end - passage.start > _LONG and any(piece.mark is not Mark.NONE for piece in row):
        row = [
            shown for index, piece in enumerate(row) for shown in _shortened(piece, index == 0, index == len(row) - 1)
        ]
    return [piece._replace(words=re.sub(r"\s+", " ", piece.words)) for piece in row]


def _shortened(piece: Piece, first: bool, last: bool) -> Iterator[Piece]:
    keep = _AROUND * (1 if first or last else 2)
    if piece.mark is not Mark.NONE or len(piece.words) <= keep + 20:
        yield piece
        return
    start, end = piece.span
    head, tail = piece.words[:_AROUND], piece.words[-_AROUND:]
    if not first:
        head = head[: head.rfind(" ") + 1] or head
        yield Piece(Span(start, start + len(head)), head)
    yield Piece(Span(start, end), "[…]", elided=True)
    if not last:
        tail = tail[tail.find(" ") :] if " " in tail else tail
        yield Piece(Span(end - len(tail), end), tail)


def finding_marks(finding: Finding) -> tuple[list[Marked], list[Marked]]:
    """A finding's own marks in the checked text, and in its source."""
    mark = OF_SEVERITY[finding.severity]
    return [Marked(span, mark) for span in finding.spans], [Marked(span, mark) for span in finding.source_spans]


def label(article: Article, item: Figure | Moment) -> str:
    """A ledger line's words: the figure with its hedge and what it counts, "about 144 arrests"."""
    words = item.words
    if isinstance(item, Figure):
        noun = item.noun
        if noun is not None and item.span.end <= noun.span.start and noun.span.end - item.span.start <= 60:
            words = article.text[item.span.start : noun.span.end]
        if item.hedge and item.kind.value not in ("name", "unread"):
            words = f"{item.hedge.value} {words}"
    elif item.relation:
        words = words if words.lower().startswith(item.relation) else f"{item.relation} {words}"
    return re.sub(r"\s+", " ", words)


def many(count: int, word: str) -> str:
    """ "1 warning", "2 warnings"."""
    return f"{count:,} {word}{'s' if count != 1 else ''}"
