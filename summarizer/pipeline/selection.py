"""Which sentences make the summary: those that together say most of what matters, once, in the fewest words.

What matters in a news story stands early and is said more than once, so a word's importance is how often the story
says it, earlier mentions counting more; the headline's words count double. Sentences from the pool compete in every
combination that keeps the limits; the model's own words and a run from one draft are preferred at equal content.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import fsum, sqrt

from checks.model import Zone
from summarizer.guards import completeness
from summarizer.language.grounding import Ground, stems_of
from summarizer.language.chunking import told
from summarizer.pipeline.result import How

SHORT = 40  # sentences of a story that is read in one go
MAIN = 40  # content words
DRAFTED = 0.4  # what all drafts together add to what matters, where the story itself adds 1
SAME_TOPIC = 0.3  # share of words that two sentences of one story have in common anyway
SCRAP = 7  # words below which a sentence tells little
FULL = 30  # words of a summary that tells enough
LIKELY = -0.35  # mean log-probability a token: of drafts below it, readers found twice as many sentences wrong
SURPRISE = 0.4  # below LIKELY: nothing counts as less likely
PLAIN = 20  # words of a sentence that has room to say who and what
POOL = 16  # sentences that compete: 16 over 3 makes 696 combinations


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each wish counts against coverage, which runs from 0 to 1."""

    word: float = 0.001  # cost of each word
    short: float = 0.005  # cost of each word that is missing to FULL
    copied: float = 0.12  # cost of a sentence copied from the article by the model
    replaced: float = 0.16  # cost of an article's sentence standing in
    agreed: float = 0.06  # worth of a sentence whose every word the other drafts have too
    loose: float = 0.15  # cost of a sentence none of whose words its source has in that order
    likely: float = 0.05  # worth of a unit of log-probability of the drafts, on average
    unlikely: float = 0.2  # cost of each unit that the sentence's draft is less likely than LIKELY
    terse: float = 0.003  # cost of each word that a sentence has fewer than PLAIN
    parts: float = 0.06  # worth of each further part of a long story that is told of
    opening: float = 0.04  # worth of telling what the story opens with; half as much for its second sentence
    known: float = 0.04  # cost of a sentence that begins with "the rally", as if it had been told of
    middle: float = 0.2  # cost of a summary that begins so, or with "this rally", "also"
    later: float = 0.02  # cost of an article's sentence that is not its first
    scrap: float = 0.05  # cost of a sentence that is too short to tell much
    run: float = 0.03  # worth of two neighbours from one draft
    repeats: float = 1.2  # cost of two sentences that say the same, at full overlap


_KNOWN = re.compile(r"The ([a-z][\w-]*(?: [a-z][\w-]*){0,2})")
STANDARD = Weights()


@dataclass(frozen=True, slots=True)
class Choice:
    """A sentence that passed the checks and may be printed."""

    text: str
    how: How
    draft: int  # -1: the article's own
    place: int  # its place in the draft, or in the article
    stems: frozenset[str]
    sources: tuple[int, ...]
    copied: bool
    hangs: bool  # needs the sentence before it
    agreed: float  # how well the other drafts bear it out, 0 to 1
    score: float  # of its draft: mean log-probability a token, 0 at most
    close: float = 1.0  # share, 0 to 1, of its words that its best source has in the same order
    begins: int = 0  # the word of its best source from which on it has them
    part: int = 0  # of a long story, the part that its best source stands in
    late: int = 0  # how many sentences of the story stand before its best source

    @property
    def words(self) -> int:
        return len(self.text.split())


def importance(on: Ground, drafts: Sequence[str] = (), sentences: Sequence[int] | None = None) -> Mapping[str, float]:
    """How much each content word of the story matters: the MAIN weightiest of them, which add to 1.

    A summary cannot say more than that many, however long the story is. What most of the model's drafts say matters
    more: it has read what editors make of such a story. Of a long story only those `sentences` count that the last
    reading had before it, and its opening no more than that of a short one.
    """
    counted = told(on.article) if sentences is None else sentences
    step = 0.25 * min(1.0, SHORT / max(1, len(counted)))
    weights: defaultdict[str, float] = defaultdict(float)
    for order, at in enumerate(counted):
        for one in on.by_sentence[at]:
            weights[one] += 1 / (1 + step * order)
    for at, sentence in enumerate(on.article.sentences):
        if sentence.zone is Zone.HEADLINE:
            for one in on.by_sentence[at]:
                if one in weights:
                    weights[one] *= 2
    said = Counter(one for draft in drafts for one in stems_of(draft) if one in weights)
    most = fsum(weights.values()) * DRAFTED / max(1, said.total())
    for one, times in said.items():
        weights[one] += most * times
    heaviest = sorted(weights.items(), key=lambda entry: (-entry[1], entry[0]))[:MAIN]
    whole = sum(weight for _, weight in heaviest) or 1.0
    return {one: weight / whole for one, weight in heaviest}


def choose(
    pool: Sequence[Choice],
    matters: Mapping[str, float],
    *,
    sentences: int,
    words: int | None,
    weights: Weights = STANDARD,
) -> tuple[Choice, ...]:
    """The best summary of at most so many sentences and words; empty where nothing keeps the limits."""
    best: tuple[float, tuple[Choice, ...]] = (float("-inf"), ())
    for some in _combinations(pool, sentences):
        if words is not None and sum(one.words for one in some) > words:
            continue
        ordered = in_order(some)
        if ordered is None:
            continue
        value = worth(ordered, matters, weights)
        if value > best[0]:
            best = (value, ordered)
    return best[1]


def worth(some: Sequence[Choice], matters: Mapping[str, float], weights: Weights = STANDARD) -> float:
    """How good these sentences are as a summary; comparable only within one article."""
    said = frozenset[str]().union(*(one.stems for one in some))
    value = sqrt(fsum(matters.get(one, 0.0) for one in said))  # exact, as a set has no order of its own
    words = sum(one.words for one in some)
    value -= weights.word * words + weights.short * max(0, FULL - words)
    for one in some:
        value -= weights.loose * (1 - one.close)
        value += weights.agreed * one.agreed + weights.likely * one.score / len(some)
        if one.how is How.REPLACED:
            value -= weights.replaced + weights.later * min(one.late, 2)
        elif one.copied:
            value -= weights.copied
        value -= weights.unlikely * min(SURPRISE, max(0.0, LIKELY - one.score))
        value -= weights.scrap * (one.words < SCRAP) + weights.terse * max(0, PLAIN - one.words)
    value += weights.opening * max(0, 2 - min(one.late for one in some)) / 2
    value += weights.parts * (len({one.part for one in some}) - 1)
    value -= weights.middle * (some[0].late > 0 and completeness.begins_in_the_middle(some[0].text))
    told = frozenset[str]()
    for one in some:
        value -= weights.known * _is_known(one, told)
        told |= one.stems
    for one, other in pairwise(some):
        value += weights.run * _follows(one, other)
    for one, other in combinations(some, 2):
        value -= weights.repeats * max(0.0, overlap(one.stems, other.stems) - SAME_TOPIC) ** 2
    return value


def in_order(some: Sequence[Choice]) -> tuple[Choice, ...] | None:
    """In the order of a story, a sentence that hangs right after the one it needs; None where that one is missing."""
    heads = sorted((one for one in some if not one.hangs), key=_told_at)
    hanging = [one for one in some if one.hangs]
    made: list[Choice] = []
    for head in heads:
        made.append(head)
        while True:
            follower = next((one for one in hanging if _follows(made[-1], one)), None)
            if follower is None:
                break
            hanging.remove(follower)
            made.append(follower)
    return tuple(made) if made and not hanging else None


def _told_at(one: Choice) -> tuple[int, int, int]:
    """Where the article tells what a sentence tells."""
    return (one.sources[0] if one.sources else 0, one.begins, one.place)


def _is_known(one: Choice, told: frozenset[str]) -> bool:
    """Does a sentence begin with "the rally", of which the article has told before, and the summary has not?"""
    known = _KNOWN.match(one.text)
    return known is not None and one.late > 0 and told.isdisjoint(stems_of(known[1]))


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the shorter sentence's content that the other says too."""
    return len(one & other) / max(1, min(len(one), len(other)))


def _follows(one: Choice, other: Choice) -> bool:
    return one.draft == other.draft and one.place + 1 == other.place


def _combinations(pool: Sequence[Choice], most: int) -> Iterator[tuple[Choice, ...]]:
    for size in range(1, min(most, len(pool)) + 1):
        yield from combinations(pool, size)
