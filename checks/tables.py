"""Finds the tables of a plain text, and reads the number in a table's cell.

Whoever reads a file that states its tables hands them over as cells; in a plain text a table is a run of lines whose
cells stand between tabs or upright strokes, as a spreadsheet's are when they are pasted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from checks.budget import spend
from checks.model import Article, Span, Table
from checks.pattern import pattern

MIN_ROWS = 3  # of a table in a plain text
MAX_CELLS = 5_000  # of a table whose sums are checked; a longer one is data
MAX_FOUND_CELLS = 100_000  # of all tables of a plain text; later ones are not looked for
PROSE_CHARACTERS = 80  # a cell as long as this holds prose
_LINE = pattern(r"[^\n\r]+")
_RULER = pattern(r"[\s|:+=_–—-]*$")
_TOTAL = pattern(r"(?:(?:grand|overall|combined) )?totals?:?$|sum:?$|all:?$|total [a-z]+(?: [a-z]+)?:?$", re.IGNORECASE)
_NUMBER = pattern(
    r"(?P<sign>[-−–+]?)\s?(?P<currency>[£$€]|(?:GBP|USD|EUR)\s)?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ \xa0\u202f]\d{3})+|[1-9]\d*|0)(?P<decimals>\.\d{1,6})?"
    r"\s?(?P<unit>%|per cent|percent|k|m|mn|bn|tn|thousand|million|billion|trillion)?"
    r"\s?(?:[*†‡§]{1,3}|\[\w{1,2}\])?$"
)
_NOTHING = frozenset(("", "-", "–", "—", "−", "nil", "none"))
_SCALES = {
    "k": 10**3,
    "thousand": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "million": 10**6,
    "bn": 10**9,
    "billion": 10**9,
    "tn": 10**12,
    "trillion": 10**12,
}
_PERCENT = ("%", "per cent", "percent")

MAX_PLACES = 6  # decimal places that a number is printed with


@dataclass(frozen=True, slots=True)
class CellNumber:
    """The number in a cell. `step` is the value of one unit in the last printed place: 0.1 million for "1.2m"."""

    value: Fraction
    words: str  # as printed
    step: Fraction = Fraction(1)
    scale: int = 1
    currency: str = ""
    suffix: str = ""  # "%", "m"
    is_nothing: bool = False  # a dash or an empty cell: zero, or not known

    @property
    def is_percent(self) -> bool:
        return self.suffix in _PERCENT

    @property
    def is_rough(self) -> bool:
        """Whether the cell itself shows that its number may be rounded."""
        return bool(self.suffix) or self.step != self.scale

    @property
    def unit(self) -> str:
        return self.currency or ("%" if self.is_percent else "")

    def printed(self, value: Fraction) -> str:
        """Another value, printed the way this one is: "£1,240m"."""
        scaled = abs(value) / self.scale
        places = next((count for count in range(MAX_PLACES) if self.step * 10**count == self.scale), MAX_PLACES)
        grouping = "" if abs(self.value) / self.scale >= 1000 and "," not in self.words else ","
        whole, decimals = divmod(round(scaled * 10**places), 10**places)
        text = f"{whole:{grouping}}" + (f".{decimals:0{places}}" if places else "")
        gap = " " if self.suffix.isalpha() and len(self.suffix) > 2 else ""
        return f"{'-' if value < 0 else ''}{self.currency}{text}{gap}{self.suffix}"


def cell_number(words: str) -> CellNumber | None:
    """The number that makes up a whole cell; None where there is none, or more than a number."""
    words = words.strip()
    if words.lower() in _NOTHING:
        return CellNumber(Fraction(0), words, is_nothing=True)
    if len(words) > 40 or (found := _NUMBER.match(words)) is None:
        return None
    digits = "".join(character for character in found["digits"] if character.isdigit())
    decimals = (found["decimals"] or "")[1:]
    suffix = (found["unit"] or "").lower()
    scale = _SCALES.get(suffix, 1)
    value = Fraction(int(digits + decimals), 10 ** len(decimals)) * scale
    return CellNumber(
        -value if found["sign"] in ("-", "−", "–") else value,
        words,
        Fraction(scale, 10 ** len(decimals)),
        scale,
        (found["currency"] or "").strip(),
        found["unit"] or "",
    )


def is_total_label(words: str) -> bool:
    """Whether a row or column of this name holds totals: "Total", "Grand total", "Total votes"."""
    return _TOTAL.match(words) is not None


def number_cells(article: Article) -> frozenset[Span]:
    """The cells of the article's tables that hold a number and nothing else."""
    return frozenset(
        cell
        for table in article.tables
        for row in table.rows
        for cell in row
        if cell.end > cell.start and cell_number(article.text_of(cell)) is not None
    )


def without_tables(text: str, tables: Sequence[Table]) -> str:
    """The text without the rows of tables, except rows with a cell of prose: "No" in a table is no word of Spanish."""
    parts, end = [], 0
    for row in sorted(row for table in tables for row in table.rows if row):
        if all(cell.end - cell.start < PROSE_CHARACTERS for cell in row) and row[0].start >= end:
            parts.append(text[end : row[0].start])
            end = row[-1].end
    return "".join([*parts, text[end:]])


def find_tables(text: str) -> Iterator[Table]:
    """The tables of a plain text: three lines or more, one after the other, with equally many cells."""
    if "|" not in text and "\t" not in text:
        return
    rows: list[tuple[Span, ...]] = []
    count = 0  # of cells so far
    for line in _LINE.finditer(text):
        if not line.group().strip() or ("|" in line.group() and _RULER.match(line.group())):
            continue
        cells = tuple(_cells(text, Span(*line.span())))
        if rows and len(cells) != len(rows[-1]):
            if len(rows) >= MIN_ROWS:
                yield Table(tuple(rows))
            rows = []
        if len(cells) > 1:
            rows.append(cells)
            count += len(cells)
        if (
            count > MAX_FOUND_CELLS
        ):  # a text that is all cells is data, and holding them takes its memory many times over
            break
    if len(rows) >= MIN_ROWS:
        yield Table(tuple(rows))


def _cells(text: str, line: Span) -> Iterator[Span]:
    """The cells of a line; a single one, or none, where the line is of no table."""
    delimiter = "\t" if "\t" in text[line.start : line.end].strip() else "|"
    start, end = line
    if delimiter == "|":
        start, end = _trimmed(text, start, end)
        start += text.startswith("|", start)
        end -= end > start and text[end - 1] == "|"
    for cell in text[start:end].split(delimiter):
        yield Span(*_trimmed(text, start, start + len(cell)))
        start += len(cell) + 1


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets without the white space at both ends; of white space alone, those of its end."""
    words = text[start:end]
    if not words.strip():
        return end, end
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def texts_of(article: Article, row: Sequence[Span]) -> list[str]:
    """The words of a row's cells."""
    spend(len(row))
    return [" ".join(article.text[cell.start : cell.end].split()) for cell in row]
