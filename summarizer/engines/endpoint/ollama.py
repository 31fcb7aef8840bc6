"""Ollama's native protocol: /api/chat streams a JSON object per line, /api/show describes a model.

Its OpenAI protocol at /v1 is not used: that ignores `num_ctx`, and cuts a longer prompt without saying so.
Source: https://github.com/ollama/ollama/blob/main/docs/api.md
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field, OnErrorOmit, StringConstraints

from summarizer.engines import model_families
from summarizer.engines.endpoint.chat_api import ChatApi, Request, Stated
from summarizer.engines.endpoint.http_client import HttpClient, Refused
from summarizer.engines.endpoint.reply import REASONING_TOKENS
from summarizer.models import endpoints
from summarizer.models.catalogue import ModelSource
from summarizer.models.endpoints import Endpoint, EndpointOptions, ServerKind
from summarizer.models.errors import ModelError, RemoteRefused
from summarizer.models.inventory import ListedModel

MAX_CONTEXT = 8192  # num_ctx: memory grows with it, and no prompt here needs more
DEFAULT_CONTEXT = 4096  # where that of the model is not known
LISTING_TIMEOUT_SECONDS = 1.0  # for the list of models
MAX_LISTED = 200  # models
START_ADVICE = "start it with `ollama serve`"

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_./:-]{1,200}$")]
Label = Annotated[str, StringConstraints(pattern=r"^[ -~]{0,200}$")]  # safe to print to a terminal


class _Details(Stated):
    family: Label = ""
    parameter_size: Label = ""


class _Description(Stated):
    """The answer of /api/show on a model. The keys of `model_info` begin with the architecture's name."""

    remote_host: str = ""
    capabilities: tuple[str, ...] = ()
    details: _Details = _Details()
    model_info: dict[str, Any] = Field(default_factory=dict)


class InstalledModel(Stated):
    """A model that Ollama offers, as /api/tags lists it."""

    name: Name
    size: int = 0
    digest: Label = ""
    details: _Details = _Details()
    remote_host: str = ""

    @property
    def forwarded_to(self) -> str:
        """Where it runs, if that is not where Ollama is."""
        return _forwarded_to(self.remote_host, self.name)

    def as_listed(self) -> ListedModel:
        """The model as `copydesk models` lists it."""
        host = self.forwarded_to
        return ListedModel(
            name=f"ollama:{self.name}",
            source=ModelSource.ENDPOINT,
            is_downloaded=True,
            bytes=0 if host else self.size,
            revision=self.digest[:12],
            family=self.details.family,
            parameters=self.details.parameter_size,
            note=f"Ollama sends the article to {host}: needs --allow-remote" if host else "Ollama",
        )


class _Installed(Stated):
    models: tuple[OnErrorOmit[InstalledModel], ...] = ()


class OllamaApi(ChatApi):
    """See `ChatApi`. Ollama returns one text for each request."""

    path = "/api/chat"
    has_json_lines = True
    long_prompt_advice = "choose a model with a longer context"

    def __init__(self, endpoint: Endpoint, options: EndpointOptions) -> None:
        client = HttpClient(endpoint, options, start_advice=START_ADVICE)
        super().__init__(client, endpoint.model)
        self.unknown_advice = f"`ollama pull {self.model}` fetches it"
        try:
            shown = client.json(_Description, "POST", "/api/show", {"model": self.model, "name": self.model})
        except Refused as refused:
            raise self._unknown() if refused.status in (400, 404) else refused from None
        forwarded_to = _forwarded_to(shown.remote_host, self.model)
        if forwarded_to and not options.allow_remote:
            raise RemoteRefused(
                f"Ollama runs {self.model} at {forwarded_to}, and the article would leave this machine: add "
                "--allow-remote if it may, or choose a model that runs here."
            )
        self.remote_host = forwarded_to or self.remote_host
        self._can_think = "thinking" in shown.capabilities
        self._is_gpt_oss = shown.details.family.replace("-", "") == "gptoss"
        self.parameters = model_families.parameters_in(shown.details.parameter_size)
        stated = next((size for key, size in shown.model_info.items() if key.endswith(".context_length")), None)
        self.context_length = min(stated if isinstance(stated, int) else DEFAULT_CONTEXT, MAX_CONTEXT)
        self.reasoning_tokens = min(REASONING_TOKENS, self.context_length // 4) if self._can_think else 0
        full_name = self.model if ":" in self.model.rpartition("/")[2] else f"{self.model}:latest"
        self.revision = next((model.digest[:12] for model in _listed(client) if model.name == full_name), "")

    def _body(self, request: Request) -> dict[str, Any]:
        options = request.options
        body: dict[str, Any] = {
            "model": self.model,
            "messages": [dict(message) for message in request.messages],
            "stream": True,
            "logprobs": True,
            "truncate": False,  # refuse a prompt that is too long; older versions cut it nevertheless
            "shift": False,
            "options": {
                "num_ctx": self.context_length,
                "num_predict": request.max_new_tokens,
                "temperature": options.temperature,
                "top_p": options.top_p,
                "top_k": options.top_k,
                "repeat_penalty": options.repetition_penalty,
                "seed": request.seed,
            },
        }
        if options.json_schema:
            body["format"] = json.loads(options.json_schema)
        if self._can_think:  # gpt-oss always reasons
            body["think"] = "low" if self._is_gpt_oss else False
        return body


def running_models() -> Sequence[InstalledModel] | None:
    """Returns the models that an Ollama on this machine lists; None where no Ollama runs."""
    try:
        endpoint = Endpoint(ServerKind.OLLAMA, endpoints.ollama_url(), "")
        options = EndpointOptions(timeout=LISTING_TIMEOUT_SECONDS)
        return _listed(HttpClient(endpoint, options, start_advice=START_ADVICE, attempts=1))
    except ModelError:
        return None


def _listed(client: HttpClient) -> Sequence[InstalledModel]:
    return client.json(_Installed, "GET", "/api/tags").models[:MAX_LISTED]


def _forwarded_to(stated: str, model: str) -> str:
    """Returns the host to which Ollama forwards a model's prompts; "" for a model that it runs itself.

    Models of Ollama's cloud have "cloud" in their tag; newer versions of Ollama state the host.
    """
    if stated.strip():
        return urlsplit(stated if "//" in stated else f"//{stated}").hostname or "another machine"
    tag = model.rpartition(":")[2]
    return "ollama.com" if tag == "cloud" or tag.endswith("-cloud") else ""
