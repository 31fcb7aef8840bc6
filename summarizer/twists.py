"""Does a sentence twist what its sources say: who did it to whom, and whether it was done at all?

A small model keeps the words and swaps the parts ("Torley beat Dunmore" of "Dunmore beat Torley") or loses a "not".
Both are told from word order alone, so only plain cases are caught: a verb between two names, read backwards where
"by" follows it; and a verb whose only mention in the sources stands right after a negation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from checks.passages import IRREGULAR, STOP, stem

REACH = 6  # words between a verb and a name that is its subject or object
NEGATED = 3  # words between a negation and its verb

_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NEGATIONS = "not never no cannot without denied denies deny denying nor neither none nobody refused refuses"
_NOT = frozenset(_NEGATIONS.split())
_BASES = frozenset(IRREGULAR.values())
_BREAKS = "and but who which that while as after before when because"
_BREAK = frozenset(_BREAKS.split())


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb with the names before and after it, active voice."""

    verb: str
    doer: str
    done_to: str


def fault(sentence: str, sources: Sequence[str]) -> str:
    """Why the sentence twists its sources; empty where it does not."""
    told = {deed for source in sources for deed in deeds(source)}
    for deed in deeds(sentence):
        turned = Deed(deed.verb, deed.done_to, deed.doer)
        if turned in told and deed not in told:
            return f"the article has {deed.done_to} and {deed.doer} the other way round"
    here = _words(sentence)
    there = [_words(source) for source in sources]
    if any(_is_not(word) for word in here):
        if sources and not any(_is_not(word) for words in there for word in words):
            return "says that something is not so, where the article does not"
        return ""
    for verb in {stem(word) for word in here if _is_verb(word)}:
        mentions = [
            any(_is_not(before) for before in words[max(0, at - NEGATED) : at])
            for words in there
            for at, word in enumerate(words)
            if stem(word) == verb
        ]
        if mentions and all(mentions):
            return "leaves out that the article says it is not so"
    return ""


def deeds(text: str) -> Iterator[Deed]:
    words = _words(text)
    for at, word in enumerate(words):
        if not _is_verb(word):
            continue
        before = _name(reversed(words[max(0, at - REACH) : at]))
        after = _name(words[at + 1 : at + 1 + REACH])
        if before and after and before != after:
            following = words[at + 1 : at + 3]
            passive = following[0] == "by" or (following[0].islower() and following[1:] == ["by"])
            yield Deed(stem(word), after, before) if passive else Deed(stem(word), before, after)


def _name(words: Iterable[str]) -> str:
    """The nearest name, up to the next clause."""
    for word in words:
        if word in _BREAK:
            return ""
        if word[0].isupper() and word.lower() not in STOP:
            return re.sub(r"['’]s?$", "", word)
    return ""


def _is_verb(word: str) -> bool:
    return word.islower() and word not in STOP and (word.endswith("ed") or word in IRREGULAR or word in _BASES)


def _is_not(word: str) -> bool:
    return word.lower() in _NOT or word.lower().endswith(("n't", "n’t"))


def _words(text: str) -> list[str]:
    return _TOKEN.findall(text)
