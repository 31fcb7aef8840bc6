"""Enumerations: `find` gives those of names in a text, `members.read` counts whatever a stretch of text lists."""

from checks.listings.named import find

__all__ = ["find"]
