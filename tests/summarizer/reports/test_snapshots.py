"""What a user sees of our samples, kept in tests/snapshots so that it never changes unseen.

    COPYDESK_SNAPSHOTS=write python -m pytest tests/summarizer/reports/test_snapshots.py

writes them anew; read the difference before committing it.
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
KEPT = ROOT / "tests" / "snapshots"
MARCH = SAMPLES / "flawed" / "breakdown-over.txt"
SHOWN = [
    (MARCH, Format.JSON, "breakdown-over.json"),
    (MARCH, Format.HTML, "breakdown-over.html"),
    *((path, Format.TEXT, f"{path.stem}.txt") for path in sorted((SAMPLES / "flawed").glob("*.txt"))),
]


@pytest.mark.parametrize(("article", "form", "name"), SHOWN, ids=[name for *_, name in SHOWN])
def test_what_is_seen_of_a_sample_is_what_was_seen_before(article, form, name):
    shown = render_sheet(check_source(read_file(article), CheckOptions()), form, article.name)
    if os.environ.get("COPYDESK_SNAPSHOTS") == "write":
        (KEPT / name).write_text(shown, encoding="utf-8", newline="\n")
    assert shown == (KEPT / name).read_text(encoding="utf-8"), f"{name} changed: see the head of this file"


def test_nothing_is_kept_that_is_no_longer_shown():
    assert {path.name for path in KEPT.iterdir()} == {name for *_, name in SHOWN}
