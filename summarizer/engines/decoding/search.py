"""From a model's scores to text: greedy, sampled and beam decoding of one prompt, a step at a time.

Engines run the model; this decides which tokens follow. Both kinds of search keep a few rows (texts under way) for
their prompt. `step` takes the model's scores for those rows and says which row each new row grows from and by which
tokens; an empty answer means that the prompt is finished. So every engine decodes alike, prompts in a batch do not
touch each other, and a search can be stopped between any two steps. Where the engine can check guesses at little cost,
a step adds several tokens to a text: those of its guesses that it would have chosen itself, and one more.

Penalties look at the new text only. Counting the prompt, as is usual, would forbid quoting the article.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from summarizer.engines.decoding.ngram_speculation import AHEAD, Guess, Guesses
from summarizer.engines.interface import Finish, Generation, OnToken, Options

Scores = NDArray[np.float32]  # (tokens, vocabulary): of what may follow each of the tokens that a row last grew by
ToText = Callable[[Sequence[int]], str]
MOST = 0.8  # of several samples: once so many have ended, the rest may become as long as these, but for the longest
NEAR = 14.0  # below the best log-probability: some hundred tokens of fifty thousand; the others add up to 4% at most


class Grow(NamedTuple):
    """A new row: the old `row` without what it last grew by but for the first `kept` tokens, and then `token`.

    As many of the guesses, from the first, as seem worth their time may be put to the model with it.
    """

    row: int
    kept: int
    token: int
    guesses: Sequence[Guess] = ()


@dataclass(frozen=True, slots=True)
class Codes:
    """The tokens that steer decoding."""

    ends: frozenset[int]
    never: tuple[int, ...] = ()  # padding and the like
    first: int | None = None  # a token that some families force to the front


class Search(Protocol):
    width: int  # texts that may be under way at once

    def step(self, scores: Sequence[Scores]) -> list[Grow]:
        """The rows that follow. What a row scored after its token comes with what it scored after its guesses."""
        ...

    def results(self, cut: Finish) -> list[Generation]:
        """What there is; texts that have not ended get `cut`."""
        ...

    def tell(self, which: int, on_token: OnToken) -> None:
        """Passes on what has been added since the last time."""
        ...


def search(prompt: str, guesses: Guesses, n: int, options: Options, codes: Codes, seed: int, to_text: ToText) -> Search:
    """The search that the options ask for. Starts from one row, the prompt; its `guesses` serve all its searches."""
    if options.beams > 1:
        return Beams(n, options, codes, to_text)
    count = n if options.temperature > 0 else 1
    key = crc32(prompt.encode("utf-8", "surrogatepass"))
    dice = [np.random.default_rng([seed & 0xFFFFFFFF, key, i]) for i in range(count)]
    return Samples(options, codes, dice, to_text, guesses)


def log_softmax(logits: Scores) -> Scores:
    shifted = logits - logits.max(axis=-1, keepdims=True)
    logs: Scores = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return logs


def shape(scores: Scores, row: int, tokens: Sequence[int], options: Options, codes: Codes) -> None:
    """Applies penalties and bans to one row, in place."""
    line = scores[row]
    if codes.first is not None and not tokens:
        keep = line[codes.first]
        line[:] = -np.inf
        line[codes.first] = keep if np.isfinite(keep) else 0.0
        return
    if options.repetition_penalty != 1.0 and tokens:
        seen = np.unique(np.asarray(tokens))
        values = line[seen]
        line[seen] = np.where(values > 0, values / options.repetition_penalty, values * options.repetition_penalty)
    size = options.no_repeat_ngram
    if size and len(tokens) >= size - 1:
        tail = tuple(tokens[len(tokens) - size + 1 :])
        for at in range(len(tokens) - size + 1):
            if tuple(tokens[at : at + size - 1]) == tail:
                line[tokens[at + size - 1]] = -np.inf
    if len(tokens) < options.min_tokens:
        line[list(codes.ends)] = -np.inf
    if codes.never:
        line[list(codes.never)] = -np.inf


def _highest(line: NDArray[np.float32], count: int, near: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where the highest scores are, highest first; `near` is where they are likely to be."""
    among = near if np.isfinite(line[near]).sum() >= count else np.arange(line.size)
    top = among[np.argpartition(line[among], len(among) - count)[len(among) - count :]]
    best: NDArray[np.int64] = top[np.lexsort((top, -line[top]))]
    return best


def _shaped(options: Options, codes: Codes) -> bool:
    return bool(
        options.repetition_penalty != 1.0
        or options.no_repeat_ngram
        or options.min_tokens
        or codes.never
        or codes.first is not None
    )


class _Line:
    """What the model scores after each token that a row last grew by; the texts that a row stands for share it."""

    __slots__ = ("_near", "scores")

    def __init__(self, scores: Scores) -> None:
        self.scores = scores
        self._near: dict[int, tuple[NDArray[np.int64], float]] = {}

    def near(self, place: int) -> tuple[NDArray[np.int64], float]:
        """Where the scores are that count, and the logarithm of what their words come to together."""
        if place not in self._near:
            line = self.scores[place]
            most = line.max()
            near = np.flatnonzero(line > most - NEAR)
            self._near[place] = near, float(most) + float(np.log(np.exp(line[near] - most).sum()))
        return self._near[place]


class _Text:
    """One text under way: its tokens, and where a stop string cut it."""

    __slots__ = ("finish", "length", "score", "text", "tokens", "told")

    def __init__(self, tokens: list[int], score: float) -> None:
        self.tokens = tokens
        self.score = score  # summed log-probabilities
        self.finish: Finish | None = None
        self.text: str | None = None
        self.length = len(tokens)
        self.told = ""

    def generation(self, to_text: ToText, cut: Finish) -> Generation:
        text = to_text(self.tokens) if self.text is None else self.text
        count = max(self.length, 1)
        return Generation(text, len(self.tokens), self.finish or cut, self.score / count)


def _cut_at(text: str, stops: Sequence[str]) -> int | None:
    places = [place for stop in stops if (place := text.find(stop)) >= 0]
    return min(places, default=None)


class Samples:
    """One or more independent continuations, each with its own dice; greedy where the temperature is zero."""

    def __init__(
        self, options: Options, codes: Codes, dice: Sequence[np.random.Generator], to_text: ToText, guesses: Guesses
    ) -> None:
        self.options = options
        self.codes = codes
        self.dice = dice
        self.to_text = to_text
        self.guesses = guesses
        self.width = len(dice)
        self.texts = [_Text([], 0.0) for _ in dice]
        self.rows = [list(range(len(dice)))]  # the texts that each row stands for: alike so far, so computed once
        self.guessed: list[list[Guess]] = [[]]  # for each row

    def step(self, scores: Sequence[Scores]) -> list[Grow]:
        before = [len(text.tokens) for text in self.texts]
        for row, (some, guessed) in enumerate(zip(self.rows, self.guessed, strict=True)):
            line = _Line(scores[row])
            checked = [guess.token for guess in guessed[: len(line.scores) - 1]]
            for which in some:
                self._grow(which, line, checked)
                tokens = self.texts[which].tokens
                self.guesses.learn(tokens, len(tokens) - before[which])
        self._stop_the_longest()
        grown: list[tuple[int, int]] = []  # for each new row, the old one and how many of its tokens are kept
        rows: list[list[int]] = []
        for row, some in enumerate(self.rows):
            alike: dict[tuple[int, ...], list[int]] = {}  # by what was added
            for which in some:
                if self.texts[which].finish is None:
                    alike.setdefault(tuple(self.texts[which].tokens[before[which] :]), []).append(which)
            rows += alike.values()
            grown += [(row, len(added)) for added in alike]
        self.rows = rows
        self.guessed = [self._guess(self.texts[some[0]]) for some in rows]
        return [
            Grow(row, count, self.texts[some[0]].tokens[-1], guessed)
            for (row, count), some, guessed in zip(grown, rows, self.guessed, strict=True)
        ]

    def _stop_the_longest(self) -> None:
        """A sample that rambles on is hardly the best, and all would wait for it."""
        ended = sorted(len(text.tokens) for text in self.texts if text.finish is Finish.STOP)
        if 1 < len(self.texts) <= len(ended) / MOST:
            for text in self.texts:
                if text.finish is None and len(text.tokens) >= ended[-2]:
                    text.finish = Finish.LENGTH

    def _grow(self, which: int, line: _Line, guessed: Sequence[int]) -> None:
        """Adds tokens as long as they are those that were guessed, and the first that is not."""
        for place in range(len(guessed) + 1):
            token = self._add(which, line, place)
            if self.texts[which].finish is not None or place == len(guessed) or token != guessed[place]:
                break

    def _add(self, which: int, lines: _Line, place: int) -> int:
        text = self.texts[which]
        line = lines.scores[place]
        if _shaped(self.options, self.codes):
            line = line[None].copy()
            shape(line, 0, text.tokens, self.options, self.codes)
            line = line[0]
        near, whole = lines.near(place)
        token = self._pick(line, near, self.dice[which])
        text.score += float(lines.scores[place, token]) - whole
        text.length += 1
        if token in self.codes.ends:
            text.finish = Finish.STOP
            return token
        text.tokens.append(token)
        if self.options.stop:
            words = self.to_text(text.tokens)
            cut = _cut_at(words, self.options.stop)
            if cut is not None:
                text.text, text.finish = words[:cut], Finish.STOP
                return token
        if len(text.tokens) >= self.options.max_tokens:
            text.finish = Finish.LENGTH
        return token

    def _guess(self, text: _Text) -> list[Guess]:
        return self.guesses.after(text.tokens, min(AHEAD, self.options.max_tokens - len(text.tokens) - 1))

    def _pick(self, line: NDArray[np.float32], near: NDArray[np.int64], dice: np.random.Generator) -> int:
        options = self.options
        if options.temperature == 0:
            return int(line.argmax())
        count = min(options.top_k, line.size) if options.top_k else line.size
        top = _highest(line, count, near)
        weights = (line[top] - line[top[0]]).astype(np.float64) / options.temperature
        chances = np.exp(weights)
        chances /= chances.sum()
        if options.top_p < 1:
            last = int(np.searchsorted(np.cumsum(chances), options.top_p)) + 1
            chances = chances[:last] / chances[:last].sum()
        place = int(np.searchsorted(np.cumsum(chances), dice.random(), side="right"))
        return int(top[min(place, len(chances) - 1)])

    def results(self, cut: Finish) -> list[Generation]:
        return [text.generation(self.to_text, cut) for text in self.texts]

    def tell(self, which: int, on_token: OnToken) -> None:
        for candidate, text in enumerate(self.texts):
            words = self.to_text(text.tokens) if text.text is None else text.text
            if words.endswith("\ufffd"):  # half of a character: wait for the rest
                continue
            if words.startswith(text.told) and words != text.told:
                on_token(which, candidate, words[len(text.told) :])
                text.told = words


class Beams:
    """Beam search; a search ends when no text under way can beat the worst of the finished ones."""

    def __init__(self, n: int, options: Options, codes: Codes, to_text: ToText) -> None:
        if n > options.beams:
            raise ValueError(f"{options.beams} beams cannot give {n} texts")
        self.n = n
        self.options = options
        self.codes = codes
        self.to_text = to_text
        self.width = options.beams
        self.rows = [_Text([], 0.0)]
        self.ended: list[tuple[float, int, _Text]] = []  # (score with length penalty, order, text), best first
        self.order = 0

    def step(self, scores: Sequence[Scores]) -> list[Grow]:
        options, width = self.options, self.options.beams
        logs = log_softmax(np.concatenate(scores))
        if _shaped(options, self.codes):
            for row, text in enumerate(self.rows):
                shape(logs, row, text.tokens, options, self.codes)
        totals = logs + np.array([text.score for text in self.rows], np.float32)[:, None]
        flat = totals.ravel()
        count = min(2 * width, flat.size)
        top = np.argpartition(flat, flat.size - count)[flat.size - count :]
        top = top[np.lexsort((top, -flat[top]))]
        vocabulary = logs.shape[1]
        going: list[_Text] = []
        grown: list[Grow] = []
        for rank, place in enumerate(top):
            row, token = divmod(int(place), vocabulary)
            score = float(flat[place])
            if not np.isfinite(score):
                continue
            parent = self.rows[row]
            if token in self.codes.ends:
                if rank < width:
                    text = _Text(parent.tokens, score)
                    text.length += 1
                    text.finish = Finish.STOP
                    self._end(text)
                continue
            text = _Text([*parent.tokens, token], score)
            if options.stop:
                words = self.to_text(text.tokens)
                cut = _cut_at(words, options.stop)
                if cut is not None:
                    if rank < width:
                        text.text, text.finish = words[:cut], Finish.STOP
                        self._end(text)
                    continue
            if len(going) < width:
                going.append(text)
                grown.append(Grow(row, 1, token))
        self.rows = going
        if not going or len(going[0].tokens) >= options.max_tokens:
            for text in going:
                text.finish = Finish.LENGTH
                self._end(text)
            self.rows = []
            return []
        if len(self.ended) >= width and self._scored(going[0]) <= self.ended[-1][0]:
            self.rows = []
            return []
        return grown

    def _scored(self, text: _Text) -> float:
        return text.score / float(max(text.length, 1)) ** self.options.length_penalty

    def _end(self, text: _Text) -> None:
        self.order += 1
        self.ended.append((self._scored(text), self.order, text))
        self.ended.sort(key=lambda one: (-one[0], one[1]))
        del self.ended[self.options.beams :]

    def results(self, cut: Finish) -> list[Generation]:
        texts = [text for _, _, text in self.ended]
        texts += sorted(self.rows, key=lambda text: -self._scored(text))
        return [text.generation(self.to_text, cut) for text in texts[: self.n]]

    def tell(self, which: int, on_token: OnToken) -> None:
        if not self.rows:  # texts under way may still be given up, so only the end is told
            for candidate, one in enumerate(self.results(Finish.STOP)):
                on_token(which, candidate, one.text)
