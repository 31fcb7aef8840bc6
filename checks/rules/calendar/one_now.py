"""Statements that count from a year to the present, and imply different presents.

"1987, 39 years ago" is written in 2026, and so is "born in December 2004 and, at 21, ...". Ties all such statements of
an article: "opened in 1934 ... for 92 years", "since February 2021, exactly five years", "57, started on her 18th
birthday in 1987", "Ames, 1938-2026:" above an obituary, and its dates with a weekday.

Silent on a single such statement, on hedged and rounded stretches, and where the statements differ by a year or less.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from checks.model import Article, Finding, Outcome, Severity, Span, Tick, Zone
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.calendar.weekday import dated_weekdays
from checks.rules.scores._results import SPELLED

YEAR = r"(?P<y>(?:1[89]|20)\d\d)"
COUNT = rf"(?P<n>\d{{1,3}}|{'|'.join(SPELLED)})"
ON = r"(?:(?:in|on|since) )?(?:(?:early|late|mid) )?(?:\d{1,2}(?:st|nd|rd|th)? )?(?:[A-Z][a-z]{2,8}\.? )?(?:\d{1,2}, )?"
HEDGE = r"(?<!about )(?<!around )(?<!nearly )(?<!almost )(?<!over )(?<!some )(?<!than )(?<!least )(?<!another )"
PRESENT = (
    (pattern(rf"\b{YEAR},? (?:exactly |just )?{HEDGE}{COUNT} years ago\b"), "stretch"),
    (pattern(rf"{HEDGE}\b{COUNT} years ago,? {ON}{YEAR}\b", re.IGNORECASE), "stretch"),
    (pattern(rf"\bsince {ON}{YEAR},? (?:exactly |just ){COUNT} years\b"), "stretch"),
    (
        pattern(
            rf"\b(?:opened|founded|launched|established|built|formed) (?:in|on) {ON}{YEAR}\b[^.;\d]{{0,60}}?"
            rf" been [^.;\d]{{0,30}}?for {HEDGE}{COUNT} years\b"
        ),
        "stretch",
    ),
    (
        pattern(
            rf"\bborn [^.;\d]{{0,40}}?{ON}{YEAR}\b[^.;\d]{{0,12}}?\b(?:and|who|is)\b,? (?:is |now |at |is now )"
            r"(?P<n>\d{1,2})\b(?!,? (?:years? (?:later|after)|months|days|when|became|she|he)\b)"
        ),
        "age",
    ),
    (
        pattern(
            r", (?P<n>\d{1,2}), [^.;\d]{0,50}?\b(?:his|her) (?P<at>\d{1,2})(?:st|nd|rd|th) birthday in "
            rf"{ON}{YEAR}\b"
        ),
        "birthday",
    ),
)
"""Patterns of statements that reach the present, and how each counts."""
LIFE = pattern(rf"[A-Z][\w’'-]+,? \(?(?:1[89]|20)\d\d ?[-–] ?{YEAR}\)?(?::|$)")
MAX_YEARS_APART = 1  # years by which rounding may part two statements


class Present(NamedTuple):
    """A statement and the first and last year in which it can have been written."""

    first: int
    last: int
    span: Span
    words: str


def check(article: Article) -> Iterator[Outcome]:
    if "years" not in article.text and "born" not in article.text:
        return
    found = list(_presents(article))
    if not found:
        return
    yield from _weekdays(article, found)
    if len(found) < 2:
        return
    years = Counter(year for statement in found for year in (statement.first, statement.last))
    reference = max(found, key=lambda statement: max(years[statement.first], years[statement.last]))
    for statement in found:
        if statement is reference:
            continue
        if _meet(statement, reference):
            yield Tick(
                f"“{reference.words}” and “{statement.words}” reach the same year.",
                tuple(sorted((reference.span, statement.span))),
            )
        elif not _meet(statement, reference, MAX_YEARS_APART):
            yield _finding(statement, reference)


def _meet(statement: Present, other: Present, slack: int = 0) -> bool:
    """Whether the two statements can be of one year, give or take `slack` years."""
    return statement.first <= other.last + slack and other.first <= statement.last + slack


def _presents(article: Article) -> Iterator[Present]:
    """Yields the statements of an article that imply the year of writing."""
    for sentence in article.sentences:
        if sentence.zone is Zone.PROMO:
            continue
        words = article.words(sentence.span)
        start = sentence.span.start
        if sentence.zone is Zone.HEADLINE and (life := LIFE.search(words)):
            year = int(life.group("y"))
            yield Present(year, year, Span(start + life.start("y"), start + life.end("y")), life.group())
        if "year" not in words and "born" not in words and "birthday" not in words:
            continue
        for regex, kind in PRESENT:
            for match in regex.finditer(words):
                year, count = int(match.group("y")), _count(match.group("n"))
                year += count - (int(match.group("at")) if kind == "birthday" else 0)
                if kind == "stretch" and count % 10 == 0 and count > 10:
                    continue  # "50 years ago" is round
                span = Span(start + match.start(), start + match.end())
                yield Present(year, year + 1, span, match.group().strip(" ,"))


def _count(words: str) -> int:
    """The value of a count in digits or words."""
    return SPELLED[words.lower()] if words.lower() in SPELLED else int(words)


def _weekdays(article: Article, found: list[Present]) -> Iterator[Outcome]:
    """Questions dates with a weekday and no year that are right in none of the years the article may be written in."""
    first, last = max(statement.first for statement in found), min(statement.last for statement in found)
    if first > last or len(found) < 1:
        return
    for moment, years in dated_weekdays(article, range(first - 1, last + 2)):
        if not years:
            yield Finding(
                Severity.WARNING,
                f"“{found[0].words}” is written in {first} or {last}, and “{moment.words}” is right in no year near.",
                tuple(sorted((found[0].span, moment.span))),
                question=f"Is it “{found[0].words}”, and is it {moment.words}?",
            )


def _finding(statement: Present, other: Present) -> Finding:
    """The finding for two statements that imply different presents."""
    return Finding(
        Severity.WARNING,
        f"“{statement.words}” reaches {statement.first}, and “{other.words}” reaches {other.first}.",
        tuple(sorted((statement.span, other.span))),
        f"{statement.first} is not {other.first}",
        question=f"Which of “{statement.words}” and “{other.words}” is wrong?",
    )


EXAMPLES = (
    Example(
        "two stretches",
        "The works opened in 1954 and will have been baking for 92 years.\n\nShe started in 1987, 39 years ago.",
        "warning",
    ),
    Example(
        "two stretches, right",
        "The works opened in 1934 and will have been baking for 92 years.\n\nShe started in 1987, 39 years ago.",
        "tick",
    ),
    Example(
        "an age",
        "Ames was born in Kesh in December 2004 and, at 21, is the youngest.\n\nHer father came in 1987, 33 years ago.",
        "warning",
    ),
    Example(
        "an age, right",
        "Ames was born in Kesh in December 2004 and, at 21, is the youngest.\n\nHer father came in 1987, 39 years ago.",
        "tick",
    ),
    Example("a stretch alone", "She started in 1987, 39 years ago, and stayed.", "silent"),
    Example(
        "about so long",
        "She started in 1987, 39 years ago.\n\nHe came about 60 years ago, in 1950, from Kesh.",
        "silent",
    ),
    Example(
        "at that age then",
        "She started in 1987, 39 years ago.\n\nAmes, born in 1904 and aged 21 when she came, stayed.",
        "silent",
    ),
)

RULE = Rule(code="DU04", slug="one-now", scope="article", check=check, examples=EXAMPLES)
