"""ONNX Runtime as Copydesk uses it: without telemetry, and without optimising a graph again."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any


@cache
def onnxruntime() -> Any:
    """Imports ONNX Runtime with its telemetry off.

    From version 1.29 it reports the machine to its maker at its first import in a process, then each model that is
    loaded, and keeps a device id in the user's cache. `disable_telemetry_events` comes too late for the first report.
    The environment variable turns all of it off: https://github.com/microsoft/onnxruntime/pull/29843
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # on Windows, where the system collects events
    return onnxruntime


def inference_session(model: Path, threads: int) -> Any:
    """Returns a session that runs an ONNX file on `threads` threads."""
    ort = onnxruntime()
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # it only helps where shapes stay the same
    # graph.py writes a graph that is already optimised, so that another pass would only take time
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 3
    return ort.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
