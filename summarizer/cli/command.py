"""The application with its commands, and the handling of errors and exit codes.

Slow imports are inside the commands that need them: `copydesk check` never loads a model engine.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Annotated, NoReturn

import typer

from checks.registry import RuleConflict
from summarizer.cli import (
    batch,
    check,
    compare,
    config,
    decisions,
    log,
    models,
    rule_making,
    rulebook,
    serve,
    stdio_servers,
    streams,
    summarize,
)
from summarizer.cli.completion import unsupported_shell
from summarizer.cli.options import UsageError
from summarizer.cli.output import print_error, write_stdout
from summarizer.desk.checking import EXIT_FAILED, EXIT_HANGUP, EXIT_INTERRUPTED, EXIT_TERMINATED, EXIT_UNUSABLE
from summarizer.desk.plugins import use_installed_rules
from summarizer.desk.settings import find_settings, working_folder
from summarizer.desk.stopping import BatchStopped, StopHandler
from summarizer.desk.writing import Unwritable
from summarizer.inputs import Unreadable


def new_app() -> typer.Typer:
    """The application without commands."""
    return typer.Typer(
        name="copydesk",
        help="Summarises news on your own machine and checks that the figures add up.",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        callback=copydesk,
        invoke_without_command=True,
    )


STOPPED_CODES = (EXIT_INTERRUPTED, EXIT_TERMINATED, EXIT_HANGUP)
COMMANDS_WITH_SETTINGS = "check summarize compare batch dismiss decide serve mcp".split()


def copydesk(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    if version:
        write_stdout(f"copydesk {installed_version()}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help(), file=sys.stderr)
        raise typer.Exit(EXIT_UNUSABLE)
    use_installed_rules()
    defaults = find_settings(working_folder()).defaults()
    context.default_map = dict.fromkeys(COMMANDS_WITH_SETTINGS, defaults)
    with_model_name = {**defaults, "name": defaults["model"]} if "model" in defaults else defaults
    context.default_map["models"] = dict.fromkeys(("check", "bench"), with_model_name)


COMMANDS: tuple[
    tuple[Callable[..., None], tuple[str, ...]], ...
] = (  # in the order of the help text, each with its examples
    (
        check.check,
        (
            "copydesk check story.txt --published 2025-03-17",
            "copydesk check https://news.example/story.html -o story.html",
            "copydesk check *.txt --format github",
        ),
    ),
    (
        summarize.summarize,
        (
            "copydesk summarize story.txt --sentences 2 --words 40",
            "copydesk summarize story.txt --headline",
            "copydesk summarize story.txt -o story.html",
        ),
    ),
    (
        compare.compare,
        ("copydesk compare source.txt summary.txt", "copydesk compare monday.txt tuesday.txt --as update"),
    ),
    (batch.batch, ("copydesk batch stories -o report", "copydesk batch https://news.example/rss.xml -o report")),
    (
        decisions.dismiss,
        (
            'copydesk dismiss story.txt --rule same-fact --why "the second count is the later one"',
            'copydesk dismiss archive --why "published before we checked"',
        ),
    ),
    (
        decisions.decide,
        (
            'copydesk decide accepted story.txt --rule parts-and-whole --why "the agency will call back"',
            "copydesk decide corrected story.txt",
        ),
    ),
    (log.log, ("copydesk log", "copydesk log --corrections", "copydesk log --format csv > log.csv")),
    (serve.serve, ("copydesk serve", "copydesk serve --port 9000")),
    (stdio_servers.lsp, ("copydesk lsp",)),
    (stdio_servers.mcp, ("copydesk mcp",)),
    (rulebook.rules, ("copydesk rules", "copydesk rules --format json")),
    (rulebook.explain, ("copydesk explain parts-and-whole",)),
    (rule_making.new_rule, ("copydesk new-rule runs-backwards",)),
    (
        rule_making.test_rule,
        ("copydesk test-rule", "copydesk test-rule copydesk-runs-backwards/copydesk_runs_backwards/runs_backwards.py"),
    ),
)


def add_command(application: typer.Typer, command: Callable[..., None], examples: tuple[str, ...]) -> None:
    application.command(epilog="\n  ".join(("\b\nExamples:", *examples)) if examples else None)(command)


app = new_app()
for command, examples in COMMANDS:
    add_command(app, command, examples)
app.add_typer(config.app, name="config")
app.add_typer(models.app, name="models")


def app_for(arguments: Sequence[str]) -> typer.Typer:
    """The application with only the command that the arguments name; with all commands if they name none.

    Typer reads the options of every command of an application, which takes a tenth of the time of a check.
    """
    for command, examples in COMMANDS:
        if arguments[:1] == [command.__name__.replace("_", "-")] and "_COPYDESK_COMPLETE" not in os.environ:
            single = new_app()
            add_command(single, command, examples)
            return single
    return app


def installed_version() -> str:
    """The installed version, for `copydesk --version`."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("copydesk")
    except PackageNotFoundError:
        return "(not installed)"


def require_completing_shell(arguments: Sequence[str]) -> None:
    """Raise UsageError if completion is requested in a shell that has none."""
    shell = unsupported_shell(arguments)
    if shell is not None:
        raise UsageError(
            f"Completion is for bash, zsh, fish and PowerShell, and this is {shell or 'none of them'}: run it in one "
            "of them, or print the script for one with `_COPYDESK_COMPLETE=source_bash copydesk`."
        )


def main() -> NoReturn:
    """Run the command line and exit. An error is one line on standard error and an exit code of docs/json.md."""
    streams.configure_streams()
    stop_handler = StopHandler()
    stop_handler.install()
    try:
        require_completing_shell(sys.argv[1:])
        code = app_for(sys.argv[1:])(prog_name="copydesk", standalone_mode=False)
        sys.stdout.flush()  # so that a write error is raised here
        if stop_handler.signal_count and code == EXIT_INTERRUPTED:  # Typer returns that code for a KeyboardInterrupt
            print_error("stopped", EXIT_INTERRUPTED)
    except BatchStopped as stop:
        code = print_error(str(stop), stop.code)
    except RuleConflict as error:
        code = print_error(f"{error}.", EXIT_UNUSABLE)
    except (UsageError, Unreadable, Unwritable) as error:
        code = print_error(str(error), EXIT_UNUSABLE)
    except (KeyboardInterrupt, typer.Abort):
        code = print_error("stopped", EXIT_INTERRUPTED)
    except SystemExit as error:
        code = print_error("stopped", error.code) if error.code in STOPPED_CODES else error.code
    except Exception as error:
        from summarizer.models.errors import ModelError

        if os.environ.get("COPYDESK_DEBUG"):
            raise
        if isinstance(error, ModelError):
            code = print_error(str(error), error.exit_code)
        elif hasattr(error, "exit_code") and hasattr(error, "format_message"):  # a usage error of Click
            message = error.format_message()
            message = message if message.endswith("?") else f"{message.rstrip('.')}."
            context = getattr(error, "ctx", None)
            command = context.command_path if context else "copydesk"
            code = print_error(f"{message} Try `{command} --help`.", EXIT_UNUSABLE)
        else:
            code = print_error(
                f"something went wrong inside Copydesk ({type(error).__name__}: {error}). Please report it; "
                "COPYDESK_DEBUG=1 shows where.",
                EXIT_FAILED,
            )
    stop_handler.exit(code if isinstance(code, int) else 0)
