"""Models of the Hugging Face hub: safetensors only, pinned to one commit, every file hashed.

The files lie where all Hugging Face programs keep them, so what is there already is used. Copydesk notes the commit
and the hashes it was given, and asks the hub again only when told to pull.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from summarizer.models.errors import CacheUnwritable, CorruptModel, ModelError, NoNetwork, NoSpace, UnknownModel, UnsafeWeights
from summarizer.models.cache_folder import cache_dir, no_space, read_json, sha256_of, write_json

WANTED = ("*.json", "*.model", "*.txt", "*.jinja", "*.safetensors")
PICKLES = (".bin", ".pt", ".pth", ".pkl", ".ckpt", ".h5", ".msgpack")


def pins() -> dict[str, Mapping[str, Any]]:
    """The hub models that were pulled: name -> revision, path, files (name, bytes, sha256)."""
    return read_json(cache_dir() / "hub.json")


def snapshot(name: str, *, revision: str | None = None, again: bool = False, quiet: bool = False) -> tuple[Path, str]:
    """The folder of a hub model and its commit; fetched, verified and pinned if it is not here or `again` is set.

    Raises NoNetwork, UnknownModel, UnsafeWeights, CorruptModel or NoSpace.
    """
    pin = pins().get(name)
    if pin and not again and all(_is_whole(Path(pin["path"]), one) for one in pin["files"]):
        return Path(pin["path"]), str(pin["revision"])
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    from huggingface_hub import HfApi, snapshot_download
    from huggingface_hub.utils import disable_progress_bars

    if quiet or not sys.stderr.isatty():
        disable_progress_bars()
    try:
        wanted = revision or (pin["revision"] if pin and not again else None)
        info = HfApi().model_info(name, revision=wanted, files_metadata=True, timeout=20)
        files = {one.rfilename: one for one in info.siblings or ()}
        _refuse_pickles(name, list(files))
        folder = Path(snapshot_download(name, revision=info.sha, allow_patterns=list(WANTED)))
    except ModelError:
        raise
    except OSError as error:
        raise _failure(name, error, folder=cache_dir()) from error
    except Exception as error:  # the hub's client raises its own and its transport's errors, which differ by version
        raise _failure(name, error, folder=cache_dir()) from error
    noted = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        inside = file.relative_to(folder).as_posix()
        digest = sha256_of(file)
        large = getattr(files.get(inside), "lfs", None)
        if large is not None and large.sha256 != digest:
            raise CorruptModel(f"{inside} of {name} is damaged. Delete {file.resolve()} and pull the model again.")
        noted.append({"name": inside, "bytes": file.stat().st_size, "sha256": digest})
    pin = {"revision": info.sha, "path": str(folder), "files": noted}
    write_json(cache_dir() / "hub.json", {**pins(), name: pin})
    return folder, str(info.sha)


def remove(name: str) -> int:
    """Deletes the revision of a model that was pulled; gives the bytes freed. What its other revisions share with it
    stays, as other programs may use them. Raises UnknownModel or CacheUnwritable."""
    known = pins()
    pin = known.pop(name, None)
    if pin is None:
        raise UnknownModel(f"{name} was not pulled, so there is nothing to remove.")
    folder = Path(pin["path"])
    freed = _delete(folder) if folder.exists() else 0
    if folder.exists():
        raise CacheUnwritable(f"{folder} could not be deleted: delete it yourself, then remove {name} again.")
    write_json(cache_dir() / "hub.json", known)
    return freed


def _delete(folder: Path) -> int:
    from huggingface_hub import scan_cache_dir

    found = scan_cache_dir(folder.parents[2])
    mine = [one.commit_hash for repo in found.repos for one in repo.revisions if one.snapshot_path == folder.resolve()]
    deletion = found.delete_revisions(*mine)
    deletion.execute()
    return deletion.expected_freed_size


def _is_whole(folder: Path, noted: Mapping[str, Any]) -> bool:
    file = folder / noted["name"]
    return file.is_file() and file.stat().st_size == noted["bytes"]


def _refuse_pickles(name: str, files: list[str]) -> None:
    if any(one.endswith(".safetensors") for one in files):
        return
    if any(one.endswith(".gguf") for one in files):
        raise UnknownModel(f"{name} holds GGUF files only: download the one you want and give its path as the model.")
    if any(one.endswith(PICKLES) for one in files):
        raise UnsafeWeights(
            f"{name} has its weights only as pickles, which can run any code when they are loaded. "
            "Copydesk loads safetensors and GGUF only: choose a version of the model that has them."
        )
    raise UnknownModel(f"{name} holds no weights.")


def _failure(name: str, error: Exception, *, folder: Path) -> ModelError:
    """The hub client's complaint in the user's words."""
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
