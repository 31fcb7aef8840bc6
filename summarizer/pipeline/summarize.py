"""From an article to its summary: drafts, verified sentences, and the best combination of them.

The model writes several drafts (drafting.py), of a long story in several readings (long_documents.py). Every sentence
of every draft is checked against the article (verification.py). The best combination of what passes is chosen
(selection.py); where the model's sentences do not suffice, the article's own stand in; where nothing can be said, the
result says why. The finished summary is checked once more as a whole, because a sentence may come to mean something
else beside its new neighbours.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate, pairwise

import checks
from checks.model import Article, Sheet, Span
from summarizer.engines.deletions import Deletions, SentenceWords
from summarizer.engines.interface import Engine
from summarizer.guards import completeness
from summarizer.guards.candidate import Candidate, Origin
from summarizer.guards.rule_findings import concerns, objections
from summarizer.language.chunking import Chunk, chunk_story, story_sentences
from summarizer.language.grounding import ArticleIndex, content_stems, ground, index_article, source_spans
from summarizer.language.parsing import ParsedSentence
from summarizer.pipeline import drafting, headline, instructed, long_documents, opening, salience, selection
from summarizer.pipeline.drafting import Limits
from summarizer.pipeline.introductions import Introductions
from summarizer.pipeline.long_documents import Progress, Reading
from summarizer.pipeline.opening import Opening
from summarizer.pipeline.result import Coverage, FigureSupport, Form, Rejected, Summary, SummarySentence
from summarizer.pipeline.salience import Salience
from summarizer.pipeline.selection import (
    DEFAULT_WEIGHTS,
    INSTRUCTED_WEIGHTS,
    Weights,
    importance,
    select,
    utility,
)
from summarizer.rewriting import asides, cuts, first_mention, tightening
from summarizer.rewriting.openings import is_contrast, opened_sentence, without_connective, without_opening
from summarizer.support.alignment import ParsedArticle, align
from summarizer.support.score import support

PART_TOKENS = 1200  # tokens of the story in one prompt, at most: the model's window may allow fewer
ARTICLE_SENTENCES = 8  # of the story, those that editors would likeliest pick, that compete with the model's
MIN_CUT_PROBABILITY = 0.72  # that a shortened sentence reads well and is right
MIN_MAIN_CUT_PROBABILITY = 0.5  # that the sentence with the main news reads well, cut until it fits
PARTS_OF_AN_ARTICLE = 4  # of a longer text all is read where its opening does not tell the news
OPENING_SENTENCES = 3  # of a story, that stand together where they can
MAX_READ = 2  # times as many sentences and words of a story's beginning as fit: some may not be printed
MAX_PER_SOURCE_SENTENCE = 3  # model sentences with the same best source
SELECTION_ROUNDS = 4  # selections, each without the sentences that spoilt the one before

FIGURE_WEIGHT = 2.0  # of a figure among the words of a sentence, where the rarest word weighs 3
_FIGURE = re.compile(r"\d[\d.,]*\d|\d")

JudgeDeletions = Callable[[str, Sequence[SentenceWords]], Sequence[Deletions] | None]

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
    sentences: int | None = None,
    words: int | None = None,
    seed: int = 0,
    form: Form = Form.SUMMARY,
    with_drafts: bool = False,
    progress: Progress | None = None,
) -> Summary:
    """Returns a summary that the article supports; without sentences its `reason` says why there is none.

    `sentences` and `words` are upper limits; without any there are three sentences, or four short ones. A headline or
    standfirst has limits of its own. A model that can tell what a story's sentences are worth writes no drafts of a
    short story, unless they are asked for: the summary is the same.
    Raises ValueError for a limit below one, and whatever the engine raises (models.EngineFailed).
    """
    limits = Limits.of(sentences, words)
    engine_kind = getattr(engine, "kind", type(engine).__name__)  # an engine that delegates names the real one
    empty = Summary(
        article,
        form=form,
        model=engine.name,
        engine=engine_kind,
        revision=engine.revision,
        seed=seed,
        remote_host=getattr(engine, "remote_host", ""),
    )
    if article.language != "en":
        return replace(empty, reason=NOT_ENGLISH)
    brief = instructed.brief_for(engine, article, form)
    if brief is None:
        max_tokens = min(PART_TOKENS, engine.max_article_tokens(drafting.beam_options(engine, limits)))
    else:
        room = engine.max_article_tokens(instructed.decoding_options(engine, limits)) - instructed.RESERVED_TOKENS
        max_tokens = min(instructed.PART_TOKENS, room)
    parts = chunk_story(article, engine.count, max_tokens)
    if not parts:
        return replace(empty, reason=TOO_LONG if story_sentences(article) else NO_TEXT)
    # Lines are cut from the article: of 24 headlines the model's opinion changed two, and it took half as long again.
    parsed_article = ParsedArticle(
        index_article(article), getattr(engine, "judge_support", None) if form is Form.SUMMARY else None
    )
    progress = progress or _ignore_progress
    judged = opening.judge_opening(engine, parsed_article.index)
    judge = getattr(engine, "judge_deletions", None) if form is Form.SUMMARY else None
    told: Summary | None = None
    if form is Form.SUMMARY and judged.choices and brief is None:
        is_article = len(parts) <= PARTS_OF_AN_ARTICLE
        together = opening.of_size(judged, limits.sentences) if limits.sentences > OPENING_SENTENCES else judged
        if together.choices and (is_article or judged.has_main_news):
            told = assemble_opening(empty, parts, parsed_article, limits, together, judge=judge)
        if limits.sentences > OPENING_SENTENCES and is_article and not (told and told.sentences):
            told = assemble_beginning(empty, parts, parsed_article, limits, judged, judge=judge)
        if told is not None and told.sentences and not with_drafts:
            progress(1, 1)
            return told
    reading = long_documents.read_story(
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
    if told is not None and told.sentences:
        return replace(told, drafts=reading.drafts, rejected=(*reading.rejected, *told.rejected))
    empty = replace(empty, drafts=reading.drafts)
    ranks = opening.without_boilerplate(salience.rank(parsed_article.index, reading.votes), judged.worths)
    is_instructed = brief is not None
    if form is not Form.SUMMARY:
        summary = assemble_line(empty, reading, parts, parsed_article, ranks, is_instructed=is_instructed)
    else:
        summary = assemble(
            empty, reading, parts, parsed_article, limits, ranks, judge=judge, is_instructed=is_instructed
        )
    is_confirmed = getattr(engine, "confirms_prompts", True)
    return replace(summary, coverage=replace(summary.coverage, is_confirmed=is_confirmed))


def assemble_opening(
    empty: Summary,
    parts: Sequence[Chunk],
    parsed_article: ParsedArticle,
    limits: Limits,
    judged: Opening,
    *,
    judge: JudgeDeletions | None = None,
) -> Summary:
    """The summary of those of the opening's sentences that an editor would likeliest print together.

    Short of words, sentences are cut. Those that speak to the reader are chosen where the story does, or where the
    others make no summary that is nearly as good. Where no choice fits or passes, the summary has no sentences.
    """
    ranks, first = opening.ranks_by_worth(judged.worths), judged.first

    candidates = article_candidates(
        parsed_article, ranks, main=first, with_cuts=limits.words is not None, may_speak=True
    )
    if limits.words is not None:
        candidates += _compressed(first, parsed_article, limits.words)
    pool = _ranked_pool(candidates, ranks, parsed_article, parts)
    is_spoken = opening.is_spoken(parsed_article.parse(parsed_article.text(number) for number in judged.worths))
    chosen, sheet, spoilt = select_consistent(
        pool,
        parsed_article.index,
        limits,
        lambda remaining: opening.choose(remaining, judged.choices, limits, is_spoken),
    )
    if not chosen:
        return empty
    shown = tuple(judged.worths)
    return _told_of_opening(
        _finished(empty, chosen, sheet, spoilt, pool, *_shown(shown, parsed_article), parsed_article, limits, judge)
    )


def assemble_beginning(
    empty: Summary,
    parts: Sequence[Chunk],
    parsed_article: ParsedArticle,
    limits: Limits,
    judged: Opening,
    *,
    judge: JudgeDeletions | None = None,
) -> Summary:
    """The story's beginning in its own order, as many sentences as fit the limits, without what is no part of it.

    Where none may be printed the summary has no sentences. Of 60 readings of summaries of up to 200 words 28 preferred
    the beginning as it was and 27 the sentences that were worth most, of which eight said something false: what one of
    them takes for known had been left out.
    """
    printable = dict.fromkeys(_beginning(parsed_article, limits), Salience(0.0, 0.0))
    ranks = opening.without_boilerplate(printable | opening.ranks_by_worth(judged.worths), judged.worths)
    passed_over = set(range(len(parsed_article.index.article.sentences))) - ranks.keys()
    candidates = article_candidates(
        parsed_article, ranks, main=judged.first, may_speak=True, most=len(ranks), in_a_row=True
    )
    pool = _ranked_pool(candidates, ranks, parsed_article, parts)
    chosen, sheet, spoilt = select_consistent(
        pool, parsed_article.index, limits, lambda remaining: opening.from_the_start(remaining, limits, passed_over)
    )
    if not chosen:
        return empty
    shown = tuple(ranks)
    return _told_of_opening(
        _finished(empty, chosen, sheet, spoilt, pool, *_shown(shown, parsed_article), parsed_article, limits, judge)
    )


def _shown(numbers: tuple[int, ...], parsed_article: ParsedArticle) -> tuple[Reading, list[Chunk]]:
    """A reading without drafts of these sentences, and the text that was read."""
    return Reading((), (), (), 1, numbers), [
        Chunk(numbers, " ".join(parsed_article.text(number) for number in numbers))
    ]


def _told_of_opening(summary: Summary) -> Summary:
    """The summary, marked as one of the story's first sentences."""
    return replace(summary, coverage=replace(summary.coverage, is_opening=True))


def _beginning(parsed_article: ParsedArticle, limits: Limits) -> Sequence[int]:
    """The sentences that the beginning is told of: MAX_READ times as much as fits."""
    numbers = parsed_article.index.story_sentences[: MAX_READ * limits.sentences]
    words = accumulate(len(parsed_article.text(number).split()) for number in numbers)
    return [number for number, count in zip(numbers, words, strict=True) if count <= MAX_READ * (limits.words or count)]


def _compressed(main: int | None, parsed_article: ParsedArticle, max_words: int) -> list[Candidate]:
    """The likeliest version of the sentence with the main news of at most so many words, if one reads well enough."""
    text = opened_sentence(main, parsed_article.index) if main is not None else ""
    if main is None or not text:
        return []
    [parsed] = parsed_article.parse([text])
    versions = cuts.compress(parsed, max_words, min_probability=MIN_MAIN_CUT_PROBABILITY)[:1]
    return [
        replace(
            article_candidate(version.text, version_parsed, main, parsed_article.index), support=version.probability
        )
        for version, version_parsed in zip(versions, parsed_article.parse(each.text for each in versions), strict=True)
    ]


def assemble(
    empty: Summary,
    reading: Reading,
    parts: Sequence[Chunk],
    parsed_article: ParsedArticle,
    limits: Limits,
    ranks: Mapping[int, Salience],
    *,
    judge: JudgeDeletions | None = None,
    is_instructed: bool = False,
) -> Summary:
    """The summary from verified sentences and the article's own; `empty` holds what is known before: model, drafts.

    With a `judge` the article's sentences are tightened. They only fill up what there is of the drafts of a model that
    follows instructions.
    """
    index = parsed_article.index
    pool = candidate_pool(reading, ranks, parsed_article, parts, is_instructed=is_instructed)
    weights = INSTRUCTED_WEIGHTS if is_instructed else DEFAULT_WEIGHTS
    kept = whole_opening(pool, index, limits) if len(parts) == 1 and not is_instructed else ()

    def choose(remaining: Sequence[Candidate]) -> tuple[Candidate, ...]:
        """The opening as it is where it passes, else the best combination; an instructed model's sentences first."""
        best = partial(
            select, sentences=limits.sentences, words=limits.words, weights=weights, one_version=is_instructed
        )
        if kept and all(candidate in remaining for candidate in kept):
            return best([candidate for candidate in remaining if candidate not in kept], kept=kept)
        own = [candidate for candidate in remaining if candidate.draft >= 0] if is_instructed else []
        return best([candidate for candidate in remaining if candidate not in own], kept=best(own))

    chosen, sheet, spoilt = select_consistent(shortlist(pool, weights), index, limits, choose)
    return _finished(empty, chosen, sheet, spoilt, pool, reading, parts, parsed_article, limits, judge)


def _finished(
    empty: Summary,
    chosen: tuple[Candidate, ...],
    sheet: Sheet | None,
    spoilt: Sequence[Rejected],
    pool: Sequence[Candidate],
    reading: Reading,
    parts: Sequence[Chunk],
    parsed_article: ParsedArticle,
    limits: Limits,
    judge: JudgeDeletions | None,
) -> Summary:
    """The summary of the chosen sentences, as they are printed; without any, the reason."""
    index = parsed_article.index
    stem_importance = importance(index, _drafts_of_last_text(reading), reading.final_sentences)
    if sheet is not None:
        chosen, sheet = _tightened(chosen, sheet, parsed_article, judge) if judge is not None else (chosen, sheet)
        chosen, sheet = _without_asides(chosen, sheet, index)
        chosen, sheet = _with_full_names(chosen, sheet, index, limits)
    empty = replace(
        empty,
        rejected=(*reading.rejected, *spoilt),
        coverage=_coverage(chosen, stem_importance, index, parts, reading.readings),
    )
    if not chosen or sheet is None:
        any_fits = limits.words is None or any(candidate.words <= limits.words for candidate in pool)
        return replace(empty, reason=NOTHING_HOLDS if any_fits else TOO_TIGHT.format(words=limits.words))
    return replace(empty, sentences=_with_sources(chosen, sheet, index), sheet=sheet)


def assemble_line(
    empty: Summary,
    reading: Reading,
    parts: Sequence[Chunk],
    parsed_article: ParsedArticle,
    ranks: Mapping[int, Salience],
    *,
    is_instructed: bool = False,
) -> Summary:
    """The headline or standfirst, which `empty.form` says, from verified drafts and the article's main sentences.

    A line of a model that follows instructions goes before what can be cut from the article.
    """
    index, form = parsed_article.index, empty.form
    max_words = form.max_words or 0
    stem_importance = importance(index, _drafts_of_last_text(reading), reading.final_sentences)
    found = headline.line_candidates(reading, parsed_article, ranks, form, is_instructed=is_instructed)
    lines = headline.by_worth([ranked(line, ranks, index) for line in found], stem_importance)
    empty = replace(empty, rejected=reading.rejected)
    if is_instructed:
        lines.sort(key=lambda line: line.draft < 0)
        empty = replace(empty, rejected=(*reading.rejected, *headline.left_out(reading, lines, form)))
    for line in lines:
        chosen: tuple[Candidate, ...] = (replace(line, text=headline.printed(line.text, form)),)
        sheet = checks.compare(index.article, chosen[0].text)
        if not objections(sheet):
            chosen, sheet = _with_full_names(chosen, sheet, index, Limits(1, max_words))
            coverage = _coverage(chosen, stem_importance, index, parts, reading.readings)
            return replace(empty, sentences=_with_sources(chosen, sheet, index), sheet=sheet, coverage=coverage)
    coverage = _coverage((), stem_importance, index, parts, reading.readings)
    return replace(empty, reason=headline.nothing_fits(form), coverage=coverage)


def _drafts_of_last_text(reading: Reading) -> list[str]:
    """The texts of the drafts that were written from the same text as the first: the last one that was read."""
    if not reading.drafts:
        return []
    first = reading.drafts[0]
    return [draft.text for draft in reading.drafts if (draft.reading, draft.part) == (first.reading, first.part)]


def candidate_pool(
    reading: Reading,
    ranks: Mapping[int, Salience],
    parsed_article: ParsedArticle,
    parts: Sequence[Chunk],
    *,
    is_instructed: bool = False,
) -> list[Candidate]:
    """The sentences that compete: the model's own that are surely right, and the article's, whole and shortened.

    Of a model that follows instructions, what passed is right enough (`instructed.refusal`).
    """
    own = [sentence for sentence in reading.passed if is_instructed or sentence.is_sure]
    return _ranked_pool([*own, *article_candidates(parsed_article, ranks)], ranks, parsed_article, parts)


def _ranked_pool(
    candidates: Iterable[Candidate],
    ranks: Mapping[int, Salience],
    parsed_article: ParsedArticle,
    parts: Sequence[Chunk],
) -> list[Candidate]:
    """The candidates with what the selection asks of their sources."""
    pool = [ranked(candidate, ranks, parsed_article.index) for candidate in candidates]
    introductions = Introductions(parsed_article.index)
    pool = [
        replace(candidate, presupposed=introductions.presupposed(parsed, candidate.sources[0]))
        for candidate, parsed in zip(pool, parsed_article.parse(candidate.text for candidate in pool), strict=True)
    ]
    part_of_sentence = {sentence: number for number, part in enumerate(parts) for sentence in part.sentences}
    return [replace(candidate, part=part_of_sentence.get(candidate.sources[0], 0)) for candidate in pool]


def whole_opening(pool: Sequence[Candidate], index: ArticleIndex, limits: Limits) -> tuple[Candidate, ...]:
    """The story's first sentences, whole, where each may be printed and one of them has the main event; else none.

    A reporter has put in order there what a reader needs to know, and who everybody is: of 78 choices between such an
    opening and another selection, blind readers made 27 for the other. Short of words it is no good.
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


def ranked(candidate: Candidate, ranks: Mapping[int, Salience], index: ArticleIndex) -> Candidate:
    """The candidate with the salience of its best source and the share of it that it keeps."""
    best = candidate.sources[0]
    rank = ranks.get(best, Salience(0.0, 0.0))
    source_text = index.article.words(index.article.sentences[best].span)
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
    with_cuts: bool = True,
    may_speak: bool = False,
    most: int = ARTICLE_SENTENCES,
    in_a_row: bool = False,
) -> list[Candidate]:
    """The `most` sentences that editors would likeliest pick, each whole and, `with_cuts`, in shortened versions.

    Of the form of the sentence with the main news, `main`, less is asked, and none of those that are told `in_a_row`:
    "But probably not." Those that speak to the reader are among them only where they `may_speak`.
    """
    by_salience = sorted(ranks, key=lambda number: (-max(ranks[number].picked, ranks[number].main), number))
    likeliest = sorted(by_salience[:most])
    alone = dict(zip(likeliest, _support_alone(likeliest, parsed_article), strict=True))
    texts = {number: opened_sentence(number, parsed_article.index) for number in likeliest}
    texts = {number: text for number, text in texts.items() if text}
    versions: list[tuple[int, cuts.Shortened]] = []
    for number, sentence in zip(texts, parsed_article.parse(texts.values()), strict=True):
        versions.append((number, cuts.Shortened(sentence.text, 1.0)))
        if with_cuts:
            versions += [(number, shortened) for shortened in cuts.shorten(sentence, MIN_CUT_PROBABILITY)]
    found: list[Candidate] = []
    parsed = parsed_article.parse(version.text for _, version in versions)
    for (number, version), version_parsed in zip(versions, parsed, strict=True):
        loses_antecedent = number != main and completeness.depends_on_previous(
            version.text
        ) > completeness.depends_on_previous(texts[number])
        fault_of = partial(
            completeness.incompleteness, version_parsed, is_articles=True, is_main=number == main, in_row=may_speak
        )
        speaks = bool(fault_of())
        was_unended = parsed_article.text(number)[-1:] != version.text[-1:]
        if was_unended and not completeness.has_finite_verb(version_parsed):
            continue
        is_fit = not loses_antecedent and not (speaks and (not may_speak or fault_of(is_spoken=True)))
        if in_a_row or is_fit:
            candidate = article_candidate(version.text, version_parsed, number, parsed_article.index)
            found.append(replace(candidate, support=version.probability * alone[number], speaks=speaks))
    return found


def _support_alone(numbers: Sequence[int], parsed_article: ParsedArticle) -> list[float]:
    """How surely each of these article sentences is right where it stands without its neighbours.

    A claim that goes on over several sentences has its speaker in one of them.
    """
    texts = [parsed_article.sentence(number).text for number in numbers]
    return [support(alignment, parsed_article) for alignment in align(texts, parsed_article)]


def article_candidate(text: str, parsed: ParsedSentence, number: int, index: ArticleIndex) -> Candidate:
    """A sentence of the article, whole or shortened to `text`, as a candidate that is not ranked yet."""
    whole = " ".join(index.article.words(index.article.sentences[number].span).split())
    return Candidate(
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


def select_consistent(
    pool: Sequence[Candidate],
    index: ArticleIndex,
    limits: Limits,
    choose: Callable[[Sequence[Candidate]], tuple[Candidate, ...]],
) -> tuple[tuple[Candidate, ...], Sheet | None, list[Rejected]]:
    """The combination that `choose` makes of the pool, if its text as a whole passes `checks.compare`; with its sheet.

    Sentences that an objection to the whole concerns are left out, and what remains is chosen from again, at most
    SELECTION_ROUNDS times; they are returned last. Without a combination that passes, the first is empty and the sheet
    None.
    """
    remaining = list(pool)
    spoilt: list[Rejected] = []
    for _ in range(SELECTION_ROUNDS):
        chosen = choose(remaining)
        if not chosen:
            break
        joined = _with_connectives(chosen, index, limits)
        sheet = checks.compare(index.article, " ".join(sentence.text for sentence in joined))
        findings = objections(sheet)
        if not findings:
            return joined, sheet, spoilt
        objected = {
            number: finding
            for number, span in enumerate(_spans(joined))
            for finding in reversed(findings)
            if concerns(finding, span)
        }
        concerned = objected or dict.fromkeys(range(len(chosen)), findings[0])
        for number, finding in concerned.items():
            sentence = joined[number]
            passage = index.article.sentences[sentence.sources[0]].span if sentence.sources else None
            draft = None if sentence.draft < 0 else sentence.draft
            spoilt.append(Rejected(sentence.text, finding.message, finding.rule, draft, passage))
        excluded = [chosen[number] for number in concerned]
        remaining = [candidate for candidate in remaining if candidate not in excluded]
    return (), None, spoilt


def _with_connectives(chosen: tuple[Candidate, ...], index: ArticleIndex, limits: Limits) -> tuple[Candidate, ...]:
    """The summary with the "But" or "However" of the article's sentences that follow the one they follow there.

    Unchanged where that takes too many words.
    """
    joined = list(chosen)
    for place, (previous, sentence) in enumerate(pairwise(chosen), 1):
        if sentence.draft < 0 and sentence.preceding_sentences - previous.preceding_sentences == 1:
            words = " ".join(index.article.words(index.article.sentences[sentence.sources[0]].span).split())
            if is_contrast(words) and without_connective(words) == sentence.text:
                joined[place] = replace(sentence, text=words, origin=Origin.REPLACED)
    fits = limits.words is None or sum(sentence.words for sentence in joined) <= limits.words
    return tuple(joined) if fits else chosen


def _tightened(
    chosen: tuple[Candidate, ...], sheet: Sheet, parsed_article: ParsedArticle, judge: JudgeDeletions
) -> tuple[tuple[Candidate, ...], Sheet]:
    """The summary with the article's sentences tightened; one whose shorter form fails a check stays as it is."""
    places = [place for place, sentence in enumerate(chosen) if sentence.draft < 0]
    parsed = parsed_article.parse(chosen[place].text for place in places)
    days = [tightening.days_of(sentence) for sentence in parsed_article.parse(sentence.text for sentence in chosen)]
    elsewhere = [frozenset[str]().union(*days[:place], *days[place + 1 :]) for place in places]
    when = next((place for place, named in enumerate(days) if named), -1)  # the first that says when
    phrases = [
        tightening.deletable(sentence, others, says_when=place == when)
        for place, sentence, others in zip(places, parsed, elsewhere, strict=True)
    ]
    deletions = judge(
        opening.headline_of(parsed_article.index.article), list(map(tightening.words_of, parsed, phrases))
    )
    if deletions is None:
        return chosen, sheet
    shorter, shorter_sheet = chosen, sheet
    for place, sentence, of_sentence, answers in zip(places, parsed, phrases, deletions, strict=True):
        fault = completeness.incompleteness(sentence, is_articles=True)
        for removed in tightening.left_out(sentence, of_sentence, answers):
            text = cuts.without(sentence, removed)
            [reparsed] = parsed_article.parse([text])
            if not tightening.reads_alike(sentence, removed, reparsed):
                continue
            if completeness.incompleteness(reparsed, is_articles=True) not in ("", fault):
                continue
            tightened = replace(chosen[place], text=text, stems=frozenset(content_stems(text)), origin=Origin.SHORTENED)
            summary = (*shorter[:place], tightened, *shorter[place + 1 :])
            summary_sheet = checks.compare(parsed_article.index.article, " ".join(each.text for each in summary))
            if not objections(summary_sheet):
                shorter, shorter_sheet = summary, summary_sheet
                break
    return shorter, shorter_sheet


def _without_asides(
    chosen: tuple[Candidate, ...], sheet: Sheet, index: ArticleIndex
) -> tuple[tuple[Candidate, ...], Sheet]:
    """The summary without what the article's sentences tell by the way; unchanged where that fails a check."""
    texts = asides.without_asides([sentence.text for sentence in chosen])
    shorter = tuple(
        replace(sentence, text=text, stems=frozenset(content_stems(text)), origin=Origin.SHORTENED)
        if text != sentence.text and sentence.draft < 0
        else sentence
        for sentence, text in zip(chosen, texts, strict=True)
    )
    if shorter == chosen:
        return chosen, sheet
    shorter_sheet = checks.compare(index.article, " ".join(sentence.text for sentence in shorter))
    return (chosen, sheet) if objections(shorter_sheet) else (shorter, shorter_sheet)


def _with_full_names(
    chosen: tuple[Candidate, ...], sheet: Sheet, index: ArticleIndex, limits: Limits
) -> tuple[tuple[Candidate, ...], Sheet]:
    """The summary with each person's full name at its first mention; unchanged where that fails a check or a limit."""
    texts = first_mention.with_full_names([sentence.text for sentence in chosen], index)
    whole = " ".join(texts)
    if texts == [sentence.text for sentence in chosen] or (
        limits.words is not None and len(whole.split()) > limits.words
    ):
        return chosen, sheet
    named_sheet = checks.compare(index.article, whole)
    if objections(named_sheet):
        return chosen, sheet
    return tuple(replace(sentence, text=text) for sentence, text in zip(chosen, texts, strict=True)), named_sheet


def shortlist(pool: Sequence[Candidate], weights: Weights, *, max_size: int = selection.POOL_SIZE) -> list[Candidate]:
    """The candidates that are combined: the model's by their utility alone, with room for all of the article's.

    Of the model's with the same best source at most MAX_PER_SOURCE_SENTENCE compete, so that there is more to say.
    """
    own = [candidate for candidate in pool if candidate.draft >= 0]
    article_sentences = [candidate for candidate in pool if candidate.draft < 0]
    per_source: Counter[int] = Counter()
    kept: list[Candidate] = []
    for candidate in sorted(own, key=lambda candidate: -utility([candidate], weights)):
        if per_source[candidate.sources[0]] < MAX_PER_SOURCE_SENTENCE:
            per_source[candidate.sources[0]] += 1
            kept.append(candidate)
    return [*kept[: max(0, max_size - len(article_sentences))], *article_sentences]


def _with_sources(chosen: Sequence[Candidate], sheet: Sheet, index: ArticleIndex) -> tuple[SummarySentence, ...]:
    """The chosen sentences with their places in the summary, their source sentences and their figures' sources."""
    sentences = []
    for sentence, span in zip(chosen, _spans(chosen), strict=True):
        figures = tuple(
            FigureSupport(tick.spans[0], tick.source_spans, tick.message, tick.arithmetic, tick.derived)
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
    index: ArticleIndex,
    parts: Sequence[Chunk],
    readings: int,
) -> Coverage:
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
    return len(article.words(article.sentences[sentence_index].span).split())
