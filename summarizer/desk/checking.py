"""Parses an article and runs the rules on it, with the readings of a model if there is one; exit codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from checks import Config, Dictionary, Dismissal, check_article
from checks import read as read_article
from checks.dictionary import NO_DICTIONARY
from checks.model import Article, Failure, ProposedRelation, Reader, Severity, Sheet, TieReading
from summarizer.desk.dismissals import DismissalRecord, dismissals_for_article, relative_name
from summarizer.inputs import Source, is_url
from summarizer.inputs.ignore_comments import WEB_PAGE_FAULT, with_fault
from summarizer.models.endpoints import EndpointOptions
from summarizer.models.errors import EngineFailed, ModelError

if TYPE_CHECKING:
    from summarizer.engines import Engine

COMMENTS_IGNORED_NOTE = "what a text says changes nothing here"
READER = "reader"  # the name of a failure in a sheet: a model could not read the ties


@dataclass(frozen=True, slots=True)
class ReaderOptions:
    """The model that reads ties too (`--reader`): one on a server, or the embedded one."""

    model: str
    endpoint: EndpointOptions | None = None  # None: the embedded model
    seconds: float | None = None  # for all passages of an article together
    revision: str = ""  # of the model, so that results of another revision are not reused
    is_optional: bool = False  # the embedded model reads only where it has been prepared on this machine


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What the editor asked for. The defaults silence nothing."""

    published: date | None = None  # the day of publication, instead of the one that the page states
    locale: str | None = None  # "en-GB" or "en-US"; None: detected from the text
    ignore: frozenset[str] = frozenset()
    dismissals_file: Path | None = None  # the file of dismissed findings
    dismissed: tuple[DismissalRecord, ...] = ()  # the records of that file
    select: frozenset[str] = frozenset()  # rules, families and severities; all if there is none
    severities: tuple[tuple[str, Severity], ...] = ()  # of rules and families
    dictionary: Dictionary = NO_DICTIONARY
    heeds_comments: bool = True  # whether a comment in the text may let findings stand
    reader: ReaderOptions | None = None

    def config(self, name: str) -> Config:
        """The rules' configuration for the article called `name`."""
        return Config(self.ignore, self.dismissals(name), self.select, self.severities)

    def choice_text(self) -> str:
        """The selection of rules and the house dictionary as text, for the keys of stored results."""
        return repr((sorted(self.ignore), sorted(self.select), self.severities, self.dictionary, self.heeds_comments))

    @property
    def reading_seconds(self) -> float:
        """The time that the reader may take for an article, in addition to that of the check."""
        return (self.reader.seconds or 0.0) if self.reader else 0.0

    def dismissals(self, name: str) -> tuple[Dismissal, ...]:
        """The dismissed findings of the article called `name`."""
        path = self.dismissals_file
        if not path:
            return ()
        return dismissals_for_article(self.dismissed, relative_name(path, name), path.resolve().parent)


def parse_source(source: Source, options: CheckOptions) -> Article:
    """The parsed article, with the characters that were left out of its file."""
    article = read_article(
        source.text,
        zones=source.zones or None,
        published=options.published or source.published,
        locale=options.locale,
        tables=source.tables or None,
        dictionary=options.dictionary,
    )
    comments = source.ignore_comments
    if comments and (is_url(source.name) or not options.heeds_comments):
        comments = with_fault(comments, WEB_PAGE_FAULT if is_url(source.name) else COMMENTS_IGNORED_NOTE)
    published_at = None if options.published else source.published_at
    return replace(article, left_out=source.left_out, ignore_comments=comments, published_at=published_at)


def check_source(source: Source, options: CheckOptions) -> Sheet:
    """The sheet of an article. Raises ValueError if `options` ignores an unknown rule."""
    return check_parsed(parse_source(source, options), options, source.name)


def check_parsed(article: Article, options: CheckOptions, name: str) -> Sheet:
    """The sheet of an article that is parsed already; `name` is its file's name.

    A reader that fails is a failure of the sheet: the check stands without what it would have read.
    """
    model_reading = _read_by_model(article, options)
    sheet = check_article(
        article, config=options.config(name), relations=model_reading.relations, reading=model_reading.reading
    )
    return model_reading.added_to(sheet)


@dataclass(frozen=True, slots=True)
class _ModelReading:
    """What the reader of the options read in an article; empty without a reader."""

    relations: tuple[ProposedRelation, ...] = ()
    reading: TieReading | None = None
    reader: Reader | None = None
    failure: str = ""

    def added_to(self, sheet: Sheet) -> Sheet:
        failures = [Failure(READER, self.failure)] if self.failure else []
        return replace(sheet, reader=self.reader, failures=(*sheet.failures, *failures))


def _read_by_model(article: Article, options: CheckOptions) -> _ModelReading:
    """Have the reader of the options read an article."""
    if options.reader is None:
        return _ModelReading()
    if options.reader.endpoint is None:
        return _read_by_embedded_model(article, options.reader)
    from summarizer.pipeline.tie_reader import ProposedTies, read_ties

    engine = reader_engine(options.reader)
    if isinstance(engine, EngineFailed):
        reading = ProposedTies(Reader(options.reader.model), (), str(engine))
    else:
        reading = read_ties(engine, article, seconds=options.reader.seconds)
    failure = f"{reading.failure} The check stands without it." if reading.failure else ""
    return _ModelReading(tuple(reading.relations), None, reading.reader, failure)


def _read_by_embedded_model(article: Article, reader: ReaderOptions) -> _ModelReading:
    if reader.is_optional and not _can_read_figures(reader.model):
        return _ModelReading()
    import summarizer

    try:
        reading = summarizer.read_figures(article)
    except ModelError as error:
        if reader.is_optional:
            return _ModelReading()  # nobody asked for it
        failure = f"{error} The check stands without what {reader.model} would have read."
        return _ModelReading(reader=Reader(reader.model), failure=failure)
    proposed = len(reading.log_odds) if reading else 0
    return _ModelReading((), reading, Reader(reader.model, passages=int(reading is not None), proposed=proposed))


def lacks_reader(options: CheckOptions) -> bool:
    """Whether the embedded model would read ties too, were it prepared on this machine."""
    reader = options.reader
    return bool(reader and reader.is_optional and not reader.endpoint and not _can_read_figures(reader.model))


def _can_read_figures(model: str) -> bool:
    """Whether the embedded model can read figures at once, without a download or conversion."""
    from summarizer import engines

    return engines.figure_judge_is_ready(model)


@lru_cache(maxsize=1)
def reader_engine(options: ReaderOptions) -> Engine | EngineFailed:
    """The engine of the model that reads ties, or why there is none. It is loaded once, not for each article.

    Raises UnknownModel and RemoteRefused.
    """
    from summarizer.engines import load

    try:
        return load(options.model, endpoint=options.endpoint)
    except EngineFailed as error:
        return error


Check = Callable[[Article, CheckOptions, str], Sheet]  # `check_parsed`; tests pass others


def compare_sources(source: Source, target: Source, mode: Literal["summary", "update"], options: CheckOptions) -> Sheet:
    """The sheet of `target` compared with `source`, of which it is a summary or a later version.

    The options' reader reads a later version, which is checked against itself as well.
    """
    from checks import compare

    base, text, config = parse_source(source, options), parse_source(target, options), options.config(target.name)
    model_reading = _read_by_model(text, options) if mode == "update" else _ModelReading()
    sheet = compare(
        base, text, mode=mode, config=config, relations=model_reading.relations, reading=model_reading.reading
    )
    return model_reading.added_to(sheet)


EXIT_OK, EXIT_FINDINGS, EXIT_UNUSABLE, EXIT_FAILED = 0, 1, 2, 3  # exit codes, docs/json.md
EXIT_HANGUP, EXIT_INTERRUPTED, EXIT_TERMINATED = 129, 130, 143


def exit_code(sheet: Sheet, fail_on: Severity | None, *, strict: bool = False) -> int:
    """3 if a rule failed, else 1 if a finding is at or above `fail_on` (None: never), else 0.

    With `strict`, 2 for an article in another language, of which nothing was checked.
    """
    is_unread = strict and sheet.article.language != "en"
    severities = (finding.severity for finding in sheet.findings)
    return article_exit_code(severities, fail_on, has_failed=bool(sheet.failures), is_unread=is_unread)


def article_exit_code(
    severities: Iterable[Severity], fail_on: Severity | None, *, has_failed: bool, is_unread: bool
) -> int:
    """The exit code for an article with findings of these severities; see `exit_code`."""
    if has_failed:
        return EXIT_FAILED
    if is_unread:
        return EXIT_UNUSABLE
    return EXIT_FINDINGS if reaches(severities, fail_on) else EXIT_OK


def reaches(severities: Iterable[Severity], fail_on: Severity | None) -> bool:
    """Whether one of the severities is at or above `fail_on` (None: never)."""
    order = list(Severity)
    return fail_on is not None and any(order.index(severity) <= order.index(fail_on) for severity in severities)


def counted_severities(counts: Iterable[int]) -> list[Severity]:
    """The severities that occur, given the numbers of errors, warnings and notes."""
    return [severity for severity, count in zip(Severity, counts, strict=True) if count]
