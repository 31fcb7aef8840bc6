"""Labels of phrases as examples, and what is tuned on them: the engine answers as the tuned model does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

import checks
from summarizer.engines.llama import engine as llama_engine
from summarizer.engines.llama.engine import GgufEngine
from summarizer.engines.phrases import SentenceInContext
from summarizer.language.grounding import index_source
from summarizer.language.parsing import parse
from summarizer.pipeline.summarize import in_context
from summarizer.rewriting.tightening import dependents
from summarizer.training import phrases
from summarizer.training.phrases import LabelledSentence, Tuning, labelled_sentences

from ..engines.conftest import *  # noqa: F403 -- the tiny models

ARTICLE = (
    "Port sold\n\nThe mayor of Torley, who was elected in May, sold the port to a builder from Skerra on Friday. "
    "The council had voted for the plan in a long meeting."
)
START = ARTICLE.index("The mayor")


def encode(text: str) -> tuple[list[int], list[tuple[int, int]]]:
    return [1 + ord(mark) % 50 for mark in text], [(place, place + 1) for place in range(len(text))]


def heads() -> dict[str, int]:
    """The heads of the first sentence's dependents, by their words."""
    [parsed] = parse([ARTICLE[START : ARTICLE.index(" The council")]])
    return {parsed.tokens[each.token.i].text: each.token.i for each in dependents(parsed)}


def read(record: object, *, is_edited: bool) -> list[LabelledSentence]:
    articles = {"a": ARTICLE}
    return list(labelled_sentences(iter([record]), articles, encode, is_edited=is_edited))


def test_a_labelled_phrase_is_an_example_and_one_that_is_not_labelled_is_none() -> None:
    known = heads()
    record = {
        "article": "a",
        "sentences": [{"sentence": START, "heads": [known["elected"], known["on"]], "labels": "DK"}],
    }
    [example] = read(record, is_edited=False)
    assert [phrase.top for _, phrase in example.phrases] == [known["elected"], known["on"]]
    assert example.labels == (0, 2)
    assert not example.is_edited
    assert read({**record, "article": "another"}, is_edited=False) == []
    assert read({"article": "a", "sentences": [{**record["sentences"][0], "sentence": 3}]}, is_edited=False) == []


def test_of_a_sentence_that_an_editor_shortened_each_phrase_went_or_stayed() -> None:
    known = heads()
    [parsed] = parse([ARTICLE[START : ARTICLE.index(" The council")]])
    on_friday = [token.i for token in parsed.tokens if token.text in ("on", "Friday")]
    from_skerra = [token.i for token in parsed.tokens if token.text == "Skerra"]
    record = {"article": "a", "sentences": [{"sentence": START, "removed": [*on_friday, *from_skerra]}]}
    [example] = read(record, is_edited=True)
    fate = {phrase.top: label for (_, phrase), label in zip(example.phrases, example.labels, strict=True)}
    assert fate[known["on"]] == 1
    assert fate[known["elected"]] == 0
    assert known["from"] not in fate  # a part of it went
    assert example.is_edited


def test_phrases_come_in_each_pass_and_an_editors_cuts_in_one() -> None:
    known = heads()
    labelled = {"article": "a", "sentences": [{"sentence": START, "heads": [known["on"]], "labels": "D"}]}
    edited = {"article": "a", "sentences": [{"sentence": START, "removed": []}]}
    examples = [*read(labelled, is_edited=False), *read(edited, is_edited=True), *read(edited, is_edited=True)]
    passes = [[each for batch in phrases.batches(examples, number, 2) for each in batch] for number in range(2)]
    assert [sum(not each.is_edited for each in one) for one in passes] == [1, 1]
    assert [sum(each.is_edited for each in one) for one in passes] == [1, 1]


def test_what_two_readers_labelled_is_held_out_and_one_article_in_ten() -> None:
    labelled = {"sentence": START, "heads": [heads()["on"]], "labels": "D"}
    records = [
        {"article": "1", "sentences": [labelled]},
        {"article": "2", "sentences": [{**labelled, "second": "K"}]},
        {"article": "a", "sentences": [labelled]},  # ten
    ]
    articles = dict.fromkeys(("1", "2", "a"), ARTICLE)
    examples = list(labelled_sentences(iter(records), articles, encode, is_edited=False))
    learned, held_out = phrases.divided(examples, phrases.read_twice(records))
    assert [each.article for each in learned] == ["1"]
    assert [each.article for each in held_out] == ["2", "a"]


def test_the_engine_answers_as_the_tuned_model_does(
    gguf: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    import torch

    monkeypatch.setattr(phrases, "LAYERS", 1)
    monkeypatch.setattr(phrases, "FIRST_TUNED", 0)
    monkeypatch.setattr(llama_engine, "LAYERS", 1)
    tuning = Tuning(gguf)
    known = heads()
    record = {
        "article": "a",
        "sentences": [{"sentence": START, "heads": [known["elected"], known["on"]], "labels": "DK"}],
    }
    examples = list(labelled_sentences(iter([record]), {"a": ARTICLE}, tuning.encode, is_edited=False))
    before = tuning.loss(examples).item()
    tuning.tune(examples, passes=30)
    assert tuning.loss(examples).item() < before
    tuning.report(examples)
    assert "better: AUC 1.000 of 2" in capsys.readouterr().out
    tuning.write(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "adapter_config.json",
        "adapter_model.safetensors",
        "head.safetensors",
    ]
    assert str(gguf.parent) not in (tmp_path / "adapter_config.json").read_text("utf-8")
    with torch.no_grad():
        shares = tuning.answers(examples)[0].softmax(-1).tolist()
    verdicts = GgufEngine(gguf, name=gguf.stem, phrase_adapter=tmp_path).judge_phrases(_contexts())
    assert verdicts is not None
    judged = {phrase.top: verdict for phrase, verdict in zip(_contexts()[0].phrases, verdicts[0], strict=True)}
    for (_, phrase), (better, *_) in zip(examples[0].phrases, shares, strict=True):
        verdict = judged[phrase.top]
        assert verdict is not None
        assert verdict.better == pytest.approx(better, abs=0.1)  # at 8 bits, and 16 in training


def _contexts() -> Sequence[SentenceInContext]:
    index = index_source(checks.read(ARTICLE))
    number = next(number for number, each in enumerate(index.article.sentences) if each.span.start == START)
    [parsed] = parse([index.article.words(index.article.sentences[number].span)])
    return [in_context(parsed, list(dependents(parsed)), number, index)]
