"""What a batch has that the run before it had not: articles that are new, changed or gone, and new findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from summarizer.reports.annotations import pluralize
from summarizer.reports.skipped_files import first_few

NEW, CHANGED = "new", "changed"  # kinds of articles, as the overview shows them


@dataclass(frozen=True, slots=True)
class ChangesSinceLastRun:
    """How a run differs from the one whose report it replaces."""

    new: frozenset[str] = frozenset()  # names of articles
    changed: frozenset[str] = frozenset()  # names of articles with other words than before
    gone: tuple[str, ...] = ()  # names of articles, sorted
    new_findings: Mapping[str, int] = field(default_factory=dict)  # their number by article, where there are any
    causes: tuple[str, ...] = ()  # what has changed that all results depend on: "Copydesk", "the reader"

    def kind(self, name: str) -> str:
        """NEW, CHANGED, or "" for an article that stood there before with the same words."""
        return NEW if name in self.new else CHANGED if name in self.changed else ""

    def mark(self, name: str) -> str:
        """ "new", "changed", "changed, 1 new finding"; "" where nothing is new."""
        findings = 0 if name in self.new else self.new_findings.get(name, 0)
        return ", ".join(filter(None, [self.kind(name), pluralize(findings, "new finding") if findings else ""]))

    @property
    def has_news(self) -> bool:
        return bool(self.new or self.changed or self.gone or self.new_findings or self.causes)

    @property
    def description(self) -> str:
        """ "Since the last run: 10 new, 2 changed, 1 gone (fire.txt); 3 new findings."

        If all articles were checked again because of something else than their words, a second sentence says so.
        """
        counts = ((len(self.new), NEW), (len(self.changed), CHANGED), (len(self.gone), "gone"))
        articles = ", ".join(f"{count:,} {word}" for count, word in counts if count)
        gone = f" ({first_few(self.gone)})" if self.gone else ""
        findings = sum(self.new_findings.values())
        parts = [f"{articles}{gone}", pluralize(findings, "new finding") if findings else ""]
        news = "; ".join(filter(None, parts)) or "nothing new"
        return f"Since the last run: {news}.{self._recheck_sentence}"

    @property
    def _recheck_sentence(self) -> str:
        if not self.causes:
            return ""
        *others, last = self.causes
        causes = f"{', '.join(others)} and {last}" if others else last
        have = "have" if others or last.endswith("s") else "has"
        return f" All articles were checked again, because {causes} {have} changed."
