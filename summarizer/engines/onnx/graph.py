"""The network that runs a model of the Llama kind, as ONNX made for many texts at once and for 8-bit products.

Products take their weights at 8 bits, in a space that was turned, see `turned`, and what flows into them at 8 bits too.

* What has been read is an input, `key.N` and `value.N`, to which the attention adds in place, and who sees whom is
  another, `mask`: many texts grow from one prompt, share its memory and add several tokens at once. See
  `network.Network`.
* A token's row of the embedding, which comes from a file of `rows`, is what flows in.
* Only the positions that are asked for, `scored`, are scored: of a prompt only the last one is needed. They are scored
  for the tokens that every text may take; for others that some may take, the weights are an input, `rare`. See
  `vocabulary`.
* It comes in STAGES, one after the other, each a file: while one core has one of them read a piece of a prompt, another
  has the one before read the next piece.
* Integer sums are exact, so what a position gets does not depend on how many others are computed beside it.

With `exact` the same network computes in float32 throughout, unturned.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from summarizer.engines.llama import embedding_table, vocabulary
from summarizer.engines.llama.weights import ROPES, Matrix, Weights
from summarizer.engines.llama.rotation import BITS, FAR, LITTLE, REACH, ZERO, Turned, at_8_bits, waves
from summarizer.engines.llama.vocabulary import EMBEDDED, Tokens

NETWORKS, BYTES = "network.*.onnx", "network.bin"
STAGES = 6  # of as many layers each
PAGE = 4096  # bytes: constants start at whole pages, so that they can be mapped
INLINE = 1024  # bytes up to which a constant stands in the ONNX file itself
IR, OPSET = 10, 24
MICROSOFT = "com.microsoft"  # ONNX Runtime's own operators


def write(weights: Weights, folder: Path, common: Tokens, *, exact: bool = False) -> None:
    """Makes the files NETWORKS and BYTES in the folder, and those of what is not common; `exact` scores everything."""
    with (folder / BYTES).open("wb") as file:
        graph = _Graph(file)
        (_Exact(weights, graph, folder) if exact else _Turned(weights, graph, folder, common)).network()
        for number, stage in enumerate([*graph.stages, graph.model()]):
            (folder / NETWORKS.replace("*", str(number))).write_bytes(stage.SerializeToString())


def layers_of_stages(layers: int) -> list[range]:
    stages = min(STAGES, layers)
    bounds = [layers * at // stages for at in range(stages + 1)]
    return [range(*some) for some in pairwise(bounds)]


def files(folder: Path) -> list[Path]:
    """The stages of the network that was written there, in their order."""
    found = sorted(folder.glob(NETWORKS))
    if not found:
        raise FileNotFoundError(f"no {NETWORKS} there")
    return found


# ---- the graph ----


class _Graph:
    """Nodes and constants as they come; large constants go to the file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.stages: list[Any] = []  # those that are complete
        self._count = 0  # of nodes, in all stages
        self._begin()

    def _begin(self) -> None:
        self._nodes: list[Any] = []
        self._constants: list[Any] = []
        self._inputs: list[Any] = []
        self._outputs: list[Any] = []
        self._known: dict[tuple[str, tuple[int, ...], bytes], str] = {}

    def constant(self, value: Any, kind: Any = None) -> str:
        from onnx import TensorProto, helper

        data = np.ascontiguousarray(value, kind)
        raw = data.tobytes()
        if len(raw) <= INLINE:
            known = self._known.setdefault((data.dtype.str, data.shape, raw), f"c{len(self._constants)}")
            if known != f"c{len(self._constants)}":
                return known
        made = TensorProto()
        made.name = f"c{len(self._constants)}"
        made.data_type = helper.np_dtype_to_tensor_dtype(data.dtype)
        made.dims.extend(data.shape)
        if len(raw) <= INLINE:
            made.raw_data = raw
        else:
            self._file.write(b"\0" * (-self._file.tell() % PAGE))
            made.data_location = TensorProto.EXTERNAL
            for key, entry in (("location", BYTES), ("offset", self._file.tell()), ("length", len(raw))):
                made.external_data.add(key=key, value=str(entry))
            self._file.write(raw)
        self._constants.append(made)
        return str(made.name)

    def nodes(self, kind: str, *inputs: str, count: int, domain: str = "", **attributes: Any) -> list[str]:
        from onnx import helper

        names = [f"n{self._count}.{at}" for at in range(count)]
        self._count += 1
        self._nodes.append(helper.make_node(kind, inputs, names, domain=domain, **attributes))
        return names

    def node(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        [name] = self.nodes(kind, *inputs, count=1, domain=domain, **attributes)
        return name

    def takes(self, name: str, kind: Any, *shape: int | str) -> str:
        from onnx import helper

        self._inputs.append(helper.make_tensor_value_info(name, helper.np_dtype_to_tensor_dtype(np.dtype(kind)), shape))
        return name

    def gives(self, name: str, value: str, *shape: int | str) -> str:
        from onnx import TensorProto, helper

        made = self._nodes[-1].output
        made[list(made).index(value)] = name
        self._outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
        return name

    def hand_on(self, values: Sequence[str], width: int) -> None:
        """Ends a stage, which gives these, (rows, width, so many); the next one takes them by the same names."""
        from onnx import TensorProto, helper

        shape = ("rows", "width", width)
        self._outputs += [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in values]
        self.stages.append(self.model())
        self._begin()
        for name in values:
            self.takes(name, np.float32, *shape)

    def model(self) -> Any:
        """The stage as it is by now."""
        from onnx import helper

        graph = helper.make_graph(self._nodes, "copydesk", self._inputs, self._outputs, self._constants)
        sets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=sets, ir_version=IR)


class _Exact:
    """The network as it was trained."""

    def __init__(self, weights: Weights, graph: _Graph, folder: Path) -> None:
        self.weights = weights
        self.shape = weights.shape
        self.graph = graph
        self.folder = folder

    # what the two kinds do differently

    def embed(self) -> None:
        """Writes what flows into the network of each token."""
        embedding_table.write(self.folder, EMBEDDED, self.weights.read("token_embd.weight"), None)

    def gain(self, name: str) -> Matrix:
        """What a normed value is multiplied by."""
        return self.weights.read(name)

    def ready(self, normed: str) -> str:
        """A normed value as products take it."""
        return normed

    def of_ready(self, value: str, name: str, norm: str) -> str:
        """A product of a normed value that was made ready, its bias added."""
        made = self.graph.node("MatMul", value, self.graph.constant(self.weights.read(name).T))
        bias = self.weights.bias(name)
        return made if bias is None else self.graph.node("Add", made, self.graph.constant(bias))

    def of_seen(self, value: str, layer: str) -> str:
        """The product that brings what the heads saw back."""
        return self.graph.node("MatMul", value, self.graph.constant(self.weights.read(f"{layer}.attn_output.weight").T))

    def of_gated(self, value: str, layer: str) -> str:
        """The product that ends a layer."""
        return self.graph.node("MatMul", value, self.graph.constant(self.weights.read(f"{layer}.ffn_down.weight").T))

    def score(self, ready: str) -> None:
        """The network's end."""
        scores = self.of_ready(ready, self.weights.output, "output_norm.weight")
        self.graph.gives("scores", scores, "rows", "some", "words")

    # what they share

    def network(self) -> None:
        graph, shape = self.graph, self.shape
        self.embed()
        flow, more = graph.takes("embedded", np.float32, "rows", "width", shape.width), ""
        self._take_places()
        begins = [layers.start for layers in layers_of_stages(shape.layers)]
        for number in range(shape.layers):
            layer = f"blk.{number}"
            if number in begins[1:]:
                graph.hand_on((flow, more), shape.width)
                self._take_places()
            if number == shape.layers - 1:
                ends = graph.takes("ends", np.int64, "last")  # positions that the last layer finishes
                graph.takes("mask.ends", np.float32, "rows", 1, "asked.last", "room")
            normed, flow = self._normed(flow, more, f"{layer}.attn_norm.weight")
            if number < shape.layers - 1:
                seen = self._seen(normed, normed, "places", "mask", number, layer)
            else:  # the rest of the last layer is for the scores alone
                asking, flow, places = (graph.node("Gather", one, ends, axis=1) for one in (normed, flow, "places"))
                seen = self._seen(normed, asking, places, "mask.ends", number, layer)
            more = self.of_seen(seen, layer)
            norm = f"{layer}.ffn_norm.weight"
            normed, flow = self._normed(flow, more, norm)
            normed = self.ready(normed)
            gate, up = (self.of_ready(normed, f"{layer}.ffn_{part}.weight", norm) for part in ("gate", "up"))
            more = self.of_gated(
                graph.node("Mul", graph.node("QuickGelu", gate, domain=MICROSOFT, alpha=1.0), up), layer
            )
        scored = graph.takes("scored", np.int64, "some")  # those of the ends that are scored
        flow, more = (graph.node("Gather", one, scored, axis=1) for one in (flow, more))
        normed, _ = self._normed(flow, more, "output_norm.weight")
        self.score(self.ready(normed))

    def _take_places(self) -> None:
        """What every stage takes."""
        graph, shape = self.graph, self.shape
        graph.takes("places", np.int64, "rows", "width")  # of the tokens, in their text
        graph.takes("cosines", np.float32, "positions", shape.size // 2)  # of every place
        graph.takes("sines", np.float32, "positions", shape.size // 2)
        graph.takes("used", np.int64, "rows")  # places of the memory: where a row's keys and values go
        graph.takes("grouped", np.int64, 4)  # shape of the queries: some heads share keys and may be taken together
        graph.takes("mask", np.float32, "rows", 1, "asked", "room")  # 0, or minus infinity for what is not seen

    def _normed(self, flow: str, more: str, name: str) -> tuple[str, str]:
        """What flows, `more` added to it, normed; and it before."""
        gain, epsilon = self.graph.constant(self.gain(name)), self.shape.epsilon
        if not more:
            [made] = self.graph.nodes("SimplifiedLayerNormalization", flow, gain, count=1, axis=-1, epsilon=epsilon)
            return made, flow
        made, _, _, flow = self.graph.nodes(
            "SkipSimplifiedLayerNormalization", flow, more, gain, count=4, domain=MICROSOFT, epsilon=epsilon
        )
        return made, flow

    def _seen(self, normed: str, asking: str, places: str, mask: str, number: int, layer: str) -> str:
        """What the heads see, (rows, width, heads x size), of the memory, to which they first add keys and values.

        `asking` are the positions that look, at these places and with this mask.
        """
        graph, shape = self.graph, self.shape
        norm = f"{layer}.attn_norm.weight"
        ready = self.ready(normed)
        key, value = (self.of_ready(ready, f"{layer}.attn_{part}.weight", norm) for part in "kv")
        query = self.of_ready(ready if asking == normed else self.ready(asking), f"{layer}.attn_q.weight", norm)
        query = self._placed(query, f"{layer}.attn_q", places)
        key = self._placed(key, f"{layer}.attn_k", "places")
        memory: list[str] = []
        for name, made in (("key", key), ("value", value)):
            kept = ("rows", shape.kept, "room", shape.size)
            before = graph.takes(f"{name}.{number}", np.float32, *kept)
            grown = graph.node("TensorScatter", before, self._by_heads(made, shape.kept), "used", axis=2)
            memory.append(graph.gives(f"{name}.{number}.grown", grown, *kept))
        query = self._by_heads(query, shape.heads)
        seen = graph.node("Attention", graph.node("Reshape", query, "grouped"), *memory, mask)
        seen = graph.node("Reshape", seen, graph.constant([0, shape.heads, -1, shape.size], np.int64))
        seen = graph.node("Transpose", seen, perm=[0, 2, 1, 3])
        return graph.node("Reshape", seen, graph.constant([0, 0, shape.heads * shape.size], np.int64))

    def _by_heads(self, value: str, heads: int) -> str:
        """(rows, width, heads x size) as (rows, heads, width, size)."""
        split = self.graph.constant([0, 0, heads, self.shape.size], np.int64)
        return self.graph.node("Transpose", self.graph.node("Reshape", value, split), perm=[0, 2, 1, 3])

    def _placed(self, value: str, name: str, places: str) -> str:
        """Queries or keys with their positions turned in."""
        if self.weights.has(f"{name}_norm.weight"):
            value = self._heads_normed(value, f"{name}_norm.weight")
        return self.graph.node("RotaryEmbedding", value, places, "cosines", "sines", domain=MICROSOFT)

    def _heads_normed(self, value: str, name: str) -> str:
        graph, size = self.graph, self.shape.size
        heads = graph.node("Reshape", value, graph.constant([0, 0, -1, size], np.int64))
        gain = graph.constant(self.weights.read(name))
        [heads] = graph.nodes("SimplifiedLayerNormalization", heads, gain, count=1, axis=-1, epsilon=self.shape.epsilon)
        width = len(self.weights.read(name.replace("_norm", "")))
        return graph.node("Reshape", heads, graph.constant([0, 0, width], np.int64))


class _Turned(_Exact):
    """At 8 bits, in the turned space."""

    def __init__(self, weights: Weights, graph: _Graph, folder: Path, common: Tokens) -> None:
        super().__init__(weights, graph, folder)
        self.common = common
        self.turned = Turned(weights)

    def embed(self) -> None:
        embedding_table.write(self.folder, EMBEDDED, *self.turned.embedded())

    def gain(self, name: str) -> Matrix:
        return np.ones(self.shape.width, np.float32)

    def ready(self, normed: str) -> str:
        return self._rounded(normed, self.graph.constant(REACH / BITS, np.float32))

    def of_ready(self, value: str, name: str, norm: str) -> str:
        return self._product(value, self.graph.constant(REACH / BITS, np.float32), *self.turned.of_ready(name, norm))

    def of_seen(self, value: str, layer: str) -> str:
        return self._of_any(value, self.turned.of_seen(layer))

    def of_gated(self, value: str, layer: str) -> str:
        weights, block, graph = self.turned.of_gated(layer), self.turned.block, self.graph
        value = graph.node("Reshape", value, graph.constant([0, 0, -1, block], np.int64))
        value = graph.node("MatMul", value, graph.constant(waves(block), np.float32))
        value = graph.node("Reshape", value, graph.constant([0, 0, weights.shape[1]], np.int64))
        return self._of_any(value, weights)

    def score(self, ready: str) -> None:
        whole, scales = self.turned.scoring()
        graph, step = self.graph, self.graph.constant(REACH / BITS, np.float32)
        scores = self._product_of(
            ready, step, graph.constant(whole[self.common].T), graph.constant(scales[self.common])
        )
        graph.gives("scores", scores, "rows", "some", len(self.common))
        if len(self.common) < len(whole):
            vocabulary.write_rare(self.folder, whole, scales, self.common)
            rare = graph.takes("rare", np.int8, self.shape.width, "own")
            scales_ = graph.takes("rare.scales", np.float32, "own")
            graph.gives("scores.rare", self._product_of(ready, step, rare, scales_), "rows", "some", "own")

    def _of_any(self, value: str, weights: Matrix) -> str:
        """A product of a value of any size, which is brought to a mean square of 1 before, and back after."""
        graph, step = self.graph, self.graph.constant(FAR / BITS, np.float32)
        gain = graph.constant(np.ones(weights.shape[1]), np.float32)
        kind = "SimplifiedLayerNormalization"
        normed, factor = graph.nodes(kind, value, gain, count=2, axis=-1, epsilon=LITTLE)
        product = self._product(self._rounded(normed, step), step, weights, None)
        return graph.node("Div", product, factor)

    def _rounded(self, value: str, step: str) -> str:
        return self.graph.node("QuantizeLinear", value, step, self.graph.constant(ZERO, np.uint8))

    def _product(self, whole: str, step: str, weights: Matrix, bias: Matrix | None) -> str:
        bytes_, scales = at_8_bits(weights)
        more = () if bias is None else ("", self.graph.constant(bias))
        return self._product_of(whole, step, self.graph.constant(bytes_.T), self.graph.constant(scales), *more)

    def _product_of(self, whole: str, step: str, bytes_: str, scales: str, *more: str) -> str:
        zero = self.graph.constant(ZERO, np.uint8)
        return self.graph.node("MatMulIntegerToFloat", whole, bytes_, step, scales, zero, *more, domain=MICROSOFT)


def angles(weights: Weights) -> NDArray[np.float64]:
    """How far each pair of a head's places turns with each position; kept beside the network."""
    size = weights.shape.size
    each = weights.shape.turn ** (-np.arange(0, size, 2, np.float64) / size)
    for name in ROPES:
        if weights.has(name):
            each = each / weights.read(name)
    return each
