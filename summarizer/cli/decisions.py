"""The commands dismiss and decide: what becomes of findings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from checks.fingerprint import fingerprint
from checks.model import Sheet
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
    WhoOption,
    check_options,
    read_source,
    rule_slugs,
    with_reader,
)
from summarizer.cli.output import print_error, write_stdout
from summarizer.desk import dismissals
from summarizer.desk.checking import CheckOptions, check_source
from summarizer.desk.decision_log import (
    Decision,
    LogEntry,
    append_entries,
    closed,
    entry_of,
    find_log_file,
    now,
    open_entries,
    read_log,
    user_name,
)
from summarizer.desk.dismissals import relative_name
from summarizer.desk.settings import working_folder
from summarizer.inputs import Unreadable
from summarizer.reports.escaping import visible
from summarizer.reports.skipped_files import describe_skipped

COMMAND_LINE = "command line"


def dismiss(
    articles: Annotated[
        list[str], typer.Argument(metavar="ARTICLE...", help="Files or folders whose findings may stand.")
    ],
    why: Annotated[str, typer.Option(metavar="TEXT", help="Why they may stand.")],
    rule: RuleOption = None,
    who: WhoOption = None,
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
    when, who, log = date.today().isoformat(), who or _user(), log or find_log_file(working_folder())
    new: list[dismissals.DismissalRecord] = []
    logged: list[LogEntry] = []
    for name, sheet in _sheets_of(articles, options):
        records = dismissals.records_for_sheet(sheet, relative_name(file, name), rules, why=why, who=who, when=when)
        new += records
        dismissed_here = {record.fingerprint for record in records}
        signature = {"article": relative_name(log, name), "who": who, "when": now(), "via": COMMAND_LINE, "why": why}
        logged += [
            entry_of(sheet, finding, Decision.LET_STAND, **signature)
            for finding in sheet.findings
            if fingerprint(sheet.article, finding) in dismissed_here
        ]
    if not new:
        raise UsageError("There is no such finding to dismiss: `copydesk check` shows what is raised.")
    append_entries(log, logged, before=lambda: dismissals.add_dismissals(file, new))
    write_stdout("".join(visible(f"dismissed: {record.says}  {record.rule}\n") for record in new))


class DecisionChoice(StrEnum):
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    LET_STAND = "let-stand"


def decide(
    decision: Annotated[DecisionChoice, typer.Argument(metavar="DECISION", help="accepted, corrected or let-stand.")],
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
    who: WhoOption = None,
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
    if decision is DecisionChoice.LET_STAND:
        if finding or change:
            raise UsageError("let-stand goes without --finding and --change: --rule names the findings.")
        where = reader, base_url, timeout, allow_remote
        dismiss(articles, why, rule, who, published, locale, ignore, dismissed, log, *where)
        return
    file = log or find_log_file(working_folder())
    options = check_options(ignore, published, locale, dismissed)
    options = with_reader(options, reader, base_url, timeout, allow_remote)
    chosen = Chosen(rule_slugs("--rule", rule), tuple(finding or ()))
    signature = {"who": who or _user(), "when": now(), "via": COMMAND_LINE, "why": why, "change": change}
    known = read_log(file)
    made: list[LogEntry] = []
    raised: list[str] = []
    for name, sheet in _sheets_of(articles, options):
        article = relative_name(file, name)
        here = [item for item in sheet.findings if chosen.has(item.rule, fingerprint(sheet.article, item))]
        gone = [entry for entry in open_entries(known, article, sheet) if chosen.has(entry.rule, entry.fingerprint)]
        if decision is DecisionChoice.CORRECTED and here and not change:
            raised += [item.message for item in here]
            here = []
        try:
            if decision is DecisionChoice.CORRECTED and gone and not here:
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


def _nothing_to_decide(decision: DecisionChoice, raised: list[str]) -> str:
    if decision is DecisionChoice.ACCEPTED:
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


def _user() -> str:
    """The name of the user. Raises UsageError if the system knows none."""
    name = user_name()
    if not name:
        raise UsageError("--who: say who decides this; the system knows no name.")
    return name


def _sheets_of(articles: list[str], options: CheckOptions) -> Iterator[tuple[str, Sheet]]:
    """Yield name and sheet of each article, and of each article in a folder.

    In a folder, an article that cannot be read is reported on standard error and skipped.
    """
    from summarizer.desk.discovery import discover_folder

    for article in articles:
        if not os.path.isdir(article):
            yield article, check_source(read_source(article, None, article), options)
            continue
        discovered = discover_folder(Path(article))
        if discovered.skipped:
            print_error(f"not looked at in {article}: {describe_skipped(discovered.skipped)}.", 0)
        for item in discovered.items:
            try:
                yield item.dismissal_name, check_source(item.load_for_dismissals(), options)
            except Unreadable as error:
                print_error(str(error), 0)
