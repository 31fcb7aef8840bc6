"""What is counted bit by bit ("another", "also", "in addition") does not make up the number it belongs to.

Compares "4,830 will go in spring and another 2,300 in autumn" with "7,130 jobs", and the recalls of single models with
the recall of "nearly 90,000 vehicles" that the story opens with. Such a running count is rarely said to be complete. So
a sum that falls short is left alone, unless swapped digits explain it; a sum that exceeds the number is questioned
where the same verb says that each is a part of it.

Silent where no word adds ("another", "a further", "also"), and where the parts are of another kind than the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from checks import passage_index
from checks.digit_slips import is_digit_swap
from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Zone
from checks.number_format import format_sum, number
from checks.passage_index import Passages
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.sums._breakdown import (
    Breakdown,
    adds_up,
    breakdown_outcomes,
    plain_figures_by_sentence,
    stated_value,
    text_before,
    upper_bound,
    with_noun,
)
from checks.sameness import may_be_part

ANOTHER = pattern(r"\b(?:another|a further|an additional|an extra)\s[£$€]?$", re.IGNORECASE)
ALSO = pattern(r"\b(?:also|in addition|another|a further|as well)\b", re.IGNORECASE)
LARGEST = pattern(r"\b(?:largest|biggest|main|most of|majority|bulk)\b", re.IGNORECASE)
MAX_SENTENCES = 12  # sentences over which the additions may be spread
VERB_WORDS_BEFORE = 4  # words in front of a number that contain its verb
MIN_CONTEXT_OVERLAP = 0.1  # share of words around the parts that must also stand around the whole
MIN_TELLING_SUM = 20  # smaller sums come out by chance


def check(article: Article) -> Iterator[Outcome]:
    index = passage_index.index_passages(article)
    figures = plain_figures_by_sentence(article)
    for row in figures.values():
        for first, second in pairwise(row):
            if ANOTHER.search(text_before(article, second, 20)) and may_be_part(first, second):
                yield from _compare_in_sentence(article, index, figures, (first, second))
    yield from _compare_across_sentences(article, index, figures)


def _compare_in_sentence(
    article: Article, index: Passages, figures: dict[int, list[Figure]], parts: tuple[Figure, Figure]
) -> Iterator[Outcome]:
    """The outcome for two additions in one sentence and a number near them that they make up."""
    sentence_index = parts[0].sentence
    near = [
        f
        for number in range(sentence_index - MAX_SENTENCES, sentence_index + MAX_SENTENCES + 1)
        for f in figures.get(number, ())
    ]
    wholes = [
        f
        for f in near
        if f not in parts and may_be_part(parts[0], f) and stated_value(f) > max(map(stated_value, parts))
    ]
    wholes = [
        f for f in wholes if passage_index.context_similarity(index, parts[0], index, [f])[0] >= MIN_CONTEXT_OVERLAP
    ]
    readings = [Breakdown(whole, parts) for whole in wholes]
    fitting = next((reading for reading in readings if adds_up(reading) and reading.sum >= MIN_TELLING_SUM), None)
    if fitting:
        yield from breakdown_outcomes(fitting, article)
        return
    for reading in readings:
        first, second = parts
        slips = (
            (reading.whole, reading.sum),
            (first, stated_value(reading.whole) - stated_value(second)),
            (second, stated_value(reading.whole) - stated_value(first)),
        )
        for figure, value in slips:
            if is_digit_swap(figure, value):
                yield _finding(article, reading, (f"{figure.words} -> {number(value)}",))
                return


def _compare_across_sentences(article: Article, index: Passages, figures: dict[int, list[Figure]]) -> Iterator[Outcome]:
    """The outcome for a number in the opening and what is added up later under the same verb."""
    for whole in (figure for row in figures.values() for figure in row):
        if whole.zone is not Zone.BODY or whole.kind is not Kind.COUNT or stated_value(whole) < MIN_TELLING_SUM:
            continue
        verbs = _words_before(index, whole)
        parts: list[Figure] = []
        said_also = False
        for number_ in range(whole.sentence + 1, whole.sentence + 1 + MAX_SENTENCES):
            sentence_counts = [f for f in figures.get(number_, ()) if f.kind is Kind.COUNT and may_be_part(f, whole)][
                :1
            ]
            if not sentence_counts:
                continue
            words = article.words(article.sentences[number_].span)
            also = bool(ALSO.search(words))
            same_verb = bool(verbs & {word.stem for word in index.sentences[number_]})
            is_bit = (same_verb and (also or LARGEST.search(words))) or (
                also and parts and number_ - parts[-1].sentence < 4
            )
            if is_bit and sentence_counts[0].noun and _may_be_addition(sentence_counts[0], whole, words):
                parts += sentence_counts
                said_also = said_also or also
        if len(parts) > 1 and said_also and verbs:
            yield from _outcomes(article, Breakdown(whole, tuple(parts)))


def _words_before(index: Passages, figure: Figure) -> set[str]:
    """The stems of the words in front of a figure that contain its verb."""
    position = index.word_index(figure)
    return {
        word.stem for word in index.sentences[figure.sentence] if 0 < position - word.word_index <= VERB_WORDS_BEFORE
    }


def _may_be_addition(part: Figure, whole: Figure, words: str) -> bool:
    """Whether `part` may be a part of `whole`: smaller, unless the text itself calls it the largest one."""
    return stated_value(part) < stated_value(whole) or bool(LARGEST.search(words))


def _outcomes(article: Article, reading: Breakdown) -> Iterator[Outcome]:
    """A tick where the additions make up the whole, a finding where they exceed it."""
    most, least = upper_bound(reading.whole), reading.total.low
    if adds_up(reading):
        yield from breakdown_outcomes(reading, article)
    elif most is not None and least is not None and least > most:
        yield _finding(article, reading, (f"{reading.whole.words} -> {number(reading.sum)}",))


def _finding(article: Article, reading: Breakdown, repairs: Sequence[str]) -> Finding:
    """The finding of additions that do not make up their whole."""
    row = format_sum([stated_value(part) for part in reading.parts])
    return Finding(
        Severity.WARNING,
        f"{row} = {number(reading.sum)}, and {with_noun(reading.whole, article)} is given as what they belong to.",
        reading.spans,
        f"{row} = {number(reading.sum)}, not {number(stated_value(reading.whole))}",
        tuple(repairs),
        f"Do these make up {with_noun(reading.whole, article)}, and if so which of the figures is right?",
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
