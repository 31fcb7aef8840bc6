"""Checks a whole dataset of articles on a Ray cluster, or on Ray on this machine: one pipeline of Ray Data.

The pipeline reads articles, has actors check them (and summarise them: an actor loads the model once), and writes rows
in Parquet. Ray distributes the work, restarts what died, and keeps a checkpoint of what has been written: after a run
that ended early, the next continues from there. Copydesk adds a record next to the rows of what they were made from, so
that rows of other articles or options are not continued.

The rows are the same as those of shards (dataset_rows.py), in several files and in no particular order: `place` says
which article each is about.
"""

from __future__ import annotations

import json
import logging
import os
import posixpath
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from checks.model import Severity
from checks.registry import catalogue
from summarizer.desk.dataset_articles import (
    TEXT_COLUMN,
    Dataset,
    check_output,
    import_parquet,
    open_dataset,
    open_location,
)
from summarizer.desk.dataset_rows import (
    RowCounts,
    RowOptions,
    dataset_rows,
    new_pool,
    parquet_table,
    worker_count,
)
from summarizer.desk.plugins import use_installed_rules
from summarizer.desk.shards import DatasetOutcome, read_marker, row_inputs, write_marker, write_whole
from summarizer.desk.workers import isolated_context
from summarizer.desk.writing import Unwritable
from summarizer.inputs import Unreadable
from summarizer.models.errors import ModelError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

MARKER_FILE, INPUTS_FILE, CHECKPOINT_FOLDER = (
    "rows.done.json",
    "rows.begun.json",
    ".rows.checkpoint",
)  # in the folder of the rows
BYTES_PER_TASK = 2_000_000  # of the input: how much is read again if a task is lost
MAX_TASKS = 10_000
ROWS_PER_BATCH = 32  # rows that an actor gets at a time: as many as share the batches of a model
PROBE_SECONDS = 10.0  # for a cluster to accept a connection
SPARE_CPUS = 2  # of a local Ray, for reading and writing, on top of those of the actors


class RayFailed(ModelError):
    """Ray ended the run; the message says why. What has been written is kept."""


def run_on_ray(
    location: str,
    output: str,
    options: RowOptions,
    fail_on: Severity | None,
    *,
    address: str | None = None,
    text_column: str | None = None,
    jobs: int | None = None,
    fresh: bool = False,
    progress_bar: bool = True,
) -> DatasetOutcome:
    """Check the articles of a dataset and write a row for each into the folder `output`.

    `address` is that of a cluster, all of whose machines have Copydesk installed and can reach both locations; without
    one, Ray is started here, with `jobs` actors. `progress_bar`: whether to show that of Ray on a terminal. Raises
    Unreadable, Unwritable, RayFailed and other errors of models.
    """
    catalogue().require_no_conflicts(options.checks.ignore)
    dataset = open_dataset(location)
    target, folder = open_location(output)
    check_output(location, output, "rows-0.parquet")
    import_parquet()
    text_column = text_column or TEXT_COLUMN
    engine = options.summaries.engine() if options.summaries else None  # loaded here too, to know its name and revision
    made_from = row_inputs(dataset, options, fail_on, text_column, engine)
    if not fresh and (counts := read_marker(target, posixpath.join(folder, MARKER_FILE), made_from)):
        return DatasetOutcome(output, counts, was_done=True)
    try:
        _record_inputs(target, folder, made_from, fresh)
        with _ray_session(address, jobs) as ray:
            actors = None if address is None else jobs
            _write_rows(ray, dataset, target, folder, options, text_column, actors, progress_bar)
        counts = _count_rows(target, folder, fail_on)
        write_marker(target, posixpath.join(folder, MARKER_FILE), made_from, counts)
        _remove(target, posixpath.join(folder, CHECKPOINT_FOLDER), posixpath.join(folder, INPUTS_FILE))
    except OSError as error:
        raise Unwritable(f"{output} cannot be written: {error.strerror or error}; choose another place.") from None
    return DatasetOutcome(output, counts)


def _record_inputs(files: AbstractFileSystem, folder: str, made_from: dict[str, Any], fresh: bool) -> None:
    """Record what the rows are made from; remove those that earlier runs made from anything else."""
    files.makedirs(folder, exist_ok=True)
    inputs_file = posixpath.join(folder, INPUTS_FILE)
    with suppress(OSError, ValueError), files.open(inputs_file, "rb") as file:
        if not fresh and json.loads(file.read()) == json.loads(json.dumps(made_from)):
            return
    _remove(
        files,
        *(posixpath.join(folder, name) for name in (MARKER_FILE, CHECKPOINT_FOLDER, INPUTS_FILE)),
        *_row_files(files, folder),
    )
    write_whole(files, inputs_file, lambda file: file.write(json.dumps(made_from).encode()))


def _row_files(files: AbstractFileSystem, folder: str) -> list[str]:
    return sorted(files.glob(posixpath.join(folder, "rows-*.parquet")))


def _remove(files: AbstractFileSystem, *paths: str) -> None:
    for path in paths:
        with suppress(FileNotFoundError):
            files.rm(path, recursive=True)


def _count_rows(files: AbstractFileSystem, folder: str, fail_on: Severity | None) -> RowCounts:
    """The counts of all rows, from the columns that they depend on."""
    counts = RowCounts()
    for path in _row_files(files, folder):
        with files.open(path, "rb") as file:
            table = import_parquet().ParquetFile(file)
            for batch in table.iter_batches(columns=["kinds", "errors", "warnings", "notes", "failures"]):
                for row in batch.to_pylist():
                    counts.add(row, fail_on)
    return counts


# ---- Ray -------------------------------------------------------------------------------------------------------------


@contextmanager
def _ray_session(address: str | None, jobs: int | None) -> Iterator[Any]:
    """The module ray, connected to the cluster at the address, or to a local Ray, which ends with the block.

    If the program is connected already, that connection is used, and kept.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is reported to Ray's makers
    if address is None:
        os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # of the messages of its processes on standard error
    try:
        import ray
        import ray.data
    except ModuleNotFoundError:
        raise Unreadable("Ray is not installed: pip install 'copydesk[ray]'.") from None
    if ray.is_initialized():
        yield ray
        return
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    arguments: dict[str, Any] = {"logging_level": logging.ERROR, "log_to_driver": False}
    if address is None:
        arguments |= {"num_cpus": worker_count(jobs) + SPARE_CPUS, "include_dashboard": False}
    else:
        arguments["address"] = address
    try:
        if address:
            _probe(address)  # Ray itself tries for minutes
        ray.init(**arguments)
    except (OSError, ValueError, RuntimeError) as error:
        place = f"There is no Ray at {address}" if address else "Ray cannot be started on this machine"
        raise Unreadable(f"{place} ({_last_line(error)}).") from None
    try:
        yield ray
    except ray.exceptions.RayError as error:
        cause = getattr(error, "cause", None)
        if isinstance(cause, ModelError | Unreadable):
            raise cause from None
        raise RayFailed(f"Ray ended the run ({_last_line(error)}). The same command goes on from there.") from error
    finally:
        ray.shutdown()


def _probe(address: str) -> None:
    """Raise OSError if nothing answers at host:port or ray://host:port; another address is left to Ray."""
    found = re.fullmatch(r"(?:ray://)?([^:/]+):(\d{1,5})", address)
    if found:
        socket.create_connection((found[1], int(found[2])), PROBE_SECONDS).close()


def _last_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[-1].strip().rstrip(".")


def _write_rows(
    ray: Any,
    dataset: Dataset,
    target: AbstractFileSystem,
    folder: str,
    options: RowOptions,
    text_column: str,
    actors: int | None,
    progress_bar: bool,
) -> None:
    """Run the pipeline."""
    from pyarrow.fs import FSSpecHandler, LocalFileSystem, PyFileSystem
    from ray.data.checkpoint import CheckpointConfig

    from summarizer.desk.ray_dataset import ID_COLUMN, ArticleSource, RowFileNames

    is_local = "file" in ([target.protocol] if isinstance(target.protocol, str) else target.protocol)
    filesystem = LocalFileSystem() if is_local else PyFileSystem(FSSpecHandler(target))
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = progress_bar and sys.stderr.isatty()
    context.print_on_execution_start = False
    context.checkpoint_config = CheckpointConfig(
        id_column=ID_COLUMN,
        checkpoint_path=posixpath.join(folder, CHECKPOINT_FOLDER),
        delete_checkpoint_on_success=False,  # it is deleted once the marker is written
        override_filesystem=filesystem,
    )
    try:
        tasks = max(1, min(MAX_TASKS, dataset.size // BYTES_PER_TASK + 1))
        articles = ray.data.read_datasource(ArticleSource(dataset, tasks, text_column), override_num_blocks=tasks)
        rows = articles.map_batches(
            ArticleActor,
            fn_constructor_args=(options,),
            batch_size=ROWS_PER_BATCH,
            batch_format="pyarrow",
            compute=ray.data.ActorPoolStrategy(min_size=1, max_size=actors),
            num_cpus=1,
        )
        rows.write_parquet(folder, filesystem=filesystem, filename_provider=RowFileNames(), compression="zstd")
    finally:
        context.checkpoint_config = None


class ArticleActor:
    """Makes the rows of batches of articles.

    It loads the model once, and checks in a worker process, so that an article on which a check hangs or crashes fails
    alone.
    """

    def __init__(self, options: RowOptions) -> None:
        use_installed_rules()
        self._options = options
        with _one_core():  # each actor has one core: the engine starts a thread for each core that it may use
            self._engine = options.summaries.engine() if options.summaries else None
        # a process of Ray has threads, so that it cannot be forked
        self._pool = new_pool(1, isolated_context(["summarizer.desk.dataset_rows"]))

    def __call__(self, batch: Any) -> Any:
        from summarizer.desk.ray_dataset import articles_of

        return parquet_table(list(dataset_rows(articles_of(batch), self._options, self._pool, self._engine)))


@contextmanager
def _one_core() -> Iterator[None]:
    """Let this thread, and those that it starts, use one core only."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)
