"""The program of llama.cpp's process: it serves one model on the loopback address until its standard input ends.

It reads `ServerSettings` as a JSON object from the first line of its input, and writes the server's address to its
output. llama.cpp does not run in Copydesk's process because it would take over Ctrl-C there, and a model that is too
large would end both. This file is run as a script and imports nothing of Copydesk.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TypedDict

ERRORS_ONLY = 1  # a verbosity
DRAFT_TOKENS = 1024  # of context for each parallel text after the first; their prompt is stored once


class ServerSettings(TypedDict):
    """The model to serve, and how. `adapter` is a LoRA adapter as a GGUF file, or empty."""

    model: str
    alias: str
    key: str
    adapter: str
    context: int
    parallel: int
    threads: int


def main() -> None:
    settings: ServerSettings = json.loads(sys.stdin.readline())
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = settings["model"]
    params.model_alias = {settings["alias"]}  # otherwise its name would be its path
    if settings["adapter"]:
        params.lora_adapters = [xllamacpp.CommonAdapterLoraInfo(settings["adapter"], 1.0)]
    params.hostnames = ["127.0.0.1"]
    params.port = 0  # any free port
    params.api_keys = [settings["key"]]
    params.cors_origins = ""
    params.ui = False
    params.warmup = False
    params.endpoint_slots = False
    params.offline = True
    params.verbosity = ERRORS_ONLY
    params.n_parallel = settings["parallel"]
    params.kv_unified = True  # texts of one prompt share its keys and values
    params.n_ctx = settings["context"] + DRAFT_TOKENS * (settings["parallel"] - 1)
    params.cache_ram_mib = 0  # prompts of earlier articles are not kept
    params.enable_reasoning = 0
    # `n_gpu_layers` stays at -1: llama.cpp puts as many layers on a GPU as its free memory holds
    for parameters in (params.cpuparams, params.cpuparams_batch):
        parameters.n_threads = settings["threads"]
        parameters.poll = 0  # between two steps a thread sleeps: other programs may have its core
    try:
        server = xllamacpp.Server(params)
    except RuntimeError as error:
        sys.exit(str(error))
    print(server.listening_address, flush=True)
    sys.stdin.read()
    os._exit(0)  # the server's threads do not end by themselves


if __name__ == "__main__":
    main()
