"""The commands batch, dismiss, serve and config."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from functools import partial
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checks.fingerprint import fingerprint
from checks.model import Sheet
from checks.registry import catalogue
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
    LogOption,
    ModelOption,
    PublishedOption,
    ReaderOption,
    RuleOption,
    SeedOption,
    SelectOption,
    SentencesOption,
    TextColumnOption,
    TimeoutOption,
    UsageError,
    check_options,
    concrete_model,
    endpoint_arguments,
    read_source,
    rule_slugs,
    with_reader,
)
from summarizer.cli.output import batch_progress, ignore_notice, print_error, print_notice, write_stdout
from summarizer.desk import dismissals
from summarizer.desk.checking import EXIT_INTERRUPTED, CheckOptions, check_source
from summarizer.desk.decision_log import (
    Decision,
    LogEntry,
    append_entries,
    entry_of,
    find_log_file,
    now,
    user_name,
)
from summarizer.desk.plugins import external_families
from summarizer.desk.row_format import RowFormat
from summarizer.desk.settings import KEYS, find_settings, working_folder
from summarizer.inputs import Unreadable, is_url
from summarizer.models.endpoints import is_endpoint
from summarizer.reports.annotations import pluralize
from summarizer.reports.escaping import visible
from summarizer.reports.skipped_files import SkipReason, describe_skipped, first_few

if TYPE_CHECKING:
    from summarizer.desk.batch import BatchOutcome


def batch(
    folder: Annotated[
        str,
        typer.Argument(
            metavar="FOLDER",
            help="Every article in it is checked; or a feed's web address, or a file that holds several.",
        ),
    ],
    output: Annotated[str, typer.Option("-o", "--output", metavar="REPORTDIR", help="Folder for the report.")],
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    published: PublishedOption = None,
    locale: LocaleOption = None,
    dismissed: DismissedOption = None,
    fail_on: FailOnOption = FailOn.ERROR,
    strict: Annotated[
        bool, typer.Option("--strict", help="Answer with exit code 2 if any article could not be read or checked.")
    ] = False,
    text_column: TextColumnOption = None,
    reader: ReaderOption = None,
    summaries: Annotated[bool, typer.Option("--summaries", help="Summarise each article too.")] = False,
    sentences: SentencesOption = None,
    model: ModelOption = DEFAULT_MODEL,
    base_url: BaseUrlOption = None,
    timeout: TimeoutOption = None,
    allow_remote: AllowRemoteOption = False,
    seed: SeedOption = 0,
    jobs: JobsOption = None,
    article_timeout: Annotated[
        float,
        typer.Option(
            min=0.1, metavar="SECONDS", help="For an article's check, and for its summary: a row says what took longer."
        ),
    ] = 60.0,
    fresh: Annotated[bool, typer.Option("--fresh", help="Check all again, whatever was done before.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Go on: check what changes, until Ctrl-C.")] = False,
    quiet: Annotated[
        bool, typer.Option("-q", "--quiet", help="Say nothing but what went wrong: no progress, no totals.")
    ] = False,
    shard: Annotated[
        str | None,
        typer.Option(
            metavar="I/N",
            help="Check part I of N of a dataset (JSON lines, Parquet) at any fsspec address: a row each.",
        ),
    ] = None,
    rows: Annotated[
        RowFormat | None, typer.Option("--rows", help="Format of --shard's rows. [default: that of the dataset]")
    ] = None,
    ray: Annotated[bool, typer.Option("--ray", help="Check a whole dataset on Ray, here or on a cluster.")] = False,
    address: Annotated[str | None, typer.Option(metavar="ADDRESS", help="The cluster's, for --ray.")] = None,
) -> None:
    """Check a folder of articles, or a feed.

    The report is an overview with the worst first, a page for each article, and the findings for a spreadsheet. A run
    that was stopped goes on where it was; a second run checks what is new or has changed.
    """
    from summarizer.desk.batch import RunningItems, SummaryOptions, run_batch
    from summarizer.desk.batch_state import open_state
    from summarizer.desk.stopping import BatchStopped
    from summarizer.desk.watching import changes
    from summarizer.reports.across import describe as describe_events

    if shard is not None and ray:
        raise UsageError("Give either --shard or --ray: Ray divides the work itself.")
    if (shard is not None or ray) and (watch or strict):
        raise UsageError(f"{'--ray' if ray else '--shard'} goes without --watch and --strict.")
    if rows is not None and shard is None:
        raise UsageError("--rows goes with --shard: Ray writes Parquet, and a report has its own formats.")
    if address is not None and not ray:
        raise UsageError("--address goes with --ray.")
    if not output.strip():
        raise UsageError("-o: name a folder for the report; . is the current one.")
    report = Path(output)
    if watch and is_url(folder):
        raise UsageError("--watch: a feed cannot be watched; name a folder.")

    def current_options() -> CheckOptions:
        """The options as of now: what may stand is read anew in each round of a watch."""
        options = check_options(ignore, published, locale, dismissed, select)
        return with_reader(options, reader, base_url, timeout, allow_remote, in_batch=True)

    options = current_options()
    summary_options: SummaryOptions | None = None
    if summaries:
        import summarizer
        from summarizer.models.endpoints import endpoint_of

        model = concrete_model(model)
        endpoint = endpoint_arguments(model, base_url, timeout, allow_remote)
        server = f", {endpoint_of(model, endpoint['endpoint']).url}" if endpoint else ""
        summary_options = SummaryOptions(
            partial(summarizer.loaded, model, **endpoint),
            partial(summarizer.summarize, sentences=sentences, seed=seed),
            f"{sentences or 'three or four'} sentences, seed {seed}{server}",
        )
    if shard is not None or ray:
        from summarizer.cli.datasets import check_on_ray, check_shard
        from summarizer.desk.dataset_rows import RowOptions

        row_options = RowOptions(options, summary_options, article_timeout)
        if shard is not None:
            check_shard(folder, output, shard, row_options, fail_on.severity, text_column, rows, jobs, fresh, quiet)
        check_on_ray(folder, output, address, row_options, fail_on.severity, text_column, jobs, fresh, quiet)
    watched = changes(Path(folder), report, tuple(filter(None, [options.dismissals_file]))) if watch else iter(())
    # Held between rounds, so that no other run writes the report.
    with open_state(report, notice=print_notice) if watch else nullcontext() as state:
        for is_first in chain([True], repeat(False)):
            running = RunningItems()
            activity = "Summarising" if summaries else "Checking"
            with batch_progress(activity, running, announce=is_first, quiet=quiet) as report_progress:
                try:
                    outcome = run_batch(
                        folder,
                        report,
                        options,
                        fail_on.severity,
                        strict=strict,
                        text_column=text_column,
                        summaries=summary_options,
                        jobs=jobs,
                        fresh=fresh and is_first,
                        state=state,
                        progress=report_progress.articles,
                        comparing=report_progress.stories,
                        notice=print_notice if is_first else ignore_notice,
                        running=running,
                        deadline=article_timeout,
                    )
                except Unreadable as error:
                    if is_first:
                        raise
                    print_error(str(error), 0)  # the last article was removed: another may come
                    next(watched)
                    continue
            if quiet:
                for text in _troubles(outcome):
                    print_error(text, 0)
            else:
                write_stdout(f"{visible(_outcome_text(outcome))} Report: {report / 'index.html'}\n")
            if outcome.events and not quiet:
                write_stdout(f"{describe_events(outcome.events)}.\n")
            if outcome.skipped and not quiet:
                write_stdout(f"Not looked at: {visible(describe_skipped(outcome.skipped))}.\n")
            for line in outcome.model_failures:
                print_error(line, outcome.code)
            if outcome.stopped:
                raise BatchStopped(
                    "stopped; the report says that it is incomplete. The same command goes on from there.", outcome.code
                )
            if not watch:
                raise typer.Exit(outcome.code)
            sys.stdout.flush()
            next(watched)
            options = current_options()


def _outcome_text(outcome: BatchOutcome) -> str:
    """ "12 articles checked: 1 with errors, 2 with warnings only; 1 not in English."."""
    count = Counter(kind for row in outcome.rows for kind in row.kinds)
    checked = len(outcome.rows) - count["unread"] - count["foreign"]
    if checked:
        articles = pluralize(checked, "article")
        parts = [f"{articles} checked: {count['error']} with errors, {count['warning']} with warnings only"]
    else:
        parts = ["No article checked"]
    if count["foreign"]:
        parts.append(f"{count['foreign']} not in English, the only language that Copydesk checks")
    if count["unread"]:
        names = [row.name for row in outcome.rows if "unread" in row.kinds]
        parts.append(f"{count['unread']} could not be read or checked: {first_few(names)}")
    return f"{'; '.join(parts)}."


def _troubles(outcome: BatchOutcome) -> Iterator[str]:
    """What went wrong in a batch, besides findings."""
    for kind, what in (("unread", "could not be read or checked"), ("failed", "with a check or summary that failed")):
        names = [row.name for row in outcome.rows if kind in row.kinds and not (kind == "failed" and row.unreadable)]
        if names:
            yield f"{pluralize(len(names), 'article')} {what}: {first_few(names)}."
    skipped = [entry for entry in outcome.skipped if entry.reason not in (SkipReason.OTHER_KIND, SkipReason.STOPPED)]
    if skipped:
        yield f"not looked at: {describe_skipped(skipped)}."


def dismiss(
    articles: Annotated[
        list[str], typer.Argument(metavar="ARTICLE...", help="Files or folders whose findings may stand.")
    ],
    why: Annotated[str, typer.Option(metavar="TEXT", help="Why they may stand.")],
    rule: RuleOption = None,
    who: Annotated[str | None, typer.Option(metavar="NAME", help="Who says so. [default: the user's name]")] = None,
    published: PublishedOption = None,
    locale: LocaleOption = None,
    ignore: IgnoreOption = None,
    dismissed: Annotated[
        Path | None, typer.Option("--dismissed", metavar="FILE", help=f"Where. [default: {dismissals.DISMISSALS_FILE}]")
    ] = None,
    log: LogOption = None,
    reader: ReaderOption = None,
    base_url: BaseUrlOption = None,
    timeout: TimeoutOption = None,
    allow_remote: AllowRemoteOption = False,
) -> None:
    """Let findings stand.

    They are listed apart from now on, until one of their figures changes.
    """
    file = dismissed or dismissals.find_dismissals_file(working_folder())
    rules = rule_slugs("--rule", rule)
    options = check_options(ignore, published, locale, file, may_be_new=True)
    options = with_reader(options, reader, base_url, timeout, allow_remote)
    if not why.strip():
        raise UsageError("--why: say why they may stand, for whoever reads it next.")
    when, who, log = date.today().isoformat(), who or user(), log or find_log_file(working_folder())
    new: list[dismissals.DismissalRecord] = []
    logged: list[LogEntry] = []
    for name, sheet in sheets_of(articles, options):
        records = dismissals.records_for_sheet(
            sheet, dismissals.relative_name(file, name), rules, why=why, who=who, when=when
        )
        new += records
        dismissed_here = {record.fingerprint for record in records}
        article, moment = dismissals.relative_name(log, name), now()
        logged += [
            entry_of(
                sheet,
                finding,
                Decision.LET_STAND,
                article=article,
                who=who,
                when=moment,
                via="command line",
                why=why,
            )
            for finding in sheet.findings
            if fingerprint(sheet.article, finding) in dismissed_here
        ]
    if not new:
        raise UsageError("There is no such finding to dismiss: `copydesk check` shows what is raised.")
    append_entries(log, logged)
    dismissals.add_dismissals(file, new)
    write_stdout("".join(f"dismissed: {record.says}  {record.rule}\n" for record in new))


def user() -> str:
    """The name of the user. Raises UsageError if the system knows none."""
    name = user_name()
    if not name:
        raise UsageError("--who: say who decides this; the system knows no name.")
    return name


def sheets_of(articles: list[str], options: CheckOptions) -> Iterator[tuple[str, Sheet]]:
    """Yield name and sheet of each article, and of each article in a folder.

    In a folder, an article that cannot be read is reported on standard error and skipped.
    """
    from summarizer.desk.discovery import discover_folder

    for article in articles:
        if not article or not Path(article).is_dir():
            yield article, check_source(read_source(article, None, article), options)
            continue
        discovered = discover_folder(Path(article))
        if discovered.skipped:
            print_error(f"not looked at in {article}: {describe_skipped(discovered.skipped)}.", 0)
        for item in discovered.items:
            try:
                yield item.dismissal_name, check_source(item.load(), options)
            except Unreadable as error:
                print_error(str(error), 0)


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8765,
    model: ModelOption = DEFAULT_MODEL,
    base_url: BaseUrlOption = None,
    timeout: TimeoutOption = None,
    allow_remote: AllowRemoteOption = False,
    sentences: SentencesOption = None,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ORIGIN", help="A site whose pages may ask the API, https://cms.example; may be given again."
        ),
    ] = None,
    upstream: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="A LanguageTool server, http://localhost:8081: what editors check is sent there too, and its matches "
            "are merged.",
        ),
    ] = None,
    log: LogOption = None,
    no_log: Annotated[bool, typer.Option("--no-log", help="Keep nothing, not even decisions on findings.")] = False,
    reader: ReaderOption = None,
) -> None:
    """Open a local page to paste articles into.

    It answers this machine only, and programs on it too: see docs/json.md. What is decided of a finding on the page is
    written to the log; of the articles nothing else is kept.
    """
    from summarizer.models.catalogue import source_of as model_source
    from summarizer.web.access import LOOPBACK_HOSTS
    from summarizer.web.server import ADDRESS, PortTaken
    from summarizer.web.server import serve as run_server
    from summarizer.web.upstream import Upstream

    for origin in allow_origin or ():
        if not re.fullmatch(r"[a-z][a-z0-9+.-]*://[^/\s*]+", origin):  # also app:// and those of browser extensions
            raise UsageError(
                f"--allow-origin {origin}: name one site, without a path, for example https://cms.example."
            )
    try:
        other = Upstream(upstream, allow_remote=allow_remote) if upstream else None
    except ValueError as error:
        raise UsageError(f"--upstream: {error}, for example http://localhost:8081.") from None
    if other and other.port == port and other.host in LOOPBACK_HOSTS:
        raise UsageError(f"--upstream {upstream}: that is the address of Copydesk itself.")
    if other and other.is_refused():
        raise UsageError(
            f"--upstream {upstream}: that is another machine, and what editors check would leave this one: add "
            "--allow-remote if it may."
        )
    model = concrete_model(model)
    model_source(model)  # raises for an impossible model now, not at the first summary
    endpoint = endpoint_arguments(model, base_url, timeout, allow_remote)
    if endpoint:
        from summarizer.engines.endpoint.http_client import resolve
        from summarizer.models.endpoints import endpoint_of

        resolve(endpoint_of(model, endpoint["endpoint"]), allow_remote=allow_remote)
    if reader and is_endpoint(reader):
        print(f"{reader} reads no ties here: too slow for a page that checks as you type.", file=sys.stderr)
        reader = None
    reads = with_reader(CheckOptions(), reader).reader
    decisions = None if no_log else log or find_log_file(working_folder())
    catalogue()  # raises for rules that cannot be, now and not at the first check
    dictionary = find_settings(working_folder()).dictionary
    print(f"Copydesk is at http://{ADDRESS}:{port}/ until you press Ctrl-C.", file=sys.stderr, flush=True)
    if decisions:
        print(f"Decisions on findings are written to {decisions}.", file=sys.stderr, flush=True)
    if other:
        print(f"Texts posted to /v2/check are sent to {other.url} too.", file=sys.stderr, flush=True)
    try:
        run_server(
            port,
            model,
            sentences,
            allow_origin or (),
            other,
            decisions,
            **endpoint,
            dictionary=dictionary,
            reader=reads,
        )
    except PortTaken as error:
        raise UsageError(str(error)) from None
    except KeyboardInterrupt:
        raise SystemExit(EXIT_INTERRUPTED) from None  # newer releases of Typer would end without a word


config = typer.Typer(
    help="Say which settings hold here, and why.",
    rich_markup_mode=None,
    no_args_is_help=False,
)


@config.callback(invoke_without_command=True)
def config_(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        show_config()


@config.command("show")
def show_config() -> None:
    """The same as `copydesk config`."""
    folder = working_folder()
    found, dismissals_file = find_settings(folder), dismissals.find_dismissals_file(folder)
    for key, (_, meaning) in KEYS.items():
        value = found.values.get(key)
        origin = found.path if key in found.values else "not set"
        if key == "dismissed" and value is None and dismissals_file.exists():
            value, origin = dismissals_file, "found"
        if isinstance(value, dict):
            write_stdout(f"{key} ({origin}): {meaning}\n")
            write_stdout("".join(f"  {name} = {entry}\n" for name, entry in value.items()))
            continue
        write_stdout(f"{key}: {'' if value is None else f'{value} '}({origin}): {meaning}\n")
    for family, origins in external_families().items():
        write_stdout(f"rules of the family {family}: {', '.join(origins)}\n")
