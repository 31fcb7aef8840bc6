"""Sentences taken apart, and the article's as the source of what a draft's sentence says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from checks.model import Zone
from summarizer.language.clauses import Clause, clauses
from summarizer.language.grounding import SourceIndex
from summarizer.language.tagging import Tag, Token, tag

BESIDE = 3  # content words between two that stand beside one another, at most

_PARTING = (Tag.VERB, Tag.WHO, Tag.WHEN)
_PARTS_OF = (*_PARTING, Tag.PREP, Tag.TO)
QUOTED = re.compile(r"[\"“]([^\"“”]*)[\"”]")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """A sentence taken apart."""

    words: tuple[Token, ...]
    clauses: tuple[Clause, ...]
    keys: frozenset[str]
    lowercase_words: frozenset[str]
    quoted_indices: frozenset[int]  # indices of the words inside quotation marks


@lru_cache(maxsize=4096)
def parse(text: str) -> ParsedSentence:
    these = tag(text)
    keys = frozenset(one.key for one in these if one.key) | frozenset(year_tokens(these))
    return ParsedSentence(
        these, tuple(clauses(these)), keys, frozenset(one.lower for one in these), frozenset(_inside_marks(these))
    )


def _inside_marks(these: Sequence[Token]) -> Iterator[int]:
    inside = False
    for at, word in enumerate(these):
        if word.text in ('"', "“", "”"):
            inside = not inside
        elif inside:
            yield at


def year_tokens(some: Iterable[Token]) -> Iterator[str]:
    return (one.text for one in some if one.tag is Tag.NUMBER and _YEAR.fullmatch(one.text))


class ParsedSource:
    """The article's sentences that count, taken apart when they are first looked at."""

    def __init__(self, on: SourceIndex, places: Sequence[int]) -> None:
        self.on = on
        self.sentence_indices = places

    def __getitem__(self, at: int) -> ParsedSentence:
        return parse(self.text(at))

    @cached_property
    def whole(self) -> tuple[int, ...]:
        """Whatever may bear something out, the headline included, whether the writer was shown it or not."""
        sentences = self.on.article.sentences
        headline = (at for at, one in enumerate(sentences) if one.zone is Zone.HEADLINE)
        return tuple(sorted({*headline, *self.on.story_sentences}))

    @cached_property
    def names(self) -> frozenset[str]:
        """Keys of names; of words that open a sentence, those that never stand in lower case."""
        found: set[str] = set()
        lower: set[str] = set()
        for at in self.sentence_indices:
            these = self[at].words
            found |= {one.key for one in these if one.tag is Tag.NAME}
            found |= {one.key for one in these[:1] if one.tag is Tag.NOUN}
            lower |= {one.key for one in these if one.text.islower()}
        return frozenset(found - lower - {""})

    def text(self, at: int) -> str:
        return " ".join(self.on.article.words(self.on.article.sentences[at].span).split())

    def is_direct_speech(self, at: int, verb: str) -> bool:
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
        return all(one.verb != verb for one in parse(" ".join(plain.split())).clauses)

    def before(self, at: int, most: int = 2) -> Iterator[ParsedSentence]:
        """So many sentences before one, the nearer first."""
        for step in range(1, most + 1):
            if at - step >= 0:
                yield self[at - step]


def _is_name(told: ParsedSentence, at: int, there: ParsedSource) -> bool:
    """A sentence's first word has a capital anyway: it is a name if it is one elsewhere."""
    return told.words[at].tag is Tag.NAME or (at == 0 and told.words[0].key in there.names)


def number_values(some: Iterable[Token]) -> Iterator[str]:
    """The numbers among words, in digits where they are small, without signs; scales and "one" left out."""
    for word in some:
        if word.tag is Tag.NUMBER and word.lower not in _SCALES:
            digits = re.match(r"[$£€]?(\d[\d,.]*)", word.lower)
            yield digits[1].replace(",", "").rstrip(".") if digits else _DIGITS.get(word.lower, word.lower)


_SCALES = frozenset("one hundred thousand million billion dozen".split())
_DIGITS = {
    word: str(number)
    for number, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split(),
        2,
    )
}


def co_occur(one: str, other: str, there: ParsedSource, *, named: bool = False, close: bool = False) -> bool:
    """Does some sentence of the article have two words side by side, but for a few?

    `named`: one of them a name, and no "of" or "in" between them, so two words for one thing. `close`: with one at
    most between them.
    """
    for at in there.sentence_indices:
        told = there[at]
        if one not in told.keys or other not in told.keys:
            continue
        mine = [number for number, word in enumerate(told.words) if word.key == one]
        its = [number for number, word in enumerate(told.words) if word.key == other]
        for a in mine:
            for b in its:
                if named and Tag.NAME not in (told.words[a].tag, told.words[b].tag):
                    continue
                between = told.words[min(a, b) + 1 : max(a, b)]
                apart = any(word.tag in (_PARTS_OF if named else _PARTING) for word in between)
                if named and all(_is_name(told, at, there) for at in (a, b)):
                    apart = apart or any(word.tag in (Tag.MARK, Tag.AND) for word in between)  # two of them
                if not apart and sum(bool(word.key) for word in between) < (2 if close else BESIDE):
                    return True
    return False
