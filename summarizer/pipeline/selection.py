"""Chooses the combination of sentences that makes the best summary.

The utility of a summary is the sum of its sentences': how likely an editor would pick their sources, how much of these
they keep, how surely they are right. The first sentence should carry the story's main event; sentences that follow each
other in the article read best; two that say the same are worth less than two that differ. The weights are those of a
logistic regression on 440 pairs of summaries, for which readers who knew neither writer said which one they would run.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import fsum

from checks.model import Zone
from summarizer.guards.candidate import SummaryCandidate
from summarizer.language.chunking import story_sentences
from summarizer.language.grounding import ArticleIndex, content_stems
from summarizer.limits import Limits
from summarizer.support.features import QUOTES

SHORT_STORY_SENTENCES = 40  # up to which a story fits into one prompt
MAIN_STEMS = 40  # that have importance: a summary has no room for more
DRAFT_SHARE = 0.4  # weight of all drafts together, relative to the story's 1
EXPECTED_OVERLAP = 0.3  # overlap of stems that is normal for two sentences of one story
POOL_SIZE = 24  # candidates that are combined
INFORMATIVE_WORDS = 8  # a shorter sentence says little: "The video goes viral."
WORTHWHILE_CUT = 6  # words; a version shortened by fewer is no better than its source
OPENING_SENTENCES = 3  # of a story, printed together if possible
MAX_PER_SOURCE_SENTENCE = 3  # draft sentences in the pool with the same best source
BEAM_WIDTH = 40  # combinations of one size that are extended to the next


@dataclass(frozen=True, slots=True)
class SelectionWeights:
    """What each feature of a summary adds to its utility (worth) or subtracts from it (cost)."""

    sentence: float = 0.4  # worth of a sentence as such: where three are asked for, three are given
    salience: float = 2.0  # worth of a sentence that every editor would pick and that keeps all of its source
    fixed_share: float = 0.4  # of that worth, the share that a shortened sentence has however little it keeps
    main_event: float = 0.3  # worth of opening with the sentence that carries the story's main event
    doubt: float = 1.0  # cost of a sentence that is certainly wrong
    drafted: float = 0.7  # cost of a sentence as a small model wrote it: readers prefer the article's wording
    trimmed: float = 0.3  # cost of leaving a few words out, fewer than WORTHWHILE_CUT: readers miss "on Tuesday"
    fragment: float = 0.5  # cost per sentence of fewer words than INFORMATIVE_WORDS
    quotation_opening: float = 0.25  # cost per sentence that begins with somebody's words
    quotation_at_end: float = 0.3  # cost of a summary that ends in a sentence with somebody's words
    colon: float = 0.7  # cost per sentence with a colon: lists, labels, transcripts
    parts: float = 0.06  # worth per further part of a long story
    unintroduced: float = 0.55  # cost of each thing or person that a sentence presupposes and the summary lacks
    neighbours: float = 0.1  # worth of a sentence whose source follows that of the preceding one
    detached: float = 0.3  # cost of a sentence that refers to one that the summary lacks: "this rally", "also"
    redundancy: float = 3.2  # cost of two sentences that say the same, at full overlap


DEFAULT_WEIGHTS = SelectionWeights()
INSTRUCTED_WEIGHTS = SelectionWeights(drafted=-0.7)
"""For a model that follows instructions: whoever chose it wants its sentences wherever they pass."""
MAX_SHARED = 0.75  # overlap of stems of two sentences from different drafts; above it they are versions of one


def importance(
    index: ArticleIndex, drafts: Sequence[str] = (), sentences: Sequence[int] | None = None
) -> Mapping[str, float]:
    """Returns the importance of the story's MAIN_STEMS weightiest stems; the values add up to 1.

    Words in drafts count extra (DRAFT_SHARE): the model was trained on editors' summaries. `sentences` are the article
    sentences that count, by default the whole story; for a long story, the sources of the last reading. The discount
    for later sentences is flatter in a long story, so that its opening weighs no more than that of a short one.
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


def shortlist(
    pool: Sequence[SummaryCandidate], weights: SelectionWeights, *, max_size: int = POOL_SIZE
) -> list[SummaryCandidate]:
    """The candidates that are combined: all of the article's, and those of drafts that alone have the highest utility.

    At most MAX_PER_SOURCE_SENTENCE from drafts have the same best source, so that the pool covers more of the story.
    """
    own = [candidate for candidate in pool if candidate.draft >= 0]
    article_sentences = [candidate for candidate in pool if candidate.draft < 0]
    per_source: Counter[int] = Counter()
    kept: list[SummaryCandidate] = []
    for candidate in sorted(own, key=lambda candidate: -utility([candidate], weights)):
        if per_source[candidate.sources[0]] < MAX_PER_SOURCE_SENTENCE:
            per_source[candidate.sources[0]] += 1
            kept.append(candidate)
    return [*kept[: max(0, max_size - len(article_sentences))], *article_sentences]


def whole_opening(
    pool: Sequence[SummaryCandidate], index: ArticleIndex, limits: Limits
) -> tuple[SummaryCandidate, ...]:
    """The story's first sentences, whole, if each may be printed and one of them has the main event; else none.

    The reporter has ordered there what a reader needs to know, and says who everybody is; readers mostly prefer it to
    another selection. Under a tight limit on words it is not used.
    """
    first = index.story_sentences[: min(limits.sentences, OPENING_SENTENCES)]
    found = [
        max(versions, key=lambda candidate: candidate.words)
        for number in first
        if (versions := [each for each in pool if each.draft < 0 and each.sources[0] == number])
    ]
    has_main_event = bool(found) and max(pool, key=lambda candidate: candidate.leads).sources[0] in first
    fits = not limits.is_tight and limits.allow(len(found), sum(candidate.words for candidate in found))
    return tuple(found) if fits and len(found) == len(first) and has_main_event else ()


def select(
    pool: Sequence[SummaryCandidate],
    *,
    sentences: int,
    words: int | None,
    weights: SelectionWeights = DEFAULT_WEIGHTS,
    kept: Sequence[SummaryCandidate] = (),
    one_version: bool = False,
) -> tuple[SummaryCandidate, ...]:
    """The combination of highest utility within the limits on sentences and words; empty if none keeps them.

    It has all of `kept`, a combination that keeps the limits. With `one_version`, no two of its sentences are versions
    of one sentence in different drafts, or in a draft and the article.

    Beam search over sets: the BEAM_WIDTH best of each size are extended by every other candidate. A sentence that
    depends on its predecessor is added together with it.
    """
    pool = [*kept, *pool]
    steps = [step for step in _steps(pool) if len(step) <= sentences]
    best = (utility(kept, weights) if kept else float("-inf"), tuple(kept))
    beam = [frozenset(range(len(kept)))]
    for _ in range(sentences - len(kept)):
        extended: dict[frozenset[int], tuple[float, tuple[SummaryCandidate, ...]]] = {}
        for chosen in beam:
            for step in steps:
                combined = chosen | step
                if len(combined) > sentences or combined in extended or step <= chosen:
                    continue
                ordered = in_order([pool[number] for number in sorted(combined)])
                if ordered is None or (words is not None and sum(candidate.words for candidate in ordered) > words):
                    continue
                if one_version and any(are_versions(one, other) for one, other in combinations(ordered, 2)):
                    continue
                extended[combined] = (utility(ordered, weights), ordered)
        if not extended:
            break
        ranked = sorted(extended.items(), key=lambda entry: (-entry[1][0], sorted(entry[0])))[:BEAM_WIDTH]
        beam = [combined for combined, _ in ranked]
        best = max(best, ranked[0][1], key=lambda entry: entry[0])
    return best[1]


def _steps(pool: Sequence[SummaryCandidate]) -> list[frozenset[int]]:
    """Sets of pool indices that may be added to a summary in one step: a sentence with those that it depends on."""
    steps = []
    for number, candidate in enumerate(pool):
        chain = {number}
        while candidate.depends_on_previous:
            before = next((other for other, one in enumerate(pool) if _follows(one, candidate)), None)
            if before is None or before in chain:
                break
            chain.add(before)
            candidate = pool[before]
        steps.append(frozenset(chain))
    return steps


def utility(summary: Sequence[SummaryCandidate], weights: SelectionWeights = DEFAULT_WEIGHTS) -> float:
    """The utility of these sentences, in this order, as a summary; comparable only within one article."""
    opening = summary[0]
    value = weights.main_event * opening.leads * opening.retained
    introduced = frozenset[str]()
    for sentence in summary:
        kept = weights.fixed_share + (1 - weights.fixed_share) * sentence.retained
        value += weights.sentence + weights.salience * sentence.salience * kept
        value -= weights.doubt * (1 - sentence.support) + weights.drafted * (sentence.draft >= 0)
        is_trimmed = 0 < sentence.source_words - sentence.words < WORTHWHILE_CUT
        value -= weights.trimmed * is_trimmed + weights.colon * (":" in sentence.text)
        value -= weights.quotation_opening * sentence.text.startswith(tuple(QUOTES))
        value -= weights.fragment * (sentence.words < INFORMATIVE_WORDS)
        value -= weights.unintroduced * len(sentence.presupposed - introduced)
        introduced |= sentence.stems
    value += weights.parts * (len({sentence.part for sentence in summary}) - 1)
    value -= weights.quotation_at_end * any(mark in summary[-1].text for mark in QUOTES)
    value -= weights.detached * (opening.preceding_sentences > 0 and opening.presupposes)
    for one, other in pairwise(summary):
        is_next = other.preceding_sentences - one.preceding_sentences == 1
        value += weights.neighbours * is_next - weights.detached * (other.presupposes and not is_next)
    for one, other in combinations(summary, 2):
        value -= weights.redundancy * max(0.0, overlap(one.stems, other.stems) - EXPECTED_OVERLAP) ** 2
        value -= one.sources[:1] == other.sources[:1]  # two versions of one sentence
    return value


def in_order(sentences: Sequence[SummaryCandidate]) -> tuple[SummaryCandidate, ...] | None:
    """The sentences in the article's order, with each that depends on its predecessor right after that.

    None if such a predecessor is not among them.
    """
    independent = [sentence for sentence in sentences if not sentence.depends_on_previous]
    dependent = [sentence for sentence in sentences if sentence.depends_on_previous]
    ordered: list[SummaryCandidate] = []
    for sentence in sorted(independent, key=_article_position):
        ordered.append(sentence)
        while True:
            follower = next((other for other in dependent if _follows(ordered[-1], other)), None)
            if follower is None:
                break
            dependent.remove(follower)
            ordered.append(follower)
    return tuple(ordered) if ordered and not dependent else None


def _article_position(sentence: SummaryCandidate) -> tuple[int, int, int]:
    """Sort key: the best source's index, where in it the sentence starts, and the position in the draft."""
    return (sentence.sources[0] if sentence.sources else 0, sentence.source_offset, sentence.position)


def overlap(first: frozenset[str], second: frozenset[str]) -> float:
    """Overlap coefficient, 0 to 1: the share of the smaller set that the other contains."""
    return len(first & second) / max(1, min(len(first), len(second)))


def are_versions(one: SummaryCandidate, other: SummaryCandidate) -> bool:
    """Whether two sentences of different drafts come from one sentence of the article, or share nearly all words."""
    if one.draft == other.draft:
        return False
    return one.sources[:1] == other.sources[:1] or overlap(one.stems, other.stems) > MAX_SHARED


def _follows(sentence: SummaryCandidate, other: SummaryCandidate) -> bool:
    """Whether the other sentence directly follows this one in the same draft, or in the article."""
    return sentence.draft == other.draft and sentence.position + 1 == other.position
