"""One fact, one tick: however often a story tells it, and whichever of its tellings an equation takes."""

from __future__ import annotations

import pytest

import checks
from checks.merged_ticks import merged_ticks
from checks.model import Article, Relation, Sheet, Span, State, Tick

SURVEY = """Survey: 12% of 1,000 patients unhappy

A survey found that 120 of 1,000 patients, or 12%, were unhappy with their care, the trust said on Monday.

The 120 patients named long waits. The survey of 1,000 patients was the first of its kind.
"""


def tick(article: Article, kind: str, *words: str) -> Tick:
    """A tick on words of the article: "42" is its first 42, "42/2" the second."""
    spans = []
    for each in words:
        word, _, number = each.partition("/")
        start = -1
        for _ in range(int(number or 1)):
            start = article.text.index(word, start + 1)
        spans.append(Span(start, start + len(word)))
    relation = Relation(kind, tuple(("member", span) for span in spans))  # type: ignore[arg-type]
    return Tick(" and ".join(words), tuple(spans), rule=kind, relation=relation)


def messages(sheet: Sheet) -> list[str]:
    return [tick.message for tick in sheet.ticks]


def test_fact_told_often_is_ticked_once() -> None:
    sheet = checks.check_article(SURVEY)
    assert len(messages(sheet)) == len(set(messages(sheet)))
    assert messages(sheet).count("120 of 1,000 = 12%.") == 1
    assert "The headline, par 1 and par 2 agree on 1,000." in messages(sheet)


def test_no_figure_loses_its_tick() -> None:
    sheet = checks.check_article(SURVEY)
    ticked = {entry.item.words for entry in sheet.ledger.entries if entry.state is State.TICKED}
    assert {"120", "1,000", "12%"} <= {words.split(" ")[0] for words in ticked}
    marked = {span for each in sheet.ticks for span in each.spans}
    assert sum(sheet.article.text_of(span) == "1,000" for span in marked) == 3


def test_closest_figures_speak() -> None:
    article = checks.read("Of 30 boats 12 sank.\n\nOf 30 boats, 12, or 40%, sank in one night, the coastguard said.")
    ticks = [
        tick(article, "same", "30", "30/2"),
        tick(article, "same", "12", "12/2"),
        tick(article, "share", "12", "30", "40%"),
        tick(article, "share", "12/2", "30/2", "40%"),
    ]
    share = merged_ticks(ticks, article)[-1]
    assert share.message == "12/2 and 30/2 and 40%"
    assert [article.text_of(span) for span in share.spans] == ["30", "12", "30", "12", "40%"]
    assert share.relation
    assert {span for _, span in share.relation.roles} == set(share.spans)


def test_equal_figures_of_two_facts_stay_apart() -> None:
    """Nothing says that the dogs are the boats."""
    article = checks.read("Of 30 boats 12, or 40%, sank.\n\nOf 30 dogs, 12, or 40%, were ill.")
    ticks = [tick(article, "share", "12", "30", "40%"), tick(article, "share", "12/2", "30/2", "40%/2")]
    assert merged_ticks(ticks, article) == ticks


def test_agreement_of_two_values_joins_nothing() -> None:
    """About 1.2 million agrees with 1.16 million, and with 1.24 million; these do not agree."""
    article = checks.read("About 1.2 million came, 1.16 million by road.\n\nAnd 1.24 million in all left.")
    ticks = [
        tick(article, "same", "1.2 million", "1.16 million"),
        tick(article, "same", "1.2 million", "1.24 million"),
    ]
    assert merged_ticks(ticks, article) == ticks


@pytest.mark.parametrize("kind", ["difference", "same"])
def test_ticks_on_another_text_are_left(kind: str) -> None:
    article = checks.read("Of 30 boats 12 sank.")
    first = tick(article, kind, "30", "12")
    sources = Span(0, 2), Span(9, 11)
    ticks = [Tick("stated", first.spans, source_spans=(source,), relation=first.relation) for source in sources]
    assert merged_ticks(ticks, article) == ticks


def test_nothing_and_no_places() -> None:
    article = checks.read("Of 30 boats 12 sank.")
    assert merged_ticks([], article) == []
    assert merged_ticks([Tick("fits", ()), Tick("fits", ())], article) == [Tick("fits", ()), Tick("fits", ())]


def test_list_that_two_rules_count_is_ticked_once() -> None:
    sheet = checks.check_article("Three clubs, Ash Town, Ely and FC Rye, were fined.")
    assert messages(sheet) == ["Three clubs are announced and 3 names are listed."]
    assert [sheet.article.text_of(span) for span in sheet.ticks[0].spans] == ["Three", "Ash Town, Ely and FC Rye"]


def test_lists_that_do_not_overlap_are_two() -> None:
    article = checks.read("Two clubs, Ash and Ely, met. Two clubs, Rye and Hove, did not.")
    ticks = [tick(article, "list", "Two", "Ash and Ely"), tick(article, "list", "Two/2", "Rye and Hove")]
    assert merged_ticks(ticks, article) == ticks


def test_a_change_that_two_rules_read_is_ticked_once() -> None:
    assert len(messages(checks.check_article("Waiting lists grew by a quarter, from 16,000 to 20,000."))) == 1
    assert len(messages(checks.check_article("Queues doubled from 16 to 32, and fines rose 30% from £50 to £65."))) == 2


def test_a_change_with_its_amount_and_percentage_is_one_tick() -> None:
    sheet = checks.check_article("The charge is now £4.20, up from £3.50: a rise of 70p, or 20 per cent.")
    assert messages(sheet) == ["£3.50 to £4.20 is a change of 70p, or 20 per cent."]
    sheet = checks.check_article("Ash had 80 boats and Elm 40, 120 in all. A third of the 120 are new.")
    assert len(messages(sheet)) == 3


def test_period_and_its_two_ends_are_one() -> None:
    sheet = checks.check_article("It has 34 years of data from 1981 to 2015.")
    assert messages(sheet) == ["1981 to 2015 is 34 years."]


@pytest.mark.parametrize(
    ("lists", "left"),
    [
        ((Span(0, 10), Span(5, 30), Span(25, 40)), 1),
        ((Span(0, 40), Span(5, 10), Span(20, 30)), 1),
        ((Span(0, 40), Span(5, 10), Span(40, 50)), 2),
        ((Span(0, 10), Span(10, 20), Span(20, 30)), 3),
    ],
)
def test_lists_that_overlap_in_a_chain_are_one(lists: tuple[Span, ...], left: int) -> None:
    article = checks.read("Holt and Crane, and Dunn, who is of Skerra, met both.")
    ticks = [Tick("fits", (each,), relation=Relation("list", (("list", each),))) for each in lists]
    assert len(merged_ticks(ticks, article)) == left
