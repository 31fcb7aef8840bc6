"""Whose is a value? The names that a sentence binds to each of its figures, held against those of another text.

"Brunn scored three tries and Moss five" gives each of two figures to one name; a summary that keeps every digit may
still exchange them. A name is bound to the figure behind it ("Moss five", "Hoyt, 34,") unless another figure stands
between, or to the figure before it where no comma and no "and" comes between ("34 died in Holm").

Two texts are held against one another only where the source gives both names a figure of the sort in one passage, and
none of its figures of that value to the name that the target has. A name before the first of several figures may be
that of all ("Kestrel hired 40 in Peru and 60 in Chile"): only names in the same place are exchanged.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from checks import names, sameness
from checks.article_cache import kept
from checks.figures.calendar_words import MONTHS, WEEKDAYS
from checks.model import Article, Figure, Hedge, Kind, Span
from checks.outcome_events import FATE
from checks.passage_index import MAX_NEIGHBOURS, STOP_WORDS, WORD, neighbouring_figures, stem
from checks.pattern import pattern
from checks.support.agreement import rivals, unit_agrees, value_agrees
from checks.support.verdict import COUNTS, SKIPPED

JOINTS = frozenset("and but while whereas against versus or compared".split())
JOINT, COMMA = 3, 4
"""What a joint and a comma between a name and a figure count, where any other word counts as one."""
FARTHEST = 8
OPPOSED = frozenset("behind ahead after against over than beyond past".split())
"""Words behind a figure that name the other side: "second behind Moss", "a 3% lead over Hoyt"."""
AGE_FARTHEST = 2
WINDOW = 300
"""Characters either side of a figure that are read at all, so that an endless sentence costs no more."""
MOST_AGREEING = 12
"""Figures of one value beyond which no telling is tried: whose it is, a table tells otherwise."""
TIMES_AS_MUCH = 10
COMPARING = pattern(r" (?:more|fewer|less|further|of (?:us|them|whom))\b")
EXCHANGED = (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.MEASURE, Kind.DURATION)
IN_TURN = pattern(r"\b(?:respectively|former|latter|in turn|vice versa)\b")
ASIDE = pattern(r",\s(?:who|which|whose|where|the|an?)\s[^,.;]{1,80},")
"""Told of the one named before it: "Hoyt, who had run away, £900"."""
TOKEN = pattern(rf"{WORD.pattern}|[\d.,]*\d|[,;:.()–—]")


class Bound(NamedTuple):
    """The names bound to a figure: the nearest before it, all before it, and the nearest behind it."""

    nearest: frozenset[str]
    before: frozenset[str]
    behind: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        return self.before | self.behind


Holders = Callable[[Article, Span], list[tuple[Span, frozenset[str]]]]


class Exchange(NamedTuple):
    """`there` has the value, of another name; `own` is what the source has of the name that the target gives it to."""

    there: Figure
    own: Figure


def exchanged(figure: Figure, agreeing: Sequence[Figure], target: Article, source: Article) -> Exchange | None:
    """The figure's value with another's name, and that name's own value, where the source has the two exchanged.

    `agreeing` are the figures of the source that have the value.
    """
    if (
        not 0 < len(agreeing) <= MOST_AGREEING
        or figure.second is not None
        or IN_TURN.search(target.words(_around(figure, target)))
    ):
        return None
    if any(IN_TURN.search(source.words(_around(there, source))) for there in agreeing):
        return None
    return _other_name(figure, agreeing, target, source) or _crossed(figure, agreeing, target, source)


def _around(figure: Figure, article: Article) -> Span:
    return article.sentences[figure.sentence].span


def _other_name(figure: Figure, agreeing: Sequence[Figure], target: Article, source: Article) -> Exchange | None:
    named = names_of(target, source)
    mine = bound(figure, target, named)
    if not mine.nearest | mine.behind:
        return None
    found: Exchange | None = None
    for there in agreeing:
        theirs = bound(there, source, named)
        if not theirs.all or share(mine.all, theirs.all):
            return None
        found = found or _own(figure, there, mine, theirs, source, named)
    return found


def _crossed(figure: Figure, agreeing: Sequence[Figure], target: Article, source: Article) -> Exchange | None:
    """Two figures of a sentence that the source has the other way round: "women earn £640, men £520".

    No name says whose they are; so both have to be there, each beside the words that the source has beside the other,
    and neither beside its own. What stands before the first figure of both texts may be said of both figures.
    """
    if figure.kind not in EXCHANGED or len(agreeing) != 1:
        return None
    there = agreeing[0]
    here = bound(figure, target, words_of)
    first, second = bound(there, source, words_of), None
    for beside in neighbouring_figures(figure, target):
        if not _like(beside, figure) or beside.unit != figure.unit or beside.value == figure.value:
            continue
        for other in neighbouring_figures(there, source):
            if other.value != beside.value or not _like(other, there) or other.unit != there.unit:
                continue
            if any(COMPARING.match(source.text, one.span.end) for one in (there, other)):
                continue
            next_to, second = bound(beside, target, words_of), bound(other, source, words_of)
            over = _only(here, next_to) & _only(second, first), _only(next_to, here) & _only(first, second)
            same = _only(here, next_to) & _only(first, second), _only(next_to, here) & _only(second, first)
            if figure.span < beside.span and there.span < other.span:
                same = (frozenset(), same[1])
            elif figure.span > beside.span and there.span > other.span:
                same = (same[0], frozenset())
            if all(over) and not any(same):
                return Exchange(there, other)
    return None


def _only(one: Bound, other: Bound) -> frozenset[str]:
    return one.all - other.all


def _own(figure: Figure, there: Figure, mine: Bound, theirs: Bound, source: Article, named: Holders) -> Exchange | None:
    here = bisect_left(source.figures, there.span, key=lambda one: one.span)
    for other in source.figures[max(0, here - MAX_NEIGHBOURS) : here + MAX_NEIGHBOURS + 1]:
        if abs(other.sentence - there.sentence) > 1 or other is there or other.kind in SKIPPED:
            continue
        if value_agrees(figure, other)[0] or not (rivals(figure, other) and unit_agrees(figure, other)):
            continue
        if not (_alike(there, other, source) and _of_a_size(figure, other)) or COMPARING.match(
            source.text, other.span.end
        ):
            continue
        own = bound(other, source, named)
        alike = (own.nearest, theirs.nearest), (own.behind, theirs.behind)
        same_place = any(place and facing and share(mine.nearest | mine.behind, place) for place, facing in alike)
        gap = source.text[min(there.span.end, other.span.end) : max(there.span.start, other.span.start)]
        apart = _one(own) and _one(theirs) and re.search(r"[,;.]", gap) is not None
        if same_place or (apart and share(mine.nearest | mine.behind, own.all)):
            return Exchange(there, other)
    return None


def _alike(there: Figure, other: Figure, source: Article) -> bool:
    """Do both count the same thing, the one that comes second perhaps without a word for it: "and Moss five"?"""
    first, second = sorted((there, other), key=lambda one: one.span)
    if second.noun is None and second.kind in COUNTS and first.sentence == second.sentence:
        return True
    mine, theirs = sameness.thing_in(source, there), sameness.thing_in(source, other)
    persons = all(not one.head or sameness.is_person(one.head) for one in (mine, theirs))
    if persons and mine.fate and mine.fate == theirs.fate:
        return True
    return sameness.same_counted(there, other, source, source) > 0 or there.kind not in (*COUNTS, Kind.ORDINAL)


def _of_a_size(figure: Figure, other: Figure) -> bool:
    """Are the two of a size, so that one could stand for the other? "Millions" stands for no number."""
    mine, theirs = figure.value or 0, other.value or 0
    low, high = other.interval
    vague = low is None or high is None or (other.hedge is Hedge.NONE and other.words.isalpha() and high > low)
    return not vague and max(mine, theirs) <= TIMES_AS_MUCH * min(mine, theirs)


def _one(own: Bound) -> bool:
    """Is only one place taken, before or behind?"""
    return bool(own.before) != bool(own.behind)


def share(one: Iterable[str], other: Iterable[str]) -> bool:
    """Is a name in both, or a country's in one and its people's in the other?"""
    theirs = set(other)
    nations = {names.country_of(word) for word in theirs} - {None}
    return any(word in theirs or names.country_of(word) in nations for word in one)


INSIDE = pattern(r"(?<=[a-z0-9,;)’'] )([A-Z][^\W\d_]+(?:['’][^\W\d_]+)?)")


@kept
def _capitals(article: Article) -> tuple[frozenset[str], frozenset[str]]:
    """The words with a capital inside a sentence, and those that have none anywhere: at its head they may be names."""
    inside = frozenset(_folded(word) for word in set(INSIDE.findall(article.text)) if _may_name(word))
    words = set(WORD.findall(article.text))
    small = {word for word in words if word[0].islower()}
    return inside, frozenset(_folded(word) for word in words - small if word[0].isupper() and _may_name(word)) - small


def _may_name(word: str) -> bool:
    lower = word.lower()
    return len(word) > 2 and lower not in STOP_WORDS and not names.is_function_word(word) and not names.is_title(word)


def _folded(word: str) -> str:
    return re.sub(r"['’]s$", "", word.lower())


def bound(figure: Figure, article: Article, holders: Holders) -> Bound:
    """What a figure's sentence binds to it, of the names or words that `holders` finds in a stretch of text."""
    start, end = article.sentences[figure.sentence].span
    start, end = max(start, figure.span.start - WINDOW), min(end, figure.span.end + WINDOW)
    others = [
        one.span for one in neighbouring_figures(figure, article) if one.kind not in SKIPPED and _like(one, figure)
    ]
    floor = max((span.end for span in others if span.end <= figure.span.start), default=start)
    ceiling = min((span.start for span in others if span.start >= figure.span.end), default=end)
    farthest = AGE_FARTHEST if figure.kind is Kind.AGE else FARTHEST
    within = figure.noun.span if figure.noun is not None else figure.span
    before, nearest, cost = frozenset[str](), frozenset[str](), farthest
    for span, words in holders(article, Span(floor, figure.span.start)):
        if floor > start and _goes_with(article.text[floor : span.start], article.text[span.end : figure.span.start]):
            continue
        before |= words
        away = _away(article.text[span.end : figure.span.start])
        owner = figure.kind is Kind.AGE and article.words(span).endswith(("'s", "’s"))  # "Brunn's 15-year-old brother"
        if away <= cost and not owner:
            nearest, cost = words, away
    behind = frozenset[str]()
    for span, words in holders(article, Span(figure.span.end, ceiling)):
        gap = article.text[figure.span.end : span.start]
        if within.contains(span) and holders is not words_of:
            continue  # of "32 Peruvian divers" it says what they are, not whose
        if ceiling < end and not _goes_with(gap, article.text[span.end : ceiling]):
            break
        if _joined(gap) or _away(gap) > farthest or not OPPOSED.isdisjoint(gap.lower().split()):
            break
        behind |= words
        if holders is not words_of:
            break
    return Bound(nearest, before, behind)


def _like(one: Figure, other: Figure) -> bool:
    """Of one sort, so that a name stands for one of the two: figures of other sorts are passed over."""
    return one.kind is other.kind or (one.kind in COUNTS and other.kind in COUNTS)


def _goes_with(left: str, right: str) -> bool:
    """Does a name between two figures go with the first: "3% in Peru last year, against 5%"?

    So does "40 were hurt in Holm and 60": a joint parts the name from the second, and nothing from the first.
    """
    return not _joined(left) and (_joined(right) or _away(left) <= _away(right))


def _joined(gap: str) -> bool:
    return any(token in ",;:.–—" or token.lower() in JOINTS for token in TOKEN.findall(gap) if token != "()")


def _away(gap: str) -> int:
    """How far a name and a figure stand apart: by words, more by commas and joints. "Hoyt, 34" stands close."""
    gap = ASIDE.sub(" ", gap) if "," in gap else gap
    if gap.strip() in (",", "(", ", aged", "aged"):
        return 1
    return sum(COMMA if token in ",;:.–—" else JOINT if token.lower() in JOINTS else 1 for token in TOKEN.findall(gap))


def names_of(target: Article, source: Article) -> Holders:
    """Finds the names of either text that stand in a stretch, in order; words that stand together are one."""
    (inside, heads), (within, others) = _capitals(target), _capitals(source)
    known = inside | within | heads | others

    def named(article: Article, span: Span) -> list[tuple[Span, frozenset[str]]]:
        found: list[Span] = []
        for match in WORD.finditer(article.text, span.start, span.end):
            if not match.group()[0].isupper() or _folded(match.group()) not in known:
                continue
            if MADE_OF.match(article.text, match.end()):
                continue  # "a Holm-based doctor"
            if found and article.text[found[-1].end : match.start()] in (" ", "-"):
                found[-1] = Span(found[-1].start, match.end())
            else:
                found.append(Span(*match.span()))
        return [(one, frozenset(map(_folded, WORD.findall(article.words(one)))) & known) for one in found]

    return named


MADE_OF = pattern(r"-[a-z]")
ORDERS = frozenset("first second third fourth".split()) | MONTHS.keys() | WEEKDAYS.keys()
"""Words that tell no passage from another, and yet one of two things in one sentence."""
TELLING = pattern(rf"{WORD.pattern}|\d[\d.,]*")


def words_of(article: Article, span: Span) -> list[tuple[Span, frozenset[str]]]:
    """The words of a stretch of text that say something, numbers among them."""
    return [
        (Span(*match.span()), frozenset((FATE.get(word) or stem(word),)))
        for match in TELLING.finditer(article.text, span.start, span.end)
        if (word := match.group().lower()) in ORDERS
        or (word not in STOP_WORDS and len(word) > 1 and sameness.noun_class(word) != sameness.PERSON)
    ]
