"""The commands beyond one article: a folder of them, what may stand, the local page, what holds where."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import partial
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checks.model import Sheet
from summarizer.cli.options import (
    DEFAULT_MODEL,
    DismissedOption,
    FailOn,
    FailOnOption,
    IgnoreOption,
    LocaleOption,
    ModelOption,
    PublishedOption,
    SeedOption,
    SentencesOption,
    Unusable,
    slugs_of,
    source_of,
    terms_of,
)
from summarizer.cli.output import progress, put, say
from summarizer.desk import dismissals
from summarizer.desk.checking import Terms, check
from summarizer.desk.settings import KEYS, settings, working_folder
from summarizer.inputs import Unreadable
from summarizer.reports.annotations import many
from summarizer.reports.skipped_files import passed_in_words, some
from summarizer.reports.escaping import visible

if TYPE_CHECKING:
    from summarizer.desk.batch import Outcome


def batch(
    folder: Annotated[
        str, typer.Argument(metavar="FOLDER", help="Every article in it is checked; or a feed's web address.")
    ],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="REPORTDIR", help="Folder for the report.")],
    ignore: IgnoreOption = None,
    published: PublishedOption = None,
    locale: LocaleOption = None,
    dismissed: DismissedOption = None,
    fail_on: FailOnOption = FailOn.ERROR,
    strict: Annotated[
        bool, typer.Option("--strict", help="Answer with exit code 2 if any article could not be read or checked.")
    ] = False,
    summaries: Annotated[bool, typer.Option("--summaries", help="Summarise each article too.")] = False,
    sentences: SentencesOption = 3,
    model: ModelOption = DEFAULT_MODEL,
    seed: SeedOption = 0,
) -> None:
    """Check a folder of articles, or a feed.

    The report is an overview with the worst first, a page for each article, and the findings for a spreadsheet.
    """
    from summarizer.desk.batch import Interrupted, Summaries
    from summarizer.desk.batch import batch as carry_out

    terms = terms_of(ignore, published, locale, dismissed)
    wanted: Summaries | None = None
    if summaries:
        import summarizer

        wanted = Summaries(
            partial(summarizer.loaded, model), partial(summarizer.summarize, sentences=sentences, seed=seed)
        )
    with progress("Summarising" if summaries else "Checking") as tell:
        try:
            outcome = carry_out(folder, output, terms, fail_on.severity, strict=strict, summaries=wanted, progress=tell)
        except Interrupted as stop:
            raise typer.Exit(say(str(stop), stop.code)) from None
    put(f"{visible(_said(outcome))} Report: {output / 'index.html'}\n")
    if outcome.passed:
        put(f"Not looked at: {visible(passed_in_words(outcome.passed))}.\n")
    if outcome.stopped:
        say("stopped; the report says that it is incomplete.", outcome.code)
    raise typer.Exit(outcome.code)


def _said(outcome: Outcome) -> str:
    """ "12 articles checked: 1 with errors, 2 with warnings only; 1 not in English."."""
    count = Counter(kind for row in outcome.rows for kind in row.kinds)
    read = len(outcome.rows) - count["unread"] - count["foreign"]
    if read:
        said = [f"{many(read, 'article')} checked: {count['error']} with errors, {count['warning']} with warnings only"]
    else:
        said = ["No article checked"]
    if count["foreign"]:
        said.append(f"{count['foreign']} not in English, the only language that Copydesk checks")
    if count["unread"]:
        names = [row.name for row in outcome.rows if "unread" in row.kinds]
        said.append(f"{count['unread']} could not be read or checked: {some(names)}")
    return f"{'; '.join(said)}."


def dismiss(
    articles: Annotated[
        list[str], typer.Argument(metavar="ARTICLE...", help="Files or folders whose findings may stand.")
    ],
    why: Annotated[str, typer.Option(metavar="TEXT", help="Why they may stand.")],
    rule: Annotated[
        list[str] | None, typer.Option("--rule", metavar="RULE", help="Only this rule's; may be given again.")
    ] = None,
    who: Annotated[str | None, typer.Option(metavar="NAME", help="Who says so. [default: the user's name]")] = None,
    published: PublishedOption = None,
    locale: LocaleOption = None,
    ignore: IgnoreOption = None,
    dismissed: Annotated[
        Path | None, typer.Option("--dismissed", metavar="FILE", help=f"Where. [default: {dismissals.FILE}]")
    ] = None,
) -> None:
    """Let findings stand.

    They are listed apart from now on, until one of their figures changes.
    """
    file = dismissed or dismissals.standing_file(working_folder())
    only = slugs_of("--rule", rule)
    terms = terms_of(ignore, published, locale, file, may_be_new=True)
    if not why.strip():
        raise Unusable("--why: say why they may stand, for whoever reads it next.")
    when, who = date.today().isoformat(), who or _user()
    new: list[dismissals.Record] = []
    for name, sheet in _sheets(articles, terms):
        known = dismissals.name_in(file, name)
        new += dismissals.of_sheet(sheet, known, only, why=why, who=who, when=when)
    if not new:
        raise Unusable("There is no such finding to dismiss: `copydesk check` shows what is raised.")
    dismissals.add_dismissals(file, new)
    put("".join(f"dismissed: {one.says}  {one.rule}\n" for one in new))


def _user() -> str:
    try:
        return getuser()
    except (KeyError, OSError):  # as in a container
        raise Unusable("--who: say who lets them stand; the system knows no name.") from None


def _sheets(articles: list[str], terms: Terms) -> Iterator[tuple[str, Sheet]]:
    """Of each article, and of each in a folder; there, what cannot be read is said and passed over."""
    from summarizer.desk.discovery import articles_in

    for article in articles:
        if not article or not Path(article).is_dir():
            yield article, check(source_of(article, None, article), terms)
            continue
        gathered = articles_in(Path(article))
        if gathered.passed:
            say(f"not looked at in {article}: {passed_in_words(gathered.passed)}.", 0)
        for item in gathered.items:
            try:
                yield item.known_as, check(item.source(), terms)
            except Unreadable as error:
                say(str(error), 0)


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8765,
    model: ModelOption = DEFAULT_MODEL,
    sentences: SentencesOption = 3,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ORIGIN", help="A site whose pages may ask the API, https://cms.example; may be given again."
        ),
    ] = None,
) -> None:
    """Open a local page to paste articles into.

    It answers this machine only, and programs on it too: see docs/json.md.
    """
    from summarizer.models.catalogue import source_of as kind_of_model
    from summarizer.web.server import ADDRESS, PortTaken
    from summarizer.web.server import serve as answer

    for origin in allow_origin or ():
        if not re.fullmatch(r"https?://[^/\s*]+", origin):
            raise Unusable(f"--allow-origin {origin}: name one site, without a path, for example https://cms.example.")
    kind_of_model(model)  # one that cannot be is said now, not when the first summary is asked for
    print(f"Copydesk is at http://{ADDRESS}:{port}/ until you press Ctrl-C.", file=sys.stderr, flush=True)
    try:
        answer(port, model, sentences, allow_origin or ())
    except PortTaken as error:
        raise Unusable(str(error)) from None


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
    standing, kept = settings(folder), dismissals.standing_file(folder)
    for key, (_, meaning) in KEYS.items():
        value = standing.values.get(key)
        origin = standing.path if key in standing.values else "not set"
        if key == "dismissed" and value is None and kept.exists():
            value, origin = kept, "found"
        put(f"{key}: {'' if value is None else f'{value} '}({origin}): {meaning}\n")
