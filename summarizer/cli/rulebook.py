"""The commands that list and explain the rules, and explain the guards."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from summarizer.cli.completion import rule_or_guard_names
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
        str,
        typer.Argument(
            metavar="RULE", help="A rule's name, code or alias; or a guard's name.", autocompletion=rule_or_guard_names
        ),
    ],
) -> None:
    """Say what a rule looks for, with its examples; or what a guard rejects."""
    from checks.explain import explain as explain_rule
    from summarizer.reports.rulebook import guard_text, rule_text

    style = terminal_style(sys.stdout)
    try:
        doc = explain_rule(rule)
    except ValueError as error:
        from summarizer.guards import all_guards

        guard = next((guard for guard in all_guards() if guard.id == rule), None)
        if guard is None:
            raise UsageError(f"{error}.") from None
        write_stdout(guard_text(guard.id, guard.text, **style))
    else:
        write_stdout(rule_text(doc, **style))
