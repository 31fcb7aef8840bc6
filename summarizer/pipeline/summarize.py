"""From an article to its summary: drafts, verified sentences, and the best combination of them.

Where the engine can judge a story's first sentences, the summary is chosen from these (opening.py). Otherwise the model
writes several drafts (drafting.py), of a long story in several readings (long_documents.py). Every sentence of every
draft is checked against the article (verification.py). What passes competes with the article's own sentences
(candidates.py), and the best combination is chosen (selection.py). Where there is no summary, the result says why. The
chosen sentences are checked once more as one text, because a sentence may mean something else beside its new neighbours
(consistency.py), and get their finishing touches (finishing.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate

from checks.model import Article
from summarizer.engines.abilities import (
    JudgeDeletions,
    confirms_prompts,
    deletion_judge,
    kind_of,
    remote_host_of,
    support_judge,
)
from summarizer.engines.interface import Engine
from summarizer.guards.candidate import SummaryCandidate
from summarizer.language.chunking import Chunk, chunk_story, story_sentences
from summarizer.language.grounding import ArticleIndex, index_article
from summarizer.limits import Limits
from summarizer.pipeline import candidates, drafting, finishing, headline, instructed, long_documents, opening, salience
from summarizer.pipeline.consistency import CheckedText, checked, select_consistent
from summarizer.pipeline.instructed import Brief
from summarizer.pipeline.long_documents import DraftedStory, Progress
from summarizer.pipeline.opening import StoryOpening
from summarizer.pipeline.provenance import coverage_of, with_sources
from summarizer.pipeline.result import Form, Rejected, Summary
from summarizer.pipeline.salience import Salience
from summarizer.pipeline.selection import (
    DEFAULT_WEIGHTS,
    INSTRUCTED_WEIGHTS,
    OPENING_SENTENCES,
    importance,
    select,
    shortlist,
    whole_opening,
)
from summarizer.support.alignment import ParsedArticle

PART_TOKENS = 1200  # tokens of the story in one prompt, at most: the model's window may allow fewer
PARTS_OF_AN_ARTICLE = 4  # a text of more parts is only summarised from its opening if that tells the main news
MAX_CONSIDERED_MULTIPLE = (
    2  # a story's beginning is considered up to so many times the limits: some of it may not be printed
)

NO_TEXT = "There is no story in the text: no full sentence outside headlines, promotions and captions."
TOO_LONG = "No sentence of the story fits into what the model reads at once."
NOT_ENGLISH = "The text does not read like English, and only English can be checked."
NOTHING_HOLDS = "No summary can be supported: nothing the model wrote passes the checks, and no sentence stands alone."
TOO_TIGHT = "No sentence that passes the checks fits into {words} words."


@dataclass(frozen=True, slots=True)
class _SummaryRequest:
    """A summary that is asked for, and what it is made from."""

    empty: Summary  # what is known of it before it has sentences: article, form, model, drafts
    parsed_article: ParsedArticle
    parts: Sequence[Chunk]  # that the story is read in
    limits: Limits
    is_instructed: bool  # the model follows instructions
    judge_deletions: JudgeDeletions | None  # with it the article's sentences are tightened

    @property
    def index(self) -> ArticleIndex:
        return self.parsed_article.index


def _ignore_progress(done: int, total: int) -> None:
    """The progress callback of a caller who gave none."""


def summarize(
    article: Article,
    engine: Engine,
    *,
    sentences: int | None = None,
    words: int | None = None,
    seed: int = 0,
    form: Form = Form.SUMMARY,
    with_drafts: bool = False,
    progress: Progress | None = None,
) -> Summary:
    """Returns a summary that the article supports; without sentences its `reason` says why there is none.

    `sentences` and `words` are upper limits; without any there are three sentences, or four short ones. A headline or
    standfirst has limits of its own. A model that can judge a story's first sentences writes no drafts of a short
    story, unless `with_drafts` asks for them: they do not change the summary.
    Raises ValueError for a limit below one, and whatever the engine raises (models.EngineFailed).
    """
    limits = Limits.of(sentences, words)
    empty = _empty_summary(article, engine, form, seed)
    if article.language != "en":
        return replace(empty, reason=NOT_ENGLISH)
    brief = instructed.brief_for(engine, article, form)
    max_tokens = _part_tokens(engine, limits, brief)
    parts = chunk_story(article, engine.count, max_tokens)
    if not parts:
        return replace(empty, reason=TOO_LONG if story_sentences(article) else NO_TEXT)
    # Headlines and standfirsts are cut from the article: judges change few of them and take long (docs/experiments.md).
    judge_support = support_judge(engine) if form is Form.SUMMARY else None
    judge_deletions = deletion_judge(engine) if form is Form.SUMMARY else None
    parsed_article = ParsedArticle(index_article(article), judge_support)
    request = _SummaryRequest(empty, parsed_article, parts, limits, brief is not None, judge_deletions)
    progress = progress or _ignore_progress
    judged = opening.judge_opening(engine, request.index)
    opening_summary = _summary_of_first_sentences(request, judged)
    if opening_summary is not None and not with_drafts:
        progress(1, 1)
        return opening_summary
    drafted = long_documents.read_story(
        engine,
        parts,
        parsed_article,
        limits,
        max_tokens=max_tokens,
        samples=drafting.sample_count(engine, limits, form),
        seed=seed,
        progress=progress,
        brief=brief,
    )
    if opening_summary is not None:
        return replace(opening_summary, drafts=drafted.drafts, rejected=(*drafted.rejected, *opening_summary.rejected))
    request = replace(request, empty=replace(empty, drafts=drafted.drafts))
    ranks = opening.without_boilerplate(salience.rank(request.index, drafted.votes), judged.worths)
    summary = _assemble(request, drafted, ranks) if form is Form.SUMMARY else _assemble_line(request, drafted, ranks)
    return replace(summary, coverage=replace(summary.coverage, is_confirmed=confirms_prompts(engine)))


def _empty_summary(article: Article, engine: Engine, form: Form, seed: int) -> Summary:
    """What is known of a summary before it has sentences."""
    return Summary(
        article,
        form=form,
        model=engine.name,
        engine=kind_of(engine),
        revision=engine.revision,
        seed=seed,
        remote_host=remote_host_of(engine),
    )


def _part_tokens(engine: Engine, limits: Limits, brief: Brief | None) -> int:
    """How many tokens of the story go into one prompt."""
    if brief is None:
        return min(PART_TOKENS, engine.max_article_tokens(drafting.draft_options(engine, limits)))
    room = engine.max_article_tokens(instructed.decoding_options(engine, limits)) - instructed.RESERVED_TOKENS
    return min(instructed.INSTRUCTED_PART_TOKENS, room)


# ---- from the story's first sentences alone --------------------------------------------------------------------------


def _summary_of_first_sentences(request: _SummaryRequest, judged: StoryOpening) -> Summary | None:
    """The summary of the story's first sentences, where they tell the news; None where the story has to be read."""
    if request.is_instructed or not judged.choices:
        return None
    sentences = request.limits.sentences
    is_article = len(request.parts) <= PARTS_OF_AN_ARTICLE
    if request.empty.form is not Form.SUMMARY:
        return _line_of_opening(request, judged) if is_article or judged.has_main_event else None
    is_longer = sentences > OPENING_SENTENCES
    sized_opening = opening.with_choices_of_size(judged, sentences) if is_longer else judged
    summary: Summary | None = None
    if sized_opening.choices and (is_article or judged.has_main_event):
        summary = _assemble_opening(request, sized_opening)
    if summary is None and is_longer and is_article:
        summary = _assemble_leading_sentences(request, judged)
    return summary


def _line_of_opening(request: _SummaryRequest, judged: StoryOpening) -> Summary:
    """The headline or standfirst that is cut from the opening's sentences with the main news."""
    ranks = opening.ranks_by_worth(judged.worths)
    request, drafted = _without_drafts(request, tuple(judged.worths))
    return _marked_as_opening(_assemble_line(request, drafted, ranks))


def _assemble_opening(request: _SummaryRequest, judged: StoryOpening) -> Summary | None:
    """The summary of those of the opening's sentences that an editor would likeliest print together.

    Under a limit on words, sentences are shortened. Those that speak to the reader are chosen where the story does, or
    where the others make a much worse summary. None where no choice fits the limits or passes the checks.
    """
    parsed_article, limits = request.parsed_article, request.limits
    ranks, main_event_index = opening.ranks_by_worth(judged.worths), judged.main_event_index
    competing = candidates.article_candidates(
        parsed_article, ranks, main_event_index=main_event_index, max_words=limits.words, as_running_text=True
    )
    pool = candidates.ranked_pool(competing, ranks, parsed_article, request.parts)
    may_address_reader = opening.is_story_addressed_to_reader(
        parsed_article.parse(parsed_article.text(number) for number in judged.worths)
    )
    text, rejected = select_consistent(
        pool,
        request.index,
        limits,
        lambda remaining: opening.choose(remaining, judged.choices, limits, may_address_reader),
    )
    return None if text is None else _leading_summary(request, text, tuple(judged.worths), rejected)


def _assemble_leading_sentences(request: _SummaryRequest, judged: StoryOpening) -> Summary | None:
    """The story's beginning in its own order, as many sentences as fit the limits, without what is no part of it.

    None where none may be printed. Readers like a selection of the best sentences no better, and it may leave out what
    one of them refers to.
    """
    parsed_article, limits = request.parsed_article, request.limits
    printable = dict.fromkeys(_leading_indices(parsed_article, limits), Salience(0.0, 0.0))
    ranks = opening.without_boilerplate(printable | opening.ranks_by_worth(judged.worths), judged.worths)
    skippable = set(range(len(request.index.article.sentences))) - ranks.keys()
    competing = candidates.article_candidates(
        parsed_article,
        ranks,
        main_event_index=judged.main_event_index,
        as_running_text=True,
        max_sentences=len(ranks),
        keep_contiguous=True,
    )
    pool = candidates.ranked_pool(competing, ranks, parsed_article, request.parts)
    text, rejected = select_consistent(
        pool, request.index, limits, lambda remaining: opening.leading_sentences(remaining, limits, skippable)
    )
    return None if text is None else _leading_summary(request, text, tuple(ranks), rejected)


def _leading_indices(parsed_article: ParsedArticle, limits: Limits) -> Sequence[int]:
    """Indices of the sentences at the beginning, MAX_CONSIDERED_MULTIPLE times as many as fit the limits."""
    numbers = parsed_article.index.story_sentences[: MAX_CONSIDERED_MULTIPLE * limits.sentences]
    words = accumulate(len(parsed_article.text(number).split()) for number in numbers)
    return [
        number
        for number, count in zip(numbers, words, strict=True)
        if count <= MAX_CONSIDERED_MULTIPLE * (limits.words or count)
    ]


def _leading_summary(
    request: _SummaryRequest, text: CheckedText, numbers: tuple[int, ...], rejected: Sequence[Rejected]
) -> Summary:
    """The summary of the story's first sentences; `numbers` are those that were read for it."""
    request, drafted = _without_drafts(request, numbers)
    return _marked_as_opening(_finished(request, text, drafted, rejected))


def _without_drafts(request: _SummaryRequest, numbers: tuple[int, ...]) -> tuple[_SummaryRequest, DraftedStory]:
    """The request with these sentences as all that was read, and that nothing was written of them."""
    shown = Chunk(numbers, " ".join(request.parsed_article.text(number) for number in numbers))
    return replace(request, parts=[shown]), DraftedStory((), (), (), 1, numbers)


def _marked_as_opening(summary: Summary) -> Summary:
    return replace(summary, coverage=replace(summary.coverage, is_opening=True))


# ---- from drafts and the article -------------------------------------------------------------------------------------


def _assemble(request: _SummaryRequest, drafted: DraftedStory, ranks: Mapping[int, Salience]) -> Summary:
    """The summary from verified sentences of drafts and the article's own.

    For a model that follows instructions, the article's own sentences only fill what its drafts leave open.
    """
    limits, is_instructed = request.limits, request.is_instructed
    pool = candidates.candidate_pool(
        drafted, ranks, request.parsed_article, request.parts, is_instructed=is_instructed, max_words=limits.words
    )
    weights = INSTRUCTED_WEIGHTS if is_instructed else DEFAULT_WEIGHTS
    kept = whole_opening(pool, request.index, limits) if len(request.parts) == 1 and not is_instructed else ()

    def choose(remaining: Sequence[SummaryCandidate]) -> tuple[SummaryCandidate, ...]:
        """The story's whole opening if it passed, else the best combination; an instructed model's sentences first."""
        best = partial(
            select, sentences=limits.sentences, words=limits.words, weights=weights, one_version=is_instructed
        )
        if kept and all(candidate in remaining for candidate in kept):
            return best([candidate for candidate in remaining if candidate not in kept], kept=kept)
        own = [candidate for candidate in remaining if candidate.draft >= 0] if is_instructed else []
        return best([candidate for candidate in remaining if candidate not in own], kept=best(own))

    text, rejected = select_consistent(shortlist(pool, weights), request.index, limits, choose)
    if text is not None:
        return _finished(request, text, drafted, rejected)
    any_fits = limits.words is None or any(candidate.words <= limits.words for candidate in pool)
    reason = NOTHING_HOLDS if any_fits else TOO_TIGHT.format(words=limits.words)
    return replace(_with_coverage(request, (), drafted, rejected), reason=reason)


def _assemble_line(request: _SummaryRequest, drafted: DraftedStory, ranks: Mapping[int, Salience]) -> Summary:
    """The headline or standfirst from verified drafts and the article's main sentences.

    A line of a model that follows instructions goes before what can be cut from the article.
    """
    index, form, max_words = request.index, request.empty.form, request.empty.form.max_words or 0
    of_at_most = partial(
        headline.line_candidates, drafted, request.parsed_article, ranks, form, is_instructed=request.is_instructed
    )
    found = of_at_most(max_words)
    ranked = [candidates.ranked(line, ranks, index) for line in found]
    lines = headline.by_worth(ranked, _stem_importance(request, drafted))
    left_out: Sequence[Rejected] = ()
    if request.is_instructed:
        lines.sort(key=lambda line: line.draft < 0)
        left_out = headline.left_out(drafted, lines, form)
    for line in lines:
        text = checked((replace(line, text=headline.printed(line.text, form, max_words)),), index.article)
        if text is not None:
            text = finishing.with_full_names(text, index, Limits(1, max_words))
            return _as_summary(request, text, drafted, left_out)
    shown_words = headline.SHOWN_WORDS[form]
    reason = headline.nothing_fits(form, of_at_most(shown_words), shown_words)
    return replace(_with_coverage(request, (), drafted, left_out), reason=reason)


# ---- the finished summary --------------------------------------------------------------------------------------------


def _finished(
    request: _SummaryRequest, text: CheckedText, drafted: DraftedStory, rejected: Sequence[Rejected]
) -> Summary:
    """The summary of the chosen sentences, with the finishing touches."""
    text = finishing.finished(text, request.parsed_article, request.limits, request.judge_deletions)
    return _as_summary(request, text, drafted, rejected)


def _as_summary(
    request: _SummaryRequest, text: CheckedText, drafted: DraftedStory, left_out: Sequence[Rejected]
) -> Summary:
    """The summary with this text; sentences that were `left_out` of it are rejected after those of the drafts."""
    summary = _with_coverage(request, text.sentences, drafted, left_out)
    return replace(summary, sentences=with_sources(text, request.index), sheet=text.sheet)


def _with_coverage(
    request: _SummaryRequest, chosen: Sequence[SummaryCandidate], drafted: DraftedStory, left_out: Sequence[Rejected]
) -> Summary:
    """The summary without its sentences: what was rejected, and how much of the story the chosen sentences tell."""
    coverage = coverage_of(chosen, _stem_importance(request, drafted), request.index, request.parts, drafted.readings)
    return replace(request.empty, rejected=(*drafted.rejected, *left_out), coverage=coverage)


def _stem_importance(request: _SummaryRequest, drafted: DraftedStory) -> Mapping[str, float]:
    """How important each of the story's main words is, by the text that was read last and the drafts of it."""
    last = [(draft.reading, draft.part) for draft in drafted.drafts[:1]]  # drafts of the last reading come first
    drafts = [draft.text for draft in drafted.drafts if (draft.reading, draft.part) in last]
    return importance(request.index, drafts, drafted.final_sentences)
