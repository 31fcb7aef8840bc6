"""The output shortlist: texts contain frequent tokens and those of their prompt, and are otherwise unchanged."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from summarizer.engines import Options
from summarizer.engines.embedded import vocabulary
from summarizer.engines.embedded.engine import EmbeddedEngine
from summarizer.engines.interface import Engine
from summarizer.models import cache_folder, errors

from ..conftest import load

pytestmark = pytest.mark.usefixtures("backend_name")

STORY = "The council voted on Tuesday to close two of its five libraries. About 40 staff will lose jobs. "
VOCABULARY_SIZE = 400  # of the tiny model
FREQUENT = 290  # of its tokens: single characters, and some dozen pieces
OPTIONS = (
    Options(max_tokens=14),
    Options(max_tokens=14, temperature=2.0, no_repeat_ngram=2),
)


@pytest.fixture
def small_shortlist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "FREQUENT_TOKENS", FREQUENT)


def load_gguf(gguf: Path, **arguments: Any) -> EmbeddedEngine:
    engine = load(str(gguf), **arguments)
    assert isinstance(engine, EmbeddedEngine)
    return engine


def summary_prompts(engine: Engine, count: int) -> list[str]:
    """Prompts with different tokens."""
    stories = [STORY, "Petition against plan drew signatures.", "Pounds a year.", "Officials said move would save 1.2."]
    return [engine.summary_prompt(f"{number} {stories[number % 4]}", sentences=2, words=30) for number in range(count)]


def record_tokens(engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """Returns a set to which the tokens of all texts that are generated from now on are added."""
    generated: set[int] = set()
    decode = engine._decode

    def record(tokens: Sequence[int]) -> str:
        generated.update(tokens)
        return decode(tokens)

    monkeypatch.setattr(engine, "_decode", record)
    return generated


@pytest.mark.usefixtures("small_shortlist")
@pytest.mark.parametrize("options", OPTIONS)
def test_a_text_contains_frequent_tokens_and_those_of_its_prompt_and_their_variants(
    gguf: Path, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = load_gguf(gguf)
    pieces = {token: piece.lstrip("\u0120").lower() for piece, token in engine._tokenizer.get_vocab().items()}
    uncommon = set[int]()
    for prompt in summary_prompts(engine, 4):
        tokens = record_tokens(engine, monkeypatch)
        engine.generate([prompt], n=3, options=options, seed=1)
        prompt_pieces = {pieces[token] for token in engine._encode(prompt)}
        assert tokens
        assert all(token < FREQUENT or pieces[token] in prompt_pieces for token in tokens)
        uncommon |= {token for token in tokens if token >= FREQUENT}
    assert uncommon or options.temperature == 0  # some texts contain tokens that only they may contain


@pytest.mark.usefixtures("small_shortlist")
@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("cores", [1, 2])
def test_prompts_with_different_shortlists_get_in_a_batch_what_each_gets_alone(
    gguf: Path, options: Options, cores: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("summarizer.engines.cpu_cores.physical_cores", lambda: cores)
    engine = load_gguf(gguf)
    prompts = summary_prompts(engine, 6)
    assert (
        len({tuple(engine._shortlist.allowed_tokens(engine._encode(prompt)).prompt_specific) for prompt in prompts})
        >= 4
    )
    batched = engine.generate(prompts, n=2, options=options, seed=3)
    assert batched == [engine.generate([prompt], n=2, options=options, seed=3)[0] for prompt in prompts]


def test_logits_of_the_shortlist_are_those_of_the_whole_vocabulary_to_the_last_bit(
    gguf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def prompt_logits(engine: EmbeddedEngine) -> tuple[Any, list[int]]:
        """Returns logits, and the token of each."""
        token_ids = engine._encode(summary_prompts(engine, 1)[0])
        allowed = engine._shortlist.allowed_tokens(token_ids)
        [logits] = engine._model.prefill([token_ids], [allowed], 1, lambda: False)
        return logits, allowed.token_ids(range(len(logits)))

    whole_logits, whole_vocabulary = prompt_logits(load_gguf(gguf))
    assert whole_vocabulary == list(range(len(whole_logits)))
    monkeypatch.setattr(vocabulary, "FREQUENT_TOKENS", FREQUENT)
    monkeypatch.setenv("COPYDESK_CACHE", str(cache_folder.cache_dir() / "other"))
    logits, tokens = prompt_logits(load_gguf(gguf))
    assert FREQUENT < len(tokens) < len(whole_vocabulary)
    assert len(set(tokens)) == len(tokens)
    assert (logits == whole_logits[tokens]).all()


@pytest.mark.usefixtures("small_shortlist")
def test_end_tokens_are_always_allowed(gguf: Path) -> None:
    engine = load_gguf(gguf)
    allowed = engine._shortlist.allowed_tokens(engine._encode("a"))
    end_tokens = engine._end_tokens
    assert end_tokens
    assert len(allowed.indices(end_tokens)) == len(end_tokens)
    prompt = engine._encode(STORY)
    assert (
        engine._shortlist.allowed_tokens(prompt).token_ids(engine._shortlist.allowed_tokens(prompt).indices(prompt))
        == prompt
    )
    shortlist = allowed.token_ids(range(FREQUENT + len(allowed.prompt_specific)))
    left_out = max(set(range(VOCABULARY_SIZE)) - set(shortlist))
    assert allowed.indices([left_out, 5]) == [5]


@pytest.fixture
def adapter(chat: Path, tmp_path: Path) -> Path:
    """An adapter that changes nothing, to which a list of reference tokens can be added."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    torch.manual_seed(1)
    config = LoraConfig(r=2, lora_alpha=4, target_modules="all-linear", task_type="CAUSAL_LM")
    get_peft_model(AutoModelForCausalLM.from_pretrained(chat), config).save_pretrained(str(tmp_path / "adapter"))
    return tmp_path / "adapter"


@pytest.mark.usefixtures("small_shortlist")
def test_tokens_of_an_adapters_references_are_allowed_in_every_text(gguf: Path, adapter: Path) -> None:
    prompt = [5]
    without_list = load_gguf(gguf, adapter=adapter)._shortlist.allowed_tokens(prompt).token_ids(range(FREQUENT))
    assert 377 not in without_list
    (adapter / vocabulary.REFERENCE_TOKENS_FILE).write_text(json.dumps({"tokens": [377, 391]}))
    allowed = load_gguf(gguf, adapter=adapter)._shortlist.allowed_tokens(prompt)  # prepared again
    assert {377, 391} <= set(allowed.token_ids(range(FREQUENT + 2)))


@pytest.mark.usefixtures("small_shortlist")
@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "cannot be read"),
        ('{"tokens": "many"}', "cannot be read"),
        ('{"words": []}', "cannot be read"),
        ('{"tokens": [400]}', "does not have"),
        ('{"tokens": [-1]}', "does not have"),
    ],
)
def test_a_list_of_reference_tokens_that_does_not_fit_is_refused(
    gguf: Path, adapter: Path, content: str, message: str
) -> None:
    (adapter / vocabulary.REFERENCE_TOKENS_FILE).write_text(content)
    with pytest.raises(errors.CorruptModel, match=message):
        load(str(gguf), adapter=adapter)


def test_embeddings_are_read_in_any_order_and_after_another_process_removed_the_file(gguf: Path, cache: Path) -> None:
    shortlist = load_gguf(gguf)._shortlist
    expected = shortlist.embed(np.arange(VOCABULARY_SIZE))
    shutil.rmtree(cache)
    indices = np.array([[49, 0, 3], [3, 3, 17]])
    assert (shortlist.embed(indices) == expected[indices]).all()
