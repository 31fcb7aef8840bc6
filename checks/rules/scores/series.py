"""The standing of a series or a long match does not fit the number of its games.

Compares "a 3-0 whitewash ... by winning the third" (a whitewash is won in as many games as it has), "won Game 5 to lead
the series 3-2", "won the third Test to take a 3-1 lead in the series" (more wins than games), and "won 10-5 in the
best-of-17 final" (nine are enough).

Silent on series with draws still possible, and where the number of the game is not given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.figures.ordinals import ORDINALS
from checks.model import Article, Finding, Outcome, Severity, Span, Tick
from checks.number_format import counted
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.scores._results import COUNT, Result, group_span, number_value, results, story_sentences

NTH = {word: value for word, value in ORDINALS.items() if 0 < value <= 10} | {
    "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "6th": 6, "7th": 7,
}  # fmt: skip
WON = r"(?:w[io]n|winning|wins|victory in|win in|triumph in|took|taking|claimed|claiming|lost|losing|defeat in|loss in)"
IN_GAME = pattern(
    rf"\b{WON} (?:(?:the |a )?(?P<nth>{'|'.join(NTH)})(?: and final)?(?: (?P<thing>\w+(?:-\w+)?)\b)?"
    rf"|Game (?P<game>{COUNT})\b)",
    re.IGNORECASE,
)
GAMES = frozenset("test tests match game odi international one-dayer t20 twenty20 rubber leg by in".split())
WHITEWASH = pattern(r"^ (?:series )?(?:whitewash|clean sweep|sweep)\b", re.IGNORECASE)
STANDING = pattern(r"^[^.;,\d]{0,40}\bseries\b", re.IGNORECASE)
OF_SERIES = pattern(r"\b(?:series|rubber|tie)\b[^.;]{0,14}$", re.IGNORECASE)
BEST_OF = pattern(rf"\bbest[- ]of[- ](?P<n>{COUNT})\b|\bfirst[- ]to[- ](?P<enough>{COUNT})\b", re.IGNORECASE)
NEXT_GAME = pattern(
    rf"\b(?:with|before|ahead of|going into|heading into|host|hosting) Game (?P<n>{COUNT})\b", re.IGNORECASE
)
SERIES_GAP = 60  # characters from a score to "series"
NOT_OVER = pattern(r"\b(?:sessions?|overnight|first(?![- ]to)|points?)\b", re.IGNORECASE)


def check(article: Article) -> Iterator[Outcome]:
    for start, words in story_sentences(article):
        found = results(words, start)
        standing = [score for score in found if _is_standing(words, start, score)]
        if len(standing) == 1:
            yield from _compare_next_game(words, start, standing[0])
        if len(found) == 1:
            yield from _compare_game(words, start, found[0])
        if len(found) == 1 or len(standing) == 1:
            yield from _compare_best_of(words, start, (standing or found)[0])


def _is_standing(words: str, start: int, score: Result) -> bool:
    """Whether a score is the standing of a series: "a 3-2 lead in the series", "lead the series 3-2"."""
    first, last = score.span.start - start, score.span.end - start
    behind, before = words[last : last + SERIES_GAP], words[max(0, first - SERIES_GAP) : first]
    return bool(STANDING.match(behind) or OF_SERIES.search(before))


def _compare_game(words: str, start: int, score: Result) -> Iterator[Outcome]:
    """Compares the standing with the game just won: "won Game 5 to lead the series 3-2"."""
    told_in = list(IN_GAME.finditer(words))
    if not told_in:
        return
    match = told_in[-1]
    if match.group("nth") and (match.group("thing") or "by").lower() not in GAMES:
        return
    group = "game" if match.group("game") else "nth"
    number = number_value(match.group("game")) if match.group("game") else NTH[match.group("nth").lower()]
    played = score.first + score.second
    whitewash = bool(WHITEWASH.match(words[score.span.end - start :])) and min(score.both) == 0
    if not whitewash and not _is_standing(words, start, score):
        return
    spans = tuple(sorted((score.span, group_span(match, group, start))))
    if played == number:
        yield Tick(f"{score.first}-{score.second} after {counted(number, 'game')}.", spans)
    elif played > number or whitewash or group == "game":
        yield _question(score, number, spans)


def _question(score: Result, number: int, spans: tuple[Span, ...]) -> Finding:
    """The finding of a standing that does not fit the number of games."""
    shown = f"{score.first}-{score.second}"
    played = score.first + score.second
    return Finding(
        Severity.WARNING,
        f"{shown} takes {counted(played, 'game')}, and the text speaks of number {number}.",
        spans,
        f"{score.first} + {score.second} = {played}, not {number}",
        question=f"Is the series at {shown}, and was this game {number}?",
    )


def _compare_best_of(words: str, start: int, score: Result) -> Iterator[Outcome]:
    """Compares a score with the wins that a best-of match needs."""
    match = BEST_OF.search(words)
    if match is None or NOT_OVER.search(words):
        return
    group = "n" if match.group("n") else "enough"
    enough = number_value(match.group("n")) // 2 + 1 if group == "n" else number_value(match.group("enough"))
    spans = tuple(sorted((score.span, group_span(match, group, start))))
    shown = f"{score.first}-{score.second}"
    if max(score.both) > enough or min(score.both) >= enough:
        yield Finding(
            Severity.WARNING,
            f"{enough} are enough to win, and the score is {shown}.",
            spans,
            f"{match.group()}: {enough} win; {max(score.both)} > {enough}",
            question=f"Is it {shown}, and {match.group()}?",
        )
    elif max(score.both) == enough:
        yield Tick(f"{match.group()}: {enough} win.", spans)


def _compare_next_game(words: str, start: int, score: Result) -> Iterator[Outcome]:
    """Compares the standing with the next game: "lead the series 3-2 with Game 6 on Sunday"."""
    match = NEXT_GAME.search(words, score.span.end - start)
    if match is None:
        return
    number, played = number_value(match.group("n")), score.first + score.second
    spans = (score.span, group_span(match, "n", start))
    if number == played + 1:
        yield Tick(f"After {counted(played, 'game')} comes number {number}.", spans, f"{played} + 1 = {number}")
    else:
        yield Finding(
            Severity.WARNING,
            f"{score.first}-{score.second} is {counted(played, 'game')}, and the next is given as number {number}.",
            spans,
            f"{score.first} + {score.second} + 1 = {played + 1}, not {number}",
            question=f"Is the series at {score.first}-{score.second}, and is game {number} the next?",
        )


EXAMPLES = (
    Example("a whitewash", "Kesh completed a 3-0 whitewash by winning the fifth by 88 runs.", "warning"),
    Example("a whitewash, right", "Kesh completed a 3-0 whitewash by winning the third Test by 88 runs.", "tick"),
    Example("a game of a series", "Easton won Game 6 to lead the series 3-2.", "warning"),
    Example("a game of a series, right", "Easton won Game 5 to lead the series 3-2.", "tick"),
    Example("more wins than games", "Kesh won the third Test to take a 3-1 lead in the series.", "warning"),
    Example("a draw among them", "Kesh won the fourth Test to take a 2-1 lead in the series.", "silent"),
    Example("best of", "Lind beat Marsh 10-5 in the best-of-17 final.", "warning"),
    Example("best of, right", "Lind beat Marsh 9-5 in the best-of-17 final.", "tick"),
    Example("first to", "Lind leads Marsh 10-3 in the first-to-nine final.", "warning"),
    Example("the next game", "The Bears won 98-90 to take a 3-2 lead in the series, with Game 7 on Sunday.", "warning"),
    Example("the next game, right", "The Bears lead the series 3-2, with Game 6 on Sunday.", "tick"),
    Example("a game to come, if needed", "The Bears lead the series 3-2; Game 7 would be on Sunday.", "silent"),
    Example("not over yet", "Lind leads Marsh 5-3 in the best-of-17 final.", "silent"),
    Example("a third title", "Kesh completed a 3-0 whitewash, having won the fifth prize in May.", "silent"),
    Example("a single game", "Easton won the fifth game of the day 3-0.", "silent"),
)

RULE = Rule(code="SC09", slug="series-standing", scope="article", check=check, examples=EXAMPLES)
