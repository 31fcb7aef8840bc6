"""Reads the articles of a large dataset, in JSON Lines or Parquet, in parts that are independent of each other.

The files of a dataset count as one sequence of bytes. A line starts at its first byte; row k of a Parquet file with n
rows counts as starting at k/n of its size. A part is a range of bytes, and an article belongs to the part in which it
starts: into however many parts a dataset is divided, each article is read once, and no part reads more than it needs.
Files are on this machine, or at any address that fsspec opens.
"""

from __future__ import annotations

import codecs
import json
import os
import posixpath
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from summarizer.desk.writing import Unwritable
from summarizer.inputs import Unreadable
from summarizer.inputs.damage import describe_damage
from summarizer.inputs.file_kinds import JSON_LINES_SUFFIXES, PARQUET_SUFFIX
from summarizer.inputs.table_file import no_column

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

DATASET_SUFFIXES = (*JSON_LINES_SUFFIXES, PARQUET_SUFFIX)
TEXT_COLUMN, NAME_COLUMN, PUBLISHED_COLUMN = "text", "id", "published"  # the default columns of the input
ROWS_PER_READ = 256  # of a Parquet file
UNSUPPORTED_BOMS = (
    codecs.BOM_UTF16_LE,
    codecs.BOM_UTF16_BE,
    codecs.BOM_UTF32_BE,
)  # that of UTF-32-LE begins with the first


@dataclass(frozen=True, slots=True)
class DatasetArticle:
    """An article of a dataset; `problem` says why it has no text.

    `record_id` is where it starts, "folder/file@offset" or "folder/file#row", and is unique in the dataset. `name` is
    the id that the dataset gives it, or the record id without one.
    """

    record_id: str
    name: str
    text: str = ""
    published: date | None = None
    problem: str = ""


class DatasetFile(NamedTuple):
    """A file of a dataset. `name` is its path within the dataset, `size` in bytes.

    `version` is when it was modified, or its ETag; "" where the file system knows neither.
    """

    path: str
    name: str
    size: int
    version: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """The input files, sorted by path."""

    files: AbstractFileSystem
    members: tuple[DatasetFile, ...]

    @property
    def size(self) -> int:
        return sum(member.size for member in self.members)

    @property
    def content_signature(self) -> list[list[object]]:
        """Name, size and version of each file, from which a change of the content is noticed."""
        return [[member.name, member.size, member.version] for member in self.members]

    @property
    def is_parquet(self) -> bool:
        """Whether the first file is in Parquet."""
        return self.members[0].path.lower().endswith(PARQUET_SUFFIX)


def open_location(location: str) -> tuple[AbstractFileSystem, str]:
    """The file system of a path or address, and the path in it. Raises Unreadable if nothing opens such an address."""
    from fsspec.core import url_to_fs

    try:
        files, path = url_to_fs(location)
    except (ImportError, ValueError) as error:
        raise Unreadable(f"{location} cannot be opened ({error}).") from None
    return files, path


def open_dataset(location: str) -> Dataset:
    """The dataset at a file, a folder or a pattern with stars. Raises Unreadable if it holds no file of articles."""
    files, path = open_location(location)
    try:
        if files.isfile(path):
            root, paths = posixpath.dirname(path), [path]
        elif files.isdir(path):
            root, paths = path, [name for name in files.find(path) if name.lower().endswith(DATASET_SUFFIXES)]
        else:
            root = posixpath.dirname(re.split(r"[*?\[]", path)[0])
            paths = [name for name in files.glob(path) if files.isfile(name)]
        members = tuple(
            DatasetFile(
                name,
                name.removeprefix(f"{root.rstrip('/')}/"),
                int(files.size(name) or 0),
                _version(files, name),
            )
            for name in sorted(paths)
        )
    except OSError as error:
        raise Unreadable(f"{location} cannot be read: {error.strerror or error}.") from None
    if not members:
        raise Unreadable(
            f"There is no article in {location}: --shard and --ray read {', '.join(DATASET_SUFFIXES)} files."
        )
    return Dataset(files, members)


def _version(files: AbstractFileSystem, path: str) -> str:
    """When a file was modified, or its ETag; "" if neither is known. Shows changed content of the same size."""
    try:
        return str(files.modified(path))
    except (NotImplementedError, KeyError):
        return str(files.info(path).get("ETag") or "")


def check_output(location: str, output: str, file_name: str) -> None:
    """Raise Unwritable if a file of this name in the folder `output` would be read as a part of the dataset."""
    from fsspec.utils import glob_translate

    files, path = open_location(location)
    target, folder = open_location(output)
    if files.protocol != target.protocol:
        return
    written = posixpath.join(folder, file_name)
    if "file" in ([files.protocol] if isinstance(files.protocol, str) else files.protocol):
        path, written = os.path.realpath(path), os.path.realpath(written)
    if files.isdir(path):
        is_inside = written.startswith(f"{path.rstrip('/')}/")
    else:
        is_inside = written == path or re.match(glob_translate(path), written) is not None
    if is_inside:
        raise Unwritable(
            f"{output} is in {location}, where rows that are written would be read as articles: choose a folder "
            "elsewhere."
        )


class ArticleReader:
    """Iterates over the articles of part `number`, counted from 1, of the `count` of a dataset. Raises Unreadable."""

    def __init__(self, dataset: Dataset, number: int, count: int, text_column: str = TEXT_COLUMN) -> None:
        self._dataset, self._text_column = dataset, text_column
        self.start = dataset.size * (number - 1) // count
        self.end = dataset.size * number // count
        self._bytes_read = self._articles_read = 0.0

    def estimated_total(self, done: int) -> int:
        """The number of articles in the part, estimated by the mean length of those read; `done` before any is read."""
        if not self._articles_read:
            return done
        return max(done, round(self._articles_read * (self.end - self.start) / max(1, self._bytes_read)))

    def __iter__(self) -> Iterator[DatasetArticle]:
        offset = 0
        for member in self._dataset.members:
            start, end = max(0, self.start - offset), min(member.size, self.end - offset)
            if start < end:
                try:
                    with self._dataset.files.open(member.path, "rb") as file:
                        if member.path.lower().endswith(PARQUET_SUFFIX):
                            yield from self._articles_in_rows(file, member, start, end)
                        else:
                            self._require_utf8(member)
                            yield from self._articles_on_lines(file, member.name, start, end)
                except OSError as error:
                    raise Unreadable(f"{member.path} cannot be read: {error.strerror or error}.") from None
            offset += member.size

    def _require_utf8(self, member: DatasetFile) -> None:
        """Raise Unreadable for a file in UTF-16 or UTF-32, where no single byte ends a line."""
        if self._dataset.files.cat_file(member.path, 0, 4).startswith(UNSUPPORTED_BOMS):
            raise Unreadable(f"{member.name} is in UTF-16 or UTF-32: save it as UTF-8.")

    def _articles_on_lines(self, file: BinaryIO, file_name: str, start: int, end: int) -> Iterator[DatasetArticle]:
        """The articles on the lines that start at an offset from `start` to before `end`."""
        position = max(0, start - 1)
        file.seek(position)
        if start:  # skips the rest of an earlier line: only its line end if a line starts at `start`
            position += len(file.readline())
        while position < end:
            line = file.readline()
            if not line:
                return
            start_offset, position = position, position + len(line)
            self._bytes_read += len(line)
            if line.strip():
                self._articles_read += 1
                yield self._article_on_line(line, f"{file_name}@{start_offset}")

    def _articles_in_rows(self, file: BinaryIO, member: DatasetFile, start: int, end: int) -> Iterator[DatasetArticle]:
        """The articles in the rows that count as starting at an offset from `start` to before `end`."""
        table, size = _parquet_file(file, member.name), member.size
        columns = table.schema_arrow.names
        if self._text_column not in columns:
            raise no_column(member.name, self._text_column, columns)
        columns = [name for name in (self._text_column, NAME_COLUMN, PUBLISHED_COLUMN) if name in columns]
        total = table.metadata.num_rows
        # row k starts at size * k / total
        start_row, end_row = -(-start * total // size), -(-end * total // size)
        lengths = [table.metadata.row_group(index).num_rows for index in range(table.metadata.num_row_groups)]
        groups, first_row = _overlapping_groups(lengths, start_row, end_row)
        row = first_row
        try:
            for batch in table.iter_batches(ROWS_PER_READ, row_groups=groups, columns=columns) if groups else ():
                for record in batch.to_pylist():
                    if start_row <= row < end_row:
                        self._bytes_read += size / total
                        self._articles_read += 1
                        yield self._article_of_record(record, f"{member.name}#{row + 1}")
                    row += 1
        except OSError:
            raise
        except Exception as error:  # pyarrow raises many kinds for a damaged file
            raise Unreadable(
                f"{member.name} cannot be read after row {row} ({describe_damage(error)}): save it again."
            ) from None

    def _article_on_line(self, line: bytes, record_id: str) -> DatasetArticle:
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            record = None
        if not isinstance(record, dict):
            return DatasetArticle(record_id, record_id, problem=f"{record_id} is no JSON object")
        return self._article_of_record(record, record_id)

    def _article_of_record(self, record: dict[str, Any], record_id: str) -> DatasetArticle:
        name = record.get(NAME_COLUMN)
        name = str(name) if isinstance(name, (str, int)) and str(name).strip() else record_id
        published = None
        with suppress(ValueError):
            published = date.fromisoformat(str(record.get(PUBLISHED_COLUMN))[:10])
        text = record.get(self._text_column)
        if not isinstance(text, str):
            return DatasetArticle(record_id, name, problem=f"{name} has no text under {self._text_column!r}")
        return DatasetArticle(record_id, name, text, published)


def _overlapping_groups(lengths: Sequence[int], start: int, end: int) -> tuple[list[int], int]:
    """The indices of the row groups that hold rows from `start` to before `end`, and the first row of these groups."""
    groups: list[int] = []
    first_row = row = 0
    for index, length in enumerate(lengths):
        if row < end and row + length > start:
            first_row = first_row if groups else row
            groups.append(index)
        row += length
    return groups, first_row


def _parquet_file(file: BinaryIO, name: str) -> Any:
    """The open Parquet file. Raises Unreadable if it is damaged, or if pyarrow is not installed."""
    parquet = import_parquet()
    try:
        return parquet.ParquetFile(file)
    except OSError:
        raise
    except Exception as error:
        raise Unreadable(
            f"{name} is no Parquet file that can be read ({describe_damage(error)}): save it again."
        ) from None


def import_parquet() -> Any:
    """The module pyarrow.parquet. Raises Unreadable, with advice, if it is not installed."""
    try:
        from pyarrow import parquet
    except ModuleNotFoundError:
        raise Unreadable("Parquet is read and written with pyarrow: pip install 'copydesk[parquet]'.") from None
    return parquet
