"""Which servers with the OpenAI protocol run on this machine, at the ports that they are known to take."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.engines.endpoint.http_client import HttpClient
from summarizer.models.catalogue import Source
from summarizer.models.endpoints import Endpoint, EndpointOptions, ServerKind
from summarizer.models.errors import ModelError
from summarizer.models.inventory import ListedModel

KNOWN_PORTS = {1234: "LM Studio", 8080: "llama-server", 8000: "vLLM"}
ASKING_SECONDS = 1.0
MAX_MODELS = 20  # of one server
MAX_NAME = 120  # characters


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A server that answers with a list of models. `usual_program` is what usually has its port: a guess."""

    url: str
    usual_program: str
    models: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """What is given as --model for its models."""
        return [f"{self.url}#{name}" for name in self.models]

    def as_listed(self) -> list[ListedModel]:
        """The models as `copydesk models` lists them."""
        note = f"a running server, at the port that {self.usual_program} usually has"
        return [ListedModel(name, Source.ENDPOINT, True, 0, "", "", "", "", note) for name in self.names]


def running_servers(ports: dict[int, str] | None = None) -> list[RunningServer]:
    """Returns the servers that answer on the loopback address. Each is asked once, for the names of its models."""
    found = []
    for port, program in (KNOWN_PORTS if ports is None else ports).items():
        url = f"http://127.0.0.1:{port}/v1"
        client = HttpClient(
            Endpoint(ServerKind.OPENAI, url, ""), EndpointOptions(timeout=ASKING_SECONDS), start_advice="", attempts=1
        )
        try:
            listed = client.json("GET", "/models").get("data")
        except ModelError:
            continue
        entries = listed if isinstance(listed, list) else []
        names = [entry.get("id") for entry in entries if isinstance(entry, dict)]
        models = [name for name in names if isinstance(name, str) and name.isprintable() and len(name) <= MAX_NAME]
        if models:
            found.append(RunningServer(url, program, tuple(models[:MAX_MODELS])))
    return found
