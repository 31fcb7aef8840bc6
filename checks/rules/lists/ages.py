"""A number of people is stated with their ages, and there are more or fewer ages.

Compares the count with the ages in "four women, aged 31, 44, 52 and 60" and "two children, Ann, nine, and Ben, six".
Such lists are copied from police and court releases, where one is easily lost.

Silent on a single age, on spans ("aged between 31 and 60", "aged 31 to 60") and where the text says that some are of
one age ("both aged 30").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Tick
from checks.number_format import counted
from checks.pattern import pattern
from checks.questions import how_many
from checks.rule import Example, Rule
from checks.sameness import counted_entity, is_person

WORDS_BEFORE_AGES = pattern(r"^[^.;:]{0,40}?,? (?:who are |who were )?aged $", re.IGNORECASE)
WORDS_BEFORE_FIRST_NAMED_AGE = pattern(
    r"^(?:,| -|:)? (?:[A-Z][\w’'-]+ ?){1,3}(?:,|,? aged) ?$|^(?:,| -|:) [a-z’'-]+, $"
)
BETWEEN_AGES = pattern(r"^(?:,| and|, and) (?:aged )?$")
BETWEEN_NAMED_AGES = pattern(r"^,?(?: and)?,? (?:[A-Za-z][\w’'-]+ ?){0,3},? ?(?:and )?$")
SHARED_AGE_WORDS = pattern(r"\b(?:both|all|each)\b", re.IGNORECASE)

MAX_PEOPLE = 30  # whose ages are compared with their number


def check(article: Article) -> Iterator[Outcome]:
    figures = article.figures
    for position, figure in enumerate(figures):
        if (
            figure.kind is not Kind.COUNT
            or not figure.noun
            or not figure.value
            or not is_person(counted_entity(figure).head)
        ):
            continue
        following = [
            other for other in figures[position + 1 : position + MAX_PEOPLE] if other.sentence == figure.sentence
        ]
        ages = _ages(article, figure, following)
        if len(ages) > 1 and figure.value <= MAX_PEOPLE:
            yield from _outcome(figure, ages)


def _ages(article: Article, figure: Figure, following: list[Figure]) -> list[Figure]:
    """The ages that follow a number of people; empty for a span of ages, or if some share an age."""
    if not following or not figure.noun or following[0].is_range or following[0].kind not in (Kind.AGE, Kind.NUMBER):
        return []
    gap = article.text[figure.noun.span.end : following[0].span.start]
    if SHARED_AGE_WORDS.search(gap):
        return []
    separator = (
        BETWEEN_AGES
        if WORDS_BEFORE_AGES.match(gap)
        else BETWEEN_NAMED_AGES
        if WORDS_BEFORE_FIRST_NAMED_AGE.match(gap)
        else None
    )
    if separator is None:
        return []
    ages = [following[0]]
    for candidate in following[1:]:
        gap_to_next = article.text[ages[-1].span.end : candidate.span.start]
        if candidate.is_range or candidate.kind not in (Kind.AGE, Kind.NUMBER) or not separator.match(gap_to_next):
            break
        ages.append(candidate)
    return ages


def _outcome(figure: Figure, ages: list[Figure]) -> Iterator[Outcome]:
    """A tick if there are as many ages as people, else a finding."""
    spans = (figure.span, *(age.span for age in ages))
    count = counted(len(ages), "age")
    noun = figure.noun.head if figure.noun else ""
    if figure.value == len(ages):
        yield Tick(f"{figure.words} ({noun}) and {count}.", spans, f"{figure.words} = {count}")
        return
    is_short = len(ages) < (figure.value or 0)
    yield Finding(
        Severity.WARNING if is_short else Severity.ERROR,
        f"{figure.words} are counted (noun: {noun}), and {count} are given.",
        spans,
        f"{figure.words} is not {len(ages)}",
        (f"{figure.words} -> {len(ages)}", f"an age {'to add' if is_short else 'to take out'}"),
        how_many(figure.words, int(figure.value or 0), len(ages), "age"),
    )


EXAMPLES = (
    Example("an age too few is questioned", "Four women from Hull, aged 31, 44 and 60, were fined.", "warning"),
    Example("an age too many is an error", "Two women, aged 31, 44 and 60, were fined.", "error"),
    Example("an age for each is ticked", "Three women from Hull, aged 31, 44 and 60, were fined.", "tick"),
    Example("named children with their ages are ticked", "He has two sons, Ben, nine, and Tom, six.", "tick"),
    Example("a span of ages is left alone", "Four women, aged between 31 and 60, were fined.", "silent"),
    Example("a shared age is left alone", "Three women, all aged 31, were fined.", "silent"),
    Example("one age is left alone", "Two women, one aged 31, were fined.", "silent"),
)

RULE = Rule(code="LS02", slug="people-and-ages", scope="article", relation="list", check=check, examples=EXAMPLES)
