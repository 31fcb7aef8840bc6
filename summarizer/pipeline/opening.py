"""Chooses which of a story's first sentences (its opening) make the summary, where the engine can judge them.

News stories start with the news, so most of a summary is found there. The engine gives each sentence a probability of
being boilerplate, such as a caption, and each set of one to four sentences a probability that an editor would print
just these. The most likely set is chosen whose sentences can be understood without those left out. They are printed in
the article's own words.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, islice, pairwise, product
from math import log
from operator import itemgetter

from checks.model import Article, Zone
from summarizer.engines.abilities import sentence_judge
from summarizer.engines.interface import Engine
from summarizer.engines.judgements.openings import JUDGED_SENTENCES, Worth
from summarizer.guards.candidate import SummaryCandidate
from summarizer.guards.completeness import is_addressed_to_reader
from summarizer.language.grounding import ArticleIndex
from summarizer.language.parsing import ParsedSentence
from summarizer.language.quotations import continues
from summarizer.limits import Limits
from summarizer.pipeline.salience import Salience

# Probabilities: a sentence that is boilerplate (a caption or the like) with MIN_BOILERPLATE or more is not printed,
# unless it carries the main event with MIN_SURE_MAIN_EVENT. One that an editor would print with MIN_SURE_NEEDED is only
# left out if it is boilerplate with that probability too.
MIN_BOILERPLATE = 0.6
MIN_SURE_MAIN_EVENT = 0.5
MIN_SURE_NEEDED = 0.9
MAX_COMBINATIONS = 2000  # combinations of sentence versions that are compared
MIN_ADDRESSING_SENTENCES = 2  # from which a story as a whole counts as addressing the reader
# Costs, subtracted from the log-probability of a set of sentences; docs/experiments.md has the measurements.
READER_ADDRESS_COST = 1.5  # per sentence that addresses the reader, in a story that does not
LOSS_COST = 2.0  # per sentence, times the share of its source that it leaves out
SINGLE_SENTENCE_COST = 2.0  # of a summary of one sentence, unless words are limited
MISSING_ANTECEDENT_COST = 1.5  # per sentence that refers to something introduced in one left out: "The creatures"
DUPLICATE_OVERLAP = 0.75  # share of the shorter sentence's stems in the other, from which both say the same
MIN_COMPARED_STEMS = 4  # of the shorter sentence, for that comparison


@dataclass(frozen=True, slots=True)
class StoryOpening:
    """The engine's judgement of a story's first sentences, by index into article.sentences; empty if it cannot judge.

    `choices` holds sets of sentences that may make the summary, each with its probability, the likeliest first.
    """

    worths: Mapping[int, Worth] = field(default_factory=dict)
    choices: Sequence[tuple[tuple[int, ...], float]] = ()

    @property
    def has_main_event(self) -> bool:
        """Whether a sentence probably carries the main event, so that a long story need not be read further."""
        return any(worth.main_event >= MIN_SURE_MAIN_EVENT for worth in self.worths.values())

    @property
    def main_event_index(self) -> int | None:
        """The sentence taken to carry the main event: the first of the likeliest choice; None without choices."""
        return self.choices[0][0][0] if self.choices else None


def with_choices_of_size(opening: StoryOpening, sentences: int) -> StoryOpening:
    """The judgement with only the choices of this number of sentences."""
    return replace(opening, choices=[choice for choice in opening.choices if len(choice[0]) == sentences])


def headline_of(article: Article) -> str:
    """The first sentence of the headline; empty if there is none."""
    headlines = (sentence.span for sentence in article.sentences if sentence.zone is Zone.HEADLINE)
    return next((" ".join(article.text_of(span).split()) for span in headlines), "")


def judge_opening(engine: Engine, index: ArticleIndex) -> StoryOpening:
    """Asks the engine to judge the story's first sentences."""
    judge = sentence_judge(engine)
    numbers = index.story_sentences[:JUDGED_SENTENCES]
    article = index.article
    texts = [" ".join(article.text_of(article.sentences[number].span).split()) for number in numbers]
    judged = judge(headline_of(article), texts) if judge is not None else None
    if judged is None:
        return StoryOpening()
    worths = dict(zip(numbers, judged.worths, strict=True))
    return StoryOpening(
        worths,
        [
            (tuple(numbers[place] for place in choice.sentences), choice.probability)
            for choice in judged.choices
            if not any(is_boilerplate(worths[numbers[place]]) for place in choice.sentences)
        ],
    )


def is_story_addressed_to_reader(sentences: Sequence[ParsedSentence]) -> bool:
    """Whether a story with these first sentences addresses the reader, as a column or review does: "I tried it".

    One such sentence is not enough: in a report it is part of a quotation whose marks are in other sentences.
    """
    return sum(map(is_addressed_to_reader, sentences)) >= MIN_ADDRESSING_SENTENCES


def without_boilerplate(ranks: Mapping[int, Salience], worths: Mapping[int, Worth]) -> dict[int, Salience]:
    """The sentences that are not boilerplate: captions, links and the like."""
    return {
        number: rank for number, rank in ranks.items() if number not in worths or not is_boilerplate(worths[number])
    }


def is_boilerplate(worth: Worth) -> bool:
    """Whether a sentence is probably a caption, link or the like; a standfirst may look like one."""
    least = MIN_SURE_NEEDED if worth.needed >= MIN_SURE_NEEDED else MIN_BOILERPLATE
    return worth.boilerplate >= least and worth.main_event < MIN_SURE_MAIN_EVENT


def ranks_by_worth(worths: Mapping[int, Worth]) -> dict[int, Salience]:
    """The salience of the judged sentences that are not boilerplate, in order."""
    ranks = {number: Salience(worth.needed, worth.main_event) for number, worth in sorted(worths.items())}
    return without_boilerplate(ranks, worths)


def choose(
    pool: Sequence[SummaryCandidate],
    choices: Sequence[tuple[tuple[int, ...], float]],
    limits: Limits,
    may_address_reader: bool = False,
) -> tuple[SummaryCandidate, ...]:
    """The likeliest choice that the candidates of `pool` allow within the limits; empty if there is none.

    `pool` may hold several versions of a sentence. Versions that leave out much of their source make a choice less
    likely, as do sentences that address the reader unless they may (`may_address_reader`). A sentence that depends on
    the preceding one ("That's why") is only chosen together with that.
    """
    versions: dict[int, list[SummaryCandidate]] = {}
    for candidate in pool:
        versions.setdefault(candidate.sources[0], []).append(candidate)
    together_by_choice = (
        (probability, together)
        for numbers, probability in choices
        if len(numbers) <= limits.sentences + limits.may_add and all(number in versions for number in numbers)
        for together in product(*(versions[number] for number in numbers))
    )
    scored = (
        (
            log(max(probability, 1e-9))
            - LOSS_COST * sum(1 - each.retained for each in together)
            - SINGLE_SENTENCE_COST * (len(together) == 1 and limits.words is None)
            - MISSING_ANTECEDENT_COST * _missing_antecedents(together)
            - READER_ADDRESS_COST * (not may_address_reader and sum(each.addresses_reader for each in together)),
            together,
        )
        for probability, together in islice(together_by_choice, MAX_COMBINATIONS)
        if limits.allow(len(together), sum(each.words for each in together))
        if _is_coherent(together)
    )
    return max(scored, key=itemgetter(0), default=(0.0, ()))[1]


def leading_sentences(
    pool: Sequence[SummaryCandidate], limits: Limits, skippable: Container[int] = ()
) -> tuple[SummaryCandidate, ...]:
    """The story's first sentences in its order, as many as the limits allow.

    A sentence that depends on one left out, or refers to something introduced there, is left out too, unless all that
    was left out before it is `skippable`: the indices of captions, headings and the like. The last sentence never
    announces another one, as with a colon.
    """
    printed: list[SummaryCandidate] = []
    for candidate in sorted(pool, key=lambda each: each.sources[0]):
        start = printed[-1].sources[0] + 1 if printed else 0
        follows = all(number in skippable for number in range(start, candidate.sources[0]))
        if printed and printed[-1].ends_open and not follows:
            printed.pop()
        if not (follows and printed) and candidate.depends_on_previous:
            continue
        if (candidate.presupposes and not follows) or any(_are_duplicates(candidate, each) for each in printed):
            continue
        if not limits.allow(len(printed) + 1, sum(each.words for each in (*printed, candidate))):
            break
        printed.append(candidate)
    while printed and printed[-1].ends_open:
        printed.pop()
    return tuple(printed)


def _missing_antecedents(together: Sequence[SummaryCandidate]) -> int:
    """The number of sentences that refer to something introduced earlier and do not follow the preceding sentence."""
    places = [-1, *(candidate.preceding_sentences for candidate in together)]
    return sum(
        candidate.presupposes and candidate.preceding_sentences != before + 1
        for before, candidate in zip(places, together, strict=False)
    )


def _is_coherent(together: Sequence[SummaryCandidate]) -> bool:
    """Whether no sentence repeats another, and each that depends on its predecessor in the story follows that.

    A sentence that ends open must be followed by the next one of the story, and be neither the first nor the last.
    """
    if any(_are_duplicates(one, other) for one, other in combinations(together, 2)):
        return False
    if together[0].ends_open or together[-1].ends_open:
        return False
    for one, other in pairwise(together):
        is_next = other.preceding_sentences == one.preceding_sentences + 1
        if one.ends_open and not (is_next and continues(other.text, one.text)):
            return False
    places = [-1, *(candidate.preceding_sentences for candidate in together)]
    return all(
        not candidate.depends_on_previous or candidate.preceding_sentences == before + 1
        for before, candidate in zip(places, together, strict=False)
    )


def _are_duplicates(one: SummaryCandidate, other: SummaryCandidate) -> bool:
    """Whether two sentences say nearly the same: a standfirst, and the sentence that repeats it."""
    shorter = min(len(one.stems), len(other.stems))
    return one.text == other.text or (
        shorter >= MIN_COMPARED_STEMS and len(one.stems & other.stems) >= DUPLICATE_OVERLAP * shorter
    )
