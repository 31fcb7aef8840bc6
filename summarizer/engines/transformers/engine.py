"""Any Hugging Face model, on PyTorch with transformers: encoder-decoders, other causal models, and GPUs.

The model is run a step at a time with its own KV cache, and `decoding` decides what follows, exactly as with the other
engines: so prompts in a batch do not share random numbers, and a run stops between any two tokens.

Only safetensors are loaded, and no code that comes with a model is ever run.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from summarizer.engines import model_families
from summarizer.engines.decoding.allowed_tokens import AllowedTokens
from summarizer.engines.decoding.scheduler import BatchedEngine
from summarizer.engines.decoding.search import ControlTokens, Logits, NextStep
from summarizer.engines.interface import DEFAULT_SAMPLES, GREEDY, Message, Options
from summarizer.models import errors

TOKEN_MARGIN = 8  # tokens that an article may gain where it is joined to the prompt's own words


class TransformersEngine(BatchedEngine):
    """See `interface.Engine`. Runs on a GPU if there is one, in bfloat16 there unless `float32` is set.

    `folder` holds safetensors.
    """

    def __init__(self, folder: Path, *, name: str, revision: str = "", float32: bool = False) -> None:
        super().__init__()
        _reject_pickles(folder, name)
        import torch
        from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSeq2SeqLM, AutoTokenizer
        from transformers.utils import logging

        logging.set_verbosity_error()
        logging.disable_progress_bar()
        device = "cuda" if torch.cuda.is_available() else "cpu"
        dtype = torch.float32 if float32 or device == "cpu" else torch.bfloat16
        try:
            config = AutoConfig.from_pretrained(folder, trust_remote_code=False)
            model_class = AutoModelForSeq2SeqLM if config.is_encoder_decoder else AutoModelForCausalLM
            self._tokenizer: Any = AutoTokenizer.from_pretrained(folder, trust_remote_code=False)
            model: Any = model_class.from_pretrained(
                folder, config=config, trust_remote_code=False, use_safetensors=True, dtype=dtype
            )
        except MemoryError:
            raise
        except Exception as error:  # transformers raises anything at all for a folder that it cannot read
            raise errors.EngineFailed(_load_failure(name, error)) from error
        model = model.to(device).eval().requires_grad_(False)
        generation_config = model.generation_config
        self.name = name
        self.revision = revision
        self.family = model_families.family_of(config.model_type, name)
        self._is_encoder_decoder = bool(config.is_encoder_decoder)
        self.context_length = _context_length(config, self._tokenizer, self._is_encoder_decoder)
        takes_conversations = not config.is_encoder_decoder and getattr(self._tokenizer, "chat_template", None)
        self.parameters = int(model.num_parameters()) if takes_conversations else None
        self.default_samples = DEFAULT_SAMPLES
        self.defaults = _defaults(config, generation_config, self._is_encoder_decoder)
        self._control_tokens = _control_tokens(generation_config, self._tokenizer)
        self._model: _Causal | _EncoderDecoder = _Causal(model)
        if self._is_encoder_decoder:
            start = generation_config.decoder_start_token_id
            self._control_tokens = replace(self._control_tokens, forced_first=generation_config.forced_bos_token_id)
            self._model = _EncoderDecoder(model, config.bos_token_id if start is None else start)
        if config.model_type == "mbart":
            self._tokenizer.src_lang = "en_XX"

    def count(self, text: str) -> int:
        return len(self._tokenizer(text, add_special_tokens=False).input_ids)

    def chat_prompt(self, messages: Sequence[Message]) -> str:
        if not getattr(self._tokenizer, "chat_template", None):
            raise errors.EngineFailed(f"{self.name} has no chat template: it takes texts, it does not answer.")
        conversation = [dict(message) for message in messages]
        text: str = self._tokenizer.apply_chat_template(
            conversation, add_generation_prompt=True, tokenize=False, enable_thinking=False
        )
        return text

    def summary_prompt(self, article: str, *, sentences: int, words: int) -> str:
        if not self._is_encoder_decoder and getattr(self._tokenizer, "chat_template", None):
            return self.chat_prompt(model_families.chat_messages(self.name, article, sentences=sentences, words=words))
        return model_families.text_prompt(self.family, article, sentences=sentences, words=words)

    def max_article_tokens(self, options: Options) -> int:
        instructions = len(self._encode(self.summary_prompt("", sentences=9, words=999)))
        return self.context_length - self._reserved_tokens(options) - instructions - TOKEN_MARGIN

    def _encode(self, text: str) -> list[int]:
        token_ids: list[int] = self._tokenizer(text, add_special_tokens=self._is_encoder_decoder).input_ids
        return token_ids

    def _decode(self, tokens: Sequence[int]) -> str:
        text: str = self._tokenizer.decode(list(tokens), skip_special_tokens=True) if tokens else ""
        return text

    def _reserved_tokens(self, options: Options) -> int:
        # an encoder's context holds the prompt alone
        return 0 if self._is_encoder_decoder else options.max_tokens

    def close(self) -> None:
        self._model.reset()


class _Causal:
    """A decoder-only model; see `scheduler.StepwiseModel`. Prompts are padded on the left."""

    _cache: Any
    _mask: Any

    def __init__(self, model: Any) -> None:
        import torch

        self._torch: Any = torch
        self._transformer = model
        self._device = model.device
        parameters = inspect.signature(model.forward).parameters
        self._takes_positions = "position_ids" in parameters
        self._last_logits_only = {"logits_to_keep": 1} if "logits_to_keep" in parameters else {}
        self._cache_argument = _cache_argument(parameters)
        self.reset()

    def prefill(
        self,
        prompts: Sequence[Sequence[int]],
        allowed_tokens: Sequence[AllowedTokens],
        max_sequences: Sequence[int],
        should_stop: Callable[[], bool],
    ) -> list[Logits]:
        self.reset()
        token_ids, self._mask = self._padded(prompts)
        return self._forward(token_ids, (self._mask.cumsum(-1) - 1).clamp(min=0))

    def decode_step(self, steps: Sequence[NextStep]) -> list[Logits]:
        parents = self._torch.tensor([step.parent for step in steps], device=self._device)
        self._cache.reorder_cache(parents)
        token_ids = self._torch.tensor([[step.token] for step in steps], device=self._device)
        self._mask = self._torch.cat([self._mask[parents], self._torch.ones_like(token_ids)], dim=1)
        return self._forward(token_ids, self._mask.sum(-1, keepdim=True) - 1)

    def _padded(self, prompts: Sequence[Sequence[int]]) -> tuple[Any, Any]:
        """Returns token ids and attention mask, (prompts, longest prompt)."""
        width = max(len(prompt) for prompt in prompts)
        padding = [[0] * (width - len(prompt)) for prompt in prompts]
        token_ids = [[*pad, *prompt] for pad, prompt in zip(padding, prompts, strict=True)]
        mask = [[*pad, *[1] * len(prompt)] for pad, prompt in zip(padding, prompts, strict=True)]
        return self._torch.tensor(token_ids, device=self._device), self._torch.tensor(mask, device=self._device)

    def _forward(self, token_ids: Any, positions: Any) -> list[Logits]:
        optional = {"position_ids": positions} if self._takes_positions else {}
        output = self._transformer(
            input_ids=token_ids,
            attention_mask=self._mask,
            use_cache=True,
            **{self._cache_argument: self._cache},
            **optional,
            **self._last_logits_only,
        )
        self._cache = getattr(output, self._cache_argument)
        return _last_logits(output.logits)

    def reset(self) -> None:
        self._cache = self._mask = None


class _EncoderDecoder:
    """An encoder that reads and a decoder that writes; see `scheduler.StepwiseModel`. Padded on the right."""

    _cache: Any
    _mask: Any
    _encoded: Any

    def __init__(self, model: Any, start_token: int) -> None:
        import torch

        self._torch: Any = torch
        self._transformer = model
        self._device = model.device
        self._start_token = start_token
        self._cache_argument = _cache_argument(inspect.signature(model.forward).parameters)
        self._has_global_attention = model.config.model_type == "led"  # its first token attends to everything
        self.reset()

    def prefill(
        self,
        prompts: Sequence[Sequence[int]],
        allowed_tokens: Sequence[AllowedTokens],
        max_sequences: Sequence[int],
        should_stop: Callable[[], bool],
    ) -> list[Logits]:
        self.reset()
        width = max(len(prompt) for prompt in prompts)
        pad_token = self._transformer.config.pad_token_id or 0
        padded = [list(prompt) + [pad_token] * (width - len(prompt)) for prompt in prompts]
        token_ids = self._torch.tensor(padded, device=self._device)
        mask = [[1] * len(prompt) + [0] * (width - len(prompt)) for prompt in prompts]
        self._mask = self._torch.tensor(mask, device=self._device)
        optional = {}
        if self._has_global_attention:
            optional["global_attention_mask"] = self._torch.zeros_like(self._mask)
            optional["global_attention_mask"][:, 0] = 1
        encoder = self._transformer.get_encoder()
        self._encoded = encoder(input_ids=token_ids, attention_mask=self._mask, return_dict=True, **optional)
        return self._forward(self._torch.full((len(prompts), 1), self._start_token, device=self._device))

    def decode_step(self, steps: Sequence[NextStep]) -> list[Logits]:
        parents = self._torch.tensor([step.parent for step in steps], device=self._device)
        self._cache.reorder_cache(parents)
        self._mask = self._mask[parents]
        self._encoded.last_hidden_state = self._encoded.last_hidden_state[parents]
        return self._forward(self._torch.tensor([[step.token] for step in steps], device=self._device))

    def _forward(self, token_ids: Any) -> list[Logits]:
        output = self._transformer(
            encoder_outputs=self._encoded,
            attention_mask=self._mask,
            decoder_input_ids=token_ids,
            use_cache=True,
            **{self._cache_argument: self._cache},
        )
        self._cache = getattr(output, self._cache_argument)
        return _last_logits(output.logits)

    def reset(self) -> None:
        self._cache = self._mask = self._encoded = None


def _cache_argument(parameters: Mapping[str, Any]) -> str:
    return "cache" if "cache" in parameters else "past_key_values"  # renamed during transformers 5


def _last_logits(logits: Any) -> list[Logits]:
    """Returns the logits of each sequence's last token, (1, vocabulary)."""
    return list(logits[:, -1:, :].float().cpu().numpy())


def _reject_pickles(folder: Path, name: str) -> None:
    if any(folder.glob("*.safetensors")):
        return
    patterns = ("*.bin", "*.pt", "*.pth", "*.pkl", "*.ckpt")
    pickles = [path.name for pattern in patterns for path in folder.glob(pattern)]
    if pickles:
        raise errors.UnsafeWeights(
            f"{name} has its weights only as {pickles[0]}, a pickle, which can run any code when it is loaded. "
            "Copydesk loads safetensors and GGUF only: choose a version of the model that has them."
        )
    raise errors.UnknownModel(f"{name} holds no weights: no .safetensors file was found in {folder}.")


def _load_failure(name: str, error: Exception) -> str:
    """Returns the message for an error of transformers."""
    message = str(error)
    if "trust_remote_code" in message:
        return f"{name} needs code of its own to run, and Copydesk never runs code that comes with a model."
    reason = message.strip().splitlines()[0][:300] if message.strip() else type(error).__name__
    return f"{name} cannot be loaded: {reason}"


def _context_length(config: Any, tokenizer: Any, is_encoder_decoder: bool) -> int:
    names = ["max_position_embeddings"]
    if is_encoder_decoder:
        names.insert(0, "max_encoder_position_embeddings")
    limits = [value for name in names if isinstance(value := getattr(config, name, None), int) and value > 0]
    if tokenizer.model_max_length < 1_000_000:
        limits.append(tokenizer.model_max_length)
    if not limits:  # T5 has no fixed positions; it was trained on 512
        return int(getattr(config, "n_positions", None) or 512)
    return limits[0] if is_encoder_decoder and len(limits) == 1 else min(limits)


def _control_tokens(generation_config: Any, tokenizer: Any) -> ControlTokens:
    end_tokens = generation_config.eos_token_id
    if end_tokens is None:
        end_tokens = tokenizer.eos_token_id
    end_of_text = set(end_tokens) if isinstance(end_tokens, (list, tuple)) else {end_tokens}
    if tokenizer.eos_token_id is not None:
        end_of_text.add(tokenizer.eos_token_id)
    suppressed = [words[0] for words in generation_config.bad_words_ids or () if len(words) == 1]
    suppressed += generation_config.suppress_tokens or ()
    return ControlTokens(frozenset(end_of_text - {None}), tuple(suppressed))


def _defaults(config: Any, generation_config: Any, is_encoder_decoder: bool) -> Options:
    """Returns the model's recommended settings; older models keep them in the configuration, by task."""
    task = (getattr(config, "task_specific_params", None) or {}).get("summarization", {})

    def value(name: str, default: Any) -> Any:
        setting = task.get(name, getattr(generation_config, name, None))
        return default if setting is None else setting

    beams = int(value("num_beams", 1))
    max_length = int(value("max_length", 0)) if is_encoder_decoder else 0
    return Options(
        max_tokens=int(value("max_new_tokens", 0) or max_length or GREEDY.max_tokens),
        min_tokens=max(0, int(value("min_length", 0)) - 1) if is_encoder_decoder else 0,
        temperature=float(value("temperature", 1.0)) if value("do_sample", False) and beams == 1 else 0.0,
        top_p=float(value("top_p", 1.0)),
        top_k=int(value("top_k", 50)),
        beams=beams,
        length_penalty=float(value("length_penalty", 1.0)),
        repetition_penalty=float(value("repetition_penalty", 1.0)),
        no_repeat_ngram=int(value("no_repeat_ngram_size", 0)),
    )
