"""What holds for the project as a whole."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
HEAVY = ("torch", "transformers", "onnxruntime", "onnx", "tokenizers", "ctranslate2", "numpy")


def modules_after(code: str) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sorted(sys.modules), sep='\\n')"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return set(run.stdout.split())


def test_checking_an_article_loads_no_model_engine_and_not_the_summarizer() -> None:
    loaded = modules_after("import checks; checks.check_article('Police arrested 12 people: 7 men and 5 women.')")
    assert not loaded & {*HEAVY, "summarizer"}
    assert "checks.run" in loaded


def test_checks_uses_the_standard_library_only() -> None:
    before = modules_after("pass")
    loaded = (
        modules_after("import checks; checks.check_article('Police arrested 12 people: 7 men and 5 women.')") - before
    )
    outside = {name.partition(".")[0] for name in loaded} - set(sys.stdlib_module_names) - {"checks"}
    assert not outside


def test_importing_the_summarizer_loads_no_model_engine() -> None:
    assert not modules_after("import summarizer; summarizer.summarize") & set(HEAVY)


def test_the_wheel_holds_the_two_packages_that_the_user_named() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["checks", "summarizer"]
    assert project["project"]["scripts"] == {"copydesk": "summarizer.cli:main"}
