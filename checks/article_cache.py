"""Readings of an article, or of two, that several rules ask for: made once, and kept for the last few."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from checks.model import Article

T = TypeVar("T")
ARTICLES = 8


class _Same:
    """An article as a key: equal only to itself, so that nothing compares or hashes its whole content."""

    __slots__ = ("article",)

    def __init__(self, article: Article) -> None:
        self.article = article

    def __hash__(self) -> int:
        return id(self.article)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.article is self.article


def kept(read: Callable[[Article], T]) -> Callable[[Article], T]:
    """A reading that is made once for each article."""

    @lru_cache(maxsize=ARTICLES)
    def made(key: _Same) -> T:
        return read(key.article)

    @wraps(read)
    def reading(article: Article) -> T:
        return made(_Same(article))

    return reading


def kept_of_two(read: Callable[[Article, Article], T]) -> Callable[[Article, Article], T]:
    """The same of two articles."""

    @lru_cache(maxsize=ARTICLES)
    def made(one: _Same, other: _Same) -> T:
        return read(one.article, other.article)

    @wraps(read)
    def reading(one: Article, other: Article) -> T:
        return made(_Same(one), _Same(other))

    return reading
