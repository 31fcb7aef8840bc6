"""Words that a draft dropped: "Docks at the port are closed" for "The docks at the port were closed".

Small models leave out articles, auxiliaries and prepositions between words that they copy. Where a draft has two
neighbouring words of its source and the source has nothing but function words between them, these are put back.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from summarizer.support.alignment import Alignment

if TYPE_CHECKING:
    from spacy.tokens import Token

MAX_GAP = 2  # function words in a row that are put back
OPENING_PARTS = frozenset(("DET", "NUM"))  # "Twelve countries took part": the count goes with the article
FUNCTION_PARTS = frozenset(("DET", "AUX", "PART", "ADP"))


def with_function_words(alignment: Alignment) -> str:
    """The sentence with the function words that its source has between the same words."""
    sentence, source = alignment.sentence.tokens, alignment.source.tokens
    before: dict[int, str] = {}  # what goes before a token of the sentence
    pairs = alignment.pairs
    for (one, other), (next_one, next_other) in pairwise(pairs):
        gap = source[other + 1 : next_other]
        if next_one == one + 1 and 0 < len(gap) <= MAX_GAP and all(map(_is_function_word, gap)):
            before[next_one] = "".join(token.text_with_ws for token in gap)
    if pairs and pairs[0] == (0, 1) and source[0].pos_ in OPENING_PARTS:
        before[0] = source[0].text_with_ws
    if not before:
        return alignment.sentence.text
    text = ""
    for token in sentence:
        added = before.get(token.i, "")
        if added and text and not text[-1].isspace():
            return alignment.sentence.text  # within a compound: "state's" and the like
        word = token.text_with_ws
        if token.i == 0 and added and source[1].text[:1].islower():
            word = word[:1].lower() + word[1:]
        text += added + word
    return text


def _is_function_word(token: Token) -> bool:
    return token.pos_ in FUNCTION_PARTS and token.dep_ != "neg"
