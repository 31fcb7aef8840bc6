"""A figure that the article has of something else beside it: "90 drivers" of "400 drivers and 90 guards".

Where a sentence of the article gives several figures of one sort, each goes with the words around it, and a small model
takes one for the other. A figure of a draft is held against the one that it is tied to and against the others of that
sentence: if another one has the draft's words and its own has not, it is the other's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from checks import sameness
from checks.model import Article, Figure, Kind, Sheet, Span
from summarizer.language.tagging import Role, Word, words

BEHIND = 5  # words behind a figure that tell what it is of
_COUNTS = (Kind.COUNT, Kind.NUMBER)
_SORTS = (Kind.COUNT, Kind.NUMBER, Kind.PERCENT, Kind.MONEY, Kind.MEASURE, Kind.DURATION, Kind.AGE)
_ENDS = re.compile(r"[.,;:!?()\"“”]| (?:and|or|but|while|to|against|with) ")


@dataclass(frozen=True, slots=True)
class _Place:
    """What stands around a figure, up to its neighbours and the next mark: keys of nouns and names, and of verbs."""

    head: frozenset[str]  # right behind it: what is counted
    tail: frozenset[str]  # behind that, after a preposition: of whom, where
    nouns: frozenset[str]
    verbs: frozenset[str]


def fault(read: Article, sentence: Span, sheet: Sheet, article: Article) -> str:
    """Which figure of a sentence (a span of `read`, checked in `sheet`) is another's, as a reason; empty where none."""
    for item in read.figures:
        if not sentence.contains(item.span) or item.kind not in _SORTS or item.value is None:
            continue
        tied = [span for tick in sheet.ticks if item.span in tick.spans for span in tick.source_spans]
        its = [one for one in article.figures if one.value == item.value and any(s.overlaps(one.span) for s in tied)]
        others = [_rival(item, one, read, article) for one in its]
        if others and all(one is not None for one in others) and others[0] is not None:
            return f'the article has "{others[0].words}" where this has "{item.words}"'
    return ""


def _rival(item: Figure, own: Figure, read: Article, article: Article) -> Figure | None:
    """The other figure of the article's sentence that goes with the words around this one, where its own does not."""
    here, there = _place(item, read), _place(own, article)
    for other in article.figures:
        if other.sentence != own.sentence or other.value == own.value or not _alike(other, item):
            continue
        if _is_better(here, there, _place(other, article)) or _counts_better(item, own, other):
            return other
    return None


def _alike(one: Figure, other: Figure) -> bool:
    return one.kind is other.kind or (one.kind in _COUNTS and other.kind in _COUNTS)


def _is_better(here: _Place, own: _Place, other: _Place) -> bool:
    for mine, its, theirs in ((here.head, own.head, other.head), (here.tail, own.tail, other.tail)):
        if mine and its and theirs and mine & (its | theirs):
            return bool((mine & theirs) - its) and not (mine & its) - theirs
    if here.head and own.head and other.head:
        return False  # each counts something of its own
    mine = (here.nouns & own.nouns) - other.nouns
    if (here.nouns & other.nouns) - own.nouns:
        return not mine
    return not mine and bool((here.verbs & other.verbs) - own.verbs) and not (here.verbs & own.verbs) - other.verbs


def _counts_better(item: Figure, own: Figure, other: Figure) -> bool:
    """Of "12 sailors and 38 pelicans": are those 12 what is counted here, and the 38 not?"""
    mine, its, theirs = (sameness.thing(one).head for one in (item, own, other))
    if not (mine and its) or mine == its or sameness.is_kind_of(its, mine):
        return False
    people = mine == sameness.PERSON and sameness.is_person(theirs) and not sameness.is_person(its)
    return mine == theirs or people


def _place(figure: Figure, article: Article) -> _Place:
    sentence = article.sentences[figure.sentence].span
    near = [one.span for one in article.figures if one.sentence == figure.sentence and one is not figure]
    start = max([one.end for one in near if one.end <= figure.span.start], default=sentence.start)
    end = min([one.start for one in near if one.start >= figure.span.end], default=sentence.end)
    before = _ENDS.split(f" {article.text[start : figure.span.start]}")[-1]
    behind = " ".join(_ENDS.split(f"{article.text[figure.span.end : end]} ")[0].split()[:BEHIND])
    after, rest = words(behind), words(before)
    at = next((at for at, one in enumerate(after) if one.role is Role.PREP), len(after))
    head, tail = _nouns(after[:at]), _nouns(after[at:])
    verbs = frozenset(one.key for one in (*rest, *after) if one.role is Role.VERB and one.key)
    return _Place(head, tail, head | tail | _nouns(rest), verbs)


def _nouns(some: Sequence[Word]) -> frozenset[str]:
    return frozenset(one.key for one in some if one.role in (Role.NOUN, Role.NAME) and one.key)
