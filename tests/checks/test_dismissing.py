"""Dismissals follow renamed rules; comments in a text let findings of their paragraph stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

import checks
from checks.config import Config, Dismissal
from checks.fingerprint import _digest, _parts, fingerprint
from checks.model import IgnoreComment, Sheet
from checks.read import read

TEXT = (
    "In the fog\n\nThe walkers covered 6 miles (16km) in the fog.\n\n"
    "They walked 7 miles (30km) that day.\n\nThat is all."
)
FIRST, SECOND = TEXT.index("The walkers"), TEXT.index("They walked")
UNIT_RULE = checks.check_article(TEXT).findings[0].rule


def sheet_with(*comments: IgnoreComment, config: Config | None = None) -> Sheet:
    return checks.check_article(replace(read(TEXT), ignore_comments=comments), config=config)


# ---- dismissals under former names -----------------------------------------------------------------------------------


def dismissed_under(name: str, *, turned: bool = False) -> Sheet:
    """The sheet where the first finding was dismissed as a rule of this name gave it."""
    article = read(TEXT)
    finding = checks.check_article(article).findings[0]
    spans = tuple(sorted(finding.spans))
    assert spans == finding.spans
    former = _digest(name, _parts(article, spans[::-1] if turned else spans))
    return checks.check_article(article, config=Config(dismissed=(Dismissal(former, "known", expected=True),)))


@pytest.fixture
def former_names() -> tuple[str, ...]:
    aliases = checks.explain(UNIT_RULE).aliases
    assert aliases
    return aliases


def test_a_dismissal_under_a_former_name_still_holds(former_names: tuple[str, ...]) -> None:
    for name in former_names:
        sheet = dismissed_under(name)
        assert [note for _, note in sheet.dismissed] == ["known"]
        assert len(sheet.findings) == 1
        assert sheet.unused_dismissals == ()


def test_a_dismissal_under_the_present_name_holds() -> None:
    assert len(dismissed_under(UNIT_RULE).dismissed) == 1


def test_a_dismissal_of_another_rule_does_not() -> None:
    sheet = dismissed_under("no-such-rule")
    assert sheet.dismissed == ()
    assert sheet.unused_dismissals == ("known",)


def test_a_former_rule_may_have_named_the_places_in_another_order() -> None:
    article = read(TEXT)
    finding = checks.check_article(article).findings[0]
    turned = replace(finding, spans=finding.spans[::-1])
    from checks.fingerprint import former_fingerprints

    assert fingerprint(article, finding) in set(former_fingerprints(article, turned, ()))


def test_what_was_let_stand_is_ticked_by_nothing_that_happens_to_fit() -> None:
    text = (
        "Council to close four libraries\n\nThree libraries in Wexley will close next spring, the council said.\n\n"
        "The other seven of its 11 libraries stay open."
    )
    article = read(text)
    sheet = checks.check_article(article)
    finding = sheet.findings[0]
    assert {article.text_of(span) for span in finding.spans} == {"four", "Three"}
    known = Config(dismissed=(Dismissal(fingerprint(article, finding), "as it is", expected=True),))
    stands = checks.check_article(article, config=known)
    assert stands.ticks == sheet.ticks
    entries = {article.text_of(entry.item.span): entry for entry in stands.ledger.entries}
    for words in ("four", "Three"):
        entry = entries[words]
        assert (entry.state.value, entry.reason, entry.rules) == ("not checked", "let stand", (finding.rule,))


# ---- comments --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [UNIT_RULE, "UC01", "conversions", "error"])
@pytest.mark.parametrize("position", [FIRST, FIRST + 20, FIRST - 1])
def test_a_comment_lets_the_findings_of_its_paragraph_stand(name: str, position: int) -> None:
    sheet = sheet_with(IgnoreComment(position, (name,), "the club's own figure"))
    assert [note for _, note in sheet.dismissed] == ["the club's own figure (comment in par 1)"]
    assert ["30km" in finding.message for finding in sheet.findings] == [True]
    assert sheet.unused_dismissals == ()


def test_a_comment_is_not_about_other_paragraphs_or_rules() -> None:
    for comment in (
        IgnoreComment(len(TEXT), ("error",), "why"),
        IgnoreComment(FIRST, ("same-fact",), "why"),
    ):
        sheet = sheet_with(comment)
        assert len(sheet.findings) == 2
        assert len(sheet.unused_dismissals) == 1
    assert sheet.unused_dismissals == ("comment in par 1: ignore same-fact: why",)


def test_a_comment_about_a_rule_that_did_not_run_is_not_called_unused() -> None:
    comment = IgnoreComment(FIRST, ("same-fact",), "why")
    assert sheet_with(comment, config=Config(ignore=frozenset({"repeats"}))).unused_dismissals == ()
    assert sheet_with(IgnoreComment(FIRST, ("other-value",), "why")).unused_dismissals == ()  # of summaries


def test_a_comment_with_a_fault_has_no_effect_and_is_listed() -> None:
    sheet = sheet_with(IgnoreComment(FIRST, (UNIT_RULE,), "", "it does not say why"))
    assert len(sheet.findings) == 2
    assert sheet.unused_dismissals == ("comment in par 1: without effect: it does not say why",)
    sheet = sheet_with(IgnoreComment(FIRST, ("no-such-rule",), "why"))
    assert "without effect: no rule is called 'no-such-rule'" in sheet.unused_dismissals[0]


def test_of_an_update_the_comments_count_for_both_checks() -> None:
    target = replace(read(TEXT), ignore_comments=(IgnoreComment(FIRST, (UNIT_RULE,), "why"),))
    sheet = checks.compare(TEXT, target, mode="update")
    assert len(sheet.dismissed) == 1
    assert sheet.unused_dismissals == ()


def test_a_text_without_paragraphs_is_no_trouble() -> None:
    empty = replace(read(""), ignore_comments=(IgnoreComment(0, ("error",), "why"),))
    assert list(_notes(checks.check_article(empty))) == ["comment in text: ignore error: why"]


def _notes(sheet: Sheet) -> Iterator[str]:
    yield from sheet.unused_dismissals
