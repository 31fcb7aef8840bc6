"""Adds a LoRA adapter to a GGUF model, once, giving a GGUF that OpenVINO reads without loss.

An adapter handed over at run time is silently unused with GGUF models, and would cost time at every token. The deltas
(B x A x alpha / rank) are added to the base's weights, and what changed is written at 8 bits: the base's own 4 would
round most of the adapter away. So is every other tensor whose blocks have an offset besides their scale (Q4_1 and
most of the K types): OpenVINO rounds that offset, which changes the text.

The adapter is a folder as peft writes it: `adapter_config.json` and `adapter_model.safetensors`, in any float type.
To train on the very same base, transformers reads it: `from_pretrained(folder, gguf_file=name)`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarizer import models

Matrix = NDArray[np.float32]

# What peft calls a layer's parts, in GGUF's words.
PARTS = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
LAYER = re.compile(
    r"^(?:base_model\.model\.)?(?:model\.)?layers\.(\d+)\.([a-z_.]+)\.lora_([AB])(?:\.default)?\.weight$"
)


QUANTISED = ("Q8_0", "Q4_0", "Q6_K")  # read as they are
KEPT = ("F32", "F16", *QUANTISED)
EIGHT_BITS = 7  # GGUF's number for files whose layers are mostly Q8_0


def is_lossy(base: Path) -> bool:
    """Does OpenVINO round weights of this file beyond what is stored?"""
    from gguf import GGUFReader

    return any(tensor.tensor_type.name not in KEPT for tensor in GGUFReader(base).tensors)


def merge(base: Path, adapter: Path | None, out: Path) -> None:
    """Writes `base` with `adapter` added to `out`. Raises CorruptModel where the two do not fit together.

    Without an adapter only the way in which the layers' weights are written changes.
    """
    from gguf import GGMLQuantizationType, GGUFReader, GGUFWriter
    from gguf.quants import dequantize, quantize

    reader = GGUFReader(base)
    deltas = read_deltas(adapter) if adapter else {}
    architecture = str(reader.fields["general.architecture"].contents())
    heads = int(reader.fields[f"{architecture}.attention.head_count"].contents())
    shared = reader.fields.get(f"{architecture}.attention.head_count_kv")
    key_heads = int(shared.contents()) if shared else heads
    interleaved = architecture == "llama"  # its rotary halves are interleaved in GGUF, so rows change places

    writer = GGUFWriter(out, architecture)
    _copy_fields(reader, writer)
    writer.add_file_type(EIGHT_BITS)  # OpenVINO goes by it, so every layer is written that way
    left = dict(deltas)
    for tensor in reader.tensors:
        delta = left.pop(tensor.name.removesuffix(".weight"), None)
        if delta is None and (tensor.tensor_type.name in QUANTISED or not _in_layer(tensor)):
            writer.add_tensor(tensor.name, tensor.data, raw_dtype=tensor.tensor_type)
            continue
        weights = dequantize(tensor.data, tensor.tensor_type)
        if delta is not None:
            if weights.shape != delta.shape:
                raise models.CorruptModel(
                    f"The adapter in {adapter} does not fit {base.name}: {tensor.name} is {weights.shape} there and "
                    f"{delta.shape} here. It was trained on another model."
                )
            if interleaved and ".attn_q" in tensor.name:
                delta = to_gguf_rows(delta, heads)
            if interleaved and ".attn_k" in tensor.name:
                delta = to_gguf_rows(delta, key_heads)
            weights = weights + delta
        kind = GGMLQuantizationType.Q8_0 if weights.shape[-1] % 32 == 0 else GGMLQuantizationType.F32
        writer.add_tensor(tensor.name, quantize(weights, kind), raw_dtype=kind)
    if left:
        raise models.CorruptModel(
            f"The adapter in {adapter} does not fit {base.name}, which has no {', '.join(sorted(left)[:3])}."
        )
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _in_layer(tensor: Any) -> bool:
    """A layer's matrix, or a tensor of a kind that OpenVINO would round."""
    return tensor.tensor_type.name not in KEPT or (tensor.name.startswith("blk.") and len(tensor.shape) > 1)


def read_deltas(adapter: Path) -> dict[str, Matrix]:
    """What the adapter adds, by GGUF name without its `.weight`: (out, in) matrices in the model's own row order."""
    config, halves = _read_adapter(adapter)
    made: dict[str, Matrix] = {}
    for (layer, part), pair in halves.items():
        if part not in PARTS or len(pair) != 2:
            raise models.CorruptModel(
                f"The adapter in {adapter} changes layers.{layer}.{part}, which is not understood."
            )
        rank = int(config.get("rank_pattern", {}).get(part, config["r"]))
        alpha = float(config.get("alpha_pattern", {}).get(part, config["lora_alpha"]))
        scale = alpha / (math.sqrt(rank) if config.get("use_rslora") else rank)
        made[f"blk.{layer}.{PARTS[part]}"] = (pair["B"] @ pair["A"]) * np.float32(scale)
    if not made:
        raise models.CorruptModel(f"The adapter in {adapter} holds no LoRA weights.")
    return made


def _read_adapter(adapter: Path) -> tuple[Mapping[str, Any], dict[tuple[int, str], dict[str, Matrix]]]:
    from safetensors import SafetensorError, deserialize

    try:
        config = json.loads((adapter / "adapter_config.json").read_text("utf-8"))
        tensors = deserialize((adapter / "adapter_model.safetensors").read_bytes())
    except (OSError, ValueError, SafetensorError) as error:
        raise models.CorruptModel(f"The adapter in {adapter} cannot be read: {error}.") from error
    if config.get("use_dora") or config.get("bias", "none") != "none" or config.get("modules_to_save"):
        raise models.CorruptModel(f"The adapter in {adapter} is more than plain LoRA, which is all that can be merged.")
    halves: dict[tuple[int, str], dict[str, Matrix]] = {}
    for name, tensor in tensors:
        found = LAYER.match(name)
        if found is None:
            raise models.CorruptModel(f"The adapter in {adapter} holds {name!r}, which is not understood.")
        layer, part, half = int(found[1]), found[2], found[3]
        halves.setdefault((layer, part), {})[half] = _as_float32(tensor)
    return config, halves


def _as_float32(tensor: Mapping[str, Any]) -> Matrix:
    kind, shape, data = tensor["dtype"], tensor["shape"], tensor["data"]
    if kind == "BF16":  # numpy has no such type: the upper half of a float32
        wide = np.frombuffer(data, np.uint16).astype(np.uint32) << 16
        return wide.view(np.float32).reshape(shape)
    plain = {"F32": np.float32, "F16": np.float16}.get(kind)
    if plain is None:
        raise models.CorruptModel(f"The adapter holds weights of type {kind}, which is not understood.")
    return np.frombuffer(data, plain).astype(np.float32).reshape(shape)


def to_gguf_rows(weights: Matrix, heads: int) -> Matrix:
    """Rows of a query or key matrix in GGUF's order: within each head the two rotary halves alternate."""
    rows, columns = weights.shape
    return weights.reshape(heads, 2, rows // heads // 2, columns).swapaxes(1, 2).reshape(rows, columns)


def _copy_fields(reader: Any, writer: Any) -> None:
    from gguf import GGUFValueType

    for field in reader.fields.values():
        if field.name.startswith("GGUF.") or field.name in ("general.architecture", "general.file_type"):
            continue  # the writer's own
        kind = field.types[0]
        inner = field.types[-1] if kind is GGUFValueType.ARRAY else None
        writer.add_key_value(field.name, field.contents(), kind, inner)
