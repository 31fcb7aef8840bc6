"""Steps of a postponement whose dates do not rise.

Ties "put back to 4 May, then to 11 May and again until 20 May": what is postponed moves to a later date each time. Only
a note, because the precision of this rule has not been measured yet.

Silent where the dates are not joined as steps, and where one of them has no day.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from checks.model import Article, Finding, Moment, Outcome, Severity
from checks.rule import Example, Rule
from checks.rules._printed import lexicon, plain_words

LATER = lexicon("extended postponed delayed deferred prolonged")  # words of a postponement
STEPS = lexicon("then again until later finally")  # words that join one date of a postponement to the next


def check(article: Article) -> Iterator[Outcome]:
    dated = {moment.sentence for moment in article.moments if moment.day is not None and moment.month is not None}
    for sentence_index in sorted(dated):
        words = plain_words(article.words(article.sentences[sentence_index].span))
        if LATER.isdisjoint(words) or STEPS.isdisjoint(words):
            continue
        days = [
            moment
            for moment in article.moments
            if moment.sentence == sentence_index and moment.day is not None and moment.month is not None
        ]
        steps = [
            (first, second)
            for first, second in pairwise(days)
            if not STEPS.isdisjoint(plain_words(article.text[first.span.end : second.span.start]))
        ]
        for first, second in steps:
            if not _is_later(first, second):
                yield _finding(first, second)


def _is_later(first: Moment, second: Moment) -> bool:
    """Whether the second date is later, with a missing year taken from the other date or from the turn of the year."""
    start = (first.year or second.year or 0, first.month or 0, first.day or 0)
    end = (second.year or first.year or 0, second.month or 0, second.day or 0)
    turn_of_year = first.year is None and (first.month or 0) - (second.month or 0) > 6
    return start < end or turn_of_year


def _finding(first: Moment, second: Moment) -> Finding:
    """The note for two steps in the wrong order."""
    return Finding(
        Severity.NOTE,
        f"The text puts {second.words} after {first.words}.",
        (first.span, second.span),
        question=f"Does {second.words} come after {first.words}?",
    )


EXAMPLES = (
    Example("a step back", "The deadline was extended to 11 May and then until 4 May.", "note"),
    Example("steps on", "The deadline was extended to 4 May and then until 11 May.", "silent"),
    Example("over the turn of the year", "The trial was postponed to 20 December, then to 8 January.", "silent"),
    Example("two dates", "The fair runs on 11 May and 4 June.", "silent"),
    Example("one date", "The deadline was extended to 11 May and then again.", "silent"),
)

RULE = Rule(code="DT03", slug="date-order", scope="article", check=check, examples=EXAMPLES)
