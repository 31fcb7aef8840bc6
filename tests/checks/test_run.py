"""What a check returns, whatever the rules are: failures, folding, quotations, promotions, languages, choices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from types import ModuleType

import pytest

import checks
from checks import run
from checks.config import Config
from checks.model import Article, Finding, NotChecked, Outcome, Relation, Severity, Span, State, Tick
from checks.read import read
from checks.registry import Catalogue, catalogue, catalogue_of
from checks.rule import Example, Rule

STORY = "Fire at the mill\n\nPolice counted 12 lorries and 40 vans at the mill on Monday, the owner said.\n"


def rule_of(check: Callable[..., Iterator[Outcome]], code: str = "ZZ01", slug: str = "made-up") -> ModuleType:
    module = ModuleType(f"checks.rules.made.{slug}")
    module.__doc__ = "A rule made up for a test."
    module.RULE = Rule(code, slug, "article", check, (Example("one", "1", "silent"),))  # type: ignore[attr-defined]
    return module


@pytest.fixture
def with_rules(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Replaces the installed rules by the ones given."""

    def install(*modules: ModuleType) -> None:
        replacement: Catalogue = catalogue_of(modules)
        monkeypatch.setattr(run, "catalogue", lambda *_: replacement)

    return install


def spans_of(article: Article) -> tuple[Span, ...]:
    return tuple(figure.span for figure in article.figures)


def warn(article: Article) -> Iterator[Outcome]:
    if article.figures:
        yield Finding(Severity.ERROR, "These do not go together.", spans_of(article), question="Which is right?")


def test_a_rule_that_crashes_is_a_failure_and_the_others_still_run(with_rules: Callable[..., None]) -> None:
    def crash(article: Article) -> Iterator[Outcome]:
        yield Tick("said before the crash", spans_of(article))
        raise ZeroDivisionError("by a rule")

    with_rules(rule_of(crash), rule_of(warn, "ZZ02", "second"))
    sheet = checks.check_article(STORY)
    assert [failure.rule for failure in sheet.failures] == ["made-up"]
    assert "ZeroDivisionError" in sheet.failures[0].error
    assert [finding.rule for finding in sheet.findings] == ["second"]
    assert sheet.ticks == ()


def test_outcomes_are_stamped_with_the_names_of_their_rule(with_rules: Callable[..., None]) -> None:
    with_rules(rule_of(warn))
    finding = checks.check_article(STORY).findings[0]
    assert (finding.rule, finding.code) == ("made-up", "ZZ01")


def test_outcomes_have_the_relation_of_their_rule_unless_they_bring_one(with_rules: Callable[..., None]) -> None:
    def check(article: Article) -> Iterator[Outcome]:
        first, second = spans_of(article)
        yield Tick("of the rule", (first, second))
        yield NotChecked("of the rule", (second,))
        yield Finding(Severity.NOTE, "its own", (first,), relation=Relation("form", (("figure", first),), closed=False))

    module = rule_of(check)
    module.RULE = replace(module.RULE, relation="sum")  # type: ignore[attr-defined]
    with_rules(module)
    sheet = checks.check_article(STORY)
    first, second = spans_of(sheet.article)
    assert [tick.relation for tick in sheet.ticks] == [Relation("sum", (("member", first), ("member", second)))]
    assert [skipped.relation for skipped in sheet.not_checked] == [Relation("sum", (("member", second),))]
    assert [finding.relation for finding in sheet.findings] == [Relation("form", (("figure", first),), closed=False)]


def test_a_text_that_was_not_checked_has_no_relation() -> None:
    sheet = checks.check_article(
        "Le maire a dit que la ville a perdu les deux ponts et que les travaux sont finis. " * 3
    )
    assert [skipped.relation for skipped in sheet.not_checked] == [None]


def test_the_same_words_are_questioned_once_by_one_rule_and_the_gravest_is_kept(
    with_rules: Callable[..., None],
) -> None:
    def twice(article: Article) -> Iterator[Outcome]:
        yield Finding(Severity.NOTE, "a note", spans_of(article))
        yield Finding(Severity.WARNING, "a warning", tuple(reversed(spans_of(article))))

    with_rules(rule_of(twice))
    assert [finding.severity for finding in checks.check_article(STORY).findings] == [Severity.WARNING]


def test_one_slip_held_against_two_places_of_the_same_value_is_one_finding(with_rules: Callable[..., None]) -> None:
    def between(first: int, second: int) -> Callable[..., Iterator[Outcome]]:
        def check(article: Article) -> Iterator[Outcome]:
            figures = spans_of(article)
            yield Finding(Severity.WARNING, "made up", (figures[first], figures[second]))

        return check

    with_rules(
        rule_of(between(0, 2)), rule_of(between(1, 2), "ZZ02", "other"), rule_of(between(3, 4), "ZZ03", "another")
    )
    text = (
        "Twelve dead at the mill\n\nPolice said twelve men died. The owner spoke of 14 men. He has 12 vans, 14 carts."
    )
    findings = checks.check_article(text).findings
    assert [finding.rule for finding in findings] == ["made-up", "another"]


def test_a_list_marked_as_a_whole_and_by_its_members_is_one_finding(with_rules: Callable[..., None]) -> None:
    def whole(article: Article) -> Iterator[Outcome]:
        first, *members = spans_of(article)
        yield Finding(Severity.WARNING, "made up", (first, Span(members[0].start, members[-1].end)))

    def single(article: Article) -> Iterator[Outcome]:
        yield Finding(Severity.WARNING, "made up", tuple(spans_of(article)))

    def other(article: Article) -> Iterator[Outcome]:
        yield Finding(Severity.WARNING, "made up", tuple(spans_of(article)[:2]))

    with_rules(rule_of(whole), rule_of(single, "ZZ02", "other"), rule_of(other, "ZZ03", "another"))
    text = "The five men took 12 vans, 14 carts and 16 boats from the yard at the river on Monday, police said."
    assert [finding.rule for finding in checks.check_article(text).findings] == ["made-up", "another"]


@pytest.mark.parametrize(
    ("places", "rules"), [((0, 1, 2), ["made-up"]), ((0, 1), ["made-up", "other"]), ((0, 1, 4), ["made-up", "other"])]
)
def test_what_marks_three_of_the_places_that_a_graver_finding_marks_repeats_it(
    with_rules: Callable[..., None], places: tuple[int, ...], rules: list[str]
) -> None:
    def whole(article: Article) -> Iterator[Outcome]:
        yield Finding(Severity.ERROR, "made up", tuple(spans_of(article)[:4]))

    def parts(article: Article) -> Iterator[Outcome]:
        yield Finding(Severity.NOTE, "made up", tuple(spans_of(article)[place] for place in places))

    with_rules(rule_of(whole), rule_of(parts, "ZZ02", "other"))
    text = "The 51 men took 12 vans, 14 carts, 16 boats and 18 mules from the yard at the river on Monday, police said."
    assert [finding.rule for finding in checks.check_article(text).findings] == rules


def test_a_list_whose_ends_two_rules_see_elsewhere_is_one_finding() -> None:
    text = "Line sells ships\n\nIt sails with five ships: the Arran Star, the Hoy, the Fair Isle and the Merganser."
    (finding,) = checks.check_article(text).findings
    assert finding.severity is not Severity.NOTE


def test_lists_at_two_places_are_two_findings(with_rules: Callable[..., None]) -> None:
    def between(first: int, second: int) -> Callable[[Article], Iterator[Outcome]]:
        def check(article: Article) -> Iterator[Outcome]:
            spans = spans_of(article)
            relation = Relation("list", (("count", spans[first]), ("list", spans[second])))
            yield Finding(Severity.WARNING, "made up", (spans[first], spans[second]), relation=relation)

        return check

    with_rules(rule_of(between(0, 1)), rule_of(between(0, 2), "ZZ02", "other"))
    text = "The five men took 12 vans and 14 carts from the yard at the river on Monday, police said."
    assert len(checks.check_article(text).findings) == 2


def test_a_list_is_held_against_one_count_only(with_rules: Callable[..., None]) -> None:
    def of_count(number: int) -> Callable[[Article], Iterator[Outcome]]:
        def check(article: Article) -> Iterator[Outcome]:
            spans = spans_of(article)
            relation = Relation("list", (("count", spans[number]), ("list", spans[2])))
            yield Finding(Severity.WARNING, "made up", (spans[number], spans[2]), relation=relation)

        return check

    with_rules(rule_of(of_count(0)), rule_of(of_count(1), "ZZ02", "other"))
    text = "The five men took 12 vans and 14 carts from the yard at the river on Monday, police said."
    assert len(checks.check_article(text).findings) == 1


def test_a_tie_known_to_two_rules_is_ticked_once(with_rules: Callable[..., None]) -> None:
    def check(article: Article) -> Iterator[Outcome]:
        yield Tick("made up", spans_of(article))

    with_rules(rule_of(check), rule_of(check, "ZZ02", "other"))
    assert [tick.rule for tick in checks.check_article(STORY).ticks] == ["made-up"]


def test_inside_a_quotation_an_error_becomes_a_warning_that_advises_to_query_the_source(
    with_rules: Callable[..., None],
) -> None:
    with_rules(rule_of(warn))
    quoted = checks.check_article(
        'Fire at the mill\n\n"We counted 12 lorries and 40 vans," the owner said on Monday.\n'
    )
    assert [finding.severity for finding in quoted.findings] == [Severity.WARNING]
    assert "query the source" in quoted.findings[0].question
    half = checks.check_article('Fire at the mill\n\nThere were 12 lorries. "We saw 40 vans," the owner said.\n')
    assert [finding.severity for finding in half.findings] == [Severity.ERROR]
    assert half.findings[0].question.endswith("What is inside quotation marks, “40”, is for the source to correct.")


def test_rules_never_see_navigation_or_advertising(with_rules: Callable[..., None]) -> None:
    seen: list[str] = []

    def look(article: Article) -> Iterator[Outcome]:
        seen.extend(figure.words for figure in article.figures)
        yield from ()

    with_rules(rule_of(look))
    sheet = checks.check_article(STORY + "\nALSO READ: 17 ways to cook rice\n")
    assert "12" in seen
    assert "17" not in seen
    promo = [entry for entry in sheet.ledger.entries if entry.item.words == "17"]
    assert [entry.state for entry in promo] == [State.NOT_CHECKED]


def test_a_text_in_another_language_is_not_checked_and_says_so() -> None:
    text = (
        "Die Polizei hat am Montag in der Stadt 18 Männer und 111 Frauen festgenommen, und das ist nicht alles. "
        "Die Feuerwehr war mit 40 Leuten im Einsatz, und der Brand wurde nach drei Stunden gelöscht.\n"
    )
    sheet = checks.check_article(text)
    assert (sheet.findings, sheet.ticks) == ((), ())
    assert sheet.not_checked[0].reason == run.OTHER_LANGUAGE
    assert all(entry.state is State.NOT_CHECKED for entry in sheet.ledger.entries)


def test_an_ignored_rule_does_not_run_by_any_of_its_names(with_rules: Callable[..., None]) -> None:
    with_rules(rule_of(warn))
    for name in ("made-up", "ZZ01", "zz01"):
        assert checks.check_article(STORY, config=Config(ignore=frozenset((name,)))).findings == ()


def test_an_empty_choice_silences_nothing(with_rules: Callable[..., None]) -> None:
    with_rules(rule_of(warn))
    assert len(checks.check_article(STORY, config=Config()).findings) == 1


def test_ignoring_a_rule_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ValueError, match="no rule is called 'no-such-rule'"):
        checks.check_article(STORY, config=Config(ignore=frozenset(("no-such-rule",))))


def test_an_article_that_was_read_is_checked_like_its_text() -> None:
    assert checks.check_article(read(STORY)) == checks.check_article(STORY)


def test_a_publication_date_may_be_a_string_and_must_be_a_date() -> None:
    assert checks.check_article(STORY, published="2025-03-18").article.published is not None
    with pytest.raises(ValueError, match="day"):
        checks.check_article(STORY, published="2025-02-30")


@pytest.mark.parametrize("text", ["", " ", "\n\n", "No figures at all here.", "\x00\x01"])
def test_a_text_without_figures_gives_an_empty_sheet(text: str) -> None:
    sheet = checks.check_article(text)
    assert (sheet.findings, sheet.ticks, sheet.failures, sheet.ledger.entries) == ((), (), (), ())


def test_what_could_not_be_judged_is_kept_with_its_reason(with_rules: Callable[..., None]) -> None:
    def skip(article: Article) -> Iterator[Outcome]:
        yield NotChecked("no base is given", spans_of(article)[:1])

    with_rules(rule_of(skip))
    sheet = checks.check_article(STORY)
    assert [(outcome.reason, outcome.rule) for outcome in sheet.not_checked] == [("no base is given", "made-up")]


def test_the_same_text_gives_the_same_sheet() -> None:
    assert checks.check_article(STORY) == checks.check_article(STORY)


@pytest.mark.parametrize(
    "words", ["12, ", "5 men, including 3 boys ", "10% wool and ", "another 5 men and ", "Ann, Bob and "]
)
def test_a_text_that_is_one_endless_sentence_is_checked_to_its_end(words: str) -> None:
    sheet = checks.check_article(words * 2000)
    assert sheet.failures == ()
    assert len(sheet.ledger.entries) >= words.count("5") * 2000


class TestTheCatalogue:
    def test_refuses_two_rules_of_one_code(self) -> None:
        with pytest.raises(ValueError, match="two rules are called"):
            catalogue_of([rule_of(warn, "ZZ01", "one"), rule_of(warn, "ZZ01", "other")])

    def test_finds_a_rule_by_slug_code_and_alias_in_any_case(self) -> None:
        rules = catalogue()
        assert rules.find("PW01") is rules.find("parts-and-whole") is rules.find("Parts-Exceed-Whole")

    def test_has_no_broken_rule_files(self) -> None:
        assert catalogue().broken == ()

    def test_leaves_modules_with_an_underscore_out(self) -> None:
        assert "what-does-not-fit" not in catalogue().modules


class TestExplain:
    def test_gives_the_docstring_and_the_examples_of_a_rule(self) -> None:
        doc = checks.explain("parts-exceed-whole")
        assert doc.slug == "parts-and-whole"
        assert doc.family == "sums"
        assert doc.text.startswith(doc.summary)
        assert doc.examples

    def test_says_that_there_is_no_such_rule(self) -> None:
        with pytest.raises(ValueError, match="no rule is called"):
            checks.explain("nonsense")

    def test_covers_every_rule(self) -> None:
        assert [doc.code for doc in checks.rule_docs()] == [rule.code for rule in catalogue().rules]


@pytest.mark.parametrize(
    "published",
    [date(2024, 5, 31), datetime(2024, 5, 31, 10), "2024-05-31", "2024-05-31T10:00:00Z", "2024-05-31 23:59"],
)
def test_a_time_of_publication_is_a_day(published):
    text = "The minister resigned on Tuesday 28 May 2024. She had said so yesterday."
    sheet = checks.check_article(text, published=published)
    assert sheet.article.published == date(2024, 5, 31)
    assert type(sheet.article.published) is date
    assert not sheet.failures
    assert checks.compare(text, text, published=published).article.published == date(2024, 5, 31)


@pytest.mark.parametrize("published", ["31 May", "2024-13-01", ""])
def test_a_day_that_is_none_is_refused_with_the_way_to_write_it(published):
    with pytest.raises(ValueError, match="year-month-day"):
        checks.check_article("All was quiet.", published=published)


@pytest.mark.parametrize("text", [None, b"All was quiet.", 7, ["All was quiet."]])
def test_what_is_no_text_is_refused(text):
    for work in (
        checks.check_article,
        read,
        lambda value: checks.compare("A.", value),
        lambda value: checks.compare(value, "A."),
    ):
        with pytest.raises(TypeError, match="an article is a text"):
            work(text)
    with pytest.raises(TypeError, match="day of publication"):
        checks.check_article("All was quiet.", published=7)


def test_of_many_quotations_only_one_is_looked_at(count_steps: Callable[..., int]) -> None:
    def steps_for_each(number: int) -> float:
        article = read("“We counted 12 lorries there,” said the owner of the mill on Monday. " * number)
        assert len(article.quotations) == number
        spans = [figure.span for figure in article.figures]
        assert all(run._is_quoted(span, article.quotations) for span in spans if article.text_of(span) == "12")
        return count_steps(lambda: [run._is_quoted(span, article.quotations) for span in spans]) / number

    assert steps_for_each(800) / steps_for_each(100) < 2  # looking at all of them would take eight times as many


def test_what_only_begins_inside_a_quotation_is_not_quoted():
    article = read("“We counted 12 lorries,” said the owner. “And 40 vans.”")
    first, second = article.quotations
    assert run._is_quoted(first, article.quotations)
    assert run._is_quoted(second, article.quotations)
    assert not run._is_quoted(Span(first.start, first.end + 1), article.quotations)
    assert not run._is_quoted(Span(first.end, second.start), article.quotations)
