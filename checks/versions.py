"""What changed between two versions of a story: which figure or date took the place of which.

Sentences that stand in both versions are left out. In what was edited, a figure of the new version is paired with the
one of the old version that it replaces: of the same sort and thing, in the same company of words, with another value,
and neither of the two values in the other's sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checks import dating, fates, passages
from checks.model import Article, Figure, Kind, Moment, Zone
from checks.passages import Passages, Statement
from checks.sameness import same_counted
from checks.support.agreement import same_sort

LEAST = 0.5
"""How much of the words around must be the same for one to have replaced the other."""


@dataclass(frozen=True, slots=True)
class Change:
    """`old` stood in the earlier version where `new` stands now."""

    new: Statement
    old: Statement


def changes(target: Article, source: Article) -> Iterator[Change]:
    """The figures and dates of the new version (`target`) that replace others of the old one, in text order."""
    new, old = passages.index(target), passages.index(source)
    said, was = _sentences(target), _sentences(source)
    edited = {number for number, words in enumerate(said) if words not in set(was)}
    dropped = {number for number, words in enumerate(was) if words not in set(said)}
    taken: set[Statement] = set()
    for statement in _statements(target):
        if statement.sentence not in edited:
            continue
        rivals = [
            other
            for other in _statements(source)
            if other.sentence in dropped and other not in taken and _replaces(statement, other, target, source)
        ]
        fits = passages.closeness(new, statement, old, rivals)
        best = max(zip(fits, rivals, strict=True), key=lambda pair: pair[0], default=(0.0, None))
        if best[1] is not None and best[0] >= LEAST:
            taken.add(best[1])
            yield Change(statement, best[1])


def stale(change: Change, target: Article) -> Iterator[Figure]:
    """Figures of the new version that still state the old value, of the same thing."""
    if not isinstance(change.old, Figure) or not isinstance(change.new, Figure):
        return
    told = _fate(change.new, target)
    for figure in target.figures:
        if figure is change.new or figure.value != change.old.value or figure.second != change.old.second:
            continue
        if not same_sort(figure, change.new) or figure.zone is Zone.PROMO:
            continue
        thing = same_counted(figure, change.new, target, target)
        fate = _fate(figure, target)
        if thing < 0 or (fate and told and fate != told):
            continue
        if (
            thing > 0
            or (fate and fate == told)
            or _close(figure, change.new, target)
            or _left_over(figure, target, change)
        ):
            yield figure


PAST = re.compile(r"\b(?:had|was|were|first|earlier|previous|previously|originally|initial|initially|from|old)\b")


def _left_over(figure: Figure, article: Article, change: Change) -> bool:
    """Is it the very sum or measure that was changed, in words that do not look back: "the £2.4m cost"?"""
    if not figure.unit or figure.kind not in (Kind.MONEY, Kind.MEASURE) or figure.words != change.old.words:
        return False
    return PAST.search(article.words(article.sentences[figure.sentence].span)) is None


def _close(one: Figure, other: Figure, article: Article) -> bool:
    words: Passages = passages.index(article)
    return passages.closeness(words, other, words, [one])[0] >= LEAST


def _fate(figure: Figure, article: Article) -> str:
    return fates.nearest(fates.fates(article.text, article.sentences[figure.sentence].span, figure.span))


def _sentences(article: Article) -> list[str]:
    return [" ".join(article.words(sentence.span).split()) for sentence in article.sentences]


def _statements(article: Article) -> list[Statement]:
    figures = [f for f in article.figures if f.value is not None and f.kind not in (Kind.NAME, Kind.UNREAD)]
    found: list[Statement] = [*figures, *article.moments]
    return sorted((one for one in found if one.zone is not Zone.PROMO), key=lambda one: one.span)


def _replaces(new: Statement, old: Statement, target: Article, source: Article) -> bool:
    if isinstance(new, Figure) and isinstance(old, Figure):
        if not same_sort(new, old) or (new.value, new.second) == (old.value, old.second):
            return False
        if same_counted(new, old, target, source) < 0:
            return False
        befell, had_befallen = _fate(new, target), _fate(old, source)
        if befell and had_befallen and befell != had_befallen:
            return False  # of "nine dead and 32 missing", the new toll takes the place of the old one
        kept = any(f.value == old.value and f.sentence == new.sentence for f in target.figures)
        return not kept and not any(f.value == new.value and f.sentence == old.sentence for f in source.figures)
    if isinstance(new, Moment) and isinstance(old, Moment):
        kept = any(m.words == old.words and m.sentence == new.sentence for m in target.moments)
        was = any(m.words == new.words and m.sentence == old.sentence for m in source.moments)
        return dating.rivals(new, old) and not kept and not was
    return False
