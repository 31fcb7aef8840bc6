"""One fact told twice, in many phrasings of ours: silent as it is, questioned when one of the two is another."""

from __future__ import annotations

import pytest

from checks.model import Finding, Severity, Tick
from checks.read import read
from checks.registry import catalogue
from checks.run import check_article, without_promo

# text with a gap, what it says elsewhere, what it does not
TOLD_AGAIN = (
    ("The mill will cut 1,250 jobs. Unions called the loss of {} jobs a scandal.", "1,250", "1,520"),
    ("The trust was given a £620,000 grant. It has spent the {} grant on a roof.", "£620,000", "£260,000"),
    ("The council sold 340 garages in Welby. Buyers of the {} garages paid in cash.", "340", "430"),
)

TWO_FACTS = (
    "The north depot has 104 buses. The smaller east depot has 64 buses.",
    "Security was given to nine of the 51 members who stayed. It was also given to six rebel members who left.",
    "In May the yard used 33 trucks to shift 1,450 tonnes. In the park, 1,200 tonnes were shifted with 35 trucks.",
    "No sheets were washed in 14 depots under nine lines. Except in seven depots under five lines, none was dried.",
    "The bomb killed three people and wounded 23. A blast in Arden killed four people and wounded 20.",
    "Doctors found 27 lenses in an eye. All 17 lenses were stuck together, and 10 more came out later.",
    "She won the heat in 44.93 seconds. He won the other in 44.63 seconds.",
    "Ann Ode got £40m for the mill. Her neighbours want £75m for the bakery.",
    "The club won seven seats. It lost all the four seats in Arden.",
    "The A3 has 100 seats. The 150-seat aircraft was built in Toulouse.",
    "The heap held 70 kg of tin in May. A heap of 700 kg of lead lay beside it.",
)


FALSE_ALARM = pytest.mark.xfail(strict=False, reason="same-fact takes the two for one fact")
TAKEN_FOR_ONE = (
    "Three officers were dismissed and a fourth resigned. The four officers had been warned.",
    "The fire killed 12 people in 2019. A fire at the same hostel killed 14 people in 2011.",
    "The line is 104km long. In addition to the 140km opened in May, it will ease the roads.",
    "The town lost 415 jobs. Another 451 jobs are at risk.",
)


def outcomes(text: str, rule: str) -> list[object]:
    return list(catalogue().find(rule).check(without_promo(read(text))))


def alarms(text: str, rule: str = "same-fact") -> list[Finding]:
    found = outcomes(text, rule)
    return [one for one in found if isinstance(one, Finding) and one.severity is not Severity.NOTE]


@pytest.mark.parametrize(("text", "right", "wrong"), TOLD_AGAIN)
def test_a_fact_told_again_is_questioned_only_where_it_differs(text: str, right: str, wrong: str) -> None:
    assert not alarms(text.format(right))
    assert alarms(text.format(wrong))


@pytest.mark.parametrize("text", [*TWO_FACTS, *(pytest.param(text, marks=FALSE_ALARM) for text in TAKEN_FOR_ONE)])
def test_two_facts_in_like_words_are_left_alone(text: str) -> None:
    assert not alarms(text)


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        (
            "Ferry fire kills 52 people",
            "A ferry fire killed at least 25 people off the coast on Monday, officials said.",
        ),
        ("Town hall to sell 815 garages", "The town hall will sell 185 garages, it said on Monday. They stand empty."),
    ],
)
def test_a_headline_with_another_figure_is_questioned(headline: str, body: str) -> None:
    assert alarms(f"{headline}\n\n{body}")


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("Over 100 hurt in ferry fire", "A ferry fire hurt 120 people off the coast on Monday, officials said."),
        ("983 stations get cameras", "The railway will put cameras up at more than 900 stations, it said on Monday."),
        ("Miller sells for £25m", "The miller Crumb was sold for £25.4m on Friday, its owners said."),
        pytest.param(
            "Girl, 4 others hurt in fire",
            "A girl was among five people who were hurt in a fire on Monday, police said.",
            marks=FALSE_ALARM,
        ),
    ],
)
def test_a_headline_may_be_rounder_than_its_story(headline: str, body: str) -> None:
    assert not alarms(f"{headline}\n\n{body}")


def test_a_tick_of_equal_figures_prints_no_arithmetic() -> None:
    text = "Ferry fire kills 41 people\n\nA fire on a ferry killed 41 people off the coast on Monday, officials said."
    ticks = [one for one in outcomes(text, "same-fact") if isinstance(one, Tick)]
    assert [tick.arithmetic for tick in ticks] == [""]


@pytest.mark.parametrize(
    "text",
    [
        "He was fined £20,000 by the court on Monday. The fine of £15,000 by the court on Monday was too high.",
        "Police arrested 12 people at the docks. Some 13 arrests were made at the docks, police said.",
    ],
)
def test_figures_that_differ_are_never_ticked_as_one(text: str) -> None:
    ticks = [tick for tick in check_article(text).ticks if tick.rule == "same-fact"]
    assert not [tick for tick in ticks if "Monday" not in tick.message]
