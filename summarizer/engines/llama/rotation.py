"""A model's weights as they are computed with at 8 bits: a scale for each output, in a space that was turned.

A small model bears 8 bits only where no single value dwarfs the others. So the space in which it computes is turned
first, which changes nothing but the rounding (QuaRot, Ashkboos et al. 2024): what flows from layer to layer is
multiplied by an orthogonal matrix and every weight by its reverse, so that outliers are spread over all places. Inside
the attention heads likewise; what the two halves of the feed-forward part make together is turned in blocks at run
time, by `waves`, before the product that ends the layer. In this space all gains are 1: they are part of the weights.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarizer.engines.llama.weights import Matrix, Weights

Rounded = tuple[NDArray[np.int8], NDArray[np.float32]]  # (out, in), and the scale of each output

BITS = 127  # the largest of 8 bits with a sign
ZERO = 128  # stands for 0 where 8 bits have none
LEVELS = 100  # of the weights, either side of 0: processors without VNNI add products in pairs, which 127 overflows
REACH = 4.0  # of a value whose mean square is 1, once it is turned: what is larger is cut off
FAR = 8.0  # the same of one that is turned in blocks or by heads only
LITTLE = 1e-12  # added to a mean square that may be 0
BLOCK = 32  # places of the feed-forward part that are turned together
ROWS = 4096  # of a matrix that are rounded at once: a vocabulary's is large


def waves(size: int) -> NDArray[np.float64]:
    """The Hadamard matrix of a power of 2: orthogonal, and its own reverse."""
    made = np.ones((1, 1))
    while len(made) < size:
        made = np.block([[made, made], [made, -made]])
    return made / np.sqrt(size)


def turning(size: int) -> NDArray[np.float64]:
    """An orthogonal matrix that spreads each place over all others, the same for every model of that size."""
    dice = np.random.default_rng(size)
    even = size & -size  # its power of 2
    mixed, _ = np.linalg.qr(dice.standard_normal((size // even, size // even)))
    signs = dice.choice((-1.0, 1.0), size)
    return signs[:, None] * np.kron(mixed, waves(even))


def at_8_bits(weights: NDArray[Any]) -> Rounded:
    """(out, in) as bytes and the scale of each output."""
    scales = np.empty(len(weights), np.float32)
    whole = np.empty(weights.shape, np.int8)
    for first in range(0, len(weights), ROWS):
        here = slice(first, first + ROWS)
        scales[here] = np.maximum(np.abs(weights[here]).max(1), 1e-12) / LEVELS
        whole[here] = np.rint(weights[here] / scales[here, None])
    return whole, scales


class Turned:
    """The weights of a GGUF file in the turned space, each (out, in)."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.shape = weights.shape
        self.turn = turning(self.shape.width)
        self.head = turning(self.shape.size)
        self.inner = len(weights.read("blk.0.ffn_up.weight"))  # places of the feed-forward part
        self.block = min(BLOCK, self.inner & -self.inner)

    def embedded(self) -> Rounded:
        """What flows into the network of each token: its row times its scale."""
        return at_8_bits(self._turned(self.weights.read("token_embd.weight"), np.ones(self.shape.width, np.float32)))

    def of_ready(self, name: str, norm: str) -> tuple[Matrix, Matrix | None]:
        """What takes a value that was normed, `norm` being its gains; and its bias."""
        weights, bias = self._turned(self.weights.read(name), self.weights.read(norm)), self.weights.bias(name)
        if name.endswith("attn_v.weight"):
            weights = self._heads_turned(weights)
            bias = bias if bias is None else self._heads_turned(bias[:, None])[:, 0]
        return weights, bias

    def of_seen(self, layer: str) -> Matrix:
        """What brings back what the heads saw."""
        weights = self.weights.read(f"{layer}.attn_output.weight")
        heads = weights.reshape(len(weights), self.shape.heads, self.shape.size) @ self.head.T
        made: Matrix = (self.turn.T @ heads.reshape(weights.shape)).astype(np.float32)
        return made

    def of_gated(self, layer: str) -> Matrix:
        """What ends a layer, and takes what was turned in blocks."""
        weights = self.weights.read(f"{layer}.ffn_down.weight")
        blocks = weights.reshape(len(weights), -1, self.block) @ waves(self.block)
        made: Matrix = (self.turn.T @ blocks.reshape(weights.shape)).astype(np.float32)
        return made

    def scoring(self) -> Rounded:
        """What scores every token."""
        return at_8_bits(self._turned(self.weights.read(self.weights.output), self.weights.read("output_norm.weight")))

    def _turned(self, weights: Matrix, gain: Matrix) -> Matrix:
        """What takes a value that flows; in place, as a vocabulary's weights are large."""
        turn = (gain[:, None] * self.turn).astype(np.float32)
        for first in range(0, len(weights), ROWS):
            weights[first : first + ROWS] = weights[first : first + ROWS] @ turn
        return weights

    def _heads_turned(self, weights: Matrix) -> Matrix:
        """Rows of (heads x size, in), head by head."""
        heads = weights.reshape(-1, self.shape.size, weights.shape[1])
        return (self.head @ heads).reshape(weights.shape).astype(np.float32)
