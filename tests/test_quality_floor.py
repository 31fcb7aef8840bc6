"""Scores on the evaluation data do not fall below the floor; skipped unless COPYDESK_BENCH_DATA names that data.

What the script itself says and does is tested with made-up scores.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).parents[1] / "bench"


@pytest.fixture(scope="module")
def floor() -> ModuleType:
    spec = importlib.util.spec_from_file_location("quality_floor", BENCH / "floor.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def row(measured: float, sense: str = ">=") -> dict:
    return {"measure": "recall", "measured": measured, "sense": sense}


def test_a_score_below_its_floor_is_named(floor: ModuleType) -> None:
    assert floor.fallen({"a": 0.9}, {"a": row(0.8)}) == ["recall: pinned at 0.9000, now 0.8000"]


def test_more_alarms_than_pinned_is_a_fall(floor: ModuleType) -> None:
    assert floor.fallen({"a": 0.01}, {"a": row(0.02, "<=")})


def test_a_pinned_score_that_is_no_longer_measured_is_a_fall(floor: ModuleType) -> None:
    assert floor.fallen({"a": 0.9}, {})


def test_a_score_at_or_above_its_floor_is_no_fall(floor: ModuleType) -> None:
    assert not floor.fallen({"a": 0.9, "b": 0.1}, {"a": row(0.9), "b": row(0.05, "<="), "c": row(0.1)})


@pytest.fixture
def data(floor: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of evaluation data on which one score, 0.8, is measured; a floor of 0.9 was pinned on it."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "set.jsonl.gz").write_bytes(b"one")
    (tmp_path / "scoreboard.py").touch()
    pinned = tmp_path / "floor.json"
    pinned.write_text(json.dumps({"data": floor.digest(data), "figures": {"a": 0.9}}), encoding="utf-8")
    monkeypatch.setenv("COPYDESK_BENCH_DATA", str(data))
    monkeypatch.setattr(floor, "PINNED", pinned)
    monkeypatch.setattr(floor, "measure", lambda _: {"a": row(0.8)})
    return data


def run(floor: ModuleType, monkeypatch: pytest.MonkeyPatch, *options: str) -> int:
    monkeypatch.setattr(sys, "argv", ["floor.py", *options])
    return floor.main()


def test_a_score_below_the_floor_fails(
    floor: ModuleType, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(floor, monkeypatch) == 1
    assert "recall: pinned at 0.9000, now 0.8000" in capsys.readouterr().err


def test_with_data_that_the_floor_was_not_pinned_on_nothing_is_compared_and_that_is_said(
    floor: ModuleType, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "set.jsonl.gz").write_bytes(b"another")
    assert run(floor, monkeypatch) == 2
    message = capsys.readouterr().err
    assert str(data) in message
    assert "COPYDESK_BENCH_DATA" in message
    assert "--pin" in message


@pytest.mark.parametrize("content", [b"one", b"another"])
def test_pinning_lowers_a_score_only_if_told_to_whatever_the_data(
    floor: ModuleType, data: Path, content: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "set.jsonl.gz").write_bytes(content)
    before = floor.read_pinned()
    assert run(floor, monkeypatch, "--pin") == 1
    assert "--allow-lower" in capsys.readouterr().err
    assert floor.read_pinned() == before
    assert run(floor, monkeypatch, "--pin", "--allow-lower") == 0
    assert floor.read_pinned() == {"data": floor.digest(data), "figures": {"a": 0.8}}


def test_the_first_pin_has_nothing_to_lower(floor: ModuleType, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    floor.PINNED.unlink()
    assert run(floor, monkeypatch) == 2
    assert run(floor, monkeypatch, "--pin") == 0
    assert floor.read_pinned()["figures"] == {"a": 0.8}


@pytest.mark.parametrize("missing", ["variable", "folder", "scorers"])
def test_without_data_or_scorers_it_says_what_is_missing(
    floor: ModuleType, data: Path, missing: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if missing == "variable":
        monkeypatch.delenv("COPYDESK_BENCH_DATA")
    elif missing == "folder":
        monkeypatch.setenv("COPYDESK_BENCH_DATA", str(data / "nowhere"))
    else:
        (data.parent / "scoreboard.py").unlink()
    with pytest.raises(SystemExit) as ended:
        run(floor, monkeypatch, "--pin")
    assert ended.value.code == 2
    assert {"variable": "Set COPYDESK", "folder": "nowhere", "scorers": "scoreboard.py"}[missing] in (
        capsys.readouterr().err
    )


def test_scores_on_the_evaluation_data_are_not_below_the_floor(floor: ModuleType) -> None:
    data = floor.data_folder()
    if data is None:
        pytest.skip("COPYDESK_BENCH_DATA is not set")
    pinned = floor.read_pinned()
    if pinned["data"] != floor.digest(data):
        pytest.skip("the figures were pinned on other data: python bench/floor.py --pin")
    assert not floor.fallen(pinned["figures"], floor.measure(data))
