"""Models that a server runs, named `ollama:NAME`, `openai:NAME` or `URL#NAME`. Nothing here connects to a server.

Ollama is looked for at OLLAMA_HOST, or at 127.0.0.1:11434. `URL#NAME` is any server with the OpenAI protocol, and
`openai:NAME` is a model of the server at the setting `base-url`.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

from summarizer.models.errors import UnknownModel

OLLAMA_ADDRESS = "http://127.0.0.1:11434"
KEY_VARIABLE = "COPYDESK_API_KEY"  # of the environment: the key of a server with the OpenAI protocol
REQUEST_SECONDS = 300.0  # for one request: the server may have to load the model first

_HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")
_UNSPECIFIED = ("0.0.0.0", "::")  # addresses to listen on, not to connect to


class ServerKind(StrEnum):
    """The protocol of a server; also the prefix of a model's name."""

    OLLAMA = "ollama"
    OPENAI = "openai"


@dataclass(frozen=True, slots=True)
class EndpointOptions:
    """How models on servers may be used."""

    base_url: str = ""  # of the server that `openai:NAME` means, with its /v1
    timeout: float = REQUEST_SECONDS  # seconds for one request
    allow_remote: bool = False  # whether the article may be sent to another machine


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model on a server. `url` has no slash at its end."""

    kind: ServerKind
    url: str
    model: str

    @property
    def is_https(self) -> bool:
        return self.url.startswith("https:")

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or (443 if self.is_https else 80)

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def address(self) -> str:
        """Host and port, as messages name them: "127.0.0.1:11434"."""
        return urlsplit(self.url).netloc


def is_endpoint(name: str) -> bool:
    """Whether a name given as `--model` names a server."""
    return name.startswith(("http://", "https://", *(f"{kind.value}:" for kind in ServerKind)))


def endpoint_of(name: str, options: EndpointOptions | None = None) -> Endpoint:
    """Returns the endpoint that a name of a model on a server denotes. Raises UnknownModel."""
    kind, _, model = name.partition(":")
    if kind == ServerKind.OLLAMA:
        if not model:
            raise UnknownModel("ollama: lacks a model's name: add it, as in ollama:qwen3:4b. `ollama list` has them.")
        return Endpoint(ServerKind.OLLAMA, ollama_url(), model)
    if kind == ServerKind.OPENAI:
        base_url = options.base_url if options else ""
        if not model or not base_url:
            raise UnknownModel(
                f"{name}: give the server's address with --base-url or as `base-url` in copydesk.toml, and a name "
                "after openai:. Or give both at once: http://127.0.0.1:8080/v1#NAME."
            )
        return Endpoint(ServerKind.OPENAI, _openai_url(base_url), model)
    url, _, model = name.partition("#")
    if not model:
        raise UnknownModel(f"{name} lacks the model's name: add it after #, as in http://127.0.0.1:8080/v1#NAME.")
    return Endpoint(ServerKind.OPENAI, _openai_url(url), model)


def ollama_url() -> str:
    """Returns the address of Ollama. OLLAMA_HOST is parsed as by Ollama's own programs. Raises UnknownModel."""
    stated = os.environ.get("OLLAMA_HOST", "").strip().rstrip("/")
    if not stated:
        return OLLAMA_ADDRESS
    if "://" in stated:
        scheme, _, rest = stated.partition("://")
        default_port = 443 if scheme == "https" else 80
    else:
        scheme, rest, default_port = "http", stated, 11434
    if rest.count(":") > 1 and not rest.startswith("["):  # an IPv6 address without a port
        rest = f"[{rest}]"
    parts = _split(f"{scheme}://{'127.0.0.1' if rest.startswith(':') else ''}{rest}", "OLLAMA_HOST")
    host = "127.0.0.1" if parts.hostname in _UNSPECIFIED else parts.hostname or "127.0.0.1"
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}:{parts.port or default_port}{parts.path}"


def _openai_url(url: str) -> str:
    parts = _split(url.rstrip("/"), url)
    return f"{parts.scheme}://{parts.netloc}{parts.path or '/v1'}"


def _split(url: str, name: str) -> SplitResult:
    """The parts of a server's address. Raises UnknownModel, whose message calls the address `name`."""
    problem = ""
    try:
        parts = urlsplit(url)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        raise UnknownModel(f"{name} is no address of a server: give one such as http://127.0.0.1:8080/v1.") from None
    if parts.username is not None or parts.password is not None:
        raise UnknownModel(
            f"The address of the server at {parts.hostname} holds a name or password: put the key into {KEY_VARIABLE} "
            "in the environment instead."
        )
    if parts.scheme not in ("http", "https") or not has_port or not _HOST.fullmatch(parts.hostname or ""):
        problem = "is no address of a server"
    elif parts.query or parts.fragment or not re.fullmatch(r"[\w./~%-]*", parts.path, re.ASCII):
        problem = "holds more than a server's address"
    if problem:
        raise UnknownModel(f"{name} {problem}: give one such as http://127.0.0.1:8080/v1.")
    return parts
