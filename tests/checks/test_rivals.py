"""Questions that are withheld because what holds beside them explains their figure better."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

import checks
from checks.model import Finding, NotChecked, Relation, RelationKind, Severity, Span, Tick
from checks.rivals import rival_ticks

TEXT = "Acme aims at 27, which is 20% above 22. Bolt trades at 23.\n\nCity rose from 31 to 40."


def outcome(kind: RelationKind, *words: str) -> tuple[Relation, tuple[Span, ...]]:
    spans = tuple(Span(TEXT.index(word), TEXT.index(word) + len(word)) for word in words)
    return Relation(kind, tuple(("member", span) for span in spans)), spans


def question(kind: RelationKind, *words: str, severity: Severity = Severity.WARNING) -> Finding:
    relation, spans = outcome(kind, *words)
    return Finding(severity, "?", spans, relation=relation)


def tick(kind: RelationKind, *words: str) -> Tick:
    relation, spans = outcome(kind, *words)
    return Tick("fits", spans, relation=relation)


def is_withheld(finding: Finding, holding: Tick) -> bool:
    return bool(rival_ticks([finding], [holding], checks.read(TEXT)))


@pytest.mark.parametrize("kind", ["change", "gain", "share", "times"])
def test_a_percentage_that_two_figures_beside_it_give(kind: RelationKind) -> None:
    assert is_withheld(question(kind, "27", "20%", "23"), tick("change", "27", "20%", "22"))
    assert is_withheld(question(kind, "23", "20%"), tick("share", "20%", "22"))


@pytest.mark.parametrize(
    ("finding", "holding"),
    [
        (question("change", "27", "20%", "23"), tick("change", "31", "40")),  # no figure in common
        (question("change", "27", "20%", "23"), tick("same", "20%", "22")),  # of another kind
        (question("change", "27", "20%", "22", severity=Severity.NOTE), tick("change", "20%", "27", "Acme")),
        (question("sum", "27", "20%", "22"), tick("sum", "27", "Acme")),  # a total may stand in two sums
        (question("same", "27", "23"), tick("same", "27", "31")),  # told in another sentence
        (question("change", "27", "20%"), tick("change", "27", "20%", "22")),  # all of its figures: another reading
    ],
)
def test_questions_that_stand(finding: Finding, holding: Tick) -> None:
    assert not is_withheld(finding, holding)


def test_a_level_may_stand_in_several_comparisons() -> None:
    _, spans = outcome("change", "22", "27", "23")
    named = Relation("change", tuple(zip(("from", "to", "percent"), spans, strict=True)))
    assert not is_withheld(Finding(Severity.WARNING, "?", spans, relation=named), tick("change", "27", "20%", "22"))
    named = Relation("change", tuple(zip(("percent", "from", "to"), spans, strict=True)))
    assert is_withheld(Finding(Severity.WARNING, "?", spans, relation=named), tick("change", "27", "20%", "22"))


def test_what_is_withheld_is_listed_with_the_reason() -> None:
    sheet = checks.check_article(
        "Apple has more than 50 robot cars on the road\n\nIts fleet of robot cars rose from 27 in January to 55 now."
    )
    assert not [finding for finding in sheet.findings if finding.severity is not Severity.NOTE]
    assert all(isinstance(each, NotChecked) for each in sheet.not_checked)


def test_a_length_of_two_periods_together() -> None:
    text = "She led the choir, 1980–1987, then the school, 1987–2017; for {} years."
    right, wrong = (checks.check_article(checks.read(text.format(years))) for years in (37, 47))
    assert not right.findings
    assert [tick.arithmetic for tick in right.ticks] == ["1980 to 2017 = 37 years"]
    assert wrong.findings


def test_a_length_that_fits_two_years_by_chance() -> None:
    text = "Lindt ran the bank for ten years, between 2014 and 2022, and left the city in 2024."
    assert [finding.rule for finding in checks.check_article(checks.read(text)).findings] == ["duration"]


def test_learned_odds_give_way_to_a_rule_that_reads_all_of_their_figures() -> None:
    learned, spans = outcome("gain", "27", "20%", "22")
    asked = Finding(Severity.WARNING, "?", spans, relation=replace(learned, probability=Fraction(9, 10)))
    assert is_withheld(asked, tick("difference", "22", "27", "20%"))
    assert not is_withheld(asked, tick("difference", "22", "27"))
    assert not is_withheld(question("gain", "27", "20%", "22"), tick("difference", "22", "27", "20%"))
    assert not is_withheld(asked, tick("mean", "22", "27", "20%"))  # that holds within what is rounded
    also_learned = Tick("fits", spans, relation=replace(learned, probability=Fraction(9, 10)))
    assert not is_withheld(asked, also_learned)


@pytest.mark.parametrize(
    "text",
    [
        "Slide kills 53 in Skerra\n\nOf the dead, 31 lived in Ash, 17 in Elm, and the remaining five were drivers.",
        "Eighty-four of the 203 fires were in Torley; Skerra had 52 and the other 67 were on farms.",
    ],
)
def test_whole_and_parts_in_a_sum_that_the_words_close(text: str) -> None:
    sheet = checks.check_article(checks.read(text))
    assert not sheet.findings
    assert [tick.relation.kind for tick in sheet.ticks if tick.relation] == ["sum"]


def test_whole_and_parts_of_a_sum_that_nothing_closes() -> None:
    text = "Slide kills 53 in Skerra\n\nOf the dead, 31 lived in Ash and 17 in Elm."
    assert checks.check_article(checks.read(text)).findings


YEARS = "Holt led the choir, 1980–1987, then the school, 1987–2017; for 47 years."
DATES = "Holt led the choir from 3 May to 10 June, then from 7 August to 9 September; for 47 days."


@pytest.mark.parametrize(
    ("text", "length", "asked", "other", "withheld"),
    [
        (YEARS, "47 years", "1980–1987", "1987–2017", True),
        (YEARS.replace("1987–", "1991–"), "47 years", "1980–1987", "1991–2017", False),
        (DATES, "47 days", "3 May to 10 June", "7 August to 9 September", False),
        (DATES.replace("June", "June 2019"), "47 days", "3 May to 10 June 2019", "7 August to 9 September", False),
    ],
)
def test_only_periods_whose_years_are_known_follow_each_other(
    text: str, length: str, asked: str, other: str, *, withheld: bool
) -> None:
    article = checks.read(text)
    spans = [Span(text.index(words), text.index(words) + len(words)) for words in (asked, other, length)]
    relation = Relation("span", (("start", spans[0]), ("length", spans[2])))
    finding = Finding(Severity.WARNING, "?", (spans[0], spans[2]), relation=relation)
    holding = Tick("fits", tuple(spans[1:]), relation=Relation("span", (("start", spans[1]), ("length", spans[2]))))
    assert bool(rival_ticks([finding], [holding], article)) == withheld


def comparisons(sentences: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """How often two places are compared for a text with a rival of one question in each sentence."""
    made = 0
    overlaps, contains = Span.overlaps, Span.contains

    def counted(compare: Callable[[Span, Span], bool]) -> Callable[[Span, Span], bool]:
        def comparing(one: Span, other: Span) -> bool:
            nonlocal made
            made += 1
            return compare(one, other)

        return comparing

    sentence = "Acme aims at 27, which is 20% above 22. Bolt trades at 23. "
    article = checks.read(sentence * sentences)
    findings, ticks = [], []
    for number in range(sentences):
        first, percent, low, high = (
            Span(
                number * len(sentence) + sentence.index(word), number * len(sentence) + sentence.index(word) + len(word)
            )
            for word in ("27", "20%", "22", "23")
        )
        relation = Relation("change", (("member", first),))
        findings.append(Finding(Severity.WARNING, "?", (first, percent, high), relation=relation))
        ticks.append(Tick("fits", (first, percent, low), relation=relation))
    with monkeypatch.context() as patched:
        patched.setattr(Span, "overlaps", counted(overlaps))
        patched.setattr(Span, "contains", counted(contains))
        assert len(rival_ticks(findings, ticks, article)) == sentences
    return made


def test_the_work_grows_with_the_text_and_not_with_its_square(monkeypatch: pytest.MonkeyPatch) -> None:
    assert comparisons(80, monkeypatch) < 3 * comparisons(40, monkeypatch)
