"""`copydesk batch` with --shard or --ray: a dataset of articles, checked in parts on any number of machines."""

from __future__ import annotations

from typing import NoReturn

import typer

from checks.model import Severity
from summarizer.cli.options import UsageError
from summarizer.cli.output import batch_progress, print_notice, write_stdout
from summarizer.desk.dataset_rows import RowOptions
from summarizer.desk.row_format import RowFormat
from summarizer.desk.shards import DatasetOutcome, Shard, run_shard
from summarizer.reports.annotations import pluralize
from summarizer.reports.escaping import visible
from summarizer.reports.totals import READ_WITHOUT_A_MODEL, severity_counts


def check_shard(
    location: str,
    output: str,
    shard: str,
    options: RowOptions,
    fail_on: Severity | None,
    text_column: str | None,
    row_format: RowFormat | None,
    jobs: int | None,
    fresh: bool,
    quiet: bool,
) -> NoReturn:
    """Run `copydesk batch --shard` and exit."""
    from summarizer.desk.batch import RunningItems

    try:
        part = Shard.parse(shard)
    except ValueError as error:
        raise UsageError(f"--shard: {error}.") from None
    running = RunningItems()
    activity = "Summarising" if options.summaries else "Checking"
    with batch_progress(f"{activity} shard {shard}, total estimated", running, quiet=quiet) as report_progress:
        outcome = run_shard(
            location,
            output,
            part,
            options,
            fail_on,
            text_column=text_column,
            row_format=row_format,
            jobs=jobs,
            fresh=fresh,
            progress=report_progress.articles,
            running=running,
        )
    _print_outcome_and_exit(f"Shard {shard}", outcome, quiet, read_without_model=options.checks.reader is None)


def check_on_ray(
    location: str,
    output: str,
    address: str | None,
    options: RowOptions,
    fail_on: Severity | None,
    text_column: str | None,
    jobs: int | None,
    fresh: bool,
    quiet: bool,
) -> NoReturn:
    """Run `copydesk batch --ray` and exit."""
    from summarizer.desk.ray_pipeline import run_on_ray

    outcome = run_on_ray(
        location,
        output,
        options,
        fail_on,
        address=address,
        text_column=text_column,
        jobs=jobs,
        fresh=fresh,
        progress_bar=not quiet,
    )
    _print_outcome_and_exit("The dataset", outcome, quiet, read_without_model=options.checks.reader is None)


def _print_outcome_and_exit(what: str, outcome: DatasetOutcome, quiet: bool, *, read_without_model: bool) -> NoReturn:
    """Print the outcome, unless `quiet`, and exit with its code."""
    count = outcome.counts.kinds
    checked = count["articles"] - count["unread"] - count["foreign"]
    parts = [f"{pluralize(checked, 'article')} checked: {severity_counts(count)}"]
    parts += [f"{count['foreign']} not in English"] * bool(count["foreign"])
    parts += [f"{count['unread']} could not be read or checked"] * bool(count["unread"])
    done = "was done by an earlier run (--fresh checks it again)" if outcome.was_done else "is done"
    if quiet and count["unread"]:
        unread = pluralize(count["unread"], "article")
        print_notice(f"{unread} could not be read or checked: see {outcome.path}.")
    if not quiet:
        write_stdout(f"{what} {done}. {'; '.join(parts)}. Rows: {visible(outcome.path)}\n")
        if read_without_model:
            write_stdout(f"{READ_WITHOUT_A_MODEL}\n")
    if count["failed"]:
        print_notice(f"{pluralize(count['failed'], 'article')} with a failure: `records` in the rows says which.")
    raise typer.Exit(outcome.counts.exit_code)
