"""From logits to text: greedy decoding, sampling and beam search for one prompt, a step at a time.

Engines run the model; a search decides which tokens follow. It keeps some *sequences* for its prompt: token lists for
which the model is run, each of which stands for one or several texts in progress. `step` takes the logits of these
sequences and returns the sequences of the next step; an empty list means that the prompt is finished. So all engines
decode alike, prompts in a batch are independent of each other, and decoding can be stopped between any two steps. Where
the engine verifies draft tokens (see ngram_speculation.py), one step adds several tokens to a text: the drafts that the
search would have chosen itself, and one more.

Penalties look at the new text only. Counting the prompt, as is usual, would forbid quoting the article.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from summarizer.engines.decoding.ngram_speculation import MAX_DRAFT_TOKENS, DraftToken, NgramDrafter
from summarizer.engines.interface import Finish, Generation, OnToken, Options

Logits = NDArray[np.float32]  # (tokens, vocabulary): what may follow each of the tokens that a sequence was last given
Detokenize = Callable[[Sequence[int]], str]
# Once this share of several samples has ended, the rest may become as long as these, the longest excepted.
EARLY_STOP_FRACTION = 0.8
# In nats below the best logit: keeps some hundred tokens of fifty thousand; the others sum to a probability of 4% at
# most.
LOGIT_MARGIN = 14.0


class NextStep(NamedTuple):
    """A sequence of the next step: sequence `parent` up to its first `accepted` last tokens, and then `token`.

    The model may be given any number of the draft tokens along with it, from the first.
    """

    parent: int
    accepted: int  # of the tokens that the parent was last given
    token: int
    draft_tokens: Sequence[DraftToken] = ()


@dataclass(frozen=True, slots=True)
class ControlTokens:
    """Tokens that steer decoding."""

    end_of_text: frozenset[int]
    suppressed: tuple[int, ...] = ()  # padding and the like: never generated
    forced_first: int | None = None  # some families begin every text with a fixed token


class Search(Protocol):
    max_sequences: int  # that it may have at once

    def step(self, logits: Sequence[Logits]) -> list[NextStep]:
        """Returns the sequences that follow. Logits of a sequence: after its token, then after its draft tokens."""
        ...

    def results(self, unfinished_as: Finish) -> list[Generation]:
        """Returns the texts so far; those that have not ended get `unfinished_as`."""
        ...

    def stream(self, prompt_index: int, on_token: OnToken) -> None:
        """Passes on the text that was added since the last call."""
        ...


def search(
    prompt: str,
    drafter: NgramDrafter,
    n: int,
    options: Options,
    control_tokens: ControlTokens,
    seed: int,
    detokenize: Detokenize,
) -> Search:
    """Returns the search that the options ask for. It starts from one sequence, the prompt.

    Searches of the same prompt share a `drafter`.
    """
    if options.beams > 1:
        return BeamSearch(n, options, control_tokens, detokenize)
    samples = n if options.temperature > 0 else 1
    key = crc32(prompt.encode("utf-8", "surrogatepass"))
    generators = [np.random.default_rng([seed & 0xFFFFFFFF, key, candidate]) for candidate in range(samples)]
    return SamplingSearch(options, control_tokens, generators, detokenize, drafter)


def log_softmax(logits: Logits) -> Logits:
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_probabilities: Logits = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return log_probabilities


def apply_penalties(row: NDArray[np.float32], tokens: Sequence[int], options: Options, control: ControlTokens) -> None:
    """Applies penalties and bans to the logits (vocabulary,) of what follows `tokens`, in place."""
    if control.forced_first is not None and not tokens:
        forced = row[control.forced_first]
        row[:] = -np.inf
        row[control.forced_first] = forced if np.isfinite(forced) else 0.0
        return
    if options.repetition_penalty != 1.0 and tokens:
        generated = np.unique(np.asarray(tokens))
        values = row[generated]
        row[generated] = np.where(values > 0, values / options.repetition_penalty, values * options.repetition_penalty)
    size = options.no_repeat_ngram
    if size and len(tokens) >= size - 1:
        tail = tuple(tokens[len(tokens) - size + 1 :])
        for start in range(len(tokens) - size + 1):
            if tuple(tokens[start : start + size - 1]) == tail:
                row[tokens[start + size - 1]] = -np.inf
    if len(tokens) < options.min_tokens:
        row[list(control.end_of_text)] = -np.inf
    if control.suppressed:
        row[list(control.suppressed)] = -np.inf


def _has_penalties(options: Options, control: ControlTokens) -> bool:
    return bool(
        options.repetition_penalty != 1.0
        or options.no_repeat_ngram
        or options.min_tokens
        or control.suppressed
        or control.forced_first is not None
    )


def _top_k(row: NDArray[np.float32], count: int, candidates: NDArray[np.int64]) -> NDArray[np.int64]:
    """Returns the indices of the highest logits, highest first; `candidates` is where they are likely to be."""
    among = candidates if np.isfinite(row[candidates]).sum() >= count else np.arange(row.size)
    top = among[np.argpartition(row[among], len(among) - count)[len(among) - count :]]
    best: NDArray[np.int64] = top[np.lexsort((top, -row[top]))]
    return best


class _StepLogits:
    """Logits of one sequence in one step; the texts that it stands for share what is computed from them."""

    __slots__ = ("_candidates", "logits")

    def __init__(self, logits: Logits) -> None:
        self.logits = logits
        self._candidates: dict[int, tuple[NDArray[np.int64], float]] = {}

    def candidates(self, position: int) -> tuple[NDArray[np.int64], float]:
        """Returns the indices within LOGIT_MARGIN of the best logit, and the log-sum-exp over them."""
        if position not in self._candidates:
            row = self.logits[position]
            best = row.max()
            candidates = np.flatnonzero(row > best - LOGIT_MARGIN)
            self._candidates[position] = candidates, float(best) + float(np.log(np.exp(row[candidates] - best).sum()))
        return self._candidates[position]


class _Hypothesis:
    """One text in progress: its tokens, and the text up to a stop string if there was one."""

    __slots__ = ("finish", "length", "score", "streamed", "text", "tokens")

    def __init__(self, tokens: list[int], score: float) -> None:
        self.tokens = tokens
        self.score = score  # summed log-probabilities
        self.finish: Finish | None = None
        self.text: str | None = None  # where it differs from that of the tokens
        self.length = len(tokens)  # the end-of-text token included
        self.streamed = ""

    def generation(self, detokenize: Detokenize, unfinished_as: Finish) -> Generation:
        text = detokenize(self.tokens) if self.text is None else self.text
        return Generation(text, len(self.tokens), self.finish or unfinished_as, self.score / max(self.length, 1))


def _stop_position(text: str, stops: Sequence[str]) -> int | None:
    positions = [position for stop in stops if (position := text.find(stop)) >= 0]
    return min(positions, default=None)


class SamplingSearch:
    """One or more independent samples, each with its own random generator; greedy where the temperature is 0."""

    def __init__(
        self,
        options: Options,
        control_tokens: ControlTokens,
        generators: Sequence[np.random.Generator],
        detokenize: Detokenize,
        drafter: NgramDrafter,
    ) -> None:
        self.options = options
        self.control_tokens = control_tokens
        self.generators = generators
        self.detokenize = detokenize
        self.drafter = drafter
        self.max_sequences = len(generators)
        self.hypotheses = [_Hypothesis([], 0.0) for _ in generators]
        # for each sequence, the hypotheses that it stands for: they are identical so far, so they are computed once
        self.groups = [list(range(len(generators)))]
        self.drafted: list[list[DraftToken]] = [[]]  # for each sequence

    def step(self, logits: Sequence[Logits]) -> list[NextStep]:
        lengths_before = [len(hypothesis.tokens) for hypothesis in self.hypotheses]
        for sequence, (group, drafts) in enumerate(zip(self.groups, self.drafted, strict=True)):
            step_logits = _StepLogits(logits[sequence])
            verifiable = [draft.token for draft in drafts[: len(step_logits.logits) - 1]]
            for index in group:
                self._extend(index, step_logits, verifiable)
                tokens = self.hypotheses[index].tokens
                self.drafter.update(tokens, len(tokens) - lengths_before[index])
        self._stop_stragglers()
        parents: list[tuple[int, int]] = []  # for each new sequence, the old one and how many of its tokens it keeps
        groups: list[list[int]] = []
        for sequence, group in enumerate(self.groups):
            by_new_tokens: dict[tuple[int, ...], list[int]] = {}
            for index in group:
                if self.hypotheses[index].finish is None:
                    new_tokens = tuple(self.hypotheses[index].tokens[lengths_before[index] :])
                    by_new_tokens.setdefault(new_tokens, []).append(index)
            groups += by_new_tokens.values()
            parents += [(sequence, len(new_tokens)) for new_tokens in by_new_tokens]
        self.groups = groups
        self.drafted = [self._draft(self.hypotheses[group[0]]) for group in groups]
        return [
            NextStep(parent, accepted, self.hypotheses[group[0]].tokens[-1], drafts)
            for (parent, accepted), group, drafts in zip(parents, groups, self.drafted, strict=True)
        ]

    def _stop_stragglers(self) -> None:
        """Ends samples that are longer than nearly all others: they are hardly the best, and all would wait."""
        lengths = sorted(len(hypothesis.tokens) for hypothesis in self.hypotheses if hypothesis.finish is Finish.STOP)
        if 1 < len(self.hypotheses) <= len(lengths) / EARLY_STOP_FRACTION:
            for hypothesis in self.hypotheses:
                if hypothesis.finish is None and len(hypothesis.tokens) >= lengths[-2]:
                    hypothesis.finish = Finish.LENGTH

    def _extend(self, index: int, step_logits: _StepLogits, drafts: Sequence[int]) -> None:
        """Adds tokens for as long as they agree with the drafts, and the first that does not."""
        for position in range(len(drafts) + 1):
            token = self._append(index, step_logits, position)
            finished = self.hypotheses[index].finish is not None
            if finished or position == len(drafts) or token != drafts[position]:
                break

    def _append(self, index: int, step_logits: _StepLogits, position: int) -> int:
        """Chooses the next token of a hypothesis and adds it; ends the hypothesis where it is to end."""
        hypothesis = self.hypotheses[index]
        row = step_logits.logits[position]
        if _has_penalties(self.options, self.control_tokens):
            row = row.copy()
            apply_penalties(row, hypothesis.tokens, self.options, self.control_tokens)
        candidates, log_sum = step_logits.candidates(position)
        token = self._sample(row, candidates, self.generators[index])
        hypothesis.score += float(step_logits.logits[position, token]) - log_sum
        hypothesis.length += 1
        if token in self.control_tokens.end_of_text:
            hypothesis.finish = Finish.STOP
            return token
        hypothesis.tokens.append(token)
        if self.options.stop:
            text = self.detokenize(hypothesis.tokens)
            stop = _stop_position(text, self.options.stop)
            if stop is not None:
                hypothesis.text, hypothesis.finish = text[:stop], Finish.STOP
                return token
        if len(hypothesis.tokens) >= self.options.max_tokens:
            hypothesis.finish = Finish.LENGTH
        return token

    def _draft(self, hypothesis: _Hypothesis) -> list[DraftToken]:
        remaining = self.options.max_tokens - len(hypothesis.tokens) - 1
        return self.drafter.propose(hypothesis.tokens, min(MAX_DRAFT_TOKENS, remaining))

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
            last = int(np.searchsorted(np.cumsum(probabilities), options.top_p)) + 1
            probabilities = probabilities[:last] / probabilities[:last].sum()
        drawn = int(np.searchsorted(np.cumsum(probabilities), generator.random(), side="right"))
        return int(top[min(drawn, len(probabilities) - 1)])

    def results(self, unfinished_as: Finish) -> list[Generation]:
        return [hypothesis.generation(self.detokenize, unfinished_as) for hypothesis in self.hypotheses]

    def stream(self, prompt_index: int, on_token: OnToken) -> None:
        for candidate, hypothesis in enumerate(self.hypotheses):
            text = self.detokenize(hypothesis.tokens) if hypothesis.text is None else hypothesis.text
            if text.endswith("\ufffd"):  # half of a character: wait for the rest
                continue
            if text.startswith(hypothesis.streamed) and text != hypothesis.streamed:
                on_token(prompt_index, candidate, text[len(hypothesis.streamed) :])
                hypothesis.streamed = text


class BeamSearch:
    """Beam search; ends when no hypothesis in progress can beat the worst of the finished ones."""

    def __init__(self, n: int, options: Options, control_tokens: ControlTokens, detokenize: Detokenize) -> None:
        if n > options.beams:
            raise ValueError(f"{options.beams} beams cannot give {n} texts")
        self.n = n
        self.options = options
        self.control_tokens = control_tokens
        self.detokenize = detokenize
        self.max_sequences = options.beams
        self.beams = [_Hypothesis([], 0.0)]
        self.finished: list[tuple[float, int, _Hypothesis]] = []  # (normalised score, insertion order, ...), best first
        self.insertion_order = 0

    def step(self, logits: Sequence[Logits]) -> list[NextStep]:
        options, width = self.options, self.options.beams
        log_probabilities = log_softmax(np.concatenate(logits))
        if _has_penalties(options, self.control_tokens):
            for beam, hypothesis in enumerate(self.beams):
                apply_penalties(log_probabilities[beam], hypothesis.tokens, options, self.control_tokens)
        beam_scores = np.array([hypothesis.score for hypothesis in self.beams], np.float32)
        totals = (log_probabilities + beam_scores[:, None]).ravel()
        count = min(2 * width, totals.size)  # twice as many: some of them may end
        top = np.argpartition(totals, totals.size - count)[totals.size - count :]
        top = top[np.lexsort((top, -totals[top]))]
        vocabulary_size = log_probabilities.shape[1]
        beams: list[_Hypothesis] = []
        steps: list[NextStep] = []
        for rank, position in enumerate(top):
            beam, token = divmod(int(position), vocabulary_size)
            score = float(totals[position])
            if not np.isfinite(score):
                continue
            parent = self.beams[beam]
            if token in self.control_tokens.end_of_text:
                if rank < width:
                    ended = _Hypothesis(parent.tokens, score)
                    ended.length += 1
                    ended.finish = Finish.STOP
                    self._finish(ended)
                continue
            extended = _Hypothesis([*parent.tokens, token], score)
            if options.stop:
                text = self.detokenize(extended.tokens)
                stop = _stop_position(text, options.stop)
                if stop is not None:
                    if rank < width:
                        extended.text, extended.finish = text[:stop], Finish.STOP
                        self._finish(extended)
                    continue
            if len(beams) < width:
                beams.append(extended)
                steps.append(NextStep(beam, 1, token))
        self.beams = beams
        if not beams or len(beams[0].tokens) >= options.max_tokens:
            for hypothesis in beams:
                hypothesis.finish = Finish.LENGTH
                self._finish(hypothesis)
            self.beams = []
            return []
        if len(self.finished) >= width and self._normalised_score(beams[0]) <= self.finished[-1][0]:
            self.beams = []
            return []
        return steps

    def _normalised_score(self, hypothesis: _Hypothesis) -> float:
        return float(hypothesis.score / float(max(hypothesis.length, 1)) ** self.options.length_penalty)

    def _finish(self, hypothesis: _Hypothesis) -> None:
        self.insertion_order += 1
        self.finished.append((self._normalised_score(hypothesis), self.insertion_order, hypothesis))
        self.finished.sort(key=lambda entry: (-entry[0], entry[1]))
        del self.finished[self.options.beams :]

    def results(self, unfinished_as: Finish) -> list[Generation]:
        hypotheses = [hypothesis for _, _, hypothesis in self.finished]
        hypotheses += sorted(self.beams, key=lambda hypothesis: -self._normalised_score(hypothesis))
        return [hypothesis.generation(self.detokenize, unfinished_as) for hypothesis in hypotheses[: self.n]]

    def stream(self, prompt_index: int, on_token: OnToken) -> None:
        if not self.beams:  # a beam in progress may still be dropped, so only finished texts are passed on
            for candidate, generation in enumerate(self.results(Finish.STOP)):
                on_token(prompt_index, candidate, generation.text)
