"""Which figures are read as members of one equation, and how much is looked at."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

import checks
from checks.budget import Budget, steps_for
from checks.relations import arithmetic
from checks.relations.arithmetic import EVIDENCE, MAX_CHECKED, MAX_PROPOSALS, proposals_of
from checks.relations.equation_features import EquationFeatures, feature_names
from checks.relations.frames import frames_of
from checks.relations.proposals import Proposal


def proposals(text: str, include_implausible: bool = False) -> list[Proposal]:
    return list(proposals_of(frames_of(checks.read(text)), include_implausible))


def read_as(text: str, kind: str, include_implausible: bool = False) -> dict[tuple[str, ...], bool]:
    """The words of the members of the proposals of a kind, and whether they hold."""
    return {
        tuple(frame.statement.words for frame in proposal.members): proposal.holds
        for proposal in proposals(text, include_implausible)
        if proposal.kind == kind
    }


@pytest.mark.parametrize(
    ("text", "kind", "members", "holds"),
    [
        ("Of the 48 pupils, 31 are girls and 17 are boys.", "sum", ("48", "31", "17"), True),
        ("Of the 48 pupils, 31 are girls and 19 are boys.", "sum", ("48", "31", "19"), False),
        ("The 90 boats: 20 red, 30 blue, 15 white and 25 black ones.", "sum", ("90", "20", "30", "15", "25"), True),
        ("A total of 20 red, 30 blue and 15 white, 65 boats.", "sum", ("65", "20", "30", "15"), True),
        ("Sales rose 13% to £17.5bn from £15.5bn.", "change", ("£15.5bn", "£17.5bn", "13%"), True),
        ("Sales rose 31% to £17.5bn from £15.5bn.", "change", ("£15.5bn", "£17.5bn", "31%"), False),
        ("It sold 600 megawatts in May and 450 in June, 25% less.", "change", ("600 megawatts", "450", "25%"), True),
        ("It shipped 46 tonnes, against 52 in May, a gap of 9 tonnes.", "sum", ("52", "46 tonnes", "9 tonnes"), False),
        ("Oil rose 32 cents to $53.66 from $53.34.", "sum", ("$53.66", "32 cents", "$53.34"), True),
        ("Oil rose 35 cents to $53.66 from $53.34.", "sum", ("$53.66", "35 cents", "$53.34"), False),
        ("A loaf rose 8 cents to €1.58 from €1.50.", "sum", ("€1.58", "8 cents", "€1.50"), True),
        ("The fare rises 5p to £1.25 from £1.20.", "sum", ("£1.25", "5p", "£1.20"), True),
        ("Shares at $92.90 are -18.51% below $114.", "change", ("$114", "$92.90", "-18.51%"), True),
        ("Sales rose £50, or 50%, and were £150.", "gain", ("£50", "£150", "50%"), True),
        ("Sales fell £50, or 25%, and were £150.", "gain", ("£50", "£150", "25%"), True),
        ("Of 48 pupils, 12, or 25%, walk.", "share", ("12", "48", "25%"), True),
        ("Of 48 pupils, 12, or a quarter of them, walk.", "share", ("12", "48", "a quarter"), True),
        ("Visits were 120, down from 160, a fall of a quarter.", "change", ("160", "120", "a quarter"), True),
        ("Visits were up by nearly a third to 120 from 90.", "change", ("90", "120", "a third"), True),
        ("Visits fell a third, from 160 to 120.", "change", ("160", "120", "a third"), False),
        ("Of the 160 it raised a quarter of the money for 40.", "share", ("40", "160", "a quarter"), True),
        ("It sold 48 boats, three times as many as the 16 sold before.", "times", ("48", "16", "three times"), True),
        ("The council bought 4 desks at £30 each, £120 in all.", "product", ("£30", "4", "£120"), True),
        ("The council bought 4 desks at £30 each, £150 in all.", "product", ("£30", "4", "£150"), False),
        ("It opened in 1998 and closed in 2010, after 12 years.", "span", ("1998", "2010", "12 years"), True),
        ("It opened in 1998 and closed in 2010, after 21 years.", "span", ("1998", "2010", "21 years"), False),
        ("Ann Reed, 61, was born in 1929 and died in 1990.", "span", ("1929", "1990", "61"), True),
        ("It opened at 9am and closed at 5pm, 8 hours later.", "span", ("9am", "5pm", "8 hours"), True),
        ("It closed at 2am, having opened at 10pm, 4 hours before.", "span", ("10pm", "2am", "4 hours"), True),
        ("It was shut from 1 September to 1 March, 181 days.", "span", ("1 September", "1 March", "181 days"), True),
        ("It was open from 1 March to 1 September, 184 days.", "span", ("1 March", "1 September", "184 days"), True),
        ("It was shut from 28 December to 3 January, 8 days.", "span", ("28 December", "3 January", "8 days"), False),
        ("On average 20 boats came: 10 in May, 30 in June.", "mean", ("20", "10", "30"), True),
        ("The party won 40%, a six-point lead over the 34% of its rival.", "sum", ("40%", "six", "34%"), True),
    ],
)
def test_figures_that_may_stand_in_one_equation(text: str, kind: str, members: tuple[str, ...], holds: bool) -> None:
    found = read_as(text, kind)
    assert found.get(members) is holds, found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("It sold 48 boats for £31 and $17.", "sum"),  # of three units
        ("It sold 48 boats and 31 goats.", "sum"),  # only two
        ("It sold 862 boats, 31 goats and 17 hens.", "sum"),  # no slip makes this a sum
        ("It sold 2 boats, a goat and 1 hen.", "sum"),
        ("Sales rose to £17.5bn from £15.5bn.", "change"),
        ("Sales of £12 and £12 rose 13%.", "change"),
        ("Sales rose 13% to £700 from £15.5bn.", "change"),
        ("It sold 48 boats to 12 men.", "share"),
        ("Of 48 pupils, 12 walk, an increase of 300%.", "share"),
        ("It sold 48 boats and 16 goats.", "times"),
        ("The council bought 4 desks for £30, then for £120.", "product"),  # no rate
        ("Support fell from 54% to 43%, a drop of 12 points.", "change"),  # points are what percentages differ by
        ("Support fell from 54% to 43%, a drop of 12 points.", "gain"),
        ("It opened in 1998, after 12 years.", "span"),
        ("Ann Reed, 6, crossed it in 1984 and in 1990.", "span"),  # nobody was born in either year
        ("It opened in 1998 and again in 1998, after 12 years.", "span"),
        ("It opened at 9am in 1998, 8 hours later.", "span"),
        ("It sold 20 boats: 10 in May, 30 in June.", "mean"),  # nothing says average
        ("On average 20 boats came, 10 of them red.", "mean"),
        ("It is 15 inches long and 14 inches wide, model 1 of the firm, which got 1.", "sum"),  # so few count anything
        ("Nobody came.", "sum"),
    ],
)
def test_no_candidate(text: str, kind: str) -> None:
    assert not read_as(text, kind)


def test_figures_far_from_each_other_are_candidates_only_if_they_hold() -> None:
    between = "The mayor smiled. " * 6
    text = "Of the pupils 31 are girls and {} are boys. " + between + "The school has 48 pupils."
    assert read_as(text.format(17), "sum") == {("48", "31", "17"): True}
    assert not read_as(text.format(19), "sum")
    assert not read_as("It has 31 girls. " + between + "It has 17 boys. " + between + "It has 48 pupils.", "sum")


def test_a_dated_beginning_may_be_the_end_of_any_span() -> None:
    text = "On 3 May 2010 the mill closed. " + "The mayor smiled. " * 6 + "It had opened in {}, 12 years before."
    (near,) = [found for found in proposals(text.format(1998)) if found.kind == "span"]
    assert near.holds
    assert near.near


def test_with_every_candidate_those_far_from_holding_are_read_too() -> None:
    text = "It sold 862 boats, 31 goats and 17 hens."
    assert not read_as(text, "sum")
    assert read_as(text, "sum", include_implausible=True) == {("862", "31", "17"): False}


def test_no_candidate_is_read_twice() -> None:
    found = proposals(
        "It sold 20 boats: 10 in May, 30 in June, 60 in all. On average 20 came each day for 3 days.", True
    )
    keys = [(proposal.kind, tuple(frame.index for frame in proposal.members)) for proposal in found]
    assert len(keys) == len(set(keys))


def test_features_and_evidence_have_one_length_for_all_kinds() -> None:
    texts = (
        "The 90 boats: 20 red, 30 blue, 15 white and 25 black ones, or 25%, 3 times as many as 5 each.",
        "It opened in 1998 and closed in 2010, after 12 years.",
        "On average 20 boats came: 10 in May, 30 in June.",
    )
    found = [proposal for text in texts for proposal in proposals(text, True)]
    assert {"sum", "share", "product", "span", "mean"} <= {proposal.kind for proposal in found}
    assert {len(proposal.features) for proposal in found} == {len(feature_names(3))}
    assert {len(proposal.evidence) for proposal in found} == {len(EVIDENCE)}


def test_features_do_not_depend_on_the_size_of_the_values() -> None:
    text = "Of the {} pupils, {} are girls and {} are boys."
    (small,), (large,) = proposals(text.format(48, 31, 17)), proposals(text.format(480, 311, 169))
    assert small.features == large.features


def test_features_of_members_in_two_sentences() -> None:
    found = frames_of(checks.read("The school has 48 pupils. Of them 31 are girls."))
    named = dict(zip(feature_names(2), EquationFeatures(found).features(found.frames), strict=True))
    assert named["gap 0: sentences"] == 1
    assert named["sentences"] == 2
    assert named["of between"] == 0.5  # second from the second figure
    assert named["headline"] == 0


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("Of the 48 pupils, 31 are girls and 19 are boys.", "members that one digit mends"),
        ("Of the 84 pupils, 31 are girls and 17 are boys.", "members that a swap mends"),
        ("Of the 480 pupils, 31 are girls and 17 are boys.", "members that a factor of ten mends"),
    ],
)
def test_the_evidence_counts_which_slips_would_mend(text: str, mend: str) -> None:
    (found,) = (proposal for proposal in proposals(text) if proposal.kind == "sum")
    assert not found.holds
    assert found.evidence[EVIDENCE.index(mend)] >= 1


def test_what_holds_needs_no_mending() -> None:
    (found,) = proposals("Of the 48 pupils, 31 are girls and 17 are boys.")
    assert found.evidence[EVIDENCE.index("relative miss")] == 0
    assert sum(found.evidence[2:5]) == 0


PIECES = [
    "12 boats, ",
    "rose 5% to £840 from £800 and ",
    "£12 each for 3 days, £36, ",
    "in 1998, 12 years, ",
    "average 7, ",
]


@pytest.mark.parametrize("piece", PIECES)
def test_the_work_on_an_endless_sentence_is_bounded(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = 0
    build = arithmetic._Builder.build

    def counting(*arguments: object, **named: object) -> object:
        nonlocal checked
        checked += 1
        return build(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(arithmetic._Builder, "build", counting)
    text = piece * 1000
    with Budget(steps_for(text)):
        assert len(proposals(text)) <= MAX_PROPOSALS
    assert checked <= 3 * MAX_CHECKED


@pytest.mark.parametrize("piece", PIECES)
def test_a_longer_endless_sentence_takes_no_more_looks(piece: str, count_steps: Callable[..., int]) -> None:
    small, large = (frames_of(checks.read(piece * times)) for times in (400, 1600))
    steps = [count_steps(lambda found=found: list(proposals_of(found))) for found in (small, large)]
    assert steps[1] <= 1.5 * steps[0] + 10_000


def test_the_groups_of_a_figure_stand_in_a_fixed_order() -> None:
    builder = arithmetic._Builder(frames_of(checks.read("Ahead by 6 points, it won 40%.")), False)
    assert list(builder.groups) == [("count", ""), ("percent", "")]


@given(st.lists(st.tuples(st.integers(2, 400), st.integers(1, 120)), min_size=4, max_size=12), st.booleans())
def test_what_is_passed_over_is_no_candidate(amounts: list[tuple[int, int]], apart: bool) -> None:
    filler = " It rained. It snowed. It froze. It thawed." if apart else ""
    text = "".join(f"The club has {boats} boats, up {percent}%.{filler} " for boats, percent in amounts)
    frames = frames_of(checks.read(text))
    found = [(each.kind, each.members, each.holds, each.evidence) for each in proposals_of(frames)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arithmetic, "_may_be_sum", lambda *_: True)
        patch.setattr(arithmetic, "_fitting_percentages", lambda *_: [(0.0, math.inf)])
        every_set = [(each.kind, each.members, each.holds, each.evidence) for each in proposals_of(frames)]
    assert found == every_set
