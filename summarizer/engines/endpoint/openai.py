"""The OpenAI protocol as llama-server, vLLM, LM Studio and others speak it: /chat/completions, streamed as SSE.

Servers differ in what they take and give: a request that is refused is sent once more without what is not essential,
and a server that returns fewer texts than it was asked for is asked again by the engine.
Source: https://platform.openai.com/docs/api-reference/chat
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

from summarizer.engines.endpoint.http_client import HttpClient, Refused, ShouldStop, reason_of
from summarizer.engines.endpoint.reply import REASONING_TOKENS, Answer, ReplyBuilder, count_of, log_probabilities
from summarizer.engines.interface import Finish, Message, Options
from summarizer.models.endpoints import KEY_VARIABLE, Endpoint, EndpointOptions
from summarizer.models.errors import EngineFailed, UnknownModel

DEFAULT_CONTEXT = 4096  # tokens, where the server does not say
MAX_CONTEXT = 32_768  # more is of no use
CONTEXT_KEYS = ("max_model_len", "max_context_length", "context_length", "n_ctx")  # vLLM, LM Studio, others, llama.cpp
MAX_NAMED = 8  # models that a message names
EVENT_LINE = re.compile(rb"\s*(?:$|:|data|event|id|retry)")  # of a stream of events, the data aside


class OpenAiApi:
    """See `reply.ChatApi`. Raises RemoteRefused or EngineFailed."""

    revision = ""  # the protocol has none

    def __init__(
        self, endpoint: Endpoint, options: EndpointOptions, *, api_key: str | None = None, title: str = ""
    ) -> None:
        """`api_key` replaces that of the environment; `title` names the server in messages."""
        self._model = endpoint.model
        self._client = HttpClient(
            endpoint,
            options,
            start_advice="start it, or check the address",
            api_key=os.environ.get(KEY_VARIABLE, "").strip() if api_key is None else api_key,
            title=title,
        )
        self._takes_extras = True  # until it refuses them
        self.remote_host = self._client.remote_host()
        self.parameters = 0
        self._offered = self._models()
        stated = self._offered.get(self._model, 0)
        self.context_length = min(stated or DEFAULT_CONTEXT, MAX_CONTEXT)
        self.reasoning_tokens = min(REASONING_TOKENS, self.context_length // 4)

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
        """As many answers as the server gives in one request, up to `n`."""
        while True:
            extras = self._extras(n, options) if self._takes_extras else {}
            body: dict[str, Any] = {
                "model": self._model,
                "messages": [dict(message) for message in messages],
                "stream": True,
                "max_tokens": max_new_tokens,
                "temperature": options.temperature,
                "top_p": options.top_p,
                "seed": seed,
                **extras,
            }
            try:
                return self._answer(body, n if extras else 1, options, should_stop)
            except Refused as refused:
                reason = refused.detail.lower()
                if "context" in reason and ("exceed" in reason or "maximum" in reason):
                    raise EngineFailed(
                        f"{self._client.server} cannot take so long a prompt: start it with a longer context, 8192 "
                        "tokens for example."
                    ) from None
                if refused.status in (400, 422) and self._takes_extras:
                    self._takes_extras = False
                    continue
                if refused.status == 404:
                    raise self._unknown() from None
                raise

    def _extras(self, n: int, options: Options) -> dict[str, Any]:
        """What not every server takes."""
        return {
            "n": n,
            "logprobs": True,
            "top_k": options.top_k,
            "stream_options": {"include_usage": True},
            "chat_template_kwargs": {"enable_thinking": False},
            **({"response_format": _response_format(options.json_schema)} if options.json_schema else {}),
        }

    def _answer(self, body: Mapping[str, Any], n: int, options: Options, should_stop: ShouldStop) -> Answer:
        builders: dict[int, ReplyBuilder] = {}
        prompt_tokens, is_done, whole, is_foreign = 0, False, b"", False
        with closing(self._client.lines("/chat/completions", body, should_stop)) as lines:
            for line in lines:
                data = line.removeprefix(b"data:").strip()
                if data == b"[DONE]":
                    is_done = True
                    break
                if whole or (data == line.strip() and data.startswith(b"{")):  # not streamed
                    whole += line + b"\n"
                    continue
                if not line.startswith(b"data:") or not data:
                    is_foreign = is_foreign or not EVENT_LINE.match(line)
                    continue  # a comment, or another field of the event
                prompt_tokens = self._add(self._client.parse(data), builders, n, options) or prompt_tokens
                is_full = len(builders) == n and all(builder.is_full for builder in builders.values())
                if is_full and (prompt_tokens or any(builder.is_cut for builder in builders.values())):
                    break
        if whole:
            prompt_tokens = self._add(self._client.parse(whole), builders, n, options)
        is_done = is_done or (bool(builders) and all(builder.is_full for builder in builders.values()))
        if is_foreign and not builders:
            raise self._client.unintelligible()
        if not is_done and not should_stop():
            raise EngineFailed(f"{self._client.server} broke off its answer: see its log, and try again.")
        if is_done and not builders:
            raise self._client.unintelligible()
        if is_done:
            for builder in builders.values():
                builder.end(Finish.LENGTH)  # those that the server left without a reason
        replies = tuple(builder.reply() for _, builder in sorted(builders.items()))
        return Answer(replies or (ReplyBuilder(options).reply(),), prompt_tokens)

    def _add(self, part: Mapping[str, Any], builders: dict[int, ReplyBuilder], n: int, options: Options) -> int:
        """Adds one event, or a whole answer; returns the number of tokens of the prompt where it says so."""
        if part.get("error"):
            reason = reason_of(part).rstrip(".") or "it gives no reason"
            raise EngineFailed(f"{self._client.server} could not run {self._model} ({reason}): see its log.")
        choices = part.get("choices", [])
        if not isinstance(choices, list):
            raise self._client.unintelligible()
        for choice in choices:
            if not isinstance(choice, Mapping):
                raise self._client.unintelligible()
            index = choice.get("index", 0)
            message = choice.get("delta") or choice.get("message") or {}
            text = (message.get("content") or "") if isinstance(message, Mapping) else None
            if not isinstance(index, int) or not isinstance(text, str):
                raise self._client.unintelligible()
            if not 0 <= index < n:
                continue
            builder = builders.setdefault(index, ReplyBuilder(options))
            scores = choice.get("logprobs")
            builder.add(text, log_probabilities(scores.get("content") if isinstance(scores, Mapping) else None))
            if finish := choice.get("finish_reason"):
                builder.end(Finish.STOP if finish == "stop" else Finish.LENGTH)
        usage = part.get("usage")
        return count_of(usage.get("prompt_tokens")) if isinstance(usage, Mapping) else 0

    def _models(self) -> dict[str, int]:
        """The names that the server offers, with their context lengths (0: unknown); empty where it lists none."""
        try:
            listed = self._client.json("GET", "/models").get("data")
        except Refused as refused:
            if refused.status in (401, 403):
                raise
            return {}
        entries = [entry for entry in listed if isinstance(entry, Mapping)] if isinstance(listed, list) else []
        named = [entry for entry in entries if entry.get("id") == self._model] or entries[:1] * (len(entries) == 1)
        self.parameters = _parameters(named[0]) if named else 0
        return {entry["id"]: _context_length(entry) for entry in entries if isinstance(entry.get("id"), str)}

    def _unknown(self) -> UnknownModel:
        names = ", ".join(name[:80] for name in [*self._offered][:MAX_NAMED])
        advice = f"it offers {names}" if names else "check the name, and that the address ends as the server wants it"
        return UnknownModel(f"{self._client.server} has no model {self._model}: {advice}.")


def _response_format(json_schema: str) -> dict[str, Any]:
    """What holds the text to a JSON schema."""
    schema = {"name": "answer", "strict": True, "schema": json.loads(json_schema)}
    return {"type": "json_schema", "json_schema": schema}


def _parameters(entry: Mapping[str, Any]) -> int:
    """The number of parameters in an entry of /models, as llama-server states it; 0 where it is not stated."""
    meta = entry.get("meta")
    stated = meta.get("n_params") if isinstance(meta, Mapping) else None
    return stated if isinstance(stated, int) and not isinstance(stated, bool) and 0 < stated < 1 << 48 else 0


def _context_length(entry: Mapping[str, Any]) -> int:
    """The context length in an entry of /models; 0 where it is not stated."""
    meta = entry.get("meta")
    described = {**(meta if isinstance(meta, Mapping) else {}), **entry}
    return next((count for key in CONTEXT_KEYS if (count := count_of(described.get(key)))), 0)
