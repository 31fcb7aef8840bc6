"""Which equations hold by chance, and which of the same form are meant."""

from __future__ import annotations

import pytest

import checks
from checks.relations.coincidences import is_coincidence
from checks.relations.frames import Frame, Frames, frames_of
from checks.relations.proposals import Proposal, TieKind


def frame_at(frames: Frames, words: str) -> Frame:
    """The first frame whose text begins with some words."""
    text = frames.article.text
    return next(frame for frame in frames.frames if text[frame.start : frame.end].startswith(words))


def proposed(text: str, kind: TieKind, words: str) -> tuple[Frames, Proposal]:
    """An equation that holds between figures of a text, each given by the words that it begins with."""
    frames = frames_of(checks.read(text))
    members = tuple(frame_at(frames, each) for each in words.split(" | "))
    return frames, Proposal(kind, members, holds=True, features=(), evidence=())


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        (
            "The mayor has 49 percent, her rival 46 percent, with a margin of error of plus or minus three points.",
            "sum",
            "49 percent | 46 percent | three",
        ),
        (
            "Ms Roe leads by one point. The survey has a margin of sampling error of three points; in May it was four.",
            "sum",
            "four | one | three",
        ),
        (
            "Ms Roe has 47 percent and Mr Low 44 percent, in a poll with a 3-point margin of error.",
            "sum",
            "47 percent | 44 percent | 3",
        ),
        (
            "With 99 percent of precincts reporting, Roe led 67 percent to 32 percent.",
            "sum",
            "99 percent | 67 percent | 32 percent",
        ),
        ("The council voted 51-49 for the bridge. Two Greens voted with it.", "sum", "51 | 49 | Two"),
        ("The bill passed by a vote of 246-168. It needed two-thirds of them.", "share", "168 | 246 | two-thirds"),
        (
            "A pass is renewed every five years for clerks, 10 years for drivers and 15 years for visitors.",
            "sum",
            "15 years | five years | 10 years",
        ),
        (
            "The cuts are $1.5 million in school meals, $700,000 in grants and $2.2 million in aid.",
            "sum",
            "$2.2 million | $1.5 million | $700,000",
        ),
        ("Of those aged over 60 the party has 5%, of the others 17% and 12%.", "sum", "17% | 5% | 12%"),
        (
            "In the survey 50 percent were against the plan, 39 percent for it and 11 percent unsure.",
            "sum",
            "50 percent | 39 percent | 11 percent",
        ),
        ("A third, 32 percent, read it daily; 11 percent never do.", "share", "11 percent | 32 percent | A third"),
        (
            "The 35 percent who like him face 25 percent who do not, and 40 percent know too little of him.",
            "change",
            "25 percent | 35 percent | 40 percent",
        ),
        (
            "Voters gave Roe 9 of the 12 delegates and Low one. The other 14 are elected in May; one is free.",
            "sum",
            "14 | 12 | one",
        ),
        ("The tax bands would be folded down from seven to three or four.", "sum", "seven | three | four"),
        ("The threshold may be lowered to 40, 30, or even 10 sales a year.", "sum", "40 | 30 | 10"),
        (
            "The club won the cup from 2011 to 2017. Ms Roe has stood three times in six years.",
            "span",
            "2011 | 2017 | six years",
        ),
        (
            "The ban fell in 2000. Another was passed in 2003 and upheld three years later.",
            "span",
            "2000 | 2003 | three years",
        ),
        (
            "Data from 2007 to 2009 show that they live 2.9 years longer.",
            "span",
            "2007 | 2009 | 2.9 years",
        ),
        ("In 2012 they backed Roe. Of the four 2016 candidates none did as well.", "sum", "2016 | 2012 | four"),
        ("Five officers were killed; seven officers and two clerks were hurt.", "sum", "seven | Five | two"),
        (
            "Three percent said it was the worst, 12% that it was average, and one-fourth, 24%, that it fell behind.",
            "share",
            "Three percent | 12% | one-fourth",
        ),
        ("Results from 99 percent of the precincts gave Roe 200 votes and Low 198.", "share", "198 | 200 | 99 percent"),
        ("Most hope to retire at 64. Just 9 percent would wait until 70.", "change", "64 | 70 | 9 percent"),
    ],
)
def test_holds_by_chance(text: str, kind: TieKind, words: str) -> None:
    assert is_coincidence(*proposed(text, kind, words))


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Ms Roe leads Mr Low by three points, 49 percent to 46 percent.", "sum", "49 percent | 46 percent | three"),
        (
            "The error of the till was plus 40 pence; three of the 12 tills were tested, nine were not.",
            "sum",
            "12 | three | nine",
        ),
        (
            "Votes for Roe were 67 percent and for Low 32 percent, together 99 percent of the ballots.",
            "sum",
            "99 percent | 67 percent | 32 percent",
        ),
        ("The council voted 51-49 for the bridge, a majority of two.", "sum", "51 | 49 | two"),
        ("Of the 40 hurt, 28 are in hospital in Leeds and 12 in York.", "sum", "40 | 28 | 12"),
        ("They treated 28 for burns and 12 for shock, and 40 in all.", "sum", "40 | 28 | 12"),
        (
            "Of the 12 drivers five came; the other seven, four men and three women, did not.",
            "sum",
            "seven | four | three",
        ),
        ("All seven judges, or five men and two women, agreed.", "sum", "seven | five | two"),
        ("Hulme scored 24 and 19 points, a difference of five.", "sum", "24 | 19 | five"),
        ("The tariff of 15 percent and a further 25 percent bring it to 40 percent.", "sum", "40 | 15 | 25"),
        ("Approval rose seven points to 51 percent from 44 percent.", "sum", "51 percent | 44 percent | seven"),
        ("Takings rose from $40 to $50, or 25 percent.", "change", "$40 | $50 | 25 percent"),
        ("The old roll costs $3.49; the new one is 14% higher at $3.99.", "change", "$3.49 | $3.99 | 14%"),
        ("Of the 43 cases, 11, or just over 25%, were close.", "share", "11 | 43 | 25%"),
        ("Checks increaseed 104 percent, from 4,557 to 9,290.", "change", "4,557 | 9,290 | 104 percent"),
        ("He won in 2000. Three years later, in 2003, he lost.", "span", "2000 | 2003 | Three years"),
        (
            "He left in 2000 and returned three years later. That 2003 race he lost.",
            "span",
            "2000 | 2003 | three years",
        ),
        ("From 2011 to 2017, or for six years, the club won the cup.", "span", "2011 | 2017 | six years"),
        ("It began at 8pm Friday and ended at 6am Sunday, 34 hours later.", "span", "8pm | 6am | 34 hours"),
        ("Half of them, 16, came late; the club has 32 members.", "share", "16 | 32 | Half"),
    ],
)
def test_is_meant(text: str, kind: TieKind, words: str) -> None:
    assert not is_coincidence(*proposed(text, kind, words))


def test_a_coincidence_is_not_ticked() -> None:
    """Of the same three percentages a tick says that one is the total only where the words do."""
    by_chance = "With 99 percent of precincts reporting, Ms Roe led 67 percent to 32 percent."
    assert not checks.check_article(by_chance).ticks
