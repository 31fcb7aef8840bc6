"""The "third" after two others, and not two are named.

Compares "the fourth minister to go, after Barrow, Tan and Deakin" and "for the third time after his wins in 2021 and
2023" with the names or years that follow: they must be one fewer than the ordinal.

Silent on places, days and parts of a match ("third after the heats"), on open lists, on "the first", and where the
names are of those who did something ("the second fire began after Barrow and Tan left").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Span, Tick
from checks.pattern import pattern
from checks.rule import Example, Rule

AFTER = pattern(r"(?<!day )(?<!week )(?<!year )(?<!month )(?<!soon )(?<!shortly )\b(?:after|following|joining)\b")
AFTER_GAP = 130  # characters from the ordinal to "after"
NAMES_GAP = 60  # characters from "after" to the names
YEARS = pattern(r"(?:,| in| and| or)? ?\b((?:19|20)\d\d)\b")
JOINED = pattern(r"[ ,]*(?:and|in|,)?[ ,]*(?:(?:and|in) )*(?:[A-Z][a-z]{2,8} )?")
NO_COUNT = pattern(
    r"^[- ](?:place|day|night|quarter|half|set|round|period|week|minute|year|month|century|floor|base|down|hole|test"
    r"|leg|over|inning|degree|person|lap|stage|position|part|gear|party|hand|lead)",
    re.IGNORECASE,
)
CLOSED = pattern(r"\s?(?:[.,;:)”\"–—]|$|\s(?:in|at|on|last|this|who|and|since|to)\b|-)(?! (?:had|have|has|were|was)\b)")
"""What may follow the names; "after Barrow and Tan told police" is about what they did."""
MAX_DIFFERENCE = 3  # names too few or too many where a slip is likely


def check(article: Article) -> Iterator[Outcome]:
    starts = [listing.span.start for listing in article.listings]
    for figure in article.figures:
        if figure.kind is not Kind.ORDINAL or figure.value is None or not 2 <= figure.value <= 12:
            continue
        sentence = article.sentences[figure.sentence].span
        if NO_COUNT.match(article.text[figure.span.end : figure.span.end + 12]):
            continue
        after = AFTER.search(article.text, figure.span.end, min(sentence.end, figure.span.end + AFTER_GAP))
        if after is None:
            continue
        named = _names(article, after.end(), sentence.end, starts) or _years(article, after.end(), sentence.end)
        if named:
            yield from _outcome(figure, named)


def _names(article: Article, start: int, end: int, starts: list[int]) -> list[Span]:
    """The members of the first closed list of names that begins close behind `start`; empty where there is none."""
    for listing in article.listings[bisect_left(starts, start) :][:2]:
        if listing.span.start > min(end, start + NAMES_GAP):
            break
        if listing.proper and listing.span.end <= end:
            ends = listing.is_open or not CLOSED.match(article.text, listing.span.end, end)
            return [] if ends else list(listing.items)
    return []


def _years(article: Article, start: int, end: int) -> list[Span]:
    """The years of a row: "in 2021 and 2023", "in October 2023 and May 2025"."""
    found: list[Span] = []
    for match in YEARS.finditer(article.text, start, end):
        span = Span(*match.span(1))
        if found and not JOINED.fullmatch(article.text[found[-1].end : span.start]):
            break
        if not found and span.start > start + NAMES_GAP:
            break
        found.append(span)
    return found if len(found) > 1 else []


def _outcome(figure: Figure, named: list[Span]) -> Iterator[Outcome]:
    """A tick where the ordinal is one more than those named, else a finding."""
    nth, before = int(figure.value or 0), len(named)
    spans = tuple(sorted((figure.span, *named)))
    if nth == before + 1:
        yield Tick(f"{figure.words} after {before}.", spans, f"{before} + 1 = {nth}")
    elif abs(nth - before - 1) <= MAX_DIFFERENCE:
        yield Finding(
            Severity.WARNING,
            f"The text says “{figure.words}”, and names {before} before.",
            spans,
            f"{before} + 1 = {before + 1}, not {nth}",
            (f"{figure.words} -> {before + 1}",),
            f"Is it the {figure.words}, and are all that came before named?",
        )


EXAMPLES = (
    Example("names", "Kerr is the fifth minister to go, after Lee Barrow, Olive Tan and Hugh Deakin.", "warning"),
    Example("names, right", "Kerr is the fourth minister to go, after Lee Barrow, Olive Tan and Hugh Deakin.", "tick"),
    Example("years", "He wants to win the race for the fourth time after his wins in 2021 and 2023.", "warning"),
    Example("years, right", "He wants to win the race for the third time after his wins in 2021 and 2023.", "tick"),
    Example("some of them", "It is the ninth city to bid, after others such as Lyon, Turin and Porto.", "silent"),
    Example("behind", "Leeds came ninth behind London, Porto and Turin.", "silent"),
    Example("what they did", "The second fire began after Lee Barrow, Olive Tan and Hugh Deakin left.", "silent"),
    Example("a goal", "The third goal came after Barrow and Tan had swapped passes.", "silent"),
    Example("a day", "On the fifth day after Lyon, Turin and Porto they rested.", "silent"),
    Example("one before", "It is the third such vote, after one in 2023.", "silent"),
)

RULE = Rule(code="LS08", slug="nth-after", scope="article", check=check, examples=EXAMPLES)
