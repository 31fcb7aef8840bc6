"""Reports for spreadsheets: nothing in an article is ever run as a formula."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace

import pytest

from checks.model import Failure, Sheet
from checks.read import read
from summarizer.reports import Format, render_files, render_sheet
from summarizer.reports.checked_file import CheckedFile
from summarizer.reports.tables import FINDING_COLUMNS, safe

FORMULA = "=HYPERLINK(1)"


@pytest.fixture
def rows(sheet: Sheet) -> list[CheckedFile]:
    return [
        CheckedFile("storm.txt", sheet),
        CheckedFile("clean.txt", Sheet(read("All quiet."), failures=(Failure("weekday-and-date", "KeyError: 3"),))),
        CheckedFile("gone.txt", None, "There is no file gone.txt."),
    ]


def test_each_finding_is_a_row_and_so_is_what_could_not_be_checked(rows):
    found = list(csv.DictReader(io.StringIO(render_files(rows, Format.CSV))))
    assert [(row["article"], row["severity"]) for row in found] == [
        ("storm.txt", "note"),
        ("storm.txt", "error"),
        ("storm.txt", "warning"),
        ("clean.txt", "failure"),
        ("gone.txt", "unreadable"),
    ]
    error = found[1]
    assert (error["where"], error["line"], error["column"]) == ("par 1", "5", "71")
    assert error["words"] == "52 · 31 · 17 · nine"
    assert error["could be"] == "52 -> 57 or 31 -> 26"
    assert found[4]["message"] == "There is no file gone.txt."


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\n", "＝", "＠"])
def test_no_cell_begins_as_a_formula(start):
    assert safe(f"{start}1+1").startswith("'")
    assert safe("1 = 1") == "1 = 1"
    assert safe(" =1+1") == "' =1+1"
    assert safe(" a = 1") == " a = 1"


def with_formulas(sheet: Sheet) -> Sheet:
    return replace(sheet, findings=(replace(sheet.findings[1], message=FORMULA, question=FORMULA, arithmetic=FORMULA),))


def test_a_formula_in_an_article_is_text_in_comma_separated_values(sheet):
    (row,) = csv.DictReader(io.StringIO(render_sheet(with_formulas(sheet), Format.CSV, FORMULA)))
    assert {row["article"], row["message"], row["ask"], row["why"]} == {f"'{FORMULA}"}


def files_of(book: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_formula_in_an_article_is_text_in_a_workbook(sheet):
    pytest.importorskip("xlsxwriter")
    found = files_of(render_sheet(with_formulas(sheet), Format.XLSX, FORMULA))
    assert not any("<f>" in text for text in found.values())
    assert FORMULA in found["xl/sharedStrings.xml"]


def test_a_workbook_has_findings_ticks_and_figures_and_can_be_filtered(sheet):
    pytest.importorskip("xlsxwriter")
    book = render_sheet(sheet, Format.XLSX, "storm.txt")
    found = files_of(book)
    assert re.findall(r'<sheet name="(\w+)"', found["xl/workbook.xml"]) == ["Findings", "Ticked", "Figures"]
    assert "autoFilter" in found["xl/worksheets/sheet1.xml"]
    assert book == render_sheet(sheet, Format.XLSX, "storm.txt")


def test_a_workbook_holds_words_that_are_longer_than_a_cell(sheet):
    pytest.importorskip("xlsxwriter")
    long = replace(sheet, findings=(replace(sheet.findings[1], message="x" * 40_000),))
    assert "x" * 30_000 in files_of(render_sheet(long, Format.XLSX, "a"))["xl/sharedStrings.xml"]


def test_the_columns_are_those_that_the_documents_name():
    from pathlib import Path

    page = (Path(__file__).parents[3] / "docs" / "json.md").read_text(encoding="utf-8")
    assert ", ".join(FINDING_COLUMNS) in " ".join(page.split())
