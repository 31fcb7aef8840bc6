"""Reports of the samples, compared with those in tests/snapshots, so that no change of what users see goes unnoticed.

    COPYDESK_SNAPSHOTS=write python -m pytest tests/summarizer/reports/test_snapshots.py

rewrites them; read the difference before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from summarizer.desk.checking import CheckOptions, check_source
from summarizer.inputs import read_file
from summarizer.reports import Format, render_sheet

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "samples"
SNAPSHOTS = ROOT / "tests" / "snapshots"
BREAKDOWN = SAMPLES / "flawed" / "breakdown-over.txt"
CASES = [
    (BREAKDOWN, Format.JSON, "breakdown-over.json"),
    (BREAKDOWN, Format.HTML, "breakdown-over.html"),
    *((path, Format.TEXT, f"{path.stem}.txt") for path in sorted((SAMPLES / "flawed").glob("*.txt"))),
]


@pytest.mark.parametrize(("article", "form", "name"), CASES, ids=[name for *_, name in CASES])
def test_the_report_of_a_sample_is_its_snapshot(article, form, name):
    report = render_sheet(check_source(read_file(article), CheckOptions()), form, article.name)
    if os.environ.get("COPYDESK_SNAPSHOTS") == "write":
        (SNAPSHOTS / name).write_text(report, encoding="utf-8", newline="\n")
    assert report == (SNAPSHOTS / name).read_text(encoding="utf-8"), f"{name} changed: see the head of this file"


def test_there_is_no_snapshot_without_a_case():
    assert {path.name for path in SNAPSHOTS.iterdir()} == {name for *_, name in CASES}
