"""Any Hugging Face model, by transformers on torch: sequence-to-sequence models, other causal ones, and GPUs.

The model is run a step at a time with its own attention cache, and decoding.py decides what follows, exactly as with
the other engines: so prompts in a batch do not touch each other's dice, and a run stops between any two tokens.

Only safetensors are loaded, and no code that comes with a model is ever run.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from summarizer.models import errors, cache_folder
from summarizer.engines.decoding import scheduler
from summarizer.engines import model_families
from summarizer.engines.decoding.search import Codes, Grow, Scores
from summarizer.engines.interface import GREEDY, SAMPLES, Message, Options
from summarizer.engines.llama.vocabulary import Words

SLACK = 8  # tokens may come out differently where the article meets the prompt's own words


class TransformersEngine(scheduler.Stepwise):
    """See `interface.Engine`. On a GPU if there is one, at 16 bits there; `exact` stays at float32.

    `path` is a folder with safetensors or a GGUF file, whose weights are unpacked to full size.
    """

    def __init__(self, path: Path, *, name: str, revision: str = "", exact: bool = False) -> None:
        super().__init__()
        packed = path.is_file()
        folder = path.parent if packed else path
        source = {"gguf_file": path.name} if packed else {}
        if not packed:
            _refuse_pickles(folder, name)
        import torch
        from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSeq2SeqLM, AutoTokenizer
        from transformers.utils import logging

        logging.set_verbosity_error()
        logging.disable_progress_bar()
        device = "cuda" if torch.cuda.is_available() else "cpu"
        dtype = torch.float32 if exact or device == "cpu" else torch.bfloat16
        try:
            config = AutoConfig.from_pretrained(folder, trust_remote_code=False, **source)
            kind = AutoModelForSeq2SeqLM if config.is_encoder_decoder else AutoModelForCausalLM
            self._tokenizer: Any = AutoTokenizer.from_pretrained(folder, trust_remote_code=False, **source)
            model: Any = kind.from_pretrained(
                folder, config=config, trust_remote_code=False, use_safetensors=True, dtype=dtype, **source
            )
        except MemoryError:
            raise
        except Exception as error:  # transformers raises anything at all for a folder that it cannot read
            raise errors.EngineFailed(_why_not(name, error)) from error
        model = model.to(device).eval().requires_grad_(False)
        settings = model.generation_config
        self.name = name
        self.revision = revision or (f"sha256:{cache_folder.sha256_of(path)[:12]}" if packed else "")
        self.family = model_families.family_of(config.model_type, name)
        self._paired = bool(config.is_encoder_decoder)
        self.window = _window(config, self._tokenizer, self._paired)
        self.samples = SAMPLES
        self.defaults = _defaults(config, settings, self._paired)
        self._codes = _codes(settings, self._tokenizer)
        self._network: _Causal | _Paired = _Causal(model)
        if self._paired:
            start = settings.decoder_start_token_id
            self._codes = replace(self._codes, first=settings.forced_bos_token_id)
            self._network = _Paired(model, config.bos_token_id if start is None else start)
        if config.model_type == "mbart":
            self._tokenizer.src_lang = "en_XX"

    def count(self, text: str) -> int:
        return len(self._tokenizer(text, add_special_tokens=False).input_ids)

    def chat(self, messages: Sequence[Message]) -> str:
        if not getattr(self._tokenizer, "chat_template", None):
            raise errors.EngineFailed(f"{self.name} has no chat template: it takes texts, it does not answer.")
        turns = [dict(one) for one in messages]
        text: str = self._tokenizer.apply_chat_template(turns, add_generation_prompt=True, tokenize=False)
        return text

    def ask(self, article: str, *, sentences: int, words: int) -> str:
        if not self._paired and getattr(self._tokenizer, "chat_template", None):
            return self.chat(model_families.turns(self.name, article, sentences=sentences, words=words))
        return model_families.text(self.family, article, sentences=sentences, words=words)

    def reads(self, options: Options) -> int:
        return self.window - self._takes(options) - len(self._ids(self.ask("", sentences=9, words=999))) - SLACK

    def _ids(self, text: str) -> list[int]:
        found: list[int] = self._tokenizer(text, add_special_tokens=self._paired).input_ids
        return found

    def _text(self, tokens: Sequence[int]) -> str:
        words: str = self._tokenizer.decode(list(tokens), skip_special_tokens=True) if tokens else ""
        return words

    def _takes(self, options: Options) -> int:
        return 0 if self._paired else options.max_tokens  # what an encoder reads and what is written take no room apart

    def close(self) -> None:
        self._network.forget()


class _Causal:
    """See `batches.Network`. Rows are padded on the left."""

    _cache: Any
    _mask: Any

    def __init__(self, model: Any) -> None:
        import torch

        self._torch: Any = torch
        self._model = model
        self._device = model.device
        takes = inspect.signature(model.forward).parameters
        self._positions = "position_ids" in takes
        self._last_only = {"logits_to_keep": 1} if "logits_to_keep" in takes else {}
        self._cached = _cache_name(takes)
        self.forget()

    def read(
        self,
        prompts: Sequence[Sequence[int]],
        words: Sequence[Words],
        widths: Sequence[int],
        stopped: Callable[[], bool],
    ) -> list[Scores]:
        self.forget()
        ids, self._mask = self._padded(prompts)
        return self._forward(ids, (self._mask.cumsum(-1) - 1).clamp(min=0))

    def grow(self, rows: Sequence[Grow]) -> list[Scores]:
        parents = self._torch.tensor([one.row for one in rows], device=self._device)
        self._cache.reorder_cache(parents)
        ids = self._torch.tensor([[one.token] for one in rows], device=self._device)
        self._mask = self._torch.cat([self._mask[parents], self._torch.ones_like(ids)], dim=1)
        return self._forward(ids, self._mask.sum(-1, keepdim=True) - 1)

    def _padded(self, prompts: Sequence[Sequence[int]]) -> tuple[Any, Any]:
        width = max(len(one) for one in prompts)
        ids = self._torch.tensor([[0] * (width - len(one)) + list(one) for one in prompts], device=self._device)
        mask = self._torch.tensor([[0] * (width - len(one)) + [1] * len(one) for one in prompts], device=self._device)
        return ids, mask

    def _forward(self, ids: Any, positions: Any) -> list[Scores]:
        where = {"position_ids": positions} if self._positions else {}
        out = self._model(
            input_ids=ids,
            attention_mask=self._mask,
            use_cache=True,
            **{self._cached: self._cache},
            **where,
            **self._last_only,
        )
        self._cache = getattr(out, self._cached)
        return _scores(out.logits)

    def forget(self) -> None:
        self._cache = self._mask = None


class _Paired:
    """An encoder that reads and a decoder that writes; see `batches.Network`. Rows are padded on the right."""

    _cache: Any
    _mask: Any
    _encoded: Any

    def __init__(self, model: Any, start: int) -> None:
        import torch

        self._torch: Any = torch
        self._model = model
        self._device = model.device
        self._start = start
        self._cached = _cache_name(inspect.signature(model.forward).parameters)
        self._global = model.config.model_type == "led"  # wants its first token to attend to everything
        self.forget()

    def read(
        self,
        prompts: Sequence[Sequence[int]],
        words: Sequence[Words],
        widths: Sequence[int],
        stopped: Callable[[], bool],
    ) -> list[Scores]:
        self.forget()
        width = max(len(one) for one in prompts)
        padding = self._model.config.pad_token_id or 0
        rows = [list(one) + [padding] * (width - len(one)) for one in prompts]
        ids = self._torch.tensor(rows, device=self._device)
        self._mask = self._torch.tensor(
            [[1] * len(one) + [0] * (width - len(one)) for one in prompts], device=self._device
        )
        extra = {}
        if self._global:
            extra["global_attention_mask"] = self._torch.zeros_like(self._mask)
            extra["global_attention_mask"][:, 0] = 1
        self._encoded = self._model.get_encoder()(input_ids=ids, attention_mask=self._mask, return_dict=True, **extra)
        return self._forward(self._torch.full((len(prompts), 1), self._start, device=self._device))

    def grow(self, rows: Sequence[Grow]) -> list[Scores]:
        parents = self._torch.tensor([one.row for one in rows], device=self._device)
        self._cache.reorder_cache(parents)
        self._mask = self._mask[parents]
        self._encoded.last_hidden_state = self._encoded.last_hidden_state[parents]
        return self._forward(self._torch.tensor([[one.token] for one in rows], device=self._device))

    def _forward(self, ids: Any) -> list[Scores]:
        out = self._model(
            encoder_outputs=self._encoded,
            attention_mask=self._mask,
            decoder_input_ids=ids,
            use_cache=True,
            **{self._cached: self._cache},
        )
        self._cache = getattr(out, self._cached)
        return _scores(out.logits)

    def forget(self) -> None:
        self._cache = self._mask = self._encoded = None


def _cache_name(takes: Mapping[str, Any]) -> str:
    return "cache" if "cache" in takes else "past_key_values"  # renamed during transformers 5


def _scores(logits: Any) -> list[Scores]:
    return list(logits[:, -1:, :].float().cpu().numpy())


def _refuse_pickles(folder: Path, name: str) -> None:
    if any(folder.glob("*.safetensors")):
        return
    pickles = [one.name for ending in ("*.bin", "*.pt", "*.pth", "*.pkl", "*.ckpt") for one in folder.glob(ending)]
    if pickles:
        raise errors.UnsafeWeights(
            f"{name} has its weights only as {pickles[0]}, a pickle, which can run any code when it is loaded. "
            "Copydesk loads safetensors and GGUF only: choose a version of the model that has them."
        )
    raise errors.UnknownModel(f"{name} holds no weights: no .safetensors file was found in {folder}.")


def _why_not(name: str, error: Exception) -> str:
    words = str(error)
    if "trust_remote_code" in words:
        return f"{name} needs code of its own to run, and Copydesk never runs code that comes with a model."
    return f"{name} cannot be loaded: {words.strip().splitlines()[0][:300] if words.strip() else type(error).__name__}"


def _window(config: Any, tokenizer: Any, paired: bool) -> int:
    names = ["max_encoder_position_embeddings", "max_position_embeddings"] if paired else ["max_position_embeddings"]
    limits = [value for one in names if isinstance(value := getattr(config, one, None), int) and value > 0]
    if tokenizer.model_max_length < 1_000_000:
        limits.append(tokenizer.model_max_length)
    if not limits:  # T5 has no fixed positions; it was trained on 512
        return int(getattr(config, "n_positions", None) or 512)
    return limits[0] if paired and len(limits) == 1 else min(limits)


def _codes(settings: Any, tokenizer: Any) -> Codes:
    ends = settings.eos_token_id if settings.eos_token_id is not None else tokenizer.eos_token_id
    found = set(ends) if isinstance(ends, (list, tuple)) else {ends}
    if tokenizer.eos_token_id is not None:
        found.add(tokenizer.eos_token_id)
    never = [words[0] for words in settings.bad_words_ids or () if len(words) == 1]
    return Codes(frozenset(found - {None}), tuple(never + list(settings.suppress_tokens or ())))


def _defaults(config: Any, settings: Any, paired: bool) -> Options:
    """What the model's makers set, in our terms; older models keep it with the task in their configuration."""
    task = (getattr(config, "task_specific_params", None) or {}).get("summarization", {})

    def value(name: str, otherwise: Any) -> Any:
        found = task.get(name, getattr(settings, name, None))
        return otherwise if found is None else found

    beams = int(value("num_beams", 1))
    longest = int(value("max_length", 0)) if paired else 0
    return Options(
        max_tokens=int(value("max_new_tokens", 0) or longest or GREEDY.max_tokens),
        min_tokens=max(0, int(value("min_length", 0)) - 1) if paired else 0,
        temperature=float(value("temperature", 1.0)) if value("do_sample", False) and beams == 1 else 0.0,
        top_p=float(value("top_p", 1.0)),
        top_k=int(value("top_k", 50)),
        beams=beams,
        length_penalty=float(value("length_penalty", 1.0)),
        repetition_penalty=float(value("repetition_penalty", 1.0)),
        no_repeat_ngram=int(value("no_repeat_ngram_size", 0)),
    )
