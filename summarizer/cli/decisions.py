"""The commands decide and log: what an editor does with a finding, and the record of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from checks.fingerprint import fingerprint
from summarizer.cli.newsroom import dismiss, sheets_of, user
from summarizer.cli.options import (
    AllowRemoteOption,
    BaseUrlOption,
    DismissedOption,
    IgnoreOption,
    LocaleOption,
    LogOption,
    PublishedOption,
    ReaderOption,
    RuleOption,
    TimeoutOption,
    UsageError,
    check_options,
    parse_day,
    rule_slugs,
    with_reader,
)
from summarizer.cli.output import print_error, terminal_style, write_stdout
from summarizer.desk.checking import EXIT_FINDINGS
from summarizer.desk.correction_template import DEFAULT_TEMPLATE, PLACEHOLDERS, template_error
from summarizer.desk.decision_log import (
    Decision,
    Log,
    LogEntry,
    LogFormat,
    append_entries,
    closed,
    entry_of,
    find_log_file,
    now,
    open_entries,
    read_log,
)
from summarizer.desk.dismissals import relative_name
from summarizer.desk.settings import find_settings, working_folder
from summarizer.reports.annotations import pluralize
from summarizer.reports.escaping import visible

COMMAND_LINE = "command line"


class Choice(StrEnum):
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    LET_STAND = "let-stand"


def decide(
    decision: Annotated[Choice, typer.Argument(metavar="DECISION", help="accepted, corrected or let-stand.")],
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE...", help="Files or folders with the findings.")],
    rule: RuleOption = None,
    finding: Annotated[
        list[str] | None,
        typer.Option("--finding", metavar="ID", help="Only this finding, by the beginning of its fingerprint."),
    ] = None,
    why: Annotated[str, typer.Option(metavar="TEXT", help="Why; to let a finding stand, it is needed.")] = "",
    change: Annotated[
        str, typer.Option(metavar="CHANGE", help="What is corrected, '144 -> 136'. [default: read from the article]")
    ] = "",
    who: Annotated[str | None, typer.Option(metavar="NAME", help="Who says so. [default: the user's name]")] = None,
    published: PublishedOption = None,
    locale: LocaleOption = None,
    ignore: IgnoreOption = None,
    dismissed: DismissedOption = None,
    log: LogOption = None,
    reader: ReaderOption = None,
    base_url: BaseUrlOption = None,
    timeout: TimeoutOption = None,
    allow_remote: AllowRemoteOption = False,
) -> None:
    """Write down what becomes of findings.

    accepted: something is wrong, and the article will be put right. corrected: it was put right; findings that were
    accepted and that the article no longer raises are closed. let-stand: as `copydesk dismiss`.
    """
    if decision is Choice.LET_STAND:
        if finding or change:
            raise UsageError("let-stand goes without --finding and --change: --rule names the findings.")
        where = reader, base_url, timeout, allow_remote
        dismiss(articles, why, rule, who, published, locale, ignore, dismissed, log, *where)
        return
    file = log or find_log_file(working_folder())
    options = check_options(ignore, published, locale, dismissed)
    options = with_reader(options, reader, base_url, timeout, allow_remote)
    chosen = Chosen(rule_slugs("--rule", rule), tuple(finding or ()))
    signature = {"who": who or user(), "when": now(), "via": COMMAND_LINE, "why": why, "change": change}
    known = read_log(file)
    made: list[LogEntry] = []
    raised: list[str] = []
    for name, sheet in sheets_of(articles, options):
        article = relative_name(file, name)
        here = [item for item in sheet.findings if chosen.has(item.rule, fingerprint(sheet.article, item))]
        gone = [entry for entry in open_entries(known, article, sheet) if chosen.has(entry.rule, entry.fingerprint)]
        if decision is Choice.CORRECTED and here and not change:
            raised += [item.message for item in here]
            here = []
        try:
            if decision is Choice.CORRECTED and gone and not here:
                made += [closed(entry, sheet, **signature) for entry in gone]
            else:
                decided = Decision(decision.value)
                made += [entry_of(sheet, item, decided, article=article, **signature) for item in here]
        except ValueError as error:
            raise UsageError(f"--change: {error}.") from None
    if change and len(made) > 1:
        raise UsageError(f"--change is of one finding, and {len(made)} are meant: choose one with --rule or --finding.")
    if not made:
        raise UsageError(_nothing_to_decide(decision, raised))
    append_entries(file, made)
    write_stdout("".join(f"{visible(_said(entry))}\n" for entry in made))


@dataclass(frozen=True, slots=True)
class Chosen:
    """The findings that --rule and --finding name; all if both are empty."""

    rules: frozenset[str]
    fingerprints: tuple[str, ...]

    def has(self, rule: str, fingerprint: str) -> bool:
        return (not self.rules or rule in self.rules) and (
            not self.fingerprints or fingerprint.startswith(self.fingerprints)
        )


def _nothing_to_decide(decision: Choice, raised: list[str]) -> str:
    if decision is Choice.ACCEPTED:
        return "There is no such finding: `copydesk check` shows what is raised."
    if raised:
        return (
            f"It is raised still: {raised[0].rstrip('.')}. Correct the article first, or say what is corrected: "
            "--change '144 -> 136'."
        )
    return "No finding that was accepted is gone from there: `copydesk log` shows which were."


def _said(entry: LogEntry) -> str:
    change = f"; {entry.change}" if entry.change else ""
    quoted = "; inside quotation marks: query the source" if any(figure.quoted for figure in entry.figures) else ""
    return f"{entry.decision}: {entry.says}  {entry.rule} {entry.fingerprint[:8]}{change}{quoted}"


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
    if log_file is not None and not log_file.exists():
        raise UsageError(f"--log: there is no file {log_file}; check its name (`copydesk decide` makes it).")
    file = log_file or find_log_file(working_folder())
    known = read_log(file)
    for problem in known.problems:
        print_error(f"{file}: {problem}.", 0)
    if verify:
        if known.problems:
            raise typer.Exit(EXIT_FINDINGS)
        lines = pluralize(len(known.entries), "line")
        write_stdout(f"{file}: {lines}; each follows the one before.\n" if lines != "0 lines" else f"{file}: empty.\n")
        if known.entries and not known.entries[-1].hash:
            write_stdout("The last line is of an early version, without its own hash: a change in it is not noticed.\n")
        return
    known = replace(known, entries=tuple(_selected(known, articles or [], file, decision, first_day)))
    style = terminal_style(sys.stdout)
    if corrections:
        drafts = correction_drafts(known, template, settings.get("locale", "en-GB"))
        write_stdout(render_corrections(drafts, log_format, **style))
    else:
        write_stdout(render_log(known, log_format, **style))


def _selected(
    log: Log, articles: list[str], file: Path, decision: Decision | None, since: date | None
) -> Iterator[LogEntry]:
    names = {name for article in articles for name in (article, relative_name(file, article))}
    for entry in log.entries:
        day = entry.when[:10]
        if (
            (not names or entry.article in names or any(entry.article.startswith(f"{name}/") for name in names))
            and (decision is None or entry.decision == decision)
            and (since is None or day >= since.isoformat())
        ):
            yield entry
