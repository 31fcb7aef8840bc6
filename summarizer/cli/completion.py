"""Shell completion of the names of rules and guards, and the shells that have it.

Completion has to be instant: the built-in rules and guards are read from the text of their files, which takes a
fiftieth of the time of importing them. Rules of installed packages are imported.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import checks
from checks.model import Severity

SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")
RULE_PATTERN = re.compile(r'^RULE = Rule\(\s*(?:code=)?"(?P<code>\w+)",\s*(?:slug=)?"(?P<slug>[\w-]+)"', re.MULTILINE)
GUARD_PATTERN = re.compile(r'^GUARD = Guard\("(?P<id>[\w-]+)"', re.MULTILINE)
Completion = tuple[str, str]  # a name, and the description that the shell shows


def rule_names(incomplete: str) -> list[Completion]:
    """The rules whose names begin with `incomplete`, and what they look for; codes if it begins with a capital."""
    return sorted(each for each in _rules(codes=incomplete[:1].isupper()) if each[0].startswith(incomplete))


def rule_or_guard_names(incomplete: str) -> list[Completion]:
    """The rules and guards whose names begin with `incomplete`: what `explain` takes."""
    return rule_names(incomplete) + [each for each in _guards() if each[0].startswith(incomplete)]


def rule_or_family_names(incomplete: str) -> list[Completion]:
    """The rules and families whose names begin with `incomplete`."""
    families = [(family, "a family of rules") for family in _families()]
    return rule_names(incomplete) + [each for each in families if each[0].startswith(incomplete)]


def choosable_names(incomplete: str) -> list[Completion]:
    """The rules, families and severities whose names begin with `incomplete`: the values of --select and --ignore."""
    severities = [(severity.value, "findings of this severity") for severity in Severity]
    return rule_or_family_names(incomplete) + [each for each in severities if each[0].startswith(incomplete)]


def unsupported_shell(arguments: Sequence[str]) -> str | None:
    """The shell that a completion script is requested for but that has none, "" if it is unknown; None otherwise."""
    instruction = os.environ.get("_COPYDESK_COMPLETE", "")
    if instruction:
        shell = instruction.partition("_")[2]
    elif {"--install-completion", "--show-completion"} & set(arguments[:1]):
        import shellingham

        try:
            shell = shellingham.detect_shell()[0]
        except shellingham.ShellDetectionFailure:
            shell = ""
    else:
        return None
    return None if shell in SHELLS else shell


def _rules(*, codes: bool) -> Iterator[Completion]:
    for file in _rule_files():
        text = file.read_text(encoding="utf-8")
        found = RULE_PATTERN.search(text)
        if found:
            yield found["code" if codes else "slug"], text.partition("\n")[0].strip('"')
    for rule, _, summary in _external_rules():
        yield (rule.code if codes else rule.slug), summary


def _guards() -> Iterator[Completion]:
    for file in sorted((Path(__file__).parents[1] / "guards").glob("*.py")):
        text = file.read_text(encoding="utf-8")
        found = GUARD_PATTERN.search(text)
        if found:
            yield found["id"], text.partition("\n")[0].strip('"')


def _families() -> list[str]:
    return sorted({file.parent.name for file in _rule_files()} | {family for _, family, _ in _external_rules()})


def _rule_files() -> list[Path]:
    folder = Path(checks.__file__).parent / "rules"
    return sorted(file for file in folder.glob("*/*.py") if not file.name.startswith("_"))


def _external_rules() -> list[tuple[checks.rule.Rule, str, str]]:
    """The rules of installed packages, each with its family and what it looks for; none if one cannot be read."""
    from summarizer.desk.plugins import installed_packages

    return [
        (module.RULE, package.family, (module.__doc__ or "").strip().partition("\n")[0])
        for package in installed_packages()
        for module in package.modules
        if isinstance(module.RULE, checks.rule.Rule)
    ]
