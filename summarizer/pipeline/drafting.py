"""Drafts of a text that fits into one prompt: the most likely one by beam search, and samples that share its prompt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, pairwise

import checks
from checks.dictionary import NO_DICTIONARY, Dictionary
from checks.model import Article
from summarizer.engines.interface import Engine, Finish, Generation, Options
from summarizer.language.chunking import Chunk
from summarizer.language.grounding import normalized
from summarizer.limits import MAX_SENTENCES
from summarizer.pipeline.result import Draft, Form

DEFAULT_SENTENCES = 3
ADDED_WITHIN = 120
"""Words of a summary of four sentences up to which it is printed in place of the three that an editor would likeliest
print: readers preferred it in 62 readings of 90 up to 95 words, in 94 of 197 above 100. Where the best three are the
first three of the story, they would rather have the likeliest four of up to 140 words, blind, in 45 rankings of 76."""
WORDS_PER_SENTENCE = 15  # asked for where the user sets no limit on words
LOG_PROBABILITY_WEIGHT = 0.2  # worth, when drafts are ranked, of one unit of mean log-probability per token
RARE_FIGURE_PENALTY = 0.2  # cost of each figure that hardly any other draft has, on the same scale
RARE_FIGURE_SHARE = 0.15  # a figure is rare in at most this share of the other drafts: one of ten
FEW_DRAFTS = 4  # with at most so many drafts no figure counts as rare
NO_REPEAT_NGRAM = 4  # tokens: no n-gram of this length occurs twice in a draft
VOTING_SAMPLES = 4  # of a text whose drafts only say what matters in it: more find nothing that editors would pick
TEMPERATURE, TOP_P = 0.5, 0.9  # of the samples: beam search copies the article's sentences, samples rephrase them

_DIGITS = re.compile(r"\d(?:[\d,.]*\d)?")


@dataclass(frozen=True, slots=True)
class Limits:
    """The most sentences and words that a summary may have. Raises ValueError for a limit below one.

    With `may_add`, a sentence more is allowed where all of them together have at most ADDED_WITHIN words.
    """

    sentences: int = DEFAULT_SENTENCES
    words: int | None = None
    may_add: bool = False

    def __post_init__(self) -> None:
        if self.sentences < 1 or (self.words is not None and self.words < 1):
            raise ValueError("a summary has at least one sentence and one word")

    @classmethod
    def of(cls, sentences: int | None, words: int | None) -> Limits:
        """Limits that somebody set; where none is, there are three sentences, or four short ones.

        Where only the words are limited, and there is room for more than these, there are as many as fit.
        """
        if sentences is None and words is not None and words > ADDED_WITHIN:
            return cls(MAX_SENTENCES, words)
        if sentences is None:
            return cls(words=words, may_add=words is None)
        return cls(sentences, words)

    def allow(self, sentences: int, words: int) -> bool:
        """Whether a summary may have so many sentences and words."""
        added = int(self.may_add and words <= ADDED_WITHIN)
        return sentences <= self.sentences + added and (self.words is None or words <= self.words)

    @property
    def is_tight(self) -> bool:
        """Whether words are so few that each sentence has to be worth its own."""
        return self.words is not None and self.words <= ADDED_WITHIN

    @property
    def requested_words(self) -> int:
        """The limit on words that the prompt states: a multiple of ten, as in training."""
        words = self.sentences * WORDS_PER_SENTENCE
        if self.words is not None:
            words = min(words, self.words)
        return max(10, words // 10 * 10)


def prompt_for(engine: Engine, part: Chunk, limits: Limits) -> str:
    """The prompt that asks for a summary of one part within the limits."""
    return engine.summary_prompt(part.text, sentences=limits.sentences, words=limits.requested_words)


def sample_count(engine: Engine, limits: Limits, form: Form) -> int:
    """How many samples to draw of one article.

    Short of words, drafts are printed, and among more of them is a better one. Elsewhere they vote on the article's own
    sentences.
    """
    is_short = limits.is_tight or form is not Form.SUMMARY
    return engine.default_samples if is_short else min(VOTING_SAMPLES, engine.default_samples)


def write_drafts(engine: Engine, part: Chunk, limits: Limits, samples: int, seed: int) -> list[Draft]:
    """Drafts of one part: the most likely one and `samples`, the one with the highest consensus first."""
    beam = beam_options(engine, limits)
    sampling = replace(beam, beams=1, temperature=TEMPERATURE, top_p=TOP_P)
    prompt = prompt_for(engine, part, limits)
    by_prompt = engine.generate([prompt, prompt], n=[1, samples], options=[beam, sampling], seed=seed)
    return by_consensus([to_draft(generation) for generations in by_prompt for generation in generations])


def write_single_drafts(engine: Engine, parts: Sequence[Chunk], limits: Limits, seed: int) -> list[Draft]:
    """The most likely draft of each part, decoded in one batch."""
    prompts = [prompt_for(engine, part, limits) for part in parts]
    by_prompt = engine.generate(prompts, options=beam_options(engine, limits), seed=seed)
    return [to_draft(generations[0]) for generations in by_prompt]


def beam_options(engine: Engine, limits: Limits) -> Options:
    """The model's own decoding options without sampling, with a length that fits the limits and without loops."""
    max_tokens = 24 + 2 * limits.requested_words
    defaults = engine.defaults
    return replace(
        defaults,
        max_tokens=max_tokens,
        min_tokens=min(defaults.min_tokens, max_tokens // 3),
        temperature=0.0,
        no_repeat_ngram=defaults.no_repeat_ngram or NO_REPEAT_NGRAM,
    )


@lru_cache(maxsize=64)
def read_draft(text: str, dictionary: Dictionary) -> Article:
    """A draft as `checks` reads it; those read last are kept, because a draft is ranked first and verified then."""
    return checks.read(text, dictionary=dictionary)


def by_consensus(drafts: Sequence[Draft]) -> list[Draft]:
    """The draft that agrees best with the others, then the rest in the given order.

    Minimum Bayes risk decoding (Kumar and Byrne, 2004) with an F1 over unigrams and bigrams as the similarity: what
    several samples say is less often invented than what the single most likely text says. That holds of figures most
    of all, so a figure that hardly any other draft has counts against its draft.
    """

    def ngrams(text: str) -> Counter[tuple[str, ...]]:
        words = normalized(text).split()
        return Counter([*((word,) for word in words), *pairwise(words)])

    counts = [ngrams(draft.text) for draft in drafts]
    figures = [_figures(draft.text) for draft in drafts]
    others = max(1, len(drafts) - 1)

    def similarity(first: Counter[tuple[str, ...]], second: Counter[tuple[str, ...]]) -> float:
        return 2 * (first & second).total() / max(1, first.total() + second.total())

    similarities = {
        (k, other): similarity(counts[k], counts[other]) for k, other in combinations(range(len(counts)), 2)
    }

    def score(number: int) -> tuple[float, int]:
        """Expected similarity with corrections; of equal drafts the earlier one is preferred."""
        total = sum(similarities[min(number, k), max(number, k)] for k in range(len(drafts)) if k != number)
        shares = ((sum(figure in other for other in figures) - 1) / others for figure in figures[number])
        rare = sum(share <= RARE_FIGURE_SHARE for share in shares) if len(drafts) > FEW_DRAFTS else 0
        value = total / others
        value += LOG_PROBABILITY_WEIGHT * drafts[number].score
        value -= drafts[number].cut_off
        value -= RARE_FIGURE_PENALTY * rare
        return value, -number

    best = max(range(len(drafts)), key=score)
    return [drafts[best], *(draft for number, draft in enumerate(drafts) if number != best)]


def _figures(text: str) -> set[str]:
    """The figures of a text as they are written, in lower case, and the numbers in its dates."""
    return {figure.words.lower() for figure in read_draft(text, NO_DICTIONARY).figures} | set(_DIGITS.findall(text))


def to_draft(generation: Generation) -> Draft:
    """A generation as a draft; one that did not end by itself is marked as cut off."""
    return Draft(generation.text.strip(), generation.finish is not Finish.STOP, generation.score)
