"""Tunes the embedded model's first layers to tell which figures of an article are tied.

    python bench/figure_examples.py --articles articles.jsonl --texts texts.json --out examples.jsonl.gz
    python -m summarizer.training.figures --base model.gguf --examples examples.jsonl.gz \\
        --out summarizer/training/figure_adapter

An example is {"text", "candidates", "times"}: candidates are [kind, spans of the members in the order of their roles,
1 for a tie or else 0, weight], `times` is how often it is read, each time with other values in place of its own. What
is tuned is LoRA on the layers from FIRST_TUNED on, and the head on the states behind the last of `figure_judge.LAYERS`;
both are written to `--out`. One text in FOLDS is held out, and at the end the areas under the ROC curve for those are
printed by kind. Needs the extra `copydesk[train]`; 1,700 steps take an hour on two cores.
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
from summarizer.engines.embedded.figure_judge import HEAD_FILE, LAYERS, MAX_ROLES, ROLE_PAIRS
from summarizer.engines.embedded.figure_tokens import FigureReading, Places
from summarizer.engines.judgements.ties import KINDS
from summarizer.pipeline.figure_text import LAYOUT, marked_text
from summarizer.training.editors import tune
from summarizer.training.tables import area_under_curve, read_records
from summarizer.training.tuning import ADAPTER_FILE, Tuning, average, in_batches

FOLDS = 20
FIRST_TUNED = 8  # layer; what is below stays as it is
TEXTS_PER_STEP = 6
CANDIDATES_PER_TEXT = 60  # by whose number the loss of a step is divided
FIGURE_SIZE, HIDDEN, PAIR_SIZE, DROPOUT = 256, 192, 96, 0.1


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate by the places of its members among the figures of a text."""

    kind: TieKind
    members: Sequence[int]
    layout: Sequence[float]
    label: float
    weight: float


@dataclass(frozen=True, slots=True)
class Example:
    """A text as token ids, where its figures stand, and what is known of its candidates."""

    token_ids: Sequence[int]
    figures: Sequence[Places]
    candidates: Sequence[Judged]


def examples_of(record: Any, seed: int, encode: Any) -> Example:
    """A reading of a text, with the masks that `seed` chooses."""
    frames = frames_of(checks.read(record["text"]))
    frame_at = {frame.statement.span: frame for frame in frames.frames}
    named, labels = [], []
    for kind, spans, label, weight in record["candidates"]:
        members = [
            frame_at.get(checks.model.Span(*span)) or (_sentence_of(frames.article, span[0]), *span) for span in spans
        ]
        named.append((kind, tuple(members)))
        labels.append((label, weight))
    text = marked_text(frames, named, seed)
    reading = FigureReading(text, encode)
    places = {number: found for number, found in enumerate(reading.places) if found is not None}
    row_of = {number: row for row, number in enumerate(places)}
    candidates = [
        Judged(each.kind, [row_of[member] for member in each.members], each.layout, *known)
        for each, known in zip(text.candidates, labels, strict=True)
        if all(member in row_of for member in each.members)
    ]
    return Example(reading.token_ids, list(places.values()), candidates)


def _sentence_of(article: checks.Article, position: int) -> int:
    return next(number for number, sentence in enumerate(article.sentences) if position < sentence.span.end)


class FigureTask:
    """The head for ties on what is tuned, and the examples that it learns from."""

    def __init__(self, tuning: Tuning, examples: Sequence[Example]) -> None:
        from torch import nn

        self.tuning = tuning
        self.examples = [example for example in examples if example.candidates]
        self._rng = random.Random(0)
        width, pairs = tuning.hidden_size, PAIR_SIZE * len(ROLE_PAIRS)
        self.head: Any = nn.ModuleDict(
            {
                "norm": nn.LayerNorm(width),
                "down": nn.Linear(3 * width, FIGURE_SIZE),
                "a": nn.Linear(FIGURE_SIZE, PAIR_SIZE),
                "b": nn.Linear(FIGURE_SIZE, PAIR_SIZE),
                "pair": nn.Linear(pairs, HIDDEN, bias=False),
                "dist": nn.Linear(len(LAYOUT), HIDDEN),
                "bias": nn.Embedding(len(KINDS), HIDDEN),
                "kindpair": nn.Embedding(len(KINDS), pairs),
                "out": nn.Embedding(len(KINDS), HIDDEN),
                "ob": nn.Embedding(len(KINDS), 1),
                "role": nn.ModuleDict(
                    {
                        f"{kind}_{role}": nn.Linear(FIGURE_SIZE, HIDDEN, bias=False)
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
        """Goes on from what `write` wrote."""
        from safetensors.torch import load_file

        self.head.load_state_dict({name: tensor.float() for name, tensor in load_file(folder / HEAD_FILE).items()})

    def batches(self) -> list[list[Example]]:
        """The batches of one pass over the examples."""
        return in_batches(self.examples, TEXTS_PER_STEP, self._rng)

    def parameters(self) -> list[Any]:
        return list(self.head.parameters())

    def set_training(self, is_training: bool) -> None:
        for module in (self.head, self.dropout):
            module.train(is_training)

    def log_odds(self, batch: Sequence[Example]) -> Iterator[tuple[TieKind, Sequence[Judged], Any]]:
        """For each text and kind the candidates, and the head's answers as log-odds."""
        states = self.head["norm"](self.tuning.states([example.token_ids for example in batch]))
        for row, example in enumerate(batch):
            by_kind: dict[TieKind, list[Judged]] = defaultdict(list)
            for candidate in example.candidates:
                by_kind[candidate.kind].append(candidate)
            figures = self._figures(states[row], example.figures) if by_kind else None
            for kind, candidates in by_kind.items():
                yield kind, candidates, self._scores(kind, candidates, figures)

    def _figures(self, states: Any, figures: Sequence[Places]) -> Any:
        import torch
        from torch.nn import functional

        rows = [
            torch.cat([states[places.last], states[places.after].mean(0), states[places.sentence_end]])
            for places in figures
        ]
        return functional.gelu(self.head["down"](self.dropout(torch.stack(rows))), approximate="tanh")

    def _scores(self, kind: TieKind, candidates: Sequence[Judged], figures: Any) -> Any:
        """As `FigureJudge` computes them."""
        import torch
        from torch.nn import functional

        roles, number = ROLES[kind], KINDS.index(kind)
        firsts, seconds = self.head["a"](figures), self.head["b"](figures)
        hidden = self.head["dist"](torch.tensor([candidate.layout for candidate in candidates]))
        hidden = hidden + self.head["bias"].weight[number]
        parts = []
        for place, role in enumerate(roles):
            end = None if place == len(roles) - 1 else place + 1
            chosen = [candidate.members[place:end] for candidate in candidates]
            hidden = hidden + self.head["role"][f"{kind}_{role}"](_means(figures, chosen))
            parts.append((_means(firsts, chosen), _means(seconds, chosen)))
        nothing = torch.zeros_like(parts[0][0])
        parts += [(nothing, nothing)] * (MAX_ROLES - len(parts))
        products = torch.cat([parts[first][0] * parts[second][1] for first, second in ROLE_PAIRS], 1)
        hidden = hidden + self.head["pair"](products * self.head["kindpair"].weight[number])
        return (
            functional.gelu(hidden, approximate="tanh") @ self.head["out"].weight[number]
            + self.head["ob"].weight[number]
        )

    def loss(self, batch: Sequence[Example]) -> Any:
        """The weighted cross entropy of a step's candidates."""
        import torch
        from torch.nn import functional

        total = torch.zeros(())
        for _, candidates, answers in self.log_odds(batch):
            labels = torch.tensor([float(candidate.label) for candidate in candidates])
            weights = torch.tensor([candidate.weight for candidate in candidates])
            total = total + functional.binary_cross_entropy_with_logits(answers, labels, weights, reduction="sum")
        return total / (CANDIDATES_PER_TEXT * len(batch))

    def report(self, held_out: Sequence[Example]) -> None:
        """Prints how well the answers tell ties of texts that were held out."""
        import torch

        ranked: dict[TieKind, list[tuple[float, bool]]] = defaultdict(list)
        with torch.no_grad():
            for example in held_out:
                for kind, candidates, answers in self.log_odds([example]):
                    scored = zip(answers.tolist(), candidates, strict=True)
                    ranked[kind] += [(odds, candidate.label == 1) for odds, candidate in scored]
        for kind, answers in ranked.items():
            ties = sum(label for _, label in answers)
            if 0 < ties < len(answers):
                print(f"{kind}: AUC {area_under_curve(answers):.3f} of {ties} ties among {len(answers)}")

    def write(self, out: Path) -> None:
        """Writes the head as `figure_judge` reads it, in 16 bits."""
        from safetensors.torch import save_file

        save_file(
            {name: tensor.half().contiguous() for name, tensor in self.head.state_dict().items()}, out / HEAD_FILE
        )


def _means(rows: Any, chosen: Sequence[Sequence[int]]) -> Any:
    import torch

    if all(len(each) == 1 for each in chosen):
        return rows[torch.tensor([each[0] for each in chosen])]
    shares = torch.zeros(len(chosen), len(rows))
    places = [(row, index) for row, each in enumerate(chosen) for index in each]
    shares[tuple(torch.tensor(places).T)] = torch.tensor([1 / len(each) for each in chosen for _ in each])
    return shares @ rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--examples", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="an adapter and its head, to go on from")
    parser.add_argument(
        "--average", type=Path, help="an adapter and its head whose means with what is learned are written"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=1700)
    arguments = parser.parse_args()
    tuning = Tuning(arguments.base, LAYERS, FIRST_TUNED)
    learned: list[Example] = []
    held_out: list[Example] = []
    for record in read_records(arguments.examples):
        is_held_out = crc32(record["text"].encode()) % FOLDS == 0
        times = 1 if is_held_out else record["times"]
        read = [examples_of(record, seed, tuning.encode) for seed in range(1, times + 1)]
        (held_out if is_held_out else learned).extend(read)
    task = FigureTask(tuning, learned)
    if not task.examples:
        parser.error("there are too few examples")
    print(f"{len(learned)} readings, {sum(len(example.candidates) for example in learned)} candidates", flush=True)
    if arguments.start is not None:
        for part in (tuning, task):
            part.load(arguments.start)
    tune(tuning, [(task, 1.0)], arguments.steps)
    task.report(held_out)
    for part in (tuning, task):
        part.write(arguments.out)
    if arguments.average is not None:
        average(arguments.out, arguments.average, (ADAPTER_FILE, HEAD_FILE))


if __name__ == "__main__":
    main()
