"""Which files of a folder are articles, and that everything else is named with the reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import checks
from summarizer.desk.batch import batch
from summarizer.desk.checking import Terms
from summarizer.desk.discovery import articles_in
from summarizer.inputs import Unreadable
from summarizer.reports.page import sheet_page
from summarizer.reports.skipped_files import SHOWN, Passed, Why, passed_in_words


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "in"
    (place / "city").mkdir(parents=True)
    for name in ("a.txt", "b.MD", "city/c.html", "old.doc"):
        (place / name).write_text("Police arrested 12 people.", encoding="utf-8")
    return place


def passed(folder: Path) -> dict[str, Why]:
    return {one.name: one.why for one in articles_in(folder, folder / "report").passed}


def closed(monkeypatch: pytest.MonkeyPatch, *folders: Path) -> None:
    """As if they might not be opened; the user who runs the tests may be one who may open all."""
    scan = os.scandir

    def scandir(place: str) -> object:
        if Path(place) in folders:
            raise PermissionError(13, "Permission denied", str(place))
        return scan(place)

    monkeypatch.setattr(os, "scandir", scandir)


def test_articles_come_in_the_order_of_their_names_with_documents_that_are_told_what_to_do(folder):
    gathered = articles_in(folder, folder / "report")
    assert [one.name for one in gathered.items] == ["a.txt", "b.MD", "city/c.html", "old.doc"]
    assert gathered.passed == ()
    with pytest.raises(Unreadable, match=r"old.doc: .doc files are not read yet; save it as plain text"):
        gathered.items[3].source()


def test_files_of_other_kinds_are_passed_over_and_named_hidden_ones_are_not(folder):
    for name in ("photo.JPG", "city/notes", ".DS_Store", "no.ending."):
        (folder / name).write_bytes(b"x")
    assert passed(folder) == dict.fromkeys(("photo.JPG", "city/notes", "no.ending."), Why.KIND)


def test_a_folder_that_cannot_be_opened_is_named(folder, monkeypatch):
    closed(monkeypatch, folder / "city")
    assert passed(folder) == {"city": Why.LOCKED}


def test_a_top_folder_that_cannot_be_opened_is_not_said_to_hold_no_article(folder, monkeypatch):
    closed(monkeypatch, folder)
    with pytest.raises(Unreadable, match=r"The folder .* cannot be read \(Permission denied\): ask"):
        articles_in(folder, folder / "report")


def test_a_folder_without_articles_says_what_it_holds_instead(tmp_path):
    (tmp_path / "photo.jpg").write_bytes(b"x")
    with pytest.raises(Unreadable, match=r"no article in .* It holds 1 file of kinds that are not read \(1 .jpg\)"):
        articles_in(tmp_path, tmp_path / "report")


def test_what_copydesk_wrote_is_no_article_wherever_it_lies(folder):
    sheet = checks.check_article("The walkers covered 6 miles (16km) before they were found.")
    batch(str(folder), folder / "last week", Terms(), None)
    (folder / "city" / "c-report.html").write_text(sheet_page(sheet, "c.html"), encoding="utf-8")
    (folder / "report").mkdir()
    (folder / "report" / "d.txt").write_text("Police arrested 12 people.", encoding="utf-8")
    (folder / "last week" / "e.txt").write_text("Police arrested 12 people.", encoding="utf-8")
    gathered = articles_in(folder)
    names = ["a.txt", "b.MD", "city/c.html", "last week/e.txt", "old.doc", "report/d.txt"]
    assert [one.name for one in gathered.items] == names
    assert gathered.passed == ()
    names.remove("report/d.txt")
    assert [one.name for one in articles_in(folder, folder / "report").items] == names


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_is_not_waited_for(folder):
    os.mkfifo(folder / "wire.txt")
    assert passed(folder) == {"wire.txt": Why.PIPE}


def test_a_link_is_followed_within_the_folder_and_not_out_of_it(folder, tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text("The budget is 12 million.", encoding="utf-8")
    (folder / "within.txt").symlink_to(folder / "a.txt")
    (folder / "out.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (folder / "gone.txt").symlink_to(folder / "nothing.txt")
    (folder / "round.txt").symlink_to(folder / "round.txt")
    (folder / "desk").symlink_to(tmp_path / "outside")
    (folder / "loop").symlink_to(folder)
    (tmp_path / "in2").mkdir()  # a name that begins alike is no way in
    (folder / "near").symlink_to(tmp_path / "in2")
    assert passed(folder) == dict.fromkeys(("out.txt", "desk", "near"), Why.LINK)
    names = [one.name for one in articles_in(folder, folder / "report").items]
    assert {"within.txt", "gone.txt", "round.txt"} < set(names)
    assert not {"out.txt", "desk/secret.txt"} & set(names)


def test_a_folder_may_be_a_link_itself(folder, tmp_path):
    (tmp_path / "link").symlink_to(folder)
    assert len(articles_in(tmp_path / "link", tmp_path / "report").items) == 4


def test_what_was_passed_over_is_told_in_a_line():
    kinds = [Passed(name, Why.KIND) for name in ("a.jpg", "b.JPG", "c.ods", "notes")]
    links = [Passed(f"{number}.txt", Why.LINK) for number in range(SHOWN + 2)]
    assert passed_in_words([*links, *kinds, Passed("city", Why.LOCKED)]) == (
        "4 files of kinds that are not read (2 .jpg, 1 .ods, 1 without an ending); "
        "1 folder that cannot be opened: city; "
        "7 links that lead out of the folder: 0.txt, 1.txt, 2.txt, 3.txt, 4.txt and 2 more"
    )
