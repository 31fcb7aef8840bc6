"""The command log: what editors decided about findings."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from summarizer.cli.options import LogOption, UsageError, parse_day
from summarizer.cli.output import print_notice, terminal_style, write_stdout
from summarizer.desk.checking import EXIT_FINDINGS
from summarizer.desk.correction_template import DEFAULT_TEMPLATE, PLACEHOLDERS, template_error
from summarizer.desk.decision_log import Decision, Log, LogEntry, LogFormat, find_log_file, read_log
from summarizer.desk.dismissals import relative_name
from summarizer.desk.settings import find_settings, working_folder
from summarizer.reports.annotations import pluralize


def log(
    articles: Annotated[
        list[str] | None, typer.Argument(metavar="[ARTICLE]...", help="Only these articles'. [default: all]")
    ] = None,
    decision: Annotated[Decision | None, typer.Option("--decision", help="Only these decisions.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only from this day on, 2024-05-31.")] = None,
    corrections: Annotated[
        bool, typer.Option("--corrections", help="Draft a correction line for each finding accepted or corrected.")
    ] = False,
    template: Annotated[
        str | None,
        typer.Option(
            "--template", metavar="TEXT", help=f"The line, with {', '.join(f'{{{name}}}' for name in PLACEHOLDERS)}."
        ),
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Only say whether lines were changed, added or removed; exit code 1 if so.")
    ] = False,
    log_format: Annotated[LogFormat, typer.Option("--format", help="Format of the list.")] = LogFormat.TEXT,
    log_file: LogOption = None,
) -> None:
    """Show what was decided of findings: who, when, why."""
    from summarizer.desk.corrections import correction_drafts
    from summarizer.desk.decision_report import render_corrections, render_log

    settings = find_settings(working_folder()).defaults()
    template = template or settings.get("correction") or DEFAULT_TEMPLATE
    if error := template_error(template):
        raise UsageError(f"--template: {error}.")
    first_day = parse_day("--since", since)
    if log_file is not None and not os.path.exists(log_file):
        raise UsageError(f"--log: there is no file {log_file}; check its name (`copydesk decide` makes it).")
    file = log_file or find_log_file(working_folder())
    decisions = read_log(file)
    for problem in decisions.problems:
        print_notice(f"{file}: {problem}.")
    if verify:
        if decisions.problems:
            raise typer.Exit(EXIT_FINDINGS)
        if decisions.entries:
            write_stdout(f"{file}: {pluralize(len(decisions.entries), 'line')}; each follows the one before.\n")
        else:
            write_stdout(f"{file}: empty.\n")
        if decisions.entries and not decisions.entries[-1].hash:
            write_stdout("The last line is of an early version, without its own hash: a change in it is not noticed.\n")
        return
    decisions = replace(decisions, entries=tuple(_select_entries(decisions, articles or [], file, decision, first_day)))
    style = terminal_style(sys.stdout)
    if corrections:
        drafts = correction_drafts(decisions, template, settings.get("locale", "en-GB"))
        write_stdout(render_corrections(drafts, log_format, **style))
    else:
        write_stdout(render_log(decisions, log_format, **style))


def _select_entries(
    log: Log, articles: list[str], file: Path, decision: Decision | None, since: date | None
) -> Iterator[LogEntry]:
    """The entries on these articles and in these folders, or on all, with the given decision and not before `since`."""
    names = {name for article in articles for name in (article, relative_name(file, article))}
    for entry in log.entries:
        day = entry.when[:10]
        if (
            (not names or entry.article in names or any(entry.article.startswith(f"{name}/") for name in names))
            and (decision is None or entry.decision == decision)
            and (since is None or day >= since.isoformat())
        ):
            yield entry
