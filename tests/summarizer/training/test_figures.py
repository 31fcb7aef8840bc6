"""Marked ties as examples, and what is tuned on them: the engine answers as the tuned model does."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

import checks
from checks.relations.frames import frames_of
from checks.relations.possible_ties import possible_relations
from summarizer.engines.embedded.engine import load_tuned_layers
from summarizer.engines.embedded.figure_judge import HEAD_FILE, FigureJudge
from summarizer.pipeline.figure_text import figure_text
from summarizer.training import figures
from summarizer.training.figures import FigureTask, tie_example
from summarizer.training.tuning import ADAPTER_FILE, TrainableLayers, average_weights, tune

from ..engines.conftest import *  # noqa: F403 -- the tiny models

TEXT = "Storm kills 12\n\nSeven people drowned in Lorne and five burned. Rain fell for three days in 2019."
SUM = ["12", "Seven", "five"]


def encode(text: str) -> tuple[list[int], list[tuple[int, int]]]:
    return [1 + ord(mark) % 50 for mark in text], [(place, place + 1) for place in range(len(text))]


def record(times: int = 1) -> dict[str, Any]:
    """All candidates of the text; the sum is a tie, the others are none."""
    candidates = [
        (kind, [(frame.start, frame.end) for frame in members], [frame.statement.words for frame in members] == SUM)
        for kind, members in possible_relations(frames_of(checks.read(TEXT)))
    ]
    return {
        "text": TEXT,
        "candidates": [[kind, spans, int(label), 2.0 if label else 1.0] for kind, spans, label in candidates],
        "times": times,
    }


def test_an_example_has_the_figures_of_its_candidates_and_their_labels() -> None:
    example = tie_example(record(), 1, encode)
    [tie] = [candidate for candidate in example.candidates if candidate.label]
    assert tie.kind == "sum"
    assert list(tie.members) == [0, 1, 2]
    assert tie.weight == 2
    assert len(example.candidates) == len(record()["candidates"])
    assert list(example.token_ids) != list(tie_example(record(), 2, encode).token_ids)  # other masks


def test_a_list_is_found_by_its_place() -> None:
    text = "It hit two towns: Lorne and Torley."
    list_span = [text.index("Lorne"), len(text) - 1]
    example = tie_example({"text": text, "candidates": [["list", [[7, 10], list_span], 1, 1.0]]}, 1, encode)
    [candidate] = example.candidates
    assert list(candidate.members) == [0, 1]
    assert example.figures[1].last == len(example.token_ids) - 3  # a full stop and a line end follow


def test_the_engine_answers_as_the_tuned_model_does(
    gguf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import torch

    layers = TrainableLayers(gguf, 1, 0)
    examples = [tie_example(record(), seed, layers.encode) for seed in range(120)]
    task = FigureTask(layers, examples)
    before = task.loss(examples[:6]).item()
    tune(layers, [(task, 1.0)], 20)
    assert task.loss(examples[:6]).item() < before
    task.report(examples[:6])
    assert "sum: AUC" in capsys.readouterr().out
    for part in (layers, task):
        part.write(tmp_path)
    again = FigureTask(layers, examples)
    again.load(tmp_path)
    assert again.loss(examples[:6]).item() == pytest.approx(task.loss(examples[:6]).item(), abs=0.01)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "adapter_config.json",
        "adapter_model.safetensors",
        "head.safetensors",
    ]
    assert str(gguf.parent) not in (tmp_path / "adapter_config.json").read_text("utf-8")
    text, _ = figure_text(frames_of(checks.read(TEXT)), seed=1)
    with torch.no_grad():
        expected = {
            (candidate.kind, tuple(candidate.members)): odds
            for _, candidates, answers in task.logits([examples[1]])
            for candidate, odds in zip(candidates, answers.tolist(), strict=True)
        }
    judge = FigureJudge(load_tuned_layers(gguf, gguf.stem, tmp_path, 1), tmp_path)
    found = dict(zip(((each.kind, each.members) for each in text.candidates), judge.log_odds(text), strict=True))
    assert expected.keys() <= found.keys()
    for key, odds in expected.items():
        assert found[key] == pytest.approx(odds, abs=0.35)  # at 8 bits, and 16 in training


def test_examples_are_read_and_one_text_in_twenty_is_held_out(
    gguf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(figures, "FIGURE_LAYERS", 1)
    monkeypatch.setattr(figures, "FIRST_TUNED_LAYER", 0)
    monkeypatch.setattr(figures, "HELD_OUT_EVERY", 10**9)
    path = tmp_path / "examples.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.write(json.dumps(record(times=3)) + "\n")
    arguments = [
        "figures",
        "--base",
        str(gguf),
        "--examples",
        str(path),
        "--out",
        str(tmp_path / "out"),
        "--steps",
        "2",
    ]
    monkeypatch.setattr("sys.argv", arguments)
    figures.main()
    assert capsys.readouterr().out.startswith("3 readings")
    assert (tmp_path / "out" / "head.safetensors").exists()


def test_the_means_of_two_adapters(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file, save_file

    for name, value in (("learned", 1.0), ("before", 3.0)):
        (tmp_path / name).mkdir()
        for file in (ADAPTER_FILE, HEAD_FILE):
            save_file({"weight": torch.full((2, 2), value).half()}, tmp_path / name / file)
    save_file({"weight": torch.ones(2)}, tmp_path / "learned" / "new")
    average_weights(tmp_path / "learned", tmp_path / "before", (ADAPTER_FILE, HEAD_FILE, "new"))
    assert torch.equal(load_file(tmp_path / "learned" / "new")["weight"], torch.ones(2))
    for file in (ADAPTER_FILE, HEAD_FILE):
        means = load_file(tmp_path / "learned" / file)["weight"]
        assert means.dtype is torch.float16
        assert torch.equal(means, torch.full((2, 2), 2.0).half())
