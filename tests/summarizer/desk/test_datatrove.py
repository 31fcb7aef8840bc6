"""The step of a datatrove pipeline in the documentation runs as it stands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

ROOT = Path(__file__).parents[3]
TEXT = "The crash injured 40 people, including {} children."


def test_the_step_of_the_documentation_checks_documents(tmp_path):
    pytest.importorskip("datatrove", reason="datatrove is not installed")
    page = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (tmp_path / "checked.py").write_text(code, encoding="utf-8")
    (tmp_path / "news").mkdir()
    for name, numbers in (("a", (30, 50)), ("b", (60,))):
        table = pyarrow.table(
            {"id": [f"story-{number}" for number in numbers], "text": [TEXT.format(n) for n in numbers]}
        )
        parquet.write_table(table, tmp_path / "news" / f"{name}.parquet")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    done = subprocess.run([sys.executable, "checked.py"], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    rows = [row for path in (tmp_path / "checked").glob("*.parquet") for row in parquet.read_table(path).to_pylist()]
    errors = {row["id"]: row["metadata"]["errors"] for row in rows}
    assert errors == {"story-30": 0, "story-50": 1, "story-60": 1}
