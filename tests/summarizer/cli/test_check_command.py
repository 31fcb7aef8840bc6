"""`copydesk check`: what it prints, how it ends, and what it says when it cannot."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from summarizer.desk import checking
from summarizer.inputs import multi_article_files

ROOT = Path(__file__).parents[3]
ORION = ROOT / "samples" / "operation-orion.txt"
WRONG = "The walkers covered 6 miles (16km) on Tuesday before they were found in the fog, a rescue team said."
RIGHT = "The walkers covered 10 miles (16km) on Tuesday before they were found in the fog, a rescue team said."
LONG = "a" * 300  # of a name; file systems allow 255 bytes


def test_a_finding_ends_with_1_and_none_with_0(copydesk):
    assert copydesk("check", "--text", WRONG).code == 1
    assert copydesk("check", "--text", RIGHT).code == 0


def test_the_severity_that_fails_can_be_chosen(copydesk):
    assert copydesk("check", "--text", WRONG, "--fail-on", "never").code == 0
    assert copydesk("check", "--text", WRONG, "--fail-on", "note").code == 1


def test_the_finding_comes_before_the_ticks_and_the_ledger(copydesk):
    out = copydesk("check", "--text", f"The hill is 10 miles (16km) away, a guide said on Monday. {WRONG}").out
    assert out.index("LEDGER") > out.index("TICKED") > out.index("ask") > 0


def test_an_output_file_changes_neither_the_exit_code_nor_the_report(copydesk, tmp_path):
    plain = copydesk("check", "--text", WRONG)
    to_file = copydesk("check", "--text", WRONG, "-o", tmp_path / "report.txt")
    assert (to_file.code, to_file.out) == (plain.code, "")
    assert (tmp_path / "report.txt").read_text(encoding="utf-8") == plain.out


@pytest.mark.parametrize(
    ("name", "start"), [("a.json", "{"), ("a.jsonl", "{"), ("a.html", "<!doctype html>"), ("a.txt", "text")]
)
def test_the_ending_of_the_output_file_says_the_format(copydesk, tmp_path, name, start):
    copydesk("check", "--text", WRONG, "-o", tmp_path / name)
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_the_format_option_wins_over_the_ending(copydesk, tmp_path):
    copydesk("check", "--text", WRONG, "-o", tmp_path / "a.html", "--format", "json")
    assert json.loads((tmp_path / "a.html").read_text(encoding="utf-8"))["schema_version"] == 2


def test_an_unknown_ending_is_refused_with_the_known_ones(copydesk, tmp_path):
    ran = copydesk("check", "--text", WRONG, "-o", tmp_path / "a.pdf")
    assert ran.code == 2
    assert ".html" in ran.err
    assert not list(tmp_path.iterdir())


def test_an_ignored_rule_is_silent(copydesk):
    data = json.loads(copydesk("check", "--text", WRONG, "--format", "json").out)
    rule = data["findings"][0]["rule"]
    ran = copydesk("check", "--text", WRONG, "--format", "json", "--ignore", rule)
    assert ran.code == 0
    assert json.loads(ran.out)["findings"] == []


def test_an_unknown_rule_is_refused(copydesk):
    ran = copydesk("check", "--text", WRONG, "--ignore", "no-such-rule")
    assert ran.code == 2
    assert "no-such-rule" in ran.err
    assert "copydesk rules" in ran.err
    assert ran.out == ""


def test_the_publication_date_reaches_the_rules(copydesk):
    ran = copydesk("check", "--text", WRONG, "--published", "2024-05-31", "--format", "json")
    assert json.loads(ran.out)["article"]["published"] == "2024-05-31"


def test_a_date_that_is_none_is_refused_with_the_way_to_write_it(copydesk):
    ran = copydesk("check", "--text", WRONG, "--published", "31/5/2024")
    assert ran.code == 2
    assert "2024-05-31" in ran.err


def test_the_locale_reaches_the_reading(copydesk):
    ran = copydesk("check", "--text", WRONG, "--locale", "en-US", "--format", "json")
    assert json.loads(ran.out)["article"]["locale"] == "en-US"


def test_standard_input_is_read_and_named(copydesk):
    ran = copydesk("check", "-", "--stdin-name", "wire.txt", stdin=WRONG.encode())
    assert ran.code == 1
    assert ran.out.startswith("wire.txt\n")


def test_standard_input_of_a_web_page_is_read_as_one(copydesk):
    page = f"<html><body><article><h1>Walkers found</h1><p>{WRONG}</p></article></body></html>"
    ran = copydesk("check", "-", "--stdin-name", "wire.html", "--format", "json", stdin=page.encode())
    assert json.loads(ran.out)["article"]["paragraphs"][0]["zone"] == "headline"


def test_without_an_input_a_terminal_is_asked_for_the_paste_on_standard_error(copydesk):
    ran = copydesk("check", stdin=WRONG.encode(), terminal=True)
    assert ran.err == "Paste the article, then Ctrl-D\n"
    assert "6 miles" in ran.out


def test_a_pipe_is_not_asked(copydesk):
    assert copydesk("check", stdin=RIGHT.encode()).err == ""


def test_colour_goes_to_a_terminal_only(copydesk, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[" in copydesk("check", "--text", WRONG, terminal=True).out
    assert "\x1b[" not in copydesk("check", "--text", WRONG).out


def test_no_color_is_obeyed(copydesk, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in copydesk("check", "--text", WRONG, terminal=True).out


def test_an_article_cannot_drive_the_terminal(copydesk):
    ran = copydesk("check", "-", stdin=f"{WRONG[:-1]}\x1b]0;owned\x07\x1b[2J 6 miles (20km).".encode(), terminal=True)
    assert "\x1b]0;" not in ran.out
    assert "\x1b[2J" not in ran.out


# ---- what cannot be read ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n", "empty"),
        ("mark.txt", b"\xef\xbb\xbf", "empty"),
        ("binary.txt", bytes(range(256)) * 8, "not a text"),
        ("paper.txt", b"%PDF-1.7 ...", "PDF"),
        ("paper.pdf", b"Police arrested 12 people.", "paste"),
        ("letter.docx", b"PK\x03\x04", "paste"),
        ("large.txt", b"Police arrested 12 people. " * 800_000, "10 MB"),
        ("nothing.html", b"<html><body></body></html>", "no article"),
        ("nothing.md", b"![a picture](x.png)\n", "empty"),
    ],
)
def test_an_input_that_cannot_be_read_is_refused_with_the_reason(copydesk, tmp_path, name, data, said):
    (tmp_path / name).write_bytes(data)
    ran = copydesk("check", tmp_path / name, "-o", tmp_path / "report.html")
    assert ran.code == 2
    assert said in ran.err
    assert name in ran.err
    assert ran.err.count("\n") == 1
    assert ran.out == ""
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_missing_file_is_never_taken_for_text(copydesk, tmp_path):
    ran = copydesk("check", tmp_path / "12 people arrested")
    assert ran.code == 2
    assert "There is no file" in ran.err
    assert "--text" in ran.err


def test_an_empty_name_is_no_folder(copydesk):
    for arguments in (("check", ""), ("compare", "", ORION), ("dismiss", "", "--why", "x")):
        ran = copydesk(*arguments)
        assert ran.code == 2
        assert "name of a file is empty" in ran.err


def test_what_a_command_does_not_take_is_not_advised(copydesk):
    ran = copydesk("compare", ORION, "no-such-file")
    assert ran.code == 2
    assert "no-such-file" in ran.err
    assert "--text" not in ran.err


def test_a_folder_without_articles_is_refused(copydesk, tmp_path):
    ran = copydesk("check", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "There is no article in" in ran.err


def test_a_file_and_text_together_are_refused(copydesk):
    assert copydesk("check", ORION, "--text", WRONG).code == 2


@pytest.mark.parametrize(
    ("place", "said"),
    [("nowhere/report.html", "make it first"), (".", "is a folder"), (f"{'a' * 300}.html", "too long")],
)
def test_an_unwritable_output_is_refused_before_any_work(copydesk, tmp_path, place, said):
    ran = copydesk("check", "--text", WRONG, "--format", "html", "-o", tmp_path / place)
    assert ran.code == 2
    assert said in ran.err
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_refused(copydesk, tmp_path):
    tmp_path.chmod(0o500)
    assert copydesk("check", "--text", WRONG, "-o", tmp_path / "a.html").code == 2


def test_the_article_itself_is_never_overwritten(copydesk, tmp_path):
    article = tmp_path / "a.txt"
    article.write_text(WRONG, encoding="utf-8")
    ran = copydesk("check", article, "-o", article)
    assert ran.code == 2
    assert article.read_text(encoding="utf-8") == WRONG


def test_a_report_that_fails_leaves_the_earlier_one(copydesk, tmp_path, monkeypatch):
    report = tmp_path / "a.html"
    report.write_text("earlier", encoding="utf-8")
    from summarizer.reports import page

    def fail(*_, **__):
        raise RuntimeError("no page today")

    monkeypatch.setattr(page, "sheet_page", fail)
    ran = copydesk("check", "--text", WRONG, "-o", report)
    assert ran.code == 3
    assert "RuntimeError: no page today" in ran.err
    assert "Traceback" not in ran.err
    assert report.read_text(encoding="utf-8") == "earlier"
    assert list(tmp_path.iterdir()) == [report]


def test_a_fault_of_the_check_is_not_blamed_on_the_report(copydesk, tmp_path, monkeypatch):
    def fail(*_):
        raise FileNotFoundError(2, "No such file or directory", "model.gguf")

    monkeypatch.setattr(checking, "check_source", fail)
    ran = copydesk("check", "--text", WRONG, "-o", tmp_path / "a.html")
    assert ran.code == 3
    assert "model.gguf" in ran.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "command",
    [
        ("check", LONG),
        ("check", LONG, LONG),
        ("check", "--text", WRONG, "--dismissed", LONG),
        ("dismiss", LONG, "--why", "x"),
        ("batch", LONG, "-o", "report"),
        ("log", "--log", LONG),
    ],
)
def test_a_name_that_is_too_long_is_no_fault_of_copydesk(copydesk, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    ran = copydesk(*command)
    assert ran.code == 2
    assert LONG in ran.err
    assert "report it" not in ran.err


def test_a_rule_that_crashes_ends_with_3_and_is_named(copydesk, monkeypatch):
    from checks import run
    from checks.registry import catalogue_of
    from checks.rule import Rule

    def crash(article):
        raise ZeroDivisionError("oh")

    broken = ModuleType("broken")
    broken.RULE = Rule("ZZ99", "broken-rule", "article", crash, ())
    monkeypatch.setattr(run, "catalogue", lambda *_: catalogue_of([broken]))
    ran = copydesk("check", "--text", WRONG)
    assert ran.code == 3
    assert "FAILED" in ran.out
    assert "broken-rule  ZeroDivisionError: oh" in ran.out


# ---- promises --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "html"])
def test_the_same_input_gives_the_same_bytes(form):
    """In processes of their own with other hash seeds: nothing may hang on the order of a set."""
    command = [sys.executable, "-m", "summarizer.cli", "check", str(ORION), "--format", form]
    runs = [
        subprocess.run(
            command, cwd=ROOT, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed, "COLUMNS": columns}
        )
        for seed, columns in (("1", "60"), ("2", "200"))
    ]
    assert runs[0].stdout == runs[1].stdout != b""
    assert runs[0].stderr == b""


def test_checking_loads_no_model_engine():
    code = (
        "import sys; sys.argv = ['copydesk', 'check', sys.argv[1]]\n"
        "from summarizer.cli import main\n"
        "try: main()\n"
        "except SystemExit: print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(ORION)], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(ran.stderr.split())
    heavy = {
        "torch",
        "transformers",
        "onnxruntime",
        "onnx",
        "tokenizers",
        "ctranslate2",
        "numpy",
        "gguf",
        "safetensors",
    }
    assert not loaded & heavy
    assert not loaded & {"trafilatura", "lxml", "jinja2", "markdown_it"}
    assert "checks" in loaded


def test_a_reader_that_goes_away_is_no_error():
    command = f"{sys.executable} -m summarizer.cli check {ORION} --format json | head -c 10"
    ran = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True)
    assert ran.stderr == ""
    assert len(ran.stdout) == 10


# ---- several files ---------------------------------------------------------------------------------------------------


@pytest.fixture
def two(tmp_path):
    (tmp_path / "right.txt").write_text(RIGHT, encoding="utf-8")
    (tmp_path / "wrong.txt").write_text(WRONG, encoding="utf-8")
    return tmp_path / "right.txt", tmp_path / "wrong.txt"


def test_of_several_files_those_with_findings_are_listed_and_all_are_counted(copydesk, two):
    ran = copydesk("check", *two, two[1])
    assert ran.code == 1
    alone = copydesk("check", two[1]).out
    assert ran.out == f"{alone}\n{alone}\n3 articles checked: 2 errors in 2 of them; 1 tick.\n"
    assert copydesk("check", two[0], two[0]).out == "2 articles checked: nothing in question; 2 ticks.\n"


def test_the_totals_count_what_could_not_be_checked(copydesk, two, tmp_path):
    (tmp_path / "deutsch.txt").write_text("Die Polizei hat am Dienstag zwölf Menschen in der Stadt festgenommen. " * 4)
    ran = copydesk("check", two[0], tmp_path / "deutsch.txt", tmp_path / "gone.txt")
    assert ran.code == 2
    assert "Not checked: the text does not read like English" in ran.out
    totals = "1 article checked: nothing in question; 1 tick; 1 not in English; 1 could not be read.\n"
    assert ran.out.endswith(f"\n{totals}")
    ran = copydesk("check", tmp_path / "gone.txt", tmp_path / "gone.txt")
    assert (ran.code, ran.out) == (2, "No article checked; 2 could not be read.\n")


def test_an_article_in_another_language_is_a_failure_if_asked(copydesk, two, tmp_path):
    german = tmp_path / "deutsch.txt"
    german.write_text("Die Polizei hat am Dienstag zwölf Menschen in der Stadt festgenommen. " * 4, encoding="utf-8")
    assert copydesk("check", german).code == copydesk("check", two[0], german).code == 0
    assert copydesk("check", german, "--strict").code == copydesk("check", two[0], german, "--strict").code == 2
    assert copydesk("check", two[0], "--strict").code == 0
    assert copydesk("check", two[1], "--strict").code == 1


def test_a_dismissed_finding_is_not_lost_among_clean_files(copydesk, two, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert copydesk("dismiss", "wrong.txt", "--why", "as the guide says").code == 0
    ran = copydesk("check", "right.txt", "wrong.txt")
    assert ran.code == 0
    assert "as the guide says" in ran.out
    assert ran.out.endswith("2 articles checked: nothing in question; 1 tick; 1 dismissed.\n")
    assert copydesk("check", "right.txt", "wrong.txt", "--quiet").out == ""


# ---- folders ---------------------------------------------------------------------------------------------------------


def test_the_articles_of_a_folder_are_checked_by_their_paths(copydesk, two, tmp_path):
    (tmp_path / "city").mkdir()
    two[0].rename(tmp_path / "city" / "right.txt")
    (tmp_path / "photo.jpg").write_bytes(b"x")
    ran = copydesk("check", tmp_path, "--format", "concise")
    assert ran.code == 1
    line, totals = ran.out.splitlines()
    assert line.startswith(f"{two[1]}:1:21: unit-conversion 6 miles is ")
    assert totals == "2 articles checked: 1 error in 1 of them; 1 tick."
    assert ran.err == f"copydesk: not looked at in {tmp_path}: 1 file of kinds that are not read (1 .jpg).\n"
    ran = copydesk("check", tmp_path, "--format", "concise", "--quiet")
    assert (ran.out, ran.err) == (f"{line}\n", "")


def test_dismissals_hold_for_the_articles_of_a_folder(copydesk, two, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert copydesk("dismiss", "wrong.txt", "--why", "as the guide says").code == 0
    assert copydesk("check", ".").code == 0


def test_a_report_never_overwrites_an_article_of_the_folder(copydesk, two, tmp_path):
    ran = copydesk("check", tmp_path, "-o", two[1])
    assert ran.code == 2
    assert two[1].read_text(encoding="utf-8") == WRONG


@pytest.mark.parametrize("form", ["json", "html"])
def test_a_report_of_one_article_is_refused_for_a_folder(copydesk, two, tmp_path, form):
    ran = copydesk("check", tmp_path, "--format", form)
    assert (ran.code, ran.out) == (2, "")
    assert "copydesk batch" in ran.err


# ---- concise and quiet -----------------------------------------------------------------------------------------------


def test_a_concise_report_is_a_line_a_finding_and_the_totals(copydesk, two):
    ran = copydesk("check", two[1], "--format", "concise")
    line, totals = ran.out.splitlines()
    assert re.fullmatch(rf"{re.escape(str(two[1]))}:1:21: unit-conversion 6 miles .* 16km\. \[error\]", line)
    assert totals == "1 article checked: 1 error; 0 ticks."
    assert copydesk("check", two[0], "--format", "concise").out == "1 article checked: nothing in question; 1 tick.\n"


def test_a_concise_report_names_no_line_that_is_not_the_files(copydesk, two, tmp_path):
    (tmp_path / "page.html").write_text(f"<html><body><h1>Walkers</h1><p>{WRONG}</p></body></html>", encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    ran = copydesk("check", tmp_path / "page.html", tmp_path / "empty.txt", "--format", "concise")
    finding, unreadable, _ = ran.out.splitlines()
    assert finding.startswith(f"{tmp_path / 'page.html'}: unit-conversion 6 miles")
    assert unreadable.startswith(f"{tmp_path / 'empty.txt'}: ")
    assert unreadable.endswith("[unreadable]")


def test_a_name_with_a_line_end_makes_no_line_of_its_own(copydesk):
    ran = copydesk("check", "-", "--stdin-name", "a\nb.txt:1:1: x", "--format", "concise", "-q", stdin=WRONG.encode())
    assert ran.out.count("\n") == 1


def test_a_quiet_report_has_findings_only_and_is_empty_without_any(copydesk, two):
    loud, quiet = copydesk("check", two[1]), copydesk("check", two[1], "--quiet")
    assert quiet.code == 1
    assert loud.out.startswith(quiet.out)
    assert "LEDGER" not in quiet.out
    assert copydesk("check", two[0], "-q") == (0, "", "")
    assert copydesk("check", *two, "-q").out == quiet.out


@pytest.mark.parametrize("form", ["json", "sarif", "markdown"])
def test_what_has_nothing_to_leave_out_is_not_made_quiet(copydesk, two, form):
    ran = copydesk("check", two[1], "--format", form, "--quiet")
    assert (ran.code, ran.out) == (2, "")
    assert "--format text and concise" in ran.err


def test_a_comparison_is_concise_too(copydesk, tmp_path):
    (tmp_path / "summary.txt").write_text("Police arrested 14 people in Leeds.", encoding="utf-8")
    (tmp_path / "story.txt").write_text("Police arrested 12 people in Leeds on Monday after a march.", encoding="utf-8")
    ran = copydesk("compare", tmp_path / "story.txt", tmp_path / "summary.txt", "--format", "concise")
    assert ran.out.startswith(f"{tmp_path / 'summary.txt'}:1:17: ")


def test_a_file_that_cannot_be_read_does_not_keep_the_others_from_being_checked(copydesk, two, tmp_path):
    ran = copydesk("check", tmp_path / "gone.txt", *two, "--format", "jsonl")
    records = [json.loads(line) for line in ran.out.splitlines()]
    assert [record["kind"] for record in records] == ["unreadable", "finding"]
    assert ran.code == 2
    assert "gone.txt" in ran.err


@pytest.mark.parametrize("form", ["sarif", "junit", "github", "gitlab"])
def test_the_formats_for_tools_hold_one_file_or_several(copydesk, two, form):
    assert "16km" in copydesk("check", two[1], "--format", form).out
    assert "16km" in copydesk("check", *two, "--format", form).out


@pytest.mark.parametrize("form", ["json", "html"])
def test_a_report_of_one_article_is_refused_for_several(copydesk, two, form):
    ran = copydesk("check", *two, "--format", form)
    assert (ran.code, ran.out) == (2, "")
    assert "copydesk batch" in ran.err


def test_standard_input_among_files_is_read_once(copydesk, two):
    assert copydesk("check", "-", two[0], stdin=WRONG.encode()).code == 1
    assert copydesk("check", "-", "-", stdin=WRONG.encode()).code == 2
    assert copydesk("check", *two, "--text", WRONG).code == 2


def test_a_report_never_overwrites_one_of_the_files(copydesk, two):
    ran = copydesk("check", *two, "-o", two[1])
    assert ran.code == 2
    assert two[1].read_text(encoding="utf-8") == WRONG


def test_a_concise_report_names_the_line_of_a_row_an_entry_and_a_message(copydesk, tmp_path):
    columns = f'title,body\n"A\nB","{WRONG}"\nC,{RIGHT}\nD,"{WRONG}"\n'
    item = "<item><title>A</title>\n<description>{}</description></item>\n"
    head = "From: a@desk.example\nSubject: Crash\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
    encoded = base64.b64encode(WRONG.encode()).decode()
    files = {
        "rows.csv": (columns, [2, 5]),
        "rows.jsonl": ("\n\n".join(json.dumps({"body": text}) for text in (RIGHT, WRONG)), [3]),
        "total.csv": ("Region,Yes,No,Total\n\nNorth,1,2,3\nSouth,2,2,5\nWest,1,1,2\nTotal,4,5,10\n", [4, 6]),
        "feed.rss": (f'<rss version="2.0"><channel>\n{item.format(RIGHT)}{item.format(WRONG)}</channel></rss>', [4]),
        "plain.eml": (f"{head}\nHello.\n\n{WRONG}\n", [8]),
        "a#b.eml": (f"{head}\nHello.\n\n{WRONG}\n", [8]),
        "encoded.eml": (f"{head}Content-Transfer-Encoding: base64\n\n{encoded}\n", [7]),
    }
    for name, (content, lines) in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
        column = ["--text-column", "body"] if name.startswith("rows") else []
        ran = copydesk("check", tmp_path / name, "--format", "concise", "--quiet", *column)
        assert re.findall(r"^.*[/\\\\](\S+?):(\d+):1: \S+ [A-Z0-9]", ran.out, re.MULTILINE) == [
            (name, str(line)) for line in lines
        ]


def test_compare_names_the_line_of_a_message(copydesk, tmp_path):
    (tmp_path / "story.txt").write_text("The crash injured 40 people.", encoding="utf-8")
    (tmp_path / "later.eml").write_text(
        f"From: a@desk.example\nSubject: Crash\n\nHello.\n\n{WRONG}\n", encoding="utf-8"
    )
    ran = copydesk("compare", tmp_path / "story.txt", tmp_path / "later.eml", "--format", "concise")
    assert ":6:1: " in ran.out


def test_a_table_is_read_once(copydesk, tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_text(f"body\n{RIGHT}\n{RIGHT}\n", encoding="utf-8")
    read: list[Path] = []

    def load_bytes(path: Path, *arguments: object) -> bytes:
        read.append(path)
        return path.read_bytes()

    monkeypatch.setattr(multi_article_files, "load_bytes", load_bytes)
    assert copydesk("check", tmp_path / "a.csv", "--text-column", "body").code == 0
    assert read == [tmp_path / "a.csv"]


@pytest.mark.parametrize(
    ("options", "is_said"),
    [((), True), (("--quiet",), False), (("--reader", "none"), False), (("--format", "json"), False)],
)
def test_who_has_not_the_embedded_model_is_told_that_rules_alone_read(copydesk, monkeypatch, options, is_said):
    monkeypatch.delenv("COPYDESK_READER")
    monkeypatch.setattr(checking, "_can_read_figures", lambda model: False)
    assert ("--reader embedded" in copydesk("check", ORION, *options).err) == is_said
