"""Wins and draws do not make the points, or the goals for and against not the goal difference.

Computes the points of "11 wins, four draws and three defeats from 18 games ... 37 points": three for a win and one for
a draw. Two for a win, the old rule, is accepted too. The results and "48 points from 30 matches" may stand apart. "51
scored and 30 conceded, on plus 21" is checked in the same way.

Silent without all the results, on results of a part of the season ("away", "since May"), where points were deducted,
and in sports that give other points (rugby's bonus, ice hockey).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Article, Finding, Outcome, Severity, Span, Tick
from checks.number_format import counted, number
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._printed import lexicon, plain_words
from checks.rules.scores._results import COUNT, group_span, number_value, story_sentences

WON = pattern(rf"\b(?P<n>{COUNT}) (?:wins|win|victories|victory)\b|\b(?:won|winning|wins) (?P<of>{COUNT})\b", re.I)
DRAWN = pattern(rf"\b(?P<n>{COUNT}) (?:draws|draw)\b|\b(?:drawn|drawing|drew|draws) (?P<of>{COUNT})\b", re.IGNORECASE)
LOST = pattern(
    rf"\b(?P<n>{COUNT}) (?:defeats|defeat|losses|loss)\b|\b(?:lost|losing|loses) (?P<of>{COUNT})\b", re.IGNORECASE
)
PLAYED = pattern(rf"\b(?P<n>{COUNT}) (?:[a-z]+ )?(?:games|matches|fixtures|outings|rounds)\b", re.IGNORECASE)
POINTS = pattern(
    rf"\b(?P<n>{COUNT}) points?\b(?! (?:clear|ahead|behind|adrift|above|below|better|worse|more|from safety|off|short"
    r"|dropped|lead|gap|deduct|penalty))",
    re.IGNORECASE,
)
NOT_THE_SEASON = lexicon(
    """away home travels road since last month year deducted deduction docked bonus rugby hockey overtime shoot-out
    january february march april may june july august september october november december christmas under career
    previous past unbeaten form run"""
)
GOALS = pattern(
    rf"\b(?P<made>{COUNT}) (?:goals )?scored and (?:just |only )?(?P<let>{COUNT}) (?:goals )?conceded"
    rf"|\b(?:scored|scoring) (?P<hit>{COUNT})(?: goals)? and (?:conceded|conceding|let in|shipped) "
    rf"(?:just |only )?(?P<shipped>{COUNT})",
    re.IGNORECASE,
)
DIFFERENCE = pattern(rf"(?:\b(?P<sign>plus|minus) |(?P<mark>[+−-]))(?P<n>{COUNT})\b", re.IGNORECASE)
FOR_A_WIN = (3, 2)
DRAW = pattern(r"\bdr(?:ew|aw)")
Said = tuple[int, Span]


FROM = pattern(
    rf"\b(?P<n>{COUNT}) points? (?:from|after|in|off) (?:their |its )?(?:first |opening )?(?P<of>{COUNT})"
    r"(?: league)? (?:games|matches|fixtures|outings)\b",
    re.IGNORECASE,
)
NAMES = pattern(r"\b[A-Z][a-z’'-]+")
OPENING = frozenset("The They Their It Its That This With In At On So And But Having He His She After Of Since".split())
MAX_MISSING_RESULTS = 6  # results by which a record may fall short where one figure is wrong


def check(article: Article) -> Iterator[Outcome]:
    records: list[tuple[Said, Said, Said]] = []
    totals: list[tuple[Said, Said]] = []
    for start, words in story_sentences(article):
        if "points" in words:
            yield from _points(words, start)
            totals.extend(
                (
                    (number_value(match.group("n")), group_span(match, "n", start)),
                    (number_value(match.group("of")), group_span(match, "of", start)),
                )
                for match in FROM.finditer(words)
            )
        if "concede" in words or "shipped" in words or "let in" in words:
            yield from _goal_difference(words, start)
        if DRAW.search(words) and NOT_THE_SEASON.isdisjoint(plain_words(words)):
            won, drawn, lost = (_only_number(regex, words, start) for regex in (WON, DRAWN, LOST))
            if won and drawn and lost:
                records.append((won, drawn, lost))
    if len(records) == 1 and len(totals) == 1 and _of_one_side(article, records[0][0][1], totals[0][0][1]):
        yield from _record(records[0], totals[0])


def _of_one_side(article: Article, record: Span, total: Span) -> bool:
    """Whether no team is named beside the results that is not named beside the points."""
    rows = [
        next((sentence.span for sentence in article.sentences if sentence.span.contains(span)), span)
        for span in (record, total)
    ]
    record_names, total_names = (
        {word for word in NAMES.findall(article.words(row)) if word not in OPENING} for row in rows
    )
    return not record_names or bool(record_names & total_names)


def _record(record: tuple[Said, Said, Said], total: tuple[Said, Said]) -> Iterator[Outcome]:
    """Compares a record of results with points and matches that stand elsewhere.

    "48 points from 30 matches ... won 13, drawn nine and lost eight": questioned where one wrong figure explains it.
    """
    (won, drawn, lost), (points, played) = (tuple(value for value, _ in row) for row in (record, total))
    where = [span for _, span in (*record, *total)]
    if where[0].start < where[4].start < where[2].end:
        return  # one sentence, judged already
    spans = tuple(sorted(where))
    missing, short = played - won - drawn - lost, points - 3 * won - drawn
    shown = f"{won} + {drawn} + {lost} = {won + drawn + lost}; 3 x {won} + {drawn} = {3 * won + drawn}"
    if not missing and not short:
        yield Tick(f"{_record_in_words(won, drawn, lost)} are {points} points.", spans, shown)
    elif abs(missing) <= MAX_MISSING_RESULTS and (not missing or not short or short in (missing, 3 * missing)):
        yield Finding(
            Severity.WARNING,
            f"{_record_in_words(won, drawn, lost)} are {3 * won + drawn} points from {won + drawn + lost}"
            f" matches, and the text says {points} from {played}.",
            spans,
            f"{shown}, not {points} from {played}",
            question="Were points deducted, or is one of these figures wrong?",
        )


def _record_in_words(won: int, drawn: int, lost: int) -> str:
    """The record in words, for messages."""
    return f"{counted(won, 'win')}, {counted(drawn, 'draw')} and {counted(lost, 'defeat')}"


def _only_number(regex: re.Pattern[str], words: str, start: int) -> tuple[int, Span] | None:
    """The only number that a pattern finds in a sentence, with its span; None where it finds none or several."""
    found = [(match, "n" if match.group("n") else "of") for match in regex.finditer(words)]
    if len(found) != 1:
        return None
    match, group = found[0]
    return number_value(match.group(group)), group_span(match, group, start)


def _points(words: str, start: int) -> Iterator[Outcome]:
    """Compares the results of a sentence with its points and games."""
    points = [(number_value(match.group("n")), group_span(match, "n", start)) for match in POINTS.finditer(words)]
    won, drawn, lost = (_only_number(regex, words, start) for regex in (WON, DRAWN, LOST))
    if len(points) != 1 or won is None or drawn is None or not NOT_THE_SEASON.isdisjoint(plain_words(words)):
        return
    total, where = points[0]
    played = [number_value(match.group("n")) for match in PLAYED.finditer(words)]
    whole = lost is not None and (won[0] + drawn[0] + lost[0]) in played
    spans = tuple(sorted((won[1], drawn[1], where)))
    shown = f"3 x {won[0]} + {drawn[0]} = {3 * won[0] + drawn[0]}"
    if total == 3 * won[0] + drawn[0]:
        yield Tick(f"{counted(won[0], 'win')} and {counted(drawn[0], 'draw')} are {total} points.", spans, shown)
    elif whole and total not in [each * won[0] + drawn[0] for each in FOR_A_WIN]:
        yield Finding(
            Severity.WARNING,
            f"{counted(won[0], 'win')} and {counted(drawn[0], 'draw')} are {3 * won[0] + drawn[0]} points,"
            f" and the text says {total}.",
            spans,
            f"{shown}, not {total}",
            (f"{total} -> {3 * won[0] + drawn[0]}",),
            "Were points deducted, or is one of these figures wrong?",
        )


def _goal_difference(words: str, start: int) -> Iterator[Outcome]:
    """Compares the goals scored and conceded with the goal difference."""
    for match in GOALS.finditer(words):
        scored_group, conceded_group = ("made", "let") if match.group("made") else ("hit", "shipped")
        difference = DIFFERENCE.search(words, match.end())
        if difference is None or GOALS.search(words, match.end(), difference.start()):
            continue
        scored, conceded = number_value(match.group(scored_group)), number_value(match.group(conceded_group))
        minus = (difference.group("sign") or "").lower() == "minus" or (difference.group("mark") or "+") != "+"
        said = -number_value(difference.group("n")) if minus else number_value(difference.group("n"))
        spans = (
            group_span(match, scored_group, start),
            group_span(match, conceded_group, start),
            group_span(difference, "n", start),
        )
        shown = f"{scored} - {conceded} = {number(scored - conceded)}"
        if said == scored - conceded:
            yield Tick(f"The goal difference is {number(said)}.", spans, shown)
        else:
            yield Finding(
                Severity.WARNING,
                f"{scored} scored and {conceded} conceded leave {number(scored - conceded)}, and the text says "
                f"{number(said)}.",
                spans,
                f"{shown}, not {number(said)}",
                question="Which of the three figures is wrong?",
            )


EXAMPLES = (
    Example(
        "in two sentences",
        "Rovers have 48 points from 30 matches.\n\nThey have won 13, drawn nine and lost six.",
        "warning",
    ),
    Example(
        "in two sentences, a draw too many",
        "Rovers have 48 points from 30 matches.\n\nThey have won 13, drawn 11 and lost eight.",
        "warning",
    ),
    Example(
        "in two sentences, right",
        "Rovers have 48 points from 30 matches.\n\nThey have won 13, drawn nine and lost eight.",
        "tick",
    ),
    Example(
        "another team's",
        "Rovers have 48 points from 30 matches.\n\nUnited have won 13, drawn nine and lost six.",
        "silent",
    ),
    Example(
        "of part of the season",
        "Rovers have 48 points from 30 matches.\n\nAway they have won three, drawn nine and lost six.",
        "silent",
    ),
    Example(
        "points",
        "With 11 wins, four draws and three defeats from 18 games, Town have 43 points and are second.",
        "warning",
    ),
    Example(
        "points, right",
        "With 11 wins, four draws and three defeats from 18 games, Town have 37 points and are second.",
        "tick",
    ),
    Example("goals", "Town, with 51 scored and 30 conceded, are on plus 24.", "warning"),
    Example("goals, right", "Town, with 51 scored and 30 conceded, are on plus 21.", "tick"),
    Example("a deficit", "Town have scored 12 and conceded 30, a goal difference of minus 18.", "tick"),
    Example(
        "two for a win", "In 1970 they had ten wins, four draws and four defeats in 18 games: 24 points.", "silent"
    ),
    Example("away", "They have won three, drawn two and lost four away, and have 33 points.", "silent"),
    Example(
        "deducted",
        "With 11 wins, four draws and three defeats from 18 games they have 31 points, six having been deducted.",
        "silent",
    ),
    Example(
        "not all games", "They have won three, drawn two and lost four, and have 33 points from 20 games.", "silent"
    ),
    Example("a gap", "With 11 wins and four draws they are six points clear.", "silent"),
)

RULE = Rule(code="SC07", slug="league-points", scope="article", check=check, examples=EXAMPLES)
