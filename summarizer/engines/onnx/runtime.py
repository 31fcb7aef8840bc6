"""ONNX Runtime and chat templates, set up as Copydesk uses them."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any


@cache
def library() -> Any:
    """ONNX Runtime, sending nothing.

    From 1.29 on it tells its maker, at its first import in a process, about the machine and then about each model
    loaded, and keeps an id of the device in the user's cache: also where `disable_telemetry_events` is called, which
    comes too late for the first. This variable turns all of it off, https://github.com/microsoft/onnxruntime/pull/29843
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # on Windows, where the system collects them
    return onnxruntime


def session(network: Path, cores: int) -> Any:
    """The network, or a stage of it, ready to run on so many cores."""
    onnxruntime = library()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = cores
    options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # for shapes that stay the same
    # `graph` writes what the optimisation of a network would make of it, so looking for more only takes time
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 3
    _share_memory()
    options.add_session_config_entry("session.use_env_allocators", "1")
    return onnxruntime.InferenceSession(str(network), options, providers=["CPUExecutionProvider"])


@cache
def _share_memory() -> None:
    """Sessions of this process compute in the same memory, as few of them work at a time."""
    ort = library()
    where = ort.OrtMemoryInfo("Cpu", ort.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, ort.OrtMemType.DEFAULT)
    with suppress(Exception):  # somebody else in this process has registered one, which is used then
        ort.create_and_register_allocator(where, ort.OrtArenaCfg({}))


def threads() -> int:
    """Cores that this process may use; two threads of one core only get in each other's way."""
    import psutil

    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(allowed, psutil.cpu_count(logical=False) or allowed))


def threads_of_a_stage() -> int:
    """Of a network that comes in stages, which work side by side."""
    return max(1, threads() // 2)


def template(text: str) -> Any:
    """A chat template, as transformers reads it: in a sandbox, as it comes with the model."""
    from jinja2 import exceptions
    from jinja2.ext import loopcontrols
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def refuse(message: str) -> None:
        raise exceptions.TemplateError(message)

    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols])
    environment.globals["raise_exception"] = refuse
    return environment.from_string(text)
