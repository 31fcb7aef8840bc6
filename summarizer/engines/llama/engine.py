"""Causal models in GGUF files on a plain CPU: the embedded default's engine.

It loads what `convert` prepared; `network` runs it, by machine code of our own where there is some for the processor,
by ONNX Runtime elsewhere: the fastest that were measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer.models import errors
from summarizer.engines.decoding import scheduler
from summarizer.engines.llama import preparation, network, vocabulary
from summarizer.engines import model_families
from summarizer.engines.onnx import runtime
from summarizer.engines.decoding.search import Codes
from summarizer.engines.interface import GREEDY, Message, Options

if TYPE_CHECKING:  # one of the two is loaded
    from summarizer.engines.native.backend import NativeCores
    from summarizer.engines.onnx.backend import OnnxCores

Loading = Callable[[], AbstractContextManager[None]]

SLACK = 8  # tokens may come out differently where the article meets the prompt's own words


class GgufEngine(scheduler.Stepwise):
    """See `interface.Engine`. `exact` computes in float32 throughout: slower, for comparing engines."""

    def __init__(
        self, gguf: Path, *, name: str, revision: str = "", adapter: Path | None = None, exact: bool = False
    ) -> None:
        super().__init__()
        called = gguf.stem if name.endswith(".gguf") else name
        folder = preparation.prepare(gguf, name=called, adapter=adapter, revision=revision, exact=exact)
        prepared = preparation.read_prepared(folder)

        @contextmanager
        def loading() -> Iterator[None]:
            try:
                yield
            except errors.ModelError:
                raise
            except Exception as error:  # ONNX Runtime, LLVM and tokenizers raise errors of their own
                raise errors.EngineFailed(
                    f"The prepared form of {name} in {folder} cannot be loaded ({preparation.first_line(error)}). "
                    f"Remove it with `copydesk models remove {name}` and try again."
                ) from error

        with loading():
            computing = self._computing(folder, prepared, loading)
            from tokenizers import Tokenizer

            self._tokenizer: Any = Tokenizer.from_file(str(folder / preparation.TOKENIZER))
            self._template = runtime.template(prepared.chat) if prepared.chat else None
        computing.ready()
        self.name = name
        self.revision = prepared.revision
        self.family = "chat"
        self.window = prepared.window
        self.defaults = GREEDY
        self.samples = computing.samples
        self._marks = prepared.marks
        self._codes = Codes(frozenset(prepared.ends))
        self._network: network.Network = network.Network(computing, self._vocabulary)
        self._apart: list[network.Network] = []  # one for each core, made when there first are several prompts
        self._cores = self._network.cores

    def _computing(self, folder: Path, prepared: preparation.Prepared, loading: Loading) -> OnnxCores | NativeCores:
        self._vocabulary = vocabulary.Vocabulary(folder, prepared.width)
        if prepared.form == preparation.Form.NATIVE:
            from summarizer.engines.native.backend import NativeCores

            return NativeCores.load(folder, prepared, self._vocabulary)
        from summarizer.engines.onnx.backend import OnnxCores

        return OnnxCores.load(folder, prepared, self._vocabulary, loading)

    def count(self, text: str) -> int:
        return len(self._ids(text))

    def ask(self, article: str, *, sentences: int, words: int) -> str:
        if self._template:
            return self.chat(model_families.turns(self.name, article, sentences=sentences, words=words))
        return model_families.text(self.family, article, sentences=sentences, words=words)

    def reads(self, options: Options) -> int:
        return self.window - options.max_tokens - self.count(self.ask("", sentences=9, words=999)) - SLACK

    def chat(self, messages: Sequence[Message]) -> str:
        if not self._template:
            raise errors.EngineFailed(f"{self.name} has no chat template: it continues texts, it does not answer.")
        text: str = self._template.render(messages=messages, add_generation_prompt=True, **self._marks)
        return text

    def _ids(self, text: str) -> list[int]:
        found: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return found

    def _words(self, prompt: Sequence[int]) -> vocabulary.Words:
        return self._vocabulary.words(prompt)

    def _networks(self) -> Sequence[network.Network]:
        self._apart = self._apart or self._network.apart()
        return self._apart

    def _text(self, tokens: Sequence[int]) -> str:
        words: str = self._tokenizer.decode(list(tokens))
        return words

    def close(self) -> None:
        self._network.forget()
