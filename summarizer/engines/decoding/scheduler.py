"""From prompts to texts, a step at a time: the loop that all engines share.

Prompts of like length are read together. Between any two steps the loop may be stopped; texts that have ended leave
the batch, so that it shrinks as it goes on.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from threading import Lock, RLock
from typing import Protocol, TypeVar

from summarizer.engines.decoding.search import Codes, Grow, Scores, search
from summarizer.engines.decoding.ngram_speculation import Guesses
from summarizer.engines.interface import GREEDY, Cancel, Finish, Generation, OnToken, Options
from summarizer.engines.llama.vocabulary import Words
from summarizer.models.errors import EngineFailed

T = TypeVar("T")
Stopped = Callable[[], Finish | None]
ROOM = 16384  # tokens of prompts and texts that share a batch: bounds the memory
MOST = 48  # texts that share a batch: more of them fill the cores no better


class Network(Protocol):
    """A model that reads prompts and remembers them. Both methods give the scores of what may come next."""

    def read(
        self,
        prompts: Sequence[Sequence[int]],
        words: Sequence[Words],
        widths: Sequence[int],
        stopped: Callable[[], bool],
    ) -> list[Scores]:
        """Starts afresh, a row for each prompt, from which up to so many texts will grow. Gives nothing if stopped.

        Each prompt's scores are those of the words that its texts may take.
        """
        ...

    def grow(self, rows: Sequence[Grow]) -> list[Scores]:
        """New rows from the old ones; of each, the scores after its token and after the guesses that were checked."""
        ...

    def forget(self) -> None:
        """Lets go of what it remembers."""
        ...


class Stepwise:
    """What engines that run a `Network` share: the interface's `generate`."""

    name: str
    window: int
    _network: Network
    _cores = 1  # that work side by side where there are prompts enough
    _codes: Codes

    def __init__(self) -> None:
        self._turn = RLock()  # of the threads that ask: the network remembers what it read last

    def _ids(self, text: str) -> list[int]:
        """The tokens of a prompt."""
        raise NotImplementedError

    def _text(self, tokens: Sequence[int]) -> str:
        raise NotImplementedError

    def _words(self, prompt: Sequence[int]) -> Words:
        """What texts that grow from it may take."""
        return Words()

    def _networks(self) -> Sequence[Network]:
        """As many as `_cores`, to work side by side, each at batches of its own."""
        return [self._network]

    def _shares(self, sizes: Sequence[int]) -> Iterator[tuple[Sequence[Network], Sequence[int]]]:
        """Which prompts, of so many tokens with all that grows from them, are decoded by which networks."""
        several: list[int] = []
        for many in range(self._cores, self._cores // 2, -1):  # fewer than half of the cores are better used together
            fit = [which for which, size in enumerate(sizes) if size * many <= ROOM]
            if 1 < self._cores <= len(fit):
                several = fit
                self._network.forget()  # memory that the others need
                yield self._networks()[:many], several
                break
        rest = sorted({*range(len(sizes))} - {*several})
        if rest:
            yield [self._network], rest

    def _takes(self, options: Options) -> int:
        """Tokens of the window that the answer takes."""
        return options.max_tokens

    def generate(
        self,
        prompts: Sequence[str],
        *,
        n: int | Sequence[int] = 1,
        options: Options | Sequence[Options] = GREEDY,
        seed: int = 0,
        cancel: Cancel | None = None,
        timeout: float | None = None,
        on_token: OnToken | None = None,
    ) -> list[list[Generation]]:
        """See `interface.Engine.generate`."""
        deadline = None if timeout is None else time.monotonic() + timeout
        with self._turn:
            return self._generate(prompts, n, options, seed, cancel, deadline, on_token)

    def _generate(
        self,
        prompts: Sequence[str],
        n: int | Sequence[int],
        options: Options | Sequence[Options],
        seed: int,
        cancel: Cancel | None,
        deadline: float | None,
        on_token: OnToken | None,
    ) -> list[list[Generation]]:
        counts, plans = each(n, len(prompts)), each(options, len(prompts))
        ids = [self._ids(prompt) for prompt in prompts]
        refuse_unreadable(self.name, ids, self.window, [self._takes(plan) for plan in plans])
        words = {tokens: self._words(tokens) for tokens in {tuple(one) for one in ids}}
        guesses = {tokens: Guesses(some.places(tokens)) for tokens, some in words.items()}
        searches = [
            _Search(words[tokens], guesses[tokens], prompt, count, plan, self._codes, seed, self._text)
            for prompt, tokens, count, plan in zip(prompts, map(tuple, ids), counts, plans, strict=True)
        ]
        alike: dict[tuple[int, ...], list[int]] = {}  # a prompt that is there several times is read once
        for which, one in enumerate(ids):
            alike.setdefault(tuple(one), []).append(which)
        groups = list(alike.values())
        widths = [sum(searches[which].width for which in group) for group in groups]
        grows = [sum(searches[which].width * plans[which].max_tokens for which in group) for group in groups]
        takes = [len(one) * min(width, 2) for one, width in zip(alike, widths, strict=True)]  # see `network.Network`
        told = _one_at_a_time(on_token) if on_token and self._cores > 1 else on_token

        def decode(network: Network, bucket: Sequence[int], stopped: Stopped) -> Finish | None:
            some = [which for group in bucket for which in groups[group]]
            return _decode(network, some, ids, searches, stopped, told)

        cut: Finish | None = None
        for networks, share in self._shares([one + more for one, more in zip(takes, grows, strict=True)]):
            made = buckets(*([some[group] for group in share] for some in (takes, grows, widths)), apart=len(networks))
            made = [[share[at] for at in bucket] for bucket in made]
            cut = _decode_all(networks, made, decode, partial(_stopped, cancel, deadline))
            if cut:
                break
        return [one.results(cut or Finish.LENGTH) for one in searches]


class _Search:
    """A search among the words that a prompt's texts may take; it is told and tells of them as tokens."""

    def __init__(
        self,
        words: Words,
        guesses: Guesses,
        prompt: str,
        n: int,
        options: Options,
        codes: Codes,
        seed: int,
        to_text: Callable[[Sequence[int]], str],
    ) -> None:
        self.words = words
        first = None if codes.first is None else words.places([codes.first])[0]
        known = Codes(frozenset(words.places(codes.ends)), tuple(words.places(codes.never)), first)
        self._search = search(
            prompt, guesses, n, options, known, seed, lambda places: to_text(self.words.tokens(places))
        )
        self.width, self.results, self.tell = self._search.width, self._search.results, self._search.tell

    def step(self, scores: Sequence[Scores]) -> list[Grow]:
        return [self._in_tokens(one) for one in self._search.step(scores)]

    def _in_tokens(self, one: Grow) -> Grow:
        token, *others = self.words.tokens([one.token, *(guess.token for guess in one.guesses)])
        guesses = [guess._replace(token=other) for guess, other in zip(one.guesses, others, strict=True)]
        return one._replace(token=token, guesses=guesses)


def _one_at_a_time(on_token: OnToken) -> OnToken:
    """For whoever hears of tokens, who need not expect two threads."""
    turn = Lock()

    def tell(prompt: int, candidate: int, words: str) -> None:
        with turn:
            on_token(prompt, candidate, words)

    return tell


def each(value: T | Sequence[T], count: int) -> Sequence[T]:
    """One value for every prompt: as given, or the same one for all."""
    if isinstance(value, Sequence):
        if len(value) != count:
            raise ValueError(f"{len(value)} values for {count} prompts")
        return value
    return [value] * count


def refuse_unreadable(name: str, ids: Sequence[Sequence[int]], window: int, answers: Sequence[int]) -> None:
    """Raises EngineFailed for a prompt that is empty or leaves no room for its answer: nothing is cut silently."""
    for tokens, answer in zip(ids, answers, strict=True):
        if not tokens:
            raise EngineFailed("An empty prompt has nothing to continue.")
        if len(tokens) + answer > window:
            raise EngineFailed(
                f"The text takes {len(tokens)} tokens and {name} reads {window - answer} at a time: split it first."
            )


def _decode_all(
    networks: Sequence[Network],
    made: Sequence[Sequence[int]],
    decode: Callable[[Network, Sequence[int], Stopped], Finish | None],
    stopped: Stopped,
) -> Finish | None:
    """Decodes all buckets, each network taking the next when it is done with one; says what cut it short, if any."""
    cuts: list[Finish] = []  # one ends all
    left = iter(made)
    turn = Lock()

    def cut() -> Finish | None:
        with turn:  # who is asked whether to stop need not expect two threads
            return cuts[0] if cuts else stopped()

    def work(network: Network) -> None:
        try:
            while not cuts:
                with turn:
                    bucket = next(left, None)
                if bucket is None:
                    return
                found = cut() or decode(network, bucket, cut)
                if found:
                    cuts.append(found)
        except BaseException:
            cuts.append(Finish.CANCELLED)
            raise

    if len(networks) == 1:
        work(networks[0])
        return cuts[0] if cuts else None
    try:
        with ThreadPoolExecutor(len(networks)) as pool:
            try:
                list(pool.map(work, networks))
            except BaseException:
                cuts.append(Finish.CANCELLED)  # whoever interrupts this waits for a step of each, no longer
                raise
    finally:
        for network in networks:
            network.forget()
    return cuts[0] if cuts else None


def _decode(
    network: Network,
    bucket: Sequence[int],
    ids: Sequence[Sequence[int]],
    searches: Sequence[_Search],
    stopped: Stopped,
    on_token: OnToken | None,
) -> Finish | None:
    """Decodes the prompts of one bucket together; says what cut it short, if anything did.

    A prompt that is there several times, to be decoded in several ways, is read once.
    """
    texts = list(dict.fromkeys(tuple(ids[which]) for which in bucket))
    place = {which: texts.index(tuple(ids[which])) for which in bucket}
    widths = Counter[int]()
    for which in bucket:
        widths[place[which]] += searches[which].width
    words = {place[which]: searches[which].words for which in bucket}
    by_text = [words[at] for at in sorted(words)], [widths[at] for at in sorted(widths)]
    read = network.read(texts, *by_text, lambda: stopped() is not None)
    if not read:
        return stopped() or Finish.CANCELLED
    starts = [place[which] for which in bucket]
    scores = [read[start] for start in starts]
    rows = list(bucket)  # which prompt each row belongs to
    while True:
        grown: list[Grow] = []
        going: list[int] = []
        for which, first, last in _stretches(rows):
            for one in searches[which].step(scores[first:last]):
                grown.append(one._replace(row=first + one.row))
                going.append(which)
            if on_token:
                searches[which].tell(which, on_token)
        rows = going
        if not rows:
            return None
        cut = stopped()
        if cut:
            return cut
        scores = network.grow([one._replace(row=starts[one.row]) for one in grown] if starts else grown)
        starts = []


def _stopped(cancel: Cancel | None, deadline: float | None) -> Finish | None:
    if cancel and cancel():
        return Finish.CANCELLED
    if deadline is not None and time.monotonic() >= deadline:
        return Finish.TIMEOUT
    return None


def _stretches(rows: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Runs of equal values: (value, first, after last)."""
    first = 0
    for at in range(1, len(rows) + 1):
        if at == len(rows) or rows[at] != rows[first]:
            yield rows[first], first, at
            first = at


def buckets(
    lengths: Sequence[int],
    grows: Sequence[int],
    widths: Sequence[int],
    *,
    room: int = ROOM,
    most: int = MOST,
    apart: int = 1,
) -> list[list[int]]:
    """Indices grouped so that prompts of like length and equal growth share a batch of bounded size.

    `lengths` are the tokens that are kept of each prompt, `grows` those that may be added to it, in `widths` texts;
    padding counts. So many batches as are `apart` are decoded at a time and share the room; all get as much to do.
    """
    alike: list[list[int]] = []
    for which in sorted(range(len(lengths)), key=lambda one: (-grows[one], -lengths[one], one)):
        first = alike[-1][0] if alike else which
        if alike and grows[which] == grows[first] and lengths[which] * 3 >= lengths[first] * 2:
            alike[-1].append(which)
        else:
            alike.append([which])
    made: list[list[int]] = []
    for some in alike:
        fit = room // apart // (lengths[some[0]] + grows[some[0]])
        fit = max(1, min(fit, most // apart // max(widths[which] for which in some)))
        count = min(len(some), -(-len(some) // (fit * apart)) * apart)
        bounds = [len(some) * at // count for at in range(count + 1)]
        made += [some[first:last] for first, last in pairwise(bounds)]
    return made
