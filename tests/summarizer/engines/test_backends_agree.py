"""Engines decode alike: with each other and with transformers' own generation, at float32."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from summarizer.engines import Finish, Options, load

from .conftest import as_gguf, causal

ARTICLE = "The council voted on Tuesday to close two of its five libraries. About 40 staff will lose jobs."
SHORT = "Officials said the move would save 1.2 million pounds."


def reference(folder: Path, prompt: str, **settings: Any) -> str:
    """What transformers' own generate writes."""
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSeq2SeqLM, AutoTokenizer

    paired = AutoConfig.from_pretrained(folder).is_encoder_decoder
    model = (AutoModelForSeq2SeqLM if paired else AutoModelForCausalLM).from_pretrained(folder, dtype=torch.float32)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    if hasattr(tokenizer, "src_lang"):
        tokenizer.src_lang = "en_XX"
    inputs = tokenizer(prompt, return_tensors="pt", add_special_tokens=paired)
    inputs.pop("token_type_ids", None)
    if model.config.model_type == "led":  # as its makers say: the first token sees and is seen by all
        inputs["global_attention_mask"] = torch.zeros_like(inputs["input_ids"])
        inputs["global_attention_mask"][:, 0] = 1
    settings = {"num_beams": 1, "no_repeat_ngram_size": 0, "max_length": None, **settings}
    out = model.eval().generate(**inputs, do_sample=False, **settings)[0]
    return tokenizer.decode(out if paired else out[inputs["input_ids"].shape[1] :], skip_special_tokens=True)


@pytest.mark.parametrize("family", ["t5", "mbart", "bart", "led", "pegasus", "chat"])
@pytest.mark.parametrize("beams", [1, 3])
def test_a_folder_is_decoded_as_transformers_itself_does(
    family: str, beams: int, request: pytest.FixtureRequest
) -> None:
    folder = request.getfixturevalue(family)
    engine = load(str(folder), exact=True)
    prompts = [engine.ask(text, sentences=2, words=30) for text in (ARTICLE, SHORT)]
    written = engine.generate(prompts, options=Options(max_tokens=16, beams=beams))
    expected = [reference(folder, prompt, max_new_tokens=16, num_beams=beams) for prompt in prompts]
    assert [one[0].text for one in written] == expected
    assert any(expected)


@pytest.mark.parametrize("beams", [1, 3])
def test_onnx_runtime_and_torch_write_the_same_from_the_same_weights(chat: Path, gguf: Path, beams: int) -> None:
    torch_engine, gguf_engine = load(str(chat), exact=True), load(str(gguf), exact=True)
    for text in (ARTICLE, SHORT):
        prompt = torch_engine.ask(text, sentences=2, words=30)
        assert engine.ask(text, sentences=2, words=30) == prompt
        options = Options(max_tokens=24, beams=beams)
        [theirs], [ours] = (
            torch_engine.generate([prompt], options=options),
            engine.generate([prompt], options=options),
        )
        assert [one.text for one in ours] == [one.text for one in theirs]
        assert ours[0].score == pytest.approx(theirs[0].score, abs=0.02)


@pytest.mark.parametrize(("kind", "more"), [("Qwen2", {}), ("Qwen3", {"head_dim": 32, "tie_word_embeddings": False})])
def test_other_families_of_gguf_files_are_read_alike(kind: str, more: dict[str, Any], tmp_path: Path) -> None:
    """Qwen 2 adds biases, Qwen 3 norms its heads, which need not add up to the model's width."""
    import torch
    from transformers import AutoModelForCausalLM

    folder = causal(tmp_path, kind, **more)
    model = AutoModelForCausalLM.from_pretrained(folder)
    for name, weights in model.named_parameters():
        if weights.dim() == 1:  # biases are all 0 and gains all 1 in a new model
            torch.nn.init.normal_(weights, mean=float("norm" in name), std=0.3)
    model.save_pretrained(folder)
    engine = load(str(as_gguf(folder, tmp_path / "tiny.gguf")), exact=True)
    prompt = engine.ask(ARTICLE, sentences=2, words=30)
    [[one]] = engine.generate([prompt], options=Options(max_tokens=24))
    assert type(engine).__name__ == "GgufEngine"
    assert one.text == reference(folder, prompt, max_new_tokens=24)


def test_a_gguf_file_that_asks_for_more_goes_to_the_other_engine(chat: Path, tmp_path: Path) -> None:
    path = as_gguf(chat, tmp_path / "tiny.gguf", rope__scaling__type="yarn")
    assert type(load(str(path))).__name__ == "TransformersEngine"


def test_a_models_own_settings_are_its_defaults(bart: Path, t5: Path) -> None:
    assert load(str(bart)).defaults.beams == 2
    assert load(str(bart)).defaults.no_repeat_ngram == 3
    assert load(str(t5)).defaults.beams == 1


def test_a_graphics_card_is_used_where_there_is_one_at_half_precision_unless_exact(
    bart: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    moved: list[object] = []
    to = torch.nn.Module.to

    def stay(self: torch.nn.Module, *where: object, **more: Any) -> torch.nn.Module:
        moved.extend(where)
        return to(self, "cpu", **more)

    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.nn.Module, "to", stay)  # there is no card here: all but the move itself is the real thing
    for exact, kind in ((False, torch.bfloat16), (True, torch.float32)):
        moved.clear()
        engine = load(str(bart), exact=exact)
        assert moved == ["cuda"]
        assert next(engine._network._model.parameters()).dtype is kind  # type: ignore[attr-defined]
        [[one]] = engine.generate([engine.ask(ARTICLE, sentences=2, words=30)], options=Options(max_tokens=8))
        assert one.tokens > 0


def test_each_family_is_asked_in_its_own_way(bart: Path, t5: Path, chat: Path) -> None:
    assert load(str(bart)).ask(ARTICLE, sentences=2, words=30) == ARTICLE
    assert load(str(t5)).ask(ARTICLE, sentences=2, words=30) == f"summarize: {ARTICLE}"
    asked = load(str(chat)).ask(ARTICLE, sentences=2, words=30)
    assert asked.startswith("<|im_start|>user\n")
    assert "at most 2 sentences and 30 words" in asked
    assert asked.endswith("<|im_start|>assistant\n")


@pytest.mark.parametrize("kind", ["bart", "led", "pegasus", "chat", "gguf"])
def test_neighbours_in_a_batch_change_nothing(kind: str, request: pytest.FixtureRequest) -> None:
    engine = load(str(request.getfixturevalue(kind)), exact=True)
    prompts = [engine.ask(text, sentences=2, words=30) for text in (ARTICLE, SHORT, ARTICLE[:40])]
    for options in (Options(max_tokens=12), Options(max_tokens=12, temperature=0.8), Options(max_tokens=12, beams=2)):
        together = engine.generate(prompts, n=2, options=options, seed=5)
        alone = [engine.generate([prompt], n=2, options=options, seed=5)[0] for prompt in prompts]
        assert [[one.text for one in some] for some in together] == [[one.text for one in some] for some in alone]


def test_a_long_prompt_that_is_read_in_pieces_is_read_alike(gguf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from summarizer.engines.onnx import backend

    engine = load(str(gguf), exact=True)
    prompts = [engine.ask(ARTICLE * count, sentences=2, words=30) for count in (1, 3)]
    whole = engine.generate(prompts, options=Options(max_tokens=16))
    monkeypatch.setattr(backend, "PIECE", 64)
    monkeypatch.setattr(backend, "PIECES", 64)
    pieces = load(str(gguf), exact=True).generate(prompts, options=Options(max_tokens=16))
    assert engine.count(prompts[1]) > 64
    assert [one.text for [one] in pieces] == [one.text for [one] in whole]


@pytest.mark.parametrize("kind", ["t5", "gguf"])
def test_the_seed_decides_the_text(kind: str, request: pytest.FixtureRequest) -> None:
    engine = load(str(request.getfixturevalue(kind)), exact=True)
    prompt = engine.ask(ARTICLE, sentences=2, words=30)
    free = Options(max_tokens=12, temperature=1.0)

    def texts(seed: int) -> list[str]:
        return [one.text for one in engine.generate([prompt], n=3, options=free, seed=seed)[0]]

    assert texts(1) == texts(1)
    assert texts(1) != texts(2)
    assert len(set(texts(1))) == 3


@pytest.mark.parametrize("kind", ["bart", "gguf"])
def test_asking_again_about_the_same_article_gives_the_same_text(kind: str, request: pytest.FixtureRequest) -> None:
    engine = load(str(request.getfixturevalue(kind)))
    prompt = engine.ask(ARTICLE, sentences=2, words=30)
    first = engine.generate([prompt], options=Options(max_tokens=20))
    engine.generate([prompt], n=3, options=Options(max_tokens=20, temperature=1.0))
    assert engine.generate([prompt], options=Options(max_tokens=20)) == first


@pytest.mark.parametrize("kind", ["bart", "chat", "gguf"])
def test_a_run_stops_between_tokens_and_keeps_what_it_has(kind: str, request: pytest.FixtureRequest) -> None:
    engine = load(str(request.getfixturevalue(kind)))
    prompt = engine.ask(ARTICLE, sentences=2, words=30)
    heard: list[str] = []
    [[cut]] = engine.generate(
        [prompt],
        options=Options(max_tokens=30, min_tokens=30),
        cancel=lambda: len(heard) >= 4,
        on_token=lambda which, candidate, words: heard.append(words),
    )
    assert cut.finish is Finish.CANCELLED
    assert 4 <= cut.tokens < 30
    assert cut.text.startswith("".join(heard))
    [[late]] = engine.generate([prompt], options=Options(max_tokens=30, min_tokens=30), timeout=0)
    assert late.finish is Finish.TIMEOUT


def test_streamed_words_add_up_to_the_text(gguf: Path) -> None:
    engine = load(str(gguf))
    heard: dict[tuple[int, int], str] = {}

    def listen(which: int, candidate: int, words: str) -> None:
        heard[which, candidate] = heard.get((which, candidate), "") + words

    prompts = [engine.ask(text, sentences=2, words=30) for text in (ARTICLE, SHORT)]
    options = Options(max_tokens=20, temperature=0.9)
    written = engine.generate(prompts, n=2, options=options, seed=1, on_token=listen)
    for which, some in enumerate(written):
        for candidate, one in enumerate(some):
            assert one.text.rstrip("\ufffd").startswith(heard[which, candidate])


def test_what_the_window_cannot_hold_is_refused_not_cut(bart: Path, gguf: Path) -> None:
    from summarizer.models.errors import EngineFailed

    for path in (bart, gguf):
        engine = load(str(path))
        long = engine.ask(ARTICLE * 60, sentences=2, words=30)
        with pytest.raises(EngineFailed, match="split it first"):
            engine.generate([long])
        fits = engine.reads(Options(max_tokens=20))
        assert 0 < fits < engine.window


@pytest.mark.parametrize("kind", ["bart", "gguf"])
def test_one_article_in_several_ways_at_once_is_what_each_way_gives(kind: str, request: pytest.FixtureRequest) -> None:
    engine = load(str(request.getfixturevalue(kind)), exact=True)
    prompt, other = (engine.ask(text, sentences=2, words=30) for text in (ARTICLE, SHORT))
    beams, dice, greedy = (
        Options(max_tokens=10, beams=3),
        Options(max_tokens=14, temperature=0.9),
        Options(max_tokens=8),
    )
    together = engine.generate([prompt, other, prompt], n=[2, 1, 3], options=[beams, greedy, dice], seed=2)
    alone = [
        engine.generate([prompt], n=2, options=beams, seed=2)[0],
        engine.generate([other], n=1, options=greedy, seed=2)[0],
        engine.generate([prompt], n=3, options=dice, seed=2)[0],
    ]
    assert [[one.text for one in some] for some in together] == [[one.text for one in some] for some in alone]
    with pytest.raises(ValueError, match="2 values for 1 prompts"):
        engine.generate([prompt], options=[greedy, dice])


def test_guesses_save_steps_and_change_no_text(gguf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from summarizer.engines.decoding.search import Samples
    from summarizer.engines.decoding.ngram_speculation import Guess, Guesses
    from summarizer.engines.llama.network import Network

    engine = load(str(gguf), exact=True)
    prompts = [engine.ask(text, sentences=2, words=30) for text in (ARTICLE, SHORT, ARTICLE + SHORT, SHORT)]
    ways = [Options(max_tokens=60), Options(max_tokens=40, temperature=0.4), Options(max_tokens=9, beams=3)]
    steps: list[int] = []
    seen: list[list[int]] = []
    grow, results = Network.grow, Samples.results

    def noted(self: Samples, cut: Finish) -> list[Any]:
        seen.extend(text.tokens for text in self.texts)
        return results(self, cut)

    def well_guessed(self: Guesses, tokens: list[int], count: int) -> list[Guess]:
        """What was written the other time, with a slip now and then."""
        found = next((one[len(tokens) :] for one in seen if one[: len(tokens)] == tokens), [])
        some = [token if (len(tokens) + at) % 7 else 3 for at, token in enumerate(found[:count])]
        return [Guess(token, 0.95 ** (at + 1)) for at, token in enumerate(some)]

    def written() -> tuple[list[list[str]], int]:
        steps.clear()
        asked = [(prompt, n, way) for prompt in prompts for n, way in zip((1, 7, 2), ways, strict=True)]
        found = engine.generate(
            [one[0] for one in asked], n=[one[1] for one in asked], options=[one[2] for one in asked]
        )
        found += engine.generate(prompts, options=ways[0])
        found += engine.generate(prompts[:1], n=5, options=ways[1])
        return [[one.text for one in some] for some in found], len(steps)

    monkeypatch.setattr(Network, "grow", lambda self, rows: steps.append(1) or grow(self, rows))
    monkeypatch.setattr(Samples, "results", noted)
    monkeypatch.setattr(Guesses, "after", lambda self, tokens, count: [])
    one_by_one, slow = written()
    monkeypatch.setattr(Guesses, "after", well_guessed)
    texts, quick = written()
    assert texts == one_by_one
    assert quick < slow * 0.6


@pytest.mark.parametrize("switch", ["", "onnx"])
def test_a_start_needs_neither_torch_nor_what_converts_nor_what_others_run_on(
    gguf: Path, switch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import subprocess
    import sys

    from summarizer.engines.native import processor

    monkeypatch.setenv(processor.SWITCH, switch)
    heavy = {"torch", "transformers", "onnx", "gguf", "huggingface_hub", "onnxruntime", "llvmlite"}
    program = (
        f"import sys\nfrom summarizer.engines import Options, load\nengine = load({str(gguf)!r})\n"
        "engine.generate(['The council voted'], options=Options(max_tokens=2))\n"
        f"print(*sorted({heavy!r} & set(sys.modules)))"
    )
    for _ in range(2):  # prepared by the first: what is looked at is a warm start
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == ("llvmlite" if processor.fits() else "onnxruntime")


def test_a_gguf_file_that_one_engine_cannot_read_is_read_by_the_other(
    gguf: Path, chat: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from summarizer.engines.llama import engine
    from summarizer.models.errors import EngineFailed

    def refuse(*_: object, **__: object) -> None:
        raise EngineFailed("it is of another kind")

    monkeypatch.setattr(engine, "GgufEngine", refuse)
    engine = load(str(gguf))
    assert type(engine).__name__ == "TransformersEngine"
    prompt = engine.ask("The council voted on Tuesday.", sentences=1, words=10)
    options = Options(max_tokens=12)
    packed = engine.generate([prompt], options=options)[0][0]
    assert packed.text == load(str(chat)).generate([prompt], options=options)[0][0].text


def test_a_file_that_neither_can_read_is_told_of_in_the_first_ones_words(tmp_path: Path) -> None:
    from summarizer.models.errors import EngineFailed

    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF" + b"\0" * 40)
    with pytest.raises(EngineFailed, match="not a GGUF file"):
        load(str(broken))
