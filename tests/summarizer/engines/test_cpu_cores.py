"""How many cores are idle."""

from __future__ import annotations

import psutil
import pytest

from summarizer.engines import cpu_cores


@pytest.mark.parametrize(
    ("cores", "threads", "busy_percent", "idle"),
    [
        (2, 2, 0.0, 2),
        (2, 2, 15.0, 2),
        (2, 2, 50.0, 1),
        (2, 2, 100.0, 1),  # one is taken all the same
        (8, 16, 6.25, 7),
        (8, 16, 0.5, 8),
    ],
)
def test_cores_that_other_programs_keep_busy_are_left_to_them(
    monkeypatch: pytest.MonkeyPatch, cores: int, threads: int, busy_percent: float, idle: int
) -> None:
    monkeypatch.setattr(cpu_cores, "physical_cores", lambda: cores)
    monkeypatch.setattr(psutil, "cpu_count", lambda: threads)
    monkeypatch.setattr(psutil, "cpu_percent", lambda interval: busy_percent)
    assert cpu_cores.idle_cores() == idle
