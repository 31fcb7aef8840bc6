"""Measures recall and false alarms of the questions about relations, by kind and probability, to set constants by hand.

    python bench/questions_by_kind.py --articles articles.jsonl --texts texts.json

`articles.jsonl` has the texts of articles whose ties are in bench/labels/ties.jsonl.gz, {"article": text} per line;
those that the adapter for ties learned from are left out, since it is overconfident on them. In each tie that holds one
figure is edited. `texts.json` is a JSON list of plain texts.

Prints a line per kind (of restatements: per kind of statement). For each threshold on the probability it has two
numbers: broken ties that a question found, and wrong questions, which are all those about articles as published except
where people marked a contradiction. The constants in `checks.relations.reading_odds` are set so that one more wrong
question finds about as many slips in each kind. Takes some ten minutes for 2,000 articles on one core.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import checks
from bench.one_figure_edits import words_with_slip
from bench.relation_examples import Extent, LabelledText, all_overlap, labelled_articles
from checks.relations.frames import frames_of
from checks.relations.judge import verdicts_of
from checks.relations.verdicts import MIN_NOTE, MIN_WARNING, Verdict
from checks.run import prose_of
from summarizer import read_figures
from summarizer.training.arguments import existing_file

TIES = Path(__file__).parent / "labels" / "ties.jsonl.gz"
PURPOSES = ("none", "weights")  # of the labels that are measured on: all but "adapter"
KINDS = frozenset("same sum diff change share times product span".split())
MIN_PROBABILITY = 0.4  # from which questions are collected
THRESHOLDS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.83, 0.87, 0.9, 0.91, 0.93, 0.95, 0.97)

Probabilities = dict[str, list[float]]  # the probabilities of the questions of each kind


def questions(text: str) -> Iterator[Verdict]:
    """The equations and restatements of a text that do not hold, judged with the model's reading."""
    article = checks.read(text)
    found = verdicts_of(replace(prose_of(article), tie_reading=read_figures(article)))
    yield from (each for each in (*found.equations, *found.restatements) if not each.holds)


def kind_of(verdict: Verdict) -> str:
    """The kind of relation; for a restatement also the kind of statement, as in "same money"."""
    return f"same {verdict.members[0].kind}" if verdict.kind == "same" else verdict.kind


def is_about(verdict: Verdict, figure: Extent, others: Sequence[Extent]) -> bool:
    """Whether a question is about the figure and at least one of the others."""
    return any(all_overlap([figure], frame) for frame in verdict.members) and any(
        all_overlap(others, frame) for frame in verdict.members
    )


def broken_copies(item: LabelledText, rng: random.Random) -> Iterator[tuple[str, Extent, list[Extent]]]:
    """Copies of a text with one figure of a tie edited; the extents of that figure and of the others."""
    frames = frames_of(prose_of(checks.read(item.text))).frames
    for tie in item.ties:
        members = [frame for frame in frames if all_overlap(tie.members, frame)]
        if (
            tie.kind not in KINDS
            or not tie.is_sure
            or len(tie.members) < (2 if tie.kind == "same" else 3)
            or not members
        ):
            continue
        frame = rng.choice(members)
        words = words_with_slip(frame, rng)
        if words is not None:
            shift = len(words) - (frame.end - frame.start)
            others = [each for each in tie.members if not all_overlap([each], frame)]
            shifted = [(start + shift, end + shift) if start >= frame.end else (start, end) for start, end in others]
            copy = item.text[: frame.start] + words + item.text[frame.end :]
            yield copy, (frame.start, frame.start + len(words)), shifted


def question_probabilities(items: Sequence[LabelledText], texts: Sequence[str]) -> tuple[Probabilities, Probabilities]:
    """The probabilities of the questions that find a broken tie, and of the wrong ones, by kind."""
    right: Probabilities = defaultdict(list)
    wrong: Probabilities = defaultdict(list)
    rng = random.Random(11)
    for item in items:
        slips = [tie.members for tie in item.ties if not tie.is_sure]
        for verdict in questions(item.text):
            if not any(len([frame for frame in verdict.members if all_overlap(slip, frame)]) > 1 for slip in slips):
                wrong[kind_of(verdict)].append(verdict.probability)
        for copy, figure, others in broken_copies(item, rng):
            found = [each for each in questions(copy) if is_about(each, figure, others)]
            if found:
                best = max(found, key=lambda verdict: verdict.probability)
                right[kind_of(best)].append(best.probability)
    for text in texts:
        for verdict in questions(text):
            wrong[kind_of(verdict)].append(verdict.probability)
    return right, wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--articles", type=existing_file, nargs="+", required=True, help="texts of bench/labels/ties.jsonl.gz"
    )
    parser.add_argument("--texts", type=existing_file, help="a list of plain texts")
    arguments = parser.parse_args()
    for thresholds in (MIN_NOTE, MIN_WARNING):
        thresholds.update(dict.fromkeys(thresholds, MIN_PROBABILITY))
    items = [item for purpose in PURPOSES for item in labelled_articles(TIES, arguments.articles, purpose)]
    texts = json.loads(arguments.texts.read_text("utf-8")) if arguments.texts else []
    right, wrong = question_probabilities(items, texts)
    print(f"{len(items)} articles and {len(texts)} texts; found, wrong at each probability")
    for kind in sorted({*right, *wrong}):
        counts = (
            f"{threshold}: {', '.join(str(sum(each >= threshold for each in some[kind])) for some in (right, wrong))}"
            for threshold in THRESHOLDS
        )
        print(f"{kind}: {'; '.join(counts)}")


if __name__ == "__main__":
    main()
