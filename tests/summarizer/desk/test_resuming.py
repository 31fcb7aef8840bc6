"""A batch that is killed anywhere goes on where it was, and ends with the report of a run that was not killed."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from summarizer.desk import batch, batch_state, report_folder, result_keys
from summarizer.desk.batch import (
    BatchListeners,
    BatchSettings,
    BatchStopped,
    RunningItems,
    SummaryOptions,
    run_batch,
)
from summarizer.desk.batch_state import open_state
from summarizer.desk.checking import CheckOptions, check_parsed
from summarizer.desk.dismissals import DismissalRecord
from summarizer.desk.writing import Unwritable
from summarizer.pipeline.result import Summary
from summarizer.reports.since_last_run import ChangesSinceLastRun

RIGHT, WRONG = "Police arrested 12 people.", "The crash injured 40 people, including 55 children."
KILLS = int(os.environ.get("COPYDESK_TEST_KILLS", "6"))  # in a loop at random moments
STATE = ".out.copydesk"
RUN = """
import os, signal, sys
from types import SimpleNamespace
from summarizer.desk import batch
from summarizer.desk.checking import CheckOptions, check_parsed
from summarizer.pipeline.result import Summary

folder, report, with_summaries, event, number = sys.argv[1:]
left = int(number)

def kill_at(name, arguments):
    global left
    if name == event and any(report in str(argument) or ".out.copydesk" in str(argument) for argument in arguments):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), 9)

if left:
    sys.addaudithook(kill_at)
engine = SimpleNamespace(
    name="an-engine", revision="1", context_length=1, defaults=None, default_samples=10, generate=None
)
summarise = lambda article, *, model: Summary(article, reason=f"It has {len(article.text)} characters.")
batch.run_batch(
    folder,
    batch.Path(report),
    CheckOptions(),
    None,
    batch.BatchSettings(
        jobs=2, summaries=batch.SummaryOptions(lambda: engine, summarise) if with_summaries == "with" else None
    ),
)
"""


def articles(folder: Path, number: int) -> Path:
    folder.mkdir()
    for index in range(number):
        (folder / f"{index:02}.txt").write_text(f"{WRONG} {index} people were found.", encoding="utf-8")
    return folder


def start(tmp_path: Path, summaries: str = "without", event: str = "none", number: int = 0) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", RUN, tmp_path / "in", tmp_path / "out", summaries, event, number]
    return subprocess.Popen(list(map(str, command)), stderr=subprocess.PIPE, text=True)


def finish(run: subprocess.Popen[str]) -> None:
    _, errors = run.communicate(timeout=120)
    assert (run.returncode, errors) == (0, "")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


class BegunItems(RunningItems):
    """The names of the articles that workers were given, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def begin(self, name: str) -> None:
        self.names.append(name)


def check(tmp_path: Path, options: CheckOptions = CheckOptions()) -> list[str]:  # noqa: B008
    """Runs a batch of the folder `in`. Returns the names of the articles that were checked, not taken from before."""
    begun = BegunItems()
    run_batch(str(tmp_path / "in"), tmp_path / "out", options, None, listeners=BatchListeners(running=begun))
    return sorted(begun.names)


# ---- killed ----------------------------------------------------------------------------------------------------------

on_posix = pytest.mark.skipif(os.name != "posix", reason="there are no such signals here")


@on_posix
@pytest.mark.parametrize("summaries", ["without", "with"])
def test_a_run_that_is_killed_again_and_again_ends_with_the_whole_report(tmp_path, processes_end, summaries):
    articles(tmp_path / "in", 40)
    finish(start(tmp_path, summaries))
    whole = contents(tmp_path / "out")
    shuffled = random.Random(25)
    for kill in range(KILLS):
        if kill % 3 == 0:
            for folder in (tmp_path / "out", tmp_path / STATE):
                shutil.rmtree(folder, ignore_errors=True)
        run = start(tmp_path, summaries)
        time.sleep(shuffled.uniform(0.1, 1.2))
        workers = psutil.Process(run.pid).children(recursive=True) if run.poll() is None else []
        run.send_signal(signal.SIGKILL)
        run.communicate()
        assert processes_end(workers)
    finish(start(tmp_path, summaries))
    assert contents(tmp_path / "out") == whole
    assert names(tmp_path / STATE) == ["state.sqlite"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [STATE, "in", "out"]


@on_posix
@pytest.mark.parametrize(
    ("event", "earlier"), [("os.rename", False), ("os.rename", True), ("os.mkdir", False), ("os.remove", True)]
)
def test_a_run_that_is_killed_while_it_moves_its_report_into_place(tmp_path, event, earlier):
    """At each such event in turn, for a report with two pages; also where it replaces one with another page."""
    kept, before = [tmp_path / name for name in ("out", STATE)], tmp_path / "before"
    articles(tmp_path / "in", 2)
    finish(start(tmp_path))
    whole = contents(tmp_path / "out")
    for folder in kept:
        shutil.rmtree(folder)
    before.mkdir()
    if earlier:
        (tmp_path / "in" / "old.txt").write_text(RIGHT, encoding="utf-8")
        (tmp_path / "in" / "01.txt").rename(tmp_path / "01.txt")
        finish(start(tmp_path))
        (tmp_path / "in" / "old.txt").unlink()
        (tmp_path / "01.txt").rename(tmp_path / "in" / "01.txt")
        for folder in kept:
            shutil.copytree(folder, before / folder.name)
        finish(start(tmp_path))
        whole = contents(tmp_path / "out")  # says what is new since that report
    for number in range(1, 20):
        for folder in kept:
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(before, tmp_path, dirs_exist_ok=True)
        run = start(tmp_path, event=event, number=number)
        run.communicate(timeout=120)
        was_killed = run.returncode == -signal.SIGKILL
        was_whole = contents(tmp_path / "out") == whole  # then the next run finds nothing new
        if was_killed:
            finish(start(tmp_path))
        assert was_whole or contents(tmp_path / "out") == whole
        assert contents(tmp_path / "out").keys() == whole.keys()
        assert names(tmp_path / STATE) == ["state.sqlite"]
        if not was_killed:
            break
    assert number > 1 or event == "os.remove"
    assert number < 19


def test_a_file_of_other_origin_is_kept_after_an_interrupted_move(tmp_path):
    articles(tmp_path / "in", 2)
    check(tmp_path)
    with open_state(tmp_path / "out") as state:
        state.begin_move(tmp_path / "out", ["00.txt.html", "01.txt.html"])
    mine = tmp_path / "out" / "articles" / "mine.html"
    mine.write_text("mine", encoding="utf-8")
    check(tmp_path)
    assert mine.read_text(encoding="utf-8") == "mine"
    (tmp_path / "in" / "mine").write_text("", encoding="utf-8")
    (tmp_path / "in" / "mine").rename(tmp_path / "in" / "mine.md")
    mine.rename(mine.with_name("mine.md.html"))
    (tmp_path / "in" / "mine.md").write_text(RIGHT, encoding="utf-8")
    with pytest.raises(Unwritable, match=r"mine\.md\.html is not of an earlier report"):
        check(tmp_path)


def test_a_folder_that_was_made_in_place_of_a_killed_report_is_not_taken_for_it(tmp_path):
    articles(tmp_path / "in", 2)
    (tmp_path / "out").mkdir()
    with open_state(tmp_path / "out") as state:
        state.begin_move(tmp_path / "out", ["00.txt.html"])
    (tmp_path / "out").rename(tmp_path / "moved away")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "index.html").write_text("mine", encoding="utf-8")
    with pytest.raises(Unwritable, match="files that Copydesk did not write"):
        check(tmp_path)
    assert (tmp_path / "out" / "index.html").read_text(encoding="utf-8") == "mine"


# ---- what is checked again -------------------------------------------------------------------------------------------


def test_a_second_run_checks_what_is_new_or_has_changed(tmp_path):
    folder = articles(tmp_path / "in", 3)
    assert check(tmp_path) == ["00.txt", "01.txt", "02.txt"]
    assert check(tmp_path) == []
    (folder / "01.txt").write_text(RIGHT, encoding="utf-8")
    (folder / "03.txt").write_text(RIGHT, encoding="utf-8")
    (folder / "02.txt").unlink()
    assert check(tmp_path) == ["01.txt", "03.txt"]
    assert sorted(contents(tmp_path / "out" / "articles")) == ["00.txt.html", "01.txt.html", "03.txt.html"]
    os.utime(folder / "00.txt", (1_600_000_000, 1_600_000_000))  # only its time has changed
    assert check(tmp_path) == []


def test_the_report_is_the_same_whether_results_are_new_or_stored(tmp_path):
    articles(tmp_path / "in", 3)
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    check(tmp_path)
    first = contents(tmp_path / "out")
    (tmp_path / "out" / "articles" / "00.txt.html").write_text("damaged", encoding="utf-8")
    (tmp_path / "out" / "articles" / "01.txt.html").unlink()
    assert check(tmp_path) == []
    assert contents(tmp_path / "out") == first


def test_other_options_other_rules_and_dismissals_make_earlier_results_invalid(tmp_path, monkeypatch):
    folder = articles(tmp_path / "in", 2)
    check(tmp_path)
    for options in (CheckOptions(locale="en-US"), CheckOptions(ignore=frozenset({"parts-and-whole"})), CheckOptions()):
        assert check(tmp_path, options=options) == ["00.txt", "01.txt"]
        assert check(tmp_path, options=options) == []
    record = DismissalRecord("0123", "in/01.txt", "a-rule", "it says", "so", "me", "2024-05-31")
    dismissed = CheckOptions(dismissals_file=tmp_path / "dismissed.toml", dismissed=(record,))
    assert folder.is_dir()
    assert check(tmp_path, options=dismissed) == ["01.txt"]
    monkeypatch.setattr(result_keys, "code_version", lambda: "another")
    assert check(tmp_path, options=dismissed) == ["00.txt", "01.txt"]


def test_another_model_makes_earlier_summaries_invalid(tmp_path):
    class Engine:
        name, revision, context_length, defaults, default_samples = "an-engine", "1", 1, None, 10

    engine, summarised = Engine(), []

    def summarise(article, *, model):
        summarised.append(article.text)
        return Summary(article, reason="None.")

    articles(tmp_path / "in", 2)
    for revision, settings, new in (("1", "", 2), ("1", "", 0), ("2", "", 2), ("2", "2 sentences", 2)):
        engine.revision = revision
        summarised.clear()
        options = SummaryOptions(lambda: engine, summarise, settings)
        run_batch(str(tmp_path / "in"), tmp_path / "out", CheckOptions(), None, BatchSettings(summaries=options))
        assert len(summarised) == new


def test_of_a_file_with_several_articles_those_that_are_new_are_summarised_again(tmp_path):
    class Engine:
        name, revision, context_length, defaults, default_samples = "an-engine", "1", 1, None, 10

    summarised = []

    def summarise(article, *, model):
        summarised.append(article.text)
        return Summary(article, reason="None.")

    folder = tmp_path / "in"
    folder.mkdir()
    bodies = [f"{WRONG} {number} people were found." for number in range(3)]

    def run() -> list[str]:
        lines = [json.dumps({"body": body}) for body in bodies]
        (folder / "stories.jsonl").write_text("\n".join(lines), encoding="utf-8")
        summarised.clear()
        summaries = SummaryOptions(Engine, summarise)
        run_batch(
            str(folder), tmp_path / "out", CheckOptions(), None, BatchSettings(text_column="body", summaries=summaries)
        )
        return sorted(summarised)

    assert run() == bodies
    assert run() == []
    bodies[1] = RIGHT
    assert run() == [RIGHT]


def test_a_table_that_could_not_be_read_is_tried_again_with_another_column(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "stories.jsonl").write_text(json.dumps({"body": RIGHT}), encoding="utf-8")
    for column in ("first", "second", None):
        outcome = run_batch(
            str(tmp_path / "in"), tmp_path / "out", CheckOptions(), None, BatchSettings(text_column=column)
        )
        assert column is None or f"'{column}'" in outcome.rows[0].unreadable
    assert "--text-column" in outcome.rows[0].unreadable


def test_what_could_not_be_read_is_tried_again_only_if_its_file_has_changed(tmp_path, failing_checks):
    folder = articles(tmp_path / "in", 1)
    (folder / "binary.txt").write_bytes(b"\x00\x01")
    (folder / "raises.txt").write_text(failing_checks.RAISES, encoding="utf-8")
    progress = []

    def run(deadline=600.0, **more):
        progress.clear()
        run_batch(
            str(folder),
            tmp_path / "out",
            CheckOptions(),
            None,
            BatchSettings(article_seconds=deadline, **more),
            BatchListeners(progress=lambda *numbers: progress.append(numbers)),
            check=failing_checks.check,
        )
        return progress[0]

    assert run() == (0, 3)
    assert run() == (2, 3)  # a failure is tried again
    (folder / "raises.txt").unlink()
    (folder / "hangs.txt").write_text(failing_checks.HANGS, encoding="utf-8")
    assert run(deadline=1.0) == (2, 3)
    assert run(deadline=1.0) == (3, 3)
    assert run(deadline=1.5) == (2, 3)  # with more time
    assert run(deadline=1.5, fresh=True) == (0, 3)


def test_a_damaged_state_is_begun_anew(tmp_path):
    articles(tmp_path / "in", 2)
    check(tmp_path)
    (tmp_path / STATE / "state.sqlite").write_bytes(b"no database at all" * 1000)
    said: list[str] = []
    run_batch(
        str(tmp_path / "in"), tmp_path / "out", CheckOptions(), None, listeners=BatchListeners(notice=said.append)
    )
    assert said == [
        f"What was kept of {tmp_path / 'out'} was damaged, and is begun anew: all articles are checked again."
    ]
    said.clear()
    run_batch(
        str(tmp_path / "in"), tmp_path / "out", CheckOptions(), None, listeners=BatchListeners(notice=said.append)
    )
    assert said == []
    assert check(tmp_path) == []


@pytest.mark.parametrize("fresh", [False, True])
def test_a_state_that_is_damaged_behind_its_first_page_is_begun_anew(tmp_path, fresh):
    articles(tmp_path / "in", 2)
    check(tmp_path)
    with (tmp_path / STATE / "state.sqlite").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096 * 4)
    if not fresh:
        with pytest.raises(Unwritable, match="was damaged, and is removed: give the same command again"):
            check(tmp_path)
    run_batch(str(tmp_path / "in"), tmp_path / "out", CheckOptions(), None, BatchSettings(fresh=fresh))
    assert check(tmp_path) == []


def test_what_is_wrong_is_said_although_the_file_of_the_run_cannot_be_removed(tmp_path, monkeypatch):
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refused)
    with pytest.raises(Unwritable, match="the disk is full"), open_state(tmp_path / "out"):
        raise Unwritable("the disk is full")


# ---- one run to a report ---------------------------------------------------------------------------------------------


def test_a_second_run_into_the_same_report_is_refused_with_the_first_ones_process_and_time(tmp_path, file_appears):
    articles(tmp_path / "in", 2)
    (tmp_path / "link").symlink_to(tmp_path / "out")
    code = "from pathlib import Path\nfrom summarizer.desk.batch_state import open_state\n"
    code += f"with open_state(Path({str(tmp_path / 'out')!r})):\n    print(flush=True)\n    input()\n"
    first = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert first.stdout.readline()
    for report in ("out", "link"):
        with pytest.raises(Unwritable, match=rf"another run \(process {first.pid}, since \d{{4}}-\d\d-\d\d \d\d:"):
            run_batch(str(tmp_path / "in"), tmp_path / report, CheckOptions(), None)
    run_batch(str(tmp_path / "in"), tmp_path / "other", CheckOptions(), None)
    first.communicate("\n")
    run_batch(str(tmp_path / "in"), tmp_path / "out", CheckOptions(), None)
    assert names(tmp_path / STATE) == ["state.sqlite"]


def test_a_worker_that_outlives_a_killed_run_holds_no_lock(tmp_path, file_appears, processes_end):
    """A forked process inherits the open state file."""
    code = "import os, time\nfrom pathlib import Path\nfrom summarizer.desk.batch_state import open_state\n"
    code += f"with open_state(Path({str(tmp_path / 'out')!r})):\n    child = os.fork()\n    if child:\n"
    code += "        print(child, flush=True)\n    time.sleep(3600)\n"
    first = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    child = psutil.Process(int(first.stdout.readline()))
    first.kill()
    first.wait()
    articles(tmp_path / "in", 1)
    check(tmp_path)
    child.kill()
    assert processes_end([child])


def test_a_run_that_did_nothing_leaves_nothing(tmp_path):
    with open_state(tmp_path / "out"):
        assert names(tmp_path / STATE) == ["run.json", "state.sqlite", "state.sqlite-wal"]
    assert names(tmp_path) == []


# ---- a full disk -----------------------------------------------------------------------------------------------------

FULL = r"the disk is full. Free some space and give the same command again"


def test_a_disk_that_fills_up_is_said_and_what_is_done_is_kept(tmp_path, monkeypatch):
    folder = articles(tmp_path / "in", 30)
    connect = batch_state._connect

    def connect_on_small_disk(file: Path) -> sqlite3.Connection:
        connection = connect(file)
        connection.execute("PRAGMA max_page_count = 30")
        return connection

    monkeypatch.setattr(batch_state, "_connect", connect_on_small_disk)
    with pytest.raises(Unwritable, match=FULL):
        check(tmp_path)
    assert not (tmp_path / "out").exists()
    monkeypatch.setattr(batch_state, "_connect", connect)
    assert 0 < len(check(tmp_path)) < len(list(folder.iterdir()))
    assert len(contents(tmp_path / "out" / "articles")) == 30


def test_a_disk_that_is_full_when_the_report_is_written_leaves_the_earlier_one(tmp_path, monkeypatch):
    folder = articles(tmp_path / "in", 2)
    check(tmp_path)
    before = contents(tmp_path / "out")
    (folder / "02.txt").write_text(WRONG, encoding="utf-8")

    def write(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(report_folder.ReportStage, "write", write)
    with pytest.raises(Unwritable, match=FULL):
        check(tmp_path)
    assert contents(tmp_path / "out") == before
    monkeypatch.undo()
    assert check(tmp_path) == []
    assert len(contents(tmp_path / "out" / "articles")) == 3


# ---- large files -----------------------------------------------------------------------------------------------------


def test_a_large_file_is_checked_last(tmp_path, monkeypatch):
    folder = articles(tmp_path / "in", 3)
    monkeypatch.setattr(batch, "LARGE_BYTES", 1000)
    (folder / "00.txt").write_text(f"{RIGHT} " * 100, encoding="utf-8")
    begun = BegunItems()
    run_batch(str(folder), tmp_path / "out", CheckOptions(), None, listeners=BatchListeners(running=begun))
    assert begun.names == ["01.txt", "02.txt", "00.txt"]


def test_findings_stay_in_the_order_of_the_articles(tmp_path):
    articles(tmp_path / "in", 30)
    finish(start(tmp_path))  # by two workers, which finish in any order
    records = map(json.loads, (tmp_path / "out" / "findings.jsonl").read_text(encoding="utf-8").splitlines())
    in_order = [record["article"] for record in records]
    assert in_order == sorted(in_order)


# ---- what is new since the last run ----------------------------------------------------------------------------------


def changes(
    tmp_path: Path,
    options: CheckOptions = CheckOptions(),  # noqa: B008
    *,
    fresh: bool = False,
) -> ChangesSinceLastRun | None:
    """Runs a batch of the folder `in`. Returns how it differs from the last run."""
    return run_batch(str(tmp_path / "in"), tmp_path / "out", options, None, BatchSettings(fresh=fresh)).changes


def page(tmp_path: Path) -> str:
    return (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_a_second_run_tells_which_articles_and_findings_are_new(tmp_path):
    folder = articles(tmp_path / "in", 4)
    assert changes(tmp_path) is None
    first = page(tmp_path)
    assert "last run" not in first
    (folder / "00.txt").write_text(f"{WRONG}\n\nIn Elm, 7 cars burnt, including 9 vans.", encoding="utf-8")
    (folder / "01.txt").write_text(RIGHT, encoding="utf-8")
    (folder / "02.txt").unlink()
    (folder / "a <b>.txt").write_text(WRONG, encoding="utf-8")
    (folder / "b.txt").write_text(RIGHT, encoding="utf-8")
    found = changes(tmp_path)
    assert found is not None
    assert found.description == "Since the last run: 2 new, 2 changed, 1 gone (02.txt); 2 new findings."
    marks = [found.mark(name) for name in ("00.txt", "01.txt", "03.txt", "a <b>.txt", "b.txt")]
    assert marks == ["changed, 1 new finding", "changed", "", "new", "new"]
    assert found.description in page(tmp_path)
    assert changes(tmp_path).description == "Since the last run: nothing new."
    assert "last run" not in page(tmp_path)


def test_an_edit_elsewhere_in_an_article_makes_no_finding_new(tmp_path):
    folder = articles(tmp_path / "in", 2)
    changes(tmp_path)
    (folder / "00.txt").write_text(f"Rain fell in Skerra.\n\n{WRONG} 0 people were found.", encoding="utf-8")
    assert changes(tmp_path).description == "Since the last run: 1 changed."


def test_what_was_checked_again_for_another_reason_is_not_said_to_have_changed(tmp_path, monkeypatch):
    articles(tmp_path / "in", 2)
    changes(tmp_path, CheckOptions(ignore=frozenset({"parts-and-whole", "equation"})))
    because = "All articles were checked again, because"
    said = changes(tmp_path).description
    assert said.endswith(f"{because} the options have changed.")
    assert said.startswith("Since the last run: ")
    assert "2 changed" not in said
    assert f"{because} the options have changed." in page(tmp_path)
    monkeypatch.setattr(result_keys, "code_version", lambda: "another")
    assert changes(tmp_path).description == f"Since the last run: nothing new. {because} Copydesk has changed."
    monkeypatch.setattr(result_keys, "code_version", lambda: "a third")
    both = changes(tmp_path, CheckOptions(locale="en-US")).description
    assert both.endswith(f"{because} Copydesk and the options have changed.")
    assert changes(tmp_path, CheckOptions(locale="en-US"), fresh=True).description == "Since the last run: nothing new."


def test_a_run_that_was_stopped_is_not_the_last_one(tmp_path):
    folder = articles(tmp_path / "in", 2)
    changes(tmp_path)
    (folder / "02.txt").write_text(RIGHT, encoding="utf-8")
    (folder / "03.txt").write_text(RIGHT, encoding="utf-8")

    def stop(done: int, total: int) -> None:
        if done == total - 1:
            raise KeyboardInterrupt

    with pytest.raises(BatchStopped):
        run_batch(
            str(folder), tmp_path / "out", CheckOptions(), None, BatchSettings(jobs=1), BatchListeners(progress=stop)
        )
    assert check(tmp_path) == ["03.txt"]
    assert "Since the last run: 2 new." in page(tmp_path)


def test_an_article_whose_check_failed_is_not_said_to_have_changed(tmp_path, failing_checks):
    folder = articles(tmp_path / "in", 1)
    (folder / "raises.txt").write_text(failing_checks.RAISES, encoding="utf-8")
    changes(tmp_path)
    for check_article in (failing_checks.check, check_parsed, check_parsed):
        settings = BatchSettings(fresh=True)
        ran = run_batch(str(folder), tmp_path / "out", CheckOptions(), None, settings, check=check_article)
        assert ran.changes.description == "Since the last run: nothing new."
