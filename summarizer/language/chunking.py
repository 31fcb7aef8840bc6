"""The story in an article: the sentences that are news, without promotions, bylines, captions and headlines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import TypeVar

from checks.model import Article, Zone

T = TypeVar("T")
TOLD_IN = (Zone.STANDFIRST, Zone.BODY, Zone.LIST)


@dataclass(frozen=True, slots=True)
class Part:
    """What the model reads in one go: a stretch of the story, or what it made of several (see pipeline/long_documents.py).

    `sentences` are the article's that the text says, as indices into article.sentences.
    """

    sentences: tuple[int, ...]
    text: str


def told(article: Article) -> tuple[int, ...]:
    """Indices of the story's sentences, in order."""
    return tuple(index for index, one in enumerate(article.sentences) if one.zone in TOLD_IN and _says(article, index))


def parts(article: Article, count: Callable[[str], int], most: int) -> tuple[Part, ...]:
    """The story in stretches of at most `most` tokens (`count` counts them), broken between paragraphs.

    A paragraph that is longer is broken between its sentences; a single longer sentence cannot be read and is left out.
    """
    paragraphs = (list(some) for _, some in groupby(told(article), key=lambda at: article.sentences[at].paragraph))
    sized = [[(at, count(article.words(article.sentences[at].span)) + 1) for at in some] for some in paragraphs]
    return tuple(_part(article, indices) for indices in packed(sized, most))


def packed(blocks: Iterable[Sequence[tuple[T, int]]], most: int) -> list[list[T]]:
    """Items, each with its size, in runs of at most `most` and of like size; a block that fits is not broken."""
    pieces: list[Sequence[tuple[T, int]]] = []
    for block in blocks:
        fitting = [(item, size) for item, size in block if size <= most]
        pieces += [fitting] if sum(size for _, size in fitting) <= most else [[one] for one in fitting]
    whole = sum(size for piece in pieces for _, size in piece)
    fair = whole / max(1, ceil(whole / most)) if whole else 0.0
    made: list[list[T]] = []
    full = 0.0  # of the last run
    for piece in pieces:
        length = sum(size for _, size in piece)
        if not length:
            continue
        if not made or full + length > most or full + length / 2 > fair:
            made.append([])
            full = 0.0
        made[-1] += [item for item, _ in piece]
        full += length
    return made


def _part(article: Article, indices: list[int]) -> Part:
    words = (article.words(article.sentences[index].span) for index in indices)
    return Part(tuple(indices), " ".join(" ".join(words).split()))


def _says(article: Article, index: int) -> bool:
    """A sentence holds at least three words; less is a stray mark or label."""
    return len(article.words(article.sentences[index].span).split()) >= 3
