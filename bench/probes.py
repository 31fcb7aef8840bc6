"""Measures recall and false alarms of the rules on news that we wrote ourselves, by people who had not seen the rules.

    python bench/probes.py [seen|held] [--show]

`bench/probes/` holds short texts and whole articles, a row per text. Each row is correct as it stands; each of its
edits changes one figure so that a tie breaks, and is tried alone. Rows without edits look as if figures were tied that
are not; `true` is full of figures and has no edits at all. Rows of `summary` have fair summaries and ones with a
mistake.

`seen` was read while the rules were developed; `held` is held out: it says what to expect of tomorrow's paper, and
nobody should tune a rule on its rows. Once rows have been read they belong in `seen`, and somebody who does not know
the rules writes new ones. `held` takes four seconds, `seen` a minute and a half.

Prints a table with, for each file, the number of broken texts, how many are found (recall), the false alarms ("alarms
on true text") and the words of the correct texts. A false alarm is a warning or error about a correct text; of
summaries each counts once.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import checks
from checks.model import Finding, Severity, Sheet

PROBES = Path(__file__).with_name("probes")
ALARMS = (Severity.ERROR, Severity.WARNING)


def alarms(sheet: Sheet) -> list[Finding]:
    """The warnings and errors of a sheet."""
    return [finding for finding in sheet.findings if finding.severity in ALARMS]


def rows(part: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of all files of a part, "seen" or "held", each with the name of its file."""
    for path in sorted((PROBES / part).glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield path.stem, json.loads(line)


def try_article(row: dict[str, Any], count: Counter[str]) -> Iterator[str]:
    """Counts the hits, misses and false alarms of a row; yields a line for each miss and false alarm."""
    sheet = checks.check_article(row["text"])
    false_alarms = {(finding.rule, finding.message) for finding in alarms(sheet)}
    count["words"] += len(row["text"].split())
    count["alarms"] += len(false_alarms)
    yield from (f"ALARM {row['id']} {rule}: {message}" for rule, message in sorted(false_alarms))
    for edit in row["edits"]:
        assert row["text"].count(edit["old"]) == 1, row["id"]
        raised = alarms(checks.check_article(row["text"].replace(edit["old"], edit["new"])))
        found = any((finding.rule, finding.message) not in false_alarms for finding in raised)
        count["edits"] += 1
        count["found"] += found
        if not found:
            yield f"missed {row['id']} {edit['kind']}: {edit['old']} -> {edit['new']}"


def try_summary(row: dict[str, Any], count: Counter[str]) -> Iterator[str]:
    """The same for a row of summaries; its fair and its wrong ones are one text each, or lists."""
    fair = row["good"] if isinstance(row["good"], list) else [row["good"]]
    wrong = row["bad"] if isinstance(row["bad"], list) else [{"kind": row["kind"], "text": row["bad"]}]
    for good in fair:
        raised = alarms(checks.compare(row["article"], good))
        count["words"] += len(good.split())
        count["fair"] += 1
        count["alarms"] += bool(raised)
        yield from (f"ALARM {row['id']} {finding.rule}: {finding.message}" for finding in raised)
    for bad in wrong:
        found = bool(alarms(checks.compare(row["article"], bad["text"])))
        count["edits"] += 1
        count["found"] += found
        if not found:
            yield f"missed {row['id']} {bad['kind']}: {bad['text']}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="?", choices=("seen", "held"), default="held", help="default: held")
    parser.add_argument("--show", action="store_true", help="print the misses and the false alarms")
    args = parser.parse_args()
    counts: dict[str, Counter[str]] = {}
    for name, row in rows(args.part):
        count = counts.setdefault(name, Counter())
        for line in try_article(row, count) if "text" in row else try_summary(row, count):
            if args.show:
                print(line)
    print("| probes | broken | found | alarms on true text | words |\n|---|---|---|---|---|")
    for name, count in counts.items():
        print(f"| {name} | {count['edits']} | {count['found']} | {count['alarms']} | {count['words']:,} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
