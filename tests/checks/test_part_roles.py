"""A whole is held against the other text's whole, and a part against its parts."""

from __future__ import annotations

import pytest

import checks
from checks.part_roles import are_both_wholes, roles_conflict

SOURCE = (
    "Police arrest 52 at protest march\n\n"
    "Fifty-two people were arrested at a march against the new prison on Saturday, police said.\n\n"
    "Of those arrested, 31 were held for blocking a road, 17 for criminal damage and nine for assaulting officers."
)


def found(target: str, mode: str) -> list[str]:
    """The arithmetic of what is said of figures against the source."""
    sheet = checks.compare(SOURCE, target, mode=mode)
    return [finding.arithmetic for finding in sheet.findings if finding.rule in ("other-value", "changed-since")]


@pytest.mark.parametrize(
    ("target", "summary", "update"),
    [
        ("Police arrested 54 people, 31 of them for blocking a road.", "54, not Fifty-two", "Fifty-two -> 54"),
        ("Police arrested 54 people, including 31 for blocking a road.", "54, not Fifty-two", "Fifty-two -> 54"),
        ("Police arrested 54 people on Saturday, of whom 17 did criminal damage.", "54, not Fifty-two", None),
        ("Police arrested 52 people, 35 of them for blocking a road.", "35, not 31", "31 -> 35"),
        ("Police arrested 52 people, of whom 31 blocked a road and 19 did criminal damage.", "19, not 17", "17 -> 19"),
        ("Of those arrested, 35 were held for blocking a road.", "35, not 31", "31 -> 35"),
    ],
)
def test_a_figure_is_held_against_one_of_its_role(target: str, summary: str, update: str | None) -> None:
    assert found(target, "summary") == [summary]
    changed = found(target, "update")
    assert changed == ([update] if update else changed)
    assert not any(old in said for said in changed for old in ("17 -> 54", "nine ->", "-> 52"))


@pytest.mark.parametrize(
    "target",
    [
        "Police arrested 52 people, 31 of them for blocking a road.",
        "Of the 52 people arrested, 17 were held for criminal damage.",
        "Some 31 people were held for blocking a road.",  # a part that is not called one
    ],
)
@pytest.mark.parametrize("mode", ["summary", "update"])
def test_what_agrees_is_left_alone(target: str, mode: str) -> None:
    assert found(target, mode) == []


@pytest.mark.parametrize(
    ("first", "second", "conflict"),
    [
        ("They held 54 people, 31 of them men.", "Of those held, 17 were men.", True),
        ("They held 54 people, nine of whom were hurt.", "They held people, among them 17 men.", True),
        ("They held 54 people, including 31 men.", "They held 52 people, including 30 men.", False),
        ("They held 54 people.", "Of those held, 17 were men.", False),  # it may be a part
        ("They held 54% of them.", "Of those held, 17 were men.", False),
    ],
)
def test_the_roles_of_the_first_figures(first: str, second: str, conflict: bool) -> None:
    article, other = checks.read(first), checks.read(second)
    assert roles_conflict(article.figures[0], other.figures[0], article, other) is conflict
    assert roles_conflict(other.figures[0], article.figures[0], other, article) is conflict


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [
        ("They held 52 people. Of those held, 17 were men.", True),
        ("Of the 52 people held, 17 were men.", True),
        ("They held 52 people, at least nine of them men.", True),
        ("They held 52 people. It was the coldest night, and 17 were men.", False),
        ("They held 52 people.", False),
    ],
)
def test_a_whole_is_one_of_which_parts_are_named(text: str, is_whole: bool) -> None:
    article = checks.read(text)
    figure = article.figures[0]
    assert are_both_wholes(figure, figure, article, article) is is_whole
