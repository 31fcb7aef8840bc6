"""The arithmetic that a tick or finding shows is exact, or says that it is rounded."""

from __future__ import annotations

from fractions import Fraction

import pytest

import checks


@pytest.mark.parametrize(
    ("text", "arithmetic"),
    [
        ("The wall is 2,000ft (610m) long.", "2,000ft = 609.6 metres, printed as 610m"),
        ("They walked five miles (8km) to the town.", "five miles = about 8.05 kilometres, printed as 8km"),
        ("The lake holds 12.345km (12,345m) of pipe.", "12.345km = 12,345 metres, printed as 12,345m"),
    ],
)
def test_a_value_is_rounded_only_where_it_says_about(text: str, arithmetic: str) -> None:
    assert [tick.arithmetic for tick in checks.check_article(text).ticks] == [arithmetic]


def test_what_a_house_unit_comes_to_is_exact_in_a_finding_too() -> None:
    pitch = checks.HouseUnit("pitch", ("pitches",), size=Fraction(7140), of="square metre")
    text = "The site is 2 pitches (19,280 square metres) in all."
    article = checks.read(text, dictionary=checks.Dictionary(units=(pitch,)))
    (finding,) = checks.check_article(article).findings
    assert "14,300" not in f"{finding.message} {finding.arithmetic}"
