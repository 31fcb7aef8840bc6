"""Builds the training examples of `bench/learn_relations.py` from texts. Imported by other scripts, not run itself.

The texts are of three sorts. In annotated news people marked all ties. Written items are short texts made around one
tie each, of kinds that are rare in news. News without annotation has no labels; whether its figures agree serves
instead (distant supervision, see `of_plain_text`). A slip is made by editing the text, which is then read again, so
that the example has the features that the checks would compute.
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
from bench.one_figure_edits import words_with_slip
from checks.model import Span
from checks.relations.arithmetic import EVIDENCE, proposals_of
from checks.relations.counted_lists import CountedList, counted_lists_of
from checks.relations.frames import Frame, Frames, frames_of
from checks.relations.odds import Model
from checks.relations.proposals import EQUATIONS, Proposal
from checks.relations.restatement import Pair, pairs_of
from summarizer.training.labels import article_key, read_records

Extent = tuple[int, int]  # start and end in the text
Slip = tuple[Frames, Extent, list[Extent]]  # frames of the edited text, the extent of the edit, the other extents
EDITS_PER_TIE = {"equation": 4, "same": 3, "list": 6, "text": 7, "plain equation": 2}
"""How many edits are tried for each tie that holds; "text": for all restatements of a text without labels."""
MAX_PLAIN_TIES = 3  # how many equations of a text without labels are edited
KEPT_WITHOUT_SLIP = 0.3  # share of the texts without labels and without a slip whose equations are kept
COUNT_WEIGHT = 0.25  # of a slip in a counted list, since six slips in one list are little more than one example
MIN_TIE_PROBABILITY = 0.45  # from which a restatement is edited in texts without annotation
KEPT_MISMATCHES = 0.35  # share of the mismatches of texts without annotation that are kept
LABELLED_WEIGHT = 2.0  # of restatements that people labelled; those of texts without annotation weigh 1 at most
LIST_SEPARATOR = re.compile(r"[,;]\s+(?:(?:and|or)\s+)?|\s+(?:and|or)\s+")
MEMBER_MARK = re.compile(r"⟦([\w., ]+):(.*?)⟧", re.DOTALL)
FOLDS = 5  # of cross-fitting
MIN_ITEMS_NAMED = 0.6  # share of the items of a marked list that an enumeration has to contain to be that list
COMPARED_NAME_LENGTH = 60  # characters of a marked item that are looked for
ENUMERATION_MARGIN = 5  # characters around an enumeration in which its items are looked for
EXACTNESS_EVIDENCE = ("relative miss", "digits of the result", "digits of the shortest member", "digits of all")
BEYOND_CHANCE: dict[str, tuple[float, float, float, float]] = {
    "sum": (1e-9, 3, 2, 0),
    **dict.fromkeys(("change", "gain", "share"), (0.02, 2, 0, 5)),
    "times": (0.05, 0, 0, 4),
    "product": (0.005, 3, 0, 5),
    "span": (0.6, 0, 0, 0),  # the miss is in units of the span, such as years
}
"""By kind: the limit of the miss and the fewest digits of an equation that is meant (in EXACTNESS_EVIDENCE's order).

Unrelated figures of so many digits hardly ever come so close. Means are left out: too few hold to learn words from."""


@dataclass(slots=True)
class Rows:
    """The training examples of one model; `features` holds the rows one after another (row-major)."""

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
    """A proposal as the models see it. `is_tie` is None where annotators were unsure or marked a published slip."""

    kind: tuple[float, ...]  # one-hot, in the order of EQUATIONS
    members: frozenset[int]  # indices of frames
    holds: bool
    features: array[float]
    evidence: array[float]
    is_tie: bool | None


@dataclass(frozen=True, slots=True)
class ArticleEquations:
    """The proposals of a text and, for each slip made in one of its ties, those that share a figure with the tie."""

    fold: int
    proposals: list[Equation]
    broken: list[list[Equation]]


@dataclass(slots=True)
class Examples:
    """All examples of some texts."""

    texts: set[int] = field(default_factory=set)  # CRC-32 of each, so that no labelled text is also read as a plain one
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
    """The examples of several files together. They are pickles: open only files that you made yourself."""
    examples = Examples()
    for path in paths:
        examples.extend(pickle.loads(path.read_bytes()))
    return examples


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie that people marked; `is_sure` if nobody doubts it and it is not a published slip."""

    kind: str
    members: Sequence[Extent]  # of a sum, the whole first
    is_sure: bool = True
    items: Sequence[str] = ()  # of a counted list


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text with its marked ties; `complete_kinds` has those of "same" and "list" of which every tie is marked."""

    name: str
    text: str
    ties: Sequence[Tie]
    complete_kinds: Sequence[str]


def annotated_news(folder: Path) -> Iterator[LabelledText]:
    """The articles of a folder's `ties_*.jsonl.gz`, in the format of the evaluation data."""
    for path in sorted(folder.glob("ties_*.jsonl.gz")):
        for row in map(json.loads, gzip.decompress(path.read_bytes()).splitlines()):
            ties: list[Tie] = []
            for tie in row["ties"]:
                members = [(start, end) for start, end, *_ in tie["members"]]
                ties.append(Tie(tie["kind"], members, tie["sure"] and not tie["slip"], tie["items"] or ()))
            yield LabelledText(row["id"], row["text"], ties, ("same", "list"))


def labelled_articles(labels: Path, articles: Iterable[Path], purpose: str = "") -> Iterator[LabelledText]:
    """The articles of `articles` ({"article": text} per line) whose ties are in `labels` (bench/labels/ties.jsonl.gz).

    With `purpose`, only those whose labels were used for it: "adapter", "weights" or "none".
    """
    texts = {article_key(record["article"]): record["article"] for path in articles for record in read_records(path)}
    for row in read_records(labels):
        if row["article"] in texts and purpose in ("", row["learned"]):
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


def written_items(path: Path, purpose: str = "") -> Iterator[LabelledText]:
    """The items of a folder's `*.jsonl`, or of one file, compressed or not (bench/labels/passages.jsonl.gz).

    In each row `t` is the kind of tie; in `text` its members are marked ⟦role:words⟧. With `purpose`, only the items
    whose labels were used for it.
    """
    for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
        for number, row in enumerate(read_records(file)):
            if purpose not in ("", row.get("learned")):
                continue
            text, marked = _unmarked(row["text"])
            ties = [_written_tie(row["t"], text, marked)] if marked else []
            yield LabelledText(f"{file.stem}:{number}", text, ties, (row["t"],))


def written_stories(path: Path, purpose: str = "") -> Iterator[LabelledText]:
    """The stories of a file such as bench/labels/stories.jsonl.gz, in which all ties are marked.

    In each row `ties` maps letters to kinds; in `text` the members are marked ⟦letter.role:words⟧, those of two ties
    with both marks, separated by a comma. With `purpose`, only the stories whose labels were used for it.
    """
    for number, row in enumerate(read_records(path)):
        if purpose not in ("", row.get("learned")):
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
    """The text without its marks, and each mark with the extent of the words that it marks."""
    parts = MEMBER_MARK.split(text)  # plain text, mark, words, plain text, mark, words ... plain text
    plain, marked = parts[0], []
    for mark, words, following in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        marked.append((mark, (len(plain), len(plain) + len(words))))
        plain += words + following
    return plain, marked


def _written_tie(kind: str, text: str, marked: Sequence[tuple[str, Extent]]) -> Tie:
    """The tie of marked members with their roles: a whole comes first; the words of a list become `items`."""
    members = sorted((role != "whole", extent) for role, extent in marked if role != "list")
    lists = [text[start:end] for role, (start, end) in marked if role == "list"]
    items = [item for words in lists for item in LIST_SEPARATOR.split(words)]
    return Tie(kind, [extent for _, extent in members], items=items)


def of_labelled_text(item: LabelledText) -> Examples:
    """The examples of a text with marked ties."""
    examples, rng = Examples({crc32(item.text.encode())}), Random(item.name)
    frames = frames_of(checks.read(item.text))
    for kind, add in (("same", _add_restatements), ("list", _add_lists)):
        if kind in item.complete_kinds:
            add(examples.rows, item, frames, rng)
    examples.equations.append(_article_equations(item, frames, rng))
    return examples


def all_overlap(extents: Iterable[Extent], *places: Frame | Span) -> bool:
    """Whether each of the places overlaps one of the extents."""
    return all(any(place.start < end and start < place.end for start, end in extents) for place in places)


def _slips(text: str, members: Sequence[Frame], others: Iterable[Extent], tries: int, rng: Random) -> Iterator[Slip]:
    """Copies of a text with one member edited: their frames, the extent of the edit, and the others' new extents.

    `tries` edits are tried, each of a random member; fewer copies result where no plausible edit is found.
    """
    extents = [*((frame.start, frame.end) for frame in members), *others]
    for _ in range(tries):
        frame = rng.choice(members)
        words = words_with_slip(frame, rng)
        if words is not None:
            start, end = frame.start, frame.end
            growth = len(words) - (end - start)
            shifted = [(x + growth * (x >= end), y + growth * (y >= end)) for x, y in extents if (x, y) != (start, end)]
            yield frames_of(checks.read(text[:start] + words + text[end:])), (start, start + len(words)), shifted


def _slipped_pairs(text: str, pair: Pair, tries: int, rng: Random) -> Iterator[tuple[float, ...]]:
    """Features and evidence of a pair after a slip in one statement, for each edit that leaves it a candidate."""
    for frames, place, others in _slips(text, (pair.first, pair.second), (), tries, rng):
        for other in pairs_of(frames):
            if not other.equal and all_overlap((place, *others), other.first, other.second):
                yield (*other.features, *other.evidence)


def restated_facts(ties: Iterable[Tie]) -> tuple[list[set[Extent]], list[Sequence[Extent]]]:
    """The extents of each fact that is stated more than once, and the members of the ties that annotators doubted."""
    facts, unsure = list[set[Extent]](), list[Sequence[Extent]]()
    for tie in [tie for tie in ties if tie.kind == "same"]:
        if tie.is_sure:  # ties that share a member state one fact
            joined = [fact for fact in facts if fact.intersection(tie.members)]
            facts = [fact for fact in facts if fact not in joined] + [set(tie.members).union(*joined)]
        else:
            unsure.append(tie.members)
    return facts, unsure


def _add_restatements(rows: dict[Model, Rows], item: LabelledText, frames: Frames, rng: Random) -> None:
    facts, unsure = restated_facts(item.ties)
    for pair in pairs_of(frames):
        is_tie = any(all_overlap(fact, pair.first, pair.second) for fact in facts)
        if any(all_overlap(members, pair.first, pair.second) for members in unsure):
            continue
        if pair.equal:
            rows["same tie"].add(pair.features, is_tie)
            for features in _slipped_pairs(item.text, pair, EDITS_PER_TIE["same"] if is_tie else 0, rng):
                rows["same slip"].add(features, True, LABELLED_WEIGHT)
        elif not is_tie:
            rows["same slip"].add((*pair.features, *pair.evidence), False, LABELLED_WEIGHT)


def ties_of_list(item: LabelledText, candidate: CountedList) -> list[Tie]:
    """The marked ties that join the candidate's count and name most of the items of its enumeration."""
    span = candidate.enumeration.span
    words = item.text[max(0, span.start - ENUMERATION_MARGIN) : span.end + ENUMERATION_MARGIN]
    return [
        tie
        for tie in item.ties
        if sum(name[:COMPARED_NAME_LENGTH] in words for name in tie.items) >= max(1, MIN_ITEMS_NAMED * len(tie.items))
        and all_overlap(tie.members, candidate.frame)
    ]


def _add_lists(rows: dict[Model, Rows], item: LabelledText, frames: Frames, rng: Random) -> None:
    for candidate in counted_lists_of(frames):
        place, features = candidate.enumeration.span, (*candidate.features, *candidate.evidence)
        is_sure = [tie.is_sure for tie in ties_of_list(item, candidate)]
        if not candidate.agrees and not is_sure:
            rows["list slip"].add(features, False)
        elif candidate.agrees and (any(is_sure) or not is_sure):
            rows["list tie"].add(features, bool(is_sure))
            slips = _slips(item.text, [candidate.frame], [place], EDITS_PER_TIE["list"] if is_sure else 0, rng)
            for changed, count, (listed, *_) in slips:
                for other in counted_lists_of(changed):
                    if not other.agrees and all_overlap([count], other.frame) and other.enumeration.span == listed:
                        rows["list slip"].add((*other.features, *other.evidence), True, COUNT_WEIGHT)


def _one_hot(proposal: Proposal) -> tuple[float, ...]:
    return tuple(float(proposal.kind == kind) for kind in EQUATIONS)


def _article_equations(item: LabelledText, frames: Frames, rng: Random) -> ArticleEquations:
    ties = [tie for tie in item.ties if tie.kind in (*EQUATIONS, "diff")]
    found = ArticleEquations(crc32(item.name.encode()) % FOLDS, list(_equations(frames, ties)), [])
    for proposal, equation in zip(proposals_of(frames), found.proposals, strict=True):
        tries = EDITS_PER_TIE["equation"] if equation.is_tie and proposal.holds and proposal.near else 0
        for changed, place, others in _slips(item.text, proposal.members, (), tries, rng):
            found.broken.extend(_equations_around_slip(changed, Tie(proposal.kind, (place, *others))))
    return found


def _equations_around_slip(frames: Frames, tie: Tie) -> Iterator[list[Equation]]:
    """The proposals that share a figure with a tie broken by a slip; nothing if the tie is not among the proposals."""
    equations = list(_equations(frames, [tie]))
    figures = frozenset[int]().union(*(each.members for each in equations if each.is_tie and not each.holds))
    if figures:
        yield [equation for equation in equations if equation.members & figures]


def _equations(frames: Frames, ties: Sequence[Tie]) -> Iterator[Equation]:
    """The proposals of a text. One over the members of a tie is that tie, of any kind: a change is a difference."""
    for proposal in proposals_of(frames):
        members = proposal.members
        matching = [tie for tie in ties if len(tie.members) == len(members) and all_overlap(tie.members, *members)]
        is_sure = [tie.is_sure for tie in matching]
        yield _equation(proposal, any(is_sure) or (None if is_sure else False))


def _equation(proposal: Proposal, is_tie: bool | None) -> Equation:
    features, evidence = array("f", proposal.features), array("f", proposal.evidence)
    members = frozenset(frame.index for frame in proposal.members)
    return Equation(_one_hot(proposal), members, proposal.holds, features, evidence, is_tie)


def of_plain_text(text: str, tie_probability: Callable[..., Sequence[float]] | None, rng: Random) -> Examples:
    """The examples of a text without labels, which is assumed to be free of slips.

    Restatements: statements that differ are negatives. Pairs that a first model considers likely ties are edited to
    make positives, weighted by that probability; without a first model there are no examples. Equations: those that
    hold more exactly than chance allows are ties, and are edited to make slips; those that do not hold are negatives;
    the others have no label.
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
        likely = [(probability, pair) for probability, pair in probabilities if probability > MIN_TIE_PROBABILITY]
        rng.shuffle(likely)
        for probability, pair in likely[: EDITS_PER_TIE["text"]]:
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
    """Whether an equation holds more exactly, with more digits, than unrelated figures would by chance."""
    if not (proposal.near and proposal.kind in BEYOND_CHANCE and proposal.holds):
        return False
    evidence = zip(EVIDENCE, proposal.evidence, strict=True)
    miss, *digits = [value for name, value in evidence if name in EXACTNESS_EVIDENCE]
    max_miss, *min_digits = BEYOND_CHANCE[proposal.kind]
    return miss < max_miss and all(map(ge, digits, min_digits))


def _plain_equations(text: str, proposals: Sequence[Proposal], rng: Random) -> ArticleEquations:
    """The proposals of a text without labels, and those around slips made in some that hold beyond chance."""
    found = ArticleEquations(0, [], [])
    for proposal in proposals:
        is_tie = True if holds_beyond_chance(proposal) else None if proposal.holds else False
        found.proposals.append(_equation(proposal, is_tie))
    ties = [proposal for proposal in proposals if holds_beyond_chance(proposal)]
    rng.shuffle(ties)
    for proposal in ties[:MAX_PLAIN_TIES]:
        for changed, place, others in _slips(text, proposal.members, (), EDITS_PER_TIE["plain equation"], rng):
            found.broken.extend(_equations_around_slip(changed, Tie(proposal.kind, (place, *others))))
    return found
