"""The forward pass as an ONNX graph, for many sequences at once and 8-bit matmuls.

Matmuls take int8 weights in the rotated basis (see `llama.rotation`) and uint8 activations.

* The KV cache is an input, `key.N` and `value.N` of layer N, which is updated in place. An attention mask is another:
  several sequences of one prompt share a row of the cache and add several tokens at once. See `network.ModelRunner`.
* The input is the embeddings of the tokens.
* Logits are computed for the positions that are asked for only, as of a prompt only the last is needed: for the common
  tokens, and for tokens of the prompts, whose output weights are an input. See `llama.vocabulary`.
* The graph is divided into PIPELINE_STAGES, each a file: while one core runs a stage on a chunk of a prompt, another
  runs the stage before on the next chunk.
* Integer sums are exact, so a token's result does not depend on how many others are computed beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from summarizer.engines.decoding.allowed_tokens import TokenIds
from summarizer.engines.llama.rotation import (
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
from summarizer.engines.llama.vocabulary import EMBEDDING, LM_HEAD, write_matrix
from summarizer.engines.llama.weights import GgufWeights, Matrix

STAGE_FILES, WEIGHTS_FILE = "network.*.onnx", "network.bin"
PIPELINE_STAGES = 6  # of equally many layers
PAGE = 4096  # bytes: constants start at a page, so that they can be mapped
INLINE_BYTES = 1024  # up to this size a constant is stored in the ONNX file itself
IR_VERSION, OPSET = 10, 24
MICROSOFT = "com.microsoft"  # domain of ONNX Runtime's own operators


def write(weights: GgufWeights, folder: Path, common: TokenIds) -> None:
    """Writes STAGE_FILES, WEIGHTS_FILE, the embeddings and the LM head. `common` are the tokens of the shortlist."""
    with (folder / WEIGHTS_FILE).open("wb") as file:
        graph = _Graph(file)
        forward_pass = _ForwardPass(RotatedWeights(weights), graph)
        lm_head = forward_pass.rotated.lm_head()
        forward_pass.build(lm_head, common)
        for number, stage in enumerate([*graph.stages, graph.model()]):
            (folder / STAGE_FILES.replace("*", str(number))).write_bytes(stage.SerializeToString())
    write_matrix(folder, EMBEDDING, forward_pass.rotated.embedding())
    write_matrix(folder, LM_HEAD, lm_head)


def stage_layers(layers: int) -> list[range]:
    """Returns the layers of each pipeline stage."""
    stages = min(PIPELINE_STAGES, layers)
    bounds = [layers * stage // stages for stage in range(stages + 1)]
    return [range(first, last) for first, last in pairwise(bounds)]


def stage_files(folder: Path) -> list[Path]:
    """Returns the files of the pipeline stages, in their order."""
    files = sorted(folder.glob(STAGE_FILES))
    if not files:
        raise FileNotFoundError(f"no {STAGE_FILES} there")
    return files


class _Graph:
    """Collects nodes and constants; large constants go to the file. Values are referred to by their names."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.stages: list[Any] = []  # ONNX models of those that are complete
        self._node_count = 0  # in all stages
        self._begin_stage()

    def _begin_stage(self) -> None:
        self._nodes: list[Any] = []
        self._constants: list[Any] = []
        self._inputs: list[Any] = []
        self._outputs: list[Any] = []
        self._small_constants: dict[tuple[str, tuple[int, ...], bytes], str] = {}  # equal ones are stored once

    def constant(self, value: Any, dtype: Any = None) -> str:
        from onnx import TensorProto, helper

        array = np.ascontiguousarray(value, dtype)
        content = array.tobytes()
        name = f"c{len(self._constants)}"
        if len(content) <= INLINE_BYTES:
            known = self._small_constants.setdefault((array.dtype.str, array.shape, content), name)
            if known != name:
                return known
        tensor = TensorProto()
        tensor.name = name
        tensor.data_type = helper.np_dtype_to_tensor_dtype(array.dtype)
        tensor.dims.extend(array.shape)
        if len(content) <= INLINE_BYTES:
            tensor.raw_data = content
        else:
            self._file.write(b"\0" * (-self._file.tell() % PAGE))
            tensor.data_location = TensorProto.EXTERNAL
            location = (("location", WEIGHTS_FILE), ("offset", self._file.tell()), ("length", len(content)))
            for key, entry in location:
                tensor.external_data.add(key=key, value=str(entry))
            self._file.write(content)
        self._constants.append(tensor)
        return name

    def nodes(self, operator: str, *inputs: str, count: int, domain: str = "", **attributes: Any) -> list[str]:
        """Adds a node with `count` outputs; returns their names."""
        from onnx import helper

        names = [f"n{self._node_count}.{number}" for number in range(count)]
        self._node_count += 1
        self._nodes.append(helper.make_node(operator, inputs, names, domain=domain, **attributes))
        return names

    def node(self, operator: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """Adds a node with one output; returns its name."""
        [name] = self.nodes(operator, *inputs, count=1, domain=domain, **attributes)
        return name

    def input(self, name: str, dtype: Any, *shape: int | str) -> str:
        from onnx import helper

        tensor_type = helper.np_dtype_to_tensor_dtype(np.dtype(dtype))
        self._inputs.append(helper.make_tensor_value_info(name, tensor_type, shape))
        return name

    def output(self, name: str, value: str, *shape: int | str) -> str:
        """Makes an output of the last node one of the graph, under another name."""
        from onnx import TensorProto, helper

        node_outputs = self._nodes[-1].output
        node_outputs[list(node_outputs).index(value)] = name
        self._outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
        return name

    def end_stage(self, values: Sequence[str], width: int) -> None:
        """Ends a stage: its outputs are these values, (rows, width, so many), the inputs of the next one."""
        from onnx import TensorProto, helper

        shape = ("rows", "width", width)
        self._outputs += [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in values]
        self.stages.append(self.model())
        self._begin_stage()
        for name in values:
            self.input(name, np.float32, *shape)

    def model(self) -> Any:
        """Returns the current stage as an ONNX model."""
        from onnx import helper

        graph = helper.make_graph(self._nodes, "copydesk", self._inputs, self._outputs, self._constants)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)


class _ForwardPass:
    """The model in the rotated basis. Values are (rows, width, channels): `width` tokens of each row of the cache."""

    def __init__(self, rotated: RotatedWeights, graph: _Graph) -> None:
        self.rotated = rotated
        self.dimensions = rotated.dimensions
        self.graph = graph

    @property
    def normed_step(self) -> str:
        """The quantisation step of a normed value."""
        return self.graph.constant(CLIP_RESIDUAL / INT8_MAX, np.float32)

    def build(self, lm_head: Int8Matrix, common: TokenIds) -> None:
        graph, dimensions = self.graph, self.dimensions
        residual, update = graph.input("embeddings", np.float32, "rows", "width", dimensions.hidden_size), ""
        self._stage_inputs()
        first_layers = [layers.start for layers in stage_layers(dimensions.layers)]
        for number in range(dimensions.layers):
            layer = f"blk.{number}"
            if number in first_layers[1:]:
                graph.end_stage((residual, update), dimensions.hidden_size)
                self._stage_inputs()
            if number == dimensions.layers - 1:
                last_columns = graph.input("last_columns", np.int64, "last_width")  # that the last layer computes
                graph.input("last_mask", np.float32, "rows", 1, "last_queries", "capacity")
            normed, residual = self._skip_rms_norm(residual, update)
            if number < dimensions.layers - 1:
                attended = self._attention(normed, normed, "positions", "mask", number, layer)
            else:  # the rest of the last layer serves the logits alone
                queries_from, residual, positions = (
                    graph.node("Gather", value, last_columns, axis=1) for value in (normed, residual, "positions")
                )
                attended = self._attention(normed, queries_from, positions, "last_mask", number, layer)
            update = self._dynamic_matmul(attended, self.rotated.attention_output(layer))
            norm = f"{layer}.ffn_norm.weight"
            normed, residual = self._skip_rms_norm(residual, update)
            normed = self._quantize(normed, self.normed_step)
            gate, up = (self._input_projection(normed, f"{layer}.ffn_{name}.weight", norm) for name in ("gate", "up"))
            swiglu = graph.node("Mul", graph.node("QuickGelu", gate, domain=MICROSOFT, alpha=1.0), up)
            update = self._ffn_down(swiglu, layer)
        # indices into last_columns
        logit_positions = graph.input("logit_positions", np.int64, "logit_positions")
        residual, update = (graph.node("Gather", value, logit_positions, axis=1) for value in (residual, update))
        normed, _ = self._skip_rms_norm(residual, update)
        self._logits(self._quantize(normed, self.normed_step), lm_head, common)

    def _stage_inputs(self) -> None:
        """Adds the inputs of every stage."""
        graph, half = self.graph, self.dimensions.head_dim // 2
        graph.input("positions", np.int64, "rows", "width")  # of the tokens in their texts
        graph.input("cosines", np.float32, "max_position", half)  # of RoPE, for every position
        graph.input("sines", np.float32, "max_position", half)
        graph.input("cache_lengths", np.int64, "rows")  # first slot to write to
        graph.input("query_shape", np.int64, 4)  # query heads that share a KV head may be computed as one
        graph.input("mask", np.float32, "rows", 1, "queries", "capacity")  # 0, or minus infinity for masked slots

    def _skip_rms_norm(self, residual: str, update: str) -> tuple[str, str]:
        """Adds `update` to the residual stream; returns it normed, and it itself.

        RMSNorm, Zhang and Sennrich 2019, arXiv:1910.07467. Its gains are folded into the weights.
        """
        gain = self.graph.constant(np.ones(self.dimensions.hidden_size, np.float32))
        epsilon = self.dimensions.rms_norm_epsilon
        if not update:
            [normed] = self.graph.nodes(
                "SimplifiedLayerNormalization", residual, gain, count=1, axis=-1, epsilon=epsilon
            )
            return normed, residual
        normed, _, _, residual = self.graph.nodes(
            "SkipSimplifiedLayerNormalization", residual, update, gain, count=4, domain=MICROSOFT, epsilon=epsilon
        )
        return normed, residual

    def _attention(
        self, keys_from: str, queries_from: str, query_positions: str, mask: str, number: int, layer: str
    ) -> str:
        """Adds attention; returns (rows, width, heads x head_dim). Keys and values are written to the cache first.

        Grouped-query attention, Ainslie et al. 2023, arXiv:2305.13245.
        """
        graph, dimensions = self.graph, self.dimensions
        heads, kv_heads, head_dim = dimensions.attention_heads, dimensions.kv_heads, dimensions.head_dim
        norm = f"{layer}.attn_norm.weight"
        quantized = self._quantize(keys_from, self.normed_step)
        key, value = (self._input_projection(quantized, f"{layer}.attn_{letter}.weight", norm) for letter in "kv")
        if queries_from != keys_from:
            quantized = self._quantize(queries_from, self.normed_step)
        query = self._input_projection(quantized, f"{layer}.attn_q.weight", norm)
        query, key = self._rope(query, query_positions), self._rope(key, "positions")
        cache: list[str] = []
        for name, new in (("key", key), ("value", value)):
            shape = ("rows", kv_heads, "capacity", head_dim)
            before = graph.input(f"{name}.{number}", np.float32, *shape)
            after = graph.node("TensorScatter", before, self._split_heads(new, kv_heads), "cache_lengths", axis=2)
            cache.append(graph.output(f"{name}.{number}.updated", after, *shape))
        query = self._split_heads(query, heads)
        attended = graph.node("Attention", graph.node("Reshape", query, "query_shape"), *cache, mask)
        attended = graph.node("Reshape", attended, graph.constant([0, heads, -1, head_dim], np.int64))
        attended = graph.node("Transpose", attended, perm=[0, 2, 1, 3])
        return graph.node("Reshape", attended, graph.constant([0, 0, heads * head_dim], np.int64))

    def _split_heads(self, value: str, heads: int) -> str:
        """Turns (rows, width, heads x head_dim) into (rows, heads, width, head_dim)."""
        shape = self.graph.constant([0, 0, heads, self.dimensions.head_dim], np.int64)
        return self.graph.node("Transpose", self.graph.node("Reshape", value, shape), perm=[0, 2, 1, 3])

    def _rope(self, value: str, positions: str) -> str:
        """Rotates queries or keys by their positions (RoPE, Su et al. 2021, arXiv:2104.09864)."""
        return self.graph.node("RotaryEmbedding", value, positions, "cosines", "sines", domain=MICROSOFT)

    def _input_projection(self, quantized: str, name: str, norm: str) -> str:
        """Adds a matmul of a normed value that was quantised, with the gains of tensor `norm`."""
        return self._int8_matmul(quantized, self.normed_step, self.rotated.input_projection(name, norm))

    def _ffn_down(self, value: str, layer: str) -> str:
        """Adds the Hadamard transform of the FFN's activations and its down projection."""
        weights, graph = self.rotated.ffn_down(layer), self.graph
        value = graph.node("Reshape", value, graph.constant([0, 0, -1, HADAMARD_BLOCK], np.int64))
        value = graph.node("MatMul", value, graph.constant(hadamard(HADAMARD_BLOCK), np.float32))
        value = graph.node("Reshape", value, graph.constant([0, 0, weights.shape[1]], np.int64))
        return self._dynamic_matmul(value, weights)

    def _logits(self, quantized: str, lm_head: Int8Matrix, common: TokenIds) -> None:
        """Adds the LM head and the outputs: logits of the common tokens, and of the prompts' own."""
        graph, (weights, scales) = self.graph, lm_head
        common_head = graph.constant(weights[common].T), graph.constant(scales[common])
        logits = self._matmul_integer(quantized, self.normed_step, *common_head)
        graph.output("logits", logits, "rows", "logit_positions", len(common))
        prompt_head = (
            graph.input("prompt_output", np.int8, self.dimensions.hidden_size, "prompt_tokens"),
            graph.input("prompt_output_scales", np.float32, "prompt_tokens"),
        )
        prompt_logits = self._matmul_integer(quantized, self.normed_step, *prompt_head)
        graph.output("prompt_logits", prompt_logits, "rows", "logit_positions", "prompt_tokens")

    def _dynamic_matmul(self, value: str, weights: Matrix) -> str:
        """Adds a matmul of a value of any magnitude: it is scaled to RMS 1 before, and the product back after."""
        graph, step = self.graph, self.graph.constant(CLIP_DYNAMIC / INT8_MAX, np.float32)
        gain = graph.constant(np.ones(weights.shape[1]), np.float32)
        normed, inverse_rms = graph.nodes(
            "SimplifiedLayerNormalization", value, gain, count=2, axis=-1, epsilon=EPSILON
        )
        product = self._int8_matmul(self._quantize(normed, step), step, weights)
        return graph.node("Div", product, inverse_rms)

    def _quantize(self, value: str, step: str) -> str:
        return self.graph.node("QuantizeLinear", value, step, self.graph.constant(ZERO_POINT, np.uint8))

    def _int8_matmul(self, quantized: str, step: str, weights: Matrix) -> str:
        """Adds a matmul with float32 weights (out, in), which are quantised."""
        int8_weights, scales = quantize_int8(weights)
        return self._matmul_integer(quantized, step, self.graph.constant(int8_weights.T), self.graph.constant(scales))

    def _matmul_integer(self, quantized: str, step: str, weights: str, scales: str) -> str:
        zero_point = self.graph.constant(ZERO_POINT, np.uint8)
        return self.graph.node("MatMulIntegerToFloat", quantized, weights, step, scales, zero_point, domain=MICROSOFT)
