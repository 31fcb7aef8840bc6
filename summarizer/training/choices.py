"""Tunes the embedded model's first layers to tell which of a story's first sentences make its summary together.

    python -m summarizer.training.choices --base model.gguf --articles articles.jsonl \\
        --choices bench/labels/choices.jsonl.gz --phrases bench/labels/phrases.jsonl.gz \\
        --start summarizer/training/phrase_adapter --out summarizer/training/phrase_adapter

`--articles` holds {"article": text}; labels of articles that are not there are left out. It goes on from the adapter
and the head for phrases in `--start`, which `summarizer.training.phrases` wrote: the same layers judge phrases and
sentences, so both are learned by turns. What is learned of choices is the likelihood of the set that an editor chose
among all sets of at most three sentences. One article in FOLDS is held out; at the end is printed how often the
likeliest set is the editor's. Needs the extra `copydesk[train]`; 45 minutes a pass on two idle cores.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import checks
from summarizer.engines.llama.sentence_judge import (
    CHOICE_FILE,
    MAX_CHOSEN,
    MAX_GAP,
    MAX_SENTENCES,
    combinations_of,
    read_opening,
)
from summarizer.pipeline.opening import headline_of
from summarizer.training import phrases
from summarizer.training.phrases import LabelledSentence, Tuning
from summarizer.training.tables import read_articles, read_records

FOLDS = 10
HIDDEN, RANK, DROPOUT = 96, 16, 0.2
ADAPTER_RATE, HEAD_RATE, PHRASE_HEAD_RATE = 2e-4, 1e-3, 5e-4  # peaks; all rise over WARM_UP steps and fall to 0
WARM_UP = 40  # steps
OPENINGS_PER_STEP = 8
BATCHES_PER_BUCKET = 20  # batches whose openings are sorted by length together
CHOICES_PER_PHRASES = 2.5  # batches of choices to one of phrases


@dataclass(frozen=True, slots=True)
class LabelledChoice:
    """An opening as token ids, the tokens of each of its sentences, and the sentences that an editor chose."""

    article: str
    token_ids: list[int]
    spans: list[tuple[int, int]]
    chosen: tuple[int, ...]


def labelled_choices(records: Iterable[Any], articles: Mapping[str, str], encode: Any) -> Iterator[LabelledChoice]:
    """The labelled openings of the articles at hand, whose tokens `encode` gives."""
    for record in records:
        if record["article"] not in articles:
            continue
        article = checks.read(articles[record["article"]])
        words = {sentence.span.start: article.words(sentence.span) for sentence in article.sentences}
        texts = [" ".join(words[start].split()) for start in record["sentences"] if start in words]
        if len(texts) == len(record["sentences"]):
            token_ids, spans = read_opening(encode, headline_of(article), texts)
            yield LabelledChoice(record["article"], token_ids, spans, tuple(record["chosen"]))


@dataclass(frozen=True, slots=True)
class _Sets:
    """Which sentences, pairs, first sentences and sizes each set has, as matrices with a row a set."""

    sets: list[tuple[int, ...]]
    members: Any
    firsts: Any
    pairs: Any  # place of the pair: first * MAX_SENTENCES + second
    sizes: Any


@cache
def _all_sets() -> _Sets:
    import torch

    sets = combinations_of(MAX_SENTENCES)
    shapes = (MAX_SENTENCES, MAX_SENTENCES, MAX_SENTENCES**2, MAX_CHOSEN)
    members, firsts, pairs, sizes = (torch.zeros(len(sets), width) for width in shapes)
    for row, chosen in enumerate(sets):
        members[row, list(chosen)] = 1
        firsts[row, chosen[0]] = 1
        sizes[row, len(chosen) - 1] = 1
        for one, other in pairwise(chosen):
            pairs[row, one * MAX_SENTENCES + other] = 1
    return _Sets(sets, members, firsts, pairs, sizes)


class ChoiceTuning:
    """The head for choices beside a model and its head for phrases, and how they are tuned."""

    def __init__(self, tuning: Tuning) -> None:
        import torch
        from torch import nn

        torch.manual_seed(2)
        self.tuning = tuning
        width = int(tuning.model.config.hidden_size)
        self.head: Any = nn.ModuleDict(
            {
                "norm": nn.LayerNorm(width),
                "hidden": nn.Linear(2 * width, HIDDEN),
                "before": nn.Linear(HIDDEN, RANK, bias=False),
                "after": nn.Linear(HIDDEN, RANK, bias=False),
                "scores": nn.Linear(HIDDEN, 2 + MAX_GAP, bias=False),  # alone, as the first, after each gap
            }
        )
        self.places: Any = nn.ParameterDict(
            {
                "alone_at": torch.zeros(MAX_SENTENCES),
                "first_at": torch.zeros(MAX_SENTENCES),
                "gap": torch.zeros(MAX_GAP),
                "size": torch.zeros(MAX_CHOSEN),
            }
        )
        scores: Any = self.head["scores"]
        nn.init.zeros_(scores.weight)
        self.head["norm"].load_state_dict(tuning.head["norm"].state_dict())
        self.dropout: Any = nn.Dropout(DROPOUT)

    def scores(self, batch: Sequence[LabelledChoice]) -> Any:
        """The log-odds of each set, up to a constant: (openings, sets); of a set that is not there, -inf."""
        import torch
        from torch.nn import functional

        states = self.head["norm"](self.tuning.states([each.token_ids for each in batch]))
        rows = torch.zeros(len(batch), MAX_SENTENCES, 2 * states.shape[-1])
        for row, each in enumerate(batch):
            for place, (start, end) in enumerate(each.spans):
                rows[row, place] = torch.cat([states[row, start:end].mean(0), states[row, end - 1]])
        hidden = self.dropout(functional.gelu(self.head["hidden"](self.dropout(rows))))
        alone, first, *follows = self.head["scores"](hidden).unbind(-1)
        pairs = self.head["before"](hidden) @ self.head["after"](hidden).transpose(1, 2)
        places = torch.arange(MAX_SENTENCES)
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

    def tune(
        self, choices: Sequence[LabelledChoice], sentences: Sequence[LabelledSentence], passes: int, *, every: int = 40
    ) -> None:
        """Goes through the choices `passes` times, and by turns through the phrases' labels; prints `every` step."""
        import torch

        rng = random.Random(3)
        batches: list[tuple[bool, Any]] = [
            (True, batch) for number in range(passes) for batch in _batches(choices, number)
        ]
        wanted = round(len(batches) / CHOICES_PER_PHRASES) if sentences else 0
        of_phrases: list[Any] = []
        while len(of_phrases) < wanted:
            of_phrases += phrases.batches(sentences, 0, 1)
        batches += [(False, batch) for batch in of_phrases[:wanted]]
        rng.shuffle(batches)
        adapter = [each for each in self.tuning.model.parameters() if each.requires_grad]
        own = [*self.head.parameters(), *self.places.parameters()]
        rates = (ADAPTER_RATE, PHRASE_HEAD_RATE, HEAD_RATE)
        groups = [{"params": each} for each in (adapter, list(self.tuning.head.parameters()), own)]
        optimizer = torch.optim.AdamW(groups, lr=ADAPTER_RATE, weight_decay=0.01)
        started = time.monotonic()
        self._set_training(True)
        for step, (is_choice, batch) in enumerate(batches):
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * min(1.0, (step + 1) / WARM_UP) * (1 - step / len(batches))
            loss = self.loss(batch) if is_choice else self.tuning.loss(batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*adapter, *own], 1.0)
            optimizer.step()
            if step % every == 0:
                print(f"step {step} of {len(batches)}, loss {loss:.3f}, {time.monotonic() - started:.0f} s", flush=True)
        self._set_training(False)

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
        """Writes what `tuning` writes, and the head for choices in 32 bits, as `sentence_judge` reads it.

        There the states come with the scale and shift of the head for phrases.
        """
        import torch
        from safetensors.torch import save_file

        self.tuning.write(out)
        with torch.no_grad():
            there, here = self.tuning.head["norm"], self.head["norm"]
            scale = (here.weight / there.weight).repeat(2)
            shift = (here.bias - there.bias * here.weight / there.weight).repeat(2)
            hidden, scores = self.head["hidden"], self.head["scores"].weight
            tensors = {
                "hidden.weight": hidden.weight * scale,
                "hidden.bias": hidden.bias + hidden.weight @ shift,
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

    def _set_training(self, is_training: bool) -> None:
        self.tuning.set_training(is_training)
        for module in (self.head, self.dropout):
            module.train(is_training)


def _batches(choices: Sequence[LabelledChoice], number: int) -> list[list[LabelledChoice]]:
    """The batches of a pass, of openings of similar length."""
    rng = random.Random(number)
    shuffled = list(choices)
    rng.shuffle(shuffled)
    size = OPENINGS_PER_STEP * BATCHES_PER_BUCKET
    found = []
    for start in range(0, len(shuffled), size):
        bucket = sorted(shuffled[start : start + size], key=lambda each: len(each.token_ids))
        found += [bucket[first : first + OPENINGS_PER_STEP] for first in range(0, len(bucket), OPENINGS_PER_STEP)]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--choices", type=Path, required=True)
    parser.add_argument("--phrases", type=Path, required=True)
    parser.add_argument("--articles", type=Path, action="append", required=True)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--passes", type=int, default=1)
    arguments = parser.parse_args()
    articles = read_articles(arguments.articles)
    tuning = Tuning(arguments.base)
    tuning.load(arguments.start)
    choices = list(labelled_choices(read_records(arguments.choices), articles, tuning.encode))
    if not choices:
        parser.error("none of the labelled articles is among those of --articles")
    sentences = list(
        phrases.labelled_sentences(read_records(arguments.phrases), articles, tuning.encode, is_edited=False)
    )
    learned, held_out = phrases.divided(sentences, phrases.read_twice(read_records(arguments.phrases)))
    print(f"{len(choices)} choices, {len(sentences)} sentences with phrases", flush=True)
    both = ChoiceTuning(tuning)
    both.tune([each for each in choices if int(each.article, 16) % FOLDS], learned, arguments.passes)
    both.report([each for each in choices if int(each.article, 16) % FOLDS == 0])
    tuning.report(held_out)
    both.write(arguments.out)


if __name__ == "__main__":
    main()
