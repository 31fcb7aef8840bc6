"""The command compare: a summary, or a later version, against its source."""

from __future__ import annotations

from typing import Annotated

import typer

from summarizer.cli.options import (
    AllowRemoteOption,
    BaseUrlOption,
    DismissedOption,
    FailOn,
    FailOnOption,
    FormatOption,
    IgnoreOption,
    LocaleOption,
    Mode,
    OutputOption,
    PublishedOption,
    ReaderOption,
    SelectOption,
    StdinNameOption,
    TimeoutOption,
    UsageError,
    check_options,
    read_source,
    resolve_format,
    with_reader,
)
from summarizer.cli.output import open_report, terminal_style, write_report
from summarizer.desk import checking
from summarizer.desk.checking import exit_code
from summarizer.reports import (
    render_sheet,
)


def compare(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The article, or the earlier version.")],
    target: Annotated[str, typer.Argument(metavar="TARGET", help="The summary, or the later version; - for stdin.")],
    mode: Annotated[Mode, typer.Option("--as", help="What the target is to its source.")] = Mode.SUMMARY,
    stdin_name: StdinNameOption = "standard input",
    report_format: FormatOption = None,
    output: OutputOption = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    published: PublishedOption = None,
    locale: LocaleOption = None,
    dismissed: DismissedOption = None,
    fail_on: FailOnOption = FailOn.ERROR,
    reader: ReaderOption = None,
    base_url: BaseUrlOption = None,
    timeout: TimeoutOption = None,
    allow_remote: AllowRemoteOption = False,
) -> None:
    """Check a summary, or a later version, against its source."""
    options = check_options(ignore, published, locale, dismissed, select)
    options = with_reader(options, reader, base_url, timeout, allow_remote)
    report_format = resolve_format(report_format, output)
    if source == target == "-":
        raise UsageError("Only one of the two texts can come from standard input: name a file for the other.")
    base, text = read_source(source, None, stdin_name), read_source(target, None, stdin_name)
    with open_report(output, options, source, target) as report:
        sheet = checking.compare_sources(base, text, mode.value, options)
        write_report(
            report,
            render_sheet(
                sheet,
                report_format,
                text.name,
                source_name=base.name,
                has_lines=not text.extracted,
                line_starts=text.line_starts,
                **terminal_style(report),
            ),
            report_format,
        )
    raise typer.Exit(exit_code(sheet, fail_on.severity))
