"""Tunes the embedded model's first layers to judge as editors do.

    python -m summarizer.training.editors --base model.gguf --articles articles.jsonl \\
        --choices bench/labels/choices.jsonl.gz --edited bench/labels/edited.jsonl.gz \\
        --phrases bench/labels/phrases.jsonl.gz \\
        --start summarizer/training/editor_adapter --out summarizer/training/editor_adapter

`--articles` holds {"article": text}; labels of articles that are not there are left out. Three tasks are learned by
turns on the same layers: which of a story's first sentences an editor would print together (choices.py), which of their
words they would delete (deletions.py), and of which phrases a reader would miss nothing (harm.py). It goes on from the
adapter and the heads in `--start`, where that is given. Nothing is learned from what the labels hold out, nor from
phrases that two readers judged; at the end is printed how near the answers come to these. Afterwards
`summarizer.training.sentences` fits what stands on the layers as they are. Needs the extra `copydesk[train]`; 800 steps
take 40 minutes on two idle cores, an hour without 16-bit products.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from summarizer.engines.embedded.deletion_judge import DELETION_FILE
from summarizer.engines.embedded.phrase_harm import HARM_FILE
from summarizer.engines.embedded.sentence_judge import CHOICE_FILE
from summarizer.training.choices import ChoiceTask, labelled_choices
from summarizer.training.deletions import DeletionTask, shortened_summaries
from summarizer.training.harm import HarmTask, labelled_phrases
from summarizer.training.tables import read_articles, read_records
from summarizer.training.tuning import ADAPTER_FILE, Tuning, TuningTask, average

ADAPTER_RATE, HEAD_RATE = 2.5e-4, 1e-3  # peaks; both rise over WARM_UP steps and fall to 0
WARM_UP = 60  # steps


def tune(tuning: Tuning, tasks: Sequence[tuple[TuningTask, float]], steps: int, *, every: int = 40) -> None:
    """Makes so many steps, each with a batch of one task: of each its share of the steps. Prints `every` so many.

    The shares add up to 1.
    """
    import torch

    adapter = tuning.parameters()
    heads = [each for task, _ in tasks for each in task.parameters()]
    optimizer = torch.optim.AdamW([{"params": adapter}, {"params": heads}], lr=ADAPTER_RATE, weight_decay=0.01)
    rng = random.Random(7)
    chosen = rng.choices([task for task, _ in tasks], weights=[share for _, share in tasks], k=steps)
    queues = {id(task): _endless(task) for task, _ in tasks}
    started = time.monotonic()
    _set_training(tuning, tasks, is_training=True)
    for step, task in enumerate(chosen):
        for group, rate in zip(optimizer.param_groups, (ADAPTER_RATE, HEAD_RATE), strict=True):
            group["lr"] = rate * min(1.0, (step + 1) / WARM_UP) * (1 - step / steps)
        loss = task.loss(next(queues[id(task)]))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([*adapter, *heads], 1.0)
        optimizer.step()
        if step % every == 0:
            print(f"step {step} of {steps}, loss {loss:.3f}, {time.monotonic() - started:.0f} s", flush=True)
    _set_training(tuning, tasks, is_training=False)


def _endless(task: TuningTask) -> Iterator[Any]:
    while True:
        yield from task.batches()


def _set_training(tuning: Tuning, tasks: Sequence[tuple[TuningTask, float]], *, is_training: bool) -> None:
    tuning.model.train(is_training)
    for task, _ in tasks:
        task.set_training(is_training)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--choices", type=Path, required=True)
    parser.add_argument("--edited", type=Path, required=True)
    parser.add_argument("--phrases", type=Path, required=True)
    parser.add_argument("--articles", type=Path, action="append", required=True)
    parser.add_argument("--start", type=Path, help="an adapter and its heads, to go on from")
    parser.add_argument("--average", type=Path, help="an adapter and its heads whose means with what is learned count")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=800)
    parser.add_argument("--shares", type=float, nargs=3, default=(0.2, 0.42, 0.38), help="of the steps, as above")
    arguments = parser.parse_args()
    articles = read_articles(arguments.articles)
    tuning = Tuning(arguments.base)
    choices = list(labelled_choices(read_records(arguments.choices), articles, tuning.encode))
    summaries = list(shortened_summaries(read_records(arguments.edited), articles, tuning.encode))
    phrases = list(labelled_phrases(read_records(arguments.phrases), articles, tuning.encode))
    if not choices or not summaries or not phrases:
        parser.error("none of the labelled articles is among those of --articles")
    print(f"{len(choices)} choices, {len(summaries)} shortened summaries, {len(phrases)} with phrases", flush=True)
    of_choices = ChoiceTask(tuning, [each for each in choices if not each.is_held_out])
    of_deletions = DeletionTask(tuning, [each for each in summaries if not each.is_held_out])
    of_harm = HarmTask(tuning, [each for each in phrases if not each.is_held_out])
    tasks = (of_choices, of_deletions, of_harm)
    if arguments.start is not None:
        for part in (tuning, *tasks):
            part.load(arguments.start)
    tune(tuning, list(zip(tasks, arguments.shares, strict=True)), arguments.steps)
    of_choices.report([each for each in choices if each.is_held_out])
    of_deletions.report([each for each in summaries if each.is_held_out])
    of_harm.report([each for each in phrases if each.is_held_out])
    for part in (tuning, *tasks):
        part.write(arguments.out)
    if arguments.average is not None:
        average(arguments.out, arguments.average, (ADAPTER_FILE, CHOICE_FILE, DELETION_FILE, HARM_FILE))


if __name__ == "__main__":
    main()
