"""Reads a row of things counted one after the other: "nine by bus, four by car and an American on foot".

A row is cut at its commas, semicolons and conjunctions. A piece is counted by the first figure near its start, or at
its end where the verb is left out ("beverages $1.45 billion"); a piece that is one thing ("an American") counts as one;
what only tells more of the piece before it ("two of them women") is passed over. The row ends behind the piece that
"and" brings in, or at a dash, a bracket or the end of the sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce

from checks.budget import spend
from checks.model import Article, Figure, Interval, Kind, Span
from checks.pattern import pattern
from checks.sameness import same_measure

JOINT = pattern(
    r"[,;]\s+(?:(?P<last>and|plus|while|with|but)\s)?|\s(?P<and>and|plus|while|as well as|along with|but)\s"
)
STOP = pattern(r"\s[-–—]{1,2}\s|—|[)\]]|[.!?]\s|:\s")
DEEPER = pattern(r"^(?:including|among them|of (?:whom|them|which)|one of|both|all|each)\b", re.IGNORECASE)
OF_THEM = pattern(r"^\s(?:[a-z]+\s)?of (?:them|whom|which)\b")
ONE = pattern(
    r"^(?:an?|one)\s(?!(?:cut|rise|fall|drop|increase|total|share|third|half|quarter|loss|gain)\b)(?:[\w’'-]+\s?){1,6}$"
    r"|^one (?:of|in|at|for|by|from|on|to|with)\b",
    re.IGNORECASE,
)
CLAUSE = pattern(r"\b(?:is|are|was|were|has|have|had|will|would|said|says|who|that|which)\b")
BARE = pattern(
    r"^[\"“‘']?(?:(?:about|around|some|only|just|at least|more than|over|nearly|almost|up to|an? (?:further|additional)"
    r"|another|an? total of|the"
    r"|the (?:other|remaining|last|final|rest,?))\s)*[£$€]?$",
    re.IGNORECASE,
)
PREPOSITION = pattern(
    r"\b(?:in|from|of|at|by|with|for|on|to|than|aged|over|under|after|before|within)\s[£$€]?$", re.IGNORECASE
)
BY_PLACE = pattern(
    r"^(?:\s(?:people|others|more|(?:of|were) them|of the [a-z]+|each))?(?:\s(?:were|are))?"
    r"\s(?:in|at|from|for|by|on|to|with|without|against|as)\b(?! (?:which|whom|whose)\b)"
    r"|^\s?(?:abroad|overseas|elsewhere)?$|^\s[a-z]+(?:ed|wn|en)\s(?:to|in|at|by|from)\b"
)
GOES_ON = pattern(
    r"\b(?:the |an)?other|\bthe (?:rest|remainder|remaining|last|final|(?:\w+ ){1,2}one)\b|\bone (?:is|was|more|of)\b",
    re.IGNORECASE,
)
UNNUMBERED = pattern(r"^(?:the (?:rest|others?|remainder|balance)|others|the other|some|several|many|most)\b", re.I)
LAST_ONE = pattern(r"^the (?:remaining|rest|last|final|other)\b", re.IGNORECASE)
VERB_NEXT = pattern(
    r"^\s(?:[a-z-]+\s){0,2}?(?:is|are|was|were|has|have|had|hurt|will|would|followed|remain)\b|^\s(?:[a-z-]+\s)?[a-z]+ed\b(?!\s[a-z])"
)
AND_NEXT = (", and", ", while", ", but", ";")
PREDICATE = pattern(r"^(?:is|are|was|were|has|have|had|will|would|remain|said|says|[a-z]{2,}ed)\b")
AHEAD = 5  # words of a piece in front of its figure
LONGEST = 130  # characters of a piece


@dataclass(frozen=True, slots=True)
class Row:
    """`ended`: does "and" bring in the last part? `open_`: is there a piece without a number ("the rest")?"""

    parts: tuple[Figure, ...]
    ended: bool
    open_: bool
    start: int
    end: int

    @property
    def sum(self) -> Fraction:
        return sum((part.value or Fraction(0) for part in self.parts), Fraction(0))

    @property
    def total(self) -> Interval:
        return reduce(Interval.plus, (part.interval for part in self.parts))


LONGEST_STORY = 400  # figures that are looked back over for one stated before: more than a story has


def figures_between(article: Article, start: int, end: int) -> Sequence[Figure]:
    """The figures that begin between two positions, found without a walk through the whole text."""
    first = bisect_left(article.figures, start, key=lambda one: one.span.start)
    return _counted(
        article.figures[first : bisect_left(article.figures, end, lo=first, key=lambda one: one.span.start)]
    )


def figures_before(article: Article, figure: Figure) -> Sequence[Figure]:
    """The figures of the story that stand before one."""
    here = bisect_left(article.figures, figure.span.start, key=lambda one: one.span.start)
    return _counted(article.figures[max(0, here - LONGEST_STORY) : here])


def figures_around(article: Article, figure: Figure) -> Sequence[Figure]:
    """The figures of the story that one stands in."""
    here = bisect_left(article.figures, figure.span.start, key=lambda one: one.span.start)
    return _counted(article.figures[max(0, here - LONGEST_STORY) : here + LONGEST_STORY])


def _counted(figures: Sequence[Figure]) -> Sequence[Figure]:
    spend(1 + len(figures))
    return figures


def row_at(article: Article, start: int, like: Figure, *, bare: bool = False) -> Row | None:
    """The row that begins at `start`, in the measure of `like`; None where the first piece is not counted.

    `bare`: every piece begins with its figure, as behind "including".
    """
    index = bisect_right(article.sentences, start, key=lambda one: one.span.start) - 1
    if index < 0 or start >= article.sentences[index].span.end:
        return None
    sentence = article.sentences[index]
    here = [f for f in figures_between(article, start, sentence.span.end) if f.value is not None]
    parts: list[Figure] = []
    ended, open_, end = False, False, start
    nested, clauses, last = False, False, ""
    maybe_next = 0  # the part from which on the pieces may belong to another clause
    pieces = list(_pieces(article, start, sentence.span.end, here))
    for number, (span, joined) in enumerate(pieces):
        words = article.words(span)
        head = _head(article, span, here, like, first=not parts, bare=bare)
        if (
            head
            and parts
            and not nested
            and (OF_THEM.match(article.text[head.span.end : span.end]) or DEEPER.match(words))
        ):
            continue
        if head is None and like.kind in (Kind.COUNT, Kind.NUMBER) and ONE.match(words) and not CLAUSE.search(words):
            head = one_thing(article, span, replace(like, sentence=index, zone=sentence.zone))
        if head is None:
            if number == 0:
                return None
            if UNNUMBERED.match(words):
                open_ = True
            if joined and not ended and _is_within(article, pieces, number, here):
                continue
            if joined or ended or PREDICATE.match(words):
                break
            continue
        says = bool(VERB_NEXT.match(article.text[head.span.end : span.end]))
        if parts and not clauses and article.text[parts[-1].span.end : span.start].rstrip().endswith(AND_NEXT):
            maybe_next = maybe_next or len(parts)
        if says and maybe_next and not clauses:
            del parts[maybe_next:]
            break  # "including six women, and 19 were hurt": another clause
        clauses = clauses or says
        nested = nested or (not parts and bool(OF_THEM.match(article.text[head.span.end : span.end])))
        if ended and (not joined or LAST_ONE.match(last)):
            break  # "..., four by car and two on foot, three of ...": behind the row
        parts.append(head)
        last = words
        ended, end = joined, span.end
    return Row(tuple(parts), ended, open_, start, end) if parts else None


WITHIN = 4  # words of a piece that only goes on with the one before


def _is_within(article: Article, pieces: Sequence[tuple[Span, bool]], number: int, figures: Sequence[Figure]) -> bool:
    """Is it "waste" of "£4m on roads and waste, and £5m on schools": does "and" bring in a counted piece?"""
    words = article.words(pieces[number][0])
    if number + 1 >= len(pieces) or len(words.split()) > WITHIN or PREDICATE.match(words) or CLAUSE.search(words):
        return False
    piece, joined = pieces[number + 1]
    counted = any(f.span.start < piece.end and BARE.match(article.text[piece.start : f.span.start]) for f in figures)
    return joined and counted and article.text[pieces[number][0].end : piece.start].startswith(",")


def _pieces(article: Article, start: int, stop: int, figures: Sequence[Figure]) -> Iterator[tuple[Span, bool]]:
    """The pieces of a row, and whether "and" or the like brings each in."""
    text = article.text
    brake = STOP.search(text, start, stop)
    stop = brake.start() if brake else start + len(text[start:stop].rstrip(' .!?"”’'))
    at, joined = start, False
    for joint in JOINT.finditer(text, start, stop):
        if any(f.span.start < joint.start() and joint.end() < f.span.end for f in figures) or joint.start() < at:
            continue  # "one hundred and five"
        yield Span(at, joint.start()), joined
        at, joined = joint.end(), bool(joint["last"] or joint["and"])
        if joint.start() - start > 12 * LONGEST:
            return
    yield Span(at, stop), joined


def _head(
    article: Article, piece: Span, figures: Sequence[Figure], like: Figure, *, first: bool, bare: bool
) -> Figure | None:
    """The figure that counts a piece."""
    inside = [f for f in figures if piece.start <= f.span.start and f.span.end <= piece.end]
    measured = [f for f in inside if same_measure(f, like) or (not first and unit_left_out(f, like))]
    if not measured or measured[0].is_range or measured[0].second is not None:
        return None
    head = measured[0]
    front, back = article.text[piece.start : head.span.start], article.text[head.span.end : piece.end]
    if BARE.match(front):
        return head
    told = bare or "(" in front or len(front.split()) > AHEAD or len(front) > LONGEST
    return None if told or (PREPOSITION.search(front) and not CLAUSE.search(back)) else head


def unit_left_out(figure: Figure, like: Figure) -> bool:
    """ "1.2m euros on the first day, 2.4m on the second"."""
    return figure.kind is Kind.NUMBER and figure.noun is None and like.kind in (Kind.MONEY, Kind.MEASURE, Kind.PERCENT)


def one_thing(article: Article, span: Span, like: Figure) -> Figure:
    """A thing named without a number, as the one that it is."""
    one = Fraction(1)
    return replace(like, span=span, words=article.words(span), value=one, interval=Interval.exact(one), noun=None)


def names_all(article: Article, row: Row, *, as_one: bool) -> bool:
    """Is nothing left to name behind the row, and (`as_one`) is one thing said of all its parts ("20 from Penn and")?

    Two things said of some ("seven have leaking roofs and three have new heads") need not be all there is.
    """
    follower = row.parts[-1].sentence + 1
    if follower < len(article.sentences) and GOES_ON.search(article.words(article.sentences[follower].span)[:60]):
        return False  # "The newest one is ..."
    behind = [article.text[part.span.end : min(part.span.end + 40, row.end)] for part in row.parts]
    return not as_one or all(map(BY_PLACE.match, behind[1:]))
