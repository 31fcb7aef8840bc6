"""Parts of a large set of articles, each checked by itself: together they are the whole, once, in its order."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import fsspec
import pyarrow
import pytest
from fsspec.implementations.local import LocalFileSystem
from pyarrow import parquet

from checks.model import Severity
from summarizer.desk import dataset_articles, shards
from summarizer.desk.batch import SummaryOptions
from summarizer.desk.checking import CheckOptions
from summarizer.desk.dataset_articles import ArticleReader, DatasetArticle, open_dataset
from summarizer.desk.dataset_rows import RowOptions, article_row
from summarizer.desk.row_format import RowFormat
from summarizer.desk.shards import Shard, run_shard
from summarizer.desk.writing import Unwritable
from summarizer.inputs import Unreadable
from summarizer.models.errors import EngineFailed
from summarizer.pipeline.result import Summary

RIGHT, WRONG = "Police arrested {} people.", "The crash injured 40 people, including {} children."
OPTIONS = RowOptions()


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


# ---- where rows may be written ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("location", "output"),
    [("in", "in"), ("in", "in/checked"), ("link", "in"), ("in/*.jsonl", "in"), ("in/**", "in/checked")],
)
def test_rows_are_not_written_where_they_would_be_read_as_articles(tmp_path, location, output):
    put(tmp_path / "in", [line(0), line(1)])
    (tmp_path / "link").symlink_to(tmp_path / "in")
    with pytest.raises(Unwritable, match="would be read as articles: choose a folder elsewhere"):
        run_shard(str(tmp_path / location), str(tmp_path / output), Shard(1, 2), OPTIONS, None)
    assert names(tmp_path / "in") == ["0.jsonl"]


@pytest.mark.parametrize(
    ("location", "output"), [("in", "in checked"), ("in/*.jsonl", "in/checked"), ("in/0.jsonl", "in")]
)
def test_rows_may_be_written_beside_the_dataset(tmp_path, location, output):
    put(tmp_path / "in", [line(0), line(1)])
    for number in (1, 2):
        run_shard(str(tmp_path / location), str(tmp_path / output), Shard(number, 2), OPTIONS, None)
    found = [row["article"] for number in (1, 2) for row in rows(tmp_path / output, Shard(number, 2))]
    assert found == ["story-0", "story-1"]


def test_rows_are_not_written_into_a_dataset_of_another_file_system():
    with fsspec.open("memory://within/0.jsonl", "w") as file:
        file.write(line(0))
    with pytest.raises(Unwritable, match="choose a folder elsewhere"):
        run_shard("memory://within", "memory://within/checked", Shard(1, 1), OPTIONS, None)


# ---- which lines are whose -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 2, 3, 7, 40])
def test_every_line_is_in_one_shard_whatever_its_length_and_the_number_of_shards(tmp_path, count):
    lines = [json.dumps({"id": number, "text": "é" * (number * 7 % 60)}) for number in range(20)]
    folder = put(tmp_path / "in", lines[:9], [], ["", *lines[9:], ""])
    (folder / "2.jsonl").write_bytes((folder / "2.jsonl").read_bytes().rstrip(b"\n"))  # no line end at the end
    dataset = open_dataset(str(folder))
    found = [article.name for number in range(1, count + 1) for article in ArticleReader(dataset, number, count)]
    assert found == [str(number) for number in range(20)]


@pytest.mark.parametrize("location", ["in", "in/*/0.jsonl", "in/**"])
def test_files_of_one_name_in_several_folders_have_articles_at_several_places(tmp_path, location):
    (tmp_path / "in").mkdir()
    put(tmp_path / "in" / "x", [line(1)])
    put(tmp_path / "in" / "y", [line(2)])
    dataset = open_dataset(str(tmp_path / location))
    assert [article.record_id for article in ArticleReader(dataset, 1, 1)] == ["x/0.jsonl@0", "y/0.jsonl@0"]
    (alone,) = ArticleReader(open_dataset(str(tmp_path / "in" / "x" / "0.jsonl")), 1, 1)
    assert alone.record_id == "0.jsonl@0"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "utf-32-be"])
def test_a_file_whose_mark_says_that_it_is_not_in_utf_8_is_refused_by_every_part(tmp_path, encoding):
    folder = put(tmp_path / "in", [])
    mark = "" if encoding in ("utf-16", "utf-32") else "\ufeff"
    (folder / "a.jsonl").write_text(mark + "\n".join(map(line, range(4))), encoding=encoding)
    for number in (1, 2, 3):
        with pytest.raises(Unreadable, match=r"a\.jsonl is in UTF-16 or UTF-32: save it as UTF-8"):
            list(ArticleReader(open_dataset(str(folder)), number, 3))


def test_the_mark_of_utf_8_is_no_part_of_the_first_line(tmp_path):
    folder = put(tmp_path / "in", ["\ufeff" + line(0), line(1)])
    assert [article.name for article in ArticleReader(open_dataset(str(folder)), 1, 1)] == ["story-0", "story-1"]


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
    assert sum((part.counts.kinds for part in parts), start=Counter()) == whole.counts.kinds
    assert whole.counts.exit_code == 1
    assert whole.counts.kinds["articles"] == 20


def test_what_cannot_be_checked_is_a_row_with_the_reason(tmp_path, failing_checks):
    lines = ["no JSON", "[1]", json.dumps({"id": "a"}), json.dumps({"id": 7, "text": " "}), json.dumps({"text": "x"})]
    lines += [json.dumps({"id": word, "text": word}) for word in (failing_checks.HANGS, failing_checks.DIES)]
    folder = put(tmp_path / "in", lines)
    outcome = run_shard(
        str(folder / "0.jsonl"),
        str(tmp_path / "out"),
        Shard(1, 1),
        RowOptions(check=failing_checks.check, article_seconds=2),
        None,
        jobs=2,
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
    assert outcome.counts.exit_code == 3


def test_the_text_and_the_day_of_publication_are_taken_from_their_columns(tmp_path):
    record = {"body": "The fair opened on Monday, 16 March.", "published": "2026-03-17T10:00:00Z"}
    folder = put(tmp_path / "in", [json.dumps(record), json.dumps({**record, "published": "soon"})])
    for column, articles in ((None, 0), ("body", 2)):
        outcome = run_shard(str(folder), str(tmp_path / "out"), Shard(1, 1), OPTIONS, None, text_column=column, jobs=1)
        assert outcome.counts.kinds["articles"] - outcome.counts.kinds["unread"] == articles


# ---- done, killed, refused -------------------------------------------------------------------------------------------


def test_a_shard_that_is_done_is_not_checked_again_unless_something_has_changed(tmp_path):
    folder = put(tmp_path / "in", [line(number) for number in range(4)])

    def run(options: RowOptions = OPTIONS, **more) -> bool:
        return run_shard(
            str(folder), str(tmp_path / "out"), Shard(1, 1), options, Severity.ERROR, jobs=1, **more
        ).was_done

    assert (run(), run(), run(fresh=True)) == (False, True, False)
    assert run(RowOptions(CheckOptions(locale="en-US"))) is False
    assert run() is False
    (tmp_path / "out" / "part-00001-of-00001.jsonl").unlink()
    assert run() is False
    (folder / "1.jsonl").write_text(line(9), encoding="utf-8")
    assert (run(), run()) == (False, True)
    outcome = run_shard(str(folder), str(tmp_path / "out"), Shard(1, 1), OPTIONS, Severity.ERROR)
    assert (outcome.counts.exit_code, outcome.counts.kinds["articles"]) == (1, 5)
    marker = json.loads((tmp_path / "out" / "part-00001-of-00001.done.json").read_text(encoding="utf-8"))
    assert marker["copydesk"]
    assert marker["shard"] == {"number": 1, "count": 1}


def test_a_change_that_keeps_the_size_is_noticed_where_the_file_system_knows_times_or_versions(tmp_path):
    folder = put(tmp_path / "in", [line(1)])
    ((name, size, before),) = open_dataset(str(folder)).content_signature
    (folder / "0.jsonl").write_text(line(2) + "\n", encoding="utf-8")
    os.utime(folder / "0.jsonl", (1_900_000_000, 1_900_000_000))
    ((*same, after),) = open_dataset(str(folder)).content_signature
    assert same == [name, size]
    assert after != before


class WithoutTimes(LocalFileSystem):
    """A file system that knows of an ETag at most."""

    tag = ""

    def modified(self, path: str) -> datetime:
        raise NotImplementedError

    def info(self, path: str, **options: object) -> dict:
        return super().info(path, **options) | {"ETag": self.tag}


def test_where_no_time_is_known_the_etag_is_used(tmp_path, monkeypatch):
    folder = put(tmp_path / "in", [line(1)])
    monkeypatch.setattr(dataset_articles, "open_location", lambda location: (WithoutTimes(), location))
    assert open_dataset(str(folder)).content_signature == [["0.jsonl", len(line(1)) + 1, ""]]
    monkeypatch.setattr(WithoutTimes, "tag", "7")
    assert open_dataset(str(folder)).content_signature == [["0.jsonl", len(line(1)) + 1, "7"]]


@pytest.mark.skipif(os.name != "posix", reason="there are no such signals here")
def test_a_shard_that_is_killed_leaves_no_part_that_counts_and_the_next_run_sweeps(tmp_path):
    folder = put(tmp_path / "in", [line(number) for number in range(20)])
    code = (
        "import os\nfrom summarizer.desk import shards\nfrom summarizer.desk.dataset_rows import RowOptions\n"
        "def progress(done, total):\n    if done == 7:\n        os.kill(os.getpid(), 9)\n"
        f"shards.run_shard({str(folder)!r}, {str(tmp_path / 'out')!r}, shards.Shard(1, 1), RowOptions(), None, "
        "jobs=2, progress=progress)\n"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == -9
    assert [name for name in names(tmp_path / "out") if not name.startswith(".")] == []
    assert len(names(tmp_path / "out")) == 1
    assert not run_shard(str(folder), str(tmp_path / "out"), Shard(1, 1), OPTIONS, None, jobs=2).was_done
    assert names(tmp_path / "out") == ["part-00001-of-00001.done.json", "part-00001-of-00001.jsonl"]
    assert len(rows(tmp_path / "out", Shard(1, 1))) == 20


def test_two_runs_of_one_shard_do_not_remove_what_the_other_writes(tmp_path):
    folder, output = put(tmp_path / "in", [line(number) for number in range(20)]), tmp_path / "out"
    second: list[bool] = []

    def run_again(done: int, total: int) -> None:
        if done == 7 and not second:
            code = (
                "from summarizer.desk import shards\nfrom summarizer.desk.dataset_rows import RowOptions\n"
                f"shards.run_shard({str(folder)!r}, {str(output)!r}, shards.Shard(1, 1), RowOptions(), None, jobs=1)\n"
            )
            second.append(subprocess.run([sys.executable, "-c", code]).returncode == 0)

    run_shard(str(folder), str(output), Shard(1, 1), OPTIONS, None, jobs=1, progress=run_again)
    assert second == [True]
    assert names(output) == ["part-00001-of-00001.done.json", "part-00001-of-00001.jsonl"]
    assert len(rows(output, Shard(1, 1))) == 20


@pytest.mark.skipif(os.name != "posix", reason="there are no such signals here")
def test_what_killed_runs_of_other_shards_left_is_swept_and_what_others_write_is_not(tmp_path):
    folder, output = put(tmp_path / "in", [line(number) for number in range(4)]), tmp_path / "out"
    output.mkdir()
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    host = socket.gethostname()
    gone, alive = f".part-00002-of-00002.jsonl.{host}.{ended.pid}.tmp", f".part-00002-of-00002.jsonl.{host}.1.tmp"
    old, new = ".part-00001-of-00002.jsonl.another.7.tmp", ".part-00001-of-00002.jsonl.another.8.tmp"
    for name in (gone, alive, old, new):
        (output / name).touch()
    os.utime(output / old, (1_600_000_000, 1_600_000_000))
    run_shard(str(folder), str(output), Shard(1, 2), OPTIONS, None, jobs=1)
    assert [name for name in names(output) if name.endswith(".tmp")] == [new, alive]


def test_an_error_in_the_middle_leaves_no_part(tmp_path, monkeypatch):
    folder = put(tmp_path / "in", [line(number) for number in range(4)])

    def fill_up(done: int, total: int) -> None:
        if done == 2:
            raise OSError(28, "No space left on device")

    with pytest.raises(Unwritable, match="No space left"):
        run_shard(str(folder), str(tmp_path / "out"), Shard(1, 1), OPTIONS, None, jobs=1, progress=fill_up)
    assert names(tmp_path / "out") == []


def test_a_fault_of_what_makes_the_rows_is_not_blamed_on_the_output(tmp_path, monkeypatch):
    def no_rows(*_: object) -> None:
        raise FileNotFoundError(2, "No such file or directory", "model.gguf")
        yield

    folder = put(tmp_path / "in", [line(1)])
    monkeypatch.setattr(shards, "dataset_rows", no_rows)
    with pytest.raises(RuntimeError, match=r"model\.gguf"):
        run_shard(str(folder), str(tmp_path / "out"), Shard(1, 1), OPTIONS, None, jobs=1)
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


def test_ten_thousand_rows_of_parquet_go_through_any_file_system_and_back(monkeypatch):
    """Each article is read by one shard, once, and each row comes back as it was made."""
    memory = fsspec.filesystem("memory")
    numbers = range(10_000)
    for file, part in (("a", numbers[:6_000]), ("b", numbers[6_000:])):
        table = pyarrow.table(
            {
                "id": list(part),
                "body": [f"Story {number}." for number in part],
                "published": [date(2026, 3, 17)] * len(part),
            }
        )
        with memory.open(f"/bucket/in/{file}.parquet", "wb") as target:
            parquet.write_table(table, target, row_group_size=700)
    monkeypatch.setattr(shards, "dataset_rows", rows_without_checks)
    try:
        for number in (1, 2, 3):
            shard = Shard(number, 3)
            outcome = run_shard(
                "memory://bucket/in", "memory://bucket/out", shard, OPTIONS, None, text_column="body", jobs=1
            )
            assert outcome.path.endswith(f"{shard.file_stem}.parquet")
        found = []
        for path in sorted(memory.glob("/bucket/out/*.parquet")):
            with memory.open(path, "rb") as file:
                found += parquet.read_table(file).to_pylist()
        assert [row["article"] for row in found] == [str(number) for number in numbers]
        assert [row["headline"] for row in found] == [f"Story {number}." for number in numbers]
        assert len({row["place"] for row in found}) == 10_000
        assert json.loads(found[7]["records"]) == [{"published": "2026-03-17"}]
    finally:
        memory.rm("/bucket", recursive=True)


def rows_without_checks(articles, options, pool, engine, running):
    """A row for each article, with its text in place of the headline."""
    empty = article_row(DatasetArticle("", "", problem="none"))
    for article in articles:
        records = [{"published": article.published.isoformat()}]
        yield {
            **empty,
            "place": article.record_id,
            "article": article.name,
            "headline": article.text,
            "records": records,
        }


# ---- Parquet ---------------------------------------------------------------------------------------------------------


def put_parquet(path: Path, texts: list[str | None], **options: object) -> Path:
    path.parent.mkdir(exist_ok=True)
    parquet.write_table(pyarrow.table({"text": pyarrow.array(texts, pyarrow.string())}), path, **options)
    return path


@pytest.mark.parametrize("count", [1, 2, 3, 7, 40])
@pytest.mark.parametrize("row_group_size", [1, 4, 100])
def test_every_row_is_in_one_shard_whatever_the_row_groups_and_the_number_of_shards(tmp_path, count, row_group_size):
    for file, size in (("a", 9), ("b", 0), ("c", 11)):
        put_parquet(
            tmp_path / "in" / f"{file}.parquet", [f"{file}{row}" for row in range(size)], row_group_size=row_group_size
        )
    put_lines = [json.dumps({"text": f"d{row}"}) for row in range(5)]
    (tmp_path / "in" / "d.jsonl").write_text("\n".join(put_lines), encoding="utf-8")
    dataset = open_dataset(str(tmp_path / "in"))
    found = [article.text for number in range(1, count + 1) for article in ArticleReader(dataset, number, count)]
    assert found == [f"{file}{row}" for file, size in (("a", 9), ("c", 11), ("d", 5)) for row in range(size)]


def test_rows_are_the_same_in_either_format_and_from_either(tmp_path):
    texts = [(WRONG if number % 3 == 0 else RIGHT).format(number + 50) for number in range(9)] + [None, " "]
    put_parquet(tmp_path / "in" / "a.parquet", texts)
    written = {}
    for row_format in RowFormat:
        outcome = run_shard(
            str(tmp_path / "in"), str(tmp_path / row_format), Shard(1, 1), OPTIONS, None, row_format=row_format, jobs=1
        )
        assert outcome.counts.kinds["articles"] == 11
        written[row_format] = outcome
    of_parquet = parquet.read_table(written[RowFormat.PARQUET].path).to_pylist()
    assert [{**row, "records": json.loads(row["records"])} for row in of_parquet] == rows(
        tmp_path / "jsonl", Shard(1, 1)
    )
    assert written[RowFormat.PARQUET].counts == written[RowFormat.JSON_LINES].counts
    assert [row["unreadable"] for row in of_parquet][-2:] == [
        "a.parquet#10 has no text under 'text'.",
        "a.parquet#11 is empty: nothing to read.",
    ]
    assert [row["errors"] for row in of_parquet] == [1, 0, 0] * 3 + [0, 0]


def test_a_parquet_file_without_the_column_or_damaged_is_refused_with_advice(tmp_path):
    put_parquet(tmp_path / "in" / "a.parquet", ["x"])
    with pytest.raises(Unreadable, match=r"a.parquet has no column 'body'; its columns: text"):
        run_shard(str(tmp_path / "in"), str(tmp_path / "out"), Shard(1, 1), OPTIONS, None, text_column="body", jobs=1)
    (tmp_path / "in" / "a.parquet").write_bytes(b"PAR1 and nothing more")
    with pytest.raises(Unreadable, match=r"a.parquet is no Parquet file that can be read"):
        run_shard(str(tmp_path / "in"), str(tmp_path / "out"), Shard(1, 1), OPTIONS, None, jobs=1)
    assert names(tmp_path / "out") == []


def test_without_pyarrow_parquet_is_refused_with_advice(tmp_path, monkeypatch):
    folder = put(tmp_path / "in", [line(1)])
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(Unreadable, match=r"pip install 'copydesk\[parquet\]'"):
        run_shard(str(folder), str(tmp_path / "out"), Shard(1, 1), OPTIONS, None, row_format=RowFormat.PARQUET, jobs=1)


# ---- summaries -------------------------------------------------------------------------------------------------------


def test_summaries_are_in_the_rows_and_one_that_takes_too_long_holds_up_no_other(tmp_path, failing_checks):
    engine = SimpleNamespace(name="an-engine", revision="", context_length=1, defaults=None, default_samples=10)
    loaded = []

    def load():
        loaded.append(engine)
        return engine

    def summarise(article, *, model):
        while "loop" in article.text:
            sum(range(100))
        return Summary(article, reason=f"It has {len(article.text)} characters.")

    texts = ["One.", f"It {failing_checks.DIES}.", "It loops.", *["More."] * 40]
    folder = put(tmp_path / "in", [json.dumps({"id": str(number), "text": text}) for number, text in enumerate(texts)])
    options = RowOptions(summaries=SummaryOptions(load, summarise, "3"), check=failing_checks.check, article_seconds=2)

    def run(options: RowOptions):
        return run_shard(str(folder), str(tmp_path / "out"), Shard(1, 1), options, None, jobs=2)

    assert not run(options).was_done
    assert len(loaded) == 1
    found = rows(tmp_path / "out", Shard(1, 1))
    assert [row["article"] for row in found] == [str(number) for number in range(43)]
    assert [row["summary"] for row in found[:4]] == [
        "No summary. It has 4 characters.",
        "",
        "No summary. The summary of 2 took longer than 2 s.",
        "No summary. It has 5 characters.",
    ]
    assert "could not be checked" in found[1]["unreadable"]
    assert found[2]["records"][-1]["kind"] == "failure"
    assert run(options).was_done
    engine.revision = "2"
    assert not run(options).was_done


def test_a_row_says_that_the_article_was_sent_to_another_machine(tmp_path):
    engine = SimpleNamespace(
        name="far-model",
        revision="",
        context_length=1,
        defaults=None,
        default_samples=10,
        remote_host="far.example",
    )

    def summarise(article, *, model):
        if "fails" in article.text:
            raise EngineFailed("It failed.")
        return Summary(article, reason="None.", model=model.name, remote_host=model.remote_host)

    folder = put(tmp_path / "in", [json.dumps({"text": text}) for text in ("This one is written.", "This one fails.")])
    summaries = SummaryOptions(lambda: engine, summarise, "3")
    run_shard(str(folder), str(tmp_path / "out"), Shard(1, 1), RowOptions(summaries=summaries), None, jobs=1)
    records = [row["records"] for row in rows(tmp_path / "out", Shard(1, 1))]
    assert [[record["kind"] for record in of_row] for of_row in records] == [["sent"], ["sent", "failure"]]
    assert [(of_row[0]["remote_host"], of_row[0]["certain"]) for of_row in records] == [
        ("far.example", True),
        ("far.example", False),
    ]
