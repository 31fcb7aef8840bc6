"""Converts LoRA adapters from peft's folder to the GGUF file that llama.cpp reads."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from summarizer.models.errors import CorruptModel


def as_gguf(adapter: Path, base: Path, folder: Path) -> Path:
    """Returns the path of an adapter as a GGUF file: `adapter` itself if it is one, else a file written to `folder`.

    Only adapters of models with Llama's names of layers can be converted. Raises CorruptModel for any other, or where
    `base` is not a plain model.
    """
    if adapter.suffix.lower() == ".gguf":
        return adapter
    from gguf import GGUFReader, GGUFWriter

    from summarizer.engines.embedded.weights import read_deltas, to_gguf_rows

    deltas = read_deltas(adapter)
    try:
        fields = GGUFReader(base).fields
        architecture = str(fields["general.architecture"].contents())
        heads = int(fields[f"{architecture}.attention.head_count"].contents())
        kv_heads = int(fields[f"{architecture}.attention.head_count_kv"].contents())
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise CorruptModel(
            f"The adapter in {adapter} cannot be used with {base.name}: it is no plain model."
        ) from error
    file = folder / "adapter.gguf"
    writer = GGUFWriter(file, architecture)
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", 0.0)  # no further scale: it is part of B
    for name, delta in deltas.items():
        b = delta.b * delta.scale
        if architecture == "llama" and name.endswith(("attn_q", "attn_k")):  # GGUF interleaves the rotary halves
            b = to_gguf_rows(b, heads if name.endswith("attn_q") else kv_heads)
        writer.add_tensor(f"{name}.weight.lora_a", np.ascontiguousarray(delta.a, np.float32))
        writer.add_tensor(f"{name}.weight.lora_b", np.ascontiguousarray(b, np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return file
