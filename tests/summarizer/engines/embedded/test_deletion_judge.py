"""What the model reads of a summary, and which words of its sentences may be deleted."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from summarizer.engines.embedded.deletion_judge import DELETION_FILE, DeletionJudge
from summarizer.engines.embedded.summary_reading import (
    DEPENDENCIES,
    HEADLINE_TOKENS,
    SENTENCE_TOKENS,
    SentenceTokens,
    read_summary,
)
from summarizer.engines.judgements.deletions import Deletions, DependencyParse
from summarizer.models.errors import CorruptModel

from .stub_layers import SIZE, States, encode, layers

HEADLINE = "Ferry sinks"


def sentence(text: str, *, head: int = 1, dependency: str = "nsubj") -> DependencyParse:
    """Returns a sentence with its words split at spaces and before marks; all depend on the same word."""
    words: list[tuple[int, int]] = []
    at = 0
    for word in text.replace(",", " ,").replace(".", " .").split():
        start = text.index(word, at)
        at = start + len(word)
        words.append((start, at))
    return DependencyParse(text, words, [head] * len(words), [dependency] * len(words))


FERRY, POLICE = sentence("A ferry sank, police said."), sentence("Nobody was hurt.")


def weights(scale: float = 0.3) -> dict[str, NDArray[np.float16]]:
    """Random weights of a head for deletions."""
    rng = np.random.default_rng(5)
    shapes = {
        "hidden.weight": (6, 4 * SIZE + 3 + 2),
        "hidden.bias": (6,),
        "potentials.weight": (4, 6),
        "potentials.bias": (4,),
        "dependencies": (len(DEPENDENCIES), 3),
    }
    return {name: (rng.normal(size=shape) * scale).astype(np.float16) for name, shape in shapes.items()}


def judge(folder: Path, states: States | None = None) -> DeletionJudge:
    save_file(weights(), folder / DELETION_FILE)
    return DeletionJudge(layers(states), folder)


def read(token_ids: list[int], first: int, last: int) -> str:
    return "".join(map(chr, token_ids[first : last + 1]))


# ---- what is read ----------------------------------------------------------------------------------------------------


def test_a_summary_is_read_twice_below_its_headline_in_one_go(tmp_path: Path) -> None:
    states = States()
    found = judge(tmp_path, states).judge(HEADLINE, [FERRY, POLICE])
    texts = [FERRY.text, POLICE.text]
    assert states.read == "\n".join([HEADLINE, *texts, *texts, ""])
    assert states.calls == 1
    assert len(found) == 2


def test_without_a_headline_only_the_sentences_are_read(tmp_path: Path) -> None:
    states = States()
    judge(tmp_path, states).judge("", [POLICE])
    assert states.read == f"{POLICE.text}\n{POLICE.text}\n"


def test_without_sentences_nothing_is_read(tmp_path: Path) -> None:
    states = States()
    assert judge(tmp_path, states).judge(HEADLINE, []) == []
    assert states.calls == 0


def test_of_a_long_headline_and_sentence_the_beginning_is_read() -> None:
    token_ids, [tokens] = read_summary(encode, "h" * 500, [sentence("x" * 500)])
    text = "".join(map(chr, token_ids))
    assert text.count("h") == HEADLINE_TOKENS
    assert text.count("x") == 2 * SENTENCE_TOKENS
    assert tokens.end - tokens.start == SENTENCE_TOKENS


def test_words_are_found_at_the_second_reading_and_marks_are_none() -> None:
    token_ids, [first, second] = read_summary(encode, HEADLINE, [FERRY, POLICE])
    spans = zip(first.first, first.last, strict=True)
    assert [read(token_ids, *span) for span in spans] == ["A", "ferry", "sank", "police", "said"]
    assert first.words == [0, 1, 2, 4, 5]
    assert first.start > len(HEADLINE) + len(FERRY.text)
    assert read(token_ids, second.start, second.end - 1) == POLICE.text
    assert (first.opens, second.opens) == (True, False)


def test_each_word_knows_the_one_that_it_hangs_on_and_how() -> None:
    _, [tokens] = read_summary(encode, "", [sentence("A ferry, Ann, sank.", head=5, dependency="relcl")])
    assert tokens.words == [0, 1, 3, 5]
    assert tokens.heads == [3, 3, 3, 3]
    assert {DEPENDENCIES[number] for number in tokens.dependencies} == {"relcl"}


def test_a_word_that_hangs_on_a_mark_or_in_an_unknown_way_hangs_on_itself_somehow() -> None:
    _, [tokens] = read_summary(encode, "", [sentence("A ferry, Ann, sank.", head=2, dependency="unheard-of")])
    assert tokens.heads == [0, 1, 2, 3]
    assert {DEPENDENCIES[number] for number in tokens.dependencies} == {"dep"}


def test_words_beyond_what_is_read_have_no_place(tmp_path: Path) -> None:
    long = sentence(" ".join(["word"] * 100))
    _, [tokens] = read_summary(encode, "", [long])
    assert 0 < len(tokens.words) < 100
    [found] = judge(tmp_path).judge("", [long])
    assert list(found.words) == tokens.words
    assert found.log_odds([99]) == 0


def test_a_sentence_without_a_word_has_nothing_to_leave_out(tmp_path: Path) -> None:
    marks, words = judge(tmp_path).judge("", [sentence(". . ."), POLICE])
    assert marks == Deletions([], [])
    assert len(words.words) == 3


# ---- what is answered ------------------------------------------------------------------------------------------------


def test_the_potentials_are_what_torch_makes_of_the_same_head(tmp_path: Path) -> None:
    import torch
    from torch.nn import functional

    [found] = judge(tmp_path).judge(HEADLINE, [FERRY])
    stored = load_file(tmp_path / DELETION_FILE)
    known = {name: torch.tensor(weight.astype(np.float32)) for name, weight in stored.items()}
    token_ids, [tokens] = read_summary(encode, HEADLINE, [FERRY])
    states = torch.tensor(layers().hidden_states(token_ids))
    expected = []
    for entry in range(len(tokens.words)):
        row = torch.cat([*_parts(states, tokens, entry), known["dependencies"][tokens.dependencies[entry]]])
        row = torch.cat([row, torch.tensor([entry / 20, 1.0])])
        hidden = functional.gelu(row @ known["hidden.weight"].T + known["hidden.bias"])
        expected.append((hidden @ known["potentials.weight"].T + known["potentials.bias"]).tolist())
    assert np.allclose(found.potentials, expected, atol=1e-5)


def _parts(states, tokens: SentenceTokens, entry: int):  # type: ignore[no-untyped-def]
    def own(number: int):  # type: ignore[no-untyped-def]
        return (states[tokens.first[number]] + states[tokens.last[number]]) / 2

    before = own(entry - 1) if entry else states[tokens.start - 1]
    whole = (states[tokens.start : tokens.end].mean(0) + states[tokens.end - 1]) / 2
    return own(entry), own(tokens.heads[entry]), before, whole


@pytest.mark.parametrize("content", [b"", b"no tensors"])
def test_weights_that_cannot_be_read_are_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / DELETION_FILE).write_bytes(content)
    with pytest.raises(CorruptModel, match=DELETION_FILE):
        DeletionJudge(layers(), tmp_path)


# ---- the odds of deletions -------------------------------------------------------------------------------------------

CHAIN = Deletions([0, 2, 3], [(0.5, -1.0, 7.0, 7.0), (0.25, -0.5, 1.0, 2.0), (1.0, 0.0, -2.0, 3.0)])


def test_whether_a_word_goes_depends_on_the_one_before_it() -> None:
    assert CHAIN.log_odds([]) == 0
    assert CHAIN.log_odds([3]) == 0.0 - 1.0
    assert CHAIN.log_odds([0]) == (-1.0 - 0.5) + (1.0 - 0.25)
    assert CHAIN.log_odds([0, 2]) == (-1.0 - 0.5) + (2.0 - 0.25) + (-2.0 - 1.0)
    assert CHAIN.log_odds([0, 2, 3]) == (-1.0 - 0.5) + (2.0 - 0.25) + (3.0 - 1.0)


def test_a_mark_that_goes_too_changes_nothing() -> None:
    assert CHAIN.log_odds([0, 1, 2]) == CHAIN.log_odds([0, 2])
    assert CHAIN.log_odds([1, 9]) == 0


def test_the_odds_of_all_deletions_are_those_of_paths_through_the_chain() -> None:
    for flags in product((0, 1), repeat=3):
        removed = [word for word, goes in zip(CHAIN.words, flags, strict=True) if goes]
        path = sum(
            potentials[2 * before + goes]
            for potentials, before, goes in zip(CHAIN.potentials, (0, *flags), flags, strict=False)
        )
        kept = sum(potentials[0] for potentials in CHAIN.potentials)
        assert CHAIN.log_odds(removed) == pytest.approx(path - kept)
