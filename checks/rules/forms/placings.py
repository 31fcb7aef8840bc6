"""Places in order, and figures that do not fall (or rise) with them.

Ties "Hammersund leads with 31,400 tonnes, followed by Vestvik with 24,900, Torsnes with 21,600 and Lunde with 17,700"
and "Third place went to Tran with 89 points, fourth to Maclay with 88". The figures themselves show the direction: the
most tonnes or the fewest seconds may come first.

Silent on fewer than three figures, where more than one of them is out of place (the places then go by something else),
where they count different things, and where something is compared with another time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Span, Tick, Zone
from checks.number_format import join_items
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._printed import by_sentence
from checks.sameness import noun_class, same_unit

PLACED = pattern(
    r"\bfollowed (?:in (?:that )?order )?by\b|\bthen (?:came|come)\b|\bnext (?:came|come|was|were)\b|\brunners?-up\b"
    r"|(?<!\bthe )\b(?:second|third|fourth|fifth)(?: place)?(?: (?:went|goes|was|is|on|with|at|to)\b|,)"
    r"|\b(?:came|was|were|is|finished|took|in) (?:joint )?(?:second|third|fourth|fifth)\b",
    re.IGNORECASE,
)
AHEAD = pattern(r"\b(?:leads?|led|top(?:s|ped)?|heads?|headed|won|wins|first|biggest|largest|leading|winner)\b")
NAME = pattern(r"\b[A-Z][\w’'-]+")
OTHERWISE = pattern(
    r"\b(?:but|while|whereas|although|from|compared|than|each|per|total|combined|last|previous(?:ly)?|year|against"
    r"|out of|of (?:the|its|their|his|her)|up|down|aged|average|after|before|since|ago|votes? cast|majority)\b",
    re.IGNORECASE,
)
KINDS = (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.MEASURE, Kind.PERCENT, Kind.DURATION)
MAX_GAP = 70  # characters between one figure and the next
MIN_FIGURES = 3  # figures of a row; two are always in order


def check(article: Article) -> Iterator[Outcome]:
    by_index = {index: [figure for figure in figures if _may_place(figure)] for index, figures in by_sentence(article)}
    for index, figures in by_index.items():
        place_cue = PLACED.search(article.words(article.sentences[index].span))
        if place_cue is None or article.sentences[index].zone is Zone.PROMO:
            continue
        row = _row(article, figures)
        if row and _is_of_one_paragraph(article, index):
            before = [figure for figure in by_index.get(index - 1, ()) if _are_alike(figure, row[0])]
            leads = AHEAD.search(article.words(article.sentences[index - 1].span))
            row = [*(before if leads and len(before) == 1 else ()), *row]
        if len(row) >= MIN_FIGURES:
            yield from _judged(row)


def _may_place(figure: Figure) -> bool:
    """Whether a figure may be what a placing goes by."""
    return figure.kind in KINDS and bool(figure.value) and not figure.is_range and figure.second is None


def _is_of_one_paragraph(article: Article, index: int) -> bool:
    """Whether a sentence and the one before it stand in one paragraph."""
    return (
        index > 0
        and "\n" not in article.text[article.sentences[index - 1].span.end : article.sentences[index].span.start]
    )


def _row(article: Article, figures: Sequence[Figure]) -> list[Figure]:
    """The longest run of figures of one measure with a name before each but the first."""
    best: list[Figure] = []
    row: list[Figure] = []
    for figure in figures:
        gap = article.text[row[-1].span.end : figure.span.start] if row else ""
        if row and not (
            _are_alike(row[-1], figure)
            and len(gap) <= MAX_GAP
            and NAME.search(gap)
            and not OTHERWISE.search(gap)
            and "." not in gap
        ):
            row = []
        row.append(figure)
        best = max(best, row, key=len).copy()
    return best


def _are_alike(first: Figure, second: Figure) -> bool:
    """Whether two figures may measure the same thing."""
    heads = {noun_class(figure.noun.head) for figure in (first, second) if figure.noun is not None}
    bare = {first.kind, second.kind} <= {Kind.NUMBER, Kind.COUNT, Kind.MEASURE} and Kind.NUMBER in (
        first.kind,
        second.kind,
    )
    return len(heads) < 2 and (same_unit(first, second) or bare)


def _judged(row: Sequence[Figure]) -> Iterator[Outcome]:
    """A tick for a row in order, a finding for one figure out of place."""
    values = [figure.value or 0 for figure in row]
    rises = sum(first < second for first, second in pairwise(values))
    falls = sum(first > second for first, second in pairwise(values))
    spans: tuple[Span, ...] = tuple(figure.span for figure in row)
    row_words = join_items(figure.words for figure in row)
    if not rises or not falls:
        if rises + falls > 1:
            yield Tick(f"{row_words} are in order.", spans)
        return
    if min(rises, falls) > 1 or any(figure.hedge for figure in row):
        return
    down = falls > rises or (falls == rises and values[0] == max(values))
    index = next(
        index for index, (first, second) in enumerate(pairwise(values)) if (first < second) == down and first != second
    )
    ahead, behind = row[index], row[index + 1]
    direction = "higher" if down else "lower"
    yield Finding(
        Severity.WARNING,
        f"{behind.words} is {direction} than {ahead.words}, and is placed behind it.",
        spans,
        f"{(' > ' if down else ' < ').join(figure.words for figure in row)} does not hold",
        question=f"Is the order right, or is one of {join_items((ahead.words, behind.words))} another figure?",
    )


EXAMPLES = (
    Example(
        "one out of place",
        "Hammer was the leading port with 31,400 tonnes. It was followed by Vestvik with 24,900 tonnes, Torsnes with "
        "26,100 and Lunde with 17,700.",
        "warning",
    ),
    Example(
        "all in place",
        "Hammer was the leading port with 31,400 tonnes. It was followed by Vestvik with 24,900 tonnes, Torsnes with "
        "21,600 and Lunde with 17,700.",
        "tick",
    ),
    Example(
        "places by their names",
        "Kingsmead took second place on 78.9 per cent, Fairholme was third with 74.2 per cent, and then came Lacey on "
        "76.5 per cent and Orchard on 73 per cent.",
        "warning",
    ),
    Example(
        "the fewest seconds first",
        "Ode won in 48 seconds, followed by Pike in 51 seconds, Marsh in 53 seconds and Lowe in 55 seconds.",
        "tick",
    ),
    Example(
        "quarters of a game",
        "Hill made 14 points in the first, Penn 21 points in the second, and Hill 16 points in the third.",
        "silent",
    ),
    Example("two only", "Ode came second with 40 points, ahead of Pike with 41 points.", "silent"),
    Example(
        "places that go by something else",
        "Ode won with 40 points, followed by Pike with 44 points, Marsh with 39 points, Lowe with 43 points and Hay "
        "with 38 points.",
        "silent",
    ),
    Example(
        "other things",
        "Ode came second with 40 points, followed by Pike with 44 games and Marsh with 39 goals.",
        "silent",
    ),
    Example(
        "of another year",
        "Penn came second with 40 tonnes, up from 44 tonnes in Ely last year and 39 tonnes in Ware.",
        "silent",
    ),
)

RULE = Rule(code="RK03", slug="placings", scope="article", check=check, examples=EXAMPLES)
