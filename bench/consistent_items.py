"""Measures false alarms on news in which every figure is right, and recall on copies with one figure broken.

    python bench/consistent_items.py [--items bench/labels/consistent.jsonl.gz] [--show]

An item is short news dense in figures that belong together, by writers who had seen neither rules nor code: {"text",
"round"} and in some rounds {"broken", "was", "now", "tie"}, the same text with one figure changed so that it no longer
fits, and the kind of tie that this breaks. bench/labels/explicit.jsonl.gz has single statements in the same form.

Prints for each round how many items have a warning or error as written (false alarms), their findings by severity
and their ticks; then how many of the broken figures are found (recall), also by kind of tie. A broken figure is found
if the broken text has a finding about it, notes included, that the text as written has not. `--show` also prints the
false alarms and the misses. Uses the embedded model where it is installed; 100 items take about six seconds.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import checks
import summarizer
from checks.model import Finding, Severity, Sheet, Span
from summarizer.training.arguments import existing_file

ITEMS = Path(__file__).parent / "labels" / "consistent.jsonl.gz"


def sheet_of(text: str) -> Sheet:
    """The findings and ticks that an editor sees: those of the rules with the embedded model's reading."""
    article = checks.read(text)
    return checks.check_article(article, reading=summarizer.read_figures(article))


def _common_prefix_length(first: str, second: str) -> int:
    """How many characters both texts begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))


def changed_span(text: str, broken: str) -> Span:
    """The span of the broken text that differs from the text as written."""
    start = _common_prefix_length(text, broken)
    suffix_length = _common_prefix_length(text[start:][::-1], broken[start:][::-1])
    return Span(start, max(start + 1, len(broken) - suffix_length))


def catches(item: Any, alarms: Iterable[Finding]) -> list[Finding]:
    """The findings about the broken figure that the item as written does not have."""
    known_messages = {finding.message for finding in alarms}
    change = changed_span(item["text"], item["broken"])
    found = sheet_of(item["broken"]).findings
    return [
        finding
        for finding in found
        if finding.message not in known_messages and any(span.overlaps(change) for span in finding.spans)
    ]


def report(items: Sequence[Any], *, show: bool) -> None:
    """Prints false alarms and recall for the items of one round."""
    alarmed, ticks = 0, 0
    severities: Counter[str] = Counter()
    broken: defaultdict[str, list[list[Finding]]] = defaultdict(list)
    for item in items:
        sheet = sheet_of(item["text"])
        ticks += len(sheet.ticks)
        severities.update(finding.severity.value for finding in sheet.findings)
        questions = [finding for finding in sheet.findings if finding.severity is not Severity.NOTE]
        alarmed += bool(questions)
        if show:
            print(
                *(f"  asked of what is right: {finding.message}" for finding in questions),
                sep="\n",
                end="\n" * bool(questions),
            )
        if "broken" in item:
            found = catches(item, sheet.findings)
            broken[item["tie"]].append(found)
            if show and not found:
                print(f"  missed ({item['tie']}): {item['was']} -> {item['now']}")
    print(f"{len(items)} items, {alarmed} with a warning or error; {dict(severities)}; {ticks} ticks")
    all_found = [found for found_for_tie in broken.values() for found in found_for_tie]
    if all_found:
        by_tie = ", ".join(f"{tie} {sum(map(bool, found))} of {len(found)}" for tie, found in sorted(broken.items()))
        print(f"  {sum(map(bool, all_found))} of {len(all_found)} broken figures found: {by_tie}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=existing_file, default=ITEMS, help="the items, gzipped JSON lines")
    parser.add_argument("--show", action="store_true", help="print the false alarms and the misses")
    arguments = parser.parse_args()
    rounds: defaultdict[int, list[Any]] = defaultdict(list)
    for line in gzip.decompress(arguments.items.read_bytes()).decode().splitlines():
        item = json.loads(line)
        rounds[item["round"]].append(item)
    for number, items in sorted(rounds.items()):
        print(f"round {number}: ", end="\n" * arguments.show, flush=True)
        report(items, show=arguments.show)


if __name__ == "__main__":
    main()
