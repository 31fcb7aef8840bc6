"""Which totals of small tables are questioned: two rows of figures are enough where one of them comes out."""

from __future__ import annotations

import pytest

import checks

HEAD = "Region | Yes | No | Total"


def questioned(*rows: str) -> list[str]:
    """The wrong totals of the table with these rows."""
    sheet = checks.check_article(checks.read("\n".join(rows)))
    return [sheet.article.text_of(finding.spans[0]) for finding in sheet.findings if finding.rule == "table-totals"]


def test_of_two_rows_the_one_that_is_off_is_questioned_with_the_total_that_takes_it_up():
    assert questioned(HEAD, "North | 100 | 110 | 210", "South | 200 | 220 | 425", "Total | 300 | 330 | 635") == [
        "425",
        "635",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        # both rows have votes in a column that is not shown
        ("North | 100 | 110 | 216", "South | 200 | 220 | 425", "Total | 300 | 330 | 641"),
        ("North | 100 | 110 | 210", "South | 200 | 220 | 420", "Total | 300 | 330 | 630"),
        ("North | 100 | 110 | 216", "South | 200 | 220 | 425"),
        # nothing that is not nothing in the row that comes out
        ("North | 0 | 110 | 110", "South | 200 | 220 | 425", "Total | 200 | 330 | 535"),
    ],
)
def test_ordinary_small_tables_raise_nothing(rows):
    assert questioned(HEAD, *rows) == []
