"""The engine of GGUF models: llama.cpp's server (package xllamacpp) in a process that this one starts and ends.

It is called like any server with the OpenAI protocol (see `endpoint`), on the loopback address and with a key that
nobody else has. So llama.cpp could be exchanged for another server, and a model that crashes its process does little
harm: the current article fails, and the next one starts the process again.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
import weakref
from contextlib import suppress
from functools import lru_cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from summarizer.engines.cpu_cores import idle_cores
from summarizer.engines.endpoint.engine import SAMPLES, EndpointEngine
from summarizer.engines.endpoint.openai import OpenAiApi
from summarizer.engines.interface import Generation
from summarizer.engines.llama_cpp import lora, server_process
from summarizer.models import cache_folder
from summarizer.models.endpoints import Endpoint, EndpointOptions, ServerKind
from summarizer.models.errors import CorruptModel, EngineFailed, MissingExtra

MAX_CONTEXT = 8192  # tokens: memory grows with it, and no prompt here needs more
ENDING_SECONDS = 5  # that the process has to end

# Ctrl-C at the terminal is for Copydesk alone; 0x200 is CREATE_NEW_PROCESS_GROUP
_OWN_GROUP: dict[str, Any] = {"creationflags": 0x200} if os.name == "nt" else {"start_new_session": True}
_REASON = re.compile(r"(?:error loading model|failed to apply lora adapter): (.+)")


class LlamaCppEngine(EndpointEngine):
    """See `interface.Engine`. `adapter` is a LoRA adapter: peft's folder, or a GGUF file as llama.cpp reads it.

    `revision` is that of the file, where it is known; otherwise the file is hashed.
    Raises MissingExtra without xllamacpp, EngineFailed for a file that llama.cpp cannot run, CorruptModel for an
    adapter that does not fit.
    """

    def __init__(
        self,
        gguf: Path,
        *,
        name: str,
        adapter: Path | None = None,
        options: EndpointOptions | None = None,
        revision: str = "",
    ) -> None:
        if find_spec("xllamacpp") is None:
            raise MissingExtra(
                f"{gguf.name} is run by llama.cpp, which is not installed: pip install 'copydesk[llama]'. Or have a "
                "server run it, and give --model ollama:NAME or URL#NAME."
            )
        self._file = gguf.name
        self._start = partial(_Server, gguf, adapter, options or EndpointOptions())
        self._server = self._start()
        super().__init__(name, api=self._server.api)
        self.revision = revision or f"sha256:{cache_folder.sha256_of(gguf)[:12]}"
        if not _has_chat_template(gguf):
            self.parameters = None
        self.count = lru_cache(maxsize=1 << 12)(self._count)  # type: ignore[method-assign]

    def _count(self, text: str) -> int:
        """Returns the number of tokens by the model's own tokenizer."""
        with self._lock:
            self._restart_if_ended()
            body = {"content": text, "add_special": False}
            return len(self._api.client.json(_Tokens, "POST", "/tokenize", body).tokens)

    def _generate(self, *arguments: Any, **named: Any) -> list[list[Generation]]:
        self._restart_if_ended()
        try:
            return super()._generate(*arguments, **named)
        except EngineFailed:
            if self._server.is_running:
                raise
            raise EngineFailed(
                f"llama.cpp ended while it ran {self._file}: often there is too little memory. Choose a smaller "
                "model, or one with fewer bits."
            ) from None

    def _restart_if_ended(self) -> None:
        if not self._server.is_running:
            self._server.close()
            self._server = self._start()
            self._api = self._server.api

    def close(self) -> None:
        self._server.close()


class _Server:
    """The server process with its model. It ends with this object, and with this process however that ends.

    `api` sends it requests.
    """

    def __init__(self, gguf: Path, adapter: Path | None, options: EndpointOptions) -> None:
        key = secrets.token_urlsafe(32)
        self._folder = tempfile.TemporaryDirectory(prefix="copydesk-", ignore_cleanup_errors=True)
        log = Path(self._folder.name) / "log.txt"
        settings: server_process.ServerSettings = {
            "model": str(gguf.resolve()),
            "alias": gguf.stem,
            "key": key,
            "adapter": str(lora.as_gguf(adapter, gguf, Path(self._folder.name)).resolve()) if adapter else "",
            "context": MAX_CONTEXT,
            "parallel": SAMPLES + 1,
            "threads": idle_cores(),  # its threads wait for each other busily: one on a busy core stalls all
        }
        with log.open("wb") as stderr:
            self._process = subprocess.Popen(
                [sys.executable, "-P", server_process.__file__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                encoding="utf-8",
                **_OWN_GROUP,
            )
        self.close = weakref.finalize(self, _end, self._process, self._folder)
        assert self._process.stdin
        assert self._process.stdout
        self._url = ""
        with suppress(OSError):
            print(json.dumps(settings), file=self._process.stdin, flush=True)
            self._url = self._process.stdout.readline().strip()
        if not self._url:
            self._process.wait()
            reason = _reason_in(log.read_text("utf-8", "replace"))
            self.close()
            if adapter and "lora" in reason.lower():
                raise CorruptModel(f"The adapter in {adapter} does not fit {gguf.name}: {reason}.")
            raise EngineFailed(
                f"llama.cpp cannot run {gguf.name} ({reason}). Check that the file is whole, or choose another model."
            )
        endpoint = Endpoint(ServerKind.OPENAI, self._url, gguf.stem)
        self.api = OpenAiApi(endpoint, options, api_key=key, title="llama.cpp")

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None


class _Tokens(BaseModel):
    tokens: list[int]


def _has_chat_template(gguf: Path) -> bool:
    """Whether the file has a chat template. Without one, llama.cpp uses its own."""
    from gguf import GGUFReader

    return "tokenizer.chat_template" in GGUFReader(gguf).fields


def _end(process: subprocess.Popen[str], folder: tempfile.TemporaryDirectory[str]) -> None:
    """Ends the process and removes its folder."""
    process.terminate()  # closing its input would do, if no process forked since held that open
    try:
        process.communicate(timeout=ENDING_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
    folder.cleanup()


def _reason_in(log: str) -> str:
    """Returns what llama.cpp's log says about why it ended."""
    reasons = [match[1] for line in log.splitlines() if (match := _REASON.search(line))]
    lines = [line for line in log.splitlines() if line.strip()]
    reason = reasons[0] if reasons else lines[-1] if lines else "it gives no reason"
    return reason.strip().rstrip(".")[:200]
