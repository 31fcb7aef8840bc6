"""Tiny models with random weights, made by the tests: every loading path is the real one, and fast.

Their weights have a large deviation, so that greedy texts vary instead of repeating one token.
"""

from __future__ import annotations

import io
import os
import random
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from summarizer.engines.native import processor

TEXT = (
    "the council voted on Tuesday to close two of its five libraries officials said move would save 1.2 million "
    "pounds a year about 40 staff will lose jobs and petition against plan has drawn 9,000 signatures"
)
CHAT = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


def sentences(count: int) -> list[str]:
    generator = random.Random(0)
    return [" ".join(generator.choices(TEXT.split(), k=12)).capitalize() + "." for _ in range(count)]


def load(model: str, *, adapter: Path | None = None) -> Any:
    """Loads a model as `engines.load` does, but a GGUF file by the embedded model's engine."""
    from summarizer import engines
    from summarizer.engines.embedded.engine import EmbeddedEngine

    if model.endswith(".gguf"):
        return EmbeddedEngine(Path(model), name=Path(model).stem, adapter=adapter)
    return engines.load(model)


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A model cache of its own for every test."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("COPYDESK_CACHE", str(folder))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    return folder


AVX512 = processor.X86_64_V3 | processor.AVX512
INSTRUCTION_SETS = {  # the CPU flags that each needs
    "AVX-512": AVX512 | {"avx512_vnni", "avx512_bf16"},
    "AVX-512 without bfloat16": AVX512 | {"avx512_vnni"},
    "AVX-VNNI": processor.X86_64_V3 | {"avx_vnni"},
}


def why_no_machine_code() -> str:
    """Returns why machine code cannot be tested on this machine; empty where it can."""
    if processor.is_supported():
        return ""
    if find_spec("llvmlite") is None:
        return "llvmlite is not installed"
    if os.environ.get(processor.ENGINE_VARIABLE) == "onnx":
        return f"{processor.ENGINE_VARIABLE}=onnx is set"
    return "there is no machine code for this processor or system"


@pytest.fixture(params=[*INSTRUCTION_SETS, "onnx"])
def backend_name(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Runs a test once for each way to compute a GGUF model at 8 bits: the CPU's instruction sets, and ONNX Runtime."""
    if request.param == "onnx":
        monkeypatch.setenv(processor.ENGINE_VARIABLE, "onnx")
        return "onnx"
    if why_no_machine_code():
        pytest.skip(why_no_machine_code())
    needed = INSTRUCTION_SETS[request.param]
    if not processor.cpu_flags() >= needed:
        pytest.skip("this processor does not have the instructions")
    monkeypatch.setattr(processor, "cpu_flags", lambda: frozenset(needed))
    return str(request.param)


@pytest.fixture
def onnx(monkeypatch: pytest.MonkeyPatch) -> None:
    """Switches machine code off."""
    monkeypatch.setenv(processor.ENGINE_VARIABLE, "onnx")


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> None:
    """Models this small are slower on several threads."""
    import torch

    torch.set_num_threads(1)


def sentencepiece_model(**special: int) -> bytes:
    import sentencepiece

    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences(300)), model_writer=model, vocab_size=120, minloglevel=2, **special
    )
    return model.getvalue()


def randomize(model: Any) -> None:
    """Sets random weights with a deviation large enough for varied texts, the same in every run."""
    import torch

    torch.manual_seed(3)
    for weights in model.parameters():
        if weights.dim() > 1:
            torch.nn.init.normal_(weights, std=0.4)
            weights.data = weights.data.half().float()  # a GGUF file at 16 bits stores exactly these


def byte_level_tokenizer(folder: Path, template: str | None, **special: str) -> Any:
    from tokenizers import ByteLevelBPETokenizer, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    bpe = ByteLevelBPETokenizer()
    split = [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    bpe._tokenizer.pre_tokenizer = pre_tokenizers.Sequence(split)  # as SmolLM does
    special_tokens = [*dict.fromkeys(special.values()), "<|im_start|>", "<|im_end|>"]
    bpe.train_from_iterator(sentences(300), vocab_size=400, special_tokens=special_tokens)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=bpe._tokenizer, **special)
    if template:
        tokenizer.chat_template = template
    tokenizer.save_pretrained(folder)
    return tokenizer


@pytest.fixture(scope="session")
def t5(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """T5 with a SentencePiece file."""
    from transformers import T5Config, T5ForConditionalGeneration

    folder = tmp_path_factory.mktemp("t5-tiny")
    config = T5Config(vocab_size=220, d_model=32, d_kv=8, d_ff=64, num_layers=2, num_heads=4, decoder_start_token_id=0)
    model = T5ForConditionalGeneration(config)
    randomize(model)
    model.save_pretrained(folder)
    (folder / "spiece.model").write_bytes(sentencepiece_model(pad_id=0, eos_id=1, unk_id=2, bos_id=-1))
    return folder


@pytest.fixture(scope="session")
def mbart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """mBART: SentencePiece with language codes."""
    from transformers import MBartConfig, MBartForConditionalGeneration

    folder = tmp_path_factory.mktemp("mbart-tiny")
    model = MBartForConditionalGeneration(MBartConfig(vocab_size=250, **ENCODER_DECODER_SIZES))
    randomize(model)
    model.generation_config.forced_eos_token_id = None
    model.save_pretrained(folder)
    (folder / "sentencepiece.bpe.model").write_bytes(sentencepiece_model())
    return folder


@pytest.fixture(scope="session")
def bart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """BART with byte-level BPE and decoding settings of its own."""
    from transformers import BartConfig, BartForConditionalGeneration

    folder = tmp_path_factory.mktemp("bart-tiny")
    special = {"bos_token": "<s>", "pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>"}
    tokenizer = byte_level_tokenizer(folder, None, **special)
    config = BartConfig(
        vocab_size=len(tokenizer),
        pad_token_id=tokenizer.pad_token_id,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        decoder_start_token_id=tokenizer.eos_token_id,
        forced_eos_token_id=None,
        **ENCODER_DECODER_SIZES,
    )
    model = BartForConditionalGeneration(config)
    randomize(model)
    model.generation_config.forced_bos_token_id = tokenizer.bos_token_id
    model.generation_config.forced_eos_token_id = None
    model.generation_config.num_beams = 2
    model.generation_config.no_repeat_ngram_size = 3
    model.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def led(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """LED: BART with windowed attention, for long texts."""
    from transformers import LEDConfig, LEDForConditionalGeneration

    folder = tmp_path_factory.mktemp("led-tiny")
    special = {"bos_token": "<s>", "pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>"}
    tokenizer = byte_level_tokenizer(folder, None, **special)
    sizes = {name: size for name, size in ENCODER_DECODER_SIZES.items() if name != "max_position_embeddings"}
    config = LEDConfig(
        vocab_size=len(tokenizer),
        pad_token_id=tokenizer.pad_token_id,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        decoder_start_token_id=tokenizer.eos_token_id,
        attention_window=16,
        max_encoder_position_embeddings=512,
        max_decoder_position_embeddings=64,
        **sizes,
    )
    model = LEDForConditionalGeneration(config)
    randomize(model)
    model.generation_config.forced_eos_token_id = None
    model.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def pegasus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pegasus: SentencePiece after a hundred special tokens, sinusoidal positions, no start token."""
    from transformers import PegasusConfig, PegasusForConditionalGeneration

    folder = tmp_path_factory.mktemp("pegasus-tiny")
    model = PegasusForConditionalGeneration(
        PegasusConfig(
            vocab_size=240,
            decoder_start_token_id=0,
            pad_token_id=0,
            eos_token_id=1,
            forced_eos_token_id=None,
            **ENCODER_DECODER_SIZES,
        )
    )
    randomize(model)
    model.generation_config.forced_eos_token_id = None
    model.save_pretrained(folder)
    (folder / "spiece.model").write_bytes(sentencepiece_model(pad_id=0, eos_id=1, unk_id=2, bos_id=-1))
    return folder


ENCODER_DECODER_SIZES: dict[str, int] = {
    "d_model": 32,
    "encoder_layers": 2,
    "decoder_layers": 2,
    "encoder_ffn_dim": 64,
    "decoder_ffn_dim": 64,
    "encoder_attention_heads": 4,
    "decoder_attention_heads": 4,
    "max_position_embeddings": 128,
}


def causal(folder: Path, **more: Any) -> Path:
    """A causal model of the Llama kind with a chat template and byte-level BPE."""
    import transformers

    special = {"bos_token": "<|im_start|>", "eos_token": "<|im_end|>", "pad_token": "<|im_end|>"}
    tokenizer = byte_level_tokenizer(folder, CHAT, **special)
    config = transformers.LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=512,
        rope_theta=10000.0,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        # sizes that the machine code supports
        **{"intermediate_size": 128, "head_dim": 64, "tie_word_embeddings": True, **more},
    )
    model = transformers.LlamaForCausalLM(config)
    randomize(model)
    model.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A causal model of the Llama kind."""
    return causal(tmp_path_factory.mktemp("chat-tiny"))


@pytest.fixture(scope="session")
def gguf(chat: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The causal model as a GGUF file at 16 bits."""
    return as_gguf(chat, tmp_path_factory.mktemp("gguf") / "tiny.gguf")


def as_gguf(folder: Path, path: Path) -> Path:
    """Writes a causal model's folder as a GGUF file."""
    from gguf import GGUFWriter, TokenType
    from safetensors.torch import load_file
    from transformers import AutoConfig, AutoTokenizer

    from summarizer.engines.embedded.weights import PEFT_TO_GGUF, to_gguf_rows

    config, tokenizer = AutoConfig.from_pretrained(folder), AutoTokenizer.from_pretrained(folder)
    architecture = config.model_type
    head_dim = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    writer = GGUFWriter(path, architecture)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_key_length(head_dim)
    writer.add_value_length(head_dim)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_freq_base(10000.0)
    writer.add_rope_dimension_count(head_dim)
    writer.add_vocab_size(config.vocab_size)
    writer.add_file_type(1)
    model = tokenizer.backend_tokenizer.model
    by_id = sorted(tokenizer.get_vocab().items(), key=lambda entry: entry[1])
    special = set(tokenizer.all_special_tokens) | {"<|im_start|>", "<|im_end|>"}
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list([piece for piece, _ in by_id])
    writer.add_token_types([TokenType.CONTROL if piece in special else TokenType.NORMAL for piece, _ in by_id])
    writer.add_token_merges(_merges(model))
    writer.add_bos_token_id(tokenizer.bos_token_id)
    writer.add_eos_token_id(tokenizer.eos_token_id)
    writer.add_pad_token_id(tokenizer.pad_token_id)
    writer.add_add_bos_token(False)
    writer.add_chat_template(CHAT)
    names = {
        "input_layernorm": "attn_norm",
        "post_attention_layernorm": "ffn_norm",
        **PEFT_TO_GGUF,
    }
    heads = {"attn_q": config.num_attention_heads, "attn_k": config.num_key_value_heads}
    for name, tensor in load_file(folder / "model.safetensors").items():
        value = tensor.float().numpy()
        module, parameter = name.rsplit(".", 1)
        module = {"model.embed_tokens": "token_embd", "model.norm": "output_norm", "lm_head": "output"}.get(
            module, module
        )
        if module.startswith("model.layers."):
            _, _, layer, part = module.split(".", 3)
            if names[part] in heads:
                value = to_gguf_rows(value, heads[names[part]])
            module = f"blk.{layer}.{names[part]}"
        writer.add_tensor(f"{module}.{parameter}", value.astype(np.float16) if value.ndim > 1 else value)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _merges(model: Any) -> list[str]:
    import json

    merges = json.loads(model.__getstate__())["merges"]
    return [merge if isinstance(merge, str) else " ".join(merge) for merge in merges]


def prompt_logits(engine: Any, prompt: str) -> Any:
    """Returns what the embedded model's engine computes after a prompt, (allowed tokens,)."""
    token_ids = engine._encode(prompt)
    return engine._model.prefill([token_ids], [engine._shortlist.allowed_tokens(token_ids)], 1, lambda: False)[0]


def torch_logits(folder: Path, token_ids: list[int]) -> Any:
    """Returns what torch computes after these tokens, in float32, (vocabulary,)."""
    import torch
    from transformers import AutoModelForCausalLM

    with torch.no_grad():
        logits = AutoModelForCausalLM.from_pretrained(folder)(torch.tensor([token_ids])).logits
    return logits[0, -1].numpy()
