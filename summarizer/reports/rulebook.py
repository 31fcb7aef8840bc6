"""The rules themselves: the list of them, and one explained with its examples."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from checks.explain import RuleDoc
from summarizer.reports.data import SCHEMA_VERSION, to_json
from summarizer.reports.terminal import WIDTH, Page, words

SCOPES = {
    "article": "An article against itself",
    "summary": "A summary against its article",
    "update": "An update against the earlier version",
}
EXPECTED = {"tick": "ticked", "silent": "nothing said"}


def rules_text(docs: Sequence[RuleDoc], width: int = WIDTH, colour: bool = False) -> str:
    """Every rule in a line, by what it compares."""
    page = Page(width, colour)
    for scope, title in SCOPES.items():
        rows = [(Text(doc.code, "dim"), Text(doc.slug), words(doc.summary)) for doc in docs if doc.scope == scope]
        if rows:
            page.line(Text(title, "bold"))
            page.rows(rows)
            page.gap()
    page.line("`copydesk explain RULE` says more of one; `--ignore RULE` leaves one out.")
    return page.text()


def rules_json(docs: Sequence[RuleDoc]) -> str:
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
                    "since": doc.since,
                    "summary": doc.summary,
                    "text": doc.text,
                }
                for doc in docs
            ],
        }
    )


def rule_text(doc: RuleDoc, width: int = WIDTH, colour: bool = False) -> str:
    """A rule's documentation and its examples, each with what is said of it."""
    page = Page(width, colour)
    also = f", also called {', '.join(doc.aliases)}" if doc.aliases else ""
    page.line(Text(f"{doc.slug}", "bold"), f"  {doc.code}{also} · {doc.family} · since {doc.since}")
    page.gap()
    for line in doc.text.splitlines():
        page.line(line)
    if doc.examples:
        page.heading("EXAMPLES")
    for example in doc.examples:
        page.line(Text(EXPECTED.get(example.expect, example.expect), "bold"), f": {example.why}", indent=2)
        rows = [(Text("source", "dim"), words(example.source))] if example.source else []
        page.rows([*rows, (Text("text", "dim"), words(" / ".join(example.text.split("\n\n"))))], indent=4)
    return page.text()
