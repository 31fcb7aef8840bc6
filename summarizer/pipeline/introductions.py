"""What a sentence presupposes: things and people such as "the study" and "Park" that the article introduced earlier."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from checks import names
from summarizer.language.grounding import ArticleIndex, content_stems
from summarizer.language.parsing import ParsedSentence

_DEFINITE = frozenset("the this that these those its their".split())
_SELF_EVIDENT = frozenset(
    "government president police army parliament senate congress economy world internet pope king weather sun year "
    "week month day time country state city people public media end start number rest case way".split()
)
"""Nouns that a reader can identify without an introduction."""
_REFERRING = frozenset("nsubj nsubjpass poss dobj pobj".split())


class Introductions:
    """Where an article first mentions each word."""

    def __init__(self, index: ArticleIndex) -> None:
        self._index = index

    @cached_property
    def _first_mention(self) -> Mapping[str, int]:
        """The index of the story's first sentence with each stem."""
        first: dict[str, int] = {}
        for number in self._index.story_sentences:
            for stem in self._index.stems_by_sentence[number]:
                first.setdefault(stem, number)
        return first

    def presupposed(self, parsed: ParsedSentence, source_index: int) -> frozenset[str]:
        """The stems of what a sentence presupposes whose source is the article's sentence with this index.

        These are definite nouns without a modifier after them, and names of one word, that an earlier sentence of the
        story has. Countries and what everybody knows are left out.
        """
        found: set[str] = set()
        for token in parsed.tokens:
            if token.dep_ not in _REFERRING or token.lower_ in _SELF_EVIDENT:
                continue
            children = list(token.children)
            if token.pos_ == "PROPN":
                is_bare = not any(child.dep_ in ("compound", "appos") for child in children)
                is_known = names.country_of(token.text) is not None
                refers = is_bare and not is_known
            else:
                is_definite = any(child.lower_ in _DEFINITE for child in children)
                is_modified = any(child.i > token.i and child.dep_ in ("prep", "relcl", "acl") for child in children)
                refers = token.pos_ == "NOUN" and is_definite and not is_modified
            if refers:
                stems = content_stems(token.text)
                found |= {stem for stem in stems if self._first_mention.get(stem, source_index) < source_index}
        return frozenset(found)
