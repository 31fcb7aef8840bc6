from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from checks.model import NotChecked, Relation, Sheet, Span, Tick
from checks.read import read
from summarizer.reports.data import exact_decimal, finding_records, sheet_data, summary_data, to_json, to_json_lines


def test_positions_are_counted_as_people_count_and_hold_the_words(sheet):
    data = sheet_data(sheet, "storm.txt")
    text = data["article"]["text"]
    places = [place for entry in data["findings"] + data["ticks"] for place in entry["places"]]
    places += [line["place"] for line in data["ledger"]]
    for place in places:
        assert text[place["start"] : place["end"]] == place["words"]
        line = text.splitlines()[place["line"] - 1]
        assert line[place["column"] - 1 :].startswith(place["words"])
    assert data["findings"][1]["places"][1] == {
        "start": text.index("31"),
        "end": text.index("31") + 2,
        "line": 7,
        "column": 17,
        "paragraph": 2,
        "name": "par 2",
        "words": "31",
    }


def test_the_counts_agree_with_what_is_listed(sheet):
    data = sheet_data(sheet, "storm.txt")
    counts = data["counts"]
    assert (counts["errors"], counts["warnings"], counts["notes"]) == (1, 1, 1)
    assert counts["figures"] == len(data["ledger"])
    assert counts["figures"] == sum(counts[key] for key in ("ticked", "in_question", "not_checked", "alone"))


def test_a_relation_has_its_roles_and_its_exact_probability(sheet):
    whole, part = sheet.findings[1].spans[:2]
    relation = Relation("sum", (("whole", whole), ("part", part)), closed=False, probability=Fraction(7, 8))
    finding = replace(sheet.findings[1], relation=relation)
    data = sheet_data(replace(sheet, findings=(finding,)), "storm.txt")
    expected = {
        "kind": "sum",
        "roles": [
            {"role": "whole", "start": whole.start, "end": whole.end},
            {"role": "part", "start": part.start, "end": part.end},
        ],
        "closed": False,
        "probability": "0.875",
    }
    assert data["findings"][0]["relation"] == expected


def test_a_relation_that_a_rule_read_has_no_odds_and_a_tie_without_a_relation_has_none(sheet):
    span = sheet.findings[1].spans[0]
    tick = Tick("made up", (span,), relation=Relation("form", (("member", span),)))
    data = sheet_data(replace(sheet, ticks=(tick,), not_checked=(NotChecked("made up", (span,)),)), "storm.txt")
    assert data["ticks"][0]["relation"]["probability"] is None
    assert data["not_checked"][0]["relation"] is None


def test_the_roles_of_a_posted_text_count_what_was_left_out():
    posted = "It sold 12 bo\u00adats and 12 carts."
    article = read(posted)
    spans = tuple(Span(figure.span.start, figure.span.end) for figure in article.figures)
    tick = Tick("made up", spans, relation=Relation("same", (("first", spans[0]), ("second", spans[1]))))
    roles = sheet_data(Sheet(article, ticks=(tick,)), "a", posted=posted)["ticks"][0]["relation"]["roles"]
    assert [posted[role["start"] : role["end"]] for role in roles] == ["12", "12"]


def test_a_line_a_finding(sheet):
    lines = to_json_lines(finding_records(sheet, "storm.txt")).splitlines()
    assert [json.loads(line)["code"] for line in lines] == ["ZZ03", "ZZ01", "ZZ02"]
    assert all(json.loads(line)["article"] == "storm.txt" for line in lines)


def test_a_summary_is_the_document_of_a_check_and_more(summary, sheet):
    data = summary_data(summary, sheet, "storm.txt")
    plain = sheet_data(sheet, "storm.txt")
    assert {key: data[key] for key in plain if key != "kind"} == {key: plain[key] for key in plain if key != "kind"}
    first = data["summary"]["sentences"][0]
    assert first["figures"][0]["source_places"][0]["name"] == "par 1"
    assert data["summary"]["rejected"][0]["text"] == "It killed <99>."
    assert data["summary"]["rejected"][0]["passage"] is None
    assert [sentence["figures"][0]["mark"] for sentence in data["summary"]["sentences"]] == ["cannot be", "ticked"]


def test_a_rejected_sentence_has_the_place_of_its_passage(sheet, summary):
    span = sheet.article.sentences[-1].span
    rejected = (replace(summary.rejected[0], passage=span),)
    passage = summary_data(replace(summary, rejected=rejected), sheet, "storm.txt")["summary"]["rejected"][0]["passage"]
    assert (passage["start"], passage["end"]) == (span.start, span.end)
    assert passage["name"] == sheet.article.place(span.start)
    assert passage["words"] == sheet.article.text_of(span)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(144), "144"),
        (Fraction(5, 2), "2.5"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(1, 3), "1/3"),
        (Fraction(12, 10**7), "0.0000012"),
        (Fraction(0), "0"),
        (None, None),
    ],
)
def test_numbers_are_exact(value, expected):
    assert exact_decimal(value) == expected
    assert value is None or Fraction(exact_decimal(value)) == value


def test_characters_that_act_are_escaped_and_keep_their_meaning():
    text = to_json({"a": "\x1b[2J \x9b \u202e \ud800 £ “é”"})
    assert not any(c in text for c in "\x1b\x9b\u202e\ud800")
    assert "£ “é”" in text
    assert json.loads(text) == {"a": "\x1b[2J \x9b \u202e \ud800 £ “é”"}
