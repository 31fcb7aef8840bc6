"""A majority, lead, deficit or other gap that its two sides do not give.

Ties "18,320 votes to 12,110, a majority of 6,210" and "exports of £6.2bn, imports of £8.9bn, a gap of £2.7bn". The
sides may stand a sentence or two from the gap. They are recognised by their words (exports and imports, income and
spending), by counting the same thing in one sentence, or as the two ends of a change.

Silent where the text gives only one side, where more than two figures might be meant and any pair of them fits, and on
margins of error, parliamentary majorities without two counts, and the runs and wickets of one side.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from checks.model import Article, Figure, Finding, Interval, Kind, Outcome, Severity, Span, Tick
from checks.number_format import format_in_unit, number
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._printed import between, lexicon, plain_words
from checks.rules.changes._moves import moves
from checks.rules.changes._parts import Level, Move, comparable, is_shown, plain
from checks.rules.sums._rows import figures_between
from checks.sameness import noun_class

GAPS = lexicon("majority lead margin gap difference deficit surplus shortfall")
PRESENT = lexicon("incremental extra additional excess")
NOT_A_GAP = lexicon("error budget tax profit interest absolute overall gross thirds quarters")
SIDES = (
    (lexicon("export exports exported exporting"), lexicon("import imports imported importing")),
    (lexicon("income revenue revenues receipts earned"), lexicon("spending expenditure costs outgoings spent outlays")),
    (lexicon("assets"), lexicon("liabilities debts")),
    (lexicon("births born"), lexicon("deaths died")),
    (lexicon("arrivals arrived immigration"), lexicon("departures departed emigration")),
)
"""words of the two sides that a gap lies between"""
CHANGED = lexicon("from by up down rose fell increased decreased risen fallen than")
WIDENED = lexicon("widened rose grew narrowed fell shrank increased")
COMPARED = lexicon("compared to against with than while beat beating and over")
VOTES = lexicon("vote votes voted voting ballot motion seats points councillors members")
MAX_WICKETS = 10  # wickets of an innings
MAX_FIGURES = 60  # figures around the gap, because a sentence may be very long
MAX_SENTENCES_APART = 2  # sentences between the gap and its sides
KINDS = (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.POINTS, Kind.MEASURE)

OF_ANOTHER_TIME = pattern(
    r"\b(?:had|first|earlier|initial(?:ly)?|original(?:ly)?|previous(?:ly)?|former|once|ago|last (?:time|month|year)"
    r"|in (?:19|20)\d\d)\b",
    re.IGNORECASE,
)
"""Words of a gap that is not the one between the figures of the previous sentence."""
END = pattern(r"[.;:,(–—]|\s-\s")

Pair = tuple[Level, Level]


def check(article: Article) -> Iterator[Outcome]:
    gaps = [figure for figure in article.figures if _may_be_side(figure) and _is_gap(article, figure)]
    if not gaps:
        return
    ends = [move for move in moves(article) if move.before is not None and move.after is not None]
    used: set[Pair] = set()
    gap_spans = frozenset(figure.span for figure in gaps)
    for gap in gaps:
        near = _nearby(article, gap)
        if OF_ANOTHER_TIME.search(_text_before(article, gap)):
            near = [figure for figure in near if figure.sentence == gap.sentence]
        pairs = [
            *_pairs_of_vote(article, gap, near),
            *_pairs_by_words(article, gap, [figure for figure in near if _may_be_side(figure)]),
            *_pairs_by_count(article, gap, [figure for figure in near if _may_be_side(figure)], gap_spans),
            *_pairs_of_change(article, gap, ends),
        ]
        yield from _judged(gap, [pair for pair in pairs if pair not in used], used, near)


def _may_be_side(figure: Figure) -> bool:
    """Whether the figure may be a side or a gap."""
    return figure.kind in KINDS and figure.value is not None and not figure.is_range


def _nearby(article: Article, gap: Figure) -> Sequence[Figure]:
    """The figures within MAX_SENTENCES_APART of the gap."""
    first = article.sentences[max(0, gap.sentence - MAX_SENTENCES_APART)].span.start
    last = article.sentences[min(len(article.sentences) - 1, gap.sentence + MAX_SENTENCES_APART)].span.end
    near = figures_between(article, first, last)
    if len(near) <= MAX_FIGURES:
        return near
    position = bisect_left(near, gap.span.start, key=lambda figure: figure.span.start)
    return near[max(0, position - MAX_FIGURES // 2) : position + MAX_FIGURES // 2]


def _pairs_of_vote(article: Article, gap: Figure, near: Sequence[Figure]) -> Iterator[Pair]:
    """Yields the two sides of a vote: "The vote was 310 to 290, a majority of 20"."""
    if gap.kind not in (Kind.COUNT, Kind.NUMBER):
        return
    for score in near:
        if score.kind is not Kind.SCORE or score.sentence != gap.sentence or score.span.end > gap.span.start:
            continue
        if score.value is not None and score.second is not None and not _is_innings(article, score, gap):
            first = Level(score, score.value, Interval.exact(score.value))
            yield first, Level(score, score.second, Interval.exact(score.second))


def _is_innings(article: Article, score: Figure, gap: Figure) -> bool:
    """Whether the score is the runs and wickets of one side, with a lead over the other: "188-6, a lead of 105"."""
    few = score.second is not None and score.second <= MAX_WICKETS < (score.value or 0)
    words = plain_words(article.words(article.sentences[gap.sentence].span))
    return few and VOTES.isdisjoint(words)


def _text_before(article: Article, figure: Figure) -> str:
    """The text of the sentence before the figure, at most 90 characters."""
    start = max(article.sentences[figure.sentence].span.start, figure.span.start - 90)
    return article.text[start : figure.span.start]


def _is_gap(article: Article, figure: Figure) -> bool:
    """Whether the words call the figure a gap: "majority of", "the deficit for May was", "-vote lead"."""
    before = plain_words(_text_before(article, figure))[-12:]
    behind = plain_words(END.split(article.text[figure.span.end : figure.span.end + 30])[0])[:3]
    if NOT_A_GAP.intersection(before[-4:]) or "error" in behind:
        return False
    if GAPS.intersection(behind[:2]) and behind[0] != "of":
        return True
    if before[-1:] == ["by"] and before[-2:-1] in (["won"], ["winning"], ["wins"]) and "votes" in behind:
        return True
    if before[-1:] and before[-1] in PRESENT and before[-2:-1] == ["the"]:
        return True
    if not before or GAPS.isdisjoint(before):
        return False
    if before[-1] == "to" and before[-2:-1] and before[-2] in WIDENED:
        return True
    return before[-1] in {"was", "is", "were"} or (before[-1] == "of" and not GAPS.isdisjoint(before[-2:]))


def _side(article: Article, figure: Figure, earlier: int) -> tuple[int, int] | None:
    """The row of SIDES and the side (0 or 1) whose word is nearest to the figure; None for none."""
    start = max(earlier, article.sentences[figure.sentence].span.start, figure.span.start - 110)
    words = plain_words(article.text[start : figure.span.start])
    if words[-1:] and words[-1] in CHANGED:
        return None
    for word in reversed(words):
        for row, (left_words, right_words) in enumerate(SIDES):
            if word in left_words or word in right_words:
                return row, int(word in right_words)
    behind = plain_words(article.text[figure.span.end : figure.span.end + 40])[:4]
    for word in behind:
        for row, (left_words, right_words) in enumerate(SIDES):
            if word in left_words or word in right_words:
                return row, int(word in right_words)
    return None


def _pairs_by_words(article: Article, gap: Figure, figures: list[Figure]) -> Iterator[Pair]:
    """Yields the pairs of opposite sides, such as exports and imports, near the gap; those after it first."""
    near: list[tuple[Figure, tuple[int, int]]] = []
    earlier = 0
    for figure in figures:
        same_unit = figure.unit == gap.unit and figure.kind is gap.kind
        if same_unit and figure is not gap:
            side = _side(article, figure, earlier)
            if side is not None:
                near.append((figure, side))
        if same_unit:
            earlier = figure.span.end
    found = [
        (plain(figure), plain(other))
        for (figure, (row, side)), (other, (row_too, side_too)) in pairwise(near)
        if row == row_too and side != side_too and abs(figure.sentence - other.sentence) <= 1
    ]
    yield from sorted(
        found, key=lambda pair: (pair[0].span.start < gap.span.start, abs(pair[0].span.start - gap.span.start))
    )


def _pairs_by_count(article: Article, gap: Figure, figures: list[Figure], gaps: frozenset[Span]) -> Iterator[Pair]:
    """Yields the only two counts of the same thing in the sentence of the gap, or in the previous sentence."""
    counted = (Kind.COUNT, Kind.NUMBER)
    for sentence in (gap.sentence, gap.sentence - 1):
        levels = [
            figure
            for figure in figures
            if figure.sentence == sentence
            and figure.span not in gaps
            and not (sentence == gap.sentence and ";" in between(article, *sorted((figure, gap), key=lambda f: f.span)))
            and (
                figure.kind is gap.kind or (figure.kind in counted and gap.kind in counted) or _are_points(gap, figure)
            )
            and (figure.unit == gap.unit or _are_points(gap, figure))
            and (figure.value or 0) >= (gap.value or 0)
        ]
        is_only_gap = (
            sum(figure.sentence == sentence and figure.span in gaps for figure in figures) == 1
        )  # two gaps in one sentence: one is of another time
        sides = len(levels) == 2 and ((is_only_gap and _are_points(gap, levels[0])) or _are_sides(levels[0], levels[1]))
        if sides and _are_compared(article, levels[0], levels[1]):
            yield plain(levels[0]), plain(levels[1])
            return
        if levels and sentence == gap.sentence:
            return


def _are_points(gap: Figure, level: Figure) -> bool:
    """Whether the gap is in points between percentages."""
    points = gap.kind is Kind.POINTS or (gap.noun is not None and gap.noun.head == "point")
    return points and level.kind is Kind.PERCENT


def _are_sides(first: Figure, second: Figure) -> bool:
    """Whether the two count the same thing."""
    nouns = {noun_class(figure.noun.head) for figure in (first, second) if figure.noun is not None}
    return len(nouns) <= 1


def _are_compared(article: Article, first: Figure, second: Figure) -> bool:
    """Whether the words compare the two: "18,320 votes against 12,110", "52% to 44%", "412 against 390"."""
    words = plain_words(between(article, first, second))
    if words == ["of", "the"]:
        return False  # "17 of the 31 seats"
    return len(words) <= 5 or (len(words) <= 14 and not COMPARED.isdisjoint(words))


def _pairs_of_change(article: Article, gap: Figure, ends: list[Move]) -> Iterator[Pair]:
    """Yields the two ends of a change, for "the extra 2 million" after it."""
    if PRESENT.isdisjoint(plain_words(_text_before(article, gap))[-2:]):
        return
    for move in ends:
        if 0 <= gap.sentence - move.sentence <= 1 and move.before is not None and move.after is not None:
            level = plain(gap)
            if move.amount is None and comparable(move.before, level) and comparable(move.before, move.after):
                yield move.before, move.after


def _size(pair: Pair) -> Interval:
    """The difference that a pair allows."""
    low, high = sorted(pair, key=lambda level: level.value)
    return high.interval.minus(low.interval)


def _score_gives_gap(score: Figure, gap: Level) -> bool:
    """Whether the two sides of the score give the gap."""
    return score.value is not None and score.second is not None and abs(score.value - score.second) == gap.value


def _judged(gap: Figure, pairs: list[Pair], used: set[Pair], near: Sequence[Figure]) -> Iterator[Outcome]:
    """The tick or finding for a gap and the pairs that it may lie between."""
    level = plain(gap)
    if not pairs or None in level.interval:
        return
    for pair in pairs:
        if _size(pair).meets(level.interval):
            used.add(pair)
            low, high = sorted(pair, key=lambda side: side.value)
            if not is_shown(high.value - low.value, level):
                return
            yield Tick(
                f"{high.words} and {low.words} are {gap.words} apart.",
                _spans(gap, pair),
                f"{number(high.value)} - {number(low.value)} = {number(high.value - low.value)}",
            )
            return
    if any(_score_gives_gap(score, level) for score in near):
        return  # "won the third 17-13 for a two-goal lead, 43-41"
    pair = pairs[0]
    used.add(pair)
    low, high = sorted(pair, key=lambda side: side.value)
    exact = high.value - low.value
    yield Finding(
        Severity.WARNING,
        f"{high.words} and {low.words} are {format_in_unit(exact, gap)} apart, and the text says {gap.words}.",
        _spans(gap, pair),
        f"{number(high.value)} - {number(low.value)} = {number(exact)}, not {gap.words}",
        (
            f"{gap.words} -> {format_in_unit(exact, gap)}",
            f"{high.words} -> {format_in_unit(low.value + level.value, high.figure)}",
            f"{low.words} -> {format_in_unit(high.value - level.value, low.figure)}",
        ),
        f"Is the gap {gap.words}, or is one of {high.words} and {low.words} another figure?",
    )


def _spans(gap: Figure, pair: Pair) -> tuple[Span, ...]:
    """The spans of the gap and its sides, in text order."""
    return tuple(sorted({gap.span, pair[0].span, pair[1].span}))


EXAMPLES = (
    Example(
        "a lead over all quarters",
        "They led 26-28 at half-time. They won the third 17-13 for a two-goal lead, 43-41, and the last too.",
        "silent",
    ),
    Example(
        "another plan",
        "A deal with the Greens would command 26 seats and a majority of four; one with Labour would have 27.",
        "silent",
    ),
    Example(
        "the gap of an earlier count",
        "Ms Ode won after a recount, with 1,214 votes to her rival's 1,205. The first count had given Mr Pike a lead "
        "of 11.",
        "silent",
    ),
    Example(
        "a majority that is required",
        "The house voted 85-38, one vote more than the two-thirds majority of 84 that the law demands.",
        "silent",
    ),
    Example("two groups", "The gap was 10 points, with 33% of women for it compared with 28% of men.", "warning"),
    Example(
        "two gaps",
        "In the north 69% of women vote compared with 57% of men, turning a seven-point gap into a 12-point gap.",
        "silent",
    ),
    Example("two groups, right", "The gap was 10 points, with 33% of women for it compared with 23% of men.", "tick"),
    Example(
        "a majority",
        "Ms Ode held the seat with 18,320 votes against 12,110 for Mr Pike, a majority of 6,120.",
        "warning",
    ),
    Example(
        "a trade deficit",
        "The trade gap in May was €7.2bn. Exports rose to €6.2bn while imports reached €8.9bn.",
        "warning",
    ),
    Example("a lead in points", "The poll has the Greens on 41% and Labour on 33%, a lead of 12 points.", "warning"),
    Example(
        "the extra ones",
        "The port now loads 18 million tonnes, up from 16 million. The extra 4 million come by rail.",
        "warning",
    ),
    Example(
        "a majority that fits",
        "Ms Ode held the seat with 18,320 votes against 12,110 for Mr Pike, a majority of 6,210.",
        "tick",
    ),
    Example(
        "a trade deficit that fits",
        "The trade gap in May was €2.7bn. Exports rose to €6.2bn while imports reached €8.9bn.",
        "tick",
    ),
    Example("some of all", "The Reds took 17 of the 31 seats, giving them a majority of three.", "silent"),
    Example("a majority on its own", "The government has a majority of 66 in the 650-seat house.", "silent"),
    Example(
        "a margin of error", "The poll of 1,012 adults and 998 pupils has a margin of error of 3 points.", "silent"
    ),
    Example(
        "runs and wickets", "Leith closed on 188-6, a lead of 105. At tea they were 166-4, a lead of 83.", "silent"
    ),
    Example("a vote of few", "The vote was 24-6, a majority of 16.", "warning"),
    Example("one side", "Exports rose to €6.2bn, and the trade gap in May was €7.2bn.", "silent"),
)

RULE = Rule(code="DF02", slug="gap", scope="article", check=check, examples=EXAMPLES, aliases=("majority",))
