"""The numbers of the chart of a batch's findings, by rule and severity."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from checks.model import Severity
from summarizer.reports.annotations import pluralize

MAX_UNFOLDED_RULES = 10  # the chart shows these rules and folds the others


@dataclass(frozen=True, slots=True)
class BarSegment:
    """A part of a bar, for one severity; `start` and `width` are percentages of the longest bar, such as "33.33%"."""

    severity: str
    count: int
    start: str
    width: str

    @property
    def words(self) -> str:
        return pluralize(self.count, self.severity)


@dataclass(frozen=True, slots=True)
class RuleBar:
    """A rule's findings: `counts` of errors, warnings and notes, the number of articles that have any, and its bar."""

    rule: str
    counts: tuple[int, int, int]
    articles: int
    segments: tuple[BarSegment, ...]


@dataclass(frozen=True, slots=True)
class FindingsChart:
    """A bar for each rule, those with the most errors and warnings first, and one for all findings together."""

    rules: tuple[RuleBar, ...]
    total: tuple[BarSegment, ...]

    @property
    def top(self) -> tuple[RuleBar, ...]:
        return self.rules[:MAX_UNFOLDED_RULES]

    @property
    def others(self) -> tuple[RuleBar, ...]:
        return self.rules[MAX_UNFOLDED_RULES:]

    @property
    def description(self) -> str:
        """ "2 errors, 14 warnings, 1 note"."""
        return ", ".join(segment.words for segment in self.total)


def findings_chart(records: Iterable[dict[str, Any]]) -> FindingsChart:
    """The chart of the records of findings.jsonl; dismissed findings are left out."""
    counts: Counter[tuple[str, str]] = Counter()
    articles: dict[str, set[str]] = defaultdict(set)
    for record in records:
        if record["kind"] == "finding":
            counts[record["rule"], record["severity"]] += 1
            articles[record["rule"]].add(record["article"])
    by_rule = {rule: _counts(counts, rule) for rule in articles}
    longest = max((sum(row) for row in by_rule.values()), default=0)
    bars = [RuleBar(rule, row, len(articles[rule]), _segments(row, longest)) for rule, row in by_rule.items()]
    bars.sort(key=lambda bar: (-bar.counts[0] - bar.counts[1], -bar.counts[2], bar.rule))
    errors, warnings, notes = (sum(row[index] for row in by_rule.values()) for index in range(3))
    return FindingsChart(tuple(bars), _segments((errors, warnings, notes), errors + warnings + notes))


def _counts(counts: Counter[tuple[str, str]], rule: str) -> tuple[int, int, int]:
    errors, warnings, notes = (counts[rule, severity.value] for severity in Severity)
    return errors, warnings, notes


def _segments(counts: tuple[int, int, int], longest: int) -> tuple[BarSegment, ...]:
    segments = []
    start = 0
    for severity, count in zip(Severity, counts, strict=True):
        if count:
            segments.append(BarSegment(severity.value, count, _percent(start, longest), _percent(count, longest)))
            start += count
    return tuple(segments)


def _percent(count: int, whole: int) -> str:
    return f"{100 * count / whole:.2f}%"
