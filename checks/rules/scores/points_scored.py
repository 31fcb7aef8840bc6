"""The goals, tries or penalties that the text counts do not take one score to the next.

Compares "two more penalties stretched it to 16-3" with the score before it. In rugby a penalty and a drop goal are
three points, a try five, a conversion two; one side must have gained what is counted. In football, a side cannot have
scored more goals than its score has: "with four goals in ten minutes" beside a final score of 2-1.

Silent where the words do not make the sport clear, and on goals of a season or a career.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Tick, Zone
from checks.number_format import counted
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._printed import lexicon, plain_words
from checks.rules.scores._results import (
    COUNT,
    OTHER_MATCH,
    PAIR,
    group_span,
    number_value,
    results,
    score_pair,
    scores,
    story_sentences,
    words_around,
)

TRIES = pattern(
    rf"\b(?P<tries>{COUNT}) (?P<how>converted |unconverted )?tr(?:y|ies)"
    rf"(?: and (?P<penalties>{COUNT}) penalt(?:y|ies))?"
    rf" (?:gave|earned|secured|saw|took|helped|handed|brought)\b[^.;]{{0,60}}?(?P<score>{PAIR})",
    re.IGNORECASE,
)
WORTH = {"penalty": 3, "penalties": 3, "try": 5, "tries": 5, "conversion": 2, "conversions": 2}
RUGBY = lexicon("try tries conversion conversions scrum lineout rugby springboks touchline flanker prop")
LEADS_TO = lexicon("extended stretched took put made increased opened moved cut reduced narrowed pulled brought closed")
SEASON = lexicon(
    "season career goals-a-game games matches appearances tally scorer caps international year weeks league times"
)
MAX_FOOTBALL_GOALS = 9  # goals of one side; with more, the sport is another one
TURNED = pattern(
    rf"\b(?P<n>{COUNT})-run [^.;]{{0,50}}?\bturned (?:a|an|the) (?P<before>{PAIR}) (?P<state>deficit|lead)"
    rf" into (?:a|an) (?P<after>{PAIR}) (?P<standing>lead|advantage|deficit)",
    re.IGNORECASE,
)


def check(article: Article) -> Iterator[Outcome]:
    for start, words in story_sentences(article):
        if "turned" in words:
            yield from _runs(words, start)
        if " tries" in words or " try" in words:
            yield from _tries(words, start)
    found = scores(article)
    if not found:
        return
    if not RUGBY.isdisjoint(plain_words(article.text)):
        yield from _rugby(article, found)
    yield from _goals(article, found)


def _tries(words: str, start: int) -> Iterator[Outcome]:
    """Compares tries and penalties with a score, which must be at least as high.

    "Four converted tries and two penalties gave Easton a 34-10 win".
    """
    for match in TRIES.finditer(words):
        score = results(match.group(), start + match.start())[-1]
        tries, penalties = number_value(match.group("tries")), number_value(match.group("penalties") or "zero")
        how = (match.group("how") or "").strip().lower()
        each = 7 if how == "converted" else 5
        least = each * tries + 3 * penalties
        spans = (group_span(match, "tries", start), score.span)
        shown = f"{tries} x {each}" + (f" + {penalties} x 3" if penalties else "") + f" = {least}"
        if how and least == max(score.both):
            yield Tick(f"{match.group('tries')} tries make {least} points.", spans, shown)
        elif least > max(score.both):
            yield Finding(
                Severity.WARNING,
                f"{counted(tries, 'try', 'tries')} and {counted(penalties, 'penalty', 'penalties')} "
                f"are {least} points, "
                f"and the score is {score.first}-{score.second}.",
                spans,
                f"{shown}, not {max(score.both)}",
                question="Is the score right, or how many tries were there?",
            )


def _runs(words: str, start: int) -> Iterator[Outcome]:
    """Compares a baseball hit with the scores around it: "a two-run homer turned a 3-2 deficit into a 4-3 lead"."""
    for match in TURNED.finditer(words):
        before, after = results(match.group(), start + match.start())
        own_before, other_before = before.swapped if match.group("state").lower() == "deficit" else before.both
        own_after, other_after = after.swapped if match.group("standing").lower() == "deficit" else after.both
        runs = number_value(match.group("n"))
        spans = (group_span(match, "n", start), before.span, after.span)
        shown = f"{own_before} + {runs} = {own_before + runs}"
        if (own_before + runs, other_before) == (own_after, other_after):
            yield Tick(
                f"{counted(runs, 'run')} take {before.first}-{before.second} to {after.first}-{after.second}.",
                spans,
                shown,
            )
        else:
            yield Finding(
                Severity.WARNING,
                f"{counted(runs, 'run')} do not turn {before.first}-{before.second} into {after.first}-{after.second}.",
                spans,
                f"{shown}, not {own_after}"
                if own_after != own_before + runs
                else f"{other_before} stays, and is not {other_after}",
                question="Which of the three figures is wrong?",
            )


def _rugby(article: Article, found: list[Figure]) -> Iterator[Outcome]:
    """Compares what is counted between two consecutive rugby scores with their difference."""
    body_scores = [score for score in found if score.zone is not Zone.HEADLINE]
    for first, second in pairwise(body_scores):
        if not 0 <= second.sentence - first.sentence <= 1:
            continue
        first_index, second_index = (
            bisect_left(article.figures, each.span, key=lambda figure: figure.span) for each in (first, second)
        )
        counts = [
            figure for figure in article.figures[first_index + 1 : second_index] if _points_worth(article, figure)
        ]
        if len(counts) == 1 and counts[0].sentence == second.sentence:
            between = plain_words(article.text[counts[0].span.end : second.span.start])
            if not LEADS_TO.isdisjoint(between):
                yield from _gained(article, first, counts[0], second)


def _points_worth(article: Article, figure: Figure) -> int:
    """The points of one of the things counted; 0 for anything else."""
    if figure.kind not in (Kind.COUNT, Kind.NUMBER) or figure.value is None or figure.is_range:
        return 0
    bounds = article.sentences[figure.sentence].span
    behind = plain_words(article.text[figure.span.end : min(bounds.end, figure.span.end + 45)])[:5]
    if "drop" in behind and behind[behind.index("drop") + 1 : behind.index("drop") + 2] in (["goals"], ["goal"]):
        return 3
    return next((WORTH[word] for word in behind if word in WORTH), 0)


def _gained(article: Article, first: Figure, count: Figure, second: Figure) -> Iterator[Outcome]:
    """The outcome where one side must have gained the counted points between two scores."""
    (a, b), (c, d) = score_pair(first), score_pair(second)
    each = _points_worth(article, count)
    points = int(count.value or 0) * each
    gains = (c - a, d - b, d - a, c - b)
    spans = tuple(sorted((first.span, count.span, second.span)))
    arithmetic = (
        f"{int(count.value or 0)} x {each} = {points}; from {first.words} to {second.words}: {c - a} and {d - b}"
    )
    if points in gains[:2]:
        yield Tick(f"{count.words} take {first.words} to {second.words}.", spans, arithmetic)
    elif points not in gains and not any(gain in (points + 2, points + 4) for gain in gains) and each == 3:
        yield Finding(
            Severity.WARNING,
            f"{counted(points, 'point')} take neither side from {first.words} to {second.words}.",
            spans,
            arithmetic,
            question=f"Which of {first.words}, {count.words} and {second.words} is another figure?",
        )


def _goals(article: Article, found: list[Figure]) -> Iterator[Outcome]:
    """Compares the goals of one side in the first sentences with a score in the headline."""
    finals = [score for score in found if score.zone is Zone.HEADLINE and max(score_pair(score)) <= MAX_FOOTBALL_GOALS]
    if len(finals) != 1:
        return
    final = finals[0]
    for figure in article.figures:
        if figure.sentence - final.sentence > 2 or figure.sentence == final.sentence or figure.kind is not Kind.COUNT:
            continue
        words = words_around(article, figure)
        if (
            figure.noun is None
            or figure.noun.head != "goal"
            or article.text[figure.span.end : figure.span.end + 1] == "-"  # "a five-goal thriller" counts both sides'
            or not SEASON.isdisjoint(words)
            or not OTHER_MATCH.isdisjoint(words)
        ):
            continue
        spans = tuple(sorted((final.span, figure.span)))
        if (
            figure.value is not None
            and figure.value > max(score_pair(final))
            and (figure.value != sum(score_pair(final)) or _is_of_one_side(article, figure))
        ):
            yield Finding(
                Severity.WARNING,
                f"{figure.words} goals are more than a side has in {final.words}.",
                spans,
                f"{figure.value} > {max(score_pair(final))}",
                question=f"Which is right, {final.words} or {figure.words} goals?",
            )
        elif figure.value is not None and figure.value in score_pair(final):
            yield Tick(f"{figure.words} goals, {final.words}.", spans)


def _is_of_one_side(article: Article, figure: Figure) -> bool:
    """Whether the goals are one side's: "won with three goals", "scored three goals"."""
    before = plain_words(article.text[max(0, figure.span.start - 12) : figure.span.start])[-1:]
    return before in (["with"], ["scored"], ["netted"], ["hit"], ["scoring"])


EXAMPLES = (
    Example(
        "penalties that do not add up",
        "An early try helped the visitors to a 10-3 lead. Two more penalties stretched it to 19-3 by the hour.",
        "warning",
    ),
    Example(
        "more goals than the score has",
        "Rovers 2-1 United\n\nRovers won the derby with four goals in a wild spell.",
        "warning",
    ),
    Example(
        "penalties that add up",
        "An early try helped the visitors to a 10-3 lead. Three more penalties stretched it to 19-3 by the hour.",
        "tick",
    ),
    Example(
        "goals that fit",
        "Rovers 3-1 United\n\nRovers won the derby with three goals in the first half.",
        "tick",
    ),
    Example(
        "goals of a season",
        "Rovers 2-1 United\n\nRovers won the derby through Ames, who has nine goals this season.",
        "silent",
    ),
    Example("another sport", "They led 10-3. Two penalties later it was 19-3.", "silent"),
    Example(
        "one side with the goals of both",
        "Rovers 2-1 United\n\nRovers won the derby with three goals in a wild spell.",
        "warning",
    ),
    Example("half of them", "Rovers 4-1 United\n\nRovers won the derby with three goals in a wild spell.", "silent"),
    Example("goals of both", "Rovers 2-1 United\n\nThere were three goals in a wild first half.", "silent"),
)

RULE = Rule(code="SC03", slug="points-scored", scope="article", check=check, examples=EXAMPLES)
