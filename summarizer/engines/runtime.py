"""OpenVINO, imported without its telemetry.

Importing `openvino` also imports its model converter, which Copydesk has no use for, and with that a package that
reports usage. OpenVINO does without the converter where it cannot be imported, so it is kept out: nothing that could
send anything is ever loaded, and the start is a third shorter.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

KEPT_OUT = ("openvino.tools.ovc", "openvino_telemetry")


def openvino() -> tuple[Any, Any]:
    """The modules `openvino` and `openvino_genai`."""
    blocked: dict[str, ModuleType | None] = {name: None for name in KEPT_OUT if name not in sys.modules}
    sys.modules.update(blocked)  # type: ignore[arg-type]
    try:
        import openvino
        import openvino_genai
    finally:
        for name in blocked:
            sys.modules.pop(name, None)
    return openvino, openvino_genai
