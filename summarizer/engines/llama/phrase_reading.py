"""How the model reads a sentence whose phrases it judges: token ids, and where each word stands among them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from summarizer.engines.phrases import SentenceInContext

HEADLINE_TOKENS, CONTEXT_TOKENS, SENTENCE_TOKENS = 24, 40, 120  # at most; the context includes the headline

Encode = Callable[[str], tuple[list[int], list[tuple[int, int]]]]  # token ids, and the offsets of each in the text


class Places(NamedTuple):
    """Where a phrase stands, as indices of tokens."""

    own: list[int]
    around: list[int]  # the token before it, the one after it, the last of its top word, the last of its head


class Reading:
    """The token ids that the model reads; the second copy of the sentence goes from `start` to before `end`."""

    def __init__(self, sentence: SentenceInContext, encode: Encode) -> None:
        headline = encode(f"{sentence.headline}\n")[0][:HEADLINE_TOKENS] if sentence.headline else []
        previous = encode(sentence.previous)[0] if sentence.previous else []
        line_end = encode("\n")[0]
        tokens, offsets = encode(sentence.text)
        tokens, offsets = tokens[:SENTENCE_TOKENS], offsets[:SENTENCE_TOKENS]
        before = [*headline, *previous[-(CONTEXT_TOKENS - len(headline)) :], *line_end, *tokens, *line_end]
        self.token_ids = [*before, *tokens, *line_end]
        self.start, self.end = len(before), len(before) + len(tokens)
        self._tokens_of = _tokens_of_words(sentence, offsets, self.start)

    def places(self, words: Sequence[int], top: int, head: int) -> Places | None:
        """Where a phrase of these words stands; None where its last word lies beyond what is read."""
        own = sorted({token for word in words for token in self._tokens_of[word]})
        if not own or not self._tokens_of[words[-1]]:
            return None
        before, after = words[0] - 1, words[-1] + 1
        around = [
            self._place(before, last=True),
            self._place(after, last=False),
            self._place(top, last=True),
            self._place(head, last=True),
        ]
        return Places(own, around)

    def _place(self, word: int, *, last: bool) -> int:
        """The last or first token of a word; beyond the sentence, what is read before or after it."""
        if word < 0:
            return self.start - 1
        tokens = self._tokens_of[word] if word < len(self._tokens_of) else []
        return tokens[-1 if last else 0] if tokens else self.end - 1


def _tokens_of_words(sentence: SentenceInContext, offsets: Sequence[tuple[int, int]], first: int) -> list[list[int]]:
    """For each word the indices of the tokens that overlap it; `first` is that of the sentence's first token."""
    found: list[list[int]] = [[] for _ in sentence.words]
    starts = [start for start, _ in sentence.words]
    for number, (start, end) in enumerate(offsets):
        while start < end and sentence.text[start] == " ":
            start += 1
        for word in range(max(0, bisect_right(starts, start) - 1), len(starts)):
            if starts[word] >= end:
                break
            if sentence.words[word][1] > start:
                found[word].append(first + number)
    return found
