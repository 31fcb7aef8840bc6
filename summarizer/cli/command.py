"""The command line: its commands, in the order in which help shows them, and every way out of it.

Heavy things are imported inside the commands that need them: `copydesk check` never loads a model engine.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Annotated, NoReturn

import typer

from summarizer.cli import articles, models, newsroom, rulebook, streams
from summarizer.cli.options import Unusable
from summarizer.cli.output import put, say
from summarizer.desk.checking import FAILED, HUNG_UP, INTERRUPTED, TERMINATED, UNUSABLE
from summarizer.desk.settings import settings, working_folder
from summarizer.desk.stopping import Stopping
from summarizer.desk.writing import Unwritable
from summarizer.inputs import Unreadable

app = typer.Typer(
    name="copydesk",
    help="Summarises news on your own machine and checks that the figures add up.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def copydesk(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    if version:
        put(f"copydesk {version_of()}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help(), file=sys.stderr)
        raise typer.Exit(UNUSABLE)
    standing = settings(working_folder()).defaults()
    context.default_map = dict.fromkeys(("check", "summarize", "compare", "batch", "dismiss", "serve"), standing)


COMMANDS: tuple[tuple[Callable[..., None], tuple[str, ...]], ...] = (  # in the order of help, each with its examples
    (
        articles.check,
        (
            "copydesk check story.txt --published 2025-03-17",
            "copydesk check https://news.example/story.html -o story.html",
            "copydesk check *.txt --format github",
        ),
    ),
    (
        articles.summarize,
        ("copydesk summarize story.txt --sentences 2 --words 40", "copydesk summarize story.txt -o story.html"),
    ),
    (
        articles.compare,
        ("copydesk compare source.txt summary.txt", "copydesk compare monday.txt tuesday.txt --as update"),
    ),
    (newsroom.batch, ("copydesk batch stories -o report", "copydesk batch https://news.example/rss.xml -o report")),
    (
        newsroom.dismiss,
        (
            'copydesk dismiss story.txt --rule said-twice --why "the second count is the later one"',
            'copydesk dismiss archive --why "published before we checked"',
        ),
    ),
    (newsroom.serve, ("copydesk serve", "copydesk serve --port 9000")),
    (rulebook.rules, ("copydesk rules", "copydesk rules --format json")),
    (rulebook.explain, ("copydesk explain parts-and-whole",)),
)
for command, examples in COMMANDS:
    app.command(epilog="\n  ".join(("\b\nExamples:", *examples)) if examples else None)(command)
app.add_typer(newsroom.config, name="config")
app.add_typer(models.app, name="models")


def version_of() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("copydesk")
    except PackageNotFoundError:
        return "(not installed)"


def main() -> NoReturn:
    """Runs the command line. Every way out has an exit code and, where something went wrong, one clear line."""
    streams.prepare()
    stopping = Stopping()
    stopping.install()
    try:
        code = app(prog_name="copydesk", standalone_mode=False)
        sys.stdout.flush()  # so that what cannot be written is known here
    except (Unusable, Unreadable, Unwritable) as error:
        code = say(str(error), UNUSABLE)
    except (KeyboardInterrupt, typer.Abort):
        code = say("stopped", INTERRUPTED)
    except SystemExit as ended:
        code = say("stopped", ended.code) if ended.code in (TERMINATED, HUNG_UP) else ended.code
    except Exception as error:
        from summarizer.models.errors import ModelError

        if os.environ.get("COPYDESK_DEBUG"):
            raise
        if isinstance(error, ModelError):
            code = say(str(error), error.exit_code)
        elif hasattr(error, "exit_code") and hasattr(error, "format_message"):  # typer's own words on wrong options
            said = error.format_message().replace(" Value error, ", " ").rstrip(".")
            code = say(f"{said}. Try `copydesk --help`.", UNUSABLE)
        else:
            code = say(
                f"something went wrong inside Copydesk ({type(error).__name__}: {error}). Please report it; "
                "COPYDESK_DEBUG=1 shows where.",
                FAILED,
            )
    stopping.exit(code if isinstance(code, int) else 0)
