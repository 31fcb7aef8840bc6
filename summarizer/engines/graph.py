"""What is changed in the network that OpenVINO makes of a GGUF file, once, at conversion. None of it changes a result.

* Weights are kept as signed bytes and a scale; OpenVINO's own form has an offset besides, which costs time at each use.
* Products of one input (query, key and value; gate and up) become one product of their stacked weights.
* What has been read is an input, and who sees whom is another, `mask`: so many texts grow from one prompt, share its
  memory and add several tokens at once. See `attend_apart` and `openvino_engine._Network`.
* Only the positions that are asked for, `scored`, are scored: of a prompt only the last one is needed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

OFFSET = 128  # of signed bytes that are stored as unsigned ones


def refine(network: Any) -> None:
    """All of the above, in place."""
    keep_signed(network)
    join_products(network)
    attend_apart(network)
    score_some(network)
    network.validate_nodes_and_infer_types()


def keep_signed(network: Any) -> None:
    """(unsigned byte - 128) * scale becomes signed byte * scale, wherever it stands."""
    from openvino import opset8

    for node in network.get_ordered_ops():
        if node.get_type_name() != "Subtract":
            continue
        stored, offset = (_constant_under(node.input_value(side)) for side in (0, 1))
        if stored is None or offset is None or str(stored.get_element_type()) != "<Type: 'uint8_t'>":
            continue
        if not (offset.data == OFFSET).all():
            continue
        signed = opset8.constant((stored.data ^ np.uint8(OFFSET)).view(np.int8))
        _replace(node.output(0), opset8.convert(signed, node.get_element_type().to_dtype()).output(0))


def _constant_under(value: Any) -> Any:
    """The constant that a value is, but for its type."""
    node = value.get_node()
    if node.get_type_name() == "Convert":
        node = node.input_value(0).get_node()
    return node if node.get_type_name() == "Constant" else None


def join_products(network: Any) -> None:
    """One product where several take the same input and have weights of the same make."""
    from openvino import opset8

    alike: defaultdict[tuple[str, int, Any], list[Any]] = defaultdict(list)
    for node in network.get_ordered_ops():
        parts = _weights(node)
        if parts:
            given = node.input_value(0)
            alike[given.get_node().get_friendly_name(), given.get_index(), tuple(parts[0].shape)[1:]].append(node)
    for products in alike.values():
        if len(products) < 2:
            continue
        parts = [_weights(one) for one in products]
        bytes_, scales = (np.concatenate([part[side].data for part in parts]) for side in (0, 1))
        wide = opset8.multiply(opset8.convert(opset8.constant(bytes_), scales.dtype), opset8.constant(scales))
        flat = opset8.reshape(wide, opset8.constant(np.array([len(bytes_), -1], np.int64)), False)
        joined = opset8.matmul(products[0].input_value(0), opset8.convert(flat, np.float32), False, True)
        sizes = opset8.constant(np.array([part[0].shape[0] for part in parts], np.int64))
        split = opset8.variadic_split(joined, opset8.constant(np.int64(-1)), sizes)
        for at, one in enumerate(products):
            _replace(one.output(0), split.output(at))


def _weights(product: Any) -> Sequence[Any]:
    """The bytes and scales of a product's weights, as constants; empty where it is anything else."""
    if product.get_type_name() != "MatMul" or not product.get_attributes().get("transpose_b"):
        return ()
    node = product.input_value(1).get_node()
    for kind in ("Convert", "Reshape"):
        if node.get_type_name() != kind:
            return ()
        node = node.input_value(0).get_node()
    if node.get_type_name() != "Multiply":
        return ()
    parts = (_constant_under(node.input_value(0)), node.input_value(1).get_node())
    if parts[0] is None or parts[1].get_type_name() != "Constant" or len(parts[0].shape) != 3:
        return ()
    return parts if str(parts[0].get_element_type()) == "<Type: 'int8_t'>" else ()


def attend_apart(network: Any) -> None:
    """Texts that grow look at what has been read in `key.N` and `value.N`, inputs that nothing is ever copied from.

    OpenVINO's own attention with a memory takes each new position by itself, at 1.6 ms for every one of them. Here the
    last `sizes[1]` positions of a call look at that input and at each other by plain products, many at the price of
    one. The first `sizes[0]` look at each other only, by OpenVINO's attention, which is best at reading. One of the two
    is 0, and what has no positions takes no time. `new` are the keys and values of all layers, for whoever keeps them.
    """
    from openvino import PartialShape, opset8, opset13

    def given(name: str, shape: Sequence[int], kind: Any) -> Any:
        made = opset8.parameter(PartialShape(list(shape)), kind, name=name)
        made.output(0).get_tensor().set_names({name})
        network.add_parameters([made])
        return made

    def many(*values: int) -> Any:
        return opset8.constant(np.array(values, np.int64))

    def at(value: Any, place: int) -> Any:
        return opset8.gather(value, many(place), opset8.constant(np.int64(0)))

    nodes = [node for node in network.get_ordered_ops() if node.get_type_name() == "ScaledDotProductAttention"]
    heads, kept, size = _heads(nodes[0])
    sizes = given("sizes", [2], np.int64)
    masks = [given(name, [-1, 1, -1, -1], np.float32) for name in ("mask_reading", "mask")]
    # heads that share a key are laid one under the other, as if they were positions
    reading, growing = (opset8.concat([mask] * (heads // kept), 2) for mask in masks)
    made = []
    lengths: Any = None
    for layer, node in enumerate(nodes):
        key, value = (_just_made(node.input_value(side)) for side in (1, 2))
        keys, values = (given(f"{name}.{layer}", [-1, kept, -1, size], np.float32) for name in ("key", "value"))
        if lengths is None:
            lengths = opset8.concat([at(opset8.shape_of(one), 2) for one in (keys, key.get_node())], 0)
        first, last = opset8.variadic_split(node.input_value(0), opset8.constant(np.int64(2)), sizes).outputs()
        first, last = (opset8.reshape(one, many(0, kept, -1, size), True) for one in (first, last))
        read = opset13.scaled_dot_product_attention(first, key, value, reading, None, False)
        asked = opset8.multiply(last, opset8.constant(np.float32(size**-0.5)))
        likeness = [opset8.matmul(asked, one, False, True) for one in (keys, key)]
        shares = opset8.softmax(opset8.add(opset8.concat(likeness, 3), growing), -1)
        old, new = opset8.variadic_split(shares, opset8.constant(np.int64(3)), lengths).outputs()
        grown = opset8.add(opset8.matmul(old, values, False, False), opset8.matmul(new, value, False, False))
        found = [opset8.reshape(one, many(0, heads, -1, size), True) for one in (read, grown)]
        _replace(node.output(0), opset8.concat(found, 2).output(0))
        made += [key, value]
    stacked = [opset8.unsqueeze(one, opset8.constant(np.int64(0))) for one in made]
    result = opset8.result(opset8.concat(stacked, 0))  # along another axis it takes 190 MB more
    result.output(0).get_tensor().set_names({"new"})
    network.add_results([result])
    for sink in network.get_sinks():
        network.remove_sink(sink)
    for variable in network.get_variables():
        network.remove_variable(variable)
    for old in network.get_parameters():
        if not old.output(0).get_target_inputs():
            network.remove_parameter(old)


def _heads(attention: Any) -> tuple[int, int, int]:
    """Heads that ask, heads that are kept, and their size."""
    asked, kept = (attention.input_value(0), _just_made(attention.input_value(1)))
    return (
        *(one.get_partial_shape()[1].get_length() for one in (asked, kept)),
        asked.get_partial_shape()[3].get_length(),
    )


def _just_made(value: Any) -> Any:
    """What this call adds to the memory that an attention reads."""
    node = value.get_node()
    while node.get_type_name() in ("Reshape", "Broadcast", "Unsqueeze"):
        node = node.input_value(0).get_node()
    return node.input_value(1)  # of a Concat: before it comes the memory


def keep_at_16_bits(network: Any) -> None:
    """`key.N`, `value.N` and `new` as bfloat16: for processors that compute at that."""
    from openvino import Type, opset8

    for old in network.get_parameters():
        name = old.get_friendly_name()
        if name.startswith(("key.", "value.")):
            new = opset8.parameter(old.get_partial_shape(), Type.bf16, name=name)
            _replace(old.output(0), opset8.convert(new, np.float32).output(0))
            new.output(0).get_tensor().set_names({name})
            network.remove_parameter(old)
            network.add_parameters([new])
    old = network.output("new").get_node()
    new = opset8.result(opset8.convert(old.input_value(0), Type.bf16))
    network.remove_result(old)
    new.output(0).get_tensor().set_names({"new"})
    network.add_results([new])
    network.validate_nodes_and_infer_types()


def score_some(network: Any) -> None:
    """A cut before the output layer: of every row only the positions `scored` go in, counted from the end: -1, -2."""
    from openvino import PartialShape, opset8

    scored = opset8.parameter(PartialShape([-1]), np.int64, name="scored")
    scored.output(0).get_tensor().set_names({"scored"})
    product = network.output(0).node.input_value(0).get_node()
    while product.get_type_name() != "MatMul":
        product = product.input_value(0).get_node()
    some = opset8.gather(product.input_value(0), scored, opset8.constant(np.int64(1)))
    product.input(0).replace_source_output(some.output(0))
    network.add_parameters([scored])


def _replace(old: Any, new: Any) -> None:
    for target in list(old.get_target_inputs()):
        target.replace_source_output(new)
