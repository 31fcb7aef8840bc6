"""Decides whether a figure of the story may state the same fact as one of its headline, whatever the two values are."""

from __future__ import annotations

import re
from fractions import Fraction

from checks.digit_slips import Slip, slip_between
from checks.model import Article, Figure, Kind
from checks.pattern import pattern
from checks.rules.repeats._derived_figures import MIN_DERIVED
from checks.sameness import GENERIC_NOUNS, Sameness, compare_figures, counted_entity, counted_entity_in, is_person

OTHER_TIME = pattern(r"\b(?:last|previous|earlier) (?:month|year|week|season)\b|\b(?:19|20)\d\d\b|\bago\b")
VERB_OF_PERSONS = pattern(
    r" (?:held|arrested|charged|accused|questioned|detained|jailed|fined|convicted|sentenced|guilty|cleared|bailed"
    r"|freed|killed|dead|die|dies|died|drown\w*|feared|missing|hurt|injured|wounded|rescued|saved|escape\w*|flee|evacuated"
    r"|treated|hospitali[sz]ed|sacked|suspended|resign|quit|appear|deny|denies|admit|face|sought)\b"
)
"""Words after a headline's bare number for what only persons do or suffer: "Six held over theft of lambs"."""
ADDITIONAL_BEFORE = pattern(r"\b(?:another|further|other)\s[£$€]?$", re.IGNORECASE)
OTHERS_AFTER = pattern(r"^\s(?:others?|more)\b", re.IGNORECASE)
AND_COUNT = pattern(
    r"\b(?:and|,) (?:an?|one|two|three|the|his|her|their)\b(?! of (?:them|whom|these|those)\b)", re.IGNORECASE
)
WORDS_WITHOUT_EXACT_COUNT = frozenset(
    ("a couple", "couple", "a pair", "both", "several", "dozens", "hundreds", "thousands")
)
MAX_RATIO_DIGIT_LOST = 20
"""Largest ratio of the headline's and the story's value if a lost or swapped digit explains the difference."""
MAX_RATIO_SAME_THING = 6
"""Largest ratio of the two values if both count the same thing."""
MAX_RATIO_OTHERWISE = Fraction(9, 4)
"""Largest ratio of the two values in all other cases."""
RELATIVE_CLAUSE_OF_PLACE = pattern(r"[A-Z]\w*,? where [^.;:]*$")
LEAD_SENTENCES = 2  # sentences of the body that repeat what the headline says


def may_be_same_fact(article: Article, figure: Figure, other: Figure) -> bool:
    """Whether the story's figure may state what the headline's does; never for ranges and comparisons."""
    small, large = sorted((figure.value or 0, other.value or 0))
    sameness = compare_figures(figure, other)
    max_ratio = (
        MAX_RATIO_DIGIT_LOST
        if slip_between(figure, other)
        else MAX_RATIO_SAME_THING
        if sameness is Sameness.SAME
        else MAX_RATIO_OTHERWISE
    )
    if (
        large > max_ratio * small
        or other.words.lower() in WORDS_WITHOUT_EXACT_COUNT
        or _is_one_of_several(article, figure, other)
    ):
        return False
    text_before = article.text[max(0, other.span.start - 5) : other.span.start]
    if other.kind is Kind.NUMBER and text_before.endswith((" at ", "aged ")) and figure.kind is not Kind.NUMBER:
        return False  # "at 19, he joined"
    if figure.kind is Kind.COUNT and bool(figure.per) != bool(other.per):
        return False  # "18 buses" and "five buses an hour"
    if RELATIVE_CLAUSE_OF_PLACE.search(article.text, article.sentences[other.sentence].span.start, other.span.start):
        return False  # "In Elm Bluff, where unemployment is under 3 per cent"
    if other.sentence > figure.sentence + LEAD_SENTENCES + 1 and OTHER_TIME.search(
        article.text, article.sentences[other.sentence].span.start, other.span.start
    ):
        return False  # "walked out last month, when 96 flights were cancelled"
    if (
        other.is_range
        or figure.is_range
        or (sameness is Sameness.DIFFERENT and not _may_name_same_thing(figure, other))
    ):
        return False
    if sameness is Sameness.SAME:
        return True
    figure_thing, other_thing = counted_entity_in(article, figure), counted_entity_in(article, other)
    is_about_persons = figure.noun is None and VERB_OF_PERSONS.match(article.text, figure.span.end)
    if is_about_persons and other_thing.head and not is_person(other_thing.head):
        return False
    if figure_thing.event and other_thing.head and not is_person(other_thing.head):
        return False
    return not figure_thing.event or not other_thing.event or figure_thing.event == other_thing.event


def _may_name_same_thing(figure: Figure, other: Figure) -> bool:
    """Whether different nouns may name one thing: "185 violations" and "158 cases", digits swapped."""
    figure_thing, other_thing = counted_entity(figure), counted_entity(other)
    if figure_thing.event != other_thing.event or is_person(figure_thing.head) or is_person(other_thing.head):
        return False
    return (
        bool(figure_thing.modifiers & other_thing.modifiers)
        or slip_between(figure, other) is Slip.SWAP
        or other_thing.head in GENERIC_NOUNS
    )


def _is_one_of_several(article: Article, figure: Figure, other: Figure) -> bool:
    """Whether the story counts others as well: "Delhi and six other airports", "two men and a boy"."""
    sentence = article.sentences[other.sentence].span
    if ADDITIONAL_BEFORE.search(article.text[max(sentence.start, other.span.start - 12) : other.span.start]):
        return True
    text_after = article.text[other.span.end : sentence.end]
    if figure.kind not in (Kind.COUNT, Kind.NUMBER):
        return False  # "cost £6,360 more in March"
    is_small_part = (other.value or 0) < (figure.value or 0) <= MIN_DERIVED and figure.kind in (Kind.COUNT, Kind.NUMBER)
    return bool(OTHERS_AFTER.match(text_after)) or (is_small_part and bool(AND_COUNT.search(text_after)))
