"""The model that `--model better` means on this machine, and the one that is recommended for it."""

from __future__ import annotations

from summarizer.models import hub, recommended
from summarizer.models.machine import Machine, read_machine
from summarizer.models.recommended import ALIAS, ModelProposal


def resolve(name: str) -> str:
    """Returns the model that "better" means; any other name as it is. Raises UnknownModel."""
    if name != ALIAS:
        return name
    return recommended.available(
        read_machine(), pulled=hub.pinned_models(), ollama=_ollama_names() or (), served=_served_names()
    )


def proposal(machine: Machine) -> ModelProposal | None:
    """Returns the model that suits a machine, preferably one that is available on it; None where none fits."""
    return recommended.propose(machine, pulled=hub.pinned_models(), ollama=_ollama_names(), served=_served_names())


def _ollama_names() -> list[str] | None:
    """Returns the models that an Ollama on this machine runs here; None where no Ollama runs."""
    from summarizer.engines.endpoint.ollama import running_models

    models = running_models()
    return None if models is None else [model.name for model in models if not model.forwarded_to]


def _served_names() -> list[str]:
    """Returns the models of other servers on this machine, as they are given to --model."""
    from summarizer.engines.endpoint.discovery import running_servers

    return [name for server in running_servers() for name in server.names]
