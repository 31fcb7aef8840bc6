"""Judges whether a server read a whole prompt, by the number of tokens that it reports to have read.

There is no tokenizer here, so there are only two ways to know the expected number. A prompt has at least as many tokens
as words. And a calibration: two prompts, sent once to each server and model when it is first needed, show how many
tokens its tokenizer makes of news for each token of our estimate. Their difference cancels out the tokens that the chat
template adds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from summarizer.engines.interface import Message

SURELY_WHOLE_SHARE = 0.8  # of our estimate, which is 0 to 22 per cent too high: this is surely a whole prompt
MIN_CALIBRATED_SHARE = (
    0.85  # of the number expected by calibration: sample articles have 0.87 or more, by one tokenizer
)
SHORT_TEXT = "Rain fell."
LONG_TEXT = (
    "The council of Ashby voted on Tuesday to close two of its five libraries from next spring, officials said. The "
    'move would save about £1.2m a year, most of it in rent. Some 40 staff work in the two buildings. "We have offered '
    'posts elsewhere to 15 of them," Ruth Kelso, who leads the council, told the Ledger. A petition against the plan '
    "has drawn more than 9,000 signatures since January 14."
)

Count = Callable[[str], int]  # estimates the tokens of a text


class PromptLength:
    """Knows how many tokens a whole prompt has. `ask` sends a prompt and returns the tokens that the server read."""

    def __init__(self, count: Count, ask: Callable[[Sequence[Message]], int]) -> None:
        self._count, self._ask = count, ask
        self._calibration: tuple[float, float] | None = (
            None  # tokens of the long prompt; tokens for each estimated token
        )

    def is_whole(self, messages: Sequence[Message], tokens: int) -> bool:
        """Whether a prompt of which the server read `tokens` tokens, more than 0, was read whole."""
        words = words_in(messages)
        estimate = self._estimate(messages)
        if tokens < words or tokens >= SURELY_WHOLE_SHARE * estimate:
            return tokens >= words
        if self._calibration is None:
            short, long = (self._ask(_conversation(text)) for text in (SHORT_TEXT, LONG_TEXT))
            added = self._estimate(_conversation(LONG_TEXT)) - self._estimate(_conversation(SHORT_TEXT))
            self._calibration = (long, (long - short) / added) if 0 < short < long else (0.0, 0.0)
        long_tokens, per_token = self._calibration
        expected = long_tokens + per_token * (estimate - self._estimate(_conversation(LONG_TEXT)))
        return tokens >= MIN_CALIBRATED_SHARE * expected

    def _estimate(self, messages: Sequence[Message]) -> int:
        return sum(self._count(message["content"]) for message in messages)


def words_in(messages: Sequence[Message]) -> int:
    """Returns the number of words of a conversation."""
    return sum(len(message["content"].split()) for message in messages)


def _conversation(text: str) -> list[Message]:
    return [{"role": "system", "content": "You summarise news."}, {"role": "user", "content": text}]
