"""Findings that an editor let stand, kept in a file beside the articles: which one, who, when and why.

They are keyed by a fingerprint of the rule, the figures and the words beside them, so that they survive edits
elsewhere in the text and lose their hold when one of the figures changes.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from checks.config import Dismissal
from checks.fingerprint import fingerprint
from checks.model import Sheet
from summarizer.desk.settings import upwards
from summarizer.desk.writing import replacing
from summarizer.inputs import Unreadable, is_url
from summarizer.reports.escaping import escaped

FILE = "copydesk-dismissed.toml"
HEAD = "# Findings of Copydesk that were looked at and let stand, as `copydesk dismiss` wrote them down.\n"


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the file. `article` is the path from the file's folder; `says` is for people to read."""

    fingerprint: str
    article: str
    rule: str
    says: str
    why: str
    who: str
    when: str

    @property
    def note(self) -> str:
        return f"{self.why} ({self.who}, {self.when})"


def standing_file(folder: Path) -> Path:
    """The file that holds in a folder: its own, or else the nearest above it up to a repository's root; its own to be
    where there is none."""
    return next((one / FILE for one in upwards(folder) if (one / FILE).exists()), folder / FILE)


def read_dismissals(path: Path) -> tuple[Record, ...]:
    """The records of a file, none where there is no file. Unreadable says which record is wrong, and how."""
    return _records(path, _text(path) or "")


def add_dismissals(path: Path, new: Iterable[Record]) -> None:
    """Adds what the file does not hold yet at its end, whole or not at all; what stands there stays as it is.

    Other runs may add to the file at the same time: it is read again here.
    """
    with _alone(path):
        text = _text(path)
        known = {(one.fingerprint, one.article) for one in _records(path, text or "")}
        added = {(one.fingerprint, one.article): one for one in new}
        grown = HEAD if text is None else text
        grown += "" if grown.endswith("\n") or not grown else "\n"
        grown += "".join(_written(one) for key, one in added.items() if key not in known)
        _records(path, grown)  # nothing is written that could not be read again
        with replacing(path) as file:
            file.write(grown)


def _text(path: Path) -> str | None:
    """What the file holds, its line ends as they are; None where there is no file."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise _broken(path, error) from None


def _records(path: Path, text: str) -> tuple[Record, ...]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _broken(path, error) from None
    records = data.pop("dismissed", [])
    if data or not isinstance(records, list):
        raise Unreadable(f"{path} holds {', '.join(data) or 'no list'}: only [[dismissed]] records are known in it.")
    fields = set(Record.__dataclass_fields__)
    for number, record in enumerate(records, 1):
        if (
            not isinstance(record, dict)
            or set(record) != fields
            or not all(isinstance(v, str) for v in record.values())
        ):
            odd = ", ".join(sorted(set(record) ^ fields)) if isinstance(record, dict) else ""
            raise Unreadable(f"{path}: record {number} is not as it should be ({odd or 'a value that is no text'}).")
    return tuple(Record(**record) for record in records)


def _broken(path: Path, error: Exception) -> Unreadable:
    return Unreadable(f"{path} could not be read ({error}): mend it, or restore it from a copy.")


def _written(record: Record) -> str:
    lines = (f"{key} = {_quoted(value)}\n" for key, value in asdict(record).items())
    return "\n[[dismissed]]\n" + "".join(lines)


def _quoted(value: str) -> str:
    """As TOML writes it, which has no way to write the halves of a sign that bytes of another encoding leave."""
    return escaped(json.dumps(value.encode("utf-8", "replace").decode(), ensure_ascii=False))


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One run at a time, where the system can lock a folder; unlike a lock file, that leaves nothing behind."""
    try:
        import fcntl

        handle = os.open(os.path.dirname(os.path.realpath(path)), os.O_RDONLY)
    except (ImportError, OSError):  # a folder that is not there is said when the file is written
        yield
        return
    try:
        with suppress(OSError):  # some network drives know no locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def for_article(records: Sequence[Record], name: str, folder: Path) -> tuple[Dismissal, ...]:
    """What the rule layer is told when it checks the article of this name; both are named by their paths from `folder`.

    What was let stand in another article that is there does not stand in this one, though it has the same figures and
    words. An article that was renamed keeps what was let stand in it, and so does text that comes from no file.
    """
    mine = (one for one in records if one.article == name or not _are_two(one.article, name, folder))
    return tuple(Dismissal(one.fingerprint, one.note, expected=one.article == name) for one in mine)


def _are_two(one: str, other: str, folder: Path) -> bool:
    return all(is_url(name) or (folder / name).exists() for name in (one, other))


def of_sheet(sheet: Sheet, name: str, rules: frozenset[str], *, why: str, who: str, when: str) -> list[Record]:
    """A record for each finding of the sheet, of these rules only where some are named."""
    return [
        Record(fingerprint(sheet.article, one), name, one.rule, one.message, why, who, when)
        for one in sheet.findings
        if not rules or one.rule in rules
    ]


def name_in(path: Path, article: str) -> str:
    """How an article is called in the file: by its path from the file's folder, so that the folder can be moved.

    Bytes of a name that are not UTF-8 are shown as "?": TOML has no way to write them.
    """
    if is_url(article):
        return article
    try:
        name = Path(article).resolve().relative_to(path.resolve().parent).as_posix()
    except ValueError:
        name = article
    return name.encode("utf-8", "replace").decode()
