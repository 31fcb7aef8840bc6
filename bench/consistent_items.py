"""How often the checks ask about news in which every figure is right, and whether they find the one that was broken.

    python bench/consistent_items.py [--items bench/labels/consistent.jsonl.gz] [--show]

An item is short news dense in figures that hang together, by writers who had seen neither rules nor code: {"text",
"round"}, and in some rounds {"broken", "was", "now", "tie"}: the same text with one figure changed so that it no longer
fits. A finding about the text as it was written is a false alarm; one that the broken text has and the other has not,
about what was changed, is a catch. Warnings and errors count as alarms, notes apart. `--show` prints what is asked
about right items and which breaks are missed. bench/labels/explicit.jsonl.gz has single statements in the same form.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any

import checks
import summarizer
from checks.model import Finding, Severity, Sheet, Span

ITEMS = Path(__file__).parent / "labels" / "consistent.jsonl.gz"


def sheet_of(text: str) -> Sheet:
    """What an editor sees: the rules, and the embedded model's reading."""
    article = checks.read(text)
    return checks.check_article(article, reading=summarizer.read_figures(article))


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def changed(text: str, broken: str) -> Span:
    """Where the broken text differs from the one as it was written."""
    start = _shared(text, broken)
    rest = _shared(text[start:][::-1], broken[start:][::-1])
    return Span(start, max(start + 1, len(broken) - rest))


def catches(item: Any, alarms: Iterable[Finding]) -> list[Finding]:
    """The findings about what was broken that the item as it was written has not."""
    known = {finding.message for finding in alarms}
    where = changed(item["text"], item["broken"])
    found = sheet_of(item["broken"]).findings
    return [
        finding
        for finding in found
        if finding.message not in known and any(span.overlaps(where) for span in finding.spans)
    ]


def report(items: Sequence[Any], *, show: bool) -> None:
    """Prints both rates for the items of one round."""
    alarmed, ticks = 0, 0
    severities: Counter[str] = Counter()
    broken: defaultdict[str, list[list[Finding]]] = defaultdict(list)
    for item in items:
        sheet = sheet_of(item["text"])
        ticks += len(sheet.ticks)
        severities.update(finding.severity.value for finding in sheet.findings)
        loud = [finding for finding in sheet.findings if finding.severity is not Severity.NOTE]
        alarmed += bool(loud)
        if show:
            print(
                *(f"  asked of what is right: {finding.message}" for finding in loud), sep="\n", end="\n" * bool(loud)
            )
        if "broken" in item:
            found = catches(item, sheet.findings)
            broken[item["tie"]].append(found)
            if show and not found:
                print(f"  missed ({item['tie']}): {item['was']} -> {item['now']}")
    print(f"{len(items)} items, {alarmed} with a warning or error; {dict(severities)}; {ticks} ticks")
    every = [found for of_tie in broken.values() for found in of_tie]
    if every:
        by_tie = ", ".join(f"{tie} {sum(map(bool, found))} of {len(found)}" for tie, found in sorted(broken.items()))
        print(f"  {sum(map(bool, every))} of {len(every)} broken figures found: {by_tie}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=Path, default=ITEMS)
    parser.add_argument("--show", action="store_true")
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
