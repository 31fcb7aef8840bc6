"""The command batch: a folder of articles, a feed, or a dataset."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from checks.model import Severity
from summarizer.cli.options import (
    DEFAULT_MODEL,
    AllowRemoteOption,
    BaseUrlOption,
    DismissedOption,
    FailOn,
    FailOnOption,
    IgnoreOption,
    JobsOption,
    LocaleOption,
    ModelOption,
    PublishedOption,
    ReaderOption,
    SeedOption,
    SelectOption,
    SentencesOption,
    TextColumnOption,
    TimeoutOption,
    UsageError,
    check_options,
    concrete_model,
    endpoint_arguments,
    with_reader,
)
from summarizer.cli.output import (
    batch_progress,
    ignore_notice,
    print_error,
    print_notice,
    require_no_kept_files,
    write_stdout,
)
from summarizer.desk.checking import CheckOptions
from summarizer.desk.row_format import RowFormat
from summarizer.inputs import SUFFIXES, Unreadable, is_url
from summarizer.limits import MAX_TIMEOUT_SECONDS
from summarizer.reports import FORMAT_BY_SUFFIX
from summarizer.reports.annotations import pluralize
from summarizer.reports.escaping import visible
from summarizer.reports.skipped_files import SkipReason, describe_skipped, first_few
from summarizer.reports.totals import READ_WITHOUT_A_MODEL, severity_counts

if TYPE_CHECKING:
    from summarizer.desk.batch import BatchOutcome, SummaryOptions
    from summarizer.desk.batch_state import BatchState

FolderArgument = Annotated[
    str,
    typer.Argument(
        metavar="FOLDER",
        help="Every article in it is checked; or a feed's web address, or a file that holds several.",
    ),
]
ReportOption = Annotated[str, typer.Option("-o", "--output", metavar="REPORTDIR", help="Folder for the report.")]
StrictOption = Annotated[
    bool, typer.Option("--strict", help="Answer with exit code 2 if any article could not be read or checked.")
]
SummariesOption = Annotated[bool, typer.Option("--summaries", help="Summarise each article too.")]
ArticleTimeoutOption = Annotated[
    float,
    typer.Option(
        min=0.1,
        max=MAX_TIMEOUT_SECONDS,
        metavar="SECONDS",
        help="For an article's check, and for its summary: a row says what took longer.",
    ),
]
FreshOption = Annotated[bool, typer.Option("--fresh", help="Check all again, whatever was done before.")]
WatchOption = Annotated[bool, typer.Option("--watch", help="Go on: check what changes, until Ctrl-C.")]
QuietBatchOption = Annotated[
    bool, typer.Option("-q", "--quiet", help="Say nothing but what went wrong: no progress, no totals.")
]
ShardOption = Annotated[
    str | None,
    typer.Option(
        metavar="I/N",
        help="Check part I of N of a dataset (JSON lines, Parquet) at any fsspec address: a row each.",
    ),
]
RowsOption = Annotated[
    RowFormat | None, typer.Option("--rows", help="Format of --shard's rows. [default: that of the dataset]")
]
RayOption = Annotated[bool, typer.Option("--ray", help="Check a whole dataset on Ray, here or on a cluster.")]
AddressOption = Annotated[str | None, typer.Option(metavar="ADDRESS", help="The cluster's, for --ray.")]


def batch(
    folder: FolderArgument,
    output: ReportOption,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    published: PublishedOption = None,
    locale: LocaleOption = None,
    dismissed: DismissedOption = None,
    fail_on: FailOnOption = FailOn.ERROR,
    strict: StrictOption = False,
    text_column: TextColumnOption = None,
    reader: ReaderOption = None,
    summaries: SummariesOption = False,
    sentences: SentencesOption = None,
    model: ModelOption = DEFAULT_MODEL,
    base_url: BaseUrlOption = None,
    timeout: TimeoutOption = None,
    allow_remote: AllowRemoteOption = False,
    seed: SeedOption = 0,
    jobs: JobsOption = None,
    article_timeout: ArticleTimeoutOption = 60.0,
    fresh: FreshOption = False,
    watch: WatchOption = False,
    quiet: QuietBatchOption = False,
    shard: ShardOption = None,
    rows: RowsOption = None,
    ray: RayOption = False,
    address: AddressOption = None,
) -> None:
    """Check a folder of articles, or a feed.

    The report is an overview with the worst first, a page for each article, and the findings for a spreadsheet. A run
    that was stopped goes on where it was; a second run checks what is new or has changed.
    """
    from summarizer.desk.report_folder import REPORT_FILES

    _require_compatible_options(shard, ray, rows, address, is_for_folders=watch or strict)
    if not output.strip():
        raise UsageError("-o: name a folder for the report; . is the current one.")
    if isnan(article_timeout):  # passes the checks of minimum and maximum
        raise UsageError("--article-timeout: nan is no number of seconds.")
    if watch and is_url(folder):
        raise UsageError("--watch: a feed cannot be watched; name a folder.")

    def read_options() -> CheckOptions:
        options = check_options(ignore, published, locale, dismissed, select)
        return with_reader(options, reader, base_url, timeout, allow_remote, in_batch=True)

    options = read_options()
    require_no_kept_files(options, Path(output), *(Path(output) / name for name in REPORT_FILES))
    summary_options = None
    if summaries:
        summary_options = _summary_options(model, base_url, timeout, allow_remote, sentences, seed)
    if shard is not None or ray:
        from summarizer.cli.datasets import check_on_ray, check_shard
        from summarizer.desk.dataset_rows import RowOptions

        row_options = RowOptions(options, summary_options, article_timeout)
        if shard is not None:
            check_shard(folder, output, shard, row_options, fail_on.severity, text_column, rows, jobs, fresh, quiet)
        check_on_ray(folder, output, address, row_options, fail_on.severity, text_column, jobs, fresh, quiet)
    _require_folder_name(Path(output))
    runner = _BatchRunner(
        folder, Path(output), fail_on.severity, strict, text_column, summary_options, jobs, article_timeout, quiet
    )
    if watch:
        _watch(runner, options, read_options, fresh)
    raise typer.Exit(runner.run(options, fresh=fresh).code)


def _require_folder_name(report: Path) -> None:
    """Raise UsageError for the name of a file, such as report.html, unless there is a folder of this name."""
    if report.suffix.lower() in (*FORMAT_BY_SUFFIX, *SUFFIXES) and not report.exists():
        raise UsageError(
            f"-o {report}: a batch writes several files into a folder, and this names a file; name a folder, for "
            f"example {report.with_suffix('')}."
        )


def _require_compatible_options(
    shard: str | None, ray: bool, rows: RowFormat | None, address: str | None, *, is_for_folders: bool
) -> None:
    """Raise UsageError for dataset options that exclude each other or options for folders."""
    if shard is not None and ray:
        raise UsageError("Give either --shard or --ray: Ray divides the work itself.")
    if (shard is not None or ray) and is_for_folders:
        raise UsageError(f"{'--ray' if ray else '--shard'} goes without --watch and --strict.")
    if rows is not None and shard is None:
        raise UsageError("--rows goes with --shard: Ray writes Parquet, and a report has its own formats.")
    if address is not None and not ray:
        raise UsageError("--address goes with --ray.")


def _summary_options(
    model: str, base_url: str | None, timeout: int | None, allow_remote: bool, sentences: int | None, seed: int
) -> SummaryOptions:
    """The options for --summaries. Raises UnknownModel."""
    import summarizer
    from summarizer.desk.batch import SummaryOptions
    from summarizer.models.endpoints import endpoint_of

    model = concrete_model(model)
    endpoint = endpoint_arguments(model, base_url, timeout, allow_remote)
    server = f", {endpoint_of(model, endpoint['endpoint']).url}" if endpoint else ""
    return SummaryOptions(
        partial(summarizer.loaded, model, **endpoint),
        partial(summarizer.summarize, sentences=sentences, seed=seed),
        f"{sentences or 'three or four'} sentences, seed {seed}{server}",
    )


@dataclass(frozen=True, slots=True)
class _BatchRunner:
    """Runs the batch of the command, once or repeatedly, and prints its outcome."""

    location: str
    report: Path
    fail_on: Severity | None
    strict: bool
    text_column: str | None
    summaries: SummaryOptions | None
    jobs: int | None
    article_timeout: float
    quiet: bool

    def run(
        self, options: CheckOptions, *, fresh: bool = False, state: BatchState | None = None, is_first: bool = True
    ) -> BatchOutcome:
        """Run the batch once. Later rounds of --watch do not repeat the notices of the first.

        Raises Unreadable and Unwritable, and BatchStopped even if a report on the checked articles was written.
        """
        from summarizer.desk.batch import BatchListeners, BatchSettings, RunningItems, run_batch
        from summarizer.desk.stopping import BatchStopped

        running = RunningItems()
        activity = "Summarising" if self.summaries else "Checking"
        with batch_progress(activity, running, announce=is_first, quiet=self.quiet) as report_progress:
            outcome = run_batch(
                self.location,
                self.report,
                options,
                self.fail_on,
                BatchSettings(self.strict, self.text_column, self.summaries, self.jobs, fresh, self.article_timeout),
                BatchListeners(
                    report_progress.articles,
                    report_progress.stories,
                    print_notice if is_first else ignore_notice,
                    running,
                ),
                state=state,
            )
        if self.quiet:
            for text in _problem_lines(outcome):
                print_notice(text)
        else:
            _print_outcome(outcome, self.report, READ_WITHOUT_A_MODEL if options.reader is None and is_first else "")
        for line in outcome.model_failures:
            print_error(line, outcome.code)
        if outcome.stopped:
            raise BatchStopped(
                "stopped; the report says that it is incomplete. The same command goes on from there.", outcome.code
            )
        return outcome


def _watch(
    runner: _BatchRunner, options: CheckOptions, read_options: Callable[[], CheckOptions], fresh: bool
) -> NoReturn:
    """Check all, and again whenever a file changes. Dismissals and options are read again in each round."""
    from summarizer.desk.batch_state import open_state
    from summarizer.desk.watching import changes

    watched_files = (options.dismissals_file,) if options.dismissals_file else ()
    location = Path(runner.location)
    folder = location.parent if location.is_file() else location
    notice = ignore_notice if runner.quiet else print_notice
    watched = changes(location, runner.report, watched_files)  # changes during the first round count too
    with open_state(runner.report, notice=print_notice) as state:  # locked between rounds too
        runner.run(options, fresh=fresh, state=state)
        notice(f"watching {runner.location} for changes; Ctrl-C ends it.")
        while True:
            sys.stdout.flush()
            if files := next(watched):
                notice(f"changed: {first_few([_name_in(folder, file) for file in files])}.")
            try:
                runner.run(read_options(), state=state, is_first=False)
            except (Unreadable, UsageError) as error:
                print_notice(str(error))  # a file is being written, or the last article was removed: go on watching


def _name_in(folder: Path, file: Path) -> str:
    """The name of a watched file; that of the dismissals, which may be elsewhere, is its path."""
    return file.relative_to(folder).as_posix() if file.is_relative_to(folder) else str(file)


def _print_outcome(outcome: BatchOutcome, report: Path, reading: str) -> None:
    """Print the outcome of a batch on standard output; `reading` is a sentence on how ties were read, or ""."""
    from summarizer.reports.story_differences import describe as describe_events

    write_stdout(f"{visible(_outcome_text(outcome))} Report: {report / 'index.html'}\n")
    if outcome.changes:
        write_stdout(f"{visible(outcome.changes.description)}\n")
    if outcome.events:
        write_stdout(f"{describe_events(outcome.events)}.\n")
    if reading:
        write_stdout(f"{reading}\n")
    if outcome.skipped:
        write_stdout(f"Not looked at: {visible(describe_skipped(outcome.skipped))}.\n")


def _outcome_text(outcome: BatchOutcome) -> str:
    """ "12 articles checked: 1 with errors, 2 with warnings only, 3 with notes only; 1 not in English."."""
    count = Counter(kind for row in outcome.rows for kind in row.kinds)
    checked = len(outcome.rows) - count["unread"] - count["foreign"]
    if checked:
        articles = pluralize(checked, "article")
        parts = [f"{articles} checked: {severity_counts(count)}"]
    else:
        parts = ["No article checked"]
    if count["foreign"]:
        parts.append(f"{count['foreign']:,} not in English, the only language that Copydesk checks")
    if count["unread"]:
        names = [row.name for row in outcome.rows if "unread" in row.kinds]
        parts.append(f"{count['unread']:,} could not be read or checked: {first_few(names)}")
    failed = [row.name for row in outcome.rows if "failed" in row.kinds and not row.unreadable]
    if failed:
        parts.append(f"{len(failed):,} with a check or summary that failed: {first_few(failed)}")
    return f"{'; '.join(parts)}."


def _problem_lines(outcome: BatchOutcome) -> Iterator[str]:
    """Sentences on what went wrong in a batch, apart from findings."""
    for kind, what in (("unread", "could not be read or checked"), ("failed", "with a check or summary that failed")):
        names = [row.name for row in outcome.rows if kind in row.kinds and not (kind == "failed" and row.unreadable)]
        if names:
            yield f"{pluralize(len(names), 'article')} {what}: {first_few(names)}."
    skipped = [entry for entry in outcome.skipped if entry.reason not in (SkipReason.OTHER_KIND, SkipReason.STOPPED)]
    if skipped:
        yield f"not looked at: {describe_skipped(skipped)}."
