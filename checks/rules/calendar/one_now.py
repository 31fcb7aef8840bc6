"""Statements that reach from a year to the present do not reach the same present.

"1987, 39 years ago" is written in 2026, and so is "born in December 2004 and, at 21, ...". Ties all that an article
says of the kind: "opened in 1934 ... for 92 years", "since February 2021, exactly five years", "57, started on her 18th
birthday in 1987", "Ames, 1938-2026:" above an obituary, and its dates with a weekday.

Silent on a single such statement, on hedged and rounded stretches, and within a year of each other.
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
LIFE = pattern(rf"[A-Z][\w’'-]+,? \(?(?:1[89]|20)\d\d ?[-–] ?{YEAR}\)?(?::|$)")
NEAR = 1  # years that two of them may be apart by rounding


class Present(NamedTuple):
    """A statement and the years in which it can have been written."""

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
    years = Counter(each for one in found for each in (one.first, one.last))
    most = max(found, key=lambda one: max(years[one.first], years[one.last]))
    for one in found:
        if one is most:
            continue
        if _meet(one, most):
            yield Tick(f"“{most.words}” and “{one.words}” reach the same year.", tuple(sorted((most.span, one.span))))
        elif not _meet(one, most, NEAR):
            yield _finding(one, most)


def _meet(one: Present, other: Present, slack: int = 0) -> bool:
    return one.first <= other.last + slack and other.first <= one.last + slack


def _presents(article: Article) -> Iterator[Present]:
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
        for regex, how in PRESENT:
            for match in regex.finditer(words):
                year, count = int(match.group("y")), _worth(match.group("n"))
                year += count - (int(match.group("at")) if how == "birthday" else 0)
                if how == "stretch" and count % 10 == 0 and count > 10:
                    continue  # "50 years ago" is round
                span = Span(start + match.start(), start + match.end())
                yield Present(year, year + 1, span, match.group().strip(" ,"))


def _worth(words: str) -> int:
    return SPELLED[words.lower()] if words.lower() in SPELLED else int(words)


def _weekdays(article: Article, found: list[Present]) -> Iterator[Outcome]:
    """Dates with a weekday and no year: one of the years in which the rest was written has them."""
    first, last = max(one.first for one in found), min(one.last for one in found)
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


def _finding(one: Present, other: Present) -> Finding:
    return Finding(
        Severity.WARNING,
        f"“{one.words}” reaches {one.first}, and “{other.words}” reaches {other.first}.",
        tuple(sorted((one.span, other.span))),
        f"{one.first} is not {other.first}",
        question=f"Which of “{one.words}” and “{other.words}” is wrong?",
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
