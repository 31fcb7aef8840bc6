"""The engine of the embedded model, on a plain CPU. Other GGUF files are run by llama.cpp: see `llama_cpp`.

It loads the folder that `preparation` wrote. `model_runner` runs the model: on our own machine code where that supports
the CPU, elsewhere on ONNX Runtime. These were the fastest backends that were measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from summarizer.engines import prompt
from summarizer.engines.base import BaseEngine, check_prompts_fit
from summarizer.engines.decoding.stopping import StopReason
from summarizer.engines.embedded import preparation
from summarizer.engines.embedded.compute_backend import ComputeBackend
from summarizer.engines.embedded.deletion_judge import DELETION_FILE, DeletionJudge
from summarizer.engines.embedded.model_runner import ModelRunner
from summarizer.engines.embedded.scheduler import decode_all
from summarizer.engines.embedded.search import SamplingSearch
from summarizer.engines.embedded.sentence_judge import WORTH_FILE, SentenceJudge
from summarizer.engines.embedded.support_judge import SupportJudge
from summarizer.engines.embedded.tuned_layers import JUDGE_LAYERS, TunedLayers
from summarizer.engines.embedded.vocabulary import Shortlist
from summarizer.engines.interface import DEFAULT_SAMPLES, GREEDY, Finish, Generation, Message, OnToken, Options
from summarizer.engines.judgements.deletions import Deletions, DependencyParse
from summarizer.engines.judgements.openings import OpeningJudgement
from summarizer.engines.judgements.support import Claim
from summarizer.models import errors
from summarizer.models.catalogue import fingerprint

TOKEN_MARGIN = 8  # tokens that an article may gain where it is joined to the prompt's words


class _Judges(NamedTuple):
    """The editors' judges and the layers that they share; None for a judge without weights."""

    layers: TunedLayers
    deletions: DeletionJudge | None
    sentences: SentenceJudge | None


class EmbeddedEngine(BaseEngine):
    """See `interface.Engine`.

    `sha256` is the hash of the file, where it is known. Raises DamagedSource where the model is to be prepared from a
    file with another hash.
    """

    parameters: int | None = None  # None: it follows only the instruction that it was trained with
    defaults = GREEDY
    default_samples = DEFAULT_SAMPLES

    def __init__(
        self,
        gguf: Path,
        *,
        name: str,
        revision: str = "",
        adapter: Path | None = None,
        editor_adapter: Path | None = None,
        support_adapter: Path | None = None,
        sha256: str = "",
    ) -> None:
        super().__init__()
        self._gguf, self._editor_adapter, self._support_adapter = gguf, editor_adapter, support_adapter
        self._judges: _Judges | None = None
        self._support_judge: SupportJudge | None = None
        folder = preparation.prepare(gguf, name=name, adapter=adapter, revision=revision, sha256=sha256)
        prepared = preparation.read_prepared(folder)

        try:
            self._shortlist = Shortlist(folder)
            backend = _load_backend(folder, prepared, self._shortlist)
            from tokenizers import Tokenizer

            self._tokenizer: Any = Tokenizer.from_file(str(folder / preparation.TOKENIZER_FILE))
        except errors.ModelError:
            raise
        except Exception as error:  # ONNX Runtime, LLVM and tokenizers raise errors of their own
            raise _cannot_be_loaded(name, folder, error) from error
        self.name = name
        judges = [each for each in (editor_adapter, support_adapter) if each is not None]
        self.revision = prepared.revision + (f" and judges {fingerprint(*judges)}" if judges else "")
        self.context_length = prepared.context_length
        self._end_tokens = prepared.end_tokens
        self._model = ModelRunner(backend, self._shortlist)

    def count(self, text: str) -> int:
        return len(self._encode(text))

    def summary_prompt(self, article: str, *, sentences: int, words: int) -> str:
        return self.chat_prompt(prompt.messages(article, sentences=sentences, words=words))

    def max_article_tokens(self, options: Options) -> int:
        instructions = self.count(self.summary_prompt("", sentences=9, words=999))
        return self.context_length - options.max_tokens - instructions - TOKEN_MARGIN

    def chat_prompt(self, messages: Sequence[Message]) -> str:
        turns = [f"<|im_start|>{message['role']}\n{message['content']}<|im_end|>\n" for message in messages]
        return "".join(turns) + "<|im_start|>assistant\n"

    def _generate(
        self,
        prompts: Sequence[str],
        counts: Sequence[int],
        plans: Sequence[Options],
        seed: int,
        stop: StopReason,
        on_token: OnToken | None,
    ) -> list[list[Generation]]:
        token_ids = [tuple(self._encode(text)) for text in prompts]
        check_prompts_fit(self.name, token_ids, self.context_length, [plan.max_tokens for plan in plans])
        allowed = {tokens: self._shortlist.allowed_tokens(tokens) for tokens in set(token_ids)}
        searches = [
            SamplingSearch(text, tokens, count, plan, seed, allowed[tokens], self._end_tokens, self._decode)
            for text, tokens, count, plan in zip(prompts, token_ids, counts, plans, strict=True)
        ]
        decode_all(self._model, searches, stop, on_token)
        return [search.results(stop.given or Finish.LENGTH) for search in searches]

    def judge_deletions(self, headline: str, sentences: Sequence[DependencyParse]) -> list[Deletions] | None:
        """See `abilities.JudgesDeletions`; None without an adapter for it. The first call loads the editors' judges."""
        if self._editor_adapter is None:
            return None
        with self._lock:
            judge = self._load_judges(self._editor_adapter).deletions
            return None if judge is None else judge.judge(headline, sentences)

    def judge_sentences(self, headline: str, sentences: Sequence[str]) -> OpeningJudgement | None:
        """See `abilities.JudgesOpenings`; None without an adapter for it. The first call loads the editors' judges."""
        if self._editor_adapter is None:
            return None
        with self._lock:
            judge = self._load_judges(self._editor_adapter).sentences
            return None if judge is None else judge.judge(headline, sentences)

    def judge_support(self, claims: Sequence[Claim]) -> list[float] | None:
        """See `abilities.JudgesSupport`; None without an adapter for it. The first call loads the judge."""
        if self._support_adapter is None:
            return None
        with self._lock:
            if self._support_judge is None:
                layers = load_tuned_layers(self._gguf, self.name, self._support_adapter, JUDGE_LAYERS)
                self._support_judge = SupportJudge(layers, self._support_adapter)
            return self._support_judge.log_odds(claims)

    def tuned_layers(self) -> TunedLayers:
        """Returns the layers of the editors' judges, for training. Raises ValueError where the model has none."""
        if self._editor_adapter is None:
            raise ValueError(f"{self.name} has no editor adapter")
        return self._load_judges(self._editor_adapter).layers

    def _load_judges(self, adapter: Path) -> _Judges:
        if self._judges is None:
            layers = load_tuned_layers(self._gguf, self.name, adapter, JUDGE_LAYERS)
            deletions = DeletionJudge(layers, adapter) if (adapter / DELETION_FILE).is_file() else None
            sentences = SentenceJudge(layers, adapter) if (adapter / WORTH_FILE).is_file() else None
            self._judges = _Judges(layers, deletions, sentences)
        return self._judges

    def _encode(self, text: str) -> list[int]:
        token_ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return token_ids

    def _decode(self, tokens: Sequence[int]) -> str:
        text: str = self._tokenizer.decode(list(tokens))
        return text

    def close(self) -> None:
        self._model.reset()
        self._judges = self._support_judge = None


def load_tuned_layers(gguf: Path, name: str, adapter: Path, layers: int, *, sha256: str = "") -> TunedLayers:
    """Returns the first `layers` layers of a model with an adapter.

    Raises the errors of `preparation.prepare`, and EngineFailed where the prepared folder cannot be loaded.
    """
    folder = preparation.prepare(gguf, name=name, adapter=adapter, sha256=sha256, layers=layers)
    prepared = preparation.read_prepared(folder)
    try:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(folder / preparation.TOKENIZER_FILE))
        return TunedLayers(_load_backend(folder, prepared, Shortlist(folder)), tokenizer, prepared.hidden_size)
    except errors.ModelError:
        raise
    except Exception as error:  # ONNX Runtime, LLVM and tokenizers raise errors of their own
        raise _cannot_be_loaded(name, folder, error) from error


def _cannot_be_loaded(name: str, folder: Path, error: Exception) -> errors.EngineFailed:
    return errors.EngineFailed(
        f"The prepared form of {name} in {folder} cannot be loaded ({preparation.error_line(error)}). "
        f"Remove it with `copydesk models remove {name}` and try again."
    )


def _load_backend(folder: Path, prepared: preparation.Prepared, shortlist: Shortlist) -> ComputeBackend:
    """Loads the backend that the folder was prepared for."""
    if prepared.backend == preparation.BackendKind.NATIVE:
        from summarizer.engines.native.backend import NativeBackend

        return NativeBackend.load(folder, prepared, shortlist)
    from summarizer.engines.onnx.backend import OnnxBackend

    return OnnxBackend.load(folder, prepared, shortlist)
