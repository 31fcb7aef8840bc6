"""Tunes the embedded model's first layers to judge sentences as editors do.

    python -m summarizer.training.editors --base model.gguf --articles articles.jsonl \\
        --choices bench/labels/choices.jsonl.gz --edited bench/labels/edited.jsonl.gz \\
        --phrases bench/labels/phrases.jsonl.gz \\
        --start summarizer/training/editor_adapter --out summarizer/training/editor_adapter

`--articles` holds {"article": text}. Labels of other articles are skipped. Three tasks are trained on the same layers,
each step on a batch of one of them: which of a story's first sentences an editor would print together (choices.py),
which of their words an editor would delete (deletions.py), and which phrases a reader would not miss (harm.py). With
`--start`, training begins with an earlier adapter and its heads. Examples that the labels mark as held out, and the
articles that harm.py holds out, are not trained on; at the end, metrics on these are printed. Then run
`summarizer.training.sentences`, which fits regressions to the states of the tuned layers. Needs the extra
`copydesk[train]`; 800 steps take 40 minutes on two idle cores, an hour without bfloat16 instructions.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from summarizer.engines.embedded.deletion_judge import DELETION_FILE
from summarizer.engines.embedded.phrase_harm import HARM_FILE
from summarizer.engines.embedded.sentence_judge import CHOICE_FILE
from summarizer.training.arguments import existing_file, existing_folder
from summarizer.training.choices import ChoiceTask, labelled_choices
from summarizer.training.deletions import DeletionTask, shortened_summaries
from summarizer.training.harm import HarmTask, labelled_phrases
from summarizer.training.labels import read_articles, read_records
from summarizer.training.tuning import ADAPTER_FILE, TrainableLayers, average_weights, tune


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=existing_file, required=True)
    parser.add_argument("--choices", type=existing_file, required=True)
    parser.add_argument("--edited", type=existing_file, required=True)
    parser.add_argument("--phrases", type=existing_file, required=True)
    parser.add_argument("--articles", type=existing_file, action="append", required=True)
    parser.add_argument("--start", type=existing_folder, help="an adapter and its heads, to go on from")
    parser.add_argument(
        "--average", type=existing_folder, help="an adapter and its heads whose means with what is learned count"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=800)
    parser.add_argument("--shares", type=float, nargs=3, default=(0.2, 0.42, 0.38), help="of the steps, as above")
    arguments = parser.parse_args()
    articles = read_articles(arguments.articles)
    layers = TrainableLayers(arguments.base)
    choices = list(labelled_choices(read_records(arguments.choices), articles, layers.encode))
    summaries = list(shortened_summaries(read_records(arguments.edited), articles, layers.encode))
    phrases = list(labelled_phrases(read_records(arguments.phrases), articles, layers.encode))
    if not choices or not summaries or not phrases:
        parser.error("none of the labelled articles is among those of --articles")
    print(f"{len(choices)} choices, {len(summaries)} shortened summaries, {len(phrases)} with phrases", flush=True)
    choice_task = ChoiceTask(layers, [example for example in choices if not example.is_held_out])
    deletion_task = DeletionTask(layers, [example for example in summaries if not example.is_held_out])
    harm_task = HarmTask(layers, [example for example in phrases if not example.is_held_out])
    tasks = (choice_task, deletion_task, harm_task)
    if arguments.start is not None:
        for part in (layers, *tasks):
            part.load(arguments.start)
    tune(layers, list(zip(tasks, arguments.shares, strict=True)), arguments.steps)
    choice_task.report([example for example in choices if example.is_held_out])
    deletion_task.report([example for example in summaries if example.is_held_out])
    harm_task.report([example for example in phrases if example.is_held_out])
    for part in (layers, *tasks):
        part.write(arguments.out)
    if arguments.average is not None:
        average_weights(arguments.out, arguments.average, (ADAPTER_FILE, CHOICE_FILE, DELETION_FILE, HARM_FILE))


if __name__ == "__main__":
    main()
