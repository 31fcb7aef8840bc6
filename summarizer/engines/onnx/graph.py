"""The forward pass as an ONNX graph, for many sequences at once and 8-bit matmuls.

Matmuls take int8 weights in the rotated basis (see `embedded.rotation`) and uint8 activations.

* The KV cache is an input, `key_N` and `value_N` of layer N, which is updated in place. An attention mask is another:
  several sequences of one prompt share a row of the cache and add several tokens at once. See `ModelRunner`.
* The embeddings of the tokens are the main input.
* Logits are computed only for the positions that are asked for, as of a prompt only the last is needed: for the shared
  tokens, and for prompt-specific ones, whose LM head rows are an input. See `embedded.vocabulary`.
* Integer sums are exact, so a token's result does not depend on how many others are computed with it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from summarizer.engines.embedded.allowed_tokens import TokenIds
from summarizer.engines.embedded.rotation import (
    CLIP_DYNAMIC,
    CLIP_RESIDUAL,
    EPSILON,
    HADAMARD_BLOCK,
    INT8_MAX,
    ZERO_POINT,
    Int8Matrix,
    RotatedWeights,
    hadamard,
    quantize_int8,
)
from summarizer.engines.embedded.vocabulary import EMBEDDING, LM_HEAD, write_matrix
from summarizer.engines.embedded.weights import GgufWeights

GRAPH_FILE, WEIGHTS_FILE = "network.onnx", "network.bin"
PAGE = 4096  # bytes: constants start at a page, so that they can be memory-mapped
INLINE_BYTES = 1024  # up to this size a constant is stored in the ONNX file itself
# com.microsoft is the domain of ONNX Runtime's own operators
HEADER = '<ir_version: 10, opset_import: ["": 24, "com.microsoft": 1]>'


def write(weights: GgufWeights, folder: Path, shared_tokens: TokenIds) -> None:
    """Writes GRAPH_FILE, WEIGHTS_FILE, the embeddings and the LM head; the graph has the rows of `shared_tokens`."""
    from onnx import parser

    rotated = RotatedWeights(weights)
    lm_head = rotated.lm_head()
    graph = _Graph(rotated, (lm_head[0][shared_tokens], lm_head[1][shared_tokens]))
    model = parser.parse_model(graph.text())
    with (folder / WEIGHTS_FILE).open("wb") as file:
        model.graph.initializer.extend(_tensor(file, name, value) for name, value in graph.constants.items())
    (folder / GRAPH_FILE).write_bytes(model.SerializeToString())
    write_matrix(folder, EMBEDDING, rotated.embedding())
    write_matrix(folder, LM_HEAD, lm_head)


def _tensor(file: BinaryIO, name: str, value: NDArray[Any]) -> Any:
    """Returns a constant as a TensorProto. The content of a large one is written to the file."""
    from onnx import TensorProto, helper

    content = value.tobytes()
    tensor = TensorProto(name=name, dims=value.shape, data_type=helper.np_dtype_to_tensor_dtype(value.dtype))
    if len(content) <= INLINE_BYTES:
        tensor.raw_data = content
        return tensor
    file.write(b"\0" * (-file.tell() % PAGE))
    tensor.data_location = TensorProto.EXTERNAL
    for key, entry in (("location", WEIGHTS_FILE), ("offset", file.tell()), ("length", len(content))):
        tensor.external_data.add(key=key, value=str(entry))
    file.write(content)
    return tensor


class _Graph:
    """The graph in ONNX's textual syntax, and its constants by name.

    Values are (rows, width, channels), for `width` tokens of each row of the KV cache. The names of a layer's values
    end in its number. `residual_N` and `update_N` enter layer N, whose first norm adds them.
    """

    def __init__(self, rotated: RotatedWeights, shared_lm_head: Int8Matrix) -> None:
        self.rotated = rotated
        self.dimensions = dimensions = rotated.dimensions
        self.shared_lm_head = shared_lm_head
        heads, kv_heads, head_dim = dimensions.attention_heads, dimensions.kv_heads, dimensions.head_dim
        self.attention_size = heads * head_dim
        self.nodes: list[str] = []
        self.constants: dict[str, NDArray[Any]] = {
            "normed_step": np.array(CLIP_RESIDUAL / INT8_MAX, np.float32),
            "dynamic_step": np.array(CLIP_DYNAMIC / INT8_MAX, np.float32),
            "zero_point": np.array(ZERO_POINT, np.uint8),
            "hadamard": hadamard(HADAMARD_BLOCK).astype(np.float32),
            "gains": np.ones(dimensions.hidden_size, np.float32),  # of norms: theirs are folded into the weights
            "split_query": np.array([0, 0, heads, head_dim]),
            "split_key": np.array([0, 0, kv_heads, head_dim]),
            "joined_heads": np.array([0, 0, self.attention_size]),
            "hadamard_blocks": np.array([0, 0, -1, HADAMARD_BLOCK]),
        }

    def text(self) -> str:
        """Returns the graph as text and fills `constants`."""
        hidden, half = self.dimensions.hidden_size, self.dimensions.head_dim // 2
        cached = f"float[rows,{self.dimensions.kv_heads},capacity,{self.dimensions.head_dim}]"
        cache = [f"{name}_{number}" for number in range(self.dimensions.layers) for name in ("key", "value")]
        inputs = [
            f"float[rows,width,{hidden}] residual_0",
            "int64[rows,width] positions",  # of the tokens, in their texts
            f"float[max_position,{half}] cosines, float[max_position,{half}] sines",  # of RoPE, for every position
            "int64[rows] cache_lengths",  # first slot to write to
            "float[rows,1,width,capacity] mask",  # 0, or minus infinity for masked slots
            "int64[logit_positions] logit_positions",  # columns that logits are computed for
            f"int8[{hidden},prompt_tokens] prompt_output, float[prompt_tokens] prompt_output_scales",
            *(f"{cached} {name}" for name in cache),
        ]
        outputs = [
            f"float[rows,logit_positions,{len(self.shared_lm_head[1])}] logits",
            "float[rows,logit_positions,prompt_tokens] prompt_logits",
            f"float[rows,width,{hidden}] states",
            *(f"{cached} {name}_updated" for name in cache),
        ]
        for number in range(self.dimensions.layers):
            self._layer(number)
        self._logits()
        body = "\n".join(self.nodes)
        return f"{HEADER} copydesk ({', '.join(inputs)}) => ({', '.join(outputs)}) {{\n{body}\n}}"

    def _layer(self, number: int) -> None:
        n, layer, rotated = number, f"blk.{number}", self.rotated
        attention, ffn = f"{layer}.attn_norm.weight", f"{layer}.ffn_norm.weight"
        residual = f"stream_{n}"
        if number:
            self._norm(f"residual_{n}", f"update_{n}", f"normed_{n}", residual)
        else:
            residual = "residual_0"
            epsilon = self.dimensions.rms_norm_epsilon
            self.nodes.append(
                f"normed_0 = SimplifiedLayerNormalization <axis = -1, epsilon = {epsilon}> (residual_0, gains)"
            )
        self._quantize(f"normed_{n}", "normed_step")
        for name in "qkv":
            matrix = quantize_int8(rotated.input_projection(f"{layer}.attn_{name}.weight", attention))
            self._matmul(f"{name}_{n}", f"normed_{n}_8", "normed_step", matrix)
        self.nodes += [  # RoPE, Su et al. 2021, arXiv:2104.09864; grouped-query attention, arXiv:2305.13245
            f"q_turned_{n} = com.microsoft.RotaryEmbedding (q_{n}, positions, cosines, sines)",
            f"k_turned_{n} = com.microsoft.RotaryEmbedding (k_{n}, positions, cosines, sines)",
            *self._split_heads(f"q_turned_{n}", "split_query"),
            *self._split_heads(f"k_turned_{n}", "split_key"),
            *self._split_heads(f"v_{n}", "split_key"),
            f"key_{n}_updated = TensorScatter <axis = 2> (key_{n}, k_turned_{n}_heads, cache_lengths)",
            f"value_{n}_updated = TensorScatter <axis = 2> (value_{n}, v_{n}_heads, cache_lengths)",
            f"by_head_{n} = Attention (q_turned_{n}_heads, key_{n}_updated, value_{n}_updated, mask)",
            f"by_token_{n} = Transpose <perm = [0, 2, 1, 3]> (by_head_{n})",
            f"attended_{n} = Reshape (by_token_{n}, joined_heads)",
        ]
        self._dynamic_matmul(f"attention_{n}", f"attended_{n}", rotated.attention_output(layer))
        self._norm(residual, f"attention_{n}", f"ffn_normed_{n}", f"residual_{n + 1}")
        self._quantize(f"ffn_normed_{n}", "normed_step")
        for name in ("gate", "up"):
            matrix = quantize_int8(rotated.input_projection(f"{layer}.ffn_{name}.weight", ffn))
            self._matmul(f"{name}_{n}", f"ffn_normed_{n}_8", "normed_step", matrix)
        down = rotated.ffn_down(layer)
        self.constants["ffn_shape"] = np.array([0, 0, down.shape[1]])
        self.nodes += [
            f"silu_{n} = com.microsoft.QuickGelu <alpha = 1.0> (gate_{n})",
            f"swiglu_{n} = Mul (silu_{n}, up_{n})",
            f"blocks_{n} = Reshape (swiglu_{n}, hadamard_blocks)",
            f"turned_blocks_{n} = MatMul (blocks_{n}, hadamard)",
            f"activations_{n} = Reshape (turned_blocks_{n}, ffn_shape)",
        ]
        self._dynamic_matmul(f"update_{n + 1}", f"activations_{n}", down)

    def _logits(self) -> None:
        """Adds the last norm and the LM head: the logits of the shared and of the prompt-specific tokens."""
        last = self.dimensions.layers
        self.nodes += [
            f"last_{name} = Gather <axis = 1> ({name}_{last}, logit_positions)" for name in ("residual", "update")
        ]
        self.nodes.append(f"states = Add (residual_{last}, update_{last})")
        self._norm("last_residual", "last_update", "last_normed", "unused")
        self._quantize("last_normed", "normed_step")
        self._matmul("logits", "last_normed_8", "normed_step", self.shared_lm_head)
        self._matmul("prompt_logits", "last_normed_8", "normed_step", None, "prompt_output")

    def _norm(self, residual: str, update: str, normed: str, total: str) -> None:
        """Adds a node that writes `residual + update` to `total`, and its RMSNorm to `normed` (arXiv:1910.07467)."""
        self.nodes.append(
            f"{normed}, {normed}_mean, {normed}_rms, {total} = com.microsoft.SkipSimplifiedLayerNormalization "
            f"<epsilon = {self.dimensions.rms_norm_epsilon}> ({residual}, {update}, gains)"
        )

    def _quantize(self, value: str, step: str) -> None:
        self.nodes.append(f"{value}_8 = QuantizeLinear ({value}, {step}, zero_point)")

    def _matmul(self, out: str, quantized: str, step: str, matrix: Int8Matrix | None, name: str = "") -> None:
        """Adds a matmul of a quantised value with a matrix (out, in), or with the graph's input `name`."""
        if matrix is not None:
            name = f"{out}_weights"
            self.constants |= {name: np.ascontiguousarray(matrix[0].T), f"{name}_scales": matrix[1]}
        operands = f"{quantized}, {name}, {step}, {name}_scales, zero_point"
        self.nodes.append(f"{out} = com.microsoft.MatMulIntegerToFloat ({operands})")

    def _dynamic_matmul(self, out: str, value: str, weights: NDArray[np.float32]) -> None:
        """Adds a matmul of a value of any magnitude, which is scaled to RMS 1 first; the product is scaled back."""
        gains = f"gains_{weights.shape[1]}"
        self.constants[gains] = np.ones(weights.shape[1], np.float32)
        norm = f"SimplifiedLayerNormalization <axis = -1, epsilon = {EPSILON}> ({value}, {gains})"
        self.nodes.append(f"{value}_normed, {value}_inverse_rms = {norm}")
        self._quantize(f"{value}_normed", "dynamic_step")
        self._matmul(f"{out}_scaled", f"{value}_normed_8", "dynamic_step", quantize_int8(weights))
        self.nodes.append(f"{out} = Div ({out}_scaled, {value}_inverse_rms)")

    def _split_heads(self, value: str, shape: str) -> list[str]:
        """Returns the nodes that turn (rows, width, heads x head_dim) into (rows, heads, width, head_dim)."""
        return [
            f"{value}_split = Reshape ({value}, {shape})",
            f"{value}_heads = Transpose <perm = [0, 2, 1, 3]> ({value}_split)",
        ]
