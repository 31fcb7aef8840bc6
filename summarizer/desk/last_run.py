"""What is kept of the articles in a batch's report, so that the next run can say what is new."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from summarizer.reports.since_last_run import ChangesSinceLastRun


@dataclass(frozen=True, slots=True)
class ReportedArticle:
    """A hash of an article's content, "" if unknown, and the fingerprints of its findings."""

    content: str
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportedRun:
    """A run whose report was written.

    `basis` is that of `ResultKeys`; `reader` names the model that read ties, "" if only rules did.
    """

    basis: Mapping[str, str]
    reader: str
    articles: Mapping[str, ReportedArticle]

    @classmethod
    def of(
        cls, basis: Mapping[str, str], reader: str, contents: Mapping[str, str], records: Iterable[dict[str, Any]]
    ) -> ReportedRun:
        """The run with these hashes of contents, by article, and these records of findings.jsonl."""
        findings = defaultdict[str, list[str]](list)
        for record in records:
            if record["kind"] == "finding":
                findings[record["article"]].append(record["fingerprint"])
        articles = {name: ReportedArticle(content, tuple(findings[name])) for name, content in contents.items()}
        return cls(basis, reader, articles)

    def changes_since(self, last: ReportedRun) -> ChangesSinceLastRun:
        new, changed, new_findings = set(), set(), dict[str, int]()
        for name, article in self.articles.items():
            earlier = last.articles.get(name)
            if earlier is None:
                new.add(name)
            elif article.content and earlier.content and article.content != earlier.content:
                changed.add(name)
            more = Counter(article.findings) - Counter(earlier.findings if earlier else ())
            if more:
                new_findings[name] = more.total()
        return ChangesSinceLastRun(
            frozenset(new),
            frozenset(changed),
            tuple(sorted(last.articles.keys() - self.articles.keys())),
            new_findings,
            tuple(cause for cause, value in self.basis.items() if last.basis.get(cause, value) != value),
        )
