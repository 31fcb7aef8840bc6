"""Sentences that readers judged as examples, and what is tuned on them: the engine judges as the model does."""

from __future__ import annotations

from pathlib import Path

import pytest

import checks
from summarizer.engines.embedded.engine import EmbeddedEngine
from summarizer.language.grounding import index_article
from summarizer.support.alignment import ParsedArticle, align, claim_of
from summarizer.training.claims import ClaimTask, labelled_claims
from summarizer.training.tuning import TrainableLayers, tune

from ..engines.conftest import *  # noqa: F403 -- the tiny models
from ..engines.embedded.stub_layers import encode
from .test_deletions import ARTICLE, one_layer  # noqa: F401

TRUE, FALSE, BROKEN = "The port was sold.", "A builder hated every long meeting of the council in May.", "Sold by the."
RECORD = {
    "article": "1",
    "sentences": [
        {"text": TRUE, "verdict": "S"},
        {"text": FALSE, "verdict": "M"},
        {"text": BROKEN, "verdict": "B"},
    ],
}


def test_broken_sentences_and_articles_that_are_not_there_are_left_out() -> None:
    found = list(labelled_claims([RECORD, {**RECORD, "article": "2"}], {"1": ARTICLE}, encode))
    assert [each.is_supported for each in found] == [True, False]
    read = ["".join(map(chr, each.token_ids)) for each in found]
    assert read[0].endswith(f"\nSummary: {TRUE}\nTrue?")
    assert read[1][found[1].sentence_start :] == f" {FALSE}\nTrue?"
    assert {each.article for each in found} == {"1"}


@pytest.mark.usefixtures("one_layer")
def test_the_engine_judges_as_the_tuned_model_does(
    gguf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    layers = TrainableLayers(gguf)
    task = ClaimTask(layers, list(labelled_claims([RECORD], {"1": ARTICLE}, layers.encode)))
    before = task.loss(task.examples).item()
    tune(layers, [(task, 1.0)], steps=100)
    assert task.loss(task.examples).item() < before / 4
    task.report(task.examples)
    assert "2 sentences held out: AUC 1.000" in capsys.readouterr().out
    for part in (layers, task):
        part.write(tmp_path)
    engine = EmbeddedEngine(gguf, name=gguf.stem, support_adapter=tmp_path)
    parsed_article = ParsedArticle(index_article(checks.read(ARTICLE)))
    judged = engine.judge_support([claim_of(each, parsed_article) for each in align([TRUE, FALSE], parsed_article)])
    assert judged is not None
    assert judged[0] > 1 > -1 > judged[1]
    again = ClaimTask(layers, task.examples)
    again.load(tmp_path)
    assert again.loss(task.examples).item() == pytest.approx(task.loss(task.examples).item(), abs=0.05)
