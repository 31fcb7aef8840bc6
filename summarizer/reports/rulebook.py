"""The documentation of rules and guards as `copydesk rules` and `copydesk explain` print it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from rich.text import Text

from checks.explain import RuleDoc
from checks.number_format import counted
from checks.rule import Measured
from summarizer.reports.data import SCHEMA_VERSION, to_json
from summarizer.reports.terminal import DEFAULT_WIDTH, ReportWriter, styled

SCOPE_TITLES = {
    "article": "An article against itself",
    "summary": "A summary against its article",
    "update": "An update against the earlier version",
}
EXPECTATION_LABELS = {"tick": "ticked", "silent": "nothing said"}


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a docstring, each joined into one line; the lines of a list stay separate."""
    for block in text.split("\n\n"):
        lines = block.strip("\n").splitlines()
        is_list = any(line.startswith((" ", "- ", "* ")) for line in lines)
        yield from lines if is_list else [" ".join(lines)]


def measured_lines(measured: Measured | None) -> Iterator[str]:
    """The measured precision and recall of a rule, in sentences."""
    if measured is None:
        yield "No case of the evaluation data concerns this rule: nothing is known of it but its examples."
        return
    yield f"{measured.right} of {counted(measured.alarms, 'alarm')} right" if measured.alarms else "no alarm raised"
    if measured.known:
        yield f"{measured.found} found of {counted(measured.known, 'broken tie')} that it recognises"
    for sort, found, cases in measured.sorts:
        yield f"{sort}: all rules together find {found} of {cases}"


def rules_text(docs: Sequence[RuleDoc], width: int = DEFAULT_WIDTH, colour: bool = False) -> str:
    """All rules, one per line, grouped by what they compare."""
    page = ReportWriter(width, colour)
    for scope, title in SCOPE_TITLES.items():
        rows = [(Text(doc.code, "dim"), Text(doc.slug), styled(doc.summary)) for doc in docs if doc.scope == scope]
        if rows:
            page.line(Text(title, "bold"))
            page.table(rows)
            page.blank_line()
    page.line("`copydesk explain RULE` says more of one; `--ignore RULE` leaves one out.")
    return page.text()


def rules_json(docs: Sequence[RuleDoc]) -> str:
    """The document of `copydesk rules --format json`."""
    return to_json(
        {
            "schema_version": SCHEMA_VERSION,
            "kind": "rules",
            "rules": [
                {
                    "code": doc.code,
                    "slug": doc.slug,
                    "aliases": list(doc.aliases),
                    "scope": doc.scope,
                    "family": doc.family,
                    "origin": doc.origin,
                    "summary": doc.summary,
                    "text": doc.text,
                    "measured": measured_json(doc.measured),
                }
                for doc in docs
            ],
        }
    )


def measured_json(measured: Measured | None) -> dict[str, Any] | None:
    """The measured precision and recall of a rule as JSON data; None if they were not measured."""
    if measured is None:
        return None
    keys = ("name", "found_by_all_rules", "cases")
    return {**asdict(measured), "sorts": [dict(zip(keys, sort, strict=True)) for sort in measured.sorts]}


def rule_text(doc: RuleDoc, width: int = DEFAULT_WIDTH, colour: bool = False) -> str:
    """The documentation of a rule, with its examples and their expected results."""
    page = ReportWriter(width, colour)
    aliases = f", also called {', '.join(doc.aliases)}" if doc.aliases else ""
    origin = f" · of {doc.origin}" if doc.origin else ""
    page.line(Text(f"{doc.slug}", "bold"), f"  {doc.code}{aliases} · {doc.family}{origin}")
    _add_documentation(page, doc.text)
    page.heading("MEASURED", "on real news; docs/accuracy.md says on which")
    for line in measured_lines(doc.measured):
        page.line(line, indent=2)
    if doc.examples:
        page.heading("EXAMPLES")
    for example in doc.examples:
        page.line(Text(EXPECTATION_LABELS.get(example.expect, example.expect), "bold"), f": {example.why}", indent=2)
        rows = [(Text("source", "dim"), styled(example.source))] if example.source else []
        page.table([*rows, (Text("text", "dim"), styled(" / ".join(example.text.split("\n\n"))))], indent=4)
    return page.text()


def guard_text(name: str, text: str, width: int = DEFAULT_WIDTH, colour: bool = False) -> str:
    """The documentation of a guard."""
    page = ReportWriter(width, colour)
    page.line(Text(name, "bold"), "  a guard: a check of the sentences that a model writes")
    _add_documentation(page, text)
    return page.text()


def _add_documentation(page: ReportWriter, text: str) -> None:
    """Adds the paragraphs of a docstring, with a blank line before each."""
    for paragraph in paragraphs(text):
        page.blank_line()
        page.line(paragraph)
