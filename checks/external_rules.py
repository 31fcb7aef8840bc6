"""Rules from outside this package: what a package of them is, and what is asked of its rules and their outcomes.

Nothing here looks for packages or files: see `checks.registry.use_external_rules`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType

from checks.model import Article, Failure, Finding, NotChecked, Outcome, Relation, Severity, Span, Tick
from checks.pattern import pattern
from checks.rule import SCOPES, Example, Rule

CODE = pattern(r"[A-Z]{3,8}\d{2,3}")  # Copydesk's own have two letters, so that no later one can be the same
SLUG = pattern(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
EXPECTATIONS = ("error", "warning", "note", "tick", "silent")


@dataclass(frozen=True, slots=True)
class RulePackage:
    """Rules of one package. `modules` are those that have a `RULE`; `broken` says what could not be imported."""

    family: str  # what its rules are called together
    origin: str  # the package, for messages: "acme-rules 1.2"
    modules: tuple[ModuleType, ...] = ()
    broken: tuple[Failure, ...] = ()
    limited: Callable[[Rule], Rule] | None = None  # how its rules are run: the program may limit how long they take


def rules_and_failures(package: RulePackage) -> tuple[list[tuple[Rule, ModuleType]], tuple[Failure, ...]]:
    """The rules of a package with their modules, and a failure for each module without a proper rule."""
    rules: list[tuple[Rule, ModuleType]] = []
    failures = list(package.broken)
    for module in package.modules:
        rule = getattr(module, "RULE", None)
        problem = next(rule_problems(rule), "")
        if problem or not isinstance(rule, Rule):
            failures.append(Failure(package.family, f"{module.__name__} of {package.origin}: {problem}"))
        else:
            rules.append((package.limited(rule) if package.limited else rule, module))
    return rules, tuple(failures)


def rule_problems(rule: object) -> Iterator[str]:
    """Yields what keeps a rule from outside from being run."""
    if rule is None:
        yield "there is no RULE in it; assign a checks.rule.Rule to that name"
        return
    if not isinstance(rule, Rule):
        yield f"RULE is a {type(rule).__name__}, not a checks.rule.Rule"
        return
    if not isinstance(rule.code, str) or not CODE.fullmatch(rule.code):
        yield f"the code {rule.code!r} is not three to eight capitals and two or three digits, as in HOUSE01"
    if not isinstance(rule.slug, str) or not SLUG.fullmatch(rule.slug):
        yield f"the slug {rule.slug!r} is not in small letters with hyphens, as in runs-backwards"
    if rule.scope not in SCOPES:
        yield f"the scope {rule.scope!r} is not one of {', '.join(SCOPES)}"
    if not callable(rule.check):
        yield "check is not a function"
    if not isinstance(rule.aliases, tuple) or not all(isinstance(alias, str) for alias in rule.aliases):
        yield "aliases is not a tuple of texts"
    if not isinstance(rule.examples, tuple) or not all(isinstance(example, Example) for example in rule.examples):
        yield "examples is not a tuple of checks.rule.Example"
    else:
        for example in rule.examples:
            if example.expect not in EXPECTATIONS:
                yield f"the example {example.why!r} expects {example.expect!r}: it can be {', '.join(EXPECTATIONS)}"


def require_proper(outcome: object, target: Article, source: Article | None = None) -> Outcome:
    """The outcome of a rule from outside. Raises TypeError or ValueError where a report could not show it."""
    if not isinstance(outcome, (Finding, Tick, NotChecked)):
        raise TypeError(f"it yielded {type(outcome).__name__}, not a Finding, Tick or NotChecked")
    if isinstance(outcome, Finding):
        if not isinstance(outcome.severity, Severity):
            raise TypeError(f"severity is {outcome.severity!r}, not a Severity")
        _require_texts(outcome, "message", "arithmetic", "question")
        if not isinstance(outcome.repairs, tuple) or not all(isinstance(repair, str) for repair in outcome.repairs):
            raise TypeError("repairs is not a tuple of texts")
    else:
        _require_texts(outcome, *(("message", "arithmetic") if isinstance(outcome, Tick) else ("reason",)))
    _require_spans("spans", outcome.spans, target)
    if not isinstance(outcome, NotChecked) and outcome.source_spans != ():
        if source is None:
            raise ValueError("there are source_spans, and no source")
        _require_spans("source_spans", outcome.source_spans, source)
    if isinstance(outcome, Finding) and not outcome.spans and source is None:
        raise ValueError("a finding without spans is about nothing")
    if outcome.relation is not None:
        if not isinstance(outcome.relation, Relation):
            raise TypeError("relation is not a Relation")
        _require_spans("the spans of the relation", tuple(span for _, span in outcome.relation.roles), target)
    return outcome


def _require_texts(outcome: Outcome, *fields: str) -> None:
    for field in fields:
        if not isinstance(getattr(outcome, field), str):
            raise TypeError(f"{field} is not a text")


def _require_spans(field: str, spans: object, article: Article) -> None:
    if not isinstance(spans, tuple) or not all(isinstance(span, Span) for span in spans):
        raise TypeError(f"{field} is not a tuple of Span")
    if not all(0 <= span.start < span.end <= len(article.text) for span in spans):
        raise ValueError(f"{field} is outside of the text, or empty")
