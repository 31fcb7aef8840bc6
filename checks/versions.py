"""What changed between two versions of a story: which figure or date took the place of which.

Sentences that stand in both versions are left out. In what was edited, a figure of the new version is paired with the
one of the old version that it replaces: where only figures and dates of a sentence were edited, the one in its place;
else one of the same sort and thing, in the same company of words, with another value, and neither of the two values in
the other's sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checks import dating, fates, passages
from checks.model import Article, Figure, Kind, Moment, Zone
from checks.names import is_title
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
    places = _in_place(target, source, edited, dropped)
    for statement in _statements(target):
        if statement.sentence not in edited:
            continue
        if statement in places:
            predecessor = places[statement]
            if predecessor not in taken and not _says_as_much(statement, predecessor):
                taken.add(predecessor)
                yield Change(statement, predecessor)
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


def _in_place(target: Article, source: Article, edited: set[int], dropped: set[int]) -> dict[Statement, Statement]:
    """What stood where a statement stands, in sentences that are the same but for their figures and dates."""
    was = {frame: row for frame, row in _frames(source, dropped).items() if row}
    found: dict[Statement, Statement] = {}
    for frame, row in _frames(target, edited).items():
        for new, old in zip(row, was.get(frame, ()), strict=False):
            found[new] = old
    return found


def _frames(article: Article, numbers: set[int]) -> dict[tuple[str, tuple[str, ...]], list[Statement]]:
    """The statements of each sentence by its words without them, and by their sorts; of two alike, none."""
    rows: dict[int, list[Statement]] = {}
    for statement in _statements(article):
        rows.setdefault(statement.sentence, []).append(statement)
    found: dict[tuple[str, tuple[str, ...]], list[Statement]] = {}
    for number in sorted(numbers & set(rows)):
        words, end, row = [], article.sentences[number].span.start, rows[number]
        for one in row:
            words.append(article.text[end : one.span.start])
            end = max(end, one.span.end)
        words.append(article.text[end : article.sentences[number].span.end])
        sorts = tuple("date" if isinstance(one, Moment) else one.unit or "count" for one in row)
        frame = (" ".join("#".join(words).split()).lower(), sorts)
        found[frame] = [] if frame in found else row
    return found


def _says_as_much(one: Statement, other: Statement) -> bool:
    if isinstance(one, Figure) and isinstance(other, Figure):
        return _equal(one, other)
    return isinstance(one, Moment) and isinstance(other, Moment) and one.words == other.words


def stale(target: Article, source: Article) -> Iterator[tuple[Change, Statement]]:
    """Figures and dates of the new version that still state a value that was changed elsewhere, each once."""
    told: set[int] = set()
    made = tuple(changes(target, source))
    replaced = {id(change.new) for change in made}
    was = frozenset(_sentences(source))
    said = _sentences(target)
    for change in made:
        for statement in _statements(target):
            if id(statement) in told or id(statement) in replaced or _looks_back(statement, target):
                continue
            carried = said[statement.sentence] in was
            if _still_old(statement, change, carried, target):
                told.add(id(statement))
                yield change, statement


def _still_old(statement: Statement, change: Change, carried: bool, target: Article) -> bool:
    old, new = change.old, change.new
    if isinstance(statement, Moment) and isinstance(old, Moment) and isinstance(new, Moment):
        same = statement.timex == old.timex and statement.timex != ""
        return carried and same and len(_shared(statement, new, target)) >= (2 if new.day is None else 1)
    if not (isinstance(statement, Figure) and isinstance(old, Figure) and isinstance(new, Figure)):
        return False
    if (statement.value, statement.second) != (old.value, old.second):
        return False
    if new.kind is Kind.AGE and statement.kind is Kind.NUMBER and statement.noun is None:
        return carried and _meant_again(statement, new, target)  # "who is 54"
    if not same_sort(statement, new):
        return False
    thing = same_counted(statement, new, target, target)
    fate, told = _fate(statement, target), _fate(new, target)
    if thing < 0 or (fate and told and fate != told):
        return False
    if thing > 0 or (fate and fate == told) or _closeness(statement, new, target) >= LEAST:
        return True
    return _left_over(statement, target, change) or (carried and _meant_again(statement, new, target))


def _shared(one: Statement, other: Statement, article: Article) -> frozenset[str]:
    """The words that two sentences have in common: many things happen on one day."""
    words = passages.index(article)
    return frozenset(words.near(one)) & frozenset(words.near(other))


LOOKING_BACK = re.compile(
    r"\b(?:had (?:earlier|previously|first|originally|been|said|put)|earlier|previous(?:ly)?|original(?:ly)?"
    r"|initial(?:ly)?|at first|(?:up|down) from|rather than|instead of|revised|was to|were to"
    r"|(?:more|fewer|less) than the|compared with|last (?:year|week|month|season))\b",
    re.IGNORECASE,
)
AROUND = 60
"""Characters either side of a value in which a word that looks back may stand."""


def _looks_back(statement: Statement, article: Article) -> bool:
    """Is the old value told as the old one: "officials had earlier said 12"?"""
    start, end = article.sentences[statement.sentence].span
    around = article.text[max(start, statement.span.start - AROUND) : min(end, statement.span.end + AROUND)]
    return LOOKING_BACK.search(around) is not None


DEFINITE = re.compile(r"\b(?:the|that|this|those|these|all) (?:same )?$", re.IGNORECASE)
PARTWAY = re.compile(
    r"\b(?:half-?time|lead|led|ahead|made it|level|leg|minute|stage|set|quarter|interval|aggregate)\b", re.IGNORECASE
)


def _meant_again(figure: Figure, new: Figure, article: Article) -> bool:
    """Does an unchanged sentence take the changed value up again: "the nine", "that 4% rise", the same man's age?"""
    if new.kind is Kind.AGE:
        return bool(_capitals(figure, article) & _capitals(new, article))
    if figure.kind is Kind.SCORE:
        return PARTWAY.search(article.words(article.sentences[figure.sentence].span)) is None
    if figure.noun is not None and new.noun is not None and figure.kind in (Kind.COUNT, Kind.NUMBER):
        return False  # "the nine judges" are not the nine men
    return DEFINITE.search(article.text, max(0, figure.span.start - 12), figure.span.start) is not None


def _capitals(statement: Statement, article: Article) -> frozenset[str]:
    """The names near a statement."""
    start, end = article.sentences[statement.sentence].span
    around = article.text[max(start, statement.span.start - AROUND) : min(end, statement.span.end + AROUND)]
    return frozenset(word for word in passages.WORD.findall(around) if word[0].isupper() and not is_title(word))


PAST = re.compile(r"\b(?:had|was|were|first|earlier|previous|previously|originally|initial|initially|from|old)\b")


def _left_over(figure: Figure, article: Article, change: Change) -> bool:
    """Is it the very sum or measure that was changed, in words that do not look back: "the £2.4m cost"?"""
    if not figure.unit or figure.kind not in (Kind.MONEY, Kind.MEASURE) or figure.words != change.old.words:
        return False
    return PAST.search(article.words(article.sentences[figure.sentence].span)) is None


def _closeness(one: Statement, other: Statement, article: Article) -> float:
    words: Passages = passages.index(article)
    return passages.closeness(words, other, words, [one])[0]


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
        kept = any(_equal(f, old) and f.sentence == new.sentence for f in target.figures)
        return not kept and not any(_equal(f, new) and f.sentence == old.sentence for f in source.figures)
    if isinstance(new, Moment) and isinstance(old, Moment):
        kept = any(m.words == old.words and m.sentence == new.sentence for m in target.moments)
        was = any(m.words == new.words and m.sentence == old.sentence for m in source.moments)
        return dating.rivals(new, old) and not kept and not was
    return False


def _equal(one: Figure, other: Figure) -> bool:
    return (one.value, one.second) == (other.value, other.second)
