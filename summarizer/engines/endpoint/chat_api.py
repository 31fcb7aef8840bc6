"""The protocol of a server that answers conversations: what Ollama's and OpenAI's have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from pydantic import AliasChoices, BaseModel, Field, OnErrorOmit, model_validator

from summarizer.engines.endpoint.http_client import HttpClient, Refused, ShouldStop, reason_of
from summarizer.engines.endpoint.reply import ReplyBuilder
from summarizer.engines.interface import Finish, Generation, Message, Options
from summarizer.models.errors import EngineFailed, UnknownModel

END = b"[DONE]"  # the last event of a stream


class Stated(BaseModel):
    """A JSON object from a server. A field that is null counts as missing."""

    @model_validator(mode="before")
    @classmethod
    def _leave_out_nulls(cls, value: Any) -> Any:
        return {key: item for key, item in value.items() if item is not None} if isinstance(value, dict) else value


class _Token(Stated):
    logprob: float = Field(le=0, allow_inf_nan=False)


class _Tokens(Stated):
    content: list[OnErrorOmit[_Token]] = []


class _Message(Stated):
    content: str = ""


class _Choice(Stated):
    """An addition to one of the texts: `delta`, or `message` where the answer is not streamed."""

    index: int = 0
    message: _Message = Field(_Message(), validation_alias=AliasChoices("delta", "message"))
    logprobs: _Tokens = _Tokens()
    finish_reason: str = ""


class _Usage(Stated):
    prompt_tokens: int = 0


class ServerEvent(Stated):
    """An event of an answer, or a whole answer, in the OpenAI protocol. A line of Ollama's is converted to one."""

    error: Any = None
    choices: list[_Choice] = []
    usage: _Usage = _Usage()

    @model_validator(mode="before")
    @classmethod
    def _read_ollama(cls, line: Any) -> Any:
        if not isinstance(line, dict) or not isinstance(line.get("message"), dict):
            return line
        choice = {
            "message": line["message"],
            "logprobs": {"content": line.get("logprobs")},
            "finish_reason": line.get("done_reason", "stop") if line.get("done") else "",
        }
        return {**line, "choices": [choice], "usage": {"prompt_tokens": line.get("prompt_eval_count")}}


@dataclass(frozen=True, slots=True)
class Request:
    """A conversation to answer with `n` texts, each of up to `max_new_tokens` tokens including the reasoning."""

    messages: Sequence[Message]
    options: Options
    max_new_tokens: int
    seed: int
    n: int = 1


class ChatApi:
    """Base class of a server's protocol. Raises UnknownModel, RemoteRefused or EngineFailed."""

    path: str  # of requests for texts
    has_json_lines = False  # whether each line of an answer is an event
    takes_extras = False  # whether fields are sent that some servers refuse: such a server is asked again without them
    long_prompt_advice: str
    unknown_advice: str  # for a model that the server does not have
    context_length: int  # tokens of prompt and answer together
    reasoning_tokens: int  # of these, tokens that the model's reasoning may take
    revision = ""  # of the model
    parameters = 0  # of the model; 0 if unknown

    def __init__(self, client: HttpClient, model: str) -> None:
        self.client, self.model = client, model
        self.remote_host = client.remote_host()  # host and port of the machine that runs it; "" for this machine

    def _body(self, request: Request) -> dict[str, Any]:
        """Returns the JSON body of a request for texts."""
        raise NotImplementedError

    def complete(self, request: Request, should_stop: ShouldStop) -> tuple[list[Generation], int]:
        """Sends a request. Returns the texts that the server gives, and how many tokens of the prompt it read.

        There may be fewer texts than `request.n`. The number of tokens is 0 where the server does not report it, and a
        score is NaN where it gives no log-probabilities. Once `should_stop` is true, returns the texts so far, with
        Finish.CANCELLED. Raises EngineFailed.
        """
        try:
            return self._answer(request, should_stop)
        except Refused as refused:
            reason = refused.detail.lower()
            if "context" in reason and ("exceed" in reason or "maximum" in reason):
                raise EngineFailed(
                    f"{self.client.server} cannot take so long a prompt: {self.long_prompt_advice}."
                ) from None
            if refused.status == 404:
                raise self._unknown() from None
            if refused.status not in (400, 422) or not self.takes_extras:
                raise
        self.takes_extras = False
        return self.complete(request, should_stop)

    def _answer(self, request: Request, should_stop: ShouldStop) -> tuple[list[Generation], int]:
        builders: dict[int, ReplyBuilder] = {}
        text_count, prompt_tokens, is_done = request.n if self.takes_extras else 1, 0, False
        with closing(self.client.lines("POST", self.path, self._body(request), should_stop)) as lines:
            for data in self._events(lines):
                if is_done := data == END:
                    break
                event = self.client.parse(ServerEvent, data)
                self._add(event, builders, request.options)
                prompt_tokens = event.usage.prompt_tokens or prompt_tokens
                is_full = len(builders) >= text_count and all(builder.is_full for builder in builders.values())
                if is_full and (prompt_tokens or any(builder.is_cut for builder in builders.values())):
                    break
        if not builders and not should_stop():
            raise self.client.unintelligible()
        if is_done:
            for builder in builders.values():
                builder.end(Finish.LENGTH)  # texts for which the server gave no reason
        if not all(builder.is_full for builder in builders.values()) and not should_stop():
            raise self.client.broken_off()
        return [builders[index].reply() for index in sorted(builders)], prompt_tokens

    def _events(self, lines: Iterator[bytes]) -> Iterator[bytes]:
        """Yields the JSON of each event, and END if it comes. An answer that is not streamed is a single event."""
        whole = b""
        for line in lines:
            data = line.removeprefix(b"data:").strip()
            if whole or (data.startswith(b"{") and data == line.strip() and not self.has_json_lines):
                whole += line + b"\n"
            elif data and (self.has_json_lines or line.startswith(b"data:")):  # other lines have nothing on the texts
                yield data
        if whole:
            yield whole

    def _add(self, event: ServerEvent, builders: dict[int, ReplyBuilder], options: Options) -> None:
        if event.error:
            reason = reason_of(event.error).rstrip(".") or "it gives no reason"
            raise EngineFailed(f"{self.client.server} could not run {self.model} ({reason}): see its log.")
        for choice in event.choices:
            builder = builders.setdefault(choice.index, ReplyBuilder(options))
            builder.add(choice.message.content, [token.logprob for token in choice.logprobs.content])
            if choice.finish_reason:
                builder.end(Finish.STOP if choice.finish_reason == "stop" else Finish.LENGTH)

    def _unknown(self) -> UnknownModel:
        return UnknownModel(f"{self.client.server} has no model {self.model}: {self.unknown_advice}.")
