"""Parses one source and runs the rules on it; exit codes of the commands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from checks import Config, check_article
from checks import read as read_article
from checks.model import Article, Severity, Sheet
from summarizer.desk.dismissals import DismissalRecord, dismissals_for_article, relative_name
from summarizer.inputs import Source


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What the editor asked for. The defaults silence nothing."""

    published: date | None = None  # overrides the date that the page states
    locale: str | None = None  # "en-GB" or "en-US"; None: detected from the text
    ignore: frozenset[str] = frozenset()
    dismissals_file: Path | None = None  # the file of dismissed findings
    dismissed: tuple[DismissalRecord, ...] = ()  # the records of that file

    def config(self, name: str) -> Config:
        """The rules' configuration for the article called `name`."""
        if not self.dismissals_file:
            return Config(ignore=self.ignore)
        path = self.dismissals_file
        return Config(
            self.ignore, dismissals_for_article(self.dismissed, relative_name(path, name), path.resolve().parent)
        )


def parse_source(source: Source, options: CheckOptions) -> Article:
    """The parsed article, with the characters that were left out of its file."""
    article = read_article(
        source.text,
        zones=source.zones or None,
        published=options.published or source.published,
        locale=options.locale,
        tables=source.tables or None,
    )
    published_at = None if options.published else source.published_at
    return replace(article, left_out=source.left_out, published_at=published_at)


def check_source(source: Source, options: CheckOptions) -> Sheet:
    """The sheet of an article. Raises ValueError if `options` ignores an unknown rule."""
    return check_parsed(parse_source(source, options), options, source.name)


def check_parsed(article: Article, options: CheckOptions, name: str) -> Sheet:
    """The sheet of an article that is parsed already; `name` is its file's name."""
    return check_article(article, config=options.config(name))


Check = Callable[[Article, CheckOptions, str], Sheet]  # `check_parsed`; tests pass others


def compare_sources(source: Source, target: Source, mode: Literal["summary", "update"], options: CheckOptions) -> Sheet:
    """The sheet of `target` compared with `source`, of which it is a summary or a later version."""
    from checks import compare

    return compare(
        parse_source(source, options), parse_source(target, options), mode=mode, config=options.config(target.name)
    )


EXIT_OK, EXIT_FINDINGS, EXIT_UNUSABLE, EXIT_FAILED = 0, 1, 2, 3  # exit codes, docs/json.md
EXIT_HANGUP, EXIT_INTERRUPTED, EXIT_TERMINATED = 129, 130, 143


def exit_code(sheet: Sheet, fail_on: Severity | None) -> int:
    """3 if a rule failed, else 1 if a finding is at or above `fail_on` (None: never), else 0."""
    if sheet.failures:
        return EXIT_FAILED
    order = list(Severity)
    if fail_on is not None and any(order.index(f.severity) <= order.index(fail_on) for f in sheet.findings):
        return EXIT_FINDINGS
    return EXIT_OK
