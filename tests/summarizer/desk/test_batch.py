"""Progress of a batch, and its report when it is stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from summarizer.desk.batch import (
    MIN_ITEMS_FOR_WORKERS,
    BatchListeners,
    BatchSettings,
    BatchStopped,
    SummaryOptions,
    run_batch,
)
from summarizer.desk.checking import CheckOptions
from summarizer.pipeline.result import Summary

MAX_JOBS = 2
STATE = ".out.copydesk"  # what is left beside a report


def articles(folder: Path, number: int) -> Path:
    folder.mkdir()
    for index in range(number):
        (folder / f"{index}.txt").write_text(f"Police arrested {index} people.", encoding="utf-8")
    return folder


def progress_calls(tmp_path, number, **arguments):
    """The arguments of each call of `progress` in a batch of so many articles."""
    folder = articles(tmp_path / "in", number)
    calls = []
    run_batch(
        str(folder),
        tmp_path / "out",
        CheckOptions(),
        None,
        BatchSettings(**arguments),
        BatchListeners(progress=lambda *done: calls.append(done)),
    )
    return calls


def test_every_article_is_counted_whether_in_one_process_or_in_several(tmp_path):
    for number in (3, MIN_ITEMS_FOR_WORKERS + 1):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert progress_calls(folder, number) == [(done, number) for done in range(number + 1)]


def test_summaries_are_counted_as_each_is_done(tmp_path):
    engine = SimpleNamespace(name="an-engine", revision="", context_length=1, defaults=None, default_samples=10)
    summaries = SummaryOptions(lambda: engine, lambda article, *, model: Summary(article, reason="None."))
    assert progress_calls(tmp_path, 3, summaries=summaries) == [(0, 3), (1, 3), (2, 3), (3, 3)]


# ---- stopped ---------------------------------------------------------------------------------------------------------


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def stop_after(after: int, stop: BaseException):
    """A progress callback that stops the run after so many articles."""

    def progress(done: int, total: int) -> None:
        if done == after:
            raise stop

    return progress


@pytest.mark.parametrize(("stop", "code"), [(KeyboardInterrupt(), 130), (SystemExit(143), 143)])
def test_a_run_that_is_stopped_reports_what_it_did_and_says_what_it_did_not(tmp_path, stop, code):
    folder = articles(tmp_path / "in", 4)
    outcome = run_batch(
        str(folder), tmp_path / "out", CheckOptions(), None, listeners=BatchListeners(progress=stop_after(2, stop))
    )
    assert (outcome.code, outcome.stopped, [row.name for row in outcome.rows]) == (code, True, ["0.txt", "1.txt"])
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "Incomplete: the run was stopped after 2 of 4 articles." in page
    assert "2 articles that were not done when the run was stopped: 2.txt, 3.txt" in page
    records = (tmp_path / "out" / "findings.jsonl").read_text(encoding="utf-8")
    assert records.count('"skipped"') == 2


def test_a_run_that_is_stopped_takes_the_place_of_no_whole_report(tmp_path):
    folder = articles(tmp_path / "in", 3)
    run_batch(str(folder), tmp_path / "out", CheckOptions(), None)
    before = contents(tmp_path / "out")
    with pytest.raises(BatchStopped, match=r"stopped after 1 of 3 articles: .* is still the earlier report"):
        run_batch(
            str(folder),
            tmp_path / "out",
            CheckOptions(),
            None,
            BatchSettings(fresh=True),
            BatchListeners(progress=stop_after(1, KeyboardInterrupt())),
        )
    assert contents(tmp_path / "out") == before
    assert run_batch(str(folder), tmp_path / "out", CheckOptions(), None).code == 0


def test_an_incomplete_report_is_replaced(tmp_path):
    folder = articles(tmp_path / "in", 3)
    for after in (1, 2):
        stop = stop_after(after, KeyboardInterrupt())
        assert (
            len(
                run_batch(
                    str(folder), tmp_path / "out", CheckOptions(), None, listeners=BatchListeners(progress=stop)
                ).rows
            )
            == after
        )
    assert not run_batch(str(folder), tmp_path / "out", CheckOptions(), None).stopped
    assert "Incomplete" not in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_a_run_that_is_stopped_at_its_first_article_writes_nothing(tmp_path):
    folder = articles(tmp_path / "in", 3)
    with pytest.raises(BatchStopped, match="stopped after 0 of 3 articles: nothing was written") as caught:
        run_batch(
            str(folder),
            tmp_path / "out",
            CheckOptions(),
            None,
            listeners=BatchListeners(progress=stop_after(0, KeyboardInterrupt())),
        )
    assert caught.value.code == 130
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_summaries_that_were_done_when_the_others_were_stopped_are_reported(tmp_path):
    engine = SimpleNamespace(name="an-engine", revision="", context_length=1, defaults=None, default_samples=10)

    def interrupt(*_, **__):
        raise KeyboardInterrupt

    engine.generate = interrupt

    def summarise(article, *, model):
        if "0" in article.text:
            model.generate(["a question"])
        return Summary(article, reason="None.")

    folder = articles(tmp_path / "in", 3)
    outcome = run_batch(
        str(folder),
        tmp_path / "out",
        CheckOptions(),
        None,
        BatchSettings(summaries=SummaryOptions(lambda: engine, summarise)),
    )
    assert (outcome.stopped, [row.name for row in outcome.rows]) == (True, ["1.txt", "2.txt"])


@pytest.mark.skipif(os.name != "posix", reason="there are no such signals here")
@pytest.mark.parametrize(
    ("number", "stop", "code"),
    [(12, "INT", 130), (MIN_ITEMS_FOR_WORKERS + 6, "INT", 130), (MIN_ITEMS_FOR_WORKERS + 6, "HUP", 129)],
)
def test_a_signal_stops_every_process_of_a_run_and_says_so(tmp_path, number, stop, code):
    if signal.getsignal(getattr(signal, f"SIG{stop}")) is signal.SIG_IGN:
        pytest.skip("whoever runs the tests has this signal ignored, as nohup does, and so does the run")
    folder = articles(tmp_path / "in", number)
    code_of_run = (
        "import tempfile, time\nfrom summarizer.desk import checking\nfrom summarizer.cli import main\n"
        "check = checking.check_article\n"
    )
    code_of_run += f"def slow(*arguments, **keywords):\n    tempfile.mkstemp(dir={str(tmp_path)!r}, prefix='begun')\n"
    code_of_run += "    time.sleep(0.5)\n    return check(*arguments, **keywords)\n"
    code_of_run += "checking.check_article = slow\nmain()\n"
    command = [sys.executable, "-c", code_of_run, "batch", str(folder), "-o", str(tmp_path / "out")]
    command += ["--jobs", str(MAX_JOBS)]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True)
    begun = MAX_JOBS + 2  # then two at least are done
    while len(list(tmp_path.glob("begun*"))) < begun and run.poll() is None:
        time.sleep(0.05)
    os.killpg(run.pid, getattr(signal, f"SIG{stop}"))
    out, err = run.communicate(timeout=60)
    assert run.returncode == code
    said = "stopped; the report says that it is incomplete. The same command goes on from there."
    stopping, stopped = err.splitlines()
    assert stopping.startswith("copydesk: stopping: writes what is done (")
    assert stopped == f"copydesk: {said}"
    assert "not done when the run was stopped" in out
    assert sorted(path.name for path in tmp_path.iterdir() if "begun" not in path.name) == [STATE, "in", "out"]
