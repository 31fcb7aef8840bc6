"""Converts a checkpoint to the shipped adapter: bfloat16 weights and a configuration without local paths.

python -m summarizer.training.export runs/news/checkpoint summarizer/training/adapter
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

from summarizer.engines.embedded.vocabulary import REFERENCE_TOKENS_FILE
from summarizer.training.arguments import existing_folder

# The keys of PEFT's configuration that are kept; the others have defaults or local paths.
CONFIG_KEYS = ("peft_type", "task_type", "r", "lora_alpha", "lora_dropout", "bias", "use_rslora", "use_dora")
BASE_MODEL = "HuggingFaceTB/SmolLM2-135M-Instruct"


def export(checkpoint: Path, out: Path, base: str = BASE_MODEL) -> int:
    """Writes `adapter_model.safetensors` and `adapter_config.json` to `out`; returns the bytes of the former."""
    import torch
    from safetensors.torch import load_file, save_file

    out.mkdir(parents=True, exist_ok=True)
    tensors = load_file(str(checkpoint / "adapter_model.safetensors"))
    weights = out / "adapter_model.safetensors"
    save_file({name: tensor.to(torch.bfloat16).contiguous() for name, tensor in sorted(tensors.items())}, str(weights))
    full = json.loads((checkpoint / "adapter_config.json").read_text("utf-8"))
    config = {name: full[name] for name in CONFIG_KEYS}
    config |= {"base_model_name_or_path": base, "target_modules": sorted(full["target_modules"])}
    (out / "adapter_config.json").write_text(json.dumps(config, indent=1) + "\n", "utf-8")
    if (checkpoint / REFERENCE_TOKENS_FILE).exists():  # only a finished run writes it
        shutil.copyfile(checkpoint / REFERENCE_TOKENS_FILE, out / REFERENCE_TOKENS_FILE)
    return weights.stat().st_size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=existing_folder)
    parser.add_argument("out", type=Path)
    parser.add_argument("--base", default=BASE_MODEL, help="the base model's name, for the record")
    arguments = parser.parse_args()
    print(f"{export(arguments.checkpoint, arguments.out, arguments.base) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
