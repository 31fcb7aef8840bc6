"""Drafts of a text that fits into one prompt: the most likely one, and samples from the same prompt.

The most likely draft is decoded greedily by the embedded model and by models on servers, and by beam search where a
Hugging Face model's makers recommend that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import combinations, pairwise

import checks
from checks.dictionary import NO_DICTIONARY, Dictionary
from checks.model import Article
from summarizer.engines.interface import Engine, Finish, Generation, Options
from summarizer.language.chunking import Chunk
from summarizer.language.grounding import normalized
from summarizer.limits import Limits
from summarizer.pipeline.result import Draft, Form

LOG_PROBABILITY_WEIGHT = 0.2  # of the mean log-probability per token, added to a draft's mean similarity (0 to 1)
RARE_FIGURE_PENALTY = 0.2  # on the same scale, for each figure that hardly any other draft has
RARE_FIGURE_SHARE = 0.15  # a figure is rare in at most this share of the other drafts: one of ten
FEW_DRAFTS = 4  # up to which no figure counts as rare
NO_REPEAT_NGRAM = 4  # tokens: no n-gram of this length occurs twice in a draft
VOTING_SAMPLES = 4  # where drafts only vote on the article's sentences: more samples add nothing
TEMPERATURE, TOP_P = 0.5, 0.9  # of the samples: the most likely draft copies the article, samples rephrase it

_DIGITS = re.compile(r"\d(?:[\d,.]*\d)?")


def prompt_for(engine: Engine, part: Chunk, limits: Limits) -> str:
    """The prompt that asks for a summary of one part within the limits."""
    return engine.summary_prompt(part.text, sentences=limits.sentences, words=limits.requested_words)


def sample_count(engine: Engine, limits: Limits, form: Form) -> int:
    """The number of samples to draw for one article.

    Under a tight limit on words, or for a headline, drafts are printed, and the best of many beats the best of few.
    Otherwise they only vote on the article's own sentences, for which VOTING_SAMPLES are enough.
    """
    is_short = limits.is_tight or form is not Form.SUMMARY
    return engine.default_samples if is_short else min(VOTING_SAMPLES, engine.default_samples)


def write_drafts(engine: Engine, part: Chunk, limits: Limits, samples: int, seed: int) -> list[Draft]:
    """Drafts of one part: the most likely one and `samples`, the one with the highest consensus first."""
    options = draft_options(engine, limits)
    sampling = replace(options, beams=1, temperature=TEMPERATURE, top_p=TOP_P)
    prompt = prompt_for(engine, part, limits)
    by_prompt = engine.generate([prompt, prompt], n=[1, samples], options=[options, sampling], seed=seed)
    return by_consensus([to_draft(generation) for generations in by_prompt for generation in generations])


def write_single_drafts(engine: Engine, parts: Sequence[Chunk], limits: Limits, seed: int) -> list[Draft]:
    """The most likely draft of each part, decoded in one batch."""
    prompts = [prompt_for(engine, part, limits) for part in parts]
    by_prompt = engine.generate(prompts, options=draft_options(engine, limits), seed=seed)
    return [to_draft(generations[0]) for generations in by_prompt]


def draft_options(engine: Engine, limits: Limits) -> Options:
    """The options for the most likely draft: the model's own, without sampling, as long as the limits allow.

    No n-gram of NO_REPEAT_NGRAM tokens may occur twice, unless the model's own options set another length.
    """
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
    """A draft as `checks` reads it, cached because each draft is first ranked and then verified."""
    return checks.read(text, dictionary=dictionary)


def by_consensus(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with the one that agrees best with the others first, and the rest in the given order.

    Minimum Bayes risk decoding (Kumar and Byrne, 2004) with an F1 over unigrams and bigrams as the similarity: what
    several samples say is less often invented than what the single most likely text says. That holds for figures above
    all, so a figure that hardly any other draft has counts against its draft.
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
        """Mean similarity with corrections, as a sort key that prefers the earlier of equal drafts."""
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
    """A generation as a draft, marked as cut off unless the model ended it."""
    return Draft(generation.text.strip(), generation.finish is not Finish.STOP, generation.score)
