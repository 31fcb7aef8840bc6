"""Finds the sentences of an article that a sentence comes from (its sources), and its words that they lack.

Small models invent names and events, and join halves of two stories. What is found here becomes features of the support
score (support/features.py) and the evidence of the guards. Words are compared by stem, as in `checks.passage_index`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum

from checks import passage_index
from checks.model import Article, Span, Zone
from checks.outcome_events import EVENT_OF_WORD
from checks.passage_index import STOP_WORDS, WORD, stem
from summarizer.language.chunking import story_sentences

MAX_SOURCES = 3
MIN_COVERAGE_GAIN = 0.08  # share of the sentence's content weight that a further source must add
MAX_STEM_WEIGHT = 3.0  # cap on the weight of a stem, and the weight of a stem that the article lacks

_CONNECTIVES = """
    according accordingly actually added adding addition additionally ahead allegedly already amid among apart became
    become becomes becoming besides called calls cited citing claimed claims clarified comes currently decided despite
    don't didn't doesn't hasn't isn't wasn't won't earlier earliest either eventually ever feature features finally
    following former formerly further furthermore gave gone got him including initially instead known latter likely
    meanwhile moreover nearby nearly notably noted number originally others outgoing part people previously reportedly
    reports reported recently regarding remain remains reveal revealed reveals several shared similarly situation
    stated states stating suggest suggests talking termed thereby things toward towards ultimately upcoming used
    using various wake way whereas
    """
CONNECTIVES = frozenset(_CONNECTIVES.split())
"""Words that connect facts and state none, so that they need no source in the article."""

_NAME = re.compile(r"\b[A-ZÀ-ÖØ-Þ][\w’']*(?:-[\w’']+)*")
_NAME_SUFFIXES = frozenset("s es n an ns ans ian i is ese ish y".split())
_CAPITALISED_RUN = re.compile(r"[A-Z][\w’'-]*(?: (?:(?:of|the|and|for|on|in) ){0,2}[A-Z][\w’'-]*)+")
_MAX_ACRONYM_WORDS = 6


@dataclass(frozen=True, slots=True)
class Grounding:
    """The sources of a sentence in an article, and how much of its content they cover."""

    stems: frozenset[str]  # of the sentence's content words
    sources: tuple[int, ...]  # indices into article.sentences, the one that covers most first
    coverage_of_two: float  # share, 0 to 1, of the content weight that the first two sources cover
    coverage_of_one: float  # share that the first source covers
    uncovered: int  # number of content words that neither of those two has
    unknown_names: tuple[str, ...]  # names that the article does not have in any form
    unknown_words: tuple[str, ...]  # content words that the article lacks, as spelled in the sentence


@dataclass(frozen=True, slots=True)
class ArticleIndex:
    """An article indexed for grounding. Promotions, bylines and captions support nothing."""

    article: Article
    story_sentences: tuple[int, ...]  # indices of the sentences that can be sources
    stems_by_sentence: tuple[frozenset[str], ...]  # stems of the content words of every sentence
    stem_weights: Mapping[str, float]  # of the stems in the story and its headline: the rarer, the higher
    vocabulary: frozenset[str]  # every word of the story and its headline, lower case
    acronyms: frozenset[str]  # of names of several words in the story and its headline, lower case
    normalized_text: str  # `normalized(article.text)` with a space at either end, for finding copies


def index_article(article: Article) -> ArticleIndex:
    """Indexes an article, once for all the sentences that are grounded in it."""
    passages = passage_index.index_passages(article)
    numbers = story_sentences(article)
    headlines = [number for number, sentence in enumerate(article.sentences) if sentence.zone is Zone.HEADLINE]
    indexed = [*headlines, *numbers]
    stems = frozenset[str]().union(*(passages.stems[number] for number in indexed))
    text = " ".join(article.text_of(article.sentences[number].span) for number in indexed)
    return ArticleIndex(
        article,
        numbers,
        passages.stems,
        {each: passages.weights[each] for each in stems},
        frozenset(part for word in _lowercase_words(text) for part in (word, *word.split("-"))),
        frozenset(acronyms(text)),
        f" {normalized(article.text)} ",
    )


def normalized(text: str) -> str:
    """The words of a text, ASCII letters and digits only, in lower case with a space between them."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def is_copied(sentence: str, index: ArticleIndex) -> bool:
    """Whether the article contains a sentence word for word."""
    return f" {normalized(sentence)} " in index.normalized_text


def content_stems(text: str) -> dict[str, str]:
    """The stems of a text's content words, in order, each with the first word that has it."""
    forms: dict[str, str] = {}
    for match in WORD.finditer(text):
        word = match.group().lower()
        if word not in STOP_WORDS and word not in CONNECTIVES and len(word) > 1:
            forms.setdefault(_stem(word), match.group())
    return forms


def ground(sentence: str, index: ArticleIndex, candidates: Iterable[int] | None = None) -> Grounding:
    """Finds the sources of a sentence greedily: each next one covers most of the content that is still uncovered.

    `candidates` are the indices of the sentences that may be sources; None: the whole story.
    """
    forms = content_stems(sentence)
    known = {each for each in forms if each in index.stem_weights}
    unknown = tuple(form for each, form in forms.items() if each not in known and form.lower() not in index.vocabulary)
    weights = {each: min(index.stem_weights.get(each, MAX_STEM_WEIGHT), MAX_STEM_WEIGHT) for each in forms}
    total = sum(weights.values())
    allowed = index.story_sentences if candidates is None else tuple(candidates)
    sources: list[int] = []
    left = set(known)
    coverage_of_two = coverage_of_one = 0.0
    while left and len(sources) < MAX_SOURCES:
        gains = [
            (fsum(weights[each] for each in left & index.stems_by_sentence[number]), -number)
            for number in allowed
            if number not in sources
        ]
        gain, negated = max(gains, default=(0.0, 0))  # ties go to the earliest in the article
        if gain < MIN_COVERAGE_GAIN * total:
            break
        coverage_of_one = coverage_of_one or gain / total
        sources.append(-negated)
        left -= index.stems_by_sentence[-negated]
        if len(sources) <= 2:
            coverage_of_two += gain / total
    covered = frozenset[str]().union(*(index.stems_by_sentence[number] for number in sources[:2]))
    return Grounding(
        frozenset(forms),
        tuple(sources),
        coverage_of_two,
        coverage_of_one,
        sum(each not in covered for each in forms),
        tuple(_unknown_names(sentence, index)),
        unknown,
    )


def source_spans(grounding: Grounding, article: Article) -> tuple[Span, ...]:
    """The spans of a grounding's sources in the article."""
    return tuple(article.sentences[number].span for number in grounding.sources)


def _unknown_names(sentence: str, index: ArticleIndex) -> Iterable[str]:
    """Capitalised words that the article does not have in any form: "India" covers "Indian", "United Nations" "UN".

    A sentence's first word is capitalised anyway; it counts unless it is plainly a common word.
    """
    for match in _NAME.finditer(sentence):
        word = re.sub(r"['’]s?$", "", match.group())
        lower = word.lower()
        if len(word) < 2 or lower in STOP_WORDS or lower in CONNECTIVES:
            continue
        if lower in index.vocabulary or lower in index.acronyms or _is_derived_name(lower, index.vocabulary):
            continue
        if all(part in index.vocabulary or part.isdigit() for part in lower.split("-")):
            continue
        is_first = not sentence[: match.start()].strip("\"'“‘( ")
        if is_first and (lower.endswith(("ly", "ing", "ed")) or _stem(lower) in index.stem_weights or "-" in lower):
            continue
        yield word


def _is_derived_name(lower: str, vocabulary: frozenset[str]) -> bool:
    """Whether a word, less a suffix of nationality or plural, is in the vocabulary: "Indians" from "India"."""
    return any(
        lower[:-cut] in vocabulary and lower[-cut:] in _NAME_SUFFIXES for cut in (1, 2, 3) if len(lower) - cut >= 4
    )


def acronyms(text: str) -> Iterable[str]:
    """The initials, in lower case, of any two to six words in a row of a name, with and without function words.

    "United Nations" gives "un", "Bank of England" both "be" and "boe".
    """
    for match in _CAPITALISED_RUN.finditer(text):
        words = match.group().split()
        for start in range(len(words)):
            for end in range(start + 2, min(len(words), start + _MAX_ACRONYM_WORDS) + 1):
                run = words[start:end]
                yield "".join(word[0] for word in run if word[0].isupper()).lower()
                yield "".join(word[0] for word in run).lower()


def _lowercase_words(text: str) -> Iterable[str]:
    for match in re.finditer(r"\w+(?:[-’']\w+)*", text.lower()):
        yield re.sub(r"['’]s?$", "", match.group())


def _stem(word: str) -> str:
    return EVENT_OF_WORD.get(word) or stem(word)
