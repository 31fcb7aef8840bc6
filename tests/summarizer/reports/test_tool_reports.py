"""SARIF, JUnit, GitHub annotations, GitLab reports: for other programs to read, so the shape is what is tested."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from checks.model import Failure, Sheet
from checks.read import read
from checks.run import check_article
from summarizer.desk.checking import CheckOptions, check_source
from summarizer.inputs import read_file
from summarizer.reports import FINDING_FORMATS, Format, render_files, render_sheet
from summarizer.reports.annotations import PlaceLocator
from summarizer.reports.checked_file import CheckedFile

GITLAB_KEYS = {"description", "check_name", "fingerprint", "severity", "location"}
SLIP = "The crash injured 40 people, including 55 children."


def gitlab_issues(text: str, name: str = "a.txt") -> list[dict[str, Any]]:
    return json.loads(render_files([CheckedFile(name, check_article(text))], Format.GITLAB))


@pytest.fixture
def rows(sheet: Sheet) -> list[CheckedFile]:
    return [
        CheckedFile("a, b/storm.txt", sheet),
        CheckedFile("page.html", sheet, has_lines=False),
        CheckedFile("clean.txt", Sheet(read("All quiet."), failures=(Failure("weekday-and-date", "KeyError: 3"),))),
        CheckedFile("gone.txt", None, "There is no file gone.txt."),
    ]


def test_sarif_places_each_finding_on_its_line(rows):
    (run,) = json.loads(render_files(rows, Format.SARIF))["runs"]
    error = next(result for result in run["results"] if result["level"] == "error")
    place = error["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%2C%20b/storm.txt"
    text = rows[0].sheet.article.text
    region = place["region"]
    line = text.splitlines()[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "52"
    assert text[region["charOffset"] :][: region["charLength"]] == "52"
    assert [location["message"]["text"] for location in error["relatedLocations"]] == [
        "par 2: 31",
        "par 2: 17",
        "par 2: nine",
    ]


def test_sarif_claims_no_line_of_a_page_whose_text_was_taken_out(rows):
    (run,) = json.loads(render_files(rows[1:2], Format.SARIF))["runs"]
    assert run["results"]
    assert all("region" not in result["locations"][0]["physicalLocation"] for result in run["results"])


def test_sarif_says_what_could_not_be_checked(rows):
    (run,) = json.loads(render_files(rows, Format.SARIF))["runs"]
    (invocation,) = run["invocations"]
    assert not invocation["executionSuccessful"]
    assert [notification["message"]["text"] for notification in invocation["toolExecutionNotifications"]] == [
        "weekday-and-date: KeyError: 3",
        "There is no file gone.txt.",
    ]


def test_sarif_names_every_rule_and_points_at_it(sheet):
    (run,) = json.loads(render_files([CheckedFile("storm.txt", sheet)], Format.SARIF))["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        if "ruleIndex" in result:
            assert rules[result["ruleIndex"]]["name"] in ("parts-and-whole", "same-fact")
    assert len({result["partialFingerprints"]["copydesk/v1"] for result in run["results"]}) == len(run["results"])


def test_junit_counts_failures_errors_and_what_passed(rows):
    suites = ET.fromstring(render_files(rows, Format.JUNIT).encode())
    counts = {suite.get("name"): tuple(int(suite.get(k)) for k in ("tests", "failures", "errors")) for suite in suites}
    assert counts == {
        "a, b/storm.txt": (4, 2, 0),
        "page.html": (4, 2, 0),
        "clean.txt": (1, 0, 1),
        "gone.txt": (1, 0, 1),
    }


def test_junit_stays_xml_whatever_an_article_says(sheet):
    hostile = CheckedFile("<a>\x1b&.txt", None, "]]> \x00 \ud800 <b>")
    suites = ET.fromstring(render_files([hostile], Format.JUNIT).encode())
    assert suites[0].get("name") == "<a>␛&.txt"


def test_github_annotates_the_line_and_escapes_its_own_signs(rows):
    lines = render_files(rows, Format.GITHUB).splitlines()
    assert lines[1].startswith("::error file=a%2C b/storm.txt,line=5,col=")
    assert "%0A31 + 17 + 9 = 57, not 52%0A" in lines[1]
    assert lines[-1] == "::error file=gone.txt,title=unreadable::There is no file gone.txt."


def test_github_cannot_be_given_a_command_by_an_article():
    (line,) = render_files([CheckedFile("a\n::stop-commands::x", None, "50%\n::error::no")], Format.GITHUB).splitlines()
    assert line == "::error file=a%0A%3A%3Astop-commands%3A%3Ax,title=unreadable::50%25%0A::error::no"


def test_gitlab_has_an_issue_for_each_finding_and_for_what_could_not_be_checked(rows):
    issues = json.loads(render_files(rows, Format.GITLAB))
    assert [set(issue) for issue in issues] == [GITLAB_KEYS] * len(issues)
    assert [
        (issue["check_name"], issue["severity"], issue["location"]["path"], issue["location"]["lines"]["begin"])
        for issue in issues
    ] == [
        ("worth-knowing", "info", "a, b/storm.txt", 1),
        ("parts-and-whole", "critical", "a, b/storm.txt", 5),
        ("same-fact", "major", "a, b/storm.txt", 1),
        ("worth-knowing", "info", "page.html", 1),
        ("parts-and-whole", "critical", "page.html", 1),
        ("same-fact", "major", "page.html", 1),
        ("weekday-and-date", "blocker", "clean.txt", 1),
        ("unreadable", "blocker", "gone.txt", 1),
    ]
    assert issues[1]["description"].startswith("31 + 17 + 9 = 57, which is 5 more than the whole of 52. The parts add")


def test_gitlab_is_an_empty_list_where_nothing_is_in_question():
    assert json.loads(render_files([CheckedFile("clean.txt", Sheet(read("All quiet.")))], Format.GITLAB)) == []


def test_gitlab_knows_a_finding_again_whose_line_has_moved():
    before, after = (gitlab_issues(text) for text in (SLIP, f"A new headline\n\nA new paragraph.\n\n{SLIP}"))
    assert [issue["location"]["lines"]["begin"] for issue in (*before, *after)] == [1, 5]
    assert before[0]["fingerprint"] == after[0]["fingerprint"]


def test_gitlab_tells_equal_findings_apart_within_a_file_and_between_files():
    issues = gitlab_issues(f"{SLIP}\n\n{SLIP}") + gitlab_issues(SLIP, "b.txt")
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 3
    assert issues[0]["fingerprint"] == gitlab_issues(SLIP)[0]["fingerprint"]


def test_gitlab_names_a_path_from_the_root_and_the_line_of_a_row():
    sheet = check_article(SLIP)
    row = CheckedFile("./in/stories.csv#17", sheet, has_lines=False, line_starts=((0, 23),))
    (issue,) = json.loads(render_files([row], Format.GITLAB))
    assert issue["location"] == {"path": "in/stories.csv", "lines": {"begin": 23}}


def test_a_text_that_is_not_in_english_is_said_to_be_unchecked_in_every_format():
    text = "Die Polizei hat am Montag in Berlin 12 Menschen festgenommen, wie ein Sprecher am Abend sagte."
    sheet = check_article(text)
    for form in Format:
        if form in (Format.JSON, Format.XLSX):
            continue
        report = render_sheet(sheet, form, "a.txt")
        assert "does not read like English" in " ".join(report.split()), form
        assert "Nothing in question" not in report


# ---- files as they are: wrapped, with line ends of two characters, with what prints nothing --------------------------

WRAPPED = """Crash on the road

The crash on the main road to the north of the city on Sunday
morning, the police said, injured 40 people, including 55
children, in all of the cars.
"""
AS_THEY_ARE = {
    "wrapped": WRAPPED,
    "two-character line ends": WRAPPED.replace("\n", "\r\n"),
    "old line ends": WRAPPED.replace("\n", "\r"),
    "invisible characters": WRAPPED.replace("morning", "\u200bmor\u00adning").replace("40", "\u20604\u200b0\u00ad"),
    "all of it": "\u200b" + WRAPPED.replace("north", "no\u00adrth").replace("\n", "\u00ad\r\n\u200b"),
}


@pytest.mark.parametrize("content", AS_THEY_ARE.values(), ids=AS_THEY_ARE)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_place_is_that_of_the_file(tmp_path, content, mark):
    file = tmp_path / "wrap.txt"
    file.write_bytes((mark + content).encode())
    sheet = check_source(read_file(file), CheckOptions())
    row = CheckedFile("wrap.txt", sheet)
    lines = content.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    column = lines[3].index("4") + 1
    places = [
        place
        for finding in json.loads(render_sheet(sheet, Format.JSON, "a"))["findings"]
        for place in finding["places"]
    ]
    (whole,) = (place for place in places if place["words"] == "40")
    assert (whole["line"], whole["column"]) == (4, column)
    github = next(line for line in render_files([row], Format.GITHUB).splitlines() if "::error" in line)
    assert f"line=4,col={column}," in github
    assert f",4,{column},\n" in render_files([row], Format.CSV)
    assert "(line 4): 40" in render_files([row], Format.JUNIT)
    assert json.loads(render_files([row], Format.GITLAB))[0]["location"]["lines"]["begin"] == 4
    (run,) = json.loads(render_files([row], Format.SARIF))["runs"]
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    words = content[region["charOffset"] :][: region["charLength"]]
    assert (words.replace("\u200b", ""), region["startLine"], region["startColumn"]) == ("40", 4, column)
    assert lines[3][region["startColumn"] - 1 : region["endColumn"] - 1] == words


def test_a_place_across_two_lines_ends_on_the_second():
    sheet = check_article(
        WRAPPED.replace("injured 40 people, including 55", "injured 5\nmillion people, including 6\nmillion")
    )
    places = PlaceLocator(sheet.article)
    span = next(entry.item.span for entry in sheet.ledger.entries if entry.item.words == "5 million")
    assert (places(span).line, places.end(span)) == (4, (5, len("million") + 1))


def test_sarif_tells_equal_findings_apart():
    (run,) = json.loads(render_files([CheckedFile("a.txt", check_article(f"{SLIP}\n\n{SLIP}"))], Format.SARIF))["runs"]
    first, second = (result["partialFingerprints"]["copydesk/v1"] for result in run["results"])
    assert second == f"{first}:2"


def test_a_row_is_a_line_of_its_file():
    row = CheckedFile("stories.csv#17", check_article(SLIP), has_lines=False, line_starts=((0, 23),))
    assert render_files([row], Format.GITHUB).startswith("::error file=stories.csv,line=23,title=")
    (run,) = json.loads(render_files([row], Format.SARIF))["runs"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "stories.csv"}, "region": {"startLine": 23}}


@pytest.mark.parametrize("report_format", [Format.JSON, Format.JSONL, *FINDING_FORMATS])
def test_every_format_for_programs_is_documented(report_format):
    page = Path("docs/json.md").read_text(encoding="utf-8")
    assert f"`{report_format.value}`" in page or f"--format {report_format.value}" in page, (
        f"docs/json.md does not mention --format {report_format.value}"
    )
