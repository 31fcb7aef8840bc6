"""Finishes the chosen sentences: deletes words as an editor would, drops asides, gives people their full names.

Each change is kept only if the text still passes the checks.
"""

from __future__ import annotations

from dataclasses import replace

from summarizer.engines.abilities import JudgeDeletions
from summarizer.guards import completeness
from summarizer.guards.candidate import Origin, SummaryCandidate
from summarizer.language.grounding import ArticleIndex, content_stems
from summarizer.language.parsing import ParsedSentence
from summarizer.limits import Limits
from summarizer.pipeline import opening
from summarizer.pipeline.consistency import CheckedText, checked
from summarizer.rewriting import asides, cuts, first_mention, tightening
from summarizer.rewriting.clauses import parts_subject_from_verb
from summarizer.support.alignment import ParsedArticle


def finished(
    text: CheckedText, parsed_article: ParsedArticle, limits: Limits, judge_deletions: JudgeDeletions | None
) -> CheckedText:
    """The text as it is printed. With `judge_deletions` the article's sentences are tightened."""
    if judge_deletions is not None:
        text = tightened(text, parsed_article, judge_deletions)
    text = without_asides(text, parsed_article.index)
    return with_full_names(text, parsed_article.index, limits)


def tightened(text: CheckedText, parsed_article: ParsedArticle, judge_deletions: JudgeDeletions) -> CheckedText:
    """The text with the article's sentences tightened; one of which no shorter form passes the checks stays."""
    chosen, article = text.sentences, parsed_article.index.article
    places = [place for place, sentence in enumerate(chosen) if sentence.draft < 0]
    parsed = parsed_article.parse(chosen[place].text for place in places)
    days = [tightening.days_of(sentence) for sentence in parsed_article.parse(each.text for each in chosen)]
    other_days = [frozenset[str]().union(*days[:place], *days[place + 1 :]) for place in places]
    first_dated = next((place for place, named in enumerate(days) if named), -1)
    phrases = [
        tightening.deletable_phrases(sentence, others, must_keep_date=place == first_dated)
        for place, sentence, others in zip(places, parsed, other_days, strict=True)
    ]
    words = [tightening.words_of(*each) for each in zip(parsed, phrases, strict=True)]
    deletions = judge_deletions(opening.headline_of(article), words)
    if deletions is None:
        return text
    for place, sentence, sentence_phrases, answers in zip(places, parsed, phrases, deletions, strict=True):
        for removed in tightening.likely_deletions(sentence, sentence_phrases, answers):
            shorter = _without(sentence, removed, parsed_article)
            if shorter is None:
                continue
            sentences = text.sentences
            changed = _shortened(sentences[place], shorter)
            passing = checked((*sentences[:place], changed, *sentences[place + 1 :]), article)
            if passing is not None:
                text = passing
                break
    return text


def _without(sentence: ParsedSentence, removed: frozenset[int], parsed_article: ParsedArticle) -> str | None:
    """The sentence without these tokens; None if that changes how it is parsed or adds a fault of form."""
    shorter = cuts.without(sentence, removed)
    [reparsed] = parsed_article.parse([shorter])
    if not tightening.has_same_heads(sentence, removed, reparsed) or parts_subject_from_verb(reparsed):
        return None
    fault = completeness.incompleteness(sentence, is_from_article=True)
    return shorter if completeness.incompleteness(reparsed, is_from_article=True) in ("", fault) else None


def _shortened(sentence: SummaryCandidate, text: str) -> SummaryCandidate:
    """A sentence of the article shortened to `text`."""
    return replace(sentence, text=text, stems=frozenset(content_stems(text)), origin=Origin.SHORTENED)


def without_asides(text: CheckedText, index: ArticleIndex) -> CheckedText:
    """The text without asides in the article's sentences; unchanged if that fails a check."""
    texts = asides.without_asides([sentence.text for sentence in text.sentences])
    shorter = tuple(
        _shortened(sentence, new_text) if new_text != sentence.text and sentence.draft < 0 else sentence
        for sentence, new_text in zip(text.sentences, texts, strict=True)
    )
    return text if shorter == text.sentences else checked(shorter, index.article) or text


def with_full_names(text: CheckedText, index: ArticleIndex, limits: Limits) -> CheckedText:
    """The text with each person's full name at the first mention; unchanged if that fails a check or a limit."""
    texts = first_mention.with_full_names([sentence.text for sentence in text.sentences], index)
    named = tuple(replace(sentence, text=new_text) for sentence, new_text in zip(text.sentences, texts, strict=True))
    is_too_long = limits.words is not None and sum(sentence.words for sentence in named) > limits.words
    return text if named == text.sentences or is_too_long else checked(named, index.article) or text
