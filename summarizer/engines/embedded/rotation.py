"""Hadamard rotation and 8-bit quantisation of a model's weights.

A small model keeps its quality at 8 bits only if no single value dwarfs the others. So the residual stream is kept in a
rotated basis (QuaRot, Ashkboos et al. 2024, arXiv:2404.00456): it is multiplied by an orthogonal matrix, and every
weight by its transpose, which changes nothing but the rounding and spreads outliers over all channels. Attention values
are rotated in the same way within each head. The input of the FFN's down projection is rotated in blocks at run time,
by a Hadamard transform. RMSNorm commutes with a rotation once its gain is folded into the next weight, so in this basis
all gains are 1.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarizer.engines.embedded.weights import GgufWeights, Matrix

Int8Matrix = tuple[NDArray[np.int8], NDArray[np.float32]]  # (out, in), and the scale of each output channel

INT8_MAX = 127
ZERO_POINT = 128  # of activations, which are uint8
WEIGHT_LEVELS = (
    100  # on either side of 0: CPUs without VNNI add products in pairs, which would overflow with 127 levels
)
CLIP_RESIDUAL = 4.0  # largest activation after RMSNorm of the residual stream; larger values are clipped
CLIP_DYNAMIC = 8.0  # the same for attention output and FFN activations scaled to RMS 1: these are rotated only in parts
EPSILON = 1e-12  # added to a mean square that may be 0
HADAMARD_BLOCK = 32  # FFN channels that are rotated together
ROWS_AT_ONCE = 4096  # of a matrix, to bound memory: matrices with a row for each token are large


def hadamard(size: int) -> NDArray[np.float64]:
    """Returns the normalised Hadamard matrix of a power of 2 (Sylvester's): orthogonal and symmetric."""
    matrix: NDArray[np.float64] = np.ones((1, 1))
    while len(matrix) < size:
        matrix = np.block([[matrix, matrix], [matrix, -matrix]])
    return np.asarray(matrix / np.sqrt(size), np.float64)


def random_orthogonal(size: int) -> NDArray[np.float64]:
    """Returns an orthogonal matrix that spreads each channel over all others, the same for every model of that size.

    The Kronecker product of a random orthogonal matrix and a Hadamard matrix, with random signs.
    """
    generator = np.random.default_rng(size)
    power_of_two = size & -size  # the largest that divides the size
    odd_size = size // power_of_two
    orthogonal, _ = np.linalg.qr(generator.standard_normal((odd_size, odd_size)))
    signs = generator.choice((-1.0, 1.0), size)
    return signs[:, None] * np.kron(orthogonal, hadamard(power_of_two))


def quantize_int8(weights: NDArray[Any]) -> Int8Matrix:
    """Returns a matrix (out, in) quantised symmetrically, with a scale for each output channel."""
    scales = np.empty(len(weights), np.float32)
    quantized = np.empty(weights.shape, np.int8)
    for start in range(0, len(weights), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        scales[rows] = np.maximum(np.abs(weights[rows]).max(1), 1e-12) / WEIGHT_LEVELS
        quantized[rows] = np.rint(weights[rows] / scales[rows, None])
    return quantized, scales


class RotatedWeights:
    """The weights of a GGUF file in the rotated basis, each matrix (out, in)."""

    def __init__(self, weights: GgufWeights) -> None:
        self.weights = weights
        self.dimensions = weights.dimensions
        self.residual_rotation = random_orthogonal(self.dimensions.hidden_size)
        self.head_rotation = random_orthogonal(self.dimensions.head_dim)

    def embedding(self) -> Int8Matrix:
        """Returns the embedding table, (vocabulary, hidden), with a scale for each token."""
        no_gain = np.ones(self.dimensions.hidden_size, np.float32)
        return quantize_int8(self._rotate_input(self.weights.tensor("token_embd.weight"), no_gain))

    def input_projection(self, name: str, norm: str) -> Matrix:
        """Returns a matrix that takes the normed residual stream, with the gains of tensor `norm` folded in."""
        weights = self._rotate_input(self.weights.tensor(name), self.weights.tensor(norm))
        return self._rotate_heads(weights) if name.endswith("attn_v.weight") else weights

    def attention_output(self, layer: str) -> Matrix:
        """Returns the output projection of attention, (hidden, heads x head_dim)."""
        weights = self.weights.tensor(f"{layer}.attn_output.weight")
        by_head = weights.reshape(len(weights), self.dimensions.attention_heads, self.dimensions.head_dim)
        heads = by_head @ self.head_rotation.T
        rotated: Matrix = (self.residual_rotation.T @ heads.reshape(weights.shape)).astype(np.float32)
        return rotated

    def ffn_down(self, layer: str) -> Matrix:
        """Returns the FFN's down projection, (hidden, FFN), whose input is Hadamard-transformed in blocks."""
        weights = self.weights.tensor(f"{layer}.ffn_down.weight")
        blocks = weights.reshape(len(weights), -1, HADAMARD_BLOCK) @ hadamard(HADAMARD_BLOCK)
        rotated: Matrix = (self.residual_rotation.T @ blocks.reshape(weights.shape)).astype(np.float32)
        return rotated

    def lm_head(self) -> Int8Matrix:
        """Returns the LM head, (vocabulary, hidden): the embeddings, with the gains of the last norm folded in."""
        gain = self.weights.tensor("output_norm.weight")
        return quantize_int8(self._rotate_input(self.weights.tensor("token_embd.weight"), gain))

    def _rotate_input(self, weights: Matrix, gain: Matrix) -> Matrix:
        """Rotates a matrix that takes the residual stream; in place, as that of the vocabulary is large."""
        rotation = (gain[:, None] * self.residual_rotation).astype(np.float32)
        for start in range(0, len(weights), ROWS_AT_ONCE):
            weights[start : start + ROWS_AT_ONCE] = weights[start : start + ROWS_AT_ONCE] @ rotation
        return weights

    def _rotate_heads(self, weights: Matrix) -> Matrix:
        """Returns a matrix (heads x head_dim, in) with the rows of each head rotated."""
        heads = weights.reshape(-1, self.dimensions.head_dim, weights.shape[1])
        return (self.head_rotation @ heads).reshape(weights.shape).astype(np.float32)
