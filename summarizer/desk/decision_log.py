"""The log of what editors decided about findings: who, when and why. One JSON line each, only ever appended.

A line holds the finding and its figures with a few words around each, and no other text of the article. Each line names
the hash of the line before it and its own, so that a changed or removed line is noticed; lines missing at the end are
not. The hashes are no signature: whoever recomputes them can change anything. The log is the history; the findings that
are not raised again are in the dismissals file (`dismissals.py`).
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from getpass import getuser
from pathlib import Path
from typing import Any

from checks.fingerprint import fingerprint
from checks.model import Article, Figure, Finding, Kind, Moment, Sheet, Span
from summarizer.desk.file_locks import lock_open_file
from summarizer.desk.settings import LOG_FILE, find_settings, folder_and_parents
from summarizer.desk.writing import Unwritable
from summarizer.inputs import Unreadable
from summarizer.reports.escaping import escape_json

LOG_VERSION = 1
MAX_FIGURE_LENGTH = 160  # characters kept of a figure, which may be a long list
CONTEXT_LENGTH = 40  # characters kept on each side of a figure
HASH_LENGTH = 16  # hexadecimal digits
WHITE_SPACE = re.compile(r"\s+")


class Decision(StrEnum):
    """What an editor decided about a finding."""

    ACCEPTED = "accepted"  # something is wrong: the query goes out, or the article will be put right
    CORRECTED = "corrected"  # the article was put right
    LET_STAND = "let stand"  # it is right as it stands, or may stay
    RAISED_AGAIN = "raised again"  # a finding that was let stand is in question after all


class LogFormat(StrEnum):
    """The format in which the log is shown."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class LoggedFigure:
    """A figure of a finding: its words, where it is, a few words before and after it, and what it measures."""

    before: str
    words: str
    after: str
    place: str  # "headline", "par 4"
    quoted: bool  # whether it is inside quotation marks
    what: str  # "the number of arrests", "an age"


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A decision. The field names are the keys of its JSON line."""

    version: int
    when: str  # ISO 8601, with the offset from UTC
    who: str
    decision: str
    why: str
    change: str  # "144 -> 136": what the article said, and what it says now
    article: str  # its path relative to the log's folder; for the local page, the name of the story
    text: str  # a hash of the text that was checked
    fingerprint: str
    rule: str
    code: str
    severity: str
    says: str
    arithmetic: str
    figures: tuple[LoggedFigure, ...]
    via: str  # "command line", "page", "editor"
    previous: str = ""  # a hash of the line before
    hash: str = ""  # of this line without this field; "" for lines of early versions, which had none

    @property
    def key(self) -> tuple[str, str]:
        return self.article, self.fingerprint

    @property
    def note(self) -> str:
        """ "accepted: the desk asked (Ann, 2026-05-04)"."""
        why = f": {self.why}" if self.why else ""
        return f"{self.decision}{why} ({self.who}, {self.when[:10]})"

    @property
    def change_sides(self) -> tuple[str, str]:
        """What the article said and what is right; two empty strings if the entry states no change."""
        was, _, now = self.change.partition(" -> ")
        return was, now


@dataclass(frozen=True, slots=True)
class Log:
    """The entries of a log file, and a description of each damaged line: "line 3 ..."."""

    entries: tuple[LogEntry, ...] = ()
    problems: tuple[str, ...] = ()

    def latest(self) -> dict[tuple[str, str], LogEntry]:
        """The last decision on each finding, by article and fingerprint, in the order of the first decisions."""
        return {entry.key: entry for entry in self.entries}


def find_log_file(folder: Path) -> Path:
    """The log that the settings name, else the nearest one up to the repository's root, else that of the folder."""
    named = find_settings(folder).defaults().get("log")
    if named:
        return Path(named)
    candidates = (parent / LOG_FILE for parent in folder_and_parents(folder))
    return next((path for path in candidates if path.exists()), folder / LOG_FILE)


def user_name() -> str:
    """The name of the system's user; "" if it has none, for example in a container."""
    try:
        return getuser()
    except (KeyError, OSError):
        return ""


def signing_name() -> str:
    """The name under which a decision is logged if none is given."""
    return user_name() or "unknown"


def now() -> str:
    """The local time in ISO 8601, to the second, with the offset from UTC."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def entry_of(
    sheet: Sheet,
    finding: Finding,
    decision: Decision,
    *,
    article: str,
    who: str,
    when: str,
    via: str,
    why: str = "",
    change: str = "",
) -> LogEntry:
    """A new entry for a finding of a sheet. Raises ValueError for a `change` that names no figure of the finding."""
    figures = tuple(_logged_figure(sheet.article, span) for span in dict.fromkeys(finding.spans))
    return LogEntry(
        version=LOG_VERSION,
        when=when,
        who=who.strip(),
        decision=decision.value,
        why=" ".join(why.split()),
        change=parse_change(change, figures),
        article=article,
        text=text_hash(sheet.article.text),
        fingerprint=fingerprint(sheet.article, finding),
        rule=finding.rule,
        code=finding.code,
        severity=finding.severity.value,
        says=finding.message,
        arithmetic=finding.arithmetic,
        figures=figures,
        via=via,
    )


def parse_change(stated: str, figures: Sequence[LoggedFigure]) -> str:
    """A change "144 -> 136" in its normal form. Raises ValueError unless its left side is a figure of the finding."""
    if not stated.strip():
        return ""
    was, arrow, new = (part.strip() for part in stated.replace("→", "->").partition("->"))
    if not (was and arrow and new):
        raise ValueError(f"write the change as 144 -> 136, not {stated.strip()!r}")
    if not any(was.casefold() in figure.words.casefold() for figure in figures):
        named = ", ".join(f"“{figure.words}”" for figure in figures)
        raise ValueError(f"the finding has {named}, and no {was!r} to change")
    return f"{was} -> {new}"


def text_hash(text: str) -> str:
    """16 hexadecimal digits of the SHA-256 of a text, which differ between two versions of it."""
    return _hash(text.encode("utf-8", "surrogatepass"))


def story_name(text: str) -> str:
    """A name for a pasted text without one: a hash of its first line, which does not reveal the line."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return f"pasted text {text_hash(first)[:8]}"


def _hash(data: bytes) -> str:
    from hashlib import sha256  # loads OpenSSL, which takes longer than most checks

    return sha256(data).hexdigest()[:HASH_LENGTH]


def _logged_figure(article: Article, span: Span) -> LoggedFigure:
    text = article.text
    start, end = max(0, span.start - CONTEXT_LENGTH), min(len(text), span.end + CONTEXT_LENGTH)
    before = text[start : span.start] if start == 0 else text[start : span.start].partition(" ")[2]
    after = text[span.end : end] if end == len(text) else text[span.end : end].rpartition(" ")[0]
    return LoggedFigure(
        _collapse_white_space(before.rpartition("\n")[2]),
        _one_line(text[span.start : span.end])[:MAX_FIGURE_LENGTH],
        _collapse_white_space(after.partition("\n")[0]),
        article.place(span.start),
        any(quotation.contains(span) for quotation in article.quotations),
        _measured_quantity(article, span),
    )


def _collapse_white_space(text: str) -> str:
    """The text on one line. Unlike `_one_line`, keeps a space at either end."""
    return WHITE_SPACE.sub(" ", text)


def _one_line(text: str) -> str:
    return " ".join(text.split())


QUANTITY_NAMES = {
    Kind.MONEY: "an amount of money",
    Kind.PERCENT: "a percentage",
    Kind.POINTS: "a number of percentage points",
    Kind.AGE: "an age",
    Kind.DURATION: "a length of time",
    Kind.MEASURE: "a measurement",
    Kind.FRACTION: "a share",
    Kind.RATIO: "a ratio",
    Kind.SCORE: "a score",
    Kind.COUNT: "a number",
    Kind.NUMBER: "a number",
}
"""What a correction line says was misstated, for each kind of figure."""


def _measured_quantity(article: Article, span: Span) -> str:
    """What the figure at a span measures: "the number of arrests", "an age", "a date"."""
    items: tuple[Figure | Moment, ...] = (*article.figures, *article.moments)
    item = next((item for item in items if item.span == span), None)
    if isinstance(item, Moment):
        return "a time" if item.hour is not None else "a date"
    if item is None:
        return "a figure"
    noun = item.noun
    if item.kind is Kind.COUNT and noun and article.text[item.span.end : noun.span.start].isspace():
        from checks.figures.inflection import is_plural

        words = _one_line(article.text_of(noun.span))
        if words and is_plural(words.split()[-1].lower()):
            return f"the number of {words}"
    return QUANTITY_NAMES.get(item.kind, "a figure")


# ---- the file --------------------------------------------------------------------------------------------------------


def append_entries(path: Path, entries: Iterable[LogEntry], *, before: Callable[[], object] = tuple) -> None:
    """Append entries to the log and have the disk keep them. Raises Unwritable.

    Other processes wait meanwhile. An incomplete last line, left by a process that was killed, gets a line end first,
    so that it damages no other line. `before` is called once the log is open, and does what the entries record: if it
    raises, they are not written; if the log cannot be opened, it is not called.
    """
    entries = list(entries)
    if not entries:
        return
    try:
        with _open_locked(path) as handle:
            before()
            last, is_complete = _last_line(handle)
            data = b"" if is_complete else b"\n"
            for entry in entries:
                line = _to_line(replace(entry, previous=_hash(last) if last else ""))
                data += line + b"\n"
                last = line
            while data:
                data = data[os.write(handle, data) :]
            with suppress(OSError):  # a pipe or a device keeps nothing
                os.fsync(handle)
    except FileNotFoundError:
        raise Unwritable(f"{path} cannot be written: there is no folder {path.parent}; make it first.") from None
    except OSError as error:
        raise Unwritable(
            f"The decision could not be written to {path} ({error.strerror or error}): name another file with --log, "
            "or `log` in copydesk.toml."
        ) from None


def read_log(path: Path) -> Log:
    """The log in a file; an empty log if the file does not exist. Raises Unreadable."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Log()
    except OSError as error:
        raise Unreadable(f"{path} could not be read ({error.strerror or error}).") from None
    entries: list[LogEntry] = []
    problems: list[str] = []
    previous, hashes_begun = b"", False
    lines = data.split(b"\n")
    unfinished = lines.pop()
    for number, line in enumerate([*lines, *([unfinished] if unfinished else ())], 1):
        entry = _entry_on_line(line)
        if entry is None:
            problems.append(f"line {number} is no entry: a run was stopped while it wrote, or somebody changed it")
        else:
            entries.append(entry)
            if entry.previous != (_hash(previous) if previous else ""):
                problems.append(f"line {number} does not follow the line before it: one was changed, added or removed")
            if entry.hash and not _has_own_hash(line):
                problems.append(f"line {number} was changed: it does not have the hash that it names")
            if hashes_begun and not entry.hash:
                problems.append(f"line {number} was changed: lines before it name their own hash, and it does not")
            hashes_begun = hashes_begun or bool(entry.hash)
        previous = line
    return Log(tuple(entries), tuple(problems))


class LogReader:
    """Keeps the last log that it read, and reads it again only if its file has changed."""

    def __init__(self) -> None:
        self._read: tuple[Path, tuple[int, int], Log] | None = None

    def read(self, path: Path) -> Log:
        """As `read_log`."""
        try:
            state = path.stat()
        except OSError:
            return read_log(path)
        stamp = (state.st_mtime_ns, state.st_size)
        if self._read is None or self._read[:2] != (path, stamp):
            self._read = (path, stamp, read_log(path))
        return self._read[2]


def _to_line(entry: LogEntry) -> bytes:
    """The entry as a JSON object whose last field is the hash of the line without that field."""
    data = asdict(entry)
    del data["hash"]
    line = escape_json(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace").decode()).encode()
    return line[:-1] + _hash_field(line)


def _hash_field(line: bytes) -> bytes:
    return f', "hash": "{_hash(line)}"}}'.encode()


def _has_own_hash(line: bytes) -> bool:
    """Whether a line ends with its own hash."""
    without = line[: line.rfind(b', "hash": "')] + b"}"
    return line == without[:-1] + _hash_field(without)


ENTRY_FIELDS = tuple(field.name for field in fields(LogEntry))
DEFAULTS_OF_LATER_FIELDS = {"hash": ""}  # the values of fields that early versions did not write
FIGURE_FIELDS = tuple(field.name for field in fields(LoggedFigure))


def _entry_on_line(line: bytes) -> LogEntry | None:
    """The entry on a line; None if the line holds no valid entry. Unknown fields, of a later version, are ignored."""
    try:
        data = DEFAULTS_OF_LATER_FIELDS | json.loads(line)
        figures = tuple(LoggedFigure(**_selected_fields(figure, FIGURE_FIELDS)) for figure in data["figures"])
        entry = LogEntry(**{**_selected_fields(data, ENTRY_FIELDS), "figures": figures})
        Decision(entry.decision)
        date.fromisoformat(entry.when[:10])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    texts = [getattr(entry, name) for name in ENTRY_FIELDS if name not in ("version", "figures")]
    return entry if all(isinstance(text, str) for text in texts) else None


def _selected_fields(data: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: data[name] for name in names}


def _last_line(handle: int) -> tuple[bytes, bool]:
    """The last line of an open file, without its line end, and whether it is complete, as that of an empty file is."""
    size = os.fstat(handle).st_size
    tail, block = b"", 65_536
    while size and b"\n" not in tail[:-1]:
        start = max(0, size - block)
        os.lseek(handle, start, os.SEEK_SET)
        tail = os.read(handle, size - start) + tail
        size = start
    is_complete = not tail or tail.endswith(b"\n")
    return (tail.removesuffix(b"\n").rpartition(b"\n")[2], is_complete)


@contextmanager
def _open_locked(path: Path) -> Iterator[int]:
    """The file, opened for appending, and locked against other processes."""
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o666)
    try:
        with lock_open_file(handle, path):
            yield handle
    finally:
        os.close(handle)


# ---- findings and their decisions ------------------------------------------------------------------------------------


def entries_now_resolved(log: Log, article: str, sheet: Sheet) -> list[LogEntry]:
    """The accepted findings of an article that its current text no longer raises, since they were put right."""
    raised = {fingerprint(sheet.article, finding) for finding in sheet.findings}
    raised |= {fingerprint(sheet.article, finding) for finding, _ in sheet.dismissed}
    return [
        entry
        for entry in log.latest().values()
        if entry.article == article and entry.decision == Decision.ACCEPTED and entry.fingerprint not in raised
    ]


def corrected_entry(entry: LogEntry, sheet: Sheet, *, who: str, when: str, via: str, why: str, change: str) -> LogEntry:
    """A new entry, which records that an accepted finding was put right. Raises ValueError for an invalid `change`.

    An empty `change` is read from the text: a figure that is no longer between the words that were around it.
    """
    stated = parse_change(change, entry.figures) or change_in_text(entry.figures, sheet.article.text)
    return replace(
        entry,
        version=LOG_VERSION,
        when=when,
        who=who.strip(),
        decision=Decision.CORRECTED.value,
        why=" ".join(why.split()),
        change=stated,
        text=text_hash(sheet.article.text),
        via=via,
        previous="",
        hash="",
    )


MIN_CONTEXT_LENGTH = 8  # characters of context needed on at least one side
MAX_REPLACEMENT_LENGTH = 60  # characters of what replaced a figure


def change_in_text(figures: Sequence[LoggedFigure], text: str) -> str:
    """The change of the one figure that was replaced, as "144 -> 136"; "" if no figure was, or more than one."""
    text = _one_line(text)
    changes = {change for figure in figures if (change := _replacement(figure, text))}
    return changes.pop() if len(changes) == 1 else ""


def _replacement(figure: LoggedFigure, text: str) -> str:
    """The change of a figure, found by its context in the text; "" if it was not changed or cannot be found."""
    before, after = figure.before.lstrip(), figure.after.rstrip()
    if max(len(before), len(after)) < MIN_CONTEXT_LENGTH or before + figure.words + after in text:
        return ""
    if before and text.count(before) != 1:
        return ""
    start = text.find(before) + len(before)
    end = text.find(after, start) if after else len(text)
    new = text[start:end].strip() if end >= 0 else ""
    return f"{figure.words} -> {new}" if new and len(new) <= MAX_REPLACEMENT_LENGTH and new != figure.words else ""
