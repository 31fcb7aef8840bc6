"""Puts the printed lines of pages in reading order and joins them into paragraphs.

A page states where letters are drawn, not what belongs together. Columns are found by the gutter between them; a line
that crosses it, as a headline does, divides what is above from what is below. Sizes and positions are in points.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from statistics import median

from checks.model import Zone
from summarizer.inputs.source import Block

MIN_GUTTER = 6.0  # points between two columns
MIN_COLUMN_LINES = 3
MAX_COLUMN_LINES = 1_000  # of a page that is divided; a page with more is no text in columns
MIN_COLUMN_CHARACTERS = 14  # median of a column's lines; the columns of a table are narrower
MAX_CROSSING_SHARE = 0.25  # of the lines may cross a gutter
MAX_COLUMNS = 8  # to which a page is divided
HEADLINE_SIZE = 1.2  # times the size of most letters
HEADLINE_GAP = 2.0  # times its size, between two of its lines
OTHER_SIZE = 1.12  # times as large or small: a subhead or a caption, and no line of the same paragraph
PARAGRAPH_GAP = 1.35  # times the usual distance between lines
INDENT = 0.6  # of a letter's size
SHORT = 0.8  # of the column's width: a shorter line that ends a sentence ends its paragraph
VERY_SHORT = 0.6  # of it: a shorter line, whatever its end, is a headline or the last of its paragraph
RUNNING_PAGES = 3  # a line at the top or bottom of so many pages is no text of the article
_PAGE_NUMBER = re.compile(r"(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_BULLET = re.compile(r"[•▪–*]\s")
_SENTENCE_ENDS = tuple(".?!:”\"’'")
_BROKEN_WORD = re.compile(r"(?:^|(?<=[\s(“‘\"']))([A-Za-z]*[a-z])-$")
_FIRST_WORDS = frozenset(  # of compounds, which keep their hyphen
    """one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty
    ninety half self non ex co mid anti pre post vice well first second third long short high low full part
    all""".split()
)
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)+")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, or what of it stands in one column. `y` is that of its middle, counted upwards."""

    text: str
    left: float
    right: float
    y: float
    size: float  # height of its letters


@dataclass(frozen=True, slots=True)
class Column:
    """Lines that are read one after the other, from the top."""

    lines: tuple[Line, ...]

    @property
    def left(self) -> float:
        return min(line.left for line in self.lines)

    @property
    def right(self) -> float:
        return max(line.right for line in self.lines)


def article_blocks(pages: Sequence[Sequence[Line]]) -> Iterator[Block]:
    """The paragraphs of the pages; the lines in the largest type of the first page are the headline."""
    pages = list(_without_running_lines(pages))
    sizes = Counter[float]()
    for page in pages:
        for line in page:
            sizes[round(line.size, 1)] += len(line.text)
    if not sizes:
        return
    usual_size = sizes.most_common(1)[0][0]
    hyphenated = frozenset(word for page in pages for line in page for word in _WORD.findall(line.text.lower()))
    headline = _headline(pages[0], usual_size)
    if headline:
        pages[0] = [line for line in pages[0] if line not in headline]
        text = ""
        for line in _rows(headline):
            text = _append_line(text, line.text, hyphenated)
        yield Block(text, Zone.HEADLINE)
    columns = [column for page in pages for column in reading_order(page)]
    yield from (Block(text) for text in _paragraphs(columns, hyphenated))


def _without_running_lines(pages: Sequence[Sequence[Line]]) -> Iterator[list[Line]]:
    """The pages without page numbers, and without what is printed at the top or bottom of most."""
    edges = (
        Counter(
            _without_digits(line.text)
            for page in pages
            for line in {min(page, key=lambda line: line.y), max(page, key=lambda line: line.y)}
            if page
        )
        if all(pages)
        else Counter[str]()
    )
    for page in pages:
        yield [
            line
            for line in page
            if not _PAGE_NUMBER.fullmatch(line.text.strip()) and edges[_without_digits(line.text)] < RUNNING_PAGES
        ]


def _without_digits(text: str) -> str:
    return re.sub(r"\d+", "0", text)


def reading_order(lines: Sequence[Line], divisions: int = MAX_COLUMNS) -> Iterator[Column]:
    """The columns of a page, or of a part of it, in the order in which they are read."""
    gutter = _gutter(lines) if divisions > 1 else None
    if gutter is None:
        if lines:
            yield Column(tuple(_rows(lines)))
        return
    crossing = sorted((line for line in lines if line.left < gutter < line.right), key=lambda line: -line.y)
    rest = [line for line in lines if line not in crossing]
    across: list[Line] = []  # neighbouring lines that cross the gutter
    for index, line in enumerate([*crossing, None]):
        above = [other for other in rest if line is None or other.y > line.y]
        rest = [other for other in rest if line is not None and other.y <= line.y]
        if above:
            if across:
                yield Column(tuple(_rows(across)))
                across = []
            yield from reading_order([other for other in above if other.right <= gutter], divisions // 2)
            yield from reading_order([other for other in above if other.left >= gutter], divisions // 2)
        if line is not None:
            across.append(crossing[index])
    if across:
        yield Column(tuple(_rows(across)))


def _gutter(lines: Sequence[Line]) -> float | None:
    """The middle of the widest white stripe between two columns of prose; None where there is none."""
    if not 2 * MIN_COLUMN_LINES <= len(lines) <= MAX_COLUMN_LINES:
        return None
    edges = sorted({ceil(line.right) for line in lines})
    starts = sorted({line.left for line in lines})
    allowed = int(MAX_CROSSING_SHARE * len(lines))
    best: tuple[float, float] | None = None
    for right in edges:
        following = next((left for left in starts if left >= right + MIN_GUTTER), None)
        if following is None:
            break
        middle = (right + following) / 2
        before = [line for line in lines if line.right <= right]
        behind = [line for line in lines if line.left >= following]
        if len(lines) - len(before) - len(behind) > allowed or not (_is_prose(before) and _is_prose(behind)):
            continue
        crossing = len(lines) - len(before) - len(behind)
        rank = (-float(crossing), following - right)
        if best is None or rank > best:
            best, found = rank, middle
    return found if best is not None else None


def _is_prose(lines: Sequence[Line]) -> bool:
    return len(lines) >= MIN_COLUMN_LINES and median(len(line.text) for line in lines) >= MIN_COLUMN_CHARACTERS


def _rows(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines from the top, with those beside each other joined from the left."""
    row: list[Line] = []
    for line in sorted(lines, key=lambda line: -line.y):
        if row and row[0].y - line.y > 0.4 * min(row[0].size, line.size):
            yield _joined(row)
            row = []
        row.append(line)
    if row:
        yield _joined(row)


def _joined(row: list[Line]) -> Line:
    row.sort(key=lambda line: line.left)
    text = " ".join(line.text for line in row)
    longest = max(row, key=lambda line: len(line.text))
    return Line(text, row[0].left, max(line.right for line in row), longest.y, longest.size)


def _headline(lines: Sequence[Line], usual_size: float) -> list[Line]:
    """The neighbouring lines in the largest type of a page; none where all type is of about one size."""
    largest = max((line.size for line in lines if any(map(str.isalpha, line.text))), default=0.0)
    if largest < HEADLINE_SIZE * usual_size:
        return []
    headline: list[Line] = []
    for line in sorted((line for line in lines if line.size >= largest / 1.05), key=lambda line: -line.y):
        if headline and headline[-1].y - line.y > HEADLINE_GAP * line.size:
            break
        headline.append(line)
    return headline


def _paragraphs(columns: Iterable[Column], hyphenated: frozenset[str]) -> Iterator[str]:
    """The paragraphs of the columns. A paragraph may continue in the next column, and on the next page."""
    paragraph = ""
    last: Line | None = None  # the last line of the paragraph
    last_column: Column | None = None
    for column in columns:
        distance = _usual_distance(column.lines)
        for line in column.lines:
            if last is not None and last_column is not None:
                same_column = last_column is column
                ends = _is_finished(paragraph, last, last_column) or not _same_size(last, line)
                starts = bool(_BULLET.match(line.text)) or (
                    same_column
                    and (last.y - line.y > PARAGRAPH_GAP * distance or line.left - last.left > INDENT * line.size)
                )
                if ends or (starts and not paragraph.endswith("-")):
                    yield paragraph
                    paragraph = ""
            paragraph = _append_line(paragraph, line.text, hyphenated)
            last, last_column = line, column
    if paragraph:
        yield paragraph


def _usual_distance(lines: Sequence[Line]) -> float:
    """The distance from one line to the next that is found most often."""
    distances = [
        first.y - second.y for first, second in pairwise(lines) if first.y > second.y and _same_size(first, second)
    ]
    return min(median(distances), 2 * median(line.size for line in lines)) if distances else float("inf")


def _same_size(first: Line, second: Line) -> bool:
    return max(first.size, second.size) <= OTHER_SIZE * min(first.size, second.size)


def _is_finished(paragraph: str, last: Line, column: Column) -> bool:
    """Whether a paragraph ends with this line, judged by the line's length and its last character."""
    if paragraph.endswith("-"):
        return False
    share = (last.right - column.left) / max(column.right - column.left, 1.0)
    return share < VERY_SHORT or (paragraph.endswith(_SENTENCE_ENDS) and share < SHORT)


def _append_line(paragraph: str, line: str, hyphenated: frozenset[str]) -> str:
    """The paragraph with one more line, and a word that was hyphenated at the line's end mended.

    "30-year" and "22-year-old" keep their hyphens, and so does a compound that the text elsewhere has on one line.
    """
    if not paragraph.endswith("-"):
        return f"{paragraph} {line}" if paragraph else line
    broken = _BROKEN_WORD.search(paragraph)
    rest = re.match(r"[a-z]+", line)
    if broken is None or rest is None or broken[1].lower() in _FIRST_WORDS:
        return paragraph + line
    if f"{broken[1].lower()}-{rest.group()}" in hyphenated:
        return paragraph + line
    return paragraph[:-1] + line
