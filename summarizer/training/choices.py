"""Learns which of a story's first sentences editors choose, together, as its summary.

The training objective is the likelihood of the set that an editor chose among all sets of at most MAX_CHOSEN sentences,
under a log-linear model on the hidden states of the tuned layers. `summarizer.training.editors` runs it.
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
from summarizer.training.labels import texts_of_sentences
from summarizer.training.tuning import HeadTask, TrainableLayers

HIDDEN_SIZE, DROPOUT = 96, 0.2
PAIR_RANK = 16  # of the bilinear form that scores pairs of sentences
OPENINGS_PER_BATCH = 8


@dataclass(frozen=True, slots=True)
class LabelledChoice:
    """An opening as token ids, the (start, end) of each sentence in them, and the indices of the chosen sentences."""

    article: str  # its `article_key`
    token_ids: list[int]
    sentence_spans: list[tuple[int, int]]
    chosen: tuple[int, ...]
    is_held_out: bool = False


def labelled_choices(records: Iterable[Any], articles: Mapping[str, str], encode: Any) -> Iterator[LabelledChoice]:
    """Yields the labelled openings of those articles that are in `articles`, tokenized by `encode`.

    An article that is split into other sentences than when it was labelled is left out.
    """
    for record in records:
        if record["article"] not in articles:
            continue
        article = checks.read(articles[record["article"]])
        texts = texts_of_sentences(article, record["sentences"])
        if texts is not None:
            token_ids, sentence_spans = read_opening(encode, headline_of(article), texts)
            chosen, is_held_out = tuple(record["chosen"]), record.get("held_out", False)
            yield LabelledChoice(record["article"], token_ids, sentence_spans, chosen, is_held_out)


@dataclass(frozen=True, slots=True)
class _SetIndicators:
    """All sets of sentences, and matrices of 0 and 1 with a row for each set: which terms its score is the sum of."""

    sets: list[tuple[int, ...]]
    sentences: Any  # (sets, JUDGED_SENTENCES)
    first_sentences: Any  # (sets, JUDGED_SENTENCES)
    pairs: Any  # successive sentences: (sets, JUDGED_SENTENCES²), column first * JUDGED_SENTENCES + second
    sizes: Any  # (sets, MAX_CHOSEN)


@cache
def _set_indicators() -> _SetIndicators:
    import torch

    sets = combinations_of(JUDGED_SENTENCES)
    widths = (JUDGED_SENTENCES, JUDGED_SENTENCES, JUDGED_SENTENCES**2, MAX_CHOSEN)
    sentences, first_sentences, pairs, sizes = (torch.zeros(len(sets), width) for width in widths)
    for row, chosen in enumerate(sets):
        sentences[row, list(chosen)] = 1
        first_sentences[row, chosen[0]] = 1
        sizes[row, len(chosen) - 1] = 1
        for first, second in pairwise(chosen):
            pairs[row, first * JUDGED_SENTENCES + second] = 1
    return _SetIndicators(sets, sentences, first_sentences, pairs, sizes)


class ChoiceTask(HeadTask[LabelledChoice]):
    """The head that scores sets of sentences, with its training examples."""

    def __init__(self, layers: TrainableLayers, examples: Sequence[LabelledChoice]) -> None:
        import torch
        from torch import nn

        torch.manual_seed(2)
        super().__init__(
            layers,
            examples,
            batch_size=OPENINGS_PER_BATCH,
            dropout=DROPOUT,
            hidden=nn.Linear(2 * layers.hidden_size, HIDDEN_SIZE),
            before=nn.Linear(HIDDEN_SIZE, PAIR_RANK, bias=False),
            after=nn.Linear(HIDDEN_SIZE, PAIR_RANK, bias=False),
            scores=nn.Linear(HIDDEN_SIZE, 2 + MAX_GAP, bias=False),  # of a sentence, as the first, after each gap
        )
        self.biases: Any = nn.ParameterDict(
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
        """Loads the head that `write` wrote to a folder."""
        import torch
        from safetensors.torch import load_file

        stored = load_file(folder / CHOICE_FILE)
        with torch.no_grad():
            self.head["hidden"].weight.copy_(stored["hidden.weight"])
            self.head["hidden"].bias.copy_(stored["hidden.bias"])
            self.head["before"].weight.copy_(stored["before"])
            self.head["after"].weight.copy_(stored["after"])
            self.head["scores"].weight.copy_(torch.stack([stored["alone"], stored["first"], *stored["follows"]]))
            for name, bias in self.biases.items():
                bias.copy_(stored[name])

    def parameters(self) -> list[Any]:
        return [*self.head.parameters(), *self.biases.parameters()]

    def scores(self, batch: Sequence[LabelledChoice]) -> Any:
        """Returns the log-odds of each set, up to a constant: (openings, sets).

        -inf for a set with a sentence that the opening does not have.
        """
        import torch

        states = self.normalized_states(batch)
        features = torch.zeros(len(batch), JUDGED_SENTENCES, 2 * states.shape[-1])
        for row, opening in enumerate(batch):
            for sentence, (start, end) in enumerate(opening.sentence_spans):
                features[row, sentence] = torch.cat([states[row, start:end].mean(0), states[row, end - 1]])
        hidden = self.hidden_layer(features)
        sentence_scores, first_scores, *gap_scores = self.head["scores"](hidden).unbind(-1)
        pair_scores = self.head["before"](hidden) @ self.head["after"](hidden).transpose(1, 2)
        positions = torch.arange(JUDGED_SENTENCES)
        gaps = (positions[None, :] - positions[:, None]).clamp(1, MAX_GAP) - 1
        after_gap = torch.stack(gap_scores, -1) + self.biases["gap"]
        pair_scores = pair_scores + after_gap[:, positions[None, :].expand_as(gaps), gaps]
        indicators = _set_indicators()
        scores = (
            (sentence_scores + self.biases["alone_at"]) @ indicators.sentences.T
            + (first_scores + self.biases["first_at"]) @ indicators.first_sentences.T
            + pair_scores.flatten(1) @ indicators.pairs.T
            + indicators.sizes @ self.biases["size"]
        )
        sentence_counts = torch.tensor([len(opening.sentence_spans) for opening in batch])
        last_sentences = torch.tensor([chosen[-1] for chosen in indicators.sets])
        return scores.masked_fill(last_sentences[None, :] >= sentence_counts[:, None], float("-inf"))

    def loss(self, batch: Sequence[LabelledChoice]) -> Any:
        """Returns the mean negative log-likelihood of the chosen sets, as a scalar tensor."""
        import torch
        from torch.nn import functional

        index_of = {chosen: index for index, chosen in enumerate(_set_indicators().sets)}
        targets = torch.tensor([index_of[opening.chosen] for opening in batch])
        return functional.cross_entropy(self.scores(batch), targets)

    def report(self, held_out: Sequence[LabelledChoice]) -> None:
        """Prints how often the likeliest set is the editor's, and the F1 of its sentences, on the held-out split."""
        import torch

        exact = shared = predicted = chosen = 0
        with torch.no_grad():
            for opening in held_out:
                likeliest = _set_indicators().sets[int(self.scores([opening])[0].argmax())]
                exact += likeliest == opening.chosen
                shared += len(set(likeliest) & set(opening.chosen))
                predicted += len(likeliest)
                chosen += len(opening.chosen)
        if held_out:
            exact_share, f1 = exact / len(held_out), 2 * shared / (predicted + chosen)
            print(f"{len(held_out)} articles held out: {exact_share:.1%} the same set, F1 of the sentences {f1:.3f}")

    def write(self, out: Path) -> None:
        """Writes the head in the format that `sentence_judge` reads, with "norm" folded into the hidden layer."""
        import torch
        from safetensors.torch import save_file

        with torch.no_grad():
            weight, bias = self.folded_hidden_layer(state_count=2)
            scores = self.head["scores"].weight
            tensors = {
                "hidden.weight": weight,
                "hidden.bias": bias,
                "before": self.head["before"].weight,
                "after": self.head["after"].weight,
                "alone": scores[0],
                "first": scores[1],
                "follows": scores[2:],
                **self.biases,
            }
            save_file(
                {name: tensor.detach().float().contiguous() for name, tensor in tensors.items()}, out / CHOICE_FILE
            )
