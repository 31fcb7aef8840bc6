"""The command that tunes the editors' judges, from labels to files."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from summarizer.engines.embedded.deletion_judge import DELETION_FILE
from summarizer.engines.embedded.phrase_harm import HARM_FILE
from summarizer.engines.embedded.sentence_judge import CHOICE_FILE
from summarizer.training import editors
from summarizer.training.tuning import ADAPTER_FILE

from ..engines.conftest import *  # noqa: F403 -- the tiny models
from .test_deletions import ARTICLE, RECORD, STARTS, one_layer  # noqa: F401
from .test_harm import JUDGED

KEY = hashlib.sha256(ARTICLE.encode()).hexdigest()[:16]


@pytest.fixture
def labels(tmp_path: Path) -> list[str]:
    """The command's arguments, with the files that they name."""
    files: dict[str, Any] = {
        "choices": {"article": KEY, "sentences": STARTS, "chosen": [0]},
        "edited": {**RECORD, "article": KEY},
        "phrases": {**JUDGED, "article": KEY},
    }
    (tmp_path / "articles.jsonl").write_text(json.dumps({"article": ARTICLE}), "utf-8")
    for name, record in files.items():
        (tmp_path / f"{name}.jsonl.gz").write_bytes(gzip.compress(json.dumps(record).encode()))
    paths = [argument for name in files for argument in (f"--{name}", str(tmp_path / f"{name}.jsonl.gz"))]
    return [*paths, "--articles", str(tmp_path / "articles.jsonl"), "--steps", "3"]


@pytest.mark.usefixtures("one_layer")
def test_the_judges_are_tuned_together_and_averaged_with_what_was_before(
    gguf: Path,
    tmp_path: Path,
    labels: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from safetensors.torch import load_file

    def run(out: str, *more: str) -> dict[str, Any]:
        monkeypatch.setattr("sys.argv", ["editors", "--base", str(gguf), *labels, "--out", str(tmp_path / out), *more])
        editors.main()
        return load_file(tmp_path / out / HARM_FILE)

    before = run("before")
    assert "1 choices, 1 shortened summaries, 1 with phrases" in capsys.readouterr().out
    assert all((tmp_path / "before" / file).is_file() for file in (ADAPTER_FILE, CHOICE_FILE, DELETION_FILE))
    start = ("--start", str(tmp_path / "before"))
    after, means = run("after", *start), run("means", *start, "--average", str(tmp_path / "before"))
    expected = (before["labels.bias"].float() + after["labels.bias"].float()) / 2
    assert means["labels.bias"].float().tolist() == pytest.approx(expected.tolist(), abs=1e-3)
    assert before["labels.bias"].tolist() != after["labels.bias"].tolist()


@pytest.mark.usefixtures("one_layer")
def test_labels_of_other_articles_are_an_error(
    gguf: Path, tmp_path: Path, labels: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "articles.jsonl").write_text(json.dumps({"article": "Another."}), "utf-8")
    monkeypatch.setattr("sys.argv", ["editors", "--base", str(gguf), *labels, "--out", str(tmp_path / "out")])
    with pytest.raises(SystemExit) as stopped:
        editors.main()
    assert stopped.value.code == 2
    assert "none of the labelled articles" in capsys.readouterr().err
