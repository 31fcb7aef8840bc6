"""Symbols whose letters mean one unit in capitals and another in small letters, each read as its case says."""

from __future__ import annotations

import pytest

import checks
from checks.model import Kind


def first_figure(text: str) -> tuple[Kind, object, str | None]:
    figure = checks.read(text).figures[0]
    return figure.kind, figure.value, figure.unit


@pytest.mark.parametrize(
    ("printed", "value", "unit"),
    [
        ("5ML", 5, "megalitre"),
        ("5 ML", 5, "megalitre"),
        ("5Ml", 5, "megalitre"),
        ("5ml", 5, "millilitre"),
        ("5mL", 5, "millilitre"),
        ("5 mL", 5, "millilitre"),
        ("2GL", 2, "gigalitre"),
        ("5MW", 5, "megawatt"),
        ("5mw", 5, "megawatt"),
        ("5mW", 5, "milliwatt"),
        ("5kW", 5, "kilowatt"),
        ("5KW", 5, "kilowatt"),
        ("5MJ", 5, "megajoule"),
        ("5mJ", 5, "millijoule"),
        ("5Mb", 5, "megabit"),
        ("5MB", 5, "megabyte"),
        ("5mb", 5, "megabyte"),
        ("5GB", 5, "gigabyte"),
        ("5Gb", 5, "gigabit"),
        ("5Mbps", 5, "megabit per second"),
        ("5MBps", 5, "megabyte per second"),
        ("5Mb/s", 5, "megabit per second"),
        ("5MB/s", 5, "megabyte per second"),
        ("5mm", 5, "millimetre"),
        ("5MM", 5, "millimetre"),
        ("5Mt", 5, "megatonne"),
        ("5mt", 5, "tonne"),
        ("5,000 MT", 5000, "tonne"),
        ("5Gt", 5, "gigatonne"),
        ("5 MM barrels", 5_000_000, "barrel"),
        ("5MM tonnes", 5_000_000, "tonne"),
    ],
)
def test_a_symbol_is_read_as_its_case_says(printed: str, value: int, unit: str) -> None:
    assert first_figure(f"The plant needs {printed} at first.") == (Kind.MEASURE, value, unit)


@pytest.mark.parametrize("printed", ["$50MM", "$50 MM", "US$50MM"])
def test_mm_is_millions_of_money(printed: str) -> None:
    assert first_figure(f"The fund spent {printed} on it.") == (Kind.MONEY, 50_000_000, "USD")


def test_mm_is_millions_of_shares() -> None:
    assert first_figure("The fund sold 200MM shares.")[:2] == (Kind.COUNT, 200_000_000)


@pytest.mark.parametrize(
    "text", ["About 12 Mt Isa miners left.", "He climbed 3 Mt Blanc routes.", "In 1996 Mt Ruapehu erupted."]
)
def test_a_mountain_is_no_megatonne(text: str) -> None:
    assert "megatonne" not in [figure.unit for figure in checks.read(text).figures]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("A 500ML bottle costs more.", "millilitre"),
        ("RAIN OF 5MM FELL ON THE TOWN", "millimetre"),
        ("THE DAM HOLDS 5ML OF WATER", None),  # it may be either
    ],
)
def test_a_symbol_in_a_line_of_capitals_is_not_read_by_its_case(text: str, unit: str | None) -> None:
    assert first_figure(text)[2] == unit


@pytest.mark.parametrize(
    "text",
    [
        "The dam holds 5ML (5 million litres).",
        "A dose is 5mL (0.005 litres).",
        "The lamp takes 5mW (0.005 watts).",
        "The plant makes 5MW (5 million watts).",
        "The line has 100Mb/s (12.5MB/s).",
        "The country emits 5Mt (5 million tonnes).",
    ],
)
def test_conversions_between_units_of_either_case_hold(text: str) -> None:
    sheet = checks.check_article(text)
    assert sheet.findings == ()
    assert len(sheet.ticks) == 1


@pytest.mark.parametrize(
    "text",
    ["THE DAM HOLDS 5ML (5 MILLION LITRES) OF WATER", "THE BOTTLE HOLDS 500ML (0.5 LITRES) OF WATER, THEY SAID"],
)
def test_a_conversion_in_a_line_of_capitals_is_not_questioned(text: str) -> None:
    assert checks.check_article(text).findings == ()


def test_a_wrong_conversion_is_still_questioned() -> None:
    assert len(checks.check_article("The dam holds 5ML (5,000 litres).").findings) == 1
