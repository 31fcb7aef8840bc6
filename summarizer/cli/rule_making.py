"""The commands for writing one's own rules: new-rule and test-rule."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli.completion import rule_or_family_names
from summarizer.cli.options import UsageError
from summarizer.cli.output import write_stdout
from summarizer.desk.checking import EXIT_FINDINGS

if TYPE_CHECKING:
    from checks.rule import Rule


def new_rule(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the rule is called, for example runs-backwards.")],
    folder: Annotated[
        Path, typer.Option("-o", "--output", metavar="FOLDER", help="Where the project's folder is made.")
    ] = Path(),
    code: Annotated[str, typer.Option(metavar="CODE", help="Its code. [default: made from the name]")] = "",
    family: Annotated[str, typer.Option(metavar="NAME", help="What your rules are called together.")] = "house",
) -> None:
    """Begin a rule of your own.

    The folder that is made holds a package with a rule, its examples and a test that passes.
    """
    from summarizer.desk.rule_skeleton import skeleton_for, write_skeleton

    try:
        skeleton = skeleton_for(name, code, family)
    except ValueError as error:
        raise UsageError(f"{error}.") from None
    paths = write_skeleton(skeleton, folder)
    rule_file = folder / skeleton.project / skeleton.package / f"{skeleton.module}.py"
    write_stdout(
        "".join(f"written: {path}\n" for path in paths)
        + f"Next: copydesk test-rule {rule_file}\n"
        + f"Then: pip install -e {folder / skeleton.project}\n"
    )


def test_rule(
    rules: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="RULE...",
            help="A rule's name or file, or a family. [default: all rules of installed packages]",
            autocompletion=rule_or_family_names,
        ),
    ] = None,  # noqa: PT028  # it is a command, no test
) -> None:
    """Run a rule's own examples, and say what the rule lacks.

    The exit code is 1 if an example does not hold or something is missing.
    """
    from checks.examples import example_results, shortcomings

    faults = 0
    for rule, module in _rules_and_modules(rules or []):
        write_stdout(f"{rule.slug}  {rule.code}\n")
        results = []
        for result in example_results(rule, module):
            results.append(result)
            verdict = "ok     " if result.holds else "FAILED "
            write_stdout(f"  {verdict} {result.example.why}{'' if result.holds else f': {result.fault}'}\n")
            faults += not result.holds
        for missing in shortcomings(rule, module, results):
            write_stdout(f"  LACKS   {missing}\n")
            faults += 1
    if faults:
        raise typer.Exit(EXIT_FINDINGS)


def _rules_and_modules(names: list[str]) -> Iterator[tuple[Rule, ModuleType]]:
    """The rules of these names, families and files, each with its module. Raises UsageError."""
    from checks.registry import SEVERITIES, catalogue
    from summarizer.desk.plugins import rule_in_file

    found = catalogue()
    found.require_no_conflicts()
    if not names and found.broken:
        raise UsageError(f"{found.broken[0].error}.")
    if not names and not found.origins:
        raise UsageError("No installed package has rules: name a rule or its file; `copydesk new-rule` begins one.")
    for name in names or list(found.origins):
        try:
            if name.endswith(".py"):
                if not Path(name).is_file():
                    raise ValueError(f"there is no file {name}: check the path")
                yield rule_in_file(Path(name))
                continue
            slugs = found.slugs([name]) - SEVERITIES
            if not slugs:
                raise ValueError(f"{name} is no rule")
            for rule in found.rules:
                if rule.slug in slugs:
                    yield rule, found.modules[rule.slug]
        except ValueError as error:
            raise UsageError(f"{error}.") from None
