"""Texts take the frequent tokens and those that their prompt speaks of, and are otherwise what they were."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from summarizer.models import errors, cache_folder
from summarizer.engines import Options, load
from summarizer.engines.llama import embedding_table, vocabulary
from summarizer.engines.llama.engine import GgufEngine
from summarizer.engines.interface import Engine

pytestmark = pytest.mark.usefixtures("form")

STORY = "The council voted on Tuesday to close two of its five libraries. About 40 staff will lose jobs. "
FEW = 290  # of the tiny model's 400 tokens: single characters, and some dozen pieces
WAYS = (
    Options(max_tokens=14),
    Options(max_tokens=14, temperature=2.0, stop=("e", "a")),
    Options(max_tokens=14, beams=3, no_repeat_ngram=2),
)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "COMMON", FEW)


def loaded(gguf: Path, **more: Any) -> GgufEngine:
    engine = load(str(gguf), **more)
    assert isinstance(engine, GgufEngine)
    return engine


def asked(engine: Engine, count: int) -> list[str]:
    """Each speaks of other tokens."""
    tales = [STORY, "Petition against plan drew signatures.", "Pounds a year.", "Officials said move would save 1.2."]
    return [engine.ask(f"{number} {tales[number % 4]}", sentences=2, words=30) for number in range(count)]


def taken(engine: GgufEngine, monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """Gathers the tokens of all texts that are made from now on."""
    found: set[int] = set()
    whole = engine._text

    def noted(tokens: Any) -> str:
        found.update(tokens)
        return whole(tokens)

    monkeypatch.setattr(engine, "_text", noted)
    return found


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("options", WAYS)
def test_a_text_takes_common_tokens_and_those_of_its_prompt_and_their_kin(
    gguf: Path, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = loaded(gguf)
    pieces = {token: piece.lstrip("\u0120").lower() for piece, token in engine._tokenizer.get_vocab().items()}
    rare = set[int]()
    for prompt in asked(engine, 4):
        tokens = taken(engine, monkeypatch)
        engine.generate([prompt], n=3 if options.temperature or options.beams > 1 else 1, options=options, seed=1)
        spoken = {pieces[token] for token in engine._ids(prompt)}
        assert tokens
        assert all(token < FEW or pieces[token] in spoken for token in tokens)
        rare |= {token for token in tokens if token >= FEW}
    assert rare or options.temperature == 0  # some texts took what only they may


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("options", WAYS)
@pytest.mark.parametrize("cores", [1, 2])
def test_prompts_with_words_of_their_own_get_together_what_each_gets_alone(
    gguf: Path, options: Options, cores: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("summarizer.engines.onnx.runtime.threads", lambda: cores)
    engine = loaded(gguf)
    prompts = asked(engine, 6)
    assert len({tuple(engine._words(engine._ids(prompt)).own) for prompt in prompts}) >= 4
    together = engine.generate(prompts, n=2, options=options, seed=3)
    assert together == [engine.generate([prompt], n=2, options=options, seed=3)[0] for prompt in prompts]


def test_what_may_be_taken_is_scored_as_ever_to_the_last_bit(gguf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def scored(engine: GgufEngine) -> tuple[Any, list[int]]:
        ids = engine._ids(asked(engine, 1)[0])
        words = engine._words(ids)
        [scores] = engine._network.read([ids], [words], [1], lambda: False)
        return scores[0], words.tokens(range(scores.shape[1]))

    whole, every = scored(loaded(gguf))
    assert every == list(range(len(whole)))
    monkeypatch.setattr(vocabulary, "COMMON", FEW)
    monkeypatch.setenv("COPYDESK_CACHE", str(cache_folder.cache_dir() / "other"))
    some, tokens = scored(loaded(gguf))
    assert FEW < len(tokens) < len(every)
    assert len(set(tokens)) == len(tokens)
    assert (some == whole[tokens]).all()


@pytest.mark.usefixtures("few")
def test_what_ends_a_text_may_always_be_taken_and_float32_takes_everything(gguf: Path) -> None:
    engine = loaded(gguf)
    words = engine._words(engine._ids("a"))
    assert engine._codes.ends
    assert len(words.places(engine._codes.ends)) == len(engine._codes.ends)
    prompt = engine._ids(STORY)
    assert engine._words(prompt).tokens(engine._words(prompt).places(prompt)) == prompt
    left_out = max(set(range(400)) - set(words.tokens(range(FEW + len(words.own)))))
    assert words.places([left_out, 5]) == [5]
    exact = loaded(gguf, exact=True)
    assert exact._words([5]).places([left_out, 5]) == [left_out, 5]


@pytest.fixture
def adapter(chat: Path, tmp_path: Path) -> Path:
    """One that changes nothing, with room for a list beside it."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    torch.manual_seed(1)
    shape = LoraConfig(r=2, lora_alpha=4, target_modules="all-linear", task_type="CAUSAL_LM")
    get_peft_model(AutoModelForCausalLM.from_pretrained(chat), shape).save_pretrained(str(tmp_path / "adapter"))
    return tmp_path / "adapter"


@pytest.mark.usefixtures("few")
def test_what_an_adapters_references_are_written_in_may_be_taken_by_every_text(gguf: Path, adapter: Path) -> None:
    prompt = [5]
    bare = loaded(gguf, adapter=adapter)._words(prompt).tokens(range(FEW))
    assert 377 not in bare
    (adapter / vocabulary.LEARNED).write_text(json.dumps({"tokens": [377, 391]}))
    words = loaded(gguf, adapter=adapter)._words(prompt)  # prepared anew
    assert {377, 391} <= set(words.tokens(range(FEW + 2)))


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("list_", "says"),
    [
        ("{", "cannot be read"),
        ('{"tokens": "many"}', "cannot be read"),
        ('{"words": []}', "cannot be read"),
        ('{"tokens": [400]}', "does not have"),
        ('{"tokens": [-1]}', "does not have"),
    ],
)
def test_a_list_that_does_not_fit_is_refused(gguf: Path, adapter: Path, list_: str, says: str) -> None:
    (adapter / vocabulary.LEARNED).write_text(list_)
    with pytest.raises(errors.CorruptModel, match=says):
        load(str(gguf), adapter=adapter)


@pytest.mark.parametrize("scales", [True, False])
def test_rows_are_read_in_any_order_and_as_often_as_they_are_asked_for(tmp_path: Path, scales: bool) -> None:
    dice = np.random.default_rng(1)
    matrix = dice.integers(-100, 100, (50, 7)).astype(np.int8 if scales else np.float32)
    factors = dice.random(50, np.float32) if scales else None
    embedding_table.write(tmp_path, "some", matrix, factors)
    read = embedding_table.Rows(tmp_path, "some", 7)
    at = np.array([[49, 0, 3], [3, 3, 17]])
    expected = matrix[at].astype(np.float32) * (1 if factors is None else factors[at][..., None])
    assert (read.floats(at) == expected).all()
    shutil.rmtree(tmp_path)  # by somebody else
    assert (read.floats(at) == expected).all()
