"""Rules from outside run like Copydesk's own, and their faults are failed checks or clear errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType

import pytest

import checks
from checks.config import Config
from checks.external_rules import RulePackage
from checks.model import Article, Failure, Finding, NotChecked, Outcome, Severity, Span, Tick
from checks.registry import RuleConflict, catalogue, use_external_rules
from checks.rule import Rule

TEXT = "Police held 12 men in the town on Monday."
ORIGIN = "acme-rules 1.2"


def note(article: Article) -> Iterator[Outcome]:
    yield Finding(Severity.NOTE, "A note of the house.", (article.figures[0].span,))


def module_of(check: Callable[..., Iterator[object]] = note, **given: object) -> ModuleType:
    module = ModuleType("acme")
    fields = {"code": "ACME01", "slug": "acme-rule", "scope": "article", "examples": ()} | given
    module.RULE = Rule(check=check, **fields)  # type: ignore[attr-defined, arg-type]
    return module


@pytest.fixture
def install() -> Iterator[Callable[..., None]]:
    """Makes these modules one package of rules, of the family "house"."""

    def use(*modules: ModuleType, family: str = "house", broken: tuple[Failure, ...] = ()) -> None:
        use_external_rules(lambda: [RulePackage(family, ORIGIN, modules, broken)])

    yield use
    use_external_rules(tuple)
    catalogue()


def test_a_rule_from_outside_runs_and_is_explained(install: Callable[..., None]) -> None:
    install(module_of())
    sheet = checks.check_article(TEXT)
    assert [finding.rule for finding in sheet.findings] == ["acme-rule"]
    assert sheet.failures == ()
    doc = checks.explain("ACME01")
    assert (doc.family, doc.origin) == ("house", ORIGIN)


def test_handing_them_over_twice_does_not_run_them_twice(install: Callable[..., None]) -> None:
    install(module_of())
    install(module_of())
    assert len(checks.check_article(TEXT).findings) == 1


def test_without_any_the_catalogue_is_as_before(install: Callable[..., None]) -> None:
    before = catalogue().rules
    install(module_of())
    assert catalogue().rules[:-1] == before
    use_external_rules(tuple)
    assert catalogue().rules == before


def test_a_rule_of_another_scope_runs_only_there(install: Callable[..., None]) -> None:
    install(module_of(lambda target, source: note(target), scope="summary"))
    assert checks.check_article(TEXT).findings == ()
    assert [finding.rule for finding in checks.compare(TEXT, TEXT).findings] == ["acme-rule"]


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"slug": "same-fact"}, "'same-fact'"),
        ({"slug": "other-value"}, "'other-value'"),  # of a rule of another scope
        ({"aliases": ("RP08",)}, "'RP08'"),
        ({"aliases": ("said-twice",)}, "'said-twice'"),  # another rule's former name
        ({"slug": "sums"}, "'sums'"),
        ({"slug": "note"}, "'note'"),
    ],
)
def test_a_name_that_is_taken_is_a_clear_error(
    install: Callable[..., None], given: dict[str, object], named: str
) -> None:
    install(module_of(**given))
    with pytest.raises(RuleConflict, match=named) as error:
        checks.check_article(TEXT)
    assert f"uninstall {ORIGIN}" in str(error.value)


def test_two_packages_with_one_code_are_a_clear_error() -> None:
    packages = [RulePackage("house", "one 1", (module_of(),)), RulePackage("house", "two 2", (module_of(slug="b"),))]
    use_external_rules(lambda: packages)
    try:
        with pytest.raises(RuleConflict, match=r"'ACME01', and so is acme-rule of one 1: .* uninstall two 2"):
            catalogue().require_no_conflicts()
        with pytest.raises(RuleConflict):
            checks.check_article(TEXT)
        config = checks.Config(ignore=frozenset({"house"}))
        assert checks.check_article(TEXT, config=config).failures == ()
        assert catalogue().slugs(["house"]) >= {"acme-rule", "house"}
    finally:
        use_external_rules(tuple)


@pytest.mark.parametrize("family", ["sums", "error", "same-fact"])
def test_a_family_that_is_called_like_something_else_is_a_clear_error(
    install: Callable[..., None], family: str
) -> None:
    install(module_of(), family=family)
    with pytest.raises(RuleConflict, match=f"calls its rules '{family}'"):
        catalogue().require_no_conflicts()


def test_several_packages_may_share_a_family() -> None:
    packages = [
        RulePackage("house", "one 1", (module_of(),)),
        RulePackage("house", "two 2", (module_of(code="ACME02", slug="second"),)),
    ]
    use_external_rules(lambda: packages)
    try:
        assert catalogue().slugs(["house"]) == {"acme-rule", "second"}
    finally:
        use_external_rules(tuple)


# ---- faults are failed checks ----------------------------------------------------------------------------------------


def crash(article: Article) -> Iterator[Outcome]:
    yield from note(article)
    raise ZeroDivisionError("by a rule")


def leave(article: Article) -> Iterator[Outcome]:
    yield from note(article)
    raise SystemExit(0)


def yielding(outcome: object) -> Callable[..., Iterator[object]]:
    def check(article: Article) -> Iterator[object]:
        yield outcome

    return check


INSIDE = (Span(0, 6),)


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (crash, "ZeroDivisionError: by a rule"),
        (leave, "SystemExit"),
        (lambda article: None, "TypeError"),
        (yielding("words"), "yielded str"),
        (yielding(None), "yielded NoneType"),
        (yielding(Finding("error", "m", INSIDE)), "not a Severity"),  # type: ignore[arg-type]
        (yielding(Finding(Severity.ERROR, 3, INSIDE)), "message is not a text"),  # type: ignore[arg-type]
        (yielding(Finding(Severity.ERROR, "m", ((0, 6),))), "not a tuple of Span"),  # type: ignore[arg-type]
        (yielding(Finding(Severity.ERROR, "m", (Span(0, 99_999),))), "outside of the text"),
        (yielding(Finding(Severity.ERROR, "m", (Span(6, 6),))), "empty"),
        (yielding(Finding(Severity.ERROR, "m", ())), "about nothing"),
        (yielding(Finding(Severity.ERROR, "m", INSIDE, repairs="no")), "repairs"),  # type: ignore[arg-type]
        (yielding(Finding(Severity.ERROR, "m", INSIDE, source_spans=INSIDE)), "no source"),
        (yielding(Tick("m", INSIDE, arithmetic=None)), "arithmetic"),  # type: ignore[arg-type]
        (yielding(NotChecked(None, INSIDE)), "reason"),  # type: ignore[arg-type]
    ],
)
def test_a_rule_that_goes_wrong_is_a_failed_check(
    install: Callable[..., None], check: Callable[..., Iterator[object]], said: str
) -> None:
    install(module_of(check))
    sheet = checks.check_article(TEXT + " They were 7 women and 5 men, or 12 in all.")
    assert [failure.rule for failure in sheet.failures] == ["acme-rule"]
    assert said in sheet.failures[0].error
    assert ORIGIN in sheet.failures[0].error
    assert not [finding for finding in sheet.findings if finding.rule == "acme-rule"]


@pytest.mark.parametrize(
    "outcome", [Tick("m", INSIDE), NotChecked("r", INSIDE), NotChecked("r", ()), Finding(Severity.NOTE, "m", INSIDE)]
)
def test_a_proper_outcome_is_no_failure(install: Callable[..., None], outcome: Outcome) -> None:
    install(module_of(yielding(outcome)))
    assert checks.check_article(TEXT).failures == ()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"code": "AC01"}, "three to eight capitals"),
        ({"code": 7}, "code 7"),
        ({"slug": "Acme Rule"}, "small letters"),
        ({"scope": "all"}, "scope"),
        ({"check": None}, "not a function"),
        ({"aliases": "x"}, "aliases"),
        ({"examples": ("text",)}, "examples"),
    ],
)
def test_a_rule_that_is_not_as_it_should_be_is_a_failed_check(
    install: Callable[..., None], given: dict[str, object], said: str
) -> None:
    module = ModuleType("acme")
    fields = {"code": "ACME01", "slug": "acme-rule", "scope": "article", "check": note, "examples": ()} | given
    module.RULE = Rule(**fields)  # type: ignore[attr-defined, arg-type]
    install(module)
    (failure,) = checks.check_article(TEXT).failures
    assert failure.rule == "house"
    assert said in failure.error


def test_a_package_that_cannot_be_imported_is_a_failed_check_that_can_be_ignored(install: Callable[..., None]) -> None:
    install(broken=(Failure("house", "it could not be imported"),))
    assert [failure.rule for failure in checks.check_article(TEXT).failures] == ["house"]
    only_sums = Config(select=frozenset({"sums"}))
    assert len(checks.check_article(TEXT, config=only_sums).failures) == 1  # nothing fails unseen
    assert checks.check_article(TEXT, config=Config(ignore=frozenset({"house"}))).failures == ()
