"""Every sample article gets the sheet that was written down for it by hand."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import checks
from checks.model import Finding, Severity, Sheet, Tick

SAMPLES = Path(__file__).parents[1] / "samples"
ARTICLES = sorted(SAMPLES.rglob("*.txt"))


def points_at(raised: Finding | Tick, figures: list[str], text: str) -> bool:
    """Does it point at each of these words, wherever they stand in the article?"""
    for words in figures:
        places = [i for i in range(len(text)) if text.startswith(words, i)]
        assert places, f"{words!r} is not in the article"
        if not any(a < i + len(words) and i < b for i in places for a, b in raised.spans):
            return False
    return True


def expected(path: Path) -> dict[str, list[dict]]:
    return tomllib.loads(path.with_suffix(".expected.toml").read_text(encoding="utf-8"))


def sheet_of(path: Path) -> Sheet:
    return checks.check_article(path.read_text(encoding="utf-8"))


def answers(finding: Finding, wanted: dict, text: str) -> bool:
    said = f"{finding.message} {finding.arithmetic} {finding.question}"
    return (
        finding.severity in wanted["severity"]
        and points_at(finding, wanted["figures"], text)
        and wanted.get("says", "") in said
    )


@pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)
def test_a_sample_gets_the_findings_written_down_for_it_and_no_other_alarm(path: Path) -> None:
    sheet, text = sheet_of(path), path.read_text(encoding="utf-8")
    wanted = expected(path).get("finding", [])
    for one in wanted:
        assert any(answers(f, one, text) for f in sheet.findings), (one, [f.message for f in sheet.findings])
    alarms = [f for f in sheet.findings if f.severity is not Severity.NOTE]
    surplus = [f.message for f in alarms if not any(answers(f, one, text) for one in wanted)]
    assert not surplus
    assert not sheet.failures


@pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)
def test_a_sample_gets_the_ticks_written_down_for_it(path: Path) -> None:
    sheet, text = sheet_of(path), path.read_text(encoding="utf-8")
    missing = [
        one["figures"]
        for one in expected(path).get("tick", [])
        if not any(points_at(t, one["figures"], text) for t in sheet.ticks)
    ]
    assert not missing, [t.message for t in sheet.ticks]


def test_there_are_as_many_clean_samples_as_flawed_ones_and_ten_of_each() -> None:
    assert len(list((SAMPLES / "clean").glob("*.txt"))) >= 10
    assert len(list((SAMPLES / "flawed").glob("*.txt"))) >= 10
