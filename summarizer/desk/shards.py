"""Checks one part of a large set of articles in JSON Lines, so that many machines share the work without talking.

Each machine is given its shard's number, as an array job of Slurm or an indexed job of Kubernetes does. The input files
count as one sequence of bytes, which is cut into equal parts; a line belongs to the part in which it begins, so that a
machine reads its own part only, and the shards' outputs one after another are in the order of the input. A shard's
output is written under another name and renamed when it is complete. Then comes a marker with what it was made from: a
shard that has a valid marker is not checked again. Files are on this machine, or at any address that fsspec opens.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from checks.model import Severity
from checks.registry import catalogue
from summarizer.desk.batch import RunningItems, row_exit_code
from summarizer.desk.checking import EXIT_UNUSABLE, Check, CheckOptions, check_parsed, parse_source
from summarizer.desk.plugins import external_code_version, prepare_worker
from summarizer.desk.result_keys import code_version
from summarizer.desk.workers import DeadlineExceeded, WorkerDied, WorkerPool, fork_context
from summarizer.desk.writing import Unwritable
from summarizer.inputs import MAX_BYTES, Unreadable
from summarizer.inputs.source import plain_source
from summarizer.reports.data import SCHEMA_VERSION, failure_record, finding_records, unreadable_record
from summarizer.reports.overview import OverviewRow, overview_row
from summarizer.reports.version import version

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

SUFFIXES = (".jsonl", ".ndjson")
TEXT_COLUMN, NAME_COLUMN, PUBLISHED_COLUMN = "text", "id", "published"  # of an input line, unless said otherwise
CALLS_PER_WORKER = 128


@dataclass(frozen=True, slots=True)
class Shard:
    """Part `number`, from 1, of `count`."""

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """Of "3/16". Raises ValueError."""
        found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text)
        if not found or not 1 <= int(found[1]) <= int(found[2]):
            raise ValueError(f"{text!r} is no part of a whole: write 3/16 for the third of sixteen, counted from 1")
        return cls(int(found[1]), int(found[2]))

    @property
    def file_stem(self) -> str:
        return f"part-{self.number:05}-of-{self.count:05}"


@dataclass(frozen=True, slots=True)
class Line:
    """An article of the input; `problem` says why it has no text."""

    index: int  # in the shard
    name: str
    text: str = ""
    published: date | None = None
    problem: str = ""


@dataclass(slots=True)
class ShardOutcome:
    """What became of a shard. `counts`: articles by kind of `OverviewRow.kinds`, and "articles" for all of them."""

    path: str  # of its output
    counts: Counter[str] = field(default_factory=Counter)
    codes: Counter[int] = field(default_factory=Counter)  # articles by exit code
    was_done: bool = False  # by an earlier run

    @property
    def code(self) -> int:
        """The exit code, as of a batch: that nothing could be read only if that holds for every article."""
        if not self.codes:
            return 0
        return max((code for code in self.codes if code != EXIT_UNUSABLE), default=EXIT_UNUSABLE)


def run_shard(
    location: str,
    output: str,
    shard: Shard,
    options: CheckOptions,
    fail_on: Severity | None,
    *,
    text_column: str | None = None,
    jobs: int | None = None,
    fresh: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
    running: RunningItems | None = None,
    check: Check = check_parsed,
    deadline: float = 60.0,
) -> ShardOutcome:
    """Check the shard's articles and write a line for each into the folder `output`, in the order of the input.

    `location` is a file in JSON Lines, a folder of such, or a pattern with stars. `progress` is called with the number
    of articles done and an estimate of their total. Raises Unreadable and Unwritable.
    """
    files, paths = _input_files(location)
    target, folder = _file_system(output)
    path = posixpath.join(folder, f"{shard.file_stem}.jsonl")
    marker = posixpath.join(folder, f"{shard.file_stem}.done.json")
    made_from = {
        "copydesk": version(),
        "code": code_version(),
        "external_rules": external_code_version(),
        "options": _options_text(options, text_column, fail_on),
        "input": [[posixpath.basename(name), size] for name, size in paths],
        "shard": asdict(shard),
    }
    done = None if fresh else _read_json(target, marker)
    if done and {key: done.get(key) for key in made_from} == made_from and target.exists(path):
        codes = Counter({int(code): number for code, number in done["codes"].items()})
        return ShardOutcome(path, Counter(done["counts"]), codes, was_done=True)
    outcome = ShardOutcome(path)
    lines = LineReader(files, paths, shard, text_column or TEXT_COLUMN)
    rows = _rows(lines, options, check, deadline, jobs, running or RunningItems())

    def count(row: OverviewRow) -> None:
        outcome.counts.update(["articles", *row.kinds])
        outcome.codes[row_exit_code(row, fail_on)] += 1
        progress(outcome.counts["articles"], lines.estimated_total(outcome.counts["articles"]))

    progress(0, 0)
    try:
        target.makedirs(folder, exist_ok=True)
        with suppress(FileNotFoundError):
            target.rm(marker)
        _write_whole(target, path, _written(rows, count))
        _write_whole(target, marker, [json.dumps({**made_from, "counts": outcome.counts, "codes": outcome.codes})])
    except OSError as error:
        raise Unwritable(f"{path} cannot be written: {error.strerror or error}; choose another place.") from None
    return outcome


def _options_text(options: CheckOptions, text_column: str | None, fail_on: Severity | None) -> str:
    dismissed = sorted((record.fingerprint, record.article) for record in options.dismissed)
    return f"{text_column} {fail_on} {options.published} {options.locale} {options.choice_text()} {dismissed}"


# ---- files -----------------------------------------------------------------------------------------------------------


def _file_system(location: str) -> tuple[AbstractFileSystem, str]:
    """The file system of a path or address, and the path in it. Raises Unreadable if nothing opens such an address."""
    from fsspec.core import url_to_fs

    try:
        files, path = url_to_fs(location)
    except (ImportError, ValueError) as error:
        raise Unreadable(f"{location} cannot be opened ({error}).") from None
    return files, path


def _input_files(location: str) -> tuple[AbstractFileSystem, list[tuple[str, int]]]:
    """The file system, and path and size of each input file, sorted by path. Raises Unreadable."""
    files, path = _file_system(location)
    try:
        if files.isfile(path):
            paths = [path]
        elif files.isdir(path):
            paths = [name for name in files.find(path) if name.lower().endswith(SUFFIXES)]
        else:
            paths = [name for name in files.glob(path) if files.isfile(name)]
        sized = [(name, int(files.size(name) or 0)) for name in sorted(paths)]
    except OSError as error:
        raise Unreadable(f"{location} cannot be read: {error.strerror or error}.") from None
    if not sized:
        raise Unreadable(f"There is no article in {location}: --shard reads {' and '.join(SUFFIXES)} files.")
    return files, sized


def _read_json(files: AbstractFileSystem, path: str) -> dict[str, Any]:
    """The content of a JSON file; empty if there is none or it is damaged."""
    try:
        with files.open(path, "rb") as file:
            value = json.loads(file.read())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _write_whole(files: AbstractFileSystem, path: str, lines: Iterator[str] | list[str]) -> None:
    """Write the lines to another file, which takes the name `path` when it is complete."""
    folder, name = posixpath.split(path)
    temporary = posixpath.join(folder, f".{name}.{os.getpid()}.tmp")
    is_local = "file" in ([files.protocol] if isinstance(files.protocol, str) else files.protocol)
    try:
        with files.open(temporary, "wb") as file:
            for line in lines:
                file.write(f"{line}\n".encode())
            if is_local:
                file.flush()
                os.fsync(file.fileno())
        if is_local:
            os.replace(temporary, path)
        else:
            files.mv(temporary, path)
    finally:
        # also what killed runs of this shard left
        for left in files.glob(posixpath.join(folder, f".{name}.*.tmp")):
            with suppress(OSError):
                files.rm(left)


class LineReader:
    """Iterates over the articles of a shard. The bytes from `start` to `end` of all files together are its part."""

    def __init__(self, files: AbstractFileSystem, paths: list[tuple[str, int]], shard: Shard, text_column: str) -> None:
        self._files, self._paths, self._text_column = files, paths, text_column
        total = sum(size for _, size in paths)
        self.start = total * (shard.number - 1) // shard.count
        self.end = total * shard.number // shard.count
        self._bytes_read = self._lines_read = 0

    def estimated_total(self, done: int) -> int:
        """The number of articles in the shard, from the length of those that have been read."""
        if not self._lines_read:
            return done
        return max(done, round(self._lines_read * (self.end - self.start) / max(1, self._bytes_read)))

    def __iter__(self) -> Iterator[Line]:
        offset = 0
        for path, size in self._paths:
            first, last = max(0, self.start - offset), min(size, self.end - offset)
            if first < last:
                try:
                    with self._files.open(path, "rb") as file:
                        yield from self._lines(file, posixpath.basename(path), first, last)
                except OSError as error:
                    raise Unreadable(f"{path} cannot be read: {error.strerror or error}.") from None
            offset += size

    def _lines(self, file: BinaryIO, file_name: str, first: int, last: int) -> Iterator[Line]:
        """The articles on the lines that begin at an offset from `first` to before `last`."""
        position = max(0, first - 1)
        file.seek(position)
        if first:  # the rest of a line that began before; nothing but a line end if one begins at `first`
            position += len(file.readline())
        while position < last:
            line = file.readline()
            if not line:
                return
            begin, position = position, position + len(line)
            self._bytes_read += len(line)
            if line.strip():
                self._lines_read += 1
                yield _parsed(line, self._lines_read - 1, f"{file_name}@{begin}", self._text_column)


def _parsed(line: bytes, index: int, place: str, text_column: str) -> Line:
    """The article of a line; `place` is its name if it states none."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        record = None
    if not isinstance(record, dict):
        return Line(index, place, problem=f"{place} is no JSON object")
    name = record.get(NAME_COLUMN)
    name = str(name) if isinstance(name, (str, int)) and str(name).strip() else place
    published = None
    with suppress(ValueError):
        published = date.fromisoformat(str(record.get(PUBLISHED_COLUMN))[:10])
    text = record.get(text_column)
    if not isinstance(text, str):
        return Line(index, name, problem=f"{name} has no text under {text_column!r}")
    return Line(index, name, text, published)


# ---- checking --------------------------------------------------------------------------------------------------------


def _check_line(line: Line, *, options: CheckOptions, check: Check) -> tuple[OverviewRow, list[dict[str, Any]]]:
    """The row and the records of an article."""
    try:
        if line.problem:
            raise Unreadable(f"{line.problem}.")
        if not line.text.strip():
            raise Unreadable(f"{line.name} is empty: nothing to read.")
        if len(line.text) > MAX_BYTES:
            raise Unreadable(f"{line.name} is larger than {MAX_BYTES // 1_000_000} MB: split it.")
        source = plain_source(line.name, line.text, line.published, extracted=True)
        sheet = check(parse_source(source, options), options, line.name)
    except Unreadable as error:
        return OverviewRow(line.name, unreadable=str(error)), [unreadable_record(line.name, str(error))]
    except Exception as error:
        return _failed(line, f"{line.name} could not be checked ({type(error).__name__}: {error}): please report it.")
    return overview_row(line.name, sheet), finding_records(sheet, line.name)


def _failed(line: Line, reason: str) -> tuple[OverviewRow, list[dict[str, Any]]]:
    return OverviewRow(line.name, unreadable=reason, failures=1), [failure_record(line.name, "", reason)]


def _rows(
    lines: LineReader, options: CheckOptions, check: Check, deadline: float, jobs: int | None, running: RunningItems
) -> Iterator[tuple[OverviewRow, list[dict[str, Any]]]]:
    """Row and records of each article, in the order of the lines."""
    catalogue()  # loaded before forking
    waiting: dict[int, tuple[OverviewRow, list[dict[str, Any]]]] = {}
    next_index = 0
    with WorkerPool(jobs or os.cpu_count() or 1, fork_context(), prepare_worker, CALLS_PER_WORKER) as pool:
        check_line = partial(_check_line, options=options, check=check)
        for line, answer in pool.imap_unordered(
            check_line, lines, lambda _: deadline, lambda line: running.begin(line.name)
        ):
            running.end(line.name)
            if isinstance(answer, DeadlineExceeded):
                answer = _failed(line, f"{line.name} {answer}: not checked.")
            elif isinstance(answer, WorkerDied):
                answer = _failed(line, f"{line.name} could not be checked ({answer}): please report it.")
            waiting[line.index] = answer
            while next_index in waiting:
                yield waiting.pop(next_index)
                next_index += 1


def _written(
    rows: Iterator[tuple[OverviewRow, list[dict[str, Any]]]], count: Callable[[OverviewRow], None]
) -> Iterator[str]:
    """The output line of each article."""
    for row, records in rows:
        errors, warnings, notes = row.severities
        yield json.dumps(
            {
                "schema_version": SCHEMA_VERSION,
                "article": row.name,
                "headline": row.headline,
                "errors": errors,
                "warnings": warnings,
                "notes": notes,
                "ticks": row.ticks,
                "figures": sum(row.states),
                "failures": row.failures,
                "unreadable": row.unreadable,
                "records": records,
            }
        )
        count(row)
