"""What a server answers: one text or several, put together from a stream, without the model's reasoning."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from summarizer.engines.endpoint.http_client import ShouldStop
from summarizer.engines.interface import Finish, Message, Options

REASONING_TOKENS = 2048  # that a model may write before its text, where its reasoning cannot be switched off
MAX_TAG_CHARACTERS = 16

_REASONING_TAG = re.compile(r"[<\[](/?)(?:think|thinking|thought|reasoning|reflection)[>\]]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reply:
    """One text. `score` is its mean log-probability per token; None where the server gives none."""

    text: str
    tokens: int
    finish: Finish
    score: float | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The texts of one request, and how many tokens of the prompt the server says that it read; 0: it does not say."""

    replies: tuple[Reply, ...]
    prompt_tokens: int


class ChatApi(Protocol):
    """The protocol of a server."""

    context_length: int  # tokens that prompt and answer share
    reasoning_tokens: int  # tokens of these that the model's reasoning may take
    revision: str  # of the model
    parameters: int  # of the model; 0 where the server does not say
    remote_host: str  # host and port of the machine that runs it, if it is another one

    def complete(
        self,
        messages: Sequence[Message],
        *,
        n: int,
        options: Options,
        max_new_tokens: int,
        seed: int,
        should_stop: ShouldStop,
    ) -> Answer:
        """Returns from one to `n` answers to a conversation, of `max_new_tokens` with the reasoning.

        When `should_stop`, what there is by then, with Finish.CANCELLED. Raises EngineFailed.
        """
        ...


class ReplyBuilder:
    """Puts one text together. It is full when the server ended it or it has more tokens than it may have."""

    def __init__(self, options: Options) -> None:
        self._max_tokens = options.max_tokens
        self._text = ""  # with the reasoning
        self._scanned = 0  # characters of it that were searched for tags
        self._in_reasoning = False
        self._tokens = 0  # outside the reasoning
        self._all_tokens = 0
        self._log_probabilities: list[float] = []
        self._finish: Finish | None = None
        self.is_cut = False  # full, but the server would go on

    @property
    def is_full(self) -> bool:
        return self._finish is not None

    def add(self, text: str, log_probabilities: Sequence[float] = ()) -> None:
        """Adds a piece of text; a server sends about one for each token."""
        if self.is_full or not text:
            return
        self._text += text
        tokens = max(1, len(log_probabilities))
        self._all_tokens += tokens
        for tag in _REASONING_TAG.finditer(self._text, self._scanned):
            self._in_reasoning = not tag[1]
            self._tokens, self._log_probabilities = 0, []  # what came before was reasoning
            self._scanned = tag.end()
        self._scanned = max(self._scanned, len(self._text) - MAX_TAG_CHARACTERS)  # a tag may come in several pieces
        if not self._in_reasoning:
            self._tokens += tokens
            self._log_probabilities += log_probabilities
        if self._tokens > self._max_tokens or self._all_tokens > self._max_tokens + 2 * REASONING_TOKENS:
            self._finish = Finish.LENGTH
            self.is_cut = True

    def end(self, finish: Finish) -> None:
        """Notes why the server ended the text."""
        self._finish = self._finish or finish

    def reply(self) -> Reply:
        """Returns the text so far."""
        known = self._log_probabilities
        text, finish = without_reasoning(self._text), self._finish or Finish.CANCELLED
        return Reply(text, self._tokens, finish, sum(known) / len(known) if known else None)


def without_reasoning(text: str) -> str:
    """Returns the text without <think>...</think> and the like.

    An unclosed tag reaches to the end. Before a closing tag that nothing opened, all is reasoning: some chat templates
    open it at the end of the prompt.
    """
    kept, depth, position = [], 0, 0
    for tag in _REASONING_TAG.finditer(text):
        if depth == 0:
            kept.append(text[position : tag.start()])
        if not tag[1]:
            depth += 1
        elif depth == 0:
            kept.clear()
        else:
            depth -= 1
        position = tag.end()
    if depth == 0:
        kept.append(text[position:])
    return "".join(kept).strip()


def log_probabilities(entries: Any) -> list[float]:
    """Returns the log-probabilities in a list of {"logprob": ...}; empty where it is no such list."""
    if not isinstance(entries, list):
        return []
    values = [entry.get("logprob") for entry in entries if isinstance(entry, Mapping)]
    values = [float(value) if value == 0 else value for value in values]  # JSON writes 0.0 as 0, too
    return [value for value in values if isinstance(value, float) and math.isfinite(value) and value <= 0]


def count_of(value: Any) -> int:
    """Returns a JSON value that is a number of things; 0 where it is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 31 else 0
