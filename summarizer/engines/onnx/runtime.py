"""ONNX Runtime as Copydesk uses it, and the number of cores."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

LOAD_SECONDS = 0.2  # that the load of the machine is measured for


@cache
def onnxruntime() -> Any:
    """Imports ONNX Runtime with its telemetry off.

    From 1.29 on it reports to its maker about the machine, at its first import in a process, and then about each model
    loaded, and keeps an id of the device in the user's cache: also where `disable_telemetry_events` is called, which
    comes too late for the first. This variable turns all of it off, https://github.com/microsoft/onnxruntime/pull/29843
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # on Windows, where the system collects them
    return onnxruntime


def inference_session(model: Path, threads: int) -> Any:
    """Loads an ONNX file, to run on so many threads."""
    ort = onnxruntime()
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # it is for shapes that stay the same
    # `graph` writes what graph optimisation would make of it, so that searching for more only takes time
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 3
    return ort.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def physical_cores() -> int:
    """Returns how many cores this process may use; two threads of one core only get in each other's way."""
    import psutil

    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(allowed, psutil.cpu_count(logical=False) or allowed))


def idle_cores() -> int:
    """Returns how many of them have nothing else to do at present, one at least. Takes LOAD_SECONDS."""
    import psutil

    busy: float = psutil.cpu_percent(LOAD_SECONDS) / 100 * (psutil.cpu_count() or 1)
    return max(1, round(physical_cores() - busy))
