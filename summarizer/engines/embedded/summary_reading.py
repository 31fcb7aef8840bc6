"""Tokens of a summary for the judges of its words, and which tokens each word has.

The model reads the headline, the sentences, and the sentences once more: attention is causal, so only at the second
reading do a word's hidden states depend on what follows it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from summarizer.engines.embedded.tuned_layers import Encode
from summarizer.engines.judgements.deletions import DependencyParse

HEADLINE_TOKENS, SENTENCE_TOKENS = 24, 90  # the most that are read of a headline and of each sentence
PLACE_SCALE = 20  # words: the unit in which lengths and distances are fed to the heads
DEPENDENCIES = (
    "ROOT", "acl", "acomp", "advcl", "advmod", "agent", "amod", "appos", "attr", "aux", "auxpass", "case", "cc",
    "ccomp", "compound", "conj", "csubj", "csubjpass", "dative", "dep", "det", "dobj", "expl", "intj", "mark", "meta",
    "neg", "nmod", "npadvmod", "nsubj", "nsubjpass", "nummod", "oprd", "parataxis", "pcomp", "pobj", "poss", "preconj",
    "predet", "prep", "prt", "punct", "quantmod", "relcl", "xcomp",
)  # fmt: skip
"""The labels that the heads were trained with; any other counts as "dep"."""
_DEPENDENCY_INDEX = {label: index for index, label in enumerate(DEPENDENCIES)}


@dataclass(frozen=True, slots=True)
class SentenceTokens:
    """The tokens of a sentence's words at the second reading, and the words' dependencies.

    The lists have an entry for each word that is read, without punctuation marks. Tokens are indices into those of the
    whole text.
    """

    words: list[int]  # indices in the sentence
    first: list[int]  # each word's first token
    last: list[int]  # each word's last token
    heads: list[int]  # for each word the entry of the word that it depends on; its own where that has none
    dependencies: list[int]  # indices into DEPENDENCIES
    start: int  # the sentence's first token
    end: int  # the token after its last
    opens: bool  # whether it is the first sentence of the summary

    def states(self, states: Any) -> tuple[Any, Any]:
        """Returns the state of each word, (words, size), and of the sentence, (size), from those of all tokens."""
        words = (states[self.first] + states[self.last]) / 2
        return words, (states[self.start : self.end].mean(0) + states[self.end - 1]) / 2


def read_summary(
    encode: Encode, headline: str, sentences: Sequence[DependencyParse]
) -> tuple[list[int], list[SentenceTokens]]:
    """Returns the token ids of a headline and its sentences, twice, and the words of each sentence.

    Words beyond SENTENCE_TOKENS are left out.
    """
    line_end = encode("\n")[0]
    token_ids = [*encode(headline)[0][:HEADLINE_TOKENS], *line_end] if headline else []
    encoded = [encode(sentence.text) for sentence in sentences]
    for tokens, _ in encoded:
        token_ids += [*tokens[:SENTENCE_TOKENS], *line_end]
    words_of_sentences: list[SentenceTokens] = []
    for sentence, (tokens, offsets) in zip(sentences, encoded, strict=True):
        start = len(token_ids)
        tokens, offsets = tokens[:SENTENCE_TOKENS], offsets[:SENTENCE_TOKENS]
        token_ids += [*tokens, *line_end]
        words_of_sentences.append(_tokenized_words(sentence, offsets, start, opens=not words_of_sentences))
    return token_ids, words_of_sentences


def _tokenized_words(
    sentence: DependencyParse, offsets: Sequence[tuple[int, int]], start: int, *, opens: bool
) -> SentenceTokens:
    """Returns the words that have a letter or digit. `start` is the first token, `offsets` are those of all tokens."""
    tokens_of = tokens_of_words(sentence.text, sentence.words, offsets, start)
    words = [
        word
        for word, (word_start, word_end) in enumerate(sentence.words)
        if tokens_of[word] and any(character.isalnum() for character in sentence.text[word_start:word_end])
    ]
    entries = {word: entry for entry, word in enumerate(words)}
    return SentenceTokens(
        words,
        [tokens_of[word][0] for word in words],
        [tokens_of[word][-1] for word in words],
        [entries.get(sentence.heads[word], entries[word]) for word in words],
        [_DEPENDENCY_INDEX.get(sentence.dependencies[word], _DEPENDENCY_INDEX["dep"]) for word in words],
        start,
        start + len(offsets),
        opens,
    )


def tokens_of_words(
    text: str, words: Sequence[tuple[int, int]], offsets: Sequence[tuple[int, int]], first_token: int
) -> list[list[int]]:
    """Returns for each word the indices of the tokens that overlap it; those of the text begin at `first_token`.

    Words and tokens (`offsets`) are (start, end) offsets into `text`, in ascending order.
    """
    tokens: list[list[int]] = [[] for _ in words]
    word_starts = [start for start, _ in words]
    for index, (start, end) in enumerate(offsets):
        while start < end and text[start] == " ":
            start += 1
        for word in range(max(0, bisect_right(word_starts, start) - 1), len(word_starts)):
            if word_starts[word] >= end:
                break
            if words[word][1] > start:
                tokens[word].append(first_token + index)
    return tokens
