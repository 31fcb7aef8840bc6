"""Puts the printed lines of pages in reading order and joins them into paragraphs.

A page states where letters are drawn, not which of them belong together. Columns are found by the gutter between them;
a line that crosses it, such as a headline, divides what is above it from what is below. Sizes and positions are in
points.
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
MAX_PAGE_LINES = 1_000  # of a page that is divided into columns; one with more is not text in columns
MIN_COLUMN_CHARACTERS = 14  # median of a column's lines; the columns of a table are narrower
MAX_CROSSING_SHARE = 0.25  # of a page's lines, that cross a gutter
MAX_COLUMNS = 8  # into which a page is divided
SAME_ROW_DISTANCE = 0.4  # times the smaller letter size, between the middles of two lines next to each other
MIN_HEADLINE_SIZE = 1.2  # times the size of most letters
MAX_HEADLINE_SIZE_RATIO = 1.05  # of the largest type to that of another line of the headline, at most
MAX_HEADLINE_GAP = 2.0  # times its size, between two of its lines
MAX_SIZE_RATIO = 1.12  # between lines of one paragraph; a greater one means a subhead or a caption
MIN_PARAGRAPH_GAP = 1.35  # times the usual distance between lines
MAX_LINE_DISTANCE = 2.0  # times the letter size: the most that counts as usual
MIN_INDENT = 0.6  # times a letter's size
SHORT_LINE = 0.8  # of the column's width: a shorter line that ends a sentence ends its paragraph
VERY_SHORT_LINE = 0.6  # of the column's width: a shorter line is always a headline or the last of its paragraph
MIN_RUNNING_PAGES = 3  # a line at the top or bottom of this many pages is a running header or footer
_PAGE_NUMBER = re.compile(r"(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_BULLET = re.compile(r"[•▪–*]\s")
_SENTENCE_ENDS = tuple(".?!:”\"’'")
_DIVIDED_WORD = re.compile(r"(?:^|(?<=[\s(“‘\"']))([A-Za-z]*[a-z])-$")
_COMPOUND_FIRST_PARTS = frozenset(  # a compound that begins with one keeps its hyphen at a line's end
    """one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty
    ninety half self non ex co mid anti pre post vice well first second third long short high low full part
    all""".split()
)
_HYPHENATED_WORD = re.compile(r"[a-z]+(?:-[a-z]+)+")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, or the part of it that is in one column."""

    text: str
    left: float
    right: float
    y: float  # of its middle, increasing upwards
    size: float  # height of its letters


@dataclass(frozen=True, slots=True)
class Column:
    """Lines that are read one after the other, from top to bottom."""

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
    hyphenated = frozenset(
        word for page in pages for line in page for word in _HYPHENATED_WORD.findall(line.text.lower())
    )
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
    """The pages without page numbers, and without running headers and footers, whose digits may vary."""
    edge_counts = Counter(
        _with_masked_digits(line.text)
        for page in pages
        if page  # one with a picture only has no lines
        for line in {min(page, key=lambda line: line.y), max(page, key=lambda line: line.y)}
    )
    for page in pages:
        yield [
            line
            for line in page
            if not _PAGE_NUMBER.fullmatch(line.text.strip())
            and edge_counts[_with_masked_digits(line.text)] < MIN_RUNNING_PAGES
        ]


def _with_masked_digits(text: str) -> str:
    """The text with "0" for each number, so that lines which differ only in numbers become equal."""
    return re.sub(r"\d+", "0", text)


def reading_order(lines: Sequence[Line], max_columns: int = MAX_COLUMNS) -> Iterator[Column]:
    """The columns of a page, or of a part of it, in the order in which they are read."""
    gutter = _gutter(lines) if max_columns > 1 else None
    if gutter is None:
        if lines:
            yield Column(tuple(_rows(lines)))
        return
    crossing = sorted((line for line in lines if line.left < gutter < line.right), key=lambda line: -line.y)
    remaining = [line for line in lines if line not in crossing]
    wide_lines: list[Line] = []  # neighbouring lines that cross the gutter
    for index, line in enumerate([*crossing, None]):
        above = [other for other in remaining if line is None or other.y > line.y]
        remaining = [other for other in remaining if line is not None and other.y <= line.y]
        if above:
            if wide_lines:
                yield Column(tuple(_rows(wide_lines)))
                wide_lines = []
            yield from reading_order([other for other in above if other.right <= gutter], max_columns // 2)
            yield from reading_order([other for other in above if other.left >= gutter], max_columns // 2)
        if line is not None:
            wide_lines.append(crossing[index])
    if wide_lines:
        yield Column(tuple(_rows(wide_lines)))


def _gutter(lines: Sequence[Line]) -> float | None:
    """The x coordinate of the middle of the gutter between two columns of prose; None where there is none.

    It is the white stripe that the fewest lines cross, and of several such the widest.
    """
    if not 2 * MIN_COLUMN_LINES <= len(lines) <= MAX_PAGE_LINES:
        return None
    right_edges = sorted({ceil(line.right) for line in lines})
    left_edges = sorted({line.left for line in lines})
    max_crossing = int(MAX_CROSSING_SHARE * len(lines))
    best_rank: tuple[float, float] | None = None
    for right in right_edges:
        next_left = next((left for left in left_edges if left >= right + MIN_GUTTER), None)
        if next_left is None:
            break
        middle = (right + next_left) / 2
        left_lines = [line for line in lines if line.right <= right]
        right_lines = [line for line in lines if line.left >= next_left]
        crossing = len(lines) - len(left_lines) - len(right_lines)
        if crossing > max_crossing or not (_is_prose(left_lines) and _is_prose(right_lines)):
            continue
        rank = (-float(crossing), next_left - right)
        if best_rank is None or rank > best_rank:
            best_rank, best_middle = rank, middle
    return best_middle if best_rank is not None else None


def _is_prose(lines: Sequence[Line]) -> bool:
    """Whether the lines are numerous and long enough for a column of prose."""
    return len(lines) >= MIN_COLUMN_LINES and median(len(line.text) for line in lines) >= MIN_COLUMN_CHARACTERS


def _rows(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines from top to bottom; those next to each other are joined, from left to right."""
    row: list[Line] = []
    for line in sorted(lines, key=lambda line: -line.y):
        if row and row[0].y - line.y > SAME_ROW_DISTANCE * min(row[0].size, line.size):
            yield _joined_line(row)
            row = []
        row.append(line)
    if row:
        yield _joined_line(row)


def _joined_line(row: list[Line]) -> Line:
    """The line that these parts of a row make, with the height and letter size of the longest part."""
    row.sort(key=lambda line: line.left)
    text = " ".join(line.text for line in row)
    longest = max(row, key=lambda line: len(line.text))
    return Line(text, row[0].left, max(line.right for line in row), longest.y, longest.size)


def _headline(lines: Sequence[Line], usual_size: float) -> list[Line]:
    """The neighbouring lines in the largest type of a page; none where all type is of about the same size."""
    largest = max((line.size for line in lines if any(map(str.isalpha, line.text))), default=0.0)
    if largest < MIN_HEADLINE_SIZE * usual_size:
        return []
    headline: list[Line] = []
    for line in sorted(
        (line for line in lines if line.size >= largest / MAX_HEADLINE_SIZE_RATIO), key=lambda line: -line.y
    ):
        if headline and headline[-1].y - line.y > MAX_HEADLINE_GAP * line.size:
            break
        headline.append(line)
    return headline


def _paragraphs(columns: Iterable[Column], hyphenated: frozenset[str]) -> Iterator[str]:
    """The paragraphs of the columns. A paragraph may continue in the next column, and on the next page."""
    paragraph = ""
    previous: Line | None = None  # the last line of the paragraph
    previous_column: Column | None = None
    for column in columns:
        distance = _usual_distance(column.lines)
        for line in column.lines:
            if previous is not None and previous_column is not None:
                is_same_column = previous_column is column
                is_end = _is_finished(paragraph, previous, previous_column) or not _is_same_size(previous, line)
                is_start = bool(_BULLET.match(line.text)) or (
                    is_same_column
                    and (
                        previous.y - line.y > MIN_PARAGRAPH_GAP * distance
                        or line.left - previous.left > MIN_INDENT * line.size
                    )
                )
                if is_end or (is_start and not paragraph.endswith("-")):
                    yield paragraph
                    paragraph = ""
            paragraph = _append_line(paragraph, line.text, hyphenated)
            previous, previous_column = line, column
    if paragraph:
        yield paragraph


def _usual_distance(lines: Sequence[Line]) -> float:
    """The median distance from one line to the next, at most MAX_LINE_DISTANCE times the letter size.

    Infinite where there are no two lines of about the same size, one below the other.
    """
    distances = [
        upper.y - lower.y for upper, lower in pairwise(lines) if upper.y > lower.y and _is_same_size(upper, lower)
    ]
    if not distances:
        return float("inf")
    return min(median(distances), MAX_LINE_DISTANCE * median(line.size for line in lines))


def _is_same_size(first: Line, second: Line) -> bool:
    """Whether two lines are of about the same letter size."""
    return max(first.size, second.size) <= MAX_SIZE_RATIO * min(first.size, second.size)


def _is_finished(paragraph: str, last: Line, column: Column) -> bool:
    """Whether a paragraph ends with its `last` line so far, judged by that line's length and its last character."""
    if paragraph.endswith("-"):
        return False
    share = (last.right - column.left) / max(column.right - column.left, 1.0)
    return share < VERY_SHORT_LINE or (paragraph.endswith(_SENTENCE_ENDS) and share < SHORT_LINE)


def _append_line(paragraph: str, line: str, hyphenated: frozenset[str]) -> str:
    """The paragraph with one more line, the hyphen removed of a word that was divided at the line's end.

    "30-year" and "22-year-old" keep their hyphens, and so does a compound in `hyphenated`, which the text has elsewhere
    on one line.
    """
    if not paragraph.endswith("-"):
        return f"{paragraph} {line}" if paragraph else line
    first_part = _DIVIDED_WORD.search(paragraph)
    second_part = re.match(r"[a-z]+", line)
    if first_part is None or second_part is None or first_part[1].lower() in _COMPOUND_FIRST_PARTS:
        return paragraph + line
    if f"{first_part[1].lower()}-{second_part.group()}" in hyphenated:
        return paragraph + line
    return paragraph[:-1] + line
