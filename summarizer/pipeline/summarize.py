"""From an article to its summary: drafts, verified sentences, and the best combination of them.

The model writes several drafts (drafting.py), of a long story in several readings (long_documents.py). Every sentence
of every draft is checked against the article (verification.py). The best combination of what passes is chosen
(selection.py); where the model's sentences do not suffice, the article's own stand in; where nothing can be said, the
result says why. The finished summary is checked once more as a whole, because a sentence may come to mean something
else beside its new neighbours.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

import checks
from checks.model import Article, Sheet, Span
from summarizer.engines.interface import Engine
from summarizer.guards import clause_support, completeness
from summarizer.guards.candidate import Candidate, Origin
from summarizer.guards.rule_findings import concerns, objections
from summarizer.guards.verification import reverified
from summarizer.language.chunking import Chunk, chunk_story, story_sentences
from summarizer.language.grounding import SourceIndex, ground, index_source, is_copied, source_spans
from summarizer.pipeline import drafting, long_documents, selection
from summarizer.pipeline.drafting import Limits
from summarizer.pipeline.long_documents import Progress, Reading
from summarizer.pipeline.result import Coverage, FigureSupport, Rejected, Summary, SummarySentence
from summarizer.pipeline.selection import importance, select, utility
from summarizer.pipeline.verification import ENDS_IN_INITIALS
from summarizer.rewriting import first_mention
from summarizer.rewriting.restoration import (
    restore_attribution,
    restore_details,
    restore_determiner,
    restore_function_words,
    restore_hedge,
    restore_opening_count,
)
from summarizer.rewriting.shortening import shorten

PART_TOKENS = 1200  # tokens of the story in one prompt, at most: the model's window may allow fewer
MAX_SOURCE_WORDS = 45  # words of an article sentence that may stand in
OPENING_SENTENCES = 4  # of a story: they say what it is about, and all of them may stand in
STAND_IN_SEARCH_SENTENCES = 12  # of a story, among which one more is looked for if the opening gives none that informs
INFORMATIVE_WORDS = 8  # words below which an article sentence says nothing by itself: "The video goes viral."
MAX_RESTORED = 12  # model sentences, the best ones, that get details of the article put back
MAX_PER_SOURCE_SENTENCE = 4  # candidates with the same best source
MAX_INTRODUCING_SENTENCES = 3  # article sentences looked at for a person's full name
SELECTION_ROUNDS = 4  # selections, each without the sentences that spoilt the one before

NO_TEXT = "There is no story in the text: no full sentence outside headlines, promotions and captions."
TOO_LONG = "No sentence of the story fits into what the model reads at once."
NOT_ENGLISH = "The text does not read like English, and only English can be checked."
NOTHING_HOLDS = "No summary can be supported: nothing the model wrote passes the checks, and no sentence stands alone."
TOO_TIGHT = "No sentence that passes the checks fits into {words} words."


def _ignore_progress(done: int, total: int) -> None:
    """The progress callback of a caller who gave none."""


def summarize(
    article: Article,
    engine: Engine,
    *,
    sentences: int = 3,
    words: int | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> Summary:
    """Returns a summary that the article supports; without sentences its `reason` says why there is none.

    `sentences` and `words` are upper limits. Raises ValueError for a limit below one, and whatever the engine raises
    (models.EngineFailed).
    """
    limits = Limits(sentences, words)
    engine_kind = getattr(engine, "kind", type(engine).__name__)  # an engine that delegates names the real one
    empty = Summary(
        article,
        model=engine.name,
        engine=engine_kind,
        revision=engine.revision,
        seed=seed,
        remote_host=getattr(engine, "remote_host", ""),
    )
    if article.language != "en":
        return replace(empty, reason=NOT_ENGLISH)
    max_tokens = min(PART_TOKENS, engine.max_article_tokens(drafting.beam_options(engine, limits)))
    story = chunk_story(article, engine.count, max_tokens)
    if not story:
        return replace(empty, reason=TOO_LONG if story_sentences(article) else NO_TEXT)
    index = index_source(article)
    reading = long_documents.read_story(
        engine, story, index, limits, max_tokens=max_tokens, seed=seed, progress=progress or _ignore_progress
    )
    return assemble(replace(empty, drafts=reading.drafts), reading, story, index, limits)


def assemble(empty: Summary, reading: Reading, story: Sequence[Chunk], index: SourceIndex, limits: Limits) -> Summary:
    """The summary from verified sentences and the article's own; `empty` holds what is known before: model, drafts."""
    stem_importance = importance(index, _drafts_of_last_text(reading), reading.final_sentences)
    pool = candidate_pool(reading.passed, stem_importance, index, story)
    chosen, sheet, spoilt = select_consistent(pool, stem_importance, index, limits)
    if sheet is not None:
        chosen, sheet = _with_full_names(chosen, sheet, index, limits)
    empty = replace(
        empty,
        rejected=(*reading.rejected, *spoilt),
        coverage=_coverage(chosen, stem_importance, index, story, reading.readings),
    )
    if not chosen or sheet is None:
        any_fits = limits.words is None or any(candidate.words <= limits.words for candidate in pool)
        return replace(empty, reason=NOTHING_HOLDS if any_fits else TOO_TIGHT.format(words=limits.words))
    return replace(empty, sentences=_with_sources(chosen, sheet, index), sheet=sheet)


def _drafts_of_last_text(reading: Reading) -> list[str]:
    """The texts of the drafts that were written from the same text as the first: the last one that was read."""
    if not reading.drafts:
        return []
    first = reading.drafts[0]
    return [draft.text for draft in reading.drafts if (draft.reading, draft.part) == (first.reading, first.part)]


def candidate_pool(
    passed: Sequence[Candidate], stem_importance: Mapping[str, float], index: SourceIndex, story: Sequence[Chunk]
) -> list[Candidate]:
    """The sentences that compete: the best of the model's own, these with more detail, and the article's own."""
    own = shortlist(
        [_with_omissions_restored(sentence, index) for sentence in passed], stem_importance, max_size=MAX_RESTORED
    )
    pool = [*own, *restore_details(own, index, stem_importance), *source_candidates(index, story)]
    part_of_sentence = {sentence: number for number, part in enumerate(story) for sentence in part.sentences}
    return [
        replace(candidate, part=part_of_sentence.get(candidate.sources[0], 0) if candidate.sources else 0)
        for candidate in pool
    ]


def _with_omissions_restored(candidate: Candidate, index: SourceIndex) -> Candidate:
    """The candidate with what its source has and it left out: counts, hedges, function words, who says so."""
    for restore in (
        restore_opening_count,
        restore_hedge,
        restore_function_words,
        restore_determiner,
        restore_attribution,
    ):
        candidate = restore(candidate, index)
    return candidate


def source_candidates(index: SourceIndex, story: Sequence[Chunk]) -> list[Candidate]:
    """Article sentences that may stand in: those of the opening, or else the next that stands alone.

    A story's opening says what it is about; a later sentence may say anything, whichever the model happened to garble.
    """
    order = [sentence for part in story for sentence in part.sentences]
    opening = [found for at in order[:OPENING_SENTENCES] if (found := _source_candidate(index, at)) is not None]
    if any(candidate.words >= INFORMATIVE_WORDS for candidate in opening):
        return opening
    later = (_source_candidate(index, at) for at in order[OPENING_SENTENCES:STAND_IN_SEARCH_SENTENCES])
    informative = (found for found in later if found is not None and found.words >= INFORMATIVE_WORDS)
    return [*opening, *islice(informative, 1)]


def _source_candidate(index: SourceIndex, sentence_index: int) -> Candidate | None:
    """An article sentence as a candidate, shortened where that leaves it true.

    None where it needs its neighbours or is too long.
    """
    article = index.article
    if sentence_index and ENDS_IN_INITIALS.search(article.words(article.sentences[sentence_index - 1].span)):
        return None  # the second half of a sentence that was split after an initial
    text = " ".join(article.words(article.sentences[sentence_index].span).split())
    short = shorten(text)
    if (
        short != text
        and not completeness.incompleteness(short)
        and not clause_support.unsupported_clause(short, index, [sentence_index])
    ):
        text = short
    if completeness.incompleteness(text) or len(text.split()) > MAX_SOURCE_WORDS:
        return None
    return Candidate(
        text,
        Origin.REPLACED,
        -1,
        sentence_index,
        ground(text, index, [sentence_index]).stems,
        (sentence_index,),
        is_copied(text, index),
        completeness.depends_on_previous(text),
        0.0,
        0.0,
        preceding_sentences=bisect_left(index.story_sentences, sentence_index),
    )


def select_consistent(
    pool: Sequence[Candidate], stem_importance: Mapping[str, float], index: SourceIndex, limits: Limits
) -> tuple[tuple[Candidate, ...], Sheet | None, list[Rejected]]:
    """The best combination whose text as a whole passes `checks.compare`, its sheet, and what was left out for that.

    Sentences that an objection to the whole concerns are left out, and the rest is chosen from again, at most
    SELECTION_ROUNDS times. Without a combination that passes, the first is empty and the sheet None.
    """
    remaining = shortlist(pool, stem_importance)
    spoilt: list[Rejected] = []
    for _ in range(SELECTION_ROUNDS):
        chosen = select(remaining, stem_importance, sentences=limits.sentences, words=limits.words)
        if not chosen:
            break
        sheet = checks.compare(index.article, " ".join(sentence.text for sentence in chosen))
        findings = objections(sheet)
        if not findings:
            return chosen, sheet, spoilt
        spans = _spans(chosen)
        concerned = {
            number for number, span in enumerate(spans) for finding in findings if concerns(finding, span)
        } or set(range(len(chosen)))
        for number in concerned:
            sentence = chosen[number]
            spoilt.append(Rejected(sentence.text, findings[0].message, findings[0].rule, max(0, sentence.draft)))
        excluded = [chosen[number] for number in concerned]
        remaining = [candidate for candidate in remaining if candidate not in excluded]
    return (), None, spoilt


def _with_full_names(
    chosen: tuple[Candidate, ...], sheet: Sheet, index: SourceIndex, limits: Limits
) -> tuple[tuple[Candidate, ...], Sheet]:
    """The summary with each person's full name at its first mention; unchanged where that fails a check or a limit."""
    named = list(chosen)
    for number, text in enumerate(first_mention.with_full_names([sentence.text for sentence in chosen], index)):
        sentence = chosen[number]
        if text == sentence.text:
            continue
        if sentence.origin is Origin.REPLACED:  # the article's own but for the name
            named[number] = replace(sentence, text=text)
        else:
            shown = sorted({*sentence.sources, *_introducing_sentences(text, sentence.text, index)})
            named[number] = next(iter(reverified(sentence, text, index, shown)), sentence)
    whole = " ".join(sentence.text for sentence in named)
    if tuple(named) == chosen or (limits.words is not None and len(whole.split()) > limits.words):
        return chosen, sheet
    named_sheet = checks.compare(index.article, whole)
    return (chosen, sheet) if objections(named_sheet) else (tuple(named), named_sheet)


def _introducing_sentences(named: str, original: str, index: SourceIndex) -> Iterator[int]:
    """The first article sentences with any of the words that `named` has and `original` lacks."""
    article = index.article
    names = set(named.split()) - set(original.split())
    mentions = (
        sentence
        for sentence in index.story_sentences
        if names & set(article.words(article.sentences[sentence].span).split())
    )
    return islice(mentions, MAX_INTRODUCING_SENTENCES)


def shortlist(
    pool: Sequence[Candidate], stem_importance: Mapping[str, float], *, max_size: int = selection.POOL_SIZE
) -> list[Candidate]:
    """The candidates that are combined: model sentences by their utility alone, with room for all of the article's.

    Of candidates with the same best source at most MAX_PER_SOURCE_SENTENCE compete, so that there is more to say.
    """
    own = [candidate for candidate in pool if candidate.origin is not Origin.REPLACED]
    article_sentences = [candidate for candidate in pool if candidate.origin is Origin.REPLACED]
    per_source: Counter[int] = Counter()
    kept: list[Candidate] = []
    for candidate in sorted(own, key=lambda candidate: -utility([candidate], stem_importance)):
        source = candidate.sources[0] if candidate.sources else -1
        if per_source[source] < MAX_PER_SOURCE_SENTENCE:
            per_source[source] += 1
            kept.append(candidate)
    return [*kept[: max_size - len(article_sentences)], *article_sentences]


def _with_sources(chosen: Sequence[Candidate], sheet: Sheet, index: SourceIndex) -> tuple[SummarySentence, ...]:
    """The chosen sentences with their places in the summary, their source sentences and their figures' sources."""
    sentences = []
    for sentence, span in zip(chosen, _spans(chosen), strict=True):
        figures = tuple(
            FigureSupport(tick.spans[0], tick.source_spans, tick.message, tick.arithmetic)
            for tick in sheet.ticks
            if tick.spans and span.contains(tick.spans[0])
        )
        sources = source_spans(ground(sentence.text, index, sentence.sources), index.article)
        draft = None if sentence.draft < 0 else sentence.draft
        sentences.append(SummarySentence(sentence.text, span, sentence.origin, sources, figures, draft))
    return tuple(sentences)


def _spans(sentences: Sequence[Candidate]) -> list[Span]:
    """The place of each sentence in the text of them all, joined by spaces."""
    spans: list[Span] = []
    start = 0
    for sentence in sentences:
        spans.append(Span(start, start + len(sentence.text)))
        start += len(sentence.text) + 1
    return spans


def _coverage(
    chosen: Sequence[Candidate],
    stem_importance: Mapping[str, float],
    index: SourceIndex,
    story: Sequence[Chunk],
    readings: int,
) -> Coverage:
    article = index.article
    stems = frozenset[str]().union(*(sentence.stems for sentence in chosen))
    sources = frozenset[int]().union(*(sentence.sources for sentence in chosen))
    return Coverage(
        sum(_word_count(article, sentence) for sentence in story_sentences(article)),
        sum(_word_count(article, sentence) for part in story for sentence in part.sentences),
        sum(weight for stem, weight in stem_importance.items() if stem in stems),
        len(story),
        readings,
        tuple(number for number, part in enumerate(story) if not sources.isdisjoint(part.sentences)),
    )


def _word_count(article: Article, sentence_index: int) -> int:
    return len(article.words(article.sentences[sentence_index].span).split())
