"""Assembles the text that a server streams, without the model's reasoning."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from summarizer.engines.interface import Finish, Generation, Options

REASONING_TOKENS = 2048  # for reasoning before the text, where that cannot be switched off
MAX_TAG_CHARACTERS = 16

_REASONING_TAG = re.compile(r"[<\[](/?)(?:think|thinking|thought|reasoning|reflection)[>\]]", re.IGNORECASE)


class ReplyBuilder:
    """Assembles one text. It is full once the server ended it or it has more tokens than it may have."""

    def __init__(self, options: Options) -> None:
        self._max_tokens = options.max_tokens
        self._text = ""  # with the reasoning
        self._scanned = 0  # characters of `_text` that were searched for tags
        self._in_reasoning = False
        self._tokens = 0  # outside the reasoning
        self._all_tokens = 0
        self._log_probabilities: list[float] = []
        self._finish: Finish | None = None
        self.is_cut = False  # whether it is full, but the server did not end it

    @property
    def is_full(self) -> bool:
        return self._finish is not None

    def add(self, text: str, log_probabilities: Sequence[float] = ()) -> None:
        """Adds a piece of text; a server sends about one piece for each token."""
        if self.is_full or not text:
            return
        self._text += text
        tokens = max(1, len(log_probabilities))
        self._all_tokens += tokens
        for tag in _REASONING_TAG.finditer(self._text, self._scanned):
            self._in_reasoning = not tag[1]
            self._tokens, self._log_probabilities = 0, []  # what came before was reasoning
            self._scanned = tag.end()
        self._scanned = max(self._scanned, len(self._text) - MAX_TAG_CHARACTERS)  # a tag may be split between pieces
        if not self._in_reasoning:
            self._tokens += tokens
            self._log_probabilities += log_probabilities
        if self._tokens > self._max_tokens or self._all_tokens > self._max_tokens + 2 * REASONING_TOKENS:
            self._finish = Finish.LENGTH
            self.is_cut = True

    def end(self, finish: Finish) -> None:
        """Records why the server ended the text."""
        self._finish = self._finish or finish

    def reply(self) -> Generation:
        """Returns the text so far; its score is NaN where the server gives no log-probabilities."""
        known = self._log_probabilities
        text, finish = without_reasoning(self._text), self._finish or Finish.CANCELLED
        return Generation(text, self._tokens, finish, sum(known) / len(known) if known else math.nan)


def without_reasoning(text: str) -> str:
    """Returns the text without <think>...</think> and similar elements.

    An element without a closing tag extends to the end of the text. A closing tag without an opening one ends an
    element that begins with the text, as some chat templates open it at the end of the prompt.
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
