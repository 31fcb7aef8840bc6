"""From an article to its summary: drafts, verified sentences, and the best combination of them.

Where the engine can judge a story's first sentences, the summary is chosen from these (opening.py). Otherwise the model
writes several drafts (drafting.py), of a long story in several readings (long_documents.py). Every sentence of every
draft is checked against the article (verification.py). What passes competes with the article's own sentences
(candidates.py), and the best combination is chosen (selection.py). Either way the chosen sentences are checked as one
text, because new neighbours may change what a sentence means (consistency.py), and finished (finishing.py). If there is
no summary, the result says why.
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

PART_TOKENS = 1200  # tokens of the story in one prompt; fewer if the model's context is shorter
PARTS_OF_AN_ARTICLE = 4  # a story of more is only summarised from its opening if that has the main event
LEADING_MULTIPLE = 2  # times the limits, considered of a story's leading sentences: some may not be printed

NO_TEXT = "There is no story in the text: no full sentence outside headlines, promotions and captions."
TOO_LONG = "No sentence of the story fits into what the model reads at once."
NOT_ENGLISH = "The text does not read like English, and only English can be checked."
NOTHING_HOLDS = "No summary can be supported: nothing the model wrote passes the checks, and no sentence stands alone."
TOO_TIGHT = "No sentence that passes the checks fits into {words} words."


@dataclass(frozen=True, slots=True)
class _SummaryRequest:
    """A summary to be made, and the inputs of every step that makes it."""

    empty: Summary  # the result without sentences: article, form, model, drafts
    parsed_article: ParsedArticle
    parts: Sequence[Chunk]  # of the story, one per prompt
    limits: Limits
    is_instructed: bool  # whether the model follows instructions
    judge_deletions: JudgeDeletions | None  # to tighten the article's sentences; None: they are not

    @property
    def index(self) -> ArticleIndex:
        return self.parsed_article.index


def _ignore_progress(done: int, total: int) -> None:
    """The default progress callback."""


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
    """A summary without sentences, with all that is known before it has any."""
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
    """The most tokens of the story in one prompt."""
    if brief is None:
        return min(PART_TOKENS, engine.max_article_tokens(drafting.draft_options(engine, limits)))
    room = engine.max_article_tokens(instructed.decoding_options(engine, limits)) - instructed.RESERVED_TOKENS
    return min(instructed.INSTRUCTED_PART_TOKENS, room)


# ---- from the story's first sentences alone --------------------------------------------------------------------------


def _summary_of_first_sentences(request: _SummaryRequest, judged: StoryOpening) -> Summary | None:
    """The summary, headline or standfirst made without drafts, from the story's first sentences.

    None if drafts are needed: the model follows instructions or cannot judge sentences, the story is long and its
    opening lacks the main event, or no choice of sentences fits the limits and passes the checks. A summary of more
    than OPENING_SENTENCES sentences may be the story's leading sentences in order.
    """
    if request.is_instructed or not judged.choices:
        return None
    max_sentences = request.limits.sentences
    is_article = len(request.parts) <= PARTS_OF_AN_ARTICLE
    if request.empty.form is not Form.SUMMARY:
        return _line_of_opening(request, judged) if is_article or judged.has_main_event else None
    is_longer = max_sentences > OPENING_SENTENCES
    sized_opening = opening.with_choices_of_size(judged, max_sentences) if is_longer else judged
    summary: Summary | None = None
    if sized_opening.choices and (is_article or judged.has_main_event):
        summary = _assemble_opening(request, sized_opening)
    if summary is None and is_longer and is_article:
        summary = _assemble_leading_sentences(request, judged)
    return summary


def _line_of_opening(request: _SummaryRequest, judged: StoryOpening) -> Summary:
    """The headline or standfirst cut from the sentences of the opening that carry the main event."""
    ranks = opening.ranks_by_worth(judged.worths)
    request, drafted = _without_drafts(request, tuple(judged.worths))
    return _marked_as_opening(_assemble_line(request, drafted, ranks))


def _assemble_opening(request: _SummaryRequest, judged: StoryOpening) -> Summary | None:
    """The summary of the opening's sentences that an editor would likeliest print together.

    Under a limit on words, sentences are shortened. Those that address the reader are chosen if the story does so too,
    or if the others make a much worse summary. None if no choice fits the limits and passes the checks.
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
    """The summary of the story's leading sentences in order, as many as fit the limits, without boilerplate.

    None if none may be printed. Readers do not prefer a selection of the best sentences, and that may leave out what
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
    """Indices of the sentences at the beginning, LEADING_MULTIPLE times as many as fit the limits."""
    numbers = parsed_article.index.story_sentences[: LEADING_MULTIPLE * limits.sentences]
    words = accumulate(len(parsed_article.text(number).split()) for number in numbers)
    return [
        number
        for number, count in zip(numbers, words, strict=True)
        if count <= LEADING_MULTIPLE * (limits.words or count)
    ]


def _leading_summary(
    request: _SummaryRequest, text: CheckedText, numbers: tuple[int, ...], rejected: Sequence[Rejected]
) -> Summary:
    """The summary that was chosen from the sentences with these indices, the first of the story."""
    request, drafted = _without_drafts(request, numbers)
    return _marked_as_opening(_finished(request, text, drafted, rejected))


def _without_drafts(request: _SummaryRequest, numbers: tuple[int, ...]) -> tuple[_SummaryRequest, DraftedStory]:
    """The request with these sentences (indices) as its only part, and an empty result of drafting."""
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
        """The best combination around the story's whole opening, if that passed, or an instructed model's sentences."""
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
    """The summary with this text; its rejected sentences are those of the drafts, then those `left_out`."""
    summary = _with_coverage(request, text.sentences, drafted, left_out)
    return replace(summary, sentences=with_sources(text, request.index), sheet=text.sheet)


def _with_coverage(
    request: _SummaryRequest, chosen: Sequence[SummaryCandidate], drafted: DraftedStory, left_out: Sequence[Rejected]
) -> Summary:
    """The summary without its sentences: with the rejected ones, and how much of the story the chosen ones cover."""
    coverage = coverage_of(chosen, _stem_importance(request, drafted), request.index, request.parts, drafted.readings)
    return replace(request.empty, rejected=(*drafted.rejected, *left_out), coverage=coverage)


def _stem_importance(request: _SummaryRequest, drafted: DraftedStory) -> Mapping[str, float]:
    """The importance of each of the story's main stems, by the text read last and its drafts."""
    last = [(draft.reading, draft.part) for draft in drafted.drafts[:1]]  # drafts of the last reading come first
    drafts = [draft.text for draft in drafted.drafts if (draft.reading, draft.part) in last]
    return importance(request.index, drafts, drafted.final_sentences)
