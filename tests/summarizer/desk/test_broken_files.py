"""A folder of broken files of every kind: each is a row with a plain reason, and the run goes on."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from summarizer.desk.batch import run_batch
from summarizer.desk.checking import CheckOptions

TEXT = "Police arrested 12 people in Ely on Monday."
NOISE = bytes(range(256)) * 8


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr(name, content)
    return out.getvalue()


FEED = b"<rss><channel><item><title>A</title>"
BROKEN: dict[str, bytes] = {
    "empty.txt": b"",
    "spaces.txt": b"  \n\n ",
    "binary.txt": NOISE,
    "picture.txt": b"\x89PNG\r\n" + NOISE,
    "utf16.txt": b"\xff\xfeabc",
    "addresses.txt": b"https://news.example/1\n",
    "empty.md": b"",
    "binary.md": NOISE,
    "code.md": b"```\ncode\n```",
    "empty.html": b"<html></html>",
    "binary.html": NOISE,
    "menu.htm": b"<html><body><nav><a href='/'>Home</a></nav></body></html>",
    "zip.docx": zipped("a.txt", b"a"),
    "text.docx": TEXT.encode(),
    "cut.docx": zipped("word/document.xml", b"<w:document")[:60],
    "text.pdf": TEXT.encode(),
    "cut.pdf": b"%PDF-1.7\n1 0 obj << /Type /Catalog",
    "empty.pdf": b"",
    "noise.pdf": b"%PDF-1.4\n" + NOISE,
    "text.eml": TEXT.encode(),
    "noise.eml": NOISE,
    "empty.eml": b"Subject: Twelve held\n\n",
    "prose.csv": b"title,body\nA,B\n",
    "quote.csv": b'title,body\n"A,B\n',
    "binary.csv": NOISE,
    "empty.csv": b"",
    "figures.tsv": b"Ward\tVotes\nAsh\t12\n",
    "binary.tsv": NOISE,
    "prose.jsonl": TEXT.encode(),
    "cut.jsonl": b'{"body": "Police',
    "list.ndjson": b"[1, 2]",
    "text.parquet": TEXT.encode(),
    "cut.parquet": b"PAR1" + NOISE + b"PAR1",
    "cut.rss": FEED[:14],
    "text.atom": TEXT.encode(),
    "none.xml": b"<feed xmlns='http://www.w3.org/2005/Atom'></feed>",
    "text.warc": TEXT.encode(),
    "noise.warc.gz": b"\x1f\x8b" + NOISE,
    "old.doc": b"\xd0\xcf\x11\xe0",
    "note.rtf": b"{\\rtf1}",
    "text.urls": TEXT.encode(),
    "binary.urls": NOISE,
    "empty.urls": b"",
}


def test_each_broken_file_is_a_row_with_a_plain_reason(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, data in BROKEN.items():
        (folder / name).write_bytes(data)
    (folder / "sound.txt").write_text(TEXT, encoding="utf-8")
    outcome = run_batch(str(folder), tmp_path / "report", CheckOptions(), None)
    reasons = {row.name: row.unreadable for row in outcome.rows}
    assert len(BROKEN) >= 40
    assert reasons.pop("sound.txt") == ""
    assert sorted(reasons) == sorted(BROKEN)
    for name, reason in reasons.items():
        assert reason.startswith(name), name
        assert "please report" not in reason, name
        assert not re.search(r"Error|Exception|\b[a-z]+[A-Z]|[A-Z][a-z]+[A-Z]", reason.replace(name, "")), reason
        assert re.search(r"[A-Za-z]\.$", reason), reason
    assert outcome.skipped == ()


def test_a_file_of_another_kind_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("text.docx", "cut.docx", "text.pdf", "noise.pdf", "text.parquet", "cut.parquet"):
        (folder / name).write_bytes(BROKEN[name])
    outcome = run_batch(str(folder), tmp_path / "report", CheckOptions(), None)
    other = {row.name for row in outcome.rows if "(it is a file of another kind)" in row.unreadable}
    assert other == {"text.docx", "text.pdf", "text.parquet"}
    damaged = {row.name for row in outcome.rows if re.search(r"\(it is (damaged or )?cut off\)", row.unreadable)}
    assert damaged == {"cut.docx", "noise.pdf", "cut.parquet"}


ITEM = "<item><title>Twelve held</title><description>Police arrested {} people.</description></item>"
CHANNEL = f'<rss version="2.0"><channel><title>News</title>{ITEM.format(12)}{ITEM.format(13)}'


def test_a_feed_that_is_cut_off_has_a_row_that_says_so(tmp_path: Path) -> None:
    rows = {}
    for name, feed in (
        ("cut", CHANNEL),
        ("whole", f"{CHANNEL}</channel></rss>"),
        ("entity", CHANNEL.replace("held", "held &nbsp; here") + "</channel></rss>\n"),
    ):
        (tmp_path / f"{name}.rss").write_text(feed, encoding="utf-8")
        outcome = run_batch(str(tmp_path / f"{name}.rss"), tmp_path / name, CheckOptions(), None)
        rows[name] = {row.name.rpartition("/")[2]: row.unreadable.rpartition("/")[2] for row in outcome.rows}
    assert rows["cut"].pop("cut.rss#cut-off") == (
        "cut.rss is cut off after entry 2, which may be incomplete: save the feed again."
    )
    for name, found in rows.items():
        assert found == {f"{name}.rss#1": "", f"{name}.rss#2": ""}
