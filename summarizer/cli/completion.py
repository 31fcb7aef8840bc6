"""What the shell offers for names of rules and guards, and which shells complete at all.

Tab has to answer at once: Copydesk's own rules and guards are read from their files' text, which takes a fiftieth of
the time of importing them. Rules of installed packages are imported.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import checks
from checks.model import Severity

SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")
RULE = re.compile(r'^RULE = Rule\(\s*(?:code=)?"(?P<code>\w+)",\s*(?:slug=)?"(?P<slug>[\w-]+)"', re.MULTILINE)
GUARD = re.compile(r'^GUARD = Guard\("(?P<id>[\w-]+)"', re.MULTILINE)
Offer = tuple[str, str]  # a name, and what the shell says of it


def rule_names(incomplete: str) -> list[Offer]:
    """The rules whose names begin so, with what they look for; their codes for a capital letter."""
    return sorted(offer for offer in _rules(codes=incomplete[:1].isupper()) if offer[0].startswith(incomplete))


def rule_or_guard_names(incomplete: str) -> list[Offer]:
    """The rules and guards whose names begin so: what `explain` takes."""
    return rule_names(incomplete) + [offer for offer in _guards() if offer[0].startswith(incomplete)]


def rule_or_family_names(incomplete: str) -> list[Offer]:
    """The rules and families whose names begin so."""
    families = [(family, "a family of rules") for family in _families()]
    return rule_names(incomplete) + [offer for offer in families if offer[0].startswith(incomplete)]


def choosable_names(incomplete: str) -> list[Offer]:
    """The rules, families and severities whose names begin so: what --select and --ignore take."""
    severities = [(severity.value, "findings of this severity") for severity in Severity]
    return rule_or_family_names(incomplete) + [offer for offer in severities if offer[0].startswith(incomplete)]


def unsupported_shell(arguments: Sequence[str]) -> str | None:
    """The shell for which a completion script is asked and there is none, "" if it is not known; None otherwise."""
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


def _rules(*, codes: bool) -> Iterator[Offer]:
    for file in _own_files():
        text = file.read_text(encoding="utf-8")
        found = RULE.search(text)
        if found:
            yield found["code" if codes else "slug"], text.partition("\n")[0].strip('"')
    for rule, _, summary in _outside():
        yield (rule.code if codes else rule.slug), summary


def _guards() -> Iterator[Offer]:
    for file in sorted((Path(__file__).parents[1] / "guards").glob("*.py")):
        text = file.read_text(encoding="utf-8")
        found = GUARD.search(text)
        if found:
            yield found["id"], text.partition("\n")[0].strip('"')


def _families() -> list[str]:
    return sorted({file.parent.name for file in _own_files()} | {family for _, family, _ in _outside()})


def _own_files() -> list[Path]:
    folder = Path(checks.__file__).parent / "rules"
    return sorted(file for file in folder.glob("*/*.py") if not file.name.startswith("_"))


def _outside() -> list[tuple[checks.rule.Rule, str, str]]:
    """The rules of installed packages, each with its family and what it looks for; none if one cannot be read."""
    from summarizer.desk.plugins import installed_packages

    return [
        (module.RULE, package.family, (module.__doc__ or "").strip().partition("\n")[0])
        for package in installed_packages()
        for module in package.modules
        if isinstance(module.RULE, checks.rule.Rule)
    ]
