"""The verdicts on a draft come while it is written, once for each sentence."""

from __future__ import annotations

import pytest

import checks
from summarizer.engines.interface import Finish, Generation
from summarizer.web.streaming import DraftJudge, DraftVerdict, ObservedEngine, Stopped

ARTICLE = checks.read(
    "Police arrested 12 people in Ashby on Tuesday.\n\nThe storm cut power to 52 homes in the village of Elm, the grid "
    "company said."
)
TRUE, FALSE = "Police arrested 12 people in Ashby.", "The storm cut power to 57 homes in the village of Elm."


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


def observed(engine: WritingEngine, stopped=lambda: False) -> ObservedEngine:
    return ObservedEngine(engine, DraftJudge(ARTICLE, engine.events.append), stopped)


def verdicts(engine: WritingEngine) -> list[DraftVerdict]:
    return [event for event in engine.events if isinstance(event, DraftVerdict)]


def test_a_sentence_is_judged_as_soon_as_it_is_complete():
    engine = WritingEngine(f"{TRUE} {FALSE}")
    observed(engine).generate(["p", "p"], n=3)
    first, second = verdicts(engine)
    assert (first.text, first.reason) == (TRUE, "")
    assert second.text == FALSE
    assert "57" in second.reason
    written_before = engine.events[engine.events.index(first) - 1]
    assert len(written_before) < len(TRUE) + 8


def test_a_sentence_that_was_reported_is_not_reported_again():
    engine = WritingEngine(f"{TRUE} {TRUE}")
    observed_engine = observed(engine)
    observed_engine.generate(["p"])
    observed_engine.generate(["p"])
    assert len(verdicts(engine)) == 1


def test_drafts_of_several_parts_are_not_judged():
    engine = WritingEngine(TRUE)
    observed(engine).generate(["one part", "another part"])
    assert verdicts(engine) == []


def test_a_draft_that_nobody_waits_for_is_given_up():
    engine = WritingEngine(f"{TRUE} {FALSE}")
    with pytest.raises(Stopped):
        observed(engine, stopped=lambda: len(engine.events) > 2).generate(["p"])
    assert len(engine.events) == 3


def test_an_observed_engine_is_otherwise_the_engine_itself():
    engine = observed(WritingEngine(TRUE))
    assert (engine.name, engine.kind) == ("e", "WritingEngine")
