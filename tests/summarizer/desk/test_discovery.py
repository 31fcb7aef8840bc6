"""Which files of a folder are articles; all others are named with the reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import checks
from summarizer.desk import discovery
from summarizer.desk.batch import BatchSettings, run_batch
from summarizer.desk.batch_state import open_state
from summarizer.desk.checking import EXIT_FAILED, CheckOptions
from summarizer.desk.discovery import discover_folder
from summarizer.desk.writing import Unwritable
from summarizer.inputs import Unreadable, read_file
from summarizer.reports.page import sheet_page
from summarizer.reports.skipped_files import MAX_LISTED, Skipped, SkipReason, describe_skipped


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "in"
    (root / "city").mkdir(parents=True)
    for name in ("a.txt", "b.MD", "city/c.html", "old.doc"):
        (root / name).write_text("Police arrested 12 people.", encoding="utf-8")
    return root


def skipped(folder: Path) -> dict[str, SkipReason]:
    """The skipped files of a folder by name."""
    return {entry.name: entry.reason for entry in discover_folder(folder, folder / "report").skipped}


def lock(monkeypatch: pytest.MonkeyPatch, *folders: Path) -> None:
    """Make these folders fail to open. File permissions would not do: root may open every folder."""
    scan = os.scandir

    def scandir(path: str) -> object:
        if Path(path) in folders:
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)


def test_articles_come_in_the_order_of_their_names_with_documents_that_are_told_what_to_do(folder):
    discovered = discover_folder(folder, folder / "report")
    assert [item.name for item in discovered.items] == ["a.txt", "b.MD", "city/c.html", "old.doc"]
    assert discovered.skipped == ()
    with pytest.raises(Unreadable, match=r"old.doc: .doc files are not read yet; save it as plain text"):
        discovered.items[3].load()


def test_files_of_other_kinds_are_passed_over_and_named_hidden_ones_are_not(folder):
    for name in ("photo.JPG", "city/notes", ".DS_Store", "no.ending."):
        (folder / name).write_bytes(b"x")
    assert skipped(folder) == dict.fromkeys(("photo.JPG", "city/notes", "no.ending."), SkipReason.OTHER_KIND)


def test_temporary_files_are_passed_over_in_silence_and_read_if_they_are_named(folder):
    names = [item.name for item in discover_folder(folder).items]
    hidden = ("~$a.docx", "~$c.xlsx", ".~lock.a.odt#", "._a.txt", "a.txt~", "a.docx.tmp", "a.txt.part", "Thumbs.db")
    for name in (*hidden, ".DS_Store", "city/desktop.ini"):
        (folder / name).write_bytes(b"x")
    for name in ("~a.txt", "$b.txt", "tmp.txt", "part.txt"):
        (folder / name).write_text("Police arrested 12 people.", encoding="utf-8")
    discovered = discover_folder(folder)
    assert [item.name for item in discovered.items] == sorted([*names, "~a.txt", "$b.txt", "tmp.txt", "part.txt"])
    assert discovered.skipped == ()
    with pytest.raises(Unreadable):
        read_file(folder / "~$a.docx")


def test_the_log_of_decisions_is_no_article(folder):
    (folder / "copydesk-log.jsonl").write_text("{}\n", encoding="utf-8")
    (folder / "more.jsonl").write_text('{"text": "Police arrested 12 people."}\n', encoding="utf-8")
    names = [item.name for item in discover_folder(folder).items]
    assert [name for name in names if ".jsonl" in name] == ["more.jsonl"]


def test_a_folder_that_cannot_be_opened_is_named(folder, monkeypatch):
    lock(monkeypatch, folder / "city")
    assert skipped(folder) == {"city": SkipReason.NO_PERMISSION}


def test_a_top_folder_that_cannot_be_opened_is_not_said_to_hold_no_article(folder, monkeypatch):
    lock(monkeypatch, folder)
    with pytest.raises(Unreadable, match=r"The folder .* cannot be read \(Permission denied\): ask"):
        discover_folder(folder, folder / "report")


def test_a_folder_without_articles_says_what_it_holds_instead(tmp_path):
    (tmp_path / "photo.jpg").write_bytes(b"x")
    with pytest.raises(Unreadable, match=r"no article in .* It holds 1 file of kinds that are not read \(1 .jpg\)"):
        discover_folder(tmp_path, tmp_path / "report")


def test_what_copydesk_wrote_is_no_article_wherever_it_lies(folder):
    sheet = checks.check_article("The walkers covered 6 miles (16km) before they were found.")
    run_batch(str(folder), folder / "last week", CheckOptions(), None)
    (folder / "city" / "c-report.html").write_text(sheet_page(sheet, "c.html"), encoding="utf-8")
    (folder / "report").mkdir()
    (folder / "report" / "d.txt").write_text("Police arrested 12 people.", encoding="utf-8")
    (folder / "last week" / "e.txt").write_text("Police arrested 12 people.", encoding="utf-8")
    discovered = discover_folder(folder)
    names = ["a.txt", "b.MD", "city/c.html", "last week/e.txt", "old.doc", "report/d.txt"]
    assert [item.name for item in discovered.items] == names
    assert discovered.skipped == ()
    names.remove("report/d.txt")
    assert [item.name for item in discover_folder(folder, folder / "report").items] == names


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_is_not_waited_for(folder):
    os.mkfifo(folder / "wire.txt")
    assert skipped(folder) == {"wire.txt": SkipReason.NOT_REGULAR}


def test_a_link_is_followed_within_the_folder_and_not_out_of_it(folder, tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text("The budget is 12 million.", encoding="utf-8")
    (folder / "within.txt").symlink_to(folder / "a.txt")
    (folder / "out.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (folder / "gone.txt").symlink_to(folder / "nothing.txt")
    (folder / "round.txt").symlink_to(folder / "round.txt")
    (folder / "desk").symlink_to(tmp_path / "outside")
    (folder / "loop").symlink_to(folder)
    (tmp_path / "in2").mkdir()  # a path with the same prefix is outside, too
    (folder / "near").symlink_to(tmp_path / "in2")
    assert skipped(folder) == dict.fromkeys(("out.txt", "desk", "near"), SkipReason.LINK_OUTSIDE)
    names = [item.name for item in discover_folder(folder, folder / "report").items]
    assert {"within.txt", "gone.txt", "round.txt"} < set(names)
    assert not {"out.txt", "desk/secret.txt"} & set(names)


def test_a_folder_may_be_a_link_itself(folder, tmp_path):
    (tmp_path / "link").symlink_to(folder)
    assert len(discover_folder(tmp_path / "link", tmp_path / "report").items) == 4


def test_what_was_passed_over_is_told_in_a_line():
    kinds = [Skipped(name, SkipReason.OTHER_KIND) for name in ("a.jpg", "b.JPG", "c.ods", "notes")]
    links = [Skipped(f"{number}.txt", SkipReason.LINK_OUTSIDE) for number in range(MAX_LISTED + 2)]
    assert describe_skipped([*links, *kinds, Skipped("city", SkipReason.NO_PERMISSION)]) == (
        "4 files of kinds that are not read (2 .jpg, 1 .ods, 1 without an ending); "
        "1 folder that cannot be opened: city; "
        "7 links that lead out of the folder: 0.txt, 1.txt, 2.txt, 3.txt, 4.txt and 2 more"
    )


def test_a_table_in_a_folder_is_its_rows_and_a_table_of_figures_is_one_item(tmp_path: Path):
    (tmp_path / "stories.csv").write_text("title,body\nOne,Police held 12 men.\nTwo,A walk.\n", encoding="utf-8")
    (tmp_path / "votes.csv").write_text("Ward,Votes\nAsh,12\nElm,9\nTotal,22\n", encoding="utf-8")
    (tmp_path / "other.csv").write_text("Ward,Votes\nAsh,12\n", encoding="utf-8")
    items = discover_folder(tmp_path, text_column="body").items
    assert [item.name for item in items] == ["other.csv", "stories.csv#1", "stories.csv#2", "votes.csv"]
    assert items[1].dismissal_name == f"{tmp_path / 'stories.csv'}#1"
    assert items[1].load().text == "Police held 12 men."
    assert items[3].load().tables
    with pytest.raises(Unreadable, match="no column 'body'"):
        items[0].load()


def test_only_xml_files_that_are_feeds_are_articles(tmp_path: Path):
    feed = "<rss><channel><item><title>One</title><description>Police held 12 men.</description></item></channel></rss>"
    (tmp_path / "feed.xml").write_text(feed, encoding="utf-8")
    (tmp_path / "map.xml").write_text("<svg></svg>", encoding="utf-8")
    discovered = discover_folder(tmp_path)
    assert [item.name for item in discovered.items] == ["feed.xml#1"]
    assert [entry.name for entry in discovered.skipped] == ["map.xml"]


def test_a_file_with_several_articles_is_a_batch_and_one_with_a_single_one_is_not(tmp_path: Path):
    (tmp_path / "stories.csv").write_text("body\nPolice held 12 men.\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("Police held 12 men.", encoding="utf-8")
    outcome = run_batch(
        str(tmp_path / "stories.csv"), tmp_path / "report", CheckOptions(), None, BatchSettings(text_column="body")
    )
    assert [row.name for row in outcome.rows] == [f"{tmp_path / 'stories.csv'}#1"]
    with pytest.raises(Unreadable, match="copydesk check"):
        run_batch(str(tmp_path / "a.txt"), tmp_path / "other", CheckOptions(), None)


def test_two_captures_of_one_address_are_two_articles(tmp_path: Path):
    pytest.importorskip("warcio")
    for name, count in (("friday.warc", 13), ("monday.warc", 12)):
        page = f"<html><body><article><h1>Held</h1><p>Police held {count} men in Ely.</p></article></body></html>"
        answer = f"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n{page}"
        head = f"WARC-Type: response\r\nWARC-Target-URI: https://news.example/1\r\nContent-Length: {len(answer)}"
        (tmp_path / name).write_text(f"WARC/1.0\r\n{head}\r\n\r\n{answer}\r\n\r\n", encoding="utf-8", newline="")
    items = discover_folder(tmp_path).items
    names = ["https://news.example/1", "https://news.example/1 (2)"]
    assert [item.name for item in items] == [item.dismissal_name for item in items] == names
    assert ["13 men" in items[0].load().text, "12 men" in items[1].load().text] == [True, True]


def test_a_fault_in_looking_for_articles_costs_one_file_only(folder, monkeypatch):
    find = discovery.members_of

    def members_of(path: Path, *arguments: object, **options: object) -> object:
        if path.name == "a.txt":
            raise ValueError("year 0 is out of range")
        return find(path, *arguments, **options)

    monkeypatch.setattr(discovery, "members_of", members_of)
    outcome = run_batch(str(folder), folder.parent / "report", CheckOptions(), None)
    assert outcome.code == EXIT_FAILED
    rows = {row.name: row.unreadable for row in outcome.rows}
    assert "ValueError: year 0 is out of range): please report it" in rows["a.txt"]
    assert rows["b.MD"] == ""


# ---- a report within the folder of the articles ----------------------------------------------------------------------


def test_a_report_where_articles_of_the_folder_stand_is_refused_and_they_are_named(folder):
    with pytest.raises(Unwritable, match=r"city is in .* holds articles.*\(city/c\.html\)"):
        run_batch(str(folder), folder / "city", CheckOptions(), None)
    assert sorted(path.name for path in (folder / "city").iterdir()) == ["c.html"]


def test_a_report_within_the_folder_is_replaced_as_long_as_no_article_is_put_there(folder):
    for _ in range(2):
        run_batch(str(folder), folder / "report", CheckOptions(), None)
    (folder / "report" / "new.txt").write_text("Police arrested 12 people.", encoding="utf-8")
    with pytest.raises(Unwritable, match=r"\(report/new\.txt\)"):
        run_batch(str(folder), folder / "report", CheckOptions(), None)


def test_the_tables_of_a_report_that_was_killed_on_its_move_are_no_articles(folder):
    run_batch(str(folder), folder / "report", CheckOptions(), None)
    with open_state(folder / "report") as state:
        state.begin_move(folder / "report", [path.name for path in (folder / "report" / "articles").iterdir()])
    (folder / "report" / "index.html").unlink()
    run_batch(str(folder), folder / "report", CheckOptions(), None)
    assert (folder / "report" / "index.html").is_file()
