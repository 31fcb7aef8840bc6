"""The command config: which settings apply, and where each comes from."""

from __future__ import annotations

import os

import typer

from summarizer.cli.options import READER_VARIABLE
from summarizer.cli.output import write_stdout
from summarizer.desk import dismissals
from summarizer.desk.plugins import external_families
from summarizer.desk.settings import KEYS, find_settings, working_folder
from summarizer.reports.escaping import visible

app = typer.Typer(
    help="Say which settings hold here, and why.",
    rich_markup_mode=None,
    no_args_is_help=False,
)


@app.callback(invoke_without_command=True)
def config(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        show_config()


@app.command("show")
def show_config() -> None:
    """The same as `copydesk config`."""
    folder = working_folder()
    found, dismissals_file = find_settings(folder), dismissals.find_dismissals_file(folder)
    for key, (_, meaning) in KEYS.items():
        value = found.values.get(key)
        origin = found.path if key in found.values else "not set"
        if key == "dismissed" and value is None and dismissals_file.exists():
            value, origin = dismissals_file, "found"
        if key == "reader" and os.environ.get(READER_VARIABLE):
            value, origin = os.environ[READER_VARIABLE], READER_VARIABLE
        if isinstance(value, dict):
            _write_line(f"{key} ({origin}): {meaning}")
            for name, entry in value.items():
                _write_line(f"  {name} = {entry}")
            continue
        _write_line(f"{key}: {'' if value is None else f'{value} '}({origin}): {meaning}")
    for family, origins in external_families().items():
        _write_line(f"rules of the family {family}: {', '.join(origins)}")


def _write_line(text: str) -> None:
    write_stdout(f"{visible(text)}\n")
