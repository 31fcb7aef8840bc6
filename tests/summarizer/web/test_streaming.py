"""A draft is reported while it is written, with the verdicts of the pipeline."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import checks
from summarizer.engines.interface import Finish, Generation
from summarizer.language.chunking import chunk_story
from summarizer.web.streaming import (
    DraftJudge,
    DraftProgress,
    ObservedEngine,
    SentenceVerdict,
    ShownSentence,
    SummaryCancelled,
)

SAMPLE = Path(__file__).parents[3] / "samples" / "operation-orion.txt"
TEXT = (
    "Police arrested 12 people in Ashby on Tuesday.\n\nThe storm cut power to 52 homes in the village of Elm, the grid "
    "company said."
)
ARTICLE = checks.read(TEXT)
PROMPT = f"Summarise:\n{TEXT}"
TRUE_SENTENCE, FALSE_SENTENCE = (
    "Police arrested 12 people in Ashby on Tuesday.",
    "The storm cut power to 57 homes in the village of Elm.",
)
UNQUALIFIED_SENTENCE = (
    "The storm cut power to 52 homes in the village of Elm."  # every figure is right; who says so is missing
)


class WritingEngine:
    """An engine that writes the same draft for every prompt, a few letters at a time."""

    name = "e"

    def __init__(self, draft: str) -> None:
        self.draft = draft
        self.events: list[object] = []  # what was written and what was reported, in order

    def generate(self, prompts, *, on_token, cancel, n=1, **_):
        for start in range(0, len(self.draft), 4):
            if cancel():
                break
            for prompt in range(len(prompts)):
                for candidate in range(n):
                    on_token(prompt, candidate, self.draft[start : start + 4])
            self.events.append(self.draft[: start + 4])
        return [[Generation(self.draft, 1, Finish.STOP, 0.0)] * n for _ in prompts]


def observe(engine: WritingEngine, is_cancelled=lambda: False, article=ARTICLE) -> ObservedEngine:
    return ObservedEngine(engine, DraftJudge(article, engine.events.append), is_cancelled)


def reports(engine: WritingEngine) -> list[tuple[ShownSentence, ...]]:
    return [event.sentences for event in engine.events if isinstance(event, DraftProgress)]


def test_a_sentence_is_shown_as_a_draft_and_judged_as_soon_as_it_is_complete():
    engine = WritingEngine(f"{TRUE_SENTENCE} {FALSE_SENTENCE}")
    observe(engine).generate([PROMPT, PROMPT], n=3)
    first, judged, *_, last = reports(engine)
    assert first == (ShownSentence(TRUE_SENTENCE),)
    assert judged == (ShownSentence(TRUE_SENTENCE, SentenceVerdict.PASSED),)
    assert [(each.text, each.verdict) for each in last] == [
        (TRUE_SENTENCE, SentenceVerdict.PASSED),
        (FALSE_SENTENCE, SentenceVerdict.REJECTED),
    ]
    assert "57" in last[1].reason
    written_before = engine.events[engine.events.index(DraftProgress(first)) - 1]
    assert len(written_before) < len(TRUE_SENTENCE) + 8


def test_right_figures_alone_get_no_tick():
    engine = WritingEngine(UNQUALIFIED_SENTENCE)
    observe(engine).generate([PROMPT])
    assert reports(engine)[-1] == (ShownSentence(UNQUALIFIED_SENTENCE, SentenceVerdict.UNSURE),)


def test_a_sentence_passes_only_if_the_pipeline_lets_it_through():
    """The sentence is wrong although its figures are right: it credits one country with what the whole campaign did."""
    article = checks.read(SAMPLE.read_text(encoding="utf-8"))
    draft = (
        "Argentina arrested 144 people and brought 20 victims to safety in a months-long campaign against the sexual "
        "abuse of children."
    )
    engine = WritingEngine(draft)
    (part,) = chunk_story(article, len, 1_000_000)
    observe(engine, article=article).generate([f"Summarise:\n{part.text}"])
    assert [each.verdict for each in reports(engine)[-1]] == [SentenceVerdict.UNSURE]


def test_a_draft_of_a_part_is_shown_without_verdicts():
    engine = WritingEngine(f"{TRUE_SENTENCE} {FALSE_SENTENCE}")
    observe(engine).generate([TRUE_SENTENCE])
    assert reports(engine)[-1] == (ShownSentence(TRUE_SENTENCE), ShownSentence(FALSE_SENTENCE))


def test_an_escaped_prompt_with_the_whole_story_is_recognised():
    article = checks.read('The mayor said on Tuesday: "The café in Ashby stays open until nine."')
    engine = WritingEngine("The café in Ashby stays open until ten.")
    observe(engine, article=article).generate([json.dumps({"content": article.text}, ensure_ascii=False)])
    assert [each.verdict for each in reports(engine)[-1]] == [SentenceVerdict.REJECTED]


def test_a_draft_that_was_reported_is_not_reported_again():
    engine = WritingEngine(TRUE_SENTENCE)
    observed_engine = observe(engine)
    observed_engine.generate([PROMPT])
    count = len(reports(engine))
    observed_engine.generate([PROMPT])
    assert len(reports(engine)) == count


def test_drafts_of_several_parts_are_not_shown():
    engine = WritingEngine(TRUE_SENTENCE)
    observe(engine).generate(["one part", "another part"])
    assert reports(engine) == []


def test_a_draft_that_nobody_waits_for_is_cancelled():
    engine = WritingEngine(f"{TRUE_SENTENCE} {FALSE_SENTENCE}")
    with pytest.raises(SummaryCancelled):
        observe(engine, is_cancelled=lambda: len(engine.events) > 2).generate(["p"])
    assert len(engine.events) == 3


def test_an_observed_engine_is_otherwise_the_engine_itself():
    engine = observe(WritingEngine(TRUE_SENTENCE))
    assert (engine.name, engine.kind) == ("e", "WritingEngine")
