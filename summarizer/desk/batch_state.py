"""The stored results of a batch, in a SQLite file next to the report: the run after one that was killed continues it.

The file is in the hidden folder `.NAME.copydesk` next to the report NAME, which also holds the files of a report that
is being written. SQLite keeps the file locked while a run has it open, so that one run at a time writes a report. The
system frees that lock when the process ends, however it ends, and forked workers do not inherit it.

A result is stored with a key that stands for everything it depends on (see `result_keys`); under another key it counts
as absent. Results are JSON, not pickles: anybody may have put the file there, and unpickling can run code.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from checks.stories.digest import EventWords, Story, story_of, story_record, words_of, words_record
from summarizer.desk.last_run import ReportedArticle, ReportedRun
from summarizer.desk.writing import Unwritable
from summarizer.reports.overview import OverviewRow

STATE_FILE, RUN_FILE, STAGE_FOLDER = "state.sqlite", "run.json", "stage"
_SCHEMA_VERSION = 6
_SCHEMA = """
CREATE TABLE result (
    name BLOB PRIMARY KEY, key TEXT NOT NULL, row TEXT NOT NULL, records TEXT NOT NULL, page BLOB,
    event_words TEXT NOT NULL, story BLOB NOT NULL
);
CREATE TABLE comparison (key TEXT PRIMARY KEY, differences TEXT NOT NULL);
CREATE TABLE move (folder TEXT NOT NULL, pages TEXT NOT NULL);
CREATE TABLE reported_run (basis TEXT NOT NULL, reader TEXT NOT NULL);
CREATE TABLE reported_article (name BLOB PRIMARY KEY, content TEXT NOT NULL, findings TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class PackedResult:
    """The result for one article as it is stored: JSON; the page and the story digest compressed (b"" for none)."""

    row: str
    records: str
    page: bytes
    event_words: str = ""
    story: bytes = b""

    @classmethod
    def pack(
        cls, row: OverviewRow, records: list[dict[str, Any]], page: str, story: Story | None = None
    ) -> PackedResult:
        return cls(
            json.dumps(asdict(row)),
            json.dumps(records),
            zlib.compress(page.encode(), 1) if page else b"",
            json.dumps(words_record(story.words)) if story else "",
            zlib.compress(json.dumps(story_record(story)).encode(), 1) if story else b"",
        )

    def unpack_row(self) -> OverviewRow:
        fields: dict[str, Any] = json.loads(self.row)
        fields |= {name: tuple(value) for name, value in fields.items() if isinstance(value, list)}
        return OverviewRow(**fields)

    def unpack_records(self) -> list[dict[str, Any]]:
        records: list[dict[str, Any]] = json.loads(self.records)
        return records

    def unpack_page(self) -> bytes:
        return zlib.decompress(self.page) if self.page else b""


class BatchState:
    """The stored results, and the record of a move of pages into the report. Made by `open_state`."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.stage = folder / STAGE_FOLDER
        self._connection = connection

    def keys(self) -> dict[str, str]:
        """The key of each article's stored result."""
        return {os.fsdecode(name): key for name, key in self._connection.execute("SELECT name, key FROM result")}

    def store(self, name: str, key: str, result: PackedResult) -> None:
        """Store an article's result in place of an earlier one; with the key "" it holds for this run only."""
        self._connection.execute(
            "INSERT OR REPLACE INTO result VALUES (?, ?, ?, ?, ?, ?, ?)",
            (os.fsencode(name), key, result.row, result.records, result.page, result.event_words, result.story),
        )

    def result(self, name: str) -> PackedResult:
        found = self._connection.execute("SELECT row, records, page FROM result WHERE name = ?", (os.fsencode(name),))
        return PackedResult(*found.fetchone())

    def event_words(self, name: str) -> EventWords | None:
        """The words by which an article's event is known; None for one that was not checked."""
        found = self._connection.execute("SELECT event_words FROM result WHERE name = ?", (os.fsencode(name),))
        (stored,) = found.fetchone()
        return words_of(json.loads(stored)) if stored else None

    def story(self, words: EventWords) -> Story:
        """The digest of the story with these event words."""
        found = self._connection.execute("SELECT story FROM result WHERE name = ?", (os.fsencode(words.name),))
        return story_of(words, json.loads(zlib.decompress(found.fetchone()[0])))

    def story_hash(self, name: str) -> str:
        """A SHA-256 of the stored event words and digest of an article's story, which comparisons depend on."""
        found = self._connection.execute("SELECT event_words, story FROM result WHERE name = ?", (os.fsencode(name),))
        words, story = found.fetchone()
        return hashlib.sha256(words.encode() + story).hexdigest()

    def comparison(self, key: str) -> list[list[Any]] | None:
        """The stored differences between two stories; None if these have not been compared."""
        found = self._connection.execute("SELECT differences FROM comparison WHERE key = ?", (key,)).fetchone()
        differences: list[list[Any]] | None = json.loads(found[0]) if found else None
        return differences

    def store_comparison(self, key: str, differences: list[list[Any]]) -> None:
        self._connection.execute("INSERT OR REPLACE INTO comparison VALUES (?, ?)", (key, json.dumps(differences)))

    def delete_comparisons_except(self, keys: Collection[str]) -> None:
        """Delete all stored comparisons but those with these keys."""
        stored = self._connection.execute("SELECT key FROM comparison").fetchall()
        with self._transaction():
            self._connection.executemany(
                "DELETE FROM comparison WHERE key = ?", (row for row in stored if row[0] not in keys)
            )

    def forget(self, names: Iterable[str]) -> None:
        """Remove the results of these articles."""
        with self._transaction():
            self._connection.executemany("DELETE FROM result WHERE name = ?", ((os.fsencode(name),) for name in names))

    def forget_all(self) -> None:
        self._connection.execute("DELETE FROM result")
        self._connection.execute("DELETE FROM comparison")

    def last_run(self) -> ReportedRun | None:
        """The run that wrote the last complete report; None if there was none. `forget_all` keeps it."""
        run = self._connection.execute("SELECT basis, reader FROM reported_run").fetchone()
        if run is None:
            return None
        articles = self._connection.execute("SELECT name, content, findings FROM reported_article")
        return ReportedRun(
            json.loads(run[0]),
            run[1],
            {
                os.fsdecode(name): ReportedArticle(content, tuple(json.loads(findings)))
                for name, content, findings in articles
            },
        )

    def store_run(self, run: ReportedRun) -> None:
        """Keep this run in place of the last one."""
        with self._transaction():
            self._connection.execute("DELETE FROM reported_run")
            self._connection.execute("DELETE FROM reported_article")
            self._connection.execute("INSERT INTO reported_run VALUES (?, ?)", (json.dumps(run.basis), run.reader))
            self._connection.executemany(
                "INSERT INTO reported_article VALUES (?, ?, ?)",
                (
                    (os.fsencode(name), article.content, json.dumps(article.findings))
                    for name, article in run.articles.items()
                ),
            )

    def begin_move(self, report: Path, pages: Iterable[str]) -> None:
        """Record that these pages of the report are about to be written or removed."""
        self._connection.execute("INSERT INTO move VALUES (?, ?)", (_folder_id(report), json.dumps(sorted(pages))))

    def end_move(self) -> None:
        self._connection.execute("DELETE FROM move")

    def interrupted_move(self, report: Path) -> frozenset[str] | None:
        """The pages of a move into this folder that did not finish; None if there was none."""
        if not report.is_dir():
            return None
        moves = self._connection.execute("SELECT pages FROM move WHERE folder = ?", (_folder_id(report),)).fetchall()
        return frozenset(page for (pages,) in moves for page in json.loads(pages)) if moves else None

    @property
    def is_empty(self) -> bool:
        tables = ("result", "move", "reported_run")
        found = (self._connection.execute(f"SELECT EXISTS (SELECT 1 FROM {table})").fetchone()[0] for table in tables)
        return not any(found)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


@contextmanager
def open_state(
    report: Path, *, fresh: bool = False, notice: Callable[[str], None] = lambda text: None
) -> Iterator[BatchState]:
    """The state of the report's batch, locked for this process; empty with `fresh`.

    If the state was damaged, `notice` is called with a sentence that tells the user so, and the state starts out empty.

    What a killed run left in the stage is removed. Raises Unwritable if another run writes the report, or if the disk
    is full or the folder cannot be written, on opening or in the block: what has been stored by then is kept.
    """
    report = report.resolve()
    folder = report.parent / f".{report.name}.copydesk"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        connection, was_damaged = _open_locked_state(folder, fresh)
    except sqlite3.Error as error:
        if _primary_code(error) == sqlite3.SQLITE_BUSY:
            raise Unwritable(_busy_message(report, folder)) from None
        raise _state_error(report, error) from None
    except OSError as error:
        raise Unwritable(f"{report} cannot be written: {error.strerror or error}; choose another place.") from None
    is_damaged = False
    try:
        _write_run_file(folder)
        shutil.rmtree(folder / STAGE_FOLDER, ignore_errors=True)
        if was_damaged:
            notice(f"What was kept of {report} was damaged, and is begun anew: all articles are checked again.")
        yield BatchState(folder, connection)
    except sqlite3.Error as error:
        is_damaged = _is_damage(error)
        raise _state_error(report, error) from None
    finally:
        shutil.rmtree(folder / STAGE_FOLDER, ignore_errors=True)
        with suppress(OSError):
            (folder / RUN_FILE).unlink()
        _close(folder, connection, is_damaged=is_damaged)


def _open_locked_state(folder: Path, fresh: bool) -> tuple[sqlite3.Connection, bool]:
    """A connection that holds the lock of the state file, and whether the file was damaged.

    A damaged file is replaced by an empty one; with `fresh`, all results are deleted.
    """
    try:
        connection = _connect(folder / STATE_FILE)
        try:
            if fresh:
                BatchState(folder, connection).forget_all()
        except BaseException:
            connection.close()
            raise
        return connection, False
    except sqlite3.DatabaseError as error:
        if not _is_damage(error):
            raise
    _remove_state(folder)
    return _connect(folder / STATE_FILE), True


def _is_damage(error: sqlite3.Error) -> bool:
    return _primary_code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _remove_state(folder: Path) -> None:
    for name in (STATE_FILE, f"{STATE_FILE}-wal", f"{STATE_FILE}-journal"):
        (folder / name).unlink(missing_ok=True)


def _connect(file: Path) -> sqlite3.Connection:
    """A connection that holds the lock of the state file, whose tables are made, or made again for another version."""
    # Summaries are stored by the threads that wrote them, one at a time.
    connection = sqlite3.connect(file, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("BEGIN EXCLUSIVE")  # takes the lock, which is then kept
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version != _SCHEMA_VERSION:
            for table in ("result", "comparison", "move", "reported_run", "reported_article"):
                connection.execute(f"DROP TABLE IF EXISTS {table}")
            for statement in filter(str.strip, _SCHEMA.split(";")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {_SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection


def _close(folder: Path, connection: sqlite3.Connection, *, is_damaged: bool) -> None:
    """Close the file, and remove it if it is empty or damaged. The next run does what cannot be done now."""
    with suppress(sqlite3.Error, OSError):
        if BatchState(folder, connection).is_empty:
            connection.execute("PRAGMA journal_mode = DELETE")  # leaves a single file
            if os.name != "nt":  # while the lock is held: afterwards it may be another run's file
                (folder / STATE_FILE).unlink()
    with suppress(sqlite3.Error):
        connection.close()
    with suppress(OSError):
        if is_damaged:
            _remove_state(folder)
        folder.rmdir()  # if it is empty


def _write_run_file(folder: Path) -> None:
    """Record which process writes the report, for the message that another run shows."""
    since = datetime.now().isoformat(sep=" ", timespec="seconds")
    with suppress(OSError):  # a full disk
        (folder / RUN_FILE).write_text(json.dumps({"process": os.getpid(), "since": since}), encoding="utf-8")


def _busy_message(report: Path, folder: Path) -> str:
    try:
        run = json.loads((folder / RUN_FILE).read_text(encoding="utf-8"))
        holder = f"process {run['process']}, since {run['since']}"
    except (OSError, ValueError, KeyError, TypeError):  # the run has not written it yet
        holder = "another process"
    return f"{report} is being written by another run ({holder}): wait for it, or choose another folder."


def _state_error(report: Path, error: sqlite3.Error) -> Unwritable:
    if _primary_code(error) == sqlite3.SQLITE_FULL:
        return Unwritable(disk_full_message(report))
    if _is_damage(error):
        return Unwritable(
            f"What was kept of {report} was damaged, and is removed: give the same command again, which checks all "
            "articles."
        )
    return Unwritable(f"The state of {report} cannot be kept ({error}): choose another place, or begin with --fresh.")


def disk_full_message(report: Path) -> str:
    """The message for a full disk."""
    return (
        f"{report} cannot be written: the disk is full. Free some space and give the same command again: "
        "articles that are done are not checked again."
    )


def _primary_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 if it gave none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _folder_id(folder: Path) -> str:
    """Device and inode of the folder, by which it differs from another folder made under the same path."""
    status = folder.stat()
    return f"{status.st_dev}:{status.st_ino}"
