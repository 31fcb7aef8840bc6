"""What the machine code and its callers have in common: the measures of tiles, and what a call is told."""

from __future__ import annotations

HIGH = 16  # rows of a tile
WIDE = 64  # columns of one
LINE = WIDE * 4  # bytes of a tile's row, and of a panel's 4 bytes of depth

# Numbers of 64 bits, but for those in pairs, which are two floats. Addresses unless something else is said.
JOB = (
    *("layers", "count"),  # LAYER of each; how many
    *("ranks", "by.rows", "met", "pass"),  # who works; whether by rows; where they meet; what lets others have the core
    *("positions", "rows", "width"),  # of tokens: rows x width
    *("flow.width", "inner.width", "heads", "kept", "size"),  # of the model
    *("ready", "any"),  # pairs: the step of 8 bits, and what is added to a mean square
    *("query", "one"),  # a float: what a query is multiplied by; 1
    *("room", "used", "sees"),  # places of a row; (rows): where its new ones go; (rows, width, room): bytes
    *("cosines", "sines"),  # (positions, size / 2): of their places
    *("flow", "flow.each", "more"),  # (positions, width) of floats; bytes of each rank's
    *("qkv", "qkv.each", "seen", "gated"),  # of floats; bytes of a position's
    *("own", "own.each", "own.factors", "own.queries", "own.found", "own.chances"),  # each rank's bytes; offsets
    *("scored", "scored.count"),  # from which position, how many
    *("common", "common.shift", "common.scale", "common.bias", "common.groups", "common.scores"),
    *("rare", "rare.shift", "rare.scale", "rare.bias", "rare.groups", "rare.scores"),
)
PRODUCTS = ("qkv", "seen", "gate", "gated")
PARTS = ("", ".shift", ".scale", ".bias")  # of a product; there is no bias where it would be 0, but for scores
LAYER = (*(f"{name}{part}" for name in PRODUCTS for part in PARTS), "keys", "values")
