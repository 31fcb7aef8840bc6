"""A rule may do so much work on a text and no more; counted, so no clock is read here either."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest

import checks
from checks import run
from checks.budget import Budget, Exhausted, spend, steps_for
from checks.model import Article, Finding, Interval, Outcome, Severity, Tick
from checks.registry import Catalogue, catalogue_of
from checks.rule import Example, Rule
from checks.rules._text import figures_around, plain_words
from checks.sameness import same_unit

STORY = "The yard sold 40 pens and 12 boats on Monday, the owner said. "
ROOT = Path(checks.__file__).parent
READING = ("figures", "listings", "names.py", "text")
"""What reads a text into figures and names before any rule runs: its loops step through the text's words."""


@pytest.fixture
def with_rules(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Replaces the installed rules by these."""

    def replace(*rules: Callable[[Article], Iterator[Outcome]]) -> None:
        modules = []
        for number, check in enumerate(rules):
            module = ModuleType("made")
            example = Example("one", "1", "silent")
            module.RULE = Rule(f"ZZ{number:02}", check.__name__, "article", check, (example,))  # type: ignore[attr-defined]
            modules.append(module)
        catalogue: Catalogue = catalogue_of(modules)
        monkeypatch.setattr(run, "catalogue", lambda *_: catalogue)

    return replace


def first_figure_noted(article: Article) -> Iterator[Outcome]:
    yield Finding(Severity.NOTE, "made up", (article.figures[0].span,))


def endless_loop(article: Article) -> Iterator[Outcome]:
    while True:
        spend()
    yield


def endless_outcomes(article: Article) -> Iterator[Outcome]:
    while True:
        yield Tick("again", (article.figures[0].span,))


def all_words_by_all(article: Article) -> Iterator[Outcome]:
    words = [
        article.text_of(figure.span) for figure in article.figures for _ in article.figures for _ in article.figures
    ]
    yield Tick(words[0], ())


def all_measures_by_all(article: Article) -> Iterator[Outcome]:
    triples = (
        (first, second) for first in article.figures for second in article.figures for third in article.figures if third
    )
    yield from (Tick("like", ()) for first, second in triples if not same_unit(first, second))


def all_intervals_by_all(article: Article) -> Iterator[Outcome]:
    ends = [Interval.exact(Fraction(first)) for first in range(4000)]
    yield from (
        Tick("meets", ()) for first in ends for second in ends if not first.overlaps(second) and first is second
    )


def looks_around_from_everywhere(article: Article) -> Iterator[Outcome]:
    yield from (Tick("near", ()) for figure in article.figures * 100 if not figures_around(article, figure))


def splits_words_over_and_over(article: Article) -> Iterator[Outcome]:
    yield from (Tick("word", ()) for _ in range(10**7) if not plain_words("a"))


@pytest.mark.parametrize(
    "rule",
    [
        endless_loop,
        endless_outcomes,
        all_words_by_all,
        all_measures_by_all,
        all_intervals_by_all,
        looks_around_from_everywhere,
        splits_words_over_and_over,
    ],
)
def test_a_rule_that_goes_on_and_on_is_stopped_and_named_and_the_others_run(
    rule: Callable[[Article], Iterator[Outcome]], with_rules: Callable[..., None]
) -> None:
    with_rules(rule, first_figure_noted)
    sheet = checks.check_article(STORY * 60)
    assert [failure.rule for failure in sheet.failures] == [rule.__name__]
    assert "Exhausted: more work" in sheet.failures[0].error
    assert [finding.rule for finding in sheet.findings] == ["first_figure_noted"]
    assert sheet.ticks == ()


def test_each_rule_has_a_budget_of_its_own(with_rules: Callable[..., None]) -> None:
    def nearly_all(article: Article) -> Iterator[Outcome]:
        spend(steps_for(article.text) - 100)
        yield from first_figure_noted(article)

    def nearly_all_too(article: Article) -> Iterator[Outcome]:
        yield from nearly_all(article)

    with_rules(nearly_all, nearly_all_too)
    assert checks.check_article(STORY).failures == ()


def test_a_budget_grows_with_the_texts() -> None:
    assert steps_for(STORY) < steps_for(STORY, STORY) < steps_for(STORY * 10)


def test_work_is_free_where_there_is_no_budget_and_the_outer_budget_comes_back() -> None:
    spend(10**12)
    with Budget(10):
        with Budget(3):
            spend(3)
        spend(10)
        with pytest.raises(Exhausted):
            spend()
    spend(10**12)


@pytest.mark.parametrize("piece", ["5 men. ", "12 people paid £5 each, £60 in total; ", "10% wool and ", "6-4, 3-6; "])
def test_no_rule_of_ours_runs_out_on_a_sentence_without_an_end(piece: str) -> None:
    assert checks.check_article(piece * (12_000 // len(piece))).failures == ()


def loops(path: Path) -> Iterator[tuple[int, ast.While]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.While):
            yield node.lineno, node


def spends(loop: ast.While) -> bool:
    """Does each round spend, whatever way it takes?"""
    return any(
        isinstance(step, ast.Expr)
        and isinstance(step.value, ast.Call)
        and isinstance(step.value.func, ast.Name)
        and step.value.func.id == "spend"
        for step in loop.body
    )


def test_every_loop_of_the_rules_that_need_not_end_spends() -> None:
    files = [path for path in sorted(ROOT.rglob("*.py")) if path.relative_to(ROOT).parts[0] not in READING]
    assert any(True for path in files for _ in loops(path))
    free = [f"{path.relative_to(ROOT)}:{line}" for path in files for line, loop in loops(path) if not spends(loop)]
    assert free == []


@pytest.mark.parametrize(("source", "counted"), [("while x:\n spend()\n x -= 1", True), ("while x:\n x -= 1", False)])
def test_a_loop_that_does_not_spend_is_seen(source: str, counted: bool) -> None:
    loop = ast.parse(source).body[0]
    assert isinstance(loop, ast.While)
    assert spends(loop) is counted


def test_no_rule_takes_from_an_iterator_without_an_end() -> None:
    endless = {"count", "cycle", "repeat"}
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "itertools":
                assert endless.isdisjoint(name.name for name in node.names), path
