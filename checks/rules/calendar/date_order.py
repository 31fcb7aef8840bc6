"""Dates that follow each other in the text and not in the calendar.

Ties "put back to 4 May, then to 11 May and again until 20 May": what is put back moves on. A note only: how often the
tie is read rightly is not known yet.

Silent where the dates are not joined as steps, and where one of them has no day.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from checks.model import Article, Finding, Moment, Outcome, Severity
from checks.rule import Example, Rule
from checks.rules._printed import lexicon, plain_words

LATER = lexicon("extended postponed delayed deferred prolonged")
STEPS = lexicon("then again until later finally")


def check(article: Article) -> Iterator[Outcome]:
    dated = {one.sentence for one in article.moments if one.day is not None and one.month is not None}
    for number in sorted(dated):
        words = plain_words(article.words(article.sentences[number].span))
        if LATER.isdisjoint(words) or STEPS.isdisjoint(words):
            continue
        days = [
            one for one in article.moments if one.sentence == number and one.day is not None and one.month is not None
        ]
        steps = [
            (one, other)
            for one, other in pairwise(days)
            if not STEPS.isdisjoint(plain_words(article.text[one.span.end : other.span.start]))
        ]
        for one, other in steps:
            if not _is_later(one, other):
                yield _finding(one, other)


def _is_later(one: Moment, other: Moment) -> bool:
    before = (one.year or other.year or 0, one.month or 0, one.day or 0)
    after = (other.year or one.year or 0, other.month or 0, other.day or 0)
    turn_of_year = one.year is None and (one.month or 0) - (other.month or 0) > 6
    return before < after or turn_of_year


def _finding(one: Moment, other: Moment) -> Finding:
    return Finding(
        Severity.NOTE,
        f"The text puts {other.words} after {one.words}.",
        (one.span, other.span),
        question=f"Does {other.words} come after {one.words}?",
    )


EXAMPLES = (
    Example("a step back", "The deadline was extended to 11 May and then until 4 May.", "note"),
    Example("steps on", "The deadline was extended to 4 May and then until 11 May.", "silent"),
    Example("over the turn of the year", "The trial was postponed to 20 December, then to 8 January.", "silent"),
    Example("two dates", "The fair runs on 11 May and 4 June.", "silent"),
    Example("one date", "The deadline was extended to 11 May and then again.", "silent"),
)

RULE = Rule(code="DT03", slug="date-order", scope="article", check=check, examples=EXAMPLES)
