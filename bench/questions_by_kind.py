"""Shows what questions of each kind find and what they ask wrongly, by how sure they are, for the constants of slips.

    python bench/questions_by_kind.py --articles articles.jsonl --texts texts.json

`articles.jsonl` has the texts of articles whose ties are in bench/labels/ties.jsonl.gz, {"article": text} a line; those
that the adapter for ties learned from are left out, as it is too sure of them. Each tie that holds is broken in a
figure. `texts.json` is a list of plain texts. For each kind (of restatements: of what is stated) a line has, at each
probability, how many broken ties were asked about and how many questions are wrong: those about articles as published,
unless people marked a contradiction there. `checks.relations.reading_odds` has constants by which a wrong question more
finds about as much in each kind. Takes some ten minutes for 2,000 articles on one core.
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
from bench.one_figure_edits import edited
from bench.relation_examples import Extent, LabelledText, labelled_articles, touch
from checks.relations.frames import Frame, frames_of
from checks.relations.judge import verdicts_of
from checks.relations.verdicts import MIN_NOTE, MIN_WARNING, Verdict
from checks.run import prose_of
from summarizer import read_figures

TIES = Path(__file__).parent / "labels" / "ties.jsonl.gz"
NOT_LEARNED = ("none", "weights")
KINDS = frozenset("same sum diff change share times product span".split())
LEAST = 0.4  # probability from which questions are looked at
SHOWN = (0.5, 0.6, 0.7, 0.75, 0.8, 0.83, 0.87, 0.9, 0.91, 0.93, 0.95, 0.97)

Asked = dict[str, list[float]]  # probabilities of questions by kind


def questions(text: str) -> Iterator[Verdict]:
    """The equations and restatements of a text that do not hold, with a model's reading."""
    article = checks.read(text)
    found = verdicts_of(replace(prose_of(article), tie_reading=read_figures(article)))
    yield from (each for each in (*found.equations, *found.restatements) if not each.holds)


def kind_of(verdict: Verdict) -> str:
    """Its kind, of a restatement with what is stated."""
    return f"same {verdict.members[0].kind}" if verdict.kind == "same" else verdict.kind


def is_about(verdict: Verdict, figure: Extent, others: Sequence[Extent]) -> bool:
    """Whether a question is about a figure and another one of some."""
    return any(_overlap(frame, figure) for frame in verdict.members) and any(
        _overlap(frame, other) for frame in verdict.members for other in others
    )


def _overlap(frame: Frame, extent: Extent) -> bool:
    return frame.start < extent[1] and extent[0] < frame.end


def broken(item: LabelledText, rng: random.Random) -> Iterator[tuple[str, Extent, list[Extent]]]:
    """Copies of a text with a figure of a tie edited: the copy, where that figure is, and where the others are."""
    frames = frames_of(prose_of(checks.read(item.text))).frames
    for tie in item.ties:
        members = [frame for frame in frames if touch(tie.members, frame)]
        if tie.kind not in KINDS or not tie.sure or len(tie.members) < (2 if tie.kind == "same" else 3) or not members:
            continue
        frame = rng.choice(members)
        words = edited(frame, rng)
        if words is not None:
            shift = len(words) - (frame.end - frame.start)
            others = [each for each in tie.members if not _overlap(frame, each)]
            moved = [(start + shift, end + shift) if start >= frame.end else (start, end) for start, end in others]
            copy = item.text[: frame.start] + words + item.text[frame.end :]
            yield copy, (frame.start, frame.start + len(words)), moved


def asked(items: Sequence[LabelledText], texts: Sequence[str]) -> tuple[Asked, Asked]:
    """The questions that find a broken tie, and those that are wrong."""
    right: Asked = defaultdict(list)
    wrong: Asked = defaultdict(list)
    rng = random.Random(11)
    for item in items:
        slips = [tie.members for tie in item.ties if not tie.sure]
        for verdict in questions(item.text):
            if not any(len([frame for frame in verdict.members if touch(slip, frame)]) > 1 for slip in slips):
                wrong[kind_of(verdict)].append(verdict.probability)
        for copy, figure, others in broken(item, rng):
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
    parser.add_argument("--articles", type=Path, nargs="+", required=True)
    parser.add_argument("--texts", type=Path)
    arguments = parser.parse_args()
    for thresholds in (MIN_NOTE, MIN_WARNING):
        thresholds.update(dict.fromkeys(thresholds, LEAST))
    items = [item for learned in NOT_LEARNED for item in labelled_articles(TIES, arguments.articles, learned)]
    texts = json.loads(arguments.texts.read_text("utf-8")) if arguments.texts else []
    right, wrong = asked(items, texts)
    print(f"{len(items)} articles and {len(texts)} texts; found, wrong at each probability")
    for kind in sorted({*right, *wrong}):
        counts = (
            f"{least}: {sum(each >= least for each in right[kind])}, {sum(each >= least for each in wrong[kind])}"
            for least in SHOWN
        )
        print(f"{kind}: {'; '.join(counts)}")


if __name__ == "__main__":
    main()
