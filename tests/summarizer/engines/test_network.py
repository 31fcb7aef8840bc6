"""How the cores share the work, what is dropped on the way, and that none of it shows in what is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarizer.engines import Options, load, network, runtime
from summarizer.engines.interface import Engine, Finish

STORY = "The council voted on Tuesday to close two of its five libraries. About 40 staff will lose jobs. "
WAYS = (Options(max_tokens=14), Options(max_tokens=14, temperature=0.9, stop=("e", "a", "o")))


def asked(engine: Engine, count: int) -> list[str]:
    """Prompts of different lengths, whose texts end at different times."""
    return [engine.ask(f"{number} {STORY * (1 + number % 3)}", sentences=2, words=30) for number in range(count)]


@pytest.fixture(params=[1, 2, 3])
def cores(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(runtime, "threads", lambda: request.param)
    return int(request.param)


@pytest.mark.parametrize("options", WAYS)
def test_many_on_some_cores_get_what_each_gets_alone_to_the_last_bit(gguf: Path, options: Options, cores: int) -> None:
    engine = load(str(gguf))
    prompts = asked(engine, 9)
    together = engine.generate(prompts, options=options, seed=3)
    assert len({one.tokens for [one] in together}) > 1  # some rows were dropped while others went on
    assert together == [engine.generate([prompt], options=options, seed=3)[0] for prompt in prompts]


def test_many_texts_of_many_prompts_too(gguf: Path, cores: int) -> None:
    engine = load(str(gguf))
    prompts = asked(engine, 7)
    together = engine.generate(prompts, n=3, options=WAYS[1], seed=3)
    assert together == [engine.generate([prompt], n=3, options=WAYS[1], seed=3)[0] for prompt in prompts]


@pytest.mark.parametrize("options", WAYS)
def test_heads_that_share_keys_find_alone_what_they_find_together(
    gguf: Path, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    for few in (0, 1000):
        monkeypatch.setattr(network, "FEW", few)
        monkeypatch.setattr(network, "SOME", few)
        engine = load(str(gguf))
        written.append(engine.generate(asked(engine, 3), n=2, options=options, seed=1))
    assert written[0] == written[1]


@pytest.mark.parametrize("count", [1, 5])
def test_reading_can_be_stopped_too(gguf: Path, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "AT_ONCE", 16)
    engine = load(str(gguf))
    prompts = asked(engine, count)
    whole = engine.generate(prompts, options=WAYS[0])
    engine.close()
    times: list[int] = []

    def soon() -> bool:
        times.append(1)
        return len(times) > 3

    stopped = engine.generate(prompts, options=WAYS[0], cancel=soon)
    assert [(one.finish, one.text) for [one] in stopped] == [(Finish.CANCELLED, "")] * count
    assert len(times) < 3 + 2 * count + 2  # portions: it did not read on
    assert engine.generate(prompts, options=WAYS[0]) == whole
