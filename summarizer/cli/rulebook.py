"""The commands that explain the rules."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from summarizer.cli.options import Unusable
from summarizer.cli.output import looks, put


class As(StrEnum):
    TEXT = "text"
    JSON = "json"


def rules(form: Annotated[As, typer.Option("--format", help="Format of the list.")] = As.TEXT) -> None:
    """List the rules."""
    from checks.explain import rule_docs
    from summarizer.reports.rulebook import rules_json, rules_text

    docs = rule_docs()
    put(rules_json(docs) if form is As.JSON else rules_text(docs, **looks(sys.stdout)))


def explain(rule: Annotated[str, typer.Argument(metavar="RULE", help="A rule's name, code or alias.")]) -> None:
    """Say what a rule looks for, with its examples."""
    from checks.explain import explain as explained
    from summarizer.reports.rulebook import rule_text

    try:
        doc = explained(rule)
    except ValueError as error:
        raise Unusable(f"{error}.") from None
    put(rule_text(doc, **looks(sys.stdout)))
