"""What an engine is: something that loads a model and continues prompts. Small, so that engines can be exchanged.

    engine = load("smollm2-135m")
    prompt = engine.ask(article, sentences=3, words=50)
    drafts = engine.generate([prompt], n=4, options=Options(temperature=0.7), seed=1)[0]

A prompt is the complete text that the model reads, special tokens included: `ask` makes the one that asks for a
summary in the model's own way (prefix, instruction, chat template), `chat` that of any conversation. The same seed on
the same machine gives the same text, whoever shares the call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Finish(StrEnum):
    """Why a generation ended."""

    STOP = "stop"  # the model ended its text, or a stop string came
    LENGTH = "length"  # `max_tokens` reached: probably cut off
    CANCELLED = "cancelled"
    TIMEOUT = "timeout"


@dataclass(frozen=True, slots=True)
class Options:
    """How to decode. Greedy unless `temperature` is above 0 or `beams` above 1; beams do not sample."""

    max_tokens: int = 120  # new tokens
    min_tokens: int = 0  # the text cannot end before
    temperature: float = 0.0
    top_p: float = 1.0
    top_k: int = 50
    beams: int = 1
    length_penalty: float = 1.0  # of beams: above 0 favours longer texts
    repetition_penalty: float = 1.0  # of tokens already in the new text; the prompt does not count
    no_repeat_ngram: int = 0  # likewise: quoting the article stays allowed
    stop: tuple[str, ...] = ()  # the text ends before any of these

    def __post_init__(self) -> None:
        if self.max_tokens < 1 or self.beams < 1 or self.temperature < 0 or not 0 < self.top_p <= 1:
            raise ValueError(f"options out of range: {self}")
        if self.beams > 1 and self.temperature > 0:
            raise ValueError("beams do not sample: set temperature to 0 or beams to 1")


GREEDY = Options()
SAMPLES = 10


@dataclass(frozen=True, slots=True)
class Generation:
    """One continuation. `score` is its mean log-probability a token, before penalties."""

    text: str
    tokens: int
    finish: Finish
    score: float


Cancel = Callable[[], bool]  # asked between tokens; True ends everything that is still running
OnToken = Callable[[int, int, str], None]  # prompt index, candidate index, the words that were added

Message = Mapping[str, str]  # {"role": "system" | "user" | "assistant", "content": ...}


class Engine(Protocol):
    """A loaded model. Threads that ask it at the same time wait for each other."""

    name: str  # of the model, as given
    revision: str  # what exactly was loaded: a version, a commit or a hash
    family: str  # "chat", "t5", "flan-t5", "bart": see families.py
    window: int  # tokens that prompt and continuation share (sequence-to-sequence: that the prompt may take)
    defaults: Options  # how the model's makers decode
    samples: int  # that it writes of one text while somebody waits; more of them make a better summary

    def count(self, text: str) -> int:
        """Tokens of `text`, without special ones."""
        ...

    def ask(self, article: str, *, sentences: int, words: int) -> str:
        """The prompt that asks for a summary of at most so many sentences and words."""
        ...

    def reads(self, options: Options) -> int:
        """Tokens (see `count`) that an article may take in one prompt."""
        ...

    def chat(self, messages: Sequence[Message]) -> str:
        """The prompt for a conversation, in the model's own template. EngineFailed where it has none."""
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
        """`n` continuations of every prompt, in the order of the prompts.

        `n` and `options` may differ from prompt to prompt. A prompt that is given several times is read once, so this
        is how to have beams and samples of one article together:

            [best, free] = engine.generate([prompt, prompt], n=[1, 4], options=[beams, dice])

        Greedy decoding gives one however many are asked for; beams give the `n` best (n <= beams). Of five samples or
        more, the last fifth ends where it gets as long as all others (`Finish.LENGTH`). `timeout` is in seconds for the
        whole call: what is there by then is returned with `Finish.TIMEOUT`. With beams, `on_token` is called once, at
        the end. Raises EngineFailed, also for a prompt that the window cannot hold.
        """
        ...

    def close(self) -> None:
        """Gives memory back; the engine is of no use afterwards."""
        ...
