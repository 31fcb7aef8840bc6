"""The OpenAI protocol as llama-server, vLLM, LM Studio and others speak it: /chat/completions, streamed as SSE.

Servers differ in what they accept and return. A request that is refused is sent once more without the optional fields,
and a server that returns fewer texts than requested is asked again by the engine.
Source: https://platform.openai.com/docs/api-reference/chat
"""

from __future__ import annotations

import json
import os
from typing import Any

from pydantic import AliasChoices, AliasPath, Field, OnErrorOmit

from summarizer.engines.endpoint.chat_api import ChatApi, Request, Stated
from summarizer.engines.endpoint.http_client import HttpClient, Refused
from summarizer.engines.endpoint.reply import REASONING_TOKENS
from summarizer.models.endpoints import KEY_VARIABLE, Endpoint, EndpointOptions

DEFAULT_CONTEXT = 4096  # tokens, where the server does not state it
MAX_CONTEXT = 32_768  # more is of no use
CONTEXT_KEYS = ("max_model_len", "max_context_length", "context_length", "n_ctx")  # vLLM, LM Studio, others, llama.cpp
MAX_NAMED = 8  # models that a message lists


class OfferedModel(Stated):
    """An entry of /models. llama-server has the numbers in `meta`."""

    id: str
    context_length: int = Field(
        0, validation_alias=AliasChoices(*CONTEXT_KEYS, *(AliasPath("meta", key) for key in CONTEXT_KEYS))
    )
    parameters: int = Field(0, validation_alias=AliasPath("meta", "n_params"))


class ModelList(Stated):
    """The answer of /models."""

    data: tuple[OnErrorOmit[OfferedModel], ...] = ()


class OpenAiApi(ChatApi):
    """See `ChatApi`."""

    path = "/chat/completions"
    takes_extras = True
    long_prompt_advice = "start it with a longer context, 8192 tokens for example"

    def __init__(
        self, endpoint: Endpoint, options: EndpointOptions, *, api_key: str | None = None, title: str = ""
    ) -> None:
        """`api_key` replaces that of the environment; `title` names the server in messages."""
        client = HttpClient(
            endpoint,
            options,
            start_advice="start it, or check the address",
            api_key=os.environ.get(KEY_VARIABLE, "").strip() if api_key is None else api_key,
            title=title,
        )
        super().__init__(client, endpoint.model)
        offered = self._models()
        names = ", ".join(model.id[:80] for model in offered[:MAX_NAMED])
        advice = "check the name, and that the address ends as the server wants it"
        self.unknown_advice = f"it offers {names}" if names else advice
        named = [model for model in offered if model.id == endpoint.model]
        self.context_length = min((named and named[0].context_length) or DEFAULT_CONTEXT, MAX_CONTEXT)
        self.reasoning_tokens = min(REASONING_TOKENS, self.context_length // 4)
        if named or len(offered) == 1:
            self.parameters = (named or offered)[0].parameters

    def _body(self, request: Request) -> dict[str, Any]:
        options = request.options
        body: dict[str, Any] = {
            "model": self.model,
            "messages": [dict(message) for message in request.messages],
            "stream": True,
            "max_tokens": request.max_new_tokens,
            "temperature": options.temperature,
            "top_p": options.top_p,
            "seed": request.seed,
        }
        if self.takes_extras:
            body |= {
                "n": request.n,
                "logprobs": True,
                "top_k": options.top_k,
                "stream_options": {"include_usage": True},
                "chat_template_kwargs": {"enable_thinking": False},
            }
            if options.json_schema:
                schema = {"name": "answer", "strict": True, "schema": json.loads(options.json_schema)}
                body["response_format"] = {"type": "json_schema", "json_schema": schema}
        return body

    def _models(self) -> tuple[OfferedModel, ...]:
        """Returns the models that the server lists; () where it has no list."""
        try:
            return self.client.json(ModelList, "GET", "/models").data
        except Refused as refused:
            if refused.status in (401, 403):
                raise
            return ()
