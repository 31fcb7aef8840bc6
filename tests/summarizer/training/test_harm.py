"""Phrases that readers judged as examples, and what is tuned on them: the engine judges as the model does."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarizer.engines.embedded.engine import EmbeddedEngine
from summarizer.engines.embedded.phrase_harm import LABELS
from summarizer.engines.judgements.deletions import Phrase
from summarizer.language.parsing import parse
from summarizer.rewriting.tightening import words_of
from summarizer.training.deletions import DeletionTask, shortened_summaries
from summarizer.training.harm import HarmTask, labelled_phrases
from summarizer.training.tuning import TrainableLayers, tune

from ..engines.conftest import *  # noqa: F403 -- the tiny models
from .test_deletions import ARTICLE, CLAUSE, MEETING, RECORD, SENTENCES, STARTS, encode, one_layer  # noqa: F401

ELECTED, MET, MISSING = 7, 7, 3  # the tops of "who was elected in May" and "in a long meeting", and no phrase
JUDGED = {
    "article": "1",  # none that is held out
    "sentences": [
        {"sentence": STARTS[0], "heads": [ELECTED, MISSING], "labels": "DK"},
        {"sentence": STARTS[1], "heads": [MET], "labels": "K"},
        {"sentence": STARTS[1] + 1, "heads": [MET], "labels": "K"},  # divided otherwise by now
    ],
}


def test_the_phrases_of_a_summary_are_read_together() -> None:
    [found] = labelled_phrases([JUDGED, {**JUDGED, "article": "2"}], {"1": ARTICLE}, encode)
    assert [LABELS[label] for label in found.labels] == ["D", "K"]
    words = [parsed.tokens for parsed in parse(SENTENCES)]
    texts = [
        [words[row][tokens.words[entry]].text for entry in phrase.words]
        for row, (tokens, phrase) in enumerate(found.phrases)
    ]
    assert texts == [["who", "was", "elected", "in", "May"], ["in", "a", "long", "meeting"]]
    assert len(found.token_ids) == len("Port sold\n") + 2 * sum(len(sentence) + 1 for sentence in SENTENCES)
    assert not found.is_held_out


def test_what_two_readers_judged_is_held_out() -> None:
    twice = {**JUDGED, "sentences": [{**JUDGED["sentences"][1], "second": "K"}]}  # type: ignore[dict-item]
    [found] = labelled_phrases([twice], {"1": ARTICLE}, encode)
    assert found.is_held_out


@pytest.mark.usefixtures("one_layer")
def test_the_engine_judges_as_the_tuned_model_does(
    gguf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    layers = TrainableLayers(gguf)
    task = HarmTask(layers, list(labelled_phrases([JUDGED], {"1": ARTICLE}, layers.encode)))
    deletions = DeletionTask(layers, list(shortened_summaries([RECORD], {"a": ARTICLE}, layers.encode)))
    before = task.loss(task.examples).item()
    tune(layers, [(task, 1.0)], steps=60)
    assert task.loss(task.examples).item() < before / 4
    task.report(task.examples)
    assert "2 phrases held out: harmless, AUC 1.000" in capsys.readouterr().out
    for part in (layers, task, deletions):
        part.write(tmp_path)
    engine = EmbeddedEngine(gguf, name=gguf.stem, editor_adapter=tmp_path)
    parsed = list(parse(SENTENCES))
    asked = [words_of(parsed[0], [Phrase(CLAUSE, ELECTED)]), words_of(parsed[1], [Phrase(MEETING, MET)])]
    judged = engine.judge_deletions("Port sold", asked)
    assert judged is not None
    [[clause], [meeting]] = [list(each.harms) for each in judged]
    assert clause < 0.3
    assert meeting > 0.7
    again = HarmTask(layers, task.examples)
    again.load(tmp_path)
    assert again.loss(task.examples).item() == pytest.approx(task.loss(task.examples).item(), abs=0.05)
