"""The weights of a GGUF model as plain matrices, with a LoRA adapter added where one is given.

The deltas (B x A x alpha / rank) are added once, at conversion: an adapter at run time costs time at every token.

The adapter is a folder as peft writes it: `adapter_config.json` and `adapter_model.safetensors`, in any float type.
To train on the very same base, transformers reads it: `from_pretrained(folder, gguf_file=name)`.
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
FAMILIES = ("llama", "qwen2", "qwen3")  # `general.architecture` of what is understood
ROPES = ("rope_freqs.weight",)
WHOLE = ("token_embd.weight", "output.weight", "output_norm.weight", *ROPES)
OF_A_LAYER = (
    *(f"{part}.weight" for part in PARTS.values()),
    *("attn_norm.weight", "ffn_norm.weight", "attn_q_norm.weight", "attn_k_norm.weight"),
    *("attn_q.bias", "attn_k.bias", "attn_v.bias"),
)


class Delta(NamedTuple):
    """What an adapter adds to a matrix, as its two thin halves: the whole of all would take as much as the model."""

    up: Matrix  # (out, rank), rows in the model's own order
    down: Matrix  # (rank, in)
    scale: np.float32

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.up), self.down.shape[1]

    def whole(self) -> Matrix:
        return (self.up @ self.down) * self.scale


@dataclass(frozen=True, slots=True)
class Shape:
    """The measures of a model of the Llama kind."""

    layers: int
    width: int  # of what flows from layer to layer
    heads: int  # that ask
    kept: int  # heads that are kept; several that ask share one
    size: int  # of a head
    epsilon: float
    turn: float  # base of the rotary angles
    window: int


class Weights:
    """A GGUF file and what an adapter adds to it.

    Raises EngineFailed for a model of another kind, ValueError and the like for a file that is none, and CorruptModel
    where the adapter does not fit.
    """

    def __init__(self, base: Path, adapter: Path | None = None) -> None:
        from gguf import GGUFReader

        reader = GGUFReader(base)
        self.base = base
        self._adapter = adapter
        self._fields = {name: field.contents() for name, field in reader.fields.items() if "tokenizer." not in name}
        self._tensors = {tensor.name: tensor for tensor in reader.tensors}
        self._deltas = read_deltas(adapter) if adapter else {}
        self.family = str(self._fields["general.architecture"])
        self._refuse_strange()
        self.shape = self._shape()
        self._refuse_unfit()

    @property
    def words(self) -> int:
        """Tokens that the model knows."""
        return int(self._tensors["token_embd.weight"].shape[1])

    @property
    def output(self) -> str:
        """The tensor that scores."""
        return "output.weight" if self.has("output.weight") else "token_embd.weight"

    def has(self, name: str) -> bool:
        return name in self._tensors

    def bias(self, name: str) -> Matrix | None:
        """Of the weights of that name, where they have one."""
        own = name.replace(".weight", ".bias")
        return self.read(own) if self.has(own) else None

    def read(self, name: str) -> Matrix:
        """A tensor by its GGUF name: (out, in) or (size,), the adapter's part added, rows in the model's own order."""
        from gguf.quants import dequantize

        tensor = self._tensors[name]
        found: Matrix = np.require(dequantize(tensor.data, tensor.tensor_type), np.float32, ["C", "W"])
        heads = self.shape.heads if ".attn_q." in name else self.shape.kept if ".attn_k." in name else 0
        if heads and self.family == "llama":  # in GGUF the rotary halves of each head are interleaved
            found = from_gguf_rows(found, heads)
        delta = self._deltas.get(name.removesuffix(".weight")) if name.endswith(".weight") else None
        return found if delta is None else found + delta.whole()

    def _number(self, name: str, other: float | None = None) -> float:
        value = self._fields.get(f"{self.family}.{name}", other)
        if not isinstance(value, int | float):
            raise errors.EngineFailed(f"{self.base.name} does not tell its {name}, or tells it for each layer.")
        return value

    def _shape(self) -> Shape:
        width, heads = (int(self._number(name)) for name in ("embedding_length", "attention.head_count"))
        return Shape(
            layers=int(self._number("block_count")),
            width=width,
            heads=heads,
            kept=int(self._number("attention.head_count_kv", heads)),
            size=int(self._number("attention.key_length", width // heads)),
            epsilon=float(self._number("attention.layer_norm_rms_epsilon")),
            turn=float(self._number("rope.freq_base", 10000.0)),
            window=int(self._number("context_length", 2048)),
        )

    def _refuse_strange(self) -> None:
        if self.family not in FAMILIES:
            raise errors.EngineFailed(f"{self.base.name} is of the kind {self.family}, not of {', '.join(FAMILIES)}.")
        for name in self._tensors:
            known = OF_A_LAYER if name.startswith("blk.") else WHOLE
            if (name.split(".", 2)[-1] if name.startswith("blk.") else name) not in known:
                raise errors.EngineFailed(f"{self.base.name} holds {name}, which is not understood.")
        scaling = self._fields.get(f"{self.family}.rope.scaling.type", "none")
        if scaling != "none":
            raise errors.EngineFailed(
                f"{self.base.name} stretches its positions by {scaling}, which is not understood."
            )

    def _refuse_unfit(self) -> None:
        for name, delta in self._deltas.items():
            if f"{name}.weight" not in self._tensors:
                raise errors.CorruptModel(
                    f"The adapter in {self._adapter} does not fit {self.base.name}, which has no {name}."
                )
            shape = tuple(reversed(self._tensors[f"{name}.weight"].shape.tolist()))
            if shape != delta.shape:
                raise errors.CorruptModel(
                    f"The adapter in {self._adapter} does not fit {self.base.name}: {name} is {shape} there and "
                    f"{delta.shape} here. It was trained on another model."
                )


def read_deltas(adapter: Path) -> dict[str, Delta]:
    """What the adapter adds, by GGUF name without its `.weight`."""
    config, halves = _read_adapter(adapter)
    made: dict[str, Delta] = {}
    for (layer, part), pair in halves.items():
        if part not in PARTS or len(pair) != 2:
            raise errors.CorruptModel(
                f"The adapter in {adapter} changes layers.{layer}.{part}, which is not understood."
            )
        rank = int(config.get("rank_pattern", {}).get(part, config["r"]))
        alpha = float(config.get("alpha_pattern", {}).get(part, config["lora_alpha"]))
        scale = alpha / (math.sqrt(rank) if config.get("use_rslora") else rank)
        made[f"blk.{layer}.{PARTS[part]}"] = Delta(pair["B"], pair["A"], np.float32(scale))
    if not made:
        raise errors.CorruptModel(f"The adapter in {adapter} holds no LoRA weights.")
    return made


def _read_adapter(adapter: Path) -> tuple[Mapping[str, Any], dict[tuple[int, str], dict[str, Matrix]]]:
    from safetensors import SafetensorError, deserialize

    try:
        config = json.loads((adapter / "adapter_config.json").read_text("utf-8"))
        tensors = deserialize((adapter / "adapter_model.safetensors").read_bytes())
    except (OSError, ValueError, SafetensorError) as error:
        raise errors.CorruptModel(f"The adapter in {adapter} cannot be read: {error}.") from error
    if config.get("use_dora") or config.get("bias", "none") != "none" or config.get("modules_to_save"):
        raise errors.CorruptModel(f"The adapter in {adapter} is more than plain LoRA, which is all that can be merged.")
    halves: dict[tuple[int, str], dict[str, Matrix]] = {}
    for name, tensor in tensors:
        found = LAYER.match(name)
        if found is None:
            raise errors.CorruptModel(f"The adapter in {adapter} holds {name!r}, which is not understood.")
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
        raise errors.CorruptModel(f"The adapter holds weights of type {kind}, which is not understood.")
    return np.frombuffer(data, plain).astype(np.float32).reshape(shape)


def to_gguf_rows(weights: Matrix, heads: int) -> Matrix:
    """Rows of a query or key matrix in GGUF's order: within each head the two rotary halves alternate."""
    shape = weights.shape
    return weights.reshape(heads, 2, shape[0] // heads // 2, -1).swapaxes(1, 2).reshape(shape)


def from_gguf_rows(weights: Matrix, heads: int) -> Matrix:
    """The reverse of `to_gguf_rows`."""
    shape = weights.shape
    return weights.reshape(heads, shape[0] // heads // 2, 2, -1).swapaxes(1, 2).reshape(shape)
