"""A table states a total, and its rows or columns do not add up to it.

Foots a table: the cells of each column above (or below) a row labelled "Total", and the cells of each row next to a
column labelled "Total". Where several columns have totals, one that adds up shows that the row is a sum, so that
another that does not is an error; a single column that is close to its total is a warning, as a row may be left out.
A cell that is off along its row and along its column by the same amount is named once, with both totals.

Silent on what is unclear: subtotals, "of which" rows, cells that hold more than a number, mixed units, and columns of
rates, ranks, years, averages and changes. Percentages are compared with a total of 100 only. Where decimals, "m", "£"
or "thousand" show that figures are rounded, half a printed place for each part is allowed. If no column adds up, the
total is assumed to be that of a longer table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from checks.budget import spend
from checks.model import Article, Finding, NotChecked, Outcome, Severity, Span, Table, Tick
from checks.number_format import number
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.tables import MAX_CELLS, CellNumber, cell_number, is_total_label, texts_of

SUBTOTAL_LABEL = pattern(
    r".*\bsub-?\s?totals?\b|.*\btotals?\b|of which\b|including\b|incl\b|excluding\b|other than\b", re.I
)
NOT_ADDITIVE = pattern(
    r"(?:years?|rank|pos(?:ition)?|no\.|#|id|codes?|ages?|dates?|seasons?|weeks?|months?|days?|points? ahead)$"
    r"|.*(?:\b(?:rates?|averages?|avg|mean|median|ratio|per|change[sd]?|diff(?:erence)?|index|price|shares?|turnout|swing"
    r"|growth|margin|density|percentage|up|down|cumulative|max(?:imum)?|min(?:imum)?|target|capacity)\b|%|\+/-|±)",
    re.IGNORECASE,
)
ROUNDING_HINT = pattern(
    r".*(?:[£$€%]|\b(?:000s?|thousands?|millions?|billions?|trillions?|mn?|bn|rounded|tonnes?|km)\b)", re.I
)
PLAUSIBLE_SUM_SHARES = (Fraction(4, 5), Fraction(5, 4))
"""Smallest and largest sum of a single column, as shares of its total, that is taken for a wrong sum."""
MAX_PRINTED = 12  # parts of a sum that are written out
YEARS = range(1900, 2101)
MIN_PARTS = 2  # of a sum


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose rows are equally long. `numbers` has None for a cell that is not a single number."""

    texts: tuple[tuple[str, ...], ...]
    numbers: tuple[tuple[CellNumber | None, ...], ...]
    spans: tuple[tuple[Span, ...], ...]
    unit_hint: str  # the first row, which may name units

    def transposed(self) -> Grid:
        """The same table with its rows as columns."""
        return Grid(
            tuple(zip(*self.texts, strict=True)),
            tuple(zip(*self.numbers, strict=True)),
            tuple(zip(*self.spans, strict=True)),
            self.unit_hint,
        )


@dataclass(frozen=True, slots=True)
class Footing:
    """The parts of a row or column, their stated total, and their places in the table."""

    label: str
    total: CellNumber
    total_span: Span
    parts: tuple[CellNumber, ...]
    places: tuple[tuple[int, int], ...]  # row and column of each part
    spans: tuple[Span, ...]
    is_rounded: bool

    @property
    def stated_spans(self) -> Iterator[Span]:
        """The spans of the parts, except those of empty cells."""
        return (span for span in self.spans if span.start < span.end)

    @property
    def sum(self) -> Fraction:
        return sum((part.value for part in self.parts), Fraction(0))

    @property
    def gap(self) -> Fraction:
        """By how much the sum of the parts exceeds their total; negative if it falls short."""
        return self.sum - self.total.value

    @property
    def slack(self) -> Fraction:
        """By how much rounding may put the sum off, either way."""
        if not self.is_rounded and not any(cell.is_rough for cell in (self.total, *self.parts)):
            return Fraction(0)
        return sum((cell.step / 2 for cell in (self.total, *self.parts)), Fraction(0))

    @property
    def adds_up(self) -> bool:
        return abs(self.gap) <= self.slack

    @property
    def is_evidence(self) -> bool:
        """Whether the sum holds and could well not have held, since at least two parts are not zero."""
        return self.adds_up and sum(part.value != 0 for part in self.parts) >= MIN_PARTS

    @property
    def has_open_cell(self) -> bool:
        """Whether a cell is left open, so that a sum that does not hold says nothing."""
        return any(part.is_nothing for part in self.parts) or self.total.is_nothing


def check(article: Article) -> Iterator[Outcome]:
    for table in article.tables:
        grid = read_grid(article, table)
        if grid is None:
            continue
        columns = list(footings(grid))
        rows = [_transposed_footing(footing) for footing in footings(grid.transposed())]
        crossing_errors = _crossing_errors(columns, rows)
        if crossing_errors:
            yield _cell_finding(*crossing_errors)
        grand_totals = {footing.total_span for footing in columns if not footing.adds_up}  # of both a column and a row
        reported_rows = [footing for footing in rows if footing.adds_up or footing.total_span not in grand_totals]
        yield from _outcomes(
            [footing for footing in columns if footing not in crossing_errors], columns, rows, "column"
        )
        yield from _outcomes(
            [footing for footing in reported_rows if footing not in crossing_errors], rows, columns, "row"
        )


def read_grid(article: Article, table: Table) -> Grid | None:
    """The table as numbers, without titles and empty rows; None where it is too large or its rows differ in length."""
    width = max(map(len, table.rows), default=0)
    rows = [row for row in table.rows if len(row) > 1 or width < 2]
    rows = [row for row in rows if any(span.end > span.start for span in row)]
    if width < 2 or len(rows) < 2 or any(len(row) != width for row in rows) or len(rows) * width > MAX_CELLS:
        return None
    texts = tuple(tuple(texts_of(article, row)) for row in rows)
    numbers = tuple(tuple(map(cell_number, row)) for row in texts)
    return Grid(texts, numbers, tuple(rows), " ".join(texts[0]))


def footings(grid: Grid) -> Iterator[Footing]:
    """The columns of the grid whose parts are in the rows above or below a row labelled as the total."""
    header_count = _header_rows(grid)
    labels = [_label(grid, row) for row in range(len(grid.texts))]
    totals = [row for row in range(header_count, len(labels)) if is_total_label(labels[row])]
    if len(totals) != 1:
        return
    total = totals[0]
    if total == header_count:
        rows = range(header_count + 1, len(labels))
    else:
        rows = range(header_count, total)
        if any(
            _has_numbers(grid, row) and not _is_other_statistic(labels[row]) for row in range(total + 1, len(labels))
        ):
            return  # a total in the middle is one of several
    rows_of_parts = [row for row in rows if _has_numbers(grid, row) and not NOT_ADDITIVE.match(labels[row])]
    if len(rows_of_parts) < MIN_PARTS or any(SUBTOTAL_LABEL.match(labels[row]) for row in rows_of_parts):
        return
    for column in range(len(grid.texts[0])):
        footing = _footing(grid, column, total, rows_of_parts, header_count)
        if footing is not None:
            yield footing


def _footing(grid: Grid, column: int, total: int, rows: Sequence[int], header_count: int) -> Footing | None:
    """A column and its total; None where the column is not one to add up."""
    spend(len(rows))
    header = " ".join(grid.texts[row][column] for row in range(header_count)).strip()
    total_cell = grid.numbers[total][column]
    parts = [grid.numbers[row][column] for row in rows]
    if total_cell is None or total_cell.is_nothing or NOT_ADDITIVE.match(header):
        return None
    numbers = [part for part in parts if part is not None]
    if len(numbers) < len(parts) or sum(not part.is_nothing for part in numbers) < MIN_PARTS:
        return None
    if {part.unit for part in numbers if not part.is_nothing} | {total_cell.unit} != {total_cell.unit}:
        return None
    if total_cell.is_percent and total_cell.value != 100:
        return None  # the percentage of a total is a mean of those of its parts
    if all(not part.is_nothing and part.value in YEARS for part in numbers) or _is_numbering(numbers):
        return None
    is_rounded = bool(ROUNDING_HINT.match(header) or ROUNDING_HINT.match(grid.unit_hint))
    places, spans = tuple((row, column) for row in rows), tuple(grid.spans[row][column] for row in rows)
    return Footing(header, total_cell, grid.spans[total][column], tuple(numbers), places, spans, is_rounded)


def _header_rows(grid: Grid) -> int:
    """The number of rows at the top that name the columns: those with no number, or with only years."""
    for row, numbers in enumerate(grid.numbers):
        stated = [cell for cell in numbers[1:] if cell is not None and not cell.is_nothing]
        if stated and not (row == 0 and all(cell.value in YEARS and "," not in cell.words for cell in stated)):
            return row
    return len(grid.numbers)


def _label(grid: Grid, row: int) -> str:
    """The first text cell of a row, if among the first two cells; else ""."""
    for text, cell in list(zip(grid.texts[row], grid.numbers[row], strict=True))[:2]:
        if cell is None:
            return text
    return ""


def _has_numbers(grid: Grid, row: int) -> bool:
    """Whether a row has any number, or a dash in place of one, rather than empty cells only."""
    return any(cell is not None and cell.words for cell in grid.numbers[row])


def _is_other_statistic(label: str) -> bool:
    """Whether the label of a row below the total is of another statistic: an average, a change, a share."""
    return bool(NOT_ADDITIVE.match(label))


def _is_numbering(numbers: Sequence[CellNumber]) -> bool:
    """Whether the numbers only number the rows: 1, 2, 3, 4."""
    return len(numbers) > MIN_PARTS and [part.value for part in numbers] == list(range(1, len(numbers) + 1))


def _transposed_footing(footing: Footing) -> Footing:
    """A footing of the transposed grid, with its places in the original grid."""
    places = tuple((row, column) for column, row in footing.places)
    return Footing(
        footing.label, footing.total, footing.total_span, footing.parts, places, footing.spans, footing.is_rounded
    )


def _crossing_errors(columns: Sequence[Footing], rows: Sequence[Footing]) -> tuple[Footing, Footing] | tuple[()]:
    """The one column and the one row that are off by the same amount, where all others add up; else empty."""
    wrong_columns = [footing for footing in columns if not footing.adds_up]
    wrong_rows = [footing for footing in rows if not footing.adds_up]
    if len(wrong_columns) != 1 or len(wrong_rows) != 1 or len(columns) + len(rows) < 4:
        return ()
    column, row = wrong_columns[0], wrong_rows[0]
    if column.gap != row.gap or column.has_open_cell or row.has_open_cell or not set(column.places) & set(row.places):
        return ()
    return (column, row)


def _cell_finding(column: Footing, row: Footing) -> Finding:
    """The finding for a cell that is off along both its row and its column."""
    place = next(place for place in column.places if place in row.places)
    index = column.places.index(place)
    cell, gap = column.parts[index], column.gap
    comparison = "more" if gap > 0 else "less"
    return Finding(
        Severity.ERROR,
        f"The row {_name_in_message(row)} and the column {_name_in_message(column)} add up to "
        f"{cell.printed(abs(gap))} {comparison} than their totals, and {cell.words} stands in both.",
        (column.spans[index], row.total_span, column.total_span),
        f"{_sum_text(row)}, not {row.total.words}; {_sum_text(column)}, not {column.total.words}",
        (f"{cell.words} -> {cell.printed(cell.value - gap)}",),
        f"With {cell.printed(cell.value - gap)} for {cell.words}, both totals come out. Is that the right figure?",
    )


def _outcomes(
    footings: Sequence[Footing], lines: Sequence[Footing], crossing_lines: Sequence[Footing], word: str
) -> Iterator[Outcome]:
    """Ticks for the footings that add up, and findings for the others if enough ticks show that the totals are sums.

    `footings` are those to report, `lines` all rows or all columns, and `crossing_lines` those that cross them.
    """
    balanced_count = sum(footing.is_evidence for footing in lines)
    wrong = [footing for footing in footings if not footing.adds_up and not footing.has_open_cell]
    # A row's wrong total makes the total of all rows wrong too: where the column of totals comes out, that is one slip.
    confirmed_totals = {footing.total_span for footing in crossing_lines if footing.is_evidence}
    slips = [footing for footing in wrong if footing.total_span not in confirmed_totals] or wrong
    for footing in footings:
        if footing.is_evidence:
            equals = "=" if not footing.gap else "≈"
            yield Tick(
                f"The {word} {_name_in_message(footing)} adds up to its total.",
                (footing.total_span, *footing.stated_spans),
                f"{_parts_text(footing)} {equals} {footing.total.words}",
            )
    if balanced_count and balanced_count >= len(slips):
        for footing in wrong:
            yield _finding(footing, Severity.ERROR, word)
    elif len(wrong) == 1 and len(lines) == 1 and _is_plausible(wrong[0]):
        yield _finding(wrong[0], Severity.WARNING, word)
    elif wrong:
        reason = f"hardly any {word} adds up to its total, which may be that of a longer table"
        yield NotChecked(reason, tuple(footing.total_span for footing in wrong))


def _is_plausible(footing: Footing) -> bool:
    low, high = PLAUSIBLE_SUM_SHARES
    return footing.total.value > 0 and low <= footing.sum / footing.total.value <= high


def _finding(footing: Footing, severity: Severity, word: str) -> Finding:
    """The finding for a row or column that does not add up."""
    total, gap = footing.total, footing.gap
    comparison = "more" if gap > 0 else "less"
    allowed = f" (allowed: {number(footing.slack)} either way)" if footing.slack else ""
    left_out = "Is one of the figures wrong" if gap > 0 else "Is something left out, or is one of the figures wrong"
    return Finding(
        severity,
        f"The {word} {_name_in_message(footing)} adds up to {total.printed(footing.sum)}, "
        f"which is {total.printed(abs(gap))} {comparison} than its total of {total.words}.",
        (total_span := footing.total_span, *(span for span in footing.stated_spans if span != total_span)),
        f"{_sum_text(footing)}, not {total.words}{allowed}",
        (f"{total.words} -> {total.printed(footing.sum)}",),
        f"The {word} adds up to {total.printed(footing.sum)}, and its total is given as {total.words}. {left_out}?",
    )


def _name_in_message(footing: Footing) -> str:
    """The label of a row or column in quotation marks; "with the total of 24" where it has none."""
    return f"“{footing.label}”" if footing.label else f"with the total of {footing.total.words}"


def _parts_text(footing: Footing) -> str:
    """The parts as a sum in text: "12 + 9 + 4"; of a long column, the first two and the last."""
    printed = [part.words if not part.is_nothing else "0" for part in footing.parts]
    if len(printed) > MAX_PRINTED:
        return f"{printed[0]} + {printed[1]} + ... + {printed[-1]} ({len(printed)} figures)"
    return " + ".join(printed)


def _sum_text(footing: Footing) -> str:
    return f"{_parts_text(footing)} = {footing.total.printed(footing.sum)}"


EXAMPLES = (
    Example(
        "a column that does not add up to its total, beside one that does",
        "Ward | Yes | No\nAsh | 31 | 12\nElm | 24 | 19\nOak | 17 | 8\nTotal | 72 | 41",
        "error",
    ),
    Example(
        "columns that add up are ticked",
        "Ward | Yes | No\nAsh | 31 | 12\nElm | 24 | 19\nOak | 17 | 8\nTotal | 72 | 39",
        "tick",
    ),
    Example(
        "a single column that is near its total",
        "Ward | Votes\nAsh | 1,310\nElm | 1,240\nOak | 1,170\nTotal | 3,702",
        "warning",
    ),
    Example(
        "rows are added up too",
        "Team | Gold | Silver | Bronze | Total\nPenn | 3 | 2 | 4 | 9\nEly | 2 | 2 | 2 | 6\nWare | 1 | 0 | 5 | 7",
        "error",
    ),
    Example(
        "rows that add up",
        "Team | Gold | Silver | Bronze | Total\nPenn | 3 | 2 | 4 | 9\nEly | 2 | 2 | 2 | 6\nWare | 1 | 0 | 5 | 6",
        "tick",
    ),
    Example(
        "a cell that is off both ways is named once",
        "Ward | Men | Women | Total\nAsh | 31 | 12 | 43\nElm | 24 | 91 | 43\nTotal | 55 | 31 | 86",
        "error",
    ),
    Example(
        "two rows: a wrong total in one is summed up in that of both",
        "Region | Yes | No | Total\nNorth | 100 | 110 | 210\nSouth | 200 | 220 | 425\nTotal | 300 | 330 | 635",
        "error",
    ),
    Example(
        "two rows that both say more than their cells: a column is not shown",
        "Region | Yes | No | Total\nNorth | 100 | 110 | 216\nSouth | 200 | 220 | 425",
        "silent",
    ),
    Example(
        "money that is more than rounding off",
        "Fund | 2023 | 2024\nRoads | £1.2m | £1.4m\nParks | £2.1m | £2.2m\nPools | £0.4m | £0.9m"
        "\nTotal | £3.7m | £5.1m",
        "error",
    ),
    Example(
        "money that is off by rounding",
        "Fund | 2024\nRoads | £1.2m\nParks | £2.1m\nPools | £0.4m\nTotal | £3.8m",
        "tick",
    ),
    Example(
        "thousands that are off by rounding",
        "Thousands | Jobs\nAsh | 31\nElm | 24\nOak | 17\nTotal | 73",
        "tick",
    ),
    Example(
        "a total far from its rows is that of a longer table",
        "The largest | Votes\nAsh | 310\nElm | 240\nOak | 170\nTotal | 3,702",
        "silent",
    ),
    Example(
        "no column comes out: the total is of something else",
        "Ward | Yes | No\nAsh | 31 | 12\nElm | 24 | 19\nTotal | 58 | 35",
        "silent",
    ),
    Example("rates are not added up", "Ward | Turnout\nAsh | 41\nElm | 44\nOak | 38\nTotal | 120", "silent"),
    Example(
        "percentages have a mean, not a sum", "Ward | Voted\nAsh | 41%\nElm | 44%\nOak | 38%\nTotal | 41%", "silent"
    ),
    Example("years are not added up", "Year | Built\nAsh | 1901\nElm | 1902\nTotal | 3,900", "silent"),
    Example(
        "subtotals make a sum of sums unclear",
        "Ward | Votes\nAsh | 31\nElm | 24\nSubtotal | 55\nOak | 17\nTotal | 74",
        "silent",
    ),
    Example(
        "what is among the rows already", "Ward | Votes\nAsh | 31\nof which women | 14\nElm | 24\nTotal | 57", "silent"
    ),
    Example(
        "a cell that holds more than a number",
        "Ward | Votes\nAsh | 31 (of 40)\nElm | 24\nOak | 9\nTotal | 66",
        "silent",
    ),
    Example("a figure that is missing", "Ward | Votes\nAsh | 31\nElm | -\nOak | 9\nTotal | 46", "silent"),
    Example("mixed units", "Fund | Sum\nRoads | £31\nParks | $24\nPools | £9\nTotal | £66", "silent"),
    Example("a table without a total", "Ward | Yes | No\nAsh | 31 | 12\nElm | 24 | 19\nOak | 17 | 8", "silent"),
    Example(
        "a league's points are no sum",
        "Team | Won | Drawn | Points\nPenn | 5 | 1 | 16\nEly | 4 | 2 | 14\nWare | 3 | 0 | 9",
        "silent",
    ),
)

RULE = Rule(code="PW15", slug="table-totals", scope="article", relation="sum", check=check, examples=EXAMPLES)
