"""A large matrix in a file, of which rows are read as they are needed.

A text needs a few hundred rows of a vocabulary's embeddings. Were the file mapped, whole pages around each row would
stay in memory.
"""

from __future__ import annotations

import os
import weakref
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

WEIGHTS_SUFFIX, SCALES_SUFFIX = ".weights.bin", ".scales.npy"  # of the files; only int8 rows have scales


class EmbeddingTable:
    """A matrix (rows, width) of int8 with a scale for each row, or of float32. Several threads may read from it."""

    def __init__(self, folder: Path, name: str, width: int) -> None:
        scales = folder / f"{name}{SCALES_SUFFIX}"
        self._scales: NDArray[np.float32] | None = np.load(scales) if scales.exists() else None
        self._dtype = np.dtype(np.float32 if self._scales is None else np.int8)
        self._width = width
        # kept open: if another process removes the file meanwhile, this one can still read it
        self._file = os.open(folder / f"{name}{WEIGHTS_SUFFIX}", os.O_RDONLY | getattr(os, "O_BINARY", 0))
        weakref.finalize(self, os.close, self._file)
        self._lock = Lock()

    def rows(self, indices: NDArray[np.int64]) -> tuple[NDArray[Any], NDArray[np.float32] | None]:
        """Returns these rows as they are stored, (indices, width), and their scales."""
        row_bytes = self._width * self._dtype.itemsize
        parts = []
        with self._lock:
            for index in indices.tolist():
                os.lseek(self._file, index * row_bytes, os.SEEK_SET)
                parts.append(os.read(self._file, row_bytes))
        rows = np.frombuffer(b"".join(parts), self._dtype).reshape(len(indices), self._width)
        return rows, None if self._scales is None else self._scales[indices]

    def as_float32(self, indices: NDArray[np.int64]) -> NDArray[np.float32]:
        """Returns these rows dequantised, (*indices.shape, width)."""
        distinct, inverse = np.unique(indices, return_inverse=True)
        rows, scales = self.rows(distinct)
        values: NDArray[np.float32] = rows if scales is None else rows * scales[:, None]
        return values[inverse].reshape(*indices.shape, self._width)


def write_table(folder: Path, name: str, rows: NDArray[Any], scales: NDArray[np.float32] | None) -> None:
    """Writes the files of an EmbeddingTable."""
    (folder / f"{name}{WEIGHTS_SUFFIX}").write_bytes(np.ascontiguousarray(rows).tobytes())
    if scales is not None:
        np.save(folder / f"{name}{SCALES_SUFFIX}", scales)
