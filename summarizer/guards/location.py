"""A place that the article has only as a modifier: "in Torley" from "a Torley high court order".

Not a guard of its own: clause_support.py asks it. Small models take such a name for the place where something happens.
A draft may have "in" before a name only if the article somewhere has that name by itself, with no noun after it that it
might modify.
"""

from __future__ import annotations

from itertools import takewhile

from summarizer.language.parsing import ParsedSentence, ParsedSource
from summarizer.language.tagging import Tag, Token

_PLACE_PREPOSITIONS = frozenset("in at near outside across from into".split())


def unsupported_location(draft: ParsedSentence, source: ParsedSource) -> str:
    """A place of a sentence, with its preposition, that the article only has as a modifier; empty where none."""
    for index, word in enumerate(draft.words):
        if word.lower not in _PLACE_PREPOSITIONS or word.tag is not Tag.ADP or index in draft.quoted_indices:
            continue
        name = list(takewhile(lambda token: token.tag is Tag.PROPN, draft.words[index + 1 :]))
        last = index + len(name)
        if not name or not name[-1].lemma or _is_modifier(draft, last) or _is_possessive(draft, last):
            continue
        if _is_always_modifier(name[-1], source):
            return f"{word.lower} {' '.join(token.text for token in name)}"
    return ""


def _is_always_modifier(name: Token, source: ParsedSource) -> bool:
    """Whether the article has the name, and never without a noun after it."""
    mentions = [
        _is_modifier(sentence, index)
        for sentence in (source[sentence_index] for sentence_index in source.evidence_indices)
        for index, word in enumerate(sentence.words)
        if word.lemma == name.lemma and word.text[0].isupper()
    ]
    return bool(mentions) and all(mentions)


def _is_modifier(sentence: ParsedSentence, index: int) -> bool:
    """Whether the word is followed by a noun or name, which it may modify."""
    return any(word.tag in (Tag.NOUN, Tag.PROPN) and word.lemma for word in sentence.words[index + 1 : index + 2])


def _is_possessive(sentence: ParsedSentence, index: int) -> bool:
    return any(word.lower == "'s" for word in sentence.words[index + 1 : index + 2])
