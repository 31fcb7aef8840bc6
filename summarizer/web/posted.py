"""Texts that were posted, read and checked: what the checking process of the server carries out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from checks.model import Sheet
from summarizer.desk.checking import Check, Terms, hold_against, read
from summarizer.inputs import Source, read_bytes
from summarizer.inputs.source import clean_plain_text

KINDS = {"html": ".html", "markdown": ".md"}


@dataclass(frozen=True, slots=True)
class Posted:
    """A text as a program posts it: "text", or a page or Markdown file of which the article is taken out."""

    name: str
    text: str
    kind: Literal["text", "html", "markdown"] = "text"

    def read(self) -> Source:
        """Raises Unreadable."""
        if self.kind == "text":
            plain_text, left_out = clean_plain_text(self.text)
            return Source(self.name, plain_text, left_out=left_out)
        return read_bytes(self.text.encode("utf-8", "replace"), self.name, kind=KINDS[self.kind], encoding="utf-8")


def check_posted(given: Posted | Source, terms: Terms, check: Check) -> Sheet:
    """The sheet of an article. Raises Unreadable."""
    source = _source(given)
    return check(read(source, terms), terms, source.name)


def compare_posted(
    source: Posted | Source, target: Posted | Source, mode: Literal["summary", "update"], terms: Terms
) -> Sheet:
    """The sheet of a text held against its source. Raises Unreadable."""
    return hold_against(_source(source), _source(target), mode, terms)


def _source(given: Posted | Source) -> Source:
    return given.read() if isinstance(given, Posted) else given
