"""Parts of a large set of articles, each checked by itself: together they are the whole, once, in its order."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import fsspec
import pytest

from checks.model import Severity
from summarizer.desk import shards
from summarizer.desk.checking import CheckOptions
from summarizer.desk.shards import LineReader, Shard, run_shard
from summarizer.desk.writing import Unwritable
from summarizer.inputs import Unreadable

RIGHT, WRONG = "Police arrested {} people.", "The crash injured 40 people, including {} children."
OPTIONS = CheckOptions()


def line(number: int, **more: object) -> str:
    text = (WRONG if number % 3 == 0 else RIGHT).format(number + 50)
    return json.dumps({"id": f"story-{number}", "text": text, **more})


def put(folder: Path, *files: list[str]) -> Path:
    folder.mkdir()
    for number, lines in enumerate(files):
        (folder / f"{number}.jsonl").write_text("\n".join(lines) + "\n" * bool(lines), encoding="utf-8")
    return folder


def rows(output: Path, shard: Shard) -> list[dict]:
    text = (output / f"{shard.file_stem}.jsonl").read_text(encoding="utf-8")
    return [json.loads(row) for row in text.splitlines()]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# ---- which lines are whose -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 2, 3, 7, 40])
def test_every_line_is_in_one_shard_whatever_its_length_and_the_number_of_shards(tmp_path, count):
    lines = [json.dumps({"id": number, "text": "é" * (number * 7 % 60)}) for number in range(20)]
    folder = put(tmp_path / "in", lines[:9], [], ["", *lines[9:], ""])
    (folder / "2.jsonl").write_bytes((folder / "2.jsonl").read_bytes().rstrip(b"\n"))  # no line end at the end
    files, paths = shards._input_files(str(folder))
    found = [
        read.name for number in range(1, count + 1) for read in LineReader(files, paths, Shard(number, count), "text")
    ]
    assert found == [str(number) for number in range(20)]


@pytest.mark.parametrize("text", ["0/4", "5/4", "1", "a/b", "1/0", "-1/2", "1/4/2"])
def test_what_is_no_shard_is_refused(text):
    with pytest.raises(ValueError, match="write 3/16"):
        Shard.parse(text)


# ---- rows ------------------------------------------------------------------------------------------------------------


def test_the_shards_one_after_another_are_the_rows_of_the_whole(tmp_path):
    folder = put(tmp_path / "in", [line(number) for number in range(8)], [line(number) for number in range(8, 20)])
    whole = run_shard(str(folder), str(tmp_path / "whole"), Shard(1, 1), OPTIONS, Severity.ERROR, jobs=2)
    parts = [
        run_shard(str(folder), str(tmp_path / "parts"), Shard(number, 3), OPTIONS, Severity.ERROR, jobs=1)
        for number in (3, 1, 2)
    ]
    together = [row for number in (1, 2, 3) for row in rows(tmp_path / "parts", Shard(number, 3))]
    assert together == rows(tmp_path / "whole", Shard(1, 1))
    assert [row["article"] for row in together] == [f"story-{number}" for number in range(20)]
    assert [row["errors"] for row in together] == [int(number % 3 == 0) for number in range(20)]
    assert sum((part.counts for part in parts), start=type(whole.counts)()) == whole.counts
    assert whole.code == 1
    assert whole.counts["articles"] == 20


def test_what_cannot_be_checked_is_a_row_with_the_reason(tmp_path, failing_checks):
    lines = ["no JSON", "[1]", json.dumps({"id": "a"}), json.dumps({"id": 7, "text": " "}), json.dumps({"text": "x"})]
    lines += [json.dumps({"id": word, "text": word}) for word in (failing_checks.HANGS, failing_checks.DIES)]
    folder = put(tmp_path / "in", lines)
    outcome = run_shard(
        str(folder / "0.jsonl"),
        str(tmp_path / "out"),
        Shard(1, 1),
        OPTIONS,
        None,
        jobs=2,
        check=failing_checks.check,
        deadline=2,
    )
    reasons = [row["unreadable"] for row in rows(tmp_path / "out", Shard(1, 1))]
    assert reasons == [
        "0.jsonl@0 is no JSON object.",
        "0.jsonl@8 is no JSON object.",
        "a has no text under 'text'.",
        "7 is empty: nothing to read.",
        "",
        "Sisyphus took longer than 2 s: not checked.",
        "Icarus could not be checked (its process was ended by signal 15): please report it.",
    ]
    assert outcome.code == 3


def test_the_text_and_the_day_of_publication_are_taken_from_their_columns(tmp_path):
    record = {"body": "The fair opened on Monday, 16 March.", "published": "2026-03-17T10:00:00Z"}
    folder = put(tmp_path / "in", [json.dumps(record), json.dumps({**record, "published": "soon"})])
    for column, articles in ((None, 0), ("body", 2)):
        outcome = run_shard(str(folder), str(tmp_path / "out"), Shard(1, 1), OPTIONS, None, text_column=column, jobs=1)
        assert outcome.counts["articles"] - outcome.counts["unread"] == articles


# ---- done, killed, refused -------------------------------------------------------------------------------------------


def test_a_shard_that_is_done_is_not_checked_again_unless_something_has_changed(tmp_path):
    folder = put(tmp_path / "in", [line(number) for number in range(4)])

    def run(options: CheckOptions = OPTIONS, **more) -> bool:
        return run_shard(
            str(folder), str(tmp_path / "out"), Shard(1, 1), options, Severity.ERROR, jobs=1, **more
        ).was_done

    assert (run(), run(), run(fresh=True)) == (False, True, False)
    assert run(CheckOptions(locale="en-US")) is False
    assert run() is False
    (tmp_path / "out" / "part-00001-of-00001.jsonl").unlink()
    assert run() is False
    (folder / "1.jsonl").write_text(line(9), encoding="utf-8")
    assert (run(), run()) == (False, True)
    outcome = run_shard(str(folder), str(tmp_path / "out"), Shard(1, 1), OPTIONS, Severity.ERROR)
    assert (outcome.code, outcome.counts["articles"]) == (1, 5)
    marker = json.loads((tmp_path / "out" / "part-00001-of-00001.done.json").read_text(encoding="utf-8"))
    assert marker["copydesk"]
    assert marker["shard"] == {"number": 1, "count": 1}


@pytest.mark.skipif(os.name != "posix", reason="there are no such signals here")
def test_a_shard_that_is_killed_leaves_no_part_that_counts_and_the_next_run_sweeps(tmp_path):
    folder = put(tmp_path / "in", [line(number) for number in range(20)])
    code = (
        "import os\nfrom summarizer.desk import shards\nfrom summarizer.desk.checking import CheckOptions\n"
        "def progress(done, total):\n    if done == 7:\n        os.kill(os.getpid(), 9)\n"
        f"shards.run_shard({str(folder)!r}, {str(tmp_path / 'out')!r}, shards.Shard(1, 1), CheckOptions(), None, "
        "jobs=2, progress=progress)\n"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == -9
    assert [name for name in names(tmp_path / "out") if not name.startswith(".")] == []
    assert len(names(tmp_path / "out")) == 1
    assert not run_shard(str(folder), str(tmp_path / "out"), Shard(1, 1), OPTIONS, None, jobs=2).was_done
    assert names(tmp_path / "out") == ["part-00001-of-00001.done.json", "part-00001-of-00001.jsonl"]
    assert len(rows(tmp_path / "out", Shard(1, 1))) == 20


def test_an_error_in_the_middle_leaves_no_part(tmp_path, monkeypatch):
    folder = put(tmp_path / "in", [line(number) for number in range(4)])

    def fill_up(done: int, total: int) -> None:
        if done == 2:
            raise OSError(28, "No space left on device")

    with pytest.raises(Unwritable, match="No space left"):
        run_shard(str(folder), str(tmp_path / "out"), Shard(1, 1), OPTIONS, None, jobs=1, progress=fill_up)
    assert names(tmp_path / "out") == []


@pytest.mark.parametrize("location", ["nowhere", "empty", "empty/*.jsonl", "no-such-protocol://a/b"])
def test_an_input_without_articles_is_refused(tmp_path, location):
    (tmp_path / "empty").mkdir()
    location = location if "://" in location else str(tmp_path / location)
    with pytest.raises(Unreadable):
        run_shard(location, str(tmp_path / "out"), Shard(1, 1), OPTIONS, None)
    assert not (tmp_path / "out").exists()


# ---- other file systems ----------------------------------------------------------------------------------------------


def test_shards_are_read_from_and_written_to_any_file_system_of_fsspec():
    memory = fsspec.filesystem("memory")
    with memory.open("/bucket/in/a.jsonl", "wb") as file:
        file.write("\n".join(map(line, range(10))).encode())
    try:
        for number in (1, 2):
            for was_done in (False, True):
                shard = Shard(number, 2)
                outcome = run_shard("memory://bucket/in", "memory://bucket/out", shard, OPTIONS, None, jobs=1)
                assert outcome.was_done is was_done
        written = sorted(posix.rpartition("/")[2] for posix in memory.find("/bucket/out"))
        assert written == [
            f"{Shard(number, 2).file_stem}.{suffix}" for number in (1, 2) for suffix in ("done.json", "jsonl")
        ]
        found = b"".join(memory.cat_file(f"/bucket/out/{Shard(number, 2).file_stem}.jsonl") for number in (1, 2))
        articles = [json.loads(row)["article"] for row in found.splitlines()]
        assert articles == [f"story-{number}" for number in range(10)]
    finally:
        memory.rm("/bucket", recursive=True)
