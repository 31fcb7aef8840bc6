"""The engine of a model that a server runs; see `interface.Engine`.

A prompt is the conversation as JSON: the server applies the model's chat template. Beam search, `min_tokens` and
`no_repeat_ngram` are not available over HTTP: beams become one greedy text. There is no tokenizer, so tokens are
estimated, and too many rather than too few.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import replace
from math import isfinite

from summarizer.engines import model_families
from summarizer.engines.base import BaseEngine
from summarizer.engines.decoding.stopping import StopReason
from summarizer.engines.endpoint.chat_api import ChatApi, Request
from summarizer.engines.endpoint.ollama import OllamaApi
from summarizer.engines.endpoint.openai import OpenAiApi
from summarizer.engines.endpoint.prompt_length import PromptLength, words_in
from summarizer.engines.interface import GREEDY, Finish, Generation, Message, OnToken, Options
from summarizer.models.endpoints import EndpointOptions, ServerKind, endpoint_of
from summarizer.models.errors import EngineFailed

SAMPLES = 2  # in addition to the greedy draft; few, as models on servers are larger and take longer
TOKEN_MARGIN = 64  # of the chat template
LETTERS_PER_TOKEN = 4  # of a word, in the estimate; English news has about five letters for each token

_WORD = re.compile(r"[^\W\d_]+")


class EndpointEngine(BaseEngine):
    """See `interface.Engine` and `abilities.Served`.

    Raises UnknownModel, RemoteRefused or EngineFailed.
    """

    is_sequential = True  # prompts are sent one after another

    def __init__(self, name: str, options: EndpointOptions | None = None, *, api: ChatApi | None = None) -> None:
        """`api` is the server's protocol, if not that which `name` states."""
        super().__init__()
        if api is None:
            options = options or EndpointOptions()
            endpoint = endpoint_of(name, options)
            api = (OllamaApi if endpoint.kind is ServerKind.OLLAMA else OpenAiApi)(endpoint, options)
        self._api = api
        self.name = name
        self.revision = api.revision
        self.remote_host = api.remote_host
        self.context_length = api.context_length
        self.parameters: int | None = api.parameters or model_families.parameters_in(api.model)
        self.defaults = GREEDY
        self.default_samples = SAMPLES
        self.confirms_prompts = True  # whether the server reported for each prompt how much of it was read
        self._words_read = 0  # words of the longest prompt that the server has read whole
        self._prompt_length = PromptLength(self.count, self._tokens_of)

    def count(self, text: str) -> int:
        """Returns an estimate: a token for each digit and mark, and for every LETTERS_PER_TOKEN bytes of a word."""
        words = [len(word[0].encode()) for word in _WORD.finditer(text)]
        others = sum(not character.isspace() for character in _WORD.sub("", text))
        return others + sum(-(-size // LETTERS_PER_TOKEN) for size in words)

    def summary_prompt(self, article: str, *, sentences: int, words: int) -> str:
        return self.chat_prompt(model_families.chat_messages(article, sentences=sentences, words=words))

    def chat_prompt(self, messages: Sequence[Message]) -> str:
        return json.dumps([dict(message) for message in messages], ensure_ascii=False)

    def max_article_tokens(self, options: Options) -> int:
        instructions = self.count(self.summary_prompt("", sentences=9, words=999))
        reserved = options.max_tokens + self._api.reasoning_tokens + instructions + TOKEN_MARGIN
        return self.context_length - reserved

    def _generate(
        self,
        prompts: Sequence[str],
        counts: Sequence[int],
        plans: Sequence[Options],
        seed: int,
        stop: StopReason,
        on_token: OnToken | None,
    ) -> list[list[Generation]]:
        """Calls `on_token` once for each text, when it is complete."""
        by_prompt = [
            self._write(prompt, count, plan, seed, stop)
            for prompt, count, plan in zip(prompts, counts, plans, strict=True)
        ]
        if on_token is not None:
            for prompt_index, replies in enumerate(by_prompt):
                for candidate, reply in enumerate(replies):
                    on_token(prompt_index, candidate, reply.text)
        has_scores = all(isfinite(reply.score) for replies in by_prompt for reply in replies if reply.text)
        return [  # a missing score must not look like a good one
            [replace(reply, score=reply.score if has_scores and reply.text else 0.0) for reply in replies]
            for replies in by_prompt
        ]

    def close(self) -> None:
        """Does nothing: the server keeps the model."""

    def _write(self, prompt: str, count: int, options: Options, seed: int, stop: StopReason) -> list[Generation]:
        """Returns the texts of one prompt; only sampling gives more than one."""
        messages = _messages(prompt)
        words = words_in(messages)
        if words > self.context_length - options.max_tokens:
            raise EngineFailed(
                f"A prompt of {words:,} words does not fit the {self.context_length:,} tokens of {self._api.model}."
            )
        count = count if options.temperature > 0 else min(count, 1)
        max_new_tokens = options.max_tokens + self._api.reasoning_tokens
        replies: list[Generation] = []
        while len(replies) < count and not stop():
            request = Request(messages, options, max_new_tokens, 1 + seed + len(replies), count - len(replies))
            written, prompt_tokens = self._api.complete(request, stop)
            replies += written[: request.n]
            if not stop.given:
                self._refuse_cut_prompt(messages, prompt_tokens)
        if replies and not stop.given and not any(reply.text for reply in replies):
            raise EngineFailed(
                f"{self._api.model} wrote nothing, or its reasoning alone: choose a model that answers without "
                "reasoning first, or switch its reasoning off on the server."
            )
        finish = stop.given or Finish.CANCELLED
        replies = [replace(reply, finish=finish) if reply.finish is Finish.CANCELLED else reply for reply in replies]
        return [*replies, *[Generation("", 0, finish, 0.0)] * (count - len(replies))]

    def _refuse_cut_prompt(self, messages: Sequence[Message], tokens: int) -> None:
        """Raises EngineFailed if the server read less of a prompt than it was sent.

        See prompt_length.py. Some versions of Ollama do not count the tokens that they had in the cache. So if the
        count is too low, the prompt is sent once more, after a random text that no cache can have.
        """
        words = words_in(messages)
        if words <= self._words_read:
            return
        if tokens and not self._prompt_length.is_whole(messages, tokens):
            first, *others = messages
            tokens = self._tokens_of([{**first, "content": f"({secrets.token_hex(8)}) {first['content']}"}, *others])
            if tokens and not self._prompt_length.is_whole(messages, tokens):
                raise EngineFailed(
                    f"The server cut the prompt: it read {tokens:,} tokens of a text of {words:,} words. "
                    f"Give {self._api.model} a longer context on the server, 8192 tokens for example."
                )
        if tokens:
            self._words_read = words
        else:
            self.confirms_prompts = False

    def _tokens_of(self, messages: Sequence[Message]) -> int:
        """Returns how many tokens of a prompt the server reports to have read; 0 where it does not report it."""
        return self._api.complete(Request(messages, GREEDY, 1, seed=1), bool)[1]


def _messages(prompt: str) -> list[dict[str, str]]:
    """Returns the conversation of a prompt. Raises EngineFailed for a text that is not one."""
    try:
        messages = json.loads(prompt)
        return [{"role": message["role"], "content": message["content"]} for message in messages]
    except (ValueError, TypeError, KeyError):
        raise EngineFailed("A served model takes conversations: make the prompt with `chat_prompt`.") from None
