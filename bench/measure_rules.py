"""What each rule did on the evaluation data, written to checks/measured.py for `copydesk explain` to show.

    COPYDESK_BENCH_DATA=.../bench/data python bench/measure_rules.py

A rule that holds an article against itself is measured on ties marked in real articles (true ones, published slips, and
copies in which one figure was changed) and on articles without a known slip. An alarm is right where it lies on a tie
that is wrong. The ties a rule *knows* are those that it ticks while they hold or questions once they are broken.

A rule that holds a summary against its article is measured on real summaries that people read, on references with one
fact changed and on harmless rewrites of them. An alarm is right where the summary has a wrong fact.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import adapters
from bench.floor import data_folder, digest

OUT = Path(__file__).parents[1] / "checks/measured.py"
ALARMS = ("error", "warning")
HEAD = '''"""What each rule did on the evaluation data. Written by bench/measure_rules.py: do not edit.

The data are the development halves that the rules were written against, so that other texts will give somewhat less.
Digest of the data: {digest}
"""

from __future__ import annotations

from checks.rule import Measured

MEASURED: dict[str, Measured] = {{
'''


@dataclass
class Served:
    """The sorts of wrong figure in the data: cases of each, those found by any rule, the rules that deal with it."""

    cases: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    by: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, sort: str, asked: Iterable[str], known: Iterable[str] = ()) -> None:
        asked = set(asked)
        self.cases[sort] += 1
        self.found[sort] += bool(asked)
        for rule in asked.union(known):
            self.by[rule][sort] += 1

    def of(self, rule: str) -> tuple[tuple[str, int, int], ...]:
        """The sorts that a rule deals with: those in which it had a say in one case of five or more."""
        mine = [s for s, n in self.by[rule].most_common() if n >= 0.2 * self.cases[s]]
        return tuple((sort.replace("_", " "), self.found[sort], self.cases[sort]) for sort in mine)


def article_counts(data: Path, served: Served) -> dict[str, Counter[str]]:
    """{rule: alarms, right ones, broken ties that it knows, those of them that it questions}."""
    score = importlib.import_module("score_article")
    sets = score.common.datasets(data, "article")
    tool = score.Checked(adapters.check_article)
    by_text: dict[str, list[dict]] = defaultdict(list)
    for relation in sets["relations"]:
        by_text[relation["article"]].append(relation)
    originals = {r["id"]: r for r in sets["relations"] if r["variant"] == "original"}
    counts: dict[str, Counter[str]] = defaultdict(Counter)

    def alarm(finding: dict, wrong: Iterable[dict], text: str) -> None:
        counts[finding["rule"]]["alarms"] += 1
        on_a_wrong_one = any(score.match(finding, r["operands"], tool.split[text]) == 2 for r in wrong)
        counts[finding["rule"]]["right"] += on_a_wrong_one

    for text, relations in by_text.items():
        twins = [r for r in relations if r["variant"] == "perturbed"]
        if twins:
            continue
        wrong = [r for r in relations if r["holds"] is not True]  # those that the text leaves open may be asked about
        for finding in tool(text):
            if finding["severity"] in ALARMS:
                alarm(finding, wrong, text)
    for control in sets["controls"]:
        for finding in tool(control["article"]):
            if finding["severity"] in ALARMS and control["article"] not in by_text:
                alarm(finding, (), control["article"])

    for twin in sets["relations"]:
        if twin["variant"] != "perturbed":
            continue
        original = originals[twin["twin_of"]]
        before = {f["rule"] for f in tool.matching(original, ALARMS)}
        ticked = {f["rule"] for f in tool.matching(original, ("verified",), 2)}
        asked = {f["rule"] for f in tool.matching(twin, ALARMS)} - before
        served.add(twin["relation"], asked, ticked)
        for rule in ticked | asked:
            counts[rule]["known"] += 1
            counts[rule]["found"] += rule in asked
        for rule in asked:
            counts[rule].update(alarms=1, right=1)
    return counts


def summary_counts(data: Path, served: Served) -> dict[str, Counter[str]]:
    """{rule: alarmed pairs, those with a wrong fact}."""
    common = importlib.import_module("common")
    sets = common.datasets(data, "summary")
    pairs = [(r, r["numeric_error"] and f"wrong {r['kind']} in a real summary") for r in sets["numeric_slice"]]
    pairs += [(r, r["label"] == "inconsistent" and f"{r['type']} exchanged") for r in sets["number_mutations"]]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row, wrong in pairs:
        raised = adapters.check_summary(row["article"], row["summary"])
        asked = {f["rule"] for f in raised if f["severity"] in ALARMS}
        if wrong:
            served.add(wrong, asked)
        for rule in asked:
            counts[rule].update(alarms=1, right=int(bool(wrong)))
    return counts


def lines(data: Path) -> Iterator[str]:
    for measure in (article_counts, summary_counts):
        served = Served()
        for rule, c in sorted(measure(data, served).items()):
            yield f'"{rule}": Measured({c["alarms"]}, {c["right"]}, {c["known"]}, {c["found"]}, {served.of(rule)}),'


def main() -> int:
    data = data_folder()
    if data is None:
        print("set COPYDESK_BENCH_DATA to the folder of the evaluation data", file=sys.stderr)
        return 2
    sys.path.insert(0, str(data.parent))
    rows = "".join(f"    {line}\n" for line in lines(data))
    OUT.write_text(HEAD.format(digest=digest(data)) + rows + "}\n", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(OUT)], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
