"""Dismissed findings, kept in a TOML file next to the articles: which finding, who dismissed it, when and why.

The key is a fingerprint of the rule, the figures and the adjacent words: a dismissal survives edits elsewhere in the
text, and no longer applies when one of the finding's figures changes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from checks.config import Dismissal
from checks.fingerprint import fingerprint
from checks.model import Sheet
from summarizer.desk.file_locks import lock_for_replacement
from summarizer.desk.settings import folder_and_parents
from summarizer.desk.writing import atomic_writer
from summarizer.inputs import Unreadable, is_url
from summarizer.reports.escaping import escape_json

DISMISSALS_FILE = "copydesk-dismissed.toml"
FILE_HEADER = "# Findings of Copydesk that were looked at and let stand, as `copydesk dismiss` wrote them down.\n"


@dataclass(frozen=True, slots=True)
class DismissalRecord:
    """A dismissed finding; the fields are the keys of its TOML record.

    `article` is the path relative to the file's folder; `says` is the message of the finding.
    """

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


def find_dismissals_file(folder: Path) -> Path:
    """The nearest dismissals file from the folder up to its repository's root, else its path in the folder."""
    candidates = (parent / DISMISSALS_FILE for parent in folder_and_parents(folder))
    return next((path for path in candidates if path.exists()), folder / DISMISSALS_FILE)


def read_dismissals(path: Path) -> tuple[DismissalRecord, ...]:
    """The records of a file; none if it does not exist. Raises Unreadable, which names the wrong record."""
    return _records(path, _read_text(path) or "")


def add_dismissals(path: Path, new: Iterable[DismissalRecord]) -> None:
    """Append the records that the file does not hold yet, atomically; its text is kept as it is.

    The file is locked and read again first, since other runs may add to it at the same time.
    """
    with lock_for_replacement(path):
        text = _read_text(path)
        known = {(record.fingerprint, record.article) for record in _records(path, text or "")}
        added = {(record.fingerprint, record.article): record for record in new}
        content = FILE_HEADER if text is None else text
        content += "" if content.endswith("\n") or not content else "\n"
        content += "".join(_to_toml(record) for key, record in added.items() if key not in known)
        _records(path, content)  # raises unless it can be read back
        with atomic_writer(path) as file:
            file.write(content)


def _read_text(path: Path) -> str | None:
    """The content of the file with its own line ends, without a byte order mark; None if it does not exist."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from None


def _records(path: Path, text: str) -> tuple[DismissalRecord, ...]:
    if not text.strip():
        return ()
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(path, error) from None
    records = data.pop("dismissed", [])
    if data or not isinstance(records, list):
        raise Unreadable(f"{path} holds {', '.join(data) or 'no list'}: only [[dismissed]] records are known in it.")
    fields = set(DismissalRecord.__dataclass_fields__)
    for number, record in enumerate(records, 1):
        if (
            not isinstance(record, dict)
            or set(record) != fields
            or not all(isinstance(v, str) for v in record.values())
        ):
            keys = ", ".join(sorted(set(record) ^ fields)) if isinstance(record, dict) else ""
            raise Unreadable(f"{path}: record {number} is not as it should be ({keys or 'a value that is no text'}).")
    return tuple(DismissalRecord(**record) for record in records)


def _unreadable(path: Path, error: Exception) -> Unreadable:
    return Unreadable(f"{path} could not be read ({error}): fix it, or restore it from a copy.")


def _to_toml(record: DismissalRecord) -> str:
    lines = (f"{key} = {_toml_string(value)}\n" for key, value in asdict(record).items())
    return "\n[[dismissed]]\n" + "".join(lines)


def _toml_string(value: str) -> str:
    """A TOML string literal. Lone surrogates, which TOML cannot express, become question marks."""
    import json

    return escape_json(json.dumps(value.encode("utf-8", "replace").decode(), ensure_ascii=False))


def dismissals_for_article(records: Sequence[DismissalRecord], name: str, folder: Path) -> tuple[Dismissal, ...]:
    """The dismissals that apply to the article of this name, which is a path relative to `folder`.

    A dismissal made for another article that still exists does not apply, even if that has the same figures and words.
    One whose article no longer exists applies: the article may have been renamed.
    """
    applicable = (record for record in records if record.article == name or not _exists(record.article, folder))
    return tuple(Dismissal(record.fingerprint, record.note, expected=record.article == name) for record in applicable)


def _exists(name: str, folder: Path) -> bool:
    return is_url(name) or os.path.exists(folder / name)


def records_for_sheet(
    sheet: Sheet, name: str, rules: frozenset[str], *, why: str, who: str, when: str
) -> list[DismissalRecord]:
    """A record for each finding of the sheet; with `rules`, only for findings of these rules and severities."""
    return [
        DismissalRecord(fingerprint(sheet.article, finding), name, finding.rule, finding.message, why, who, when)
        for finding in sheet.findings
        if not rules or not rules.isdisjoint((finding.rule, finding.severity))
    ]


def relative_name(path: Path, article: str) -> str:
    """The article's path relative to the folder of the dismissals file `path`, so that the folder can be moved.

    Web addresses, and articles outside that folder, keep their names. Bytes that are not UTF-8 become "?", since TOML
    cannot express them.
    """
    if is_url(article):
        return article
    try:
        name = Path(article).resolve().relative_to(path.resolve().parent).as_posix()
    except ValueError:
        name = article
    return name.encode("utf-8", "replace").decode()
