"""Models of the Hugging Face hub: safetensors only, pinned to one commit, every file hashed.

The files are stored where all Hugging Face programs store them, so what is there already is used. Copydesk records the
commit and the hashes of the files, and asks the hub again only when told to pull.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from summarizer.models.cache_folder import cache_dir, no_space, read_json, sha256_of, write_json
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
PICKLE_SUFFIXES = (".bin", ".pt", ".pth", ".pkl", ".ckpt", ".h5", ".msgpack")


def pinned_models() -> dict[str, Mapping[str, Any]]:
    """Returns the hub models that were downloaded: name -> revision, path, files (name, bytes, sha256)."""
    return read_json(cache_dir() / "hub.json")


def snapshot(name: str, *, revision: str | None = None, again: bool = False, quiet: bool = False) -> tuple[Path, str]:
    """Returns the folder of a hub model and its commit; downloads, verifies and pins it where needed, or if `again`.

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
    try:
        wanted = revision or (pin["revision"] if pin and not again else None)
        info = HfApi().model_info(name, revision=wanted, files_metadata=True, timeout=20)
        hub_files = {file.rfilename: file for file in info.siblings or ()}
        _reject_pickles(name, list(hub_files))
        folder = Path(snapshot_download(name, revision=info.sha, allow_patterns=list(ALLOWED_FILES)))
    except ModelError:
        raise
    except OSError as error:
        raise _failure(name, error, folder=cache_dir()) from error
    except Exception as error:  # the hub's client raises its own and its transport's errors, which differ by version
        raise _failure(name, error, folder=cache_dir()) from error
    files = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        file_name = path.relative_to(folder).as_posix()
        digest = sha256_of(path)
        lfs = getattr(hub_files.get(file_name), "lfs", None)  # the hub publishes hashes of large files only
        if lfs is not None and lfs.sha256 != digest:
            raise CorruptModel(f"{file_name} of {name} is damaged. Delete {path.resolve()} and pull the model again.")
        files.append({"name": file_name, "bytes": path.stat().st_size, "sha256": digest})
    pin = {"revision": info.sha, "path": str(folder), "files": files}
    write_json(cache_dir() / "hub.json", {**pinned_models(), name: pin})
    return folder, str(info.sha)


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


def _failure(name: str, error: Exception, *, folder: Path) -> ModelError:
    """Returns the error to raise for one of the hub's client, with a message that says what to do."""
    kind = type(error).__name__
    if isinstance(error, OSError) and error.errno == 28:
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
