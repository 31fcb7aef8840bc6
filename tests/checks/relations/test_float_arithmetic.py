"""Floating point: where it decides, the exact arithmetic decides the same, and near a bound it leaves the decision."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import checks
from checks.relations import equations
from checks.relations.float_arithmetic import (
    clearly_holds,
    clearly_within_rounding,
    printed_number_as_float,
    solve_as_floats,
)
from checks.relations.frames import Frame, frames_of
from checks.relations.proposals import TieKind

LAST: dict[TieKind, str] = {
    "sum": "",
    "mean": "",
    "change": "%",
    "gain": "%",
    "share": "%",
    "times": " times",
    "product": "",
}
HEDGES = ("", "about ", "more than ", "nearly ", "up to ")


def read_frames(*figures: str) -> list[Frame]:
    """Frames of figures, each in a sentence of its own; those that are read as one figure above zero."""
    found = [frames_of(checks.read(f"They counted {figure} there.")).frames for figure in figures]
    return [frames[0] for frames in found if len(frames) == 1 and frames[0].value]


numerals = st.one_of(
    st.integers(2, 99_999).map(lambda value: f"{value:,}"),
    st.integers(11, 9_999).map(lambda value: f"{value / 10:.1f}"),
    st.integers(1, 99).map(lambda value: f"{value} million"),
)


@given(
    st.sampled_from(sorted(LAST)), st.tuples(numerals, numerals, numerals), st.sampled_from(HEDGES), st.integers(0, 2)
)
def test_what_is_clear_is_what_the_exact_arithmetic_says(
    kind: TieKind, figures: tuple[str, str, str], hedge: str, place: int
) -> None:
    stated = [f"{hedge if index == place else ''}{figure}" for index, figure in enumerate(figures)]
    words = [f"{figure} tonnes" for figure in stated[:2]]
    frames = read_frames(*words, f"{stated[2]}{LAST[kind] or ' tonnes'}")
    if len(frames) < 3 or any(isinstance(frame.value, tuple) for frame in frames):
        return
    numbers = [printed_number_as_float(frame) for frame in frames]
    holds, within = clearly_holds(kind, frames, numbers), clearly_within_rounding(kind, numbers)
    assert holds in (None, equations.holds(kind, frames))
    assert within in (None, equations.is_within_rounding(kind, frames))


@pytest.mark.parametrize(
    ("kind", "figures", "expected"),
    [
        ("change", ("200 boats", "250 boats", "25%"), True),
        ("change", ("200 boats", "250 boats", "35%"), False),
        ("share", ("20 boats", "80 boats", "25%"), True),
        ("share", ("20 boats", "80 boats", "35%"), False),
        ("gain", ("50 boats", "250 boats", "25%"), True),
        ("times", ("90 boats", "30 boats", "five times"), False),
        ("times", ("90 boats", "30 boats", "three times"), None),  # exactly at the bound
        ("sum", ("50 boats", "30 boats", "10 boats"), False),
        ("sum", ("40 boats", "30 boats", "10 boats"), None),  # exact counts have no slack
        ("gain", ("50 boats", "50 boats", "25%"), None),  # the level before may be zero
    ],
)
def test_clear_cases_are_decided(kind: TieKind, figures: tuple[str, ...], expected: bool | None) -> None:
    frames = read_frames(*figures)
    assert clearly_holds(kind, frames, [printed_number_as_float(frame) for frame in frames]) is expected


@given(st.sampled_from(sorted(LAST)), st.tuples(*[st.integers(1, 10_000)] * 3))
def test_needed_values_are_those_of_the_exact_arithmetic(kind: TieKind, values: tuple[int, int, int]) -> None:
    exact = equations.solve_for_each_member(kind, [Fraction(value) for value in values])
    assert solve_as_floats(kind, [float(value) for value in values]) == pytest.approx(
        [float(value or 0) for value in exact]
    )
