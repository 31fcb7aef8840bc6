"""Which tokens a figure has, and the log-odds that the head computes from their hidden states."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from checks.relations.proposals import ROLES
from summarizer.engines import load_figure_judge
from summarizer.engines.embedded.figure_judge import HEAD_FILE, FigureJudge
from summarizer.engines.embedded.figure_tokens import FOLLOWING_TOKENS, MAX_TOKENS, TokenizedFigures
from summarizer.engines.embedded.rotation import random_orthogonal
from summarizer.engines.judgements.ties import KINDS, FigureText, MarkedFigure, TieCandidate
from summarizer.models.errors import CorruptModel, UnknownModel

from .stub_layers import SIZE, States, encode, layers

FIGURE, PAIR, HIDDEN, LAYOUT = 5, 3, 4, 10  # of the head below
TEXT = "Of 40 saved, 12 were crew.\nThe rest, 28, were guests.\n"
FIGURES = [MarkedFigure(TEXT.index(words), TEXT.index(words) + 2, TEXT.index(".\n") + 1) for words in ("40", "12")]
FIGURES.append(MarkedFigure(TEXT.index("28"), TEXT.index("28") + 2, len(TEXT) - 1))


def candidate(kind: Any, *members: int, seed: int = 1) -> TieCandidate:
    return TieCandidate(kind, members, tuple(np.random.default_rng(seed).random(LAYOUT).tolist()))


def judge_with(states: States, folder: Path) -> FigureJudge:
    return FigureJudge(layers(states), folder)


def head(folder: Path) -> Path:
    """Writes a head with random weights."""
    rng = np.random.default_rng(5)
    shapes: dict[str, tuple[int, ...]] = {
        "norm.weight": (SIZE,),
        "norm.bias": (SIZE,),
        "down.weight": (FIGURE, 3 * SIZE),
        "down.bias": (FIGURE,),
        "a.weight": (PAIR, FIGURE),
        "a.bias": (PAIR,),
        "b.weight": (PAIR, FIGURE),
        "b.bias": (PAIR,),
        "pair.weight": (HIDDEN, 3 * PAIR),
        "dist.weight": (HIDDEN, LAYOUT),
        "dist.bias": (HIDDEN,),
        "bias.weight": (len(KINDS), HIDDEN),
        "kindpair.weight": (len(KINDS), 3 * PAIR),
        "out.weight": (len(KINDS), HIDDEN),
        "ob.weight": (len(KINDS), 1),
        **{f"role.{kind}_{role}.weight": (HIDDEN, FIGURE) for kind in KINDS for role in ROLES[kind]},
    }
    save_file({name: rng.normal(size=shape).astype(np.float16) for name, shape in shapes.items()}, folder / HEAD_FILE)
    return folder


# ---- what is read ----------------------------------------------------------------------------------------------------


def test_a_figure_is_its_last_token_those_behind_it_and_the_end_of_its_sentence() -> None:
    reading = TokenizedFigures(FigureText(TEXT, FIGURES, ()), encode)
    first, _, third = reading.figures
    assert first is not None
    assert TEXT[first.last] == "0"
    assert "".join(TEXT[token] for token in first.after) == " saved"[:FOLLOWING_TOKENS]
    assert TEXT[first.sentence_end] == "."
    assert third is not None
    assert TEXT[third.last] == "8"


def test_what_follows_a_figure_ends_with_its_sentence() -> None:
    text = "It sank with 12.\nNobody knows why.\n"
    start = text.index("12")
    [tokens] = TokenizedFigures(FigureText(text, [MarkedFigure(start, start + 2, start + 3)], ()), encode).figures
    assert tokens is not None
    assert "".join(text[token] for token in tokens.after) == "."


def test_a_figure_beyond_what_is_read_has_no_tokens() -> None:
    text = "x" * MAX_TOKENS + " 12."
    reading = TokenizedFigures(FigureText(text, [MarkedFigure(len(text) - 3, len(text) - 1, len(text))], ()), encode)
    assert reading.figures == [None]
    assert len(reading.token_ids) == MAX_TOKENS


# ---- what the head makes of it ---------------------------------------------------------------------------------------


def test_the_log_odds_are_what_torch_makes_of_the_same_head(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file
    from torch.nn import functional

    weights = {name: tensor.float() for name, tensor in load_file(head(tmp_path) / HEAD_FILE).items()}
    asked = [candidate("sum", 0, 1, 2), candidate("same", 1, 2, seed=2)]
    reading = TokenizedFigures(FigureText(TEXT, FIGURES, asked), encode)
    states = torch.tensor(States().hidden_states(reading.token_ids))
    states = states @ torch.tensor(random_orthogonal(SIZE).T.astype(np.float32))
    states = functional.layer_norm(states, (SIZE,), weights["norm.weight"], weights["norm.bias"])
    rows = [
        torch.cat([states[place.last], states[place.after].mean(0), states[place.sentence_end]])
        for place in reading.figures
        if place is not None
    ]

    def linear(name: str, inputs: Any) -> Any:
        return functional.linear(inputs, weights[f"{name}.weight"], weights.get(f"{name}.bias"))

    figures = functional.gelu(linear("down", torch.stack(rows)), approximate="tanh")
    expected = []
    for each, groups in ((asked[0], [[0], [1, 2]]), (asked[1], [[1], [2]])):
        number = KINDS.index(each.kind)
        hidden = linear("dist", torch.tensor(each.layout)) + weights["bias.weight"][number]
        views = []
        for role, group in zip(ROLES[each.kind], groups, strict=True):
            hidden = hidden + linear(f"role.{each.kind}_{role}", figures[group].mean(0))
            views.append((linear("a", figures[group]).mean(0), linear("b", figures[group]).mean(0)))
        products = torch.cat([views[0][0] * views[1][1], torch.zeros(2 * PAIR)])
        hidden = functional.gelu(
            hidden + linear("pair", products * weights["kindpair.weight"][number]), approximate="tanh"
        )
        expected.append((hidden @ weights["out.weight"][number] + weights["ob.weight"][number]).item())
    found = judge_with(States(), tmp_path).log_odds(FigureText(TEXT, FIGURES, asked))
    assert found == pytest.approx(expected, abs=1e-4)


def test_a_text_is_read_once_and_one_without_candidates_not_at_all(tmp_path: Path) -> None:
    states = States()
    judge = judge_with(states, head(tmp_path))
    asked = [candidate("sum", 0, 1, 2), candidate("part", 0, 1), candidate("part", 1, 0)]
    together = judge.log_odds(FigureText(TEXT, FIGURES, asked))
    assert states.calls == 1
    assert len(set(together)) == 3
    assert judge.log_odds(FigureText(TEXT, FIGURES, [])) == []
    assert states.calls == 1
    judge.log_odds(FigureText("x" + TEXT[1:], FIGURES, asked))
    assert states.calls == 2
    for each, odds in zip(asked, together, strict=True):
        assert judge.log_odds(FigureText(TEXT, FIGURES, [each])) == pytest.approx([odds], rel=1e-4)


def test_a_candidate_whose_member_is_not_read_has_no_odds(tmp_path: Path) -> None:
    judge = judge_with(States(), head(tmp_path))
    text = TEXT + "x" * MAX_TOKENS + " 12."
    figures = [*FIGURES, MarkedFigure(len(text) - 3, len(text) - 1, len(text))]
    near, far, unmarked = judge.log_odds(
        FigureText(text, figures, [candidate("part", 0, 1), candidate("part", 0, 3), candidate("part", 0, -1)])
    )
    assert near is not None
    assert far is None
    assert unmarked is None


@pytest.mark.parametrize("content", [None, b"", b"no tensors"])
def test_a_head_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / HEAD_FILE).write_bytes(content)
    with pytest.raises(CorruptModel, match=HEAD_FILE):
        judge_with(States(), tmp_path)


def test_a_model_that_has_not_learned_it_is_named() -> None:
    with pytest.raises(UnknownModel, match="has not learned to read figures"):
        load_figure_judge("another")
