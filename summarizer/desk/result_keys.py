"""Keys of stored results: hashes of all that an article's result depends on (content, options, rules and model)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import checks
from summarizer.desk.checking import CheckOptions
from summarizer.desk.discovery import BatchItem
from summarizer.desk.plugins import external_code_version
from summarizer.inputs import MAX_BYTES, Source
from summarizer.reports.version import version

CODE_SUFFIXES = (".py", ".j2", ".css", ".toml", ".json", ".txt")  # of files that results and pages depend on
CONTENT_SEPARATOR = "-"  # behind the hash of the content, with which a key begins
TIMEOUT_SEPARATOR = " "  # before the limit in the key of a timeout; keys are otherwise hexadecimal digits


@dataclass(frozen=True, slots=True)
class ResultKeys:
    """Makes the keys of a run. `summary` states how and with which model articles are summarised; "" if none are."""

    options: CheckOptions
    summary: str = ""
    external_rules: str = field(default_factory=external_code_version)  # a hash of their code

    def of_file(self, item: BatchItem) -> str:
        """The key of an article in a file of its own; "" if there is no such file or it cannot be read."""
        if item.path is None:
            return ""
        try:
            with item.path.open("rb") as file:
                return self._key(item, hashlib.sha256(file.read(MAX_BYTES + 1)).hexdigest())
        except (OSError, ValueError):
            return ""

    def of_source(self, item: BatchItem, source: Source) -> str:
        """The key of an article that has been read, for articles without a file of their own."""
        return self._key(item, _digest(repr(source)))

    def timeout_key(self, key: str, seconds: float) -> str:
        """The key of a timeout after so many seconds, for an article with this key: more time may change the result."""
        return f"{key}{TIMEOUT_SEPARATOR}{seconds:g} s" if key else ""

    def is_final(self, key: str) -> bool:
        """Whether the result with this key is valid whatever the time limit, because it is no timeout."""
        return TIMEOUT_SEPARATOR not in key

    def basis(self) -> dict[str, str]:
        """What the results of all articles depend on, as hashes by the names that a report has for it."""
        options = self.options
        return {
            "Copydesk": code_version(),
            "your own rules": self.external_rules,
            "the reader": _digest(repr(options.reader)),
            "the options": _digest(repr((options.published, options.locale, options.choice_text()))),
            "the model of the summaries": _digest(self.summary),
        }

    def _key(self, item: BatchItem, content: str) -> str:
        options = self.options
        dismissed = options.dismissals(item.dismissal_name) if options.dismissed else ()
        parts = (
            item.name,
            content,
            str(options.published),
            str(options.locale),
            options.choice_text(),
            repr(dismissed),
            self.summary,
            *([repr(options.reader)] if options.reader else []),
            code_version(),
            self.external_rules,
        )
        return content + CONTENT_SEPARATOR + _digest("\x1f".join(parts))


def content_of(key: str) -> str:
    """The hash of the article's content in a key; "" for the key ""."""
    return key.partition(CONTENT_SEPARATOR)[0]


@cache
def code_version() -> str:
    """The version of Copydesk and a hash of its code, so that a changed rule makes earlier results invalid."""
    digest = hashlib.sha256(version().encode())
    for root in (Path(checks.__file__).parent, Path(__file__).parents[1]):
        for path in sorted(path for path in root.rglob("*") if path.suffix in CODE_SUFFIXES):
            digest.update(f"{path.relative_to(root)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
