"""From logits to text: greedy decoding and sampling for one prompt, a step at a time.

A search chooses the tokens; `ModelRunner` runs the model. For its prompt a search keeps some *sequences*: token lists
for which the model is run, each of which is the text of one or several hypotheses. `step` takes the logits of these
sequences and returns the sequences of the next step; an empty list means that the prompt is finished. So the prompts of
a batch are independent of each other, and decoding can be stopped between any two steps.

`no_repeat_ngram` applies to the new text only. If it counted the prompt, as is usual, quoting the article would be
forbidden.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from summarizer.engines.embedded.allowed_tokens import AllowedTokens
from summarizer.engines.interface import Finish, Generation, OnToken, Options

Logits = NDArray[np.float32]  # (allowed tokens,): of the token that follows a sequence
Detokenize = Callable[[Sequence[int]], str]
# Once this share of a prompt's samples has ended, the others, which are longer, end too.
EARLY_STOP_FRACTION = 0.8
# In nats below the best logit: keeps some hundred of fifty thousand tokens. All others together have a probability of
# at most 4%.
LOGIT_MARGIN = 14.0


class NextStep(NamedTuple):
    """A sequence of the next step: sequence `parent` of the last step, followed by `token`."""

    parent: int
    token: int


def forbid(row: NDArray[np.float32], tokens: Sequence[int], options: Options, end_tokens: Sequence[int]) -> None:
    """Sets the logits of tokens that the options rule out after `tokens` to minus infinity, in place."""
    size = options.no_repeat_ngram
    if size and len(tokens) >= size - 1:
        tail = tuple(tokens[len(tokens) - size + 1 :])
        for start in range(len(tokens) - size + 1):
            if tuple(tokens[start : start + size - 1]) == tail:
                row[tokens[start + size - 1]] = -np.inf
    if len(tokens) < options.min_tokens:
        row[list(end_tokens)] = -np.inf


def _top_k(row: NDArray[np.float32], count: int, candidates: NDArray[np.int64]) -> NDArray[np.int64]:
    """Returns the indices of the `count` highest logits, highest first. `candidates` are tried before all tokens."""
    searched = candidates if np.isfinite(row[candidates]).sum() >= count else np.arange(row.size)
    top = searched[np.argpartition(row[searched], len(searched) - count)[len(searched) - count :]]
    best: NDArray[np.int64] = top[np.lexsort((top, -row[top]))]
    return best


def _likely(row: Logits) -> tuple[NDArray[np.int64], float]:
    """Returns the indices within LOGIT_MARGIN of the best logit, and the log-sum-exp over them."""
    best = row.max()
    candidates = np.flatnonzero(row > best - LOGIT_MARGIN)
    return candidates, float(best) + float(np.log(np.exp(row[candidates] - best).sum()))


class _Hypothesis:
    """One text in progress. Its tokens are indices searched the allowed ones."""

    __slots__ = ("finish", "score", "streamed", "tokens")

    def __init__(self) -> None:
        self.tokens: list[int] = []
        self.score = 0.0  # summed log-probabilities, that of the end-of-text token included
        self.finish: Finish | None = None
        self.streamed = ""


class SamplingSearch:
    """Independent samples of one prompt, each with its own random generator; one text where the temperature is 0."""

    def __init__(
        self,
        prompt: str,
        prompt_tokens: tuple[int, ...],
        n: int,
        options: Options,
        seed: int,
        allowed_tokens: AllowedTokens,
        end_tokens: Sequence[int],
        detokenize: Detokenize,
    ) -> None:
        samples = n if options.temperature > 0 else 1
        key = crc32(prompt.encode("utf-8", "surrogatepass"))
        self.prompt_tokens = prompt_tokens
        self.options = options
        self.allowed_tokens = allowed_tokens
        self.max_sequences = samples  # at any one time
        self.hypotheses = [_Hypothesis() for _ in range(samples)]
        self._end_tokens = allowed_tokens.indices(end_tokens)
        self._generators = [np.random.default_rng([seed & 0xFFFFFFFF, key, candidate]) for candidate in range(samples)]
        self._detokenize = detokenize
        # for each sequence, its hypotheses: they are identical so far, so the model is run once for all of them
        self._groups = [list(range(samples))]

    @property
    def max_new_tokens(self) -> int:
        """The most tokens that all sequences together may have."""
        return self.max_sequences * self.options.max_tokens

    def step(self, logits: Sequence[Logits]) -> list[NextStep]:
        """Returns the sequences of the next step, given the logits after each sequence."""
        extended: list[tuple[int, dict[int, list[int]]]] = []  # sequence, and its hypotheses by their new token
        for sequence, (group, row) in enumerate(zip(self._groups, logits, strict=True)):
            likely = _likely(row)
            by_token: dict[int, list[int]] = {}
            for index in group:
                by_token.setdefault(self._append(index, row, *likely), []).append(index)
            extended.append((sequence, by_token))
        self._stop_stragglers()
        self._groups, steps = [], []
        for sequence, by_token in extended:
            for token, group in by_token.items():
                if active := [index for index in group if self.hypotheses[index].finish is None]:
                    self._groups.append(active)
                    steps.append(NextStep(sequence, self.allowed_tokens.token_ids([token])[0]))
        return steps

    def _stop_stragglers(self) -> None:
        """Ends samples that are longer than nearly all others: they are rarely the best, and the others would wait."""
        ended = sum(hypothesis.finish is Finish.STOP for hypothesis in self.hypotheses)
        if 1 < len(self.hypotheses) <= ended / EARLY_STOP_FRACTION:
            for hypothesis in self.hypotheses:
                hypothesis.finish = hypothesis.finish or Finish.LENGTH

    def _append(self, index: int, row: Logits, candidates: NDArray[np.int64], log_sum: float) -> int:
        """Chooses the next token of a hypothesis, appends and returns it; ends the hypothesis where that is due."""
        hypothesis = self.hypotheses[index]
        allowed = row
        if self.options.no_repeat_ngram or self.options.min_tokens:
            allowed = row.copy()
            forbid(allowed, hypothesis.tokens, self.options, self._end_tokens)
        token = self._sample(allowed, candidates, self._generators[index])
        hypothesis.score += float(row[token]) - log_sum
        if token in self._end_tokens:
            hypothesis.finish = Finish.STOP
            return token
        hypothesis.tokens.append(token)
        if len(hypothesis.tokens) >= self.options.max_tokens:
            hypothesis.finish = Finish.LENGTH
        return token

    def _sample(self, row: NDArray[np.float32], candidates: NDArray[np.int64], generator: np.random.Generator) -> int:
        """Draws a token by temperature, top-k and top-p (nucleus sampling, Holtzman et al. 2020, arXiv:1904.09751)."""
        options = self.options
        if options.temperature == 0:
            return int(row.argmax())
        count = min(options.top_k, row.size) if options.top_k else row.size
        top = _top_k(row, count, candidates)
        weights = (row[top] - row[top[0]]).astype(np.float64) / options.temperature
        probabilities = np.exp(weights)
        probabilities /= probabilities.sum()
        if options.top_p < 1:
            nucleus_size = int(np.searchsorted(np.cumsum(probabilities), options.top_p)) + 1
            probabilities = probabilities[:nucleus_size] / probabilities[:nucleus_size].sum()
        drawn = int(np.searchsorted(np.cumsum(probabilities), generator.random(), side="right"))
        return int(top[min(drawn, len(probabilities) - 1)])

    def results(self, unfinished_as: Finish) -> list[Generation]:
        """Returns the texts so far; those that have not ended have the finish `unfinished_as`."""
        return [
            Generation(
                self._text(hypothesis),
                len(hypothesis.tokens),
                hypothesis.finish or unfinished_as,
                hypothesis.score / max(len(hypothesis.tokens) + (hypothesis.finish is Finish.STOP), 1),
            )
            for hypothesis in self.hypotheses
        ]

    def stream(self, prompt_index: int, on_token: OnToken) -> None:
        """Passes on the text that was added since the last call."""
        for candidate, hypothesis in enumerate(self.hypotheses):
            text = self._text(hypothesis)
            if text.endswith("\ufffd"):  # an incomplete character: its other bytes are still to come
                continue
            if text.startswith(hypothesis.streamed) and text != hypothesis.streamed:
                on_token(prompt_index, candidate, text[len(hypothesis.streamed) :])
                hypothesis.streamed = text

    def _text(self, hypothesis: _Hypothesis) -> str:
        return self._detokenize(self.allowed_tokens.token_ids(hypothesis.tokens))
