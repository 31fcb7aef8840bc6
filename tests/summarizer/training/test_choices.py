"""Labels of choices as examples, and what is tuned on them: the engine chooses as the tuned model does."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarizer.engines.embedded.engine import EmbeddedEngine
from summarizer.engines.embedded.sentence_judge import FOR_READERS, QUESTIONS, WORTH_FILE
from summarizer.training import choices
from summarizer.training.choices import ChoiceTask, labelled_choices
from summarizer.training.tuning import TrainableLayers, tune

from ..engines.conftest import *  # noqa: F403 -- the tiny models
from .test_deletions import encode, one_layer  # noqa: F401 -- a fixture

ARTICLE = (
    "Ferry sinks\n\nA ferry sank off Torley on Friday. It was raining in the bay. Nobody was hurt, police said. "
    "The harbour was closed for a day."
)
SENTENCES = ["A ferry sank off Torley on Friday.", "It was raining in the bay.", "Nobody was hurt, police said."]
RECORD = {"article": "a", "sentences": [ARTICLE.index(text) for text in SENTENCES], "chosen": [0, 2]}


def test_the_opening_of_an_article_at_hand_is_read_with_what_was_chosen() -> None:
    [found] = labelled_choices([RECORD, {**RECORD, "article": "another"}], {"a": ARTICLE}, encode)
    assert (found.article, found.chosen) == ("a", (0, 2))
    lengths = [end - start for start, end in found.sentence_spans]
    assert lengths == [len(sentence) + 1 for sentence in SENTENCES]
    assert found.sentence_spans[0][0] == len("Ferry sinks\n")
    assert found.sentence_spans[-1][1] == len(found.token_ids)
    assert not found.is_held_out
    [found] = labelled_choices([{**RECORD, "held_out": True}], {"a": ARTICLE}, encode)
    assert found.is_held_out


def test_an_article_that_is_divided_otherwise_by_now_is_left_out() -> None:
    moved = {**RECORD, "sentences": [RECORD["sentences"][0] + 1, *RECORD["sentences"][1:]]}  # type: ignore[index]
    assert list(labelled_choices([moved], {"a": ARTICLE}, encode)) == []


@pytest.mark.usefixtures("one_layer")
def test_the_engine_chooses_as_the_tuned_model_does(
    gguf: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    import numpy as np
    import torch
    from safetensors.numpy import save_file

    layers = TrainableLayers(gguf)
    examples = list(labelled_choices([RECORD], {"a": ARTICLE}, layers.encode))
    task = ChoiceTask(layers, examples)
    before = task.loss(examples).item()
    assert before == pytest.approx(np.log(7), abs=0.5)  # of seven sets, before anything is learned
    tune(layers, [(task, 1.0)], steps=60)
    assert task.loss(examples).item() < before / 2
    task.report(examples)
    assert "1 articles held out: 100.0% the same set, F1 of the sentences 1.000" in capsys.readouterr().out
    layers.write(tmp_path)
    task.write(tmp_path)
    size = layers.hidden_size
    weight = np.zeros((len(QUESTIONS), 2 * size), np.float32)
    save_file({"weight": weight, "bias": np.zeros(len(QUESTIONS), np.float32)}, tmp_path / WORTH_FILE)
    with torch.no_grad():
        scores = task.scores(examples)
        sizes = torch.tensor([FOR_READERS[len(chosen) - 1] for chosen in choices._set_indicators().sets])
        shares = (scores + sizes).softmax(-1)[0]
    expected = {
        chosen: share for chosen, share in zip(choices._set_indicators().sets, shares.tolist(), strict=True) if share
    }
    engine = EmbeddedEngine(gguf, name=gguf.stem, editor_adapter=tmp_path)
    judged = engine.judge_sentences("Ferry sinks", SENTENCES)
    assert judged is not None
    assert judged.choices[0].sentences == (0, 2)
    assert {choice.sentences: choice.probability for choice in judged.choices} == pytest.approx(expected, abs=0.05)


@pytest.mark.usefixtures("one_layer")
def test_tuning_goes_on_from_what_was_written(gguf: Path, tmp_path: Path) -> None:
    import torch

    layers = TrainableLayers(gguf)
    examples = list(labelled_choices([RECORD], {"a": ARTICLE}, layers.encode))
    task = ChoiceTask(layers, examples)
    tune(layers, [(task, 1.0)], steps=20)
    layers.write(tmp_path)
    task.write(tmp_path)
    other_layers = TrainableLayers(gguf)
    again = ChoiceTask(other_layers, examples)
    with torch.no_grad():
        other_layers.load(tmp_path)
        again.load(tmp_path)
        assert torch.allclose(again.scores(examples), task.scores(examples), atol=0.05)
