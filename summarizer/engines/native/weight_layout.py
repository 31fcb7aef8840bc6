"""Weights in the layout of the kernels, in one memory-mapped file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from summarizer.engines.embedded.allowed_tokens import TokenIds
from summarizer.engines.embedded.rotation import HADAMARD_BLOCK, ZERO_POINT, Int8Matrix, RotatedWeights, quantize_int8
from summarizer.engines.embedded.vocabulary import EMBEDDING, LM_HEAD, write_matrix
from summarizer.engines.embedded.weights import GgufWeights
from summarizer.engines.native.abi import MATMUL_PARTS, MATMULS, TILE_COLUMNS

WEIGHTS_FILE, INDEX_FILE = "native.bin", "native.json"
PAGE = 4096  # bytes: each array starts at a page
SHARED_LM_HEAD = "common"  # name in INDEX_FILE of the LM head's rows of the shared tokens

Arrays = dict[str, NDArray[Any]]


def pack_panels(weights: NDArray[np.int8]) -> NDArray[np.int8]:
    """Returns weights (columns, depth) as panels (column groups, depth / 4, TILE_COLUMNS, 4), padded with zeros."""
    columns, depth = weights.shape
    padded = np.zeros((-(-columns // TILE_COLUMNS) * TILE_COLUMNS, depth), np.int8)
    padded[:columns] = weights
    return np.ascontiguousarray(padded.reshape(-1, TILE_COLUMNS, depth // 4, 4).transpose(0, 2, 1, 3))


def pack_lm_head(rows: Int8Matrix) -> Arrays:
    """Returns the MATMUL_PARTS of LM head rows (tokens, hidden)."""
    return pack_matmul(rows, np.zeros(len(rows[1]), np.float32))


def pack_matmul(matrix: Int8Matrix, bias: NDArray[np.float32] | None = None) -> Arrays:
    """Returns the MATMUL_PARTS of a matrix that multiplies uint8 activations with zero point ZERO_POINT."""
    weights, scales = matrix
    padding = -len(weights) % TILE_COLUMNS
    parts: Arrays = {
        "": pack_panels(weights),
        "_correction": np.pad(weights.sum(1, dtype=np.int32) * -ZERO_POINT, (0, padding)),
        "_scale": np.pad(scales, (0, padding)),
    }
    return parts if bias is None else {**parts, "_bias": np.pad(bias, (0, padding))}


def write(weights: GgufWeights, folder: Path, shared_tokens: TokenIds) -> None:
    """Writes WEIGHTS_FILE, INDEX_FILE, the embeddings and the LM head; the rows of `shared_tokens` are packed."""
    rotated = RotatedWeights(weights)
    write_matrix(folder, EMBEDDING, rotated.embedding())
    lm_head = rotated.lm_head()
    write_matrix(folder, LM_HEAD, lm_head)
    index: dict[str, tuple[str, list[int], int]] = {}  # dtype, shape, offset
    with (folder / WEIGHTS_FILE).open("wb") as file:
        for layer in range(weights.dimensions.layers):
            for name, parts in _matmuls_of_layer(rotated, f"blk.{layer}"):
                _write_parts(file, index, f"{layer}.{name}", parts)
        _write_parts(file, index, SHARED_LM_HEAD, pack_lm_head((lm_head[0][shared_tokens], lm_head[1][shared_tokens])))
    (folder / INDEX_FILE).write_text(json.dumps(index), "utf-8")


def _matmuls_of_layer(rotated: RotatedWeights, layer: str) -> Iterator[tuple[str, Arrays]]:
    norm = f"{layer}.attn_norm.weight"
    projections = [rotated.input_projection(f"{layer}.attn_{letter}.weight", norm) for letter in "qkv"]
    yield "qkv", pack_matmul(quantize_int8(np.concatenate(projections)))
    yield "attention_output", pack_matmul(quantize_int8(rotated.attention_output(layer)))
    norm = f"{layer}.ffn_norm.weight"
    gate, up = (rotated.input_projection(f"{layer}.ffn_{name}.weight", norm) for name in ("gate", "up"))
    # HADAMARD_BLOCK gate channels, then the same channels of up: together they fill one panel
    interleaved = np.stack([matrix.reshape(-1, HADAMARD_BLOCK, matrix.shape[1]) for matrix in (gate, up)], axis=1)
    yield "gate_up", pack_matmul(quantize_int8(interleaved.reshape(-1, gate.shape[1])))
    yield "ffn_down", pack_matmul(quantize_int8(rotated.ffn_down(layer)))


def _write_parts(file: BinaryIO, index: dict[str, tuple[str, list[int], int]], name: str, parts: Arrays) -> None:
    for part, array in parts.items():
        file.write(b"\0" * (-file.tell() % PAGE))
        index[f"{name}{part}"] = array.dtype.str, list(array.shape), file.tell()
        file.write(array.tobytes())


class MappedWeights:
    """The weights that `write` wrote, memory-mapped. Raises ValueError where WEIGHTS_FILE is too short."""

    def __init__(self, folder: Path) -> None:
        mapped = np.memmap(folder / WEIGHTS_FILE, np.uint8, "r")
        self.arrays: Arrays = {}
        for name, (dtype, shape, start) in json.loads((folder / INDEX_FILE).read_text("utf-8")).items():
            end = start + int(np.prod(shape)) * np.dtype(dtype).itemsize
            if end > len(mapped):
                raise ValueError(f"{WEIGHTS_FILE} is too short")
            self.arrays[name] = np.ndarray(shape, dtype, mapped, start)
        self.ffn_size = self.arrays["0.ffn_down"].shape[1] * 4
        widest = max(array.shape[0] for name, array in self.arrays.items() if name.endswith("_correction"))
        self.zeros = np.zeros(widest, np.float32)  # in place of a missing bias

    def layer(self, number: int) -> list[NDArray[Any]]:
        """Returns the arrays of a layer: for each of MATMULS its MATMUL_PARTS, in this order."""
        names = [f"{number}.{matmul}{part}" for matmul in MATMULS for part in MATMUL_PARTS]
        return [self.arrays.get(name, self.zeros) for name in names]
