"""Writes the training examples of `summarizer.training.figures`, which tunes the embedded model to read ties.

    python bench/figure_examples.py --articles articles.jsonl ... --texts texts.json --out examples.jsonl.gz

Each line of the output is a text with its candidate relations (kind, extents, label, weight) and how many times it is
used in training; progress is printed every 500 texts.

The examples come from articles ({"article": text} per line) whose ties were all marked by readers
(bench/labels/ties.jsonl.gz); from stories written with several ties each (bench/labels/stories.jsonl.gz) and passages
written around one (bench/labels/passages.jsonl.gz), since news has few equations; and from plain texts without labels
(a JSON list). In the last, whether the figures agree serves as the label (distant supervision): an equation that holds
too exactly for chance is taken to be a tie, one that does not hold is taken not to be; restatements are labelled in the
same way, by the odds of the trees. As the model does not see the values, it has to learn from the words.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any
from zlib import crc32

sys.path.insert(0, str(Path(__file__).parents[1]))

import checks
from bench.relation_examples import (
    LabelledText,
    all_overlap,
    holds_beyond_chance,
    labelled_articles,
    restated_facts,
    ties_of_list,
    written_items,
    written_stories,
)
from checks.relations import equations
from checks.relations.arithmetic import proposals_of
from checks.relations.counted_lists import CountedList, counted_lists_of
from checks.relations.frames import Frame, Frames, frames_of, significant_digits
from checks.relations.judge import verdicts_of
from checks.relations.odds import probability
from checks.relations.possible_ties import possible_relations
from checks.relations.proposals import EQUATIONS, TieKind
from checks.relations.restatement import pairs_of
from summarizer.training.arguments import existing_file, file_to_write

Members = tuple[Frame, ...]
Example = tuple[TieKind, list[tuple[int, int]], int, float]  # kind, extents, label (1: a tie) and weight

LABELS = Path(__file__).with_name("labels")
PURPOSE = "adapter"  # of the labels that are learned from
MAX_NEGATIVES: dict[TieKind, int] = {
    "sum": 180,
    "change": 84,
    "gain": 48,
    "share": 72,
    "times": 48,
    "product": 60,
    "span": 60,
    "same": 180,
    "part": 84,
}
"""How many negatives (candidates that are not ties) of a text are kept, by kind; of labelled texts twice as many."""
HARD_NEGATIVES = 2 / 3  # share of the negatives that have a figure in common with a tie, if there are so many
MIN_EQUATION = 0.9  # probability, by the trees, above which an equation that holds is taken to be a tie
MIN_RESTATEMENT = 0.75  # probability above which a restatement is taken to be a tie
MIN_DISTINCT_RESTATEMENT = 0.3  # the same, for values of three significant digits or more
MAX_NO_RESTATEMENT = 0.04  # probability below which a restatement is taken not to be a tie
MIN_LIST = 0.6  # probability above which a counted list is taken to be a tie
TIE_WEIGHT = 2.0  # of ties in labelled texts; all other examples weigh 1
REPEATS = {"annotated": 1, "stories": 3, "passages": 2, "texts": 1}  # how many times a text is used, by source
MAX_WITHOUT_EQUATION = 650  # plain texts without a positive equation or list


def of_labelled_text(item: LabelledText, rng: Random) -> list[Example]:
    """The examples of a text whose ties are marked."""
    frames = frames_of(checks.read(item.text))
    possible = _possible(frames)
    found: list[Example] = []
    tied: set[int] = set()
    ties = [tie for tie in item.ties if tie.kind in (*EQUATIONS, "diff")]
    for kind in EQUATIONS:
        others: list[Members] = []
        for members in possible[kind]:
            marked = [tie for tie in ties if len(tie.members) == len(members) and all_overlap(tie.members, *members)]
            if not marked:
                others.append(members)
            elif any(tie.is_sure for tie in marked) and equations.holds(kind, members):
                found.append(_example(kind, members, 1, TIE_WEIGHT))
                tied.update(frame.index for frame in members)
        possible[kind] = others
    for kind in EQUATIONS:
        found += _negatives(kind, possible[kind], tied, 2, rng)
    found += _parts(frames, item, possible["part"], rng)
    found += _restatements(item, possible["same"], rng)

    def label(candidate: CountedList) -> int | None:
        is_sure = [tie.is_sure for tie in ties_of_list(item, candidate)]
        return 1 if any(is_sure) else None if is_sure else 0

    return found + list(_lists(frames, label))


def of_plain_text(text: str, rng: Random) -> list[Example]:
    """The examples of a text without labels, by whether its values agree."""
    article = checks.read(text)
    frames = frames_of(article)
    possible = _possible(frames)
    likely = [
        verdict.members
        for verdict in verdicts_of(article).equations
        if verdict.holds and verdict.probability > MIN_EQUATION and verdict.kind != "mean"
    ]
    kinds = {members: verdict.kind for verdict in verdicts_of(article).equations for members in (verdict.members,)}
    exact = [proposal for proposal in proposals_of(frames) if holds_beyond_chance(proposal)]
    held = [*((proposal.kind, proposal.members) for proposal in exact), *((kinds[each], each) for each in likely)]
    ties = dict.fromkeys(held)  # not a set: that of frames has another order in each run
    found = [_example(kind, members, 1, 1.0) for kind, members in ties]
    tied = {frame.index for _, members in ties for frame in members}
    for kind in EQUATIONS:
        others = [each for each in possible[kind] if (kind, each) not in ties and not equations.holds(kind, each)]
        found += _negatives(kind, others, tied, 1, rng)
    parts = {(members[0], part) for kind, members in ties if kind == "sum" for part in members[1:]}
    found += [_example("part", members, 1, 1.0) for members in possible["part"] if members in parts]
    found += [_example("part", members, 0, 1.0) for members in possible["part"] if members[::-1] in parts]
    pairs = {(pair.first, pair.second): pair for pair in pairs_of(frames, any_values=True)}
    others = []
    for members in possible["same"]:
        pair = pairs.get((members[0], members[1]))
        if pair is None:
            continue
        tie_probability = probability("same tie", pair.features) if pair.equal else 0.0
        if tie_probability > MIN_RESTATEMENT or (
            tie_probability > MIN_DISTINCT_RESTATEMENT and _is_distinct(pair.first)
        ):
            found.append(_example("same", members, 1, 1.0))
        elif tie_probability < MAX_NO_RESTATEMENT:
            others.append(members)
    found += _negatives("same", others, set(), 1, rng)

    def label(candidate: CountedList) -> int | None:
        if not candidate.agrees:
            return 0
        tie_probability = probability("list tie", (*candidate.features, *candidate.evidence))
        return 1 if tie_probability > MIN_LIST else None

    return found + list(_lists(frames, label))


def _is_distinct(frame: Frame) -> bool:
    """Whether a value has so many digits that an article hardly states it twice by chance."""
    return isinstance(frame.value, Fraction) and len(significant_digits(frame.value)[0]) >= 3


def _possible(frames: Frames) -> dict[TieKind, list[Members]]:
    """The relations that the model is asked about, by kind."""
    found: dict[TieKind, list[Members]] = defaultdict(list)
    for kind, members in possible_relations(frames):
        found[kind].append(members)
    return found


def _example(kind: TieKind, members: Iterable[Frame], label: int, weight: float) -> Example:
    return kind, [(frame.start, frame.end) for frame in members], label, weight


def _negatives(kind: TieKind, members: Sequence[Members], tied: set[int], times: int, rng: Random) -> Iterator[Example]:
    """A random choice of the negatives of a kind, `times` MAX_NEGATIVES at most, with HARD_NEGATIVES among them."""
    count = times * MAX_NEGATIVES.get(kind, 0)
    hard = [each for each in members if any(frame.index in tied for frame in each)]
    easy = [each for each in members if not any(frame.index in tied for frame in each)]
    rng.shuffle(hard)
    rng.shuffle(easy)
    hard_count = int(count * HARD_NEGATIVES)
    chosen = [*hard[:hard_count], *easy[:count], *hard[hard_count:]][:count]
    return (_example(kind, each, 0, 1.0) for each in chosen)


def _parts(frames: Frames, item: LabelledText, possible: Sequence[Members], rng: Random) -> Iterator[Example]:
    """Pairs of a whole and one of its parts, as marked, and pairs that are not."""
    parts: set[Members] = set()
    for tie in item.ties:
        if tie.kind not in ("sum", "part") or not tie.is_sure:
            continue
        marked = [
            next((frame for frame in frames.frames if all_overlap([extent], frame)), None) for extent in tie.members
        ]
        known = [frame for frame in marked if frame is not None and isinstance(frame.value, Fraction)]
        if len(known) == len(marked):
            whole = known[0] if tie.kind == "part" else max(known, key=equations.nominal_value)
            parts |= {(whole, frame) for frame in known if frame is not whole}
    others: list[Members] = []
    for members in possible:
        if members in parts or members[::-1] in parts:
            yield _example("part", members, int(members in parts), TIE_WEIGHT if members in parts else 1.0)
        else:
            others.append(members)
    yield from _negatives("part", others, set(), 2, rng)


def _restatements(item: LabelledText, possible: Sequence[Members], rng: Random) -> Iterator[Example]:
    """Marked restatements, and pairs that are none; where restatements are not all marked, only pairs that differ."""
    facts, unsure = restated_facts(item.ties)
    others = []
    for members in possible:
        if any(all_overlap(fact, *members) for fact in facts):
            yield _example("same", members, 1, TIE_WEIGHT)
        elif not any(all_overlap(each, *members) for each in unsure):
            is_negative = "same" in item.complete_kinds or members[0].value != members[1].value
            others += [members] if is_negative else []
    yield from _negatives("same", others, set(), 2, rng)


def _lists(frames: Frames, label: Callable[[CountedList], int | None]) -> Iterator[Example]:
    """The counted lists of a text, without those whose label is None (unknown)."""
    for candidate in counted_lists_of(frames):
        known = label(candidate)
        if known is not None:
            extents = [(candidate.frame.start, candidate.frame.end), tuple(candidate.enumeration.span)]
            yield "list", extents, known, TIE_WEIGHT if known else 1.0  # type: ignore[misc]


def records(arguments: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """The lines of the output: a text, its examples and how many times it is used."""
    articles = labelled_articles(LABELS / "ties.jsonl.gz", arguments.articles, PURPOSE)
    labelled = [("annotated", item) for item in articles]
    labelled += [("stories", item) for item in written_stories(LABELS / "stories.jsonl.gz", PURPOSE)]
    labelled += [("passages", item) for item in written_items(LABELS / "passages.jsonl.gz", PURPOSE)]
    for source, item in labelled:
        candidates = of_labelled_text(item, Random(item.name))
        yield {"text": item.text, "candidates": candidates, "times": REPEATS[source]}
    without_equation = 0
    for path in arguments.texts:
        for text in json.loads(path.read_text("utf-8")):
            candidates = of_plain_text(text, Random(crc32(text.encode())))
            ties = [kind for kind, _, label, _ in candidates if label]
            if not any(kind in EQUATIONS or kind == "list" for kind in ties):
                without_equation += len(ties) > 1
                if len(ties) < 2 or without_equation > MAX_WITHOUT_EQUATION:
                    continue
            yield {"text": text, "candidates": candidates, "times": REPEATS["texts"]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--articles", type=existing_file, nargs="*", default=[], help="texts of bench/labels/ties.jsonl.gz"
    )
    parser.add_argument("--texts", type=existing_file, nargs="*", default=[], help="lists of plain texts")
    parser.add_argument("--out", type=file_to_write, required=True)
    arguments = parser.parse_args()
    with gzip.open(arguments.out, "wt", encoding="utf-8") as out:
        for number, record in enumerate(records(arguments)):
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
            if number % 500 == 499:
                print(f"{number + 1} texts", flush=True)


if __name__ == "__main__":
    main()
