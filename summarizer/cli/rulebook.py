"""The commands that explain the rules."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from summarizer.cli.completion import rule_names
from summarizer.cli.options import UsageError
from summarizer.cli.output import terminal_style, write_stdout


class ListFormat(StrEnum):
    TEXT = "text"
    JSON = "json"


def rules(
    list_format: Annotated[ListFormat, typer.Option("--format", help="Format of the list.")] = ListFormat.TEXT,
) -> None:
    """List the rules."""
    from checks.explain import rule_docs
    from summarizer.reports.rulebook import rules_json, rules_text

    docs = rule_docs()
    write_stdout(rules_json(docs) if list_format is ListFormat.JSON else rules_text(docs, **terminal_style(sys.stdout)))


def explain(
    rule: Annotated[
        str, typer.Argument(metavar="RULE", help="A rule's name, code or alias.", autocompletion=rule_names)
    ],
) -> None:
    """Say what a rule looks for, with its examples."""
    from checks.explain import explain as explain_rule
    from summarizer.reports.rulebook import rule_text

    try:
        doc = explain_rule(rule)
    except ValueError as error:
        raise UsageError(f"{error}.") from None
    write_stdout(rule_text(doc, **terminal_style(sys.stdout)))
