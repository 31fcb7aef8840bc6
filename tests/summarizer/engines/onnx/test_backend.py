"""The backend on ONNX Runtime: what fails is an error, and leaves the engine usable."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarizer.engines import Options
from summarizer.engines.embedded.engine import EmbeddedEngine
from summarizer.engines.interface import Engine
from summarizer.engines.onnx import backend, runtime
from summarizer.models.errors import EngineFailed

from ..conftest import load

pytestmark = pytest.mark.usefixtures("onnx")

STORY = "The council voted on Tuesday to close two of its five libraries. About 40 staff will lose jobs. "
GREEDY = Options(max_tokens=14)


def summary_prompts(engine: Engine, count: int) -> list[str]:
    stories = [f"{number} {STORY * (1 + number % 3)}" for number in range(count)]
    return [engine.summary_prompt(story, sentences=2, words=30) for story in stories]


def test_a_graph_that_cannot_be_loaded_is_an_error_that_says_what_to_do(
    gguf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(str(gguf))  # prepares it

    def failing_session(file: Path, threads: int) -> object:
        raise RuntimeError("it is damaged")

    monkeypatch.setattr(runtime, "inference_session", failing_session)
    with pytest.raises(EngineFailed, match=r"it is damaged.*models remove"):
        EmbeddedEngine(gguf, name=gguf.stem)


@pytest.mark.parametrize("count", [1, 5])
def test_a_chunk_that_fails_ends_the_prefill_and_leaves_the_engine_usable(
    gguf: Path, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backend, "CHUNK_TOKENS", 32)
    engine = load(str(gguf))
    prompts = summary_prompts(engine, count)
    expected = engine.generate(prompts, options=GREEDY)
    engine.close()
    forward = backend.OnnxBackend._forward
    calls: list[int] = []

    def second_call_fails(self: backend.OnnxBackend, *arguments: object) -> object:
        calls.append(1)
        if len(calls) == 2:
            raise MemoryError("no room for this chunk")
        return forward(self, *arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(backend.OnnxBackend, "_forward", second_call_fails)
        with pytest.raises(MemoryError, match="no room for this chunk"):
            engine.generate(prompts, options=GREEDY)
    engine.close()
    assert engine.generate(prompts, options=GREEDY) == expected
