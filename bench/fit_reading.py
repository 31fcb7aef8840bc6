"""Fits how a model's reading and the odds of the trees add up (`checks.relations.reading_odds.WEIGHTS`).

    python bench/fit_reading.py read --articles articles.jsonl ... --texts texts.json --out read.rows
    python bench/fit_reading.py fit read.rows

`read` runs the embedded model on the articles that are labelled for this (bench/labels), and on copies with a member
of a tie edited, which are the slips; and on plain texts, in which hardly anything that differs is a tie. The adapter
has learned from none of them. `fit` prints the weights of a logistic regression for each question and kind; the
equations share all but the constant.
"""

from __future__ import annotations

import argparse
import json
import math
import pickle
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from operator import mul
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from unittest import mock

sys.path.insert(0, str(Path(__file__).parents[1]))

import checks
from bench.one_figure_edits import edited
from bench.relation_examples import LabelledText, Tie, labelled_articles, touch
from checks.model import Article, Span, TieReading
from checks.relations import holding_equations, judge_equations, judge_lists, judge_parts, judge_restatements
from checks.relations.frames import Frame, frames_of
from checks.relations.judge import verdicts_of
from checks.relations.proposals import EQUATIONS, TieKind
from checks.relations.reading_odds import MAX_LOG_ODDS, Question
from checks.relations.verdicts import MIN_WARNING, log_odds_of
from checks.run import prose_of
from summarizer.engines import load_figure_judge
from summarizer.engines.embedded.figure_judge import FigureJudge
from summarizer.pipeline.figure_reader import read_figures

LABELS = Path(__file__).with_name("labels")
PURPOSE = "weights"  # of the labels that are learned from
SLIPS = 3  # that are tried in each tie
RIDGE = 1.0
JUDGES = (judge_restatements, holding_equations, judge_equations, judge_lists, judge_parts)
"""The modules in which a reading is weighed."""
WRONG = {"same": 0.022, "list": 0.006, "equation": 0.01, "part": 0.0005}
"""How many questions in 1,000 words may be wrong, by kind."""
KINDS_OF_TIE = {"diff": ("sum",), "sum": ("sum", "part"), "change": ("change", "gain"), "part": ("part",)}
"""Of which kinds a marked tie's members can be a candidate, where it is more than its own."""

Extents = Sequence[tuple[int, int]]


class Row(NamedTuple):
    """A candidate as it is weighed."""

    question: Question
    kind: TieKind
    trees: float
    reading: float
    label: bool


Weighed = tuple[Question, TieKind, float, float, Extents]
"""A candidate as it is weighed, and where its members stand."""


def weighed(article: Article, reading: TieReading) -> list[Weighed]:
    """All candidates of an article that the model has read."""
    found: list[Weighed] = []

    def with_reading(
        question: Question, kind: TieKind, members: Sequence[Frame | Span], probability: float, model_log_odds: float
    ) -> float:
        trees = log_odds_of(probability)
        found.append((question, kind, trees, model_log_odds, [(each.start, each.end) for each in members]))
        return float(question == "tie" and model_log_odds > 0)

    with ExitStack() as patches:
        for module in JUDGES:
            patches.enter_context(mock.patch.object(module, "with_reading", with_reading))
        verdicts_of.__wrapped__(replace(article, tie_reading=reading))  # type: ignore[attr-defined]
    return found


def rows_of(item: LabelledText, model: FigureJudge) -> Iterator[Row]:
    """The candidates of a text as published, and those of its ties after a slip.

    The model does not see the values, so what it has read holds for the text with a slip too.
    """
    article = prose_of(checks.read(item.text))
    reading = read_figures(model, article, "a model") or TieReading("", {})
    for question, kind, trees, log_odds, places in weighed(article, reading):
        marked = [tie for tie in item.ties if _is_of(tie, kind, places)]
        if all(tie.sure for tie in marked) and not (marked and question == "slip"):
            yield Row(question, kind, trees, log_odds, bool(marked))
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
                (kind, tuple(moved(*span) for span in spans)): log_odds
                for (kind, spans), log_odds in reading.log_odds.items()
            }
            changed = weighed(prose_of(checks.read(text)), TieReading("a model", known))
            for question, kind, trees, log_odds, places in changed:
                is_touched = any(start < place[1] and place[0] < end for start, end in places)
                if question == "slip" and is_touched and _is_of(slipped, kind, places):
                    yield Row(question, kind, trees, log_odds, True)


def _is_of(tie: Tie, kind: TieKind, places: Extents) -> bool:
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
    for question, kind, trees, log_odds, _ in weighed(article, reading):
        if question == "slip":
            yield Row(question, kind, trees, log_odds, False)


def fit(rows: Sequence[Row], thousand_words: float) -> None:
    """Prints the weights of each question and kind. So many words are those of the rows."""
    groups: dict[tuple[Question, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.question, _group(row.kind)].append(row)
    for (question, name), group in sorted(groups.items()):
        kinds = sorted({row.kind for row in group})
        *constants, trees, reading = _logistic(
            [[*(float(row.kind == kind) for kind in kinds), *_measures(row)] for row in group],
            [row.label for row in group],
        )
        constant = dict(zip(kinds, constants, strict=True))
        print(f"# {question} {name}: {sum(row.label for row in group)} of {len(group)}")
        if question == "slip":  # the constants let so many wrong ones become warnings
            log_odds = [constant[row.kind] + math.fsum(map(mul, (trees, reading), _measures(row))) for row in group]
            wrong = sorted((each for each, row in zip(log_odds, group, strict=True) if not row.label), reverse=True)
            least = wrong[min(round(WRONG[name] * thousand_words), len(wrong) - 1)]
            warning = math.log(MIN_WARNING[kinds[0]] / (1 - MIN_WARNING[kinds[0]]))
            constant = {kind: each + warning - least for kind, each in constant.items()}
            for kind in kinds:
                of_kind = [each for each, row in zip(log_odds, group, strict=True) if row.label and row.kind == kind]
                print(f"# {kind}: {sum(each > least for each in of_kind)} of {len(of_kind)} slips become warnings")
        for kind, each in constant.items():
            numbers = ", ".join(f"{number:.2f}" for number in (each, trees, reading))
            print(f'    ("{question}", "{kind}"): Weights({numbers}),')


def _group(kind: TieKind) -> str:
    """The kinds whose weights are learned together."""
    return "equation" if kind in EQUATIONS else kind


def _measures(row: Row) -> tuple[float, float]:
    return _limited(row.trees), _limited(row.reading)


def _limited(log_odds: float) -> float:
    return max(-MAX_LOG_ODDS, min(MAX_LOG_ODDS, log_odds))


def _logistic(features: Sequence[Sequence[float]], labels: Sequence[bool]) -> list[float]:
    """The weights of a logistic regression, by Newton's method."""
    import numpy as np

    x, y = np.array(features), np.array(labels, float)
    weights = np.zeros(x.shape[1])
    for _ in range(40):
        probability = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (probability - y) + RIDGE * weights
        curvature = (x.T * (probability * (1 - probability))) @ x + RIDGE * np.eye(len(weights))
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
        rows, words = list[Row](), 0
        for path in arguments.rows:  # pickles: open only those that you have made yourself
            some, count = pickle.loads(path.read_bytes())
            rows += [Row(*row) for row in some]
            words += count
        fit(rows, words / 1000)
        return
    model, found, words = load_figure_judge(), list[tuple[Any, ...]](), 0
    labelled = [*labelled_articles(LABELS / "ties.jsonl.gz", arguments.articles, PURPOSE)]
    for number, item in enumerate(labelled):
        found += map(tuple, rows_of(item, model))
        words += len(item.text.split())
        print(f"{number + 1} of {len(labelled)}", flush=True) if number % 50 == 49 else None
    for path in arguments.texts:
        for text in json.loads(path.read_text("utf-8")):
            found += map(tuple, plain_rows(text, model))
            words += len(text.split())
    arguments.out.write_bytes(pickle.dumps((found, words)))


if __name__ == "__main__":
    main()
