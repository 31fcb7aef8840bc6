"""The page's colours can be read: every text colour on its background, in the light, dark and print schemes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[3] / "summarizer" / "reports" / "templates" / "page.css").read_text(encoding="utf-8")
MIN_CONTRAST = 4.5  # to one, for text: WCAG 2.2, level AA
TEXT_COLOURS = ("ink", "soft", "link", "cannot", "look", "ticked", "noted")
MARKS = ("cannot", "look", "ticked", "noted")


def schemes() -> list[dict[str, str]]:
    blocks = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    found = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block)) for block in blocks]
    assert len(found) == 3
    return found


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour: str, other: str) -> float:
    light, dark = sorted((luminance(colour), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", schemes(), ids=["day", "night", "print"])
def test_every_text_colour_contrasts_with_its_background(scheme):
    pairs = [(ink, ground) for ink in TEXT_COLOURS for ground in ("ground", "raised")]
    pairs += [(ink, f"{mark}-ground") for mark in MARKS for ink in (mark, "ink")]
    weak = {pair: contrast(scheme[pair[0]], scheme[pair[1]]) for pair in pairs}
    assert not {pair: round(value, 2) for pair, value in weak.items() if value < MIN_CONTRAST}


def test_marks_differ_in_more_than_colour():
    borders = [re.search(rf"\.m\.{mark} \{{[^}}]*border-bottom: ([^;]+);", CSS)[1].split()[:2] for mark in MARKS]
    assert len({tuple(border) for border in borders}) == len(MARKS)
