"""The models on this machine: listing, showing, downloading and removing them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarizer.models import hub
from summarizer.models import wheel as wheels
from summarizer.models.cache_folder import Speed, prepared_folders, saved_speed, sha256_of
from summarizer.models.catalogue import (
    EMBEDDED,
    HUB_MODELS,
    CatalogueEntry,
    EmbeddedModel,
    ModelSource,
    embedded_path,
    source_of,
)
from summarizer.models.errors import UnknownModel
from summarizer.models.recommended import RATE_SOURCE, RECOMMENDED, RECOMMENDED_BY_NAME, Recommended


@dataclass(frozen=True, slots=True)
class ListedModel:
    """A model that is downloaded or in the catalogue. `bytes` is 0 where it is not downloaded."""

    name: str
    source: ModelSource
    is_downloaded: bool
    bytes: int = 0
    revision: str = ""  # of the downloaded model; for hub models the commit
    family: str = ""
    parameters: str = ""
    licence: str = ""
    note: str = ""
    speed: Speed | None = None


@dataclass(frozen=True, slots=True)
class ModelDetails:
    """One model in full. `files` are (name, bytes, SHA-256)."""

    model: ListedModel
    path: Path | None
    files: tuple[tuple[str, int, str], ...]
    is_intact: bool  # whether every hash is the one recorded at the download


def all_models() -> list[ListedModel]:
    """Returns the embedded model, the models of the catalogue and those that were downloaded, in that order."""
    pins = hub.pinned_models()
    catalogued = {entry.name for entry in HUB_MODELS} | set(RECOMMENDED_BY_NAME)
    models = [_embedded_model(model, wheels.is_downloaded(model)) for model in EMBEDDED.values()]
    models += [_recommended_model(model, pins.get(model.name)) for model in RECOMMENDED]
    models += [_hub_model(entry.name, pins.get(entry.name), entry) for entry in HUB_MODELS]
    models += [_hub_model(name, pin, None) for name, pin in sorted(pins.items()) if name not in catalogued]
    return models


def _embedded_model(model: EmbeddedModel, is_downloaded: bool) -> ListedModel:
    size = model.bytes + sum(_size(folder) for folder in prepared_folders(model.name)) if is_downloaded else 0
    return ListedModel(
        name=model.name,
        source=ModelSource.EMBEDDED,
        is_downloaded=is_downloaded,
        bytes=size,
        revision=f"{model.distribution} {model.version}",
        family="chat",
        parameters=model.parameters,
        licence=model.licence,
        note=f"{model.title}; the default, fetched once ({model.wheel_bytes // 1_000_000} MB)",
        speed=saved_speed(model.name),
    )


def _hub_model(name: str, pin: Mapping[str, Any] | None, entry: CatalogueEntry | None) -> ListedModel:
    return ListedModel(
        name=name,
        source=ModelSource.HUB,
        is_downloaded=pin is not None,
        bytes=sum(file["bytes"] for file in pin["files"]) if pin else 0,
        revision=str(pin["revision"]) if pin else "",
        family=entry.family if entry else "",
        parameters=entry.parameters if entry else "",
        licence=entry.licence if entry else "",
        note=f"{entry.note} ({entry.megabytes} MB as published)" if entry else "pulled",
        speed=saved_speed(name),
    )


def _recommended_model(model: Recommended, pin: Mapping[str, Any] | None) -> ListedModel:
    rate = model.rates[-1]
    return ListedModel(
        name=model.name,
        source=ModelSource.RECOMMENDED,
        is_downloaded=pin is not None,
        bytes=sum(file["bytes"] for file in pin["files"]) if pin else 0,
        revision=str(pin["revision"]) if pin else "",
        family="chat",
        parameters=model.size_label,
        licence=model.licence,
        note=f"invents something in {rate.percent:g}% of summaries ({RATE_SOURCE}, {rate.date}); about "
        f"{model.bytes / 1e9:.1f} GB",
        speed=saved_speed(model.name),
    )


def show(name: str) -> ModelDetails:
    """Returns one model, with its files hashed again. Raises UnknownModel."""
    source = _local_source(name)
    if source is ModelSource.EMBEDDED:
        embedded = EMBEDDED[name]
        model, path = _embedded_model(embedded, wheels.is_downloaded(embedded)), embedded_path(embedded)
        if not model.is_downloaded:
            return ModelDetails(model, None, (), False)
        digest = sha256_of(path)
        return ModelDetails(model, path, ((path.name, path.stat().st_size, digest),), digest == embedded.sha256)
    if source in (ModelSource.HUB, ModelSource.RECOMMENDED):
        pin = hub.pinned_models().get(name)
        entry = next((entry for entry in HUB_MODELS if entry.name == name), None)
        if pin is None and entry is None and source is ModelSource.HUB:
            raise UnknownModel(
                f"{name} is neither here nor in the catalogue. `copydesk models pull {name}` fetches it."
            )
        model = (
            _recommended_model(RECOMMENDED_BY_NAME[name], pin)
            if name in RECOMMENDED_BY_NAME
            else _hub_model(name, pin, entry)
        )
        if pin is None:
            return ModelDetails(model, None, (), False)
        folder, pinned = Path(pin["path"]), pin["files"]
        files = tuple(_file_facts(folder / file["name"], file["name"]) for file in pinned)
        is_intact = all(facts[2] == file["sha256"] for facts, file in zip(files, pinned, strict=True))
        return ModelDetails(model, folder, files, is_intact)
    path = Path(name).expanduser()
    paths = [path] if path.is_file() else sorted(path.iterdir())
    files = tuple(_file_facts(file, file.name) for file in paths)
    size = sum(facts[1] for facts in files)
    model = ListedModel(name, source, True, size, speed=saved_speed(name))
    return ModelDetails(model, path, files, True)


def _local_source(name: str) -> ModelSource:
    """Where a model comes from. Raises UnknownModel also for a model that a server runs, as its files are there."""
    source = source_of(name)
    if source is ModelSource.ENDPOINT:
        raise UnknownModel(
            f"{name} is run by a server, which keeps its files: ask that (`ollama show`, `pull` and `rm` for Ollama)."
        )
    return source


def _file_facts(path: Path, name: str) -> tuple[str, int, str]:
    """Returns name, bytes and SHA-256 of a file; 0 and "" where there is none."""
    if not path.is_file():
        return name, 0, ""
    return name, path.stat().st_size, sha256_of(path)


def pull(name: str, *, wheel: Path | None = None, revision: str | None = None, quiet: bool = False) -> ModelDetails:
    """Downloads a model, so that it works without a network from then on. Raises a ModelError.

    `wheel` is a copy of the embedded model's wheel from another source; `revision` a commit, branch or tag of a hub
    model, by default the newest, which is kept until the model is pulled again.
    """
    source = _local_source(name)
    if wheel is not None and source is not ModelSource.EMBEDDED:
        raise UnknownModel(f"{name} does not come from a wheel: leave --from out.")
    if revision is not None and source not in (ModelSource.HUB, ModelSource.RECOMMENDED):
        raise UnknownModel(f"{name} does not come from the hub and has no other revisions: leave --revision out.")
    if source is ModelSource.EMBEDDED:
        wheels.fetch(name, wheel=wheel, quiet=quiet, verify=True)
    elif source is ModelSource.HUB:
        hub.snapshot(name, revision=revision, again=True, quiet=quiet)
    elif source is ModelSource.RECOMMENDED:
        hub.snapshot(name, gguf=hub_file(name), revision=revision, again=True, quiet=quiet)
    return show(name)


def hub_file(name: str) -> hub.HubFile:
    """Returns where the file of a recommended model is on the hub."""
    model = RECOMMENDED_BY_NAME[name]
    return hub.HubFile(model.repository, model.file)


def remove(name: str) -> int:
    """Deletes a model and what was prepared from it from the cache; returns the bytes freed.

    Folders and files of the user's own are never deleted, only what was prepared from them. Raises UnknownModel.
    """
    source = _local_source(name)
    freed = 0
    folders = prepared_folders(name)
    if source is ModelSource.EMBEDDED:
        folders.append(embedded_path(EMBEDDED[name]).parent)
    if source in (ModelSource.HUB, ModelSource.RECOMMENDED):
        freed += hub.remove(name)
    for folder in folders:
        freed += _size(folder)
        shutil.rmtree(folder, ignore_errors=True)
    return freed


def _size(folder: Path) -> int:
    """Returns the bytes of all files in a folder, without what symbolic links point to."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
