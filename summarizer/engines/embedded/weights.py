"""The weights of a GGUF model as plain matrices, with a LoRA adapter merged where one is given.

The deltas (B x A x alpha / rank; LoRA, Hu et al. 2021, arXiv:2106.09685) are added once, at conversion: an adapter at
run time would cost time at every token.

The adapter is a folder as peft writes it: `adapter_config.json` and `adapter_model.safetensors`, in any float type. To
train an adapter on the same base weights, load them with transformers: `from_pretrained(folder, gguf_file=name)`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from summarizer.models import errors

Matrix = NDArray[np.float32]

PEFT_TO_GGUF = {  # names of a layer's matrices
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
PEFT_TENSOR = re.compile(
    r"^(?:base_model\.model\.)?(?:model\.)?layers\.(\d+)\.([a-z_.]+)\.lora_([AB])(?:\.default)?\.weight$"
)


class LoraDelta(NamedTuple):
    """What an adapter adds to a matrix, in low-rank form: dense, all deltas together would be as large as the model."""

    b: Matrix  # (out, rank), rows in the order of the original model
    a: Matrix  # (rank, in)
    scale: np.float32

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.b), self.a.shape[1]

    def dense(self) -> Matrix:
        """Returns the delta as one matrix (out, in)."""
        return (self.b @ self.a) * self.scale


@dataclass(frozen=True, slots=True)
class ModelDimensions:
    """Sizes and constants of the model."""

    layers: int
    hidden_size: int  # channels of the residual stream
    attention_heads: int
    kv_heads: int  # several query heads share one (grouped-query attention, Ainslie et al. 2023, arXiv:2305.13245)
    head_dim: int
    rms_norm_epsilon: float
    rope_base: float
    context_length: int


class GgufWeights:
    """A GGUF file with an adapter's deltas; only its first `layers` layers, where that is given.

    Raises ValueError, KeyError or IndexError for a file that is not GGUF, CorruptModel where the adapter does not fit.
    """

    def __init__(self, base: Path, adapter: Path | None = None, layers: int | None = None) -> None:
        from gguf import GGUFReader

        reader = GGUFReader(base)
        self._base = base
        self._adapter = adapter
        self._fields = {name.removeprefix("llama."): field for name, field in reader.fields.items()}
        self._tensors = {tensor.name: tensor for tensor in reader.tensors}
        self._deltas = read_deltas(adapter) if adapter else {}
        self.dimensions = ModelDimensions(
            layers=self._number("block_count") if layers is None else min(layers, self._number("block_count")),
            hidden_size=self._number("embedding_length"),
            attention_heads=self._number("attention.head_count"),
            kv_heads=self._number("attention.head_count_kv"),
            head_dim=self._number("rope.dimension_count"),
            rms_norm_epsilon=self._number("attention.layer_norm_rms_epsilon"),
            rope_base=self._number("rope.freq_base"),
            context_length=self._number("context_length"),
        )
        self._reject_mismatched_adapter()

    @property
    def vocabulary_size(self) -> int:
        return int(self._tensors["token_embd.weight"].shape[1])

    def tensor(self, name: str) -> Matrix:
        """Returns a tensor by its GGUF name, (out, in) or (size,), as float32 and with the adapter's delta added.

        Rows of query and key matrices are in the order of the original model.
        """
        from gguf.quants import dequantize

        tensor = self._tensors[name]
        values: Matrix = np.require(dequantize(tensor.data, tensor.tensor_type), np.float32, ["C", "W"])
        if ".attn_q." in name:
            heads = self.dimensions.attention_heads
        else:
            heads = self.dimensions.kv_heads if ".attn_k." in name else 0
        if heads:  # GGUF interleaves the rotary halves of each head
            values = from_gguf_rows(values, heads)
        delta = self._deltas.get(name.removesuffix(".weight")) if name.endswith(".weight") else None
        return values if delta is None else values + delta.dense()

    def _number(self, name: str) -> Any:
        return self._fields[name].contents()

    def _reject_mismatched_adapter(self) -> None:
        for name, delta in self._deltas.items():
            if f"{name}.weight" not in self._tensors:
                raise errors.CorruptModel(
                    f"The adapter in {self._adapter} does not fit {self._base.name}, which has no {name}."
                )
            shape = tuple(reversed(self._tensors[f"{name}.weight"].shape.tolist()))
            if shape != delta.shape:
                raise errors.CorruptModel(
                    f"The adapter in {self._adapter} does not fit {self._base.name}: {name} is {shape} there and "
                    f"{delta.shape} here. It was trained on another model."
                )


def read_deltas(adapter: Path) -> dict[str, LoraDelta]:
    """Returns the deltas of an adapter by GGUF name, without its `.weight`. Raises CorruptModel."""
    config, pairs = _read_adapter(adapter)
    deltas: dict[str, LoraDelta] = {}
    for (layer, module), matrices in pairs.items():
        if module not in PEFT_TO_GGUF or len(matrices) != 2:
            raise errors.CorruptModel(
                f"The adapter in {adapter} changes layers.{layer}.{module}, which is not understood."
            )
        rank = int(config.get("rank_pattern", {}).get(module, config["r"]))
        alpha = float(config.get("alpha_pattern", {}).get(module, config["lora_alpha"]))
        scale = alpha / (math.sqrt(rank) if config.get("use_rslora") else rank)
        deltas[f"blk.{layer}.{PEFT_TO_GGUF[module]}"] = LoraDelta(matrices["B"], matrices["A"], np.float32(scale))
    if not deltas:
        raise errors.CorruptModel(f"The adapter in {adapter} holds no LoRA weights.")
    return deltas


def _read_adapter(adapter: Path) -> tuple[Mapping[str, Any], dict[tuple[int, str], dict[str, Matrix]]]:
    """Returns peft's configuration, and for each (layer, module) its matrices "A" and "B"."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        config = json.loads((adapter / "adapter_config.json").read_text("utf-8"))
        tensors = load_file(adapter / "adapter_model.safetensors")
    except (OSError, ValueError, SafetensorError) as error:
        raise errors.CorruptModel(f"The adapter in {adapter} cannot be read: {error}.") from error
    if config.get("use_dora") or config.get("bias", "none") != "none" or config.get("modules_to_save"):
        raise errors.CorruptModel(f"The adapter in {adapter} is more than plain LoRA, which is all that can be merged.")
    pairs: dict[tuple[int, str], dict[str, Matrix]] = {}
    for name, tensor in tensors.items():
        match = PEFT_TENSOR.match(name)
        if match is None:
            raise errors.CorruptModel(f"The adapter in {adapter} holds {name!r}, which is not understood.")
        layer, module, letter = int(match[1]), match[2], match[3]
        pairs.setdefault((layer, module), {})[letter] = tensor.float().numpy()
    return config, pairs


def to_gguf_rows(weights: Matrix, heads: int) -> Matrix:
    """Returns the rows of a query or key matrix in GGUF's order: within each head the two rotary halves alternate."""
    shape = weights.shape
    return weights.reshape(heads, 2, shape[0] // heads // 2, -1).swapaxes(1, 2).reshape(shape)


def from_gguf_rows(weights: Matrix, heads: int) -> Matrix:
    """The inverse of `to_gguf_rows`."""
    shape = weights.shape
    return weights.reshape(heads, shape[0] // heads // 2, 2, -1).swapaxes(1, 2).reshape(shape)


def rope_frequencies(weights: GgufWeights) -> NDArray[np.float64]:
    """Returns the angle by which each pair of a head's channels turns per position, (head_dim / 2).

    RoPE, Su et al. 2021, arXiv:2104.09864.
    """
    size = weights.dimensions.head_dim
    frequencies: NDArray[np.float64] = weights.dimensions.rope_base ** (-np.arange(0, size, 2, dtype=np.float64) / size)
    return frequencies
