"""The sets of a match do not make the number of sets that the text gives it.

Ties "a four-set win" or "in three sets" to the row "4-6 7-5 6-3 6-2" in the same sentence or the next. Numbers in
brackets are tie-breaks and are passed over.

Silent on a single set, on matches that were given up ("retired", "walkover"), and where two rows stand close together.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Tick
from checks.rule import Example, Rule
from checks.rules._printed import between, plain_words
from checks.rules.scores._results import pair, set_scores
from checks.wording import number, things

GIVEN_UP = frozenset(
    ("retired", "retiring", "retirement", "walkover", "abandoned", "withdrew", "suspended", "trailed", "led")
)
NEAR = 1  # sentences between the row and the number of sets


def check(article: Article) -> Iterator[Outcome]:
    rows = list(_rows(article))
    for row in rows:
        yield from _of_match(article, row)
        beside = [other for other in rows if abs(other[0].sentence - row[0].sentence) <= NEAR]
        bounds = article.sentences[row[0].sentence].span
        if len(beside) > 1 or not GIVEN_UP.isdisjoint(plain_words(article.text[bounds.start : bounds.end])):
            continue
        for figure in article.figures:
            if abs(figure.sentence - row[0].sentence) <= NEAR and _counts_sets(article, figure):
                yield from _judged(row, figure)


def _of_match(article: Article, row: list[Figure]) -> Iterator[Outcome]:
    """ "Won 4-2 (8-11, 13-11, ...)": the score right before the row counts its sets."""
    match = next((one for one in reversed(set_scores(article)) if one.span.end <= row[0].span.start), None)
    if match is None or match.sentence != row[0].sentence or max(pair(match)) > 4:
        return
    gap = between(article, match, row[0])
    if len(gap) > 4 or "(" not in gap:
        return
    won = sum(a > b for a, b in map(pair, row))
    counted = (won, len(row) - won)
    spans = (match.span, *(score.span for score in row))
    if pair(match) in (counted, counted[::-1]):
        yield Tick(f"{match.words} is the count of the sets.", spans)
    else:
        yield Finding(
            Severity.ERROR,
            f"The sets in brackets make {counted[0]}-{counted[1]}, and the text says {match.words}.",
            spans,
            f"{counted[0]} sets to {counted[1]}, not {match.words}",
            (f"{match.words} -> {counted[0]}-{counted[1]}",),
            f"Is it {match.words}, or is one of the sets wrong?",
        )


def _rows(article: Article) -> Iterator[list[Figure]]:
    """Two set scores or more in a row."""
    found = set_scores(article)
    row: list[Figure] = []
    depth = {score.span: _in_brackets(article, score) for score in found}
    for score in found:
        if depth[score.span]:
            continue
        if row and row[-1].sentence == score.sentence and _is_next(article, row[-1], score):
            row.append(score)
            continue
        if len(row) > 1:
            yield row
        row = [score] if _is_set(score) else []
    if len(row) > 1:
        yield row


def _in_brackets(article: Article, score: Figure) -> bool:
    before = article.text[max(0, score.span.start - 1) : score.span.start]
    return (
        before in {"(", "["}
        and article.text[score.span.end : score.span.end + 1] in {")", "]"}
        and max(pair(score)) > 5
    )


def _is_next(article: Article, one: Figure, other: Figure) -> bool:
    gap = between(article, one, other)
    words = plain_words(gap)
    return len(gap) <= 14 and words in ([], ["and"]) and "." not in gap.replace(". ", "") and _is_set(other)


def _is_set(score: Figure) -> bool:
    """6-0 to 6-4, 7-5, 7-6, a long last set, or a tie-break played for a set."""
    low, high = sorted(pair(score))
    if high >= 11 and high - low >= 2:
        return high in (11, 15, 21, 25) or high - low == 2
    return (high == 6 and low <= 4) or (high == 7 and low in (5, 6)) or (high >= 8 and high - low == 2)


def _counts_sets(article: Article, figure: Figure) -> bool:
    """ "Four-set", "five sets", "in three sets"."""
    if figure.kind not in (Kind.COUNT, Kind.NUMBER) or figure.value not in (2, 3, 4, 5):
        return False
    behind = plain_words(article.text[figure.span.end : figure.span.end + 14])[:1]
    before = plain_words(article.text[max(0, figure.span.start - 14) : figure.span.start])[-2:]
    if behind == ["set"] or behind == ["setter"]:
        return True
    return behind == ["sets"] and bool(before) and before[-1] in {"in", "after", "over", "of"}


def _judged(row: list[Figure], figure: Figure) -> Iterator[Outcome]:
    spans = (figure.span, *(score.span for score in row))
    shown = " ".join(score.words for score in row)
    if figure.value == len(row):
        yield Tick(f"{shown} are {number(len(row))} sets.", tuple(sorted(spans)))
        return
    yield Finding(
        Severity.ERROR,
        f"{shown} are {things(len(row), 'set')}, and the text says {figure.words}.",
        tuple(sorted(spans)),
        f"{len(row)} sets, not {figure.words}",
        (f"{figure.words} -> {number(len(row))}",),
        f"Is it {figure.words}, or is a set missing from {shown}?",
    )


EXAMPLES = (
    Example("an adjective", "Lind won her five-set final 4-6 7-5 6-3 6-2 on Sunday.", "error"),
    Example(
        "the row first",
        "Lind came through 6-4 3-6 6-2 and needed only two sets for it, in two sets of high class.",
        "error",
    ),
    Example(
        "with tie-breaks", "A three-set win took Lind on. She beat Marsh 6-7 (5-7) 7-6 (9-7) 6-4 4-6 6-3.", "error"
    ),
    Example("an adjective, right", "Lind won her four-set final 4-6 7-5 6-3 6-2 on Sunday.", "tick"),
    Example(
        "with tie-breaks, right", "A five-set win took Lind on. She beat Marsh 6-7 (5-7) 7-6 (9-7) 6-4 4-6 6-3.", "tick"
    ),
    Example("a match in games", "Lind beat Marsh 4-1 (8-11, 13-11, 11-6, 11-9, 5-11, 11-7).", "error"),
    Example("a match in games, right", "Lind beat Marsh 4-2 (8-11, 13-11, 11-6, 11-9, 5-11, 11-7).", "tick"),
    Example("a row alone", "Lind came through 6-4 3-6 6-2.", "silent"),
    Example("sets of something else", "The shop sold four sets of chairs, and Lind won 6-4 6-2.", "silent"),
    Example("given up", "Lind was ahead 6-4 3-6 2-0 in a five-set match when Marsh retired.", "silent"),
    Example("a single score", "The visitors won 4-1 in a three-set format.", "silent"),
)

RULE = Rule(code="SC01", slug="sets", scope="article", check=check, examples=EXAMPLES)
