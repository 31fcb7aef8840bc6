"""Finds servers with the OpenAI protocol that run on this machine, at the ports that they usually have."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.engines.endpoint.http_client import HttpClient
from summarizer.engines.endpoint.openai import ModelList
from summarizer.models.catalogue import ModelSource
from summarizer.models.endpoints import Endpoint, EndpointOptions, ServerKind
from summarizer.models.errors import ModelError
from summarizer.models.inventory import ListedModel

KNOWN_PORTS = {1234: "LM Studio", 8080: "llama-server", 8000: "vLLM"}
LISTING_TIMEOUT_SECONDS = 1.0  # for a server's list of models
MAX_MODELS = 20  # of one server
MAX_NAME = 120  # characters


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A server that lists models. `usual_program` is the program that usually has its port: a guess."""

    usual_program: str
    names: list[str]  # of its models, as they are given to --model

    def as_listed(self) -> list[ListedModel]:
        """Returns the models as `copydesk models` lists them."""
        note = f"a running server, at the port that {self.usual_program} usually has"
        return [ListedModel(name, ModelSource.ENDPOINT, True, note=note) for name in self.names]


def running_servers(ports: dict[int, str] | None = None) -> list[RunningServer]:
    """Returns the servers that answer on the loopback address. Each gets one request, for the list of its models."""
    found = []
    options = EndpointOptions(timeout=LISTING_TIMEOUT_SECONDS)
    for port, program in (KNOWN_PORTS if ports is None else ports).items():
        endpoint = Endpoint(ServerKind.OPENAI, f"http://127.0.0.1:{port}/v1", "")
        try:
            listed = HttpClient(endpoint, options, start_advice="", attempts=1).json(ModelList, "GET", "/models").data
        except ModelError:
            continue
        ids = [model.id for model in listed if model.id.isprintable() and len(model.id) <= MAX_NAME]
        if ids:
            found.append(RunningServer(program, [f"{endpoint.url}#{name}" for name in ids[:MAX_MODELS]]))
    return found
