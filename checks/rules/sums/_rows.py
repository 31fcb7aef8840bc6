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

ITEM_SEPARATOR = pattern(
    r"[,;]\s+(?:(?P<last>and|plus|while|with|but)\s)?|\s(?P<and>and|plus|while|as well as|along with|but)\s"
)
ROW_END = pattern(r"\s[-–—]{1,2}\s|—|[)\]]|[.!?]\s|:\s")
SUBGROUP_OPENING = pattern(r"^(?:including|among them|of (?:whom|them|which)|one of|both|all|each)\b", re.IGNORECASE)
OF_THEM = pattern(r"^\s(?:[a-z]+\s)?of (?:them|whom|which)\b")
PART_OF = pattern(r"^\s(?:[a-z]+\s)?of (?:the|its|their|his|her|those|these|them|whom|which)\b")
SINGLE_ITEM = pattern(
    rf"^(?:an?|one)\s(?!(?:cut|rise|fall|drop|increase|total|share|third|half|quarter|loss|gain|{'|'.join(GROUP_SIZES)})\b)"
    r"(?:[\w’'-]+\s?){1,6}$"
    r"|^one (?:of|in|at|for|by|from|on|to|with)\b",
    re.IGNORECASE,
)
CLAUSE_WORD = pattern(r"\b(?:is|are|was|were|has|have|had|will|would|said|says|who|that|which)\b")
FIGURE_FIRST = pattern(
    r"^[\"“‘']?(?:(?:about|around|some|only|just|at least|more than|over|nearly|almost|up to|an? (?:further|additional)"
    r"|another|an? total of|the"
    r"|the (?:other|remaining|last|final|rest,?))\s)*[£$€]?$",
    re.IGNORECASE,
)
PREPOSITION_BEFORE = pattern(
    r"\b(?:in|from|of|at|by|with|for|on|to|than|aged|over|under|after|before|within)\s[£$€]?$", re.IGNORECASE
)
PHRASE_AFTER_PART = pattern(
    r"^(?:\s(?:people|others|more|(?:of|were) them|of the [a-z]+|each))?(?:\s(?:were|are))?"
    r"\s(?:in|at|from|for|by|on|to|with|without|against|as)\b(?! (?:which|whom|whose)\b)"
    r"|^\s?(?:abroad|overseas|elsewhere)?$|^\s[a-z]+(?:ed|wn|en)\s(?:to|in|at|by|from)\b"
)
FURTHER_PART_CUE = pattern(
    r"\b(?:the |an)?other|\bthe (?:rest|remainder|remaining|last|final|(?:\w+ ){1,2}one)\b|\bone (?:is|was|more|of)\b",
    re.IGNORECASE,
)
UNNUMBERED_ITEM = pattern(
    r"^(?:the (?:rest|others?|remainder|balance)|others|the other|some|several|many|most)\b", re.I
)
LAST_ITEM = pattern(r"^the (?:remaining|rest|last|final|other)\b", re.IGNORECASE)
VERB_AFTER = pattern(
    r"^\s(?:[a-z-]+\s){0,2}?(?:is|are|was|were|has|have|had|hurt|will|would|followed|remain)\b|^\s(?:[a-z-]+\s)?[a-z]+ed\b(?!\s[a-z])"
)
CLAUSE_JOINERS = (", and", ", while", ", but", ";")
PREDICATE_OPENING = pattern(r"^(?:is|are|was|were|has|have|had|will|would|remain|said|says|[a-z]{2,}ed)\b")
MAX_WORDS_BEFORE_FIGURE = 5  # within an item
MAX_ITEM_LENGTH = 130  # characters
OPENING_LENGTH = 60  # characters at the start of the next sentence that may name a further part
MAX_ROW_LENGTH = 12 * MAX_ITEM_LENGTH  # characters; what comes later is not read


@dataclass(frozen=True, slots=True)
class Row:
    """A row of counted items, at the offsets `start` to `end`.

    `ends_with_and`: "and" introduces the last item. `has_unnumbered`: an item has no number ("the rest").
    """

    parts: tuple[Figure, ...]
    ends_with_and: bool
    has_unnumbered: bool
    start: int
    end: int

    @property
    def sum(self) -> Fraction:
        """The sum of the parts as stated."""
        return sum((part.value or Fraction(0) for part in self.parts), Fraction(0))

    @property
    def total(self) -> Interval:
        """The interval of the sum of the parts."""
        return reduce(Interval.plus, (part.interval for part in self.parts))


def read_row(article: Article, start: int, reference: Figure, *, figures_first: bool = False) -> Row | None:
    """The row that begins at `start`, of items in the unit of `reference`; None where its first item has no count.

    `figures_first`: every item begins with its figure, as after "including".
    """
    index = bisect_right(article.sentences, start, key=lambda candidate: candidate.span.start) - 1
    if index < 0 or start >= article.sentences[index].span.end:
        return None
    sentence = article.sentences[index]
    sentence_figures = [
        figure for figure in figures_between(article, start, sentence.span.end) if figure.value is not None
    ]
    parts: list[Figure] = []
    ends_with_and, has_unnumbered, end = False, False, start
    is_subgroup_row, has_clause, last_words = False, False, ""
    clause_start = 0  # index of the first part that may belong to another clause; 0 for none
    pieces = list(_split_row(article, start, sentence.span.end, sentence_figures))
    for piece_index, (span, follows_and) in enumerate(pieces):
        words = article.text_of(span)
        counter = _counting_figure(
            article, span, sentence_figures, reference, first=not parts, figures_first=figures_first
        )
        if (
            counter
            and parts
            and not is_subgroup_row
            and (OF_THEM.match(article.text[counter.span.end : span.end]) or SUBGROUP_OPENING.match(words))
        ):
            continue
        if (
            counter is None
            and reference.kind in (Kind.COUNT, Kind.NUMBER)
            and SINGLE_ITEM.match(words)
            and not CLAUSE_WORD.search(words)
        ):
            counter = single_item_figure(article, span, replace(reference, sentence=index, zone=sentence.zone))
        if counter is None:
            if piece_index == 0:
                return None
            if UNNUMBERED_ITEM.match(words):
                has_unnumbered = True
            if follows_and and not ends_with_and and _continues_item(article, pieces, piece_index, sentence_figures):
                continue
            if follows_and or ends_with_and or PREDICATE_OPENING.match(words):
                break
            continue
        has_verb = bool(VERB_AFTER.match(article.text[counter.span.end : span.end]))
        if parts and not has_clause and article.text[parts[-1].span.end : span.start].rstrip().endswith(CLAUSE_JOINERS):
            clause_start = clause_start or len(parts)
        if has_verb and clause_start and not has_clause:
            del parts[clause_start:]
            break  # "including six women, and 19 were hurt": another clause
        has_clause = has_clause or has_verb
        is_subgroup_row = is_subgroup_row or (
            not parts and bool(OF_THEM.match(article.text[counter.span.end : span.end]))
        )
        if ends_with_and and (not follows_and or LAST_ITEM.match(last_words)):
            break  # "..., four by car and two on foot, three of ...": after the row
        parts.append(counter)
        last_words = words
        ends_with_and, end = follows_and, span.end
    return Row(tuple(parts), ends_with_and, has_unnumbered, start, end) if parts else None


MAX_CONTINUATION_WORDS = 4  # words of a piece that continues the previous item


def _continues_item(
    article: Article, pieces: Sequence[tuple[Span, bool]], piece_index: int, figures: Sequence[Figure]
) -> bool:
    """Whether a piece continues the previous item, as "waste" does in "£4m on roads and waste, and £5m on schools"."""
    words = article.text_of(pieces[piece_index][0])
    if (
        piece_index + 1 >= len(pieces)
        or len(words.split()) > MAX_CONTINUATION_WORDS
        or PREDICATE_OPENING.match(words)
        or CLAUSE_WORD.search(words)
    ):
        return False
    piece, follows_and = pieces[piece_index + 1]
    has_counter = any(
        figure.span.start < piece.end and FIGURE_FIRST.match(article.text[piece.start : figure.span.start])
        for figure in figures
    )
    return follows_and and has_counter and article.text[pieces[piece_index][0].end : piece.start].startswith(",")


def _split_row(article: Article, start: int, stop: int, figures: Sequence[Figure]) -> Iterator[tuple[Span, bool]]:
    """The pieces of a row, split at commas and conjunctions, each with whether a conjunction introduces it."""
    text = article.text
    row_end = ROW_END.search(text, start, stop)
    stop = row_end.start() if row_end else start + len(text[start:stop].rstrip(' .!?"”’'))
    position, follows_and = start, False
    for separator in ITEM_SEPARATOR.finditer(text, start, stop):
        if (
            any(figure.span.start < separator.start() and separator.end() < figure.span.end for figure in figures)
            or separator.start() < position
        ):
            continue  # "one hundred and five"
        yield Span(position, separator.start()), follows_and
        position, follows_and = separator.end(), bool(separator["last"] or separator["and"])
        if separator.start() - start > MAX_ROW_LENGTH:
            return
    yield Span(position, stop), follows_and


def _counting_figure(
    article: Article, piece: Span, figures: Sequence[Figure], reference: Figure, *, first: bool, figures_first: bool
) -> Figure | None:
    """The figure that counts an item; None where there is none or it is unclear which."""
    figures_in_item = [
        figure for figure in figures if piece.start <= figure.span.start and figure.span.end <= piece.end
    ]
    same_unit_figures = [
        figure
        for figure in figures_in_item
        if same_unit(figure, reference) or (not first and omits_unit(figure, reference))
    ]
    if not same_unit_figures or same_unit_figures[0].is_range or same_unit_figures[0].second is not None:
        return None
    counter = same_unit_figures[0]
    text_before_figure = article.text[piece.start : counter.span.start]
    text_after_figure = article.text[counter.span.end : piece.end]
    if FIGURE_FIRST.match(text_before_figure):
        return counter
    is_unclear = (
        figures_first
        or "(" in text_before_figure
        or len(text_before_figure.split()) > MAX_WORDS_BEFORE_FIGURE
        or len(text_before_figure) > MAX_ITEM_LENGTH
    )
    if PREPOSITION_BEFORE.search(text_before_figure) and not CLAUSE_WORD.search(text_after_figure):
        return None
    return None if is_unclear else counter


def omits_unit(figure: Figure, reference: Figure) -> bool:
    """Whether a figure leaves out the unit of `reference`: "1.2m euros on the first day, 2.4m on the second"."""
    return (
        figure.kind is Kind.NUMBER
        and figure.noun is None
        and reference.kind in (Kind.MONEY, Kind.MEASURE, Kind.PERCENT)
    )


def single_item_figure(article: Article, span: Span, reference: Figure) -> Figure:
    """A figure with the value 1 for an item named without a number ("an American")."""
    value = Fraction(1)
    return replace(
        reference, span=span, words=article.text_of(span), value=value, interval=Interval.exact(value), noun=None
    )


def is_exhaustive(article: Article, row: Row, *, one_statement: bool) -> bool:
    """Whether nothing in the next sentence can be a further part.

    With `one_statement`, one statement must also apply to all parts ("20 from Penn and"). Two statements about some of
    them ("seven have leaking roofs and three have new heads") need not cover everything.
    """
    next_sentence = row.parts[-1].sentence + 1
    if next_sentence < len(article.sentences):
        opening = article.text_of(article.sentences[next_sentence].span)[:OPENING_LENGTH]
        if FURTHER_PART_CUE.search(opening):
            return False  # "The newest one is ..."
    following_text = [article.text[part.span.end : min(part.span.end + 40, row.end)] for part in row.parts]
    return not one_statement or all(map(PHRASE_AFTER_PART.match, following_text[1:]))
