"""Measures how often `compare` questions a figure that a summary attaches to the wrong thing, and correct sentences.

    python bench/attached_figures.py [--set bench/labels/attached.jsonl.gz] [--show]

Each passage, {"text", "wrong", "right", "learned"}, has several figures of one kind in a row. `wrong` is a sentence
that attaches one of them to another thing of the passage; `right` are two true sentences. Passages with `learned` were
read while rules were developed, the others are held out. Takes a second.

Prints a line for each of the two sets ("looked at" and "not looked at"): how many of the wrong sentences are questioned
("asked about": recall), and how many have every figure ticked (misses that look verified); then the same for the right
ones, where a question is a false alarm.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import checks
from checks.model import Severity, State
from summarizer.training.arguments import existing_file

PASSAGES = Path(__file__).parent / "labels" / "attached.jsonl.gz"


def outcome(text: str, sentence: str) -> str:
    """The outcome for a sentence: "asked about", "ticked" where all of its figures are, else "open"."""
    sheet = checks.compare(text, sentence)
    if any(finding.severity is not Severity.NOTE for finding in sheet.findings):
        return "asked about"
    return "ticked" if all(entry.state is State.TICKED for entry in sheet.ledger.entries) else "open"


def main() -> None:
    """Prints the two lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", type=existing_file, default=PASSAGES, help="the passages, gzipped JSON lines")
    parser.add_argument(
        "--show", action="store_true", help="print wrong sentences that pass, and right ones that are questioned"
    )
    arguments = parser.parse_args()
    counts: Counter[tuple[bool, str, str]] = Counter()
    with gzip.open(arguments.set, "rt", encoding="utf-8") as lines:
        for passage in map(json.loads, lines):
            for kind, sentence in (("wrong", passage["wrong"]), *(("right", each) for each in passage["right"])):
                found = outcome(passage["text"], sentence)
                counts[passage["learned"], kind, found] += 1
                if arguments.show and (kind == "wrong") is not (found == "asked about"):
                    print(f"{kind}, {found}: {sentence}")
    for learned in (True, False):
        outcomes = [
            f"{kind}: " + ", ".join(f"{counts[learned, kind, found]} {found}" for found in ("asked about", "ticked"))
            for kind in ("wrong", "right")
        ]
        print(f"{'looked at' if learned else 'not looked at'}: {'; '.join(outcomes)}")


if __name__ == "__main__":
    main()
