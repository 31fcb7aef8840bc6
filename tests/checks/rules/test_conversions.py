"""Units and currencies: the constants, and what is let through."""

from __future__ import annotations

from fractions import Fraction

import pytest

from checks.figures.units import UNITS, to_base
from checks.model import Finding, Interval, Severity, Tick
from checks.read import read
from checks.registry import catalogue
from checks.rules.conversions._currency_rates import RATES
from checks.rules.conversions._story_years import story_years, years_of_sums
from checks.rules.conversions._unit_conversions import OTHER_SIZES
from checks.rules.conversions._yearly_rates import FIRST_YEAR, LAST_YEAR, rate_in_years
from checks.rules.conversions.unit_pairs import METRIC_UNITS


@pytest.mark.parametrize(
    ("unit", "dimension", "size"),
    [
        ("mile", "length", "1609.344"),
        ("foot", "length", "0.3048"),
        ("inch", "length", "0.0254"),
        ("acre", "area", "4046.8564224"),
        ("hectare", "area", "10000"),
        ("square mile", "area", "2589988.110336"),
        ("ounce", "weight", "0.028349523125"),
        ("pound", "weight", "0.45359237"),
        ("stone", "weight", "6.35029318"),
        ("knot", "speed", "1852/3600"),
    ],
)
def test_a_unit_has_its_exact_size(unit: str, dimension: str, size: str) -> None:
    assert to_base(Fraction(1), unit) == (dimension, Fraction(size))


def test_sixteen_ounces_are_a_pound_and_fourteen_pounds_a_stone() -> None:
    assert UNITS["ounce"].factor * 16 == UNITS["pound"].factor
    assert UNITS["pound"].factor * 14 == UNITS["stone"].factor


def test_640_acres_are_a_square_mile() -> None:
    assert UNITS["acre"].factor * 640 == UNITS["square mile"].factor


@pytest.mark.parametrize("unit", OTHER_SIZES)
def test_a_unit_of_several_sizes_counts_its_plain_size_among_them(unit: str) -> None:
    assert UNITS[unit].factor in OTHER_SIZES[unit]


def test_every_metric_word_is_one_of_a_known_unit() -> None:
    words = {word for name in UNITS for word in name.split()}
    assert words >= METRIC_UNITS


def test_the_rates_known_are_ranges_above_nought() -> None:
    for code, rate in RATES.items():
        assert rate.low is not None
        assert rate.high is not None
        assert 0 < rate.low <= rate.high, code


def test_every_currency_with_yearly_rates_has_them_within_the_rates_that_are_possible() -> None:
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    for code, usual in RATES.items():
        rate = rate_in_years(code, years)
        assert rate is None or (rate.low in usual and rate.high in usual), code


def test_the_rate_of_a_year_goes_halfway_to_its_neighbours() -> None:
    assert rate_in_years("CNY", range(2019, 2020)) == Interval(Fraction("6.765"), Fraction("6.91"))
    assert rate_in_years("CNY", range(2019, 2021)) == Interval(Fraction("6.675"), Fraction("6.91"))


def test_a_rate_is_known_for_the_years_of_the_tables_and_the_one_after() -> None:
    assert rate_in_years("EUR", range(LAST_YEAR + 1, LAST_YEAR + 2)) is not None
    assert rate_in_years("EUR", range(LAST_YEAR + 2, LAST_YEAR + 3)) is None
    assert rate_in_years("EUR", range(FIRST_YEAR - 1, FIRST_YEAR + 1)) is None
    assert rate_in_years("TRY", range(2004, 2006)) is None  # the old lira
    assert rate_in_years("XXX", range(2004, 2006)) is None


@pytest.mark.parametrize(
    ("text", "published", "written", "sums"),
    [
        ("It sold ten.", None, None, None),
        ("It sold ten.", "2014-03-02", (2014, 2014), (2014, 2014)),
        ("It opened in 1998.", "2014-03-02", (2014, 2014), (1998, 2014)),
        ("It sold ten in 2017.", None, (2017, 2018), (2017, LAST_YEAR)),
        ("It sold ten in 2017 and nine in 2016.", None, (2017, 2018), (2016, 2018)),
        ("It sold ten in 2017 and nine in 2016. It will close by 2023.", None, (2017, 2018), (2016, 2018)),
        ("It will close by 2023.", None, (2022, 2023), None),
    ],
)
def test_the_years_of_a_story_follow_its_date_or_the_years_that_it_names(
    text: str, published: str | None, written: tuple[int, int] | None, sums: tuple[int, int] | None
) -> None:
    article = read(text, published=published)
    for years, expected in ((story_years(article), written), (years_of_sums(article), sums)):
        assert (years and (years[0], years[-1])) == expected


def severity(slug: str, text: str) -> Severity | None:
    findings = [one for one in catalogue().find(slug).check(read(text)) if isinstance(one, Finding)]
    return findings[0].severity if findings else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The wall is 40 metres (131ft) long.", None),
        ("The wall is 40 metres (130ft) long.", None),
        ("The wall is 40 metres (120ft) long.", Severity.WARNING),
        ("The wall is 40 metres (13ft) long.", Severity.ERROR),
        ("The jug holds 2 gallons (9 litres).", None),
        ("The jug holds 2 gallons (7.6 litres).", None),
        ("The jug holds 2 gallons (20 litres).", Severity.ERROR),
    ],
)
def test_a_pair_is_judged_by_how_far_it_is_from_any_reading(text: str, expected: Severity | None) -> None:
    assert severity("unit-conversion", text) is expected


def test_sums_that_disagree_with_the_majority_are_the_ones_in_question() -> None:
    text = "One cost $40m (£25m), the next $80m (£50m), the third $120m (£75m) and the last $160m (£64m)."
    findings = [one for one in catalogue().find("exchange-rate").check(read(text)) if isinstance(one, Finding)]
    assert [text[span.start : span.end] for span in findings[0].spans] == ["$160m", "£64m"]
    assert len(findings) == 1


def test_nothing_is_ticked_where_the_rates_of_an_article_disagree() -> None:
    text = "One cost $40m (£25m), the next $80m (£50m), the third $120m (£75m) and the last $160m (£64m)."
    assert not [one for one in catalogue().find("exchange-rate").check(read(text)) if isinstance(one, Tick)]
