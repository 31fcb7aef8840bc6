"""The engine of Hugging Face models, on PyTorch with transformers: encoder-decoders and causal models, also on GPUs.

transformers decodes one prompt at a time, so that the prompts of a call do not share random numbers. Requests for the
same prompt share its encoding or KV cache. A run can be stopped between any two tokens.

Only safetensors are loaded, and code that comes with a model is never run.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from zlib import crc32

from summarizer.engines import model_families
from summarizer.engines.base import BaseEngine, check_prompts_fit
from summarizer.engines.decoding.stopping import StopReason
from summarizer.engines.interface import DEFAULT_SAMPLES, GREEDY, Finish, Generation, Message, OnToken, Options
from summarizer.models import errors

TOKEN_MARGIN = 8  # tokens that an article may gain where it is joined to the prompt's words
MANY_SAMPLES, EARLY_STOP_FRACTION = 5, 0.8  # of this many samples or more: once this share has ended, the others end


class TransformersEngine(BaseEngine):
    """See `interface.Engine`. Runs on a GPU in bfloat16, if there is one. `folder` holds safetensors."""

    default_samples = DEFAULT_SAMPLES

    def __init__(self, folder: Path, *, name: str, revision: str = "") -> None:
        super().__init__()
        _reject_pickles(folder, name)
        import torch
        from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSeq2SeqLM, AutoTokenizer
        from transformers.utils import logging

        logging.set_verbosity_error()
        logging.disable_progress_bar()
        device = "cuda" if torch.cuda.is_available() else "cpu"
        try:
            config = AutoConfig.from_pretrained(folder, trust_remote_code=False)
            model_class = AutoModelForSeq2SeqLM if config.is_encoder_decoder else AutoModelForCausalLM
            self._tokenizer: Any = AutoTokenizer.from_pretrained(folder, trust_remote_code=False)
            model: Any = model_class.from_pretrained(
                folder,
                config=config,
                trust_remote_code=False,
                use_safetensors=True,
                dtype=torch.float32 if device == "cpu" else torch.bfloat16,
            )
        except MemoryError:
            raise
        except Exception as error:  # transformers raises all kinds of errors for a folder that it cannot read
            raise errors.EngineFailed(_load_failure(name, error)) from error
        self._torch: Any = torch
        self._model = model.to(device).eval().requires_grad_(False)
        self.name = name
        self.revision = revision
        self._family = model_families.family_name(config.model_type, name)
        self._is_encoder_decoder = bool(config.is_encoder_decoder)
        self.context_length = _context_length(config, self._tokenizer)
        self._has_template = not self._is_encoder_decoder and bool(getattr(self._tokenizer, "chat_template", None))
        self.parameters = int(model.num_parameters()) if self._has_template else None
        self.defaults = _defaults(config, model.generation_config, self._is_encoder_decoder)
        self._end_tokens = _end_tokens(model.generation_config, self._tokenizer)
        if config.model_type == "mbart":
            self._tokenizer.src_lang = "en_XX"

    def count(self, text: str) -> int:
        return len(self._tokenizer(text, add_special_tokens=False).input_ids)

    def chat_prompt(self, messages: Sequence[Message]) -> str:
        if not self._has_template:
            raise errors.EngineFailed(f"{self.name} has no chat template: it takes texts, it does not answer.")
        conversation = [dict(message) for message in messages]
        text: str = self._tokenizer.apply_chat_template(
            conversation, add_generation_prompt=True, tokenize=False, enable_thinking=False
        )
        return text

    def summary_prompt(self, article: str, *, sentences: int, words: int) -> str:
        if self._has_template:
            return self.chat_prompt(model_families.chat_messages(article, sentences=sentences, words=words))
        return model_families.text_prompt(self._family, article, sentences=sentences, words=words)

    def max_article_tokens(self, options: Options) -> int:
        instructions = len(self._encode(self.summary_prompt("", sentences=9, words=999)))
        return self.context_length - self._reserved_tokens(options) - instructions - TOKEN_MARGIN

    def _generate(
        self,
        prompts: Sequence[str],
        counts: Sequence[int],
        plans: Sequence[Options],
        seed: int,
        stop: StopReason,
        on_token: OnToken | None,
    ) -> list[list[Generation]]:
        token_ids = [self._encode(prompt) for prompt in prompts]
        check_prompts_fit(self.name, token_ids, self.context_length, [self._reserved_tokens(plan) for plan in plans])
        results: dict[int, list[Generation]] = {}
        with self._torch.inference_mode(), self._torch.random.fork_rng():
            for prompt, tokens in dict(zip(prompts, token_ids, strict=True)).items():
                indices = [index for index, other in enumerate(prompts) if other == prompt]
                if stop():
                    empty = Generation("", 0, stop.given or Finish.CANCELLED, 0.0)
                    results |= {index: [empty] * counts[index] for index in indices}
                    continue
                prefilled = _PrefilledPrompt(self._model, self._torch.tensor([tokens], device=self._model.device))
                for index in indices:
                    self._torch.manual_seed(crc32(f"{seed} {prompt}".encode("utf-8", "surrogatepass")))
                    listener = partial(on_token, index) if on_token else None
                    results[index] = self._write(prefilled, counts[index], plans[index], stop, listener)
        return [results[index] for index in range(len(prompts))]

    def _write(
        self,
        prefilled: _PrefilledPrompt,
        count: int,
        options: Options,
        stop: StopReason,
        on_text: Callable[[int, str], None] | None,
    ) -> list[Generation]:
        """Returns the texts of one prompt. `on_text` gets the index of a candidate and the text that was added."""
        from transformers import NoRepeatNGramLogitsProcessor, RepetitionPenaltyLogitsProcessor

        start, is_sampled = prefilled.sequence.shape[1], options.temperature > 0
        count = count if is_sampled or options.beams > 1 else 1
        streamed = [""] * count
        penalties: list[Any] = [RepetitionPenaltyLogitsProcessor(options.repetition_penalty)]
        if options.no_repeat_ngram:
            penalties.append(NoRepeatNGramLogitsProcessor(options.no_repeat_ngram))

        def penalise(sequences: Any, scores: Any) -> Any:
            """Applies the penalties to the new text only: with the prompt, as is usual, they would forbid quoting."""
            for penalty in penalties:
                scores = penalty(sequences[:, start:], scores)
            return scores

        def are_done(sequences: Any, scores: Any, **_: Any) -> Any:
            """Returns which sequences end here, (sequences). Called after each token."""
            if on_text and options.beams == 1:
                for candidate, sequence in enumerate(sequences[:, start:].tolist()):
                    text, before = self._decode(sequence), streamed[candidate]
                    # "\ufffd" is an incomplete character
                    if not text.endswith("\ufffd") and text.startswith(before) and text != before:
                        on_text(candidate, text[len(before) :])
                        streamed[candidate] = text
            ended = self._torch.isin(sequences[:, start:], end_tokens).any(1).sum()
            are_most_done = is_sampled and count >= MANY_SAMPLES and ended >= EARLY_STOP_FRACTION * count
            return self._torch.full(sequences.shape[:1], stop() or bool(are_most_done), device=sequences.device)

        end_tokens = self._torch.tensor(self._end_tokens, device=self._model.device)
        sampling = {"temperature": options.temperature, "top_p": options.top_p, "top_k": options.top_k}
        sequences = self._model.generate(
            prefilled.sequence,
            **prefilled.state(max(count, options.beams)),
            max_new_tokens=options.max_tokens,
            min_new_tokens=options.min_tokens,
            max_length=None,
            min_length=0,
            do_sample=is_sampled,
            num_beams=options.beams,
            num_return_sequences=count,
            length_penalty=options.length_penalty,
            repetition_penalty=1.0,
            no_repeat_ngram_size=0,
            eos_token_id=self._end_tokens,
            forced_eos_token_id=None,
            logits_processor=[penalise],
            stopping_criteria=[are_done],
            **(sampling if is_sampled else {}),
        )
        return [self._generation(prefilled, sequence, stop) for sequence in sequences]

    def _generation(self, prefilled: _PrefilledPrompt, sequence: Any, stop: StopReason) -> Generation:
        """Returns the text of a sequence, which may be padded."""
        new_tokens = sequence[prefilled.sequence.shape[1] :].tolist()
        ends = [position for position, token in enumerate(new_tokens) if token in self._end_tokens]
        text_tokens = new_tokens[: ends[0]] if ends else new_tokens
        finish = Finish.STOP if ends else stop.given or Finish.LENGTH
        score = prefilled.score(new_tokens[: len(text_tokens) + bool(ends)])
        return Generation(self._decode(text_tokens), len(text_tokens), finish, score)

    def _encode(self, text: str) -> list[int]:
        token_ids: list[int] = self._tokenizer(text, add_special_tokens=self._is_encoder_decoder).input_ids
        return token_ids

    def _decode(self, tokens: Sequence[int]) -> str:
        text: str = self._tokenizer.decode(list(tokens), skip_special_tokens=True) if tokens else ""
        return text

    def _reserved_tokens(self, options: Options) -> int:
        # the context of an encoder holds the prompt only
        return 0 if self._is_encoder_decoder else options.max_tokens

    def close(self) -> None:
        """Does nothing: the model is freed with this object."""


class _PrefilledPrompt:
    """A prompt that the model has read.

    `sequence` is what it continues: the prompt itself, or the start of the answer for an encoder-decoder.
    """

    def __init__(self, model: Any, tokens: Any) -> None:
        self._model = model
        self._state: dict[str, Any] = {}
        if model.config.is_encoder_decoder:
            config = model.generation_config
            start = config.decoder_start_token_id
            self.sequence = tokens.new_full((1, 1), config.bos_token_id if start is None else start)
            optional = {}
            if model.config.model_type == "led":  # its first token has global attention
                optional["global_attention_mask"] = tokens.new_zeros(tokens.shape)
                optional["global_attention_mask"][:, 0] = 1
            mask = tokens.new_ones(tokens.shape)
            encoded = model.get_encoder()(input_ids=tokens, attention_mask=mask, return_dict=True, **optional)
            self._state = {"encoder_outputs": encoded, "attention_mask": mask}
        else:
            self.sequence = tokens
            if tokens.shape[1] > 1:  # the last token is left for the first step
                output = model.base_model(tokens[:, :-1], use_cache=True)
                name = "cache" if "cache" in output else "past_key_values"  # renamed during transformers 5
                self._state = {name: output[name]}

    def state(self, copies: int) -> dict[str, Any]:
        """Returns a copy of the encoding, or of the KV cache; a cache is repeated for `copies` sequences."""
        state = copy.deepcopy(self._state)
        for value in state.values():
            if hasattr(value, "batch_repeat_interleave"):  # a cache
                value.batch_repeat_interleave(copies)
        return state

    def score(self, answer_tokens: Sequence[int]) -> float:
        """Returns the mean log-probability of the tokens of an answer."""
        if not answer_tokens:
            return 0.0
        answer = self.sequence.new_tensor([answer_tokens])
        inputs = self.sequence.new_tensor([[int(self.sequence[0, -1]), *answer_tokens[:-1]]])
        name = "decoder_input_ids" if "encoder_outputs" in self._state else "input_ids"
        logits = self._model(**{name: inputs}, **self.state(1)).logits
        return float(logits.float().log_softmax(-1).gather(2, answer[..., None]).mean())


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
    """Returns the message about a model that transformers cannot load."""
    message = str(error)
    if "trust_remote_code" in message:
        return f"{name} needs code of its own to run, and Copydesk never runs code that comes with a model."
    reason = message.strip().splitlines()[0][:300] if message.strip() else type(error).__name__
    return f"{name} cannot be loaded: {reason}"


def _context_length(config: Any, tokenizer: Any) -> int:
    names = ("max_encoder_position_embeddings", "max_position_embeddings")
    limits = [value for name in names if isinstance(value := getattr(config, name, None), int) and value > 0]
    if tokenizer.model_max_length < 1_000_000:
        limits.append(tokenizer.model_max_length)
    # T5 has no fixed positions; it was trained on 512
    return min(limits) if limits else int(getattr(config, "n_positions", None) or 512)


def _end_tokens(generation_config: Any, tokenizer: Any) -> list[int]:
    """Returns the tokens that end a text."""
    stated = generation_config.eos_token_id
    end_tokens = {*(stated if isinstance(stated, list | tuple) else [stated]), tokenizer.eos_token_id}
    return sorted(end_tokens - {None})


def _defaults(config: Any, generation_config: Any, is_encoder_decoder: bool) -> Options:
    """Returns the recommended decoding settings; older models have them in the configuration, by task."""
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
