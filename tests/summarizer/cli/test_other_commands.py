"""The other commands that need no model: compare, batch, rules, explain, and the command itself."""

from __future__ import annotations

import csv
import json
import os
import re
import socket
import subprocess
import sys
import zipfile
from itertools import count
from pathlib import Path

import pytest

from summarizer.guards import all_guards
from summarizer.reports import Format

ARTICLE = "Police arrested 12 people in Leeds on Monday after a march. Three officers were hurt, the force said."
TRUE = "Twelve people were arrested in Leeds."
FALSE = "Police arrested 14 people in Leeds."
WRONG = "The walkers covered 6 miles (16km) before they were found in the fog, a rescue team said on Tuesday."
RIGHT = "The walkers covered 10 miles (16km) before they were found in the fog, a rescue team said on Tuesday."


def put(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# ---- compare ---------------------------------------------------------------------------------------------------------


def test_a_summary_is_held_against_its_article(copydesk, tmp_path):
    put(tmp_path, article=ARTICLE, true=TRUE, false=FALSE)
    assert copydesk("compare", tmp_path / "article.txt", tmp_path / "true.txt").code == 0
    ran = copydesk("compare", tmp_path / "article.txt", tmp_path / "false.txt")
    assert ran.code == 1
    assert "14" in ran.out
    assert "12" in ran.out


def test_a_comparison_as_data_names_both_texts_and_both_places(copydesk, tmp_path):
    put(tmp_path, article=ARTICLE, false=FALSE)
    ran = copydesk("compare", tmp_path / "article.txt", tmp_path / "false.txt", "--format", "json")
    data = json.loads(ran.out)
    assert data["kind"] == "comparison"
    assert data["source"]["text"] == ARTICLE
    finding = data["findings"][0]
    assert finding["places"][0]["words"] in FALSE
    assert all(place["words"] in ARTICLE for place in finding["source_places"])


def test_a_comparison_as_a_page_shows_both_texts(copydesk, tmp_path):
    put(tmp_path, article=ARTICLE, false=FALSE)
    copydesk("compare", tmp_path / "article.txt", tmp_path / "false.txt", "-o", tmp_path / "out.html")
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "Three" in page
    assert 'href="#f1"' in page


@pytest.mark.parametrize(("form", "line"), [("sarif", '"startLine"'), ("github", ",line=")])
def test_a_comparison_with_a_page_claims_no_lines_of_it(copydesk, tmp_path, form, line):
    put(tmp_path, article=ARTICLE, false=FALSE)
    (tmp_path / "page.html").write_bytes(page(FALSE))
    for name, has_lines in (("false.txt", True), ("page.html", False)):
        ran = copydesk("compare", tmp_path / "article.txt", tmp_path / name, "--format", form)
        assert ran.code == 1
        assert (line in ran.out) is has_lines


def test_an_update_is_a_mode_of_its_own(copydesk, tmp_path):
    put(tmp_path, old=ARTICLE, new=ARTICLE)
    assert copydesk("compare", tmp_path / "old.txt", tmp_path / "new.txt", "--as", "update").code == 0
    assert copydesk("compare", tmp_path / "old.txt", tmp_path / "new.txt", "--as", "sequel").code == 2


def test_only_one_of_two_texts_can_come_from_standard_input(copydesk, tmp_path):
    put(tmp_path, article=ARTICLE)
    assert copydesk("compare", tmp_path / "article.txt", "-", stdin=FALSE.encode()).code == 1
    assert copydesk("compare", "-", "-", stdin=FALSE.encode()).code == 2


# ---- batch -----------------------------------------------------------------------------------------------------------


def test_a_batch_writes_an_overview_a_page_an_article_and_the_data(copydesk, tmp_path):
    folder = put(tmp_path / "in", right=RIGHT, wrong=WRONG)
    before = contents(folder)
    ran = copydesk("batch", folder, "-o", tmp_path / "out")
    assert ran.code == 1
    assert ran.out.startswith("2 articles checked: 1 with errors")
    assert ran.err == ""
    assert sorted(contents(tmp_path / "out").keys() - {"overview.xlsx"}) == [
        "articles/right.txt.html",
        "articles/wrong.txt.html",
        "findings.jsonl",
        "index.html",
        "overview.csv",
    ]
    assert contents(folder) == before


def test_a_spreadsheet_knows_the_encoding_of_csv_files(copydesk, tmp_path):
    folder = put(tmp_path / "in", Málaga="In Málaga the crash injured 40 people, including 55 children.")
    copydesk("batch", folder, "-o", tmp_path / "out")
    assert (tmp_path / "out" / "overview.csv").read_bytes().startswith(b"\xef\xbb\xbfarticle,")
    for name in ("index.html", "findings.jsonl"):
        assert not (tmp_path / "out" / name).read_bytes().startswith(b"\xef\xbb\xbf")
    copydesk("check", folder, "-o", tmp_path / "all.csv")
    copydesk("check", folder / "Málaga.txt", "-o", tmp_path / "one.csv")
    for name in ("all.csv", "one.csv"):
        written = (tmp_path / name).read_bytes()
        assert written.startswith(b"\xef\xbb\xbfarticle,")
        assert "Málaga.txt" in written.decode("utf-8-sig")
    copydesk("check", folder, "-o", tmp_path / "all.md")
    assert not (tmp_path / "all.md").read_bytes().startswith(b"\xef\xbb\xbf")
    assert copydesk("check", folder, "--format", "csv").out.startswith("article,")
    assert copydesk("check", folder, "--format", "csv", "-o", "-").out.startswith("article,")
    assert copydesk("check", tmp_path / "all.csv", "--text-column", "message").out  # Copydesk reads it itself


@pytest.mark.parametrize("name", ["rep.html", "rep.PDF", "rep.csv", "new/rep.jsonl"])
def test_a_batch_makes_no_folder_with_the_name_of_a_file(copydesk, tmp_path, name):
    folder = put(tmp_path / "in", right=RIGHT)
    ran = copydesk("batch", folder, "-o", tmp_path / name)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"copydesk: -o {tmp_path / name}: a batch writes several files into a folder")
    assert f"name a folder, for example {(tmp_path / name).with_suffix('')}." in ran.err
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize("name", ["rep", "rep.d", "2014-03-05.week", "made.html"])
def test_other_names_and_folders_that_are_there_are_written_to(copydesk, tmp_path, name):
    folder = put(tmp_path / "in", right=RIGHT)
    (tmp_path / "made.html").mkdir()
    assert copydesk("batch", folder, "-o", tmp_path / name).code == 0
    assert (tmp_path / name / "index.html").is_file()


def test_a_folder_as_the_report_of_a_check_is_said_to_be_one(copydesk, tmp_path):
    folder, report = put(tmp_path / "in", right=RIGHT), tmp_path / "reports"
    report.mkdir()
    for article in (folder, folder / "right.txt"):
        ran = copydesk("check", article, "-o", report)
        said = f"copydesk: {report} is a folder: name a file in it, for example {report / 'report.html'}.\n"
        assert (ran.code, ran.out, ran.err) == (2, "", said)
    assert "its ending names no format" in copydesk("check", folder, "-o", tmp_path / "report").err


def test_the_worst_comes_first_and_what_cannot_be_read_is_a_row(copydesk, tmp_path):
    folder = put(tmp_path / "in", a=ARTICLE, z=WRONG)
    (folder / "m.txt").write_bytes(b"\x00\x01\x02")
    ran = copydesk("batch", folder, "-o", tmp_path / "out")
    assert ran.code == 1
    rows = list(csv.DictReader((tmp_path / "out" / "overview.csv").open(encoding="utf-8-sig")))
    assert [row["article"] for row in rows] == ["z.txt", "m.txt", "a.txt"]
    assert "binary" in rows[1]["unreadable"]
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert page.index("z.txt") < page.index("m.txt") < page.index("a.txt")
    records = [
        json.loads(line) for line in (tmp_path / "out" / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert [(record["article"], record["kind"]) for record in records] == [
        ("m.txt", "unreadable"),
        ("z.txt", "finding"),
    ]


def test_a_batch_comes_as_a_workbook_too_with_a_link_to_each_page(copydesk, tmp_path):
    pytest.importorskip("xlsxwriter")
    folder = put(tmp_path / "in", a=RIGHT, z=WRONG)
    copydesk("batch", folder, "-o", tmp_path / "out")
    with zipfile.ZipFile(tmp_path / "out" / "overview.xlsx") as book:
        links = book.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
        assert book.read("xl/workbook.xml").count(b"<sheet ") == 2
    assert re.findall(r'Target="articles.([^"]+)"', links) == ["z.txt.html", "a.txt.html"]
    assert "overview.xlsx" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_the_overview_can_be_narrowed_to_one_kind_without_a_script(copydesk, tmp_path):
    folder = put(tmp_path / "in", a=ARTICLE, z=WRONG, e="")
    copydesk("batch", folder, "-o", tmp_path / "out")
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'data-is="(\w+)"', page) == ["error", "unread", "clear"]
    choices = re.findall(r'name="only" value="(\w+)"(?: checked)?> (\d+)', page)
    assert choices == [("all", "3"), ("error", "1"), ("unread", "1"), ("clear", "1")]
    assert '<span class="rule">unit-conversion</span>' in page


def test_what_a_batch_did_not_look_at_is_said_at_the_end_and_in_the_report(copydesk, tmp_path):
    folder = put(tmp_path / "in", a=RIGHT)
    (folder / "photo.jpg").write_bytes(b"x")
    (folder / "empty\x1b[31m.txt").write_bytes(b"")
    (folder / "out.txt").symlink_to(put(tmp_path / "elsewhere", secret=WRONG) / "secret.txt")
    ran = copydesk("batch", folder, "-o", tmp_path / "out")
    assert ran.code == 0
    said = "Not looked at: 1 file of kinds that are not read (1 .jpg); 1 link that leads out of the folder: out.txt"
    assert ran.out.startswith(
        "1 article checked: 0 with errors, 0 with warnings only, 0 with notes only; "
        "1 could not be read or checked: empty␛[31m.txt. Report: "
    )
    assert ran.out.endswith(f"\n{said}.\n")
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert said in page
    assert "<li>photo.jpg: files of this kind are not read</li>" in page
    assert "<title>in: 2 articles ·" in page
    records = (tmp_path / "out" / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    skipped = [json.loads(line) for line in records]
    assert [(record["kind"], record["article"]) for record in skipped][1:] == [
        ("skipped", "out.txt"),
        ("skipped", "photo.jpg"),
    ]


def test_a_slow_batch_says_how_far_it_is_on_standard_error(copydesk, tmp_path, monkeypatch, file_appears):
    from summarizer.cli import output
    from summarizer.desk import checking

    folder = put(tmp_path / "in", a=RIGHT, b=RIGHT)
    check = checking.check_article
    checks = count()

    def print_and_touch(line, **arguments):
        print(line, **arguments)
        (tmp_path / f"said {line.split()[1]} done").touch()

    def check_after_progress(*arguments, **keywords):
        """In the worker process: waits until the command has said how many articles were done before this one."""
        assert file_appears(tmp_path / f"said {next(checks)} done")
        return check(*arguments, **keywords)

    monkeypatch.setattr(checking, "check_article", check_after_progress)
    monkeypatch.setattr(output, "print", print_and_touch, raising=False)
    monkeypatch.setattr(output, "PROGRESS_INTERVAL", 0.01)
    ran = copydesk("batch", folder, "-o", tmp_path / "out")
    lines = ran.err.splitlines()
    assert re.fullmatch(r"Checking: 0 of 2 articles done after \d+ s", lines[0])
    assert any(line.startswith("Checking: 1 of 2 articles done") for line in lines)
    assert ran.out.startswith("2 articles checked")
    assert "2/2" in copydesk("batch", folder, "-o", tmp_path / "out", terminal=True).err


def test_stories_in_another_language_are_said_to_be_unchecked(copydesk, tmp_path):
    german = "Die Polizei hat am Montag in Berlin 12 Menschen festgenommen, wie ein Sprecher am Abend sagte."
    folder = put(tmp_path / "in", a=german, b=german)
    assert copydesk("batch", folder, "-o", tmp_path / "out", "--strict").code == 2
    ran = copydesk("batch", folder, "-o", tmp_path / "out")
    assert ran.code == 0
    assert ran.out.startswith("No article checked; 2 not in English, the only language that Copydesk checks. Report: ")
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'data-is="(\w+)"', page) == ["foreign", "foreign"]


def test_an_unreadable_file_alone_does_not_fail_a_batch(copydesk, tmp_path):
    folder = put(tmp_path / "in", a=RIGHT)
    (folder / "m.txt").write_bytes(b"")
    assert copydesk("batch", folder, "-o", tmp_path / "out").code == 0
    assert copydesk("batch", folder, "-o", tmp_path / "out", "--strict").code == 2


def test_a_strict_batch_fails_for_what_may_be_an_article_and_not_for_a_picture(copydesk, tmp_path):
    folder = put(tmp_path / "in", a=RIGHT)
    (folder / "photo.jpg").write_bytes(b"x")
    assert copydesk("batch", folder, "-o", tmp_path / "out", "--strict").code == 0
    (folder / "out.txt").symlink_to(put(tmp_path / "elsewhere", b=RIGHT) / "b.txt")
    assert copydesk("batch", folder, "-o", tmp_path / "out", "--strict").code == 2


def test_a_batch_of_which_nothing_can_be_read_ends_with_2_and_says_why(copydesk, tmp_path):
    folder = put(tmp_path / "in", a="", b="")
    ran = copydesk("batch", folder, "-o", tmp_path / "out")
    assert ran.code == 2
    assert "is empty" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", ["missing", "empty", "file.txt"])
def test_a_folder_without_articles_is_refused(copydesk, tmp_path, folder):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.txt").write_text(RIGHT, encoding="utf-8")
    ran = copydesk("batch", tmp_path / folder, "-o", tmp_path / "out")
    assert ran.code == 2
    assert ran.err.startswith("copydesk: The")
    assert not (tmp_path / "out").exists()


def test_every_link_of_the_overview_leads_to_a_page(copydesk, tmp_path):
    folder = put(tmp_path / "in", right=RIGHT)
    (folder / "city desk").mkdir()
    (folder / "city desk" / "100% & more?#.txt").write_text(WRONG, encoding="utf-8")
    (folder / "city desk.txt").write_text(RIGHT, encoding="utf-8")
    (folder / "page.html").write_text(f"<html><body><h1>Walkers</h1><p>{RIGHT}</p></body></html>", encoding="utf-8")
    (folder / "note.md").write_text(f"# Walkers found\n\n{RIGHT}\n", encoding="utf-8")
    copydesk("batch", folder, "-o", tmp_path / "out")
    links = re.findall(r'href="(articles/[^"]+)"', (tmp_path / "out" / "index.html").read_text(encoding="utf-8"))
    assert len(links) == len(set(links)) == 5
    from urllib.parse import unquote

    assert all((tmp_path / "out" / unquote(link)).is_file() for link in links)


def test_a_second_run_replaces_the_first_and_leaves_foreign_files(copydesk, tmp_path):
    folder = put(tmp_path / "in", right=RIGHT, wrong=WRONG)
    copydesk("batch", folder, "-o", tmp_path / "out")
    first = contents(tmp_path / "out")
    (tmp_path / "out" / "notes of mine").write_text("keep", encoding="utf-8")
    copydesk("batch", folder, "-o", tmp_path / "out")
    assert contents(tmp_path / "out") == {**first, "notes of mine": b"keep"}
    (folder / "wrong.txt").unlink()
    copydesk("batch", folder, "-o", tmp_path / "out")
    assert "articles/wrong.txt.html" not in contents(tmp_path / "out")


def test_a_second_run_removes_no_file_that_the_first_did_not_write(copydesk, tmp_path):
    folder = put(tmp_path / "in", right=RIGHT, wrong=WRONG)
    copydesk("batch", folder, "-o", tmp_path / "out")
    pages = tmp_path / "out" / "articles"
    (pages / "sub").mkdir()
    mine = {"mine.html": b'<meta name="generator" content="Copydesk">', "notes.txt": b"keep", "sub/k.html": b"too"}
    for name, content in mine.items():
        (pages / name).write_bytes(content)
    (folder / "wrong.txt").unlink()
    assert copydesk("batch", folder, "-o", tmp_path / "out").code == 0
    assert {name: content for name, content in contents(pages).items() if name != "right.txt.html"} == mine


def test_a_page_is_not_written_over_a_file_of_other_origin(copydesk, tmp_path):
    folder = put(tmp_path / "in", right=RIGHT)
    copydesk("batch", folder, "-o", tmp_path / "out")
    (tmp_path / "out" / "articles" / "late.txt.html").write_text("mine", encoding="utf-8")
    before = contents(tmp_path / "out")
    put(folder, late=WRONG)
    ran = copydesk("batch", folder, "-o", tmp_path / "out")
    assert ran.code == 2
    assert "late.txt.html is not of an earlier report" in ran.err
    assert contents(tmp_path / "out") == before


def test_a_report_inside_the_folder_is_not_read_as_an_article(copydesk, tmp_path):
    folder = put(tmp_path / "in", right=RIGHT)
    first = copydesk("batch", folder, "-o", folder / "report")
    second = copydesk("batch", folder, "-o", folder / "report")
    assert (second.code, second.out.replace("Since the last run: nothing new.\n", "")) == (first.code, first.out)
    assert second.err == (
        "1 of 1 articles were done by an earlier run and have not changed (--fresh checks them again).\n"
    )


def test_a_batch_never_writes_over_what_is_not_its_own(copydesk, tmp_path):
    folder = put(tmp_path / "in", right=RIGHT)
    assert copydesk("batch", folder, "-o", folder).code == 2
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("mine", encoding="utf-8")
    ran = copydesk("batch", folder, "-o", tmp_path / "site")
    assert ran.code == 2
    assert "choose another folder" in ran.err
    assert contents(tmp_path / "site") == {"index.html": b"mine"}
    assert copydesk("batch", folder, "-o", tmp_path / "in" / "right.txt").code == 2


def test_a_batch_that_breaks_off_leaves_the_last_report(copydesk, tmp_path, monkeypatch):
    folder = put(tmp_path / "in", right=RIGHT)
    copydesk("batch", folder, "-o", tmp_path / "out")
    before = contents(tmp_path)
    from summarizer.desk import batch

    def fail(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(batch, "overview_page", fail)
    assert copydesk("batch", folder, "-o", tmp_path / "out").code == 130
    assert contents(tmp_path) == before


def test_an_article_that_breaks_the_check_is_a_row_and_ends_with_3(copydesk, tmp_path, monkeypatch):
    from summarizer.desk import checking

    folder = put(tmp_path / "in", a=RIGHT, b=WRONG)
    check = checking.check_article

    def fail(article, **more):
        if article.text == RIGHT:
            raise RecursionError("too deep")
        return check(article, **more)

    monkeypatch.setattr(checking, "check_article", fail)
    assert copydesk("batch", folder, "-o", tmp_path / "out").code == 3
    rows = list(csv.DictReader((tmp_path / "out" / "overview.csv").open(encoding="utf-8-sig")))
    assert [row["article"] for row in rows] == ["b.txt", "a.txt"]
    assert "RecursionError: too deep" in rows[1]["unreadable"]


def test_many_articles_in_processes_give_the_same_report_as_a_few(copydesk, tmp_path, monkeypatch):
    from summarizer.desk import batch

    folder = put(tmp_path / "in", **{f"a{number:02}": WRONG.replace("6", str(number + 4)) for number in range(6)})
    copydesk("batch", folder, "-o", tmp_path / "one")
    monkeypatch.setattr(batch, "MIN_ITEMS_FOR_WORKERS", 2)
    monkeypatch.setattr(batch.os, "cpu_count", lambda: 2)
    copydesk("batch", folder, "-o", tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_the_overview_says_which_version_made_it_and_of_when_the_articles_are(copydesk, tmp_path):
    folder = put(tmp_path / "in", right=RIGHT, old=RIGHT)
    os.utime(folder / "right.txt", (1_700_000_000, 1_700_000_000))
    os.utime(folder / "old.txt", (1_600_000_000, 1_600_000_000))
    copydesk("batch", folder, "-o", tmp_path / "out")
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert re.search(r"Checked by Copydesk \d[\w.]*; the newest file is of 2023-11-14 22:13 UTC\.", page)


def test_a_cell_of_the_overview_is_never_a_formula(copydesk, tmp_path):
    folder = put(tmp_path / "in")
    (folder / "=cmd.txt").write_text(f"=HYPERLINK(A1) shows walkers\n\n{RIGHT}", encoding="utf-8")
    copydesk("batch", folder, "-o", tmp_path / "out")
    row = next(csv.DictReader((tmp_path / "out" / "overview.csv").open(encoding="utf-8-sig")))
    assert row["article"] == "'=cmd.txt"
    assert not row["headline"].startswith("=")


# ---- file names ------------------------------------------------------------------------------------------------------


@pytest.fixture
def oddly_named(tmp_path):
    """A wrong article in a file whose name is not UTF-8."""
    folder = put(tmp_path / "in")
    file = Path(os.fsdecode(os.fsencode(folder) + b"/bad\xff.txt"))
    try:
        file.write_text(WRONG, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such name")
    return file


@pytest.mark.parametrize("form", list(Format))
def test_no_format_loses_its_report_for_a_file_name(copydesk, oddly_named, tmp_path, form):
    ran = copydesk("check", oddly_named, "--format", form.value, "-o", tmp_path / "report")
    assert (ran.code, ran.err) == (1, "")
    assert (tmp_path / "report").stat().st_size


def test_a_name_that_is_not_utf_8_is_an_address_of_its_own_bytes(copydesk, oddly_named):
    assert "/bad%FF.txt" in copydesk("check", oddly_named, "--format", "sarif").out


def test_a_batch_reports_on_names_that_are_not_utf_8_and_on_the_longest(copydesk, oddly_named, tmp_path):
    folder = oddly_named.parent / ("漢" * 60)
    put(folder, **{"字" * 60: RIGHT})
    assert copydesk("batch", oddly_named.parent, "-o", tmp_path / "out").code == 1
    assert len(list((tmp_path / "out" / "articles").iterdir())) == 2


def test_a_finding_can_be_let_stand_whatever_its_file_is_called(copydesk, oddly_named, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert copydesk("dismiss", oddly_named, "--why", "as the source says").code == 0
    assert copydesk("check", oddly_named).code == 0


# ---- web addresses ---------------------------------------------------------------------------------------------------


def page(text: str) -> bytes:
    return f"<html><body><article><h1>Walkers found on the hill</h1><p>{text}</p></article></body></html>".encode()


def test_an_article_on_the_web_is_checked(copydesk, site, tmp_path):
    url = site.put("/wrong", page(WRONG))
    ran = copydesk("check", url, "--format", "json")
    assert ran.code == 1
    assert json.loads(ran.out)["article"]["name"] == url
    put(tmp_path, summary="The walkers covered 16km.")
    assert copydesk("compare", url, tmp_path / "summary.txt").code == 0
    assert copydesk("check", url, "--format", "github").out.startswith("::error file=http%3A//127")
    assert url in copydesk("check", url, "--format", "sarif").out


def test_this_machine_and_its_network_are_not_fetched_from(copydesk, guarded_site, tmp_path):
    url = guarded_site.put("/wrong", page(WRONG))
    for command in (("check", url), ("summarize", url), ("batch", url, "-o", tmp_path / "out"), ("compare", url, url)):
        ran = copydesk(*command)
        assert ran.code == 2
        assert "private network" in ran.err
    assert guarded_site.asked == []


def test_a_feed_is_a_batch_and_a_page_that_cannot_be_had_is_a_row(copydesk, site, tmp_path):
    pytest.importorskip("feedparser")
    items = "".join(f"<item><link>{site.url}/{name}</link></item>" for name in ("right", "wrong", "gone"))
    feed = f'<rss version="2.0"><channel><title>The Ledger</title>{items}<item><link>http://10.0.0.1/</link></item>'
    site.put("/right", page(RIGHT))
    site.put("/wrong", page(WRONG))
    ran = copydesk("batch", site.put("/rss", f"{feed}</channel></rss>".encode(), "text/xml"), "-o", tmp_path / "out")
    assert ran.code == 1
    assert ran.out.startswith(
        "2 articles checked: 1 with errors, 0 with warnings only, 0 with notes only; "
        f"2 could not be read or checked: http://10.0.0.1/, {site.url}/gone. Report: "
    )
    rows = list(csv.DictReader((tmp_path / "out" / "overview.csv").open(encoding="utf-8-sig")))
    assert [row["article"] for row in rows] == [
        f"{site.url}/wrong",
        "http://10.0.0.1/",
        f"{site.url}/gone",
        f"{site.url}/right",
    ]
    assert "private network" in rows[1]["unreadable"]
    assert "The Ledger" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    for links in re.findall(r'href="(articles/[^"]+)"', (tmp_path / "out" / "index.html").read_text(encoding="utf-8")):
        assert (tmp_path / "out" / links).is_file()


def test_a_finding_on_the_web_can_be_let_stand(copydesk, site, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    url = site.put("/wrong", page(WRONG))
    assert copydesk("dismiss", url, "--why", "as the source says").code == 0
    assert copydesk("check", url).code == 0


# ---- rules, explain, the command itself ------------------------------------------------------------------------------


def test_every_rule_is_listed_and_can_be_explained(copydesk):
    listed = json.loads(copydesk("rules", "--format", "json").out)["rules"]
    text = copydesk("rules").out
    assert listed
    for rule in listed:
        assert rule["slug"] in text
        ran = copydesk("explain", rule["code"].lower())
        assert ran.code == 0
        assert ran.out.startswith(rule["slug"])
        assert "EXAMPLES" in ran.out


def test_every_guard_can_be_explained(copydesk):
    for guard in all_guards():
        ran = copydesk("explain", guard.id)
        assert ran.code == 0
        assert ran.out.startswith(f"{guard.id}  a guard")
        assert " ".join(guard.text.split()) in " ".join(ran.out.split())


def test_an_unknown_rule_cannot_be_explained(copydesk):
    ran = copydesk("explain", "no-such-rule")
    assert ran.code == 2
    assert "copydesk rules" in ran.err


def test_rules_have_no_page(copydesk):
    assert copydesk("rules", "--format", "html").code == 2


def test_the_version_is_told(copydesk):
    assert re.fullmatch(r"copydesk \S+\n", copydesk("--version").out)


def test_without_a_command_the_help_is_shown(copydesk):
    ran = copydesk()
    assert ran.code == 2
    assert "summarize" in ran.err or "check" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [["chek"], ["check", "--formt", "json"], ["rules", "a"], ["check", "--format", "xml"], ["batch", "."]],
)
def test_bad_usage_is_one_line_with_the_way_on(copydesk, arguments):
    ran = copydesk(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith("copydesk: ")
    assert "--help" in ran.err
    assert "Traceback" not in ran.err


def test_a_slip_in_the_name_of_a_command_is_answered_in_whole_sentences(copydesk):
    ran = copydesk("summarise")
    assert ran.code == 2
    assert ran.err == "copydesk: No such command 'summarise'. Did you mean 'summarize'? Try `copydesk --help`.\n"


@pytest.mark.parametrize("command", ["check", "compare", "batch", "rules", "explain"])
def test_every_command_has_help(copydesk, command):
    ran = copydesk(command, "--help")
    assert ran.code == 0
    assert "Usage: copydesk" in ran.out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--format", "yaml"), "'--format': 'yaml' is not one of"),
        (("--sentences", "0"), "'--sentences': 0 is not in the range"),
    ],
)
def test_a_wrong_option_is_told_in_whole_sentences(copydesk, options, said):
    ran = copydesk("summarize", "--text", WRONG, *options)
    assert ran.code == 2
    assert said in ran.err
    assert ran.err.endswith("Try `copydesk summarize --help`.\n")


def test_a_model_that_cannot_be_is_said_before_the_page_is_put_up(copydesk, monkeypatch):
    from summarizer.web import server

    monkeypatch.setattr(server, "serve", lambda *_: pytest.fail("it was put up"))
    ran = copydesk("serve", "--model", "./missing.gguf")
    assert (ran.code, ran.out) == (2, "")
    assert "./missing.gguf" in ran.err
    assert "Copydesk is at" not in ran.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--upstream", "localhost:8081"), "--upstream: "),
        (("--upstream", "http://localhost:8765/v2"), "Copydesk itself"),
        (("--upstream", "http://192.0.2.1:80"), "another machine"),
        (("--upstream", "http://192.0.2.1:80"), "--allow-remote"),
        (("--allow-origin", "cms.example"), "--allow-origin cms.example"),
        (("--allow-origin", "https://*"), "--allow-origin https://*"),
        (("--allow-origin", "https://cms.example/"), "without a path"),
        (("--allow-origin", "https://ann@cms.example"), "--allow-origin https://ann@cms.example"),
        (("--allow-origin", "https://cms.example:99999"), "--allow-origin https://cms.example:99999"),
        (("--allow-origin", "https://zeitung-köln.example"), "in ASCII"),
    ],
)
def test_an_address_that_cannot_be_is_said_before_the_page_is_put_up(copydesk, monkeypatch, options, said):
    from summarizer.web import server

    monkeypatch.setattr(server, "serve", lambda *_: pytest.fail("it was put up"))
    ran = copydesk("serve", *options)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("https://CMS.example", "https://cms.example"),
        ("HTTPS://cms.example:443", "https://cms.example"),
        ("http://cms.example:80", "http://cms.example"),
        ("https://cms.example:80", "https://cms.example:80"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("app://Obsidian.md", "app://Obsidian.md"),
    ],
)
def test_a_site_that_may_ask_is_known_by_what_browsers_send_of_it(copydesk, monkeypatch, given, sent):
    from summarizer.web import server

    put_up = []
    monkeypatch.setattr(server, "serve", lambda *given, **_: put_up.append(given))
    assert copydesk("serve", "--allow-origin", given).code == 0
    assert put_up[0][3] == [sent]


def test_it_is_said_where_texts_are_sent(copydesk, monkeypatch):
    from summarizer.web import server

    put_up = []
    monkeypatch.setattr(server, "serve", lambda *given, bound, **_: (put_up.append(given), bound()))
    options = ("--upstream", "https://lt.example/v2/", "--allow-remote", "--allow-origin", "app://obsidian.md")
    ran = copydesk("serve", *options)
    assert ran.code == 0
    assert "are sent to https://lt.example too" in ran.err
    assert put_up[0][3] == ["app://obsidian.md"]
    assert put_up[0][4].url == "https://lt.example"
    assert "sent to" not in copydesk("serve").err
    assert "are sent to http://127.0.0.1:8081 too" in copydesk("serve", "--upstream", "http://127.0.0.1:8081").err


def test_it_is_said_where_decisions_are_written(copydesk, monkeypatch, tmp_path):
    from summarizer.web import server

    put_up = []
    monkeypatch.setattr(server, "serve", lambda *given, bound, **_: (put_up.append(given), bound()))
    monkeypatch.chdir(tmp_path)
    assert f"Decisions on findings are written to {tmp_path / 'copydesk-log.jsonl'}." in copydesk("serve").err
    assert "written" not in copydesk("serve", "--no-log").err
    copydesk("serve", "--log", "desk.jsonl")
    assert [str(given[5]) for given in put_up] == [str(tmp_path / "copydesk-log.jsonl"), "None", "desk.jsonl"]


def test_an_address_is_said_once_it_is_the_servers(copydesk):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        ran = copydesk("serve", "--no-log", "--port", other.getsockname()[1])
    assert (ran.code, ran.out) == (2, "")
    assert "choose another with --port" in ran.err
    assert "Copydesk is at" not in ran.err


@pytest.mark.parametrize(
    ("command", "package"), [("mcp", "mcp"), ("mcp", "mcp.server.mcpserver"), ("lsp", "pygls"), ("lsp", "lsprotocol")]
)
def test_a_server_without_its_extra_says_what_to_install(command, package):
    code = (
        f"import sys; sys.modules[{package!r}] = None; sys.argv = ['copydesk', {command!r}]\n"
        "from summarizer.cli import main; main()"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == f"copydesk: copydesk {command} needs: pip install 'copydesk[{command}]'\n"
