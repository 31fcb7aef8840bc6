"""Sentences taken apart, and the article's as the source of what a draft's sentence says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from checks.model import Zone
from summarizer.language.clauses import Clause, clauses
from summarizer.language.grounding import Ground
from summarizer.language.tagging import Role, Word, words

BESIDE = 3  # content words between two that stand beside one another, at most

_PARTING = (Role.VERB, Role.WHO, Role.WHEN)
_PARTS_OF = (*_PARTING, Role.PREP, Role.TO)
QUOTED = re.compile(r"[\"“]([^\"“”]*)[\"”]")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence taken apart."""

    words: tuple[Word, ...]
    clauses: tuple[Clause, ...]
    keys: frozenset[str]
    lows: frozenset[str]
    quoted: frozenset[int]  # indices of the words inside quotation marks


@lru_cache(maxsize=4096)
def take_apart(text: str) -> Told:
    these = words(text)
    keys = frozenset(one.key for one in these if one.key) | frozenset(years(these))
    return Told(
        these, tuple(clauses(these)), keys, frozenset(one.low for one in these), frozenset(_inside_marks(these))
    )


def _inside_marks(these: Sequence[Word]) -> Iterator[int]:
    inside = False
    for at, word in enumerate(these):
        if word.text in ('"', "“", "”"):
            inside = not inside
        elif inside:
            yield at


def years(some: Iterable[Word]) -> Iterator[str]:
    return (one.text for one in some if one.role is Role.NUMBER and _YEAR.fullmatch(one.text))


class Source:
    """The article's sentences that count, taken apart when they are first looked at."""

    def __init__(self, on: Ground, places: Sequence[int]) -> None:
        self.on = on
        self.places = places

    def __getitem__(self, at: int) -> Told:
        return take_apart(self.text(at))

    @cached_property
    def whole(self) -> tuple[int, ...]:
        """Whatever may bear something out, the headline included, whether the writer was shown it or not."""
        sentences = self.on.article.sentences
        headline = (at for at, one in enumerate(sentences) if one.zone is Zone.HEADLINE)
        return tuple(sorted({*headline, *self.on.story}))

    @cached_property
    def names(self) -> frozenset[str]:
        """Keys of names; of words that open a sentence, those that never stand in lower case."""
        found: set[str] = set()
        lower: set[str] = set()
        for at in self.places:
            these = self[at].words
            found |= {one.key for one in these if one.role is Role.NAME}
            found |= {one.key for one in these[:1] if one.role is Role.NOUN}
            lower |= {one.key for one in these if one.text.islower()}
        return frozenset(found - lower - {""})

    def text(self, at: int) -> str:
        return " ".join(self.on.article.words(self.on.article.sentences[at].span).split())

    def is_spoken(self, at: int, verb: str) -> bool:
        """Is a verb of the sentence, and all that has it there, in somebody's direct speech?"""
        span = self.on.article.sentences[at].span
        outside, end = [], span.start
        for one in self.on.article.quotations:
            if one.overlaps(span):
                outside.append(self.on.article.text[end : max(end, one.start)])
                end = max(end, one.end)
        if not outside:
            return False
        plain = " ".join([*outside, self.on.article.text[min(end, span.end) : span.end]])
        return all(one.verb != verb for one in take_apart(" ".join(plain.split())).clauses)

    def before(self, at: int, most: int = 2) -> Iterator[Told]:
        """So many sentences before one, the nearer first."""
        for step in range(1, most + 1):
            if at - step >= 0:
                yield self[at - step]


def _is_name(told: Told, at: int, there: Source) -> bool:
    """A sentence's first word has a capital anyway: it is a name if it is one elsewhere."""
    return told.words[at].role is Role.NAME or (at == 0 and told.words[0].key in there.names)


def numbers(some: Iterable[Word]) -> Iterator[str]:
    """The numbers among words, in digits where they are small, without signs; scales and "one" left out."""
    for word in some:
        if word.role is Role.NUMBER and word.low not in _SCALES:
            digits = re.match(r"[$£€]?(\d[\d,.]*)", word.low)
            yield digits[1].replace(",", "").rstrip(".") if digits else _DIGITS.get(word.low, word.low)


_SCALES = frozenset("one hundred thousand million billion dozen".split())
_DIGITS = {
    word: str(number)
    for number, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split(),
        2,
    )
}


def stand_together(one: str, other: str, there: Source, *, named: bool = False, close: bool = False) -> bool:
    """Does some sentence of the article have two words side by side, but for a few?

    `named`: one of them a name, and no "of" or "in" between them, so two words for one thing. `close`: with one at
    most between them.
    """
    for at in there.places:
        told = there[at]
        if one not in told.keys or other not in told.keys:
            continue
        mine = [number for number, word in enumerate(told.words) if word.key == one]
        its = [number for number, word in enumerate(told.words) if word.key == other]
        for a in mine:
            for b in its:
                if named and Role.NAME not in (told.words[a].role, told.words[b].role):
                    continue
                between = told.words[min(a, b) + 1 : max(a, b)]
                apart = any(word.role in (_PARTS_OF if named else _PARTING) for word in between)
                if named and all(_is_name(told, at, there) for at in (a, b)):
                    apart = apart or any(word.role in (Role.MARK, Role.AND) for word in between)  # two of them
                if not apart and sum(bool(word.key) for word in between) < (2 if close else BESIDE):
                    return True
    return False
