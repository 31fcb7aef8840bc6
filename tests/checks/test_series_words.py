"""A figure of a series belongs to the words beside it: each true sentence beside one with another's words."""

from __future__ import annotations

import pytest

import checks
from checks.model import Severity, Sheet, State


def raised(sheet: Sheet) -> list[str]:
    return [finding.rule for finding in sheet.findings if finding.severity is not Severity.NOTE]


SERIES = {
    "words behind": (
        "The harbour board will put £14m into dredging and £38m into a new quay, it said.",
        "The board will put £38m into a new quay.",
        "The board will put £38m into dredging.",
    ),
    "words before": (
        "Steel cost the yard £52m last year and labour £47m.",
        "Labour cost the yard £47m last year.",
        "Labour cost the yard £52m last year.",
    ),
    "shares of two groups": (
        "Some 58 per cent of lodgers had a contract, compared with 83 per cent of owners.",
        "Some 83 per cent of owners had a contract.",
        "Some 58 per cent of owners had a contract.",
    ),
    "behind a comma": (
        "Trust was highest among those aged 20 to 30, at 66 per cent, and lowest among farmers, at 39 per cent.",
        "Trust was lowest among farmers, at 39 per cent.",
        "Trust was lowest among farmers, at 66 per cent.",
    ),
    "one phrase exchanged": (
        "The club has sold 71 per cent of its seats for the derby and 45 per cent for the cup tie.",
        "The club has sold 45 per cent of its seats for the cup tie.",
        "The club has sold 71 per cent of its seats for the cup tie.",
    ),
    "two kinds of one thing": (
        "Officers seized 410 boxes of cigarettes and 230 boxes of spirits at the quay.",
        "Officers seized 230 boxes of spirits.",
        "Officers seized 410 boxes of spirits.",
    ),
    "imports and exports": (
        "Exports of tin and zinc came to £61.4bn in the quarter and imports to £66.2bn, a gap of £4.8bn.",
        "Imports came to £66.2bn.",
        "Exports came to £66.2bn.",
    ),
    "the later one with an apposition": (
        "Dairies will be paid £240 a herd, up 3 per cent, and abattoirs £310 a herd.",
        "Abattoirs will be paid £310 a herd.",
        "Abattoirs will be paid £240 a herd.",
    ),
}


@pytest.mark.parametrize(("source", "true", "wrong"), SERIES.values(), ids=SERIES.keys())
def test_a_figure_of_a_series_goes_with_its_own_words(source: str, true: str, wrong: str) -> None:
    assert raised(checks.compare(source, true)) == []
    assert raised(checks.compare(source, wrong)) == ["values-exchanged"]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (
            "A van with 24 pupils left the road near Holm on Friday, injuring 16 people, police said.",
            "A van crash in Holm leaves 16 hurt.",
        ),
        (
            "Rescuers had found 27 bodies by noon and pulled 79 people from the water.",
            "At least 27 people died and 79 were rescued.",
        ),
        (
            "The ferry was licensed to carry 50 people but had 92 aboard.",
            "The ferry was carrying 92 people.",
        ),
        (
            "The teams were called out 396 times last year, a rise of 36 on the 360 calls recorded in 2023.",
            "The number of calls rose to 396.",
        ),
        (
            "Of the 240 homes, 150 were sold and 60 let.",
            "The 240 homes were mostly sold.",
        ),
        (
            "Police obtained warrants for 37 locations and ended up searching 50 sites.",
            "Police searched 50 locations.",
        ),
        (
            "Men lost 31 working days on average and women 22, respectively, in the two years.",
            "Women lost 31 days.",
        ),
        (
            "Adults watch 160 minutes of films a week and children 50 minutes.",
            "Children watch less than adults, who see 160 minutes of films.",
        ),
        (
            "Nurses who slept fewer than six hours had a 28 per cent higher risk of stroke; those who slept more than "
            "nine had a 41 per cent higher one.",
            "Those who slept more than nine hours had a 41 per cent higher risk of stroke.",
        ),
        (
            "The bridge cost £87m, of which the town paid £20m and the county £67m.",
            "The county paid £67m of the £87m.",
        ),
        (
            "A water firm has been fined £120,000 on each of 14 counts, a total of £1.68m.",
            "The water firm was fined £1.68m.",
        ),
        (
            "The council will take £4.1m from its reserves and sell land, after a shortfall of £6.4m emerged.",
            "The council will sell land and use its reserves to fill a hole of £6.4m.",
        ),
        ("United paid Leeds £3m and Chelsea £5m for the pair.", "United paid £5m for one of them."),
    ],
    ids=[
        "a circumstance",
        "one subject with two predicates",
        "one subject with two predicates, of capacity",
        "a change",
        "a whole",
        "another word for the same",
        "in turn",
        "a comparison with the other",
        "a noun left out",
        "a companion of the figure",
        "a total",
        "what went before",
        "whoever paid, paid both",
    ],
)
def test_words_that_are_not_only_the_others_are_no_evidence(source: str, target: str) -> None:
    assert "values-exchanged" not in raised(checks.compare(source, target))


def test_a_value_printed_of_another_thing_is_no_derivation() -> None:
    source = (
        "Exports of tin came to £61.4bn in the quarter and imports to £66.2bn, a gap of £4.8bn. "
        "Exports of zinc are not counted."
    )
    sheet = checks.compare(source, "Exports came to £66.2bn.")
    assert not any(tick.derived for tick in sheet.ticks)


def test_a_derived_value_that_is_not_printed_is_ticked() -> None:
    sheet = checks.compare("The fleet has 61 trawlers and 48 tugs.", "The fleet has 109 trawlers and tugs.")
    assert [entry.state for entry in sheet.ledger.entries] == [State.TICKED]


ELECTION = (
    "Ada Brunn polled 14,318 to the 14,102 of Karl Hoyt, 55, who was defending a Liberal majority of 5,210. "
    "Una Moss was third."
)


@pytest.mark.parametrize("named", ["the Liberal, Karl Hoyt", "Karl Hoyt", "the Liberal Karl Hoyt"])
def test_a_name_in_apposition_is_that_of_the_holder(named: str) -> None:
    assert raised(checks.compare(ELECTION, f"She polled 14,318 to the 14,102 of {named}.")) == []


DATES = (
    "At noon on a wet Wednesday, 12 November, Ned Marsh lit the first of the 142 lamps of Holm. "
    "He will finish on Friday 27 March 2026."
)


def test_a_month_with_its_year_is_no_slip_for_a_day_without_one() -> None:
    assert raised(checks.compare(DATES, "Ned Marsh has lit the 142 lamps of Holm and stops in March 2026.")) == []


def test_a_month_of_a_year_that_the_source_has_otherwise_is_questioned() -> None:
    assert raised(checks.compare(DATES, "Ned Marsh has lit the lamps of Holm and will finish in May 2026."))


def test_the_letter_of_a_unit_is_no_name() -> None:
    sheet = checks.compare("It reached 33.4C in Holm on Saturday.", "Holm reached 33.4C.")
    assert not any("named in the article" in tick.message and '"C"' in tick.message for tick in sheet.ticks)


def test_a_score_behind_in_a_makes_no_share() -> None:
    figures = checks.read("Ndiaye scored three in a 4-1 win, and one in a million would have.").figures
    assert [figure.words for figure in figures] == ["three", "4-1", "one in a million"]
