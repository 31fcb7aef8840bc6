"""Makes the examples that `summarizer.training.figures` learns from.

    python bench/figure_examples.py --articles articles.jsonl ... --texts texts.json --out examples.jsonl.gz

The ties of articles ({"article": text} a line) were all marked by reading (bench/labels/ties.jsonl.gz), stories were
written with several ties each (bench/labels/stories.jsonl.gz) and passages around one (bench/labels/passages.jsonl.gz):
news has few equations. Texts are a list of plain articles without labels;
how their figures agree serves instead: an equation that holds too exactly for chance is taken for a tie, one that does
not hold for none, and of restatements likewise, by the odds of the trees. As the model does not see the values, it
learns the words.
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
    holds_beyond_chance,
    labelled_articles,
    restated_facts,
    touch,
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

Members = tuple[Frame, ...]
Labelled = tuple[TieKind, list[tuple[int, int]], int, float]

LABELS = Path(__file__).with_name("labels")
PURPOSE = "adapter"  # of the labels that are learned from
NO_TIES: dict[TieKind, int] = {
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
"""How many candidates of a text that are no ties are kept, by kind; of texts with labels twice as many."""
BESIDE_TIES = 2 / 3  # share of those that have a figure in common with a tie, if there are so many
SURE_EQUATION = 0.9  # probability of the trees from which an equation that holds is taken for a tie
SURE_SAME, MAYBE_SAME, NOT_SAME = 0.75, 0.3, 0.04  # likewise of restatements; the second for values of three digits
SURE_LIST = 0.6
TIE_WEIGHT = 2.0  # in texts with labels
TIMES = {"annotated": 1, "stories": 3, "passages": 2, "texts": 1}  # how often a text is read
MAX_WITHOUT_EQUATION = 650  # plain texts that have restatements only


def of_labelled_text(item: LabelledText, rng: Random) -> list[Labelled]:
    """The candidates of a text whose ties are marked."""
    frames = frames_of(checks.read(item.text))
    possible = _possible(frames)
    found: list[Labelled] = []
    tied: set[int] = set()
    ties = [tie for tie in item.ties if tie.kind in (*EQUATIONS, "diff")]
    for kind in EQUATIONS:
        others: list[Members] = []
        for members in possible[kind]:
            marked = [tie for tie in ties if len(tie.members) == len(members) and touch(tie.members, *members)]
            if not marked:
                others.append(members)
            elif any(tie.sure for tie in marked) and equations.holds(kind, members):
                found.append(_labelled(kind, members, 1, TIE_WEIGHT))
                tied.update(frame.index for frame in members)
        possible[kind] = others
    for kind in EQUATIONS:
        found += _no_ties(kind, possible[kind], tied, 2, rng)
    found += _parts(frames, item, possible["part"], rng)
    found += _restatements(item, possible["same"], rng)

    def label(candidate: CountedList) -> int | None:
        words = item.text[max(0, candidate.enumeration.span.start - 5) : candidate.enumeration.span.end + 5]
        named = [
            tie for tie in item.ties if tie.items and sum(name[:60] in words for name in tie.items) >= _most(tie.items)
        ]
        sure = [tie.sure for tie in named if touch(tie.members, candidate.frame)]
        return 1 if any(sure) else None if sure else 0

    return found + list(_lists(frames, label))


def _most(items: Sequence[str]) -> float:
    return max(1, 0.6 * len(items))


def of_plain_text(text: str, rng: Random) -> list[Labelled]:
    """The candidates of a text without labels, by how its values agree."""
    article = checks.read(text)
    frames = frames_of(article)
    possible = _possible(frames)
    sure = [
        verdict.members
        for verdict in verdicts_of(article).equations
        if verdict.holds and verdict.probability > SURE_EQUATION and verdict.kind != "mean"
    ]
    kinds = {members: verdict.kind for verdict in verdicts_of(article).equations for members in (verdict.members,)}
    exact = [proposal for proposal in proposals_of(frames) if holds_beyond_chance(proposal)]
    ties = {(proposal.kind, proposal.members) for proposal in exact} | {(kinds[members], members) for members in sure}
    found = [_labelled(kind, members, 1, 1.0) for kind, members in ties]
    tied = {frame.index for _, members in ties for frame in members}
    for kind in EQUATIONS:
        others = [each for each in possible[kind] if (kind, each) not in ties and not equations.holds(kind, each)]
        found += _no_ties(kind, others, tied, 1, rng)
    parts = {(members[0], part) for kind, members in ties if kind == "sum" for part in members[1:]}
    found += [_labelled("part", members, 1, 1.0) for members in possible["part"] if members in parts]
    found += [_labelled("part", members, 0, 1.0) for members in possible["part"] if members[::-1] in parts]
    pairs = {(pair.first, pair.second): pair for pair in pairs_of(frames, any_values=True)}
    others = []
    for members in possible["same"]:
        pair = pairs.get((members[0], members[1]))
        if pair is None:
            continue
        likelihood = probability("same tie", pair.features) if pair.equal else 0.0
        if likelihood > SURE_SAME or (likelihood > MAYBE_SAME and _is_distinct(pair.first)):
            found.append(_labelled("same", members, 1, 1.0))
        elif likelihood < NOT_SAME:
            others.append(members)
    found += _no_ties("same", others, set(), 1, rng)

    def label(candidate: CountedList) -> int | None:
        if not candidate.agrees:
            return 0
        likelihood = probability("list tie", (*candidate.features, *candidate.evidence))
        return 1 if likelihood > SURE_LIST else None

    return found + list(_lists(frames, label))


def _is_distinct(frame: Frame) -> bool:
    """Whether a value is so particular that it hardly stands twice in an article by chance."""
    return isinstance(frame.value, Fraction) and len(significant_digits(frame.value)[0]) >= 3


def _possible(frames: Frames) -> dict[TieKind, list[Members]]:
    found: dict[TieKind, list[Members]] = defaultdict(list)
    for kind, members in possible_relations(frames):
        found[kind].append(members)
    return found


def _labelled(kind: TieKind, members: Iterable[Frame], label: int, weight: float) -> Labelled:
    return kind, [(frame.start, frame.end) for frame in members], label, weight


def _no_ties(kind: TieKind, members: Sequence[Members], tied: set[int], times: int, rng: Random) -> Iterator[Labelled]:
    """Some of the candidates that are no ties, most of them with a figure of a tie."""
    number = times * NO_TIES.get(kind, 0)
    beside = [each for each in members if any(frame.index in tied for frame in each)]
    apart = [each for each in members if not any(frame.index in tied for frame in each)]
    rng.shuffle(beside)
    rng.shuffle(apart)
    first = int(number * BESIDE_TIES)
    chosen = [*beside[:first], *apart[:number], *beside[first:]][:number]
    return (_labelled(kind, each, 0, 1.0) for each in chosen)


def _parts(frames: Frames, item: LabelledText, possible: Sequence[Members], rng: Random) -> Iterator[Labelled]:
    """A whole and one of its parts, as marked, and what is none."""
    parts: set[Members] = set()
    for tie in item.ties:
        if tie.kind not in ("sum", "part") or not tie.sure:
            continue
        marked = [next((frame for frame in frames.frames if touch([place], frame)), None) for place in tie.members]
        known = [frame for frame in marked if frame is not None and isinstance(frame.value, Fraction)]
        if len(known) == len(marked):
            whole = known[0] if tie.kind == "part" else max(known, key=equations.nominal_value)
            parts |= {(whole, frame) for frame in known if frame is not whole}
    others: list[Members] = []
    for members in possible:
        if members in parts or members[::-1] in parts:
            yield _labelled("part", members, int(members in parts), TIE_WEIGHT if members in parts else 1.0)
        else:
            others.append(members)
    yield from _no_ties("part", others, set(), 2, rng)


def _restatements(item: LabelledText, possible: Sequence[Members], rng: Random) -> Iterator[Labelled]:
    """Pairs that are marked, and others; in a text with other marks only what differs is no restatement."""
    facts, unsure = restated_facts(item.ties)
    others = []
    for members in possible:
        if any(touch(fact, *members) for fact in facts):
            yield _labelled("same", members, 1, TIE_WEIGHT)
        elif not any(touch(each, *members) for each in unsure):
            is_known = "same" in item.complete or members[0].value != members[1].value
            others += [members] if is_known else []
    yield from _no_ties("same", others, set(), 2, rng)


def _lists(frames: Frames, label: Callable[[CountedList], int | None]) -> Iterator[Labelled]:
    for candidate in counted_lists_of(frames):
        known = label(candidate)
        if known is not None:
            places = [(candidate.frame.start, candidate.frame.end), tuple(candidate.enumeration.span)]
            yield "list", places, known, TIE_WEIGHT if known else 1.0  # type: ignore[misc]


def records(arguments: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """All examples: a text, its candidates and how often it is read."""
    articles = labelled_articles(LABELS / "ties.jsonl.gz", arguments.articles, PURPOSE)
    labelled = [("annotated", item) for item in articles]
    labelled += [("stories", item) for item in written_stories(LABELS / "stories.jsonl.gz", PURPOSE)]
    labelled += [("passages", item) for item in written_items(LABELS / "passages.jsonl.gz", PURPOSE)]
    for source, item in labelled:
        candidates = of_labelled_text(item, Random(item.name))
        yield {"text": item.text, "candidates": candidates, "times": TIMES[source]}
    without_equation = 0
    for path in arguments.texts:
        for text in json.loads(path.read_text("utf-8")):
            candidates = of_plain_text(text, Random(crc32(text.encode())))
            ties = [kind for kind, _, label, _ in candidates if label]
            if not any(kind in EQUATIONS or kind == "list" for kind in ties):
                without_equation += len(ties) > 1
                if len(ties) < 2 or without_equation > MAX_WITHOUT_EQUATION:
                    continue
            yield {"text": text, "candidates": candidates, "times": TIMES["texts"]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, nargs="*", default=[])
    parser.add_argument("--texts", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    with gzip.open(arguments.out, "wt", encoding="utf-8") as out:
        for number, record in enumerate(records(arguments)):
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
            if number % 500 == 499:
                print(f"{number + 1} texts", flush=True)


if __name__ == "__main__":
    main()
