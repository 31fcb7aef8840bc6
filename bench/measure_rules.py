"""Measures each rule on the evaluation data and writes checks/measured.py, for `copydesk explain` to show.

    COPYDESK_BENCH_DATA=.../bench/data python bench/measure_rules.py

For each rule that file has: its alarms; how many of them are right (precision); the broken ties that the rule knows,
and how many of those it questions (recall); and the kinds of wrong figure that it deals with. Prints nothing. Takes
some five minutes.

A rule that checks an article is measured on ties marked in real articles (true ones, published slips, and copies in
which one figure was changed) and on articles without a known slip. An alarm is right if it is about a tie that is
wrong. A rule *knows* a tie if it ticks it while it holds, or questions it once it is broken.

A rule that compares a summary with its article is measured on real summaries that people read, on reference summaries
with one fact changed, and on harmless rewrites of them. An alarm is right if the summary has a wrong fact.
"""

from __future__ import annotations

import argparse
import importlib
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import adapters
from bench.floor import digest, required_data_folder

OUT = Path(__file__).parents[1] / "checks/measured.py"
ALARMS = ("error", "warning")
MIN_SHARE = 0.2  # of the cases of a kind, from which a rule is said to deal with that kind
MODULE_HEADER = '''"""What each rule did on the evaluation data. Written by bench/measure_rules.py: do not edit.

The data are the development halves that the rules were written against, so that other texts will give somewhat less.
Digest of the data: {digest}
"""

from __future__ import annotations

from checks.rule import Measured

MEASURED: dict[str, Measured] = {{
'''


@dataclass
class ErrorKinds:
    """The kinds of wrong figure in the data: the cases of each, those that any rule found, and each rule's cases."""

    cases: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    cases_by_rule: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, kind: str, alarming_rules: Iterable[str], ticking_rules: Iterable[str] = ()) -> None:
        """Counts a case, with the rules that raised an alarm and those that ticked the tie before it was broken."""
        alarming_rules = set(alarming_rules)
        self.cases[kind] += 1
        self.found[kind] += bool(alarming_rules)
        for rule in alarming_rules.union(ticking_rules):
            self.cases_by_rule[rule][kind] += 1

    def of_rule(self, rule: str) -> tuple[tuple[str, int, int], ...]:
        """The kinds that a rule deals with, each with the cases that any rule found and all cases."""
        kinds = [kind for kind, n in self.cases_by_rule[rule].most_common() if n >= MIN_SHARE * self.cases[kind]]
        return tuple((kind.replace("_", " "), self.found[kind], self.cases[kind]) for kind in kinds)


def article_counts(data: Path, error_kinds: ErrorKinds) -> dict[str, Counter[str]]:
    """For each rule its "alarms", the "right" ones, the broken ties "known" to it, and those of them "found"."""
    score = importlib.import_module("score_article")
    sets = score.common.datasets(data, "article")
    tool = score.Checked(adapters.check_article)
    by_text: dict[str, list[dict]] = defaultdict(list)
    for relation in sets["relations"]:
        by_text[relation["article"]].append(relation)
    originals = {r["id"]: r for r in sets["relations"] if r["variant"] == "original"}
    counts: dict[str, Counter[str]] = defaultdict(Counter)

    def count_alarm(finding: dict, wrong: Iterable[dict], text: str) -> None:
        counts[finding["rule"]]["alarms"] += 1
        is_right = any(score.match(finding, r["operands"], tool.split[text]) == 2 for r in wrong)
        counts[finding["rule"]]["right"] += is_right

    for text, relations in by_text.items():
        if any(relation["variant"] == "perturbed" for relation in relations):
            continue
        wrong = [r for r in relations if r["holds"] is not True]  # those that the text leaves open may be questioned
        for finding in tool(text):
            if finding["severity"] in ALARMS:
                count_alarm(finding, wrong, text)
    for control in sets["controls"]:
        for finding in tool(control["article"]):
            if finding["severity"] in ALARMS and control["article"] not in by_text:
                count_alarm(finding, (), control["article"])

    for twin in sets["relations"]:
        if twin["variant"] != "perturbed":
            continue
        original = originals[twin["twin_of"]]
        alarming_before = {f["rule"] for f in tool.matching(original, ALARMS)}
        ticked = {f["rule"] for f in tool.matching(original, ("verified",), 2)}
        asked = {f["rule"] for f in tool.matching(twin, ALARMS)} - alarming_before
        error_kinds.add(twin["relation"], asked, ticked)
        for rule in ticked | asked:
            counts[rule]["known"] += 1
            counts[rule]["found"] += rule in asked
        for rule in asked:
            counts[rule].update(alarms=1, right=1)
    return counts


def summary_counts(data: Path, error_kinds: ErrorKinds) -> dict[str, Counter[str]]:
    """For each rule the pairs in which it raises "alarms"; of these, the "right" ones have a wrong fact."""
    common = importlib.import_module("common")
    sets = common.datasets(data, "summary")
    pairs = [(r, r["numeric_error"] and f"wrong {r['kind']} in a real summary") for r in sets["numeric_slice"]]
    pairs += [(r, r["label"] == "inconsistent" and f"{r['type']} exchanged") for r in sets["number_mutations"]]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row, wrong in pairs:
        raised = adapters.check_summary(row["article"], row["summary"])
        asked = {f["rule"] for f in raised if f["severity"] in ALARMS}
        if wrong:
            error_kinds.add(wrong, asked)
        for rule in asked:
            counts[rule].update(alarms=1, right=int(bool(wrong)))
    return counts


def lines(data: Path) -> Iterator[str]:
    """The entries of the dictionary in checks/measured.py, one per rule."""
    for measure in (article_counts, summary_counts):
        kinds = ErrorKinds()
        for rule, c in sorted(measure(data, kinds).items()):
            yield f'"{rule}": Measured({c["alarms"]}, {c["right"]}, {c["known"]}, {c["found"]}, {kinds.of_rule(rule)}),'


def main() -> int:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    data = required_data_folder()
    sys.path.insert(0, str(data.parent))
    rows = "".join(f"    {line}\n" for line in lines(data))
    OUT.write_text(MODULE_HEADER.format(digest=digest(data)) + rows + "}\n", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(OUT)], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
