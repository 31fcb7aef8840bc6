"""Indexes the words of an article by sentence, to compare passages of two texts.

`context_similarity` is a share between 0 and 1: how much of the context of a statement of the target is also in the
context of a statement of the source. Words are weighted by inverse sentence frequency (rare words tell passages apart)
and by distance, and those of the statement's own sentence count more than those of its neighbours. Words are compared
by stem, so that "killing" matches "killed"; words for what happened to people are compared by their class, so that
"died" matches "dead" (`checks.outcome_events`).
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from checks.article_cache import cached_per_article
from checks.model import Article, Figure, Moment, Span
from checks.outcome_events import EVENT_OF_WORD
from checks.pattern import pattern

Statement = Figure | Moment


class Location(NamedTuple):
    """Any stretch of a text, as a candidate for `context_similarity`."""

    span: Span
    sentence: int


def locate(article: Article, span: Span) -> Location:
    """Returns the span with the index of the sentence in which it begins."""
    sentence_index = bisect_right(article.sentences, span.start, key=lambda sentence: sentence.span.end)
    return Location(span, min(sentence_index, len(article.sentences) - 1))


WORD = pattern(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

_STOP_WORD_LIST = """
a about above after again against all almost also although always am among an and another any are around as at
be because been before being between both but by came can come could did do does doing done down during each
either else even ever every few for from further get gets getting going got had has have having he her here hers
him himself his how however i if in including into is it its itself just last later least less like made make
makes making many may me might more most much must my near nearly new next no nor not now of off on once only
onto or other our out over own per put said same saying says say she should since so some still such take taken
than that the their them then there these they this those though through to told too took under until up upon us
very was we were what when where whether which while who whom whose why will with within without would yet you
your mr mrs ms dr sir january february march april june july august september october november december monday
tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight year years month months week
weeks day days one two three four five six seven eight nine ten eleven twelve hundred hundreds thousand
thousands million billion first second third per cent percent
"""
STOP_WORDS = frozenset(_STOP_WORD_LIST.split())
"""Words that do not distinguish passages. Numbers and dates are among them, since these are what is compared."""

IRREGULAR_FORMS = {
    form: stem
    for stem, forms in {
        "win": "won winning wins winner winners",
        "lose": "lost loses losing",
        "find": "found finds finding",
        "hold": "held holds holding",
        "sell": "sold sells selling sale sales",
        "buy": "bought buys buying",
        "fall": "fell fallen falls falling",
        "rise": "rose risen rises rising",
        "grow": "grew grown grows growing growth",
        "shoot": "shot shoots shooting shootings",
        "strike": "struck strikes striking",
        "steal": "stole stolen steals stealing",
        "begin": "began begun begins beginning",
        "meet": "met meets meeting",
        "pay": "paid pays paying payment payments",
        "lead": "led leads leading",
        "leave": "left leaves leaving",
        "fight": "fought fights fighting",
        "build": "built builds building",
        "spend": "spent spends spending",
        "send": "sent sends sending",
        "teach": "taught teaches teaching",
        "write": "wrote written writes writing",
        "drive": "drove driven drives driving",
        "break": "broke broken breaks breaking",
        "choose": "chose chosen chooses choosing choice",
        "run": "ran runs running",
        "child": "children",
        "person": "people persons",
        "woman": "women",
        "man": "men",
        "wife": "wives",
        "life": "lives",
        "beat": "beaten beats beating",
        "give": "gave given gives giving",
        "know": "knew known knows",
        "see": "saw seen sees seeing",
        "speak": "spoke spoken speaks speaking",
        "raise": "raised raises raising",
        "marry": "married marries marriage wedding",
        "arrive": "arrived arrives arriving arrival",
        "score": "scored scores scoring",
    }.items()
    for form in forms.split()
}

_ENDINGS = "ations ation ments ment ingly edly ings ing ies ied ers ors ed er or es ly s e y"
SUFFIXES = tuple(_ENDINGS.split())

HALF_WEIGHT_DISTANCE = 12
"""Distance in words from the statement at which a word of its own sentence counts half."""
PRECEDING_WEIGHT, FOLLOWING_WEIGHT = 0.3, 0.15
"""Weights of a word in the sentence before the statement's, and in the one after."""


@lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    """Returns an English word without its inflectional endings: "killings" and "killed" both give "kill"."""
    word = word.lower()
    if word[-2:] in ("'s", "’s"):
        word = word[:-2]
    word = IRREGULAR_FORMS.get(word, word)
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3 and not word.endswith("ss"):
            word = word[: -len(suffix)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
                word = word[:-1]
            return word
    return word


class Word(NamedTuple):
    """A content word: its stem, its offset in the text, and its index among all words of its sentence."""

    stem: str
    start: int
    word_index: int


class LocatedWords(NamedTuple):
    """The content words of a sentence, and the offsets of all its words."""

    content: tuple[Word, ...]
    starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Passages:
    """The content words of an article, sentence by sentence. Where they stand is read when a sentence is asked for."""

    article: Article
    stems: tuple[frozenset[str], ...]  # of each sentence
    weights: Mapping[str, float]  # stem -> inverse sentence frequency
    _words: dict[int, LocatedWords] = field(default_factory=dict)  # of the sentences asked for so far

    def words(self, sentence: int) -> LocatedWords:
        """Returns the words of the sentence with this index."""
        words = self._words.get(sentence)
        if words is None:
            words = self._words[sentence] = _located_words(self.article.text, self.article.sentences[sentence].span)
        return words

    def word_index(self, statement: Statement | Location) -> int:
        """Returns the index, within its sentence, of the word where a statement starts."""
        starts = self.words(statement.sentence).starts if statement.sentence < len(self.stems) else ()
        return bisect_left(starts, statement.span.start)

    def near(self, statement: Statement) -> dict[str, float]:
        """Returns the stems of a statement's sentence with their proximity to it: 1 beside it, down to a half."""
        if statement.sentence >= len(self.stems):
            return {}
        statement_index, found = self.word_index(statement), dict[str, float]()
        for word in self.words(statement.sentence).content:
            if not statement.span.start <= word.start < statement.span.end:
                found[word.stem] = max(found.get(word.stem, 0.0), _proximity(word.word_index - statement_index))
        return found


def _proximity(distance: int) -> float:
    """Returns 1 for a distance of 0 words, falling to a half at `HALF_WEIGHT_DISTANCE`."""
    return max(0.5, 1 - abs(distance) / (2 * HALF_WEIGHT_DISTANCE))


def _located_words(text: str, span: Span) -> LocatedWords:
    """Returns the words of a sentence with their offsets."""
    content: list[Word] = []
    starts: list[int] = []
    for index, match in enumerate(WORD.finditer(text, span.start, span.end)):
        start, end = match.span()
        starts.append(start)
        content_stem = _content_stem(text[start:end])
        if content_stem:
            content.append(Word(content_stem, start, index))
    return LocatedWords(tuple(content), tuple(starts))


@lru_cache(maxsize=1 << 15)
def _content_stem(word: str) -> str:
    """Returns the form in which a word is compared: the class of an outcome, or the stem; "" for stop words."""
    lower = word.lower()
    return "" if lower in STOP_WORDS or len(lower) < 2 else EVENT_OF_WORD.get(lower) or stem(lower)


@cached_per_article
def index_passages(article: Article) -> Passages:
    """Indexes the words of an article; kept for as long as the article."""
    text = article.text
    stated_in = {figure.sentence for figure in article.figures} | {moment.sentence for moment in article.moments}
    words: dict[int, LocatedWords] = {}
    found: list[frozenset[str]] = []
    for index, sentence in enumerate(article.sentences):
        if index in stated_in:  # it will be asked for
            words[index] = _located_words(text, sentence.span)
            found.append(frozenset([word.stem for word in words[index].content]))
        else:
            all_words = WORD.findall(text, sentence.span.start, sentence.span.end)
            found.append(frozenset(filter(None, map(_content_stem, all_words))))
    stems = tuple(found)
    sentences_with = Counter(chain.from_iterable(stems))
    total = len(stems) + 1
    weight_by_number = {number: math.log(total / number) + 0.3 for number in set(sentences_with.values())}
    return Passages(article, stems, {each: weight_by_number[number] for each, number in sentences_with.items()}, words)


@cached_per_article
def _postings(article: Article) -> Mapping[str, Sequence[tuple[int, int]]]:
    """Returns for each stem of an article where it stands, as (sentence index, word index)."""
    passages = index_passages(article)
    postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for sentence_index in range(len(passages.stems)):
        for word in passages.words(sentence_index).content:
            postings[word.stem].append((sentence_index, word.word_index))
    return postings


MAX_NEIGHBOURS = 12
"""Figures on either side that are considered: a sentence that is a table has thousands."""


def neighbouring_figures(figure: Figure, article: Article) -> list[Figure]:
    """Returns the figures of the same sentence in text order, at most `MAX_NEIGHBOURS` on either side."""
    position = bisect_left(article.figures, figure.span, key=lambda other: other.span)
    around = article.figures[max(0, position - MAX_NEIGHBOURS) : position + MAX_NEIGHBOURS + 1]
    return [other for other in around if other.sentence == figure.sentence and other.span != figure.span]


def context_similarity(
    target: Passages, statement: Statement, source: Passages, candidates: Iterable[Statement | Location]
) -> list[float]:
    """Returns for each candidate of the source how much of the context of `statement` in the target it shares, 0 to 1.

    Words that the source does not have at all are not counted. 0 where the target has no context.
    """
    target_weights = {
        word_stem: proximity * source.weights[word_stem]
        for word_stem, proximity in target.near(statement).items()
        if word_stem in source.weights
    }
    total = sum(target_weights.values())
    candidates = list(candidates)
    if not total:
        return [0.0] * len(candidates)
    postings = _postings(source.article)
    by_sentence: dict[int, dict[str, list[int]]] = defaultdict(dict)
    for word_stem in target_weights:
        for sentence, position in postings[word_stem]:
            by_sentence[sentence].setdefault(word_stem, []).append(position)
    scores = []
    for candidate in candidates:
        sentence_index = candidate.sentence
        best: dict[str, float] = {}
        candidate_index = source.word_index(candidate) if sentence_index in by_sentence else 0
        for word_stem, positions in by_sentence.get(sentence_index, {}).items():
            insertion = bisect_left(positions, candidate_index)  # only the nearest occurrences matter
            best[word_stem] = max(
                _proximity(position - candidate_index) for position in positions[max(0, insertion - 1) : insertion + 1]
            )
        for neighbour, weight in ((sentence_index - 1, PRECEDING_WEIGHT), (sentence_index + 1, FOLLOWING_WEIGHT)):
            for word_stem in by_sentence.get(neighbour, {}):
                best[word_stem] = max(best.get(word_stem, 0.0), weight)
        scores.append(sum(target_weights[word_stem] * weight for word_stem, weight in best.items()) / total)
    return scores
