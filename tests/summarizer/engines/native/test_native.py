"""The network as machine code: what it computes, in every way that processors have, and what it leaves behind."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from summarizer.models import errors
from summarizer.engines import Options, load
from summarizer.engines.llama import preparation
from summarizer.engines.llama.engine import GgufEngine
from summarizer.engines.native import processor, weight_layout
from summarizer.engines.native.backend import NativeCores

from .conftest import FORMS, as_gguf, causal

STORY = "The council voted on Tuesday to close two of its five libraries. About 40 staff will lose jobs. "

native = pytest.mark.skipif(not processor.fits(), reason="not on this processor")


def loaded(gguf: Path, **more: Any) -> GgufEngine:
    engine = load(str(gguf), **more)
    assert isinstance(engine, GgufEngine)
    return engine


def scored(engine: GgufEngine, count: int) -> Any:
    """Of what follows the prompt, and of what follows each of some tokens after it."""
    ids = engine._ids(engine.ask(STORY * count, sentences=2, words=30))
    network = engine._network
    first = network.read([ids], [engine._words(ids)], [1], lambda: False)[0]
    network._make_room(len(ids) + 9)
    sees = np.zeros((1, 9, network._memory.room), bool)
    sees[0, :, : len(ids) + 9] = np.tri(9, len(ids) + 9, len(ids), dtype=bool)
    network._computing.together.bind(network._memory, slice(0, 1))
    tokens, places = np.arange(20, 29)[None], np.arange(len(ids), len(ids) + 9)[None]
    [(others, _)] = network._computing.together.infer(tokens, places, sees, [len(ids)], network._rare)
    return np.concatenate([first, others])


def alike(scores: Any, others: Any, least: float) -> None:
    """Wide random weights bear halves badly; a slip gives 0."""
    assert scores.shape == others.shape
    for one, other in zip(scores, others, strict=True):
        assert np.corrcoef(one, other)[0, 1] > least


def test_panels_hold_every_column_four_bytes_at_a_time() -> None:
    whole = np.random.default_rng(0).integers(-100, 101, (70, 64), np.int8)
    made = weight_layout.panels(whole)
    assert made.shape == (2, 16, weight_layout.WIDE, 4)
    for column in (0, 5, 63, 64, 69):
        assert (made[column // 64, :, column % 64].reshape(-1) == whole[column]).all()
    assert not made[1, :, 6:].any()


@pytest.mark.parametrize("count", [1, 2, 7])
def test_every_way_scores_as_onnx_runtime_does_but_for_the_attentions_halves(
    gguf: Path, form: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = loaded(gguf)
    assert isinstance(found._network._computing, NativeCores) == (form != "onnx")
    scores = scored(found, count)
    monkeypatch.setenv(processor.SWITCH, "onnx")
    alike(scores, scored(loaded(gguf), count), 0.97)


@native
def test_all_ways_score_alike(gguf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes to the last bit, halves but for how their sums are rounded."""
    found = []
    for needed in FORMS.values():
        if processor.instructions() >= needed and (processor.may_use_amx() or not needed >= processor.AMX):
            with monkeypatch.context() as patched:
                patched.setattr(processor, "instructions", lambda needed=needed: frozenset(needed))
                patched.setattr(processor, "may_use_amx", lambda needed=needed: needed >= processor.AMX)
                found.append(scored(loaded(gguf), 5))
    assert found
    for scores in found[1:]:
        alike(scores, found[0], 0.9999)


def test_a_model_with_biases_is_computed_as_onnx_runtime_does(
    tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = causal(tmp_path / "qwen", "Qwen2")
    tensors = load_file(folder / "model.safetensors")
    for name, one in tensors.items():
        if name.endswith(".bias"):
            one[:] = np.random.default_rng(len(name)).normal(0, 3, one.shape)
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    path = as_gguf(folder, tmp_path / "qwen.gguf")
    found = loaded(path)
    assert isinstance(found._network._computing, NativeCores) == (form != "onnx")
    scores = scored(found, 2)
    monkeypatch.setenv(processor.SWITCH, "onnx")
    alike(scores, scored(loaded(path), 2), 0.97)


@native
@pytest.mark.parametrize(
    ("kind", "sizes"), [("Llama", {"head_dim": 16}), ("Llama", {"intermediate_size": 96}), ("Qwen3", {})]
)
def test_a_model_of_other_measures_goes_to_onnx_runtime(tmp_path: Path, kind: str, sizes: dict[str, int]) -> None:
    path = as_gguf(causal(tmp_path / "other", kind, **sizes), tmp_path / "other.gguf")
    engine = loaded(path)
    assert not isinstance(engine._network._computing, NativeCores)
    assert engine.generate([STORY], options=Options(max_tokens=4))[0][0].tokens == 4
    folder = preparation.prepare(path, name=path.stem)
    assert preparation.read_prepared(folder).form == preparation.Form.ONNX


@native
@pytest.mark.parametrize("why", ["asked for", "another processor", "another system", "no llvmlite"])
def test_where_there_is_no_machine_code_onnx_runtime_does_it(
    gguf: Path, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if why == "asked for":
        monkeypatch.setenv(processor.SWITCH, "onnx")
    elif why == "another processor":
        monkeypatch.setattr(processor, "instructions", lambda: FORMS["AVX-VNNI"] - {"avx_vnni"})
    elif why == "another system":
        processor.instructions.cache_clear()
        monkeypatch.setattr(processor.sys, "platform", "darwin")
    else:
        monkeypatch.setattr(processor, "find_spec", lambda name: None)
    try:
        assert not isinstance(loaded(gguf)._network._computing, NativeCores)
    finally:
        monkeypatch.undo()
        processor.instructions.cache_clear()


def start(gguf: Path, cache: Path) -> str:
    """The text that a process of its own writes."""
    program = (
        "from summarizer.engines import Options, load\n"
        f"print(ascii(load({str(gguf)!r}).generate([{STORY!r}], options=Options(max_tokens=9))))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


@native
def test_the_code_is_made_once_and_made_again_where_it_is_damaged(gguf: Path, cache: Path) -> None:
    whole = start(gguf, cache)
    [kept] = cache.rglob("kernels.*.o")
    made = kept.stat().st_mtime_ns
    assert start(gguf, cache) == whole
    assert kept.stat().st_mtime_ns == made
    code = kept.read_bytes()
    for damage in (b"", code[:1000], b"\0" * len(code)):
        kept.write_bytes(damage)
        assert start(gguf, cache) == whole
        assert kept.read_bytes() == code
    assert [one.name for one in kept.parent.glob("*kernels*")] == [kept.name]


@native
def test_where_the_code_cannot_be_made_another_way_is_named(gguf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def compiled(machine: object) -> bytes:
        raise RuntimeError("LLVM does not know it")

    monkeypatch.setattr(processor, "_compiled", compiled)
    monkeypatch.setattr(processor, "_made", {})
    with pytest.raises(errors.EngineFailed, match=r"LLVM does not know it.*COPYDESK_ENGINE=onnx"):
        GgufEngine(gguf, name=str(gguf))


@native
@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root writes everywhere")
def test_where_the_code_cannot_be_kept_it_is_made_each_time(gguf: Path, cache: Path) -> None:
    whole = start(gguf, cache)
    [kept] = cache.rglob("kernels.*.o")
    kept.unlink()
    kept.parent.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert start(gguf, cache) == whole
        assert not kept.exists()
    finally:
        kept.parent.chmod(stat.S_IRWXU)


@native
@pytest.mark.parametrize("damage", [lambda whole: whole[:5000], lambda whole: b""])
def test_weights_that_are_damaged_are_said(gguf: Path, cache: Path, damage: Callable[[bytes], bytes]) -> None:
    loaded(gguf)
    [path] = cache.rglob(weight_layout.BYTES)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(errors.EngineFailed, match="models remove"):
        GgufEngine(gguf, name=str(gguf))


@native
@pytest.mark.parametrize("moment", ["before any", "before the last", "while the others work"])
def test_whoever_is_interrupted_leaves_nobody_waiting(gguf: Path, moment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("summarizer.engines.onnx.runtime.threads", lambda: 3)
    engine = loaded(gguf)
    prompt = engine.ask(STORY * 3, sentences=2, words=30)
    whole = engine.generate([prompt], options=Options(max_tokens=9))
    engine.close()
    runner: Any = engine._network._computing.together
    run, submit, submitted = runner._run, runner._others.submit, []

    def interrupted(job: int, rank: int) -> None:
        if rank == 0 and moment == "while the others work":
            raise KeyboardInterrupt
        run(job, rank)

    def submitting(*given: Any) -> Any:
        submitted.append(given)
        if len(submitted) == {"before any": 1, "before the last": 2}.get(moment):
            raise KeyboardInterrupt
        return submit(*given)

    ended: list[BaseException] = []

    def ask() -> None:
        try:
            engine.generate([prompt], options=Options(max_tokens=9))
        except BaseException as error:
            ended.append(error)

    with monkeypatch.context() as patched:
        patched.setattr(runner, "_run", interrupted)
        patched.setattr(runner._others, "submit", submitting)
        asking = Thread(target=ask, daemon=True)
        asking.start()
        asking.join(30)
    assert not asking.is_alive()
    assert isinstance(ended[0], KeyboardInterrupt)
    engine.close()
    assert engine.generate([prompt], options=Options(max_tokens=9)) == whole
