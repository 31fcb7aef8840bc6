"""The engine of the embedded model, on a plain CPU. Other GGUF files are run by llama.cpp: see `llama_cpp`.

It loads what `preparation` wrote; `network` runs it, on our own machine code where that supports the CPU, on ONNX
Runtime elsewhere: the fastest backends that were measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer.engines import model_families
from summarizer.engines.decoding.allowed_tokens import AllowedTokens
from summarizer.engines.decoding.scheduler import BatchedEngine
from summarizer.engines.decoding.search import ControlTokens
from summarizer.engines.interface import GREEDY, Message, Options
from summarizer.engines.llama import preparation
from summarizer.engines.llama.network import ModelRunner
from summarizer.engines.llama.vocabulary import Shortlist
from summarizer.models import errors

if TYPE_CHECKING:  # only one of the two is loaded
    from summarizer.engines.native.backend import NativeBackend
    from summarizer.engines.onnx.backend import OnnxBackend

LoadGuard = Callable[[], AbstractContextManager[None]]  # turns whatever loading raises into a ModelError

TOKEN_MARGIN = 8  # tokens that an article may gain where it is joined to the prompt's own words


class GgufEngine(BatchedEngine):
    """See `interface.Engine`. `float32` computes in float32 throughout: slower, for comparing engines.

    `sha256` is the hash of the file, where it is known. Raises DamagedSource where the model would be prepared from a
    file with another one.
    """

    def __init__(
        self,
        gguf: Path,
        *,
        name: str,
        revision: str = "",
        adapter: Path | None = None,
        float32: bool = False,
        sha256: str = "",
    ) -> None:
        super().__init__()
        folder = preparation.prepare(
            gguf,
            name=name,
            adapter=adapter,
            revision=revision,
            float32=float32,
            sha256=sha256,
        )
        prepared = preparation.read_prepared(folder)

        @contextmanager
        def guard() -> Iterator[None]:
            try:
                yield
            except errors.ModelError:
                raise
            except Exception as error:  # ONNX Runtime, LLVM and tokenizers raise errors of their own
                raise errors.EngineFailed(
                    f"The prepared form of {name} in {folder} cannot be loaded ({preparation.error_line(error)}). "
                    f"Remove it with `copydesk models remove {name}` and try again."
                ) from error

        with guard():
            self._shortlist = Shortlist(folder, prepared.hidden_size)
            backend = self._load_backend(folder, prepared, guard)
            from tokenizers import Tokenizer

            self._tokenizer: Any = Tokenizer.from_file(str(folder / preparation.TOKENIZER_FILE))
            self._template = model_families.chat_template(prepared.chat_template) if prepared.chat_template else None
        backend.wait_until_ready()
        self.name = name
        self.revision = prepared.revision
        self.family = "chat"
        self.parameters = _approximate_parameters(prepared) if self._template else None
        self.context_length = prepared.context_length
        self.defaults = GREEDY
        self.default_samples = backend.default_samples
        self._special_tokens = prepared.special_tokens
        self._control_tokens = ControlTokens(frozenset(prepared.end_tokens))
        self._model: ModelRunner = ModelRunner(backend, self._shortlist)
        self._single_core_runners: list[ModelRunner] = []  # made when several prompts are first given together
        self._parallelism = self._model.core_count

    def _load_backend(
        self, folder: Path, prepared: preparation.Prepared, guard: LoadGuard
    ) -> OnnxBackend | NativeBackend:
        if prepared.backend == preparation.BackendKind.NATIVE:
            from summarizer.engines.native.backend import NativeBackend

            return NativeBackend.load(folder, prepared, self._shortlist)
        from summarizer.engines.onnx.backend import OnnxBackend

        return OnnxBackend.load(folder, prepared, self._shortlist, guard)

    def count(self, text: str) -> int:
        return len(self._encode(text))

    def summary_prompt(self, article: str, *, sentences: int, words: int) -> str:
        if self._template:
            return self.chat_prompt(model_families.chat_messages(self.name, article, sentences=sentences, words=words))
        return model_families.text_prompt(self.family, article, sentences=sentences, words=words)

    def max_article_tokens(self, options: Options) -> int:
        instructions = self.count(self.summary_prompt("", sentences=9, words=999))
        return self.context_length - options.max_tokens - instructions - TOKEN_MARGIN

    def chat_prompt(self, messages: Sequence[Message]) -> str:
        if not self._template:
            raise errors.EngineFailed(f"{self.name} has no chat template: it continues texts, it does not answer.")
        text: str = self._template.render(
            messages=messages, add_generation_prompt=True, enable_thinking=False, **self._special_tokens
        )
        return text

    def _encode(self, text: str) -> list[int]:
        token_ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return token_ids

    def _decode(self, tokens: Sequence[int]) -> str:
        text: str = self._tokenizer.decode(list(tokens))
        return text

    def _allowed_tokens(self, prompt: Sequence[int]) -> AllowedTokens:
        return self._shortlist.allowed_tokens(prompt)

    def _parallel_models(self) -> Sequence[ModelRunner]:
        self._single_core_runners = self._single_core_runners or self._model.single_core_runners()
        return self._single_core_runners

    def close(self) -> None:
        self._model.reset()


def _approximate_parameters(prepared: preparation.Prepared) -> int:
    """The number of parameters without embeddings, about: feed-forward layers are taken as three times as wide."""
    hidden = prepared.hidden_size
    attention = 2 * hidden * (prepared.attention_heads + prepared.kv_heads) * prepared.head_dim
    return prepared.layers * (attention + 3 * hidden * 3 * hidden)
