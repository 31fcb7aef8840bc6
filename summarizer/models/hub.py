"""Models of the Hugging Face hub: safetensors and single GGUF files, pinned to one commit, every file hashed.

The files are stored where all Hugging Face programs store them, so what is there already is used. Copydesk records the
commit and the hashes of the files, and asks the hub again only on `models pull`. Downloads are compared with the hashes
that the hub states for that commit; weights without such a hash are refused.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarizer.models.cache_folder import cache_dir, has_fields, no_space, read_json, sha256_of, write_json
from summarizer.models.errors import (
    CacheUnwritable,
    CorruptModel,
    ModelError,
    NoNetwork,
    NoSpace,
    UnknownModel,
    UnsafeWeights,
)

ALLOWED_FILES = ("*.json", "*.model", "*.txt", "*.jinja", "*.safetensors")
WEIGHT_SUFFIXES = (".safetensors", ".gguf")
SPARE_BYTES = 200_000_000  # that must remain free on the disk after a download
PICKLE_SUFFIXES = (".bin", ".pt", ".pth", ".pkl", ".ckpt", ".h5", ".msgpack")


@dataclass(frozen=True, slots=True)
class HubFile:
    """One GGUF file of a repository on the hub."""

    repository: str
    file: str


def pinned_models() -> dict[str, Mapping[str, Any]]:
    """Returns the hub models that were downloaded: name -> revision, path, files (name, bytes, sha256).

    A model whose record is damaged is left out.
    """
    return {name: pin for name, pin in read_json(cache_dir() / "hub.json").items() if _is_pin(pin)}


def _is_pin(record: Any) -> bool:
    return has_fields(record, {"revision": str, "path": str, "files": list}) and all(
        has_fields(file, {"name": str, "bytes": int, "sha256": str}) for file in record["files"]
    )


def snapshot(
    name: str, *, gguf: HubFile | None = None, revision: str | None = None, again: bool = False, quiet: bool = False
) -> tuple[Path, str]:
    """Returns the folder of a hub model and its commit; downloads, verifies and pins it where needed, or if `again`.

    With `gguf`, only that file is downloaded, and pinned under `name`.
    Raises NoNetwork, UnknownModel, UnsafeWeights, CorruptModel or NoSpace.
    """
    pin = pinned_models().get(name)
    if pin and not again and all(_has_size(Path(pin["path"]), file) for file in pin["files"]):
        return Path(pin["path"]), str(pin["revision"])
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    from huggingface_hub import HfApi, snapshot_download
    from huggingface_hub.utils.tqdm import disable_progress_bars

    if quiet or not sys.stderr.isatty():
        disable_progress_bars()
    repository = gguf.repository if gguf else name
    try:
        wanted = revision or (pin["revision"] if pin and not again else None)
        info = HfApi().model_info(repository, revision=wanted, files_metadata=True, timeout=20)
        hub_files = {file.rfilename: file for file in info.siblings or ()}
        if gguf is None:
            _reject_pickles(name, list(hub_files))
        elif gguf.file not in hub_files:
            raise UnknownModel(f"{repository} on the hub has no file {gguf.file} any more: choose another model.")
        else:
            _require_hash(gguf.file, repository, hub_files[gguf.file])
            _require_space(hub_files[gguf.file])
        patterns = [gguf.file] if gguf else list(ALLOWED_FILES)
        folder = Path(snapshot_download(repository, revision=info.sha, allow_patterns=patterns))
    except ModelError:
        raise
    except OSError as error:
        raise _download_error(name, error, folder=cache_dir()) from error
    except Exception as error:  # the hub's client raises its own and its transport's errors, which differ by version
        raise _download_error(name, error, folder=cache_dir()) from error
    files = []
    paths = [folder / gguf.file] if gguf else sorted(path for path in folder.rglob("*") if path.is_file())
    for path in paths:
        file_name = path.relative_to(folder).as_posix()
        digest = _verify_file(path, file_name, name, hub_files.get(file_name))
        files.append({"name": file_name, "bytes": path.stat().st_size, "sha256": digest})
    pin = {"revision": info.sha, "path": str(folder), "files": files}
    write_json(cache_dir() / "hub.json", {**pinned_models(), name: pin})
    return folder, str(info.sha)


def _verify_file(path: Path, file_name: str, name: str, stated: Any) -> str:
    """Returns the SHA-256 of a downloaded file. Raises CorruptModel unless the file is what the hub states.

    For large files the hub states the SHA-256, for small ones the hash under which git stores them.
    """
    digest = sha256_of(path)
    lfs, blob = getattr(stated, "lfs", None), getattr(stated, "blob_id", None)
    if lfs is not None:
        is_right = lfs.sha256 == digest
    elif blob:
        is_right = _git_hash(path) == blob
    else:
        is_right = True
    if is_right and file_name.endswith(WEIGHT_SUFFIXES):
        _require_hash(file_name, name, stated)
    if not is_right:
        raise CorruptModel(f"{file_name} of {name} is damaged. Delete {path.resolve()} and pull the model again.")
    return digest


def _git_hash(path: Path) -> str:
    """Returns the hash under which git stores a small file."""
    content = path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _require_hash(file_name: str, name: str, stated: Any) -> None:
    if getattr(stated, "lfs", None) is None:
        raise CorruptModel(f"The hub states no SHA-256 for {file_name} of {name}, so it cannot be verified.")


def _require_space(stated: Any) -> None:
    """Raises NoSpace unless the disk of the hub's cache can hold a file."""
    from huggingface_hub import constants

    needed = int(getattr(stated.lfs, "size", 0) or 0) + SPARE_BYTES
    folder = Path(constants.HF_HUB_CACHE)
    existing = next((parent for parent in (folder, *folder.parents) if parent.exists()), Path.cwd())
    if shutil.disk_usage(existing).free < needed:
        raise NoSpace(
            f"There is no space left for the model in {folder}: about {needed // 1_000_000} MB are needed. Free some, "
            "or set HF_HOME to another disk."
        )


def remove(name: str) -> int:
    """Deletes the downloaded revision of a model; returns the bytes freed.

    Files that other revisions share with it stay, as other programs may use them. Raises UnknownModel or
    CacheUnwritable.
    """
    pins = pinned_models()
    pin = pins.pop(name, None)
    if pin is None:
        raise UnknownModel(f"{name} was not pulled, so there is nothing to remove.")
    folder = Path(pin["path"])
    freed = _delete(folder) if folder.exists() else 0
    if folder.exists():
        raise CacheUnwritable(f"{folder} could not be deleted: delete it yourself, then remove {name} again.")
    write_json(cache_dir() / "hub.json", pins)
    return freed


def _delete(folder: Path) -> int:
    """Deletes a snapshot folder; returns the bytes freed."""
    from huggingface_hub import scan_cache_dir

    cache = scan_cache_dir(folder.parents[2])
    commits = [
        revision.commit_hash
        for repo in cache.repos
        for revision in repo.revisions
        if revision.snapshot_path == folder.resolve()
    ]
    deletion = cache.delete_revisions(*commits)
    deletion.execute()
    return int(deletion.expected_freed_size)


def _has_size(folder: Path, pinned_file: Mapping[str, Any]) -> bool:
    path = folder / pinned_file["name"]
    return path.is_file() and bool(path.stat().st_size == pinned_file["bytes"])


def _reject_pickles(name: str, files: list[str]) -> None:
    if any(file.endswith(".safetensors") for file in files):
        return
    if any(file.endswith(".gguf") for file in files):
        raise UnknownModel(f"{name} holds GGUF files only: download the one you want and give its path as the model.")
    if any(file.endswith(PICKLE_SUFFIXES) for file in files):
        raise UnsafeWeights(
            f"{name} has its weights only as pickles, which can run any code when they are loaded. "
            "Copydesk loads safetensors and GGUF only: choose a version of the model that has them."
        )
    raise UnknownModel(f"{name} holds no weights.")


def _download_error(name: str, error: Exception, *, folder: Path) -> ModelError:
    """Returns the error to raise for an error of the hub's client, with a message that says what to do."""
    kind = type(error).__name__
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return NoSpace(no_space(folder))
    if isinstance(error, PermissionError):
        return CacheUnwritable(f"The folder for hub models cannot be written ({error}). Set HF_HOME to one that can.")
    if kind == "GatedRepoError":
        return UnknownModel(f"{name} is only given to users who accepted its terms on the hub and are logged in there.")
    if kind in ("RepositoryNotFoundError", "HFValidationError"):
        return UnknownModel(f"There is no model {name!r} here or on the Hugging Face hub, or it is private.")
    if kind == "RevisionNotFoundError":
        return UnknownModel(f"{name} has no such revision.")
    return NoNetwork(
        f"{name} is not on this machine and the Hugging Face hub cannot be reached ({kind}). Connect and run "
        f"`copydesk models pull {name}`, or copy the model's folder here and give its path. "
        f"The embedded model needs no hub."
    )
