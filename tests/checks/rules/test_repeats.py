"""One fact told twice, in many phrasings of ours: silent as it is, questioned when one of the two is another."""

from __future__ import annotations

import pytest

from checks.model import Finding, Severity, Tick
from checks.read import read
from checks.registry import catalogue
from checks.run import check_article, without_promo

# text with a gap, what it says elsewhere, what it does not
TOLD_AGAIN = (
    ("Nine climbers spent the night on the ridge. All {} were flown to Hexham.", "nine", "eleven"),
    (
        "The dairy will pay $5.5 million to settle the claim. The {} payment goes to the town.",
        "$5.5 million",
        "$7 million",
    ),
    ("A man was jailed for eight years on Friday. As the {} sentence was read out he wept.", "eight-year", "six-year"),
    ("A chest of coins weighing 43kg lay in the field. The {} find will go to the museum.", "43kg", "34kg"),
    (
        "The wall, which is 1,380 metres long, is closed. Masons must see all of its {} first.",
        "1,380 metres",
        "1,830 metres",
    ),
    ("Eight people died when the pier fell. The fall, which claimed {} lives, was foreseen.", "eight", "eleven"),
    ("At least 20 people were hurt when the trams met. None of the {} injured is in danger.", "20", "48"),
    ("A crowd of 61,204 saw the final. To play before {} people was a dream, she said.", "61,204", "51,204"),
    ("The mill will cut 1,250 jobs. Unions called the loss of {} jobs a scandal.", "1,250", "1,520"),
    ("The shop owed the bank £4.37m. It was the {} debt that closed it.", "£4.37m", "£4.73m"),
    ("The trust was given a £620,000 grant. It has spent the {} grant on a roof.", "£620,000", "£260,000"),
    ("Divers found 26 amphorae off the cape. The {} amphorae are older than Rome.", "26", "29"),
    (
        "The fire killed 14 people at a hostel in Arden. The 14 victims were named. It was {} deaths too many.",
        "14",
        "16",
    ),
    ("The council sold 340 garages in Welby. Buyers of the {} garages paid in cash.", "340", "430"),
)

TWO_FACTS = (
    "The north depot has 104 buses. The smaller east depot has 64 buses.",
    "Security was given to nine of the 51 members who stayed. It was also given to six rebel members who left.",
    "In May the yard used 33 trucks to shift 1,450 tonnes. In the park, 1,200 tonnes were shifted with 35 trucks.",
    "No sheets were washed in 14 depots under nine lines. Except in seven depots under five lines, none was dried.",
    "The bomb killed three people and wounded 23. A blast in Arden killed four people and wounded 20.",
    "Three officers were dismissed and a fourth resigned. The four officers had been warned.",
    "Doctors found 27 lenses in an eye. All 17 lenses were stuck together, and 10 more came out later.",
    "The fire killed 12 people in 2019. A fire at the same hostel killed 14 people in 2011.",
    "She won the heat in 44.93 seconds. He won the other in 44.63 seconds.",
    "The line is 104km long. In addition to the 140km opened in May, it will ease the roads.",
    "Ann Ode got £40m for the mill. Her neighbours want £75m for the bakery.",
    "The club won seven seats. It lost all the four seats in Arden.",
    "The town lost 415 jobs. Another 451 jobs are at risk.",
    "The A3 has 100 seats. The 150-seat aircraft was built in Toulouse.",
    "The heap held 70 kg of tin in May. A heap of 700 kg of lead lay beside it.",
)


def outcomes(text: str, rule: str) -> list[object]:
    return list(catalogue().find(rule).check(without_promo(read(text))))


def alarms(text: str, rule: str = "said-twice") -> list[Finding]:
    found = outcomes(text, rule)
    return [one for one in found if isinstance(one, Finding) and one.severity is not Severity.NOTE]


@pytest.mark.parametrize(("text", "right", "wrong"), TOLD_AGAIN)
def test_a_fact_told_again_is_questioned_only_where_it_differs(text: str, right: str, wrong: str) -> None:
    assert not alarms(text.format(right))
    assert alarms(text.format(wrong))


@pytest.mark.parametrize("text", TWO_FACTS)
def test_two_facts_in_like_words_are_left_alone(text: str) -> None:
    assert not alarms(text)


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("Court fines mill £20,000", "The mill was fined £15,000 by a court on Monday. The fine is due in May."),
        (
            "Ferry fire kills 52 people",
            "A ferry fire killed at least 25 people off the coast on Monday, officials said.",
        ),
        ("Town hall to sell 815 garages", "The town hall will sell 185 garages, it said on Monday. They stand empty."),
    ],
)
def test_a_headline_with_another_figure_is_questioned(headline: str, body: str) -> None:
    assert alarms(f"{headline}\n\n{body}", "headline-and-body")


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("Over 100 hurt in ferry fire", "A ferry fire hurt 120 people off the coast on Monday, officials said."),
        ("983 stations get cameras", "The railway will put cameras up at more than 900 stations, it said on Monday."),
        ("Miller sells for £25m", "The miller Crumb was sold for £25.4m on Friday, its owners said."),
        ("Girl, 4 others hurt in fire", "A girl was among five people who were hurt in a fire on Monday, police said."),
    ],
)
def test_a_headline_may_be_rounder_than_its_story(headline: str, body: str) -> None:
    assert not alarms(f"{headline}\n\n{body}", "headline-and-body")


@pytest.mark.parametrize(
    ("day", "questioned"),
    [("14 March", False), ("24 March", True), ("41 March", False)],
)
def test_the_one_date_of_a_story_is_that_of_its_headline(day: str, questioned: bool) -> None:
    text = (
        f"Teachers to strike on 14 March\n\nStaff across Dunshire will walk out on {day}, their union said on Friday."
    )
    assert bool(alarms(text, "headline-and-body")) is questioned


@pytest.mark.parametrize(
    ("again", "questioned"),
    [("12 October", False), ("21 October", True), ("14 October", False), ("21 November", False)],
)
def test_a_day_told_again_with_its_digits_swapped_is_questioned(again: str, questioned: bool) -> None:
    text = f"The hearing was set for 12 October in Arden. A clerk told the widow so.\n\nThe hearing is on {again}."
    assert bool(alarms(text, "date-twice")) is questioned


def test_a_tick_of_equal_figures_prints_no_arithmetic() -> None:
    text = "Ferry fire kills 41 people\n\nA fire on a ferry killed 41 people off the coast on Monday, officials said."
    ticks = [one for one in outcomes(text, "headline-and-body") if isinstance(one, Tick)]
    assert [tick.arithmetic for tick in ticks] == [""]


@pytest.mark.parametrize(
    "text",
    [
        "He was fined £20,000 by the court on Monday. The fine of £15,000 by the court on Monday was too high.",
        "Police arrested 12 people at the docks. Some 13 arrests were made at the docks, police said.",
    ],
)
def test_figures_that_differ_are_never_ticked_as_one(text: str) -> None:
    assert not [tick for tick in check_article(text).ticks if tick.rule == "said-twice"]
