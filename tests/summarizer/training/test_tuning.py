"""How examples come to be learned from: in batches of one length, the tasks by turns."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from summarizer.training.tuning import TrainableLayers, shuffled_batches, tune

from ..engines.conftest import *  # noqa: F403 -- the tiny models
from .test_deletions import one_layer  # noqa: F401 -- a fixture


@dataclass(frozen=True)
class Text:
    name: int
    token_ids: list[int]


def test_each_example_comes_once_with_others_of_its_length() -> None:
    texts = [Text(number, [0] * (1 + number % 50)) for number in range(100)]
    rng = random.Random(1)
    batches = shuffled_batches(texts, 8, rng)
    assert sorted(each.name for batch in batches for each in batch) == list(range(100))
    assert max(len(batch[-1].token_ids) - len(batch[0].token_ids) for batch in batches) < 10
    assert batches != shuffled_batches(texts, 8, rng)


class Counting:
    """A task whose loss is a number, which counts its batches."""

    def __init__(self) -> None:
        import torch

        self.weight = torch.nn.Parameter(torch.ones(1))
        self.learned = 0
        self.is_training = False

    def batches(self) -> list[Any]:
        return [1.0, 2.0]

    def loss(self, batch: float) -> Any:
        assert self.is_training
        self.learned += 1
        return (self.weight * batch).square().sum()

    def parameters(self) -> list[Any]:
        return [self.weight]

    def set_training(self, is_training: bool) -> None:
        self.is_training = is_training


@pytest.mark.usefixtures("one_layer")
def test_tasks_are_learned_by_turns_for_their_share_of_the_steps(gguf: Path) -> None:
    rare, often = Counting(), Counting()
    tune(TrainableLayers(gguf), [(rare, 0.2), (often, 0.8)], steps=100)
    assert rare.learned + often.learned == 100
    assert 8 < rare.learned < 35
    assert all(float(task.weight) < 1 and not task.is_training for task in (rare, often))
