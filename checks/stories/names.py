"""The names of a figure's sentence, and the person whose age or jail term it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checks.figures.calendar_words import MONTH_NAMES, WEEKDAY_NAMES
from checks.model import Article, Figure, Kind, Span
from checks.passage_index import STOP_WORDS
from checks.pattern import pattern
from checks.support.figure_roles import person_with_age
from checks.word_set import word_set

FULL_NAME = pattern(
    r"\b[A-Z][\w’'-]+(?: [A-Z]\.)?(?: (?:(?:al|bin|da|de|del|den|der|di|du|el|la|le|van|von) ){0,2}[A-Z][\w’'-]+)+"
)
PRONOUN = pattern(r"\b(?:[Hh]e|[Ss]he)\b")
SURNAME_AFTER = pattern(r" ([A-Z][\w’'-]+)\b")
ORGANISATIONS = word_set(
    """club council bank university college court hospital company group union party police ministry department
    association society institute school church museum league city county street road prison airport"""
)
"""Words of a name that is no person's."""
ANONYMOUS = pattern(r"\b(?:the|an?) $", re.IGNORECASE)
NO_NAMES = (
    word_set(
        """minister president mayor councillor senator lawmaker deputy chief executive officer judge captain
        manager chairman chair director governor professor mondays"""
    )
    | MONTH_NAMES
    | WEEKDAY_NAMES
)
"""Capitalised words that name nobody."""


def names_among(words: Sequence[str], capitalised: frozenset[str]) -> frozenset[str]:
    """The names among the words of a sentence; its first word only where it has a capital within other sentences."""
    return frozenset(
        word.lower().removesuffix("'s").removesuffix("’s")
        for index, word in enumerate(words)
        if word[0].isupper()
        and word.lower() not in NO_NAMES
        and word.lower() not in STOP_WORDS
        and (index or word.lower() in capitalised)
    )


def person_of(article: Article, figure: Figure, dateline: Span) -> frozenset[str]:
    """The name of the person of this age or who got this jail term, in lower case; empty where it is not clear.

    It stands beside the age ("Karl Haugh, 25"), else it is the first full name of the sentence, or of the nearest one
    before it that has any where the sentence only says "he" or "she". Of a jail term it may also stand in the next.
    """
    text, sentence = article.text, article.sentences[figure.sentence].span
    is_age = figure.kind is Kind.AGE
    if is_age and (beside := person_with_age(figure, article)) and not _is_place(article, figure, beside):
        return beside - NO_NAMES
    if (
        is_age
        and (surname := SURNAME_AFTER.match(text, figure.span.end))
        and text.find(f" {surname[1]}", 0, sentence.start) >= 0
    ):
        return frozenset((surname[1].lower(),))
    if is_age and ANONYMOUS.search(text, max(sentence.start, figure.span.start - 8), figure.span.start):
        return frozenset()  # "told the 54-year-old"
    start = max(sentence.start, min(dateline.end, sentence.end))
    spans = [Span(start, sentence.end)] if not PRONOUN.search(text, start, figure.span.start) else []
    if not is_age:
        spans += [other.span for other in article.sentences[figure.sentence + 1 : figure.sentence + 2]]
    spans += [other.span for other in reversed(article.sentences[max(0, figure.sentence - 2) : figure.sentence])]
    for span in spans:
        for found in FULL_NAME.finditer(
            text[span.start if not span.overlaps(dateline) else max(span.start, dateline.end) : span.end]
        ):
            names = frozenset(found.group().lower().split()) - NO_NAMES
            if len(names) > 1 and names.isdisjoint(ORGANISATIONS):
                return names
    return frozenset()


def _is_place(article: Article, age: Figure, name: frozenset[str]) -> bool:
    """Whether the one word of a name before an age is the place of "the bishop of Arl, 71"."""
    before = article.text[max(0, age.span.start - 40) : age.span.start].lower()
    return len(name) == 1 and any(
        f" {preposition} {next(iter(name))}" in before for preposition in ("of", "in", "from")
    )
