"""The interface of an engine: it holds a loaded model and continues prompts. It is small, so engines are exchangeable.

    engine = load("smollm2-135m")
    prompt = engine.summary_prompt(article, sentences=3, words=50)
    drafts = engine.generate([prompt], n=4, options=Options(temperature=0.7), seed=1)[0]

A prompt is the complete text that the model reads, special tokens included: `summary_prompt` builds the one that asks
for a summary in the model's own format (prefix, instruction or chat template), `chat_prompt` that of any conversation.
The same seed on the same machine gives the same text, whatever else is generated in the same call. Optional abilities
of engines are in `abilities.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Finish(StrEnum):
    """Why a generation ended."""

    STOP = "stop"  # the model ended the text
    LENGTH = "length"  # `max_tokens` was reached: the text is probably cut off
    CANCELLED = "cancelled"
    TIMEOUT = "timeout"


@dataclass(frozen=True, slots=True)
class Options:
    """How to decode. Greedy unless `temperature` is above 0 (sampling) or `beams` above 1 (beam search); not both.

    `beams` is for models in safetensors; other engines decode greedily instead. `repetition_penalty` is for models in
    safetensors and those that a server runs; the embedded model ignores it.
    """

    max_tokens: int = 120  # new tokens
    min_tokens: int = 0  # new tokens; the text cannot end before
    temperature: float = 0.0
    top_p: float = 1.0  # nucleus sampling
    top_k: int = 50
    beams: int = 1
    length_penalty: float = 1.0  # for beam search: above 0 favours longer texts
    repetition_penalty: float = 1.0  # for tokens that the new text already has; the prompt does not count
    no_repeat_ngram: int = 0  # n-grams of this many tokens occur at most once in the new text; 0: no limit
    json_schema: str = ""  # schema that the text must follow: sent to servers, some of which enforce it

    def __post_init__(self) -> None:
        if self.max_tokens < 1 or self.beams < 1 or self.temperature < 0 or not 0 < self.top_p <= 1:
            raise ValueError(f"options out of range: {self}")
        if self.beams > 1 and self.temperature > 0:
            raise ValueError("beams do not sample: set temperature to 0 or beams to 1")


GREEDY = Options()
DEFAULT_SAMPLES = 10


@dataclass(frozen=True, slots=True)
class Generation:
    """One continuation. `score` is its mean log-probability per token, before penalties."""

    text: str
    tokens: int
    finish: Finish
    score: float


Cancel = Callable[[], bool]  # called between tokens; True ends all generations that are still running
OnToken = Callable[[int, int, str], None]  # prompt index, candidate index, added text

Message = Mapping[str, str]  # {"role": "system" | "user" | "assistant", "content": ...}


class Engine(Protocol):
    """A loaded model. Threads that call it at the same time take turns."""

    name: str  # of the model, as given to `load`
    revision: str  # of the model: a version, a commit or a hash
    context_length: int  # tokens of prompt and continuation together (encoder-decoder: of the prompt)
    defaults: Options  # the decoding settings that the model's makers recommend
    default_samples: int  # the most samples that are drawn of one article while the user waits

    def count(self, text: str) -> int:
        """Returns the number of tokens of `text`, without special ones."""
        ...

    def summary_prompt(self, article: str, *, sentences: int, words: int) -> str:
        """Returns the prompt that asks for a summary of at most `sentences` sentences and `words` words."""
        ...

    def max_article_tokens(self, options: Options) -> int:
        """Returns the number of tokens (see `count`) that an article may have to fit one prompt."""
        ...

    def chat_prompt(self, messages: Sequence[Message]) -> str:
        """Returns the prompt for a conversation, in the model's template. Raises EngineFailed where it has none."""
        ...

    def generate(
        self,
        prompts: Sequence[str],
        *,
        n: int | Sequence[int] = 1,
        options: Options | Sequence[Options] = GREEDY,
        seed: int = 0,
        cancel: Cancel | None = None,
        timeout: float | None = None,
        on_token: OnToken | None = None,
    ) -> list[list[Generation]]:
        """Returns `n` continuations of every prompt, in the order of the prompts.

        `n` and `options` may differ from prompt to prompt. A prompt that is given several times is processed once, so
        one call can return beams and samples for one article:

            [best, samples] = engine.generate([prompt, prompt], n=[1, 4], options=[beams, sampling])

        Greedy decoding returns one text whatever `n` is; beam search returns the `n` best (n <= beams). Of five samples
        or more, the last fifth ends once the others have ended (`Finish.LENGTH`). `timeout` is in seconds and for the
        whole call: texts that are unfinished by then are returned as they are, with `Finish.TIMEOUT`. With beams,
        `on_token` is called once, at the end. Raises EngineFailed, also for a prompt that does not fit the context.
        """
        ...

    def close(self) -> None:
        """Frees memory; the engine must not be used afterwards."""
        ...
