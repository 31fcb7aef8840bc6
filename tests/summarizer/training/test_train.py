"""The training loop on a tiny model: it learns, resumes after an interruption and exports its adapter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarizer.training.train import Recipe, TokenizedExample, learning_rate, length_bucketed_batches

SIZE, STEPS = 4, 6


def test_batches_have_every_example_once_and_similar_lengths_together() -> None:
    examples = [TokenizedExample(tuple(range(length)), 1) for length in range(2, 150)]
    batches = length_bucketed_batches(examples, SIZE, seed=0)
    assert sorted(len(example.ids) for batch in batches for example in batch) == list(range(2, 150))
    assert max(len(batch[-1].ids) - len(batch[0].ids) for batch in batches) < SIZE


def test_the_rate_warms_up_and_ends_low() -> None:
    recipe = Recipe(peak_learning_rate=1.0, warmup_steps=10)
    assert learning_rate(0.0, 0, recipe) == pytest.approx(0.1)
    assert learning_rate(0.05, 20, recipe) > 0.9
    assert learning_rate(1.0, 200, recipe) == pytest.approx(0.03)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny causal model and a word tokenizer with a chat template."""
    pytest.importorskip("peft")
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("base")
    words = [
        "<unk>",
        "<end>",
        *[
            "barge",
            "sank",
            "near",
            "Torley",
            "Monday",
            "port",
            "said",
            "nobody",
            "hurt",
            "a",
            "the",
            ".",
            ",",
            "Summarise",
            "in",
        ],
    ]
    word_tokenizer = Tokenizer(models.WordLevel({word: token for token, word in enumerate(words)}, unk_token="<unk>"))
    word_tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=word_tokenizer, unk_token="<unk>", eos_token="<end>", pad_token="<end>"
    )
    tokenizer.chat_template = "{% for message in messages %}{{ message['content'] + ' ' }}{% endfor %}"
    tokenizer.save_pretrained(str(folder))
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(words),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        max_position_embeddings=128,
        initializer_range=0.3,
    )
    LlamaForCausalLM(config).save_pretrained(str(folder))
    return folder


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pairs") / "pairs.jsonl"
    line = {"article": "A barge sank near Torley on Monday, the port said.", "summary": "barge sank near Torley ."}
    path.write_text("".join(json.dumps(line | {"id": str(n)}) + "\n" for n in range(SIZE * STEPS)), "utf-8")
    return path


def test_training_lowers_the_loss_and_a_finished_run_does_nothing_when_started_again(
    base: Path, pairs: Path, tmp_path: Path
) -> None:
    from summarizer.training.train import train

    recipe = Recipe(epochs=10, lora_rank=4, lora_alpha=8, peak_learning_rate=2e-2, warmup_steps=2, batch_size=SIZE)
    checkpoint = train(pairs, base, tmp_path / "run", recipe)
    log = [json.loads(line) for line in (tmp_path / "run" / "log.jsonl").read_text("utf-8").splitlines()]
    assert log[-1]["step"] == log[-1]["of"] == 10 * STEPS
    assert log[-1]["loss"] < 0.7 * log[0]["loss"]
    before = (checkpoint / "adapter_model.safetensors").read_bytes()
    train(pairs, base, tmp_path / "run", recipe)
    assert (checkpoint / "adapter_model.safetensors").read_bytes() == before


def test_an_interrupted_run_resumes_and_ends_like_an_uninterrupted_one(
    base: Path, pairs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch
    from safetensors.torch import load_file

    from summarizer.training import train as module

    recipe = Recipe(epochs=2, lora_rank=4, lora_alpha=8, peak_learning_rate=1e-2, warmup_steps=2, batch_size=SIZE)
    whole = module.train(pairs, base, tmp_path / "whole", recipe)
    summary_loss, calls = module.summary_loss, []

    def failing(*args: object) -> object:
        calls.append(1)
        if len(calls) == STEPS:
            raise KeyboardInterrupt
        return summary_loss(*args)

    monkeypatch.setattr(module, "summary_loss", failing)
    with pytest.raises(KeyboardInterrupt):
        module.train(pairs, base, tmp_path / "broken", recipe, save_every=0)
    monkeypatch.setattr(module, "summary_loss", summary_loss)
    resumed = module.train(pairs, base, tmp_path / "broken", recipe)
    assert json.loads((resumed / "state.json").read_text("utf-8"))["step"] == 2 * STEPS
    resumed_weights, whole_weights = (
        load_file(str(folder / "adapter_model.safetensors")) for folder in (resumed, whole)
    )
    assert resumed_weights.keys() == whole_weights.keys()
    assert all(torch.allclose(resumed_weights[name], whole_weights[name], atol=1e-5) for name in whole_weights)


def test_the_exported_adapter_is_half_the_size_and_names_no_path(base: Path, pairs: Path, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file

    from summarizer.training.export import export
    from summarizer.training.train import train

    checkpoint = train(pairs, base, tmp_path / "run", Recipe(epochs=1, lora_rank=4, lora_alpha=8, batch_size=SIZE))
    size = export(checkpoint, tmp_path / "adapter", base="ours/tiny")
    tensors = load_file(str(tmp_path / "adapter" / "adapter_model.safetensors"))
    assert {tensor.dtype for tensor in tensors.values()} == {torch.bfloat16}
    assert size < (checkpoint / "adapter_model.safetensors").stat().st_size
    config = (tmp_path / "adapter" / "adapter_config.json").read_text("utf-8")
    assert json.loads(config)["base_model_name_or_path"] == "ours/tiny"
    assert str(tmp_path) not in config
    assert str(base) not in config


def test_the_tokens_of_two_references_are_exported_with_the_adapter(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from transformers import AutoTokenizer

    from summarizer.engines.embedded.vocabulary import REFERENCE_TOKENS_FILE
    from summarizer.training import train as module
    from summarizer.training.export import export

    tokenizer = AutoTokenizer.from_pretrained(base)
    article = "A barge sank near Torley on Monday, the port said."
    lines = ["barge sank near Torley .", "barge sank sank .", "Torley said ."]
    path = tmp_path / "pairs.jsonl"
    path.write_text("".join(json.dumps({"article": article, "summary": line}) + "\n" for line in lines), "utf-8")
    twice = {int(tokenizer.convert_tokens_to_ids(word)) for word in ("barge", "sank", "Torley", ".")}
    first = min(twice)
    monkeypatch.setattr(module, "FREQUENT_TOKENS", first + 1)  # tokens below it need no listing
    checkpoint = module.train(
        path, base, tmp_path / "run", Recipe(epochs=1, lora_rank=4, lora_alpha=8, batch_size=SIZE)
    )
    export(checkpoint, tmp_path / "adapter", base="ours/tiny")
    written = json.loads((tmp_path / "adapter" / REFERENCE_TOKENS_FILE).read_text("utf-8"))["tokens"]
    assert written == sorted(twice - {first})
