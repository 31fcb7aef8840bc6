"""Rows of a large matrix, read from their file as they are needed.

A text needs a few hundred of a vocabulary's rows. Were the file mapped, the neighbours of each would stay in memory.
"""

from __future__ import annotations

import os
import weakref
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

WEIGHTS, SCALES = "weights.bin", "scales.npy"  # what is added to the name; scales only where rows have them


class Rows:
    """(so many, width) at 8 bits with a scale for each row, or at float32. For use by several threads."""

    def __init__(self, folder: Path, name: str, width: int) -> None:
        scales = folder / f"{name}.{SCALES}"
        self._scales: NDArray[np.float32] | None = np.load(scales) if scales.exists() else None
        self._kind = np.dtype(np.float32 if self._scales is None else np.int8)
        self._width = width
        # kept open: whoever removes the file meanwhile takes nothing from those who are at work
        self._file = os.open(folder / f"{name}.{WEIGHTS}", os.O_RDONLY | getattr(os, "O_BINARY", 0))
        weakref.finalize(self, os.close, self._file)
        self._turn = Lock()

    def read(self, at: NDArray[np.int64]) -> tuple[NDArray[Any], NDArray[np.float32] | None]:
        """These rows as they are kept, and their scales."""
        size = self._width * self._kind.itemsize
        parts = []
        with self._turn:
            for row in at.tolist():
                os.lseek(self._file, row * size, os.SEEK_SET)
                parts.append(os.read(self._file, size))
        rows = np.frombuffer(b"".join(parts), self._kind).reshape(len(at), self._width)
        return rows, None if self._scales is None else self._scales[at]

    def floats(self, at: NDArray[np.int64]) -> NDArray[np.float32]:
        """(*at.shape, width)"""
        some, which = np.unique(at, return_inverse=True)
        rows, scales = self.read(some)
        made: NDArray[np.float32] = rows if scales is None else rows * scales[:, None]
        return made[which].reshape(*at.shape, self._width)


def write(folder: Path, name: str, rows: NDArray[Any], scales: NDArray[np.float32] | None) -> None:
    (folder / f"{name}.{WEIGHTS}").write_bytes(np.ascontiguousarray(rows).tobytes())
    if scales is not None:
        np.save(folder / f"{name}.{SCALES}", scales)
