"""Which parts of the engines may import which."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from summarizer import engines

ENGINES = Path(engines.__file__).parent


def imported_modules(folder: Path) -> set[str]:
    """Returns the modules that the files of a folder import, also inside functions."""
    names = set[str]()
    for file in folder.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("package", ["decoding", "transformers"])
def test_decoding_and_the_transformers_engine_import_nothing_of_the_other_engine(package: str) -> None:
    other_engine = tuple(f"summarizer.engines.{name}" for name in ("embedded", "native", "onnx"))
    imported = imported_modules(ENGINES / package)
    assert any(name.startswith("summarizer.engines.interface") for name in imported)
    assert not {name for name in imported if name.startswith(other_engine)}
