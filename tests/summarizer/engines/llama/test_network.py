"""How the cores share the work, what is dropped on the way, and that none of it shows in what is written."""

from __future__ import annotations

import time
import weakref
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from summarizer.engines import Options, load
from summarizer.engines.decoding import scheduler
from summarizer.engines.llama import kv_cache, network
from summarizer.engines.onnx import backend, runtime
from summarizer.engines.decoding.search import Grow, Scores
from summarizer.engines.llama.engine import GgufEngine
from summarizer.engines.decoding.ngram_speculation import Guess, Guesses
from summarizer.engines.interface import Engine, Finish
from summarizer.engines.native import backend as native_cores

pytestmark = pytest.mark.usefixtures("form")

STORY = "The council voted on Tuesday to close two of its five libraries. About 40 staff will lose jobs. "
WAYS = (Options(max_tokens=14, stop=("o",)), Options(max_tokens=14, temperature=0.9, stop=("e", "a", "o")))


def asked(engine: Engine, count: int) -> list[str]:
    """Prompts of different lengths, whose texts end at different times."""
    return [engine.ask(f"{number} {STORY * (1 + number % 3)}", sentences=2, words=30) for number in range(count)]


def in_pieces(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """Has prompts read in pieces of so many tokens."""
    for name in ("PIECE", "PIECES"):
        monkeypatch.setattr(backend, name, size)
    monkeypatch.setattr(native_cores, "PIECE", size)


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


@pytest.mark.parametrize("count", [3, 9])
def test_many_texts_of_many_prompts_too(gguf: Path, cores: int, count: int) -> None:
    engine = load(str(gguf))
    prompts = asked(engine, 5)
    together = engine.generate(prompts, n=count, options=WAYS[1], seed=3)
    assert together == [engine.generate([prompt], n=count, options=WAYS[1], seed=3)[0] for prompt in prompts]


def test_how_many_cores_there_are_makes_no_difference(gguf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    for cores in (1, 2, 4):
        monkeypatch.setattr(runtime, "threads", lambda cores=cores: cores)
        engine = load(str(gguf))
        written.append(engine.generate(asked(engine, 3), n=6, options=WAYS[1], seed=3))
    assert written[0] == written[1] == written[2]  # scores included


WIDE = (Options(max_tokens=20, temperature=3.0, stop=("e", "a")), Options(max_tokens=14, beams=6, length_penalty=2.0))


@pytest.mark.parametrize("options", WIDE)
def test_halves_of_a_prompts_texts_are_what_all_are_together(
    gguf: Path, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = load(str(gguf), exact=True)
    prompts = asked(engine, 2)
    rows: set[tuple[int, int]] = set()  # how many texts there were in the rows of a step
    grow = network.Network.grow

    def noted(self: network.Network, some: list[Grow]) -> list[Scores]:
        scores = grow(self, some)
        for prompt in {row.prompt for row in self._rows}:
            counts = Counter(self._rows[text.row].half for text in self._texts if self._rows[text.row].prompt == prompt)
            rows.add((counts[0], counts[1]))
        return scores

    monkeypatch.setattr(network.Network, "grow", noted)
    halved = engine.generate(prompts, n=6, options=options, seed=3)
    assert any(one + other >= network.HALVES for one, other in rows)
    assert all(other == 0 if one + other <= network.HALVES // 2 else True for one, other in rows)
    assert all(abs(one - other) <= 1 for one, other in rows if one + other >= network.HALVES)
    monkeypatch.setattr(network, "HALVES", 1000)
    engine.close()
    whole = engine.generate(prompts, n=6, options=options, seed=3)
    assert [[one.text for one in some] for some in halved] == [[one.text for one in some] for some in whole]


def test_guesses_are_checked_as_long_as_they_are_worth_their_time() -> None:
    worth = partial(network.worth, costs=backend.OnnxCores.costs)
    assert worth([3], [[]]) == 3
    assert worth([1], [[0.9, 0.8]]) == 3
    assert worth([1], [[0.9, 0.01]]) == 2
    assert worth([6, 6], [[0.15] * 5, [0.15] * 5]) == 6  # of many texts each has to be likelier than of one
    assert worth([1], [[0.15] * 5]) > 1
    assert worth([6, 4], [[], [0.9, 0.9]]) == 6  # the second row has room for two
    assert worth([1] * 8, [[0.9]] * 7 + [[]]) == 2
    assert worth([1] * 8, [[0.9]] + [[]] * 7) == 1  # one text would hold up seven


def test_where_one_half_of_the_texts_has_room_it_checks_more_guesses(
    gguf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = load(str(gguf))
    widths: list[list[int]] = []  # places that either half left idle, where it had guesses
    grow = network.Network.grow

    def sure(self: Guesses, tokens: list[int], count: int) -> list[Guess]:
        return [Guess(5 + len(tokens) % 9 + at, 0.9 ** (at + 1)) for at in range(count)]

    def noted(self: network.Network, some: list[Grow]) -> list[Scores]:
        scores = grow(self, some)
        assert [len(one) for one in scores] == [len(text.columns) for text in self._texts]
        assert all(0 < len(one) <= 1 + len(new.guesses) for one, new in zip(scores, some, strict=True))
        texts, wide, offered = Counter[int](), Counter[int](), Counter[int]()
        for text, new in zip(self._texts, some, strict=True):
            texts[text.row] += 1
            wide[text.row] += len(text.columns)
            offered[text.row] += 1 + len(new.guesses)
        if len(texts) == 2 and len(set(texts.values())) == 2:  # halves that are not alike
            widths.append([min(max(wide.values()), offered[row]) - wide[row] for row in texts])
        return scores

    monkeypatch.setattr(Guesses, "after", sure)
    monkeypatch.setattr(network.Network, "grow", noted)
    engine.generate(asked(engine, 1), n=7, options=Options(max_tokens=40, temperature=3.0), seed=3)
    assert widths
    assert all(idle == [0, 0] for idle in widths)


def test_how_a_prompt_is_divided_changes_nothing_to_the_last_bit(gguf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = load(str(gguf))
    prompt = engine.ask(STORY * 12, sentences=2, words=30)
    whole = engine.generate([prompt], options=WAYS[0])
    for size in (20, 64, 70):
        in_pieces(monkeypatch, size)
        engine.close()
        assert engine.generate([prompt], options=WAYS[0]) == whole
    assert engine.count(prompt) > 200


@pytest.mark.parametrize("count", [1, 5])
def test_reading_can_be_stopped_too(gguf: Path, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    in_pieces(monkeypatch, 64)
    engine = load(str(gguf))
    prompts = [engine.ask(f"{number} {STORY * 12}", sentences=2, words=30) for number in range(count)]
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


@pytest.mark.parametrize("bits", [0, 0x3F80, 0x7FC0, 0xFFFF])  # as bfloat16: 0, 1, and what is no number
def test_what_was_in_new_memory_before_makes_no_difference(
    gguf: Path, bits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = load(str(gguf))
    prompts = [*asked(engine, 3), engine.ask(STORY * 12, sentences=2, words=30)]
    whole = engine.generate(prompts, n=3, options=WAYS[1], seed=3)
    engine.close()

    def filled(shape: Any, kind: Any) -> Any:
        made = np.empty(shape, kind)
        made.view(np.uint16)[:] = bits
        return made

    monkeypatch.setattr(kv_cache, "np", SimpleNamespace(empty=filled, array=np.array))
    assert engine.generate(prompts, n=3, options=WAYS[1], seed=3) == whole
    engine.close()
    assert [engine.generate([prompt], n=3, options=WAYS[1], seed=3)[0] for prompt in prompts] == whole


def test_memory_that_is_large_enough_is_used_again_and_shows_no_trace(
    gguf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SPARE", "GROWS"):
        monkeypatch.setattr(kv_cache, name, 16)
    engine, fresh = load(str(gguf)), load(str(gguf))
    assert isinstance(engine, GgufEngine)
    stories = [STORY * count for count in (3, 1, 2, 6)]
    stores = []
    for story in stories:
        prompt = engine.ask(story, sentences=2, words=30)
        written = engine.generate([prompt], n=5, options=WAYS[1], seed=3)
        stores.append(engine._network._memory._stores[0])
        fresh.close()
        assert written == fresh.generate([prompt], n=5, options=WAYS[1], seed=3)
    assert stores[0] is stores[1] is stores[2]
    assert stores[3].size > stores[2].size


def test_memory_that_is_too_small_is_given_back_before_there_is_more(
    gguf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kv_cache, "SPARE", 16)
    engine = load(str(gguf))
    assert isinstance(engine, GgufEngine)
    engine.generate(asked(engine, 1), n=5, options=WAYS[1])
    small = weakref.ref(engine._network._memory._stores[0])
    size = engine._network._memory._stores[0].size
    held: list[bool] = []
    empty = np.empty

    def noted(shape: Any, *given: Any, **more: Any) -> Any:
        if isinstance(shape, int) and shape > size:
            held.append(small() is not None)
        return empty(shape, *given, **more)

    monkeypatch.setattr(kv_cache.np, "empty", noted)
    engine.generate([engine.ask(STORY * 6, sentences=2, words=30)], n=5, options=WAYS[1])
    assert held
    assert not any(held)


def test_cores_that_work_side_by_side_tell_one_at_a_time_and_are_both_stopped(
    gguf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime, "threads", lambda: 2)
    monkeypatch.setattr(scheduler, "buckets", partial(scheduler.buckets, room=100))  # so that each core has several
    engine = load(str(gguf))
    prompts = asked(engine, 9)
    whole = engine.generate(prompts, options=WAYS[0])
    heard: dict[int, str] = {}
    telling: list[int] = []

    def listen(which: int, candidate: int, words: str) -> None:
        telling.append(which)
        time.sleep(0.001)  # long enough for the other core to come by
        assert telling == [which]
        telling.clear()
        heard[which] = heard.get(which, "") + words

    assert engine.generate(prompts, options=WAYS[0], on_token=listen) == whole
    half = "\ufffd"  # of a character: waits for the rest
    assert {which: words.rstrip(half) for which, words in heard.items()} == {
        which: one.text.rstrip(half) for which, [one] in enumerate(whole)
    }
    times: list[int] = []
    most = 10**6

    def soon() -> bool:
        times.append(1)
        return len(times) > most

    engine.generate(prompts, options=WAYS[0], cancel=soon)
    most = len(times) * 3 // 4
    times.clear()
    stopped = engine.generate(prompts, options=WAYS[0], cancel=soon)
    assert {one.finish for [one] in stopped} > {Finish.CANCELLED}  # some had ended by then
    assert len(times) < most + 5  # neither core went on
    assert engine.generate(prompts, options=WAYS[0]) == whole


def test_cores_that_worked_side_by_side_keep_no_memory(gguf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "threads", lambda: 2)
    engine = load(str(gguf))
    assert isinstance(engine, GgufEngine)
    engine.generate(asked(engine, 1))
    engine.generate(asked(engine, 4))
    networks = [engine._network, *engine._apart]
    assert len(networks) == 3
    assert not any(one._memory.arrays or one._memory._stores for one in networks)


def test_what_is_too_large_to_be_one_of_several_is_decoded_after_them_by_all_cores(
    gguf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime, "threads", lambda: 2)
    engine = load(str(gguf))
    prompts = [*asked(engine, 4), engine.ask(STORY * 9, sentences=2, words=30)]
    whole = engine.generate(prompts, options=WAYS[0])
    most = max(engine.count(prompt) for prompt in prompts[:4]) + WAYS[0].max_tokens
    monkeypatch.setattr(scheduler, "ROOM", 2 * most)
    assert engine.count(prompts[4]) > most
    read: list[tuple[int, int]] = []
    reading = network.Network.read

    def noted(self: network.Network, some: list[list[int]], *given: object) -> object:
        read.append((self.cores, max(len(one) for one in some)))
        return reading(self, some, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(network.Network, "read", noted)
    assert engine.generate(prompts, options=WAYS[0]) == whole
    assert read[-1] == (2, engine.count(prompts[4]))
    assert {cores for cores, _ in read[:-1]} == {1}


def test_where_memory_is_short_most_of_the_cores_work_side_by_side(gguf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "threads", lambda: 3)
    engine = load(str(gguf))
    prompts = asked(engine, 6)
    whole = engine.generate(prompts, options=WAYS[0])
    most = max(engine.count(prompt) for prompt in prompts) + WAYS[0].max_tokens
    monkeypatch.setattr(scheduler, "ROOM", 2 * most)
    busy: set[network.Network] = set()
    reading = network.Network.read

    def noted(self: network.Network, *given: object) -> object:
        busy.add(self)
        return reading(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(network.Network, "read", noted)
    assert engine.generate([*prompts, *asked(engine, 9)[6:]], options=WAYS[0])[:6] == whole
    assert {one.cores for one in busy} == {1}
    assert len(busy) <= 2


def test_threads_that_ask_the_same_engine_get_what_they_would_get_alone(gguf: Path) -> None:
    engine = load(str(gguf))
    prompts = asked(engine, 6)
    alone = [engine.generate([prompt], options=WAYS[1], n=3, seed=3) for prompt in prompts]
    with ThreadPoolExecutor(4) as pool:
        for _ in range(3):
            assert list(pool.map(lambda one: engine.generate([one], options=WAYS[1], n=3, seed=3), prompts)) == alone
