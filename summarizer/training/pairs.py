"""Training pairs of article and summary, filtered and cut so that a small model learns neither to invent nor to copy.

A pair teaches invention when its article is cut before the passage that its reference tells of, and copying when its
reference repeats sentences of the article. So an article is cut only after the last passage that its reference needs;
a pair that needs more tokens than there are is left out, and so is one with a copied sentence.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

MAX_REFERENCE_SENTENCES = 4  # the first ones are kept: news references put what matters first
# Tokens. An article is cut at a random length from here to the limit, so that the passages that its reference needs are
# not always the last ones.
MIN_CUT_TOKENS = 320
MIN_CONTENT_WORD = 5  # letters of a word that counts as content
MAX_UNSUPPORTED_SHARE = 0.08  # of a reference's content words, how many the shown article may lack

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[.!?][\"'])\s+")
_WORD = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class ArticleSummaryPair:
    """One line of a jsonl file. `dataset` is any label; `training_order` limits the pairs of a dataset by it."""

    id: str
    dataset: str
    article: str
    summary: str


@dataclass(frozen=True, slots=True)
class TrainingExample:
    """A pair ready for training: the article as far as it is shown, the reference, and the limits in the prompt."""

    id: str
    article: str
    summary: str
    sentences: int
    words: int


def read_pairs(path: Path, *, summary_key: str = "summary") -> Iterator[ArticleSummaryPair]:
    """The pairs of a .jsonl or .jsonl.gz file with the keys article and `summary_key`, and optionally id and dataset.

    Raises ValueError with the line number for a line without the former two.
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
    """The sentences of a text, split after full stops, exclamation and question marks."""
    return [part for part in _SENTENCE_END.split(text.strip()) if part]


def make_example(
    pair: ArticleSummaryPair, count: Callable[[str], int], max_tokens: int, rng: random.Random
) -> TrainingExample | None:
    """The pair with at most `max_tokens` tokens of its article; None where it would teach copying or invention.

    `count` gives the number of tokens of a text.
    """
    reference = split_sentences(pair.summary)[:MAX_REFERENCE_SENTENCES]
    article = split_sentences(pair.article)
    article_keys = {_comparison_key(sentence) for sentence in article}
    if any(_comparison_key(sentence) in article_keys for sentence in reference):
        return None
    shown = _cut(article, reference, count, max_tokens, rng.randint(MIN_CUT_TOKENS, max_tokens))
    if shown is None:
        return None
    summary = " ".join(reference)
    return TrainingExample(pair.id, shown, summary, len(reference), round_up_to_ten(len(summary.split())))


def round_up_to_ten(words: int) -> int:
    """Up to the next multiple of ten: the limits that prompts state."""
    return -(-words // 10) * 10


def training_order(
    pairs: Iterable[ArticleSummaryPair], passes: int, shares: dict[str, int], seed: int
) -> Iterator[ArticleSummaryPair]:
    """The pairs in the order of a training run: `passes` epochs, each shuffled anew.

    A dataset named in `shares` gives only that many pairs per epoch, each time the next ones, so that a large dataset
    does not drown a small one.
    """
    by_dataset: dict[str, list[ArticleSummaryPair]] = {}
    for pair in pairs:
        by_dataset.setdefault(pair.dataset, []).append(pair)
    rng = random.Random(seed)
    for epoch in range(passes):
        drawn = []
        for dataset, members in sorted(by_dataset.items()):
            share = min(shares.get(dataset, len(members)), len(members))
            start = epoch * share
            drawn += [members[(start + k) % len(members)] for k in range(share)]
        rng.shuffle(drawn)
        yield from drawn


def _comparison_key(sentence: str) -> str:
    """The sentence's words in lower case, without punctuation: two sentences with the same key are copies."""
    return " ".join(_WORD.findall(sentence.lower()))


def _cut(
    article: list[str], reference: list[str], count: Callable[[str], int], max_tokens: int, wanted_tokens: int
) -> str | None:
    """The article up to the sentence that reaches `wanted_tokens`, or further as long as the reference needs it.

    The reference needs all its names and numbers and nearly all its content words, as far as the article has them.
    None where `max_tokens` do not suffice for that.
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
