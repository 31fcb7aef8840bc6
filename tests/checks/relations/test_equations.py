"""The arithmetic of relations: what holds, what does not, and what would mend it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import checks
from checks.relations import equations
from checks.relations.frames import Frame, frames_of
from checks.relations.proposals import EQUATIONS, TieKind

COUNTS = st.integers(2, 10**6)
PARTS = st.lists(COUNTS, min_size=2, max_size=6)
UNITS: dict[TieKind, Sequence[str]] = {
    "change": ("{:,} boats", "{:,} boats", "{}%"),
    "gain": ("{:,} boats", "{:,} boats", "{}%"),
    "share": ("{:,} boats", "{:,} boats", "{}%"),
    "times": ("{:,} boats", "{:,} boats", "{} times as many"),
    "product": ("{:,} boats", "{:,} days", "{:,} trips"),
}


def read_frames(*statements: str) -> tuple[Frame, ...]:
    """The frames of statements, each in a sentence of its own."""
    found = frames_of(checks.read(" ".join(f"It was {statement} there." for statement in statements))).frames
    assert len(found) == len(statements), statements
    return found


def holds(kind: TieKind, *statements: str) -> bool:
    return equations.holds(kind, read_frames(*statements))


def printed(kind: TieKind, values: Sequence[int | float | str]) -> list[str]:
    if kind in ("sum", "mean"):
        return [f"{value:,} boats" for value in values]
    return [unit.format(value) for unit, value in zip(UNITS[kind], values, strict=True)]


def tenths(value: Fraction) -> str:
    """A number to one decimal, as news prints it."""
    return f"{float(round(value * 10) / Fraction(10)):.1f}"


@given(PARTS, st.data())
def test_a_sum_holds_and_does_not_with_one_member_off_by_two(parts: list[int], data: st.DataObject) -> None:
    values = [sum(parts), *parts]
    assert holds("sum", *printed("sum", values))
    values[data.draw(st.integers(0, len(parts)))] += 2
    assert not holds("sum", *printed("sum", values))


@given(st.lists(st.integers(101, 10**6), min_size=2, max_size=5))
def test_a_sum_of_decimals_holds_and_does_not_with_the_whole_off_by_two_steps(cents: list[int]) -> None:
    money = [f"£{cent // 100:,}.{cent % 100:02}" for cent in (sum(cents), *cents)]
    assert holds("sum", *money)
    off = sum(cents) + 2
    assert not holds("sum", f"£{off // 100:,}.{off % 100:02}", *money[1:])


@given(PARTS, st.integers(2, 10**6))
def test_a_mean_holds_and_does_not_two_steps_off(parts: list[int], last: int) -> None:
    remainder = (sum(parts) + last) % (len(parts) + 1)
    parts = [*parts, last + len(parts) + 1 - remainder]
    average = sum(parts) // len(parts)
    assert holds("mean", *printed("mean", [average, *parts]))
    assert not holds("mean", *printed("mean", [average + 2, *parts]))
    assert not holds("mean", *printed("mean", [average, *parts[:-1], parts[-1] + 2 * len(parts)]))


@given(COUNTS, COUNTS)
def test_a_change_holds_and_does_not_two_steps_off(first: int, second: int) -> None:
    change = 100 * abs(Fraction(second, first) - 1)
    assume(Fraction(1) < change < 900)
    assert holds("change", *printed("change", (first, second, tenths(change))))
    assert not holds("change", *printed("change", (first, second, tenths(change + Fraction(1, 5)))))


@given(st.integers(20, 300), st.integers(20, 300))
def test_a_change_does_not_hold_with_a_level_that_makes_another_percentage(first: int, second: int) -> None:
    change = 100 * abs(Fraction(second, first) - 1)
    moved = 100 * abs(Fraction(second, first + 2) - 1)
    assume(Fraction(1) < change < 900 and abs(moved - change) > Fraction(1, 4))
    assert not holds("change", *printed("change", (first + 2, second, tenths(change))))


@given(COUNTS, COUNTS, st.booleans())
def test_a_gain_or_loss_holds_and_does_not_two_steps_off(gain: int, before: int, lost: bool) -> None:
    level = before - gain if lost else before + gain
    percent = Fraction(100 * gain, before)
    assume(level > 1 and Fraction(1) < percent < 900)
    assert holds("gain", *printed("gain", (gain, level, tenths(percent))))
    off = percent + Fraction(1, 5)
    signed = level - gain if lost else level + gain  # what it would have been before the opposite change
    assume(signed <= 0 or abs(Fraction(100 * gain, signed) - off) > Fraction(1, 4))
    assert not holds("gain", *printed("gain", (gain, level, tenths(off))))


@given(COUNTS, COUNTS)
def test_a_share_holds_and_does_not_two_steps_off(part: int, whole: int) -> None:
    part, whole = sorted((part, whole))
    share = Fraction(100 * part, whole)
    assume(share > 1)
    assert holds("share", *printed("share", (part, whole, tenths(share))))
    assert not holds("share", *printed("share", (part, whole, tenths(share - Fraction(1, 5)))))


@given(st.integers(2, 10**6), st.integers(2, 10**6))
def test_a_multiple_holds_and_does_not_two_steps_off(small: int, large: int) -> None:
    small, large = sorted((small, large))
    multiple = Fraction(large, small)
    assume(Fraction(11, 10) < multiple < 90)
    assert holds("times", *printed("times", (large, small, tenths(multiple))))
    assert not holds("times", *printed("times", (large, small, tenths(multiple + Fraction(1, 5)))))


@given(st.integers(2, 5000), st.integers(2, 5000))
def test_a_product_holds_and_does_not_two_steps_off(rate: int, count: int) -> None:
    assert holds("product", f"{rate:,} boats", f"{count:,} crews", f"{rate * count:,} boats")
    assert not holds("product", f"{rate:,} boats", f"{count:,} crews", f"{rate * count + 2:,} boats")
    assert not holds("product", f"{rate:,} boats", f"{count + 2:,} crews", f"{rate * count:,} boats")


@given(st.integers(1800, 2020), st.integers(3, 90))
def test_a_span_of_years_holds_and_does_not_two_off(start: int, length: int) -> None:
    end = start + length
    assume(end < 2090)
    statements = f"1 May {start}", f"1 May {end}"
    assert holds("span", *statements, f"{length} years")
    assert not holds("span", *statements, f"{length + 2} years")
    assert not holds("span", f"1 May {start + 2}", statements[1], f"{length} years")


@pytest.mark.parametrize(
    "statements",
    [
        ("1998", "2010", "12 years"),
        ("1998", "2010", "11 years"),  # until the anniversary
        ("1998", "2010", "13 years"),  # both counted
        ("May 1998", "June 2010", "12 years"),
        ("3 May 2010", "10 May 2010", "7 days"),
        ("3 May 2010", "24 May 2010", "three weeks"),
        ("1 March 2010", "30 November 2010", "nine months"),
        ("1990", "2010", "two decades"),
        ("9am", "5pm", "8 hours"),
        ("10pm", "2am", "4 hours"),
        ("9.10am", "9.40am", "30 minutes"),
        ("2.10pm", "5.40pm", "three and a half hours"),
        ("1 September 2025", "28 February 2026", "180 days"),
        ("1 September", "1 March", "181 days"),  # over New Year
        ("28 December", "3 January", "seven days"),  # both counted
        ("November", "January", "two months"),
        ("4 May 1962", "30 March 2026", "63 years"),
    ],
)
def test_spans_that_hold(statements: tuple[str, ...]) -> None:
    assert holds("span", *statements)


@pytest.mark.parametrize(
    "statements",
    [
        ("1998", "2010", "14 years"),
        ("1998", "2010", "10 years"),
        ("May 1998", "June 2010", "21 years"),
        ("3 May 2010", "10 May 2010", "9 days"),
        ("3 May 2010", "24 May 2010", "five weeks"),
        ("1 March 2010", "30 November 2010", "six months"),
        ("1950", "2010", "three decades"),
        ("9am", "5pm", "3 hours"),
        ("10pm", "2am", "8 hours"),
        ("9.10am", "9.40am", "20 minutes"),
        ("2.10pm", "6.40pm", "three and a half hours"),
        ("10.05am", "1.15pm", "2 hours 50 minutes"),
        ("2 September", "13 September", "three weeks"),
        ("1 September 2025", "28 February 2026", "177 days"),
        ("1 September", "1 March", "184 days"),
        ("3 January 2026", "28 December 2025", "six days"),  # a year that is stated is not the one before
    ],
)
def test_spans_that_do_not_hold(statements: tuple[str, ...]) -> None:
    assert not holds("span", *statements)


@pytest.mark.parametrize(
    ("statements", "is_loose"),
    [
        (("9am", "3.35pm", "seven hours"), True),
        (("9am", "3.35pm", "six hours"), False),
        (("9am", "3.35pm", "nearly seven hours"), False),
        (("3 May 1990", "7 March 2020", "29 years"), False),
        (("3 May 1990", "7 March 2020", "30 years"), True),
        (("3 May 1990", "20 April 2020", "30 years"), False),  # all but complete
        (("1990", "2020", "30 years"), False),
        (("May 1990", "March 2020", "30 years"), False),
        (("3 May 2010", "5 May 2010", "3 days"), False),  # both counted
    ],
)
def test_a_length_that_is_rounded_up_says_little(statements: tuple[str, ...], is_loose: bool) -> None:
    frames = read_frames(*statements)
    assert equations.holds("span", frames)
    assert equations.fits_only_loosely("span", frames) is is_loose


@pytest.mark.parametrize(
    ("kind", "statements"),
    [
        ("change", ("300 boats", "305 boats", "1.6%")),  # 1.67, cut off
        ("share", ("2 boats", "3 boats", "66%")),
        ("share", ("20 boats", "61 boats", "a third of them")),
        ("change", ("£15.5 billion", "£17.5 billion", "13%")),
        ("change", ("about 300 boats", "400 boats", "31%")),
        ("share", ("more than 30 boats", "100 boats", "32%")),
        ("sum", ("about 100 boats", "61 boats", "42 boats")),
        ("sum", ("nearly 100 boats", "57 boats", "41 boats")),
        ("sum", ("£1m", "£600,000", "£400,000")),
        ("sum", ("£100m", "£30.1m", "£30.2m", "£39.3m")),
        ("product", ("£30", "4 desks", "£120")),
        ("gain", ("50 boats", "150 boats", "50%")),
        ("gain", ("50 boats", "150 boats", "25%")),  # 200 less 50
        ("times", ("100 boats", "30 boats", "3.3 times as many")),
    ],
)
def test_hedges_rounding_and_cutting_off(kind: TieKind, statements: tuple[str, ...]) -> None:
    assert holds(kind, *statements)


@pytest.mark.parametrize(
    ("kind", "statements"),
    [
        ("change", ("300 boats", "305 boats", "1.5%")),
        ("share", ("2 boats", "3 boats", "65%")),
        ("share", ("90 boats", "800 boats", "12%")),  # 11.25: cut off or rounded it is 11
        ("share", ("20 boats", "50 boats", "a third of them")),
        ("change", ("about 300 boats", "400 boats", "90%")),
        ("share", ("more than 30 boats", "100 boats", "28%")),
        ("sum", ("about 100 boats", "61 boats", "92 boats")),
        ("sum", ("more than 100 boats", "51 boats", "42 boats")),
        ("sum", ("£13m", "£6m", "£6m")),  # off by a whole step
        ("sum", ("12 boats", "6 boats", "5 boats")),
        ("product", ("£30", "4 desks", "£130")),
        ("gain", ("50 boats", "50 boats", "70%")),
        ("gain", ("50 boats", "150 boats", "40%")),  # between what a gain and what a loss makes
        ("times", ("100 boats", "30 boats", "4 times as many")),
    ],
)
def test_what_no_hedge_or_rounding_explains(kind: TieKind, statements: tuple[str, ...]) -> None:
    assert not holds(kind, *statements)


VALUES = st.fractions(Fraction(1), Fraction(10**6), max_denominator=100)


@given(st.sampled_from([kind for kind in EQUATIONS if kind != "span"]), st.lists(VALUES, min_size=3, max_size=6))
def test_each_needed_value_mends_the_equation(kind: TieKind, values: list[Fraction]) -> None:
    if kind not in ("sum", "mean"):
        values = values[:3]
    index = equations.stated_index(kind)
    for place, value in enumerate(equations.solve_for_each_member(kind, values)):
        if value is None or value <= 0:
            continue
        mended = [*values[:place], value, *values[place + 1 :]]
        result = equations.solve_for_each_member(kind, mended)[index]
        assert result == mended[index]


def test_where_no_value_would_mend() -> None:
    assert (
        equations.solve_for_each_member("change", [Fraction(5), Fraction(2), Fraction(100)])[0] is None
    )  # all lost, not to 2
    assert equations.solve_for_each_member("share", [Fraction(5), Fraction(0), Fraction(0)])[1:] == [None, None]
    assert equations.solve_for_each_member("times", [Fraction(5), Fraction(0), Fraction(0)])[1:] == [None, None]
    assert equations.solve_for_each_member("product", [Fraction(0), Fraction(0), Fraction(9)])[:2] == [None, None]
    assert equations.solve_for_each_member("gain", [Fraction(9), Fraction(3), Fraction(150)])[:2] == [None, None]


def test_repairs_are_as_fine_as_what_is_printed() -> None:
    assert equations.repairs_of("change", read_frames("£15.5 billion", "£17.5 billion", "18%")) == [
        Fraction("14.8") * 10**9,
        Fraction("18.3") * 10**9,
        13,
    ]
    assert equations.repairs_of("share", read_frames("20 boats", "50 boats", "a third of them"))[2] is not None
    assert equations.repairs_of("sum", read_frames("12 boats", "6 boats", "19 boats"))[1] is None  # below zero


@pytest.mark.parametrize(
    ("statement", "step"),
    [
        ("£120 million", "1000000"),
        ("1,500 boats", "1"),
        ("2.5%", "0.1"),
        ("£2.50", "0.01"),
        ("twelve boats", "1"),
        ("3 hours 20 minutes", "1"),
        ("an hour and 40 minutes", "1"),
        ("5ft 10in", "1"),
        ("two and a half hours", "1/4"),
        ("a third of them", "1/30"),
        ("1998", "1"),
    ],
)
def test_the_step_of_the_last_printed_place(statement: str, step: str) -> None:
    (frame,) = read_frames(statement)
    assert equations.last_printed_place(frame) == Fraction(step)


@pytest.mark.parametrize(
    ("statement", "low", "high"),
    [
        ("40 boats", 40, 40),
        ("about 40 boats", 36, 44),
        ("nearly 40 boats", 36, 40),
        ("less than 40 boats", 36, 40),
        ("just over 40 boats", 40, 44),
        ("more than 40 boats", 40, 48),
        ("£120 million", 119_500_000, 120_500_000),
        ("more than half", 50, Fraction(125, 2)),
        ("less than half", 40, 50),
        ("nearly half", 45, 50),
        ("half", 45, 55),
    ],
)
def test_what_a_number_means_when_every_digit_is_taken_at_its_word(
    statement: str, low: int, high: int | Fraction
) -> None:
    (frame,) = read_frames(statement)
    interval = equations.strict_interval(frame)
    assert (interval.low, interval.high) == (low, high)


def test_a_change_between_rounded_levels_that_may_be_none() -> None:
    assert holds("change", "£2.5m", "£2.5m", "1%")
    assert holds("change", "£2.5m", "£2.4m", "4%")
    assert not holds("change", "£2.5m", "£2.5m", "30%")


@pytest.mark.parametrize(
    ("text", "ticked"),
    [
        ("It has 34 years of data from 1981 to 2015.", True),
        ("It has 33 years of data from 1981 to 2015.", False),
        ("He worked there for 33 years, from May 1981 to March 2015.", True),
        ("Born in 1981, he died in 2015 aged 33.", True),
    ],
)
def test_length_a_year_short_of_two_years_is_ticked_only_where_months_or_an_age_allow_it(
    text: str, ticked: bool
) -> None:
    assert bool(checks.check_article(text).ticks) is ticked


def test_a_duration_of_another_clause_is_not_compared_with_years_after_it() -> None:
    text = "Using 33 years of data, the study found that the rate tripled from 2011 to 2014."
    assert not checks.check_article(text).findings
