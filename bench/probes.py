"""Our own news, written by people who had not seen the rules: how much of what is broken in it is found?

    python bench/probes.py [seen|held] [--show]

`bench/probes/` holds short texts and whole articles of our own telling. Each row is true as it stands; each of its
edits changes one figure so that a tie breaks, and is tried alone. Rows without edits look as if figures were tied and
are not; `true` is full of figures and has no edits at all. Of summaries there are fair ones and ones with a mistake;
an alarm is a fair summary that is questioned at all.

`seen` was read while the rules were written, `held` was not: the second says what to expect of tomorrow's paper, and
nobody should tune a rule by its rows. Once rows have been read they belong to `seen`, and somebody who does not know
the rules writes new ones.
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
    return [finding for finding in sheet.findings if finding.severity in ALARMS]


def rows(part: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted((PROBES / part).glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield path.stem, json.loads(line)


def try_article(row: dict[str, Any], count: Counter[str]) -> Iterator[str]:
    """Counts what is found of a row's edits; yields a line for what is missed and for each alarm on true text."""
    sheet = checks.check_article(row["text"])
    before = {(one.rule, one.message) for one in alarms(sheet)}
    count["words"] += len(row["text"].split())
    count["alarms"] += len(before)
    yield from (f"ALARM {row['id']} {rule}: {message}" for rule, message in sorted(before))
    for edit in row["edits"]:
        assert row["text"].count(edit["old"]) == 1, row["id"]
        raised = alarms(checks.check_article(row["text"].replace(edit["old"], edit["new"])))
        found = any((one.rule, one.message) not in before for one in raised)
        count["edits"] += 1
        count["found"] += found
        if not found:
            yield f"missed {row['id']} {edit['kind']}: {edit['old']} -> {edit['new']}"


def try_summary(row: dict[str, Any], count: Counter[str]) -> Iterator[str]:
    """The same for fair summaries of an article and for those with a mistake: one of each, or lists of them."""
    fair = row["good"] if isinstance(row["good"], list) else [row["good"]]
    wrong = row["bad"] if isinstance(row["bad"], list) else [{"kind": row["kind"], "text": row["bad"]}]
    for good in fair:
        raised = alarms(checks.compare(row["article"], good))
        count["words"] += len(good.split())
        count["fair"] += 1
        count["alarms"] += bool(raised)
        yield from (f"ALARM {row['id']} {one.rule}: {one.message}" for one in raised)
    for bad in wrong:
        found = bool(alarms(checks.compare(row["article"], bad["text"])))
        count["edits"] += 1
        count["found"] += found
        if not found:
            yield f"missed {row['id']} {bad['kind']}: {bad['text']}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="?", choices=("seen", "held"), default="held")
    parser.add_argument("--show", action="store_true", help="show what is missed and each alarm on a true text")
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
