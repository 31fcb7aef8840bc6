"""Caches for functions of one article or of two, so that several rules share a result."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from checks.model import Article

T = TypeVar("T")
CACHE_SIZE = 8


class _IdentityKey:
    """An article as a cache key by identity, so that its content is never hashed or compared."""

    __slots__ = ("article",)

    def __init__(self, article: Article) -> None:
        self.article = article

    def __hash__(self) -> int:
        return id(self.article)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _IdentityKey) and other.article is self.article


def cached_per_article(read: Callable[[Article], T]) -> Callable[[Article], T]:
    """Decorator: caches a function of one article for the last CACHE_SIZE articles."""

    @lru_cache(maxsize=CACHE_SIZE)
    def cached(key: _IdentityKey) -> T:
        return read(key.article)

    @wraps(read)
    def reading(article: Article) -> T:
        return cached(_IdentityKey(article))

    return reading


def cached_per_article_pair(read: Callable[[Article, Article], T]) -> Callable[[Article, Article], T]:
    """Decorator: caches a function of two articles for the last CACHE_SIZE pairs."""

    @lru_cache(maxsize=CACHE_SIZE)
    def cached(first: _IdentityKey, second: _IdentityKey) -> T:
        return read(first.article, second.article)

    @wraps(read)
    def reading(first: Article, second: Article) -> T:
        return cached(_IdentityKey(first), _IdentityKey(second))

    return reading
