"""Pairs of article and summary, chosen and cut so that a small model learns to summarise and not to invent.

A pair teaches invention when its article is cut before the passage that the reference speaks of, and copying when its
reference repeats article sentences. So every article is cut only after the last passage its reference needs, a pair
that needs more room than there is stays out, and so does one with a copied sentence.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

MOST_SENTENCES = 4  # of a reference; news references put what matters first
SHORTEST_CUT = 320  # tokens; a random length up to the limit, so that the needed passage is not always the last

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[.!?][\"'])\s+")
_WORD = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of the jsonl: `dataset` is any label, used to weight sources against each other."""

    id: str
    dataset: str
    article: str
    summary: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """A pair made ready: the article as far as it is shown, the reference, and the limits the prompt states."""

    id: str
    article: str
    summary: str
    sentences: int
    words: int


def read_pairs(path: Path, *, summary_key: str = "summary") -> Iterator[Pair]:
    """The pairs of a .jsonl or .jsonl.gz file with the keys article and summary, and id and dataset if it has them.

    Raises ValueError with the line's number for a line without them.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            record = json.loads(line)
            if not record.get("article") or not record.get(summary_key):
                raise ValueError(f"{path}:{number}: needs the keys article and {summary_key}")
            yield Pair(
                str(record.get("id", number)), str(record.get("dataset", "")), record["article"], record[summary_key]
            )


def sentences_of(text: str) -> list[str]:
    return [part for part in _SENTENCE_END.split(text.strip()) if part]


def lesson(pair: Pair, length: Callable[[str], int], most_tokens: int, rng: random.Random) -> Lesson | None:
    """The pair cut to at most `most_tokens` of article (`length` counts them), or None where it would teach badly."""
    reference = sentences_of(pair.summary)[:MOST_SENTENCES]
    article = sentences_of(pair.article)
    said = {_plain(sentence) for sentence in article}
    if any(_plain(sentence) in said for sentence in reference):
        return None
    shown = _cut(article, reference, length, most_tokens, rng.randint(SHORTEST_CUT, most_tokens))
    if shown is None:
        return None
    summary = " ".join(reference)
    return Lesson(pair.id, shown, summary, len(reference), round_up(len(summary.split())))


def round_up(words: int) -> int:
    """To the next ten: the limit that the prompt states."""
    return -(-words // 10) * 10


def curriculum(pairs: Iterable[Pair], passes: int, shares: dict[str, int], seed: int) -> Iterator[Pair]:
    """The order of a training run: `passes` over the pairs, each shuffled anew.

    A dataset named in `shares` gives only that many pairs a pass, the next ones each time, so that a large source does
    not drown a small one.
    """
    by_set: dict[str, list[Pair]] = {}
    for pair in pairs:
        by_set.setdefault(pair.dataset, []).append(pair)
    rng = random.Random(seed)
    for number in range(passes):
        drawn = []
        for dataset, members in sorted(by_set.items()):
            share = min(shares.get(dataset, len(members)), len(members))
            start = number * share
            drawn += [members[(start + k) % len(members)] for k in range(share)]
        rng.shuffle(drawn)
        yield from drawn


def _plain(sentence: str) -> str:
    return " ".join(_WORD.findall(sentence.lower()))


def _cut(article: list[str], reference: list[str], length: Callable[[str], int], most: int, wanted: int) -> str | None:
    """The article up to the sentence that passes `wanted` tokens, or further while the reference needs it."""
    everything = {word.lower() for sentence in article for word in _WORD.findall(sentence)}
    names_and_numbers = {
        word.lower()
        for sentence in reference
        for word in _WORD.findall(sentence)[1:]
        if word[0].isupper() or word[0].isdigit()
    } & everything
    content = {word.lower() for sentence in reference for word in _WORD.findall(sentence) if len(word) > 4} & everything
    seen: set[str] = set()
    total = 0
    for position, sentence in enumerate(article):
        total += length(" " + sentence)
        if total > most:
            supported = names_and_numbers <= seen and len(content - seen) <= 0.08 * len(content)
            return " ".join(article[:position]) if position and supported else None
        seen |= {word.lower() for word in _WORD.findall(sentence)}
        if total >= wanted and names_and_numbers <= seen and len(content - seen) <= 0.08 * len(content):
            return " ".join(article[: position + 1])
    return " ".join(article)
