"""Keys that stand for everything an article's result depends on: its content, the options, the rules and the model."""

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

CODE_SUFFIXES = (".py", ".j2", ".css", ".toml", ".json", ".txt")  # of files that decide on results and pages


@dataclass(frozen=True, slots=True)
class ResultKeys:
    """Makes the keys of a run. `summary` says how articles are summarised, with which model; "" without summaries."""

    options: CheckOptions
    summary: str = ""
    external_rules: str = field(default_factory=external_code_version)  # a hash of their code

    def of_file(self, item: BatchItem) -> str:
        """The key of an article in a file of its own; "" if the file cannot be read, or if there is none."""
        if item.path is None:
            return ""
        try:
            with item.path.open("rb") as file:
                return self._key(item, hashlib.sha256(file.read(MAX_BYTES + 1)).hexdigest())
        except (OSError, ValueError):
            return ""

    def of_source(self, item: BatchItem, source: Source) -> str:
        """The key of an article that has been read, for one that has no file of its own."""
        return self._key(item, _digest(repr(source)))

    def timed_out(self, key: str, deadline: float) -> str:
        """The key of the result that the article took too long: with more time it may be another."""
        return f"{key} {deadline:g} s" if key else ""

    def is_final(self, key: str) -> bool:
        """Whether the result with this key holds however long the article may take."""
        return " " not in key

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
        return _digest("\x1f".join(parts))


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
