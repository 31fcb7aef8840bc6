"""Whether an age is the person's age in a given year, rather than today."""

from __future__ import annotations

import re

from checks.model import Article, Figure, Span
from checks.pattern import pattern
from checks.rules._text import text_before

EVENT_REACH = 60  # characters around an age in which its year and the words that tie them are looked for
NAME_BEFORE_AGE = pattern(r"([A-Z][\w’'-]+), (?:now |aged )?$")
AGE_AT_EVENT = pattern(
    r"\b(?:was|were|turned|aged|at(?: the)? age(?: of)?|at|then|as an?) (?:just |only |about |then )?$", re.IGNORECASE
)
"""Before an age at the time of an event: "was 19 when he joined in 1940"."""
SEPARATE_AGE_CUE = pattern(r"(?:, aged|\b(?:was|were|turned)) (?:just |only |about |then )?$")
AGE_TO_YEAR = pattern(r"(?: years? (?:old|of age))?,? (?:when|in|on|at|during|by)\b")
"""The text between an age set off by `SEPARATE_AGE_CUE` and the year after it: ", aged 19, in 1940"."""
NEW_CLAUSE = pattern(r"\b(?:and|but|now|while|who|whose)\b|;")
SUBJECT_DIED = pattern(r"\b(?:died|killed|murdered|drowned|found dead)\b")
OTHER_PERSON = pattern(
    r"\b(?:when|after|since|before|until|as|that|whose|her|his|their|mother|father|wife|husband|son|daughter)\b"
)


def is_age_in_year(article: Article, age: Figure, year: Span) -> bool:
    """Whether the words tie an age to a year of its sentence.

    They do in "aged 19 in 1940" and "Ann Lowe, 45, died in 2001", but not in "Ann Lowe, 45, moved to London in 2001".
    """
    words_between = article.text[min(age.span.end, year.end) : max(age.span.start, year.start)]
    before = text_before(article, age, EVENT_REACH)
    if AGE_AT_EVENT.search(before):
        if year > age.span and SEPARATE_AGE_CUE.search(before):
            is_tied = AGE_TO_YEAR.match(words_between) is not None
        else:
            is_tied = NAME_BEFORE_AGE.search(before) is None
        return is_tied and not NEW_CLAUSE.search(words_between)
    rest_of_sentence = article.text[age.span.end : article.sentences[age.sentence].span.end]
    died = SUBJECT_DIED.search(rest_of_sentence)
    return died is not None and not OTHER_PERSON.search(rest_of_sentence[: died.start()])
