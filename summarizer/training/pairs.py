"""Reads article-summary pairs for training, filtered and cut so that a small model learns not to invent or copy.

A pair teaches the model to invent if its article is cut before a passage that the reference is about, and to copy if
the reference repeats sentences of the article. So an article is cut only after the last passage that its reference
needs; a pair that would need more tokens than are allowed is left out, and so is one with a copied sentence.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

MAX_REFERENCE_SENTENCES = 4  # the first ones are kept: references of news put what matters first
# Tokens. An article is cut at a random length from here to the limit, so that the passages that its reference needs are
# not always the last ones.
MIN_CUT_TOKENS = 320
MIN_CONTENT_WORD = 5  # letters of a word that counts as content
MAX_UNSUPPORTED_SHARE = 0.08  # of a reference's content words, the share that the shown article may lack

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[.!?][\"'])\s+")
_WORD = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class ArticleSummaryPair:
    """One line of a jsonl file. `dataset` is any label, by which `training_order` can limit the number of pairs."""

    id: str
    dataset: str
    article: str
    summary: str


@dataclass(frozen=True, slots=True)
class TrainingExample:
    """A pair ready for training: the part of the article that is shown, the reference, and the limits in the prompt."""

    id: str
    article: str
    summary: str
    sentences: int
    words: int


def read_pairs(path: Path, *, summary_key: str = "summary") -> Iterator[ArticleSummaryPair]:
    """Yields the pairs of a .jsonl or .jsonl.gz file with the keys article, `summary_key`, and optionally id, dataset.

    Raises ValueError, with the line number, for a line without one of the former two.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            record = json.loads(line)
            if not record.get("article") or not record.get(summary_key):
                raise ValueError(f"{path}:{number}: needs the keys article and {summary_key}")
            yield ArticleSummaryPair(
                str(record.get("id", number)), str(record.get("dataset", "")), record["article"], record[summary_key]
            )


def split_sentences(text: str) -> list[str]:
    """Returns the sentences of a text, split after full stops, exclamation and question marks."""
    return [part for part in _SENTENCE_END.split(text.strip()) if part]


def make_example(
    pair: ArticleSummaryPair, count: Callable[[str], int], max_tokens: int, rng: random.Random
) -> TrainingExample | None:
    """Returns the pair with at most `max_tokens` tokens of its article; None if it would teach copying or invention.

    `count` gives the number of tokens of a text.
    """
    reference = split_sentences(pair.summary)[:MAX_REFERENCE_SENTENCES]
    article = split_sentences(pair.article)
    article_keys = {_comparison_key(sentence) for sentence in article}
    if any(_comparison_key(sentence) in article_keys for sentence in reference):
        return None
    shown = _shown_article(article, reference, count, max_tokens, rng.randint(MIN_CUT_TOKENS, max_tokens))
    if shown is None:
        return None
    summary = " ".join(reference)
    return TrainingExample(pair.id, shown, summary, len(reference), round_up_to_ten(len(summary.split())))


def round_up_to_ten(words: int) -> int:
    """Returns the number rounded up to a multiple of ten, as prompts state limits."""
    return -(-words // 10) * 10


def training_order(
    pairs: Iterable[ArticleSummaryPair], epochs: int, shares: dict[str, int], seed: int
) -> Iterator[ArticleSummaryPair]:
    """Yields the pairs in the order of a training run: `epochs` times, each time shuffled anew.

    An epoch has only `shares[dataset]` pairs of a dataset that is named there, each epoch the next ones, so that a
    large dataset does not drown a small one.
    """
    by_dataset: dict[str, list[ArticleSummaryPair]] = {}
    for pair in pairs:
        by_dataset.setdefault(pair.dataset, []).append(pair)
    rng = random.Random(seed)
    for epoch in range(epochs):
        drawn = []
        for dataset, members in sorted(by_dataset.items()):
            share = min(shares.get(dataset, len(members)), len(members))
            start = epoch * share
            drawn += [members[(start + k) % len(members)] for k in range(share)]
        rng.shuffle(drawn)
        yield from drawn


def _comparison_key(sentence: str) -> str:
    """Returns the sentence's words in lower case, without punctuation: two sentences with the same key are copies."""
    return " ".join(_WORD.findall(sentence.lower()))


def _shown_article(
    article: list[str], reference: list[str], count: Callable[[str], int], max_tokens: int, wanted_tokens: int
) -> str | None:
    """Returns the article up to the sentence that reaches `wanted_tokens`, or further if the reference needs more.

    The reference needs all those of its names and numbers, and nearly all those of its content words, that the article
    has. None if `max_tokens` are not enough for that.
    """
    article_words = {word.lower() for sentence in article for word in _WORD.findall(sentence)}
    names_and_numbers = {
        word.lower()
        for sentence in reference
        for word in _WORD.findall(sentence)[1:]  # the first word is upper-case anyway
        if word[0].isupper() or word[0].isdigit()
    } & article_words
    content = {
        word.lower() for sentence in reference for word in _WORD.findall(sentence) if len(word) >= MIN_CONTENT_WORD
    } & article_words
    shown: set[str] = set()

    def is_supported() -> bool:
        return names_and_numbers <= shown and len(content - shown) <= MAX_UNSUPPORTED_SHARE * len(content)

    total = 0
    for position, sentence in enumerate(article):
        total += count(" " + sentence)
        if total > max_tokens:
            return " ".join(article[:position]) if position and is_supported() else None
        shown |= {word.lower() for word in _WORD.findall(sentence)}
        if total >= wanted_tokens and is_supported():
            return " ".join(article[: position + 1])
    return " ".join(article)
