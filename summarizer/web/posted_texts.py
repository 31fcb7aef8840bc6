"""Reads, checks and compares posted texts. The server's worker processes run these functions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from checks.config import Dismissal
from checks.model import Article, Sheet
from summarizer.desk.checking import Check, CheckOptions, compare_sources, parse_source
from summarizer.inputs import Source, Unreadable, read_bytes
from summarizer.inputs.source import plain_source
from summarizer.reports.data import sheet_data
from summarizer.reports.live import live_view

SUFFIX_BY_KIND = {"html": ".html", "markdown": ".md"}


class CheckFailed(Exception):
    """Raised if a text could not be checked; the message says why."""


@dataclass(frozen=True, slots=True)
class PostedText:
    """A posted text. If it is a web page or a Markdown file, the article is extracted first."""

    name: str
    text: str
    kind: Literal["text", "html", "markdown"] = "text"

    @property
    def offsets_text(self) -> str:
        """The text to which the offsets in the response refer; "" if they refer to the extracted article."""
        return self.text if self.kind == "text" else ""

    def read(self) -> Source:
        """The text as a source. Raises Unreadable."""
        if self.kind == "text":
            source = plain_source(self.name, self.text)
            if not source.text.strip():
                raise Unreadable(f"{self.name} is empty: nothing to read.")
            return source
        return read_bytes(
            self.text.encode("utf-8", "replace"), self.name, kind=SUFFIX_BY_KIND[self.kind], encoding="utf-8"
        )


@dataclass(frozen=True, slots=True)
class PageOptions(CheckOptions):
    """The options set on the page, with the findings that are let stand: without a log, nothing is kept on disk."""

    dismissal_reasons: Mapping[str, str] = field(default_factory=dict)  # by fingerprint of the finding

    def dismissals(self, name: str) -> tuple[Dismissal, ...]:
        return tuple(Dismissal(fingerprint, why) for fingerprint, why in self.dismissal_reasons.items())


def check_posted(posted: PostedText | Source, options: CheckOptions, check: Check) -> Sheet:
    """The sheet of an article. Raises Unreadable."""
    source = _to_source(posted)
    return check(parse_source(source, options), options, source.name)


def check_without_reader(check: Check, article: Article, options: CheckOptions, name: str) -> Sheet:
    """The sheet of an article as `check` makes it without the model that reads ties."""
    return check(article, replace(options, reader=None), name)


def compare_posted(
    source: PostedText | Source, target: PostedText | Source, mode: Literal["summary", "update"], options: CheckOptions
) -> Sheet:
    """The sheet of `target` compared with `source`. Raises Unreadable."""
    return compare_sources(_to_source(source), _to_source(target), mode, options)


def check_document(posted: PostedText, options: CheckOptions, check: Check) -> bytes:
    """The JSON of `sheet_data` for an article. Raises Unreadable."""
    sheet = check_posted(posted, options, check)
    return _json(sheet_data(sheet, posted.name, posted=posted.offsets_text))


def compare_document(
    source: PostedText, target: PostedText, mode: Literal["summary", "update"], options: CheckOptions
) -> bytes:
    """The JSON of `sheet_data` for `target` compared with `source`. Raises Unreadable."""
    sheet = compare_posted(source, target, mode, options)
    texts = {"posted": target.offsets_text, "source_posted": source.offsets_text}
    return _json(sheet_data(sheet, target.name, source.name, **texts))


def live_document(
    text: PostedText,
    source: PostedText,
    against: Literal["", "summary", "update"],
    options: PageOptions,
    check: Check,
    decided: Mapping[str, str] | None = None,
) -> bytes:
    """The JSON of `live_view` for the texts on the page. Raises Unreadable.

    `decided` are the notes on decisions by fingerprint, None if no log is kept.
    """
    if against and source.text.strip():
        sheet = compare_posted(source, text, against, options)
    else:
        sheet = check_posted(text, options, check)
        against = ""
    return json.dumps(live_view(sheet, text.name, against, text.text, source.text, decided)).encode()


def _json(document: Mapping[str, Any]) -> bytes:
    """The JSON of a document, encoded as by Starlette's JSONResponse."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _to_source(posted: PostedText | Source) -> Source:
    return posted.read() if isinstance(posted, PostedText) else posted
