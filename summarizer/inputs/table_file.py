"""Reads tables (.csv, .tsv, .jsonl, .parquet): the articles in one of their columns, or the figures of a small one.

A table is never read as prose. A table of articles needs the name of the column that holds them. A table of figures is
read as cells if a row or column is labelled as the total.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from checks.tables import MAX_CELLS, is_total_label
from summarizer.inputs.damage import describe_damage
from summarizer.inputs.decoding import decode
from summarizer.inputs.file_kinds import JSON_LINES_SUFFIXES, PARQUET_SUFFIX
from summarizer.inputs.source import MAX_BYTES, Source, TableBlock, Unreadable, from_blocks

MAX_TABLE_BYTES = 200_000_000  # of a file, and of the text in a Parquet file, which may be far larger
MAX_ROWS = 1_000_000  # of a Parquet file
ROWS_PER_READ = 4  # of a Parquet file: these are in memory before their length is known
MAX_COLUMNS_NAMED = 12  # in a message
MAX_COLUMN_NAME_CHARACTERS = 40  # in a message; longer names are cut
_DELIMITERS = (",", ";", "\t", "|")


class Row(NamedTuple):
    """The text in one row of a table, or why there is none."""

    number: int  # from 1, without the header
    text: str
    problem: str = ""  # why there is no text, as a clause for a message
    line: int = 0  # the line of the file on which the row begins; in Parquet, the row's number; 0 where unknown


def rows_of(data: bytes, name: str, column: str) -> Iterator[Row]:
    """The rows of a table, with their texts in one column.

    Raises Unreadable for a table that is damaged or has no such column.
    """
    suffix = Path(name).suffix.lower()
    if suffix == PARQUET_SUFFIX:
        yield from _parquet_rows(data, name, column)
    elif suffix in JSON_LINES_SUFFIXES:
        yield from _json_rows(data, name, column)
    else:
        yield from _delimited_rows(data, name, column)


def read_table(data: bytes, name: str) -> Source:
    """A table of figures that states totals, as cells. Raises Unreadable, with advice, for any other table."""
    suffix = Path(name).suffix.lower()
    if suffix == PARQUET_SUFFIX:
        raise Unreadable(_advice(name, _parquet_file(data, name).schema_arrow.names))
    if suffix in JSON_LINES_SUFFIXES:
        first_record = next(record for _, record in _json_records(data, name) if record is not None)
        raise Unreadable(_advice(name, list(first_record)))
    numbered_rows = [
        (line, tuple(row)) for line, row in _numbered_rows(data, name) if any(cell.strip() for cell in row)
    ]
    rows = [row for _, row in numbered_rows]
    labels = [*rows[0], *(cell for row in rows for cell in row[:2])] if rows else []
    if sum(map(len, rows)) > MAX_CELLS or not any(is_total_label(" ".join(label.split())) for label in labels):
        raise Unreadable(_advice(name, list(rows[0]) if rows else []))
    source = from_blocks(name, [TableBlock(tuple(rows))])
    starts = [row[0].start for row in source.tables[0].rows]
    if len(starts) != len(rows):  # a row was a comment
        return source
    return replace(source, line_starts=tuple(zip(starts, (line for line, _ in numbered_rows), strict=True)))


def _advice(name: str, columns: list[str]) -> str:
    """Why a table is refused, with the names of its columns."""
    return (
        f"{name} is a table, which is not read as prose. Its columns: {_listed(columns)}. If one of them holds "
        "articles, name it with --text-column; figures are added up where a row or column of a CSV is called Total."
    )


def no_column(name: str, column: str, columns: list[str]) -> Unreadable:
    """The error that a table has no such column, with the names of those that it has."""
    return Unreadable(
        f"{name} has no column {column[:MAX_COLUMN_NAME_CHARACTERS]!r}; its columns: {_listed(columns)}. Name the one "
        "that holds the articles with --text-column."
    )


def _listed(columns: list[str]) -> str:
    """The names of a table's columns, for a message: the first ones, each on one line and cut, and how many follow."""
    named = ", ".join(
        " ".join(column.split())[:MAX_COLUMN_NAME_CHARACTERS] or "(no name)" for column in columns[:MAX_COLUMNS_NAMED]
    )
    more = f" and {len(columns) - MAX_COLUMNS_NAMED} more" if len(columns) > MAX_COLUMNS_NAMED else ""
    return f"{named or 'none'}{more}"


def _numbered_rows(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each row of a CSV or TSV file, with the line on which the row begins, from 1.

    A .tsv file is delimited by tabs, any other by the delimiter that occurs most often in the first line.
    """
    text = decode(data, name)
    first_line = text.lstrip("\n").partition("\n")[0]
    delimiter = "\t" if name.lower().endswith(".tsv") else max(_DELIMITERS, key=first_line.count)
    csv.field_size_limit(MAX_BYTES)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        line = 1
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(f"{name} is no table that can be read ({error}): save it again as CSV.") from None


def _delimited_rows(data: bytes, name: str, column: str) -> Iterator[Row]:
    rows = ((line, row) for line, row in _numbered_rows(data, name) if any(cell.strip() for cell in row))
    columns = [cell.strip() for cell in next(rows, (1, []))[1]]
    if column not in columns:
        raise no_column(name, column, columns)
    index = columns.index(column)
    for number, (line, row) in enumerate(rows, 1):
        if index < len(row):
            yield Row(number, row[index], line=line)
        else:
            yield Row(number, "", f"the row has {len(row)} cells, and the column {column!r} is number {index + 1}")


def _json_records(data: bytes, name: str) -> Iterator[tuple[int, dict[str, object] | None]]:
    """The object on each line, or None for anything else, with the line's number.

    Empty lines are skipped. Raises Unreadable, at the end, if there is no object at all.
    """
    has_object = False
    for number, line in enumerate(decode(data, name).split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            record = None
        has_object = has_object or isinstance(record, dict)
        yield number, record if isinstance(record, dict) else None
    if not has_object:
        raise Unreadable(f"{name} holds no JSON objects, one a line: check how it was saved.")


def _json_rows(data: bytes, name: str, column: str) -> Iterator[Row]:
    columns: dict[str, None] = {}
    for number, (line, record) in enumerate(_json_records(data, name), 1):
        if record is None:
            yield Row(number, "", "the line is no JSON object", line)
            continue
        columns.update(dict.fromkeys(record))
        yield _row_of_value(number, record.get(column), column)._replace(line=line)
    if column not in columns:
        raise no_column(name, column, list(columns))


def _row_of_value(number: int, value: object, column: str) -> Row:
    """The row with this value in the column: empty for None, a problem for anything but a text."""
    if value is None:
        return Row(number, "")
    return Row(number, value) if isinstance(value, str) else Row(number, "", f"{column!r} is no text")


def _parquet_file(data: bytes, name: str) -> Any:  # pyarrow has no types
    try:
        import pyarrow
        from pyarrow import parquet
    except ModuleNotFoundError:
        raise Unreadable(f"{name}: Parquet is read with pyarrow: pip install 'copydesk[parquet]'.") from None
    try:
        return parquet.ParquetFile(pyarrow.BufferReader(data))
    except Exception as error:  # pyarrow raises whatever the damaged part of the file led to
        damage = describe_damage(error, data, b"PAR1")
        raise Unreadable(f"{name} is no Parquet file that can be read ({damage}): save it again.") from None


def _parquet_rows(data: bytes, name: str, column: str) -> Iterator[Row]:
    file = _parquet_file(data, name)
    if column not in file.schema_arrow.names:
        raise no_column(name, column, list(file.schema_arrow.names))
    if file.schema_arrow.field(file.schema_arrow.names.index(column)).type.num_fields:
        raise Unreadable(f"{name}: the column {column!r} holds lists or records: name one of texts.")
    too_large = Unreadable(
        f"{name} holds more than {MAX_TABLE_BYTES // 1_000_000} MB of text, or {MAX_ROWS:,} rows: split it and check "
        "the parts."
    )
    if _unpacked_size(file, column) > MAX_TABLE_BYTES:
        raise too_large
    number = length = 0
    try:
        for batch in file.iter_batches(ROWS_PER_READ, columns=[column]):
            for value in batch.column(0):
                number += 1
                row = _row_of_value(number, value.as_py(), column)._replace(line=number)
                length += len(row.text)
                if length > MAX_TABLE_BYTES or number > MAX_ROWS:
                    raise too_large
                yield row
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(
            f"{name} cannot be read after row {number} ({describe_damage(error)}): save it again."
        ) from None


def _unpacked_size(file: Any, column: str) -> int:
    """The size in bytes that a column's pages have unpacked, as the file states it.

    A value that is repeated may count only once.
    """
    groups = [file.metadata.row_group(number) for number in range(file.metadata.num_row_groups)]
    chunks = (group.column(number) for group in groups for number in range(group.num_columns))
    return sum(chunk.total_uncompressed_size for chunk in chunks if chunk.path_in_schema == column)
