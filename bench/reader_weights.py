"""Measures how much weight the proposals of a reader (`copydesk check --reader`) may have, by kind of relation.

    python bench/reader_weights.py FOLDER    # with article_controls_*.jsonl.gz and article_relations_*.jsonl.gz

No model runs; two readers are simulated. The worst one proposes every relation that the figures of an article could
be in, on texts as published, so that all questions that its proposals add are false alarms. The ideal one proposes just
the marked relation, on texts in which one of its members was changed. A kind earns the largest weight with which the
worst reader adds at most ALLOWED questions per article, but no more than MAX_WEIGHT, and no more than
MAX_UNTESTED_WEIGHT where nothing of its kind is marked.

Prints for each kind the weight that it earns and then, for each weight, the questions that the worst reader adds
(warnings and notes) and those that the ideal one adds. The weights go into `checks.relations.proposed`. Takes little
more than a minute.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import checks
from checks.model import Article, Severity, Span
from checks.relations import arithmetic
from checks.relations.frames import Frame, frames_of
from checks.relations.judge import verdicts_with
from checks.relations.proposals import Proposal, TieKind
from checks.relations.proposed import PROPOSABLE
from checks.relations.verdicts import Key, Verdict
from checks.run import prose_of
from summarizer.training.arguments import existing_folder

WEIGHTS = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0)
MAX_WEIGHT, MAX_UNTESTED_WEIGHT = 2.0, 1.0
ALLOWED = 0.05  # questions per article that the worst reader may add
ROLES: dict[
    str, tuple[TieKind, tuple[str, ...]]
] = {  # marked relation: kind, and its roles in the order of our members
    "part_whole_sum": ("sum", ("total", "part")),
    "difference": ("sum", ("larger", "smaller", "difference")),
    "pct_change": ("change", ("from", "to", "pct")),
    "pct_of": ("share", ("part", "whole", "pct")),
    "multiple": ("times", ("to", "from", "factor")),
    "duration": ("span", ("from", "to", "years")),
    "rate_average": ("product", ("rate", "count", "total")),
    "repeated_fact": ("same", ("first mention", "second mention")),
    "headline_body": ("same", ("headline", "body")),
}


def rows(folder: Path, pattern: str) -> Iterator[dict[str, Any]]:
    """The rows of all files of the folder that match the pattern."""
    for path in sorted(folder.glob(pattern)):
        yield from map(json.loads, gzip.decompress(path.read_bytes()).splitlines())


def all_relations(article: Article) -> dict[TieKind, set[Key]]:
    """All relations that the worst reader proposes, by kind."""
    frames = frames_of(article)
    found: dict[TieKind, set[Key]] = defaultdict(set)
    for proposal in arithmetic.proposals_of(frames):
        found[proposal.kind].add(Key(proposal.kind, frozenset(frame.index for frame in proposal.members)))
    for first, second in combinations(frames.frames, 2):
        if first.kind == second.kind:
            found["same"].add(Key("same", frozenset((first.index, second.index))))
    return found


def marked_relation(row: dict[str, Any], article: Article) -> tuple[TieKind, list[Frame]] | None:
    """The marked relation of a text as a reader would propose it; None for other kinds, or if a member is no frame."""
    kind, roles = ROLES.get(row["relation"], ("list", ()))
    stated = [(o["role"], Span(o["start"], o["end"])) for o in row["operands"] if o["role"] in roles]
    stated.sort(key=lambda operand: roles.index(operand[0]))
    if len({role for role, _ in stated}) < max(2, len(roles)) or len(stated) != len(row["operands"]):
        return None
    frames = frames_of(article).frames
    members = [next((f for f in frames if f.statement.span.overlaps(span)), None) for _, span in stated]
    return (kind, [member for member in members if member]) if all(members) else None


def questions(
    article: Article, keys: set[Key], proposals: list[Proposal], kind: TieKind, weight: float
) -> list[Verdict]:
    """The verdicts on the proposed relations that question them, if their kind has this weight."""
    added = verdicts_with(article, proposals, dict.fromkeys(keys, "reader"), {kind: weight})
    return [verdict for verdict in (*added.restatements, *added.equations) if not verdict.holds]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=existing_folder, help="the evaluation data")
    folder = parser.parse_args().folder
    published = {row["article"] for row in rows(folder, "article_controls_*.jsonl.gz")}
    relations = list(rows(folder, "article_relations_*.jsonl.gz"))
    published |= {row["article"] for row in relations if row["variant"] == "original" and row["holds"] is True}
    if not published:
        parser.error(f"no articles (article_controls_*.jsonl.gz, article_relations_*.jsonl.gz) in {folder}")
    worst: dict[tuple[TieKind, float], list[Verdict]] = defaultdict(list)
    for text in sorted(published):
        article = prose_of(checks.read(text))
        for kind, keys in all_relations(article).items():
            for weight in WEIGHTS:
                worst[kind, weight] += questions(article, keys, [], kind, weight)
    ideal: dict[tuple[TieKind, float], int] = defaultdict(int)
    proposed: dict[TieKind, int] = defaultdict(int)
    for row in relations:
        if row["variant"] != "perturbed":
            continue
        article = prose_of(checks.read(row["article"]))
        if (found := marked_relation(row, article)) is None:
            continue
        kind, members = found
        proposed[kind] += 1
        key = Key(kind, frozenset(member.index for member in members))
        proposal = None if kind == "same" else arithmetic.proposal_of(frames_of(article), kind, members)
        for weight in (0.0, *WEIGHTS):
            ideal[kind, weight] += bool(questions(article, {key}, [proposal] if proposal else [], kind, weight))
    print(f"{len(published)} texts as published, {sum(proposed.values())} with a member changed")
    for kind in PROPOSABLE:
        limit = MAX_WEIGHT if proposed[kind] else MAX_UNTESTED_WEIGHT
        earned = max(
            (w for w in WEIGHTS if w <= limit and len(worst[kind, w]) <= ALLOWED * len(published)), default=0.0
        )
        print(f"\n{kind}: earns {earned:g}; {proposed[kind]} marked, {ideal[kind, 0.0]} questioned without a weight")
        for weight in WEIGHTS:
            added = worst[kind, weight]
            warnings = sum(verdict.severity is Severity.WARNING for verdict in added)
            print(f"  {weight:4}  worst {warnings} and {len(added) - warnings}  ideal {ideal[kind, weight]}")


if __name__ == "__main__":
    main()
