"""The options that commands share, each with one home, and what is made of them."""

from __future__ import annotations

import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from checks.model import Severity
from checks.read import day_of
from summarizer.desk import dismissals
from summarizer.desk.checking import Terms
from summarizer.desk.settings import MOST_SENTENCES, settings, working_folder
from summarizer.desk.writing import is_device
from summarizer.inputs import MAX_BYTES, SUFFIXES, MissingFile, Source, Unreadable, is_url, read_bytes, read_file
from summarizer.reports import Format, format_of

PASTE = "Paste the article, then Ctrl-D"
DEFAULT_MODEL = "smollm2-135m"


class Unusable(Exception):
    """Something asked for that cannot be done; its message says what to do."""


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


FILES = f"A {', '.join(SUFFIXES)} file, or a web address; - for standard input."
ArticleArgument = Annotated[str | None, typer.Argument(metavar="ARTICLE", help=FILES)]
ArticlesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="ARTICLE...", help=FILES),
]
TextOption = Annotated[str | None, typer.Option("--text", help="The article itself, in place of a file.")]
StdinNameOption = Annotated[str, typer.Option(help="What to call standard input; its ending says the kind.")]
FormatOption = Annotated[
    Format | None, typer.Option("--format", help="Format of the report. [default: text, or by -o's ending]")
]
OutputOption = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the report to a file; its ending says how.")
]
IgnoreOption = Annotated[
    list[str] | None, typer.Option("--ignore", metavar="RULE", help="Leave a rule out; may be given again.")
]
PublishedOption = Annotated[
    str | None, typer.Option(metavar="DATE", help="Day of publication, 2024-05-31: what 'on Tuesday' refers to.")
]
LocaleOption = Annotated[Locale | None, typer.Option(help="How 3/5/2024 is read. [default: told from the text]")]
SentencesOption = Annotated[
    int, typer.Option(min=1, max=MOST_SENTENCES, metavar="N", help="At most so many sentences.")
]
SeedOption = Annotated[int, typer.Option(min=0, help="Same seed, same machine: same text.")]
ModelOption = Annotated[str, typer.Option(help="An embedded model, a hub name, a folder or a GGUF file.")]
ModelArgument = Annotated[str, typer.Argument(metavar="NAME", help="An embedded model, a hub name, a folder, a file.")]
DismissedOption = Annotated[
    Path | None,
    typer.Option("--dismissed", metavar="FILE", help=f"Findings that were let stand. [default: {dismissals.FILE}]"),
]
FailOnOption = Annotated[FailOn, typer.Option(help="Answer with exit code 1 from this severity on.")]


def source_or_text(article: str | None, text: str | None, stdin_name: str) -> Source:
    """Of a command that takes --text too."""
    try:
        return source_of(article, text, stdin_name)
    except MissingFile as error:
        raise Unreadable(f"{str(error).rstrip('.')}, or use --text to give the words themselves.") from None


def source_of(article: str | None, text: str | None, stdin_name: str) -> Source:
    if article == "":
        raise Unusable("The name of a file is empty: check what was given.")
    if text is not None:
        if article is not None:
            raise Unusable("Give either an article or --text, not both.")
        return read_bytes(text.encode("utf-8", "replace"), "text")
    if article is not None and is_url(article):
        from summarizer.inputs.url import read_url

        if sys.stderr.isatty():
            print(f"Fetching {article} ...", file=sys.stderr, flush=True)
        return read_url(article)
    if article is not None and article != "-":
        return read_file(Path(article), article)
    if sys.stdin is None:
        raise Unusable("There is no standard input: name a file, or use --text.")
    if sys.stdin.isatty():
        print(PASTE, file=sys.stderr, flush=True)
    return read_bytes(sys.stdin.buffer.read(MAX_BYTES + 1), stdin_name)


def terms_of(
    ignore: list[str] | None,
    published: str | None,
    locale: Locale | None,
    dismissed: Path | None,
    *,
    may_be_new: bool = False,
) -> Terms:
    """`may_be_new`: the file of dismissals that is named need not be there yet."""
    file = dismissed or dismissals.standing_file(working_folder())
    if dismissed and not may_be_new and not dismissed.exists():
        standing = settings(working_folder())
        said = f"`dismissed` in {standing.path}" if standing.defaults().get("dismissed") == str(file) else "--dismissed"
        raise Unusable(f"{said}: there is no file {file}; check its name (`copydesk dismiss` makes it).")
    records = dismissals.read_dismissals(file)
    return Terms(day_asked(published), locale.value if locale else None, slugs_of("--ignore", ignore), file, records)


def slugs_of(option: str, names: list[str] | None) -> frozenset[str]:
    from checks.registry import catalogue

    try:
        return catalogue().slugs(names or ())
    except ValueError as error:
        raise Unusable(f"{option}: {error}.") from None


def day_asked(stated: str | None) -> date | None:
    try:
        return day_of(stated or None)
    except ValueError:
        raise Unusable(f"--published {stated}: write the day as year-month-day, for example 2024-05-31.") from None


def format_asked(form: Format | None, output: Path | None) -> Format:
    """The format that was named, or that the output file's ending names."""
    form = _format(form, output)
    if form is Format.XLSX:
        from summarizer.reports.tables import has_workbooks

        if not has_workbooks():
            raise Unusable("Workbooks are written with XlsxWriter, which is not installed: pip install XlsxWriter.")
    return form


def is_stdout(output: Path) -> bool:
    """Opened by such a name, a file that standard output is appended to would be emptied."""
    return str(output) in ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")


def _format(form: Format | None, output: Path | None) -> Format:
    if form is not None or output is None or is_stdout(output) or (not output.suffix and is_device(output)):
        return form or Format.TEXT
    try:
        return format_of(output)
    except ValueError as error:
        raise Unusable(str(error)) from None
