"""The story of an article, without promotions, bylines, captions and headlines, and its division into chunks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import TypeVar

from checks.model import Article, Zone

T = TypeVar("T")
STORY_ZONES = (Zone.STANDFIRST, Zone.BODY, Zone.LIST)
MIN_STORY_SENTENCE_WORDS = 3  # shorter ones are stray marks or labels


@dataclass(frozen=True, slots=True)
class Chunk:
    """The text of one prompt: a stretch of the story, or a summary of several (pipeline/long_documents.py)."""

    sentences: tuple[int, ...]  # indices into article.sentences of those that the text covers
    text: str


def story_sentences(article: Article) -> tuple[int, ...]:
    """The indices of the story's sentences, in order."""
    return tuple(
        index
        for index, sentence in enumerate(article.sentences)
        if sentence.zone in STORY_ZONES and len(_text(article, index).split()) >= MIN_STORY_SENTENCE_WORDS
    )


def chunk_story(article: Article, count_tokens: Callable[[str], int], max_tokens: int) -> tuple[Chunk, ...]:
    """Splits the story into chunks of at most `max_tokens`, between paragraphs.

    A longer paragraph is split between its sentences; a longer sentence is left out, since no prompt has room for it.
    """
    paragraphs = groupby(story_sentences(article), key=lambda index: article.sentences[index].paragraph)
    blocks = [[(index, count_tokens(_text(article, index)) + 1) for index in paragraph] for _, paragraph in paragraphs]
    return tuple(_chunk(article, indices) for indices in pack(blocks, max_tokens))


def pack(blocks: Iterable[Sequence[tuple[T, int]]], max_size: int) -> list[list[T]]:
    """Groups (item, size) pairs, in order, into groups of at most `max_size` in all and of similar size.

    A block that fits into a group is not split; an item above `max_size` is left out.
    """
    units: list[Sequence[tuple[T, int]]] = []  # of consecutive items that stay together
    for block in blocks:
        fitting = [(item, size) for item, size in block if size <= max_size]
        units += [fitting] if sum(size for _, size in fitting) <= max_size else [[pair] for pair in fitting]
    total = sum(size for unit in units for _, size in unit)
    target = total / max(1, ceil(total / max_size)) if total else 0.0
    groups: list[list[T]] = []
    group_size = 0.0  # of the last group
    for unit in units:
        unit_size = sum(size for _, size in unit)
        if not unit_size:
            continue
        if not groups or group_size + unit_size > max_size or group_size + unit_size / 2 > target:
            groups.append([])
            group_size = 0.0
        groups[-1] += [item for item, _ in unit]
        group_size += unit_size
    return groups


def _chunk(article: Article, indices: list[int]) -> Chunk:
    text = " ".join(_text(article, index) for index in indices)
    return Chunk(tuple(indices), " ".join(text.split()))


def _text(article: Article, sentence_index: int) -> str:
    return article.text_of(article.sentences[sentence_index].span)
