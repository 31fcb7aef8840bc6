"""The guide to the report of a batch shows what the commands print, and says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from summarizer.desk.checking import CheckOptions, check_source
from summarizer.inputs import read_file
from summarizer.reports import Format, near_duplicates, overview, render_files
from summarizer.reports.checked_file import CheckedFile

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs" / "report.md").read_text(encoding="utf-8")


def test_the_concise_example_is_what_the_command_prints():
    (shown,) = re.findall(r"```\n\$ copydesk check samples/flawed --format concise\n(.*?)```", GUIDE, re.DOTALL)
    rows = [
        CheckedFile(f"samples/flawed/{path.name}", check_source(read_file(path), CheckOptions()))
        for path in sorted((ROOT / "samples" / "flawed").glob("*.txt"))
    ]
    printed = render_files(rows, Format.CONCISE).splitlines()
    assert [line for line in shown.splitlines() if line != "..."] == [printed[0], *printed[-2:]]


def test_the_numbers_of_the_guide_are_those_of_the_code():
    assert f"**{overview.PAGE_ROWS} articles a page**" in GUIDE
    assert near_duplicates.MIN_SIMILARITY == 0.6
    assert near_duplicates.SHINGLE_WORDS == 3
    assert re.search(r"six in ten of their runs of three\s+words", GUIDE)


def test_the_columns_of_the_overview_are_documented():
    page = " ".join((ROOT / "docs" / "json.md").read_text(encoding="utf-8").split())
    columns = page[page.index("A batch's `overview.csv` has") :].partition("`overview.xlsx`")[0]
    assert [name for name in overview.OVERVIEW_COLUMNS if name not in columns] == []
