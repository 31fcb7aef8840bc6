"""Ollama's native protocol: /api/chat streams one JSON object a line, /api/show describes a model.

Its /v1 is not used: that ignores `num_ctx`, and cuts a longer prompt without saying so.
Source: https://github.com/ollama/ollama/blob/main/docs/api.md
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from summarizer.engines import model_families
from summarizer.engines.endpoint.http_client import HttpClient, Refused, ShouldStop, reason_of
from summarizer.engines.endpoint.reply import REASONING_TOKENS, Answer, ReplyBuilder, count_of, log_probabilities
from summarizer.engines.interface import Finish, Message, Options
from summarizer.models import endpoints
from summarizer.models.catalogue import Source
from summarizer.models.endpoints import Endpoint, EndpointOptions, ServerKind
from summarizer.models.errors import EngineFailed, ModelError, RemoteRefused, UnknownModel
from summarizer.models.inventory import ListedModel

MAX_CONTEXT = 8192  # num_ctx: memory grows with it, and no prompt of ours needs more
DEFAULT_CONTEXT = 4096  # where the model's own is not known
LISTING_SECONDS = 1.0  # for the list of models
MAX_LISTED = 200  # models
START_ADVICE = "start it with `ollama serve`"

_NAME = re.compile(r"[\w./:-]{1,200}", re.ASCII)


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model that Ollama offers. `remote_host` is where it runs, if that is not where Ollama is."""

    name: str
    bytes: int
    digest: str
    family: str
    parameters: str
    remote_host: str

    def as_listed(self) -> ListedModel:
        """The model as `copydesk models` lists it."""
        where = (
            f"Ollama sends the article to {self.remote_host}: needs --allow-remote" if self.remote_host else "Ollama"
        )
        return ListedModel(
            name=f"ollama:{self.name}",
            source=Source.ENDPOINT,
            is_downloaded=True,
            bytes=0 if self.remote_host else self.bytes,
            revision=self.digest,
            family=self.family,
            parameters=self.parameters,
            licence="",
            note=where,
        )


class OllamaApi:
    """See `reply.ChatApi`. Raises UnknownModel, RemoteRefused or EngineFailed."""

    def __init__(self, endpoint: Endpoint, options: EndpointOptions) -> None:
        self._model = endpoint.model
        self._client = HttpClient(endpoint, options, start_advice=START_ADVICE)
        self.remote_host = self._client.remote_host()
        shown = self._show()
        forwarded_to = _forwarded_to(shown.get("remote_host"), endpoint.model)
        if forwarded_to and not options.allow_remote:
            raise RemoteRefused(
                f"Ollama runs {endpoint.model} at {forwarded_to}, and the article would leave this machine: add "
                "--allow-remote if it may, or choose a model that runs here."
            )
        self.remote_host = forwarded_to or self.remote_host
        capabilities = shown.get("capabilities")
        self._can_think = isinstance(capabilities, list) and "thinking" in capabilities
        details = shown.get("details")
        self._family = str(details.get("family", "")) if isinstance(details, Mapping) else ""
        stated_size = details.get("parameter_size") if isinstance(details, Mapping) else None
        self.parameters = model_families.parameters_in(stated_size) if isinstance(stated_size, str) else 0
        self.context_length = min(_context_length(shown.get("model_info")) or DEFAULT_CONTEXT, MAX_CONTEXT)
        self.reasoning_tokens = min(REASONING_TOKENS, self.context_length // 4) if self._can_think else 0
        self.revision = self._digest()

    def complete(
        self,
        messages: Sequence[Message],
        *,
        n: int,
        options: Options,
        max_new_tokens: int,
        seed: int,
        should_stop: ShouldStop,
    ) -> Answer:
        """One answer: Ollama writes one text for each request."""
        body: dict[str, Any] = {
            "model": self._model,
            "messages": [dict(message) for message in messages],
            "stream": True,
            "logprobs": True,
            "truncate": False,  # refuse a prompt that is too long; older versions cut it all the same
            "shift": False,
            "options": {
                "num_ctx": self.context_length,
                "num_predict": max_new_tokens,
                "temperature": options.temperature,
                "top_p": options.top_p,
                "top_k": options.top_k,
                "repeat_penalty": options.repetition_penalty,
                "seed": seed,
            },
        }
        if options.json_schema:
            body["format"] = json.loads(options.json_schema)
        if self._can_think:  # gpt-oss cannot be kept from it
            body["think"] = "low" if self._family.replace("-", "") == "gptoss" else False
        builder, prompt_tokens = ReplyBuilder(options), 0
        try:
            with closing(self._client.lines("/api/chat", body, should_stop)) as lines:
                for line in lines:
                    if not line.strip():
                        continue
                    part = self._client.parse(line)
                    prompt_tokens = self._add(part, builder) or prompt_tokens
                    if builder.is_full:
                        return Answer((builder.reply(),), prompt_tokens)
        except Refused as refused:
            if refused.status == 404:
                raise self._unknown() from None
            if "context" in refused.detail:
                raise EngineFailed(
                    f"{self._client.server} cannot take so long a prompt: choose a model with a longer context."
                ) from None
            raise
        if not should_stop():
            raise EngineFailed(f"{self._client.server} broke off its answer: see its log, and try again.")
        return Answer((builder.reply(),), prompt_tokens)

    def _add(self, part: Mapping[str, Any], builder: ReplyBuilder) -> int:
        """Adds one line of the stream; returns the number of tokens of the prompt where it says so."""
        if part.get("error"):
            reason = reason_of(part).rstrip(".") or "it gives no reason"
            raise EngineFailed(f"{self._client.server} could not run {self._model} ({reason}): see its log.")
        message = part.get("message", {})
        text = message.get("content", "") if isinstance(message, Mapping) else None
        if not isinstance(text, str):
            raise self._client.unintelligible()
        builder.add(text, log_probabilities(part.get("logprobs")))
        if part.get("done") is True:
            builder.end(Finish.STOP if part.get("done_reason", "stop") == "stop" else Finish.LENGTH)
        return count_of(part.get("prompt_eval_count"))

    def _show(self) -> dict[str, Any]:
        try:
            return self._client.json("POST", "/api/show", {"model": self._model, "name": self._model})
        except Refused as refused:
            if refused.status in (400, 404):
                raise self._unknown() from None
            raise

    def _unknown(self) -> UnknownModel:
        return UnknownModel(
            f"{self._client.server} has no model {self._model}: `ollama pull {self._model}` fetches it."
        )

    def _digest(self) -> str:
        """The first digits of the model's hash; "" where it is not listed."""
        full_name = self._model if ":" in self._model.rpartition("/")[2] else f"{self._model}:latest"
        listed = _listed(self._client)
        return next((model.digest for model in listed if model.name == full_name), "")


def installed_models() -> list[InstalledModel]:
    """Returns what an Ollama on this machine offers; nothing where none runs."""
    return running_models() or []


def running_models() -> list[InstalledModel] | None:
    """As `installed_models`, but None where none runs."""
    try:
        endpoint = Endpoint(ServerKind.OLLAMA, endpoints.ollama_url(), "")
        options = EndpointOptions(timeout=LISTING_SECONDS)
        return _listed(HttpClient(endpoint, options, start_advice=START_ADVICE, attempts=1))
    except ModelError:
        return None


def _listed(client: HttpClient) -> list[InstalledModel]:
    models = client.json("GET", "/api/tags").get("models")
    entries = [entry for entry in models if isinstance(entry, Mapping)] if isinstance(models, list) else []
    return [model for entry in entries[:MAX_LISTED] if (model := _installed(entry)) is not None]


def _installed(entry: Mapping[str, Any]) -> InstalledModel | None:
    """A model of the list; None where its name is none."""
    name, digest, details = entry.get("name"), entry.get("digest"), entry.get("details")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        return None
    described = details if isinstance(details, Mapping) else {}
    family, parameters = described.get("family"), described.get("parameter_size")
    size = entry.get("size")
    return InstalledModel(
        name,
        size if isinstance(size, int) and size > 0 else 0,
        digest[:12] if isinstance(digest, str) and _NAME.fullmatch(digest) else "",
        family if isinstance(family, str) and _NAME.fullmatch(family) else "",
        parameters if isinstance(parameters, str) and _NAME.fullmatch(parameters) else "",
        _forwarded_to(entry.get("remote_host"), name),
    )


def _forwarded_to(stated: Any, model: str) -> str:
    """The host that Ollama forwards a model's prompts to; "" for a model that it runs itself.

    The models of Ollama's cloud have "cloud" in their tag; newer versions state the host.
    """
    if isinstance(stated, str) and stated.strip():
        return urlsplit(stated if "//" in stated else f"//{stated}").hostname or "another machine"
    tag = model.rpartition(":")[2]
    return "ollama.com" if tag == "cloud" or tag.endswith("-cloud") else ""


def _context_length(model_info: Any) -> int:
    """The context that the model was trained for; 0 where it is not known."""
    if not isinstance(model_info, Mapping):
        return 0
    return next(
        (count_of(value) for key, value in model_info.items() if str(key).endswith(".context_length")),
        0,
    )
