"""OpenVINO, imported without its telemetry.

Importing `openvino` also imports its model converter, which Copydesk has no use for, and with that a package that
reports usage. OpenVINO does without the converter where it cannot be imported, so it is kept out: nothing that could
send anything is ever loaded, and the start is a third shorter.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
from types import ModuleType
from typing import Any

M_MMAP_THRESHOLD = -3  # glibc's malloc.h
LARGE = 1 << 20  # bytes

KEPT_OUT = ("openvino.tools.ovc", "openvino_telemetry")


def openvino() -> tuple[Any, Any]:
    """The modules `openvino` and `openvino_genai`."""
    _return_large_blocks()
    blocked: dict[str, ModuleType | None] = {name: None for name in KEPT_OUT if name not in sys.modules}
    sys.modules.update(blocked)  # type: ignore[arg-type]
    try:
        import openvino
        import openvino_genai
    finally:
        for name in blocked:
            sys.modules.pop(name, None)
    return openvino, openvino_genai


def give_back() -> None:
    """Have glibc hand what is free to the system: articles of many lengths leave holes, 100 MB after a dozen."""
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


def _return_large_blocks() -> None:
    """Have glibc give large blocks back when they are freed.

    Left alone it keeps ever larger ones for later, which here never fit again: an article costs some 150 MB more, for
    a tenth less time. Elsewhere (musl, macOS, Windows) there is no such setting and nothing happens.
    """
    if not sys.platform.startswith("linux"):
        return
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE)
