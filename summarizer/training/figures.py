"""Tunes the embedded model's first layers to judge which figures of an article are tied.

    python bench/figure_examples.py --articles articles.jsonl --texts texts.json --out examples.jsonl.gz
    python -m summarizer.training.figures --base model.gguf --examples examples.jsonl.gz \\
        --out summarizer/training/figure_adapter

An example is {"text", "candidates", "times"}. A candidate is [kind, spans of the members in the order of their roles,
1 for a tie or 0, weight]; `times` is how many readings of the text an epoch has, each with its values masked by other
ones. Trained are LoRA on the layers from FIRST_TUNED_LAYER on, and a head on the outputs of the last of
`figure_judge.FIGURE_LAYERS`; both are written to `--out`. One text in HELD_OUT_EVERY is held out; at the end, the areas
under the ROC curve on these are printed for each kind. Needs the extra `copydesk[train]`; 1,700 steps take an hour on
two cores.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import checks
from checks.relations.frames import frames_of
from checks.relations.proposals import ROLES, TieKind
from summarizer.engines.embedded.figure_judge import FIGURE_LAYERS, HEAD_FILE, MAX_ROLES, ROLE_PAIRS
from summarizer.engines.embedded.figure_tokens import FigureTokens, TokenizedFigures
from summarizer.engines.judgements.ties import KINDS
from summarizer.pipeline.figure_text import LAYOUT, marked_text
from summarizer.training.arguments import existing_file, existing_folder
from summarizer.training.labels import read_records
from summarizer.training.metrics import area_under_curve
from summarizer.training.tuning import ADAPTER_FILE, TrainableLayers, average_weights, shuffled_batches, tune

HELD_OUT_EVERY = 20  # one text in so many is held out
FIRST_TUNED_LAYER = 8  # layers below it have no LoRA
READINGS_PER_BATCH = 6
CANDIDATES_PER_READING = 60  # a typical number, by which the loss of a batch is divided
FIGURE_SIZE, PAIR_SIZE = 256, 96  # dimensions of a figure's vector and of its two projections for pairs
HIDDEN_SIZE, DROPOUT = 192, 0.1


@dataclass(frozen=True, slots=True)
class LabelledCandidate:
    """A candidate with its label, 1 for a tie or 0, and its weight in the loss. Members are indices of figures."""

    kind: TieKind
    members: Sequence[int]
    layout: Sequence[float]  # the features in LAYOUT
    label: float
    weight: float


@dataclass(frozen=True, slots=True)
class TieExample:
    """A reading of a text: its token ids, the tokens of each of its figures, and its candidates."""

    token_ids: Sequence[int]
    figures: Sequence[FigureTokens]
    candidates: Sequence[LabelledCandidate]


def tie_example(record: Any, seed: int, encode: Any) -> TieExample:
    """Returns a reading of the record's text, with values masked by `seed` and tokenized by `encode`.

    Candidates with a figure that is beyond the tokens that are read are left out.
    """
    frames = frames_of(checks.read(record["text"]))
    frame_at = {frame.statement.span: frame for frame in frames.frames}
    candidate_members, labels_and_weights = [], []
    for kind, spans, label, weight in record["candidates"]:
        members = [
            frame_at.get(checks.model.Span(*span)) or (_sentence_index(frames.article, span[0]), *span)
            for span in spans
        ]
        candidate_members.append((kind, tuple(members)))
        labels_and_weights.append((label, weight))
    text = marked_text(frames, candidate_members, seed)
    reading = TokenizedFigures(text, encode)
    tokens_of_figures = {figure: tokens for figure, tokens in enumerate(reading.figures) if tokens is not None}
    row_of = {figure: row for row, figure in enumerate(tokens_of_figures)}
    candidates = [
        LabelledCandidate(
            candidate.kind, [row_of[member] for member in candidate.members], candidate.layout, *label_and_weight
        )
        for candidate, label_and_weight in zip(text.candidates, labels_and_weights, strict=True)
        if all(member in row_of for member in candidate.members)
    ]
    return TieExample(reading.token_ids, list(tokens_of_figures.values()), candidates)


def _sentence_index(article: checks.Article, offset: int) -> int:
    """Returns the index of the sentence that contains the character at an offset, or is the next one after it."""
    return next(index for index, sentence in enumerate(article.sentences) if offset < sentence.span.end)


class FigureTask:
    """The head that judges ties, with its training examples. The names of its layers are those of HEAD_FILE."""

    def __init__(self, layers: TrainableLayers, examples: Sequence[TieExample]) -> None:
        from torch import nn

        self.layers = layers
        self.examples = [example for example in examples if example.candidates]
        self._rng = random.Random(0)
        width, pairs_size = layers.hidden_size, PAIR_SIZE * len(ROLE_PAIRS)
        self.head: Any = nn.ModuleDict(
            {
                "norm": nn.LayerNorm(width),
                "down": nn.Linear(3 * width, FIGURE_SIZE),
                "a": nn.Linear(FIGURE_SIZE, PAIR_SIZE),
                "b": nn.Linear(FIGURE_SIZE, PAIR_SIZE),
                "pair": nn.Linear(pairs_size, HIDDEN_SIZE, bias=False),
                "dist": nn.Linear(len(LAYOUT), HIDDEN_SIZE),
                "bias": nn.Embedding(len(KINDS), HIDDEN_SIZE),
                "kindpair": nn.Embedding(len(KINDS), pairs_size),
                "out": nn.Embedding(len(KINDS), HIDDEN_SIZE),
                "ob": nn.Embedding(len(KINDS), 1),
                "role": nn.ModuleDict(
                    {
                        f"{kind}_{role}": nn.Linear(FIGURE_SIZE, HIDDEN_SIZE, bias=False)
                        for kind in KINDS
                        for role in ROLES[kind]
                    }
                ),
            }
        )
        for name, deviation, mean in (("bias", 0.0, 0.0), ("ob", 0.0, 0.0), ("kindpair", 0.0, 1.0), ("out", 0.05, 0.0)):
            weights: Any = self.head[name].weight
            nn.init.normal_(weights, mean, deviation)
        self.dropout: Any = nn.Dropout(DROPOUT)
        self.set_training(False)

    def load(self, folder: Path) -> None:
        """Loads the head that `write` wrote to a folder."""
        from safetensors.torch import load_file

        self.head.load_state_dict({name: tensor.float() for name, tensor in load_file(folder / HEAD_FILE).items()})

    def batches(self) -> list[list[TieExample]]:
        """Returns the batches of one epoch, in another order each time."""
        return shuffled_batches(self.examples, READINGS_PER_BATCH, self._rng)

    def parameters(self) -> list[Any]:
        """Returns the trainable parameters of the head."""
        return list(self.head.parameters())

    def set_training(self, is_training: bool) -> None:
        """Turns dropout on or off."""
        for module in (self.head, self.dropout):
            module.train(is_training)

    def logits(self, batch: Sequence[TieExample]) -> Iterator[tuple[TieKind, Sequence[LabelledCandidate], Any]]:
        """Yields for each reading each kind with its candidates and the log-odds that they are ties: (candidates,)."""
        states = self.head["norm"](self.layers.hidden_states([example.token_ids for example in batch]))
        for row, example in enumerate(batch):
            by_kind: dict[TieKind, list[LabelledCandidate]] = defaultdict(list)
            for candidate in example.candidates:
                by_kind[candidate.kind].append(candidate)
            figure_vectors = self._figure_vectors(states[row], example.figures) if by_kind else None
            for kind, candidates in by_kind.items():
                yield kind, candidates, self._logits_of_kind(kind, candidates, figure_vectors)

    def _figure_vectors(self, states: Any, figures: Sequence[FigureTokens]) -> Any:
        """Returns a vector for each figure of a reading: (figures, FIGURE_SIZE)."""
        import torch
        from torch.nn import functional

        features = [
            torch.cat([states[tokens.last], states[tokens.after].mean(0), states[tokens.sentence_end]])
            for tokens in figures
        ]
        return functional.gelu(self.head["down"](self.dropout(torch.stack(features))), approximate="tanh")

    def _logits_of_kind(self, kind: TieKind, candidates: Sequence[LabelledCandidate], figure_vectors: Any) -> Any:
        """Returns the logits of candidates of one kind, computed as in `FigureJudge`: (candidates,)."""
        import torch
        from torch.nn import functional

        roles, kind_index = ROLES[kind], KINDS.index(kind)
        left_vectors, right_vectors = self.head["a"](figure_vectors), self.head["b"](figure_vectors)
        hidden = self.head["dist"](torch.tensor([candidate.layout for candidate in candidates]))
        hidden = hidden + self.head["bias"].weight[kind_index]
        projections = []  # for each role, the two projections of its members
        for role_index, role in enumerate(roles):
            end = None if role_index == len(roles) - 1 else role_index + 1  # all other members have the last role
            members = [candidate.members[role_index:end] for candidate in candidates]
            hidden = hidden + self.head["role"][f"{kind}_{role}"](_means_of_rows(figure_vectors, members))
            projections.append((_means_of_rows(left_vectors, members), _means_of_rows(right_vectors, members)))
        zeros = torch.zeros_like(projections[0][0])
        projections += [(zeros, zeros)] * (MAX_ROLES - len(projections))
        products = torch.cat([projections[first][0] * projections[second][1] for first, second in ROLE_PAIRS], 1)
        hidden = hidden + self.head["pair"](products * self.head["kindpair"].weight[kind_index])
        return (
            functional.gelu(hidden, approximate="tanh") @ self.head["out"].weight[kind_index]
            + self.head["ob"].weight[kind_index]
        )

    def loss(self, batch: Sequence[TieExample]) -> Any:
        """Returns the weighted cross entropy of a batch's candidates, as a scalar tensor.

        It is their sum, divided by CANDIDATES_PER_READING for each reading.
        """
        import torch
        from torch.nn import functional

        total = torch.zeros(())
        for _, candidates, logits in self.logits(batch):
            labels = torch.tensor([float(candidate.label) for candidate in candidates])
            weights = torch.tensor([candidate.weight for candidate in candidates])
            total = total + functional.binary_cross_entropy_with_logits(logits, labels, weights, reduction="sum")
        return total / (CANDIDATES_PER_READING * len(batch))

    def report(self, held_out: Sequence[TieExample]) -> None:
        """Prints the area under the ROC curve of each kind on the held-out split."""
        import torch

        scored_by_kind: dict[TieKind, list[tuple[float, bool]]] = defaultdict(list)
        with torch.no_grad():
            for example in held_out:
                for kind, candidates, logits in self.logits([example]):
                    labelled_logits = zip(logits.tolist(), candidates, strict=True)
                    scored_by_kind[kind] += [(logit, candidate.label == 1) for logit, candidate in labelled_logits]
        for kind, scored in scored_by_kind.items():
            ties = sum(label for _, label in scored)
            if 0 < ties < len(scored):
                print(f"{kind}: AUC {area_under_curve(scored):.3f} of {ties} ties among {len(scored)}")

    def write(self, out: Path) -> None:
        """Writes the head at 16 bits in the format that `figure_judge` reads."""
        from safetensors.torch import save_file

        save_file(
            {name: tensor.half().contiguous() for name, tensor in self.head.state_dict().items()}, out / HEAD_FILE
        )


def _means_of_rows(rows: Any, groups: Sequence[Sequence[int]]) -> Any:
    """Returns for each group of indices the mean of these rows: (groups, columns)."""
    import torch

    if all(len(group) == 1 for group in groups):
        return rows[torch.tensor([group[0] for group in groups])]
    weights = torch.zeros(len(groups), len(rows))
    entries = [(number, index) for number, group in enumerate(groups) for index in group]
    weights[tuple(torch.tensor(entries).T)] = torch.tensor([1 / len(group) for group in groups for _ in group])
    return weights @ rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=existing_file, required=True)
    parser.add_argument("--examples", type=existing_file, required=True)
    parser.add_argument("--start", type=existing_folder, help="an adapter and its head, to go on from")
    parser.add_argument(
        "--average", type=existing_folder, help="an adapter and its head whose means with what is learned are written"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=1700)
    arguments = parser.parse_args()
    layers = TrainableLayers(arguments.base, FIGURE_LAYERS, FIRST_TUNED_LAYER)
    training_split: list[TieExample] = []
    held_out: list[TieExample] = []
    for record in read_records(arguments.examples):
        is_held_out = crc32(record["text"].encode()) % HELD_OUT_EVERY == 0
        times = 1 if is_held_out else record["times"]
        readings = [tie_example(record, seed, layers.encode) for seed in range(1, times + 1)]
        (held_out if is_held_out else training_split).extend(readings)
    task = FigureTask(layers, training_split)
    if not task.examples:
        parser.error("there are too few examples")
    candidate_count = sum(len(example.candidates) for example in training_split)
    print(f"{len(training_split)} readings, {candidate_count} candidates", flush=True)
    if arguments.start is not None:
        for part in (layers, task):
            part.load(arguments.start)
    tune(layers, [(task, 1.0)], arguments.steps)
    task.report(held_out)
    for part in (layers, task):
        part.write(arguments.out)
    if arguments.average is not None:
        average_weights(arguments.out, arguments.average, (ADAPTER_FILE, HEAD_FILE))


if __name__ == "__main__":
    main()
