"""A network on ONNX Runtime: stages, pieces, and heads that share keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarizer.engines import Options, load
from summarizer.engines.onnx import backend, runtime
from summarizer.engines.llama.engine import GgufEngine
from summarizer.engines.interface import Engine
from summarizer.models.errors import EngineFailed

pytestmark = pytest.mark.usefixtures("onnx")

STORY = "The council voted on Tuesday to close two of its five libraries. About 40 staff will lose jobs. "
WAYS = (Options(max_tokens=14), Options(max_tokens=14, temperature=0.9, stop=("e", "a", "o")))


def asked(engine: Engine, count: int) -> list[str]:
    return [engine.ask(f"{number} {STORY * (1 + number % 3)}", sentences=2, words=30) for number in range(count)]


def test_a_stage_that_cannot_be_loaded_says_what_to_do(gguf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(str(gguf))  # prepared

    def session(file: Path, cores: int) -> object:
        raise RuntimeError("it is damaged")

    monkeypatch.setattr(runtime, "session", session)
    with pytest.raises(EngineFailed, match=r"it is damaged.*models remove"):
        GgufEngine(gguf, name=str(gguf))


def test_a_later_stage_that_cannot_be_loaded_does_so_when_it_is_needed(
    gguf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(str(gguf))
    session = runtime.session

    def first(file: Path, cores: int) -> object:
        if ".1." in file.name:
            raise RuntimeError("it is damaged")
        return session(file, cores)

    monkeypatch.setattr(runtime, "session", first)
    engine = load(str(gguf))
    for _ in range(2):
        with pytest.raises(EngineFailed, match=r"it is damaged.*models remove"):
            engine.generate(asked(engine, 1))


@pytest.mark.parametrize("options", WAYS)
def test_heads_that_share_keys_find_alone_what_they_find_together(
    gguf: Path, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    for few in (0, 1000):
        monkeypatch.setattr(backend, "FEW", few)
        monkeypatch.setattr(backend, "SOME", few)
        engine = load(str(gguf))
        written.append(engine.generate(asked(engine, 3), n=2, options=options, seed=1))
    assert written[0] == written[1]


@pytest.mark.parametrize("count", [1, 5])
def test_a_piece_that_fails_fails_the_reading_and_leaves_the_engine_in_order(
    gguf: Path, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PIECE", "PIECES"):
        monkeypatch.setattr(backend, name, 32)
    engine = load(str(gguf))
    prompts = asked(engine, count)
    whole = engine.generate(prompts, options=WAYS[0])
    engine.close()
    read = backend._Stage.read
    pieces: list[int] = []

    def failing(self: backend._Stage, *given: object) -> object:
        pieces.append(1)
        if len(pieces) == 2:
            raise MemoryError("no room for this piece")
        return read(self, *given)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(backend._Stage, "read", failing)
        with pytest.raises(MemoryError, match="no room for this piece"):
            engine.generate(prompts, options=WAYS[0])
    engine.close()
    assert engine.generate(prompts, options=WAYS[0]) == whole
