"""The sets of a match do not make the number of sets that the text gives it.

Compares "a four-set win" or "in three sets" with the row "4-6 7-5 6-3 6-2" in the same sentence or the next. Numbers in
brackets are tie-breaks and are ignored. "In straight sets", "two sets to love down" and "won the last three" are
compared with the row of their sentence. A set that tennis does not allow ("7-4" beside "6-4") is questioned.

Silent on a single set, on matches that were given up ("retired", "walkover"), and where two rows stand close together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Span, Tick
from checks.number_format import counted, number
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._printed import between, plain_words
from checks.rules.scores._results import (
    COUNT,
    PAIR,
    Result,
    group_span,
    number_value,
    results,
    score_pair,
    set_scores,
    story_sentences,
)

GIVEN_UP = frozenset(
    ("retired", "retiring", "retirement", "walkover", "abandoned", "withdrew", "suspended", "trailed", "led")
)
TIE_BREAK = r"(?:\s?[(\[]\d{1,2}(?:[-–/]\d{1,2})?[)\]])?"
ROW = pattern(rf"{PAIR}{TIE_BREAK}(?:(?:, and|,| and)? {PAIR}{TIE_BREAK}){{1,4}}")
STRAIGHT = pattern(r"\b(?P<n>straight)[- ]sets?\b", re.IGNORECASE)
SETS_TO = pattern(
    rf"\b(?P<n>{COUNT}) sets? to (?P<of>love|nil|{COUNT}) (?P<state>down|behind|up|ahead)\b", re.IGNORECASE
)
SET_DOWN = pattern(r"\b(?:from|after being|a) (?P<n>a set|one set|set) (?P<state>down|behind)\b", re.IGNORECASE)
FIRST_LOST = pattern(r"\b(?:dropped|lost|dropping|losing|conceded) the (?P<n>first|opening) set\b", re.IGNORECASE)
LAST = pattern(
    rf"\b(?:w[io]n|winning|took|taking|claimed|claiming) the (?:last|next|final) (?P<n>{COUNT})\b(?! games| points)",
    re.IGNORECASE,
)
WINS = pattern(r"\b(?:but|to) (?:\w+ ){0,4}?(?:w[io]n|beat|prevail|recover|overc[ao]me|triumph)", re.IGNORECASE)
TENNIS = pattern(
    r"\b(?:sets?|seed|seeded|tennis|tie-?break|wimbledon|roland garros|masters|wta|atp|slam|qualifier|title|court)\b",
    re.I,
)
NOT_TENNIS = pattern(
    r"\b(?:innings?|homer|pitcher|runs|goals?|puck|nhl|mlb|frames?|darts|legs|series|rubbers?|volleyball|squash)\b",
    re.I,
)
MAX_GAMES = 7  # games of one side in a set of tennis
MAX_SENTENCES_APART = 1  # sentences between the row of sets and the stated number of sets


def check(article: Article) -> Iterator[Outcome]:
    for start, words in story_sentences(article):
        yield from _compare_words(words, start)
    rows = list(_rows(article))
    for row in rows:
        yield from _compare_match_score(article, row)
        beside = [other for other in rows if abs(other[0].sentence - row[0].sentence) <= MAX_SENTENCES_APART]
        bounds = article.sentences[row[0].sentence].span
        if len(beside) > 1 or not GIVEN_UP.isdisjoint(plain_words(article.text[bounds.start : bounds.end])):
            continue
        for figure in article.figures:
            if abs(figure.sentence - row[0].sentence) <= MAX_SENTENCES_APART and _counts_sets(article, figure):
                yield from _outcome(row, figure)


def _compare_words(words: str, start: int) -> Iterator[Outcome]:
    """The outcomes for what a sentence says of its only row of sets, from the winner's side."""
    rows = list(ROW.finditer(words))
    if len(rows) != 1 or any(word in GIVEN_UP for word in plain_words(words)):
        return
    cut = re.sub(r"[(\[][^)\]]*[)\]]", lambda match: " " * len(match.group()), rows[0].group())
    row = results(cut, start + rows[0].start())
    if len(row) != cut.count("-") + cut.count("–") or max(max(set_score.both) for set_score in row) > MAX_GAMES:
        return
    yield from _impossible_set(words, row)
    won = [set_score.first > set_score.second for set_score in row]
    if won.count(True) == won.count(False):
        return
    if won.count(False) > won.count(True):
        won = [not set_score for set_score in won]
    yield from _compare_course(words, start, row, won)


def _impossible_set(words: str, row: list[Result]) -> Iterator[Outcome]:
    """The finding of a set of six or seven games that is impossible in tennis, in a row of possible ones."""
    odd = [set_score for set_score in row if not _ends_a_set(set_score)]
    if len(odd) != 1 or len(row) < 2 or not TENNIS.search(words) or NOT_TENNIS.search(words):
        return
    set_score = odd[0]
    if max(set_score.both) < 6:
        return  # a set that was not finished, or shorter ones
    yield Finding(
        Severity.WARNING,
        f"No set of tennis ends {set_score.first}-{set_score.second}.",
        (set_score.span,),
        question=f"What was the score of the set given as {set_score.first}-{set_score.second}?",
    )


def _ends_a_set(set_score: Result) -> bool:
    """Whether the score can end a set of tennis."""
    low, high = sorted(set_score.both)
    return (high == 6 and low <= 4) or (high == 7 and low in (5, 6))


def _compare_course(words: str, start: int, row: list[Result], won: list[bool]) -> Iterator[Outcome]:
    """Compares words about the course of the match ("two sets to love down") with the row."""
    shown = " ".join(f"{match.first}-{match.second}" for match in row)
    said: list[tuple[bool, Span, str]] = []
    if straight := STRAIGHT.search(words):
        said.append((all(won), group_span(straight, "n", start), "straight sets"))
    down = SETS_TO.search(words)
    last = LAST.search(words)
    if down:
        first, second = number_value(down.group("n")), _sets_value(down.group("of"))
        ahead = down.group("state").lower() in ("up", "ahead")
        own_sets, other_sets = (first, second) if ahead else (second, first)
        fits = (won[: first + second].count(True), won[: first + second].count(False)) == (own_sets, other_sets)
        if last and not ahead:
            fits = fits and first + second + number_value(last.group("n")) == len(row)
        if not (ahead and len(won) > first + second and not fits):  # the loser may have been ahead
            said.append((fits, group_span(down, "n", start), down.group()))
    elif (match := SET_DOWN.search(words)) and len(row) <= 3:
        said.append((not won[0], group_span(match, "n", start), "a set down"))
    if (lost := FIRST_LOST.search(words)) and WINS.search(words):
        said.append((not won[0], group_span(lost, "n", start), "lost the first set"))
    if last and number_value(last.group("n")) < len(row):
        count = number_value(last.group("n"))
        said.append((all(won[-count:]), group_span(last, "n", start), f"the last {last.group('n')}"))
    for fits, where, words_of_it in said:
        spans = tuple(sorted((where, *(match.span for match in row))))
        if fits:
            yield Tick(f"{shown}, {words_of_it}.", spans)
        else:
            yield Finding(
                Severity.WARNING,
                f"The sets are {shown}, and the text says “{words_of_it}”.",
                spans,
                question=f"Is a set wrong in {shown}, or was it not “{words_of_it}”?",
            )


def _sets_value(words: str) -> int:
    """The value of a number of sets; 0 for "love" or "nil"."""
    return 0 if words.lower() in ("love", "nil") else number_value(words)


def _compare_match_score(article: Article, row: list[Figure]) -> Iterator[Outcome]:
    """Compares the score right before a row with its sets: "won 4-2 (8-11, 13-11, ...)"."""
    match = next(
        (candidate for candidate in reversed(set_scores(article)) if candidate.span.end <= row[0].span.start), None
    )
    if match is None or match.sentence != row[0].sentence or max(score_pair(match)) > 4:
        return
    gap = between(article, match, row[0])
    if len(gap) > 4 or "(" not in gap:
        return
    won = sum(a > b for a, b in map(score_pair, row))
    counted = (won, len(row) - won)
    spans = (match.span, *(score.span for score in row))
    if score_pair(match) in (counted, counted[::-1]):
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
    """The rows of two set scores or more."""
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
    """Whether the score stands alone in brackets and is too high to be a number of sets."""
    before = article.text[max(0, score.span.start - 1) : score.span.start]
    return (
        before in {"(", "["}
        and article.text[score.span.end : score.span.end + 1] in {")", "]"}
        and max(score_pair(score)) > 5
    )


def _is_next(article: Article, first: Figure, second: Figure) -> bool:
    """Whether the second score continues the row of the first."""
    gap = between(article, first, second)
    words = plain_words(gap)
    return len(gap) <= 14 and words in ([], ["and"]) and "." not in gap.replace(". ", "") and _is_set(second)


def _is_set(score: Figure) -> bool:
    """Whether the score can be a set: 6-0 to 6-4, 7-5, 7-6, a long last set, or a tie-break played for a set."""
    low, high = sorted(score_pair(score))
    if high >= 11 and high - low >= 2:
        return high in (11, 15, 21, 25) or high - low == 2
    return (high == 6 and low <= 4) or (high == 7 and low in (5, 6)) or (high >= 8 and high - low == 2)


def _counts_sets(article: Article, figure: Figure) -> bool:
    """Whether the figure counts sets: "four-set", "five sets", "in three sets"."""
    if figure.kind not in (Kind.COUNT, Kind.NUMBER) or figure.value not in (2, 3, 4, 5):
        return False
    behind = plain_words(article.text[figure.span.end : figure.span.end + 14])[:1]
    before = plain_words(article.text[max(0, figure.span.start - 14) : figure.span.start])[-2:]
    if behind == ["set"] or behind == ["setter"]:
        return True
    return behind == ["sets"] and bool(before) and before[-1] in {"in", "after", "over", "of"}


def _outcome(row: list[Figure], figure: Figure) -> Iterator[Outcome]:
    """A tick where the row has the stated number of sets, else a finding."""
    spans = (figure.span, *(score.span for score in row))
    shown = " ".join(score.words for score in row)
    if figure.value == len(row):
        yield Tick(f"{shown} are {number(len(row))} sets.", tuple(sorted(spans)))
        return
    yield Finding(
        Severity.ERROR,
        f"{shown} are {counted(len(row), 'set')}, and the text says {figure.words}.",
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
    Example("straight", "Lind beat Marsh 6-4 3-6 7-5 in straight sets on Sunday.", "warning"),
    Example("straight, right", "Lind beat Marsh 6-4 6-3 in straight sets on Sunday.", "tick"),
    Example(
        "sets to love", "Lind, one set to love down, won the last three to triumph 3-6 4-6 6-3 7-5 6-1.", "warning"
    ),
    Example("sets to love, right", "Lind, two sets to love down, won the last three for 3-6 4-6 6-3 7-5 6-1.", "tick"),
    Example("a set down", "Lind came from a set down to win 6-3 4-6 6-4.", "warning"),
    Example("a set down, right", "Lind came from a set down to win 3-6 6-4 6-4.", "tick"),
    Example("the first set", "Lind dropped the first set but won 6-3 2-6 6-3.", "warning"),
    Example("the first set, right", "Lind dropped the first set but won 3-6 6-2 6-3.", "tick"),
    Example("the other's first set", "Marsh lost the first set and the match, 6-3 2-6 6-3.", "silent"),
    Example("the last two", "Lind won the last two sets to prevail 6-4 3-6 6-2.", "warning"),
    Example("no set of tennis", "Lind took the title in Doha with a 7-4, 6-4 win.", "warning"),
    Example("all sets of tennis", "Lind took the title in Doha with a 7-5, 6-4 win.", "silent"),
    Example("baseball", "The Bears won the first two games of the series 7-4, 6-4.", "silent"),
    Example("the other was ahead", "Marsh was two sets to one up but Lind won 4-6 6-3 4-6 7-5 6-1.", "silent"),
    Example("a row alone", "Lind came through 6-4 3-6 6-2.", "silent"),
    Example("sets of something else", "The shop sold four sets of chairs, and Lind won 6-4 6-2.", "silent"),
    Example("given up", "Lind was ahead 6-4 3-6 2-0 in a five-set match when Marsh retired.", "silent"),
    Example("a single score", "The visitors won 4-1 in a three-set format.", "silent"),
)

RULE = Rule(code="SC01", slug="sets", scope="article", check=check, examples=EXAMPLES)
