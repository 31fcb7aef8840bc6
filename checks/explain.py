"""What a rule says about itself: the docstring of its module, and its own examples."""

from __future__ import annotations

import inspect
from dataclasses import dataclass

from checks.measured import MEASURED
from checks.registry import ROOT, catalogue
from checks.rule import Example, Measured


@dataclass(frozen=True, slots=True)
class RuleDoc:
    """`summary` is the docstring's first line, `text` the whole of it; `family` is the folder the rule stands in."""

    code: str
    slug: str
    scope: str
    family: str
    summary: str
    text: str
    examples: tuple[Example, ...]
    aliases: tuple[str, ...] = ()
    since: str = ""
    measured: Measured | None = None  # on the evaluation data; None where no case of the data concerns the rule


def explain(name: str) -> RuleDoc:
    """The documentation of a rule, by slug, code or alias; ValueError if no rule is called so."""
    found = catalogue()
    rule = found.find(name)
    module = found.modules[rule.slug]
    text = inspect.cleandoc(module.__doc__ or "")
    return RuleDoc(
        code=rule.code,
        slug=rule.slug,
        scope=rule.scope,
        family=module.__name__.removeprefix(f"{ROOT}.").partition(".")[0],
        summary=text.partition("\n")[0],
        text=text,
        examples=rule.examples,
        aliases=rule.aliases,
        since=rule.since,
        measured=MEASURED.get(rule.slug),
    )


def rule_docs() -> tuple[RuleDoc, ...]:
    """The documentation of every rule, in order of their codes."""
    return tuple(explain(rule.slug) for rule in catalogue().rules)
