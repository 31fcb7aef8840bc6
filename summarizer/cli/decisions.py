"""The commands dismiss and decide, with which editors log what they decided about findings."""

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
from summarizer.cli.output import print_notice, write_stdout
from summarizer.desk import dismissals
from summarizer.desk.checking import CheckOptions, check_source
from summarizer.desk.decision_log import (
    Decision,
    LogEntry,
    append_entries,
    corrected_entry,
    entries_now_resolved,
    entry_of,
    find_log_file,
    now,
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
    when, who, log = date.today().isoformat(), who or _require_user_name(), log or find_log_file(working_folder())
    new_records: list[dismissals.DismissalRecord] = []
    new_entries: list[LogEntry] = []
    for name, sheet in _article_sheets(articles, options):
        records = dismissals.records_for_sheet(sheet, relative_name(file, name), rules, why=why, who=who, when=when)
        new_records += records
        dismissed_fingerprints = {record.fingerprint for record in records}
        signature = {"article": relative_name(log, name), "who": who, "when": now(), "via": COMMAND_LINE, "why": why}
        new_entries += [
            entry_of(sheet, finding, Decision.LET_STAND, **signature)
            for finding in sheet.findings
            if fingerprint(sheet.article, finding) in dismissed_fingerprints
        ]
    if not new_records:
        raise UsageError("There is no such finding to dismiss: `copydesk check` shows what is raised.")
    append_entries(log, new_entries, before=lambda: dismissals.add_dismissals(file, new_records))
    write_stdout("".join(visible(f"dismissed: {record.says}  {record.rule}\n") for record in new_records))


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
        dismiss(
            articles,
            why,
            rule=rule,
            who=who,
            published=published,
            locale=locale,
            ignore=ignore,
            dismissed=dismissed,
            log=log,
            reader=reader,
            base_url=base_url,
            timeout=timeout,
            allow_remote=allow_remote,
        )
        return
    file = log or find_log_file(working_folder())
    options = check_options(ignore, published, locale, dismissed)
    options = with_reader(options, reader, base_url, timeout, allow_remote)
    selection = FindingSelection(rule_slugs("--rule", rule), tuple(finding or ()))
    signature = {"who": who or _require_user_name(), "when": now(), "via": COMMAND_LINE, "why": why, "change": change}
    log_so_far = read_log(file)
    new_entries: list[LogEntry] = []
    still_raised: list[str] = []
    for name, sheet in _article_sheets(articles, options):
        article = relative_name(file, name)
        findings = [item for item in sheet.findings if selection.includes(item.rule, fingerprint(sheet.article, item))]
        resolved = [
            entry
            for entry in entries_now_resolved(log_so_far, article, sheet)
            if selection.includes(entry.rule, entry.fingerprint)
        ]
        if decision is DecisionChoice.CORRECTED and findings and not change:
            still_raised += [item.message for item in findings]
            findings = []
        try:
            if decision is DecisionChoice.CORRECTED and resolved and not findings:
                new_entries += [corrected_entry(entry, sheet, **signature) for entry in resolved]
            else:
                decided = Decision(decision.value)
                new_entries += [entry_of(sheet, item, decided, article=article, **signature) for item in findings]
        except ValueError as error:
            raise UsageError(f"--change: {error}.") from None
    if change and len(new_entries) > 1:
        raise UsageError(
            f"--change applies to one finding, but {len(new_entries)} match: choose one with --rule or --finding."
        )
    if not new_entries:
        raise UsageError(_nothing_to_decide(decision, still_raised))
    append_entries(file, new_entries)
    write_stdout("".join(f"{visible(_entry_line(entry))}\n" for entry in new_entries))


@dataclass(frozen=True, slots=True)
class FindingSelection:
    """The findings that --rule and --finding select; all if both are empty."""

    rules: frozenset[str]
    fingerprints: tuple[str, ...]

    def includes(self, rule: str, fingerprint: str) -> bool:
        return (not self.rules or rule in self.rules) and (
            not self.fingerprints or fingerprint.startswith(self.fingerprints)
        )


def _nothing_to_decide(decision: DecisionChoice, still_raised: list[str]) -> str:
    """The message for a decision that applies to no finding; `still_raised` are messages of findings not corrected."""
    if decision is DecisionChoice.ACCEPTED:
        return "There is no such finding: `copydesk check` shows what is raised."
    if still_raised:
        return (
            f"It is raised still: {still_raised[0].rstrip('.')}. Correct the article first, or say what is corrected: "
            "--change '144 -> 136'."
        )
    return "There is no accepted finding to close: `copydesk log` shows which were accepted."


def _entry_line(entry: LogEntry) -> str:
    """The line on standard output for a decision that was logged."""
    change = f"; {entry.change}" if entry.change else ""
    quoted = "; inside quotation marks: query the source" if any(figure.quoted for figure in entry.figures) else ""
    return f"{entry.decision}: {entry.says}  {entry.rule} {entry.fingerprint[:8]}{change}{quoted}"


def _require_user_name() -> str:
    """The name of the system's user. Raises UsageError if there is none."""
    name = user_name()
    if not name:
        raise UsageError("--who: say who decides this; the system knows no name.")
    return name


def _article_sheets(articles: list[str], options: CheckOptions) -> Iterator[tuple[str, Sheet]]:
    """Yield the name and the sheet of each article, and of each article in a folder.

    In a folder, an article that cannot be read is reported on standard error and skipped.
    """
    from summarizer.desk.discovery import discover_folder

    for article in articles:
        if not os.path.isdir(article):
            yield article, check_source(read_source(article, None, article), options)
            continue
        discovered = discover_folder(Path(article))
        if discovered.skipped:
            print_notice(f"not looked at in {article}: {describe_skipped(discovered.skipped)}.")
        for item in discovered.items:
            try:
                yield item.dismissal_name, check_source(item.load_for_dismissals(), options)
            except Unreadable as error:
                print_notice(str(error))
