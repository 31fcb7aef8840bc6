"""Ways to run a model: one small interface (`interface.py`), an engine a file, conversion and merging beside them."""

from __future__ import annotations

from pathlib import Path

from summarizer import models
from summarizer.engines.interface import Engine, Finish, Generation, Message, Options

__all__ = ["Engine", "Finish", "Generation", "Message", "Options", "load"]


def load(model: str = models.DEFAULT, *, exact: bool = False) -> Engine:
    """The engine for a model: an embedded name or a GGUF file.

    Fetches and converts at first use. Raises a models.ModelError that says what to do.
    """
    from summarizer.engines.openvino_engine import OpenVinoEngine

    if model in models.EMBEDDED:
        known = models.EMBEDDED[model]
        return OpenVinoEngine(
            models.fetch(model), name=model, revision=f"{known.distribution} {known.version}", exact=exact
        )
    path = Path(model).expanduser()
    if path.suffix == ".gguf" and path.is_file():
        return OpenVinoEngine(path, name=model, exact=exact)
    raise models.UnknownModel(f"There is no model {model!r}. Embedded: {', '.join(models.EMBEDDED)}.")
