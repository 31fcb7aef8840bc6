"""The command summarize: a summary, a headline or a standfirst."""

from __future__ import annotations

from typing import Annotated, TypedDict

import typer

from summarizer.cli.options import (
    DEFAULT_MODEL,
    AllowRemoteOption,
    ArticleArgument,
    BaseUrlOption,
    DismissedOption,
    FailOn,
    FailOnOption,
    FormatOption,
    IgnoreOption,
    LocaleOption,
    ModelOption,
    OutputOption,
    PublishedOption,
    ReaderOption,
    SeedOption,
    SelectOption,
    SentencesOption,
    StdinNameOption,
    TextOption,
    TimeoutOption,
    UsageError,
    check_options,
    concrete_model,
    endpoint_arguments,
    read_source_or_text,
    resolve_format,
    with_reader,
)
from summarizer.cli.output import open_report, summary_progress, terminal_style
from summarizer.desk import checking
from summarizer.desk.checking import exit_code
from summarizer.limits import MAX_WORDS, MIN_WORDS
from summarizer.reports import (
    FINDING_FORMATS,
    render_summary,
)


def summarize(
    context: typer.Context,
    article: ArticleArgument = None,
    text: TextOption = None,
    stdin_name: StdinNameOption = "standard input",
    headline: Annotated[
        bool, typer.Option("--headline", help="One line of at most 12 words, in place of a summary.")
    ] = False,
    standfirst: Annotated[
        bool, typer.Option("--standfirst", help="One sentence of at most 30 words, in place of a summary.")
    ] = False,
    sentences: SentencesOption = None,
    words: Annotated[
        int | None,
        typer.Option(
            min=MIN_WORDS,
            max=MAX_WORDS,
            metavar="MAX",
            help="At most so many words; above 120 as many sentences as fit.",
        ),
    ] = None,
    seed: SeedOption = 0,
    model: ModelOption = DEFAULT_MODEL,
    base_url: BaseUrlOption = None,
    timeout: TimeoutOption = None,
    allow_remote: AllowRemoteOption = False,
    show_rejected: Annotated[
        bool, typer.Option("--show-rejected", help="Also show the sentences that were rejected, and why.")
    ] = False,
    report_format: FormatOption = None,
    output: OutputOption = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    published: PublishedOption = None,
    locale: LocaleOption = None,
    dismissed: DismissedOption = None,
    fail_on: FailOnOption = FailOn.ERROR,
    reader: ReaderOption = None,
) -> None:
    """Summarise an article.

    Each figure, date and name of the summary is checked against the article, and the article's own figures too.
    """
    options = check_options(ignore, published, locale, dismissed, select)
    report_format = resolve_format(report_format, output)
    if report_format in FINDING_FORMATS:
        raise UsageError(f"{report_format.value} has no place for a summary: use text, json, jsonl, html or markdown.")
    limits = _length_arguments(context, headline, standfirst, sentences, words)
    model = concrete_model(model)
    endpoint = endpoint_arguments(model, base_url, timeout, allow_remote)
    options = with_reader(options, reader, base_url, timeout, allow_remote, runs_embedded=model == DEFAULT_MODEL)
    source = read_source_or_text(article, text, stdin_name)
    with open_report(output, options, article) as report:
        import summarizer

        parsed = checking.parse_source(source, options)
        sheet = checking.check_parsed(parsed, options, source.name)
        with summary_progress() as progress:
            summary = summarizer.summarize(
                parsed, model=model, seed=seed, with_drafts=show_rejected, **limits, **progress, **endpoint
            )
        report.write(
            render_summary(summary, sheet, report_format, source.name, rejected=show_rejected, **terminal_style(report))
        )
    raise typer.Exit(exit_code(sheet, fail_on.severity))


class _LengthArguments(TypedDict, total=False):
    """Keyword arguments of `summarizer.summarize`: limits, or a form that has limits of its own."""

    form: str
    sentences: int | None
    words: int | None


def _length_arguments(
    context: typer.Context, headline: bool, standfirst: bool, sentences: int | None, words: int | None
) -> _LengthArguments:
    """The length that the options ask for. Raises UsageError for a form with another form or with a limit.

    A number of sentences in the settings applies to summaries, not to headlines.
    """
    form = "headline" if headline else "standfirst" if standfirst else ""
    if headline and standfirst:
        raise UsageError("Ask for either --headline or --standfirst.")
    if not form:
        return {"sentences": sentences, "words": words}
    source = context.get_parameter_source("sentences")
    if words is not None or (source is not None and source.name == "COMMANDLINE"):
        raise UsageError(f"--{form} has a length of its own: leave out --sentences and --words.")
    return {"form": form}
