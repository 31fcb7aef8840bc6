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
MAX_READ = 2  # a story's beginning is considered up to so many times the limits: some of it may not be printed

NO_TEXT = "There is no story in the text: no full sentence outside headlines, promotions and captions."
TOO_LONG = "No sentence of the story fits into what the model reads at once."
NOT_ENGLISH = "The text does not read like English, and only English can be checked."
NOTHING_HOLDS = "No summary can be supported: nothing the model wrote passes the checks, and no sentence stands alone."
TOO_TIGHT = "No sentence that passes the checks fits into {words} words."


@dataclass(frozen=True, slots=True)
class _SummaryTask:
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
    task = _SummaryTask(empty, parsed_article, parts, limits, brief is not None, judge_deletions)
    progress = progress or _ignore_progress
    judged = opening.judge_opening(engine, task.index)
    of_opening = _summary_of_opening(task, judged)
    if of_opening is not None and not with_drafts:
        progress(1, 1)
        return of_opening
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
    if of_opening is not None:
        return replace(of_opening, drafts=drafted.drafts, rejected=(*drafted.rejected, *of_opening.rejected))
    task = replace(task, empty=replace(empty, drafts=drafted.drafts))
    ranks = opening.without_boilerplate(salience.rank(task.index, drafted.votes), judged.worths)
    summary = _assemble(task, drafted, ranks) if form is Form.SUMMARY else _assemble_line(task, drafted, ranks)
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
    return min(instructed.PART_TOKENS, room)


# ---- from the story's first sentences alone --------------------------------------------------------------------------


def _summary_of_opening(task: _SummaryTask, judged: StoryOpening) -> Summary | None:
    """The summary of the story's first sentences, where they tell the news; None where the story has to be read."""
    if task.is_instructed or not judged.choices:
        return None
    sentences = task.limits.sentences
    is_article = len(task.parts) <= PARTS_OF_AN_ARTICLE
    if task.empty.form is not Form.SUMMARY:
        return _line_of_opening(task, judged) if is_article or judged.has_main_news else None
    is_longer = sentences > OPENING_SENTENCES
    of_size = opening.of_size(judged, sentences) if is_longer else judged
    summary: Summary | None = None
    if of_size.choices and (is_article or judged.has_main_news):
        summary = _assemble_opening(task, of_size)
    if summary is None and is_longer and is_article:
        summary = _assemble_beginning(task, judged)
    return summary


def _line_of_opening(task: _SummaryTask, judged: StoryOpening) -> Summary:
    """The headline or standfirst that is cut from the opening's sentences with the main news."""
    ranks = opening.ranks_by_worth(judged.worths)
    task, drafted = _undrafted(task, tuple(judged.worths))
    return _marked_as_opening(_assemble_line(task, drafted, ranks))


def _assemble_opening(task: _SummaryTask, judged: StoryOpening) -> Summary | None:
    """The summary of those of the opening's sentences that an editor would likeliest print together.

    Under a limit on words, sentences are shortened. Those that speak to the reader are chosen where the story does, or
    where the others make a much worse summary. None where no choice fits the limits or passes the checks.
    """
    parsed_article, limits = task.parsed_article, task.limits
    ranks, first = opening.ranks_by_worth(judged.worths), judged.first
    competing = candidates.article_candidates(parsed_article, ranks, main=first, max_words=limits.words, may_speak=True)
    pool = candidates.ranked_pool(competing, ranks, parsed_article, task.parts)
    is_spoken = opening.is_spoken(parsed_article.parse(parsed_article.text(number) for number in judged.worths))
    text, spoilt = select_consistent(
        pool, task.index, limits, lambda remaining: opening.choose(remaining, judged.choices, limits, is_spoken)
    )
    return None if text is None else _told_of_opening(task, text, tuple(judged.worths), spoilt)


def _assemble_beginning(task: _SummaryTask, judged: StoryOpening) -> Summary | None:
    """The story's beginning in its own order, as many sentences as fit the limits, without what is no part of it.

    None where none may be printed. Readers like a selection of the best sentences no better, and it may leave out what
    one of them refers to.
    """
    parsed_article, limits = task.parsed_article, task.limits
    printable = dict.fromkeys(_beginning(parsed_article, limits), Salience(0.0, 0.0))
    ranks = opening.without_boilerplate(printable | opening.ranks_by_worth(judged.worths), judged.worths)
    passed_over = set(range(len(task.index.article.sentences))) - ranks.keys()
    competing = candidates.article_candidates(
        parsed_article, ranks, main=judged.first, may_speak=True, most=len(ranks), in_a_row=True
    )
    pool = candidates.ranked_pool(competing, ranks, parsed_article, task.parts)
    text, spoilt = select_consistent(
        pool, task.index, limits, lambda remaining: opening.from_the_start(remaining, limits, passed_over)
    )
    return None if text is None else _told_of_opening(task, text, tuple(ranks), spoilt)


def _beginning(parsed_article: ParsedArticle, limits: Limits) -> Sequence[int]:
    """Indices of the sentences of the beginning that are considered: MAX_READ times as much as fits the limits."""
    numbers = parsed_article.index.story_sentences[: MAX_READ * limits.sentences]
    words = accumulate(len(parsed_article.text(number).split()) for number in numbers)
    return [number for number, count in zip(numbers, words, strict=True) if count <= MAX_READ * (limits.words or count)]


def _told_of_opening(
    task: _SummaryTask, text: CheckedText, numbers: tuple[int, ...], spoilt: Sequence[Rejected]
) -> Summary:
    """The summary of the story's first sentences; `numbers` are those that were read for it."""
    task, drafted = _undrafted(task, numbers)
    return _marked_as_opening(_finished(task, text, drafted, spoilt))


def _undrafted(task: _SummaryTask, numbers: tuple[int, ...]) -> tuple[_SummaryTask, DraftedStory]:
    """The task with these sentences as all that was read, and that nothing was written of them."""
    shown = Chunk(numbers, " ".join(task.parsed_article.text(number) for number in numbers))
    return replace(task, parts=[shown]), DraftedStory((), (), (), 1, numbers)


def _marked_as_opening(summary: Summary) -> Summary:
    return replace(summary, coverage=replace(summary.coverage, is_opening=True))


# ---- from drafts and the article -------------------------------------------------------------------------------------


def _assemble(task: _SummaryTask, drafted: DraftedStory, ranks: Mapping[int, Salience]) -> Summary:
    """The summary from verified sentences of drafts and the article's own.

    For a model that follows instructions, the article's own sentences only fill what its drafts leave open.
    """
    limits, is_instructed = task.limits, task.is_instructed
    pool = candidates.candidate_pool(
        drafted, ranks, task.parsed_article, task.parts, is_instructed=is_instructed, max_words=limits.words
    )
    weights = INSTRUCTED_WEIGHTS if is_instructed else DEFAULT_WEIGHTS
    kept = whole_opening(pool, task.index, limits) if len(task.parts) == 1 and not is_instructed else ()

    def choose(remaining: Sequence[SummaryCandidate]) -> tuple[SummaryCandidate, ...]:
        """The story's whole opening if it passed, else the best combination; an instructed model's sentences first."""
        best = partial(
            select, sentences=limits.sentences, words=limits.words, weights=weights, one_version=is_instructed
        )
        if kept and all(candidate in remaining for candidate in kept):
            return best([candidate for candidate in remaining if candidate not in kept], kept=kept)
        own = [candidate for candidate in remaining if candidate.draft >= 0] if is_instructed else []
        return best([candidate for candidate in remaining if candidate not in own], kept=best(own))

    text, spoilt = select_consistent(shortlist(pool, weights), task.index, limits, choose)
    if text is not None:
        return _finished(task, text, drafted, spoilt)
    any_fits = limits.words is None or any(candidate.words <= limits.words for candidate in pool)
    reason = NOTHING_HOLDS if any_fits else TOO_TIGHT.format(words=limits.words)
    return replace(_with_account(task, (), drafted, spoilt), reason=reason)


def _assemble_line(task: _SummaryTask, drafted: DraftedStory, ranks: Mapping[int, Salience]) -> Summary:
    """The headline or standfirst from verified drafts and the article's main sentences.

    A line of a model that follows instructions goes before what can be cut from the article.
    """
    index, form, max_words = task.index, task.empty.form, task.empty.form.max_words or 0
    of_at_most = partial(
        headline.line_candidates, drafted, task.parsed_article, ranks, form, is_instructed=task.is_instructed
    )
    found = of_at_most(max_words)
    ranked = [candidates.ranked(line, ranks, index) for line in found]
    lines = headline.by_worth(ranked, _stem_importance(task, drafted))
    left_out: Sequence[Rejected] = ()
    if task.is_instructed:
        lines.sort(key=lambda line: line.draft < 0)
        left_out = headline.left_out(drafted, lines, form)
    for line in lines:
        text = checked((replace(line, text=headline.printed(line.text, form, max_words)),), index.article)
        if text is not None:
            text = finishing.with_full_names(text, index, Limits(1, max_words))
            return _as_summary(task, text, drafted, left_out)
    shown_words = headline.SHOWN_WORDS[form]
    reason = headline.nothing_fits(form, of_at_most(shown_words), shown_words)
    return replace(_with_account(task, (), drafted, left_out), reason=reason)


# ---- the finished summary --------------------------------------------------------------------------------------------


def _finished(task: _SummaryTask, text: CheckedText, drafted: DraftedStory, spoilt: Sequence[Rejected]) -> Summary:
    """The summary of the chosen sentences, with the finishing touches."""
    text = finishing.finished(text, task.parsed_article, task.limits, task.judge_deletions)
    return _as_summary(task, text, drafted, spoilt)


def _as_summary(task: _SummaryTask, text: CheckedText, drafted: DraftedStory, left_out: Sequence[Rejected]) -> Summary:
    """The summary with this text; sentences that were `left_out` of it are rejected after those of the drafts."""
    summary = _with_account(task, text.sentences, drafted, left_out)
    return replace(summary, sentences=with_sources(text, task.index), sheet=text.sheet)


def _with_account(
    task: _SummaryTask, chosen: Sequence[SummaryCandidate], drafted: DraftedStory, left_out: Sequence[Rejected]
) -> Summary:
    """The summary without its sentences: what was rejected, and how much of the story the chosen sentences tell."""
    coverage = coverage_of(chosen, _stem_importance(task, drafted), task.index, task.parts, drafted.readings)
    return replace(task.empty, rejected=(*drafted.rejected, *left_out), coverage=coverage)


def _stem_importance(task: _SummaryTask, drafted: DraftedStory) -> Mapping[str, float]:
    """How important each of the story's main words is, by the text that was read last and the drafts of it."""
    last = [(draft.reading, draft.part) for draft in drafted.drafts[:1]]  # drafts of the last reading come first
    drafts = [draft.text for draft in drafted.drafts if (draft.reading, draft.part) in last]
    return importance(task.index, drafts, drafted.final_sentences)
