"""What the model reads of a sentence, what its backends make of it, and the verdicts on its phrases."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import save_file

from summarizer.engines import Options
from summarizer.engines.llama import preparation
from summarizer.engines.llama.engine import GgufEngine, _load_backend
from summarizer.engines.llama.phrase_judge import PhraseJudge
from summarizer.engines.llama.phrase_reading import CONTEXT_TOKENS, HEADLINE_TOKENS, SENTENCE_TOKENS, Reading
from summarizer.engines.llama.rotation import random_orthogonal
from summarizer.engines.llama.tuned_layers import HEAD_FILE, TunedLayers
from summarizer.engines.llama.vocabulary import Shortlist
from summarizer.engines.phrases import DEPENDENCIES, Phrase, SentenceInContext, Verdict
from summarizer.models.errors import CorruptModel

from ..conftest import load

SIZE = 8  # of the states of the stub below
TEXT = "The mayor of Torley, who was born in Skerra, has written an open letter."
CLAUSE = Phrase((5, 6, 7, 8, 9), top=7, head=1, dependency="relcl")
ADJECTIVE = Phrase((14,), top=14, head=15, dependency="amod")


def in_context(text: str, phrases: Sequence[Phrase], headline: str = "", previous: str = "") -> SentenceInContext:
    """The sentence with its words split at spaces and before marks."""
    words, at = [], 0
    for word in text.replace(",", " ,").replace(".", " .").split():
        start = text.index(word, at)
        at = start + len(word)
        words.append((start, at))
    return SentenceInContext(text, words, phrases, headline, previous)


def encode(text: str) -> tuple[list[int], list[tuple[int, int]]]:
    """A token a character."""
    return [ord(mark) for mark in text], [(place, place + 1) for place in range(len(text))]


def read(reading: Reading, tokens: Sequence[int]) -> str:
    return "".join(chr(reading.token_ids[token]) for token in tokens)


class Tokens:
    """A tokenizer as of `tokenizers`, for `encode`."""

    def encode(self, text: str, *, add_special_tokens: bool) -> Any:
        assert not add_special_tokens
        ids, offsets = encode(text)
        return type("Encoding", (), {"ids": ids, "offsets": offsets})


class States:
    """A backend whose states are numbers that depend on the token and its place."""

    def __init__(self) -> None:
        self.calls = 0

    def states(self, token_ids: Sequence[int]) -> NDArray[np.float32]:
        self.calls += 1
        places = np.arange(len(token_ids))[:, None]
        return np.sin(np.array(token_ids)[:, None] * (1 + np.arange(SIZE)) + places).astype(np.float32)


def head(folder: Path, scale: float = 0.5) -> Path:
    """Writes a head with random weights."""
    rng = np.random.default_rng(5)
    shapes = {
        "norm.weight": (SIZE,),
        "norm.bias": (SIZE,),
        "hidden.weight": (6, 6 * SIZE + 2 + 3),
        "hidden.bias": (6,),
        "labels.weight": (4, 6),
        "labels.bias": (4,),
        "removed.weight": (1, 6),
        "removed.bias": (1,),
        "dependencies": (len(DEPENDENCIES), 3),
    }
    save_file(
        {name: (rng.normal(size=shape) * scale).astype(np.float16) for name, shape in shapes.items()},
        folder / HEAD_FILE,
    )
    return folder


def judge_of(states: States, folder: Path) -> PhraseJudge:
    return PhraseJudge(TunedLayers(states, Tokens(), SIZE, folder), folder)


# ---- what is read ----------------------------------------------------------------------------------------------------


def test_the_sentence_is_read_twice_after_its_headline_and_what_comes_before() -> None:
    reading = Reading(in_context("They met.", [], "Peace talks", "A war began."), encode)
    assert read(reading, range(len(reading.token_ids))) == "Peace talks\nA war began.\nThey met.\nThey met.\n"
    assert read(reading, range(reading.start, reading.end)) == "They met."


def test_without_headline_and_context_only_the_sentence_is_read() -> None:
    reading = Reading(in_context("They met.", []), encode)
    assert read(reading, range(len(reading.token_ids))) == "\nThey met.\nThey met.\n"


def test_a_phrase_is_found_in_the_second_copy_with_the_words_around_it() -> None:
    reading = Reading(in_context(TEXT, [CLAUSE]), encode)
    places = reading.places(CLAUSE.words, CLAUSE.top, CLAUSE.head)
    assert places is not None
    assert read(reading, places.own).replace(" ", "") == "whowasborninSkerra"
    assert min(places.own) > reading.start
    assert read(reading, places.around) == ",,nr"  # before, after, the last of "born" and of "mayor"


def test_at_the_ends_of_the_sentence_stands_what_is_read_before_and_after_it() -> None:
    text = "Then they met"
    reading = Reading(in_context(text, []), encode)
    first = reading.places((0,), 0, 2)
    last = reading.places((2,), 2, 1)
    assert first is not None
    assert last is not None
    assert first.around[0] == reading.start - 1
    assert last.around[1] == reading.end - 1


def test_a_long_headline_context_and_sentence_are_cut() -> None:
    reading = Reading(in_context("x" * 500, [], "h" * 500, "p" * 500), encode)
    text = read(reading, range(len(reading.token_ids)))
    assert text.count("h") == HEADLINE_TOKENS
    assert text.count("p") == CONTEXT_TOKENS - HEADLINE_TOKENS
    assert text.count("x") == 2 * SENTENCE_TOKENS


def test_a_phrase_beyond_what_is_read_has_no_place() -> None:
    text = " ".join(["word"] * 100)
    reading = Reading(in_context(text, []), encode)
    assert reading.places((99,), 99, 0) is None
    assert reading.places((3, 4), 4, 2) is not None


# ---- verdicts --------------------------------------------------------------------------------------------------------


def test_the_probabilities_of_a_verdict_add_up_to_one(tmp_path: Path) -> None:
    judge = judge_of(States(), head(tmp_path))
    verdicts = judge.verdicts(in_context(TEXT, [CLAUSE, ADJECTIVE]))
    assert len(set(verdicts)) == 2
    for verdict in verdicts:
        assert verdict is not None
        shares = (verdict.better, verdict.optional, verdict.poorer, verdict.broken)
        assert all(0 < share < 1 for share in (*shares, verdict.removed))
        assert sum(shares) == pytest.approx(1)
        assert verdict.harmless == pytest.approx(verdict.better + verdict.optional)


def test_verdicts_are_what_torch_makes_of_the_same_head(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file
    from torch.nn import functional

    weights = {name: tensor.float() for name, tensor in load_file(head(tmp_path) / HEAD_FILE).items()}
    sentence = in_context(TEXT, [CLAUSE])
    reading = Reading(sentence, encode)
    places = reading.places(CLAUSE.words, CLAUSE.top, CLAUSE.head)
    assert places is not None
    rotation = torch.tensor(random_orthogonal(SIZE).T.astype(np.float32))
    states = torch.tensor(States().states(reading.token_ids)) @ rotation
    states = functional.layer_norm(states, (SIZE,), weights["norm.weight"], weights["norm.bias"])
    whole = (states[reading.start : reading.end + 1].mean(0) + states[reading.end]) / 2
    sizes = torch.tensor([len(places.own) / 20, len(places.own) / (reading.end - reading.start)])
    dependency = weights["dependencies"][DEPENDENCIES.index("relcl")]
    row = torch.cat([states[places.own].mean(0), *states[places.around], whole, sizes, dependency])
    hidden = functional.gelu(row @ weights["hidden.weight"].T + weights["hidden.bias"])
    shares = (hidden @ weights["labels.weight"].T + weights["labels.bias"]).softmax(-1).tolist()
    [verdict] = judge_of(States(), tmp_path).verdicts(sentence)
    assert verdict is not None
    assert [verdict.better, verdict.optional, verdict.poorer, verdict.broken] == pytest.approx(shares, abs=1e-5)


def test_a_sentence_is_read_once_and_one_without_phrases_not_at_all(tmp_path: Path) -> None:
    states = States()
    judge = judge_of(states, head(tmp_path))
    both = judge.verdicts(in_context(TEXT, [CLAUSE, ADJECTIVE]))
    assert states.calls == 1
    assert judge.verdicts(in_context(TEXT, [])) == []
    assert states.calls == 1
    for phrase, verdict in zip((CLAUSE, ADJECTIVE), both, strict=True):
        [alone] = judge.verdicts(in_context(TEXT, [phrase]))
        assert alone is not None
        assert verdict is not None
        assert alone.better == pytest.approx(verdict.better, rel=1e-5)  # a product of more rows rounds otherwise
        assert alone.removed == pytest.approx(verdict.removed, rel=1e-5)


def test_a_phrase_beyond_what_is_read_has_no_verdict(tmp_path: Path) -> None:
    judge = judge_of(States(), head(tmp_path))
    far = Phrase((99,), 99, 0, "prep")
    text = " ".join(["word"] * 100)
    assert judge.verdicts(in_context(text, [far])) == [None]
    near, beyond = judge.verdicts(in_context(text, [Phrase((3, 4), 4, 2, "prep"), far]))
    assert isinstance(near, Verdict)
    assert beyond is None


@pytest.mark.parametrize("content", [None, b"", b"no tensors"])
def test_a_head_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / HEAD_FILE).write_bytes(content)
    with pytest.raises(CorruptModel, match=HEAD_FILE):
        judge_of(States(), tmp_path)


# ---- states ----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("backend_name")
@pytest.mark.parametrize("count", [1, 5, 40])
def test_the_states_are_those_of_transformers_after_so_many_layers(gguf: Path, count: int) -> None:
    import torch
    from transformers import AutoModelForCausalLM

    ids = [5 + 7 * number % 300 for number in range(count)]
    folder = preparation.prepare(gguf, name=gguf.stem, layers=1)
    prepared = preparation.read_prepared(folder)
    assert prepared.layers == 1
    states = _load_backend(folder, prepared, Shortlist(folder)).states(ids)
    model: Any = AutoModelForCausalLM.from_pretrained(gguf.parent, gguf_file=gguf.name, dtype=torch.float32).model
    assert len(model.layers) > 1
    model.layers, model.norm = model.layers[:1], torch.nn.Identity()
    with torch.no_grad():
        expected = model(torch.tensor([ids])).last_hidden_state[0].numpy()
    unrotated = states @ random_orthogonal(prepared.hidden_size).T
    assert np.corrcoef(unrotated.ravel(), expected.ravel())[0, 1] > 0.99  # at 8 bits


def test_the_revision_names_what_the_judges_answers_depend_on(gguf: Path, tmp_path: Path) -> None:
    def revision() -> str:
        return GgufEngine(gguf, name=gguf.stem, phrase_adapter=tmp_path).revision

    plain: GgufEngine = load(str(gguf))
    (tmp_path / "adapter_model.safetensors").write_bytes(b"one")
    first = revision()
    assert first.startswith(f"{plain.revision} and judges sha256:")
    assert revision() == first
    (tmp_path / "worth.safetensors").write_bytes(b"another")
    assert revision() not in (first, plain.revision)


def test_a_model_that_has_not_learned_to_judge_says_so(gguf: Path) -> None:
    engine: GgufEngine = load(str(gguf))
    assert engine.judge_phrases([in_context(TEXT, [CLAUSE])]) is None
    assert engine.judge_sentences("", [TEXT]) is None
    with pytest.raises(ValueError, match="no adapter for phrases"):
        engine.tuned_layers()


def test_an_engine_with_a_phrase_adapter_writes_what_it_wrote_without_and_judges_beside_it(
    gguf: Path, tmp_path: Path
) -> None:
    (tmp_path / "adapter_config.json").write_text("{}", "utf-8")
    (tmp_path / "adapter_model.safetensors").write_bytes(b"no tensors")
    plain: GgufEngine = load(str(gguf))
    prompt = plain.summary_prompt("They met on Friday.", sentences=2, words=30)
    expected = plain.generate([prompt], options=Options(max_tokens=12))
    engine = GgufEngine(gguf, name=gguf.stem, phrase_adapter=tmp_path)
    assert engine.generate([prompt], options=Options(max_tokens=12)) == expected
    with pytest.raises(CorruptModel):
        engine.judge_phrases([in_context(TEXT, [CLAUSE])])
    assert engine.generate([prompt], options=Options(max_tokens=12)) == expected
