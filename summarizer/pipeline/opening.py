"""What the sentences that a story begins with are worth to its summary, where the engine can tell.

A reporter tells the news first, so the summary of a story is found at its beginning: the sentence with the main news,
and beside it what a reader is better off with, told in the article's own words. Captions and crossheads that stand
between them are left out, and so is a scene before the news.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from checks.model import Article, Zone
from summarizer.engines.interface import Engine
from summarizer.engines.sentences import Worth
from summarizer.language.grounding import SourceIndex
from summarizer.pipeline.salience import Salience

JUDGED_SENTENCES = 9  # of a story: further down hardly anything belongs into three sentences
MAX_BOILERPLATE = 0.6  # probability of being a caption or the like from which on a sentence is not printed
SURELY_MAIN = 0.5  # probability that it has the main news from which on it is printed all the same
MIN_MAIN = 0.3  # probability that the first sentence has the main news, below which another may have it
MIN_NEEDED = 0.25  # probability of being needed below which a sentence further down does not compete

JudgeSentences = Callable[[str, Sequence[str]], Sequence[Worth] | None]


def headline_of(article: Article) -> str:
    """The first line of the headline; empty where there is none."""
    headlines = (sentence.span for sentence in article.sentences if sentence.zone is Zone.HEADLINE)
    return next((" ".join(article.words(span).split()) for span in headlines), "")


def judge_opening(engine: Engine, index: SourceIndex) -> dict[int, Worth]:
    """The worth of the story's first sentences, by index into article.sentences; empty where the engine cannot tell."""
    judge: JudgeSentences | None = getattr(engine, "judge_sentences", None)
    numbers = index.story_sentences[:JUDGED_SENTENCES]
    article = index.article
    texts = [" ".join(article.words(article.sentences[number].span).split()) for number in numbers]
    worths = judge(headline_of(article), texts) if judge is not None else None
    return dict(zip(numbers, worths, strict=True)) if worths is not None else {}


def has_main_news(worths: Mapping[int, Worth]) -> bool:
    """Whether the opening surely tells the main news, so that the rest of a long story need not be read for it."""
    return any(worth.main >= SURELY_MAIN for worth in worths.values())


def without_boilerplate(ranks: Mapping[int, Salience], worths: Mapping[int, Worth]) -> dict[int, Salience]:
    """The sentences that may be printed: those that are surely captions, links and the like are left out."""
    return {
        number: rank for number, rank in ranks.items() if number not in worths or not is_boilerplate(worths[number])
    }


def is_boilerplate(worth: Worth) -> bool:
    """Whether a sentence is surely a caption, link or the like; a standfirst that tells the news may look like one."""
    return worth.boilerplate >= MAX_BOILERPLATE and worth.main < SURELY_MAIN


def ranks_by_worth(worths: Mapping[int, Worth]) -> dict[int, Salience]:
    """The salience of the sentences that may be printed, in order."""
    ranks = {number: Salience(worth.needed, worth.main) for number, worth in sorted(worths.items())}
    return without_boilerplate(ranks, worths)


def competing(ranks: Mapping[int, Salience], main: int | None) -> dict[int, Salience]:
    """The sentences that a summary may want beside the `main` one: the next two, and all that it may need."""
    after = [number for number in sorted(ranks) if main is not None and number > main][:2]
    return {
        number: rank for number, rank in ranks.items() if number == main or number in after or rank.picked >= MIN_NEEDED
    }


def main_sentence(ranks: Mapping[int, Salience]) -> int | None:
    """The sentence with the main news: the first, unless another has it likelier; None where there is none at all."""
    numbers = sorted(ranks)
    if not numbers:
        return None
    likeliest = max(numbers, key=lambda number: ranks[number].main)
    is_first = ranks[numbers[0]].main >= MIN_MAIN or ranks[likeliest].main < MIN_MAIN
    return numbers[0] if is_first else likeliest
