"""Draft tokens for speculative decoding, from n-grams of the prompt and of sibling samples; there is no draft model.

A forward pass over several tokens takes hardly longer than over one. So tokens that are likely to follow are put to the
model along with the last one, and those are accepted that the search would have chosen itself: the text is the same, in
fewer steps (speculative decoding, Leviathan et al. 2023, arXiv:2211.17192; drafts by prompt lookup, Saxena 2023, and
LLMA, Yang et al. 2023, arXiv:2304.04487).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

MAX_DRAFT_TOKENS = 8
# Probability that a draft is accepted if the token has always followed the last one, two or three tokens before;
# measured on news summaries.
ACCEPTANCE_BY_NGRAM = (0.6, 0.7, 0.78)
MIN_ACCEPTANCE = 0.05  # drafts that are less likely than this are not proposed

_MAX_CONTEXT = len(ACCEPTANCE_BY_NGRAM)  # tokens of the longest context that is looked up


class DraftToken(NamedTuple):
    token: int
    probability: float  # that it and all drafts before it are accepted, 0 to 1


class NgramDrafter:
    """Counts n-grams of a prompt and of the texts that grow from it, and proposes what followed most often.

    A text counts as much as the prompt, so what most samples wrote is proposed first.
    """

    def __init__(self, prompt: Sequence[int]) -> None:
        self._prompt_tail = tuple(prompt[-_MAX_CONTEXT:])
        self._continuations: dict[tuple[int, ...], dict[int, int]] = {}  # context -> next token -> count
        self._index(tuple(prompt), 1)

    def update(self, tokens: Sequence[int], new: int) -> None:
        """Counts the n-grams that end in the last `new` tokens of a text."""
        start = max(0, len(tokens) - new - _MAX_CONTEXT)
        context = self._prompt_tail if start == 0 else ()
        window = (*context, *tokens[start:])
        self._index(window, len(window) - new)

    def _index(self, tokens: tuple[int, ...], first: int) -> None:
        """Counts the tokens from position `first` on, each after contexts of every length."""
        for position in range(first, len(tokens)):
            token = tokens[position]
            for length in range(1, min(_MAX_CONTEXT, position) + 1):
                counts = self._continuations.setdefault(tokens[position - length : position], {})
                counts[token] = counts.get(token, 0) + 1

    def propose(self, tokens: Sequence[int], limit: int) -> list[DraftToken]:
        """Returns up to `limit` tokens that are likely to follow a text, which may be empty."""
        context = (*self._prompt_tail, *tokens[-_MAX_CONTEXT:])
        drafts: list[DraftToken] = []
        probability = 1.0
        while len(drafts) < limit:
            best = self._most_frequent(context)
            if not best or probability * best[1] < MIN_ACCEPTANCE:
                break
            token, acceptance = best
            probability *= acceptance
            drafts.append(DraftToken(token, probability))
            context = (*context[1:], token)
        return drafts

    def _most_frequent(self, context: tuple[int, ...]) -> tuple[int, float] | None:
        """Returns the most frequent continuation of the longest known context, and its acceptance probability."""
        for length in range(_MAX_CONTEXT, 0, -1):
            counts = self._continuations.get(context[-length:])
            if counts:
                token = max(counts, key=counts.__getitem__)
                return token, ACCEPTANCE_BY_NGRAM[length - 1] * counts[token] / sum(counts.values())
        return None
