"""Aligns a sentence, word by word, with the sentence of the article that it most likely comes from."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise

from summarizer.engines.abilities import JudgeSupport
from summarizer.engines.judgements.support import Claim
from summarizer.language.grounding import ArticleIndex, Grounding, content_stems, ground, normalized
from summarizer.language.parsing import ParsedSentence, is_content, parse

NEAREST = 4  # article sentences that share most words with a sentence, and are aligned with it
PASSAGES = 3  # of these, shown to a model with the sentence
MAX_TOKENS = 120  # of a sentence, aligned at most: the cost grows with the product of both lengths


class ParsedArticle:
    """An article with the parses of its sentences and of those compared with it; each text is parsed once.

    `judge_support` asks a model for the log-odds that passages support claims; None if the model cannot judge that.
    """

    def __init__(self, index: ArticleIndex, judge_support: JudgeSupport | None = None) -> None:
        self.index = index
        self._judge_support = judge_support
        self._judged: dict[Claim, float | None] = {}
        self._parsed: dict[str, ParsedSentence] = {}  # by text, with single spaces

    def parse(self, texts: Iterable[str]) -> list[ParsedSentence]:
        """The parses of the texts, as `parsing.parse` returns them; new texts are parsed in one batch."""
        keys = [" ".join(text.split()) for text in texts]
        missing = [key for key in dict.fromkeys(keys) if key not in self._parsed]
        self._parsed.update(zip(missing, parse(missing), strict=True))
        return [self._parsed[key] for key in keys]

    def sentence(self, number: int) -> ParsedSentence:
        """The sentence with this index into article.sentences."""
        return self.parse([self.text(number)])[0]

    def text(self, number: int) -> str:
        """The text of the sentence with this index into article.sentences."""
        return self.index.article.text_of(self.index.article.sentences[number].span)

    def nearest(self, text: str, shown: Sequence[int] | None = None) -> list[int]:
        """Indices of the NEAREST sentences that share most content words with `text`, by weight, the best first.

        `shown` are the sentences that may be chosen; None: the whole story.
        """
        stems = content_stems(text).keys()
        weights = self.index.stem_weights
        gains = [
            (sum(weights.get(stem, 0.0) for stem in sorted(stems & self.index.stems_by_sentence[number])), -number)
            for number in (self.index.story_sentences if shown is None else shown)
        ]
        return [-negated for gain, negated in heapq.nlargest(NEAREST, gains) if gain > 0]

    def ask(self, claims: Iterable[Claim]) -> None:
        """Asks the model about claims in one batch, which is faster; `model_odds` then has the answers."""
        asked = list(dict.fromkeys(claim for claim in claims if claim not in self._judged))
        if self._judge_support is not None and asked:
            answers = self._judge_support(asked)
            self._judged.update(zip(asked, answers if answers is not None else [None] * len(asked), strict=True))

    def model_odds(self, claim: Claim) -> float | None:
        """The model's log-odds that the article supports a claim; None without a model that can judge that."""
        self.ask([claim])
        return self._judged.get(claim)

    @cached_property
    def bigrams(self) -> frozenset[tuple[str, str]]:
        """All pairs of neighbouring words of the article, normalized."""
        return frozenset(pairwise(self.index.normalized_text.split()))

    @cached_property
    def trigrams(self) -> frozenset[tuple[str, str, str]]:
        """All triples of neighbouring words of the article, normalized."""
        words = self.index.normalized_text.split()
        return frozenset(zip(words, words[1:], words[2:], strict=False))


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """A sentence and its best source, with the pairs of tokens that form their longest common subsequence."""

    sentence: ParsedSentence
    source: ParsedSentence
    source_index: int  # into article.sentences; -1 if no sentence of the article shares a word
    pairs: tuple[tuple[int, int], ...]  # token indices in the sentence and the source; both ascend
    others: tuple[ParsedSentence, ...]  # the other nearest sentences of the article
    grounding: Grounding
    nearest: tuple[int, ...] = ()  # all nearest sentences (indices), the best first
    context: tuple[int, ...] = ()  # the sentence before its source, which may name who is meant, and the story's first

    @property
    def to_source(self) -> dict[int, int]:
        """The index of the source token of each aligned token."""
        return dict(self.pairs)

    @property
    def only_deletes(self) -> bool:
        """Whether it only deletes words: its content words and pronouns are all in the source, in the same order."""
        aligned = self.to_source
        return all(token.i in aligned for token in self.sentence.tokens if is_content(token) or token.pos_ == "PRON")


def align(
    sentences: Sequence[str], parsed_article: ParsedArticle, shown: Sequence[int] | None = None
) -> list[Alignment]:
    """Aligns each sentence with the one of its nearest sentences that has most of its words in the same order."""
    nearest = [parsed_article.nearest(text, shown) for text in sentences]
    near_texts = [parsed_article.text(number) for number in dict.fromkeys(chain.from_iterable(nearest))]
    parsed = parsed_article.parse([*sentences, *near_texts])[: len(sentences)]
    return [
        _best_alignment(sentence, numbers, parsed_article, shown)
        for sentence, numbers in zip(parsed, nearest, strict=True)
    ]


def _best_alignment(
    parsed: ParsedSentence, nearest: Sequence[int], parsed_article: ParsedArticle, shown: Sequence[int] | None
) -> Alignment:
    grounding = ground(parsed.text, parsed_article.index, shown)
    candidates = [
        (longest_common_subsequence(parsed.lemmas, parsed_article.sentence(number).lemmas), number)
        for number in nearest
    ]
    if not candidates:
        return Alignment(parsed, ParsedSentence("", (), ()), -1, (), (), grounding)
    pairs, best = max(candidates, key=lambda candidate: (len(candidate[0]), -nearest.index(candidate[1])))
    others = tuple(parsed_article.sentence(number) for number in nearest if number != best)
    allowed = parsed_article.index.story_sentences if shown is None else shown
    context = tuple(number for number in (best - 1, parsed_article.index.story_sentences[0]) if number in allowed)
    return Alignment(
        parsed, parsed_article.sentence(best), best, tuple(pairs), others, grounding, tuple(nearest), context
    )


def claim_of(alignment: Alignment, parsed_article: ParsedArticle) -> Claim:
    """A sentence with the passages that a model reads to judge it: the nearest ones and its context."""
    passages = sorted({*alignment.nearest[:PASSAGES], *alignment.context})
    return Claim(alignment.sentence.text, tuple(" ".join(parsed_article.text(number).split()) for number in passages))


def longest_common_subsequence(first: Sequence[str], second: Sequence[str]) -> list[tuple[int, int]]:
    """The index pairs of a longest common subsequence of the first MAX_TOKENS of each sequence.

    Of several, it is the one that skips items of `first` before items of `second`. Dynamic programming with a row of
    the table in one integer (Hyyrö, 2004): bit k of `rows[i]` is 0 where the longest subsequence that `first[i:]` and
    the last k + 1 items of `second` have in common is longer than with the last k.
    """
    first, second = first[:MAX_TOKENS], second[:MAX_TOKENS]
    columns = len(second)
    all_bits = (1 << columns) - 1
    places: defaultdict[str, int] = defaultdict(int)
    for column, word in enumerate(second):
        places[word] |= 1 << (columns - 1 - column)
    rows = [all_bits]
    for word in reversed(first):
        matched = rows[-1] & places[word]
        rows.append((rows[-1] + matched | rows[-1] - matched) & all_bits)
    rows.reverse()
    pairs: list[tuple[int, int]] = []
    row = column = 0
    while row < len(first) and column < columns:
        if first[row] == second[column]:
            pairs.append((row, column))
            row, column = row + 1, column + 1
            continue
        left = columns - column  # items of `second`
        is_as_long_without_row = _zeros(rows[row + 1], left) >= _zeros(rows[row], left - 1)
        row, column = (row + 1, column) if is_as_long_without_row else (row, column + 1)
    return pairs


def _zeros(bits: int, count: int) -> int:
    """The number of zeros among the lowest `count` bits."""
    return count - (bits & (1 << count) - 1).bit_count()


def normalized_words(text: str) -> list[str]:
    """The words of a text, normalized as in `ParsedArticle.bigrams`."""
    return normalized(text).split()
