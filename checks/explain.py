"""The documentation of the rules: the docstrings of their modules and their examples."""

from __future__ import annotations

import inspect
from dataclasses import dataclass

from checks.registry import catalogue
from checks.rule import Example, Measured, Scope


@dataclass(frozen=True, slots=True)
class RuleDoc:
    """A rule's documentation: `summary` is its docstring's first line, `text` all of it.

    `family` is the rule's folder in `checks/rules`; of a rule from outside, what its package calls its rules.
    """

    code: str
    slug: str
    scope: Scope
    family: str
    summary: str
    text: str
    examples: tuple[Example, ...]
    aliases: tuple[str, ...] = ()
    origin: str = ""  # of a rule from outside: the package that has it
    measured: Measured | None = None  # on the evaluation data; None where no case of the data concerns the rule


def explain(name: str) -> RuleDoc:
    """The documentation of a rule, by slug, code or alias; ValueError if no rule has that name."""
    from checks.measured import MEASURED

    if not isinstance(name, str):
        raise TypeError(f"a rule is named by a text (str), not {type(name).__name__}")

    found = catalogue()
    found.require_no_conflicts()
    rule = found.find(name)
    module = found.modules[rule.slug]
    text = inspect.cleandoc(module.__doc__ or "")
    return RuleDoc(
        code=rule.code,
        slug=rule.slug,
        scope=rule.scope,
        family=found.families[rule.slug],
        summary=text.partition("\n")[0],
        text=text,
        examples=rule.examples,
        aliases=rule.aliases,
        origin=found.origins.get(rule.slug, ""),
        measured=MEASURED.get(rule.slug),
    )


def rule_docs() -> tuple[RuleDoc, ...]:
    """The documentation of every rule, in order of their codes."""
    return tuple(explain(rule.slug) for rule in catalogue().rules)
