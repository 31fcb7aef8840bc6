"""The sources of each printed sentence and figure in the article, and how much of the story a summary covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checks.model import Article
from summarizer.guards.candidate import SummaryCandidate
from summarizer.language.chunking import Chunk, story_sentences
from summarizer.language.grounding import ArticleIndex, ground, source_spans
from summarizer.pipeline.consistency import CheckedText, spans_of
from summarizer.pipeline.result import Coverage, FigureSupport, SummarySentence


def with_sources(text: CheckedText, index: ArticleIndex) -> tuple[SummarySentence, ...]:
    """The sentences with their places in the summary, their source sentences and their figures' sources."""
    sentences = []
    for sentence, span in zip(text.sentences, spans_of(text.sentences), strict=True):
        figures = tuple(
            FigureSupport(tick.spans[0], tick.source_spans, tick.message, tick.arithmetic, tick.derived)
            for tick in text.sheet.ticks
            if tick.spans and span.contains(tick.spans[0])
        )
        sources = source_spans(ground(sentence.text, index, sentence.sources), index.article)
        draft = None if sentence.draft < 0 else sentence.draft
        sentences.append(SummarySentence(sentence.text, span, sentence.origin, sources, figures, draft))
    return tuple(sentences)


def coverage_of(
    chosen: Sequence[SummaryCandidate],
    stem_importance: Mapping[str, float],
    index: ArticleIndex,
    parts: Sequence[Chunk],
    readings: int,
) -> Coverage:
    """How much of the story was read in these parts, and how much of it the chosen sentences cover."""
    article = index.article
    stems = frozenset[str]().union(*(sentence.stems for sentence in chosen))
    sources = frozenset[int]().union(*(sentence.sources for sentence in chosen))
    return Coverage(
        sum(_word_count(article, sentence) for sentence in story_sentences(article)),
        sum(_word_count(article, sentence) for part in parts for sentence in part.sentences),
        sum(weight for stem, weight in stem_importance.items() if stem in stems),
        len(parts),
        readings,
        tuple(number for number, part in enumerate(parts) if not sources.isdisjoint(part.sentences)),
    )


def _word_count(article: Article, sentence_index: int) -> int:
    return len(article.text_of(article.sentences[sentence_index].span).split())
