"""Fits the weights that combine the embedded model's log-odds with those of the trees (`reading_odds.WEIGHTS`).

    python bench/fit_reading_weights.py read --articles articles.jsonl ... --texts texts.json --out read.rows
    python bench/fit_reading_weights.py fit read.rows

`read` collects candidate relations with both log-odds and a label, into a pickle. It runs the embedded model once on
each text, which is most of the time that it takes: on the articles whose labels are for this purpose ({"article": text}
per line; ties in bench/labels), on copies of them with a member of a tie edited, which are the slips, and on plain
texts (a JSON list), in which hardly any difference is a slip. The adapter has learned from none of them.

`fit` takes seconds, needs numpy and prints, as lines for `checks.relations.reading_odds`, the weights of a logistic
regression for each question ("tie": is it one? "slip": is it one gone wrong?) and kind of relation. Equations share all
weights but the constant. The constants of slips are set so that no more than MAX_WRONG_PER_1000_WORDS wrong questions
become warnings; comments say how many of the slips do (recall).
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
from bench.logistic_regression import fit_logistic_regression
from bench.one_figure_edits import words_with_slip
from bench.relation_examples import LabelledText, Tie, all_overlap, labelled_articles
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
from summarizer.training.arguments import existing_file, file_to_write

LABELS = Path(__file__).with_name("labels")
PURPOSE = "weights"  # of the labels that are learned from
SLIPS_PER_TIE = 3
PENALTY = 1.0  # of the squared weights
JUDGES = (judge_restatements, holding_equations, judge_equations, judge_lists, judge_parts)
"""The modules that call `with_reading`, which is replaced in order to record what it is given."""
MAX_WRONG_PER_1000_WORDS = {"same": 0.022, "list": 0.006, "equation": 0.01, "part": 0.0005}
"""How many wrong questions may become warnings, by kind."""
CANDIDATE_KINDS = {"diff": ("sum",), "sum": ("sum", "part"), "change": ("change", "gain"), "part": ("part",)}
"""The kinds of the candidates that a marked tie's members can be, for ties for which that is not just their own."""

Extents = Sequence[tuple[int, int]]


class Row(NamedTuple):
    """A candidate: its log-odds by the trees and by the model's reading, and the right answer to the question."""

    question: Question
    kind: TieKind
    trees: float
    reading: float
    label: bool


WeighedCandidate = tuple[Question, TieKind, float, float, Extents]
"""Question, kind, log-odds of the trees and of the reading, and the extents of the members."""


def weighed_candidates(article: Article, reading: TieReading) -> list[WeighedCandidate]:
    """All candidates of an article that the model has read, as they are passed to `with_reading`."""
    found: list[WeighedCandidate] = []

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

    The model does not see the values, so its reading holds for the text with a slip too.
    """
    article = prose_of(checks.read(item.text))
    reading = read_figures(model, article, "a model") or TieReading("", {})
    for question, kind, trees, log_odds, extents in weighed_candidates(article, reading):
        marked = [tie for tie in item.ties if _is_tie(tie, kind, extents)]
        if all(tie.is_sure for tie in marked) and not (marked and question == "slip"):
            yield Row(question, kind, trees, log_odds, bool(marked))
    rng = Random(item.name)
    frames = frames_of(checks.read(item.text)).frames
    for tie in item.ties:
        members = [frame for frame in frames if all_overlap(tie.members, frame)]
        for _ in range(SLIPS_PER_TIE if tie.is_sure and members else 0):
            frame = rng.choice(members)
            words = words_with_slip(frame, rng)
            if words is None:
                continue
            growth = len(words) - (frame.end - frame.start)
            text = item.text[: frame.start] + words + item.text[frame.end :]

            def shifted(start: int, end: int, frame: Frame = frame, growth: int = growth) -> Span:
                return Span(start + growth * (start > frame.start), end + growth * (end >= frame.end))

            tie_after_slip = replace(tie, members=[shifted(*extent) for extent in tie.members])
            edit = (frame.start, frame.start + len(words))
            log_odds_after_slip = {
                (kind, tuple(shifted(*span) for span in spans)): log_odds
                for (kind, spans), log_odds in reading.log_odds.items()
            }
            candidates = weighed_candidates(prose_of(checks.read(text)), TieReading("a model", log_odds_after_slip))
            for question, kind, trees, log_odds, extents in candidates:
                is_edited = any(start < edit[1] and edit[0] < end for start, end in extents)
                if question == "slip" and is_edited and _is_tie(tie_after_slip, kind, extents):
                    yield Row(question, kind, trees, log_odds, True)


def _is_tie(tie: Tie, kind: TieKind, extents: Extents) -> bool:
    """Whether a candidate of this kind and these extents is the marked tie.

    A list is if its count is a member, a part or restatement if both statements are, others if all members are.
    """
    if kind not in CANDIDATE_KINDS.get(tie.kind, (tie.kind,)) or not tie.members:
        return False
    shared = [extent for extent in extents if any(extent[0] < end and start < extent[1] for start, end in tie.members)]
    if kind == "list":
        return bool(shared) and shared[0] == extents[0]
    if kind in ("part", "same"):
        return len(shared) == 2
    return len(shared) == len(extents) == len(tie.members)


def plain_rows(text: str, model: FigureJudge) -> Iterator[Row]:
    """The candidates of a text without labels that do not hold, as negatives: hardly any of them is a slip."""
    article = prose_of(checks.read(text))
    reading = read_figures(model, article, "a model") or TieReading("", {})
    for question, kind, trees, log_odds, _ in weighed_candidates(article, reading):
        if question == "slip":
            yield Row(question, kind, trees, log_odds, False)


def fit(rows: Sequence[Row], thousand_words: float) -> None:
    """Prints the weights of each question and kind; the rows come from texts of `thousand_words` thousand words."""
    groups: dict[tuple[Question, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.question, _group(row.kind)].append(row)
    for (question, name), group in sorted(groups.items()):
        kinds = sorted({row.kind for row in group})
        *constants, trees, reading = fit_logistic_regression(
            [[*(float(row.kind == kind) for kind in kinds), *_clamped_log_odds(row)] for row in group],
            [row.label for row in group],
            PENALTY,
        )
        constant = dict(zip(kinds, constants, strict=True))
        print(f"# {question} {name}: {sum(row.label for row in group)} of {len(group)}")
        if question == "slip":  # move the constants so that only the allowed number of wrong questions become warnings
            log_odds = [
                constant[row.kind] + math.fsum(map(mul, (trees, reading), _clamped_log_odds(row))) for row in group
            ]
            wrong = sorted((each for each, row in zip(log_odds, group, strict=True) if not row.label), reverse=True)
            threshold = wrong[min(round(MAX_WRONG_PER_1000_WORDS[name] * thousand_words), len(wrong) - 1)]
            warning = math.log(MIN_WARNING[kinds[0]] / (1 - MIN_WARNING[kinds[0]]))
            constant = {kind: each + warning - threshold for kind, each in constant.items()}
            for kind in kinds:
                of_kind = [each for each, row in zip(log_odds, group, strict=True) if row.label and row.kind == kind]
                print(f"# {kind}: {sum(each > threshold for each in of_kind)} of {len(of_kind)} slips become warnings")
        for kind, each in constant.items():
            numbers = ", ".join(f"{number:.2f}" for number in (each, trees, reading))
            print(f'    ("{question}", "{kind}"): Weights({numbers}),')


def _group(kind: TieKind) -> str:
    """The group of kinds whose weights are fitted together."""
    return "equation" if kind in EQUATIONS else kind


def _clamped_log_odds(row: Row) -> tuple[float, float]:
    return clamped(row.trees), clamped(row.reading)


def clamped(log_odds: float) -> float:
    """The log-odds, limited to what `checks.relations.reading_odds` lets count."""
    return max(-MAX_LOG_ODDS, min(MAX_LOG_ODDS, log_odds))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    read = commands.add_parser("read", help="collect candidates with the log-odds of trees and model")
    read.add_argument(
        "--articles", type=existing_file, nargs="*", default=[], help="texts of bench/labels/ties.jsonl.gz"
    )
    read.add_argument("--texts", type=existing_file, nargs="*", default=[], help="lists of plain texts")
    read.add_argument("--out", type=file_to_write, required=True)
    commands.add_parser("fit", help="print the weights").add_argument("rows", type=existing_file, nargs="+")
    arguments = parser.parse_args()
    if arguments.command == "fit":
        rows, words = list[Row](), 0
        for path in arguments.rows:  # pickles: open only files that you made yourself
            rows_of_file, count = pickle.loads(path.read_bytes())
            rows += [Row(*row) for row in rows_of_file]
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
