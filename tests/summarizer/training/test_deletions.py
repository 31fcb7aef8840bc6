"""Summaries that editors shortened as examples, and what is tuned on them: the engine judges as the model does."""

from __future__ import annotations

import math
from itertools import product
from pathlib import Path

import pytest

from summarizer.engines.embedded import engine as llama_engine
from summarizer.engines.embedded.engine import EmbeddedEngine
from summarizer.language.parsing import parse
from summarizer.rewriting.tightening import words_of
from summarizer.training import deletions, tuning
from summarizer.training.deletions import DeletionTask, shortened_summaries
from summarizer.training.tuning import TrainableLayers, tune

from ..engines.conftest import *  # noqa: F403 -- the tiny models

SENTENCES = [
    "The mayor of Torley, who was elected in May, sold the port to a builder on Friday.",
    "The council had voted for the plan in a long meeting.",
]
ARTICLE = f"Port sold\n\n{SENTENCES[0]} {SENTENCES[1]}"
STARTS = [ARTICLE.index(sentence) for sentence in SENTENCES]
CLAUSE, MEETING = [5, 6, 7, 8], [7, 8, 9, 10]  # "who was elected in May", "in a long meeting"
RECORD = {
    "article": "a",
    "sentences": [{"sentence": STARTS[0], "removed": [*CLAUSE, 9]}, {"sentence": STARTS[1], "removed": MEETING}],
}


def encode(text: str) -> tuple[list[int], list[tuple[int, int]]]:
    return [1 + ord(mark) % 50 for mark in text], [(place, place + 1) for place in range(len(text))]


@pytest.fixture
def one_layer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the tiny model one layer is tuned."""
    monkeypatch.setattr(tuning, "JUDGE_LAYERS", 1)
    monkeypatch.setattr(tuning, "FIRST_TUNED_LAYER", 0)
    monkeypatch.setattr(llama_engine, "JUDGE_LAYERS", 1)


def test_a_shortened_summary_of_an_article_at_hand_is_an_example() -> None:
    [found] = shortened_summaries([RECORD, {**RECORD, "article": "another"}], {"a": ARTICLE}, encode)
    assert found.article == "a"
    assert len(found.token_ids) == len("Port sold\n") + 2 * sum(len(sentence) + 1 for sentence in SENTENCES)
    words = [parsed.tokens for parsed in parse(SENTENCES)]
    gone = [
        [words[row][word].text for word, flag in zip(tokens.words, flags, strict=True) if flag]
        for row, (tokens, flags) in enumerate(zip(found.sentences, found.deletions, strict=True))
    ]
    assert gone == [["who", "was", "elected", "in", "May"], ["in", "a", "long", "meeting"]]
    assert [tokens.opens for tokens in found.sentences] == [True, False]
    assert not found.is_held_out
    [found] = shortened_summaries([{**RECORD, "held_out": True}], {"a": ARTICLE}, encode)
    assert found.is_held_out


def test_a_sentence_that_went_altogether_or_is_divided_otherwise_by_now_is_left_out() -> None:
    whole = {"sentence": STARTS[0], "removed": list(range(40))}
    [found] = shortened_summaries(
        [{"article": "a", "sentences": [whole, RECORD["sentences"][1]]}],  # type: ignore[index]
        {"a": ARTICLE},
        encode,
    )
    assert len(found.deletions) == 1
    moved = {"article": "a", "sentences": [{"sentence": STARTS[0] + 1, "removed": []}]}
    assert list(shortened_summaries([moved], {"a": ARTICLE}, encode)) == []


def test_the_partition_the_marginals_and_the_likeliest_are_those_of_all_paths() -> None:
    import torch

    potentials = torch.randn(5, 4, generator=torch.Generator().manual_seed(3))
    scores = {
        flags: sum(
            float(row[2 * before + goes]) for row, before, goes in zip(potentials, (0, *flags), flags, strict=False)
        )
        for flags in product((0, 1), repeat=5)
    }
    total = sum(map(math.exp, scores.values()))
    other = torch.randn(2, 4)
    assert float(deletions._log_partition([potentials, other])[0]) == pytest.approx(math.log(total), rel=1e-5)
    assert all(
        float(deletions._path_score(potentials, flags)) == pytest.approx(score, abs=1e-5)
        for flags, score in scores.items()
    )
    expected = [sum(math.exp(score) for flags, score in scores.items() if flags[word]) / total for word in range(5)]
    assert deletions._marginals(potentials) == pytest.approx(expected, rel=1e-4)
    assert tuple(deletions._likeliest(potentials.tolist())) == max(scores, key=lambda flags: scores[flags])


@pytest.mark.usefixtures("one_layer")
def test_the_engine_judges_as_the_tuned_model_does(
    gguf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import torch

    layers = TrainableLayers(gguf)
    examples = list(shortened_summaries([RECORD], {"a": ARTICLE}, layers.encode))
    task = DeletionTask(layers, examples)
    before = task.loss(examples).item()
    tune(layers, [(task, 1.0)], steps=80)
    assert task.loss(examples).item() < before / 4
    task.report(examples)
    assert "AUC 1.000, F1 1.000; 100.0% shortened the same" in capsys.readouterr().out
    layers.write(tmp_path)
    task.write(tmp_path)
    assert str(gguf.parent) not in (tmp_path / "adapter_config.json").read_text("utf-8")
    with torch.no_grad():
        expected = task.potentials(examples)
    engine = EmbeddedEngine(gguf, name=gguf.stem, editor_adapter=tmp_path)
    judged = engine.judge_deletions("Port sold", [words_of(parsed) for parsed in parse(SENTENCES)])
    assert judged is not None
    for found, wanted, removed in zip(judged, expected, (CLAUSE, MEETING), strict=True):
        spread = float(wanted.std())
        assert torch.allclose(torch.tensor(found.potentials), wanted, atol=0.2 * spread)  # 8 bits here, 16 in training
        assert found.log_odds(removed) > 0
    assert engine.judge_sentences("Port sold", SENTENCES) is None  # that was not learned


@pytest.mark.usefixtures("one_layer")
def test_tuning_goes_on_from_what_was_written(gguf: Path, tmp_path: Path) -> None:
    import torch

    layers = TrainableLayers(gguf)
    examples = list(shortened_summaries([RECORD], {"a": ARTICLE}, layers.encode))
    task = DeletionTask(layers, examples)
    tune(layers, [(task, 1.0)], steps=20)
    layers.write(tmp_path)
    task.write(tmp_path)
    other_layers = TrainableLayers(gguf)
    again = DeletionTask(other_layers, examples)
    with torch.no_grad():
        assert not _equal(other_layers, layers)
        other_layers.load(tmp_path)
        again.load(tmp_path)
        assert _equal(other_layers, layers)
        assert again.loss(examples).item() == pytest.approx(task.loss(examples).item(), abs=0.05)


def _equal(one: TrainableLayers, other: TrainableLayers) -> bool:
    """Whether the adapters are the same but for rounding to 16 bits."""
    import torch

    pairs = zip(one.parameters(), other.parameters(), strict=True)
    return all(torch.allclose(first, second, rtol=1e-3, atol=1e-5) for first, second in pairs)
