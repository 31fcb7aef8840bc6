"""Makes the examples that `bench/learn_relations.py` learns from out of texts, and holds them.

Annotated news has all its ties marked by people. Written items are short texts made around one tie, of kinds that news
has too few of. News without annotation has no labels; how its figures agree serves as labels, see `of_plain_text`. A
slip is made in the text, which is then read again, so that its example is what the checks would see.
"""

from __future__ import annotations

import gzip
import json
import pickle
import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import ge
from pathlib import Path
from random import Random
from zlib import crc32

import checks
from bench.one_figure_edits import edited
from checks.model import Span
from checks.relations.arithmetic import EVIDENCE, proposals_of
from checks.relations.counted_lists import counted_lists_of
from checks.relations.frames import Frame, Frames, frames_of
from checks.relations.odds import Model
from checks.relations.proposals import EQUATIONS, Proposal
from checks.relations.restatement import Pair, pairs_of
from summarizer.training.labels import article_key, read_records

Extent = tuple[int, int]  # start and end in the text
Slip = tuple[Frames, Extent, list[Extent]]  # see `_slips`
EDITS = {"equation": 4, "same": 3, "list": 6, "text": 7, "plain equation": 2}
"""How many are tried for each tie that holds; "text": for all restatements of a text without labels."""
MAX_PLAIN_TIES = 3  # equations of a text without labels that are edited
KEPT_WITHOUT_SLIP = 0.3  # share of the texts without labels and without a slip whose equations are kept
COUNT_WEIGHT = 0.25  # of a slip in a counted list: six of one list are little more than one example
MIN_LIKELY = 0.45  # probability of a tie from which it is edited in texts without annotation
KEPT_MISMATCHES = 0.35  # share of the mismatches of texts without annotation that are kept
LABELLED_WEIGHT = 2.0  # of restatements that people labelled, against those of texts without annotation
LIST_SEPARATOR = re.compile(r"[,;]\s+(?:(?:and|or)\s+)?|\s+(?:and|or)\s+")
MARK = re.compile(r"⟦([\w., ]+):(.*?)⟧", re.DOTALL)
FOLDS = 5
MEASURES = ("relative miss", "digits of the result", "digits of the shortest member", "digits of all")
BEYOND_CHANCE: dict[str, tuple[float, float, float, float]] = {
    "sum": (1e-9, 3, 2, 0),
    **dict.fromkeys(("change", "gain", "share"), (0.02, 2, 0, 5)),
    "times": (0.05, 0, 0, 4),
    "product": (0.005, 3, 0, 5),
    "span": (0.6, 0, 0, 0),  # misses by so many of its units
}
"""Unrelated figures hardly miss by less with so many digits. Too few means hold to learn their words from them."""


@dataclass(slots=True)
class Rows:
    """The examples of one model: `features` holds one row after the other."""

    features: array[float] = field(default_factory=lambda: array("f"))
    labels: array[float] = field(default_factory=lambda: array("f"))
    weights: array[float] = field(default_factory=lambda: array("f"))

    def add(self, features: Iterable[float], label: bool, weight: float = 1.0) -> None:
        self.features.extend(features)
        self.labels.append(label)
        self.weights.append(weight)

    def extend(self, other: Rows) -> None:
        self.features.extend(other.features)
        self.labels.extend(other.labels)
        self.weights.extend(other.weights)


@dataclass(frozen=True, slots=True)
class Equation:
    """A proposal as the models see it. `is_tie` is None where people were not sure or marked a published slip."""

    kind: tuple[float, ...]  # 1 at the place of its kind, else 0
    members: frozenset[int]
    holds: bool
    features: array[float]
    evidence: array[float]
    is_tie: bool | None


@dataclass(frozen=True, slots=True)
class ArticleEquations:
    """The proposals of a labelled text; and for each slip in one of its ties, the proposals around it."""

    fold: int
    proposals: list[Equation]
    broken: list[list[Equation]]


@dataclass(slots=True)
class Examples:
    """All examples of some texts."""

    texts: set[int] = field(default_factory=set)  # checksums: no labelled text is read as a plain one as well
    rows: dict[Model, Rows] = field(default_factory=lambda: defaultdict(Rows))
    equations: list[ArticleEquations] = field(default_factory=list)
    plain_equations: list[ArticleEquations] = field(default_factory=list)  # of texts without labels

    def extend(self, other: Examples) -> None:
        self.texts |= other.texts
        self.equations += other.equations
        self.plain_equations += other.plain_equations
        for model, rows in other.rows.items():
            self.rows[model].extend(rows)


def load(paths: Iterable[Path]) -> Examples:
    """The examples of several files together. They are pickles: open only those that you have made yourself."""
    examples = Examples()
    for path in paths:
        examples.extend(pickle.loads(path.read_bytes()))
    return examples


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie that people marked; `sure` if nobody doubts it and it is no published slip."""

    kind: str
    members: Sequence[Extent]  # of a sum, the whole first
    sure: bool = True
    items: Sequence[str] = ()  # of a counted list


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text with its ties; `complete` names the kinds, of "same" and "list", of which every tie is marked."""

    name: str
    text: str
    ties: Sequence[Tie]
    complete: Sequence[str]


def annotated_news(folder: Path) -> Iterator[LabelledText]:
    """The articles of `ties_*.jsonl.gz`."""
    for path in sorted(folder.glob("ties_*.jsonl.gz")):
        for row in map(json.loads, gzip.decompress(path.read_bytes()).splitlines()):
            ties: list[Tie] = []
            for tie in row["ties"]:
                members = [(start, end) for start, end, *_ in tie["members"]]
                ties.append(Tie(tie["kind"], members, tie["sure"] and not tie["slip"], tie["items"] or ()))
            yield LabelledText(row["id"], row["text"], ties, ("same", "list"))


def labelled_articles(labels: Path, articles: Iterable[Path], learned: str = "") -> Iterator[LabelledText]:
    """The articles whose ties bench/labels/ties.jsonl.gz has, of those that are at hand ({"article": text} a line).

    With `learned` only those that were for this purpose.
    """
    texts = {article_key(record["article"]): record["article"] for path in articles for record in read_records(path)}
    for row in read_records(labels):
        if row["article"] in texts and learned in ("", row["learned"]):
            text = texts[row["article"]]
            ties = [
                Tie(
                    tie["kind"],
                    [(start, end) for start, end in tie["members"]],
                    tie.get("sure", True) and tie.get("holds", True),
                    [text[start:end] for start, end in tie.get("items", ())],
                )
                for tie in row["ties"]
            ]
            yield LabelledText(row["article"], text, ties, ("same", "list"))


def written_items(path: Path, learned: str = "") -> Iterator[LabelledText]:
    """The items of the `*.jsonl` of a folder, or of a file that may be compressed, as bench/labels/passages.jsonl.gz.

    `t` is the kind of tie, `text` has its members marked ⟦role:words⟧. With `learned` only those of this purpose.
    """
    for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
        for number, row in enumerate(read_records(file)):
            if learned not in ("", row.get("learned")):
                continue
            text, marked = _unmarked(row["text"])
            ties = [_written_tie(row["t"], text, marked)] if marked else []
            yield LabelledText(f"{file.stem}:{number}", text, ties, (row["t"],))


def written_stories(path: Path, learned: str = "") -> Iterator[LabelledText]:
    """The stories of a file, as bench/labels/stories.jsonl.gz: all ties of each are marked.

    `ties` has the kind of each by its letter, `text` the members, marked ⟦letter.role:words⟧; a figure of two ties has
    both marks, with a comma between them. With `learned` only those of this purpose.
    """
    for number, row in enumerate(read_records(path)):
        if learned not in ("", row.get("learned")):
            continue
        text, marked = _unmarked(row["text"])
        members: dict[str, list[tuple[str, Extent]]] = defaultdict(list)
        for marks, extent in marked:
            for mark in marks.split(","):
                letter, _, role = mark.strip().partition(".")
                members[letter].append((role, extent))
        ties = [_written_tie(kind, text, members[letter]) for letter, kind in row["ties"].items() if members[letter]]
        yield LabelledText(f"{path.stem}:{number}", text, ties, ("same", "list"))


def _unmarked(text: str) -> tuple[str, list[tuple[str, Extent]]]:
    """The text without its marks, and what each said of which words."""
    parts = MARK.split(text)  # plain text, mark, words, plain text, mark, words ... plain text
    plain, marked = parts[0], []
    for mark, words, following in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        marked.append((mark, (len(plain), len(plain) + len(words))))
        plain += words + following
    return plain, marked


def _written_tie(kind: str, text: str, marked: Sequence[tuple[str, Extent]]) -> Tie:
    """The tie of members with their roles: the whole first, and the items of a list by themselves."""
    members = sorted((role != "whole", extent) for role, extent in marked if role != "list")
    lists = [text[start:end] for role, (start, end) in marked if role == "list"]
    items = [item for words in lists for item in LIST_SEPARATOR.split(words)]
    return Tie(kind, [extent for _, extent in members], items=items)


def of_labelled_text(item: LabelledText) -> Examples:
    """The examples of a text whose ties people marked."""
    examples, rng = Examples({crc32(item.text.encode())}), Random(item.name)
    frames = frames_of(checks.read(item.text))
    for kind, add in (("same", _add_restatements), ("list", _add_lists)):
        if kind in item.complete:
            add(examples.rows, item, frames, rng)
    examples.equations.append(_article_equations(item, frames, rng))
    return examples


def touch(extents: Iterable[Extent], *places: Frame | Span) -> bool:
    """Whether each of the places has something in common with one of the extents."""
    return all(any(place.start < end and start < place.end for start, end in extents) for place in places)


def _slips(text: str, members: Sequence[Frame], others: Iterable[Extent], tries: int, rng: Random) -> Iterator[Slip]:
    """The text with a slip in one of the members: its frames, and where what changed and all the others stand in it."""
    places = [*((frame.start, frame.end) for frame in members), *others]
    for _ in range(tries):
        frame = rng.choice(members)
        words = edited(frame, rng)
        if words is not None:
            start, end = frame.start, frame.end
            longer = len(words) - (end - start)
            kept = [(x + longer * (x >= end), y + longer * (y >= end)) for x, y in places if (x, y) != (start, end)]
            yield frames_of(checks.read(text[:start] + words + text[end:])), (start, start + len(words)), kept


def _slipped_pairs(text: str, pair: Pair, tries: int, rng: Random) -> Iterator[tuple[float, ...]]:
    """Features and evidence of the pair after a slip in one of its statements, as often as it is still a candidate."""
    for frames, place, others in _slips(text, (pair.first, pair.second), (), tries, rng):
        for other in pairs_of(frames):
            if not other.equal and touch((place, *others), other.first, other.second):
                yield (*other.features, *other.evidence)


def restated_facts(ties: Iterable[Tie]) -> tuple[list[set[Extent]], list[Sequence[Extent]]]:
    """Where each fact is stated that is stated more than once; and the pairs of which people were not sure."""
    facts, unsure = list[set[Extent]](), list[Sequence[Extent]]()
    for tie in [tie for tie in ties if tie.kind == "same"]:
        if tie.sure:  # ties that share a member are about one fact
            joined = [fact for fact in facts if fact.intersection(tie.members)]
            facts = [fact for fact in facts if fact not in joined] + [set(tie.members).union(*joined)]
        else:
            unsure.append(tie.members)
    return facts, unsure


def _add_restatements(rows: dict[Model, Rows], item: LabelledText, frames: Frames, rng: Random) -> None:
    facts, unsure = restated_facts(item.ties)
    for pair in pairs_of(frames):
        is_tie = any(touch(fact, pair.first, pair.second) for fact in facts)
        if any(touch(members, pair.first, pair.second) for members in unsure):
            continue
        if pair.equal:
            rows["same tie"].add(pair.features, is_tie)
            for features in _slipped_pairs(item.text, pair, EDITS["same"] if is_tie else 0, rng):
                rows["same slip"].add(features, True, LABELLED_WEIGHT)
        elif not is_tie:
            rows["same slip"].add((*pair.features, *pair.evidence), False, LABELLED_WEIGHT)


def _add_lists(rows: dict[Model, Rows], item: LabelledText, frames: Frames, rng: Random) -> None:
    for candidate in counted_lists_of(frames):
        place, features = candidate.enumeration.span, (*candidate.features, *candidate.evidence)
        words = item.text[max(0, place.start - 5) : place.end + 5]
        named = [
            tie for tie in item.ties if sum(name[:60] in words for name in tie.items) >= max(1, 0.6 * len(tie.items))
        ]
        sure = [tie.sure for tie in named if touch(tie.members, candidate.frame)]
        if not candidate.agrees and not sure:
            rows["list slip"].add(features, False)
        elif candidate.agrees and (any(sure) or not sure):
            rows["list tie"].add(features, bool(sure))
            slips = _slips(item.text, [candidate.frame], [place], EDITS["list"] if sure else 0, rng)
            for changed, count, (listed, *_) in slips:
                for other in counted_lists_of(changed):
                    if not other.agrees and touch([count], other.frame) and other.enumeration.span == listed:
                        rows["list slip"].add((*other.features, *other.evidence), True, COUNT_WEIGHT)


def _one_hot(proposal: Proposal) -> tuple[float, ...]:
    return tuple(float(proposal.kind == kind) for kind in EQUATIONS)


def _article_equations(item: LabelledText, frames: Frames, rng: Random) -> ArticleEquations:
    ties = [tie for tie in item.ties if tie.kind in (*EQUATIONS, "diff")]
    found = ArticleEquations(crc32(item.name.encode()) % FOLDS, list(_equations(frames, ties)), [])
    for proposal, equation in zip(proposals_of(frames), found.proposals, strict=True):
        tries = EDITS["equation"] if equation.is_tie and proposal.holds and proposal.near else 0
        for changed, place, others in _slips(item.text, proposal.members, (), tries, rng):
            found.broken.extend(_around_slip(changed, Tie(proposal.kind, (place, *others))))
    return found


def _around_slip(frames: Frames, tie: Tie) -> Iterator[list[Equation]]:
    """The proposals that share a figure with a tie that a slip keeps from holding; nothing if it is no candidate."""
    equations = list(_equations(frames, [tie]))
    figures = frozenset[int]().union(*(each.members for each in equations if each.is_tie and not each.holds))
    if figures:
        yield [equation for equation in equations if equation.members & figures]


def _equations(frames: Frames, ties: Sequence[Tie]) -> Iterator[Equation]:
    """The proposals of a text. Whatever joins the members of a tie is one: a change is a difference."""
    for proposal in proposals_of(frames):
        count = len(proposal.members)
        sure = [tie.sure for tie in ties if len(tie.members) == count and touch(tie.members, *proposal.members)]
        yield _equation(proposal, any(sure) or (None if sure else False))


def _equation(proposal: Proposal, is_tie: bool | None) -> Equation:
    features, evidence = array("f", proposal.features), array("f", proposal.evidence)
    members = frozenset(frame.index for frame in proposal.members)
    return Equation(_one_hot(proposal), members, proposal.holds, features, evidence, is_tie)


def of_plain_text(text: str, tie_probability: Callable[..., Sequence[float]] | None, rng: Random) -> Examples:
    """The examples of a text without labels, which is taken to be free of slips.

    Restatements: statements that differ are no slips; likely ties, by the odds of a first model, become slips by an
    edit, and weigh as much as they are likely. Without a first model there are none. Equations: those that hold too
    exactly for chance are ties, and become slips by an edit; those that do not hold are none, the others say nothing.
    """
    examples = Examples({crc32(text.encode())})
    frames = frames_of(checks.read(text))
    if tie_probability is not None:
        slips, pairs = examples.rows["same slip"], list(pairs_of(frames))
        for pair in pairs:
            if not pair.equal:
                slips.add((*pair.features, *pair.evidence), False)
        equal = [pair for pair in pairs if pair.equal]
        probabilities = zip(tie_probability([pair.features for pair in equal]), equal, strict=True)
        likely = [(probability, pair) for probability, pair in probabilities if probability > MIN_LIKELY]
        rng.shuffle(likely)
        for probability, pair in likely[: EDITS["text"]]:
            for features in _slipped_pairs(text, pair, 1, rng):
                slips.add(features, True, probability)
    proposals = list(proposals_of(frames))
    for proposal in proposals:
        is_tie = holds_beyond_chance(proposal)
        learnable = proposal.near and proposal.kind in BEYOND_CHANCE
        if learnable and (is_tie or (not proposal.holds and rng.random() < KEPT_MISMATCHES)):
            examples.rows["equation context"].add((*_one_hot(proposal), *proposal.features), is_tie)
    article = _plain_equations(text, proposals, rng)
    if article.broken or rng.random() < KEPT_WITHOUT_SLIP:
        examples.plain_equations.append(article)
    return examples


def holds_beyond_chance(proposal: Proposal) -> bool:
    if not (proposal.near and proposal.kind in BEYOND_CHANCE and proposal.holds):
        return False
    miss, *digits = [value for name, value in zip(EVIDENCE, proposal.evidence, strict=True) if name in MEASURES]
    most, *least = BEYOND_CHANCE[proposal.kind]
    return miss < most and all(map(ge, digits, least))


def _plain_equations(text: str, proposals: Sequence[Proposal], rng: Random) -> ArticleEquations:
    """The proposals of a text without labels, and those around a slip in some that hold beyond chance."""
    found = ArticleEquations(0, [], [])
    for proposal in proposals:
        is_tie = True if holds_beyond_chance(proposal) else None if proposal.holds else False
        found.proposals.append(_equation(proposal, is_tie))
    ties = [proposal for proposal in proposals if holds_beyond_chance(proposal)]
    rng.shuffle(ties)
    for proposal in ties[:MAX_PLAIN_TIES]:
        for changed, place, others in _slips(text, proposal.members, (), EDITS["plain equation"], rng):
            found.broken.extend(_around_slip(changed, Tie(proposal.kind, (place, *others))))
    return found
