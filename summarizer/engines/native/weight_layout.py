"""The weights as the machine code takes them, in one file that is mapped into memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from summarizer.engines.llama import embedding_table, vocabulary
from summarizer.engines.llama.weights import Weights
from summarizer.engines.native.abi import PARTS, PRODUCTS, WIDE
from summarizer.engines.llama.rotation import BLOCK, ZERO, Rounded, Turned, at_8_bits
from summarizer.engines.llama.vocabulary import EMBEDDED, Tokens

BYTES, PLACES = "native.bin", "native.json"
PAGE = 4096  # bytes: each array starts at a whole page
MOST = 512  # places of a head: what `kernels` has room for
COMMON = "common"

Arrays = dict[str, NDArray[Any]]


def fit(weights: Weights) -> bool:
    """Whether the machine code can compute a model of these measures."""
    shape = weights.shape
    inner = len(weights.read("blk.0.ffn_up.weight"))
    normed = weights.has("blk.0.attn_q_norm.weight") or weights.has("blk.0.attn_k_norm.weight")
    return not (normed or shape.width % WIDE or inner % WIDE or shape.size % WIDE or shape.size > MOST)


def panels(weights: NDArray[np.int8]) -> NDArray[np.int8]:
    """(columns, depth) as (groups of WIDE columns, depth / 4, WIDE, 4); columns of zeros fill the last group."""
    columns, depth = weights.shape
    filled = np.zeros((-(-columns // WIDE) * WIDE, depth), np.int8)
    filled[:columns] = weights
    return np.ascontiguousarray(filled.reshape(-1, WIDE, depth // 4, 4).transpose(0, 2, 1, 3))


def scoring(weights: NDArray[np.int8], scales: NDArray[np.float32]) -> Arrays:
    """PARTS of a product that scores tokens."""
    return product((weights, scales), np.zeros(len(scales), np.float32))


def product(rounded: Rounded, bias: NDArray[np.float32] | None = None) -> Arrays:
    """PARTS of a product that takes bytes of which ZERO stands for 0."""
    weights, scales = rounded
    more = -len(weights) % WIDE
    made: Arrays = {
        "": panels(weights),
        ".shift": np.pad(weights.sum(1, dtype=np.int32) * -ZERO, (0, more)),
        ".scale": np.pad(scales, (0, more)),
    }
    return made if bias is None else {**made, ".bias": np.pad(bias, (0, more))}


def write(weights: Weights, folder: Path, common: Tokens) -> None:
    """BYTES and PLACES, and the files of the vocabulary."""
    turned = Turned(weights)
    embedding_table.write(folder, EMBEDDED, *turned.embedded())
    places: dict[str, tuple[str, list[int], int]] = {}
    with (folder / BYTES).open("wb") as file:
        for layer in range(weights.shape.layers):
            for name, parts in _of_layer(turned, f"blk.{layer}"):
                _write(file, places, f"{layer}.{name}", parts)
        whole, scales = turned.scoring()
        _write(file, places, COMMON, scoring(whole[common], scales[common]))
    if len(common) < len(whole):
        vocabulary.write_rare(folder, whole, scales, common)
    (folder / PLACES).write_text(json.dumps(places), "utf-8")


def _of_layer(turned: Turned, layer: str) -> Iterator[tuple[str, Arrays]]:
    norm = f"{layer}.attn_norm.weight"
    parts = [turned.of_ready(f"{layer}.attn_{part}.weight", norm) for part in "qkv"]
    biased = any(bias is not None for _, bias in parts)
    biases = [np.zeros(len(one), np.float32) if bias is None else bias for one, bias in parts]
    bias = np.concatenate(biases) if biased else None
    yield "qkv", product(at_8_bits(np.concatenate([one for one, _ in parts])), bias)
    yield "seen", product(at_8_bits(turned.of_seen(layer)))
    norm = f"{layer}.ffn_norm.weight"
    gate, up = (turned.of_ready(f"{layer}.ffn_{part}.weight", norm)[0] for part in ("gate", "up"))
    both = np.stack([one.reshape(-1, BLOCK, one.shape[1]) for one in (gate, up)], axis=1)
    yield "gate", product(at_8_bits(both.reshape(-1, gate.shape[1])))
    yield "gated", product(at_8_bits(turned.of_gated(layer)))


def _write(file: BinaryIO, places: dict[str, tuple[str, list[int], int]], name: str, parts: Arrays) -> None:
    for part, array in parts.items():
        file.write(b"\0" * (-file.tell() % PAGE))
        places[f"{name}{part}"] = array.dtype.str, list(array.shape), file.tell()
        file.write(array.tobytes())


class Mapped:
    """What `write` left in a folder."""

    def __init__(self, folder: Path) -> None:
        whole = np.memmap(folder / BYTES, np.uint8, "r")
        self.arrays: Arrays = {}
        for name, (kind, shape, start) in json.loads((folder / PLACES).read_text("utf-8")).items():
            end = start + int(np.prod(shape)) * np.dtype(kind).itemsize
            if end > len(whole):
                raise ValueError(f"{BYTES} is too short")
            self.arrays[name] = np.ndarray(shape, kind, whole, start)
        self.inner = self.arrays["0.gated"].shape[1] * 4
        widest = max(one.shape[0] for name, one in self.arrays.items() if name.endswith(".shift"))
        self.zeros = np.zeros(widest, np.float32)

    def layer(self, number: int) -> list[NDArray[Any]]:
        """PARTS of its PRODUCTS."""
        names = [f"{number}.{product}{part}" for product in PRODUCTS for part in PARTS]
        return [self.arrays.get(name, self.zeros) for name in names]
