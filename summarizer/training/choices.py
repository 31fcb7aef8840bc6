"""What is learned of the sentences that editors chose: which of a story's first ones make its summary together.

What is learned is the likelihood of the set that an editor chose among all sets of at most three sentences, under a
log-linear model on the states of the tuned layers. `summarizer.training.editors` tunes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import checks
from summarizer.engines.embedded.sentence_judge import (
    CHOICE_FILE,
    MAX_CHOSEN,
    MAX_GAP,
    combinations_of,
    read_opening,
)
from summarizer.engines.judgements.openings import JUDGED_SENTENCES
from summarizer.pipeline.opening import headline_of
from summarizer.training.tuning import HeadTask, Tuning

HIDDEN, RANK, DROPOUT = 96, 16, 0.2
OPENINGS_PER_STEP = 8


@dataclass(frozen=True, slots=True)
class LabelledChoice:
    """An opening as token ids, the tokens of each of its sentences, and the sentences that an editor chose."""

    article: str
    token_ids: list[int]
    spans: list[tuple[int, int]]
    chosen: tuple[int, ...]
    is_held_out: bool = False


def labelled_choices(records: Iterable[Any], articles: Mapping[str, str], encode: Any) -> Iterator[LabelledChoice]:
    """The labelled openings of the articles at hand, whose tokens `encode` gives."""
    for record in records:
        if record["article"] not in articles:
            continue
        article = checks.read(articles[record["article"]])
        words = {sentence.span.start: article.text_of(sentence.span) for sentence in article.sentences}
        texts = [" ".join(words[start].split()) for start in record["sentences"] if start in words]
        if len(texts) == len(record["sentences"]):
            token_ids, spans = read_opening(encode, headline_of(article), texts)
            chosen, is_held_out = tuple(record["chosen"]), record.get("held_out", False)
            yield LabelledChoice(record["article"], token_ids, spans, chosen, is_held_out)


@dataclass(frozen=True, slots=True)
class _Sets:
    """Which sentences, pairs, first sentences and sizes each set has, as matrices with a row a set."""

    sets: list[tuple[int, ...]]
    members: Any
    firsts: Any
    pairs: Any  # place of the pair: first * JUDGED_SENTENCES + second
    sizes: Any


@cache
def _all_sets() -> _Sets:
    import torch

    sets = combinations_of(JUDGED_SENTENCES)
    shapes = (JUDGED_SENTENCES, JUDGED_SENTENCES, JUDGED_SENTENCES**2, MAX_CHOSEN)
    members, firsts, pairs, sizes = (torch.zeros(len(sets), width) for width in shapes)
    for row, chosen in enumerate(sets):
        members[row, list(chosen)] = 1
        firsts[row, chosen[0]] = 1
        sizes[row, len(chosen) - 1] = 1
        for one, other in pairwise(chosen):
            pairs[row, one * JUDGED_SENTENCES + other] = 1
    return _Sets(sets, members, firsts, pairs, sizes)


class ChoiceTask(HeadTask[LabelledChoice]):
    """The head for choices on what is tuned, and the examples that it learns from."""

    def __init__(self, tuning: Tuning, examples: Sequence[LabelledChoice]) -> None:
        import torch
        from torch import nn

        torch.manual_seed(2)
        super().__init__(
            tuning,
            examples,
            per_step=OPENINGS_PER_STEP,
            dropout=DROPOUT,
            hidden=nn.Linear(2 * tuning.hidden_size, HIDDEN),
            before=nn.Linear(HIDDEN, RANK, bias=False),
            after=nn.Linear(HIDDEN, RANK, bias=False),
            scores=nn.Linear(HIDDEN, 2 + MAX_GAP, bias=False),  # alone, as the first, after each gap
        )
        self.places: Any = nn.ParameterDict(
            {
                "alone_at": torch.zeros(JUDGED_SENTENCES),
                "first_at": torch.zeros(JUDGED_SENTENCES),
                "gap": torch.zeros(MAX_GAP),
                "size": torch.zeros(MAX_CHOSEN),
            }
        )
        scores: Any = self.head["scores"]
        nn.init.zeros_(scores.weight)

    def load(self, folder: Path) -> None:
        """Goes on from what `write` wrote."""
        import torch
        from safetensors.torch import load_file

        stored = load_file(folder / CHOICE_FILE)
        with torch.no_grad():
            self.head["hidden"].weight.copy_(stored["hidden.weight"])
            self.head["hidden"].bias.copy_(stored["hidden.bias"])
            self.head["before"].weight.copy_(stored["before"])
            self.head["after"].weight.copy_(stored["after"])
            self.head["scores"].weight.copy_(torch.stack([stored["alone"], stored["first"], *stored["follows"]]))
            for name, place in self.places.items():
                place.copy_(stored[name])

    def parameters(self) -> list[Any]:
        return [*self.head.parameters(), *self.places.parameters()]

    def scores(self, batch: Sequence[LabelledChoice]) -> Any:
        """The log-odds of each set, up to a constant: (openings, sets); of a set that is not there, -inf."""
        import torch

        states = self.states(batch)
        rows = torch.zeros(len(batch), JUDGED_SENTENCES, 2 * states.shape[-1])
        for row, each in enumerate(batch):
            for place, (start, end) in enumerate(each.spans):
                rows[row, place] = torch.cat([states[row, start:end].mean(0), states[row, end - 1]])
        hidden = self.hidden(rows)
        alone, first, *follows = self.head["scores"](hidden).unbind(-1)
        pairs = self.head["before"](hidden) @ self.head["after"](hidden).transpose(1, 2)
        places = torch.arange(JUDGED_SENTENCES)
        gaps = (places[None, :] - places[:, None]).clamp(1, MAX_GAP) - 1
        after_gap = torch.stack(follows, -1) + self.places["gap"]
        pairs = pairs + after_gap[:, places[None, :].expand_as(gaps), gaps]
        sets = _all_sets()
        scores = (
            (alone + self.places["alone_at"]) @ sets.members.T
            + (first + self.places["first_at"]) @ sets.firsts.T
            + pairs.flatten(1) @ sets.pairs.T
            + sets.sizes @ self.places["size"]
        )
        counts = torch.tensor([len(each.spans) for each in batch])
        lasts = torch.tensor([chosen[-1] for chosen in sets.sets])
        return scores.masked_fill(lasts[None, :] >= counts[:, None], float("-inf"))

    def loss(self, batch: Sequence[LabelledChoice]) -> Any:
        """The mean of the negative log-likelihoods of what was chosen."""
        import torch
        from torch.nn import functional

        number_of = {chosen: number for number, chosen in enumerate(_all_sets().sets)}
        truth = torch.tensor([number_of[each.chosen] for each in batch])
        return functional.cross_entropy(self.scores(batch), truth)

    def report(self, held_out: Sequence[LabelledChoice]) -> None:
        """Prints how near the likeliest sets come to what editors chose, in articles that were held out."""
        import torch

        exact = shared = proposed = chosen = 0
        with torch.no_grad():
            for each in held_out:
                likeliest = _all_sets().sets[int(self.scores([each])[0].argmax())]
                exact += likeliest == each.chosen
                shared += len(set(likeliest) & set(each.chosen))
                proposed += len(likeliest)
                chosen += len(each.chosen)
        if held_out:
            share, agreement = exact / len(held_out), 2 * shared / (proposed + chosen)
            print(f"{len(held_out)} articles held out: {share:.1%} the same set, F1 of the sentences {agreement:.3f}")

    def write(self, out: Path) -> None:
        """Writes the head as `sentence_judge` reads it: the scale of the states is in the weights."""
        import torch
        from safetensors.torch import save_file

        with torch.no_grad():
            weight, bias = self.folded(copies=2)
            scores = self.head["scores"].weight
            tensors = {
                "hidden.weight": weight,
                "hidden.bias": bias,
                "before": self.head["before"].weight,
                "after": self.head["after"].weight,
                "alone": scores[0],
                "first": scores[1],
                "follows": scores[2:],
                **self.places,
            }
            save_file(
                {name: tensor.detach().float().contiguous() for name, tensor in tensors.items()}, out / CHOICE_FILE
            )
