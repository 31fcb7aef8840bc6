"""Scores on the evaluation data do not fall below the floor; skipped unless COPYDESK_BENCH_DATA names that data."""

from __future__ import annotations

import importlib.util
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


@pytest.mark.parametrize("options", [[], ["--pin"]], ids=["compared", "pinned"])
def test_other_data_than_the_floors_are_refused(
    floor: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
) -> None:
    pinned = tmp_path / "floor.json"
    pinned.write_text('{"data": "of other files", "figures": {"a": 0.9}}', encoding="utf-8")
    monkeypatch.setattr(floor, "PINNED", pinned)
    monkeypatch.setenv("COPYDESK_BENCH_DATA", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["floor.py", *options])
    assert floor.main() == 2
    assert "--pin --allow-lower" in capsys.readouterr().err
    assert "0.9" in pinned.read_text(encoding="utf-8")


def test_scores_on_the_evaluation_data_are_not_below_the_floor(floor: ModuleType) -> None:
    data = floor.data_folder()
    if data is None:
        pytest.skip("COPYDESK_BENCH_DATA is not set")
    pinned = floor.read_pinned()
    assert pinned["data"] == floor.digest(data), "pinned on other data: python bench/floor.py --pin --allow-lower"
    assert not floor.fallen(pinned["figures"], floor.measure(data))
