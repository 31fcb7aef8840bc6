"""Checks one part of a dataset of articles, so that many machines share the work without communicating.

Each machine is given its shard's number, as an array job of Slurm or an indexed job of Kubernetes does. A machine reads
its own part only, and the concatenated outputs of the shards are in the order of the input. A shard's output is written
under another name and renamed when it is complete. Then a marker file is written, which says what the output was made
from: a shard that has a valid marker is not checked again. Files are on this machine, or at any address that fsspec
opens.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
import socket
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from checks.model import Severity
from checks.registry import catalogue
from summarizer.desk.batch import RunningItems
from summarizer.desk.dataset_articles import (
    TEXT_COLUMN,
    ArticleReader,
    Dataset,
    check_output,
    import_parquet,
    open_dataset,
)
from summarizer.desk.dataset_articles import open_location as open_output
from summarizer.desk.dataset_rows import (
    DatasetRow,
    RowCounts,
    RowOptions,
    dataset_rows,
    json_line,
    new_pool,
    parquet_schema,
    parquet_table,
)
from summarizer.desk.plugins import external_code_version
from summarizer.desk.result_keys import code_version
from summarizer.desk.row_format import RowFormat
from summarizer.desk.workers import fork_context
from summarizer.desk.writing import Unwritable
from summarizer.reports.version import version

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

    from summarizer.engines import Engine

ROWS_PER_GROUP = 1_000  # in a row group of a Parquet file that is written
ABANDONED_AFTER = timedelta(days=1)  # since the last write to a temporary file of another machine


@dataclass(frozen=True, slots=True)
class Shard:
    """Part `number`, from 1, of `count`."""

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """The shard that "3/16" describes. Raises ValueError."""
        found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text)
        if not found or not 1 <= int(found[1]) <= int(found[2]):
            raise ValueError(f"{text!r} is no part of a whole: write 3/16 for the third of sixteen, counted from 1")
        return cls(int(found[1]), int(found[2]))

    @property
    def file_stem(self) -> str:
        return f"part-{self.number:05}-of-{self.count:05}"


@dataclass(slots=True)
class DatasetOutcome:
    """The result of checking a shard, or a whole dataset."""

    path: str  # of the output
    counts: RowCounts = field(default_factory=RowCounts)
    was_done: bool = False  # whether an earlier run had completed it


def run_shard(
    location: str,
    output: str,
    shard: Shard,
    options: RowOptions,
    fail_on: Severity | None,
    *,
    text_column: str | None = None,
    row_format: RowFormat | None = None,
    jobs: int | None = None,
    fresh: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
    running: RunningItems | None = None,
) -> DatasetOutcome:
    """Check the shard's articles and write a row for each into the folder `output`, in the order of the input.

    `location` is a file in JSON Lines or Parquet, a folder of such files, or a pattern with stars. By default the rows
    are in the same format. `progress` is called with the number of articles done and an estimate of their total.
    Raises Unreadable and Unwritable, and ModelError where no summaries can be written.
    """
    dataset = open_dataset(location)
    target, folder = open_output(output)
    row_format = row_format or (RowFormat.PARQUET if dataset.is_parquet else RowFormat.JSON_LINES)
    if row_format is RowFormat.PARQUET:
        import_parquet()
    engine = options.summaries.engine() if options.summaries else None
    check_output(location, output, f"{shard.file_stem}.{row_format}")
    path = posixpath.join(folder, f"{shard.file_stem}.{row_format}")
    marker = posixpath.join(folder, f"{shard.file_stem}.done.json")
    made_from = {
        **row_inputs(dataset, options, fail_on, text_column, engine),
        "format": row_format.value,
        "shard": asdict(shard),
    }
    if not fresh and target.exists(path) and (counts := read_marker(target, marker, made_from)):
        return DatasetOutcome(path, counts, was_done=True)
    outcome = DatasetOutcome(path)
    articles = ArticleReader(dataset, shard.number, shard.count, text_column or TEXT_COLUMN)

    def count_rows(rows: Iterable[DatasetRow]) -> Iterator[DatasetRow]:
        for row in rows:
            yield row
            outcome.counts.add(row, fail_on)
            done = outcome.counts.kinds["articles"]
            progress(done, articles.estimated_total(done))

    progress(0, 0)
    catalogue().require_no_conflicts(options.checks.ignore)  # loads the rules, before the workers are forked
    try:
        target.makedirs(folder, exist_ok=True)
        sweep(target, posixpath.join(folder, ".part-*.tmp"))
        with suppress(FileNotFoundError):
            target.rm(marker)
        with new_pool(jobs, fork_context()) as pool:
            rows = count_rows(_without_os_errors(dataset_rows(articles, options, pool, engine, running)))
            write = _write_parquet if row_format is RowFormat.PARQUET else _write_json_lines
            write_whole(target, path, lambda file: write(file, rows))
        write_marker(target, marker, made_from, outcome.counts)
    except OSError as error:
        raise Unwritable(f"{path} cannot be written: {error.strerror or error}; choose another place.") from None
    return outcome


def _without_os_errors(rows: Iterable[DatasetRow]) -> Iterator[DatasetRow]:
    """Rows; an OSError in making them becomes a RuntimeError, so that it is not mistaken for one in writing them."""
    try:
        yield from rows
    except OSError as error:
        raise RuntimeError(f"{type(error).__name__}: {error}") from error


def row_inputs(
    dataset: Dataset, options: RowOptions, fail_on: Severity | None, text_column: str | None, engine: Engine | None
) -> dict[str, Any]:
    """Everything that the rows of a dataset depend on, for its marker."""
    return {
        "copydesk": version(),
        "code": code_version(),
        "external_rules": external_code_version(),
        "options": f"{text_column} {fail_on} {options.result_key}",
        "model": f"{engine.name} {engine.revision}" if engine else "",
        "input": dataset.content_signature,
    }


# ---- files -----------------------------------------------------------------------------------------------------------


def read_marker(files: AbstractFileSystem, path: str, made_from: dict[str, Any]) -> RowCounts | None:
    """The counts in a marker file; None if it is missing or damaged, or the rows were made from other inputs."""
    try:
        with files.open(path, "rb") as file:
            marker = json.loads(file.read())
        if {key: marker.get(key) for key in made_from} != json.loads(json.dumps(made_from)):
            return None
        codes = {int(code): number for code, number in marker["codes"].items()}
        return RowCounts(Counter(marker["counts"]), Counter(codes))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_marker(files: AbstractFileSystem, path: str, made_from: dict[str, Any], counts: RowCounts) -> None:
    text = json.dumps({**made_from, "counts": counts.kinds, "codes": counts.exit_codes})
    write_whole(files, path, lambda file: file.write(f"{text}\n".encode()))


def write_whole(files: AbstractFileSystem, path: str, write: Callable[[BinaryIO], object]) -> None:
    """Call `write` with a temporary file, and rename that to `path` when it is complete."""
    folder, name = posixpath.split(path)
    temporary = posixpath.join(folder, f".{name}.{socket.gethostname()}.{os.getpid()}.tmp")
    is_local = "file" in ([files.protocol] if isinstance(files.protocol, str) else files.protocol)
    try:
        with files.open(temporary, "wb") as file:
            write(file)
            if is_local:
                file.flush()
                os.fsync(file.fileno())
        if is_local:
            os.replace(temporary, path)
        else:
            files.mv(temporary, path)
    finally:
        if files.exists(temporary):
            with suppress(OSError):
                files.rm(temporary)
        sweep(files, posixpath.join(folder, f".{name}.*.tmp"))


def sweep(files: AbstractFileSystem, pattern: str) -> None:
    """Remove temporary files of killed runs: those of processes of this machine that no longer run, and old ones."""
    for path in files.glob(pattern):
        if _is_abandoned(files, path):
            with suppress(OSError):
                files.rm(path)


def _is_abandoned(files: AbstractFileSystem, path: str) -> bool:
    host, _, process = path.removesuffix(".tmp").rpartition(".")
    if host.endswith(f".{socket.gethostname()}") and process.isdecimal() and os.name == "posix":
        try:
            os.kill(int(process), 0)
        except (ProcessLookupError, OverflowError):
            return True
        except OSError:  # a process of another user
            pass
    try:
        modified: datetime = files.modified(path)
    except (OSError, NotImplementedError):
        return False
    now = datetime.now(modified.tzinfo) if modified.tzinfo else datetime.now(UTC).replace(tzinfo=None)
    return now - modified > ABANDONED_AFTER


def _write_json_lines(file: BinaryIO, rows: Iterator[DatasetRow]) -> None:
    for row in rows:
        file.write(f"{json_line(row)}\n".encode())


def _write_parquet(file: BinaryIO, rows: Iterator[DatasetRow]) -> None:
    with import_parquet().ParquetWriter(file, parquet_schema(), compression="zstd") as writer:
        while group := list(islice(rows, ROWS_PER_GROUP)):
            writer.write_table(parquet_table(group))
