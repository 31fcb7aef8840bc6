"""The result of one match is given twice, with two scores.

Compares "beat Rovers 2-0" with "a 3-0 win over Rovers" where the words around both name the same sides. A score may be
given with either side first. Silent where one of the two belongs to another match (the last meeting, the first leg,
half-time), where the names differ, and on scores without a word of winning, losing or drawing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.figures.calendar_words import WEEKDAY_NAMES
from checks.model import Article, Figure, Finding, Outcome, Severity, Tick, Zone
from checks.passage_index import STOP_WORDS, stem
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._text import plain_words
from checks.rules.scores._results import LAST_PART, OTHER_MATCH_WORDS, score_pair, scores
from checks.word_set import word_set

RESULT_WORDS = word_set(
    """beat beats beaten beating win wins won winning victory victories defeat defeated loss lost thrashing draw
    drew"""
)
UNFINISHED_WORDS = word_set(
    """half halftime interval break lead led leading deficit trailing trailed set sets record moves moved improves
    improved"""
)
SPORTS_WORDS = word_set(
    """match game side team club goal goals score scored final cup league title season home away first second top
    manager coach player players point points clear former champions defending"""
)
SERIES_WORDS = word_set("series aggregate")
PART_BEFORE = pattern(r"\b(?:half|quarter|period|set|frame|overtime|shootout)[,:]? $")
MAX_POINTS = 180  # points of one side; more are votes or runs
MAX_SENTENCES_APART = 6  # sentences between the two mentions of the result
MAX_GAP_IN_ROW = 14  # characters between two scores of one row, such as the sets of a match
MAX_COMPARED = 40  # later results that one result is compared with
SHORT_SENTENCE = 120  # characters of a sentence that are read to see whether it has few words
CLOCK = pattern(r"\d{1,2}[.:]\d\d\s?(?:[ap]\.?m\.?)?:?\s|\d{1,3}(?:\+\d)? ?(?:min|mins|['’])\b", re.IGNORECASE)
"""The clock time or minute that opens an entry of a live report."""
WORD = pattern(r"[A-Za-z]+")
MIN_SHARED_WORDS = 2  # names around both scores that must be the same, usually those of the sides


def check(article: Article) -> Iterator[Outcome]:
    found = scores(article)
    single_scores = [
        first for index, first in enumerate(found) if not _is_in_row(first, found[max(0, index - 1) : index + 2])
    ]
    results = [score for score in single_scores if max(score_pair(score)) < MAX_POINTS and _is_result(article, score)]
    for index, first in enumerate(results):
        for second in results[index + 1 : index + 1 + MAX_COMPARED]:
            distance = second.sentence - first.sentence
            if distance > MAX_SENTENCES_APART:
                break
            if _are_on_different_days(article, first, second):
                continue  # "a 6-3 victory over the Rays on Sunday", "7-4 on Saturday"
            if distance > 0 and len(_names(article, first) & _names(article, second)) >= MIN_SHARED_WORDS:
                yield from _outcomes(first, second)
                break


def _are_on_different_days(article: Article, first: Figure, second: Figure) -> bool:
    """Whether the words around two scores name different days of the week."""
    days = [WEEKDAY_NAMES.intersection(_words_near(article, score)) for score in (first, second)]
    return bool(days[0]) and bool(days[1]) and days[0].isdisjoint(days[1])


def _words_near(article: Article, score: Figure) -> list[str]:
    """The lower-case words close to a score."""
    bounds = article.sentences[score.sentence].span
    before = LAST_PART.sub(" ", article.text[max(bounds.start, score.span.start - 110) : score.span.start])
    after = LAST_PART.sub(" ", article.text[score.span.end : min(bounds.end, score.span.end + 70)])
    return plain_words(before)[-14:] + plain_words(after)[:9]


def _is_result(article: Article, score: Figure) -> bool:
    """Whether a score is the final result of a match, by the words around it."""
    words = _words_near(article, score)
    bounds = article.sentences[score.sentence].span
    paragraph = article.paragraphs[article.sentences[score.sentence].paragraph].span
    if CLOCK.match(article.text, paragraph.start):
        return False  # "1.13pm: GOAL! Town 1-0 City"
    if PART_BEFORE.search(article.text, max(bounds.start, score.span.start - 16), score.span.start):
        return False  # "Easton won the second half, 32-27"
    if not SERIES_WORDS.isdisjoint(words):
        return False  # "edge ahead 3-2 as series heads to Dunmore": games, not goals
    if plain_words(article.text[score.span.end : score.span.end + 10])[:1] in (["down"], ["up"], ["ahead"], ["behind"]):
        return False
    opening = article.text[bounds.start : min(bounds.end, bounds.start + SHORT_SENTENCE)]
    if score.zone is Zone.HEADLINE or len(plain_words(opening)) <= 6:
        return OTHER_MATCH_WORDS.isdisjoint(words)
    start = bounds.start
    is_after_led_to = plain_words(article.text[max(start, score.span.start - 12) : score.span.start])[-2:] == [
        "to",
        "a",
    ]
    if is_after_led_to:  # "led them to a 3-1 win"
        words = [word for word in words if word not in {"led", "leading"}]
    return (
        not RESULT_WORDS.isdisjoint(words)
        and UNFINISHED_WORDS.isdisjoint(words)
        and OTHER_MATCH_WORDS.isdisjoint(words)
    )


def _is_in_row(score: Figure, neighbours: list[Figure]) -> bool:
    """Whether a score is one of several in a row, such as the sets of a match."""
    return any(
        other is not score
        and max(other.span.start - score.span.end, score.span.start - other.span.end) < MAX_GAP_IN_ROW
        for other in neighbours
    )


def _names(article: Article, score: Figure) -> frozenset[str]:
    """The names close to a score; in a text without capitals, all its content words."""
    bounds = article.sentences[score.sentence].span
    start, end = max(bounds.start, score.span.start - 110), min(bounds.end, score.span.end + 70)
    words = WORD.findall(article.text, start, end)
    capitals = [word for word in words if word[0].isupper()]
    named = capitals if len(capitals) > 1 else words
    lower_case = {word.lower() for word in named}
    return frozenset(
        stem(word)
        for word in lower_case
        if word not in STOP_WORDS and word not in SPORTS_WORDS | RESULT_WORDS and len(word) > 3
    )


def _outcomes(first: Figure, second: Figure) -> Iterator[Outcome]:
    """Yields a tick if the two results agree, else a finding."""
    spans = (first.span, second.span)
    if sorted(score_pair(first)) == sorted(score_pair(second)):
        yield Tick(f"The result is {first.words} in both places.", spans)
        return
    yield Finding(
        Severity.WARNING,
        f"The result is {first.words} in one place and {second.words} in another.",
        spans,
        f"{first.words}, not {second.words}",
        (f"{first.words} -> {second.words}", f"{second.words} -> {first.words}"),
        f"Do {first.words} and {second.words} belong to the same match? If so, which is right?",
    )


EXAMPLES = (
    Example(
        "goal after goal",
        "1.13pm: Ashgrove 1-0 Wexmoor\n\n1.34pm: Ashgrove 1-1 Wexmoor\n\n2.27pm: Ashgrove 1-2 Wexmoor",
        "silent",
    ),
    Example(
        "two scores of one match",
        "Northport Town beat Easton Rovers 3-0 in the rain.\n\nIt was cold. A 2-0 victory over Easton Rovers had not "
        "come easily to Northport.",
        "warning",
    ),
    Example(
        "the same score twice",
        "Northport Town beat Easton Rovers 2-0 in the rain.\n\nIt was cold. A 2-0 victory over Easton Rovers had not "
        "come easily to Northport.",
        "tick",
    ),
    Example(
        "a match in another month",
        "Northport Town beat Easton Rovers 3-0 in the rain.\n\nIn May Northport lost 2-1 to Easton Rovers.",
        "silent",
    ),
    Example(
        "games of a series",
        "Northport Town edge ahead 3-2 as series goes on\n\nNorthport Town beat Easton Rovers 3-1 in the rain.",
        "silent",
    ),
    Example(
        "half-time",
        "Northport Town beat Easton Rovers 3-0 in the rain.\n\nNorthport led Easton Rovers 2-0 at half-time.",
        "silent",
    ),
    Example(
        "on two days",
        "Northport Town beat Easton Rovers 6-3 on Sunday.\n\nNorthport beat Easton Rovers 7-4 on Saturday, too.",
        "silent",
    ),
    Example(
        "the second half",
        "Northport Town beat Easton Rovers 61-54.\n\nNorthport tired, and Easton Rovers won the second half, 32-27.",
        "silent",
    ),
    Example(
        "half-time, and a record of the season",
        "Northport Town beat Easton Rovers 31-24.\n\nNorthport overturned a 17-10 halftime deficit to beat Easton. The "
        "win moves Northport, who lost to Easton in May, to 9-4.",
        "silent",
    ),
    Example(
        "two matches",
        "Northport Town beat Easton Rovers 3-0 in the rain. Weston won 2-1 against Southsea United.",
        "silent",
    ),
)

# Rules that this one replaced: settings, `--ignore` and `copydesk explain` still know them.
# fmt: off
FORMER_NAMES = (
    "sets", "SC01",
    "running-score", "SC02",
    "points-scored", "SC03",
    "parts-of-a-match", "SC05",
    "scorers", "SC06",
    "league-points", "SC07",
    "cricket", "SC08",
    "series-standing", "SC09",
    "winning-margin", "SC10",
    "medals", "SC11",
    "points-apart", "SC12",
    "cricket-match", "SC13",
    "table-order", "RK01", "ranking",
    "running-count", "RK02", "ordinal",
    "placings", "RK03",
)
# fmt: on

RULE = Rule(
    code="SC04",
    slug="result-twice",
    scope="article",
    relation="score",
    check=check,
    examples=EXAMPLES,
    aliases=FORMER_NAMES,
)
