"""Findings that an editor let stand, kept in a file beside the articles: which one, who, when and why.

They are keyed by a fingerprint of the rule, the figures and the words beside them, so that they survive edits
elsewhere in the text and lose their hold when one of the figures changes.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from checks.config import Dismissal
from checks.fingerprint import fingerprint
from checks.model import Sheet
from summarizer.desk.writing import replacing
from summarizer.inputs import Unreadable, is_url
from summarizer.reports.visible import escaped

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


def read_dismissals(path: Path) -> tuple[Record, ...]:
    """The records of a file, none where there is no file. Unreadable says which record is wrong, and how."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Unreadable(f"{path} could not be read ({error}): mend it, or restore it from a copy.") from None
    records = data.pop("dismissed", [])
    if data or not isinstance(records, list):
        raise Unreadable(f"{path} holds {', '.join(data) or 'no list'}: only [[dismissed]] records are known in it.")
    fields = set(Record.__dataclass_fields__)
    for number, record in enumerate(records, 1):
        if set(record) != fields or not all(isinstance(value, str) for value in record.values()):
            odd = ", ".join(sorted(set(record) ^ fields)) or "a value that is no text"
            raise Unreadable(f"{path}: record {number} is not as it should be ({odd}).")
    return tuple(Record(**record) for record in records)


def write_dismissals(path: Path, records: Iterable[Record]) -> None:
    """Replaces the file, whole or not at all."""
    with replacing(path) as file:
        file.write(HEAD)
        for record in records:
            lines = (
                f"{key} = {escaped(json.dumps(value, ensure_ascii=False))}" for key, value in asdict(record).items()
            )
            file.write("\n[[dismissed]]\n" + "".join(f"{line}\n" for line in lines))


def for_article(records: Sequence[Record], name: str) -> tuple[Dismissal, ...]:
    """What the rule layer is told when it checks the article of this name."""
    return tuple(Dismissal(one.fingerprint, one.note, expected=one.article == name) for one in records)


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
