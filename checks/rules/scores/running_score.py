"""A score that comes later in the same match is lower than one before it.

Ties "made it 2-0 ... made it 3-1" and "9-6 at half-time" to the final score: in a match told in order, both sides
can only add. "Were 3-0 down but earned a 2-2 draw" is tied in the same way within its sentence. A score may be given
from either side, so 1-2 may follow 1-0; only if neither way round fits is there a question.

Silent across different matches ("last season", "in the first leg", aggregates), and where only one score is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from checks.model import Article, Figure, Finding, Outcome, Severity, Tick, Zone
from checks.rule import Example, Rule
from checks.rules.scores._results import OTHER_MATCH, PAIR, Result, around, final, pair, results, scores, told

MAKING = frozenset(("make", "makes", "made", "making"))
NEAR = 3  # sentences between two steps of a match
STAGE = re.compile(
    rf"(?P<score>{PAIR}) (?:down|up|ahead|behind|deficit|lead|half-time lead|interval lead)\b"
    rf"|\b(?:led|leading|trailed|trailing) (?:by )?(?P<of>{PAIR})"
    rf"|(?P<half>{PAIR}) at (?:the )?(?:half-time|half time|halftime|break|interval)\b",
    re.IGNORECASE,
)
END = re.compile(
    rf"(?P<score>{PAIR}) (?:\w+ )?(?:win|victory|draw|defeat|loss|triumph|success|lead|thrashing|winners|victors)\b"
    rf"|\b(?:w[io]n|wins|winning|beat|drew|draw|lost|lose|losing|finished|ended)\b[^,;.]{{0,30}}? (?P<of>{PAIR})",
    re.IGNORECASE,
)
OTHERS = re.compile(
    r"\b(?:leg|legs|aggregate|sets?|series|season|tie-?break|games?|last|previous|earlier|since|first|tie|overall|group"
    r"|year|week|month|overnight|points)\b",
    re.IGNORECASE,
)


def check(article: Article) -> Iterator[Outcome]:
    found = scores(article)
    steps = [score for score in found if _is_step(article, score)]
    for one, other in pairwise(steps):
        if 0 <= other.sentence - one.sentence <= NEAR:
            yield from _judged(one, other)
    yield from _half_time(article, found)
    for start, words in told(article):
        yield from _in_sentence(words, start)


def _in_sentence(words: str, start: int) -> Iterator[Outcome]:
    """ "Were 3-0 down but earned a 2-2 draw": two scores and no more, the first of them on the way to the other."""
    found = results(words, start)
    if len(found) != 2 or OTHERS.search(words):
        return
    before, after = (_named(pattern, words, start, found) for pattern in (STAGE, END))
    if before is None or after is None or before == after:
        return
    if before.span.start > after.span.start and f"from {before.first}" not in words:
        return
    if not _reaches(before, after):
        yield _question(before, after)


def _named(pattern: re.Pattern[str], words: str, start: int, found: list[Result]) -> Result | None:
    """The score that the pattern names; None where it names both or none."""
    starts = {start + match.start(str(match.lastgroup)) for match in pattern.finditer(words)}
    named = [one for one in found if one.span.start in starts]
    return named[0] if len(named) == 1 else None


def _is_step(article: Article, score: Figure) -> bool:
    """ "Made it 2-0"."""
    words = around(article, score, 25, 0)
    return words[-1:] == ["it"] and not MAKING.isdisjoint(words[-2:]) and OTHER_MATCH.isdisjoint(around(article, score))


def _half_time(article: Article, found: list[Figure]) -> Iterator[Outcome]:
    """The score at the interval against the final one, which a headline, a line of its own or the top gives."""
    end = final(article)
    halves = [score for score in found if score.zone is not Zone.HEADLINE and _is_at_half(article, score)]
    if end and len({pair(score) for score in halves}) == 1:
        half = Result(halves[0].span, *pair(halves[0]))
        if not half.span.overlaps(end.span) and not _reaches(half, end):
            yield _question(half, end)


def _reaches(before: Result, after: Result) -> bool:
    (a, b), (c, d) = before.both, after.both
    return (a <= c and b <= d) or (a <= d and b <= c)


def _is_at_half(article: Article, score: Figure) -> bool:
    bounds = article.sentences[score.sentence].span
    text = article.text[score.span.end : min(bounds.end, score.span.end + 30)].lower()
    return "at half-time" in text or "at half time" in text or "at the break" in text or "at the interval" in text


def _judged(one: Figure, other: Figure) -> Iterator[Outcome]:
    (a, b), (c, d) = pair(one), pair(other)
    spans = tuple(sorted((one.span, other.span)))
    fits = [(x, y) for x, y in ((c, d), (d, c)) if a <= x and b <= y and a + b < x + y]
    if fits:
        if (c, d) in fits:
            yield Tick(f"{one.words} comes first and {other.words} later, and both sides only add.", spans)
        return
    yield _question(Result(one.span, a, b), Result(other.span, c, d))


def _question(one: Result, other: Result) -> Finding:
    (a, b), (c, d) = one.both, other.both
    return Finding(
        Severity.WARNING,
        f"{a}-{b} comes first and {c}-{d} later, and a side cannot lose what it has scored.",
        tuple(sorted((one.span, other.span))),
        f"{a} + {b} = {a + b} scored at {a}-{b}, {c} + {d} = {c + d} at {c}-{d}",
        question=f"Are {a}-{b} and {c}-{d} of one match and in this order?",
    )


EXAMPLES = (
    Example("steps that go back", "Ames made it 3-1 after an hour. Bell soon made it 2-1 with a header.", "warning"),
    Example(
        "half-time above the final score",
        "Rovers 2-1 United\n\nRovers won a dull derby on Sunday.\n\nThey led 4-0 at half-time and held on.",
        "warning",
    ),
    Example("behind and level", "Town were 3-0 down but goals after the hour earned them a 2-2 draw.", "warning"),
    Example("ahead and beaten", "Town led 3-1 at the hour before Rovers won 2-1 in the rain.", "warning"),
    Example(
        "behind and level, possible", "Town were 2-0 down but goals after the hour earned them a 2-2 draw.", "silent"
    ),
    Example("at the break", "Leading 41-10 at the break, Easton ran out 38-24 winners.", "warning"),
    Example("at the break, possible", "Leading 21-10 at the break, Easton ran out 38-24 winners.", "silent"),
    Example("a set", "Lind was 5-2 up in the second set and won 6-4 6-3.", "silent"),
    Example("a first leg", "Town, 2-0 down from the first leg, won 3-0 at home.", "silent"),
    Example("a series", "Town were 3-1 down in the series before a 1-0 win.", "silent"),
    Example("steps in order", "Ames made it 3-1 after an hour. Bell soon made it 3-2 with a header.", "tick"),
    Example(
        "half-time below the final score",
        "Rovers 3-1 United\n\nRovers won a dull derby on Sunday.\n\nThey led 2-0 at half-time and held on.",
        "silent",
    ),
    Example("the other side's view", "Ames made it 2-1 after an hour. Bell and Cole made it 2-3 by the end.", "tick"),
    Example("two matches", "Rovers won 3-1. Last season they lost 2-1.", "silent"),
    Example("one score", "Ames made it 3-1 after an hour.", "silent"),
)

RULE = Rule(code="SC02", slug="running-score", scope="article", check=check, examples=EXAMPLES)
