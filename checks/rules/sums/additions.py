"""What is counted bit by bit ("another", "also", "in addition") does not make up the number it belongs to.

Ties "4,830 will go in spring and another 2,300 in autumn" to "7,130 jobs", and the recalls of single models to the
recall of "nearly 90,000 vehicles" that the story opens with. A running count like this is rarely said to be complete.
So what falls short is left alone, unless two digits that changed places explain it; what exceeds the number is
questioned where the same verb says that it is a part of it.

Silent where no word adds ("another", "a further", "also"), and where the bits are of another kind than the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from checks import passage_index
from checks.digit_slips import swapped
from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Zone
from checks.number_format import added, number
from checks.passage_index import Passages
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.sums._breakdown import (
    Breakdown,
    before,
    by_sentence,
    ceiling,
    holds,
    judged,
    named,
    stated,
)
from checks.sameness import may_be_part

ANOTHER = pattern(r"\b(?:another|a further|an additional|an extra)\s[£$€]?$", re.IGNORECASE)
ALSO = pattern(r"\b(?:also|in addition|another|a further|as well)\b", re.IGNORECASE)
LARGEST = pattern(r"\b(?:largest|biggest|main|most of|majority|bulk)\b", re.IGNORECASE)
REACH = 12  # sentences over which the bits may be spread
NEAR = 4  # words in front of a number that hold its verb
CLOSE = 0.1
TELLING = 20  # smaller sums come out by chance


def check(article: Article) -> Iterator[Outcome]:
    index = passage_index.index_passages(article)
    figures = by_sentence(article)
    for row in figures.values():
        for one, other in pairwise(row):
            if ANOTHER.search(before(article, other, 20)) and may_be_part(one, other):
                yield from _and_another(article, index, figures, (one, other))
    yield from _one_by_one(article, index, figures)


def _and_another(
    article: Article, index: Passages, figures: dict[int, list[Figure]], parts: tuple[Figure, Figure]
) -> Iterator[Outcome]:
    """Two bits in one sentence, and the number that they make up anywhere near."""
    here = parts[0].sentence
    near = [f for number in range(here - REACH, here + REACH + 1) for f in figures.get(number, ())]
    wholes = [f for f in near if f not in parts and may_be_part(parts[0], f) and stated(f) > max(map(stated, parts))]
    wholes = [f for f in wholes if passage_index.context_similarity(index, parts[0], index, [f])[0] >= CLOSE]
    readings = [Breakdown(whole, parts) for whole in wholes]
    fitting = next((reading for reading in readings if holds(reading) and reading.sum >= TELLING), None)
    if fitting:
        yield from judged(fitting, article)
        return
    for reading in readings:
        first, second = parts
        slips = (
            (reading.whole, reading.sum),
            (first, stated(reading.whole) - stated(second)),
            (second, stated(reading.whole) - stated(first)),
        )
        for figure, value in slips:
            if swapped(figure, value):
                yield _finding(article, reading, (f"{figure.words} -> {number(value)}",))
                return


def _one_by_one(article: Article, index: Passages, figures: dict[int, list[Figure]]) -> Iterator[Outcome]:
    """A number in the story's opening, and what is told of it bit by bit under the same verb."""
    for whole in (figure for row in figures.values() for figure in row):
        if whole.zone is not Zone.BODY or whole.kind is not Kind.COUNT or stated(whole) < TELLING:
            continue
        verbs = _words_before(index, whole)
        parts: list[Figure] = []
        said_also = False
        for number_ in range(whole.sentence + 1, whole.sentence + 1 + REACH):
            here = [f for f in figures.get(number_, ()) if f.kind is Kind.COUNT and may_be_part(f, whole)][:1]
            if not here:
                continue
            words = article.words(article.sentences[number_].span)
            also = bool(ALSO.search(words))
            same_verb = bool(verbs & {word.stem for word in index.sentences[number_]})
            is_bit = (same_verb and (also or LARGEST.search(words))) or (
                also and parts and number_ - parts[-1].sentence < 4
            )
            if is_bit and here[0].noun and _may_be(here[0], whole, words):
                parts += here
                said_also = said_also or also
        if len(parts) > 1 and said_also and verbs:
            yield from _whole_and_bits(article, Breakdown(whole, tuple(parts)))


def _words_before(index: Passages, figure: Figure) -> set[str]:
    here = index.word_index(figure)
    return {word.stem for word in index.sentences[figure.sentence] if 0 < here - word.word_index <= NEAR}


def _may_be(part: Figure, whole: Figure, words: str) -> bool:
    """A bit is smaller than the whole, unless the text itself calls it the largest bit."""
    return stated(part) < stated(whole) or bool(LARGEST.search(words))


def _whole_and_bits(article: Article, reading: Breakdown) -> Iterator[Outcome]:
    most, least = ceiling(reading.whole), reading.total.low
    if holds(reading):
        yield from judged(reading, article)
    elif most is not None and least is not None and least > most:
        yield _finding(article, reading, (f"{reading.whole.words} -> {number(reading.sum)}",))


def _finding(article: Article, reading: Breakdown, repairs: Sequence[str]) -> Finding:
    row = added([stated(part) for part in reading.parts])
    return Finding(
        Severity.WARNING,
        f"{row} = {number(reading.sum)}, and {named(reading.whole, article)} is given as what they belong to.",
        reading.spans,
        f"{row} = {number(reading.sum)}, not {number(stated(reading.whole))}",
        tuple(repairs),
        f"Do these make up {named(reading.whole, article)}, and if so which of the figures is right?",
    )


EXAMPLES = (
    Example(
        "bits that exceed what they belong to are questioned",
        "The maker is recalling nearly 90,000 vehicles. The largest recall is of 61,350 vans sold last year. It is "
        "also recalling 34,200 lorries.",
        "warning",
    ),
    Example(
        "two digits that changed places are questioned",
        "A total of 7,130 jobs will move north. In spring, 4,380 jobs will move north and another 2,300 in autumn.",
        "warning",
    ),
    Example(
        "bits that make up what they belong to are ticked",
        "A total of 7,130 jobs will move north. In spring, 4,830 jobs will move north and another 2,300 in autumn.",
        "tick",
    ),
    Example(
        "bits that fall short are left alone",
        "The maker is recalling nearly 90,000 vehicles. The largest recall is of 21,350 vans sold last year. It is "
        "also recalling 14,200 lorries.",
        "silent",
    ),
    Example(
        "another of something else is left alone",
        "The town has 7,130 homes. Some 45 shops opened in spring and another 30 in autumn.",
        "silent",
    ),
)

RULE = Rule(code="PW08", slug="additions", scope="article", check=check, examples=EXAMPLES)
