"""The sentences that compete for a place in a summary: those of drafts, and the article's, whole and shortened.

Each is ranked by its source: how likely an editor would pick that, and how much of it the sentence keeps. The article's
sentences do not pass the guards: `completeness.incompleteness` filters them by form, and consistency.py compares the
chosen ones with the article.
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
from summarizer.language.context_dependence import depends_on_previous, presupposes_context
from summarizer.language.grounding import ArticleIndex, content_stems
from summarizer.language.parsing import ParsedSentence
from summarizer.language.quotations import ends_open, starts_in_quotation
from summarizer.pipeline.introductions import Introductions
from summarizer.pipeline.long_documents import DraftedStory
from summarizer.pipeline.salience import Salience
from summarizer.pipeline.shortening import complete_lines
from summarizer.rewriting.cuts import MIN_KEPT_WORDS
from summarizer.rewriting.prefixes import opened_sentence, without_opening
from summarizer.support.alignment import ParsedArticle, align
from summarizer.support.score import support

ARTICLE_SENTENCES = 8  # of the article, the likeliest for an editor to pick, that compete with those of drafts
MIN_CUT_WORDS = 4  # least words by which a version is shorter: readers gain nothing from two words fewer
MAX_LOSS = 0.1  # `headline_cuts.Line.loss` of a version, at most: any times, and two asides
MAX_SHORTER_VERSIONS = 3  # of one sentence
FIGURE_WEIGHT = 2.0  # of a figure among the words of a sentence; the rarest word has 3
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
    """The sentences of drafts that are safe to print, and the article's, ranked.

    With `max_words` the article's also compete in shorter versions. All verified sentences of a model that follows
    instructions compete: `instructed.refusal` has already judged them.
    """
    from_drafts = [sentence for sentence in drafted.passed if is_instructed or sentence.is_sure]
    from_article = article_candidates(parsed_article, ranks, max_words=max_words)
    return ranked_pool([*from_drafts, *from_article], ranks, parsed_article, parts)


def ranked_pool(
    candidates: Iterable[SummaryCandidate],
    ranks: Mapping[int, Salience],
    parsed_article: ParsedArticle,
    parts: Sequence[Chunk],
) -> list[SummaryCandidate]:
    """The candidates with the features that depend on their sources: salience, what they presuppose, their part."""
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
    kept_words = candidate.stems | set(_FIGURE.findall(candidate.text))
    kept = sum(weight for word, weight in weights.items() if word in kept_words)
    total = sum(weights.values())
    return replace(
        candidate,
        salience=rank.picked,
        leads=rank.main_event,
        retained=kept / total if total else 1.0,
        source_words=len(without_opening(source_text).split()),
    )


def article_candidates(
    parsed_article: ParsedArticle,
    ranks: Mapping[int, Salience],
    *,
    main_event_index: int | None = None,
    max_words: int | None = None,
    as_running_text: bool = False,
    max_sentences: int = ARTICLE_SENTENCES,
    keep_contiguous: bool = False,
) -> list[SummaryCandidate]:
    """The `max_sentences` sentences that editors would likeliest pick: each whole and, with `max_words`, shortened.

    Sentences with a fault of form are left out, except the one at `main_event_index`, which may have small ones. With
    `as_running_text` a sentence may address the reader, ask or command, and may end in a colon or an open quotation, or
    close one. With `keep_contiguous`, for sentences printed next to their neighbours, no fault excludes a sentence.
    """
    by_salience = sorted(ranks, key=lambda number: (-max(ranks[number].picked, ranks[number].main_event), number))
    likeliest = sorted(by_salience[:max_sentences])
    support_alone = dict(zip(likeliest, _support_alone(likeliest, parsed_article), strict=True))
    texts = {number: text for number in likeliest if (text := opened_sentence(number, parsed_article.index))}
    found: list[SummaryCandidate] = []
    for number, parsed in _versions(texts, parsed_article, max_words, main_event_index):
        is_main_event = number == main_event_index
        fault_of = partial(
            completeness.incompleteness,
            parsed,
            is_from_article=True,
            is_main_event=is_main_event,
            may_continue=as_running_text,
        )
        has_fault = bool(fault_of())
        addresses_reader = has_fault and not fault_of(may_address_reader=True)  # there is no other fault
        has_other_end = parsed_article.text(number)[-1:] != parsed.text[-1:]
        if has_other_end and not completeness.has_finite_verb(parsed):
            continue
        loses_antecedent = not is_main_event and _loses_antecedent(parsed.text, texts[number])
        is_fit = not loses_antecedent and (not has_fault or (as_running_text and addresses_reader))
        if keep_contiguous or is_fit:
            candidate = article_candidate(parsed.text, parsed, number, parsed_article.index)
            found.append(replace(candidate, support=support_alone[number], addresses_reader=addresses_reader))
    return found


def _versions(
    texts: Mapping[int, str], parsed_article: ParsedArticle, max_words: int | None, main_event_index: int | None
) -> Iterator[tuple[int, ParsedSentence]]:
    """Each of the sentences with its index into article.sentences: whole and, with `max_words`, in shorter versions."""
    for number, sentence in zip(texts, parsed_article.parse(texts.values()), strict=True):
        yield number, sentence
        if max_words is not None:
            for version in _shorter_versions(sentence, parsed_article, max_words, must_fit=number == main_event_index):
                yield number, version


def _shorter_versions(
    sentence: ParsedSentence, parsed_article: ParsedArticle, max_words: int, *, must_fit: bool
) -> Iterator[ParsedSentence]:
    """Up to MAX_SHORTER_VERSIONS that lose little, each at least MIN_CUT_WORDS words shorter than the preceding one.

    If the sentence `must_fit` into `max_words`, the version that does so and loses least precedes them.
    """
    size = len(sentence.text.split())
    if must_fit and size > max_words:
        yield from (version for _, version in islice(complete_lines(sentence, parsed_article, max_words), 1))
    offered = 0
    for line, version in complete_lines(sentence, parsed_article, size - MIN_CUT_WORDS):
        words = len(line.text.split())
        if line.loss > MAX_LOSS or offered == MAX_SHORTER_VERSIONS:
            return
        if MIN_KEPT_WORDS <= words <= size - MIN_CUT_WORDS:
            yield version
            size, offered = words, offered + 1


def _loses_antecedent(version: str, whole: str) -> bool:
    """Whether a version of a sentence depends on the preceding sentence although the whole does not."""
    return depends_on_previous(version) and not depends_on_previous(whole)


def _support_alone(numbers: Sequence[int], parsed_article: ParsedArticle) -> list[float]:
    """The support score of each of these article sentences without its neighbours.

    A claim that extends over several sentences names its speaker in only one of them.
    """
    texts = [parsed_article.sentence(number).text for number in numbers]
    return [support(alignment, parsed_article) for alignment in align(texts, parsed_article)]


def article_candidate(text: str, parsed: ParsedSentence, number: int, index: ArticleIndex) -> SummaryCandidate:
    """A sentence of the article, whole or shortened to `text`, as a candidate that is not yet ranked."""
    whole = " ".join(index.article.text_of(index.article.sentences[number].span).split())
    return SummaryCandidate(
        text,
        Origin.REPLACED if text == whole else Origin.SHORTENED,
        -1,
        number,
        frozenset(content_stems(text)),
        (number,),
        depends_on_previous(text) or starts_in_quotation(text),
        ends_open=ends_open(text),
        presupposes=presupposes_context(parsed),
        preceding_sentences=bisect_left(index.story_sentences, number),
    )
