"""Reads a row of counted items: "nine by bus, four by car and an American on foot".

A row is split at its commas, semicolons and conjunctions. An item is counted by the first figure near its start, or at
its end where the verb is left out ("beverages $1.45 billion"). An item that is a single thing ("an American") counts as
one, and a piece that only describes the item before it ("two of them women") is skipped. The row ends after the item
that "and" introduces, or at a dash, a bracket or the end of the sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce

from checks.figures.number_words import GROUP_SIZES
from checks.model import Article, Figure, Interval, Kind, Span
from checks.pattern import pattern
from checks.rules._text import figures_between
from checks.sameness import same_unit

JOINT = pattern(
    r"[,;]\s+(?:(?P<last>and|plus|while|with|but)\s)?|\s(?P<and>and|plus|while|as well as|along with|but)\s"
)
STOP = pattern(r"\s[-–—]{1,2}\s|—|[)\]]|[.!?]\s|:\s")
DEEPER = pattern(r"^(?:including|among them|of (?:whom|them|which)|one of|both|all|each)\b", re.IGNORECASE)
OF_THEM = pattern(r"^\s(?:[a-z]+\s)?of (?:them|whom|which)\b")
PART_OF = pattern(r"^\s(?:[a-z]+\s)?of (?:the|its|their|his|her|those|these|them|whom|which)\b")
ONE = pattern(
    rf"^(?:an?|one)\s(?!(?:cut|rise|fall|drop|increase|total|share|third|half|quarter|loss|gain|{'|'.join(GROUP_SIZES)})\b)"
    r"(?:[\w’'-]+\s?){1,6}$"
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
MAX_WORDS_BEFORE_FIGURE = 5  # words of an item in front of its figure
MAX_ITEM_LENGTH = 130  # characters of one item of the row


@dataclass(frozen=True, slots=True)
class Row:
    """A row of counted items. `ended`: "and" introduces the last one; `open_`: one has no number ("the rest")."""

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


def read_row(article: Article, start: int, like: Figure, *, bare: bool = False) -> Row | None:
    """The row that begins at `start`, in the measure of `like`; None where its first item is not counted.

    `bare`: every item begins with its figure, as after "including".
    """
    index = bisect_right(article.sentences, start, key=lambda candidate: candidate.span.start) - 1
    if index < 0 or start >= article.sentences[index].span.end:
        return None
    sentence = article.sentences[index]
    sentence_figures = [f for f in figures_between(article, start, sentence.span.end) if f.value is not None]
    parts: list[Figure] = []
    ended, open_, end = False, False, start
    nested, clauses, last = False, False, ""
    maybe_next = 0  # the part from which on the pieces may belong to another clause
    pieces = list(_pieces(article, start, sentence.span.end, sentence_figures))
    for number, (span, joined) in enumerate(pieces):
        words = article.text_of(span)
        head = _counting_figure(article, span, sentence_figures, like, first=not parts, bare=bare)
        if (
            head
            and parts
            and not nested
            and (OF_THEM.match(article.text[head.span.end : span.end]) or DEEPER.match(words))
        ):
            continue
        if head is None and like.kind in (Kind.COUNT, Kind.NUMBER) and ONE.match(words) and not CLAUSE.search(words):
            head = single_item(article, span, replace(like, sentence=index, zone=sentence.zone))
        if head is None:
            if number == 0:
                return None
            if UNNUMBERED.match(words):
                open_ = True
            if joined and not ended and _continues_item(article, pieces, number, sentence_figures):
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


MAX_CONTINUATION_WORDS = 4  # words of a piece that belongs to the item before it


def _continues_item(
    article: Article, pieces: Sequence[tuple[Span, bool]], number: int, figures: Sequence[Figure]
) -> bool:
    """Whether a piece belongs to the item before it, as "waste" in "£4m on roads and waste, and £5m on schools"."""
    words = article.text_of(pieces[number][0])
    if (
        number + 1 >= len(pieces)
        or len(words.split()) > MAX_CONTINUATION_WORDS
        or PREDICATE.match(words)
        or CLAUSE.search(words)
    ):
        return False
    piece, joined = pieces[number + 1]
    counted = any(f.span.start < piece.end and BARE.match(article.text[piece.start : f.span.start]) for f in figures)
    return joined and counted and article.text[pieces[number][0].end : piece.start].startswith(",")


def _pieces(article: Article, start: int, stop: int, figures: Sequence[Figure]) -> Iterator[tuple[Span, bool]]:
    """The pieces of a row, each with whether "and" or the like introduces it."""
    text = article.text
    brake = STOP.search(text, start, stop)
    stop = brake.start() if brake else start + len(text[start:stop].rstrip(' .!?"”’'))
    position, joined = start, False
    for joint in JOINT.finditer(text, start, stop):
        if any(f.span.start < joint.start() and joint.end() < f.span.end for f in figures) or joint.start() < position:
            continue  # "one hundred and five"
        yield Span(position, joint.start()), joined
        position, joined = joint.end(), bool(joint["last"] or joint["and"])
        if joint.start() - start > 12 * MAX_ITEM_LENGTH:
            return
    yield Span(position, stop), joined


def _counting_figure(
    article: Article, piece: Span, figures: Sequence[Figure], like: Figure, *, first: bool, bare: bool
) -> Figure | None:
    """The figure that counts an item; None where it has none."""
    inside = [f for f in figures if piece.start <= f.span.start and f.span.end <= piece.end]
    measured = [f for f in inside if same_unit(f, like) or (not first and omits_unit(f, like))]
    if not measured or measured[0].is_range or measured[0].second is not None:
        return None
    head = measured[0]
    front, back = article.text[piece.start : head.span.start], article.text[head.span.end : piece.end]
    if BARE.match(front):
        return head
    is_near = bare or "(" in front or len(front.split()) > MAX_WORDS_BEFORE_FIGURE or len(front) > MAX_ITEM_LENGTH
    return None if is_near or (PREPOSITION.search(front) and not CLAUSE.search(back)) else head


def omits_unit(figure: Figure, like: Figure) -> bool:
    """Whether a figure leaves out the unit of `like`: "1.2m euros on the first day, 2.4m on the second"."""
    return figure.kind is Kind.NUMBER and figure.noun is None and like.kind in (Kind.MONEY, Kind.MEASURE, Kind.PERCENT)


def single_item(article: Article, span: Span, like: Figure) -> Figure:
    """A figure of value one for an item named without a number."""
    value = Fraction(1)
    return replace(like, span=span, words=article.text_of(span), value=value, interval=Interval.exact(value), noun=None)


def is_exhaustive(article: Article, row: Row, *, as_one: bool) -> bool:
    """Whether nothing after the row can be a further part.

    With `as_one`, one statement must apply to all parts ("20 from Penn and"). Two statements about some of them ("seven
    have leaking roofs and three have new heads") need not cover everything.
    """
    follower = row.parts[-1].sentence + 1
    if follower < len(article.sentences) and GOES_ON.search(article.text_of(article.sentences[follower].span)[:60]):
        return False  # "The newest one is ..."
    behind = [article.text[part.span.end : min(part.span.end + 40, row.end)] for part in row.parts]
    return not as_one or all(map(BY_PLACE.match, behind[1:]))
