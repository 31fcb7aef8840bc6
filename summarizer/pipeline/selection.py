"""Extractive-style selection: the set of candidate sentences that together say most of what matters in few words.

What matters in a news story stands early and is said more than once, so the importance of a word is how often the
story says it, earlier mentions counting more; words of the headline count double. All combinations of candidates that
keep the limits are scored (`utility`); at equal content the model's own words and neighbours of one draft are
preferred.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import fsum, sqrt

from checks.model import Zone
from summarizer.guards import completeness
from summarizer.guards.candidate import Candidate, Origin
from summarizer.language.chunking import story_sentences
from summarizer.language.grounding import SourceIndex, content_stems

SHORT_STORY_SENTENCES = 40  # a story of at most so many sentences fits into one prompt
MAIN_STEMS = 40  # content words (stems) that importance is shared among: a summary cannot say more
DRAFT_SHARE = 0.4  # importance that all drafts together add, where the story itself adds 1
EXPECTED_OVERLAP = 0.3  # share of content words that two sentences of one story have in common anyway
FRAGMENT_WORDS = 7  # a sentence of fewer words says little
FULL_SUMMARY_WORDS = 30  # a summary of so many words says enough
FULL_SENTENCE_WORDS = 20  # a sentence of so many words has room to say who and what
POOL_SIZE = 16  # candidates that are combined: 16 candidates, three at most, make 696 combinations

# Mean log-probability per token. Of drafts below it, readers found twice as many sentences wrong.
TYPICAL_LOG_PROBABILITY = -0.35
MAX_LOG_PROBABILITY_DEFICIT = 0.4  # how far below TYPICAL_LOG_PROBABILITY the penalty still grows


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature of a summary adds to its utility or takes from it; the coverage of importance is 0 to 1."""

    word: float = 0.001  # cost per word
    short_summary: float = 0.005  # cost per word below FULL_SUMMARY_WORDS
    copied: float = 0.12  # cost per sentence that the model copied from the article
    replaced: float = 0.16  # cost per article sentence that stands in for the model's
    agreement: float = 0.06  # worth of a sentence whose every word the other drafts have too
    paraphrase: float = 0.15  # cost of a sentence none of whose words its source has in the same order
    likelihood: float = 0.05  # worth per unit of the drafts' log-probability, averaged over the sentences
    unlikely: float = 0.2  # cost per unit that a sentence's draft is below TYPICAL_LOG_PROBABILITY
    short_sentence: float = 0.003  # cost per word that a sentence has fewer than FULL_SENTENCE_WORDS
    parts: float = 0.06  # worth per further part of a long story
    lead: float = 0.04  # worth of saying what the story's first sentence says; its second is worth half of that
    unintroduced: float = 0.04  # cost per sentence that begins with "the rally", of which the summary has not told
    mid_story_opening: float = 0.2  # cost of a summary that begins in the middle: "this rally", "also"
    later_source: float = 0.02  # cost of an article sentence per story sentence before it, two at most
    fragment: float = 0.05  # cost per sentence of fewer words than FRAGMENT_WORDS
    consecutive: float = 0.03  # worth per pair of neighbours from one draft
    redundancy: float = 1.2  # cost of two sentences that say the same, at full overlap


_DEFINITE_OPENING = re.compile(r"The ([a-z][\w-]*(?: [a-z][\w-]*){0,2})")
DEFAULT_WEIGHTS = Weights()


def importance(
    index: SourceIndex, drafts: Sequence[str] = (), sentences: Sequence[int] | None = None
) -> Mapping[str, float]:
    """Returns the importance of the story's MAIN_STEMS weightiest stems; the values add up to 1.

    What most drafts say counts more (DRAFT_SHARE): the model has read what editors make of such stories. `sentences`
    are the article sentences that count, by default the whole story; for a long story those that the last reading
    was written from. The discount for later sentences is flatter there, so that the opening weighs no more than that
    of a short story.
    """
    counted = story_sentences(index.article) if sentences is None else sentences
    discount = 0.25 * min(1.0, SHORT_STORY_SENTENCES / max(1, len(counted)))
    weights: defaultdict[str, float] = defaultdict(float)
    for rank, sentence_index in enumerate(counted):
        for stem in index.stems_by_sentence[sentence_index]:
            weights[stem] += 1 / (1 + discount * rank)
    for sentence_index, sentence in enumerate(index.article.sentences):
        if sentence.zone is Zone.HEADLINE:
            for stem in index.stems_by_sentence[sentence_index]:
                if stem in weights:
                    weights[stem] *= 2
    mentions = Counter(stem for draft in drafts for stem in content_stems(draft) if stem in weights)
    weight_per_mention = fsum(weights.values()) * DRAFT_SHARE / max(1, mentions.total())
    for stem, count in mentions.items():
        weights[stem] += weight_per_mention * count
    heaviest = sorted(weights.items(), key=lambda entry: (-entry[1], entry[0]))[:MAIN_STEMS]
    total = sum(weight for _, weight in heaviest) or 1.0
    return {stem: weight / total for stem, weight in heaviest}


def select(
    pool: Sequence[Candidate],
    stem_importance: Mapping[str, float],
    *,
    sentences: int,
    words: int | None,
    weights: Weights = DEFAULT_WEIGHTS,
) -> tuple[Candidate, ...]:
    """The combination of highest utility with at most so many sentences and words; empty where none keeps the limits.

    The search is exhaustive: its cost is the number of combinations (see POOL_SIZE).
    """
    best: tuple[float, tuple[Candidate, ...]] = (float("-inf"), ())
    for combination in _combinations(pool, sentences):
        if words is not None and sum(candidate.words for candidate in combination) > words:
            continue
        ordered = in_order(combination)
        if ordered is None:
            continue
        value = utility(ordered, stem_importance, weights)
        if value > best[0]:
            best = (value, ordered)
    return best[1]


def utility(
    summary: Sequence[Candidate], stem_importance: Mapping[str, float], weights: Weights = DEFAULT_WEIGHTS
) -> float:
    """How good these sentences are as a summary, in this order; comparable only within one article."""
    stems = frozenset[str]().union(*(sentence.stems for sentence in summary))
    # fsum is exact: the order of a set differs from process to process and must not change the last bit.
    value = sqrt(fsum(stem_importance.get(stem, 0.0) for stem in stems))
    words = sum(sentence.words for sentence in summary)
    value -= weights.word * words + weights.short_summary * max(0, FULL_SUMMARY_WORDS - words)
    for sentence in summary:
        value -= weights.paraphrase * (1 - sentence.ordered_overlap)
        value += weights.agreement * sentence.draft_agreement + weights.likelihood * sentence.log_probability / len(
            summary
        )
        if sentence.origin is Origin.REPLACED:
            value -= weights.replaced + weights.later_source * min(sentence.preceding_sentences, 2)
        elif sentence.copied:
            value -= weights.copied
        deficit = min(MAX_LOG_PROBABILITY_DEFICIT, max(0.0, TYPICAL_LOG_PROBABILITY - sentence.log_probability))
        value -= weights.unlikely * deficit
        value -= weights.fragment * (sentence.words < FRAGMENT_WORDS) + weights.short_sentence * max(
            0, FULL_SENTENCE_WORDS - sentence.words
        )
    value += weights.lead * max(0, 2 - min(sentence.preceding_sentences for sentence in summary)) / 2
    value += weights.parts * (len({sentence.part for sentence in summary}) - 1)
    opening = summary[0]
    begins_late = opening.preceding_sentences > 0 and completeness.presupposes_context(opening.text)
    value -= weights.mid_story_opening * begins_late
    introduced = frozenset[str]()
    for sentence in summary:
        value -= weights.unintroduced * _is_unintroduced(sentence, introduced)
        introduced |= sentence.stems
    for sentence, following in pairwise(summary):
        value += weights.consecutive * _follows(sentence, following)
    for sentence, other in combinations(summary, 2):
        value -= weights.redundancy * max(0.0, overlap(sentence.stems, other.stems) - EXPECTED_OVERLAP) ** 2
    return value


def in_order(sentences: Sequence[Candidate]) -> tuple[Candidate, ...] | None:
    """The sentences in the article's order, each that depends on its predecessor right after it.

    None where such a predecessor is not among them.
    """
    independent = [sentence for sentence in sentences if not sentence.depends_on_previous]
    dependent = [sentence for sentence in sentences if sentence.depends_on_previous]
    ordered: list[Candidate] = []
    for sentence in sorted(independent, key=_article_position):
        ordered.append(sentence)
        while True:
            follower = next((other for other in dependent if _follows(ordered[-1], other)), None)
            if follower is None:
                break
            dependent.remove(follower)
            ordered.append(follower)
    return tuple(ordered) if ordered and not dependent else None


def _article_position(sentence: Candidate) -> tuple[int, int, int]:
    """Sort key: the best source's index, where in it the sentence begins, and the place in the draft."""
    return (sentence.sources[0] if sentence.sources else 0, sentence.source_offset, sentence.position)


def _is_unintroduced(sentence: Candidate, introduced: frozenset[str]) -> bool:
    """Whether it begins with "the rally", which the article has introduced before and the summary has not.

    `introduced` holds the stems of the summary so far.
    """
    opening = _DEFINITE_OPENING.match(sentence.text)
    return opening is not None and sentence.preceding_sentences > 0 and introduced.isdisjoint(content_stems(opening[1]))


def overlap(first: frozenset[str], second: frozenset[str]) -> float:
    """Overlap coefficient, 0 to 1: share of the smaller set that the other contains too."""
    return len(first & second) / max(1, min(len(first), len(second)))


def _follows(sentence: Candidate, other: Candidate) -> bool:
    """Whether the other sentence comes right after this one in the same draft."""
    return sentence.draft == other.draft and sentence.position + 1 == other.position


def _combinations(pool: Sequence[Candidate], max_size: int) -> Iterator[tuple[Candidate, ...]]:
    """All combinations of one to `max_size` candidates, the small ones first."""
    for size in range(1, min(max_size, len(pool)) + 1):
        yield from combinations(pool, size)
