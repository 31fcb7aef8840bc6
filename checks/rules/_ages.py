"""Tells which year of its sentence an age is of."""

from __future__ import annotations

import re

from checks.model import Article, Figure, Span
from checks.pattern import pattern
from checks.rules._text import text_before

EVENT_REACH = 60  # characters between an age and the year it belongs to
NAMED = pattern(r"([A-Z][\w’'-]+), (?:now |aged )?$")
AT_THE_TIME = pattern(
    r"\b(?:was|were|turned|aged|at(?: the)? age(?: of)?|at|then|as an?) (?:just |only |about |then )?$", re.IGNORECASE
)
"""Before an age of the time that is told of: "was 19 when he joined in 1940"."""
APART = pattern(r"(?:, aged|\b(?:was|were|turned)) (?:just |only |about |then )?$")
AT_ONCE = pattern(r"(?: years? (?:old|of age))?,? (?:when|in|on|at|during|by)\b")
"""What stands between an age that is set apart and the year behind it: ", aged 19, in 1940"."""
NEW_CLAUSE = pattern(r"\b(?:and|but|now|while|who|whose)\b|;")
DIED_HIMSELF = pattern(r"\b(?:died|killed|murdered|drowned|found dead)\b")
OF_ANOTHER = pattern(
    r"\b(?:when|after|since|before|until|as|that|whose|her|his|their|mother|father|wife|husband|son|daughter)\b"
)


def is_of_the_time(article: Article, age: Figure, year: Span) -> bool:
    """Whether the words tie an age to a year of its sentence.

    As in "aged 19 in 1940" and "Ann Lowe, 45, died in 2001", and not in "Ann Lowe, 45, moved to London in 2001".
    """
    between = article.text[min(age.span.end, year.end) : max(age.span.start, year.start)]
    before = text_before(article, age, EVENT_REACH)
    if AT_THE_TIME.search(before):
        is_one = AT_ONCE.match(between) if year > age.span and APART.search(before) else not NAMED.search(before)
        return bool(is_one) and not NEW_CLAUSE.search(between)
    rest = article.text[age.span.end : article.sentences[age.sentence].span.end]
    died = DIED_HIMSELF.search(rest)
    return died is not None and not OF_ANOTHER.search(rest[: died.start()])
