"""Fits how a model's reading and the odds of the trees add up (`checks.relations.reading_odds.WEIGHTS`).

    python bench/fit_reading.py read --articles articles.jsonl ... --texts texts.json --out read.rows
    python bench/fit_reading.py fit read.rows

`read` runs the embedded model on the articles and passages that are labelled for this (bench/labels), and on copies
with one member of a tie edited, which are the slips; and on plain texts, in which hardly anything that differs is a
tie. The adapter has learned from none of them. `fit` prints the weights of a logistic regression for each question and
kind; the equations share what the trees, the reading and a mendable miss count for.
"""

from __future__ import annotations

import argparse
import json
import math
import pickle
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from unittest import mock

sys.path.insert(0, str(Path(__file__).parents[1]))

import checks
from bench.one_figure_edits import edited
from bench.relation_examples import LabelledText, Tie, labelled_articles, read_passages, touch
from checks.model import Article, Span, TieReading
from checks.relations import judge
from checks.relations.counted_lists import counted_lists_of
from checks.relations.frames import Frame, frames_of
from checks.relations.judge import MIN_WARNING
from checks.relations.proposals import EQUATIONS, Kind
from checks.relations.reading_odds import MAX_LOG_ODDS, Question
from checks.relations.reading_odds import reading_of as looked_up
from checks.run import prose_of
from summarizer.engines import load_figure_judge
from summarizer.engines.llama.figure_judge import FigureJudge
from summarizer.pipeline.figure_reader import read_figures

LABELS = Path(__file__).with_name("labels")
PURPOSE = "weights"  # of the labels that are learned from
SLIPS = 3  # that are tried in each tie
RIDGE = 1.0
WRONG = {"same": 4, "list": 3, "part": 1, "change": 1, "sum": 1}
"""How many questions in these texts may be wrong, by kind; none of those with few candidates."""
KINDS_OF_TIE = {"diff": ("sum",), "sum": ("sum", "part"), "change": ("change", "gain"), "part": ("part",)}
"""Of which kinds a marked tie's members can be a candidate, where it is more than its own."""

Extents = Sequence[tuple[int, int]]


class Row(NamedTuple):
    """A candidate as it is weighed."""

    question: Question
    kind: Kind
    trees: float
    reading: float
    mends: bool
    label: bool


@dataclass(slots=True)
class Weighed:
    """What `judge` weighs in one article: candidates with their members' places."""

    rows: list[tuple[Question, Kind, float, float, bool, Extents]]
    members: Sequence[Frame] = ()


def weighed(article: Article, reading: TieReading) -> Weighed:
    """All candidates of an article that the model has read."""
    article = replace(article, tie_reading=reading)
    found = Weighed([])
    lists = iter(
        [
            ((each.frame.start, each.frame.end), tuple(each.enumeration.span))
            for each in counted_lists_of(frames_of(article))
            if ("list", (each.frame.statement.span, each.enumeration.span)) in reading.log_odds
        ]
    )

    def reading_of(given: TieReading | None, kind: Kind, members: Sequence[Frame]) -> float | None:
        found.members = members
        return looked_up(given, kind, members)

    def combined(question: Question, kind: Kind, trees: float, odds: float, *, mends: bool = False) -> float:
        places = next(lists) if kind == "list" else [(frame.start, frame.end) for frame in found.members]
        found.rows.append((question, kind, trees, odds, mends, places))  # type: ignore[arg-type]
        return float(question == "tie" and odds > 0)

    with mock.patch.object(judge, "reading_of", reading_of), mock.patch.object(judge, "combined", combined):
        judge.verdicts_of.__wrapped__(article)  # type: ignore[attr-defined]
    return found


def rows_of(item: LabelledText, model: FigureJudge) -> Iterator[Row]:
    """The candidates of a text as published, and those of its ties after a slip.

    The model does not see the values, so what it has read holds for the text with a slip too.
    """
    article = prose_of(checks.read(item.text))
    reading = read_figures(model, article, "a model") or TieReading("", {})
    for question, kind, trees, odds, mends, places in weighed(article, reading).rows:
        marked = [tie for tie in item.ties if _is_of(tie, kind, places)]
        if all(tie.sure for tie in marked) and not (marked and question == "slip"):
            yield Row(question, kind, trees, odds, mends, bool(marked))
    rng = Random(item.name)
    frames = frames_of(checks.read(item.text)).frames
    for tie in item.ties:
        members = [frame for frame in frames if touch(tie.members, frame)]
        for _ in range(SLIPS if tie.sure and members else 0):
            frame = rng.choice(members)
            words = edited(frame, rng)
            if words is None:
                continue
            longer = len(words) - (frame.end - frame.start)
            text = item.text[: frame.start] + words + item.text[frame.end :]

            def moved(start: int, end: int, frame: Frame = frame, longer: int = longer) -> Span:
                return Span(start + longer * (start > frame.start), end + longer * (end >= frame.end))

            slipped = replace(tie, members=[moved(*extent) for extent in tie.members])
            place = (frame.start, frame.start + len(words))
            known = {
                (kind, tuple(moved(*span) for span in spans)): odds for (kind, spans), odds in reading.log_odds.items()
            }
            changed = weighed(prose_of(checks.read(text)), TieReading("a model", known))
            for question, kind, trees, odds, mends, places in changed.rows:
                is_touched = any(start < place[1] and place[0] < end for start, end in places)
                if question == "slip" and is_touched and _is_of(slipped, kind, places):
                    yield Row(question, kind, trees, odds, mends, True)


def _is_of(tie: Tie, kind: Kind, places: Extents) -> bool:
    """Whether a candidate is a tie; of a list its number decides, of a part that both are members."""
    if kind not in KINDS_OF_TIE.get(tie.kind, (tie.kind,)) or not tie.members:
        return False
    first = [place for place in places if any(place[0] < end and start < place[1] for start, end in tie.members)]
    if kind == "list":
        return bool(first) and first[0] == places[0]
    if kind in ("part", "same"):
        return len(first) == 2
    return len(first) == len(places) == len(tie.members)


def plain_rows(text: str, model: FigureJudge) -> Iterator[Row]:
    """The candidates of a text without labels that do not hold: hardly any of those is a slip."""
    article = prose_of(checks.read(text))
    reading = read_figures(model, article, "a model") or TieReading("", {})
    for question, kind, trees, odds, mends, _ in weighed(article, reading).rows:
        if question == "slip":
            yield Row(question, kind, trees, odds, mends, False)


def fit(rows: Sequence[Row]) -> None:
    """Prints the weights of each question and kind."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.question, "equation" if row.kind in EQUATIONS else row.kind].append(row)
    for (question, name), group in sorted(groups.items()):
        kinds = sorted({row.kind for row in group})
        weights = _logistic(
            [
                [
                    *(float(row.kind == kind) for kind in kinds),
                    _limited(row.trees),
                    _limited(row.reading),
                    float(row.mends),
                ]
                for row in group
            ],
            [row.label for row in group],
        )
        *constants, trees, reading, mends = weights
        right = sum(row.label for row in group)
        print(f"# {question} {name}: {right} of {len(group)}")
        for kind, constant in zip(kinds, constants, strict=True):
            if question == "slip":  # the constant lets so many wrong ones become warnings
                rows_of_kind = [row for row in group if row.kind == kind]
                odds = [
                    trees * _limited(row.trees) + reading * _limited(row.reading) + mends * row.mends
                    for row in rows_of_kind
                ]
                wrong = sorted(
                    (each for each, row in zip(odds, rows_of_kind, strict=True) if not row.label), reverse=True
                )
                least = MIN_WARNING[kind]
                constant = math.log(least / (1 - least)) - wrong[min(WRONG.get(kind, 0), len(wrong) - 1)]
                found = sum(
                    each + constant > math.log(least / (1 - least))
                    for each, row in zip(odds, rows_of_kind, strict=True)
                    if row.label
                )
                print(f"# {kind}: {found} of {sum(row.label for row in rows_of_kind)} slips become warnings")
            print(f'    ("{question}", "{kind}"): Weights({constant:.2f}, {trees:.2f}, {reading:.2f}, {mends:.2f}),')


def _limited(log_odds: float) -> float:
    return max(-MAX_LOG_ODDS, min(MAX_LOG_ODDS, log_odds))


def _logistic(features: Sequence[Sequence[float]], labels: Sequence[bool]) -> list[float]:
    """The weights of a logistic regression, by Newton's method."""
    import numpy as np

    x, y = np.array(features), np.array(labels, float)
    weights = np.zeros(x.shape[1])
    for _ in range(40):
        odds = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (odds - y) + RIDGE * weights
        curvature = (x.T * (odds * (1 - odds))) @ x + RIDGE * np.eye(len(weights))
        weights -= np.linalg.solve(curvature, gradient)
    return [float(weight) for weight in weights]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    read = commands.add_parser("read")
    read.add_argument("--articles", type=Path, nargs="*", default=[])
    read.add_argument("--texts", type=Path, nargs="*", default=[])
    read.add_argument("--out", type=Path, required=True)
    commands.add_parser("fit").add_argument("rows", type=Path, nargs="+")
    arguments = parser.parse_args()
    if arguments.command == "fit":
        # pickles: open only those that you have made yourself
        fit([Row(*row) for path in arguments.rows for row in pickle.loads(path.read_bytes())])
        return
    model, rows = load_figure_judge(), list[tuple[Any, ...]]()
    labelled = [*labelled_articles(LABELS / "ties.jsonl.gz", arguments.articles, PURPOSE)]
    labelled += read_passages(LABELS / "passages.jsonl.gz", PURPOSE)
    for number, item in enumerate(labelled):
        rows += map(tuple, rows_of(item, model))
        print(f"{number + 1} of {len(labelled)}", flush=True) if number % 50 == 49 else None
    for path in arguments.texts:
        for text in json.loads(path.read_text("utf-8")):
            rows += map(tuple, plain_rows(text, model))
    arguments.out.write_bytes(pickle.dumps(rows))


if __name__ == "__main__":
    main()
