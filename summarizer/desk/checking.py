"""One source through the rule layer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from checks import Config, check_article
from checks import read as read_article
from checks.model import Article, Severity, Sheet
from summarizer.desk.dismissals import Record, for_article, name_in
from summarizer.inputs import Source


@dataclass(frozen=True, slots=True)
class Terms:
    """What the editor asked for. Nothing asked for silences nothing."""

    published: date | None = None  # overrides what the page says of itself
    locale: str | None = None  # "en-GB" or "en-US"; told from the text where None
    ignore: frozenset[str] = frozenset()
    dismissed_in: Path | None = None  # the file that says which findings were let stand
    dismissed: tuple[Record, ...] = ()  # what it says

    def config(self, name: str) -> Config:
        """What the rule layer is told for the article in this file."""
        if not self.dismissed_in:
            return Config(ignore=self.ignore)
        where = self.dismissed_in
        return Config(self.ignore, for_article(self.dismissed, name_in(where, name), where.resolve().parent))


def read(source: Source, terms: Terms) -> Article:
    article = read_article(
        source.text, zones=source.zones or None, published=terms.published or source.published, locale=terms.locale
    )
    return replace(article, left_out=source.left_out)


def check(source: Source, terms: Terms) -> Sheet:
    """The sheet of an article. ValueError where `terms` ignores a rule that does not exist."""
    return check_read(read(source, terms), terms, source.name)


def check_read(article: Article, terms: Terms, name: str) -> Sheet:
    """The same of an article that was read already; `name` is its file's."""
    return check_article(article, config=terms.config(name))


Check = Callable[[Article, Terms, str], Sheet]  # `check_read`, or what stands in for it


def hold_against(source: Source, target: Source, mode: Literal["summary", "update"], terms: Terms) -> Sheet:
    """The sheet of a text held against its source; `mode` says what it is to it."""
    from checks import compare

    return compare(read(source, terms), read(target, terms), mode=mode, config=terms.config(target.name))


NOTHING, FINDINGS, UNUSABLE, FAILED = 0, 1, 2, 3  # exit codes, docs/json.md
HUNG_UP, INTERRUPTED, TERMINATED = 129, 130, 143


def exit_code(sheet: Sheet, fail_on: Severity | None) -> int:
    """3 if a rule failed, else 1 if a finding is at or above `fail_on` (None: never), else 0."""
    if sheet.failures:
        return FAILED
    order = list(Severity)
    if fail_on is not None and any(order.index(f.severity) <= order.index(fail_on) for f in sheet.findings):
        return FINDINGS
    return NOTHING
