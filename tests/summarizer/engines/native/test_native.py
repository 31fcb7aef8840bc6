"""The machine code: what it computes, on every instruction set, and how failures are handled."""

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

from summarizer.engines import Options
from summarizer.engines.embedded import preparation, rotation
from summarizer.engines.embedded.engine import EmbeddedEngine
from summarizer.engines.native import processor, weight_layout
from summarizer.engines.native.backend import NativeBackend
from summarizer.models import errors

from ..conftest import INSTRUCTION_SETS, load, why_no_machine_code

STORY = "The council voted on Tuesday to close two of its five libraries. About 40 staff will lose jobs. "

needs_machine_code = pytest.mark.skipif(bool(why_no_machine_code()), reason=why_no_machine_code())


def load_gguf(gguf: Path, **arguments: Any) -> EmbeddedEngine:
    engine = load(str(gguf), **arguments)
    assert isinstance(engine, EmbeddedEngine)
    return engine


def is_native(engine: EmbeddedEngine) -> bool:
    return isinstance(engine._model._backend, NativeBackend)


def logits_of(engine: EmbeddedEngine, copies: int) -> Any:
    """Returns logits after a prompt, and after each of nine tokens that follow it: (10, vocabulary)."""
    token_ids = engine._encode(engine.summary_prompt(STORY * copies, sentences=2, words=30))
    runner, length = engine._model, len(token_ids)
    prompt_logits = runner.prefill([token_ids], [engine._shortlist.allowed_tokens(token_ids)], 9, lambda: False)[0]
    runner._cache.grow(length + 9)
    mask = np.zeros((1, 9, runner._cache.capacity), bool)
    mask[0, :, : length + 9] = np.tri(9, length + 9, length, dtype=bool)
    runner._backend.bind_cache(runner._cache, 1)
    next_tokens, positions = np.arange(20, 29)[None], np.arange(length, length + 9)[None]
    next_logits = runner._backend.forward(next_tokens, positions, mask, [length], runner._prompt_output)
    return np.concatenate([prompt_logits[None], next_logits.shared[0]])


def assert_correlated(values: Any, expected: Any, minimum: float) -> None:
    """Compares rows. Weights of a large deviation are sensitive to bfloat16; a mistake gives a correlation of 0."""
    assert values.shape == expected.shape
    for row, expected_row in zip(values, expected, strict=True):
        assert np.corrcoef(row, expected_row)[0, 1] > minimum


def test_panels_hold_four_bytes_of_every_column_side_by_side() -> None:
    weights = np.random.default_rng(0).integers(-100, 101, (70, 64), np.int8)
    panels = weight_layout.pack_panels(weights)
    assert panels.shape == (2, 16, weight_layout.TILE_COLUMNS, 4)
    for column in (0, 5, 63, 64, 69):
        assert (panels[column // 64, :, column % 64].reshape(-1) == weights[column]).all()
    assert not panels[1, :, 6:].any()


@pytest.mark.parametrize("copies", [1, 2, 7])
def test_every_instruction_set_gives_the_logits_of_onnx_runtime_but_for_bfloat16_attention(
    gguf: Path, backend_name: str, copies: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = load_gguf(gguf)
    assert is_native(engine) == (backend_name != "onnx")
    logits = logits_of(engine, copies)
    monkeypatch.setenv(processor.ENGINE_VARIABLE, "onnx")
    assert_correlated(logits, logits_of(load_gguf(gguf), copies), 0.97)


@needs_machine_code
def test_all_instruction_sets_give_the_same_logits(gguf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """int8 products to the last bit, bfloat16 products but for the rounding of their sums."""
    logits = []
    for flags in INSTRUCTION_SETS.values():
        if processor.cpu_flags() >= flags:
            with monkeypatch.context() as patched:
                patched.setattr(processor, "cpu_flags", lambda flags=flags: frozenset(flags))
                logits.append(logits_of(load_gguf(gguf), 5))
    assert logits
    for others in logits[1:]:
        assert_correlated(others, logits[0], 0.9999)


@needs_machine_code
@pytest.mark.parametrize("why", ["asked for", "another processor", "another system", "no llvmlite"])
def test_without_machine_code_onnx_runtime_is_used(gguf: Path, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if why == "asked for":
        monkeypatch.setenv(processor.ENGINE_VARIABLE, "onnx")
    elif why == "another processor":
        monkeypatch.setattr(processor, "cpu_flags", lambda: INSTRUCTION_SETS["AVX-VNNI"] - {"avx_vnni"})
    elif why == "another system":
        processor.cpu_flags.cache_clear()
        monkeypatch.setattr(processor.sys, "platform", "darwin")
    else:
        monkeypatch.setattr(processor, "find_spec", lambda name: None)
    try:
        assert not is_native(load_gguf(gguf))
    finally:
        monkeypatch.undo()
        processor.cpu_flags.cache_clear()


def generate_in_new_process(gguf: Path) -> str:
    program = (
        "from pathlib import Path\nfrom summarizer.engines import Options\n"
        "from summarizer.engines.embedded.engine import EmbeddedEngine\n"
        f"engine = EmbeddedEngine(Path({str(gguf)!r}), name='tiny')\n"
        f"print(ascii(engine.generate([{STORY!r}], options=Options(max_tokens=9))))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


@needs_machine_code
def test_code_is_compiled_once_and_again_where_the_object_file_is_damaged(gguf: Path, cache: Path) -> None:
    expected = generate_in_new_process(gguf)
    [object_file] = cache.rglob("kernels.*.o")
    written_at = object_file.stat().st_mtime_ns
    assert generate_in_new_process(gguf) == expected
    assert object_file.stat().st_mtime_ns == written_at
    content = object_file.read_bytes()
    for damaged in (b"", content[:1000], b"\0" * len(content)):
        object_file.write_bytes(damaged)
        assert generate_in_new_process(gguf) == expected
        assert object_file.read_bytes() == content
    assert [path.name for path in object_file.parent.glob("*kernels*")] == [object_file.name]


@needs_machine_code
def test_an_error_of_the_compiler_names_the_alternative(gguf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing_compiler(*_: object) -> bytes:
        raise RuntimeError("LLVM does not know it")

    monkeypatch.setattr(processor, "_compile", failing_compiler)
    monkeypatch.setattr(processor, "_loaded", {})
    with pytest.raises(errors.EngineFailed, match=r"LLVM does not know it.*COPYDESK_ENGINE=onnx"):
        EmbeddedEngine(gguf, name=gguf.stem)


@needs_machine_code
@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root writes everywhere")
def test_code_that_cannot_be_stored_is_compiled_at_every_start(gguf: Path, cache: Path) -> None:
    expected = generate_in_new_process(gguf)
    [object_file] = cache.rglob("kernels.*.o")
    object_file.unlink()
    object_file.parent.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert generate_in_new_process(gguf) == expected
        assert not object_file.exists()
    finally:
        object_file.parent.chmod(stat.S_IRWXU)


@needs_machine_code
@pytest.mark.parametrize("damage", [lambda content: content[:5000], lambda content: b""])
def test_weights_that_are_damaged_after_their_check_are_an_error(
    gguf: Path, cache: Path, damage: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    load_gguf(gguf)
    monkeypatch.setattr(preparation, "is_intact", lambda folder: True)
    [path] = cache.rglob(weight_layout.WEIGHTS_FILE)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(errors.EngineFailed, match="models remove"):
        EmbeddedEngine(gguf, name=gguf.stem)


@needs_machine_code
@pytest.mark.parametrize("moment", ["before any", "before the last", "while the others work"])
def test_an_interrupted_thread_leaves_no_other_waiting(
    gguf: Path, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("summarizer.engines.cpu_cores.physical_cores", lambda: 3)
    engine = load_gguf(gguf)
    prompt = engine.summary_prompt(STORY * 3, sentences=2, words=30)
    expected = engine.generate([prompt], options=Options(max_tokens=9))
    engine.close()
    backend: Any = engine._model._backend
    kernels, submit = backend._kernels, backend._pool.submit
    submitted: list[tuple[Any, ...]] = []

    def interrupt_rank_0(call: int, rank: int) -> None:
        if rank == 0 and moment == "while the others work":
            raise KeyboardInterrupt
        kernels(call, rank)

    def interrupt_submit(*arguments: Any) -> Any:
        submitted.append(arguments)
        if len(submitted) == {"before any": 1, "before the last": 2}.get(moment):
            raise KeyboardInterrupt
        return submit(*arguments)

    raised: list[BaseException] = []

    def generate() -> None:
        try:
            engine.generate([prompt], options=Options(max_tokens=9))
        except BaseException as error:
            raised.append(error)

    with monkeypatch.context() as patched:
        patched.setattr(backend, "_kernels", interrupt_rank_0)
        patched.setattr(backend._pool, "submit", interrupt_submit)
        thread = Thread(target=generate, daemon=True)
        thread.start()
        thread.join(60)  # a deadlock shows as a failure, not as a test that never ends
    assert not thread.is_alive()
    assert isinstance(raised[0], KeyboardInterrupt)
    engine.close()
    assert engine.generate([prompt], options=Options(max_tokens=9)) == expected


@needs_machine_code
def test_the_residual_stream_after_each_layer_correlates_with_that_of_torch(
    gguf: Path, chat: Path, backend_name: str
) -> None:
    """Read from the backend's buffers and rotated back: the layer where this fails first is the one to look at."""
    import torch
    from transformers import AutoModelForCausalLM

    if backend_name == "onnx":
        pytest.skip("ONNX Runtime's buffers cannot be read")
    engine = load_gguf(gguf)
    backend: Any = engine._model._backend
    token_ids = engine._encode(engine.summary_prompt(STORY, sentences=2, words=30))
    with torch.no_grad():
        model = AutoModelForCausalLM.from_pretrained(chat)
        expected = model(torch.tensor([token_ids]), output_hidden_states=True).hidden_states
    hidden_size = backend._prepared.hidden_size
    for layers in range(1, backend._prepared.layers):  # after the last one, torch's are normed
        engine.close()
        backend._set_fields(layer_count=layers)
        engine._model.prefill([token_ids], [engine._shortlist.allowed_tokens(token_ids)], 9, lambda: False)
        # the update of the last of these layers is added by the norm that follows
        size = len(token_ids) * hidden_size
        rotated = backend._buffers["residual"][:size] + backend._buffers["residual_update"][:size]
        residual = rotated.reshape(len(token_ids), hidden_size) @ rotation.random_orthogonal(hidden_size).T
        assert_correlated(residual[-8:], expected[layers][0, -8:].numpy(), 0.97)
