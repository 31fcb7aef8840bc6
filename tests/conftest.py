"""What holds for all tests."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--without-llvmlite",
        action="store_true",
        help="as where llvmlite is not installed: models run on ONNX Runtime, tests of the machine code are skipped",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--without-llvmlite"):
        if sys.modules.get("llvmlite"):
            raise pytest.UsageError("llvmlite has been imported already")
        sys.modules["llvmlite"] = None  # type: ignore[assignment]  # as import understands it: there is none
        # for the processes that tests start
        paths = [str(Path(__file__).parent / "without_llvmlite"), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
