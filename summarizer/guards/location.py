"""Where is it? A place that the article has only before another word: "in Torley" of a Torley high court's order.

A small model takes such a name for the place where something happens. A draft may say "in" of a name only if the
article has that name by itself somewhere, with nothing after it that it might merely describe.
"""

from __future__ import annotations

from itertools import takewhile

from summarizer.language.parsing import Source, Told
from summarizer.language.tagging import Role, Word

_WHERE = frozenset("in at near outside across from into".split())


def fault(here: Told, there: Source) -> str:
    """A place of a sentence that the article never has as one, after its preposition; empty where there is none."""
    for at, word in enumerate(here.words):
        if word.low not in _WHERE or word.role is not Role.PREP or at in here.quoted:
            continue
        name = list(takewhile(lambda one: one.role is Role.NAME, here.words[at + 1 :]))
        last = at + len(name)
        if not name or not name[-1].key or _describes(here, last) or _owns(here, last):
            continue
        if _only_describes(name[-1], there):
            return f"{word.low} {' '.join(one.text for one in name)}"
    return ""


def _only_describes(name: Word, there: Source) -> bool:
    found = [
        _describes(told, at)
        for told in (there[place] for place in there.whole)
        for at, one in enumerate(told.words)
        if one.key == name.key and one.text[0].isupper()
    ]
    return bool(found) and all(found)


def _describes(told: Told, at: int) -> bool:
    """Is the word there followed by one that it may describe?"""
    return any(one.role in (Role.NOUN, Role.NAME) and one.key for one in told.words[at + 1 : at + 2])


def _owns(told: Told, at: int) -> bool:
    return any(one.low == "'s" for one in told.words[at + 1 : at + 2])
