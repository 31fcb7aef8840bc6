"""What is changed in the network that OpenVINO makes of a GGUF file, once, at conversion. None of it changes a result.

* Weights are kept as signed bytes and a scale; OpenVINO's own form has an offset besides, which costs time at each use.
* Products of one input (query, key and value; gate and up) become one product of their stacked weights.
* Who sees whom is an input, `mask`, so that many texts can grow from one prompt and share its memory: see
  `openvino_engine._Network`. The network's own mask knows only rows that each have a prompt to themselves.
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
    take_mask(network)
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


def take_mask(network: Any) -> None:
    """The mask (rows, 1, new positions, all positions), added to what attention finds, comes from outside."""
    import openvino
    from openvino import opset8

    mask = opset8.parameter(openvino.PartialShape([-1, 1, -1, -1]), np.float32, name="mask")
    mask.output(0).get_tensor().set_names({"mask"})
    for node in network.get_ordered_ops():
        if node.get_type_name() == "ScaledDotProductAttention":
            node.input(3).replace_source_output(mask.output(0))
    network.add_parameters([mask])
    network.validate_nodes_and_infer_types()
    for old in network.get_parameters():
        if "attention_mask" in old.output(0).get_names() and not old.output(0).get_target_inputs():
            network.remove_parameter(old)


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
