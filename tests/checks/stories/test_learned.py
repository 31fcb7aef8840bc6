"""Two stories read together: facts that are told with other nouns, verbs and units, and what only looks like one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from checks import read
from checks.stories.differences import Nature, differences
from checks.stories.digest import MAX_TEXT, Story, digest
from checks.stories.learned import Odds, Readings, odds_of_one_fact


def story(text: str, name: str, minute: int = 0) -> Story:
    article = read(text, published="2026-05-11")
    return digest(replace(article, published_at=datetime.fromisoformat(f"2026-05-11T08:{minute:02}")), name)


def contradictions(first: str, second: str, readings: Readings | None = None) -> list[tuple[str, str]]:
    found = differences([story(first, "a"), story(second, "b", 30)], [(0, 1)], readings)
    return [(d.first.words, d.second.words) for d in found if d.nature is Nature.CONTRADICTION]


BARN = "Barn fire at Loxley\n\nLOXLEY - A barn near Loxley burned down on Monday morning, the fire service said.\n\n"
YARD = "'We could only watch'\n\nThe barn at Loxley went up in minutes on Monday, said the farmer, Ann Pell.\n\n"
MILL = "Weaver Hollin & Lark to close\n\nMOSSDALE - The mill Hollin & Lark in Mossdale will close on Monday.\n\n"
LOOMS = "Last shift at Hollin & Lark\n\nThe looms of Hollin & Lark in Mossdale stop on Monday, and nobody sang.\n\n"
RACE = "Brandt wins at Orle\n\nORLE - Cyclist Lena Brandt won the third stage of the Tour of Orle on Monday.\n\n"
FANS = "Orle goes wild for Brandt\n\nThe bells of Orle rang for Lena Brandt on Monday when she won the stage.\n\n"

PROFIT = (
    "{firm} lifts profit\n\n"
    "{city}, May 11 (Finwire) - {firm} reported a net profit of ${profit} million for the quarter, on revenue of "
    "${revenue} million.\n\nShares of {firm} rose 3 percent on Wall Street, Finwire data showed."
)

CONTRADICTING = {
    "nouns of which no list knows that they mean one thing": (
        BARN + "The crews saved 64 alpacas from the flames.",
        YARD + "She and the crews led 46 camelids out of the flames.",
        ("64 alpacas", "46 camelids"),
    ),
    "bodies and persons": (
        BARN + "Thirty-six bodies were recovered from the barn.",
        YARD + "Some 63 people died in the barn.",
        ("Thirty-six bodies", "63 people"),
    ),
    "miles and kilometres": (
        RACE + "She rode 21 miles alone.",
        FANS + "She was alone for 44 kilometres, she said.",
        ("21 miles", "44 kilometres"),
    ),
    "a rate that one story leaves out": (
        MILL + "The owners had turned down an offer of 512 pence a share from a rival.",
        LOOMS + "A rival had offered £5.21 for every share, which the owners turned down.",
        ("512 pence", "£5.21"),
    ),
    "digits of a year in another order": (
        MILL + "The mill, founded in 1847, is the oldest of the town.",
        LOOMS + "The mill, the oldest of the town, was founded in 1874 with six looms.",
        ("1847", "1874"),
    ),
    "ten times as much": (
        MILL + "The owners will get £4.2 million for the mill.",
        LOOMS + "The mill was sold for £42 million.",
        ("£4.2 million", "£42 million"),
    ),
    "the same number in another unit": (
        BARN + "The fire spread to 120 acres of pasture.",
        YARD + "The fire spread to 120 hectares of pasture.",
        ("120 acres", "120 hectares"),
    ),
    "digits of an age in another order": (
        BARN + "A 58-year-old watchman was taken to hospital with burns.",
        YARD + "An 85-year-old watchman was taken to hospital with burns.",
        ("58-year-old", "85-year-old"),
    ),
    "counted once without a noun": (
        MILL + "The closure led to the loss of 184 jobs in Mossdale.",
        LOOMS + "Of the jobs in Mossdale, 148 were lost by the closure.",
        ("184 jobs", "148"),
    ),
    "one person's age": (
        MILL + "Ida Moss, 43, has worked at the mill since she was 18.",
        LOOMS + "Last at her loom was Ida Moss, 45.",
        ("43", "45"),
    ),
    "a rank": (
        RACE + "Her teammate Ida Moss came eighth in the stage and is sixth in the overall standings.",
        FANS + "Her teammate Ida Moss, eighth on the day, is fifth in the overall standings.",
        ("sixth", "fifth"),
    ),
}
AGREEING = {
    "a time of another day": (
        BARN + "The gates of the farm closed at noon on Monday.",
        YARD + "The gates of the farm open at 10 a.m. on Saturday.",
    ),
    "how often": (
        RACE + "She won in Orle for the third time.",
        FANS + '"A fourth time would be rude," she said.',
    ),
    "three parts and their sum": (
        MILL + "The owners will auction 24 machines from the mill.",
        LOOMS + "Eleven carding machines, six spinning machines and seven knitting machines go to auction.",
    ),
    "inhabitants and voters": (
        MILL + "Mossdale, a town of 5,400 inhabitants, votes on Sunday.",
        LOOMS + "Some 3,100 townsfolk of Mossdale voted last time.",
    ),
    "hedged": (
        BARN + "The crews saved about 50 alpacas from the flames.",
        YARD + "The crews led 48 alpacas out of the flames.",
    ),
    "converted": (
        RACE + "She rode 21 miles alone.",
        FANS + "She was alone for 34 kilometres, she said.",
    ),
    "by two sides": (
        MILL + "The union said that 400 weavers marched through Mossdale.",
        LOOMS + "Police said that 250 weavers marched through Mossdale.",
    ),
    "two firms in the words of one template": (
        PROFIT.format(firm="Altis Corp", city="BOSTON", profit=48, revenue=310),
        PROFIT.format(firm="Borex Inc", city="CHICAGO", profit=52, revenue=280),
    ),
    "denied where the other figure stands": (
        MILL + "The wait for a new job will be 41 weeks on average.",
        LOOMS + "The wait for a new job will be 23 weeks on average, and not the 41 that the union named.",
    ),
    "told of two persons": (
        RACE + "Lena Brandt, 24, thanked her trainer.",
        FANS + "Ida Moss, 29, thanked the bells.",
    ),
    "given right elsewhere in the story": (
        BARN + "The crews saved 64 alpacas from the flames.",
        YARD + "The crews led 46 alpacas out of the flames by six. By seven all 64 alpacas had been saved.",
    ),
}


@pytest.mark.parametrize("name", CONTRADICTING)
def test_a_fact_in_other_words_is_found(name: str) -> None:
    first, second, figures = CONTRADICTING[name]
    assert contradictions(first, second) == [figures]


@pytest.mark.parametrize("name", AGREEING)
def test_what_only_looks_like_one_fact_is_silent(name: str) -> None:
    assert contradictions(*AGREEING[name]) == []


def test_two_stories_are_read_together_once() -> None:
    first, second, _ = CONTRADICTING["miles and kilometres"]
    readings = Readings()
    assert contradictions(first, second, readings)
    assert readings.count == 1


def test_stories_that_agree_are_not_read_together() -> None:
    readings = Readings()
    assert contradictions(BARN + "It was 6 a.m.", YARD, readings) == []
    assert readings.count == 0


def test_odds_are_given_by_offsets_in_each_story() -> None:
    first, second, (figure, other) = CONTRADICTING["miles and kilometres"]
    odds = odds_of_one_fact(story(first, "a"), story(second, "b"))
    by_offsets = odds.by_offsets
    assert by_offsets[first.index(figure), second.index(other)] > -1.8


def test_a_pair_leads_by_its_distance_to_the_best_rival() -> None:
    first, second = story("Fair\n\nThe fair had 40 stalls and 12 tents.", "a"), story("Fair\n\nIt had 44 stalls.", "b")
    stalls, tents, other = first.facts[0], first.facts[1], second.facts[0]
    odds = Odds({(stalls.start, other.start): 1.0, (tents.start, other.start): -2.0})
    assert odds.lead(stalls, other) == 3.0
    assert odds.lead(tents, other) == -3.0
    assert Odds({}).of(stalls, other) < -4


def test_only_the_beginning_of_a_story_is_kept() -> None:
    text = BARN + "The sky was grey over Loxley. " * MAX_TEXT + "\n\nThe crews saved 64 alpacas from the flames."
    kept = story(text, "a")
    assert len(kept.text) == MAX_TEXT
    assert all(fact.start < MAX_TEXT for fact in kept.facts)


def test_without_dates_more_must_speak_for_a_contradiction() -> None:
    first, second, figures = CONTRADICTING["one person's age"]
    undated = [digest(read(text), name) for text, name in ((first, "a"), (second, "b"))]
    assert differences(undated, [(0, 1)]) == []
    assert contradictions(first, second) == [figures]
