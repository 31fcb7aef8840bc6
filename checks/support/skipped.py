"""Recognises figures that state nothing a source could support: "one", item numbers, a half of a match, adverts."""

from __future__ import annotations

import re

from checks.model import Article, Figure, Kind, Zone
from checks.pattern import pattern
from checks.support.verdict import COUNTS

WORDS_ABOUT_TEXT = pattern(
    r"\b(?:passages?|summary|summari[sz]es?|article|text|key points?|document|entit(?:y|ies))\b"
    r"|^\W*(?:the )?(?:first|second|third)\b|\b(?:the (?:first|second|third)) is\b",
    re.IGNORECASE,
)
DASH_BETWEEN_NUMBERS = pattern(r"\w[-–]\w")
WORD_BEFORE_HALF = pattern(r"\b(?:first|second|opening) ?-? ?$", re.IGNORECASE)
MAX_PART_NUMBER = 4
"""Largest number in "the summary has three parts" or "the second passage"."""
LIST_MARKER_END = pattern(r"[.)]\s")


def skip_reason(figure: Figure, target: Article) -> str:
    """Why a figure states nothing that a source could support; "" if it can be checked."""
    if figure.kind is Kind.UNREAD:
        return figure.reason or "not understood"
    if figure.kind is Kind.NAME:
        return "a name or code"
    if figure.value is None:
        return "no value"
    if figure.zone is Zone.PROMO:
        return "navigation or advertising"
    if (
        figure.is_range
        and figure.second is not None
        and figure.second < figure.value
        and DASH_BETWEEN_NUMBERS.search(figure.words)
    ):
        return "not understood"
    word = figure.words.lower()
    if word in ("one", "1", "first", "1st", "once") or (figure.kind is Kind.ORDINAL and figure.value == 1):
        return "says little by itself"
    line_start = target.text[target.text.rfind("\n", 0, figure.span.start) + 1 : figure.span.start]
    if not line_start.strip(" (-*•") and LIST_MARKER_END.match(target.text, figure.span.end):
        return "the number of a list's item"
    if figure.kind is Kind.ORDINAL and figure.noun is not None and figure.noun.head == "half":
        return "a half of a match"
    if word == "half" and WORD_BEFORE_HALF.search(target.text[max(0, figure.span.start - 12) : figure.span.start]):
        return "a half of a match"
    sentence = target.sentences[figure.sentence].span
    if (
        figure.value <= MAX_PART_NUMBER
        and figure.kind in (*COUNTS, Kind.ORDINAL)
        and WORDS_ABOUT_TEXT.search(target.text_of(sentence))
    ):
        return "speaks of the text itself"
    return ""
