"""Options that several commands share, and their conversion to sources, dates, formats and check options."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypedDict

import typer

from checks.model import Severity
from checks.read import day_of
from summarizer.cli.completion import choosable_names, rule_or_family_names
from summarizer.desk import dismissals
from summarizer.desk.checking import CheckOptions, ReaderOptions, reader_engine
from summarizer.desk.settings import LOG_FILE, find_settings, working_folder
from summarizer.desk.writing import is_device
from summarizer.inputs import MAX_BYTES, MissingFile, Source, Unreadable, is_url, read_bytes, read_file
from summarizer.limits import MAX_SENTENCES, MAX_TIMEOUT_SECONDS
from summarizer.models import catalogue, recommended
from summarizer.models.endpoints import REQUEST_SECONDS, EndpointOptions, endpoint_of, is_endpoint
from summarizer.reports import Format, format_of

PASTE_PROMPT = "Paste the article, then Ctrl-D"
DEFAULT_MODEL, BETTER = catalogue.DEFAULT, recommended.ALIAS
EMBEDDED = "embedded"  # the default model, as a reader
NO_READER = "none"
READER_VARIABLE = "COPYDESK_READER"


class UsageError(Exception):
    """Arguments that cannot be used together or at all; the message says what to do."""


class FailOn(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NEVER = "never"

    @property
    def severity(self) -> Severity | None:
        return None if self is FailOn.NEVER else Severity(self.value)


class Mode(StrEnum):
    SUMMARY = "summary"
    UPDATE = "update"


class Locale(StrEnum):
    GB = "en-GB"
    US = "en-US"


INPUT_HELP = "A file (text, Markdown, HTML, Word, PDF, e-mail, table) or a web address; - for standard input."
ArticleArgument = Annotated[str | None, typer.Argument(metavar="ARTICLE", help=INPUT_HELP)]
ArticlesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="ARTICLE...", help=f"{INPUT_HELP} Or a folder of articles."),
]
TextOption = Annotated[str | None, typer.Option("--text", help="The article itself, in place of a file.")]
TextColumnOption = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Column of a table (CSV, TSV, JSON lines, Parquet) that holds an article a row."),
]
StdinNameOption = Annotated[str, typer.Option(help="What to call standard input; its ending says the kind.")]
FormatOption = Annotated[
    Format | None, typer.Option("--format", help="Format of the report. [default: text, or by -o's ending]")
]
OutputOption = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the report to a file; its ending says how.")
]
QuietOption = Annotated[
    bool, typer.Option("-q", "--quiet", help="Findings only, without ticks, ledger and totals; nothing without any.")
]
IgnoreOption = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore",
        metavar="NAME",
        help="Leave out a rule, a family or a severity; may be given again.",
        autocompletion=choosable_names,
    ),
]
SelectOption = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="NAME",
        help="Only this rule, family or severity; may be given again.",
        autocompletion=choosable_names,
    ),
]
RuleOption = Annotated[
    list[str] | None,
    typer.Option(
        "--rule",
        metavar="RULE",
        help="Only this rule's; may be given again.",
        autocompletion=rule_or_family_names,
    ),
]
PublishedOption = Annotated[
    str | None, typer.Option(metavar="DATE", help="Day of publication, 2024-05-31: what 'on Tuesday' refers to.")
]
LocaleOption = Annotated[Locale | None, typer.Option(help="How 3/5/2024 is read. [default: told from the text]")]
SentencesOption = Annotated[
    int | None,
    typer.Option(
        min=1, max=MAX_SENTENCES, metavar="N", help="At most so many sentences, in place of three, or four short ones."
    ),
]
SeedOption = Annotated[int, typer.Option(min=0, help="Same seed, same machine: same text.")]
ModelOption = Annotated[
    str,
    typer.Option(
        help="An embedded model, better, a hub name, a folder, a GGUF file, ollama:NAME, or a server's URL#NAME."
    ),
]
ReaderOption = Annotated[
    str | None,
    typer.Option(
        metavar="MODEL",
        envvar=READER_VARIABLE,
        help="A model that reads too which figures are tied: embedded, on a server (ollama:NAME or URL#NAME), none. "
        "[default: embedded, where it has been prepared; of a batch: none]",
    ),
]
BaseUrlOption = Annotated[
    str | None, typer.Option(metavar="URL", help="Server with the OpenAI protocol that openai:NAME means.")
]
TimeoutOption = Annotated[
    int | None,
    typer.Option(
        min=1, max=MAX_TIMEOUT_SECONDS, metavar="SECONDS", help="For one request to a model's server. [default: 300]"
    ),
]
AllowRemoteOption = Annotated[
    bool, typer.Option("--allow-remote", help="The article may leave this machine, for a server elsewhere.")
]
JobsOption = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="Articles checked at a time. [default: one for each core]")
]
ModelArgument = Annotated[str, typer.Argument(metavar="NAME", help="An embedded model, a hub name, a folder, a file.")]
DismissedOption = Annotated[
    Path | None,
    typer.Option(
        "--dismissed", metavar="FILE", help=f"Findings that were let stand. [default: {dismissals.DISMISSALS_FILE}]"
    ),
]
LogOption = Annotated[
    Path | None,
    typer.Option("--log", metavar="FILE", help=f"What was decided of findings. [default: {LOG_FILE}]"),
]
WhoOption = Annotated[str | None, typer.Option(metavar="NAME", help="Who says so. [default: the user's name]")]
FailOnOption = Annotated[FailOn, typer.Option(help="Answer with exit code 1 from this severity on.")]


class EndpointArguments(TypedDict, total=False):
    """Keyword arguments of `summarizer.summarize` and `summarizer.loaded`."""

    endpoint: EndpointOptions


def concrete_model(model: str) -> str:
    """The model that --model names; for "better", the model that it means on this machine. Raises UnknownModel."""
    if model != BETTER:
        return model
    from summarizer.engines.recommended_alias import resolve

    return resolve(model)


def endpoint_arguments(model: str, base_url: str | None, timeout: int | None, allow_remote: bool) -> EndpointArguments:
    """The options of a model that a server runs; empty for other models. Raises UnknownModel for a wrong address."""
    if not is_endpoint(model):
        return {}
    options = EndpointOptions(base_url or "", float(timeout or REQUEST_SECONDS), allow_remote)
    endpoint_of(model, options)
    return {"endpoint": options}


def with_reader(
    options: CheckOptions,
    reader: str | None,
    base_url: str | None = None,
    timeout: int | None = None,
    allow_remote: bool = False,
    *,
    in_batch: bool = False,
    runs_embedded: bool = False,
) -> CheckOptions:
    """The options with the model of --reader; in a batch, its time for an article is limited.

    Without --reader the reader is the embedded model if `runs_embedded` (it is run anyway) or if it has been prepared
    on this machine; in a batch there is none. Raises UsageError, UnknownModel and RemoteRefused. A server that does not
    answer is no error here.
    """
    if reader is None and not in_batch:
        return replace(options, reader=ReaderOptions(DEFAULT_MODEL, is_optional=not runs_embedded))
    if not reader or reader == NO_READER:
        return options
    if reader in (EMBEDDED, DEFAULT_MODEL):
        adapter = catalogue.figure_adapter(DEFAULT_MODEL)
        revision = catalogue.fingerprint(adapter) if adapter else ""
        return replace(options, reader=ReaderOptions(DEFAULT_MODEL, revision=revision))
    if not is_endpoint(reader):
        raise UsageError(
            f"--reader {reader}: name the embedded model, {EMBEDDED}, or one that a server runs, "
            f"ollama:qwen3:8b or http://127.0.0.1:8080/v1#NAME; or {NO_READER}."
        )
    endpoint = endpoint_arguments(reader, base_url, timeout, allow_remote)["endpoint"]
    reader_options = ReaderOptions(reader, endpoint, endpoint.timeout if in_batch else None)
    revision = getattr(reader_engine(reader_options), "revision", "")
    return replace(options, reader=replace(reader_options, revision=revision) if in_batch else reader_options)


def read_source_or_text(article: str | None, text: str | None, stdin_name: str) -> Source:
    """As `read_source`, but the message for a missing file mentions --text."""
    try:
        return read_source(article, text, stdin_name)
    except MissingFile as error:
        raise Unreadable(f"{str(error).rstrip('.')}, or use --text to give the words themselves.") from None


def read_source(article: str | None, text: str | None, stdin_name: str) -> Source:
    """Read the text of --text, a web address, a file, or standard input. Raises UsageError and Unreadable."""
    if article == "":
        raise UsageError("The name of a file is empty: check what was given.")
    if text is not None:
        if article is not None:
            raise UsageError("Give either an article or --text, not both.")
        return read_bytes(text.encode("utf-8", "replace"), "text")
    if article is not None and is_url(article):
        from summarizer.inputs.web_page import read_url

        if sys.stderr.isatty():
            print(f"Fetching {article} ...", file=sys.stderr, flush=True)
        return read_url(article)
    if article is not None and article != "-":
        return read_file(Path(article), article)
    if sys.stdin is None:
        raise UsageError("There is no standard input: name a file, or use --text.")
    if sys.stdin.isatty():
        print(PASTE_PROMPT, file=sys.stderr, flush=True)
    return read_bytes(sys.stdin.buffer.read(MAX_BYTES + 1), stdin_name)


def check_options(
    ignore: list[str] | None,
    published: str | None,
    locale: Locale | None,
    dismissed: Path | None,
    select: list[str] | None = None,
    *,
    may_be_new: bool = False,
) -> CheckOptions:
    """The check options of the arguments and the settings; without `select`, the settings' value is used.

    With `may_be_new`, the file `dismissed` need not exist. Raises UsageError.
    """
    file = dismissed or dismissals.find_dismissals_file(working_folder())
    found = find_settings(working_folder())
    if dismissed and not may_be_new and not os.path.exists(dismissed):
        origin = f"`dismissed` in {found.path}" if found.defaults().get("dismissed") == str(file) else "--dismissed"
        raise UsageError(f"{origin}: there is no file {file}; check its name (`copydesk dismiss` makes it).")
    records = dismissals.read_dismissals(file)
    return CheckOptions(
        parse_day("--published", published),
        locale.value if locale else None,
        rule_slugs("--ignore", ignore),
        file,
        records,
        rule_slugs("--select", found.values.get("select") if select is None else select),
        found.severities,
        found.dictionary,
    )


def rule_slugs(option: str, names: list[str] | None) -> frozenset[str]:
    """The slugs of rules given by name, code, alias or family, and severities. Raises UsageError."""
    if not names:
        return frozenset()  # without importing any rule
    from checks.registry import RuleConflict, catalogue

    try:
        return catalogue().slugs(names)
    except RuleConflict:
        raise
    except ValueError as error:
        raise UsageError(f"{option}: {error}.") from None


def parse_day(option: str, stated: str | None) -> date | None:
    """The day that an option states. Raises UsageError."""
    try:
        return day_of(stated or None)
    except ValueError:
        raise UsageError(f"{option} {stated}: write the day as year-month-day, for example 2024-05-31.") from None


def resolve_format(report_format: Format | None, output: Path | None) -> Format:
    """The format that --format names, else that of the output file's suffix. Raises UsageError."""
    report_format = _format_or_suffix(report_format, output)
    if report_format is Format.XLSX:
        from summarizer.reports.tables import has_workbooks

        if not has_workbooks():
            raise UsageError("Workbooks are written with XlsxWriter, which is not installed: pip install XlsxWriter.")
    return report_format


def is_stdout(output: Path) -> bool:
    """Whether the path stands for standard output. Opening it by name would truncate a file that `>>` appends to."""
    return str(output) in ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")


def _format_or_suffix(report_format: Format | None, output: Path | None) -> Format:
    if report_format is not None or output is None or is_stdout(output) or (not output.suffix and is_device(output)):
        return report_format or Format.TEXT
    if output.is_dir():
        raise UsageError(f"{output} is a folder: name a file in it, for example {output / 'report.html'}.")
    try:
        return format_of(output)
    except ValueError as error:
        raise UsageError(str(error)) from None
