"""How the model reads a summary's sentences whose words it judges, and where these stand among the tokens.

It reads the headline, the sentences, and the sentences once more: at the second reading each word has seen what follows
it, though the model only looks back.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from summarizer.engines.embedded.tuned_layers import Encode
from summarizer.engines.judgements.deletions import DependencyParse

HEADLINE_TOKENS, SENTENCE_TOKENS = 24, 90  # that are read, at most
PLACE_SCALE = 20  # words; the place of a word so far into its sentence is 1
DEPENDENCIES = (
    "ROOT", "acl", "acomp", "advcl", "advmod", "agent", "amod", "appos", "attr", "aux", "auxpass", "case", "cc",
    "ccomp", "compound", "conj", "csubj", "csubjpass", "dative", "dep", "det", "dobj", "expl", "intj", "mark", "meta",
    "neg", "nmod", "npadvmod", "nsubj", "nsubjpass", "nummod", "oprd", "parataxis", "pcomp", "pobj", "poss", "preconj",
    "predet", "prep", "prt", "punct", "quantmod", "relcl", "xcomp",
)  # fmt: skip
"""The labels that the head has learned; another counts as "dep"."""
_LABELS = {label: number for number, label in enumerate(DEPENDENCIES)}


@dataclass(frozen=True, slots=True)
class WordPlaces:
    """Where the words of a sentence stand among the tokens, at the second reading.

    `words`, `first`, `last` and `heads` have an entry a word, marks left out: its index in the sentence, its first and
    last token, and the entry of the word that it depends on.
    """

    words: list[int]
    first: list[int]
    last: list[int]
    heads: list[int]
    dependencies: list[int]  # indices into DEPENDENCIES
    start: int  # the sentence's first token
    end: int  # the one after its last
    opens: bool  # whether it is the first of the summary

    def states(self, states: Any) -> tuple[Any, Any]:
        """The state of each word, (words, size), and of the whole sentence, (size), from those of all tokens."""
        words = (states[self.first] + states[self.last]) / 2
        return words, (states[self.start : self.end].mean(0) + states[self.end - 1]) / 2


def read_summary(
    encode: Encode, headline: str, sentences: Sequence[DependencyParse]
) -> tuple[list[int], list[WordPlaces]]:
    """The token ids of a headline and of the sentences below it, twice, and where the words of each stand.

    Words beyond SENTENCE_TOKENS have no place.
    """
    line_end = encode("\n")[0]
    token_ids = [*encode(headline)[0][:HEADLINE_TOKENS], *line_end] if headline else []
    encoded = [encode(sentence.text) for sentence in sentences]
    for tokens, _ in encoded:
        token_ids += [*tokens[:SENTENCE_TOKENS], *line_end]
    places: list[WordPlaces] = []
    for sentence, (tokens, offsets) in zip(sentences, encoded, strict=True):
        start = len(token_ids)
        tokens, offsets = tokens[:SENTENCE_TOKENS], offsets[:SENTENCE_TOKENS]
        token_ids += [*tokens, *line_end]
        places.append(_places(sentence, offsets, start, opens=not places))
    return token_ids, places


def _places(sentence: DependencyParse, offsets: Sequence[tuple[int, int]], start: int, *, opens: bool) -> WordPlaces:
    """Where its words stand that have a letter or digit; `start` is its first token, `offsets` are its tokens'."""
    tokens_of = tokens_of_words(sentence.text, sentence.words, offsets, start)
    words = [
        word
        for word, (first, last) in enumerate(sentence.words)
        if tokens_of[word] and any(mark.isalnum() for mark in sentence.text[first:last])
    ]
    entries = {word: entry for entry, word in enumerate(words)}
    return WordPlaces(
        words,
        [tokens_of[word][0] for word in words],
        [tokens_of[word][-1] for word in words],
        [entries.get(sentence.heads[word], entries[word]) for word in words],
        [_LABELS.get(sentence.dependencies[word], _LABELS["dep"]) for word in words],
        start,
        start + len(offsets),
        opens,
    )


def tokens_of_words(
    text: str, words: Sequence[tuple[int, int]], offsets: Sequence[tuple[int, int]], first: int
) -> list[list[int]]:
    """For each word the indices of the tokens that overlap it; `first` is that of the text's first token.

    Words and tokens are offsets into `text`, in ascending order.
    """
    found: list[list[int]] = [[] for _ in words]
    starts = [start for start, _ in words]
    for number, (start, end) in enumerate(offsets):
        while start < end and text[start] == " ":
            start += 1
        for word in range(max(0, bisect_right(starts, start) - 1), len(starts)):
            if starts[word] >= end:
                break
            if words[word][1] > start:
                found[word].append(first + number)
    return found
