"""`--model better`: a short list of larger models that invent less, and the choice of one for a machine.

Rates are those that Vectara published: the share of summaries in which its model HHEM found something that the article
does not say. The list of 16 October 2025 and that of 10 March 2026 are over different articles, so a rate is to be
compared with others of the same date only. Nothing here was measured by us.
Source: https://github.com/vectara/hallucination-leaderboard
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from summarizer.models.errors import UnknownModel
from summarizer.models.machine import Machine

ALIAS = "better"
CONTEXT_TOKENS = 8192  # for which the memory of the KV cache is estimated
OVERHEAD_BYTES = 500_000_000  # memory of the program that runs the model
RAM_SHARE = 0.6  # of the machine's memory that a model may have: an editor has other programs open
GPU_SHARE = 0.95  # of the memory of the graphics processor that a model may have
RATE_SOURCE = "Vectara's leaderboard"
OTHER_USE_MARKERS = frozenset(
    "base coder embedding embed guard reranker thinking vl".split()
)  # parts of the names of variants for other uses

_SEPARATORS = re.compile(r"[^a-z0-9.]+")


@dataclass(frozen=True, slots=True)
class PublishedRate:
    """The share of summaries with something invented, in per cent, as published on a day (ISO date)."""

    percent: float
    date: str


@dataclass(frozen=True, slots=True)
class Recommended:
    """A model of the list. `bytes` is the approximate size of the file; a download uses the hub's figure."""

    name: str
    title: str
    repository: str  # on the Hugging Face hub
    file: str  # GGUF
    ollama: tuple[str, ...]  # its names in Ollama, the first of which is to be fetched
    parameters: int
    licence: str
    bytes: int
    cache_bytes_per_token: int  # keys and values of all layers at 16 bits
    needs_gpu: bool  # whether it is too slow for a summary without a GPU
    rates: tuple[PublishedRate, ...]  # oldest first
    served_as: str = ""  # how its names on other servers begin, in lower case with hyphens; "": as `name`

    def is_served_as(self, name: str) -> bool:
        """Whether a name on a server with the OpenAI protocol is this model: "Qwen/Qwen3-4B", "Qwen3-4B.gguf"."""
        stated = _SEPARATORS.sub("-", re.split(r"[/\\]", name.lower())[-1].removesuffix(".gguf"))
        begins = self.served_as or self.name
        return (stated == begins or stated.startswith(f"{begins}-")) and OTHER_USE_MARKERS.isdisjoint(stated.split("-"))

    def is_offered_as(self, name: str) -> bool:
        """Whether a name given as --model, ollama:NAME or URL#NAME, means this model."""
        return name.removeprefix("ollama:") in self.ollama or self.is_served_as(name.partition("#")[2])

    @property
    def size_label(self) -> str:
        """The number of parameters for readers: "4.0B", "0.6B"."""
        return f"{self.parameters / 1e9:.1f}B"

    @property
    def memory(self) -> int:
        """The estimated bytes of memory that it takes while it runs: file, KV cache and overhead."""
        return self.bytes + CONTEXT_TOKENS * self.cache_bytes_per_token + OVERHEAD_BYTES


# Best first by the newer rate. Layers, heads and head size for the cache are those of each model's config.json.
RECOMMENDED = (
    Recommended(
        "qwen3-8b",
        "Qwen3 8B",
        "Qwen/Qwen3-8B-GGUF",
        "Qwen3-8B-Q4_K_M.gguf",
        ("qwen3:8b", "qwen3:8b-q4_K_M"),
        8_190_000_000,
        "Apache-2.0",
        5_030_000_000,
        2 * 2 * 36 * 8 * 128,
        True,
        (PublishedRate(3.0, "2025-10-16"), PublishedRate(4.8, "2026-03-10")),
    ),
    Recommended(
        "qwen3-4b",
        "Qwen3 4B",
        "Qwen/Qwen3-4B-GGUF",
        "Qwen3-4B-Q4_K_M.gguf",
        # Since August 2025 qwen3:4b there is a version whose reasoning cannot be switched off; -instruct has none.
        ("qwen3:4b-instruct", "qwen3:4b-instruct-2507-q4_K_M", "qwen3:4b-q4_K_M", "qwen3:4b"),
        4_020_000_000,
        "Apache-2.0",
        2_500_000_000,
        2 * 2 * 36 * 8 * 128,
        False,
        (PublishedRate(2.7, "2025-10-16"), PublishedRate(5.7, "2026-03-10")),
    ),
    Recommended(
        "gemma3-4b",
        "Gemma 3 4B",
        "ggml-org/gemma-3-4b-it-GGUF",
        "gemma-3-4b-it-Q4_K_M.gguf",
        ("gemma3:4b", "gemma3:4b-it-q4_K_M", "gemma3:4b-it-qat"),
        4_300_000_000,
        "Gemma terms of use",
        2_490_000_000,
        2 * 2 * 34 * 4 * 256,
        False,
        (PublishedRate(3.7, "2025-10-16"), PublishedRate(6.4, "2026-03-10")),
        served_as="gemma-3-4b",
    ),
    Recommended(
        "qwen3-0.6b",
        "Qwen3 0.6B",
        "Qwen/Qwen3-0.6B-GGUF",
        "Qwen3-0.6B-Q8_0.gguf",
        ("qwen3:0.6b", "qwen3:0.6b-q8_0", "qwen3:0.6b-q4_K_M"),
        600_000_000,
        "Apache-2.0",
        640_000_000,
        2 * 2 * 28 * 8 * 128,
        False,
        (PublishedRate(3.7, "2025-10-16"),),
    ),
)
RECOMMENDED_BY_NAME = {model.name: model for model in RECOMMENDED}


@dataclass(frozen=True, slots=True)
class ModelProposal:
    """A model for a machine: its name for --model, and the command that fetches it, "" if it is there already."""

    model: Recommended
    name: str
    fetch: str


def fits(model: Recommended, machine: Machine) -> bool:
    """Whether a model runs on a machine at a bearable speed: on its GPU, or, if small enough, in its memory."""
    if machine.gpu is not None and model.memory <= machine.gpu.bytes * GPU_SHARE:
        return True
    return not model.needs_gpu and model.memory <= machine.ram * RAM_SHARE


def propose(
    machine: Machine, *, pulled: Collection[str], ollama: Collection[str] | None, served: Sequence[str] = ()
) -> ModelProposal | None:
    """Returns the best model of the list that fits; None where none does.

    `pulled` are the names of the list that were fetched, `ollama` the names that a running Ollama offers; None: none
    runs. `served` are the models of other running servers, as URL#NAME. Of the models that fit, one that is there takes
    precedence over one that would have to be fetched.
    """
    suitable = [model for model in RECOMMENDED if fits(model, machine)]
    if (available_model := _first_available(suitable, pulled, ollama or (), served)) is not None:
        return available_model
    if not suitable:
        return None
    best = suitable[0]
    if ollama is not None:
        return ModelProposal(best, f"ollama:{best.ollama[0]}", f"ollama pull {best.ollama[0]}")
    return ModelProposal(best, best.name, f"copydesk models pull {best.name}")


def available(machine: Machine, *, pulled: Collection[str], ollama: Collection[str], served: Sequence[str] = ()) -> str:
    """Returns the model that `--model better` means: the best of the list that is available. Raises UnknownModel.

    A model that fits the machine takes precedence, but one that was fetched on purpose is used even if it does not.
    """
    ordered = sorted(RECOMMENDED, key=lambda model: not fits(model, machine))
    available_model = _first_available(ordered, pulled, ollama, served)
    if available_model is None:
        raise UnknownModel(
            "No larger model is here yet: `copydesk models recommend` proposes one for this machine, and "
            f"`copydesk models pull {ALIAS}` fetches it. The embedded model needs none."
        )
    return available_model.name


def _first_available(
    models: Iterable[Recommended], pulled: Collection[str], ollama: Collection[str], served: Sequence[str]
) -> ModelProposal | None:
    for model in models:
        for name in model.ollama:
            if name in ollama:
                return ModelProposal(model, f"ollama:{name}", "")
        for name in served:
            if model.is_offered_as(name):
                return ModelProposal(model, name, "")
        if model.name in pulled:
            return ModelProposal(model, model.name, "")
    return None
