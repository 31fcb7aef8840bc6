"""The story in an article: the sentences that are news, without promotions, bylines, captions and headlines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from checks.model import Article, Zone

TOLD_IN = (Zone.STANDFIRST, Zone.BODY, Zone.LIST)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the story that the model reads in one go: indices into article.sentences, and their text."""

    sentences: tuple[int, ...]
    text: str


def told(article: Article) -> tuple[int, ...]:
    """Indices of the story's sentences, in order."""
    return tuple(index for index, one in enumerate(article.sentences) if one.zone in TOLD_IN and _says(article, index))


def parts(article: Article, count: Callable[[str], int], most: int) -> tuple[Part, ...]:
    """The story in stretches of at most `most` tokens (`count` counts them), broken between sentences.

    A single longer sentence cannot be read and is left out.
    """
    made: list[Part] = []
    here: list[int] = []
    size = 0
    for index in told(article):
        length = count(article.words(article.sentences[index].span)) + 1
        if length > most:
            continue
        if here and size + length > most:
            made.append(_part(article, here))
            here, size = [], 0
        here.append(index)
        size += length
    if here:
        made.append(_part(article, here))
    return tuple(made)


def _part(article: Article, indices: list[int]) -> Part:
    words = (article.words(article.sentences[index].span) for index in indices)
    return Part(tuple(indices), " ".join(" ".join(words).split()))


def _says(article: Article, index: int) -> bool:
    """A sentence holds at least three words; less is a stray mark or label."""
    return len(article.words(article.sentences[index].span).split()) >= 3
