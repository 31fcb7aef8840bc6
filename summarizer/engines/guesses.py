"""What may come next, guessed from what stood after the same words before: in the article, or in another draft of it.

A model reads several tokens in hardly more time than one. So what it is likely to write is put to it together with what
it has written, and as much of that as it would have written itself is kept: the text is the same, in fewer steps.
"""

from __future__ import annotations

from collections.abc import Sequence

AHEAD = 3  # tokens that a guess goes by at most; as many are guessed


class Guesses:
    """For the texts of one prompt. What they wrote last goes before what the prompt says."""

    def __init__(self, prompt: Sequence[int]) -> None:
        self._prompt = tuple(prompt)
        self._after: dict[tuple[int, ...], Sequence[int]] = {}
        for size in range(1, AHEAD + 1):
            for at in range(len(prompt) - size):
                self._after.setdefault(self._prompt[at : at + size], self._prompt[at + size : at + size + AHEAD])

    def learn(self, tokens: Sequence[int], added: int) -> None:
        """From a text that has just grown by so many tokens."""
        last = len(tokens)
        for at in range(max(0, last - added - 2 * AHEAD), last):
            for size in range(1, min(AHEAD, last - at - 1) + 1):
                self._after[tuple(tokens[at : at + size])] = tokens[at + size : at + size + AHEAD]

    def after(self, tokens: Sequence[int], count: int) -> list[int]:
        """Up to `count` tokens that may follow a text, which may be empty: as many as they go by."""
        if not count:
            return []
        words = (*self._prompt[-AHEAD:], *tokens[-AHEAD:])
        for size in range(AHEAD, 0, -1):
            found = self._after.get(words[-size:])
            if found:
                return list(found[: min(count, size)])
        return []
