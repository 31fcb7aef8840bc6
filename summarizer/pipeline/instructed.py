"""Drafting by models that follow instructions.

Such a model (engines/model_families.py says which) is given the article, the figures in it that passed the check, and
the user's limits, or is asked for a headline or standfirst. If the check objects to sentences of the best draft, or the
draft is too long, the objections go back to the model once. What it then writes is one more draft, checked like all
others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import checks
from checks.model import Article
from summarizer.engines import model_families
from summarizer.engines.abilities import parameters_of
from summarizer.engines.interface import Engine, Finish, Options
from summarizer.engines.model_families import Family
from summarizer.guards import DraftSentence
from summarizer.language.chunking import Chunk
from summarizer.limits import Limits
from summarizer.pipeline.drafting import (
    TEMPERATURE,
    TOP_P,
    by_consensus,
    draft_options,
    to_draft,
)
from summarizer.pipeline.result import Draft, Form, Rejected
from summarizer.pipeline.verification import draft_sentences
from summarizer.support.explanation import departure
from summarizer.support.qualification import changed_statement

INSTRUCTED_PART_TOKENS = 4000  # of the story in one prompt, at most: these models cope with more than the embedded one
MAX_FIGURE_LINES = 10  # of a prompt
MAX_OBJECTIONS = 6
TOKENS_PER_WORD = 2  # allowed for a draft: names take several tokens
MAX_WORDS_PER_SENTENCE = 35  # allowed for a draft where the user sets no limit on words
RESERVED_TOKENS = 900  # of a prompt, for rules, figures, a draft and its objections
MIN_INSTRUCTED_SUPPORT = 0.7
"""Least support score of a printed sentence. It is lower than for the embedded model, to whose drafts the score was
fitted: these models write far fewer wrong sentences, so the same score means a higher probability (prior shift, Saerens
et al. 2002; docs/models.md)."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What the prompt of a model that follows instructions has besides the story."""

    family: Family
    figures: tuple[tuple[frozenset[int], str], ...]  # article sentences (indices), and a line on their figures
    form: Form = Form.SUMMARY  # the form requested

    def figures_of(self, sentences: Sequence[int]) -> list[str]:
        """Returns the lines on figures for which these sentences suffice."""
        shown = frozenset(sentences)
        return [line for numbers, line in self.figures if numbers <= shown][:MAX_FIGURE_LINES]

    def limits(self, limits: Limits) -> Limits:
        """Returns the user's limits, or those of the form."""
        return limits if self.form is Form.SUMMARY else Limits(1, self.form.max_words)

    def task(self, limits: Limits) -> str:
        """Returns the instruction that says what to write."""
        if self.form is not Form.SUMMARY:
            is_headline = self.form is Form.HEADLINE
            template = model_families.HEADLINE_TASK if is_headline else model_families.STANDFIRST_TASK
            return template.format(limits=f"{self.form.max_words} words")
        sentences = "one sentence" if limits.sentences == 1 else f"{limits.sentences} sentences"
        words = "" if limits.words is None else f" and {limits.words} words"
        return model_families.SUMMARY_TASK.format(limits=f"{sentences}{words}")


def family_of(engine: Engine) -> Family | None:
    """Returns the family of a model that follows instructions; None for any other model."""
    return model_families.instructed_family(engine.name, parameters_of(engine), engine.context_length)


def brief_for(engine: Engine, article: Article, form: Form = Form.SUMMARY) -> Brief | None:
    """Returns the brief for an article; None if the model does not follow instructions."""
    family = family_of(engine)
    if family is None:
        return None
    figures: dict[str, frozenset[int]] = {}
    for tick in checks.check_article(article).ticks:
        sentences = frozenset(
            number
            for number, sentence in enumerate(article.sentences)
            if any(sentence.span.overlaps(span) for span in tick.spans)
        )
        if sentences:
            figures.setdefault(" ".join(tick.message.split()), sentences)
    return Brief(family, tuple((sentences, line) for line, sentences in figures.items()), form)


def decoding_options(engine: Engine, limits: Limits) -> Options:
    """The model's own decoding options, without sampling, with room for a draft as long as the limits allow."""
    words = limits.sentences * MAX_WORDS_PER_SENTENCE if limits.words is None else limits.words
    options = draft_options(engine, limits)
    return replace(options, max_tokens=max(options.max_tokens, 24 + TOKENS_PER_WORD * words))


def write_drafts(engine: Engine, part: Chunk, limits: Limits, seed: int, brief: Brief) -> list[Draft]:
    """Drafts of one part: the most likely one and the family's number of samples, the one with most consensus first."""
    options = decoding_options(engine, brief.limits(limits))
    prompt = engine.chat_prompt(_messages(part, limits, brief))
    samples = engine.default_samples if brief.family.samples is None else brief.family.samples
    if samples == 0:
        [[generation, *_]] = engine.generate([prompt], options=options, seed=seed)
        return [_as_sentence(to_draft(generation), brief)]
    sampling = replace(options, beams=1, temperature=TEMPERATURE, top_p=TOP_P)
    by_prompt = engine.generate([prompt, prompt], n=[1, samples], options=[options, sampling], seed=seed)
    drafts = [to_draft(generation) for generations in by_prompt for generation in generations]
    return by_consensus([_as_sentence(draft, brief) for draft in drafts])


def _as_sentence(draft: Draft, brief: Brief) -> Draft:
    """The draft with a full stop, if it is a headline: the check reads sentences."""
    if brief.form is not Form.HEADLINE or not draft.text or draft.text.endswith((".", "!", "?", '"', "”")):
        return draft
    return replace(draft, text=f"{draft.text}.")


def redone_draft(
    engine: Engine,
    part: Chunk,
    limits: Limits,
    seed: int,
    brief: Brief,
    draft: Draft,
    rejected: Sequence[Rejected],
) -> Draft | None:
    """The draft that the model writes when shown the objections to `draft`; None without any, or if it fails.

    `rejected` are the sentences of that draft that may not be printed.
    """
    objections = _objections(draft, brief.limits(limits), rejected)
    if not brief.family.redo or not draft.text or not objections:
        return None
    messages = model_families.redo_messages(_messages(part, limits, brief), draft.text, objections)
    [[generation, *_]] = engine.generate(
        [engine.chat_prompt(messages)], options=decoding_options(engine, brief.limits(limits)), seed=seed
    )
    if generation.finish in (Finish.CANCELLED, Finish.TIMEOUT) or not generation.text.strip():
        return None
    return replace(_as_sentence(to_draft(generation), brief), part=draft.part, reading=draft.reading)


def refusal(sentence: DraftSentence) -> str:
    """Why a sentence that passed the guards may not be printed, as a `Rejection.reason`; "" if it may."""
    alignment = sentence.alignment
    word = changed_statement(alignment)
    if word and word in {token.text for token in alignment.source.tokens}:
        return f'leaves out "{word}", with which the article qualifies this'
    if word:
        return f'says "{word}", which the article does not say of this'
    return (
        ""
        if sentence.support >= MIN_INSTRUCTED_SUPPORT
        else departure(alignment, sentence.shown_article.parsed_article)
    )


def _messages(part: Chunk, limits: Limits, brief: Brief) -> list[dict[str, str]]:
    return model_families.instructed_messages(part.text, brief.figures_of(part.sentences), task=brief.task(limits))


def _objections(draft: Draft, limits: Limits, rejected: Sequence[Rejected]) -> list[str]:
    """The objections to a draft, one line each."""
    found = [f"“{sentence.text}”: {sentence.reason}" for sentence in rejected]
    sentences = len(draft_sentences(checks.read(draft.text)))
    if sentences > limits.sentences:
        found.append(f"There are {sentences} sentences, and at most {limits.sentences} are allowed.")
    words = len(draft.text.split())
    if limits.words is not None and words > limits.words:
        found.append(f"There are {words} words, and at most {limits.words} are allowed.")
    return found[:MAX_OBJECTIONS]
