"""What may come next, guessed from what stood after the same words before: in the article, or in another draft of it.

A model reads several tokens in hardly more time than one. So what it is likely to write is put to it together with what
it has written, and as much of that as it would have written itself is kept: the text is the same, in fewer steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

AHEAD = 8  # tokens that are guessed at most
SURE = (0.6, 0.7, 0.78)  # chance of what always followed the one, two, three tokens before; measured on news
FAINT = 0.05  # chance below which nothing is guessed


class Guess(NamedTuple):
    token: int
    chance: float  # that it and all guesses before it are right, 0 to 1


class Guesses:
    """For the texts of one prompt. They count as much as the prompt: what most of them wrote is the likeliest."""

    def __init__(self, prompt: Sequence[int]) -> None:
        self._end = tuple(prompt[-len(SURE) :])
        self._after: dict[tuple[int, ...], dict[int, int]] = {}  # how often which token followed these
        self._count(tuple(prompt), 1)

    def learn(self, tokens: Sequence[int], added: int) -> None:
        """From a text that has just grown by so many tokens."""
        start = max(0, len(tokens) - added - len(SURE))
        before = self._end if start == 0 else ()
        words = (*before, *tokens[start:])
        self._count(words, len(words) - added)

    def _count(self, words: tuple[int, ...], first: int) -> None:
        for at in range(first, len(words)):
            token = words[at]
            for size in range(1, min(len(SURE), at) + 1):
                seen = self._after.setdefault(words[at - size : at], {})
                seen[token] = seen.get(token, 0) + 1

    def after(self, tokens: Sequence[int], count: int) -> list[Guess]:
        """Up to `count` tokens that may follow a text, which may be empty."""
        words = (*self._end, *tokens[-len(SURE) :])
        made: list[Guess] = []
        chance = 1.0
        while len(made) < count:
            found = self._likeliest(words)
            if not found or chance * found[1] < FAINT:
                break
            token, sure = found
            chance *= sure
            made.append(Guess(token, chance))
            words = (*words[1:], token)
        return made

    def _likeliest(self, words: tuple[int, ...]) -> tuple[int, float] | None:
        """The token that followed most often, by as many tokens as have been seen; and its chance."""
        for size in range(len(SURE), 0, -1):
            seen = self._after.get(words[-size:])
            if seen:
                token = max(seen, key=seen.__getitem__)
                return token, SURE[size - 1] * seen[token] / sum(seen.values())
        return None
