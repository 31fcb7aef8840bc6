"""What may come next, guessed from what stood after the same words before: in the article, or in another draft of it.

A model reads several tokens in hardly more time than one. So what it is likely to write is put to it together with what
it has written, and as much of that as it would have written itself is kept: the text is the same, in fewer steps.
"""

from __future__ import annotations

from collections.abc import Sequence

ALIKE = 3  # tokens that a guess goes by at most
AHEAD = 5  # tokens that are guessed at most
SURE = (0, 1, 2, AHEAD)  # how many, by as many tokens that are alike: one is right in four of ten cases, three in eight


class Guesses:
    """For the texts of one prompt. What they wrote last goes before what the prompt says."""

    def __init__(self, prompt: Sequence[int]) -> None:
        self._prompt = tuple(prompt)
        self._after: dict[tuple[int, ...], tuple[Sequence[int], int]] = {}  # a text and where in it
        for size in range(1, ALIKE + 1):
            for at in range(size, len(prompt)):
                self._after.setdefault(self._prompt[at - size : at], (self._prompt, at))

    def learn(self, tokens: Sequence[int], added: int) -> None:
        """From a text that has just grown by so many tokens, and that goes on growing."""
        for at in range(max(1, len(tokens) - added), len(tokens)):
            for size in range(1, min(ALIKE, at) + 1):
                self._after[tuple(tokens[at - size : at])] = tokens, at

    def after(self, tokens: Sequence[int], count: int) -> list[int]:
        """Up to `count` tokens that may follow a text, which may be empty."""
        if not count:
            return []
        words = (*self._prompt[-ALIKE:], *tokens[-ALIKE:])
        for size in range(ALIKE, 0, -1):
            found = self._after.get(words[-size:])
            if found:
                text, at = found
                return list(text[at : at + min(count, SURE[size])])
        return []
