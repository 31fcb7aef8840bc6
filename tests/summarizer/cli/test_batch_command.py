"""`copydesk batch`: what it says while it works, on being started again, and while it watches a folder."""

from __future__ import annotations

import csv
import json
import re
import signal
import subprocess
import sys
from functools import partial

import pytest

from summarizer.cli.output import SLOW_SECONDS, BatchProgress
from summarizer.desk import batch, watching
from summarizer.desk.batch import BatchStopped, RunningItems
from summarizer.desk.batch_state import open_state
from summarizer.desk.writing import Unwritable
from summarizer.inputs import Unreadable
from summarizer.reports.totals import READ_WITHOUT_A_MODEL

RIGHT, WRONG = "Police arrested 12 people.", "The crash injured 40 people, including 55 children."


@pytest.fixture
def clock(monkeypatch):
    """The seconds that `time.monotonic` gives, as the one item of a list."""
    seconds = [1000.0]
    monkeypatch.setattr("time.monotonic", lambda: seconds[0])
    return seconds


def test_the_pace_counts_what_this_run_has_done(clock):
    progress = BatchProgress(RunningItems())
    progress.update(200, 300)
    assert progress.pace == ""
    clock[0] += 10
    progress.update(220, 300)
    assert progress.pace == "120 a minute, about 40 s left"
    clock[0] += 10
    progress.update(298, 300)
    assert progress.pace == "294 a minute"
    clock[0] += 1
    progress.update(800, 30_000)
    assert progress.pace == "29 a second, about 17 min left"


def test_the_article_that_takes_longest_is_named_once_it_is_slow(clock):
    running = RunningItems()
    progress = BatchProgress(running)
    assert progress.slow_item == ""
    running.begin("huge\x1b[31m.txt")
    clock[0] += SLOW_SECONDS - 1
    running.begin("other.txt")
    assert progress.slow_item == ""
    clock[0] += 2
    assert progress.slow_item == f"huge␛[31m.txt has taken {SLOW_SECONDS + 1:.0f} s"
    running.end("huge\x1b[31m.txt")
    assert progress.slow_item == ""


def test_a_second_run_says_what_is_done_and_a_fresh_one_checks_all(copydesk, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(RIGHT, encoding="utf-8")
    assert copydesk("batch", folder, "-o", tmp_path / "out").err == ""
    (folder / "b.txt").write_text(WRONG, encoding="utf-8")
    ran = copydesk("batch", folder, "-o", tmp_path / "out")
    said = "1 of 2 articles were done by an earlier run and have not changed (--fresh checks them again).\n"
    assert (ran.code, ran.err) == (1, said)
    assert copydesk("batch", folder, "-o", tmp_path / "out", "--fail-on", "never").code == 0  # of stored results too
    assert copydesk("batch", folder, "-o", tmp_path / "out", "--fresh").err == ""


def test_a_second_run_says_what_is_new(copydesk, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(RIGHT, encoding="utf-8")
    assert "last run" not in copydesk("batch", folder, "-o", tmp_path / "out").out
    (folder / "b.txt").write_text(WRONG, encoding="utf-8")
    (folder / "a.txt").rename(folder / "c.txt")
    said = "Since the last run: 2 new, 1 gone (a.txt); 1 new finding.\n"
    assert said in copydesk("batch", folder, "-o", tmp_path / "out").out
    assert "Since the last run: nothing new.\n" in copydesk("batch", folder, "-o", tmp_path / "out").out
    assert "last run" not in copydesk("batch", folder, "-o", tmp_path / "out", "--quiet").out


def test_a_quiet_batch_says_nothing_where_nothing_went_wrong(copydesk, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(WRONG, encoding="utf-8")
    (folder / "photo.jpg").write_bytes(b"x")
    for _ in range(2):
        assert copydesk("batch", folder, "-o", tmp_path / "out", "--quiet") == (1, "", "")
    ran = copydesk("batch", tmp_path / "gone", "-o", tmp_path / "out", "--quiet")
    assert (ran.code, ran.out) == (2, "")
    assert "does not exist" in ran.err


def test_the_exit_code_of_stored_results_follows_the_options(copydesk, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(WRONG, encoding="utf-8")
    (folder / "b.txt").write_bytes(b"")
    for options, code in (((), 1), (("--fail-on", "never"), 0), (("--strict",), 2), (("--fail-on", "note"), 1)):
        assert copydesk("batch", folder, "-o", tmp_path / "out", *options).code == code


def test_changes_are_noticed_when_files_have_settled(tmp_path):
    (tmp_path / "a.txt").write_text(RIGHT, encoding="utf-8")
    steps = iter(
        [
            lambda: None,
            lambda: None,
            lambda: None,
            lambda: (tmp_path / "b.txt").write_text("Pol", encoding="utf-8"),
            lambda: (tmp_path / "b.txt").write_text(RIGHT, encoding="utf-8"),
            lambda: None,
            lambda: (tmp_path / "photo.jpg").write_bytes(b"x"),  # no article
            lambda: (tmp_path / "a.txt").unlink(),
            lambda: None,
            lambda: (tmp_path / "dismissed.toml").write_text("", encoding="utf-8"),
            lambda: None,
        ]
    )
    taken = []

    def sleep(_: float) -> None:
        taken.append(next(steps)())

    watched = watching.changes(tmp_path, tmp_path / "out", (tmp_path / "dismissed.toml",), sleep)
    (tmp_path / "c.txt").write_text(RIGHT, encoding="utf-8")  # since the call, before the first value is asked for
    rounds = [(len(taken), [file.name for file in files]) for _, files in zip(range(4), watched, strict=False)]
    assert rounds == [(2, ["c.txt"]), (6, ["b.txt"]), (9, ["a.txt"]), (11, ["dismissed.toml"])]


def test_the_time_for_an_article_is_not_the_time_for_a_models_server(copydesk, tmp_path, monkeypatch):
    deadlines = []

    def run_batch(*arguments, **_):
        deadlines.append(arguments[4].article_seconds)
        raise BatchStopped("stopped.", 0)

    monkeypatch.setattr(batch, "run_batch", run_batch)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "copydesk.toml").write_text("timeout = 7\n", encoding="utf-8")
    for options in ((), ("--timeout", 900), ("--article-timeout", 5)):
        assert copydesk("batch", tmp_path, "-o", tmp_path / "out", *options).code == 0
    assert deadlines == [60, 60, 5]


@pytest.mark.parametrize("is_in_folder", [True, False])
def test_a_file_with_several_articles_is_watched_too(tmp_path, is_in_folder):
    table = tmp_path / "stories.csv"
    table.write_text(f"body\n{RIGHT}\n", encoding="utf-8")
    steps = iter([lambda: None, lambda: table.write_text(f"body\n{RIGHT}\n{WRONG}\n", encoding="utf-8"), lambda: None])
    taken = []
    location = tmp_path if is_in_folder else table
    watched = watching.changes(location, tmp_path / "out", (), lambda _: taken.append(next(steps)()))
    next(watched)
    assert len(taken) == 3


@pytest.mark.parametrize("seconds", ["inf", "1e300", "nan"])
def test_a_time_limit_is_a_number_of_seconds(copydesk, tmp_path, seconds):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "right.txt").write_text(RIGHT, encoding="utf-8")
    ran = copydesk("batch", tmp_path / "in", "-o", tmp_path / "out", "--article-timeout", seconds)
    assert (ran.code, ran.out) == (2, "")
    assert seconds.replace("1e300", "1e+300") in ran.err
    assert not (tmp_path / "out").exists()


def test_a_feed_cannot_be_watched(copydesk, tmp_path):
    ran = copydesk("batch", "https://news.example/rss", "-o", tmp_path / "out", "--watch")
    assert (ran.code, ran.err) == (2, "copydesk: --watch: a feed cannot be watched; name a folder.\n")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals here")
@pytest.mark.skipif(
    signal.getsignal(signal.SIGINT) is signal.SIG_IGN, reason="whoever runs the tests has this signal ignored"
)
def test_a_watched_folder_is_checked_again_when_it_changes(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(RIGHT, encoding="utf-8")
    code = "from summarizer.desk import watching\nfrom summarizer.cli import main\nwatching.POLL_SECONDS = 0.05\nmain()"
    command = [sys.executable, "-c", code, "batch", str(folder), "-o", str(tmp_path / "out"), "--watch"]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert run.stdout.readline().startswith("1 article checked: 0 with errors")
    assert run.stdout.readline().startswith("Read without a model; --reader embedded finds more")
    with pytest.raises(Unwritable, match=f"another run .process {run.pid}, since"), open_state(tmp_path / "out"):
        pass
    (folder / "b.txt").write_text(WRONG, encoding="utf-8")
    assert run.stdout.readline().startswith("2 articles checked: 1 with errors")
    assert run.stdout.readline() == "Since the last run: 1 new; 1 new finding.\n"
    assert run.stderr.readline() == f"copydesk: watching {folder} for changes; Ctrl-C ends it.\n"
    assert run.stderr.readline() == "copydesk: changed: b.txt.\n"
    (folder / "a.txt").unlink()
    (folder / "b.txt").unlink()
    assert run.stderr.readline().startswith("copydesk: changed: ")
    assert "There is no article in" in next(line for line in run.stderr if "changed: " not in line)
    (folder / "c.txt").write_text(RIGHT, encoding="utf-8")
    assert run.stdout.readline().startswith("1 article checked: 0 with errors")
    run.send_signal(signal.SIGINT)
    run.communicate(timeout=60)
    assert run.returncode == 130


@pytest.mark.parametrize("is_quiet", [False, True])
def test_a_watch_names_what_has_changed(copydesk, tmp_path, monkeypatch, is_quiet):
    folder, dismissed = tmp_path / "in", tmp_path / "dismissed.toml"
    (folder / "city").mkdir(parents=True)
    (folder / "city" / "a.txt").write_text(RIGHT, encoding="utf-8")
    dismissed.touch()

    def changes(*_):
        yield [dismissed, folder / "city" / "a.txt"]
        yield []
        yield [folder / f"{number}\x1b.txt" for number in range(7)]
        raise KeyboardInterrupt

    monkeypatch.setattr(watching, "changes", changes)
    options = ("--watch", "--dismissed", dismissed, *(["--quiet"] if is_quiet else []))
    ran = copydesk("batch", folder, "-o", tmp_path / "out", *options)
    first_five = ", ".join(f"{number}␛.txt" for number in range(5))
    notices = [f"watching {folder} for changes; Ctrl-C ends it.", f"changed: {dismissed}, city/a.txt.",
               f"changed: {first_five} and 2 more."]  # fmt: skip
    said = [line.removeprefix("copydesk: ") for line in ran.err.splitlines()]
    assert [line for line in said if line.startswith(("watching", "changed"))] == ([] if is_quiet else notices)


def test_each_round_of_a_watch_has_its_reader(copydesk, tmp_path, monkeypatch):
    readers = []

    def run(*arguments, **options):
        readers.append(arguments[2].reader.model)
        if len(readers) == 3:
            raise KeyboardInterrupt
        return run_batch(*arguments, **options)

    run_batch = batch.run_batch
    monkeypatch.setattr(batch, "run_batch", run)
    monkeypatch.setattr(watching, "changes", lambda *_: iter([None, None]))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(RIGHT, encoding="utf-8")
    reader = "http://127.0.0.1:1/v1#nobody"
    copydesk("batch", tmp_path / "in", "-o", tmp_path / "out", "--watch", "--reader", reader)
    assert readers == [reader] * 3


def test_what_may_stand_is_read_anew_after_a_round_without_articles(copydesk, tmp_path, monkeypatch):
    dismissed = []

    def run(*arguments, **_):
        dismissed.append(len(arguments[2].dismissed))
        if len(dismissed) == 2:
            raise Unreadable("There is no article.")
        if len(dismissed) == 3:
            raise KeyboardInterrupt
        return batch.BatchOutcome([], (), 0)

    def changes(*_):
        yield
        written.rename(held)
        yield

    (tmp_path / "a.txt").write_text(WRONG, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    written, held = tmp_path / "written.toml", tmp_path / "held.toml"
    held.touch()
    copydesk("dismiss", "a.txt", "--why", "both are right", "--dismissed", written)
    monkeypatch.setattr(batch, "run_batch", run)
    monkeypatch.setattr(watching, "changes", changes)
    copydesk("batch", ".", "-o", "out", "--watch", "--dismissed", held)
    assert dismissed == [0, 0, 1]


def test_a_watch_goes_on_where_what_may_stand_is_half_written(copydesk, tmp_path, monkeypatch):
    rounds = []

    def run(*_, **__):
        rounds.append(held.read_text())
        if len(rounds) == 2:
            raise KeyboardInterrupt
        return batch.BatchOutcome([], (), 0)

    def changes(*_):
        for content in ("[[dismis", ""):
            held.write_text(content)
            yield

    held = tmp_path / "held.toml"
    held.touch()
    (tmp_path / "a.txt").write_text(RIGHT, encoding="utf-8")
    monkeypatch.setattr(batch, "run_batch", run)
    monkeypatch.setattr(watching, "changes", changes)
    ran = copydesk("batch", tmp_path, "-o", tmp_path / "out", "--watch", "--dismissed", held)
    assert rounds == ["", ""]
    assert "held.toml" in ran.err


# ---- shards ----------------------------------------------------------------------------------------------------------


def test_a_shard_is_checked_once(copydesk, tmp_path):
    lines = [json.dumps({"id": name, "body": text}) for name, text in (("a", RIGHT), ("b", WRONG), ("c", ""))]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    arguments = ("batch", tmp_path / "in.jsonl", "-o", tmp_path / "out", "--shard", "1/1", "--text-column", "body")
    ran = copydesk(*arguments)
    counts = "2 articles checked: 1 with errors, 0 with warnings only, 0 with notes only; "
    counts += "1 could not be read or checked. "
    rows = f"Rows: {tmp_path / 'out' / 'part-00001-of-00001.jsonl'}\n{READ_WITHOUT_A_MODEL}\n"
    assert (ran.code, ran.out, ran.err) == (1, f"Shard 1/1 is done. {counts}{rows}", "")
    ran = copydesk(*arguments)
    assert ran.code == 1
    assert ran.out == f"Shard 1/1 was done by an earlier run (--fresh checks it again). {counts}{rows}"
    unread = f"copydesk: 1 article could not be read or checked: see {rows.splitlines()[0].removeprefix('Rows: ')}.\n"
    assert copydesk(*arguments, "--quiet") == (1, "", unread)


def test_a_shard_is_checked_by_the_rules_that_are_selected_and_again_when_these_are_others(copydesk, tmp_path):
    (tmp_path / "in.jsonl").write_text(json.dumps({"text": WRONG}), encoding="utf-8")
    arguments = ("batch", tmp_path / "in.jsonl", "-o", tmp_path / "out", "--shard", "1/1")
    assert copydesk(*arguments, "--quiet") == (1, "", "")
    ran = copydesk(*arguments, "--select", "same-fact")
    done = "Shard 1/1 is done. 1 article checked: 0 with errors, 0 with warnings only, 0 with notes only."
    assert (ran.code, ran.out.split(" Rows")[0]) == (0, done)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--shard", "1/2", "--watch"], "--shard goes without --watch and --strict"),
        (["--shard", "1/2", "--strict"], "--shard goes without --watch and --strict"),
        (["--ray", "--strict"], "--ray goes without --watch and --strict"),
        (["--ray", "--shard", "1/2"], "Give either --shard or --ray"),
        (["--ray", "--rows", "jsonl"], "--rows goes with --shard"),
        (["--rows", "jsonl"], "--rows goes with --shard"),
        (["--address", "auto"], "--address goes with --ray"),
    ],
)
def test_options_for_datasets_that_do_not_go_together_are_refused(copydesk, tmp_path, options, message):
    ran = copydesk("batch", "in.jsonl", "-o", tmp_path / "out", *options)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert not (tmp_path / "out").exists()


def test_a_shard_is_written_in_parquet_where_that_is_wanted(copydesk, tmp_path):
    (tmp_path / "in.jsonl").write_text(json.dumps({"text": WRONG}), encoding="utf-8")
    ran = copydesk("batch", tmp_path / "in.jsonl", "-o", tmp_path / "out", "--shard", "1/1", "--rows", "parquet")
    assert (ran.code, sorted(path.suffix for path in (tmp_path / "out").iterdir())) == (1, [".json", ".parquet"])


@pytest.mark.parametrize("shard", ["0/2", "3/2", "first"])
def test_what_is_no_shard_is_refused(copydesk, tmp_path, shard):
    ran = copydesk("batch", "in.jsonl", "-o", tmp_path / "out", "--shard", shard)
    assert (ran.code, ran.err.startswith(f"copydesk: --shard: '{shard}' is no part of a whole")) == (2, True)


@pytest.mark.parametrize("more", [(), ("--shard", "1/2")])
def test_an_empty_name_for_the_report_is_refused(copydesk, tmp_path, monkeypatch, more):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.jsonl").write_text(json.dumps({"text": WRONG}), encoding="utf-8")
    ran = copydesk("batch", "in.jsonl", "-o", "", *more)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "copydesk: -o: name a folder for the report; . is the current one.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_the_progress_of_a_comparison_takes_the_place_of_the_pace():
    progress = BatchProgress(RunningItems())
    progress.update(300, 300)
    assert progress.comparison_status == ""
    progress.compare(3, 12)
    assert progress.comparison_status == "comparing stories: 3 of 12"


# ---- what a user should read -----------------------------------------------------------------------------------------


def test_an_article_that_took_too_long_is_not_said_to_be_done(copydesk, tmp_path, failing_checks, monkeypatch):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "slow.txt").write_text(failing_checks.HANGS, encoding="utf-8")
    (folder / "right.txt").write_text(RIGHT, encoding="utf-8")
    monkeypatch.setattr(batch, "run_batch", partial(batch.run_batch, check=failing_checks.check))
    arguments = ("batch", folder, "-o", tmp_path / "out", "--article-timeout", "1")
    ran = copydesk(*arguments, "-q")
    assert (ran.out, ran.err) == ("", "copydesk: 1 article could not be read or checked: slow.txt.\n")
    ran = copydesk(*arguments)
    assert ran.err == (
        "2 of 2 articles were done by an earlier run and have not changed (--fresh checks them again).\n"
        "copydesk: 1 of these was not checked, because it took longer than 1 s: slow.txt; --fresh or a larger "
        "--article-timeout tries again.\n"
    )
    ran = copydesk(*arguments, "-q")
    assert "took longer than 1 s" in ran.err
    (folder / "slow.txt").write_text(RIGHT, encoding="utf-8")
    assert "longer" not in copydesk(*arguments).err


def test_a_shard_with_articles_that_could_not_be_read_is_not_silent(copydesk, tmp_path):
    (tmp_path / "in.jsonl").write_text('{"text": ""}', encoding="utf-8")
    ran = copydesk("batch", tmp_path / "in.jsonl", "-o", tmp_path / "out", "--shard", "1/1", "-q")
    rows = tmp_path / "out" / "part-00001-of-00001.jsonl"
    assert ran == (2, "", f"copydesk: 1 article could not be read or checked: see {rows}.\n")


def test_a_file_in_place_of_a_folder_says_which_option_or_command_reads_it(copydesk, tmp_path):
    for name, content, advice in (
        ("a.csv", "title,body\nA,B\n", "Its columns: title, body. If one of them holds articles, name it with --text"),
        ("a.jsonl", '{"body": "A"}', "Its columns: body. If one of them holds articles, name it with --text-column"),
        ("total.csv", "Ward,Votes\nAsh,2\nTotal,2\n", "holds a single article: use `copydesk check"),
        ("a.txt", RIGHT, "a.txt is a file that holds a single article: use `copydesk check"),
    ):
        (tmp_path / name).write_text(content, encoding="utf-8")
        ran = copydesk("batch", tmp_path / name, "-o", tmp_path / "out")
        assert ran.code == 2
        assert advice in ran.err
    assert copydesk("batch", tmp_path / "a.jsonl", "-o", tmp_path / "out", "--text-column", "body").code == 0


def test_a_column_is_named_without_any_table(copydesk, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(RIGHT, encoding="utf-8")
    arguments = ("batch", folder, "-o", tmp_path / "out", "--text-column", "body")
    assert f"copydesk: --text-column body: there is no table in {folder}.\n" in copydesk(*arguments).err
    assert (
        copydesk("check", folder, "--text-column", "body").err == "copydesk: --text-column body: no table is named.\n"
    )
    (folder / "a.jsonl").write_text(json.dumps({"body": RIGHT}), encoding="utf-8")
    assert "no table" not in copydesk(*arguments).err
    assert copydesk("check", folder, "--text-column", "body").err == ""


def test_articles_with_notes_only_are_counted_apart_from_those_with_nothing_in_question(
    copydesk, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(WRONG, encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_text(RIGHT, encoding="utf-8")
    (tmp_path / "copydesk.toml").write_text('[severity]\nparts-and-whole = "note"\n', encoding="utf-8")
    ran = copydesk("batch", "in", "-o", "out")
    assert ran.out.startswith("2 articles checked: 0 with errors, 0 with warnings only, 1 with notes only. Report:")
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'value="(\w+)"(?: checked)?> (\d+) ([^<]+)<', page) == [
        ("all", "2", "all"),
        ("note", "1", "with a note only"),
        ("clear", "1", "with nothing in question"),
    ]
    assert re.findall(r'data-is="(\w+)"', page) == ["note", "clear"]
    notes = [row["notes"] for row in csv.DictReader((tmp_path / "out" / "overview.csv").open(encoding="utf-8-sig"))]
    assert notes == ["1", "0"]
    assert "1 note" in re.search(r'class="findings total"[^>]*aria-label="([^"]*)"', page)[1]


def test_it_is_said_where_ties_were_read_without_a_model(copydesk, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(RIGHT, encoding="utf-8")
    assert READ_WITHOUT_A_MODEL in copydesk("batch", "in", "-o", "out").out.splitlines()
    assert READ_WITHOUT_A_MODEL in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert copydesk("batch", "in", "-o", "out", "--quiet").out == ""
    monkeypatch.setattr("summarizer.read_figures", lambda article: None)
    assert READ_WITHOUT_A_MODEL not in copydesk("batch", "in", "-o", "out", "--reader", "embedded").out
    assert READ_WITHOUT_A_MODEL not in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_a_page_keeps_its_address_when_others_of_its_name_go(copydesk, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in" / "sub").mkdir(parents=True)
    for name in ("SUB-X.txt", "sub x.txt", "sub/x.txt", "sub-x.txt", "y.txt"):
        (tmp_path / "in" / name).write_text(RIGHT, encoding="utf-8")

    def addresses() -> dict[str, str]:
        assert copydesk("batch", "in", "-o", "out").code == 0
        with (tmp_path / "out" / "overview.csv").open(encoding="utf-8-sig") as file:
            found = {row["article"]: row["page"] for row in csv.DictReader(file)}
        assert {path.name for path in (tmp_path / "out" / "articles").iterdir()} == {
            page.removeprefix("articles/") for page in found.values()
        }
        return found

    before = addresses()
    assert len({page.lower() for page in before.values()}) == 5
    assert before["y.txt"] == "articles/y.txt.html"
    (tmp_path / "in" / "SUB-X.txt").unlink()
    (tmp_path / "in" / "sub x.txt").unlink()
    (tmp_path / "in" / "a.txt").write_text(RIGHT, encoding="utf-8")
    after = addresses()
    assert {name: after[name] for name in ("sub/x.txt", "sub-x.txt", "y.txt")} == {
        name: before[name] for name in ("sub/x.txt", "sub-x.txt", "y.txt")
    }
