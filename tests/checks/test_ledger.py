"""The ledger: the first state that applies, its reason, and the line at the top."""

from __future__ import annotations

import checks
from checks.ledger import BESIDE_A_QUESTION, NEEDS_DATE, QUOTED, build_ledger, coverage
from checks.model import Article, Finding, Ledger, NotChecked, Severity, Span, State, Tick
from checks.read import read

TEXT = (
    "Fire at the mill\n\nPolice counted 12 lorries and 40 vans at the mill yesterday, the owner said.\n\n"
    '"I own 30 cows," she said.\n'
)


def span(article: Article, words: str) -> Span:
    return next(figure.span for figure in article.figures if figure.words == words)


def states(ledger: Ledger) -> dict[str, State]:
    return {entry.item.words: entry.state for entry in ledger.entries}


def test_a_figure_that_nothing_ties_is_alone() -> None:
    ledger = build_ledger(read(TEXT))
    assert states(ledger)["12"] is State.ALONE


def test_in_question_comes_before_ticked_and_ticked_before_not_checked() -> None:
    article = read(TEXT)
    twelve, forty = span(article, "12"), span(article, "40")
    ledger = build_ledger(
        article,
        [Finding(Severity.WARNING, "", (twelve,), rule="a")],
        [Tick("", (twelve, forty), rule="b")],
        [NotChecked("no base is given", (twelve, forty), rule="c")],
    )
    assert states(ledger)["12"] is State.IN_QUESTION
    assert states(ledger)["40"] is State.TICKED
    assert [entry.rules for entry in ledger.entries if entry.item.words in ("12", "40")] == [("a",), ("b",)]


def test_a_figure_that_fits_one_in_question_is_neither_ticked_nor_alone() -> None:
    article = read(
        "Mill fire: 12 hurt\n\nTwelve people were hurt at the mill. Of the 12, five were men and nine were women."
    )
    ledger = checks.check_article(article).ledger
    assert [entry.state for entry in ledger.entries if entry.item.words == "five"] == [State.IN_QUESTION]
    unticked = [entry for entry in ledger.entries if entry.reason == BESIDE_A_QUESTION]
    assert {entry.item.words for entry in unticked} <= {"12", "Twelve"}
    assert all(entry.state is State.NOT_CHECKED for entry in unticked)
    assert State.ALONE not in {entry.state for entry in ledger.entries}


def test_a_tick_that_does_not_count_is_a_reason() -> None:
    article = read(TEXT)
    twelve, forty = span(article, "12"), span(article, "40")
    question = Finding(Severity.WARNING, "", (twelve,), rule="a")
    ledger = build_ledger(article, [question], withheld=[Tick("", (twelve, forty), rule="b")])
    assert states(ledger)["12"] is State.IN_QUESTION
    entry = next(entry for entry in ledger.entries if entry.item.words == "40")
    assert (entry.state, entry.rules, entry.reason) == (State.NOT_CHECKED, ("b",), BESIDE_A_QUESTION)


def test_a_tick_beside_what_was_let_stand_is_no_tick_beside_a_question() -> None:
    article = read(TEXT)
    twelve, forty = span(article, "12"), span(article, "40")
    dismissed = Finding(Severity.WARNING, "", (twelve,), rule="a")
    ledger = build_ledger(article, let_stand=[dismissed], withheld=[Tick("", (twelve, forty), rule="b")])
    assert states(ledger)["40"] is State.ALONE


def test_a_note_puts_nothing_in_question() -> None:
    article = read(TEXT)
    ledger = build_ledger(article, [Finding(Severity.NOTE, "", (span(article, "12"),))])
    assert states(ledger)["12"] is State.ALONE


def test_a_figure_in_a_quotation_is_not_checked_and_says_why() -> None:
    entry = next(entry for entry in build_ledger(read(TEXT)).entries if entry.item.words == "30")
    assert (entry.state, entry.reason) == (State.NOT_CHECKED, QUOTED)


def test_a_relative_day_needs_the_publication_date() -> None:
    def yesterday(published: str | None) -> tuple[State, str]:
        entries = build_ledger(read(TEXT, published=published)).entries
        entry = next(entry for entry in entries if entry.item.words == "yesterday")
        return entry.state, entry.reason

    assert yesterday(None) == (State.NOT_CHECKED, NEEDS_DATE)
    assert yesterday("2025-03-18") == (State.ALONE, "")


def test_a_span_marks_the_figures_it_overlaps_and_no_others() -> None:
    article = read(TEXT)
    twelve, forty = span(article, "12"), span(article, "40")
    ledger = build_ledger(article, ticks=[Tick("", (Span(twelve.start - 3, twelve.end + 1),))])
    assert states(ledger)["12"] is State.TICKED
    assert states(ledger)["40"] is State.ALONE
    assert forty.start > twelve.end


def test_a_reason_for_the_whole_text_stands_on_every_line() -> None:
    ledger = build_ledger(read(TEXT), reason="not in English")
    assert {(entry.state, entry.reason) for entry in ledger.entries} == {(State.NOT_CHECKED, "not in English")}


def test_entries_stand_in_text_order_and_say_where() -> None:
    entries = build_ledger(read(TEXT)).entries
    assert [entry.item.span.start for entry in entries] == sorted(entry.item.span.start for entry in entries)
    assert next(entry.place for entry in entries if entry.item.words == "12") == "par 1"


def test_coverage_counts_each_state_and_leaves_out_the_empty_ones() -> None:
    article = read("Police counted 12 lorries and 40 vans at the mill.")
    ledger = build_ledger(article, ticks=[Tick("", (span(article, "12"),))])
    assert coverage(ledger) == "2 figures: 1 ticked, 1 alone"
    assert coverage(Ledger()) == "no figures"


def test_large_numbers_of_figures_are_grouped() -> None:
    entry = build_ledger(read("Police counted 12 lorries at the mill.")).entries[0]
    assert coverage(Ledger((entry,) * 42_053)) == "42,053 figures: 42,053 alone"
    assert coverage(Ledger((entry,) * 999)) == "999 figures: 999 alone"
