"""What a shortened sentence may not leave out: who says so, "alleged", "may", "only", "at least", "if"."""

from __future__ import annotations

from summarizer.support.alignment import Alignment
from summarizer.support.features import ALLEGATIONS, CONDITIONS, MODALS, NEGATIONS, SPEECH

BOUNDS = frozenset(
    "least most about around nearly almost up over under more less fewer only except partly some".split()
)
"""Words that bound or approximate what follows: "at least 220", "only"."""


NEAR = 3  # words before the first that the two share in which "only" or "up to" still belongs to it


def changed_qualification(alignment: Alignment) -> str:
    """A word of the source that qualifies what the sentence says and that it lacks, or its own "not"; else empty.

    Looked for amid the words that the two share and just before them, and for verbs of speaking anywhere in the source,
    as "police said" may come last.
    """
    source, sentence = alignment.source, alignment.sentence
    kept = [other for _, other in alignment.pairs]
    if not kept:
        return ""
    for token, lemma in zip(sentence.tokens, sentence.lemmas, strict=True):
        if lemma in NEGATIONS and lemma not in source.lemmas:
            return str(token.text)
    known = {*sentence.lemmas, *(token.lower_ for token in sentence.tokens)}
    speaks = not known.isdisjoint(SPEECH)
    aligned = frozenset(kept)
    for token, lemma in zip(source.tokens, source.lemmas, strict=True):
        if token.i in aligned or lemma in known or token.lower_ in known:
            continue
        is_amid = kept[0] - NEAR <= token.i < kept[-1]
        is_modal = token.tag_ == "MD" and token.lower_ in MODALS
        if is_amid and (lemma in ALLEGATIONS | CONDITIONS | NEGATIONS or is_modal or token.lower_ in BOUNDS):
            return str(token.text)
        if lemma in SPEECH and token.pos_ == "VERB" and not speaks:
            return str(token.text)
    return ""
