"""The sentences that compete for a place in a summary: the model's own, and the article's, whole and shortened.

Each is ranked by its source: how likely an editor would pick that, and how much of it the sentence keeps.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice

from summarizer.guards import completeness
from summarizer.guards.candidate import Origin, SummaryCandidate
from summarizer.language.chunking import Chunk
from summarizer.language.grounding import ArticleIndex, content_stems
from summarizer.language.parsing import ParsedSentence
from summarizer.pipeline.introductions import Introductions
from summarizer.pipeline.long_documents import DraftedStory
from summarizer.pipeline.salience import Salience
from summarizer.pipeline.shortening import complete_lines
from summarizer.rewriting.openings import opened_sentence, without_opening
from summarizer.support.alignment import ParsedArticle, align
from summarizer.support.score import support

ARTICLE_SENTENCES = 8  # of the story, those that editors would likeliest pick, that compete with the model's
MIN_CUT = 4  # words that a sentence loses at least if it is shortened: readers gain nothing by two words fewer
MIN_WORDS = 7  # that a shortened sentence keeps
MAX_LOSS = 0.1  # of a shorter version, as `headline_cuts` counts it: times, and two things that are set off
MAX_SHORTER = 3  # shorter versions of one sentence
FIGURE_WEIGHT = 2.0  # of a figure among the words of a sentence, where the rarest word weighs 3
_FIGURE = re.compile(r"\d[\d.,]*\d|\d")


def candidate_pool(
    drafted: DraftedStory,
    ranks: Mapping[int, Salience],
    parsed_article: ParsedArticle,
    parts: Sequence[Chunk],
    *,
    is_instructed: bool = False,
    max_words: int | None = None,
) -> list[SummaryCandidate]:
    """The sentences that compete: the model's own that are surely right, and the article's.

    With `max_words` the article's compete in shorter versions as well. Of a model that follows instructions, all that
    passed compete: `instructed.refusal` has judged them already.
    """
    own = [sentence for sentence in drafted.passed if is_instructed or sentence.is_sure]
    of_article = article_candidates(parsed_article, ranks, max_words=max_words)
    return ranked_pool([*own, *of_article], ranks, parsed_article, parts)


def ranked_pool(
    candidates: Iterable[SummaryCandidate],
    ranks: Mapping[int, Salience],
    parsed_article: ParsedArticle,
    parts: Sequence[Chunk],
) -> list[SummaryCandidate]:
    """The candidates with what the selection asks of their sources."""
    pool = [ranked(candidate, ranks, parsed_article.index) for candidate in candidates]
    introductions = Introductions(parsed_article.index)
    pool = [
        replace(candidate, presupposed=introductions.presupposed(parsed, candidate.sources[0]))
        for candidate, parsed in zip(pool, parsed_article.parse(candidate.text for candidate in pool), strict=True)
    ]
    part_of_sentence = {sentence: number for number, part in enumerate(parts) for sentence in part.sentences}
    return [replace(candidate, part=part_of_sentence.get(candidate.sources[0], 0)) for candidate in pool]


def ranked(candidate: SummaryCandidate, ranks: Mapping[int, Salience], index: ArticleIndex) -> SummaryCandidate:
    """The candidate with the salience of its best source and the share of it that it keeps."""
    best = candidate.sources[0]
    rank = ranks.get(best, Salience(0.0, 0.0))
    source_text = index.article.text_of(index.article.sentences[best].span)
    weights = {stem: index.stem_weights.get(stem, 0.0) for stem in content_stems(source_text)}
    weights |= dict.fromkeys(_FIGURE.findall(source_text), FIGURE_WEIGHT)
    own = candidate.stems | set(_FIGURE.findall(candidate.text))
    kept = sum(weight for word, weight in weights.items() if word in own)
    total = sum(weights.values())
    return replace(
        candidate,
        salience=rank.picked,
        leads=rank.main,
        retained=kept / total if total else 1.0,
        source_words=len(without_opening(source_text).split()),
    )


def article_candidates(
    parsed_article: ParsedArticle,
    ranks: Mapping[int, Salience],
    *,
    main: int | None = None,
    max_words: int | None = None,
    may_speak: bool = False,
    most: int = ARTICLE_SENTENCES,
    in_a_row: bool = False,
) -> list[SummaryCandidate]:
    """The `most` sentences that editors would likeliest pick, each whole and, with `max_words`, in shorter versions.

    `main` is the sentence with the main news, which may have small faults of form. Sentences that are printed
    `in_a_row` may have any, as they stand beside their neighbours. Those that speak to the reader are included if they
    `may_speak`.
    """
    by_salience = sorted(ranks, key=lambda number: (-max(ranks[number].picked, ranks[number].main), number))
    likeliest = sorted(by_salience[:most])
    alone = dict(zip(likeliest, _support_alone(likeliest, parsed_article), strict=True))
    texts = {number: text for number in likeliest if (text := opened_sentence(number, parsed_article.index))}
    found: list[SummaryCandidate] = []
    for number, parsed in _versions(texts, parsed_article, max_words, main):
        fault_of = partial(
            completeness.incompleteness, parsed, is_articles=True, is_main=number == main, in_row=may_speak
        )
        speaks = bool(fault_of())
        ends_otherwise = parsed_article.text(number)[-1:] != parsed.text[-1:]
        if ends_otherwise and not completeness.has_finite_verb(parsed):
            continue
        loses_antecedent = number != main and _loses_antecedent(parsed.text, texts[number])
        is_fit = not loses_antecedent and not (speaks and (not may_speak or fault_of(is_spoken=True)))
        if in_a_row or is_fit:
            candidate = article_candidate(parsed.text, parsed, number, parsed_article.index)
            found.append(replace(candidate, support=alone[number], speaks=speaks))
    return found


def _versions(
    texts: Mapping[int, str], parsed_article: ParsedArticle, max_words: int | None, main: int | None
) -> Iterator[tuple[int, ParsedSentence]]:
    """Each of the sentences, by number: whole, and with `max_words` in shorter versions."""
    for number, sentence in zip(texts, parsed_article.parse(texts.values()), strict=True):
        yield number, sentence
        if max_words is not None:
            for version in _shorter(sentence, parsed_article, max_words, must_fit=number == main):
                yield number, version


def _shorter(
    sentence: ParsedSentence, parsed_article: ParsedArticle, max_words: int, *, must_fit: bool
) -> Iterator[ParsedSentence]:
    """Versions of a sentence that lose little, each MIN_CUT words shorter than the one before; MAX_SHORTER at most.

    If it `must_fit` into `max_words`, also the version that does so and loses least.
    """
    size = len(sentence.text.split())
    if must_fit and size > max_words:
        yield from (version for _, version in islice(complete_lines(sentence, parsed_article, max_words), 1))
    offered = 0
    for line, version in complete_lines(sentence, parsed_article, size - MIN_CUT):
        words = len(line.text.split())
        if line.loss > MAX_LOSS or offered == MAX_SHORTER:
            return
        if MIN_WORDS <= words <= size - MIN_CUT:
            yield version
            size, offered = words, offered + 1


def _loses_antecedent(version: str, whole: str) -> bool:
    """Whether a version of a sentence depends on the sentence before it where the whole does not."""
    return completeness.depends_on_previous(version) and not completeness.depends_on_previous(whole)


def _support_alone(numbers: Sequence[int], parsed_article: ParsedArticle) -> list[float]:
    """How surely each of these article sentences is right where it stands without its neighbours.

    A claim that goes on over several sentences has its speaker in one of them.
    """
    texts = [parsed_article.sentence(number).text for number in numbers]
    return [support(alignment, parsed_article) for alignment in align(texts, parsed_article)]


def article_candidate(text: str, parsed: ParsedSentence, number: int, index: ArticleIndex) -> SummaryCandidate:
    """A sentence of the article, whole or shortened to `text`, as a candidate that is not ranked yet."""
    whole = " ".join(index.article.text_of(index.article.sentences[number].span).split())
    return SummaryCandidate(
        text,
        Origin.REPLACED if text == whole else Origin.SHORTENED,
        -1,
        number,
        frozenset(content_stems(text)),
        (number,),
        completeness.depends_on_previous(text) or completeness.goes_on(text),
        leads_on=completeness.leads_on(text),
        presupposes=completeness.presupposes_context(parsed),
        preceding_sentences=bisect_left(index.story_sentences, number),
    )
