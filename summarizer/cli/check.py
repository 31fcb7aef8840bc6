"""The command check: the figures of one article, or of several."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from summarizer.cli.options import (
    AllowRemoteOption,
    ArticlesArgument,
    BaseUrlOption,
    DismissedOption,
    FailOn,
    FailOnOption,
    FormatOption,
    IgnoreOption,
    LocaleOption,
    OutputOption,
    PublishedOption,
    QuietOption,
    ReaderOption,
    SelectOption,
    StdinNameOption,
    TextColumnOption,
    TextOption,
    TimeoutOption,
    UsageError,
    check_options,
    read_source_or_text,
    resolve_format,
    with_reader,
)
from summarizer.cli.output import open_report, print_error, print_notice, terminal_style, write_report
from summarizer.desk import checking
from summarizer.desk.checking import EXIT_UNUSABLE, CheckOptions, exit_code
from summarizer.inputs import Source, Unreadable, is_url
from summarizer.inputs.file_kinds import TABLE_SUFFIXES
from summarizer.inputs.multi_article_files import Member, members_of, raise_unreadable
from summarizer.reports import (
    QUIET_FORMATS,
    SINGLE_ARTICLE_FORMATS,
    Format,
    render_files,
    render_sheet,
)
from summarizer.reports.checked_file import CheckedFile
from summarizer.reports.skipped_files import SkipReason, describe_skipped

Loader = tuple[str, Callable[[], Source]]  # the name of an article, and a function that reads it


RULES_ALONE = (
    "Only rules read this article, and they miss more. `copydesk check --reader embedded` has a small model read which "
    "figures belong together, too; it is fetched once (93 MB), and read with from then on."
)


def check(
    articles: ArticlesArgument = None,
    text: TextOption = None,
    text_column: TextColumnOption = None,
    stdin_name: StdinNameOption = "standard input",
    report_format: FormatOption = None,
    output: OutputOption = None,
    quiet: QuietOption = False,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    published: PublishedOption = None,
    locale: LocaleOption = None,
    dismissed: DismissedOption = None,
    fail_on: FailOnOption = FailOn.ERROR,
    strict: Annotated[
        bool, typer.Option("--strict", help="Answer with exit code 2 if an article is in another language.")
    ] = False,
    reader: ReaderOption = None,
    base_url: BaseUrlOption = None,
    timeout: TimeoutOption = None,
    allow_remote: AllowRemoteOption = False,
) -> None:
    """Check an article's figures.

    They are checked against each other: parts and wholes, counts and lists, headline and body. Several files may be
    given, files that hold several articles, and folders.
    """
    options = check_options(ignore, published, locale, dismissed, select)
    report_format = resolve_format(report_format, output)
    if quiet and report_format not in QUIET_FORMATS:
        raise UsageError(f"--quiet goes with --format text and concise: leave it out for {report_format.value}.")
    options = with_reader(options, reader, base_url, timeout, allow_remote)
    if text_column and not any(name.lower().endswith(TABLE_SUFFIXES) for name in _input_paths(articles or [])):
        print_notice(f"--text-column {text_column}: no table is named.")
    members = _members(articles[0], text_column) if articles and len(articles) == 1 and text is None else None
    if articles and (len(articles) > 1 or members is not None or (text is None and _is_folder(articles[0]))):
        loaders = _loaders(articles, text_column, stdin_name, quiet) if members is None else _member_loaders(members)
        raise typer.Exit(_check_all(articles, loaders, text, report_format, output, quiet, options, fail_on, strict))
    article = articles[0] if articles else None
    source = read_source_or_text(article, text, stdin_name)
    with open_report(output, options, article) as report:
        sheet = checking.check_source(source, options)
        write_report(
            report,
            render_sheet(
                sheet,
                report_format,
                source.name,
                has_lines=not source.extracted,
                line_starts=source.line_starts,
                quiet=quiet,
                **terminal_style(report),
            ),
            report_format,
        )
    if report_format is Format.TEXT and not quiet and checking.lacks_reader(options):
        print_notice(RULES_ALONE)
    raise typer.Exit(exit_code(sheet, fail_on.severity, strict=strict))


def _check_all(
    articles: list[str],
    loaders: Iterable[Loader],
    text: str | None,
    report_format: Format,
    output: Path | None,
    quiet: bool,
    options: CheckOptions,
    fail_on: FailOn,
    strict: bool,
) -> int:
    """Check several articles into one report, for example for a commit hook. Returns the highest exit code."""
    if text is not None:
        raise UsageError("Give either files or --text, not both.")
    if articles.count("-") > 1:
        raise UsageError("Standard input can be read once: name - once.")
    if report_format in SINGLE_ARTICLE_FORMATS:
        raise UsageError(
            f"{report_format.value} describes one article: give one file, use another format for several, "
            "or `copydesk batch` for a folder."
        )
    code, checked_files = 0, []
    with open_report(output, options, *_input_paths(articles)) as report:
        for name, load in loaders:
            try:
                source = load()
            except Unreadable as error:
                code = max(code, print_error(str(error), EXIT_UNUSABLE))
                checked_files.append(CheckedFile(name, None, str(error)))
                continue
            sheet = checking.check_source(source, options)
            checked_files.append(CheckedFile(source.name, sheet, "", not source.extracted, source.line_starts))
            code = max(code, exit_code(sheet, fail_on.severity, strict=strict))
        content = render_files(checked_files, report_format, quiet=quiet, **terminal_style(report))
        write_report(report, content, report_format)
    return code


def _is_folder(article: str) -> bool:
    return article not in ("", "-") and not is_url(article) and os.path.isdir(article)


def _input_paths(articles: list[str]) -> list[str]:
    """The paths of the articles, which a report must not overwrite. Raises Unreadable for a folder without articles."""
    from summarizer.desk.discovery import article_files

    files: list[str] = []
    for name in articles:
        files += [str(path) for path in article_files(Path(name))[0]] if _is_folder(name) else [name]
    return files


def _loaders(articles: list[str], text_column: str | None, stdin_name: str, quiet: bool) -> Iterator[Loader]:
    """A loader for each article; a file that holds several has one for each of them."""
    for name in articles:
        if _is_folder(name):
            yield from _folder_loaders(name, text_column, quiet)
            continue
        try:
            members = _members(name, text_column)
        except Unreadable as error:
            members = [Member(name, partial(raise_unreadable, str(error)))]
        if members is None:
            yield name, partial(read_source_or_text, name, None, stdin_name)
        else:
            yield from _member_loaders(members)


def _member_loaders(members: Iterable[Member]) -> Iterator[Loader]:
    return ((member.name, member.load) for member in members)


def _folder_loaders(folder: str, text_column: str | None, quiet: bool) -> Iterator[Loader]:
    """A loader for each article of a folder; prints on standard error which files are skipped.

    With `quiet`, files of other kinds, such as pictures, are not mentioned.
    """
    from summarizer.desk.discovery import discover_folder

    discovered = discover_folder(Path(folder), text_column=text_column)
    skipped = [entry for entry in discovered.skipped if not (quiet and entry.reason is SkipReason.OTHER_KIND)]
    if skipped:
        print_notice(f"not looked at in {folder}: {describe_skipped(skipped)}.")
    for item in discovered.items:
        yield item.dismissal_name, item.load_for_dismissals


def _members(article: str, text_column: str | None) -> list[Member] | None:
    """The articles of a file that holds several; None for any other input. Raises Unreadable."""
    if article in ("", "-") or is_url(article) or not os.path.isfile(article):
        return None
    return members_of(Path(article), article, text_column)
