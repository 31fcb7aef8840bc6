"""Parsed sentences: tokens, clauses and lemmas of one, cached; and those of a whole article as a draft's source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product

from checks.model import Zone
from summarizer.language.clauses import Clause, find_clauses
from summarizer.language.grounding import SourceIndex
from summarizer.language.lexicon import DIGITS_OF, SCALE_WORDS
from summarizer.language.tagging import Tag, Token, tag

MAX_WORDS_BETWEEN = 2  # content words between two that stand close together
MAX_WORDS_BETWEEN_ADJACENT = 1  # the same where they must be adjacent

QUOTED = re.compile(r"[\"“]([^\"“”]*)[\"”]")
"""Text in double quotation marks; group 1 is what stands inside."""
_CLAUSE_BREAKS = (Tag.VERB, Tag.RELATIVIZER, Tag.SUBORDINATOR)
_PHRASE_BREAKS = (*_CLAUSE_BREAKS, Tag.ADP, Tag.INFINITIVE_MARKER)
_QUOTATION_MARKS = ('"', "“", "”")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_LEADING_NUMBER = re.compile(r"[$£€]?(\d[\d,.]*)")


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """A sentence with its tokens and clauses."""

    words: tuple[Token, ...]  # its tokens, punctuation included
    clauses: tuple[Clause, ...]
    lemmas: frozenset[str]  # of its content words; and its years, as printed
    lowercase_words: frozenset[str]  # the text of every token in lower case
    quoted_indices: frozenset[int]  # indices of the tokens inside quotation marks


@lru_cache(maxsize=4096)
def parse(text: str) -> ParsedSentence:
    """Tags a sentence and finds its clauses."""
    tokens = tag(text)
    lemmas = frozenset(token.lemma for token in tokens if token.lemma) | frozenset(year_tokens(tokens))
    return ParsedSentence(
        tokens,
        tuple(find_clauses(tokens)),
        lemmas,
        frozenset(token.lower for token in tokens),
        frozenset(_quoted_indices(tokens)),
    )


def _quoted_indices(tokens: Sequence[Token]) -> Iterator[int]:
    inside = False
    for index, token in enumerate(tokens):
        if token.text in _QUOTATION_MARKS:
            inside = not inside
        elif inside:
            yield index


def year_tokens(tokens: Iterable[Token]) -> Iterator[str]:
    """The years from 1500 to 2099 among tokens, as printed."""
    return (token.text for token in tokens if token.tag is Tag.NUM and _YEAR.fullmatch(token.text))


def number_values(tokens: Iterable[Token]) -> Iterator[str]:
    """The numbers among tokens, for comparison: number words up to twenty in digits, no currency, separators or unit.

    Left out are scale words ("million") and "one", which is a pronoun as often.
    """
    for token in tokens:
        if token.tag is Tag.NUM and token.lower != "one" and token.lower not in SCALE_WORDS:
            digits = _LEADING_NUMBER.match(token.lower)
            yield digits[1].replace(",", "").rstrip(".") if digits else DIGITS_OF.get(token.lower, token.lower)


class ParsedSource:
    """The sentences of an article that may support a draft, each parsed when it is first looked at.

    `sentence_indices` are those that the draft's writer was shown. Indexing takes any index into article.sentences.
    """

    def __init__(self, index: SourceIndex, sentence_indices: Sequence[int]) -> None:
        self.index = index
        self.sentence_indices = sentence_indices

    def __getitem__(self, sentence_index: int) -> ParsedSentence:
        return parse(self.text(sentence_index))

    @cached_property
    def evidence_indices(self) -> tuple[int, ...]:
        """Indices of the story's sentences and the headline, whether the writer was shown them or not."""
        sentences = self.index.article.sentences
        headline = (number for number, sentence in enumerate(sentences) if sentence.zone is Zone.HEADLINE)
        return tuple(sorted({*headline, *self.index.story_sentences}))

    @cached_property
    def name_lemmas(self) -> frozenset[str]:
        """Lemmas of names in `sentence_indices`; a sentence's first word counts if it never stands in lower case."""
        names: set[str] = set()
        in_lower_case: set[str] = set()
        for sentence_index in self.sentence_indices:
            tokens = self[sentence_index].words
            names |= {token.lemma for token in tokens if token.tag is Tag.PROPN}
            names |= {token.lemma for token in tokens[:1] if token.tag is Tag.NOUN}
            in_lower_case |= {token.lemma for token in tokens if token.text.islower()}
        return frozenset(names - in_lower_case - {""})

    def text(self, sentence_index: int) -> str:
        """A sentence of the article with single spaces between its words."""
        return " ".join(self.index.article.words(self.index.article.sentences[sentence_index].span).split())

    def is_direct_speech(self, sentence_index: int, verb: str) -> bool:
        """Whether a sentence has no clause with this verb, a lemma, outside its direct speech."""
        article = self.index.article
        span = article.sentences[sentence_index].span
        unquoted, end = [], span.start
        for quotation in article.quotations:
            if quotation.overlaps(span):
                unquoted.append(article.text[end : max(end, quotation.start)])
                end = max(end, quotation.end)
        if not unquoted:
            return False
        unquoted.append(article.text[min(end, span.end) : span.end])
        return all(clause.verb != verb for clause in parse(" ".join(" ".join(unquoted).split())).clauses)

    def preceding(self, sentence_index: int, most: int = 2) -> Iterator[ParsedSentence]:
        """At most `most` sentences before one, the nearest first."""
        for earlier in range(sentence_index - 1, max(0, sentence_index - most) - 1, -1):
            yield self[earlier]


def co_occur(
    lemma: str, other: str, source: ParsedSource, *, same_entity: bool = False, adjacent: bool = False
) -> bool:
    """Whether two lemmas stand close together in a sentence of the article, with no clause boundary between them.

    `same_entity`: one of them is a name and no preposition, infinitive or, between two names, comma or "and" parts
    them, so that they may name one thing. `adjacent`: at most one content word stands between them; else two may.
    """
    most = MAX_WORDS_BETWEEN_ADJACENT if adjacent else MAX_WORDS_BETWEEN
    for sentence_index in source.sentence_indices:
        sentence = source[sentence_index]
        if lemma not in sentence.lemmas or other not in sentence.lemmas:
            continue
        lemma_indices = [index for index, token in enumerate(sentence.words) if token.lemma == lemma]
        other_indices = [index for index, token in enumerate(sentence.words) if token.lemma == other]
        for first, second in product(lemma_indices, other_indices):
            between = sentence.words[min(first, second) + 1 : max(first, second)]
            if same_entity and not _may_be_one_entity(sentence, first, second, source):
                continue
            is_parted = any(token.tag in _CLAUSE_BREAKS for token in between)
            if not is_parted and sum(bool(token.lemma) for token in between) <= most:
                return True
    return False


def _may_be_one_entity(sentence: ParsedSentence, first: int, second: int, source: ParsedSource) -> bool:
    """Whether two tokens, a name among them, may belong to one noun phrase."""
    if Tag.PROPN not in (sentence.words[first].tag, sentence.words[second].tag):
        return False
    breaks: tuple[Tag, ...] = _PHRASE_BREAKS
    if _is_name(sentence, first, source) and _is_name(sentence, second, source):
        breaks = (*breaks, Tag.PUNCT, Tag.CCONJ)  # two names in a list
    return not any(token.tag in breaks for token in sentence.words[min(first, second) + 1 : max(first, second)])


def _is_name(sentence: ParsedSentence, index: int, source: ParsedSource) -> bool:
    """Whether a token is a name; the first of a sentence, which has a capital anyway, if it is one elsewhere."""
    token = sentence.words[index]
    return token.tag is Tag.PROPN or (index == 0 and token.lemma in source.name_lemmas)
