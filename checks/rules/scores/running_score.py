"""A score that comes later in the same match is lower than one before it.

Compares "made it 2-0 ... made it 3-1" and "9-6 at half-time" with the final score: in a match reported in order, both
sides can only gain. "Were 3-0 down but earned a 2-2 draw" is checked in the same way within its sentence. A score may
be given from either side, so 1-2 may follow 1-0; only if neither orientation fits is it questioned.

Silent across different matches ("last season", "in the first leg", aggregates), and where only one score is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from checks.model import Article, Figure, Finding, Outcome, Severity, Tick
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._printed import plain_words
from checks.rules.scores._results import (
    LAST_PART,
    OTHER_MATCH,
    PAIR,
    Result,
    final_result,
    results,
    score_pair,
    scores,
    story_sentences,
    words_around,
)

MAKING = frozenset(("make", "makes", "made", "making"))
MAX_SENTENCES_APART = 3  # sentences between two steps of one match
STAGE = pattern(
    rf"(?P<score>{PAIR}) (?:down|up|ahead|behind|deficit|lead|half-time lead|interval lead)\b"
    rf"|\b(?:led|leading|trailed|trailing) (?:by )?(?P<of>{PAIR})"
    rf"|(?P<half>{PAIR}) at (?:the )?(?:half-time|half time|halftime|break|interval)\b",
    re.IGNORECASE,
)
END = pattern(
    rf"(?P<score>{PAIR}) (?:\w+ )?(?:win|victory|draw|defeat|loss|triumph|success|lead|thrashing|winners|victors)\b"
    rf"|\b(?:w[io]n|wins|winning|beat|drew|draw|lost|lose|losing|finished|ended)\b[^,;.]{{0,30}}? (?P<of>{PAIR})",
    re.IGNORECASE,
)
OTHERS = pattern(
    r"\b(?:leg|legs|aggregate|sets?|series|season|tie-?break|games?|last|previous|earlier|since|first|tie|overall|group"
    r"|year|week|month|overnight|points)\b",
    re.IGNORECASE,
)


WAY = pattern(
    r"\b(?:ma[dk]e it|making it|led|leads?|leading|trail\w*|up|down|ahead|behind|pulled (?:it )?back to|stood at"
    r"|level(?:led|s)? (?:at|it at|matters at|to)|equalis\w+ (?:at|for)|(?:stretched|extended) (?:it|their lead) to"
    r"|(?:cut|reduced) (?:it|the deficit|the lead|the gap|the arrears) to) $",
    re.IGNORECASE,
)
WAY_AFTER = pattern(
    r" (?:up|down|ahead|behind|lead|deficit|advantage|at (?:the )?(?:half-?time|half time|break|interval))\b",
    re.IGNORECASE,
)
"""Words beside a score that is on the way to another."""
ELSEWHERE = pattern(r"\b(?:meanwhile|elsewhere|in the (?:day|night|evening)[’']s other|other (?:match|game))", re.I)
AHEAD = pattern(r"\b(?:overturn\w*|need(?:s|ing|ed)? (?:to|a)|faces?|facing|hosts?|visits?|will|must)\b", re.IGNORECASE)
AT_HALF = pattern(
    r"^(?: up| down| ahead| behind| lead| deficit)?,? (?:at|by) (?:the )?(?:half-?time|half time|break|interval)\b",
    re.I,
)
HALF_LED = pattern(r"\b(?:led|leads?|leading|trail\w*|up|down|ahead|behind|was|were|level)\b", re.IGNORECASE)


def check(article: Article) -> Iterator[Outcome]:
    found = scores(article)
    steps = [score for score in found if _is_step(article, score)]
    for first, second in pairwise(steps):
        if 0 <= second.sentence - first.sentence <= MAX_SENTENCES_APART:
            yield from _outcome(first, second)
    yield from _compare_with_final(article)
    for start, words in story_sentences(article):
        yield from _in_sentence(words, start)


def _in_sentence(words: str, start: int) -> Iterator[Outcome]:
    """Compares exactly two scores of a sentence, the first of them interim: "3-0 down but earned a 2-2 draw"."""
    found = results(words, start)
    if len(found) != 2 or OTHERS.search(words):
        return
    before, after = (_only_match(regex, words, start, found) for regex in (STAGE, END))
    if before is None or after is None or before == after:
        return
    if before.span.start > after.span.start and f"from {before.first}" not in words:
        return
    if not _can_follow(before, after):
        yield _question(before, after)


def _only_match(regex: re.Pattern[str], words: str, start: int, found: list[Result]) -> Result | None:
    """The score that the pattern matches; None where it matches several or none."""
    starts = {start + match.start(str(match.lastgroup)) for match in regex.finditer(words)}
    named = [score for score in found if score.span.start in starts]
    return named[0] if len(named) == 1 else None


def _is_step(article: Article, score: Figure) -> bool:
    """Whether the score is an interim one: "made it 2-0"."""
    words = words_around(article, score, 25, 0)
    return (
        words[-1:] == ["it"]
        and not MAKING.isdisjoint(words[-2:])
        and OTHER_MATCH.isdisjoint(words_around(article, score))
    )


def _compare_with_final(article: Article) -> Iterator[Outcome]:
    """Compares the interim scores ("led 2-1 at half-time", "to make it 2-2") with the final one.

    The final one is given by a headline, a result line or the first sentences.
    """
    end = final_result(article)
    if end is None:
        return
    halves: list[Result] = []
    for start, words in story_sentences(article):
        if AHEAD.search(words):
            continue  # "needing to overturn a 2-1 deficit"
        if ELSEWHERE.search(words):
            break  # from here on the story tells of other matches
        on_the_way = [score for score in results(words, start) if not score.span.overlaps(end.span)]
        if not on_the_way or not OTHER_MATCH.isdisjoint(plain_words(LAST_PART.sub(" ", words))):
            continue
        for score in on_the_way:
            front, behind = words[: score.span.start - start][-30:], words[score.span.end - start :][:40]
            if OTHERS.search(front) or OTHERS.search(behind) or not (WAY.search(front) or WAY_AFTER.match(behind)):
                continue
            if AT_HALF.search(behind) and HALF_LED.search(words):
                halves.append(score)
            if not _can_follow(score, end):
                yield _question(score, end)
    yield from _compare_half_time(halves)


def _compare_half_time(halves: list[Result]) -> Iterator[Outcome]:
    """Compares two mentions of the half-time score: "led 2-1 at half-time", "to be 2-1 down at the break"."""
    for first, second in pairwise(halves):
        spans = (first.span, second.span)
        if sorted(first.both) == sorted(second.both):
            yield Tick(f"The score at half-time is {first.first}-{first.second} in both places.", spans)
        else:
            said = f"{first.first}-{first.second}", f"{second.first}-{second.second}"
            yield Finding(
                Severity.WARNING,
                f"The score at half-time is {said[0]} in one place and {said[1]} in another.",
                spans,
                f"{said[0]}, not {said[1]}",
                (f"{said[0]} -> {said[1]}", f"{said[1]} -> {said[0]}"),
                f"Was it {said[0]} or {said[1]} at half-time?",
            )


def _can_follow(before: Result, after: Result) -> bool:
    """Whether the second score can follow the first, in either orientation."""
    (a, b), (c, d) = before.both, after.both
    return (a <= c and b <= d) or (a <= d and b <= c)


def _outcome(first: Figure, second: Figure) -> Iterator[Outcome]:
    """The outcome for two consecutive interim scores."""
    (a, b), (c, d) = score_pair(first), score_pair(second)
    spans = tuple(sorted((first.span, second.span)))
    fits = [(x, y) for x, y in ((c, d), (d, c)) if a <= x and b <= y and a + b < x + y]
    if fits:
        if (c, d) in fits:
            yield Tick(f"{first.words} comes first and {second.words} later, and both sides only add.", spans)
        return
    yield _question(Result(first.span, a, b), Result(second.span, c, d))


def _question(first: Result, second: Result) -> Finding:
    """The finding of a later score that is lower."""
    (a, b), (c, d) = first.both, second.both
    return Finding(
        Severity.WARNING,
        f"{a}-{b} comes first and {c}-{d} later, and a side cannot lose what it has scored.",
        tuple(sorted((first.span, second.span))),
        f"{a} + {b} = {a + b} scored at {a}-{b}, {c} + {d} = {c + d} at {c}-{d}",
        question=f"Are {a}-{b} and {c}-{d} of one match and in this order?",
    )


EXAMPLES = (
    Example(
        "a round-up",
        "Ash 26 Penn 18\n\nAsh won it late.\n\nEly 30 Holm 31\n\nEly had led 18-6, and were level at 30-30.",
        "silent",
    ),
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
    Example(
        "half-time twice",
        'Rovers 3-2 United\n\nRovers were 2-1 down at half-time.\n\n"To be 2-0 down at the break hurt," he said.',
        "warning",
    ),
    Example(
        "half-time twice, right",
        'Rovers 3-2 United\n\nRovers were 2-1 down at half-time.\n\n"To be 2-1 down at the break hurt," he said.',
        "tick",
    ),
    Example(
        "another match",
        "Rovers 1-0 United\n\nRovers won a dull derby on Sunday.\n\nEaston went second with a 5-1 win at Weston.",
        "silent",
    ),
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
