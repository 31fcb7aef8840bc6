"""Writes a tuned adapter and its head as the engine reads them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def write_adapter(model: Any, head: Mapping[str, Any], out: Path, head_file: str) -> None:
    """Writes the adapter of a peft model as peft does, and the tensors of the head, all in 16 bits."""
    from safetensors.torch import load_file, save_file

    model.save_pretrained(str(out))
    weights = out / "adapter_model.safetensors"
    save_file({name: tensor.half() for name, tensor in load_file(weights).items()}, weights)
    save_file({name: tensor.half().contiguous() for name, tensor in head.items()}, out / head_file)
    config = json.loads((out / "adapter_config.json").read_text("utf-8"))
    config["base_model_name_or_path"] = None  # a path of this machine
    (out / "adapter_config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n", "utf-8")
    (out / "README.md").unlink(missing_ok=True)
