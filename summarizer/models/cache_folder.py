"""The folder in which models are cached, and how files are written to it: under a lock, hashed, and atomically.

It is the user's cache folder for Copydesk; the environment variable COPYDESK_CACHE names another one. Hub models are
stored where all Hugging Face programs store them.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, TypeGuard

from summarizer.models.errors import CacheUnwritable, NoSpace


def cache_dir() -> Path:
    """Returns the cache folder, which may not exist yet."""
    configured = os.environ.get("COPYDESK_CACHE")
    if configured:
        return Path(configured).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("copydesk", appauthor=False)


def ensure_writable(folder: Path) -> Path:
    """Makes a folder where it is missing and returns it. Raises CacheUnwritable or NoSpace."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise NoSpace(no_space(folder)) from error
        raise CacheUnwritable(
            f"The model cache {folder} cannot be written ({error.strerror or error}). "
            "Make it writable, or set COPYDESK_CACHE to a folder that is."
        ) from error
    return folder


def no_space(folder: Path, needed: int | None = None) -> str:
    """Returns the message for a full disk; `needed` is in bytes."""
    amount = f" About {needed // 1_000_000} MB are needed." if needed else ""
    return (
        f"There is no space left for the model in {folder}.{amount} Free some, or set COPYDESK_CACHE to another disk."
    )


@contextmanager
def locked(name: str, *, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Holds a lock between processes, so that one at a time downloads or converts the model that `name` denotes.

    `waiting` is called if another process holds the lock. The lock is freed when its process ends.
    """
    from filelock import FileLock, Timeout

    folder = ensure_writable(cache_dir() / "locks")
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


@contextmanager
def locked_if_free(name: str) -> Iterator[bool]:
    """Like `locked`, but does not wait: yields whether the lock was free, and holds it if so."""
    from filelock import FileLock, Timeout

    lock = FileLock(ensure_writable(cache_dir() / "locks") / f"{name}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def remove_leftovers() -> None:
    """Removes what killed processes left in the cache: parts of downloads and half-prepared models.

    Files of a download or conversion in progress are kept, since its lock is held.
    """
    cache = cache_dir()
    leftovers = [(path, path.parent.name) for path in cache.glob("models/*/fetch-*")]
    leftovers += [(path, path.parent.name) for path in cache.glob("models/*/.*.part")]
    unfinished = cache.glob(f"prepared/*-{'[0-9a-f]' * 16}.*")
    leftovers += [(path, path.name.rpartition(".")[0]) for path in unfinished]
    for path, lock_name in leftovers:
        with locked_if_free(lock_name) as is_free:
            if is_free and path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif is_free:
                path.unlink(missing_ok=True)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_atomically(target: Path, write: Callable[[Path], None]) -> None:
    """Has `write` fill a temporary file, which is then renamed to `target`, so that no incomplete file is ever seen.

    The content is flushed to the disk before it is renamed: after a power cut there is the old file or the new one.
    """
    ensure_writable(target.parent)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        write(part)
        os.chmod(part, 0o644)  # mkstemp gives 0600; a shared cache is read by others
        flush(part)
        os.replace(part, target)
        flush(target.parent)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise NoSpace(no_space(target.parent)) from error
        raise
    finally:
        part.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Flushes a file, or the entries of a folder, to the disk. Windows flushes entries by itself."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_json(target: Path, value: object) -> None:
    content = json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True) + "\n"

    def write(part: Path) -> None:
        part.write_text(content, "utf-8")

    write_atomically(target, write)


def read_json(path: Path) -> dict[str, Any]:
    """Returns what `write_json` wrote; an empty dict where there is no such file or it is damaged."""
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def prepared_folders(name: str, *, unfinished: bool = False) -> list[Path]:
    """Returns the folders that a model was converted to, or unfinished ones: see engines/embedded/preparation.py."""
    suffix = ".*" if unfinished else ""
    return sorted((cache_dir() / "prepared").glob(f"{_safe_folder_name(name)}-{'[0-9a-f]' * 16}{suffix}"))


def prepared_folder(name: str, key: str) -> Path:
    return cache_dir() / "prepared" / f"{_safe_folder_name(name)}-{key}"


def _safe_folder_name(name: str) -> str:
    return re.sub(r"[^\w.]", "_", name)


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast a model ran on this machine, as measured by `engines/benchmark.py`."""

    engine: str
    load_seconds: float
    read_per_second: float  # prompt tokens
    write_per_second: float  # new tokens
    peak_megabytes: int
    when: str  # ISO date


def saved_speed(name: str) -> Speed | None:
    """Returns the last measurement of a model; None if there is none or its record is damaged."""
    record = read_json(cache_dir() / "speeds.json").get(name)
    kinds = {field.name: str if field.name in ("engine", "when") else (int, float) for field in fields(Speed)}
    return Speed(**{key: record[key] for key in kinds}) if has_fields(record, kinds) else None


def has_fields(record: object, kinds: Mapping[str, type | tuple[type, ...]]) -> TypeGuard[dict[str, Any]]:
    """Whether a value that was read from a file is a dict with values of these types."""
    return isinstance(record, dict) and all(isinstance(record.get(key), kind) for key, kind in kinds.items())


def save_speed(name: str, speed: Speed) -> None:
    path = cache_dir() / "speeds.json"
    write_json(path, {**read_json(path), name: asdict(speed)})
