"""What all engines have in common, and transformers' own generation as the reference of those that it decodes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from summarizer.engines import Finish, Generation, Options

from .conftest import load

ARTICLE = "The council voted on Tuesday to close two of its five libraries. About 40 staff will lose jobs."
SHORT = "Officials said the move would save 1.2 million pounds."


def reference(folder: Path, prompt: str, **settings: Any) -> str:
    """Returns what transformers' own `generate` writes."""
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSeq2SeqLM, AutoTokenizer

    is_encoder_decoder = AutoConfig.from_pretrained(folder).is_encoder_decoder
    model = (AutoModelForSeq2SeqLM if is_encoder_decoder else AutoModelForCausalLM).from_pretrained(
        folder, dtype=torch.float32
    )
    tokenizer = AutoTokenizer.from_pretrained(folder)
    if hasattr(tokenizer, "src_lang"):
        tokenizer.src_lang = "en_XX"
    inputs = tokenizer(prompt, return_tensors="pt", add_special_tokens=is_encoder_decoder)
    inputs.pop("token_type_ids", None)
    if model.config.model_type == "led":  # the first token attends to all and all attend to it
        inputs["global_attention_mask"] = torch.zeros_like(inputs["input_ids"])
        inputs["global_attention_mask"][:, 0] = 1
    settings = {"num_beams": 1, "no_repeat_ngram_size": 0, "max_length": None, **settings}
    output = model.eval().generate(**inputs, do_sample=False, **settings)[0]
    if not is_encoder_decoder:
        output = output[inputs["input_ids"].shape[1] :]
    return tokenizer.decode(output, skip_special_tokens=True)


def texts_of(generations: Sequence[Sequence[Generation]]) -> list[list[str]]:
    return [[generation.text for generation in candidates] for candidates in generations]


@pytest.mark.parametrize("family", ["t5", "mbart", "bart", "led", "pegasus", "chat"])
@pytest.mark.parametrize("beams", [1, 3])
def test_a_folders_model_is_decoded_as_by_transformers(family: str, beams: int, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(family)
    engine = load(str(folder))
    prompts = [engine.summary_prompt(text, sentences=2, words=30) for text in (ARTICLE, SHORT)]
    texts = engine.generate(prompts, options=Options(max_tokens=16, beams=beams))
    expected = [reference(folder, prompt, max_new_tokens=16, num_beams=beams) for prompt in prompts]
    assert [candidates[0].text for candidates in texts] == expected
    assert any(expected)


def test_the_defaults_are_the_models_own_generation_settings(bart: Path, t5: Path) -> None:
    assert load(str(bart)).defaults.beams == 2
    assert load(str(bart)).defaults.no_repeat_ngram == 3
    assert load(str(t5)).defaults.beams == 1


def test_a_gpu_is_used_where_there_is_one_in_bfloat16(bart: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    devices: list[object] = []
    move = torch.nn.Module.to

    def stay_on_cpu(self: torch.nn.Module, *device: object, **settings: Any) -> torch.nn.Module:
        devices.extend(device)
        return move(self, "cpu", **settings)

    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.nn.Module, "to", stay_on_cpu)  # without a GPU, all but the move itself is the real thing
    engine = load(str(bart))
    assert devices == ["cuda"]
    assert next(engine._model.parameters()).dtype is torch.bfloat16
    prompt = engine.summary_prompt(ARTICLE, sentences=2, words=30)
    [[text]] = engine.generate([prompt], options=Options(max_tokens=8))
    assert text.tokens > 0


def test_each_family_has_its_own_prompt(bart: Path, t5: Path, chat: Path) -> None:
    assert load(str(bart)).summary_prompt(ARTICLE, sentences=2, words=30) == ARTICLE
    assert load(str(t5)).summary_prompt(ARTICLE, sentences=2, words=30) == f"summarize: {ARTICLE}"
    prompt = load(str(chat)).summary_prompt(ARTICLE, sentences=2, words=30)
    assert prompt.startswith("<|im_start|>user\n")
    assert "at most 2 sentences and 30 words" in prompt
    assert prompt.endswith("<|im_start|>assistant\n")


@pytest.mark.parametrize("model", ["bart", "led", "pegasus", "chat", "gguf"])
def test_neighbours_in_a_batch_change_nothing(model: str, request: pytest.FixtureRequest) -> None:
    engine = load(str(request.getfixturevalue(model)))
    prompts = [engine.summary_prompt(text, sentences=2, words=30) for text in (ARTICLE, SHORT, ARTICLE[:40])]
    for options in (Options(max_tokens=12), Options(max_tokens=12, temperature=0.8), Options(max_tokens=12, beams=2)):
        batched = engine.generate(prompts, n=2, options=options, seed=5)
        alone = [engine.generate([prompt], n=2, options=options, seed=5)[0] for prompt in prompts]
        assert texts_of(batched) == texts_of(alone)


@pytest.mark.parametrize("model", ["t5", "gguf"])
def test_the_seed_decides_the_text(model: str, request: pytest.FixtureRequest) -> None:
    engine = load(str(request.getfixturevalue(model)))
    prompt = engine.summary_prompt(ARTICLE, sentences=2, words=30)
    sampling = Options(max_tokens=12, temperature=1.0)

    def texts(seed: int) -> list[str]:
        return texts_of(engine.generate([prompt], n=3, options=sampling, seed=seed))[0]

    assert texts(1) == texts(1)
    assert texts(1) != texts(2)
    assert len(set(texts(1))) == 3


@pytest.mark.parametrize("model", ["bart", "gguf"])
def test_the_same_prompt_again_gives_the_same_text(model: str, request: pytest.FixtureRequest) -> None:
    engine = load(str(request.getfixturevalue(model)))
    prompt = engine.summary_prompt(ARTICLE, sentences=2, words=30)
    first = engine.generate([prompt], options=Options(max_tokens=20))
    engine.generate([prompt], n=3, options=Options(max_tokens=20, temperature=1.0))
    assert engine.generate([prompt], options=Options(max_tokens=20)) == first


@pytest.mark.parametrize("model", ["bart", "chat", "gguf"])
def test_a_cancelled_run_returns_what_it_has(model: str, request: pytest.FixtureRequest) -> None:
    engine = load(str(request.getfixturevalue(model)))
    prompt = engine.summary_prompt(ARTICLE, sentences=2, words=30)
    streamed: list[str] = []
    [[cancelled]] = engine.generate(
        [prompt],
        options=Options(max_tokens=30, min_tokens=30),
        cancel=lambda: len(streamed) >= 4,
        on_token=lambda prompt_index, candidate, text: streamed.append(text),
    )
    assert cancelled.finish is Finish.CANCELLED
    assert 4 <= cancelled.tokens < 30
    assert cancelled.text.startswith("".join(streamed))
    [[late]] = engine.generate([prompt], options=Options(max_tokens=30, min_tokens=30), timeout=0)
    assert late.finish is Finish.TIMEOUT


@pytest.mark.parametrize("model", ["bart", "chat", "gguf"])
def test_streamed_parts_add_up_to_the_text(model: str, request: pytest.FixtureRequest) -> None:
    engine = load(str(request.getfixturevalue(model)))
    streamed: dict[tuple[int, int], str] = {}

    def listen(prompt_index: int, candidate: int, text: str) -> None:
        streamed[prompt_index, candidate] = streamed.get((prompt_index, candidate), "") + text

    prompts = [engine.summary_prompt(text, sentences=2, words=30) for text in (ARTICLE, SHORT)]
    options = Options(max_tokens=20, temperature=0.9)
    generations = engine.generate(prompts, n=2, options=options, seed=1, on_token=listen)
    for prompt_index, texts in enumerate(texts_of(generations)):
        for candidate, text in enumerate(texts):
            assert text.rstrip("\ufffd").startswith(streamed[prompt_index, candidate])


def test_a_prompt_that_does_not_fit_the_context_is_refused_not_cut(bart: Path, gguf: Path) -> None:
    from summarizer.models.errors import EngineFailed

    for path in (bart, gguf):
        engine = load(str(path))
        long = engine.summary_prompt(ARTICLE * 60, sentences=2, words=30)
        with pytest.raises(EngineFailed, match="split it first"):
            engine.generate([long])
        assert 0 < engine.max_article_tokens(Options(max_tokens=20)) < engine.context_length


@pytest.mark.parametrize("model", ["bart", "chat", "gguf"])
def test_several_searches_of_one_prompt_give_what_each_gives_alone(model: str, request: pytest.FixtureRequest) -> None:
    engine = load(str(request.getfixturevalue(model)))
    prompt, other = (engine.summary_prompt(text, sentences=2, words=30) for text in (ARTICLE, SHORT))
    beams, sampling, greedy = (
        Options(max_tokens=10, beams=3),
        Options(max_tokens=14, temperature=0.9),
        Options(max_tokens=8),
    )
    batched = engine.generate([prompt, other, prompt], n=[2, 1, 3], options=[beams, greedy, sampling], seed=2)
    alone = [
        engine.generate([prompt], n=2, options=beams, seed=2)[0],
        engine.generate([other], n=1, options=greedy, seed=2)[0],
        engine.generate([prompt], n=3, options=sampling, seed=2)[0],
    ]
    assert texts_of(batched) == texts_of(alone)
    with pytest.raises(ValueError, match="2 values for 1 prompts"):
        engine.generate([prompt], options=[greedy, sampling])


@pytest.mark.parametrize("model", ["bart", "chat", "gguf"])
def test_what_the_prompt_has_may_be_quoted_and_the_text_itself_does_not_repeat(
    model: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = load(str(request.getfixturevalue(model)))
    written: list[list[int]] = []
    decode = engine._decode
    monkeypatch.setattr(engine, "_decode", lambda tokens: [written.append(list(tokens)), decode(tokens)][1])
    prompt = engine.summary_prompt(ARTICLE * 3, sentences=2, words=30)
    [[text]] = engine.generate([prompt], options=Options(max_tokens=30, min_tokens=30, no_repeat_ngram=1))
    assert text.tokens == len(written[-1]) == len(set(written[-1])) == 30
    assert set(written[-1]) & set(engine._encode(prompt))


@pytest.mark.parametrize("setting", ["", "onnx"])
def test_a_warm_start_imports_neither_torch_nor_conversion_nor_the_other_backend(
    gguf: Path, setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import subprocess
    import sys

    from summarizer.engines.native import processor

    monkeypatch.setenv(processor.ENGINE_VARIABLE, setting)
    heavy = {"torch", "transformers", "onnx", "gguf", "huggingface_hub", "onnxruntime", "llvmlite"}
    program = (
        "import sys\nfrom pathlib import Path\nfrom summarizer.engines import Options\n"
        "from summarizer.engines.embedded.engine import EmbeddedEngine\n"
        f"engine = EmbeddedEngine(Path({str(gguf)!r}), name='tiny')\n"
        "engine.generate(['The council voted'], options=Options(max_tokens=2))\n"
        f"print(*sorted(name for name in {heavy!r} if sys.modules.get(name)))"
    )
    for _ in range(2):  # the first prepares the model, the second is a warm start
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == ("llvmlite" if processor.is_supported() else "onnxruntime")
