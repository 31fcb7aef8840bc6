"""What is asked of the model for one part, and which of its drafts comes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import pytest

from summarizer.engines.base import broadcast
from summarizer.engines.interface import GREEDY, Engine, Finish, Generation, Options
from summarizer.language.chunking import Chunk
from summarizer.limits import Limits
from summarizer.pipeline.drafting import (
    FEW_DRAFTS,
    NO_REPEAT_NGRAM,
    VOTING_SAMPLES,
    by_consensus,
    draft_options,
    prompt_for,
    sample_count,
    to_draft,
    write_drafts,
    write_single_drafts,
)
from summarizer.pipeline.result import Draft, Form

FERRY = "A ferry ran aground off Carrick Point on Tuesday."
RESCUE = "All 86 passengers were taken off by two lifeboats."
WHALES = "Ten whales sang in Peru."


class ScriptedEngine:
    """An engine that returns `beam` without sampling and `samples` with it, and records what it is asked."""

    def __init__(self, beam: str, *sampled: str, defaults: Options = GREEDY) -> None:
        self.beam = beam
        self.sampled = sampled
        self.default_samples = len(sampled)
        self.defaults = defaults
        self.prompts: list[str] = []
        self.options: list[Options] = []

    def summary_prompt(self, article: str, *, sentences: int, words: int) -> str:
        return f"{article} | {sentences} sentences, {words} words"

    def generate(
        self, prompts: Sequence[str], *, n: int | Sequence[int] = 1, options: Options | Sequence[Options], seed: int
    ) -> list[list[Generation]]:
        self.prompts += prompts
        self.options += broadcast(options, len(prompts))
        return [
            [
                Generation(text, len(text.split()), Finish.STOP, -0.3)
                for text in (self.sampled if prompt_options.temperature else [self.beam])[:count]
            ]
            for prompt_options, count in zip(broadcast(options, len(prompts)), broadcast(n, len(prompts)), strict=True)
        ]


def as_engine(engine: ScriptedEngine) -> Engine:
    return cast(Engine, engine)


# ---- limits ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentences", "words", "requested"),
    [
        (3, None, 40),  # 45 by the usual length of a sentence
        (2, None, 30),
        (1, None, 10),
        (3, 25, 20),
        (3, 40, 40),
        (2, 200, 30),  # a generous limit asks for no longer sentences
        (3, 4, 10),  # the prompt never asks for fewer than ten
    ],
)
def test_the_prompt_asks_for_a_multiple_of_ten_words_within_the_limits(
    sentences: int, words: int | None, requested: int
) -> None:
    limits = Limits(sentences, words)
    assert limits.requested_words == requested
    prompt = prompt_for(as_engine(ScriptedEngine("")), Chunk((0,), FERRY), limits)
    assert prompt == f"{FERRY} | {sentences} sentences, {requested} words"


@pytest.mark.parametrize(
    ("sentences", "words", "limits"),
    [
        (None, None, Limits(3, None, may_add=True)),
        (None, 60, Limits(3, 60)),
        (None, 120, Limits(3, 120)),
        (None, 200, Limits(20, 200)),
        (None, 2000, Limits(20, 2000)),
        (2, 200, Limits(2, 200)),
    ],
)
def test_with_room_for_more_words_than_a_short_summary_has_there_are_as_many_sentences_as_fit(
    sentences: int | None, words: int | None, limits: Limits
) -> None:
    assert Limits.of(sentences, words) == limits


@pytest.mark.parametrize(("sentences", "words"), [(0, None), (-1, None), (1, 0), (3, -5)])
def test_a_limit_below_one_is_an_error(sentences: int, words: int | None) -> None:
    with pytest.raises(ValueError, match="at least one"):
        Limits(sentences, words)


# ---- decoding options ------------------------------------------------------------------------------------------------


def test_the_models_own_options_are_kept_but_for_sampling_length_and_loops() -> None:
    defaults = Options(max_tokens=999, min_tokens=56, beams=4, length_penalty=2.0)
    options = draft_options(as_engine(ScriptedEngine("", defaults=defaults)), Limits(3, 40))
    assert (options.beams, options.length_penalty, options.temperature) == (4, 2.0, 0.0)
    assert options.max_tokens == 24 + 2 * 40
    assert options.min_tokens == options.max_tokens // 3
    assert options.no_repeat_ngram == NO_REPEAT_NGRAM


def test_a_model_that_forbids_shorter_repetitions_keeps_its_limit() -> None:
    engine = ScriptedEngine("", defaults=Options(min_tokens=5, no_repeat_ngram=3))
    options = draft_options(as_engine(engine), Limits())
    assert (options.no_repeat_ngram, options.min_tokens) == (3, 5)


def test_the_beam_and_the_samples_share_one_prompt() -> None:
    engine = ScriptedEngine(FERRY, RESCUE, WHALES, defaults=Options(beams=4))
    drafts = write_drafts(as_engine(engine), Chunk((0,), "Story."), Limits(), samples=2, seed=1)
    assert len(engine.prompts) == 2
    assert len(set(engine.prompts)) == 1
    beam, sampling = engine.options
    assert (beam.beams, beam.temperature) == (4, 0.0)
    assert sampling.beams == 1
    assert sampling.temperature > 0
    assert sampling.max_tokens == beam.max_tokens
    assert sorted(draft.text for draft in drafts) == sorted([FERRY, RESCUE, WHALES])


@pytest.mark.parametrize(
    ("words", "form", "default", "drawn"),
    [
        (None, Form.SUMMARY, 10, VOTING_SAMPLES),
        (None, Form.SUMMARY, 2, 2),  # a server's model is slow: it writes no more than it would anyway
        (40, Form.SUMMARY, 10, 10),
        (200, Form.SUMMARY, 10, VOTING_SAMPLES),
        (None, Form.HEADLINE, 10, 10),
        (None, Form.STANDFIRST, 10, 10),
    ],
)
def test_fewer_samples_are_drawn_where_words_are_not_short(
    words: int | None, form: Form, default: int, drawn: int
) -> None:
    engine = ScriptedEngine("", *[FERRY] * default)
    assert sample_count(as_engine(engine), Limits(3, words), form) == drawn


def test_several_parts_get_one_unsampled_draft_each() -> None:
    engine = ScriptedEngine(FERRY, RESCUE)
    drafts = write_single_drafts(as_engine(engine), [Chunk((0,), "One."), Chunk((1,), "Two.")], Limits(), seed=1)
    assert [draft.text for draft in drafts] == [FERRY, FERRY]
    assert [prompt.split(" | ")[0] for prompt in engine.prompts] == ["One.", "Two."]
    assert all(options.temperature == 0 for options in engine.options)


@pytest.mark.parametrize(
    ("finish", "cut_off"),
    [(Finish.STOP, False), (Finish.LENGTH, True), (Finish.TIMEOUT, True), (Finish.CANCELLED, True)],
)
def test_a_generation_that_did_not_end_by_itself_is_a_draft_that_is_cut_off(finish: Finish, cut_off: bool) -> None:
    assert to_draft(Generation(f" {FERRY}\n", 12, finish, -0.4)) == Draft(FERRY, cut_off, -0.4)


# ---- consensus -------------------------------------------------------------------------------------------------------


def test_the_draft_that_agrees_best_with_the_others_comes_first_and_the_rest_keep_their_order() -> None:
    drafts = [Draft(text) for text in (WHALES, f"{FERRY} It was windy.", FERRY, RESCUE)]
    assert [draft.text for draft in by_consensus(drafts)] == [FERRY, WHALES, f"{FERRY} It was windy.", RESCUE]


def test_of_equal_drafts_the_first_stays_first() -> None:
    drafts = [Draft(FERRY, part=number) for number in range(3)]
    assert by_consensus(drafts) == drafts


def test_a_single_draft_is_its_own_consensus() -> None:
    assert by_consensus([Draft(FERRY)]) == [Draft(FERRY)]


def test_word_order_counts_as_agreement() -> None:
    shuffled = "Tuesday on Point Carrick off aground ran ferry a."
    drafts = [Draft(text) for text in (shuffled, FERRY, FERRY.replace("Tuesday", "Monday"))]
    assert by_consensus(drafts)[0].text == FERRY


def test_of_drafts_that_agree_equally_the_more_probable_one_comes_first() -> None:
    assert by_consensus([Draft(FERRY, score=-0.9), Draft(RESCUE, score=-0.2)])[0].text == RESCUE


def test_a_draft_that_is_cut_off_yields_although_it_agrees_best() -> None:
    cut_off = Draft(FERRY, cut_off=True)
    others = [Draft(f"{FERRY} It was windy."), Draft(f"{FERRY} Nobody drowned.")]
    assert by_consensus([cut_off, *others])[0] in others


def drafts_with_figure(count: int, holders: int) -> list[str]:
    """So many drafts that say the same, of which the first ones end in a figure and the others in a word."""
    return [f"{FERRY} It will cost {'400' if number < holders else 'many'} pounds." for number in range(count)]


def test_a_draft_with_a_figure_that_no_other_has_yields() -> None:
    # The odd draft is by far the most probable, which without the figure would put it first.
    texts = drafts_with_figure(8, holders=1)
    drafts = [Draft(text, score=0.0 if number == 0 else -0.6) for number, text in enumerate(texts)]
    assert "400" not in by_consensus(drafts)[0].text
    words = [replace(draft, text=draft.text.replace("400", "some")) for draft in drafts]
    assert "some" in by_consensus(words)[0].text


def test_a_figure_that_several_drafts_share_does_not_count_against_them() -> None:
    texts = drafts_with_figure(8, holders=4)
    drafts = [Draft(text, score=0.0 if number == 0 else -0.6) for number, text in enumerate(texts)]
    assert by_consensus(drafts)[0] == drafts[0]


def test_among_few_drafts_a_lonely_figure_does_not_count() -> None:
    texts = drafts_with_figure(FEW_DRAFTS, holders=1)
    drafts = [Draft(text, score=0.0 if number == 0 else -0.9) for number, text in enumerate(texts)]
    assert by_consensus(drafts)[0] == drafts[0]


def test_the_day_of_a_date_counts_as_a_figure() -> None:
    texts = [f"{FERRY} It sails again on {day} May." for day in ("14", *["this"] * 7)]
    drafts = [Draft(text, score=0.0 if number == 0 else -0.6) for number, text in enumerate(texts)]
    assert "14" not in by_consensus(drafts)[0].text
    words = [replace(draft, text=draft.text.replace("14", "that")) for draft in drafts]
    assert "that" in by_consensus(words)[0].text
