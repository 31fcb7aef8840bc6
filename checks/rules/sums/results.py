"""Won, drawn and lost do not make the number of games.

Compares "won 31 and drawn two" with "of her 33 bouts", and "drawing eight and losing four" with "12 matches without a
win". All three results, or two where the text says that the third did not happen ("unbeaten", "without a win"), must
make the number of games; otherwise they may only not exceed it.

Silent on a single result, on goals and points, and on games of different periods.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Article, Figure, Kind, Outcome
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.sums._breakdown import (
    Breakdown,
    breakdown_outcomes,
    plain_figures_by_sentence,
    stated_value,
    text_after,
    text_before,
)

VERBS = {
    "won": pattern(r"\b(?:w[io]n|wins|winning|victories in)\s(?:just |only |all )?$", re.IGNORECASE),
    "drawn": pattern(r"\b(?:draw|drew|drawn|draws|drawing)\s(?:just |only )?$", re.IGNORECASE),
    "lost": pattern(r"\b(?:lose|lost|loses|losing)\s(?:just |only )?$", re.IGNORECASE),
}
NOUNS = {
    "won": pattern(r"^\s(?:wins?|victor(?:y|ies))\b", re.IGNORECASE),
    "drawn": pattern(r"^\s(?:draws?|ties?)\b", re.IGNORECASE),
    "lost": pattern(r"^\s(?:defeats?|losses|loss)\b", re.IGNORECASE),
}
GAMES = pattern(
    r"^\s(?:(?!(?:points|goals|from|in|after)\b)[^\W\d][\w’'-]*\s){0,3}?(?:games|matches|fights|bouts|races|tests|starts|meetings|outings|fixtures)\b",
    re.I,
)
NEVER = {
    "lost": pattern(
        r"\b(?:unbeaten|undefeated|not lost|n['’]t lost|without (?:a )?(?:defeat|loss|losing))\b", re.IGNORECASE
    ),
    "won": pattern(r"\b(?:winless|not won|n['’]t won|without (?:a )?(?:win|victory|winning))\b", re.IGNORECASE),
    "drawn": pattern(r"\bno draws\b", re.IGNORECASE),
}


def check(article: Article) -> Iterator[Outcome]:
    for index, figures in plain_figures_by_sentence(article).items():
        results: dict[str, Figure] = {}
        for figure in figures:
            if figure.kind in (Kind.COUNT, Kind.NUMBER):
                name = _result(article, figure)
                if name and name not in results:
                    results[name] = figure
        games = [f for f in figures if f not in results.values() and GAMES.match(text_after(article, f))]
        if len(results) < 2 or len(games) != 1:
            continue
        span = article.sentences[index].span
        sentence = article.text[span.start : span.end]
        closed = all(name in results or regex.search(sentence) for name, regex in NEVER.items())
        parts = sorted(results.values(), key=lambda figure: figure.span)
        breakdown = Breakdown(games[0], tuple(parts), closed=closed, disjoint=True)
        if closed or breakdown.sum >= stated_value(games[0]):
            yield from breakdown_outcomes(breakdown, article)


def _result(article: Article, figure: Figure) -> str:
    """The result that a figure counts ("won", "drawn", "lost"); empty if none."""
    front, back = text_before(article, figure, 25), text_after(article, figure, 12)
    return next((name for name in VERBS if VERBS[name].search(front) or NOUNS[name].match(back)), "")


EXAMPLES = (
    Example("more results than games are an error", "She has won 31 and drawn four of her 33 fights.", "error"),
    Example(
        "results that fall short are an error where the third is ruled out",
        "They are unbeaten in nine games, winning five and drawing three.",
        "error",
    ),
    Example("results that make the games are ticked", "She has won 31 and drawn two of her 33 fights.", "tick"),
    Example("games that were lost may be left out", "They won five and drew two of their last ten games.", "silent"),
    Example("a single result is left alone", "They won three of their 12 games.", "silent"),
)

RULE = Rule(code="PW06", slug="results-and-games", scope="article", check=check, examples=EXAMPLES)
