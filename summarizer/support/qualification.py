"""Qualifications that a shortened sentence may not leave out: who says so, "alleged", "may", "at least", "if"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from summarizer.support.alignment import Alignment
from summarizer.support.features import ALLEGATIONS, CONDITIONS, MODALS, NEGATIONS, SPEECH

if TYPE_CHECKING:
    from spacy.tokens import Token

BOUNDS = frozenset(
    "least most about around nearly almost up over under more less fewer only except partly some".split()
)
"""Words that bound or approximate what follows: "at least 220", "only"."""
QUALIFIER_WINDOW = 3  # words before the first shared one within which "only" or "up to" still qualifies it


def changed_qualification(alignment: Alignment) -> str:
    """A qualifying word of the source that the sentence lacks, or a negation that only the sentence has; "" if none."""
    return next((str(token.text) for token in _changed_words(alignment)), "")


def changed_statement(alignment: Alignment) -> str:
    """As `changed_qualification`, but ignores participles that name a thing: "the campaign, called Orion"."""
    return next((str(token.text) for token in _changed_words(alignment) if not _is_naming(token)), "")


def _is_naming(token: Token) -> bool:
    return token.lower_ == "called" and token.tag_ == "VBN" and token.dep_ in ("acl", "advcl")


def _changed_words(alignment: Alignment) -> Iterator[Token]:
    """Yields the qualifying words that only one of the two has.

    In the source they count between the shared words and just before them; verbs of speaking count anywhere, as "police
    said" may come last.
    """
    source, sentence = alignment.source, alignment.sentence
    kept = [other for _, other in alignment.pairs]
    if not kept:
        return
    for token, lemma in zip(sentence.tokens, sentence.lemmas, strict=True):
        if lemma in NEGATIONS and lemma not in source.lemmas:
            yield token
    known = {*sentence.lemmas, *(token.lower_ for token in sentence.tokens)}
    has_speech = not known.isdisjoint(SPEECH)
    aligned = frozenset(kept)
    for token, lemma in zip(source.tokens, source.lemmas, strict=True):
        if token.i in aligned or lemma in known or token.lower_ in known:
            continue
        is_amid = kept[0] - QUALIFIER_WINDOW <= token.i < kept[-1]
        is_modal = token.tag_ == "MD" and token.lower_ in MODALS
        is_qualifying = lemma in ALLEGATIONS | CONDITIONS | NEGATIONS or is_modal or token.lower_ in BOUNDS
        if (is_amid and is_qualifying) or (lemma in SPEECH and token.pos_ == "VERB" and not has_speech):
            yield token
