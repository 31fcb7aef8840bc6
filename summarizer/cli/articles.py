"""The commands on an article: check it, summarise it, hold a text against its source."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from summarizer.cli.options import (
    DEFAULT_MODEL,
    ArticleArgument,
    ArticlesArgument,
    DismissedOption,
    FailOn,
    FailOnOption,
    FormatOption,
    IgnoreOption,
    LocaleOption,
    Mode,
    ModelOption,
    OutputOption,
    PublishedOption,
    SeedOption,
    SentencesOption,
    StdinNameOption,
    TextOption,
    Unusable,
    format_asked,
    source_of,
    source_or_text,
    terms_of,
)
from summarizer.cli.output import deliver, looks, reading, report_to, say
from summarizer.desk import checking
from summarizer.desk.checking import UNUSABLE, Terms, exit_code
from summarizer.inputs import Unreadable
from summarizer.reports import FOR_ONE, ROWS, Format, all_written, summary_written, written
from summarizer.reports.checked_file import Checked


def check(
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
    """Check an article's figures.

    They are checked against each other: parts and wholes, counts and lists, headline and body. Several files may be
    given.
    """
    terms = terms_of(ignore, published, locale, dismissed)
    form = format_asked(form, output)
    if articles and len(articles) > 1:
        raise typer.Exit(_check_all(articles, text, stdin_name, form, output, terms, fail_on))
    article = articles[0] if articles else None
    source = source_or_text(article, text, stdin_name)
    with report_to(output, terms, article) as report:
        sheet = checking.check(source, terms)
        deliver(report, written(sheet, form, source.name, has_lines=not source.extracted, **looks(report)))
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
            f"{form.value} describes one article: give one file, use another format for several, "
            "or `copydesk batch` for a folder."
        )
    code, rows = 0, []
    with report_to(output, terms, *articles) as report:
        for name in articles:
            try:
                source = source_or_text(name, None, stdin_name)
            except Unreadable as error:
                code = max(code, say(str(error), UNUSABLE))
                rows.append(Checked(name, None, str(error)))
                continue
            sheet = checking.check(source, terms)
            rows.append(Checked(source.name, sheet, has_lines=not source.extracted))
            code = max(code, exit_code(sheet, fail_on.severity))
        deliver(report, all_written(rows, form, **looks(report)))
    return code


def summarize(
    article: ArticleArgument = None,
    text: TextOption = None,
    stdin_name: StdinNameOption = "standard input",
    sentences: SentencesOption = 3,
    words: Annotated[int | None, typer.Option(min=10, max=2000, metavar="MAX", help="At most so many words.")] = None,
    seed: SeedOption = 0,
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
    """Summarise an article.

    Each figure, date and name of the summary is checked against the article, and the article's own figures too.
    """
    terms = terms_of(ignore, published, locale, dismissed)
    form = format_asked(form, output)
    if form in ROWS:
        raise Unusable(f"{form.value} has no place for a summary: use text, json, jsonl, html or markdown.")
    source = source_or_text(article, text, stdin_name)
    with report_to(output, terms, article) as report:
        import summarizer

        story = checking.read(source, terms)
        sheet = checking.check_read(story, terms, source.name)
        with reading() as watching:
            summary = summarizer.summarize(story, model=model, sentences=sentences, words=words, seed=seed, **watching)
        report.write(summary_written(summary, sheet, form, source.name, rejected=show_rejected, **looks(report)))
    raise typer.Exit(exit_code(sheet, fail_on.severity))


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
    """Check a summary, or a later version, against its source."""
    terms = terms_of(ignore, published, locale, dismissed)
    form = format_asked(form, output)
    if source == target == "-":
        raise Unusable("Only one of the two texts can come from standard input: name a file for the other.")
    base, text = source_of(source, None, stdin_name), source_of(target, None, stdin_name)
    with report_to(output, terms, source, target) as report:
        sheet = checking.hold_against(base, text, mode.value, terms)
        has_lines = not text.extracted
        deliver(report, written(sheet, form, text.name, source_name=base.name, has_lines=has_lines, **looks(report)))
    raise typer.Exit(exit_code(sheet, fail_on.severity))
