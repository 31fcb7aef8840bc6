"""A dataset on a real Ray on this machine: the rows are those of a local run, none is lost, none is there twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import psutil
import pytest
from pyarrow import parquet

from checks.model import Severity
from summarizer.desk import ray_pipeline
from summarizer.desk.dataset_rows import RowOptions
from summarizer.desk.ray_pipeline import run_on_ray
from summarizer.desk.row_format import RowFormat
from summarizer.desk.shards import Shard, run_shard
from summarizer.inputs import Unreadable

pytest.importorskip("ray", reason="Ray is not installed")

ARTICLES = 60
STANDINS = Path(__file__).parents[1] / "standins"
MARKERS = {ray_pipeline.MARKER_FILE}


@pytest.fixture
def dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Articles of several tasks. Checks are recorded in the same folder."""
    monkeypatch.setattr(ray_pipeline, "BYTES_PER_TASK", 500)
    monkeypatch.syspath_prepend(str(STANDINS))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(STANDINS), *sys.path])))
    monkeypatch.setenv("COPYDESK_TEST_FOLDER", str(tmp_path))
    folder = tmp_path / "in"
    folder.mkdir()
    lines = [
        json.dumps({"id": f"story-{number}", "text": f"The crash injured 40 people, including {number} children."})
        for number in range(ARTICLES)
    ]
    (folder / "a.jsonl").write_text("\n".join([*lines, "no JSON"]), encoding="utf-8")
    return folder


def options() -> RowOptions:
    import checks_on_ray

    return RowOptions(check=checks_on_ray.check)


def rows(folder: Path) -> list[dict]:
    """The rows in all files of the folder, by place."""
    found = [row for path in folder.glob("*.parquet") for row in parquet.read_table(path).to_pylist()]
    return sorted(found, key=lambda row: row["place"])


def local_rows(dataset: Path) -> list[dict]:
    folder = dataset.parent / "local"
    run_shard(str(dataset), str(folder), Shard(1, 1), RowOptions(), None, row_format=RowFormat.PARQUET, jobs=1)
    return rows(folder)


def checked(tmp_path: Path) -> list[tuple[str, int]]:
    """The articles that were checked, each with the process that did it."""
    lines = (tmp_path / "checked").read_text(encoding="utf-8").splitlines()
    return [(line.split()[0], int(line.split()[1])) for line in lines]


def test_rows_are_those_of_a_local_run_though_a_worker_is_killed_in_the_middle(dataset, tmp_path, processes_end):
    (tmp_path / "kill").write_text("actor story-33", encoding="utf-8")
    outcome = run_on_ray(str(dataset), str(tmp_path / "out"), options(), Severity.ERROR, jobs=2)
    assert not (tmp_path / "kill").exists()  # the worker was killed
    assert rows(tmp_path / "out") == local_rows(dataset)
    assert Counter(row["place"] for row in rows(tmp_path / "out")).most_common(1)[0][1] == 1
    assert outcome.counts.kinds == {"articles": ARTICLES + 1, "error": 19, "clear": 41, "unread": 1}
    assert outcome.counts.exit_code == 1
    times = Counter(name for name, _ in checked(tmp_path))
    assert times["story-33"] == 2
    assert len({process for _, process in checked(tmp_path)}) > 1
    assert {path.name for path in (tmp_path / "out").iterdir() if path.suffix != ".parquet"} == MARKERS
    assert processes_end([psutil.Process(pid) for _, pid in set(checked(tmp_path)) if psutil.pid_exists(pid)])

    again = run_on_ray(str(dataset), str(tmp_path / "out"), options(), Severity.ERROR, jobs=2)
    assert (again.was_done, again.counts) == (True, outcome.counts)


def test_a_run_that_is_killed_goes_on_where_it_was(dataset, tmp_path, processes_end):
    code = (
        "import os, sys\nfrom pathlib import Path\nimport checks_on_ray\nfrom summarizer.desk import ray_pipeline\n"
        "from summarizer.desk.dataset_rows import RowOptions\nray_pipeline.BYTES_PER_TASK = 500\n"
        "Path(os.environ['COPYDESK_TEST_FOLDER'], 'kill').write_text(f'{os.getpid()} story-58')\n"
        "ray_pipeline.run_on_ray(*sys.argv[1:3], RowOptions(check=checks_on_ray.check), None, jobs=1)\n"
    )
    run = subprocess.run([sys.executable, "-c", code, str(dataset), str(tmp_path / "out")])
    assert run.returncode == -9
    before = checked(tmp_path)
    assert processes_end([psutil.Process(pid) for _, pid in set(before) if psutil.pid_exists(pid)])
    assert not (tmp_path / "out" / ray_pipeline.MARKER_FILE).exists()

    run_on_ray(str(dataset), str(tmp_path / "out"), options(), None, jobs=1)
    assert rows(tmp_path / "out") == local_rows(dataset)
    assert len(checked(tmp_path)) - len(before) < ARTICLES  # what was written was not checked again
    assert {path.name for path in (tmp_path / "out").iterdir() if path.suffix != ".parquet"} == MARKERS


def test_without_ray_it_is_said_what_to_install(dataset, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(Unreadable, match=r"pip install 'copydesk\[ray\]'"):
        run_on_ray(str(dataset), str(tmp_path / "out"), options(), None)


def test_an_address_where_nothing_answers_is_refused_at_once(dataset, tmp_path):
    with pytest.raises(Unreadable, match=r"There is no Ray at 127.0.0.1:1 \("):
        run_on_ray(str(dataset), str(tmp_path / "out"), options(), None, address="127.0.0.1:1")
