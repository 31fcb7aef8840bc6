"""What changed between two versions of a story: which figure or date took the place of which.

Sentences that stand in both versions are left out. In what was edited, a figure of the new version is paired with the
one of the old version that it replaces: where only figures and dates of a sentence were edited, the one in its place;
else one of the same sort and thing, in the same company of words, with another value, and neither of the two values in
the other's sentence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from checks import outcome_events, passage_index
from checks.article_cache import kept, kept_of_two
from checks.model import Article, Figure, Kind, Moment, Span, Zone
from checks.names import is_title
from checks.passage_index import Passages, Statement
from checks.pattern import pattern
from checks.sameness import same_counted
from checks.support import dates
from checks.support.agreement import same_sort

LEAST = 0.5
"""How much of the words around must be the same for one to have replaced the other."""


@dataclass(frozen=True, slots=True)
class Change:
    """`old` stood in the earlier version where `new` stands now."""

    new: Statement
    old: Statement


@kept_of_two
def changes(target: Article, source: Article) -> tuple[Change, ...]:
    """The figures and dates of the new version (`target`) that replace others of the old one, in text order."""
    return tuple(_changes(target, source))


def _changes(target: Article, source: Article) -> Iterator[Change]:
    new, old = passage_index.index_passages(target), passage_index.index_passages(source)
    said, was = _sentences(target), _sentences(source)
    edited, dropped = _not_among(said, was), _not_among(was, said)
    candidates = [other for other in _statements(source) if other.sentence in dropped]
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
        rivals = [other for other in candidates if _replaces(statement, other, target, source) and other not in taken]
        fits = passage_index.context_similarity(new, statement, old, rivals)
        best = max(zip(fits, rivals, strict=True), key=lambda pair: pair[0], default=(0.0, None))
        if best[1] is not None and best[0] >= LEAST:
            taken.add(best[1])
            yield Change(statement, best[1])


def _not_among(sentences: list[str], others: list[str]) -> set[int]:
    """The numbers of the sentences that do not stand among the others."""
    known = set(others)
    return {number for number, words in enumerate(sentences) if words not in known}


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
    made = changes(target, source)
    replaced = {id(change.new) for change in made}
    was = frozenset(_sentences(source))
    said = _sentences(target)
    kept_on = [one for one in _statements(target) if id(one) not in replaced and not _looks_back(one, target)]
    for change in made:
        for statement in kept_on:
            if id(statement) in told:
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
    words = passage_index.index_passages(article)
    return frozenset(words.near(one)) & frozenset(words.near(other))


LOOKING_BACK = pattern(
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


DEFINITE = pattern(r"\b(?:the|that|this|those|these|all) (?:same )?$", re.IGNORECASE)
PARTWAY = pattern(
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
    return frozenset(word for word in passage_index.WORD.findall(around) if word[0].isupper() and not is_title(word))


PAST = pattern(r"\b(?:had|was|were|first|earlier|previous|previously|originally|initial|initially|from|old)\b")


def _left_over(figure: Figure, article: Article, change: Change) -> bool:
    """Is it the very sum or measure that was changed, in words that do not look back: "the £2.4m cost"?"""
    if not figure.unit or figure.kind not in (Kind.MONEY, Kind.MEASURE) or figure.words != change.old.words:
        return False
    return PAST.search(article.words(article.sentences[figure.sentence].span)) is None


def _closeness(one: Statement, other: Statement, article: Article) -> float:
    words: Passages = passage_index.index_passages(article)
    return passage_index.context_similarity(words, other, words, [one])[0]


def _fate(figure: Figure, article: Article) -> str:
    return _fates(article)[figure.span]


@kept
def _fates(article: Article) -> dict[Span, str]:
    """What befell those that each figure counts."""
    return {
        one.span: outcome_events.nearest(
            outcome_events.fates(article.text, article.sentences[one.sentence].span, one.span)
        )
        for one in article.figures
    }


def _sentences(article: Article) -> list[str]:
    return [" ".join(article.words(sentence.span).split()) for sentence in article.sentences]


def _statements(article: Article) -> list[Statement]:
    figures = [f for f in article.figures if f.value is not None and f.kind not in (Kind.NAME, Kind.UNREAD)]
    found: list[Statement] = [*figures, *article.moments]
    return sorted((one for one in found if one.zone is not Zone.PROMO), key=lambda one: one.span)


def _replaces(new: Statement, old: Statement, target: Article, source: Article) -> bool:
    if isinstance(new, Figure) and isinstance(old, Figure):
        if not same_sort(new, old) or _equal(new, old):
            return False
        if (old.value, old.second) in _values(target)[new.sentence]:
            return False
        if (new.value, new.second) in _values(source)[old.sentence]:
            return False
        if same_counted(new, old, target, source) < 0:
            return False
        befell, had_befallen = _fate(new, target), _fate(old, source)
        # Of "nine dead and 32 missing", the new toll takes the place of the old one.
        return not befell or not had_befallen or befell == had_befallen
    if isinstance(new, Moment) and isinstance(old, Moment):
        if old.words in _days(target)[new.sentence] or new.words in _days(source)[old.sentence]:
            return False
        return dates.rivals(new, old)
    return False


@kept
def _values(article: Article) -> dict[int, set[tuple[Fraction | None, Fraction | None]]]:
    """What the figures of each sentence say."""
    found: dict[int, set[tuple[Fraction | None, Fraction | None]]] = defaultdict(set)
    for figure in article.figures:
        found[figure.sentence].add((figure.value, figure.second))
    return found


@kept
def _days(article: Article) -> dict[int, set[str]]:
    """The words of each sentence's dates and times."""
    found: dict[int, set[str]] = defaultdict(set)
    for moment in article.moments:
        found[moment.sentence].add(moment.words)
    return found


def _equal(one: Figure, other: Figure) -> bool:
    return (one.value, one.second) == (other.value, other.second)
