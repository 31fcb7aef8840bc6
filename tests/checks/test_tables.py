"""Tables in a text, the numbers in their cells, and what the rules for prose see of them."""

from __future__ import annotations

from fractions import Fraction

import pytest

import checks
from checks.model import Span
from checks.run import without_table_numbers
from checks.tables import cell_number, find_tables


def cells(text: str) -> list[list[list[str]]]:
    return [[[text[start:end] for start, end in row] for row in table.rows] for table in find_tables(text)]


@pytest.mark.parametrize(
    "text",
    [
        "A | 1\nB | 2\nC | 3",
        "A | 1\n\nB | 2\n\nC | 3",
        "A\t1\nB\t2\nC\t3",
        "| A | 1 |\n|---|---|\n| B | 2 |\n| C | 3 |",
    ],
    ids=["strokes", "with empty lines", "tabs", "Markdown"],
)
def test_lines_with_equally_many_cells_are_a_table(text):
    assert cells(text) == [[["A", "1"], ["B", "2"], ["C", "3"]]]


@pytest.mark.parametrize("text", ["", "A | 1\nB | 2", "A | 1\nB | 2 | 3\nC | 3\n", "Police held 12 men.\n" * 4])
def test_other_lines_are_not(text):
    assert cells(text) == []


def test_an_empty_cell_has_an_empty_span():
    assert cells("A |  | 1\nB | 2 |\nC | 3 | 4") == []
    assert cells("A\t\t1\nB\t2\t\nC\t3\t4")[0][1] == ["B", "2", ""]


@pytest.mark.parametrize("empty", ["", " ", "   "])
def test_no_place_of_an_outcome_is_empty_where_a_cell_is(empty):
    table = f"Ward | Yes | No\nAsh | 31 | 12\nElm |{empty}| 19\nOak | 17 | 8\nTotal | 48 | 39"
    sheet = checks.check_article(f"The vote by ward\n\n{table}\n")
    outcomes = [*sheet.ticks, *sheet.findings]
    assert any("Yes" in tick.message for tick in sheet.ticks)
    assert all(span.start < span.end for outcome in outcomes for span in outcome.spans)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1,204", 1204),
        ("12.5%", Fraction(25, 2)),
        ("£1.2m", 1_200_000),
        ("−7", -7),
        ("12*", 12),
        ("1\xa0204", 1204),
        ("-", 0),
    ],
)
def test_a_cell_is_a_number(words, value):
    number = cell_number(words)
    assert number is not None
    assert number.value == value


@pytest.mark.parametrize("words", ["12 (of 40)", "(12)", "1,23", "007", "n/a", "A 12", "3-2", "12 men", "10/12"])
def test_other_cells_are_none(words):
    assert cell_number(words) is None


def test_a_number_is_printed_like_another():
    for like, value, printed in (
        ("£1.2m", 2_500_000, "£2.5m"),
        ("1204", 1310, "1310"),
        ("12%", 7, "7%"),
        ("7", 1200, "1,200"),
    ):
        number = cell_number(like)
        assert number is not None
        assert number.printed(Fraction(value)) == printed


def test_rules_for_prose_do_not_see_the_numbers_in_cells():
    article = checks.read("Police held 12 men.\n\nAsh | 12 | 1,23\n\nElm | 9 in 2019 | 4\n\nOak | 3 | 5")
    assert [figure.words for figure in without_table_numbers(article).figures if figure.words.isdigit()] == ["12", "9"]


def test_a_table_whose_cells_are_given_is_used_as_it_is():
    text = "A | 1\n\nB | 2\n\nTotal | 4"
    assert checks.read(text).tables
    assert checks.read(text, tables=()).tables == ()
    table = checks.model.Table(((Span(0, 1), Span(4, 5)),))
    assert checks.read(text, tables=[table]).tables == (table,)


def test_labels_of_a_table_do_not_decide_the_language():
    text = "Ward | Yes | No\nAsh | 31 | 12\nElm | 24 | 19\nTotal | 55 | 31"
    assert checks.read(text).language == "en"
    german = "Der Rat hat die Brücken und den Plan nicht gebilligt, und die Wähler haben es auch so gesehen."
    assert checks.read(f"{german}\n\n{text}").language == "de"


def test_a_wrong_corner_and_a_wrong_cell_are_one_finding_each():
    corner = checks.check_article("W | Men | Women | Total\nA | 3 | 4 | 7\nB | 5 | 6 | 11\nTotal | 8 | 10 | 19")
    assert [finding.repairs for finding in corner.findings] == [("19 -> 18",)]
    cell = checks.check_article("W | Men | Women | Total\nA | 3 | 4 | 7\nB | 9 | 6 | 11\nTotal | 8 | 10 | 18")
    assert [finding.repairs for finding in cell.findings] == [("9 -> 5",)]


def test_the_cells_of_a_text_that_is_all_data_are_not_all_kept(monkeypatch):
    monkeypatch.setattr("checks.tables.MAX_FOUND_CELLS", 20)
    assert sum(len(row) for table in find_tables("A | 1\n" * 1_000) for row in table.rows) <= 22
